//! No attempt begins later than a second after a block was answered, but of mail that was released.

use std::collections::BTreeMap;
use std::time::Duration;

use super::Life;
use crate::diary::Mail;
use crate::net::Seen;

pub(super) fn broken(life: &Life, mails: &BTreeMap<u64, &Mail>) -> Vec<String> {
    let mut broken = Vec::new();
    for (site, name) in life.diary.sites.iter().enumerate() {
        let red = life.diary.red(site);
        for seen in life.seen.iter().filter(|seen| is_of(seen, name)) {
            let within = red.iter().find(|(from, to)| {
                seen.began_at > *from + Duration::from_secs(1) && seen.began_at < *to
            });
            let Some((from, _)) = within else { continue };
            let released = match seen.number().and_then(|number| mails.get(&number)) {
                Some(mail) => life.diary.released(mail, seen.began_at),
                // An attempt without a mail: released if anything of the site was.
                None => life
                    .diary
                    .mails
                    .iter()
                    .any(|mail| mail.site == site && life.diary.released(mail, seen.began_at)),
            };
            if !released {
                broken.push(format!(
                    "block: {name} was blocked at {}, an attempt began at {}",
                    from.0, seen.began_at.0
                ));
            }
        }
    }
    broken
}

/// Whether an attempt is of a site: senders are `web@SITE`.
fn is_of(seen: &Seen, site: &str) -> bool {
    seen.sender.rsplit_once('@').is_some_and(|(_, domain)| domain == site)
}
