//! SignedData (RFC 5652, 5): from octets to structure. Nothing is verified here.

use der::asn1::ObjectIdentifier;

use super::attributes::{self, SignedAttributes};
use super::ber::{self, Element, Encoding, INTEGER, OCTET_STRING, Reader, SEQUENCE, SET, normalise};
use super::error::Error;
use super::oid;
use crate::crypto::{AlgorithmError, DigestAlgorithm, SignatureAlgorithm};
use crate::limits::cms as limits;
use crate::pki::{Certificate, KnownCertificates, Name};

/// The SignedData of one signature: exactly one SignerInfo.
///
/// Embedded certificates and revocation data are hints, never anchors.
#[derive(Debug, Clone)]
pub struct SignedData {
    encoding: Encoding,
    length: usize,
    version: u8,
    digest_algorithms: DigestAlgorithms,
    content: Option<Vec<u8>>,
    certificates: Vec<Certificate>,
    unreadable_certificates: usize,
    certificate_revocation_lists: Vec<Vec<u8>>,
    ocsp_responses: Vec<Vec<u8>>,
    signer: SignerInfo,
}

/// Whether SignedData.digestAlgorithms lists the signer's digest (RFC 5652, 5.1: a verifier may ask for it).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DigestAlgorithms {
    /// The signer's digest is listed.
    ListSigner,
    /// It is not.
    OmitSigner,
}

/// How the SignerInfo names the signer's certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignerIdentifier {
    /// By its issuer and serial number.
    IssuerAndSerialNumber {
        /// The issuer.
        issuer: Name,
        /// The octets of the INTEGER.
        serial_number: Vec<u8>,
    },
    /// By its subjectKeyIdentifier.
    SubjectKeyIdentifier(Vec<u8>),
}

/// The one SignerInfo (RFC 5652, 5.3).
#[derive(Debug, Clone)]
pub(super) struct SignerInfo {
    pub(super) version: u8,
    pub(super) identifier: SignerIdentifier,
    pub(super) digest_algorithm: DigestAlgorithm,
    pub(super) attributes: Option<SignedAttributes>,
    pub(super) signature_algorithm: SignatureAlgorithm,
    pub(super) signature_algorithm_oid: String,
    pub(super) signature_value: Vec<u8>,
    /// Values of the unsigned attribute that holds time-stamp tokens.
    pub(super) time_stamp_tokens: Vec<Vec<u8>>,
}

/// Where the signed content is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    /// Outside (`adbe.pkcs7.detached`): id-data without eContent.
    Detached,
    /// Inside, of this type.
    Attached(ObjectIdentifier),
}

impl SignedData {
    /// Reads a detached signature from the decoded value of `/Contents`: one ContentInfo in DER or BER, then nothing
    /// but zeros.
    ///
    /// # Errors
    /// [`Error`]: each defect by its own name. A missing signer's certificate is not among them: that is for
    /// [`SignedData::verify`] to say.
    pub fn parse(octets: &[u8]) -> Result<Self, Error> {
        Self::parse_with(octets, &KnownCertificates::default())
    }

    /// As [`SignedData::parse`], with the certificates that were read for earlier documents.
    ///
    /// # Errors
    /// As [`SignedData::parse`].
    pub fn parse_with(octets: &[u8], known: &KnownCertificates) -> Result<Self, Error> {
        if octets.iter().all(|octet| *octet == 0) {
            return Err(Error::Empty);
        }
        let found = normalise(octets)?;
        let padding = octets.get(found.consumed..).unwrap_or_default();
        if let Some(at) = padding.iter().position(|octet| *octet != 0) {
            return Err(Error::TrailingOctets { offset: found.consumed.saturating_add(at) });
        }
        let mut signed_data = Self::from_der(&found.der, Content::Detached, known)?;
        signed_data.encoding = found.encoding;
        signed_data.length = found.consumed;
        Ok(signed_data)
    }

    /// Reads a signature that carries its content, plain data (id-data); nothing may follow.
    ///
    /// # Errors
    /// [`Error`], as [`SignedData::parse`].
    pub fn parse_with_content(octets: &[u8]) -> Result<Self, Error> {
        Self::parse_attached(octets, oid::DATA)
    }

    /// Reads a token of `/Contents` that carries its content of this type; nothing but zeros may follow.
    pub(super) fn parse_attached_padded(
        octets: &[u8],
        content_type: ObjectIdentifier,
    ) -> Result<Self, Error> {
        let found = normalise(octets)?;
        let padding = octets.get(found.consumed..).unwrap_or_default();
        if let Some(at) = padding.iter().position(|octet| *octet != 0) {
            return Err(Error::TrailingOctets { offset: found.consumed.saturating_add(at) });
        }
        Self::parse_attached(octets.get(..found.consumed).unwrap_or_default(), content_type)
    }

