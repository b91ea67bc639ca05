//! A Minister's test key of any size with everything around it: certificate, authority, lists.

use koseki::Verifier;
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
    /// A key of `bits` for the Minister, fresh unless it is that of the fixtures; the authorities have theirs.
    pub fn new(bits: u32) -> Self {
        Self::of(pkcs8(bits))
    }

    /// A key of the Minister's that is there already, as PKCS#8 DER.
    pub fn of(pkcs8: Vec<u8>) -> Self {
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

    /// The receiver trusts the signer's authority itself.
    pub fn near(&self) -> Verifier {
        let gpki = &self.gpki;
        Verifier::new(at())
            .with_anchors([certificate(&gpki.official_status_ca)])
            .with_revocation_lists([list(&gpki.official_status_crl), list(&gpki.official_status_arl)])
    }

    /// A municipality's own authority is the anchor: its Bridge CA, the Government's Bridge CA and the signer's authority lie between.
    pub fn far(&self) -> Verifier {
        let gpki = &self.gpki;
        Verifier::new(at())
            .with_anchors([certificate(&gpki.local_government_organization_ca)])
            .with_certificates([
                certificate(&gpki.organization_to_local_government),
                certificate(&gpki.local_government_to_bridge),
                certificate(&gpki.bridge_to_official_status),
            ])
            .with_revocation_lists([
                list(&gpki.official_status_crl),
                list(&gpki.official_status_arl),
                list(&gpki.bridge_arl),
                list(&gpki.local_government_arl),
                list(&gpki.local_government_organization_arl),
            ])
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
    use base64::Engine as _;
    if bits == 2048 {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/keys/minister.pem");
        let pem = std::fs::read_to_string(path).expect("a key of the fixtures");
        let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
        return base64::engine::general_purpose::STANDARD.decode(body).expect("PEM");
    }
    let size = match bits {
        3072 => KeySize::Rsa3072,
        _ => KeySize::Rsa4096,
    };
    let key = KeyPair::generate(size).expect("a key");
    let der: Pkcs8V1Der<'_> = key.as_der().expect("its encoding");
    der.as_ref().to_vec()
}
