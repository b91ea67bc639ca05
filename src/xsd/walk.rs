//! Pushes the nodes of our own document to the engine, and finds out for each violation what was expected.
//!
//! The first run only collects. When there are violations, a second run over the same nodes stops at their
//! places and asks the engine what it would have accepted; a valid document pays nothing for that.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use xsd_schema::SchemaSet;
use xsd_schema::ids::TypeKey;
use xsd_schema::namespace::NamespaceContextSnapshot;
use xsd_schema::parser::frames::SimpleTypeVariety;
use xsd_schema::parser::location::SourceLocation;
use xsd_schema::schema::model::DerivationSet;
use xsd_schema::validation::{
    ContentProcessing, ContentType, SchemaInfo, SchemaValidator, SchemaValidity, TypeSource,
    ValidationRuntime, ValidationSink,
};

use super::assertions::{self, Assertions, Assessed, Record};
use super::binary::{self, BinaryAttributes, Handed, is_wrapped};
use super::describe::{Inquiry, element_at, identity_constraint, path_of, place, shortened};
use super::keys::{self, Keys};
use super::lexical::{Edges, collapsed, hides_white_space, is_space};
use super::log::{ATTRIBUTE, ATTRIBUTES_END, DANGLING, END, Event, Kept, Log, START, Sink, TEXT};
use super::references::WrittenKeys;
use super::substitution;
use super::violation::{Expectation, Limits, Undecided, Validation, Violation};
use crate::limits::xsd::SCHEMA_NODES;
use crate::xml::{Document, Kind, NodeId};

const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// What a schema was compiled to.
pub(super) struct Compiled<'s> {
    pub(super) set: &'s SchemaSet,
    pub(super) validator: SchemaValidator<'s>,
    /// Whether XPath expressions decide about values.
    pub(super) asserts: bool,
    pub(super) keys: Keys,
    pub(super) binary: BinaryAttributes,
    pub(super) assertions: Assertions<'s>,
}

