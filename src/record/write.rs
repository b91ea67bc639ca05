//! From a report to a signed record.

use core::fmt;

use serde_json::{Value, json};

use super::{FORMAT_VERSION, KIND};
use crate::cms::{BuildError, Template};
use crate::crypto::{Digest, Signer, SigningError};
use crate::time::Time;

/// What a record is made of. The caller leaves file names and everything personal out of the report.
#[derive(Debug, Clone)]
pub struct Draft {
    /// SHA-256 of the document.
    pub document_sha256: Digest,
    /// Octets of the document.
    pub document_size: u64,
    /// Now, by the agency's clock.
    pub recorded_at: Time,
    /// What proves that the document's signature existed, and from when.
    pub proven: Option<(Time, String)>,
    /// The verdict, as the report's JSON has it.
    pub verdict: String,
    /// The report on this one document, as JSON.
    pub report: Value,
}

/// Why no record was made.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum WriteError {
    /// The signature could not be built.
    Build(BuildError),
    /// The key did not sign.
    Signing(SigningError),
}

/// Signs a record.
///
/// # Errors
/// [`WriteError`]; nothing was released then.
pub fn write(draft: &Draft, template: &Template, signer: &dyn Signer) -> Result<Vec<u8>, WriteError> {
    let signed = template.with_content(content(draft), Some(draft.recorded_at)).map_err(WriteError::Build)?;
    let value = signer.sign(&signed.digest()).map_err(WriteError::Signing)?;
    signed.complete(&value).map_err(WriteError::Build)
}

/// The content: JSON, for people too.
pub(super) fn content(draft: &Draft) -> Vec<u8> {
    let content = json!({
        "format_version": FORMAT_VERSION,
        "kind": KIND,
        "recorded_at": draft.recorded_at,
        "document": { "sha256": draft.document_sha256.to_hex(), "size": draft.document_size },
        "proven": draft.proven.as_ref().map(|(time, source)| json!({ "time": time, "source": source })),
        "verdict": draft.verdict,
        "report": draft.report,
    });
    format!("{content:#}\n").into_bytes()
}

impl fmt::Display for WriteError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Build(error) => error.fmt(formatter),
            Self::Signing(error) => error.fmt(formatter),
        }
    }
}

impl core::error::Error for WriteError {}
