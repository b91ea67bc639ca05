//! What holds of every signature before it is handed out: all backends make the same octets, a value that the public key
//! refuses releases nothing in any mode, and nothing is signed when the certificate does not allow it.

mod support;

use core::ops::ControlFlow;

use koseki::batch::{Workers, sign_many};
use koseki::cms;
use koseki::crypto::{
    Digest, DigestAlgorithm, SignatureAlgorithm, Signer, SigningError, SoftwareSigner, VerifyError,
};
use koseki::dsig::{self, CompatibilityCanonicalization, SigningMode};
use koseki::pki::Certificate;
use koseki::sign::{
    InputTrust, SignError, SigningIdentity, SigningRequest, prepare_pdf, prepare_xml, sign_pdf, sign_xml,
};
use koseki::time::Time;
use support::fixture;

const ALGORITHM: SignatureAlgorithm = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256);

const MODES: [SigningMode; 4] = [
    SigningMode::Compatibility(CompatibilityCanonicalization::CanonicalXml10),
    SigningMode::Compatibility(CompatibilityCanonicalization::CanonicalXml11),
    SigningMode::Compatibility(CompatibilityCanonicalization::Exclusive10),
    SigningMode::Version2,
];

const TRUST: [InputTrust; 2] = [InputTrust::Checked, InputTrust::LeftToIssuer];

fn time(text: &str) -> Time {
    Time::parse_rfc3339(text).unwrap()
}

fn at() -> Time {
    time("2026-12-01T09:00:00+09:00")
}

fn certificate(name: &str) -> Certificate {
    Certificate::parse(&fixture(&format!("pki/signers/{name}.cer"))).unwrap()
}

fn identity(name: &str) -> SigningIdentity {
    SigningIdentity::new(certificate(name), Vec::new(), ALGORITHM).unwrap()
}

fn minister() -> SoftwareSigner {
    SoftwareSigner::from_key_file(&fixture("keys/minister.pem"), None).unwrap()
}

/// A device with a fault: one bit of every value it makes is wrong.
struct Faulty {
    inner: SoftwareSigner,
    bit: usize,
}

impl Signer for Faulty {
    fn algorithm(&self) -> SignatureAlgorithm {
        self.inner.algorithm()
    }

    fn sign(&self, digest: &Digest) -> Result<Vec<u8>, SigningError> {
        let mut value = self.inner.sign(digest)?;
        value[self.bit / 8] ^= 1 << (self.bit % 8);
        Ok(value)
    }
}

fn is_refused_value<T: core::fmt::Debug>(result: Result<T, SignError>) -> bool {
    matches!(
        result,
        Err(SignError::Cms(cms::BuildError::SignatureValue(VerifyError::Mismatch))
            | SignError::Dsig(dsig::PrepareError::SignatureValue(VerifyError::Mismatch)))
    )
}

#[test]
fn every_backend_signs_the_octets_of_the_fixtures() {
    // The fixtures are written by one backend; this test runs with whichever is built in.
    let (identity, signer) = (identity("minister"), minister());
    let request = SigningRequest { input: InputTrust::LeftToIssuer, ..SigningRequest::new(at()) };
    for name in ["adoption", "divorce", "presumed-death", "restored-surname", "variant-characters"] {
        let input = fixture(&format!("documents/{name}.pdf"));
        let signed = sign_pdf(&input, &identity, &signer, &request).unwrap();
        assert!(signed == fixture(&format!("signed/{name}.pdf")), "{name}.pdf");
        let input = fixture(&format!("documents/{name}.xml"));
        let signed = sign_xml(&input, &identity, &signer, &request).unwrap();
        assert!(signed == fixture(&format!("signed/{name}.xml")), "{name}.xml");
    }
}

