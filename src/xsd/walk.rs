//! Pushes the nodes of our own document to the engine, and finds out for each violation what was expected.
//!
//! The first run only collects. When there are violations, a second run over the same nodes stops at their
//! places and asks the engine what it would have accepted; a valid document pays nothing for that.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use xsd_schema::ids::TypeKey;
use xsd_schema::namespace::NamespaceContextSnapshot;
use xsd_schema::parser::location::SourceLocation;
use xsd_schema::validation::{
    ContentType, PathStep, SchemaInfo, SchemaValidator, SchemaValidity, ValidationError, ValidationRuntime,
    ValidationSink, ValidationWarning,
};
use xsd_schema::{FacetSet, NameId, SchemaSet};

use super::error::Place;
use super::violation::{
    Disclosure, Expectation, Limit, LimitReached, Limits, Undecided, Validation, Violation,
};
use crate::limits::xsd::{NAME_CHARACTERS, NAMES_EXPECTED, PATH_STEPS};
use crate::xml::{Document, Kind, NodeId};

const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// Counts what the engine would have to bear, before it does.
pub(super) fn measure(
    document: &Document<'_>,
    root: NodeId,
    excluded: Option<NodeId>,
    limits: &Limits,
) -> Result<(), LimitReached> {
    let mut nodes = 0_usize;
    let mut attributes = 0_usize;
    let mut declarations = in_scope(document, root).len();
    let mut open: Vec<Open> = Vec::new();
    for node in part(document, root, excluded) {
        let above = |limit, ceiling: usize| LimitReached {
            limit,
            ceiling: u64::try_from(ceiling).unwrap_or(u64::MAX),
            offset: u64::try_from(document.span(node).start).unwrap_or(u64::MAX),
        };
        nodes = nodes.saturating_add(1);
        if nodes > limits.nodes {
            return Err(above(Limit::Nodes, limits.nodes));
        }
        while open.last().is_some_and(|last| document.parent(node) != Some(last.node)) {
            open.pop();
        }
        match document.kind(node) {
            Kind::Element => {
                let own = document.namespace_declarations(node).count();
                declarations = declarations.saturating_add(own);
                if declarations > limits.namespace_declarations {
                    return Err(above(Limit::NamespaceDeclarations, limits.namespace_declarations));
                }
                let scope = open.last().map_or(declarations, |last| last.scope.saturating_add(own));
                if scope > limits.namespaces_in_scope {
                    return Err(above(Limit::NamespacesInScope, limits.namespaces_in_scope));
                }
                let mut here = 0_usize;
                for attribute in document.attributes(node) {
                    here = here.saturating_add(1);
                    if attribute.value.len() > limits.text_of_an_element {
                        return Err(above(Limit::TextOfAnElement, limits.text_of_an_element));
                    }
                    if longest_number(attribute.value) > limits.digits {
                        return Err(above(Limit::Digits, limits.digits));
                    }
                }
                if here > limits.attributes_of_an_element {
                    return Err(above(Limit::AttributesOfAnElement, limits.attributes_of_an_element));
                }
                attributes = attributes.saturating_add(here);
                if attributes > limits.attributes {
                    return Err(above(Limit::Attributes, limits.attributes));
                }
                open.push(Open { node, scope, text: 0 });
                if open.len() > limits.depth {
                    return Err(above(Limit::Depth, limits.depth));
                }
            }
            Kind::Text => {
                let text = document.text(node);
                if let Some(last) = open.last_mut() {
                    last.text = last.text.saturating_add(text.len());
                    if last.text > limits.text_of_an_element {
                        return Err(above(Limit::TextOfAnElement, limits.text_of_an_element));
                    }
                }
                if longest_number(text) > limits.digits {
                    return Err(above(Limit::Digits, limits.digits));
                }
            }
            Kind::Root | Kind::Comment | Kind::ProcessingInstruction => {}
        }
    }
    Ok(())
}

struct Open {
    node: NodeId,
    scope: usize,
    text: usize,
}

fn longest_number(text: &str) -> usize {
    // Most text is shorter than any number that matters.
    text.split(|each: char| !each.is_ascii_digit()).map(str::len).max().unwrap_or(0)
}

