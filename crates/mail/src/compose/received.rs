//! The `Received` field that says that a message came through here (RFC 5321 §4.4).

use std::net::IpAddr;

use crate::date::Date;

/// What our `Received` says (RFC 5321 §4.4). Octets that could end a word or a comment are written as `?`.
#[derive(Debug, Clone)]
pub struct Received<'a> {
    /// The client, when the message came over a connection.
    pub client: Option<Client<'a>>,
    /// Our host name.
    pub by: &'a str,
    /// Names this instance, the same as long as it lives: by it a message that comes round again is known.
    pub token: &'a str,
    pub protocol: Protocol,
    /// The message's id here.
    pub id: &'a str,
}

/// Who handed the message in.
#[derive(Debug, Clone)]
pub struct Client<'a> {
    /// What it called itself in EHLO or HELO.
    pub hello: Option<&'a str>,
    pub address: IpAddr,
}

/// How the message was handed in: the registered words (RFC 3848), and none for the sendmail command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// The sendmail command.
    Local,
    Http,
    Smtp,
    /// After EHLO, under TLS or not, after AUTH or not.
    Esmtp {
        tls: bool,
        auth: bool,
    },
}

impl Received<'_> {
    /// The field with its line end.
    pub(super) fn text(&self, date: Date) -> String {
        let mut text = String::from("Received: ");
        if let Some(client) = &self.client {
            let address = match client.address.to_canonical() {
                IpAddr::V4(four) => format!("[{four}]"),
                IpAddr::V6(six) => format!("[IPv6:{six}]"),
            };
            let hello = client.hello.map_or_else(|| address.clone(), word);
            text.push_str(&format!("from {hello} ({address})\r\n\t"));
        }
        text.push_str(&format!("by {} (Postern {})", word(self.by), word(self.token)));
        if let Some(protocol) = self.protocol.word() {
            text.push_str(&format!(" with {protocol}"));
        }
        text.push_str(&format!(" id {};\r\n\t{date}\r\n", word(self.id)));
        text
    }
}

impl Protocol {
    fn word(self) -> Option<&'static str> {
        match self {
            Protocol::Local => None,
            Protocol::Http => Some("HTTP"),
            Protocol::Smtp => Some("SMTP"),
            Protocol::Esmtp { tls: false, auth: false } => Some("ESMTP"),
            Protocol::Esmtp { tls: false, auth: true } => Some("ESMTPA"),
            Protocol::Esmtp { tls: true, auth: false } => Some("ESMTPS"),
            Protocol::Esmtp { tls: true, auth: true } => Some("ESMTPSA"),
        }
    }
}

/// Text that is one word of a structured field, 255 characters at most, whatever it was.
pub(super) fn word(text: &str) -> String {
    let plain = |c: char| c.is_ascii_graphic() && !"()<>;,\\\"".contains(c);
    let word: String = text.chars().take(255).map(|c| if plain(c) { c } else { '?' }).collect();
    if word.is_empty() { "?".to_owned() } else { word }
}
