//! The schema a receiver was given, and the validation of the nodes that a signature covers.

use crate::dsig::SignedNodes;
use crate::xml::Document;
use crate::xsd::{Conclusion, Limits, SchemaJudge, Subject, Validation};

/// Who validates with the schema, and what of a document.
#[derive(Debug)]
pub struct SchemaSource {
    judge: Box<dyn SchemaJudge>,
    sha256: String,
    scope: SchemaScope,
    limits: Limits,
}

/// What of a signed document is validated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum SchemaScope {
    /// The nodes that were digested: what the signature covers, without the `ds:Signature` itself.
    #[default]
    Signed,
    /// The whole document with its `ds:Signature`, for a schema that declares one.
    Document,
}

impl SchemaScope {
    /// The word for it in reports and arguments.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Signed => "signed",
            Self::Document => "document",
        }
    }
}

impl SchemaSource {
    /// A schema, named by its digest ([`crate::xsd::CheckedSchema::digest`]).
    ///
    /// A [`crate::xsd::Schema`] validates in this process, where nothing can stop its engine; for documents of strangers take
    /// a [`crate::xsd::worker::Worker`].
    pub fn new(judge: impl SchemaJudge + 'static) -> Self {
        let sha256 = judge.schema().digest().to_hex();
        Self { judge: Box::new(judge), sha256, scope: SchemaScope::Signed, limits: Limits::default() }
    }

    /// With another part of the document to validate.
    #[must_use]
    pub const fn with_scope(mut self, scope: SchemaScope) -> Self {
        self.scope = scope;
        self
    }

    /// With other ceilings.
    #[must_use]
    pub const fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Who validates.
    pub fn judge(&self) -> &dyn SchemaJudge {
        self.judge.as_ref()
    }

    /// The digest that names it, lower-case hexadecimal.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// What of a document is validated.
    pub const fn scope(&self) -> SchemaScope {
        self.scope
    }

    /// Validates what was digested, and nothing else; or the whole document, where that is asked for.
    pub(super) fn validate(
        &self,
        octets: &[u8],
        document: &Document<'_>,
        signed: &SignedNodes,
    ) -> Validation {
        let (root, excluded) = match self.scope {
            SchemaScope::Document => (document.root_element(), None),
            SchemaScope::Signed => (signed.element(document), signed.left_out()),
        };
        let found = self.judge.validate(&Subject { octets, document, root, excluded }, &self.limits);
        if found.conclusion() != Conclusion::SchemaValid || !signed.source_says_more() {
            return found;
        }
        // Prefixes in values mean what the source declares, and not all of that was digested: what is valid must be valid
        // as it was digested too, and by the same names. The source comes first because its places are the ones to report.
        if signed.values_rely_on_undigested(document) {
            return Validation::undigested();
        }
        let canonical = match self.scope {
            SchemaScope::Document => signed.canonical_octets_of(document, root),
            SchemaScope::Signed => signed.canonical_octets(document),
        };
        let Ok(canonical) = canonical else { return Validation::undigested() };
        let Ok(document) = Document::parse(&canonical) else { return Validation::undigested() };
        let (root, excluded) = (document.root_element(), None);
        let subject = Subject { octets: &canonical, document: &document, root, excluded };
        let digested = self.judge.validate(&subject, &self.limits);
        match digested.conclusion() {
            Conclusion::SchemaValid => found,
            Conclusion::Violated => Validation::undigested(),
            Conclusion::Undecided => digested,
        }
    }
}
