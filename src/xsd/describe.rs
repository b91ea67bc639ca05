//! What was expected where a rule does not hold: names, facets and places, asked of the engine in a second run over the
//! same nodes.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use xsd_schema::ids::TypeKey;
use xsd_schema::parser::frames::ComplexContentResult;
use xsd_schema::validation::{PathStep, SchemaInfo, ValidationRuntime, ValidationSink};
use xsd_schema::{FacetSet, NameId, SchemaSet};

use super::error::Place;
use super::log::{END, Event, Kept, START};
use super::violation::{Disclosure, Expectation, Violation};
use super::walk::{Visitor, part};
use crate::limits::xsd::{NAME_CHARACTERS, NAMES_EXPECTED, PATH_STEPS};
use crate::xml::{Document, Kind, Name, NodeId};

/// The second run: what the engine would have accepted where violations were found.
pub(super) struct Inquiry {
    wanted: HashSet<Event>,
    answers: HashMap<Event, Answer>,
}

impl Inquiry {
    /// Asks at the places of these violations.
    pub(super) fn about(kept: &[Kept]) -> Self {
        Self { wanted: kept.iter().map(|kept| kept.event).collect(), answers: HashMap::new() }
    }

    /// What was kept about a violation and what was answered at its place, in our words.
    pub(super) fn violation(&self, document: &Document<'_>, root: NodeId, kept: &Kept) -> Violation {
        violation(document, root, kept, &self.answers)
    }
}

#[derive(Default)]
struct Answer {
    elements: Vec<ElementName>,
    attributes: Vec<AttributeName>,
    type_name: Option<String>,
    facets: Vec<(&'static str, String)>,
    fixed: Option<String>,
    assertions: Vec<String>,
}

/// The name of an element that may follow.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct ElementName {
    local: String,
    namespace: String,
}

/// The name of an attribute that may be there.
struct AttributeName {
    local: String,
    namespace: String,
    required: bool,
}

impl AttributeName {
    /// With its namespace, if it has one or that is what tells it from another.
    fn written(&self, by_namespace: bool) -> String {
        if by_namespace || !self.namespace.is_empty() {
            expanded(&self.namespace, &self.local)
        } else {
            self.local.clone()
        }
    }
}

impl Visitor for Inquiry {
    fn before<S: ValidationSink>(
        &mut self,
        event: Event,
        runtime: &ValidationRuntime<'_, S>,
        set: &SchemaSet,
    ) {
        if !self.wanted.contains(&event) {
            return;
        }
        let answer = self.answers.entry(event).or_default();
        match event.stage {
            START | END => {
                answer.elements = runtime
                    .get_expected_elements()
                    .iter()
                    .map(|expected| ElementName {
                        local: shown(set, expected.local_name),
                        namespace: expected.namespace.map_or_else(String::new, |name| shown(set, name)),
                    })
                    .collect();
                answer.elements.sort();
                answer.elements.dedup();
                answer.elements.truncate(NAMES_EXPECTED);
            }
            _ => {
                answer.attributes = runtime
                    .get_expected_attributes()
                    .iter()
                    .map(|expected| AttributeName {
                        local: shown(set, expected.local_name),
                        namespace: expected.namespace.map_or_else(String::new, |name| shown(set, name)),
                        required: expected.required,
                    })
                    .take(NAMES_EXPECTED)
                    .collect();
            }
        }
    }

    fn after(&mut self, event: Event, info: &SchemaInfo, set: &SchemaSet) {
        if !self.wanted.contains(&event) {
            return;
        }
        let answer = self.answers.entry(event).or_default();
        let element = info.element_decl.and_then(|key| set.arenas.elements.get(key)?.fixed_value.clone());
        let attribute =
            info.attribute_decl.and_then(|key| set.arenas.attributes.get(key)?.fixed_value.clone());
        answer.fixed = attribute.or(element).map(|value| shortened(&value));
        let Some(key) = info.schema_type else {
            return;
        };
        answer.assertions = assertions(set, key);
        answer.type_name = type_name(set, key);
        answer.facets = facets(set, key);
    }
}

