//! What if: the recorded past under other settings.

use proptest::prelude::*;

use super::*;
use crate::site::{Action, Person};

/// A past from half-hours (hours after noon, script, what happened) and deeds.
fn past(halves: &[(u64, &str, &str)], deeds: &[(u64, Did)]) -> Past {
    let half = |(hour, script, words): &(u64, &str, &str)| {
        let (at, counts) = (NOON + minutes(hour * 60), counts(words));
        [None, Some((*script).to_owned())].map(|script| Half { at, script, counts })
    };
    let deeds = deeds.iter().map(|(hour, did)| (NOON + minutes(hour * 60), did.clone()));
    Past {
        state: State::Enabled,
        begun_at: Time::default(),
        halves: halves.iter().flat_map(half).collect(),
        deeds: deeds.collect(),
    }
}

/// In which hour, what, how much it would have held, until which hour.
fn told(past: &Past, settings: &Settings) -> Vec<(u64, String, u64, Option<u64>)> {
    let hour = |at: Time| at.since(NOON).as_secs() / 3600;
    replay(past, settings)
        .iter()
        .map(|told| (hour(told.at), words(&told.verdict), told.held, told.until.map(hour)))
        .collect()
}

fn one(hour: u64, words: &str, held: u64, until: Option<u64>) -> (u64, String, u64, Option<u64>) {
    (hour, words.to_owned(), held, until)
}

#[test]
fn a_lower_ratio_would_have_stopped_the_site_and_held_what_came_after() {
    let past = past(
        &[
            (0, "index", "90 accepted 90 sent"),
            (1, "index", "20 accepted 8 sent 12 refused"),
            (2, "index", "7 accepted 7 sent"),
            (3, "index", "5 accepted 5 sent"),
        ],
        &[],
    );
    assert_eq!(told(&past, &Settings::default()), []);
    let mut strict = Settings::default();
    strict.bounce.ratio = "0.1".parse().expect("a ratio");
    assert_eq!(told(&past, &strict), [one(1, "stops the site for index, bounce", 12, None)]);
}

#[test]
fn what_people_did_is_done_again_and_a_block_nobody_lifts_ends_after_three_days() {
    let bad = "100 accepted 40 sent 60 refused";
    let halves =
        [(0, "index", bad), (1, "index", "3 accepted"), (5, "index", bad), (100, "index", bad)];
    let unblock = Did::Act(Action::Unblock, Person::Owner);
    let by_owner = past(&halves, &[(2, unblock)]);
    assert_eq!(
        told(&by_owner, &Settings::default()),
        [
            one(0, "stops the site for index, bounce", 3, Some(2)),
            one(5, "stops the site for index, bounce", 0, Some(77)),
            one(100, "stops the site for index, bounce", 0, None),
        ]
    );
    let by_nobody = past(&halves, &[]);
    assert_eq!(
        told(&by_nobody, &Settings::default()),
        [
            one(0, "stops the site for index, bounce", 103, Some(72)),
            one(100, "stops the site for index, bounce", 0, None),
        ]
    );
}

#[test]
fn an_unblocked_site_is_forced_and_enabled_again_after_a_calm_week() {
    let bad = "100 accepted 80 sent 20 refused";
    let calm = "1 accepted 1 sent";
    let unblock = Did::Act(Action::Unblock, Person::Owner);
    for (calm_hours, stopped) in [(3 * 24, false), (8 * 24, true)] {
        let halves =
            [(0, "index", bad), (calm_hours, "index", calm), (calm_hours + 25, "index", bad)];
        let replayed = told(&past(&halves, &[(1, unblock.clone())]), &Settings::default());
        assert_eq!(replayed.len(), 1 + usize::from(stopped), "{calm_hours} hours: {replayed:?}");
    }
}

#[test]
fn a_script_at_fault_would_have_been_stopped_alone_until_somebody_let_it_send() {
    let halves = [
        (0, "shop", "5 accepted 5 sent"),
        (1, "form", "60 accepted 60 refused"),
        (2, "form", "40 accepted 40 refused"),
        (2, "shop", "5 accepted 5 sent"),
        (4, "form", "10 accepted 10 refused"),
    ];
    let mut settings = Settings::default();
    settings.unknown.mode = Mode::Off;
    assert_eq!(
        told(&past(&halves, &[(3, Did::Unstop("form".into()))]), &settings),
        [one(1, "stops form, failures", 40, Some(3))]
    );
    assert_eq!(told(&past(&halves, &[]), &settings), [one(1, "stops form, failures", 50, None)]);
}

