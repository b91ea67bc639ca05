//! X.509 certificates (RFC 5280, 4.1): bytes to structure, with the octets that were signed kept as they stood.
//!
//! Parsing checks the encoding, not the validity: a certificate that was parsed is not yet trusted by anything.

use core::fmt;
use core::ops::Range;
use std::sync::Arc;

use super::der::{BIT_STRING, DerError, Element, INTEGER, Reader, SEQUENCE};
use super::extension::{
    self, AuthorityKeyIdentifier, BasicConstraints, DistributionPoint, Extension, Extensions, KeyUsage,
    NameConstraints, PolicyConstraints, PolicyMapping, SubjectKind,
};
use super::general_name::GeneralName;
use super::name::Name;
use super::object_identifier::ObjectIdentifier;
use crate::crypto::{AlgorithmError, DigestAlgorithm, KeyError, PublicKey, SignatureAlgorithm};
use crate::limits::pki::{MAX_CERTIFICATE, MAX_SERIAL_NUMBER};
use crate::time::Time;

/// An X.509 certificate. Cheap to clone; `==` compares the octets.
#[derive(Clone)]
pub struct Certificate(Arc<Inner>);

struct Inner {
    der: Vec<u8>,
    sha256: [u8; 32],
    tbs: Range<usize>,
    version: u8,
    serial_number: Vec<u8>,
    algorithm: Result<SignatureAlgorithm, AlgorithmError>,
    issuer: Name,
    subject: Name,
    not_before: Time,
    not_after: Time,
    key_info: Range<usize>,
    key_info_sha256: [u8; 32],
    key: Result<PublicKey, KeyError>,
    key_octets: Vec<u8>,
    list: Vec<Extension>,
    extensions: Extensions,
    signature: Vec<u8>,
}

/// Why octets are not a certificate, CRL or OCSP response that is read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The signature algorithm inside the signed part is not the one outside (RFC 5280, 4.1.1.2 and 5.1.1.2).
    AlgorithmMismatch,
    /// A required part is encoded wrongly.
    Der(DerError),
    /// One extension stands twice (RFC 5280, 4.2).
    DuplicateExtension {
        /// Which.
        id: ObjectIdentifier,
        /// Octets from the beginning.
        offset: usize,
    },
    /// An extension whose value is encoded wrongly.
    Extension {
        /// Which.
        id: ObjectIdentifier,
        /// What is wrong.
        error: DerError,
    },
    /// Extensions or unique identifiers in a version that has none (RFC 5280, 4.1.2.1).
    FieldOfLaterVersion {
        /// The version as people count, 1 to 3.
        version: u8,
    },
    /// An OCSP response that is not "successful" (RFC 6960, 4.2.2.3): it says nothing.
    ResponderError {
        /// responseStatus
        status: u8,
    },
    /// An OCSP response of another type than id-pkix-ocsp-basic.
    ResponseType,
    /// A serial number of more octets than are read.
    SerialNumberTooLong {
        /// Octets.
        length: usize,
    },
    /// More octets than are read.
    TooLarge {
        /// Octets.
        length: usize,
        /// Most octets read.
        limit: usize,
    },
    /// A version that does not exist.
    Version,
}

