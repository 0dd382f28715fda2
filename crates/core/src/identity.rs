//! Who hands in a mail: from a uid, a login or an address to one site, or to a refusal that names what is missing.
//!
//! `Identities` is built from what is stored (sites, their identities, the shared uids of the configuration) and kept in
//! memory; a look-up costs a few steps whatever the number of sites. A uid comes from the kernel and cannot be forged. A
//! uid that several sites run as is listed as shared: it alone may say which site it is, and that is marked as stated.
//!
//! Never an open relay: what matches no identity, or those of two sites, is refused.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use crate::ids::SiteId;

/// The uid that means nobody, and that the kernel shows for a uid it cannot translate: never an identity.
pub const NOBODY: u32 = 65_534;

/// `(uid_t)-1`: POSIX has no user of it, calls take it for "none".
pub const NO_UID: u32 = u32::MAX;

/// Uids below this one are the system's, by default.
pub const SYSTEM_BELOW: u32 = 1000;

/// How a site is recognised.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Identity {
    /// A Unix uid.
    Uid(u32),
    /// An SMTP login, compared byte for byte.
    Login(String),
    /// Client addresses.
    Range(Range),
}

/// A site that was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identified {
    pub site: SiteId,
    /// Whether the site is the caller's word (`--site` under a shared uid).
    pub stated: bool,
}

/// Why no site was recognised. Each variant carries what its sentence needs, and what would have to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unidentified {
    /// The uid is that of nobody; nothing can be added, the caller needs a uid of its own.
    Nobody,
    /// No site has this uid.
    UnknownUid(u32),
    /// No site has this login.
    UnknownLogin(String),
    /// No site has a range with this address; for a loopback address none can have one.
    UnknownAddress(IpAddr),
    /// Two sites have it: one of them has to give it up, or the uid has to be listed as shared.
    TwoSites(SiteId, SiteId),
    /// The uid is shared: the caller has to state its site.
    NotStated(u32),
    /// There is no site of the name the caller stated.
    NoSuchSite(String),
    /// The uid is not listed as shared and is not that of the stated site.
    NotShared { uid: u32, stated: SiteId },
}

/// Why something cannot be an identity of any site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoIdentity {
    /// The uid is that of nobody.
    Nobody,
    /// The uid is none.
    NoUid,
    /// The uid is listed as shared: its callers state their site.
    Shared(u32),
    /// The login is empty.
    EmptyLogin,
    /// The range covers a loopback address: whoever is on this machine would be that site.
    CoversLoopback(Range),
}

/// All identities of all sites.
#[derive(Clone, Debug)]
pub struct Identities {
    /// The built-in site of root and of system uids that no site lists.
    host: SiteId,
    /// Uids below this one are the system's.
    system_below: u32,
    shared: BTreeSet<u32>,
    names: HashMap<String, SiteId>,
    /// The same the other way round, so that a renamed site is found without a walk.
    named: HashMap<SiteId, String>,
    uids: HashMap<u32, Vec<SiteId>>,
    logins: HashMap<String, Vec<SiteId>>,
    ranges: BTreeMap<Range, Vec<SiteId>>,
    /// The prefix lengths there are, or were: those a look-up has to try.
    lengths: BTreeSet<u8>,
}

impl Identities {
    /// No sites but the built-in one, which is named `host`.
    pub fn new(
        host: SiteId,
        system_below: u32,
        shared: impl IntoIterator<Item = u32>,
    ) -> Identities {
        Identities {
            host,
            system_below,
            shared: shared.into_iter().collect(),
            names: HashMap::from([("host".to_owned(), host)]),
            named: HashMap::from([(host, "host".to_owned())]),
            uids: HashMap::new(),
            logins: HashMap::new(),
            ranges: BTreeMap::new(),
            lengths: BTreeSet::new(),
        }
    }

    /// Makes a site known by its name (lower case), or by a new name.
    pub fn add_site(&mut self, site: SiteId, name: &str) {
        if let Some(before) = self.named.insert(site, name.to_owned()) {
            self.names.remove(&before);
        }
        self.names.insert(name.to_owned(), site);
    }

