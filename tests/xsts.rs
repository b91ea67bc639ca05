//! The W3C XML Schema Test Suite through our own module.
//!
//! Every case that applies to XSD 1.1 is run, except those that use a DTD or XML 1.1, which this project does not
//! read; which case uses which is found out from its files and must agree with `xsts_excluded.txt`. What differs from the
//! suite's expectation is listed with its reason in `xsts_differences.txt`; a case that is listed and does not
//! differ any more fails the test.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use koseki::xml::{Document, Kind};
use koseki::xsd::{Conclusion, Limits, LocalFiles, Resolution, Schema, SchemaDocument, Tolerance};
use serde_json::Value;

#[test]
fn agrees_with_the_w3c_suite_but_for_the_listed_differences() {
    let Some(folder) = vectors() else {
        return;
    };
    let unpacked = tempfile::tempdir().expect("a temporary directory");
    let status = std::process::Command::new("tar")
        .arg("xf")
        .arg(folder.join("xsts/xsts.tar.xz"))
        .arg("-C")
        .arg(unpacked.path())
        .status()
        .expect("tar runs");
    assert!(status.success(), "tar unpacks the suite");
    let suite = unpacked.path().join("xsts");
    let cases = cases(&suite);
    let (excluded, run): (Vec<_>, Vec<_>) = cases.into_iter().partition(|case| case.excluded.is_some());
    let exclusions: BTreeMap<String, String> = excluded
        .iter()
        .filter_map(|case| Some((case.id.clone(), case.excluded?.word().to_owned())))
        .collect();

    let outcomes = outcomes(&suite, &run);
    let mut differing = BTreeMap::new();
    let mut only_1_1 = (0_usize, 0_usize);
    for (case, outcome) in run.iter().zip(&outcomes) {
        let agrees = case.accept.iter().any(|accepted| accepted == outcome.word());
        if case.only_1_1 {
            only_1_1.0 += 1;
            only_1_1.1 += usize::from(agrees);
        }
        if !agrees {
            differing.insert(case.id.clone(), format!("expected {}, {outcome:?}", case.accept.join(" or ")));
        }
    }
    let agreeing = run.len() - differing.len();
    println!(
        "{agreeing} of {} agree ({:.3} %), of those for 1.1 only {} of {} ({:.3} %); excluded: {}",
        run.len(),
        percent(agreeing, run.len()),
        only_1_1.1,
        only_1_1.0,
        percent(only_1_1.1, only_1_1.0),
        exclusions.len(),
    );
    if let Some(path) = std::env::var_os("KOSEKI_XSTS_REPORT") {
        let lines: String = differing.iter().map(|(id, how)| format!("{id}\t{how}\n")).collect();
        let left_out: String = exclusions.iter().map(|(id, reason)| format!("{id}\t{reason}\n")).collect();
        std::fs::write(Path::new(&path).join("differences"), lines).expect("the report can be written");
        std::fs::write(Path::new(&path).join("excluded"), left_out).expect("the report can be written");
    }

    let listed = listed();
    let unlisted: Vec<_> = differing.iter().filter(|(id, _)| !listed.contains_key(*id)).collect();
    let stale: Vec<_> = listed.keys().filter(|id| !differing.contains_key(*id)).collect();
    assert!(unlisted.is_empty(), "differences without a written reason:\n{unlisted:#?}");
    assert!(stale.is_empty(), "listed, but no difference any more:\n{stale:#?}");
    let written: BTreeMap<_, _> = list(include_str!("xsts_excluded.txt")).into_iter().collect();
    assert_eq!(exclusions, written, "the cases that use a DTD or XML 1.1");
    assert!(percent(agreeing, run.len()) >= 99.95);
    assert!(percent(only_1_1.1, only_1_1.0) >= 99.8);
}

struct Case {
    id: String,
    schema: Vec<String>,
    instance: Option<String>,
    accept: Vec<String>,
    only_1_1: bool,
    excluded: Option<Exclusion>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exclusion {
    DocumentType,
    Xml11,
}

impl Exclusion {
    fn word(self) -> &'static str {
        match self {
            Self::DocumentType => "DTD",
            Self::Xml11 => "XML 1.1",
        }
    }
}