/// Validates the part of `document`; everything has been measured.
pub(super) fn validate(
    set: &SchemaSet,
    validator: &SchemaValidator<'_>,
    asserts: bool,
    document: &Document<'_>,
    root: NodeId,
    excluded: Option<NodeId>,
    limits: &Limits,
) -> Validation {
    let log = RefCell::new(Log::new(limits));
    let run = Run { set, validator, document, root, excluded, log: &log };
    let outcome = run.drive(&mut Quick);
    let first = log.take();
    let undecided = match outcome {
        Outcome::Stopped => Some(Undecided::EngineStopped),
        Outcome::Finished { .. } if asserts && first.capacity => Some(Undecided::Capacity),
        Outcome::Finished { .. } if first.unresolved => Some(Undecided::EngineStopped),
        Outcome::Finished { .. } => None,
    };
    if first.count == 0 {
        return match outcome {
            // Without a complaint and without being valid: nothing was assessed.
            Outcome::Finished { root: RootValidity::NotValid } => {
                let (code, path) = ("cvc-assess-elt", path_of(document, root));
                let violation = Violation {
                    code: code.into(),
                    place: Some(place(document, document.span(root).start)),
                    path,
                    found: None,
                    expected: Expectation::Unnamed,
                    explanation: None,
                };
                Validation::new(vec![violation], 1, undecided)
            }
            _ => Validation::new(Vec::new(), 0, undecided),
        };
    }
    let mut inquiry =
        Inquiry { wanted: first.kept.iter().map(|kept| kept.event).collect(), answers: HashMap::new() };
    log.replace(Log::new(limits));
    run.drive(&mut inquiry);
    let violations =
        first.kept.iter().map(|kept| violation(document, root, kept, &inquiry.answers)).collect::<Vec<_>>();
    Validation::new(violations, first.count, undecided)
}

/// What the sink remembers of one run.
#[derive(Default)]
struct Log {
    kept: Vec<Kept>,
    count: u64,
    keep: usize,
    disclosure: Disclosure,
    capacity: bool,
    unresolved: bool,
}

struct Kept {
    code: &'static str,
    event: Event,
    path: Option<String>,
    explanation: Option<String>,
}

impl Log {
    fn new(limits: &Limits) -> Self {
        Self { keep: limits.violations, disclosure: limits.disclosure, ..Self::default() }
    }
}

/// One event of the walk, as it is written into the engine's location: where the node begins and what happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Event {
    offset: usize,
    stage: usize,
}

const START: usize = 0;
const ATTRIBUTE: usize = 1;
const ATTRIBUTES_END: usize = 2;
const TEXT: usize = 3;
const END: usize = 4;

struct Sink<'r>(&'r RefCell<Log>);

impl ValidationSink for Sink<'_> {
    fn on_error(&mut self, error: ValidationError) {
        let mut log = self.0.borrow_mut();
        log.count = log.count.saturating_add(1);
        if log.kept.len() >= log.keep {
            return;
        }
        let event = error
            .location
            .as_ref()
            .map_or(Event { offset: 0, stage: START }, |at| Event { offset: at.line, stage: at.column });
        let path = error.instance_path().map(|path| {
            let steps = path.len();
            let written: String = path.steps().take(PATH_STEPS).map(step).collect();
            if steps > PATH_STEPS { format!("{written}/…") } else { written }
        });
        let explanation = match log.disclosure {
            Disclosure::NamesOnly => None,
            Disclosure::Values => Some(error.message),
        };
        log.kept.push(Kept { code: error.constraint, event, path, explanation });
    }

    fn on_warning(&mut self, warning: ValidationWarning) {
        let mut log = self.0.borrow_mut();
        match warning.code {
            "xs-decimal-capacity" | "xs-seconds-capacity" => log.capacity = true,
            // An identity constraint that could not be evaluated.
            "cvc-identity-constraint" => log.unresolved = true,
            _ => {}
        }
    }
}

enum Outcome {
    Finished { root: RootValidity },
    Stopped,
}

