//! This library for `signing.py`: it writes the files that all peers get, and times one kind of work in this process.
//!
//! `cargo bench --bench peers -- --write FOLDER` · `… -- --time WORK FOLDER NAME SECONDS`

#[path = "../support/mod.rs"]
mod support;

use std::path::Path;
use std::time::Duration;

use koseki::crypto::SoftwareSigner;
use koseki::evidence::{FileKind, kind};
use koseki::report::Verdict;
use koseki::sign::{InputTrust, SigningRequest, sign_document};
use koseki::test_pki::pem;
use koseki::verify_document;
use support::documents;
use support::issuer::{Issuer, request};
use support::turns::now;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let issuer = Issuer::new(2048);
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[1..] {
        ["--write", folder, ..] => write(Path::new(folder), &issuer),
        ["--time", work, folder, name, seconds, ..] => {
            let seconds = seconds.parse().expect("seconds");
            println!("{:.1}", time(work, Path::new(folder), name, seconds, &issuer));
        }
        // `cargo bench` without arguments for this bench: nothing to measure without the peers.
        _ => println!("run benches/peers/signing.py"),
    }
}

fn write(folder: &Path, issuer: &Issuer) {
    let put =
        |name: &str, octets: &[u8]| std::fs::write(folder.join(name), octets).expect("the file is written");
    for (name, document) in [
        ("pdf-50k", documents::pdf(50_000)),
        ("pdf-2m", documents::pdf(2_000_000)),
        ("xml-20k", documents::xml(20_000)),
        ("xml-2m", documents::xml(2_000_000)),
    ] {
        let extension = if kind(&document) == FileKind::Pdf { "pdf" } else { "xml" };
        let signed = sign_document(&document, &issuer.identity, &issuer.signer, &request()).expect("signed");
        put(&format!("{name}.{extension}"), &document);
        put(&format!("{name}.signed.{extension}"), &signed);
    }
    put("key.pem", pem("PRIVATE KEY", &issuer.pkcs8).as_bytes());
    put("certificate.pem", pem("CERTIFICATE", issuer.identity.certificate().der()).as_bytes());
    put("authority.pem", pem("CERTIFICATE", &issuer.gpki.official_status_ca).as_bytes());
    put("list.crl", &issuer.gpki.official_status_crl);
    put("authority-list.crl", &issuer.gpki.official_status_arl);
}

/// Median of one run, in microseconds of processor time.
fn time(work: &str, folder: &Path, name: &str, seconds: f64, issuer: &Issuer) -> f64 {
    let octets = std::fs::read(folder.join(name)).expect("the document");
    let signer: &SoftwareSigner = &issuer.signer;
    let input = if work == "sign-trusted" { InputTrust::LeftToIssuer } else { InputTrust::Checked };
    let request = SigningRequest { input, ..request() };
    let verifier = issuer.near();
    let run = || match work {
        "verify" => assert_eq!(verify_document(&octets, &verifier).verdict(), Verdict::Passed),
        _ => drop(std::hint::black_box(
            sign_document(&octets, &issuer.identity, signer, &request).expect("signed"),
        )),
    };
    run();
    let (until, mut times) = (now() + Duration::from_secs_f64(seconds), Vec::new());
    while now() < until || times.len() < 3 {
        let begun = now();
        run();
        times.push(now() - begun);
    }
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64() * 1e6
}
