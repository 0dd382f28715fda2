//! Each rule by itself: from what on it stops, and what it does not count.

use proptest::prelude::*;

use super::*;

/// What each rule says of a single half-hour, with the settings as they come.
fn crossed(words: &str) -> Vec<&'static str> {
    let record = record(&[(0, words)]);
    let settings = Settings::default();
    let over = |rule: &Rule| settings.of(*rule).weigh(&record, NOON + minutes(5)).is_some();
    Rule::ALL.into_iter().filter(over).map(Rule::word).collect()
}

#[test]
fn each_rule_stops_from_its_threshold_and_its_minimum_on_and_not_before() {
    let rows: [(&str, &[&str]); 27] = [
        ("", &[]),
        // More than 15 % of at least 100.
        ("12 refused 85 sent 3 refused", &[]),
        ("12 refused 84 sent 4 refused", &["bounce"]),
        ("83 sent 16 refused", &[]),
        ("100 sent 15 late", &[]),
        ("100 sent 16 late", &["bounce"]),
        ("1000 sent 19 refused 81 late", &[]),
        // More than 0.3 % of the mail, and at least five.
        ("4 complaints", &[]),
        ("1666 sent 5 complaints", &["complaint"]),
        ("1667 sent 5 complaints", &[]),
        ("5 complaints", &["complaint"]),
        // In a row: 50 of any kind, 20 unknown.
        ("49 refused", &[]),
        ("50 refused", &["failures"]),
        ("25 refused 1 sent 49 refused", &[]),
        ("19 unknown", &[]),
        ("20 unknown", &["unknown"]),
        ("10 unknown 10 refused 10 unknown", &["unknown"]),
        ("10 unknown 1 sent 19 unknown", &[]),
        ("200 sent 30 late", &[]),
        // Spam: more than a fifth, and at least ten.
        ("40 accepted 9 spam", &[]),
        ("40 accepted 10 spam", &[]),
        ("39 accepted 10 spam", &["spam"]),
        // Much at once, and many strangers.
        ("300 accepted", &[]),
        ("301 accepted", &["spike"]),
        ("500 to-strangers", &["spike"]),
        ("501 to-strangers", &["spike", "first-time"]),
        // What nobody answered, or what was held, says nothing about a site.
        ("900 unreached 900 expired-held", &[]),
    ];
    for (words, expected) in rows {
        assert_eq!(crossed(words), expected, "{words}");
    }
}

#[test]
fn a_verdict_has_the_figures_it_was_spoken_on() {
    let settings = Settings::default();
    let figures = |rule, words| settings.of(rule).weigh(&record(&[(0, words)]), NOON);
    let part = |count, of, thousandths| {
        Some(Figures::Part { count, of, most: Ratio::thousandths(thousandths) })
    };
    assert_eq!(figures(Rule::Bounce, "90 sent 20 refused 5 late"), part(25, 110, 150));
    assert_eq!(figures(Rule::Complaint, "900 sent 7 complaints"), part(7, 900, 3));
    assert_eq!(figures(Rule::Spam, "10 accepted 10 spam"), part(10, 20, 200));
    assert_eq!(figures(Rule::Failures, "70 refused"), Some(Figures::Row { count: 70, most: 50 }));
    assert_eq!(figures(Rule::Unknown, "21 unknown"), Some(Figures::Row { count: 21, most: 20 }));
    assert_eq!(
        figures(Rule::FirstTime, "800 to-strangers"),
        Some(Figures::Number { count: 800, most: 500 })
    );
    assert_eq!(
        figures(Rule::Spike, "800 accepted"),
        Some(Figures::Past { count: 800, busiest: 0, most: 300 })
    );
}

#[test]
fn a_window_counts_the_half_hours_that_began_in_it() {
    let bounces = record(&[(0, "50 sent 20 refused"), (30, "50 sent")]);
    let rule = bounce::Settings::default();
    let day = 24 * 60;
    // Minutes after noon, whether it is crossed: 20 of 120, then none of 50.
    for (minute, expected) in [(29, false), (30, true), (day, true), (day + 1, false)] {
        let crossed = rule.is_crossed(&bounces, NOON + minutes(minute));
        assert_eq!(crossed, expected, "{minute} minutes after noon");
    }
    let row = record(&[(0, "1 sent 25 refused"), (30, "24 refused"), (60, "1 refused 1 sent")]);
    let failures = failures::Settings::default();
    assert_eq!(failures.weigh(&row, NOON + minutes(59)), None);
    let across = Some(Figures::Row { count: 50, most: 50 });
    assert_eq!(failures.weigh(&row, NOON + minutes(60)), across, "over the edges of half-hours");
    assert_eq!(failures.weigh(&row, NOON + minutes(day)), across);
    assert_eq!(failures.weigh(&row, NOON + minutes(day + 1)), None);
}

#[test]
fn a_spike_is_measured_by_the_busiest_hour_before_the_last_day() {
    let day: i64 = 24 * 60;
    let rule = spike::Settings::default();
    // What was accepted and when (minutes before now and its hour), and what then is the busiest hour.
    let rows: [(Halves, Option<u64>); 7] = [
        (&[(0, "501 accepted")], Some(0)),
        (&[(-2 * day, "100 accepted"), (0, "500 accepted")], None),
        (&[(-2 * day, "100 accepted"), (0, "501 accepted")], Some(100)),
        (
            &[(-2 * day, "60 accepted"), (-2 * day + 30, "60 accepted"), (0, "601 accepted")],
            Some(120),
        ),
        (
            &[(-2 * day, "60 accepted"), (-2 * day + 60, "60 accepted"), (0, "301 accepted")],
            Some(60),
        ),
        // What grew in the last day is no past yet.
        (&[(-2 * day, "90 accepted"), (-120, "400 accepted"), (0, "451 accepted")], Some(90)),
        (&[(-60, "301 accepted"), (0, "200 accepted")], None),
    ];
    for (halves, expected) in rows {
        let found = rule.weigh(&record(halves), NOON + minutes(1)).map(|figures| match figures {
            Figures::Past { busiest, .. } => busiest,
            other => panic!("{other:?}"),
        });
        assert_eq!(found, expected, "{halves:?}");
    }
}

