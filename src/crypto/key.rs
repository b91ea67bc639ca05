//! Public keys, read from a SubjectPublicKeyInfo, and the one place where signatures are verified.

use core::fmt;

use der::asn1::{ObjectIdentifier, UintRef};
use der::{Decode, Encode, Reader, SliceReader};

use super::algorithm::{EC_PUBLIC_KEY, RSA_ENCRYPTION, RSASSA_PSS, pss_digest};
use super::{Digest, DigestAlgorithm, SignatureAlgorithm, backend};

/// A named curve (RFC 5480, 2.1.1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Curve {
    /// secp256r1
    P256,
    /// secp384r1
    P384,
}

/// A public key whose shape was checked: odd exponent of at least 3, a curve we know, a point of its length. What the
/// backend makes of it is kept from the first verification on, and shared by nobody else: `==` compares the keys.
#[derive(Clone)]
pub struct PublicKey {
    kind: Kind,
    loaded: backend::Loaded,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    /// `pkcs1` is the DER of RSAPublicKey.
    Rsa { bits: u32, pkcs1: Vec<u8>, schemes: Schemes },
    /// `point` is the uncompressed point.
    Elliptic { curve: Curve, point: Vec<u8> },
}

/// The signature schemes an RSA key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Schemes {
    /// rsaEncryption: PKCS #1 v1.5 and PSS.
    All,
    /// id-RSASSA-PSS (RFC 4055, 3.1): PSS alone, with this digest alone where one is named.
    Pss(Option<DigestAlgorithm>),
}

impl Schemes {
    fn allow(self, algorithm: SignatureAlgorithm) -> bool {
        match (self, algorithm) {
            (Self::All, _) => true,
            (Self::Pss(None), SignatureAlgorithm::RsaPss(_)) => true,
            (Self::Pss(Some(only)), SignatureAlgorithm::RsaPss(digest)) => only == digest,
            (Self::Pss(_), SignatureAlgorithm::RsaPkcs1(_) | SignatureAlgorithm::Ecdsa(_)) => false,
        }
    }
}

/// Why a SubjectPublicKeyInfo is not a usable key.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyError {
    /// The RSA exponent is even, below 3 or wider than 64 bits.
    Exponent,
    /// Not a DER SubjectPublicKeyInfo of its algorithm.
    Malformed,
    /// The RSA modulus is even, under 1024 bits or over 8192.
    Modulus {
        /// Bits of the modulus.
        bits: u32,
    },
    /// An algorithm or curve this library does not implement.
    Unknown {
        /// Object identifier of the algorithm or curve.
        oid: String,
    },
}

/// Why a signature value is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerifyError {
    /// The digest handed in was made by another algorithm than the signature names.
    DigestAlgorithm,
    /// The key is of another kind than the algorithm.
    KeyKind,
    /// The signature value is not the key's: changed data, changed value, another key, or malformed padding.
    Mismatch,
    /// The signature value's length is not the modulus length (RFC 8017, 8.2.2 step 1).
    SignatureLength,
    /// The combination of key size and algorithm is not implemented by the backend.
    Unsupported,
}

impl PublicKey {
    /// Reads the DER of a SubjectPublicKeyInfo (RFC 5280, 4.1.2.7).
    ///
    /// # Errors
    /// [`KeyError`] names what is wrong. Keys that are merely too small for today are read (1024 bits and up):
    /// that is for the algorithm policy to say.
    pub fn from_spki(der: &[u8]) -> Result<Self, KeyError> {
        let spki = spki::SubjectPublicKeyInfoRef::from_der(der).map_err(|_| KeyError::Malformed)?;
        let octets = spki.subject_public_key.as_bytes().ok_or(KeyError::Malformed)?;
        match spki.algorithm.oid {
            RSA_ENCRYPTION => {
                // RFC 3279, 2.3.1: parameters MUST be NULL; absent changes nothing and occurs.
                if spki.algorithm.parameters.is_some_and(|parameters| !parameters.is_null()) {
                    return Err(KeyError::Malformed);
                }
                rsa(octets, Schemes::All)
            }
            RSASSA_PSS => {
                let digest = match spki.algorithm.parameters {
                    None => None,
                    some => Some(pss_digest(some).ok_or(KeyError::Malformed)?),
                };
                rsa(octets, Schemes::Pss(digest))
            }
            EC_PUBLIC_KEY => {
                let parameters = spki.algorithm.parameters.ok_or(KeyError::Malformed)?;
                let curve = parameters.decode_as::<ObjectIdentifier>().map_err(|_| KeyError::Malformed)?;
                elliptic(curve, octets)
            }
            other => Err(KeyError::Unknown { oid: other.to_string() }),
        }
    }

    /// Bits of the RSA modulus or of the curve's field.
    pub const fn bits(&self) -> u32 {
        match &self.kind {
            Kind::Rsa { bits, .. } => *bits,
            Kind::Elliptic { curve: Curve::P256, .. } => 256,
            Kind::Elliptic { curve: Curve::P384, .. } => 384,
        }
    }

    /// The curve, `None` for RSA.
    pub const fn curve(&self) -> Option<Curve> {
        match &self.kind {
            Kind::Rsa { .. } => None,
            Kind::Elliptic { curve, .. } => Some(*curve),
        }
    }

    /// Length in octets of an RSA signature value, `None` for ECDSA (its length varies).
    pub fn rsa_signature_length(&self) -> Option<usize> {
        match &self.kind {
            Kind::Rsa { bits, .. } => usize::try_from(bits.div_ceil(8)).ok(),
            Kind::Elliptic { .. } => None,
        }
    }

