//! Where the tests play: two sites, their engine, the panel, and people who look at it.

use std::collections::BTreeSet;
use std::future::pending;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::{CONTENT_TYPE, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, Request, StatusCode};
use axum::response::Response;
use bytes::Bytes;
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;
use postern_core::access::{Grant, Role, Scope};
use postern_core::classify::Class;
use postern_core::ids::SiteId;
use postern_core::site::{Action, Person};
use postern_core::time::Time;
use postern_engine::act::{Asker, Wish};
use postern_engine::seal::Seal;
use postern_engine::seam::{Clock, Dice, Dns, DnsError, Later, Mx, Net, Seam, Stream};
use postern_engine::settings::Settings;
use postern_engine::words::{Catalogues, Language};
use postern_engine::{Engine, Parts};
use postern_store::model::Model;
use postern_store::view::{Question, Reply};
use postern_store::{
    Accepted, By, Caps, Claim, End, JobKind, Lease, NewDelivery, NewJob, NewMessage, NewSite,
    Origin, Remote, Selection, Settlement, Site, SiteSettings, Store, Sweep,
};

use crate::api::{App, Around};
use crate::caller::Caller;
use crate::listen::Peer;
use crate::panel::assets::{ASSETS, Asset};
use crate::panel::visitor::{Links, Visitor};

/// 2026-06-15 12:00 UTC: when the tests play.
pub(super) const NOON: Time = Time::from_secs(1_781_524_800);

pub(super) const SHOP: &str = "shop.example.org";
pub(super) const BLOG: &str = "blog.example.org";

/// A house with two sites.
pub(super) struct House {
    pub(super) engine: Engine,
    pub(super) router: Router,
    pub(super) app: App,
    store: Arc<dyn Store>,
    catalogues: Catalogues,
}

/// What became of a mail.
#[derive(Clone, Copy, Debug)]
pub(super) enum Fate<'a> {
    Sent,
    Failed(Class, &'a str),
    Deferred,
    Waits,
}

/// An answer, read to its end.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) text: String,
}

impl House {
    pub(super) async fn new() -> House {
        House::with(&[SHOP, BLOG]).await
    }

    pub(super) async fn with(sites: &[&str]) -> House {
        let store: Arc<dyn Store> = Arc::new(Model::new());
        for name in sites {
            let settings = SiteSettings { zone: "Europe/Rome".into(), ..SiteSettings::default() };
            let by =
                By { who: "operator:root".into(), at: NOON - Duration::from_secs(400 * 86_400) };
            let site = NewSite { name: (*name).into(), settings, identities: Vec::new(), by };
            store.add_site(site).await.expect("a site");
        }
        let seam = Seam {
            clock: Arc::new(Still),
            net: Arc::new(Nowhere),
            dns: Arc::new(Nowhere),
            dice: Dice::seeded(7),
        };
        let seal = Seal::in_memory().expect("the system has chance");
        let settings = Settings::default();
        let parts = Parts { store: Arc::clone(&store), seam, settings, seal };
        let engine = Engine::start(parts).await.expect("the engine starts");
        let panel_url = Some("https://mail.example.org/".to_owned());
        let app = App::new(&engine, Around { panel_url, ..Around::default() });
        let catalogues = Catalogues::read();
        let router = crate::panel::panel(app.clone(), catalogues.clone(), "/");
        House { engine, router, app, store, catalogues }
    }

    pub(super) fn id(&self, site: &str) -> SiteId {
        self.engine.sites.by_name(site).expect("the site is there").site.id
    }

    pub(super) async fn site(&self, name: &str) -> Site {
        match self.store.view(Question::SiteNamed(name.into())).await.expect("the store answers") {
            Reply::Site(Some(site)) => *site,
            other => panic!("{other:?}"),
        }
    }

    // --- what happened before ---

