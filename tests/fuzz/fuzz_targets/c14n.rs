#![no_main]
//! Canonicalization: the canonical form is a document, and its own canonical form.

use koseki::xml::Document;
use koseki::xml::Document;
use koseki::xml::c14n::streaming::{Streamable, canonicalize_while_scanning};
use koseki::xml::c14n::{Comments, InclusivePrefixes, Method, Subset, Version2, to_vec};
use koseki::xml::c14n::{Method, Subset, canonicalize};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|octets: &[u8]| {
    let Some((choice, octets)) = octets.split_first() else { return };
    let Ok(document) = Document::parse(octets) else { return };
    let comments = if choice & 1 == 0 { Comments::Dropped } else { Comments::Kept };
    let method = match (choice >> 1) % 4 {
        0 => Method::Inclusive10(comments),
        1 => Method::Inclusive11(comments),
        2 => Method::Exclusive { comments, inclusive_prefixes: InclusivePrefixes::default() },
        _ => Method::Version2(Version2::default()),
    };
    let Ok(first) = to_vec(&document, Subset::document(&document), &method) else { return };
    let again = Document::parse(&first).expect("the canonical form is a document");
    let second = to_vec(&again, Subset::document(&again), &method).expect("which has a canonical form");
    assert_eq!(first, second, "its own canonical form");
    if let Some(streamable) = Streamable::new(&method) {
        let mut streamed = Vec::new();
        canonicalize_while_scanning(octets, None, &streamable, &mut streamed)
            .expect("what the tree can, the stream can");
        assert_eq!(first, streamed, "tree and stream");
    }
});
