#![no_main]
//! A kept record: one that verifies states what a fixture states, for a fuzzer has no key; and a stranger's is never believed.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;

use koseki::cms::SignedData;
use koseki::evidence::{Question, RecordEvidence, RecordStanding};
use koseki::limits::{Budget, pki::PATH_STEPS};
use koseki::pki::{Certificate, TrustAnchor};
use koseki::record::Record;
use koseki::time::Time;
use libfuzzer_sys::fuzz_target;

const AGENCY: &[u8] = include_bytes!("../../../fixtures/records/agency.cer");

/// Contents that a test key ever signed.
fn known() -> &'static BTreeSet<Vec<u8>> {
    static KNOWN: OnceLock<BTreeSet<Vec<u8>>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/records");
        let files = std::fs::read_dir(folder).expect("fixtures").map(|entry| entry.expect("entry").path());
        let records = files.filter(|path| path.extension().is_some_and(|extension| extension == "p7m"));
        let contents = records.filter_map(|path| {
            let signed = SignedData::parse_with_content(&std::fs::read(path).expect("a fixture")).ok()?;
            let content = signed.content()?.to_vec();
            signed.verify([content.as_slice()]).into_verified().ok().map(|_| content)
        });
        contents.collect()
    })
}

fuzz_target!(|octets: &[u8]| {
    let Ok(record) = Record::parse(octets) else { return };
    // 2026-12-02T00:00:00Z
    let Ok(at) = Time::from_unix(1_796_169_600) else { return };
    let agency = Certificate::parse(AGENCY).expect("the fixture");
    let question = Question {
        record_anchors: vec![TrustAnchor::from_certificate(agency.clone()).expect("its key")],
        ..Question::new(at)
    };
    let evidence = RecordEvidence::gather(&record, &question, &mut Budget::new(PATH_STEPS));
    assert!(evidence.existed_at() <= evidence.recorded_at());
    if record.verify().is_ok() {
        let signed = SignedData::parse_with_content(octets).expect("a record is one");
        assert!(known().contains(signed.content().expect("content")), "forged");
    }
    if *evidence.standing() == RecordStanding::Believed {
        assert_eq!(evidence.signer(), Some(&agency));
        assert!(evidence.recorded_at() <= at);
    }
});
