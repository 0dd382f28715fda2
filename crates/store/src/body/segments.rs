//! The segment files: where the next record goes, writing, reading, giving back.
//!
//! One segment is written at a time; when it is full the next one is begun. What a group of accepted messages wrote
//! becomes durable with one sync of that file (two, where a segment ended in it). A place is handed out before it is
//! written, and only the writer does either; reading goes on beside it.

use std::collections::{BTreeSet, HashMap};
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use postern_core::ids::MessageId;

use super::disk::{Disk, DiskFile, Space};
use super::record::{self, HEADER};
use crate::{BodyRef, Error};

/// Files kept open for reading.
const OPEN_FILES: usize = 64;

/// Records are gathered to writes of about this many bytes; a larger record is written by itself.
const GATHERED: usize = 256 << 10;

/// Why records were not written.
#[derive(Debug)]
pub(crate) enum Unwritten {
    /// A file could not be made or opened: nothing was written, and later it may do.
    File(io::Error),
    /// A write or a sync failed.
    Disk(io::Error),
}

/// Where a record begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) segment: i64,
    pub(crate) offset: u64,
}

/// A record to be written.
#[derive(Debug)]
pub(crate) struct Record<'a> {
    pub(crate) message: MessageId,
    pub(crate) crc: u32,
    pub(crate) body: &'a [u8],
    pub(crate) place: Place,
}

/// The reading side, shared by all threads.
#[derive(Debug)]
pub(crate) struct Segments {
    disk: Arc<dyn Disk>,
    open: Mutex<HashMap<i64, Arc<dyn DiskFile>>>,
}

impl Segments {
    pub(crate) fn new(disk: Arc<dyn Disk>) -> Segments {
        Segments { disk, open: Mutex::default() }
    }

    /// A body with its checksum verified.
    pub(crate) fn read(&self, body: BodyRef) -> Result<Bytes, Error> {
        Ok(self.read_record(body)?.slice(HEADER as usize..))
    }

    /// Writes a right record once more, at its place. What was read may be in the system's memory alone, and after a
    /// failed sync the system takes it for written: only what is written anew goes to the disk with the next sync.
    pub(crate) fn rewrite(&self, body: BodyRef) -> Result<(), Error> {
        let record = self.read_record(body)?;
        self.file(body.segment).and_then(|file| file.write_at(&record, body.offset)).map_err(
            |source| Error::Io { doing: format!("writing segment {}", body.segment), source },
        )
    }

    /// Brings whole segments to stable storage, names included.
    pub(crate) fn sync(&self, segments: &BTreeSet<i64>) -> io::Result<()> {
        segments.iter().try_for_each(|segment| self.file(*segment)?.sync())?;
        if segments.is_empty() { Ok(()) } else { self.disk.sync_names() }
    }

