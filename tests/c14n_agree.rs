//! The tree canonicalizer, the streaming one and a clear one over `roxmltree` make the same octets.

#[path = "support/xml.rs"]
mod support;

use koseki::xml::c14n::streaming::{Streamable, canonicalize_while_scanning};
use koseki::xml::c14n::{Comments, InclusivePrefixes, Method, Subset, Version2, to_vec};
use koseki::xml::{Document, Kind, NodeId};
use proptest::prelude::*;
use support::{Form, any_document, canonical};

fn elements(document: &Document<'_>) -> Vec<NodeId> {
    document.descendants(document.root()).filter(|node| document.kind(*node) == Kind::Element).collect()
}

fn methods(named: &str) -> Vec<(Method, Form, bool)> {
    let mut methods = Vec::new();
    for (comments, kept) in [(Comments::Dropped, false), (Comments::Kept, true)] {
        methods.push((Method::Inclusive10(comments), Form::Inclusive10, kept));
        methods.push((Method::Inclusive11(comments), Form::Inclusive11, kept));
        for list in ["", named] {
            let inclusive_prefixes = InclusivePrefixes::parse(list);
            let names = inclusive_prefixes.iter().map(str::to_owned).collect();
            methods.push((Method::Exclusive { comments, inclusive_prefixes }, Form::Exclusive(names), kept));
        }
    }
    methods
}

proptest! {
    #![proptest_config(ProptestConfig { cases: std::env::var("KOSEKI_RANDOM").ok().and_then(|count| count.parse().ok()).unwrap_or(256), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whole_documents(source in any_document(), choice in any::<prop::sample::Index>()) {
        let document = Document::parse(source.as_bytes()).map_err(|error| TestCaseError::fail(format!("{error}: {source}")))?;
        let all = elements(&document);
        let excluded = choice.index(all.len() + 1);
        for (method, form, comments) in methods("a #default") {
            for excluded in [None, (excluded > 0 && excluded < all.len()).then_some(excluded)] {
                let expected = canonical(&source, &form, comments, None, excluded);
                let node = excluded.map(|number| all[number]);
                let subset = Subset { apex: document.root(), excluded: node };
                let tree = String::from_utf8(to_vec(&document, subset, &method).unwrap()).unwrap();
                prop_assert_eq!(&tree, &expected, "{:?} of {:?}", &method, &source);
                let mut streamed = Vec::new();
                let offset = node.map(|node| document.span(node).start);
                let streamable = Streamable::new(&method).unwrap();
                canonicalize_while_scanning(source.as_bytes(), offset, &streamable, &mut streamed).unwrap();
                prop_assert_eq!(String::from_utf8(streamed).unwrap(), expected, "streaming {:?} of {:?}", &method, &source);
            }
        }
    }

    #[test]
    fn subtrees(source in any_document(), apex in any::<prop::sample::Index>(), excluded in any::<prop::sample::Index>()) {
        let document = Document::parse(source.as_bytes()).unwrap();
        let all = elements(&document);
        let apex = apex.index(all.len());
        let below: Vec<usize> = (0..all.len()).filter(|below| *below != apex && document.is_inside(all[*below], all[apex])).collect();
        let excluded = if below.is_empty() { None } else { Some(below[excluded.index(below.len())]) };
        for (method, form, comments) in methods("戸 b") {
            let expected = canonical(&source, &form, comments, Some(apex), excluded);
            let subset = Subset { apex: all[apex], excluded: excluded.map(|number| all[number]) };
            let tree = String::from_utf8(to_vec(&document, subset, &method).unwrap()).unwrap();
            prop_assert_eq!(&tree, &expected, "{:?} of element {} of {:?}", &method, apex, &source);
        }
        // With its parameters at their defaults, Canonical XML 2.0 is exclusive canonicalization.
        let exclusive = Method::Exclusive { comments: Comments::Dropped, inclusive_prefixes: InclusivePrefixes::default() };
        let subset = Subset::element(all[apex]);
        prop_assert_eq!(
            String::from_utf8(to_vec(&document, subset, &Method::Version2(Version2::default())).unwrap()).unwrap(),
            String::from_utf8(to_vec(&document, subset, &exclusive).unwrap()).unwrap()
        );
    }

    #[test]
    fn a_canonical_form_is_its_own_canonical_form(source in any_document()) {
        let document = Document::parse(source.as_bytes()).unwrap();
        for (method, _, _) in methods("a") {
            let once = to_vec(&document, Subset::document(&document), &method).unwrap();
            let again = Document::parse(&once).map_err(|error| TestCaseError::fail(format!("{error}: {source:?}")))?;
            let twice = to_vec(&again, Subset::document(&again), &method).unwrap();
            prop_assert_eq!(String::from_utf8(once.clone()).unwrap(), String::from_utf8(twice).unwrap());
        }
    }

    #[test]
    fn what_roxmltree_refuses_is_refused(source in mutated()) {
        if roxmltree::Document::parse(&source).is_err() {
            prop_assert!(Document::parse(source.as_bytes()).is_err(), "accepted, and roxmltree refuses it: {:?}", source);
        }
    }
}

/// A document with one piece of markup put in or taken out somewhere.
fn mutated() -> impl Strategy<Value = String> {
    let noise = prop_oneof![
        Just("<"),
        Just(">"),
        Just("&"),
        Just("\""),
        Just("'"),
        Just("]]>"),
        Just("--"),
        Just("/"),
        Just("="),
        Just(" "),
        Just("<a>"),
        Just("</a>"),
        Just("<?"),
        Just("?>"),
        Just(":"),
        Just("xmlns:a=''"),
        Just("\u{FFFE}"),
        Just("\u{1}"),
        Just("&#0;"),
        Just("&x;"),
        Just("<!DOCTYPE a>"),
        Just("<?xml version='1.0'?>"),
    ];
    (any_document(), any::<prop::sample::Index>(), 0..3_usize, noise).prop_map(
        |(source, place, taken, noise)| {
            let places: Vec<usize> = source.char_indices().map(|(offset, _)| offset).collect();
            let place = place.index(places.len());
            let from = places[place];
            let to = places.get(place + taken).copied().unwrap_or(source.len());
            format!("{}{noise}{}", &source[..from], &source[to..])
        },
    )
}
