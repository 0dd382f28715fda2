//! The user's own account, as a browser goes about it.

use aws_lc_rs::hmac;
use axum::http::StatusCode;
use postern_core::access::{Grant, Role, Scope};
use postern_core::ids::TokenId;
use postern_engine::people::{From, Secret, UserWish};
use postern_store::By;
use postern_store::people::Hidden;

use super::door::{Browser, add_anna, leads_to};
use super::house::{BLOG, House, NOON, Page, SHOP};
use crate::panel::assets::{ASSETS, Asset};

const PASSWORD: &str = "correct+horse+battery";

/// A browser that anna has logged in with.
async fn anna(house: &House) -> Browser<'_> {
    enter(house, "a browser").await
}

async fn enter<'a>(house: &'a House, agent: &'static str) -> Browser<'a> {
    let mut browser = Browser::new(house);
    browser.agent = agent;
    browser.open("/login").await;
    let page = browser.send("/login", &format!("name=anna&password={PASSWORD}")).await;
    assert_eq!(leads_to(page), (StatusCode::SEE_OTHER, "/"));
    browser
}

async fn with_anna() -> House {
    let house = House::new().await;
    add_anna(&house, Some("correct horse battery")).await;
    house
}

/// What the page that is led to shows.
async fn follow<'a>(browser: &'a mut Browser<'_>, path: &str, fields: &str) -> &'a Page {
    let to = {
        let page = browser.send(path, fields).await;
        let (status, to) = leads_to(page);
        assert_eq!(status, StatusCode::SEE_OTHER, "{}", page.text);
        to.to_owned()
    };
    browser.open(&to).await
}

#[tokio::test]
async fn an_account_says_who_one_is_and_speaks_the_chosen_language() {
    let house = with_anna().await;
    let mut browser = anna(&house).await;
    browser.open("/account").await.shows(&[
        "<title>Your account · Postern</title>",
        "Name</dt><dd><bdi>anna</bdi>",
        "Site owner",
        "Sites</dt><dd><bdi>shop.example.org</bdi>",
        "name=\"next\" value=\"/account\"",
        "<option value=\"\">the language of your browser",
        "<option value=\"en\" lang=\"en\" selected>English",
    ]);
    for (chosen, shown) in
        [("pl", "lang=\"pl\" selected>Polski"), ("", "<option value=\"\" selected>")]
    {
        let fields = format!("language={chosen}&next=%2Faccount");
        follow(&mut browser, "/account/language", &fields).await.shows(&[shown]);
    }
}

#[tokio::test]
async fn a_password_is_changed_by_who_knows_the_present_one_and_ends_other_sessions() {
    let house = with_anna().await;
    let (mut browser, mut other) = (anna(&house).await, anna(&house).await);
    browser.open("/account").await.shows(&["href=\"/account/password\">Change password"]);
    browser.open("/account/password").await.shows(&["value=\"anna\" autocomplete=\"username\""]);
    let new = "password=a+new+long+one&again=a+new+long+one";
    for (fields, told) in [
        (format!("present=wrong&{new}"), "This is not your present password."),
        (format!("present={PASSWORD}&password=a+new+long+one&again=another"), "not the same"),
        (format!("present={PASSWORD}&password=short&again=short"), "10 to 255 characters"),
    ] {
        let page = browser.send("/account/password", &fields).await;
        page.shows(&["aria-invalid=\"true\"", told]);
        page.hides(&["wrong\"", "battery"]);
    }
    assert_eq!(other.open("/account").await.status, StatusCode::OK, "nothing was changed");

    let fields = format!("present={PASSWORD}&{new}");
    follow(&mut browser, "/account/password", &fields).await.shows(&["Your password is changed."]);

    assert_eq!(leads_to(other.open("/account").await).0, StatusCode::SEE_OTHER, "logged out");
    let mut again = Browser::new(&house);
    again.open("/login").await;
    let page = again.send("/login", "name=anna&password=a+new+long+one").await;
    assert_eq!(leads_to(page), (StatusCode::SEE_OTHER, "/"));
}

