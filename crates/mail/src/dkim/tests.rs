//! Signatures are judged by another implementation, canonical forms by the examples of RFC 6376 §3.4.5.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::future::Future;
use std::hash::Hash;
use std::pin::pin;
use std::sync::{Arc, LazyLock, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Instant;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{Ed25519KeyPair, RsaKeyPair};
use hickory_resolver::config::{ResolverConfig, ResolverOpts};
use mail_auth::common::parse::TxtRecordParser;
use mail_auth::common::verify::DomainKey;
use mail_auth::{
    AuthenticatedMessage, DkimResult, MessageAuthenticator, Parameters, ResolverCache, Txt,
};
use proptest::prelude::*;

use super::*;

const AT: i64 = 1_795_946_400;

fn rsa() -> Key {
    // Made once: a key of 2048 bits takes a moment.
    static DER: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let pair = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
        AsDer::<aws_lc_rs::encoding::Pkcs8V1Der>::as_der(&pair).unwrap().as_ref().to_vec()
    });
    Key::from_pkcs8(&DER).unwrap()
}

fn ed25519() -> Key {
    let pair = Ed25519KeyPair::from_seed_unchecked(&[7; 32]).unwrap();
    Key::from_pkcs8(pair.to_pkcs8().unwrap().as_ref()).unwrap()
}

fn body_hash(body: &[u8]) -> [u8; 32] {
    let mut hash = BodyHash::default();
    hash.update(body);
    hash.finish()
}

/// The message with a signature of each key in front.
fn signed(message: &[u8], keys: &[Key]) -> Vec<u8> {
    let head = Head::parse(message);
    let mut body = BodyHash::default();
    body.update(head.body());
    let mut out = String::new();
    for (key, selector) in keys.iter().zip(["one", "two"]) {
        out.push_str(&sign(&head, &body, &Signer { key, domain: "example.org", selector }, AT));
    }
    [out.as_bytes(), message].concat()
}

/// What another implementation says of each signature, first to last.
fn verdicts(message: &[u8], keys: &[Key]) -> Vec<Result<(), String>> {
    let zone = Zone::default();
    for (key, selector) in keys.iter().zip(["one", "two"]) {
        let record = DomainKey::parse(key.record().as_bytes()).unwrap();
        let name = format!("{selector}._domainkey.example.org.");
        zone.0.lock().unwrap().insert(name.into(), Txt::DomainKey(Arc::new(record)));
    }
    let message = AuthenticatedMessage::parse(message).unwrap();
    let parameters = Parameters::new(&message).with_txt_cache(&zone);
    let outputs = at_once(VERIFIER.verify_dkim(parameters));
    let verdict = |output: &mail_auth::DkimOutput| match output.result() {
        DkimResult::Pass => Ok(()),
        other => Err(format!("{other:?}")),
    };
    outputs.iter().map(verdict).collect()
}

/// It has no name server to ask.
static VERIFIER: LazyLock<MessageAuthenticator> = LazyLock::new(|| {
    let nowhere = ResolverConfig::from_parts(None, vec![], vec![]);
    MessageAuthenticator::new(nowhere, ResolverOpts::default()).unwrap()
});

/// The records a verifier finds, instead of asking a name server.
#[derive(Default)]
struct Zone(Mutex<HashMap<Box<str>, Txt>>);

impl ResolverCache<Box<str>, Txt> for Zone {
    fn get<Q>(&self, name: &Q) -> Option<Txt>
    where
        Box<str>: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.0.lock().unwrap().get(name).cloned()
    }

    fn remove<Q>(&self, name: &Q) -> Option<Txt>
    where
        Box<str>: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.0.lock().unwrap().remove(name)
    }

    fn insert(&self, name: Box<str>, value: Txt, _: Instant) {
        self.0.lock().unwrap().insert(name, value);
    }
}

/// The result of a future that waits for nothing.
fn at_once<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result,
        Poll::Pending => panic!("the verifier asked a name server"),
    }
}

