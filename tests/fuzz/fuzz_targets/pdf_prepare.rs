#![no_main]
//! Signing whatever can be prepared: the input stays, and a sound input makes a sound file that is covered to its end.

use koseki::pdf::{Coverage, Document, SignatureFieldRequest, SignedBytes, prepare};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|octets: &[u8]| {
    let request = SignatureFieldRequest {
        filter: "Adobe.PPKLite",
        name: "Minister of Justice",
        signing_time: "D:20261201090000+09'00'",
        field_name: "Signature1",
        contents_capacity: 4,
        reason: None,
    };
    let Ok(prepared) = prepare(octets, &request) else { return };
    let file = prepared.complete(&[0x30, 2, 5, 0]).expect("it fits the hole");
    assert!(file.starts_with(octets), "every octet of the input stays");
    let Ok(input) = Document::parse(octets) else { return };
    // A field tree that cannot be walked before cannot be walked after.
    let Ok(before) = input.latest().signature_fields() else { return };
    let document = Document::parse(&file).expect("a sound input makes a sound file");
    let fields = document.latest().signature_fields().expect("with a form that can be walked");
    assert_eq!(fields.len(), before.len() + 1, "one field more");
    let signature = fields.iter().filter_map(|field| field.signature).max_by_key(|one| one.offset());
    let signed = SignedBytes::new(&document, &signature.expect("the new one")).expect("covered");
    assert!(matches!(signed.coverage(), Coverage::EntireFile { .. }));
});
