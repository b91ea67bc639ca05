//! The assertions of complex types (Part 1, 3.13.4.1), evaluated over our nodes with the types that finally govern them.
//!
//! The engine evaluates them too, but over types as they are known where an element begins: what a type alternative selects
//! it does not see, nor attributes that the schema supplies. So it only assesses, what it finds is written down here, and when
//! the outermost element with assertions ends, its data model instance is built from that and every assertion inside is asked.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use xsd_schema::SchemaSet;
use xsd_schema::document::{
    BufferDocNavigator, BufferDocument, BufferDocumentBuilder, BufferDocumentError, BufferDocumentOptions,
    NodeSchemaBinding,
};
use xsd_schema::ids::{ComplexTypeKey, ElementKey, NameId, TypeKey};
use xsd_schema::parser::frames::{AssertResult, ComplexContentResult, SimpleTypeVariety};
use xsd_schema::types::facets::WhitespaceMode;
use xsd_schema::validation::{ContentType, DefaultAttribute, validate_simple_type};
use xsd_schema::xpath::functions::{XPathValue, effective_boolean_value};
use xsd_schema::xpath::{DomNavigator, XPathContext, XPathExpr};

use super::binary::{self, Handed, is_wrapped};
use super::lexical::{collapsed, is_space};
use super::walk::{in_scope, part};
use crate::limits::xsd::SCHEMA_NODES;
use crate::xml::{Document, Kind, NodeId};

/// The assertions of a schema, each compiled when it is first asked.
pub(super) struct Assertions<'s> {
    set: &'s SchemaSet,
    /// Complex types with assertions of their own or of a base.
    asserted: HashSet<ComplexTypeKey>,
    compiled: RefCell<HashMap<ComplexTypeKey, Rc<[Assertion<'s>]>>>,
}

struct Assertion<'s> {
    test: &'s str,
    context: XPathContext<'s>,
    expression: Result<XPathExpr, String>,
}

impl<'s> Assertions<'s> {
    pub(super) fn of(set: &'s SchemaSet) -> Self {
        let asserted = set
            .arenas
            .complex_types
            .keys()
            .filter(|key| chain(set, *key).any(|(_, assertions)| !assertions.is_empty()))
            .collect();
        Self { set, asserted, compiled: RefCell::default() }
    }

    /// The governing type, when it has assertions.
    fn asserted(&self, key: Option<TypeKey>) -> Option<ComplexTypeKey> {
        match key {
            Some(TypeKey::Complex(key)) if self.asserted.contains(&key) => Some(key),
            _ => None,
        }
    }

    /// The type's own assertions.
    fn own(&self, owner: ComplexTypeKey, assertions: &'s [AssertResult]) -> Rc<[Assertion<'s>]> {
        let mut compiled = self.compiled.borrow_mut();
        let own = compiled
            .entry(owner)
            .or_insert_with(|| assertions.iter().map(|one| self.compile(owner, one)).collect());
        Rc::clone(own)
    }

