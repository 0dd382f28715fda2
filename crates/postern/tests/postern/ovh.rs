//! The provider's own clients, from their registries, ask this host as they ask the provider: only the endpoint is
//! another. `tests/ovh` has a small program for each that calls what it is told; each is told the same and has to hear the
//! same, and of what is refused what its own kind of error says. The client for PHP is in none of the registries there are
//! for tests; what is peculiar to it is asked in the tests of `postern-web`.

use std::path::Path;
use std::process::Command;

use rcgen::{CertifiedKey, generate_simple_self_signed};
use serde_json::{Value, json};

use crate::harness::*;

const PYTHON: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/ovh/bin/python");
const CLIENTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/ovh");
const MODULES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/npm/node_modules");

const BLOG: &str = "blog.example.org";

/// Keys as a client is given them: of the application, its secret, of the consumer.
type Keys = [String; 3];

/// A host with the shop, another site, and a mail that was sent and one that failed; it speaks HTTPS.
struct Provider {
    host: Host,
    _receiver: Receiver,
    keys: Keys,
}

impl Provider {
    fn start() -> Provider {
        let receiver = Receiver::start();
        let mut host = Host::new(&receiver)
            .with("tls.certificate", "\"cert.pem\"")
            .with("tls.key", "\"key.pem\"")
            .with("web.tls", "true");
        let CertifiedKey { cert, signing_key } =
            generate_simple_self_signed(["localhost".to_owned()]).expect("a pair");
        std::fs::write(host.root().join("cert.pem"), cert.pem()).expect("a file");
        std::fs::write(host.root().join("key.pem"), signing_key.serialize_pem()).expect("a file");
        host.start();
        host.add_shop();
        host.add_site(BLOG, &[]);
        host.shop_sends("anna@example.net");
        host.wait_for_counter(SHOP, "sent", 1);
        host.shop_sends("nobody@example.net");
        host.wait_for_counter(SHOP, "failed", 1);
        let made = host.ask(&["ovh-key", "add", "billing", "--site", SHOP]);
        let keys = keys(&made, &made["consumer_key"]);
        let provider = Provider { host, _receiver: receiver, keys };
        provider.settle_down();
        provider
    }

    /// What was signed before the daemon started is not carried out, and a client's clock may be a second behind.
    fn settle_down(&self) {
        let started = self.host.api("/health")["started_at"].as_str().expect("a time").to_owned();
        let started: jiff::Timestamp = started.parse().expect("a time");
        until("two seconds have passed since the start", || {
            jiff::Timestamp::now().as_second() > started.as_second() + 2
        });
    }

    fn endpoint(&self) -> String {
        format!("https://localhost:{}/1.0", self.host.web_address().port())
    }

    fn certificate(&self) -> std::path::PathBuf {
        self.host.root().join("cert.pem")
    }

