//! The pages before anybody is known: log in, the one button of a login link, the code of a second factor, the first
//! operator. Each is one form; who handles it fills in these views.

use askama::Template;

use super::frame::Frame;

/// `GET /login`, and again where name or password were not right.
#[derive(Debug, Template)]
#[template(path = "login.html")]
pub(crate) struct Login {
    pub(crate) frame: Frame,
    /// What was wrong.
    pub(crate) fault: Option<String>,
    /// The name that was given.
    pub(crate) name: String,
    /// Where to go on, a path below the base; empty: the beginning.
    pub(crate) next: String,
}

/// `GET /link/{secret}`: a mail scanner that follows the link spends nothing, only the button does.
#[derive(Debug, Template)]
#[template(path = "link.html")]
pub(crate) struct Link {
    pub(crate) frame: Frame,
    /// Where the button posts to.
    pub(crate) action: String,
    /// Set where the link is spent, too old or none: there is no button then.
    pub(crate) fault: Option<String>,
}

/// The code of a second factor, after the password was right.
#[derive(Debug, Template)]
#[template(path = "code.html")]
pub(crate) struct Code {
    pub(crate) frame: Frame,
    pub(crate) action: String,
    pub(crate) fault: Option<String>,
    pub(crate) next: String,
}

/// The first operator, by the link that the first start printed.
#[derive(Debug, Template)]
#[template(path = "setup.html")]
pub(crate) struct Setup {
    pub(crate) frame: Frame,
    pub(crate) action: String,
    pub(crate) fault: Option<String>,
    pub(crate) name: String,
    /// What a password has to be (`setup-password-hint`).
    pub(crate) password_hint: String,
}
