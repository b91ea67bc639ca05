#![no_main]
//! Canonicalization: the canonical form is a document, and its own canonical form.

use koseki::xml::Document;
use koseki::xml::c14n::{Method, Subset, canonicalize};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|octets: &[u8]| {
    let Some((choice, octets)) = octets.split_first() else { return };
    let Ok(document) = Document::parse(octets) else { return };
    let method = match choice % 2 {
        0 => Method::Canonical10 { comments: false },
        _ => Method::Canonical10 { comments: true },
    };
    let Some(first) = canonical(&document, &method) else { return };
    let again = Document::parse(&first).expect("the canonical form is a document");
    assert_eq!(canonical(&again, &method).expect("it has a canonical form"), first);
});

fn canonical(document: &Document<'_>, method: &Method) -> Option<Vec<u8>> {
    let subset = Subset { apex: document.root(), excluded: None };
    let mut output = Vec::new();
    canonicalize(document, subset, method, &mut output).ok()?;
    Some(output)
}
