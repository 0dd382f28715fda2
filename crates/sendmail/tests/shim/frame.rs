//! The frame under friendly and hostile input. The socket is open to everyone on the machine.

use postern_sendmail::accept_key::AcceptKey;
use postern_sendmail::exit::Exit;
use postern_sendmail::frame::{
    Decoder, Event, FrameError, MAX_BODY_BYTES, MAX_CHUNK_BYTES, MAX_HEADER_BYTES, MAX_RECIPIENTS,
    MAX_REPLY_BYTES, Notify, Origin, Reply, Request, Return, Sender, Submit, Task, VERSION,
    encode_chunk, encode_end,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

fn submit(recipients: &[&str]) -> Request {
    Request {
        site: None,
        origin: Origin::default(),
        task: Task::Submit(Submit {
            accept_key: AcceptKey::from_bytes([7; 16]),
            sender: Sender::Default,
            full_name: None,
            recipients: recipients.iter().map(|recipient| recipient.as_bytes().to_vec()).collect(),
            extract_recipients: false,
            notify: None,
            returns: None,
            envelope_id: None,
        }),
    }
}

fn header(request: &Request) -> Vec<u8> {
    let mut out = Vec::new();
    request.encode(&mut out).unwrap();
    out
}

fn mail(request: &Request, body: &[u8]) -> Vec<u8> {
    let mut out = header(request);
    encode_chunk(body, &mut out);
    encode_end(body.len() as u64, &mut out);
    out
}

/// What a decoder makes of input that comes in `slices`.
#[derive(Debug, Default, PartialEq, Eq)]
struct Decoded {
    request: Option<Request>,
    body: Vec<u8>,
    ended: bool,
}

fn decode<'a>(slices: impl IntoIterator<Item = &'a [u8]>) -> Result<Decoded, FrameError> {
    let mut decoder = Decoder::default();
    let mut decoded = Decoded::default();
    let mut left: &[u8] = &[];
    for slice in slices {
        left = slice;
        while let Some(event) = decoder.next(&mut left)? {
            assert!(!decoded.ended, "nothing comes after the end");
            match event {
                Event::Request(request) => assert!(decoded.request.replace(*request).is_none()),
                Event::Body(bytes) => {
                    assert!(decoded.request.is_some() && !bytes.is_empty());
                    decoded.body.extend_from_slice(bytes);
                }
                Event::End => decoded.ended = true,
            }
        }
    }
    decoder.finish(left)?;
    Ok(decoded)
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), 0..40)
}

fn sender() -> impl Strategy<Value = Sender> {
    prop_oneof![
        Just(Sender::Default),
        Just(Sender::Null),
        "[!-~]{3,40}".prop_map(|a| Sender::Given(a.into_bytes()))
    ]
}

fn notify() -> impl Strategy<Value = Notify> {
    any::<(bool, bool, bool)>().prop_map(|(success, failure, delay)| {
        match (success, failure, delay) {
            (false, false, false) => Notify::Never,
            _ => Notify::On { success, failure, delay },
        }
    })
}

fn task() -> impl Strategy<Value = Task> {
    let submit = (
        any::<[u8; 16]>().prop_map(AcceptKey::from_bytes),
        sender(),
        option::of(bytes()),
        vec(bytes(), 0..5),
        any::<bool>(),
        option::of(notify()),
        option::of(prop_oneof![Just(Return::Full), Just(Return::Headers)]),
        option::of("[ -~]{1,100}".prop_map(String::into_bytes)),
    )
        .prop_map(
            |(
                accept_key,
                sender,
                full_name,
                recipients,
                extract_recipients,
                notify,
                returns,
                envelope_id,
            )| {
                Task::Submit(Submit {
                    accept_key,
                    sender,
                    full_name,
                    recipients,
                    extract_recipients,
                    notify,
                    returns,
                    envelope_id,
                })
            },
        );
    prop_oneof![
        8 => submit,
        1 => Just(Task::Smtp),
        1 => Just(Task::QueueList),
        1 => Just(Task::QueueRun),
        1 => vec(bytes(), 0..5).prop_map(|recipients| Task::Verify { recipients }),
    ]
}

