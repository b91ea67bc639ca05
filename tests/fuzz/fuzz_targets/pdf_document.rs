#![no_main]
//! A whole file through the strict PDF reader: structure, cross-references, revisions, every byte accounted for.

use koseki::pdf::Document;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|octets: &[u8]| {
    let _ = Document::parse(octets);
});
