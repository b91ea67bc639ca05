//! One flipped bit anywhere: either the verdict is not passed, or everything that was signed is unchanged.

mod support;

use koseki::crypto::{Signer as _, SoftwareSigner};
use koseki::evidence::{Evidence, Opened, Question};
use koseki::pki::{Certificate, CertificateRevocationList, TrustAnchor};
use koseki::report::Verdict;
use koseki::sign::{SigningIdentity, SigningRequest, sign_pdf, sign_xml};
use koseki::time::Time;
use koseki::{Verifier, verify_document};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseResult};
use std::sync::LazyLock;
use support::fixture;

struct Scene {
    pdf: Vec<u8>,
    xml: Vec<u8>,
    verifier: Verifier,
    question: Question,
}

static SCENE: LazyLock<Scene> = LazyLock::new(|| {
    let at = Time::parse_rfc3339("2026-12-01T00:00:00Z").unwrap();
    let signer = SoftwareSigner::from_key_file(&fixture("keys/minister.pem"), None).unwrap();
    let certificate = Certificate::parse(&fixture("pki/signers/minister.cer")).unwrap();
    let anchor = Certificate::parse(&fixture("pki/anchors/official-status-ca.cer")).unwrap();
    let lists: Vec<_> = ["official-status.crl", "official-status-arl.crl"]
        .iter()
        .map(|name| CertificateRevocationList::parse(&fixture(&format!("pki/crls/{name}"))).unwrap())
        .collect();
    let identity = SigningIdentity::new(certificate, Vec::new(), signer.algorithm()).unwrap();
    let request = SigningRequest::new(at);
    let mut question = Question::new(at);
    question.anchors = vec![TrustAnchor::from_certificate(anchor.clone()).unwrap()];
    question.revocation_lists = lists.clone();
    Scene {
        pdf: sign_pdf(&fixture("documents/couple-and-child.pdf"), &identity, &signer, &request).unwrap(),
        xml: sign_xml(&fixture("documents/couple-and-child.xml"), &identity, &signer, &request).unwrap(),
        verifier: Verifier::new(at).with_anchors([anchor]).with_revocation_lists(lists),
        question,
    }
});

/// Octets that were signed, the signer's certificate, the signature value.
fn essence(octets: &[u8]) -> Option<(Vec<u8>, Vec<u8>, Vec<u8>)> {
    let opened = Opened::new(octets);
    let evidence = Evidence::gather(&opened, &SCENE.question, None);
    Some((evidence.signed_octets()?, evidence.signer()?.der().to_vec(), evidence.signature_value()?.to_vec()))
}

fn flipped(octets: &[u8], place: usize, bit: u8) -> TestCaseResult {
    let mut changed = octets.to_vec();
    changed[place] ^= 1 << bit;
    if verify_document(&changed, &SCENE.verifier).verdict() == Verdict::Passed {
        prop_assert_eq!(essence(&changed), essence(octets), "octet {} bit {}", place, bit);
    }
    Ok(())
}

#[test]
fn the_unchanged_files_pass() {
    for octets in [&SCENE.pdf, &SCENE.xml] {
        let report = verify_document(octets, &SCENE.verifier);
        assert_eq!(
            report.verdict(),
            Verdict::Passed,
            "{:?}",
            report.to_json(koseki::report::Language::English)
        );
        assert!(essence(octets).is_some());
    }
}

proptest! {
    #![proptest_config(Config::with_cases(1500))]

    #[test]
    fn in_a_pdf(place in 0..SCENE.pdf.len(), bit in 0u8..8) {
        flipped(&SCENE.pdf, place, bit)?;
    }

    #[test]
    fn in_an_xml_document(place in 0..SCENE.xml.len(), bit in 0u8..8) {
        flipped(&SCENE.xml, place, bit)?;
    }
}

#[test]
fn anywhere_in_the_signature_itself() {
    // Every bit of the last kilooctets, where Contents' end, trailer and the Signature element stand.
    for octets in [&SCENE.pdf, &SCENE.xml] {
        for place in octets.len().saturating_sub(600)..octets.len() {
            for bit in 0..8 {
                flipped(octets, place, bit).unwrap();
            }
        }
    }
}
