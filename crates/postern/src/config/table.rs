//! Every setting, once: its key, kind, default, and what it is for. The reader, `config explain`, the reference page and
//! the example file all come from this table; nothing else says what a setting is.
//!
//! `NAME` in a key stands for a name the operator chooses.

use postern_core::limits::Limits;

use super::kind::Kind;
use postern_engine::words::Language;

/// A setting.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// The whole key, `section.name`.
    pub key: &'static str,
    pub kind: Kind,
    /// As it would be written in the file; `None` when it has to be written.
    pub default: Option<&'static str>,
    /// What it does, and why its default is what it is.
    pub prose: &'static str,
    /// Another value, as it would be written.
    pub example: &'static str,
}

/// A section: settings that belong together.
#[derive(Clone, Copy, Debug)]
pub struct Section {
    /// Empty for the settings above the first section.
    pub name: &'static str,
    pub prose: &'static str,
}

/// The setting of a key as it is written: `smarthost.main.host` is `smarthost.NAME.host`.
pub fn find(key: &str) -> Option<&'static Setting> {
    TABLE.iter().find(|setting| is_key(setting.key, key))
}

/// Whether a key is that of a section, or of a part of one.
pub fn is_section(key: &str) -> bool {
    let deeper = |known: &str| {
        let parts = key.split('.').count();
        let head: Vec<_> = known.split('.').take(parts).collect();
        known.split('.').count() > parts && is_key(&head.join("."), key)
    };
    TABLE.iter().any(|setting| deeper(setting.key))
}

/// The section a key names: `smtp`; `smarthost` and `smarthost.main` are `smarthost.NAME`.
pub fn section(key: &str) -> Option<&'static Section> {
    SECTIONS
        .iter()
        .filter(|section| !section.name.is_empty())
        .find(|section| is_key(section.name, key) || section.name.split('.').next() == Some(key))
}

/// The first words of all sections.
pub fn sections() -> Vec<&'static str> {
    SECTIONS
        .iter()
        .filter_map(|section| section.name.split('.').next())
        .filter(|name| !name.is_empty())
        .collect()
}

/// The settings of a section, in the order of the table.
pub fn settings_of(section: &Section) -> impl Iterator<Item = &'static Setting> {
    TABLE.iter().filter(move |setting| setting.section() == section.name)
}

impl Setting {
    /// The name of its section.
    pub fn section(&self) -> &'static str {
        self.key.rsplit_once('.').map_or("", |(section, _)| section)
    }

    /// Its name within the section.
    pub fn name(&self) -> &'static str {
        self.key.rsplit_once('.').map_or(self.key, |(_, name)| name)
    }
}

fn is_key(known: &str, key: &str) -> bool {
    let (mut known, mut key) = (known.split('.'), key.split('.'));
    loop {
        match (known.next(), key.next()) {
            (None, None) => return true,
            (Some(part), Some(written)) if part == written || part == "NAME" => {}
            _ => return false,
        }
    }
}

/// The sections, in the order of the reference page.
pub const SECTIONS: &[Section] = &[
    Section { name: "", prose: "Who this Postern is." },
    Section { name: "log", prose: "What the daemon says of itself, on standard error." },
    Section { name: "control", prose: "The socket of the command line and the API." },
    Section { name: "smtp", prose: "The door for SMTP." },
    Section { name: "tls", prose: "The certificate of Postern's own doors." },
    Section {
        name: "web",
        prose: "HTTP for browsers, and for programs that are not on this machine.",
    },
    Section {
        name: "metrics",
        prose: "`/metrics`, for Prometheus, on the listeners of `[web]`. Who may use the control socket reads it there in any case.",
    },
    Section { name: "intake", prose: "What all doors have in common." },
    Section { name: "delivery", prose: "The way out." },
    Section {
        name: "hop",
        prose: "How much one next hop is asked at once. Slots grow with each full set of answered attempts, fall when the hop says it is busy, and pauses double while it cannot be reached.",
    },
    Section {
        name: "retry",
        prose: "When a deferred mail is tried again. RFC 5321 §4.5.4.1 asks for two attempts in the first hour and four to five days of patience.",
    },
    Section {
        name: "timeouts",
        prose: "How long each step of a dialogue with a receiver may take (RFC 5321 §4.5.3.2).",
    },
    Section { name: "webhooks", prose: "Programs that are told what happens here, over HTTP." },
    Section { name: "hold", prose: "Mail of a blocked site." },
    Section {
        name: "report",
        prose: "The report of a day's failures, to the report address of each site.",
    },
    Section {
        name: "keep",
        prose: "How long is kept what happened. Counts of days are kept for ever.",
    },
    Section { name: "store", prose: "What is kept of the disk's space." },
    Section {
        name: "new_site",
        prose: "What a site gets that is added without saying otherwise. Sites that stand keep what they have.",
    },
    Section {
        name: "smarthost.NAME",
        prose: "A host that takes all mail, under a name that routes use.",
    },
];

