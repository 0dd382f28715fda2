//! What programs see of Postern: the HTTP API.
//!
//! A request goes one way: a listener takes it and says where it came from (`listen`), `api` finds the route, asks whether
//! this caller has its right, asks the engine or the store one question, and answers with a type of `wire`. No rule lives
//! here: what may be done is decided in the core and the engine, and refusals travel as problems with stable codes
//! (`error`).
//!
//! The router knows nothing of sockets and a `Caller` nothing of how it was recognised: over the control socket the kernel
//! says it.

mod accounts;
mod api;
mod caller;
pub mod csv;
mod error;
pub mod escape;
mod listen;
pub mod wire;

pub use api::{ApiLimits, App, api, document, router};
pub use listen::{
    BasePath, Control, ListenError, NoBasePath, NoPublicUrl, OpenError, Patience, Peer, Public,
    PublicUrl, Settings,
};
