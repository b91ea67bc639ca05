//! Start tags in canonical form: which namespace declarations stand in them, and in what order everything.
//!
//! What the output has declared so far is kept by number of the prefix, with what each element changed: every
//! step costs no more than what the tag itself holds, however declarations are nested.

use super::output::{Output, Sink};
use super::scoped::Scoped;
use super::{Error, escape};
use crate::xml::namespaces::{Declaration, PrefixId, UriId, Vocabulary};
use crate::xml::reader::Form;

/// A start tag before it is canonical.
#[derive(Debug, Clone, Copy)]
pub(super) struct StartTag<'e> {
    pub(super) qualified: &'e str,
    pub(super) prefix: PrefixId,
    pub(super) namespace: UriId,
    /// The declarations of the tag; for an apex all that are in scope there.
    pub(super) declarations: &'e [Declaration],
}

/// An attribute before it is canonical.
#[derive(Debug, Clone, Copy)]
pub(super) struct CanonicalAttribute<'e> {
    pub(super) qualified: &'e str,
    pub(super) local: &'e str,
    pub(super) prefix: PrefixId,
    pub(super) namespace: UriId,
    pub(super) value: AttributeValue<'e>,
}

/// An attribute value, from the tree or from the source.
#[derive(Debug, Clone, Copy)]
pub(super) enum AttributeValue<'e> {
    Normalised(&'e str),
    Raw(&'e str, Form),
}

/// Which declarations of a tag are written.
#[derive(Debug, Clone)]
pub(super) enum Declared<'m> {
    /// All that change something (Canonical XML 1.0, 2.3).
    All,
    /// Those whose prefixes the tag uses, and the ones named (Exclusive XML Canonicalization 1.0, 3).
    Used(Vec<&'m str>),
}

/// Writes elements, and remembers what is declared in the output.
#[derive(Debug)]
pub(super) struct Elements<'m> {
    declared: Declared<'m>,
    /// By prefix: what the output has it stand for.
    rendered: Scoped<UriId>,
    written: Vec<Declaration>,
}

impl<'m> Elements<'m> {
    pub(super) const fn new(declared: Declared<'m>) -> Self {
        Self { declared, rendered: Scoped::new(UriId::NONE), written: Vec::new() }
    }

    /// Writes a start tag; `attributes` are put into canonical order.
    #[inline]
    pub(super) fn start<S: Sink>(
        &mut self,
        output: &mut Output<'_, S>,
        vocabulary: &Vocabulary,
        tag: &StartTag<'_>,
        attributes: &mut [CanonicalAttribute<'_>],
    ) -> Result<(), Error> {
        output.check()?;
        self.rendered.enter();
        self.choose(vocabulary, tag, attributes);
        output.put("<");
        output.put(tag.qualified);
        for declaration in &self.written {
            let prefix = vocabulary.prefix(declaration.prefix);
            output.put(if prefix.is_empty() { " xmlns" } else { " xmlns:" });
            output.put(prefix);
            output.put("=\"");
            escape::attribute(output, vocabulary.uri(declaration.uri));
            output.put("\"");
        }
        if attributes.len() > 1 {
            // No two have the same expanded name, so that the order is total.
            attributes.sort_unstable_by(|one, other| {
                let by_namespace = || vocabulary.uri(one.namespace).cmp(vocabulary.uri(other.namespace));
                let same = one.namespace == other.namespace;
                if same { one.local.cmp(other.local) } else { by_namespace() }
            });
        }
        for attribute in attributes {
            output.put(" ");
            output.put(attribute.qualified);
            output.put("=\"");
            match attribute.value {
                AttributeValue::Normalised(value) => escape::attribute(output, value),
                AttributeValue::Raw(raw, form) => escape::raw_attribute(output, raw, form),
            }
            output.put("\"");
        }
        output.put(">");
        Ok(())
    }

    /// Writes the end tag of the element that was begun last.
    #[inline]
    pub(super) fn end<S: Sink>(&mut self, output: &mut Output<'_, S>, qualified: &str) {
        output.put("</");
        output.put(qualified);
        output.put(">");
        self.rendered.leave();
    }

    /// Finds the declarations to write, in canonical order.
    #[inline]
    fn choose(&mut self, vocabulary: &Vocabulary, tag: &StartTag<'_>, attributes: &[CanonicalAttribute<'_>]) {
        self.written.clear();
        let declared = core::mem::replace(&mut self.declared, Declared::All);
        match &declared {
            Declared::All => tag.declarations.iter().for_each(|declaration| self.declare(*declaration)),
            Declared::Used(named) => {
                self.declare(Declaration { prefix: tag.prefix, uri: tag.namespace });
                for attribute in attributes.iter().filter(|attribute| attribute.prefix != PrefixId::DEFAULT) {
                    self.declare(Declaration { prefix: attribute.prefix, uri: attribute.namespace });
                }
                if !named.is_empty() {
                    for declaration in tag.declarations {
                        if named.binary_search(&vocabulary.prefix(declaration.prefix)).is_ok() {
                            self.declare(*declaration);
                        }
                    }
                }
            }
        }
        self.declared = declared;
        if self.written.len() > 1 {
            self.written.sort_unstable_by(|one, other| {
                vocabulary.prefix(one.prefix).cmp(vocabulary.prefix(other.prefix))
            });
        }
    }

    /// Writes a declaration unless the output says so already; `xmlns=""` only where it takes something back.
    #[inline]
    fn declare(&mut self, declaration: Declaration) {
        if declaration.prefix == PrefixId::XML {
            return;
        }
        if self.rendered.set(declaration.prefix.index(), declaration.uri) {
            self.written.push(declaration);
        }
    }
}
