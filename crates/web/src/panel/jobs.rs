//! Work on many waiting mails, while it goes on and shortly after.

use std::time::Duration;

use postern_core::time::Time;
use postern_engine::sites::Entry;
use postern_engine::words::Words;
use postern_store::view::{Question, Reply};
use postern_store::{Job, JobKind, UNFINISHED_JOBS};

use crate::api::{App, unexpected};
use crate::error::Result;

/// A job on a part of the queue, while it is under way.
#[derive(Debug)]
pub(crate) struct JobView {
    pub(crate) text: String,
    pub(crate) seen: u64,
    /// What there is to look at; never 0, so that progress has an end.
    pub(crate) total: u64,
}

/// So long is told what a job came to.
const LATELY: Duration = Duration::from_secs(600);

/// The newest jobs of a site, among which those are that are under way.
pub(crate) async fn latest(app: &App, entry: &Entry) -> Result<Vec<Job>> {
    let (site, limit) = (entry.site.id, 2 * UNFINISHED_JOBS as usize);
    match app.ask(Question::Jobs { site, before: None, limit }).await? {
        Reply::Jobs(page) => Ok(page.rows),
        other => Err(unexpected(&other)),
    }
}

impl JobView {
    /// A job in words, until it has ended.
    pub(crate) fn under_way(words: &Words, job: &Job) -> Option<JobView> {
        let key = match (job.ended_at, job.kind) {
            (Some(_), _) => return None,
            (None, JobKind::Release) => "job-release",
            (None, JobKind::Delete) => "job-delete",
            (None, JobKind::Retry) => "job-retry",
        };
        let facts =
            [("done", job.done.into()), ("seen", job.seen.into()), ("total", job.total.into())];
        let text = words.tell(key, &facts);
        Some(JobView { text, seen: job.seen, total: job.total.max(1) })
    }
}

/// What a job came to, if it ended a short time ago.
pub(crate) fn came_to(words: &Words, job: &Job, now: Time) -> Option<String> {
    let ended_at = job.ended_at.filter(|at| now.since(*at) < LATELY)?;
    let key = match job.kind {
        _ if job.taken_back => "job-taken-back",
        JobKind::Release => "job-released",
        JobKind::Delete => "job-deleted",
        JobKind::Retry => "job-retried",
    };
    let ago = words.from_now(ended_at, now);
    Some(words.tell(key, &[("count", job.done.into()), ("ago", (&ago).into())]))
}

#[cfg(test)]
mod tests {
    use postern_core::ids::{JobId, SiteId};
    use postern_engine::words::{Catalogues, Language};

    use super::*;

    #[test]
    fn a_job_is_told_until_it_has_ended() {
        let catalogues = Catalogues::read();
        let words = catalogues.of(Language::English);
        let by = postern_store::By { who: "owner:anna".into(), at: Time(0) };
        let job = |kind, total, ended_at| Job {
            id: JobId(1),
            site: SiteId(1),
            kind,
            by: by.clone(),
            seen: 1500,
            done: 12,
            total,
            ended_at,
            taken_back: false,
        };
        let told = |job| JobView::under_way(words, &job).map(|view| (view.text, view.total));
        let deleting = "Emails are being deleted: 12 so far, 1,500 of 90,000 looked at.";
        assert_eq!(told(job(JobKind::Delete, 90_000, None)), Some((deleting.into(), 90_000)));
        assert_eq!(told(job(JobKind::Release, 0, None)).map(|(_, total)| total), Some(1));
        assert_eq!(told(job(JobKind::Retry, 90_000, Some(Time(0)))), None);
        let ended = |at| came_to(words, &job(JobKind::Release, 12, Some(Time(at))), Time(601_000));
        assert_eq!(ended(541_000).as_deref(), Some("12 emails were let through (60 seconds ago)."));
        assert_eq!(ended(0), None);
    }
}
