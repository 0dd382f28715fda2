//! The directory of sites, in memory: who is who, and what is set for each.
//!
//! Loaded at start; after each change of a site that site is read again. It answers the questions that come with every
//! mail without asking the store. Counters in its entries are as of their reading: whoever shows figures asks the store.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, PoisonError, RwLock};

use jiff::tz::TimeZone;
use postern_core::identity::{self, Identified, Identities, NoIdentity, Range, Unidentified};
use postern_core::ids::SiteId;
use postern_core::limits::Limits;
use postern_mail::Mailbox;
use postern_store::view::{Question, Reply};
use postern_store::{By, Error, Identity, NewSite, Site, SiteChange, SiteSettings, Store};

use crate::act::unexpected;
use crate::gate::Gate;
use crate::schedule;
use crate::seam::Clock;
use crate::settings::Settings;
use crate::words::Language;

/// The name of the built-in site: mail of root, of system uids no site lists, and of Postern itself.
pub const HOST: &str = "host";

/// Sites read at once at start.
const PAGE: usize = 1000;

/// A site as the engine needs it with every mail.
#[derive(Debug)]
pub struct Entry {
    pub site: Site,
    pub zone: TimeZone,
}

/// Why a site cannot be added or changed so.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    #[error(
        "{0:?} is no site name: use letters, digits, dashes and underscores, single dots between them, at most 253"
    )]
    Name(String),
    #[error("there is no time zone {0:?}: use a name like Europe/Rome")]
    Zone(String),
    #[error("there is no language {0:?}: use one of {list}", list = Language::CODES.join(", "))]
    Language(String),
    #[error("{0:?} is no mail domain: use one like example.org")]
    Domain(String),
    #[error("{0} cannot be 0: no mail would be taken; to hold a site's mail, block it")]
    Zero(&'static str),
    #[error("{0:?} is no address: {1}")]
    Address(String, postern_mail::address::AddressError),
    #[error("{0:?} is no address or range: use 192.0.2.1, 192.0.2.0/24 or 2001:db8::/32")]
    Range(String),
    #[error("there is no smarthost named {0:?} in the configuration")]
    Smarthost(String),
    #[error("{0:?} is no IP address")]
    Source(String),
    #[error("{0} cannot be {1}: at least {least}", least = Limits::LEAST_BYTES)]
    FewBytes(&'static str, u64),
    #[error("a message cannot have {0} bytes: at most {most}", most = Limits::MOST_MESSAGE_BYTES)]
    MessageBytes(u64),
    #[error("a message cannot have {0} recipients: at most {most}", most = Limits::MOST_RECIPIENTS)]
    Recipients(u32),
    #[error("{identity} belongs to site {owner} already; take it from there first, or move it")]
    Taken { identity: String, owner: String },
    #[error(
        "range {range} overlaps {other} of site {owner} and is another: take {other} from there first (postern site set {owner} --remove-range {other})"
    )]
    Overlaps { range: Range, other: Range, owner: String },
    #[error("{0}")]
    Identity(String),
    #[error("site {HOST} is built in: it cannot be removed")]
    BuiltIn,
    #[error(transparent)]
    Store(#[from] Error),
}

/// Every site, by each of its names.
#[derive(Debug)]
pub struct Sites {
    store: Arc<dyn Store>,
    gate: Arc<Gate>,
    schedule: schedule::Handle,
    smarthosts: Vec<String>,
    inner: RwLock<Inner>,
    /// Held while a site is read again, so that an older reading never overwrites a newer one.
    reading: tokio::sync::Mutex<()>,
    /// Held from the check of a range until it stands in the tables: the store knows no overlap, so two that are checked at
    /// once would both be written.
    ranging: tokio::sync::Mutex<()>,
}

#[derive(Debug)]
struct Inner {
    by_id: HashMap<SiteId, Arc<Entry>>,
    by_name: HashMap<String, SiteId>,
    logins: HashMap<String, (SiteId, Arc<str>)>,
    identities: Identities,
    host: SiteId,
}

