//! Whether the documents of a schema give one component of each name: a document that is overridden from one side and
//! included, redefined or overridden otherwise from another gives two (Part 1, 4.2.4, 4.2.5 and 3.17.6.1). The engine would
//! take one of them.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{Hash, Hasher};

use super::check::OwnedReference;
use super::error::{Defect, SchemaError, SchemaLimit};
use super::source::{Directive, SchemaDocument};
use crate::limits::xsd::COMPOSITION_STEPS;

/// A component by its symbol space and name, whatever element declares it.
#[derive(Debug, Clone)]
pub(super) struct Component {
    space: &'static str,
    name: String,
    is_simple_type: bool,
}

impl Component {
    fn key(&self) -> (&'static str, &str) {
        (self.space, &self.name)
    }
}

impl PartialEq for Component {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Component {}

impl PartialOrd for Component {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Component {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

impl Hash for Component {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

impl Component {
    /// The component that an element of a schema document with this name declares; none when it declares none.
    pub(super) fn new(element: &str, name: &str) -> Option<Self> {
        let space = match element {
            "simpleType" | "complexType" => "type",
            "element" => "element",
            "attribute" => "attribute",
            "group" => "group",
            "attributeGroup" => "attributeGroup",
            "notation" => "notation",
            _ => return None,
        };
        Some(Self { space, name: name.to_owned(), is_simple_type: element == "simpleType" })
    }
}

/// Documents, what each declares, and where the references between them lead.
#[derive(Debug, Default)]
pub(super) struct Composition {
    declared: Vec<Vec<Component>>,
    references: Vec<Vec<(OwnedReference, usize)>>,
}

/// A directive: the document it is in and its number there.
type Source = (usize, usize);

/// What replaces components of a document, from outside.
type Overrides = BTreeMap<Component, Source>;

impl Composition {
    /// The next document, with what it declares.
    pub(super) fn document(&mut self, declared: Vec<Component>) {
        self.declared.push(declared);
        self.references.push(Vec::new());
    }

    /// A reference of a document, and where it leads.
    pub(super) fn reference(&mut self, from: usize, reference: OwnedReference, to: usize) {
        if let Some(references) = self.references.get_mut(from) {
            references.push((reference, to));
        }
    }

    /// The first component that there are two of.
    pub(super) fn conflict(&self, documents: &[SchemaDocument], roots: usize) -> Option<SchemaError> {
        let changing = |(reference, _): &(OwnedReference, usize)| !reference.replaces.is_empty();
        if !self.references.iter().flatten().any(changing) {
            return None;
        }
        let redefined = match self.redefined() {
            Ok(redefined) => redefined,
            Err((component, first, second)) => {
                return Some(self.twice(documents, &component, Some(second), Some(first)));
            }
        };
        let mut found: HashMap<(usize, &Component), Option<Source>> = HashMap::new();
        let mut seen: HashSet<(usize, Overrides)> = HashSet::new();
        let mut waiting: Vec<(usize, Overrides)> = (0..roots).map(|root| (root, Overrides::new())).collect();
        let mut left = COMPOSITION_STEPS;
        while let Some((document, overrides)) = waiting.pop() {
            if !seen.insert((document, overrides.clone())) {
                continue;
            }
            for component in self.declared.get(document)? {
                let replacing = overrides.get_key_value(component);
                let source = replacing.map(|(_, source)| *source);
                let redefining = redefined.get_key_value(&(document, component)).map(|((_, one), _)| *one);
                let kinds = [replacing.map(|(one, _)| one), redefining];
                if kinds.into_iter().flatten().any(|one| one.is_simple_type != component.is_simple_type) {
                    return Some(self.other_kind(documents, component, document));
                }
                let first = *found.entry((document, component)).or_insert(source);
                if first != source {
                    return Some(self.twice(documents, component, source, first));
                }
                if let (Some(_), Some(by)) = (source, redefined.get(&(document, component))) {
                    return Some(self.twice(documents, component, Some(*by), source));
                }
            }
            for (number, (reference, to)) in self.references.get(document)?.iter().enumerate() {
                // What is copied, compared and looked up for the document that is led to.
                let declared = self.declared.get(*to).map_or(0, Vec::len);
                let cost = [1, overrides.len(), reference.replaces.len(), declared].iter().sum::<usize>();
                let Some(rest) = left.checked_sub(cost) else {
                    return Some(too_many(documents, document, reference));
                };
                left = rest;
                let next = match reference.directive {
                    Directive::Include => overrides.clone(),
                    // What replaces a component from further outside replaces its replacement too (F.2).
                    Directive::Override => {
                        let own = reference.replaces.iter().map(|one| (one.clone(), (document, number)));
                        own.chain(overrides.clone()).collect()
                    }
                    Directive::Redefine | Directive::Import => Overrides::new(),
                };
                waiting.push((*to, next));
            }
        }
        None
    }

    /// Which directive redefines which component of which document; two that redefine the same one are the error.
    #[allow(clippy::type_complexity, reason = "two directives and what they are about")]
    fn redefined(&self) -> Result<HashMap<(usize, &Component), Source>, (Component, Source, Source)> {
        let mut redefined = HashMap::new();
        for (from, references) in self.references.iter().enumerate() {
            for (number, (reference, to)) in references.iter().enumerate() {
                for component in
                    reference.replaces.iter().filter(|_| reference.directive == Directive::Redefine)
                {
                    let source = (from, number);
                    let first = *redefined.entry((*to, component)).or_insert(source);
                    if first != source {
                        return Err((component.clone(), first, source));
                    }
                }
            }
        }
        Ok(redefined)
    }

    /// A simple type instead of a complex one, or the other way round. An override may do that (F.2); the engine keeps both.
    fn other_kind(
        &self,
        documents: &[SchemaDocument],
        component: &Component,
        document: usize,
    ) -> SchemaError {
        let explanation = format!("the type {} is replaced by one of the other kind", component.name);
        SchemaError {
            document: documents.get(document).map_or("", SchemaDocument::name).to_owned(),
            place: None,
            defect: Defect::Component { constraint: "src-override".into(), explanation },
        }
    }

    fn twice(
        &self,
        documents: &[SchemaDocument],
        component: &Component,
        one: Option<Source>,
        other: Option<Source>,
    ) -> SchemaError {
        let name = |index: usize| documents.get(index).map_or("", SchemaDocument::name);
        let directive = |(from, number): Source| {
            self.references.get(from).and_then(|references| references.get(number)).map(|(one, _)| one)
        };
        let at = one.or(other).unwrap_or_default();
        let how = |source: Option<Source>| match source {
            None => "as it stands".to_owned(),
            Some(source) => {
                let directive = directive(source).map_or("", |one| one.directive.as_str());
                format!("by xs:{directive} in {}", name(source.0))
            }
        };
        let (space, local) = component.key();
        let explanation = format!("{space} {local} is in the schema twice: {} and {}", how(one), how(other));
        SchemaError {
            document: name(at.0).to_owned(),
            place: directive(at).map(|one| one.place),
            defect: Defect::Component { constraint: "sch-props-correct".into(), explanation },
        }
    }
}

fn too_many(documents: &[SchemaDocument], document: usize, reference: &OwnedReference) -> SchemaError {
    let wide = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    SchemaError {
        document: documents.get(document).map_or("", SchemaDocument::name).to_owned(),
        place: Some(reference.place),
        defect: Defect::LimitReached {
            limit: SchemaLimit::Composition,
            ceiling: wide(COMPOSITION_STEPS),
            found: wide(COMPOSITION_STEPS.saturating_add(1)),
        },
    }
}
