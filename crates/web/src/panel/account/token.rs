//! API tokens of the user. They are made and removed where those of all are (`operate::tokens`).

use jiff::tz::TimeZone;
use postern_core::ids::TokenId;
use postern_store::people::Token;

use super::{Me, role_key, sites_told};
use crate::api::App;
use crate::error::Result;
use crate::escape::safe;

/// A token, without what lets somebody in.
pub(super) struct TokenRow {
    pub(super) name: String,
    pub(super) role: String,
    pub(super) sites: String,
    pub(super) made: String,
    pub(super) used: String,
    pub(super) ends: String,
    pub(super) remove: String,
}

/// Tokens of a page.
const PAGE: usize = 20;

/// Sites that are named beside a token.
const SITES: usize = 3;

/// A page of the user's tokens, oldest first after one, and the last where there are more.
pub(super) async fn rows(
    app: &App,
    me: &Me,
    after: &str,
) -> Result<(Vec<TokenRow>, Option<String>)> {
    let after = TokenId(after.parse().unwrap_or(0));
    let grant = &me.visitor.caller.grant;
    let mut tokens = app.people().tokens_within(grant, me.user.id, after, PAGE + 1).await?;
    let goes_on = tokens.len() > PAGE;
    tokens.truncate(PAGE);
    let next = tokens.last().filter(|_| goes_on).map(|token| token.id.to_string());
    Ok((tokens.into_iter().map(|token| row(app, me, token)).collect(), next))
}

fn row(app: &App, me: &Me, token: Token) -> TokenRow {
    let (words, now) = (me.words(), app.now());
    let day = |at| words.day(at, &TimeZone::UTC);
    TokenRow {
        name: safe(&token.name).into_owned(),
        role: words.say(role_key(token.grant.role)),
        sites: sites_told(app, words, &token.grant.scope, SITES).join(", "),
        made: day(token.made_at),
        used: match token.last_at {
            Some(at) => {
                let ago = words.from_now(at, now);
                let facts = [("ago", (&ago).into()), ("address", (&token.last_address).into())];
                words.tell("account-token-used-from", &facts)
            }
            None => words.say("account-token-unused"),
        },
        ends: match token.ends_at {
            Some(at) if at <= now => words.say("account-token-over"),
            Some(at) => day(at),
            None => words.say("account-token-endless"),
        },
        remove: me.visitor.links.to(&["tokens", &token.id.to_string(), "remove"]),
    }
}
