//! The daemon's answer.

use crate::exit::Exit;

use super::{FrameError, MAX_REPLY_BYTES};

/// How the command is to end, and the words for stderr (none are printed with `Exit::Ok`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    pub exit: Exit,
    pub text: String,
}

impl Reply {
    const PREFIX_BYTES: usize = 1 + 2;

    /// A reply that ends the command with `exit`.
    pub fn new(exit: Exit, text: impl Into<String>) -> Reply {
        Reply { exit, text: text.into() }
    }

    /// Appends the reply to `out`; text over [`MAX_REPLY_BYTES`] is cut.
    pub fn encode(&self, out: &mut Vec<u8>) {
        let text = &self.text[..self.text.floor_char_boundary(MAX_REPLY_BYTES)];
        out.push(self.exit.code());
        out.extend_from_slice(&(text.len() as u16).to_be_bytes());
        out.extend_from_slice(text.as_bytes());
    }

    /// Reads a reply off the front of `input`: the reply and what follows it, or `None` while it is not all there.
    pub fn decode(input: &[u8]) -> Result<Option<(Reply, &[u8])>, FrameError> {
        let Some((&[code, high, low], rest)) = input.split_first_chunk::<{ Self::PREFIX_BYTES }>()
        else {
            return Ok(None);
        };
        let exit = Exit::from_code(code).ok_or(FrameError::Code { found: code })?;
        let length = super::error::within(
            "bytes of reply",
            usize::from(u16::from_be_bytes([high, low])),
            MAX_REPLY_BYTES,
        )?;
        let Some((text, rest)) = rest.split_at_checked(length) else { return Ok(None) };
        Ok(Some((Reply { exit, text: String::from_utf8_lossy(text).into_owned() }, rest)))
    }
}
