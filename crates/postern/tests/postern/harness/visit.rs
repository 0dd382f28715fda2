//! A visit to the public listener: HTTP over TCP, with the cookies that were set and the secret of the last page.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use serde_json::Value;

use super::wait::PATIENCE;

/// Who visits.
#[derive(Debug)]
pub struct Visit {
    address: SocketAddr,
    token: Option<String>,
    cookies: BTreeMap<String, String>,
    csrf: String,
}

/// What was answered.
#[derive(Debug)]
pub struct Answered {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answered {
    /// A field of the head; empty when it is not there.
    pub fn field(&self, name: &str) -> &str {
        let fields = self.head.lines().filter_map(|line| line.split_once(": "));
        fields.into_iter().find(|(is, _)| is.eq_ignore_ascii_case(name)).map_or("", |(_, is)| is)
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

impl Visit {
    /// Nobody yet, at this listener.
    pub fn to(address: SocketAddr) -> Visit {
        Visit { address, token: None, cookies: BTreeMap::new(), csrf: String::new() }
    }

    /// A program with a token.
    pub fn with_token(address: SocketAddr, token: &str) -> Visit {
        Visit { token: Some(token.to_owned()), ..Visit::to(address) }
    }

    /// The same visitor, after the listener was opened anew.
    pub fn follows(&mut self, address: SocketAddr) {
        self.address = address;
    }

    #[track_caller]
    pub fn get(&mut self, path: &str) -> Answered {
        self.ask("GET", path, "application/json", "")
    }

    /// Sends a form's fields with the secret of the page before.
    #[track_caller]
    pub fn submit(&mut self, path: &str, fields: &str) -> Answered {
        let form = format!("csrf={}&{fields}", self.csrf);
        self.ask("POST", path, "application/x-www-form-urlencoded", &form)
    }

    #[track_caller]
    pub fn ask(&mut self, method: &str, path: &str, kind: &str, body: &str) -> Answered {
        let mut stream = TcpStream::connect(self.address).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a deadline");
        let cookies: Vec<_> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let token = self.token.as_ref().map(|token| format!("Authorization: Bearer {token}\r\n"));
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: {}\r\n{}Content-Type: {kind}\r\nContent-Length: {}\r\n\r\n{body}",
            cookies.join("; "),
            token.unwrap_or_default(),
            body.len(),
        );
        stream.write_all(request.as_bytes()).expect("it is taken");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        let (head, body) = answer.split_once("\r\n\r\n").expect("head and body");
        self.keep_cookies(head);
        if let Some(csrf) = body.split("name=\"csrf\" value=\"").nth(1) {
            self.csrf = csrf.split('"').next().unwrap_or_default().to_owned();
        }
        let status = head.get(9..12).and_then(|code| code.parse().ok()).expect("a status");
        Answered { status, head: head.to_owned(), body: body.to_owned() }
    }

    fn keep_cookies(&mut self, head: &str) {
        for line in head.lines().filter(|line| line.starts_with("set-cookie: ")) {
            let cookie = line["set-cookie: ".len()..].split(';').next().unwrap_or_default();
            let (name, value) = cookie.split_once('=').expect("a cookie");
            match value {
                "" => self.cookies.remove(name),
                value => self.cookies.insert(name.into(), value.into()),
            };
        }
    }
}
