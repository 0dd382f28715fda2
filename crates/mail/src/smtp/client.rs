//! The client's side of SMTP (RFC 5321), without sockets: what a server announces is read, commands are written.
//!
//! The order of a delivery is the driver's: greeting, EHLO (HELO where EHLO is unknown), STARTTLS and EHLO again,
//! AUTH, then for each message MAIL, RCPT, DATA, content ([`Stuffer`](super::dots::Stuffer)) and its reply.
//! [`crate::reply::ReplyParser`] reads the replies. No command can hold more than one line: what goes into it is valid
//! by its type.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::address::{AddressError, AddressFault, Mailbox, normal_domain};
use crate::reply::{Reply, Severity};
use crate::sasl::{Credentials, Mechanism};

/// Longest command line, in octets with its CRLF (RFC 5321 §4.5.3.1.4).
const MAX_COMMAND: usize = 512;

/// What a server announces in its reply to EHLO.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Capabilities {
    /// Takes SIZE with MAIL (RFC 1870).
    pub size: bool,
    /// The largest message it takes, in octets, if it says so.
    pub max_message_bytes: Option<u64>,
    /// RFC 2920
    pub pipelining: bool,
    /// RFC 6152
    pub eight_bit_mime: bool,
    /// RFC 3207
    pub starttls: bool,
    /// RFC 6531
    pub smtputf8: bool,
    /// RFC 2034
    pub enhanced_status_codes: bool,
    /// RFC 3461
    pub dsn: bool,
    /// RFC 3030
    pub chunking: bool,
    /// Mechanisms of AUTH (RFC 4954), those that are known here.
    pub auth_plain: bool,
    pub auth_login: bool,
    pub limits: Limits,
}

/// What a server says it puts up with in one session (RFC 9422).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limits {
    /// Most messages of one session.
    pub mail_max: Option<u32>,
    /// Most recipients of one message.
    pub rcpt_max: Option<u32>,
    /// Most recipient domains of one message.
    pub rcpt_domain_max: Option<u32>,
}

impl Capabilities {
    /// Reads the reply to EHLO: its first line is a greeting, each other one an extension. What is not known here, or
    /// is malformed, is as if it were not there.
    pub fn parse(reply: &Reply) -> Capabilities {
        let mut found = Capabilities::default();
        for line in reply.text().split('\n').skip(1) {
            // "AUTH=PLAIN" is how servers of old wrote it.
            let mut words = line.split([' ', '=', '\t']).filter(|word| !word.is_empty());
            let name = words.next().unwrap_or_default().to_ascii_uppercase();
            match name.as_str() {
                "SIZE" => {
                    found.size = true;
                    // 0 means that there is no fixed limit (RFC 1870 §3).
                    found.max_message_bytes =
                        words.next().and_then(|word| word.parse().ok()).filter(|&limit| limit > 0);
                }
                "PIPELINING" => found.pipelining = true,
                "8BITMIME" => found.eight_bit_mime = true,
                "STARTTLS" => found.starttls = true,
                "SMTPUTF8" => found.smtputf8 = true,
                "ENHANCEDSTATUSCODES" => found.enhanced_status_codes = true,
                "DSN" => found.dsn = true,
                "CHUNKING" => found.chunking = true,
                "AUTH" => {
                    for word in words {
                        match Mechanism::named(word.as_bytes()) {
                            Some(Mechanism::Plain) => found.auth_plain = true,
                            Some(Mechanism::Login) => found.auth_login = true,
                            None => {}
                        }
                    }
                }
                "LIMITS" => found.limits = Limits::parse(line),
                _ => {}
            }
        }
        found
    }
}

impl Limits {
    /// `LIMITS MAILMAX=10 RCPTMAX=100`; a limit of 0 is none.
    fn parse(line: &str) -> Limits {
        let mut limits = Limits::default();
        for word in line.split_ascii_whitespace().skip(1) {
            let Some((name, value)) = word.split_once('=') else { continue };
            let value = value.parse().ok().filter(|&value: &u32| value > 0);
            match name.to_ascii_uppercase().as_str() {
                "MAILMAX" => limits.mail_max = value,
                "RCPTMAX" => limits.rcpt_max = value,
                "RCPTDOMAINMAX" => limits.rcpt_domain_max = value,
                _ => {}
            }
        }
        limits
    }
}

/// What a server's reply to EHLO leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AfterEhlo {
    Ready(Capabilities),
    /// It does not know EHLO: HELO is worth a try, on this connection (RFC 5321 §3.2).
    TryHelo,
    /// It does not want to talk, now or at all.
    Refused,
}