    /// Verifies a signature value over a digest.
    ///
    /// # Errors
    /// [`VerifyError::Mismatch`] when the cryptography does not hold; the other variants when it was not reached.
    pub fn verify(
        &self,
        algorithm: SignatureAlgorithm,
        digest: &Digest,
        signature: &[u8],
    ) -> Result<(), VerifyError> {
        if digest.algorithm() != algorithm.digest() {
            return Err(VerifyError::DigestAlgorithm);
        }
        match (&self.kind, algorithm) {
            (
                Kind::Rsa { pkcs1, bits, schemes },
                SignatureAlgorithm::RsaPkcs1(_) | SignatureAlgorithm::RsaPss(_),
            ) => {
                if !schemes.allow(algorithm) {
                    return Err(VerifyError::KeyKind);
                }
                if Some(signature.len()) != self.rsa_signature_length() {
                    return Err(VerifyError::SignatureLength);
                }
                backend::verify_rsa((pkcs1, *bits), &self.loaded, algorithm, digest, signature)
            }
            (Kind::Elliptic { curve, point }, SignatureAlgorithm::Ecdsa(_)) => {
                backend::verify_ecdsa(*curve, point, digest, signature)
            }
            (Kind::Rsa { .. }, SignatureAlgorithm::Ecdsa(_))
            | (Kind::Elliptic { .. }, SignatureAlgorithm::RsaPkcs1(_) | SignatureAlgorithm::RsaPss(_)) => {
                Err(VerifyError::KeyKind)
            }
        }
    }
}

impl From<Kind> for PublicKey {
    fn from(kind: Kind) -> Self {
        Self { kind, loaded: backend::Loaded::default() }
    }
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

impl Eq for PublicKey {}

impl fmt::Debug for PublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(formatter)
    }
}

fn rsa(pkcs1: &[u8], schemes: Schemes) -> Result<PublicKey, KeyError> {
    let sequence = der::asn1::AnyRef::from_der(pkcs1).map_err(|_| KeyError::Malformed)?;
    if der::Tagged::tag(&sequence) != der::Tag::Sequence {
        return Err(KeyError::Malformed);
    }
    let mut reader = SliceReader::new(sequence.value()).map_err(|_| KeyError::Malformed)?;
    let modulus = UintRef::decode(&mut reader).map_err(|_| KeyError::Malformed)?;
    let exponent = UintRef::decode(&mut reader).map_err(|_| KeyError::Malformed)?;
    if !reader.is_finished() {
        return Err(KeyError::Malformed);
    }
    let modulus = modulus.as_bytes();
    let bits = bit_length(modulus);
    let odd = |octets: &[u8]| octets.last().is_some_and(|last| last & 1 == 1);
    if !(1024..=8192).contains(&bits) || !odd(modulus) {
        return Err(KeyError::Modulus { bits });
    }
    let exponent = exponent.as_bytes();
    // NIST SP 800-89, 5.3.3 asks for an odd exponent; 1 signs anything, and a wide one only costs time.
    if !odd(exponent) || bit_length(exponent) < 2 || bit_length(exponent) > 64 {
        return Err(KeyError::Exponent);
    }
    let pkcs1 = sequence.to_der().map_err(|_| KeyError::Malformed)?;
    Ok(Kind::Rsa { bits, pkcs1, schemes }.into())
}

fn elliptic(curve: ObjectIdentifier, point: &[u8]) -> Result<PublicKey, KeyError> {
    let (curve, length) = match curve.to_string().as_str() {
        "1.2.840.10045.3.1.7" => (Curve::P256, 65),
        "1.3.132.0.34" => (Curve::P384, 97),
        other => return Err(KeyError::Unknown { oid: other.to_owned() }),
    };
    if point.len() != length || point.first() != Some(&4) {
        return Err(KeyError::Malformed);
    }
    Ok(Kind::Elliptic { curve, point: point.to_vec() }.into())
}

fn bit_length(octets: &[u8]) -> u32 {
    let significant = octets.iter().skip_while(|octet| **octet == 0);
    let (mut bits, mut first) = (0u32, true);
    for octet in significant {
        bits = bits.saturating_add(if first { 8u32.saturating_sub(octet.leading_zeros()) } else { 8 });
        first = false;
    }
    bits
}

impl fmt::Display for PublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Rsa { bits, .. } => write!(formatter, "RSA-{bits}"),
            Kind::Elliptic { curve: Curve::P256, .. } => formatter.write_str("EC P-256"),
            Kind::Elliptic { curve: Curve::P384, .. } => formatter.write_str("EC P-384"),
        }
    }
}

impl fmt::Display for KeyError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exponent => formatter.write_str("RSA exponent is even, below 3 or wider than 64 bits"),
            Self::Malformed => formatter.write_str("malformed SubjectPublicKeyInfo"),
            Self::Modulus { bits } => {
                write!(formatter, "RSA modulus of {bits} bits is even or outside 1024 to 8192 bits")
            }
            Self::Unknown { oid } => write!(formatter, "unknown key algorithm or curve {oid}"),
        }
    }
}

impl fmt::Display for VerifyError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::DigestAlgorithm => "the digest is of another algorithm than the signature",
            Self::KeyKind => "the key is of another kind than the signature algorithm",
            Self::Mismatch => "the signature value does not verify with this key",
            Self::SignatureLength => "the signature value is not as long as the modulus",
            Self::Unsupported => "this key size and algorithm are not implemented together",
        })
    }
}

impl core::error::Error for KeyError {}
impl core::error::Error for VerifyError {}
