//! The list of all signatures of a PDF, and what later revisions added, in words that report and JSON share.

use super::{Sections, path};
use crate::cms::{Outcome as Step, TimeStamp, TimeStampError, Verification};
use crate::evidence::{OtherValue, PdfEvidence};
use crate::pdf::{self, Addition, ObjectId, RevisionChanges, SignatureDictionary, SignedBytes};
use crate::profile::{findings, rules};
use crate::report::{
    Check, Finding, Language, Location, PageSummary, RevisionAddition, RevisionCoverage, RevisionSummary,
    SignatureKind, SignatureOutcome, SignatureRole, SignatureSummary, SubIndication, Text,
};
use crate::time::Time;

/// Every signature, in the order of the file.
pub(super) fn list(evidence: &PdfEvidence<'_>) -> Vec<SignatureSummary> {
    let Ok(document) = evidence.document() else { return Vec::new() };
    let revisions = document.revisions().len();
    let mut all = Vec::new();
    if let Some(spoken_of) = evidence.signature() {
        let value = match spoken_of.verification() {
            None => Value::unread(spoken_of.bytes()),
            Some(verification) => Value::of_signature(verification),
        };
        let role = SignatureRole::SpokenOf;
        all.push(summary(
            role,
            spoken_of.field(),
            spoken_of.dictionary(),
            spoken_of.bytes(),
            value,
            revisions,
        ));
    }
    for other in evidence.others() {
        let value = match other.value() {
            OtherValue::DocumentTimeStamp(stamp) => Value::of_time_stamp(stamp),
            OtherValue::Signature(verification) => Value::of_signature(verification),
            OtherValue::Unread => Value::unread(other.bytes()),
        };
        let role = SignatureRole::Listed;
        all.push(summary(role, other.field(), other.dictionary(), other.bytes(), value, revisions));
    }
    all.sort_by_key(|one| one.offset);
    all
}

/// A signature that the sections do not speak of: one whose arithmetic is right says nothing of its signer; any other is a
/// finding, because a file that holds it is not in order (decision 0068).
pub(super) fn judge_other(other: &SignatureSummary, sections: &mut Sections) {
    let (kind_ja, kind_en) = match other.kind {
        SignatureKind::DocumentTimeStamp => ("文書タイムスタンプ", "document time-stamp"),
        SignatureKind::Signature => ("電子署名", "signature"),
    };
    let field = &other.field;
    let (ja, en) = match other.outcome {
        SignatureOutcome::Intact => {
            let detail = Text::owned(
                format!("{kind_ja} {field}: ハッシュ値と署名値は正しい"),
                format!("{kind_en} {field}: digest and signature value are right"),
            );
            sections.push(Check::not_checked(&rules::OTHER_SIGNATURES).with_detail(detail));
            return;
        }
        SignatureOutcome::DigestDiffers => (
            "は、署名した範囲の内容が署名後に変わっています（ハッシュ値の不一致）。",
            "what it covers was changed after signing (the digests differ).",
        ),
        SignatureOutcome::ValueWrong => (
            "は、署名値が署名者の公開鍵で検証できません。",
            "its value does not verify with the signer's public key.",
        ),
        SignatureOutcome::NotEstablished => {
            ("は、正しいことを確かめられません。", "it could not be established that it is right.")
        }
    };
    let reason = other.reason.as_ref();
    let sub_indication = match other.outcome {
        SignatureOutcome::DigestDiffers => SubIndication::HashFailure,
        SignatureOutcome::ValueWrong => SubIndication::SigCryptoFailure,
        SignatureOutcome::Intact | SignatureOutcome::NotEstablished => {
            reason.and_then(Check::sub_indication).unwrap_or(SubIndication::Generic)
        }
    };
    let mut finding = Finding::new(&rules::OTHER_SIGNATURES_INTACT, sub_indication)
        .saying(Text::owned(format!("{kind_ja} {field} {ja}"), format!("Another {kind_en}, {field}: {en}")))
        .at(Location::Offset(other.offset));
    if other.outcome == SignatureOutcome::NotEstablished {
        finding.detail = reason.map(|reason| {
            let of = |language| reason.message(language).trim_end_matches(['。', '.']).to_owned();
            Text::owned(of(Language::Japanese), of(Language::English))
        });
    }
    sections.finding(finding);
}

/// What the revisions behind the signed one changed, and of which kind it is where all of it is allowed.
pub(super) fn later_revisions(evidence: &PdfEvidence<'_>) -> Vec<RevisionSummary> {
    let Some(signature) = evidence.signature() else { return Vec::new() };
    let allowed = signature.later_revisions().and_then(|later| later.as_ref().ok());
    let allowed = allowed.map(Vec::as_slice).unwrap_or_default();
    let additions = |changes: &RevisionChanges| {
        let found = allowed.iter().find(|later| later.revision == changes.revision)?;
        Some(found.additions.iter().map(addition).collect())
    };
    signature.revision_changes().iter().map(|changes| revision(changes, additions(changes))).collect()
}