#[cfg(all(feature = "aws-lc", feature = "pure"))]
#[test]
fn both_software_backends_make_identical_octets() {
    use base64::Engine as _;
    let pem = String::from_utf8(fixture("keys/minister.pem")).unwrap();
    let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let der = base64::engine::general_purpose::STANDARD.decode(body).unwrap();
    let pure = koseki::crypto::PureSoftwareSigner::from_der(&der).unwrap();
    let (identity, signer) = (identity("minister"), minister());
    for input in TRUST {
        for xml_mode in MODES {
            let request = SigningRequest { input, xml_mode, ..SigningRequest::new(at()) };
            let document = fixture("documents/divorce.xml");
            let by_aws_lc = sign_xml(&document, &identity, &signer, &request).unwrap();
            assert!(by_aws_lc == sign_xml(&document, &identity, &pure, &request).unwrap(), "{xml_mode:?}");
        }
        let request = SigningRequest { input, ..SigningRequest::new(at()) };
        let document = fixture("documents/divorce.pdf");
        let by_aws_lc = sign_pdf(&document, &identity, &signer, &request).unwrap();
        assert!(by_aws_lc == sign_pdf(&document, &identity, &pure, &request).unwrap());
    }
}

#[test]
fn a_value_with_one_wrong_bit_is_never_released() {
    let identity = identity("minister");
    let (pdf, xml) = (fixture("documents/divorce.pdf"), fixture("documents/divorce.xml"));
    for bit in [0, 1000, 2047] {
        let signer = Faulty { inner: minister(), bit };
        for input in TRUST {
            let request = SigningRequest { input, ..SigningRequest::new(at()) };
            assert!(is_refused_value(sign_pdf(&pdf, &identity, &signer, &request)), "PDF, {input:?}");
            let prepared = || prepare_pdf(&pdf, &identity, &request).unwrap();
            let value = signer.sign(&prepared().digest()).unwrap();
            assert!(is_refused_value(prepared().complete(&value)), "prepared PDF, {input:?}");
            assert!(is_refused_value(prepared().complete_update(&value)), "update, {input:?}");
            for xml_mode in MODES {
                let request = SigningRequest { xml_mode, ..request };
                let refused = sign_xml(&xml, &identity, &signer, &request);
                assert!(is_refused_value(refused), "XML, {input:?}, {xml_mode:?}");
                let prepared = prepare_xml(&xml, &identity, &request).unwrap();
                let value = signer.sign(&prepared.digest()).unwrap();
                assert!(is_refused_value(prepared.complete(&value)), "prepared XML, {xml_mode:?}");
            }
            let mut refused = 0;
            let documents = [&pdf, &xml].into_iter();
            let load = |document: &&Vec<u8>| Ok(document.to_vec());
            let workers = Workers::new(2.try_into().unwrap());
            sign_many(documents, workers, load, &identity, &signer, &request, |_, signed| {
                refused += i32::from(signed.is_err());
                ControlFlow::Continue(())
            })
            .unwrap();
            assert_eq!(refused, 2, "of many, {input:?}");
        }
    }
    // The nearest accepted: the same device without the fault.
    let request = SigningRequest::new(at());
    assert!(sign_pdf(&pdf, &identity, &minister(), &request).is_ok());
    assert!(sign_xml(&xml, &identity, &minister(), &request).is_ok());
}

#[test]
fn the_value_of_another_key_or_document_is_never_released() {
    let identity = identity("minister");
    let impostor = SoftwareSigner::from_key_file(&fixture("keys/impostor.pem"), None).unwrap();
    let (pdf, xml) = (fixture("documents/divorce.pdf"), fixture("documents/divorce.xml"));
    let request = SigningRequest { input: InputTrust::LeftToIssuer, ..SigningRequest::new(at()) };
    assert!(is_refused_value(sign_pdf(&pdf, &identity, &impostor, &request)));
    assert!(is_refused_value(sign_xml(&xml, &identity, &impostor, &request)));
    let other = minister().sign(&DigestAlgorithm::Sha256.digest(b"another document")).unwrap();
    assert!(is_refused_value(prepare_pdf(&pdf, &identity, &request).unwrap().complete(&other)));
    assert!(is_refused_value(prepare_xml(&xml, &identity, &request).unwrap().complete(&other)));
}

