//! Who is at fault, and which verdict wins.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

/// Scripts, each with what happened.
type Scripts<'a> = &'a [(&'a str, &'a str)];

/// A site of scripts of which something happened in one half-hour each, one after another.
fn facts(state: State, scripts: Scripts) -> Facts {
    let mut site = Record::default();
    let mut each = BTreeMap::new();
    for (name, words) in scripts {
        site.add(NOON, counts(words));
        each.entry((*name).to_owned()).or_insert_with(Record::default).add(NOON, counts(words));
    }
    Facts { state, site, scripts: each }
}

fn judged(facts: &Facts, settings: &Settings) -> Vec<String> {
    judge(facts, settings, NOON + minutes(10)).iter().map(words).collect()
}

#[test]
fn the_unit_at_fault_is_found_first() {
    let rows: [(Scripts, &[&str]); 11] = [
        (&[("form", "10 accepted 10 sent"), ("shop", "10 accepted 10 sent")], &[]),
        // One script makes the failures: it is stopped, the site stays green.
        (
            &[("form", "90 accepted 100 sent 30 late"), ("shop", "9 accepted 9 sent")],
            &["stops form, bounce"],
        ),
        // Also where the site as a whole is far below the ratio.
        (
            &[("form", "99 accepted 100 sent 30 late"), ("shop", "99 accepted 900 sent")],
            &["stops form, bounce"],
        ),
        // Both do: then it is the site.
        (
            &[("form", "90 accepted 100 sent 30 late"), ("shop", "90 accepted 100 sent 29 late")],
            &["stops the site, bounce"],
        ),
        // One is over the ratio by itself, the others are so together.
        (
            &[
                ("form", "100 accepted 100 sent 50 late"),
                ("a", "60 accepted 60 sent 15 late"),
                ("b", "60 accepted 60 sent 15 late"),
            ],
            &["stops the site, bounce"],
        ),
        // All scripts together, none by itself.
        (
            &[("a", "50 accepted 41 sent 9 refused"), ("b", "60 accepted 49 sent 11 refused")],
            &["stops the site, bounce"],
        ),
        (
            &[
                ("a", "9 accepted 7 unknown"),
                ("b", "9 accepted 7 unknown"),
                ("c", "9 accepted 7 unknown"),
            ],
            &["stops the site, unknown"],
        ),
        // One makes nearly all of it, though it is too few mails to be judged by itself.
        (
            &[("form", "60 accepted 40 unknown 40 sent"), ("shop", "99 accepted 99 sent")],
            &["stops form, bounce"],
        ),
        // A site that is one script is at fault itself.
        (&[("index", "90 accepted 100 sent 30 late")], &["stops the site for index, bounce"]),
        // The shop was silent meanwhile, but is known to send.
        (&[("shop", "1 accepted"), ("form", "60 accepted 60 refused")], &["stops form, failures"]),
        // Two scripts, each by itself.
        (
            &[("a", "400 accepted"), ("b", "20 accepted 10 spam"), ("shop", "90 accepted 90 sent")],
            &["stops b, spam", "stops a, spike"],
        ),
    ];
    for (scripts, expected) in rows {
        assert_eq!(
            judged(&facts(State::Enabled, scripts), &Settings::default()),
            expected,
            "{scripts:?}"
        );
    }
}

#[test]
fn without_the_setting_the_site_answers_for_its_scripts() {
    let settings = Settings { scripts: false, ..Settings::default() };
    let attacked = facts(
        State::Enabled,
        &[("form", "90 accepted 100 sent 30 late"), ("shop", "9 accepted 9 sent")],
    );
    assert_eq!(judged(&attacked, &settings), ["stops the site for form, bounce"]);
}

#[test]
fn the_gravest_verdict_wins_and_only_raises_the_state() {
    let all = "600 to-strangers 70 unknown 50 sent 10 complaints";
    let without_spam = "600 to-strangers 70 unknown 50 sent";
    let only_blocked = "600 to-strangers";
    let rows: [(State, &str, &[&str]); 10] = [
        (State::Enabled, all, &["stops the site for index, complaint"]),
        (State::Enabled, without_spam, &["stops the site for index, bounce"]),
        (State::Enabled, only_blocked, &["stops the site for index, spike"]),
        (State::Blocked, all, &["stops the site for index, complaint"]),
        (State::Blocked, without_spam, &["stops the site for index, bounce"]),
        (State::Blocked, only_blocked, &[]),
        (State::Bounce, all, &["stops the site for index, complaint"]),
        (State::Bounce, without_spam, &[]),
        (State::Spam, all, &[]),
        (State::Forced, only_blocked, &["stops the site for index, spike"]),
    ];
    for (state, words, expected) in rows {
        let mut settings = Settings::default();
        settings.first_time.mode = Mode::On;
        assert_eq!(
            judged(&facts(state, &[("index", words)]), &settings),
            expected,
            "{state:?}: {words}"
        );
    }
}

#[test]
fn beside_a_site_that_is_stopped_a_script_is_stopped_only_for_something_graver() {
    let scripts = [
        ("form", "40 accepted 40 spam 40 sent"),
        ("news", "200 accepted 99 sent 30 late"),
        ("shop", "200 accepted 99 sent 30 late"),
    ];
    assert_eq!(
        judged(&facts(State::Enabled, &scripts), &Settings::default()),
        ["stops form, spam", "stops the site, bounce"]
    );
}

