//! SMTP (RFC 5321) without sockets: sessions that are fed with what arrives and answer with what is to be done.

pub mod client;
mod command;
pub mod dots;
pub mod server;
