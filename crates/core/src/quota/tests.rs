//! The words of the product as tables, and random lives in which no hour and no day may go over its limit.

use std::ops::Range;
use std::time::Duration;

use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;
use crate::counter::today;

/// 2026-03-28 09:00:00 UTC, a day before the clocks go forward in Rome.
const MORNING: Time = Time::from_secs(1_774_688_400);

const ROME: &str = "CET-1CEST,M3.5.0,M10.5.0/3";

fn zone(rule: &str) -> TimeZone {
    TimeZone::posix(rule).expect("a rule")
}

fn minutes(minutes: u64) -> Duration {
    Duration::from_secs(minutes * 60)
}

fn quota(hour: u32, day: u32) -> Quota {
    Quota { hour: NonZeroU32::new(hour), day: NonZeroU32::new(day) }
}

/// A site that is asked, and takes what it may.
struct Site {
    quota: Quota,
    zone: TimeZone,
    taken: Taken,
}

impl Site {
    fn new(quota: Quota) -> Site {
        Site { quota, zone: zone(ROME), taken: Taken::default() }
    }

    fn today(&self, now: Time) -> Range<Time> {
        today(now, &self.zone).1
    }

    /// Asks for one script, while those of `waiting` wait, too.
    fn ask(&self, turn: u8, waiting: &[u8], now: Time) -> Admit {
        let waits = |turn| waiting.contains(&turn);
        self.taken.admit(&self.quota, turn, waits, now, &self.today(now))
    }

    fn take(&mut self, turn: u8, places: u32, now: Time) -> Vec<Crossing> {
        let today = self.today(now);
        self.taken.take(&self.quota, turn, places, now, &today)
    }

    /// Takes for a script as long as it may, at most so many; how many there were.
    fn fill(&mut self, turn: u8, waiting: &[u8], wanted: u32, now: Time) -> u32 {
        let mut filled = 0;
        while let Admit::Now(open) = self.ask(turn, waiting, now)
            && filled < wanted
        {
            let places = open.min(wanted - filled);
            self.take(turn, places, now);
            filled += places;
        }
        filled
    }

    fn used(&self, now: Time) -> (u32, u32) {
        let used = self.taken.used(now, &self.today(now));
        (used.hour, used.day)
    }
}

#[test]
fn a_sites_own_value_holds_before_its_plans_and_none_is_no_limit() {
    let at_most = |most| Own::AtMost(NonZeroU32::new(most).expect("not zero"));
    let plan = quota(200, 0);
    let rows = [
        (Own::AsPlan, Own::AsPlan, quota(200, 0)),
        (at_most(50), Own::AsPlan, quota(50, 0)),
        (at_most(500), at_most(900), quota(500, 900)),
        (Own::Unlimited, at_most(900), quota(0, 900)),
    ];
    for (hour, day, expected) in rows {
        assert_eq!(Quota::of(OwnQuota { hour, day }, plan), expected, "{hour:?}, {day:?}");
    }
    let free = Site::new(Quota::default());
    assert_eq!(free.ask(0, &[], MORNING), Admit::Now(u32::MAX));
}

#[test]
fn a_place_is_free_again_an_hour_after_the_end_of_its_minute() {
    let mut site = Site::new(quota(3, 0));
    let took_at = MORNING + Duration::from_secs(59);
    assert_eq!(site.fill(0, &[], 9, took_at), 3);
    let free_at = MORNING + minutes(61);
    let wait = Admit::NotBefore { at: free_at, full: Span::Hour };
    assert_eq!(site.ask(0, &[], took_at), wait);
    assert_eq!(site.ask(0, &[], free_at - Duration::from_millis(1)), wait);
    assert_eq!(site.used(free_at - Duration::from_millis(1)), (3, 3));
    assert_eq!(site.ask(0, &[], free_at), Admit::Now(3));
    assert_eq!(site.used(free_at), (0, 3));
}

#[test]
fn a_day_ends_by_the_calendar_of_the_sites_zone_also_when_the_clocks_change() {
    let mut site = Site::new(quota(0, 10));
    // Sunday the 29th has 23 hours: from 23:00 UTC of the 28th to 22:00 UTC.
    let begins_at = MORNING + minutes(14 * 60);
    assert_eq!(site.fill(0, &[], 99, begins_at), 10);
    let ends_at = begins_at + minutes(23 * 60);
    let wait = Admit::NotBefore { at: ends_at, full: Span::Day };
    assert_eq!(site.ask(0, &[], ends_at - Duration::from_millis(1)), wait);
    assert_eq!(site.ask(0, &[], ends_at), Admit::Now(10));
}

