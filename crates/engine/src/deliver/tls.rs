//! Encryption of the way out.
//!
//! Opportunistic TLS (RFC 7435) takes any certificate: it keeps out those who only listen, and the alternative is clear
//! text. Where a smarthost is set to require TLS, its certificate is checked against the system's roots and its name.

use std::io;
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio_rustls::TlsConnector;

use crate::seam::Stream;
use crate::settings::{Delivery, TlsMode};

/// Both ways to encrypt.
#[derive(Clone)]
pub(super) struct Tls {
    any: TlsConnector,
    /// `None` where nothing is set to be checked.
    checked: Option<TlsConnector>,
}

impl std::fmt::Debug for Tls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tls").field("checked", &self.checked.is_some()).finish_non_exhaustive()
    }
}

/// Why TLS cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    #[error(
        "a smarthost requires TLS, and this system has no certificate authorities: install ca-certificates"
    )]
    NoRoots,
    #[error("TLS cannot be set up: {0}")]
    Config(#[from] rustls::Error),
}

impl Tls {
    /// Reads the system's roots only if some smarthost has its certificate checked.
    pub(super) fn new(delivery: &Delivery) -> Result<Tls, TlsError> {
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let builder = || {
            ClientConfig::builder_with_provider(Arc::clone(&provider))
                .with_safe_default_protocol_versions()
        };
        let any = builder()?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(AnyCertificate(Arc::clone(&provider))))
            .with_no_client_auth();
        let checks = |mode| matches!(mode, TlsMode::Required | TlsMode::Implicit);
        let checked = if delivery.smarthosts.values().any(|host| checks(host.tls)) {
            let mut roots = RootCertStore::empty();
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
            roots.add_parsable_certificates(delivery.extra_roots.iter().cloned());
            if roots.is_empty() {
                return Err(TlsError::NoRoots);
            }
            Some(TlsConnector::from(Arc::new(
                builder()?.with_root_certificates(roots).with_no_client_auth(),
            )))
        } else {
            None
        };
        Ok(Tls { any: TlsConnector::from(Arc::new(any)), checked })
    }

    /// Encrypts a stream to a host; where the mode says so, only if its certificate is right.
    pub(super) async fn wrap(
        &self,
        stream: Box<dyn Stream>,
        host: &str,
        mode: TlsMode,
    ) -> io::Result<Box<dyn Stream>> {
        let connector = match mode {
            TlsMode::Opportunistic | TlsMode::Off => &self.any,
            TlsMode::Required | TlsMode::Implicit => {
                self.checked.as_ref().ok_or(io::ErrorKind::Unsupported)?
            }
        };
        // A domain literal is no name for SNI; what stands there is not checked in the modes that can have one.
        let name = ServerName::try_from(host.trim_matches(['[', ']']).to_owned())
            .or_else(|_| ServerName::try_from("localhost"))
            .map_err(io::Error::other)?;
        Ok(Box::new(connector.connect(name, stream).await?))
    }
}

/// Takes every certificate; signatures are verified, so that the key is the certificate's.
#[derive(Debug)]
struct AnyCertificate(Arc<CryptoProvider>);

impl ServerCertVerifier for AnyCertificate {
    fn verify_server_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, cert, dss, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, cert, dss, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
