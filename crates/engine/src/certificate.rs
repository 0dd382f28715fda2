//! The certificate of this host's own doors: read from two files, and read again when they change.
//!
//! 1. `Certificate::open` reads chain and key. A key that is not the certificate's, or a file without one, is an error.
//! 2. `server` gives the settings of a door that greets with it; each handshake takes what is current then.
//! 3. `follow` looks at the files each minute. Those that renew certificates write two files one after the other: what does
//!    not fit together yet is looked at again, the one before stays, and the log says so once.
//!
//! When it ends to be valid is told, not enforced: mail goes on, and whoever checks it has words for the operator.

use std::fmt;
use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use rustls::ServerConfig;
use rustls::client::verify_server_name;
use rustls::crypto::aws_lc_rs::{Ticketer, default_provider};
use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::server::{ClientHello, ParsedCertificate, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use tokio::time::Instant;

/// How often the files are looked at.
pub const LOOK_EVERY: Duration = Duration::from_secs(60);

/// The certificate, as it is now.
#[derive(Debug)]
pub struct Certificate {
    files: Files,
    current: RwLock<Arc<CertifiedKey>>,
    /// What the files looked like when they were last read, whether that went well or not.
    seen: Mutex<Stamps>,
}

/// Why there is no certificate in the files.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    #[error("{path}: {source}")]
    Unreadable {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error("{path}: no {what} in PEM form in it")]
    Missing { path: PathBuf, what: &'static str },
    #[error(
        "{0}: the key is encrypted, and nobody is there to say the passphrase: write it without"
    )]
    Encrypted(PathBuf),
    #[error("{path}: {what} cannot be read: {why}")]
    Malformed { path: PathBuf, what: &'static str, why: String },
    #[error("{key} is not the key of the certificate in {certificate}")]
    OtherKey { key: PathBuf, certificate: PathBuf },
}

impl CertificateError {
    /// The file at fault.
    pub fn file(&self) -> &Path {
        match self {
            CertificateError::Unreadable { path, .. }
            | CertificateError::Missing { path, .. }
            | CertificateError::Encrypted(path)
            | CertificateError::Malformed { path, .. }
            | CertificateError::OtherKey { key: path, .. } => path,
        }
    }
}

/// What a look at the files came to.
#[derive(Debug)]
pub enum Look {
    Unchanged,
    /// There is a new one.
    Renewed,
    /// What is there now cannot be used; the one before stays.
    Kept(CertificateError),
}

/// The end of a certificate that has to be renewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// With the whole days that are left.
    Near(Timestamp, u64),
    Past(Timestamp),
}

impl fmt::Display for Ends {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = |at: &Timestamp| TimeZone::UTC.to_datetime(*at).date();
        match self {
            Ends::Near(at, 0) => write!(f, "ends on {}, within a day", day(at)),
            Ends::Near(at, 1) => write!(f, "ends on {}, in 1 day", day(at)),
            Ends::Near(at, days) => write!(f, "ends on {}, in {days} days", day(at)),
            Ends::Past(at) => write!(f, "ended on {}", day(at)),
        }
    }
}

/// Who renews by hand needs two weeks; programs have done so by then.
const NEAR: Duration = Duration::from_secs(14 * 86_400);

/// The operator is told so often that it has to be renewed.
const TELL_EVERY: Duration = Duration::from_secs(86_400);

#[derive(Clone, Debug)]
struct Files {
    certificate: PathBuf,
    key: PathBuf,
}

/// What tells one version of both files from another; `None` for a file that is away.
type Stamps = [Option<Stamp>; 2];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    /// A renewal often points a link at another file, and may keep that one's time.
    file: (u64, u64),
    bytes: u64,
    modified: (i64, i64),
}

impl Certificate {
    /// Reads a chain, the host's own certificate first, and its key.
    ///
    /// # Errors
    /// Which file is at fault, and why.
    pub fn open(certificate: &Path, key: &Path) -> Result<Certificate, CertificateError> {
        let files = Files { certificate: certificate.to_owned(), key: key.to_owned() };
        // Before they are read: what changes meanwhile is a change.
        let seen = files.stamps();
        let current = RwLock::new(Arc::new(files.read()?));
        Ok(Certificate { files, current, seen: Mutex::new(seen) })
    }

    /// Until when it is valid; `None` where it does not say so in a way we know.
    pub fn valid_until(&self) -> Option<Timestamp> {
        not_after(self.current().cert.first()?)
    }

