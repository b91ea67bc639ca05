//! OCSP responses (RFC 6960, 4.2) that were handed in as files; nothing is asked over a network.

use core::fmt;
use core::ops::Range;
use std::sync::Arc;

use super::certificate::{Certificate, Error, range, read_serial_number, sha256};
use super::der::{
    BIT_STRING, DerError, DerProblem, ENUMERATED, Element, INTEGER, OCTET_STRING, Reader, SEQUENCE,
};
use super::extension::{self, Criticality};
use super::name::Name;
use super::object_identifier::ObjectIdentifier;
use super::revocation_list::{RevocationReason, RevokedEntry};
use crate::crypto::{AlgorithmError, DigestAlgorithm, PublicKey, SignatureAlgorithm, VerifyError};
use crate::limits::pki::{MAX_OCSP_RESPONSE, MAX_OCSP_SINGLE_RESPONSES};
use crate::time::Time;

/// A basic OCSP response. Cheap to clone.
#[derive(Clone)]
pub struct OcspResponse(Arc<Inner>);

struct Inner {
    der: Vec<u8>,
    sha256: [u8; 32],
    tbs: Range<usize>,
    algorithm: Result<SignatureAlgorithm, AlgorithmError>,
    signature: Vec<u8>,
    responder: Responder,
    produced_at: Time,
    singles: Vec<SingleResponse>,
    certificates: Vec<Certificate>,
    unknown_critical: Option<ObjectIdentifier>,
}

/// Who says to have signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Responder {
    /// SHA-1 of the responder's key octets.
    Key(Vec<u8>),
    Name(Name),
}

/// What is said about one certificate.
#[derive(Debug, Clone)]
pub(crate) struct SingleResponse {
    hash: Result<DigestAlgorithm, AlgorithmError>,
    issuer_name_hash: Vec<u8>,
    issuer_key_hash: Vec<u8>,
    serial_number: Vec<u8>,
    pub(crate) status: CertificateStatus,
    pub(crate) this_update: Time,
    pub(crate) next_update: Option<Time>,
    /// A critical extension of this single response that is not processed: it proves nothing good.
    pub(crate) unknown_critical_extension: Option<ObjectIdentifier>,
}

/// certStatus
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CertificateStatus {
    Good,
    Revoked(RevokedEntry),
    Unknown,
}

impl OcspResponse {
    /// Reads the DER of one OCSPResponse.
    ///
    /// # Errors
    /// [`Error`]; [`Error::ResponderError`] when the responder refused to answer.
    pub fn parse(der: &[u8]) -> Result<Self, Error> {
        if der.len() > MAX_OCSP_RESPONSE {
            return Err(Error::TooLarge { length: der.len(), limit: MAX_OCSP_RESPONSE });
        }
        let mut outer = Reader::new(der);
        let mut fields = outer.expect(SEQUENCE)?.reader();
        outer.finish()?;
        let status = fields.expect(ENUMERATED)?.count()?;
        if status != 0 {
            return Err(Error::ResponderError { status: u8::try_from(status).unwrap_or(u8::MAX) });
        }
        let mut tagged = fields.expect(0xa0)?.reader();
        fields.finish()?;
        let mut bytes = tagged.expect(SEQUENCE)?.reader();
        tagged.finish()?;
        if ObjectIdentifier::read(&bytes.read()?)?.as_bytes() != ID_PKIX_OCSP_BASIC {
            return Err(Error::ResponseType);
        }
        let response = bytes.expect(OCTET_STRING)?;
        bytes.finish()?;
        let mut inner = response.reader();
        let mut parts = inner.expect(SEQUENCE)?.reader();
        inner.finish()?;
        let tbs = parts.expect(SEQUENCE)?;
        let algorithm = parts.expect(SEQUENCE)?;
        let signature = parts.expect(BIT_STRING)?.whole_bit_string()?.to_vec();
        let certificates = match parts.optional(0xa0)? {
            None => Vec::new(),
            Some(tagged) => read_certificates(&tagged)?,
        };
        parts.finish()?;

        let mut data = tbs.reader();
        if data.optional(0xa0)?.is_some_and(|version| version.value != [INTEGER, 1, 0]) {
            return Err(Error::Version);
        }
        let responder = read_responder(&data.read()?)?;
        let produced_at = data.read()?.time()?;
        let mut unknown_critical = None;
        let singles = read_singles(&data.expect(SEQUENCE)?)?;
        if let Some(tagged) = data.optional(0xa1)? {
            note_critical(&tagged, &mut unknown_critical)?;
        }
        data.finish()?;
        Ok(Self(Arc::new(Inner {
            der: der.to_vec(),
            sha256: sha256(der),
            tbs: range(&tbs),
            algorithm: SignatureAlgorithm::from_algorithm_identifier(algorithm.der),
            signature,
            responder,
            produced_at,
            singles,
            certificates,
            unknown_critical,
        })))
    }

