//! The schema a receiver was given, and the validation of the nodes that a signature covers.

use crate::crypto::DigestAlgorithm;
use crate::dsig::SignedNodes;
use crate::xml::Document;
use crate::xsd::{Limits, Schema, Validation};

/// A compiled schema with the digest that names it.
#[derive(Debug)]
pub struct SchemaSource {
    schema: Schema,
    sha256: String,
}

impl SchemaSource {
    /// Names a schema by its documents: the SHA-256 of the one document, or, where there are several, of their digests
    /// one after the other in the order they were read.
    pub fn new(schema: Schema) -> Self {
        let digests: Vec<_> = schema
            .documents()
            .iter()
            .map(|document| DigestAlgorithm::Sha256.digest(document.octets()))
            .collect();
        let sha256 = match digests.as_slice() {
            [one] => one.to_hex(),
            several => {
                let all: Vec<u8> = several.iter().flat_map(|digest| digest.as_bytes().to_vec()).collect();
                DigestAlgorithm::Sha256.digest(&all).to_hex()
            }
        };
        Self { schema, sha256 }
    }

    /// The compiled schema.
    pub const fn schema(&self) -> &Schema {
        &self.schema
    }

    /// The digest that names it, lower-case hexadecimal.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// Validates what was digested, and nothing else.
    pub(super) fn validate(&self, document: &Document<'_>, signed: &SignedNodes) -> Validation {
        self.schema.validate(document, signed.element(document), signed.left_out(), &Limits::default())
    }
}
