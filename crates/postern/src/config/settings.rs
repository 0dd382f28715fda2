//! Second stage: settings that cannot be wrong. Each value alone fits already; here they are put together, and what does
//! not fit together is a fault with the line of the setting that has to change.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use postern_core::hop::HopLimits;
use postern_core::identity::{NOBODY, Range};
use postern_core::limits::Limits;
use postern_core::retry::Schedule;
use postern_engine::certificate::Certificate;
use postern_engine::settings::{
    self as engine, Delivery, Hold, Intake, Keep, Smarthost, Timeouts, TlsMode, Webhooks,
};
use postern_mail::Mailbox;
use postern_web::MetricsSettings;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use toml::de::DeValue;

use super::fault::Fault;
use super::kind::Value;
use super::nearest::nearest;
use super::place::Place;
use super::read::Written;
use super::table;

mod web;

/// Everything the daemon is told: valid because it exists.
#[derive(Clone, Debug)]
pub struct Settings {
    pub place: Place,
    pub engine: engine::Settings,
    pub tls: Option<Arc<Certificate>>,
    pub web: postern_web::Settings,
    pub metrics: MetricsSettings,
    pub new_site: NewSite,
    pub reserve: Reserve,
    pub log: Log,
    pub control_group: String,
}

/// What a new site gets that says nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSite {
    pub zone: String,
    pub language: String,
    pub limits: Limits,
}

/// What is kept free of the disk: so many bytes, or so many of a hundred, whichever is more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reserve {
    pub bytes: u64,
    pub percent: u8,
}

/// How the daemon's log looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    pub json: bool,
    pub level: String,
}

/// Puts what was written together. Every fault is told, not only the first.
pub fn settings(
    written: &Written,
    place: &Place,
    machine: &Machine,
) -> Result<Settings, Vec<Fault>> {
    let mut maker = Maker { written, place, machine, faults: Vec::new() };
    let settings = maker.settings();
    if maker.faults.is_empty() { Ok(settings) } else { Err(maker.faults) }
}

/// What is asked of the machine.
#[derive(Clone, Debug)]
pub struct Machine {
    /// Its own name.
    pub name: String,
    /// Whether an address is one of its own.
    pub is_local: fn(IpAddr) -> bool,
}

struct Maker<'a> {
    written: &'a Written,
    place: &'a Place,
    machine: &'a Machine,
    faults: Vec<Fault>,
}