fn violation(
    document: &Document<'_>,
    root: NodeId,
    kept: &Kept,
    answers: &HashMap<Event, Answer>,
) -> Violation {
    let answer = answers.get(&kept.event);
    let mut path = kept.path.clone().unwrap_or_else(|| path_of(document, root));
    let mut found = None;
    let expected = match (kept.code, answer) {
        // The engine reports an unexpected child about its parent; the clerk looks for the child.
        (code, Some(answer)) if code.starts_with("cvc-complex-type.2.4") || code == "cvc-complex-type" => {
            let child = (kept.event.stage == START).then(|| element_at(document, root, kept.event.offset));
            let name = child.flatten().and_then(|child| {
                path = path_of(document, child);
                document.name(child)
            });
            // Only the namespace tells them apart: then it is what has to be seen.
            let by_namespace =
                name.is_some_and(|name| answer.elements.iter().any(|one| one.local == name.local));
            found = name.map(|name| match by_namespace {
                true => expanded(name.namespace.unwrap_or_default(), name.local),
                false => shortened(name.local),
            });
            let written = |one: &ElementName| match by_namespace {
                true => expanded(&one.namespace, &one.local),
                false => one.local.clone(),
            };
            Expectation::Elements(answer.elements.iter().map(written).collect())
        }
        ("cvc-elt.1" | "cvc-assess-elt", _) => {
            let name = element_at(document, root, kept.event.offset).and_then(|node| document.name(node));
            found = name.map(|name| expanded(name.namespace.unwrap_or_default(), name.local));
            Expectation::Unnamed
        }
        (code, _) if code.starts_with("cvc-identity-constraint") => {
            match kept.explanation.as_deref().and_then(identity_constraint) {
                Some((facet, name)) => {
                    Expectation::Facet { facet: Cow::Borrowed(facet), value: shortened(name) }
                }
                None => Expectation::Unnamed,
            }
        }
        ("cvc-complex-type.4", Some(answer)) => {
            let element = element_at(document, root, kept.event.offset);
            let has = |local: &str, namespace: Option<&str>| {
                element.is_some_and(|node| {
                    document.attributes(node).any(|one| {
                        one.name.local == local
                            && namespace.is_none_or(|wanted| one.name.namespace.unwrap_or_default() == wanted)
                    })
                })
            };
            let meant = kept.explanation.as_deref().and_then(missing_attribute);
            let missing = answer.attributes.iter().filter(|one| {
                one.required
                    && !has(&one.local, Some(&one.namespace))
                    && meant.is_none_or(|meant| shortened(meant) == one.local)
            });
            Expectation::Attributes(missing.map(|one| one.written(has(&one.local, None))).collect())
        }
        (
            "cvc-attribute.4" | "cvc-attribute.5" | "cvc-elt.5.2.2",
            Some(Answer { fixed: Some(value), .. }),
        ) => Expectation::Facet { facet: Cow::Borrowed("fixed"), value: value.clone() },
        ("cvc-attribute.4", _) => match kept.explanation.as_deref().and_then(fixed_of_a_use) {
            Some(value) => Expectation::Facet { facet: Cow::Borrowed("fixed"), value: shortened(value) },
            None => Expectation::Unnamed,
        },
        ("cvc-assertion", Some(answer)) => {
            let words = kept.explanation.as_deref().unwrap_or_default();
            match answer.assertions.iter().find_map(|test| Some((test, unmet(test, words)?))) {
                Some((test, unmet)) => {
                    // As it is written in one line: spaces and line ends mean nothing between the words of an expression.
                    let line = test.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
                    let facet = match unmet {
                        Unmet::False => Cow::Borrowed("assert"),
                        Unmet::Error(code) => Cow::Owned(format!("assert (error {code})")),
                    };
                    Expectation::Facet { facet, value: shortened(&line) }
                }
                None => Expectation::Unnamed,
            }
        }
        (code, Some(answer)) if code.starts_with("cvc-complex-type.3") => {
            let name = attribute_at(document, root, kept.event.offset);
            // Only the namespace tells them apart: then it is what has to be seen.
            let by_namespace =
                name.is_some_and(|name| answer.attributes.iter().any(|one| one.local == name.local));
            found = name
                .filter(|_| by_namespace)
                .map(|name| expanded(name.namespace.unwrap_or_default(), name.local));
            Expectation::Attributes(answer.attributes.iter().map(|one| one.written(by_namespace)).collect())
        }
        (code, Some(answer)) => {
            let facet = code.strip_prefix("cvc-").and_then(|code| code.strip_suffix("-valid"));
            let named = facet.and_then(|facet| answer.facets.iter().find(|(name, _)| *name == facet));
            match (named, &answer.type_name) {
                (Some((facet, value)), _) => {
                    Expectation::Facet { facet: Cow::Borrowed(facet), value: value.clone() }
                }
                (None, Some(name)) if code.starts_with("cvc-datatype") || code.starts_with("cvc-simple") => {
                    Expectation::Type(name.clone())
                }
                (None, _) => Expectation::Unnamed,
            }
        }
        (_, None) => Expectation::Unnamed,
    };
    Violation {
        code: kept.code.into(),
        place: Some(place(document, kept.event.offset)),
        path,
        found,
        expected,
        explanation: kept.explanation.clone().filter(|_| kept.disclosure == Disclosure::Values),
    }
}

