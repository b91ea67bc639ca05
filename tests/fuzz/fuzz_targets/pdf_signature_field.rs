#![no_main]
//! From a PDF file to the octets its signatures cover.

use koseki::pdf::{Document, SignedBytes};
use koseki::pdf::{Document, SignedBytes};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|octets: &[u8]| {
    let Ok(document) = Document::parse(octets) else { return };
    let Ok(fields) = document.latest().signature_fields() else { return };
    for signature in fields.iter().filter_map(|field| field.signature.as_ref()) {
        let Ok(signed) = SignedBytes::new(&document, signature) else { continue };
        let [before, after] = signed.regions();
        let gap = signed.contents_span();
        assert_eq!(before.len(), gap.start, "the first region ends where /Contents begins");
        assert!(octets.get(gap.end..).is_some_and(|rest| rest.starts_with(after)), "the second follows it");
    }
});
