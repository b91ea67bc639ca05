#![no_main]
//! The strict XML reader: whatever it accepts, its spans and positions lie inside the source.

use koseki::xml::Document;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|octets: &[u8]| {
    let Ok(document) = Document::parse(octets) else { return };
    let length = document.source().len();
    for node in document.descendants(document.root()) {
        let span = document.span(node);
        assert!(span.start <= span.end && span.end <= length, "{span:?} of {length}");
        let _ = document.position(span.start);
        let _ = document.text(node).len();
        for attribute in document.attributes(node) {
            assert!(attribute.span.end <= length);
        }
    }
});
