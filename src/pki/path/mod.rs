//! Certification paths: building (RFC 4158), validation (RFC 5280, 6.1) and revocation (RFC 5280, 6.3).
//!
//! [`validate`] walks from the target towards the anchors, best candidates first, backtracks fully, and judges every
//! complete path as a whole, so that a failure shows all that is wrong with it. It pays from a [`Budget`]: a crafted bag
//! ends in "undecided", never in "valid". Time, trust and policy are arguments.

mod defect;
mod known;
mod ocsp;
mod picture;
mod revocation;
mod search;
mod statement;
mod validation;

use std::collections::HashMap;

pub use defect::{PathDefect, PathError, Place, RevocationGap, ScopeMismatch};
pub use known::{KnownCertificates, KnownSignatures};
pub use revocation::{EvidenceSigner, EvidenceSource, RevocationEvidence, RevocationStatus};

use super::certificate::{Certificate, key_octets};
use super::der::{Reader, SEQUENCE};
use super::name::Name;
use super::object_identifier::ObjectIdentifier;
use super::ocsp::OcspResponse;
use super::policy::PolicySettings;
use super::revocation_list::CertificateRevocationList;
use crate::crypto::policy::AlgorithmPolicy;
use crate::crypto::{KeyError, PublicKey};
use crate::limits::Budget;
use crate::time::Time;

/// A name and a key that the receiver trusts beforehand (RFC 5280, 6.1.1 (d)).
///
/// Where it was pinned as a self-signed certificate, that certificate's validity, basicConstraints, keyUsage, path
/// length and name constraints are kept too (RFC 5937): an agency that pinned a certificate pinned its terms.
/// Its self-signature proves nothing and is not verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustAnchor {
    name: Name,
    key: PublicKey,
    key_sha256: [u8; 32],
    key_octets: Vec<u8>,
    certificate: Option<Certificate>,
}

/// Whether missing revocation information forbids a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RevocationMode {
    /// Missing or stale information is a warning. A known revocation still counts.
    Available,
    /// Missing information is not mentioned. A known revocation still counts.
    Off,
    /// Missing or stale information leaves the path undecided.
    Required,
}

/// What the target is to be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Anything; the caller looks at key usage itself.
    Any,
    /// Signing certificate revocation lists: keyUsage, where present, must have cRLSign.
    RevocationListSigner,
    /// Signing documents: a CA certificate is refused, and one whose extKeyUsage is for other things alone.
    Signer,
    /// Signing time-stamps (RFC 3161, 2.3): a CA certificate is refused, and one without that purpose alone.
    TimeStampAuthority,
}

/// One question about one certificate.
#[derive(Debug, Clone)]
pub struct PathRequest<'a> {
    /// The certificate in question.
    pub target: &'a Certificate,
    /// What it is to be used for.
    pub purpose: Purpose,
    /// What the receiver trusts.
    pub anchors: &'a [TrustAnchor],
    /// Untrusted certificates that may be part of a path, or sign CRLs.
    pub certificates: &'a [Certificate],
    /// Certificates of the same kind that the document brought along.
    pub embedded_certificates: &'a [Certificate],
    /// CRLs, ARLs and delta CRLs that the receiver kept or fetched, and so knows to be as old as they say.
    pub revocation_lists: &'a [CertificateRevocationList],
    /// OCSP responses of the same kind.
    pub ocsp_responses: &'a [OcspResponse],
    /// Lists that the document brought along. Their own thisUpdate proves no age: their algorithms are judged at the
    /// time asked about.
    pub embedded_lists: &'a [CertificateRevocationList],
    /// OCSP responses of the same kind.
    pub embedded_responses: &'a [OcspResponse],
    /// Since when the receiver has kept lists, responses and certificates, by their SHA-256: a proof that each existed
    /// then. What was signed by a key that was revoked later, for anything but a retirement, is believed only with such a
    /// proof of before.
    pub kept_since: Option<&'a HashMap<[u8; 32], Time>>,
    /// When the whole document, with the lists, responses and certificates in it, is proven to have existed. A
    /// time-stamp over a signature proves that of the signature alone.
    pub embedded_since: Option<Time>,
    /// When the target is proven to have existed, whatever is known of the document as a whole: a signature that is proven
    /// and names its certificate by a digest proves the certificate.
    pub target_since: Option<Time>,
    /// The time the question is asked about.
    pub at: Time,
    /// A time at which the signature is proven to have existed (time-stamp, kept record, vouched receipt).
    pub proof_of_existence: Option<Time>,
    /// When the target, a time-stamp authority, says that it made the token: a retirement of its certificate later than that
    /// leaves the token valid (RFC 3161, 4.1).
    pub stamped_at: Option<Time>,
    /// A time before which the signature cannot have been made, because what it signs did not exist.
    pub created_after: Option<Time>,
    /// Whether missing revocation information forbids the path.
    pub revocation: RevocationMode,
    /// Seconds after nextUpdate for which a CRL is still taken as current.
    pub freshness_grace: u32,
    /// What is asked of policies.
    pub policies: PolicySettings,
    /// Which algorithms are good enough, until when.
    pub algorithm_policy: AlgorithmPolicy,
    /// Signatures that were verified for earlier questions.
    pub known_signatures: Option<&'a KnownSignatures>,
}

