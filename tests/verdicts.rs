//! The verdict table: each way a certificate can be wrong gives the section result and sub-indication it must,
//! in Japanese and in English.

mod support;

use koseki::crypto::{Signer as _, SoftwareSigner};
use koseki::pki::{Certificate, CertificateRevocationList};
use koseki::report::{
    DocumentReport, Indication, Language, RevocationOrigin, RevocationSource, RevocationState, SubIndication,
    Verdict,
};
use koseki::sign::{InputTrust, SigningIdentity, SigningRequest, sign_pdf, sign_xml};
use koseki::time::Time;
use koseki::{RevocationMode, Verifier, verify_document};
use support::fixture;

const BASE: &str = "2026-12-01T00:00:00Z";

fn time(text: &str) -> Time {
    Time::parse_rfc3339(text).unwrap()
}

fn certificate(path: &str) -> Certificate {
    Certificate::parse(&fixture(path)).unwrap()
}

fn lists(names: &[&str]) -> Vec<CertificateRevocationList> {
    names
        .iter()
        .map(|name| CertificateRevocationList::parse(&fixture(&format!("pki/{name}"))).unwrap())
        .collect()
}

const FRESH: [&str; 2] = ["crls/official-status.crl", "crls/official-status-arl.crl"];

fn verifier() -> Verifier {
    Verifier::new(time(BASE)).with_anchors([certificate("pki/anchors/official-status-ca.cer")])
}

/// Signed with a certificate and its key at a time when that certificate was valid; both kinds of document.
fn signed(signer: &str, key: &str, at: &str) -> [Vec<u8>; 2] {
    let key = SoftwareSigner::from_key_file(&fixture(&format!("keys/{key}.pem")), None).unwrap();
    let certificate = certificate(&format!("pki/signers/{signer}.cer"));
    let identity = SigningIdentity::new(certificate, Vec::new(), key.algorithm()).unwrap();
    let request = SigningRequest { input: InputTrust::LeftToIssuer, ..SigningRequest::new(time(at)) };
    [
        sign_pdf(&fixture("documents/couple-and-child.pdf"), &identity, &key, &request).unwrap(),
        sign_xml(&fixture("documents/couple-and-child.xml"), &identity, &key, &request).unwrap(),
    ]
}

struct Expected {
    certificate: Verdict,
    standard: Verdict,
    sub_indication: Option<SubIndication>,
    check: &'static str,
}

#[track_caller]
fn judged(documents: &[Vec<u8>], verifier: &Verifier, expected: &Expected) {
    for octets in documents {
        let report = verify_document(octets, verifier);
        let told = format!("{:#}", report.to_json(Language::English));
        assert_eq!(report.signature.verdict(), Verdict::Passed, "{told}");
        assert_eq!(report.certificate.verdict(), expected.certificate, "{told}");
        assert_eq!(report.standard.verdict(), expected.standard, "{told}");
        assert_eq!(report.indication().1, expected.sub_indication, "{told}");
        speaks_both_languages(&report, expected.check);
    }
}

/// The check is there, with a sentence in each language that is not the other's.
#[track_caller]
fn speaks_both_languages(report: &DocumentReport, id: &str) {
    let sections = report.sections();
    let check = sections
        .iter()
        .flat_map(|(_, section)| section.checks())
        .find(|check| check.rule().id.0 == id)
        .unwrap_or_else(|| panic!("no check {id} in {:#}", report.to_json(Language::English)));
    let (ja, en) = (check.message(Language::Japanese), check.message(Language::English));
    assert!(ja.chars().any(|one| ('ぁ'..='ん').contains(&one)), "{ja}");
    assert!(en.is_ascii() || !en.chars().any(|one| ('ぁ'..='ん').contains(&one)), "{en}");
    assert!(!ja.contains("改ざん"), "nobody tampered with anything: {ja}");
}

#[test]
fn a_good_certificate_with_fresh_lists_passes() {
    let documents = signed("minister", "minister", BASE);
    let verifier = verifier().with_revocation_lists(lists(&FRESH));
    for octets in &documents {
        let report = verify_document(octets, &verifier);
        assert_eq!(report.verdict(), Verdict::Passed, "{:#}", report.to_json(Language::English));
        assert_eq!(report.indication(), (Indication::TotalPassed, None));
    }
}

#[test]
fn a_missing_list_is_try_later() {
    let expected = Expected {
        certificate: Verdict::Indeterminate,
        standard: Verdict::Passed,
        sub_indication: Some(SubIndication::TryLater),
        check: "revocation.crl.present",
    };
    judged(&signed("minister", "minister", BASE), &verifier(), &expected);
}

