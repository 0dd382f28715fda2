//! What a door hands in, and what it gets for it.

use bytes::Bytes;
use postern_core::identity::Identified;
use postern_core::ids::MessageId;
use postern_mail::Mailbox;
use postern_mail::compose::Protocol;
use postern_mail::dsn_request::{EnvelopeId, Notify, Return};
use postern_mail::lines::BareCr;
use postern_store::{AcceptKey, Origin};

/// What a door hands in.
#[derive(Clone, Debug)]
pub struct Submission {
    pub identified: Identified,
    pub origin: Origin,
    pub sender: Sender,
    pub recipients: Recipients,
    /// For `From` if it is missing; any octets.
    pub full_name: Option<Vec<u8>>,
    /// The message as it was handed in, with any line ends.
    pub message: Bytes,
    pub bare_cr: BareCr,
    pub envelope_id: Option<EnvelopeId>,
    pub dsn_return: Option<Return>,
    /// A repeat of the same key is the same mail.
    pub key: Option<AcceptKey>,
    /// How it came, for `Received`.
    pub protocol: Protocol,
    /// What the client called itself (EHLO).
    pub hello: Option<String>,
}

/// The envelope sender, as far as the caller named one.
#[derive(Clone, Debug)]
pub enum Sender {
    /// `None` is the null sender.
    Given(Option<Mailbox>),
    /// A word of a command line.
    Word(Vec<u8>),
    /// The caller's login at its site's domain; without a uid the mailbox of `From`.
    Unstated,
}

/// The envelope recipients.
#[derive(Clone, Debug)]
pub enum Recipients {
    Given(Vec<(Mailbox, Option<Notify>)>),
    /// Words of a command line, each a list of addresses; with `in_head` those of the head are added.
    Words {
        words: Vec<Vec<u8>>,
        in_head: bool,
        notify: Option<Notify>,
    },
}

/// What was accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    pub message: MessageId,
    /// The key was seen before: nothing was stored or counted again.
    pub repeated: bool,
}