    /// The response exactly as it was read.
    pub fn der(&self) -> &[u8] {
        &self.0.der
    }

    /// SHA-256 of the whole response.
    pub fn sha256(&self) -> [u8; 32] {
        self.0.sha256
    }

    /// When the response was signed.
    pub fn produced_at(&self) -> Time {
        self.0.produced_at
    }

    /// Certificates that came along: hints, as always.
    pub fn certificates(&self) -> &[Certificate] {
        &self.0.certificates
    }

    /// The algorithm of the signature on this response.
    ///
    /// # Errors
    /// [`AlgorithmError`] when it is not one that is accepted.
    pub fn signature_algorithm(&self) -> Result<SignatureAlgorithm, &AlgorithmError> {
        self.0.algorithm.as_ref().copied()
    }

    /// A critical extension that is not processed: the response proves nothing.
    pub fn unknown_critical_extension(&self) -> Option<&ObjectIdentifier> {
        self.0.unknown_critical.as_ref()
    }

    /// Verifies the response's signature with `key`, over the octets as they were read.
    ///
    /// # Errors
    /// [`VerifyError`]; `Unsupported` when the algorithm is not accepted.
    pub fn verify_signature(&self, key: &PublicKey) -> Result<(), VerifyError> {
        let algorithm = self.signature_algorithm().map_err(|_| VerifyError::Unsupported)?;
        let tbs = self.0.der.get(self.0.tbs.clone()).unwrap_or_default();
        key.verify(algorithm, &algorithm.digest().digest(tbs), &self.0.signature)
    }

    /// Whether the response names the holder of this name and key as its responder.
    pub(crate) fn is_by(&self, name: &Name, key_octets: &[u8]) -> bool {
        match &self.0.responder {
            Responder::Name(responder) => responder == name,
            Responder::Key(hash) => DigestAlgorithm::Sha1.digest(key_octets).as_bytes() == hash.as_slice(),
        }
    }

    /// The single responses about the certificate with this serial number, whose issuer has this name and key.
    pub(crate) fn about(
        &self,
        issuer: &Name,
        issuer_key_octets: &[u8],
        serial_number: &[u8],
    ) -> impl Iterator<Item = &SingleResponse> {
        self.0.singles.iter().filter(move |single| {
            let Ok(hash) = &single.hash else { return false };
            single.serial_number == serial_number
                && hash.digest(issuer_key_octets).as_bytes() == single.issuer_key_hash.as_slice()
                && hash.digest(issuer.der()).as_bytes() == single.issuer_name_hash.as_slice()
        })
    }
}

impl fmt::Debug for OcspResponse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("OcspResponse")
            .field("produced_at", &self.0.produced_at)
            .field("responses", &self.0.singles.len())
            .finish_non_exhaustive()
    }
}

fn read_responder(element: &Element<'_>) -> Result<Responder, DerError> {
    let mut inner = element.reader();
    let responder = match element.tag {
        0xa1 => Responder::Name(Name::read(&inner.expect(SEQUENCE)?)?),
        0xa2 => Responder::Key(inner.expect(OCTET_STRING)?.value.to_vec()),
        found => return Err(element.error(DerProblem::UnexpectedTag { found })),
    };
    inner.finish()?;
    Ok(responder)
}

/// Certificates that cannot be read are left out: they are hints only.
fn read_certificates(tagged: &Element<'_>) -> Result<Vec<Certificate>, DerError> {
    let mut inner = tagged.reader();
    let mut list = inner.expect(SEQUENCE)?.reader();
    inner.finish()?;
    let mut certificates = Vec::new();
    while !list.is_empty() {
        let element = list.read()?;
        if certificates.len() >= MAX_OCSP_SINGLE_RESPONSES {
            return Err(element.error(DerProblem::TooMany));
        }
        certificates.extend(Certificate::parse(element.der));
    }
    Ok(certificates)
}