fn addition(addition: &Addition) -> RevisionAddition {
    match addition {
        Addition::DocumentSecurityStore => RevisionAddition::DocumentSecurityStore,
        Addition::FurtherSignature { name, .. } => RevisionAddition::Signature(name.clone()),
        Addition::Nothing => RevisionAddition::Nothing,
    }
}

fn revision(changes: &RevisionChanges, additions: Option<Vec<RevisionAddition>>) -> RevisionSummary {
    let names = |objects: &[ObjectId]| objects.iter().map(ToString::to_string).collect();
    RevisionSummary {
        revision: changes.revision.saturating_add(1),
        offset: u64::try_from(changes.offset).unwrap_or(u64::MAX),
        additions,
        added: names(&changes.added),
        replaced: names(&changes.replaced),
        freed: names(&changes.freed),
        trailer: changes.trailer.iter().map(|change| change.key.escape_ascii().to_string()).collect(),
        pages: changes.pages.as_ref().map(|pages| PageSummary {
            before: pages.before,
            after: pages.after,
            changed: pages.changed.clone(),
        }),
    }
}

/// Why a signature that covers what it must was not read.
const TOO_MANY: Text = Text::new(
    "電子署名の数又は大きさが、この検証ツールの上限を超えています。",
    "There are more signatures, or larger ones, than this tool reads.",
);

/// What `/Contents` came to.
struct Value<'e> {
    kind: SignatureKind,
    outcome: SignatureOutcome,
    reason: Option<Finding>,
    signer: Option<&'e crate::pki::Certificate>,
    stamped: Option<Time>,
}

impl<'e> Value<'e> {
    fn of_signature(verification: &'e Result<Verification, crate::cms::Error>) -> Self {
        let (outcome, reason, signer) = match verification {
            Err(error) => (SignatureOutcome::NotEstablished, Some(findings::cms::finding(error)), None),
            Ok(verification) => {
                let first = verification.errors().next();
                // The stated digest is the signer's word only where the value holds.
                let digest_differs = matches!(verification.message_digest(), Step::Broken(_));
                let outcome = if digest_differs && *verification.signature_value() == Step::Holds {
                    SignatureOutcome::DigestDiffers
                } else if matches!(verification.signature_value(), Step::Broken(_)) {
                    SignatureOutcome::ValueWrong
                } else if first.is_some() {
                    SignatureOutcome::NotEstablished
                } else {
                    SignatureOutcome::Intact
                };
                (
                    outcome,
                    first.map(|error| findings::cms::finding_in(verification, error)),
                    verification.signer_certificate().ok(),
                )
            }
        };
        Self { kind: SignatureKind::Signature, outcome, reason, signer, stamped: None }
    }

    fn of_time_stamp(stamp: &'e Result<TimeStamp, TimeStampError>) -> Self {
        let kind = SignatureKind::DocumentTimeStamp;
        match stamp {
            Ok(stamp) => Self {
                kind,
                outcome: SignatureOutcome::Intact,
                reason: None,
                signer: Some(stamp.authority_certificate()),
                stamped: Some(stamp.time()),
            },
            Err(error) => Self {
                kind,
                outcome: match error {
                    TimeStampError::ImprintDifferent => SignatureOutcome::DigestDiffers,
                    TimeStampError::Token(crate::cms::Error::SignatureValue(_)) => {
                        SignatureOutcome::ValueWrong
                    }
                    _ => SignatureOutcome::NotEstablished,
                },
                reason: Some(findings::cms::time_stamp_finding(error)),
                signer: None,
                stamped: None,
            },
        }
    }

    fn unread(bytes: &Result<SignedBytes<'_>, pdf::Error>) -> Self {
        let reason = match bytes {
            Err(error) => findings::pdf::finding(error),
            Ok(_) => Finding::new(&rules::OTHER_SIGNATURES, SubIndication::Generic).saying(TOO_MANY),
        };
        Self {
            kind: SignatureKind::Signature,
            outcome: SignatureOutcome::NotEstablished,
            reason: Some(reason),
            signer: None,
            stamped: None,
        }
    }
}

fn summary(
    role: SignatureRole,
    field: &str,
    dictionary: &SignatureDictionary<'_>,
    bytes: &Result<SignedBytes<'_>, pdf::Error>,
    value: Value<'_>,
    revisions: usize,
) -> SignatureSummary {
    let covered = bytes.as_ref().ok().map(|bytes| bytes.coverage().revision().saturating_add(1));
    SignatureSummary {
        field: field.to_owned(),
        offset: u64::try_from(dictionary.offset()).unwrap_or(u64::MAX),
        kind: value.kind,
        role,
        outcome: value.outcome,
        reason: value.reason.map(Check::from),
        coverage: covered.map(|revision| RevisionCoverage { revision, revisions }),
        signer: value.signer.map(path::summary),
        time: value.stamped.or_else(|| super::pdf::claimed_time(dictionary)),
    }
}
