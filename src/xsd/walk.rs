//! Pushes the nodes of our own document to the engine, and finds out for each violation what was expected.
//!
//! The first run only collects. When there are violations, a second run over the same nodes stops at their
//! places and asks the engine what it would have accepted; a valid document pays nothing for that.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashSet;

use xsd_schema::SchemaSet;
use xsd_schema::ids::{ElementKey, NameId};
use xsd_schema::namespace::NamespaceContextSnapshot;
use xsd_schema::parser::location::SourceLocation;
use xsd_schema::validation::{
    ContentType, SchemaInfo, SchemaValidator, SchemaValidity, ValidationError, ValidationRuntime,
    ValidationSink, ValidationWarning,
};

use super::describe::{Inquiry, path_of, place, step};
use super::keys::Keys;
use super::lexical::{hides_white_space, is_space};
use super::violation::{
    Disclosure, Expectation, Limit, LimitReached, Limits, Undecided, Validation, Violation,
};
use crate::limits::xsd::PATH_STEPS;
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

/// What a schema was compiled to.
pub(super) struct Compiled<'s> {
    pub(super) set: &'s SchemaSet,
    pub(super) validator: SchemaValidator<'s>,
    /// Whether XPath expressions decide about values.
    pub(super) asserts: bool,
    pub(super) keys: Keys,
}

/// Validates the part of `document`; everything has been measured.
pub(super) fn validate(
    Compiled { set, validator, asserts, keys }: &Compiled<'_>,
    document: &Document<'_>,
    root: NodeId,
    excluded: Option<NodeId>,
    limits: &Limits,
) -> Validation {
    let log = RefCell::new(Log::new(limits));
    let run = Run { set, validator, asserts: *asserts, keys, document, root, excluded, log: &log };
    let outcome = run.drive(&mut Quick);
    let first = log.take();
    let undecided = match outcome {
        Outcome::Stopped => Some(Undecided::EngineStopped),
        Outcome::Finished { .. } if *asserts && first.capacity => Some(Undecided::Capacity),
        Outcome::Finished { .. } if first.unresolved => Some(Undecided::EngineStopped),
        Outcome::Finished { .. } if first.hidden_space => Some(Undecided::HiddenWhiteSpace),
        Outcome::Finished { .. } if first.shared_keys => Some(Undecided::KeysOfSeveralElements),
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
    let mut inquiry = Inquiry::about(&first.kept);
    log.replace(Log::new(limits));
    run.drive(&mut inquiry);
    let violations =
        first.kept.iter().map(|kept| inquiry.violation(document, root, kept)).collect::<Vec<_>>();
    Validation::new(violations, first.count, undecided)
}

/// What the sink remembers of one run.
#[derive(Default)]
struct Log {
    kept: Vec<Kept>,
    count: u64,
    keep: usize,
    last: Option<(&'static str, Event)>,
    disclosure: Disclosure,
    capacity: bool,
    unresolved: bool,
    hidden_space: bool,
    shared_keys: bool,
}

pub(super) struct Kept {
    pub(super) code: &'static str,
    pub(super) event: Event,
    pub(super) path: Option<String>,
    /// The engine's words, which may quote values: for our own use unless values may be disclosed.
    pub(super) explanation: Option<String>,
    pub(super) disclosure: Disclosure,
}

impl Log {
    fn new(limits: &Limits) -> Self {
        Self { keep: limits.violations, disclosure: limits.disclosure, ..Self::default() }
    }
}

/// One event of the walk, as it is written into the engine's location: where the node begins and what happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Event {
    pub(super) offset: usize,
    pub(super) stage: usize,
}

pub(super) const START: usize = 0;
const ATTRIBUTE: usize = 1;
const ATTRIBUTES_END: usize = 2;
const TEXT: usize = 3;
pub(super) const END: usize = 4;

struct Sink<'r>(&'r RefCell<Log>);

