//! The paths of MAIL and RCPT (RFC 5321 §4.1.2): `<local@domain>`, `<>`, `<Postmaster>`.
//!
//! A source route (`<@a,@b:user@domain>`) is read and forgotten, as appendix C asks. Old scripts leave the angle
//! brackets away: then the path ends at the first blank. What follows a path (the parameters) is handed back.

use super::{AddressError, AddressFault, Mailbox, is_atext, quoted_end, starts_specially};

/// Reads the path of MAIL: `None` is the null sender. `qualify` is the domain of addresses that have none.
///
/// Gives what follows the path beside it.
pub fn reverse<'a>(
    text: &'a [u8],
    qualify: Option<&str>,
) -> Result<(Option<Mailbox>, &'a [u8]), AddressError> {
    let (inner, rest) = split(text)?;
    match inner {
        b"" => Ok((None, rest)),
        address => Ok((Some(mailbox(address, qualify)?), rest)),
    }
}

/// Reads the path of RCPT. `<Postmaster>` without a domain, in any letter case, is the one of `host`
/// (RFC 5321 §4.5.1); `qualify` is the domain of other addresses that have none.
///
/// Gives what follows the path beside it.
pub fn forward<'a>(
    text: &'a [u8],
    host: &str,
    qualify: Option<&str>,
) -> Result<(Mailbox, &'a [u8]), AddressError> {
    let (inner, rest) = split(text)?;
    if inner.eq_ignore_ascii_case(b"postmaster") {
        return Ok((Mailbox::new(inner, qualify.unwrap_or(host))?, rest));
    }
    Ok((mailbox(inner, qualify)?, rest))
}

/// The text between the angle brackets without its source route, and what follows the path.
fn split(text: &[u8]) -> Result<(&[u8], &[u8]), AddressError> {
    let unclosed = || AddressError::new(text, AddressFault::Unclosed);
    let Some(inner) = text.strip_prefix(b"<") else {
        let end = bare_end(text).ok_or_else(unclosed)?;
        return match end {
            0 => Err(AddressError::new(text, AddressFault::Empty)),
            _ => Ok((&text[..end], &text[end..])),
        };
    };
    let inner = match inner.starts_with(b"@") {
        true => {
            &inner[route_end(inner)
                .ok_or_else(|| AddressError::new(text, AddressFault::BadDomain))?..]
        }
        false => inner,
    };
    let local = match inner.first() {
        Some(b'"') => quoted_end(inner).ok_or_else(unclosed)?,
        _ => 0,
    };
    let close = memchr::memchr(b'>', &inner[local..]).ok_or_else(unclosed)? + local;
    match inner.get(close + 1) {
        None | Some(b' ') => Ok((&inner[..close], &inner[close + 1..])),
        Some(_) => Err(AddressError::new(text, AddressFault::Trailing)),
    }
}

/// Where a path without brackets ends: at the first blank outside quotes.
fn bare_end(text: &[u8]) -> Option<usize> {
    let local = if text.starts_with(b"\"") { quoted_end(text)? } else { 0 };
    Some(memchr::memchr(b' ', &text[local..]).map_or(text.len(), |blank| blank + local))
}

/// Where `@one,@two:` ends. Its domains are not looked at: nothing is ever sent along a route.
fn route_end(route: &[u8]) -> Option<usize> {
    let colon = memchr::memchr(b':', route)?;
    let plain = |&b: &u8| is_atext(b) || matches!(b, b'@' | b',' | b'.' | b'[' | b']');
    route[..colon].iter().all(plain).then_some(colon + 1)
}

fn mailbox(address: &[u8], qualify: Option<&str>) -> Result<Mailbox, AddressError> {
    match qualify {
        Some(domain)
            if !address.is_empty() && !starts_specially(address) && has_no_domain(address) =>
        {
            Mailbox::new(address, domain)
        }
        _ => Mailbox::parse(address),
    }
}

fn has_no_domain(address: &[u8]) -> bool {
    super::local_end(address) == Some(address.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check_forward(text: &str, address: &str, rest: &str) {
        let (mailbox, left) = forward(text.as_bytes(), "gate.example.org", None).unwrap();
        assert_eq!((mailbox.as_str(), left), (address, rest.as_bytes()), "{text}");
    }

    fn check_bad(text: &str, fault: AddressFault) {
        let error = forward(text.as_bytes(), "gate.example.org", None).unwrap_err();
        assert_eq!(error.fault(), &fault, "{error}");
    }

    #[test]
    fn a_path_is_read_up_to_its_parameters() {
        check_forward("<a@example.org>", "a@example.org", "");
        check_forward("<a@example.org> NOTIFY=NEVER", "a@example.org", " NOTIFY=NEVER");
        check_forward("<\"x> y\"@example.org>", "\"x> y\"@example.org", "");
        check_forward("<@relay.example,@[192.0.2.1]:a@example.org>", "a@example.org", "");
        check_forward("a@example.org SIZE=1", "a@example.org", " SIZE=1");
        check_forward("<POSTmaster>", "POSTmaster@gate.example.org", "");
    }

    #[test]
    fn what_is_no_path_is_refused() {
        check_bad("", AddressFault::Empty);
        check_bad("<>", AddressFault::Empty);
        check_bad("<a@example.org", AddressFault::Unclosed);
        check_bad("<a@example.org>x", AddressFault::Trailing);
        check_bad("<\"a@example.org>", AddressFault::Unclosed);
        check_bad("<@relay example:a@example.org>", AddressFault::BadDomain);
        check_bad("<root>", AddressFault::NoDomain);
        check_bad("<|sh>", AddressFault::NotMail);
    }

    #[test]
    fn the_null_sender_is_a_reverse_path_and_no_address() {
        assert_eq!(reverse(b"<> SIZE=9", None).unwrap(), (None, &b" SIZE=9"[..]));
        let (sender, _) = reverse(b"<a@example.org>", None).unwrap();
        assert_eq!(sender.unwrap().as_str(), "a@example.org");
    }

    #[test]
    fn a_bare_name_gets_the_domain_of_the_site() {
        let (mailbox, _) = forward(b"<root>", "gate.example.org", Some("shop.example")).unwrap();
        assert_eq!(mailbox.as_str(), "root@shop.example");
        assert!(forward(b"</etc/passwd>", "gate.example.org", Some("shop.example")).is_err());
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_path_or_an_error(bytes: Vec<u8>) {
            let _ = reverse(&bytes, Some("example.org"));
            let _ = forward(&bytes, "example.org", None);
        }
    }
}
