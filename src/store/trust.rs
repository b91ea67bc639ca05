//! A receiving agency's trust store: a plain folder of anchors, companions and revocation lists, each by digest, each with
//! a record of who put it there, when, from where, and how its fingerprint was confirmed.
//!
//! ```text
//! store.json                 what this folder is
//! anchors/<sha256>.cer       trusted: only what was confirmed by its fingerprint
//! companions/<sha256>.cer    cross, link and intermediate certificates: hints
//! lists/<sha256>.crl         CRLs and ARLs: verified when they are used
//! records/<sha256>.json      provenance of each of them
//! log.jsonl                  every change, appended
//! ```
//!
//! An anchor counts only with its record; the record is written first. Nothing here decides a verdict.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{StoreError, files};
use crate::limits::store as limits;
use crate::pki::{Certificate, CertificateRevocationList, TrustAnchor};
use crate::time::Time;

/// A trust store on disk.
#[derive(Debug, Clone)]
pub struct TrustStore {
    root: PathBuf,
}

/// What an object of the store is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// A trust anchor.
    Anchor,
    /// A certificate that is a hint.
    Companion,
    /// A CRL or ARL.
    RevocationList,
}

/// How the fingerprint of an object was confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confirmation {
    /// A person was shown the fingerprint on a terminal and confirmed it.
    Terminal,
    /// A person typed it.
    Typed,
    /// It was not: the object is a hint.
    NotNeeded,
}

/// Who put an object into the store, when and from where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// The person or office.
    pub by: String,
    /// When.
    pub at: Time,
    /// The file or bundle it came from.
    pub source: String,
    /// How its fingerprint was confirmed.
    pub confirmation: Confirmation,
}

/// What the store holds of one object.
#[derive(Debug, Clone)]
pub struct Entry {
    /// What it is.
    pub kind: EntryKind,
    /// Its SHA-256, lower-case hexadecimal; the name of its file.
    pub sha256: String,
    /// The object itself.
    pub object: StoredObject,
    /// Who put it there.
    pub provenance: Provenance,
}

/// An object of the store.
#[derive(Debug, Clone)]
pub enum StoredObject {
    /// A certificate.
    Certificate(Certificate),
    /// A revocation list.
    RevocationList(CertificateRevocationList),
}

/// Whether something changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// The object is new.
    New,
    /// It was there already, and stays with its first record.
    Present,
}

/// Everything a verifier takes from a store.
#[derive(Debug, Clone, Default)]
pub struct Holdings {
    /// The anchors.
    pub anchors: Vec<Certificate>,
    /// The companions: hints.
    pub companions: Vec<Certificate>,
    /// The lists.
    pub revocation_lists: Vec<CertificateRevocationList>,
    /// Since when each list and companion is in the store, by its SHA-256: a proof that it existed then.
    pub kept_since: HashMap<[u8; 32], Time>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Marker {
    format_version: u32,
    kind: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    format_version: u32,
    kind: EntryKind,
    sha256: String,
    subject: String,
    added_at: String,
    by: String,
    source: String,
    confirmation: Confirmation,
}

#[derive(Serialize)]
struct Change<'a> {
    at: Time,
    action: &'static str,
    kind: EntryKind,
    sha256: &'a str,
    subject: &'a str,
    by: &'a str,
    source: &'a str,
}

impl TrustStore {
    /// Whether a folder is a trust store.
    pub fn is_store(path: &Path) -> bool {
        path.join(MARKER).is_file()
    }

    /// Opens a store.
    ///
    /// # Errors
    /// [`StoreError::NotAStore`] when the folder is none, or one of a version this tool does not know.
    pub fn open(root: &Path) -> Result<Self, StoreError> {
        let not = || StoreError::NotAStore { path: root.to_owned() };
        let marker = files::read(&root.join(MARKER), limits::MAX_RECORD_LENGTH).map_err(|_| not())?;
        let marker: Marker = serde_json::from_slice(&marker).map_err(|_| not())?;
        if marker.format_version != FORMAT_VERSION || marker.kind != MARKER_KIND {
            return Err(not());
        }
        Ok(Self { root: root.to_owned() })
    }