    /// What its end has to tell the operator, if that is near or past.
    pub fn ends(&self, now: Timestamp) -> Option<Ends> {
        let at = self.valid_until()?;
        match Duration::try_from(at.duration_since(now)) {
            Err(_) => Some(Ends::Past(at)),
            Ok(left) if left < NEAR => Some(Ends::Near(at, left.as_secs() / 86_400)),
            Ok(_) => None,
        }
    }

    /// Whether it is one for a host of this name or address.
    pub fn is_for(&self, host: &str) -> bool {
        let current = self.current();
        let parsed = current.end_entity_cert().ok().map(ParsedCertificate::try_from);
        match (parsed, ServerName::try_from(host)) {
            (Some(Ok(parsed)), Ok(name)) => verify_server_name(&parsed, &name).is_ok(),
            _ => false,
        }
    }

    /// How a door speaks TLS with this certificate. `protocol` is the one it offers by ALPN (RFC 7301).
    ///
    /// # Errors
    /// When TLS cannot be set up at all.
    pub fn server(self: &Arc<Self>, protocol: &[u8]) -> Result<Arc<ServerConfig>, rustls::Error> {
        let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_cert_resolver(Arc::clone(self) as Arc<dyn ResolvesServerCert>);
        config.alpn_protocols = vec![protocol.to_vec()];
        config.ticketer = Ticketer::new()?;
        Ok(Arc::new(config))
    }

    /// Looks at the files, and reads them if they changed.
    pub fn look(&self) -> Look {
        let stamps = self.files.stamps();
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if *seen == stamps {
            return Look::Unchanged;
        }
        *seen = stamps;
        match self.files.read() {
            Ok(renewed) => {
                *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(renewed);
                Look::Renewed
            }
            Err(error) => Look::Kept(error),
        }
    }

    /// Looks at the files again and again, and says in time that the certificate has to be renewed.
    pub async fn follow(self: Arc<Self>, every: Duration) {
        let mut turns = tokio::time::interval(every);
        let mut told_at: Option<Instant> = None;
        loop {
            turns.tick().await;
            let certificate = Arc::clone(&self);
            let file = self.files.certificate.display();
            // Files may lie on a disk that hangs.
            match tokio::task::spawn_blocking(move || certificate.look()).await {
                Ok(Look::Renewed) => {
                    let until = self.valid_until().map(|at| at.to_string());
                    tracing::info!(event = "certificate_renewed", %file, until);
                }
                Ok(Look::Kept(error)) => {
                    tracing::warn!(event = "certificate_kept", %error, "the new certificate cannot be used; the one before stays");
                }
                Ok(Look::Unchanged) => {}
                Err(error) => tracing::error!(event = "certificate_fault", %file, %error),
            }
            if let Some(ends) = self.ends(Timestamp::now())
                && told_at.is_none_or(|at| at.elapsed() >= TELL_EVERY)
            {
                told_at = Some(Instant::now());
                tracing::warn!(event = "certificate_ends", %file, %ends, "the certificate has to be renewed");
            }
        }
    }

    fn current(&self) -> Arc<CertifiedKey> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl ResolvesServerCert for Certificate {
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.current())
    }
}

impl Files {
    fn read(&self) -> Result<CertifiedKey, CertificateError> {
        let (path, what) = (&self.certificate, "certificate");
        let chain: Vec<_> = CertificateDer::pem_slice_iter(&whole(path)?)
            .collect::<Result<_, _>>()
            .map_err(|error| malformed(path, what, &error))?;
        if chain.is_empty() {
            return Err(CertificateError::Missing { path: path.clone(), what });
        }
        let (path, what) = (&self.key, "private key");
        let text = whole(path)?;
        let is_encrypted = memchr::memmem::find(&text, b"BEGIN ENCRYPTED").is_some();
        let key = PrivateKeyDer::from_pem_slice(&text).map_err(|error| match error {
            pem::Error::NoItemsFound if is_encrypted => CertificateError::Encrypted(path.clone()),
            pem::Error::NoItemsFound => CertificateError::Missing { path: path.clone(), what },
            other => malformed(path, what, &other),
        })?;
        CertifiedKey::from_der(chain, key, &default_provider()).map_err(|error| match error {
            rustls::Error::InconsistentKeys(_) => CertificateError::OtherKey {
                key: self.key.clone(),
                certificate: self.certificate.clone(),
            },
            rustls::Error::InvalidCertificate(_) => {
                malformed(&self.certificate, "certificate", &error)
            }
            _ => malformed(&self.key, what, &error),
        })
    }