    /// Tells a client what to call; gives what it heard, call by call.
    #[track_caller]
    fn calls(&self, client: &mut Command, steps: &[Value]) -> Vec<Value> {
        let lines: String = steps.iter().map(|step| format!("{step}\n")).collect();
        let ran = run(client.arg(self.endpoint()), lines.as_bytes()).ok();
        let heard: Vec<Value> = ran
            .text()
            .lines()
            .map(|line| {
                serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))
            })
            .collect();
        assert_eq!(heard.len(), steps.len(), "{heard:?}\n{}", ran.complaint());
        heard
    }

    fn python(&self) -> Command {
        let missing = "the provider's client is missing: scripts/setup test installs it from PyPI below target/ovh";
        assert!(Path::new(PYTHON).exists(), "{missing}");
        let mut python = program(PYTHON);
        python.env("PYTHONDONTWRITEBYTECODE", "1").env("REQUESTS_CA_BUNDLE", self.certificate());
        python.arg(format!("{CLIENTS}/client.py"));
        python
    }

    fn node(&self) -> Command {
        let missing = "the provider's client is missing: scripts/setup test installs it by npm";
        assert!(Path::new(MODULES).join("@ovhcloud/node-ovh").exists(), "{missing}");
        let mut node = tool("node", "nodejs");
        node.env("NODE_PATH", MODULES).env("NODE_EXTRA_CA_CERTS", self.certificate());
        node.arg(format!("{CLIENTS}/client.js"));
        node
    }

    /// Built anew, in the way Debian's packages of libraries want it: without modules.
    fn go(&self, folder: &Path) -> Command {
        let built = folder.join("client");
        let mut go = tool("go", "golang-go");
        go.args(["build", "-o"]).arg(&built).arg(format!("{CLIENTS}/client.go"));
        go.env("GO111MODULE", "off").env("GOPATH", "/usr/share/gocode").env("GOFLAGS", "-p=1");
        go.env("HOME", folder).env("GOCACHE", folder.join("cache"));
        run(&mut go, b"").ok();
        let mut client = program(built);
        client.env("SSL_CERT_FILE", self.certificate());
        client
    }

    /// A day of a script: it reads how the shop stands, changes who is told, lists failures, lets mail out, holds it,
    /// deletes it, and reads what was sent; then it asks what it should not.
    #[track_caller]
    fn check_a_day(&self, mut client: Command, errors: &Errors) {
        let site = format!("/hosting/web/{SHOP}");
        let call = |method: &str, path: &str, params: Value| json!({"keys": self.keys, "method": method, "path": path, "params": params});
        self.host.operate(&["block", SHOP]).ok();
        let email = format!("{site}/email");
        let request = format!("{email}/request");
        let heard = self.calls(
            &mut client,
            &[
                call("GET", &email, json!({})),
                call("PUT", &email, json!({"email": "ops@shop.example.org", "state": "ko"})),
                call("PUT", &email, json!({"email": "none at all"})),
                call("GET", &email, json!({})),
                call("GET", &format!("{email}/bounces"), json!({"limit": 20})),
                call("GET", &format!("{email}/bounces"), json!({"limit": 101})),
                call("POST", &request, json!({"action": "UNBLOCK"})),
                call("POST", &request, json!({"action": "PURGE"})),
                call("POST", &request, json!({"action": "BLOCK"})),
                call("POST", &request, json!({"action": "BLOW"})),
                call("GET", &email, json!({})),
            ],
        );
        let before = &heard[0]["ok"];
        assert_eq!((&before["state"], &before["maxPerDay"]), (&json!("ko"), &json!(0)), "{before}");
        assert_eq!(
            (&before["sent"], &before["sentToday"], &before["bounce"]),
            (&json!(1), &json!(1), &json!(1))
        );
        assert_eq!(heard[1], json!({"ok": null}));
        errors.check(&heard[2], errors.bad, "none at all");
        assert_eq!(heard[3]["ok"]["email"], "ops@shop.example.org");
        let bounces = heard[4]["ok"].as_array().expect("a list");
        assert_eq!((bounces.len(), &bounces[0]["to"]), (1, &json!("nobody@example.net")));
        let message = bounces[0]["message"].as_str().expect("text");
        assert!(message.starts_with("550 "), "{message}");
        errors.check(&heard[5], errors.bad, "1 to 100");
        assert_eq!(heard[6], json!({"ok": "ok"}));
        errors.check(&heard[7], errors.conflict, "block it first");
        assert_eq!(heard[8], json!({"ok": "ko"}));
        errors.check(&heard[9], errors.bad, "BLOCK, UNBLOCK or PURGE");
        assert_eq!(heard[10]["ok"]["state"], "ko");

        self.host.shop_sends("ben@example.net");
        self.host.wait_for_counter(SHOP, "queued", 1);
        let heard = self.calls(
            &mut self.again(&client),
            &[
                call("POST", &request, json!({"action": "PURGE"})),
                call("GET", &format!("{email}/volumes"), json!({})),
                call("GET", "/hosting/web", json!({})),
                call("GET", &site, json!({})),
                call("GET", &format!("{site}/abuseState"), json!({})),
                call("GET", "/me", json!({})),
                call("GET", &format!("/hosting/web/{BLOG}/email"), json!({})),
                call("GET", &format!("{site}/tasks"), json!({})),
            ],
        );
        assert!(
            ["ok", "purging"].contains(&heard[0]["ok"].as_str().expect("a state")),
            "{}",
            heard[0]
        );
        let volumes = heard[1]["ok"].as_array().expect("a list");
        assert_eq!(volumes[0]["volume"], 1, "{volumes:?}");
        assert_eq!(heard[2]["ok"], json!([SHOP]));
        assert_eq!(heard[3]["ok"]["serviceName"], SHOP);
        assert_eq!(heard[4]["ok"]["mailsoutState"], "ok");
        assert_eq!(heard[5]["ok"]["nichandle"], "billing");
        errors.check(&heard[6], errors.not_found, "This service does not exist");
        errors.check(&heard[7], errors.not_found, "is not here");
        self.host.wait_for_counter(SHOP, "queued", 0);
        self.check_refused(&mut self.again(&client), &email, errors);
        let audit = self.host.operate(&["audit", "--site", SHOP]).ok().text();
        assert!(audit.contains("ovh:billing"), "{audit}");
    }

    #[track_caller]
    fn check_refused(&self, client: &mut Command, email: &str, errors: &Errors) {
        let reads =
            ["ovh-key", "add", "reads", "--site", SHOP, "--rule", "GET /hosting/web/*/email"];
        let made = self.host.ask(&reads);
        let reads = keys(&made, &made["consumer_key"]);
        let call = |keys: &Keys| json!({"keys": keys, "method": "GET", "path": email});
        let with = |at: usize| {
            let mut keys = self.keys.clone();
            keys[at] = "0123456789abcdef".into();
            keys
        };
        let late = json!({"keys": self.keys, "method": "GET", "path": email, "lag": 1000});
        let forbidden = json!({"keys": reads, "method": "GET", "path": format!("{email}/bounces")});
        let unknown = json!({"keys": reads, "method": "GET", "path": format!("/hosting/web/{BLOG}/email/volumes")});
        let steps = [
            call(&with(0)),
            call(&with(1)),
            call(&with(2)),
            late,
            forbidden,
            unknown,
            call(&reads),
        ];
        let heard = self.calls(client, &steps);
        errors.check(&heard[0], errors.no_key, "This application key is invalid");
        errors.check(&heard[1], errors.signature, "Invalid signature");
        errors.check(&heard[2], errors.no_credential, "This credential is not valid");
        errors.check(&heard[3], errors.time, "Query out of time");
        errors.check(&heard[4], errors.not_granted, "This call has not been granted");
        errors.check(&heard[5], errors.not_granted, "This call has not been granted");
        assert_eq!(heard[6]["ok"]["sent"], 1);
    }

    /// The same client once more.
    fn again(&self, client: &Command) -> Command {
        let mut again = Command::new(client.get_program());
        // Without the endpoint, which each call adds.
        let arguments: Vec<_> = client.get_args().collect();
        again.env_clear().args(&arguments[..arguments.len() - 1]);
        again.envs(client.get_envs().filter_map(|(name, value)| Some((name, value?))));
        again
    }
}