    /// Forgets a site with all its identities.
    pub fn remove_site(&mut self, site: SiteId) {
        if let Some(name) = self.named.remove(&site) {
            self.names.remove(&name);
        }
        self.uids.retain(|_, sites| without(sites, site));
        self.logins.retain(|_, sites| without(sites, site));
        self.ranges.retain(|_, sites| without(sites, site));
    }

    /// Gives an identity to a site. That of another site is not taken from it: ask `conflict` first.
    pub fn add(&mut self, site: SiteId, identity: Identity) -> Result<(), NoIdentity> {
        self.check(&identity)?;
        let sites = match identity {
            Identity::Uid(uid) => self.uids.entry(uid).or_default(),
            Identity::Login(login) => self.logins.entry(login).or_default(),
            Identity::Range(range) => {
                self.lengths.insert(range.prefix);
                self.ranges.entry(range).or_default()
            }
        };
        if !sites.contains(&site) {
            sites.push(site);
        }
        Ok(())
    }

    /// Takes an identity from a site.
    pub fn remove(&mut self, site: SiteId, identity: &Identity) {
        match identity {
            Identity::Uid(uid) => remove_from(&mut self.uids, uid, site),
            Identity::Login(login) => remove_from(&mut self.logins, login, site),
            Identity::Range(range) => {
                if self.ranges.get_mut(range).is_some_and(|sites| !without(sites, site)) {
                    self.ranges.remove(range);
                }
            }
        }
    }

    /// Whether this can be an identity at all.
    pub fn check(&self, identity: &Identity) -> Result<(), NoIdentity> {
        match identity {
            Identity::Uid(NOBODY) => Err(NoIdentity::Nobody),
            Identity::Uid(NO_UID) => Err(NoIdentity::NoUid),
            Identity::Uid(uid) if self.shared.contains(uid) => Err(NoIdentity::Shared(*uid)),
            Identity::Login(login) if login.is_empty() => Err(NoIdentity::EmptyLogin),
            Identity::Range(range) if range.covers_loopback() => {
                Err(NoIdentity::CoversLoopback(*range))
            }
            Identity::Uid(_) | Identity::Login(_) | Identity::Range(_) => Ok(()),
        }
    }

    /// Another site than `site` that has the identity already; for a range, one whose range overlaps it.
    pub fn conflict(&self, identity: &Identity, site: Option<SiteId>) -> Option<SiteId> {
        let other = |sites: &Vec<SiteId>| sites.iter().copied().find(|id| Some(*id) != site);
        match identity {
            Identity::Uid(uid) => self.uids.get(uid).and_then(other),
            Identity::Login(login) => self.logins.get(login).and_then(other),
            Identity::Range(range) => {
                let around = self.around(range.network, range.prefix);
                let inside = self.ranges.range(range.inside()).map(|(_, sites)| sites);
                around.chain(inside).find_map(other)
            }
        }
    }

    /// A range of another site than `site` that overlaps this one and is not just this one: it cannot be moved as a whole.
    pub fn crossing(&self, range: Range, site: Option<SiteId>) -> Option<(Range, SiteId)> {
        let lengths = self.lengths.range(..range.prefix);
        let around = lengths.map(|length| Range::of(range.network, *length));
        let around = around.filter_map(|wider| self.ranges.get_key_value(&wider));
        let inside = self.ranges.range(range.inside()).filter(|(narrower, _)| **narrower != range);
        around.chain(inside).find_map(|(other, sites)| {
            sites.iter().find(|id| Some(**id) != site).map(|id| (*other, *id))
        })
    }

