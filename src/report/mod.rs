//! Words only: what was checked, what was found, by which clause, and what follows from it.
//!
//! Nothing here reads a document or decides anything but the arithmetic of verdicts: a [`Section`] follows from
//! its [`Check`]s and a [`DocumentReport`] from its sections. Other modules state facts; `profile` turns them
//! into checks; the renderers of the binary turn a [`Report`] into text or JSON.

mod advice;
mod explanation;
mod finding;
mod indication;
mod json;
mod revocation;
mod signatures;
mod summary;
mod topics;

pub use advice::Advice;
pub use explanation::Explanation;
pub use finding::{
    CertificateInQuestion, Check, Finding, Location, Outcome, Rule, RuleId, SectionName, Text,
};
pub use indication::{Indication, SubIndication};
pub use json::{FORMAT_VERSION, Form, InForm};
pub use revocation::{
    RevocationOrigin, RevocationSource, RevocationState, RevocationStatement, RevocationSummary,
};
pub use signatures::{
    PageSummary, RevisionAddition, RevisionCoverage, RevisionSummary, SignatureKind, SignatureOutcome,
    SignatureRole, SignatureSummary,
};
pub use summary::Summary;

/// The version of this library and its binary, which every report states.
pub const TOOL_VERSION: &str = env!("CARGO_PKG_VERSION");

use crate::time::Time;

/// The language of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// 日本語
    Japanese,
    /// English
    English,
}

/// 有効・無効・判定不能.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// 有効: every check that had to hold was made and holds.
    Passed,
    /// 判定不能: nothing speaks against it, but something could not be established.
    Indeterminate,
    /// 無効: a check that must hold does not.
    Failed,
}

/// What kind of file the bytes are, by their content, never by their name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DocumentKind {
    /// Begins as a PDF does.
    Pdf,
    /// Begins as an XML document does.
    Xml,
    /// Neither.
    Unknown,
}

/// One of the four headings of a verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    checks: Vec<Check>,
    scope: Scope,
}

/// Whether the question included the section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    Asked,
    NotAsked,
}

impl Section {
    /// A section with the checks that were made, in the order they were made.
    pub fn new(checks: Vec<Check>) -> Self {
        Self { checks, scope: Scope::Asked }
    }

    /// A section the question did not include: it says so with one check that was not made, and objects to nothing.
    pub fn not_asked(rule: &'static Rule) -> Self {
        Self { checks: vec![Check::not_checked(rule)], scope: Scope::NotAsked }
    }

    /// The checks, in the order they were made.
    pub fn checks(&self) -> &[Check] {
        &self.checks
    }

    /// Whether the question included the section at all.
    pub fn is_asked(&self) -> bool {
        self.scope == Scope::Asked
    }

    /// The check that decides: the first one that failed, else the first one that is unknown, of those that
    /// EN 319 102-1 has a sub-indication for.
    pub fn deciding_check(&self) -> Option<&Check> {
        let with = |outcome| {
            let mut checks = self.checks.iter().filter(|check| check.sub_indication().is_some());
            checks.find(|check| check.outcome() == outcome)
        };
        with(Outcome::Fail).or_else(|| with(Outcome::Unknown))
    }

    /// Failed if any check failed, else indeterminate if any is unknown, else passed.
    ///
    /// A section without a single passing check is indeterminate: nothing was established.
    pub fn verdict(&self) -> Verdict {
        let any = |outcome| self.checks.iter().any(|check| check.outcome() == outcome);
        if any(Outcome::Fail) {
            Verdict::Failed
        } else if any(Outcome::Unknown) || (self.scope == Scope::Asked && !any(Outcome::Pass)) {
            Verdict::Indeterminate
        } else {
            Verdict::Passed
        }
    }
}

/// Who signed, as the signer's certificate says it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SignerSummary {
    /// Subject distinguished name (RFC 4514).
    pub subject: String,
    /// Issuer distinguished name (RFC 4514).
    pub issuer: String,
    /// Serial number, lower-case hexadecimal.
    pub serial: String,
    /// SHA-256 of the certificate, lower-case hexadecimal.
    pub sha256: String,
    /// The Japanese name from the subject alternative name, where there is one.
    pub japanese_name: Option<String>,
    /// Start of the certificate's validity.
    pub not_before: Option<Time>,
    /// End of the certificate's validity.
    pub not_after: Option<Time>,
}

/// A time at which the signature is proven to have existed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proof {
    /// The time.
    pub time: Time,
    /// What proves it.
    pub source: ProofSource,
}

/// What proves that a signature existed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProofSource {
    /// The receiving agency vouches for the time of receipt.
    Receipt,
    /// A kept record of an earlier verification, signed by the agency.
    Record,
    /// A time-stamp (RFC 3161) with a valid path to an anchor for time-stamps.
    TimeStamp,
}

/// The certification paths that were tried and are not valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathsTried {
    /// How many were tried.
    pub count: usize,
    /// `complete`, `found` when the search ended with a valid path, or `budget_exhausted`.
    pub search: &'static str,
    /// The most telling ones, best first.
    pub paths: Vec<PathTried>,
}

/// One path that is not valid, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathTried {
    /// Subjects (RFC 4514), from the anchor's side down to the signer.
    pub subjects: Vec<String>,
    /// What is wrong with it.
    pub checks: Vec<Check>,
}

