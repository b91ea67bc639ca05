//! Building signatures, detached or with their content: everything but digest, time and signature value is encoded once
//! per key.

use core::fmt;
use std::sync::Arc;

use der::asn1::ObjectIdentifier;

use super::attributes::{minimal, set_of};
use super::ber::{
    GENERALIZED_TIME, INTEGER, NULL, OBJECT_IDENTIFIER, OCTET_STRING, SEQUENCE, SET, UTC_TIME, append,
    append_header, header_length,
};
use super::oid;
use crate::crypto::{Curve, Digest, DigestAlgorithm, KeyError, PublicKey, SignatureAlgorithm, VerifyError};
use crate::limits::cms as limits;
use crate::pki::Certificate;
use crate::time::Time;

/// Who signs: the certificate of the key, the certificates to hand on with it, and the key's algorithm.
#[derive(Debug, Clone)]
pub struct SignerIdentity {
    /// The signer's certificate.
    pub certificate: Certificate,
    /// Further certificates to embed, in any order; the signer's own may be among them.
    pub chain: Vec<Certificate>,
    /// The algorithm of every signature value, as the signer's handle names it.
    pub algorithm: SignatureAlgorithm,
}

/// A signature in which only message digest, signing time and signature value are missing. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Template(Arc<Inner>);

/// The signed attributes of one document, waiting for the signature value.
#[derive(Debug, Clone)]
pub struct ToBeSigned {
    template: Arc<Inner>,
    /// A whole SET OF Attribute in DER.
    attributes: Vec<u8>,
    content: Content,
}

/// Where the signed content goes.
#[derive(Debug, Clone)]
enum Content {
    /// Into the signature, as eContent of id-data.
    Attached(Vec<u8>),
    /// Elsewhere.
    Detached,
}

/// Why a signature is not built.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum BuildError {
    /// The message digest was made with another algorithm than the signature's.
    DigestAlgorithm {
        /// The algorithm it must be made with.
        expected: DigestAlgorithm,
        /// The algorithm it was made with.
        found: DigestAlgorithm,
    },
    /// SHA-1 proves nothing any more; nothing new is signed with it.
    DigestWeak,
    /// The certificate's key is of another kind than the algorithm.
    KeyKind,
    /// The signature value was refused by the certificate's own key: it is not released.
    SignatureValue(VerifyError),
    /// The certificate holds no key this library can use.
    SignerKey(KeyError),
    /// More certificates than a verifier of this library reads.
    TooManyCertificates {
        /// Certificates asked for, the signer's included.
        count: usize,
        /// Certificates allowed.
        limit: usize,
    },
}

#[derive(Debug)]
struct Inner {
    algorithm: SignatureAlgorithm,
    key: PublicKey,
    signature_length: usize,
    /// SignedData.version and digestAlgorithms.
    head: Vec<u8>,
    /// SignedData.certificates.
    certificates: Vec<u8>,
    /// SignerInfo from version to digestAlgorithm.
    signer: Vec<u8>,
    /// SignerInfo.signatureAlgorithm.
    signature_algorithm: Vec<u8>,
    without_time: Pattern,
    with_utc_time: Pattern,
    with_generalized_time: Pattern,
}

/// A SET OF Attribute with places to write to.
#[derive(Debug)]
struct Pattern {
    der: Vec<u8>,
    message_digest: usize,
    signing_time: Option<usize>,
}

