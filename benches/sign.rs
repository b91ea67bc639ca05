//! Signing beside its floor: `cargo bench --bench sign`.
//!
//! The floor is one SHA-256 pass over the signed octets, one operation with the private key and one check with the public
//! one, straight through aws-lc-rs. Both take turns in one run; the figures are medians of rounds.

mod support;

use koseki::crypto::DigestAlgorithm;
use koseki::evidence::{Evidence, FileKind, Opened, Question, kind};
use koseki::sign::{InputTrust, SigningRequest, sign_document};
use koseki::xml::c14n::streaming::canonicalize_whole_while_scanning;
use koseki::xml::c14n::{Comments, Method};
use support::documents::DOCUMENTS;
use support::floor::Floor;
use support::issuer::{Issuer, SIZES, at, request};
use support::turns::{Contender, measure, print, print_head};

fn main() {
    let wanted: Vec<String> =
        std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    print_head();
    for bits in SIZES {
        let subjects = DOCUMENTS.map(|(name, make, octets)| (format!("{name}, RSA-{bits}"), make, octets));
        let is_wanted = |subject: &str| wanted.iter().all(|part| subject.contains(part));
        if !subjects.iter().any(|(subject, ..)| is_wanted(subject)) {
            continue;
        }
        let issuer = Issuer::new(bits);
        let floor = Floor::new(&issuer.pkcs8);
        for (subject, make, octets) in subjects.iter().filter(|(subject, ..)| is_wanted(subject)) {
            compare(subject, &make(*octets), &issuer, &floor);
        }
    }
}

fn compare(subject: &str, document: &[u8], issuer: &Issuer, floor: &Floor) {
    let hashed = signed_octets(document, issuer);
    let sign = |input| {
        let request = SigningRequest { input, ..request() };
        move || {
            let signed = sign_document(document, &issuer.identity, &issuer.signer, &request);
            std::hint::black_box(signed.expect("it is signed"));
        }
    };
    let mut contenders = vec![
        Contender::new("floor", || drop(std::hint::black_box(floor.sign(&[&hashed])))),
        Contender::new("trusted input", sign(InputTrust::LeftToIssuer)),
        Contender::new("checked", sign(InputTrust::Checked)),
    ];
    if kind(document) == FileKind::Xml {
        let method = Method::Inclusive10(Comments::Dropped);
        contenders.push(Contender::new("canonicalize and hash alone", move || {
            let mut hasher = DigestAlgorithm::Sha256.hasher();
            let mut sink = |octets: &[u8]| hasher.update(octets);
            canonicalize_whole_while_scanning(document, &method, &mut sink).expect("a document");
            std::hint::black_box(hasher.finish());
        }));
    }
    print(subject, &measure(contenders));
}

/// What is hashed when this document is signed: the two regions of a PDF, the canonical form of an XML document.
fn signed_octets(document: &[u8], issuer: &Issuer) -> Vec<u8> {
    if kind(document) == FileKind::Xml {
        let mut octets = Vec::new();
        canonicalize_whole_while_scanning(document, &Method::Inclusive10(Comments::Dropped), &mut octets)
            .expect("a document");
        return octets;
    }
    let signed = sign_document(document, &issuer.identity, &issuer.signer, &request()).expect("it is signed");
    let opened = Opened::new(&signed);
    Evidence::gather(&opened, &Question::new(at()), None).signed_octets().expect("the signature holds")
}