impl AfterEhlo {
    pub fn of(reply: &Reply) -> AfterEhlo {
        match (reply.severity(), reply.code()) {
            (Severity::Done, _) => AfterEhlo::Ready(Capabilities::parse(reply)),
            (_, 500 | 501 | 502 | 504 | 550) => AfterEhlo::TryHelo,
            _ => AfterEhlo::Refused,
        }
    }
}

/// The name a client gives itself: a host name or an address literal.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct HelloName(String);

impl HelloName {
    pub fn parse(name: &str) -> Result<HelloName, AddressError> {
        let fail = |fault: AddressFault| AddressError::new(name.as_bytes(), fault);
        normal_domain(name.as_bytes()).map(HelloName).map_err(fail)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for HelloName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A command to send. Its `Display` is the line without CRLF, fit for a log.
#[derive(Debug, Clone)]
pub enum Command<'a> {
    Ehlo(&'a HelloName),
    Helo(&'a HelloName),
    StartTls,
    /// Parameters go only to servers that announced them: see [`Command::mail`].
    Mail {
        sender: Option<&'a Mailbox>,
        size: Option<u64>,
        eight_bit: bool,
        smtputf8: bool,
    },
    Rcpt(&'a Mailbox),
    Data,
    Rset,
    Noop,
    Quit,
}

impl<'a> Command<'a> {
    /// MAIL with the parameters this server understands. `smtputf8`: does an address or the head need it?
    pub fn mail(
        sender: Option<&'a Mailbox>,
        size: u64,
        has_8bit: bool,
        smtputf8: bool,
        server: &Capabilities,
    ) -> Command<'a> {
        Command::Mail {
            sender,
            size: server.size.then_some(size),
            eight_bit: has_8bit && server.eight_bit_mime,
            smtputf8: smtputf8 && server.smtputf8,
        }
    }

    /// Appends the command with its CRLF.
    pub fn write_to(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(format!("{self}\r\n").as_bytes());
    }
}

impl fmt::Display for Command<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Command::Ehlo(name) => write!(f, "EHLO {name}"),
            Command::Helo(name) => write!(f, "HELO {name}"),
            Command::StartTls => f.write_str("STARTTLS"),
            Command::Mail { sender, size, eight_bit, smtputf8 } => {
                write!(f, "MAIL FROM:<{}>", sender.map_or("", Mailbox::as_str))?;
                if let Some(size) = size {
                    write!(f, " SIZE={size}")?;
                }
                if *eight_bit {
                    f.write_str(" BODY=8BITMIME")?;
                }
                if *smtputf8 {
                    f.write_str(" SMTPUTF8")?;
                }
                Ok(())
            }
            Command::Rcpt(recipient) => write!(f, "RCPT TO:<{recipient}>"),
            Command::Data => f.write_str("DATA"),
            Command::Rset => f.write_str("RSET"),
            Command::Noop => f.write_str("NOOP"),
            Command::Quit => f.write_str("QUIT"),
        }
    }
}

/// The client's side of AUTH: PLAIN where it is offered, else LOGIN.
#[derive(Debug)]
pub struct Authentication {
    credentials: Credentials,
    sent: Sent,
}

#[derive(Debug)]
enum Sent {
    /// `AUTH PLAIN`
    Plain,
    /// All there is to say.
    PlainResponse,
    /// `AUTH LOGIN`
    Login,
    LoginName,
    LoginPassword,
}

/// What the server's reply within AUTH leads to.
#[derive(Debug)]
pub enum AuthStep {
    /// The next line was appended: send it, read the reply.
    Continue(Authentication),
    Accepted,
    Refused(Reply),
}

impl Authentication {
    /// Appends the first line to `out`; `None` if the server offers no mechanism that is known here.
    pub fn begin(
        credentials: Credentials,
        server: &Capabilities,
        out: &mut Vec<u8>,
    ) -> Option<Authentication> {
        let sent = if server.auth_plain {
            let response = STANDARD.encode(plain(&credentials));
            // A longer line would not be a command any more (RFC 4954 §4): the response then waits to be asked for.
            match response.len() <= MAX_COMMAND - "AUTH PLAIN \r\n".len() {
                true => {
                    out.extend_from_slice(format!("AUTH PLAIN {response}\r\n").as_bytes());
                    Sent::PlainResponse
                }
                false => {
                    out.extend_from_slice(b"AUTH PLAIN\r\n");
                    Sent::Plain
                }
            }
        } else if server.auth_login {
            out.extend_from_slice(b"AUTH LOGIN\r\n");
            Sent::Login
        } else {
            return None;
        };
        Some(Authentication { credentials, sent })
    }