    /// The site of a process with this uid, which may have stated a site by its name.
    pub fn by_uid(&self, uid: u32, stated_site: Option<&str>) -> Result<Identified, Unidentified> {
        if uid == NOBODY {
            return Err(Unidentified::Nobody);
        }
        let stated = match stated_site {
            Some(name) => Some(
                self.site_named(name).ok_or_else(|| Unidentified::NoSuchSite(name.to_owned()))?,
            ),
            None => None,
        };
        if self.shared.contains(&uid) {
            let site = stated.ok_or(Unidentified::NotStated(uid))?;
            return Ok(Identified { site, stated: true });
        }
        let own = match self.uids.get(&uid) {
            Some(sites) => only(sites.iter().copied())?,
            None if uid < self.system_below => Some(self.host),
            None => None,
        };
        match (own, stated) {
            (Some(own), None) => Ok(Identified { site: own, stated: false }),
            // To state one's own site is no claim.
            (Some(own), Some(stated)) if own == stated => {
                Ok(Identified { site: own, stated: false })
            }
            (Some(_), Some(stated)) => Err(Unidentified::NotShared { uid, stated }),
            (None, _) => Err(Unidentified::UnknownUid(uid)),
        }
    }

    /// The site of a login whose password was right.
    pub fn by_login(&self, login: &str) -> Result<Identified, Unidentified> {
        let sites = self.logins.get(login).into_iter().flatten().copied();
        let site = only(sites)?.ok_or_else(|| Unidentified::UnknownLogin(login.to_owned()))?;
        Ok(Identified { site, stated: false })
    }

    /// The site of a client address.
    pub fn by_address(&self, address: IpAddr) -> Result<Identified, Unidentified> {
        let sites = self.around(bits(address), 128).flatten().copied();
        let site = only(sites)?.ok_or(Unidentified::UnknownAddress(address))?;
        Ok(Identified { site, stated: false })
    }

    /// The site of a name, compared without regard to case.
    pub fn site_named(&self, name: &str) -> Option<SiteId> {
        self.names.get(name).or_else(|| self.names.get(&name.to_ascii_lowercase())).copied()
    }

    /// The sites of the ranges that a network lies in, the widest range first.
    fn around(&self, network: u128, prefix: u8) -> impl Iterator<Item = &Vec<SiteId>> {
        let lengths = self.lengths.range(..=prefix);
        lengths.filter_map(move |length| self.ranges.get(&Range::of(network, *length)))
    }
}

/// The one site of several mentions of it; `None` if there is none.
fn only(sites: impl Iterator<Item = SiteId>) -> Result<Option<SiteId>, Unidentified> {
    let mut found = None;
    for site in sites {
        match found {
            Some(first) if first != site => return Err(Unidentified::TwoSites(first, site)),
            _ => found = Some(site),
        }
    }
    Ok(found)
}

/// Takes a site out of a list; whether the list still has any.
fn without(sites: &mut Vec<SiteId>, site: SiteId) -> bool {
    sites.retain(|other| *other != site);
    !sites.is_empty()
}

fn remove_from<K: Eq + std::hash::Hash>(map: &mut HashMap<K, Vec<SiteId>>, key: &K, site: SiteId) {
    if map.get_mut(key).is_some_and(|sites| !without(sites, site)) {
        map.remove(key);
    }
}

/// Addresses that share their first bits, written `192.0.2.0/24` or `2001:db8::/32`; a single address needs no `/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Range {
    /// The first address. IPv4 is kept as its IPv4-mapped IPv6 address, so that both spellings are one.
    network: u128,
    /// Of 128 bits, also for IPv4.
    prefix: u8,
}

/// Why a text is no range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoRange {
    /// What stands before the `/` is no address.
    Address,
    /// What stands behind the `/` is no number of bits, at most 32 or 128.
    Prefix,
    /// The address has bits beyond the prefix; the range meant is perhaps this.
    HostBits(Range),
}

impl Range {
    /// Whether an address is in the range.
    pub fn contains(self, address: IpAddr) -> bool {
        bits(address) & mask(self.prefix) == self.network
    }

    /// Whether the two have an address in common.
    pub fn overlaps(self, other: Range) -> bool {
        let shorter = mask(self.prefix.min(other.prefix));
        self.network & shorter == other.network & shorter
    }

    /// Whether a loopback address is in the range: such a range is a configuration error.
    pub fn covers_loopback(self) -> bool {
        let loopback = |address: IpAddr, prefix| Range { network: bits(address), prefix };
        self.overlaps(loopback(Ipv4Addr::new(127, 0, 0, 0).into(), V4_BITS + 8))
            || self.overlaps(loopback(Ipv6Addr::LOCALHOST.into(), 128))
    }

