//! How many files and connections the daemon may have open.
//!
//! The limit a service begins with is often 1,024, the one it may have is far above. Sessions, attempts and connections
//! kept are bounded by the configuration; all of them have to fit, and the store must always find a descriptor.

use rustix::process::{Resource, getrlimit, setrlimit};

/// What the store, the log, the resolver and the runtime have open beside sessions and attempts, generously.
const OTHERS: u64 = 512;

/// Raises the limit to what may be had, and warns where that is less than `sessions` and `attempts` can need. An attempt
/// has a connection of its own and leaves one behind, which is kept for a while.
pub fn raise(sessions: usize, attempts: usize) {
    let mut limit = getrlimit(Resource::Nofile);
    if limit.current != limit.maximum {
        limit.current = limit.maximum;
        if let Err(error) = setrlimit(Resource::Nofile, limit) {
            tracing::warn!(event = "descriptors_not_raised", %error);
        }
    }
    let needed = needed(sessions, attempts);
    if let Some(most) = getrlimit(Resource::Nofile).current.filter(|most| *most < needed) {
        tracing::warn!(
            event = "descriptors_may_run_out",
            most,
            needed,
            "allow the daemon more open files (LimitNOFILE), or set intake.connections, web.connections or delivery.attempts lower"
        );
    }
}

fn needed(sessions: usize, attempts: usize) -> u64 {
    // A session may spill its mail to a file.
    (sessions as u64).saturating_add(attempts as u64).saturating_mul(2).saturating_add(OTHERS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_fit_into_what_a_service_may_have() {
        let settings = postern_engine::settings::Settings::default();
        // Two doors have sessions, and the public listener. 524,288 is what systemd grants at most unless told otherwise.
        let sessions = 2 * settings.intake.connections + 1000;
        assert!(needed(sessions, settings.delivery.attempts) < 524_288);
        assert_eq!(needed(usize::MAX, 1), u64::MAX);
    }
}
