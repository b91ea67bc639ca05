//! What can be wrong with a CMS signature, each defect by its own name.

use core::fmt;

use crate::crypto::{AlgorithmError, DigestAlgorithm, KeyError, VerifyError};

/// What is wrong with the octets themselves (X.690), before any field is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum EncodingError {
    /// A constructed encoding of a type this reader takes only in primitive form.
    ConstructedType {
        /// Where the element begins.
        offset: usize,
        /// The identifier octet.
        tag: u8,
    },
    /// Elements nested deeper than the limit.
    Depth {
        /// Where the element too deep begins.
        offset: usize,
        /// Levels allowed.
        limit: usize,
    },
    /// An end-of-contents mark where an element must be.
    EndOfContents {
        /// Where the mark begins.
        offset: usize,
    },
    /// A tag number of 31 or more, which no structure read here has.
    HighTagNumber {
        /// Where the element begins.
        offset: usize,
    },
    /// An indefinite length on a primitive element.
    IndefinitePrimitive {
        /// Where the element begins.
        offset: usize,
    },
    /// A reserved or overlong length.
    Length {
        /// Where the element begins.
        offset: usize,
    },
    /// A SEQUENCE or SET in primitive form.
    PrimitiveStructure {
        /// Where the element begins.
        offset: usize,
    },
    /// A piece of a string that is of another type, or bits left unused before the last piece.
    StringPiece {
        /// Where the piece begins.
        offset: usize,
    },
    /// The whole structure is longer than the limit.
    TooLong {
        /// Octets found.
        octets: usize,
        /// Octets allowed.
        limit: usize,
    },
    /// An element reaches beyond what contains it.
    Truncated {
        /// Where the element begins, or where octets are missing.
        offset: usize,
    },
}

/// The two versions of the ESS signing-certificate attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SigningCertificateVersion {
    /// signing-certificate (RFC 2634, 5.4): SHA-1.
    One,
    /// signing-certificate-v2 (RFC 5035, 3): any digest.
    Two,
}

