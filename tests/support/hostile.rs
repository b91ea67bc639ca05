//! Bags, certificates and lists made to cost: the same for the tests of what they end in and the table of what they take.
#![allow(dead_code, unreachable_pub, reason = "tests and the bench use their own parts")]

use koseki::limits::{Budget, pki::PATH_STEPS};
use koseki::pki::{
    Certificate, CertificateRevocationList, PathOutcome, PathRequest, RevocationMode, TrustAnchor, validate,
};
use koseki::test_pki::{
    Attribute, CertificateBuilder, CrlBuilder, DistinguishedName, Key, Reason, Validity, der, names,
};
use koseki::time::Time;

/// 2026-12-01T00:00:00Z and so many days.
pub fn day(days: i64) -> Time {
    Time::from_unix(1_796_083_200 + days * 86_400).expect("a time")
}

/// A committed test key.
pub fn key(name: &str) -> Key {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fixtures/keys/{name}.pem"));
    let text = std::fs::read_to_string(path).expect("a test key");
    let body: String = text.lines().filter(|line| !line.starts_with("-----")).collect();
    let der = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, body).expect("base64");
    Key::from_pkcs8(&der).expect("an RSA key")
}

/// A question with owned parts.
pub struct Question {
    pub target: Certificate,
    pub anchors: Vec<TrustAnchor>,
    pub certificates: Vec<Certificate>,
    pub lists: Vec<CertificateRevocationList>,
    pub revocation: RevocationMode,
}

impl Question {
    /// Asks with the budget of one document, and says how much of it was spent.
    pub fn ask(&self) -> (PathOutcome, u64) {
        let mut request = PathRequest::new(&self.target, &self.anchors, day(0));
        request.certificates = &self.certificates;
        request.revocation_lists = &self.lists;
        request.revocation = self.revocation;
        let mut budget = Budget::new(PATH_STEPS);
        let outcome = validate(&request, &mut budget);
        (outcome, PATH_STEPS - budget.left())
    }
}

const LIFE: (i64, i64) = (-10, 10);

fn validity() -> Validity {
    Validity { not_before: day(LIFE.0), not_after: day(LIFE.1) }
}

fn read(builder: CertificateBuilder, key: &Key) -> Certificate {
    Certificate::parse(&builder.sign(key.signer()).expect("signs")).expect("what was built is read")
}

fn anchor(name: &DistinguishedName, key: &Key) -> TrustAnchor {
    let builder = CertificateBuilder::new(name, key.spki(), name, 1, validity()).authority(None);
    TrustAnchor::from_certificate(read(builder, key)).expect("an anchor")
}

/// How the certificates of a mesh are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mesh {
    /// One name and one key: each certificate may have issued each.
    OneName,
    /// One key, and as many names as a clique needs so that every name certifies every other.
    Clique,
    /// One name, and four keys that certify each other.
    OneNameFourKeys,
}

/// `count` CA certificates in a mesh, none of which the anchor signed although one bears its name as issuer.
pub fn mesh(mesh: Mesh, count: usize) -> Question {
    let keys = [key("unrelated-ca"), key("impostor"), key("other-office"), key("minister")];
    let name = |number: usize| {
        DistinguishedName::japan().printable(Attribute::CommonName, &format!("Mesh {number}"))
    };
    // A clique of n names has n (n - 1) certificates.
    let names_in_clique = (1..).find(|n| n * (n - 1) >= count).unwrap_or(1);
    let mut certificates = Vec::new();
    for number in 0..count {
        let (issuer, subject, signer, holder) = match mesh {
            Mesh::OneName => (name(0), name(0), &keys[0], &keys[0]),
            Mesh::Clique => {
                let (row, column) = (number / (names_in_clique - 1), number % (names_in_clique - 1));
                let column = if column >= row { column + 1 } else { column };
                (name(row), name(column), &keys[0], &keys[0])
            }
            Mesh::OneNameFourKeys => (name(0), name(0), &keys[number % 4], &keys[(number / 4) % 4]),
        };
        let builder =
            CertificateBuilder::new(&subject, holder.spki(), &issuer, number as u64 + 1, validity())
                .authority(None);
        certificates.push(read(builder, signer));
    }
    let bridge = names::bridge_ca();
    let forged =
        CertificateBuilder::new(&name(0), keys[0].spki(), &bridge, 9_999, validity()).authority(None);
    certificates.push(read(forged, &keys[0]));
    let target = CertificateBuilder::new(&names::minister(), keys[3].spki(), &name(0), 5, validity());
    Question {
        target: read(target, &keys[0]),
        anchors: vec![anchor(&bridge, &key("bridge-ca"))],
        certificates,
        lists: Vec::new(),
        revocation: RevocationMode::Off,
    }
}

/// A path of four certificates that name `count` policies each; the CAs also map 3,900 of them crosswise.
pub fn policies(count: u32) -> Question {
    let holders =
        ["bridge-ca", "local-government-ca", "official-status-ca", "unrelated-ca", "minister"].map(key);
    let name = |number: usize| {
        DistinguishedName::japan().printable(Attribute::CommonName, &format!("Policies {number}"))
    };
    let policy =
        |arc: u32| der::object_identifier(&format!("1.3.6.1.4.1.99999.5.{arc}")).expect("an identifier");
    let list: Vec<Vec<u8>> = (0..count).map(|arc| der::sequence(&[&policy(arc)])).collect();
    let list = der::sequence_of(&list);
    let mapped = count.min(3_900);
    let mappings: Vec<Vec<u8>> =
        (0..mapped).map(|arc| der::sequence(&[&policy(arc), &policy(mapped - 1 - arc)])).collect();
    let mappings = der::sequence_of(&mappings);
    let mut certificates: Vec<Certificate> = (0..4)
        .map(|index: usize| {
            let builder = CertificateBuilder::new(
                &name(index + 1),
                holders[index + 1].spki(),
                &name(index),
                index as u64 + 1,
                validity(),
            )
            .other_extension("2.5.29.32", true, &list);
            let builder = if index == 3 {
                builder
            } else {
                builder.authority(None).other_extension("2.5.29.33", true, &mappings)
            };
            read(builder, &holders[index])
        })
        .collect();
    let target = certificates.pop().expect("the last one");
    Question {
        target,
        anchors: vec![anchor(&name(0), &holders[0])],
        certificates,
        lists: Vec::new(),
        revocation: RevocationMode::Off,
    }
}

/// Serial numbers of a large list, in no order.
pub fn serial(number: u64) -> u64 {
    number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 1
}

/// A list of `count` entries with reasons, by the authority of [`with_list`]'s target.
pub fn list(count: u64) -> Vec<u8> {
    let mut list = CrlBuilder::new(&names::official_status_ca(), day(-1), Some(day(7)));
    for number in 0..count {
        list = list.revoke(serial(number), day(-9), Some(Reason::CessationOfOperation));
    }
    list.sign(key("official-status-ca").signer()).expect("signs")
}

/// A question about the certificate of this serial number, with one list.
pub fn with_list(list: CertificateRevocationList, serial: u64) -> Question {
    let (authority, holder) = (key("official-status-ca"), key("minister"));
    let name = names::official_status_ca();
    let target = CertificateBuilder::new(&names::minister(), holder.spki(), &name, serial, validity());
    Question {
        target: read(target, &authority),
        anchors: vec![anchor(&name, &authority)],
        certificates: Vec::new(),
        lists: vec![list],
        revocation: RevocationMode::Required,
    }
}