impl Maker<'_> {
    fn settings(&mut self) -> Settings {
        let hostname = self.hostname();
        let listeners = self.listeners("smtp.listen");
        let tls = self.certificate();
        let web = self.web(tls.as_ref(), &listeners);
        Settings {
            place: self.place.clone(),
            metrics: self.metrics(),
            engine: engine::Settings {
                operator_address: self.operator_address(),
                first_site_uid: self.number("first_site_uid") as u32,
                shared_uids: self.shared_uids(),
                report_hour: self.number("report.hour") as u8,
                panel_url: web.public_url.as_ref().map(|url| url.as_str().to_owned()),
                intake: self.intake(&listeners),
                delivery: self.delivery(&hostname, &listeners),
                webhooks: Webhooks { allow_private: self.flag("webhooks.allow_private") },
                hold: self.hold(),
                keep: Keep {
                    traces: self.span("keep.traces"),
                    failures: self.span("keep.failures"),
                    half_hours: self.span("keep.half_hours"),
                    keys: self.span("keep.keys"),
                },
                hostname,
            },
            web,
            tls,
            new_site: self.new_site(),
            reserve: Reserve {
                bytes: self.number("store.reserve"),
                percent: self.number("store.reserve_percent") as u8,
            },
            log: Log { json: self.text("log.format") == "json", level: self.text("log.level") },
            control_group: self.text("control.group"),
        }
    }

    fn hostname(&mut self) -> String {
        let key = "hostname";
        let written = self.text(key);
        let hostname = if written.is_empty() { self.machine.name.clone() } else { written };
        a_labels(&hostname).unwrap_or_else(|| {
            let message = format!(
                "hostname: {hostname:?} is no host name; set one like \"mail.example.org\""
            );
            self.fault(key, message);
            hostname
        })
    }

    fn shared_uids(&mut self) -> Vec<u32> {
        let key = "shared_uids";
        let uids = self.uids(key);
        if uids.contains(&NOBODY) {
            let message =
                format!("shared_uids: uid {NOBODY} means nobody: it can say no site's name");
            self.fault(key, message);
        }
        uids
    }

    fn operator_address(&mut self) -> String {
        let key = "operator_address";
        let address = self.text(key);
        if !address.is_empty()
            && let Err(error) = Mailbox::parse(&address)
        {
            self.fault(
                key,
                format!("operator_address: {address:?} is no address: {}", error.fault()),
            );
        }
        address
    }

    fn intake(&mut self, listeners: &[SocketAddr]) -> Intake {
        self.once("smtp.listen", listeners);
        Intake {
            socket: Some(self.place.submission_socket()),
            drop: Some(self.place.drop.clone()),
            smtp: listeners.to_vec(),
            spill_bytes: self.number("intake.spill") as usize,
            spill: self.place.spill(),
            memory_bytes: self.number("intake.memory") as usize,
            connections: self.number("intake.connections") as usize,
            connections_each: self.number("intake.connections_each") as usize,
            idle: self.span("intake.idle"),
            session: self.span("intake.session"),
            drop_files: self.number("intake.drop_files"),
            drop_bytes: self.number("intake.drop_bytes"),
            hide_php_script: self.flag("intake.hide_php_script"),
        }
    }

    fn delivery(&mut self, hostname: &str, listeners: &[SocketAddr]) -> Delivery {
        Delivery {
            smarthosts: self.smarthosts(hostname, listeners),
            route: self.route(),
            mx_port: self.number("delivery.mx_port") as u16,
            inside_targets: self.flag("delivery.inside_targets"),
            own: listeners.to_vec(),
            attempts: self.number("delivery.attempts") as usize,
            attempts_per_site: self.number("delivery.attempts_per_site") as usize,
            hop: self.hop(),
            retry: self.retry(),
            timeouts: Timeouts {
                connect: self.span("timeouts.connect"),
                greeting: self.span("timeouts.greeting"),
                helo: self.span("timeouts.helo"),
                mail: self.span("timeouts.mail"),
                rcpt: self.span("timeouts.rcpt"),
                data_start: self.span("timeouts.data_start"),
                data_block: self.span("timeouts.data_block"),
                data_end: self.span("timeouts.data_end"),
                quit: self.span("timeouts.quit"),
            },
            idle: self.span("delivery.idle"),
            extra_roots: self.extra_roots(),
        }
    }

    fn route(&mut self) -> Vec<String> {
        let key = "delivery.route";
        let route = self.texts(key);
        for name in &route {
            let known = self.written.smarthosts.keys().map(String::as_str);
            if !self.written.smarthosts.contains_key(name) {
                let hint = match nearest(name, known) {
                    Some(near) => format!("did you mean {near}?"),
                    None => format!("add a section [smarthost.{name}]"),
                };
                self.fault(key, format!("delivery.route: there is no smarthost {name:?}: {hint}"));
            }
        }
        route
    }

    fn smarthosts(
        &mut self,
        hostname: &str,
        listeners: &[SocketAddr],
    ) -> BTreeMap<String, Smarthost> {
        let names: Vec<(String, usize)> =
            self.written.smarthosts.iter().map(|(name, line)| (name.clone(), *line)).collect();
        names
            .into_iter()
            .map(|(name, line)| (name.clone(), self.smarthost(&name, line, hostname, listeners)))
            .collect()
    }

    fn smarthost(
        &mut self,
        name: &str,
        line: usize,
        hostname: &str,
        listeners: &[SocketAddr],
    ) -> Smarthost {
        let key = |setting: &str| format!("smarthost.{name}.{setting}");
        let host = self.written.values.get(&key("host")).map_or_else(String::new, |given| {
            match &given.value {
                Value::Text(host) => host.trim_end_matches('.').to_owned(),
                _ => String::new(),
            }
        });
        let named = a_labels(&host);
        let is_host = named.is_some() || host.parse::<IpAddr>().is_ok();
        let host = named.unwrap_or(host);
        let port = self.number(&key("port")) as u16;
        if host.is_empty() {
            self.faults
                .push(Fault { line: Some(line), message: format!("smarthost.{name} has no host") });
        } else if !is_host {
            self.fault(
                &key("host"),
                format!("smarthost.{name}.host: {host:?} is no host name and no address"),
            );
        } else if let Some(own) = self.own_listener(&host, port, hostname, listeners) {
            let message = format!(
                "smarthost.{name} is Postern itself: its own door listens on {own}; mail would go in circles"
            );
            self.fault(&key("host"), message);
        }
        let tls = match self.text(&key("tls")).as_str() {
            "implicit" => TlsMode::Implicit,
            "opportunistic" => TlsMode::Opportunistic,
            "off" => TlsMode::Off,
            _ => TlsMode::Required,
        };
        let auth = self.auth(name, tls, is_loopback(&host));
        Smarthost { host, port, tls, auth }
    }

    fn auth(&mut self, name: &str, tls: TlsMode, loopback: bool) -> Option<(String, String)> {
        let key = |setting: &str| format!("smarthost.{name}.{setting}");
        let user = self.text(&key("user"));
        let (password, file) = (self.text(&key("password")), self.text(&key("password_file")));
        let clear = matches!(tls, TlsMode::Off | TlsMode::Opportunistic) && !loopback;
        match (user.is_empty(), password.is_empty(), file.is_empty()) {
            (true, true, true) => return None,
            (true, false, _) => {
                self.fault(&key("password"), format!("smarthost.{name} has a password and no user"))
            }
            (true, _, false) => self.fault(
                &key("password_file"),
                format!("smarthost.{name} has a password and no user"),
            ),
            (false, true, true) => {
                self.fault(&key("user"), format!("smarthost.{name} has a user and no password"))
            }
            (false, false, false) => {
                self.fault(
                    &key("password"),
                    format!("smarthost.{name} has password and password_file: keep one"),
                );
            }
            (false, ..) if clear => {
                let message = format!(
                    "smarthost.{name}: the password could go in clear text: set tls to required or implicit"
                );
                self.fault(&key("user"), message);
            }
            (false, false, true) => return Some((user, password)),
            (false, true, false) => match self.first_line(&file) {
                Ok(password) => return Some((user, password)),
                Err(why) => self.fault(
                    &key("password_file"),
                    format!("smarthost.{name}.password_file: {file}: {why}"),
                ),
            },
        }
        None
    }

    fn extra_roots(&mut self) -> Vec<CertificateDer<'static>> {
        let key = "delivery.extra_roots";
        let mut roots = Vec::new();
        for file in self.texts(key) {
            let read = CertificateDer::pem_file_iter(self.place.beside(&file))
                .and_then(Iterator::collect::<Result<Vec<_>, _>>);
            match read {
                Ok(found) if found.is_empty() => {
                    self.fault(key, format!("{key}: {file}: no certificate in it"))
                }
                Ok(found) => roots.extend(found),
                Err(error) => self.fault(key, format!("{key}: {file}: {error}")),
            }
        }
        roots
    }

    fn first_line(&self, file: &str) -> Result<String, String> {
        let text =
            std::fs::read_to_string(self.place.beside(file)).map_err(|error| error.to_string())?;
        match text.lines().next() {
            Some(line) if !line.is_empty() => Ok(line.to_owned()),
            _ => Err("its first line is empty".into()),
        }
    }

    fn hop(&mut self) -> HopLimits {
        let per_minute = self.number("hop.per_minute") as u32;
        let hop = HopLimits {
            first_slots: self.number("hop.first_slots") as u32,
            most_slots: self.number("hop.most_slots") as u32,
            mails_per_connection: self.number("hop.mails_per_connection") as u32,
            per_minute: (per_minute > 0).then_some(per_minute),
            first_pause: self.span("hop.first_pause"),
            longest_pause: self.span("hop.longest_pause"),
        };
        self.in_order("hop.first_slots", "hop.most_slots", hop.first_slots <= hop.most_slots);
        self.in_order("hop.first_pause", "hop.longest_pause", hop.first_pause <= hop.longest_pause);
        hop
    }

    fn retry(&mut self) -> Schedule {
        let retry = Schedule {
            first: self.span("retry.first"),
            factor: self.factor("retry.factor"),
            longest: self.span("retry.longest"),
            give_up_after: self.span("retry.give_up_after"),
        };
        self.in_order("retry.first", "retry.longest", retry.first <= retry.longest);
        self.in_order("retry.longest", "retry.give_up_after", retry.longest <= retry.give_up_after);
        retry
    }

    fn hold(&mut self) -> Hold {
        let hold = Hold {
            max_age: self.span("hold.max_age"),
            warn_ahead: self.span("hold.warn_ahead"),
            rest_after_start: self.span("hold.rest_after_start"),
        };
        self.in_order("hold.warn_ahead", "hold.max_age", hold.warn_ahead <= hold.max_age);
        hold
    }

    fn new_site(&mut self) -> NewSite {
        let key = "new_site.zone";
        let zone = self.text(key);
        if jiff::tz::TimeZone::get(&zone).is_err() {
            self.fault(
                key,
                format!(
                    "new_site.zone: there is no time zone {zone:?}: use a name like \"Europe/Rome\""
                ),
            );
        }
        NewSite {
            zone,
            language: self.text("new_site.language"),
            limits: Limits {
                message_bytes: self.number("new_site.message_bytes"),
                recipients: self.number("new_site.recipients") as u32,
                queued: self.number("new_site.queued"),
                queued_bytes: self.number("new_site.queued_bytes"),
            },
        }
    }

    /// Faults the one of two settings that is written, when the first is over the second.
    fn in_order(&mut self, less: &str, more: &str, is_so: bool) {
        if !is_so {
            let key = if self.written.line(less).is_some() { less } else { more };
            self.fault(key, format!("{less} is larger than {more}"));
        }
    }

    /// Faults a listener that stands twice.
    fn once(&mut self, key: &str, listeners: &[SocketAddr]) {
        for (nth, listener) in listeners.iter().enumerate() {
            if listener.port() != 0 && listeners[..nth].contains(listener) {
                self.fault(key, format!("{key}: {listener} stands twice"));
            }
        }
    }

    fn fault(&mut self, key: &str, message: String) {
        self.faults.push(Fault { line: self.written.line(key), message });
    }

    /// The own listener a smarthost would be, if it is one. A name is looked up only when mail goes there, and asked again
    /// then.
    fn own_listener(
        &self,
        host: &str,
        port: u16,
        hostname: &str,
        listeners: &[SocketAddr],
    ) -> Option<SocketAddr> {
        let address = host.parse::<IpAddr>().ok().map(|address| address.to_canonical());
        let by_name = host.eq_ignore_ascii_case(hostname);
        let is_here = |address: IpAddr| address.is_loopback() || (self.machine.is_local)(address);
        listeners.iter().copied().find(|listener| {
            let own = listener.ip().to_canonical();
            listener.port() == port
                && match address {
                    Some(address) => {
                        address == own
                            || address.is_unspecified()
                            || own.is_unspecified() && is_here(address)
                    }
                    None => {
                        by_name || is_loopback(host) && (own.is_loopback() || own.is_unspecified())
                    }
                }
        })
    }

    // --- a value as written, or its default ---

    fn value(&self, key: &str) -> Value {
        if let Some(given) = self.written.values.get(key) {
            return given.value.clone();
        }
        let setting = table::find(key).unwrap_or_else(|| panic!("{key} stands in the table"));
        let default = DeValue::parse(setting.default.unwrap_or("\"\"")).ok();
        let value = default.and_then(|default| setting.kind.read(default.get_ref()).ok());
        value
            .unwrap_or_else(|| panic!("{key} has a default of its kind, as the table's test shows"))
    }

    fn text(&self, key: &str) -> String {
        match self.value(key) {
            Value::Text(text) => text,
            other => wrong_kind(key, &other),
        }
    }

    fn flag(&self, key: &str) -> bool {
        match self.value(key) {
            Value::Flag(flag) => flag,
            other => wrong_kind(key, &other),
        }
    }

    fn number(&self, key: &str) -> u64 {
        match self.value(key) {
            Value::Number(number) => number,
            other => wrong_kind(key, &other),
        }
    }

    fn factor(&self, key: &str) -> f64 {
        match self.value(key) {
            Value::Factor(factor) => factor,
            other => wrong_kind(key, &other),
        }
    }

    fn span(&self, key: &str) -> Duration {
        match self.value(key) {
            Value::Span(span) => span,
            other => wrong_kind(key, &other),
        }
    }

    fn texts(&self, key: &str) -> Vec<String> {
        match self.value(key) {
            Value::Texts(texts) => texts,
            other => wrong_kind(key, &other),
        }
    }

    fn uids(&self, key: &str) -> Vec<u32> {
        match self.value(key) {
            Value::Uids(uids) => uids,
            other => wrong_kind(key, &other),
        }
    }

    fn listeners(&self, key: &str) -> Vec<SocketAddr> {
        match self.value(key) {
            Value::Listeners(listeners) => listeners,
            other => wrong_kind(key, &other),
        }
    }

    fn ranges(&self, key: &str) -> Vec<Range> {
        match self.value(key) {
            Value::Ranges(ranges) => ranges,
            other => wrong_kind(key, &other),
        }
    }
}

