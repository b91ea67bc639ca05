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
    let sign = ["sign", input, "--out", &out, "--allow-readable-key", "--key", KEY, "--cert", CERTIFICATE];
    ends(&koseki(&[&sign[..], &["--at", "2027-06-01T09:00:00+09:00"]].concat()), 0);
    let lists = ["--trust", ANCHOR, "--crl", "fixtures/pki/crls", "--at", "2026-12-01T00:00:00Z"];
    let told = ends(&koseki(&[&["verify", &out, "--lang", "ja"], &lists[..]].concat()), 3);
    assert!(told.contains("署名者の申告した署名時刻が、検証基準時刻（又は受領日時）より後です"), "{told}");
    assert!(fs::exists(&out).unwrap());
}

#[test]
fn wrong_usage_ends_with_two() {
    let verify = ["verify", SIGNED, "--trust", ANCHOR];
    let with = |more: &[&'static str]| [&verify[..], more].concat();
    answers(&with(&["--profile", "kosek"]), 2, "no such profile");
    answers(&with(&["--attachments", "fixtures"]), 2, "--profile kobunsho");
    answers(&with(&["--schema", "sha256:0a1b2c3d"]), 2, "--schema-store");
    answers(&["schema", "show", "0a1", "--store", "schemas"], 2, "eight hexadecimal digits");
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out").to_str().unwrap().to_owned();
    let sign = |input: &str, more: &[&str], words: &str| {
        let keys = ["--out", &out, "--allow-readable-key", "--key", KEY, "--cert", CERTIFICATE];
        answers(&[&["sign", input], &keys[..], more].concat(), 2, words);
        assert!(!fs::exists(&out).unwrap());
    };
    let (pdf, xml) = ("fixtures/documents/divorce.pdf", "fixtures/documents/divorce.xml");
    sign(xml, &["--xml-mode", "v2", "--c14n", "1.0"], "--xml-mode compatibility");
    sign(pdf, &["--accept-finding", "pdf.shadow.nothing"], "not a finding that can be accepted");
    sign(pdf, &["--seal-rect", "100,10,50,60"], "x0 must be less than x1");
    sign(xml, &["--further-signature"], "for PDF alone");
    sign(xml, &["--seal-rect", "10,10,50,60"], "for PDF alone");
    sign(xml, &["--filter", "Other"], "for PDF alone");
    sign(pdf, &["--xml-mode", "v2"], "for XML alone");
    sign(pdf, &["--jobs", "0"], "1 or more");
}

#[test]
fn files_that_were_mixed_up_are_named() {
    let needed = "a certificate is needed, but this is a private key";
    answers(&["verify", SIGNED, "--trust", KEY], 4, needed);
    answers(&["path", KEY, "--trust", ANCHOR], 4, needed);
    let list = "fixtures/pki/crls/official-status.crl";
    answers(&["verify", SIGNED, "--trust", list], 4, "but this is a revocation list");
    let found = "a revocation list (CRL) is needed, but this is a certificate";
    answers(&["verify", SIGNED, "--trust", ANCHOR, "--crl", ANCHOR], 4, found);
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out.pdf").to_str().unwrap().to_owned();
    let sign = |key: &str, certificate: &str, out: &str| {
        let files = ["sign", "fixtures/documents/divorce.pdf", "--out", out];
        koseki(&[&files[..], &["--allow-readable-key", "--key", key, "--cert", certificate]].concat())
    };
    assert!(ends(&sign(CERTIFICATE, KEY, &out), 2).contains("exchanged"));
    assert!(
        ends(&sign("fixtures/keys/impostor.pem", CERTIFICATE, &out), 4)
            .contains("not the one of the certificate")
    );
    assert!(
        ends(&sign(KEY, CERTIFICATE, "nowhere/at/all.pdf"), 4).contains("folder of the output is not there")
    );
    assert!(!fs::exists(&out).unwrap());
}

#[test]
fn a_document_taken_for_an_options_value_is_named() {
    let hint = "was taken as a value of --trust";
    answers(&["verify", "--trust", ANCHOR, SIGNED], 2, hint);
    let schema = "schemas/koseki-sample-1.xsd";
    answers(
        &["verify", "--schema", schema, SIGNED_XML, "--trust", ANCHOR],
        2,
        "was taken as a value of --schema",
    );
    answers(
        &["validate", "--schema", schema, SIGNED_XML, "--lang", "ja"],
        4,
        "文書がスキーマとして指定されていませんか",
    );
    answers(
        &["verify", "--trust", ANCHOR, "--revocation", "off", "--at", "2026-12-01T00:00:00Z", "--", SIGNED],
        0,
        "PASSED",
    );
}

#[test]
fn path_takes_one_certificate_and_says_which() {
    answers(&["path", "fixtures/pki/signers", "--trust", ANCHOR], 2, "one certificate is needed");
    let folder = tempfile::tempdir().unwrap();
    let pem = |path: &str| {
        use base64::Engine as _;
        let body = base64::engine::general_purpose::STANDARD.encode(fs::read(path).unwrap());
        format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n")
    };
    let two = folder.path().join("two.pem");
    fs::write(&two, pem(CERTIFICATE) + &pem(ANCHOR)).unwrap();
    answers(&["path", two.to_str().unwrap(), "--trust", ANCHOR], 2, "one certificate is needed");
    let one = ["path", CERTIFICATE, "--trust", ANCHOR, "--revocation", "off", "--at", "2026-12-01T00:00:00Z"];
    let sha256 = koseki::crypto::DigestAlgorithm::Sha256.digest(&fs::read(CERTIFICATE).unwrap()).to_hex();
    answers(&one, 0, &sha256);
    answers(&one, 0, CERTIFICATE);
}

#[test]
fn nothing_that_is_there_is_replaced_unasked() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("theirs.pdf").to_str().unwrap().to_owned();
    fs::write(&out, "theirs").unwrap();
    let sign = [
        "sign",
        "fixtures/documents/divorce.pdf",
        "--out",
        &out,
        "--allow-readable-key",
        "--key",
        KEY,
        "--cert",
        CERTIFICATE,
    ];
    let sign = [&sign[..], &["--at", "2026-12-01T00:00:00Z"]].concat();
    answers(&sign, 4, "--force");
    assert_eq!(fs::read(&out).unwrap(), b"theirs");
    answers(&["demo", "--out", folder.path().to_str().unwrap()], 4, "not an empty folder");
    ends(&koseki(&[&sign[..], &["--force"]].concat()), 0);
    assert!(fs::read(&out).unwrap().starts_with(b"%PDF"));
}

