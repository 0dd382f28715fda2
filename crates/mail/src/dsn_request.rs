//! What a sender asks about delivery notices (RFC 3461 §4): NOTIFY with each recipient, RET and ENVID with the mail.
//! The words are those of SMTP parameters and of the options `-N`, `-R` and `-V` of the sendmail command.

use std::fmt;

use crate::xtext;

/// Longest envelope id, in octets as it was given (RFC 3461 §4.4: 100 once encoded).
const MAX_ENVELOPE_ID: usize = 100;

/// When a notice is wanted: never, or in one or more cases (RFC 3461 §4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Notify {
    Never,
    /// At least one of them is true.
    On {
        success: bool,
        failure: bool,
        delay: bool,
    },
}

/// What of the mail a notice returns (RFC 3461 §4.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Return {
    Full,
    Headers,
}

/// The sender's own name for this mail: printable or not, but of one line (RFC 3461 §4.4).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EnvelopeId(String);

/// A request that is none, with what would be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DsnRequestError {
    #[error("a notice is asked for with never, or with some of success, failure, delay")]
    Notify,
    #[error("a notice returns full or hdrs")]
    Return,
    #[error("an envelope id has 1 to {MAX_ENVELOPE_ID} octets, encoded, and no line end")]
    EnvelopeId,
}

impl Notify {
    /// `never`, or a list such as `failure,delay`; letter case does not matter, repetitions neither.
    pub fn parse(list: &[u8]) -> Result<Notify, DsnRequestError> {
        if list.eq_ignore_ascii_case(b"never") {
            return Ok(Notify::Never);
        }
        let (mut success, mut failure, mut delay) = (false, false, false);
        for word in list.split(|&b| b == b',') {
            match word.trim_ascii().to_ascii_lowercase().as_slice() {
                b"success" => success = true,
                b"failure" => failure = true,
                b"delay" => delay = true,
                _ => return Err(DsnRequestError::Notify),
            }
        }
        Ok(Notify::On { success, failure, delay })
    }
}

/// As the parameter NOTIFY has it: `SUCCESS,DELAY`.
impl fmt::Display for Notify {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Notify::Never => f.write_str("NEVER"),
            Notify::On { success, failure, delay } => {
                let cases = [(success, "SUCCESS"), (failure, "FAILURE"), (delay, "DELAY")];
                let wanted: Vec<&str> = cases.iter().filter(|c| c.0).map(|c| c.1).collect();
                f.write_str(&wanted.join(","))
            }
        }
    }
}

impl Return {
    /// `full` or `hdrs`, in any letter case.
    pub fn parse(word: &[u8]) -> Result<Return, DsnRequestError> {
        match word.to_ascii_lowercase().as_slice() {
            b"full" => Ok(Return::Full),
            b"hdrs" => Ok(Return::Headers),
            _ => Err(DsnRequestError::Return),
        }
    }
}

impl fmt::Display for Return {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Return::Full => "FULL",
            Return::Headers => "HDRS",
        })
    }
}

impl EnvelopeId {
    /// An id in plain octets, as `-V` has it.
    pub fn new(id: &[u8]) -> Result<EnvelopeId, DsnRequestError> {
        let encoded = xtext::encode(id);
        let one_line = !id.iter().any(|b| matches!(b, b'\r' | b'\n' | 0));
        match one_line && (1..=MAX_ENVELOPE_ID).contains(&encoded.len()) {
            true => Ok(EnvelopeId(encoded)),
            false => Err(DsnRequestError::EnvelopeId),
        }
    }

    /// An id in xtext, as the parameter ENVID has it.
    pub fn from_xtext(text: &[u8]) -> Result<EnvelopeId, DsnRequestError> {
        EnvelopeId::new(&xtext::decode(text).ok_or(DsnRequestError::EnvelopeId)?)
    }
}

/// In xtext, as the parameter ENVID has it.
impl fmt::Display for EnvelopeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(list: &str, expected: Result<&str, DsnRequestError>) {
        let notify = Notify::parse(list.as_bytes()).map(|notify| notify.to_string());
        assert_eq!(notify.as_deref(), expected.as_ref().copied(), "{list}");
    }

    #[test]
    fn cases_of_notice() {
        check("never", Ok("NEVER"));
        check("NEVER", Ok("NEVER"));
        check("failure", Ok("FAILURE"));
        check("delay,Success", Ok("SUCCESS,DELAY"));
        check("success, failure,success", Ok("SUCCESS,FAILURE"));
        for bad in ["", "never,failure", "sometimes", "failure,", "failure delay"] {
            check(bad, Err(DsnRequestError::Notify).map(|(): ()| ""));
        }
    }

    #[test]
    fn what_a_notice_returns() {
        assert_eq!(Return::parse(b"Full").unwrap().to_string(), "FULL");
        assert_eq!(Return::parse(b"hdrs").unwrap().to_string(), "HDRS");
        assert_eq!(Return::parse(b"body"), Err(DsnRequestError::Return));
    }

    #[test]
    fn envelope_ids_are_one_bounded_line() {
        assert_eq!(EnvelopeId::new(b"list 7+1").unwrap().to_string(), "list+207+2B1");
        assert_eq!(
            EnvelopeId::from_xtext(b"list+207").unwrap(),
            EnvelopeId::new(b"list 7").unwrap()
        );
        assert!(EnvelopeId::new(b"a\nb").is_err());
        assert!(EnvelopeId::from_xtext(b"a+0Ab").is_err());
        assert!(EnvelopeId::new(b"").is_err());
        assert!(EnvelopeId::new(&[b'x'; 100]).is_ok());
        assert!(EnvelopeId::new(&[b'x'; 101]).is_err());
    }

    proptest! {
        #[test]
        fn whatever_is_taken_is_written_so_that_it_is_taken_again(list in "[a-z,]{0,20}|((success|failure|delay),?){1,4}") {
            if let Ok(notify) = Notify::parse(list.as_bytes()) {
                prop_assert_eq!(Notify::parse(notify.to_string().as_bytes()), Ok(notify));
            }
        }
    }
}
