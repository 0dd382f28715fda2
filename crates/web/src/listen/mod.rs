//! The listeners: where requests come in, and who calls.

mod control;

pub use control::{Control, OpenError};
