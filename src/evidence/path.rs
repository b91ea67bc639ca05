//! The question a receiver asks: whom it trusts, at what time, and how strictly.

use crate::cms::{TimeStamp, TimeStampAuthority};
use crate::crypto::policy::AlgorithmPolicy;
use crate::dsig::ReferencePolicy;
use crate::limits::{Budget, pki as limits};
use crate::pki::{
    self, Certificate, CertificateRevocationList, OcspResponse, PathOutcome, PathRequest, Purpose,
    RevocationMode, TrustAnchor,
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
    /// A time-stamp whose authority has a valid path to an anchor for time-stamps.
    TimeStamp,
}

/// Whether a sound time-stamp proves anything to this receiver.
#[derive(Debug, Clone)]
pub enum TimeStampTrust {
    /// The path of its authority was judged.
    Judged(Box<PathOutcome>),
    /// It is of a time later than the one asked about.
    MadeLater,
    /// The receiver gave no anchor for time-stamps.
    NoAnchor,
    /// The certificate of its authority is not one for time-stamps.
    OtherPurpose,
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
    /// Anchors that time-stamp authorities must lead to. Without one no time-stamp proves anything.
    pub time_stamp_anchors: Vec<TrustAnchor>,
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
}

impl Question {
    /// A question with the strictest answers: nothing trusted, revocation required, whole documents.
    pub fn new(at: Time) -> Self {
        Self {
            anchors: Vec::new(),
            certificates: Vec::new(),
            revocation_lists: Vec::new(),
            ocsp_responses: Vec::new(),
            time_stamp_anchors: Vec::new(),
            at,
            received_at: None,
            requested_at: None,
            freshness_grace: 0,
            revocation: RevocationMode::Required,
            algorithm_policy: AlgorithmPolicy::default(),
            references: ReferencePolicy::WholeDocument,
        }
    }

    /// Validates the path of `signer`, with the certificates of its document as further hints, for a signature that is
    /// proven to have existed at `proof`.
    pub fn validate(&self, signer: &Certificate, hints: &[Certificate], proof: Option<Time>) -> PathOutcome {
        let bag: Vec<Certificate> = self.certificates.iter().chain(hints).cloned().collect();
        let request = PathRequest {
            certificates: &bag,
            proof_of_existence: proof,
            created_after: self.requested_at,
            ..self.request(signer, &self.anchors)
        };
        pki::validate(&request, &mut Budget::new(limits::PATH_STEPS))
    }

    /// The receipt the agency vouches for, unless it lies in the future of the time asked about.
    pub fn receipt(&self) -> Option<Proof> {
        let time = self.received_at.filter(|time| *time <= self.at)?;
        Some(Proof { time, source: ProofSource::Receipt })
    }

    /// Judges a time-stamp: its authority's certificate and path, at the time asked about. A document that was received
    /// had its time-stamps then, so the receipt is the proof of the time-stamp's own existence.
    pub(super) fn judge_time_stamp(&self, time_stamp: &TimeStamp) -> TimeStampTrust {
        if time_stamp.authority() != TimeStampAuthority::Dedicated {
            return TimeStampTrust::OtherPurpose;
        }
        if time_stamp.time() > self.at {
            return TimeStampTrust::MadeLater;
        }
        if self.time_stamp_anchors.is_empty() {
            return TimeStampTrust::NoAnchor;
        }
        let token = time_stamp.token();
        let bag: Vec<Certificate> =
            self.certificates.iter().chain(token.other_certificates()).cloned().collect();
        let carried = token.certificate_revocation_lists().iter().take(limits::MAX_CARRIED_LISTS);
        let lists: Vec<CertificateRevocationList> = self
            .revocation_lists
            .iter()
            .cloned()
            .chain(carried.filter_map(|der| CertificateRevocationList::parse(der).ok()))
            .collect();
        let request = PathRequest {
            purpose: Purpose::TimeStampAuthority,
            certificates: &bag,
            revocation_lists: &lists,
            proof_of_existence: self.receipt().map(|proof| proof.time),
            ..self.request(time_stamp.authority_certificate(), &self.time_stamp_anchors)
        };
        TimeStampTrust::Judged(Box::new(pki::validate(&request, &mut Budget::new(limits::PATH_STEPS))))
    }

    /// What is the same in every question about one document.
    fn request<'a>(&'a self, target: &'a Certificate, anchors: &'a [TrustAnchor]) -> PathRequest<'a> {
        PathRequest {
            revocation_lists: &self.revocation_lists,
            ocsp_responses: &self.ocsp_responses,
            revocation: self.revocation,
            freshness_grace: self.freshness_grace,
            algorithm_policy: self.algorithm_policy.clone(),
            ..PathRequest::new(target, anchors, self.at)
        }
    }
}
