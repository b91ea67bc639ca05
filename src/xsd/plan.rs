//! Gathers the documents of a schema, has each checked, and remembers where every reference between them leads.
//!
//! Nothing of the engine runs here: what was gathered can be handed to a worker process or kept in a store, and be
//! compiled there without asking a file system again.

use std::collections::{HashMap, VecDeque};
use std::path::Path;

use xsd_schema::get_embedded_schema;

use super::ceilings;
use super::check::{Checked, OwnedReference, check};
use super::composition::Composition;
use super::error::{Defect, SchemaError, SchemaLimit, UnresolvedReason};
use super::source::{Directive, Reference, Resolution, Resolver, SchemaDocument};
use crate::limits::xsd::{
    SCHEMA_DOCUMENT_OCTETS, SCHEMA_DOCUMENTS, SCHEMA_ERRORS, SCHEMA_OCTETS, SCHEMA_REFERENCES,
};
use crate::xml::Document;

/// The documents of a schema, gathered and checked against the vocabulary of the standard and against ceilings,
/// not yet compiled.
#[derive(Debug, Clone)]
pub struct CheckedSchema {
    pub(super) documents: Vec<SchemaDocument>,
    pub(super) roots: usize,
    pub(super) routes: HashMap<Route, usize>,
    pub(super) namespaces: Vec<(String, usize)>,
    pub(super) asserts: bool,
}

/// A reference as the engine asks for it: the document, the location, the namespace.
pub(super) type Route = (usize, String, Option<String>);

impl CheckedSchema {
    /// Gathers the schema made of `given` and of everything these refer to.
    ///
    /// # Errors
    /// Every defect that was found, at most as many as `limits::xsd` allows.
    pub fn gather(given: &[SchemaDocument], resolver: &dyn Resolver) -> Result<Self, Vec<SchemaError>> {
        // A document that is named twice is one document.
        let mut waiting = VecDeque::new();
        for document in given {
            if !waiting.contains(document) {
                waiting.push_back(document.clone());
            }
        }
        let mut gathered = Self {
            documents: Vec::new(),
            roots: waiting.len(),
            routes: HashMap::new(),
            namespaces: Vec::new(),
            asserts: false,
        };
        let mut errors = Vec::new();
        let mut sizes = ceilings::Sizes::default();
        let mut composition = Composition::default();
        let (mut octets, mut references) = (0_usize, 0_usize);
        while let Some(document) = waiting.pop_front() {
            let index = gathered.documents.len();
            if index >= SCHEMA_DOCUMENTS {
                let found = index.saturating_add(1);
                errors.push(limit(&document, SchemaLimit::Documents, SCHEMA_DOCUMENTS, found));
                break;
            }
            octets = octets.saturating_add(document.octets().len());
            if octets > SCHEMA_OCTETS {
                errors.push(limit(&document, SchemaLimit::Octets, SCHEMA_OCTETS, octets));
                break;
            }
            let checked = inspect(&document, index, &mut sizes);
            gathered.documents.push(document);
            match checked {
                Err(error) => errors.push(error),
                Ok(checked) => {
                    errors.extend(checked.errors);
                    composition.document(checked.components);
                    references = references.saturating_add(checked.references.len());
                    if references > SCHEMA_REFERENCES {
                        let last = gathered.documents.last();
                        errors.extend(last.map(|document| {
                            limit(document, SchemaLimit::References, SCHEMA_REFERENCES, references)
                        }));
                        break;
                    }
                    for reference in checked.references {
                        match gathered.follow(index, &reference, resolver, &mut waiting) {
                            Ok(Some(to)) => composition.reference(index, reference, to),
                            Ok(None) => {}
                            Err(error) => errors.push(error),
                        }
                    }
                }
            }
            if errors.len() >= SCHEMA_ERRORS {
                break;
            }
        }
        if errors.is_empty() {
            errors.extend(composition.conflict(&gathered.documents, gathered.roots));
        }
        gathered.asserts = sizes.asserts();
        errors.extend(sizes.finish(&gathered.documents));
        errors.truncate(SCHEMA_ERRORS);
        if errors.is_empty() { Ok(gathered) } else { Err(errors) }
    }

    /// Gathers the schema made of files. An import that leads to no file is answered by the one among them that has
    /// the namespace.
    ///
    /// # Errors
    /// As [`CheckedSchema::gather`]; a file that cannot be read is an unresolved reference to it.
    pub fn from_files<P: AsRef<Path>>(
        paths: impl IntoIterator<Item = P>,
        files: &super::LocalFiles,
    ) -> Result<Self, Vec<SchemaError>> {
        let given = read(paths, files)?;
        let mut known = files.clone();
        for document in &given {
            if let Some(namespace) = target_namespace(document) {
                known = known.with_entry(namespace, document.clone());
            }
        }
        Self::gather(&given, &known)
    }

    /// All documents, in the order they were read: the given ones first.
    pub fn documents(&self) -> &[SchemaDocument] {
        &self.documents
    }

