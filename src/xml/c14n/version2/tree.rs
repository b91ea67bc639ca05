//! Canonical XML 2.0 of a tree.

use super::Version2;
use super::names::Content;
use super::writer::{Element, Used, Writer};
use crate::xml::c14n::element::CanonicalAttribute;
use crate::xml::c14n::output::{Output, Sink};
use crate::xml::c14n::scoped::Scoped;
use crate::xml::c14n::tree::{Event, Walking, comment, in_scope, processing_instruction, qualified};
use crate::xml::c14n::{Comments, Error, Subset};
use crate::xml::namespaces::UriId;
use crate::xml::{Document, Kind, NodeId};

pub(in crate::xml::c14n) fn canonicalize(
    document: &Document<'_>,
    subset: Subset,
    version2: &Version2,
    sink: &mut impl Sink,
) -> Result<(), Error> {
    let mut walk = Walk::new(document, subset, version2, Output::new(sink, document.text_of_source()));
    for event in Walking::new(document, subset)? {
        walk.event(event)?;
    }
    walk.writer.output.finish()
}

/// Writes a subset, event by event.
pub(in crate::xml::c14n) struct Walk<'d, 'a, 's, S> {
    document: &'d Document<'a>,
    subset: Subset,
    version2: &'d Version2,
    writer: Writer<'d, 'd, 's, S>,
    /// The text, or the ignored comment behind a text, that was seen last.
    last_text: Option<NodeId>,
    /// The text that comes next was written with the start tag.
    text_is_written: bool,
}

impl<'d, 'a, 's, S: Sink> Walk<'d, 'a, 's, S> {
    pub(in crate::xml::c14n) fn new(
        document: &'d Document<'a>,
        subset: Subset,
        version2: &'d Version2,
        output: Output<'d, 's, S>,
    ) -> Self {
        let writer = Writer::new(version2, output);
        Self { document, subset, version2, writer, last_text: None, text_is_written: false }
    }

    /// By prefix: what the output has it stand for where the walk is, when prefixes stay.
    pub(in crate::xml::c14n) const fn rendered(&self) -> &Scoped<UriId> {
        self.writer.rendered()
    }

    /// Whether the output, when prefixes are rewritten, has a prefix for the namespace.
    pub(in crate::xml::c14n) fn has_written(&self, uri: UriId) -> bool {
        self.writer.has_written(uri)
    }

    pub(in crate::xml::c14n) fn event(&mut self, event: Event) -> Result<(), Error> {
        match event {
            Event::Text(_) if core::mem::take(&mut self.text_is_written) => {}
            Event::Text(node) => {
                if !self.follows_text(node) {
                    self.writer.end_text();
                }
                self.last_text = Some(node);
                self.writer.text(self.document.text(node));
            }
            Event::Comment(node, _) if self.version2.comments == Comments::Dropped => {
                // What follows joins the text before it.
                if self.follows_text(node) {
                    self.last_text = Some(node);
                }
            }
            Event::Comment(node, place) => {
                self.writer.end_text();
                comment(&mut self.writer.output, self.document, node, place);
            }
            Event::ProcessingInstruction(node, place) => {
                self.writer.end_text();
                processing_instruction(&mut self.writer.output, self.document, node, place);
            }
            Event::Start(node) => self.start(node)?,
            Event::End(_) => self.writer.end(),
        }
        Ok(())
    }

    fn follows_text(&self, node: NodeId) -> bool {
        self.last_text.is_some_and(|last| last.next() == node)
    }

    fn start(&mut self, node: NodeId) -> Result<(), Error> {
        let document = self.document;
        let Some(record) = document.element(node) else { return Ok(()) };
        let attributes_of = |node| -> Vec<CanonicalAttribute<'_>> {
            let records = document.attribute_records(node).iter();
            records.map(|record| CanonicalAttribute::from_tree(document, record)).collect()
        };
        let attributes = attributes_of(node);
        let (declarations, space) = if node == self.subset.apex {
            let around = document.ancestors_and_self(node);
            (
                in_scope(document, node),
                around.map(attributes_of).find_map(|attributes| Element::space_of(&attributes)),
            )
        } else {
            (document.declaration_records(node).to_vec(), Element::space_of(&attributes))
        };
        let element = Element {
            used: Used { prefix: record.prefix, uri: record.namespace },
            local: document.local(record.local),
            qualified: qualified(document, node),
            declarations,
            attributes,
            space,
            offset: document.span(node).start,
        };
        let mut children = document.children(node);
        let (holds, content) = match (children.next(), children.next()) {
            (Some(child), None) if document.kind(child) == Kind::Text => {
                let namespace = document.vocabulary().uri(record.namespace);
                (self.version2.content_of(namespace, element.local), document.text(child))
            }
            _ => (Content::Text, ""),
        };
        self.text_is_written = holds != Content::Text;
        let content = if self.text_is_written { content } else { "" };
        self.writer.start(document.vocabulary(), &element, holds, content)
    }
}
