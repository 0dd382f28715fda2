//! What can be wrong with a frame.

use std::fmt;

/// Why bytes are not a frame, or a request does not fit into one. Final: the connection or file has nothing more to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrameError {
    /// The first byte is not [`VERSION`](super::VERSION).
    Version { found: u8 },
    /// No such kind of request.
    Kind { found: u8 },
    /// No such field.
    UnknownField { tag: u8 },
    /// The field does not belong to this kind of request.
    MisplacedField { field: &'static str },
    /// The field can be there once only.
    RepeatedField { field: &'static str },
    /// The field has to be there.
    MissingField { field: &'static str },
    /// The field holds what it cannot.
    BadField { field: &'static str },
    /// A field reaches over the end of the header.
    CutField,
    /// More than the limit; `what` says of which, both figures in its unit.
    TooMuch { what: &'static str, found: u64, limit: u64 },
    /// A piece of a body without bytes.
    EmptyChunk,
    /// The total at the end is not what came.
    WrongTotal { stated: u64, counted: u64 },
    /// The input ended inside the frame.
    Cut,
    /// The frame has ended and the input has not.
    Trailing,
    /// A reply with a code that sysexits.h does not know.
    Code { found: u8 },
}

impl fmt::Display for FrameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            FrameError::Version { found } => {
                write!(f, "frame begins with byte {found:#04x}, which is no known version")
            }
            FrameError::Kind { found } => write!(f, "frame is of unknown kind {found}"),
            FrameError::UnknownField { tag } => {
                write!(f, "frame has a field with unknown tag {tag}")
            }
            FrameError::MisplacedField { field } => {
                write!(f, "frame has a {field} where none belongs")
            }
            FrameError::RepeatedField { field } => write!(f, "frame has more than one {field}"),
            FrameError::MissingField { field } => write!(f, "frame has no {field}"),
            FrameError::BadField { field } => write!(f, "frame has a malformed {field}"),
            FrameError::CutField => {
                write!(f, "frame has a field that reaches over the end of its header")
            }
            FrameError::TooMuch { what, found, limit } => {
                write!(f, "{found} {what}, the limit is {limit}")
            }
            FrameError::EmptyChunk => write!(f, "frame has an empty piece of body"),
            FrameError::WrongTotal { stated, counted } => {
                write!(f, "frame states a body of {stated} bytes and has {counted}")
            }
            FrameError::Cut => write!(f, "frame is cut off"),
            FrameError::Trailing => write!(f, "frame is followed by something"),
            FrameError::Code { found } => write!(f, "reply has the unknown code {found}"),
        }
    }
}

impl std::error::Error for FrameError {}

/// `found` bytes, recipients … as `Ok`, or as the error that names both figures.
pub(super) fn within(what: &'static str, found: usize, limit: usize) -> Result<usize, FrameError> {
    if found <= limit {
        return Ok(found);
    }
    Err(FrameError::TooMuch { what, found: found as u64, limit: limit as u64 })
}
