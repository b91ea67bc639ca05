//! Verifying beside its floor: `cargo bench --bench verify`.
//!
//! The floor of a warm verifier, which knows anchors, CA certificates and lists from earlier documents: one SHA-256 pass over
//! the signed octets and two verifications, of the document's signature and of the signer's certificate. The schema is
//! another matter (`benches/schema.rs`).

mod support;

use koseki::evidence::{Evidence, Opened, Question};
use koseki::profile::{PdfData, Profile};
use koseki::report::Verdict;
use koseki::sign::sign_document;
use koseki::{Verifier, verify_document};
use support::documents::DOCUMENTS;
use support::floor::{Floor, Verification};
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
    let signed = sign_document(document, &issuer.identity, &issuer.signer, &request()).expect("it is signed");
    let opened = Opened::new(&signed);
    let hashed = Evidence::gather(&opened, &Question::new(at()), None).signed_octets();
    let hashed = hashed.expect("the signature holds");
    let message = [0x5a; 500];
    let value = floor.sign(&[&message]);
    let signer = issuer.identity.certificate();
    let of_signer = Verification::new(&issuer.authority, signer.tbs_der(), signer.signature());
    let near = issuer.near();
    let declared = issuer.near().with_profile(Profile::koseki().with_pdf_data(PdfData::Declared));
    let far = issuer.far();
    let work = |verifier: &Verifier| {
        let report = verify_document(std::hint::black_box(&signed), verifier);
        assert_eq!(report.verdict(), Verdict::Passed);
    };
    let mut contenders = vec![
        Contender::new("floor", || {
            floor.verify(&[&hashed], (&message, &value), std::slice::from_ref(&of_signer))
        }),
        Contender::new("under the authority itself", || work(&near)),
        Contender::new("through two bridges", || work(&far)),
        Contender::new("a verifier made for it", || work(&issuer.near())),
    ];
    if signed.starts_with(b"%PDF") {
        contenders.push(Contender::new("the same, images and fonts as declared", || work(&declared)));
    }
    print(subject, &measure(contenders));
}
