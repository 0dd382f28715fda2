//! Simulated lives of Postern.
//!
//! A seed draws sites, traffic, faults and actions; an engine with the real store lives through days of it in
//! milliseconds, on a clock that moves only when nothing else is to do, against remote servers on in-memory streams. It
//! is killed and restarted on the way. What happened is written down twice: by the outside (`diary`) and by the remote
//! servers (`net`). The invariants compare the two with what the store says; each has a file of its own.
//!
//! The same seed gives the same life.

pub mod clock;
pub mod diary;
pub mod dns;
pub mod invariant;
pub mod life;
pub mod net;
