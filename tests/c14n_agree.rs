//! The tree canonicalizer, the streaming one and a clear one over `roxmltree` make the same octets.

#[path = "support/clear_canonicalizer.rs"]
mod clear_canonicalizer;
#[path = "support/xml.rs"]
mod support;

use clear_canonicalizer::{Form, Parameters, canonical};
use koseki::xml::c14n::streaming::{Region, canonicalize_while_scanning};
use koseki::xml::c14n::{
    self, Comments, InclusivePrefixes, Method, PrefixRewrite, QNameAware, Subset, TextNodes,
    UnqualifiedAttribute, Version2, to_vec,
};
use koseki::xml::{Document, Kind, NodeId};
use proptest::prelude::*;
use support::any_document;

fn elements(document: &Document<'_>) -> Vec<NodeId> {
    document.descendants(document.root()).filter(|node| document.kind(*node) == Kind::Element).collect()
}

/// Each method of ours with the same of the clear canonicalizer, and whether comments are kept.
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

/// Canonical XML 2.0 with parameters chosen by bits.
fn version_2(choice: u8) -> (Method, Form, bool) {
    let set = |bit: u8| choice & (1 << bit) != 0;
    let name = |namespace: &str, local: &str| (namespace.to_owned(), local.to_owned());
    let mut parameters = Parameters { trim_text: set(0), sequential: set(1), ..Parameters::default() };
    if set(2) {
        parameters.elements = ["", "urn:one", "http://a"].map(|namespace| name(namespace, "q")).into();
    }
    if set(3) {
        parameters.xpath_elements = ["urn:日本", "", "urn:one"].map(|namespace| name(namespace, "q")).into();
    }
    if set(4) {
        parameters.attributes = vec![name("urn:one", "x"), name("http://two/&<", "y-1")];
        parameters.unqualified = vec![
            ("x".to_owned(), name("", "x")),
            ("x".to_owned(), name("urn:one", "y-1")),
            ("y-1".to_owned(), name("", "z")),
        ];
    }
    let unqualified =
        parameters.unqualified.iter().map(|(local, (namespace, parent))| UnqualifiedAttribute {
            local: local.clone(),
            parent_namespace: namespace.clone(),
            parent_local: parent.clone(),
        });
    let method = Method::Version2(Version2 {
        comments: if set(5) { Comments::Kept } else { Comments::Dropped },
        text: if set(0) { TextNodes::Trimmed } else { TextNodes::Kept },
        prefix_rewrite: if set(1) { PrefixRewrite::Sequential } else { PrefixRewrite::None },
        qname_aware: QNameAware {
            elements: parameters.elements.clone(),
            qualified_attributes: parameters.attributes.clone(),
            unqualified_attributes: unqualified.collect(),
            xpath_elements: parameters.xpath_elements.clone(),
        },
    });
    (method, Form::Version2(parameters), set(5))
}

