//! Files that operators keep: certificates, revocation lists and OCSP responses, DER or PEM, alone or in directories; a
//! receiving agency's trust store, and the bundles that carry its companions to another; pinned schemas.
//!
//! Nothing here decides a verdict. A plain directory is read one level deep, in the order of its names.

use core::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::limits::store as limits;
use crate::pki::{self, Certificate, CertificateRevocationList, OcspResponse};
use crate::xsd::SchemaError;

pub mod bundle;
mod files;
mod freshness;
mod pem;
pub mod schemas;
mod trust;

pub use freshness::{Condition, Freshness, condition};
pub use trust::{Added, Confirmation, Entry, EntryKind, Holdings, Provenance, StoredObject, TrustStore};

/// Why a file or directory could not be used.
#[derive(Debug)]
#[non_exhaustive]
pub enum StoreError {
    /// Several schemas have a digest that begins so.
    Ambiguous {
        /// The digits given.
        prefix: String,
    },
    /// A pinned schema is no longer what was pinned.
    Changed {
        /// The entry.
        path: PathBuf,
    },
    /// The object in a file of a trust store is not the one its name says, or an anchor that nobody confirmed.
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// The file holds nothing of the kind asked for.
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// The entry of a schema cannot be read.
    Entry {
        /// The file.
        path: PathBuf,
    },
    /// The object is in the trust store as something else.
    KindDiffers {
        /// SHA-256 of the object.
        sha256: String,
        /// What it is there.
        kind: EntryKind,
    },
    /// A certificate or list in the file is malformed.
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        error: pki::Error,
    },
    /// Not exactly one object of the trust store has a fingerprint that begins so.
    NoSuchEntry {
        /// The beginning asked for.
        prefix: String,
        /// How many begin so.
        count: usize,
    },
    /// The folder is no trust store, or one of a version not known here.
    NotAStore {
        /// The folder.
        path: PathBuf,
    },
    /// A PEM block is damaged.
    Pem {
        /// The file.
        path: PathBuf,
        /// Line of the block, counted from 1.
        line: usize,
    },
    /// Not at least eight digits of a digest.
    Prefix {
        /// What was given.
        prefix: String,
    },
    /// The operating system refused.
    Read {
        /// The file or directory.
        path: PathBuf,
        /// Its reason.
        error: io::Error,
    },
    /// A pinned schema does not pass the checks of this version.
    Schema {
        /// The entry.
        path: PathBuf,
        /// What is wrong with it.
        errors: Vec<SchemaError>,
    },
    /// Larger than `limits::store` allows.
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Octets allowed.
        limit: u64,
    },
    /// More files in one folder than a trust store may have.
    TooMany {
        /// The folder.
        path: PathBuf,
        /// Files allowed.
        limit: usize,
    },
    /// An anchor is added only after its fingerprint was confirmed.
    Unconfirmed {
        /// SHA-256 of the certificate.
        sha256: String,
    },
    /// The certificate cannot be an anchor: it is no CA's, or its key cannot be used.
    Unfit {
        /// SHA-256 of the object.
        sha256: String,
    },
    /// An object that a trust store has a record of is not there (any more).
    Missing {
        /// Where it was.
        path: PathBuf,
        /// What it was.
        kind: EntryKind,
    },
    /// An object of a trust store has no record, or one that is not its own: it does not count.
    WithoutRecord {
        /// The file.
        path: PathBuf,
        /// What its folder says it is.
        kind: EntryKind,
    },
    /// The operating system refused to write.
    Write {
        /// The file or directory.
        path: PathBuf,
        /// Its reason.
        error: io::Error,
    },
    /// No schema has a digest that begins so.
    Unknown {
        /// The digits given.
        prefix: String,
    },
}

/// Certificates from files and directories, in order.
///
/// # Errors
/// [`StoreError`] names the first file that cannot be used: a store with a hole is not a store.
pub fn certificates(paths: &[PathBuf]) -> Result<Vec<Certificate>, StoreError> {
    read_all(paths, "CERTIFICATE", Certificate::parse)
}

/// Revocation lists from files and directories, in order.
///
/// # Errors
/// [`StoreError`] names the first file that cannot be used.
pub fn revocation_lists(paths: &[PathBuf]) -> Result<Vec<CertificateRevocationList>, StoreError> {
    read_all(paths, "X509 CRL", CertificateRevocationList::parse)
}

/// OCSP responses from files and directories, in order.
///
/// # Errors
/// [`StoreError`] names the first file that cannot be used.
pub fn ocsp_responses(paths: &[PathBuf]) -> Result<Vec<OcspResponse>, StoreError> {
    read_all(paths, "OCSP RESPONSE", OcspResponse::parse)
}

