//! The signer's certificate and its path: validity, constraints, policies, revocation.

use super::{Sections, embedded};
use crate::evidence::Evidence;
use crate::pki::{Certificate, ObjectIdentifier, PathOutcome};
use crate::profile::{findings, rules};
use crate::report::{Check, Proof, ProofSource, SignerSummary};

pub(super) fn judge(evidence: &Evidence<'_>, sections: &mut Sections) {
    match evidence.path() {
        // Without a signer there is no path; the finding that says why stands already, where there is one.
        None => sections.push(Check::not_checked(&rules::PATH)),
        Some(outcome) => {
            sections.push(Check::pass(&rules::SIGNER_CERTIFICATE));
            findings::pki::checks(outcome).into_iter().for_each(|check| sections.push(check));
        }
    }
    embedded::judge(evidence, sections);
}

/// The certificate policies for which the valid path holds, in the anchor's words; `None` without one.
pub(super) fn policies<'e>(evidence: &'e Evidence<'_>) -> Option<&'e [ObjectIdentifier]> {
    match evidence.path() {
        Some(PathOutcome::Valid(path)) => Some(path.policies()),
        Some(PathOutcome::Invalid(_)) | None => None,
    }
}

/// Who signed, as the certificate says it.
pub(super) fn summary(certificate: &Certificate) -> SignerSummary {
    SignerSummary {
        subject: certificate.subject().to_string(),
        issuer: certificate.issuer().to_string(),
        serial: const_hex::encode(certificate.serial_number()),
        sha256: const_hex::encode(certificate.sha256()),
        japanese_name: certificate
            .subject_alternative_directory_names()
            .find_map(|name| name.common_name().map(str::to_owned)),
        not_before: Some(certificate.not_before()),
        not_after: Some(certificate.not_after()),
    }
}

/// The proof of existence, in the report's words.
pub(super) const fn proof(proof: crate::evidence::Proof) -> Proof {
    let source = match proof.source {
        crate::evidence::ProofSource::Receipt => ProofSource::Receipt,
        crate::evidence::ProofSource::Record => ProofSource::Record,
        crate::evidence::ProofSource::TimeStamp => ProofSource::TimeStamp,
    };
    Proof { time: proof.time, source }
}

/// Subjects from the anchor to the signer: of the valid path, or of the one that came nearest.
pub(super) fn subjects(evidence: &Evidence<'_>) -> Vec<String> {
    let (anchor, certificates) = match evidence.path() {
        Some(PathOutcome::Valid(path)) => (Some(path.anchor()), path.certificates()),
        Some(PathOutcome::Invalid(failure)) => match failure.paths.first() {
            Some(path) => (path.anchor.as_ref(), path.certificates.as_slice()),
            None => return Vec::new(),
        },
        None => return Vec::new(),
    };
    let anchor = anchor.map(|anchor| anchor.name().to_string());
    anchor.into_iter().chain(certificates.iter().map(|one| one.subject().to_string())).collect()
}
