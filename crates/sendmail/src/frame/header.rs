//! The header of a frame: kind and fields, written and read.
//!
//! One table, [`Field::ALL`], says what fields there are. Their order is free; a reader refuses what it does not know, so a
//! new field means a new version.

use crate::accept_key::AcceptKey;

use super::error::within;
use super::request::{Notify, Origin, Request, Return, Sender, Submit, Task};
use super::{
    FrameError, MAX_ARGUMENTS_BYTES, MAX_ENVELOPE_ID_BYTES, MAX_FIELD_BYTES, MAX_HEADER_BYTES,
    MAX_RECIPIENTS, VERSION,
};

/// Bytes before the fields: version, kind, length.
pub(super) const PREFIX_BYTES: usize = 1 + 1 + 4;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Submit = 1,
    Smtp = 2,
    QueueList = 3,
    QueueRun = 4,
    Verify = 5,
}

impl Kind {
    const ALL: [Kind; 5] =
        [Kind::Submit, Kind::Smtp, Kind::QueueList, Kind::QueueRun, Kind::Verify];

    fn of(task: &Task) -> Kind {
        match task {
            Task::Submit(_) => Kind::Submit,
            Task::Smtp => Kind::Smtp,
            Task::QueueList => Kind::QueueList,
            Task::QueueRun => Kind::QueueRun,
            Task::Verify { .. } => Kind::Verify,
        }
    }

    fn from_byte(found: u8) -> Result<Kind, FrameError> {
        Kind::ALL.into_iter().find(|kind| *kind as u8 == found).ok_or(FrameError::Kind { found })
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    AcceptKey,
    /// Empty: the null sender.
    Sender,
    FullName,
    /// Any number.
    Recipient,
    /// Empty: its presence says it.
    ExtractRecipients,
    Site,
    /// One byte: 0 for never, or 1 success + 2 failure + 4 delay.
    Notify,
    /// One byte: 0 for headers, 1 for all.
    Returns,
    EnvelopeId,
    /// Four bytes.
    Pid,
    Cwd,
    /// Any number.
    Argument,
    ScriptFilename,
    ScriptName,
    RequestUri,
    RemoteAddr,
    HttpHost,
    ServerName,
    Pwd,
}

impl Field {
    const ALL: [(u8, Field, &'static str); 19] = [
        (1, Field::AcceptKey, "accept key"),
        (2, Field::Sender, "sender"),
        (3, Field::FullName, "full name"),
        (4, Field::Recipient, "recipient"),
        (5, Field::ExtractRecipients, "mark to extract recipients"),
        (6, Field::Site, "site"),
        (7, Field::Notify, "wish for notices"),
        (8, Field::Returns, "wish for returned content"),
        (9, Field::EnvelopeId, "envelope id"),
        (16, Field::Pid, "pid"),
        (17, Field::Cwd, "working directory"),
        (18, Field::Argument, "argument"),
        (19, Field::ScriptFilename, "SCRIPT_FILENAME"),
        (20, Field::ScriptName, "SCRIPT_NAME"),
        (21, Field::RequestUri, "REQUEST_URI"),
        (22, Field::RemoteAddr, "REMOTE_ADDR"),
        (23, Field::HttpHost, "HTTP_HOST"),
        (24, Field::ServerName, "SERVER_NAME"),
        (25, Field::Pwd, "PWD"),
    ];

    fn from_tag(tag: u8) -> Result<Field, FrameError> {
        let known = Field::ALL.into_iter().find(|(number, ..)| *number == tag);
        known.map(|(_, field, _)| field).ok_or(FrameError::UnknownField { tag })
    }

    fn tag(self) -> u8 {
        Field::ALL[self as usize].0
    }

    fn name(self) -> &'static str {
        Field::ALL[self as usize].2
    }
}

impl Request {
    /// Appends version, kind and header to `out`. Of a submission the body has to follow, see
    /// [`encode_chunk`](super::encode_chunk). An error names the bound that the request is over; `out` is then as before.
    pub fn encode(&self, out: &mut Vec<u8>) -> Result<(), FrameError> {
        let start = out.len();
        let written = self.write_to(out);
        if written.is_err() {
            out.truncate(start);
        }
        written
    }

    fn write_to(&self, out: &mut Vec<u8>) -> Result<(), FrameError> {
        out.extend_from_slice(&[VERSION, Kind::of(&self.task) as u8, 0, 0, 0, 0]);
        let start = out.len();

        let mut fields = Fields { out };
        fields.put_if(Field::Site, &self.site)?;
        match &self.task {
            Task::Submit(submit) => fields.put_submit(submit)?,
            Task::Verify { recipients } => fields.put_recipients(recipients)?,
            Task::Smtp | Task::QueueList | Task::QueueRun => {}
        }
        fields.put_origin(&self.origin)?;

        let length =
            within("bytes of recipients and options", out.len() - start, MAX_HEADER_BYTES)?;
        out[start - 4..start].copy_from_slice(&(length as u32).to_be_bytes());
        Ok(())
    }
}

/// Writes fields, each bounded as its reader wants it.
struct Fields<'a> {
    out: &'a mut Vec<u8>,
}