fn origin() -> impl Strategy<Value = Origin> {
    let environment = vec(option::of(bytes()), 7);
    (any::<u32>(), option::of(bytes()), vec(bytes(), 0..5), environment).prop_map(
        |(pid, cwd, arguments, environment)| {
            let mut environment = environment.into_iter();
            let mut next = || environment.next().flatten();
            Origin {
                pid,
                cwd,
                arguments,
                script_filename: next(),
                script_name: next(),
                request_uri: next(),
                remote_addr: next(),
                http_host: next(),
                server_name: next(),
                pwd: next(),
            }
        },
    )
}

fn request() -> impl Strategy<Value = Request> {
    (option::of(bytes()), origin(), task()).prop_map(|(site, origin, task)| Request {
        site,
        origin,
        task,
    })
}

/// A whole frame with the request and body it holds.
fn frame() -> impl Strategy<Value = (Vec<u8>, Request, Vec<u8>)> {
    (request(), vec(any::<u8>(), 0..300)).prop_map(|(request, body)| match request.task {
        Task::Submit(_) => (mail(&request, &body), request, body),
        _ => (header(&request), request, Vec::new()),
    })
}

/// What happens to a frame on its way from someone who means harm.
#[derive(Debug, Clone)]
enum Harm {
    Set(prop::sample::Index, u8),
    Remove(prop::sample::Index),
    Insert(prop::sample::Index, u8),
    Length(prop::sample::Index, u32),
}

fn harm() -> impl Strategy<Value = Harm> {
    prop_oneof![
        (any::<prop::sample::Index>(), any::<u8>()).prop_map(|(at, byte)| Harm::Set(at, byte)),
        any::<prop::sample::Index>().prop_map(Harm::Remove),
        (any::<prop::sample::Index>(), any::<u8>()).prop_map(|(at, byte)| Harm::Insert(at, byte)),
        (
            any::<prop::sample::Index>(),
            prop_oneof![Just(0), Just(u32::MAX), any::<u32>(), 0..600_u32]
        )
            .prop_map(|(at, length)| Harm::Length(at, length)),
    ]
}