#[derive(PartialEq, Eq)]
enum RootValidity {
    Valid,
    NotValid,
}

/// What is asked of the engine on the way.
trait Visitor {
    fn before<S: ValidationSink>(&mut self, _: Event, _: &ValidationRuntime<'_, S>, _: &SchemaSet) {}
    fn after(&mut self, _: Event, _: &SchemaInfo, _: &SchemaSet) {}
}

struct Quick;

impl Visitor for Quick {}

struct Run<'r, 'd> {
    set: &'r SchemaSet,
    validator: &'r SchemaValidator<'r>,
    document: &'r Document<'d>,
    root: NodeId,
    excluded: Option<NodeId>,
    log: &'r RefCell<Log>,
}

/// An element that is open while its content is walked.
struct Frame {
    node: NodeId,
    offset: usize,
    content: Option<ContentType>,
    namespaces: Option<NamespaceContextSnapshot>,
}

impl Run<'_, '_> {
    fn drive(&self, visitor: &mut impl Visitor) -> Outcome {
        let mut runtime = self.validator.start_run(Sink(self.log));
        // Without a document type declaration no entity is declared, and no ENTITY value is valid.
        runtime.set_unparsed_entities(HashSet::new());
        let outside = self.snapshot(in_scope(self.document, self.root).into_iter(), None);
        let mut open: Vec<Frame> = Vec::new();
        let mut text = String::new();
        let mut validity = RootValidity::NotValid;
        for node in part(self.document, self.root, self.excluded) {
            let kind = self.document.kind(node);
            if kind == Kind::Text
                && open.last().is_some_and(|last| self.document.parent(node) == Some(last.node))
            {
                text.push_str(self.document.text(node));
                continue;
            }
            self.flush(&mut text, open.last(), &mut runtime);
            while open.last().is_some_and(|last| self.document.parent(node) != Some(last.node)) {
                if let Some(frame) = open.pop() {
                    self.end(&frame, &mut runtime, visitor);
                }
            }
            match kind {
                Kind::Text => text.push_str(self.document.text(node)),
                Kind::Element => {
                    let inherited =
                        open.iter().rev().find_map(|frame| frame.namespaces.as_ref()).unwrap_or(&outside);
                    let frame = self.start(node, inherited, &mut runtime, visitor);
                    open.push(frame);
                }
                Kind::Root | Kind::Comment | Kind::ProcessingInstruction => {}
            }
        }
        self.flush(&mut text, open.last(), &mut runtime);
        while let Some(frame) = open.pop() {
            if self.end(&frame, &mut runtime, visitor) == SchemaValidity::Valid && open.is_empty() {
                validity = RootValidity::Valid;
            }
        }
        if runtime.end_validation().is_err() || runtime.operational_failure().is_some() {
            return Outcome::Stopped;
        }
        Outcome::Finished { root: validity }
    }

    fn start<S: ValidationSink>(
        &self,
        node: NodeId,
        inherited: &NamespaceContextSnapshot,
        runtime: &mut ValidationRuntime<'_, S>,
        visitor: &mut impl Visitor,
    ) -> Frame {
        let offset = self.document.span(node).start;
        let mut declarations = self.document.namespace_declarations(node).peekable();
        let declares = declarations.peek().is_some();
        let namespaces = declares.then(|| self.snapshot(declarations, Some(inherited)));
        let (local, namespace) = self
            .document
            .name(node)
            .map_or(("", ""), |name| (name.local, name.namespace.unwrap_or_default()));
        let instance = |wanted: &str| {
            self.document
                .attributes(node)
                .find(|attribute| attribute.name.namespace == Some(XSI) && attribute.name.local == wanted)
                .map(|attribute| attribute.value)
        };
        let event = Event { offset, stage: START };
        visitor.before(event, runtime, self.set);
        runtime.set_location(location(event));
        let begun = runtime.validate_element(
            local,
            namespace,
            instance("type"),
            instance("nil"),
            namespaces.as_ref().unwrap_or(inherited),
        );
        for attribute in self.document.attributes(node) {
            let event = Event { offset: attribute.span.start, stage: ATTRIBUTE };
            visitor.before(event, runtime, self.set);
            runtime.set_location(location(event));
            let info = runtime.validate_attribute(
                attribute.name.local,
                attribute.name.namespace.unwrap_or_default(),
                attribute.value,
            );
            visitor.after(event, &info, self.set);
        }
        let event = Event { offset, stage: ATTRIBUTES_END };
        visitor.before(event, runtime, self.set);
        runtime.set_location(location(event));
        // A type alternative may have given the element another type than it began with.
        let reselected = runtime.validate_end_of_attributes();
        let _ = runtime.take_deferred_attribute_results();
        Frame { node, offset, content: reselected.content_type.or(begun.content_type), namespaces }
    }

