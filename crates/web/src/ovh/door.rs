//! Who calls: an application that signs for a consumer, or one with a token of OAuth 2.
//!
//! In this order, so that each fault is answered as the provider answers it: who says nothing has to log in (401), the
//! application is known, its consumer's key is good, the instant is of now, the signature is right. Only then is anything
//! noted.

use std::net::IpAddr;

use axum::http::header::AUTHORIZATION;
use postern_core::ovh::is_timely;
use postern_engine::ovh::{Found, Key};
use postern_engine::people::Secret;

use super::error::Refusal;
use super::once::Stamp;
use super::signature::{Text, addresses};
use super::{Asked, Ovh, Result};
use crate::listen::Peer;

/// A caller who is in.
#[derive(Debug)]
pub(super) struct Entered {
    pub(super) key: Box<Key>,
    /// Of a signed call that changes something.
    pub(super) stamp: Option<Stamp>,
}

impl Ovh {
    pub(super) async fn enter(&self, asked: &Asked) -> Result<Entered> {
        let entered = match asked.bearer() {
            Some(token) => {
                let key = self.app.ovh_keys().of_bearer(&token).await?;
                Entered { key: key.ok_or_else(Refusal::no_credential)?, stamp: None }
            }
            None => self.enter_signed(asked).await?,
        };
        if let Some(address) = asked.address() {
            if !entered.key.is_good_at(address) {
                return Err(Refusal::wrong_address(address));
            }
            self.app.ovh_keys().note(&entered.key, address).await?;
        }
        Ok(entered)
    }

    async fn enter_signed(&self, asked: &Asked) -> Result<Entered> {
        let field = |name| asked.field(name).filter(|value| !value.is_empty());
        let application = field("x-ovh-application").ok_or_else(Refusal::not_logged_in)?;
        let (Some(consumer), Some(signature)) = (field("x-ovh-consumer"), field("x-ovh-signature"))
        else {
            return Err(Refusal::not_logged_in());
        };
        let key = match self.app.ovh_keys().of_call(application, &Secret::given(consumer)).await? {
            Found::Key(key) => key,
            Found::NoApplication => return Err(Refusal::no_application()),
            Found::NoConsumer => return Err(Refusal::no_credential()),
        };
        let now = self.app.now();
        let timestamp = field("x-ovh-timestamp").unwrap_or_default();
        let signed_at: Option<i64> = timestamp.parse().ok();
        let signed_at = signed_at.filter(|signed_at| is_timely(*signed_at, now));
        let signed_at = signed_at.ok_or_else(|| Refusal::out_of_time(timestamp, now))?;
        let text = Text {
            secret: &key.secret.0,
            consumer,
            method: asked.parts.method.as_str(),
            body: &asked.body,
            timestamp,
        };
        if !text.is_signed(signature, &self.addresses(asked)) {
            return Err(Refusal::wrong_signature());
        }
        let stamp = || Stamp { consumer: key.consumer.id, signature: signature.into(), signed_at };
        let stamp = asked.changes().then(stamp);
        Ok(Entered { key, stamp })
    }

    /// The addresses this call may have been signed for.
    fn addresses(&self, asked: &Asked) -> Vec<String> {
        let host = asked.parts.extensions.get::<Peer>().and_then(|peer| peer.host.as_deref());
        let public = self.app.about().panel_url.as_deref().and_then(authority);
        let hosts: Vec<&str> = host.into_iter().chain(public).collect();
        let below = asked.parts.uri.path_and_query().map_or("/", |target| target.as_str());
        addresses(&hosts, &format!("{}{below}", self.base))
    }
}

/// Host and port of a URL.
fn authority(url: &str) -> Option<&str> {
    url.split_once("://")?.1.split('/').next()
}

impl Asked {
    fn address(&self) -> Option<IpAddr> {
        self.parts.extensions.get::<Peer>().map(|peer| peer.address)
    }

    fn bearer(&self) -> Option<Secret> {
        let given = self.field(AUTHORIZATION.as_str())?;
        let (scheme, token) = given.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| Secret::given(token.trim()))
    }
}