const MESSAGE: &str = "\
Received: from shop by gate.example.org; Tue, 24 Nov 2026 10:30:00 +0100\r\n\
From: \"Anna's  shop\" <anna@example.org>\r\n\
To: bruno@example.net,\r\n\t carla@example.net\r\n\
Subject: Your order\r\n\x20of today\r\n\
Date: Tue, 24 Nov 2026 10:30:00 +0100\r\n\
Message-ID: <1@example.org>\r\n\
\r\n\
Dear  Bruno,\t \r\n\r\nthank you.\r\n\r\n\r\n";

#[test]
fn signatures_of_both_algorithms_are_good_to_another_implementation() {
    let keys = [rsa(), ed25519()];
    assert_eq!(verdicts(&signed(MESSAGE.as_bytes(), &keys), &keys), [Ok(()), Ok(())]);
}

#[test]
fn a_signature_survives_what_relays_do_to_blanks_and_folds() {
    let keys = [rsa(), ed25519()];
    let relayed = String::from_utf8(signed(MESSAGE.as_bytes(), &keys))
        .unwrap()
        .replace("order\r\n of", "order \r\n\t  of")
        .replace("From: ", "FROM:")
        .replace("Dear  Bruno,\t ", "Dear Bruno,");
    let relayed = format!("Received: from gate\r\n\tby relay\r\n{relayed}\r\n\r\n");
    assert_eq!(verdicts(relayed.as_bytes(), &keys), [Ok(()), Ok(())]);
}

#[test]
fn a_changed_body_a_changed_field_and_an_added_one_break_the_signature() {
    let keys = [ed25519()];
    let message = String::from_utf8(signed(MESSAGE.as_bytes(), &keys)).unwrap();
    for changed in [
        message.replace("thank you", "no thanks"),
        message.replace("Your order", "Your prize"),
        format!("Subject: Another\r\n{message}"),
        format!("From: other@example.com\r\n{message}"),
        format!("Content-Type: text/html\r\n{message}"),
        format!("{message}And buy this.\r\n"),
    ] {
        assert_ne!(changed, message);
        assert!(verdicts(changed.as_bytes(), &keys)[0].is_err(), "{changed}");
    }
}

#[test]
fn a_mail_without_a_body_or_with_nothing_but_a_head_is_signed() {
    let keys = [ed25519()];
    for message in ["From: anna@example.org\r\n\r\n", "From: anna@example.org\r\n"] {
        assert_eq!(verdicts(&signed(message.as_bytes(), &keys), &keys), [Ok(())], "{message:?}");
    }
}

#[test]
fn lines_of_the_field_stay_short_and_trace_fields_are_not_covered() {
    let many = "From: a@example.org\r\n".repeat(30)
        + &MESSAGE.replace("\r\n\r\n", "\r\nX-Spam: no\r\n\r\n");
    let head = Head::parse(many.as_bytes());
    let key = rsa();
    let signer = Signer { key: &key, domain: "example.org", selector: "one" };
    let field = sign(&head, &BodyHash::default(), &signer, AT);
    assert!(field.split("\r\n").all(|line| line.len() <= 78), "{field}");
    assert!(field.ends_with("\r\n") && !field.contains("Received") && !field.contains("X-Spam"));
    assert_eq!(field.matches("From:").count(), MAX_OF_ONE_NAME + 1);
    assert!(field.contains("; t=1795946400;") && !field.contains("l="));
}

#[test]
fn the_same_message_gets_the_same_signature() {
    let keys = [rsa(), ed25519()];
    assert_eq!(signed(MESSAGE.as_bytes(), &keys), signed(MESSAGE.as_bytes(), &keys));
}

