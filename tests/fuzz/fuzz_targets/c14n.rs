#![no_main]
//! Canonicalization: tree and stream make the same octets for every method, of documents and of subtrees, minus one element
//! or not; and a canonical form of the 1.x methods is a document and its own canonical form.

use koseki::xml::c14n::streaming::{Region, canonicalize_while_scanning};
use koseki::xml::c14n::{
    Comments, InclusivePrefixes, Method, PrefixRewrite, QNameAware, Subset, TextNodes, UnqualifiedAttribute,
    Version2, to_vec,
};
use koseki::xml::{Document, Kind, NodeId};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|octets: &[u8]| {
    let Some(([choice, apex, excluded], octets)) = octets.split_first_chunk() else { return };
    let Ok(document) = Document::parse(octets) else { return };
    let method = method(*choice);
    let elements: Vec<NodeId> =
        document.descendants(document.root()).filter(|node| document.kind(*node) == Kind::Element).collect();
    // The last bit says whether there is one, the others which.
    let chosen = |choice: u8| (choice & 1 == 1).then(|| elements[usize::from(choice >> 1) % elements.len()]);
    let subset = Subset { apex: chosen(*apex).unwrap_or(document.root()), excluded: chosen(*excluded) };

    let tree = to_vec(&document, subset, &method);
    let mut streamed = Vec::new();
    let region = Region::of(&document, subset);
    let stream = canonicalize_while_scanning(octets, region, &method, &mut streamed);
    assert_eq!(tree, stream.map(|()| streamed), "tree and stream");

    if subset == Subset::document(&document)
        && !matches!(method, Method::Version2(_))
        && let Ok(first) = tree
    {
        let again = Document::parse(&first).expect("the canonical form is a document");
        let second = to_vec(&again, Subset::document(&again), &method).expect("which has a canonical form");
        assert_eq!(first, second, "its own canonical form");
    }
});

fn method(choice: u8) -> Method {
    let set = |bit: u8| choice & (1 << bit) != 0;
    let comments = if set(0) { Comments::Kept } else { Comments::Dropped };
    match (choice >> 1) % 4 {
        0 => Method::Inclusive10(comments),
        1 => Method::Inclusive11(comments),
        2 => {
            let list = if set(3) { "a #default ds" } else { "" };
            Method::Exclusive { comments, inclusive_prefixes: InclusivePrefixes::parse(list) }
        }
        _ => Method::Version2(Version2 {
            comments,
            text: if set(3) { TextNodes::Trimmed } else { TextNodes::Kept },
            prefix_rewrite: if set(4) { PrefixRewrite::Sequential } else { PrefixRewrite::None },
            qname_aware: if set(5) { aware() } else { QNameAware::default() },
        }),
    }
}

fn aware() -> QNameAware {
    let name = |local: &str| (String::new(), local.to_owned());
    QNameAware {
        elements: vec![name("q"), ("urn:a".to_owned(), "q".to_owned())],
        qualified_attributes: vec![("urn:a".to_owned(), "t".to_owned())],
        unqualified_attributes: vec![UnqualifiedAttribute {
            local: "t".to_owned(),
            parent_namespace: String::new(),
            parent_local: "q".to_owned(),
        }],
        xpath_elements: vec![name("x")],
    }
}
