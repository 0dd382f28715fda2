//! The form of a site: its fields, what they say, and what is wrong with that.

use std::str::FromStr;

use postern_core::limits::Limits;
use postern_engine::sites::SiteError;
use postern_engine::words::{Language, Words};
use postern_store::Error as StoreError;

use super::{Group, Wish};
use crate::api::App;
use crate::error::Result;
use crate::escape::safe;
use crate::panel::field::{self, Fault, Field};
use crate::panel::filter::Choice;
use crate::panel::operate::grant::listed;
use crate::wire::{LimitsWish, SettingsWish, SiteWish};

pub(super) fn groups(
    app: &App,
    words: &Words,
    wish: &Wish,
    name: Option<Field>,
    faults: Vec<Fault>,
) -> Vec<Group> {
    let say = |key: &str| words.say(key);
    let line = |name, key: &str, value: &String| Field::line(name, words.say(key), value);
    let lines = |name, key: &str, value: &String| Field::lines(name, words.say(key), value);
    let languages = Language::ALL
        .map(|language| Choice { value: language.code().into(), label: language.name().into() });
    let known = app.sites().smarthosts().join(", ");
    let smarthosts = match known.is_empty() {
        true => say("site-no-smarthosts"),
        false => words.tell("site-smarthosts-hint", &[("names", (&known).into())]),
    };
    let mut identity: Vec<Field> = name.into_iter().collect();
    identity.extend([
        line("uids", "site-uids", &wish.uids).hint(say("site-uids-hint")),
        lines("ranges", "site-ranges", &wish.ranges).hint(say("site-ranges-hint")),
        Field::tick("moves", say("site-moves"), !wish.moves.is_empty())
            .hint(say("site-moves-hint")),
    ]);
    let owner = vec![
        line("report_address", "site-report", &wish.report_address).hint(say("site-report-hint")),
        line("zone", "site-zone", &wish.zone).hint(say("site-zone-hint")).needed(),
        Field::choice("language", say("language"), &wish.language, languages.into()),
    ];
    let leaving = vec![
        lines("sender_domains", "site-domains", &wish.sender_domains)
            .hint(say("site-domains-hint")),
        line("smarthosts", "site-smarthosts", &wish.smarthosts).hint(smarthosts),
        line("source_address", "site-source", &wish.source_address).hint(say("site-source-hint")),
    ];
    let limits = vec![
        line("message_bytes", "site-message-bytes", &wish.message_bytes)
            .hint(say("site-bytes-hint"))
            .needed(),
        line("recipients", "site-recipients", &wish.recipients).needed(),
        line("queued", "site-queued", &wish.queued).needed(),
        line("queued_bytes", "site-queued-bytes", &wish.queued_bytes)
            .hint(say("site-bytes-hint"))
            .needed(),
    ];
    let mut groups: Vec<Group> = [
        ("identity", "site-group-identity", identity),
        ("owner", "site-group-owner", owner),
        ("leaving", "site-group-leaving", leaving),
        ("limits", "site-group-limits", limits),
    ]
    .map(|(id, key, fields)| Group { id, title: say(key), fields })
    .into();
    for fault in faults {
        let has = |group: &Group| group.fields.iter().any(|field| field.name == fault.field);
        let at = groups.iter().position(has).unwrap_or(0);
        field::tell(&mut groups[at].fields, vec![fault]);
    }
    groups
}

/// What is wished for, or all that cannot be read of it.
pub(super) fn read(words: &Words, wish: &Wish) -> std::result::Result<SiteWish, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut uids = Vec::new();
    for uid in listed(&wish.uids) {
        match uid.parse() {
            Ok(uid) => uids.push(uid),
            Err(_) => faults.push(Fault::of("uids", words.say("site-fault-uid"))),
        }
    }
    let mut number = |field, text: &str| figure(words, field, text, &mut faults);
    let message_bytes = number("message_bytes", &wish.message_bytes);
    let queued = number("queued", &wish.queued);
    let queued_bytes = number("queued_bytes", &wish.queued_bytes);
    let recipients = figure(words, "recipients", &wish.recipients, &mut faults);
    if !faults.is_empty() {
        return Err(faults);
    }
    let list = |text: &str| Some(listed(text).map(str::to_owned).collect());
    let text = |text: &str| Some(text.trim().to_owned());
    Ok(SiteWish {
        settings: SettingsWish {
            zone: text(&wish.zone),
            language: text(&wish.language),
            report_address: text(&wish.report_address),
            sender_domains: list(&wish.sender_domains),
            smarthosts: list(&wish.smarthosts),
            source_address: text(&wish.source_address),
            limits: LimitsWish { message_bytes, recipients, queued, queued_bytes },
        },
        uids: Some(uids),
        ranges: list(&wish.ranges),
        moves: !wish.moves.is_empty(),
    })
}

