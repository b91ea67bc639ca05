//! Whose certificate it is: the office must be the one and last common name of the subject.

mod support;

use std::sync::LazyLock;

use koseki::crypto::{DigestAlgorithm, SignatureAlgorithm};
use koseki::pki::Certificate;
use koseki::profile::Profile;
use koseki::report::Outcome;
use koseki::sign::{SigningIdentity, SigningRequest, sign_xml};
use koseki::test_pki::{Attribute, CertificateBuilder, DistinguishedName, Key, KeyUsage, Validity};
use koseki::time::Time;
use koseki::{Verifier, verify_document};

static KEY: LazyLock<Key> = LazyLock::new(|| Key::generate().unwrap());

/// What the 戸籍 profile says of a document signed under this subject, whoever issued it.
fn is_the_office(subject: &DistinguishedName) -> bool {
    // Nobody trusts the issuer here, so that the right name is a claim; a wrong one is wrong all the same.
    match found(subject, &[KeyUsage::DigitalSignature], "standard.signer.office") {
        Outcome::NotChecked => true,
        Outcome::Fail => false,
        other => panic!("{other:?}"),
    }
}

/// What one rule of that profile comes to for a signer of this subject, whose key is for this.
fn found(subject: &DistinguishedName, usages: &[KeyUsage], rule: &str) -> Outcome {
    let at = |text| Time::parse_rfc3339(text).unwrap();
    let validity = Validity { not_before: at("2026-01-01T00:00:00Z"), not_after: at("2027-01-01T00:00:00Z") };
    let issuer = DistinguishedName::japan().printable(Attribute::CommonName, "CA");
    let der = CertificateBuilder::new(subject, KEY.spki(), &issuer, 1, validity)
        .key_usage(usages)
        .sign(KEY.signer())
        .unwrap();
    let certificate = Certificate::parse(&der).unwrap();
    let algorithm = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256);
    let identity = SigningIdentity::new(certificate, Vec::new(), algorithm).unwrap();
    let request = SigningRequest::new(at("2026-06-01T00:00:00Z"));
    let signed =
        sign_xml(&support::fixture("documents/divorce.xml"), &identity, KEY.signer(), &request).unwrap();
    let report = verify_document(&signed, &Verifier::new(request.at));
    let checks = report.standard.checks();
    checks.iter().find(|check| check.rule().id.0 == rule).unwrap().outcome()
}

fn named(name: &str) -> DistinguishedName {
    DistinguishedName::japan().utf8(Attribute::CommonName, name)
}

#[test]
fn case_and_repeated_spaces_do_not_distinguish_offices_and_other_characters_do() {
    assert!(is_the_office(&named("Minister of Justice")));
    assert!(is_the_office(&named("MINISTER  of Justice")));
    for other in
        ["Minister of Justice2", "Minister\u{a0}of Justice", "Minister\r\nof Justice", "Minister ofJustice"]
    {
        assert!(!is_the_office(&named(other)), "{other:?}");
    }
}

#[test]
fn a_second_common_name_or_a_unit_below_is_somebody_else() {
    let clerk = DistinguishedName::japan().utf8(Attribute::CommonName, "Clerk");
    assert!(!is_the_office(&clerk.utf8(Attribute::CommonName, "Minister of Justice")));
    assert!(!is_the_office(&named("Minister of Justice").utf8(Attribute::OrganizationalUnit, "Clerk")));
}

/// No report says of another office that it is the Minister's, or of the Minister that the certificate is not the Minister's.
#[test]
fn an_office_of_the_agency_s_own_choice_is_not_called_the_minister() {
    let profile = Profile::from_json(
        r#"{ "format_version": 1, "name": "agency", "rules": "signature", "signer": { "common_name": "Minister of Fiction" } }"#
            .as_bytes(),
    );
    let verifier =
        Verifier::new(Time::parse_rfc3339("2026-12-01T00:00:00Z").unwrap()).with_profile(profile.unwrap());
    for (document, outcome) in
        [("signed/signer-other-office.xml", Outcome::NotChecked), ("signed/divorce.xml", Outcome::Fail)]
    {
        let report = verify_document(&support::fixture(document), &verifier);
        let of = |id: &str| {
            let checks = report.standard.checks();
            checks.iter().find(|check| check.rule().id.0 == id).map(|check| check.outcome())
        };
        assert_eq!(of("standard.signer.configured-office"), Some(outcome), "{document}");
        assert_eq!(of("standard.signer.office"), None, "{document}");
    }
}

#[test]
fn a_signer_s_key_is_for_signatures_or_for_what_cannot_be_disowned() {
    let of = |usages: &[KeyUsage]| found(&named("Minister of Justice"), usages, "standard.signer.key-usage");
    for good in [KeyUsage::DigitalSignature, KeyUsage::NonRepudiation] {
        assert_eq!(of(&[good]), Outcome::Pass, "{good:?}");
    }
}

#[test]
fn a_profile_may_name_the_whole_subject_and_the_japanese_name() {
    let subject = "CN=Minister of Justice,OU=Ministry of Justice,O=Japanese Government TEST,C=JP";
    let told = |key: &str, value: &str| {
        let profile = format!(
            r#"{{ "format_version": 1, "name": "agency", "rules": "signature", "signer": {{ "{key}": "{value}" }} }}"#
        );
        let verifier = Verifier::new(Time::parse_rfc3339("2026-12-01T00:00:00Z").unwrap())
            .with_profile(Profile::from_json(profile.as_bytes()).unwrap());
        let report = verify_document(&support::fixture("signed/divorce.xml"), &verifier);
        let mut checks = report.standard.checks().iter();
        checks.find(|check| check.rule().id.0 == "standard.signer.configured-office").unwrap().outcome()
    };
    assert_eq!(told("subject", subject), Outcome::NotChecked);
    assert_eq!(told("subject", &subject.replace("TEST", "Test")), Outcome::Fail);
    assert_eq!(told("japanese_name", "法務大臣(試験用)"), Outcome::NotChecked);
    assert_eq!(told("japanese_name", "法務大臣"), Outcome::Fail);
}
