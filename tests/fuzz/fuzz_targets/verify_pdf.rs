#![no_main]
//! The whole way of a PDF with the fixtures' anchors, lists and time, under both profiles: it passes only where every
//! octet outside `/Contents` is one that a fixture's signature covers.
//!
//! The signed octets of the fixtures are found here without the reader under test: what stands before and behind the
//! one `/Contents` token that `koseki::sign` writes. Under `koseki` the file is exactly that; under `signature` later
//! revisions may follow it.

use std::path::Path;
use std::sync::OnceLock;

use koseki::Verifier;
use koseki::pki::{Certificate, CertificateRevocationList};
use koseki::profile::Profile;
use koseki::report::Verdict;
use koseki::time::Time;
use libfuzzer_sys::fuzz_target;

struct Bench {
    koseki: Verifier,
    signature: Verifier,
    /// Before `<` and from behind `>` of each fixture that was signed by the Minister's good key.
    signed: Vec<(Vec<u8>, Vec<u8>)>,
}

fuzz_target!(|octets: &[u8]| {
    static BENCH: OnceLock<Bench> = OnceLock::new();
    let bench = BENCH.get_or_init(Bench::new);
    for (verifier, whole) in [(&bench.koseki, true), (&bench.signature, false)] {
        let report = koseki::verify(octets, verifier);
        for document in &report.documents {
            if document.verdict() == Verdict::Passed {
                assert!(bench.covers(octets, whole), "passed, though nobody signed this");
            }
        }
    }
});

impl Bench {
    fn new() -> Self {
        let certificate = |path: &str| Certificate::parse(&fixture(path)).expect("certificate");
        let list = |path: &str| CertificateRevocationList::parse(&fixture(path)).expect("list");
        let verifier = || {
            // 2026-12-01T00:00:00Z
            Verifier::new(Time::from_unix(1_796_083_200).expect("time"))
                .with_anchors([certificate("pki/anchors/official-status-ca.cer")])
                .with_revocation_lists([
                    list("pki/crls/official-status.crl"),
                    list("pki/crls/official-status-arl.crl"),
                ])
        };
        Self {
            koseki: verifier(),
            signature: verifier().with_profile(Profile::signature()),
            signed: signed_fixtures(),
        }
    }

    fn covers(&self, octets: &[u8], whole: bool) -> bool {
        self.signed.iter().any(|(before, after)| {
            let Some(rest) = octets.strip_prefix(before.as_slice()) else { return false };
            let token = rest.iter().take_while(|octet| **octet != b'>').count() + 1;
            let Some(rest) = rest.get(token..).filter(|_| rest.first() == Some(&b'<')) else { return false };
            if whole { rest == after } else { rest.starts_with(after) }
        })
    }
}

/// Every PDF of the folders that hold good signatures, cut at each `/Contents <…>`; a file whose signature is not
/// good does no harm here, as the verifier does not pass it.
fn signed_fixtures() -> Vec<(Vec<u8>, Vec<u8>)> {
    let mut found = Vec::new();
    for folder in ["signed", "hostile/pdf"] {
        let Ok(entries) = std::fs::read_dir(fixtures().join(folder)) else { continue };
        for entry in entries {
            let path = entry.expect("entry").path();
            if path.extension().is_none_or(|extension| extension != "pdf") {
                continue;
            }
            let octets = std::fs::read(path).expect("fixture");
            let mut from = 0;
            while let Some(at) = find(&octets[from..], b"/Contents") {
                let key = from + at + b"/Contents".len();
                let start =
                    key + octets[key..].iter().take_while(|octet| octet.is_ascii_whitespace()).count();
                let end = start + octets[start..].iter().take_while(|octet| **octet != b'>').count() + 1;
                if octets.get(start) == Some(&b'<') && end <= octets.len() {
                    // A signature may end before later revisions: each end-of-file marker behind it may be its end.
                    let mut tail = end;
                    while let Some(marker) = find(&octets[tail..], b"%%EOF") {
                        tail += marker + 5;
                        let line = octets[tail..].iter().take_while(|octet| matches!(octet, b'\r' | b'\n'));
                        let line = line.count();
                        found.push((octets[..start].to_vec(), octets[end..tail + line].to_vec()));
                    }
                }
                from = key;
            }
        }
    }
    assert!(!found.is_empty(), "no signed fixtures");
    found
}

fn find(octets: &[u8], what: &[u8]) -> Option<usize> {
    octets.windows(what.len()).position(|window| window == what)
}

fn fixtures() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures")
}

fn fixture(path: &str) -> Vec<u8> {
    std::fs::read(fixtures().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}