    /// Reads a token that carries its content of this type; nothing may follow.
    pub(super) fn parse_attached(der: &[u8], content_type: ObjectIdentifier) -> Result<Self, Error> {
        let found = normalise(der)?;
        if found.consumed != der.len() {
            return Err(Error::TrailingOctets { offset: found.consumed });
        }
        let known = KnownCertificates::default();
        let mut signed_data = Self::from_der(&found.der, Content::Attached(content_type), &known)?;
        signed_data.encoding = found.encoding;
        signed_data.length = found.consumed;
        Ok(signed_data)
    }

    fn from_der(der: &[u8], expected: Content, known: &KnownCertificates) -> Result<Self, Error> {
        let content_info = Reader::new(der).expect(SEQUENCE, "ContentInfo")?;
        let mut reader = content_info.reader();
        let content_type = oid::read(&mut reader, "ContentInfo.contentType")?;
        if content_type != oid::SIGNED_DATA {
            return Err(Error::ContentInfoType { oid: content_type.to_string() });
        }
        let content = reader.expect(0xa0, "ContentInfo.content")?;
        reader.finish("ContentInfo")?;
        let mut reader = content.reader();
        let signed_data = reader.expect(SEQUENCE, "SignedData")?;
        reader.finish("ContentInfo.content")?;

        let mut reader = signed_data.reader();
        let version = reader.expect(INTEGER, "SignedData.version")?;
        let digest_algorithms = reader.expect(SET, "SignedData.digestAlgorithms")?;
        let encapsulated = reader.expect(SEQUENCE, "SignedData.encapContentInfo")?;
        let certificates = reader.optional(0xa0)?;
        let revocation = reader.optional(0xa1)?;
        let signer_infos = reader.expect(SET, "SignedData.signerInfos")?;
        reader.finish("SignedData")?;

        let version = small(&version).ok_or(Error::Version { version: None })?;
        if !matches!(version, 1 | 3 | 4 | 5) {
            return Err(Error::Version { version: Some(version) });
        }
        let (content_type, content) = encapsulated_content(&encapsulated, expected)?;
        let signer = match signer_infos.children("SignedData.signerInfos", limits::ATTRIBUTES)?.as_slice() {
            [] => return Err(Error::SignerInfosNone),
            [one] => SignerInfo::parse(one, content_type)?,
            several => return Err(Error::SignerInfosMany { count: several.len() }),
        };
        let listed = digest_algorithms
            .children("SignedData.digestAlgorithms", limits::DIGEST_ALGORITHMS)?
            .iter()
            .filter_map(|listed| DigestAlgorithm::from_algorithm_identifier(listed.encoding).ok())
            .any(|listed| listed == signer.digest_algorithm);
        let mut found = Self {
            encoding: Encoding::Der,
            length: der.len(),
            version,
            digest_algorithms: if listed {
                DigestAlgorithms::ListSigner
            } else {
                DigestAlgorithms::OmitSigner
            },
            content,
            certificates: Vec::new(),
            unreadable_certificates: 0,
            certificate_revocation_lists: Vec::new(),
            ocsp_responses: Vec::new(),
            signer,
        };
        if let Some(certificates) = certificates {
            found.read_certificates(&certificates, known)?;
        }
        if let Some(revocation) = revocation {
            found.read_revocation(&revocation)?;
        }
        Ok(found)
    }

    /// CertificateSet (RFC 5652, 10.2.2). One that cannot be read is counted: it is a hint, and no reason to refuse
    /// the others. The same certificate twice is once enough.
    fn read_certificates(&mut self, field: &Element<'_>, known: &KnownCertificates) -> Result<(), Error> {
        for choice in field.children("SignedData.certificates", limits::CERTIFICATES)? {
            let parsed = if choice.tag == SEQUENCE { known.read(choice.encoding).ok() } else { None };
            match parsed {
                None => self.unreadable_certificates = self.unreadable_certificates.saturating_add(1),
                Some(certificate) => {
                    if self.certificates.iter().all(|known| known.der() != certificate.der()) {
                        self.certificates.push(certificate);
                    }
                }
            }
        }
        Ok(())
    }

    /// RevocationInfoChoices (RFC 5652, 10.2.1) with the OCSP choice of RFC 5940.
    fn read_revocation(&mut self, field: &Element<'_>) -> Result<(), Error> {
        for choice in field.children("SignedData.crls", limits::REVOCATION_DATA)? {
            if choice.tag == SEQUENCE {
                self.certificate_revocation_lists.push(choice.encoding.to_vec());
            } else if choice.tag == 0xa1 {
                let mut reader = choice.reader();
                if oid::read(&mut reader, "OtherRevocationInfoFormat")? == oid::OCSP_RESPONSE {
                    let response = reader.expect(SEQUENCE, "OtherRevocationInfoFormat.otherRevInfo")?;
                    self.ocsp_responses.push(response.encoding.to_vec());
                }
            }
        }
        Ok(())
    }