/// How a condition was not met.
enum Unmet<'e> {
    False,
    /// It could not be evaluated, which is no fulfilment either (XSD 1.1 Part 1, 3.13.4.1); the code of XPath 2.0.
    Error(&'e str),
}

/// The engine's words name the condition; they may quote a value too and are not repeated.
fn unmet<'e>(test: &str, words: &'e str) -> Option<Unmet<'e>> {
    let about = |before: &str| words.strip_prefix(before)?.strip_prefix(test);
    if about("Assertion '").is_some_and(|rest| rest.starts_with("' failed")) {
        return Some(Unmet::False);
    }
    let (code, _) = about("Failed to evaluate assertion test '")?.strip_prefix("': [")?.split_once(']')?;
    code.bytes().all(|byte| byte.is_ascii_alphanumeric()).then_some(Unmet::Error(code))
}

/// Kind and name of an identity constraint, from the engine's words: both are the schema's.
pub(super) fn identity_constraint(words: &str) -> Option<(&'static str, &str)> {
    let named = |before: &str| words.strip_prefix(before)?.split_once('\'').map(|(name, _)| name);
    let kinds =
        [("Key constraint '", "key"), ("Unique constraint '", "unique"), ("Keyref constraint '", "keyref")];
    kinds.into_iter().find_map(|(before, kind)| named(before).map(|name| (kind, name)))
}

/// The value that the schema fixes where an attribute is used, from the engine's words: it does not give the use itself.
/// What the document has comes behind it in them and is not repeated.
fn fixed_of_a_use(words: &str) -> Option<&str> {
    let (_, fixed) = words.split_once("' has fixed value '")?;
    fixed.split_once("' but got '").map(|(fixed, _)| fixed)
}

/// The name of the attribute that is missing, from the engine's words.
fn missing_attribute(words: &str) -> Option<&str> {
    words.strip_prefix("Required attribute '")?.strip_suffix("' is missing")
}

pub(super) fn place(document: &Document<'_>, offset: usize) -> Place {
    let position = document.position(offset);
    Place { line: position.line, column: position.column }
}

pub(super) fn element_at(document: &Document<'_>, root: NodeId, offset: usize) -> Option<NodeId> {
    part(document, root, None)
        .find(|node| document.kind(*node) == Kind::Element && document.span(*node).start == offset)
}

fn attribute_at<'d>(document: &'d Document<'_>, root: NodeId, offset: usize) -> Option<Name<'d>> {
    part(document, root, None)
        .filter(|node| document.start_tag(*node).is_some_and(|tag| tag.contains(&offset)))
        .find_map(|node| document.attributes(node).find(|one| one.span.start == offset))
        .map(|one| one.name)
}

/// `/戸籍電子証明書[1]/本籍[1]`, from the document element down.
pub(super) fn path_of(document: &Document<'_>, node: NodeId) -> String {
    let mut steps = Vec::new();
    let mut next = Some(node);
    while let Some(element) = next {
        let Some(name) = document.name(element) else {
            break;
        };
        let parent = document.parent(element);
        let position = parent.map_or(1, |parent| {
            document
                .children(parent)
                .take_while(|sibling| *sibling != element)
                .filter(|sibling| {
                    document
                        .name(*sibling)
                        .is_some_and(|other| other.namespace == name.namespace && other.local == name.local)
                })
                .count()
                .saturating_add(1)
        });
        steps.push(format!("/{}[{position}]", shortened(name.local)));
        next = parent;
    }
    steps.truncate(PATH_STEPS);
    steps.reverse();
    steps.concat()
}

pub(super) fn step(step: &PathStep) -> String {
    let name = shortened(step.name().local_name());
    match step.position() {
        Some(position) => format!("/{name}[{position}]"),
        None => format!("/@{name}"),
    }
}

/// A name with its namespace, as XPath 3 writes it; of an element in no namespace: `Q{}local`.
pub(super) fn expanded(namespace: &str, local: &str) -> String {
    format!("Q{{{}}}{}", shortened(namespace), shortened(local))
}

