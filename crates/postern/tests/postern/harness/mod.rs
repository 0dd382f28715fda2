//! What every story is told with: a host with the real daemon on it, a receiver that plays the world's mail servers, and
//! the programs that sites run.
//!
//! The daemon is a child of the test, on free ports, below a folder of its own, and killed when the test ends. When the
//! test fails its log is shown. Where the tests run as root, the daemon and each site have a user of their own, as on a
//! real host; elsewhere everything is one user, and stories that need several say so.
//!
//! Nothing sleeps to be on the safe side: whatever has to happen is waited for until it has, or a deadline passes.

mod browser;
mod host;
mod program;
mod receiver;
mod smtp;
mod users;
mod visit;
mod wait;

pub use browser::{Browser, View};
pub use host::{Host, SHOP, SHOP_LOGIN, SHOP_PASSWORD, sendmail};
pub use program::{program, run, run_within, tool};
pub use receiver::{Cut, Mail, Receiver};
pub use smtp::{Smtp, base64};
pub use users::{
    BLOG_UID, DAEMON_UID, SHOP_UID, STRANGER_UID, WWW_DATA_UID, as_user, is_root, need_root,
    shop_uid,
};
pub use visit::Visit;
pub use wait::{until, until_some};
