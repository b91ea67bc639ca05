//! A Minister's test key of any size with everything around it: certificate, authority, lists.

use koseki::crypto::{DigestAlgorithm, SignatureAlgorithm, SoftwareSigner};
use koseki::pki::{Certificate, CertificateRevocationList};
use koseki::sign::{SigningIdentity, SigningRequest};
use koseki::test_pki::{Gpki, Key, Keys};
use koseki::time::Time;

/// The sizes that issuers have, in bits.
pub const SIZES: [u32; 3] = [2048, 3072, 4096];

/// Everything around one key.
pub struct Issuer {
    /// PKCS#8 DER.
    pub pkcs8: Vec<u8>,
    pub signer: SoftwareSigner,
    pub identity: SigningIdentity,
    pub gpki: Gpki,
    /// SubjectPublicKeyInfo of the authority that certified the key.
    pub authority: Vec<u8>,
}

impl Issuer {
    /// A fresh key of `bits` for the Minister; the authorities have the keys of the fixtures.
    pub fn new(bits: u32) -> Self {
        let pkcs8 = pkcs8(bits);
        let keys = Keys::from_names(|name| {
            if name == "minister" {
                return Key::from_pkcs8(&pkcs8);
            }
            let path = format!("{}/fixtures/keys/{name}.pem", env!("CARGO_MANIFEST_DIR"));
            let pem = std::fs::read(path).expect("a key of the fixtures");
            let signer = SoftwareSigner::from_key_file(&pem, None).expect("a key");
            let spki = signer.public_key_spki().expect("its public half");
            Ok(Key::new(Box::new(signer), spki))
        });
        let keys = keys.expect("keys");
        let gpki = Gpki::new(&keys, at()).expect("the test PKI");
        let authority = keys.official_status_ca.spki().to_vec();
        let signer = SoftwareSigner::from_der(&pkcs8).expect("the key");
        let algorithm = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256);
        let identity = SigningIdentity::new(certificate(&gpki.minister), Vec::new(), algorithm);
        Self { pkcs8, signer, identity: identity.expect("a fit certificate"), gpki, authority }
    }
}

/// When everything is signed and verified.
pub fn at() -> Time {
    Time::parse_rfc3339("2026-12-01T00:00:00Z").expect("a time")
}

/// The defaults, at that time.
pub fn request<'a>() -> SigningRequest<'a> {
    SigningRequest::new(at())
}

/// A certificate.
pub fn certificate(der: &[u8]) -> Certificate {
    Certificate::parse(der).expect("a certificate")
}

/// A list.
pub fn list(der: &[u8]) -> CertificateRevocationList {
    CertificateRevocationList::parse(der).expect("a list")
}

fn pkcs8(bits: u32) -> Vec<u8> {
    use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
    use aws_lc_rs::rsa::{KeyPair, KeySize};
    let size = match bits {
        2048 => KeySize::Rsa2048,
        3072 => KeySize::Rsa3072,
        _ => KeySize::Rsa4096,
    };
    let key = KeyPair::generate(size).expect("a key");
    let der: Pkcs8V1Der<'_> = key.as_der().expect("its encoding");
    der.as_ref().to_vec()
}
