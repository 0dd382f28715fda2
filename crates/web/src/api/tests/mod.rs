//! The API as its callers have it: the router, a real engine, the store's model; who calls is said by the test.

mod access;
mod bounds;
mod handing_in;
mod reading;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use axum::{Extension, Router};
use http_body_util::BodyExt;
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;
use postern_core::access::{Grant, Role, Scope};
use postern_core::ids::{HookId, SiteId, TokenId};
use postern_core::time::Time;
use postern_engine::people::UserWish;
use postern_engine::seal::Seal;
use postern_engine::seam::real::SystemClock;
use postern_engine::seam::{Dice, Dns, DnsError, Later, Mx, Net, Seam, Stream};
use postern_engine::settings::Settings;
use postern_engine::{Engine, Parts};
use postern_store::model::Model;
use postern_store::view::{HooksOf, Question, Reply};
use postern_store::{By, NewSite, SiteSettings, Store};
use serde_json::Value;

use super::{ApiLimits, App, Around};
use crate::caller::Caller;

/// The site most stories are about, and one that is another's.
const OURS: &str = "shop.example.org";
const THEIRS: &str = "blog.example.org";

/// A running API, for the tests of what stands beside it, too.
pub(crate) struct House {
    pub(crate) engine: Engine,
    store: Arc<Model>,
    pub(crate) app: App,
    router: Router,
}

/// What was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Answer {
    status: u16,
    head: Vec<(String, String)>,
    body: String,
}

impl Answer {
    #[track_caller]
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    fn head(&self, name: &str) -> Option<&str> {
        self.head.iter().find(|(has, _)| has == name).map(|(_, value)| value.as_str())
    }
}

impl House {
    async fn new(sites: &[&str]) -> House {
        House::with(sites, ApiLimits::default()).await
    }

    async fn with(sites: &[&str], limits: ApiLimits) -> House {
        House::around(sites, Around { limits, ..Around::default() }).await
    }

    pub(crate) async fn around(sites: &[&str], around: Around) -> House {
        let store = Arc::new(Model::new());
        let seam = Seam {
            clock: Arc::new(SystemClock),
            net: Arc::new(Nowhere),
            dns: Arc::new(Nowhere),
            dice: Dice::seeded(7),
        };
        let settings = Settings { hostname: "mail.example.net".into(), ..Settings::default() };
        let seal = Seal::in_memory().expect("a seal");
        let parts = Parts { store: Arc::clone(&store) as Arc<dyn Store>, seam, settings, seal };
        let engine = Engine::start(parts).await.expect("an engine");
        let panel_url = Some("https://mail.example.net/".to_owned());
        let around = Around { version: "1.2.3".into(), panel_url, ..around };
        let app = App::new(&engine, around);
        let router = super::router(app.clone());
        let house = House { engine, store, app, router };
        for name in sites {
            house.add(name).await;
        }
        house
    }

    pub(crate) async fn add(&self, name: &str) -> SiteId {
        // The same in each house, so that their answers can be compared.
        let by = By { who: "operator:test".into(), at: Time::from_secs(1_790_000_000) };
        let (settings, identities) = (SiteSettings::default(), Vec::new());
        let site = NewSite { name: name.into(), settings, identities, by };
        self.engine.sites.add(site).await.expect("a site")
    }

    /// An owner who comes in by links.
    async fn add_user(&self, name: &str, site: &str) {
        let grant = Grant { role: Role::Owner, scope: Scope::Sites([self.id(site)].into()) };
        let wish = UserWish { name: name.into(), grant, language: String::new(), password: None };
        let by = By { who: "operator:test".into(), at: self.app.now() };
        self.engine.people.add(&Grant::operator(), wish, by).await.expect("a user");
    }

    pub(crate) fn id(&self, name: &str) -> SiteId {
        self.engine.sites.by_name(name).expect("the site").site.id
    }

    fn of(&self, role: Role, sites: &[&str]) -> Caller {
        let scope = Scope::Sites(sites.iter().map(|site| self.id(site)).collect());
        caller(Grant { role, scope })
    }

