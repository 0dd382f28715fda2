//! What the command asks of the daemon, as values.

use crate::accept_key::AcceptKey;

/// One call of the command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// `--site`: the caller's word, of use only for uids listed as shared.
    pub site: Option<Vec<u8>>,
    pub origin: Origin,
    pub task: Task,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Task {
    /// Take a mail; its body follows the header.
    Submit(Submit),
    /// `-bs`: speak SMTP; the session follows the header.
    Smtp,
    /// `-bp`, `mailq`: list the queue of the caller's site.
    QueueList,
    /// `-q`: make the deferred mail of the caller's site due.
    QueueRun,
    /// `-bv`: are these well-formed addresses? Raw arguments, as in [`Submit::recipients`].
    Verify { recipients: Vec<Vec<u8>> },
}

/// A mail's envelope, as the command line gave it. Its body is what standard input held up to its end, with the rule of the
/// lone dot already applied and nothing else changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submit {
    pub accept_key: AcceptKey,
    pub sender: Sender,
    /// `-F`, raw: may hold any bytes, line ends too.
    pub full_name: Option<Vec<u8>>,
    /// Raw arguments, in order: `a@b`, `<a@b>`, `Name <a@b>`, `a@b,c@d`, or nonsense.
    pub recipients: Vec<Vec<u8>>,
    /// `-t`: the header names recipients too.
    pub extract_recipients: bool,
    /// `-N`, for every recipient.
    pub notify: Option<Notify>,
    /// `-R`.
    pub returns: Option<Return>,
    /// `-V`: printable ASCII, not yet encoded as xtext, in which it has 1 to 100 characters.
    pub envelope_id: Option<Vec<u8>>,
}

/// `-f`, `-r`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sender {
    /// Not given: the uid's login at the site's domain.
    Default,
    /// `''` or `<>`: no bounce is wanted.
    Null,
    /// The argument, raw and not empty: `a@b`, `<a@b>`, a bare login, or nonsense.
    Given(Vec<u8>),
}

impl Sender {
    /// The sender that the argument of `-f` means.
    pub fn from_argument(argument: &[u8]) -> Sender {
        match argument.trim_ascii() {
            b"" | b"<>" => Sender::Null,
            _ => Sender::Given(argument.to_vec()),
        }
    }
}

/// When a notice is wanted (RFC 3461 §4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notify {
    Never,
    /// At least one of them is true.
    On {
        success: bool,
        failure: bool,
        delay: bool,
    },
}

/// What of the mail a notice returns (RFC 3461 §4.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Return {
    Full,
    Headers,
}

/// Where a request comes from, as the calling process states it: nothing here is proof. The uid, and over the socket the
/// pid and gid, come from the kernel. Each value is raw and at most [`MAX_FIELD_BYTES`](super::MAX_FIELD_BYTES) long, the
/// arguments together at most [`MAX_ARGUMENTS_BYTES`](super::MAX_ARGUMENTS_BYTES); what was longer is cut.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// The command's own, not that of the script's process; 0 where it is not stated.
    pub pid: u32,
    /// The working directory; none if it was removed.
    pub cwd: Option<Vec<u8>>,
    /// The command line from its first word (the command's name) on.
    pub arguments: Vec<Vec<u8>>,
    pub script_filename: Option<Vec<u8>>,
    pub script_name: Option<Vec<u8>>,
    /// May hold secrets behind its `?`.
    pub request_uri: Option<Vec<u8>>,
    pub remote_addr: Option<Vec<u8>>,
    pub http_host: Option<Vec<u8>>,
    pub server_name: Option<Vec<u8>>,
    pub pwd: Option<Vec<u8>>,
}
