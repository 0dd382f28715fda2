//! The engine as its neighbours see it: one binary, a module for each part.

// The lint knows tests by their attribute; here helpers are tests as well.
#![allow(clippy::unwrap_used)]

mod intake;
