//! One drop file, opened with care and read whole.
//!
//! Everyone on the machine may put anything there: a symbolic link, a pipe, a second name of another's file, a file
//! under a write lease that blocks its reader. So it is opened without following links and without waiting, looked at
//! through the descriptor, and counted while it is read.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use postern_sendmail::frame::{Decoder, Event, FrameError, Task};
use postern_store::Method;
use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;

use super::super::request::{self, Caller};
use crate::accept::{Accept, Refusal, Submission, Why};

/// How much of a message is kept that is too large anyway, in bytes: enough to tell what it was.
const BEGINNING: usize = 4096;

/// What a drop file is.
#[derive(Debug)]
pub(super) enum Found {
    /// A mail of a known site.
    Mail(Box<Mail>),
    /// It was taken in meanwhile.
    Gone,
    /// It cannot be read now.
    Later,
    /// No mail, or nobody's; why.
    Foreign(String),
}

#[derive(Debug)]
pub(super) struct Mail {
    pub(super) submission: Submission,
    /// Why it is refused, if reading it showed that.
    pub(super) refusal: Option<Refusal>,
}

pub(super) fn read(folder: &Path, name: &OsStr, accept: &Accept) -> Found {
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let file = match rustix::fs::open(folder.join(name), flags, Mode::empty()) {
        Ok(file) => File::from(file),
        Err(Errno::NOENT) => return Found::Gone,
        Err(Errno::AGAIN | Errno::MFILE | Errno::NFILE | Errno::NOMEM | Errno::INTR) => {
            return Found::Later;
        }
        Err(error) => return Found::Foreign(format!("cannot be opened: {error}")),
    };
    match file.metadata() {
        Ok(metadata) if !metadata.is_file() => Found::Foreign("is no file".into()),
        Ok(metadata) if metadata.nlink() != 1 => {
            Found::Foreign(format!("has {} names: whose it is cannot be told", metadata.nlink()))
        }
        Ok(metadata) => match mail(file, metadata.uid(), accept) {
            Ok(mail) => Found::Mail(Box::new(mail)),
            Err(Unread::Io(error)) => {
                tracing::warn!(event = "drop_unread", name = %name.display(), %error);
                Found::Later
            }
            Err(Unread::Foreign(why)) => Found::Foreign(why),
        },
        Err(_) => Found::Later,
    }
}

enum Unread {
    Io(io::Error),
    Foreign(String),
}

impl From<FrameError> for Unread {
    fn from(error: FrameError) -> Unread {
        Unread::Foreign(error.to_string())
    }
}

fn mail(mut file: File, uid: u32, accept: &Accept) -> Result<Mail, Unread> {
    let mut decoder = Decoder::default();
    let mut open = None;
    let mut piece = vec![0; 64 * 1024];
    loop {
        let read = file.read(&mut piece).map_err(Unread::Io)?;
        let mut input = &piece[..read];
        while let Some(event) = decoder.next(&mut input)? {
            match (event, &mut open) {
                (Event::Request(request), _) => open = Some(Open::of(*request, uid, accept)?),
                (Event::Body(bytes), Some(open)) => open.push(bytes),
                (Event::Body(_), None) | (Event::End, _) => {}
            }
        }
        if read == 0 || decoder.has_ended() {
            let mut behind = [0; 1];
            let more = if read == 0 { 0 } else { file.read(&mut behind).map_err(Unread::Io)? };
            decoder.finish(if input.is_empty() { &behind[..more] } else { input })?;
            let open = open.ok_or(FrameError::Cut)?;
            return Ok(open.end());
        }
    }
}

/// A mail while it is read.
struct Open {
    submission: Submission,
    /// Why it is refused already.
    refusal: Option<Refusal>,
    limit: u64,
    bytes: u64,
    kept: Vec<u8>,
}

impl Open {
    fn of(
        request: postern_sendmail::frame::Request,
        uid: u32,
        accept: &Accept,
    ) -> Result<Open, Unread> {
        let Task::Submit(submit) = request.task else {
            return Err(Unread::Foreign("holds a request that is no mail".into()));
        };
        let site = request.site.as_deref().map(String::from_utf8_lossy);
        let foreign = |refusal: Refusal| Unread::Foreign(refusal.to_string());
        let identified = accept.identify_uid(uid, site.as_deref()).map_err(foreign)?;
        // The file's group is that of the directory, and its writer has ended long ago.
        let caller = Caller { uid, gid: None, pid: None };
        let origin = request::origin(Method::Drop, caller, &request.origin);
        let (envelope_id, refusal) = match request::envelope_id(&submit) {
            Ok(envelope_id) => (envelope_id, None),
            Err(refusal) => (None, Some(refusal)),
        };
        let submission = request::submission(identified, origin, submit, envelope_id);
        let limit = accept.size_limit(identified.site).map_err(foreign)?;
        Ok(Open { submission, refusal, limit, bytes: 0, kept: Vec::new() })
    }

    fn push(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        if self.bytes <= self.limit {
            self.kept.extend_from_slice(bytes);
        } else {
            self.kept.extend_from_slice(
                &bytes[..bytes.len().min(BEGINNING.saturating_sub(self.kept.len()))],
            );
            self.kept.truncate(BEGINNING);
            self.kept.shrink_to_fit();
        }
    }

    fn end(mut self) -> Mail {
        self.submission.message = self.kept.into();
        let (bytes, limit) = (self.bytes, self.limit);
        let too_large = bytes > limit;
        let too_large = too_large.then(|| Why::TooLarge { bytes, whole: true, limit }.into());
        Mail { submission: self.submission, refusal: self.refusal.or(too_large) }
    }
}
