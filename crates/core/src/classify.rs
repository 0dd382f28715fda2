//! Of what kind a failure is, read off the receiver's reply, and whether a reply is a failure at all.
//!
//! Receivers agree on little, so three readings are tried in order: sentences that leave no doubt (`decisive`), the
//! enhanced status code (RFC 3463), then words that only hint (`hint`); a reply without any of them has the class of its
//! code. Which words and codes mean what stands in `classify.toml` beside this file: a new receiver's habit is a line
//! there, not a line here.

use std::sync::LazyLock;

use serde::Deserialize;

/// Of what kind a failure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// The recipient's mailbox does not exist, is closed, or its address is malformed.
    BadMailbox,
    /// The recipient's domain does not exist or takes no mail.
    BadDomain,
    /// The recipient's mailbox has no room.
    MailboxFull,
    /// The receiver does not want this mail or this sender, by a rule of its own.
    RefusedByPolicy,
    /// The receiver takes the mail, or the address it comes from, for a source of spam or malware.
    RefusedAsSpam,
    /// It was tried for days without success.
    Expired,
    /// It was held until its time was over.
    ExpiredHeld,
    /// No server could be reached, or none kept to the protocol.
    Network,
    /// A recipient complained about it.
    Complaint,
}

impl Class {
    /// Every class, in the order of the product's list.
    pub const ALL: [Class; 9] = [
        Class::BadMailbox,
        Class::BadDomain,
        Class::MailboxFull,
        Class::RefusedByPolicy,
        Class::RefusedAsSpam,
        Class::Expired,
        Class::ExpiredHeld,
        Class::Network,
        Class::Complaint,
    ];

    /// The word of the API, the CLI and the store.
    pub fn word(self) -> &'static str {
        match self {
            Class::BadMailbox => "bad-mailbox",
            Class::BadDomain => "bad-domain",
            Class::MailboxFull => "mailbox-full",
            Class::RefusedByPolicy => "refused-by-policy",
            Class::RefusedAsSpam => "refused-as-spam",
            Class::Expired => "expired",
            Class::ExpiredHeld => "expired-held",
            Class::Network => "network",
            Class::Complaint => "complaint",
        }
    }

    /// The class of a word of `Class::word`.
    pub fn from_word(word: &str) -> Option<Class> {
        Class::ALL.into_iter().find(|class| class.word() == word)
    }
}

/// An enhanced status code: class, subject, detail (RFC 3463 §2).
pub type Enhanced = (u8, u16, u16);

/// The class of a failure with this reply. `code` is 0 when there was none; `text` is then what happened instead.
pub fn classify(code: u16, enhanced: Option<Enhanced>, text: &str) -> Class {
    if code == 0 {
        // Nobody spoke: the words are ours, and "connection refused" is no policy.
        return Class::Network;
    }
    let table = &*TABLE;
    let text = normal(text);
    said(&table.decisive, &text)
        .or_else(|| {
            enhanced.or_else(|| in_words(&text)).and_then(|enhanced| status(table, enhanced))
        })
        .or_else(|| said(&table.hint, &text))
        .or_else(|| table.code.iter().find(|row| row.codes.contains(&code)).map(|row| row.class))
        .unwrap_or(if (400..600).contains(&code) { Class::RefusedByPolicy } else { Class::Network })
}

/// Whether a reply ends the delivery as a failure; if not, it is deferred.
///
/// The code decides, not the enhanced code beside it, where they differ (RFC 5321 §4.2.1 is about the code): 5yz is a
/// failure, "mailbox full" as 552 included, because the receiver had 452 to say that waiting helps. Two kinds of 5yz are
/// none: *too many recipients*, because the others go in the next transaction (RFC 5321 §4.5.3.1.10), and replies about
/// our own login or encryption (530 to 538, RFC 4954 §6): the operator repairs those, and then the mail can go.
pub fn permanent(code: u16, enhanced: Option<Enhanced>, text: &str) -> bool {
    match code {
        530 | 534 | 535 | 538 => false,
        500..=599 => {
            !matches!(enhanced, Some((_, 5, 3))) && !normal(text).contains("too many recipients")
        }
        _ => false,
    }
}

