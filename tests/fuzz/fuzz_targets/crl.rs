#![no_main]
//! A DER certificate list with its extensions and entries.

use koseki::pki::CertificateRevocationList;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|octets: &[u8]| {
    let _ = CertificateRevocationList::parse(octets);
});