/// A path that was validated as a whole. Only [`validate`] makes one.
#[derive(Debug, Clone)]
pub struct VerifiedPath {
    anchor: TrustAnchor,
    certificates: Vec<Certificate>,
    policies: Vec<ObjectIdentifier>,
    revocation: Vec<RevocationStatus>,
    at: Time,
    proof_of_existence: Option<Time>,
    algorithm_policy: String,
    rejected: Vec<FailedPath>,
    tried: usize,
}

/// The answer to a [`PathRequest`].
#[derive(Debug, Clone)]
pub enum PathOutcome {
    /// No path is valid.
    Invalid(PathFailure),
    /// A path is valid.
    Valid(Box<VerifiedPath>),
}

/// Every path that was tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathFailure {
    /// The paths, the most telling failure first; at most [`MAX_FAILED_PATHS`](crate::limits::pki::MAX_FAILED_PATHS).
    pub paths: Vec<FailedPath>,
    /// How many were tried.
    pub tried: usize,
    /// Whether all were tried.
    pub search: Search,
}

/// Whether the search came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Search {
    /// The budget ran out: a valid path may exist.
    BudgetExhausted,
    /// Every path was tried.
    Complete,
}

/// One path that is not valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedPath {
    /// The anchor it ends at, if any.
    pub anchor: Option<TrustAnchor>,
    /// The certificates from the anchor's side down to the target.
    pub certificates: Vec<Certificate>,
    /// What is wrong, in the order it was found; never empty.
    pub errors: Vec<PathError>,
}

/// Looks for a valid path from `request.target` to one of `request.anchors`.
///
/// ```no_run
/// use koseki::limits::{Budget, pki::PATH_STEPS};
/// use koseki::pki::{Certificate, PathOutcome, PathRequest, TrustAnchor, validate};
/// use koseki::time::Time;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let anchors = [TrustAnchor::from_certificate(Certificate::parse(&std::fs::read("anchor.cer")?)?)?];
/// let signer = Certificate::parse(&std::fs::read("signer.cer")?)?;
/// let request = PathRequest::new(&signer, &anchors, Time::parse_rfc3339("2026-12-01T00:00:00Z")?);
/// match validate(&request, &mut Budget::new(PATH_STEPS)) {
///     PathOutcome::Valid(path) => println!("{} certificates", path.certificates().len()),
///     PathOutcome::Invalid(failure) => println!("{} paths tried", failure.tried),
/// }
/// # Ok(())
/// # }
/// ```
pub fn validate(request: &PathRequest<'_>, budget: &mut Budget) -> PathOutcome {
    search::run(request, budget)
}

impl TrustAnchor {
    /// An anchor pinned as a certificate.
    ///
    /// # Errors
    /// [`KeyError`] when its key cannot be used.
    pub fn from_certificate(certificate: Certificate) -> Result<Self, KeyError> {
        Ok(Self {
            name: certificate.subject().clone(),
            key: certificate.public_key().map_err(Clone::clone)?.clone(),
            key_sha256: certificate.key_info_sha256(),
            key_octets: certificate.key_octets().to_vec(),
            certificate: Some(certificate),
        })
    }

