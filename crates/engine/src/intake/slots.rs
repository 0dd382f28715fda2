//! Slots: how many sessions one door holds, in all and of one guest.
//!
//! A slot is taken before anything is read of a connection and given back when the session ends, however it ends.
//! One guest cannot take all of them, so that a flood from one site leaves the door open to the others.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Whom the sessions are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Guest {
    Uid(u32),
    Address(IpAddr),
}

impl Guest {
    /// A guest by its address; an IPv6 one by its /64, which is one host's own to draw from.
    pub fn at(address: IpAddr) -> Guest {
        match address.to_canonical() {
            IpAddr::V6(six) if !six.is_loopback() => {
                let [a, b, c, d, ..] = six.segments();
                Guest::Address(IpAddr::from([a, b, c, d, 0, 0, 0, 0]))
            }
            other => Guest::Address(other),
        }
    }
}

/// The slots of one door.
#[derive(Debug)]
pub(crate) struct Slots {
    all: usize,
    each: usize,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    all: usize,
    by: HashMap<Guest, usize>,
}

/// A slot, until it is dropped.
#[derive(Debug)]
pub(crate) struct Slot {
    slots: Arc<Slots>,
    guest: Guest,
}

/// Why there is no slot: how many sessions there are and may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Full {
    Door(usize),
    Guest(usize),
}

impl Slots {
    pub(crate) fn new(all: usize, each: usize) -> Arc<Slots> {
        Arc::new(Slots { all, each, taken: Mutex::default() })
    }

    pub(crate) fn take(self: &Arc<Slots>, guest: Guest) -> Result<Slot, Full> {
        let mut taken = self.taken();
        if taken.all >= self.all {
            return Err(Full::Door(self.all));
        }
        let own = taken.by.entry(guest).or_default();
        if *own >= self.each {
            return Err(Full::Guest(self.each));
        }
        *own += 1;
        taken.all += 1;
        Ok(Slot { slots: Arc::clone(self), guest })
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut taken = self.slots.taken();
        taken.all -= 1;
        if let Some(own) = taken.by.get_mut(&self.guest) {
            *own -= 1;
            if *own == 0 {
                taken.by.remove(&self.guest);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_guest_cannot_take_all_slots_and_all_guests_no_more_than_there_are() {
        let slots = Slots::new(3, 2);
        let (a, b, c) = (Guest::Uid(1), Guest::Uid(2), Guest::at([192, 0, 2, 1].into()));
        let first = slots.take(a).unwrap();
        let _second = slots.take(a).unwrap();
        assert_eq!(slots.take(a).unwrap_err(), Full::Guest(2));
        let _third = slots.take(b).unwrap();
        assert_eq!(slots.take(c).unwrap_err(), Full::Door(3));
        drop(first);
        assert_eq!(slots.taken().all, 2);
        slots.take(c).unwrap();
    }

    #[test]
    fn nothing_is_kept_of_guests_that_left() {
        let slots = Slots::new(10, 10);
        drop(slots.take(Guest::Uid(1)));
        assert!(slots.taken().by.is_empty());
    }

    #[test]
    fn an_ipv6_guest_is_its_network() {
        let guest = |text: &str| Guest::at(text.parse().unwrap());
        assert_eq!(guest("2001:db8::1"), guest("2001:db8::2:3"));
        assert_ne!(guest("2001:db8::1"), guest("2001:db8:0:1::1"));
        assert_eq!(guest("::ffff:192.0.2.1"), guest("192.0.2.1"));
    }
}
