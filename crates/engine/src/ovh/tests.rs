use postern_core::ids::SiteId;
use postern_store::model::Model;
use postern_store::people::{NewUser, UserChange};
use postern_store::{NewSite, SiteSettings};

use super::*;
use crate::watch::{NOON, Watch};

struct House {
    keys: OvhKeys,
    watch: Arc<Watch>,
    store: Arc<Model>,
}

impl House {
    fn new() -> House {
        let (store, watch) = (Arc::new(Model::new()), Arc::new(Watch::new()));
        let (shared, clock): (Arc<dyn Store>, Arc<dyn Clock>) = (store.clone(), watch.clone());
        let seal = Seal::in_memory().expect("a key");
        House { keys: OvhKeys::new(shared, clock, seal), watch, store }
    }

    fn pass(&self, span: Duration) {
        self.watch.pass(span);
    }

    fn by(&self) -> By {
        By { who: "operator:root".into(), at: self.watch.now() }
    }

    async fn site(&self, name: &str) -> SiteId {
        let new = NewSite {
            name: name.into(),
            settings: SiteSettings::default(),
            identities: Vec::new(),
            by: self.by(),
        };
        self.store.add_site(new).await.expect("is added")
    }

    async fn user(&self, name: &str, grant: Grant) -> UserId {
        let new = NewUser {
            name: name.into(),
            grant,
            language: String::new(),
            password_hash: None,
            by: self.by(),
        };
        postern_store::people::People::add_user(&*self.store, new).await.expect("is added")
    }

    async fn make(&self, wish: ApplicationWish) -> Made {
        self.keys.make(&Grant::operator(), None, wish, self.by()).await.expect("is made")
    }

    async fn key(&self, made: &Made, consumer: &Secret) -> Option<Box<Key>> {
        match self.keys.of_call(&made.key, consumer).await.expect("an answer") {
            Found::Key(key) => Some(key),
            Found::NoApplication | Found::NoConsumer => None,
        }
    }

    /// A key that waits, and what it waits behind.
    async fn want(&self, made: &Made) -> (Waiting, Application, Consumer) {
        let waiting =
            self.keys.want(&made.key, wanted()).await.expect("a wish").expect("it is there");
        let found = self.keys.waiting(&waiting.door).await.expect("an answer").expect("it waits");
        (waiting, found.0, found.1)
    }
}

fn owner_of(sites: &[SiteId]) -> Grant {
    Grant { role: Role::Owner, scope: of(sites) }
}

fn of(sites: &[SiteId]) -> Scope {
    Scope::Sites(sites.iter().copied().collect())
}

fn wish(scope: Scope, rules: Vec<Rule>) -> ApplicationWish {
    ApplicationWish { name: "billing".into(), scope, rules, ends_at: None }
}

fn wanted() -> Wanted {
    Wanted { rules: usual_rules(false), addresses: Vec::new(), redirection: String::new() }
}

fn approval(house: &House, user: UserId, scope: Scope) -> Approval {
    Approval { user, scope, ends_at: None, by: house.by() }
}

#[tokio::test]
async fn an_application_that_asks_by_itself_has_a_key_and_its_secret_is_the_one_that_was_told() {
    let house = House::new();
    let site = house.site("example.org").await;
    let made = house.make(wish(of(&[site]), usual_rules(false))).await;
    let consumer = made.consumer.clone().expect("a key of its own");
    let key = house.key(&made, &consumer).await.expect("is known");
    assert_eq!(key.secret.0, made.secret.reveal().as_bytes());
    assert_eq!((key.grant.clone(), key.who.as_str()), (owner_of(&[site]), "ovh:billing"));
    assert_ne!(key.application.sealed.0, made.secret.reveal().as_bytes());
    assert!(house.key(&made, &Secret::given("x")).await.is_none());
    let other = house.make(wish(of(&[site]), usual_rules(false))).await;
    assert!(house.key(&other, &consumer).await.is_none(), "it is the key of another");
    let nobody = house.keys.of_call("0000", &consumer).await.expect("an answer");
    assert!(matches!(nobody, Found::NoApplication));
}