    /// Where a segment's file ends; `None` if there is no such file.
    pub(crate) fn end_of(&self, segment: i64) -> io::Result<Option<Place>> {
        match self.file(segment).and_then(|file| file.length()) {
            Ok(offset) => Ok(Some(Place { segment, offset })),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// How many files there are.
    pub(crate) fn count(&self) -> io::Result<usize> {
        Ok(self.numbers()?.len())
    }

    /// The highest number of a file that is there; 0 when there is none.
    pub(crate) fn highest(&self) -> io::Result<i64> {
        Ok(self.numbers()?.into_iter().max().unwrap_or(0))
    }

    fn read_record(&self, body: BodyRef) -> Result<Bytes, Error> {
        let damaged = || Error::Damaged { message: body.message.0 };
        let length = usize::try_from(body.length + HEADER).map_err(|_| damaged())?;
        let mut bytes = vec![0; length];
        match self.file(body.segment).and_then(|file| file.read_at(&mut bytes, body.offset)) {
            Ok(()) if record::is_right(&bytes, body.message) => Ok(Bytes::from(bytes)),
            Ok(()) => Err(damaged()),
            Err(error) => Err(unreadable(body, error)),
        }
    }

    /// Checks a body as `read` does, a part at a time.
    pub(crate) fn verify(&self, body: BodyRef) -> Result<(), Error> {
        let damaged = || Error::Damaged { message: body.message.0 };
        let file = self.file(body.segment).map_err(|error| unreadable(body, error))?;
        let mut header = [0; HEADER as usize];
        file.read_at(&mut header, body.offset).map_err(|error| unreadable(body, error))?;
        let mut crc = record::Checksum::default();
        let mut from = 0;
        while from < body.length {
            let part = self.read_part(body, from, GATHERED)?;
            crc.add(&part);
            from += part.len() as u64;
        }
        let right = record::header(body.message, body.length, crc.end());
        if header == right { Ok(()) } else { Err(damaged()) }
    }

    /// A part of a body that was verified.
    pub(crate) fn read_part(&self, body: BodyRef, from: u64, most: usize) -> Result<Bytes, Error> {
        let left = body.length.saturating_sub(from);
        let mut part = vec![0; usize::try_from(left).unwrap_or(usize::MAX).min(most)];
        self.file(body.segment)
            .and_then(|file| file.read_at(&mut part, body.offset + HEADER + from))
            .map_err(|error| unreadable(body, error))?;
        Ok(part.into())
    }

    /// Gives a segment back.
    pub(crate) fn remove(&self, segment: i64) -> io::Result<()> {
        self.open().remove(&segment);
        match self.disk.remove(&name(segment)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other,
        }
    }

    /// Gives ranges of a segment back.
    pub(crate) fn punch(&self, segment: i64, holes: &[(u64, u64)]) -> io::Result<()> {
        let file = self.file(segment)?;
        holes.iter().try_for_each(|(offset, length)| file.punch(*offset, *length))
    }

    pub(crate) fn space(&self) -> io::Result<Space> {
        self.disk.space()
    }

    /// Removes the files that no segment of `known` has: they were begun and never came into a transaction, or went
    /// out of the last one.
    pub(crate) fn keep_only(&self, known: &[i64]) -> io::Result<()> {
        for segment in self.numbers()? {
            if !known.contains(&segment) {
                self.remove(segment)?;
            }
        }
        Ok(())
    }

    /// The numbers of the files that are there.
    fn numbers(&self) -> io::Result<Vec<i64>> {
        Ok(self.disk.names()?.iter().filter_map(|file| number(file)).collect())
    }

    fn file(&self, segment: i64) -> io::Result<Arc<dyn DiskFile>> {
        if let Some(file) = self.open().get(&segment) {
            return Ok(Arc::clone(file));
        }
        let file = self.disk.open(&name(segment))?;
        self.keep_open(segment, &file);
        Ok(file)
    }

    fn keep_open(&self, segment: i64, file: &Arc<dyn DiskFile>) {
        let mut open = self.open();
        if open.len() >= OPEN_FILES {
            open.clear();
        }
        open.insert(segment, Arc::clone(file));
    }

    fn open(&self) -> MutexGuard<'_, HashMap<i64, Arc<dyn DiskFile>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The writing side: the segment at the end, and what of it waits for a sync.
#[derive(Debug)]
pub(crate) struct Tail {
    segments: Arc<Segments>,
    segment_bytes: u64,
    /// Where the next record goes. Segment 0 stands for none yet.
    end: Place,
    file: Option<Arc<dyn DiskFile>>,
    gathered: Vec<u8>,
}

impl Tail {
    /// Goes on at `end`.
    pub(crate) fn new(segments: Arc<Segments>, segment_bytes: u64, end: Place) -> Tail {
        Tail { segments, segment_bytes, end, file: None, gathered: Vec::new() }
    }

    /// Where the next record goes.
    pub(crate) fn end(&self) -> Place {
        self.end
    }

    /// Takes the places given out since back: nothing there was kept.
    pub(crate) fn rewind(&mut self, end: Place) {
        self.gathered.clear();
        if self.end.segment != end.segment {
            self.file = None;
        }
        self.end = end;
    }

    /// Whether what is in the segment at the end is worth a new file: an eighth of a full one.
    pub(crate) fn is_worth_leaving(&self) -> bool {
        self.end.offset >= self.segment_bytes / 8
    }

    /// Goes on in a new segment.
    pub(crate) fn leave(&mut self) {
        self.end = Place { segment: self.end.segment + 1, offset: 0 };
    }

    /// A place for a record with a body of this length.
    pub(crate) fn place(&mut self, length: u64) -> Place {
        if self.end.segment == 0 || self.end.offset >= self.segment_bytes {
            self.leave();
        }
        let place = self.end;
        self.end.offset += HEADER + length;
        place
    }

    /// Writes records to their places, in order, and gives the files that have to be synced before they are safe.
    pub(crate) fn write(
        &mut self,
        records: &[Record<'_>],
    ) -> Result<Vec<Arc<dyn DiskFile>>, Unwritten> {
        let mut written: Vec<Arc<dyn DiskFile>> = Vec::new();
        let mut at: Option<Place> = None;
        for record in records {
            if at.is_none_or(|at| at.segment != record.place.segment) {
                self.put_gathered(at)?;
                at = Some(record.place);
                written.push(self.open(record.place)?);
            }
            let header = record::header(record.message, record.body.len() as u64, record.crc);
            if record.body.len() >= GATHERED {
                self.put_gathered(at)?;
                let file = self.written_file()?;
                file.write_at(&header, record.place.offset).map_err(Unwritten::Disk)?;
                file.write_at(record.body, record.place.offset + HEADER)
                    .map_err(Unwritten::Disk)?;
                let offset = record.place.offset + HEADER + record.body.len() as u64;
                at = Some(Place { offset, ..record.place });
                continue;
            }
            self.gathered.extend_from_slice(&header);
            self.gathered.extend_from_slice(record.body);
            if self.gathered.len() >= GATHERED {
                let length = self.gathered.len() as u64;
                self.put_gathered(at)?;
                at = at.map(|at| Place { offset: at.offset + length, ..at });
            }
        }
        self.put_gathered(at)?;
        Ok(written)
    }

    /// The file a place is in; a new segment's file is made, durably.
    fn open(&mut self, place: Place) -> Result<Arc<dyn DiskFile>, Unwritten> {
        let file = match &self.file {
            Some(file) if place.offset > 0 => Arc::clone(file),
            _ if place.offset > 0 => self.segments.file(place.segment).map_err(Unwritten::File)?,
            _ => {
                let made = self.segments.disk.create(&name(place.segment));
                let file = made.map_err(Unwritten::File)?;
                self.segments.disk.sync_names().map_err(Unwritten::Disk)?;
                self.segments.keep_open(place.segment, &file);
                file
            }
        };
        self.file = Some(Arc::clone(&file));
        Ok(file)
    }

    fn put_gathered(&mut self, at: Option<Place>) -> Result<(), Unwritten> {
        let Some(at) = at.filter(|_| !self.gathered.is_empty()) else { return Ok(()) };
        let result = self.written_file()?.write_at(&self.gathered, at.offset);
        self.gathered.clear();
        self.gathered.shrink_to(2 * GATHERED);
        result.map_err(Unwritten::Disk)
    }

    fn written_file(&self) -> Result<&Arc<dyn DiskFile>, Unwritten> {
        self.file.as_ref().ok_or_else(|| Unwritten::File(io::Error::other("no segment is open")))
    }
}

impl Unwritten {
    pub(crate) fn into_inner(self) -> io::Error {
        match self {
            Unwritten::File(error) | Unwritten::Disk(error) => error,
        }
    }
}

/// What it means that a body cannot be read: what is not there is damage, the rest is the system's trouble.
fn unreadable(body: BodyRef, error: io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::UnexpectedEof | io::ErrorKind::NotFound => {
            Error::Damaged { message: body.message.0 }
        }
        _ => Error::Io { doing: format!("reading segment {}", body.segment), source: error },
    }
}

fn name(segment: i64) -> String {
    format!("{segment:010}.seg")
}

fn number(name: &str) -> Option<i64> {
    name.strip_suffix(".seg")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::super::memory::{Faults, MemoryDisk};
    use super::*;

    fn write(tail: &mut Tail, bodies: &[(i64, Vec<u8>)]) -> io::Result<Vec<BodyRef>> {
        let records: Vec<Record<'_>> = bodies
            .iter()
            .map(|(message, body)| Record {
                message: MessageId(*message),
                crc: record::checksum(body),
                body,
                place: tail.place(body.len() as u64),
            })
            .collect();
        for file in tail.write(&records).map_err(Unwritten::into_inner)? {
            file.sync()?;
        }
        let refs = records.iter().map(|record| BodyRef {
            message: record.message,
            segment: record.place.segment,
            offset: record.place.offset,
            length: record.body.len() as u64,
        });
        Ok(refs.collect())
    }

    fn bodies(sizes: &[usize]) -> Vec<(i64, Vec<u8>)> {
        let body = |(at, size): (usize, &usize)| {
            (at as i64 + 1, (0..*size).map(|octet| (octet * 7 + at) as u8).collect())
        };
        sizes.iter().enumerate().map(body).collect()
    }

    fn in_parts(segments: &Segments, body: BodyRef, most: usize) -> Vec<u8> {
        let mut whole = Vec::new();
        loop {
            let part = segments.read_part(body, whole.len() as u64, most).unwrap();
            if part.is_empty() {
                return whole;
            }
            whole.extend_from_slice(&part);
        }
    }

    fn check(sizes: &[usize], segment_bytes: u64) -> i64 {
        let disk = MemoryDisk::default();
        let segments = Arc::new(Segments::new(Arc::new(disk.clone())));
        let mut tail = Tail::new(Arc::clone(&segments), segment_bytes, Place::default());
        let bodies = bodies(sizes);
        let refs = write(&mut tail, &bodies).unwrap();
        disk.lose_unsynced();
        for (body, place) in bodies.iter().zip(&refs) {
            assert_eq!(segments.read(*place).unwrap(), body.1, "message {}", body.0);
            segments.verify(*place).unwrap();
            assert_eq!(in_parts(&segments, *place, 1000), body.1, "message {}", body.0);
        }
        refs.last().map_or(0, |last| last.segment)
    }

    #[test]
    fn what_is_written_and_synced_is_read_back_small_large_and_across_segments() {
        assert_eq!(check(&[10, 0, 3000], 1 << 20), 1);
        assert_eq!(check(&[10, 300_000, 10, 400_000, 400_000, 7], 10 << 20), 1);
        assert_eq!(check(&[100_000; 9], 1 << 20), 1);
        assert_eq!(check(&[1000; 10], 2500), 4);
        assert_eq!(check(&[300_000, 10, 300_000, 10], 1000), 3);
    }

    #[test]
    fn a_tail_goes_on_where_the_last_one_ended() {
        let disk = MemoryDisk::default();
        let segments = Arc::new(Segments::new(Arc::new(disk.clone())));
        let mut tail = Tail::new(Arc::clone(&segments), 1 << 20, Place::default());
        let first = write(&mut tail, &bodies(&[100])).unwrap();
        let end = segments.end_of(1).unwrap().unwrap();
        let mut tail = Tail::new(Arc::clone(&segments), 1 << 20, end);
        let second = write(&mut tail, &bodies(&[50])).unwrap();
        assert_eq!(second[0].offset, first[0].offset + HEADER + 100);
        assert!(segments.read(first[0]).is_ok() && segments.read(second[0]).is_ok());
    }

    #[test]
    fn a_damaged_punched_or_missing_body_is_told_as_such() {
        let disk = MemoryDisk::default();
        let segments = Arc::new(Segments::new(Arc::new(disk.clone())));
        let mut tail = Tail::new(Arc::clone(&segments), 1 << 20, Place::default());
        let refs = write(&mut tail, &bodies(&[100, 9000])).unwrap();
        assert!(disk.damage("0000000001.seg", 40));
        assert!(matches!(segments.read(refs[0]), Err(Error::Damaged { message: 1 })));
        assert!(matches!(segments.verify(refs[0]), Err(Error::Damaged { message: 1 })));
        assert!(segments.read(refs[1]).is_ok() && segments.verify(refs[1]).is_ok());
        segments.punch(1, &[(4096, 4096)]).unwrap();
        assert!(matches!(segments.read(refs[1]), Err(Error::Damaged { message: 2 })));
        assert!(matches!(segments.verify(refs[1]), Err(Error::Damaged { message: 2 })));
        segments.remove(1).unwrap();
        assert!(matches!(segments.read(refs[1]), Err(Error::Damaged { message: 2 })));
        assert!(matches!(segments.verify(refs[1]), Err(Error::Damaged { message: 2 })));
    }

    #[test]
    fn after_a_failed_write_the_place_is_used_again() {
        let disk = MemoryDisk::default();
        let segments = Arc::new(Segments::new(Arc::new(disk.clone())));
        let mut tail = Tail::new(Arc::clone(&segments), 1 << 20, Place::default());
        write(&mut tail, &bodies(&[100])).unwrap();
        let end = tail.end();
        disk.set_faults(Faults { full: true, ..Faults::default() });
        assert_eq!(
            write(&mut tail, &bodies(&[10])).unwrap_err().kind(),
            io::ErrorKind::StorageFull
        );
        tail.rewind(end);
        disk.set_faults(Faults::default());
        let refs = write(&mut tail, &bodies(&[10])).unwrap();
        assert_eq!(refs[0].offset, end.offset);
        assert!(segments.read(refs[0]).is_ok());
    }

    #[test]
    fn files_that_no_segment_has_go() {
        let disk = MemoryDisk::default();
        let segments = Arc::new(Segments::new(Arc::new(disk.clone())));
        let mut tail = Tail::new(Arc::clone(&segments), 100, Place::default());
        write(&mut tail, &bodies(&[200, 200, 200])).unwrap();
        disk.create("notes.txt").unwrap();
        segments.keep_only(&[2]).unwrap();
        assert_eq!(disk.names().unwrap(), ["0000000002.seg", "notes.txt"]);
        assert_eq!(segments.end_of(1).unwrap(), None, "nobody has it open any more");
    }

    #[test]
    fn what_a_failed_sync_left_in_memory_is_safe_once_it_is_written_anew() {
        let disk = MemoryDisk::default();
        let segments = Arc::new(Segments::new(Arc::new(disk.clone())));
        let mut tail = Tail::new(Arc::clone(&segments), 1 << 20, Place::default());
        write(&mut tail, &bodies(&[100])).unwrap();
        let end = tail.end();
        disk.set_faults(Faults { fail_syncs: true, ..Faults::default() });
        assert!(write(&mut tail, &bodies(&[50])).is_err());
        disk.set_faults(Faults::default());
        let body = BodyRef { message: MessageId(1), segment: 1, offset: end.offset, length: 50 };
        let written = segments.read(body).unwrap();
        segments.rewrite(body).unwrap();
        segments.sync(&BTreeSet::from([1])).unwrap();
        disk.lose_unsynced();
        assert_eq!(segments.read(body).unwrap(), written);
    }
}
