//! `postern queue`.

use clap::builder::PossibleValue;
use clap::{Args, Subcommand, ValueEnum};
use postern_web::wire::{JobKind, QueueKind, Queued, Selection, Status};

use super::client::Client;
use super::confirm::confirm;
use super::failure::Failure;
use super::job;
use super::list::{Beginning, Extent};
use super::moment::Moment;
use super::out::Out;
use super::show::{Cell, Column, Paint, Table, Zone, bytes, plural, reply, safe};
use super::url::Url;
use super::zone_of;

/// Verbs of `postern queue`.
#[derive(Debug, Subcommand)]
pub enum Queue {
    /// List queued mail, oldest first
    List {
        /// The site
        #[arg(value_parser = super::name)]
        site: String,
        #[command(flatten)]
        which: Which,
        #[command(flatten)]
        extent: Extent,
    },
    /// Deliver held mail although its site is blocked
    ///
    /// Mail of a script or sender that is blocked by itself stays. A later block of the site takes the release back.
    Release {
        /// The site
        #[arg(value_parser = super::name)]
        site: String,
        #[command(flatten)]
        which: Which,
        /// Mean the whole queue
        #[arg(long)]
        all: bool,
        /// Do not wait for the end
        #[arg(long)]
        no_wait: bool,
    },
    /// Delete queued mail
    Delete {
        /// The site
        #[arg(value_parser = super::name)]
        site: String,
        #[command(flatten)]
        which: Which,
        /// Mean the whole queue
        #[arg(long)]
        all: bool,
        /// Do not ask
        #[arg(long)]
        yes: bool,
        /// Do not wait for the end
        #[arg(long)]
        no_wait: bool,
    },
    /// Try deferred mail at once
    Retry {
        /// The site
        #[arg(value_parser = super::name)]
        site: String,
        #[command(flatten)]
        which: Which,
        /// Do not wait for the end
        #[arg(long)]
        no_wait: bool,
    },
}

/// Which queued mails are meant; every option given must fit.
#[derive(Debug, Args)]
pub struct Which {
    /// Mail to this address, or to a @domain
    #[arg(long, value_name = "ADDRESS")]
    recipient: Option<String>,
    /// Mail with this envelope sender
    #[arg(long, value_name = "ADDRESS")]
    sender: Option<String>,
    /// Mail of this script
    #[arg(long)]
    script: Option<String>,
    /// Mail accepted before: 2h (ago), 2026-03-29, "2026-03-29 09:00"
    #[arg(long, value_name = "WHEN")]
    before: Option<Moment>,
    /// Only what is so now
    #[arg(long, value_enum)]
    kind: Option<Kind>,
    /// The mail with this id
    #[arg(long)]
    id: Option<i64>,
    /// Mail of the message with this id
    #[arg(long)]
    message: Option<i64>,
}

/// How a queued mail stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// Not tried so far
    Due,
    /// Tried, and will be again
    Deferred,
    /// Held by a stop, or by its blocked site
    Held,
}

impl From<Kind> for QueueKind {
    fn from(kind: Kind) -> QueueKind {
        match kind {
            Kind::Due => QueueKind::Due,
            Kind::Deferred => QueueKind::Deferred,
            Kind::Held => QueueKind::Held,
        }
    }
}

impl Which {
    fn is_all(&self) -> bool {
        let Which { recipient, sender, script, before, kind, id, message } = self;
        recipient.is_none()
            && sender.is_none()
            && script.is_none()
            && before.is_none()
            && kind.is_none()
            && id.is_none()
            && message.is_none()
    }

    async fn selection(self, site: &str, client: &mut Client) -> Result<Selection, Failure> {
        let accepted_before = match self.before {
            Some(before) => {
                let zone = zone_of(client, site).await?;
                Some(before.at(zone.now(), zone.zone()))
            }
            None => None,
        };
        Ok(Selection {
            recipient: self.recipient,
            sender: self.sender,
            script: self.script,
            accepted_before,
            ids: self.id.into_iter().collect(),
            messages: self.message.into_iter().collect(),
            kind: self.kind.map(QueueKind::from),
        })
    }

    /// Refuses a selection of everything that was not said in so many words.
    fn check(&self, all: bool) -> Result<(), Failure> {
        match (self.is_all(), all) {
            (true, false) => Err(Failure::usage("say which mails are meant, or --all")),
            (false, true) => Err(Failure::usage("--all and a selection cannot both be meant")),
            _ => Ok(()),
        }
    }
}

impl Queue {
    pub async fn run(self, client: &mut Client, out: &Out) -> Result<(), Failure> {
        match self {
            Queue::List { site, which, extent } => list(&site, which, extent, client, out).await,
            Queue::Release { site, which, all, no_wait } => {
                which.check(all)?;
                let selection = which.selection(&site, client).await?;
                job::run(&site, JobKind::Release, selection, !no_wait, client, out).await
            }
            Queue::Delete { site, which, all, yes, no_wait } => {
                which.check(all)?;
                if !yes {
                    let status: Status = client.get(&Url::of(["sites", &site, "status"])).await?;
                    let queued = plural(status.queue.total, "queued mail", "queued mails");
                    let what = if all {
                        format!("all {queued}")
                    } else {
                        format!("what fits of {queued}")
                    };
                    confirm(
                        &format!(
                            "This deletes {what} of site {} for ever.",
                            safe(&status.site.name)
                        ),
                        false,
                    )?;
                }
                let selection = which.selection(&site, client).await?;
                job::run(&site, JobKind::Delete, selection, !no_wait, client, out).await
            }
            Queue::Retry { site, which, no_wait } => {
                let selection = which.selection(&site, client).await?;
                job::run(&site, JobKind::Retry, selection, !no_wait, client, out).await
            }
        }
    }
}

