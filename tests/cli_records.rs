//! Kept records of verification: what `verify --record` writes, what `--evidence` proves with them, and that a record which is
//! none proves nothing, each for its own reason.
#![cfg(all(feature = "cli", unix))]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use support::peer;

const SIGNED: &str = "fixtures/signed/couple-and-child.pdf";
const TRUST: [&str; 5] = [
    "--trust",
    "fixtures/pki/anchors/official-status-ca.cer",
    "--crl",
    "fixtures/pki/crls",
    "fixtures/records/agency-ca.crl",
];
/// After the end of the Minister's certificate.
const LATER: [&str; 2] = ["--at", "2031-06-01T00:00:00Z"];
const AGENCY: [&str; 5] = [
    "--record-key",
    "fixtures/keys/agency.pem",
    "--record-cert",
    "fixtures/records/agency.cer",
    "--allow-readable-key",
];

fn koseki(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_koseki"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("KOSEKI_CONFIG", "")
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

#[track_caller]
fn ends(output: &Output, code: i32) -> String {
    let told = |octets: &[u8]| String::from_utf8_lossy(octets).into_owned();
    let told = format!("{}{}", told(&output.stdout), told(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{told}");
    told
}

/// The one document of a report.
fn document(output: &Output) -> Value {
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    report["documents"][0].clone()
}

/// Verifies the document after its signer's certificate has ended, with a record.
fn with_evidence(record: &str, anchors: &[&str], more: &[&str]) -> Output {
    let record = format!("fixtures/records/{record}.p7m");
    let all = [
        &["verify", SIGNED, "--format", "json", "--evidence", &record][..],
        &TRUST,
        if more.contains(&"--at") { &[] } else { &LATER },
        &["--record-trust"],
        anchors,
        more,
    ];
    koseki(&all.concat())
}

const ANCHORS: [&str; 3] = [
    "fixtures/records/agency.cer",
    "fixtures/records/agency-expired.cer",
    "fixtures/records/agency-2048.cer",
];

/// Checks about records in the certificate section, with their outcome.
fn record_checks(document: &Value) -> Vec<(String, String)> {
    let checks = document["certificate"]["checks"].as_array().unwrap().iter();
    let word = |check: &Value, key: &str| check[key].as_str().unwrap().to_owned();
    let found = checks.map(|check| (word(check, "id"), word(check, "outcome")));
    found.filter(|(id, _)| id.starts_with("certificate.record")).collect()
}

#[test]
fn a_record_proves_that_the_document_existed() {
    let without = koseki(&[&["verify", SIGNED, "--format", "json"][..], &TRUST, &LATER].concat());
    ends(&without, 3);
    assert_eq!(document(&without)["sub_indication"], "OUT_OF_BOUNDS_NO_POE");
    assert_eq!(record_checks(&document(&without)), []);
    for (record, anchor) in [
        ("good", "fixtures/records/agency.cer"),
        ("good", "fixtures/records/agency-ca.cer"),
        ("renewed", "fixtures/records/agency.cer"),
    ] {
        let output = with_evidence(record, &[anchor], &[]);
        ends(&output, 0);
        let found = document(&output);
        assert_eq!(record_checks(&found), [("certificate.record".to_owned(), "pass".to_owned())]);
        assert_eq!(found["proof_of_existence"]["source"], "record");
        assert_eq!(found["proof_of_existence"]["time"], "2026-12-01T01:00:00Z");
    }
}

/// Each way in which a record proves nothing has a check of its own; the document is judged as if there were none.
#[test]
fn a_record_that_is_none_proves_nothing_for_its_own_reason() {
    for (record, check) in [
        ("of-another-document", "certificate.record.document"),
        ("changed", "certificate.record.signature"),
        ("times-differ", "certificate.record.time"),
        ("from-the-future", "certificate.record.later"),
        ("stranger", "certificate.record.signer"),
        ("signer-expired", "certificate.record.validity"),
        ("recorded-outside-validity", "certificate.record.validity"),
        ("short-key", "certificate.record.algorithm"),
    ] {
        let output = with_evidence(record, &ANCHORS, &[]);
        ends(&output, 3);
        let found = document(&output);
        assert_eq!(record_checks(&found), [(check.to_owned(), "not_checked".to_owned())], "{record}");
        assert_eq!(found["sub_indication"], "OUT_OF_BOUNDS_NO_POE", "{record}");
        assert_eq!(found["proof_of_existence"], Value::Null, "{record}");
        // What is sound without a proof stays so: a broken record speaks against nobody.
        let now = with_evidence(record, &ANCHORS, &["--at", "2026-12-02T00:00:00Z"]);
        ends(&now, 0);
    }
    // The nearest that pass: the same key while it is good enough, the same signer while its certificate lives.
    for record in ["short-key", "signer-expired"] {
        let output = with_evidence(record, &ANCHORS, &["--at", "2026-12-02T00:00:00Z"]);
        assert_eq!(record_checks(&document(&output)), [("certificate.record".to_owned(), "pass".to_owned())]);
    }
    let later = with_evidence("from-the-future", &ANCHORS, &["--at", "2039-12-01T00:00:00Z"]);
    assert_eq!(record_checks(&document(&later)), [("certificate.record".to_owned(), "pass".to_owned())]);
}

#[test]
fn without_an_anchor_or_as_no_record_it_is_not_used() {
    let record = ["--evidence", "fixtures/records/good.p7m"];
    let output = koseki(&[&["verify", SIGNED, "--format", "json"][..], &record, &TRUST, &LATER].concat());
    ends(&output, 3);
    let none = ("certificate.record.anchor".to_owned(), "not_checked".to_owned());
    assert_eq!(record_checks(&document(&output)), [none]);
    // An anchor for documents is none for records, and the other way round.
    let documents = "fixtures/pki/anchors/official-status-ca.cer";
    let output = with_evidence("good", &[documents], &[]);
    let stranger = ("certificate.record.signer".to_owned(), "not_checked".to_owned());
    assert_eq!(record_checks(&document(&output)), [stranger]);
    let all = ["verify", SIGNED, "--trust", "fixtures/records/agency-ca.cer", "--format", "json"];
    let output =
        koseki(&[&all[..], &record, &["--record-trust", "fixtures/records/agency.cer"], &LATER].concat());
    ends(&output, 3);
    assert_eq!(document(&output)["sub_indication"], "NO_CERTIFICATE_CHAIN_FOUND");
    // A file that is no record stops the run, as a file that is no certificate does.
    let told = ends(&with_evidence("no-record", &ANCHORS, &[]), 4);
    assert!(told.contains("no-record.p7m: The file does not read as a record"), "{told}");
}

#[test]
fn a_folder_of_records_serves_each_document_with_its_own() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["good", "of-another-document"] {
        let from = format!("fixtures/records/{name}.p7m");
        fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join(from), folder.path().join(name)).unwrap();
    }
    let evidence = folder.path().to_str().unwrap();
    let documents = ["verify", SIGNED, "fixtures/signed/divorce.pdf", "fixtures/signed/adoption.pdf"];
    let rest = ["--evidence", evidence, "--record-trust", "fixtures/records/agency.cer", "--format", "json"];
    let output = koseki(&[&documents[..], &rest, &TRUST, &LATER].concat());
    ends(&output, 3);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let checks: Vec<_> = report["documents"].as_array().unwrap().iter().map(record_checks).collect();
    let one = |id: &str, outcome: &str| vec![(id.to_owned(), outcome.to_owned())];
    let expected = [
        one("certificate.record", "pass"),
        one("certificate.record", "pass"),
        one("certificate.record.document", "not_checked"),
    ];
    assert_eq!(checks, expected);
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

/// Keeps records of documents in a folder.
fn keep(documents: &[&str], folder: &Path, more: &[&str]) -> Output {
    let rest = ["--record", folder.to_str().unwrap(), "--quiet"];
    koseki(&[&["verify"][..], documents, &rest, &AGENCY, &TRUST, more].concat())
}

#[test]
fn every_verdict_is_recorded_and_nothing_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let records = folder.path().join("records");
    let documents = [
        SIGNED,
        "fixtures/signed/changed-after-signing.pdf",
        "fixtures/signed/couple-and-child.xml",
        "README.md",
    ];
    let at = ["--at", "2026-12-01T00:00:00Z"];
    ends(&keep(&documents, &records, &at), 1);
    let first = files(&records);
    assert_eq!(first.len(), 4);
    let octets: Vec<Vec<u8>> = first.iter().map(|path| fs::read(path).unwrap()).collect();
    ends(&keep(&documents, &records, &at), 1);
    assert_eq!(files(&records).len(), 8);
    first.iter().zip(&octets).for_each(|(path, octets)| assert_eq!(&fs::read(path).unwrap(), octets));
    let shown = ["record", "verify", records.to_str().unwrap(), "--format", "json"];
    let output = koseki(&[&shown[..], &["--trust", "fixtures/records/agency.cer"]].concat());
    ends(&output, 0);
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    let verdicts =
        found["records"].as_array().unwrap().iter().map(|record| record["document"]["verdict"].clone());
    let mut verdicts: Vec<String> = verdicts.map(|verdict| verdict.as_str().unwrap().to_owned()).collect();
    verdicts.sort();
    assert_eq!(verdicts, ["failed", "failed", "failed", "failed", "passed", "passed", "passed", "passed"]);
    // The time is this machine's, whatever instant the judgement is about.
    let recorded = found["records"][0]["recorded_at"].as_str().unwrap();
    assert_ne!(recorded, "2026-12-01T00:00:00Z");
}

/// A record says which document it is about, and nothing of its content or name.
#[test]
fn a_record_holds_no_personal_data() {
    let folder = tempfile::tempdir().unwrap();
    let records = folder.path().join("records");
    let mut documents = Vec::new();
    for (name, from) in [
        ("見本太郎.pdf", "fixtures/signed/couple-and-child.pdf"),
        ("見本太郎.xml", "fixtures/signed/couple-and-child.xml"),
        ("見本太郎-改.xml", "fixtures/signed/changed-after-signing.xml"),
    ] {
        let to = folder.path().join(name);
        fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join(from), &to).unwrap();
        documents.push(to.to_str().unwrap().to_owned());
    }
    let documents: Vec<&str> = documents.iter().map(String::as_str).collect();
    let schema = ["--schema", "schemas/koseki-sample-1.xsd", "--at", "2026-12-01T00:00:00Z", "--lang", "ja"];
    ends(&keep(&documents, &records, &schema), 1);
    // Every piece of text of the register that is longer than a word of the tool's own sentences could be.
    let register =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(documents_source())).unwrap();
    let text = roxmltree::Document::parse(&register).unwrap();
    let values: Vec<String> = text
        .descendants()
        .filter(|node| node.is_text())
        .filter_map(|node| node.text())
        .map(|value| value.trim().to_owned())
        .filter(|value| value.chars().count() >= 3)
        .collect();
    assert!(values.iter().any(|value| value == "例示花子") && values.len() > 20, "{values:?}");
    let kept = files(&records);
    assert_eq!(kept.len(), 3);
    for record in kept {
        let octets = fs::read(record).unwrap();
        let content = koseki::cms::SignedData::parse_with_content(&octets).unwrap();
        let content = String::from_utf8(content.content().unwrap().to_vec()).unwrap();
        for value in values.iter().map(String::as_str).chain(["見本太郎", &folder.path().to_string_lossy()])
        {
            // The claimed time of the signature is the certificate's time of making.
            if value != "2026-12-01T09:00:00+09:00" {
                assert!(!content.contains(value), "{value} is in {content}");
            }
        }
    }
}