fn read_singles(list: &Element<'_>) -> Result<Vec<SingleResponse>, Error> {
    let mut reader = list.reader();
    let mut singles = Vec::new();
    while !reader.is_empty() {
        if singles.len() >= MAX_OCSP_SINGLE_RESPONSES {
            return Err(reader.error(DerProblem::TooMany).into());
        }
        let mut fields = reader.expect(SEQUENCE)?.reader();
        let mut id = fields.expect(SEQUENCE)?.reader();
        let hash = DigestAlgorithm::from_algorithm_identifier(id.expect(SEQUENCE)?.der);
        let issuer_name_hash = id.expect(OCTET_STRING)?.value.to_vec();
        let issuer_key_hash = id.expect(OCTET_STRING)?.value.to_vec();
        let serial_number = read_serial_number(&id.expect(INTEGER)?)?.to_vec();
        id.finish()?;
        let mut status = read_status(&fields.read()?)?;
        let this_update = fields.read()?.time()?;
        let next_update = match fields.optional(0xa0)? {
            None => None,
            Some(tagged) => {
                let mut inner = tagged.reader();
                let time = inner.read()?.time()?;
                inner.finish()?;
                Some(time)
            }
        };
        let mut unknown_critical_extension = None;
        if let Some(tagged) = fields.optional(0xa1)? {
            read_single_extensions(&tagged, &mut status, &mut unknown_critical_extension)?;
        }
        fields.finish()?;
        singles.push(SingleResponse {
            hash,
            issuer_name_hash,
            issuer_key_hash,
            serial_number,
            status,
            this_update,
            next_update,
            unknown_critical_extension,
        });
    }
    Ok(singles)
}

fn read_status(element: &Element<'_>) -> Result<CertificateStatus, DerError> {
    match element.tag {
        0x80 if element.value.is_empty() => Ok(CertificateStatus::Good),
        0x82 if element.value.is_empty() => Ok(CertificateStatus::Unknown),
        0xa1 => {
            let mut fields = element.reader();
            let revocation_time = fields.read()?.time()?;
            let reason = match fields.optional(0xa0)? {
                None => RevocationReason::Unspecified,
                Some(tagged) => {
                    let mut inner = tagged.reader();
                    let reason = RevocationReason::read(&inner.expect(ENUMERATED)?)?;
                    inner.finish()?;
                    reason
                }
            };
            fields.finish()?;
            Ok(CertificateStatus::Revoked(RevokedEntry { revocation_time, reason, invalidity_time: None }))
        }
        found => Err(element.error(DerProblem::UnexpectedTag { found })),
    }
}

/// singleExtensions: those of a CRL entry are allowed here (RFC 6960, 4.4.5), and say as much about the revocation.
fn read_single_extensions(
    tagged: &Element<'_>,
    status: &mut CertificateStatus,
    unknown_critical: &mut Option<ObjectIdentifier>,
) -> Result<(), Error> {
    let mut inner = tagged.reader();
    let list = extension::read_list(&inner.expect(SEQUENCE)?)?;
    inner.finish()?;
    for extension in list {
        let malformed = |error: DerError| Error::Extension { id: extension.id.clone(), error };
        let mut value = Reader::at(&extension.value, extension.offset);
        match extension.id.as_bytes() {
            REASON_CODE => {
                let reason = value
                    .expect(ENUMERATED)
                    .and_then(|code| RevocationReason::read(&code))
                    .map_err(malformed)?;
                if let CertificateStatus::Revoked(entry) = status {
                    // Given twice and differently, nobody knows which was meant.
                    entry.reason = match entry.reason {
                        RevocationReason::Unspecified => reason,
                        stated => stated.graver(reason),
                    };
                }
            }
            INVALIDITY_DATE => {
                let time = value.read().and_then(|time| time.time()).map_err(malformed)?;
                if let CertificateStatus::Revoked(entry) = status {
                    entry.invalidity_time = Some(time);
                }
            }
            _ => {
                if extension.criticality == Criticality::Critical && unknown_critical.is_none() {
                    *unknown_critical = Some(extension.id.clone());
                }
                continue;
            }
        }
        value.finish().map_err(malformed)?;
    }
    Ok(())
}

/// No extension of a response changes what it says (nonces, archive cutoffs); a critical one might.
fn note_critical(tagged: &Element<'_>, unknown_critical: &mut Option<ObjectIdentifier>) -> Result<(), Error> {
    let mut inner = tagged.reader();
    let list = extension::read_list(&inner.expect(SEQUENCE)?)?;
    inner.finish()?;
    let critical = list.into_iter().find(|extension| extension.criticality == Criticality::Critical);
    if let (Some(extension), None) = (critical, &unknown_critical) {
        *unknown_critical = Some(extension.id);
    }
    Ok(())
}

/// id-ce-cRLReasons, 2.5.29.21
const REASON_CODE: &[u8] = &[0x55, 0x1d, 21];
/// id-ce-invalidityDate, 2.5.29.24
const INVALIDITY_DATE: &[u8] = &[0x55, 0x1d, 24];
/// id-pkix-ocsp-basic, 1.3.6.1.5.5.7.48.1.1
const ID_PKIX_OCSP_BASIC: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 0x30, 1, 1];
/// id-pkix-ocsp-nocheck, 1.3.6.1.5.5.7.48.1.5
pub(crate) const ID_PKIX_OCSP_NOCHECK: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 0x30, 1, 5];
/// id-kp-OCSPSigning, 1.3.6.1.5.5.7.3.9
pub(crate) const ID_KP_OCSP_SIGNING: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3, 9];
