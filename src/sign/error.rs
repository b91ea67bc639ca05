//! Why a document was not signed.

use core::fmt;

use crate::cms::BuildError;
use crate::crypto::SigningError;
use crate::crypto::policy::PolicyViolation;
use crate::dsig::PrepareError;
use crate::report::{Check, DocumentReport, Language, Outcome};
use crate::time::Time;
use crate::{pdf, xml};

/// Why a document was not signed. Nothing was released.
#[derive(Debug)]
#[non_exhaustive]
pub enum SignError {
    /// The algorithm or the key's size is not good enough for new signatures at the signing time.
    AlgorithmPolicy(PolicyViolation),
    /// The certificate is a CA's, or its key usage is not for signatures.
    CertificateUnfit,
    /// The PKCS#7 data could not be built, or the signature value is not the certificate's.
    Cms(BuildError),
    /// The XML signature could not be prepared, or the signature value is not the certificate's.
    Dsig(PrepareError),
    /// A finding that no issuer can accept was to be accepted, or there is none of this identifier.
    FindingNotAcceptable(String),
    /// The input is not what the verifier would accept; the findings say why.
    InputRefused(Vec<Check>),
    /// Neither a PDF nor an XML document, by its content.
    KindUnknown,
    /// The signing time is outside the certificate's validity.
    OutsideValidity {
        /// The signing time.
        at: Time,
        /// Start of the validity.
        not_before: Time,
        /// End of the validity.
        not_after: Time,
    },
    /// The PDF cannot be read.
    Pdf(pdf::Error),
    /// The PDF cannot be given a signature.
    PdfUpdate(pdf::PrepareError),
    /// The signed document does not pass our own verifier: a defect of ours, found before release.
    ResultRefused(Box<DocumentReport>),
    /// The key did not sign.
    Signer(SigningError),
    /// The signer's handle makes signatures of another algorithm than the identity was made for.
    SignerAlgorithm,
    /// The XML cannot be read.
    Xml(xml::Error),
}

impl fmt::Display for SignError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AlgorithmPolicy(violation) => {
                write!(formatter, "not good enough to sign with: {violation}")
            }
            Self::CertificateUnfit => {
                formatter.write_str("the certificate is a CA's or its key usage is not for signatures")
            }
            Self::Cms(error) => error.fmt(formatter),
            Self::Dsig(error) => error.fmt(formatter),
            Self::FindingNotAcceptable(id) => {
                write!(formatter, "{id}: not a finding that can be accepted; these can: ")?;
                formatter.write_str(&super::acceptable_findings().collect::<Vec<_>>().join(", "))
            }
            Self::InputRefused(checks) => {
                formatter.write_str("not signed, because of the input:")?;
                checks.iter().try_for_each(|check| {
                    write!(formatter, "\n  {}: {}", check.rule().id.0, check.message(Language::English))
                })
            }
            Self::KindUnknown => formatter.write_str("neither PDF nor XML by its content"),
            Self::OutsideValidity { at, not_before, not_after } => write!(
                formatter,
                "the signing time {at} is outside the certificate's validity, {not_before} to {not_after}"
            ),
            Self::Pdf(error) => error.fmt(formatter),
            Self::PdfUpdate(error) => error.fmt(formatter),
            Self::ResultRefused(report) => {
                formatter.write_str("the signed document does not pass the verifier and is not released:")?;
                report
                    .sections()
                    .iter()
                    .flat_map(|(_, section)| section.checks())
                    .filter(|check| matches!(check.outcome(), Outcome::Fail | Outcome::Unknown))
                    .try_for_each(|check| {
                        write!(formatter, "\n  {}: {}", check.rule().id.0, check.message(Language::English))
                    })
            }
            Self::Signer(error) => error.fmt(formatter),
            Self::SignerAlgorithm => {
                formatter.write_str("the key's algorithm is not the one the identity was made for")
            }
            Self::Xml(error) => error.fmt(formatter),
        }
    }
}

impl core::error::Error for SignError {}

impl From<BuildError> for SignError {
    fn from(error: BuildError) -> Self {
        Self::Cms(error)
    }
}

impl From<PrepareError> for SignError {
    fn from(error: PrepareError) -> Self {
        Self::Dsig(error)
    }
}

impl From<SigningError> for SignError {
    fn from(error: SigningError) -> Self {
        Self::Signer(error)
    }
}

impl From<pdf::Error> for SignError {
    fn from(error: pdf::Error) -> Self {
        Self::Pdf(error)
    }
}

impl From<pdf::PrepareError> for SignError {
    fn from(error: pdf::PrepareError) -> Self {
        Self::PdfUpdate(error)
    }
}

impl From<xml::Error> for SignError {
    fn from(error: xml::Error) -> Self {
        Self::Xml(error)
    }
}
