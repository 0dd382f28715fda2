//! What is asked for: the routes of the provider's API that are here, and those that are left out.

use axum::http::Method;

/// What a method and a path come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    Call(Call),
    /// The provider has it, and here it has no meaning.
    LeftOut,
    /// The path is there, the method is not.
    NoMethod,
    Nothing,
}

/// A call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Call {
    Open(Open),
    Signed(Signed),
}

/// What is answered to anybody, or proves itself in its own way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Open {
    Time,
    WantKey,
    Token,
}

/// What is answered to a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Signed {
    Credential,
    LogOut,
    Details,
    Me,
    Sites,
    /// Of a site, by its name as it stands in the path, unescaped.
    Site(String, OfSite),
}

/// What is asked of a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OfSite {
    Service,
    Email,
    SetEmail,
    Bounces,
    Act,
    Volumes,
    AbuseState,
}

/// Looks up a path below the version.
pub(super) fn find(method: &Method, path: &str) -> Found {
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    let calls: &[(Method, Call)] = match parts.as_slice() {
        ["auth", "time"] => &[(Method::GET, Call::Open(Open::Time))],
        ["auth", "credential"] => &[(Method::POST, Call::Open(Open::WantKey))],
        ["auth", "oauth2", "token"] => &[(Method::POST, Call::Open(Open::Token))],
        ["auth", "currentCredential"] => &[(Method::GET, Call::Signed(Signed::Credential))],
        ["auth", "logout"] => &[(Method::POST, Call::Signed(Signed::LogOut))],
        ["auth", "details"] => &[(Method::GET, Call::Signed(Signed::Details))],
        ["me"] => &[(Method::GET, Call::Signed(Signed::Me))],
        ["hosting", "web"] => &[(Method::GET, Call::Signed(Signed::Sites))],
        ["hosting", "web", name, rest @ ..] => return of_site(method, name, rest),
        ["auth" | "me" | "hosting", ..] | [_] if is_providers(&parts) => return Found::LeftOut,
        _ => return Found::Nothing,
    };
    chosen(method, calls)
}

fn of_site(method: &Method, name: &str, rest: &[&str]) -> Found {
    let calls: &[(Method, OfSite)] = match rest {
        [] => &[(Method::GET, OfSite::Service)],
        ["email"] => &[(Method::GET, OfSite::Email), (Method::PUT, OfSite::SetEmail)],
        ["email", "bounces"] => &[(Method::GET, OfSite::Bounces)],
        ["email", "request"] => &[(Method::POST, OfSite::Act)],
        ["email", "volumes"] => &[(Method::GET, OfSite::Volumes)],
        ["abuseState"] => &[(Method::GET, OfSite::AbuseState)],
        _ => return Found::LeftOut,
    };
    let Some(name) = unescaped(name) else { return Found::Nothing };
    let calls: Vec<_> = calls
        .iter()
        .map(|(method, of)| (method.clone(), Call::Signed(Signed::Site(name.clone(), *of))))
        .collect();
    chosen(method, &calls)
}

fn chosen(method: &Method, calls: &[(Method, Call)]) -> Found {
    let found = calls.iter().find(|(of, _)| of == method);
    found.map_or(Found::NoMethod, |(_, call)| Found::Call(call.clone()))
}

/// The provider's documents of its routes; and what it has beside what is here.
fn is_providers(parts: &[&str]) -> bool {
    match parts {
        [one] => one.ends_with(".json"),
        [_, rest @ ..] => !rest.is_empty(),
        [] => false,
    }
}

/// A part of a path, its escapes read.
fn unescaped(part: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let (digits, after) = rest.split_at_checked(2)?;
        let digits = std::str::from_utf8(digits).ok()?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        rest = after;
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_found_by_its_method_and_path() {
        let site = |of| Found::Call(Call::Signed(Signed::Site("a.example".into(), of)));
        let signed = |of| Found::Call(Call::Signed(of));
        let rows = [
            ("GET", "/auth/time", Found::Call(Call::Open(Open::Time))),
            ("POST", "/auth/credential", Found::Call(Call::Open(Open::WantKey))),
            ("GET", "/auth/credential", Found::NoMethod),
            ("GET", "/auth/currentCredential", signed(Signed::Credential)),
            ("POST", "/auth/logout", signed(Signed::LogOut)),
            ("GET", "/me", signed(Signed::Me)),
            ("PUT", "/me", Found::NoMethod),
            ("GET", "/hosting/web", signed(Signed::Sites)),
            ("GET", "/hosting/web/a.example", site(OfSite::Service)),
            ("GET", "/hosting/web/a.example/email", site(OfSite::Email)),
            ("PUT", "/hosting/web/a.example/email", site(OfSite::SetEmail)),
            ("DELETE", "/hosting/web/a.example/email", Found::NoMethod),
            ("GET", "/hosting/web/%61.example/email/bounces", site(OfSite::Bounces)),
            ("POST", "/hosting/web/a.example/email/request", site(OfSite::Act)),
            ("GET", "/hosting/web/a.example/email/volumes", site(OfSite::Volumes)),
            ("GET", "/hosting/web/a.example/abuseState", site(OfSite::AbuseState)),
            ("GET", "/hosting/web/a.example/tasks", Found::LeftOut),
            ("POST", "/hosting/web/a.example/unblockTCPOut", Found::LeftOut),
            ("GET", "/hosting/web.json", Found::LeftOut),
            ("GET", "/auth.json", Found::LeftOut),
            ("GET", "/me/bill", Found::LeftOut),
            ("GET", "/hosting/web/%zz/email", Found::Nothing),
            ("GET", "/domain", Found::Nothing),
            ("GET", "/", Found::Nothing),
            ("GET", "", Found::Nothing),
        ];
        for (method, path, expected) in rows {
            let method: Method = method.parse().expect("a method");
            assert_eq!(find(&method, path), expected, "{method} {path}");
        }
    }
}