impl Fields<'_> {
    fn put_submit(&mut self, submit: &Submit) -> Result<(), FrameError> {
        self.put(Field::AcceptKey, submit.accept_key.as_bytes())?;
        match &submit.sender {
            Sender::Default => {}
            Sender::Null => self.put(Field::Sender, b"")?,
            Sender::Given(argument) => self.put(Field::Sender, argument)?,
        }
        self.put_if(Field::FullName, &submit.full_name)?;
        self.put_recipients(&submit.recipients)?;
        if submit.extract_recipients {
            self.put(Field::ExtractRecipients, b"")?;
        }
        if let Some(notify) = submit.notify {
            self.put(Field::Notify, &[notify_bits(notify)])?;
        }
        if let Some(returns) = submit.returns {
            self.put(Field::Returns, &[u8::from(returns == Return::Full)])?;
        }
        self.put_if(Field::EnvelopeId, &submit.envelope_id)
    }

    fn put_recipients(&mut self, recipients: &[Vec<u8>]) -> Result<(), FrameError> {
        within("recipients on the command line", recipients.len(), MAX_RECIPIENTS)?;
        recipients.iter().try_for_each(|recipient| self.put(Field::Recipient, recipient))
    }

    fn put_origin(&mut self, origin: &Origin) -> Result<(), FrameError> {
        if origin.pid != 0 {
            self.put(Field::Pid, &origin.pid.to_be_bytes())?;
        }
        self.put_if(Field::Cwd, &origin.cwd)?;
        within("bytes of arguments", arguments_bytes(&origin.arguments), MAX_ARGUMENTS_BYTES)?;
        origin.arguments.iter().try_for_each(|argument| self.put(Field::Argument, argument))?;
        self.put_if(Field::ScriptFilename, &origin.script_filename)?;
        self.put_if(Field::ScriptName, &origin.script_name)?;
        self.put_if(Field::RequestUri, &origin.request_uri)?;
        self.put_if(Field::RemoteAddr, &origin.remote_addr)?;
        self.put_if(Field::HttpHost, &origin.http_host)?;
        self.put_if(Field::ServerName, &origin.server_name)?;
        self.put_if(Field::Pwd, &origin.pwd)
    }

    fn put_if(&mut self, field: Field, value: &Option<Vec<u8>>) -> Result<(), FrameError> {
        value.as_ref().map_or(Ok(()), |value| self.put(field, value))
    }

    fn put(&mut self, field: Field, value: &[u8]) -> Result<(), FrameError> {
        check_length(field, value)?;
        self.out.push(field.tag());
        self.out.extend_from_slice(&(value.len() as u32).to_be_bytes());
        self.out.extend_from_slice(value);
        Ok(())
    }
}

/// The kind of a request and the length of its fields, from what comes before them and begins with [`VERSION`].
pub(super) fn read_prefix(
    &[_, kind, length @ ..]: &[u8; PREFIX_BYTES],
) -> Result<(Kind, usize), FrameError> {
    let kind = Kind::from_byte(kind)?;
    let announced = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
    Ok((kind, within("bytes of header", announced, MAX_HEADER_BYTES)?))
}

/// Reads all fields of a header.
pub(super) fn read(kind: Kind, mut fields: &[u8]) -> Result<Request, FrameError> {
    let mut found = Found::default();
    while let Some((&tag, rest)) = fields.split_first() {
        let field = Field::from_tag(tag)?;
        let (length, rest) = rest.split_first_chunk::<4>().ok_or(FrameError::CutField)?;
        let length = usize::try_from(u32::from_be_bytes(*length)).unwrap_or(usize::MAX);
        let (value, rest) = rest.split_at_checked(length).ok_or(FrameError::CutField)?;
        check_length(field, value)?;
        found.take(field, value)?;
        fields = rest;
    }
    found.into_request(kind)
}

/// Fields as they come, before it is known whether they make a request.
#[derive(Default)]
struct Found {
    seen: u32,
    site: Option<Vec<u8>>,
    accept_key: Option<AcceptKey>,
    sender: Option<Vec<u8>>,
    full_name: Option<Vec<u8>>,
    recipients: Vec<Vec<u8>>,
    extract_recipients: bool,
    notify: Option<Notify>,
    returns: Option<Return>,
    envelope_id: Option<Vec<u8>>,
    origin: Origin,
}

