//! The daemon, as the command sees it: a socket, a first byte, a request, an answer.
//!
//! It counts as away when it cannot be reached, does not speak within 2 s, or gives no answer within 30 s: then the mail
//! goes to the drop directory. A whole answer counts, also one that comes before all of the mail was taken.

use std::fmt;
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use crate::command::Settings;
use crate::frame::{BodyDecoder, BodyEvent, FrameError, Reply, VERSION};

/// The connecting thread only makes two system calls.
const STACK_BYTES: usize = 32 * 1024;

/// A daemon that has greeted.
#[derive(Debug)]
pub(crate) struct Daemon {
    stream: UnixStream,
    socket: PathBuf,
    answer: Duration,
    /// What came behind the reply.
    behind: Vec<u8>,
}

/// Why there is no answer.
#[derive(Debug)]
pub(crate) struct Away {
    socket: PathBuf,
    why: Why,
}

#[derive(Debug)]
enum Why {
    Unreachable(io::Error),
    /// It did not speak first.
    Mute(Duration),
    /// It speaks, but another protocol.
    Stranger(u8),
    /// It took the request, or was to take it, and nothing came back.
    NoAnswer(Duration),
    /// It closed the connection, or that broke.
    Lost(Option<io::Error>),
    Nonsense(FrameError),
}

/// Reaches the daemon and waits for its first byte.
pub(crate) fn connect(settings: &Settings) -> Result<Daemon, Away> {
    let away = |why| Away { socket: settings.socket.clone(), why };
    let mute = || away(Why::Mute(settings.first_byte));
    let deadline = Instant::now() + settings.first_byte;

    let mut stream = connect_within(settings).map_err(away)?;
    let left = deadline.saturating_duration_since(Instant::now()).max(Duration::from_millis(1));
    set_timeouts(&stream, left).map_err(|error| away(Why::Lost(Some(error))))?;
    let mut first = [0];
    match stream.read(&mut first) {
        Ok(0) => return Err(away(Why::Lost(None))),
        Ok(_) if first != [VERSION] => return Err(away(Why::Stranger(first[0]))),
        Ok(_) => {}
        Err(error) if is_timeout(&error) => return Err(mute()),
        Err(error) => return Err(away(Why::Lost(Some(error)))),
    }
    set_timeouts(&stream, settings.answer).map_err(|error| away(Why::Lost(Some(error))))?;
    Ok(Daemon {
        stream,
        socket: settings.socket.clone(),
        answer: settings.answer,
        behind: Vec::new(),
    })
}

/// A socket whose queue is full makes `connect` wait without end, and the standard library knows no timeout for it. So it
/// waits in a thread of its own; where none can be had, the daemon counts as away rather than risk a process that hangs.
fn connect_within(settings: &Settings) -> Result<UnixStream, Why> {
    let (done, connected) = mpsc::sync_channel(1);
    let socket = settings.socket.clone();
    let connect = move || {
        // Nobody listens any more when it took too long.
        let _ = done.send(UnixStream::connect(socket));
    };
    thread::Builder::new().stack_size(STACK_BYTES).spawn(connect).map_err(Why::Unreachable)?;
    match connected.recv_timeout(settings.first_byte) {
        Ok(stream) => stream.map_err(Why::Unreachable),
        Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
            Err(Why::Mute(settings.first_byte))
        }
    }
}

impl Daemon {
    /// Has `send` write a request, and waits for the reply.
    pub(crate) fn ask(
        &mut self,
        send: impl FnOnce(&mut UnixStream) -> io::Result<()>,
    ) -> Result<Reply, Away> {
        let sent = send(&mut self.stream);
        if sent.as_ref().is_err_and(is_timeout) {
            return Err(self.away(Why::NoAnswer(self.answer)));
        }
        // A daemon that refuses early closes; its reply is still there to be read.
        self.read_reply().map_err(|why| match sent {
            Err(error) => self.away(Why::Lost(Some(error))),
            Ok(()) => self.away(why),
        })
    }

    /// Prints the list that follows a reply, as it comes, and says whether all of it could be printed.
    pub(crate) fn print_list(&mut self, stdout: &mut dyn Write) -> Result<io::Result<()>, Away> {
        let mut list = BodyDecoder::of_list();
        loop {
            let mut bytes = &self.behind[..];
            while let Some(event) =
                list.next(&mut bytes).map_err(|error| self.away(Why::Nonsense(error)))?
            {
                let printed = match event {
                    BodyEvent::Bytes(bytes) => stdout.write_all(bytes),
                    BodyEvent::End => return Ok(stdout.flush()),
                };
                if printed.is_err() {
                    return Ok(printed);
                }
            }
            self.behind.clear();
            self.read_more().map_err(|why| self.away(why))?;
        }
    }

    /// The bare connection, for a session that is no question and answer.
    pub(crate) fn into_stream(self) -> UnixStream {
        self.stream
    }

    fn read_reply(&mut self) -> Result<Reply, Why> {
        loop {
            if let Some((reply, behind)) = Reply::decode(&self.behind).map_err(Why::Nonsense)? {
                self.behind = behind.to_vec();
                return Ok(reply);
            }
            self.read_more()?;
        }
    }

    fn read_more(&mut self) -> Result<(), Why> {
        let mut buffer = [0; 8192];
        match self.stream.read(&mut buffer) {
            Ok(0) => Err(Why::Lost(None)),
            Ok(bytes) => {
                self.behind.extend_from_slice(&buffer[..bytes]);
                Ok(())
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => Ok(()),
            Err(error) if is_timeout(&error) => Err(Why::NoAnswer(self.answer)),
            Err(error) => Err(Why::Lost(Some(error))),
        }
    }

    fn away(&self, why: Why) -> Away {
        Away { socket: self.socket.clone(), why }
    }
}

impl fmt::Display for Away {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "daemon at {}: ", self.socket.display())?;
        match &self.why {
            Why::Unreachable(error) => write!(f, "{error}"),
            Why::Mute(time) => write!(f, "did not speak within {time:?}"),
            Why::Stranger(byte) => {
                write!(f, "is no Postern of this version, it began with byte {byte:#04x}")
            }
            Why::NoAnswer(time) => write!(f, "gave no answer within {time:?}"),
            Why::Lost(None) => write!(f, "closed the connection without an answer"),
            Why::Lost(Some(error)) => write!(f, "connection lost: {error}"),
            Why::Nonsense(error) => write!(f, "{error}"),
        }
    }
}

fn set_timeouts(stream: &UnixStream, time: Duration) -> io::Result<()> {
    stream.set_read_timeout(Some(time))?;
    stream.set_write_timeout(Some(time))
}

pub(crate) fn is_timeout(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}