    fn compile(&self, owner: ComplexTypeKey, assertion: &'s AssertResult) -> Assertion<'s> {
        let context = XPathContext::new(&self.set.name_table)
            .with_namespaces(assertion.ns_snapshot.clone())
            .with_schema_set(self.set);
        let context = match self.default_namespace(owner, assertion) {
            Some(namespace) => context.with_default_element_ns(namespace),
            None => context,
        };
        let expression = XPathExpr::compile_with_vars(&assertion.test, &context, &["value"]);
        Assertion {
            test: &assertion.test,
            context,
            expression: expression.map_err(|error| error.to_string()),
        }
    }

    /// `xpathDefaultNamespace` of the assertion, its type or its schema document (Part 1, 3.13.2).
    fn default_namespace(&self, owner: ComplexTypeKey, assertion: &AssertResult) -> Option<NameId> {
        let data = self.set.arenas.complex_types.get(owner)?;
        let document = data
            .source
            .as_ref()
            .and_then(|source| usize::try_from(source.doc_id).ok())
            .and_then(|index| self.set.documents.get(index));
        let written = assertion
            .xpath_default_namespace
            .clone()
            .or_else(|| data.xpath_default_namespace.clone())
            .or_else(|| self.set.name_table.try_resolve(document?.xpath_default_namespace?))?;
        match written.as_str() {
            "##defaultNamespace" => assertion.ns_snapshot.default_ns,
            "##targetNamespace" => document?.target_namespace,
            "##local" => None,
            namespace => Some(self.set.name_table.add(namespace)),
        }
    }
}

/// A complex type and its bases with the assertions of each, the type first.
fn chain(set: &SchemaSet, key: ComplexTypeKey) -> impl Iterator<Item = (ComplexTypeKey, &[AssertResult])> {
    let mut next = Some(key);
    core::iter::from_fn(move || {
        let key = next?;
        let data = set.arenas.complex_types.get(key)?;
        next = match data.resolved_base_type {
            Some(TypeKey::Complex(base)) if base != key => Some(base),
            _ => None,
        };
        Some((key, data.assertions.as_slice()))
    })
    .take(SCHEMA_NODES)
}

/// What was found about an element.
pub(super) struct Assessed {
    pub(super) node: NodeId,
    pub(super) governing: Option<TypeKey>,
    pub(super) declaration: Option<ElementKey>,
    pub(super) content: Option<ContentType>,
    pub(super) nilled: bool,
}

/// What was found about the elements from the outermost one that has assertions down, in document order.
#[derive(Default)]
pub(super) struct Record {
    elements: Vec<Recorded>,
    attributes: Vec<RecordedAttribute>,
    defaults: Vec<DefaultAttribute>,
}

struct Recorded {
    assessed: Assessed,
    asserted: Option<ComplexTypeKey>,
    /// Where its attributes, and those that the schema supplies, begin.
    attributes: usize,
    defaults: usize,
}

struct RecordedAttribute {
    key: Option<TypeKey>,
    /// Whether its type was not known before all attributes were.
    deferred: bool,
}

impl Record {
    /// An attribute of the element that follows.
    pub(super) fn attribute(&mut self, key: Option<TypeKey>, deferred: bool) {
        self.attributes.push(RecordedAttribute { key, deferred });
    }

    /// The element whose attributes were given; kept only from the outermost one with assertions down. The types of its deferred
    /// attributes come in their order.
    pub(super) fn element(
        &mut self,
        assertions: &Assertions<'_>,
        assessed: Assessed,
        deferred: impl Iterator<Item = Option<TypeKey>>,
        defaults: Vec<DefaultAttribute>,
        attributes: usize,
    ) {
        let asserted = assertions.asserted(assessed.governing);
        let begin = self.attributes.len().saturating_sub(attributes);
        if self.elements.is_empty() && asserted.is_none() {
            self.attributes.truncate(begin);
            return;
        }
        let unknown = self.attributes.iter_mut().skip(begin).filter(|one| one.deferred);
        for (attribute, key) in unknown.zip(deferred) {
            attribute.key = key;
        }
        let supplied = self.defaults.len();
        self.defaults.extend(defaults);
        self.elements.push(Recorded { assessed, asserted, attributes: begin, defaults: supplied });
    }

    /// Whether this element, which ends, is the outermost one with assertions.
    pub(super) fn ends_with(&self, node: NodeId) -> bool {
        self.elements.first().is_some_and(|first| first.assessed.node == node)
    }
}

/// An assertion that does not hold.
pub(super) struct Unmet<'a> {
    pub(super) node: NodeId,
    test: &'a str,
    /// Why it could not be evaluated, which is no fulfilment either (Part 1, 3.13.4.1).
    error: Option<&'a str>,
    /// Whether a time had more digits than the engine has.
    pub(super) capacity: bool,
}

impl Unmet<'_> {
    pub(super) const fn is_error(&self) -> bool {
        self.error.is_some()
    }

    /// In the words that the engine has for it.
    pub(super) fn words(&self) -> String {
        let test = self.test;
        match self.error {
            None => format!("Assertion '{test}' failed"),
            Some(error) => format!("Failed to evaluate assertion test '{test}': {error}"),
        }
    }
}

/// Asks every assertion of a record, those of inner elements first, and says whether a time had more digits than the engine
/// has.
///
/// # Errors
/// The data model instance cannot be built.
pub(super) fn evaluate<'r>(
    assertions: &'r Assertions<'_>,
    document: &'r Document<'_>,
    excluded: Option<NodeId>,
    record: &'r Record,
    unmet: &'r mut dyn FnMut(Unmet<'_>),
) -> Result<bool, BufferDocumentError> {
    let mut outcome = Outcome { unmet, capacity: false };
    Instance { assertions, document, excluded, record }.evaluate(0, &mut outcome)?;
    Ok(outcome.capacity)
}

struct Outcome<'r> {
    unmet: &'r mut dyn FnMut(Unmet<'_>),
    capacity: bool,
}

struct Instance<'r, 's, 'd> {
    assertions: &'r Assertions<'s>,
    document: &'r Document<'d>,
    excluded: Option<NodeId>,
    record: &'r Record,
}

