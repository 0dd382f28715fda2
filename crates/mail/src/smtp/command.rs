//! One line a client sends, read (RFC 5321 §4.1.1; parameters: RFC 1870 §6, RFC 6152 §3, RFC 4954 §5).

use crate::address::{Mailbox, path};
use crate::reply::Reply;
use crate::sasl::Mechanism;
use crate::xtext;

/// Longest command line, in octets with its CRLF (RFC 5321 §4.5.3.1.4).
const MAX_LINE: usize = 512;
/// What its parameters add to MAIL: SIZE (26), BODY (17), AUTH (500), rounded up.
const MAX_MAIL_LINE: usize = MAX_LINE + 600;
/// Longest line of AUTH, and of a response in it (RFC 4954 §4). No line at all is longer.
pub(crate) const MAX_AUTH_LINE: usize = 12_288;

/// What a line may ask for. What it says is well-formed; whether it may be asked for now is the session's to know.
#[derive(Debug)]
pub(crate) enum Command<'a> {
    Ehlo(&'a [u8]),
    Helo(&'a [u8]),
    Mail(Mail),
    Rcpt(Mailbox),
    Data,
    Rset,
    Noop,
    Quit,
    Vrfy,
    Help,
    Auth {
        mechanism: Option<Mechanism>,
        initial: Option<&'a [u8]>,
    },
    /// A verb of SMTP that is not offered.
    NotOffered,
    /// A request of HTTP: a browser or a proxy that was led here.
    Http,
}

/// MAIL with its parameters.
#[derive(Debug)]
pub(crate) struct Mail {
    pub(crate) sender: Option<Mailbox>,
    pub(crate) size: Option<u64>,
    pub(crate) body: Body,
}

/// What the client says of the content (RFC 6152).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Body {
    /// Said nothing: may still hold octets above ASCII.
    #[default]
    Unknown,
    SevenBit,
    EightBit,
}

/// What has to be known to read addresses and parameters.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) host: &'a str,
    pub(crate) qualify: Option<&'a str>,
    pub(crate) offers_auth: bool,
}

/// Reads one line, its end removed. What it cannot read is refused with the reply to send.
pub(crate) fn parse<'a>(line: &'a [u8], context: Context<'_>) -> Result<Command<'a>, Reply> {
    let (verb, rest) = match memchr::memchr(b' ', line) {
        Some(blank) => (&line[..blank], &line[blank + 1..]),
        None => (line, &b""[..]),
    };
    let is = |name: &[u8]| verb.eq_ignore_ascii_case(name);
    let limit = match () {
        () if is(b"AUTH") => MAX_AUTH_LINE,
        () if is(b"MAIL") => MAX_MAIL_LINE,
        () => MAX_LINE,
    };
    let length = line.len() + "\r\n".len();
    if length > limit {
        return Err(long_line(length, limit));
    }
    match () {
        () if line.contains(&0) || line.contains(&b'\r') => {
            Err(Reply::new(500, (5, 5, 2), "NUL or bare CR in a command line"))
        }
        () if is(b"EHLO") => hello(rest).map(Command::Ehlo),
        () if is(b"HELO") => hello(rest).map(Command::Helo),
        () if is(b"MAIL") => mail(rest, context).map(Command::Mail),
        () if is(b"RCPT") => rcpt(rest, context).map(Command::Rcpt),
        () if is(b"DATA") => alone(rest, Command::Data),
        () if is(b"RSET") => alone(rest, Command::Rset),
        () if is(b"QUIT") => alone(rest, Command::Quit),
        () if is(b"NOOP") => Ok(Command::Noop),
        () if is(b"VRFY") => Ok(Command::Vrfy),
        () if is(b"HELP") => Ok(Command::Help),
        () if is(b"AUTH") => auth(rest),
        () if is(b"STARTTLS") || is(b"BDAT") || is(b"EXPN") || is(b"ETRN") || is(b"TURN") => {
            Ok(Command::NotOffered)
        }
        () if is(b"GET") || is(b"POST") || is(b"PUT") || is(b"CONNECT") || is(b"OPTIONS") => {
            Ok(Command::Http)
        }
        () => Err(Reply::new(500, (5, 5, 2), "unknown command")),
    }
}

/// Is it RCPT, well-formed or not?
pub(crate) fn is_rcpt(line: &[u8]) -> bool {
    let verb = line.split(|&b| b == b' ').next().unwrap_or_default();
    verb.eq_ignore_ascii_case(b"RCPT")
}

pub(crate) fn long_line(length: usize, limit: usize) -> Reply {
    Reply::new(500, (5, 5, 2), format!("line of {length} bytes, the limit is {limit}"))
}

fn syntax(text: impl Into<String>) -> Reply {
    Reply::new(501, (5, 5, 4), text)
}