#[tokio::test]
async fn who_guesses_the_present_password_has_to_wait() {
    let house = with_anna().await;
    let mut browser = anna(&house).await;
    browser.open("/account/password").await;
    let fields = "present=wrong&password=a+new+long+one&again=a+new+long+one";
    for _ in 0..5 {
        browser.send("/account/password", fields).await;
    }
    let fields = format!("present={PASSWORD}&password=a+new+long+one&again=a+new+long+one");
    let page = browser.send("/account/password", &fields).await;
    page.shows(&["Too many attempts. Try again in"]);
}

/// The code that an authenticator shows at noon (RFC 6238).
fn code(secret: &str) -> String {
    let value = |letter| b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".iter().position(|it| *it == letter);
    let bits = secret
        .bytes()
        .filter_map(value)
        .fold(String::new(), |bits, value| bits + &format!("{value:05b}"));
    let bytes: Vec<u8> = bits
        .as_bytes()
        .chunks_exact(8)
        .map(|bits| bits.iter().fold(0, |byte, bit| byte << 1 | (bit - b'0')))
        .collect();
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &bytes);
    let step = u64::try_from(NOON.0).expect("a time") / 30_000;
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let at = usize::from(tag.as_ref()[19] & 0xf);
    let word = u32::from_be_bytes(tag.as_ref()[at..at + 4].try_into().expect("four"));
    format!("{:06}", (word & 0x7fff_ffff) % 1_000_000)
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    text.split(before).nth(1).and_then(|rest| rest.split(after).next()).expect("it is there")
}

#[tokio::test]
async fn a_second_step_is_proven_before_it_stands_and_goes_with_the_password() {
    let house = with_anna().await;
    let mut browser = anna(&house).await;
    browser.open("/account").await.shows(&["Off. With it", "Turn on the second step"]);
    let page = browser.open("/account/factor").await;
    page.shows(&["role=\"img\"", "<svg viewBox=\"0 0 ", "otpauth://totp/localhost:anna?secret="]);
    let sealed = between(&page.text, "name=\"sealed\" value=\"", "\"").to_owned();
    let secret = between(&page.text, "class=\"secret\">", "<").to_owned();
    let good = code(&secret);
    let wrong = if good == "000000" { "111111" } else { "000000" };
    for (fields, told) in [
        (format!("sealed={sealed}&code={wrong}&present={PASSWORD}"), "This code is not right"),
        (format!("sealed={sealed}&code={good}&present=wrong"), "not your present password"),
    ] {
        browser.send("/account/factor", &fields).await.shows(&[&secret, told]);
    }

    let fields = format!("sealed={sealed}&code={good}&present={PASSWORD}");
    let page = browser.send("/account/factor", &fields).await;
    page.shows(&["The second step is on", "Recovery codes", "never again"]);
    let codes = between(&page.text, "Recovery codes\">", "</pre>").to_owned();
    assert_eq!(codes.lines().map(str::len).collect::<Vec<_>>(), [19; 10], "{codes}");
    browser.open("/account").await.shows(&["On. You have 10 recovery codes left."]);

    let mut again = Browser::new(&house);
    again.open("/login").await;
    let page = again.send("/login", &format!("name=anna&password={PASSWORD}")).await;
    assert_eq!(leads_to(page), (StatusCode::SEE_OTHER, "/code"));
    again.open("/code").await;
    let first = codes.lines().next().expect("a code");
    let page = again.send("/code", &format!("code={first}")).await;
    assert_eq!(leads_to(page), (StatusCode::SEE_OTHER, "/"));

    browser.open("/account/factor").await.shows(&["Turn off the second step"]);
    let page = browser.send("/account/factor/off", "present=wrong").await;
    page.shows(&["not your present password"]);
    browser.open("/account").await.shows(&["On. You have 9 recovery codes left."]);
    browser.open("/account/factor").await;
    let fields = format!("present={PASSWORD}");
    follow(&mut browser, "/account/factor/off", &fields).await.shows(&["The second step is off."]);
    browser.open("/account").await.shows(&["Off. With it"]);
}

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