/// What a client makes of what is refused.
struct Errors {
    bad: &'static str,
    no_key: &'static str,
    no_credential: &'static str,
    signature: &'static str,
    time: &'static str,
    not_granted: &'static str,
    not_found: &'static str,
    conflict: &'static str,
}

/// Its kinds of errors as `except` names them.
const PYTHONS: Errors = Errors {
    bad: "BadParametersError",
    no_key: "InvalidKey",
    no_credential: "InvalidCredential",
    signature: "BadParametersError",
    time: "BadParametersError",
    not_granted: "NotGrantedCall",
    not_found: "ResourceNotFoundError",
    conflict: "ResourceConflictError",
};

/// The others give the status with the message.
const STATUS: Errors = Errors {
    bad: "400",
    no_key: "403",
    no_credential: "403",
    signature: "400",
    time: "400",
    not_granted: "403",
    not_found: "404",
    conflict: "409",
};

impl Errors {
    #[track_caller]
    fn check(&self, heard: &Value, kind: &str, words: &str) {
        let error =
            heard["error"].as_str().map_or_else(|| heard["error"].to_string(), str::to_owned);
        assert_eq!(error, kind, "{heard}");
        assert!(heard["message"].as_str().is_some_and(|said| said.contains(words)), "{heard}");
    }
}

fn keys(made: &Value, consumer: &Value) -> Keys {
    [&made["application_key"], &made["application_secret"], consumer]
        .map(|key| key.as_str().unwrap_or_default().to_owned())
}

#[test]
fn a_script_with_python_ovh_runs_by_another_endpoint_alone() {
    let provider = Provider::start();
    provider.check_a_day(provider.python(), &PYTHONS);
    let [key, secret, _] = &provider.keys;
    let oauth = json!({"keys": [key, secret], "method": "GET", "path": "/hosting/web"});
    let own = json!({"keys": provider.keys, "method": "GET", "path": "/auth/currentCredential"});
    let heard = provider.calls(&mut provider.python(), &[oauth, own]);
    assert_eq!(heard[0]["ok"], json!([SHOP]));
    assert_eq!(heard[1]["ok"]["status"], "validated", "{}", heard[1]);
    assert!(!provider.host.log().contains(secret.as_str()), "no secret is logged");
}

#[test]
fn a_script_with_node_ovh_runs_by_another_endpoint_alone() {
    let provider = Provider::start();
    provider.check_a_day(provider.node(), &STATUS);
}

#[test]
fn a_script_with_go_ovh_runs_by_another_endpoint_alone() {
    let provider = Provider::start();
    let folder = tempfile::tempdir().expect("a folder");
    provider.check_a_day(provider.go(folder.path()), &STATUS);
}

