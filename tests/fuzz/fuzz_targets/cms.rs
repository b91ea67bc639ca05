#![no_main]
//! The octets of /Contents: BER or DER, then every check that needs no path.

use koseki::cms::SignedData;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|octets: &[u8]| {
    let Ok(signed_data) = SignedData::parse(octets) else { return };
    assert!(signed_data.length() <= octets.len());
    let content: [&[u8]; 1] = [b"content"];
    for error in signed_data.verify(content).errors() {
        let _ = error.to_string();
    }
});