    /// Asks as a caller; `head` has one field each line.
    async fn ask(&self, caller: Option<&Caller>, ask: &Ask) -> Answer {
        let (status, headers, body) = self.open(caller, ask).await;
        let bytes = body.collect().await.expect("a whole body").to_bytes();
        let fields = headers.iter().map(|(name, value)| {
            (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        });
        let body = String::from_utf8(bytes.to_vec()).expect("text");
        Answer { status: status.as_u16(), head: fields.collect(), body }
    }

    /// The same, with the body still to be read.
    async fn open(&self, caller: Option<&Caller>, ask: &Ask) -> (StatusCode, HeaderMap, Body) {
        let router = match caller {
            Some(caller) => self.router.clone().layer(Extension(caller.clone())),
            None => self.router.clone(),
        };
        let mut request = Request::builder().method(ask.method.as_str()).uri(&ask.path);
        for (name, value) in &ask.head {
            request = request.header(name, value);
        }
        let request = request.body(Body::from(ask.body.clone())).expect("a request");
        let response = TowerToHyperService::new(router).call(request).await.expect("infallible");
        let (parts, body) = response.into_parts();
        (parts.status, parts.headers, body)
    }

    /// All that can be seen of what is stored.
    async fn facts(&self) -> String {
        let mut facts = String::new();
        for name in [OURS, THEIRS] {
            let Some(entry) = self.engine.sites.by_name(name) else { continue };
            let site = entry.site.id;
            for question in [
                Question::Site(site),
                Question::Stops(Some(site)),
                Question::Jobs { site, before: None, limit: 100 },
            ] {
                facts.push_str(&format!("{:?}\n", self.view(question).await));
            }
        }
        for question in [
            Question::Logins,
            Question::Actions { site: None, before: None, limit: 1000 },
            Question::Users { after: String::new(), limit: 1000 },
            Question::Tokens { user: None, after: TokenId(0), limit: 1000 },
            Question::Hooks(HooksOf::Everybody { after: HookId(0), limit: 1000 }),
        ] {
            facts.push_str(&format!("{:?}\n", self.view(question).await));
        }
        facts
    }

    async fn view(&self, question: Question) -> Reply {
        self.store.view(question).await.expect("the model answers")
    }
}

/// A request.
#[derive(Clone, Debug)]
struct Ask {
    method: String,
    path: String,
    head: Vec<(String, String)>,
    body: Vec<u8>,
}

fn get(path: &str) -> Ask {
    Ask { method: "GET".into(), path: format!("/api/v1{path}"), head: Vec::new(), body: Vec::new() }
}

fn send(method: &str, path: &str, body: &str) -> Ask {
    Ask { method: method.into(), body: body.as_bytes().to_vec(), ..get(path) }
        .field("content-type", "application/json")
}

fn post(path: &str, body: &str) -> Ask {
    send("POST", path, body)
}

impl Ask {
    fn field(mut self, name: &str, value: &str) -> Ask {
        self.head.push((name.into(), value.into()));
        self
    }
}

fn caller(grant: Grant) -> Caller {
    let who = format!("{}:anna", grant.role.word());
    Caller::of(grant, who)
}

fn operator() -> Caller {
    Caller::operator("anna")
}

/// No network: mail goes nowhere.
#[derive(Debug)]
struct Nowhere;

impl Net for Nowhere {
    fn connect(
        &self,
        _: SocketAddr,
        _: Option<IpAddr>,
    ) -> Later<'_, std::io::Result<Box<dyn Stream>>> {
        Box::pin(async { Err(std::io::ErrorKind::Unsupported.into()) })
    }
}

impl Dns for Nowhere {
    fn mx<'a>(&'a self, _: &'a str) -> Later<'a, Result<Vec<Mx>, DnsError>> {
        Box::pin(async { Err(DnsError::NoName) })
    }

    fn addresses<'a>(&'a self, _: &'a str) -> Later<'a, Result<Vec<IpAddr>, DnsError>> {
        Box::pin(async { Err(DnsError::NoName) })
    }
}
