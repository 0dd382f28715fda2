//! What a client says of itself in AUTH: the mechanisms PLAIN (RFC 4616) and LOGIN (never standardised, used by most
//! mail libraries). Decoding only; whether the password is right is for others to find out.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Longest login, in octets.
pub const MAX_LOGIN: usize = 255;
/// Longest password, in octets.
pub const MAX_PASSWORD: usize = 1024;

/// The mechanisms a server of Postern knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mechanism {
    Plain,
    Login,
}

impl Mechanism {
    /// The mechanism of this name, in any letter case.
    pub fn named(name: &[u8]) -> Option<Mechanism> {
        if name.eq_ignore_ascii_case(b"PLAIN") {
            Some(Mechanism::Plain)
        } else if name.eq_ignore_ascii_case(b"LOGIN") {
            Some(Mechanism::Login)
        } else {
            None
        }
    }
}

impl fmt::Display for Mechanism {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Mechanism::Plain => "PLAIN",
            Mechanism::Login => "LOGIN",
        })
    }
}

/// A login and its password, both not empty and within their bounds.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    login: String,
    password: String,
}

impl Credentials {
    /// Refuses what is empty, too long, or holds NUL.
    pub fn new(login: String, password: String) -> Result<Credentials, SaslError> {
        let bounded =
            |word: &str, max| !word.is_empty() && word.len() <= max && !word.contains('\0');
        match bounded(&login, MAX_LOGIN) && bounded(&password, MAX_PASSWORD) {
            true => Ok(Credentials { login, password }),
            false => Err(SaslError::Malformed),
        }
    }

    pub fn login(&self) -> &str {
        &self.login
    }

    pub fn password(&self) -> &str {
        &self.password
    }
}

/// Never shows the password.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("login", &self.login).finish_non_exhaustive()
    }
}

/// Why a response of AUTH cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SaslError {
    #[error("the response is not Base64")]
    NotBase64,
    #[error("the response does not hold a login and a password of allowed length")]
    Malformed,
    #[error("nobody may act for another login")]
    ForAnother,
}

/// Reads the one response of PLAIN: `[for whom] NUL login NUL password`, in Base64.
pub fn decode_plain(response: &[u8]) -> Result<Credentials, SaslError> {
    let message = decode(response)?;
    let mut parts = message.split('\0');
    let (Some(for_whom), Some(login), Some(password), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(SaslError::Malformed);
    };
    let credentials = Credentials::new(login.to_owned(), password.to_owned())?;
    match for_whom.is_empty() || for_whom == login {
        true => Ok(credentials),
        false => Err(SaslError::ForAnother),
    }
}

/// Reads one of the two responses of LOGIN, in Base64.
pub fn decode_login(response: &[u8]) -> Result<String, SaslError> {
    decode(response)
}

fn decode(response: &[u8]) -> Result<String, SaslError> {
    if response.len() > 4 * (2 * MAX_LOGIN + MAX_PASSWORD) {
        return Err(SaslError::Malformed);
    }
    let octets = STANDARD.decode(response).map_err(|_| SaslError::NotBase64)?;
    String::from_utf8(octets).map_err(|_| SaslError::Malformed)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(message: &str, expected: Result<(&str, &str), SaslError>) {
        let credentials = decode_plain(STANDARD.encode(message).as_bytes());
        let parts = credentials.as_ref().map(|c| (c.login(), c.password()));
        assert_eq!(parts, expected.as_ref().copied(), "{message:?}");
    }

    #[test]
    fn plain_holds_a_login_and_a_password() {
        check("\0shop\0secret word", Ok(("shop", "secret word")));
        check("shop\0shop\0secret", Ok(("shop", "secret")));
        check("other\0shop\0secret", Err(SaslError::ForAnother));
        for malformed in ["", "shop", "\0shop", "\0shop\0", "\0\0secret", "\0a\0b\0c"] {
            check(malformed, Err(SaslError::Malformed));
        }
        check(&format!("\0{}\0x", "l".repeat(256)), Err(SaslError::Malformed));
        check(&format!("\0l\0{}", "p".repeat(1025)), Err(SaslError::Malformed));
        assert_eq!(decode_plain(b"no base64!"), Err(SaslError::NotBase64));
        assert_eq!(decode_plain(&[b'A'; 100_000]), Err(SaslError::Malformed));
    }

    #[test]
    fn a_password_never_shows_in_debug_output() {
        let shown = format!("{:?}", decode_plain(STANDARD.encode("\0shop\0secret").as_bytes()));
        assert!(shown.contains("shop") && !shown.contains("secret"), "{shown}");
    }

    proptest! {
        #[test]
        fn any_response_is_bounded_credentials_or_an_error(response: Vec<u8>) {
            let _ = decode_login(&response);
            if let Ok(credentials) = decode_plain(STANDARD.encode(&response).as_bytes()) {
                prop_assert!((1..=MAX_LOGIN).contains(&credentials.login().len()));
                prop_assert!((1..=MAX_PASSWORD).contains(&credentials.password().len()));
            }
        }
    }
}
