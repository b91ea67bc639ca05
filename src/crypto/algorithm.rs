//! Signature algorithms and their AlgorithmIdentifiers (RFC 3279, RFC 4055, RFC 5754, RFC 5758).

use core::fmt;

use der::asn1::{AnyRef, ObjectIdentifier};
use der::{Decode, Encode, Reader, SliceReader};

use super::DigestAlgorithm;

/// A signature algorithm this library can verify.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SignatureAlgorithm {
    /// RSASSA-PKCS1-v1_5 (RFC 8017, 8.2).
    RsaPkcs1(DigestAlgorithm),
    /// RSASSA-PSS (RFC 8017, 8.1) with MGF1 over the same digest and a salt as long as the digest.
    RsaPss(DigestAlgorithm),
    /// ECDSA (FIPS 186-5), signature as a DER SEQUENCE of r and s.
    Ecdsa(DigestAlgorithm),
}

/// An AlgorithmIdentifier this library does not accept.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum AlgorithmError {
    /// Not a DER AlgorithmIdentifier.
    Malformed,
    /// The parameters are not the ones the algorithm's RFC prescribes.
    Parameters {
        /// The algorithm's object identifier.
        oid: String,
    },
    /// Known to be broken or never accepted (MD2, MD4, MD5).
    Weak {
        /// The algorithm's object identifier.
        oid: String,
    },
    /// An algorithm this library does not implement.
    Unknown {
        /// The algorithm's object identifier.
        oid: String,
    },
}

/// rsaEncryption (RFC 3279, 2.3.1).
pub(crate) const RSA_ENCRYPTION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
/// id-ecPublicKey (RFC 5480, 2.1.1).
pub(crate) const EC_PUBLIC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const SHA1_WITH_RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.5");
const SHA256_WITH_RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11");
const SHA384_WITH_RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.12");
const SHA512_WITH_RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.13");
pub(crate) const RSASSA_PSS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10");
const MGF1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.8");
const ECDSA_WITH_SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");
const ECDSA_WITH_SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.3");
const ECDSA_WITH_SHA512: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.4");
const SHA1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.14.3.2.26");
const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2");
const SHA512: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3");
/// md2WithRSA, md5WithRSA, md4WithRSA, MD2, MD4, MD5.
const WEAK: [&str; 6] = [
    "1.2.840.113549.1.1.2",
    "1.2.840.113549.1.1.4",
    "1.2.840.113549.1.1.3",
    "1.2.840.113549.2.2",
    "1.2.840.113549.2.4",
    "1.2.840.113549.2.5",
];

impl DigestAlgorithm {
    /// Reads a DER AlgorithmIdentifier of a digest; parameters must be absent or NULL (RFC 5754, 2).
    ///
    /// # Errors
    /// [`AlgorithmError`] says whether it is malformed, unknown or weak.
    pub fn from_algorithm_identifier(der: &[u8]) -> Result<Self, AlgorithmError> {
        let (oid, parameters) = split(der)?;
        let algorithm = Self::from_oid(oid)?;
        if parameters.is_none_or(AnyRef::is_null) {
            Ok(algorithm)
        } else {
            Err(AlgorithmError::Parameters { oid: oid.to_string() })
        }
    }

    pub(crate) fn from_oid(oid: ObjectIdentifier) -> Result<Self, AlgorithmError> {
        match oid {
            SHA1 => Ok(Self::Sha1),
            SHA256 => Ok(Self::Sha256),
            SHA384 => Ok(Self::Sha384),
            SHA512 => Ok(Self::Sha512),
            other => Err(unknown(other)),
        }
    }

    /// The digest's object identifier, dotted.
    pub fn oid(self) -> &'static str {
        match self {
            Self::Sha1 => "1.3.14.3.2.26",
            Self::Sha256 => "2.16.840.1.101.3.4.2.1",
            Self::Sha384 => "2.16.840.1.101.3.4.2.2",
            Self::Sha512 => "2.16.840.1.101.3.4.2.3",
        }
    }
}

impl SignatureAlgorithm {
    /// Reads a DER AlgorithmIdentifier of a signature.
    ///
    /// rsaEncryption names no digest and is refused here; CMS, where it is allowed, pairs it with the SignerInfo's
    /// digest itself.
    ///
    /// # Errors
    /// [`AlgorithmError`] says whether it is malformed, unknown, weak, or has wrong parameters.
    pub fn from_algorithm_identifier(der: &[u8]) -> Result<Self, AlgorithmError> {
        let (oid, parameters) = split(der)?;
        let wrong = || AlgorithmError::Parameters { oid: oid.to_string() };
        // RFC 4055, 5: NULL; absent is tolerated because it changes nothing.
        let rsa = |digest| {
            parameters.is_none_or(AnyRef::is_null).then_some(Self::RsaPkcs1(digest)).ok_or_else(wrong)
        };
        // RFC 5758, 3.2: absent.
        let ecdsa = |digest| parameters.is_none().then_some(Self::Ecdsa(digest)).ok_or_else(wrong);
        match oid {
            SHA1_WITH_RSA => rsa(DigestAlgorithm::Sha1),
            SHA256_WITH_RSA => rsa(DigestAlgorithm::Sha256),
            SHA384_WITH_RSA => rsa(DigestAlgorithm::Sha384),
            SHA512_WITH_RSA => rsa(DigestAlgorithm::Sha512),
            ECDSA_WITH_SHA256 => ecdsa(DigestAlgorithm::Sha256),
            ECDSA_WITH_SHA384 => ecdsa(DigestAlgorithm::Sha384),
            ECDSA_WITH_SHA512 => ecdsa(DigestAlgorithm::Sha512),
            RSASSA_PSS => pss_digest(parameters).map(Self::RsaPss).ok_or_else(wrong),
            other => Err(unknown(other)),
        }
    }