impl Certificate {
    /// Reads the DER of one certificate.
    ///
    /// # Errors
    /// [`Error`] says what is wrong and where. A key or signature algorithm that is not implemented is no error here:
    /// [`Certificate::public_key`] and [`Certificate::signature_algorithm`] tell.
    pub fn parse(der: &[u8]) -> Result<Self, Error> {
        if der.len() > MAX_CERTIFICATE {
            return Err(Error::TooLarge { length: der.len(), limit: MAX_CERTIFICATE });
        }
        let mut outer = Reader::new(der);
        let whole = outer.expect(SEQUENCE)?;
        outer.finish()?;
        let mut parts = whole.reader();
        let tbs = parts.expect(SEQUENCE)?;
        let algorithm = parts.expect(SEQUENCE)?;
        let signature = parts.expect(BIT_STRING)?.whole_bit_string()?.to_vec();
        parts.finish()?;

        let mut fields = tbs.reader();
        let version = read_version(&mut fields)?;
        let serial_number = read_serial_number(&fields.expect(INTEGER)?)?.to_vec();
        if fields.expect(SEQUENCE)?.der != algorithm.der {
            return Err(Error::AlgorithmMismatch);
        }
        let issuer = Name::read(&fields.expect(SEQUENCE)?)?;
        let mut validity = fields.expect(SEQUENCE)?.reader();
        let (not_before, not_after) = (validity.read()?.time()?, validity.read()?.time()?);
        validity.finish()?;
        let subject = Name::read(&fields.expect(SEQUENCE)?)?;
        let key_info = fields.expect(SEQUENCE)?;
        let unique = [fields.optional(0x81)?, fields.optional(0x82)?];
        if version < 2 && unique.iter().any(Option::is_some) {
            return Err(Error::FieldOfLaterVersion { version });
        }
        let list = read_extensions(&mut fields, version)?;
        fields.finish()?;
        let extensions = Extensions::read(&list)?;
        Ok(Self(Arc::new(Inner {
            sha256: sha256(der),
            tbs: range(&tbs),
            version,
            serial_number,
            algorithm: SignatureAlgorithm::from_algorithm_identifier(algorithm.der),
            issuer,
            subject,
            not_before,
            not_after,
            key_info: range(&key_info),
            key_info_sha256: sha256(key_info.der),
            key: PublicKey::from_spki(key_info.der),
            key_octets: key_octets(&key_info)?.to_vec(),
            list,
            extensions,
            signature,
            der: der.to_vec(),
        })))
    }

    /// The certificate exactly as it was read.
    pub fn der(&self) -> &[u8] {
        &self.0.der
    }

    /// The signed part exactly as it was read: the only octets a signature is verified over.
    pub fn tbs_der(&self) -> &[u8] {
        self.0.der.get(self.0.tbs.clone()).unwrap_or_default()
    }

    /// SHA-256 of the whole certificate: its fingerprint.
    pub fn sha256(&self) -> [u8; 32] {
        self.0.sha256
    }

    /// The version as people count: 1, 2 or 3.
    pub fn version(&self) -> u8 {
        self.0.version
    }

    /// Content of the serial number's INTEGER, two's complement; negative ones occur.
    pub fn serial_number(&self) -> &[u8] {
        &self.0.serial_number
    }

    /// The algorithm of the signature on this certificate.
    ///
    /// # Errors
    /// [`AlgorithmError`] when it is not one that is accepted.
    pub fn signature_algorithm(&self) -> Result<SignatureAlgorithm, &AlgorithmError> {
        self.0.algorithm.as_ref().copied()
    }

    /// The signature value.
    pub fn signature(&self) -> &[u8] {
        &self.0.signature
    }

    /// Who issued it.
    pub fn issuer(&self) -> &Name {
        &self.0.issuer
    }

    /// Whom it is about.
    pub fn subject(&self) -> &Name {
        &self.0.subject
    }

    /// First instant of validity.
    pub fn not_before(&self) -> Time {
        self.0.not_before
    }

    /// Last instant of validity.
    pub fn not_after(&self) -> Time {
        self.0.not_after
    }

    /// DER of the SubjectPublicKeyInfo exactly as it was read.
    pub fn subject_public_key_info(&self) -> &[u8] {
        self.0.der.get(self.0.key_info.clone()).unwrap_or_default()
    }

    /// The subject's key.
    ///
    /// # Errors
    /// [`KeyError`] when it is malformed or of an algorithm that is not implemented.
    pub fn public_key(&self) -> Result<&PublicKey, &KeyError> {
        self.0.key.as_ref()
    }

    /// SHA-256 of the SubjectPublicKeyInfo: the same key has the same one.
    pub(crate) fn key_info_sha256(&self) -> [u8; 32] {
        self.0.key_info_sha256
    }

