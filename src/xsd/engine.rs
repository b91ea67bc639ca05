//! The engine behind our own types: collects the documents of a schema, has them checked, compiles them and
//! keeps compiled copies for later calls.

use std::collections::{HashMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use xsd_schema::validation::{SchemaValidator, ValidationFlags};
use xsd_schema::{
    LocationRequest, ResolverConfig, SchemaLoader, SchemaResolver, SchemaResult, SchemaSet, SchemaSetBuilder,
    XsdVersion, decode_xml_bytes, get_embedded_schema,
};

use super::check::{Checked, OwnedReference, check};
use super::error::{Defect, Place, SchemaError, SchemaLimit, UnresolvedReason};
use super::source::{LocalFiles, Reference, Resolution, Resolver, SchemaDocument};
use super::violation::{Limits, Undecided, Validation};
use super::{ceilings, components, walk};
use crate::limits::xsd::{
    COMPILED_COPIES, INTERNED_OCTETS, SCHEMA_DEPTH, SCHEMA_DOCUMENT_OCTETS, SCHEMA_DOCUMENTS, SCHEMA_ERRORS,
};
use crate::xml::{Document, NodeId};

/// A schema that was checked and compiled. Cheap to share between threads; compile once, validate often.
///
/// ```
/// use koseki::xml::Document;
/// use koseki::xsd::{Catalogue, Conclusion, Limits, Schema, SchemaDocument};
///
/// let schema = Schema::compile(
///     &[SchemaDocument::new(
///         "sample.xsd",
///         r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
///              <xs:element name="筆頭者" type="xs:token"/>
///            </xs:schema>"#,
///     )],
///     &Catalogue::default(),
/// )
/// .expect("a correct schema");
/// let document = Document::parse("<本籍/>".as_bytes()).expect("well-formed");
/// let validation = schema.validate(&document, document.root_element(), None, &Limits::default());
/// assert_eq!(validation.conclusion(), Conclusion::Violated);
/// ```
pub struct Schema {
    plan: Arc<Plan>,
    compiled: Mutex<Vec<SchemaSet>>,
}

impl Schema {
    /// Compiles the schema made of `documents` and everything they refer to.
    ///
    /// # Errors
    /// Every defect that was found: of our own check as many as there are, of the engine the first.
    pub fn compile(documents: &[SchemaDocument], resolver: &dyn Resolver) -> Result<Self, Vec<SchemaError>> {
        let plan = Arc::new(Plan::collect(documents, resolver)?);
        let set = plan.compile().map_err(|error| vec![error])?;
        Ok(Self { plan, compiled: Mutex::new(vec![set]) })
    }

    /// Compiles the schema made of files; references lead to local files only, as `files` allows.
    ///
    /// # Errors
    /// As [`Schema::compile`]; a file that cannot be read is an unresolved reference to it.
    pub fn from_files<P: AsRef<Path>>(
        paths: impl IntoIterator<Item = P>,
        files: &LocalFiles,
    ) -> Result<Self, Vec<SchemaError>> {
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
                        directive: super::Directive::Include,
                        location: path.display().to_string(),
                        reason: reason(&other).unwrap_or(UnresolvedReason::Missing),
                    },
                }),
            }
        }
        if errors.is_empty() { Self::compile(&documents, files) } else { Err(errors) }
    }

    /// All documents the schema was made of, in the order they were read: the given ones first. A digest over
    /// these says which schema was used.
    pub fn documents(&self) -> &[SchemaDocument] {
        &self.plan.documents
    }

    /// Validates `root` and everything below it, except `excluded` (the `ds:Signature` that is no part of what
    /// was signed).
    ///
    /// Pure: it reads nothing but its arguments and keeps nothing of them.
    pub fn validate(
        &self,
        document: &Document<'_>,
        root: NodeId,
        excluded: Option<NodeId>,
        limits: &Limits,
    ) -> Validation {
        // The ceilings come before the engine sees a node.
        if let Err(limit) = walk::measure(document, root, excluded, limits) {
            return Validation::undecided(Undecided::LimitReached(limit));
        }
        self.session(|session| session.validate_measured(document, root, excluded, limits))
            .unwrap_or_else(|| Validation::undecided(Undecided::EngineStopped))
    }

    /// Prepares the content models once for all documents that `work` validates. For batches: [`validate`] does
    /// this for each call. None when the engine stopped by a fault of its own.
    ///
    /// [`validate`]: Self::validate
    pub fn session<R>(&self, work: impl FnOnce(&Session<'_>) -> R) -> Option<R> {
        let taken = self.compiled.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let set = match taken {
            Some(set) => set,
            None => self.plan.compile().ok()?,
        };
        // After a panic the copy is in an unknown state and is not put back.
        let result = catch_unwind(AssertUnwindSafe(|| {
            let validator = SchemaValidator::new_fragment_buffer(&set, flags());
            if !validator.content_model_failures().is_empty() {
                return None;
            }
            Some(work(&Session { set: &set, validator, asserts: self.plan.asserts }))
        }))
        .ok()??;
        // Names of instances stay interned: a copy that has collected too many is thrown away.
        if set.name_table.heap_bytes() < INTERNED_OCTETS {
            let mut compiled = self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
            if compiled.len() < COMPILED_COPIES {
                compiled.push(set);
            }
        }
        Some(result)
    }
}