    /// A mail of a script to one recipient, and what became of it a second later.
    pub(super) async fn mail(
        &self,
        site: &str,
        script: &str,
        recipient: &str,
        at: Time,
        fate: Fate<'_>,
    ) {
        let (_, domain) = recipient.rsplit_once('@').unwrap_or(("", "example.net"));
        let recipient =
            NewDelivery { recipient: recipient.into(), domain: domain.into(), notify: None };
        let message = NewMessage {
            site: self.id(site),
            accepted_at: at,
            key: None,
            digest: [0; 16],
            sender: Some(format!("www@{site}")),
            deliveries: vec![recipient],
            body: Bytes::from_static(b"Subject: hello\r\n\r\nhello\r\n"),
            subject: "hello".into(),
            message_id: "<1@example.org>".into(),
            script: script.into(),
            origin: Origin::default(),
            eight_bit: false,
            smtputf8: false,
            envelope_id: None,
            dsn_return: None,
            caps: Caps { queued: 1_000_000, queued_bytes: u64::MAX },
            tells: None,
        };
        let Accepted::Stored(stored) = self.store.accept(message).await.expect("accepted") else {
            panic!("it is stored");
        };
        let end = match fate {
            Fate::Sent => End::Sent,
            Fate::Failed(class, _) => End::Failed(class),
            Fate::Deferred => End::Retry { at: NOON + Duration::from_secs(3600) },
            Fate::Waits => return,
        };
        let text = match fate {
            Fate::Failed(_, text) => text,
            _ => "ok",
        };
        let deliveries: Vec<_> = stored.candidates.iter().map(|one| one.delivery).collect();
        let lease = Lease { node: 0, until: Time::NEVER };
        let claim = Claim { site: self.id(site), now: at, deliveries: deliveries.clone(), lease };
        self.store.claim(claim).await.expect("claimed");
        let remote = Remote {
            host: "mx.example.net [192.0.2.25]".into(),
            code: 550,
            enhanced: "5.1.1".into(),
            text: text.into(),
        };
        let settled = deliveries.into_iter().map(|delivery| Settlement {
            site: self.id(site),
            delivery,
            at: at + Duration::from_secs(1),
            end,
            remote: remote.clone(),
        });
        self.store.settle(settled.collect()).await.expect("settled");
    }

    pub(super) async fn act(
        &self,
        site: &str,
        action: Action,
        who: &str,
        reason: &str,
        lock: bool,
    ) {
        let person = if who.starts_with("operator") { Person::Operator } else { Person::Owner };
        let asker = Asker { person, who: who.into() };
        let wish = Wish { site: self.id(site), action, asker, reason: reason.into(), lock };
        self.engine.actions.act(wish).await.expect("done");
    }

    /// Lets the queued mail of one recipient pass the block.
    pub(super) async fn release(&self, site: &str, recipient: &str) {
        let site = self.site(site).await;
        let job = NewJob {
            site: site.id,
            epoch: site.epoch,
            kind: JobKind::Release,
            selection: Selection { recipient: Some(recipient.into()), ..Selection::default() },
            by: By { who: "operator:root".into(), at: NOON },
            key: None,
        };
        self.store.start_job(job).await.expect("begun");
        self.sweep().await;
    }

    /// Carries out what waits for a sweep: jobs, and stops on what is queued.
    pub(super) async fn sweep(&self) {
        let past = Time(i64::MIN);
        let sweep = Sweep {
            now: NOON,
            rows: 100,
            traces_before: past,
            failures_before: past,
            buckets_before: past,
            keys_before: past,
        };
        self.store.sweep(sweep).await.expect("swept");
    }

    // --- people ---

    pub(super) fn visitor(&self, who: &str, role: Role, scope: Scope) -> Visitor {
        Visitor {
            caller: Caller::of(Grant { role, scope }, who.into()),
            words: self.catalogues.of(Language::English).clone(),
            links: Links::below("/"),
            csrf: format!("secret of {who}"),
            flash: None,
            as_owner: false,
            is_guest: false,
        }
    }

    /// The owner of these sites.
    pub(super) fn anna(&self, sites: &[&str]) -> Visitor {
        let sites: BTreeSet<SiteId> = sites.iter().map(|site| self.id(site)).collect();
        self.visitor("owner:anna", Role::Owner, Scope::Sites(sites))
    }

    /// Somebody who may look at the shop, and change nothing.
    pub(super) fn rita(&self) -> Visitor {
        self.visitor("reader:rita", Role::Reader, Scope::Sites([self.id(SHOP)].into()))
    }

