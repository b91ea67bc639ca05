//! Schemas that are pinned: each document under its own SHA-256, and for each schema one entry that says of which
//! documents it is made, where it came from, who put it there and when.
//!
//! ```text
//! DIR/0a1b….xsd     a schema document; its name is the SHA-256 of its octets
//! DIR/0a1b….json    the entry of the schema with this digest
//! ```
//!
//! A schema of one document has the digest of that document, so that `sha256sum DIR/*.xsd` checks the documents. The digest of
//! several covers where their references lead too (decision 0042), so that an entry cannot say otherwise. Whoever writes
//! puts the documents before the entry and removes the entry before the documents: an entry never lacks a document.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{StoreError, files};
use crate::limits::store as limits;
use crate::time::Time;
use crate::xsd::{CheckedSchema, Outline, OutlineError};

/// A directory of pinned schemas.
#[derive(Debug, Clone)]
pub struct SchemaStore {
    directory: PathBuf,
}

/// One pinned schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaEntry {
    /// [`CheckedSchema::digest`], lower-case hexadecimal.
    pub sha256: String,
    /// Where it comes from and who says so.
    pub provenance: Provenance,
    /// Its documents and where their references lead.
    pub outline: Outline,
}

/// Where a schema comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// When it was added.
    pub added_at: Time,
    /// Who added it.
    pub added_by: String,
    /// Where it was obtained and how it was confirmed, in the words of whoever added it.
    pub source: String,
}

/// The entry as it is written.
#[derive(Serialize, Deserialize)]
struct Record {
    format_version: u32,
    sha256: String,
    added_at: String,
    added_by: String,
    source: String,
    schema: Outline,
}

const FORMAT_VERSION: u32 = 1;

impl SchemaEntry {
    /// The entry for a schema. The folder that all its documents lie in is left out of their names.
    pub fn new(schema: &CheckedSchema, provenance: Provenance) -> Self {
        let mut outline = schema.outline();
        let own = || outline.documents.iter().filter(|one| one.sha256.is_some()).map(|one| one.name.as_str());
        let folder = common_folder(own()).to_owned();
        for document in outline.documents.iter_mut().filter(|one| one.sha256.is_some()) {
            if let Some(short) = document.name.strip_prefix(&folder) {
                document.name = short.to_owned();
            }
        }
        Self { sha256: schema.digest().to_hex(), provenance, outline }
    }

    /// The entry's own file: name and octets. It is written last.
    ///
    /// # Errors
    /// None that can be caused by a schema.
    pub fn file(&self) -> Result<(String, Vec<u8>), serde_json::Error> {
        let record = Record {
            format_version: FORMAT_VERSION,
            sha256: self.sha256.clone(),
            added_at: self.provenance.added_at.to_string(),
            added_by: self.provenance.added_by.clone(),
            source: self.provenance.source.clone(),
            schema: self.outline.clone(),
        };
        let mut json = serde_json::to_vec_pretty(&record)?;
        json.push(b'\n');
        Ok((format!("{}.json", self.sha256), json))
    }

    /// The names of the files of its documents.
    pub fn documents(&self) -> BTreeSet<String> {
        self.outline
            .documents
            .iter()
            .filter_map(|document| document.sha256.as_deref())
            .map(file_name)
            .collect()
    }
}

/// The files of a schema's documents, by name.
pub fn document_files(schema: &CheckedSchema) -> BTreeMap<String, &[u8]> {
    let outline = schema.outline();
    let digests = outline.documents.into_iter().map(|document| document.sha256);
    let octets = schema.documents().iter().map(|document| document.octets());
    digests.zip(octets).filter_map(|(digest, octets)| Some((file_name(&digest?), octets))).collect()
}

impl SchemaStore {
    /// The store in this directory; nothing is read yet.
    pub fn new(directory: impl Into<PathBuf>) -> Self {
        Self { directory: directory.into() }
    }

    /// The directory.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Every entry, in the order of the digests.
    ///
    /// # Errors
    /// [`StoreError`] names the first entry that cannot be read.
    pub fn entries(&self) -> Result<Vec<SchemaEntry>, StoreError> {
        self.each_entry()?.into_iter().collect()
    }

    /// The same, where one that cannot be read does not hide the others.
    ///
    /// # Errors
    /// [`StoreError::Read`] when the directory cannot be read.
    pub fn each_entry(&self) -> Result<Vec<Result<SchemaEntry, StoreError>>, StoreError> {
        Ok(self.paths()?.iter().map(|path| entry(path)).collect())
    }

