//! Verifies a signed PDF down to an anchor, with revocation, and prints every check.
//!
//! ```sh
//! cargo run --example verify_pdf
//! ```

use std::error::Error;
use std::fs;

use koseki::report::Language;
use koseki::time::Time;
use koseki::{Verifier, store, verify};

fn main() -> Result<(), Box<dyn Error>> {
    let verifier = Verifier::new(Time::parse_rfc3339("2026-12-01T09:00:00+09:00")?)
        .with_anchors(store::certificates(&["fixtures/pki/anchors/official-status-ca.cer".into()])?)
        .with_revocation_lists(store::revocation_lists(&["fixtures/pki/crls".into()])?);
    let report = verify(&fs::read("fixtures/signed/couple-and-child.pdf")?, &verifier);
    for document in &report.documents {
        println!("{:?}", document.verdict());
        for (name, section) in document.sections() {
            println!("{}: {:?}", name.as_str(), section.verdict());
            for check in section.checks() {
                println!("  {:?} {}", check.outcome(), check.message(Language::English));
            }
        }
    }
    Ok(())
}
