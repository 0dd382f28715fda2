//! Webhooks, told to a real receiver over HTTP: it refuses at first, then gets everything in order, and what it gets
//! passes the checks that `docs/reference/webhooks.md` gives to receivers, run as they stand there.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use serde_json::{Value, json};

use crate::harness::*;

#[test]
fn a_receiver_that_refuses_at_first_gets_everything_in_order_and_signed() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    let program = Program::start();
    let made = host.ask(&["webhook", "add", &program.url(), "--site", SHOP, "--allow-private"]);
    let id = made["id"].to_string();
    let secret = made["secret"].as_str().expect("a secret");

    program.answer(503);
    host.ask(&["block", SHOP, "--reason", "a form"]);
    host.ask(&["unblock", SHOP]);
    host.ask(&["block", SHOP]);
    until("the first is refused", || program.heard().len() == 1);
    until("that stands in the log", || !answers(&host, &id).is_empty());
    let refused = answers(&host, &id).remove(0);
    assert_eq!((&refused["status"], &refused["trouble"]), (&json!(503), &json!("status")));
    assert_eq!(
        (&refused["text"], &refused["state"]),
        (&json!("no <b>room</b>"), &json!("waiting"))
    );

    // Nobody waits for the retry: who is there sends it again.
    program.answer(204);
    let event = refused["event"].to_string();
    host.ask(&["webhook", "send-again", &id, &event]);
    until("all of it is told", || program.heard().len() == 4);
    let heard = program.heard();
    let told: Vec<Value> = heard[1..].iter().map(|request| request.body()).collect();
    let states: Vec<&Value> = told.iter().map(|told| &told["data"]["to"]).collect();
    assert_eq!(states, ["ko", "ok", "ko"]);
    assert_eq!(told[0]["data"]["reason"], "a form");
    assert_eq!(told[0]["data"]["by"], "operator", "no names to owners");
    assert_eq!(heard[0].head("webhook-id"), heard[1].head("webhook-id"));
    until("the log has it", || answers(&host, &id).len() == 4);
    assert!(answers(&host, &id)[..3].iter().all(|answer| answer["state"] == "taken"));

    for request in &heard {
        assert_eq!(verified("python", request, secret), request.body());
        assert_eq!(verified("php", request, secret), request.body());
    }
    let other = host.ask(&["webhook", "rotate", &id])["secret"].as_str().expect("one").to_owned();
    host.ask(&["webhook", "test", &id]);
    until("a test is told", || program.heard().len() == 5);
    let test = program.heard().pop().expect("it");
    for secret in [secret, &other] {
        assert_eq!(verified("python", &test, secret)["type"], "webhook.test");
        assert_eq!(verified("php", &test, secret)["type"], "webhook.test");
    }

    let list = host.ask(&["webhook", "list"]);
    assert_eq!((&list[0]["site"], &list[0]["waiting"]), (&json!(SHOP), &json!(0)));
    host.ask(&["webhook", "set", &id, "--off"]);
    host.ask(&["unblock", SHOP]);
    host.ask(&["webhook", "remove", &id]);
    assert_eq!(host.ask(&["webhook", "list"]), json!([]));
    assert_eq!(program.heard().len(), 5);
    let audit = host.ask(&["audit"]).to_string();
    for what in ["webhook add", "webhook change", "webhook send again", "webhook remove"] {
        assert!(audit.contains(what), "{what}: {audit}");
    }
}

#[test]
fn an_inner_address_is_refused_when_it_is_named_and_when_it_is_dialled() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    let program = Program::start();
    let ran = host.operate(&["webhook", "add", "https://127.0.0.1/", "--site", SHOP]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.complaint().contains("127.0.0.1 is an address of this machine"), "{ran:?}");
    let url = format!("https://localhost:{}/", program.address.port());
    let id = host.ask(&["webhook", "add", &url])["id"].to_string();
    host.ask(&["webhook", "test", &id]);
    until("it is tried", || !answers(&host, &id).is_empty());
    let answer = answers(&host, &id).remove(0);
    assert_eq!((&answer["trouble"], &answer["status"]), (&json!("inside"), &Value::Null));
    assert_eq!(
        answer["error"],
        "the host has only addresses of this machine or a private network: ::1, 127.0.0.1"
    );
    assert!(program.heard().is_empty());
}