impl core::fmt::Debug for Schema {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let names = self.plan.documents.iter().map(SchemaDocument::name).collect::<Vec<_>>();
        formatter.debug_struct("Schema").field("documents", &names).finish_non_exhaustive()
    }
}

/// A compiled schema held by one thread for several validations.
pub struct Session<'s> {
    set: &'s SchemaSet,
    validator: SchemaValidator<'s>,
    asserts: bool,
}

impl Session<'_> {
    /// As [`Schema::validate`].
    pub fn validate(
        &self,
        document: &Document<'_>,
        root: NodeId,
        excluded: Option<NodeId>,
        limits: &Limits,
    ) -> Validation {
        match walk::measure(document, root, excluded, limits) {
            Err(limit) => Validation::undecided(Undecided::LimitReached(limit)),
            Ok(()) => self.validate_measured(document, root, excluded, limits),
        }
    }

    fn validate_measured(
        &self,
        document: &Document<'_>,
        root: NodeId,
        excluded: Option<NodeId>,
        limits: &Limits,
    ) -> Validation {
        walk::validate(self.set, &self.validator, self.asserts, document, root, excluded, limits)
    }
}

impl core::fmt::Debug for Session<'_> {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.debug_struct("Session").finish_non_exhaustive()
    }
}

fn flags() -> ValidationFlags {
    (ValidationFlags::default() & !ValidationFlags::BUILD_PSVI_TYPED_VALUES)
        | ValidationFlags::PROCESS_ASSERTIONS
}

/// The documents of a schema and where each of their references leads: everything needed to compile it again.
#[derive(Debug)]
struct Plan {
    documents: Vec<SchemaDocument>,
    roots: usize,
    routes: HashMap<Route, usize>,
    namespaces: Vec<(String, usize)>,
    asserts: bool,
}

/// A reference as the engine asks for it: the document, the location, the namespace.
type Route = (usize, String, Option<String>);

