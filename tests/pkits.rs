//! NIST PKITS 1.0.1 against the path validator.

use std::path::PathBuf;

use koseki::pki::Certificate;

fn vectors() -> Option<PathBuf> {
    let folder = std::env::var_os("KOSEKI_VECTORS")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/vectors"), PathBuf::from)
        .join("pkits");
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(
        std::env::var_os("KOSEKI_REQUIRE_VECTORS").is_none_or(|value| value != "1"),
        "the vectors are required and absent: {}",
        folder.display()
    );
    println!("skipped: no vectors at {}", folder.display());
    None
}

#[test]
fn every_certificate_of_the_suite_is_read() {
    let Some(folder) = vectors() else { return };
    let mut bad = Vec::new();
    for entry in std::fs::read_dir(folder.join("certs")).unwrap() {
        let path = entry.unwrap().path();
        match Certificate::parse(&std::fs::read(&path).unwrap()) {
            Ok(certificate) => assert!(!certificate.subject().to_string().is_empty()),
            Err(error) => bad.push(format!("{}: {error}", path.display())),
        }
    }
    assert!(bad.is_empty(), "{bad:#?}");
}