    /// The files of the entries, in the order of the digests.
    fn paths(&self) -> Result<Vec<PathBuf>, StoreError> {
        let failed = |error| StoreError::Read { path: self.directory.clone(), error };
        let mut paths = Vec::new();
        for entry in std::fs::read_dir(&self.directory).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name.ends_with(".json") && !name.starts_with('.') {
                paths.push(path);
            }
        }
        paths.sort();
        Ok(paths)
    }

    /// The one entry whose digest begins so, written with `sha256:` before it or without. A broken entry of another schema is
    /// not in the way.
    ///
    /// # Errors
    /// [`StoreError::Unknown`] when there is none, [`StoreError::Ambiguous`] when there are several.
    pub fn find(&self, prefix: &str) -> Result<SchemaEntry, StoreError> {
        let prefix = prefix.to_ascii_lowercase();
        let prefix = prefix.strip_prefix("sha256:").unwrap_or(&prefix).to_owned();
        let hexadecimal = prefix.bytes().all(|digit| digit.is_ascii_hexdigit());
        if prefix.len() < limits::SHORTEST_PREFIX || !hexadecimal {
            return Err(StoreError::Prefix { prefix });
        }
        let named = |path: &PathBuf| {
            path.file_stem().and_then(|stem| stem.to_str()).is_some_and(|stem| stem.starts_with(&prefix))
        };
        let mut found = self.paths()?.into_iter().filter(named);
        match (found.next(), found.next()) {
            (Some(path), None) => entry(&path),
            (Some(_), Some(_)) => Err(StoreError::Ambiguous { prefix }),
            (None, _) => Err(StoreError::Unknown { prefix }),
        }
    }

    /// The schema of an entry, its documents checked against their digests and as any schema is checked.
    ///
    /// # Errors
    /// [`StoreError`] names the document that is missing or is not the one that was pinned.
    pub fn load(&self, entry: &SchemaEntry) -> Result<CheckedSchema, StoreError> {
        let mut missing = None;
        let schema = CheckedSchema::from_outline(&entry.outline, |sha256| {
            let path = self.directory.join(file_name(sha256));
            files::read(&path, limits::MAX_FILE_LENGTH).map_err(|error| missing = Some(error)).ok()
        });
        if let Some(error) = missing {
            return Err(error);
        }
        let path = self.directory.join(format!("{}.json", entry.sha256));
        match schema {
            Ok(schema) if schema.digest().to_hex() == entry.sha256 => Ok(schema),
            Err(OutlineError::Digest { document }) => {
                let named = entry.outline.documents.iter().find(|one| one.name == document);
                let file = named.and_then(|one| one.sha256.as_deref()).map(file_name);
                Err(StoreError::Changed { path: file.map_or(path, |file| self.directory.join(file)) })
            }
            Ok(_) | Err(OutlineError::Dangling) => Err(StoreError::Changed { path }),
            Err(OutlineError::Checked(errors)) => Err(StoreError::Schema { path, errors }),
        }
    }

    /// The files of documents that no other entry needs, once this one is gone.
    ///
    /// # Errors
    /// As [`SchemaStore::entries`].
    pub fn needed_by_none_but(&self, entry: &SchemaEntry) -> Result<BTreeSet<String>, StoreError> {
        let mut files = entry.documents();
        for other in self.entries()?.iter().filter(|other| other.sha256 != entry.sha256) {
            for name in other.documents() {
                files.remove(&name);
            }
        }
        Ok(files)
    }
}

fn entry(path: &Path) -> Result<SchemaEntry, StoreError> {
    let malformed = || StoreError::Entry { path: path.to_owned() };
    let record: Record =
        serde_json::from_slice(&files::read(path, limits::MAX_FILE_LENGTH)?).map_err(|_| malformed())?;
    let named = path.file_stem().is_some_and(|stem| stem == record.sha256.as_str());
    let digests = record.schema.documents.iter().filter_map(|document| document.sha256.as_deref());
    // A digest becomes a file name: it is one, or nothing is read.
    if record.format_version != FORMAT_VERSION
        || !named
        || !digests.chain([record.sha256.as_str()]).all(is_digest)
    {
        return Err(malformed());
    }
    let added_at = Time::parse_rfc3339(&record.added_at).map_err(|_| malformed())?;
    let provenance = Provenance { added_at, added_by: record.added_by, source: record.source };
    Ok(SchemaEntry { sha256: record.sha256, provenance, outline: record.schema })
}

fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
}

fn file_name(sha256: &str) -> String {
    format!("{sha256}.xsd")
}

