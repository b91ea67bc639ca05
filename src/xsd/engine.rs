//! The engine behind our own types: collects the documents of a schema, has them checked, compiles them and
//! keeps compiled copies for later calls.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use xsd_schema::parser::location::SourceLocation;
use xsd_schema::validation::{SchemaValidator, ValidationFlags};
use xsd_schema::{
    LocationRequest, ResolverConfig, SchemaLoader, SchemaResolver, SchemaResult, SchemaSet, SchemaSetBuilder,
    XsdVersion,
};

use super::assertions::Assertions;
use super::binary::BinaryAttributes;
use super::error::{Defect, Place, SchemaError, SchemaLimit};
use super::handover::unambiguous;
use super::keys::Keys;
use super::measure::measure;
use super::plan::{CheckedSchema, collapsed};
use super::source::{LocalFiles, Resolver, SchemaDocument};
use super::violation::{Limits, Undecided, Validation};
use super::walk::Compiled;
use super::{components, substitution, walk};
use crate::limits::xsd::{
    COMPILED_COPIES, EXPLANATION_CHARACTERS, INTERNED_OCTETS, SCHEMA_DEPTH, SCHEMA_DOCUMENTS,
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
    plan: Arc<CheckedSchema>,
    compiled: Mutex<Vec<SchemaSet>>,
}

impl Schema {
    /// Compiles the schema made of `documents` and everything they refer to.
    ///
    /// # Errors
    /// Every defect that was found: of our own check as many as there are, of the engine the first.
    pub fn compile(documents: &[SchemaDocument], resolver: &dyn Resolver) -> Result<Self, Vec<SchemaError>> {
        Self::from_checked(CheckedSchema::gather(documents, resolver)?)
    }

    /// Compiles what was gathered and checked before.
    ///
    /// # Errors
    /// The first defect that the engine finds.
    pub fn from_checked(schema: CheckedSchema) -> Result<Self, Vec<SchemaError>> {
        let plan = Arc::new(schema);
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
        Self::from_checked(CheckedSchema::from_files(paths, files)?)
    }

    /// What was compiled.
    pub fn checked(&self) -> &CheckedSchema {
        &self.plan
    }

    /// All documents the schema was made of, in the order they were read: the given ones first.
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
        if let Err(limit) = measure(document, root, excluded, limits) {
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
            let groups = substitution::groups(&set);
            // An empty map would be asked for every child.
            let validator = if groups.is_empty() {
                SchemaValidator::new(&set, flags())
            } else {
                SchemaValidator::with_substitution_groups(&set, flags(), groups)
            };
            if !validator.content_model_failures().is_empty() {
                return None;
            }
            Some(work(&Session(Compiled {
                set: &set,
                validator,
                asserts: self.plan.asserts,
                keys: Keys::of(&set),
                binary: BinaryAttributes::of(&set),
                assertions: Assertions::of(&set),
            })))
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
pub struct Session<'s>(Compiled<'s>);

impl Session<'_> {
    /// As [`Schema::validate`].
    pub fn validate(
        &self,
        document: &Document<'_>,
        root: NodeId,
        excluded: Option<NodeId>,
        limits: &Limits,
    ) -> Validation {
        match measure(document, root, excluded, limits) {
            Err(limit) => Validation::undecided(Undecided::LimitReached(limit)),
            Ok(()) => self.validate_measured(document, root, excluded, limits),
        }
    }

    /// Whether names of instances have piled up so far that a new session should be begun: they stay interned for
    /// as long as this one lives.
    pub fn is_worn(&self) -> bool {
        self.0.set.name_table.heap_bytes() >= INTERNED_OCTETS
    }

    fn validate_measured(
        &self,
        document: &Document<'_>,
        root: NodeId,
        excluded: Option<NodeId>,
        limits: &Limits,
    ) -> Validation {
        walk::validate(&self.0, document, root, excluded, limits)
    }
}

impl core::fmt::Debug for Session<'_> {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.debug_struct("Session").finish_non_exhaustive()
    }
}

/// Nobody reads typed values here, and assertions are evaluated by ourselves.
fn flags() -> ValidationFlags {
    ValidationFlags::default() & !ValidationFlags::BUILD_PSVI_TYPED_VALUES
}

impl CheckedSchema {
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
            Some((defect, location)) => Err(self.at(defect, location)),
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
        let component = |constraint: &'static str, explanation: String| Defect::Component {
            constraint: constraint.into(),
            // The engine quotes whole values.
            explanation: self.with_names(&explanation).chars().take(EXPLANATION_CHARACTERS).collect(),
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
        self.at(defect, location)
    }

    /// A defect at one of the engine's places, with our name for the document.
    fn at(&self, defect: Defect, location: Option<SourceLocation>) -> SchemaError {
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

/// Hands the collected documents to the engine and nothing else.
struct Loader(Arc<CheckedSchema>);

impl SchemaLoader for Loader {
    fn load(&self, location: &str) -> SchemaResult<String> {
        match index_of(location).and_then(|index| self.0.documents.get(index)) {
            Some(document) => match Document::parse_to_validate(document.octets()) {
                Ok(parsed) => Ok(unambiguous(&parsed)),
                Err(error) => Err(xsd_schema::SchemaError::resolution(error.to_string())),
            },
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

const KEY: &str = "koseki-schema://document/";
const NOWHERE: &str = "koseki-schema://none/";

fn index_of(key: &str) -> Option<usize> {
    let (index, _) = key.strip_prefix(KEY)?.split_once('/')?;
    index.parse().ok()
}
