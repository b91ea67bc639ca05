//! The pipeline of verification, as its own table of contents: octets → opened → evidence → judged → report.

use std::sync::Arc;

use crate::crypto::policy::AlgorithmPolicy;
use crate::dsig::ReferencePolicy;
use crate::evidence::{Attachments, Evidence, Opened, Question, Records, SchemaSource};
use crate::pki::{Certificate, CertificateRevocationList, OcspResponse, RevocationMode, TrustAnchor};
use crate::profile::{self, Profile, RuleSet};
use crate::report::{Configuration, DocumentReport, Report};
use crate::time::Time;

/// What a receiver verifies with: anchors, hints, revocation data, time, profile, schema. Made once, used for many documents,
/// from many threads: it gets warm by it, because a signature on one of its own certificates or lists is verified for the
/// first document that needs it and remembered for the others.
#[derive(Debug)]
pub struct Verifier {
    question: Question,
    profile: Profile,
    schema: Option<Arc<SchemaSource>>,
    paths: Paths,
    configuration: Option<Configuration>,
    made_at: Option<Time>,
}

/// Which certification paths the report names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Paths {
    /// Every one that was tried.
    All,
    /// The valid one, or the one that came nearest.
    Nearest,
}

impl Verifier {
    /// A verifier that trusts nobody yet, at an instant, with the 戸籍 profile and revocation required.
    pub fn new(at: Time) -> Self {
        Self {
            question: Question::new(at),
            profile: Profile::koseki(),
            schema: None,
            paths: Paths::Nearest,
            configuration: None,
            made_at: None,
        }
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
        for certificate in certificates {
            self.question.known_signatures.admit(certificate.sha256());
            self.question.certificates.push(certificate);
        }
        self
    }

    /// With CRLs and ARLs.
    #[must_use]
    pub fn with_revocation_lists(
        mut self,
        lists: impl IntoIterator<Item = CertificateRevocationList>,
    ) -> Self {
        for list in lists {
            self.question.known_signatures.admit(list.sha256());
            self.question.revocation_lists.push(list);
        }
        self
    }

    /// With OCSP responses.
    #[must_use]
    pub fn with_ocsp_responses(mut self, responses: impl IntoIterator<Item = OcspResponse>) -> Self {
        self.question.ocsp_responses.extend(responses);
        self
    }

    /// With the times since when lists and responses are kept, by their SHA-256, as a trust store records them
    /// ([`Holdings::kept_since`](crate::store::Holdings)). One whose signer was revoked, for anything but a retirement, is
    /// believed only where it was kept before.
    #[must_use]
    pub fn with_kept_since(mut self, kept_since: impl IntoIterator<Item = ([u8; 32], Time)>) -> Self {
        self.question.kept_since.extend(kept_since);
        self
    }

    /// With anchors for time-stamp authorities: a time-stamp that leads to one of them proves its time. They vouch for
    /// nothing else, and the other anchors not for time-stamps.
    #[must_use]
    pub fn with_time_stamp_anchors(mut self, anchors: impl IntoIterator<Item = Certificate>) -> Self {
        let anchors = anchors.into_iter().filter_map(|one| TrustAnchor::from_certificate(one).ok());
        self.question.time_stamp_anchors.extend(anchors);
        self
    }

    /// With those who may sign records of verification: the agency's own certificates, or anchors they lead to. They vouch
    /// for nothing else.
    #[must_use]
    pub fn with_record_anchors(mut self, anchors: impl IntoIterator<Item = Certificate>) -> Self {
        let anchors = anchors.into_iter().filter_map(|one| TrustAnchor::from_certificate(one).ok());
        self.question.record_anchors.extend(anchors);
        self
    }

    /// With kept records of earlier verifications: one that is believed proves that its document existed.
    #[must_use]
    pub fn with_records(mut self, records: Records) -> Self {
        self.question.records = Arc::new(records);
        self
    }

    /// With the time at which reports are made, for the reports: what is judged is asked about [`Verifier::at`] alone.
    #[must_use]
    pub const fn with_clock(mut self, made_at: Time) -> Self {
        self.made_at = Some(made_at);
        self
    }

    /// With the configuration file that all this came from, for the report.
    #[must_use]
    pub fn with_configuration(mut self, configuration: Configuration) -> Self {
        self.configuration = Some(configuration);
        self
    }

    /// With the time of receipt, which the caller vouches for: the signature existed then. One later than the time asked
    /// about proves nothing.
    #[must_use]
    pub const fn with_receipt(mut self, received_at: Time) -> Self {
        self.question.received_at = Some(received_at);
        self
    }

    /// With a time before which the signature cannot have been made, because the caller asked for the document then.
    #[must_use]
    pub const fn with_request(mut self, requested_at: Time) -> Self {
        self.question.requested_at = Some(requested_at);
        self
    }

    /// With a grace after nextUpdate, in seconds; zero otherwise.
    #[must_use]
    pub const fn with_freshness_grace(mut self, seconds: u32) -> Self {
        self.question.freshness_grace = seconds;
        self
    }

    /// With every path that was tried in the report.
    #[must_use]
    pub const fn with_all_paths(mut self) -> Self {
        self.paths = Paths::All;
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
        self.schema = Some(Arc::new(schema));
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
            made_at: self.made_at,
            profile: self.profile.name().to_owned(),
            revocation: match self.question.revocation {
                RevocationMode::Available => "available",
                RevocationMode::Off => "off",
                RevocationMode::Required => "require",
            },
            algorithm_policy: self.question.algorithm_policy.version().to_owned(),
            received_at: self.question.received_at,
            requested_at: self.question.requested_at,
            configuration: self.configuration.clone(),
            freshness_grace: self.question.freshness_grace,
            documents: Vec::new(),
            unreadable: Vec::new(),
        }
    }

    /// The same verifier at another instant, for who judges all day long with what was read once. What it remembers of its own
    /// certificates and lists goes with it; the schema is shared.
    #[must_use]
    pub fn moved_to(&self, at: Time) -> Self {
        Self {
            question: Question { at, ..self.question.clone() },
            profile: self.profile.clone(),
            schema: self.schema.clone(),
            paths: self.paths,
            configuration: self.configuration.clone(),
            made_at: self.made_at,
        }
    }

    /// How many signatures on its own certificates and lists it has verified so far.
    pub fn known_signatures(&self) -> usize {
        self.question.known_signatures.len()
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
    let evidence = Evidence::gather(&opened, &verifier.question, verifier.schema.as_deref());
    let mut report = profile::judge(&evidence, &verifier.profile);
    if verifier.paths == Paths::Nearest {
        report.paths_tried = None;
    }
    report.schema_sha256 = verifier.schema.as_ref().map(|schema| schema.sha256().to_owned());
    report.schema_scope = verifier.schema.as_ref().map(|schema| schema.scope().as_str());
    report
}