#[test]
fn a_forced_site_is_tolerated_twice_the_bounce_ratio() {
    let rows = [
        (State::Enabled, "85 sent 15 refused", false),
        (State::Enabled, "84 sent 16 refused", true),
        (State::Forced, "70 sent 30 refused", false),
        (State::Forced, "69 sent 31 refused", true),
    ];
    for (state, words, stopped) in rows {
        let site = facts(state, &[("index", words)]);
        let found = judged(&site, &Settings::default());
        assert_eq!(found == ["stops the site for index, bounce"], stopped, "{state:?}: {words}");
        assert_eq!(found.is_empty(), !stopped);
    }
}

#[test]
fn a_dry_run_says_the_same_and_stops_nothing() {
    let guilty = facts(
        State::Enabled,
        &[("form", "60 accepted 60 refused"), ("shop", "99 accepted 40 spam 600 sent")],
    );
    let mut settings = Settings::default();
    assert_eq!(judged(&guilty, &settings), ["stops shop, spam", "stops form, failures"]);
    settings.failures.mode = Mode::Dry;
    assert_eq!(judged(&guilty, &settings), ["stops shop, spam", "would stop form, failures"]);
    settings.dry = true;
    assert_eq!(judged(&guilty, &settings), ["would stop shop, spam", "would stop form, failures"]);
    settings.spam.mode = Mode::Off;
    assert_eq!(judged(&guilty, &settings), ["would stop form, failures"]);
}

#[test]
fn what_is_only_reported_is_told_once_within_its_window() {
    let settings = Settings { dry: true, ..Settings::default() };
    let mut site = facts(State::Enabled, &[("index", "301 accepted 60 refused")]);
    site.site.add(NOON + minutes(24 * 60), counts("60 refused"));
    let mut reported = Reported::default();
    let mut told = |minute: u64| -> Vec<&'static str> {
        let now = NOON + minutes(minute);
        let news = reported.news(judge(&site, &settings, now), now);
        news.iter().map(|verdict| verdict.rule.word()).collect()
    };
    // Minutes after noon, and what is told then; at the end the second row still lasts.
    let rows: [(u64, &[&str]); 6] = [
        (5, &["failures", "spike"]),
        (6, &[]),
        (4, &[]),
        (60, &[]),
        (24 * 60 + 4, &[]),
        (24 * 60 + 5, &["failures"]),
    ];
    for (minute, expected) in rows {
        assert_eq!(told(minute), expected, "{minute} minutes after noon");
    }

    let row = facts(State::Enabled, &[("a", "60 accepted 60 refused"), ("b", "9 accepted")]);
    let mut verdicts = judge(&row, &Settings::default(), NOON);
    assert_eq!(verdicts.len(), 1);
    assert_eq!(reported_twice(&verdicts), 2, "what is carried out is never kept back");
    verdicts[0].dry = true;
    assert_eq!(reported_twice(&verdicts), 1);
}

fn reported_twice(verdicts: &[Verdict]) -> usize {
    let mut reported = Reported::default();
    let mut news = || reported.news(verdicts.to_vec(), NOON).len();
    news() + news()
}

#[test]
fn a_stopped_script_is_nobodys_fault_until_it_begins_anew() {
    let mut site = facts(
        State::Enabled,
        &[("form", "200 accepted 99 sent 70 unknown"), ("shop", "9 accepted 9 sent")],
    );
    assert_eq!(judged(&site, &Settings::default()), ["stops form, bounce"]);
    let form = |site: &mut Facts, since| {
        site.scripts.get_mut("form").map(|record| record.since = since).expect("the form");
    };
    form(&mut site, Time::NEVER);
    assert_eq!(judged(&site, &Settings::default()), [""; 0]);

    let again = NOON + minutes(5);
    form(&mut site, again);
    assert_eq!(judged(&site, &Settings::default()), [""; 0], "it begins at nothing");
    let fails = counts("20 accepted 20 unknown");
    site.site.add(NOON, fails);
    site.scripts.get_mut("form").expect("the form").add(again, fails);
    assert_eq!(judged(&site, &Settings::default()), ["stops form, unknown"]);
}

#[test]
fn rules_have_words_and_show_replies_of_their_kind() {
    for rule in Rule::ALL {
        assert_eq!(Rule::from_word(rule.word()), Some(rule));
        assert!(rule.state().is_red());
    }
    assert_eq!(Rule::from_word("ok"), None);
    assert_eq!(Rule::Unknown.samples(), [Class::BadMailbox, Class::BadDomain]);
}

proptest! {
    /// Whatever is added to what scripts did wrong, somebody who was to be stopped is still to be stopped.
    #[test]
    fn more_failures_of_any_script_never_set_a_site_free(
        scripts in proptest::collection::vec((0_u64..60, 0_u64..30, 0_u64..10), 1..4), more in 0_usize..4,
        by_script: bool, times in 1_u64..40,
    ) {
        let names = ["a", "b", "c", "d"];
        let settings = Settings { scripts: by_script, ..Settings::default() };
        let texts: Vec<String> = scripts
            .iter()
            .map(|(sent, unknown, late)| format!("{sent} accepted {sent} sent {unknown} unknown {late} late"))
            .collect();
        let mut each: Vec<(&str, &str)> = names.into_iter().zip(texts.iter().map(String::as_str)).collect();
        let before = judge(&facts(State::Enabled, &each), &settings, NOON);
        let added = format!("{times} accepted {times} unknown");
        each.push((names[more % scripts.len()], &added));
        let after = judge(&facts(State::Enabled, &each), &settings, NOON);
        prop_assert!(before.is_empty() || !after.is_empty());
        if !by_script && let (Some(before), Some(after)) = (before.first(), after.first()) {
            prop_assert!(after.state() >= before.state());
        }
    }
}