#[test]
fn a_stale_list_is_try_later() {
    let expected = Expected {
        certificate: Verdict::Indeterminate,
        standard: Verdict::Passed,
        sub_indication: Some(SubIndication::TryLater),
        check: "revocation.crl.fresh",
    };
    let stale = lists(&["other-crls/official-status-stale.crl", "crls/official-status-arl.crl"]);
    judged(&signed("minister", "minister", BASE), &verifier().with_revocation_lists(stale), &expected);
}

#[test]
fn a_revoked_signer_is_revoked_without_proof_of_existence() {
    let expected = Expected {
        certificate: Verdict::Indeterminate,
        standard: Verdict::Passed,
        sub_indication: Some(SubIndication::RevokedNoPoe),
        check: "revocation.status",
    };
    let documents = signed("minister-revoked", "minister", BASE);
    judged(&documents, &verifier().with_revocation_lists(lists(&FRESH)), &expected);
    // Neither `available` nor `off` hides a revocation that is known.
    for mode in [RevocationMode::Available, RevocationMode::Off] {
        let verifier = verifier().with_revocation_lists(lists(&FRESH)).with_revocation(mode);
        judged(&documents, &verifier, &expected);
    }
}

#[test]
fn an_expired_signer_is_out_of_bounds() {
    let expired = certificate("pki/signers/minister-expired.cer");
    let expected = Expected {
        certificate: Verdict::Indeterminate,
        standard: Verdict::Passed,
        sub_indication: Some(SubIndication::OutOfBoundsNoPoe),
        check: "path.validity",
    };
    let documents = signed("minister-expired", "minister", &expired.not_before().to_string());
    judged(&documents, &verifier().with_revocation_lists(lists(&FRESH)), &expected);
}

#[test]
fn another_office_breaks_the_standard_and_nothing_else() {
    let expected = Expected {
        certificate: Verdict::Passed,
        standard: Verdict::Failed,
        sub_indication: None,
        check: "standard.signer.office",
    };
    let documents = signed("other-office", "other-office", BASE);
    judged(&documents, &verifier().with_revocation_lists(lists(&FRESH)), &expected);
}

#[test]
fn another_ca_has_no_chain() {
    let expected = Expected {
        certificate: Verdict::Indeterminate,
        standard: Verdict::Passed,
        sub_indication: Some(SubIndication::NoCertificateChainFound),
        check: "path.issuer.found",
    };
    let documents = signed("impostor-of-unrelated-ca", "impostor", BASE);
    judged(&documents, &verifier().with_revocation_lists(lists(&FRESH)), &expected);
}

#[test]
fn a_report_says_what_revocation_rests_on_certificate_by_certificate() {
    let told = |signer: &str, verifier: &Verifier| {
        signed(signer, "minister", BASE).map(|octets| verify_document(&octets, verifier))
    };
    let anchor = certificate("pki/anchors/official-status-ca.cer");
    let with = |names: &[&str]| verifier().with_revocation_lists(lists(names));
    let names = |signer: &str| {
        let signer = certificate(&format!("pki/signers/{signer}.cer"));
        vec![anchor.subject().to_string(), signer.subject().to_string()]
    };
    for report in told("minister", &with(&FRESH)) {
        assert_eq!(report.path_subjects, names("minister"));
        let [one] = report.revocation.as_slice() else { panic!("{:?}", report.revocation) };
        assert_eq!((one.certificate.role, &one.certificate.subject), ("signer", &names("minister")[1]));
        assert_eq!((one.state, &one.reason), (RevocationState::Good, &None));
        let (statement, list) = (one.statement.as_ref().unwrap(), &lists(&FRESH)[0]);
        assert_eq!(
            (statement.source, statement.origin),
            (RevocationSource::List, RevocationOrigin::Receiver)
        );
        assert_eq!(statement.sha256, const_hex::encode(list.sha256()));
        assert_eq!((statement.this_update, statement.next_update), (list.this_update(), list.next_update()));
    }
    let off = verifier().with_revocation(RevocationMode::Off);
    for (signer, verifier, state, is_reasoned) in [
        ("minister", off, RevocationState::NotChecked, false),
        ("minister", with(&[]), RevocationState::NotEstablished, true),
        ("minister-revoked", with(&FRESH), RevocationState::Revoked, true),
    ] {
        for report in told(signer, &verifier) {
            assert_eq!(report.path_subjects, names(signer));
            let [one] = report.revocation.as_slice() else { panic!("{:?}", report.revocation) };
            assert_eq!((one.certificate.role, &one.certificate.subject), ("signer", &names(signer)[1]));
            assert_eq!((one.state, one.reason.is_some(), &one.statement), (state, is_reasoned, &None));
        }
    }
}
