//! A record of a segment: 32 octets of header, then the body as it was accepted.
//!
//! | octets | what |
//! |---|---|
//! | 0..4   | `PMB1` |
//! | 4..8   | CRC-32C of the body |
//! | 8..16  | length of the body |
//! | 16..24 | id of the message |
//! | 24..28 | zero |
//! | 28..32 | CRC-32C of the octets before |
//!
//! Numbers are little-endian. A record is right when both checksums fit and it names the message that points to it; what
//! a power cut left of a record that was never synced is not.

use postern_core::ids::MessageId;

/// Octets before the body.
pub(crate) const HEADER: u64 = 32;

const MAGIC: [u8; 4] = *b"PMB1";

/// The header of a message's record; `crc` is `checksum` of its body.
pub(crate) fn header(message: MessageId, length: u64, crc: u32) -> [u8; HEADER as usize] {
    let mut header = [0; HEADER as usize];
    header[0..4].copy_from_slice(&MAGIC);
    header[4..8].copy_from_slice(&crc.to_le_bytes());
    header[8..16].copy_from_slice(&length.to_le_bytes());
    header[16..24].copy_from_slice(&message.0.to_le_bytes());
    let own = crc32c::crc32c(&header[..28]);
    header[28..32].copy_from_slice(&own.to_le_bytes());
    header
}

pub(crate) fn checksum(body: &[u8]) -> u32 {
    crc32c::crc32c(body)
}

/// The checksum of a body that comes in parts.
#[derive(Debug, Default)]
pub(crate) struct Checksum(u32);

impl Checksum {
    pub(crate) fn add(&mut self, part: &[u8]) {
        self.0 = crc32c::crc32c_append(self.0, part);
    }

    pub(crate) fn end(self) -> u32 {
        self.0
    }
}

/// Whether a whole record (header and body) is the one written for this message.
pub(crate) fn is_right(record: &[u8], message: MessageId) -> bool {
    let Some((head, body)) = record.split_at_checked(HEADER as usize) else { return false };
    head == header(message, body.len() as u64, checksum(body))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(message: i64, body: &[u8]) -> Vec<u8> {
        let mut record = header(MessageId(message), body.len() as u64, checksum(body)).to_vec();
        record.extend_from_slice(body);
        record
    }

    #[test]
    fn a_record_is_right_for_its_message_only() {
        let record = record(7, b"Subject: hello\r\n\r\n");
        assert!(is_right(&record, MessageId(7)));
        assert!(!is_right(&record, MessageId(8)));
        assert!(is_right(&super::tests::record(9, b""), MessageId(9)), "an empty body is a body");
    }

    #[test]
    fn no_octet_of_a_record_can_change_unnoticed() {
        let right = record(7, b"hello");
        for at in 0..right.len() {
            let mut damaged = right.clone();
            damaged[at] ^= 0x10;
            assert!(!is_right(&damaged, MessageId(7)), "octet {at}");
        }
        assert!(!is_right(&right[..right.len() - 1], MessageId(7)), "its end is missing");
        assert!(!is_right(&[0; 64], MessageId(0)), "zeros are no record");
        assert!(!is_right(b"PMB1", MessageId(0)));
    }
}
