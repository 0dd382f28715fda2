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
    uids: HashMap<u32, Vec<SiteId>>,
    logins: HashMap<String, Vec<SiteId>>,
    ranges: BTreeMap<Range, Vec<SiteId>>,
    /// How many ranges there are of each prefix length: the lengths a look-up has to try.
    lengths: BTreeMap<u8, usize>,
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
            uids: HashMap::new(),
            logins: HashMap::new(),
            ranges: BTreeMap::new(),
            lengths: BTreeMap::new(),
        }
    }

    /// Makes a site known by its name (lower case), or by a new name.
    pub fn add_site(&mut self, site: SiteId, name: &str) {
        self.names.retain(|other, id| *id != site || other == name);
        self.names.insert(name.to_owned(), site);
    }

    /// Forgets a site with all its identities.
    pub fn remove_site(&mut self, site: SiteId) {
        self.names.retain(|_, id| *id != site);
        self.uids.retain(|_, sites| without(sites, site));
        self.logins.retain(|_, sites| without(sites, site));
        self.ranges.retain(|_, sites| without(sites, site));
        self.count_lengths();
    }

    /// Gives an identity to a site. That of another site is not taken from it: ask `conflict` first.
    pub fn add(&mut self, site: SiteId, identity: Identity) -> Result<(), NoIdentity> {
        self.check(&identity)?;
        let sites = match identity {
            Identity::Uid(uid) => self.uids.entry(uid).or_default(),
            Identity::Login(login) => self.logins.entry(login).or_default(),
            Identity::Range(range) => {
                if !self.ranges.contains_key(&range) {
                    *self.lengths.entry(range.prefix).or_default() += 1;
                }
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
                    self.count_lengths();
                }
            }
        }
    }

    /// Whether this can be an identity at all.
    pub fn check(&self, identity: &Identity) -> Result<(), NoIdentity> {
        match identity {
            Identity::Uid(NOBODY) => Err(NoIdentity::Nobody),
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
        lengths.filter_map(move |(length, _)| self.ranges.get(&Range::of(network, *length)))
    }

    fn count_lengths(&mut self) {
        self.lengths.clear();
        for range in self.ranges.keys() {
            *self.lengths.entry(range.prefix).or_default() += 1;
        }
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