/// Names come from the document too: never longer than a line.
pub(super) fn shortened(name: &str) -> String {
    match name.char_indices().nth(NAME_CHARACTERS) {
        None => name.to_owned(),
        Some(_) => name.chars().take(NAME_CHARACTERS).chain(['…']).collect(),
    }
}

fn shown(set: &SchemaSet, local: NameId) -> String {
    set.name_table.try_resolve_ref(local).map_or_else(String::new, shortened)
}

fn type_name(set: &SchemaSet, key: TypeKey) -> Option<String> {
    let name = match key {
        TypeKey::Simple(key) => set.arenas.simple_types.get(key).and_then(|data| data.name),
        TypeKey::Complex(key) => set.arenas.complex_types.get(key).and_then(|data| data.name),
    };
    name.map(|name| shown(set, name))
}

/// The conditions of a type and of those it is derived from.
fn assertions(set: &SchemaSet, key: TypeKey) -> Vec<String> {
    let mut all = Vec::new();
    let mut next = Some(key);
    let mut left = PATH_STEPS;
    while let (Some(key), Some(rest)) = (next, left.checked_sub(1)) {
        left = rest;
        next = match key {
            TypeKey::Simple(key) => set.arenas.simple_types.get(key).and_then(|data| {
                all.extend(data.facets.assertions.iter().map(|facet| facet.test.clone()));
                data.resolved_base_type
            }),
            TypeKey::Complex(key) => set.arenas.complex_types.get(key).and_then(|data| {
                all.extend(data.assertions.iter().map(|assertion| assertion.test.clone()));
                if let ComplexContentResult::Simple(content) = &data.content {
                    all.extend(content.facets.assertions.iter().map(|facet| facet.test.clone()));
                }
                data.resolved_base_type
            }),
        };
    }
    all
}

/// The facets of a type that its chain of bases gives, the nearest first.
fn facets(set: &SchemaSet, key: TypeKey) -> Vec<(&'static str, String)> {
    let mut all = Vec::new();
    let mut next = Some(key);
    let mut left = PATH_STEPS;
    while let (Some(key), Some(rest)) = (next, left.checked_sub(1)) {
        left = rest;
        next = match key {
            TypeKey::Simple(key) => set.arenas.simple_types.get(key).and_then(|data| {
                own_facets(&data.facets, &mut all);
                data.resolved_base_type
            }),
            TypeKey::Complex(key) => set.arenas.complex_types.get(key).and_then(|data| {
                if let ComplexContentResult::Simple(content) = &data.content {
                    own_facets(&content.facets, &mut all);
                }
                data.resolved_simple_content_type.or(data.resolved_base_type)
            }),
        };
    }
    all
}

fn own_facets(facets: &FacetSet, all: &mut Vec<(&'static str, String)>) {
    let mut note = |name: &'static str, value: Option<String>| {
        if let Some(value) = value {
            all.push((name, shortened(&value)));
        }
    };
    note("length", facets.length.as_ref().map(|facet| facet.value.to_string()));
    note("minLength", facets.min_length.as_ref().map(|facet| facet.value.to_string()));
    note("maxLength", facets.max_length.as_ref().map(|facet| facet.value.to_string()));
    note("minInclusive", facets.min_inclusive.as_ref().map(|facet| facet.value.clone()));
    note("maxInclusive", facets.max_inclusive.as_ref().map(|facet| facet.value.clone()));
    note("minExclusive", facets.min_exclusive.as_ref().map(|facet| facet.value.clone()));
    note("maxExclusive", facets.max_exclusive.as_ref().map(|facet| facet.value.clone()));
    note("totalDigits", facets.total_digits.as_ref().map(|facet| facet.value.to_string()));
    note("fractionDigits", facets.fraction_digits.as_ref().map(|facet| facet.value.to_string()));
    note(
        "pattern",
        facets
            .patterns
            .first()
            .map(|step| step.iter().map(|pattern| pattern.value.clone()).collect::<Vec<_>>().join(" | ")),
    );
    note(
        "enumeration",
        facets.enumeration.as_ref().map(|facet| {
            let mut values = facet.values.iter().map(String::as_str).collect::<Vec<_>>();
            values.sort_unstable();
            values.truncate(NAMES_EXPECTED);
            values.join(" | ")
        }),
    );
    note(
        "assertion",
        (!facets.assertions.is_empty()).then(|| {
            facets.assertions.iter().map(|facet| facet.test.clone()).collect::<Vec<_>>().join(" and ")
        }),
    );
    note(
        "explicitTimezone",
        facets.explicit_timezone.as_ref().map(|facet| format!("{:?}", facet.value).to_lowercase()),
    );
}