#[test]
fn where_hour_and_day_are_full_the_later_one_says_when() {
    let mut site = Site::new(quota(5, 5));
    site.fill(0, &[], 5, MORNING);
    let midnight = MORNING + minutes(14 * 60);
    assert_eq!(site.ask(0, &[], MORNING), Admit::NotBefore { at: midnight, full: Span::Day });

    let mut late = Site::new(quota(5, 5));
    late.fill(0, &[], 5, midnight - minutes(10));
    let free_at = midnight + minutes(51);
    assert_eq!(
        late.ask(0, &[], midnight - minutes(9)),
        Admit::NotBefore { at: free_at, full: Span::Hour }
    );
}

#[test]
fn a_zone_that_is_changed_every_hour_gives_no_place_twice() {
    // In the zone of each hour midnight is just now, or in an hour; at which hours it takes how many.
    for (ahead, expected) in [(0, vec![(0, 5), (24, 10)]), (1, vec![(0, 5)])] {
        let mut site = Site::new(quota(0, 10));
        let mut filled = Vec::new();
        assert_eq!(site.fill(0, &[], 5, MORNING), 5);
        for hour in 0..37 {
            let now = MORNING + minutes(hour * 60);
            site.zone = zone(&format!("XXX{}", (9 + hour + ahead) % 24));
            match site.fill(0, &[], 5, now) + site.fill(0, &[], 5, now + minutes(1)) {
                0 => {}
                places => filled.push((hour, places)),
            }
        }
        assert_eq!(filled, expected, "midnight in {ahead} hours");
        site.zone = zone(ROME);
        assert_eq!(site.fill(0, &[], 99, MORNING + minutes(72 * 60)), 10, "then it stays the same");
    }
}

#[test]
fn a_clock_that_steps_back_makes_nobody_wait_for_long() {
    for (back, waits) in [(1, true), (60, true), (61, false), (60 * 24 * 365, false)] {
        let mut site = Site::new(quota(5, 0));
        let ahead = MORNING + minutes(back);
        assert_eq!(site.fill(0, &[], 5, ahead), 5);
        let full = Admit::NotBefore { at: ahead + minutes(61), full: Span::Hour };
        let expected = if waits { full } else { Admit::Now(5) };
        assert_eq!(site.ask(0, &[], MORNING), expected, "{back} minutes back");
        site.take(0, 1, MORNING);
        let stored = Taken::from_bytes(&site.taken.bytes());
        assert_eq!(stored, Some(site.taken), "minutes stay in their order");
    }
    let mut site = Site::new(quota(0, 5));
    site.fill(0, &[], 5, MORNING + minutes(60 * 24 * 365));
    assert_eq!(site.ask(0, &[], MORNING), Admit::Now(5));
}

#[test]
fn a_form_under_attack_leaves_the_shop_a_fifth_of_the_places() {
    const FORM: u8 = 0;
    const SHOP: u8 = 1;
    let mut site = Site::new(quota(100, 0));
    site.fill(SHOP, &[], 1, MORNING - minutes(300));
    assert_eq!(site.fill(FORM, &[], 5_000, MORNING), 80, "the shop does not even wait");
    assert_eq!(site.fill(SHOP, &[FORM], 50, MORNING + minutes(1)), 20);

    // From then on the form's places go to the shop first, until both have their share.
    let (mut form, mut shop) = (0, 0);
    for minute in 2..400 {
        let now = MORNING + minutes(minute);
        let (more_form, more_shop) =
            (site.fill(FORM, &[SHOP], 1, now), site.fill(SHOP, &[FORM], 1, now));
        if minute >= 340 {
            (form, shop) = (form + more_form, shop + more_shop);
        }
    }
    assert!(form.abs_diff(shop) <= 2 && form + shop >= 90, "form {form}, shop {shop}");
}

