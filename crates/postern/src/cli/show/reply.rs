//! What a remote said, codes first: `mx.example.net: 550 5.1.1 no such user`.

/// The words of a remote with its host and codes before them, each once: some texts bring their own.
pub fn reply(host: &str, code: u16, enhanced: &str, text: &str) -> String {
    let code = if code == 0 { String::new() } else { code.to_string() };
    let rest = after(text, &code).unwrap_or(text);
    let rest = after(rest, enhanced).unwrap_or(rest);
    let words: Vec<&str> =
        [code.as_str(), enhanced, rest].into_iter().filter(|word| !word.is_empty()).collect();
    match (host, words.join(" ")) {
        ("", said) => said,
        (host, said) => format!("{host}: {said}"),
    }
}

/// What follows this word at the beginning of a text.
fn after<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let rest = text.strip_prefix(word)?;
    (rest.is_empty() || rest.starts_with([' ', '-'])).then(|| rest.trim_start_matches([' ', '-']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_stand_before_the_words_and_only_once() {
        let rows = [
            (550, "5.1.1", "no such user", "550 5.1.1 no such user"),
            (550, "5.1.1", "5.1.1 no such user", "550 5.1.1 no such user"),
            (550, "5.1.1", "550 5.1.1 no such user", "550 5.1.1 no such user"),
            (550, "5.1.1", "550-5.1.1 no such user", "550 5.1.1 no such user"),
            (550, "5.1.1", "5.1.10 is another code", "550 5.1.1 5.1.10 is another code"),
            (550, "", "", "550"),
            (550, "", "no", "550 no"),
            (0, "5.4.4", "no such domain", "5.4.4 no such domain"),
            (0, "", "connection refused", "connection refused"),
            (0, "", "", ""),
        ];
        for (code, enhanced, text, expected) in rows {
            assert_eq!(reply("", code, enhanced, text), expected, "{code} {enhanced} {text:?}");
        }
        assert_eq!(reply("mx.example.net", 550, "", ""), "mx.example.net: 550");
    }
}
