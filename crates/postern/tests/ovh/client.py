"""Calls what its standard input lists, by the provider's own client; answers a line each.

Nothing of the client is changed but where it asks.
"""
import json
import sys

import ovh

endpoint = sys.argv[1]
ovh.client.ENDPOINTS["postern"] = endpoint
ovh.client.OAUTH2_TOKEN_URLS["postern"] = endpoint + "/auth/oauth2/token"

clients = {}


def client(keys):
    if tuple(keys) not in clients:
        if len(keys) == 3:
            made = ovh.Client("postern", *keys)
        else:
            made = ovh.Client("postern", client_id=keys[0], client_secret=keys[1])
        clients[tuple(keys)] = made
    return clients[tuple(keys)]


def answer(step):
    asks = client(step["keys"])
    if "ask" in step:
        want = step["ask"]
        return asks.request_consumerkey(
            want["rules"], redirect_url=want["redirection"], allowedIPs=want["addresses"]
        )
    lag = step.get("lag", 0)
    asks._time_delta = None if not lag else -lag
    try:
        return getattr(asks, step["method"].lower())(step["path"], **step.get("params", {}))
    finally:
        asks._time_delta = None


for line in sys.stdin:
    try:
        said = {"ok": answer(json.loads(line))}
    except ovh.APIError as error:
        said = {"error": type(error).__name__, "message": str(error), "query_id": error.query_id}
    print(json.dumps(said), flush=True)