/// A whole number; people group digits.
fn figure<T: FromStr>(
    words: &Words,
    field: &'static str,
    text: &str,
    faults: &mut Vec<Fault>,
) -> Option<T> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let read = digits.parse().ok();
    if read.is_none() {
        faults.push(Fault::of(field, words.say("site-fault-number")));
    }
    read
}

/// What cannot be so, beside its field; what is no fault of the form is none.
pub(super) fn fault(words: &Words, error: SiteError) -> Result<Fault> {
    let limit = |name: &str| match name {
        "message_bytes" => "message_bytes",
        "recipients" => "recipients",
        "queued" => "queued",
        _ => "queued_bytes",
    };
    let named = |key: &str, name: &str| {
        let name: String = safe(name).chars().take(100).collect();
        words.tell(key, &[("name", (&name).into())])
    };
    let most = |key: &str, most: u64| words.tell(key, &[("count", most.into())]);
    Ok(match &error {
        SiteError::Name(_) => Fault::of("name", words.say("site-fault-name")),
        SiteError::Zone(zone) => Fault::of("zone", named("site-fault-zone", zone)),
        SiteError::Language(_) => Fault::of("language", words.say("site-fault-language")),
        SiteError::Domain(domain) => {
            Fault::of("sender_domains", named("site-fault-domain", domain))
        }
        SiteError::Zero(name) => Fault::of(limit(name), words.say("site-fault-zero")),
        SiteError::FewBytes(name, _) => {
            Fault::of(limit(name), most("site-fault-few-bytes", Limits::LEAST_BYTES))
        }
        SiteError::MessageBytes(_) => {
            Fault::of("message_bytes", most("site-fault-bytes", Limits::MOST_MESSAGE_BYTES))
        }
        SiteError::Recipients(_) => {
            Fault::of("recipients", most("site-fault-recipients", Limits::MOST_RECIPIENTS.into()))
        }
        SiteError::Address(address, _) => {
            Fault::of("report_address", named("site-fault-address", address))
        }
        SiteError::Range(range) => Fault::of("ranges", named("site-fault-range", range)),
        SiteError::Smarthost(name) => Fault::of("smarthosts", named("site-fault-smarthost", name)),
        SiteError::Source(source) => {
            Fault::of("source_address", named("site-fault-source", source))
        }
        SiteError::Taken { identity, owner } => {
            let field = match identity.split(' ').next() {
                Some("uid") => "uids",
                Some("login") => "login",
                _ => "ranges",
            };
            Fault::of(
                field,
                words.tell(
                    "site-fault-identity",
                    &[("identity", identity.into()), ("site", owner.into())],
                ),
            )
        }
        SiteError::Overlaps { range, other, owner } => {
            let (range, other) = (range.to_string(), other.to_string());
            let facts =
                [("range", (&range).into()), ("other", (&other).into()), ("site", owner.into())];
            Fault::of("ranges", words.tell("site-fault-overlaps", &facts))
        }
        // Words of the engine: they name the uid or range and why it can be no site's.
        SiteError::Identity(why) if why.starts_with("range") => Fault::of("ranges", why.clone()),
        SiteError::Identity(why) => Fault::of("uids", why.clone()),
        SiteError::Store(StoreError::Taken { .. }) => {
            Fault::of("name", words.say("site-fault-taken"))
        }
        SiteError::BuiltIn | SiteError::Store(_) => return Err(error.into()),
    })
}
