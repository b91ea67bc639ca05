//! What can be wrong with a path: one variant for each check of RFC 5280, 6.1 and 6.3.

use core::fmt;

use crate::crypto::policy::PolicyViolation;
use crate::crypto::{AlgorithmError, KeyError};
use crate::pki::constraints::NameForm;
use crate::pki::name::Name;
use crate::pki::object_identifier::ObjectIdentifier;
use crate::pki::revocation_list::{Coverage, RevokedEntry};
use crate::time::Time;

/// One thing that is wrong with one certificate of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathError {
    /// The certificate's place in the path, counted from 0 at the anchor's side; `None` for the anchor.
    pub index: Option<usize>,
    /// Whether it is the target itself.
    pub place: Place,
    /// Subject of the certificate.
    pub subject: Name,
    /// What is wrong.
    pub defect: PathDefect,
}

/// Which certificate of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The anchor.
    Anchor,
    /// A CA certificate between anchor and target.
    Authority,
    /// The target.
    Target,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PathDefect {
    /// The algorithm or key that signed this certificate is not good enough at the time.
    AlgorithmPolicy(PolicyViolation),
    /// The certificate the anchor was pinned as has expired.
    AnchorExpired {
        /// Last instant of its validity.
        not_after: Time,
    },
    /// keyUsage of the anchor's certificate has no keyCertSign.
    AnchorKeyUsage,
    /// basicConstraints of the anchor's certificate says that it is no CA.
    AnchorNotAuthority,
    /// The certificate the anchor was pinned as is not valid yet.
    AnchorNotYetValid {
        /// First instant of its validity.
        not_before: Time,
    },
    /// A policy mapping from or to anyPolicy.
    AnyPolicyMapped,
    /// A name lies in an excluded subtree.
    ExcludedName {
        /// Form of the name.
        form: NameForm,
    },
    /// extKeyUsage names purposes, and what the target is used for is none of them.
    ExtendedKeyUsage,
    /// The validity ended before the time asked about, and nothing proves an earlier signature.
    Expired {
        /// Last instant of validity.
        not_after: Time,
    },
    /// The signature was made after the validity ended, as a time before it shows.
    CreatedAfterExpiry {
        /// Last instant of validity.
        not_after: Time,
        /// The time before which it cannot have been made.
        created_after: Time,
    },
    /// The validity ended before the earliest time at which the signature is proven to have existed.
    ExpiredAtProof {
        /// Last instant of validity.
        not_after: Time,
        /// The proven time.
        proof: Time,
    },
    /// No certificate and no anchor has the issuer's name.
    IssuerNotFound {
        /// The name looked for.
        issuer: Name,
    },
    /// The key with the identifier this certificate asks for is there, under another name.
    IssuerNameMismatch {
        /// The name looked for.
        issuer: Name,
        /// The name the key has.
        found: Name,
    },
    /// The CA's key cannot be used.
    KeyUnusable(KeyError),
    /// keyUsage of a CA has no keyCertSign, or that of a CRL signer no cRLSign.
    KeyUsage,
    /// basicConstraints does not make a CA of an issuer.
    NotAuthority,
    /// A name lies in no permitted subtree of its form.
    NotPermittedName {
        /// Form of the name.
        form: NameForm,
    },
    /// An authority above it was revoked after the proven time, for anything but a retirement, and nothing proves that the
    /// certificate is older: whoever has that authority's key can issue it today.
    NotProvenOlder {
        /// The authority.
        authority: Name,
        /// The authority's entry.
        entry: RevokedEntry,
    },
    /// The validity begins after the time asked about.
    NotYetValid {
        /// First instant of validity.
        not_before: Time,
    },
    /// The validity begins after the proven time.
    NotYetValidAtProof {
        /// First instant of validity.
        not_before: Time,
        /// The proven time.
        proof: Time,
    },
    /// More certificates below a CA than its pathLenConstraint, or one above it, allows.
    PathLength,
    /// More certificates than are followed.
    PathTooLong,
    /// An explicit policy is required and none is valid.
    PolicyRequired,
    /// A statement says that it is revoked whose signer was not to be believed when it was made.
    RevocationDoubtful {
        /// The entry.
        entry: RevokedEntry,
        /// Why the statement is not to be believed.
        gap: RevocationGap,
    },
    /// Whether it is revoked could not be established.
    RevocationUnknown(RevocationGap),
    /// Revoked, and nothing proves an earlier signature.
    Revoked(RevokedEntry),
    /// Suspended (certificateHold): what it is will be known when it is released or revoked.
    OnHold(RevokedEntry),
    /// Revoked at the proven time.
    RevokedAtProof {
        /// The entry.
        entry: RevokedEntry,
        /// The proven time.
        proof: Time,
    },
    /// Revoked after the proven time, for a suspicion that reaches back to it.
    SuspectAtProof {
        /// The entry, with its invalidity date.
        entry: RevokedEntry,
        /// The proven time.
        proof: Time,
    },
    /// An algorithm that is not implemented, or never accepted, signed this certificate.
    SignatureAlgorithm(AlgorithmError),
    /// The signature on this certificate is not by the key of the certificate above it.
    SignatureMismatch,
    /// The target is the anchor itself: an anchor vouches for others.
    TargetIsAnchor,
    /// The target is to sign documents and is a CA.
    TargetIsAuthority,
    /// A critical extension that is not processed.
    UnknownCriticalExtension {
        /// Which.
        id: ObjectIdentifier,
    },
    /// A name of a form that is constrained and cannot be compared.
    UnsupportedNameConstraint {
        /// Form of the name.
        form: NameForm,
    },
}

