//! The pipeline of verification, as its own table of contents: octets → opened → evidence → judged → report.

use std::sync::Arc;

use crate::crypto::policy::AlgorithmPolicy;
use crate::dsig::ReferencePolicy;
use crate::evidence::{Attachments, Evidence, Opened, Question, SchemaSource};
use crate::pki::{Certificate, CertificateRevocationList, RevocationMode, TrustAnchor};
use crate::profile::{self, Profile, RuleSet};
use crate::report::{DocumentReport, Report};
use crate::time::Time;

/// What a receiver verifies with: anchors, hints, revocation data, time, profile, schema. Made once, used for many documents,
/// from many threads.
#[derive(Debug)]
pub struct Verifier {
    question: Question,
    profile: Profile,
    schema: Option<SchemaSource>,
}

impl Verifier {
    /// A verifier that trusts nobody yet, at an instant, with the 戸籍 profile and revocation required.
    pub fn new(at: Time) -> Self {
        Self { question: Question::new(at), profile: Profile::koseki(), schema: None }
    }

    /// With trust anchors. A certificate whose key cannot be used is no anchor and is passed over.
    #[must_use]
    pub fn with_anchors(mut self, anchors: impl IntoIterator<Item = Certificate>) -> Self {
        let anchors = anchors.into_iter().filter_map(|one| TrustAnchor::from_certificate(one).ok());
        self.question.anchors.extend(anchors);
        self
    }

    /// With anchors pinned as name and key.
    #[must_use]
    pub fn with_trust_anchors(mut self, anchors: impl IntoIterator<Item = TrustAnchor>) -> Self {
        self.question.anchors.extend(anchors);
        self
    }

    /// With cross, link and intermediate certificates, none of them trusted.
    #[must_use]
    pub fn with_certificates(mut self, certificates: impl IntoIterator<Item = Certificate>) -> Self {
        self.question.certificates.extend(certificates);
        self
    }

    /// With CRLs and ARLs.
    #[must_use]
    pub fn with_revocation_lists(
        mut self,
        lists: impl IntoIterator<Item = CertificateRevocationList>,
    ) -> Self {
        self.question.revocation_lists.extend(lists);
        self
    }

    /// With another answer to missing revocation data.
    #[must_use]
    pub const fn with_revocation(mut self, mode: RevocationMode) -> Self {
        self.question.revocation = mode;
        self
    }

    /// With another algorithm policy.
    #[must_use]
    pub fn with_algorithm_policy(mut self, policy: AlgorithmPolicy) -> Self {
        self.question.algorithm_policy = policy;
        self
    }

    /// With another profile.
    #[must_use]
    pub fn with_profile(mut self, profile: Profile) -> Self {
        self.question.references = match profile.rules() {
            RuleSet::Kobunsho => ReferencePolicy::Kobunsho,
            RuleSet::Koseki | RuleSet::Signature => ReferencePolicy::WholeDocument,
        };
        self.profile = profile;
        self
    }

    /// With a schema for XML documents. Who validates is the caller's choice: a [`crate::xsd::Schema`] in this process, whose
    /// engine nothing can stop, or a [`crate::xsd::worker::Worker`] in another one; what a worker does not finish is undecided.
    #[must_use]
    pub fn with_schema(mut self, schema: SchemaSource) -> Self {
        self.schema = Some(schema);
        self
    }

    /// With the files beside a document that its signature covers as well (`kobunsho` profile).
    #[must_use]
    pub fn with_attachments(mut self, attachments: impl Attachments + 'static) -> Self {
        self.question.attachments = Some(Arc::new(attachments));
        self
    }

    /// A report without documents yet, saying how they are going to be judged.
    pub fn report(&self) -> Report {
        Report {
            at: self.question.at,
            profile: self.profile.name().to_owned(),
            revocation: match self.question.revocation {
                RevocationMode::Available => "available",
                RevocationMode::Off => "off",
                RevocationMode::Required => "require",
            },
            algorithm_policy: self.question.algorithm_policy.version().to_owned(),
            documents: Vec::new(),
            unreadable: Vec::new(),
        }
    }

    /// 検証基準時刻
    pub const fn at(&self) -> Time {
        self.question.at
    }
}

/// Verifies one document. A document that fails is a report, never an error.
///
/// ```
/// use koseki::report::Verdict;
/// use koseki::time::Time;
/// use koseki::{Verifier, verify};
///
/// let verifier = Verifier::new(Time::parse_rfc3339("2026-12-01T09:00:00+09:00")?);
/// let report = verify(b"neither PDF nor XML", &verifier);
/// assert_eq!(report.documents[0].verdict(), Verdict::Failed);
/// # Ok::<(), koseki::time::TimeError>(())
/// ```
pub fn verify(octets: &[u8], verifier: &Verifier) -> Report {
    let mut report = verifier.report();
    report.documents.push(verify_document(octets, verifier));
    report
}

/// Verifies one document and gives its part of a report, for callers that gather many.
pub fn verify_document(octets: &[u8], verifier: &Verifier) -> DocumentReport {
    let opened = Opened::new(octets);
    let evidence = Evidence::gather(&opened, &verifier.question, verifier.schema.as_ref());
    let mut report = profile::judge(&evidence, &verifier.profile);
    report.schema_sha256 = verifier.schema.as_ref().map(|schema| schema.sha256().to_owned());
    report.schema_scope = verifier.schema.as_ref().map(|schema| schema.scope().as_str());
    report
}
