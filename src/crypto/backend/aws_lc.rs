//! RSA and ECDSA through aws-lc-rs.

use std::sync::OnceLock;

use aws_lc_rs::signature::{self, ParsedPublicKey, RsaKeyPair, UnparsedPublicKey, VerificationAlgorithm};
use aws_lc_rs::{digest, rsa::KeySize};

use crate::crypto::{Curve, Digest, DigestAlgorithm, SignatureAlgorithm, Signer, SigningError, VerifyError};

/// An RSA key as aws-lc holds it: read at the first verification, for that one's algorithm, which is nearly always the only
/// one the key is used with. Reading takes a third of a verification.
#[derive(Clone, Default)]
pub(crate) struct Loaded(OnceLock<Option<(SignatureAlgorithm, ParsedPublicKey)>>);

pub(crate) fn verify_rsa(
    (pkcs1, bits): (&[u8], u32),
    loaded: &Loaded,
    algorithm: SignatureAlgorithm,
    digest: &Digest,
    value: &[u8],
) -> Result<(), VerifyError> {
    let large = bits >= 2048;
    let scheme: &'static dyn VerificationAlgorithm = match algorithm {
        SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha1) => {
            &signature::RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY
        }
        SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256) => {
            &signature::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY
        }
        SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha384) if large => {
            &signature::RSA_PKCS1_2048_8192_SHA384
        }
        SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha512) => {
            &signature::RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY
        }
        SignatureAlgorithm::RsaPss(DigestAlgorithm::Sha256) if large => &signature::RSA_PSS_2048_8192_SHA256,
        SignatureAlgorithm::RsaPss(DigestAlgorithm::Sha384) if large => &signature::RSA_PSS_2048_8192_SHA384,
        SignatureAlgorithm::RsaPss(DigestAlgorithm::Sha512) if large => &signature::RSA_PSS_2048_8192_SHA512,
        SignatureAlgorithm::RsaPkcs1(_) | SignatureAlgorithm::RsaPss(_) | SignatureAlgorithm::Ecdsa(_) => {
            return Err(VerifyError::Unsupported);
        }
    };
    let read = || ParsedPublicKey::new(scheme, pkcs1).ok().map(|key| (algorithm, key));
    match loaded.0.get_or_init(read) {
        Some((of, key)) if *of == algorithm => {
            let digest = import(digest).ok_or(VerifyError::Unsupported)?;
            key.verify_digest_sig(&digest, value).map_err(|_| VerifyError::Mismatch)
        }
        Some(_) | None => verify(scheme, pkcs1, digest, value),
    }
}

pub(crate) fn verify_ecdsa(
    curve: Curve,
    point: &[u8],
    digest: &Digest,
    value: &[u8],
) -> Result<(), VerifyError> {
    let scheme: &'static dyn VerificationAlgorithm = match (curve, digest.algorithm()) {
        (Curve::P256, DigestAlgorithm::Sha256) => &signature::ECDSA_P256_SHA256_ASN1,
        (Curve::P256, DigestAlgorithm::Sha384) => &signature::ECDSA_P256_SHA384_ASN1,
        (Curve::P256, DigestAlgorithm::Sha512) => &signature::ECDSA_P256_SHA512_ASN1,
        (Curve::P384, DigestAlgorithm::Sha256) => &signature::ECDSA_P384_SHA256_ASN1,
        (Curve::P384, DigestAlgorithm::Sha384) => &signature::ECDSA_P384_SHA384_ASN1,
        (Curve::P384, DigestAlgorithm::Sha512) => &signature::ECDSA_P384_SHA512_ASN1,
        (Curve::P256 | Curve::P384, DigestAlgorithm::Sha1) => return Err(VerifyError::Unsupported),
    };
    verify(scheme, point, digest, value)
}

fn verify(
    scheme: &'static dyn VerificationAlgorithm,
    key: &[u8],
    digest: &Digest,
    value: &[u8],
) -> Result<(), VerifyError> {
    let digest = import(digest).ok_or(VerifyError::Unsupported)?;
    UnparsedPublicKey::new(scheme, key).verify_digest(&digest, value).map_err(|_| VerifyError::Mismatch)
}

