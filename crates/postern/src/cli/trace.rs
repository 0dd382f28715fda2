//! `postern trace`.

use std::fmt::Write;

use clap::Args;
use postern_web::wire::{Attempt, Origin, Status, Traced, TracedDelivery};

use super::client::Client;
use super::failure::Failure;
use super::held;
use super::list::{Beginning, Extent};
use super::out::Out;
use super::show::{Paint, Zone, bytes, relative, reply, safe};
use super::url::Url;

/// Options of `postern trace`.
#[derive(Debug, Args)]
pub struct Trace {
    /// The site
    #[arg(value_parser = super::name)]
    site: String,
    /// Only mail to this address
    #[arg(long, value_name = "ADDRESS")]
    recipient: Option<String>,
    /// Only mail with this envelope sender
    #[arg(long, value_name = "ADDRESS")]
    sender: Option<String>,
    /// Only mail with this in its subject
    #[arg(long, value_name = "PART")]
    subject: Option<String>,
    /// Only mail of this script
    #[arg(long)]
    script: Option<String>,
    /// Only the message with this id
    #[arg(long)]
    message: Option<i64>,
    /// Only the message with this Message-ID
    #[arg(long)]
    message_id: Option<String>,
    #[command(flatten)]
    extent: Extent,
}

impl Trace {
    pub async fn run(self, client: &mut Client, out: &Out) -> Result<(), Failure> {
        let url = Url::of(["sites", &self.site, "trace"])
            .with("recipient", self.recipient.as_deref())
            .with("sender", self.sender.as_deref())
            .with("subject", self.subject.as_deref())
            .with("script", self.script.as_deref())
            .with("message", self.message)
            .with("message_id", self.message_id.as_deref());
        let status: Status = client.get(&Url::of(["sites", &self.site, "status"])).await?;
        let newest = Beginning { rows: Some(10), what: "newest messages" };
        self.extent
            .answer(&url, newest, client, out, |stories: &[Traced]| {
                if stories.is_empty() {
                    return "no such mail\n".into();
                }
                let texts: Vec<_> =
                    stories.iter().map(|story| story_text(story, &status, out)).collect();
                texts.join("\n")
            })
            .await
    }
}

/// A message's story; how its site stands tells why mail is held.
pub fn story_text(story: &Traced, status: &Status, out: &Out) -> String {
    let zone = &Zone::named(&status.site.settings.zone, status.now);
    let subject =
        if story.subject.is_empty() { "(no subject)".into() } else { safe(&story.subject) };
    let mut text =
        format!("{}  {subject}\n", out.paint(Paint::Bold, &format!("message {}", story.message)));
    let sender = story.sender.as_deref().unwrap_or("nobody (a notice)");
    let _ =
        writeln!(text, "  accepted  {}, {}", zone.full(story.accepted_at), bytes(story.size_bytes));
    let _ = writeln!(text, "  from      {}", safe(sender));
    let _ = writeln!(text, "  origin    {}", safe(&origin_words(&story.origin, &story.script)));
    let _ = writeln!(text, "  id        {}", safe(&story.message_id));
    for delivery in &story.deliveries {
        let held = if delivery.state == "held" { held::why(story, status) } else { String::new() };
        text.push_str(&delivery_text(delivery, &held, zone, out));
    }
    text
}

fn origin_words(origin: &Origin, script: &str) -> String {
    let mut words = vec![origin.method.clone().unwrap_or_else(|| "unknown".into())];
    words.extend(origin.uid.map(|uid| format!("uid {uid}")));
    words.extend(origin.gid.map(|gid| format!("gid {gid}")));
    words.extend(origin.login.as_ref().map(|login| format!("login {login}")));
    words.extend(origin.address.as_ref().map(|address| format!("address {address}")));
    if !script.is_empty() {
        words.push(format!("script {script} (as stated by the caller)"));
    }
    if origin.stated {
        words.push("site as stated by the caller".into());
    }
    words.join(", ")
}

fn delivery_text(delivery: &TracedDelivery, held: &str, zone: &Zone, out: &Out) -> String {
    let state = out.paint(outcome_paint(&delivery.state), &delivery.state);
    let next = match delivery.next_at {
        _ if !held.is_empty() => format!(": {}", safe(held)),
        Some(at) if at > zone.now() => format!(", next {}", zone.full(at)),
        _ => String::new(),
    };
    let mut text = format!("  to        {}: {state}{next}\n", safe(&delivery.recipient));
    for attempt in &delivery.attempts {
        let outcome =
            out.paint(outcome_paint(&attempt.outcome), &format!("{:<8}", attempt.outcome));
        let _ = writeln!(
            text,
            "            {}  {outcome}  {}",
            attempt_at(attempt, zone, out),
            safe(&reply_words(attempt))
        );
    }
    text
}