impl Template {
    /// Encodes everything that is the same for all documents of one key.
    ///
    /// The signed attributes are content-type, signing-time, message-digest and signing-certificate-v2 with SHA-256
    /// and issuerSerial, sorted as DER wants. digestAlgorithm goes without parameters (RFC 5754, 2), and
    /// sha256WithRSAEncryption with NULL (RFC 5754, 3.2), the algorithm name that document 004 第4-2(2)ア fixes.
    ///
    /// # Errors
    /// [`BuildError`] when key and algorithm do not go together or the chain is too long.
    pub fn new(identity: &SignerIdentity) -> Result<Self, BuildError> {
        let SignerIdentity { certificate, chain, algorithm } = identity;
        let digest = algorithm.digest();
        if digest == DigestAlgorithm::Sha1 {
            return Err(BuildError::DigestWeak);
        }
        let key = certificate.public_key().map_err(|error| BuildError::SignerKey(error.clone()))?.clone();
        let signature_length = match (algorithm, key.curve(), key.rsa_signature_length()) {
            (SignatureAlgorithm::RsaPkcs1(_) | SignatureAlgorithm::RsaPss(_), None, Some(length)) => length,
            // SEQUENCE of two INTEGERs, each with a sign octet at most.
            (SignatureAlgorithm::Ecdsa(_), Some(Curve::P256), _) => 72,
            (SignatureAlgorithm::Ecdsa(_), Some(Curve::P384), _) => 104,
            _ => return Err(BuildError::KeyKind),
        };
        let mut certificates = vec![certificate.der().to_vec()];
        certificates.extend(chain.iter().map(|certificate| certificate.der().to_vec()));
        certificates.sort();
        certificates.dedup();
        if certificates.len() > limits::CERTIFICATES {
            let (count, limit) = (certificates.len(), limits::CERTIFICATES);
            return Err(BuildError::TooManyCertificates { count, limit });
        }
        let digest_algorithm = digest_identifier(digest);
        // Version 1: id-data, X.509 certificates only, SignerInfo of version 1 (RFC 5652, 5.1).
        let head = [element(INTEGER, &[1]), element(SET, &digest_algorithm)];
        let signer = [
            element(INTEGER, &[1]),
            element(SEQUENCE, &[certificate.issuer().der(), &serial_number(certificate)].concat()),
            digest_algorithm,
        ];
        Ok(Self(Arc::new(Inner {
            algorithm: *algorithm,
            key,
            signature_length,
            head: head.concat(),
            certificates: element(0xa0, &certificates.concat()),
            signer: signer.concat(),
            signature_algorithm: signature_identifier(*algorithm),
            without_time: Pattern::new(certificate, digest, None),
            with_utc_time: Pattern::new(certificate, digest, Some(UTC_TIME)),
            with_generalized_time: Pattern::new(certificate, digest, Some(GENERALIZED_TIME)),
        })))
    }

    /// The digest the document must be hashed with.
    pub fn digest_algorithm(&self) -> DigestAlgorithm {
        self.0.algorithm.digest()
    }

    /// Octets of the finished signature: exact for RSA, and for ECDSA, whose values vary by a few octets, the most it
    /// can be.
    pub fn encoded_length(&self, signing_time: Option<Time>) -> usize {
        let attributes = self.0.pattern(signing_time).der.len();
        self.0.lengths(Content::Detached.encapsulated().len(), attributes, self.0.signature_length).total
    }

    /// Fills in digest and time for content that the signature is to carry.
    ///
    /// # Errors
    /// None today; [`BuildError`] as for [`Template::signed_attributes`].
    pub fn with_content(
        &self,
        content: Vec<u8>,
        signing_time: Option<Time>,
    ) -> Result<ToBeSigned, BuildError> {
        let digest = self.digest_algorithm().digest(&content);
        let to_be_signed = self.signed_attributes(&digest, signing_time)?;
        Ok(ToBeSigned { content: Content::Attached(content), ..to_be_signed })
    }

    /// Fills in digest and time. Without a time the signature says nothing of when it was made.
    ///
    /// # Errors
    /// [`BuildError::DigestAlgorithm`] when the digest is of another algorithm.
    pub fn signed_attributes(
        &self,
        message_digest: &Digest,
        signing_time: Option<Time>,
    ) -> Result<ToBeSigned, BuildError> {
        let (expected, found) = (self.digest_algorithm(), message_digest.algorithm());
        if expected != found {
            return Err(BuildError::DigestAlgorithm { expected, found });
        }
        let pattern = self.0.pattern(signing_time);
        let mut attributes = pattern.der.clone();
        patch(&mut attributes, pattern.message_digest, message_digest.as_bytes());
        if let (Some(at), Some(time)) = (pattern.signing_time, signing_time) {
            patch(&mut attributes, at, time_text(time).as_bytes());
        }
        Ok(ToBeSigned { template: Arc::clone(&self.0), attributes, content: Content::Detached })
    }
}

impl ToBeSigned {
    /// The signed attributes as DER SET OF.
    pub fn der(&self) -> &[u8] {
        &self.attributes
    }

    /// The digest that the key must sign.
    pub fn digest(&self) -> Digest {
        self.template.algorithm.digest().digest(&self.attributes)
    }

    /// The whole ContentInfo in DER, released only after the certificate's key has accepted the signature value: a
    /// faulty device or a key of another certificate is found here and not by the citizen.
    ///
    /// # Errors
    /// [`BuildError::SignatureValue`] when it does not.
    pub fn complete(self, signature_value: &[u8]) -> Result<Vec<u8>, BuildError> {
        let template = &self.template;
        template
            .key
            .verify(template.algorithm, &self.digest(), signature_value)
            .map_err(BuildError::SignatureValue)?;
        Ok(template.assemble(&self.content, &self.attributes, signature_value))
    }
}