    /// DER or BER, as it stood in the file.
    pub const fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Octets of the structure as it stood in the file, without the padding.
    pub const fn length(&self) -> usize {
        self.length
    }

    /// SignedData.version.
    pub const fn version(&self) -> u8 {
        self.version
    }

    /// SignerInfo.version.
    pub const fn signer_info_version(&self) -> u8 {
        self.signer.version
    }

    /// Whether SignedData.digestAlgorithms lists the signer's digest.
    pub const fn digest_algorithms(&self) -> DigestAlgorithms {
        self.digest_algorithms
    }

    /// The digest the content must be hashed with.
    pub const fn digest_algorithm(&self) -> DigestAlgorithm {
        self.signer.digest_algorithm
    }

    /// The signature algorithm; rsaEncryption is completed with the digest algorithm.
    pub const fn signature_algorithm(&self) -> SignatureAlgorithm {
        self.signer.signature_algorithm
    }

    /// The object identifier in SignerInfo.signatureAlgorithm: rsaEncryption or the full name.
    pub fn signature_algorithm_oid(&self) -> &str {
        &self.signer.signature_algorithm_oid
    }

    /// How the signer's certificate is named.
    pub const fn signer_identifier(&self) -> &SignerIdentifier {
        &self.signer.identifier
    }

    /// The signed attributes; without them the signature is over the content itself.
    pub const fn signed_attributes(&self) -> Option<&SignedAttributes> {
        self.signer.attributes.as_ref()
    }

    /// The signature value.
    pub fn signature_value(&self) -> &[u8] {
        &self.signer.signature_value
    }

    /// Embedded certificates that could be read, each once.
    pub fn certificates(&self) -> &[Certificate] {
        &self.certificates
    }

    /// Embedded certificates that could not be read (attribute certificates among them).
    pub const fn unreadable_certificates(&self) -> usize {
        self.unreadable_certificates
    }

    /// Embedded CRLs, unread.
    pub fn certificate_revocation_lists(&self) -> &[Vec<u8>] {
        &self.certificate_revocation_lists
    }

    /// Embedded OCSP responses, unread.
    pub fn ocsp_responses(&self) -> &[Vec<u8>] {
        &self.ocsp_responses
    }

    /// The content of an attached signature.
    pub fn content(&self) -> Option<&[u8]> {
        self.content.as_deref()
    }

    pub(super) const fn signer(&self) -> &SignerInfo {
        &self.signer
    }
}

impl SignerInfo {
    fn parse(element: &Element<'_>, content_type: ObjectIdentifier) -> Result<Self, Error> {
        if element.tag != SEQUENCE {
            return Err(Error::Structure { field: "SignerInfo", offset: element.offset });
        }
        let mut reader = element.reader();
        let version = reader.expect(INTEGER, "SignerInfo.version")?;
        let version = small(&version).ok_or(Error::SignerInfoVersion { version: None })?;
        // The version follows from the identifier (RFC 5652, 5.3); signers that write 1 with a key identifier exist
        // and say nothing ambiguous, so only versions that no standard knows are refused.
        if !matches!(version, 1 | 3) {
            return Err(Error::SignerInfoVersion { version: Some(version) });
        }
        let identifier = SignerIdentifier::parse(&mut reader)?;
        let digest = reader.expect(SEQUENCE, "SignerInfo.digestAlgorithm")?;
        let digest_algorithm =
            DigestAlgorithm::from_algorithm_identifier(digest.encoding).map_err(Error::DigestAlgorithm)?;
        let signed = reader.optional(0xa0)?;
        let signature_algorithm = reader.expect(SEQUENCE, "SignerInfo.signatureAlgorithm")?;
        let value = reader.expect(OCTET_STRING, "SignerInfo.signature")?;
        let unsigned = reader.optional(0xa1)?;
        reader.finish("SignerInfo")?;

        let (signature_algorithm, signature_algorithm_oid) =
            algorithm(&signature_algorithm, digest_algorithm)?;
        let attributes = match signed {
            Some(field) => Some(SignedAttributes::parse(&field, content_type)?),
            None => None,
        };
        if let Some(attributes) = &attributes {
            let (expected, found) = (digest_algorithm.output_length(), attributes.message_digest().len());
            if expected != found {
                return Err(Error::MessageDigestLength { expected, found });
            }
        }
        let mut time_stamp_tokens = Vec::new();
        if let Some(field) = unsigned {
            for attribute in attributes::attributes(&field, "SignerInfo.unsignedAttrs")? {
                if attribute.oid == oid::TIME_STAMP_TOKEN {
                    time_stamp_tokens.extend(attribute.values.iter().map(|value| value.encoding.to_vec()));
                }
            }
        }
        Ok(Self {
            version,
            identifier,
            digest_algorithm,
            attributes,
            signature_algorithm,
            signature_algorithm_oid,
            signature_value: value.content.to_vec(),
            time_stamp_tokens,
        })
    }
}

