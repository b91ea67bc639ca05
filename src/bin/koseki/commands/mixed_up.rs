//! Files that were handed in for one another: what a file is, said where something else was needed.

use std::path::{Path, PathBuf};

use koseki::crypto::{KeyFileError, SigningError, SoftwareSigner};
use koseki::evidence::{self, FileKind};
use koseki::pki::{Certificate, CertificateRevocationList, OcspResponse};
use koseki::report::Text;
use koseki::store::{self, StoreError};

use crate::Trouble;

/// Certificates of files and folders; a file that is something else is named as what it is.
pub(crate) fn certificates(paths: &[PathBuf]) -> Result<Vec<Certificate>, Trouble> {
    let wanted = Text::new("電子証明書", "a certificate");
    store::certificates(paths).map_err(|error| explained(error, &wanted))
}

/// The same for revocation lists.
pub(crate) fn revocation_lists(paths: &[PathBuf]) -> Result<Vec<CertificateRevocationList>, Trouble> {
    let wanted = Text::new("失効リスト（CRL）", "a revocation list (CRL)");
    store::revocation_lists(paths).map_err(|error| explained(error, &wanted))
}

/// The same for OCSP responses.
pub(crate) fn ocsp_responses(paths: &[PathBuf]) -> Result<Vec<OcspResponse>, Trouble> {
    let wanted = Text::new("OCSPレスポンス", "an OCSP response");
    store::ocsp_responses(paths).map_err(|error| explained(error, &wanted))
}

/// The one certificate of a file.
pub(crate) fn one_certificate(path: &Path) -> Result<Certificate, Trouble> {
    let one = || {
        let ja = "電子証明書を1件だけ含むファイルを指定してください";
        Trouble::usage(ja, "one certificate is needed").about(path)
    };
    if path.is_dir() {
        return Err(one());
    }
    match certificates(&[path.to_owned()])?.as_slice() {
        [certificate] => Ok(certificate.clone()),
        _ => Err(one()),
    }
}

fn explained(error: StoreError, wanted: &Text) -> Trouble {
    let (StoreError::Empty { path } | StoreError::Malformed { path, .. }) = &error else {
        return error.into();
    };
    match what_is(path) {
        Some(found) if found != *wanted => not_wanted(path, wanted, &found),
        _ => error.into(),
    }
}

/// "This is needed, that was given."
pub(crate) fn not_wanted(path: &Path, wanted: &Text, found: &Text) -> Trouble {
    Trouble::said(
        format!("{}が必要ですが、このファイルは{}です", wanted.ja, found.ja),
        format!("{} is needed, but this is {}", wanted.en, found.en),
    )
    .about(path)
}

/// What a file is, as far as this tool knows its kind.
pub(crate) fn what_is(path: &Path) -> Option<Text> {
    if !path.is_file() {
        return None;
    }
    let one = [path.to_owned()];
    if store::certificates(&one).is_ok() {
        return Some(Text::new("電子証明書", "a certificate"));
    }
    if store::revocation_lists(&one).is_ok() {
        return Some(Text::new("失効リスト（CRL）", "a revocation list (CRL)"));
    }
    let octets = super::read(path).ok()?;
    if is_key(&octets) {
        return Some(Text::new("秘密鍵", "a private key"));
    }
    if store::ocsp_responses(&one).is_ok() {
        return Some(Text::new("OCSPレスポンス", "an OCSP response"));
    }
    match evidence::kind(&octets) {
        FileKind::Pdf => Some(Text::new("PDFの文書", "a PDF document")),
        FileKind::Xml => Some(Text::new("XMLの文書", "an XML document")),
        FileKind::Unknown => None,
    }
}

/// An encrypted one is one as well.
fn is_key(octets: &[u8]) -> bool {
    match SoftwareSigner::from_key_file(octets, None) {
        Ok(_) | Err(SigningError::KeyRejected(_)) => true,
        Err(SigningError::KeyFile(reason)) => {
            matches!(reason, KeyFileError::PassphraseMissing | KeyFileError::SeveralKeys)
        }
        Err(_) => false,
    }
}