/// Whether a reply that defers a mail says that there is too much mail, not that something is wrong with this one: the
/// next hop is to get less. By the status code (RFC 3463 §3.4 and §3.5, RFC 7372 and what large receivers made of it) or
/// by its words; a mail that is greylisted is none of it.
pub fn busy(code: u16, enhanced: Option<Enhanced>, text: &str) -> bool {
    const WORDS: [&str; 11] = [
        "rate limit",
        "rate-limit",
        "ratelimit",
        "throttl",
        "too many connections",
        "too many concurrent",
        "too many messages",
        "too busy",
        "server busy",
        "unexpected volume",
        "excessive volume",
    ];
    (400..500).contains(&code)
        && (matches!(enhanced, Some((4, 3, 2) | (4, 4, 5) | (4, 7, 28)))
            || said_any(&WORDS, &normal(text)))
}

fn said_any(words: &[&str], text: &str) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// `classify.toml`, as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    decisive: Vec<Words>,
    status: Vec<Status>,
    hint: Vec<Words>,
    code: Vec<Code>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    class: Class,
    /// Lower case; `a … b` is `a` and somewhere after it `b`.
    any: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Status {
    class: Class,
    subject: u16,
    /// Empty for all of the subject.
    #[serde(default)]
    details: Vec<u16>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Code {
    class: Class,
    codes: Vec<u16>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    toml::from_str(include_str!("classify.toml"))
        .expect("the table is part of the program, and a test reads it")
});

/// The class of the first row that has a phrase the text says.
fn said(rows: &[Words], text: &str) -> Option<Class> {
    let says = |phrase: &String| {
        let mut rest = text;
        phrase.split(GAP).all(|part| match rest.find(part) {
            Some(at) => {
                rest = &rest[at + part.len()..];
                true
            }
            None => false,
        })
    };
    rows.iter().find(|row| row.any.iter().any(says)).map(|row| row.class)
}

fn status(table: &Table, (_, subject, detail): Enhanced) -> Option<Class> {
    let fits = |row: &&Status| {
        row.subject == subject && (row.details.is_empty() || row.details.contains(&detail))
    };
    table.status.iter().find(fits).map(|row| row.class)
}

/// An enhanced code that stands in the words, as qmail writes it: `(#5.1.1)`.
fn in_words(text: &str) -> Option<Enhanced> {
    let (_, rest) = text.split_once('#')?;
    let mut numbers = rest
        .split(|c: char| !c.is_ascii_digit() && c != '.')
        .next()?
        .trim_end_matches('.')
        .split('.');
    let enhanced = (
        numbers.next()?.parse().ok()?,
        numbers.next()?.parse().ok()?,
        numbers.next()?.parse().ok()?,
    );
    numbers.next().is_none().then_some(enhanced)
}

/// Stands in a phrase for whatever lies between its parts.
const GAP: &str = " … ";

/// Most bytes of a reply that are looked at; what a receiver means, it says at the beginning.
const LOOKED_AT: usize = 2048;

