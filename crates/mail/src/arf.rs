//! Abuse reports (RFC 5965, with the fields of RFC 6591 and RFC 6692): a receiver tells that a person, or a program of
//! its own, objected to a mail. Receivers send them to senders who asked for them (RFC 6650).
//!
//! Much of a report is often blacked out, the complainer above all (RFC 6590). What is left to find the mail by is the
//! return path, in a field or in the head of the mail that comes with the report, and the fields of that head.

use std::net::IpAddr;

use mail_parser::DateTime;

use crate::Mailbox;
use crate::dsn::address;
use crate::groups::{Group, groups, value};
use crate::header::Head;
use crate::mime::{Part, parts};

/// Most octets of the reported mail's head that are kept.
const MAX_HEAD: usize = 64 * 1024;
/// Most values that are kept of a field that may occur often.
const MAX_VALUES: usize = 100;

/// What a receiver reports of one mail, or of several that are alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    pub kind: Kind,
    /// The program that wrote the report (§3.1).
    pub user_agent: Option<String>,
    /// Who reports (§3.2).
    pub reporting_mta: Option<String>,
    /// When the mail arrived there, in seconds since 1970.
    pub arrived_at: Option<i64>,
    /// The address the mail came from.
    pub source: Option<IpAddr>,
    /// How many mails the report is about; 1 if it does not say.
    pub incidents: u32,
    /// The sender's name for the mail, as it was given with ENVID.
    pub envelope_id: Option<String>,
    /// The return path of the mail.
    pub mail_from: Option<Mailbox>,
    /// The recipients of the mail, if they are not blacked out.
    pub recipients: Vec<Mailbox>,
    /// The head of the mail, or what came with the report of it; empty if nothing did.
    pub original: Vec<u8>,
}

/// What is reported (§3.1 `Feedback-Type` and its registry of IANA).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Unsolicited mail; what "this is spam" in a web mailer gives. Also `miscategorized`, `opt-out` and the like.
    Abuse,
    /// Fraud or phishing.
    Fraud,
    /// A virus or other malware.
    Virus,
    /// Something else a receiver objects to.
    Other,
    /// The opposite: the mail was taken for spam and is none.
    NotSpam,
    /// SPF, DKIM or DMARC failed (RFC 6591): about who sent in our name, not about what was sent.
    AuthFailure,
}

impl Kind {
    /// Does someone object to the mail?
    pub fn is_objection(self) -> bool {
        !matches!(self, Kind::NotSpam | Kind::AuthFailure)
    }

    fn parse(word: &str) -> Kind {
        match word.trim().to_ascii_lowercase().as_str() {
            "abuse" | "complaint" | "opt-out" | "opt-out-list" | "miscategorized" => Kind::Abuse,
            "fraud" | "phishing" => Kind::Fraud,
            "virus" | "malware" => Kind::Virus,
            "not-spam" | "notspam" => Kind::NotSpam,
            "auth-failure" | "dkim" => Kind::AuthFailure,
            _ => Kind::Other,
        }
    }
}

impl Complaint {
    /// The report that `message` is; `None` if it is none.
    pub fn read(message: &[u8]) -> Option<Complaint> {
        Complaint::of(&parts(message))
    }

    pub(crate) fn of(parts: &[Part]) -> Option<Complaint> {
        let at = parts.iter().position(|part| part.is("message/feedback-report"))?;
        let content = parts[at].octets();
        let original = parts.iter().find_map(original_head).unwrap_or_default();
        // One group by the book; blank lines between its fields make no second report.
        let mut complaint = Complaint::about(original);
        groups(&content).for_each(|group| complaint.take(group));
        Some(complaint)
    }

    /// A complaint that says nothing but which mail it is about, as those that follow no standard do.
    pub(crate) fn about(original: Vec<u8>) -> Complaint {
        let head = Head::parse(&original);
        let return_path = head.first("Return-Path").and_then(|field| address(&value(&field)));
        Complaint {
            kind: Kind::Abuse,
            user_agent: None,
            reporting_mta: None,
            arrived_at: None,
            source: None,
            incidents: 1,
            envelope_id: None,
            mail_from: return_path,
            recipients: Vec::new(),
            original,
        }
    }

    fn take(&mut self, group: Group) {
        let text = |name| group.first(name).filter(|text| !text.is_empty());
        if let Some(word) = text("Feedback-Type") {
            self.kind = Kind::parse(&word);
        }
        self.user_agent = text("User-Agent").or(self.user_agent.take());
        let mta = text("Reporting-MTA").map(|mta| match mta.split_once(';') {
            Some((_, name)) => name.trim().to_owned(),
            None => mta,
        });
        self.reporting_mta = mta.or(self.reporting_mta.take());
        // `Received-Date` is the name of RFC 5965's drafts, and still in use.
        let date = text("Arrival-Date").or_else(|| text("Received-Date"));
        let date = date.and_then(|date| DateTime::parse_rfc822(&date)).filter(DateTime::is_valid);
        self.arrived_at = date.map(|date| date.to_timestamp()).or(self.arrived_at);
        self.source = text("Source-IP").and_then(|ip| source(&ip)).or(self.source);
        let incidents = text("Incidents").and_then(|count| count.trim().parse().ok());
        self.incidents = incidents.unwrap_or(self.incidents).max(1);
        self.envelope_id = text("Original-Envelope-Id").or(self.envelope_id.take());
        let mail_from = text("Original-Mail-From").and_then(|from| address(&from));
        self.mail_from = mail_from.or(self.mail_from.take());
        let recipients = group.all("Original-Rcpt-To").filter_map(|to| address(&to));
        self.recipients.extend(recipients);
        self.recipients.truncate(MAX_VALUES);
    }
}