    /// Opens a store, or makes an empty one where nothing or an empty folder is.
    ///
    /// # Errors
    /// [`StoreError::NotAStore`] when the folder holds something else; it is left alone then.
    pub fn open_or_create(root: &Path) -> Result<Self, StoreError> {
        if Self::is_store(root) {
            return Self::open(root);
        }
        let failed = |error| StoreError::Write { path: root.to_owned(), error };
        if root.exists() && !files::names(root, 1).is_ok_and(|names| names.is_empty()) {
            return Err(StoreError::NotAStore { path: root.to_owned() });
        }
        for kind in EntryKind::ALL {
            fs::create_dir_all(root.join(kind.folder())).map_err(failed)?;
        }
        fs::create_dir_all(root.join(RECORDS)).map_err(failed)?;
        let marker = Marker { format_version: FORMAT_VERSION, kind: MARKER_KIND.to_owned() };
        files::write_whole(&root.join(MARKER), &to_json(&marker))?;
        Ok(Self { root: root.to_owned() })
    }

    /// Where it is.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Puts an object into the store: its record first, then the object.
    ///
    /// # Errors
    /// [`StoreError::Unconfirmed`] for an anchor whose fingerprint nobody confirmed; [`StoreError::Unfit`] for one that is
    /// no CA's certificate or whose key cannot be used; [`StoreError::KindDiffers`] when it is there as something else.
    pub fn add(
        &self,
        kind: EntryKind,
        object: &StoredObject,
        provenance: &Provenance,
    ) -> Result<Added, StoreError> {
        let sha256 = object.sha256();
        match (kind, object) {
            (EntryKind::Anchor, StoredObject::Certificate(certificate)) => {
                if provenance.confirmation == Confirmation::NotNeeded {
                    return Err(StoreError::Unconfirmed { sha256 });
                }
                let usable = TrustAnchor::from_certificate(certificate.clone()).is_ok();
                if !usable || !certificate.is_certification_authority() {
                    return Err(StoreError::Unfit { sha256 });
                }
            }
            (EntryKind::Companion, StoredObject::Certificate(_))
            | (EntryKind::RevocationList, StoredObject::RevocationList(_)) => {}
            _ => return Err(StoreError::Unfit { sha256 }),
        }
        let path = self.path_of(kind, &sha256);
        if path.exists() && self.record_of(kind, &sha256).is_ok() {
            return Ok(Added::Present);
        }
        if let Some(other) =
            EntryKind::ALL.into_iter().find(|other| self.path_of(*other, &sha256).exists() && *other != kind)
        {
            return Err(StoreError::KindDiffers { sha256, kind: other });
        }
        let subject = object.subject();
        let record = Record {
            format_version: FORMAT_VERSION,
            kind,
            sha256: sha256.clone(),
            subject: subject.clone(),
            added_at: provenance.at.to_string(),
            by: provenance.by.clone(),
            source: provenance.source.clone(),
            confirmation: provenance.confirmation,
        };
        files::write_whole(&self.record_path(&sha256), &to_json(&record))?;
        files::write_whole(&path, object.der())?;
        let (by, source) = (&provenance.by, &provenance.source);
        self.log(&Change {
            at: provenance.at,
            action: "add",
            kind,
            sha256: &sha256,
            subject: &subject,
            by,
            source,
        })?;
        Ok(Added::New)
    }

    /// Takes an object out; the log keeps who, when and why.
    ///
    /// # Errors
    /// [`StoreError::Read`] or [`StoreError::Write`].
    pub fn remove(&self, entry: &Entry, by: &str, at: Time, reason: &str) -> Result<(), StoreError> {
        let Entry { kind, sha256, .. } = entry;
        let subject = entry.object.subject();
        self.log(&Change {
            at,
            action: "remove",
            kind: *kind,
            sha256,
            subject: &subject,
            by,
            source: reason,
        })?;
        files::remove(&self.path_of(*kind, sha256))?;
        files::remove(&self.record_path(sha256))
    }

