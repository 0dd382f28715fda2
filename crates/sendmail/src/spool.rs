//! Where a mail stays until somebody has it: in memory while it is small, in a file when it grows.
//!
//! The file is begun in the drop directory as a `.part`, so that keeping it there later is a rename. If that is not possible
//! (no such directory, full disk) the mail stays in memory, up to the largest mail there can be: the daemon may well take it.

use std::io::{self, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};

use crate::accept_key::AcceptKey;
use crate::drop::Part;
use crate::frame::{encode_chunk, encode_end};

/// A mail that is still being read.
#[derive(Debug)]
pub(crate) struct Spool {
    frame: Frame,
    body_bytes: u64,
    /// Bytes to keep in memory before a file is begun.
    memory_bytes: usize,
}

/// A mail read to its end. Only this can be handed over.
#[derive(Debug)]
pub(crate) struct Mail {
    frame: Frame,
}

/// The bytes of a frame so far: those of the file, then those in memory.
#[derive(Debug)]
struct Frame {
    part: Option<Part>,
    memory: Vec<u8>,
    key: AcceptKey,
    drop: PathBuf,
}

impl Spool {
    /// A mail of which there is the `head` of its frame.
    pub(crate) fn new(head: Vec<u8>, key: AcceptKey, drop: &Path, memory_bytes: usize) -> Spool {
        let frame = Frame { part: None, memory: head, key, drop: drop.to_owned() };
        Spool { frame, body_bytes: 0, memory_bytes }
    }

    /// Adds `bytes` to the body.
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        encode_chunk(bytes, &mut self.frame.memory);
        self.body_bytes += bytes.len() as u64;
        if self.frame.memory.len() > self.memory_bytes && self.frame.spill().is_err() {
            self.memory_bytes = usize::MAX;
        }
    }

    /// The mail is whole.
    pub(crate) fn end(mut self) -> Mail {
        encode_end(self.body_bytes, &mut self.frame.memory);
        Mail { frame: self.frame }
    }
}

impl Mail {
    /// Writes the frame to the daemon.
    pub(crate) fn send(&mut self, daemon: &mut UnixStream) -> io::Result<()> {
        if let Some(part) = &mut self.frame.part {
            io::copy(&mut part.reader()?, daemon)?;
        }
        daemon.write_all(&self.frame.memory)
    }

    /// Makes it a durable file of the drop directory.
    pub(crate) fn keep(self) -> io::Result<()> {
        let mut frame = self.frame;
        frame.spill()?;
        frame.part.map_or(Ok(()), Part::commit)
    }
}

impl Frame {
    /// Moves what is in memory to the end of the file. On an error it is still in memory.
    fn spill(&mut self) -> io::Result<()> {
        let part = match &mut self.part {
            Some(part) => part,
            none => none.insert(Part::create(&self.drop, &self.key)?),
        };
        part.append(&self.memory)?;
        self.memory.clear();
        Ok(())
    }
}
