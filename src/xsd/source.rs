//! Where the documents of a schema come from: memory, a catalogue or local files. Never a network.

use std::borrow::Cow;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::limits::xsd::SCHEMA_DOCUMENT_OCTETS;

/// One schema document: a name (a path or a URI, the base of its relative references) and its octets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaDocument {
    name: String,
    octets: Vec<u8>,
    origin: Origin,
}

/// Who brought a schema document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    BuiltIn,
    Given,
}

impl SchemaDocument {
    /// A document under the name that its references are relative to.
    pub fn new(name: impl Into<String>, octets: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), octets: octets.into(), origin: Origin::Given }
    }

    /// As a document that is part of this tool.
    pub(super) const fn marked_built_in(mut self) -> Self {
        self.origin = Origin::BuiltIn;
        self
    }

    /// Whether it is part of this tool, as the schema of the `xml:` attributes is.
    pub const fn is_built_in(&self) -> bool {
        matches!(self.origin, Origin::BuiltIn)
    }

    /// The name: a path or a URI.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The octets as they were read; a digest is made over these.
    pub fn octets(&self) -> &[u8] {
        &self.octets
    }
}

/// The directive that refers to another document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Directive {
    /// `xs:import`
    Import,
    /// `xs:include`
    Include,
    /// `xs:override`
    Override,
    /// `xs:redefine`
    Redefine,
}

impl Directive {
    /// The local name of the element.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Import => "import",
            Self::Include => "include",
            Self::Override => "override",
            Self::Redefine => "redefine",
        }
    }
}

/// A reference from one schema document to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference<'a> {
    /// The directive.
    pub directive: Directive,
    /// The namespace that an import asks for.
    pub namespace: Option<&'a str>,
    /// `schemaLocation` as it is written; an import may have none.
    pub location: Option<&'a str>,
    /// The name of the document that refers.
    pub base: &'a str,
}

/// What a resolver answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolution {
    /// The document. Two references lead to one document when its name is the same.
    Document(SchemaDocument),
    /// There is none and the schema is compiled without it, which the standard allows (XSD 1.1 Part 1, 4.2.6.2).
    Omitted,
    /// There is none and the schema is refused.
    Missing,
    /// The reference leads to a network, where nothing is ever fetched from.
    NotFetched,
    /// The reference leads outside of what this resolver may read.
    Outside,
    /// The document is longer than a schema document may be.
    TooLong,
    /// It is there and cannot be read.
    Unreadable,
}

/// Finds the documents that schema documents refer to.
pub trait Resolver {
    /// The document that `reference` asks for.
    fn resolve(&self, reference: &Reference<'_>) -> Resolution;

    /// The name of that document, where it can be told without reading it: a document is read once, however often it is
    /// referred to.
    fn locate(&self, _: &Reference<'_>) -> Option<String> {
        None
    }
}

/// Documents held in memory, found by name or, for an import without a location, not at all.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    documents: Vec<SchemaDocument>,
}

impl Catalogue {
    /// A catalogue of these documents.
    pub fn new(documents: impl IntoIterator<Item = SchemaDocument>) -> Self {
        Self { documents: documents.into_iter().collect() }
    }
}

impl Resolver for Catalogue {
    fn resolve(&self, reference: &Reference<'_>) -> Resolution {
        let Some(location) = reference.location else {
            return Resolution::Omitted;
        };
        let joined = join(reference.base, location);
        self.documents
            .iter()
            .find(|document| document.name == joined)
            .or_else(|| self.documents.iter().find(|document| document.name == location))
            .map_or(Resolution::Missing, |document| Resolution::Document(document.clone()))
    }
}

/// Files on local disk, and only below one directory when one is given.
///
/// A location that is no relative path or `file:` URI (`http:`, `urn:` …) is never fetched: it is found in the
/// catalogue or not at all.
#[derive(Debug, Clone, Default)]
pub struct LocalFiles {
    confinement: Option<PathBuf>,
    tolerance: Tolerance,
    catalogue: Vec<(String, SchemaDocument)>,
}

