//! Start tags in canonical form: which namespace declarations stand in them, and in what order everything.
//!
//! What the output has declared so far is kept by number of the prefix, with what each element changed: every
//! step costs no more than what the tag itself holds, however declarations are nested.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::output::{Output, Sink};
use super::scoped::Scoped;
use super::{Error, InclusivePrefixes, escape};
use crate::xml::Document;
use crate::xml::document::AttributeRecord;
use crate::xml::namespaces::{Declaration, PrefixId, UriId, Vocabulary};
use crate::xml::reader::{Form, Normalised, RawAttribute, normalise};

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

impl<'e> CanonicalAttribute<'e> {
    pub(super) fn from_source(raw: &RawAttribute<'e>) -> Self {
        Self {
            qualified: raw.name.qualified,
            local: raw.name.local,
            prefix: raw.prefix,
            namespace: raw.namespace,
            value: AttributeValue::Raw(raw.raw, raw.form),
        }
    }

    pub(super) fn from_tree(document: &'e Document<'_>, record: &AttributeRecord) -> Self {
        Self {
            qualified: document.qualified_attribute(record),
            local: document.local(record.local),
            prefix: record.prefix,
            namespace: record.namespace,
            value: AttributeValue::Normalised(document.value(record.value)),
        }
    }

    /// Whether this is the attribute `local` of the namespace `xml`.
    pub(super) fn is_xml(&self, local: &str) -> bool {
        self.namespace == UriId::XML && self.local == local
    }

    /// Canonical XML 1.0, 2.2: by namespace name, then by local part.
    #[inline]
    pub(super) fn canonical_order(&self, other: &Self, vocabulary: &Vocabulary) -> Ordering {
        let by_namespace = || vocabulary.uri(self.namespace).cmp(vocabulary.uri(other.namespace));
        let same = self.namespace == other.namespace;
        if same { self.local.cmp(other.local) } else { by_namespace() }
    }
}

impl<'e> AttributeValue<'e> {
    /// The normalised value.
    pub(super) fn normalised(self) -> Cow<'e, str> {
        match self {
            Self::Normalised(value) | Self::Raw(value, Form::Plain | Form::WithQuotationMark) => {
                Cow::Borrowed(value)
            }
            Self::Raw(raw, Form::ToNormalise) => {
                let mut value = String::with_capacity(raw.len());
                normalise(raw, |piece| match piece {
                    Normalised::Text(text) => value.push_str(text),
                    Normalised::Character(character) => value.push(character),
                });
                Cow::Owned(value)
            }
        }
    }

    /// Writes the value in canonical form.
    pub(super) fn write<S: Sink>(self, output: &mut Output<'_, '_, S>) {
        match self {
            Self::Normalised(value) => escape::attribute(output, value),
            Self::Raw(raw, form) => escape::raw_attribute(output, raw, form),
        }
    }
}

/// Which declarations of a tag are written.
#[derive(Debug, Clone)]
pub(super) enum Declared<'m> {
    /// All that change something (Canonical XML 1.0, 2.3).
    All,
    /// Those whose prefixes the tag uses, and the ones named (Exclusive XML Canonicalization 1.0, 3).
    Used(Vec<&'m str>),
}

impl<'m> Declared<'m> {
    pub(super) fn used_or_named(inclusive_prefixes: &'m InclusivePrefixes) -> Self {
        let mut named: Vec<&str> = inclusive_prefixes.iter().collect();
        named.sort_unstable();
        Self::Used(named)
    }
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
        output: &mut Output<'_, '_, S>,
        vocabulary: &Vocabulary,
        tag: &StartTag<'_>,
        attributes: &mut [CanonicalAttribute<'_>],
    ) -> Result<(), Error> {
        self.enter(vocabulary, tag, attributes);
        self.write(output, vocabulary, tag, attributes)
    }

    /// Enters an element: finds the declarations to write. Whether there are none.
    #[inline]
    pub(super) fn enter(
        &mut self,
        vocabulary: &Vocabulary,
        tag: &StartTag<'_>,
        attributes: &[CanonicalAttribute<'_>],
    ) -> bool {
        self.rendered.enter();
        self.choose(vocabulary, tag, attributes);
        self.written.is_empty()
    }

    /// Writes the start tag of the element that was entered last; `attributes` are put into canonical order.
    pub(super) fn write<S: Sink>(
        &self,
        output: &mut Output<'_, '_, S>,
        vocabulary: &Vocabulary,
        tag: &StartTag<'_>,
        attributes: &mut [CanonicalAttribute<'_>],
    ) -> Result<(), Error> {
        output.check()?;
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
            attributes.sort_unstable_by(|one, other| one.canonical_order(other, vocabulary));
        }
        for attribute in attributes {
            output.put(" ");
            output.put(attribute.qualified);
            output.put("=\"");
            attribute.value.write(output);
            output.put("\"");
        }
        output.put(">");
        Ok(())
    }

    /// By prefix: what the output has it stand for where the walk is.
    pub(super) const fn rendered(&self) -> &Scoped<UriId> {
        &self.rendered
    }

    /// Leaves the element that was entered last; its end tag is for the caller to write.
    #[inline]
    pub(super) fn leave(&mut self) {
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
