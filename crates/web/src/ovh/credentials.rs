//! How a key is asked for, shown and ended, and a token of OAuth 2 given (RFC 6749 §4.4).

use axum::http::StatusCode;
use axum::http::header::AUTHORIZATION;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::tz::TimeZone;
use postern_core::identity::Range;
use postern_core::ovh::{Method, NoRule, Rule};
use postern_engine::ovh::{Key, PASSING, Wanted};
use serde::{Deserialize, Serialize};

use super::error::Refusal;
use super::types::{self, moment};
use super::{Asked, Ovh, Result, json, json_text};

/// `POST /auth/credential`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct WantKey {
    access_rules: Option<Vec<types::AccessRule>>,
    redirection: Option<String>,
    #[serde(rename = "allowedIPs")]
    allowed_ips: Option<Vec<String>>,
}

impl Ovh {
    /// Keeps a wish for a key until somebody approves it, and says where they do.
    pub(super) async fn want_key(&self, asked: &Asked) -> Result<Response> {
        self.count_stranger(asked)?;
        let application = asked.field("x-ovh-application").unwrap_or_default();
        let want: WantKey = asked.read()?;
        let rules = want.access_rules.unwrap_or_default();
        let addresses = want.allowed_ips.unwrap_or_default();
        let wanted = Wanted {
            rules: rules.iter().map(rule).collect::<Result<_>>()?,
            addresses: addresses.iter().map(|text| range(text)).collect::<Result<_>>()?,
            redirection: want.redirection.unwrap_or_default(),
        };
        let waiting = self.app.ovh_keys().want(application, wanted).await?;
        let waiting = waiting.ok_or_else(Refusal::no_application)?;
        let panel = self.app.about().panel_url.as_deref().unwrap_or_default();
        json(&types::WantedKey {
            consumer_key: waiting.consumer.reveal().to_owned(),
            state: "pendingValidation",
            validation_url: format!("{panel}approve/{}", waiting.door.reveal()),
        })
    }

    /// `POST /auth/oauth2/token`.
    pub(super) async fn token(&self, asked: &Asked) -> Result<Response> {
        self.count_stranger(asked)?;
        let form: TokenForm = serde_urlencoded::from_bytes(&asked.body).unwrap_or_default();
        if form.grant_type != "client_credentials" {
            return oauth_error(StatusCode::BAD_REQUEST, "unsupported_grant_type");
        }
        let (id, secret) = basic(asked).unwrap_or((form.client_id, form.client_secret));
        let Some(token) = self.app.ovh_keys().token(&id, &secret).await? else {
            return oauth_error(StatusCode::UNAUTHORIZED, "invalid_client");
        };
        json(&types::PassingToken {
            access_token: token.reveal().to_owned(),
            token_type: "Bearer",
            // So that who reckons from the answer's arrival is never late.
            expires_in: PASSING.as_secs() - 1,
            scope: "all",
        })
    }

    pub(super) async fn log_out(&self, key: &Key) -> Result<Response> {
        self.app.ovh_keys().log_out(key).await?;
        json(&())
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct TokenForm {
    grant_type: String,
    client_id: String,
    client_secret: String,
}

/// RFC 6749 §5.2.
#[derive(Debug, Serialize)]
struct OauthError {
    error: &'static str,
}

fn oauth_error(status: StatusCode, error: &'static str) -> Result<Response> {
    let text = serde_json::to_vec(&OauthError { error }).unwrap_or_default();
    Ok(json_text(status, text))
}

/// Id and secret of HTTP Basic (RFC 7617).
fn basic(asked: &Asked) -> Option<(String, String)> {
    let given = asked.field(AUTHORIZATION.as_str())?;
    let (scheme, credentials) = given.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(STANDARD.decode(credentials.trim()).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    Some((id.to_owned(), secret.to_owned()))
}

fn rule(asked: &types::AccessRule) -> Result<Rule> {
    let method = Method::from_word(&asked.method);
    let rule = method.ok_or(NoRule::Method).and_then(|method| Rule::new(method, &asked.path));
    rule.map_err(|why| {
        Refusal::bad(match why {
            NoRule::Method => {
                format!("there is no method {:?}: use GET, POST, PUT or DELETE", asked.method)
            }
            NoRule::Path => format!(
                "{:?} is no path of a rule: it begins with / and has at most {} visible ASCII characters",
                asked.path,
                postern_core::ovh::LONGEST_PATH
            ),
        })
    })
}

fn range(text: &str) -> Result<Range> {
    let why = |_| Refusal::bad(format!("{text:?} is no range of addresses, like 192.0.2.0/24"));
    text.parse().map_err(why)
}

/// `GET /auth/currentCredential`.
pub(super) fn show(key: &Key) -> Result<Response> {
    let consumer = &key.consumer;
    let moment = |at| moment(at, &TimeZone::UTC);
    let addresses: Vec<_> = consumer.addresses.iter().map(Range::to_string).collect();
    json(&types::Credential {
        allowed_ips: (!addresses.is_empty()).then_some(addresses),
        application_id: key.application.id.0,
        creation: moment(consumer.asked_at),
        credential_id: consumer.id.0,
        expiration: consumer.ends_at.or(key.application.ends_at).map(moment),
        last_use: consumer.last_at.map(moment),
        ovh_support: false,
        rules: consumer
            .rules
            .iter()
            .map(|rule| types::AccessRule {
                method: rule.method().word().to_owned(),
                path: rule.path().to_owned(),
            })
            .collect(),
        status: "validated",
    })
}

/// `GET /auth/details`.
pub(super) fn details(key: &Key) -> Result<Response> {
    json(&types::Details {
        method: "account",
        user: key.user.as_ref().map(|user| user.name.clone()),
        roles: None,
        description: Some(key.application.name.clone()),
    })
}

/// `GET /me`: who approved the key, else whose application it is. Of people no more is known here than a name.
pub(super) fn me(key: &Key) -> Result<Response> {
    let name = key.user.as_ref().map_or(&key.application.name, |user| &user.name);
    json(&types::Nichandle::of(name))
}