impl Plan {
    fn collect(given: &[SchemaDocument], resolver: &dyn Resolver) -> Result<Self, Vec<SchemaError>> {
        let mut plan = Self {
            documents: Vec::new(),
            roots: given.len(),
            routes: HashMap::new(),
            namespaces: Vec::new(),
            asserts: false,
        };
        let mut errors = Vec::new();
        let mut sizes = ceilings::Sizes::default();
        let mut waiting: VecDeque<SchemaDocument> = given.iter().cloned().collect();
        while let Some(document) = waiting.pop_front() {
            let index = plan.documents.len();
            if index >= SCHEMA_DOCUMENTS {
                errors.push(limit(
                    &document,
                    SchemaLimit::Documents,
                    SCHEMA_DOCUMENTS,
                    index.saturating_add(1),
                ));
                break;
            }
            let checked = inspect(&document, index, &mut sizes);
            plan.documents.push(document);
            match checked {
                Err(error) => errors.push(error),
                Ok(checked) => {
                    errors.extend(checked.errors);
                    for reference in checked.references {
                        match plan.follow(index, &reference, resolver, &mut waiting) {
                            Ok(()) => {}
                            Err(error) => errors.push(error),
                        }
                    }
                }
            }
            if errors.len() >= SCHEMA_ERRORS {
                break;
            }
        }
        plan.asserts = sizes.asserts();
        errors.extend(sizes.finish(&plan.documents));
        errors.truncate(SCHEMA_ERRORS);
        if errors.is_empty() { Ok(plan) } else { Err(errors) }
    }

    /// Finds where a reference leads and queues the document when it is a new one.
    fn follow(
        &mut self,
        from: usize,
        reference: &OwnedReference,
        resolver: &dyn Resolver,
        waiting: &mut VecDeque<SchemaDocument>,
    ) -> Result<(), SchemaError> {
        let Some(base) = self.documents.get(from).map(|document| document.name().to_owned()) else {
            return Ok(());
        };
        let asked = Reference {
            directive: reference.directive,
            namespace: reference.namespace.as_deref(),
            location: reference.location.as_deref(),
            base: &base,
        };
        // The schema for the xml: attributes is part of every processor's knowledge and never fetched.
        let known = reference.namespace.as_deref().and_then(|namespace| {
            get_embedded_schema(namespace).map(|octets| SchemaDocument::new(namespace, octets))
        });
        let (document, is_known) = match (resolver.resolve(&asked), known) {
            (Resolution::Document(document), _) => (document, false),
            (Resolution::Missing | Resolution::Omitted, Some(known)) => (known, true),
            (Resolution::Omitted, None) => return Ok(()),
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
        Ok(())
    }

    fn compile(self: &Arc<Self>) -> Result<SchemaSet, SchemaError> {
        catch_unwind(AssertUnwindSafe(|| self.compile_unguarded())).unwrap_or_else(|_| {
            Err(SchemaError { document: String::new(), place: None, defect: Defect::EngineStopped })
        })
    }

    fn compile_unguarded(self: &Arc<Self>) -> Result<SchemaSet, SchemaError> {
        let mut config =
            ResolverConfig { allow_network: false, max_depth: SCHEMA_DOCUMENTS, ..ResolverConfig::default() };
        config.parser_config.max_depth = SCHEMA_DEPTH;
        let mut resolver = SchemaResolver::with_config_and_loader(config, Box::new(Loader(Arc::clone(self))));
        for (namespace, index) in &self.namespaces {
            resolver.catalog_mut().add(namespace.clone(), self.key(*index));
        }
        let mut builder = SchemaSetBuilder::with_resolver(resolver, XsdVersion::V1_1);
        let plan = Arc::clone(self);
        builder.set_location_rewriter(move |request: &LocationRequest<'_>, _: &SchemaResolver| {
            request.kind?;
            Some(plan.route(request).map_or_else(|| NOWHERE.to_owned(), |index| plan.key(index)))
        });
        for index in 0..self.roots {
            builder.try_add(&self.key(index)).map_err(|error| self.error(error))?;
        }
        let set = builder
            .compile()
            .map(|compiled| compiled.into_schema_set())
            .map_err(|error| self.error(error))?;
        match components::defect(&set) {
            None => Ok(set),
            Some(defect) => Err(SchemaError { document: String::new(), place: None, defect }),
        }
    }