fn hurt(frame: &mut Vec<u8>, harm: &Harm) {
    if frame.is_empty() {
        return;
    }
    let end = frame.len();
    match harm {
        Harm::Set(at, byte) => frame[at.index(end)] = *byte,
        Harm::Remove(at) => drop(frame.remove(at.index(end))),
        Harm::Insert(at, byte) => frame.insert(at.index(end), *byte),
        Harm::Length(at, length) => {
            let at = at.index(end);
            let room = (end - at).min(4);
            frame[at..at + room].copy_from_slice(&length.to_be_bytes()[..room]);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_encoded_is_decoded_whatever_the_slices((bytes, request, body) in frame(), size in 1..200_usize) {
        let ended = matches!(request.task, Task::Submit(_));
        let expected = Decoded { request: Some(request), body, ended };
        prop_assert_eq!(decode(bytes.chunks(size)), Ok(expected));
    }

    #[test]
    fn a_frame_that_is_cut_anywhere_is_no_mail((bytes, ..) in frame(), at in any::<prop::sample::Index>()) {
        let cut = &bytes[..at.index(bytes.len())];
        prop_assert_eq!(decode([cut]), Err(FrameError::Cut));
    }

    #[test]
    fn a_frame_with_something_behind_it_is_refused((mut bytes, ..) in frame(), more in any::<u8>()) {
        bytes.push(more);
        prop_assert_eq!(decode([&bytes[..]]), Err(FrameError::Trailing));
    }

    #[test]
    fn a_hurt_frame_gives_the_same_verdict_in_any_slices(
        (mut bytes, ..) in frame(), harms in vec(harm(), 1..4), size in 1..50_usize,
    ) {
        for harm in &harms {
            hurt(&mut bytes, harm);
        }
        let whole = decode([&bytes[..]]);
        prop_assert_eq!(&decode(bytes.chunks(size)), &whole);
        if let Ok(Decoded { request: Some(request), .. }) = whole {
            // What is let in can be written again: it keeps every bound.
            prop_assert_eq!(decode([&header(&request)[..]]).map(|d| d.request), match request.task {
                Task::Submit(_) => Err(FrameError::Cut),
                _ => Ok(Some(request)),
            });
        }
    }

    #[test]
    fn garbage_is_refused_or_waited_for(garbage in vec(any::<u8>(), 0..400)) {
        let mut versioned = vec![VERSION];
        versioned.extend_from_slice(&garbage);
        prop_assert!(decode([&garbage[..]]).is_err());
        // A garbage header without fields is a request to list or run the queue; that needs four zero bytes.
        if garbage.get(1..5) != Some(&[0; 4]) {
            prop_assert!(decode([&versioned[..]]).is_err());
        }
    }

    #[test]
    fn a_reply_comes_whole_or_not_yet(text in "\\PC{0,200}", at in any::<prop::sample::Index>(), behind in bytes()) {
        let reply = Reply::new(Exit::NoPerm, text);
        let mut bytes = Vec::new();
        reply.encode(&mut bytes);
        prop_assert_eq!(Reply::decode(&bytes[..at.index(bytes.len())]), Ok(None));
        bytes.extend_from_slice(&behind);
        prop_assert_eq!(Reply::decode(&bytes), Ok(Some((reply, &behind[..]))));
    }

    #[test]
    fn a_garbage_reply_does_no_harm(bytes in vec(any::<u8>(), 0..60)) {
        if let Ok(Some((reply, _))) = Reply::decode(&bytes) {
            prop_assert!(reply.text.chars().count() <= bytes.len());
        }
    }
}

/// A header of kind `kind` with these fields, whatever they are.
fn raw(kind: u8, fields: &[(u8, &[u8])]) -> Vec<u8> {
    let fields: Vec<u8> = fields
        .iter()
        .flat_map(|(tag, value)| [&[*tag], &(value.len() as u32).to_be_bytes()[..], value].concat())
        .collect();
    [&[VERSION, kind], &(fields.len() as u32).to_be_bytes()[..], &fields].concat()
}

#[test]
fn each_way_to_be_wrong_has_its_error() {
    let key: (u8, &[u8]) = (1, &[0; 16]);
    let check = |bytes: &[u8], error| assert_eq!(decode([bytes]), Err(error), "{bytes:?}");

    check(b"GET / HTTP/1.1\r\n", FrameError::Version { found: b'G' });
    check(&raw(0, &[]), FrameError::Kind { found: 0 });
    check(&raw(6, &[]), FrameError::Kind { found: 6 });
    check(&raw(3, &[(99, b"x")]), FrameError::UnknownField { tag: 99 });
    check(&raw(3, &[key]), FrameError::MisplacedField { field: "accept key" });
    check(&raw(2, &[(4, b"a@example.org")]), FrameError::MisplacedField { field: "recipient" });
    check(&raw(5, &[(2, b"a@example.org")]), FrameError::MisplacedField { field: "sender" });
    check(&raw(1, &[key, key]), FrameError::RepeatedField { field: "accept key" });
    check(&raw(1, &[]), FrameError::MissingField { field: "accept key" });
    check(&raw(1, &[(1, &[0; 15])]), FrameError::BadField { field: "accept key" });
    check(&raw(1, &[key, (5, b"x")]), FrameError::BadField { field: "mark to extract recipients" });
    check(&raw(1, &[key, (7, &[8])]), FrameError::BadField { field: "wish for notices" });
    check(&raw(1, &[key, (8, &[2])]), FrameError::BadField { field: "wish for returned content" });
    check(&raw(1, &[key, (9, b"")]), FrameError::BadField { field: "envelope id" });
    check(&raw(1, &[key, (9, b"a\r\nb")]), FrameError::BadField { field: "envelope id" });
    check(&raw(3, &[(16, b"123")]), FrameError::BadField { field: "pid" });
    check(&[VERSION, 3, 0, 0, 0, 3, 6, 0, 0], FrameError::CutField);
    check(&[VERSION, 3, 0, 0, 0, 6, 6, 0, 0, 0, 2, b'x'], FrameError::CutField);
    check(&[&header(&submit(&[]))[..], &[0; 4]].concat(), FrameError::EmptyChunk);
}

#[test]
fn each_bound_is_named_with_both_figures() {
    let check =
        |bytes: &[u8], words: &str| assert_eq!(decode([bytes]).unwrap_err().to_string(), words);
    let head = header(&submit(&[]));

    check(&[VERSION, 1, 0xFF, 0xFF, 0xFF, 0xFF], "4294967295 bytes of header, the limit is 262144");
    check(&raw(3, &[(6, &[b'x'; 4097])]), "4097 bytes of site name, the limit is 4096");
    check(&raw(3, &[(18, &[b'x'; 4096])]), "4097 bytes of arguments, the limit is 4096");
    check(&raw(1, &[(9, &[b'x'; 101])]), "101 bytes of envelope id, the limit is 100");
    let many: Vec<(u8, &[u8])> = vec![(4, b""); MAX_RECIPIENTS + 1];
    check(&raw(5, &many), "10001 recipients on the command line, the limit is 10000");
    let chunk = (MAX_CHUNK_BYTES as u32 + 1).to_be_bytes();
    check(
        &[&head[..], &chunk].concat(),
        "1048577 bytes of one piece of body, the limit is 1048576",
    );
    let mut short = head.clone();
    encode_chunk(b"mail", &mut short);
    encode_end(5, &mut short);
    check(&short, "frame states a body of 5 bytes and has 4");
}

#[test]
fn a_body_over_the_limit_is_refused_at_its_first_byte_too_many() {
    let piece = vec![0; MAX_CHUNK_BYTES];
    let mut encoded = Vec::new();
    encode_chunk(&piece, &mut encoded);
    let head = header(&submit(&[]));
    let pieces = MAX_BODY_BYTES as usize / MAX_CHUNK_BYTES;
    let full = || std::iter::once(&head[..]).chain(std::iter::repeat_n(&encoded[..], pieces));

    assert_eq!(decode(full()), Err(FrameError::Cut));
    let over = decode(full().chain([&[0, 0, 0, 1, b'x'][..]])).unwrap_err();
    assert_eq!(over.to_string(), "67108865 bytes of mail, the limit is 67108864");
}

#[test]
fn an_error_stays() {
    let mut decoder = Decoder::default();
    let mut garbage: &[u8] = b"x";
    assert_eq!(decoder.next(&mut garbage), Err(FrameError::Version { found: b'x' }));
    let good = mail(&submit(&["a@example.org"]), b"text");
    assert_eq!(decoder.next(&mut &good[..]), Err(FrameError::Version { found: b'x' }));
    assert_eq!(decoder.finish(&[]), Err(FrameError::Version { found: b'x' }));
}

#[test]
fn what_follows_a_request_to_speak_smtp_is_left_for_the_session() {
    let request = Request { task: Task::Smtp, ..submit(&[]) };
    let bytes = [header(&request), b"EHLO example.org\r\n".to_vec()].concat();
    let (mut decoder, mut left) = (Decoder::default(), &bytes[..]);

    assert_eq!(decoder.next(&mut left), Ok(Some(Event::Request(Box::new(request)))));
    assert_eq!(decoder.next(&mut left), Ok(None));
    assert!(decoder.has_ended());
    assert_eq!(left, b"EHLO example.org\r\n");
}

#[test]
fn a_request_over_a_bound_is_not_written() {
    let check = |request: Request, words: &str| {
        let mut out = b"before".to_vec();
        assert_eq!(request.encode(&mut out).unwrap_err().to_string(), words);
        assert_eq!(out, b"before");
    };
    let long = "x".repeat(MAX_HEADER_BYTES);
    check(submit(&[&long]), "262170 bytes of recipients and options, the limit is 262144");
    check(submit(&vec!["a"; 10_001]), "10001 recipients on the command line, the limit is 10000");
    check(
        Request { site: Some(vec![b'x'; 5000]), ..submit(&[]) },
        "5000 bytes of site name, the limit is 4096",
    );
}

#[test]
fn an_empty_mail_is_a_mail() {
    let decoded = decode([&mail(&submit(&["a@example.org"]), b"")[..]]).unwrap();
    assert!(decoded.ended && decoded.body.is_empty());
}

#[test]
fn the_argument_of_f_names_a_sender_or_none() {
    let check =
        |argument: &str, sender| assert_eq!(Sender::from_argument(argument.as_bytes()), sender);
    let given = |argument: &str| Sender::Given(argument.as_bytes().to_vec());
    check("", Sender::Null);
    check("<>", Sender::Null);
    check(" <> ", Sender::Null);
    check("root", given("root"));
    check("<a@example.org>", given("<a@example.org>"));
}

#[test]
fn a_long_reply_is_cut_between_characters() {
    let mut bytes = Vec::new();
    Reply::new(Exit::DataErr, "é".repeat(MAX_REPLY_BYTES) + "x").encode(&mut bytes);
    let (reply, _) = Reply::decode(&bytes).unwrap().unwrap();
    assert_eq!(reply.text, "é".repeat(MAX_REPLY_BYTES / 2));
}
