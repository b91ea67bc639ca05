//! Gathers the documents of a schema, has each checked, and remembers where every reference between them leads.
//!
//! Nothing of the engine runs here: what was gathered can be handed to a worker process or kept in a store, and be
//! compiled there without asking a file system again.

use std::collections::{HashMap, VecDeque};
use std::path::Path;

use serde::{Deserialize, Serialize};
use xsd_schema::get_embedded_schema;

use super::ceilings;
use super::check::{Checked, OwnedReference, check};
use super::error::{Defect, SchemaError, SchemaLimit, UnresolvedReason};
use super::source::{Directive, Reference, Resolution, Resolver, SchemaDocument};
use crate::crypto::{Digest, DigestAlgorithm};
use crate::limits::xsd::{SCHEMA_DOCUMENT_OCTETS, SCHEMA_DOCUMENTS, SCHEMA_ERRORS};
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

/// A schema without the octets of its documents: their names and where each reference leads. With the octets it is
/// the schema again ([`CheckedSchema::from_outline`]).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outline {
    /// Every document, those that were given first.
    pub documents: Vec<OutlinedDocument>,
    /// How many of them were given; the others were referred to.
    pub roots: usize,
    /// Where the references lead.
    pub routes: Vec<OutlinedRoute>,
    /// Documents that are found by their namespace alone.
    pub namespaces: Vec<OutlinedNamespace>,
}

/// One document of an [`Outline`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutlinedDocument {
    /// Its name.
    pub name: String,
    /// SHA-256 of its octets, lower-case hexadecimal; none for a document that is part of this tool.
    pub sha256: Option<String>,
}

/// One reference of an [`Outline`]; documents are counted from 0.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct OutlinedRoute {
    /// The document that refers.
    pub from: usize,
    /// `schemaLocation`.
    pub location: String,
    /// The namespace of an import.
    pub namespace: Option<String>,
    /// The document that is meant.
    pub to: usize,
}

/// One namespace of an [`Outline`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutlinedNamespace {
    /// The namespace.
    pub namespace: String,
    /// The document.
    pub document: usize,
}

/// An outline and octets that do not belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum OutlineError {
    /// A document that is found broken when it is checked again.
    Checked(Vec<SchemaError>),
    /// A document whose octets have another digest than the outline says.
    Digest {
        /// Its name.
        document: String,
    },
    /// The outline names a document that does not exist.
    Dangling,
}

