//! Letters as people get them, in each language; kept below `tests/golden`.

use std::path::Path;
use std::time::Duration;

use jiff::tz::TimeZone;
use postern_core::classify::Class;
use postern_core::counter::{Bucket, Counters};
use postern_core::ids::{ActionId, DeliveryId, MessageId, SiteId};
use postern_core::notice::{Notice, Topic};
use postern_core::site::State;
use postern_core::time::Time;
use postern_mail::address::Mailbox;
use postern_store::view::{ActionEntry, Failure, FailureClasses};
use postern_store::{Remote, Site, SiteSettings};

use super::To;
use super::held::{Held, held_letter};
use super::letter::Letter;
use super::pen::Pen;
use super::quiet::first_failure_letter;
use super::report::{Day, report_letter};
use super::state::state_letter;
use crate::sites::Entry;
use crate::words::{Catalogues, Language};

/// 2026-06-15 12:00 UTC.
const NOON: Time = Time::from_secs(1_781_524_800);

const PANEL: &str = "https://panel.example.org/";

/// Compares a text with a committed file, or writes it: `UPDATE_GOLDEN=1 cargo test -p postern-engine letters`.
#[track_caller]
fn check(file: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(file);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        return;
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = kept.lines().zip(text.lines()).find(|(kept, text)| kept != text);
    assert!(kept == text, "{file}: {differs:?}; if that is meant: UPDATE_GOLDEN=1");
}

fn entry(state: State) -> Entry {
    let settings = SiteSettings {
        zone: "Europe/Rome".into(),
        report_address: "anna@example.net".into(),
        ..SiteSettings::default()
    };
    Entry {
        site: Site {
            id: SiteId(7),
            name: "shop.example.org".into(),
            created_at: Time(0),
            settings,
            identities: Vec::new(),
            state,
            locked: false,
            epoch: 3,
            since: NOON,
            by: "operator:root".into(),
            reason: "a form is misused \u{202e}<b>".into(),
            held_before: Duration::ZERO,
            counters: Counters { queued: 3, ..Counters::default() },
            last_accepted_at: None,
            releases: false,
        },
        zone: TimeZone::get("Europe/Rome").unwrap(),
    }
}

fn failure(nth: u64, recipient: &str, subject: &str, class: Class, text: &str) -> Failure {
    let reached = class != Class::BadDomain;
    Failure {
        id: nth as i64,
        at: NOON - Duration::from_secs(nth * 977),
        message: MessageId(nth as i64),
        delivery: DeliveryId(nth as i64),
        recipient: recipient.into(),
        sender: None,
        subject: subject.into(),
        script: "/srv/www/shop.example.org/wp-content/plugins/contact/form.php".into(),
        class,
        remote: Remote {
            host: if reached { "mx.example.net [192.0.2.25]".into() } else { String::new() },
            code: if reached { 550 } else { 0 },
            enhanced: if reached { "5.1.1".into() } else { String::new() },
            text: text.into(),
        },
    }
}

/// What strangers wrote: markup, control and bidirectional characters, words without an end.
fn failures() -> Vec<Failure> {
    let long = format!("{}@example.net", "x".repeat(90));
    vec![
        failure(1, "bob@example.net", "Your order", Class::BadMailbox, "no such\r\n user here"),
        failure(2, &long, &"y".repeat(300), Class::BadMailbox, &"z".repeat(2000)),
        failure(
            3,
            "<script>@example.net",
            "<img src=x onerror=alert(1)>\r\nBcc: a@example.org \u{202e}evil",
            Class::RefusedAsSpam,
            "\u{1b}[2J<b>\"spam\" & 'more'</b>",
        ),
        failure(4, "carlo@nowhere.example", "שלום", Class::BadDomain, "no such domain"),
    ]
}

fn day() -> Day {
    Day {
        day: 20_260_615,
        counts: Bucket { sent: 1234, failed: 1003, failed_late: 2, purged: 4, ..Bucket::default() },
        classes: FailureClasses {
            counts: vec![
                (Class::BadMailbox, 1001),
                (Class::RefusedAsSpam, 1),
                (Class::BadDomain, 3),
            ],
            since: None,
        },
        failures: failures(),
    }
}

/// A letter as its reader gets it, with links or without.
fn finished(pen: Pen<'_>, topic: Topic, mut letter: Letter) -> Letter {
    letter.foot = pen.foot(&To::Owner(Mailbox::parse("anna@example.net").unwrap()), topic);
    letter.off = pen.off_link("TOKEN");
    letter
}