/// Why the revocation of a certificate could not be established.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RevocationGap {
    /// A delta list without the complete list it builds on.
    DeltaWithoutBase,
    /// An entry names its certificate's issuer in a way that says nothing, or in a list that is not indirect.
    EntryIssuer,
    /// The list was made after the certificate expired and may have dropped it.
    IssuedAfterExpiry {
        /// When the list was made.
        this_update: Time,
    },
    /// No list of the issuer is there.
    Missing,
    /// The list does not say when the next one comes.
    NoNextUpdate,
    /// The list was made after the time asked about.
    NotYetIssued {
        /// When the list was made.
        this_update: Time,
    },
    /// The lists do not cover all reasons.
    ReasonsNotCovered,
    /// Nobody signed the OCSP response to whom the certificate's issuer gave that right.
    ResponderNotAuthorized,
    /// The OCSP response does not say when the next one comes, and is older than the time asked about.
    ResponseNextUpdate,
    /// The next OCSP response was due before the time asked about.
    ResponseStale {
        /// When it was due.
        next_update: Time,
    },
    /// The list's signature algorithm or the key is not accepted.
    SignatureAlgorithm,
    /// The list's signature fits none of the keys of that name.
    SignatureMismatch,
    /// The OCSP responder does not know the certificate.
    ResponderUnknowing,
    /// keyUsage of the list's signer has no cRLSign.
    SignerKeyUsage,
    /// The list's signer has no valid path to the same anchor.
    SignerNotTrusted,
    /// The certificate of the signer, or one above it, was not valid when the list or response was made.
    SignerOutsideValidity {
        /// Whose certificate.
        subject: Name,
        /// First instant of its validity.
        not_before: Time,
        /// Last instant of its validity.
        not_after: Time,
    },
    /// The signer, or an authority above it, is revoked, and nothing proves that the list or response is older.
    SignerRevoked {
        /// Whose certificate is revoked.
        subject: Name,
        /// The entry.
        entry: RevokedEntry,
    },
    /// Whether the signer, or an authority above it, was revoked when the list or response was made is not established.
    SignerUnestablished(Box<RevocationGap>),
    /// The next list was due before the time asked about.
    Stale {
        /// When it was due.
        next_update: Time,
    },
    /// A critical extension of an entry is not processed.
    UnknownCriticalEntryExtension {
        /// Which.
        id: ObjectIdentifier,
    },
    /// A critical extension of the list is not processed.
    UnknownCriticalExtension {
        /// Which.
        id: ObjectIdentifier,
    },
    /// The list is about other certificates.
    WrongScope(ScopeMismatch),
}

