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
use support::documents;
use support::floor::Floor;
use support::issuer::{Issuer, SIZES, at, request};
use support::turns::{Contender, measure, print, print_head};

fn main() {
    let wanted: Vec<String> =
        std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    print_head();
    for bits in SIZES {
        let issuer = Issuer::new(bits);
        let floor = Floor::new(&issuer.pkcs8);
        for (name, document) in [
            ("PDF 50 KB", documents::pdf(50_000)),
            ("PDF 2 MB", documents::pdf(2_000_000)),
            ("XML 20 KB", documents::xml(20_000)),
            ("XML 2 MB", documents::xml(2_000_000)),
        ] {
            let subject = format!("{name}, RSA-{bits}");
            if wanted.iter().all(|part| subject.contains(part)) {
                compare(&subject, &document, &issuer, &floor);
            }
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
