//! The command line's contract: arguments, exit codes, JSON, and files that appear whole or not at all.
#![cfg(feature = "cli")]

mod support;

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

const AT: &str = "2026-12-01T09:00:00+09:00";

/// Runs the binary from the package's root, in English, away from the caller's locale.
fn koseki(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_koseki"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("LC_ALL", "C.UTF-8")
        .output()
        .unwrap()
}

/// `verify` with the good anchor and the current lists.
fn verify(more: &[&str]) -> Output {
    let trust =
        ["--trust", "fixtures/pki/anchors/official-status-ca.cer", "--crl", "fixtures/pki/crls", "--at", AT];
    koseki(&[&["verify"], more, &trust].concat())
}

#[track_caller]
fn ends(output: &Output, code: i32) {
    let told = |octets: &[u8]| String::from_utf8_lossy(octets).into_owned();
    let (out, err) = (told(&output.stdout), told(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{out}\n{err}");
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn zero_when_every_document_passes() {
    ends(&verify(&["fixtures/signed/couple-and-child.pdf", "fixtures/signed/couple-and-child.xml"]), 0);
}

#[test]
fn one_when_any_document_fails_whatever_else_happens() {
    let mixed =
        ["fixtures/signed/couple-and-child.pdf", "fixtures/signed/changed-after-signing.xml", "nowhere.pdf"];
    ends(&verify(&mixed), 1);
}

#[test]
fn what_is_no_document_or_not_signed_is_a_verdict() {
    for file in ["Cargo.toml", "fixtures/documents/divorce.pdf", "fixtures/documents/divorce.xml"] {
        let output = verify(&[file, "--format", "json"]);
        ends(&output, 1);
        let document = &json(&output)["documents"][0];
        assert_eq!(document["indication"], "FAILED", "{file}");
        assert_eq!(document["sub_indication"], "FORMAT_FAILURE", "{file}");
    }
}

#[test]
fn two_for_wrong_usage() {
    ends(&koseki(&["verify", "fixtures/signed/divorce.pdf"]), 2);
    ends(&verify(&["fixtures/signed/divorce.pdf", "--at", "yesterday"]), 2);
    ends(&koseki(&["nonsense"]), 2);
}

#[test]
fn three_when_the_worst_is_indeterminate() {
    ends(&verify(&["fixtures/signed/couple-and-child.pdf", "fixtures/signed/signer-revoked.pdf"]), 3);
}

#[test]
fn four_when_a_file_cannot_be_read_and_none_fails() {
    let output = verify(&["fixtures/signed/signer-revoked.pdf", "nowhere.pdf", "--format", "json"]);
    ends(&output, 4);
    assert_eq!(json(&output)["unreadable"][0]["path"], "nowhere.pdf");
    ends(&verify(&["fixtures/signed/divorce.pdf", "--profile", "no-such-profile"]), 2);
    ends(&verify(&["fixtures/signed/divorce.xml", "--schema", "no-such.xsd"]), 4);
}

#[test]
fn the_json_says_what_was_asked_and_found() {
    let output = verify(&["fixtures/signed/couple-and-child.xml", "--format", "json", "--lang", "ja"]);
    ends(&output, 0);
    let report = json(&output);
    assert_eq!(report["format_version"], 1);
    assert_eq!(report["at"], "2026-12-01T00:00:00Z");
    assert_eq!((&report["profile"], &report["revocation"]), (&"koseki".into(), &"require".into()));
    let document = &report["documents"][0];
    assert_eq!(document["kind"], "xml");
    assert_eq!(document["verdict"], "passed");
    for section in ["signature", "certificate", "form", "standard"] {
        assert_eq!(document[section]["verdict"], "passed", "{section}");
        assert!(!document[section]["checks"].as_array().unwrap().is_empty(), "{section}");
    }
}

#[test]
fn the_text_speaks_the_language_asked_for() {
    let told = |language| {
        let output = verify(&["fixtures/signed/changed-after-signing.xml", "--lang", language]);
        String::from_utf8(output.stdout).unwrap()
    };
    let (ja, en) = (told("ja"), told("en"));
    for heading in
        ["署名検証結果: 無効", "証明書検証結果", "様式(スキーマ)検証結果", "技術的基準適合", "改ざん"]
    {
        assert!(ja.contains(heading), "{heading} in {ja}");
    }
    assert!(en.contains("Verdict: FAILED") && en.contains("changed"), "{en}");
    assert!(!ja.contains('\u{1b}') && !en.contains('\u{1b}'), "no colour into a pipe");
}

#[test]
fn a_schema_judges_what_was_signed() {
    let schema = ["--schema", "schemas/koseki-sample-1.xsd", "--format", "json"];
    let good = verify(&[&["fixtures/signed/variant-characters.xml"], &schema[..]].concat());
    ends(&good, 0);
    assert_eq!(json(&good)["documents"][0]["schema_sha256"].as_str().unwrap().len(), 64);

    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("signed.xml");
    let input = "fixtures/documents/invalid/sample-false.xml";
    ends(&sign(input, &out, &["--trusted-input"]), 0);
    let bad = verify(&[&[out.to_str().unwrap()], &schema[..]].concat());
    ends(&bad, 1);
    let document = &json(&bad)["documents"][0];
    assert_eq!(document["signature"]["verdict"], "passed");
    assert_eq!(document["form"]["verdict"], "failed");
    // Checked input is not signed at all.
    let refused = folder.path().join("refused.xml");
    ends(&sign(input, &refused, &["--schema", "schemas/koseki-sample-1.xsd"]), 1);
    assert!(!refused.exists());
}

fn sign(input: &str, out: &Path, more: &[&str]) -> Output {
    let out = out.to_str().unwrap();
    let arguments = [
        "--out",
        out,
        "--allow-readable-key",
        "--key",
        "fixtures/keys/minister.pem",
        "--cert",
        "fixtures/pki/signers/minister.cer",
        "--at",
        AT,
    ];
    koseki(&[&["sign", input, "--force"], &arguments[..], more].concat())
}

#[test]
fn signs_every_input_and_keeps_its_octets() {
    let folder = tempfile::tempdir().unwrap();
    let inputs = [
        "documents/couple-and-child.pdf",
        "inputs/xref-stream.pdf",
        "inputs/two-revisions.pdf",
        "inputs/scan-ccitt.pdf",
        "inputs/scan-flate.pdf",
        "documents/adoption.xml",
    ];
    for input in inputs {
        let out = folder.path().join("signed");
        ends(&sign(&format!("fixtures/{input}"), &out, &["--trusted-input"]), 0);
        let (before, after) = (support::fixture(input), std::fs::read(&out).unwrap());
        if input.ends_with("pdf") {
            assert!(after.starts_with(&before), "{input}");
        } else {
            let start = after.windows(11).position(|window| window == b"<Signature ").unwrap();
            let end = after.windows(12).position(|window| window == b"</Signature>").unwrap() + 12;
            assert_eq!([&after[..start], &after[end..]].concat(), before, "{input}");
        }
        ends(&verify(&[out.to_str().unwrap()]), 0);
    }
}

#[test]
fn forms_that_are_there_already_are_merged() {
    let folder = tempfile::tempdir().unwrap();
    for input in ["inputs/form-direct.pdf", "inputs/form-indirect.pdf", "inputs/form-xref-stream.pdf"] {
        let out = folder.path().join("signed.pdf");
        ends(&sign(&format!("fixtures/{input}"), &out, &["--trusted-input"]), 0);
        assert!(std::fs::read(&out).unwrap().starts_with(&support::fixture(input)));
        ends(&verify(&[out.to_str().unwrap()]), 0);
    }
}

#[test]
fn never_replaces_the_input_and_leaves_nothing_half_written() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("draft.pdf");
    std::fs::write(&input, support::fixture("documents/divorce.pdf")).unwrap();
    let before = std::fs::read(&input).unwrap();
    ends(&sign(input.to_str().unwrap(), &input, &[]), 4);
    assert_eq!(std::fs::read(&input).unwrap(), before);
    // A key that is not the certificate's: nothing is released.
    let out = folder.path().join("out.pdf");
    let arguments = [
        "--allow-readable-key",
        "--key",
        "fixtures/keys/impostor.pem",
        "--cert",
        "fixtures/pki/signers/minister.cer",
        "--at",
        AT,
    ];
    let files = ["sign", input.to_str().unwrap(), "--out", out.to_str().unwrap()];
    ends(&koseki(&[&files[..], &arguments].concat()), 4);
    let names: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|one| one.unwrap().file_name()).collect();
    assert_eq!(names, ["draft.pdf"]);
    // A document that carries a signature is not signed again.
    ends(&sign("fixtures/signed/divorce.pdf", &out, &[]), 1);
    ends(&sign("fixtures/signed/divorce.xml", &out, &[]), 1);
}

#[test]
fn path_explains_success_and_failure() {
    let ask = |certificate: &str, more: &[&str]| {
        let common = ["--crl", "fixtures/pki/crls", "--at", AT, "--format", "json"];
        koseki(&[&["path", certificate], more, &common].concat())
    };
    let municipality =
        ["--trust", "fixtures/pki/anchors/local-government-ca.cer", "--certs", "fixtures/pki/certificates"];
    let good = ask("fixtures/pki/signers/minister.cer", &municipality);
    ends(&good, 0);
    assert_eq!(json(&good)["certificate_path"].as_array().unwrap().len(), 4);
    let stranger = ask("fixtures/pki/signers/impostor-of-unrelated-ca.cer", &municipality);
    ends(&stranger, 3);
    assert_eq!(json(&stranger)["sub_indication"], "NO_CERTIFICATE_CHAIN_FOUND");
    let policy = ["--policy", "1.3.6.1.4.1.99999.9.9", "--require-explicit-policy"];
    ends(&ask("fixtures/pki/signers/minister.cer", &[&municipality[..], &policy].concat()), 3);
    ends(&ask("fixtures/pki/signers/minister.cer", &[&municipality[..], &["--policy", "1.2.x"]].concat()), 2);
}

#[test]
fn inspect_tells_facts_and_decides_no_trust() {
    for file in
        ["couple-and-child.pdf", "couple-and-child.xml", "signer-revoked.pdf", "signer-of-unrelated-ca.xml"]
    {
        let output = koseki(&["inspect", &format!("fixtures/signed/{file}"), "--format", "json"]);
        ends(&output, 0);
        assert_eq!(json(&output)["intact"], true, "{file}");
    }
    let output = koseki(&["inspect", "fixtures/signed/changed-after-signing.xml", "--format", "json"]);
    ends(&output, 1);
    assert_eq!(json(&output)["intact"], false);
}

#[test]
fn inspect_calls_the_intact_vectors_intact() {
    let Some(folder) = support::vectors() else { return };
    let mut count = 0;
    for entry in std::fs::read_dir(folder.join("xmldsig/intact")).unwrap() {
        let path = entry.unwrap().path();
        ends(&koseki(&["inspect", path.to_str().unwrap()]), 0);
        count += 1;
    }
    assert_eq!(count, 4);
}

#[test]
fn the_demo_ends_as_its_story_says() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("demo");
    let output = koseki(&["demo", "--out", out.to_str().unwrap(), "--lang", "ja"]);
    ends(&output, 0);
    let story = String::from_utf8(output.stdout).unwrap();
    for word in ["有効", "無効", "判定不能", "koseki verify"] {
        assert!(story.contains(word), "{word}");
    }
    assert!(!story.contains("!!"), "{story}");
    assert!(out.join("reports/03-tampered.xml.json").is_file());
    assert!(out.join("documents/01-signed.pdf").is_file());
}

