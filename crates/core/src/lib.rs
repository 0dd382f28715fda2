//! The rules of Postern.
//!
//! A rule is a pure function: facts, settings and a time go in, a decision comes out. Nothing here reads a clock, draws a
//! random number, opens a file or writes words for people; whatever a rule needs is an argument. That is why each of
//! them is tested by tables, and why the simulation can live five days in a few milliseconds.

pub mod access;
pub mod classify;
pub mod counter;
pub mod fair;
pub mod hands;
pub mod histogram;
pub mod hold;
pub mod hook;
pub mod hop;
pub mod identity;
pub mod ids;
pub mod lane;
pub mod leave;
pub mod limits;
pub mod notice;
pub mod ovh;
pub mod policy;
pub mod quota;
pub mod report;
pub mod retry;
pub mod site;
pub mod stop;
pub mod throttle;
pub mod time;