#[test]
fn what_was_sent_while_it_would_have_been_stopped_counts_for_nothing_but_reports_do() {
    let halves = [
        (0, "index", "400 accepted"),
        (1, "index", "150 accepted 50 sent 100 refused"),
        (2, "index", "120 late"),
    ];
    assert_eq!(
        told(&past(&halves, &[]), &Settings::default()),
        [
            one(0, "stops the site for index, spike", 150, Some(2)),
            one(2, "stops the site for index, bounce", 0, None),
        ]
    );
}

#[test]
fn what_is_only_reported_is_told_once_while_it_lasts_and_holds_nothing() {
    let halves = [
        (0, "index", "60 accepted 60 refused"),
        (1, "index", "5 accepted 5 refused"),
        (30, "index", "1 accepted 1 sent"),
        (31, "index", "50 accepted 50 refused"),
    ];
    let settings = Settings { dry: true, ..Settings::default() };
    let would = "would stop the site for index, failures";
    assert_eq!(
        told(&past(&halves, &[]), &settings),
        [one(0, would, 0, None), one(31, would, 0, None)]
    );
}

#[test]
fn the_third_spam_block_in_a_week_would_have_needed_the_operator() {
    let spam = "30 accepted 20 spam 30 sent";
    let purge = || Did::Act(Action::Purge, Person::Owner);
    let halves =
        [(0, "index", spam), (10, "index", spam), (20, "index", spam), (40, "index", spam)];
    let replayed =
        told(&past(&halves, &[(5, purge()), (15, purge()), (25, purge())]), &Settings::default());
    let stops = "stops the site for index, spam";
    assert_eq!(
        replayed,
        [one(0, stops, 0, Some(5)), one(10, stops, 0, Some(15)), one(20, stops, 30 + 20, None),],
        "the owner's third purge is refused"
    );
}

#[test]
fn a_block_by_a_person_is_no_verdict_and_a_complaint_raises_it() {
    let halves = [
        (0, "index", "100 accepted 100 sent"),
        (2, "index", "9 accepted 6 complaints"),
        (3, "index", "9 accepted"),
    ];
    let block = Did::Act(Action::Block, Person::Owner);
    assert_eq!(
        told(&past(&halves, &[(1, block)]), &Settings::default()),
        [one(2, "stops the site for index, complaint", 9, None)]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Random days of two scripts, in half of them failures.
    #[test]
    fn a_lower_threshold_would_have_stopped_no_later_and_a_dry_run_says_the_same(
        days in proptest::collection::vec((0_u64..60, 0_u64..20, any::<bool>()), 1..40),
        low in 1_u32..300, more in 0_u32..300,
    ) {
        let texts: Vec<String> = days
            .iter()
            .map(|(sent, refused, _)| format!("{} accepted {sent} sent {refused} refused", sent + refused))
            .collect();
        let halves: Vec<(u64, &str, &str)> = days
            .iter()
            .zip(&texts)
            .enumerate()
            .map(|(hour, ((_, _, shop), text))| (hour as u64, if *shop { "shop" } else { "form" }, text.as_str()))
            .collect();
        let past = past(&halves, &[]);
        let accepted: u64 = days.iter().map(|(sent, refused, _)| sent + refused).sum();
        let strict = |thousandths| {
            let mut settings = Settings::default();
            settings.bounce.ratio = Ratio::thousandths(thousandths);
            settings
        };
        let (early, late) = (replay(&past, &strict(low)), replay(&past, &strict(low + more)));
        if let Some(late) = late.first() {
            prop_assert!(early.first().is_some_and(|early| early.at <= late.at));
        }
        prop_assert!(early.iter().map(|told| told.held).sum::<u64>() <= accepted);

        let dry = replay(&past, &Settings { dry: true, ..strict(low) });
        let first = |told: &[WouldHaveStopped]| {
            told.first().map(|told| (told.at, Verdict { dry: false, ..told.verdict.clone() }))
        };
        prop_assert_eq!(first(&dry), first(&early));
    }
}
