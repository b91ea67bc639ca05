//! Canonical XML 1.0 and 1.1 and Exclusive XML Canonicalization 1.0 of a tree.

use super::element::{AttributeValue, CanonicalAttribute, Declared, Elements, StartTag};
use super::output::{Output, Sink};
use super::{Comments, Error, Method, Subset, escape};
use crate::xml::namespaces::{Declaration, UriId};
use crate::xml::{Document, Kind, NodeId};

pub(super) fn canonicalize(
    document: &Document<'_>,
    subset: Subset,
    method: &Method,
    sink: &mut impl Sink,
) -> Result<(), Error> {
    let declared = match method {
        Method::Exclusive { inclusive_prefixes, .. } => {
            let mut named: Vec<&str> = inclusive_prefixes.iter().collect();
            named.sort_unstable();
            Declared::Used(named)
        }
        Method::Inclusive10(_) | Method::Inclusive11(_) | Method::Version2(_) => Declared::All,
    };
    let mut walk = Walk {
        document,
        method,
        apex: subset.apex,
        output: Output::new(sink, document.source().len()),
        elements: Elements::new(declared),
        attributes: Vec::new(),
    };
    for event in Walking::new(document, subset)? {
        match event {
            Event::Start(node) => walk.start(node)?,
            Event::End(node) => walk.elements.end(&mut walk.output, qualified(document, node)),
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
    output: &mut Output<'_, S>,
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
    output: &mut Output<'_, S>,
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

pub(super) fn before<S: Sink>(output: &mut Output<'_, S>, place: Place) {
    if place == Place::AfterRoot {
        output.put("\n");
    }
}

pub(super) fn after<S: Sink>(output: &mut Output<'_, S>, place: Place) {
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
    output: Output<'s, S>,
    elements: Elements<'d>,
    attributes: Vec<CanonicalAttribute<'d>>,
}

impl<S: Sink> Walk<'_, '_, '_, S> {
    fn start(&mut self, node: NodeId) -> Result<(), Error> {
        let document = self.document;
        let Some(element) = document.element(node) else { return Ok(()) };
        self.attributes.clear();
        self.attributes.extend(document.attribute_records(node).iter().map(|record| CanonicalAttribute {
            qualified: document.qualified_attribute(record),
            local: document.local(record.local),
            prefix: record.prefix,
            namespace: record.namespace,
            value: AttributeValue::Normalised(document.value(record.value)),
        }));
        let scope;
        let mut base = None;
        let declarations = if node == self.apex {
            scope = in_scope(document, node);
            base = self.inherit(node);
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
        match base {
            None => self.elements.start(&mut self.output, document.vocabulary(), &tag, &mut self.attributes),
            Some(base) => {
                let mut attributes = self.attributes.clone();
                attributes.retain(|attribute| !is_xml(attribute, "base"));
                if !base.is_empty() {
                    attributes.push(CanonicalAttribute {
                        qualified: "xml:base",
                        local: "base",
                        prefix: crate::xml::namespaces::PrefixId::XML,
                        namespace: UriId::XML,
                        value: AttributeValue::Normalised(&base),
                    });
                }
                self.elements.start(&mut self.output, document.vocabulary(), &tag, &mut attributes)
            }
        }
    }

    /// Attributes of the namespace `xml` that an apex takes over from the elements around it.
    ///
    /// Canonical XML 1.0, 2.4: the nearest of each name. Canonical XML 1.1, 2.4: `xml:lang` and `xml:space` so,
    /// `xml:base` joined (the value returned), `xml:id` and all others not. Exclusive: none.
    fn inherit(&mut self, apex: NodeId) -> Option<String> {
        let document = self.document;
        let simple = |local: &str| match self.method {
            Method::Inclusive10(_) => true,
            Method::Inclusive11(_) => matches!(local, "lang" | "space"),
            Method::Exclusive { .. } | Method::Version2(_) => false,
        };
        let mut bases = Vec::new();
        for ancestor in document.ancestors_and_self(apex).skip(1) {
            for record in
                document.attribute_records(ancestor).iter().filter(|record| record.namespace == UriId::XML)
            {
                let local = document.local(record.local);
                let value = document.value(record.value);
                if simple(local) {
                    if !self.attributes.iter().any(|known| is_xml(known, local)) {
                        self.attributes.push(CanonicalAttribute {
                            qualified: document.qualified_attribute(record),
                            local,
                            prefix: record.prefix,
                            namespace: record.namespace,
                            value: AttributeValue::Normalised(value),
                        });
                    }
                } else if local == "base" && matches!(self.method, Method::Inclusive11(_)) {
                    bases.push(value);
                }
            }
        }
        if bases.is_empty() {
            return None;
        }
        let own = document
            .attribute_records(apex)
            .iter()
            .find(|record| record.namespace == UriId::XML && document.local(record.local) == "base");
        let outermost_first = bases.into_iter().rev().chain(own.map(|record| document.value(record.value)));
        Some(super::base::join_all(outermost_first))
    }
}

fn is_xml(attribute: &CanonicalAttribute<'_>, local: &str) -> bool {
    attribute.namespace == UriId::XML && attribute.local == local
}