    /// Takes the server's reply; appends the next line to `out` if there is one.
    pub fn advance(self, reply: Reply, out: &mut Vec<u8>) -> AuthStep {
        let credentials = &self.credentials;
        let (response, sent) = match (self.sent, reply.severity()) {
            (Sent::PlainResponse | Sent::LoginPassword, Severity::Done) => {
                return AuthStep::Accepted;
            }
            (Sent::Plain, Severity::Continue) => (plain(credentials), Sent::PlainResponse),
            (Sent::Login, Severity::Continue) => (credentials.login().to_owned(), Sent::LoginName),
            (Sent::LoginName, Severity::Continue) => {
                (credentials.password().to_owned(), Sent::LoginPassword)
            }
            _ => return AuthStep::Refused(reply),
        };
        out.extend_from_slice(STANDARD.encode(response).as_bytes());
        out.extend_from_slice(b"\r\n");
        AuthStep::Continue(Authentication { credentials: self.credentials, sent })
    }
}

/// The message of PLAIN (RFC 4616 §2): for oneself, login, password.
fn plain(credentials: &Credentials) -> String {
    format!("\0{}\0{}", credentials.login(), credentials.password())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::reply::ReplyParser;
    use crate::sasl;

    fn reply(wire: &str) -> Reply {
        ReplyParser::new().feed(&mut wire.as_bytes()).unwrap().unwrap()
    }

    fn capabilities(lines: &[&str]) -> Capabilities {
        let text = [&["mx.example.org greets you"], lines].concat().join("\n");
        Capabilities::parse(&Reply::plain(250, text))
    }

    fn mailbox(address: &str) -> Mailbox {
        Mailbox::parse(address).unwrap()
    }

    fn credentials() -> Credentials {
        Credentials::new("shop".into(), "secret".into()).unwrap()
    }

    #[test]
    fn what_a_server_announces_is_read_in_any_letter_case() {
        let all = capabilities(&[
            "Pipelining",
            "SIZE 1000",
            "8BITMIME",
            "StartTLS",
            "SMTPUTF8",
            "ENHANCEDSTATUSCODES",
            "DSN",
            "CHUNKING",
            "AUTH PLAIN LOGIN GSSAPI",
            "LIMITS RCPTMAX=50 MAILMAX=7 X=1",
            "XCLIENT",
        ]);
        let limits = Limits { mail_max: Some(7), rcpt_max: Some(50), rcpt_domain_max: None };
        assert_eq!(
            all,
            Capabilities {
                size: true,
                max_message_bytes: Some(1000),
                pipelining: true,
                eight_bit_mime: true,
                starttls: true,
                smtputf8: true,
                enhanced_status_codes: true,
                dsn: true,
                chunking: true,
                auth_plain: true,
                auth_login: true,
                limits,
            }
        );
    }

    #[test]
    fn what_is_malformed_or_unknown_is_as_if_it_were_not_there() {
        assert_eq!(
            capabilities(&["", "FOO", "AUTH", "AUTH CRAM-MD5", "LIMITS RCPTMAX=x MAILMAX=0"]),
            Capabilities::default()
        );
        assert_eq!(capabilities(&["SIZE 0"]).max_message_bytes, None);
        assert!(capabilities(&["SIZE"]).size);
        assert!(capabilities(&["AUTH=LOGIN"]).auth_login);
        let name_only = Capabilities::parse(&reply("250 pipelining.example.org\r\n"));
        assert_eq!(name_only, Capabilities::default());
    }

    #[test]
    fn helo_is_tried_where_ehlo_is_unknown() {
        let of = |wire| AfterEhlo::of(&reply(wire));
        assert_eq!(of("502 5.5.1 what?\r\n"), AfterEhlo::TryHelo);
        assert_eq!(of("500 what?\r\n"), AfterEhlo::TryHelo);
        assert_eq!(of("554 go away\r\n"), AfterEhlo::Refused);
        assert_eq!(of("421 not now\r\n"), AfterEhlo::Refused);
        assert!(matches!(of("250-x\r\n250 DSN\r\n"), AfterEhlo::Ready(found) if found.dsn));
    }

    #[test]
    fn commands_are_one_line_each() {
        let (sender, name) =
            (mailbox("a@example.org"), HelloName::parse("Gate.example.org").unwrap());
        let server = capabilities(&["SIZE", "8BITMIME"]);
        let check = |command: Command<'_>, line: &str| {
            let mut out = Vec::new();
            command.write_to(&mut out);
            assert_eq!(out, line.as_bytes());
        };
        check(Command::Ehlo(&name), "EHLO gate.example.org\r\n");
        check(
            Command::mail(Some(&sender), 9, true, true, &server),
            "MAIL FROM:<a@example.org> SIZE=9 BODY=8BITMIME\r\n",
        );
        check(Command::mail(None, 9, true, true, &Capabilities::default()), "MAIL FROM:<>\r\n");
        check(
            Command::mail(None, 9, false, true, &capabilities(&["SMTPUTF8"])),
            "MAIL FROM:<> SMTPUTF8\r\n",
        );
        check(Command::Rcpt(&mailbox("\"a b\"@example.org")), "RCPT TO:<\"a b\"@example.org>\r\n");
        check(Command::Data, "DATA\r\n");
    }

    #[test]
    fn a_hello_name_is_a_host_name_or_an_address_literal() {
        assert_eq!(HelloName::parse("[192.0.2.1]").unwrap().as_str(), "[192.0.2.1]");
        for bad in ["", "a b", "x\r\nMAIL FROM:<>", "192.0.2.1"] {
            assert!(HelloName::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn plain_says_all_in_its_first_line() {
        let mut out = Vec::new();
        let auth =
            Authentication::begin(credentials(), &capabilities(&["AUTH LOGIN PLAIN"]), &mut out)
                .unwrap();
        let response = out.strip_prefix(b"AUTH PLAIN ").unwrap().trim_ascii_end();
        assert_eq!(sasl::decode_plain(response), Ok(credentials()));
        assert!(matches!(
            auth.advance(reply("235 2.7.0 welcome\r\n"), &mut Vec::new()),
            AuthStep::Accepted
        ));
    }

    #[test]
    fn plain_waits_with_a_response_too_long_for_a_command_line() {
        let long = Credentials::new("shop".into(), "p".repeat(1000)).unwrap();
        let mut out = Vec::new();
        let server = capabilities(&["AUTH PLAIN"]);
        let auth = Authentication::begin(long.clone(), &server, &mut out).unwrap();
        assert_eq!(std::mem::take(&mut out), b"AUTH PLAIN\r\n");
        let step = auth.advance(reply("334 \r\n"), &mut out);
        assert_eq!(sasl::decode_plain(out.trim_ascii_end()), Ok(long));
        assert!(matches!(step, AuthStep::Continue(_)));
    }

    #[test]
    fn login_says_name_and_password_when_asked() {
        let mut out = Vec::new();
        let server = capabilities(&["AUTH LOGIN"]);
        let mut auth = Authentication::begin(credentials(), &server, &mut out).unwrap();
        for challenge in ["334 VXNlcm5hbWU6\r\n", "334 UGFzc3dvcmQ6\r\n"] {
            auth = match auth.advance(reply(challenge), &mut out) {
                AuthStep::Continue(auth) => auth,
                other => panic!("{other:?}"),
            };
        }
        assert_eq!(out, b"AUTH LOGIN\r\nc2hvcA==\r\nc2VjcmV0\r\n");
        assert!(matches!(auth.advance(reply("235 ok\r\n"), &mut out), AuthStep::Accepted));
    }

    #[test]
    fn a_refused_login_gives_the_servers_words_and_the_password_is_not_sent_unasked() {
        let mut out = Vec::new();
        let auth =
            Authentication::begin(credentials(), &capabilities(&["AUTH LOGIN"]), &mut out).unwrap();
        let step = auth.advance(reply("235 already\r\n"), &mut out);
        assert!(matches!(step, AuthStep::Refused(reply) if reply.code() == 235));
        assert_eq!(out, b"AUTH LOGIN\r\n");
        assert!(Authentication::begin(credentials(), &Capabilities::default(), &mut out).is_none());
    }

    proptest! {
        #[test]
        fn any_reply_to_ehlo_is_read(text: String) {
            let _ = AfterEhlo::of(&Reply::plain(250, text));
        }

        #[test]
        fn no_name_makes_two_lines_of_one_command(name: String) {
            if let Ok(name) = HelloName::parse(&name) {
                let line = Command::Ehlo(&name).to_string();
                prop_assert!(line.bytes().all(|b| b.is_ascii_graphic() || b == b' '));
            }
        }
    }
}