    fn route(&self, request: &LocationRequest<'_>) -> Option<usize> {
        // A catalogue entry is asked for by its own key.
        if let Some(index) = index_of(request.location) {
            return Some(index);
        }
        let from = index_of(request.base_uri)?;
        let namespace = request.namespace.filter(|namespace| !namespace.is_empty()).map(str::to_owned);
        self.routes.get(&(from, collapsed(request.location), namespace)).copied()
    }

    /// The engine's name for a document: never a path, so that nothing in it can be resolved or read. It ends with
    /// the name of the file, which an assertion may ask for (`static-base-uri()`).
    fn key(&self, index: usize) -> String {
        let name = self.documents.get(index).map_or("", SchemaDocument::name);
        let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
        let plain = |each: char| {
            if each.is_ascii_alphanumeric() || matches!(each, '-' | '.' | '_') { each } else { '_' }
        };
        let last: String = last.chars().map(plain).collect();
        format!("{KEY}{index}/{}", if last.trim_matches('.').is_empty() { "_" } else { &last })
    }

    /// The engine's error in our words, with our name for the document.
    fn error(&self, error: xsd_schema::SchemaError) -> SchemaError {
        use xsd_schema::SchemaError as Engine;
        let component = |constraint, explanation: String| Defect::Component {
            constraint,
            explanation: self.with_names(&explanation),
        };
        let (defect, location) = match error {
            Engine::XmlError { message, location } => (component("xml", message), location),
            Engine::StructuralError { constraint, message, location } => {
                (component(constraint, message), location)
            }
            Engine::NamespaceError { message, location } => (component("src-qname", message), location),
            Engine::FeatureError { message, location } => (component("version", message), location),
            Engine::LimitExceeded { max, found, location, .. } => (
                Defect::LimitReached {
                    limit: SchemaLimit::Engine,
                    ceiling: u64::try_from(max).unwrap_or(u64::MAX),
                    found: u64::try_from(found).unwrap_or(u64::MAX),
                },
                location,
            ),
            other => (component("src-resolve", other.to_string()), None),
        };
        let document = location
            .as_ref()
            .and_then(|location| index_of(&location.base_uri))
            .and_then(|index| self.documents.get(index))
            .map_or_else(String::new, |document| document.name().to_owned());
        let place = location.map(|location| Place {
            line: u64::try_from(location.line).unwrap_or(u64::MAX),
            column: u64::try_from(location.column).unwrap_or(u64::MAX),
        });
        SchemaError { document, place, defect }
    }

    /// The engine's words with the names of the documents instead of our keys.
    fn with_names(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (index, document) in self.documents.iter().enumerate() {
            let key = self.key(index);
            if text.contains(&key) {
                text = text.replace(&key, document.name());
            }
        }
        text
    }
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

/// Hands the collected documents to the engine and nothing else.
struct Loader(Arc<Plan>);

impl SchemaLoader for Loader {
    fn load(&self, location: &str) -> SchemaResult<String> {
        match index_of(location).and_then(|index| self.0.documents.get(index)) {
            Some(document) => decode_xml_bytes(document.octets().to_vec()),
            None => Err(xsd_schema::SchemaError::resolution("no such document")),
        }
    }

    fn can_load(&self, location: &str) -> bool {
        index_of(location).is_some()
    }
}

impl core::fmt::Debug for Loader {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.write_str("Loader")
    }
}

fn reason(resolution: &Resolution) -> Option<UnresolvedReason> {
    match resolution {
        Resolution::Document(_) | Resolution::Omitted => None,
        Resolution::Missing => Some(UnresolvedReason::Missing),
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

const KEY: &str = "koseki-schema://document/";
const NOWHERE: &str = "koseki-schema://none/";

fn index_of(key: &str) -> Option<usize> {
    let (index, _) = key.strip_prefix(KEY)?.split_once('/')?;
    index.parse().ok()
}

fn collapsed(location: &str) -> String {
    let collapsed = location.trim_matches(['\t', '\n', '\r', ' ']);
    collapsed.split_once('#').map_or(collapsed, |(before, _)| before).to_owned()
}