#[derive(Debug, Clone)]
enum Outcome {
    Valid,
    Invalid(#[allow(dead_code, reason = "read through Debug")] String),
    Undecided(#[allow(dead_code, reason = "read through Debug")] String),
}

impl Outcome {
    fn word(&self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Invalid(_) => "invalid",
            Self::Undecided(_) => "undecided",
        }
    }
}

fn cases(suite: &Path) -> Vec<Case> {
    let text = std::fs::read_to_string(suite.join("cases.jsonl")).expect("the list of cases");
    let mut known = HashMap::new();
    text.lines()
        .map(|line| {
            let value: Value = serde_json::from_str(line).expect("a line of JSON");
            let words = |key: &str| -> Vec<String> {
                value[key]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(|word| word.as_str().map(str::to_owned))
                    .collect()
            };
            let schema = words("schema");
            let instance = value["instance"].as_str().map(str::to_owned);
            let excluded = schema
                .iter()
                .chain(instance.as_ref())
                .filter_map(|path| *known.entry(path.clone()).or_insert_with(|| exclusion(&suite.join(path))))
                .next();
            Case {
                id: value["id"].as_str().expect("an id").to_owned(),
                schema,
                instance,
                accept: words("accept"),
                only_1_1: value["xsd11_only"].as_bool().unwrap_or(false),
                excluded,
            }
        })
        .collect()
}

/// Whether a file, or a schema document it refers to, has a document type declaration or is XML 1.1, whatever
/// its encoding.
fn exclusion(path: &Path) -> Option<Exclusion> {
    exclusion_of(path, &mut BTreeSet::new())
}

fn exclusion_of(path: &Path, seen: &mut BTreeSet<PathBuf>) -> Option<Exclusion> {
    let path = std::fs::canonicalize(path).ok()?;
    let octets: Vec<u8> = std::fs::read(&path).ok()?.into_iter().filter(|octet| *octet != 0).collect();
    let text = String::from_utf8_lossy(&octets);
    if !seen.insert(path.clone()) {
        return None;
    }
    let here = exclusion_here(&text);
    let mut locations = text.split("schemaLocation").skip(1).filter_map(|rest| {
        let value = rest.trim_start_matches([' ', '\t', '\n', '\r', '=']);
        let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        value[1..].split(quote).next()
    });
    here.or_else(|| {
        if path.extension().is_none_or(|extension| extension != "xsd") {
            return None;
        }
        locations.find_map(|location| exclusion_of(&path.with_file_name(location), seen))
    })
}

fn exclusion_here(text: &str) -> Option<Exclusion> {
    if text.contains("<!DOCTYPE") {
        return Some(Exclusion::DocumentType);
    }
    let declaration =
        text.find("<?xml").and_then(|start| text[start..].find("?>").map(|end| &text[start..start + end]))?;
    let version = declaration.split("version").nth(1)?;
    version.trim_start_matches([' ', '=', '"', '\'']).starts_with("1.1").then_some(Exclusion::Xml11)
}

fn outcomes(suite: &Path, cases: &[Case]) -> Vec<Outcome> {
    let mut groups: BTreeMap<&[String], Vec<usize>> = BTreeMap::new();
    for (index, case) in cases.iter().enumerate() {
        groups.entry(&case.schema).or_default().push(index);
    }
    let groups: Vec<_> = groups.into_iter().collect();
    let next = AtomicUsize::new(0);
    let found = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                while let Some((schema, members)) = groups.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let outcomes = group(suite, schema, members.iter().map(|index| &cases[*index]));
                    found.lock().unwrap().extend(members.iter().copied().zip(outcomes));
                }
            });
        }
    });
    found.into_inner().unwrap().into_values().collect()
}

