//! The sendmail command of Postern, and what it shares with the daemon.
//!
//! One call goes straight down this list: [`command`] branches · `options` reads the command line · `origin` notes where
//! the mail comes from · `input` reads the mail · `spool` keeps it meanwhile · `daemon` hands it over and waits for the
//! answer · [`drop`] keeps it when there is no daemon. `relay` is `-bs`.
//!
//! What both sides use: [`frame`] (the form of a request and of its answer), [`accept_key`], [`drop`] (names in the drop
//! directory), [`exit`] (the codes of sysexits.h).
//!
//! It promises: exit 0 only for a mail that is on stable storage, with the daemon or in the drop directory; nothing is
//! handed over before the input ended; memory is bounded; no file that an option of other programs names is opened. It uses
//! only the standard library and no `unsafe`. Who sends, and whether he may, is left to the daemon: the kernel tells it the
//! uid.

pub mod accept_key;
pub mod command;
mod daemon;
pub mod drop;
pub mod exit;
pub mod frame;
mod input;
mod options;
mod origin;
mod relay;
mod spool;
