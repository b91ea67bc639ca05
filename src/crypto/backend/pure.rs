//! RSA and ECDSA in Rust alone (crates `rsa`, `p256`, `p384`), for machines without a C compiler.
//!
//! Verification handles nothing secret and is fit for every use. Signing is another matter: the private-key
//! operation of `rsa` is not constant-time ([RUSTSEC-2023-0071]), so whoever can measure many signatures finely may
//! learn the key. [`SoftwareSigner`] blinds every operation with fresh randomness, which hides the input but not all
//! of the timing. Sign with it in tests and demonstrations; an issuer takes feature `aws-lc` or an HSM.
//!
//! [RUSTSEC-2023-0071]: https://rustsec.org/advisories/RUSTSEC-2023-0071.html

use std::sync::OnceLock;

use getrandom::SysRng;
use p256::ecdsa::signature::hazmat::PrehashVerifier;
use rsa::pkcs1::DecodeRsaPrivateKey;
use rsa::pkcs8::{DecodePrivateKey, EncodePrivateKey, EncodePublicKey};
use rsa::rand_core::{TryRng, UnwrapErr};
use rsa::traits::{PublicKeyParts, SignatureScheme};
use rsa::{BoxedUint, Pkcs1v15Sign, Pss, RsaPrivateKey, RsaPublicKey};

use crate::crypto::{Curve, VerifyError};
use crate::crypto::{Digest, DigestAlgorithm, SignatureAlgorithm, Signer, SigningError};

/// Sizes as [`crate::crypto::PublicKey`] reads them.
const MODULUS_BITS: core::ops::RangeInclusive<usize> = 1024..=8192;

/// An RSA key as `rsa` holds it, read at the first verification; `None` when it cannot be read.
#[derive(Clone, Default)]
pub(crate) struct Loaded(OnceLock<Option<RsaPublicKey>>);

fn read(pkcs1: &[u8]) -> Option<RsaPublicKey> {
    use der::Decode as _;
    let parts = rsa::pkcs1::RsaPublicKeyRef::from_der(pkcs1).ok()?;
    let number = |octets| BoxedUint::from_be_slice_vartime(octets);
    let (modulus, exponent) = (number(parts.modulus.as_bytes()), number(parts.public_exponent.as_bytes()));
    RsaPublicKey::new_with_size_limits(modulus, exponent, MODULUS_BITS).ok()
}

pub(crate) fn verify_rsa(
    (pkcs1, bits): (&[u8], u32),
    loaded: &Loaded,
    algorithm: SignatureAlgorithm,
    digest: &Digest,
    value: &[u8],
) -> Result<(), VerifyError> {
    let key = loaded.0.get_or_init(|| read(pkcs1)).as_ref().ok_or(VerifyError::Unsupported)?;
    let hashed = digest.as_bytes();
    // The same combinations as the other backend, so that a report does not depend on the build.
    let large = bits >= 2048;
    let verified = match algorithm {
        SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha384) if !large => {
            return Err(VerifyError::Unsupported);
        }
        SignatureAlgorithm::RsaPkcs1(digest) => key.verify(scheme(digest), hashed, value),
        SignatureAlgorithm::RsaPss(DigestAlgorithm::Sha256) if large => {
            key.verify(Pss::<sha2::Sha256>::new(), hashed, value)
        }
        SignatureAlgorithm::RsaPss(DigestAlgorithm::Sha384) if large => {
            key.verify(Pss::<sha2::Sha384>::new(), hashed, value)
        }
        SignatureAlgorithm::RsaPss(DigestAlgorithm::Sha512) if large => {
            key.verify(Pss::<sha2::Sha512>::new(), hashed, value)
        }
        SignatureAlgorithm::RsaPss(_) | SignatureAlgorithm::Ecdsa(_) => {
            return Err(VerifyError::Unsupported);
        }
    };
    verified.map_err(|_| VerifyError::Mismatch)
}