#[tokio::test]
async fn each_session_is_listed_and_can_be_ended() {
    let house = with_anna().await;
    let mut browser = anna(&house).await;
    let mut firefox = enter(&house, FIREFOX).await;
    let mut hostile = enter(&house, "<script>alert(1)</script>").await;
    let page = browser.open("/account").await;
    page.shows(&[
        "Where you are logged in",
        "&#60;script&#62;alert(1)",
        "Firefox on Linux",
        FIREFOX,
        "192.0.2.7",
        "just now",
        "This one",
        "Log out everywhere else",
    ]);
    page.hides(&["<script>alert"]);

    let end = between(&page.text, "Firefox on Linux", "><input").to_owned();
    let end = between(&end, "action=\"", "\"").to_owned();
    follow(&mut browser, &end, "").await.shows(&["That browser is logged out."]);
    assert_eq!(firefox.open("/account").await.status, StatusCode::SEE_OTHER);
    assert_eq!(hostile.open("/account").await.status, StatusCode::OK);

    let page = follow(&mut browser, "/account/sessions/end", "").await;
    page.shows(&["You are logged out everywhere else.", "This one"]);
    page.hides(&["Log out everywhere else"]);
    assert_eq!(hostile.open("/account").await.status, StatusCode::SEE_OTHER);
    assert_eq!(browser.open("/account").await.status, StatusCode::OK);
}

/// Somebody else who has both sites, a session and a token.
async fn add_bert(house: &House) -> TokenId {
    let scope = Scope::Sites([house.id(SHOP), house.id(BLOG)].into());
    let grant = Grant { role: Role::Owner, scope };
    let wish = UserWish {
        name: "bert".into(),
        grant: grant.clone(),
        language: "en".into(),
        password: Some(Hidden("correct horse battery".into())),
    };
    let by = || By { who: "operator:root".into(), at: NOON };
    let people = &house.engine.people;
    let bert = people.add(&Grant::operator(), wish, by()).await.expect("a user");
    let token = people.add_token(&grant, Some(bert), "berts".into(), grant.clone(), None, by());
    token.await.expect("a token").0
}

#[tokio::test]
async fn a_token_is_made_told_once_used_and_removed() {
    let house = with_anna().await;
    let mut browser = anna(&house).await;
    browser.open("/account").await.shows(&["href=\"/account/tokens\"", "No API tokens"]);
    let page = browser.open("/account/tokens").await;
    page.shows(&["<option value=\"owner\">", "<option value=\"reader\" selected>", "in 90 days"]);
    page.hides(&["value=\"operator\"", "name=\"sites\""]);

    let fields = "name=%3Cb%3Eshop&role=owner&ends=30d";
    let page = browser.send("/account/tokens", fields).await;
    page.shows(&["Your new API token", "&#60;b&#62;shop", "pst_", "never again"]);
    let secret = between(&page.text, "API token\">", "</pre>").to_owned();
    let known = house.engine.people.of_token(&Secret::given(&secret), None).await;
    let grant = known.expect("the store answers").expect("it is known").grant;
    let shop = Scope::Sites([house.id(SHOP)].into());
    assert_eq!(grant, Grant { role: Role::Owner, scope: shop });

    let page = browser.open("/account").await;
    page.shows(&[
        "&#60;b&#62;shop",
        "Site owner",
        "shop.example.org",
        "15 Jun 2026",
        "15 Jul 2026",
    ]);
    page.hides(&["<b>shop", &secret]);
    let tokens = page.text.split("id=\"tokens\"").nth(1).expect("a list").to_owned();
    let remove = format!("/account/tokens/{}/remove", between(&tokens, "tokens/", "/remove"));
    let page = browser.open(&remove).await;
    page.shows(&["Remove the API token &#60;b&#62;shop?", "are refused from then on", "just now"]);
    let page = follow(&mut browser, &remove, "").await;
    page.shows(&["The API token &#60;b&#62;shop is removed.", "No API tokens"]);
    let known = house.engine.people.of_token(&Secret::given(&secret), None).await;
    assert!(known.expect("the store answers").is_none());
}

