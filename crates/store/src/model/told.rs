//! What people were told by mail.

use postern_core::ids::SiteId;
use postern_core::notice::Topic;
use postern_core::time::Time;

use super::ledger::Ledger;
use super::read::page;
use crate::view::{FailedSite, Page};
use crate::{Tell, Told};

impl Ledger {
    /// Whether what a decision was made on still holds.
    pub(super) fn holds(&self, tell: &Tell) -> bool {
        let told = self.told.get(&(tell.site, tell.topic));
        self.site(tell.site).is_ok() && told.map_or(0, |told| told.upto) == tell.was
    }

    /// Notes what is told from now on; without a mail, when the last one was stays.
    pub(super) fn note_told(&mut self, tell: &Tell, mailed_at: Option<Time>) {
        let Tell { site, topic, upto, .. } = *tell;
        let before = self.told.get(&(site, topic)).and_then(|told| told.mailed_at);
        self.told.insert((site, topic), Told { topic, upto, mailed_at: mailed_at.or(before) });
    }

    pub(super) fn tell(&mut self, told: &[Tell]) {
        for tell in told {
            if self.holds(tell) {
                self.note_told(tell, None);
            }
        }
    }

    pub(super) fn told_of(&self, site: SiteId) -> Vec<Told> {
        let of_site = self.told.iter().filter(|((of, _), _)| *of == site);
        of_site.map(|(_, told)| *told).collect()
    }

    pub(super) fn failed_on(
        &self,
        day: i32,
        after: SiteId,
        limit: usize,
    ) -> Page<FailedSite, SiteId> {
        let reported = |site| self.told.get(&(site, Topic::Report)).map_or(0, |told| told.upto);
        let on_day = self.days.iter().filter(|((site, on), _)| *on == day && *site > after);
        let failed = on_day
            .map(|((site, _), bucket)| FailedSite {
                site: *site,
                bucket: *bucket,
                reported: reported(*site),
            })
            .filter(FailedSite::fails);
        page(failed, limit, |failed| failed.site)
    }
}