#[test]
fn a_name_with_a_line_break_adds_no_line_and_japanese_is_spoken() {
    let verify = ["verify", "no\nkoseki: PASSED", "--trust", ANCHOR];
    let output = koseki(&[&verify[..], &["--lang", "ja"]].concat());
    ends(&output, 4);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(told.lines().count(), 1, "{told}");
    assert!(told.contains("\\u{a}") && told.contains("ファイルが見つかりません"), "{told}");
    let refused = [
        "sign",
        SIGNED,
        "--out",
        "target/never.pdf",
        "--allow-readable-key",
        "--key",
        KEY,
        "--cert",
        CERTIFICATE,
        "--lang",
        "ja",
    ];
    answers(&refused, 1, "署名しませんでした。文書に次の問題があります");
}

#[test]
fn a_planted_anchor_is_no_stale_list() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store").to_str().unwrap().to_owned();
    let digest =
        |path: &str| koseki::crypto::DigestAlgorithm::Sha256.digest(&fs::read(path).unwrap()).to_hex();
    let by = ["--by", "Test Office"];
    ends(&koseki(&[&["trust", "add", &store, ANCHOR, "--sha256", &digest(ANCHOR)], &by[..]].concat()), 0);
    let lists = ["fixtures/pki/crls/official-status.crl", "fixtures/pki/crls/official-status-arl.crl"];
    ends(&koseki(&[&["trust", "add", &store], &lists[..], &by[..]].concat()), 0);
    let check = |more: &[&str]| {
        koseki(&[&["trust", "check", &store, "--at", "2026-12-01T00:00:00Z", "--lang", "ja"], more].concat())
    };
    let told = ends(&check(&["--soon", "0s"]), 0);
    assert!(told.contains("すべて有効です。") && !told.contains('△'), "{told}");
    let told = ends(&check(&["--soon", "20000d"]), 0);
    assert!(told.contains("△") && told.contains("まもなく期限が来るもの: 3 件"), "{told}");
    assert!(!told.contains("\nすべて有効です。"), "{told}");

    let planted = "fixtures/pki/anchors/bridge-ca.cer";
    let name = format!("{}.cer", digest(planted));
    fs::copy(planted, folder.path().join("store/anchors").join(&name)).unwrap();
    let told = ends(&check(&["--soon", "0s"]), 1);
    let words = format!(
        "登録の記録がない信頼点があります（{name}）。何者かが置いたおそれがあります。登録せず、このファイルを保全してシステムの管理者に連絡してください。"
    );
    assert!(told.contains(&words), "{told}");
    assert!(!told.contains("trust add") && !told.contains("破損"), "{told}");
    ends(&koseki(&[&["trust", "remove", &store, &digest(planted)], &by[..]].concat()), 0);
    ends(&check(&["--soon", "0s"]), 0);
    // Under any name, and whatever it holds.
    fs::write(folder.path().join("store/anchors/new.cer"), "nothing").unwrap();
    let told = ends(&check(&["--soon", "0s"]), 1);
    assert!(
        told.contains("登録の記録がない信頼点があります（new.cer）") && !told.contains("trust add"),
        "{told}"
    );
    answers(&["verify", SIGNED, "--trust", &store], 4, "without a record");
    ends(&koseki(&[&["trust", "remove", &store, "new.cer"], &by[..]].concat()), 0);
    ends(&check(&["--soon", "0s"]), 0);
    answers(
        &["trust", "bundle", "verify", &store, "--signer", CERTIFICATE],
        2,
        "a trust store, not a bundle",
    );

    ends(&koseki(&[&["trust", "remove", &store, &digest(ANCHOR)], &by[..]].concat()), 0);
    let told = ends(&check(&[]), 3);
    assert!(told.contains("発行者の電子証明書が登録されていないため、署名を確かめられません"), "{told}");
}
