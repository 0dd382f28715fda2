//! What is in hand of one site, and what may still be taken: some of a site's attempts are kept for what moves.
//!
//! An attempt at a server that does not answer lasts minutes. Without a bound, a list of addresses at dead domains takes
//! every attempt its site may make, and one script's newsletter those of all its scripts. So of a site's attempts a
//! quarter is out of reach of any one script, a quarter out of reach of next hops that have not proven to answer, and one
//! script has at most half of them at such hops.

use crate::lane::TURNS;

/// What is in hand of a site, counted in deliveries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hands {
    of_turn: [Count; TURNS as usize],
    all: Count,
}

/// At next hops that have proven to answer, and at others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    proven: usize,
    unproven: usize,
}

impl Count {
    fn both(self) -> usize {
        self.proven + self.unproven
    }

    fn of(&mut self, proven: bool) -> &mut usize {
        if proven { &mut self.proven } else { &mut self.unproven }
    }
}

impl Hands {
    /// Whether another delivery of a script's turn may be taken, for a next hop that is proven or not, where at most
    /// `most` may be in hand.
    pub fn may_take(&self, turn: u8, proven: bool, most: usize) -> bool {
        let of_turn = self.of_turn[usize::from(turn.min(TURNS - 1))];
        self.all.both() < most
            && of_turn.both() < all_but_a_quarter(most)
            && (proven
                || (self.all.unproven < all_but_a_quarter(most)
                    && of_turn.unproven < most.div_ceil(2)))
    }

    /// Deliveries were taken.
    pub fn take(&mut self, turn: u8, proven: bool, deliveries: usize) {
        *self.all.of(proven) += deliveries;
        *self.of_turn[usize::from(turn.min(TURNS - 1))].of(proven) += deliveries;
    }

    /// They were put down, counted as they were taken.
    pub fn put_down(&mut self, turn: u8, proven: bool, deliveries: usize) {
        let of_turn = self.of_turn[usize::from(turn.min(TURNS - 1))].of(proven);
        *of_turn = of_turn.saturating_sub(deliveries);
        let all = self.all.of(proven);
        *all = all.saturating_sub(deliveries);
    }

    /// Whether nothing is in hand.
    pub fn is_empty(&self) -> bool {
        self.all.both() == 0
    }
}

/// Of the attempts there are, how many may be at next hops that have not proven to answer, or of one script.
pub fn all_but_a_quarter(most: usize) -> usize {
    most - most / 4
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Takes for a turn until no more may be taken; how many there were.
    fn fill(hands: &mut Hands, turn: u8, proven: bool) -> usize {
        let mut taken = 0;
        while hands.may_take(turn, proven, 100) {
            hands.take(turn, proven, 1);
            taken += 1;
        }
        taken
    }

    #[test]
    fn one_script_leaves_a_quarter_to_the_others() {
        let mut hands = Hands::default();
        assert_eq!(fill(&mut hands, 3, true), 75);
        assert_eq!(fill(&mut hands, 4, true), 25);
        assert_eq!(fill(&mut hands, 5, true), 0);
    }

    #[test]
    fn hops_that_do_not_answer_leave_a_quarter_to_those_that_do_and_a_script_half_of_that_to_others()
     {
        let mut hands = Hands::default();
        assert_eq!(fill(&mut hands, 3, false), 50);
        assert_eq!(fill(&mut hands, 4, false), 25);
        assert_eq!(fill(&mut hands, 5, false), 0);
        assert_eq!(
            fill(&mut hands, 3, true),
            25,
            "the same script goes on where there are answers"
        );
    }

    #[test]
    fn a_site_with_a_single_attempt_makes_it_wherever_it_goes() {
        for proven in [false, true] {
            let mut hands = Hands::default();
            assert!(hands.may_take(0, proven, 1));
            hands.take(0, proven, 1);
            assert!(!hands.may_take(1, true, 1));
        }
        assert!(!Hands::default().may_take(0, true, 0));
    }

    proptest! {
        #[test]
        fn what_is_put_down_is_free_again(
            steps in proptest::collection::vec((0_u8..20, any::<bool>(), 1_usize..5), 0..100), most in 0_usize..50,
        ) {
            let mut hands = Hands::default();
            let mut held = Vec::new();
            for (turn, proven, deliveries) in steps {
                if hands.may_take(turn, proven, most) {
                    hands.take(turn, proven, deliveries);
                    held.push((turn, proven, deliveries));
                }
                prop_assert!(held.iter().map(|(_, _, n)| n).sum::<usize>() < most + 5);
            }
            for (turn, proven, deliveries) in held {
                hands.put_down(turn, proven, deliveries);
            }
            prop_assert_eq!(hands, Hands::default());
        }
    }
}
