//! The sites' life while somebody watches: it goes on until the demo is ended. Nothing here waits for an outcome; whoever
//! watches may block, purge or break what they like.

use std::time::Duration;

use super::site::{CONTACT, NEWSLETTER, ORDER, PASSWORD_RESET, Site};
use super::stage::Stage;

/// One beat of life.
const BEAT: Duration = Duration::from_millis(700);

/// Customers and readers that exist.
const PEOPLE: &[&str] = &[
    "anna", "bruno", "carla", "dario", "elena", "fabio", "giulia", "henri", "ines", "karl", "lea",
    "milo",
];

/// Lives on. A mail that is refused stands in the log; life goes on.
pub async fn live(stage: &mut Stage) {
    // One mail that is put off for ever is enough to see what that looks like.
    let _ = stage.run(Site::Shop, &ORDER, "busy-marco@example.net").await;
    let mut beats = tokio::time::interval(BEAT);
    beats.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    for beat in 0_u32.. {
        beats.tick().await;
        let _ = match doing(beat) {
            Doing::Order => {
                stage.run(Site::Shop, &ORDER, &format!("{}@example.net", someone())).await
            }
            Doing::Reset => {
                stage
                    .run(Site::Shop, &PASSWORD_RESET, &format!("grey-{}@example.net", someone()))
                    .await
            }
            Doing::Invoice => {
                stage
                    .invoice(&[&format!("{}@example.net", someone()), "accounting@example.net"])
                    .await
            }
            Doing::Visitor => {
                stage.run(Site::Contact, &CONTACT, &format!("{}@example.net", someone())).await
            }
            Doing::Bot => stage.run(Site::Contact, &CONTACT, &junk()).await,
            Doing::News => stage.run(Site::Broken, &NEWSLETTER, &reader()).await,
            Doing::Nothing => Ok(Vec::new()),
        };
    }
}

/// What happens at a beat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doing {
    Order,
    Reset,
    Invoice,
    Visitor,
    Bot,
    News,
    Nothing,
}

/// A round of sixty beats: orders come steadily, newsletters at its beginning and its end, bots in two waves between.
fn doing(beat: u32) -> Doing {
    match (beat % 60, beat % 4) {
        (11 | 41, _) => Doing::Reset,
        (27, _) => Doing::Invoice,
        (3 | 35 | 55, _) => Doing::Visitor,
        (0..8 | 52..60, 1..=3) => Doing::News,
        (8..28 | 36..50, 1..=3) => Doing::Bot,
        (_, 0) => Doing::Order,
        _ => Doing::Nothing,
    }
}

fn someone() -> &'static str {
    PEOPLE[fastrand::usize(..PEOPLE.len())]
}

/// What a bot types into the form: mostly nobody, sometimes a stranger.
fn junk() -> String {
    let who = if fastrand::u8(..4) == 0 { "victim" } else { "nobody" };
    format!("{who}-{}@example.com", fastrand::u32(1000..10_000))
}

/// An entry of the old list.
fn reader() -> String {
    match fastrand::u8(..8) {
        0..3 => format!("nobody-{}@example.com", fastrand::u32(1..50)),
        3 => "full-mailbox@example.com".into(),
        4 => "spamtrap@example.com".into(),
        5 => "noemi@@example.com".into(),
        _ => format!("{}@example.com", someone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_mail_comes_in_each_round() {
        let round: Vec<_> = (0..60).map(doing).collect();
        for kind in
            [Doing::Order, Doing::Reset, Doing::Invoice, Doing::Visitor, Doing::Bot, Doing::News]
        {
            assert!(round.contains(&kind), "{kind:?}");
        }
        assert_eq!((60..120).map(doing).collect::<Vec<_>>(), round);
    }
}
