//! A small forge for tests: certificates and signatures with any one part replaced.

use std::sync::OnceLock;

use der::asn1::ObjectIdentifier;

use super::ber::{
    BIT_STRING, INTEGER, NULL, OBJECT_IDENTIFIER, OCTET_STRING, SEQUENCE, SET, UTC_TIME, append,
};
use crate::crypto::{DigestAlgorithm, SignatureAlgorithm, Signer, SoftwareSigner};
use crate::pki::Certificate;

pub(crate) const CONTENT: &[u8] = b"%PDF-1.7 the signed octets";
pub(crate) const SHA256: &str = "2.16.840.1.101.3.4.2.1";
pub(crate) const SHA256_WITH_RSA: &str = "1.2.840.113549.1.1.11";

/// One element of DER.
pub(crate) fn tlv(tag: u8, content: impl AsRef<[u8]>) -> Vec<u8> {
    let mut out = Vec::new();
    append(&mut out, tag, content.as_ref());
    out
}

/// An OBJECT IDENTIFIER.
pub(crate) fn oid(text: &str) -> Vec<u8> {
    tlv(OBJECT_IDENTIFIER, ObjectIdentifier::new(text).unwrap().as_bytes())
}

/// An AlgorithmIdentifier with NULL.
pub(crate) fn algorithm(text: &str) -> Vec<u8> {
    tlv(SEQUENCE, [oid(text), tlv(NULL, [])].concat())
}

/// An Attribute with these values.
pub(crate) fn attribute(kind: &str, values: &[Vec<u8>]) -> Vec<u8> {
    tlv(SEQUENCE, [oid(kind), tlv(SET, values.concat())].concat())
}

/// The key all test certificates share, made once for each run.
pub(crate) fn key() -> &'static SoftwareSigner {
    static KEY: OnceLock<SoftwareSigner> = OnceLock::new();
    KEY.get_or_init(|| SoftwareSigner::from_der(&SoftwareSigner::generate_pkcs8().unwrap()).unwrap())
}

/// A Name with one commonName.
pub(crate) fn name(common_name: &str) -> Vec<u8> {
    let attribute = tlv(SEQUENCE, [oid("2.5.4.3"), tlv(0x0c, common_name)].concat());
    tlv(SEQUENCE, tlv(SET, attribute))
}

/// A certificate for [`key`], self-signed whatever its issuer is called.
pub(crate) fn certificate(issuer: &str, serial_number: &[u8], extensions: &[Vec<u8>]) -> Certificate {
    let time = |text: &str| tlv(UTC_TIME, text);
    let tbs = [
        tlv(0xa0, tlv(INTEGER, [2])),
        tlv(INTEGER, serial_number),
        algorithm(SHA256_WITH_RSA),
        name(issuer),
        tlv(SEQUENCE, [time("260101000000Z"), time("360101000000Z")].concat()),
        name("Test Signer"),
        key().public_key_spki().unwrap(),
        if extensions.is_empty() { Vec::new() } else { tlv(0xa3, tlv(SEQUENCE, extensions.concat())) },
    ];
    let tbs = tlv(SEQUENCE, tbs.concat());
    let value = key().sign(&DigestAlgorithm::Sha256.digest(&tbs)).unwrap();
    let value = tlv(BIT_STRING, [&[0], value.as_slice()].concat());
    Certificate::parse(&tlv(SEQUENCE, [tbs, algorithm(SHA256_WITH_RSA), value].concat())).unwrap()
}

/// An extension that is not critical.
pub(crate) fn extension(kind: &str, value: &[u8]) -> Vec<u8> {
    tlv(SEQUENCE, [oid(kind), tlv(OCTET_STRING, value)].concat())
}

/// subjectKeyIdentifier.
pub(crate) fn key_identifier(identifier: &[u8]) -> Vec<u8> {
    extension("2.5.29.14", &tlv(OCTET_STRING, identifier))
}

