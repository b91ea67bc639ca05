//! The sample schema against the sample documents: the good ones are valid, each bad one breaks its rule at its line.

use std::path::{Path, PathBuf};

use koseki::xml::Document;
use koseki::xsd::{Conclusion, Limits, LocalFiles, Schema};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn schema() -> Schema {
    Schema::from_files(
        &[folder("schemas/koseki-sample-1.xsd")],
        &LocalFiles::below(&folder("schemas")).unwrap(),
    )
    .unwrap_or_else(|errors| panic!("{errors:#?}"))
}

/// XML files directly in `folder`, sorted.
fn xml_files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "xml"))
        .collect();
    files.sort();
    assert!(!files.is_empty());
    files
}

#[test]
fn every_sample_document_is_valid() {
    let schema = schema();
    for path in xml_files(&folder("fixtures/documents")) {
        let source = std::fs::read(&path).unwrap();
        let document = Document::parse(&source).unwrap();
        let validation = schema.validate(&document, document.root(), None, &Limits::default());
        assert_eq!(
            validation.conclusion(),
            Conclusion::SchemaValid,
            "{}: {:#?}",
            path.display(),
            validation.violations()
        );
    }
}

#[test]
fn every_invalid_document_breaks_its_rule_at_its_line() {
    let schema = schema();
    let folder = folder("fixtures/documents/invalid");
    let expected: serde_json::Value =
        serde_json::from_slice(&std::fs::read(folder.join("expected.json")).unwrap()).unwrap();
    let expected = expected.as_array().unwrap();
    assert_eq!(expected.len(), xml_files(&folder).len());
    let mut wrong = Vec::new();
    for case in expected {
        let file = case["file"].as_str().unwrap();
        let source = std::fs::read(folder.join(file)).unwrap();
        let document = Document::parse(&source).unwrap();
        let validation = schema.validate(&document, document.root(), None, &Limits::default());
        let found: Vec<String> = validation
            .violations()
            .iter()
            .map(|violation| {
                let line = violation.place.as_ref().map_or(0, |place| place.line);
                format!("{} line {line} {}", violation.code, violation.path)
            })
            .collect();
        let named = validation.violations().iter().any(|violation| {
            violation.code.starts_with(case["rule"].as_str().unwrap())
                && violation.place.as_ref().is_some_and(|place| place.line == case["line"].as_u64().unwrap())
        });
        if validation.conclusion() != Conclusion::Violated || !named {
            wrong.push(format!("{case}\n    found {found:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
