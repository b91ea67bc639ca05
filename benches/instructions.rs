//! Instructions and memory of one document: what the noise of a shared machine hides. `cargo bench --bench instructions`
//! (needs valgrind on Linux).
//!
//! Instructions are the difference between a process that does the work eleven times and one that does it once, under callgrind.
//! The signer answers with the value that the real key made before, so that the private-key operation is not counted;
//! the check with the public key is. Valgrind knows neither AVX-512 nor the SHA extensions: the counts are those of the
//! code for older processors, and SHA-256 is most of them.
//!
//! Memory is how far the resident set of a process rises above what it has when the document is read and the key is open.

mod support;

use std::process::{Command, Output};

use koseki::crypto::{Digest, SignatureAlgorithm, Signer, SigningError};
use koseki::report::Verdict;
use koseki::sign::{InputTrust, SigningRequest, sign_document};
use koseki::{Verifier, verify_document};
use support::documents::DOCUMENTS;
use support::issuer::{Issuer, request};

const WORKS: [&str; 4] = ["sign-trusted", "sign-checked", "verify-warm", "verify-cold"];

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(place) = arguments.iter().position(|argument| argument == "--child") {
        let times = arguments[place + 3].parse().expect("a number");
        return child(&arguments[place + 1], &arguments[place + 2], times);
    }
    let folder = tempfile::tempdir().expect("a folder");
    let issuer = Issuer::new(2048);
    println!("| document | work | million instructions | memory |\n|---|---|---|---|");
    for (name, make, octets) in DOCUMENTS {
        let document = make(octets);
        let signed = sign_document(&document, &issuer.identity, &issuer.signer, &request()).expect("signed");
        for work in WORKS {
            let file = folder.path().join("document");
            let is_signing = work.starts_with("sign-");
            std::fs::write(&file, if is_signing { &document } else { &signed }).expect("the file is written");
            let run = |times: &str, valgrind: bool| {
                let program = if valgrind { "valgrind" } else { &arguments[0] };
                let mut command = Command::new(program);
                if valgrind {
                    let options = ["--tool=callgrind", "--callgrind-out-file=/dev/null"];
                    command.args(options).arg(&arguments[0]);
                }
                command.arg("--child").arg(&file).args([work, times]);
                command.output().expect("it starts")
            };
            let (once, often) = (instructions(&run("1", true)), instructions(&run("11", true)));
            let each = (often - once) as f64 / 10.0 / 1e6;
            let memory = run("0", false).stdout;
            println!("| {name} | {work} | {each:.2} | {} KiB |", String::from_utf8_lossy(&memory).trim());
        }
    }
}

fn instructions(output: &Output) -> i64 {
    let text = String::from_utf8_lossy(&output.stderr);
    let count = text.lines().find_map(|line| line.split_once("Collected : ")).map(|(_, count)| count.trim());
    count.and_then(|count| count.parse().ok()).unwrap_or_else(|| panic!("no count in: {text}"))
}

/// Does the work so many times; `0` is once with the real key, and tells the memory it took.
fn child(file: &str, work: &str, times: usize) {
    let issuer = Issuer::new(2048);
    let document = std::fs::read(file).expect("the document");
    let input = if work == "sign-trusted" { InputTrust::LeftToIssuer } else { InputTrust::Checked };
    let request = SigningRequest { input, ..request() };
    let (warm, real): (_, &dyn Signer) = (issuer.far(), &issuer.signer);
    let verify = |verifier: &Verifier| {
        assert_eq!(verify_document(&document, verifier).verdict(), Verdict::Passed);
    };
    let sign = |signer: &dyn Signer| {
        let signed = sign_document(&document, &issuer.identity, signer, &request);
        std::hint::black_box(signed.expect("it is signed"));
    };
    let once = |signer: &dyn Signer| match work {
        "verify-warm" => verify(&warm),
        "verify-cold" => verify(&issuer.far()),
        _ => sign(signer),
    };
    if times == 0 {
        // Linux, proc(5): the highest mark is set back to what is there now.
        let _ = std::fs::write("/proc/self/clear_refs", "5");
        let before = memory("VmRSS:");
        once(real);
        return println!("{}", memory("VmHWM:").saturating_sub(before));
    }
    let recorded = work.starts_with("sign-").then(|| Recorded::of(&document, &issuer, &request));
    let signer = recorded.as_ref().map_or(real, |recorded| recorded);
    (0..times).for_each(|_| once(signer));
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

/// A line of the status of this process in KiB (Linux); 0 where it cannot be read.
fn memory(line: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let found = status.lines().find_map(|found| found.strip_prefix(line));
    found.and_then(|found| found.split_whitespace().next()).and_then(|count| count.parse().ok()).unwrap_or(0)
}