use Kind::{Bytes, Choice, Factor, Flag, Listeners, Number, Ranges, Span, Text, Texts, Uids};

const SECOND: u64 = 1000;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// The settings, section by section.
pub const TABLE: &[Setting] = &[
    Setting {
        key: "hostname",
        kind: Text,
        default: Some("\"\""),
        prose: "The name Postern greets with and writes into `Received`. Receivers compare it with the address mail comes from, so it should be a name that resolves to this machine. Empty: the machine's own name.",
        example: "\"mail.example.org\"",
    },
    Setting {
        key: "operator_address",
        kind: Text,
        default: Some("\"\""),
        prose: "Where mail for users of this machine (`root`) goes, and notices of sites that have no report address. Empty: such recipients are refused and such notices only logged.",
        example: "\"postmaster@example.org\"",
    },
    Setting {
        key: "first_site_uid",
        kind: Number { min: 1, max: 65533 },
        default: Some("1000"),
        prose: "Uids below this one that no site lists are the system's own (site `host`); from it on, a uid that no site lists is refused. 1000 is where Debian's own users begin.",
        example: "2000",
    },
    Setting {
        key: "shared_uids",
        kind: Uids,
        default: Some("[]"),
        prose: "Uids that run the scripts of many sites, as one PHP pool for all. Their callers name the site themselves (`postern-sendmail --site NAME`), which is shown as stated by the caller everywhere.",
        example: "[33]",
    },
    Setting {
        key: "log.format",
        kind: Choice(&["text", "json"]),
        default: Some("\"text\""),
        prose: "Lines for people, or one JSON object a line for programs.",
        example: "\"json\"",
    },
    Setting {
        key: "log.level",
        kind: Choice(&["error", "warn", "info", "debug", "trace"]),
        default: Some("\"info\""),
        prose: "The least important events that are told. `info` has a line for each start, each action, and each message that is accepted or refused; `warn` has none of these.",
        example: "\"debug\"",
    },
    Setting {
        key: "control.group",
        kind: Text,
        default: Some("\"postern-admin\""),
        prose: "Members of this Unix group are operators, beside root and the daemon's own user. A group that does not exist has no members. Who is a member is read from `/etc/group` and `/etc/passwd`: of members that only a directory (LDAP, SSSD) knows, those count whose primary group it is.",
        example: "\"hosting\"",
    },
    Setting {
        key: "smtp.listen",
        kind: Listeners,
        default: Some("[\"127.0.0.1:587\"]"),
        prose: "Where plain SMTP is taken. Clients on this machine are known by their user, others need an address range or a login. Port 0 takes a free one.",
        example: "[\"127.0.0.1:587\", \"[::1]:587\"]",
    },
    Setting {
        key: "tls.certificate",
        kind: Text,
        default: Some("\"\""),
        prose: "File with this host's certificate and those that lead from it to an authority, in PEM form; a relative path begins at the folder of the configuration. A renewal is taken within a minute, without a restart. Empty: there is none.",
        example: "\"tls/fullchain.pem\"",
    },
    Setting {
        key: "tls.key",
        kind: Text,
        default: Some("\"\""),
        prose: "File with the certificate's private key, in PEM form and without a passphrase. The daemon's user has to be able to read it, sites must not.",
        example: "\"tls/privkey.pem\"",
    },
    Setting {
        key: "web.listen",
        kind: Listeners,
        default: Some("[\"127.0.0.1:8587\"]"),
        prose: "Where HTTP is taken; with an empty list it is not. Passwords travel here, so an address that others can reach needs `web.tls` or a proxy named in `web.trusted_proxies`, and in clear text nobody else is answered there. Port 0 takes a free one.",
        example: "[\"192.0.2.1:8443\", \"[2001:db8::1]:8443\"]",
    },
    Setting {
        key: "web.tls",
        kind: Flag,
        default: Some("false"),
        prose: "Speaks HTTPS, with the certificate in `[tls]`. Off: clear text, for this machine and for a proxy that speaks HTTPS itself.",
        example: "true",
    },
    Setting {
        key: "web.trusted_proxies",
        kind: Ranges,
        default: Some("[]"),
        prose: "Addresses or ranges of the proxies in front. What they say of a client in `X-Forwarded-For`, `X-Forwarded-Proto` and `X-Forwarded-Host` counts, what anyone else says there does not; they have no bound of their own on connections. A proxy has to set or append to these headers, and never pass on what its client wrote there.",
        example: "[\"127.0.0.1\", \"2001:db8::/64\"]",
    },
    Setting {
        key: "web.base_path",
        kind: Text,
        default: Some("\"/\""),
        prose: "The path everything lies below, for a host that has other things, too.",
        example: "\"/postern/\"",
    },
    Setting {
        key: "web.public_url",
        kind: Text,
        default: Some("\"\""),
        prose: "What browsers and people call this listener: `https://`, a host, perhaps a port, and the base path. Mails link to it, and requests for other hosts are refused. Empty: mails carry no links, and a listener on loopback is only called by an address or `localhost`.",
        example: "\"https://panel.example.org/\"",
    },
    Setting {
        key: "web.connections",
        kind: Number { min: 16, max: 10000 },
        default: Some("1000"),
        prose: "Most connections at once; one address (of IPv6 a /64) has a tenth of them, and 16 in any case. When all are taken the one that is idle longest is closed for the newcomer, so that nobody is kept out by silent ones.",
        example: "200",
    },
    Setting {
        key: "metrics.allow",
        kind: Ranges,
        default: Some("[]"),
        prose: "Addresses that may read without a token. A loopback address lets in every program of this machine, the scripts of sites as well: they would read the names and figures of all others, so by default it is not here. What a proxy of this machine passes on counts as its client's if `web.trusted_proxies` names the proxy, and is refused else.",
        example: "[\"192.0.2.20\", \"2001:db8::/64\"]",
    },
    Setting {
        key: "metrics.token_file",
        kind: Text,
        default: Some("\"\""),
        prose: "File whose first line is the token (16 characters at least) that lets everyone read who sends it (`Authorization: Bearer TOKEN`), from wherever; a relative path begins at the folder of the configuration. Tokens of the API and the panel's sessions are of no use here. Empty: there is none.",
        example: "\"metrics.token\"",
    },
    Setting {
        key: "metrics.sites",
        kind: Number { min: 0, max: 100_000 },
        default: Some("1_000"),
        prose: "Sites with series of their own. Beyond it those that do most have them and the others stand together as `(other)`, so that the number of series has a bound: 11 for each site.",
        example: "200",
    },
    Setting {
        key: "intake.connections",
        kind: Number { min: 1, max: 100000 },
        default: Some("1000"),
        prose: "Most connections of each door.",
        example: "200",
    },
    Setting {
        key: "intake.connections_each",
        kind: Number { min: 1, max: 100000 },
        default: Some("100"),
        prose: "Most connections of one user or address at each door, so that a flood from one site leaves room for the others.",
        example: "20",
    },
    Setting {
        key: "intake.idle",
        kind: Span { min: SECOND, max: HOUR },
        default: Some("\"5 min\""),
        prose: "A session without a byte for so long is ended. RFC 5321 §4.5.3.2.7 asks for five minutes.",
        example: "\"2 min\"",
    },
    Setting {
        key: "intake.session",
        kind: Span { min: 10 * SECOND, max: DAY },
        default: Some("\"1 h\""),
        prose: "A session is ended after so long in all, so that a slow client costs its place for a bounded time.",
        example: "\"20 min\"",
    },
    Setting {
        key: "intake.spill",
        kind: Bytes { min: 4096, max: u64::MAX },
        default: Some("\"256 kB\""),
        prose: "A message larger than this goes to a file while it arrives.",
        example: "\"1 MB\"",
    },
    Setting {
        key: "intake.memory",
        kind: Bytes { min: 1 << 20, max: u64::MAX },
        default: Some("\"64 MB\""),
        prose: "Memory of all messages that arrive, together.",
        example: "\"256 MB\"",
    },
    Setting {
        key: "intake.drop_files",
        kind: Number { min: 1, max: u64::MAX },
        default: Some("10_000"),
        prose: "Most files of one user that wait in the drop directory; what is more is taken in later turns.",
        example: "1_000",
    },
    Setting {
        key: "intake.drop_bytes",
        kind: Bytes { min: 1 << 20, max: u64::MAX },
        default: Some("\"1 GB\""),
        prose: "The same in bytes.",
        example: "\"100 MB\"",
    },
    Setting {
        key: "intake.hide_php_script",
        kind: Flag,
        default: Some("true"),
        prose: "Takes `X-PHP-Originating-Script` out of mail after it was recorded: it tells strangers the names of scripts.",
        example: "false",
    },
    Setting {
        key: "delivery.route",
        kind: Texts,
        default: Some("[]"),
        prose: "The smarthosts all mail goes to, in order: the next is asked when one cannot be reached. Empty: the mail exchangers of each recipient's domain. A site can have a route of its own.",
        example: "[\"main\", \"spare\"]",
    },
    Setting {
        key: "delivery.mx_port",
        kind: Number { min: 1, max: 65535 },
        default: Some("25"),
        prose: "The port of mail exchangers; anything but 25 is for tests.",
        example: "2525",
    },
    Setting {
        key: "delivery.inside_targets",
        kind: Flag,
        default: Some("false"),
        prose: "Allows mail exchangers that are loopback, private, link-local or this machine's own addresses. Off, because anyone can publish such an address for a domain and have Postern knock at your inner doors.",
        example: "true",
    },
    Setting {
        key: "delivery.attempts",
        kind: Number { min: 1, max: 100000 },
        default: Some("1000"),
        prose: "Most attempts at once.",
        example: "200",
    },
    Setting {
        key: "delivery.attempts_per_site",
        kind: Number { min: 1, max: 100000 },
        default: Some("250"),
        prose: "Most attempts at once of one site: a quarter of all by default, so that three busy sites leave room for a fourth.",
        example: "50",
    },
    Setting {
        key: "delivery.idle",
        kind: Span { min: 0, max: 5 * MINUTE },
        default: Some("\"10 s\""),
        prose: "How long a connection is kept for the next mail.",
        example: "\"30 s\"",
    },
    Setting {
        key: "delivery.extra_roots",
        kind: Texts,
        default: Some("[]"),
        prose: "Files with certificates (PEM) of authorities that are trusted beside the system's, for smarthosts with a private one; a relative path begins at the folder of the configuration.",
        example: "[\"private-ca.pem\"]",
    },
    Setting {
        key: "hop.first_slots",
        kind: Number { min: 1, max: 10000 },
        default: Some("4"),
        prose: "Attempts at once at a hop nothing is known of. Four connections are what a stranger is granted nearly everywhere.",
        example: "2",
    },
    Setting {
        key: "hop.most_slots",
        kind: Number { min: 1, max: 10000 },
        default: Some("20"),
        prose: "Most attempts at once. Twenty is where large receivers begin to mind.",
        example: "100",
    },
    Setting {
        key: "hop.mails_per_connection",
        kind: Number { min: 1, max: 100000 },
        default: Some("100"),
        prose: "Most mails over one connection; many receivers close after a hundred.",
        example: "50",
    },
    Setting {
        key: "hop.per_minute",
        kind: Number { min: 0, max: 1000000 },
        default: Some("0"),
        prose: "Most attempts begun within a minute; 0 is without limit.",
        example: "600",
    },
    Setting {
        key: "hop.first_pause",
        kind: Span { min: SECOND, max: HOUR },
        default: Some("\"5 s\""),
        prose: "Pause after the first failure; each further one in a row doubles it.",
        example: "\"30 s\"",
    },
    Setting {
        key: "hop.longest_pause",
        kind: Span { min: SECOND, max: DAY },
        default: Some("\"15 min\""),
        prose: "No pause is longer: a dead hop is asked four times an hour.",
        example: "\"30 min\"",
    },
    Setting {
        key: "retry.first",
        kind: Span { min: SECOND, max: DAY },
        default: Some("\"5 min\""),
        prose: "Delay after the first attempt; most greylisting receivers ask for five minutes.",
        example: "\"1 min\"",
    },
    Setting {
        key: "retry.factor",
        kind: Factor { min: 1.0, max: 10.0 },
        default: Some("1.5"),
        prose: "Each delay is this many times the one before.",
        example: "2.0",
    },
    Setting {
        key: "retry.longest",
        kind: Span { min: SECOND, max: 2 * DAY },
        default: Some("\"3 h\""),
        prose: "No delay grows beyond this.",
        example: "\"1 h\"",
    },
    Setting {
        key: "retry.give_up_after",
        kind: Span { min: MINUTE, max: 30 * DAY },
        default: Some("\"5 d\""),
        prose: "A mail that could not be delivered for so long ends as a failure; the time it was held does not count.",
        example: "\"2 d\"",
    },
    Setting {
        key: "timeouts.connect",
        kind: Span { min: 100, max: HOUR },
        default: Some("\"30 s\""),
        prose: "Until the connection stands.",
        example: "\"1 min\"",
    },
    Setting {
        key: "timeouts.greeting",
        kind: Span { min: 100, max: HOUR },
        default: Some("\"5 min\""),
        prose: "Until the receiver greets.",
        example: "\"1 min\"",
    },
    Setting {
        key: "timeouts.helo",
        kind: Span { min: 100, max: HOUR },
        default: Some("\"5 min\""),
        prose: "Until EHLO is answered.",
        example: "\"1 min\"",
    },
    Setting {
        key: "timeouts.mail",
        kind: Span { min: 100, max: HOUR },
        default: Some("\"5 min\""),
        prose: "Until MAIL is answered.",
        example: "\"1 min\"",
    },
    Setting {
        key: "timeouts.rcpt",
        kind: Span { min: 100, max: HOUR },
        default: Some("\"5 min\""),
        prose: "Until each RCPT is answered.",
        example: "\"1 min\"",
    },
    Setting {
        key: "timeouts.data_start",
        kind: Span { min: 100, max: HOUR },
        default: Some("\"2 min\""),
        prose: "Until DATA is answered.",
        example: "\"1 min\"",
    },
    Setting {
        key: "timeouts.data_block",
        kind: Span { min: 100, max: HOUR },
        default: Some("\"3 min\""),
        prose: "Until a piece of the message could be written.",
        example: "\"1 min\"",
    },
    Setting {
        key: "timeouts.data_end",
        kind: Span { min: 100, max: HOUR },
        default: Some("\"10 min\""),
        prose: "Until the message's last line is answered. Giving up early here means sending a mail twice.",
        example: "\"1 min\"",
    },
    Setting {
        key: "timeouts.quit",
        kind: Span { min: 100, max: HOUR },
        default: Some("\"5 s\""),
        prose: "Until QUIT is answered; nothing depends on it.",
        example: "\"1 min\"",
    },
    Setting {
        key: "webhooks.allow_private",
        kind: Flag,
        default: Some("false"),
        prose: "Lets every webhook lead to addresses that are loopback, private, link-local or this machine's own, and be in clear text. Off, because the owner of a site names the address and would have Postern knock at your inner doors; a single webhook is allowed with `postern webhook set ID --allow-private`.",
        example: "true",
    },
    Setting {
        key: "hold.max_age",
        kind: Span { min: MINUTE, max: 30 * DAY },
        default: Some("\"72 h\""),
        prose: "Held mail is given up so long after the later of its acceptance and its site's block.",
        example: "\"48 h\"",
    },
    Setting {
        key: "hold.warn_ahead",
        kind: Span { min: 0, max: 30 * DAY },
        default: Some("\"24 h\""),
        prose: "The owner is warned so long before the first held mail goes.",
        example: "\"12 h\"",
    },
    Setting {
        key: "hold.rest_after_start",
        kind: Span { min: 0, max: 30 * DAY },
        default: Some("\"1 h\""),
        prose: "Nothing is given up earlier than this after a start, so that after a long outage people can act first.",
        example: "\"6 h\"",
    },
    Setting {
        key: "report.hour",
        kind: Number { min: 0, max: 23 },
        default: Some("7"),
        prose: "The hour, by each site's own clock, at which it gets the report on the day before. Before people begin to work: what failed is corrected on the same day.",
        example: "9",
    },
    Setting {
        key: "keep.traces",
        kind: Span { min: HOUR, max: 3650 * DAY },
        default: Some("\"30 d\""),
        prose: "Each mail's story: accepted, each attempt, the end.",
        example: "\"14 d\"",
    },
    Setting {
        key: "keep.failures",
        kind: Span { min: HOUR, max: 3650 * DAY },
        default: Some("\"90 d\""),
        prose: "Failures.",
        example: "\"30 d\"",
    },
    Setting {
        key: "keep.half_hours",
        kind: Span { min: 2 * DAY, max: 3650 * DAY },
        default: Some("\"31 d\""),
        prose: "Counts of half-hours.",
        example: "\"62 d\"",
    },
    Setting {
        key: "keep.keys",
        kind: Span { min: 5 * DAY, max: 3650 * DAY },
        default: Some("\"8 d\""),
        prose: "Keys by which a repeated submission is known. At least as long as a sender may repeat.",
        example: "\"10 d\"",
    },
    Setting {
        key: "store.reserve",
        kind: Bytes { min: 0, max: u64::MAX },
        default: Some("\"1 GB\""),
        prose: "No mail is accepted while less than this is free on the disk, so that actions, deliveries and purges still work.",
        example: "\"4 GB\"",
    },
    Setting {
        key: "store.reserve_percent",
        kind: Number { min: 0, max: 100 },
        default: Some("5"),
        prose: "The same in hundredths of the disk; the larger of the two counts.",
        example: "10",
    },
    Setting {
        key: "new_site.zone",
        kind: Text,
        default: Some("\"UTC\""),
        prose: "Time zone: what is today, and how times are shown.",
        example: "\"Europe/Rome\"",
    },
    Setting {
        key: "new_site.language",
        kind: Choice(&Language::CODES),
        default: Some("\"en\""),
        prose: "Language of notices and reports.",
        example: "\"it\"",
    },
    Setting {
        key: "new_site.message_bytes",
        kind: Bytes { min: Limits::LEAST_BYTES, max: Limits::MOST_MESSAGE_BYTES },
        default: Some("\"10 MB\""),
        prose: "Largest message, as it goes over the wire. The `sendmail` command takes 64 MB at most.",
        example: "\"25 MB\"",
    },
    Setting {
        key: "new_site.recipients",
        kind: Number { min: 1, max: Limits::MOST_RECIPIENTS as u64 },
        default: Some("100"),
        prose: "Most recipients of one message; RFC 5321 §4.5.3.1.8 asks for a hundred.",
        example: "50",
    },
    Setting {
        key: "new_site.queued",
        kind: Number { min: 1, max: u64::MAX },
        default: Some("100_000"),
        prose: "Most queued mails. Beyond it the site alone is refused for the time being.",
        example: "10_000",
    },
    Setting {
        key: "new_site.queued_bytes",
        kind: Bytes { min: Limits::LEAST_BYTES, max: u64::MAX },
        default: Some("\"2 GB\""),
        prose: "The same in bytes.",
        example: "\"500 MB\"",
    },
    Setting {
        key: "smarthost.NAME.host",
        kind: Text,
        default: None,
        prose: "Host name or address.",
        example: "\"smtp.example.net\"",
    },
    Setting {
        key: "smarthost.NAME.port",
        kind: Number { min: 1, max: 65535 },
        default: Some("587"),
        prose: "Port.",
        example: "465",
    },
    Setting {
        key: "smarthost.NAME.tls",
        kind: Choice(&["opportunistic", "required", "implicit", "off"]),
        default: Some("\"required\""),
        prose: "`required`: STARTTLS or nothing, certificate checked; `implicit`: TLS from the first byte (port 465), certificate checked; `opportunistic`: STARTTLS when it is offered, certificate not checked; `off`: clear text, for a host on this machine.",
        example: "\"implicit\"",
    },
    Setting {
        key: "smarthost.NAME.user",
        kind: Text,
        default: Some("\"\""),
        prose: "Name for AUTH; empty: no AUTH.",
        example: "\"postern\"",
    },
    Setting {
        key: "smarthost.NAME.password",
        kind: Text,
        default: Some("\"\""),
        prose: "Password for AUTH. Better kept in a file of its own, see `password_file`.",
        example: "\"correct horse\"",
    },
    Setting {
        key: "smarthost.NAME.password_file",
        kind: Text,
        default: Some("\"\""),
        prose: "File whose first line is the password; a relative path begins at the folder of the configuration.",
        example: "\"smarthost.password\"",
    },
];

