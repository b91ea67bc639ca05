//! Random documents against other implementations: libxml2's `xmllint` and CPython's `xml.etree.ElementTree`.
//!
//! `KOSEKI_PEER_DOCUMENTS` says how many (default 60; CI 500; the acceptance run 20,000), `KOSEKI_PEER_SEED` which.
//! Where a tool is absent the test says so and passes, unless `KOSEKI_REQUIRE_PEERS=1`.

#[path = "support/xml.rs"]
mod support;

use std::path::PathBuf;
use std::process::{Command, Stdio};

use koseki::xml::Document;
use koseki::xml::c14n::{
    Comments, InclusivePrefixes, Method, PrefixRewrite, QNameAware, Subset, TextNodes, UnqualifiedAttribute,
    Version2, canonicalize, to_vec,
};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use support::Attributes;

/// So many documents are given to one process.
const BATCH: usize = 100;

fn number(variable: &str, otherwise: usize) -> usize {
    std::env::var(variable).ok().and_then(|number| number.parse().ok()).unwrap_or(otherwise)
}

fn is_present(tool: &str) -> bool {
    let present =
        Command::new(tool).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    assert!(
        present || std::env::var("KOSEKI_REQUIRE_PEERS").as_deref() != Ok("1"),
        "{tool} is required and absent"
    );
    if !present {
        println!("skipped: {tool} is not installed");
    }
    present
}

/// Batches of random documents in files, each with its text.
fn batches(strategy: impl Strategy<Value = String>, mut check: impl FnMut(&[(PathBuf, String)])) {
    let mut seed = [0; 32];
    seed[..8].copy_from_slice(&number("KOSEKI_PEER_SEED", 1).to_le_bytes());
    let mut runner =
        TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
    let folder = tempfile::tempdir().unwrap();
    let mut left = number("KOSEKI_PEER_DOCUMENTS", 60);
    while left > 0 {
        let size = left.min(BATCH);
        left -= size;
        let batch: Vec<_> = (0..size)
            .map(|index| {
                let path = folder.path().join(format!("{index}.xml"));
                let source = strategy.new_tree(&mut runner).unwrap().current();
                std::fs::write(&path, &source).unwrap();
                (path, source)
            })
            .collect();
        check(&batch);
    }
}

#[test]
fn xmllint_makes_the_same_octets() {
    if !is_present("xmllint") {
        return;
    }
    let exclusive =
        Method::Exclusive { comments: Comments::Kept, inclusive_prefixes: InclusivePrefixes::default() };
    let options = [
        ("--c14n", Method::Inclusive10(Comments::Kept)),
        ("--c14n11", Method::Inclusive11(Comments::Kept)),
        ("--exc-c14n", exclusive),
    ];
    let mut compared = 0;
    batches(support::uri_document(), |batch| {
        for (option, method) in &options {
            let run = |files: &[(PathBuf, String)]| {
                let paths = files.iter().map(|(path, _)| path);
                Command::new("xmllint").args(["--nonet", option]).args(paths).output().unwrap().stdout
            };
            let ours = |source: &str| {
                let document = Document::parse(source.as_bytes()).unwrap();
                to_vec(&document, Subset::document(&document), method).unwrap()
            };
            let expected: Vec<u8> = batch.iter().flat_map(|(_, source)| ours(source)).collect();
            if run(batch) != expected {
                for one in batch {
                    let theirs = run(std::slice::from_ref(one));
                    assert_eq!(
                        String::from_utf8_lossy(&ours(&one.1)),
                        String::from_utf8_lossy(&theirs),
                        "{option} of {:?}",
                        one.1
                    );
                }
            }
            compared += batch.len();
        }
    });
    println!("canonical forms equal to libxml2's: {compared}");
}

/// Reads files and canonicalizes each with the parameters given, telling the length before each result.
const PYTHON: &str = r#"
import sys, json
from xml.etree.ElementTree import canonicalize
parameters, paths = json.loads(sys.argv[1]), sys.argv[2:]
out = sys.stdout.buffer
for path in paths:
    try:
        made = canonicalize(from_file=path, **parameters).encode()
    except Exception as error:
        made = b"error"
    out.write(b"%d\n" % len(made) + made)