/// The parts of a SignedData, each replaceable; the default is good.
#[derive(Clone)]
pub(crate) struct Forge {
    pub(crate) outer_type: Vec<u8>,
    pub(crate) version: Vec<u8>,
    pub(crate) digest_algorithms: Vec<Vec<u8>>,
    pub(crate) encapsulated: Vec<u8>,
    pub(crate) certificates: Vec<Vec<u8>>,
    pub(crate) revocation: Option<Vec<u8>>,
    pub(crate) signer_version: Vec<u8>,
    pub(crate) identifier: Vec<u8>,
    pub(crate) digest_algorithm: Vec<u8>,
    pub(crate) digest: DigestAlgorithm,
    /// In this order; `None` for a signature over the content itself.
    pub(crate) attributes: Option<Vec<Vec<u8>>>,
    pub(crate) signature_algorithm: Vec<u8>,
    pub(crate) unsigned: Option<Vec<u8>>,
    /// How many times the SignerInfo stands there.
    pub(crate) signers: usize,
}

impl Forge {
    /// A signature by the certificate `issuer` 1.
    pub(crate) fn new() -> Self {
        let certificate = certificate("Test CA", &[1], &[]);
        Self {
            outer_type: oid("1.2.840.113549.1.7.2"),
            version: tlv(INTEGER, [1]),
            digest_algorithms: vec![algorithm(SHA256)],
            encapsulated: tlv(SEQUENCE, oid("1.2.840.113549.1.7.1")),
            certificates: vec![certificate.der().to_vec()],
            revocation: None,
            signer_version: tlv(INTEGER, [1]),
            identifier: tlv(SEQUENCE, [name("Test CA"), tlv(INTEGER, [1])].concat()),
            digest_algorithm: algorithm(SHA256),
            digest: DigestAlgorithm::Sha256,
            attributes: Some(vec![content_type(), message_digest()]),
            signature_algorithm: algorithm(SHA256_WITH_RSA),
            unsigned: None,
            signers: 1,
        }
    }

    /// With one more signed attribute, in DER order.
    pub(crate) fn with(mut self, attribute: Vec<u8>) -> Self {
        let attributes = self.attributes.get_or_insert_default();
        attributes.push(attribute);
        attributes.sort();
        self
    }

    /// With exactly these signed attributes, in this order.
    pub(crate) fn only(mut self, attributes: &[Vec<u8>]) -> Self {
        self.attributes = Some(attributes.to_vec());
        self
    }

    /// The octets that are signed when the attributes are taken as they stand.
    pub(crate) fn as_found(&self) -> Vec<u8> {
        self.attributes.as_ref().map_or(CONTENT.to_vec(), |attributes| tlv(SET, attributes.concat()))
    }

    /// Signed over the attributes as they stand.
    pub(crate) fn make(&self) -> Vec<u8> {
        self.make_over(&self.as_found())
    }

    /// Signed over these octets.
    pub(crate) fn make_over(&self, octets: &[u8]) -> Vec<u8> {
        let value = sign(self.digest, octets);
        let optional = |part: &Option<Vec<u8>>| part.clone().unwrap_or_default();
        let signer = tlv(
            SEQUENCE,
            [
                self.signer_version.clone(),
                self.identifier.clone(),
                self.digest_algorithm.clone(),
                self.attributes.as_ref().map_or(Vec::new(), |attributes| tlv(0xa0, attributes.concat())),
                self.signature_algorithm.clone(),
                tlv(OCTET_STRING, value),
                self.unsigned.as_ref().map_or(Vec::new(), |unsigned| tlv(0xa1, unsigned)),
            ]
            .concat(),
        );
        let certificates = match self.certificates.as_slice() {
            [] => Vec::new(),
            certificates => tlv(0xa0, certificates.concat()),
        };
        let signed_data = [
            self.version.clone(),
            tlv(SET, self.digest_algorithms.concat()),
            self.encapsulated.clone(),
            certificates,
            optional(&self.revocation),
            tlv(SET, signer.repeat(self.signers)),
        ];
        let content = tlv(0xa0, tlv(SEQUENCE, signed_data.concat()));
        tlv(SEQUENCE, [self.outer_type.clone(), content].concat())
    }
}

/// RSA PKCS#1 v1.5 by [`key`] over another digest than its own, too.
pub(crate) fn sign(digest: DigestAlgorithm, octets: &[u8]) -> Vec<u8> {
    assert_eq!(key().algorithm(), SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256));
    assert_eq!(digest, DigestAlgorithm::Sha256, "test signatures are SHA-256's");
    key().sign(&digest.digest(octets)).unwrap()
}

pub(crate) fn content_type() -> Vec<u8> {
    attribute("1.2.840.113549.1.9.3", &[oid("1.2.840.113549.1.7.1")])
}

pub(crate) fn message_digest() -> Vec<u8> {
    digest_attribute(DigestAlgorithm::Sha256.digest(CONTENT).as_bytes())
}