/// Everything said about one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentReport {
    /// File name as the caller gave it; the library leaves it empty.
    pub path: String,
    /// SHA-256 of the file, lower-case hexadecimal.
    pub sha256: String,
    /// Octets in the file.
    pub size: u64,
    /// Kind by content.
    pub kind: DocumentKind,
    /// 検証基準時刻: the instant the judgement is about.
    pub judged_at: Time,
    /// The signer, when a certificate was found.
    pub signer: Option<SignerSummary>,
    /// Subjects of the path that was validated, from the anchor to the signer.
    pub path_subjects: Vec<String>,
    /// What is known of the revocation of the certificates of that path, from the anchor's side.
    pub revocation: Vec<RevocationSummary>,
    /// The time the signer claims (`/M`, signingTime); XML has none.
    pub claimed_signing_time: Option<Time>,
    /// SHA-256 of the schema that was used, lower-case hexadecimal.
    pub schema_sha256: Option<String>,
    /// What of an XML document the schema was asked about: `signed` or `document`.
    pub schema_scope: Option<&'static str>,
    /// Every signature of a PDF, in the order of its form; says which one the sections speak of. Empty for XML, whose
    /// one signature the sections speak of.
    pub signatures: Vec<SignatureSummary>,
    /// What each revision behind the signed one changed, allowed or not.
    pub later_revisions: Vec<RevisionSummary>,
    /// The earliest time at which the signature is proven to have existed.
    pub proof_of_existence: Option<Proof>,
    /// Every path that was tried, where the caller asked for them.
    pub paths_tried: Option<PathsTried>,
    /// 署名検証結果
    pub signature: Section,
    /// 証明書検証結果
    pub certificate: Section,
    /// 様式(スキーマ)検証結果
    pub form: Section,
    /// 技術的基準適合
    pub standard: Section,
}

impl DocumentReport {
    /// The four sections with their names, in the order of every report.
    pub fn sections(&self) -> [(SectionName, &Section); 4] {
        [
            (SectionName::Signature, &self.signature),
            (SectionName::Certificate, &self.certificate),
            (SectionName::Form, &self.form),
            (SectionName::Standard, &self.standard),
        ]
    }

    /// Failed if any section failed, else indeterminate if any is, else passed.
    pub fn verdict(&self) -> Verdict {
        self.sections().iter().map(|(_, section)| section.verdict()).max().unwrap_or(Verdict::Indeterminate)
    }

    /// The check that decided about the signature: the first of the worst outcome, the signature section before the
    /// certificate's. `None` when neither holds a finding.
    pub fn deciding_check(&self) -> Option<&Check> {
        let with = |outcome| {
            let checks = self.signature.checks().iter().chain(self.certificate.checks());
            checks
                .filter(|check| check.sub_indication().is_some())
                .find(move |check| check.outcome() == outcome)
        };
        with(Outcome::Fail).or_else(|| with(Outcome::Unknown))
    }

    /// The indication and sub-indication of EN 319 102-1 for the signature, independent of the standard's rules.
    ///
    /// Those of the check that decided.
    pub fn indication(&self) -> (Indication, Option<SubIndication>) {
        if let Some(sub) = self.deciding_check().and_then(Check::sub_indication) {
            return (sub.indication(), Some(sub));
        }
        match self.signature.verdict().max(self.certificate.verdict()) {
            Verdict::Passed => (Indication::TotalPassed, None),
            Verdict::Indeterminate => (Indication::Indeterminate, Some(SubIndication::Generic)),
            Verdict::Failed => (Indication::TotalFailed, Some(SubIndication::FormatFailure)),
        }
    }
}

/// The answer to one question put to the tool: one or many documents at one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// 検証基準時刻: the instant all judgements are about.
    pub at: Time,
    /// When the report was made, by the clock of whoever made it; `None` where nobody said.
    pub made_at: Option<Time>,
    /// Name of the profile that judged.
    pub profile: String,
    /// What missing revocation data meant: `require`, `available` or `off`.
    pub revocation: &'static str,
    /// Version of the algorithm policy that judged.
    pub algorithm_policy: String,
    /// The time of receipt the agency vouches for.
    pub received_at: Option<Time>,
    /// The time before which the signature cannot have been made, because the agency asked for the document then.
    pub requested_at: Option<Time>,
    /// The configuration file that the settings came from, where there was one.
    pub configuration: Option<Configuration>,
    /// Seconds after nextUpdate for which revocation data still counted as current.
    pub freshness_grace: u32,
    /// The documents, in the order they were given.
    pub documents: Vec<DocumentReport>,
    /// Files that could not be read, with the reason; there is no verdict about them.
    pub unreadable: Vec<Unreadable>,
}

/// A configuration file, by name and content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Configuration {
    /// Its path.
    pub path: String,
    /// SHA-256 of the file, lower-case hexadecimal.
    pub sha256: String,
}

/// A file without a verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// File name as the caller gave it.
    pub path: String,
    /// Why.
    pub reason: Text,
    /// What stood in the way; it decides whose turn it is.
    pub obstacle: Obstacle,
}

/// What stood in the way of a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Obstacle {
    /// The file: it is not there, or may not be read. Whoever named it looks after that.
    File,
    /// A fault of the tool, or a record that could not be kept. The file may be in order; the operator looks after that.
    Tool,
}
