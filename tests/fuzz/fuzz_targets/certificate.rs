#![no_main]
//! A DER certificate: what was parsed is kept octet for octet, every accessor answers, and a path from it to an anchor that
//! is not its own is never valid.

use koseki::limits::{Budget, pki::PATH_STEPS};
use koseki::pki::{Certificate, PathOutcome, PathRequest, RevocationMode, TrustAnchor, validate};
use koseki::time::Time;
use libfuzzer_sys::fuzz_target;

const STRANGER: &[u8] = include_bytes!("../../../fixtures/pki/untrusted/unrelated-ca.cer");

fuzz_target!(|octets: &[u8]| {
    let Ok(certificate) = Certificate::parse(octets) else { return };
    assert_eq!(certificate.der(), octets);
    assert!(certificate.subject().matches(certificate.subject()));
    let _ = (certificate.subject().to_string(), certificate.issuer().to_string());
    let _ = (certificate.public_key(), certificate.key_usage(), certificate.subject_key_identifier());
    let _ = (certificate.policies(), certificate.policy_mappings(), certificate.name_constraints());
    // The input as target, as a bag of one and as its own issuer, under the stranger's name and the input's own key.
    let Ok(own_key) = TrustAnchor::from_certificate(certificate.clone()) else { return };
    let bag = [certificate.clone()];
    let anchors = [own_key];
    // 2026-12-01T00:00:00Z
    let Ok(at) = Time::from_unix(1_796_083_200) else { return };
    let stranger = Certificate::parse(STRANGER).expect("the fixture");
    for target in [&stranger, &certificate] {
        let mut request = PathRequest::new(target, &anchors, at);
        request.certificates = &bag;
        request.revocation = RevocationMode::Off;
        let outcome = validate(&request, &mut Budget::new(PATH_STEPS));
        assert!(matches!(outcome, PathOutcome::Invalid(_)), "an anchor vouches for others");
    }
});
