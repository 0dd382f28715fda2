//! The settings of `[tls]` and `[web]`: a certificate that fits its key, and a listener that no password reaches in clear
//! text.

use std::net::SocketAddr;
use std::sync::Arc;

use postern_engine::certificate::Certificate;
use postern_web::{BasePath, MetricsSettings, Patience, PublicUrl};

use super::Maker;

impl Maker<'_> {
    /// Opened here, so that what cannot be used is told before anything starts. One that has ended is no fault: mail goes on,
    /// and `config check` and the log warn of it.
    pub(super) fn certificate(&mut self) -> Option<Arc<Certificate>> {
        let [certificate, key] = ["tls.certificate", "tls.key"];
        let files = (self.text(certificate), self.text(key));
        match (files.0.is_empty(), files.1.is_empty()) {
            (true, true) => None,
            (false, true) => {
                self.fault(certificate, format!("{certificate} needs its key: set {key}, too"));
                None
            }
            (true, false) => {
                self.fault(key, format!("{key} needs its certificate: set {certificate}, too"));
                None
            }
            (false, false) => {
                let (chain, secret) = (self.place.beside(&files.0), self.place.beside(&files.1));
                match Certificate::open(&chain, &secret) {
                    Ok(opened) => Some(Arc::new(opened)),
                    Err(error) => {
                        let at = if error.file() == secret { key } else { certificate };
                        self.fault(at, format!("{at}: {error}"));
                        None
                    }
                }
            }
        }
    }

    pub(super) fn web(
        &mut self,
        certificate: Option<&Arc<Certificate>>,
        smtp: &[SocketAddr],
    ) -> postern_web::Settings {
        let base_path = self.base_path();
        let settings = postern_web::Settings {
            listen: self.web_listen(smtp),
            tls: self.web_tls(certificate),
            trusted_proxies: self.ranges("web.trusted_proxies"),
            public_url: self.public_url(&base_path),
            base_path,
            connections: self.number("web.connections") as usize,
            patience: Patience::default(),
        };
        if !self.flag("web.tls") && settings.trusted_proxies.is_empty() {
            self.expect_loopback(&settings.listen);
        }
        settings
    }

    fn web_listen(&mut self, smtp: &[SocketAddr]) -> Vec<SocketAddr> {
        let key = "web.listen";
        let listen = self.listeners(key);
        self.once(key, &listen);
        for listener in listen.iter().filter(|one| one.port() != 0 && smtp.contains(one)) {
            self.fault(key, format!("{key}: {listener} is taken by smtp.listen"));
        }
        listen
    }

    fn web_tls(&mut self, certificate: Option<&Arc<Certificate>>) -> Option<Arc<Certificate>> {
        let key = "web.tls";
        if !self.flag(key) {
            return None;
        }
        if self.text("tls.certificate").is_empty() && self.text("tls.key").is_empty() {
            let message = format!("{key} needs a certificate: set tls.certificate and tls.key");
            self.fault(key, message);
        }
        certificate.cloned()
    }

    fn base_path(&mut self) -> BasePath {
        let key = "web.base_path";
        let written = self.text(key);
        BasePath::parse(&written).unwrap_or_else(|why| {
            self.fault(key, format!("{key}: {written:?} is no path for everything: {why}"));
            BasePath::default()
        })
    }

    fn public_url(&mut self, base_path: &BasePath) -> Option<PublicUrl> {
        let key = "web.public_url";
        let written = self.text(key);
        if written.is_empty() {
            return None;
        }
        PublicUrl::parse(&written, base_path)
            .map_err(|why| self.fault(key, format!("{key}: {written:?}: {why}")))
            .ok()
    }

    pub(super) fn metrics(&mut self) -> MetricsSettings {
        let key = "metrics.token_file";
        let file = self.text(key);
        let token = match (file.is_empty(), self.first_line(&file)) {
            (true, _) => None,
            (false, Ok(token)) if token.len() >= MetricsSettings::SHORTEST_TOKEN => Some(token),
            (false, Ok(token)) => {
                let (least, bytes) = (MetricsSettings::SHORTEST_TOKEN, token.len());
                let why = format!("the token has {bytes} bytes, it needs {least} at least");
                self.fault(key, format!("{key}: {file}: {why}"));
                None
            }
            (false, Err(why)) => {
                self.fault(key, format!("{key}: {file}: {why}"));
                None
            }
        };
        let sites = self.number("metrics.sites") as usize;
        MetricsSettings::new(token.as_deref(), self.ranges("metrics.allow"), sites)
    }

    /// A listener in clear text that others can reach would show them passwords and sessions, and there is no host where
    /// that is what its operator wants: so it is a fault, not a warning.
    fn expect_loopback(&mut self, listen: &[SocketAddr]) {
        for listener in listen.iter().filter(|one| !one.ip().to_canonical().is_loopback()) {
            let message = format!(
                "web.listen: others can reach {listener}, and passwords would travel in clear text: set web.tls, or web.trusted_proxies if a proxy in front speaks HTTPS"
            );
            self.fault("web.listen", message);
        }
    }
}

