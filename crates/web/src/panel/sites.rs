//! `GET /`: the visitor's sites; where there is one only, that one. Who oversees all has a list of their own
//! (`operate::sites`).

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use postern_core::access::{Right, Scope};
use postern_core::counter::today;
use postern_core::ids::SiteId;
use postern_store::Site;
use postern_store::view::{Question, Reply};

use super::Panel;
use super::badge::Badge;
use super::filter::Link;
use super::frame::{Frame, Here, html};
use super::operate::{self, sites::Asked};
use super::pager::{Pager, one_page};
use super::visitor::Visitor;
use crate::api::request::Params;
use crate::api::{App, unexpected};
use crate::error::Result;

#[derive(Template)]
#[template(path = "sites.html")]
struct Sites {
    frame: Frame,
    rows: Vec<Row>,
    pager: Pager,
}

struct Row {
    name: String,
    href: String,
    badge: Badge,
    sent_today: String,
    failed_today: String,
    queued: String,
}

/// Sites of a page.
const PAGE: usize = 50;

pub(crate) async fn list(
    State(panel): State<Panel>,
    visitor: Visitor,
    Params(asked): Params<Asked>,
) -> Result<Response> {
    let app = &panel.app;
    if visitor.may(Right::Oversee, None) {
        return operate::sites::list(app, &visitor, &asked).await;
    }
    // The last name of the page before.
    let after = asked.after;
    let links = &visitor.links;
    if let Scope::Sites(sites) = &visitor.caller.grant.scope
        && let [only] =
            sites.iter().filter_map(|site| app.sites().entry(*site)).collect::<Vec<_>>().as_slice()
    {
        return Ok(Redirect::to(&links.site(&only.site.name)).into_response());
    }
    let mut sites = page(app, &visitor.caller.grant.scope, &after).await?;
    let next = one_page(&mut sites, PAGE, |last| last.name.clone());
    let mut rows = Vec::with_capacity(sites.len());
    for site in sites {
        rows.push(row(app, &visitor, site).await?);
    }
    html(&Sites {
        frame: Frame::of(&visitor, Here::Elsewhere, visitor.words.say("sites-title")),
        rows,
        pager: Pager::of(&Link::to(links.sites()), "after", &after, next.as_deref()),
    })
}

/// A page of sites and one more, by their names.
async fn page(app: &App, scope: &Scope, after: &str) -> Result<Vec<Site>> {
    match scope {
        Scope::All => {
            let question = Question::Sites { after: after.to_owned(), limit: PAGE + 1 };
            match app.ask(question).await? {
                Reply::Sites(sites) => Ok(sites),
                other => Err(unexpected(&other)),
            }
        }
        Scope::Sites(ids) => {
            let mut named: Vec<(String, SiteId)> = ids
                .iter()
                .filter_map(|id| app.sites().entry(*id))
                .map(|entry| (entry.site.name.clone(), entry.site.id))
                .filter(|(name, _)| name.as_str() > after)
                .collect();
            named.sort();
            let mut sites = Vec::new();
            for (_, id) in named.into_iter().take(PAGE + 1) {
                match app.ask(Question::Site(id)).await? {
                    Reply::Site(site) => sites.extend(site.map(|site| *site)),
                    other => return Err(unexpected(&other)),
                }
            }
            Ok(sites)
        }
    }
}

async fn row(app: &App, visitor: &Visitor, site: Site) -> Result<Row> {
    let words = &visitor.words;
    let zone = app.entry(&site.name)?.zone.clone();
    let (day, _) = today(app.now(), &zone);
    let figures = match app.ask(Question::Today { site: site.id, day }).await? {
        Reply::Today(bucket) => bucket,
        other => return Err(unexpected(&other)),
    };
    Ok(Row {
        href: visitor.links.site(&site.name),
        badge: Badge::of(words, site.state, site.locked),
        sent_today: words.number(figures.sent),
        failed_today: words.number(figures.failed.saturating_add(figures.failed_late)),
        queued: words.number(site.counters.queued),
        name: site.name,
    })
}
