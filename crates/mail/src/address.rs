//! Mailboxes: `local-part@domain`, valid because they exist.
//!
//! A [`Mailbox`] keeps its local part as written (letter case, quotes) and its domain in the one form that can be
//! compared: lower case, A-labels, or an address literal in canonical spelling. So `==`, `Hash` and `Ord` are those
//! of the text, and the text can go on a command line of SMTP or into a header field unchanged.
//!
//! [`path`] reads the paths of SMTP commands, [`list`] the lists of header fields and of the sendmail command.
//! Whether a domain exists is for the resolver to find out.

pub mod list;
pub mod path;

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use idna::AsciiDenyList;

pub use list::{parse_list, parse_sender, parse_some};

/// Longest domain, in octets (RFC 5321 §4.5.3.1.2).
pub const MAX_DOMAIN: usize = 255;
/// Longest address, in octets: a path of 256 without its angle brackets (RFC 5321 §4.5.3.1.3). The local part has no
/// limit of its own: its 64 octets (§4.5.3.1.1) are what everyone has to take, and some write longer ones.
pub const MAX_ADDRESS: usize = 254;

/// One address, `local-part@domain` (RFC 5321 §4.1.2, with the UTF-8 of RFC 6531 §3.3).
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Mailbox {
    /// `local@domain`.
    text: Box<str>,
    /// Where the `@` between the two stands in `text`; a quoted local part may hold others.
    at: u8,
}

impl Mailbox {
    /// Reads an address that stands alone: no brackets, blanks, comments or display name.
    pub fn parse(address: impl AsRef<[u8]>) -> Result<Mailbox, AddressError> {
        let address = address.as_ref();
        let fail = |fault| AddressError::new(address, fault);
        if address.is_empty() {
            return Err(fail(AddressFault::Empty));
        }
        if starts_specially(address) {
            return Err(fail(AddressFault::NotMail));
        }
        let at = local_end(address).ok_or_else(|| fail(AddressFault::BadLocal))?;
        match address.get(at) {
            Some(b'@') => Mailbox::new(&address[..at], &address[at + 1..]),
            Some(_) => Err(fail(AddressFault::BadLocal)),
            None => Err(fail(AddressFault::NoDomain)),
        }
    }

    /// Joins a local part, with its quotes if it needs them, and a domain.
    pub fn new(local: impl AsRef<[u8]>, domain: impl AsRef<[u8]>) -> Result<Mailbox, AddressError> {
        let (local, domain) = (local.as_ref(), domain.as_ref());
        join(local, domain)
            .map_err(|fault| AddressError::new(&[local, b"@", domain].concat(), fault))
    }

    /// The local part as it was written, quotes included.
    pub fn local(&self) -> &str {
        &self.text[..usize::from(self.at)]
    }

    /// The domain: lower-case A-labels, or an address literal in its brackets.
    pub fn domain(&self) -> &str {
        &self.text[usize::from(self.at) + 1..]
    }

    /// The whole address, as [`Display`](fmt::Display) writes it.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Does the address reach its mailbox only through hops that announce SMTPUTF8 (RFC 6531)?
    pub fn needs_smtputf8(&self) -> bool {
        !self.local().is_ascii()
    }

    /// The address inside a domain like `[192.0.2.1]` or `[IPv6:2001:db8::1]`.
    pub fn address_literal(&self) -> Option<IpAddr> {
        let inner = self.domain().strip_prefix('[')?.strip_suffix(']')?;
        match inner.strip_prefix("IPv6:") {
            Some(six) => six.parse::<Ipv6Addr>().ok().map(IpAddr::V6),
            None => inner.parse::<Ipv4Addr>().ok().map(IpAddr::V4),
        }
    }
}

impl fmt::Display for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl fmt::Debug for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}>", self.text)
    }
}

impl FromStr for Mailbox {
    type Err = AddressError;