#[test]
fn no_report_repeats_the_register() {
    let outputs = [
        verify(&["fixtures/signed", "--schema", "schemas/koseki-sample-1.xsd", "--lang", "ja"]),
        verify(&["fixtures/signed", "--format", "json"]),
        koseki(&["inspect", "fixtures/signed/couple-and-child.xml"]),
    ];
    for output in outputs {
        let told =
            String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(!told.is_empty());
        for name in ["見本　太郎", "太郎", "花子", "架空県", "ミホン"] {
            assert!(!told.contains(name), "{name}");
        }
    }
}

#[test]
fn names_from_files_cannot_write_on_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a\u{1b}[2Jb\u{202e}c.pdf");
    std::fs::write(&path, support::fixture("signed/divorce.pdf")).unwrap();
    for command in ["verify", "inspect"] {
        let output = match command {
            "verify" => verify(&[path.to_str().unwrap()]),
            _ => koseki(&["inspect", path.to_str().unwrap()]),
        };
        ends(&output, 0);
        let told = String::from_utf8(output.stdout).unwrap();
        assert!(!told.contains(['\u{1b}', '\u{202e}']), "{command}: {told}");
        assert!(told.contains("\\u{1b}[2Jb\\u{202e}c.pdf"), "{command}: {told}");
    }
    let missing = folder.path().join("\u{1b}[2J");
    let output = verify(&[missing.to_str().unwrap()]);
    assert!(!output.stderr.contains(&0x1b));
}

#[test]
fn the_output_never_replaces_the_key_or_any_other_input() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, from: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, support::fixture(from)).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let key = put("key.pem", "keys/minister.pem");
    let certificate = put("minister.cer", "pki/signers/minister.cer");
    for out in [&key, &certificate] {
        let before = std::fs::read(out).unwrap();
        let arguments =
            ["--out", out, "--allow-readable-key", "--key", &key, "--cert", &certificate, "--at", AT];
        ends(&koseki(&[&["sign", "fixtures/documents/divorce.pdf"], &arguments[..]].concat()), 4);
        assert_eq!(std::fs::read(out).unwrap(), before);
    }
}

#[test]
fn folders_are_read_to_the_bottom() {
    let folder = tempfile::tempdir().unwrap();
    let deep = folder.path().join("a/b");
    std::fs::create_dir_all(&deep).unwrap();
    std::fs::write(folder.path().join("good.pdf"), support::fixture("signed/divorce.pdf")).unwrap();
    ends(&verify(&[folder.path().to_str().unwrap()]), 0);
    std::fs::write(deep.join("bad.xml"), support::fixture("signed/changed-after-signing.xml")).unwrap();
    ends(&verify(&[folder.path().to_str().unwrap()]), 1);
}