/// A terminal that has no room for both shows when it was.
fn attempt_at(attempt: &Attempt, zone: &Zone, out: &Out) -> String {
    let at = zone.short(attempt.at);
    match out.width {
        Some(..100) => at,
        _ => format!("{:<32}", format!("{at} ({})", relative(zone.now(), attempt.at))),
    }
}

fn reply_words(attempt: &Attempt) -> String {
    let Attempt { host, code, enhanced, reply: text, .. } = attempt;
    let mut words = reply(host, *code, enhanced, text);
    if let Some(class) = &attempt.class {
        let _ = write!(words, " ({class})");
    }
    words
}

fn outcome_paint(outcome: &str) -> Paint {
    match outcome {
        "sent" => Paint::Green,
        "failed" => Paint::Red,
        "deferred" | "queued" | "held" => Paint::Yellow,
        _ => Paint::Dim,
    }
}

#[cfg(test)]
mod tests {
    use postern_web::wire::{Figures, QueueKinds, Site, Stop};

    use super::super::status::tests::site;
    use super::*;

    #[test]
    fn a_story_has_its_origin_and_each_attempt_with_the_remotes_words() {
        let when = |text: &str| text.parse().expect("a time");
        let attempt = |at, outcome: &str, code, enhanced: &str, reply: &str| Attempt {
            at: when(at),
            outcome: outcome.into(),
            class: None,
            host: "mx.example.net".into(),
            code,
            enhanced: enhanced.into(),
            reply: reply.into(),
        };
        let story = Traced {
            message: 7,
            accepted_at: when("2026-03-29T06:00:00Z"),
            sender: None,
            subject: "two\nlines".into(),
            message_id: "<7@shop.example.org>".into(),
            script: "/srv/shop/order.php".into(),
            size_bytes: 1536,
            origin: Origin {
                method: Some("sendmail".into()),
                uid: Some(1001),
                gid: Some(1002),
                ..Origin::default()
            },
            deliveries: vec![TracedDelivery {
                id: 8,
                recipient: "anna@example.net".into(),
                state: "sent".into(),
                next_at: None,
                attempts: vec![
                    attempt("2026-03-29T06:00:01Z", "deferred", 450, "4.7.1", "come again"),
                    attempt("2026-03-29T06:05:00Z", "sent", 250, "", "2.0.0 kept"),
                ],
            }],
        };
        let out = Out { json: false, color: false, width: None };
        let expected = "\
message 7  two\\nlines
  accepted  2026-03-29 08:00:00 CEST (1 h ago), 1.5 kB
  from      nobody (a notice)
  origin    sendmail, uid 1001, gid 1002, script /srv/shop/order.php (as stated by the caller)
  id        <7@shop.example.org>
  to        anna@example.net: sent
            2026-03-29 08:00:01 (59 min ago)  deferred  mx.example.net: 450 4.7.1 come again
            2026-03-29 08:05:00 (55 min ago)  sent      mx.example.net: 250 2.0.0 kept
";
        assert_eq!(story_text(&story, &status("ok"), &out), expected);

        let mut story = story;
        story.deliveries[0].state = "held".into();
        let text = story_text(&story, &status("ko"), &out);
        let held = "anna@example.net: held: the site is blocked by operator:anna (bots)\n";
        assert!(text.contains(held), "{text}");
        let text = story_text(&story, &status("ok"), &out);
        let held = "anna@example.net: held: its script is blocked by operator:bruno\n";
        assert!(text.contains(held), "{text}");
    }

    /// A site in a state that blocks one of its scripts.
    fn status(state: &str) -> Status {
        let when = |text: &str| text.parse().expect("a time");
        Status {
            now: when("2026-03-29T07:00:00Z"),
            site: Site { reason: "bots".into(), ..site(state, false) },
            today: "2026-03-29".into(),
            figures_today: Figures::default(),
            queue: QueueKinds::default(),
            expires_next_at: None,
            stops: vec![Stop {
                id: 1,
                script: Some("/srv/shop/order.php".into()),
                sender: None,
                at: when("2026-03-29T06:30:00Z"),
                by: "operator:bruno".into(),
                reason: String::new(),
            }],
        }
    }
}
