//! Simulated lives: each seed a life of at least six days, every invariant looked at.
//!
//! `SIM_SEEDS` says how many seeds are lived (20), `SIM_SEED` names one. A life that is not good prints its seed.

// The lint knows tests by their attribute; here helpers are tests as well.
#![allow(clippy::unwrap_used)]

mod stories;

use postern_sim::invariant::{self, Life};
use postern_sim::life::{Folder, Memory, Plan, live};

const DAYS: u32 = 6;

/// Lives a seed's life in a folder of its own.
fn life(seed: u64) -> Life {
    let dir = tempfile::tempdir().unwrap();
    live(Plan { seed, days: DAYS }, &Folder(dir.path()))
}

/// What is broken in a seed's life.
fn broken(seed: u64) -> Vec<String> {
    let life = life(seed);
    assert!(!life.seen.is_empty() && !life.diary.kills.is_empty(), "seed {seed} lived no life");
    invariant::broken(&life).into_iter().map(|what| format!("seed {seed}: {what}")).collect()
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name)
        .ok()
        .map(|text| text.parse().unwrap_or_else(|_| panic!("{name} is no number: {text}")))
}

#[test]
fn in_every_life_the_invariants_hold() {
    let seeds = match number("SIM_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("SIM_SEEDS").unwrap_or(20),
    };
    let seeds: Vec<u64> = seeds.collect();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let broken: Vec<String> = std::thread::scope(|scope| {
        let lives: Vec<_> = seeds
            .chunks(seeds.len().div_ceil(cores))
            .map(|seeds| {
                scope.spawn(|| seeds.iter().flat_map(|seed| broken(*seed)).collect::<Vec<_>>())
            })
            .collect();
        lives.into_iter().flat_map(|lives| lives.join().unwrap()).collect()
    });
    assert!(broken.is_empty(), "{} broken:\n{}", broken.len(), broken.join("\n"));
}

#[test]
fn a_seed_repeats_its_life_exactly() {
    let (one, other) = (life(7), life(7));
    assert_eq!(format!("{:?}", one.seen), format!("{:?}", other.seen));
    assert_eq!(format!("{:?}", one.counters), format!("{:?}", other.counters));
}

#[test]
fn the_model_lives_the_same_lives_well() {
    for seed in 0..3 {
        let life = live(Plan { seed, days: DAYS }, &Memory::default());
        assert_eq!(invariant::broken(&life), Vec::<String>::new(), "seed {seed}");
    }
}