fn each_language(check: impl Fn(Pen<'_>)) {
    let catalogues = Catalogues::read();
    let entry = entry(State::Blocked);
    for language in Language::ALL {
        check(Pen { words: catalogues.of(language), entry: &entry, panel: Some(PANEL) });
    }
}

#[test]
fn letters_on_a_day_are_as_they_were_read_last() {
    each_language(|pen| {
        let code = pen.words.language().code();
        let letter = finished(pen, Topic::Report, report_letter(pen, &day()));
        check(&format!("report.{code}.html"), &letter.html(code).unwrap());
        check(&format!("report.{code}.txt"), &format!("{}\n\n{}", letter.subject, letter.text()));
    });
}

#[test]
fn letters_of_warning_are_as_they_were_read_last() {
    each_language(|pen| {
        let code = pen.words.language().code();
        let held = Held {
            first_at: NOON,
            last_at: NOON + Duration::from_secs(86_400),
            count: 2,
            max_age: Duration::from_secs(72 * 3600),
        };
        let of = |letter: Letter, notice| {
            let letter = finished(pen, Topic::Of(notice), letter);
            format!("{}\n\n{}", letter.subject, letter.text())
        };
        let letters = [
            of(held_letter(pen, held), Notice::HeldMailGoes),
            of(state_letter(pen, &pen.entry.site, &done()), Notice::StateChanged),
            of(first_failure_letter(pen, &failures()[..1]), Notice::FirstFailure),
        ];
        check(&format!("warnings.{code}.txt"), &letters.join(&format!("\n{}\n\n", "=".repeat(72))));
    });
}

fn done() -> Vec<ActionEntry> {
    let entry = |id, who: &str, what: &str, reason: &str| ActionEntry {
        id: ActionId(id),
        at: NOON + Duration::from_secs(id as u64 * 60),
        site: Some(SiteId(7)),
        site_name: "shop.example.org".into(),
        who: who.into(),
        what: what.into(),
        reason: reason.into(),
    };
    vec![
        entry(1, "policy:bounce", "block", "12 of 20 emails failed"),
        entry(2, "owner:anna", "unblock", ""),
        entry(3, "operator:root", "block", "a form is misused \u{202e}<b>"),
    ]
}

#[test]
fn nothing_of_strangers_is_obeyed_or_changes_the_order_of_words() {
    each_language(|pen| {
        let letter = report_letter(pen, &day());
        let (html, text) = (letter.html("en").unwrap(), letter.text());
        for obeyed in ["<script>", "<img", "<b>", "\u{202e}", "\u{1b}", "onerror=alert(1)>"] {
            assert!(!html.contains(obeyed), "{obeyed:?} in\n{html}");
        }
        for obeyed in ["\u{202e}", "\u{1b}", "\nBcc:"] {
            assert!(!text.contains(obeyed), "{obeyed:?} in\n{text}");
        }
        assert!(!letter.subject.contains(['\r', '\n']), "{}", letter.subject);
        assert!(text.contains("\\r\\nBcc: a@example.org \\u{202e}evil"), "{text}");
    });
}

#[test]
fn without_a_panel_a_letter_has_no_link_and_says_where_to_look() {
    let catalogues = Catalogues::read();
    let entry = entry(State::Enabled);
    let pen = Pen { words: catalogues.of(Language::English), entry: &entry, panel: None };
    let letter = finished(pen, Topic::Report, report_letter(pen, &day()));
    let (html, text) = (letter.html("en").unwrap(), letter.text());
    assert!(!html.contains("href") && !text.contains("http"), "{text}");
    assert!(text.contains("on the page “Emails in error”: choose 15 Jun 2026 there"), "{text}");
    assert!(text.contains("empty the field “Report address” on the page “Settings”"), "{text}");
}

#[test]
fn a_report_that_lists_all_says_so_and_one_with_a_hundred_stays_a_letter() {
    let catalogues = Catalogues::read();
    let entry = entry(State::Enabled);
    let pen = Pen { words: catalogues.of(Language::English), entry: &entry, panel: Some(PANEL) };
    let (counts, some) = (Bucket { failed: 4, ..Bucket::default() }, failures());
    let all = report_letter(pen, &Day { counts, ..day() });
    assert_eq!(all.list.unwrap().title, "The emails");
    let many = some.iter().cycle().take(100).cloned().collect();
    let many = report_letter(pen, &Day { failures: many, ..day() });
    assert_eq!(many.list.as_ref().unwrap().title, "The latest 100 of 1,005 emails");
    let bytes = many.html("en").unwrap().len();
    assert!(bytes < 120_000, "{bytes}: mail programs cut what is longer");
}

#[test]
fn a_letter_without_something_shows_nothing_of_it() {
    let letter = Letter { title: "Hello".into(), foot: vec!["Bye".into()], ..Letter::default() };
    let html = letter.html("en").unwrap();
    for part in ["<h2", "<ol", "<a ", "<strong", "href"] {
        assert!(!html.contains(part), "{part} in\n{html}");
    }
    assert_eq!(letter.text(), "Hello\n\n-- \nBye\n");
}
