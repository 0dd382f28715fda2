//! The public listener of the real daemon: where it is, whom it does not answer, and that it begins and ends with the daemon.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use serde_json::Value;

use crate::harness::*;

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).expect("it listens");
    stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a deadline");
    stream
}

/// Asks once, and gives head and body.
fn get(mut stream: impl Read + Write, path: &str, host: &str) -> (String, String) {
    let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).expect("it is taken");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    let (head, body) = answer.split_once("\r\n\r\n").expect("head and body");
    (head.to_owned(), body.to_owned())
}

#[test]
fn over_tcp_nobody_is_answered_who_does_not_say_who_asks() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    for path in ["/api/v1/health", "/api/v1/sites", "/api/v1/sites/shop.example.org"] {
        let (head, body) = get(connect(host.web_address()), path, "localhost");
        assert!(head.starts_with("HTTP/1.1 401 "), "{path}: {head}");
        assert!(head.contains("\r\nwww-authenticate: Bearer"), "{path}: {head}");
        let problem: Value = serde_json::from_str(&body).expect("a problem");
        assert_eq!(problem["code"], "not-known", "{path}");
    }
    let (head, _) = get(connect(host.web_address()), "/api/v1/health", "evil.example.net");
    assert!(head.starts_with("HTTP/1.1 421 "), "{head}");
}

#[test]
fn below_a_base_path_everything_is_there_and_nothing_beside_it() {
    let receiver = Receiver::start();
    let mut host = Host::new(&receiver).with("web.base_path", "\"/postern/\"");
    host.start();
    let statuses = ["/postern/api/v1/health", "/", "/postern", "/api/v1/health"]
        .map(|path| get(connect(host.web_address()), path, "localhost").0[9..12].to_owned());
    assert_eq!(statuses, ["401", "307", "307", "404"]);
}

#[test]
fn without_a_listener_there_is_none_and_the_control_socket_answers() {
    let receiver = Receiver::start();
    let mut host = Host::new(&receiver).with("web.listen", "[]");
    host.start();
    assert_eq!(host.api("/health")["web"], Value::Array(Vec::new()));
}

#[test]
fn a_port_that_is_taken_ends_the_start_with_what_to_do() {
    let receiver = Receiver::start();
    let other = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = other.local_addr().expect("an address");
    let host = Host::new(&receiver).with("web.listen", &format!("[\"{address}\"]"));
    host.write_config();

    let ran = run(&mut host.serve(), b"");

    let words = format!(
        "postern: cannot listen for HTTP on {address}: the port is taken: end the program that has it, or let web.listen name another\n"
    );
    assert_eq!(ran.code, Some(1));
    assert!(ran.complaint().ends_with(&words), "{}", ran.complaint());
}

#[test]
fn open_connections_do_not_keep_the_daemon_from_ending() {
    let receiver = Receiver::start();
    let mut host = Host::with_shop(&receiver);
    let mut crowd: Vec<_> = (0..50).map(|_| connect(host.web_address())).collect();
    crowd[0].write_all(b"GET /api/v1/he").expect("it is taken");
    let begun = Instant::now();

    host.stop();

    assert!(begun.elapsed() < Duration::from_secs(5), "nothing had to be waited for");
    for mut stream in crowd {
        assert_eq!(stream.read(&mut [0; 16]).unwrap_or(0), 0);
    }
}

#[test]
fn with_a_certificate_it_speaks_https_and_nothing_else() {
    let receiver = Receiver::start();
    let mut host = Host::new(&receiver)
        .with("tls.certificate", "\"cert.pem\"")
        .with("tls.key", "\"key.pem\"")
        .with("web.tls", "true")
        .with("web.listen", "[\"0.0.0.0:0\"]");
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed(["localhost".to_owned()]).expect("a pair");
    std::fs::write(host.root().join("cert.pem"), cert.pem()).expect("a file");
    std::fs::write(host.root().join("key.pem"), signing_key.serialize_pem()).expect("a file");
    host.start();
    let address = SocketAddr::from(([127, 0, 0, 1], host.web_address().port()));

    let (head, body) = get(connect(address), "/api/v1/health", "localhost");
    assert!(head.starts_with("HTTP/1.1 403 ") && body.contains("write https://"), "{head}\n{body}");

    let mut roots = RootCertStore::empty();
    roots.add(cert.der().clone()).expect("a certificate");
    let config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("localhost").expect("a name");
    let session = ClientConnection::new(Arc::new(config), name).expect("a session");
    let encrypted = StreamOwned::new(session, connect(address));
    let (head, _) = get(encrypted, "/api/v1/health", "localhost");
    assert!(head.starts_with("HTTP/1.1 401 "), "{head}");
    assert!(head.contains("\r\nstrict-transport-security: max-age="), "{head}");
}

#[test]
fn a_listener_in_clear_text_that_others_can_reach_is_refused_before_anything_is_begun() {
    let receiver = Receiver::start();
    let host = Host::new(&receiver).with("web.listen", "[\"0.0.0.0:0\"]");
    host.write_config();
    let ran = run(&mut host.serve(), b"");
    assert_eq!(ran.code, Some(2), "{}", ran.complaint());
    let words = "web.listen: others can reach 0.0.0.0:0, and passwords would travel in clear text";
    assert!(ran.complaint().contains(words), "{}", ran.complaint());
    assert!(!host.root().join("state").exists(), "nothing was begun");
}