impl CheckedSchema {
    /// Gathers the schema made of `given` and of everything these refer to.
    ///
    /// # Errors
    /// Every defect that was found, at most as many as `limits::xsd` allows.
    pub fn gather(given: &[SchemaDocument], resolver: &dyn Resolver) -> Result<Self, Vec<SchemaError>> {
        let mut gathered = Self {
            documents: Vec::new(),
            roots: given.len(),
            routes: HashMap::new(),
            namespaces: Vec::new(),
            asserts: false,
        };
        let mut errors = Vec::new();
        let mut sizes = ceilings::Sizes::default();
        let mut redefinitions = Redefinitions::default();
        let mut waiting: VecDeque<SchemaDocument> = given.iter().cloned().collect();
        while let Some(document) = waiting.pop_front() {
            let index = gathered.documents.len();
            if index >= SCHEMA_DOCUMENTS {
                let found = index.saturating_add(1);
                errors.push(limit(&document, SchemaLimit::Documents, SCHEMA_DOCUMENTS, found));
                break;
            }
            let checked = inspect(&document, index, &mut sizes);
            gathered.documents.push(document);
            match checked {
                Err(error) => errors.push(error),
                Ok(checked) => {
                    errors.extend(checked.errors);
                    for reference in checked.references {
                        match gathered.follow(index, &reference, resolver, &mut waiting) {
                            Ok(Some(to)) => {
                                errors.extend(redefinitions.note(&gathered, index, to, &reference));
                            }
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

    /// The digest that names the schema. Of one document it is the SHA-256 of its octets. Of several it is the SHA-256
    /// over the SHA-256 of each, 32 octets each, sorted and without repetition, so that the order in which documents
    /// were named does not matter. Documents that are part of this tool (`xml.xsd`) do not count.
    pub fn digest(&self) -> Digest {
        let own = self.documents.iter().filter(|document| !document.is_built_in());
        let mut digests: Vec<_> = own
            .map(|document| DigestAlgorithm::Sha256.digest(document.octets()).as_bytes().to_vec())
            .collect();
        digests.sort();
        digests.dedup();
        match self.documents.iter().find(|document| !document.is_built_in()) {
            Some(document) if digests.len() == 1 => DigestAlgorithm::Sha256.digest(document.octets()),
            _ => DigestAlgorithm::Sha256.digest(&digests.concat()),
        }
    }

    /// The schema without its octets.
    pub fn outline(&self) -> Outline {
        let digest = |document: &SchemaDocument| DigestAlgorithm::Sha256.digest(document.octets()).to_hex();
        let documents = self.documents.iter().map(|document| OutlinedDocument {
            name: document.name().to_owned(),
            sha256: (!document.is_built_in()).then(|| digest(document)),
        });
        let routes = self.routes.iter().map(|((from, location, namespace), to)| OutlinedRoute {
            from: *from,
            location: location.clone(),
            namespace: namespace.clone(),
            to: *to,
        });
        let mut routes: Vec<_> = routes.collect();
        routes.sort();
        let namespaces = self.namespaces.iter().map(|(namespace, document)| OutlinedNamespace {
            namespace: namespace.clone(),
            document: *document,
        });
        Outline {
            documents: documents.collect(),
            roots: self.roots,
            routes,
            namespaces: namespaces.collect(),
        }
    }

    /// The schema of an outline and of the octets of its documents, which `octets` gives by digest. Everything is
    /// checked again.
    ///
    /// # Errors
    /// [`OutlineError`]
    pub fn from_outline(
        outline: &Outline,
        mut octets: impl FnMut(&str) -> Option<Vec<u8>>,
    ) -> Result<Self, OutlineError> {
        let mut schema = Self {
            documents: Vec::new(),
            roots: outline.roots,
            routes: HashMap::new(),
            namespaces: Vec::new(),
            asserts: false,
        };
        let mut sizes = ceilings::Sizes::default();
        for (index, outlined) in outline.documents.iter().take(SCHEMA_DOCUMENTS).enumerate() {
            let document = match &outlined.sha256 {
                None => SchemaDocument::built_in(&outlined.name).ok_or(OutlineError::Dangling)?,
                Some(sha256) => {
                    let octets = octets(sha256).ok_or(OutlineError::Dangling)?;
                    if DigestAlgorithm::Sha256.digest(&octets).to_hex() != *sha256 {
                        return Err(OutlineError::Digest { document: outlined.name.clone() });
                    }
                    SchemaDocument::new(outlined.name.clone(), octets)
                }
            };
            let checked =
                inspect(&document, index, &mut sizes).map_err(|error| OutlineError::Checked(vec![error]))?;
            if !checked.errors.is_empty() {
                return Err(OutlineError::Checked(checked.errors));
            }
            schema.documents.push(document);
        }
        let count = schema.documents.len();
        if outline.roots > count || outline.documents.len() > count {
            return Err(OutlineError::Dangling);
        }
        for route in &outline.routes {
            if route.from >= count || route.to >= count {
                return Err(OutlineError::Dangling);
            }
            schema.routes.insert((route.from, route.location.clone(), route.namespace.clone()), route.to);
        }
        for namespace in &outline.namespaces {
            if namespace.document >= count {
                return Err(OutlineError::Dangling);
            }
            schema.namespaces.push((namespace.namespace.clone(), namespace.document));
        }
        schema.asserts = sizes.asserts();
        let errors = sizes.finish(&schema.documents);
        if errors.is_empty() { Ok(schema) } else { Err(OutlineError::Checked(errors)) }
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
        let same = |other: &SchemaDocument| other.name() == document.name();
        let index = match self.documents.iter().chain(waiting.iter()).position(same) {
            Some(index) => index,
            None => {
                let index = self.documents.len().saturating_add(waiting.len());
                waiting.push_back(document);
                index
            }
        };
        if let Some(location) = &reference.location {
            let namespace = reference.namespace.clone().filter(|namespace| !namespace.is_empty());
            self.routes.insert((from, collapsed(location), namespace), index);
        }
        if let (true, Some(namespace)) = (is_known || reference.location.is_none(), &reference.namespace) {
            self.namespaces.push((namespace.clone(), index));
        }
        Ok(Some(index))
    }
}

/// Which document redefines a component of which.
#[derive(Default)]
struct Redefinitions(HashMap<(usize, String, String), usize>);

impl Redefinitions {
    /// A second document that redefines the same component of the same document makes two components of one name, which
    /// no schema has (Part 1, 4.2.4 and 3.17.6.1); the engine would take one of them.
    fn note(
        &mut self,
        gathered: &CheckedSchema,
        from: usize,
        to: usize,
        reference: &OwnedReference,
    ) -> Option<SchemaError> {
        let mut conflict = None;
        for (kind, name) in &reference.redefines {
            let first = *self.0.entry((to, kind.clone(), name.clone())).or_insert(from);
            if first != from {
                let by = gathered.documents.get(first).map_or("", SchemaDocument::name);
                conflict = Some(format!("{kind} {name} is redefined by {by} too"));
            }
        }
        Some(SchemaError {
            document: gathered.documents.get(from)?.name().to_owned(),
            place: Some(reference.place),
            defect: Defect::Component { constraint: "sch-props-correct".into(), explanation: conflict? },
        })
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
    Some(super::handover::collapsed(attribute.value).into_owned())
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
fn inspect(
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
