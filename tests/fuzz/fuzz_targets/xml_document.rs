#![no_main]
//! The strict XML reader: what it accepts has its spans inside the source and inside each other, and what it refuses is
//! refused by the stream too, with the same reason at the same place, inside the source.

use koseki::xml::c14n::streaming::{Region, canonicalize_while_scanning};
use koseki::xml::c14n::{Comments, Error, Method};
use koseki::xml::{Document, Position};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|octets: &[u8]| {
    let mut sink = |_: &[u8]| ();
    let method = Method::Inclusive10(Comments::Kept);
    let stream = canonicalize_while_scanning(octets, Region::DOCUMENT, &method, &mut sink);
    let document = match Document::parse(octets) {
        Ok(document) => document,
        Err(error) => {
            assert!(error.at.line >= 1 && error.at.column >= 1);
            // The text of UTF-16 in UTF-8 is at most half as long again.
            assert!(error.at.offset <= octets.len() + octets.len() / 2);
            assert_eq!(stream, Err(Error::Document(error)), "one reader, one reason");
            return;
        }
    };
    assert!(stream.is_ok() || matches!(stream, Err(Error::OutputTooLarge { .. })));
    let length = document.source().len();
    for node in document.descendants(document.root()) {
        let span = document.span(node);
        assert!(span.start <= span.end && span.end <= length, "{span:?} of {length}");
        let parent = document.span(document.parent(node).expect("only the document node has none"));
        assert!(parent.start <= span.start && span.end <= parent.end, "{span:?} outside {parent:?}");
        let position = document.position(span.start);
        assert_eq!(position, Position::of(document.source(), span.start));
        let _ = document.text(node).len();
        for attribute in document.attributes(node) {
            assert!(span.start < attribute.span.start && attribute.span.end <= length);
        }
    }
});