const fn documents_source() -> &'static str {
    "fixtures/documents/couple-and-child.xml"
}

/// What is believed under an instant long past may not be believed any more, so a record made now does not vouch for it.
#[test]
fn a_judgement_about_the_past_carries_no_proven_time_into_a_record() {
    let folder = tempfile::tempdir().unwrap();
    let existed = |name: &str, at: &str| {
        let folder = folder.path().join(name);
        let receipt = ["--received-at", "2026-05-01T00:00:00Z", "--at", at];
        koseki(
            &[
                &["verify", SIGNED, "--record", folder.to_str().unwrap(), "--quiet"][..],
                &AGENCY,
                &TRUST,
                &receipt,
            ]
            .concat(),
        );
        let record = files(&folder).remove(0);
        let all = ["record", "verify", record.to_str().unwrap(), "--trust", ANCHORS[0], "--format", "json"];
        let found: Value = serde_json::from_slice(&koseki(&all).stdout).unwrap();
        (found["records"][0]["existed_at"].clone(), found["records"][0]["recorded_at"].clone())
    };
    let (existed_at, _) = existed("later", LATER[1]);
    assert_eq!(existed_at, "2026-05-01T00:00:00Z");
    let (existed_at, recorded_at) = existed("past", "2026-06-01T00:00:00Z");
    assert_eq!(existed_at, recorded_at);
}