    /// Finds where a reference leads and queues the document when it is a new one.
    fn follow(
        &mut self,
        from: usize,
        reference: &OwnedReference,
        resolver: &dyn Resolver,
        waiting: &mut VecDeque<SchemaDocument>,
    ) -> Result<Option<usize>, SchemaError> {
        let Some(base) = self.documents.get(from).map(|document| document.name().to_owned()) else {
            return Ok(None);
        };
        let asked = Reference {
            directive: reference.directive,
            namespace: reference.namespace.as_deref(),
            location: reference.location.as_deref(),
            base: &base,
        };
        if let Some(index) = resolver.locate(&asked).and_then(|name| self.index_of(&name, waiting)) {
            self.note(from, reference, index, false);
            return Ok(Some(index));
        }
        // The schema for the xml: attributes is part of every processor's knowledge and never fetched.
        let known = reference.namespace.as_deref().and_then(SchemaDocument::built_in);
        let (document, is_known) = match (resolver.resolve(&asked), known) {
            (Resolution::Document(document), _) => (document, false),
            (Resolution::Missing | Resolution::NotFetched | Resolution::Omitted, Some(known)) => {
                (known, true)
            }
            (Resolution::Omitted, None) => return Ok(None),
            (refused, _) => {
                return Err(SchemaError {
                    document: base,
                    place: Some(reference.place),
                    defect: Defect::UnresolvedReference {
                        directive: reference.directive,
                        location: reference.location.clone().unwrap_or_default(),
                        reason: reason(&refused).unwrap_or(UnresolvedReason::Missing),
                    },
                });
            }
        };
        let index = match self.index_of(document.name(), waiting) {
            Some(index) => index,
            None => {
                let index = self.documents.len().saturating_add(waiting.len());
                waiting.push_back(document);
                index
            }
        };
        self.note(from, reference, index, is_known);
        Ok(Some(index))
    }

    fn index_of(&self, name: &str, waiting: &VecDeque<SchemaDocument>) -> Option<usize> {
        self.documents.iter().chain(waiting).position(|other| other.name() == name)
    }

    /// Writes down that a reference leads to this document.
    fn note(&mut self, from: usize, reference: &OwnedReference, index: usize, is_known: bool) {
        if let Some(location) = &reference.location {
            let namespace = reference.namespace.clone().filter(|namespace| !namespace.is_empty());
            self.routes.insert((from, collapsed(location), namespace), index);
        }
        if let (true, Some(namespace)) = (is_known || reference.location.is_none(), &reference.namespace) {
            let entry = (namespace.clone(), index);
            if !self.namespaces.contains(&entry) {
                self.namespaces.push(entry);
            }
        }
    }
}

impl SchemaDocument {
    /// The schema document that every processor knows for this namespace, which is its name.
    pub(super) fn built_in(namespace: &str) -> Option<Self> {
        Some(Self::new(namespace, get_embedded_schema(namespace)?).marked_built_in())
    }
}

fn target_namespace(document: &SchemaDocument) -> Option<String> {
    let parsed = Document::parse_to_validate(document.octets()).ok()?;
    let attribute = parsed.attribute(parsed.root_element(), None, "targetNamespace")?;
    Some(super::lexical::collapsed(attribute.value).into_owned())
}

/// Reads the files of a schema.
fn read<P: AsRef<Path>>(
    paths: impl IntoIterator<Item = P>,
    files: &super::LocalFiles,
) -> Result<Vec<SchemaDocument>, Vec<SchemaError>> {
    let mut documents = Vec::new();
    let mut errors = Vec::new();
    for path in paths {
        let path = path.as_ref();
        match files.read(path) {
            Resolution::Document(document) => documents.push(document),
            other => errors.push(SchemaError {
                document: path.display().to_string(),
                place: None,
                defect: Defect::UnresolvedReference {
                    directive: Directive::Include,
                    location: path.display().to_string(),
                    reason: reason(&other).unwrap_or(UnresolvedReason::Missing),
                },
            }),
        }
    }
    if errors.is_empty() { Ok(documents) } else { Err(errors) }
}

/// Parses one document, has its vocabulary checked and its sizes noted.
pub(super) fn inspect(
    document: &SchemaDocument,
    index: usize,
    sizes: &mut ceilings::Sizes,
) -> Result<Checked, SchemaError> {
    if document.octets().len() > SCHEMA_DOCUMENT_OCTETS {
        return Err(limit(
            document,
            SchemaLimit::DocumentOctets,
            SCHEMA_DOCUMENT_OCTETS,
            document.octets().len(),
        ));
    }
    let parsed = Document::parse_to_validate(document.octets()).map_err(|error| SchemaError {
        document: document.name().to_owned(),
        place: None,
        defect: Defect::NotWellFormed(error),
    })?;
    let checked = check(document.name(), &parsed);
    if checked.errors.is_empty() {
        sizes.note(index, &parsed);
    }
    Ok(checked)
}

fn reason(resolution: &Resolution) -> Option<UnresolvedReason> {
    match resolution {
        Resolution::Document(_) | Resolution::Omitted => None,
        Resolution::Missing => Some(UnresolvedReason::Missing),
        Resolution::NotFetched => Some(UnresolvedReason::NotFetched),
        Resolution::Outside => Some(UnresolvedReason::Outside),
        Resolution::TooLong => Some(UnresolvedReason::TooLong),
        Resolution::Unreadable => Some(UnresolvedReason::Unreadable),
    }
}

fn limit(document: &SchemaDocument, limit: SchemaLimit, ceiling: usize, found: usize) -> SchemaError {
    let wide = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    SchemaError {
        document: document.name().to_owned(),
        place: None,
        defect: Defect::LimitReached { limit, ceiling: wide(ceiling), found: wide(found) },
    }
}

/// A location as it is compared.
pub(super) fn collapsed(location: &str) -> String {
    let collapsed = location.trim_matches(['\t', '\n', '\r', ' ']);
    collapsed.split_once('#').map_or(collapsed, |(before, _)| before).to_owned()
}