#[tokio::test]
async fn nobody_makes_an_application_with_more_than_they_have() {
    let house = House::new();
    let (site, other) = (house.site("example.org").await, house.site("example.com").await);
    let anna = owner_of(&[site]);
    let reader = Grant { role: Role::Reader, ..anna.clone() };
    let rows = [
        (&anna, of(&[site]), usual_rules(false), true),
        (&anna, of(&[other]), usual_rules(true), false),
        (&anna, Scope::All, usual_rules(true), false),
        (&reader, of(&[site]), usual_rules(true), true),
        (&reader, of(&[site]), usual_rules(false), false),
    ];
    for (giver, scope, rules, good) in rows {
        let made = house.keys.make(giver, None, wish(scope, rules), house.by()).await;
        assert_eq!(made.is_ok(), good, "{made:?}");
    }
    let nameless = ApplicationWish { name: "a\nb".into(), ..wish(of(&[site]), Vec::new()) };
    let made = house.keys.make(&anna, None, nameless, house.by()).await;
    assert!(matches!(made, Err(OvhError::Name)), "{made:?}");
    let over = ApplicationWish { ends_at: Some(NOON), ..wish(of(&[site]), Vec::new()) };
    let made = house.keys.make(&anna, None, over, house.by()).await;
    assert!(matches!(made, Err(OvhError::EndsInThePast)), "{made:?}");
}

#[tokio::test]
async fn a_key_is_good_once_one_who_has_the_site_has_approved_it() {
    let house = House::new();
    let (site, other) = (house.site("example.org").await, house.site("example.com").await);
    let grant = owner_of(&[site]);
    let anna = house.user("anna", grant.clone()).await;
    let made = house.make(wish(Scope::All, Vec::new())).await;
    assert!(made.consumer.is_none(), "it has no key of its own");
    let (waiting, application, consumer) = house.want(&made).await;
    assert!(house.key(&made, &waiting.consumer).await.is_none(), "nobody has approved it");
    let asked = (&application, &consumer);
    let theirs = house.keys.approve(asked, &grant, approval(&house, anna, of(&[other]))).await;
    assert!(matches!(theirs, Err(OvhError::MoreThanOwn(_))), "{theirs:?}");
    let none = house.keys.approve(asked, &grant, approval(&house, anna, of(&[]))).await;
    assert!(matches!(none, Err(OvhError::NoSite)), "{none:?}");

    house.keys.approve(asked, &grant, approval(&house, anna, of(&[site]))).await.expect("is hers");
    let key = house.key(&made, &waiting.consumer).await.expect("is good");
    assert_eq!(key.grant, grant);
    assert!(house.keys.waiting(&waiting.door).await.expect("an answer").is_none());

    let lost = UserChange { grant: Some(owner_of(&[other])), ..UserChange::default() };
    postern_store::people::People::change_user(&*house.store, anna, lost, house.by())
        .await
        .expect("is changed");
    let key = house.key(&made, &waiting.consumer).await.expect("is there");
    assert_eq!(key.grant.scope, of(&[]), "what its user has lost, it has lost too");
    house.keys.log_out(&key).await.expect("is out");
    assert!(house.key(&made, &waiting.consumer).await.is_none());
    house.keys.log_out(&key).await.expect("is out already");
}

#[tokio::test]
async fn a_key_that_is_refused_or_waits_too_long_is_never_good() {
    let house = House::new();
    let grant = Grant::operator();
    let op = house.user("op", grant.clone()).await;
    let made = house.make(wish(Scope::All, Vec::new())).await;
    let (waiting, _, consumer) = house.want(&made).await;
    house.keys.refuse(&consumer, house.by()).await.expect("is refused");
    assert!(house.key(&made, &waiting.consumer).await.is_none());
    assert!(house.keys.waiting(&waiting.door).await.expect("an answer").is_none());

    let (waiting, application, consumer) = house.want(&made).await;
    house.pass(APPROVAL);
    assert!(house.keys.waiting(&waiting.door).await.expect("an answer").is_none());
    assert!(house.keys.consumers(application.id).await.expect("a list").is_empty());
    // A page that was open all the while is no way round.
    house
        .store
        .sweep(postern_store::Sweep { now: house.watch.now(), ..sweep() })
        .await
        .expect("is swept");
    let late =
        house.keys.approve((&application, &consumer), &grant, approval(&house, op, Scope::All));
    assert!(matches!(late.await, Err(OvhError::Store(Error::NotFound(_)))));
}

