//! The question a receiver asks: whom it trusts, at what time, and how strictly.

use crate::crypto::policy::AlgorithmPolicy;
use crate::dsig::ReferencePolicy;
use crate::limits::{Budget, pki as limits};
use crate::pki::{
    self, Certificate, CertificateRevocationList, PathOutcome, PathRequest, PolicySettings, RevocationMode,
    TrustAnchor,
};
use crate::time::Time;

/// Anchors, hints, revocation data and time: everything a path is judged by.
pub struct Question {
    /// Trust anchors. Nothing else is ever trusted.
    pub anchors: Vec<TrustAnchor>,
    /// Cross, link and intermediate certificates.
    pub certificates: Vec<Certificate>,
    /// CRLs and ARLs.
    pub revocation_lists: Vec<CertificateRevocationList>,
    /// 検証基準時刻
    pub at: Time,
    /// What missing revocation data means.
    pub revocation: RevocationMode,
    /// What algorithms are good enough.
    pub algorithm_policy: AlgorithmPolicy,
    /// What an XML signature may leave out.
    pub references: ReferencePolicy,
}

impl Question {
    /// Validates the path of `signer`, with the certificates of its document as further hints.
    pub fn validate(&self, signer: &Certificate, hints: &[Certificate]) -> PathOutcome {
        let bag: Vec<Certificate> = self.certificates.iter().chain(hints).cloned().collect();
        let request = PathRequest {
            target: signer,
            anchors: &self.anchors,
            certificates: &bag,
            revocation_lists: &self.revocation_lists,
            at: self.at,
            revocation: self.revocation,
            policies: PolicySettings::default(),
            algorithm_policy: &self.algorithm_policy,
        };
        pki::validate(&request, &mut Budget::new(limits::PATH_BUDGET))
    }
}
