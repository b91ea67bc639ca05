#![no_main]
//! An XML document with a Signature, to the last digest.

use koseki::dsig::{self, ReferencePolicy};
use koseki::xml::Document;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|octets: &[u8]| {
    let Ok(document) = Document::parse(octets) else { return };
    let _ = dsig::verify(&document, ReferencePolicy::WholeDocument, &[]);
});