    fn of(address: u128, prefix: u8) -> Range {
        Range { network: address & mask(prefix), prefix }
    }

    /// This range and all that lie in it stand together in the order of ranges.
    fn inside(self) -> std::ops::RangeInclusive<Range> {
        self..=Range { network: self.network | !mask(self.prefix), prefix: 128 }
    }
}

impl FromStr for Range {
    type Err = NoRange;

    fn from_str(text: &str) -> Result<Range, NoRange> {
        let (address, prefix) =
            text.split_once('/').map_or((text, None), |(address, prefix)| (address, Some(prefix)));
        let address: IpAddr = address.parse().map_err(|_| NoRange::Address)?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let prefix = match prefix {
            None => most,
            // `u8::from_str` would take a sign.
            Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                digits.parse().ok().filter(|prefix| *prefix <= most).ok_or(NoRange::Prefix)?
            }
            Some(_) => return Err(NoRange::Prefix),
        };
        let prefix = prefix + if address.is_ipv4() { V4_BITS } else { 0 };
        let range = Range::of(bits(address), prefix);
        if range.network == bits(address) { Ok(range) } else { Err(NoRange::HostBits(range)) }
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let address = Ipv6Addr::from(self.network);
        match address.to_ipv4_mapped().filter(|_| self.prefix >= V4_BITS) {
            Some(address) => write!(f, "{address}/{}", self.prefix - V4_BITS),
            None => write!(f, "{address}/{}", self.prefix),
        }
    }
}

/// Bits before the address in an IPv4-mapped IPv6 address (RFC 4291 §2.5.5.2).
const V4_BITS: u8 = 96;

fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().to_bits(),
        IpAddr::V6(address) => address.to_bits(),
    }
}

