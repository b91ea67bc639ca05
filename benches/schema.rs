//! Validation of a register of 100 KB and of 10 MB, through our module and with the bare engine: `cargo bench --bench schema`.
//!
//! Both begin with octets and end with a verdict. `KOSEKI_BENCH_TABLE=FOLDER` writes the documents and schemas there and
//! prints the medians as lines of a table instead; `benches/peers/schema.py` does that and runs the peers in turn.

use std::fs;
use std::path::Path;
use std::time::Instant;

use divan::Bencher;
use divan::counter::BytesCount;
use koseki::xml::Document;
use koseki::xsd::{Catalogue, Conclusion, Limits, Schema, SchemaDocument, Session};
use xsd_schema::validation::{
    CollectingValidationSink, SchemaValidator, SchemaValidity, ValidationFlags, drive_quick_xml,
};
use xsd_schema::{SchemaSet, SchemaSetBuilder, XsdVersion};

const STRUCTURE: &str = include_str!("peers/register-1.0.xsd");
const ASSERTIONS: &str = include_str!("../schemas/koseki-sample-1.xsd");
const SIZES: [(&str, usize); 2] = [("100 KB", 100_000), ("10 MB", 10_000_000)];

fn main() {
    match std::env::var_os("KOSEKI_BENCH_TABLE") {
        None => divan::main(),
        Some(folder) => table(Path::new(&folder)),
    }
}

/// The sample certificate of a family, its people again and again.
fn register(octets: usize) -> Vec<u8> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/documents/presumed-death.xml");
    let source = fs::read_to_string(path).unwrap();
    let (person, end) = ("<戸籍に記録されている者>", "</戸籍に記録されている者>");
    let first = source.find(person).unwrap();
    let last = source.rfind(end).unwrap() + end.len();
    let mut register = source[..first].to_owned();
    while register.len() < octets {
        register.push_str(&source[first..last]);
        register.push_str("\n  ");
    }
    register.push_str(&source[last..]);
    register.into_bytes()
}

fn text(schema: &str) -> &'static str {
    if schema == "structure" { STRUCTURE } else { ASSERTIONS }
}

fn compiled(schema: &str) -> Schema {
    let documents = [SchemaDocument::new("schema.xsd", text(schema))];
    Schema::compile(&documents, &Catalogue::default()).unwrap()
}

fn ours(session: &Session<'_>, source: &[u8]) {
    let document = Document::parse(source).unwrap();
    let validation = session.validate(&document, document.root_element(), None, &Limits::default());
    assert_eq!(validation.conclusion(), Conclusion::SchemaValid, "{:?}", validation.violations());
}

fn bare_set(schema: &str) -> SchemaSet {
    let builder = SchemaSetBuilder::with_version(XsdVersion::V1_1).add_source(text(schema), "schema.xsd");
    builder.unwrap().compile().unwrap().into_schema_set()
}

fn bare_validator(set: &SchemaSet) -> SchemaValidator<'_> {
    let flags = (ValidationFlags::default() & !ValidationFlags::BUILD_PSVI_TYPED_VALUES)
        | ValidationFlags::PROCESS_ASSERTIONS;
    SchemaValidator::new_fragment_buffer(set, flags)
}

fn bare(set: &SchemaSet, validator: &SchemaValidator<'_>, source: &[u8]) {
    let (mut errors, mut warnings) = (Vec::new(), Vec::new());
    let sink = CollectingValidationSink { errors: &mut errors, warnings: &mut warnings };
    let mut runtime = validator.start_run(sink);
    let outcome = drive_quick_xml(source, &mut runtime, set).unwrap();
    drop(runtime);
    assert_eq!(
        outcome.root_validity,
        Some(SchemaValidity::Valid),
        "{:?}",
        errors.first().map(|e| &e.message)
    );
}

const CASES: [(&str, usize); 4] = [
    ("structure", SIZES[0].1),
    ("structure", SIZES[1].1),
    ("assertions", SIZES[0].1),
    ("assertions", SIZES[1].1),
];

#[divan::bench(args = CASES)]
fn through_our_module(bencher: Bencher<'_, '_>, (schema, octets): (&str, usize)) {
    let source = register(octets);
    let schema = compiled(schema);
    let bencher = bencher.counter(BytesCount::of_slice(&source));
    schema.session(|session| bencher.bench_local(|| ours(session, &source))).unwrap();
}

#[divan::bench(args = CASES)]
fn bare_engine(bencher: Bencher<'_, '_>, (schema, octets): (&str, usize)) {
    let source = register(octets);
    let set = bare_set(schema);
    let validator = bare_validator(&set);
    bencher.counter(BytesCount::of_slice(&source)).bench_local(|| bare(&set, &validator, &source));
}

/// Medians, ours and the bare engine's in turn so that a busy machine is busy for both.
fn table(folder: &Path) {
    for schema in ["structure", "assertions"] {
        fs::write(folder.join(format!("{schema}.xsd")), text(schema)).unwrap();
    }
    for (size, octets) in SIZES {
        let source = register(octets);
        fs::write(folder.join(format!("{size}.xml")), &source).unwrap();
        for name in ["structure", "assertions"] {
            let schema = compiled(name);
            let set = bare_set(name);
            let validator = bare_validator(&set);
            let runs = if octets > 1_000_000 { 5 } else { 60 };
            let (mut our_times, mut bare_times) = (Vec::new(), Vec::new());
            let session = |session: &Session<'_>| {
                for _ in 0..runs {
                    let begun = Instant::now();
                    ours(session, &source);
                    our_times.push(begun.elapsed().as_secs_f64());
                    let begun = Instant::now();
                    bare(&set, &validator, &source);
                    bare_times.push(begun.elapsed().as_secs_f64());
                }
            };
            schema.session(session).unwrap();
            for (who, times) in [("koseki", &mut our_times), ("xsd-schema alone", &mut bare_times)] {
                times.sort_by(f64::total_cmp);
                println!("{who}\t{name}\t{size}\t{}\t{}", times[0], times[times.len() / 2]);
            }
        }
    }
}
