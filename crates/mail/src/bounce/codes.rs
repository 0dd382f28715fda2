//! Codes of SMTP, enhanced codes and hosts, found in the words about a failure.

use crate::EnhancedCode;

/// The codes in the words of a remote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Codes {
    pub(super) code: Option<u16>,
    pub(super) status: Option<EnhancedCode>,
}

/// The first code of SMTP and the first enhanced one, of those that refuse.
pub(super) fn codes(text: &str) -> Codes {
    let mut codes = Codes::default();
    let is_figure = |b: u8| b.is_ascii_digit() || b == b'.';
    let octets = text.as_bytes();
    let mut at = 0;
    while let Some(start) = octets[at..].iter().position(u8::is_ascii_digit).map(|found| at + found)
    {
        let length =
            octets[start..].iter().position(|&b| !is_figure(b)).unwrap_or(octets.len() - start);
        at = start + length;
        let figures = text[start..at].trim_end_matches('.');
        // Part of a word, a version or a size: `mx5`, `4.1.8-GA`, `512MB`.
        let joined = |b: Option<&u8>| {
            b.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_' || *b == b'/')
        };
        if joined(start.checked_sub(1).map(|before| &octets[before])) || joined(octets.get(at)) {
            continue;
        }
        if figures.contains('.') {
            let is_version =
                matches!(octets[at..], [b'-', letter, ..] if letter.is_ascii_alphabetic());
            let found = EnhancedCode::parse(figures).map(|(code, _)| code);
            let refuses = found.filter(|code| code.class > 2 && !is_version);
            codes.status = codes.status.or(refuses);
        } else if codes.code.is_none()
            && is_code(figures)
            && stands_for_a_code(&text[..start], &text[at..])
        {
            codes.code = figures.parse().ok();
        }
    }
    codes
}

/// 4yz or 5yz with a second digit that is in use (RFC 5321 §4.2.1).
fn is_code(figures: &str) -> bool {
    matches!(figures.as_bytes(), [b'4' | b'5', b'0'..=b'7', b'0'..=b'9'])
}

/// Three figures are a code of SMTP if an enhanced code follows, if they begin a line or a clause, or if a word says so.
fn stands_for_a_code(before: &str, after: &str) -> bool {
    const WORDS: [&str; 16] = [
        "error", "code", "status", "reply", "response", "said", "says", "returned", "answer",
        "with", "was", "result", "fehler", "erreur", "errore", "błąd",
    ];
    let next = after.trim_start_matches([' ', '-', '#']);
    let followed =
        next.split_whitespace().next().is_some_and(|word| EnhancedCode::parse(word).is_some());
    let before = before.trim_end_matches([' ', '\t']);
    let clause =
        before.chars().next_back().is_none_or(|c| !c.is_alphanumeric() && c != ',' && c != '.');
    let last =
        before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
    followed || clause || WORDS.contains(&last.as_str())
}

/// The host that refused, if the words name one.
pub(super) fn host(text: &str) -> Option<String> {
    const LEADS: [&str; 8] =
        ["host ", "host: ", "server ", "talking to ", "dns;", "gateway ", "by ", "relay "];
    let lower = text.to_ascii_lowercase();
    let tokens =
        LEADS.iter().flat_map(|lead| lower.match_indices(lead).map(|(at, lead)| at + lead.len()));
    let is_host = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    let hosts = tokens.map(|at| {
        let rest = lower[at..].trim_start_matches([' ', '[', '(']);
        &rest[..rest.find(|c| !is_host(c)).unwrap_or(rest.len())]
    });
    let named = |host: &&str| {
        let labels: Vec<&str> = host.split('.').collect();
        labels.len() > 1 && labels.iter().all(|label| !label.is_empty())
    };
    hosts.map(|host| host.trim_end_matches('.')).find(named).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, code: Option<u16>, status: &str) {
        let found = codes(text);
        let found_status = found.status.map_or(String::new(), |status| status.to_string());
        assert_eq!((found.code, found_status.as_str()), (code, status), "{text}");
    }

    #[test]
    fn the_first_code_that_refuses_is_found_with_its_enhanced_one() {
        check("550 5.1.1 no such user", Some(550), "5.1.1");
        check("550-5.1.1 no such user\n550 5.1.1 really", Some(550), "5.1.1");
        check("host mx.example.net[192.0.2.20] said: 452 4.2.2 full", Some(452), "4.2.2");
        check("Remote host said: 550 sorry (#5.1.1 - chkuser)", Some(550), "5.1.1");
        check("#550 5.1.10 RecipientNotFound ##", Some(550), "5.1.10");
        check("<-- 250 2.1.5 Ok\n<-- 554 no", Some(554), "");
        check("ERROR_CODE :550, ERROR_CODE :5.1.1", Some(550), "5.1.1");
        check("the server returned 421", Some(421), "");
    }

    #[test]
    fn figures_that_are_no_codes_are_passed_over() {
        check("waited 432000 seconds for 192.0.2.20", None, "");
        check("sent by mx550 through port 587 in 512 pieces", None, "");
        check("up to 500 users, 450 MB", None, "");
        check("built with 4.1.8-GA, 5.5.1b and 10.5.1.1", None, "");
        check("", None, "");
    }

    #[test]
    fn the_host_that_refused_is_found() {
        let check = |text, expected| assert_eq!(host(text).as_deref(), expected, "{text}");
        check("host mx.example.net [192.0.2.20]: 550 no", Some("mx.example.net"));
        check("Remote host said: 550 no", None);
        check("while talking to MX.example.net.: no", Some("mx.example.net"));
        check("server (192.0.2.20) issued an error", Some("192.0.2.20"));
        check("by the way", None);
    }
}
