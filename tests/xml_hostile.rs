//! Files made to stall a reader: each is refused, or its canonical form stays in proportion to it.
//!
//! Work is counted in octets that the sink receives, never in seconds. Instructions that parsing, both canonicalizers and
//! Canonical XML 2.0 together took (callgrind, release, millions, at 100, 200 and 400 KB; making the file included):
//! nested prefixes 7, 11, 19; attributes 8, 15, 29; declarations 5, 9, 17; declaring siblings 59, 114, 221; elements
//! with 500 attributes 68, 135, 268; repeated namespaces 100, 162, 289; small texts 14, 28, 56; depth 1, 2, 3.

use koseki::limits::xml::{CANONICAL_ALLOWANCE, CANONICAL_GROWTH};
use koseki::xml::c14n::streaming::{Region, canonicalize_while_scanning};
use koseki::xml::c14n::{self, Comments, InclusivePrefixes, Method, Subset};
use koseki::xml::{Defect, Document};

fn defect(source: &str) -> Defect {
    Document::parse(source.as_bytes()).expect_err("it must be refused").defect
}

/// Octets of the canonical form, by the tree and by the stream, for every method.
fn canonical_sizes(source: &str) -> Vec<Result<u64, c14n::Error>> {
    let document = Document::parse(source.as_bytes()).unwrap();
    let exclusive = Method::Exclusive {
        comments: Comments::Kept,
        inclusive_prefixes: InclusivePrefixes::parse("a #default"),
    };
    let mut sizes = Vec::new();
    for method in [Method::Inclusive10(Comments::Kept), Method::Inclusive11(Comments::Kept), exclusive] {
        let mut written = 0_u64;
        let mut sink = |octets: &[u8]| written += octets.len() as u64;
        let tree =
            c14n::canonicalize(&document, Subset::document(&document), &method, &mut sink).map(|()| written);
        let mut written = 0_u64;
        let mut sink = |octets: &[u8]| written += octets.len() as u64;
        let stream = canonicalize_while_scanning(source.as_bytes(), Region::DOCUMENT, &method, &mut sink)
            .map(|()| written);
        assert_eq!(tree, stream, "{method:?}");
        sizes.push(tree);
    }
    sizes
}

#[test]
fn nested_prefixes_are_refused_before_the_file_is_read_to_its_end() {
    // 100 KB: each element declares a prefix of its own and uses it.
    let source: String = (0..4_000).map(|number| format!("<p{number}:a xmlns:p{number}='u:'>")).collect();
    assert!(matches!(defect(&source), Defect::NestingTooDeep { .. }));
}

#[test]
fn seventy_thousand_attributes_or_declarations_are_refused() {
    let attributes: String = (0..70_000).map(|number| format!(" a{number}=''")).collect();
    assert!(matches!(defect(&format!("<a{attributes}/>")), Defect::AttributesTooMany { .. }));
    let declarations: String = (0..70_000).map(|number| format!(" xmlns:a{number}='u:'")).collect();
    assert!(matches!(defect(&format!("<a{declarations}/>")), Defect::AttributesTooMany { .. }));
}

#[test]
fn seventy_thousand_declarations_on_siblings_are_read() {
    let siblings: String =
        (0..70_000).map(|number| format!("<p{number}:a xmlns:p{number}='u:{number}'/>")).collect();
    for size in canonical_sizes(&format!("<a>{siblings}</a>")) {
        let source = siblings.len() as u64;
        assert!(size.unwrap() < 2 * source, "a namespace is written once, where it is declared");
    }
}

#[test]
fn depth_200_000_is_refused() {
    assert!(matches!(defect(&"<a>".repeat(200_000)), Defect::NestingTooDeep { .. }));
    assert!(matches!(
        defect(&format!("{}{}", "<a>".repeat(200_000), "</a>".repeat(200_000))),
        Defect::NestingTooDeep { .. }
    ));
}

#[test]
fn entity_bombs_end_at_the_doctype() {
    let bomb = "<!DOCTYPE a [<!ENTITY b 'xxxxxxxxxx'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]><a>&c;</a>";
    assert_eq!(defect(bomb), Defect::DoctypePresent);
}

#[test]
fn repeated_namespaces_stop_at_the_ceiling_of_the_canonical_form() {
    // Exclusive canonicalization repeats the namespace at every child: 2 KB for each 6 octets.
    let uri = "u".repeat(2_000);
    let children = "<p:a/>".repeat(16_000);
    let source = format!("<a xmlns:p='u:{uri}'>{children}</a>");
    let sizes = canonical_sizes(&source);
    let limit = source.len() as u64 * CANONICAL_GROWTH + CANONICAL_ALLOWANCE;
    assert_eq!(sizes[2], Err(c14n::Error::OutputTooLarge { limit }));
    assert!(sizes[0].unwrap() < 3 * source.len() as u64, "Canonical XML 1.0 writes it once");

    let few = format!("<a xmlns:p='u:{uri}'>{}</a>", "<p:a/>".repeat(16));
    assert!(canonical_sizes(&few).iter().all(Result::is_ok));
}

#[test]
fn many_small_texts_references_and_sections_stay_one_node() {
    let parts = "&amp;<![CDATA[]]>x\r<![CDATA[\r\n]]>>".repeat(3_000);
    let source = format!("<a>{parts}</a>");
    let document = Document::parse(source.as_bytes()).unwrap();
    let children: Vec<_> = document.children(document.root_element()).collect();
    assert_eq!(children.len(), 1);
    assert_eq!(document.text(children[0]), "&x\n\n>".repeat(3_000));
    assert!(canonical_sizes(&source).iter().all(Result::is_ok));
}