impl Found {
    fn take(&mut self, field: Field, value: &[u8]) -> Result<(), FrameError> {
        let bit = 1 << field as u32;
        let may_repeat = matches!(field, Field::Recipient | Field::Argument);
        if self.seen & bit != 0 && !may_repeat {
            return Err(FrameError::RepeatedField { field: field.name() });
        }
        self.seen |= bit;

        let bad = FrameError::BadField { field: field.name() };
        let bytes = Some(value.to_vec());
        match field {
            Field::AcceptKey => {
                self.accept_key = Some(AcceptKey::from_bytes(value.try_into().map_err(|_| bad)?));
            }
            Field::Sender => self.sender = bytes,
            Field::FullName => self.full_name = bytes,
            Field::Recipient => {
                within(
                    "recipients on the command line",
                    self.recipients.len() + 1,
                    MAX_RECIPIENTS,
                )?;
                self.recipients.extend(bytes);
            }
            Field::ExtractRecipients => {
                self.extract_recipients = true;
                if !value.is_empty() {
                    return Err(bad);
                }
            }
            Field::Site => self.site = bytes,
            Field::Notify => self.notify = Some(notify_from_bits(value).ok_or(bad)?),
            Field::Returns => {
                self.returns = Some(match value {
                    [0] => Return::Headers,
                    [1] => Return::Full,
                    _ => return Err(bad),
                });
            }
            Field::EnvelopeId => {
                if value.is_empty() || !value.iter().all(|byte| matches!(byte, b' '..=b'~')) {
                    return Err(bad);
                }
                self.envelope_id = bytes;
            }
            Field::Pid => self.origin.pid = u32::from_be_bytes(value.try_into().map_err(|_| bad)?),
            Field::Cwd => self.origin.cwd = bytes,
            Field::Argument => {
                self.origin.arguments.extend(bytes);
                within(
                    "bytes of arguments",
                    arguments_bytes(&self.origin.arguments),
                    MAX_ARGUMENTS_BYTES,
                )?;
            }
            Field::ScriptFilename => self.origin.script_filename = bytes,
            Field::ScriptName => self.origin.script_name = bytes,
            Field::RequestUri => self.origin.request_uri = bytes,
            Field::RemoteAddr => self.origin.remote_addr = bytes,
            Field::HttpHost => self.origin.http_host = bytes,
            Field::ServerName => self.origin.server_name = bytes,
            Field::Pwd => self.origin.pwd = bytes,
        }
        Ok(())
    }

    fn into_request(self, kind: Kind) -> Result<Request, FrameError> {
        self.check_places(kind)?;
        let task = match kind {
            Kind::Submit => Task::Submit(Submit {
                accept_key: self
                    .accept_key
                    .ok_or(FrameError::MissingField { field: Field::AcceptKey.name() })?,
                sender: self
                    .sender
                    .map_or(Sender::Default, |argument| Sender::from_argument(&argument)),
                full_name: self.full_name,
                recipients: self.recipients,
                extract_recipients: self.extract_recipients,
                notify: self.notify,
                returns: self.returns,
                envelope_id: self.envelope_id,
            }),
            Kind::Smtp => Task::Smtp,
            Kind::QueueList => Task::QueueList,
            Kind::QueueRun => Task::QueueRun,
            Kind::Verify => Task::Verify { recipients: self.recipients },
        };
        Ok(Request { site: self.site, origin: self.origin, task })
    }

    /// Site and origin go with every kind; the envelope with submissions only, recipients with addresses to verify too.
    fn check_places(&self, kind: Kind) -> Result<(), FrameError> {
        let misplaced = Field::ALL.into_iter().find(|&(tag, field, _)| {
            let belongs = match field {
                Field::Site => true,
                Field::Recipient => matches!(kind, Kind::Submit | Kind::Verify),
                _ => kind == Kind::Submit || tag >= Field::Pid.tag(),
            };
            !belongs && self.seen & (1 << field as u32) != 0
        });
        misplaced
            .map_or(Ok(()), |(_, field, _)| Err(FrameError::MisplacedField { field: field.name() }))
    }
}

fn check_length(field: Field, value: &[u8]) -> Result<usize, FrameError> {
    match field {
        Field::Recipient => Ok(value.len()),
        Field::EnvelopeId => within("bytes of envelope id", value.len(), MAX_ENVELOPE_ID_BYTES),
        Field::Sender => within("bytes of sender", value.len(), MAX_FIELD_BYTES),
        Field::FullName => within("bytes of full name", value.len(), MAX_FIELD_BYTES),
        Field::Site => within("bytes of site name", value.len(), MAX_FIELD_BYTES),
        _ => within("bytes of a field", value.len(), MAX_FIELD_BYTES),
    }
}

/// What the arguments take, one byte each on top, so that there cannot be many empty ones.
fn arguments_bytes(arguments: &[Vec<u8>]) -> usize {
    arguments.iter().map(|argument| argument.len() + 1).sum()
}

fn notify_bits(notify: Notify) -> u8 {
    match notify {
        Notify::Never => 0,
        Notify::On { success, failure, delay } => {
            u8::from(success) | u8::from(failure) << 1 | u8::from(delay) << 2
        }
    }
}

fn notify_from_bits(value: &[u8]) -> Option<Notify> {
    match value {
        [0] => Some(Notify::Never),
        [bits @ 1..=7] => Some(Notify::On {
            success: bits & 1 != 0,
            failure: bits & 2 != 0,
            delay: bits & 4 != 0,
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_lists_the_fields_in_their_own_order_with_a_tag_for_each() {
        for (index, (tag, field, _)) in Field::ALL.into_iter().enumerate() {
            assert_eq!(field as usize, index);
            assert_eq!(Field::from_tag(tag).map(|field| field as usize), Ok(index));
        }
    }
}