impl Sites {
    /// Reads all sites; makes site `host` when there is none yet. Tells the gate every epoch and every stop.
    ///
    /// # Errors
    /// What the store says.
    pub async fn load(
        store: Arc<dyn Store>,
        gate: Arc<Gate>,
        schedule: schedule::Handle,
        settings: &Settings,
        clock: &dyn Clock,
    ) -> Result<Sites, Error> {
        let host = match store.view(Question::SiteNamed(HOST.into())).await? {
            Reply::Site(Some(site)) => site.id,
            _ => {
                let by = By { who: "postern".into(), at: clock.now() };
                let settings = SiteSettings::default();
                store
                    .add_site(NewSite { name: HOST.into(), settings, identities: Vec::new(), by })
                    .await?
            }
        };
        let shared = settings.shared_uids.iter().copied();
        let inner = Inner {
            by_id: HashMap::new(),
            by_name: HashMap::new(),
            logins: HashMap::new(),
            identities: Identities::new(host, settings.first_site_uid, shared),
            host,
        };
        let smarthosts = settings.delivery.smarthosts.keys().cloned().collect();
        let sites = Sites {
            store,
            gate,
            schedule,
            smarthosts,
            inner: RwLock::new(inner),
            reading: Default::default(),
            ranging: Default::default(),
        };
        sites.load_all().await?;
        Ok(sites)
    }

    async fn load_all(&self) -> Result<(), Error> {
        let mut after = String::new();
        loop {
            let page = match self.store.view(Question::Sites { after, limit: PAGE }).await? {
                Reply::Sites(page) => page,
                other => return Err(unexpected(&other)),
            };
            let Some(last) = page.last() else { break };
            after = last.name.clone();
            for site in page {
                self.gate.raise(site.id, site.epoch);
                self.put(site);
            }
        }
        self.load_logins().await?;
        let stops = match self.store.view(Question::Stops(None)).await? {
            Reply::Stops(stops) => stops,
            other => return Err(unexpected(&other)),
        };
        let mut of_site: HashMap<SiteId, Vec<_>> = HashMap::new();
        for stop in stops {
            of_site.entry(stop.site).or_default().push(stop.what);
        }
        for (site, stopped) in of_site {
            self.gate.set_stops(site, stopped);
        }
        Ok(())
    }

    async fn load_logins(&self) -> Result<(), Error> {
        match self.store.view(Question::Logins).await? {
            Reply::Logins(logins) => {
                let logins = logins
                    .into_iter()
                    .map(|(site, login, hash)| (login, (site, Arc::from(hash))))
                    .collect();
                self.write(|inner| inner.logins = logins);
                Ok(())
            }
            other => Err(unexpected(&other)),
        }
    }

    /// Reads one site again after a change of it.
    ///
    /// # Errors
    /// What the store says.
    pub async fn refresh(&self, site: SiteId) -> Result<(), Error> {
        let _turn = self.reading.lock().await;
        match self.store.view(Question::Site(site)).await? {
            Reply::Site(Some(site)) => self.put(*site),
            Reply::Site(None) => self.drop(site),
            other => return Err(unexpected(&other)),
        }
        Ok(())
    }

    // --- who is it ---

    /// The site of a process with this uid, which may have stated a site by its name.
    pub fn identify_uid(&self, uid: u32, stated: Option<&str>) -> Result<Identified, Unidentified> {
        self.read(|inner| inner.identities.by_uid(uid, stated))
    }

    /// The site of a client address.
    pub fn identify_address(&self, address: IpAddr) -> Result<Identified, Unidentified> {
        self.read(|inner| inner.identities.by_address(address))
    }

    /// The site of a login, with the hash its password has to match.
    pub fn identify_login(&self, login: &str) -> Option<(SiteId, Arc<str>)> {
        self.read(|inner| inner.logins.get(login).cloned())
    }

    /// A site by its id.
    pub fn entry(&self, site: SiteId) -> Option<Arc<Entry>> {
        self.read(|inner| inner.by_id.get(&site).cloned())
    }

    /// A site by its name, compared without regard to case.
    pub fn by_name(&self, name: &str) -> Option<Arc<Entry>> {
        let name = name.to_ascii_lowercase();
        self.read(|inner| inner.by_name.get(&name).and_then(|id| inner.by_id.get(id)).cloned())
    }

    /// The built-in site.
    pub fn host(&self) -> SiteId {
        self.read(|inner| inner.host)
    }

