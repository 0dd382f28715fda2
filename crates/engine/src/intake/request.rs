//! From a request of the sendmail command, over its socket or in a drop file, to a submission.
//!
//! What the kernel says (uid, over the socket also gid and pid) is kept apart from what the caller states, its own pid
//! in a drop file too. Arguments and environment are bytes; they are kept as text, and what is no UTF-8 in them is
//! replaced.

use bytes::Bytes;
use postern_core::identity::Identified;
use postern_mail::dsn_request::{self, EnvelopeId};
use postern_sendmail::frame;
use postern_store::{AcceptKey, Method, Origin};

use crate::accept::{BareCr, Protocol, Recipients, Refusal, Sender, Submission, Why};

/// Who called the command, by the kernel's word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Caller {
    pub(super) uid: u32,
    pub(super) gid: Option<u32>,
    pub(super) pid: Option<u32>,
}

/// The origin of a request.
pub(super) fn origin(method: Method, caller: Caller, stated: &frame::Origin) -> Origin {
    let arguments = stated.arguments.iter().map(|word| shown(word)).collect::<Vec<_>>();
    let arguments = arguments.join(&b' ');
    let pid = stated.pid.to_string().into_bytes();
    let words = [
        ("pid", (caller.pid.is_none() && stated.pid != 0).then_some(&pid)),
        ("cwd", stated.cwd.as_ref()),
        ("argv", (!arguments.is_empty()).then_some(&arguments)),
        ("SCRIPT_FILENAME", stated.script_filename.as_ref()),
        ("SCRIPT_NAME", stated.script_name.as_ref()),
        ("REQUEST_URI", stated.request_uri.as_ref()),
        ("REMOTE_ADDR", stated.remote_addr.as_ref()),
        ("HTTP_HOST", stated.http_host.as_ref()),
        ("SERVER_NAME", stated.server_name.as_ref()),
        ("PWD", stated.pwd.as_ref()),
    ];
    let stated_by_caller = words.into_iter().filter_map(|(name, value)| {
        value.map(|value| (name.to_owned(), String::from_utf8_lossy(value).into_owned()))
    });
    Origin {
        method: Some(method),
        uid: Some(caller.uid),
        gid: caller.gid,
        pid: caller.pid,
        stated_by_caller: stated_by_caller.collect(),
        ..Origin::default()
    }
}

/// A word of a command line as a shell would take it: in quotes where else it would not be seen where it ends.
fn shown(word: &[u8]) -> Vec<u8> {
    let is_plain = |b: &u8| b.is_ascii_graphic() && !b"'\"\\`".contains(b) || !b.is_ascii();
    if !word.is_empty() && word.iter().all(is_plain) {
        return word.to_vec();
    }
    let parts: Vec<&[u8]> = word.split(|&b| b == b'\'').collect();
    [b"'", parts.join(&b"'\\''"[..]).as_slice(), b"'"].concat()
}

/// The envelope id of a request, if it has one.
pub(super) fn envelope_id(submit: &frame::Submit) -> Result<Option<EnvelopeId>, Refusal> {
    let id = submit.envelope_id.as_deref().map(EnvelopeId::new).transpose();
    id.map_err(|error| Why::BadRequest(error.to_string()).into())
}

/// The submission of a request, with its message still to come.
pub(super) fn submission(
    identified: Identified,
    origin: Origin,
    submit: frame::Submit,
    envelope_id: Option<EnvelopeId>,
) -> Submission {
    Submission {
        identified,
        origin,
        sender: match submit.sender {
            frame::Sender::Default => Sender::Unstated,
            frame::Sender::Null => Sender::Given(None),
            frame::Sender::Given(word) => Sender::Word(word),
        },
        recipients: Recipients::Words {
            words: submit.recipients,
            in_head: submit.extract_recipients,
            notify: submit.notify.map(notify),
        },
        full_name: submit.full_name,
        message: Bytes::new(),
        bare_cr: BareCr::EndsLine,
        envelope_id,
        dsn_return: submit.returns.map(|what| match what {
            frame::Return::Full => dsn_request::Return::Full,
            frame::Return::Headers => dsn_request::Return::Headers,
        }),
        key: Some(AcceptKey(*submit.accept_key.as_bytes())),
        protocol: Protocol::Local,
        hello: None,
    }
}

fn notify(notify: frame::Notify) -> dsn_request::Notify {
    match notify {
        frame::Notify::Never => dsn_request::Notify::Never,
        frame::Notify::On { success, failure, delay } => {
            dsn_request::Notify::On { success, failure, delay }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn argv(words: &[&str]) -> String {
        let arguments = words.iter().map(|word| word.as_bytes().to_vec()).collect();
        let stated = frame::Origin { arguments, ..frame::Origin::default() };
        let caller = Caller { uid: 7, gid: Some(8), pid: Some(9) };
        let mut origin = origin(Method::Sendmail, caller, &stated);
        origin.stated_by_caller.remove(0).1
    }

    #[test]
    fn it_is_seen_where_each_word_of_the_command_line_ends() {
        assert_eq!(argv(&["sendmail", "-t", "-fa@example.org"]), "sendmail -t -fa@example.org");
        assert_eq!(argv(&["sendmail", "-F", "Anna Müller", ""]), "sendmail -F 'Anna Müller' ''");
        assert_eq!(argv(&["sendmail", "it's"]), "sendmail 'it'\\''s'");
    }

    #[test]
    fn a_pid_that_is_only_stated_is_no_word_of_the_kernel() {
        let stated = frame::Origin { pid: 4711, ..frame::Origin::default() };
        let by_socket =
            origin(Method::Sendmail, Caller { uid: 7, gid: Some(8), pid: Some(9) }, &stated);
        assert_eq!((by_socket.gid, by_socket.pid), (Some(8), Some(9)));
        assert_eq!(by_socket.stated_by_caller, []);
        let dropped = origin(Method::Drop, Caller { uid: 7, gid: None, pid: None }, &stated);
        assert_eq!((dropped.gid, dropped.pid), (None, None));
        assert_eq!(dropped.stated_by_caller, [("pid".to_owned(), "4711".to_owned())]);
    }
}
