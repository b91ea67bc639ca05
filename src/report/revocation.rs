//! What the answer about revocation rests on: for each certificate of the path which list or response, and how fresh it is.

use super::{CertificateInQuestion, Text};
use crate::time::Time;

/// What is known of the revocation of one certificate of the path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevocationSummary {
    /// Which certificate.
    pub certificate: CertificateInQuestion,
    /// How it stands.
    pub state: RevocationState,
    /// Why it stands so, where that is not plain.
    pub reason: Option<Text>,
    /// The list or response that says so; `None` where none does, or where no path is valid.
    pub statement: Option<RevocationStatement>,
}

/// How one certificate stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RevocationState {
    /// Not revoked.
    Good,
    /// Nobody asked.
    NotChecked,
    /// It could not be established.
    NotEstablished,
    /// Revoked or suspended.
    Revoked,
    /// Revoked later than the proven time, without effect on what existed then.
    RevokedAfterProof,
}

/// A list or response that was used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevocationStatement {
    /// Which kind.
    pub source: RevocationSource,
    /// Whether the document brought it along.
    pub origin: RevocationOrigin,
    /// SHA-256 of the list or response, lower-case hexadecimal.
    pub sha256: String,
    /// When it was made (thisUpdate).
    pub this_update: Time,
    /// Until when the next one is due (nextUpdate).
    pub next_update: Option<Time>,
}

/// Kinds of statements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RevocationSource {
    /// A complete list.
    List,
    /// A list with its delta list.
    ListWithDelta,
    /// An OCSP response.
    OcspResponse,
}

/// Who brought a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RevocationOrigin {
    /// It lay in the document.
    Document,
    /// The receiver handed it in.
    Receiver,
}

impl RevocationState {
    /// The word in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::NotChecked => "not_checked",
            Self::NotEstablished => "not_established",
            Self::Revoked => "revoked",
            Self::RevokedAfterProof => "revoked_after_proof",
        }
    }
}

impl RevocationSource {
    /// The word in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::List => "crl",
            Self::ListWithDelta => "crl_with_delta",
            Self::OcspResponse => "ocsp",
        }
    }
}

impl RevocationOrigin {
    /// The word in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Receiver => "receiver",
        }
    }
}
