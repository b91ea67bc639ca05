#![no_main]
//! The whole way of a document, with the anchors, lists and time of the fixtures, so that the path is validated too.
//!
//! The fuzzer holds no key. What passes may differ from the fixtures where a signature says nothing (white space in
//! tags and in base64, comments, the order of certificates), so that octets are not compared: what was digested is, and
//! it must be what somebody with a test key signed.

mod known;

use koseki::evidence::{Evidence, Opened};
use koseki::profile::{self, Profile};
use koseki::report::Verdict;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|octets: &[u8]| {
    let receiver = known::Receiver::of_fixtures();
    let opened = Opened::new(octets);
    for (question, profile) in receiver.questions().iter().zip([Profile::signature(), Profile::kobunsho()]) {
        let evidence = Evidence::gather(&opened, question, None);
        if profile::judge(&evidence, &profile).verdict() == Verdict::Passed {
            let signed = evidence.signed_octets().expect("what passed was signed");
            assert!(receiver.knows(&signed), "nobody signed this");
        }
    }
});
