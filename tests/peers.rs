//! What other implementations say of our signatures: pdfsig, qpdf, openssl and xmlsec1.

mod support;

use std::path::Path;
use std::process::{Command, Output};

use koseki::crypto::SoftwareSigner;
use koseki::pki::Certificate;
use koseki::sign::{SigningIdentity, SigningRequest, sign_pdf, sign_xml};
use koseki::time::Time;
use support::{fixture, peer};

fn at() -> Time {
    Time::parse_rfc3339("2026-12-01T00:00:00Z").unwrap()
}

fn run(program: &str, arguments: &[&str], folder: &Path) -> (Output, String) {
    let output = Command::new(program).args(arguments).current_dir(folder).output().unwrap();
    let text =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    (output, text)
}

/// A file name and its octets in a folder of their own, with the anchor beside it.
fn laid_out(name: &str, octets: &[u8]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(name), octets).unwrap();
    let anchor = fixture("pki/anchors/official-status-ca.cer");
    let pem = koseki::test_pki::pem("CERTIFICATE", &anchor);
    std::fs::write(folder.path().join("anchor.pem"), pem).unwrap();
    folder
}

fn identity() -> SigningIdentity {
    let certificate = Certificate::parse(&fixture("pki/signers/minister.cer")).unwrap();
    let chain = vec![Certificate::parse(&fixture("pki/anchors/official-status-ca.cer")).unwrap()];
    SigningIdentity::new(certificate, chain, koseki::crypto::Signer::algorithm(&signer())).unwrap()
}

fn signer() -> SoftwareSigner {
    SoftwareSigner::from_key_file(&fixture("keys/minister.pem"), None).unwrap()
}

const PDFS: [&str; 4] = [
    "documents/couple-and-child.pdf",
    "documents/divorce.pdf",
    "documents/presumed-death.pdf",
    "documents/variant-characters.pdf",
];

fn signed_pdf(name: &str) -> Vec<u8> {
    sign_pdf(&fixture(name), &identity(), &signer(), &SigningRequest::new(at())).unwrap()
}

#[test]
fn pdfsig_calls_our_signature_valid_and_the_total_document_signed() {
    if !peer("pdfsig") {
        return;
    }
    for name in PDFS {
        let folder = laid_out("signed.pdf", &signed_pdf(name));
        let (_, text) = run("pdfsig", &["-nocert", "signed.pdf"], folder.path());
        assert!(text.contains("Signature is Valid."), "{name}: {text}");
        assert!(text.contains("Total document signed"), "{name}: {text}");
    }
}

#[test]
fn qpdf_finds_nothing_wrong_with_our_update() {
    if !peer("qpdf") {
        return;
    }
    for name in PDFS {
        let folder = laid_out("signed.pdf", &signed_pdf(name));
        let (output, text) = run("qpdf", &["--check", "signed.pdf"], folder.path());
        assert!(output.status.success(), "{name}: {text}");
        assert!(!text.contains("WARNING"), "{name}: {text}");
    }
}

#[test]
fn openssl_accepts_the_extracted_pkcs7_data() {
    if !peer("openssl") {
        return;
    }
    for name in PDFS {
        let signed = signed_pdf(name);
        let folder = laid_out("signed.pdf", &signed);
        let document = koseki::pdf::Document::parse(&signed).unwrap();
        let fields = document.latest().signature_fields().unwrap();
        let dictionary = fields[0].signature.unwrap();
        let bytes = koseki::pdf::SignedBytes::new(&document, &dictionary).unwrap();
        std::fs::write(folder.path().join("content"), bytes.regions().concat()).unwrap();
        std::fs::write(folder.path().join("signature.der"), bytes.contents()).unwrap();
        let moment = at().unix().to_string();
        let arguments = [
            "cms",
            "-verify",
            "-binary",
            "-inform",
            "DER",
            "-in",
            "signature.der",
            "-content",
            "content",
            "-CAfile",
            "anchor.pem",
            "-purpose",
            "any",
            "-attime",
            &moment,
            "-out",
            "nothing",
        ];
        let (output, text) = run("openssl", &arguments, folder.path());
        assert!(output.status.success(), "{name}: {text}");
    }
}

#[test]
fn xmlsec1_verifies_our_signature() {
    if !peer("xmlsec1") {
        return;
    }
    for name in ["couple-and-child", "divorce", "presumed-death", "variant-characters"] {
        let input = fixture(&format!("documents/{name}.xml"));
        let signed = sign_xml(&input, &identity(), &signer(), &SigningRequest::new(at())).unwrap();
        let folder = laid_out("signed.xml", &signed);
        let moment = at().rfc3339(0).replace('T', " ").replace('Z', "");
        let arguments = [
            "--verify",
            "--enabled-key-data",
            "x509",
            "--trusted-pem",
            "anchor.pem",
            "--verification-time",
            &moment,
            "signed.xml",
        ];
        let (output, text) = run("xmlsec1", &arguments, folder.path());
        assert!(output.status.success() && text.contains("OK"), "{name}: {text}");
    }
}