    fn from_str(address: &str) -> Result<Mailbox, AddressError> {
        Mailbox::parse(address)
    }
}

impl AsRef<str> for Mailbox {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

/// An address that is none, with the reason. The text is cut to 100 characters, its control characters are escaped.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("bad address \"{text}\": {fault}")]
pub struct AddressError {
    text: String,
    fault: AddressFault,
}

impl AddressError {
    pub(crate) fn new(address: &[u8], fault: AddressFault) -> AddressError {
        let address = address.trim_ascii();
        let start = String::from_utf8_lossy(&address[..address.len().min(400)]);
        let mut text = String::new();
        for (count, c) in start.chars().enumerate() {
            match c {
                _ if count == 100 => {
                    text.push_str("...");
                    break;
                }
                c if c.is_control() => text.extend(c.escape_default()),
                c => text.push(c),
            }
        }
        AddressError { text, fault }
    }

    /// What is wrong with it.
    pub fn fault(&self) -> &AddressFault {
        &self.fault
    }
}

/// What is wrong with an address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressFault {
    #[error("it is empty")]
    Empty,
    #[error("the domain is missing")]
    NoDomain,
    #[error("what stands before the @ is not valid")]
    BadLocal,
    #[error("the domain is not valid")]
    BadDomain,
    #[error("an address literal looks like [192.0.2.1] or [IPv6:2001:db8::1]")]
    BadLiteral,
    #[error("the domain has {0} octets, the limit is {MAX_DOMAIN}")]
    LongDomain(usize),
    #[error("it has {0} octets, the limit is {MAX_ADDRESS}")]
    LongAddress(usize),
    #[error("files, programs and list names are no addresses")]
    NotMail,
    #[error("a quote, comment, bracket or group is not closed")]
    Unclosed,
    #[error("something that is no address follows")]
    Trailing,
    #[error("a list holds {} addresses at most", list::MAX_LIST)]
    TooMany,
    #[error("it holds no address")]
    NoAddress,
    #[error("one address is expected, not {0}")]
    NotOne(usize),
}

fn join(local: &[u8], domain: &[u8]) -> Result<Mailbox, AddressFault> {
    if local.is_empty() {
        return Err(AddressFault::BadLocal);
    }
    if starts_specially(local) {
        return Err(AddressFault::NotMail);
    }
    if local.len() > MAX_ADDRESS {
        return Err(AddressFault::LongAddress(local.len() + 1 + domain.len()));
    }
    if local_end(local) != Some(local.len()) {
        return Err(AddressFault::BadLocal);
    }
    let mut text = String::with_capacity(local.len() + 1 + domain.len());
    text.push_str(std::str::from_utf8(local).map_err(|_| AddressFault::BadLocal)?);
    text.push('@');
    push_domain(domain, &mut text)?;
    if text.len() > MAX_ADDRESS {
        return Err(AddressFault::LongAddress(text.len()));
    }
    let at = u8::try_from(local.len()).map_err(|_| AddressFault::LongAddress(text.len()))?;
    Ok(Mailbox { text: text.into_boxed_str(), at })
}

/// The words that old mail systems took for something else than a mailbox. They are nothing special here, and no
/// addresses either, with or without a domain and quotes.
fn starts_specially(address: &[u8]) -> bool {
    let bare = address.strip_prefix(b"\"").unwrap_or(address);
    bare.starts_with(b"|") || bare.starts_with(b"/") || bare.starts_with(b":include:")
}

/// The octet after the local part `address` begins with, `None` if it begins with none: a dot-string or one quoted
/// string (RFC 5321 §4.1.2); any octet above ASCII counts as text, the caller checks that it is UTF-8.
fn local_end(address: &[u8]) -> Option<usize> {
    if address.first() == Some(&b'"') {
        return quoted_end(address);
    }
    let end = address.iter().position(|&b| !is_atext(b) && b != b'.').unwrap_or(address.len());
    let atoms = address[..end].split(|&b| b == b'.');
    let whole = end > 0 && atoms.into_iter().all(|atom| !atom.is_empty());
    (whole && !has_c1_control(&address[..end])).then_some(end)
}

