//! The command line about trust and time: what a path's explanation names, what vouched times change, and the trust store
//! with its bundles.
#![cfg(feature = "cli")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

const AT: &str = "2026-12-01T09:00:00+09:00";
const ANCHOR: &str = "fixtures/pki/anchors/official-status-ca.cer";
const BRIDGE: &str = "fixtures/pki/anchors/bridge-ca.cer";
const BY: [&str; 2] = ["--by", "Test Office"];

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
fn ends(output: &Output, code: i32) {
    let told = |octets: &[u8]| String::from_utf8_lossy(octets).into_owned();
    let (out, err) = (told(&output.stdout), told(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{out}\n{err}");
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn sha256(path: &str) -> String {
    let octets = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    koseki::crypto::DigestAlgorithm::Sha256.digest(&octets).to_hex()
}

/// A folder that vanishes, and the store that will be in it.
fn folder() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store").to_str().unwrap().to_owned();
    (folder, store)
}

/// A store with one anchor and its current lists.
fn filled() -> (tempfile::TempDir, String) {
    let (folder, store) = folder();
    ends(&koseki(&[&["trust", "add", &store, ANCHOR, "--sha256", &sha256(ANCHOR)], &BY[..]].concat()), 0);
    let lists = ["fixtures/pki/crls/official-status.crl", "fixtures/pki/crls/official-status-arl.crl"];
    ends(&koseki(&[&["trust", "add", &store], &lists[..], &BY[..]].concat()), 0);
    (folder, store)
}

fn files(folder: &str) -> Vec<PathBuf> {
    let mut found: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

#[test]
fn a_failing_path_names_certificate_rule_clause_and_next_step() {
    let path = |more: &[&str]| {
        koseki(
            &[&["path", "fixtures/pki/signers/minister-revoked.cer", "--trust", ANCHOR, "--at", AT], more]
                .concat(),
        )
    };
    let lists = ["--crl", "fixtures/pki/crls"];
    let output = path(&[&lists[..], &["--format", "json"]].concat());
    ends(&output, 3);
    let found = json(&output);
    let check = &found["checks"][0];
    assert_eq!(found["sub_indication"], "REVOKED_NO_POE");
    assert_eq!((&check["id"], &check["outcome"]), (&"revocation.status".into(), &"unknown".into()));
    assert_eq!(check["certificate"]["role"], "signer");
    assert!(check["certificate"]["subject"].as_str().unwrap().contains("CN=Minister of Justice"));
    assert!(check["clause"].as_str().unwrap().contains("RFC 5280"));
    assert!(check["next_step"].as_str().unwrap().contains("state that time"));
    for (language, words) in [
        ("ja", ["根拠: RFC 5280", "対応: ", "revocation.status", "CN=Minister of Justice"]),
        ("en", ["Clause: RFC 5280", "Next: ", "revocation.status", "CN=Minister of Justice"]),
    ] {
        let output = path(&[&lists[..], &["--lang", language]].concat());
        words.iter().for_each(|word| assert!(text(&output).contains(word), "{word}: {}", text(&output)));
    }
    // The nearest good one.
    ends(
        &koseki(
            &[&["path", "fixtures/pki/signers/minister.cer", "--trust", ANCHOR, "--at", AT], &lists[..]]
                .concat(),
        ),
        0,
    );
}

#[test]
fn every_path_that_was_tried_is_named_when_asked_for() {
    let arguments = [
        "fixtures/pki/signers/minister-unknown-critical.cer",
        "--trust",
        ANCHOR,
        BRIDGE,
        "--certs",
        "fixtures/pki/certificates",
        "--crl",
        "fixtures/pki/crls",
        "--at",
        AT,
    ];
    let short = koseki(&[&["path"], &arguments[..]].concat());
    let all = koseki(&[&["path"], &arguments[..], &["--all-paths"]].concat());
    assert!(!text(&short).contains("Path tried 1"), "{}", text(&short));
    assert!(text(&short).contains("--all-paths"), "{}", text(&short));
    assert!(text(&all).contains("Path tried 1") && text(&all).contains("Path tried 2"), "{}", text(&all));
    let told = json(&koseki(&[&["path"], &arguments[..], &["--format", "json"]].concat()));
    let tried = told["failed_paths"].as_array().unwrap();
    assert!(tried.len() > 1 && told["paths_tried"]["search"] == "complete", "{told:#}");
    for path in tried {
        assert!(!path["certificates"].as_array().unwrap().is_empty());
        assert!(!path["checks"].as_array().unwrap().is_empty());
    }

    let document = ["verify", "fixtures/signed/signer-unknown-critical.xml"];
    let more = [
        "--certs",
        "fixtures/pki/certificates",
        "--crl",
        "fixtures/pki/crls",
        "--at",
        AT,
        "--format",
        "json",
    ];
    let plain = json(&koseki(&[&document[..], &["--trust", ANCHOR], &more[..]].concat()));
    assert!(plain["documents"][0]["paths_tried"].is_null());
    let all = json(&koseki(&[&document[..], &["--all-paths", "--trust", ANCHOR], &more[..]].concat()));
    let tried = &all["documents"][0]["paths_tried"];
    assert_eq!(
        (&tried["search"], &tried["paths"][0]["checks"][0]["id"]),
        (&"complete".into(), &"certificate.extension.critical".into()),
        "{tried:#}"
    );
}

/// The Minister's certificate is superseded a year after the base day; the later list says so.
#[test]
fn a_vouched_receipt_keeps_a_document_whose_signer_retired_later() {
    let verify = |more: &[&str]| {
        let fixed = [
            "verify",
            "fixtures/signed/divorce.pdf",
            "--trust",
            ANCHOR,
            "--crl",
            "fixtures/pki/other-crls/official-status-later.crl",
            "--at",
            "2027-12-06T00:00:00Z",
            "--format",
            "json",
        ];
        koseki(&[&fixed[..], more].concat())
    };
    let found = |output: &Output| {
        let document = json(output)["documents"][0].clone();
        (document["indication"].clone(), document["sub_indication"].clone())
    };
    let without = verify(&[]);
    ends(&without, 3);
    assert_eq!(found(&without), ("INDETERMINATE".into(), "REVOKED_NO_POE".into()));
    let before = verify(&["--received-at", "2027-11-30T23:59:59Z"]);
    ends(&before, 0);
    let report = json(&before);
    assert_eq!(report["received_at"], "2027-11-30T23:59:59Z");
    assert_eq!(report["documents"][0]["proof_of_existence"]["source"], "receipt");
    let after = verify(&["--received-at", "2027-12-01T00:00:00Z"]);
    ends(&after, 1);
    assert_eq!(found(&after), ("FAILED".into(), "REVOKED".into()));
    // Nobody vouches for the future.
    ends(&verify(&["--received-at", "2027-12-06T00:00:01Z"]), 2);
    ends(&verify(&["--received-at", "2027-11-30T00:00:00Z", "--requested-at", "2027-12-01T00:00:00Z"]), 2);
}

/// An OCSP response about the Minister's certificate by its issuer's key of the fixtures, valid on the base day.
fn ocsp_response(status: &[u8]) -> Vec<u8> {
    use koseki::crypto::{DigestAlgorithm, Signer as _, SoftwareSigner};
    use koseki::test_pki::der;
    let read = |path: &str| fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    let certificate = |path: &str| koseki::pki::Certificate::parse(&read(path)).unwrap();
    let (minister, issuer) = (certificate("fixtures/pki/signers/minister.cer"), certificate(ANCHOR));
    let oid = |text: &str| der::object_identifier(text).unwrap();
    let id = der::sequence(&[
        &der::sequence(&[&oid("1.3.14.3.2.26"), &der::null()]),
        &der::octet_string(DigestAlgorithm::Sha1.digest(issuer.subject().der()).as_bytes()),
        &der::octet_string(issuer.subject_key_identifier().unwrap()),
        &der::element(2, minister.serial_number()),
    ]);
    let this_update = der::element(0x18, b"20261130000000Z");
    let next_update = der::context(0, &der::element(0x18, b"20261202000000Z"));
    let single = der::sequence(&[&id, status, &this_update, &next_update]);
    let responder = der::context(1, issuer.subject().der());
    let tbs = der::sequence(&[&responder, &this_update, &der::sequence(&[&single])]);
    let key = SoftwareSigner::from_key_file(&read("fixtures/keys/official-status-ca.pem"), None).unwrap();
    let value = key.sign(&DigestAlgorithm::Sha256.digest(&tbs)).unwrap();
    let algorithm = der::sequence(&[&oid("1.2.840.113549.1.1.11"), &der::null()]);
    let basic = der::sequence(&[&tbs, &algorithm, &der::bit_string(&value)]);
    let bytes = der::sequence(&[&oid("1.3.6.1.5.5.7.48.1.1"), &der::octet_string(&basic)]);
    der::sequence(&[&der::enumerated(0), &der::context(0, &bytes)])
}

#[test]
fn an_ocsp_response_from_a_file_stands_for_the_list() {
    use koseki::test_pki::der;
    let (folder, _) = folder();
    let file = folder.path().join("response.der");
    let verify = |status: &[u8], at: &str| {
        fs::write(&file, ocsp_response(status)).unwrap();
        let fixed =
            ["verify", "fixtures/signed/divorce.xml", "--trust", ANCHOR, "--format", "json", "--at", at];
        koseki(&[&fixed[..], &["--ocsp", file.to_str().unwrap()]].concat())
    };
    let good = der::context_primitive(0, &[]);
    ends(&verify(&good, AT), 0);
    let stale = verify(&good, "2026-12-02T00:00:01Z");
    ends(&stale, 3);
    assert_eq!(json(&stale)["documents"][0]["sub_indication"], "TRY_LATER");
    let revoked = verify(&der::context(1, &der::element(0x18, b"20261110000000Z")), AT);
    ends(&revoked, 3);
    assert_eq!(json(&revoked)["documents"][0]["sub_indication"], "REVOKED_NO_POE");
    fs::write(&file, b"not a response").unwrap();
    ends(
        &koseki(&[
            "verify",
            "fixtures/signed/divorce.xml",
            "--trust",
            ANCHOR,
            "--ocsp",
            file.to_str().unwrap(),
        ]),
        4,
    );
}

/// `examples/profile-sample.json` binds the office of the test PKI: subject, Japanese name, issuing CA and policy.
#[test]
fn the_sample_profile_binds_one_office_and_no_other() {
    let verify = |document: &str| {
        koseki(&[
            "verify",
            document,
            "--trust",
            ANCHOR,
            "--crl",
            "fixtures/pki/crls",
            "--at",
            AT,
            "--format",
            "json",
            "--profile",
            "examples/profile-sample.json",
        ])
    };
    ends(&verify("fixtures/signed/divorce.pdf"), 0);
    for (document, check) in [
        ("fixtures/signed/signer-other-office.pdf", "standard.signer.office"),
        ("fixtures/signed/signer-other-policy.xml", "standard.signer.policy"),
    ] {
        let output = verify(document);
        ends(&output, 1);
        let report = json(&output);
        let checks = report["documents"][0]["standard"]["checks"].as_array().unwrap().clone();
        let failed: Vec<_> =
            checks.iter().filter(|one| one["outcome"] == "fail").map(|one| one["id"].clone()).collect();
        assert_eq!(failed, [check], "{report:#}");
    }
}

#[test]
fn grace_is_zero_and_named_in_the_report() {
    let verify = |more: &[&str]| {
        let fixed = [
            "verify",
            "fixtures/signed/divorce.pdf",
            "--trust",
            ANCHOR,
            "--crl",
            "fixtures/pki/crls",
            "--at",
            "2026-12-08T01:00:00Z",
            "--format",
            "json",
        ];
        koseki(&[&fixed[..], more].concat())
    };
    let stale = verify(&[]);
    ends(&stale, 3);
    assert_eq!(
        (&json(&stale)["crl_grace_seconds"], &json(&stale)["documents"][0]["sub_indication"]),
        (&0.into(), &"TRY_LATER".into())
    );
    ends(&verify(&["--crl-grace", "59m"]), 3);
    let graceful = verify(&["--crl-grace", "1h"]);
    ends(&graceful, 0);
    assert_eq!(json(&graceful)["crl_grace_seconds"], 3_600);
    ends(&verify(&["--crl-grace", "soon"]), 2);
}

#[test]
fn another_table_of_algorithms_is_named_in_the_report() {
    let (folder, _) = folder();
    let file = folder.path().join("policy.json");
    let built_in = include_str!("../src/crypto/algorithms.json");
    let verify = |policy: &str| {
        fs::write(&file, policy).unwrap();
        koseki(&[
            "verify",
            "fixtures/signed/divorce.pdf",
            "--trust",
            ANCHOR,
            "--crl",
            "fixtures/pki/crls",
            "--at",
            AT,
            "--format",
            "json",
            "--algorithm-policy",
            file.to_str().unwrap(),
        ])
    };
    let same = verify(&built_in.replace("koseki-2026.2", "agency-7"));
    ends(&same, 0);
    assert_eq!(json(&same)["algorithm_policy"], "agency-7");
    let stricter = verify(&built_in.replace("2030-12-31T23:59:59Z", "2026-11-30T23:59:59Z"));
    ends(&stricter, 3);
    assert_eq!(json(&stricter)["documents"][0]["certificate"]["verdict"], "indeterminate");
    ends(&verify("{}"), 4);
}

#[test]
fn an_anchor_is_added_only_after_its_fingerprint_was_typed() {
    let (_folder, store) = folder();
    let add = |more: &[&str]| koseki(&[&["trust", "add", &store, ANCHOR], more].concat());
    // Neither typed nor a terminal to confirm on.
    ends(&add(&BY), 2);
    // Another one's.
    let other = sha256(BRIDGE);
    ends(&add(&[&BY[..], &["--sha256", &other]].concat()), 1);
    // Nobody's name.
    ends(&add(&["--by", " ", "--sha256", &sha256(ANCHOR)]), 2);
    assert!(!Path::new(&store).exists(), "nothing was made");
    // As published, with colons and capitals.
    let published: Vec<String> = sha256(ANCHOR)
        .to_uppercase()
        .as_bytes()
        .chunks(2)
        .map(|pair| String::from_utf8(pair.to_vec()).unwrap())
        .collect();
    ends(&add(&[&BY[..], &["--sha256", &published.join(":")]].concat()), 0);
    let shown = json(&koseki(&["trust", "show", &store, &sha256(ANCHOR)[..8], "--format", "json"]));
    assert_eq!(
        (&shown["kind"], &shown["by"], &shown["confirmation"]),
        (&"anchor".into(), &"Test Office".into(), &"typed".into())
    );
    assert!(shown["added_at"].as_str().unwrap().ends_with('Z'));
    // An end entity cannot be an anchor.
    let signer = "fixtures/pki/signers/minister.cer";
    ends(&koseki(&[&["trust", "add", &store, signer, "--sha256", &sha256(signer)], &BY[..]].concat()), 4);
    for language in ["ja", "en"] {
        let listed = koseki(&["trust", "list", &store, "--lang", language]);
        ends(&listed, 0);
        assert!(text(&listed).contains(if language == "ja" { "信頼点" } else { "anchor" }));
    }
}

#[test]
fn a_store_is_what_verify_trusts() {
    let (_folder, store) = filled();
    let verify =
        |trust: &str| koseki(&["verify", "fixtures/signed/divorce.xml", "--trust", trust, "--at", AT]);
    ends(&verify(&store), 0);
    // A companion is a hint: the same CA as a companion alone vouches for nobody.
    let (_other, hints) = folder();
    ends(&koseki(&[&["trust", "add", &hints, ANCHOR, "--as", "companion"], &BY[..]].concat()), 0);
    ends(&koseki(&[&["trust", "add", &hints, BRIDGE, "--sha256", &sha256(BRIDGE)], &BY[..]].concat()), 0);
    ends(&verify(&hints), 3);
    // The municipality's way: anchor, cross-certificates and lists all from the store.
    let local = "fixtures/pki/anchors/local-government-ca.cer";
    let (_third, bridged) = folder();
    ends(&koseki(&[&["trust", "add", &bridged, local, "--sha256", &sha256(local)], &BY[..]].concat()), 0);
    let crosses: Vec<String> =
        files("fixtures/pki/certificates").iter().map(|one| one.to_str().unwrap().to_owned()).collect();
    let lists: Vec<String> =
        files("fixtures/pki/crls").iter().map(|one| one.to_str().unwrap().to_owned()).collect();
    let strings = |list: &[String]| -> Vec<String> {
        [&["trust".to_owned(), "add".to_owned(), bridged.clone()], list].concat()
    };
    for list in [strings(&crosses), strings(&lists)] {
        let arguments: Vec<&str> = list.iter().map(String::as_str).collect();
        ends(&koseki(&[&arguments[..], &["--as", "companion"], &BY[..]].concat()), 0);
    }
    ends(&verify(&bridged), 0);
}

#[test]
fn an_anchor_that_was_only_copied_into_the_folder_is_not_trusted() {
    let (_folder, store) = filled();
    let bridge = Path::new(&store).join("anchors").join(format!("{}.cer", sha256(BRIDGE)));
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join(BRIDGE), &bridge).unwrap();
    let verify = || koseki(&["verify", "fixtures/signed/divorce.xml", "--trust", &store, "--at", AT]);
    ends(&verify(), 4);
    let checked = koseki(&["trust", "check", &store, "--at", AT, "--format", "json"]);
    ends(&checked, 1);
    assert!(json(&checked)["damage"][0].as_str().unwrap().contains("without a record"));
    fs::remove_file(&bridge).unwrap();
    ends(&verify(), 0);
    // Exchanged under the same name: the digest tells.
    let pinned = Path::new(&store).join("anchors").join(format!("{}.cer", sha256(ANCHOR)));
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join(BRIDGE), &pinned).unwrap();
    ends(&verify(), 4);
}

#[test]
fn check_tells_what_is_current_stale_or_missing() {
    let (_folder, store) = filled();
    let check =
        |at: &str, language: &str| koseki(&["trust", "check", &store, "--at", at, "--lang", language]);
    let good = check(AT, "en");
    ends(&good, 0);
    assert!(text(&good).contains("Everything is current"));
    ends(&check("2026-12-08T00:00:00Z", "ja"), 0);
    let stale = check("2026-12-08T00:00:01Z", "ja");
    ends(&stale, 3);
    assert!(
        text(&stale).contains("次回更新日時を過ぎています")
            && text(&stale).contains("有効な失効リストがありません"),
        "{}",
        text(&stale)
    );
    let soon = json(&koseki(&["trust", "check", &store, "--at", "2026-12-07T00:00:00Z", "--format", "json"]));
    assert_eq!(soon["current"], true);
    assert!(soon["entries"].as_array().unwrap().iter().any(|entry| entry["state"] == "ends_soon"));
    // A list of a stranger is signed by no key of the store.
    ends(&koseki(&[&["trust", "add", &store, "fixtures/pki/other-crls/unrelated.crl"], &BY[..]].concat()), 0);
    ends(&check(AT, "en"), 3);
    assert!(text(&check(AT, "en")).contains("issuer's certificate is not in the store"));
}

#[test]
fn what_is_removed_is_gone_and_logged() {
    let (_folder, store) = filled();
    let anchor = sha256(ANCHOR);
    ends(&koseki(&["trust", "remove", &store, &anchor[..7], "--by", "Test Office"]), 2);
    ends(&koseki(&["trust", "remove", &store, "0000000000", "--by", "Test Office"]), 4);
    ends(&koseki(&["trust", "remove", &store, &anchor, "--by", "Test Office", "--reason", "key change"]), 0);
    ends(&koseki(&["trust", "show", &store, &anchor]), 4);
    ends(&koseki(&["trust", "check", &store, "--at", AT]), 3);
    let log = fs::read_to_string(Path::new(&store).join("log.jsonl")).unwrap();
    let last: Value = serde_json::from_str(log.lines().last().unwrap()).unwrap();
    assert_eq!(
        (&last["action"], &last["by"], &last["source"]),
        (&"remove".into(), &"Test Office".into(), &"key change".into())
    );
    assert_eq!(log.lines().count(), 4);
}

#[test]
fn a_folder_that_is_something_else_is_left_alone() {
    let (folder, _) = folder();
    fs::write(folder.path().join("letter.txt"), "dear").unwrap();
    let path = folder.path().to_str().unwrap();
    ends(&koseki(&[&["trust", "add", path, ANCHOR, "--sha256", &sha256(ANCHOR)], &BY[..]].concat()), 4);
    assert_eq!(files(path).len(), 1);
    ends(&koseki(&["trust", "list", path]), 4);
}

#[test]
fn a_bundle_carries_hints_and_never_an_anchor() {
    let (folder, store) = filled();
    let bridge_crosses = "fixtures/pki/certificates/bridge-to-official-status.cer";
    ends(&koseki(&[&["trust", "add", &store, bridge_crosses, "--as", "companion"], &BY[..]].concat()), 0);
    let bundle = folder.path().join("bundle").to_str().unwrap().to_owned();
    let (key, cert) = ("fixtures/keys/other-office.pem", "fixtures/pki/signers/other-office.cer");
    let make = || {
        koseki(
            &[
                &[
                    "trust",
                    "bundle",
                    "make",
                    &store,
                    "--out",
                    &bundle,
                    "--allow-readable-key",
                    "--key",
                    key,
                    "--cert",
                    cert,
                    "--at",
                    AT,
                ],
                &BY[..],
            ]
            .concat(),
        )
    };
    ends(&make(), 0);
    ends(&make(), 4);
    let verify = |signer: &str, at: &str| {
        koseki(&["trust", "bundle", "verify", &bundle, "--signer", signer, "--at", at, "--format", "json"])
    };
    let good = verify(cert, AT);
    ends(&good, 0);
    assert_eq!(
        (&json(&good)["objects"], &json(&good)["for_anchors"][0]),
        (&3.into(), &sha256(ANCHOR).into())
    );
    ends(&verify("fixtures/pki/signers/minister.cer", AT), 1);
    ends(&verify(cert, "2026-12-01T08:59:59+09:00"), 1);

    let other = folder.path().join("other").to_str().unwrap().to_owned();
    let install = || {
        koseki(
            &[
                &[
                    "trust", "bundle", "install", &bundle, &other, "--signer", cert, "--at", AT, "--format",
                    "json",
                ],
                &BY[..],
            ]
            .concat(),
        )
    };
    let first = install();
    ends(&first, 0);
    assert_eq!(json(&first)["new"], 3);
    assert_eq!(json(&install())["new"], 0, "again changes nothing");
    assert!(files(&format!("{other}/anchors")).is_empty());
    ends(&koseki(&["verify", "fixtures/signed/divorce.xml", "--trust", &other, "--at", AT]), 3);
    ends(&koseki(&[&["trust", "add", &other, ANCHOR, "--sha256", &sha256(ANCHOR)], &BY[..]].concat()), 0);
    ends(&koseki(&["verify", "fixtures/signed/divorce.xml", "--trust", &other, "--at", AT]), 0);
}

#[test]
fn a_bundle_with_anything_changed_is_refused() {
    let (folder, store) = filled();
    let (key, cert) = ("fixtures/keys/other-office.pem", "fixtures/pki/signers/other-office.cer");
    let bundle = |name: &str| {
        let path = folder.path().join(name).to_str().unwrap().to_owned();
        ends(
            &koseki(
                &[
                    &[
                        "trust",
                        "bundle",
                        "make",
                        &store,
                        "--out",
                        &path,
                        "--allow-readable-key",
                        "--key",
                        key,
                        "--cert",
                        cert,
                        "--at",
                        AT,
                    ],
                    &BY[..],
                ]
                .concat(),
            ),
            0,
        );
        path
    };
    let refused = |path: &str| {
        let other = folder.path().join("nowhere").to_str().unwrap().to_owned();
        ends(&koseki(&["trust", "bundle", "verify", path, "--signer", cert, "--at", AT]), 1);
        ends(
            &koseki(
                &[&["trust", "bundle", "install", path, &other, "--signer", cert, "--at", AT], &BY[..]]
                    .concat(),
            ),
            1,
        );
        assert!(!Path::new(&other).exists(), "nothing was installed");
    };
    let one = bundle("manifest-changed");
    let manifest = format!("{one}/manifest.json");
    fs::write(&manifest, fs::read_to_string(&manifest).unwrap().replace("Test Office", "Best Office"))
        .unwrap();
    refused(&one);
    let two = bundle("list-changed");
    let list = files(&format!("{two}/lists")).remove(0);
    let mut octets = fs::read(&list).unwrap();
    *octets.last_mut().unwrap() ^= 1;
    fs::write(&list, octets).unwrap();
    refused(&two);
    let three = bundle("stray-added");
    fs::copy(files(&format!("{three}/lists")).remove(0), format!("{three}/lists/stray.crl")).unwrap();
    refused(&three);
    let four = bundle("anchors-added");
    fs::create_dir(format!("{four}/anchors")).unwrap();
    refused(&four);
    let five = bundle("list-missing");
    fs::remove_file(files(&format!("{five}/lists")).remove(0)).unwrap();
    ends(&koseki(&["trust", "bundle", "verify", &five, "--signer", cert, "--at", AT]), 4);
}

#[test]
fn an_anchor_is_added_when_its_fingerprint_is_confirmed_on_a_terminal() {
    let typed = |answer: &str| {
        let (folder, store) = folder();
        let program = env!("CARGO_BIN_EXE_koseki");
        let command = format!("'{program}' trust add '{store}' {ANCHOR} --by Office --lang en");
        let (code, screen) = support::on_terminal(&command, "type yes", answer)?;
        let entries = Path::new(&store).join("anchors").read_dir().map_or(0, Iterator::count);
        drop(folder);
        Some((code, screen, entries))
    };
    let Some((code, screen, entries)) = typed("yes\n") else { return };
    assert!(code == 0 && entries > 0 && screen.contains("Subject: "), "{code} {entries} {screen}");
    for refusal in ["no\n", "\n", "YES\n", "y\n"] {
        let (code, screen, entries) = typed(refusal).unwrap();
        assert!(code != 0 && entries == 0 && screen.contains("Nothing was added"), "{code} {screen}");
    }
}
