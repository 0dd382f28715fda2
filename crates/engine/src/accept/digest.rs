//! What a repeat of an accept key must have in common with the first: envelope and message, as they were handed in.

use aws_lc_rs::digest;

use super::{Recipients, Sender, Submission};

/// The digest of a submission; nothing of one without a key, which nothing can repeat.
pub(super) fn of(submission: &Submission) -> [u8; 16] {
    let mut digest = [0; 16];
    if submission.key.is_none() {
        return digest;
    }
    let mut context = digest::Context::new(&digest::SHA256);
    let mut part = |part: &[u8]| {
        context.update(&(part.len() as u64).to_be_bytes());
        context.update(part);
    };
    match &submission.sender {
        Sender::Given(Some(sender)) => part(sender.as_str().as_bytes()),
        Sender::Word(word) => part(word),
        Sender::Given(None) | Sender::Unstated => part(b""),
    }
    match &submission.recipients {
        Recipients::Given(given) => {
            given.iter().for_each(|(mailbox, _)| part(mailbox.as_str().as_bytes()))
        }
        Recipients::Words { words, .. } => words.iter().for_each(|word| part(word)),
    }
    part(&submission.message);
    digest.copy_from_slice(&context.finish().as_ref()[..16]);
    digest
}
