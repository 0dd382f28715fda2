//! The formats and protocols of mail: bytes in, values out.
//!
//! Nothing here opens a socket or a file, reads a clock or draws a random number: times, names and ids are handed
//! in. What comes from outside is parsed once, here, and then carries its validity in its type (a [`Mailbox`] can be
//! written on a command line of SMTP because it exists). Input of any kind gives a value or an error, never a panic.
//!
//! | module | is |
//! |---|---|
//! | [`address`] | mailboxes, the paths of SMTP, the address lists of header fields and command lines |
//! | [`header`] | the head of a message: its fields, and where its body begins |
//! | [`lines`] | line ends: what counts as one, and how all of them become CRLF |
//! | [`arf`] | abuse reports |
//! | [`bounce`] | what comes back to a return path: failures, delays, complaints, answers |
//! | [`compose`] | a message as scripts hand it in becomes one that may travel |
//! | [`date`] | the date and time text of header fields |
//! | [`dkim`] | signatures, and the keys that make them |
//! | [`dsn`] | delivery status notifications |
//! | [`encoded_word`] | text outside ASCII in header fields |
//! | [`reply`] | replies of SMTP, written and read |
//! | [`sasl`] | what a client says of itself in AUTH |
//! | [`smtp`] | sessions of SMTP, server and client side, and the transparent form of DATA |
//! | [`dsn_request`] | what a sender asks about delivery notices |
//! | [`verp`] | the signed return path of a message |
//! | [`xtext`] | the text form in which SMTP parameters carry free text |

pub mod address;
pub mod arf;
pub mod bounce;
pub mod compose;
pub mod date;
pub mod dkim;
pub mod dsn;
pub mod dsn_request;
pub mod encoded_word;
mod groups;
pub mod header;
pub mod lines;
mod mime;
pub mod reply;
pub mod sasl;
pub mod smtp;
pub mod verp;
pub mod xtext;

pub use address::Mailbox;
pub use reply::{EnhancedCode, Reply};