impl Content {
    /// encapContentInfo (RFC 5652, 5.2): id-data, and the content where it goes in.
    fn encapsulated(&self) -> Vec<u8> {
        let data = object_identifier(oid::DATA);
        match self {
            Self::Attached(content) => {
                element(SEQUENCE, &[data, element(0xa0, &element(OCTET_STRING, content))].concat())
            }
            Self::Detached => element(SEQUENCE, &data),
        }
    }
}

/// Lengths of the contents of each level, from the inside.
struct Lengths {
    signer_info: usize,
    signer_infos: usize,
    signed_data: usize,
    content: usize,
    content_info: usize,
    total: usize,
}

impl Inner {
    fn pattern(&self, signing_time: Option<Time>) -> &Pattern {
        match signing_time.map(is_utc_time) {
            None => &self.without_time,
            Some(true) => &self.with_utc_time,
            Some(false) => &self.with_generalized_time,
        }
    }

    /// Lengths for an encapContentInfo and attributes of these lengths, headers included, and a signature value of that one.
    fn lengths(&self, encapsulated: usize, attributes: usize, signature_value: usize) -> Lengths {
        let whole = |content: usize| content.saturating_add(header_length(content));
        let parts = [self.signer.len(), attributes, self.signature_algorithm.len(), whole(signature_value)];
        let signer_info = parts.iter().copied().fold(0, usize::saturating_add);
        let signer_infos = whole(signer_info);
        let parts = [self.head.len(), encapsulated, self.certificates.len(), whole(signer_infos)];
        let signed_data = parts.iter().copied().fold(0, usize::saturating_add);
        let content = whole(signed_data);
        let content_info = whole(content).saturating_add(object_identifier(oid::SIGNED_DATA).len());
        Lengths { signer_info, signer_infos, signed_data, content, content_info, total: whole(content_info) }
    }

    fn assemble(&self, content: &Content, attributes: &[u8], signature_value: &[u8]) -> Vec<u8> {
        let encapsulated = content.encapsulated();
        let lengths = self.lengths(encapsulated.len(), attributes.len(), signature_value.len());
        let mut out = Vec::with_capacity(lengths.total);
        append_header(&mut out, SEQUENCE, lengths.content_info);
        out.extend(object_identifier(oid::SIGNED_DATA));
        append_header(&mut out, 0xa0, lengths.content);
        append_header(&mut out, SEQUENCE, lengths.signed_data);
        out.extend_from_slice(&self.head);
        out.extend_from_slice(&encapsulated);
        out.extend_from_slice(&self.certificates);
        append_header(&mut out, SET, lengths.signer_infos);
        append_header(&mut out, SEQUENCE, lengths.signer_info);
        out.extend_from_slice(&self.signer);
        // signedAttrs is [0] IMPLICIT: the SET's tag gives way (RFC 5652, 5.4).
        out.push(0xa0);
        out.extend(attributes.iter().skip(1));
        out.extend_from_slice(&self.signature_algorithm);
        append(&mut out, OCTET_STRING, signature_value);
        out
    }
}

impl Pattern {
    fn new(certificate: &Certificate, digest: DigestAlgorithm, time: Option<u8>) -> Self {
        let message_digest =
            attribute(oid::MESSAGE_DIGEST, &element(OCTET_STRING, &vec![0; digest.output_length()]));
        let signing_time = time.map(|tag| {
            let length = if tag == UTC_TIME { 13 } else { 15 };
            attribute(oid::SIGNING_TIME, &element(tag, &vec![b'0'; length]))
        });
        let mut attributes = vec![
            attribute(oid::CONTENT_TYPE, &object_identifier(oid::DATA)),
            message_digest.clone(),
            attribute(oid::SIGNING_CERTIFICATE_V2, &signing_certificate(certificate)),
        ];
        attributes.extend(signing_time.clone());
        // The order is settled by lengths and types, before the octets that are patched later.
        let der = set_of(attributes);
        let end_of = |attribute: &[u8]| {
            let at = der.windows(attribute.len()).position(|window| window == attribute);
            at.unwrap_or_default().saturating_add(attribute.len())
        };
        Self {
            message_digest: end_of(&message_digest).saturating_sub(digest.output_length()),
            signing_time: signing_time.map(|attribute| {
                let length = if time == Some(UTC_TIME) { 13 } else { 15 };
                end_of(&attribute).saturating_sub(length)
            }),
            der,
        }
    }
}

/// RFC 5652, 11.3: UTCTime from 1950 to 2049.
fn is_utc_time(time: Time) -> bool {
    (1950..=2049).contains(&time.civil(0).year)
}

