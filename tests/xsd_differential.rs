//! Mutated schemas and instances, judged by this module and by Python's xmlschema (class `XMLSchema11`).
//!
//! What we accept and the peer refuses is either our hole or the peer's fault; each such case is listed in
//! `xsd_differential/reasons.txt` under its reason, and one that is listed and is no difference any more fails the test.
//! `xsd_differential/peer.py` makes the cases. By default it makes a hundred of each kind;
//! `KOSEKI_DIFFERENTIAL=2000` asks for that many. `KOSEKI_PYTHON` names an interpreter that has xmlschema.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::process::Command;

use koseki::xml::Document;
use koseki::xsd::{Conclusion, Limits, LocalFiles, Schema, SchemaError, Tolerance};
use serde_json::Value;

/// The release whose behaviour the reasons speak of; `.ci/run` installs this one.
const PEER: &str = "4.3.2";

#[test]
fn accepts_nothing_that_the_peer_refuses_without_a_written_reason() {
    let Some(python) = python() else {
        return;
    };
    let wanted = std::env::var("KOSEKI_DIFFERENTIAL").unwrap_or_else(|_| "100".into());
    let folder = tempfile::tempdir().expect("a temporary directory");
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/xsd_differential");
    let mut command = Command::new(&python);
    command.arg(here.join("peer.py")).arg(folder.path());
    command.args(["--schemas", &wanted, "--instances", &wanted]).arg("--also").arg(here.join("reasons.txt"));
    let suite = suite(folder.path());
    if let Some(suite) = &suite {
        command.arg("--vectors").arg(suite);
    }
    let output = command.output().expect("the peer runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));

    let text = std::fs::read_to_string(folder.path().join("cases.jsonl")).expect("the cases");
    let cases: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let reasons = reasons(include_str!("xsd_differential/reasons.txt"));
    let mut schemas: HashMap<String, Result<Schema, Vec<SchemaError>>> = HashMap::new();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut accepted_by_us_alone = BTreeMap::new();
    let mut listed = String::new();
    for case in &cases {
        let schema = case["schema"].as_str().expect("a schema");
        if !schemas.contains_key(schema) {
            schemas.clear();
            let files = LocalFiles::anywhere().tolerating(Tolerance::Omit);
            schemas.insert(schema.to_owned(), Schema::from_files([schema], &files));
        }
        let (accepts, says) = ours(&schemas[schema], case["instance"].as_str());
        let id = case["id"].as_str().expect("an id");
        let word = match (accepts, case["accepts"].as_bool()) {
            (_, None) => "the peer has no verdict",
            (true, Some(true)) => "both accept",
            (false, Some(false)) => "both refuse",
            (false, Some(true)) => "the peer alone accepts",
            (true, Some(false)) => {
                accepted_by_us_alone.insert(id, case["says"].as_str().unwrap_or_default());
                "we alone accept"
            }
        };
        *counts.entry(word).or_default() += 1;
        listed.push_str(&format!("{word}\t{id}\t{says}\t{}\t{}\n", case["says"], case["schema"]));
    }
    println!("{} cases: {counts:?}", cases.len());
    if let Some(path) = std::env::var_os("KOSEKI_DIFFERENTIAL_REPORT") {
        std::fs::write(path, listed).expect("the report can be written");
    }
    let unlisted: Vec<_> =
        accepted_by_us_alone.iter().filter(|(id, _)| !reasons.contains_key(**id)).collect();
    assert!(unlisted.is_empty(), "accepted by us alone, without a written reason:\n{unlisted:#?}");
    let made: BTreeSet<_> = cases.iter().filter_map(|case| case["id"].as_str()).collect();
    let stale: Vec<_> = reasons
        .keys()
        .filter(|id| suite.is_some() || !id.contains(":suite/"))
        .filter(|id| !made.contains(id.as_str()) || !accepted_by_us_alone.contains_key(id.as_str()))
        .collect();
    assert!(stale.is_empty(), "listed, but no difference any more:\n{stale:#?}");
}

/// Whether we accept, and what we say otherwise.
fn ours(schema: &Result<Schema, Vec<SchemaError>>, instance: Option<&str>) -> (bool, String) {
    let schema = match schema {
        Ok(schema) => schema,
        Err(errors) => return (false, errors[0].to_string()),
    };
    let Some(instance) = instance else {
        return (true, String::new());
    };
    let octets = std::fs::read(instance).expect("an instance");
    let document = match Document::parse_to_validate(&octets) {
        Ok(document) => document,
        Err(error) => return (false, error.to_string()),
    };
    let validation = schema.validate(&document, document.root_element(), None, &Limits::default());
    (
        validation.conclusion() == Conclusion::SchemaValid,
        format!("{:?} {:?}", validation.violations().first(), validation.undecided_because()),
    )
}

/// Case and reason. A line that names no case is a reason for the cases after it.
fn reasons(text: &str) -> BTreeMap<String, String> {
    let mut reasons = BTreeMap::new();
    let mut reason = String::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if line.starts_with("schema:") || line.starts_with("instance:") {
            assert!(reason.len() > 30, "{line}: a reason is a sentence");
            let before = reasons.insert(line.to_owned(), reason.clone());
            assert!(before.is_none(), "{line} is listed twice");
        } else {
            reason = line.to_owned();
        }
    }
    reasons
}

/// An interpreter with the peer, or none with a clear line when it is absent and not required.
fn python() -> Option<String> {
    let python = std::env::var("KOSEKI_PYTHON").unwrap_or_else(|_| "python3".into());
    let version = Command::new(&python)
        .args(["-c", "import xmlschema; print(xmlschema.__version__)"])
        .output()
        .ok()
        .filter(|output| output.status.success())
        .map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    if version.as_deref() == Some(PEER) {
        return Some(python);
    }
    let required = std::env::var("KOSEKI_REQUIRE_PEERS").as_deref() == Ok("1");
    assert!(!required, "xmlschema {PEER} for Python is required, found {version:?} (KOSEKI_PYTHON={python})");
    println!(
        "SKIPPED: {python} has no xmlschema {PEER} (found {version:?}); KOSEKI_PYTHON names another one"
    );
    None
}

/// The W3C suite, unpacked below `folder`, when it is there.
fn suite(folder: &Path) -> Option<PathBuf> {
    let vectors = std::env::var_os("KOSEKI_VECTORS")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/vectors"), PathBuf::from);
    let archive = vectors.join("xsts/xsts.tar.xz");
    if !archive.exists() {
        assert!(std::env::var("KOSEKI_REQUIRE_VECTORS").as_deref() != Ok("1"), "the vectors are required");
        println!("SKIPPED: no cases from the W3C suite, it is not at {}", archive.display());
        return None;
    }
    let status =
        Command::new("tar").arg("xf").arg(&archive).arg("-C").arg(folder).status().expect("tar runs");
    assert!(status.success(), "tar unpacks the suite");
    Some(folder.join("xsts"))
}
