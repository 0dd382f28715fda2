//! Why a transaction could not be done, and what that means for the store.

use std::io;

use crate::Error;
use crate::body::segments::Unwritten;

/// A failed transaction: nothing of it was written.
#[derive(Clone, Debug)]
pub(super) enum Fault {
    /// The disk is full; the next transaction may do.
    Full(String),
    /// What is on the disk is unknown: nothing more may be written.
    Poison(String),
    /// A file could not be opened; only its transaction is touched.
    File(String),
    /// A statement failed; only its transaction is touched.
    Statement(String),
}

impl Fault {
    /// Bodies that were not written. What is on the disk is unknown only where it failed; a process that has as many files
    /// as it may have does better in a moment.
    pub(super) fn of_write(unwritten: Unwritten) -> Fault {
        let is_file = matches!(unwritten, Unwritten::File(_));
        let error = unwritten.into_inner();
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                Fault::Full(error.to_string())
            }
            _ if is_file => Fault::File(error.to_string()),
            _ => Fault::Poison(format!("writing bodies: {error}")),
        }
    }

    /// A failed sync, of whatever.
    pub(super) fn of_sync(error: &io::Error) -> Fault {
        Fault::Poison(format!("syncing bodies: {error}"))
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Fault {
        use rusqlite::ErrorCode::{DatabaseCorrupt, DiskFull, NotADatabase, SystemIoFailure};
        match error.sqlite_error_code() {
            Some(DiskFull) => Fault::Full(error.to_string()),
            Some(SystemIoFailure | DatabaseCorrupt | NotADatabase) => {
                Fault::Poison(error.to_string())
            }
            _ => Fault::Statement(error.to_string()),
        }
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Error {
        match fault {
            Fault::Full(words) => Error::Full(words),
            Fault::Poison(words) => Error::Poisoned(words),
            Fault::File(words) => Error::Io {
                doing: "opening a file of bodies".into(),
                source: io::Error::other(words),
            },
            Fault::Statement(words) => Error::Database(words),
        }
    }
}

/// Why a verb was not done: the store could not, or the verb cannot be done as things stand. The second is an answer
/// like any other, and comes before the verb has written anything.
#[derive(Debug)]
pub(super) enum Refused {
    Fault(Fault),
    Answer(Error),
}

impl From<rusqlite::Error> for Refused {
    fn from(error: rusqlite::Error) -> Refused {
        Refused::Fault(error.into())
    }
}

impl From<Fault> for Refused {
    fn from(fault: Fault) -> Refused {
        Refused::Fault(fault)
    }
}

impl From<Error> for Refused {
    fn from(error: Error) -> Refused {
        Refused::Answer(error)
    }
}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Error {
        match refused {
            Refused::Fault(fault) => fault.into(),
            Refused::Answer(error) => error,
        }
    }
}
