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

/// The sample of a removed register with one piece of it changed.
fn with(piece: &str, changed: &str) -> Conclusion {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let schemas = root.join("schemas");
    let files = LocalFiles::below(&schemas).expect("the folder of schemas");
    let schema = Schema::from_files([schemas.join("koseki-sample-1.xsd")], &files).expect("a correct schema");
    let text =
        std::fs::read_to_string(root.join("fixtures/documents/presumed-death.xml")).expect("a document");
    assert!(text.contains(piece), "{piece}");
    let text = text.replacen(piece, changed, 1);
    let document = Document::parse(text.as_bytes()).expect("well-formed");
    schema.validate(&document, document.root_element(), None, &Limits::default()).conclusion()
}

#[test]
fn a_day_has_the_name_of_its_own_era() {
    let compiled = |date: &str, name: &str| {
        let piece = "<西暦>1968-03-15</西暦>\n      <和暦>昭和４３年３月１５日</和暦>";
        with(piece, &format!("<西暦>{date}</西暦><和暦>{name}</和暦>"))
    };
    for (date, right, wrong) in [
        ("1868-01-25", "明治元年１月２５日", "明治２年１月２５日"),
        ("1912-07-29", "明治４５年７月２９日", "大正元年７月２９日"),
        ("1912-07-30", "大正元年７月３０日", "明治４５年７月３０日"),
        ("1926-12-24", "大正１５年１２月２４日", "昭和元年１２月２４日"),
        ("1926-12-25", "昭和元年１２月２５日", "大正１５年１２月２５日"),
        ("1989-01-07", "昭和６４年１月７日", "平成元年１月７日"),
        ("1989-01-08", "平成元年１月８日", "昭和６４年１月８日"),
        ("2019-04-30", "平成３１年４月３０日", "令和元年４月３０日"),
        ("2019-05-01", "令和元年５月１日", "平成３１年５月１日"),
        // White space around a date means nothing.
        (" 2019-05-01\n", "令和１年５月１日", "令和元年５月２日"),
        ("2026-01-13", "令和８年１月１３日", "令和８年２月１３日"),
    ] {
        assert_eq!(compiled(date, right), Conclusion::SchemaValid, "{date} {right}");
        assert_eq!(compiled(date, wrong), Conclusion::Violated, "{date} {wrong}");
    }
}

#[test]
fn dates_are_compared_as_dates_whatever_stands_around_them() {
    // The birth was on 1941-08-20; a comparison of texts would take a space for less than any digit.
    let notified = |date: &str, name: &str| {
        let piece = "<西暦>1941-08-29</西暦>\n        <和暦>昭和１６年８月２９日</和暦>";
        with(piece, &format!("<西暦>{date}</西暦><和暦>{name}</和暦>"))
    };
    for date in ["1941-08-20", " 1941-08-20", "1941-08-20\n"] {
        assert_eq!(notified(date, "昭和１６年８月２０日"), Conclusion::SchemaValid, "{date}");
    }
    for date in ["1941-08-19", " 1941-08-19", "1941-08-19\n"] {
        assert_eq!(notified(date, "昭和１６年８月１９日"), Conclusion::Violated, "{date}");
    }
}
