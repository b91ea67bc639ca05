//! What we sign must verify elsewhere: with xmlsec1, and in 2.0 mode with a second computation in Python.
//!
//! A missing peer is said and passed over, unless `KOSEKI_REQUIRE_PEERS=1`.

mod dsig_support;

use std::path::Path;
use std::process::Command;

use dsig_support::{AWKWARD, MODES, certificate, fixtures, minister, sign, sign_with};
use koseki::dsig::{self, ReferencePolicy, SigningMode};
use koseki::xml::Document;

fn peer(program: &str) -> bool {
    let version = if program == "openssl" { "version" } else { "--version" };
    let found = Command::new(program).arg(version).output().is_ok_and(|output| output.status.success());
    assert!(found || std::env::var("KOSEKI_REQUIRE_PEERS").as_deref() != Ok("1"), "{program} is required");
    if !found {
        println!("skipped: no {program} here");
    }
    found
}

fn xmlsec1_verifies(path: &Path, anchor: &Path) -> Result<(), String> {
    let output = Command::new("xmlsec1")
        .args(["--verify", "--verification-time", "2026-12-01 00:00:00", "--trusted-der"])
        .arg(anchor)
        .arg(path)
        .output()
        .unwrap();
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}

#[test]
fn what_we_sign_verifies_with_xmlsec1() {
    if !peer("xmlsec1") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let anchor = fixtures().join("pki/anchors/official-status-ca.cer");
    let chain = [minister(), certificate("anchors/official-status-ca.cer")];
    let documents = [AWKWARD, "<a>x</a>", "<a></a>", "<p:a xmlns:p='urn:a' p:b='1'>x<p:c/></p:a>"];
    for (number, source) in documents.into_iter().enumerate() {
        for mode in MODES.into_iter().filter(|mode| *mode != SigningMode::Version2) {
            let path = folder.path().join(format!("{number}.xml"));
            for certificates in [&chain[..1], &chain] {
                let signed = sign_with(source, mode, certificates);
                std::fs::write(&path, &signed).unwrap();
                xmlsec1_verifies(&path, &anchor).unwrap_or_else(|said| panic!("{number} {mode:?}: {said}"));
                let document = Document::parse(signed.as_bytes()).unwrap();
                let verification = dsig::verify(&document, ReferencePolicy::WholeDocument, &[]).unwrap();
                assert_eq!(verification.errors().next(), None);

                // The peer sees what we see: a changed document is refused.
                std::fs::write(&path, signed.replacen("</", "y</", 1)).unwrap();
                assert!(xmlsec1_verifies(&path, &anchor).is_err());
            }
        }
    }
}

#[test]
fn version_2_agrees_with_an_independent_computation() {
    if !peer("python3") || !peer("openssl") {
        return;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dsig_version2.py");
    let folder = tempfile::tempdir().unwrap();
    let python = |arguments: &[&std::ffi::OsStr]| {
        let output = Command::new("python3").arg(&script).args(arguments).output().unwrap();
        (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let awkward = AWKWARD.trim_start_matches('\u{feff}').replace(" 見本=", " a=");
    let documents = [
        "<a>x</a>",
        "<?xml version=\"1.0\"?>\n<?p i?><!-- c --><k:a xmlns:k=\"urn:k\" xmlns:u=\"urn:u\" k:b='1' a=\"2\">\r\n <c xmlns=\"urn:c\"><k:d u:e=\"&lt;&#9;\"/></c>&#13;</k:a>\n<?q?>\n",
        &awkward,
    ];
    for (number, source) in documents.into_iter().enumerate() {
        // We sign, Python verifies.
        let signed = folder.path().join(format!("{number}-ours.xml"));
        std::fs::write(&signed, sign(source, SigningMode::Version2)).unwrap();
        let (holds, said) = python(&["verify".as_ref(), signed.as_os_str()]);
        assert!(holds, "{number}: {said}");
        let changed = sign(source, SigningMode::Version2).replacen("</", "y</", 1);
        std::fs::write(&signed, changed).unwrap();
        assert!(!python(&["verify".as_ref(), signed.as_os_str()]).0);

        // Python signs, we verify.
        let unsigned = folder.path().join(format!("{number}.xml"));
        let theirs = folder.path().join(format!("{number}-theirs.xml"));
        std::fs::write(&unsigned, source).unwrap();
        for wrapper in ["Verifications", "Verification", "none"] {
            let (made, said) = python(&[
                "sign".as_ref(),
                unsigned.as_os_str(),
                theirs.as_os_str(),
                fixtures().join("keys/minister.pem").as_os_str(),
                fixtures().join("pki/signers/minister.cer").as_os_str(),
                wrapper.as_ref(),
            ]);
            assert!(made, "{number}: {said}");
            let octets = std::fs::read(&theirs).unwrap();
            let document = Document::parse(&octets).unwrap();
            let verification = dsig::verify(&document, ReferencePolicy::WholeDocument, &[]).unwrap();
            assert_eq!(verification.errors().next(), None, "{number} {wrapper}");
            assert_eq!(verification.verified().unwrap().mode(), dsig::Mode::Version2);
        }
    }
}