    /// The smarthosts that the configuration names.
    pub fn smarthosts(&self) -> &[String] {
        &self.smarthosts
    }

    /// All sites, in no order.
    pub fn all(&self) -> Vec<Arc<Entry>> {
        self.read(|inner| inner.by_id.values().cloned().collect())
    }

    // --- changes ---

    /// Adds a site. Repeating an identity within it is harmless.
    ///
    /// # Errors
    /// What is wrong with it; `Taken` for the name or for an identity of another site.
    pub async fn add(&self, mut site: NewSite) -> Result<SiteId, SiteError> {
        site.name = site.name.to_ascii_lowercase();
        site.identities = site.identities.iter().map(canonical).collect();
        check_name(&site.name)?;
        self.check_settings(&site.settings)?;
        let _turn = self.turn_for_ranges(&site.identities).await;
        for identity in &site.identities {
            self.check_identity(identity, None, false)?;
        }
        let id = self.store.add_site(site).await?;
        self.refresh(id).await?;
        Ok(id)
    }

    /// Changes a site. With `move_identities`, identities of another site are taken from it.
    ///
    /// # Errors
    /// As `add`, and `NotFound`.
    pub async fn change(
        &self,
        site: SiteId,
        mut change: SiteChange,
        by: By,
    ) -> Result<(), SiteError> {
        if let Some(settings) = &change.settings {
            self.check_settings(settings)?;
        }
        change.add_identities = change.add_identities.iter().map(canonical).collect();
        let _turn = self.turn_for_ranges(&change.add_identities).await;
        let mut others = Vec::new();
        for identity in &change.add_identities {
            others.extend(self.check_identity(identity, Some(site), change.move_identities)?);
        }
        self.store.change_site(site, change, by).await?;
        for other in others {
            self.refresh(other).await?;
        }
        self.refresh(site).await?;
        // Its routes may have changed.
        self.schedule.act(site);
        Ok(())
    }

    /// Removes a site: nothing of it is attempted any more, and its name and identities are free.
    ///
    /// # Errors
    /// `BuiltIn` for site `host`; what the store says.
    pub async fn remove(&self, site: SiteId, by: By) -> Result<(), SiteError> {
        if site == self.host() {
            return Err(SiteError::BuiltIn);
        }
        self.store.remove_site(site, by).await?;
        self.gate.close(site);
        self.drop(site);
        self.schedule.act(site);
        self.schedule.sweep();
        Ok(())
    }

    /// Adds a login of a site, or changes its password (as a hash).
    ///
    /// # Errors
    /// `Taken` when the login is another site's; what the store says.
    pub async fn set_login(
        &self,
        site: SiteId,
        login: &str,
        hash: String,
        by: By,
    ) -> Result<(), SiteError> {
        if let Some((owner, _)) = self.identify_login(login).filter(|(owner, _)| *owner != site) {
            return Err(self.taken(&Identity::Login(login.into()), owner));
        }
        self.store.set_login(site, login.into(), hash, by).await?;
        self.reread_logins().await
    }

    /// Removes a login.
    ///
    /// # Errors
    /// `NotFound`; what the store says.
    pub async fn remove_login(&self, login: &str, by: By) -> Result<(), SiteError> {
        self.store.remove_login(login.into(), by).await?;
        self.reread_logins().await
    }

    async fn reread_logins(&self) -> Result<(), SiteError> {
        let _turn = self.reading.lock().await;
        Ok(self.load_logins().await?)
    }

    // --- what is valid ---

    /// Whether `add` would take this site, with `moves` also with identities of other sites; nothing is written.
    ///
    /// # Errors
    /// As `add`.
    pub fn check_new(&self, site: &NewSite, moves: bool) -> Result<(), SiteError> {
        check_name(&site.name.to_ascii_lowercase())?;
        self.check_settings(&site.settings)?;
        site.identities
            .iter()
            .try_for_each(|identity| self.check_identity(identity, None, moves).map(drop))
    }

    /// Whether `change` would take this change; nothing is written.
    ///
    /// # Errors
    /// As `change`.
    pub fn check_change(&self, site: SiteId, change: &SiteChange) -> Result<(), SiteError> {
        if let Some(settings) = &change.settings {
            self.check_settings(settings)?;
        }
        let moves = change.move_identities;
        change
            .add_identities
            .iter()
            .try_for_each(|identity| self.check_identity(identity, Some(site), moves).map(drop))
    }