/// What becomes of a reference that leads to no file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tolerance {
    /// The schema is refused: an agency that pins a schema wants all of it.
    #[default]
    Refuse,
    /// The schema is compiled without the document, as the standard allows.
    Omit,
}

impl LocalFiles {
    /// Any local file.
    pub const fn anywhere() -> Self {
        Self { confinement: None, tolerance: Tolerance::Refuse, catalogue: Vec::new() }
    }

    /// Files below `directory` only, symbolic links followed before the question is asked.
    ///
    /// # Errors
    /// The directory cannot be read.
    pub fn below(directory: &Path) -> std::io::Result<Self> {
        Ok(Self { confinement: Some(fs::canonicalize(directory)?), ..Self::anywhere() })
    }

    /// With another answer for references that lead to no file.
    #[must_use]
    pub const fn tolerating(mut self, tolerance: Tolerance) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// With a document for a location (as it is written or made absolute) or for a namespace that imports ask for.
    /// The catalogue stands before the disk for locations, behind it for namespaces.
    #[must_use]
    pub fn with_entry(mut self, name: impl Into<String>, document: SchemaDocument) -> Self {
        self.catalogue.push((name.into(), document));
        self
    }

    fn entry(&self, name: &str) -> Option<Resolution> {
        let found = self.catalogue.iter().find(|(known, _)| known == name);
        found.map(|(_, document)| Resolution::Document(document.clone()))
    }

    fn is_confined(&self, path: &Path) -> bool {
        self.confinement.as_ref().is_none_or(|directory| path.starts_with(directory))
    }

    /// Reads one file as a schema document, named by its canonical path.
    pub fn read(&self, path: &Path) -> Resolution {
        let Ok(path) = fs::canonicalize(path) else {
            return self.absent();
        };
        if !self.is_confined(&path) {
            return Resolution::Outside;
        }
        // A pipe or a device would never end.
        let Some(metadata) = fs::metadata(&path).ok().filter(fs::Metadata::is_file) else {
            return Resolution::Unreadable;
        };
        let Some(name) = path.to_str() else {
            return Resolution::Unreadable;
        };
        // Nothing to read, or a window into the kernel (/proc/kmsg), which calls itself empty and may wait for ever.
        if metadata.len() == 0 {
            return Resolution::Document(SchemaDocument::new(name, []));
        }
        let limit = u64::try_from(SCHEMA_DOCUMENT_OCTETS).unwrap_or(u64::MAX);
        let mut octets = Vec::new();
        let read = fs::File::open(&path)
            .and_then(|file| file.take(limit.saturating_add(1)).read_to_end(&mut octets));
        match read {
            Err(_) => Resolution::Unreadable,
            Ok(_) if octets.len() > SCHEMA_DOCUMENT_OCTETS => Resolution::TooLong,
            Ok(_) => Resolution::Document(SchemaDocument::new(name, octets)),
        }
    }

    const fn absent(&self) -> Resolution {
        match self.tolerance {
            Tolerance::Refuse => Resolution::Missing,
            Tolerance::Omit => Resolution::Omitted,
        }
    }
}

impl Resolver for LocalFiles {
    fn resolve(&self, reference: &Reference<'_>) -> Resolution {
        let by_namespace = || reference.namespace.and_then(|namespace| self.entry(namespace));
        let Some(location) = reference.location else {
            return by_namespace().unwrap_or(Resolution::Omitted);
        };
        let joined = join(reference.base, location);
        if let Some(found) = self.entry(location).or_else(|| self.entry(&joined)) {
            return found;
        }
        let found = match local_path(&joined) {
            Some(path) => self.read(Path::new(path.as_ref())),
            None => match self.tolerance {
                Tolerance::Refuse => Resolution::NotFetched,
                Tolerance::Omit => Resolution::Omitted,
            },
        };
        match found {
            Resolution::Missing | Resolution::NotFetched | Resolution::Omitted => {
                by_namespace().unwrap_or(found)
            }
            _ => found,
        }
    }

