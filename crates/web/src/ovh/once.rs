//! A signed call that changes something is carried out once.
//!
//! Whoever gets hold of a call could send it again as long as its instant is of now. What was carried out is remembered
//! that long, in memory and within a bound: a key may ask so often and no oftener. A restart forgets it, so what was signed
//! before the start is not carried out at all; that costs a client whose clock lags some seconds of patience, and no disk
//! a write for each call.
//!
//! The signature of a call is the same throughout a second. A client that lost the answer and asks again at once means the
//! same call: the last call of a key is answered again as it was, and nothing is done. An earlier one is refused: to do
//! nothing would leave another state behind than whoever sends block, unblock and block again in one second has in mind.
//! One that was refused changed nothing, and may be made again.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use axum::body::{Bytes, to_bytes};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use postern_core::ids::ConsumerId;
use postern_core::ovh::SKEW;
use postern_core::time::Time;

use super::error::Refusal;
use super::{Result, json_text};

/// Calls that are remembered at once, of all keys: some hundred bytes each.
const MOST: usize = 50_000;

/// Largest answer that is kept: those of calls that change something are a word or two, or an error.
const ANSWER_BYTES: usize = 16 << 10;

/// What was carried out.
#[derive(Debug)]
pub(super) struct Once {
    since: Time,
    most: usize,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    /// Until when each is remembered.
    calls: HashMap<Mark, Time>,
    /// The last call of each key, and its answer once there is one.
    last: HashMap<ConsumerId, (Mark, Option<Answer>)>,
    /// Nothing that is remembered is over before this.
    next_over: Option<Time>,
}

/// What tells a signed call from others.
#[derive(Clone, Debug)]
pub(super) struct Stamp {
    pub(super) consumer: ConsumerId,
    pub(super) signature: Box<str>,
    /// In seconds of the epoch.
    pub(super) signed_at: i64,
}

/// A call: whose, and what was signed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Mark {
    consumer: ConsumerId,
    signature: Box<str>,
}

#[derive(Clone, Debug)]
struct Answer {
    status: StatusCode,
    text: Bytes,
}

/// A call that may be carried out, once; or one that was.
#[derive(Debug)]
pub(super) struct Turn<'a> {
    once: &'a Once,
    mark: Mark,
    /// It was carried out before, and this is what came of it.
    before: Option<Answer>,
}

impl Once {
    pub(super) fn since(start: Time) -> Once {
        Once { since: start, most: MOST, taken: Mutex::default() }
    }

    /// Gives a call its turn.
    ///
    /// # Errors
    /// When it was carried out before, or may have been.
    pub(super) fn turn(&self, stamp: Stamp, now: Time) -> Result<Turn<'_>> {
        let Stamp { consumer, signature, signed_at } = stamp;
        if signed_at < self.since.secs() {
            return Err(Refusal::before_the_start());
        }
        let mark = Mark { consumer, signature };
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if taken.calls.contains_key(&mark) {
            return match taken.last.get(&consumer) {
                Some((last, Some(answer))) if *last == mark => {
                    Ok(Turn { once: self, before: Some(answer.clone()), mark })
                }
                _ => Err(Refusal::repeated()),
            };
        }
        taken.forget(now);
        if taken.calls.len() >= self.most {
            return Err(Refusal::too_many(SKEW));
        }
        // As long as its instant can be of now.
        let over_at = Time::from_secs(signed_at) + SKEW + std::time::Duration::from_secs(1);
        taken.calls.insert(mark.clone(), over_at);
        taken.last.insert(consumer, (mark.clone(), None));
        taken.next_over = Some(taken.next_over.map_or(over_at, |next| next.min(over_at)));
        Ok(Turn { once: self, mark, before: None })
    }
}

impl Taken {
    fn forget(&mut self, now: Time) {
        if self.next_over.is_some_and(|next| now < next) {
            return;
        }
        self.calls.retain(|_, over_at| now < *over_at);
        let calls = &self.calls;
        self.last.retain(|_, (mark, _)| calls.contains_key(mark));
        self.next_over = self.calls.values().min().copied();
    }
}