/// Why a list of the right issuer is not about a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScopeMismatch {
    /// It covers only user, only CA or only attribute certificates.
    Coverage(Coverage),
    /// Its distribution point is none of the certificate's.
    DistributionPoint,
    /// The certificate names another CRL issuer, whose list is not indirect.
    NotIndirect,
}

impl PathDefect {
    /// How far a path got before this defect stopped it: the failure of a path is its heaviest defect, and the most
    /// telling of several failed paths is the one with the lightest.
    pub(crate) const fn weight(&self) -> u8 {
        match self {
            Self::NotProvenOlder { .. }
            | Self::Revoked(_)
            | Self::RevokedAtProof { .. }
            | Self::SuspectAtProof { .. } => 1,
            Self::OnHold(_) | Self::RevocationDoubtful { .. } | Self::RevocationUnknown(_) => 2,
            Self::CreatedAfterExpiry { .. }
            | Self::Expired { .. }
            | Self::ExpiredAtProof { .. }
            | Self::NotYetValid { .. }
            | Self::NotYetValidAtProof { .. }
            | Self::AnchorExpired { .. }
            | Self::AnchorNotYetValid { .. } => 3,
            Self::AlgorithmPolicy(_) => 4,
            Self::PolicyRequired | Self::AnyPolicyMapped => 5,
            Self::AnchorKeyUsage
            | Self::AnchorNotAuthority
            | Self::ExcludedName { .. }
            | Self::ExtendedKeyUsage
            | Self::KeyUsage
            | Self::NotAuthority
            | Self::NotPermittedName { .. }
            | Self::PathLength
            | Self::TargetIsAuthority
            | Self::UnknownCriticalExtension { .. }
            | Self::UnsupportedNameConstraint { .. } => 6,
            Self::TargetIsAnchor | Self::PathTooLong => 7,
            Self::KeyUnusable(_) | Self::SignatureAlgorithm(_) => 8,
            Self::IssuerNotFound { .. } | Self::IssuerNameMismatch { .. } => 9,
            Self::SignatureMismatch => 10,
        }
    }

    /// Whether time alone is against the path: validity and revocation.
    pub(crate) const fn is_of_time(&self) -> bool {
        self.weight() <= 3
    }

    /// Whether it is about the validity of a certificate alone.
    pub(crate) const fn is_of_validity(&self) -> bool {
        self.weight() == 3
    }

    /// Whether it is a revocation that is known.
    pub const fn is_revocation(&self) -> bool {
        matches!(self, Self::Revoked(_) | Self::RevokedAtProof { .. } | Self::SuspectAtProof { .. })
    }
}

impl RevocationGap {
    /// The most telling of several gaps has the lowest rank.
    pub(crate) const fn rank(&self) -> u8 {
        match self {
            Self::Stale { .. } | Self::ResponseStale { .. } => 0,
            Self::NotYetIssued { .. } | Self::IssuedAfterExpiry { .. } => 1,
            Self::NoNextUpdate | Self::ResponseNextUpdate => 2,
            Self::UnknownCriticalEntryExtension { .. } | Self::UnknownCriticalExtension { .. } => 3,
            Self::EntryIssuer => 3,
            Self::SignerRevoked { .. } | Self::SignerOutsideValidity { .. } => 4,
            Self::ReasonsNotCovered => 4,
            Self::DeltaWithoutBase => 5,
            Self::ResponderUnknowing => 5,
            Self::SignerUnestablished(_) => 5,
            Self::SignerNotTrusted | Self::ResponderNotAuthorized => 6,
            Self::SignerKeyUsage => 7,
            Self::SignatureAlgorithm => 8,
            Self::SignatureMismatch => 9,
            Self::WrongScope(_) => 10,
            Self::Missing => 11,
        }
    }
}