/// The octet after the quoted string `text` begins with (RFC 5321 §4.1.2 `Quoted-string`).
fn quoted_end(text: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        match text.get(at)? {
            b'"' => break,
            b'\\' => match text.get(at + 1)? {
                b' '..=b'~' => at += 2,
                _ => return None,
            },
            b' '..=b'~' | 0x80.. => at += 1,
            _ => return None,
        }
    }
    (!has_c1_control(&text[..at])).then_some(at + 1)
}

/// U+0080 to U+009F are control characters too; in UTF-8 they are C2 80 to C2 9F.
fn has_c1_control(text: &[u8]) -> bool {
    !text.is_ascii()
        && text.windows(2).any(|pair| pair[0] == 0xC2 && (0x80..=0x9F).contains(&pair[1]))
}

/// May the octet stand in an atom (RFC 5322 §3.2.3, RFC 6532 §3.2)?
pub(crate) fn is_atext(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || octet >= 0x80 || b"!#$%&'*+-/=?^_`{|}~".contains(&octet)
}

/// Appends a domain in its normal form.
fn push_domain(domain: &[u8], text: &mut String) -> Result<(), AddressFault> {
    if let Some(inner) = domain.strip_prefix(b"[") {
        let literal = inner.strip_suffix(b"]").ok_or(AddressFault::BadLiteral)?;
        return push_literal(literal, text);
    }
    // No name within the limit is written four times as long; beyond that it is not worth converting.
    if domain.len() > 4 * MAX_DOMAIN {
        return Err(AddressFault::LongDomain(domain.len()));
    }
    let start = text.len();
    if domain.is_ascii() && !has_a_label(domain) {
        text.extend(domain.iter().map(|b| char::from(b.to_ascii_lowercase())));
    } else {
        let name = idna::domain_to_ascii_cow(domain, AsciiDenyList::URL)
            .map_err(|_| AddressFault::BadDomain)?;
        text.push_str(&name);
    }
    check_name(&text[start..])
}

/// A domain or an address literal in its normal form.
pub(crate) fn normal_domain(domain: &[u8]) -> Result<String, AddressFault> {
    let mut text = String::with_capacity(domain.len());
    push_domain(domain, &mut text)?;
    Ok(text)
}

fn has_a_label(domain: &[u8]) -> bool {
    domain
        .split(|&b| b == b'.')
        .any(|label| label.get(..4).is_some_and(|start| start.eq_ignore_ascii_case(b"xn--")))
}

/// A host name: labels of letters, digits and inner hyphens. Underscores pass, since names with them are in use.
/// A last label of digits only is no name but a bare IPv4 address, and nothing may be delivered to one by mistake.
fn check_name(name: &str) -> Result<(), AddressFault> {
    if name.len() > MAX_DOMAIN {
        return Err(AddressFault::LongDomain(name.len()));
    }
    let mut last = "";
    for label in name.split('.') {
        let inner = label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        let edges = label.starts_with('-') || label.ends_with('-');
        if label.is_empty() || label.len() > 63 || !inner || edges {
            return Err(AddressFault::BadDomain);
        }
        last = label;
    }
    match last.bytes().all(|b| b.is_ascii_digit()) {
        true => Err(AddressFault::BadDomain),
        false => Ok(()),
    }
}