/// An element of which the end has not come.
struct Open {
    index: usize,
    reference: u32,
    has_children: bool,
}

/// An element with assertions that has ended.
#[derive(Clone, Copy)]
struct Ended {
    key: ComplexTypeKey,
    reference: u32,
    index: usize,
}

#[derive(Default)]
struct AllEnded {
    here: Vec<Ended>,
    /// Those whose typed value their own assertions must not see.
    apart: Vec<Ended>,
}

impl Instance<'_, '_, '_> {
    /// Builds an element and what it contains, and asks the assertions of all of them.
    fn evaluate(&self, first: usize, outcome: &mut Outcome<'_>) -> Result<(), BufferDocumentError> {
        let Some(root) = self.record.elements.get(first) else {
            return Ok(());
        };
        let set = self.assertions.set;
        let arena = Default::default();
        let mut builder = BufferDocumentBuilder::new(
            &arena,
            &set.name_table,
            Some(set),
            BufferDocumentOptions::fragment(),
        )?;
        let mut open: Vec<Open> = Vec::new();
        let mut ended = AllEnded::default();
        let mut text = String::new();
        let mut next = first;
        for node in part(self.document, root.assessed.node, self.excluded) {
            while let Some(last) = open.last() {
                let parent = self.record.elements.get(last.index).map(|one| one.assessed.node);
                if self.document.parent(node) == parent {
                    break;
                }
                self.close(&mut open, &mut builder, &mut text, &mut ended)?;
            }
            match self.document.kind(node) {
                Kind::Text => text.push_str(self.document.text(node)),
                Kind::Element => {
                    if !text.is_empty() {
                        builder.text(&text);
                        text.clear();
                    }
                    if let Some(last) = open.last_mut() {
                        last.has_children = true;
                    }
                    let reference = self.open(next, open.is_empty(), &mut builder)?;
                    open.push(Open { index: next, reference, has_children: false });
                    next = next.saturating_add(1);
                }
                Kind::Root | Kind::Comment | Kind::ProcessingInstruction => {}
            }
        }
        while !open.is_empty() {
            self.close(&mut open, &mut builder, &mut text, &mut ended)?;
        }
        let instance = builder.finalize()?;
        self.evaluate_apart(&ended.apart, outcome)?;
        for one in &ended.here {
            self.ask(&instance, one, outcome);
        }
        Ok(())
    }

    /// Asks the assertions of elements without children in one instance, in which they are side by side and do not see each
    /// other.
    fn evaluate_apart(&self, ended: &[Ended], outcome: &mut Outcome<'_>) -> Result<(), BufferDocumentError> {
        if ended.is_empty() {
            return Ok(());
        }
        let set = self.assertions.set;
        let arena = Default::default();
        let mut builder = BufferDocumentBuilder::new(
            &arena,
            &set.name_table,
            Some(set),
            BufferDocumentOptions::fragment(),
        )?;
        let mut apart = Vec::with_capacity(ended.len());
        for one in ended {
            let Some(Recorded { assessed, .. }) = self.record.elements.get(one.index) else {
                continue;
            };
            let reference = self.open(one.index, true, &mut builder)?;
            let children = self.document.children(assessed.node);
            let text: String = children
                .filter(|child| self.document.kind(*child) == Kind::Text)
                .map(|child| self.document.text(child))
                .collect();
            if let (false, Some(key)) = (text.is_empty(), assessed.governing) {
                builder.text(&schema_value(set, key, &text));
            }
            builder.end_element()?;
            apart.push(Ended { reference, ..*one });
        }
        let instance = builder.finalize()?;
        for one in &apart {
            self.ask(&instance, one, outcome);
        }
        Ok(())
    }

    fn open(
        &self,
        index: usize,
        outermost: bool,
        builder: &mut BufferDocumentBuilder<'_>,
    ) -> Result<u32, BufferDocumentError> {
        let Some(element) = self.record.elements.get(index) else {
            return Err(BufferDocumentError::Overflow);
        };
        let Assessed { node, governing, declaration, content, nilled } = element.assessed;
        let (local, namespace, prefix) = self.document.name(node).map_or(("", "", ""), |name| {
            (name.local, name.namespace.unwrap_or_default(), name.prefix.unwrap_or_default())
        });
        let outer = if outermost { in_scope(self.document, node) } else { Vec::new() };
        let declared = self.document.namespace_declarations(node);
        let mut namespaces: Vec<(&str, &str)> = Vec::new();
        for (prefix, uri) in outer.into_iter().chain(declared) {
            let prefix = prefix.unwrap_or_default();
            namespaces.retain(|(known, _)| *known != prefix);
            if !outermost || !uri.is_empty() {
                namespaces.push((prefix, uri));
            }
        }
        let reference = builder.start_element(local, namespace, prefix, &namespaces)?;
        // The element whose assertions are asked has no type for them (Part 1, 3.13.4.1, clause 1.3); one inside has its own, and
        // is asked in an instance of its own where the type makes a difference.
        let unbound = outermost || (element.asserted.is_some() && !is_asked_apart(content));
        if let Some(type_key) = governing.filter(|_| !unbound) {
            let binding = NodeSchemaBinding {
                type_key,
                element_decl: declaration,
                attribute_decl: None,
                content_type: content,
            };
            builder.set_node_binding(reference, binding)?;
        }
        if nilled {
            builder.set_nil(reference);
        }
        let set = self.assertions.set;
        let types = self.record.attributes.get(element.attributes..).unwrap_or_default();
        for (attribute, recorded) in self.document.attributes(node).zip(types) {
            let name = attribute.name;
            let value = recorded
                .key
                .map_or(Cow::Borrowed(attribute.value), |key| schema_value(set, key, attribute.value));
            let reference = builder.attribute(
                name.local,
                name.namespace.unwrap_or_default(),
                name.prefix.unwrap_or_default(),
                &value,
            )?;
            bind_attribute(builder, reference, recorded.key)?;
        }
        let end = self
            .record
            .elements
            .get(index.saturating_add(1))
            .map_or(self.record.defaults.len(), |next| next.defaults);
        for default in self.record.defaults.get(element.defaults..end).unwrap_or_default() {
            let name = set.name_table.try_resolve_ref(default.local_name).unwrap_or_default();
            let namespace =
                default.namespace.and_then(|one| set.name_table.try_resolve_ref(one)).unwrap_or_default();
            let value = default
                .type_key
                .map_or(Cow::Borrowed(default.value.as_str()), |key| schema_value(set, key, &default.value));
            let reference = builder.attribute(name, namespace, "", &value)?;
            bind_attribute(builder, reference, default.type_key)?;
        }
        builder.end_of_attributes();
        Ok(reference)
    }

    fn close(
        &self,
        open: &mut Vec<Open>,
        builder: &mut BufferDocumentBuilder<'_>,
        text: &mut String,
        ended: &mut AllEnded,
    ) -> Result<(), BufferDocumentError> {
        let Some((closed, element)) =
            open.pop().and_then(|one| self.record.elements.get(one.index).map(|element| (one, element)))
        else {
            return Ok(());
        };
        if !text.is_empty() {
            let simple = element
                .assessed
                .governing
                .filter(|_| element.assessed.content == Some(ContentType::TextOnly) && !closed.has_children);
            match simple {
                Some(key) => builder.text(&schema_value(self.assertions.set, key, text)),
                None => builder.text(text),
            }
            text.clear();
        }
        builder.end_element()?;
        if let Some(key) = element.asserted {
            let apart = !open.is_empty() && !closed.has_children && is_asked_apart(element.assessed.content);
            let ended = if apart { &mut ended.apart } else { &mut ended.here };
            ended.push(Ended { key, reference: closed.reference, index: closed.index });
        }
        Ok(())
    }

    /// Asks the assertions of one element, those of its type's bases first.
    fn ask(&self, instance: &BufferDocument<'_>, ended: &Ended, outcome: &mut Outcome<'_>) {
        let Ended { key, reference, index } = *ended;
        let Some(Recorded { assessed, .. }) = self.record.elements.get(index) else {
            return;
        };
        let node = assessed.node;
        let value = self.value(instance, reference, assessed);
        let mut types: Vec<_> = chain(self.assertions.set, key).collect();
        types.reverse();
        for (owner, own) in types {
            for assertion in self.assertions.own(owner, own).iter() {
                let answer = match &assertion.expression {
                    Ok(expression) => {
                        let warnings = RefCell::new(Vec::new());
                        let context = BufferDocNavigator::new_assertion(instance, reference);
                        let value = value.clone();
                        let evaluator = expression.evaluator(&assertion.context).with_warnings(&warnings);
                        let answer = evaluator.run_with_node_and_setup(Some(context), |evaluator| {
                            // It is declared where the expression is compiled.
                            let _ = evaluator.set_variable_by_name("value", value);
                        });
                        outcome.capacity |= !warnings.borrow().is_empty();
                        let answer = answer.and_then(|answer| effective_boolean_value(&answer));
                        answer.map_err(|error| Cow::Owned(error.to_string()))
                    }
                    Err(error) => Err(Cow::Borrowed(error.as_str())),
                };
                let error = match &answer {
                    Ok(true) => continue,
                    Ok(false) => None,
                    Err(error) => Some(error.as_ref()),
                };
                let capacity = outcome.capacity;
                (outcome.unmet)(Unmet { node, test: assertion.test, error, capacity });
            }
        }
    }

    /// `$value`: what the element says under its governing type, where that has simple content (3.13.4.1, clause 2.3).
    fn value<'i>(
        &self,
        instance: &'i BufferDocument<'i>,
        reference: u32,
        assessed: &Assessed,
    ) -> XPathValue<BufferDocNavigator<'i>> {
        let Assessed { governing: Some(key), content: Some(ContentType::TextOnly), nilled: false, .. } =
            assessed
        else {
            return XPathValue::Empty;
        };
        let navigator = BufferDocNavigator::new(instance, reference);
        match validate_simple_type(&navigator.value(), *key, self.assertions.set) {
            Ok(result) => result.typed_value.to_xpath_value(),
            Err(_) => XPathValue::Empty,
        }
    }
}

