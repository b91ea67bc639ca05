//! Canonical XML 1.0 and 1.1 and Exclusive XML Canonicalization 1.0 of a tree.

use super::element::{CanonicalAttribute, Declared, Elements, StartTag};
use super::output::{Output, Sink};
use super::{Comments, Error, Method, Subset, apex, escape};
use crate::xml::namespaces::{Declaration, UriId};
use crate::xml::{Document, Kind, NodeId};

pub(super) fn canonicalize(
    document: &Document<'_>,
    subset: Subset,
    method: &Method,
    sink: &mut impl Sink,
) -> Result<(), Error> {
    let declared = match method {
        Method::Exclusive { inclusive_prefixes, .. } => Declared::used_or_named(inclusive_prefixes),
        Method::Inclusive10(_) | Method::Inclusive11(_) | Method::Version2(_) => Declared::All,
    };
    let mut walk = Walk {
        document,
        method,
        apex: subset.apex,
        output: Output::new(sink, document.text_of_source()),
        elements: Elements::new(declared),
        attributes: Vec::new(),
    };
    for event in Walking::new(document, subset)? {
        match event {
            Event::Start(node) => walk.start(node)?,
            Event::End(node) => walk.end(node),
            Event::Text(node) => escape::text(&mut walk.output, document.text(node)),
            Event::Comment(node, place) => {
                if method.comments() == Comments::Kept {
                    comment(&mut walk.output, document, node, place);
                }
            }
            Event::ProcessingInstruction(node, place) => {
                processing_instruction(&mut walk.output, document, node, place);
            }
        }
    }
    walk.output.finish()
}

/// Where a comment or processing instruction stands: outside the root element it has a line of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    BeforeRoot,
    Inside,
    AfterRoot,
}

/// One step of the walk over a subset, in document order.
#[derive(Debug, Clone, Copy)]
pub(super) enum Event {
    Start(NodeId),
    End(NodeId),
    Text(NodeId),
    Comment(NodeId, Place),
    ProcessingInstruction(NodeId, Place),
}

/// Walks over a subset without recursion.
#[derive(Debug)]
pub(super) struct Walking<'d, 'a> {
    document: &'d Document<'a>,
    excluded: Option<NodeId>,
    next: NodeId,
    end: NodeId,
    open: Vec<(NodeId, NodeId)>,
}

impl<'d, 'a> Walking<'d, 'a> {
    pub(super) fn new(document: &'d Document<'a>, subset: Subset) -> Result<Self, Error> {
        let next = match document.kind(subset.apex) {
            Kind::Root => subset.apex.next(),
            Kind::Element => subset.apex,
            Kind::Text | Kind::Comment | Kind::ProcessingInstruction => return Err(Error::ApexNotElement),
        };
        let end = document.subtree_end(subset.apex);
        Ok(Self { document, excluded: subset.excluded, next, end, open: Vec::new() })
    }

    fn place(&self, node: NodeId) -> Place {
        if !self.open.is_empty() {
            Place::Inside
        } else if node < self.document.root_element() {
            Place::BeforeRoot
        } else {
            Place::AfterRoot
        }
    }
}

impl Iterator for Walking<'_, '_> {
    type Item = Event;

    fn next(&mut self) -> Option<Event> {
        loop {
            let node = self.next;
            if let Some((element, _)) = self.open.pop_if(|(_, end)| *end <= node) {
                return Some(Event::End(element));
            }
            if node >= self.end {
                return None;
            }
            let end = self.document.subtree_end(node);
            if self.excluded == Some(node) {
                self.next = end;
                continue;
            }
            self.next = node.next();
            return Some(match self.document.kind(node) {
                Kind::Element => {
                    self.open.push((node, end));
                    Event::Start(node)
                }
                Kind::Text => Event::Text(node),
                Kind::Comment => Event::Comment(node, self.place(node)),
                Kind::ProcessingInstruction => Event::ProcessingInstruction(node, self.place(node)),
                Kind::Root => continue,
            });
        }
    }
}

