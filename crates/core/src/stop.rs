//! A stop: one script or one sender address of a site is blocked while the rest sends.

/// What is stopped.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stopped {
    /// Mail of this script, named as the site's scripts are named.
    Script(String),
    /// Mail with this envelope sender, compared without regard to case.
    Sender(String),
}

impl Stopped {
    /// Whether a message of this script and envelope sender (`None` = the null sender) is stopped.
    pub fn covers(&self, script: &str, sender: Option<&str>) -> bool {
        match self {
            Stopped::Script(stopped) => stopped == script,
            Stopped::Sender(stopped) => {
                sender.is_some_and(|sender| sender.eq_ignore_ascii_case(stopped))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stop_covers_its_script_or_its_sender_and_nothing_else() {
        let script = Stopped::Script("/srv/shop/contact.php".into());
        let sender = Stopped::Sender("News@example.org".into());
        assert!(script.covers("/srv/shop/contact.php", None));
        assert!(!script.covers("/srv/shop/order.php", Some("news@example.org")));
        assert!(sender.covers("any", Some("news@EXAMPLE.org")));
        assert!(!sender.covers("any", None));
    }
}
