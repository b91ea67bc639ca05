#![no_main]
//! An XML document with a Signature, to the last digest and the signature value, by both policies.
//!
//! The fuzzer holds no key. A signature that verifies, with whatever certificate, is one of the fixtures' own: its
//! digested octets are octets that somebody with a key signed.

mod known;

use koseki::dsig::{self, ReferencePolicy};
use koseki::xml::Document;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|octets: &[u8]| {
    let receiver = known::Receiver::of_fixtures();
    let Ok(document) = Document::parse(octets) else { return };
    dsig::inspect(&document);
    for policy in [ReferencePolicy::WholeDocument, ReferencePolicy::Kobunsho] {
        let Ok(verification) = dsig::verify(&document, policy, &[]) else { continue };
        let proved = verification.verified();
        assert_eq!(proved.is_some(), verification.errors().next().is_none(), "proof or reason");
        let Some(proved) = proved else { continue };
        let nodes = proved.signed_nodes();
        let signed = nodes.canonical_octets(&document).expect("what was digested can be digested again");
        assert!(receiver.knows(&signed), "nobody signed this");
        let inside = |node| document.is_inside(node, proved.signature_node());
        assert!(!nodes.nodes(&document).any(inside), "the Signature is no part of what is signed");
    }
});