#[cfg(test)]
mod tests {
    use rcgen::{CertifiedKey, generate_simple_self_signed};

    use super::super::tests::{check, made, made_in};

    #[test]
    fn a_listener_that_others_can_reach_needs_tls_or_a_proxy() {
        let words = |listener: &str| {
            format!(
                "web.listen: others can reach {listener}, and passwords would travel in clear text: set web.tls, or web.trusted_proxies if a proxy in front speaks HTTPS"
            )
        };
        for listener in ["192.0.2.9:8587", "0.0.0.0:8587", "[::]:8587"] {
            check(&format!("[web]\nlisten = [\"{listener}\"]\n"), 2, &words(listener));
        }
        for rest in ["listen = [\"127.0.0.1:80\", \"[::1]:80\"]", "listen = []"] {
            made(&format!("[web]\n{rest}\n")).expect("nobody else can reach it");
        }
        made("[web]\nlisten = [\"[::]:80\"]\ntrusted_proxies = [\"2001:db8::/64\"]\n")
            .expect("a proxy stands in front");
    }

    #[test]
    fn what_does_not_fit_together_is_told_with_the_line_to_change() {
        let rows = [
            (
                "[web]\ntls = true\n",
                2,
                "web.tls needs a certificate: set tls.certificate and tls.key",
            ),
            (
                "[tls]\ncertificate = \"a.pem\"\n",
                2,
                "tls.certificate needs its key: set tls.key, too",
            ),
            (
                "[tls]\nkey = \"a.pem\"\n",
                2,
                "tls.key needs its certificate: set tls.certificate, too",
            ),
            (
                "[tls]\ncertificate = \"a.pem\"\nkey = \"b.pem\"\n",
                2,
                "tls.certificate: /nowhere/a.pem: No such file or directory (os error 2)",
            ),
            (
                "[web]\nlisten = [\"127.0.0.1:80\", \"127.0.0.1:80\"]\n",
                2,
                "web.listen: 127.0.0.1:80 stands twice",
            ),
            (
                "[web]\nlisten = [\"127.0.0.1:587\"]\n",
                2,
                "web.listen: 127.0.0.1:587 is taken by smtp.listen",
            ),
            (
                "[web]\nbase_path = \"postern\"\n",
                2,
                "web.base_path: \"postern\" is no path for everything: it has to begin and to end with /, like \"/postern/\"",
            ),
            (
                "[web]\npublic_url = \"http://panel.example.org/\"\n",
                2,
                "web.public_url: \"http://panel.example.org/\": passwords would travel in clear text: it has to begin with https://",
            ),
            (
                "[web]\nbase_path = \"/postern/\"\npublic_url = \"https://panel.example.org/\"\n",
                3,
                "web.public_url: \"https://panel.example.org/\": it has to end with the base path, /postern/",
            ),
        ];
        for (text, line, message) in rows {
            check(text, line, message);
        }
    }

    #[test]
    fn the_token_of_the_metrics_stands_in_a_file_and_is_no_short_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let text = "[metrics]\ntoken_file = \"metrics.token\"\n";
        let faults = |written: &str| {
            std::fs::write(folder.path().join("metrics.token"), written).expect("a file");
            let faults = made_in(folder.path(), text).err().unwrap_or_default();
            faults.into_iter().map(|fault| (fault.line, fault.message)).collect::<Vec<_>>()
        };
        assert_eq!(faults("correct-horse-battery\n"), []);
        let short =
            "metrics.token_file: metrics.token: the token has 5 bytes, it needs 16 at least";
        assert_eq!(faults("short\n"), [(Some(2), short.to_owned())]);
        let empty = "metrics.token_file: metrics.token: its first line is empty";
        assert_eq!(faults("\n"), [(Some(2), empty.to_owned())]);
        let missing = "metrics.token_file: metrics.token: No such file or directory (os error 2)";
        check(text, 2, missing);
    }

    #[test]
    fn a_certificate_and_its_key_are_opened_where_the_configuration_lies() {
        let folder = tempfile::tempdir().expect("a folder");
        let CertifiedKey { cert, signing_key } =
            generate_simple_self_signed(["panel.example.org".to_owned()]).expect("a pair");
        let write = |name: &str, text: &str| {
            std::fs::write(folder.path().join(name), text).expect("a file");
        };
        write("cert.pem", &cert.pem());
        write("key.pem", &signing_key.serialize_pem());
        let text = "[tls]\ncertificate = \"cert.pem\"\nkey = \"key.pem\"\n[web]\nlisten = [\"0.0.0.0:443\"]\ntls = true\n";
        let settings = made_in(folder.path(), text).expect("it fits");
        assert!(
            settings.web.tls.is_some_and(|certificate| certificate.is_for("panel.example.org"))
        );

        write("key.pem", "no key");
        let faults = made_in(folder.path(), text).expect_err("no key");
        let words = format!(
            "tls.key: {}: no private key in PEM form in it",
            folder.path().join("key.pem").display()
        );
        let told: Vec<_> =
            faults.iter().map(|fault| (fault.line, fault.message.as_str())).collect();
        assert_eq!(told, [(Some(3), words.as_str())], "and nothing else is");
    }
}
