//! The report as JSON, format version 1; its JSON Schema is `schemas/report-1.schema.json`.
//!
//! It is written straight from the report: a tree of values for each of ten thousand documents costs as much as verifying them.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use super::{
    CertificateInQuestion, Check, Configuration, DocumentKind, DocumentReport, Explanation, Language,
    Location, Outcome, PageSummary, PathTried, PathsTried, Proof, ProofSource, Report, RevisionAddition,
    RevisionCoverage, RevisionSummary, RevocationStatement, RevocationSummary, Section, SectionName,
    SignatureKind, SignatureOutcome, SignatureRole, SignatureSummary, SignerSummary, SubIndication, Summary,
    Text, Unreadable, Verdict,
};

/// Version of the JSON form. Fields are added without changing it; a change of meaning raises it.
pub const FORMAT_VERSION: u32 = 1;

/// How the JSON is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    /// Language of messages.
    pub language: Language,
    /// Whether every finding is explained, for a reader who does not know the rule.
    pub explained: bool,
}

impl From<Language> for Form {
    fn from(language: Language) -> Self {
        Self { language, explained: false }
    }
}

/// Something of a report in a form: what `serde_json` writes.
#[derive(Debug, Clone, Copy)]
pub struct InForm<'r, T: ?Sized>(&'r T, Form);

macro_rules! in_json {
    ($($what:literal $name:ident),*) => { $(
        impl $name {
            #[doc = concat!($what, " as JSON, to be written by `serde_json`.")]
            pub fn as_json(&self, form: impl Into<Form>) -> InForm<'_, Self> {
                InForm(self, form.into())
            }

            #[doc = concat!($what, " as a JSON value.")]
            pub fn to_json(&self, form: impl Into<Form>) -> Value {
                // No key is anything but text, so nothing can fail.
                serde_json::to_value(self.as_json(form)).unwrap_or_default()
            }
        }
    )* };
}

in_json!(
    "The report" Report,
    "One document" DocumentReport,
    "One section" Section,
    "One check" Check,
    "The paths" PathsTried,
    "One path" PathTried
);

impl Summary {
    /// The numbers as a JSON value.
    pub fn to_json(&self) -> Value {
        serde_json::to_value(InForm(self, Language::English.into())).unwrap_or_default()
    }
}

impl<'r, T> InForm<'r, T> {
    /// Another thing in the same form.
    const fn with<'o, O: ?Sized>(&self, other: &'o O) -> InForm<'o, O> {
        InForm(other, self.1)
    }

    fn option<'o, O>(&self, other: Option<&'o O>) -> Option<InForm<'o, O>> {
        other.map(|other| self.with(other))
    }

    fn words<'o>(&self, text: &'o Text) -> &'o str {
        text.in_language(self.1.language)
    }
}

impl<T> Serialize for InForm<'_, [T]>
where
    for<'o> InForm<'o, T>: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|one| InForm(one, self.1)))
    }
}

/// An object whose members stand in the order they are written here.
macro_rules! object {
    ($type:ty, |$this:ident, $one:ident| { $($key:literal: $value:expr,)* }) => {
        impl Serialize for InForm<'_, $type> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let ($this, $one) = (self, self.0);
                let _ = $this;
                let mut object = serializer.serialize_map(None)?;
                $( object.serialize_entry($key, &$value)?; )*
                object.end()
            }
        }
    };
}

/// Which program made the report.
struct Tool;

object!(Tool, |_this, _one| {
    "name": env!("CARGO_PKG_NAME"),
    "version": super::TOOL_VERSION,
});

object!(Configuration, |_this, one| {
    "path": one.path,
    "sha256": one.sha256,
});

/// A report's conditions with files of anybody's.
#[derive(Debug, Clone, Copy)]
struct About<'r> {
    report: &'r Report,
    documents: &'r [DocumentReport],
    unreadable: &'r [Unreadable],
}