    /// The key's octets without tag, length and unused bits (RFC 5280 4.2.1.2 (1), RFC 6960 KeyHash).
    pub(crate) fn key_octets(&self) -> &[u8] {
        &self.0.key_octets
    }

    /// Whether issuer and subject are the same name (RFC 5280, 3.2).
    pub fn is_self_issued(&self) -> bool {
        self.0.issuer == self.0.subject
    }

    /// All extensions in the order they stand.
    pub fn extensions(&self) -> &[Extension] {
        &self.0.list
    }

    /// Critical extensions that are not processed: any one forbids a path through this certificate.
    pub fn unknown_critical_extensions(&self) -> &[ObjectIdentifier] {
        &self.0.extensions.unknown_critical
    }

    /// basicConstraints
    pub fn basic_constraints(&self) -> Option<BasicConstraints> {
        self.0.extensions.basic_constraints
    }

    /// Whether basicConstraints says that the subject is a CA.
    pub fn is_certification_authority(&self) -> bool {
        self.basic_constraints().is_some_and(|basic| basic.subject == SubjectKind::CertificationAuthority)
    }

    /// keyUsage
    pub fn key_usage(&self) -> Option<KeyUsage> {
        self.0.extensions.key_usage
    }

    /// extKeyUsage
    pub fn extended_key_usage(&self) -> Option<&[ObjectIdentifier]> {
        self.0.extensions.extended_key_usage.as_deref()
    }

    /// subjectKeyIdentifier
    pub fn subject_key_identifier(&self) -> Option<&[u8]> {
        self.0.extensions.subject_key_identifier.as_deref()
    }

    /// authorityKeyIdentifier
    pub fn authority_key_identifier(&self) -> Option<&AuthorityKeyIdentifier> {
        self.0.extensions.authority_key_identifier.as_ref()
    }

    /// subjectAltName
    pub fn subject_alternative_names(&self) -> &[GeneralName] {
        &self.0.extensions.subject_alternative_names
    }

    /// issuerAltName
    pub fn issuer_alternative_names(&self) -> &[GeneralName] {
        &self.0.extensions.issuer_alternative_names
    }

    /// The directoryNames of subjectAltName: the subject's Japanese name in GPKI.
    pub fn subject_alternative_directory_names(&self) -> impl Iterator<Item = &Name> {
        self.subject_alternative_names().iter().filter_map(GeneralName::as_directory)
    }

    /// The directoryNames of issuerAltName: the issuer's Japanese name in GPKI.
    pub fn issuer_alternative_directory_names(&self) -> impl Iterator<Item = &Name> {
        self.issuer_alternative_names().iter().filter_map(GeneralName::as_directory)
    }

    /// certificatePolicies without their qualifiers
    pub fn policies(&self) -> Option<&[ObjectIdentifier]> {
        self.0.extensions.policies.as_deref()
    }

    /// policyMappings
    pub fn policy_mappings(&self) -> &[PolicyMapping] {
        &self.0.extensions.policy_mappings
    }

    /// policyConstraints
    pub fn policy_constraints(&self) -> Option<PolicyConstraints> {
        self.0.extensions.policy_constraints
    }

    /// inhibitAnyPolicy
    pub fn inhibit_any_policy(&self) -> Option<u32> {
        self.0.extensions.inhibit_any_policy
    }

    /// nameConstraints
    pub fn name_constraints(&self) -> Option<&NameConstraints> {
        self.0.extensions.name_constraints.as_ref()
    }

    /// cRLDistributionPoints
    pub fn crl_distribution_points(&self) -> &[DistributionPoint] {
        &self.0.extensions.crl_distribution_points
    }
}

impl PartialEq for Certificate {
    fn eq(&self, other: &Self) -> bool {
        self.0.der == other.0.der
    }
}

impl Eq for Certificate {}