    fn locate(&self, reference: &Reference<'_>) -> Option<String> {
        let location = reference.location?;
        let joined = join(reference.base, location);
        let known = |name: &str| self.catalogue.iter().find(|(known, _)| known == name);
        if let Some((_, document)) = known(location).or_else(|| known(&joined)) {
            return Some(document.name.clone());
        }
        let path = fs::canonicalize(local_path(&joined)?.as_ref()).ok()?;
        path.to_str().filter(|_| self.is_confined(&path)).map(str::to_owned)
    }
}

/// `location` relative to `base`, both paths or URIs; a fragment is no part of it.
pub(super) fn join(base: &str, location: &str) -> String {
    let location = location.trim_matches(['\t', '\n', '\r', ' ']);
    let location = location.split_once('#').map_or(location, |(before, _)| before);
    if scheme(location).is_some() || location.starts_with('/') {
        return location.to_owned();
    }
    if location.is_empty() {
        return base.to_owned();
    }
    let (prefix, path) = match scheme(base).and_then(|_| base.split_once("://")) {
        Some((before, rest)) => match rest.split_once('/') {
            Some((authority, path)) => (format!("{before}://{authority}/"), path),
            None => (format!("{before}://{rest}/"), ""),
        },
        None => match base.strip_prefix('/') {
            Some(path) => ("/".to_owned(), path),
            None => (String::new(), base),
        },
    };
    let directory = path.rsplit_once('/').map_or("", |(directory, _)| directory);
    let mut segments: Vec<&str> = Vec::new();
    for segment in directory.split('/').chain(location.split('/')) {
        match segment {
            "" | "." => {}
            ".." if segments.last().is_some_and(|last| *last != "..") => {
                segments.pop();
            }
            ".." if !prefix.is_empty() => {}
            other => segments.push(other),
        }
    }
    format!("{prefix}{}", segments.join("/"))
}

/// The local path that a name stands for; none for any other scheme than `file:`.
fn local_path(name: &str) -> Option<Cow<'_, str>> {
    let Some(scheme) = scheme(name) else {
        // A location is an anyURI: a file name with spaces or kanji may come with percent escapes.
        return Some(if Path::new(name).exists() { Cow::Borrowed(name) } else { percent_decoded(name) });
    };
    if !scheme.eq_ignore_ascii_case("file") {
        return None;
    }
    let (_, rest) = name.split_once(':')?;
    let path = match rest.strip_prefix("//") {
        Some(authority) => authority.strip_prefix("localhost").unwrap_or(authority),
        None => rest,
    };
    path.starts_with('/').then(|| percent_decoded(path))
}

