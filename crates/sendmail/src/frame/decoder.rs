//! The reading side of a frame: slices in, a request and its body out.

use super::body::{BodyDecoder, BodyEvent, fill};
use super::header::{self, Kind, PREFIX_BYTES};
use super::{FrameError, Request, Task, VERSION};

/// Takes one frame apart as it comes.
///
/// ```
/// # use postern_sendmail::frame::{Decoder, Event, FrameError};
/// # fn take(input: &[u8]) -> Result<(), FrameError> {
/// let mut decoder = Decoder::default();
/// let mut slice = input; // whatever the socket gave
/// while let Some(event) = decoder.next(&mut slice)? {
///     match event {
///         Event::Request(_request) => {} // identify the site
///         Event::Body(_bytes) => {}      // keep them
///         Event::End => {}               // only now it is a mail
///     }
/// }
/// # Ok(()) }
/// ```
#[derive(Debug, Default)]
pub struct Decoder {
    state: State,
}

#[derive(Debug)]
enum State {
    /// Some bytes of the prefix.
    Prefix { seen: usize, bytes: [u8; PREFIX_BYTES] },
    /// Some bytes of a header that will have `length`.
    Header { kind: Kind, length: usize, bytes: Vec<u8> },
    /// Inside a submission's body.
    Body(BodyDecoder),
    /// All was read. What follows belongs to no frame.
    Ended,
    /// Something was wrong; so it stays.
    Failed(FrameError),
}

/// What came of a frame, in this order.
#[derive(Debug, PartialEq, Eq)]
pub enum Event<'a> {
    /// The header. Only after that of a submission a body comes.
    Request(Box<Request>),
    /// The next bytes of the body; never none.
    Body(&'a [u8]),
    /// The body is whole.
    End,
}

impl Default for State {
    fn default() -> State {
        State::Prefix { seen: 0, bytes: [0; PREFIX_BYTES] }
    }
}

impl Decoder {
    /// Takes from the front of `input`; `None` when more is needed or the frame has ended. What is then left in `input`
    /// comes after the frame: of a `-bs` request the first bytes of its SMTP session, else garbage. An error repeats.
    pub fn next<'a>(&mut self, input: &mut &'a [u8]) -> Result<Option<Event<'a>>, FrameError> {
        let event = self.advance(input);
        if let Err(error) = event {
            self.state = State::Failed(error);
        }
        event
    }

    fn advance<'a>(&mut self, input: &mut &'a [u8]) -> Result<Option<Event<'a>>, FrameError> {
        loop {
            match &mut self.state {
                State::Prefix { seen, bytes } => {
                    let is_full = fill(bytes, seen, input);
                    // The first byte alone tells a stranger, who may wait for us before he sends more.
                    if *seen > 0 && bytes[0] != VERSION {
                        return Err(FrameError::Version { found: bytes[0] });
                    }
                    if !is_full {
                        return Ok(None);
                    }
                    let (kind, length) = header::read_prefix(bytes)?;
                    self.state = State::Header { kind, length, bytes: Vec::new() };
                }
                State::Header { kind, length, bytes } => {
                    let (now, rest) = input.split_at(input.len().min(*length - bytes.len()));
                    *input = rest;
                    if bytes.len() + now.len() < *length {
                        // Grows with what comes, not with what was announced: a liar costs us no memory.
                        bytes.extend_from_slice(now);
                        return Ok(None);
                    }
                    let request = if bytes.is_empty() {
                        header::read(*kind, now)?
                    } else {
                        bytes.extend_from_slice(now);
                        header::read(*kind, bytes)?
                    };
                    self.state = match request.task {
                        Task::Submit(_) => State::Body(BodyDecoder::default()),
                        Task::Smtp | Task::QueueList | Task::QueueRun | Task::Verify { .. } => {
                            State::Ended
                        }
                    };
                    return Ok(Some(Event::Request(Box::new(request))));
                }
                State::Body(body) => {
                    let event = match body.next(input)? {
                        None => return Ok(None),
                        Some(BodyEvent::Bytes(bytes)) => Event::Body(bytes),
                        Some(BodyEvent::End) => {
                            self.state = State::Ended;
                            Event::End
                        }
                    };
                    return Ok(Some(event));
                }
                State::Ended => return Ok(None),
                State::Failed(error) => return Err(*error),
            }
        }
    }

    /// True once the frame is whole.
    pub fn has_ended(&self) -> bool {
        matches!(self.state, State::Ended)
    }

    /// To be asked at the end of a drop file, with what is left of it: a frame, whole, and nothing behind it?
    pub fn finish(&self, left: &[u8]) -> Result<(), FrameError> {
        match &self.state {
            State::Failed(error) => Err(*error),
            State::Ended if left.is_empty() => Ok(()),
            State::Ended => Err(FrameError::Trailing),
            State::Prefix { .. } | State::Header { .. } | State::Body(_) => Err(FrameError::Cut),
        }
    }
}
