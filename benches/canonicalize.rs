//! How fast a register-like document of 2 MB is canonicalized and digested: `cargo bench --bench canonicalize`.
//!
//! The figures of a shared machine waver; `docs/performance.md` holds instruction counts, and the command that makes them.

use std::fs;

use divan::Bencher;
use divan::counter::BytesCount;
use koseki::crypto::DigestAlgorithm;
use koseki::xml::Document;
use koseki::xml::c14n::streaming::{Region, canonicalize_while_scanning};
use koseki::xml::c14n::{Comments, InclusivePrefixes, Method, Subset, Version2, canonicalize};

fn main() {
    divan::main();
}

/// The sample certificate of a family, its people again and again.
fn register() -> Vec<u8> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/documents/presumed-death.xml");
    let source = fs::read_to_string(path).unwrap();
    let (person, end) = ("<戸籍に記録されている者>", "</戸籍に記録されている者>");
    let first = source.find(person).unwrap();
    let last = source.rfind(end).unwrap() + end.len();
    let mut register = source[..first].to_owned();
    while register.len() < 2_000_000 {
        register.push_str(&source[first..last]);
        register.push_str("\n  ");
    }
    register.push_str(&source[last..]);
    register.into_bytes()
}

fn exclusive() -> Method {
    Method::Exclusive { comments: Comments::Dropped, inclusive_prefixes: InclusivePrefixes::default() }
}

#[divan::bench(args = ["1.0", "exclusive", "2.0"])]
fn stream_and_digest(bencher: Bencher<'_, '_>, method: &str) {
    let source = register();
    let method = match method {
        "1.0" => Method::Inclusive10(Comments::Dropped),
        "exclusive" => exclusive(),
        _ => Method::Version2(Version2::default()),
    };
    bencher.counter(BytesCount::of_slice(&source)).bench(|| {
        let mut hasher = DigestAlgorithm::Sha256.hasher();
        let mut sink = |octets: &[u8]| hasher.update(octets);
        canonicalize_while_scanning(&source, Region::DOCUMENT, &method, &mut sink).unwrap();
        hasher.finish()
    });
}

#[divan::bench]
fn parse(bencher: Bencher<'_, '_>) {
    let source = register();
    bencher
        .counter(BytesCount::of_slice(&source))
        .bench(|| Document::parse(&source).map(|document| document.root_element()));
}

#[divan::bench]
fn canonicalize_the_tree(bencher: Bencher<'_, '_>) {
    let source = register();
    let document = Document::parse(&source).unwrap();
    bencher.counter(BytesCount::of_slice(&source)).bench(|| {
        let mut hasher = DigestAlgorithm::Sha256.hasher();
        let mut sink = |octets: &[u8]| hasher.update(octets);
        canonicalize(&document, Subset::document(&document), &exclusive(), &mut sink).unwrap();
        hasher.finish()
    });
}

#[divan::bench]
fn digest_alone(bencher: Bencher<'_, '_>) {
    let source = register();
    bencher.counter(BytesCount::of_slice(&source)).bench(|| DigestAlgorithm::Sha256.digest(&source));
}
