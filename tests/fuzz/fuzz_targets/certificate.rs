#![no_main]
//! A DER certificate: what was parsed is kept octet for octet, and every accessor answers.

use koseki::pki::Certificate;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|octets: &[u8]| {
    let Ok(certificate) = Certificate::parse(octets) else { return };
    assert_eq!(certificate.der(), octets);
    assert!(certificate.subject().matches(certificate.subject()));
    let _ = (certificate.subject().to_string(), certificate.issuer().to_string());
    let _ = (certificate.public_key(), certificate.key_usage(), certificate.subject_key_identifier());
});
