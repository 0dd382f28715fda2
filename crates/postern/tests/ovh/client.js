// Calls what its standard input lists, by the provider's own client; answers a line each. Nothing of the client is changed
// but where it asks.
const readline = require("node:readline");
const ovh = require("@ovhcloud/node-ovh");

const { hostname, port, pathname } = new URL(process.argv[2]);

const clients = new Map();

function client(keys) {
  const name = keys.join(" ");
  if (!clients.has(name)) {
    const [appKey, appSecret, consumerKey] = keys;
    const at = { host: hostname, port, basePath: pathname };
    clients.set(name, ovh({ ...at, appKey, appSecret, consumerKey }));
  }
  return clients.get(name);
}

async function answer(step) {
  const asks = client(step.keys);
  if (step.lag) {
    asks.apiTimeDiff = -step.lag;
  }
  try {
    return { ok: await asks.requestPromised(step.method, step.path, step.params || {}) };
  } catch (error) {
    return { error: error.error, message: error.message };
  } finally {
    asks.apiTimeDiff = null;
  }
}

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    console.log(JSON.stringify(await answer(JSON.parse(line))));
  }
})();