fn answers(host: &Host, id: &str) -> Vec<Value> {
    host.ask(&["webhook", "answers", id]).as_array().expect("a list").clone()
}

/// What the page's function of this language makes of a request.
fn verified(language: &str, request: &Request, secret: &str) -> Value {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/webhooks.md");
    let page = std::fs::read_to_string(page).expect("the page");
    let code = page.split(&format!("```{language}\n")).nth(1).expect("the example");
    let code = code.split("```").next().expect("its end");
    let (mut command, code) = match language {
        "python" => {
            let run = "import sys\nasked = json.load(sys.stdin)\n\
                       print(json.dumps(verify(asked['secret'], asked['head'], asked['body'].encode())))\n";
            let mut command = tool("python3", "python3");
            command.arg("-c");
            (command, format!("{code}\n{run}"))
        }
        _ => {
            let run = "$asked = json_decode(file_get_contents('php://stdin'), true);\n\
                       echo json_encode(verify($asked['secret'], $asked['head'], $asked['body']));\n";
            let mut command = tool("php", "php-cli");
            command.arg("-r");
            (command, format!("{}\n{run}", code.trim_start_matches("<?php")))
        }
    };
    let asked = json!({ "secret": secret, "head": request.fields(), "body": request.body });
    let ran = run(command.arg(code), asked.to_string().as_bytes());
    serde_json::from_str(&ran.ok().text()).expect("the event")
}

/// A request that came.
#[derive(Clone, Debug)]
struct Request {
    head: Vec<(String, String)>,
    body: String,
}

impl Request {
    fn head(&self, name: &str) -> &str {
        let found = self.head.iter().find(|(has, _)| has == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    fn fields(&self) -> Value {
        self.head.iter().map(|(name, value)| (name.clone(), Value::from(value.clone()))).collect()
    }

    fn body(&self) -> Value {
        serde_json::from_str(&self.body).expect("JSON")
    }
}

/// A program that is told over HTTP, until the test ends.
#[derive(Debug)]
struct Program {
    address: SocketAddr,
    status: Arc<AtomicU16>,
    heard: Arc<Mutex<Vec<Request>>>,
}

impl Program {
    fn start() -> Program {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let status = Arc::new(AtomicU16::new(204));
        let heard: Arc<Mutex<Vec<Request>>> = Arc::default();
        let (answers, log) = (Arc::clone(&status), Arc::clone(&heard));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let mut reader = BufReader::new(stream);
                let Some(request) = read(&mut reader) else { continue };
                let status = answers.load(Ordering::SeqCst);
                log.lock().unwrap_or_else(PoisonError::into_inner).push(request);
                let text = if status == 204 { "" } else { "no <b>room</b>" };
                let length = text.len();
                let answer = format!(
                    "HTTP/1.1 {status} x\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{text}"
                );
                // A client that has gone has heard enough.
                let _ = reader.get_mut().write_all(answer.as_bytes());
            }
        });
        Program { address, status, heard }
    }

    fn url(&self) -> String {
        format!("http://{}/postern", self.address)
    }

    fn answer(&self, status: u16) {
        self.status.store(status, Ordering::SeqCst);
    }

    fn heard(&self) -> Vec<Request> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn read(reader: &mut impl BufRead) -> Option<Request> {
    let mut head = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end() {
            "" => break,
            line => head.extend(
                line.split_once(": ")
                    .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())),
            ),
        }
    }
    let length = head.iter().find(|(name, _)| name == "content-length");
    let length: usize = length.and_then(|(_, value)| value.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Request { head, body: String::from_utf8(body).ok()? })
}
