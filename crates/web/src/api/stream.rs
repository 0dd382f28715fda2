//! Answers without an end in sight: how many may be open at once, in all and of one caller.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::caller::Caller;
use crate::error::{Error, Result};
use crate::wire::Code;

/// The streams that are open, by who has them.
#[derive(Debug)]
pub(crate) struct Streams {
    open: Arc<Mutex<HashMap<String, usize>>>,
    most: usize,
    most_each: usize,
}

/// The place of one stream; it is free again when this goes.
#[derive(Debug)]
pub(crate) struct Slot {
    open: Arc<Mutex<HashMap<String, usize>>>,
    who: String,
}

impl Streams {
    pub(crate) fn new(most: usize, most_each: usize) -> Streams {
        Streams { open: Arc::default(), most, most_each }
    }

    /// A place for one more.
    pub(crate) fn open(&self, caller: &Caller) -> Result<Slot> {
        let who = caller.account.as_deref().unwrap_or(&caller.who).to_owned();
        let mut open = locked(&self.open);
        let all: usize = open.values().sum();
        let own = open.get(&who).copied().unwrap_or(0);
        let full = |whose: &str, count: usize| {
            let why = format!(
                "{count} exports and event streams {whose} are open already, which is the most: end one"
            );
            Err(Error::new(Code::TooManyStreams, why))
        };
        if own >= self.most_each {
            return full("of yours", own);
        }
        if all >= self.most {
            return full("of all callers", all);
        }
        open.insert(who.clone(), own + 1);
        Ok(Slot { open: Arc::clone(&self.open), who })
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut open = locked(&self.open);
        if let Some(count) = open.get_mut(&self.who) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.who);
            }
        }
    }
}

fn locked(open: &Mutex<HashMap<String, usize>>) -> MutexGuard<'_, HashMap<String, usize>> {
    open.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caller_has_so_many_streams_and_all_have_so_many_and_one_that_ends_makes_room() {
        let streams = Streams::new(3, 2);
        let (anna, ben) = (Caller::operator("anna"), Caller::operator("ben"));
        let first = streams.open(&anna).expect("room");
        let _second = streams.open(&anna).expect("room");
        let Error(problem) = streams.open(&anna).expect_err("two are the most of one");
        assert_eq!(problem.status, 429);
        assert!(problem.detail.starts_with("2 exports and event streams of yours"), "{problem:?}");
        let _third = streams.open(&ben).expect("room");
        let Error(problem) = streams.open(&ben).expect_err("three are the most of all");
        assert!(problem.detail.contains("of all callers"), "{problem:?}");
        drop(first);
        let _fourth = streams.open(&ben).expect("room again");
    }
}
