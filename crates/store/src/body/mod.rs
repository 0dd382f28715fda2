//! The bytes of messages: append-only segment files beside the database.
//!
//! A body is written once, read when it is attempted, and its space is given back when the last delivery of its message
//! has ended. Records of many messages share a segment (64 MB by default), so that a group of accepted messages costs
//! one sync of one file. `record` is how a record looks, `disk` the few things asked of a file system, `segments` the
//! files with their ends, `memory` a disk for tests that can fail, fill up and lose what was not synced.
//!
//! Which record belongs to which message, and which are dead, only the database knows.

pub mod disk;
pub mod memory;
pub(crate) mod record;
pub(crate) mod segments;