pub(crate) fn digest_attribute(value: &[u8]) -> Vec<u8> {
    attribute("1.2.840.113549.1.9.4", &[tlv(OCTET_STRING, value)])
}

pub(crate) fn signing_time(text: &str) -> Vec<u8> {
    attribute("1.2.840.113549.1.9.5", &[tlv(UTC_TIME, text)])
}

/// id-ct-TSTInfo
const TST_INFO: &str = "1.2.840.113549.1.9.16.1.4";

/// The parts of a time-stamp token, each replaceable; the default is good.
pub(crate) struct Token {
    pub(crate) imprint: Vec<u8>,
    pub(crate) time: &'static str,
    pub(crate) digest: Option<Vec<u8>>,
    /// Accuracy and what follows it in TSTInfo.
    pub(crate) rest: Vec<u8>,
    pub(crate) extended_key_usage: Vec<u8>,
    pub(crate) key_usage: Option<Vec<u8>>,
    pub(crate) binding: bool,
}

impl Token {
    pub(crate) fn over(octets: &[u8]) -> Self {
        let hash = DigestAlgorithm::Sha256.digest(octets);
        Self {
            imprint: [algorithm(SHA256), tlv(4, hash.as_bytes())].concat(),
            time: "20261201000000.5Z",
            digest: None,
            rest: tlv(0x30, tlv(2, [1])),
            key_usage: None,
            extended_key_usage: tlv(0x30, oid("1.3.6.1.5.5.7.3.8")),
            binding: true,
        }
    }

    pub(crate) fn make(&self) -> Vec<u8> {
        let info = [
            tlv(2, [1]),
            oid("1.2.3.4"),
            tlv(0x30, &self.imprint),
            tlv(2, [9]),
            tlv(0x18, self.time),
            self.rest.clone(),
        ];
        let info = tlv(0x30, info.concat());
        let usage = [oid("2.5.29.37"), tlv(1, [0xff]), tlv(4, &self.extended_key_usage)].concat();
        let mut extensions = vec![tlv(0x30, usage)];
        if let Some(bits) = &self.key_usage {
            extensions.push(tlv(0x30, [oid("2.5.29.15"), tlv(1, [0xff]), tlv(4, tlv(3, bits))].concat()));
        }
        let certificate = certificate("Test CA", &[1], &extensions);
        let hash = DigestAlgorithm::Sha256.digest(&info);
        let digest = self.digest.clone().unwrap_or(hash.as_bytes().to_vec());
        let mut attributes = vec![
            attribute("1.2.840.113549.1.9.3", &[oid(TST_INFO)]),
            attribute("1.2.840.113549.1.9.4", &[tlv(4, digest)]),
        ];
        if self.binding {
            let entry = tlv(0x30, tlv(4, certificate.sha256()));
            attributes.push(attribute("1.2.840.113549.1.9.16.2.47", &[tlv(0x30, tlv(0x30, entry))]));
        }
        let content = tlv(0xa0, tlv(4, info));
        let forge = Forge {
            version: tlv(2, [3]),
            encapsulated: tlv(0x30, [oid(TST_INFO), content].concat()),
            certificates: vec![certificate.der().to_vec()],
            ..Forge::new()
        };
        forge.only(&attributes).make()
    }
}

/// A complete CRL of [`key`] under the name `issuer`, without extensions and with these serial numbers revoked.
pub(crate) fn revocation_list(issuer: &str, this_update: &str, next_update: &str, revoked: &[u8]) -> Vec<u8> {
    let time = |text: &str| tlv(UTC_TIME, text);
    let entries: Vec<u8> = revoked
        .iter()
        .flat_map(|serial| tlv(SEQUENCE, [tlv(INTEGER, [*serial]), time(this_update)].concat()))
        .collect();
    let tbs = [
        algorithm(SHA256_WITH_RSA),
        name(issuer),
        time(this_update),
        time(next_update),
        if entries.is_empty() { Vec::new() } else { tlv(SEQUENCE, entries) },
    ];
    let tbs = tlv(SEQUENCE, tbs.concat());
    let value = sign(DigestAlgorithm::Sha256, &tbs);
    tlv(
        SEQUENCE,
        [tbs, algorithm(SHA256_WITH_RSA), tlv(BIT_STRING, [&[0], value.as_slice()].concat())].concat(),
    )
}
