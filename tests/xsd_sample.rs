//! The sample schema of this project and the sample documents.

use std::path::Path;

use koseki::xml::Document;
use koseki::xsd::{Conclusion, Limits, LocalFiles, Schema};

#[test]
fn the_sample_schema_compiles_and_its_documents_agree_with_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let schemas = root.join("schemas");
    let files = LocalFiles::below(&schemas).expect("the folder of schemas");
    let schema = Schema::from_files([schemas.join("koseki-sample-1.xsd")], &files)
        .unwrap_or_else(|errors| panic!("{errors:#?}"));
    let mut seen = 0;
    for entry in std::fs::read_dir(root.join("fixtures/documents")).expect("the sample documents") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension != "xml") {
            continue;
        }
        let octets = std::fs::read(&path).expect("a document");
        let document = Document::parse(&octets).expect("well-formed");
        let validation = schema.validate(&document, document.root_element(), None, &Limits::default());
        assert_eq!(
            validation.conclusion(),
            Conclusion::SchemaValid,
            "{}: {:?}",
            path.display(),
            validation.violations()
        );
        seen += 1;
    }
    assert!(seen >= 8, "{seen} documents");
}

#[test]
fn a_receiver_narrows_the_sample_schema_without_touching_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let schemas = root.join("schemas");
    let files = LocalFiles::below(&schemas).expect("the folder of schemas");
    let conclusion = |schema: &str, document: &str| {
        let schema = Schema::from_files([schemas.join(schema)], &files).expect("a correct schema");
        let octets = std::fs::read(root.join("fixtures/documents").join(document)).expect("a document");
        let document = Document::parse(&octets).expect("well-formed");
        schema.validate(&document, document.root_element(), None, &Limits::default()).conclusion()
    };
    let narrowed = "koseki-sample-1-narrowed.xsd";
    assert_eq!(conclusion(narrowed, "couple-and-child.xml"), Conclusion::SchemaValid);
    assert_eq!(conclusion("koseki-sample-1.xsd", "presumed-death.xml"), Conclusion::SchemaValid);
    assert_eq!(conclusion(narrowed, "presumed-death.xml"), Conclusion::Violated);
}