    fn end<S: ValidationSink>(
        &self,
        frame: &Frame,
        runtime: &mut ValidationRuntime<'_, S>,
        visitor: &mut impl Visitor,
    ) -> SchemaValidity {
        let event = Event { offset: frame.offset, stage: END };
        visitor.before(event, runtime, self.set);
        runtime.set_location(location(event));
        let info = runtime.validate_end_element();
        visitor.after(event, &info, self.set);
        info.validity
    }

    /// Gives a whole run of character data to the engine, references and CDATA sections resolved.
    fn flush<S: ValidationSink>(
        &self,
        text: &mut String,
        frame: Option<&Frame>,
        runtime: &mut ValidationRuntime<'_, S>,
    ) {
        let Some(frame) = frame.filter(|_| !text.is_empty()) else {
            text.clear();
            return;
        };
        runtime.set_location(location(Event { offset: frame.offset, stage: TEXT }));
        if text.bytes().all(|octet| matches!(octet, b'\t' | b'\n' | b'\r' | b' ')) {
            runtime.validate_whitespace(text);
        } else {
            // The engine takes any Unicode white space for white space; XML knows four characters. An
            // ideographic space between elements would pass unseen.
            let unseen = text.chars().all(char::is_whitespace);
            match frame.content {
                Some(ContentType::ElementOnly) if unseen => self.unseen("cvc-complex-type.2.3", frame),
                Some(ContentType::Empty) if unseen => self.unseen("cvc-complex-type.2.1", frame),
                _ => {}
            }
            runtime.validate_text(text);
        }
        text.clear();
    }

    fn unseen(&self, code: &'static str, frame: &Frame) {
        let mut log = self.log.borrow_mut();
        log.count = log.count.saturating_add(1);
        if log.kept.len() < log.keep {
            let event = Event { offset: frame.offset, stage: TEXT };
            let path = Some(path_of(self.document, frame.node));
            log.kept.push(Kept { code, event, path, explanation: None });
        }
    }

    fn snapshot<'a>(
        &self,
        declarations: impl Iterator<Item = (Option<&'a str>, &'a str)>,
        inherited: Option<&NamespaceContextSnapshot>,
    ) -> NamespaceContextSnapshot {
        let mut snapshot = inherited.cloned().unwrap_or_default();
        for (prefix, uri) in declarations {
            match prefix {
                None => snapshot.default_ns = (!uri.is_empty()).then(|| self.set.name_table.add(uri)),
                Some("xml" | "xmlns") => {}
                Some(prefix) => {
                    let prefix = self.set.name_table.add(prefix);
                    snapshot.bindings.retain(|(known, _)| *known != prefix);
                    snapshot.bindings.push((prefix, self.set.name_table.add(uri)));
                }
            }
        }
        snapshot
    }
}

fn location(event: Event) -> SourceLocation {
    SourceLocation { base_uri: String::new(), line: event.offset, column: event.stage }
}

/// The nodes of the part in document order, the excluded one and everything below it left out.
fn part<'a>(
    document: &'a Document<'_>,
    root: NodeId,
    excluded: Option<NodeId>,
) -> impl Iterator<Item = NodeId> + 'a {
    core::iter::once(root)
        .chain(document.descendants(root))
        .filter(move |node| excluded.is_none_or(|excluded| !document.is_inside(*node, excluded)))
}

