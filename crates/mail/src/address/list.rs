//! Address lists as people and programs write them: To, Cc, Bcc and From fields, and the words of a command line.
//!
//! The grammar is that of RFC 5322 §3.4 with its obsolete forms (§4.4): display names, quoted strings, nested
//! comments, groups, routes, blanks round dots. Tolerated beside it, because scripts write so: `;` as a separator,
//! names with dots and square brackets, encoded words with commas in them, a display name that is itself an address,
//! octets above ASCII in names, and, where the caller names a domain for them, addresses without one (`root`).
//! Not tolerated is what could make two addresses of one or hide one: a second address without a separator, quotes
//! and comments that do not end, a group without its `;`.

use super::{AddressError, AddressFault, Mailbox, is_atext};

/// Most addresses one list may hold. Far above any limit of recipients, it only bounds the memory a hostile field takes.
pub const MAX_LIST: usize = 50_000;

/// Longest name of a charset, and longest text, of an encoded word. All of it has 75 octets at most (RFC 2047 §2); some
/// encoders do not know that.
const MAX_CHARSET: usize = 75;
const MAX_WORD_TEXT: usize = 1000;

/// Reads a list of addresses in their order, repetitions included; groups are flattened, an empty list is no error.
///
/// `qualify_domain` is added to addresses without a domain; without it they are errors. The text may hold the line
/// ends of a folded field.
pub fn parse_list(list: &[u8], qualify_domain: Option<&str>) -> Result<Vec<Mailbox>, AddressError> {
    let mut parser = Parser { list, at: 0, qualify: qualify_domain, in_group: false, text_end: 0 };
    let mut found = Vec::new();
    loop {
        parser.skip_blanks()?;
        match parser.peek() {
            None if parser.in_group => return Err(parser.error(0, AddressFault::Unclosed)),
            None => return Ok(found),
            Some(b',') => parser.at += 1,
            Some(b';') => {
                parser.at += 1;
                parser.in_group = false;
            }
            Some(_) if found.len() >= MAX_LIST => {
                return Err(parser.error(parser.at, AddressFault::TooMany));
            }
            Some(_) => found.extend(parser.address()?),
        }
    }
}

/// The same for a list that has to hold an address: nothing, comments alone and a group of nobody are none.
pub fn parse_some(list: &[u8], qualify_domain: Option<&str>) -> Result<Vec<Mailbox>, AddressError> {
    let found = parse_list(list, qualify_domain)?;
    match found.is_empty() {
        true => Err(AddressError::new(list, AddressFault::NoAddress)),
        false => Ok(found),
    }
}

/// Reads the sender of a command line: `A`, `<A>`, `Name <A>`, a bare `root`; nothing and `<>` are the null sender.
pub fn parse_sender(
    word: &[u8],
    qualify_domain: Option<&str>,
) -> Result<Option<Mailbox>, AddressError> {
    if matches!(word.trim_ascii(), b"" | b"<>") {
        return Ok(None);
    }
    let mut found = parse_list(word, qualify_domain)?;
    match (found.pop(), found.len()) {
        (Some(only), 0) => Ok(Some(only)),
        (None, _) => Err(AddressError::new(word, AddressFault::NotOne(0))),
        (Some(_), others) => Err(AddressError::new(word, AddressFault::NotOne(others + 1))),
    }
}

struct Parser<'a> {
    list: &'a [u8],
    at: usize,
    qualify: Option<&'a str>,
    in_group: bool,
    /// Where the text of the last encoded word was over.
    text_end: usize,
}

/// Words as they are read, before it is known whether they are a display name or a local part.
#[derive(Default)]
struct Words {
    /// The text they make as a local part.
    local: Vec<u8>,
    /// Two words without a dot between them, or two dots: a name, never a local part.
    only_a_name: bool,
    /// Ends in a word, so that only a dot may go on with a local part.
    after_word: bool,
}

impl Words {
    fn word(&mut self, word: &[u8]) {
        self.only_a_name |= self.after_word;
        self.after_word = true;
        self.local.extend_from_slice(word);
    }

    fn dot(&mut self) {
        self.only_a_name |= !self.after_word;
        self.after_word = false;
        self.local.push(b'.');
    }

    fn is_local_part(&self) -> bool {
        self.after_word && !self.only_a_name
    }
}

