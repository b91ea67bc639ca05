//! P-256 keys that sign the certificates of models: some thirty times faster than RSA-2048, which decides how many
//! models a fuzzer sees. The verdict does not depend on a signature's random part.

use aws_lc_rs::digest;
use aws_lc_rs::encoding::{AsDer, PublicKeyX509Der};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use koseki::crypto::{Digest, DigestAlgorithm, SignatureAlgorithm, Signer, SigningError};
use koseki::test_pki::Key;

struct Elliptic(EcdsaKeyPair);

impl Signer for Elliptic {
    fn algorithm(&self) -> SignatureAlgorithm {
        SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha256)
    }

    fn sign(&self, digest: &Digest) -> Result<Vec<u8>, SigningError> {
        let digest = digest::Digest::import_less_safe(digest.as_bytes(), &digest::SHA256)
            .map_err(|_| SigningError::DigestAlgorithm)?;
        let value = self.0.sign_digest(&digest).map_err(|_| SigningError::Unavailable("aws-lc refused".into()))?;
        Ok(value.as_ref().to_vec())
    }
}

/// Fresh keys.
pub fn keys(count: usize) -> Vec<Key> {
    (0..count)
        .map(|_| {
            let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).expect("a key");
            let spki: PublicKeyX509Der = pair.public_key().as_der().expect("its public half");
            let spki = spki.as_ref().to_vec();
            Key::new(Box::new(Elliptic(pair)), spki)
        })
        .collect()
}