fn percent_decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut octets = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let escaped = match (first, after) {
            (b'%', [high, low, tail @ ..]) => {
                hexadecimal(*high).zip(hexadecimal(*low)).map(|value| (value, tail))
            }
            _ => None,
        };
        match escaped {
            Some(((high, low), tail)) => {
                octets.push(high.wrapping_shl(4) | low);
                rest = tail;
            }
            None => {
                octets.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(octets).map_or(Cow::Borrowed(text), Cow::Owned)
}

fn hexadecimal(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

/// The scheme of an absolute URI. One letter is a drive, not a scheme.
fn scheme(text: &str) -> Option<&str> {
    let (scheme, _) = text.split_once(':')?;
    let mut characters = scheme.chars();
    let begins = characters.next().is_some_and(|first| first.is_ascii_alphabetic());
    let goes_on = characters.all(|each| each.is_ascii_alphanumeric() || matches!(each, '+' | '-' | '.'));
    (begins && goes_on && scheme.len() > 1).then_some(scheme)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_locations_to_paths_and_uris() {
        for (base, location, joined) in [
            ("/a/b/c.xsd", "d.xsd", "/a/b/d.xsd"),
            ("/a/b/c.xsd", "../d.xsd", "/a/d.xsd"),
            ("/a/b/c.xsd", "../../../../d.xsd", "/d.xsd"),
            ("a/c.xsd", "./x/d.xsd#part", "a/x/d.xsd"),
            ("c.xsd", "../d.xsd", "../d.xsd"),
            ("http://h/a/c.xsd", "../d.xsd", "http://h/d.xsd"),
            ("/a/c.xsd", "urn:example:d", "urn:example:d"),
            ("/a/c.xsd", "file:///e/d.xsd", "file:///e/d.xsd"),
        ] {
            assert_eq!(join(base, location), joined, "{base} + {location}");
        }
    }

    #[test]
    fn never_reads_anything_that_is_not_a_local_file() {
        let files = LocalFiles::anywhere();
        let reference = |location| Reference {
            directive: Directive::Import,
            namespace: None,
            location: Some(location),
            base: "/tmp/base.xsd",
        };
        let network = "http://127.0.0.1:1/a.xsd";
        assert_eq!(files.resolve(&reference(network)), Resolution::NotFetched);
        let document = SchemaDocument::new("a.xsd", "<a/>");
        let mapped = files.clone().with_entry(network, document.clone()).resolve(&reference(network));
        assert_eq!(mapped, Resolution::Document(document));
        assert_eq!(files.resolve(&reference("/dev/zero")), Resolution::Unreadable);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn never_waits_for_the_kernel() {
        // It has octets when it is read and calls itself empty, as the ones do that block.
        let read = LocalFiles::anywhere().read(Path::new("/proc/self/status"));
        assert!(matches!(read, Resolution::Document(document) if document.octets().is_empty()));
    }

    #[test]
    fn the_catalogue_answers_imports_by_namespace_and_nothing_else() {
        let document = SchemaDocument::new("a.xsd", "<a/>");
        let files = LocalFiles::anywhere().with_entry("urn:a", document.clone());
        let ask = |directive, namespace, location| {
            files.resolve(&Reference { directive, namespace, location, base: "/tmp/base.xsd" })
        };
        let found = Resolution::Document(document);
        assert_eq!(ask(Directive::Import, Some("urn:a"), None), found);
        assert_eq!(ask(Directive::Import, Some("urn:a"), Some("http://127.0.0.1:1/a.xsd")), found);
        assert_eq!(ask(Directive::Import, Some("urn:b"), None), Resolution::Omitted);
        let elsewhere = ask(Directive::Import, Some("urn:b"), Some("http://127.0.0.1:1/a.xsd"));
        assert_eq!(elsewhere, Resolution::NotFetched);
        assert_eq!(ask(Directive::Include, None, Some("http://127.0.0.1:1/a.xsd")), Resolution::NotFetched);
    }

    #[test]
    fn reads_below_the_directory_and_refuses_one_step_outside() {
        let directory = tempfile::tempdir().unwrap();
        let inside = directory.path().join("inside");
        fs::create_dir(&inside).unwrap();
        fs::write(inside.join("戸籍 a.xsd"), b"in").unwrap();
        fs::write(directory.path().join("out.xsd"), b"out").unwrap();
        let files = LocalFiles::below(&inside).unwrap();
        let base = inside.join("main.xsd");
        let base = base.to_str().unwrap();
        let ask = |location| {
            files.resolve(&Reference {
                directive: Directive::Include,
                namespace: None,
                location: Some(location),
                base,
            })
        };
        let Resolution::Document(document) = ask("%E6%88%B8%E7%B1%8D%20a.xsd") else { panic!() };
        assert_eq!(document.octets(), b"in");
        assert_eq!(ask("../out.xsd"), Resolution::Outside);
        assert_eq!(ask("none.xsd"), Resolution::Missing);
    }
}