    fn stamps(&self) -> Stamps {
        [&self.certificate, &self.key]
            .map(|path| fs::metadata(path).ok().map(|found| (&found).into()))
    }
}

impl From<&Metadata> for Stamp {
    fn from(found: &Metadata) -> Stamp {
        Stamp {
            file: (found.dev(), found.ino()),
            bytes: found.len(),
            modified: (found.mtime(), found.mtime_nsec()),
        }
    }
}

fn whole(path: &Path) -> Result<Vec<u8>, CertificateError> {
    fs::read(path).map_err(|source| CertificateError::Unreadable { path: path.to_owned(), source })
}

fn malformed(path: &Path, what: &'static str, why: &dyn ToString) -> CertificateError {
    CertificateError::Malformed { path: path.to_owned(), what, why: why.to_string() }
}

/// The end of a certificate's validity (RFC 5280 §4.1: Certificate, tbsCertificate, validity, notAfter).
fn not_after(certificate: &[u8]) -> Option<Timestamp> {
    let mut certificate = element(&mut { certificate }, SEQUENCE)?;
    let mut fields = element(&mut certificate, SEQUENCE)?;
    // The version may be missing; serial number, signature algorithm and issuer may not.
    if fields.first() == Some(&VERSION) {
        element(&mut fields, VERSION)?;
    }
    for tag in [INTEGER, SEQUENCE, SEQUENCE] {
        element(&mut fields, tag)?;
    }
    let mut validity = element(&mut fields, SEQUENCE)?;
    let _not_before = time(&mut validity)?;
    time(&mut validity)
}

const INTEGER: u8 = 0x02;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
const SEQUENCE: u8 = 0x30;
const VERSION: u8 = 0xa0;

/// Takes one element of a kind off the front and gives what is in it (X.690 §8.1, DER: lengths are definite).
fn element<'a>(rest: &mut &'a [u8], tag: u8) -> Option<&'a [u8]> {
    let (&first, after) = rest.split_first()?;
    let (&length, mut after) = after.split_first()?;
    let length = match length {
        short @ 0..=0x7f => usize::from(short),
        long => {
            let (digits, behind) = after.split_at_checked(usize::from(long & 0x7f))?;
            after = behind;
            let wide = digits.len() <= 4;
            wide.then(|| digits.iter().fold(0, |sum, digit| sum << 8 | usize::from(*digit)))?
        }
    };
    let (content, behind) = after.split_at_checked(length)?;
    *rest = behind;
    (first == tag).then_some(content)
}

/// Takes a time, in either of its forms: always UTC, always to the second (RFC 5280 §4.1.2.5).
fn time(rest: &mut &[u8]) -> Option<Timestamp> {
    let is_short = rest.first() == Some(&UTC_TIME);
    let digits = element(rest, if is_short { UTC_TIME } else { GENERALIZED_TIME })?;
    let digits = std::str::from_utf8(digits).ok()?.strip_suffix('Z')?;
    // Two digits of a year are those of 1950 to 2049.
    let century = match is_short {
        true if digits >= "50" => "19",
        true => "20",
        false => "",
    };
    let at = DateTime::strptime("%Y%m%d%H%M%S", format!("{century}{digits}")).ok()?;
    TimeZone::UTC.to_timestamp(at).ok()
}

#[cfg(test)]
mod tests {
    use rcgen::{CertificateParams, KeyPair, date_time_ymd};

    use super::*;

    /// A certificate that ends with a year, and its key, both as files have them.
    fn made(name: &str, until: i32) -> (String, String) {
        let key = KeyPair::generate().expect("a key");
        let mut params = CertificateParams::new([name.to_owned()]).expect("a name");
        params.not_after = date_time_ymd(until, 12, 31);
        let certificate = params.self_signed(&key).expect("a certificate");
        (certificate.pem(), key.serialize_pem())
    }

    struct Folder(tempfile::TempDir);

    impl Folder {
        fn with((certificate, key): &(String, String)) -> Folder {
            let folder = Folder(tempfile::tempdir().expect("a folder"));
            folder.write("cert.pem", certificate);
            folder.write("key.pem", key);
            folder
        }

        /// Writes a file as programs that renew certificates do: whole, under another name first.
        fn write(&self, name: &str, text: &str) {
            let path = self.0.path().join(name);
            fs::write(path.with_extension("new"), text).expect("a file");
            fs::rename(path.with_extension("new"), path).expect("a file");
        }

