//! The report as JSON, format version 1; its JSON Schema is `schemas/report-1.schema.json`.

use serde_json::{Map, Value, json};

use super::{
    Check, DocumentKind, DocumentReport, Language, Location, Outcome, PathTried, PathsTried, ProofSource,
    Report, RevisionAddition, RevisionSummary, Section, SectionName, SignatureKind, SignatureOutcome,
    SignatureRole, SignatureSummary, SignerSummary, Verdict,
};

/// Version of the JSON form. Fields are added without changing it; a change of meaning raises it.
pub const FORMAT_VERSION: u32 = 1;

impl Report {
    /// The report as a JSON value, messages in `language`.
    pub fn to_json(&self, language: Language) -> Value {
        json!({
            "format_version": FORMAT_VERSION,
            "tool": { "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") },
            "at": self.at.to_string(),
            "profile": self.profile,
            "revocation": self.revocation,
            "algorithm_policy": self.algorithm_policy,
            "received_at": self.received_at,
            "requested_at": self.requested_at,
            "configuration": self.configuration.as_ref().map(|one| json!({ "path": one.path, "sha256": one.sha256 })),
            "crl_grace_seconds": self.freshness_grace,
            "unreadable": self.unreadable.iter().map(|one| json!({ "path": one.path, "reason": one.reason.in_language(language) })).collect::<Vec<_>>(),
            "documents": self.documents.iter().map(|document| document.to_json(language)).collect::<Vec<_>>(),
        })
    }
}

impl DocumentReport {
    /// One document as a JSON value, messages in `language`.
    pub fn to_json(&self, language: Language) -> Value {
        let (indication, sub_indication) = self.indication();
        let mut object = Map::new();
        let mut put = |key: &str, value: Value| object.insert(key.to_owned(), value);
        put("path", json!(self.path));
        put("sha256", json!(self.sha256));
        put("size", json!(self.size));
        put("kind", json!(self.kind.as_str()));
        put("verdict", json!(self.verdict().as_str()));
        put("indication", json!(indication.as_str()));
        put("sub_indication", json!(sub_indication.map(super::SubIndication::as_str)));
        put("claimed_signing_time", json!(self.claimed_signing_time));
        put("signer", signer(self.signer.as_ref()));
        put("certificate_path", json!(self.path_subjects));
        put("schema_sha256", json!(self.schema_sha256));
        put("schema_scope", json!(self.schema_scope));
        let signatures = self.signatures.iter().map(|one| one.to_json(language)).collect();
        put("signatures", Value::Array(signatures));
        let later = self.later_revisions.iter().map(RevisionSummary::to_json).collect();
        put("later_revisions", Value::Array(later));
        put(
            "proof_of_existence",
            self.proof_of_existence
                .map_or(Value::Null, |proof| json!({ "time": proof.time, "source": proof.source.as_str() })),
        );
        put("paths_tried", self.paths_tried.as_ref().map_or(Value::Null, |tried| tried.to_json(language)));
        for (name, section) in self.sections() {
            put(name.as_str(), section.to_json(language));
        }
        Value::Object(object)
    }
}

impl PathsTried {
    /// The paths as a JSON value, messages in `language`.
    pub fn to_json(&self, language: Language) -> Value {
        json!({
            "count": self.count,
            "search": self.search,
            "paths": self.paths.iter().map(|path| path.to_json(language)).collect::<Vec<_>>(),
        })
    }
}

fn signer(signer: Option<&SignerSummary>) -> Value {
    signer.map_or(Value::Null, |signer| {
        json!({
            "subject": signer.subject,
            "issuer": signer.issuer,
            "serial": signer.serial,
            "sha256": signer.sha256,
            "japanese_name": signer.japanese_name,
            "not_before": signer.not_before,
            "not_after": signer.not_after,
        })
    })
}

impl SignatureSummary {
    fn to_json(&self, language: Language) -> Value {
        json!({
            "field": self.field,
            "offset": self.offset,
            "kind": self.kind.as_str(),
            "spoken_of": self.role == SignatureRole::SpokenOf,
            "outcome": self.outcome.as_str(),
            "reason": self.reason.as_ref().map(|reason| reason.to_json(language)),
            "coverage": self.coverage.map(|coverage| json!({
                "revision": coverage.revision,
                "revisions": coverage.revisions,
            })),
            "signer": signer(self.signer.as_ref()),
            "time": self.time,
        })
    }
}

impl PathTried {
    /// One path as a JSON value, messages in `language`.
    pub fn to_json(&self, language: Language) -> Value {
        json!({
            "certificates": self.subjects,
            "checks": self.checks.iter().map(|check| check.to_json(language)).collect::<Vec<_>>(),
        })
    }
}

impl RevisionSummary {
    fn to_json(&self) -> Value {
        let addition = |addition: &RevisionAddition| match addition {
            RevisionAddition::DocumentSecurityStore => json!({ "kind": "dss", "field": null }),
            RevisionAddition::Nothing => json!({ "kind": "nothing", "field": null }),
            RevisionAddition::Signature(field) => json!({ "kind": "signature", "field": field }),
        };
        json!({
            "revision": self.revision,
            "additions": self.additions.iter().map(addition).collect::<Vec<_>>(),
            "added": self.added,
            "replaced": self.replaced,
        })
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

impl Section {
    /// One section as a JSON value, messages in `language`.
    pub fn to_json(&self, language: Language) -> Value {
        json!({
            "verdict": self.verdict().as_str(),
            "asked": self.is_asked(),
            "checks": self.checks().iter().map(|check| check.to_json(language)).collect::<Vec<_>>(),
        })
    }
}

impl Check {
    /// One check as a JSON value, its message in `language`.
    pub fn to_json(&self, language: Language) -> Value {
        json!({
            "id": self.rule().id.0,
            "clause": self.rule().clause,
            "outcome": self.outcome().as_str(),
            "message": self.message(language),
            "certificate": self.certificate().map(|one| json!({ "role": one.role, "subject": one.subject })),
            "sub_indication": self.sub_indication().map(super::SubIndication::as_str),
            "next_step": self.next_step().map(|step| step.in_language(language)),
            "location": self.location().map(|location| match location {
                Location::Offset(offset) => json!({ "offset": offset }),
                Location::LineColumn { line, column } => json!({ "line": line, "column": column }),
            }),
        })
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
