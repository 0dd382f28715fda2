//! A listener on a free port before a router that tells what it was asked, and clients that speak byte by byte.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Json, Router};
use http_body_util::BodyExt;
use hyper::body::{Body as HttpBody, Frame};
use postern_web::{BasePath, Patience, Peer, Public, PublicUrl, Settings};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// How long anything may take that takes milliseconds on an idle machine.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Settings of a small listener on a free port of 127.0.0.1 that waits for its clients for milliseconds.
pub fn settings() -> Settings {
    Settings {
        listen: vec![(Ipv4Addr::LOCALHOST, 0).into()],
        tls: None,
        trusted_proxies: Vec::new(),
        base_path: BasePath::parse("/").expect("is one"),
        public_url: None,
        connections: 64,
        patience: Patience {
            handshake: Duration::from_millis(300),
            head: Duration::from_millis(300),
            idle: PATIENCE * 2,
            stall: Duration::from_millis(300),
            rate: 100_000,
            place: Duration::from_millis(300),
        },
    }
}

/// The same with a public URL.
pub fn settings_at(base_path: &str, public_url: &str) -> Settings {
    let base_path = BasePath::parse(base_path).expect("is one");
    let public_url = Some(PublicUrl::parse(public_url, &base_path).expect("is one"));
    Settings { base_path, public_url, ..settings() }
}

/// A listener that runs until it is dropped.
pub struct Listener {
    pub address: SocketAddr,
    /// What `/wait` waits for, and tells that it does.
    pub goes_on: Arc<Notify>,
    pub waits: Arc<Notify>,
    stop: watch::Sender<bool>,
    serving: Option<JoinHandle<()>>,
}

impl Listener {
    pub fn start(settings: Settings) -> Listener {
        let public = Public::open(settings).expect("it opens");
        let address = public.addresses()[0];
        let (stop, stopped) = watch::channel(false);
        let (goes_on, waits) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let router = router(Arc::clone(&goes_on), Arc::clone(&waits));
        let serving = Some(tokio::spawn(public.serve(router, stopped)));
        Listener { address, goes_on, waits, stop, serving }
    }

    pub async fn client(&self) -> Client<TcpStream> {
        Client::of(TcpStream::connect(self.address).await.expect("it listens"))
    }

    /// A client with another address of this machine's own.
    pub async fn client_from(&self, address: Ipv4Addr) -> Client<TcpStream> {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.bind((address, 0).into()).expect("all of 127.0.0.0/8 is this machine's");
        Client::of(socket.connect(self.address).await.expect("it listens"))
    }

    /// Asks for a path on a connection of its own.
    pub async fn get(&self, path: &str) -> Answer {
        let mut client = self.client().await;
        client.ask("GET", path).await;
        client.answer().await
    }

    /// Begins the stop.
    pub fn stop(&self) {
        self.stop.send_replace(true);
    }

    /// Waits until it has ended.
    pub async fn ended(&mut self) {
        let serving = self.serving.take().expect("once");
        timeout(PATIENCE, serving).await.expect("it ends").expect("no panic");
    }
}

fn router(goes_on: Arc<Notify>, waits: Arc<Notify>) -> Router {
    let wait = async move || {
        waits.notify_one();
        goes_on.notified().await;
        "gone on"
    };
    Router::new()
        .route("/", get(async || "the top"))
        .route("/peer", get(peer))
        .route("/body", post(body))
        .route("/large", get(async || vec![b'x'; 8 << 20]))
        .route("/kept", get(async || ([(header::CACHE_CONTROL, "max-age=60")], "kept")))
        .route("/events", get(events))
        .route("/wait", get(wait))
}

async fn peer(Extension(peer): Extension<Peer>, request: Request) -> Json<[String; 4]> {
    let Peer { address, https, host } = peer;
    let path = request.uri().to_string();
    Json([address.to_string(), https.to_string(), host.unwrap_or_default(), path])
}

async fn body(request: Request) -> Response {
    match request.into_body().collect().await {
        Ok(body) => body.to_bytes().len().to_string().into_response(),
        Err(error) => (StatusCode::REQUEST_TIMEOUT, error.to_string()).into_response(),
    }
}

/// A stream that says one thing and never ends.
async fn events() -> Response {
    let begins = Endless(Some(Bytes::from_static(b"data: hello\n\n")));
    ([(header::CONTENT_TYPE, "text/event-stream")], Body::new(begins)).into_response()
}

struct Endless(Option<Bytes>);

impl HttpBody for Endless {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        match self.0.take() {
            Some(first) => Poll::Ready(Some(Ok(Frame::data(first)))),
            None => Poll::Pending,
        }
    }
}

/// A client at the level of bytes.
pub struct Client<S> {
    stream: S,
    /// Read and not yet looked at.
    read: Vec<u8>,
}

/// What was answered.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (this, value) = line.split_once(": ")?;
            this.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    /// The code of a problem.
    pub fn code(&self) -> String {
        let problem: serde_json::Value = serde_json::from_str(&self.body).expect("a problem");
        problem["code"].as_str().expect("a code").to_owned()
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Client<S> {
    pub fn of(stream: S) -> Client<S> {
        Client { stream, read: Vec::new() }
    }

    pub async fn say(&mut self, bytes: impl AsRef<[u8]>) {
        self.try_say(bytes).await.expect("the other side is there");
    }

    pub async fn try_say(&mut self, bytes: impl AsRef<[u8]>) -> std::io::Result<()> {
        self.stream.write_all(bytes.as_ref()).await?;
        self.stream.flush().await
    }

    /// A request without body.
    pub async fn ask(&mut self, method: &str, path: &str) {
        self.say(format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\n\r\n")).await;
    }

    pub async fn answer(&mut self) -> Answer {
        self.answer_to("GET").await
    }

    pub async fn answer_to(&mut self, method: &str) -> Answer {
        let end = b"\r\n\r\n";
        let head = loop {
            if let Some(at) = self.read.windows(end.len()).position(|bytes| bytes == end) {
                let rest = self.read.split_off(at + end.len());
                break String::from_utf8(std::mem::replace(&mut self.read, rest)).expect("text");
            }
            assert!(self.more().await > 0, "no answer: {:?}", String::from_utf8_lossy(&self.read));
        };
        let status = head.split(' ').nth(1).and_then(|word| word.parse().ok()).expect("a status");
        let mut answer = Answer { status, head, body: String::new() };
        let length =
            answer.header("content-length").map_or(0, |text| text.parse().expect("a number"));
        if method != "HEAD" {
            while self.read.len() < length {
                assert!(self.more().await > 0, "the body broke off: {answer:?}");
            }
            let rest = self.read.split_off(length);
            answer.body = String::from_utf8_lossy(&std::mem::replace(&mut self.read, rest)).into();
        }
        answer
    }

    /// Waits for a first piece of an answer.
    pub async fn some(&mut self) {
        assert!(self.more().await > 0);
    }

    /// Everything until the other side closes, however it does.
    pub async fn rest(&mut self) -> String {
        while self.more().await > 0 {}
        String::from_utf8_lossy(&std::mem::take(&mut self.read)).into()
    }

    async fn more(&mut self) -> usize {
        let mut bytes = [0; 4096];
        match timeout(PATIENCE, self.stream.read(&mut bytes)).await.expect("an answer or an end") {
            Ok(length) => {
                self.read.extend_from_slice(&bytes[..length]);
                length
            }
            Err(error) if error.kind() == ErrorKind::ConnectionReset => 0,
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => 0,
            Err(error) => panic!("{error}"),
        }
    }
}
