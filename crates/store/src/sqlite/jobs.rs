//! Work on a selection of a site's queue: begun by a person, done by `sweep` in the order of the ids.

use postern_core::ids::{DeliveryId, JobId, ScriptId, SiteId};
use postern_core::time::Time;
use rusqlite::{Connection, OptionalExtension, params};

use super::claims::Seized;
use super::fault::Fault;
use super::ledger::{Ledger, Verdict};
use super::row::{Delivery, End, Stands};
use super::walk::Queue;
use crate::{JobKind, NewJob, Selection, Sweep, Swept};

/// A job that has not ended.
#[derive(Debug)]
struct Open {
    id: JobId,
    site: SiteId,
    epoch: u64,
    kind: JobKind,
    selection: Selection,
    after: DeliveryId,
}

impl Ledger {
    pub(super) fn start_job(&mut self, new: &NewJob) -> Verdict<JobId> {
        self.expect_epoch(new.site, new.epoch)?;
        let id = JobId(self.next_id());
        self.log(new.site, &new.by, word(new.kind), "")?;
        let total = self.standing(new.site)?.counters.queued;
        let selection = serde_json::to_string(&new.selection)
            .map_err(|error| Fault::Statement(error.to_string()))?;
        // Ids rise, so what is queued now is what has a lower id than the job.
        self.db
            .prepare_cached(
                "INSERT INTO job VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, 0, 0, ?8, NULL, 0)",
            )?
            .execute(params![
                id.0,
                new.site.0,
                new.epoch,
                word(new.kind),
                selection,
                new.by.who,
                new.by.at.0,
                total
            ])?;
        Ok(id)
    }

    pub(super) fn sweep_jobs(&mut self, sweep: &Sweep, swept: &mut Swept) -> Result<(), Fault> {
        for job in open_jobs(&self.db)? {
            self.sweep_job(&job, sweep, swept)?;
        }
        Ok(())
    }

    fn sweep_job(&mut self, job: &Open, sweep: &Sweep, swept: &mut Swept) -> Result<(), Fault> {
        let book = self.book(job.site)?;
        let epoch = book.as_ref().map(|book| book.epoch);
        let queue = book.map(|book| (book.generation, book.counters.queued));
        let Some((generation, queued)) =
            queue.filter(|_| job.kind != JobKind::Release || epoch == Some(job.epoch))
        else {
            self.db
                .prepare_cached("UPDATE job SET taken_back = 1, ended_at = ?2 WHERE id = ?1")?
                .execute(params![job.id.0, sweep.now.0])?;
            return Ok(());
        };
        let left = sweep.rows.saturating_sub(swept.rows as usize);
        let queue = Queue { site: job.site, generation, queued };
        let piece = queue.piece(&self.db, job.after, DeliveryId(job.id.0), left)?;
        swept.rows += piece.looked as u64;
        let wanted = Wanted::of(&self.db, job.site, &job.selection)?;
        let (mut seen, mut done) = (0, 0);
        for id in &piece.ids {
            seen += 1;
            let Some(row) = self.queued(*id)? else { continue };
            if wanted.fits(&row) && self.do_job(job, &row, sweep.now)? {
                done += 1;
                if job.kind != JobKind::Delete {
                    swept.woken.push(job.site);
                }
            }
        }
        swept.more |= piece.next.is_some();
        let ended_at = if piece.next.is_none() { Some(sweep.now.0) } else { None };
        self.db
            .prepare_cached(
                "UPDATE job SET after = ?2, seen = seen + ?3, done = done + ?4, ended_at = ?5 WHERE id = ?1",
            )?
            .execute(params![
                job.id.0,
                piece.next.unwrap_or(job.after).0,
                seen,
                done,
                ended_at
            ])?;
        Ok(())
    }

