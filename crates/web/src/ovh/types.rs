//! What travels, in the provider's names and types: integers, text that may be null where it says so, instants with the
//! offset of their zone. Fields of the provider's that mean nothing here are null, or the word for nothing where they may
//! not be.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use postern_core::time::Time;
use serde::{Deserialize, Serialize};

/// `hosting.web.email`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Email {
    pub(super) bounce: u64,
    pub(super) email: Option<String>,
    /// 0: as many as there are.
    pub(super) max_per_day: u64,
    pub(super) sent: u64,
    pub(super) sent_today: u64,
    pub(super) state: &'static str,
}

/// `hosting.web.mail.Bounce`.
#[derive(Debug, Serialize)]
pub(super) struct Bounce {
    pub(super) date: String,
    pub(super) message: Option<String>,
    pub(super) to: Option<String>,
}

/// `hosting.web.mail.VolumeHistory`.
#[derive(Debug, Serialize)]
pub(super) struct Volume {
    pub(super) date: String,
    pub(super) volume: Option<u64>,
}

/// `hosting.web.Service`, as much of it as is known here.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Service {
    pub(super) service_name: String,
    pub(super) display_name: String,
    pub(super) state: &'static str,
    pub(super) operating_system: &'static str,
    pub(super) cluster: Option<String>,
    pub(super) datacenter: Option<String>,
    pub(super) home: Option<String>,
    pub(super) offer: Option<String>,
    pub(super) primary_login: Option<String>,
}

/// `hosting.web.AbuseState`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AbuseState {
    pub(super) access_state: &'static str,
    pub(super) mailsout_state: &'static str,
    pub(super) out_state: &'static str,
    pub(super) web_state: &'static str,
}

/// `auth.AccessRule`.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct AccessRule {
    pub(super) method: String,
    pub(super) path: String,
}

/// What `POST /auth/credential` answers.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WantedKey {
    pub(super) consumer_key: String,
    pub(super) state: &'static str,
    pub(super) validation_url: String,
}

/// `api.Credential`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Credential {
    #[serde(rename = "allowedIPs")]
    pub(super) allowed_ips: Option<Vec<String>>,
    pub(super) application_id: i64,
    pub(super) creation: String,
    pub(super) credential_id: i64,
    pub(super) expiration: Option<String>,
    pub(super) last_use: Option<String>,
    pub(super) ovh_support: bool,
    pub(super) rules: Vec<AccessRule>,
    pub(super) status: &'static str,
}

/// `auth.Details`.
#[derive(Debug, Serialize)]
pub(super) struct Details {
    pub(super) method: &'static str,
    pub(super) user: Option<String>,
    pub(super) roles: Option<Vec<String>>,
    pub(super) description: Option<String>,
}

/// What `POST /auth/oauth2/token` answers (RFC 6749 §5.1).
#[derive(Debug, Serialize)]
pub(super) struct PassingToken {
    pub(super) access_token: String,
    pub(super) token_type: &'static str,
    pub(super) expires_in: u64,
    pub(super) scope: &'static str,
}

/// `nichandle.Nichandle`: the fields that are never null, and the names.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Nichandle {
    nichandle: String,
    name: String,
    firstname: Option<String>,
    email: String,
    language: Option<String>,
    country: &'static str,
    currency: Currency,
    legalform: &'static str,
    ovh_company: &'static str,
    ovh_subsidiary: &'static str,
    state: &'static str,
}

#[derive(Debug, Serialize)]
struct Currency {
    code: &'static str,
    symbol: &'static str,
    format: &'static str,
}

impl Nichandle {
    pub(super) fn of(name: &str) -> Nichandle {
        // Many a hosting names its users by their addresses.
        let email = if name.contains('@') { name.to_owned() } else { String::new() };
        Nichandle {
            nichandle: name.to_owned(),
            name: name.to_owned(),
            firstname: None,
            email,
            language: None,
            country: "UNKNOWN",
            currency: Currency { code: "N/A", symbol: "N/A", format: "N/A" },
            legalform: "other",
            ovh_company: "ovh",
            ovh_subsidiary: "EU",
            state: "complete",
        }
    }
}

/// An instant as the provider writes it, `2026-03-29T00:00:00+01:00`, in a site's zone.
pub(super) fn moment(at: Time, zone: &TimeZone) -> String {
    let end = if at.0 < 0 { Timestamp::MIN } else { Timestamp::MAX };
    let at = Timestamp::from_millisecond(at.0).unwrap_or(end);
    zone.to_datetime(at).strftime("%Y-%m-%dT%H:%M:%S").to_string() + &offset(zone, at)
}

fn offset(zone: &TimeZone, at: Timestamp) -> String {
    let minutes = zone.to_offset(at).seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_has_the_offset_of_its_zone() {
        let rome = TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").expect("a zone");
        let west = TimeZone::posix("NST3:30").expect("a zone");
        let rows = [
            (1_774_738_800, &rome, "2026-03-29T00:00:00+01:00"),
            (1_774_746_000, &rome, "2026-03-29T03:00:00+02:00"),
            (1_774_738_800, &west, "2026-03-28T19:30:00-03:30"),
            (0, &TimeZone::UTC, "1970-01-01T00:00:00+00:00"),
        ];
        for (secs, zone, expected) in rows {
            assert_eq!(moment(Time::from_secs(secs), zone), expected);
        }
        assert!(moment(Time(i64::MAX), &TimeZone::UTC).starts_with("9999-12-3"));
    }
}