    /// The digest that is signed.
    pub const fn digest(self) -> DigestAlgorithm {
        match self {
            Self::RsaPkcs1(digest) | Self::RsaPss(digest) | Self::Ecdsa(digest) => digest,
        }
    }
}

impl fmt::Display for SignatureAlgorithm {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digest = self.digest().name();
        match self {
            Self::RsaPkcs1(_) => write!(formatter, "RSA PKCS#1 v1.5 with {digest}"),
            Self::RsaPss(_) => write!(formatter, "RSASSA-PSS with {digest}"),
            Self::Ecdsa(_) => write!(formatter, "ECDSA with {digest}"),
        }
    }
}

impl fmt::Display for AlgorithmError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed => formatter.write_str("malformed AlgorithmIdentifier"),
            Self::Parameters { oid } => write!(formatter, "wrong parameters for algorithm {oid}"),
            Self::Weak { oid } => write!(formatter, "broken algorithm {oid}"),
            Self::Unknown { oid } => write!(formatter, "unknown algorithm {oid}"),
        }
    }
}

impl core::error::Error for AlgorithmError {}

fn unknown(oid: ObjectIdentifier) -> AlgorithmError {
    let oid = oid.to_string();
    if WEAK.contains(&oid.as_str()) { AlgorithmError::Weak { oid } } else { AlgorithmError::Unknown { oid } }
}

/// `SEQUENCE { algorithm OBJECT IDENTIFIER, parameters ANY OPTIONAL }`
fn split(der: &[u8]) -> Result<(ObjectIdentifier, Option<AnyRef<'_>>), AlgorithmError> {
    let identifier = spki::AlgorithmIdentifierRef::from_der(der).map_err(|_| AlgorithmError::Malformed)?;
    Ok((identifier.oid, identifier.parameters))
}

/// RSASSA-PSS-params (RFC 4055, 3.1): hash and MGF1 hash equal, salt as long as the hash, trailer field 1.
pub(crate) fn pss_digest(parameters: Option<AnyRef<'_>>) -> Option<DigestAlgorithm> {
    let sequence = parameters?.to_der().ok()?;
    let body = AnyRef::from_der(&sequence).ok()?;
    let mut reader = SliceReader::new(body.value()).ok()?;
    let (mut hash, mut mask, mut salt, mut trailer) = (None, None, None, None);
    let mut last = None;
    while !reader.is_finished() {
        let field = AnyRef::decode(&mut reader).ok()?;
        let tag = der::Tagged::tag(&field);
        if !tag.is_context_specific() || !tag.is_constructed() {
            return None;
        }
        let number = tag.number().value();
        if last.is_some_and(|last| number <= last) {
            return None;
        }
        last = Some(number);
        match number {
            0 => hash = Some(field.value()),
            1 => mask = Some(field.value()),
            2 => salt = Some(u32::from_der(field.value()).ok()?),
            3 => trailer = Some(u32::from_der(field.value()).ok()?),
            _ => return None,
        }
    }
    // The defaults are SHA-1's; a PSS identifier that relies on them names SHA-1, which no caller accepts.
    let digest = DigestAlgorithm::from_algorithm_identifier(hash?).ok()?;
    let (generator, inner) = split(mask?).ok()?;
    let inner = inner?.to_der().ok()?;
    let same = DigestAlgorithm::from_algorithm_identifier(&inner).ok()? == digest;
    let salt_fits = usize::try_from(salt?).ok()? == digest.output_length();
    (generator == MGF1 && same && salt_fits && trailer.unwrap_or(1) == 1).then_some(digest)
}

#[cfg(test)]
mod tests {
    use super::{AlgorithmError, DigestAlgorithm, SignatureAlgorithm};

    #[test]
    fn sha256_with_rsa_takes_null_or_nothing() {
        let with_null = const_hex::decode("300d06092a864886f70d01010b0500").unwrap();
        let without = const_hex::decode("300b06092a864886f70d01010b").unwrap();
        let with_integer = const_hex::decode("300e06092a864886f70d01010b020101").unwrap();
        let expected = Ok(SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256));
        assert_eq!(SignatureAlgorithm::from_algorithm_identifier(&with_null), expected);
        assert_eq!(SignatureAlgorithm::from_algorithm_identifier(&without), expected);
        assert!(matches!(
            SignatureAlgorithm::from_algorithm_identifier(&with_integer),
            Err(AlgorithmError::Parameters { .. })
        ));
    }

    #[test]
    fn md5_is_weak_and_rsa_encryption_names_no_digest() {
        let md5 = const_hex::decode("300d06092a864886f70d0101040500").unwrap();
        assert!(matches!(
            SignatureAlgorithm::from_algorithm_identifier(&md5),
            Err(AlgorithmError::Weak { .. })
        ));
        let plain = const_hex::decode("300d06092a864886f70d0101010500").unwrap();
        assert!(matches!(
            SignatureAlgorithm::from_algorithm_identifier(&plain),
            Err(AlgorithmError::Unknown { .. })
        ));
    }

    #[test]
    fn pss_needs_equal_hashes_and_a_salt_of_their_length() {
        let good = "304106092a864886f70d01010a3034a00f300d06096086480165030402010500\
                    a11c301a06092a864886f70d010108300d06096086480165030402010500a203020120";
        let decoded = const_hex::decode(good).unwrap();
        assert_eq!(
            SignatureAlgorithm::from_algorithm_identifier(&decoded),
            Ok(SignatureAlgorithm::RsaPss(DigestAlgorithm::Sha256))
        );
        let short_salt = const_hex::decode(good.replace("a203020120", "a203020114")).unwrap();
        assert!(SignatureAlgorithm::from_algorithm_identifier(&short_salt).is_err());
    }
}
