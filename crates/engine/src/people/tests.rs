use postern_store::model::Model;
use postern_store::{NewSite, SiteSettings};

use super::*;
use crate::watch::{NOON, Watch};

struct House {
    people: People,
    watch: Arc<Watch>,
    store: Arc<Model>,
}

impl House {
    fn new() -> House {
        let (store, watch) = (Arc::new(Model::new()), Arc::new(Watch::new()));
        let (shared, clock): (Arc<dyn Store>, Arc<dyn Clock>) = (store.clone(), watch.clone());
        let seal = Seal::in_memory().expect("a key");
        House {
            people: People::new(shared, clock, Hashing::default(), seal, Arc::default()),
            watch,
            store,
        }
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

    async fn add(&self, name: &str, grant: Grant) -> User {
        let wish = UserWish {
            name: name.into(),
            grant,
            language: String::new(),
            password: Some(Hidden(PASSWORD_OF_ALL.into())),
        };
        let id = self.people.add(&Grant::operator(), wish, self.by()).await.expect("is added");
        self.people.user(id).await.expect("is there")
    }

    async fn log_in(&self, name: &str, password: &str) -> LogIn {
        let password = Hidden(password.to_owned());
        self.people.log_in(name, password, &from("192.0.2.7")).await.expect("an answer")
    }

    async fn enter(&self, name: &str) -> Secret {
        match self.log_in(name, PASSWORD_OF_ALL).await {
            LogIn::In(opened) => opened.cookie,
            other => panic!("{other:?}"),
        }
    }

    async fn known(&self, cookie: &Secret) -> Option<Known> {
        self.people.of_session(cookie).await.expect("an answer")
    }

    /// Turns a user's second factor on; gives its secret, and the recovery codes.
    async fn factor(&self, user: UserId) -> (Vec<u8>, Vec<String>) {
        let offered = self.people.offer_factor(user, "mail.example.org").await.expect("offered");
        let sealed = secret::read_spelled(&offered.sealed).expect("spelled");
        let secret = self.people.seal.unseal(&sealed, &factor_of(user)).expect("opens");
        let code = self.code(&secret);
        let codes = self
            .people
            .turn_factor_on(user, &offered.sealed, &code, None, self.by())
            .await
            .expect("the code proves it");
        (secret, codes)
    }

    /// The code that stands now.
    fn code(&self, secret: &[u8]) -> String {
        let now = self.watch.now();
        let is_now = |code: &String| {
            totp::step_of(secret, code, now) == Some(u64::try_from(now.0).expect("a time") / 30_000)
        };
        (0..1_000_000).map(|code| format!("{code:06}")).find(is_now).expect("one of them")
    }
}

const PASSWORD_OF_ALL: &str = "correct horse";

fn from(address: &str) -> From {
    From { address: address.parse().expect("an address"), agent: "a browser".into() }
}

fn owner(sites: &[SiteId]) -> Grant {
    Grant { role: Role::Owner, scope: Scope::Sites(sites.iter().copied().collect()) }
}

#[tokio::test]
async fn a_name_and_its_password_come_in_and_nothing_else_does() {
    let house = House::new();
    let site = house.site("shop.example.org").await;
    house.add("anna", owner(&[site])).await;
    let cookie = house.enter(" Anna ").await;
    let known = house.known(&cookie).await.expect("is known");
    assert_eq!((known.who.as_str(), known.grant), ("owner:anna", owner(&[site])));
    for (name, password) in [("anna", "wrong horse!"), ("ben", PASSWORD_OF_ALL), ("", "")] {
        assert!(matches!(house.log_in(name, password).await, LogIn::Wrong), "{name}");
    }
    assert!(house.known(&Secret::given("nonsense")).await.is_none());
    house.people.log_out(&cookie).await.expect("is out");
    assert!(house.known(&cookie).await.is_none());
}

#[tokio::test]
async fn a_user_without_a_password_comes_in_by_link_only() {
    let house = House::new();
    let wish = UserWish {
        name: "anna".into(),
        grant: Grant::operator(),
        language: String::new(),
        password: None,
    };
    house.people.add(&Grant::operator(), wish, house.by()).await.expect("is added");
    assert!(matches!(house.log_in("anna", "").await, LogIn::Wrong));
    let anna = house.people.user_named("anna").await.expect("is there");
    let made = house.people.add_link(&Grant::operator(), None, &anna, None, house.by()).await;
    let link = made.expect("a link");
    let taken = house.people.take_link(&link, &from("192.0.2.7")).await.expect("an answer");
    assert!(house.known(&taken.expect("is good").cookie).await.is_some());
}

#[tokio::test]
async fn who_tries_too_often_waits_and_others_do_not() {
    let house = House::new();
    house.add("anna", Grant::operator()).await;
    for _ in 0..5 {
        assert!(matches!(house.log_in("anna", "wrong horse!").await, LogIn::Wrong));
    }
    let LogIn::NotBefore(at) = house.log_in("anna", PASSWORD_OF_ALL).await else {
        panic!("the sixth has to wait, also with the right one")
    };
    assert_eq!(at, NOON + Duration::from_secs(180));
    let password = Hidden(PASSWORD_OF_ALL.to_owned());
    let elsewhere = house.people.log_in("anna", password, &from("192.0.2.8")).await;
    assert!(matches!(elsewhere, Ok(LogIn::In(_))), "{elsewhere:?}");
    house.pass(Duration::from_secs(180));
    house.enter("anna").await;
}

#[tokio::test]
async fn one_address_may_not_try_many_names_and_a_network_is_one_address() {
    let house = House::new();
    for nth in 0..30 {
        let (name, from) = (format!("user{nth}"), from(&format!("2001:db8::{nth}")));
        let tried = house.people.log_in(&name, Hidden("wrong horse!".into()), &from).await;
        assert!(matches!(tried, Ok(LogIn::Wrong)), "{tried:?}");
    }
    for (address, waits) in [("2001:db8::ffff", true), ("2001:db8:0:1::1", false)] {
        let tried = house.people.log_in("new", Hidden("wrong horse!".into()), &from(address)).await;
        assert_eq!(matches!(tried, Ok(LogIn::NotBefore(_))), waits, "{address}");
    }
}

#[tokio::test]
async fn with_a_second_factor_a_password_alone_opens_nothing() {
    let house = House::new();
    let anna = house.add("anna", Grant::operator()).await;
    let (secret, recovery) = house.factor(anna.id).await;
    let LogIn::CodeNeeded(half) = house.log_in("anna", PASSWORD_OF_ALL).await else {
        panic!("a code is needed")
    };
    assert!(house.known(&half.cookie).await.is_none());
    let enter = async |code: &str| {
        house.people.enter_code(&half.cookie, code, &from("192.0.2.7")).await.expect("an answer")
    };
    let proven = house.code(&secret);
    assert!(matches!(enter(&proven).await, Came::Wrong), "it proved the factor: it is used");
    house.pass(Duration::from_secs(30));
    let Came::In(opened) = enter(&house.code(&secret)).await else { panic!("the code is right") };
    assert!(house.known(&opened.cookie).await.is_some());
    assert!(matches!(enter(&recovery[0]).await, Came::Over), "the half session is used");

    let LogIn::CodeNeeded(half) = house.log_in("anna", PASSWORD_OF_ALL).await else {
        panic!("a code is needed")
    };
    let enter = async |code: &str| {
        house.people.enter_code(&half.cookie, code, &from("192.0.2.7")).await.expect("an answer")
    };
    assert!(matches!(enter(&recovery[0].to_uppercase()).await, Came::In(_)));
    let left = house.people.user(anna.id).await.expect("is there").factor.expect("is on");
    assert_eq!(left.recovery_codes, 9);
}

#[tokio::test]
async fn codes_are_not_for_guessing() {
    let house = House::new();
    let anna = house.add("anna", Grant::operator()).await;
    house.factor(anna.id).await;
    let LogIn::CodeNeeded(half) = house.log_in("anna", PASSWORD_OF_ALL).await else {
        panic!("a code is needed")
    };
    let mut came = Vec::new();
    for _ in 0..6 {
        let code = house.people.enter_code(&half.cookie, "nonsense", &from("192.0.2.7")).await;
        came.push(code.expect("an answer"));
    }
    assert!(came[..5].iter().all(|came| matches!(came, Came::Wrong)), "{came:?}");
    assert!(matches!(came[5], Came::NotBefore(_)), "{came:?}");
    house.pass(Duration::from_secs(301));
    let late = house.people.enter_code(&half.cookie, "nonsense", &from("192.0.2.7")).await;
    assert!(matches!(late, Ok(Came::Over)));
}

#[tokio::test]
async fn a_session_ends_when_it_is_not_used_and_after_two_weeks_in_any_case() {
    let house = House::new();
    house.add("anna", Grant::operator()).await;
    let idle = house.enter("anna").await;
    let used = house.enter("anna").await;
    let nearly = IDLE - Duration::from_secs(1);
    while house.watch.now() + nearly < NOON + LONGEST {
        house.pass(nearly);
        assert!(house.known(&used).await.is_some(), "at {:?}", house.watch.now());
    }
    assert!(house.known(&idle).await.is_none());
    house.pass((NOON + LONGEST).since(house.watch.now()));
    assert!(house.known(&used).await.is_none());
}

#[tokio::test]
async fn a_login_link_is_good_once_for_a_minute_and_its_session_is_held_to_its_site() {
    let house = House::new();
    let (site, other) = (house.site("a.example.org").await, house.site("b.example.org").await);
    let anna = house.add("anna", owner(&[site, other])).await;
    let op = house.add("op", Grant::operator()).await;
    let link = async |user: &User, site| {
        house.people.add_link(&Grant::operator(), None, user, site, house.by()).await
    };
    let take = async |link: &Secret| {
        house.people.take_link(link, &from("192.0.2.7")).await.expect("an answer")
    };
    let late = link(&anna, None).await.expect("a link");
    house.pass(LINK);
    assert!(take(&late).await.is_none());
    for user in [&anna, &op] {
        let made = link(user, Some(site)).await.expect("a link");
        let opened = take(&made).await.expect("in time");
        assert!(take(&made).await.is_none(), "once");
        let known = house.known(&opened.cookie).await.expect("is known");
        assert_eq!(known.grant, owner(&[site]), "{}", user.name);
    }
    let third = house.site("c.example.org").await;
    assert!(matches!(link(&anna, Some(third)).await, Err(PeopleError::NotTheirs(_))));
}

#[tokio::test]
async fn nobody_hands_out_more_than_they_have() {
    let house = House::new();
    let (site, other) = (house.site("a.example.org").await, house.site("b.example.org").await);
    let anna = house.add("anna", owner(&[site, other])).await;
    let op = house.add("op", Grant::operator()).await;
    let giver = owner(&[site]);
    let token = async |grant: Grant| {
        house.people.add_token(&giver, Some(anna.id), "t".into(), grant, None, house.by()).await
    };
    assert!(token(owner(&[site])).await.is_ok());
    for more in [owner(&[other]), owner(&[site, other]), Grant::operator()] {
        assert!(matches!(token(more).await, Err(PeopleError::MoreThanOwn(_))));
    }
    let link =
        async |user: &User, site| house.people.add_link(&giver, None, user, site, house.by()).await;
    assert!(link(&anna, Some(site)).await.is_ok());
    for (user, of) in [(&anna, None), (&anna, Some(other)), (&op, None)] {
        assert!(matches!(link(user, of).await, Err(PeopleError::MoreThanOwn(_))), "{}", user.name);
    }
    let held = link(&op, Some(site)).await;
    assert!(matches!(held, Err(PeopleError::MoreThanOwn(_))), "an operator held to a site");
    let reader = Grant { role: Role::Reader, scope: Scope::Sites([site].into()) };
    let as_reader = house.people.add_link(&reader, None, &anna, Some(site), house.by()).await;
    assert!(matches!(as_reader, Err(PeopleError::MoreThanOwn(_))));
}

#[tokio::test]
async fn an_owner_hands_over_nobody_but_themselves() {
    let house = House::new();
    let site = house.site("a.example.org").await;
    let anna = house.add("anna", owner(&[site])).await;
    let peer = house.add("peer", owner(&[site])).await;
    let op = house.add("op", Grant::operator()).await;
    let link = async |maker: &User, user: &User| {
        let of = Some(site);
        house.people.add_link(&owner(&[site]), Some(maker.id), user, of, house.by()).await
    };
    assert!(link(&anna, &anna).await.is_ok());
    assert!(matches!(link(&anna, &peer).await, Err(PeopleError::MoreThanOwn(_))));
    assert!(link(&op, &peer).await.is_ok(), "a token that an operator made for a hosting panel");
    assert!(matches!(link(&op, &op).await, Err(PeopleError::MoreThanOwn(_))), "it is an owner's");
}

#[tokio::test]
async fn a_token_is_good_until_it_ends_and_loses_what_its_user_loses() {
    let house = House::new();
    let (site, other) = (house.site("a.example.org").await, house.site("b.example.org").await);
    let anna = house.add("anna", owner(&[site, other])).await;
    let ends_at = Some(NOON + Duration::from_secs(3600));
    let (_, token) = house
        .people
        .add_token(
            &anna.grant,
            Some(anna.id),
            "t".into(),
            owner(&[site, other]),
            ends_at,
            house.by(),
        )
        .await
        .expect("a token");
    assert!(token.reveal().starts_with(TOKEN_MARK));
    let ask = async || house.people.of_token(&token, None).await.expect("an answer");
    assert_eq!(
        ask().await.map(|known| (known.who, known.grant)),
        Some(("token:t".into(), owner(&[site, other])))
    );
    house
        .people
        .regrant(&Grant::operator(), anna.id, owner(&[other]), house.by())
        .await
        .expect("is so");
    assert_eq!(ask().await.map(|known| known.grant), Some(owner(&[other])));
    house.pass(Duration::from_secs(3600));
    assert!(ask().await.is_none());
}

#[tokio::test]
async fn an_operator_sees_a_site_as_its_owner_does_and_an_owner_sees_no_more_by_it() {
    let house = House::new();
    let (site, other) = (house.site("a.example.org").await, house.site("b.example.org").await);
    house.add("op", Grant::operator()).await;
    house.add("anna", owner(&[site])).await;
    for (name, shown, expected) in [("op", site, owner(&[site])), ("anna", other, owner(&[site]))] {
        let cookie = house.enter(name).await;
        let known = house.known(&cookie).await.expect("is known");
        let Credential::Session { session, .. } = known.by else { panic!("a session") };
        house.people.show_as_owner(session.id, Some(shown), house.by()).await.expect("is shown");
        let known = house.known(&cookie).await.expect("is known");
        assert_eq!(known.grant, expected, "{name}");
        house.people.show_as_owner(session.id, None, house.by()).await.expect("is ended");
    }
}

#[tokio::test]
async fn what_cannot_be_is_refused_with_what_to_do() {
    let house = House::new();
    let site = house.site("a.example.org").await;
    let wish = |name: &str, password: &str| UserWish {
        name: name.into(),
        grant: owner(&[site]),
        language: String::new(),
        password: Some(Hidden(password.into())),
    };
    let refused = async |wish: UserWish| {
        let added = house.people.add(&Grant::operator(), wish, house.by()).await;
        added.expect_err("is refused").to_string()
    };
    assert!(refused(wish("Anna Rossi", PASSWORD_OF_ALL)).await.contains("is no user name"));
    assert_eq!(
        refused(wish("anna", "short")).await,
        "a password has 10 to 255 bytes, this one has 5"
    );
    assert_eq!(
        refused(wish("anna@example.org", "Anna@example.org")).await,
        "the password is the user's name"
    );
    let some = Grant { role: Role::Operator, scope: Scope::Sites([site].into()) };
    let some = UserWish { grant: some, ..wish("anna", PASSWORD_OF_ALL) };
    assert_eq!(refused(some).await, "an operator has all sites: name none");
    let klingon = UserWish { language: "tlh".into(), ..wish("anna", PASSWORD_OF_ALL) };
    assert!(refused(klingon).await.contains("use one of en, it"));
}

#[tokio::test]
async fn who_is_held_to_one_site_learns_of_no_other_by_the_tokens_of_their_user() {
    let house = House::new();
    let (site, other) = (house.site("a.example.org").await, house.site("b.example.org").await);
    let anna = house.add("anna", owner(&[site, other])).await;
    let reader = |sites: &[SiteId]| Grant { role: Role::Reader, ..owner(sites) };
    for (name, grant) in
        [("both", owner(&[site, other])), ("b", owner(&[other])), ("a", reader(&[site]))]
    {
        let added = house
            .people
            .add_token(&anna.grant, Some(anna.id), name.into(), grant, None, house.by())
            .await;
        added.expect("is added");
    }
    let seen = async |grant: &Grant, after, limit| {
        let tokens = house.people.tokens_within(grant, anna.id, TokenId(after), limit).await;
        tokens.expect("an answer").into_iter().map(|token| token.name).collect::<Vec<_>>()
    };
    assert_eq!(seen(&anna.grant, 0, 10).await, ["both", "b", "a"]);
    let first = house.people.tokens_within(&anna.grant, anna.id, TokenId(0), 1).await;
    let first = first.expect("an answer")[0].id;
    assert_eq!(seen(&anna.grant, first.0, 1).await, ["b"]);
    assert_eq!(seen(&owner(&[site]), 0, 10).await, ["a"]);
    assert_eq!(seen(&reader(&[site, other]), 0, 10).await, ["a"], "not what may do more");

    let giver = Grant::operator();
    house.people.regrant(&giver, anna.id, owner(&[other]), house.by()).await.expect("is so");
    let left = house.people.tokens_within(&owner(&[other]), anna.id, TokenId(0), 10).await;
    let grants: Vec<_> = left.expect("an answer").into_iter().map(|token| token.grant).collect();
    assert_eq!(grants, [owner(&[other]), owner(&[other]), reader(&[])], "what each still has");
}

#[tokio::test]
async fn who_is_in_shows_the_present_password_and_not_too_often() {
    let house = House::new();
    let site = house.site("a.example.org").await;
    let anna = house.add("anna", owner(&[site])).await;
    let check = async |user: &User, password: &str| {
        let password = Hidden(password.to_owned());
        house.people.check_password(user, password, &from("192.0.2.7")).await
    };
    check(&anna, PASSWORD_OF_ALL).await.expect("it is hers");
    let without = User { password_hash: None, ..anna.clone() };
    assert!(matches!(check(&without, "").await, Err(PeopleError::WrongPassword)));
    let mut wait = None;
    for _ in 0..5 {
        match check(&anna, "wrong horse!").await {
            Err(PeopleError::WrongPassword) => {}
            Err(PeopleError::Wait(seconds)) => wait = Some(seconds),
            other => panic!("{other:?}"),
        }
    }
    assert!(wait.is_some_and(|seconds| (1..=900).contains(&seconds)), "{wait:?}");
    assert!(matches!(check(&anna, PASSWORD_OF_ALL).await, Err(PeopleError::Wait(_))));
}

#[tokio::test]
async fn an_offered_factor_is_offered_again_to_its_user_and_to_nobody_else() {
    let house = House::new();
    let site = house.site("a.example.org").await;
    let (anna, bert) =
        (house.add("anna", owner(&[site])).await, house.add("bert", owner(&[site])).await);
    let offered = house.people.offer_factor(anna.id, "mail.example.org").await.expect("offered");
    let again = house.people.offered_factor(anna.id, "mail.example.org", &offered.sealed).await;
    let again = again.expect("the same");
    assert_eq!((again.secret, again.url), (offered.secret, offered.url));
    for (user, sealed) in [(bert.id, &*offered.sealed), (anna.id, "AAAA"), (anna.id, "?")] {
        let other = house.people.offered_factor(user, "mail.example.org", sealed).await;
        assert!(matches!(other, Err(PeopleError::WrongCode)), "{other:?}");
    }
}
