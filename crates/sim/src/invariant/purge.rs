//! A mail that was queued when a purge was answered is never attempted afterwards.

use std::collections::BTreeMap;
use std::time::Duration;

use super::Life;
use crate::diary::{Deed, Mail};

pub(super) fn broken(life: &Life, mails: &BTreeMap<u64, &Mail>) -> Vec<String> {
    let mut broken = Vec::new();
    for seen in life.seen.iter().filter(|seen| seen.taken_at.is_some()) {
        let Some(mail) = seen.number().and_then(|number| mails.get(&number)) else { continue };
        let purge = life.diary.deeds.iter().find(|done| {
            done.site == mail.site
                && done.deed == Deed::Purge
                && done.asked_at > mail.accepted_at
                && seen.began_at > done.answered_at + Duration::from_secs(1)
        });
        if let Some(purge) = purge {
            broken.push(format!(
                "purge: mail {} of {} was purged at {} and attempted at {}",
                mail.number, life.diary.sites[mail.site], purge.answered_at.0, seen.began_at.0,
            ));
        }
    }
    broken
}