object!(About<'_>, |this, one| {
    "format_version": FORMAT_VERSION,
    "tool": this.with(&Tool),
    "at": one.report.at,
    "made_at": one.report.made_at,
    "profile": one.report.profile,
    "revocation": one.report.revocation,
    "algorithm_policy": one.report.algorithm_policy,
    "received_at": one.report.received_at,
    "requested_at": one.report.requested_at,
    "configuration": this.option(one.report.configuration.as_ref()),
    "crl_grace_seconds": one.report.freshness_grace,
    "unreadable": this.with(one.unreadable),
    "documents": this.with(one.documents),
    "summary": this.with(&Summary::of(one.documents, one.unreadable)),
});

impl Serialize for InForm<'_, Report> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Report { documents, unreadable, .. } = self.0;
        self.with(&About { report: self.0, documents, unreadable }).serialize(serializer)
    }
}

impl Report {
    /// A report of its own on one file, under the conditions of this one, to be written by `serde_json`; what this one says
    /// of files is left out.
    pub fn as_json_about<'r>(
        &'r self,
        file: Result<&'r DocumentReport, &'r Unreadable>,
        form: impl Into<Form>,
    ) -> impl Serialize + 'r {
        let (documents, unreadable) = match file {
            Ok(one) => (core::slice::from_ref(one), Default::default()),
            Err(one) => (Default::default(), core::slice::from_ref(one)),
        };
        ReportAbout(About { report: self, documents, unreadable }, form.into())
    }
}

/// What [`Report::as_json_about`] gives.
struct ReportAbout<'r>(About<'r>, Form);

impl Serialize for ReportAbout<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        InForm(&self.0, self.1).serialize(serializer)
    }
}

object!(Unreadable, |this, one| {
    "path": one.path,
    "reason": this.words(&one.reason),
});

object!(Summary, |_this, one| {
    "documents": one.all(),
    "passed": one.passed,
    "failed": one.failed,
    "indeterminate": one.indeterminate,
    "unreadable": one.unreadable,
    "not_reached": one.not_reached,
});

object!(super::Advice, |this, one| {
    "meaning": this.words(&one.meaning),
    "cause": one.cause.as_ref().map(|cause| this.words(cause)),
    "next_step": this.words(&one.next_step),
});

object!(DocumentReport, |this, one| {
    "path": one.path,
    "sha256": one.sha256,
    "size": one.size,
    "kind": one.kind.as_str(),
    "verdict": one.verdict().as_str(),
    "advice": this.with(&one.advice()),
    "judged_at": one.judged_at,
    "indication": one.indication().0.as_str(),
    "sub_indication": one.indication().1.map(SubIndication::as_str),
    "claimed_signing_time": one.claimed_signing_time,
    "signer": this.option(one.signer.as_ref()),
    "certificate_path": one.path_subjects,
    "revocation_evidence": this.with(one.revocation.as_slice()),
    "schema_sha256": one.schema_sha256,
    "schema_scope": one.schema_scope,
    "signatures": this.with(one.signatures.as_slice()),
    "later_revisions": this.with(one.later_revisions.as_slice()),
    "proof_of_existence": this.option(one.proof_of_existence.as_ref()),
    "paths_tried": this.option(one.paths_tried.as_ref()),
    "signature": this.with(&one.signature),
    "certificate": this.with(&one.certificate),
    "form": this.with(&one.form),
    "standard": this.with(&one.standard),
});

object!(Proof, |_this, one| {
    "time": one.time,
    "source": one.source.as_str(),
});

object!(SignerSummary, |_this, one| {
    "subject": one.subject,
    "issuer": one.issuer,
    "serial": one.serial,
    "sha256": one.sha256,
    "japanese_name": one.japanese_name,
    "not_before": one.not_before,
    "not_after": one.not_after,
});

object!(SignatureSummary, |this, one| {
    "field": one.field,
    "offset": one.offset,
    "kind": one.kind.as_str(),
    "spoken_of": (one.role == SignatureRole::SpokenOf),
    "outcome": one.outcome.as_str(),
    "reason": this.option(one.reason.as_ref()),
    "coverage": this.option(one.coverage.as_ref()),
    "signer": this.option(one.signer.as_ref()),
    "time": one.time,
});