    fn check_settings(&self, settings: &SiteSettings) -> Result<(), SiteError> {
        if TimeZone::get(&settings.zone).is_err() {
            return Err(SiteError::Zone(settings.zone.clone()));
        }
        if Language::from_code(&settings.language).is_none() {
            return Err(SiteError::Language(settings.language.clone()));
        }
        check_limits(&settings.limits)?;
        let report = &settings.report_address;
        if !report.is_empty() {
            Mailbox::parse(report).map_err(|why| SiteError::Address(report.clone(), why))?;
        }
        if let Some(unknown) =
            settings.smarthosts.iter().find(|name| !self.smarthosts.contains(name))
        {
            return Err(SiteError::Smarthost(unknown.clone()));
        }
        let source = &settings.source_address;
        if !source.is_empty() && source.parse::<IpAddr>().is_err() {
            return Err(SiteError::Source(source.clone()));
        }
        settings.sender_domains.iter().try_for_each(|domain| check_domain(domain))
    }

    async fn turn_for_ranges(
        &self,
        identities: &[Identity],
    ) -> Option<tokio::sync::MutexGuard<'_, ()>> {
        match identities.iter().any(|identity| matches!(identity, Identity::Range(_))) {
            true => Some(self.ranging.lock().await),
            false => None,
        }
    }

    /// Checks an identity for a site; gives the site it has to be moved from, if that is allowed.
    fn check_identity(
        &self,
        identity: &Identity,
        site: Option<SiteId>,
        moves: bool,
    ) -> Result<Option<SiteId>, SiteError> {
        let known = known(identity)?;
        self.read(|inner| inner.identities.check(&known)).map_err(|why| no_identity(&why))?;
        self.check_crossing(&known, site)?;
        match self.read(|inner| inner.identities.conflict(&known, site)) {
            None => Ok(None),
            Some(owner) if moves => Ok(Some(owner)),
            Some(owner) => Err(self.taken(identity, owner)),
        }
    }

    /// A range that overlaps one of another site is refused unless both are the same: what would be left there is a
    /// person's to say.
    fn check_crossing(
        &self,
        identity: &identity::Identity,
        site: Option<SiteId>,
    ) -> Result<(), SiteError> {
        let identity::Identity::Range(range) = *identity else { return Ok(()) };
        match self.read(|inner| inner.identities.crossing(range, site)) {
            None => Ok(()),
            Some((other, owner)) => {
                Err(SiteError::Overlaps { range, other, owner: self.name_of(owner) })
            }
        }
    }

    fn taken(&self, identity: &Identity, owner: SiteId) -> SiteError {
        SiteError::Taken { identity: words(identity), owner: self.name_of(owner) }
    }

    fn name_of(&self, site: SiteId) -> String {
        self.entry(site).map_or_else(|| site.to_string(), |entry| entry.site.name.clone())
    }

    // --- the tables ---

    fn put(&self, site: Site) {
        let zone = TimeZone::get(&site.settings.zone).unwrap_or_else(|_| {
            tracing::warn!(event = "zone_unknown", site = %site.name, zone = %site.settings.zone, "using UTC");
            TimeZone::UTC
        });
        self.write(|inner| {
            // One by one: to walk all identities at each refresh would be slow with ten thousand sites.
            if let Some(before) = inner.by_id.get(&site.id) {
                for identity in before.site.identities.iter().filter_map(|identity| known(identity).ok()) {
                    inner.identities.remove(site.id, &identity);
                }
            }
            inner.identities.add_site(site.id, &site.name);
            for identity in site.identities.iter().filter_map(|identity| known(identity).ok()) {
                if let Err(why) = inner.identities.add(site.id, identity) {
                    tracing::warn!(event = "identity_unusable", site = %site.name, why = %no_identity(&why));
                }
            }
            inner.by_name.insert(site.name.clone(), site.id);
            inner.by_id.insert(site.id, Arc::new(Entry { site, zone }));
        });
    }

    fn drop(&self, site: SiteId) {
        self.write(|inner| {
            inner.identities.remove_site(site);
            inner.logins.retain(|_, (of, _)| *of != site);
            if let Some(entry) = inner.by_id.remove(&site) {
                inner.by_name.remove(&entry.site.name);
            }
        });
    }

    fn read<T>(&self, of: impl FnOnce(&Inner) -> T) -> T {
        of(&self.inner.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn write<T>(&self, of: impl FnOnce(&mut Inner) -> T) -> T {
        of(&mut self.inner.write().unwrap_or_else(PoisonError::into_inner))
    }
}

/// No limit may be more than can be had, nor nothing, which is a slip: the site would be told that its mails are too
/// large, or its queue full.
fn check_limits(limits: &Limits) -> Result<(), SiteError> {
    let Limits { message_bytes, recipients, queued, queued_bytes } = *limits;
    let figures = [
        ("message_bytes", message_bytes),
        ("recipients", recipients.into()),
        ("queued", queued),
        ("queued_bytes", queued_bytes),
    ];
    if let Some((name, _)) = figures.iter().find(|(_, figure)| *figure == 0) {
        return Err(SiteError::Zero(name));
    }
    let sizes = [("message_bytes", message_bytes), ("queued_bytes", queued_bytes)];
    match sizes.iter().find(|(_, bytes)| *bytes < Limits::LEAST_BYTES) {
        Some((name, bytes)) => Err(SiteError::FewBytes(name, *bytes)),
        None if message_bytes > Limits::MOST_MESSAGE_BYTES => {
            Err(SiteError::MessageBytes(message_bytes))
        }
        None if recipients > Limits::MOST_RECIPIENTS => Err(SiteError::Recipients(recipients)),
        None => Ok(()),
    }
}

fn check_domain(domain: &str) -> Result<(), SiteError> {
    match check_name(domain).is_ok() && Mailbox::new("postmaster", domain).is_ok() {
        true => Ok(()),
        false => Err(SiteError::Domain(domain.into())),
    }
}

/// A name that can stand in a path, a command and a mail domain. A dot at its end, or one behind another, would make one
/// domain two sites.
fn check_name(name: &str) -> Result<(), SiteError> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    let starts = name.bytes().next().is_some_and(|first| first.is_ascii_alphanumeric());
    let dots = name.ends_with('.') || name.contains("..");
    if starts && !dots && name.len() <= 253 && name.bytes().all(fits) {
        Ok(())
    } else {
        Err(SiteError::Name(name.into()))
    }
}

