//! The tables, and how they came to be: numbered migrations, forward only.
//!
//! `PRAGMA user_version` is the number of migrations a file has seen. A file that has seen more than this program knows
//! is refused. Page size and `auto_vacuum` are set before the first table, because later they cannot be.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::fault::Fault;
use crate::Error;

/// Each migration, in order; one that was released never changes.
const MIGRATIONS: [&str; 7] = [
    include_str!("schema/1.sql"),
    include_str!("schema/2.sql"),
    include_str!("schema/3.sql"),
    include_str!("schema/4.sql"),
    include_str!("schema/5.sql"),
    include_str!("schema/6.sql"),
    include_str!("schema/7.sql"),
];

/// Pages the writer keeps in memory, in KiB.
const WRITER_CACHE_KIB: i64 = 64 << 10;

/// The same for each reader: what they read is in the system's cache.
const READER_CACHE_KIB: i64 = 2 << 10;

/// How long a statement waits for another connection's lock; only at start and end are there two that write.
const BUSY: Duration = Duration::from_secs(5);

/// Statements kept prepared; more than there are.
const STATEMENTS: usize = 256;

/// Opens the database for writing, makes or migrates it.
///
/// `durable` is off only where a lost machine is not the question (the simulation): then a commit is not synced.
pub(super) fn open_writer(path: &Path, durable: bool) -> Result<Connection, Error> {
    let mut db = Connection::open(path).map_err(unopened)?;
    // Before anything is written: a file of a newer program stays as it is.
    expect_known(&db)?;
    set_up(&db, durable).map_err(unopened)?;
    migrate(&mut db).map_err(Fault::from)?;
    Ok(db)
}

/// Whether there is no database yet, or an empty one.
pub(super) fn is_new(path: &Path) -> Result<bool, Error> {
    if !path.exists() {
        return Ok(true);
    }
    let db = Connection::open(path).map_err(unopened)?;
    Ok(version(&db).map_err(unopened)? == 0)
}

/// How many migrations a file has seen.
fn version(db: &Connection) -> rusqlite::Result<usize> {
    db.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// What cannot be opened was not written by us just now: that it is damaged says nothing of the disk.
fn unopened(error: rusqlite::Error) -> Error {
    Error::Database(error.to_string())
}

/// Opens the database for reading only.
pub(super) fn open_reader(path: &Path) -> Result<Connection, Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags)?;
    db.busy_timeout(BUSY)?;
    keep_statements(&db)?;
    db.pragma_update(None, "cache_size", -READER_CACHE_KIB)?;
    Ok(db)
}

/// Opens the database to move the log into it, beside the writer.
pub(super) fn open_checkpointer(path: &Path) -> Result<Connection, Fault> {
    let db = Connection::open(path)?;
    db.busy_timeout(BUSY)?;
    db.pragma_update(None, "cache_size", -READER_CACHE_KIB)?;
    db.pragma_update(None, "synchronous", "FULL")?;
    db.pragma_update(None, "wal_autocheckpoint", 0)?;
    Ok(db)
}

fn expect_known(db: &Connection) -> Result<(), Error> {
    let found = version(db).map_err(unopened)? as i64;
    let known = MIGRATIONS.len() as i64;
    if found > known { Err(Error::Newer { found, known }) } else { Ok(()) }
}

fn set_up(db: &Connection, durable: bool) -> rusqlite::Result<()> {
    db.busy_timeout(BUSY)?;
    keep_statements(db)?;
    db.pragma_update(None, "page_size", 4096)?;
    db.pragma_update(None, "auto_vacuum", "INCREMENTAL")?;
    db.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    db.pragma_update(None, "synchronous", if durable { "FULL" } else { "OFF" })?;
    // The checkpointer does it, and where there is none (in line) SQLite itself.
    db.pragma_update(None, "wal_autocheckpoint", 1000)?;
    db.pragma_update(None, "cache_size", -WRITER_CACHE_KIB)?;
    db.pragma_update(None, "foreign_keys", false)?;
    db.pragma_update(None, "temp_store", "MEMORY")
}