/// The longest folder, with its slash, that all names begin with.
fn common_folder<'n>(mut names: impl Iterator<Item = &'n str>) -> &'n str {
    let folder = |name: &'n str| {
        name.rsplit_once('/')
            .map_or("", |(folder, _)| name.get(..folder.len().saturating_add(1)).unwrap_or(""))
    };
    let mut common = names.next().map_or("", folder);
    for name in names {
        while !name.starts_with(common) {
            common = folder(common.strip_suffix('/').unwrap_or(""));
        }
    }
    common
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::xsd::{Catalogue, SchemaDocument};

    fn provenance() -> Provenance {
        Provenance {
            added_at: Time::parse_rfc3339("2026-12-01T09:00:00+09:00").unwrap(),
            added_by: "担当者".into(),
            source: "sample".into(),
        }
    }

    fn schema(comment: &str) -> CheckedSchema {
        let head = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">"#;
        let main =
            format!(r#"{head}<!--{comment}--><xs:include schemaLocation="parts/types.xsd"/></xs:schema>"#);
        let types = format!(r#"{head}<xs:element name="r"/></xs:schema>"#);
        let catalogue = Catalogue::new([SchemaDocument::new("/a/b/parts/types.xsd", types)]);
        CheckedSchema::gather(&[SchemaDocument::new("/a/b/main.xsd", main)], &catalogue).unwrap()
    }

    fn write(store: &SchemaStore, schema: &CheckedSchema) -> SchemaEntry {
        let entry = SchemaEntry::new(schema, provenance());
        for (name, octets) in document_files(schema) {
            fs::write(store.directory().join(name), octets).unwrap();
        }
        let (name, octets) = entry.file().unwrap();
        fs::write(store.directory().join(name), octets).unwrap();
        entry
    }

    #[test]
    fn gives_back_what_was_pinned() {
        let directory = tempfile::tempdir().unwrap();
        let store = SchemaStore::new(directory.path());
        let (one, other) = (schema("one"), schema("other"));
        let entry = write(&store, &one);
        write(&store, &other);
        assert_eq!(store.entries().unwrap().len(), 2);
        assert_eq!(store.find(&entry.sha256[..12]).unwrap(), entry);
        let names: Vec<_> = entry.outline.documents.iter().map(|document| document.name.as_str()).collect();
        assert_eq!(names, ["main.xsd", "parts/types.xsd"]);
        assert_eq!(store.load(&entry).unwrap().digest(), one.digest());
        let own = store.needed_by_none_but(&entry).unwrap();
        assert_eq!(own.len(), 1, "the included document is the other schema's too");
    }

    #[test]
    fn refuses_a_document_that_was_changed_by_one_octet() {
        let directory = tempfile::tempdir().unwrap();
        let store = SchemaStore::new(directory.path());
        let entry = write(&store, &schema("one"));
        let name = entry.documents().into_iter().next().unwrap();
        let mut octets = fs::read(directory.path().join(&name)).unwrap();
        octets.push(b'\n');
        fs::write(directory.path().join(&name), &octets).unwrap();
        let changed = store.load(&entry);
        assert!(matches!(changed, Err(StoreError::Changed { path }) if path.ends_with(&name)));
        octets.pop();
        fs::write(directory.path().join(&name), &octets).unwrap();
        assert!(store.load(&entry).is_ok());
        fs::remove_file(directory.path().join(&name)).unwrap();
        assert!(matches!(store.load(&entry), Err(StoreError::Read { .. })));
    }

    #[test]
    fn refuses_an_entry_whose_references_were_changed() {
        let directory = tempfile::tempdir().unwrap();
        let store = SchemaStore::new(directory.path());
        let entry = write(&store, &schema("one"));
        assert!(store.load(&entry).is_ok());
        let mut without_routes = entry.clone();
        without_routes.outline.routes.clear();
        let mut without_roots = entry.clone();
        without_roots.outline.roots = 0;
        let mut with_more_roots = entry;
        with_more_roots.outline.roots = 2;
        for changed in [without_routes, without_roots, with_more_roots] {
            let (name, octets) = changed.file().unwrap();
            fs::write(directory.path().join(name), octets).unwrap();
            let found = store.find(&changed.sha256).unwrap();
            assert!(matches!(store.load(&found), Err(StoreError::Changed { .. })), "{:?}", found.outline);
        }
    }

    #[test]
    fn a_prefix_names_one_schema_or_none() {
        let directory = tempfile::tempdir().unwrap();
        let store = SchemaStore::new(directory.path());
        let entry = write(&store, &schema("one"));
        let mut twin = entry.clone();
        let last = if entry.sha256.ends_with('0') { '1' } else { '0' };
        twin.sha256.pop();
        twin.sha256.push(last);
        let (name, octets) = twin.file().unwrap();
        fs::write(directory.path().join(name), octets).unwrap();
        assert!(store.find(&entry.sha256).is_ok());
        assert!(store.find(&format!("SHA256:{}", entry.sha256)).is_ok());
        fs::write(directory.path().join(format!("{}.json", "0".repeat(64))), "{}").unwrap();
        assert!(store.find(&entry.sha256).is_ok(), "a broken entry is not in the way of another one");
        assert!(matches!(store.entries(), Err(StoreError::Entry { .. })));
        assert!(store.each_entry().unwrap().iter().any(Result::is_err));
        assert!(matches!(store.find(&entry.sha256[..63]), Err(StoreError::Ambiguous { .. })));
        assert!(matches!(store.find("0123456"), Err(StoreError::Prefix { .. })), "seven digits");
        let unknown = if entry.sha256.starts_with('1') { "22222222" } else { "11111111" };
        assert!(matches!(store.find(unknown), Err(StoreError::Unknown { .. })));
    }

    #[test]
    fn an_entry_cannot_name_files_elsewhere() {
        let directory = tempfile::tempdir().unwrap();
        let store = SchemaStore::new(directory.path());
        let mut entry = SchemaEntry::new(&schema("one"), provenance());
        entry.outline.documents[0].sha256 = Some("../../etc/passwd".into());
        let (name, octets) = entry.file().unwrap();
        fs::write(directory.path().join(name), octets).unwrap();
        assert!(matches!(store.entries(), Err(StoreError::Entry { .. })));
    }
}
