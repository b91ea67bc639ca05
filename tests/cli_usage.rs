//! The command line under wrong hands: times that cannot be, files that were mixed up, options that mean nothing. Each is
//! answered with what was wrong and the exit code that the help promises.
#![cfg(feature = "cli")]

use std::fs;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

const ANCHOR: &str = "fixtures/pki/anchors/official-status-ca.cer";
const SIGNED: &str = "fixtures/signed/couple-and-child.pdf";
const SIGNED_XML: &str = "fixtures/signed/couple-and-child.xml";
const CERTIFICATE: &str = "fixtures/pki/signers/minister.cer";
const KEY: &str = "fixtures/keys/minister.pem";

fn koseki(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_koseki"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

#[track_caller]
fn ends(output: &Output, code: i32) -> String {
    let told = |octets: &[u8]| String::from_utf8_lossy(octets).into_owned();
    let (out, err) = (told(&output.stdout), told(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{out}\n{err}");
    format!("{out}\n{err}")
}

/// Ends so, and says so.
#[track_caller]
fn answers(arguments: &[&str], code: i32, words: &str) {
    let told = ends(&koseki(arguments), code);
    assert!(told.contains(words), "{words:?} is not in: {told}");
}

/// Identifiers of the checks of the certificate section.
fn certificate_checks(output: &Output) -> Vec<String> {
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let checks = report["documents"][0]["certificate"]["checks"].as_array().unwrap();
    checks.iter().map(|check| check["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_claimed_time_after_judgement_or_receipt_does_not_pass() {
    // The signature claims 2026-12-01T00:00:00Z; five minutes are allowed to clocks.
    let verify = |document: &str, more: &[&str]| {
        let rest = ["--trust", ANCHOR, "--revocation", "off", "--format", "json"];
        koseki(&[&["verify", document], &rest[..], more].concat())
    };
    const RULE: &str = "certificate.claimed-time";
    let named = |output: &Output| certificate_checks(output).iter().any(|id| id == RULE);
    for good in [
        &["--at", "2026-11-30T23:55:00Z"][..],
        &["--at", "2026-12-02T00:00:00Z", "--received-at", "2026-11-30T23:55:00Z"],
    ] {
        let output = verify(SIGNED, good);
        ends(&output, 0);
        assert!(!named(&output));
    }
    for bad in [
        &["--at", "2026-11-30T23:54:59Z"][..],
        &["--at", "2026-12-02T00:00:00Z", "--received-at", "2026-11-30T23:54:59Z"],
    ] {
        for profile in ["koseki", "signature"] {
            let output = verify(SIGNED, &[bad, &["--profile", profile]].concat());
            ends(&output, 3);
            assert!(named(&output), "{bad:?}");
        }
        ends(&verify(SIGNED_XML, bad), 0);
    }
}

#[test]
fn a_document_signed_in_the_future_does_not_pass() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("signed.pdf").to_str().unwrap().to_owned();
    let input = "fixtures/documents/couple-and-child.pdf";
    let sign = ["sign", input, "--out", &out, "--key", KEY, "--cert", CERTIFICATE];
    ends(&koseki(&[&sign[..], &["--at", "2027-06-01T09:00:00+09:00"]].concat()), 0);
    let lists = ["--trust", ANCHOR, "--crl", "fixtures/pki/crls", "--at", "2026-12-01T00:00:00Z"];
    let told = ends(&koseki(&[&["verify", &out, "--lang", "ja"], &lists[..]].concat()), 3);
    assert!(told.contains("署名者の申告した署名時刻が、検証基準時刻（又は受領日時）より後です"), "{told}");
    assert!(fs::exists(&out).unwrap());
}