pub(crate) fn verify_ecdsa(
    curve: Curve,
    point: &[u8],
    digest: &Digest,
    value: &[u8],
) -> Result<(), VerifyError> {
    if digest.algorithm() == DigestAlgorithm::Sha1 {
        return Err(VerifyError::Unsupported);
    }
    let hashed = digest.as_bytes();
    let verified = match curve {
        Curve::P256 => p256::ecdsa::VerifyingKey::from_sec1_bytes(point).and_then(|key| {
            let value = p256::ecdsa::Signature::from_der(value)?;
            key.verify_prehash(hashed, &value)
        }),
        Curve::P384 => p384::ecdsa::VerifyingKey::from_sec1_bytes(point).and_then(|key| {
            let value = p384::ecdsa::Signature::from_der(value)?;
            key.verify_prehash(hashed, &value)
        }),
    };
    verified.map_err(|_| VerifyError::Mismatch)
}

/// RSASSA-PKCS1-v1_5 with the DigestInfo prefix of the digest.
fn scheme(digest: DigestAlgorithm) -> Pkcs1v15Sign {
    match digest {
        DigestAlgorithm::Sha1 => Pkcs1v15Sign::new::<sha1::Sha1>(),
        DigestAlgorithm::Sha256 => Pkcs1v15Sign::new::<sha2::Sha256>(),
        DigestAlgorithm::Sha384 => Pkcs1v15Sign::new::<sha2::Sha384>(),
        DigestAlgorithm::Sha512 => Pkcs1v15Sign::new::<sha2::Sha512>(),
    }
}

/// An RSA key held in memory by the crate `rsa`: for tests and demonstrations.
///
/// **Warning.** The private-key operation is blinded but not constant-time (RUSTSEC-2023-0071). Do not sign with it
/// where somebody else can measure the time of many signatures.
pub struct SoftwareSigner {
    key: RsaPrivateKey,
    digest: DigestAlgorithm,
}

impl SoftwareSigner {
    /// A key from the DER of PKCS#8 `PrivateKeyInfo` or PKCS#1 `RSAPrivateKey`; signs RSA PKCS#1 v1.5 with SHA-256.
    ///
    /// # Errors
    /// [`SigningError::KeyRejected`] for anything but an RSA key of 2048 bits or more.
    pub fn from_der(der: &[u8]) -> Result<Self, SigningError> {
        let key = RsaPrivateKey::from_pkcs8_der(der)
            .or_else(|_| RsaPrivateKey::from_pkcs1_der(der))
            .map_err(|_| SigningError::KeyRejected("not an RSA private key".into()))?;
        if key.size() < 256 {
            return Err(SigningError::KeyRejected("RSA key under 2048 bits".into()));
        }
        Ok(Self { key, digest: DigestAlgorithm::Sha256 })
    }

    /// The same key signing over another digest (test certificates only; document 004 fixes SHA-256).
    #[must_use]
    pub fn with_digest(mut self, digest: DigestAlgorithm) -> Self {
        self.digest = digest;
        self
    }

    /// Makes a new RSA-2048 key and returns it as PKCS#8 DER. The randomness is the operating system's.
    ///
    /// # Errors
    /// [`SigningError::Unavailable`] when there is no randomness.
    pub fn generate_pkcs8() -> Result<zeroize::Zeroizing<Vec<u8>>, SigningError> {
        let failed = || SigningError::Unavailable("no key was generated".into());
        // `rsa` wants a source that cannot fail; ask once whether this one works before it is promised.
        SysRng.try_next_u64().map_err(|_| failed())?;
        let key = RsaPrivateKey::new(&mut UnwrapErr(SysRng), 2048).map_err(|_| failed())?;
        let der = key.to_pkcs8_der().map_err(|_| failed())?;
        Ok(zeroize::Zeroizing::new(der.as_bytes().to_vec()))
    }

    /// DER of the key's SubjectPublicKeyInfo.
    ///
    /// # Errors
    /// [`SigningError::Unavailable`] when it cannot be encoded.
    pub fn public_key_spki(&self) -> Result<Vec<u8>, SigningError> {
        let der = self.key.to_public_key().to_public_key_der();
        let der = der.map_err(|_| SigningError::Unavailable("the public key could not be encoded".into()))?;
        Ok(der.as_bytes().to_vec())
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
        // SHA-1 is verified so that an old signature can be called intact; nothing new is signed with it.
        if digest.algorithm() != self.digest || self.digest == DigestAlgorithm::Sha1 {
            return Err(SigningError::DigestAlgorithm);
        }
        scheme(self.digest)
            .sign(Some(&mut SysRng), &self.key, digest.as_bytes())
            .map_err(|_| SigningError::Unavailable("the crate rsa refused".into()))
    }
}