impl SignerIdentifier {
    fn parse(reader: &mut Reader<'_>) -> Result<Self, Error> {
        if let Some(identifier) = reader.optional(0x80)? {
            return Ok(Self::SubjectKeyIdentifier(identifier.content.to_vec()));
        }
        let mut reader = reader.expect(SEQUENCE, "SignerInfo.sid")?.reader();
        let issuer = attributes::name(&mut reader)?;
        let serial_number = reader.expect(INTEGER, "IssuerAndSerialNumber.serialNumber")?;
        reader.finish("IssuerAndSerialNumber")?;
        Ok(Self::IssuerAndSerialNumber { issuer, serial_number: serial_number.content.to_vec() })
    }

    /// Whether this names the certificate.
    pub fn names(&self, certificate: &Certificate) -> bool {
        match self {
            Self::IssuerAndSerialNumber { issuer, serial_number } => {
                attributes::minimal(serial_number) == attributes::minimal(certificate.serial_number())
                    && issuer.matches(certificate.issuer())
            }
            Self::SubjectKeyIdentifier(identifier) => {
                certificate.subject_key_identifier() == Some(identifier.as_slice())
            }
        }
    }
}

/// EncapsulatedContentInfo (RFC 5652, 5.2).
fn encapsulated_content(
    element: &Element<'_>,
    expected: Content,
) -> Result<(ObjectIdentifier, Option<Vec<u8>>), Error> {
    let mut reader = element.reader();
    let content_type = oid::read(&mut reader, "EncapsulatedContentInfo.eContentType")?;
    let content = reader.optional(0xa0)?;
    reader.finish("EncapsulatedContentInfo")?;
    let wanted = match expected {
        Content::Detached => oid::DATA,
        Content::Attached(wanted) => wanted,
    };
    if content_type != wanted {
        return Err(Error::EncapsulatedContentType { oid: content_type.to_string() });
    }
    match (expected, content) {
        (Content::Detached, None) => Ok((content_type, None)),
        (Content::Detached, Some(content)) => {
            Err(Error::EncapsulatedContentPresent { octets: content.content.len() })
        }
        (Content::Attached(_), None) => Err(Error::EncapsulatedContentMissing),
        (Content::Attached(_), Some(content)) => {
            let mut reader = content.reader();
            let octets = reader.expect(OCTET_STRING, "EncapsulatedContentInfo.eContent")?;
            reader.finish("EncapsulatedContentInfo.eContent")?;
            Ok((content_type, Some(octets.content.to_vec())))
        }
    }
}

/// SignerInfo.signatureAlgorithm: rsaEncryption (RFC 3370, 3.2) or the full name (RFC 5754, 3.2), whose digest must be
/// the digestAlgorithm (RFC 5754, 3; RFC 4056, 3; RFC 5753, 2.1.1).
fn algorithm(element: &Element<'_>, digest: DigestAlgorithm) -> Result<(SignatureAlgorithm, String), Error> {
    let mut reader = element.reader();
    let identifier = oid::read(&mut reader, "SignerInfo.signatureAlgorithm")?;
    let oid = identifier.to_string();
    if identifier == oid::RSA_ENCRYPTION {
        let parameters = reader.next()?;
        let null =
            parameters.is_none_or(|parameters| parameters.tag == ber::NULL && parameters.content.is_empty());
        if !null || !reader.is_finished() {
            return Err(Error::SignatureAlgorithm(AlgorithmError::Parameters { oid }));
        }
        return Ok((SignatureAlgorithm::RsaPkcs1(digest), oid));
    }
    let algorithm =
        SignatureAlgorithm::from_algorithm_identifier(element.encoding).map_err(Error::SignatureAlgorithm)?;
    if algorithm.digest() != digest {
        return Err(Error::AlgorithmMismatch { digest, signature: algorithm.digest() });
    }
    Ok((algorithm, oid))
}

/// An INTEGER of one octet, not negative.
fn small(element: &Element<'_>) -> Option<u8> {
    match element.content {
        [one] if *one < 0x80 => Some(*one),
        _ => None,
    }
}