/// Whether an element with assertions inside another such has a typed value that its own assertions must not see.
const fn is_asked_apart(content: Option<ContentType>) -> bool {
    matches!(content, Some(ContentType::TextOnly | ContentType::Empty))
}

fn bind_attribute(
    builder: &mut BufferDocumentBuilder<'_>,
    reference: u32,
    key: Option<TypeKey>,
) -> Result<(), BufferDocumentError> {
    if let Some(type_key) = key {
        let binding =
            NodeSchemaBinding { type_key, element_decl: None, attribute_decl: None, content_type: None };
        builder.set_node_binding(reference, binding)?;
    }
    Ok(())
}

/// The value as its type normalizes it; of base64Binary without the spaces inside, which the engine takes for no value.
fn schema_value<'t>(set: &SchemaSet, key: TypeKey, text: &'t str) -> Cow<'t, str> {
    let whole = collapsed(text);
    let value = if whole == text {
        Cow::Borrowed(text)
    } else {
        match white_space(set, key, text) {
            WhitespaceMode::Preserve => Cow::Borrowed(text),
            WhitespaceMode::Replace => Cow::Owned(text.replace(is_space, " ")),
            WhitespaceMode::Collapse => whole,
        }
    };
    match binary_value(set, key, &value) {
        Some(bare) => Cow::Owned(bare),
        None => value,
    }
}

