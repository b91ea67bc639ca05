//! A schema without its octets, the digest that names it, and how it is put together again.
//!
//! What a schema means is decided by its documents and by where each reference between them leads: both are in the digest.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::ceilings;
use super::check::OwnedReference;
use super::composition::Composition;
use super::error::SchemaError;
use super::plan::{CheckedSchema, collapsed, inspect};
use super::source::SchemaDocument;
use crate::crypto::{Digest, DigestAlgorithm};
use crate::limits::xsd::{SCHEMA_DOCUMENTS, SCHEMA_REFERENCES};

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
    /// The outline names a document that does not exist, or says of the references of its documents what these do not say.
    Dangling,
}

impl CheckedSchema {
    /// The digest that names the schema. Of one document it is the SHA-256 of its octets. Of several it is the SHA-256 of
    /// [`CheckedSchema::description`], so that neither the order in which documents were named nor the folder they lie in
    /// matters, and everything else does. Documents that are part of this tool (`xml.xsd`) do not count.
    pub fn digest(&self) -> Digest {
        let mut own = self.documents.iter().filter(|document| !document.is_built_in());
        match (own.next(), own.next()) {
            (Some(only), None) if !self.leads_to_itself() => DigestAlgorithm::Sha256.digest(only.octets()),
            _ => DigestAlgorithm::Sha256.digest(self.description().as_bytes()),
        }
    }

    fn leads_to_itself(&self) -> bool {
        let own = |index: &usize| self.documents.get(*index).is_some_and(|one| !one.is_built_in());
        self.routes.values().chain(self.namespaces.iter().map(|(_, index)| index)).any(own)
    }

    /// The schema in lines that name everything its meaning depends on: the given documents by their SHA-256, in the order
    /// of these; behind them the documents that were referred to, as they are reached; then where each reference of each
    /// document leads, by location and namespace, in quotation marks as in JSON.
    ///
    /// ```text
    /// koseki schema 1
    /// given 0 SHA-256
    /// document 1 SHA-256
    /// document 2 built-in
    /// reference 0 "types.xsd" "" 1
    /// namespace "http://www.w3.org/XML/1998/namespace" 2
    /// ```
    pub fn description(&self) -> String {
        let mut targets: BTreeMap<usize, Vec<(&str, &str, usize)>> = BTreeMap::new();
        for ((from, location, namespace), to) in &self.routes {
            let target = (location.as_str(), namespace.as_deref().unwrap_or_default(), *to);
            targets.entry(*from).or_default().push(target);
        }
        targets.values_mut().for_each(|targets| targets.sort_unstable());
        let sha256 = |index: usize| match self.documents.get(index) {
            Some(document) if !document.is_built_in() => {
                DigestAlgorithm::Sha256.digest(document.octets()).to_hex()
            }
            _ => "built-in".to_owned(),
        };
        let mut order: Vec<(String, usize)> = (0..self.roots).map(|index| (sha256(index), index)).collect();
        order.sort();
        let mut numbers: HashMap<usize, usize> =
            order.iter().enumerate().map(|(number, (_, index))| (*index, number)).collect();
        let mut namespaces: Vec<&(String, usize)> = self.namespaces.iter().collect();
        namespaces.sort();
        let mut lines = String::from("koseki schema 1\n");
        let mut references = String::new();
        let mut next = 0_usize;
        loop {
            let Some((sha256_of_it, index)) = order.get(next).cloned() else {
                // Documents that only an import without a location leads to come last.
                match namespaces.iter().find(|(_, index)| !numbers.contains_key(index)) {
                    Some((_, index)) => {
                        numbers.insert(*index, order.len());
                        order.push((sha256(*index), *index));
                        continue;
                    }
                    None => break,
                }
            };
            let kind = if next < self.roots { "given" } else { "document" };
            // Writing to a string does not fail.
            let _ = writeln!(lines, "{kind} {next} {sha256_of_it}");
            for (location, namespace, to) in targets.get(&index).into_iter().flatten() {
                let number = match numbers.get(to) {
                    Some(number) => *number,
                    None => {
                        numbers.insert(*to, order.len());
                        order.push((sha256(*to), *to));
                        order.len().saturating_sub(1)
                    }
                };
                let _ = writeln!(
                    references,
                    "reference {next} {} {} {number}",
                    quoted(location),
                    quoted(namespace)
                );
            }
            next = next.saturating_add(1);
        }
        for (namespace, index) in namespaces {
            let number = numbers.get(index).copied().unwrap_or(*index);
            let _ = writeln!(references, "namespace {} {number}", quoted(namespace));
        }
        lines + &references
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
    /// checked again, and what the outline says of references is compared with the documents. Whether it is the schema that was
    /// pinned is what [`CheckedSchema::digest`] says.
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
        let mut composition = Composition::default();
        let mut references = Vec::new();
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
            composition.document(checked.components);
            references.extend(checked.references.into_iter().map(|reference| (index, reference)));
            if references.len() > SCHEMA_REFERENCES {
                return Err(OutlineError::Dangling);
            }
            schema.documents.push(document);
        }
        let count = schema.documents.len();
        let given = schema.documents.get(..outline.roots).unwrap_or_default();
        if given.is_empty()
            || given.iter().any(SchemaDocument::is_built_in)
            || outline.documents.len() > count
        {
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
        if !schema.follows(&references) {
            return Err(OutlineError::Dangling);
        }
        for (from, reference) in references {
            if let Some(to) = schema.target(from, &reference) {
                composition.reference(from, reference, to);
            }
        }
        schema.asserts = sizes.asserts();
        let mut errors = sizes.finish(&schema.documents);
        errors.extend(composition.conflict(&schema.documents, schema.roots));
        if errors.is_empty() { Ok(schema) } else { Err(OutlineError::Checked(errors)) }
    }

