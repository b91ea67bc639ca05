//! The question a receiver asks: whom it trusts, at what time, and how strictly.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Attachments, EmbeddedRevocation, Records};
use crate::crypto::policy::AlgorithmPolicy;
use crate::dsig::ReferencePolicy;
use crate::limits::Budget;
use crate::pki::{
    self, Certificate, CertificateRevocationList, KnownCertificates, KnownSignatures, OcspResponse,
    PathOutcome, PathRequest, Purpose, RevocationMode, TrustAnchor,
};
use crate::time::Time;

/// A time at which a signature is proven to have existed, and what proves it.
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
    /// A kept record of an earlier verification whose signer is believed.
    Record,
    /// A time-stamp whose authority has a valid path to an anchor for time-stamps.
    TimeStamp,
}

/// What is known of the times of what is judged.
struct Times {
    /// When the signature is proven to have existed.
    proof: Option<Time>,
    /// A time before which it cannot have been made.
    created_after: Option<Time>,
    /// When the whole file is proven to have existed, with the certificates and the revocation data in it.
    whole_since: Option<Time>,
    /// When the target is proven to have existed.
    target_since: Option<Time>,
    /// When the target, a time-stamp authority, says that it made the token.
    stamped_at: Option<Time>,
}

/// Anchors, hints, revocation data and time: everything a signer's path is judged by.
#[derive(Debug, Clone)]
pub struct Question {
    /// Trust anchors. Nothing else is ever trusted.
    pub anchors: Vec<TrustAnchor>,
    /// Cross, link and intermediate certificates.
    pub certificates: Vec<Certificate>,
    /// CRLs and ARLs.
    pub revocation_lists: Vec<CertificateRevocationList>,
    /// OCSP responses.
    pub ocsp_responses: Vec<OcspResponse>,
    /// Since when the receiver has kept lists, responses and certificates, by their SHA-256, as a trust store records it.
    pub kept_since: HashMap<[u8; 32], Time>,
    /// Anchors that time-stamp authorities must lead to. Without one no time-stamp proves anything.
    pub time_stamp_anchors: Vec<TrustAnchor>,
    /// Who may sign records of verification: the agency's own certificates, or anchors they lead to. Without one no record
    /// proves anything.
    pub record_anchors: Vec<TrustAnchor>,
    /// Kept records of earlier verifications.
    pub records: Arc<Records>,
    /// 検証基準時刻
    pub at: Time,
    /// The time of receipt the agency vouches for.
    pub received_at: Option<Time>,
    /// A time before which the signature cannot have been made: the agency asked for the document then.
    pub requested_at: Option<Time>,
    /// Seconds after nextUpdate for which revocation data still counts as current.
    pub freshness_grace: u32,
    /// What missing revocation data means.
    pub revocation: RevocationMode,
    /// What algorithms are good enough.
    pub algorithm_policy: AlgorithmPolicy,
    /// What an XML signature may leave out.
    pub references: ReferencePolicy,
    /// Where the attachments that an XML signature covers come from.
    pub attachments: Option<Arc<dyn Attachments>>,
    /// Signatures on the receiver's own certificates and lists that were verified for earlier documents.
    pub known_signatures: KnownSignatures,
    /// Certificates that earlier documents carried, as they were read.
    pub known_certificates: KnownCertificates,
}

impl Question {
    /// A question with the strictest answers: nothing trusted, revocation required, whole documents.
    pub fn new(at: Time) -> Self {
        Self {
            anchors: Vec::new(),
            certificates: Vec::new(),
            revocation_lists: Vec::new(),
            ocsp_responses: Vec::new(),
            kept_since: HashMap::new(),
            time_stamp_anchors: Vec::new(),
            record_anchors: Vec::new(),
            records: Arc::default(),
            at,
            received_at: None,
            requested_at: None,
            freshness_grace: 0,
            revocation: RevocationMode::Required,
            algorithm_policy: AlgorithmPolicy::default(),
            references: ReferencePolicy::WholeDocument,
            attachments: None,
            known_signatures: KnownSignatures::default(),
            known_certificates: KnownCertificates::default(),
        }
    }

    /// Validates the path of `signer`, with the certificates and the revocation data of its document as further hints, for
    /// a signature that is proven to have existed at `proof`, in a document that is proven to have existed as a whole at
    /// `whole_since`, and whose certificate is at `signer_since`. One document's paths share one `budget`
    /// ([`PATH_STEPS`](crate::limits::pki::PATH_STEPS)).
    pub fn validate(
        &self,
        signer: &Certificate,
        hints: &[Certificate],
        embedded: &EmbeddedRevocation,
        (proof, whole_since, signer_since): (Option<Time>, Option<Time>, Option<Time>),
        budget: &mut Budget,
    ) -> PathOutcome {
        let times = Times {
            proof,
            created_after: self.requested_at,
            whole_since,
            target_since: signer_since,
            stamped_at: None,
        };
        self.ask((signer, Purpose::Signer), &self.anchors, hints, embedded, times, budget)
    }

    /// Validates the path of an authority that made a time-stamp then, to an anchor for time-stamps. A document that was received had its
    /// time-stamps then, so the receipt is the proof of their existence.
    pub(super) fn validate_time_stamp_authority(
        &self,
        (authority, stamped_at): (&Certificate, Time),
        hints: &[Certificate],
        embedded: &EmbeddedRevocation,
        budget: &mut Budget,
    ) -> PathOutcome {
        let received = self.receipt().map(|proof| proof.time);
        let times = Times {
            proof: received,
            created_after: None,
            whole_since: received,
            target_since: received,
            stamped_at: Some(stamped_at),
        };
        let target = (authority, Purpose::TimeStampAuthority);
        self.ask(target, &self.time_stamp_anchors, hints, embedded, times, budget)
    }

    /// Validates the path of a record's signer to an anchor for records, at the time asked about.
    pub(super) fn validate_record_signer(
        &self,
        signer: &Certificate,
        hints: &[Certificate],
        embedded: &EmbeddedRevocation,
        budget: &mut Budget,
    ) -> PathOutcome {
        let times = Times {
            proof: None,
            created_after: None,
            whole_since: None,
            target_since: None,
            stamped_at: None,
        };
        self.ask((signer, Purpose::Signer), &self.record_anchors, hints, embedded, times, budget)
    }

    /// The receipt the agency vouches for, unless it lies in the future of the time asked about.
    pub fn receipt(&self) -> Option<Proof> {
        let time = self.received_at.filter(|time| *time <= self.at)?;
        Some(Proof { time, source: ProofSource::Receipt })
    }

    fn ask(
        &self,
        (target, purpose): (&Certificate, Purpose),
        anchors: &[TrustAnchor],
        hints: &[Certificate],
        embedded: &EmbeddedRevocation,
        times: Times,
        budget: &mut Budget,
    ) -> PathOutcome {
        let request = PathRequest {
            purpose,
            certificates: &self.certificates,
            embedded_certificates: hints,
            revocation_lists: &self.revocation_lists,
            ocsp_responses: &self.ocsp_responses,
            embedded_lists: embedded.lists(),
            embedded_responses: embedded.responses(),
            kept_since: Some(&self.kept_since),
            embedded_since: times.whole_since,
            target_since: times.target_since,
            proof_of_existence: times.proof,
            stamped_at: times.stamped_at,
            created_after: times.created_after,
            revocation: self.revocation,
            freshness_grace: self.freshness_grace,
            algorithm_policy: self.algorithm_policy.clone(),
            known_signatures: Some(&self.known_signatures),
            ..PathRequest::new(target, anchors, self.at)
        };
        pki::validate(&request, budget)
    }
}