fn time_text(time: Time) -> String {
    let civil = time.civil(0);
    let rest =
        format!("{:02}{:02}{:02}{:02}{:02}Z", civil.month, civil.day, civil.hour, civil.minute, civil.second);
    if is_utc_time(time) {
        format!("{:02}{rest}", civil.year.rem_euclid(100))
    } else {
        format!("{:04}{rest}", civil.year)
    }
}

fn patch(octets: &mut [u8], at: usize, value: &[u8]) {
    for (to, from) in octets.iter_mut().skip(at).zip(value) {
        *to = *from;
    }
}

fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(content.len().saturating_add(6));
    append(&mut out, tag, content);
    out
}

fn object_identifier(oid: ObjectIdentifier) -> Vec<u8> {
    element(OBJECT_IDENTIFIER, oid.as_bytes())
}

fn attribute(oid: ObjectIdentifier, value: &[u8]) -> Vec<u8> {
    element(SEQUENCE, &[object_identifier(oid), element(SET, value)].concat())
}

fn serial_number(certificate: &Certificate) -> Vec<u8> {
    element(INTEGER, minimal(certificate.serial_number()))
}

/// SigningCertificateV2 with one ESSCertIDv2 (RFC 5035, 4): SHA-256 is the default and therefore not written.
fn signing_certificate(certificate: &Certificate) -> Vec<u8> {
    let hash = element(OCTET_STRING, &certificate.sha256());
    let issuer = element(SEQUENCE, &element(0xa4, certificate.issuer().der()));
    let issuer_serial = element(SEQUENCE, &[issuer, serial_number(certificate)].concat());
    let entry = element(SEQUENCE, &[hash, issuer_serial].concat());
    element(SEQUENCE, &element(SEQUENCE, &entry))
}

/// RFC 5754, 2: parameters absent.
fn digest_identifier(digest: DigestAlgorithm) -> Vec<u8> {
    element(SEQUENCE, &object_identifier(ObjectIdentifier::new_unwrap(digest.oid())))
}

/// RFC 5754, 3.2 (RSA, with NULL), RFC 4055, 3.1 (PSS), RFC 5754, 3.3 (ECDSA, without parameters).
pub(super) fn signature_identifier(algorithm: SignatureAlgorithm) -> Vec<u8> {
    let named = |text| object_identifier(ObjectIdentifier::new_unwrap(text));
    let null = element(NULL, &[]);
    match algorithm {
        SignatureAlgorithm::RsaPkcs1(digest) => {
            let oid = match digest {
                DigestAlgorithm::Sha1 => "1.2.840.113549.1.1.5",
                DigestAlgorithm::Sha256 => "1.2.840.113549.1.1.11",
                DigestAlgorithm::Sha384 => "1.2.840.113549.1.1.12",
                DigestAlgorithm::Sha512 => "1.2.840.113549.1.1.13",
            };
            element(SEQUENCE, &[named(oid), null].concat())
        }
        SignatureAlgorithm::RsaPss(digest) => {
            let hash = element(SEQUENCE, &[named(digest.oid()), null].concat());
            let mask = element(SEQUENCE, &[named("1.2.840.113549.1.1.8"), hash.clone()].concat());
            let salt = u8::try_from(digest.output_length()).unwrap_or(u8::MAX);
            let parameters =
                [element(0xa0, &hash), element(0xa1, &mask), element(0xa2, &element(INTEGER, &[salt]))];
            let parameters = element(SEQUENCE, &parameters.concat());
            element(SEQUENCE, &[named("1.2.840.113549.1.1.10"), parameters].concat())
        }
        SignatureAlgorithm::Ecdsa(digest) => {
            let oid = match digest {
                DigestAlgorithm::Sha1 => "1.2.840.10045.4.1",
                DigestAlgorithm::Sha256 => "1.2.840.10045.4.3.2",
                DigestAlgorithm::Sha384 => "1.2.840.10045.4.3.3",
                DigestAlgorithm::Sha512 => "1.2.840.10045.4.3.4",
            };
            element(SEQUENCE, &named(oid))
        }
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DigestAlgorithm { expected, found } => {
                write!(formatter, "the document's digest is {} instead of {}", found.name(), expected.name())
            }
            Self::DigestWeak => formatter.write_str("nothing new is signed with SHA-1"),
            Self::KeyKind => {
                formatter.write_str("the certificate's key is of another kind than the algorithm")
            }
            Self::SignatureValue(reason) => write!(formatter, "the signature is not released: {reason}"),
            Self::SignerKey(reason) => write!(formatter, "key of the signer's certificate: {reason}"),
            Self::TooManyCertificates { count, limit } => {
                write!(formatter, "{count} certificates are more than {limit}")
            }
        }
    }
}

impl core::error::Error for BuildError {}
