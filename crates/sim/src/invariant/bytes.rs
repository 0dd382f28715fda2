//! The text delivered is the text handed in, byte for byte. What has no sender is a notice, which nobody handed in.

use std::collections::BTreeMap;

use super::Life;
use crate::diary::Mail;

pub(super) fn broken(life: &Life, mails: &BTreeMap<u64, &Mail>) -> Vec<String> {
    let taken = life.seen.iter().filter(|seen| seen.taken_at.is_some() && !seen.sender.is_empty());
    taken
        .filter_map(|seen| match seen.number().and_then(|number| mails.get(&number)) {
            Some(mail) if seen.body.ends_with(&mail.text) => None,
            Some(mail) => Some(format!("bytes: mail {} arrived changed", mail.number)),
            None if life.diary.unanswered > 0 => None,
            None => Some("bytes: a mail arrived that nobody sent".to_owned()),
        })
        .collect()
}
