//! The public listener, by real sockets: what it answers, what it refuses, and what strangers can do to hold it.

mod bounds;
mod harness;
mod meant_for;
mod shapes;
mod stop;
mod tls;
