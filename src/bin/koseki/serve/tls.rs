//! Mutual TLS: TLS 1.3, a certificate of a named authority for every client, and a current list that says it is not revoked.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use koseki::pki::{Certificate, CertificateRevocationList};
use koseki::report::Text;
use koseki::time::Time;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, CertificateRevocationListDer, PrivateKeyDer};
use tokio_rustls::rustls::server::{NoServerSessionStorage, WebPkiClientVerifier};
use tokio_rustls::rustls::{CertificateError, Error, RootCertStore, ServerConfig, version};
use zeroize::Zeroizing;

use super::fresh::Fresh;
use super::readiness::Reason;
use crate::Trouble;
use crate::commands::key::{OpenToOthers, closed_to_others};
use crate::commands::serve::Serve;
use crate::commands::{self, mixed_up};
use crate::now;

/// How clients are let in; read anew when a file has changed, because lists of revoked certificates do.
pub(super) struct Tls(Fresh<Let>);

/// What the files say.
struct Let {
    configuration: Arc<ServerConfig>,
    /// When the certificate of this server is valid.
    valid: (Time, Time),
    /// When the first of the lists that count runs out.
    lists_end: Option<Time>,
}

/// The files it is made of.
#[derive(Clone)]
struct Files {
    certificates: PathBuf,
    key: PathBuf,
    client_trust: Vec<PathBuf>,
    client_lists: Vec<PathBuf>,
    others: OpenToOthers,
}

impl Tls {
    /// Where TLS is asked for.
    pub(super) fn open(command: &Serve) -> Result<Option<Self>, Trouble> {
        let (Some(certificates), Some(key)) = (&command.tls_cert, &command.tls_key) else { return Ok(None) };
        let files = Files {
            certificates: certificates.clone(),
            key: key.clone(),
            client_trust: command.client_trust.clone(),
            client_lists: command.client_crl.clone(),
            others: OpenToOthers::of(command.judging.recording.allow_readable_key),
        };
        let mut paths = vec![files.certificates.clone(), files.key.clone()];
        paths.extend(files.client_trust.iter().chain(&files.client_lists).cloned());
        Fresh::new(paths, move || files.configuration(), |_| &[]).map(Self).map(Some)
    }

    /// As the files are.
    pub(super) fn current(&self) -> Result<Arc<ServerConfig>, Text> {
        self.0.current().map(|found| Arc::clone(&found.configuration))
    }

    /// Why clients cannot come in.
    pub(super) fn reasons(&self) -> Vec<Reason> {
        let (Ok(found), Ok(now)) = (self.0.current(), now()) else { return vec![Reason::TlsFilesUnusable] };
        found.reasons(now)
    }
}

impl Let {
    fn reasons(&self, now: Time) -> Vec<Reason> {
        let mut reasons = Vec::new();
        if !(self.valid.0..=self.valid.1).contains(&now) {
            reasons.push(Reason::ServerCertificateExpired);
        }
        if self.lists_end.is_some_and(|end| end < now) {
            reasons.push(Reason::ClientListsExpired);
        }
        reasons
    }
}

impl Files {
    fn configuration(&self) -> Result<Let, Trouble> {
        let der = |one: &Certificate| CertificateDer::from(one.der().to_vec());
        let mut authorities = RootCertStore::empty();
        for certificate in mixed_up::certificates(&self.client_trust)? {
            authorities.add(der(&certificate)).map_err(of_tls)?;
        }
        let mut lists = mixed_up::revocation_lists(&self.client_lists)?;
        // rustls asks the first list that speaks of a certificate: the newest must be that one, however files are called.
        lists.sort_by_key(|list| core::cmp::Reverse(age(list)));
        let list = |one: &CertificateRevocationList| CertificateRevocationListDer::from(one.der().to_vec());
        let clients = WebPkiClientVerifier::builder(authorities.into())
            .with_crls(lists.iter().map(list))
            .enforce_revocation_expiration()
            .build()
            .map_err(|error| Trouble::new(error.to_string()))?;
        let chain = mixed_up::certificates(std::slice::from_ref(&self.certificates))?;
        let valid = chain.first().map(|own| (own.not_before(), own.not_after()));
        let valid = valid.ok_or_else(|| of_tls(Error::NoCertificatesPresented).about(&self.certificates))?;
        let chain = chain.iter().map(der).collect();
        // The provider is the one that rustls is built with.
        let mut configuration = ServerConfig::builder_with_protocol_versions(&[&version::TLS13])
            .with_client_cert_verifier(clients)
            .with_single_cert(chain, private_key(&self.key, self.others)?)
            .map_err(|error| of_tls(error).about(&self.certificates))?;
        // A session that is resumed is not asked for its certificate again, and would outlive a revocation.
        configuration.session_storage = Arc::new(NoServerSessionStorage {});
        configuration.send_tls13_tickets = 0;
        configuration.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Let { configuration: Arc::new(configuration), valid, lists_end: end_of(&lists) })
    }
}