fn group<'c>(suite: &Path, schema: &[String], cases: impl Iterator<Item = &'c Case>) -> Vec<Outcome> {
    let files = LocalFiles::anywhere().tolerating(Tolerance::Omit);
    let paths: Vec<PathBuf> = schema.iter().map(|path| suite.join(path)).collect();
    let compiled = Schema::from_files(&paths, &files);
    cases
        .map(|case| match (&case.instance, &compiled) {
            (None, Ok(_)) => Outcome::Valid,
            (None, Err(errors)) => Outcome::Invalid(errors[0].to_string()),
            (Some(instance), compiled) => {
                let path = suite.join(instance);
                let octets = std::fs::read(&path).expect("an instance");
                let document = match Document::parse_to_validate(&octets) {
                    Ok(document) => document,
                    Err(error) => return Outcome::Invalid(error.to_string()),
                };
                // The suite lets a processor follow the hints of an instance; our own callers never do.
                let hinted = hinted(&path, &document, &files, &paths);
                let with_hints = hinted.filter(|hinted| hinted.len() > paths.len());
                let with_hints = with_hints.and_then(|documents| Schema::compile(&documents, &files).ok());
                match (&with_hints, compiled) {
                    (Some(schema), _) | (None, Ok(schema)) => validate(schema, &document),
                    (None, Err(errors)) => Outcome::Invalid(format!("schema: {}", errors[0])),
                }
            }
        })
        .collect()
}

fn validate(schema: &Schema, document: &Document<'_>) -> Outcome {
    let validation = schema.validate(document, document.root_element(), None, &Limits::default());
    match validation.conclusion() {
        Conclusion::SchemaValid => Outcome::Valid,
        Conclusion::Violated => Outcome::Invalid(validation.violations()[0].to_string()),
        Conclusion::Undecided => Outcome::Undecided(format!("{:?}", validation.undecided_because())),
    }
}

/// The documents of the case and those that the instance names and that are there.
fn hinted(
    instance: &Path,
    document: &Document<'_>,
    files: &LocalFiles,
    paths: &[PathBuf],
) -> Option<Vec<SchemaDocument>> {
    const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
    let mut locations = Vec::new();
    for node in document.descendants(document.root()).filter(|node| document.kind(*node) == Kind::Element) {
        for attribute in document.attributes(node).filter(|attribute| attribute.name.namespace == Some(XSI)) {
            let words = attribute.value.split_ascii_whitespace();
            match attribute.name.local {
                "schemaLocation" => locations.extend(words.skip(1).step_by(2).map(str::to_owned)),
                "noNamespaceSchemaLocation" => locations.extend(words.map(str::to_owned)),
                _ => {}
            }
        }
    }
    if locations.is_empty() {
        return None;
    }
    let mut seen = BTreeSet::new();
    let mut documents = Vec::new();
    let given = paths.iter().map(|path| (path.clone(), true));
    let named = locations.iter().map(|location| (instance.with_file_name(location), false));
    for (path, must) in given.chain(named) {
        match files.read(&path) {
            Resolution::Document(document) if seen.insert(document.name().to_owned()) => {
                documents.push(document)
            }
            Resolution::Document(_) => {}
            _ if must => return None,
            _ => {}
        }
    }
    Some(documents)
}

/// Case and reason of every known difference.
fn listed() -> HashMap<String, String> {
    let listed = list(include_str!("xsts_differences.txt"));
    assert!(listed.values().all(|reason| reason.len() > 10), "a reason is a sentence");
    listed
}

fn list(text: &str) -> HashMap<String, String> {
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| {
            let (case, reason) = line.split_once('\t').expect("case, tabulator, reason");
            (case.to_owned(), reason.to_owned())
        })
        .collect()
}

fn percent(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}

fn vectors() -> Option<PathBuf> {
    let folder = std::env::var_os("KOSEKI_VECTORS")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/vectors"), PathBuf::from);
    if folder.join("xsts/xsts.tar.xz").exists() {
        return Some(folder);
    }
    assert!(
        std::env::var("KOSEKI_REQUIRE_VECTORS").as_deref() != Ok("1"),
        "the vectors are required and not at {}",
        folder.display()
    );
    println!("skipped: no vectors at {}", folder.display());
    None
}