impl Turn<'_> {
    /// What the call was answered, if it was carried out before.
    pub(super) fn before(&self) -> Option<Response> {
        let Answer { status, text } = self.before.as_ref()?;
        Some(json_text(*status, text.to_vec()))
    }

    /// Keeps what the call was answered, for who lost the answer.
    pub(super) async fn keep(self, answered: Result<Response>) -> Result<Response> {
        let answered = answered.unwrap_or_else(IntoResponse::into_response);
        let (parts, body) = answered.into_parts();
        let text = to_bytes(body, ANSWER_BYTES)
            .await
            .map_err(|error| Refusal::failed(format!("the answer is too long: {error}")))?;
        let mut taken = self.once.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if parts.status.is_client_error() {
            taken.calls.remove(&self.mark);
        } else if let Some((last, answer)) = taken.last.get_mut(&self.mark.consumer)
            && *last == self.mark
        {
            *answer = Some(Answer { status: parts.status, text: text.clone() });
        }
        drop(taken);
        Ok(Response::from_parts(parts, text.into()))
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::time::Duration;

    use super::super::json;
    use super::*;

    const NOON: i64 = 1_781_524_800;
    const KEY: ConsumerId = ConsumerId(7);

    fn stamp(consumer: ConsumerId, signature: &str, signed_at: i64) -> Stamp {
        Stamp { consumer, signature: signature.into(), signed_at }
    }

    fn now() -> Time {
        Time::from_secs(NOON)
    }

    /// Sends a call that counts itself; gives its status and what was counted.
    async fn send(once: &Once, key: ConsumerId, signature: &str, done: &Cell<u32>) -> (u16, u32) {
        let answered = match once.turn(stamp(key, signature, NOON), now()) {
            Ok(turn) => match turn.before() {
                Some(answer) => answer,
                None => {
                    done.set(done.get() + 1);
                    turn.keep(json(&"done")).await.expect("an answer")
                }
            },
            Err(refusal) => refusal.into_response(),
        };
        (answered.status().as_u16(), done.get())
    }

    #[tokio::test]
    async fn a_call_is_carried_out_once_and_the_last_one_is_answered_again() {
        let (once, done) = (Once::since(now()), Cell::new(0));
        assert_eq!(send(&once, KEY, "a", &done).await, (200, 1));
        assert_eq!(send(&once, KEY, "a", &done).await, (200, 1), "the answer was lost");
        assert_eq!(send(&once, KEY, "b", &done).await, (200, 2));
        assert_eq!(send(&once, KEY, "a", &done).await, (400, 2), "something else came between");
        assert_eq!(send(&once, ConsumerId(8), "a", &done).await, (200, 3), "another key");
        assert_eq!(send(&once, KEY, "b", &done).await, (200, 3));
    }

    #[tokio::test]
    async fn an_answer_that_is_given_again_is_the_one_that_was_given() {
        let once = Once::since(now());
        let turn = once.turn(stamp(KEY, "a", NOON), now()).expect("the first");
        assert!(turn.before().is_none());
        let done = turn.keep(json(&"the first")).await.expect("an answer");
        let turn = once.turn(stamp(KEY, "a", NOON), now()).expect("the last");
        let again = turn.before().expect("its answer");
        assert_eq!((done.status().as_u16(), again.status().as_u16()), (200, 200));
        let text = to_bytes(again.into_body(), 1000).await.expect("text");
        assert_eq!(&*text, b"\"the first\"");
    }

    #[tokio::test]
    async fn what_was_refused_may_be_asked_again_and_what_failed_may_have_been_done() {
        let (once, done) = (Once::since(now()), Cell::new(0));
        for refusal in [Refusal::bad("block it first"), Refusal::bad("block it first")] {
            let turn = once.turn(stamp(KEY, "a", NOON), now()).expect("a turn");
            assert!(turn.before().is_none());
            turn.keep(Err(refusal)).await.expect("an answer");
        }
        assert_eq!(send(&once, KEY, "a", &done).await, (200, 1));
        let turn = once.turn(stamp(KEY, "b", NOON), now()).expect("a turn");
        turn.keep(Err(Refusal::failed("the store is closed"))).await.expect("an answer");
        assert_eq!(send(&once, KEY, "b", &done).await, (500, 1));
    }

    #[test]
    fn what_is_being_carried_out_is_not_begun_again() {
        let once = Once::since(now());
        let _turn = once.turn(stamp(KEY, "a", NOON), now()).expect("the first");
        assert!(once.turn(stamp(KEY, "a", NOON), now()).is_err());
    }

    #[test]
    fn what_was_signed_before_the_start_is_not_carried_out() {
        let once = Once::since(now());
        assert!(once.turn(stamp(KEY, "a", NOON - 1), now()).is_err());
        assert!(once.turn(stamp(KEY, "a", NOON), now()).is_ok());
    }

    #[test]
    fn a_call_is_remembered_as_long_as_it_could_come_again_and_no_more_are_than_may_be() {
        let once = Once { most: 2, ..Once::since(now()) };
        let turn =
            |signature, at| once.turn(stamp(KEY, signature, at), Time::from_secs(at)).is_ok();
        assert!(turn("a", NOON) && turn("b", NOON) && !turn("c", NOON));
        let over = NOON + SKEW.as_secs() as i64;
        assert!(
            once.turn(stamp(KEY, "a", NOON), now() + SKEW).is_err(),
            "it is of now to the last second"
        );
        assert!(!turn("c", over), "nothing is forgotten too early");
        assert!(turn("c", over + 1));
        let taken = once.taken.lock().expect("no panic");
        assert_eq!((taken.calls.len(), taken.last.len()), (1, 1));
        drop(taken);
        assert!(once.turn(stamp(KEY, "d", NOON), now() + Duration::from_secs(9)).is_ok());
    }
}
