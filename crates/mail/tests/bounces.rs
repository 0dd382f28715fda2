//! Reports as mail systems word them, a file each in `bounces/`, and beside it what is to be read in them:
//!
//! ```text
//! kind: failed
//! form: Exim                                        what it is recognised by
//! failed anna@example.net 5.1.1 550 mx.example.net: words that are part of what was said; - for none
//! original anna@example.net                         the address before forwarding, where one is told
//! return-path word@bounce.example.org               of the mail that is complained about
//! ```
//!
//! Written after published descriptions and examples of these systems; names and addresses are those of documentation.

#![allow(clippy::unwrap_used)]

use std::path::Path;

use postern_mail::bounce::{self, Kind, Recipient, Report};
use proptest::prelude::*;

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Failed => "failed",
        Kind::Delayed => "delayed",
        Kind::Relayed => "relayed",
        Kind::Delivered => "delivered",
        Kind::Complaint => "complaint",
        Kind::Challenge => "challenge",
        Kind::AutoReply => "auto-reply",
        Kind::Unknown => "unknown",
    }
}

fn or_dash<T: ToString>(value: &Option<T>) -> String {
    value.as_ref().map_or("-".to_owned(), T::to_string)
}

/// What a report says in the form of the files, with `said` for the words of each recipient that are in it.
fn shown(report: &Report, said: &[&str]) -> String {
    let mut text = format!("kind: {}\nform: {}\n", word(report.kind), report.form);
    for (index, recipient) in report.recipients.iter().enumerate() {
        let Recipient { address, status, code, remote, .. } = recipient;
        let (address, status) = (or_dash(address), or_dash(status));
        let (code, remote) = (or_dash(code), or_dash(remote));
        let words = match said.get(index) {
            Some(said) if recipient.text.contains(said) => said,
            Some(&"-") if recipient.text.is_empty() => "-",
            _ => recipient.text.as_str(),
        };
        let kind = word(recipient.kind);
        text.push_str(&format!("{kind} {address} {status} {code} {remote}: {words}\n"));
    }
    let originals = report.recipients.iter().filter_map(|recipient| recipient.original.as_ref());
    let forwarded =
        originals.zip(&report.recipients).filter(|(o, r)| r.address.as_ref() != Some(o));
    text.extend(forwarded.map(|(original, _)| format!("original {original}\n")));
    let return_path = report.complaint.as_ref().and_then(|complaint| complaint.mail_from.as_ref());
    text.extend(return_path.map(|path| format!("return-path {path}\n")));
    text
}

fn files() -> Vec<std::path::PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bounces");
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> =
        entries.filter(|path| path.extension().is_some_and(|e| e == "eml")).collect();
    files.sort();
    files
}

#[test]
fn each_systems_report_is_read_as_expected() {
    let mut wrong = String::new();
    for path in files() {
        let expected = std::fs::read_to_string(path.with_extension("expect")).unwrap();
        let recipients = expected.lines().skip(2).filter_map(|line| line.split_once(": "));
        let said: Vec<&str> = recipients.map(|(_, said)| said).collect();
        let message = std::fs::read_to_string(&path).unwrap();
        for message in [message.clone(), message.replace('\n', "\r\n")] {
            let found = shown(&bounce::read(message.as_bytes()), &said);
            if found != expected {
                let name = path.file_stem().unwrap().to_string_lossy();
                wrong.push_str(&format!("\n== {name}\n-- expected\n{expected}-- found\n{found}"));
                break;
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_report_that_is_cut_off_anywhere_is_read_all_the_same() {
    for path in files() {
        let message = std::fs::read(&path).unwrap();
        for end in (0..message.len()).step_by(97) {
            bounce::read(&message[..end]);
        }
    }
}

/// A reading that were quadratic in any of these would not come to its end.
#[test]
fn ten_megabytes_of_anything_are_read_to_their_bounds() {
    let megabytes = |piece: &str| piece.repeat((10 << 20) / piece.len());
    let report = "Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n";
    for message in [
        format!(
            "From: mailer-daemon@example.net\nSubject: failure notice\n\n{}",
            megabytes("a@example.net ")
        ),
        format!("Subject: failure notice\n\n{}", megabytes("anna@example.net\n550 no\n\n")),
        format!("Subject: failure notice\n\n{}", megabytes("550 5.1.1 ")),
        format!("Subject: failure notice\n\n{}", "@".repeat(10 << 20)),
        format!(
            "{report}{}",
            megabytes("Final-Recipient: rfc822; a@example.net\nAction: failed\n\n")
        ),
        format!(
            "{report}{}",
            megabytes("Final-Recipient: rfc822; a@example.net\nAction: failed\n")
        ),
        format!("{report}Diagnostic-Code: smtp; {}", megabytes(" 550\n ")),
        format!("Content-Type: multipart/mixed; boundary=b\n\n{}", megabytes("--b\n\n")),
        megabytes("Content-Type: multipart/mixed; boundary=b\n\n--b\n"),
        megabytes("Content-Type: message/rfc822\n\n"),
        megabytes("X-Failed-Recipients: a@example.net\n"),
        format!("X-Failed-Recipients: {}\n\n", megabytes("a@example.net, ")),
        format!("Subject: {}\n\n", megabytes("=?utf-8?Q?a?= ")),
        format!("Content-Type: text/html\n\n{}", megabytes("<div>&amp;")),
        format!("To: {}\n\nanna@example.net", megabytes("a@example.net,\n ")),
    ] {
        let report = bounce::read(message.as_bytes());
        assert!(report.recipients.len() <= 1000, "{:?}", &message[..60]);
        assert!(report.recipients.iter().all(|recipient| recipient.text.chars().count() <= 1000));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_octets_are_some_mail(message: Vec<u8>) {
        bounce::read(&message);
    }

    /// Reports, taken apart into lines and put together again in another way.
    #[test]
    fn lines_of_reports_in_any_order_are_some_mail(
        order in prop::collection::vec(any::<prop::sample::Index>(), 1..80),
    ) {
        static LINES: std::sync::LazyLock<Vec<Vec<u8>>> = std::sync::LazyLock::new(|| {
            let texts: Vec<Vec<u8>> = files().iter().map(|path| std::fs::read(path).unwrap()).collect();
            texts.iter().flat_map(|text| text.split(|&b| b == b'\n').map(<[u8]>::to_vec)).collect()
        });
        let lines: Vec<&[u8]> = order.iter().map(|index| index.get(&LINES).as_slice()).collect();
        let report = bounce::read(&lines.join(&b"\n"[..]));
        prop_assert!(report.kind != Kind::Failed || !report.recipients.is_empty());
    }
}