impl fmt::Display for PathError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.index {
            None => write!(formatter, "anchor {}: {}", self.subject, self.defect),
            Some(index) => write!(formatter, "certificate {index} ({}): {}", self.subject, self.defect),
        }
    }
}

impl fmt::Display for PathDefect {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AlgorithmPolicy(violation) => write!(formatter, "algorithm policy: {violation}"),
            Self::AnchorExpired { not_after } => write!(formatter, "the anchor expired on {not_after}"),
            Self::AnchorKeyUsage => formatter.write_str("the anchor's key usage has no keyCertSign"),
            Self::AnchorNotAuthority => formatter.write_str("the anchor is no CA"),
            Self::AnchorNotYetValid { not_before } => {
                write!(formatter, "the anchor is valid from {not_before} only")
            }
            Self::AnyPolicyMapped => formatter.write_str("a policy mapping names anyPolicy"),
            Self::ExcludedName { form } => write!(formatter, "a {form} lies in an excluded subtree"),
            Self::CreatedAfterExpiry { not_after, created_after } => {
                write!(formatter, "expired on {not_after}, and the signature was made after {created_after}")
            }
            Self::ExtendedKeyUsage => formatter.write_str("the extended key usage does not allow this use"),
            Self::Expired { not_after } => write!(formatter, "expired on {not_after}"),
            Self::ExpiredAtProof { not_after, proof } => {
                write!(formatter, "expired on {not_after}, before the proven time {proof}")
            }
            Self::IssuerNotFound { issuer } => {
                write!(formatter, "neither an anchor nor a certificate has the issuer's name {issuer}")
            }
            Self::IssuerNameMismatch { issuer, found } => {
                write!(formatter, "the issuer's name is {issuer}, its key belongs to {found}")
            }
            Self::KeyUnusable(error) => write!(formatter, "the key cannot be used: {error}"),
            Self::KeyUsage => formatter.write_str("the key usage does not allow this use"),
            Self::NotAuthority => formatter.write_str("an issuer that is no CA"),
            Self::NotPermittedName { form } => write!(formatter, "a {form} lies in no permitted subtree"),
            Self::NotYetValid { not_before } => write!(formatter, "valid from {not_before} only"),
            Self::NotYetValidAtProof { not_before, proof } => {
                write!(formatter, "valid from {not_before}, after the proven time {proof}")
            }
            Self::OnHold(entry) => write!(formatter, "suspended on {}", entry.revocation_time),
            Self::NotProvenOlder { authority, entry } => write!(
                formatter,
                "not proven to be older than the revocation of {authority} on {} ({})",
                entry.revocation_time,
                entry.reason.as_str()
            ),
            Self::PathLength => formatter.write_str("more certificates than a path length constraint allows"),
            Self::PathTooLong => formatter.write_str("a longer path than is followed"),
            Self::PolicyRequired => {
                formatter.write_str("no acceptable certificate policy, and one is required")
            }
            Self::RevocationDoubtful { entry, gap } => write!(
                formatter,
                "said to be revoked on {} ({}), by a statement that proves nothing: {gap}",
                entry.revocation_time,
                entry.reason.as_str()
            ),
            Self::RevocationUnknown(gap) => write!(formatter, "revocation not established: {gap}"),
            Self::Revoked(entry) => {
                write!(formatter, "revoked on {} ({})", entry.revocation_time, entry.reason.as_str())
            }
            Self::RevokedAtProof { entry, proof } => write!(
                formatter,
                "revoked on {} ({}), invalid at the proven time {proof}",
                entry.revocation_time,
                entry.reason.as_str()
            ),
            Self::SuspectAtProof { entry, proof } => write!(
                formatter,
                "revoked on {} ({}), suspect already at the proven time {proof}",
                entry.revocation_time,
                entry.reason.as_str()
            ),
            Self::SignatureAlgorithm(error) => write!(formatter, "signature algorithm: {error}"),
            Self::SignatureMismatch => formatter.write_str("not signed by the key of the issuer tried"),
            Self::TargetIsAnchor => formatter.write_str("the certificate is the anchor itself"),
            Self::TargetIsAuthority => formatter.write_str("a CA certificate cannot be the signer"),
            Self::UnknownCriticalExtension { id } => write!(formatter, "unknown critical extension {id}"),
            Self::UnsupportedNameConstraint { form } => {
                write!(formatter, "a constraint on a {form}, which cannot be compared")
            }
        }
    }
}

