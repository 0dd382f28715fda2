//! What a receiver reads: `{"type", "timestamp", "data"}`, in the words of the API.

use postern_core::time::Time;
use postern_store::hook::{Event, Facts};
use postern_store::view::Failure;
use serde_json::{Value, json};

/// The body of an event; `site` is the site's name. `to_owner`: the hook is one site's, and its owner is not told the names
/// of those who run the hosting.
pub(super) fn body(event: &Event, site: Option<&str>, to_owner: bool) -> Vec<u8> {
    let who = |by: &str| match by.split_once(':') {
        Some((kind @ ("operator" | "token"), _)) if to_owner => kind.to_owned(),
        _ => by.to_owned(),
    };
    let data = match &event.facts {
        Facts::StateChanged { action, what, from, to, locked, by, reason } => json!({
            "site": site, "id": action, "action": what, "from": from, "to": to, "locked": locked,
            "by": who(by), "reason": reason,
        }),
        Facts::MailFailed { .. } => failed(event.failure.as_deref(), site),
        Facts::HeldExpiring { first_at, mails } => json!({
            "site": site, "mails": mails, "first_at": instant(Time(*first_at)),
        }),
        Facts::ReportSent { day, sent, failed } => json!({
            "site": site, "day": day, "sent": sent, "failed": failed,
        }),
        Facts::Test { by } => json!({ "site": site, "by": who(by) }),
    };
    let whole = json!({
        "type": event.facts.kind().word(),
        "timestamp": instant(event.at),
        "data": data,
    });
    whole.to_string().into_bytes()
}

/// A failure as the API's lists have it; of one that is not kept any more only the site is known.
fn failed(failure: Option<&Failure>, site: Option<&str>) -> Value {
    let Some(failure) = failure else { return json!({ "site": site }) };
    json!({
        "site": site,
        "id": failure.delivery.0,
        "message": failure.message.0,
        "at": instant(failure.at),
        "recipient": failure.recipient,
        "sender": failure.sender,
        "subject": failure.subject,
        "script": failure.script,
        "class": failure.class.word(),
        "host": failure.remote.host,
        "code": failure.remote.code,
        "enhanced": failure.remote.enhanced,
        "reply": failure.remote.text,
    })
}

/// RFC 3339, in UTC with milliseconds.
fn instant(at: Time) -> String {
    jiff::Timestamp::from_millisecond(at.0).map_or_else(|_| String::new(), |at| format!("{at:.3}"))
}

#[cfg(test)]
mod tests {
    use postern_core::ids::{EventId, HookId, SiteId};

    use super::*;

    #[test]
    fn an_event_says_what_happened_where_and_when() {
        let of = |facts| Event {
            id: EventId(7),
            hook: HookId(1),
            site: Some(SiteId(2)),
            at: Time::from_secs(1_781_524_800),
            since: Time(0),
            attempts: 0,
            facts,
            failure: None,
        };
        let state = Facts::StateChanged {
            action: 9,
            what: "block".into(),
            from: "ok".into(),
            to: "ko".into(),
            locked: false,
            by: "owner:anna".into(),
            reason: "a \"form\"".into(),
        };
        let text = |event| String::from_utf8(body(&event, Some("shop.example.org"), true)).unwrap();
        assert_eq!(
            text(of(state)),
            r#"{"data":{"action":"block","by":"owner:anna","from":"ok","id":9,"locked":false,"reason":"a \"form\"","site":"shop.example.org","to":"ko"},"timestamp":"2026-06-15T12:00:00.000Z","type":"site.state_changed"}"#
        );
        let by = Facts::Test { by: "operator:root".into() };
        let told = |to_owner| String::from_utf8(body(&of(by.clone()), None, to_owner)).unwrap();
        assert!(told(false).contains(r#""by":"operator:root""#), "{}", told(false));
        assert!(told(true).contains(r#""by":"operator""#), "{}", told(true));
        let held = Facts::HeldExpiring { first_at: 1_781_524_801_000, mails: 3 };
        assert_eq!(
            text(of(held)),
            r#"{"data":{"first_at":"2026-06-15T12:00:01.000Z","mails":3,"site":"shop.example.org"},"timestamp":"2026-06-15T12:00:00.000Z","type":"mail.held_expiring"}"#
        );
        let forgotten = text(of(Facts::MailFailed { failure: 3 }));
        assert!(forgotten.contains(r#""data":{"site":"shop.example.org"}"#), "{forgotten}");
    }
}
