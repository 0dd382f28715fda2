//! Work on a selection of a site's queue: begun by a person, done by `sweep` in the order of the ids.

use postern_core::ids::{DeliveryId, JobId, ScriptId, SiteId};
use postern_core::time::Time;
use rusqlite::{Connection, OptionalExtension, params};

use super::claims::Seized;
use super::fault::Fault;
use super::ledger::{Ledger, Verdict, state};
use super::row::{Delivery, End, Stands};
use super::sweep::left;
use super::walk::{Piece, Queue};
use crate::{
    Error, JobKey, JobKind, NewJob, QueueKind, Selection, Started, Sweep, Swept, UNFINISHED_JOBS,
};

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

/// What a key began at this site before.
pub(super) fn job_of_key(
    db: &Connection,
    site: SiteId,
    key: JobKey,
) -> rusqlite::Result<Option<Started>> {
    let found: Option<(i64, [u8; 16])> = db
        .prepare_cached("SELECT message, digest FROM accept_key WHERE key = ?1 AND site = ?2")?
        .query_row(params![key.key.0, site.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(found.map(|(id, digest)| match digest == key.digest {
        true => Started::Repeated(JobId(id)),
        false => Started::KeyReused(JobId(id)),
    }))
}

impl Ledger {
    pub(super) fn start_job(&mut self, new: &NewJob) -> Verdict<Started> {
        if let Some(key) = new.key
            && let Some(earlier) = job_of_key(&self.db, new.site, key)?
        {
            return Ok(earlier);
        }
        self.expect_epoch(new.site, new.epoch)?;
        let open = self.unfinished_jobs(new.site)?;
        if open >= UNFINISHED_JOBS {
            return Err(Error::TooManyJobs { open, most: UNFINISHED_JOBS }.into());
        }
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
        if let Some(JobKey { key, digest }) = new.key {
            // Ids are of one sequence: a job's stands where a message's would.
            self.db
                .prepare_cached("INSERT INTO accept_key VALUES (?1, ?2, ?3, ?4, ?5)")?
                .execute(params![id.0, new.site.0, key.0, digest, new.by.at.0])?;
        }
        Ok(Started::Begun(id))
    }

    fn unfinished_jobs(&self, site: SiteId) -> Result<u64, Fault> {
        // Index job_unfinished: what has ended of a site may be much.
        let mut statement = self.db.prepare_cached(
            "SELECT count(*) FROM job INDEXED BY job_unfinished WHERE ended_at IS NULL AND site = ?1",
        )?;
        Ok(statement.query_row([site.0], |row| row.get(0))?)
    }

    pub(super) fn sweep_jobs(&mut self, sweep: &Sweep, swept: &mut Swept) -> Result<(), Fault> {
        for id in open_jobs(&self.db, left(sweep, swept).saturating_add(1))? {
            if left(sweep, swept) == 0 {
                swept.more = true;
                break;
            }
            let job = open_job(&self.db, id)?;
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
            swept.rows += 1;
            return Ok(());
        };
        let (left, before) = (left(sweep, swept), DeliveryId(job.id.0));
        let queue = Queue { site: job.site, generation, queued };
        let piece = match named(&job.selection) {
            // Deliveries named one by one are looked up, not looked for.
            Some(named) => Piece::of_named(named, job.after, before, left),
            None => queue.piece(&self.db, job.after, before, left)?,
        };
        swept.rows += piece.cost(left);
        let wanted = Wanted::of(&self.db, job.site, &job.selection)?;
        let (mut seen, mut done) = (0, 0);
        for id in &piece.ids {
            seen += 1;
            let Some(row) = self.queued(*id)?.filter(|row| row.site == job.site) else { continue };
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
                if ending || matches!(row.stands, Stands::Parked | Stands::Notice) {
                    return Ok(false);
                }
                let stands = Stands::Released(job.epoch);
                self.set_state(row.id, stands)?;
                let (book, deferred) = (self.count(row.site)?, u64::from(row.attempts > 0));
                book.leave(row.stands, deferred);
                book.enter(stands, deferred);
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

/// The first of the jobs that have not ended.
fn open_jobs(db: &Connection, most: usize) -> Result<Vec<JobId>, Fault> {
    let mut statement =
        db.prepare_cached("SELECT id FROM job WHERE ended_at IS NULL ORDER BY id LIMIT ?1")?;
    let rows = statement.query_map([most], |row| row.get(0).map(JobId))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn open_job(db: &Connection, id: JobId) -> Result<Open, Fault> {
    let mut statement =
        db.prepare_cached("SELECT site, epoch, kind, selection, after FROM job WHERE id = ?1")?;
    let open = statement.query_row([id.0], |row| {
        Ok(Open {
            id,
            site: SiteId(row.get(0)?),
            epoch: row.get(1)?,
            kind: kind(&row.get::<_, String>(2)?),
            selection: selection(&row.get::<_, String>(3)?),
            after: DeliveryId(row.get(4)?),
        })
    })?;
    Ok(open)
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

/// The deliveries a selection names, in order; `None` if it names none.
pub(super) fn named(selection: &Selection) -> Option<Vec<DeliveryId>> {
    if selection.deliveries.is_empty() {
        return None;
    }
    let mut named: Vec<DeliveryId> = selection.deliveries.iter().copied().map(DeliveryId).collect();
    named.sort_unstable();
    named.dedup();
    Some(named)
}

/// A selection made ready to be compared with rows.
#[derive(Debug)]
pub(super) struct Wanted<'a> {
    selection: &'a Selection,
    script: WantedScript,
    site: WantedSite,
}

/// What of the site says how its mail stands; only of a selection that asks for it.
#[derive(Debug, Default)]
struct WantedSite {
    is_red: bool,
    epoch: u64,
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
        let found = match selection.kind {
            None => None,
            Some(_) => db
                .prepare_cached("SELECT state, epoch FROM site WHERE id = ?1")?
                .query_row([site.0], |row| {
                    let is_red = state(&row.get::<_, String>(0)?).is_red();
                    Ok(WantedSite { is_red, epoch: row.get(1)? })
                })
                .optional()?,
        };
        Ok(Wanted { selection, script, site: found.unwrap_or_default() })
    }

    /// Whether a queued delivery belongs to the selection.
    pub(super) fn fits(&self, row: &Delivery) -> bool {
        let Selection { recipient, sender, accepted_before, messages, deliveries, kind, script: _ } =
            self.selection;
        let stands = || {
            let (parked, released) =
                (row.stands == Stands::Parked, row.stands.passes(self.site.epoch));
            QueueKind::of(parked, released, row.attempts, self.site.is_red)
        };
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
            && kind.is_none_or(|wanted| wanted == stands())
            && sender_fits()
            && recipient_fits()
    }
}

#[cfg(test)]
mod tests {
    use super::super::SqliteStore;
    use super::*;
    use crate::Store;
    use crate::contract::stage::{NOON, by, keep_all, mail, new_site, of_deliveries};

    const UNFINISHED: &str = "SELECT count(*) FROM job WHERE ended_at IS NULL";

    async fn begin(store: &SqliteStore, site: SiteId, selection: Selection) {
        let kind = JobKind::Retry;
        let by = by(NOON);
        store.start_job(NewJob { site, epoch: 1, kind, selection, by, key: None }).await.unwrap();
    }

    #[tokio::test]
    async fn a_sweep_does_no_more_jobs_than_rows_also_where_they_find_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::for_test(folder.path(), 1 << 20, None);
        for nth in 0..5 {
            let site = store.add_site(new_site(&format!("s{nth}.example"))).await.unwrap();
            for _ in 0..4 {
                begin(&store, site, Selection::default()).await;
            }
        }
        let swept = store.sweep(Sweep { rows: 6, ..keep_all(NOON) }).await.unwrap();
        assert_eq!((swept.rows, swept.more), (6, true));
        assert_eq!(store.number(UNFINISHED), 14);
    }

    #[tokio::test]
    async fn what_a_piece_of_a_queue_reads_beside_its_rows_counts_too() {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::for_test(folder.path(), 1 << 20, None);
        let site = store.add_site(new_site("a.example")).await.unwrap();
        for _ in 0..200 {
            store.accept(mail(site, &["anna@example.net"])).await.unwrap();
        }
        begin(&store, site, Selection::default()).await;
        store.sweep(Sweep { rows: 199, ..keep_all(NOON) }).await.unwrap();
        begin(&store, site, Selection::default()).await;
        // The last row of the first job costs what its look at two hundred entries costs.
        let swept = store.sweep(Sweep { rows: 12, ..keep_all(NOON) }).await.unwrap();
        assert_eq!((swept.rows, swept.more), (12, true));
        assert_eq!(store.number(UNFINISHED), 1);
        assert_eq!(store.number("SELECT max(seen) FROM job WHERE ended_at IS NULL"), 0);
    }

    #[tokio::test]
    async fn a_job_that_names_deliveries_looks_at_no_others() {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::for_test(folder.path(), 1 << 20, None);
        let site = store.add_site(new_site("a.example")).await.unwrap();
        for _ in 0..20 {
            store.accept(mail(site, &["anna@example.net"])).await.unwrap();
        }
        let last = DeliveryId(store.number("SELECT max(id) FROM delivery"));
        begin(&store, site, of_deliveries(&[last])).await;
        let swept = store.sweep(Sweep { rows: 2, ..keep_all(NOON) }).await.unwrap();
        assert_eq!(swept.rows, 1);
        assert_eq!(store.number(UNFINISHED), 0);
    }
}
