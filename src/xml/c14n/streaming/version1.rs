//! Canonical XML 1.0 and 1.1 and Exclusive XML Canonicalization 1.0, as the reader goes.

use std::cmp::Ordering;

use super::{Apex, Form, write_comment, write_processing_instruction};
use crate::xml::c14n::apex;
use crate::xml::c14n::element::{CanonicalAttribute, Declared, Elements, StartTag};
use crate::xml::c14n::escape;
use crate::xml::c14n::output::{Output, Sink};
use crate::xml::c14n::tree::Place;
use crate::xml::c14n::{Comments, Error};
use crate::xml::namespaces::Namespaces;
use crate::xml::reader::{self, Comment, Content, End, Piece, ProcessingInstruction, Start};

pub(super) struct Version1<'m, 't, 's, S> {
    comments: Comments,
    text: &'t str,
    output: Output<'t, 's, S>,
    elements: Elements<'m>,
    attributes: Vec<CanonicalAttribute<'t>>,
}

impl<'m, 't, 's, S: Sink> Version1<'m, 't, 's, S> {
    pub(super) const fn new(
        comments: Comments,
        declared: Declared<'m>,
        text: &'t str,
        output: Output<'t, 's, S>,
    ) -> Self {
        Self { comments, text, output, elements: Elements::new(declared), attributes: Vec::new() }
    }

    pub(super) fn finish(self) -> Result<(), Error> {
        self.output.finish()
    }

    /// Whether a start tag without declarations is its own canonical form: every space, quotation mark and value as it
    /// is to be written, attributes in canonical order, and no empty-element tag.
    #[inline]
    fn stands(&self, start: &Start<'_, 't>) -> bool {
        let source = self.text.as_bytes();
        let mut end = start.offset.saturating_add(1).saturating_add(start.name.qualified.len());
        for attribute in start.attributes {
            let name_end = attribute.offset.saturating_add(attribute.name.qualified.len());
            let stands = attribute.form == reader::Form::Plain
                && attribute.offset == end.saturating_add(1)
                && source.get(end) == Some(&b' ')
                && attribute.raw_offset == name_end.saturating_add(2)
                && source.get(name_end.saturating_add(1)) == Some(&b'"');
            if !stands {
                return false;
            }
            end = attribute.raw_offset.saturating_add(attribute.raw.len()).saturating_add(1);
        }
        let vocabulary = start.namespaces.vocabulary();
        let ordered = self
            .attributes
            .iter()
            .zip(self.attributes.iter().skip(1))
            .all(|(one, next)| one.canonical_order(next, vocabulary) == Ordering::Less);
        start.end == end.saturating_add(1) && start.declarations.is_empty() && ordered
    }
}

impl<'t, S: Sink> Form<'t> for Version1<'_, 't, '_, S> {
    #[inline]
    fn start(&mut self, start: &Start<'_, 't>, apex: Option<Apex<'_, 't>>) -> Result<(), Error> {
        self.attributes.clear();
        self.attributes.extend(start.attributes.iter().map(CanonicalAttribute::from_source));
        let vocabulary = start.namespaces.vocabulary();
        let tag = StartTag {
            qualified: start.name.qualified,
            prefix: start.prefix,
            namespace: start.namespace,
            declarations: start.declarations,
        };
        let Some(Apex { method, declarations, around }) = apex else {
            if self.elements.enter(vocabulary, &tag, &self.attributes) && self.stands(start) {
                self.output.put_source(start.offset, start.end);
                return self.output.check();
            }
            return self.elements.write(&mut self.output, vocabulary, &tag, &mut self.attributes);
        };
        let tag = StartTag { declarations: &declarations, ..tag };
        let innermost_first = around.iter().rev().map(|(_, attribute)| *attribute);
        let base = apex::inherit(method, innermost_first, &mut self.attributes);
        match base {
            None => self.elements.start(&mut self.output, vocabulary, &tag, &mut self.attributes),
            Some(base) => {
                let mut attributes = apex::with_base(&self.attributes, &base);
                self.elements.start(&mut self.output, vocabulary, &tag, &mut attributes)
            }
        }
    }

    #[inline]
    fn end(&mut self, end: &End<'_, 't>) -> Result<(), Error> {
        self.elements.leave();
        let shortest = end.qualified.len().saturating_add("</>".len());
        if end.end.saturating_sub(end.offset) == shortest {
            self.output.put_source(end.offset, end.end);
        } else {
            self.output.put("</");
            self.output.put(end.qualified);
            self.output.put(">");
        }
        Ok(())
    }

    #[inline]
    fn text(&mut self, piece: &Piece<'t>) {
        match piece.content {
            Content::Plain(_) => self.output.put_source(piece.start, piece.end),
            Content::GreaterThan => self.output.put("&gt;"),
            // The LF of CR LF, or the one that CR becomes.
            Content::LineEnd if piece.end.saturating_sub(piece.start) == 2 => {
                self.output.put_source(piece.end.saturating_sub(1), piece.end);
            }
            Content::LineEnd => self.output.put("\n"),
            Content::Character(character) => escape::character(&mut self.output, character),
            Content::Cdata(source) => escape::text(&mut self.output, source.text),
        }
    }

    fn comment(&mut self, comment: &Comment<'_, 't>, place: Place) -> Result<(), Error> {
        if self.comments == Comments::Kept {
            write_comment(&mut self.output, comment, place);
        }
        Ok(())
    }

    fn processing_instruction(
        &mut self,
        instruction: &ProcessingInstruction<'_, 't>,
        place: Place,
    ) -> Result<(), Error> {
        write_processing_instruction(&mut self.output, instruction, place);
        Ok(())
    }

    fn gap(&mut self, _: &Namespaces) -> Result<(), Error> {
        Ok(())
    }
}
