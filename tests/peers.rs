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
    Time::parse_rfc3339("2026-11-01T00:00:00Z").unwrap()
}

fn run(program: &str, arguments: &[&str], folder: &Path) -> (Output, String) {
    let output = Command::new(program).args(arguments).current_dir(folder).output().unwrap();
    let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    (output, text)
}
