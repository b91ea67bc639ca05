//! Signing: checked input → prepared → digest → key → public-key check → bytes.
//!
//! [`sign_pdf`] and [`sign_xml`] do it in one step with a [`Signer`] handle; [`prepare_pdf`] and [`prepare_xml`] stop at
//! the digest for a key that lives elsewhere. By default what the verifier would refuse is not signed, and every
//! signature is verified with the certificate's public key before it is released.

mod error;
mod identity;
mod pdf;
mod xml;

pub use error::SignError;
pub use identity::SigningIdentity;
pub use pdf::{PreparedPdf, prepare_pdf};
pub use xml::{PreparedXml, prepare_xml};

use crate::crypto::Signer;
use crate::dsig::{CompatibilityCanonicalization, SigningMode};
use crate::evidence::{self, Evidence, FileKind, Opened, Question};
use crate::profile::{self, Profile};
use crate::report::Verdict;
use crate::time::Time;
use crate::xsd::Schema;

/// Who checks that the input is worth signing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InputTrust {
    /// This library: whatever its verifier would refuse is not signed.
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
    pub schema: Option<&'a Schema>,
    /// Who checks the input.
    pub input: InputTrust,
}

impl SigningRequest<'_> {
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
    let prepared = prepare_pdf(input, identity, request)?;
    let value = signer.sign(&prepared.digest())?;
    let signed = prepared.complete(&value)?;
    check_result(signed, request)
}

/// In checked mode what was made is verified as a receiver would, before it is released: the signature section must pass.
/// Whether the certificate is trusted, and by whom, is not the issuer's question.
fn check_result(signed: Vec<u8>, request: &SigningRequest<'_>) -> Result<Vec<u8>, SignError> {
    if request.input == InputTrust::LeftToIssuer {
        return Ok(signed);
    }
    let opened = Opened::new(&signed);
    let evidence = Evidence::gather(&opened, &Question::new(request.at), None);
    let report = profile::judge(&evidence, &Profile::signature());
    if report.signature.verdict() == Verdict::Passed {
        Ok(signed)
    } else {
        Err(SignError::ResultRefused(Box::new(report)))
    }
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
    let signed = prepared.complete(&value)?;
    check_result(signed, request)
}
