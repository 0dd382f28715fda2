//! What the engine is told at start. Made valid by the configuration (crate `postern`), or by a test.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use postern_core::{hop, retry};

/// All settings of the engine.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The name Postern greets with and writes into `Received`.
    pub hostname: String,
    /// Where mail for local users (`root`) and for the operator goes; empty: such recipients are refused.
    pub operator_address: String,
    /// Uids below this one that no site lists are site `host`.
    pub first_site_uid: u32,
    /// Uids that run the scripts of many sites: the caller names the site.
    pub shared_uids: Vec<u32>,
    /// The hour of the morning, by a site's clock, at which it gets the report of the day before.
    pub report_hour: u8,
    /// Where the panel is for people, with a slash at its end; `None`: mails have no links.
    pub panel_url: Option<String>,
    pub intake: Intake,
    pub delivery: Delivery,
    pub webhooks: Webhooks,
    pub hold: Hold,
    pub keep: Keep,
}

/// The doors.
#[derive(Clone, Debug)]
pub struct Intake {
    /// Path of the sendmail command's socket; `None` = closed (simulation).
    pub socket: Option<PathBuf>,
    /// The drop directory; `None` = closed.
    pub drop: Option<PathBuf>,
    /// Plain SMTP listeners.
    pub smtp: Vec<SocketAddr>,
    /// Bodies larger than this spill to a file in `spill` while they arrive, in bytes.
    pub spill_bytes: usize,
    pub spill: PathBuf,
    /// Memory of all sessions together, in bytes.
    pub memory_bytes: usize,
    /// Most connections of each listener, and of one identity or address within it.
    pub connections: usize,
    pub connections_each: usize,
    /// A session without a byte for this long is ended; a session in all.
    pub idle: Duration,
    pub session: Duration,
    /// Most files and bytes of one uid that wait in the drop directory.
    pub drop_files: u64,
    pub drop_bytes: u64,
    /// Remove `X-PHP-Originating-Script` after it was recorded.
    pub hide_php_script: bool,
}

/// The way out.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// The smarthosts, by the name routes use.
    pub smarthosts: BTreeMap<String, Smarthost>,
    /// The route of sites that have none of their own, in order of failover; empty: the recipient domain's MX.
    pub route: Vec<String>,
    /// The port of MX hosts: 25 but in tests.
    pub mx_port: u16,
    /// Allows MX targets that are loopback, private, link-local or our own.
    pub inside_targets: bool,
    /// Addresses of our own listeners: never a target.
    pub own: Vec<SocketAddr>,
    /// Most attempts at once, in all and of one site.
    pub attempts: usize,
    pub attempts_per_site: usize,
    pub hop: hop::HopLimits,
    pub retry: retry::Schedule,
    pub timeouts: Timeouts,
    /// How long an idle connection is kept.
    pub idle: Duration,
    /// Certificate authorities beside the system's, for smarthosts with a private one.
    pub extra_roots: Vec<rustls::pki_types::CertificateDer<'static>>,
}

/// A host that takes all mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Smarthost {
    pub host: String,
    pub port: u16,
    pub tls: TlsMode,
    /// Name and password for AUTH; only over TLS or to loopback.
    pub auth: Option<(String, String)>,
}

/// Whether a connection is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TlsMode {
    /// STARTTLS when offered, clear text when not, certificate not checked (RFC 7435).
    Opportunistic,
    /// STARTTLS or nothing, certificate checked.
    Required,
    /// TLS from the first byte, certificate checked.
    Implicit,
    /// Clear text.
    Off,
}

/// How long each step of a dialogue may take (RFC 5321 §4.5.3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    pub connect: Duration,
    pub greeting: Duration,
    pub helo: Duration,
    pub mail: Duration,
    pub rcpt: Duration,
    pub data_start: Duration,
    pub data_block: Duration,
    pub data_end: Duration,
    pub quit: Duration,
}

impl Default for Timeouts {
    fn default() -> Timeouts {
        let minutes = |n: u64| Duration::from_secs(n * 60);
        Timeouts {
            connect: Duration::from_secs(30),
            greeting: minutes(5),
            helo: minutes(5),
            mail: minutes(5),
            rcpt: minutes(5),
            data_start: minutes(2),
            data_block: minutes(3),
            data_end: minutes(10),
            quit: Duration::from_secs(5),
        }
    }
}

/// Who is told over HTTP.
#[derive(Clone, Copy, Debug, Default)]
pub struct Webhooks {
    /// Allows targets that are loopback, private, link-local or our own, for every hook.
    pub allow_private: bool,
}

/// How long held mail is kept.
#[derive(Clone, Copy, Debug)]
pub struct Hold {
    pub max_age: Duration,
    /// The owner is warned this long before the first mail goes.
    pub warn_ahead: Duration,
    /// Nothing is given up earlier than this after a start.
    pub rest_after_start: Duration,
}

/// How long what happened is kept.
#[derive(Clone, Copy, Debug)]
pub struct Keep {
    pub traces: Duration,
    pub failures: Duration,
    pub half_hours: Duration,
    pub keys: Duration,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            hostname: "localhost".into(),
            operator_address: String::new(),
            first_site_uid: 1000,
            shared_uids: Vec::new(),
            report_hour: 7,
            panel_url: None,
            intake: Intake::default(),
            delivery: Delivery::default(),
            webhooks: Webhooks::default(),
            hold: Hold::default(),
            keep: Keep::default(),
        }
    }
}

impl Default for Intake {
    fn default() -> Intake {
        Intake {
            socket: None,
            drop: None,
            smtp: Vec::new(),
            spill_bytes: 256 << 10,
            spill: std::env::temp_dir(),
            memory_bytes: 64 << 20,
            connections: 1000,
            connections_each: 100,
            idle: Duration::from_secs(300),
            session: Duration::from_secs(3600),
            drop_files: 10_000,
            drop_bytes: 1 << 30,
            hide_php_script: true,
        }
    }
}

impl Default for Delivery {
    fn default() -> Delivery {
        Delivery {
            smarthosts: BTreeMap::new(),
            route: Vec::new(),
            mx_port: 25,
            inside_targets: false,
            own: Vec::new(),
            attempts: 1000,
            attempts_per_site: 250,
            hop: hop::HopLimits::default(),
            retry: retry::Schedule::default(),
            timeouts: Timeouts::default(),
            idle: Duration::from_secs(10),
            extra_roots: Vec::new(),
        }
    }
}

impl Default for Hold {
    fn default() -> Hold {
        let hours = |n: u64| Duration::from_secs(n * 3600);
        Hold { max_age: hours(72), warn_ahead: hours(24), rest_after_start: hours(1) }
    }
}

impl Default for Keep {
    fn default() -> Keep {
        let days = |n: u64| Duration::from_secs(n * 86_400);
        Keep { traces: days(30), failures: days(90), half_hours: days(31), keys: days(8) }
    }
}
