//! The floor: what cannot be left out, straight through the backend with everything parsed beforehand.

use aws_lc_rs::digest::{Context, Digest, SHA256};
use aws_lc_rs::signature::{
    KeyPair as _, ParsedPublicKey, RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY as SCHEME,
    RSA_PKCS1_SHA256, RsaKeyPair,
};

/// A key pair in the backend's own types.
pub struct Floor {
    pair: RsaKeyPair,
    public: ParsedPublicKey,
}

impl Floor {
    pub fn new(pkcs8: &[u8]) -> Self {
        let pair = RsaKeyPair::from_pkcs8(pkcs8).expect("the key");
        let public = ParsedPublicKey::new(&SCHEME, pair.public_key().as_ref()).expect("its public half");
        Self { pair, public }
    }

    /// One SHA-256 pass over the octets that are signed, one operation with the private key, one check with the public one.
    pub fn sign(&self, regions: &[&[u8]]) -> Vec<u8> {
        let mut context = Context::new(&SHA256);
        regions.iter().for_each(|region| context.update(region));
        let digest = context.finish();
        let mut value = vec![0; self.pair.public_modulus_len()];
        self.pair.sign_digest(&RSA_PKCS1_SHA256, &digest, &mut value).expect("a signature");
        self.public.verify_digest_sig(&digest, &value).expect("its own signature");
        value
    }

    /// One operation with the private key over a SHA-256 digest.
    pub fn private(&self, digest: &[u8]) -> Vec<u8> {
        let digest = Digest::import_less_safe(digest, &SHA256).expect("a digest");
        let mut value = vec![0; self.pair.public_modulus_len()];
        self.pair.sign_digest(&RSA_PKCS1_SHA256, &digest, &mut value).expect("a signature");
        value
    }

    /// One SHA-256 pass, and the public-key operations: `own` with this key, and one with each of the others.
    pub fn verify(&self, regions: &[&[u8]], own: (&[u8], &[u8]), others: &[Verification]) {
        let mut context = Context::new(&SHA256);
        regions.iter().for_each(|region| context.update(region));
        std::hint::black_box(context.finish());
        self.public.verify_sig(own.0, own.1).expect("the document's signature");
        others.iter().for_each(Verification::run);
    }
}

/// One verification of a certificate.
pub struct Verification {
    public: ParsedPublicKey,
    message: Vec<u8>,
    value: Vec<u8>,
}

impl Verification {
    /// `pkcs1` is the DER of RSAPublicKey.
    pub fn new(pkcs1: &[u8], message: &[u8], value: &[u8]) -> Self {
        let public = ParsedPublicKey::new(&SCHEME, pkcs1).expect("a public key");
        Self { public, message: message.to_vec(), value: value.to_vec() }
    }

    pub fn run(&self) {
        self.public.verify_sig(&self.message, &self.value).expect("a signature");
    }
}