#[test]
fn renewing_keeps_the_proven_time() {
    let folder = tempfile::tempdir().unwrap();
    let renewed = folder.path().join("renewed");
    let evidence =
        ["--evidence", "fixtures/records/good.p7m", "--record-trust", "fixtures/records/agency.cer"];
    ends(&keep(&[SIGNED], &renewed, &[&evidence[..], &LATER].concat()), 0);
    let one = files(&renewed).remove(0);
    let all = [
        "record",
        "verify",
        one.to_str().unwrap(),
        "--trust",
        "fixtures/records/agency.cer",
        "--format",
        "json",
    ];
    let found: Value = serde_json::from_slice(&koseki(&all).stdout).unwrap();
    // This machine's clock may stand before the time that is proven; then the record's own time counts.
    let (recorded, existed) = (&found["records"][0]["recorded_at"], &found["records"][0]["existed_at"]);
    let earlier = recorded.as_str().unwrap().min("2026-12-01T01:00:00Z");
    assert_eq!(existed, earlier);
}

#[test]
fn what_would_stop_the_record_stops_the_run_before_it() {
    let folder = tempfile::tempdir().unwrap();
    let records = folder.path().join("records");
    let with = |key: &str, certificate: &str| {
        let records = records.to_str().unwrap();
        let keys = ["--record-key", key, "--record-cert", certificate, "--allow-readable-key"];
        let all = [&["--record", records][..], &keys].concat();
        koseki(&[&["verify", SIGNED][..], &all, &TRUST].concat())
    };
    let told = ends(&with("fixtures/keys/impostor.pem", "fixtures/records/agency.cer"), 4);
    assert!(told.contains("key and certificate belong together"), "{told}");
    let told = ends(&with("fixtures/records/agency.cer", "fixtures/records/agency.cer"), 4);
    assert!(told.contains("a private key is needed, but this is a certificate"), "{told}");
    let told = ends(&with("fixtures/keys/minister.pem", "fixtures/pki/signers/minister-expired.cer"), 4);
    assert!(told.contains("outside its validity"), "{told}");
    let key = ["--record-key", "fixtures/keys/agency.pem", "--record-cert", "fixtures/records/agency.cer"];
    let readable = ["verify", SIGNED, "--record", records.to_str().unwrap()];
    fs::set_permissions(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/keys/agency.pem"),
        std::os::unix::fs::PermissionsExt::from_mode(0o644),
    )
    .unwrap();
    let told = ends(&koseki(&[&readable[..], &key, &TRUST].concat()), 4);
    assert!(told.contains("open to other users"), "{told}");
    assert!(!records.exists());
    fs::write(&records, "a file").unwrap();
    ends(&with("fixtures/keys/agency.pem", "fixtures/records/agency.cer"), 4);
}

/// Other software takes our records, and finds the change in the one that was changed.
#[test]
fn openssl_reads_the_records() {
    if !peer("openssl") {
        return;
    }
    let verify = |record: &str| {
        Command::new("openssl")
            .args(["cms", "-verify", "-noverify", "-binary", "-inform", "DER", "-in"])
            .arg(format!("{}/fixtures/records/{record}.p7m", env!("CARGO_MANIFEST_DIR")))
            .output()
            .unwrap()
    };
    let good = verify("good");
    assert!(good.status.success(), "{}", String::from_utf8_lossy(&good.stderr));
    let content: Value = serde_json::from_slice(&good.stdout).unwrap();
    assert_eq!(content["kind"], "koseki-verification-record");
    assert!(!verify("changed").status.success());
}
