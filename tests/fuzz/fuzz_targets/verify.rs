#![no_main]
//! The whole way of a document, with no anchor: whatever it is, it must not pass.

use koseki::Verifier;
use koseki::report::Verdict;
use koseki::time::Time;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|octets: &[u8]| {
    // 2026-12-01T00:00:00Z
    let Ok(at) = Time::from_unix(1_796_083_200) else { return };
    let report = koseki::verify(octets, &Verifier::new(at));
    for document in &report.documents {
        assert_ne!(document.verdict(), Verdict::Passed);
    }
});
