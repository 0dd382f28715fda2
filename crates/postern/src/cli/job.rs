//! A job on a selection of the queue, begun and followed to its end.

use std::time::Duration;

use postern_web::wire::{Job, JobKind, JobWish, Selection};

use super::client::Client;
use super::failure::Failure;
use super::out::{Out, tell};
use super::show::{count, plural, safe};
use super::url::Url;

/// How often the job is looked at.
const LOOK: Duration = Duration::from_millis(100);

/// Looks between two words on the progress.
const SAY: u32 = 20;

/// Begins a job and, unless told not to, follows it to its end.
pub async fn run(
    site: &str,
    kind: JobKind,
    selection: Selection,
    wait: bool,
    client: &mut Client,
    out: &Out,
) -> Result<(), Failure> {
    let mut job: Job =
        client.post(&Url::of(["sites", site, "jobs"]), &JobWish { kind, selection }).await?;
    let mut looks = 0;
    while let (true, Some(id), None, false) = (wait, job.id, job.ended_at, job.taken_back) {
        tokio::time::sleep(LOOK).await;
        job = client.get(&Url::of(["sites", site, "jobs", &id.to_string()])).await?;
        looks += 1;
        if looks % SAY == 0 && !out.json {
            tell(&format!("{} of {} looked at", count(job.seen), count(job.total)));
        }
    }
    out.answer(&job, || sentence(&job))?;
    match job.taken_back {
        true => Err(Failure::refused("the job was taken back by a later action on the site")),
        false => Ok(()),
    }
}

fn sentence(job: &Job) -> String {
    let Some(id) = job.id else {
        let site = safe(&job.site);
        return format!(
            "nothing to release: site {site} is not blocked; mail of a blocked script or sender leaves at its unblock\n"
        );
    };
    if job.ended_at.is_none() && !job.taken_back {
        let queued = plural(job.total, "queued mail", "queued mails");
        return format!("job {id} has begun; it looks at {queued}\n");
    }
    let done = match job.kind {
        JobKind::Release => plural(job.done, "mail was released", "mails were released"),
        JobKind::Delete => plural(job.done, "mail was deleted", "mails were deleted"),
        JobKind::Retry => plural(job.done, "mail is tried again now", "mails are tried again now"),
    };
    format!("{done} of {} queued\n", count(job.total))
}