impl fmt::Debug for Certificate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Certificate")
            .field("subject", &self.0.subject)
            .field("issuer", &self.0.issuer)
            .field("serial_number", &const_hex::encode(&self.0.serial_number))
            .finish_non_exhaustive()
    }
}

fn read_version(fields: &mut Reader<'_>) -> Result<u8, Error> {
    let Some(tagged) = fields.optional(0xa0)? else { return Ok(1) };
    let mut inner = tagged.reader();
    let version = inner.expect(INTEGER)?.count()?;
    inner.finish()?;
    match version {
        // v1 is the default and DER leaves it out (X.690 11.5), but it is written now and then.
        0 => Ok(1),
        1 => Ok(2),
        2 => Ok(3),
        _ => Err(Error::Version),
    }
}

/// RFC 5280, 4.1.2.2: non-conforming serial numbers (negative, long) are handled gracefully.
pub(crate) fn read_serial_number<'a>(element: &Element<'a>) -> Result<&'a [u8], Error> {
    let octets = element.integer()?;
    if octets.len() > MAX_SERIAL_NUMBER {
        return Err(Error::SerialNumberTooLong { length: octets.len() });
    }
    Ok(octets)
}

fn read_extensions(fields: &mut Reader<'_>, version: u8) -> Result<Vec<Extension>, Error> {
    let Some(tagged) = fields.optional(0xa3)? else { return Ok(Vec::new()) };
    if version < 3 {
        return Err(Error::FieldOfLaterVersion { version });
    }
    let mut inner = tagged.reader();
    let list = extension::read_list(&inner.expect(SEQUENCE)?)?;
    inner.finish()?;
    Ok(list)
}

/// RFC 6960, 4.1.1: the hash is over the BIT STRING's value without tag, length and number of unused bits.
pub(crate) fn key_octets<'a>(key_info: &Element<'a>) -> Result<&'a [u8], DerError> {
    let mut fields = key_info.reader();
    fields.expect(SEQUENCE)?;
    let octets = fields.expect(BIT_STRING)?.whole_bit_string()?;
    fields.finish()?;
    Ok(octets)
}

pub(crate) fn sha256(octets: &[u8]) -> [u8; 32] {
    DigestAlgorithm::Sha256.digest(octets).as_bytes().try_into().unwrap_or([0; 32])
}

pub(crate) fn range(element: &Element<'_>) -> Range<usize> {
    element.offset..element.offset.saturating_add(element.der.len())
}

impl From<DerError> for Error {
    fn from(error: DerError) -> Self {
        Self::Der(error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AlgorithmMismatch => {
                formatter.write_str("the signature algorithm inside the signed part is not the one outside")
            }
            Self::Der(error) => error.fmt(formatter),
            Self::DuplicateExtension { id, offset } => {
                write!(formatter, "extension {id} stands a second time at offset {offset}")
            }
            Self::Extension { id, error } => write!(formatter, "extension {id}: {error}"),
            Self::FieldOfLaterVersion { version } => {
                write!(formatter, "version {version} has a field that only later versions have")
            }
            Self::ResponderError { status } => {
                write!(formatter, "the OCSP responder answered with error {status}")
            }
            Self::ResponseType => formatter.write_str("the OCSP response is not a basic response"),
            Self::SerialNumberTooLong { length } => write!(formatter, "a serial number of {length} octets"),
            Self::TooLarge { length, limit } => {
                write!(formatter, "{length} octets, more than the {limit} that are read")
            }
            Self::Version => formatter.write_str("a version that does not exist"),
        }
    }
}

impl core::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::{Certificate, Error};
    use crate::pki::der::DerProblem;

    #[test]
    fn rejects_what_is_no_certificate_with_a_place() {
        let error = Certificate::parse(&[0x30, 0x03, 0x02, 0x01, 0x00]).unwrap_err();
        let Error::Der(error) = error else { panic!("{error}") };
        assert_eq!((error.offset, error.problem), (2, DerProblem::UnexpectedTag { found: 2 }));
    }
}