/// Our two canonicalizers and the clear one agree.
fn agree(
    source: &str,
    document: &Document<'_>,
    (apex, excluded): (Option<usize>, Option<usize>),
    (method, form, comments): &(Method, Form, bool),
) -> Result<(), TestCaseError> {
    let all = elements(document);
    let expected = canonical(source, form, *comments, apex, excluded);
    let subset = Subset {
        apex: apex.map_or(document.root(), |number| all[number]),
        excluded: excluded.map(|number| all[number]),
    };
    let text = |made: Result<Vec<u8>, c14n::Error>| match made {
        Ok(octets) => Some(String::from_utf8(octets).unwrap()),
        Err(c14n::Error::QualifiedNameUndeclared { .. }) => None,
        Err(error) => panic!("{error}"),
    };
    let tree = text(to_vec(document, subset, method));
    prop_assert_eq!(&tree, &expected, "{:?} of element {:?} of {:?}", method, apex, source);
    let mut streamed = Vec::new();
    let region = Region::of(document, subset);
    let stream = canonicalize_while_scanning(source.as_bytes(), region, method, &mut streamed);
    prop_assert_eq!(
        text(stream.map(|()| streamed)),
        expected,
        "streaming {:?} of element {:?} of {:?}",
        method,
        apex,
        source
    );
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: std::env::var("KOSEKI_RANDOM").ok().and_then(|count| count.parse().ok()).unwrap_or(256), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whole_documents(source in any_document(), choice in any::<prop::sample::Index>(), parameters in any::<u8>()) {
        let document = Document::parse(source.as_bytes()).map_err(|error| TestCaseError::fail(format!("{error}: {source}")))?;
        let all = elements(&document).len();
        let excluded = choice.index(all + 1);
        for method in methods("a #default").iter().chain([&version_2(parameters)]) {
            for excluded in [None, (excluded > 0 && excluded < all).then_some(excluded)] {
                agree(&source, &document, (None, excluded), method)?;
            }
        }
    }

    #[test]
    fn subtrees(source in any_document(), apex in any::<prop::sample::Index>(), excluded in any::<prop::sample::Index>(), parameters in any::<u8>()) {
        let document = Document::parse(source.as_bytes()).unwrap();
        let all = elements(&document);
        let apex = apex.index(all.len());
        let below: Vec<usize> = (0..all.len()).filter(|below| *below != apex && document.is_inside(all[*below], all[apex])).collect();
        let excluded = if below.is_empty() { None } else { Some(below[excluded.index(below.len())]) };
        for method in methods("戸 b").iter().chain([&version_2(parameters)]) {
            agree(&source, &document, (Some(apex), None), method)?;
            agree(&source, &document, (Some(apex), excluded), method)?;
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

/// Found by the fuzzer: the text in front of an ignored comment, in an element whose text might have been a name, ended in
/// white space that the stream trimmed and the tree kept.
#[test]
fn a_text_goes_on_behind_an_ignored_comment() {
    let aware = QNameAware { elements: vec![(String::new(), "q".to_owned())], ..QNameAware::default() };
    for (source, expected) in [
        ("<q xmlns:a='urn:u'>a:b <!-- --> c </q>", "<q>a:b  c</q>"),
        ("<q xmlns:a='urn:u'> a:b <!-- --></q>", "<q>a:b</q>"),
        ("<q xmlns:a='urn:u'> <!-- --> a:b<x/> </q>", "<q>a:b<x></x></q>"),
    ] {
        for qname_aware in [aware.clone(), QNameAware::default()] {
            let method =
                Method::Version2(Version2 { text: TextNodes::Trimmed, qname_aware, ..Version2::default() });
            let document = Document::parse(source.as_bytes()).unwrap();
            let subset = Subset::document(&document);
            let tree = String::from_utf8(to_vec(&document, subset, &method).unwrap()).unwrap();
            let mut streamed = Vec::new();
            let region = Region::of(&document, subset);
            canonicalize_while_scanning(source.as_bytes(), region, &method, &mut streamed).unwrap();
            assert_eq!(tree, expected, "{source}");
            assert_eq!(String::from_utf8(streamed).unwrap(), expected, "{source}");
        }
    }
}

#[test]
fn what_is_not_there_has_no_canonical_form() {
    let source = b"<a><b/></a>";
    let stream = |apex, excluded| {
        let method = Method::Inclusive10(Comments::Dropped);
        canonicalize_while_scanning(source, Region { apex, excluded }, &method, &mut Vec::new())
    };
    assert_eq!(stream(Some(3), Some(0)), Ok(()), "what is left out may be anywhere in the document");
    assert_eq!(stream(Some(4), None), Err(c14n::Error::ApexNotElement));
    assert_eq!(stream(None, Some(3)), Ok(()));
    assert_eq!(stream(None, Some(2)), Err(c14n::Error::ExcludedNotFound { offset: 2 }));
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
