//! What the generator wrote is what it says: PDF files that the strict reader reads, and certificates whose paths are
//! valid or fail for the reason in their names.

use std::path::{Path, PathBuf};

use koseki::limits::{Budget, pki::PATH_STEPS};
use koseki::pdf;
use koseki::pki::{
    Certificate, CertificateRevocationList, PathDefect, PathOutcome, PathRequest, TrustAnchor, validate,
};
use koseki::time::Time;

fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(folder);
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "{}", folder.display());
    files
}

#[test]
fn the_strict_reader_reads_every_pdf() {
    let mut wrong = Vec::new();
    for path in [files("documents", "pdf"), files("inputs", "pdf")].concat() {
        let source = std::fs::read(&path).unwrap();
        let pages = pdf::Document::parse(&source).and_then(|document| {
            let pages = document.latest().pages()?.len();
            document.latest().signature_fields()?;
            Ok((pages, document.revisions().len()))
        });
        let revisions = if path.ends_with("two-revisions.pdf") { 2 } else { 1 };
        if !matches!(pages, Ok((1.., found)) if found == revisions) {
            wrong.push(format!("{}: {pages:?}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap()
}

/// `Ok` with the number of certificates below the anchor, or the defects of the most telling path.
fn path(signer: &str, anchor: &str) -> Result<usize, Vec<PathDefect>> {
    let pki = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pki");
    let target = Certificate::parse(&read(&pki.join(format!("signers/{signer}.cer")))).unwrap();
    let anchor = Certificate::parse(&read(&pki.join(format!("anchors/{anchor}.cer")))).unwrap();
    let anchors = [TrustAnchor::from_certificate(anchor).unwrap()];
    let certificates: Vec<Certificate> = files("pki/certificates", "cer")
        .iter()
        .map(|path| Certificate::parse(&read(path)).unwrap())
        .collect();
    let lists: Vec<CertificateRevocationList> = files("pki/crls", "crl")
        .iter()
        .map(|path| CertificateRevocationList::parse(&read(path)).unwrap())
        .collect();
    let mut request =
        PathRequest::new(&target, &anchors, Time::parse_rfc3339("2026-12-01T00:00:00Z").unwrap());
    request.certificates = &certificates;
    request.revocation_lists = &lists;
    match validate(&request, &mut Budget::new(PATH_STEPS)) {
        PathOutcome::Valid(path) => Ok(path.certificates().len()),
        PathOutcome::Invalid(failure) => Err(failure
            .paths
            .first()
            .map(|path| path.errors.iter().map(|error| error.defect.clone()).collect())
            .unwrap_or_default()),
    }
}

#[test]
fn the_minister_is_reached_from_every_anchor() {
    let below = |signer, anchor| {
        path(signer, anchor).unwrap_or_else(|defects| panic!("{signer} {anchor}: {defects:?}"))
    };
    assert_eq!(below("minister", "official-status-ca"), 1);
    assert_eq!(below("minister", "bridge-ca"), 2, "one mapping");
    assert_eq!(below("minister", "local-government-ca"), 3, "two mappings");
    assert_eq!(below("minister-next", "official-status-ca-next"), 1);
    assert_eq!(below("minister-next", "official-status-ca"), 2, "over a link certificate");
    assert_eq!(below("minister", "official-status-ca-next"), 2, "over the other link certificate");
    // The path is good; the office and the key usage are for the profile.
    assert_eq!(below("other-office", "official-status-ca"), 1);
    assert_eq!(below("minister-key-encipherment", "official-status-ca"), 1);
    assert_eq!(below("minister-outside-subtree", "official-status-ca"), 1);
    assert_eq!(below("minister-other-policy", "official-status-ca"), 1);
}

#[test]
fn the_others_fail_for_the_reason_in_their_names() {
    let defects = |signer, anchor| path(signer, anchor).expect_err(signer);
    let only = |signer, anchor, expected: fn(&PathDefect) -> bool| {
        let defects = defects(signer, anchor);
        assert!(!defects.is_empty() && defects.iter().all(expected), "{signer} under {anchor}: {defects:?}");
    };
    only("minister-expired", "official-status-ca", |defect| matches!(defect, PathDefect::Expired { .. }));
    only("minister-not-yet-valid", "official-status-ca", |defect| {
        matches!(defect, PathDefect::NotYetValid { .. })
    });
    only("minister-revoked", "official-status-ca", |defect| matches!(defect, PathDefect::Revoked(_)));
    only("minister-unknown-critical", "official-status-ca", |defect| {
        matches!(defect, PathDefect::UnknownCriticalExtension { .. })
    });
    only("minister-other-policy", "local-government-ca", |defect| {
        matches!(defect, PathDefect::PolicyRequired)
    });
    only("minister-outside-subtree", "bridge-ca", |defect| {
        matches!(defect, PathDefect::NotPermittedName { .. })
    });
    only("impostor-of-unrelated-ca", "official-status-ca", |defect| {
        matches!(defect, PathDefect::IssuerNotFound { .. })
    });
    only("impostor-of-forged-issuer", "official-status-ca", |defect| {
        matches!(defect, PathDefect::SignatureMismatch | PathDefect::IssuerNotFound { .. })
    });
}