/// `192.0.2.1`, also in brackets, or with the tag of an address literal.
fn source(text: &str) -> Option<IpAddr> {
    let text = text.trim().trim_start_matches('[').trim_end_matches(']');
    text.strip_prefix("IPv6:").unwrap_or(text).parse().ok()
}

/// The head of the mail a report is about: of the part that is it, or its head (RFC 5965 §2, item f).
pub(crate) fn original_head(part: &Part) -> Option<Vec<u8>> {
    let is_mail =
        ["message/rfc822", "text/rfc822-headers", "message/global", "message/rfc822-headers"];
    is_mail.into_iter().any(|kind| part.is(kind)).then(|| {
        let content = part.octets();
        let end = Head::parse(&content).body_offset().min(MAX_HEAD);
        content[..end].to_vec()
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const REPORT: &str = "\
From: <abuse@example.net>
Subject: FW: Your order
Content-Type: multipart/report; report-type=feedback-report; boundary=\"b\"

--b
Content-Type: text/plain

This is an email abuse report.
--b
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Loop/1.0
Version: 1
Original-Envelope-Id: 4711
Original-Mail-From: <word@bounce.example.org>
Original-Rcpt-To: <anna@example.net>
Original-Rcpt-To: bruno@example.net
Arrival-Date: Tue, 24 Nov 2026 10:30:00 +0100
Reporting-MTA: dns; mx.example.net
Source-IP: 192.0.2.7
Reported-Domain: example.org
Incidents: 3
--b
Content-Type: message/rfc822

Return-Path: <other@bounce.example.org>
From: shop@example.org
Subject: Your order

Dear Anna
--b--
";

    fn read(message: &str) -> Complaint {
        let complaint = Complaint::read(message.as_bytes()).expect("a report");
        assert_eq!(
            Complaint::read(message.replace('\n', "\r\n").as_bytes()).unwrap().kind,
            complaint.kind
        );
        complaint
    }

    #[test]
    fn a_report_is_read_whole() {
        let complaint = read(REPORT);
        assert_eq!(complaint, Complaint {
            kind: Kind::Abuse,
            user_agent: Some("Loop/1.0".to_owned()),
            reporting_mta: Some("mx.example.net".to_owned()),
            arrived_at: Some(1_795_512_600),
            source: "192.0.2.7".parse().ok(),
            incidents: 3,
            envelope_id: Some("4711".to_owned()),
            mail_from: Mailbox::parse("word@bounce.example.org").ok(),
            recipients: vec![
                Mailbox::parse("anna@example.net").unwrap(),
                Mailbox::parse("bruno@example.net").unwrap(),
            ],
            original: b"Return-Path: <other@bounce.example.org>\nFrom: shop@example.org\nSubject: Your order\n\n".to_vec(),
        });
    }

    #[test]
    fn the_return_path_is_found_in_the_mail_where_the_report_blacks_it_out() {
        let redacted = REPORT
            .replace("Original-Mail-From: <word@bounce.example.org>\n", "")
            .replace("<anna@example.net>", "[redacted]")
            .replace("bruno@example.net", "redacted@");
        let complaint = read(&redacted);
        assert_eq!(complaint.mail_from.unwrap().as_str(), "other@bounce.example.org");
        assert_eq!(complaint.recipients, []);
    }

    #[test]
    fn some_reports_are_no_objection() {
        for (word, kind, objects) in [
            ("abuse", Kind::Abuse, true),
            ("Opt-Out", Kind::Abuse, true),
            ("fraud", Kind::Fraud, true),
            ("virus", Kind::Virus, true),
            ("something new", Kind::Other, true),
            ("not-spam", Kind::NotSpam, false),
            ("auth-failure", Kind::AuthFailure, false),
        ] {
            let complaint = read(&REPORT.replace("Type: abuse", &format!("Type: {word}")));
            assert_eq!((complaint.kind, complaint.kind.is_objection()), (kind, objects), "{word}");
        }
    }

    #[test]
    fn a_report_of_nearly_nothing_is_still_a_complaint() {
        let complaint =
            read("Content-Type: message/feedback-report\n\nVersion: 1\n\nIncidents: 0\n");
        assert_eq!((complaint.kind, complaint.incidents), (Kind::Abuse, 1));
        assert_eq!(Complaint::read(b"Content-Type: text/plain\n\nFeedback-Type: abuse\n"), None);
    }

    #[test]
    fn the_address_of_the_source_is_read_in_each_of_its_forms() {
        for text in ["192.0.2.7", " [192.0.2.7] ", "2001:db8::7", "[IPv6:2001:db8::7]"] {
            assert!(source(text).is_some(), "{text}");
        }
        assert_eq!(source("unknown"), None);
    }

    proptest! {
        #[test]
        fn any_report_is_read_within_its_bounds(
            lines in prop::collection::vec(
                "(Original-Rcpt-To|Source-IP|Incidents|Arrival-Date|Feedback-Type): ?[a-z0-9@.:<>-]{0,20}|--b|",
                0..40,
            )
        ) {
            let report = REPORT.replace("Version: 1", &lines.join("\n"));
            let _ = Complaint::read(report.as_bytes());
        }
    }
}