impl ValidationSink for Sink<'_> {
    fn on_error(&mut self, error: ValidationError) {
        let mut log = self.0.borrow_mut();
        let event = error
            .location
            .as_ref()
            .map_or(Event { offset: 0, stage: START }, |at| Event { offset: at.line, stage: at.column });
        // Where an element may not stand, the engine goes on to say that it has no declaration: one fault, said once.
        let misplaced = log.last.replace((error.constraint, event)) == Some(("cvc-complex-type.2.4", event));
        if misplaced && event.stage == START && error.constraint == "cvc-elt.1" {
            return;
        }
        log.count = log.count.saturating_add(1);
        if log.kept.len() >= log.keep {
            return;
        }
        let path = error.instance_path().map(|path| {
            let steps = path.len();
            let written: String = path.steps().take(PATH_STEPS).map(step).collect();
            if steps > PATH_STEPS { format!("{written}/…") } else { written }
        });
        let disclosure = log.disclosure;
        let explanation = Some(error.message);
        log.kept.push(Kept { code: error.constraint, event, path, explanation, disclosure });
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
pub(super) trait Visitor {
    fn before<S: ValidationSink>(&mut self, _: Event, _: &ValidationRuntime<'_, S>, _: &SchemaSet) {}
    fn after(&mut self, _: Event, _: &SchemaInfo, _: &SchemaSet) {}
}

struct Quick;

impl Visitor for Quick {}

struct Run<'r, 'd> {
    set: &'r SchemaSet,
    validator: &'r SchemaValidator<'r>,
    asserts: bool,
    keys: &'r Keys,
    document: &'r Document<'d>,
    root: NodeId,
    excluded: Option<NodeId>,
    log: &'r RefCell<Log>,
}

/// Character data that stands together, and where it begins.
#[derive(Default)]
struct TextRun {
    text: String,
    first: Option<usize>,
    /// Where the first character stands that is no white space.
    seen: Option<usize>,
}

impl TextRun {
    fn push(&mut self, document: &Document<'_>, node: NodeId) {
        let text = document.text(node);
        let span = document.span(node);
        self.first = self.first.or(Some(span.start));
        if self.seen.is_none() && text.contains(|each| !is_space(each)) {
            let written = document.source().get(span.clone()).unwrap_or_default();
            let before =
                written.iter().take_while(|octet| matches!(octet, b'\t' | b'\n' | b'\r' | b' ')).count();
            self.seen = Some(span.start.saturating_add(before));
        }
        self.text.push_str(text);
    }
}

/// An element that is open while its content is walked.
struct Frame {
    node: NodeId,
    offset: usize,
    content: Option<ContentType>,
    nilled: bool,
    namespaces: Option<NamespaceContextSnapshot>,
    /// What is referred to here, and how many elements below have such keys.
    referred: Vec<(NameId, usize)>,
    declaration: Option<ElementKey>,
}

impl Run<'_, '_> {
    fn drive(&self, visitor: &mut impl Visitor) -> Outcome {
        let mut runtime = self.validator.start_run(Sink(self.log));
        // Without a document type declaration no entity is declared, and no ENTITY value is valid.
        runtime.set_unparsed_entities(HashSet::new());
        let outside = self.snapshot(in_scope(self.document, self.root).into_iter(), None);
        let mut open: Vec<Frame> = Vec::new();
        let mut text = TextRun::default();
        let mut validity = RootValidity::NotValid;
        for node in part(self.document, self.root, self.excluded) {
            let kind = self.document.kind(node);
            if kind == Kind::Text
                && open.last().is_some_and(|last| self.document.parent(node) == Some(last.node))
            {
                text.push(self.document, node);
                continue;
            }
            self.flush(&mut text, open.last(), &mut runtime);
            while open.last().is_some_and(|last| self.document.parent(node) != Some(last.node)) {
                if let Some(frame) = open.pop() {
                    self.end(&frame, &mut runtime, visitor);
                }
            }
            match kind {
                Kind::Text => text.push(self.document, node),
                Kind::Element => {
                    let inherited =
                        open.iter().rev().find_map(|frame| frame.namespaces.as_ref()).unwrap_or(&outside);
                    let frame = self.start(node, inherited, &mut runtime, visitor);
                    open.push(frame);
                    self.count_keys(&mut open);
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
            let namespace = attribute.name.namespace.unwrap_or_default();
            let value = match (namespace, attribute.name.local) {
                (XSI, "schemaLocation") => in_pairs(attribute.value),
                _ => Cow::Borrowed(attribute.value),
            };
            self.look_for_white_space(attribute.value);
            let info = runtime.validate_attribute(attribute.name.local, namespace, &value);
            visitor.after(event, &info, self.set);
        }
        let event = Event { offset, stage: ATTRIBUTES_END };
        visitor.before(event, runtime, self.set);
        runtime.set_location(location(event));
        // A type alternative may have given the element another type than it began with.
        let reselected = runtime.validate_end_of_attributes();
        let _ = runtime.take_deferred_attribute_results();
        let content = reselected.content_type.or(begun.content_type);
        let referred = self.keys.referred(begun.element_decl);
        Frame {
            node,
            offset,
            content,
            nilled: begun.is_nil,
            namespaces,
            referred,
            declaration: begun.element_decl,
        }
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
        run: &mut TextRun,
        frame: Option<&Frame>,
        runtime: &mut ValidationRuntime<'_, S>,
    ) {
        let TextRun { text, first, seen } = core::mem::take(run);
        let Some(frame) = frame.filter(|_| !text.is_empty()) else {
            return;
        };
        let event = Event { offset: seen.or(first).unwrap_or(frame.offset), stage: TEXT };
        self.look_for_white_space(&text);
        // No character at all (cvc-elt.3.2.1); the engine passes over white space of Unicode, and over line ends between elements.
        if frame.nilled {
            self.unseen("cvc-elt.3.2.1", frame, event);
            return;
        }
        runtime.set_location(location(event));
        if text.bytes().all(|octet| matches!(octet, b'\t' | b'\n' | b'\r' | b' ')) {
            runtime.validate_whitespace(&text);
        } else {
            // The engine takes any Unicode white space for white space; XML knows four characters. An
            // ideographic space between elements would pass unseen.
            let unseen = text.chars().all(char::is_whitespace);
            match frame.content {
                Some(ContentType::ElementOnly) if unseen => self.unseen("cvc-complex-type.2.3", frame, event),
                Some(ContentType::Empty) if unseen => self.unseen("cvc-complex-type.2.1", frame, event),
                _ => {}
            }
            runtime.validate_text(&text);
        }
    }

    /// The engine's conversions in expressions trim what Unicode calls white space.
    fn look_for_white_space(&self, value: &str) {
        if self.asserts && hides_white_space(value) {
            self.log.borrow_mut().hidden_space = true;
        }
    }

    /// Counts the element that was opened last for every element that refers to keys which it has.
    fn count_keys(&self, open: &mut [Frame]) {
        if self.keys.is_empty() {
            return;
        }
        let held = self.keys.held(open.last().and_then(|frame| frame.declaration));
        for (name, count) in open.iter_mut().flat_map(|frame| &mut frame.referred) {
            if held.contains(name) {
                *count = count.saturating_add(1);
                self.log.borrow_mut().shared_keys |= *count > 1;
            }
        }
    }

    fn unseen(&self, code: &'static str, frame: &Frame, event: Event) {
        let mut log = self.log.borrow_mut();
        log.count = log.count.saturating_add(1);
        if log.kept.len() < log.keep {
            let path = Some(path_of(self.document, frame.node));
            let disclosure = log.disclosure;
            log.kept.push(Kept { code, event, path, explanation: None, disclosure });
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

/// Hints about schemas with the last word given twice where one has no partner. Such a list breaks no rule of validity:
/// its type is a list of `anyURI` of any length (Part 1, 3.2.7.3) and what it says a hint (4.3.2), which we never follow;
/// the engine alone calls it invalid.
fn in_pairs(hints: &str) -> Cow<'_, str> {
    let mut words = hints.split_ascii_whitespace();
    match (words.clone().count().is_multiple_of(2), words.next_back()) {
        (false, Some(last)) => Cow::Owned(format!("{hints} {last}")),
        _ => Cow::Borrowed(hints),
    }
}

fn location(event: Event) -> SourceLocation {
    SourceLocation { base_uri: String::new(), line: event.offset, column: event.stage }
}

/// The nodes of the part in document order, the excluded one and everything below it left out.
pub(super) fn part<'a>(
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