fn alone<'a>(rest: &[u8], command: Command<'a>) -> Result<Command<'a>, Reply> {
    match rest.trim_ascii().is_empty() {
        true => Ok(command),
        false => Err(syntax("this command takes no argument")),
    }
}

/// The name a client gives itself. Anything is taken that is there: nothing is decided by it.
fn hello(rest: &[u8]) -> Result<&[u8], Reply> {
    let name = rest.trim_ascii().split(|&b| b == b' ').next().unwrap_or_default();
    match name.is_empty() {
        true => Err(syntax("say your name: EHLO host.example.org")),
        false => Ok(name),
    }
}

fn mail(rest: &[u8], context: Context<'_>) -> Result<Mail, Reply> {
    let text = after_word(rest, b"FROM:").ok_or_else(|| syntax("MAIL FROM:<address>"))?;
    let (sender, rest) = path::reverse(text, context.qualify)
        .map_err(|error| Reply::new(501, (5, 1, 7), error.to_string()))?;
    if sender.as_ref().is_some_and(Mailbox::needs_smtputf8) {
        return Err(Reply::new(553, (5, 6, 7), "addresses outside ASCII are not taken here"));
    }
    let mut mail = Mail { sender, size: None, body: Body::Unknown };
    for (name, value) in parameters(rest) {
        match (name.to_ascii_uppercase().as_slice(), value) {
            (b"SIZE", Some(value)) => {
                mail.size = Some(number(value).ok_or_else(|| syntax("SIZE=number"))?);
            }
            (b"BODY", Some(value)) if value.eq_ignore_ascii_case(b"8BITMIME") => {
                mail.body = Body::EightBit;
            }
            (b"BODY", Some(value)) if value.eq_ignore_ascii_case(b"7BIT") => {
                mail.body = Body::SevenBit;
            }
            (b"BODY", _) => return Err(syntax("BODY=7BIT or BODY=8BITMIME")),
            // Who first sent it: must be understood where AUTH is offered, and nothing is built on it.
            (b"AUTH", Some(value)) if context.offers_auth => {
                xtext::decode(value).ok_or_else(|| syntax("AUTH=xtext"))?;
            }
            _ => return Err(unknown_parameter(name)),
        }
    }
    Ok(mail)
}

fn rcpt(rest: &[u8], context: Context<'_>) -> Result<Mailbox, Reply> {
    let text = after_word(rest, b"TO:").ok_or_else(|| syntax("RCPT TO:<address>"))?;
    let (mailbox, rest) = path::forward(text, context.host, context.qualify)
        .map_err(|error| Reply::new(501, (5, 1, 3), error.to_string()))?;
    if mailbox.needs_smtputf8() {
        return Err(Reply::new(553, (5, 6, 7), "addresses outside ASCII are not taken here"));
    }
    match parameters(rest).next() {
        Some((name, _)) => Err(unknown_parameter(name)),
        None => Ok(mailbox),
    }
}

fn auth(rest: &[u8]) -> Result<Command<'_>, Reply> {
    let mut words = rest.split(|&b| b == b' ').filter(|word| !word.is_empty());
    let name = words.next().ok_or_else(|| syntax("AUTH PLAIN or AUTH LOGIN"))?;
    let initial = words.next();
    match words.next() {
        Some(_) => Err(syntax("AUTH takes a mechanism and one response")),
        None => Ok(Command::Auth { mechanism: Mechanism::named(name), initial }),
    }
}

/// What follows `FROM:` or `TO:`. A blank behind it is wrong (RFC 5321 §3.3), but many scripts put one.
fn after_word<'a>(rest: &'a [u8], word: &[u8]) -> Option<&'a [u8]> {
    let rest = rest.trim_ascii_start();
    let start = rest.get(..word.len())?;
    start.eq_ignore_ascii_case(word).then(|| rest[word.len()..].trim_ascii())
}

/// `NAME=value NAME ...` (RFC 5321 §4.1.2 `Mail-parameters`).
fn parameters(rest: &[u8]) -> impl Iterator<Item = (&[u8], Option<&[u8]>)> {
    rest.split(|&b| b == b' ').filter(|word| !word.is_empty()).map(|word| {
        match memchr::memchr(b'=', word) {
            Some(equals) => (&word[..equals], Some(&word[equals + 1..])),
            None => (word, None),
        }
    })
}

fn unknown_parameter(name: &[u8]) -> Reply {
    let name = String::from_utf8_lossy(&name[..name.len().min(40)]).into_owned();
    Reply::new(555, (5, 5, 4), format!("parameter {name} is not known here"))
}

/// A number of 1 to 20 digits (RFC 1870 §4); the largest there is if it is larger.
fn number(digits: &[u8]) -> Option<u64> {
    let valid = (1..=20).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit);
    valid.then(|| {
        digits.iter().fold(0_u64, |number, digit| {
            number.saturating_mul(10).saturating_add(u64::from(digit - b'0'))
        })
    })
}
