//! The command and its frame, seen from outside.

// Clippy knows tests by their attribute only; what stands around them here is no less a test.
#![allow(clippy::unwrap_used)]

mod away;
mod frame;
mod session;
mod submit;
mod world;