    /// The document that a reference leads to.
    fn target(&self, from: usize, reference: &OwnedReference) -> Option<usize> {
        let namespace = reference.namespace.clone().filter(|namespace| !namespace.is_empty());
        let route = |location: &String| self.routes.get(&(from, collapsed(location), namespace.clone()));
        let found = reference.location.as_ref().and_then(route).copied();
        found.or_else(|| {
            let known = self.namespaces.iter().find(|(name, _)| Some(name) == namespace.as_ref());
            known.map(|(_, to)| *to)
        })
    }

    /// Whether routes and namespaces are what the references of the documents say, as far as these can say it: every route
    /// belongs to a reference, every document is given or led to, and the schema that every processor knows is never left out.
    /// Which document a route leads to is for the digest.
    fn follows(&self, references: &[(usize, OwnedReference)]) -> bool {
        let mut routes: HashMap<_, bool> = self.routes.keys().map(|route| (route.clone(), false)).collect();
        let mut namespaces: HashMap<&str, bool> = HashMap::new();
        for (namespace, _) in &self.namespaces {
            if namespaces.insert(namespace.as_str(), false).is_some() {
                return false;
            }
        }
        for (from, reference) in references {
            let namespace = reference.namespace.clone().filter(|namespace| !namespace.is_empty());
            let known = namespace.as_deref().is_some_and(|name| SchemaDocument::built_in(name).is_some());
            let mut found = false;
            let route =
                reference.location.as_ref().map(|location| (*from, collapsed(location), namespace.clone()));
            if let Some(used) = route.and_then(|route| routes.get_mut(&route)) {
                (*used, found) = (true, true);
            }
            if let Some(used) = namespace.as_deref().and_then(|namespace| namespaces.get_mut(namespace)) {
                found |= reference.location.is_none();
                *used |= known || reference.location.is_none();
            }
            if known && !found {
                return false;
            }
        }
        // A document that is part of this tool stands for its own namespace and for nothing else.
        let itself = |namespace: Option<&str>, to: usize| {
            self.documents.get(to).is_some_and(|to| !to.is_built_in() || Some(to.name()) == namespace)
        };
        let mut led: Vec<bool> = (0..self.documents.len()).map(|index| index < self.roots).collect();
        for to in self.routes.values().chain(self.namespaces.iter().map(|(_, index)| index)) {
            if let Some(led) = led.get_mut(*to) {
                *led = true;
            }
        }
        routes.values().all(|used| *used)
            && namespaces.values().all(|used| *used)
            && led.iter().all(|led| *led)
            && self.routes.iter().all(|((_, _, namespace), to)| itself(namespace.as_deref(), *to))
            && self.namespaces.iter().all(|(namespace, to)| itself(Some(namespace), *to))
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