"#;

#[test]
fn cpython_makes_the_same_canonical_xml_2_0() {
    if !is_present("python3") {
        return;
    }
    let sequential = PrefixRewrite::Sequential;
    let unqualified = |(namespace, local): &(&str, &str)| UnqualifiedAttribute {
        local: "x".to_owned(),
        parent_namespace: (*namespace).to_owned(),
        parent_local: (*local).to_owned(),
    };
    // CPython takes an attribute by its name alone; ours names the element too.
    let parents: Vec<(&str, &str)> =
        ["", "urn:one", "http://two/&<", "urn:three\t\"", "http://a", "urn:日本"]
            .into_iter()
            .flat_map(|namespace| {
                ["x", "y-1", "籍", "a.b", "z", "証明", "k", "s"].map(|local| (namespace, local))
            })
            .collect();
    let names = QNameAware {
        // Elements that hold text alone: CPython misplaces the tags of others.
        elements: vec![(String::new(), "q".to_owned()), ("urn:one".to_owned(), "q".to_owned())],
        qualified_attributes: vec![("http://two/&<".to_owned(), "y-1".to_owned())],
        unqualified_attributes: parents.iter().map(unqualified).collect(),
        xpath_elements: Vec::new(),
    };
    let names_in_python =
        r#""qname_aware_tags": ["q", "{urn:one}q"], "qname_aware_attrs": ["{http://two/&<}y-1", "x"]"#;
    let cases = [
        ("{}".to_owned(), Version2::default()),
        (
            r#"{"with_comments": true}"#.to_owned(),
            Version2 { comments: Comments::Kept, ..Version2::default() },
        ),
        (r#"{"strip_text": true}"#.to_owned(), Version2 { text: TextNodes::Trimmed, ..Version2::default() }),
        (
            r#"{"rewrite_prefixes": true}"#.to_owned(),
            Version2 { prefix_rewrite: sequential, ..Version2::default() },
        ),
        (format!("{{{names_in_python}}}"), Version2 { qname_aware: names.clone(), ..Version2::default() }),
        (
            format!(
                r#"{{"rewrite_prefixes": true, "strip_text": true, "with_comments": true, {names_in_python}}}"#
            ),
            Version2 {
                comments: Comments::Kept,
                text: TextNodes::Trimmed,
                prefix_rewrite: sequential,
                qname_aware: names,
            },
        ),
    ];
    let mut compared = 0;
    let mut compare = |cases: &[(String, Version2)], batch: &[(PathBuf, String)]| {
        for (parameters, version2) in cases {
            let paths = batch.iter().map(|(path, _)| path);
            let output =
                Command::new("python3").args(["-c", PYTHON, parameters]).args(paths).output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            let mut rest = output.stdout.as_slice();
            for (_, source) in batch {
                let line = rest.iter().position(|octet| *octet == b'\n').unwrap();
                let length: usize = String::from_utf8_lossy(&rest[..line]).parse().unwrap();
                let theirs = String::from_utf8_lossy(&rest[line + 1..line + 1 + length]).into_owned();
                rest = &rest[line + 1 + length..];
                let document = Document::parse(source.as_bytes()).unwrap();
                let mut octets = Vec::new();
                let method = Method::Version2(version2.clone());
                if canonicalize(&document, Subset::document(&document), &method, &mut octets).is_err() {
                    // A qualified name with a prefix out of scope: CPython at times takes the one of a sibling.
                    continue;
                }
                let ours = String::from_utf8(octets).unwrap();
                assert_eq!(ours, theirs, "{parameters} of {source:?}");
                compared += 1;
            }
        }
    };
    let (rewriting, keeping): (Vec<_>, Vec<_>) =
        cases.into_iter().partition(|(_, version2)| version2.prefix_rewrite == sequential);
    batches(support::plain_document(Attributes::Any), |batch| compare(&keeping, batch));
    // A known divergence: rewriting prefixes, CPython declares "no namespace" for attributes without prefix, which
    // use no prefix and no declaration in the Note. Documents without such attributes tell the rest apart.
    batches(support::plain_document(Attributes::Qualified), |batch| compare(&rewriting, batch));
    println!("canonical forms equal to CPython's: {compared}");
}