#[test]
fn a_script_that_sends_alone_has_all_places_and_one_long_gone_keeps_none() {
    let mut alone = Site::new(quota(100, 0));
    assert_eq!(alone.fill(3, &[], 500, MORNING), 100);

    for (days, open) in [(6, 80), (7, 100)] {
        let mut site = Site::new(quota(100, 0));
        site.fill(1, &[], 1, MORNING - minutes(days * 24 * 60));
        assert_eq!(site.fill(0, &[], 500, MORNING), open, "the other sent {days} days ago");
    }
}

#[test]
fn scripts_that_wait_together_are_given_equal_parts_of_what_is_free() {
    let mut site = Site::new(quota(100, 0));
    assert_eq!(site.ask(0, &[0, 1, 2, 3], MORNING), Admit::Now(20), "of the 80 open to it");
    for round in 0..100 {
        let turn = round % 4;
        site.fill(turn, &[0, 1, 2, 3], 1, MORNING);
    }
    assert_eq!(site.used(MORNING).0, 100);
    assert_eq!(site.taken.minutes[0].places[..4], [25; 4]);
}

#[test]
fn a_limit_that_is_lowered_below_what_was_taken_waits_until_it_fits() {
    let mut site = Site::new(quota(100, 0));
    site.fill(0, &[], 50, MORNING);
    site.fill(0, &[], 30, MORNING + minutes(10));
    site.quota = quota(40, 0);
    let at = MORNING + minutes(61);
    assert_eq!(site.ask(0, &[], MORNING + minutes(20)), Admit::NotBefore { at, full: Span::Hour });
    assert_eq!(site.ask(0, &[], at), Admit::Now(10));
}

#[test]
fn four_fifths_and_all_are_told_once_an_hour_and_once_a_day() {
    let hour = |mark, taken| (Span::Hour, mark, taken, 10);
    let day = |mark, taken| (Span::Day, mark, taken, 20);
    // Minute, places, what is told.
    let rows = [
        (0, 7, vec![]),
        (1, 1, vec![hour(Mark::Most, 8)]),
        (2, 1, vec![]),
        (3, 1, vec![hour(Mark::All, 10)]),
        // What was taken in the first minute is free, and taken again.
        (61, 5, vec![]),
        (62, 1, vec![day(Mark::Most, 16)]),
        (63, 2, vec![]),
        (64, 2, vec![hour(Mark::All, 10), day(Mark::All, 20)]),
    ];
    let mut site = Site::new(quota(10, 20));
    for (minute, places, expected) in rows {
        let told: Vec<_> = site
            .take(0, places, MORNING + minutes(minute))
            .into_iter()
            .map(|crossing| (crossing.span, crossing.mark, crossing.taken, crossing.most))
            .collect();
        assert_eq!(told, expected, "in minute {minute}");
    }
    let tomorrow = MORNING + minutes(24 * 60);
    let told = site.take(0, 20, tomorrow);
    assert_eq!(told.len(), 2, "both are full at once, each is told once: {told:?}");
    assert!(told.iter().all(|crossing| crossing.mark == Mark::All));
}

#[test]
fn what_is_stored_stays_small_whatever_was_taken() {
    let mut site = Site::new(Quota::default());
    assert!(site.taken.bytes().len() < 200);
    for minute in 0..300 {
        for turn in 0..20 {
            site.take(turn, u32::MAX, MORNING + minutes(minute));
        }
    }
    assert_eq!(site.taken.bytes().len(), Taken::MOST_BYTES);
    assert_eq!(site.used(MORNING + minutes(300)), (u32::MAX, u32::MAX), "sums do not overflow");
}

