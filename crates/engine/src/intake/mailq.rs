//! What `mailq` prints: the queue of the caller's site, in the form monitoring has parsed for decades.
//!
//! One block for each message (number, size, time, sender, then why each recipient waits), and a last line that is
//! either `Mail queue is empty` or `-- 12 Kbytes in 3 Requests.`. An ordinary caller sees its own site, root all.

use std::fmt::Write;
use std::sync::Arc;

use jiff::Timestamp;
use postern_core::ids::{DeliveryId, MessageId};
use postern_store::view::{Page, Question, Queued, Reply};
use postern_store::{Error, Selection, Store};

use crate::act::unexpected;
use crate::sites::Entry;

/// Deliveries that are asked for at a time.
const PAGE: usize = 500;

/// The text, made piece by piece: a queue may be long.
#[derive(Debug)]
pub(crate) struct List {
    sites: std::vec::IntoIter<Arc<Entry>>,
    entry: Option<Arc<Entry>>,
    after: DeliveryId,
    message: Option<MessageId>,
    bytes: u64,
    messages: u64,
    text: String,
    ended: bool,
}

impl List {
    /// The queues of these sites, in their order.
    pub(crate) fn of(sites: Vec<Arc<Entry>>) -> List {
        List {
            sites: sites.into_iter(),
            entry: None,
            after: DeliveryId(0),
            message: None,
            bytes: 0,
            messages: 0,
            text: String::new(),
            ended: false,
        }
    }

    /// The next piece, which may be empty; `None` after the last.
    pub(crate) async fn next(&mut self, store: &dyn Store) -> Result<Option<String>, Error> {
        if self.ended {
            return Ok(None);
        }
        if self.entry.is_none() {
            (self.entry, self.after) = (self.sites.next(), DeliveryId(0));
        }
        match self.entry.clone() {
            Some(entry) => {
                let page = page(store, &entry, self.after).await?;
                page.rows.iter().for_each(|queued| self.add(&entry, queued));
                match page.next {
                    Some(next) => self.after = next,
                    None => self.entry = None,
                }
            }
            None => self.end(),
        }
        Ok(Some(std::mem::take(&mut self.text)))
    }

    fn add(&mut self, entry: &Entry, queued: &Queued) {
        if self.messages == 0 {
            self.text
                .push_str("-Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------\n");
        }
        if self.message != Some(queued.message) {
            self.message = Some(queued.message);
            self.messages += 1;
            self.bytes += queued.size;
            self.begin(entry, queued);
        }
        // Writing to a String cannot fail.
        let _ = writeln!(self.text, "{:>41}({})", "", why(entry, queued));
        let _ = writeln!(self.text, "{:>41}{}", "", shown(&queued.recipient));
    }

    fn begin(&mut self, entry: &Entry, queued: &Queued) {
        if self.messages > 1 {
            self.text.push('\n');
        }
        let mark = if queued.in_flight { '*' } else { ' ' };
        let at = Timestamp::from_millisecond(queued.accepted_at.0)
            .unwrap_or_default()
            .to_zoned_datetime(entry.zone.clone());
        let sender = queued.sender.as_deref().map_or("MAILER-DAEMON".into(), shown);
        let _ = writeln!(
            self.text,
            "{:<10}{mark} {:>8} {} {sender}",
            queued.message,
            queued.size,
            at.strftime("%a %b %e %H:%M:%S")
        );
    }

    fn end(&mut self) {
        self.ended = true;
        if self.messages == 0 {
            self.text.push_str("Mail queue is empty\n");
            return;
        }
        let requests = if self.messages == 1 { "Request" } else { "Requests" };
        let _ = writeln!(
            self.text,
            "\n-- {} Kbytes in {} {requests}.",
            self.bytes.div_ceil(1024),
            self.messages
        );
    }
}

async fn page(
    store: &dyn Store,
    entry: &Entry,
    after: DeliveryId,
) -> Result<Page<Queued, DeliveryId>, Error> {
    let question = Question::Queue {
        site: entry.site.id,
        selection: Selection::default(),
        after,
        limit: PAGE,
    };
    match store.view(question).await? {
        Reply::Queue(page) => Ok(page),
        other => Err(unexpected(&other)),
    }
}

/// Why a delivery waits.
fn why(entry: &Entry, queued: &Queued) -> String {
    if entry.site.state.is_red() && !queued.released {
        return format!("held: the site is blocked: {}", shown(&entry.site.reason));
    }
    if queued.parked {
        return "held: its script or sender is blocked".into();
    }
    match (queued.attempts, queued.last.text.is_empty()) {
        (0, _) => "not tried yet".into(),
        (_, true) => "waits for its next attempt".into(),
        (_, false) => shown(&queued.last.text),
    }
}

/// Words of strangers on a terminal: one line, without control or direction characters, and not endless.
fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars().take(300) {
        let turns = matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
        match c {
            '\n' => shown.push(' '),
            '\r' => {}
            _ if c.is_control() || turns => shown.extend(c.escape_default()),
            _ => shown.push(c),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_strangers_cannot_drive_a_terminal() {
        assert_eq!(shown("a\u{1b}[2Jb\u{202e}c\r\nd"), "a\\u{1b}[2Jb\\u{202e}c d");
        assert_eq!(shown(&"x".repeat(1000)).len(), 300);
    }
}