#[test]
fn canonical_forms_are_those_of_the_examples() {
    let mut block = Vec::new();
    for (name, value) in [("A", " X\r\n"), ("B ", " Y\t\r\n\tZ  \r\n")] {
        relaxed::field(name.trim(), value.as_bytes(), &mut block);
        block.extend_from_slice(b"\r\n");
    }
    assert_eq!(block, b"a:X\r\nb:Y Z\r\n");
    let same = |written: &str, canonical: &str| {
        let expected = digest(&SHA256, canonical.as_bytes());
        assert_eq!(body_hash(written.as_bytes()), expected.as_ref(), "{written:?}");
    };
    same(" C \r\nD \t E\r\n\r\n\r\n", " C\r\nD E\r\n");
    same("", "");
    same("\r\n \r\n\t", "");
    same("a", "a\r\n");
    same("a \t", "a\r\n");
    same("a\r\n  ", "a\r\n");
    same("a\r\n\r\n b", "a\r\n\r\n b\r\n");
    same("a\rb\r\r\n", "a\rb\r\r\n");
    same("\n\r", "\n\r\r\n");
}

#[test]
fn what_is_no_key_is_refused_with_its_reason() {
    assert_eq!(Key::from_pkcs8(b"no key").unwrap_err(), BadKey::NotPkcs8);
    assert!(rsa().record().starts_with("v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A"));
    assert!(ed25519().record().starts_with("v=DKIM1; k=ed25519; p="));
    assert_eq!(format!("{:?}", ed25519()), "Key(ed25519-sha256)");
}

#[test]
fn a_record_is_compared_with_the_key_it_should_publish() {
    let key = ed25519();
    let p = key.public();
    let check = |record: &str, expected| assert_eq!(key.published_in(record), expected, "{record}");
    check(&key.record(), Published::Yes);
    check(&format!("k=ed25519;p={p};"), Published::Yes);
    check(
        &format!("v=DKIM1; h=sha1:sha256; s=other:email; k=ed25519; p={} {}", &p[..9], &p[9..]),
        Published::Yes,
    );
    check(&format!("v=DKIM1; t=s:y; k=ed25519; p={p}"), Published::Testing);
    check(&format!("v=DKIM1; p={p}"), Published::AnotherKey);
    check(&rsa().record(), Published::AnotherKey);
    check("v=DKIM1; k=ed25519; p=", Published::Revoked);
    check(&format!("v=DKIM1; s=other; k=ed25519; p={p}"), Published::NotForMail);
    check(&format!("v=DKIM1; h=sha1; k=ed25519; p={p}"), Published::NotForMail);
    for none in ["", "v=spf1 -all", "v=DKIM2; p=x", "p=x; v=DKIM1", "v=DKIM1", "hello"] {
        check(none, Published::NoRecord);
    }
    assert_eq!(rsa().published_in(&rsa().record().replace("k=rsa; ", "")), Published::Yes);
}

proptest! {
    #[test]
    fn a_body_has_one_hash_however_it_is_cut(body in "[ab \t\r\n]{0,60}", at in 0_usize..60) {
        let body = body.as_bytes();
        let (first, second) = body.split_at(at.min(body.len()));
        let mut hash = BodyHash::default();
        hash.update(first);
        hash.update(second);
        prop_assert_eq!(hash.finish(), body_hash(body));
    }

    /// With two fields of one name, of which the last is covered first. A last line of nothing but blanks is left out: this version of the other implementation hashes it wrongly.
    #[test]
    fn any_mail_is_signed_so_that_another_implementation_agrees(
        subject in "[ -~]{0,40}",
        lines in prop::collection::vec("[ -~\t]{0,30}[!-~]|", 0..6),
    ) {
        let keys = [ed25519()];
        let message = format!("To: b@example.org\r\nFrom: a@example.org\r\nto: c@example.org\r\nSubject: {subject}\r\n\r\n{}\r\n", lines.join("\r\n"));
        prop_assert_eq!(verdicts(&signed(message.as_bytes(), &keys), &keys), [Ok(())], "{:?}", message);
    }
}