    /// The objects whose fingerprint begins with `prefix` (hexadecimal, lower case).
    ///
    /// # Errors
    /// As [`TrustStore::entries`]; [`StoreError::NoSuchEntry`] unless exactly one begins so.
    pub fn find(&self, prefix: &str) -> Result<Entry, StoreError> {
        let mut fitting: Vec<Entry> =
            self.entries()?.into_iter().filter(|entry| entry.sha256.starts_with(prefix)).collect();
        match (fitting.pop(), fitting.len()) {
            (Some(entry), 0) => Ok(entry),
            (found, others) => Err(StoreError::NoSuchEntry {
                prefix: prefix.to_owned(),
                count: others.saturating_add(usize::from(found.is_some())),
            }),
        }
    }

    /// The one whole object whose fingerprint begins with `prefix`, whatever else in the store is damaged; `None` when no
    /// whole one does.
    ///
    /// # Errors
    /// As [`TrustStore::inspect`]; [`StoreError::NoSuchEntry`] when several begin so.
    pub fn find_whole(&self, prefix: &str) -> Result<Option<Entry>, StoreError> {
        let (entries, _) = self.inspect()?;
        let mut fitting = entries.into_iter().filter(|entry| entry.sha256.starts_with(prefix));
        match (fitting.next(), fitting.count()) {
            (found, 0) => Ok(found),
            (_, others) => {
                Err(StoreError::NoSuchEntry { prefix: prefix.to_owned(), count: others.saturating_add(1) })
            }
        }
    }

    /// Takes out a file that is damaged, is missing or has no record, by its name, or by the digits it begins with; the log keeps who, when and why.
    ///
    /// # Errors
    /// [`StoreError::NoSuchEntry`] unless exactly one file has such a name; [`StoreError::Read`] or [`StoreError::Write`].
    pub fn remove_damaged(
        &self,
        prefix: &str,
        by: &str,
        at: Time,
        reason: &str,
    ) -> Result<(EntryKind, String), StoreError> {
        let mut fitting = Vec::new();
        for kind in EntryKind::ALL {
            for name in files::names(&self.root.join(kind.folder()), limits::MAX_STORE_ENTRIES)? {
                let digits = prefix.bytes().all(|one| one.is_ascii_hexdigit());
                if name == prefix || (digits && name.starts_with(prefix)) {
                    fitting.push((kind, name));
                }
            }
        }
        if fitting.is_empty() {
            let missing = self.missing()?.into_iter();
            let missing = missing.filter_map(|error| match error {
                StoreError::Missing { path, kind } => {
                    Some((kind, path.file_name()?.to_string_lossy().into_owned()))
                }
                _ => None,
            });
            fitting.extend(missing.filter(|(_, name)| name.starts_with(prefix)));
        }
        let count = fitting.len();
        let (Some((kind, name)), 1) = (fitting.pop(), count) else {
            return Err(StoreError::NoSuchEntry { prefix: prefix.to_owned(), count });
        };
        self.log(&Change { at, action: "remove", kind, sha256: &name, subject: "", by, source: reason })?;
        let object = self.root.join(kind.folder()).join(&name);
        if object.exists() {
            files::remove(&object)?;
        }
        if let Some(digest) = name.strip_suffix(&format!(".{}", kind.extension())) {
            let record = self.record_path(digest);
            if record.is_file() {
                files::remove(&record)?;
            }
        }
        Ok((kind, name))
    }

    /// Everything in the store, anchors first, each compared with its digest and its record.
    ///
    /// # Errors
    /// The first damage: a store with a hole is not a store.
    pub fn entries(&self) -> Result<Vec<Entry>, StoreError> {
        let (entries, damage) = self.inspect()?;
        damage.into_iter().next().map_or(Ok(entries), Err)
    }