/// Why a CMS signature is refused. Offsets count octets of the structure in its DER form, which for DER input are
/// the octets of `/Contents`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The signature algorithm names another digest than digestAlgorithm.
    AlgorithmMismatch {
        /// digestAlgorithm.
        digest: DigestAlgorithm,
        /// The digest the signature algorithm names.
        signature: DigestAlgorithm,
    },
    /// A signed attribute that may be there once is there twice.
    AttributeDuplicate {
        /// Type of the attribute.
        oid: String,
    },
    /// A signed attribute without a value.
    AttributeWithoutValue {
        /// Type of the attribute.
        oid: String,
    },
    /// signedAttrs is there and empty.
    AttributesEmpty,
    /// The outer contentType is not id-signedData.
    ContentInfoType {
        /// The type found.
        oid: String,
    },
    /// The content-type attribute names another type than eContentType.
    ContentTypeDifferent {
        /// The type found.
        oid: String,
    },
    /// Two content-type attributes.
    ContentTypeDuplicate,
    /// Signed attributes without content-type.
    ContentTypeMissing,
    /// The content-type attribute has not exactly one value.
    ContentTypeValues {
        /// Values found.
        count: usize,
    },
    /// digestAlgorithm is malformed, unknown, or known and never computed (MD5).
    DigestAlgorithm(AlgorithmError),
    /// The digest is computed, but no longer good enough (SHA-1).
    DigestWeak {
        /// The digest.
        algorithm: DigestAlgorithm,
    },
    /// No octet but zero.
    Empty,
    /// An attached signature without its content.
    EncapsulatedContentMissing,
    /// eContent is there: the signature is over that, not over the document.
    EncapsulatedContentPresent {
        /// Octets of the eContent field.
        octets: usize,
    },
    /// eContentType is not the one expected.
    EncapsulatedContentType {
        /// The type found.
        oid: String,
    },
    /// The octets are not BER.
    Encoding(EncodingError),
    /// More of something than is read.
    Limit {
        /// The ASN.1 field.
        field: &'static str,
        /// How many are allowed.
        limit: usize,
    },
    /// The digest of the content is not the one that was signed.
    MessageDigestDifferent {
        /// The digest algorithm.
        algorithm: DigestAlgorithm,
    },
    /// Two message-digest attributes.
    MessageDigestDuplicate,
    /// The message-digest attribute is not as long as the digest.
    MessageDigestLength {
        /// Octets of the digest.
        expected: usize,
        /// Octets found.
        found: usize,
    },
    /// Signed attributes without message-digest.
    MessageDigestMissing,
    /// The message-digest attribute has not exactly one value.
    MessageDigestValues {
        /// Values found.
        count: usize,
    },
    /// signatureAlgorithm is malformed, unknown or broken.
    SignatureAlgorithm(AlgorithmError),
    /// The signature value does not verify with the signer's key.
    SignatureValue(VerifyError),
    /// Several different certificates fit the signer's identifier, and nothing says which is meant.
    SignerCertificateAmbiguous {
        /// Certificates that fit.
        count: usize,
    },
    /// No certificate in the file fits the signer's identifier.
    SignerCertificateMissing {
        /// Certificates that were read.
        certificates: usize,
        /// Certificates that could not be read.
        unreadable: usize,
    },
    /// The signer's certificate holds no key this library can use.
    SignerKey(KeyError),
    /// A SignerInfo version other than 1 and 3.
    SignerInfoVersion {
        /// The version, where it is a small number.
        version: Option<u8>,
    },
    /// Several SignerInfos.
    SignerInfosMany {
        /// SignerInfos found.
        count: usize,
    },
    /// No SignerInfo.
    SignerInfosNone,
    /// The ESS attribute holds the hash of another certificate.
    SigningCertificateHash {
        /// Which attribute.
        version: SigningCertificateVersion,
    },
    /// The ESS attribute uses a hash that is not known or not computed.
    SigningCertificateHashAlgorithm(AlgorithmError),
    /// The ESS attribute names another issuer or serial number than the signer's certificate has.
    SigningCertificateIssuerSerial {
        /// Which attribute.
        version: SigningCertificateVersion,
    },
    /// The ESS attribute cannot be read, or names no certificate.
    SigningCertificateMalformed {
        /// Which attribute.
        version: SigningCertificateVersion,
        /// Where.
        offset: usize,
    },
    /// Two signing-time attributes.
    SigningTimeDuplicate,
    /// signing-time is not a time as RFC 5652, 11.3 writes it.
    SigningTimeMalformed {
        /// Where.
        offset: usize,
    },
    /// The signing-time attribute has not exactly one value.
    SigningTimeValues {
        /// Values found.
        count: usize,
    },
    /// A field is missing, of another type, or followed by something that does not belong there.
    Structure {
        /// The ASN.1 field.
        field: &'static str,
        /// Where.
        offset: usize,
    },
    /// An octet other than zero behind the structure.
    TrailingOctets {
        /// The first such octet, counted in the octets handed in.
        offset: usize,
    },
    /// A SignedData version other than 1, 3, 4 and 5.
    Version {
        /// The version, where it is a small number.
        version: Option<u8>,
    },
}

impl fmt::Display for SigningCertificateVersion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::One => "signing-certificate",
            Self::Two => "signing-certificate-v2",
        })
    }
}

