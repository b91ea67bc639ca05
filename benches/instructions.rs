//! Instructions and memory of one document: what the noise of a shared machine hides. `cargo bench --bench instructions`
//! (needs valgrind on Linux).
//!
//! Each line is the difference between a process that does the work eleven times and one that does it once, under callgrind;
//! memory is the highest resident set of a process that does it, above one that does everything but it. The signer
//! answers with the value that the real key made before, so that the private-key operation is not counted; the check
//! with the public key is. Valgrind knows no AVX-512: the counts are those of the code for older processors.

mod support;

use std::process::Command;

use koseki::crypto::{Digest, SignatureAlgorithm, Signer, SigningError};
use koseki::report::Verdict;
use koseki::sign::{InputTrust, SigningRequest, sign_document};
use koseki::verify_document;
use support::documents;
use support::issuer::{Issuer, request};

const DOCUMENTS: [&str; 4] = ["pdf-50k", "pdf-2m", "xml-20k", "xml-2m"];
const WORKS: [&str; 4] = ["sign-trusted", "sign-checked", "verify-warm", "verify-cold"];

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(place) = arguments.iter().position(|argument| argument == "--child") {
        return child(
            &arguments[place + 1],
            &arguments[place + 2],
            arguments[place + 3].parse().expect("a number"),
        );
    }
    println!("| document | work | million instructions | peak memory |\n|---|---|---|---|");
    for document in DOCUMENTS {
        for work in WORKS {
            let once = instructions(&arguments[0], document, work, "1");
            let often = instructions(&arguments[0], document, work, "11");
            let each = (often - once) as f64 / 10.0 / 1e6;
            let run = |times| {
                let mut command = Command::new(&arguments[0]);
                let output = command.args(["--child", document, work, times]).output().expect("starts");
                String::from_utf8_lossy(&output.stdout).trim().parse::<u64>().expect("KiB")
            };
            let memory = run("1").saturating_sub(run("0"));
            println!("| {document} | {work} | {each:.2} | {memory} KiB |");
        }
    }
}

fn instructions(program: &str, document: &str, work: &str, times: &str) -> i64 {
    let output = Command::new("valgrind")
        .args([
            "--tool=callgrind",
            "--callgrind-out-file=/dev/null",
            program,
            "--child",
            document,
            work,
            times,
        ])
        .output()
        .expect("valgrind starts");
    let text = String::from_utf8_lossy(&output.stderr);
    let count = text.lines().find_map(|line| line.split_once("Collected : ")).map(|(_, count)| count.trim());
    count.and_then(|count| count.parse().ok()).unwrap_or_else(|| panic!("no count in: {text}"))
}

/// Prints the highest resident set in KiB.
fn child(document: &str, work: &str, times: usize) {
    let issuer = Issuer::new(2048);
    let document = match document {
        "pdf-50k" => documents::pdf(50_000),
        "pdf-2m" => documents::pdf(2_000_000),
        "xml-20k" => documents::xml(20_000),
        _ => documents::xml(2_000_000),
    };
    if let Some(mode) = work.strip_prefix("sign-") {
        let trust = if mode == "trusted" { InputTrust::LeftToIssuer } else { InputTrust::Checked };
        let request = SigningRequest { input: trust, ..request() };
        let signer = Recorded::of(&document, &issuer, &request);
        for _ in 0..times {
            let signed = sign_document(&document, &issuer.identity, &signer, &request);
            std::hint::black_box(signed.expect("it is signed"));
        }
    } else {
        let signed = sign_document(&document, &issuer.identity, &issuer.signer, &request());
        let signed = signed.expect("it is signed");
        drop(document);
        let warm = issuer.far();
        for _ in 0..times {
            let cold = (work == "verify-cold").then(|| issuer.far());
            let report = verify_document(&signed, cold.as_ref().unwrap_or(&warm));
            assert_eq!(report.verdict(), Verdict::Passed);
        }
    }
    println!("{}", memory());
}

/// A signer that answers one digest, with the value that was made for it.
struct Recorded {
    digest: Digest,
    value: Vec<u8>,
}

impl Recorded {
    fn of(document: &[u8], issuer: &Issuer, request: &SigningRequest<'_>) -> Self {
        use koseki::evidence::{FileKind, kind};
        use koseki::sign::{prepare_pdf, prepare_xml};
        let request = SigningRequest { input: InputTrust::LeftToIssuer, ..*request };
        let digest = match kind(document) {
            FileKind::Xml => prepare_xml(document, &issuer.identity, &request).expect("prepared").digest(),
            _ => prepare_pdf(document, &issuer.identity, &request).expect("prepared").digest(),
        };
        Self { digest, value: issuer.signer.sign(&digest).expect("a signature") }
    }
}

impl Signer for Recorded {
    fn algorithm(&self) -> SignatureAlgorithm {
        SignatureAlgorithm::RsaPkcs1(self.digest.algorithm())
    }

    fn sign(&self, digest: &Digest) -> Result<Vec<u8>, SigningError> {
        if *digest == self.digest {
            Ok(self.value.clone())
        } else {
            Err(SigningError::Unavailable("recorded for another digest".into()))
        }
    }
}

/// Highest resident set of this process in KiB (Linux); 0 where it cannot be read.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()).and_then(|count| count.parse().ok()).unwrap_or(0)
}
