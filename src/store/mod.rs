//! Files that operators keep: certificates and revocation lists, DER or PEM, alone or in directories; pinned schemas.
//!
//! Reads from disk only; nothing here decides trust. A directory is read one level deep, in the order of its names.

use core::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::limits::store as limits;
use crate::pki::{self, Certificate, CertificateRevocationList};
use crate::xsd::SchemaError;

mod pem;
pub mod schemas;

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
    /// A certificate or list in the file is malformed.
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        error: pki::Error,
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

fn read_all<T>(
    paths: &[PathBuf],
    label: &'static str,
    parse: impl Fn(&[u8]) -> Result<T, pki::Error>,
) -> Result<Vec<T>, StoreError> {
    let mut all = Vec::new();
    for path in paths {
        for file in files(path)? {
            let octets = read(&file)?;
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
fn files(path: &Path) -> Result<Vec<PathBuf>, StoreError> {
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

fn read(path: &Path) -> Result<Vec<u8>, StoreError> {
    let failed = |error| StoreError::Read { path: path.to_owned(), error };
    let limit = limits::MAX_FILE_LENGTH;
    if fs::metadata(path).map_err(failed)?.len() > limit {
        return Err(StoreError::TooLarge { path: path.to_owned(), limit });
    }
    fs::read(path).map_err(failed)
}

impl fmt::Display for StoreError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ambiguous { prefix } => write!(formatter, "several pinned schemas begin with {prefix}"),
            Self::Changed { path } => {
                write!(formatter, "{}: a document is not the one that was pinned", path.display())
            }
            Self::Entry { path } => write!(formatter, "{}: not the entry of a schema", path.display()),
            Self::Empty { path } => write!(formatter, "{}: nothing of the kind asked for", path.display()),
            Self::Malformed { path, error } => write!(formatter, "{}: {error}", path.display()),
            Self::Pem { path, line } => {
                write!(formatter, "{}: damaged PEM block, line {line}", path.display())
            }
            Self::Prefix { prefix } => {
                write!(formatter, "{prefix}: at least eight hexadecimal digits of a SHA-256 are needed")
            }
            Self::Read { path, error } => write!(formatter, "{}: {error}", path.display()),
            Self::Schema { path, errors } => {
                write!(formatter, "{}:", path.display())?;
                errors.iter().try_for_each(|error| write!(formatter, "\n  {error}"))
            }
            Self::TooLarge { path, limit } => {
                write!(formatter, "{}: larger than {limit} octets", path.display())
            }
            Self::Unknown { prefix } => write!(formatter, "no pinned schema begins with {prefix}"),
        }
    }
}

impl core::error::Error for StoreError {}
