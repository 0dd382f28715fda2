//! A stop in words: `script /srv/shop/order.php`, `5 min ago by operator:anna: bots`.

use postern_web::wire::{Stop, When};

use super::relative;

/// What is stopped.
pub fn stopped(stop: &Stop) -> String {
    match (&stop.script, &stop.sender) {
        (Some(script), _) => format!("script {script}"),
        (None, sender) => format!("sender {}", sender.as_deref().unwrap_or("")),
    }
}

/// Since when, by whom and why.
pub fn stopped_since(stop: &Stop, now: When) -> String {
    let why = if stop.reason.is_empty() { String::new() } else { format!(": {}", stop.reason) };
    format!("{} by {}{why}", relative(now, stop.at), stop.by)
}