#[cfg(test)]
mod tests {
    use toml::de::DeValue;

    use super::*;

    #[test]
    fn each_setting_is_there_once_and_has_a_section_prose_and_values_that_fit_its_kind() {
        for (nth, setting) in TABLE.iter().enumerate() {
            let key = setting.key;
            assert!(TABLE[..nth].iter().all(|other| other.key != key), "{key} stands twice");
            assert!(
                SECTIONS.iter().any(|section| section.name == setting.section()),
                "{key} has no section"
            );
            assert!(setting.prose.ends_with('.'), "{key}: prose is sentences");
            for written in setting.default.into_iter().chain([setting.example]) {
                let value = DeValue::parse(written)
                    .unwrap_or_else(|error| panic!("{key} = {written}: {error}"));
                setting
                    .kind
                    .read(value.get_ref())
                    .unwrap_or_else(|error| panic!("{key} = {written}: {error}"));
            }
            assert_ne!(
                setting.default,
                Some(setting.example),
                "{key}: the example shows nothing new"
            );
        }
    }

    #[test]
    fn each_section_has_settings() {
        for section in SECTIONS {
            assert!(settings_of(section).next().is_some(), "{}", section.name);
        }
    }

    #[test]
    fn a_key_is_found_with_any_name_where_the_operator_chooses_one() {
        assert_eq!(
            find("smarthost.main.host").map(|setting| setting.key),
            Some("smarthost.NAME.host")
        );
        assert_eq!(find("smtp.listen").map(|setting| setting.key), Some("smtp.listen"));
        assert!(
            find("smtp").is_none()
                && find("smarthost.main").is_none()
                && find("smtp.listen.a").is_none()
        );
        assert!(is_section("smtp") && is_section("smarthost") && is_section("smarthost.main"));
        assert!(
            !is_section("hostname")
                && !is_section("smtp.listen")
                && !is_section("smarthost.main.host")
        );
    }
}
