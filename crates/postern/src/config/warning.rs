//! What works and is yet to be put right: a smarthost's password that every user of the machine can read, sites too.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::fault::Fault;
use super::kind::Value;
use super::place::Place;
use super::read::Written;

/// The warnings about a configuration.
pub fn warnings(written: &Written, place: &Place) -> Vec<Fault> {
    let mut warnings = Vec::new();
    for name in written.smarthosts.keys() {
        for (setting, is_inline) in [("password_file", false), ("password", true)] {
            let key = format!("smarthost.{name}.{setting}");
            let Some(given) = written.values.get(&key) else { continue };
            let Value::Text(text) = &given.value else { continue };
            let file = if is_inline { place.config.clone() } else { place.beside(text) };
            if let (false, Some(mode)) = (text.is_empty(), open_mode(&file)) {
                let file = file.display();
                let message = format!(
                    "{key}: every user can read {file} (mode {mode:04o}): chmod 640 {file}; chown root:postern {file}"
                );
                warnings.push(Fault { line: Some(given.line), message });
            }
        }
    }
    warnings.sort_by_key(|warning| warning.line);
    warnings
}

/// The mode of a file that others can read.
fn open_mode(file: &Path) -> Option<u32> {
    let mode = std::fs::metadata(file).ok()?.permissions().mode() & 0o7777;
    (mode & 0o004 != 0).then_some(mode)
}

#[cfg(test)]
mod tests {
    use std::fs::{Permissions, set_permissions, write};

    use super::*;
    use crate::config::read::read;

    /// The warnings about a configuration, with the folder's name taken out.
    fn warned(config: &str, config_mode: u32, password_mode: u32) -> Vec<(Option<usize>, String)> {
        let folder = tempfile::tempdir().expect("a folder");
        let place = Place::of(Some(folder.path()));
        for (name, text, mode) in
            [("postern.toml", config, config_mode), ("secret", "x\n", password_mode)]
        {
            let path = folder.path().join(name);
            write(&path, text).expect("is written");
            set_permissions(&path, Permissions::from_mode(mode)).expect("is set");
        }
        let root = format!("{}/", folder.path().display());
        let warnings = warnings(&read(config).0, &place);
        warnings.into_iter().map(|one| (one.line, one.message.replace(&root, ""))).collect()
    }

    #[test]
    fn a_password_every_user_can_read_is_warned_of_where_it_lies() {
        let in_a_file = "[smarthost.main]\nhost = \"a\"\npassword_file = \"secret\"\n";
        let inline = "[smarthost.main]\nhost = \"a\"\npassword = \"x\"\n";
        let words = "smarthost.main.password_file: every user can read secret (mode 0644): chmod 640 secret; chown root:postern secret";
        assert_eq!(warned(in_a_file, 0o644, 0o644), [(Some(3), words.to_owned())]);
        assert_eq!(warned(in_a_file, 0o644, 0o640), []);
        let words = "smarthost.main.password: every user can read postern.toml (mode 0604): chmod 640 postern.toml; chown root:postern postern.toml";
        assert_eq!(warned(inline, 0o604, 0o600), [(Some(3), words.to_owned())]);
        assert_eq!(warned(inline, 0o640, 0o600), []);
    }
}
