//! What the answer about revocation rests on, certificate by certificate: for the reader of the report. The checks are made
//! elsewhere; nothing here decides.

use crate::evidence::Evidence;
use crate::pki::{
    EvidenceSource, FailedPath, PathDefect, PathOutcome, Place, RevocationEvidence, RevocationStatus,
    VerifiedPath,
};
use crate::profile::findings;
use crate::report::{
    CertificateInQuestion, RevocationOrigin, RevocationSource, RevocationState, RevocationStatement,
    RevocationSummary,
};

/// Of the valid path, or of the one that came nearest.
pub(super) fn summaries(evidence: &Evidence<'_>) -> Vec<RevocationSummary> {
    match evidence.path() {
        Some(PathOutcome::Valid(path)) => of_valid(path, evidence),
        Some(PathOutcome::Invalid(failure)) => failure.paths.first().map(of_failed).unwrap_or_default(),
        None => Vec::new(),
    }
}

fn of_valid(path: &VerifiedPath, evidence: &Evidence<'_>) -> Vec<RevocationSummary> {
    let summary = |(certificate, status): (&crate::pki::Certificate, &RevocationStatus)| {
        let role = if Some(certificate) == path.leaf() { "signer" } else { "authority" };
        let (state, reason, statement) = match status {
            RevocationStatus::Good(found) => (RevocationState::Good, None, Some(found)),
            RevocationStatus::NotChecked => (RevocationState::NotChecked, None, None),
            RevocationStatus::NotEstablished(gap) => {
                (RevocationState::NotEstablished, Some(findings::pki::gap_reason(gap)), None)
            }
            RevocationStatus::RevokedAfterProof { entry, evidence: found } => {
                (RevocationState::RevokedAfterProof, Some(findings::pki::entry_text(entry)), Some(found))
            }
        };
        RevocationSummary {
            certificate: CertificateInQuestion { role, subject: certificate.subject().to_string() },
            state,
            reason,
            statement: statement.map(|found| statement_of(found, evidence)),
        }
    };
    path.certificates().iter().zip(path.revocation()).map(summary).collect()
}

fn statement_of(found: &RevocationEvidence, evidence: &Evidence<'_>) -> RevocationStatement {
    let source = match found.source {
        EvidenceSource::RevocationList => RevocationSource::List,
        EvidenceSource::RevocationListWithDelta => RevocationSource::ListWithDelta,
        EvidenceSource::OcspResponse => RevocationSource::OcspResponse,
    };
    let origin = if evidence.embedded_revocation().contains(&found.sha256) {
        RevocationOrigin::Document
    } else {
        RevocationOrigin::Receiver
    };
    RevocationStatement {
        source,
        origin,
        sha256: const_hex::encode(found.sha256),
        this_update: found.this_update,
        next_update: found.next_update,
    }
}

/// Of a path that is not valid only what speaks against its certificates is known.
fn of_failed(path: &FailedPath) -> Vec<RevocationSummary> {
    let summary = |error: &crate::pki::PathError| {
        let (state, reason) = match &error.defect {
            PathDefect::Revoked(entry)
            | PathDefect::OnHold(entry)
            | PathDefect::RevokedAtProof { entry, .. }
            | PathDefect::SuspectAtProof { entry, .. } => {
                (RevocationState::Revoked, findings::pki::entry_text(entry))
            }
            PathDefect::RevocationDoubtful { entry, gap } => {
                (RevocationState::NotEstablished, findings::pki::doubtful_text(entry, gap))
            }
            PathDefect::RevocationUnknown(gap) => {
                (RevocationState::NotEstablished, findings::pki::gap_reason(gap))
            }
            _ => return None,
        };
        let role = match error.place {
            Place::Anchor => "anchor",
            Place::Authority => "authority",
            Place::Target => "signer",
        };
        let certificate = CertificateInQuestion { role, subject: error.subject.to_string() };
        Some(RevocationSummary { certificate, state, reason: Some(reason), statement: None })
    };
    path.errors.iter().filter_map(summary).collect()
}