/// A step of a life: how many seconds pass, who asks, for how many, whether the daemon is killed and starts anew.
fn steps() -> impl Strategy<Value = Vec<(u64, u8, u32, bool)>> {
    let pause = prop_oneof![4 => 0_u64..90, 2 => 0_u64..1_500, 1 => 0_u64..30_000];
    proptest::collection::vec((pause, 0_u8..6, 1_u32..30, any::<bool>()), 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_hour_and_no_day_goes_over_its_limit_whenever_the_daemon_is_killed(
        steps in steps(), hour in 1_u32..60, day in 1_u32..200,
    ) {
        let mut site = Site::new(quota(hour, day));
        let mut now = MORNING;
        let mut began: Vec<Time> = Vec::new();
        for (pause, turn, wanted, killed) in steps {
            now = now + Duration::from_secs(pause);
            if killed {
                site.taken = Taken::from_bytes(&site.taken.bytes()).expect("what was written");
            }
            let filled = site.fill(turn, &[1, 2], wanted, now);
            began.extend((0..filled).map(|_| now));

            // An hour that ends now is the fullest there can be: nothing begins between two takes.
            let last_hour = began.iter().filter(|at| now.since(**at) < minutes(60)).count();
            prop_assert!(last_hour <= hour as usize, "{last_hour} in an hour of {hour}");
            let today = site.today(now);
            let of_today = began.iter().filter(|at| today.contains(at)).count();
            prop_assert!(of_today <= day as usize, "{of_today} on a day of {day}");
            let (used_hour, used_day) = site.used(now);
            prop_assert!(last_hour <= used_hour as usize && of_today <= used_day as usize);
        }
    }

    #[test]
    fn the_instant_that_is_told_is_when_the_next_may_go_and_none_before(
        steps in steps(), hour in 1_u32..60, day in 1_u32..200, turn in 0_u8..6,
    ) {
        let mut site = Site::new(quota(hour, day));
        let mut now = MORNING;
        for (pause, turn, wanted, _) in steps {
            now = now + Duration::from_secs(pause);
            site.fill(turn, &[], wanted, now);
        }
        if let Admit::NotBefore { at, full } = site.ask(turn, &[], now) {
            prop_assert!(at > now);
            let before = site.ask(turn, &[], at - Duration::from_millis(1));
            prop_assert_eq!(before, Admit::NotBefore { at, full });
            prop_assert!(matches!(site.ask(turn, &[], at), Admit::Now(_)));
        }
    }

    #[test]
    fn a_script_with_less_than_its_part_of_the_fifth_finds_a_place_whatever_the_others_do(
        steps in steps(), hour in 30_u32..90,
    ) {
        let all = [0, 1, 2, 3, 4, 5];
        let kept = hour / 5 / 6;
        let mut site = Site::new(quota(hour, 0));
        let mut now = MORNING;
        let mut own: Vec<Time> = Vec::new();
        for (pause, turn, wanted, silent) in steps {
            now = now + Duration::from_secs(pause);
            // The quiet one asks after the greedy ones, now and then, for no more than it is promised.
            site.fill(1 + turn % 5, &all, wanted * 10, now);
            if silent {
                continue;
            }
            let held = own.iter().filter(|at| now.since(**at) < minutes(61)).count() as u32;
            if held < kept {
                prop_assert_eq!(site.fill(0, &all, 1, now), 1, "{} of {}", held, kept);
                own.push(now);
            }
        }
    }

    #[test]
    fn a_shop_that_needs_a_fifth_of_the_places_never_waits_for_a_form_under_attack(
        steps in steps(), hour in 5_u32..90,
    ) {
        let mut site = Site::new(quota(hour, 0));
        let mut now = MORNING;
        let mut orders: Vec<Time> = Vec::new();
        for (pause, _, wanted, _) in steps {
            now = now + Duration::from_secs(pause);
            site.fill(0, &[1], wanted * 10, now);
            let held = orders.iter().filter(|at| now.since(**at) < minutes(61)).count() as u32;
            if held < hour / 5 {
                prop_assert_eq!(site.fill(1, &[0], 1, now), 1);
                orders.push(now);
            }
        }
    }

    #[test]
    fn what_is_stored_comes_back_and_no_bytes_make_it_panic(
        steps in steps(), noise in proptest::collection::vec(any::<u8>(), 0..300), cut: usize,
    ) {
        let mut site = Site::new(quota(20, 50));
        let mut now = MORNING;
        for (pause, turn, wanted, _) in steps {
            now = now + Duration::from_secs(pause);
            site.take(turn * 3, wanted, now);
        }
        let bytes = site.taken.bytes();
        prop_assert_eq!(Taken::from_bytes(&bytes), Some(site.taken));
        prop_assert_eq!(Taken::from_bytes(&bytes[..cut % bytes.len()]), None);
        if let Some(read) = Taken::from_bytes(&noise) {
            prop_assert_eq!(Taken::from_bytes(&read.bytes()), Some(read));
        }
    }
}