fn mask(prefix: u8) -> u128 {
    u128::MAX.checked_shl(128 - u32::from(prefix)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HOST: SiteId = SiteId(1);
    const SHOP: SiteId = SiteId(2);
    const BLOG: SiteId = SiteId(3);
    const CLUB: SiteId = SiteId(4);

    /// A hosting of three sites. The shop and the club have uids, the club lists a system uid; 33 is shared.
    fn hosting() -> Identities {
        let mut hosting = Identities::new(HOST, SYSTEM_BELOW, [33, 5000]);
        let sites = [
            (
                SHOP,
                "shop.example.org",
                vec![Identity::Uid(1001), login("shop"), range("192.0.2.0/24")],
            ),
            (
                BLOG,
                "blog.example.org",
                vec![
                    login("blog"),
                    range("2001:db8::/32"),
                    range("203.0.113.7"),
                    range("192.0.2.200/29"),
                ],
            ),
            (
                CLUB,
                "club.example.org",
                vec![Identity::Uid(1002), Identity::Uid(48), Identity::Uid(1003)],
            ),
        ];
        for (site, name, identities) in sites {
            hosting.add_site(site, name);
            identities
                .into_iter()
                .for_each(|identity| hosting.add(site, identity).expect("an identity"));
        }
        // As if two programs had written it: 1003 is the shop's, too.
        hosting.add(SHOP, Identity::Uid(1003)).expect("an identity");
        hosting
    }

    fn own(site: SiteId) -> Result<Identified, Unidentified> {
        Ok(Identified { site, stated: false })
    }

    #[test]
    fn a_uid_is_one_site_or_a_refusal_that_names_what_is_missing() {
        use Unidentified::{NoSuchSite, Nobody, NotShared, NotStated, TwoSites, UnknownUid};
        let stated = |site| Ok(Identified { site, stated: true });
        let no_site = || Err(NoSuchSite("other.example".into()));
        let rows = [
            // a site's own uid
            (1001, None, own(SHOP)),
            (1001, Some("shop.example.org"), own(SHOP)),
            (1001, Some("SHOP.example.org"), own(SHOP)),
            (1001, Some("blog.example.org"), Err(NotShared { uid: 1001, stated: BLOG })),
            (1001, Some("other.example"), no_site()),
            // a shared uid, of the system or not
            (33, None, Err(NotStated(33))),
            (33, Some("blog.example.org"), stated(BLOG)),
            (33, Some("host"), stated(HOST)),
            (33, Some("other.example"), no_site()),
            (5000, Some("shop.example.org"), stated(SHOP)),
            // root and the system
            (0, None, own(HOST)),
            (0, Some("host"), own(HOST)),
            (0, Some("shop.example.org"), Err(NotShared { uid: 0, stated: SHOP })),
            (999, None, own(HOST)),
            (48, None, own(CLUB)),
            // nobody's, unknown, two sites'
            (1000, None, Err(UnknownUid(1000))),
            (1000, Some("shop.example.org"), Err(UnknownUid(1000))),
            (65_534, None, Err(Nobody)),
            (65_534, Some("shop.example.org"), Err(Nobody)),
            (u32::MAX, None, Err(UnknownUid(u32::MAX))),
            (1003, None, Err(TwoSites(CLUB, SHOP))),
        ];
        let hosting = hosting();
        for (uid, stated_site, expected) in rows {
            assert_eq!(
                hosting.by_uid(uid, stated_site),
                expected,
                "uid {uid} states {stated_site:?}"
            );
        }
    }

    #[test]
    fn nobody_is_nobody_even_when_listed_as_shared_or_below_the_systems_bound() {
        let hosting = Identities::new(HOST, 100_000, [NOBODY]);
        assert_eq!(hosting.by_uid(NOBODY, Some("host")), Err(Unidentified::Nobody));
        assert_eq!(hosting.by_uid(99_999, None), own(HOST), "the bound is a setting");
    }

    #[test]
    fn a_login_is_one_site_and_compared_byte_for_byte() {
        let hosting = hosting();
        assert_eq!(hosting.by_login("shop"), own(SHOP));
        for login in ["Shop", "shop ", "", "club"] {
            assert_eq!(hosting.by_login(login), Err(Unidentified::UnknownLogin(login.into())));
        }
    }

    #[test]
    fn an_address_is_one_site_and_refused_where_two_sites_overlap() {
        let unknown = |text| Err(Unidentified::UnknownAddress(address(text)));
        let rows = [
            ("192.0.2.1", own(SHOP)),
            ("192.0.2.255", own(SHOP)),
            ("::ffff:192.0.2.1", own(SHOP)),
            ("192.0.2.203", Err(Unidentified::TwoSites(SHOP, BLOG))),
            ("192.0.3.1", unknown("192.0.3.1")),
            ("203.0.113.7", own(BLOG)),
            ("203.0.113.6", unknown("203.0.113.6")),
            ("2001:db8:1::1", own(BLOG)),
            ("2001:db9::1", unknown("2001:db9::1")),
            ("127.0.0.1", unknown("127.0.0.1")),
            ("::1", unknown("::1")),
        ];
        let hosting = hosting();
        for (text, expected) in rows {
            assert_eq!(hosting.by_address(address(text)), expected, "{text}");
        }
    }

    #[test]
    fn an_identity_of_another_site_is_noticed_before_it_is_added() {
        let rows = [
            (Identity::Uid(1001), None, Some(SHOP)),
            (Identity::Uid(1001), Some(SHOP), None),
            (Identity::Uid(1001), Some(BLOG), Some(SHOP)),
            (Identity::Uid(1009), Some(BLOG), None),
            (login("blog"), Some(SHOP), Some(BLOG)),
            (login("Blog"), Some(SHOP), None),
            (range("192.0.2.0/24"), Some(CLUB), Some(SHOP)),
            (range("192.0.2.0/24"), Some(SHOP), Some(BLOG)),
            (range("192.0.2.7"), Some(CLUB), Some(SHOP)),
            (range("192.0.2.7"), Some(SHOP), None),
            (range("192.0.0.0/16"), None, Some(SHOP)),
            (range("192.0.0.0/16"), Some(SHOP), Some(BLOG)),
            (range("192.0.3.0/24"), None, None),
            (range("2001:db8:ffff::/48"), None, Some(BLOG)),
            (range("2001::/16"), None, Some(BLOG)),
            (range("2001:db9::/32"), None, None),
        ];
        let hosting = hosting();
        for (identity, site, expected) in rows {
            assert_eq!(hosting.conflict(&identity, site), expected, "{identity:?} for {site:?}");
        }
    }

    #[test]
    fn what_can_be_no_identity_is_refused_whoever_wants_it() {
        let loopback = |text| Err(NoIdentity::CoversLoopback(text_range(text)));
        let rows = [
            (Identity::Uid(NOBODY), Err(NoIdentity::Nobody)),
            (Identity::Uid(u32::MAX), Err(NoIdentity::NoUid)),
            (Identity::Uid(u32::MAX - 1), Ok(())),
            (Identity::Uid(33), Err(NoIdentity::Shared(33))),
            (Identity::Uid(0), Ok(())),
            (login(""), Err(NoIdentity::EmptyLogin)),
            (range("127.0.0.1"), loopback("127.0.0.1")),
            (range("127.8.0.0/16"), loopback("127.8.0.0/16")),
            (range("0.0.0.0/0"), loopback("0.0.0.0/0")),
            (range("126.0.0.0/7"), loopback("126.0.0.0/7")),
            (range("::1"), loopback("::1")),
            (range("::/0"), loopback("::/0")),
            (range("::/64"), loopback("::/64")),
            (range("::ffff:127.0.0.1"), loopback("127.0.0.1/32")),
            (range("128.0.0.0/1"), Ok(())),
            (range("10.0.0.0/8"), Ok(())),
            (range("2000::/3"), Ok(())),
        ];
        for (identity, expected) in rows {
            assert_eq!(hosting().add(CLUB, identity.clone()), expected, "{identity:?}");
        }
    }

    #[test]
    fn what_is_removed_is_free_at_once() {
        let mut hosting = hosting();
        hosting.remove(SHOP, &Identity::Uid(1001));
        hosting.remove(BLOG, &range("192.0.2.200/29"));
        hosting.remove(BLOG, &range("198.51.100.0/24"));
        assert_eq!(hosting.by_uid(1001, None), Err(Unidentified::UnknownUid(1001)));
        assert_eq!(hosting.by_address(address("192.0.2.203")), own(SHOP));

        hosting.remove_site(SHOP);
        assert_eq!(hosting.by_uid(1003, None), own(CLUB), "now it is one site's");
        assert_eq!(hosting.by_login("shop"), Err(Unidentified::UnknownLogin("shop".into())));
        assert_eq!(hosting.conflict(&range("192.0.2.0/24"), None), None);
        assert_eq!(hosting.site_named("shop.example.org"), None);
        assert_eq!(hosting.by_address(address("2001:db8::1")), own(BLOG));
    }

    #[test]
    fn a_site_with_a_new_name_has_lost_the_old_one() {
        let mut hosting = hosting();
        hosting.add_site(SHOP, "store.example.org");
        assert_eq!(hosting.site_named("store.example.org"), Some(SHOP));
        assert_eq!(hosting.site_named("shop.example.org"), None);
    }

    #[test]
    fn a_range_is_read_strictly_and_written_in_one_way() {
        let read = [
            ("192.0.2.0/24", Ok("192.0.2.0/24")),
            ("192.0.2.7", Ok("192.0.2.7/32")),
            ("0.0.0.0/0", Ok("0.0.0.0/0")),
            ("::ffff:192.0.2.0/120", Ok("192.0.2.0/24")),
            ("2001:DB8:0::/32", Ok("2001:db8::/32")),
            ("2001:db8::1", Ok("2001:db8::1/128")),
            ("::/0", Ok("::/0")),
            ("192.0.2.5/24", Err(NoRange::HostBits(text_range("192.0.2.0/24")))),
            ("2001:db8::1/32", Err(NoRange::HostBits(text_range("2001:db8::/32")))),
            ("192.0.2.0/33", Err(NoRange::Prefix)),
            ("2001:db8::/129", Err(NoRange::Prefix)),
            ("192.0.2.0/", Err(NoRange::Prefix)),
            ("192.0.2.0/+24", Err(NoRange::Prefix)),
            ("192.0.2.0/999999999999", Err(NoRange::Prefix)),
            ("192.0.2.0/24/8", Err(NoRange::Prefix)),
            ("192.0.2/24", Err(NoRange::Address)),
            ("192.0.2.0 /24", Err(NoRange::Address)),
            ("example.org", Err(NoRange::Address)),
            ("/24", Err(NoRange::Address)),
            ("", Err(NoRange::Address)),
        ];
        for (text, expected) in read {
            assert_eq!(
                text.parse::<Range>().map(|range| range.to_string()),
                expected.map(str::to_owned),
                "{text}"
            );
        }
    }

    #[test]
    fn a_range_of_one_family_has_no_address_of_the_other() {
        assert!(text_range("0.0.0.0/0").contains(address("203.0.113.9")));
        assert!(!text_range("0.0.0.0/0").contains(address("2001:db8::1")));
        assert!(!text_range("2000::/3").contains(address("203.0.113.9")));
    }

    proptest! {
        /// The look-up by prefix lengths against the obvious one: ask every range.
        #[test]
        fn an_address_is_found_in_just_the_ranges_that_contain_it(
            ranges in proptest::collection::vec((any::<u8>(), any::<u8>(), 16_u8..=32, 2_i64..5), 0..20),
            asked: (u8, u8),
        ) {
            let mut hosting = Identities::new(HOST, SYSTEM_BELOW, []);
            let ranges: Vec<_> = ranges
                .into_iter()
                .map(|(third, fourth, prefix, site)| {
                    let address = IpAddr::from([198, 51, third, fourth]);
                    (Range::of(bits(address), V4_BITS + prefix), SiteId(site))
                })
                .collect();
            for (range, site) in &ranges {
                hosting.add(*site, Identity::Range(*range)).expect("no loopback");
            }
            let address = IpAddr::from([198, 51, asked.0, asked.1]);
            let mut sites: Vec<_> = ranges.iter().filter(|(range, _)| range.contains(address)).map(|(_, site)| *site).collect();
            sites.sort();
            sites.dedup();
            match hosting.by_address(address) {
                Ok(identified) => prop_assert_eq!(sites, [identified.site]),
                Err(Unidentified::UnknownAddress(_)) => prop_assert_eq!(sites, []),
                Err(Unidentified::TwoSites(one, other)) => {
                    prop_assert!(one != other && sites.contains(&one) && sites.contains(&other));
                }
                Err(other) => prop_assert!(false, "{other:?}"),
            }
            for (range, site) in &ranges {
                let overlapping = ranges.iter().any(|(other, of)| of != site && other.overlaps(*range));
                let conflict = hosting.conflict(&Identity::Range(*range), Some(*site));
                prop_assert_eq!(conflict.is_some(), overlapping, "{}", range);
                let crosses = |(other, of): &&(Range, SiteId)| {
                    of != site && other != range && other.overlaps(*range)
                };
                let crossing = hosting.crossing(*range, Some(*site));
                prop_assert_eq!(crossing.is_some(), ranges.iter().any(|one| crosses(&one)), "{}", range);
                prop_assert!(crossing.iter().all(|one| ranges.contains(one) && crosses(&one)));
            }
        }

        #[test]
        fn a_range_that_is_written_is_read_again(network: u128, prefix in 0_u8..=128) {
            let range = Range::of(network, prefix);
            prop_assert_eq!(range.to_string().parse::<Range>(), Ok(range));
        }

        #[test]
        fn no_text_makes_reading_a_range_panic(text: String) {
            let _ = text.parse::<Range>();
        }
    }

    fn login(text: &str) -> Identity {
        Identity::Login(text.into())
    }

    fn range(text: &str) -> Identity {
        Identity::Range(text_range(text))
    }

    fn text_range(text: &str) -> Range {
        text.parse().expect("a range")
    }

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }
}