fn binary_value(set: &SchemaSet, key: TypeKey, value: &str) -> Option<String> {
    match is_wrapped(value).then(|| binary::handed(set, key, value)) {
        Some(Handed::Text(Cow::Owned(bare))) => Some(bare),
        _ => None,
    }
}

/// What the type does with white space (Part 2, 4.3.6); a union does what the member does that takes the value.
fn white_space(set: &SchemaSet, key: TypeKey, text: &str) -> WhitespaceMode {
    let standard = set.builtin_types();
    let mut next = Some(key);
    let mut left = SCHEMA_NODES;
    while let (Some(key), Some(rest)) = (next, left.checked_sub(1)) {
        left = rest;
        next = match key {
            TypeKey::Simple(key) if key == standard.string || key == standard.any_simple_type => {
                return WhitespaceMode::Preserve;
            }
            TypeKey::Simple(key) if key == standard.normalized_string => return WhitespaceMode::Replace,
            TypeKey::Simple(key) => {
                let Some(data) = set.arenas.simple_types.get(key) else { break };
                if let Some(space) = &data.facets.whitespace {
                    return space.value;
                }
                match data.variety {
                    SimpleTypeVariety::List => break,
                    SimpleTypeVariety::Union => {
                        let member = validate_simple_type(text, TypeKey::Simple(key), set).ok();
                        let member = member.and_then(|result| result.member_type);
                        member.filter(|member| *member != TypeKey::Simple(key))
                    }
                    SimpleTypeVariety::Atomic => data.resolved_base_type,
                }
            }
            TypeKey::Complex(key) => {
                let Some(data) = set.arenas.complex_types.get(key) else { break };
                match &data.content {
                    ComplexContentResult::Simple(content) if content.facets.whitespace.is_some() => {
                        return content
                            .facets
                            .whitespace
                            .as_ref()
                            .map_or(WhitespaceMode::Collapse, |space| space.value);
                    }
                    _ => data.resolved_simple_content_type.or(data.resolved_base_type),
                }
            }
        };
    }
    WhitespaceMode::Collapse
}