#[tokio::test]
async fn what_a_token_cannot_be_is_told_and_nobody_gives_what_is_not_theirs() {
    let house = with_anna().await;
    let berts = add_bert(&house).await;
    let mut browser = anna(&house).await;
    browser.open("/account/tokens").await;
    let page = browser.send("/account/tokens", "name=+&role=owner&ends=90d").await;
    page.shows(&["aria-invalid=\"true\"", "a name of 1 to 64 characters"]);
    let page = browser.send("/account/tokens", "name=x&role=operator&ends=90d").await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    browser.open("/account/tokens").await;
    let of = async |browser: &mut Browser<'_>, site: &str| {
        let fields = format!("name=x&role=owner&ends=90d&sites={site}");
        let page = browser.send("/account/tokens", &fields).await;
        page.shows(&[]);
        (page.status, page.text.replace(site, ""))
    };
    let theirs = of(&mut browser, BLOG).await;
    assert_eq!(theirs, of(&mut browser, "nowhere.example.org").await);
    browser.open("/account").await.shows(&["No API tokens"]);

    for token in [berts, TokenId(999)] {
        let page = browser.open(&format!("/account/tokens/{token}/remove")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        page.hides(&["berts"]);
    }
    let mut bert = Browser::new(&house);
    bert.open("/login").await;
    bert.send("/login", &format!("name=bert&password={PASSWORD}")).await;
    bert.open("/account").await.shows(&["berts", "blog.example.org, shop.example.org"]);
    let id = house.engine.people.user_named("bert").await.expect("bert").id;
    let session = house.engine.people.sessions(id).await.expect("sessions")[0].id;
    browser.open("/account").await;
    let page = browser.send(&format!("/account/sessions/{session}/end"), "").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert_eq!(bert.open("/account").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_session_for_one_site_neither_sees_nor_changes_what_lets_its_user_in() {
    let house = with_anna().await;
    add_bert(&house).await;
    let bert = house.engine.people.user_named("bert").await.expect("bert");
    let by = By { who: "operator:root".into(), at: NOON };
    let (giver, site) = (Grant::operator(), Some(house.id(SHOP)));
    let link = house.engine.people.add_link(&giver, None, &bert, site, by).await.expect("a link");
    let path = format!("/link/{}", link.reveal());
    let mut browser = Browser::new(&house);
    browser.open(&path).await;
    browser.send(&path, "").await;

    let page = browser.open("/account").await;
    page.shows(&["bert", "shop.example.org", "You came by a link"]);
    page.hides(&["blog.example.org", "berts", "Change password", "Where you are logged in"]);
    for path in ["/account/password", "/account/factor", "/account/tokens"] {
        assert_eq!(browser.open(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    for path in [
        "/account/password",
        "/account/factor",
        "/account/factor/off",
        "/account/sessions/end",
        "/account/sessions/1/end",
        "/account/tokens",
        "/account/tokens/1/remove",
    ] {
        browser.open("/account").await;
        let fields = format!("present={PASSWORD}&password=a+new+long+one&again=a+new+long+one");
        let page = browser.send(path, &fields).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test]
async fn an_account_with_many_sessions_and_tokens_stays_a_small_page() {
    let house = with_anna().await;
    let mut browser = anna(&house).await;
    let id = house.engine.people.user_named("anna").await.expect("anna").id;
    let user = house.engine.people.user(id).await.expect("anna");
    let from = From {
        address: "2001:db8:1234:5678:9abc:def0:1234:5678".parse().expect("an address"),
        agent: "<".repeat(5000),
    };
    for nth in 0..30 {
        house.engine.people.admit(&user, &from).await.expect("a session");
        let by = By { who: "owner:anna".into(), at: NOON };
        let (grant, name) = (&user.grant, format!("{nth:02}{}", "<".repeat(62)));
        let token =
            house.engine.people.add_token(grant, Some(id), name, grant.clone(), None, by).await;
        token.expect("a token");
    }
    let page = browser.open("/account").await;
    page.shows(&[
        "11 older logins are not shown.",
        "Log out everywhere else",
        "19&#60;",
        "Show more",
    ]);
    page.hides(&["20&#60;", "<<"]);
    let assets: usize = ASSETS.iter().map(Asset::size).sum();
    assert!(page.text.len() + assets < 100_000, "{} + {assets}", page.text.len());
    let next = between(&page.text, "?after=", "\"").to_owned();
    let page = browser.open(&format!("/account?after={next}")).await;
    page.shows(&["20&#60;", "29&#60;", "Back to the beginning"]);
}