impl fmt::Display for EncodingError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ConstructedType { offset, tag } => {
                write!(formatter, "constructed encoding of type {tag:#04x} at octet {offset} is not read")
            }
            Self::Depth { offset, limit } => {
                write!(formatter, "more than {limit} levels of nesting at octet {offset}")
            }
            Self::EndOfContents { offset } => {
                write!(formatter, "end-of-contents without a beginning at octet {offset}")
            }
            Self::HighTagNumber { offset } => {
                write!(formatter, "tag number above 30 at octet {offset} is not read")
            }
            Self::IndefinitePrimitive { offset } => {
                write!(formatter, "primitive element of indefinite length at octet {offset}")
            }
            Self::Length { offset } => write!(formatter, "impossible length at octet {offset}"),
            Self::PrimitiveStructure { offset } => {
                write!(formatter, "SEQUENCE or SET in primitive form at octet {offset}")
            }
            Self::StringPiece { offset } => write!(formatter, "misfit piece of a string at octet {offset}"),
            Self::TooLong { octets, limit } => {
                write!(formatter, "{octets} octets are more than the {limit} that are read")
            }
            Self::Truncated { offset } => write!(formatter, "the element at octet {offset} is cut off"),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AlgorithmMismatch { digest, signature } => write!(
                formatter,
                "digestAlgorithm is {}, but the signature algorithm names {}",
                digest.name(),
                signature.name()
            ),
            Self::AttributeDuplicate { oid } => write!(formatter, "signed attribute {oid} occurs twice"),
            Self::AttributeWithoutValue { oid } => write!(formatter, "signed attribute {oid} has no value"),
            Self::AttributesEmpty => formatter.write_str("the set of signed attributes is empty"),
            Self::ContentInfoType { oid } => write!(formatter, "content type {oid} is not signed-data"),
            Self::ContentTypeDifferent { oid } => {
                write!(formatter, "the content-type attribute names {oid}, not the type of the content")
            }
            Self::ContentTypeDuplicate => formatter.write_str("two content-type attributes"),
            Self::ContentTypeMissing => formatter.write_str("no content-type attribute"),
            Self::ContentTypeValues { count } => {
                write!(formatter, "content-type attribute with {count} values")
            }
            Self::DigestAlgorithm(reason) => write!(formatter, "digest algorithm: {reason}"),
            Self::DigestWeak { algorithm } => write!(formatter, "{} is too weak", algorithm.name()),
            Self::Empty => formatter.write_str("no signature: nothing but zeros"),
            Self::EncapsulatedContentMissing => formatter.write_str("the signed content is missing"),
            Self::EncapsulatedContentPresent { octets } => {
                write!(formatter, "{octets} octets of content lie inside the signature")
            }
            Self::EncapsulatedContentType { oid } => {
                write!(formatter, "the content is of type {oid}")
            }
            Self::Encoding(reason) => reason.fmt(formatter),
            Self::Limit { field, limit } => write!(formatter, "more than {limit} of {field}"),
            Self::MessageDigestDifferent { algorithm } => {
                write!(
                    formatter,
                    "the {} digest of the content differs from the signed one",
                    algorithm.name()
                )
            }
            Self::MessageDigestDuplicate => formatter.write_str("two message-digest attributes"),
            Self::MessageDigestLength { expected, found } => {
                write!(formatter, "message-digest of {found} octets instead of {expected}")
            }
            Self::MessageDigestMissing => formatter.write_str("no message-digest attribute"),
            Self::MessageDigestValues { count } => {
                write!(formatter, "message-digest attribute with {count} values")
            }
            Self::SignatureAlgorithm(reason) => write!(formatter, "signature algorithm: {reason}"),
            Self::SignatureValue(reason) => reason.fmt(formatter),
            Self::SignerCertificateAmbiguous { count } => {
                write!(formatter, "{count} different certificates fit the signer's identifier")
            }
            Self::SignerCertificateMissing { certificates, unreadable } => write!(
                formatter,
                "none of {certificates} certificates is the signer's ({unreadable} could not be read)"
            ),
            Self::SignerKey(reason) => write!(formatter, "key of the signer's certificate: {reason}"),
            Self::SignerInfoVersion { version: Some(version) } => {
                write!(formatter, "SignerInfo of version {version}")
            }
            Self::SignerInfoVersion { version: None } => {
                formatter.write_str("SignerInfo of no known version")
            }
            Self::SignerInfosMany { count } => write!(formatter, "{count} SignerInfos"),
            Self::SignerInfosNone => formatter.write_str("no SignerInfo"),
            Self::SigningCertificateHash { version } => {
                write!(formatter, "{version} holds the hash of another certificate")
            }
            Self::SigningCertificateHashAlgorithm(reason) => {
                write!(formatter, "hash algorithm of signing-certificate-v2: {reason}")
            }
            Self::SigningCertificateIssuerSerial { version } => {
                write!(formatter, "{version} names another issuer or serial number")
            }
            Self::SigningCertificateMalformed { version, offset } => {
                write!(formatter, "{version} is malformed at octet {offset}")
            }
            Self::SigningTimeDuplicate => formatter.write_str("two signing-time attributes"),
            Self::SigningTimeMalformed { offset } => {
                write!(formatter, "signing-time is malformed at octet {offset}")
            }
            Self::SigningTimeValues { count } => {
                write!(formatter, "signing-time attribute with {count} values")
            }
            Self::Structure { field, offset } => write!(formatter, "{field} is malformed at octet {offset}"),
            Self::TrailingOctets { offset } => {
                write!(formatter, "octet {offset} behind the signature is not zero")
            }
            Self::Version { version: Some(version) } => write!(formatter, "SignedData of version {version}"),
            Self::Version { version: None } => formatter.write_str("SignedData of no known version"),
        }
    }
}

impl core::error::Error for EncodingError {}
impl core::error::Error for Error {}

impl From<EncodingError> for Error {
    fn from(reason: EncodingError) -> Self {
        Self::Encoding(reason)
    }
}