/// A comment, with its line feed when it stands outside the root element.
pub(super) fn comment<S: Sink>(
    output: &mut Output<'_, '_, S>,
    document: &Document<'_>,
    node: NodeId,
    place: Place,
) {
    before(output, place);
    output.put("<!--");
    output.put(document.text(node));
    output.put("-->");
    after(output, place);
}

/// A processing instruction, with its line feed when it stands outside the root element.
pub(super) fn processing_instruction<S: Sink>(
    output: &mut Output<'_, '_, S>,
    document: &Document<'_>,
    node: NodeId,
    place: Place,
) {
    before(output, place);
    output.put("<?");
    output.put(document.target(node).unwrap_or_default());
    let content = document.text(node);
    if !content.is_empty() {
        output.put(" ");
        output.put(content);
    }
    output.put("?>");
    after(output, place);
}

pub(super) fn before<S: Sink>(output: &mut Output<'_, '_, S>, place: Place) {
    if place == Place::AfterRoot {
        output.put("\n");
    }
}

pub(super) fn after<S: Sink>(output: &mut Output<'_, '_, S>, place: Place) {
    if place == Place::BeforeRoot {
        output.put("\n");
    }
}

/// The name of an element as the source writes it.
pub(super) fn qualified<'d>(document: &'d Document<'_>, node: NodeId) -> &'d str {
    document.qualified(node).unwrap_or_default()
}

/// Every declaration in scope at a node, each prefix once.
pub(super) fn in_scope(document: &Document<'_>, node: NodeId) -> Vec<Declaration> {
    let mut seen = Vec::new();
    let mut found = Vec::new();
    for ancestor in document.ancestors_and_self(node) {
        for declaration in document.declaration_records(ancestor) {
            let index = declaration.prefix.index();
            if seen.len() <= index {
                seen.resize(index.saturating_add(1), false);
            }
            if let Some(seen @ false) = seen.get_mut(index) {
                *seen = true;
                found.push(*declaration);
            }
        }
    }
    found
}

struct Walk<'d, 'a, 's, S> {
    document: &'d Document<'a>,
    method: &'d Method,
    apex: NodeId,
    output: Output<'d, 's, S>,
    elements: Elements<'d>,
    attributes: Vec<CanonicalAttribute<'d>>,
}

impl<S: Sink> Walk<'_, '_, '_, S> {
    fn start(&mut self, node: NodeId) -> Result<(), Error> {
        let document = self.document;
        let Some(element) = document.element(node) else { return Ok(()) };
        let records = document.attribute_records(node).iter();
        self.attributes.clear();
        self.attributes.extend(records.map(|record| CanonicalAttribute::from_tree(document, record)));
        let scope;
        let mut base = None;
        let declarations = if node == self.apex {
            scope = in_scope(document, node);
            let around = document.ancestors_and_self(node).skip(1).flat_map(|around| {
                let records = document.attribute_records(around).iter();
                let xml = records.filter(|record| record.namespace == UriId::XML);
                xml.map(|record| CanonicalAttribute::from_tree(document, record))
            });
            base = apex::inherit(self.method, around, &mut self.attributes);
            scope.as_slice()
        } else {
            document.declaration_records(node)
        };
        let tag = StartTag {
            qualified: qualified(document, node),
            prefix: element.prefix,
            namespace: element.namespace,
            declarations,
        };
        let Self { output, elements, attributes, .. } = self;
        match base {
            None => elements.start(output, document.vocabulary(), &tag, attributes),
            Some(base) => {
                let mut attributes = apex::with_base(attributes, &base);
                elements.start(output, document.vocabulary(), &tag, &mut attributes)
            }
        }
    }

    fn end(&mut self, node: NodeId) {
        self.output.put("</");
        self.output.put(qualified(self.document, node));
        self.output.put(">");
        self.elements.leave();
    }
}