/// Validates the part of `document`; everything has been measured.
pub(super) fn validate(
    compiled: &Compiled<'_>,
    document: &Document<'_>,
    root: NodeId,
    excluded: Option<NodeId>,
    limits: &Limits,
) -> Validation {
    let log = RefCell::new(Log::new(limits));
    let run = Run { compiled, document, root, excluded, log: &log };
    let outcome = run.drive(&mut Quick);
    let mut first = log.take();
    if first.misjudged {
        return Validation::undecided(Undecided::SelectedType);
    }
    let undecided = match outcome {
        Outcome::Stopped => Some(Undecided::EngineStopped),
        Outcome::Finished { .. } if compiled.asserts && first.capacity => Some(Undecided::Capacity),
        Outcome::Finished { .. } if first.unresolved => Some(Undecided::EngineStopped),
        Outcome::Finished { .. } if first.spaced_binary => Some(Undecided::SpacesInBinary),
        Outcome::Finished { .. } if first.hidden_space => Some(Undecided::HiddenWhiteSpace),
        Outcome::Finished { .. } if first.repeated_keys => Some(Undecided::KeysOfSeveralElements),
        Outcome::Finished { .. } => None,
    };
    if first.count == 0 {
        return match outcome {
            // Without a complaint and without being valid: nothing was assessed.
            Outcome::Finished { root: RootValidity::NotValid } if !first.spaced_binary => {
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
    if let Some(keys) = &first.written_keys {
        run.place_references(keys, &mut first.kept);
    }
    let mut inquiry = Inquiry::about(&first.kept);
    log.replace(Log::new(limits));
    run.drive(&mut inquiry);
    let violations =
        first.kept.iter().map(|kept| inquiry.violation(document, root, kept)).collect::<Vec<_>>();
    Validation::new(violations, first.count, undecided)
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

struct Run<'r, 's, 'd> {
    compiled: &'r Compiled<'s>,
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
    governing: Option<TypeKey>,
    /// What its text looks like so far, kept where conditions may read it.
    edges: Edges,
    nilled: bool,
    namespaces: Option<NamespaceContextSnapshot>,
    keys: Vec<keys::Part>,
}

impl Run<'_, '_, '_> {
    fn drive(&self, visitor: &mut impl Visitor) -> Outcome {
        let mut runtime = self.compiled.validator.start_run(Sink(self.log));
        // Without a document type declaration no entity is declared, and no ENTITY value is valid.
        runtime.set_unparsed_entities(HashSet::new());
        let outside = self.snapshot(in_scope(self.document, self.root).into_iter(), None);
        let mut open: Vec<Frame> = Vec::new();
        let mut text = TextRun::default();
        let mut record = Record::default();
        let mut validity = RootValidity::NotValid;
        for node in part(self.document, self.root, self.excluded) {
            let kind = self.document.kind(node);
            if kind != Kind::Element
                && open.last().is_some_and(|last| self.document.parent(node) == Some(last.node))
            {
                // A comment or processing instruction parts no text.
                if kind == Kind::Text {
                    text.push(self.document, node);
                }
                continue;
            }
            self.flush(&mut text, open.last_mut(), &mut runtime);
            while open.last().is_some_and(|last| self.document.parent(node) != Some(last.node)) {
                if let Some(frame) = open.pop() {
                    self.end(&frame, open.last_mut(), &mut runtime, &mut record, visitor);
                }
            }
            match kind {
                Kind::Text => text.push(self.document, node),
                Kind::Element => {
                    let inherited =
                        open.iter().rev().find_map(|frame| frame.namespaces.as_ref()).unwrap_or(&outside);
                    let frame = self.start(node, inherited, &mut runtime, &mut record, visitor);
                    open.push(frame);
                    self.count_keys(&mut open);
                }
                Kind::Root | Kind::Comment | Kind::ProcessingInstruction => {}
            }
        }
        self.flush(&mut text, open.last_mut(), &mut runtime);
        while let Some(frame) = open.pop() {
            let ended = self.end(&frame, open.last_mut(), &mut runtime, &mut record, visitor);
            if ended == SchemaValidity::Valid && open.is_empty() {
                validity = RootValidity::Valid;
            }
        }
        if runtime.end_validation().is_err() || runtime.operational_failure().is_some() {
            return Outcome::Stopped;
        }
        let mut log = self.log.borrow_mut();
        if log.kept.iter().any(|kept| kept.code == DANGLING) {
            log.written_keys = runtime.identity_constraint_tables().map(WrittenKeys::of);
        }
        if !log.shared_keys.is_empty() {
            let tables = runtime.identity_constraint_tables();
            log.repeated_keys = tables.is_none_or(|tables| keys::occur_twice(tables, &log.shared_keys));
        }
        Outcome::Finished { root: validity }
    }

    fn start<S: ValidationSink>(
        &self,
        node: NodeId,
        inherited: &NamespaceContextSnapshot,
        runtime: &mut ValidationRuntime<'_, S>,
        record: &mut Record,
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
        visitor.before(event, runtime, self.compiled.set);
        runtime.set_location(location(event));
        // The engine collapses what it checks the attribute with, and not what it goes by.
        let nil = instance("nil").map(collapsed);
        let begun = runtime.validate_element(
            local,
            namespace,
            instance("type"),
            nil.as_deref(),
            namespaces.as_ref().unwrap_or(inherited),
        );
        let mut attributes = 0_usize;
        let skipped = runtime.content_processing() == ContentProcessing::Skip;
        let declaration = begun.element_decl.and_then(|key| self.compiled.set.arenas.elements.get(key));
        let has_alternatives = declaration.is_some_and(|data| !data.alternatives.is_empty());
        for attribute in self.document.attributes(node) {
            // What is skipped is not assessed (Part 1, 3.10.4.3), and the engine assesses these all the same.
            attributes = attributes.saturating_add(1);
            if skipped && attribute.name.namespace == Some(XSI) {
                record.attribute(None, false);
                continue;
            }
            let event = Event { offset: attribute.span.start, stage: ATTRIBUTE };
            visitor.before(event, runtime, self.compiled.set);
            runtime.set_location(location(event));
            let namespace = attribute.name.namespace.unwrap_or_default();
            let value = match (namespace, attribute.name.local) {
                (XSI, "schemaLocation") => in_pairs(attribute.value),
                (_, local) => {
                    let handed = self.compiled.binary.handed(self.compiled.set, local, attribute.value);
                    let stage = if has_alternatives { ATTRIBUTES_END } else { ATTRIBUTE };
                    let judged = if has_alternatives { offset } else { event.offset };
                    self.taken(attribute.value, handed, Event { offset: judged, stage })
                }
            };
            let info = runtime.validate_attribute(attribute.name.local, namespace, &value);
            if !attribute.value.is_ascii() {
                // Under type alternatives the type is not known yet.
                let list = info.deferred_by_cta || self.is_list(info.schema_type);
                self.look_for_white_space(attribute.value, list);
            }
            record.attribute(info.schema_type, info.deferred_by_cta);
            visitor.after(event, &info, self.compiled.set);
        }
        let event = Event { offset, stage: ATTRIBUTES_END };
        visitor.before(event, runtime, self.compiled.set);
        runtime.set_location(location(event));
        // A type alternative may have given the element another type than it began with.
        let reselected = runtime.validate_end_of_attributes();
        let deferred = runtime.take_deferred_attribute_results();
        let content = reselected.content_type.or(begun.content_type);
        let governing = reselected.schema_type.or(begun.schema_type);
        if let (Some(declaration), Some(named), Some(TypeSource::XsiType)) =
            (declaration, begun.schema_type, begun.type_source)
            && substitution::is_blocked_simple(declaration, named)
        {
            self.note("cvc-elt.4.3", node, None, event, || None);
        }
        let assessed =
            Assessed { node, governing, declaration: begun.element_decl, content, nilled: begun.is_nil };
        let types = deferred.iter().map(|info| info.schema_type);
        let defaults = runtime.take_default_attributes();
        record.element(&self.compiled.assertions, assessed, types, defaults, attributes);
        if let Some(TypeKey::Simple(_)) = governing {
            self.attributes_of_simple_type(node, has_alternatives);
        }
        if let Some(selected) = reselected.schema_type.filter(|_| reselected.cta_selected) {
            self.selected(node, selected, &begun);
        }
        let keys = self.compiled.keys.parts(begun.element_decl);
        Frame {
            node,
            offset,
            content,
            governing,
            edges: Edges::default(),
            nilled: begun.is_nil,
            namespaces,
            keys,
        }
    }

    fn end<S: ValidationSink>(
        &self,
        frame: &Frame,
        parent: Option<&mut Frame>,
        runtime: &mut ValidationRuntime<'_, S>,
        record: &mut Record,
        visitor: &mut impl Visitor,
    ) -> SchemaValidity {
        if frame.edges.hide() {
            self.log.borrow_mut().hidden_space = true;
        }
        // The value of mixed content is that of what it contains too.
        if let Some(parent) = parent.filter(|parent| parent.content == Some(ContentType::Mixed)) {
            parent.edges = parent.edges.and(frame.edges);
        }
        let event = Event { offset: frame.offset, stage: END };
        visitor.before(event, runtime, self.compiled.set);
        runtime.set_location(location(event));
        let info = runtime.validate_end_element();
        visitor.after(event, &info, self.compiled.set);
        if record.ends_with(frame.node) {
            self.ask(&core::mem::take(record));
        }
        info.validity
    }

    /// Asks the assertions of the elements that were recorded, when they have been assessed.
    fn ask(&self, record: &Record) {
        let compiled = &self.compiled.assertions;
        let asked = assertions::evaluate(compiled, self.document, self.excluded, record, &mut |unmet| {
            let mut log = self.log.borrow_mut();
            log.capacity |= unmet.capacity;
            // An error may come from a number that is too long, and is none of the document then.
            if !(log.capacity && unmet.is_error()) {
                drop(log);
                let event = Event { offset: self.document.span(unmet.node).start, stage: END };
                self.note("cvc-assertion", unmet.node, None, event, || Some(unmet.words()));
            }
        });
        let mut log = self.log.borrow_mut();
        match asked {
            Ok(capacity) => log.capacity |= capacity,
            Err(_) => log.unresolved = true,
        }
    }

    /// Gives a whole run of character data to the engine, references and CDATA sections resolved.
    fn flush<S: ValidationSink>(
        &self,
        run: &mut TextRun,
        frame: Option<&mut Frame>,
        runtime: &mut ValidationRuntime<'_, S>,
    ) {
        let TextRun { text, first, seen } = core::mem::take(run);
        let Some(frame) = frame.filter(|_| !text.is_empty()) else {
            return;
        };
        let event = Event { offset: seen.or(first).unwrap_or(frame.offset), stage: TEXT };
        if self.compiled.asserts {
            frame.edges = frame.edges.and(Edges::of(&text));
            if !text.is_ascii() {
                self.look_for_white_space(&text, self.is_list(frame.governing));
            }
        }
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
            let handed = match frame.governing {
                Some(key) if frame.content == Some(ContentType::TextOnly) && is_wrapped(&text) => {
                    let judged = Event { offset: frame.offset, stage: END };
                    self.taken(&text, binary::handed(self.compiled.set, key, &text), judged)
                }
                _ => Cow::Borrowed(text.as_str()),
            };
            runtime.validate_text(&handed);
        }
    }

    /// What is given to the engine, which will judge it in that event.
    fn taken<'t>(&self, text: &'t str, handed: Handed<'t>, judged: Event) -> Cow<'t, str> {
        match handed {
            Handed::Text(text) => text,
            Handed::Doubtful => {
                let mut log = self.log.borrow_mut();
                log.spaced_binary = true;
                log.doubtful.insert(judged);
                Cow::Borrowed(text)
            }
        }
    }

    /// An element of simple type has no attributes but four (Part 1, 3.3.4.4, clause 3.1.1). The engine lets through every other
    /// one of the namespace of these, and any attribute where a type alternative selected the type.
    fn attributes_of_simple_type(&self, node: NodeId, has_alternatives: bool) {
        for attribute in self.document.attributes(node) {
            let allowed = match attribute.name.namespace {
                Some(XSI) => matches!(
                    attribute.name.local,
                    "type" | "nil" | "schemaLocation" | "noNamespaceSchemaLocation"
                ),
                _ => !has_alternatives,
            };
            if !allowed {
                let event = Event { offset: attribute.span.start, stage: ATTRIBUTE };
                self.note("cvc-type.3.1.1", node, Some(attribute.name.local), event, || None);
            }
        }
    }

    /// A type that a document names has to be derived from the one that a type alternative selects, and then governs (Part 1,
    /// 3.3.4.6 and 3.3.4.3, clause 4). The engine goes by the selected one alone; what the namespace of `xsi:type` has besides
    /// its four attributes it judges by the declared one.
    fn selected(&self, node: NodeId, selected: TypeKey, begun: &SchemaInfo) {
        let named = begun.schema_type.filter(|named| *named != selected);
        let Some(named) = named else { return };
        let instance =
            || self.document.attributes(node).filter(|attribute| attribute.name.namespace == Some(XSI));
        let known = ["type", "nil", "schemaLocation", "noNamespaceSchemaLocation"];
        if instance().any(|attribute| !known.contains(&attribute.name.local)) {
            self.log.borrow_mut().misjudged = true;
        }
        if begun.type_source != Some(TypeSource::XsiType) {
            return;
        }
        if self.compiled.set.is_type_derived_from(named, selected, DerivationSet::empty()) {
            self.log.borrow_mut().misjudged = true;
        } else if let Some(attribute) = instance().find(|attribute| attribute.name.local == "type") {
            let event = Event { offset: attribute.span.start, stage: ATTRIBUTE };
            self.note("cvc-elt.4.3", node, Some("type"), event, || None);
        }
    }

    fn is_list(&self, key: Option<TypeKey>) -> bool {
        key.is_none_or(|key| is_list(self.compiled.set, key))
    }

    /// The engine's conversions in expressions trim what Unicode calls white space.
    fn look_for_white_space(&self, value: &str, list: bool) {
        if self.compiled.asserts && hides_white_space(value, list) {
            self.log.borrow_mut().hidden_space = true;
        }
    }

    /// Counts the element that was opened last for those around it that have to do with keys.
    fn count_keys(&self, open: &mut [Frame]) {
        if let Some((last, around)) = open.split_last_mut().filter(|(last, _)| !last.keys.is_empty()) {
            let shared = keys::count(&last.keys, around.iter_mut().rev().map(|frame| &mut frame.keys));
            if !shared.is_empty() {
                self.log.borrow_mut().shared_keys.extend(shared);
            }
        }
    }

    /// Puts a reference to a key that is not there at the node that refers, when it is clear which nodes do.
    fn place_references(&self, keys: &WrittenKeys, kept: &mut [Kept]) {
        let mut references: HashMap<(Event, String), Vec<&mut Kept>> = HashMap::new();
        for one in kept.iter_mut().filter(|one| one.code == DANGLING) {
            let named = one.explanation.as_deref().and_then(identity_constraint);
            if let Some((_, name)) = named {
                references.entry((one.event, name.to_owned())).or_default().push(one);
            }
        }
        for ((event, name), found) in references {
            let Some(element) = element_at(self.document, self.root, event.offset) else {
                continue;
            };
            let part = (element, self.excluded);
            let nodes = keys.dangling(self.compiled.set, self.document, part, &name).unwrap_or_default();
            // The engine compares values: where it counts otherwise nobody knows which nodes it means.
            if nodes.len() == found.len() {
                for (one, node) in found.into_iter().zip(nodes) {
                    one.event = Event { offset: self.document.span(node).start, stage: END };
                    one.path = Some(path_of(self.document, node));
                }
            }
        }
    }

    fn unseen(&self, code: &'static str, frame: &Frame, event: Event) {
        self.note(code, frame.node, None, event, || None);
    }

    /// A violation that the engine does not see, of an element or an attribute of it.
    fn note(
        &self,
        code: &'static str,
        node: NodeId,
        attribute: Option<&str>,
        event: Event,
        explanation: impl FnOnce() -> Option<String>,
    ) {
        let mut log = self.log.borrow_mut();
        log.count = log.count.saturating_add(1);
        if log.kept.len() < log.keep {
            let mut path = path_of(self.document, node);
            if let Some(local) = attribute {
                path = format!("{path}/@{}", shortened(local));
            }
            let disclosure = log.disclosure;
            log.kept.push(Kept { code, event, path: Some(path), explanation: explanation(), disclosure });
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
                None => {
                    snapshot.default_ns = (!uri.is_empty()).then(|| self.compiled.set.name_table.add(uri))
                }
                Some("xml" | "xmlns") => {}
                Some(prefix) => {
                    let prefix = self.compiled.set.name_table.add(prefix);
                    snapshot.bindings.retain(|(known, _)| *known != prefix);
                    snapshot.bindings.push((prefix, self.compiled.set.name_table.add(uri)));
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
pub(super) fn in_scope<'a>(document: &'a Document<'_>, node: NodeId) -> Vec<(Option<&'a str>, &'a str)> {
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

/// Whether values of the type can be lists.
fn is_list(set: &SchemaSet, key: TypeKey) -> bool {
    let mut next = Some(key);
    let mut left = SCHEMA_NODES;
    while let (Some(key), Some(rest)) = (next, left.checked_sub(1)) {
        left = rest;
        next = match key {
            TypeKey::Simple(key) => match set.arenas.simple_types.get(key) {
                Some(data) if data.variety != SimpleTypeVariety::Atomic => return true,
                // Restrictions of a list are lists.
                data => data.and_then(|data| data.resolved_base_type),
            },
            TypeKey::Complex(key) => set
                .arenas
                .complex_types
                .get(key)
                .and_then(|data| data.resolved_simple_content_type.or(data.resolved_base_type)),
        };
    }
    false
}