object!(RevisionCoverage, |_this, one| {
    "revision": one.revision,
    "revisions": one.revisions,
});

object!(PathsTried, |this, one| {
    "count": one.count,
    "search": one.search,
    "paths": this.with(one.paths.as_slice()),
});

object!(PathTried, |this, one| {
    "certificates": one.subjects,
    "checks": this.with(one.checks.as_slice()),
});

object!(RevocationSummary, |this, one| {
    "certificate": this.with(&one.certificate),
    "state": one.state.as_str(),
    "reason": one.reason.as_ref().map(|reason| this.words(reason)),
    "statement": this.option(one.statement.as_ref()),
});

object!(RevocationStatement, |_this, one| {
    "source": one.source.as_str(),
    "origin": one.origin.as_str(),
    "sha256": one.sha256,
    "this_update": one.this_update,
    "next_update": one.next_update,
});

object!(RevisionSummary, |this, one| {
    "revision": one.revision,
    "offset": one.offset,
    "additions": one.additions.as_deref().map(|additions| this.with(additions)),
    "added": one.added,
    "replaced": one.replaced,
    "freed": one.freed,
    "trailer": one.trailer,
    "pages": one.pages.as_ref().map(|pages| this.with(pages)),
});

object!(PageSummary, |_this, one| {
    "before": one.before,
    "after": one.after,
    "changed": one.changed,
});

object!(RevisionAddition, |_this, one| {
    "kind": match one {
        RevisionAddition::DocumentSecurityStore => "dss",
        RevisionAddition::Nothing => "nothing",
        RevisionAddition::Signature(_) => "signature",
    },
    "field": match one {
        RevisionAddition::DocumentSecurityStore | RevisionAddition::Nothing => None,
        RevisionAddition::Signature(field) => Some(field),
    },
});

object!(Section, |this, one| {
    "verdict": one.verdict().as_str(),
    "asked": one.is_asked(),
    "checks": this.with(one.checks()),
});

object!(Check, |this, one| {
    "id": one.rule().id.0,
    "clause": one.rule().clause,
    "outcome": one.outcome().as_str(),
    "caution": one.is_remark(),
    "message": one.message(this.1.language),
    "certificate": this.option(one.certificate()),
    "sub_indication": one.sub_indication().map(SubIndication::as_str),
    "next_step": one.next_step().map(|step| this.words(step)),
    "explanation": this.option(this.1.explained.then(|| one.explanation()).flatten().as_ref()),
    "location": this.option(one.location().as_ref()),
});

object!(CertificateInQuestion, |_this, one| {
    "role": one.role,
    "subject": one.subject,
});

object!(Explanation, |this, one| {
    "meaning": this.words(&one.meaning),
    "importance": this.words(&one.importance),
    "next_step": this.words(&one.next_step),
});

impl Serialize for InForm<'_, Location> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        match self.0 {
            Location::Offset(offset) => object.serialize_entry("offset", offset)?,
            Location::LineColumn { line, column } => {
                object.serialize_entry("line", line)?;
                object.serialize_entry("column", column)?;
            }
        }
        object.end()
    }
}

impl ProofSource {
    /// The word in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Record => "record",
            Self::TimeStamp => "time_stamp",
        }
    }
}

impl SignatureKind {
    /// The word in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DocumentTimeStamp => "document_time_stamp",
            Self::Signature => "signature",
        }
    }
}

impl SignatureOutcome {
    /// The word in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DigestDiffers => "digest_differs",
            Self::Intact => "intact",
            Self::NotEstablished => "not_established",
            Self::ValueWrong => "value_wrong",
        }
    }
}

impl Verdict {
    /// The word in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Indeterminate => "indeterminate",
        }
    }
}

impl Outcome {
    /// The word in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Unknown => "unknown",
            Self::NotChecked => "not_checked",
        }
    }
}

impl DocumentKind {
    /// The word in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Xml => "xml",
            Self::Unknown => "unknown",
        }
    }
}

impl SectionName {
    /// The word in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Signature => "signature",
            Self::Certificate => "certificate",
            Self::Form => "form",
            Self::Standard => "standard",
        }
    }
}
