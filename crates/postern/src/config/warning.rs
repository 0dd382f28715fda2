//! What works and is yet to be put right: a secret that every user of the machine can read, sites too; a certificate that
//! browsers will not take; an address that does not fit how it is served.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use jiff::Timestamp;
use postern_web::PublicUrl;

use super::fault::Fault;
use super::kind::Value;
use super::place::Place;
use super::read::Written;
use super::settings::Settings;

/// The warnings about a configuration, whose settings are there when it has no faults.
pub fn warnings(
    written: &Written,
    settings: Option<&Settings>,
    place: &Place,
    now: Timestamp,
) -> Vec<Fault> {
    let mut warnings = open_secrets(written, place);
    warnings.extend(settings.into_iter().flat_map(|settings| of_the_web(written, settings, now)));
    warnings.sort_by_key(|warning| warning.line);
    warnings
}

fn open_secrets(written: &Written, place: &Place) -> Vec<Fault> {
    let of_smarthosts = written.smarthosts.keys().flat_map(|name| {
        [("password_file", false), ("password", true)]
            .map(|(setting, is_inline)| (format!("smarthost.{name}.{setting}"), is_inline))
    });
    let files = ["tls.key", "metrics.token_file"].map(|key| (key.to_owned(), false));
    let secrets = of_smarthosts.chain(files);
    let warning = |(key, is_inline): (String, bool)| {
        let given = written.values.get(&key)?;
        let Value::Text(text) = &given.value else { return None };
        let file = if is_inline { place.config.clone() } else { place.beside(text) };
        let mode = open_mode(&file).filter(|_| !text.is_empty())?;
        let file = file.display();
        let message = format!(
            "{key}: every user can read {file} (mode {mode:04o}): chmod 640 {file}; chown root:postern {file}"
        );
        Some(Fault { line: Some(given.line), message })
    };
    secrets.filter_map(warning).collect()
}

/// The mode of a file that others can read.
fn open_mode(file: &Path) -> Option<u32> {
    let mode = std::fs::metadata(file).ok()?.permissions().mode() & 0o7777;
    (mode & 0o004 != 0).then_some(mode)
}

fn of_the_web(written: &Written, settings: &Settings, now: Timestamp) -> Vec<Fault> {
    let mut warnings = Vec::new();
    let mut warn = |key: &str, message: String| {
        warnings.push(Fault { line: written.line(key), message });
    };
    let web = &settings.web;
    let key = "tls.certificate";
    if let Some(ends) = settings.tls.as_ref().and_then(|certificate| certificate.ends(now)) {
        warn(key, format!("{key}: it {ends}: renew it, browsers refuse one that has ended"));
    }
    let Some(url) = &web.public_url else { return warnings };
    if let Some(certificate) = &web.tls
        && !certificate.is_for(url.host())
    {
        let host = url.host();
        warn(
            key,
            format!("{key}: it is not for {host}, the host of web.public_url: browsers refuse it"),
        );
    }
    let is_spoken = web.tls.is_some() || !web.trusted_proxies.is_empty();
    if PublicUrl::is_https(url) && !is_spoken && !web.listen.is_empty() {
        let key = "web.public_url";
        let message = format!(
            "{key} begins with https, which nothing here speaks: set web.tls, or name the proxy that does in web.trusted_proxies"
        );
        warn(key, message);
    }
    warnings
}

#[cfg(test)]
mod tests {
    use std::fs::{Permissions, set_permissions, write};

    use rcgen::{CertificateParams, KeyPair, date_time_ymd};

    use super::*;
    use crate::config::read::read;
    use crate::config::settings::{Machine, settings};

