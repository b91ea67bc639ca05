//! Certificates and CRLs marked 試験用, for tests, fixtures and `koseki demo`: a small DER writer, builders for
//! certificates and CRLs (RFC 5280), and [`Gpki`], a public-key infrastructure in the shape of the Government's.
//!
//! Nothing here is a constant of the real GPKI: names, policies and keys are made up, and the object identifiers lie
//! under the example arc 1.3.6.1.4.1.99999. It writes only; what it wrote is read back by `pki` like any stranger's.

mod certificate;
mod crl;
pub mod der;
mod gpki;
mod keys;
mod name;
pub mod names;

use core::fmt;

pub use certificate::{CertificateBuilder, GeneralSubtree, KeyUsage, Validity};
pub use crl::{CrlBuilder, Reason, Scope};
pub use gpki::{Gpki, policies};
pub use keys::{Key, Keys};
pub use name::{Attribute, DistinguishedName, StringType};

use crate::crypto::{DigestAlgorithm, SignatureAlgorithm, Signer, SigningError};
use crate::time::Time;

/// Why a test certificate or CRL was not made.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The signer's algorithm has no AlgorithmIdentifier here.
    Algorithm(SignatureAlgorithm),
    /// A name attribute has a character that its string type cannot hold.
    Character {
        /// The attribute's object identifier.
        attribute: &'static str,
    },
    /// Not a dotted object identifier.
    ObjectIdentifier(String),
    /// The public key cannot be cut out of the SubjectPublicKeyInfo.
    PublicKey,
    /// The key did not sign.
    Signing(SigningError),
    /// Time arithmetic left the years 1 to 9999.
    Time,
}

impl From<SigningError> for Error {
    fn from(error: SigningError) -> Self {
        Self::Signing(error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Algorithm(algorithm) => {
                write!(formatter, "no AlgorithmIdentifier is written for {algorithm}")
            }
            Self::Character { attribute } => {
                write!(
                    formatter,
                    "the value of attribute {attribute} has a character outside its string type"
                )
            }
            Self::ObjectIdentifier(text) => write!(formatter, "{text} is not a dotted object identifier"),
            Self::PublicKey => formatter.write_str("the SubjectPublicKeyInfo has no public key to identify"),
            Self::Signing(error) => error.fmt(formatter),
            Self::Time => formatter.write_str("the time is outside the years 1 to 9999"),
        }
    }
}

impl core::error::Error for Error {}

/// PEM (RFC 7468) of `der` under `label`, for example `CERTIFICATE`, `X509 CRL`, `PRIVATE KEY`.
pub fn pem(label: &str, der: &[u8]) -> String {
    use base64::Engine as _;
    let encoded = base64::engine::general_purpose::STANDARD.encode(der);
    let mut text = format!("-----BEGIN {label}-----\n");
    for (position, character) in encoded.chars().enumerate() {
        if position > 0 && position.checked_rem(64) == Some(0) {
            text.push('\n');
        }
        text.push(character);
    }
    text.push_str(&format!("\n-----END {label}-----\n"));
    text
}

/// `SEQUENCE { tbs, signatureAlgorithm, signatureValue }` of `tbs`, which must name `signer`'s algorithm.
fn signed(tbs: &[u8], signer: &dyn Signer) -> Result<Vec<u8>, Error> {
    let digest = signer.algorithm().digest().digest(tbs);
    let value = signer.sign(&digest)?;
    Ok(der::sequence(&[tbs, &algorithm_identifier(signer.algorithm())?, &der::bit_string(&value)]))
}

/// RFC 4055, 5 and RFC 5758, 3.2.
fn algorithm_identifier(algorithm: SignatureAlgorithm) -> Result<Vec<u8>, Error> {
    let (oid, null) = match algorithm {
        SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha1) => ("1.2.840.113549.1.1.5", true),
        SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256) => ("1.2.840.113549.1.1.11", true),
        SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha384) => ("1.2.840.113549.1.1.12", true),
        SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha512) => ("1.2.840.113549.1.1.13", true),
        SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha256) => ("1.2.840.10045.4.3.2", false),
        SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha384) => ("1.2.840.10045.4.3.3", false),
        SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha512) => ("1.2.840.10045.4.3.4", false),
        SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha1) | SignatureAlgorithm::RsaPss(_) => {
            return Err(Error::Algorithm(algorithm));
        }
    };
    let parameters = if null { der::null() } else { Vec::new() };
    Ok(der::sequence(&[&der::object_identifier(oid)?, &parameters]))
}

/// The key identifier of RFC 5280, 4.2.1.2 (1): SHA-1 over the bits of the public key.
///
/// # Errors
/// [`Error::PublicKey`] when `spki` is not a SubjectPublicKeyInfo.
pub fn key_identifier(spki: &[u8]) -> Result<Vec<u8>, Error> {
    use ::der::Decode as _;
    let spki = spki::SubjectPublicKeyInfoRef::from_der(spki).map_err(|_| Error::PublicKey)?;
    let bits = spki.subject_public_key.as_bytes().ok_or(Error::PublicKey)?;
    Ok(DigestAlgorithm::Sha1.digest(bits).as_bytes().to_vec())
}

/// RFC 5280, 4.1.2.5: UTCTime through the year 2049, GeneralizedTime from 2050.
fn time(instant: Time) -> Vec<u8> {
    let civil = instant.civil(0);
    let rest =
        format!("{:02}{:02}{:02}{:02}{:02}Z", civil.month, civil.day, civil.hour, civil.minute, civil.second);
    if (1950..2050).contains(&civil.year) {
        let year = civil.year.rem_euclid(100);
        der::element(0x17, format!("{year:02}{rest}").as_bytes())
    } else {
        der::element(0x18, format!("{:04}{rest}", civil.year).as_bytes())
    }
}

/// `instant` moved by whole days.
fn days_after(instant: Time, days: i64) -> Result<Time, Error> {
    let seconds =
        days.checked_mul(86_400).and_then(|span| instant.unix().checked_add(span)).ok_or(Error::Time)?;
    Time::from_unix(seconds).map_err(|_| Error::Time)
}
