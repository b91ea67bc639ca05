#![no_main]
//! From a PDF file to the octets its signatures cover.

use koseki::pdf::{Document, SignedBytes};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|octets: &[u8]| {
    let Ok(document) = Document::parse(octets) else { return };
    for field in document.signature_fields() {
        let Ok(signed) = SignedBytes::new(&document, &field) else { continue };
        let covered: usize = signed.regions().iter().map(|region| region.len()).sum();
        assert!(covered < octets.len(), "the hole is not signed");
    }
});