#[test]
fn an_owner_approves_what_an_application_asks_for_and_takes_it_back() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    host.add_site(BLOG, &[]);
    host.operate_with(&["user", "add", "anna", "--site", SHOP], b"correct horse battery\n").ok();
    let made = host.ask(&["ovh-key", "add", "billing <b>", "--all-sites", "--asks"]);
    assert_eq!(made["consumer_key"], Value::Null);
    let application = keys(&made, &Value::Null);
    let address = host.web_address();
    let asks = |steps: &[Value]| {
        let lines: String = steps.iter().map(|step| format!("{step}\n")).collect();
        let mut python = program(PYTHON);
        python.env("PYTHONDONTWRITEBYTECODE", "1").arg(format!("{CLIENTS}/client.py"));
        // In clear text, as behind a proxy that speaks TLS.
        python.arg(format!("http://localhost:{}/v1", address.port()));
        let text = run(&mut python, lines.as_bytes()).ok().text();
        let heard: Vec<Value> =
            text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        heard
    };
    let ask = json!({"keys": application, "ask": {
        "rules": [{"method": "GET", "path": "/hosting/web"}, {"method": "GET", "path": "/hosting/web/*"}],
        "redirection": "https://billing.example.net/done", "addresses": ["127.0.0.0/8"],
    }});
    let wanted = asks(&[ask])[0]["ok"].clone();
    assert_eq!(wanted["state"], "pendingValidation", "{wanted}");
    let consumer = wanted["consumerKey"].as_str().expect("a key").to_owned();
    let mut keys = application.clone();
    keys[2] = consumer;
    let list = json!({"keys": keys, "method": "GET", "path": "/hosting/web"});
    assert_eq!(asks(std::slice::from_ref(&list))[0]["error"], "InvalidCredential");

    let url = wanted["validationUrl"].as_str().expect("an address");
    let path =
        url.split_once("/approve/").map(|(_, door)| format!("/approve/{door}")).expect("a door");
    let mut anna = Visit::to(address);
    assert_eq!(anna.get(&path).status, 303, "who is not known logs in first");
    anna.get("/login");
    anna.submit("/login", "name=anna&password=correct+horse+battery");
    let page = anna.get(&path);
    assert_eq!(page.status, 200);
    for shown in [
        "GET /hosting/web/*",
        "127.0.0.0/8",
        "https://billing.example.net/done",
        SHOP,
        "billing &#60;b&#62;",
    ] {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
    assert!(!page.body.contains(BLOG), "no site of others is shown");
    let theirs = anna.submit(&path, &format!("answer=approve&sites={BLOG}&ends=never"));
    assert_eq!(theirs.status, 422, "{}", theirs.body);
    let approved = anna.submit(&path, &format!("answer=approve&sites={SHOP}&ends=never"));
    assert_eq!(approved.status, 200, "{}", approved.body);
    assert!(
        approved.body.contains("href=\"https://billing.example.net/done\""),
        "{}",
        approved.body
    );
    assert_eq!(anna.get(&path).status, 404, "it is answered");

    assert_eq!(asks(std::slice::from_ref(&list))[0]["ok"], json!([SHOP]));
    let block = json!({"keys": keys, "method": "POST", "path": format!("/hosting/web/{SHOP}/email/request"), "params": {"action": "BLOCK"}});
    assert_eq!(asks(&[block])[0]["error"], "NotGrantedCall");
    let shown = anna.get("/ovh-keys");
    assert!(shown.body.contains("billing") && !shown.body.contains(BLOG), "{}", shown.body);
    let listed = host.ask(&["ovh-key", "list"]);
    let consumer = &listed[0]["consumers"][0];
    assert_eq!(
        (&consumer["user"], &consumer["validated"]),
        (&json!("anna"), &json!(true)),
        "{listed}"
    );
    assert_eq!(consumer["last_address"], "127.0.0.1");
    let (id, number) = (listed[0]["id"].to_string(), consumer["id"].to_string());
    let remove = format!("/ovh-keys/{id}/consumers/{number}/remove");
    anna.get(&remove);
    assert_eq!(anna.submit(&remove, "").status, 303);
    assert_eq!(asks(&[list])[0]["error"], "InvalidCredential");
    let audit = host.operate(&["audit"]).ok().text();
    assert!(
        audit.contains("consumer key approve") && audit.contains("consumer key remove"),
        "{audit}"
    );
    host.operate(&["ovh-key", "remove", &id]).ok();
    assert_eq!(host.ask(&["ovh-key", "list"]), json!([]));
}