#[test]
fn a_site_without_a_past_has_no_spike() {
    let week = 7 * 24 * 60;
    for (minutes_ago, expected) in [(week, true), (week - 1, false), (0, false)] {
        let mut young = record(&[(0, "9000 accepted")]);
        young.begun_at = NOON - minutes(minutes_ago);
        let found = spike::Settings::default().weigh(&young, NOON);
        assert_eq!(found.is_some(), expected, "recorded for {minutes_ago} minutes");
    }
}

#[test]
fn what_an_unblock_let_go_is_the_past_of_the_next_spike() {
    let mut newsletter = record(&[(0, "400 accepted")]);
    let rule = spike::Settings::default();
    assert!(rule.weigh(&newsletter, NOON + minutes(10)).is_some());
    newsletter.since = NOON + minutes(11);
    newsletter.add(newsletter.since, counts("1500 accepted"));
    assert_eq!(
        rule.weigh(&newsletter, NOON + minutes(20)),
        None,
        "the rest of the same newsletter"
    );
    newsletter.add(newsletter.since, counts("501 accepted"));
    let figures = Some(Figures::Past { count: 2001, busiest: 400, most: 2000 });
    assert_eq!(rule.weigh(&newsletter, NOON + minutes(20)), figures);
}

#[test]
fn after_an_unblock_or_a_purge_only_what_came_later_counts() {
    let mut record = record(&[(0, "100 sent 60 unknown 60 complaints 20 spam")]);
    record.since = NOON + minutes(7);
    record.add(record.since, counts("100 sent 15 refused"));
    let settings = Settings::default();
    let now = NOON + minutes(8);
    for rule in Rule::ALL {
        assert_eq!(settings.of(rule).weigh(&record, now), None, "{rule:?}");
    }
    record.add(record.since, counts("10 refused"));
    assert!(settings.bounce.is_crossed(&record, now));
}

#[test]
fn a_record_forgets_what_is_older_than_four_weeks() {
    let mut old = record(&[(0, "9 accepted"), (30, "9 accepted")]);
    old.prune(NOON + Record::LONGEST);
    assert_eq!(old.busiest_hour(Time::NEVER), 18);
    old.prune(NOON + Record::LONGEST + minutes(1));
    assert_eq!(old.busiest_hour(Time::NEVER), 9);
}

/// Events of any kind, in any order.
fn events() -> impl Strategy<Value = Vec<(&'static str, u64)>> {
    let kinds =
        ["accepted", "spam", "to-strangers", "sent", "unknown", "refused", "late", "complaints"];
    proptest::collection::vec((proptest::sample::select(kinds.to_vec()), 0_u64..40), 0..30)
}

/// Settings under which a random record is often near the edge.
fn sharp() -> Settings {
    let mut settings = Settings::default();
    settings.bounce.minimum = 20;
    settings.spike.minimum = 50;
    settings.first_time.most = 50;
    (settings.failures.row, settings.unknown.row) = (20, 10);
    settings
}

proptest! {
    #[test]
    fn one_failure_or_complaint_more_never_undoes_a_verdict(
        events in events(), more in proptest::sample::select(vec!["unknown", "refused", "late", "complaints", "spam"]),
    ) {
        let (settings, now) = (sharp(), NOON + minutes(200));
        let mut record = Record::default();
        for (nth, (kind, times)) in events.into_iter().enumerate() {
            record.add(NOON + minutes(30) * (nth as u32 / 6), counts(&format!("{times} {kind}")));
        }
        let crossed = |record: &Record| -> Vec<bool> {
            Rule::ALL.iter().map(|rule| settings.of(*rule).weigh(record, now).is_some()).collect()
        };
        let before = crossed(&record);
        record.add(NOON + minutes(150), counts(&format!("1 {more}")));
        for (rule, (was, is)) in Rule::ALL.iter().zip(before.into_iter().zip(crossed(&record))) {
            prop_assert!(!was || is, "{rule:?} was crossed, and is no more with one {more} more");
        }
    }

    #[test]
    fn a_higher_threshold_never_stops_what_a_lower_one_lets_go(
        events in events(), low in 1_u32..500, more in 0_u32..500,
    ) {
        let now = NOON + minutes(10);
        let mut record = Record::default();
        for (kind, times) in events {
            record.add(NOON, counts(&format!("{times} {kind}")));
        }
        let over = |threshold: u32| {
            let (row, ratio) = (u64::from(threshold), Ratio::thousandths(threshold));
            let settings = Settings {
                bounce: bounce::Settings { ratio, minimum: 20, ..Default::default() },
                complaint: complaint::Settings { ratio, ..Default::default() },
                spam: spam::Settings { ratio, ..Default::default() },
                failures: failures::Settings { row, ..Default::default() },
                unknown: unknown::Settings { row, ..Default::default() },
                first_time: first_time::Settings { most: row, ..Default::default() },
                spike: spike::Settings { minimum: row, ..Default::default() },
                ..Settings::default()
            };
            Rule::ALL.map(|rule| settings.of(rule).weigh(&record, now).is_some())
        };
        for (low, high) in over(low).into_iter().zip(over(low + more)) {
            prop_assert!(low || !high);
        }
    }
}
