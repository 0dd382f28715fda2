//! What programs and people see of Postern: the HTTP API, and the panel (`panel`), which has its own way through.
//!
//! A request goes one way: a listener says who calls (`control`: the peer of the Unix socket), `api` finds the route,
//! asks the engine or the store one question, and answers with a type of `wire`. No rule lives here: what may be done is
//! decided in the engine, and its refusals travel as problems with stable codes (`error`).
//!
//! The router knows nothing of sockets and a `Caller` nothing of how it was recognised, so that a public listener with
//! tokens is one more file beside `control`.

mod accounts;
mod api;
mod caller;
mod control;
mod error;
pub mod escape;
mod panel;
mod standing;
pub mod wire;

pub use api::{App, router};
pub use control::{Control, OpenError};
pub use panel::panel;