    /// The warnings about a configuration beside files with their modes, with the folder's name taken out.
    fn warned(config: &str, config_mode: u32, files: &[(&str, &str, u32)]) -> Vec<(usize, String)> {
        let folder = tempfile::tempdir().expect("a folder");
        let place = Place::of(Some(folder.path()));
        for (name, text, mode) in files.iter().chain([&("postern.toml", config, config_mode)]) {
            let path = folder.path().join(name);
            write(&path, text).expect("is written");
            set_permissions(&path, Permissions::from_mode(*mode)).expect("is set");
        }
        let root = format!("{}/", folder.path().display());
        let (written, _) = read(config);
        let machine = Machine { name: "mail.example.org".into(), is_local: |_| false };
        let settings = settings(&written, &place, &machine).ok();
        let now = "2031-12-20T00:00:00Z".parse().expect("a time");
        warnings(&written, settings.as_ref(), &place, now)
            .into_iter()
            .map(|one| (one.line.expect("a line"), one.message.replace(&root, "")))
            .collect()
    }

    #[test]
    fn a_password_every_user_can_read_is_warned_of_where_it_lies() {
        let in_a_file = "[smarthost.main]\nhost = \"a\"\npassword_file = \"secret\"\n";
        let inline = "[smarthost.main]\nhost = \"a\"\npassword = \"x\"\n";
        let words = "smarthost.main.password_file: every user can read secret (mode 0644): chmod 640 secret; chown root:postern secret";
        assert_eq!(warned(in_a_file, 0o644, &[("secret", "x\n", 0o644)]), [(3, words.to_owned())]);
        assert_eq!(warned(in_a_file, 0o644, &[("secret", "x\n", 0o640)]), []);
        let words = "smarthost.main.password: every user can read postern.toml (mode 0604): chmod 640 postern.toml; chown root:postern postern.toml";
        assert_eq!(warned(inline, 0o604, &[]), [(3, words.to_owned())]);
        assert_eq!(warned(inline, 0o640, &[]), []);
    }

    #[test]
    fn a_certificate_that_browsers_will_not_take_and_a_key_every_user_can_read_are_warned_of() {
        let pair = |until| {
            let key = KeyPair::generate().expect("a key");
            let mut params =
                CertificateParams::new(["panel.example.org".to_owned()]).expect("a name");
            params.not_after = date_time_ymd(until, 12, 31);
            (params.self_signed(&key).expect("a certificate").pem(), key.serialize_pem())
        };
        let check = |until, mode, host: &str, expected: &[(usize, &str)]| {
            let (certificate, key) = pair(until);
            let config = format!(
                "[tls]\ncertificate = \"cert.pem\"\nkey = \"key.pem\"\n[web]\ntls = true\npublic_url = \"https://{host}/\"\n"
            );
            let files = [("cert.pem", certificate.as_str(), 0o644), ("key.pem", &key, mode)];
            let warned = warned(&config, 0o644, &files);
            let warned: Vec<_> =
                warned.iter().map(|(line, words)| (*line, words.as_str())).collect();
            assert_eq!(warned, expected);
        };
        check(2032, 0o600, "panel.example.org", &[]);
        check(
            2032,
            0o644,
            "panel.example.org",
            &[(
                3,
                "tls.key: every user can read key.pem (mode 0644): chmod 640 key.pem; chown root:postern key.pem",
            )],
        );
        check(
            2031,
            0o600,
            "www.example.org",
            &[
                (
                    2,
                    "tls.certificate: it ends on 2031-12-31, in 11 days: renew it, browsers refuse one that has ended",
                ),
                (
                    2,
                    "tls.certificate: it is not for www.example.org, the host of web.public_url: browsers refuse it",
                ),
            ],
        );
    }

    #[test]
    fn a_public_url_that_nothing_here_serves_is_warned_of() {
        let words = "web.public_url begins with https, which nothing here speaks: set web.tls, or name the proxy that does in web.trusted_proxies";
        let url = "[web]\npublic_url = \"https://panel.example.org/\"\n";
        assert_eq!(warned(url, 0o644, &[]), [(2, words.to_owned())]);
        assert_eq!(warned(&format!("{url}trusted_proxies = [\"127.0.0.1\"]\n"), 0o644, &[]), []);
    }
}
