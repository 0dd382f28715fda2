//! The name of the script a message came from, as stated by the caller.
//!
//! Of the request's environment where there is one (CGI); else of PHP's own header field together with the working
//! directory; else that directory alone. Two mails of one script get one name, since turns, stops and rankings go by
//! it; that it is true nobody promises.

/// The longest name, in bytes.
const MAX: usize = 512;

/// The script's name; empty when nothing tells it. `php_field` is the first `X-PHP-Originating-Script` of the head,
/// `OWNER-UID:basename.php`: with PHP's setting on, a later one is forged.
pub(crate) fn name(stated: &[(String, String)], php_field: Option<&str>) -> String {
    let of = |name: &str| {
        let value = stated.iter().find(|(stated, _)| stated == name);
        value.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    };
    let folder = of("cwd").map(|cwd| cwd.trim_end_matches('/'));
    let name = match (
        of("SCRIPT_FILENAME"),
        php_field.map(file_of).filter(|file| !file.is_empty()),
        folder,
    ) {
        (Some(path), _, _) if path.starts_with('/') => path.to_owned(),
        (_, Some(file), Some(folder)) => format!("{folder}/{file}"),
        (_, Some(file), None) => file.to_owned(),
        (Some(path), None, Some(folder)) => format!("{folder}/{path}"),
        (Some(path), None, None) => path.to_owned(),
        (None, None, Some(folder)) => format!("{folder}/"),
        (None, None, None) => String::new(),
    };
    cut(name)
}

/// `33:form.php`, `0:index.php(12) : eval()'d code` -> the file.
fn file_of(field: &str) -> &str {
    let field = field.trim();
    let file = match field.split_once(':') {
        Some((owner, file)) if owner.bytes().all(|b| b.is_ascii_digit()) => file,
        _ => field,
    };
    let code = file.find(") : ").and_then(|end| file[..end].rfind('('));
    let file = code.map_or(file, |start| &file[..start]).trim();
    file.rsplit('/').next().unwrap_or(file)
}

fn cut(mut name: String) -> String {
    if name.len() > MAX {
        let end = (0..=MAX).rev().find(|end| name.is_char_boundary(*end)).unwrap_or(0);
        name.truncate(end);
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(stated: &[(&str, &str)], php_field: Option<&str>, expected: &str) {
        let stated: Vec<_> =
            stated.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        assert_eq!(name(&stated, php_field), expected);
    }

    #[test]
    fn a_script_is_named_by_the_best_word_there_is() {
        let cwd = ("cwd", "/srv/shop");
        check(
            &[cwd, ("SCRIPT_FILENAME", "/srv/shop/form.php")],
            Some("33:mailer.php"),
            "/srv/shop/form.php",
        );
        check(&[cwd], Some("33:form.php"), "/srv/shop/form.php");
        check(&[], Some("33:form.php"), "form.php");
        check(&[cwd, ("SCRIPT_FILENAME", "cron.php")], None, "/srv/shop/cron.php");
        check(&[cwd], None, "/srv/shop/");
        check(&[("cwd", "/")], Some("0:m.php"), "/m.php");
        check(&[], None, "");
        check(&[("SCRIPT_FILENAME", "")], None, "");
    }

    #[test]
    fn evaluated_code_is_named_by_its_file() {
        check(&[], Some("0:index.php(12) : eval()'d code"), "index.php");
        check(&[], Some("0:index (old).php"), "index (old).php");
    }

    #[test]
    fn a_field_cannot_name_another_folder_or_be_endless() {
        check(&[("cwd", "/srv/shop")], Some("33:../../other/form.php"), "/srv/shop/form.php");
        let long = "é".repeat(400);
        assert_eq!(name(&[], Some(&long)).len(), 512);
    }
}
