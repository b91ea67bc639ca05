//! Random documents against other implementations: libxml2's `xmllint`, xmlsec1 (the octets it digests) and CPython's
//! `xml.etree.ElementTree`.
//!
//! `KOSEKI_PEER_DOCUMENTS` says how many (default 60; CI 500; `tests/c14n_peers.sh` runs 20,000), `KOSEKI_PEER_SEED` which.
//! Where a tool is absent the test says so and passes, unless `KOSEKI_REQUIRE_PEERS=1`.

#[path = "support/xml.rs"]
mod support;

use std::path::PathBuf;
use std::process::{Command, Stdio};

use koseki::xml::c14n::streaming::{Region, canonicalize_while_scanning};
use koseki::xml::c14n::{
    self, Comments, InclusivePrefixes, Method, PrefixRewrite, QNameAware, Subset, TextNodes,
    UnqualifiedAttribute, Version2, to_vec,
};
use koseki::xml::{Document, XML_NAMESPACE};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use support::{Namespaces, document_for_cpython};

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

fn documents() -> usize {
    number("KOSEKI_PEER_DOCUMENTS", 60)
}

/// Batches of random documents in files, each with its text.
fn batches(
    strategy: impl Strategy<Value = String>,
    count: usize,
    mut check: impl FnMut(&[(PathBuf, String)]),
) {
    let mut seed = [0; 32];
    seed[..8].copy_from_slice(&number("KOSEKI_PEER_SEED", 1).to_le_bytes());
    let mut runner =
        TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
    let folder = tempfile::tempdir().unwrap();
    let mut left = count;
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

/// Our canonical form of a whole document: the stream's, which must be the tree's.
fn ours(source: &str, method: &Method) -> Result<Vec<u8>, c14n::Error> {
    let mut streamed = Vec::new();
    let stream = canonicalize_while_scanning(source.as_bytes(), Region::DOCUMENT, method, &mut streamed);
    let document = Document::parse(source.as_bytes()).unwrap();
    let tree = to_vec(&document, Subset::document(&document), method);
    assert_eq!(stream.map(|()| streamed), tree, "{method:?} of {source:?}");
    tree
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
    batches(support::uri_document(), documents(), |batch| {
        for (option, method) in &options {
            let run = |files: &[(PathBuf, String)]| {
                let paths = files.iter().map(|(path, _)| path);
                Command::new("xmllint").args(["--nonet", option]).args(paths).output().unwrap().stdout
            };
            let ours = |source: &str| ours(source, method).unwrap();
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
                let Ok(octets) = ours(source, &Method::Version2(version2.clone())) else {
                    // A qualified name with a prefix out of scope: CPython at times takes the one of a sibling.
                    continue;
                };
                let ours = String::from_utf8(octets).unwrap();
                assert_eq!(ours, theirs, "{parameters} of {source:?}");
                compared += 1;
            }
        }
    };
    let (rewriting, keeping): (Vec<_>, Vec<_>) =
        cases.into_iter().partition(|(_, version2)| version2.prefix_rewrite == sequential);
    batches(document_for_cpython(Namespaces::OneToOne), documents(), |batch| compare(&keeping, batch));
    let without_names = |cases: &[(String, Version2)]| -> Vec<_> {
        let none = QNameAware::default();
        cases.iter().filter(|(_, version2)| version2.qname_aware == none).cloned().collect()
    };
    let keeping = without_names(&keeping);
    batches(document_for_cpython(Namespaces::OnePrefixEach), documents(), |batch| compare(&keeping, batch));
    let rewriting_without_names = without_names(&rewriting);
    batches(document_for_cpython(Namespaces::Any), documents(), |batch| {
        compare(&rewriting_without_names, batch)
    });
    batches(document_for_cpython(Namespaces::OneToOneWithPrefixes), documents(), |batch| {
        compare(&rewriting, batch)
    });
    println!("canonical forms equal to CPython's: {compared}");
}

/// What xmlsec1 canonicalizes for each Reference: the subtree of the element `apex`, and the document without its Signature.
const SUBTREES: [(&str, &str, &str); 5] = [
    ("#apex", "<Transform Algorithm='http://www.w3.org/TR/2001/REC-xml-c14n-20010315'/>", "1.0"),
    ("#apex", "<Transform Algorithm='http://www.w3.org/2006/12/xml-c14n11'/>", "1.1"),
    ("#apex", "<Transform Algorithm='http://www.w3.org/2001/10/xml-exc-c14n#'/>", "exclusive"),
    (
        "#apex",
        "<Transform Algorithm='http://www.w3.org/2001/10/xml-exc-c14n#'><InclusiveNamespaces xmlns='http://www.w3.org/2001/10/xml-exc-c14n#' PrefixList='b #default'/></Transform>",
        "named",
    ),
    (
        "",
        "<Transform Algorithm='http://www.w3.org/2000/09/xmldsig#enveloped-signature'/><Transform Algorithm='http://www.w3.org/2001/10/xml-exc-c14n#'/>",
        "exclusive",
    ),
];

#[test]
fn xmlsec1_digests_the_same_octets_of_subtrees() {
    if !is_present("xmlsec1") {
        return;
    }
    let method = |name: &str| {
        let exclusive = |list| Method::Exclusive {
            comments: Comments::Dropped,
            inclusive_prefixes: InclusivePrefixes::parse(list),
        };
        match name {
            "1.0" => Method::Inclusive10(Comments::Dropped),
            "1.1" => Method::Inclusive11(Comments::Dropped),
            "named" => exclusive("b #default"),
            _ => exclusive(""),
        }
    };
    let mut references = String::new();
    for (uri, transforms, _) in SUBTREES {
        references.push_str(&format!(
            "<Reference URI='{uri}'><Transforms>{transforms}</Transforms><DigestMethod Algorithm='http://www.w3.org/2001/04/xmlenc#sha256'/><DigestValue/></Reference>"
        ));
    }
    let template = format!(
        "<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'><SignedInfo><CanonicalizationMethod Algorithm='http://www.w3.org/2001/10/xml-exc-c14n#'/><SignatureMethod Algorithm='http://www.w3.org/2001/04/xmldsig-more#hmac-sha256'/>{references}</SignedInfo><SignatureValue/></Signature>"
    );
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("key");
    std::fs::write(&key, "no secret").unwrap();
    let (mut compared, mut turn) = (0, 0);
    // Each costs a process.
    batches(support::uri_document(), documents().div_ceil(4), |batch| {
        for (path, source) in batch {
            turn += 1;
            let Some(enveloping) = with_apex_and_signature(source, turn, &template) else { continue };
            std::fs::write(path, &enveloping).unwrap();
            let output = Command::new("xmlsec1")
                .args(["--sign", "--store-references", "--print-debug", "--output", "/dev/null"])
                .arg("--hmackey:one")
                .arg(&key)
                .arg(path)
                .output()
                .unwrap();
            let told = String::from_utf8_lossy(&output.stdout);
            let digested: Vec<&str> = told
                .split("== PreDigest data - start buffer:\n")
                .skip(1)
                .map(|part| part.split_once("\n== PreDigest data - end buffer").unwrap().0)
                .collect();
            assert_eq!(digested.len(), SUBTREES.len(), "{}", String::from_utf8_lossy(&output.stderr));
            let document = Document::parse(enveloping.as_bytes()).unwrap();
            let elements = || document.descendants(document.root());
            let apex = elements()
                .find(|node| {
                    document.attributes(*node).any(|found| found.name.local == "id" && found.value == "apex")
                })
                .unwrap();
            let signature = elements()
                .filter(|node| {
                    document.is_element(*node, Some("http://www.w3.org/2000/09/xmldsig#"), "Signature")
                })
                .last();
            for ((uri, _, name), theirs) in SUBTREES.iter().zip(digested) {
                let subset = match *uri {
                    "" => Subset { apex: document.root(), excluded: signature },
                    _ => Subset::element(apex),
                };
                let tree = to_vec(&document, subset, &method(name)).unwrap();
                assert_eq!(String::from_utf8_lossy(&tree), theirs, "{uri:?} {name} of {enveloping:?}");
                let mut streamed = Vec::new();
                let region = Region::of(&document, subset);
                canonicalize_while_scanning(enveloping.as_bytes(), region, &method(name), &mut streamed)
                    .unwrap();
                assert_eq!(
                    String::from_utf8_lossy(&streamed),
                    theirs,
                    "streaming {uri:?} {name} of {enveloping:?}"
                );
                compared += 1;
            }
        }
    });
    println!("canonical forms equal to those xmlsec1 digests: {compared}");
}

/// The document inside another root with a Signature, and one of its elements with the identifier `apex`.
fn with_apex_and_signature(source: &str, turn: usize, signature: &str) -> Option<String> {
    let document = Document::parse(source.as_bytes()).unwrap();
    let elements: Vec<_> = document
        .descendants(document.root())
        .filter(|node| {
            document.name(*node).is_some() && document.attribute(*node, Some(XML_NAMESPACE), "id").is_none()
        })
        .collect();
    let apex = *elements.get(turn.checked_rem(elements.len())?)?;
    let name = document.name(apex).unwrap();
    let prefix = name.prefix.map_or(0, |prefix| prefix.len() + 1);
    let behind_name = document.span(apex).start + 1 + prefix + name.local.len();
    let root = document.span(document.root_element());
    let with_apex =
        format!("{} xml:id='apex'{}", &source[root.start..behind_name], &source[behind_name..root.end]);
    Some(format!(
        "{}<w xml:lang='ja' xml:base='http://h/w/' xmlns:b='urn:outer'>{with_apex}{signature}</w>{}",
        &source[..root.start],
        &source[root.end..]
    ))
}