impl Parser<'_> {
    /// Reads one address up to its separator, or the name of a group (then there is none yet).
    fn address(&mut self) -> Result<Option<Mailbox>, AddressError> {
        let start = self.at;
        let mut words = Words::default();
        loop {
            self.skip_blanks()?;
            match self.peek() {
                None | Some(b',' | b';') => return self.bare(start, &words).map(Some),
                Some(b'<') => return self.angle(start).map(Some),
                Some(b'@') => {
                    let mailbox = self.domain(start, &words)?;
                    self.skip_blanks()?;
                    return match self.peek() {
                        None | Some(b',' | b';') => Ok(Some(mailbox)),
                        // A display name that is an address itself: `a@b <a@b>`.
                        Some(b'<') => self.angle(start).map(Some),
                        Some(_) => Err(self.error(start, AddressFault::Trailing)),
                    };
                }
                Some(b':') => return self.group(start, &words).map(|()| None),
                // `[Shop] Name <a@b>`: not allowed, but common, and no harm in a name.
                Some(b'[' | b']' | b'\\') => {
                    self.at += 1;
                    words.only_a_name = true;
                }
                Some(_) => self.word_or_dot(start, &mut words)?,
            }
        }
    }

    /// A word alone, without any `@`.
    fn bare(&self, start: usize, words: &Words) -> Result<Mailbox, AddressError> {
        if super::starts_specially(&words.local) {
            return Err(self.error(start, AddressFault::NotMail));
        }
        match self.qualify {
            Some(domain) if words.is_local_part() => Mailbox::new(&words.local, domain),
            _ => Err(self.error(start, AddressFault::NoDomain)),
        }
    }

    fn group(&mut self, start: usize, words: &Words) -> Result<(), AddressError> {
        // Groups do not nest, and one without a name is `:include:` or a slip.
        if self.in_group || words.local.is_empty() {
            return Err(self.error(start, AddressFault::NotMail));
        }
        self.at += 1;
        self.in_group = true;
        Ok(())
    }

    /// `<a@b>`, `<@route:a@b>`, `<a>`; nothing but a separator may follow.
    fn angle(&mut self, start: usize) -> Result<Mailbox, AddressError> {
        self.at += 1;
        self.skip_route(start)?;
        let mut words = Words::default();
        let mailbox = loop {
            self.skip_blanks()?;
            match self.peek() {
                None => return Err(self.error(start, AddressFault::Unclosed)),
                Some(b'>') if words.local.is_empty() => {
                    return Err(self.error(start, AddressFault::Empty));
                }
                Some(b'>') => break self.bare(start, &words)?,
                Some(b'@') => break self.domain(start, &words)?,
                Some(_) => self.word_or_dot(start, &mut words)?,
            }
        };
        self.skip_blanks()?;
        if self.peek() != Some(b'>') {
            return Err(self.error(start, AddressFault::Unclosed));
        }
        self.at += 1;
        self.skip_blanks()?;
        match self.peek() {
            None | Some(b',' | b';') => Ok(mailbox),
            Some(_) => Err(self.error(start, AddressFault::Trailing)),
        }
    }

    /// A source route (RFC 5322 §4.4 `obs-route`) is read and forgotten.
    fn skip_route(&mut self, start: usize) -> Result<(), AddressError> {
        self.skip_blanks()?;
        if self.peek() != Some(b'@') {
            return Ok(());
        }
        loop {
            self.skip_blanks()?;
            match self.peek() {
                Some(b':') => break,
                Some(b) if is_atext(b) || matches!(b, b'@' | b',' | b'.' | b'[' | b']') => {
                    self.at += 1;
                }
                _ => return Err(self.error(start, AddressFault::BadDomain)),
            }
        }
        self.at += 1;
        Ok(())
    }

    /// `@domain` behind a local part; blanks and comments may stand round its dots.
    fn domain(&mut self, start: usize, words: &Words) -> Result<Mailbox, AddressError> {
        if !words.is_local_part() {
            return Err(self.error(start, AddressFault::BadLocal));
        }
        self.at += 1;
        self.skip_blanks()?;
        let domain_start = self.at;
        if self.peek() == Some(b'[') {
            let close = memchr::memchr(b']', &self.list[self.at..])
                .ok_or_else(|| self.error(start, AddressFault::Unclosed))?;
            self.at += close + 1;
            return Mailbox::new(&words.local, &self.list[domain_start..self.at]);
        }
        let mut domain = Vec::new();
        loop {
            let from = self.at;
            self.skip_while(|b| is_atext(b) || b == b'.');
            domain.extend_from_slice(&self.list[from..self.at]);
            let end = self.at;
            self.skip_blanks()?;
            let goes_on = self.peek() == Some(b'.')
                || (domain.ends_with(b".") && self.peek().is_some_and(is_atext));
            if !goes_on || self.at == from {
                // Blanks behind the domain are the caller's to skip.
                self.at = self.at.max(end);
                return match self.peek() {
                    // `a@@b`: the sentence shows all of it.
                    Some(b'@') => Err(self.error(start, AddressFault::BadDomain)),
                    _ => Mailbox::new(&words.local, &domain),
                };
            }
        }
    }

    fn word_or_dot(&mut self, start: usize, words: &mut Words) -> Result<(), AddressError> {
        match self.peek() {
            Some(b'.') => {
                self.at += 1;
                words.dot();
            }
            Some(b'"') => words.word(&self.quoted(start)?),
            Some(b) if is_atext(b) => {
                let from = self.at;
                match self.encoded_word_end() {
                    Some(end) => self.at = end,
                    None => self.skip_while(is_atext),
                }
                words.word(&self.list[from..self.at]);
            }
            _ => return Err(self.error(start, AddressFault::BadLocal)),
        }
        Ok(())
    }

    /// Where the encoded word ends that begins here (`=?charset?Q?text?=`, RFC 2047 §2). Careless encoders leave commas,
    /// colons and brackets bare inside; as one word they separate nothing.
    fn encoded_word_end(&mut self) -> Option<usize> {
        let inner = self.list[self.at..].strip_prefix(b"=?")?;
        let charset = memchr::memchr(b'?', &inner[..inner.len().min(MAX_CHARSET)])?;
        let head = inner.get(..charset + 3)?;
        if !head.ends_with(b"?") || head.iter().any(u8::is_ascii_whitespace) {
            return None;
        }
        let text = self.at + 2 + head.len();
        let end = self.word_text_end(text);
        let is_word = self.list[end..].starts_with(b"?=") && end - text <= MAX_WORD_TEXT;
        is_word.then_some(end + 2)
    }

    /// Where the text of an encoded word is over: at the first `?=` or blank. What was found is remembered, so that a
    /// list of words without an end is looked through once.
    fn word_text_end(&mut self, text: usize) -> usize {
        if self.text_end < text {
            let over = |at: &usize| {
                self.list[*at].is_ascii_whitespace() || self.list[*at..].starts_with(b"?=")
            };
            self.text_end = (text..self.list.len()).find(over).unwrap_or(self.list.len());
        }
        self.text_end
    }

    /// A quoted string with its quotes, without the line ends of folding.
    fn quoted(&mut self, start: usize) -> Result<Vec<u8>, AddressError> {
        let from = self.at;
        self.at += 1;
        loop {
            match self.peek() {
                None => return Err(self.error(start, AddressFault::Unclosed)),
                Some(b'"') => break,
                Some(b'\\') => self.at += 2,
                Some(_) => self.at += 1,
            }
        }
        self.at += 1;
        let text = &self.list[from..self.at];
        Ok(text.iter().copied().filter(|b| !matches!(b, b'\r' | b'\n')).collect())
    }

    /// Skips blanks, line ends and comments, nested ones too (RFC 5322 §3.2.2).
    fn skip_blanks(&mut self) -> Result<(), AddressError> {
        let start = self.at;
        let mut depth = 0_usize;
        while let Some(b) = self.peek() {
            match b {
                b' ' | b'\t' | b'\r' | b'\n' => {}
                b'(' => depth += 1,
                b')' if depth > 0 => depth -= 1,
                b'\\' if depth > 0 => self.at += 1,
                _ if depth > 0 => {}
                _ => break,
            }
            self.at += 1;
        }
        match depth {
            0 => Ok(()),
            _ => Err(self.error(start, AddressFault::Unclosed)),
        }
    }

    fn skip_while(&mut self, belongs: impl Fn(u8) -> bool) {
        while self.peek().is_some_and(&belongs) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.list.get(self.at).copied()
    }

    fn error(&self, start: usize, fault: AddressFault) -> AddressError {
        AddressError::new(&self.list[start..], fault)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(list: impl AsRef<[u8]>, expected: &[&str]) {
        let list = list.as_ref();
        let found = parse_list(list, Some("shop.example"));
        let found = found.unwrap_or_else(|error| panic!("{}: {error}", list.escape_ascii()));
        let found: Vec<&str> = found.iter().map(Mailbox::as_str).collect();
        assert_eq!(found, expected, "{}", list.escape_ascii());
    }

    fn check_bad(list: &str, fault: AddressFault) {
        let error = parse_list(list.as_bytes(), Some("shop.example")).unwrap_err();
        assert_eq!(error.fault(), &fault, "{list}: {error}");
    }

    #[test]
    fn plain_lists() {
        check("", &[]);
        check(" \r\n ", &[]);
        check("a@example.org", &["a@example.org"]);
        check("a@example.org,b@example.org", &["a@example.org", "b@example.org"]);
        check(",, a@example.org ,,\r\n\tb@example.org,", &["a@example.org", "b@example.org"]);
        check("a@example.org; b@example.org;", &["a@example.org", "b@example.org"]);
        check("a@example.org, a@example.org", &["a@example.org", "a@example.org"]);
    }

    #[test]
    fn names_of_all_kinds_are_no_addresses() {
        check("Anna Rossi <a@example.org>", &["a@example.org"]);
        check("Anna<a@example.org>", &["a@example.org"]);
        check("\"Rossi, Anna \\\"A\\\" <no@example.net>\" <a@example.org>", &["a@example.org"]);
        check("J. R. Smith <a@example.org>", &["a@example.org"]);
        check("[Shop] News \\o/ <a@example.org>", &["a@example.org"]);
        check("a@example.org <a@example.org>", &["a@example.org"]);
        check("=?utf-8?Q?M=C3=BCller=2C_x?= <a@example.org>", &["a@example.org"]);
        check(
            "=?utf-8?Q?M=C3=BCller,_x:<y>?= <a@example.org>, b@example.org",
            &["a@example.org", "b@example.org"],
        );
        check("Müller <a@example.org>", &["a@example.org"]);
        check(b"M\xFCller <a@example.org>", &["a@example.org"]);
        check("\"folded\r\n name\" <a@example.org>", &["a@example.org"]);
    }

    #[test]
    fn a_list_that_has_to_hold_an_address_is_refused_without_one() {
        for list in ["", " ", ",;", "(a@example.org)", "group:;"] {
            let error = parse_some(list.as_bytes(), Some("shop.example")).unwrap_err();
            assert_eq!(error.fault(), &AddressFault::NoAddress, "{list}");
        }
        assert_eq!(parse_some(b"a, b", Some("shop.example")).unwrap().len(), 2);
    }

    #[test]
    fn encoded_words_may_be_long_and_many_and_need_an_end() {
        let long = "M=C3=BCller,_".repeat(75);
        check(format!("=?utf-8?Q?{long}?= =?utf-8?Q?,x?= <a@example.org>"), &["a@example.org"]);
        check(
            "=?utf-8?Q?=41?= <a@example.org>, =?x@example.org",
            &["a@example.org", "=?x@example.org"],
        );
        check("=?utf-8?Q?x, <a@example.org>", &["=?utf-8?Q?x@shop.example", "a@example.org"]);
        // Each of them looks for its end, all of them as far as the next.
        let endless = "=?a?Q?x.".repeat(500_000);
        check_bad(&format!("{endless}x"), AddressFault::LongAddress(4_000_014));
    }

    #[test]
    fn comments_nest_and_vanish() {
        check("a@example.org (Anna (or b@example.net) \\) x)", &["a@example.org"]);
        check("(x <y@example.net>) a (b) @ (c) example (d) . org (e)", &["a@example.org"]);
        check("root (Cron Daemon)", &["root@shop.example"]);
        check("(nobody)", &[]);
        check(
            "Team (all of\r\n us)\r\n :Anna (A, \\) B) <anna(home)@(the host) example(x).org>,\r\n\tbob@example.org (b),;(end)",
            &["anna@example.org", "bob@example.org"],
        );
    }

    #[test]
    fn groups_give_their_members() {
        check("undisclosed-recipients:;", &[]);
        check(
            "Friends: a@example.org, B <b@example.org>; c@example.org",
            &["a@example.org", "b@example.org", "c@example.org"],
        );
        check(
            "\"Quoted group\" (x) : a@example.org ;, b@example.org",
            &["a@example.org", "b@example.org"],
        );
    }

    #[test]
    fn obsolete_forms_are_read() {
        check(
            "Anna Q. Rossi <@relay.example:anna@example.org>, , bob@test  . example",
            &["anna@example.org", "bob@test.example"],
        );
        check("Anna . Rossi@example.org", &["Anna.Rossi@example.org"]);
        check("<@relay.example,@[192.0.2.9]:a@example.org>", &["a@example.org"]);
        check("< a @ example . org >", &["a@example.org"]);
        check("a@[192.0.2.1], \"x y\"@example.org", &["a@[192.0.2.1]", "\"x y\"@example.org"]);
    }

    #[test]
    fn an_address_without_a_domain_gets_the_one_of_the_site() {
        check("root", &["root@shop.example"]);
        check("root, Web Master <www.data>", &["root@shop.example", "www.data@shop.example"]);
        let error = parse_list(b"root", None).unwrap_err();
        assert_eq!(error.fault(), &AddressFault::NoDomain);
    }

    #[test]
    fn files_programs_and_lists_are_bad_addresses() {
        for bad in ["|/bin/sh", "/dev/null", ":include:/etc/passwd", "\"|sh\"@example.org"] {
            check_bad(bad, AddressFault::NotMail);
        }
        check_bad("\"|sh -c x\"", AddressFault::NotMail);
        check_bad("<|sh>", AddressFault::NotMail);
    }

    #[test]
    fn an_injected_header_in_a_recipient_is_not_repaired() {
        check_bad("a@example.org  Bcc: evil@example.net", AddressFault::Trailing);
        check_bad("a@example.org b@example.org", AddressFault::Trailing);
        check_bad("a  Bcc: evil@example.net", AddressFault::Unclosed);
        check_bad("a@example.org> , b@example.org", AddressFault::Trailing);
        check_bad("<a@example.org> b", AddressFault::Trailing);
    }

    #[test]
    fn what_does_not_end_is_refused() {
        check_bad("\"Anna <a@example.org>", AddressFault::Unclosed);
        check_bad("Anna (x <a@example.org>", AddressFault::Unclosed);
        check_bad("Anna <a@example.org", AddressFault::Unclosed);
        check_bad("a@[192.0.2.1", AddressFault::Unclosed);
        check_bad("Group: a@example.org", AddressFault::Unclosed);
        check_bad("Outer: Inner: a@example.org;;", AddressFault::NotMail);
    }

    #[test]
    fn broken_addresses_are_named() {
        check_bad("Anna Rossi", AddressFault::NoDomain);
        check_bad("Anna Rossi@example.org", AddressFault::BadLocal);
        check_bad("a..b@example.org", AddressFault::BadLocal);
        check_bad("@example.org", AddressFault::BadLocal);
        check_bad("a@", AddressFault::BadDomain);
        check_bad("a@@example.org", AddressFault::BadDomain);
        check_bad("Anna <>", AddressFault::Empty);
        check_bad("a\0@example.org", AddressFault::BadLocal);
        let error = parse_list(b"ok@example.org, broken@, x@example.org", None).unwrap_err();
        assert!(error.to_string().contains("broken@"), "{error}");
    }

    #[test]
    fn a_hostile_depth_of_comments_is_no_danger() {
        let deep = format!("{}{} a@example.org", "(".repeat(1_000_000), ")".repeat(1_000_000));
        check(deep, &["a@example.org"]);
    }

    #[test]
    fn senders_of_a_command_line() {
        let of = |word: &str| {
            parse_sender(word.as_bytes(), Some("shop.example")).map(|s| s.map(|m| m.to_string()))
        };
        assert_eq!(of(""), Ok(None));
        assert_eq!(of("<>"), Ok(None));
        assert_eq!(of("root"), Ok(Some("root@shop.example".into())));
        assert_eq!(of("<a@example.org>"), Ok(Some("a@example.org".into())));
        assert_eq!(of("Anna <a@example.org>"), Ok(Some("a@example.org".into())));
        let two = of("a@example.org,b@example.org").unwrap_err();
        assert_eq!(two.fault(), &AddressFault::NotOne(2));
        assert_eq!(of("(x)").unwrap_err().fault(), &AddressFault::NotOne(0));
    }

    proptest! {
        #[test]
        fn any_bytes_give_valid_mailboxes_or_an_error(bytes: Vec<u8>) {
            for mailbox in parse_list(&bytes, Some("example.org")).unwrap_or_default() {
                prop_assert_eq!(Mailbox::parse(mailbox.as_str()), Ok(mailbox));
            }
        }

        #[test]
        fn any_mix_of_the_special_characters_ends(text in "[a.@<>()\\[\\]\",;:\\\\ =?\r\né]{0,40}") {
            for mailbox in parse_list(text.as_bytes(), None).unwrap_or_default() {
                prop_assert_eq!(Mailbox::parse(mailbox.as_str()), Ok(mailbox));
            }
        }

        #[test]
        fn what_is_written_with_any_name_is_found_again(
            name in "[ -~é]{0,20}",
            addresses in prop::collection::vec("[a-z0-9+]{1,9}@[a-z]{1,9}\\.example", 1..5),
        ) {
            let quoted: String = name.chars().flat_map(|c| match c {
                '"' | '\\' => vec!['\\', c],
                _ => vec![c],
            }).collect();
            let list: Vec<String> = addresses.iter().map(|a| format!("\"{quoted}\" <{a}>")).collect();
            let found = parse_list(list.join(",\r\n ").as_bytes(), None).unwrap();
            prop_assert!(found.iter().map(Mailbox::as_str).eq(addresses.iter()));
        }
    }
}