fn import(value: &Digest) -> Option<digest::Digest> {
    let algorithm = match value.algorithm() {
        DigestAlgorithm::Sha1 => &digest::SHA1_FOR_LEGACY_USE_ONLY,
        DigestAlgorithm::Sha256 => &digest::SHA256,
        DigestAlgorithm::Sha384 => &digest::SHA384,
        DigestAlgorithm::Sha512 => &digest::SHA512,
    };
    digest::Digest::import_less_safe(value.as_bytes(), algorithm).ok()
}

/// An RSA key held in memory by aws-lc: for tests, demonstrations and small issuers.
///
/// One handle per process and key: loading costs more than signing.
pub struct SoftwareSigner {
    key: RsaKeyPair,
    digest: DigestAlgorithm,
}

impl SoftwareSigner {
    /// A key from the DER of PKCS#8 `PrivateKeyInfo` or PKCS#1 `RSAPrivateKey`; signs RSA PKCS#1 v1.5 with SHA-256.
    ///
    /// # Errors
    /// [`SigningError::KeyRejected`] for anything but an RSA key of 2048 bits or more.
    pub fn from_der(der: &[u8]) -> Result<Self, SigningError> {
        let key = RsaKeyPair::from_pkcs8(der)
            .or_else(|_| RsaKeyPair::from_der(der))
            .map_err(|reason| SigningError::KeyRejected(reason.to_string()))?;
        Ok(Self { key, digest: DigestAlgorithm::Sha256 })
    }

    /// The same key signing over another digest (test certificates only; document 004 fixes SHA-256).
    #[must_use]
    pub fn with_digest(mut self, digest: DigestAlgorithm) -> Self {
        self.digest = digest;
        self
    }

    /// Makes a new RSA-2048 key and returns it as PKCS#8 DER. The randomness is the operating system's, through aws-lc.
    ///
    /// # Errors
    /// [`SigningError::Unavailable`] when the backend cannot make one.
    pub fn generate_pkcs8() -> Result<zeroize::Zeroizing<Vec<u8>>, SigningError> {
        use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
        let failed = |_| SigningError::Unavailable("no key was generated".into());
        let key = RsaKeyPair::generate(KeySize::Rsa2048).map_err(failed)?;
        let der: Pkcs8V1Der<'_> = key.as_der().map_err(failed)?;
        Ok(zeroize::Zeroizing::new(der.as_ref().to_vec()))
    }

    /// DER of the key's SubjectPublicKeyInfo.
    ///
    /// # Errors
    /// [`SigningError::Unavailable`] when the backend cannot encode it.
    pub fn public_key_spki(&self) -> Result<Vec<u8>, SigningError> {
        use aws_lc_rs::encoding::{AsDer, PublicKeyX509Der};
        use aws_lc_rs::signature::KeyPair as _;
        let failed = |_| SigningError::Unavailable("the public key could not be encoded".into());
        let der: PublicKeyX509Der<'_> = self.key.public_key().as_der().map_err(failed)?;
        Ok(der.as_ref().to_vec())
    }
}

impl core::fmt::Debug for SoftwareSigner {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.debug_struct("SoftwareSigner").finish_non_exhaustive()
    }
}

impl Signer for SoftwareSigner {
    fn algorithm(&self) -> SignatureAlgorithm {
        SignatureAlgorithm::RsaPkcs1(self.digest)
    }

    fn sign(&self, digest: &Digest) -> Result<Vec<u8>, SigningError> {
        let scheme = match (self.digest, digest.algorithm()) {
            (DigestAlgorithm::Sha256, DigestAlgorithm::Sha256) => &signature::RSA_PKCS1_SHA256,
            (DigestAlgorithm::Sha384, DigestAlgorithm::Sha384) => &signature::RSA_PKCS1_SHA384,
            (DigestAlgorithm::Sha512, DigestAlgorithm::Sha512) => &signature::RSA_PKCS1_SHA512,
            _ => return Err(SigningError::DigestAlgorithm),
        };
        let digest = import(digest).ok_or(SigningError::DigestAlgorithm)?;
        let mut value = vec![0; self.key.public_modulus_len()];
        self.key
            .sign_digest(scheme, &digest, &mut value)
            .map_err(|_| SigningError::Unavailable("aws-lc refused".into()))?;
        Ok(value)
    }
}
