//! What a report lists beside its sections: every signature of the document, and what later revisions added.

use super::{Check, SignerSummary};
use crate::time::Time;

/// One signature or document time-stamp of a PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureSummary {
    /// Fully qualified name of its field.
    pub field: String,
    /// Octets from the beginning of the file to the object that holds it.
    pub offset: u64,
    /// Signature or document time-stamp.
    pub kind: SignatureKind,
    /// Whether the four sections speak of it.
    pub role: SignatureRole,
    /// What arithmetic says of it; no word about trust.
    pub outcome: SignatureOutcome,
    /// Why it is not intact, where there is a reason to tell.
    pub reason: Option<Check>,
    /// The revision it covers and how many there are, both counted from 1; `None` where it covers no whole revision.
    pub coverage: Option<RevisionCoverage>,
    /// Whose certificate it was verified with.
    pub signer: Option<SignerSummary>,
    /// The time the signer claims; of a document time-stamp the time its authority states.
    pub time: Option<Time>,
}

/// Which revision is covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RevisionCoverage {
    /// Counted from 1.
    pub revision: usize,
    /// How many revisions the file has.
    pub revisions: usize,
}

/// Kinds of signatures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SignatureKind {
    /// A document time-stamp (`/SubFilter /ETSI.RFC3161`).
    DocumentTimeStamp,
    /// A signature.
    Signature,
}

/// The place of a signature in the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SignatureRole {
    /// It is only listed.
    Listed,
    /// The sections are about it.
    SpokenOf,
}

/// What arithmetic says of a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SignatureOutcome {
    /// The octets it covers are not those that were signed.
    DigestDiffers,
    /// Digest, signature value and the binding of the certificate are right.
    Intact,
    /// It could not be read to an answer; the reason says why.
    NotEstablished,
    /// The signature value is not the certificate's key's.
    ValueWrong,
}

/// What one revision behind the signed one changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionSummary {
    /// Counted from 1.
    pub revision: usize,
    /// Where it begins, in octets from the beginning of the file.
    pub offset: u64,
    /// What it added; `None` where it, or another revision behind the signed one, does what is not allowed.
    pub additions: Option<Vec<RevisionAddition>>,
    /// Numbers and generations of the objects that are new.
    pub added: Vec<String>,
    /// Numbers and generations of the objects that were written anew.
    pub replaced: Vec<String>,
    /// Numbers and generations of the objects that are there no longer.
    pub freed: Vec<String>,
    /// Keys of the entries of the trailer that are new, gone or say something else.
    pub trailer: Vec<String>,
    /// How many pages there were and are, and which of them changed; `None` where that could not be found out.
    pub pages: Option<PageSummary>,
}

/// What a later revision did to the pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageSummary {
    /// How many there were.
    pub before: usize,
    /// How many there are.
    pub after: usize,
    /// Pages, counted from 1 as they are now, that are new, or lead to or inherit something that changed.
    pub changed: Vec<usize>,
}

/// One thing a later revision added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RevisionAddition {
    /// Validation data (DSS).
    DocumentSecurityStore,
    /// Nothing but a new cross-reference.
    Nothing,
    /// A further signature, in the field of this name.
    Signature(String),
}