impl fmt::Display for RevocationGap {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DeltaWithoutBase => formatter.write_str("a delta list without its base"),
            Self::EntryIssuer => {
                formatter.write_str("an entry of the list has an unclear certificate issuer")
            }
            Self::IssuedAfterExpiry { this_update } => {
                write!(formatter, "the list of {this_update} was made after the certificate expired")
            }
            Self::Missing => formatter.write_str("no revocation list of the issuer"),
            Self::NoNextUpdate => formatter.write_str("the list has no nextUpdate"),
            Self::NotYetIssued { this_update } => {
                write!(formatter, "the list was made later, on {this_update}")
            }
            Self::ReasonsNotCovered => formatter.write_str("the lists do not cover all reasons"),
            Self::ResponderUnknowing => {
                formatter.write_str("the OCSP responder does not know the certificate")
            }
            Self::ResponderNotAuthorized => formatter.write_str(
                "nobody signed the OCSP response to whom the certificate's issuer gave that right",
            ),
            Self::ResponseNextUpdate => formatter.write_str("the OCSP response has no nextUpdate"),
            Self::ResponseStale { next_update } => {
                write!(formatter, "the next OCSP response was due on {next_update}")
            }
            Self::SignatureAlgorithm => {
                formatter.write_str("the list's signature algorithm or key is not accepted")
            }
            Self::SignatureMismatch => {
                formatter.write_str("the list's signature fits no known key of its issuer")
            }
            Self::SignerKeyUsage => formatter.write_str("the list's signer may not sign lists"),
            Self::SignerNotTrusted => {
                formatter.write_str("the list's signer has no valid path to the same anchor")
            }
            Self::SignerOutsideValidity { subject, not_before, not_after } => write!(
                formatter,
                "made outside the validity of the certificate of {subject}, from {not_before} to {not_after}"
            ),
            Self::SignerRevoked { subject, entry } => write!(
                formatter,
                "{subject}, its signer or above it, was revoked on {} ({})",
                entry.revocation_time,
                entry.reason.as_str()
            ),
            Self::SignerUnestablished(gap) => {
                write!(formatter, "whether its signer was revoked is not established: {gap}")
            }
            Self::Stale { next_update } => write!(formatter, "the next list was due on {next_update}"),
            Self::UnknownCriticalEntryExtension { id } => {
                write!(formatter, "an entry of the list has the unknown critical extension {id}")
            }
            Self::UnknownCriticalExtension { id } => {
                write!(formatter, "the list has the unknown critical extension {id}")
            }
            Self::WrongScope(ScopeMismatch::Coverage(_)) => {
                formatter.write_str("the list covers other kinds of certificates")
            }
            Self::WrongScope(ScopeMismatch::DistributionPoint) => {
                formatter.write_str("the list is of another distribution point")
            }
            Self::WrongScope(ScopeMismatch::NotIndirect) => {
                formatter.write_str("the list is not indirect, as the certificate asks")
            }
        }
    }
}

impl core::error::Error for PathError {}