/// Lower case, one space between words, ends of lines included, so that a phrase is found across the lines of a reply.
fn normal(text: &str) -> String {
    let mut normal = String::with_capacity(text.len().min(LOOKED_AT));
    for word in text.split_whitespace() {
        if normal.len() >= LOOKED_AT {
            break;
        }
        if !normal.is_empty() {
            normal.push(' ');
        }
        normal.extend(word.chars().map(|c| c.to_ascii_lowercase()).take(LOOKED_AT));
    }
    normal
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Replies as receivers of all kinds word them, and what they mean. `-` stands for no reply.
    const REPLIES: &str = "
        550 5.1.1 <anna@example.org>: Recipient address rejected: User unknown in local recipient table   | bad-mailbox
        550 5.1.1 <anna@example.org>: Recipient address rejected: User unknown in virtual mailbox table   | bad-mailbox
        550-5.1.1 The email account that you tried to reach does not exist. Please try double-checking    | bad-mailbox
        550 5.2.1 The email account that you tried to reach is disabled. Learn more at example.org        | bad-mailbox
        550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup             | bad-mailbox
        550 5.4.1 Recipient address rejected: Access denied. AS(201806281) [mx.example.org]               | bad-mailbox
        550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302)                           | bad-mailbox
        550 No Such User Here                                                                             | bad-mailbox
        550 Unrouteable address                                                                           | bad-mailbox
        550 unknown user                                                                                  | bad-mailbox
        550 #5.1.0 Address rejected.                                                                      | bad-mailbox
        550 sorry, no mailbox here by that name. (#5.1.1)                                                 | bad-mailbox
        554 delivery error: dd This user doesn't have a example.org account (anna@example.org) [0]        | bad-mailbox
        554 30 Sorry, your message to anna@example.org cannot be delivered. This mailbox is disabled      | bad-mailbox
        550 5.1.1 unknown or illegal alias: anna@example.org                                              | bad-mailbox
        550 5.7.1 No such user!                                                                           | bad-mailbox
        550 Message was not accepted -- invalid mailbox. Local mailbox anna is unavailable: user not found | bad-mailbox
        550 5.1.1 Adresse d au moins un destinataire invalide. Invalid recipient. 416                     | bad-mailbox
        550 Invalid Recipient - see the handbook                                                          | bad-mailbox
        550 5.1.1 Utente sconosciuto                                                                      | bad-mailbox
        550 Casella inesistente                                                                           | bad-mailbox
        550 5.1.6 Recipient no longer on server: anna@example.org                                         | bad-mailbox
        553 5.1.3 Invalid address syntax                                                                  | bad-mailbox
        551 User not local; please try elsewhere                                                          | bad-mailbox
        550 Requested action not taken                                                                    | bad-mailbox
        550 5.1.2 <anna@nowhere.invalid>: Recipient address rejected: Domain not found                    | bad-domain
        550 5.4.4 Unable to route                                                                         | bad-domain
        554 5.4.4 Name service error for name=nowhere.invalid type=MX: Host not found                     | bad-domain
        556 5.1.10 Recipient address has null MX                                                          | bad-domain
        556 No mail here                                                                                  | bad-domain
        521 5.3.2 Server does not accept mail from the world                                              | network
        521 Nothing for us                                                                                | bad-domain
        552-5.2.2 The email account that you tried to reach is over quota. Please direct                  | mailbox-full
        452-4.2.2 The recipient's inbox is out of storage space                                           | mailbox-full
        554 5.2.2 mailbox full; STOREDRV.Deliver.Exception                                                | mailbox-full
        552 5.2.2 <anna@example.org>: Quota exceeded (mailbox for user is full)                           | mailbox-full
        550 Mailbox is full / Blocks limit exceeded / Inode limit exceeded                                | mailbox-full
        422 4.2.2 The recipient's mailbox is over its quota                                               | mailbox-full
        552 Requested mail action aborted: exceeded storage allocation                                    | mailbox-full
        552 Aborted                                                                                       | mailbox-full
        550 5.2.2 Casella piena                                                                           | mailbox-full
        554 5.7.1 <shop@example.com>: Relay access denied                                                 | refused-by-policy
        550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain                                 | refused-by-policy
        553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)                             | refused-by-policy
        550 5.1.8 <www@server.invalid>: Sender address rejected: Domain not found                         | refused-by-policy
        550 5.1.0 <www@example.com>: Sender address rejected: User unknown in virtual mailbox table       | refused-by-policy
        550 Sender verify failed                                                                          | refused-by-policy
        554 5.7.1 Client host rejected: cannot find your hostname, [192.0.2.9]                            | refused-by-policy
        504 5.5.2 <localhost>: Helo command rejected: need fully-qualified hostname                       | refused-by-policy
        550-5.7.26 This mail has been blocked because the sender is unauthenticated.                      | refused-by-policy
        550 5.7.509 Access denied, sending domain example.com does not pass DMARC verification            | refused-by-policy
        550 5.7.23 The message was rejected because of Sender Policy Framework violation                  | refused-by-policy
        554 5.7.9 Message not accepted for policy reasons.                                                | refused-by-policy
        554 Transaction failed. Reject due to policy restrictions.                                        | refused-by-policy
        550 Administrative prohibition                                                                    | refused-by-policy
        554 Email rejected due to security policies                                                       | refused-by-policy
        552-5.3.4 Your message exceeded the receiver's message size limits                                | refused-by-policy
        552 5.3.4 Message size exceeds fixed limit                                                        | refused-by-policy
        550 5.4.5 Daily user sending quota exceeded.                                                      | refused-by-policy
        552-5.7.0 This message was blocked because its content presents a potential security issue        | refused-by-policy
        550 5.6.0 Lines longer than 998 octets                                                            | refused-by-policy
        554 No                                                                                            | refused-by-policy
        550-5.7.1 [192.0.2.9] Our system has detected that this message is likely unsolicited mail        | refused-as-spam
        550 5.7.1 Unfortunately, messages from [192.0.2.9] weren't sent: it is on our block list (S3150)  | refused-as-spam
        550 5.7.606 Access denied, banned sending IP [192.0.2.9]                                          | refused-as-spam
        550 5.7.620 Access denied                                                                         | refused-as-spam
        554 5.7.1 Service unavailable; Client host [192.0.2.9] blocked using dnsbl.example.net            | refused-as-spam
        553 5.7.1 [BL21] Connections will not be accepted from 192.0.2.9, because the ip is listed by     | refused-as-spam
        554-mx.example.org Your access has been rejected due to the sending MTA's poor reputation         | refused-as-spam
        550-5.7.0 Message considered as spam or virus, rejected                                           | refused-as-spam
        550 High probability of spam                                                                      | refused-as-spam
        550 This message was classified as SPAM and may not be delivered                                  | refused-as-spam
        554 5.7.1 [1] Message rejected under suspicion of SPAM                                            | refused-as-spam
        554 DT:SPM 163 mx1, please see the help                                                           | refused-as-spam
        550 spam                                                                                          | refused-as-spam
        554 5.7.1 The message contains a virus (Eicar-Test)                                               | refused-as-spam
        550 5.4.7 Delivery expired                                                                        | expired
        500 Command unrecognized                                                                          | network
        503 5.5.1 Bad sequence of commands                                                                | network
        421 4.4.2 Timeout                                                                                 | network
        554 5.4.6 Routing loop detected                                                                   | network
        - connection refused by 192.0.2.9                                                                 | network
        - timed out while waiting for the greeting                                                        | network
        - certificate of an unknown host                                                                  | network
        -                                                                                                 | network
        550-5.7.1 [192.0.2.9 19] Gmail has detected that this message is likely suspicious due to the very low reputation | refused-as-spam
        550-5.7.28 There is an unusual rate of unsolicited mail originating from your DKIM domain         | refused-as-spam
        550-5.7.25 The IP address sending this message does not have a PTR record setup                   | refused-by-policy
        550-5.7.26 Unauthenticated email from example.com is not accepted due to domain's DMARC policy    | refused-by-policy
        550-5.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages | refused-by-policy
        550 5.7.1 This message violates example.org email policy. - gcdp                                  | refused-by-policy
        550 5.7.515 Access denied, sending domain EXAMPLE.COM doesn't meet the required authentication level | refused-by-policy
        550 5.7.511 Access denied, banned sender[192.0.2.9]. To request removal from this list please forward | refused-as-spam
        550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP                 | refused-as-spam
        550 5.7.501 Access denied, spam abuse detected. The sending account has been banned               | refused-as-spam
        550 SC-001 (mx.example.org) Unfortunately, messages from 192.0.2.9 weren't sent                   | refused-as-spam
        550 5.2.122 The recipient has exceeded their limit for the number of messages they can receive per hour | refused-by-policy
        550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required                  | refused-by-policy
        550 5.2.3 RESOLVER.RST.RecipSizeLimit; message too large for this recipient                       | refused-by-policy
        554 5.4.14 Hop count exceeded - possible mail loop ATTR34                                         | network
        553 5.7.2 [TSS09] All messages from 192.0.2.9 will be permanently deferred; Retrying will NOT succeed | refused-as-spam
        421 4.7.0 [TSS04] Messages from 192.0.2.9 temporarily deferred due to unexpected volume or user complaints | refused-as-spam
        554 Message not allowed - [PH01] Email not accepted for policy reasons                            | refused-by-policy
        552 1 Requested mail action aborted, mailbox not found                                            | bad-mailbox
        554-mail.example (mx104) Nemesis ESMTP Service not available 554-No SMTP service 554-IP address is block listed. | refused-as-spam
        554-mail.example (mx104) Nemesis ESMTP Service not available 554-No SMTP service 554-Bad DNS PTR resource record. | refused-by-policy
        550-Requested action not taken: mailbox unavailable 550 For explanation visit                     | bad-mailbox
        550 <anna@example.org>: Reject due to SPF policy                                                  | refused-by-policy
        550 Benutzer hat das Speichervolumen ueberschritten. / User has exhausted allowed storage space.  | mailbox-full
        550 Benutzer hat zuviele Mails auf dem Server.                                                    | mailbox-full
        550 Benutzer nicht bekannt                                                                        | bad-mailbox
        554 IP=192.0.2.9 - A problem occurred. (Ask your postmaster for help to clarify.) (BL)            | refused-as-spam
        554 IP=192.0.2.9 - A problem occurred. (Ask your postmaster for help to clarify.)                 | refused-by-policy
        552 5.2.0 igxL1p00E1WDM2s01 spam detected                                                         | refused-as-spam
        552 5.2.2 <anna@example.org> user is over quota                                                   | mailbox-full
        550 mail not accepted from blacklisted IP address [192.0.2.9]                                     | refused-as-spam
        550 5.2.0 Mail rejete. Mail rejected. OFR_506 [506]                                               | refused-as-spam
        552 5.1.1 Boite du destinataire pleine. Recipient overquota. OFR_417 [417]                        | mailbox-full
        501 5.1.0 Emetteur invalide. Invalid Sender. OFR004_405 [405]                                     | refused-by-policy
        550 5.5.0 SPF: 192.0.2.9 is not allowed to send mail. LPN105_408                                  | refused-by-policy
        550 spam detected                                                                                 | refused-as-spam
        550 #5.7.1 Your access to submit messages to this e-mail system has been rejected.                | refused-by-policy
        550 5.7.1 [CS01] Message rejected due to local policy.                                            | refused-by-policy
        550 5.1.1 <anna@example.org>: inactive email address                                              | bad-mailbox
        550 5.7.1 Your email was rejected due to having a domain present in the Spamhaus DBL              | refused-as-spam
        554 Blocked - see https://ipcheck.proofpoint.example/?ip=192.0.2.9                                | refused-as-spam
        550 5.7.0 Local Policy Violation                                                                  | refused-by-policy
        550 csi.mimecast.example Poor Reputation Sender                                                   | refused-as-spam
        550 Rejected by header based Anti-Spoofing policy: shop@example.com                               | refused-by-policy
        550 Administrative prohibition - envelope blocked                                                 | refused-by-policy
        550 permanent failure for one or more recipients (anna@example.org:blocked)                       | refused-as-spam
        554 Service unavailable; Client host [192.0.2.9] blocked using Barracuda Reputation               | refused-as-spam
        554 5.7.1 rejected, see https://csi.cloudmark.example/reset-request/?ip=192.0.2.9                 | refused-as-spam
        550 5.7.1 Client host [192.0.2.9] rejected: your network is in UCEPROTECT level 2                 | refused-as-spam
        550 Ip frequency limited [MAG+ Blocked IP 192.0.2.9]                                              | refused-by-policy
        550 Mail content denied                                                                           | refused-as-spam
        553 Requested action not taken: NULL sender is not allowed                                        | refused-by-policy
        552 5.2.2 Skrzynka przepelniona                                                                   | mailbox-full
        550 Nie ma takiego uzytkownika                                                                    | bad-mailbox
        552 5.2.2 Caixa cheia                                                                             | mailbox-full
        550 onbekende gebruiker                                                                           | bad-mailbox
    ";

    #[test]
    fn each_receivers_reply_has_its_class() {
        let rows: Vec<_> = REPLIES.lines().filter_map(|line| line.rsplit_once('|')).collect();
        assert_eq!(rows.len(), REPLIES.trim().lines().count());
        for (reply, expected) in rows {
            let (code, enhanced, text) = read(reply.trim());
            assert_eq!(classify(code, enhanced, text).word(), expected.trim(), "{reply}");
        }
    }

    #[test]
    fn a_phrase_is_found_across_the_lines_of_a_reply_and_in_any_case() {
        let reply = "The email account that you tried to reach does\r\nNOT\texist";
        assert_eq!(classify(554, None, reply), Class::BadMailbox);
    }

    #[test]
    fn a_phrase_is_not_found_when_its_parts_come_in_the_wrong_order() {
        assert_eq!(classify(554, None, "does not have any such user"), Class::RefusedByPolicy);
        assert_eq!(classify(554, None, "user anna does not have a home"), Class::BadMailbox);
    }

    #[test]
    fn a_next_hop_that_has_too_much_says_so_by_its_code_or_its_words() {
        let rows = [
            ("451 4.7.500 Server busy. Please try again later from [192.0.2.9]. (S77719)", true),
            ("421 4.7.28 Our system has detected an unusual rate of unsolicited mail", true),
            ("450 4.7.28 unusual rate of mail", true),
            ("452 4.3.2 not accepting messages", true),
            ("451 4.4.5 congestion", true),
            ("450 Rate Limit exceeded", true),
            ("451 4.7.1 Too many\r\nconnections from your host", true),
            ("421 4.7.0 [TSS04] temporarily deferred due to unexpected volume", true),
            ("421 4.7.1 Messages deferred due to excessive volume. Try again later", true),
            ("450 4.2.0 greylisted, come back in five minutes", false),
            ("451 4.7.1 Greylisting in action, please try again later", false),
            ("452 4.2.2 mailbox full", false),
            ("450 4.1.8 sender domain not found", false),
            ("550 5.7.1 rate limit exceeded", false),
            ("250 2.0.0 the server is too busy to say more", false),
            ("- too busy", false),
        ];
        for (reply, expected) in rows {
            let (code, enhanced, text) = read(reply);
            assert_eq!(busy(code, enhanced, text), expected, "{reply}");
        }
    }

    #[test]
    fn a_reply_fails_or_defers_by_its_code_with_two_exceptions() {
        let rows = [
            ("550 5.1.1 user unknown", true),
            ("450 4.2.0 greylisted, come back later", false),
            ("421 4.7.0 try again later", false),
            ("452 4.2.2 mailbox full", false),
            ("552 5.2.2 mailbox full", true),
            ("552 5.3.4 message too large", true),
            ("552 too many recipients", false),
            ("552 5.5.3 that is enough", false),
            ("550 5.5.3 Too  many\r\nRecipients", false),
            ("550 4.7.1 the enhanced code says later, the code says never", true),
            ("451 5.7.1 the enhanced code says never, the code says later", false),
            ("530 5.7.0 authentication required", false),
            ("535 5.7.8 credentials invalid", false),
            ("538 5.7.11 encryption required", false),
            ("521 no mail here", true),
            ("556 5.1.10 null MX", true),
            ("500 what?", true),
            ("250 2.0.0 fine", false),
            ("354 go on", false),
            ("- connection refused", false),
            ("999 no code of SMTP", false),
        ];
        for (reply, expected) in rows {
            let (code, enhanced, text) = read(reply);
            assert_eq!(permanent(code, enhanced, text), expected, "{reply}");
        }
    }

    #[test]
    fn no_phrase_of_the_table_is_hidden_behind_one_before_it() {
        let mut before: Vec<&str> = Vec::new();
        let mut hidden = Vec::new();
        for phrase in TABLE.decisive.iter().chain(&TABLE.hint).flat_map(|row| &row.any) {
            assert_eq!(phrase.to_lowercase(), *phrase, "phrases are lower case");
            hidden.extend(
                before.iter().filter(|other| said_by(other, phrase)).map(|other| (phrase, *other)),
            );
            before.push(phrase);
        }
        assert_eq!(hidden, []);
    }

    fn said_by(phrase: &str, text: &str) -> bool {
        said(&[Words { class: Class::Network, any: vec![phrase.to_owned()] }], text).is_some()
    }

    #[test]
    fn a_class_is_found_by_its_word_and_by_no_other() {
        assert!(Class::ALL.into_iter().all(|class| Class::from_word(class.word()) == Some(class)));
        assert_eq!(Class::from_word("Spam"), None);
    }

    #[test]
    fn an_endless_reply_is_read_at_its_beginning_only() {
        let reply = format!("{} user unknown", "x".repeat(1 << 20));
        assert_eq!(classify(554, None, &reply), Class::RefusedByPolicy);
        assert!(normal(&"\u{fffd} ".repeat(1 << 16)).len() <= 2 * LOOKED_AT);
    }

    proptest! {
        #[test]
        fn no_reply_makes_it_panic(code: u16, enhanced: Option<Enhanced>, text in ".*#?[0-9.]*.*") {
            classify(code, enhanced, &text);
            permanent(code, enhanced, &text);
        }
    }

    /// `550 5.1.1 text` or `550-text`; `-` for no reply.
    fn read(reply: &str) -> (u16, Option<Enhanced>, &str) {
        let (code, rest) = match reply.strip_prefix('-') {
            Some(text) => (0, text.trim()),
            None => (reply[..3].parse().expect("a code"), reply[4..].trim()),
        };
        let (status, text) = rest.split_once(' ').unwrap_or((rest, ""));
        let numbers: Vec<u16> = status.split('.').map_while(|number| number.parse().ok()).collect();
        match numbers[..] {
            [class, subject, detail] => (code, Some((class as u8, subject, detail)), text),
            _ => (code, None, rest),
        }
    }
}