#[test]
fn what_is_kept_of_one_document_changes_no_other() {
    let (kept, signer) = (identity("minister"), minister());
    let documents: Vec<String> = [
        "<r a='1'><b/></r>",
        "<r a='1'><b>x</b></r>",
        "<r  a='1'><b/></r>",
        "<r a='1'><b/></r >",
        "<r xmlns='urn:r' a='1'><b/></r>",
        "<r xmlns:p='urn:p' a='1'><b/></r>",
        "<r xml:lang='ja' a='1'><b/></r>",
        "<r a='1'><b/></r>",
        "<r a='&lt;DigestValue>AAAA&lt;/DigestValue>'><b/></r>",
        "<r a='&lt;DigestValue>AAAA&lt;/DigestValue>'><b>y</b></r>",
    ]
    .map(str::to_owned)
    .to_vec();
    for input in TRUST {
        for xml_mode in MODES {
            let request = SigningRequest { input, xml_mode, ..SigningRequest::new(at()) };
            for document in documents.iter().chain(documents.iter().rev()) {
                let signed = sign_xml(document.as_bytes(), &kept, &signer, &request).unwrap();
                let fresh = sign_xml(document.as_bytes(), &identity("minister"), &signer, &request).unwrap();
                assert!(signed == fresh, "{document}, {xml_mode:?}");
            }
        }
    }
}

#[test]
fn names_in_values_need_the_methods_that_sign_them() {
    let (identity, signer) = (identity("minister"), minister());
    let sign = |document: &str, xml_mode| {
        let request =
            SigningRequest { xml_mode, input: InputTrust::LeftToIssuer, ..SigningRequest::new(at()) };
        sign_xml(document.as_bytes(), &identity, &signer, &request)
    };
    let refused = |result| matches!(result, Err(SignError::Dsig(dsig::PrepareError::NamesUnsigned)));
    let in_value = "<r xmlns:p='urn:p'><b>p:name</b></r>";
    let of_type =
        "<r xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xmlns:p='urn:p'><b xsi:type='p:t'/></r>";
    let undeclared = "<r><b>p:name</b></r>";
    for (mode, carries_all) in MODES.into_iter().zip([true, true, false, false]) {
        assert_eq!(sign(in_value, mode).is_ok(), carries_all, "{mode:?}");
        assert_eq!(refused(sign(in_value, mode)), !carries_all, "{mode:?}");
        assert_eq!(refused(sign(of_type, mode)), !carries_all, "{mode:?}");
        assert!(sign(undeclared, mode).is_ok(), "a prefix that nothing declares is text, {mode:?}");
    }
}

/// The clock guard: first and last second of the certificate's validity are inside, the seconds beside them are not.
#[test]
fn signs_only_within_the_validity_of_the_certificate() {
    let (identity, signer) = (identity("minister"), minister());
    let (not_before, not_after) = (identity.certificate().not_before(), identity.certificate().not_after());
    let beside = |time: Time, seconds: i64| Time::from_unix(time.unix() + seconds).unwrap();
    let (pdf, xml) = (fixture("documents/divorce.pdf"), fixture("documents/divorce.xml"));
    for input in TRUST {
        let sign = |at| {
            let request = SigningRequest { input, ..SigningRequest::new(at) };
            let results = [
                sign_pdf(&pdf, &identity, &signer, &request),
                sign_xml(&xml, &identity, &signer, &request),
                prepare_pdf(&pdf, &identity, &request).map(|_| Vec::new()),
                prepare_xml(&xml, &identity, &request).map(|_| Vec::new()),
            ];
            results.map(|result| match result {
                Ok(_) => true,
                Err(SignError::OutsideValidity { at: told, .. }) => {
                    assert_eq!(told, at);
                    false
                }
                Err(other) => panic!("{other}"),
            })
        };
        assert_eq!(sign(not_before), [true; 4], "{input:?}");
        assert_eq!(sign(not_after), [true; 4], "{input:?}");
        assert_eq!(sign(beside(not_before, -1)), [false; 4], "{input:?}");
        assert_eq!(sign(beside(not_after, 1)), [false; 4], "{input:?}");
    }
}

#[test]
fn signs_only_with_a_certificate_that_is_for_it() {
    let unfit = |certificate| {
        matches!(SigningIdentity::new(certificate, Vec::new(), ALGORITHM), Err(SignError::CertificateUnfit))
    };
    assert!(unfit(certificate("minister-key-encipherment")));
    let authority = Certificate::parse(&fixture("pki/anchors/official-status-ca.cer")).unwrap();
    assert!(unfit(authority));
    assert!(!unfit(certificate("minister")));
    // A handle of another algorithm than the identity was made for.
    let identity = identity("minister");
    let signer = minister().with_digest(DigestAlgorithm::Sha512);
    let result = sign_pdf(&fixture("documents/divorce.pdf"), &identity, &signer, &SigningRequest::new(at()));
    assert!(matches!(result, Err(SignError::SignerAlgorithm)));
}
