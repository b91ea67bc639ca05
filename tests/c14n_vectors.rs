//! Vectors of others: the examples of the specifications (libxml2) and the W3C cases for Canonical XML 2.0.

use std::path::{Path, PathBuf};

use koseki::xml::c14n::streaming::{Region, canonicalize_while_scanning};
use koseki::xml::c14n::{
    Comments, InclusivePrefixes, Method, PrefixRewrite, QNameAware, Subset, Version2, to_vec,
};
use koseki::xml::{Defect, Document};

/// The folder of vectors, or nothing where it is absent and not required.
fn vectors(folder: &str) -> Option<PathBuf> {
    let root = std::env::var_os("KOSEKI_VECTORS")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/vectors"), PathBuf::from);
    let found = root.join(folder);
    if found.is_dir() {
        return Some(found);
    }
    assert_ne!(
        std::env::var("KOSEKI_REQUIRE_VECTORS").as_deref(),
        Ok("1"),
        "the vectors are required and absent"
    );
    println!("skipped: no vectors at {}", found.display());
    None
}

#[test]
fn specification_examples_are_byte_exact_and_those_with_a_dtd_refused() {
    let Some(folder) = vectors("c14n/libxml2") else { return };
    let exclusive =
        Method::Exclusive { comments: Comments::Dropped, inclusive_prefixes: InclusivePrefixes::default() };
    let cases = [
        ("with-comments", Method::Inclusive10(Comments::Kept)),
        ("without-comments", Method::Inclusive10(Comments::Dropped)),
        ("exc-without-comments", exclusive),
    ];
    let (mut exact, mut refused) = (0, 0);
    for (name, method) in cases {
        for entry in std::fs::read_dir(folder.join(name).join("in")).unwrap() {
            let path = entry.unwrap().path();
            let source = std::fs::read(&path).unwrap();
            let parsed = Document::parse(&source);
            if source.windows(9).any(|window| window == b"<!DOCTYPE") {
                assert_eq!(parsed.unwrap_err().defect, Defect::DoctypePresent, "{}", path.display());
                refused += 1;
                continue;
            }
            let document = parsed.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let expected =
                std::fs::read(folder.join(name).join("out").join(path.file_stem().unwrap())).unwrap();
            let tree = to_vec(&document, Subset::document(&document), &method).unwrap();
            assert_eq!(
                String::from_utf8_lossy(&tree),
                String::from_utf8_lossy(&expected),
                "{}",
                path.display()
            );
            let mut streamed = Vec::new();
            canonicalize_while_scanning(&source, Region::DOCUMENT, &method, &mut streamed).unwrap();
            assert_eq!(streamed, expected, "{}", path.display());
            exact += 1;
        }
    }
    println!("byte-exact: {exact}, refused for their DTD: {refused}");
    assert!(exact >= 4 && refused > 0);
}

#[test]
fn canonical_xml_2_0_cases_are_byte_exact() {
    let Some(folder) = vectors("c14n/c14n20") else { return };
    let name = |namespace: &str, local: &str| (namespace.to_owned(), local.to_owned());
    let sequential = Version2 { prefix_rewrite: PrefixRewrite::Sequential, ..Version2::default() };
    let xsi_type = QNameAware {
        qualified_attributes: vec![name("http://www.w3.org/2001/XMLSchema-instance", "type")],
        ..QNameAware::default()
    };
    let bar = QNameAware { elements: vec![name("http://a", "bar")], ..QNameAware::default() };
    let bar_and_xpath = QNameAware {
        xpath_elements: vec![name("http://www.w3.org/2010/xmldsig2#", "IncludedXPath")],
        ..bar.clone()
    };
    let configuration = |configuration: &str| match configuration {
        "c14nDefault" => Version2::default(),
        "c14nPrefix" => sequential.clone(),
        "c14nPrefixQname" => Version2 { qname_aware: xsi_type.clone(), ..sequential.clone() },
        "c14nPrefixQnameXpathElem" => Version2 { qname_aware: bar_and_xpath.clone(), ..sequential.clone() },
        "c14nQname" => Version2 { qname_aware: xsi_type.clone(), ..Version2::default() },
        "c14nQnameElem" => Version2 { qname_aware: bar.clone(), ..Version2::default() },
        "c14nQnameXpathElem" => Version2 { qname_aware: bar_and_xpath.clone(), ..Version2::default() },
        other => panic!("an unknown configuration: {other}"),
    };
    let mut cases = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let Some((input, parameters)) = stem.strip_prefix("out_").and_then(|case| case.split_once('_'))
        else {
            continue;
        };
        let source = std::fs::read(folder.join(format!("{input}.xml"))).unwrap();
        let document = Document::parse(&source).unwrap();
        let method = Method::Version2(configuration(parameters));
        let octets = to_vec(&document, Subset::document(&document), &method).unwrap();
        let expected = std::fs::read_to_string(&path).unwrap();
        assert_eq!(String::from_utf8(octets).unwrap(), expected, "{stem}");
        let mut streamed = Vec::new();
        canonicalize_while_scanning(&source, Region::DOCUMENT, &method, &mut streamed).unwrap();
        assert_eq!(String::from_utf8(streamed).unwrap(), expected, "streaming {stem}");
        cases += 1;
    }
    assert_eq!(cases, 18);
}
