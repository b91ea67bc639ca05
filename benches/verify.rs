//! Verifying beside its floor: `cargo bench --bench verify`.
//!
//! The floor of a warm verifier, which knows anchors, CA certificates and lists from earlier documents: one SHA-256 pass over
//! the signed octets and two verifications, of the document's signature and of the signer's certificate. The schema is
//! another matter (`benches/schema.rs`).

mod support;

use koseki::evidence::{Evidence, Opened, Question};
use koseki::report::Verdict;
use koseki::sign::sign_document;
use koseki::{Verifier, verify_document};
use support::documents;
use support::floor::{Floor, Verification};
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
    let signed = sign_document(document, &issuer.identity, &issuer.signer, &request()).expect("it is signed");
    let opened = Opened::new(&signed);
    let hashed = Evidence::gather(&opened, &Question::new(at()), None).signed_octets();
    let hashed = hashed.expect("the signature holds");
    let message = [0x5a; 500];
    let value = floor.sign(&[&message]);
    let signer = issuer.identity.certificate();
    let of_signer = Verification::new(&issuer.authority, signer.tbs_der(), signer.signature());
    let near = issuer.near();
    let far = issuer.far();
    let work = |verifier: &Verifier| {
        let report = verify_document(std::hint::black_box(&signed), verifier);
        assert_eq!(report.verdict(), Verdict::Passed);
    };
    let contenders = vec![
        Contender::new("floor", || {
            floor.verify(&[&hashed], (&message, &value), std::slice::from_ref(&of_signer))
        }),
        Contender::new("under the authority itself", || work(&near)),
        Contender::new("through two bridges", || work(&far)),
        Contender::new("a verifier made for it", || work(&issuer.near())),
    ];
    print(subject, &measure(contenders));
}
