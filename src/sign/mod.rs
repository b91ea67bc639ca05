//! Signing: checked input → prepared → digest → key → public-key check → bytes.
//!
//! [`sign_pdf`] and [`sign_xml`] do it in one step with a [`Signer`] handle; [`prepare_pdf`] and [`prepare_xml`] stop at
//! the digest for a key that lives elsewhere. By default what the verifier would refuse is not signed, and every
//! signature is verified with the certificate's public key before it is released.

mod error;
mod identity;
mod pdf;
mod result;
mod xml;

pub use error::SignError;
pub use identity::SigningIdentity;
pub use pdf::{PreparedPdf, acceptable_findings, prepare_pdf};
pub use xml::{PreparedXml, prepare_xml};

use result::Release;

use crate::crypto::Signer;
use crate::dsig::{CompatibilityCanonicalization, SigningMode};
use crate::evidence::{self, FileKind};
use crate::pdf::{ExistingSignatures, Seal};
use crate::time::Time;
use crate::xsd::SchemaJudge;

/// Who checks that the input is worth signing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InputTrust {
    /// This library: whatever its verifier would refuse is not signed, and what was signed is verified whole before it is
    /// released.
    Checked,
    /// The issuer. The signature itself is still checked with the public key.
    LeftToIssuer,
}

/// How one document is to be signed.
#[derive(Debug, Clone, Copy)]
pub struct SigningRequest<'a> {
    /// The signing time; must lie within the certificate's validity.
    pub at: Time,
    /// Offset from UTC, in minutes, that the PDF's `/M` is written with (540 for Japan).
    pub offset_minutes: i32,
    /// `/Filter` of the PDF signature dictionary.
    pub filter: &'a str,
    /// The syntax of an XML signature.
    pub xml_mode: SigningMode,
    /// A schema that XML input must be valid against, when the input is checked here.
    pub schema: Option<&'a dyn SchemaJudge>,
    /// Who checks the input.
    pub input: InputTrust,
    /// Identifiers of findings about a checked PDF that the issuer accepts (`pdf.shadow.…`, see
    /// [`acceptable_findings`]); the signature dictionary records those that were found.
    pub accepted_findings: &'a [&'a str],
    /// What to do about a PDF that is signed already.
    pub existing_signatures: ExistingSignatures,
    /// A visible stamp for a PDF.
    pub seal: Option<&'a Seal>,
}

impl SigningRequest<'_> {
    /// What is done with the signed document before it is handed out.
    const fn release(&self) -> Release {
        match self.input {
            InputTrust::Checked => Release::AfterVerification(self.at),
            InputTrust::LeftToIssuer => Release::AtOnce,
        }
    }

    /// The defaults of document 004: checked input, Japan's offset, compatibility mode with Canonical XML 1.0.
    pub const fn new(at: Time) -> Self {
        let canonicalization = CompatibilityCanonicalization::CanonicalXml10;
        Self {
            at,
            offset_minutes: 540,
            filter: "Adobe.PPKLite",
            xml_mode: SigningMode::Compatibility(canonicalization),
            schema: None,
            input: InputTrust::Checked,
            accepted_findings: &[],
            existing_signatures: ExistingSignatures::Refused,
            seal: None,
        }
    }
}

/// Signs a PDF or XML document, told apart by its content.
///
/// # Errors
/// [`SignError`]; nothing is released then.
pub fn sign_document(
    input: &[u8],
    identity: &SigningIdentity,
    signer: &dyn Signer,
    request: &SigningRequest<'_>,
) -> Result<Vec<u8>, SignError> {
    match evidence::kind(input) {
        FileKind::Pdf => sign_pdf(input, identity, signer, request),
        FileKind::Xml => sign_xml(input, identity, signer, request),
        FileKind::Unknown => Err(SignError::KindUnknown),
    }
}

/// Signs a PDF: an incremental update that keeps every octet of the input.
///
/// # Errors
/// [`SignError`]; nothing is released then.
pub fn sign_pdf(
    input: &[u8],
    identity: &SigningIdentity,
    signer: &dyn Signer,
    request: &SigningRequest<'_>,
) -> Result<Vec<u8>, SignError> {
    identity.matches(signer)?;
    let prepared = pdf::prepare(input, identity, request, pdf::Output::WhileDigesting)?;
    let value = signer.sign(&prepared.digest())?;
    prepared.complete(&value)
}

/// Signs an XML document: an enveloped Signature before the root's end tag, every other octet unchanged.
///
/// # Errors
/// [`SignError`]; nothing is released then.
pub fn sign_xml(
    input: &[u8],
    identity: &SigningIdentity,
    signer: &dyn Signer,
    request: &SigningRequest<'_>,
) -> Result<Vec<u8>, SignError> {
    identity.matches(signer)?;
    let prepared = prepare_xml(input, identity, request)?;
    let value = signer.sign(&prepared.digest())?;
    prepared.complete(&value)
}