/// `192.0.2.1` or `IPv6:2001:db8::1` (RFC 5321 §4.1.3); no other kind of literal is in use.
fn push_literal(literal: &[u8], text: &mut String) -> Result<(), AddressFault> {
    let literal = std::str::from_utf8(literal).map_err(|_| AddressFault::BadLiteral)?;
    let tag = literal.get(..5).filter(|tag| tag.eq_ignore_ascii_case("IPv6:"));
    let address = match tag {
        Some(tag) => literal[tag.len()..].parse::<Ipv6Addr>().map(IpAddr::V6),
        None => literal.parse::<Ipv4Addr>().map(IpAddr::V4),
    };
    match address.map_err(|_| AddressFault::BadLiteral)? {
        IpAddr::V4(four) => text.push_str(&format!("[{four}]")),
        IpAddr::V6(six) => text.push_str(&format!("[IPv6:{six}]")),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(written: &str, local: &str, domain: &str) {
        let mailbox = Mailbox::parse(written).unwrap();
        assert_eq!((mailbox.local(), mailbox.domain()), (local, domain), "{written}");
        assert_eq!(mailbox.to_string(), format!("{local}@{domain}"));
    }

    fn check_bad(written: impl AsRef<[u8]>, fault: AddressFault) {
        let error = Mailbox::parse(written.as_ref()).unwrap_err();
        assert_eq!(error.fault(), &fault, "{error}");
    }

    #[test]
    fn the_local_part_stays_and_the_domain_gets_its_normal_form() {
        check("Anna.Rossi@Example.ORG", "Anna.Rossi", "example.org");
        check("shop+order=7@example.org", "shop+order=7", "example.org");
        check("!#$%&'*+-/=?^_`{|}~@example.org", "!#$%&'*+-/=?^_`{|}~", "example.org");
        check("\"two words\"@example.org", "\"two words\"", "example.org");
        check("\"a@b \\\" \\\\\"@example.org", "\"a@b \\\" \\\\\"", "example.org");
        check("\"\"@example.org", "\"\"", "example.org");
        check("root@localhost", "root", "localhost");
        check("a@mx_1.example.org", "a", "mx_1.example.org");
        check("info@Bücher.example", "info", "xn--bcher-kva.example");
        check("info@XN--BCHER-KVA.example", "info", "xn--bcher-kva.example");
        check("josé@example.org", "josé", "example.org");
        check("a@[192.0.2.1]", "a", "[192.0.2.1]");
        check("a@[ipv6:2001:DB8:0::1]", "a", "[IPv6:2001:db8::1]");
    }

    #[test]
    fn what_is_no_address_is_refused_with_its_reason() {
        check_bad("", AddressFault::Empty);
        check_bad("root", AddressFault::NoDomain);
        check_bad("@example.org", AddressFault::BadLocal);
        check_bad(".a@example.org", AddressFault::BadLocal);
        check_bad("a.@example.org", AddressFault::BadLocal);
        check_bad("a..b@example.org", AddressFault::BadLocal);
        check_bad("a b@example.org", AddressFault::BadLocal);
        check_bad("a\0b@example.org", AddressFault::BadLocal);
        check_bad("\"a\r\nRCPT TO:<b@example.org>\"@example.org", AddressFault::BadLocal);
        check_bad("\"open@example.org", AddressFault::BadLocal);
        check_bad("\"a\"b@example.org", AddressFault::BadLocal);
        check_bad(b"caf\xE9@example.org", AddressFault::BadLocal);
        check_bad("a\u{85}b@example.org", AddressFault::BadLocal);
        check_bad("a@", AddressFault::BadDomain);
        check_bad("a@example.org.", AddressFault::BadDomain);
        check_bad("a@example..org", AddressFault::BadDomain);
        check_bad("a@-example.org", AddressFault::BadDomain);
        check_bad("a@exa mple.org", AddressFault::BadDomain);
        check_bad("a@b@example.org", AddressFault::BadDomain);
        check_bad("a@192.0.2.1", AddressFault::BadDomain);
        check_bad("a@xn--a", AddressFault::BadDomain);
        check_bad("a@example.org\r\n", AddressFault::BadDomain);
        check_bad(format!("a@{}.example", "x".repeat(64)), AddressFault::BadDomain);
        check_bad("a@[192.0.2]", AddressFault::BadLiteral);
        check_bad("a@[192.0.2.1", AddressFault::BadLiteral);
        check_bad("a@[x-tag:hello]", AddressFault::BadLiteral);
        check_bad("|/bin/sh@example.org", AddressFault::NotMail);
        check_bad("\"|exec /bin/sh\"@example.org", AddressFault::NotMail);
        check_bad("/var/mail/root", AddressFault::NotMail);
        check_bad(":include:/etc/passwd", AddressFault::NotMail);
    }

    #[test]
    fn the_limits_of_length_are_named_with_both_figures() {
        let (long, domain) = ("x".repeat(242), vec!["d".repeat(60); 5].join("."));
        check(&format!("{long}@example.org"), &long, "example.org");
        check_bad(format!("{long}x@example.org"), AddressFault::LongAddress(255));
        check_bad(format!("a@{domain}"), AddressFault::LongDomain(304));
        check_bad(format!("{}@{}", &long[..64], &domain[..200]), AddressFault::LongAddress(265));
        check_bad(format!("{}@example.org", long.repeat(9)), AddressFault::LongAddress(2190));
        let error = Mailbox::parse(format!("{long}x@example.org")).unwrap_err().to_string();
        assert!(error.ends_with("has 255 octets, the limit is 254"), "{error}");
    }

    #[test]
    fn an_error_shows_control_characters_escaped_and_is_short() {
        let error = Mailbox::parse("a\r\n\u{1b}[31m@example.org").unwrap_err().to_string();
        assert!(error.contains("a\\r\\n\\u{1b}[31m@example.org"), "{error}");
        let error = Mailbox::parse("x".repeat(1_000_000)).unwrap_err().to_string();
        assert!(error.len() < 300, "{}", error.len());
    }

    #[test]
    fn equality_ignores_the_case_of_the_domain_only() {
        let of = |text: &str| Mailbox::parse(text).unwrap();
        assert_eq!(of("a@EXAMPLE.org"), of("a@example.org"));
        assert_ne!(of("A@example.org"), of("a@example.org"));
    }

    #[test]
    fn only_a_utf8_local_part_needs_smtputf8() {
        assert!(Mailbox::parse("josé@example.org").unwrap().needs_smtputf8());
        assert!(!Mailbox::parse("jose@bücher.example").unwrap().needs_smtputf8());
    }

    #[test]
    fn an_address_literal_is_read_back_as_an_address() {
        let of = |text: &str| Mailbox::parse(text).unwrap().address_literal();
        assert_eq!(of("a@[192.0.2.1]"), Some("192.0.2.1".parse().unwrap()));
        assert_eq!(of("a@[IPv6:2001:db8::1]"), Some("2001:db8::1".parse().unwrap()));
        assert_eq!(of("a@example.org"), None);
    }

    proptest! {
        #[test]
        fn any_bytes_give_a_mailbox_that_parses_to_itself_or_an_error(bytes: Vec<u8>) {
            if let Ok(mailbox) = Mailbox::parse(&bytes) {
                prop_assert_eq!(Mailbox::parse(mailbox.as_str()), Ok(mailbox));
            }
        }

        #[test]
        fn a_mailbox_never_holds_a_control_character_or_an_angle_outside_quotes(
            text in "[\"\\\\a.|/@ <>\r\n\0é]{0,6}@(example\\.org|\\[192\\.0\\.2\\.1\\]|[a-zé.\r\n-]{0,5})"
        ) {
            if let Ok(mailbox) = Mailbox::parse(&text) {
                prop_assert!(!mailbox.as_str().chars().any(char::is_control));
                prop_assert!(mailbox.local().starts_with('"') || !mailbox.as_str().contains(['<', '>', ' ']));
                prop_assert_eq!(Mailbox::parse(mailbox.as_str()), Ok(mailbox));
            }
        }
    }
}