        fn open(&self) -> Result<Certificate, String> {
            let path = |name| self.0.path().join(name);
            Certificate::open(&path("cert.pem"), &path("key.pem")).map_err(|error| {
                error.to_string().replace(&format!("{}/", self.0.path().display()), "")
            })
        }
    }

    #[test]
    fn it_says_until_when_it_is_valid_and_for_whom() {
        for (until, expected) in [(2031, "2031-12-31T00:00:00Z"), (2051, "2051-12-31T00:00:00Z")] {
            let opened = Folder::with(&made("panel.example.org", until)).open().expect("a pair");
            assert_eq!(opened.valid_until().map(|at| at.to_string()), Some(expected.to_owned()));
            assert!(opened.is_for("panel.example.org"));
            assert!(!opened.is_for("other.example.org") && !opened.is_for("192.0.2.1"));
        }
    }

    #[test]
    fn its_end_is_told_two_weeks_before() {
        let opened = Folder::with(&made("a.example.org", 2031)).open().expect("a pair");
        let ends =
            |now: &str| opened.ends(now.parse().expect("a time")).map(|ends| ends.to_string());
        let rows = [
            ("2031-12-16T00:00:00Z", None),
            ("2031-12-17T00:00:01Z", Some("ends on 2031-12-31, in 13 days")),
            ("2031-12-29T23:00:00Z", Some("ends on 2031-12-31, in 1 day")),
            ("2031-12-30T23:00:00Z", Some("ends on 2031-12-31, within a day")),
            ("2032-01-01T00:00:00Z", Some("ended on 2031-12-31")),
        ];
        for (now, words) in rows {
            assert_eq!(ends(now).as_deref(), words, "{now}");
        }
    }

    #[test]
    fn a_time_that_is_cut_off_or_none_is_not_read() {
        let (pem, _) = made("a.example.org", 2031);
        let whole = CertificateDer::from_pem_slice(pem.as_bytes()).expect("a certificate");
        assert!(not_after(&whole).is_some());
        for end in 0..whole.len() {
            assert_eq!(not_after(&whole[..end]), None, "{end}");
        }
        assert_eq!(not_after(&[SEQUENCE, 0xff]), None);
        assert_eq!(not_after(&[SEQUENCE, 0x80]), None);
    }

    #[test]
    fn what_is_no_pair_is_told_with_the_file_at_fault() {
        let (a, b) = (made("a.example.org", 2031), made("b.example.org", 2031));
        let pair = Folder::with(&a);
        pair.write("key.pem", &b.1);
        assert_eq!(
            pair.open().unwrap_err(),
            "key.pem is not the key of the certificate in cert.pem"
        );
        pair.write("key.pem", &a.0);
        assert_eq!(pair.open().unwrap_err(), "key.pem: no private key in PEM form in it");
        pair.write(
            "key.pem",
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n",
        );
        let words = "key.pem: the key is encrypted, and nobody is there to say the passphrase: write it without";
        assert_eq!(pair.open().unwrap_err(), words);
        pair.write("cert.pem", "");
        assert_eq!(pair.open().unwrap_err(), "cert.pem: no certificate in PEM form in it");
        fs::remove_file(pair.0.path().join("cert.pem")).expect("it is there");
        assert_eq!(pair.open().unwrap_err(), "cert.pem: No such file or directory (os error 2)");
    }

    #[test]
    fn a_renewal_is_taken_once_both_files_fit_and_the_one_before_stays_until_then() {
        let (before, after) = (made("a.example.org", 2031), made("a.example.org", 2032));
        let folder = Folder::with(&before);
        let certificate = folder.open().expect("a pair");
        assert!(matches!(certificate.look(), Look::Unchanged));

        folder.write("cert.pem", &after.0);
        assert!(matches!(certificate.look(), Look::Kept(CertificateError::OtherKey { .. })));
        assert!(matches!(certificate.look(), Look::Unchanged), "it is told once");
        let until = |certificate: &Certificate| certificate.valid_until().map(|at| at.to_string());
        assert_eq!(until(&certificate).as_deref(), Some("2031-12-31T00:00:00Z"));

        folder.write("key.pem", &after.1);
        assert!(matches!(certificate.look(), Look::Renewed));
        assert_eq!(until(&certificate).as_deref(), Some("2032-12-31T00:00:00Z"));
    }
}