async fn list(
    site: &str,
    which: Which,
    extent: Extent,
    client: &mut Client,
    out: &Out,
) -> Result<(), Failure> {
    let (id, message) = (which.id, which.message);
    let kind = which.kind.and_then(|kind| kind.to_possible_value());
    let selection = which.selection(site, client).await?;
    let url = Url::of(["sites", site, "queue"])
        .with("recipient", selection.recipient)
        .with("sender", selection.sender)
        .with("script", selection.script)
        .with("accepted_before", selection.accepted_before)
        .with("kind", kind.as_ref().map(PossibleValue::get_name))
        .with("id", id)
        .with("message", message);
    let zone = zone_of(client, site).await?;
    let oldest = Beginning { rows: Some(50), what: "oldest mails" };
    extent
        .answer(&url, oldest, client, out, |rows: &[Queued]| {
            if rows.is_empty() { "no queued mail\n".into() } else { out.table(&table(rows, &zone)) }
        })
        .await
}

fn table(rows: &[Queued], zone: &Zone) -> Table {
    let now = zone.now();
    let mut table = Table::new([
        Column::right("id"),
        Column::left("is"),
        Column::left(zone.title("accepted")),
        Column::left(zone.title("next")),
        Column::right("tries").drops(2),
        Column::right("size").drops(1),
        Column::words("to"),
        Column::words("script"),
        Column::words("subject").drops(3),
        Column::words("last reply").drops(4),
    ]);
    for row in rows {
        let paint = match row.kind.as_str() {
            "held" => Paint::Red,
            "deferred" => Paint::Yellow,
            _ => Paint::Plain,
        };
        let next = match (row.in_flight, row.kind.as_str()) {
            (true, _) => "now".into(),
            (false, "held") => "".into(),
            (false, _) if row.next_at <= now => "now".into(),
            (false, _) => zone.since(row.next_at),
        };
        table.row([
            row.id.to_string().into(),
            Cell::painted(&row.kind, paint),
            zone.since(row.accepted_at),
            next,
            row.attempts.to_string().into(),
            bytes(row.size_bytes).into(),
            row.recipient.as_str().into(),
            row.script.as_str().into(),
            row.subject.as_str().into(),
            reply("", row.last_code, &row.last_enhanced, &row.last_reply).into(),
        ]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queued(id: i64, kind: &str, attempts: u32, last: (u16, &str, &str)) -> Queued {
        let when = |text: &str| text.parse().expect("a time");
        Queued {
            id,
            message: id,
            kind: kind.into(),
            accepted_at: when("2026-03-29T06:00:00Z"),
            sender: Some("orders@shop.example.org".into()),
            recipient: format!("r{id}@example.net"),
            subject: "Your order\u{202e}".into(),
            script: "/srv/shop/order.php".into(),
            size_bytes: 2048,
            attempts,
            next_at: when("2026-03-29T07:05:00Z"),
            stopped: false,
            released: false,
            in_flight: false,
            last_host: "mx.example.net".into(),
            last_code: last.0,
            last_enhanced: last.1.into(),
            last_reply: last.2.into(),
        }
    }

    #[test]
    fn a_queue_is_a_table_that_says_what_each_mail_waits_for() {
        let rows = [
            queued(7, "held", 0, (0, "", "")),
            queued(8, "deferred", 2, (450, "4.7.1", "come again")),
            queued(9, "deferred", 1, (451, "", "")),
        ];
        let expected = "\
ID  IS        ACCEPTED                NEXT                     TRIES  SIZE  TO              SCRIPT               SUBJECT             LAST REPLY
 7  held      29 Mar 08:00 (1 h ago)                               0  2 kB  r7@example.net  /srv/shop/order.php  Your order\\u{202e}
 8  deferred  29 Mar 08:00 (1 h ago)  29 Mar 09:05 (in 5 min)      2  2 kB  r8@example.net  /srv/shop/order.php  Your order\\u{202e}  450 4.7.1 come again
 9  deferred  29 Mar 08:00 (1 h ago)  29 Mar 09:05 (in 5 min)      1  2 kB  r9@example.net  /srv/shop/order.php  Your order\\u{202e}  451
";
        let now = "2026-03-29T07:00:00Z".parse().expect("a time");
        let table = table(&rows, &Zone::named("Europe/Rome", now));
        assert_eq!(table.text(None, false), expected);
        let narrow = "\
ID  IS        ACCEPTED  NEXT      TO              SCRIPT          LAST REPLY
 7  held      1 h ago             r7@example.net  /srv/shop/ord…
 8  deferred  1 h ago   in 5 min  r8@example.net  /srv/shop/ord…  450 4.7.1 com…
 9  deferred  1 h ago   in 5 min  r9@example.net  /srv/shop/ord…  451
";
        assert_eq!(table.text(Some(80), false), narrow);
    }
}
