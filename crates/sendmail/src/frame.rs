//! The frame: what goes over the submission socket, and what a drop file holds.
//!
//! ```text
//! daemon   VERSION                                    one byte, at once: somebody serves this socket
//! command  VERSION  kind  length  header              header = fields: tag (1), length (4), value
//!          { length  bytes }  END_OF_BODY  total      kind Submit only: the mail in pieces, then how much it was
//! daemon   code  length  text                         one reply; the code is one of sysexits.h
//!          { length  bytes }  END_OF_BODY  total      after code 0 to kind QueueList only: what to print
//! ```
//!
//! Numbers are big-endian; lengths are 32 bits, of the reply's text 16, totals 64. After the header of kind `Smtp` the
//! connection is a plain SMTP session instead, which the daemon begins with 220. The daemon may reply before the end of the
//! body (the mail is too large); it then closes, or reads on.
//!
//! A frame that stops before its total is not a mail: the writer died, nothing is sent. The socket is open to everyone on
//! the machine, so a [`Decoder`] takes what comes in slices of any size, keeps at most [`MAX_HEADER_BYTES`] and never more
//! than it was given, and says what is wrong as a [`FrameError`]. It never panics.

mod body;
mod decoder;
mod error;
mod header;
mod reply;
mod request;

pub use body::{BodyDecoder, BodyEvent, encode_chunk, encode_end};
pub use decoder::{Decoder, Event};
pub use error::FrameError;
pub use reply::Reply;
pub use request::{Notify, Origin, Request, Return, Sender, Submit, Task};

/// First byte of a frame, and the greeting of a daemon that understands it: `B` for the form, 1 for its version. No other
/// protocol of a local socket begins so.
pub const VERSION: u8 = 0xB1;

/// Most bytes of a header, all fields together. A command line can be longer; such a mail is refused with both figures.
pub const MAX_HEADER_BYTES: usize = 256 * 1024;
/// Most bytes of one field that is no recipient.
pub const MAX_FIELD_BYTES: usize = 4096;
/// Most bytes of all arguments in the origin together.
pub const MAX_ARGUMENTS_BYTES: usize = 4096;
/// Most recipient arguments; one of them may hold several addresses.
pub const MAX_RECIPIENTS: usize = 10_000;
/// Most bytes of an envelope id (RFC 3461 §4.4).
pub const MAX_ENVELOPE_ID_BYTES: usize = 100;
/// Most bytes of a body, as the writer gave it: the most that a site's own limit can allow.
pub const MAX_BODY_BYTES: u64 = 64 * 1024 * 1024;
/// Most bytes of one piece of a body.
pub const MAX_CHUNK_BYTES: usize = 1024 * 1024;
/// Most bytes of a reply's text.
pub const MAX_REPLY_BYTES: usize = 4096;
/// Stands where the length of the next piece would.
pub const END_OF_BODY: u32 = u32::MAX;