/// The namespace declarations of the ancestors of `node`, outermost first.
fn in_scope<'a>(document: &'a Document<'_>, node: NodeId) -> Vec<(Option<&'a str>, &'a str)> {
    let mut ancestors = Vec::new();
    let mut next = document.parent(node);
    while let Some(ancestor) = next {
        if document.kind(ancestor) == Kind::Element {
            ancestors.push(ancestor);
        }
        next = document.parent(ancestor);
    }
    ancestors.iter().rev().flat_map(|ancestor| document.namespace_declarations(*ancestor)).collect()
}

/// The second run: what the engine would have accepted where violations were found.
struct Inquiry {
    wanted: HashSet<Event>,
    answers: HashMap<Event, Answer>,
}

#[derive(Default)]
struct Answer {
    elements: Vec<String>,
    attributes: Vec<(String, bool)>,
    type_name: Option<String>,
    facets: Vec<(&'static str, String)>,
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
                    .map(|expected| shown(set, expected.namespace, expected.local_name))
                    .collect();
                answer.elements.sort();
                answer.elements.dedup();
                answer.elements.truncate(NAMES_EXPECTED);
            }
            _ => {
                answer.attributes = runtime
                    .get_expected_attributes()
                    .iter()
                    .map(|expected| (shown(set, expected.namespace, expected.local_name), expected.required))
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
        let Some(key) = info.schema_type else {
            return;
        };
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
            if kept.event.stage == START
                && let Some(child) = element_at(document, root, kept.event.offset)
            {
                path = path_of(document, child);
                found = document.name(child).map(|name| shortened(name.local));
            }
            Expectation::Elements(answer.elements.clone())
        }
        ("cvc-complex-type.4", Some(answer)) => {
            let present = element_at(document, root, kept.event.offset)
                .map(|node| document.attributes(node).map(|a| a.name.local.to_owned()).collect::<Vec<_>>())
                .unwrap_or_default();
            let missing = answer
                .attributes
                .iter()
                .filter(|(name, required)| *required && !present.contains(name))
                .map(|(name, _)| name.clone());
            Expectation::Attributes(missing.collect())
        }
        (code, Some(answer)) if code.starts_with("cvc-complex-type.3") => {
            Expectation::Attributes(answer.attributes.iter().map(|(name, _)| name.clone()).collect())
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
        explanation: kept.explanation.clone(),
    }
}

fn place(document: &Document<'_>, offset: usize) -> Place {
    let position = document.position(offset);
    Place { line: position.line, column: position.column }
}

fn element_at(document: &Document<'_>, root: NodeId, offset: usize) -> Option<NodeId> {
    part(document, root, None)
        .find(|node| document.kind(*node) == Kind::Element && document.span(*node).start == offset)
}

/// `/戸籍電子証明書[1]/本籍[1]`, from the document element down.
fn path_of(document: &Document<'_>, node: NodeId) -> String {
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

fn step(step: &PathStep) -> String {
    let name = shortened(step.name().local_name());
    match step.position() {
        Some(position) => format!("/{name}[{position}]"),
        None => format!("/@{name}"),
    }
}

/// Names come from the document too: never longer than a line.
fn shortened(name: &str) -> String {
    match name.char_indices().nth(NAME_CHARACTERS) {
        None => name.to_owned(),
        Some(_) => name.chars().take(NAME_CHARACTERS).chain(['…']).collect(),
    }
}

fn shown(set: &SchemaSet, _namespace: Option<NameId>, local: NameId) -> String {
    set.name_table.try_resolve_ref(local).map_or_else(String::new, shortened)
}

fn type_name(set: &SchemaSet, key: TypeKey) -> Option<String> {
    let name = match key {
        TypeKey::Simple(key) => set.arenas.simple_types.get(key).and_then(|data| data.name),
        TypeKey::Complex(key) => set.arenas.complex_types.get(key).and_then(|data| data.name),
    };
    name.map(|name| shown(set, None, name))
}

/// The facets of a simple type that its chain of bases gives, the nearest first.
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
            TypeKey::Complex(key) => {
                set.arenas.complex_types.get(key).and_then(|data| data.resolved_base_type)
            }
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