/// Both backends in one build, held against each other.
#[cfg(all(test, feature = "aws-lc"))]
mod tests {
    use aws_lc_rs::rand::SystemRandom;
    use aws_lc_rs::signature::{self, EcdsaKeyPair, KeyPair as _, RsaEncoding, RsaKeyPair};

    use super::{Loaded, SoftwareSigner, verify_ecdsa, verify_rsa};
    use crate::crypto::backend::aws_lc;
    use crate::crypto::{Curve, Digest, DigestAlgorithm, SignatureAlgorithm, Signer, VerifyError};

    const DIGESTS: [DigestAlgorithm; 3] =
        [DigestAlgorithm::Sha256, DigestAlgorithm::Sha384, DigestAlgorithm::Sha512];

    /// Both answer alike, to the good value and to the same with one bit changed.
    fn agree(verify: impl Fn(&Digest, &[u8]) -> [Result<(), VerifyError>; 2], digest: &Digest, value: &[u8]) {
        assert_eq!(verify(digest, value), [Ok(()), Ok(())]);
        let mut changed = value.to_vec();
        *changed.last_mut().unwrap() ^= 1;
        assert_eq!(verify(digest, &changed), [Err(VerifyError::Mismatch); 2]);
        let other = digest.algorithm().digest(b"other");
        assert_eq!(verify(&other, value), [Err(VerifyError::Mismatch); 2]);
    }

    #[test]
    fn rsa_signatures_are_the_same_octets_and_verify_alike() {
        let der = aws_lc::SoftwareSigner::generate_pkcs8().unwrap();
        let pair = RsaKeyPair::from_pkcs8(&der).unwrap();
        let pkcs1 = pair.public_key().as_ref();
        for digest in DIGESTS {
            let hashed = digest.digest(b"abc");
            let ours = SoftwareSigner::from_der(&der).unwrap().with_digest(digest);
            let theirs = aws_lc::SoftwareSigner::from_der(&der).unwrap().with_digest(digest);
            let value = ours.sign(&hashed).unwrap();
            assert_eq!(value, theirs.sign(&hashed).unwrap());
            assert_eq!(ours.public_key_spki(), theirs.public_key_spki());
            let scheme: &'static dyn RsaEncoding = match digest {
                DigestAlgorithm::Sha384 => &signature::RSA_PSS_SHA384,
                DigestAlgorithm::Sha512 => &signature::RSA_PSS_SHA512,
                _ => &signature::RSA_PSS_SHA256,
            };
            let mut pss = vec![0; pair.public_modulus_len()];
            pair.sign(scheme, &SystemRandom::new(), b"abc", &mut pss).unwrap();
            // Read for the first algorithm, and used for the second as well.
            let loaded = (Loaded::default(), aws_lc::Loaded::default());
            for (algorithm, value) in
                [(SignatureAlgorithm::RsaPkcs1(digest), value), (SignatureAlgorithm::RsaPss(digest), pss)]
            {
                let key = (pkcs1, 2048);
                let both = |digest: &Digest, value: &[u8]| {
                    let theirs = aws_lc::verify_rsa(key, &loaded.1, algorithm, digest, value);
                    [verify_rsa(key, &loaded.0, algorithm, digest, value), theirs]
                };
                agree(both, &hashed, &value);
            }
        }
    }

    #[test]
    fn ecdsa_signatures_verify_alike() {
        for (curve, digest, scheme) in [
            (Curve::P256, DigestAlgorithm::Sha256, &signature::ECDSA_P256_SHA256_ASN1_SIGNING),
            (Curve::P384, DigestAlgorithm::Sha384, &signature::ECDSA_P384_SHA384_ASN1_SIGNING),
        ] {
            let pair = EcdsaKeyPair::generate(scheme).unwrap();
            let point = pair.public_key().as_ref();
            let value = pair.sign(&SystemRandom::new(), b"abc").unwrap();
            let both = |digest: &Digest, value: &[u8]| {
                [verify_ecdsa(curve, point, digest, value), aws_lc::verify_ecdsa(curve, point, digest, value)]
            };
            agree(both, &digest.digest(b"abc"), value.as_ref());
        }
    }
}
