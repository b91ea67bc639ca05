//! Signs a PDF with a key that lives elsewhere: only a digest goes out, only a signature value comes back.
//!
//! ```sh
//! cargo run --example sign_with_remote_key
//! ```

use std::error::Error;
use std::fs;

use koseki::crypto::{Digest, DigestAlgorithm, SignatureAlgorithm, Signer as _, SoftwareSigner};
use koseki::pki::Certificate;
use koseki::sign::{SigningIdentity, SigningRequest, prepare_pdf};
use koseki::time::Time;

fn main() -> Result<(), Box<dyn Error>> {
    let certificate = Certificate::parse(&fs::read("fixtures/pki/signers/minister.cer")?)?;
    let algorithm = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256);
    let identity = SigningIdentity::new(certificate, Vec::new(), algorithm)?;
    let input = fs::read("fixtures/documents/divorce.pdf")?;
    let request = SigningRequest::new(Time::parse_rfc3339("2026-12-01T09:00:00+09:00")?);

    let prepared = prepare_pdf(&input, &identity, &request)?;
    println!("digest to be signed: {:?}", prepared.digest());
    let value = the_other_machine(&prepared.digest())?;
    // The value is verified with the certificate's public key before anything is released.
    let signed = prepared.complete(&value)?;
    println!("{} octets in, {} out", input.len(), signed.len());
    Ok(())
}

/// Stands for the network, the queue or the person that carries the digest to the key.
fn the_other_machine(digest: &Digest) -> Result<Vec<u8>, Box<dyn Error>> {
    let key = SoftwareSigner::from_key_file(&fs::read("fixtures/keys/minister.pem")?, None)?;
    Ok(key.sign(digest)?)
}