    /// Everything that is whole, and every damage.
    ///
    /// # Errors
    /// [`StoreError::Read`] or [`StoreError::TooMany`] when a folder cannot be listed.
    pub fn inspect(&self) -> Result<(Vec<Entry>, Vec<StoreError>), StoreError> {
        let (mut entries, mut damage) = (Vec::new(), Vec::new());
        for kind in EntryKind::ALL {
            for name in files::names(&self.root.join(kind.folder()), limits::MAX_STORE_ENTRIES)? {
                match self.entry(kind, &name) {
                    Ok(entry) => entries.push(entry),
                    Err(error) => damage.push(error),
                }
            }
        }
        damage.extend(self.missing()?);
        Ok((entries, damage))
    }

    /// What is recorded, and by the log in the store, and is not there. A record whose object was not yet logged is one of
    /// an addition under way, or of one that a crash cut short.
    fn missing(&self) -> Result<Vec<StoreError>, StoreError> {
        let limit = limits::MAX_STORE_ENTRIES.saturating_mul(EntryKind::ALL.len());
        let mut missing = Vec::new();
        for name in files::names(&self.root.join(RECORDS), limit)? {
            let Some(sha256) = name.strip_suffix(".json") else { continue };
            if EntryKind::ALL.into_iter().any(|kind| self.path_of(kind, sha256).exists()) {
                continue;
            }
            let Ok(octets) = files::read(&self.record_path(sha256), limits::MAX_RECORD_LENGTH) else {
                continue;
            };
            if let Ok(Record { kind, .. }) = serde_json::from_slice(&octets) {
                missing.push((sha256.to_owned(), kind));
            }
        }
        if missing.is_empty() {
            return Ok(Vec::new());
        }
        let log = self.last_actions();
        missing.retain(|(sha256, _)| log.as_ref().is_none_or(|log| log.get(sha256).is_some_and(|add| *add)));
        let error = |(sha256, kind): (String, EntryKind)| StoreError::Missing {
            path: self.path_of(kind, &sha256),
            kind,
        };
        Ok(missing.into_iter().map(error).collect())
    }

    /// Whether each object was added last, by the log, or removed; `None` when the log cannot be read.
    fn last_actions(&self) -> Option<HashMap<String, bool>> {
        #[derive(Deserialize)]
        struct Line {
            action: String,
            sha256: String,
        }
        let octets = files::read(&self.root.join(LOG), limits::MAX_FILE_LENGTH).ok()?;
        let lines = String::from_utf8(octets).ok()?;
        let read = lines.lines().filter_map(|line| serde_json::from_str::<Line>(line).ok());
        Some(read.map(|line| (line.sha256, line.action == "add")).collect())
    }

    /// What a verifier takes from it.
    ///
    /// # Errors
    /// As [`TrustStore::entries`].
    pub fn holdings(&self) -> Result<Holdings, StoreError> {
        let mut holdings = Holdings::default();
        for Entry { kind, object, provenance, .. } in self.entries()? {
            match (kind, object) {
                (EntryKind::Anchor, StoredObject::Certificate(certificate)) => {
                    holdings.anchors.push(certificate)
                }
                (_, StoredObject::Certificate(certificate)) => {
                    holdings.kept_since.insert(certificate.sha256(), provenance.at);
                    holdings.companions.push(certificate);
                }
                (_, StoredObject::RevocationList(list)) => {
                    holdings.kept_since.insert(list.sha256(), provenance.at);
                    holdings.revocation_lists.push(list);
                }
            }
        }
        Ok(holdings)
    }

    fn entry(&self, kind: EntryKind, name: &str) -> Result<Entry, StoreError> {
        let path = self.root.join(kind.folder()).join(name);
        // Whatever it holds: what nobody recorded under this name, somebody else put there.
        let digest = name.strip_suffix(&format!(".{}", kind.extension()));
        if !digest.is_some_and(|digest| self.record_path(digest).is_file()) {
            return Err(StoreError::WithoutRecord { path, kind });
        }
        let damaged = || StoreError::Damaged { path: path.clone() };
        let octets = files::read(&path, limits::MAX_FILE_LENGTH)?;
        let object = StoredObject::parse(kind, octets)
            .map_err(|error| StoreError::Malformed { path: path.clone(), error })?;
        let sha256 = object.sha256();
        if name != format!("{sha256}.{}", kind.extension()) {
            return Err(damaged());
        }
        let provenance = self.record_of(kind, &sha256)?;
        if kind == EntryKind::Anchor && provenance.confirmation == Confirmation::NotNeeded {
            return Err(damaged());
        }
        Ok(Entry { kind, sha256, object, provenance })
    }

