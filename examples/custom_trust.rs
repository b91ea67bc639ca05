//! A municipality's trust: another anchor, cross-certificates over two bridges, and a profile that binds the signer.
//!
//! ```sh
//! cargo run --example custom_trust
//! ```

use std::error::Error;
use std::fs;

use koseki::profile::Profile;
use koseki::report::Language;
use koseki::time::Time;
use koseki::{Verifier, store, verify};

const PROFILE: &[u8] = r#"{
    "format_version": 1,
    "name": "municipality",
    "rules": "koseki",
    "signer": {
        "common_name": "Minister of Justice",
        "japanese_name": "法務大臣(試験用)",
        "policies": ["1.3.6.1.4.1.99999.1.1"]
    }
}"#
.as_bytes();

fn main() -> Result<(), Box<dyn Error>> {
    let verifier = Verifier::new(Time::parse_rfc3339("2026-12-01T09:00:00+09:00")?)
        .with_anchors(store::certificates(&["fixtures/pki/anchors/local-government-ca.cer".into()])?)
        .with_certificates(store::certificates(&["fixtures/pki/certificates".into()])?)
        .with_revocation_lists(store::revocation_lists(&["fixtures/pki/crls".into()])?)
        .with_profile(Profile::from_json(PROFILE)?);
    let report = verify(&fs::read("fixtures/signed/couple-and-child.xml")?, &verifier);
    let document = &report.documents[0];
    println!("{:?}", document.verdict());
    println!("{}", document.path_subjects.join("\n  -> "));
    for check in document.standard.checks() {
        println!("{:?} {}", check.outcome(), check.message(Language::English));
    }
    Ok(())
}
