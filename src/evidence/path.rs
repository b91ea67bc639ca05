//! The question a receiver asks: whom it trusts, at what time, and how strictly.

use std::sync::Arc;

use super::{Attachments, EmbeddedRevocation};
use crate::crypto::policy::AlgorithmPolicy;
use crate::dsig::ReferencePolicy;
use crate::limits::{Budget, pki as limits};
use crate::pki::{
    self, Certificate, CertificateRevocationList, PathOutcome, PathRequest, RevocationMode, TrustAnchor,
};
use crate::time::Time;

/// Anchors, hints, revocation data and time: everything a signer's path is judged by.
#[derive(Debug, Clone)]
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
    /// Where the attachments that an XML signature covers come from.
    pub attachments: Option<Arc<dyn Attachments>>,
}

impl Question {
    /// A question with the strictest answers: nothing trusted, revocation required, whole documents.
    pub fn new(at: Time) -> Self {
        Self {
            anchors: Vec::new(),
            certificates: Vec::new(),
            revocation_lists: Vec::new(),
            at,
            revocation: RevocationMode::Required,
            algorithm_policy: AlgorithmPolicy::default(),
            references: ReferencePolicy::WholeDocument,
            attachments: None,
        }
    }

    /// Validates the path of `signer`, with the certificates and the revocation data of its document as further hints.
    pub fn validate(
        &self,
        signer: &Certificate,
        hints: &[Certificate],
        embedded: &EmbeddedRevocation,
    ) -> PathOutcome {
        let bag: Vec<Certificate> = self.certificates.iter().chain(hints).cloned().collect();
        let lists: Vec<CertificateRevocationList> =
            self.revocation_lists.iter().chain(embedded.lists()).cloned().collect();
        let request = PathRequest {
            certificates: &bag,
            revocation_lists: &lists,
            ocsp_responses: embedded.responses(),
            revocation: self.revocation,
            algorithm_policy: self.algorithm_policy.clone(),
            ..PathRequest::new(signer, &self.anchors, self.at)
        };
        pki::validate(&request, &mut Budget::new(limits::PATH_STEPS))
    }
}