/// When the first of the newest lists of each authority runs out; the newest lists stand first.
fn end_of(lists: &[CertificateRevocationList]) -> Option<Time> {
    let is_newest = |(index, list): &(usize, &CertificateRevocationList)| {
        !lists.iter().take(*index).any(|newer| newer.issuer() == list.issuer())
    };
    lists.iter().enumerate().filter(is_newest).filter_map(|(_, list)| list.next_update()).min()
}

/// Whether a server could be started with these.
pub(crate) fn try_tls(
    certificates: PathBuf,
    key: PathBuf,
    client_trust: Vec<PathBuf>,
    client_lists: Vec<PathBuf>,
) -> Result<(), Trouble> {
    let others = OpenToOthers::of(false);
    Files { certificates, key, client_trust, client_lists, others }.configuration().map(drop)
}

/// By what the newer of two lists of an authority is known.
fn age(list: &CertificateRevocationList) -> (Time, usize, Vec<u8>) {
    let number: Vec<u8> =
        list.number().unwrap_or_default().iter().copied().skip_while(|one| *one == 0).collect();
    (list.this_update(), number.len(), number)
}

fn private_key(path: &Path, others: OpenToOthers) -> Result<PrivateKeyDer<'static>, Trouble> {
    closed_to_others(path, others)?;
    let octets = Zeroizing::new(commands::read(path)?);
    let key = match PrivateKeyDer::from_pem_slice(&octets) {
        Ok(key) => Some(key),
        Err(_) => PrivateKeyDer::try_from(octets.to_vec()).ok(),
    };
    key.ok_or_else(|| {
        Trouble::at(
            path,
            "TLSの秘密鍵として読み取れません（パスフレーズのない PEM 又は DER が必要です）",
            "not a private key for TLS (PEM or DER without a passphrase is needed)",
        )
    })
}

fn of_tls(error: Error) -> Trouble {
    Trouble::said(format!("TLSの設定に使えません（{error}）"), format!("not usable for TLS: {error}"))
}

/// Why a client was not let in, in a word that says nothing of who it is.
pub(super) fn reason(error: &std::io::Error) -> &'static str {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<Error>()) {
        Some(Error::NoCertificatesPresented) => "no-certificate",
        Some(Error::InvalidCertificate(why)) => match why {
            CertificateError::Revoked => "certificate-revoked",
            CertificateError::UnknownIssuer => "certificate-of-another-authority",
            CertificateError::UnknownRevocationStatus => "certificate-without-revocation-list",
            CertificateError::ExpiredRevocationList
            | CertificateError::ExpiredRevocationListContext { .. } => "revocation-list-expired",
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => "certificate-expired",
            _ => "certificate-unfit",
        },
        Some(Error::InvalidCertRevocationList(_)) => "revocation-list-unfit",
        _ => "handshake-failed",
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use koseki::time::Time;
    use tokio_rustls::rustls::ServerConfig;
    use tokio_rustls::rustls::server::ResolvesServerCertUsingSni;

    use super::Let;
    use crate::serve::readiness::Reason;

    #[test]
    fn to_the_last_second_a_certificate_and_a_list_are_good() {
        let time = |seconds| Time::from_unix(seconds).unwrap();
        let nobody = Arc::new(ResolvesServerCertUsingSni::new());
        let configuration =
            Arc::new(ServerConfig::builder().with_no_client_auth().with_cert_resolver(nobody));
        let found = Let { configuration, valid: (time(10), time(20)), lists_end: Some(time(15)) };
        for (now, expected) in [
            (9, &[Reason::ServerCertificateExpired][..]),
            (10, &[]),
            (15, &[]),
            (16, &[Reason::ClientListsExpired]),
            (20, &[Reason::ClientListsExpired]),
            (21, &[Reason::ServerCertificateExpired, Reason::ClientListsExpired]),
        ] {
            assert_eq!(found.reasons(time(now)), expected, "{now}");
        }
    }
}
