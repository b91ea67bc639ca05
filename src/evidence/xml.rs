//! What was established about an XML document.

use super::algorithms::Algorithms;
use super::attachments::Gathered;
use super::{Question, SchemaSource};
use crate::dsig::{self, Signature, Verification};
use crate::pki::Certificate;
use crate::xml;
use crate::xsd::Validation;

/// An XML document and its signature, each stage with its own result.
pub struct XmlEvidence<'d> {
    document: &'d Result<xml::Document<'d>, xml::Error>,
    signature: Option<Result<(Signature, Verification), dsig::Error>>,
    validation: Option<Validation>,
    is_web_page: bool,
}

impl<'d> XmlEvidence<'d> {
    pub(super) fn gather(
        octets: &[u8],
        document: &'d Result<xml::Document<'_>, xml::Error>,
        question: &Question,
        schema: Option<&SchemaSource>,
    ) -> Self {
        let signature = document.as_ref().ok().map(|document| {
            let signature = Signature::locate(document, question.references)?;
            let gathered = Gathered::of(&signature, document, question.attachments.as_deref());
            let verification =
                signature.verify_with(document, &gathered.attachments(), &question.known_certificates);
            Ok((signature, verification))
        });
        let validation = match (document, &signature, schema) {
            // Only what was found to be signed by the holder of the key: anybody can make a digest, and the engine is not to
            // work for anybody.
            (Ok(document), Some(Ok((_, verification))), Some(schema)) => {
                verification.verified().map(|proof| schema.validate(octets, document, proof.signed_nodes()))
            }
            _ => None,
        };
        Self { document, signature, validation, is_web_page: is_web_page(octets) }
    }

    /// Whether the file begins as a web page does: an error page that was saved in the place of a document.
    pub(crate) const fn is_web_page(&self) -> bool {
        self.is_web_page
    }

    /// The document, or why it is not well-formed XML 1.0 within our limits.
    pub const fn document(&self) -> &'d Result<xml::Document<'d>, xml::Error> {
        self.document
    }

    /// The signature with what its verification found; `None` when there is no document to look in.
    pub const fn signature(&self) -> Option<&Result<(Signature, Verification), dsig::Error>> {
        self.signature.as_ref()
    }

    /// The validation of what the signature covers; `None` without a schema or without a signature.
    pub const fn validation(&self) -> Option<&Validation> {
        self.validation.as_ref()
    }

    pub(super) fn verification(&self) -> Option<&Verification> {
        match &self.signature {
            Some(Ok((_, verification))) => Some(verification),
            Some(Err(_)) | None => None,
        }
    }

    pub(super) fn signer(&self) -> Option<&Certificate> {
        self.verification()?.signer()
    }

    pub(super) fn certificates(&self) -> &[Certificate] {
        self.verification().map_or(&[], Verification::certificates)
    }

    pub(super) fn algorithms(&self) -> Option<Algorithms<'_>> {
        let Some(Ok((signature, verification))) = &self.signature else { return None };
        let references = signature.references().iter();
        Some(Algorithms {
            digests: references.filter_map(|reference| reference.digest_method().algorithm()).collect(),
            signature: signature.signature_method().algorithm(),
            key: verification.signer().and_then(|signer| signer.public_key().ok()),
        })
    }

    pub(super) fn signature_value(&self) -> Option<&[u8]> {
        match &self.signature {
            Some(Ok((signature, _))) => Some(signature.signature_value()),
            Some(Err(_)) | None => None,
        }
    }

    pub(super) fn signed_octets(&self) -> Option<Vec<u8>> {
        let document = self.document.as_ref().ok()?;
        self.verification()?.verified()?.signed_nodes().canonical_octets(document).ok()
    }
}

/// By the first octets alone, in whatever case: HTML is seldom XML.
fn is_web_page(octets: &[u8]) -> bool {
    let text = octets.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(octets).trim_ascii_start();
    let begins = |word: &[u8]| {
        let (head, next) = (text.get(..word.len()), text.get(word.len()));
        head.is_some_and(|head| head.eq_ignore_ascii_case(word))
            && next.is_some_and(|next| next.is_ascii_whitespace() || *next == b'>')
    };
    begins(b"<!doctype html") || begins(b"<html")
}