    /// Whether the job changed anything of this delivery.
    fn do_job(&mut self, job: &Open, row: &Delivery, now: Time) -> Result<bool, Fault> {
        let ending = matches!(row.stands, Stands::Ending(_));
        match job.kind {
            JobKind::Release => {
                if ending || row.stands == Stands::Parked {
                    return Ok(false);
                }
                let stands = Stands::Released(job.epoch);
                self.set_state(row.id, stands)?;
                let book = self.count(row.site)?;
                book.leave(row.stands, 0);
                book.enter(stands, 0);
                Ok(true)
            }
            JobKind::Delete if ending => Ok(false),
            JobKind::Delete => {
                match self.claims.seize(row.site, row.id) {
                    Seized::InHand => self.mark(row, End::Deleted, now)?,
                    Seized::Free => self.finish(row, End::Deleted, now, None)?,
                }
                Ok(true)
            }
            JobKind::Retry => {
                let waits = row.next_at > now && !self.claims.is_in_hand(row.id);
                if waits {
                    self.db
                        .prepare_cached("UPDATE delivery SET next_at = ?2 WHERE id = ?1")?
                        .execute(params![row.id.0, now.0])?;
                }
                Ok(waits)
            }
        }
    }
}

fn open_jobs(db: &Connection) -> Result<Vec<Open>, Fault> {
    let mut statement = db.prepare_cached(
        "SELECT id, site, epoch, kind, selection, after FROM job WHERE ended_at IS NULL ORDER BY id",
    )?;
    let rows = statement.query_map([], |row| {
        Ok(Open {
            id: JobId(row.get(0)?),
            site: SiteId(row.get(1)?),
            epoch: row.get(2)?,
            kind: kind(&row.get::<_, String>(3)?),
            selection: selection(&row.get::<_, String>(4)?),
            after: DeliveryId(row.get(5)?),
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn word(kind: JobKind) -> &'static str {
    match kind {
        JobKind::Release => "release",
        JobKind::Delete => "delete",
        JobKind::Retry => "retry",
    }
}

/// A kind by its word; this program writes no others, and of an unknown one the harmless is done.
pub(super) fn kind(word: &str) -> JobKind {
    match word {
        "release" => JobKind::Release,
        "delete" => JobKind::Delete,
        _ => JobKind::Retry,
    }
}

/// A selection as it was stored; what cannot be read selects nothing.
fn selection(json: &str) -> Selection {
    serde_json::from_str(json)
        .unwrap_or_else(|_| Selection { deliveries: vec![0], ..Selection::default() })
}

/// A selection made ready to be compared with rows.
#[derive(Debug)]
pub(super) struct Wanted<'a> {
    selection: &'a Selection,
    script: WantedScript,
}

#[derive(Debug, PartialEq, Eq)]
enum WantedScript {
    Any,
    One(ScriptId),
    /// The site has no script of that name.
    None,
}

impl<'a> Wanted<'a> {
    pub(super) fn of(
        db: &Connection,
        site: SiteId,
        selection: &'a Selection,
    ) -> rusqlite::Result<Wanted<'a>> {
        let script = match &selection.script {
            None => WantedScript::Any,
            Some(name) => db
                .prepare_cached("SELECT id FROM script WHERE site = ?1 AND name = ?2")?
                .query_row(params![site.0, name], |row| row.get(0).map(ScriptId))
                .optional()?
                .map_or(WantedScript::None, WantedScript::One),
        };
        Ok(Wanted { selection, script })
    }

    /// Whether a queued delivery belongs to the selection.
    pub(super) fn fits(&self, row: &Delivery) -> bool {
        let Selection { recipient, sender, accepted_before, messages, deliveries, script: _ } =
            self.selection;
        let recipient_fits =
            || match recipient.as_deref().map(|wanted| (wanted.strip_prefix('@'), wanted)) {
                None => true,
                Some((Some(domain), _)) => domain.eq_ignore_ascii_case(&row.domain()),
                Some((None, address)) => address.eq_ignore_ascii_case(&row.recipient),
            };
        let sender_fits = || {
            let from = row.sender.as_deref().unwrap_or("");
            sender.as_ref().is_none_or(|sender| sender.eq_ignore_ascii_case(from))
        };
        let script_fits = match self.script {
            WantedScript::Any => true,
            WantedScript::One(script) => script == row.script,
            WantedScript::None => false,
        };
        script_fits
            && accepted_before.is_none_or(|before| row.accepted_at < Time(before))
            && (messages.is_empty() || messages.contains(&row.message.0))
            && (deliveries.is_empty() || deliveries.contains(&row.id.0))
            && sender_fits()
            && recipient_fits()
    }
}
