#![no_main]
//! A whole file through the strict PDF reader, then everything that is asked of a document: content, hidden content,
//! other readers, later revisions.

use koseki::pdf::{Document, content_facts, hybrid, later_revisions, lint, second_reader};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|octets: &[u8]| {
    let Ok(document) = Document::parse(octets) else { return };
    let mut end = 0;
    for revision in document.revisions() {
        assert_eq!(revision.span.start, end, "revisions stand one behind the other");
        end = revision.span.end;
        assert!(revision.may_end_at(end) && revision.white_space_end <= octets.len());
    }
    for object in document.objects() {
        assert!(document.revision_at(object.offset()).is_some(), "every object belongs to a revision");
    }
    let _ = content_facts(&document);
    let _ = lint::shadows(document.latest());
    let _ = second_reader::compare(&document);
    let _ = hybrid::compare(&document);
    let _ = later_revisions(&document, 0);
});