/// Keeps statements prepared. SQLite would prepare many of them again for each value bound to them, in case another plan is
/// better for it (the plans are tested, and do not depend on values): half the time of a settle.
fn keep_statements(db: &Connection) -> rusqlite::Result<()> {
    db.set_prepared_statement_cache_capacity(STATEMENTS);
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map(drop)
}

fn migrate(db: &mut Connection) -> rusqlite::Result<()> {
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let seen = version(&tx)?;
    for migration in MIGRATIONS.iter().skip(seen) {
        tx.execute_batch(migration)?;
    }
    if seen < MIGRATIONS.len() {
        tx.pragma_update(None, "user_version", MIGRATIONS.len() as i64)?;
    }
    tx.commit()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_file_has_the_newest_version_and_opening_it_again_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("postern.db");
        for _ in 0..2 {
            let db = open_writer(&path, true).unwrap();
            let told = |name: &str| -> i64 {
                db.query_row(&format!("PRAGMA {name}"), [], |row| row.get(0)).unwrap()
            };
            assert_eq!(told("user_version"), MIGRATIONS.len() as i64);
            assert_eq!(told("page_size"), 4096);
            assert_eq!(told("auto_vacuum"), 2);
            assert_eq!(told("synchronous"), 2);
        }
    }

    #[test]
    fn a_file_of_the_first_version_is_brought_up_to_date_with_what_it_counts() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("postern.db");
        let db = Connection::open(&path).unwrap();
        db.execute_batch(MIGRATIONS[0]).unwrap();
        db.execute_batch(
            "INSERT INTO site VALUES (7, 'a.example', 0, 'UTC', 'en', '', 1, 1, 1, 1, '[]', '[]', '', 'blocked', 0, 3, 2, 0,
                 '', '', 0, 0, NULL);
             INSERT INTO counter (site, queued, released) VALUES (7, 4, 2), (8, 1, 0);
             INSERT INTO delivery VALUES (1, 1, 7, 2, 19, 0, 0, 5, 'a@example.net', NULL, NULL, 0, 0, 0),
                 (2, 1, 7, 2, 19, 0, 0, 0, 'b@example.net', NULL, NULL, 0, 0, 0),
                 (3, 1, 7, 2, 18, 0, 0, 5, 'c@example.net', NULL, NULL, 0, 0, 0),
                 (4, 1, 7, 1, 19, 0, 0, 5, 'd@example.net', NULL, NULL, 0, 0, 0);
             PRAGMA user_version = 1;",
        )
        .unwrap();
        drop(db);
        let db = open_writer(&path, true).unwrap();
        let sql = "SELECT group_concat(released_deferred) FROM counter";
        let counted: String = db.query_row(sql, [], |row| row.get(0)).unwrap();
        assert_eq!(counted, "1,0");
        let notices: u32 = db.query_row("SELECT notices FROM site", [], |row| row.get(0)).unwrap();
        assert_eq!(notices, postern_core::notice::Notices::default().bits());
    }

    #[test]
    fn a_file_of_a_newer_program_is_refused_and_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("postern.db");
        let db = open_writer(&path, true).unwrap();
        db.pragma_update(None, "user_version", 99).unwrap();
        drop(db);
        let refused = open_writer(&path, true);
        let known_here = MIGRATIONS.len() as i64;
        assert!(matches!(refused, Err(Error::Newer { found: 99, known }) if known == known_here));
    }

    #[test]
    fn what_is_no_database_is_told_as_such_and_not_as_a_failed_write() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("postern.db");
        std::fs::write(&path, [b'x'; 8192]).unwrap();
        for refused in [open_writer(&path, true).map(drop), is_new(&path).map(drop)] {
            assert!(matches!(&refused, Err(Error::Database(_))), "{refused:?}");
        }
    }
}
