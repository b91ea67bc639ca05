#![no_main]
//! A DER certificate list with its extensions and entries: kept octet for octet; every entry can be asked for; as evidence
//! it moves no path without a signature.

use koseki::pki::{Certificate, CertificateRevocationList};
use libfuzzer_sys::fuzz_target;

const SIGNER: &[u8] = include_bytes!("../../../fixtures/pki/signers/minister.cer");

fuzz_target!(|octets: &[u8]| {
    let Ok(list) = CertificateRevocationList::parse(octets) else { return };
    assert_eq!(list.der(), octets);
    assert_eq!(list.is_empty(), list.len() == 0);
    let _ = (list.number(), list.base_number(), list.authority_key_identifier(), list.next_update());
    let _ = (list.issuing_distribution_point(), list.unknown_critical_extension(), list.signature_algorithm());
    let certificate = Certificate::parse(SIGNER).expect("the fixture");
    let found = list.find(list.issuer(), certificate.serial_number());
    assert!(found.is_none() || !list.is_empty());
    if let Ok(key) = certificate.public_key() {
        assert!(list.verify_signature(key).is_err(), "nobody signed this list with the minister's key");
    }
});
