//! A body in pieces with an explicit end, so that one that was cut off is never taken for a whole one.

use super::error::within;
use super::{END_OF_BODY, FrameError, MAX_BODY_BYTES, MAX_CHUNK_BYTES};

/// Appends `bytes` as pieces of a body; nothing for no bytes.
pub fn encode_chunk(bytes: &[u8], out: &mut Vec<u8>) {
    for piece in bytes.chunks(MAX_CHUNK_BYTES) {
        out.extend_from_slice(&(piece.len() as u32).to_be_bytes());
        out.extend_from_slice(piece);
    }
}

/// Appends the end of a body that has `total` bytes.
pub fn encode_end(total: u64, out: &mut Vec<u8>) {
    out.extend_from_slice(&END_OF_BODY.to_be_bytes());
    out.extend_from_slice(&total.to_be_bytes());
}

/// Takes a body apart as it comes. Keeps none of it.
#[derive(Debug)]
pub struct BodyDecoder {
    state: State,
    total: u64,
    most: u64,
}

#[derive(Debug)]
enum State {
    /// Some bytes of the next length.
    Length {
        seen: usize,
        bytes: [u8; 4],
    },
    /// Inside a piece that has so much left.
    Piece {
        left: usize,
    },
    /// Some bytes of the total.
    Total {
        seen: usize,
        bytes: [u8; 8],
    },
    Ended,
}

/// What came of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyEvent<'a> {
    /// The next bytes; never none.
    Bytes(&'a [u8]),
    /// It is whole.
    End,
}

impl Default for State {
    fn default() -> State {
        State::Length { seen: 0, bytes: [0; 4] }
    }
}

/// Of a mail.
impl Default for BodyDecoder {
    fn default() -> BodyDecoder {
        BodyDecoder { state: State::default(), total: 0, most: MAX_BODY_BYTES }
    }
}

impl BodyDecoder {
    /// Of a list: it is printed as it comes and may be of any length.
    pub fn of_list() -> BodyDecoder {
        BodyDecoder { most: u64::MAX, ..BodyDecoder::default() }
    }

    /// Takes from the front of `input`; `None` when all of it is taken and more is needed. After the end it takes nothing.
    pub fn next<'a>(&mut self, input: &mut &'a [u8]) -> Result<Option<BodyEvent<'a>>, FrameError> {
        loop {
            match &mut self.state {
                State::Length { seen, bytes } => {
                    if !fill(bytes, seen, input) {
                        return Ok(None);
                    }
                    self.state = after_length(u32::from_be_bytes(*bytes))?;
                }
                State::Piece { left: 0 } => self.state = State::default(),
                State::Piece { left } => {
                    let (piece, rest) = input.split_at(input.len().min(*left));
                    if piece.is_empty() {
                        return Ok(None);
                    }
                    *left -= piece.len();
                    *input = rest;
                    self.total += piece.len() as u64;
                    if self.total > self.most {
                        let (found, limit) = (self.total, self.most);
                        return Err(FrameError::TooMuch { what: "bytes of mail", found, limit });
                    }
                    return Ok(Some(BodyEvent::Bytes(piece)));
                }
                State::Total { seen, bytes } => {
                    if !fill(bytes, seen, input) {
                        return Ok(None);
                    }
                    let stated = u64::from_be_bytes(*bytes);
                    if stated != self.total {
                        return Err(FrameError::WrongTotal { stated, counted: self.total });
                    }
                    self.state = State::Ended;
                    return Ok(Some(BodyEvent::End));
                }
                State::Ended => return Ok(None),
            }
        }
    }

    /// Bytes of body that came so far.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// True after [`BodyEvent::End`].
    pub fn has_ended(&self) -> bool {
        matches!(self.state, State::Ended)
    }
}

fn after_length(length: u32) -> Result<State, FrameError> {
    match length {
        END_OF_BODY => Ok(State::Total { seen: 0, bytes: [0; 8] }),
        0 => Err(FrameError::EmptyChunk),
        _ => {
            let left = usize::try_from(length).unwrap_or(usize::MAX);
            Ok(State::Piece { left: within("bytes of one piece of body", left, MAX_CHUNK_BYTES)? })
        }
    }
}

/// Moves bytes from the front of `input` to the free end of `bytes`; true when it is full.
pub(super) fn fill(bytes: &mut [u8], seen: &mut usize, input: &mut &[u8]) -> bool {
    let free = &mut bytes[*seen..];
    let (now, rest) = input.split_at(free.len().min(input.len()));
    free[..now.len()].copy_from_slice(now);
    *seen += now.len();
    *input = rest;
    *seen == bytes.len()
}