    fn record_of(&self, kind: EntryKind, sha256: &str) -> Result<Provenance, StoreError> {
        let path = self.record_path(sha256);
        let without = || StoreError::WithoutRecord { path: self.path_of(kind, sha256), kind };
        let octets = files::read(&path, limits::MAX_RECORD_LENGTH).map_err(|_| without())?;
        let record: Record = serde_json::from_slice(&octets).map_err(|_| without())?;
        let at = Time::parse_rfc3339(&record.added_at).map_err(|_| without())?;
        if record.format_version != FORMAT_VERSION || record.kind != kind || record.sha256 != sha256 {
            return Err(without());
        }
        let Record { by, source, confirmation, .. } = record;
        Ok(Provenance { by, at, source, confirmation })
    }

    fn path_of(&self, kind: EntryKind, sha256: &str) -> PathBuf {
        self.root.join(kind.folder()).join(format!("{sha256}.{}", kind.extension()))
    }

    fn record_path(&self, sha256: &str) -> PathBuf {
        self.root.join(RECORDS).join(format!("{sha256}.json"))
    }

    fn log(&self, change: &Change<'_>) -> Result<(), StoreError> {
        let line = serde_json::to_string(change).unwrap_or_default();
        files::append_line(&self.root.join(LOG), &line)
    }
}

impl EntryKind {
    pub(super) const ALL: [Self; 3] = [Self::Anchor, Self::Companion, Self::RevocationList];

    pub(super) const fn folder(self) -> &'static str {
        match self {
            Self::Anchor => "anchors",
            Self::Companion => "companions",
            Self::RevocationList => "lists",
        }
    }

    pub(super) const fn extension(self) -> &'static str {
        match self {
            Self::Anchor | Self::Companion => "cer",
            Self::RevocationList => "crl",
        }
    }
}

impl StoredObject {
    /// Reads DER as what the kind says.
    pub(super) fn parse(kind: EntryKind, der: Vec<u8>) -> Result<Self, crate::pki::Error> {
        match kind {
            EntryKind::Anchor | EntryKind::Companion => Certificate::parse(&der).map(Self::Certificate),
            EntryKind::RevocationList => CertificateRevocationList::from_vec(der).map(Self::RevocationList),
        }
    }

    /// Its DER.
    pub fn der(&self) -> &[u8] {
        match self {
            Self::Certificate(certificate) => certificate.der(),
            Self::RevocationList(list) => list.der(),
        }
    }

    /// SHA-256 of its DER, lower-case hexadecimal.
    pub fn sha256(&self) -> String {
        const_hex::encode(match self {
            Self::Certificate(certificate) => certificate.sha256(),
            Self::RevocationList(list) => list.sha256(),
        })
    }

    /// The subject of a certificate, the issuer of a list (RFC 4514).
    pub fn subject(&self) -> String {
        match self {
            Self::Certificate(certificate) => certificate.subject().to_string(),
            Self::RevocationList(list) => list.issuer().to_string(),
        }
    }
}

/// JSON with a line for each field; our own types always serialise.
pub(super) fn to_json(value: &impl Serialize) -> Vec<u8> {
    let mut octets = serde_json::to_vec_pretty(value).unwrap_or_default();
    octets.push(b'\n');
    octets
}

const FORMAT_VERSION: u32 = 1;
const MARKER: &str = "store.json";
const MARKER_KIND: &str = "koseki-trust-store";
const RECORDS: &str = "records";
const LOG: &str = "log.jsonl";
