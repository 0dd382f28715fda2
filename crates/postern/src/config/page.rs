//! What is generated from the table: the reference page, the example file, and the words of `config explain`.

use std::fmt::Write;

use super::table::{self, SECTIONS, Setting};

/// The reference page, `docs/reference/config.md`.
pub fn reference() -> String {
    let mut page = String::from(
        "# Configuration\n\n\
         `postern.toml`, in `/etc/postern` or in the folder named with `--root`. Every setting has a default: without a\n\
         file Postern serves this machine. An unknown key is an error that names the nearest known one. Check a file with\n\
         `postern config check`, read about a setting with `postern config explain KEY`.\n\n\
         Sizes count in units of 1024 (`\"10 MB\"` is 10,485,760 bytes), spans of time are written `\"30 s\"`, `\"5 min\"`,\n\
         `\"72 h\"`, `\"5 d\"`.\n\n\
         This page is generated from the table in `crates/postern/src/config/table.rs`.\n",
    );
    for section in SECTIONS {
        let title = if section.name.is_empty() {
            "At the top".to_owned()
        } else {
            format!("[{}]", section.name)
        };
        let _ = write!(page, "\n## {title}\n\n{}\n", section.prose);
        for setting in table::settings_of(section) {
            let _ = write!(
                page,
                "\n### `{}`\n\n{}\n\n- {}\n- {}\n- example: `{} = {}`\n",
                setting.key,
                setting.prose,
                setting.kind.words(),
                default_words(setting),
                setting.name(),
                setting.example,
            );
        }
    }
    page
}

/// The example file, `docs/reference/postern.example.toml`: each setting with its default, commented out.
pub fn example() -> String {
    let mut file = String::from(
        "# An example of /etc/postern/postern.toml. Each setting stands here with its default, commented out;\n\
         # what a smarthost needs stands with an example. docs/reference/config.md says more.\n",
    );
    for section in SECTIONS {
        file.push('\n');
        comment(&mut file, section.prose);
        if !section.name.is_empty() {
            let _ = writeln!(file, "#[{}]", section.name.replace("NAME", "main"));
        }
        for setting in table::settings_of(section) {
            file.push('\n');
            comment(&mut file, setting.prose);
            let _ = writeln!(
                file,
                "#{} = {}",
                setting.name(),
                setting.default.unwrap_or(setting.example)
            );
        }
    }
    file
}

/// One setting, for a terminal.
pub fn explain(setting: &Setting) -> String {
    let mut text = format!("{}\n\n", setting.key);
    wrap(&mut text, "  ", setting.prose);
    let _ = write!(
        text,
        "\n  is       {}\n  {}\n  example  {} = {}\n",
        setting.kind.words().replace('`', ""),
        default_words(setting).replace('`', "").replacen("default: ", "default  ", 1),
        setting.name(),
        setting.example,
    );
    text
}

fn default_words(setting: &Setting) -> String {
    match setting.default {
        Some("\"\"") => "default: empty".into(),
        Some("[]") => "default: an empty list".into(),
        Some(default) => format!("default: `{default}`"),
        None => "default: none, it has to be set".into(),
    }
}

fn comment(file: &mut String, prose: &str) {
    wrap(file, "# ", &prose.replace('`', ""));
}

/// Writes prose in lines of at most a hundred characters, each behind `before`.
fn wrap(out: &mut String, before: &str, prose: &str) {
    let mut line = String::new();
    for word in prose.split(' ') {
        if !line.is_empty() && before.len() + line.chars().count() + 1 + word.chars().count() > 100
        {
            let _ = writeln!(out, "{before}{line}");
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    let _ = writeln!(out, "{before}{line}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::read::read;

    #[test]
    fn the_example_file_with_its_comment_signs_taken_away_is_a_configuration_without_faults() {
        let is_setting = |line: &&str| line.starts_with('#') && !line.starts_with("# ");
        let file: String =
            example().lines().filter(is_setting).map(|line| format!("{}\n", &line[1..])).collect();
        let (written, faults) = read(&file);
        assert_eq!(faults, []);
        assert_eq!(written.values.len(), table::TABLE.len());
    }
}