/// An identity as it is stored: a range has many spellings, of which this is one. What is no range stays to be refused.
pub fn canonical(identity: &Identity) -> Identity {
    match identity {
        Identity::Range(text) => Identity::Range(
            text.parse::<Range>().map_or_else(|_| text.clone(), |range| range.to_string()),
        ),
        other => other.clone(),
    }
}

/// An identity as the rules know it.
fn known(identity: &Identity) -> Result<identity::Identity, SiteError> {
    Ok(match identity {
        Identity::Uid(uid) => identity::Identity::Uid(*uid),
        Identity::Login(login) => identity::Identity::Login(login.clone()),
        Identity::Range(range) => {
            let parsed = range.parse::<Range>().map_err(|_| SiteError::Range(range.clone()))?;
            identity::Identity::Range(parsed)
        }
    })
}

fn words(identity: &Identity) -> String {
    match identity {
        Identity::Uid(uid) => format!("uid {uid}"),
        Identity::Login(login) => format!("login {login}"),
        Identity::Range(range) => format!("range {range}"),
    }
}

fn no_identity(why: &NoIdentity) -> SiteError {
    SiteError::Identity(match why {
        NoIdentity::Nobody => format!("uid {} means nobody: it can be no site's", identity::NOBODY),
        NoIdentity::NoUid => {
            format!("uid {} means no user at all: it can be no site's", identity::NO_UID)
        }
        NoIdentity::Shared(uid) => {
            format!(
                "uid {uid} is listed as shared: its callers state their site with --site, so it can be no site's"
            )
        }
        NoIdentity::EmptyLogin => "a login cannot be empty".into(),
        NoIdentity::CoversLoopback(range) => {
            format!(
                "range {range} covers loopback addresses: every user of this machine would be the site"
            )
        }
    })
}
