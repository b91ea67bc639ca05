//! Canonical XML 2.0, as the reader goes.

use super::{Apex, Form, write_comment, write_processing_instruction};
use crate::xml::c14n::element::CanonicalAttribute;
use crate::xml::c14n::output::Output;
use crate::xml::c14n::output::Sink;
use crate::xml::c14n::tree::Place;
use crate::xml::c14n::version2::names;
use crate::xml::c14n::version2::writer::{Element, Used, Writer};
use crate::xml::c14n::{self, Comments, Error};
use crate::xml::namespaces::Namespaces;
use crate::xml::reader::{Comment, Content, End, Piece, ProcessingInstruction, Start};

pub(super) struct Version2<'m, 't, 's, S> {
    parameters: &'m c14n::Version2,
    writer: Writer<'m, 't, 's, S>,
    held: Option<Held<'t>>,
}

/// A start tag whose declarations depend on the text behind it, and that text as far as it was read.
struct Held<'t> {
    element: Element<'t>,
    holds: names::Content,
    text: String,
}

impl<'m, 't, 's, S: Sink> Version2<'m, 't, 's, S> {
    pub(super) fn new(parameters: &'m c14n::Version2, output: Output<'t, 's, S>) -> Self {
        Self { parameters, writer: Writer::new(parameters, output), held: None }
    }

    pub(super) fn finish(self) -> Result<(), Error> {
        self.writer.output.finish()
    }

    /// Something other than text stands in the element that was held: its content is no single text.
    fn release(&mut self, namespaces: &Namespaces) -> Result<(), Error> {
        match self.held.take() {
            None => Ok(()),
            Some(Held { element, text, .. }) => {
                self.writer.start(namespaces.vocabulary(), &element, names::Content::Text, &text)
            }
        }
    }
}

impl<'t, S: Sink> Form<'t> for Version2<'_, 't, '_, S> {
    fn start(&mut self, start: &Start<'_, 't>, apex: Option<Apex<'_, 't>>) -> Result<(), Error> {
        self.release(start.namespaces)?;
        let attributes: Vec<_> = start.attributes.iter().map(CanonicalAttribute::from_source).collect();
        let mut space = Element::space_of(&attributes);
        let mut declarations = start.declarations.to_vec();
        if let Some(apex) = apex {
            let innermost_first = apex.around.iter().rev().map(|(_, attribute)| *attribute);
            let mut one_each = innermost_first.map(|attribute| Element::space_of(&[attribute]));
            space = space.or_else(|| one_each.find_map(|space| space));
            declarations = apex.declarations;
        }
        let element = Element {
            used: Used { prefix: start.prefix, uri: start.namespace },
            local: start.name.local,
            qualified: start.name.qualified,
            declarations,
            attributes,
            space,
            offset: start.offset,
        };
        let vocabulary = start.namespaces.vocabulary();
        let holds = self.parameters.content_of(vocabulary.uri(start.namespace), start.name.local);
        if holds == names::Content::Text {
            return self.writer.start(vocabulary, &element, holds, "");
        }
        self.writer.end_text();
        self.held = Some(Held { element, holds, text: String::new() });
        Ok(())
    }

    fn end(&mut self, end: &End<'_, 't>) -> Result<(), Error> {
        if let Some(Held { element, holds, text }) = self.held.take() {
            self.writer.start(end.namespaces.vocabulary(), &element, holds, &text)?;
        }
        self.writer.end();
        Ok(())
    }

    fn text(&mut self, piece: &Piece<'t>) {
        let mut encoded = [0; 4];
        let text = match &piece.content {
            Content::Plain(text) => text,
            Content::Cdata(source) => source.text,
            Content::Character(character) => &*character.encode_utf8(&mut encoded),
            Content::GreaterThan => ">",
            Content::LineEnd => "\n",
        };
        match &mut self.held {
            Some(held) => held.text.push_str(text),
            None => self.writer.text(text),
        }
    }

    fn comment(&mut self, comment: &Comment<'_, 't>, place: Place) -> Result<(), Error> {
        self.release(comment.namespaces)?;
        if self.parameters.comments == Comments::Kept {
            self.writer.end_text();
            write_comment(&mut self.writer.output, comment, place);
        }
        Ok(())
    }

    fn processing_instruction(
        &mut self,
        instruction: &ProcessingInstruction<'_, 't>,
        place: Place,
    ) -> Result<(), Error> {
        self.release(instruction.namespaces)?;
        self.writer.end_text();
        write_processing_instruction(&mut self.writer.output, instruction, place);
        Ok(())
    }

    fn gap(&mut self, namespaces: &Namespaces) -> Result<(), Error> {
        self.release(namespaces)?;
        self.writer.end_text();
        Ok(())
    }
}
