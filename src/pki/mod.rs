//! Certificates, names, revocation lists and certification paths (RFC 5280, RFC 9618, RFC 6960).
//!
//! `parse` turns octets into structure and trusts nothing; `validate` answers one question (is there a path from this
//! certificate to one of these anchors, valid at this time, with revocation established?) with a `VerifiedPath`,
//! which nothing else can make, or with every path that was tried and what was wrong with it. Nothing here reads a
//! clock, a file or the network, and nothing here knows GPKI: names, policies and anchors are arguments.

mod certificate;
mod constraints;
mod der;
mod extension;
mod general_name;
mod name;
mod object_identifier;
mod ocsp;
mod path;
mod policy;
mod preparation;
mod revocation_list;

pub use certificate::{Certificate, Error};
pub use constraints::NameForm;
pub use der::{DerError, DerProblem};
pub use extension::{
    AuthorityKeyIdentifier, BasicConstraints, Criticality, DistributionPoint, DistributionPointName,
    Extension, KeyUsage, NameConstraints, PolicyConstraints, PolicyMapping, ReasonFlags, SubjectKind,
};
pub use general_name::GeneralName;
pub use name::{Attribute, Name};
pub use object_identifier::ObjectIdentifier;
pub use ocsp::OcspResponse;
pub use path::{
    EvidenceSigner, EvidenceSource, FailedPath, KnownCertificates, KnownSignatures, PathDefect, PathError,
    PathFailure, PathOutcome, PathRequest, Place, Purpose, RevocationEvidence, RevocationGap, RevocationMode,
    RevocationStatus, ScopeMismatch, Search, TrustAnchor, VerifiedPath, validate,
};
pub use policy::{ExplicitPolicy, Permission, PolicySettings};
pub use revocation_list::{
    CertificateRevocationList, Coverage, Directness, IssuingDistributionPoint, RevocationReason, RevokedEntry,
};