    /// An anchor pinned as a name and the DER of a SubjectPublicKeyInfo.
    ///
    /// # Errors
    /// [`KeyError`] when the key cannot be used.
    pub fn from_name_and_key(name: Name, subject_public_key_info: &[u8]) -> Result<Self, KeyError> {
        Ok(Self {
            name,
            key: PublicKey::from_spki(subject_public_key_info)?,
            key_sha256: super::certificate::sha256(subject_public_key_info),
            key_octets: Reader::new(subject_public_key_info)
                .expect(SEQUENCE)
                .and_then(|key_info| key_octets(&key_info).map(<[u8]>::to_vec))
                .map_err(|_| KeyError::Malformed)?,
            certificate: None,
        })
    }

    /// The name certificates are issued under.
    pub const fn name(&self) -> &Name {
        &self.name
    }

    /// The key certificates are signed with.
    pub const fn public_key(&self) -> &PublicKey {
        &self.key
    }

    /// The certificate it was pinned as.
    pub const fn certificate(&self) -> Option<&Certificate> {
        self.certificate.as_ref()
    }
}

impl<'a> PathRequest<'a> {
    /// A question with the strictest answers to everything else: revocation required, no grace, a signer, any policy.
    pub fn new(target: &'a Certificate, anchors: &'a [TrustAnchor], at: Time) -> Self {
        Self {
            target,
            purpose: Purpose::Signer,
            anchors,
            certificates: &[],
            embedded_certificates: &[],
            revocation_lists: &[],
            ocsp_responses: &[],
            embedded_lists: &[],
            embedded_responses: &[],
            kept_since: None,
            embedded_since: None,
            target_since: None,
            at,
            proof_of_existence: None,
            stamped_at: None,
            created_after: None,
            revocation: RevocationMode::Required,
            freshness_grace: 0,
            policies: PolicySettings::default(),
            algorithm_policy: AlgorithmPolicy::default(),
            known_signatures: None,
        }
    }

    /// The untrusted certificates, whoever brought them.
    pub(crate) fn bag(&self) -> impl Iterator<Item = &'a Certificate> + use<'a> {
        self.certificates.iter().chain(self.embedded_certificates)
    }

    /// The instant at which certificates must be valid: the proven one, else the one asked about.
    pub(crate) fn instant(&self) -> Time {
        self.proof_of_existence.unwrap_or(self.at)
    }
}

impl VerifiedPath {
    /// Where the path begins.
    pub const fn anchor(&self) -> &TrustAnchor {
        &self.anchor
    }

    /// The certificates below the anchor, the target last.
    pub fn certificates(&self) -> &[Certificate] {
        &self.certificates
    }

    /// The target, whose key the path vouches for.
    pub fn leaf(&self) -> Option<&Certificate> {
        self.certificates.last()
    }

    /// user-constrained-policy-set, in the anchor's domain (RFC 9618, 5.6); may hold anyPolicy; empty when none is
    /// valid and none was required.
    pub fn policies(&self) -> &[ObjectIdentifier] {
        &self.policies
    }

    /// What is known of the revocation of each certificate, in the order of [`VerifiedPath::certificates`].
    pub fn revocation(&self) -> &[RevocationStatus] {
        &self.revocation
    }

    /// The time the question was asked about.
    pub const fn at(&self) -> Time {
        self.at
    }

    /// The proven time that took its place for validity and revocation.
    pub const fn proof_of_existence(&self) -> Option<Time> {
        self.proof_of_existence
    }

    /// Paths that were tried before this one and are not valid, the most telling failure first.
    pub fn rejected(&self) -> &[FailedPath] {
        &self.rejected
    }

    /// How many paths were tried before this one.
    pub const fn tried(&self) -> usize {
        self.tried
    }

    /// Version of the algorithm policy that judged the path.
    pub fn algorithm_policy(&self) -> &str {
        &self.algorithm_policy
    }
}

impl FailedPath {
    /// The target's own error that is most telling, else the first.
    pub fn first_error(&self) -> Option<&PathError> {
        self.errors.iter().max_by_key(|error| error.defect.weight())
    }
}
