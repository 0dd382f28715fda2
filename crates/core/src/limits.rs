//! How much one site may hand in: per message, and queued in all.

/// The limits of a site; the defaults are the product's (sections 2 and 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Largest message, in bytes as it goes over the wire (CRLF line ends).
    pub message_bytes: u64,
    /// Most recipients of one message.
    pub recipients: u32,
    /// Most queued deliveries.
    pub queued: u64,
    /// Most bytes of queued messages.
    pub queued_bytes: u64,
}

impl Limits {
    /// The most `message_bytes` can be: the frame of the sendmail command holds no more.
    pub const MOST_MESSAGE_BYTES: u64 = 64 << 20;
    /// The least `message_bytes` and `queued_bytes` can be: the header of a mail hardly fits in less.
    pub const LEAST_BYTES: u64 = 1024;
    /// The most `recipients` can be: more are not read of a head.
    pub const MOST_RECIPIENTS: u32 = 50_000;
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            message_bytes: 10_485_760,
            recipients: 100,
            queued: 100_000,
            queued_bytes: 2 << 30,
        }
    }
}
