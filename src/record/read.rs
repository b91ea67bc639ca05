//! From octets to a record, and whether its signature and its content belong together.

use core::fmt;

use serde::Deserialize;
use serde_json::Value;

use super::{FORMAT_VERSION, KIND};
use crate::cms::{self, SignedData, VerifiedSignature};
use crate::limits::record as limits;
use crate::pki::Certificate;
use crate::time::Time;

/// A record whose structure was read. Nothing of it is believed yet.
#[derive(Debug, Clone)]
pub struct Record {
    signed_data: SignedData,
    statement: Statement,
}

/// What a record states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    document_sha256: [u8; 32],
    document_size: u64,
    recorded_at: Time,
    proven: Option<(Time, String)>,
    verdict: String,
    report: Value,
}

/// A record whose content, times and signature value belong together. Made only by [`Record::verify`].
///
/// It says nothing of trust: whether its signer may make records is still to be asked.
#[derive(Debug, Clone)]
pub struct VerifiedRecord {
    signature: VerifiedSignature,
    statement: Statement,
}

/// Why octets are no record, or prove nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RecordError {
    /// The content is not of the expected shape.
    Content {
        /// What the JSON reader says, or which property is wrong.
        reason: String,
    },
    /// The content is something else than a record of a version known here.
    Kind,
    /// The signature does not hold: the content was changed, or the value is not the signer's.
    Signature(cms::Error),
    /// The octets are no signature with content.
    Structure(cms::Error),
    /// signingTime is not the time of the content.
    TimesDiffer {
        /// What the content says.
        recorded_at: Time,
        /// What the signature says.
        signing_time: Option<Time>,
    },
    /// Longer than any record.
    TooLarge {
        /// Octets allowed.
        limit: usize,
    },
}

#[derive(Deserialize)]
struct Content {
    format_version: u32,
    kind: String,
    recorded_at: String,
    document: Document,
    proven: Option<Proven>,
    verdict: String,
    report: Value,
}

#[derive(Deserialize)]
struct Document {
    sha256: String,
    size: u64,
}

#[derive(Deserialize)]
struct Proven {
    time: String,
    source: String,
}

impl Record {
    /// Reads a record.
    ///
    /// # Errors
    /// [`RecordError`] when the octets are none. A broken signature is not among them: that is for [`Record::verify`].
    pub fn parse(octets: &[u8]) -> Result<Self, RecordError> {
        if octets.len() > limits::MAX_RECORD_LENGTH {
            return Err(RecordError::TooLarge { limit: limits::MAX_RECORD_LENGTH });
        }
        let signed_data = SignedData::parse_with_content(octets).map_err(RecordError::Structure)?;
        let statement = Statement::parse(signed_data.content().unwrap_or_default())?;
        Ok(Self { signed_data, statement })
    }

    /// What it states, believed or not.
    pub const fn statement(&self) -> &Statement {
        &self.statement
    }

    /// Certificates it carries, unverified.
    pub fn certificates(&self) -> &[Certificate] {
        self.signed_data.certificates()
    }

    /// Whether content and signature belong together.
    ///
    /// # Errors
    /// [`RecordError::Signature`] or [`RecordError::TimesDiffer`].
    pub fn verify(&self) -> Result<VerifiedRecord, RecordError> {
        let content = self.signed_data.content().unwrap_or_default();
        let signature =
            self.signed_data.verify([content]).into_verified().map_err(|errors| {
                errors.into_iter().next().map_or(RecordError::Kind, RecordError::Signature)
            })?;
        let (recorded_at, signing_time) = (self.statement.recorded_at, signature.signing_time());
        if signing_time != Some(recorded_at) {
            return Err(RecordError::TimesDiffer { recorded_at, signing_time });
        }
        Ok(VerifiedRecord { signature, statement: self.statement.clone() })
    }
}

impl VerifiedRecord {
    /// The signature, with its certificates.
    pub const fn signature(&self) -> &VerifiedSignature {
        &self.signature
    }

    /// What it states.
    pub const fn statement(&self) -> &Statement {
        &self.statement
    }
}

impl Statement {
    fn parse(octets: &[u8]) -> Result<Self, RecordError> {
        let malformed = |reason: String| RecordError::Content { reason };
        let content: Content =
            serde_json::from_slice(octets).map_err(|error| malformed(error.to_string()))?;
        if content.format_version != FORMAT_VERSION || content.kind != KIND {
            return Err(RecordError::Kind);
        }
        let time = |text: &str| Time::parse_rfc3339(text).map_err(|error| malformed(error.to_string()));
        let mut document_sha256 = [0; 32];
        const_hex::decode_to_slice(&content.document.sha256, &mut document_sha256)
            .map_err(|_| malformed("document.sha256 is no SHA-256".into()))?;
        Ok(Self {
            document_sha256,
            document_size: content.document.size,
            recorded_at: time(&content.recorded_at)?,
            proven: match content.proven {
                None => None,
                Some(proven) => Some((time(&proven.time)?, proven.source)),
            },
            verdict: content.verdict,
            report: content.report,
        })
    }

    /// SHA-256 of the document.
    pub const fn document_sha256(&self) -> &[u8; 32] {
        &self.document_sha256
    }

    /// Octets of the document.
    pub const fn document_size(&self) -> u64 {
        self.document_size
    }

    /// When the record was made.
    pub const fn recorded_at(&self) -> Time {
        self.recorded_at
    }

    /// What proved, when the record was made, that the document's signature existed, and from when.
    pub const fn proven(&self) -> Option<&(Time, String)> {
        self.proven.as_ref()
    }

    /// From when the document is known to have existed: from what was proven when the record was made, else from its
    /// making. A proof that claims to be later than the record is passed over.
    pub fn existed_at(&self) -> Time {
        self.proven.as_ref().map_or(self.recorded_at, |(time, _)| (*time).min(self.recorded_at))
    }

    /// The document's verdict when the record was made: `passed`, `failed` or `indeterminate`.
    pub fn verdict(&self) -> &str {
        &self.verdict
    }

    /// The report of that time, as JSON.
    pub const fn report(&self) -> &Value {
        &self.report
    }
}

impl fmt::Display for RecordError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Content { reason } => write!(formatter, "content of the record: {reason}"),
            Self::Kind => formatter.write_str("not a verification record of a version known here"),
            Self::Signature(error) => write!(formatter, "signature of the record: {error}"),
            Self::Structure(error) => write!(formatter, "not a record: {error}"),
            Self::TimesDiffer { recorded_at, signing_time: Some(signing_time) } => {
                write!(formatter, "the record says {recorded_at}, its signature {signing_time}")
            }
            Self::TimesDiffer { recorded_at, signing_time: None } => {
                write!(formatter, "the record says {recorded_at}, its signature no time")
            }
            Self::TooLarge { limit } => write!(formatter, "longer than {limit} octets"),
        }
    }
}

impl core::error::Error for RecordError {}
