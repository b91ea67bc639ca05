//! Verifies a signed XML document, its schema included, and prints the JSON report in Japanese.
//!
//! ```sh
//! cargo run --example verify_xml
//! ```

use std::error::Error;
use std::fs;

use koseki::evidence::SchemaSource;
use koseki::report::Language;
use koseki::time::Time;
use koseki::xsd::{LocalFiles, Schema};
use koseki::{Verifier, store, verify};

fn main() -> Result<(), Box<dyn Error>> {
    let schema = Schema::from_files(["schemas/koseki-sample-1.xsd"], &LocalFiles::anywhere())
        .map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))?;
    let verifier = Verifier::new(Time::parse_rfc3339("2026-12-01T09:00:00+09:00")?)
        .with_anchors(store::certificates(&["fixtures/pki/anchors/official-status-ca.cer".into()])?)
        .with_revocation_lists(store::revocation_lists(&["fixtures/pki/crls".into()])?)
        .with_schema(SchemaSource::new(schema));
    let report = verify(&fs::read("fixtures/signed/variant-characters.xml")?, &verifier);
    println!("{:#}", report.to_json(Language::Japanese));
    Ok(())
}
