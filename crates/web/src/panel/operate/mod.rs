//! The pages of those who run the hosting: all sites, who may come in, where mail goes, how the daemon stands.

pub(super) mod as_owner;
pub(super) mod audit;
pub(super) mod bulk;
pub(super) mod grant;
pub(super) mod health;
pub(super) mod hops;
pub(super) mod site;
pub(super) mod sites;
pub(super) mod tokens;
pub(super) mod told_once;
pub(super) mod user;
pub(super) mod users;
