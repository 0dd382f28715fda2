//! HTTPS: what is greeted with, who stops half-way, who speaks something else.

use std::net::Ipv4Addr;
use std::path::Path;
use std::sync::Arc;

use postern_engine::certificate::{Certificate, Look};
use postern_web::Settings;
use rcgen::{CertificateParams, KeyPair, date_time_ymd};
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::harness::*;

const NAME: &str = "panel.example.org";

struct Pair {
    folder: tempfile::TempDir,
    certificate: Arc<Certificate>,
}

impl Pair {
    fn new() -> Pair {
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), 2031);
        let path = |name| folder.path().join(name);
        let certificate = Certificate::open(&path("cert.pem"), &path("key.pem"));
        let certificate = Arc::new(certificate.expect("they fit"));
        Pair { folder, certificate }
    }

    fn listener(&self) -> Listener {
        let tls = Some(Arc::clone(&self.certificate));
        Listener::start(Settings { tls, ..settings_at("/", "https://panel.example.org/") })
    }

    /// A client that trusts what is in the file now.
    async fn client(&self, listener: &Listener) -> std::io::Result<Client<TlsStream<TcpStream>>> {
        let pem = std::fs::read(self.folder.path().join("cert.pem")).expect("a file");
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(&pem).expect("one")).expect("one");
        let mut config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        let stream = TcpStream::connect(listener.address).await?;
        let name = ServerName::try_from(NAME).expect("a name");
        Ok(Client::of(TlsConnector::from(Arc::new(config)).connect(name, stream).await?))
    }

    async fn get(&self, listener: &Listener) -> std::io::Result<Answer> {
        let mut client = self.client(listener).await?;
        client.say(format!("GET /peer HTTP/1.1\r\nHost: {NAME}\r\n\r\n")).await;
        Ok(client.answer().await)
    }
}

/// Writes a new pair.
fn write(folder: &Path, until: i32) {
    let key = KeyPair::generate().expect("a key");
    let mut params = CertificateParams::new([NAME.to_owned()]).expect("a name");
    params.not_after = date_time_ymd(until, 12, 31);
    let certificate = params.self_signed(&key).expect("a certificate");
    std::fs::write(folder.join("cert.pem"), certificate.pem()).expect("a file");
    std::fs::write(folder.join("key.pem"), key.serialize_pem()).expect("a file");
}

#[tokio::test]
async fn an_encrypted_request_is_answered_and_knows_that_it_is() {
    let pair = Pair::new();
    let answer = pair.get(&pair.listener()).await.expect("an answer");
    assert_eq!(answer.body, r#"["127.0.0.1","true","panel.example.org","/peer"]"#);
    assert_eq!(answer.header("strict-transport-security"), Some("max-age=31536000"));
}

#[tokio::test]
async fn a_renewed_certificate_is_what_the_next_client_is_greeted_with() {
    let pair = Pair::new();
    let listener = pair.listener();
    let mut before = pair.client(&listener).await.expect("greeted");
    write(pair.folder.path(), 2032);
    assert!(
        pair.get(&listener).await.is_err(),
        "the one before stays until the files are looked at"
    );

    assert!(matches!(pair.certificate.look(), Look::Renewed));

    assert_eq!(pair.get(&listener).await.expect("greeted anew").status, 200);
    before.say(format!("GET / HTTP/1.1\r\nHost: {NAME}\r\n\r\n")).await;
    assert_eq!(before.answer().await.status, 200, "connections that stand go on");
}

#[tokio::test]
async fn who_stops_half_way_through_the_greeting_is_cut_off() {
    let pair = Pair::new();
    let listener = pair.listener();
    let mut silent = listener.client().await;
    let mut half = listener.client().await;
    half.say(b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03").await;
    assert_eq!((silent.rest().await, half.rest().await), (String::new(), String::new()));
    assert_eq!(pair.get(&listener).await.expect("an answer").status, 200);
}

#[tokio::test]
async fn who_speaks_clear_text_to_a_port_of_https_is_told_so() {
    let pair = Pair::new();
    let listener = pair.listener();
    let answer = listener.get("/").await;
    assert_eq!((answer.status, answer.code().as_str()), (403, "clear-text"));
    let mut noise = listener.client().await;
    noise.say(b"\0\0\0\0\0\0\0\0\0\0").await;
    noise.rest().await;
}

#[tokio::test]
async fn in_clear_text_nobody_from_elsewhere_is_answered_but_trusted_proxies() {
    let Some(own) = own_address() else {
        panic!(
            "this story needs an address that is not loopback: ip address add 192.0.2.1/32 dev lo"
        )
    };
    let everywhere = Settings { listen: vec![(Ipv4Addr::UNSPECIFIED, 0).into()], ..settings() };
    let trusted_proxies = vec![own.to_string().parse().expect("a range")];
    for (trusted_proxies, status) in [(Vec::new(), 403), (trusted_proxies, 200)] {
        let mut listener = Listener::start(Settings { trusted_proxies, ..everywhere.clone() });
        listener.address.set_ip(own.into());
        assert_eq!(listener.get("/").await.status, status);
        listener.address.set_ip(Ipv4Addr::LOCALHOST.into());
        assert_eq!(listener.get("/").await.status, 200, "this machine itself");
    }
}

/// An address of this machine's own that is not loopback.
fn own_address() -> Option<Ipv4Addr> {
    // Nothing is sent: the kernel only says where it would go out from.
    let socket = std::net::UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect(("192.0.2.1", 9)).ok()?;
    match socket.local_addr().ok()?.ip() {
        std::net::IpAddr::V4(own) if !own.is_loopback() => Some(own),
        _ => None,
    }
}