#[tokio::test]
async fn what_is_asked_for_is_refused_with_its_reason_when_it_cannot_be() {
    let house = House::new();
    let made = house.make(wish(Scope::All, Vec::new())).await;
    let to = |redirection: &str| Wanted { redirection: redirection.into(), ..wanted() };
    for good in ["https://shop.example.org/done?x=1#y", "http://127.0.0.1:3000/", ""] {
        assert!(house.keys.want(&made.key, to(good)).await.is_ok(), "{good}");
    }
    for bad in [
        "javascript:alert(1)",
        "//example.org",
        "https://",
        "https://a@b/",
        "https://a/\"x",
        "https://a b/",
    ] {
        let refused = house.keys.want(&made.key, to(bad)).await;
        assert!(matches!(refused, Err(OvhError::Redirection)), "{bad}");
    }
    let nothing = Wanted { rules: Vec::new(), ..wanted() };
    assert!(matches!(house.keys.want(&made.key, nothing).await, Err(OvhError::Rules)));
    assert!(house.keys.want("0000", wanted()).await.expect("a wish").is_none());
}

#[tokio::test]
async fn a_token_passes_for_an_hour_where_the_application_asks_by_itself() {
    let house = House::new();
    let site = house.site("example.org").await;
    let own = house.make(wish(of(&[site]), usual_rules(true))).await;
    let asking = house.make(wish(of(&[site]), Vec::new())).await;
    let token = |made: &Made, secret: &str| {
        let (keys, key, secret) = (house.keys.clone(), made.key.clone(), secret.to_owned());
        async move { keys.token(&key, &secret).await.expect("an answer") }
    };
    assert!(token(&own, "wrong").await.is_none());
    assert!(token(&asking, asking.secret.reveal()).await.is_none(), "it has to ask");
    let good = token(&own, own.secret.reveal()).await.expect("a token");
    let key = house.keys.of_bearer(&good).await.expect("an answer").expect("is known");
    assert_eq!(
        (key.grant.scope.clone(), key.consumer.rules.clone()),
        (of(&[site]), usual_rules(true))
    );
    assert!(house.key(&own, &good).await.is_none(), "a token signs nothing");
    assert_eq!(house.keys.consumers(own.id).await.expect("a list").len(), 1, "its own key alone");
    house.pass(PASSING);
    assert!(house.keys.of_bearer(&good).await.expect("an answer").is_none());
    let consumer = own.consumer.expect("a key");
    assert!(house.keys.of_bearer(&consumer).await.expect("an answer").is_none(), "it has to sign");
}

#[tokio::test]
async fn a_key_ends_with_its_application_and_is_good_where_it_was_asked_for() {
    let house = House::new();
    let ends =
        ApplicationWish { ends_at: Some(NOON + PASSING), ..wish(Scope::All, usual_rules(true)) };
    let made = house.make(ends).await;
    let consumer = made.consumer.clone().expect("a key");
    let mut key = *house.key(&made, &consumer).await.expect("is good");
    let (here, elsewhere) =
        ("192.0.2.7".parse().expect("one"), "203.0.113.7".parse().expect("one"));
    assert!(key.is_good_at(here) && key.is_good_at(elsewhere));
    key.consumer.addresses = vec!["192.0.2.0/24".parse().expect("a range")];
    assert!(key.is_good_at(here) && !key.is_good_at(elsewhere));
    house.keys.note(&key, here).await.expect("is noted");
    let noted = house.key(&made, &consumer).await.expect("is good");
    assert_eq!(
        (noted.consumer.last_at, noted.consumer.last_address.as_str()),
        (Some(NOON), "192.0.2.7")
    );
    house.pass(PASSING);
    assert!(matches!(house.keys.of_call(&made.key, &consumer).await, Ok(Found::NoApplication)));
}

fn sweep() -> postern_store::Sweep {
    postern_store::Sweep {
        now: NOON,
        rows: 1000,
        traces_before: Time(0),
        failures_before: Time(0),
        buckets_before: Time(0),
        keys_before: Time(0),
    }
}
