//! A verifier that has judged many documents answers as one that was made for the document: what it remembers changes no
//! verdict, no word and no number of a report.

mod support;

use std::path::{Path, PathBuf};

use koseki::pki::{Certificate, CertificateRevocationList};
use koseki::report::Language;
use koseki::time::Time;
use koseki::{Verifier, verify};
use support::fixture;

fn folder(path: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(path);
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = entries.filter(|path| path.is_file()).collect();
    files.sort();
    files
}

fn certificates(path: &str) -> Vec<Certificate> {
    let files = folder(path).into_iter();
    files.filter_map(|file| Certificate::parse(&std::fs::read(file).unwrap()).ok()).collect()
}

fn lists(path: &str) -> Vec<CertificateRevocationList> {
    let files = folder(path).into_iter();
    files.filter_map(|file| CertificateRevocationList::parse(&std::fs::read(file).unwrap()).ok()).collect()
}

/// Through the bridges: every certificate and list of the store is needed.
fn verifier(at: &str) -> Verifier {
    Verifier::new(Time::parse_rfc3339(at).unwrap())
        .with_anchors([
            Certificate::parse(&fixture("pki/anchors/local-government-organization-ca.cer")).unwrap()
        ])
        .with_certificates(certificates("pki/certificates"))
        .with_revocation_lists(lists("pki/crls"))
        .with_all_paths()
}

#[test]
fn what_is_remembered_changes_no_report() {
    let mut documents: Vec<PathBuf> = folder("signed");
    documents.extend(folder("hostile/pdf"));
    documents.extend(folder("hostile/xml"));
    assert!(documents.len() > 200, "{}", documents.len());
    // Expired lists at the second time: what verified is not what is current.
    for (at, step) in [("2026-12-01T00:00:00Z", 1), ("2027-06-01T00:00:00Z", 5)] {
        let warm = verifier(at);
        assert_eq!(warm.known_signatures(), 0);
        for path in documents.iter().step_by(step).chain(documents.iter().rev().step_by(7)) {
            let octets = std::fs::read(path).unwrap();
            let fresh = verify(&octets, &verifier(at)).to_json(Language::English);
            assert!(verify(&octets, &warm).to_json(Language::English) == fresh, "{}", path.display());
        }
        // Three cross certificates and five lists, each by the one key that made it.
        assert!((8..=20).contains(&warm.known_signatures()), "{}", warm.known_signatures());
    }
}

#[test]
fn documents_put_nothing_into_the_memory() {
    // Nothing of the receiver's own: nothing is remembered, whatever the documents bring along.
    let anchor = Certificate::parse(&fixture("pki/anchors/official-status-ca.cer")).unwrap();
    let warm = Verifier::new(Time::parse_rfc3339("2026-12-01T00:00:00Z").unwrap()).with_anchors([anchor]);
    for path in folder("signed") {
        let _ = verify(&std::fs::read(path).unwrap(), &warm);
    }
    assert_eq!(warm.known_signatures(), 0);
}
