//! The daemon as the command line asks it: the HTTP API over its control socket.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{self, SendRequest};
use hyper::{Method, Request, header};
use hyper_util::rt::TokioIo;
use postern_web::wire::{Page, Problem};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::net::UnixStream;

use super::failure::{Exit, Failure};
use super::url::Url;

/// A connection to the daemon.
#[derive(Debug)]
pub struct Client {
    socket: PathBuf,
    sender: SendRequest<Full<Bytes>>,
}

impl Client {
    /// # Errors
    /// Which socket was tried, and what to do.
    pub async fn connect(socket: &Path) -> Result<Client, Failure> {
        let stream = UnixStream::connect(socket)
            .await
            .map_err(|error| unreachable(socket, error.kind(), &error))?;
        let (sender, connection) =
            http1::handshake(TokioIo::new(stream)).await.map_err(|error| lost(socket, &error))?;
        // Its end is noticed by the request that is under way.
        tokio::spawn(connection);
        Ok(Client { socket: socket.to_owned(), sender })
    }

    pub async fn get<T: DeserializeOwned>(&mut self, url: &Url) -> Result<T, Failure> {
        Ok(self.call(Method::GET, url, None::<&()>).await??)
    }

    pub async fn post<T: DeserializeOwned>(
        &mut self,
        url: &Url,
        body: &impl Serialize,
    ) -> Result<T, Failure> {
        Ok(self.call(Method::POST, url, Some(body)).await??)
    }

    pub async fn put<T: DeserializeOwned>(
        &mut self,
        url: &Url,
        body: &impl Serialize,
    ) -> Result<T, Failure> {
        Ok(self.call(Method::PUT, url, Some(body)).await??)
    }

    pub async fn patch<T: DeserializeOwned>(
        &mut self,
        url: &Url,
        body: &impl Serialize,
    ) -> Result<T, Failure> {
        Ok(self.call(Method::PATCH, url, Some(body)).await??)
    }

    pub async fn delete(&mut self, url: &Url) -> Result<(), Failure> {
        Ok(self.call(Method::DELETE, url, None::<&()>).await??)
    }

    /// All rows of a paged question.
    pub async fn rows<T: DeserializeOwned>(&mut self, url: &Url) -> Result<Vec<T>, Failure> {
        let mut rows = Vec::new();
        self.each(url, None, |page| {
            rows.extend(page);
            Ok(true)
        })
        .await?;
        Ok(rows)
    }

    /// Hands out the rows of a paged question, up to `most`, page by page for as long as `take` says yes. Gives whether there
    /// are more rows than that.
    pub async fn each<T: DeserializeOwned>(
        &mut self,
        url: &Url,
        most: Option<usize>,
        mut take: impl FnMut(Vec<T>) -> Result<bool, Failure>,
    ) -> Result<bool, Failure> {
        let mut left = most.unwrap_or(usize::MAX);
        let mut cursor: Option<String> = None;
        loop {
            // One more than is wanted, to see whether it is there.
            let limit = left.saturating_add(1).min(PAGE);
            let mut page: Page<T> =
                self.get(&url.clone().with("limit", Some(limit)).with("cursor", cursor)).await?;
            let is_more = page.items.len() > left;
            page.items.truncate(left);
            left -= page.items.len();
            let goes_on = page.items.is_empty() || take(page.items)?;
            cursor = page.next;
            if is_more || !goes_on || cursor.is_none() {
                return Ok(is_more);
            }
        }
    }

    /// One request. The inner result is the daemon's own: an answer, or a problem.
    pub async fn call<T: DeserializeOwned>(
        &mut self,
        method: Method,
        url: &Url,
        body: Option<&impl Serialize>,
    ) -> Result<Result<T, Problem>, Failure> {
        let body = match body {
            Some(body) => {
                serde_json::to_vec(body).map_err(|error| Failure::failed(error.to_string()))?
            }
            None => Vec::new(),
        };
        let request = Request::builder()
            .method(method)
            .uri(url.as_str())
            .header(header::HOST, "postern")
            .header(header::CONTENT_TYPE, "application/json")
            .body(Full::new(Bytes::from(body)))
            .map_err(|error| Failure::failed(error.to_string()))?;
        self.sender.ready().await.map_err(|error| lost(&self.socket, &error))?;
        let response =
            self.sender.send_request(request).await.map_err(|error| lost(&self.socket, &error))?;
        let status = response.status();
        let bytes = response
            .into_body()
            .collect()
            .await
            .map_err(|error| lost(&self.socket, &error))?
            .to_bytes();
        let bytes = if bytes.is_empty() { Bytes::from_static(b"null") } else { bytes };
        let odd = |error| {
            let who = self.socket.display();
            Failure::failed(format!(
                "{who}: the answer ({status}) cannot be read, is this the same version? {error}"
            ))
        };
        if status.is_success() {
            serde_json::from_slice(&bytes).map(Ok).map_err(odd)
        } else {
            serde_json::from_slice(&bytes).map(Err).map_err(odd)
        }
    }
}

/// The code of a failure because no daemon runs.
pub const NO_DAEMON: &str = "no-daemon";

/// Rows of a page.
const PAGE: usize = 1000;

fn unreachable(socket: &Path, kind: ErrorKind, error: &std::io::Error) -> Failure {
    let at = socket.display();
    let message = match kind {
        ErrorKind::NotFound | ErrorKind::ConnectionRefused => format!(
            "the daemon is not running: nobody answers at {at}; start it with `postern serve`, or name its folder with --root"
        ),
        ErrorKind::PermissionDenied => {
            format!(
                "{at}: permission denied; operators are root and the members of the daemon's control group (postern-admin)"
            )
        }
        _ => format!("{at}: {error}"),
    };
    let code = match kind {
        ErrorKind::NotFound | ErrorKind::ConnectionRefused => NO_DAEMON,
        ErrorKind::PermissionDenied => "not-known",
        _ => "failed",
    };
    Failure { exit: Exit::Failed, code, message }
}

fn lost(socket: &Path, error: &hyper::Error) -> Failure {
    Failure::failed(format!("{}: the daemon did not answer to the end: {error}", socket.display()))
}
