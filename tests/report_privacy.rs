//! What stands in a register stands in no report, journal, temporary file or error: every form of every fixture is searched
//! for every text of the sample registers.
#![cfg(feature = "cli")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Texts of the samples that are words of ours or of the test PKI as well.
const WORDS: [&str; 2] = ["なし", "架空"];

const TRUST: [&str; 8] = [
    "--trust",
    "fixtures/pki/anchors/official-status-ca.cer",
    "--crl",
    "fixtures/pki/crls",
    "--at",
    "2026-12-01T09:00:00+09:00",
    "--schema",
    "schemas/koseki-sample-1.xsd",
];

fn koseki(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_koseki"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("LC_ALL", "C.UTF-8")
        .output()
        .unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8([&output.stdout[..], b"\n", &output.stderr].concat()).unwrap()
}

/// Every text and attribute value with a Japanese character in it, but for the schema's own words: names of elements and
/// the values that it allows may be said.
fn register_texts() -> BTreeSet<String> {
    let mut texts = BTreeSet::new();
    for folder in ["fixtures/documents", "fixtures/documents/invalid"] {
        for path in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)) {
            let Ok(text) = fs::read_to_string(&path) else { continue };
            let Ok(document) = roxmltree::Document::parse(&text) else { continue };
            for node in document.descendants() {
                let values = node.attributes().map(|attribute| attribute.value());
                texts.extend(values.chain(node.text()).map(|value| value.trim().to_owned()));
            }
        }
    }
    let schema = include_str!("../schemas/koseki-sample-1.xsd");
    texts.retain(|text| {
        let ours = WORDS.contains(&text.as_str()) || schema.contains(text.as_str());
        text.chars().count() >= 2 && !text.is_ascii() && !ours
    });
    texts
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.is_file()).collect()
}

#[track_caller]
fn says_nothing(of: &BTreeSet<String>, said: &str, what: &str) {
    assert!(!said.is_empty(), "{what} says something");
    let found: Vec<_> = of.iter().filter(|text| said.contains(text.as_str())).collect();
    assert!(found.is_empty(), "{what} says {found:?}");
}

#[test]
fn there_are_names_to_look_for_and_they_are_found_where_they_are_asked_for() {
    let texts = register_texts();
    assert!(texts.len() > 150, "{}", texts.len());
    for name in ["太郎", "見本一郎", "架空県見本市"] {
        assert!(texts.contains(name), "{name}");
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/documents/invalid");
    let invalid = files(&folder).into_iter().filter(|path| path.extension().is_some_and(|end| end == "xml"));
    let invalid: Vec<String> = invalid.map(|path| path.to_str().unwrap().to_owned()).collect();
    let invalid: Vec<&str> = invalid.iter().map(String::as_str).collect();
    let validate = |more: &[&str]| {
        told(&koseki(
            &[&["validate"], &invalid[..], &["--schema", "schemas/koseki-sample-1.xsd"], more].concat(),
        ))
    };
    says_nothing(&texts, &validate(&[]), "validate");
    let shown = validate(&["--show-content"]);
    assert!(texts.iter().any(|text| shown.contains(text.as_str())), "--show-content shows values");
}

#[test]
fn no_report_says_what_stands_in_a_register() {
    let texts = register_texts();
    let documents =
        ["verify", "fixtures/signed", "fixtures/hostile", "fixtures/documents", "fixtures/inputs"];
    for format in ["text", "json", "ndjson", "csv", "html"] {
        // The forms differ in what they take from a report; the languages only in its words.
        let languages = if format == "text" { &["ja", "en"][..] } else { &["ja"] };
        for language in languages {
            let form = ["--format", format, "--lang", language, "--explain", "--all-paths"];
            let output = koseki(&[&documents[..], &TRUST[..], &form[..]].concat());
            assert_eq!(output.status.code(), Some(1));
            says_nothing(&texts, &told(&output), &format!("{format} in {language}"));
        }
    }
}

#[test]
fn neither_does_what_is_kept_on_disk() {
    let texts = register_texts();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("report.html");
    // A report that cannot get its name leaves its journal.
    fs::create_dir(&out).unwrap();
    let arguments = [
        "verify",
        "fixtures/signed",
        "fixtures/documents",
        "--format",
        "html",
        "--resume",
        "--force",
        "--out",
    ];
    let output = koseki(&[&arguments[..], &[out.to_str().unwrap()], &TRUST[..]].concat());
    assert_eq!(output.status.code(), Some(4));
    says_nothing(&texts, &told(&output), "an error");
    let journal = fs::read_to_string(folder.path().join("report.html.koseki-journal")).unwrap();
    says_nothing(&texts, &journal, "the journal");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "no temporary file is left");

    let inbox = tempfile::tempdir().unwrap();
    for path in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/signed")) {
        fs::copy(&path, inbox.path().join(path.file_name().unwrap())).unwrap();
    }
    let watch = ["verify", "--watch", inbox.path().to_str().unwrap(), "--once", "--settle", "0", "--explain"];
    let output = koseki(&[&watch[..], &TRUST[..]].concat());
    assert_eq!(output.status.code(), Some(1));
    says_nothing(&texts, &told(&output), "the watch");
    let mut reports = 0;
    for verdict in ["有効", "無効", "判定不能"] {
        for path in files(&inbox.path().join(verdict)) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if name.ends_with(".report.txt") {
                reports += 1;
                says_nothing(&texts, &fs::read_to_string(&path).unwrap(), &name);
            }
        }
    }
    assert!(reports > 20, "{reports}");
}