/// What one file holds: certificates, or else revocation lists.
///
/// # Errors
/// [`StoreError`] when it holds neither; the reason is that of the certificate.
pub fn objects(path: &Path) -> Result<Vec<StoredObject>, StoreError> {
    let one = [path.to_owned()];
    match certificates(&one) {
        Ok(found) => Ok(found.into_iter().map(StoredObject::Certificate).collect()),
        Err(error) => match revocation_lists(&one) {
            Ok(found) => Ok(found.into_iter().map(StoredObject::RevocationList).collect()),
            Err(_) => Err(error),
        },
    }
}

fn read_all<T>(
    paths: &[PathBuf],
    label: &'static str,
    parse: impl Fn(&[u8]) -> Result<T, pki::Error>,
) -> Result<Vec<T>, StoreError> {
    let mut all = Vec::new();
    for path in paths {
        for file in regular_files(path)? {
            let octets = files::read(&file, limits::MAX_FILE_LENGTH)?;
            let blocks = pem::blocks(&octets, label)
                .map_err(|line| StoreError::Pem { path: file.clone(), line })?
                .unwrap_or_else(|| vec![octets]);
            if blocks.is_empty() {
                return Err(StoreError::Empty { path: file });
            }
            for der in blocks {
                all.push(parse(&der).map_err(|error| StoreError::Malformed { path: file.clone(), error })?);
            }
        }
    }
    Ok(all)
}

/// The path itself, or the regular files of a directory whose names do not begin with a dot, sorted.
fn regular_files(path: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let failed = |error| StoreError::Read { path: path.to_owned(), error };
    if !fs::metadata(path).map_err(failed)?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(path).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if !hidden && entry.path().is_file() {
            found.push(entry.path());
        }
    }
    found.sort();
    if found.is_empty() { Err(StoreError::Empty { path: path.to_owned() }) } else { Ok(found) }
}

impl fmt::Display for StoreError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ambiguous { prefix } => write!(formatter, "several pinned schemas begin with {prefix}"),
            Self::Changed { path } => {
                write!(formatter, "{}: a document is not the one that was pinned", path.display())
            }
            Self::Entry { path } => write!(formatter, "{}: not the entry of a schema", path.display()),
            Self::Damaged { path } => {
                write!(formatter, "{}: not the object its name says, or never confirmed", path.display())
            }
            Self::Empty { path } => write!(formatter, "{}: nothing of the kind asked for", path.display()),
            Self::Malformed { path, error } => write!(formatter, "{}: {error}", path.display()),
            Self::KindDiffers { sha256, kind } => {
                write!(
                    formatter,
                    "{sha256}: is in the store already, in {}; remove it there first",
                    kind.folder()
                )
            }
            Self::NoSuchEntry { prefix, count } => {
                write!(formatter, "{count} objects of the store have a fingerprint that begins with {prefix}")
            }
            Self::NotAStore { path } => write!(formatter, "{}: no trust store", path.display()),
            Self::Pem { path, line } => {
                write!(formatter, "{}: damaged PEM block, line {line}", path.display())
            }
            Self::Prefix { prefix } => {
                write!(formatter, "{prefix}: at least eight hexadecimal digits of a SHA-256 are needed")
            }
            Self::Schema { path, errors } => {
                write!(formatter, "{}:", path.display())?;
                errors.iter().try_for_each(|error| write!(formatter, "\n  {error}"))
            }
            Self::Read { path, error } | Self::Write { path, error } => {
                write!(formatter, "{}: {error}", path.display())
            }
            Self::TooLarge { path, limit } => {
                write!(formatter, "{}: larger than {limit} octets", path.display())
            }
            Self::TooMany { path, limit } => write!(formatter, "{}: more than {limit} files", path.display()),
            Self::Unconfirmed { sha256 } => {
                write!(formatter, "{sha256}: an anchor is added only after its fingerprint was confirmed")
            }
            Self::Unfit { sha256 } => {
                write!(
                    formatter,
                    "{sha256}: cannot be an anchor (no CA's certificate, or a key that cannot be used)"
                )
            }
            Self::Missing { path, .. } => write!(
                formatter,
                "{}: recorded in the store, but the file is gone; add it again, or remove its record",
                path.display()
            ),
            Self::WithoutRecord { path, .. } => {
                write!(formatter, "{}: without a record of its own in the store", path.display())
            }
            Self::Unknown { prefix } => write!(formatter, "no pinned schema begins with {prefix}"),
        }
    }
}

impl core::error::Error for StoreError {}