    pub(super) fn operator(&self) -> Visitor {
        self.visitor("operator:root", Role::Operator, Scope::All)
    }

    // --- what they do ---

    pub(super) async fn get(&self, visitor: Option<&Visitor>, path: &str) -> Page {
        self.ask(visitor, Request::get(path).body(Body::empty()).expect("a request")).await
    }

    /// Posts a form with these fields, as they are.
    pub(super) async fn post(&self, visitor: Option<&Visitor>, path: &str, form: &str) -> Page {
        let request = Request::post(path)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form.to_owned()));
        self.ask(visitor, request.expect("a request")).await
    }

    /// The same with the secret of the visitor.
    pub(super) async fn fill_in(&self, visitor: &Visitor, path: &str, fields: &str) -> Page {
        let form = format!("csrf={}&{fields}", visitor.csrf.replace(' ', "+"));
        self.post(Some(visitor), path, &form).await
    }

    /// The same, and then the page it leads to.
    pub(super) async fn submit(&self, visitor: &Visitor, path: &str, fields: &str) -> Page {
        let answer = self.fill_in(visitor, path, fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let cookie =
            answer.headers[SET_COOKIE].to_str().expect("text").split(';').next().expect("a cookie");
        let to = answer.headers[LOCATION].to_str().expect("text");
        let request = Request::get(to).header("cookie", cookie).body(Body::empty());
        self.ask(Some(visitor), request.expect("a request")).await
    }

    pub(super) async fn ask(&self, visitor: Option<&Visitor>, request: Request<Body>) -> Page {
        let (parts, body) = self.answer(visitor, request).await.into_parts();
        let body = to_bytes(body, 1 << 20).await.expect("a whole body");
        let text = String::from_utf8(body.to_vec()).expect("text");
        Page { status: parts.status, headers: parts.headers, text }
    }

    /// An answer whose body is still to come.
    pub(super) async fn answer(
        &self,
        visitor: Option<&Visitor>,
        mut request: Request<Body>,
    ) -> Response {
        if let Some(visitor) = visitor {
            request.extensions_mut().insert(visitor.clone());
        }
        if request.extensions().get::<Peer>().is_none() {
            let (address, host) = (Ipv4Addr::LOCALHOST.into(), Some("mail.example.org".into()));
            request.extensions_mut().insert(Peer { address, https: true, host });
        }
        TowerToHyperService::new(self.router.clone()).call(request).await.expect("an answer")
    }
}

impl Page {
    /// Each of these stands in the page, in this order.
    #[track_caller]
    pub(super) fn shows(&self, texts: &[&str]) {
        let mut rest = self.text.as_str();
        for text in texts {
            match rest.find(text) {
                Some(at) => rest = &rest[at + text.len()..],
                None => panic!("{text:?} does not stand (there) in\n{}", self.text),
            }
        }
    }

    #[track_caller]
    pub(super) fn hides(&self, texts: &[&str]) {
        for text in texts {
            assert!(!self.text.contains(text), "{text:?} stands in\n{}", self.text);
        }
    }
}

/// A clock that stands still.
#[derive(Debug)]
struct Still;

impl Clock for Still {
    fn now(&self) -> Time {
        NOON
    }
}

/// No network: whoever asks waits.
#[derive(Debug)]
struct Nowhere;

impl Net for Nowhere {
    fn connect(&self, _: SocketAddr, _: Option<IpAddr>) -> Later<'_, io::Result<Box<dyn Stream>>> {
        Box::pin(pending())
    }
}

impl Dns for Nowhere {
    fn mx<'a>(&'a self, _: &'a str) -> Later<'a, Result<Vec<Mx>, DnsError>> {
        Box::pin(pending())
    }

    fn addresses<'a>(&'a self, _: &'a str) -> Later<'a, Result<Vec<IpAddr>, DnsError>> {
        Box::pin(pending())
    }
}

/// With all it needs, a page has its bound.
#[track_caller]
pub(super) fn is_small(page: &Page) {
    let named = ASSETS.iter().filter(|asset| page.text.contains(asset.name));
    let assets: usize = named.map(Asset::size).sum();
    assert!(page.text.len() + assets < 100_000, "{} + {assets}", page.text.len());
}
