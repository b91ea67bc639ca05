#![no_main]
//! A DER OCSP response: what was parsed is kept octet for octet, and as evidence it moves no path without a signature.

use koseki::limits::{Budget, pki::PATH_STEPS};
use koseki::pki::{Certificate, OcspResponse, PathOutcome, PathRequest, TrustAnchor, validate};
use koseki::time::Time;
use libfuzzer_sys::fuzz_target;

const ANCHOR: &[u8] = include_bytes!("../../../fixtures/pki/anchors/official-status-ca.cer");
const SIGNER: &[u8] = include_bytes!("../../../fixtures/pki/signers/minister.cer");

fuzz_target!(|octets: &[u8]| {
    let Ok(response) = OcspResponse::parse(octets) else { return };
    assert_eq!(response.der(), octets);
    let _ = (response.signature_algorithm(), response.unknown_critical_extension(), response.produced_at());
    let anchor = Certificate::parse(ANCHOR).expect("the fixture");
    let target = Certificate::parse(SIGNER).expect("the fixture");
    let anchors = [TrustAnchor::from_certificate(anchor).expect("its key")];
    // 2026-12-01T00:00:00Z
    let Ok(at) = Time::from_unix(1_796_083_200) else { return };
    let responses = [response];
    let mut request = PathRequest::new(&target, &anchors, at);
    request.ocsp_responses = &responses;
    // seeds.sh has its responses signed by another office: none of them is the authority's word.
    assert!(matches!(validate(&request, &mut Budget::new(PATH_STEPS)), PathOutcome::Invalid(_)));
});