/// The table fixes each key's kind, so a key asked for as another kind is a slip in this file; the first run of any
/// test that makes settings meets it.
fn wrong_kind(key: &str, value: &Value) -> ! {
    panic!("{key} is read as another kind than its own: {value:?}")
}

/// A host name as SMTP and DNS carry it: lower-case A-labels. `None` when it is none.
fn a_labels(host: &str) -> Option<String> {
    Some(Mailbox::new("postmaster", host).ok()?.domain().to_owned())
}

fn is_loopback(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    host == "localhost"
        || host.ends_with(".localhost")
        || host.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::config::read::read;

    pub(super) fn made(text: &str) -> Result<Settings, Vec<Fault>> {
        made_in(Path::new("/nowhere"), text)
    }

    pub(super) fn made_in(folder: &Path, text: &str) -> Result<Settings, Vec<Fault>> {
        let (written, faults) = read(text);
        assert_eq!(faults, [], "{text}");
        settings(&written, &Place::of(Some(folder)), &machine())
    }

    /// A machine at 192.0.2.9.
    fn machine() -> Machine {
        let is_local = |address: IpAddr| address == IpAddr::from([192, 0, 2, 9]);
        Machine { name: "mail.example.org".into(), is_local }
    }

    pub(super) fn check(text: &str, line: usize, message: &str) {
        let faults = made(text).expect_err(text);
        assert_eq!(faults, [Fault { line: Some(line), message: message.into() }], "{text}");
    }

    #[test]
    fn without_a_file_the_settings_are_the_engines_own_defaults() {
        let made = made("").expect("an empty file is valid").engine;
        let expected = engine::Settings::default();
        assert_eq!(made.first_site_uid, expected.first_site_uid);
        assert_eq!(made.delivery.retry, expected.delivery.retry);
        assert_eq!(made.delivery.timeouts, expected.delivery.timeouts);
        assert_eq!(made.delivery.hop, expected.delivery.hop);
        assert_eq!(made.delivery.attempts, expected.delivery.attempts);
        assert_eq!(made.delivery.attempts_per_site, expected.delivery.attempts_per_site);
        assert_eq!(made.delivery.idle, expected.delivery.idle);
        assert_eq!(made.hold.max_age, expected.hold.max_age);
        assert_eq!(made.hold.warn_ahead, expected.hold.warn_ahead);
        assert_eq!(made.hold.rest_after_start, expected.hold.rest_after_start);
        assert_eq!((made.report_hour, made.panel_url), (expected.report_hour, expected.panel_url));
        assert_eq!(made.keep.keys, expected.keep.keys);
        assert_eq!(made.keep.traces, expected.keep.traces);
        assert_eq!(made.keep.failures, expected.keep.failures);
        assert_eq!(made.keep.half_hours, expected.keep.half_hours);
        assert_eq!(made.intake.spill_bytes, expected.intake.spill_bytes);
        assert_eq!(made.intake.memory_bytes, expected.intake.memory_bytes);
        assert_eq!(made.intake.idle, expected.intake.idle);
        assert_eq!(made.intake.session, expected.intake.session);
        assert_eq!(made.intake.drop_bytes, expected.intake.drop_bytes);
        assert_eq!(made.intake.drop_files, expected.intake.drop_files);
    }

    #[test]
    fn a_new_site_gets_the_products_limits_by_default() {
        assert_eq!(made("").expect("an empty file is valid").new_site.limits, Limits::default());
    }

    #[test]
    fn what_does_not_fit_together_is_told_with_the_line_to_change() {
        check(
            "hostname = \"a b\"\n",
            1,
            "hostname: \"a b\" is no host name; set one like \"mail.example.org\"",
        );
        check(
            "shared_uids = [33, 65534]\n",
            1,
            "shared_uids: uid 65534 means nobody: it can say no site's name",
        );
        check(
            "\noperator_address = \"root\"\n",
            2,
            "operator_address: \"root\" is no address: the domain is missing",
        );
        check(
            "[new_site]\nzone = \"Mars/Base\"\n",
            2,
            "new_site.zone: there is no time zone \"Mars/Base\": use a name like \"Europe/Rome\"",
        );
        check("[hop]\nfirst_slots = 50\n", 2, "hop.first_slots is larger than hop.most_slots");
        check("[hold]\nmax_age = \"2 h\"\n", 2, "hold.warn_ahead is larger than hold.max_age");
        check(
            "[delivery]\nroute = [\"mian\"]\n[smarthost.main]\nhost = \"192.0.2.1\"\n",
            2,
            "delivery.route: there is no smarthost \"mian\": did you mean main?",
        );
        check(
            "[delivery]\nroute = [\"main\"]\n",
            2,
            "delivery.route: there is no smarthost \"main\": add a section [smarthost.main]",
        );
        check("[smarthost.main]\nport = 25\n", 1, "smarthost.main has no host");
        check(
            "[smtp]\nlisten = [\"127.0.0.1:25\", \"127.0.0.1:25\"]\n",
            2,
            "smtp.listen: 127.0.0.1:25 stands twice",
        );
    }

    #[test]
    fn a_host_name_of_any_script_becomes_the_one_that_smtp_and_dns_carry() {
        let text = "hostname = \"Ü.example\"\n[smarthost.a]\nhost = \"bücher.example\"\n";
        let made = made(text).expect("both have A-labels").engine;
        assert_eq!(made.hostname, "xn--tda.example");
        assert_eq!(made.delivery.smarthosts["a"].host, "xn--bcher-kva.example");
        let bad = "hostname: \"xn--ü.example\" is no host name; set one like \"mail.example.org\"";
        check("hostname = \"xn--ü.example\"\n", 1, bad);
        let ourselves = "hostname = \"ü.example\"\n[smarthost.a]\nhost = \"xn--tda.example\"\n";
        let circles = "smarthost.a is Postern itself: its own door listens on 127.0.0.1:587; mail would go in circles";
        check(ourselves, 3, circles);
    }

    #[test]
    fn a_smarthost_that_is_one_of_our_own_listeners_is_refused_by_whatever_name() {
        let hosts = [
            "127.0.0.1",
            "::ffff:127.0.0.1",
            "0.0.0.0",
            "localhost",
            "LocalHost.",
            "Mail.example.org",
        ];
        for host in hosts {
            let text = format!("[smarthost.a]\nhost = {host:?}\nport = 587\n");
            let message = "smarthost.a is Postern itself: its own door listens on 127.0.0.1:587; mail would go in circles";
            check(&text, 2, message);
        }
        for (host, port) in [("127.0.0.1", 25), ("192.0.2.1", 587), ("smtp.example.net", 587)] {
            made(&format!("[smarthost.a]\nhost = {host:?}\nport = {port}\n"))
                .expect("another host or port");
        }
        for host in ["127.0.0.1", "192.0.2.9"] {
            let everywhere = format!(
                "[smtp]\nlisten = [\"[::]:2525\"]\n[smarthost.a]\nhost = {host:?}\nport = 2525\n"
            );
            check(
                &everywhere,
                4,
                "smarthost.a is Postern itself: its own door listens on [::]:2525; mail would go in circles",
            );
        }
        made("[smarthost.a]\nhost = \"192.0.2.9\"\nport = 587\n")
            .expect("we listen on loopback only");
    }

    #[test]
    fn a_password_needs_a_user_and_never_goes_in_clear_text() {
        let rows = [
            ("user = \"u\"", 3, "smarthost.a has a user and no password"),
            ("password = \"p\"", 3, "smarthost.a has a password and no user"),
            (
                "user = \"u\"\npassword = \"p\"\npassword_file = \"f\"",
                4,
                "smarthost.a has password and password_file: keep one",
            ),
            (
                "user = \"u\"\npassword = \"p\"\ntls = \"off\"",
                3,
                "smarthost.a: the password could go in clear text: set tls to required or implicit",
            ),
            (
                "user = \"u\"\npassword_file = \"f\"",
                4,
                "smarthost.a.password_file: f: No such file or directory (os error 2)",
            ),
        ];
        for (settings, line, message) in rows {
            check(
                &format!("[smarthost.a]\nhost = \"smtp.example.net\"\n{settings}\n"),
                line,
                message,
            );
        }
    }

    #[test]
    fn a_password_can_stand_in_a_file_beside_the_configuration() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("secret"), "correct horse\n").expect("a file");
        let (written, _) = read(
            "[smarthost.a]\nhost = \"smtp.example.net\"\nuser = \"u\"\npassword_file = \"secret\"\n",
        );
        let made = settings(&written, &Place::of(Some(folder.path())), &machine()).expect("valid");
        let auth = made.engine.delivery.smarthosts["a"].auth.clone();
        assert_eq!(auth, Some(("u".to_owned(), "correct horse".to_owned())));
    }
}
