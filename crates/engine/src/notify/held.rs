//! Held mail goes soon: its people are warned while there is still time, once for each time the site turned red or
//! something of it was stopped.

use std::time::Duration;

use postern_core::classify::Class;
use postern_core::notice::{Notice, Topic, tell_at};
use postern_core::time::Time;
use postern_store::{Error, Stop, Tell};

use super::letter::{Letter, Part};
use super::pen::Pen;
use super::state::{headline, since};
use super::{Notify, Sent};
use crate::sites::Entry;
use crate::words::Words;
use crate::words::said::Meaning;

/// What is told.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Held {
    /// When the first goes, and by when the last of those that are counted.
    pub(crate) first_at: Time,
    pub(crate) last_at: Time,
    pub(crate) count: u64,
    /// How long mail is held at most.
    pub(crate) max_age: Duration,
}

const TOPIC: Topic = Topic::Of(Notice::HeldMailGoes);

impl Notify {
    /// Warns, unless it was warned of this hold before. What cannot be told now is tried again by the next walk.
    pub(crate) async fn held_mail_goes_soon(
        &self,
        entry: &Entry,
        stops: &[Stop],
        held: Held,
        now: Time,
    ) -> Result<(), Error> {
        let told = self.told(entry.site.id, TOPIC).await?;
        // A hold is known by when the site, or something of it, was last stopped.
        let since = stops.iter().map(|stop| stop.by.at).chain([entry.site.since]).max();
        let (was, upto) = (told.map_or(0, |told| told.upto), since.map_or(0, |since| since.0));
        if was == upto || tell_at(told.and_then(|told| told.mailed_at), now) > now {
            return Ok(());
        }
        let tell = Tell { site: entry.site.id, topic: TOPIC, was, upto };
        let (count, first_at) = (held.count, held.first_at.secs());
        tracing::warn!(event = "held_mail_goes_soon", site = %entry.site.name, count, first_at);
        match self.owner_or_operator(entry) {
            Some(to) => {
                let letter = held_letter(self.pen(entry), held);
                // One that was refused is told at the next walk.
                let (Sent::Done | Sent::Again) = self.send(entry, &to, letter, tell, now).await?;
                Ok(())
            }
            None => {
                tracing::warn!(event = "notice_without_address", site = %entry.site.name, topic = TOPIC.word());
                self.0.store.tell(vec![tell]).await
            }
        }
    }
}

/// The warning.
pub(super) fn held_letter(pen: Pen<'_>, held: Held) -> Letter {
    let (words, state) = (pen.words, pen.entry.site.state);
    let (first, last) = (pen.moment(held.first_at), pen.moment(held.last_at));
    let counted = [("count", held.count.into()), ("site", pen.site().into())];
    let when =
        [("count", held.count.into()), ("moment", (&first).into()), ("last", (&last).into())];
    let (age, expired) = (words.span(held.max_age), Meaning::of(words, Class::ExpiredHeld.word()));
    let why = [("age", (&age).into()), ("class", (&expired.what).into())];
    let stands = match state.is_red() {
        true => words.say(headline(state)),
        false => words.say("held-goes-green"),
    };
    Letter {
        subject: words.tell("held-goes-subject", &counted),
        title: words.tell("held-goes-title", &counted[..1]),
        lead: vec![words.tell("held-goes-when", &when), words.tell("held-goes-why", &why), stands],
        facts: if state.is_red() { since(pen) } else { Vec::new() },
        steps: Some(Part { title: words.say("next-title"), all: steps(words, state.is_red()) }),
        button: pen.site_link(),
        ..Letter::default()
    }
}

fn steps(words: &Words, red: bool) -> Vec<String> {
    let first = if red { "held-goes-unblock" } else { "held-goes-unstop" };
    [first, "held-goes-release", "held-goes-delete"].map(|key| words.say(key)).into()
}
