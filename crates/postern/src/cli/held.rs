//! Why mail is held, in a few words: by whom its site, its script or its sender is blocked.

use postern_web::wire::{Status, Stop, Traced, is_red};

/// Why a message's mail is held. Empty when it is not, any more.
pub fn why(story: &Traced, status: &Status) -> String {
    let site = &status.site;
    if is_red(&site.state) {
        return words("the site", &site.by, &site.reason);
    }
    let covers = |stop: &&Stop| match (&stop.script, &stop.sender, &story.sender) {
        (Some(script), ..) => *script == story.script,
        (None, Some(stopped), Some(sender)) => stopped.eq_ignore_ascii_case(sender),
        _ => false,
    };
    status.stops.iter().find(covers).map_or_else(String::new, |stop| {
        let what = if stop.script.is_some() { "its script" } else { "its sender" };
        words(what, &stop.by, &stop.reason)
    })
}

fn words(what: &str, by: &str, reason: &str) -> String {
    let why = if reason.is_empty() { String::new() } else { format!(" ({reason})") };
    format!("{what} is blocked by {by}{why}")
}
