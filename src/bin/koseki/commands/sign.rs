//! `koseki sign`.

use std::path::Path;

use koseki::crypto::{DigestAlgorithm, SignatureAlgorithm, SoftwareSigner};
use koseki::evidence::{self, FileKind};
use koseki::sign::{InputTrust, SigningIdentity, SigningRequest, sign_pdf, sign_xml};
use koseki::store;
use zeroize::Zeroizing;

use crate::arguments::{Moment, Sign};
use crate::{Exit, Trouble, now, render};

pub(crate) fn run(command: &Sign) -> Result<Exit, Trouble> {
    refuse_overwriting(command)?;
    let certificate = store::certificates(std::slice::from_ref(&command.cert))?;
    let [certificate] = certificate.as_slice() else {
        return Err(Trouble(format!(
            "{}: one certificate is needed; put the others into --chain",
            command.cert.display()
        )));
    };
    let chain = store::certificates(&command.chain)?;
    let algorithm = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256);
    let identity = SigningIdentity::new(certificate.clone(), chain, algorithm)?;
    let signer = key(&command.key, command.passphrase_file.as_deref())?;
    let schema = command.schema.as_deref().map(super::schema).transpose()?;
    let Moment { time, offset_minutes } = match command.at {
        Some(moment) => moment,
        None => Moment { time: now()?, offset_minutes: render::JAPAN },
    };
    let input = super::read(&command.input)?;
    let request = SigningRequest {
        offset_minutes,
        filter: &command.filter,
        schema: schema.as_ref().map(evidence::SchemaSource::schema),
        input: if command.trusted_input { InputTrust::LeftToIssuer } else { InputTrust::Checked },
        ..SigningRequest::new(time)
    };
    let signed = match evidence::kind(&input) {
        FileKind::Pdf => sign_pdf(&input, &identity, &signer, &request),
        FileKind::Xml => sign_xml(&input, &identity, &signer, &request),
        FileKind::Unknown => {
            return Err(Trouble(format!("{}: neither PDF nor XML by its content", command.input.display())));
        }
    }
    .map_err(|error| Trouble(format!("{}: {error}", command.input.display())))?;
    super::write_whole(&command.out, &signed)?;
    anstream::eprintln!("{} -> {} ({} octets)", command.input.display(), command.out.display(), signed.len());
    Ok(Exit::Passed)
}

/// The output never replaces a file that was named as input, by whatever name it is called: least of all the key.
fn refuse_overwriting(command: &Sign) -> Result<(), Trouble> {
    let out = &command.out;
    let inputs = [&command.input, &command.key, &command.cert];
    let optional = command.chain.iter().chain(&command.schema).chain(&command.passphrase_file);
    for input in inputs.into_iter().chain(optional) {
        let same = match (input.canonicalize(), out.canonicalize()) {
            (Ok(input), Ok(out)) => input == out,
            _ => input == out,
        };
        if same {
            return Err(Trouble(format!("{}: the output would replace an input", out.display())));
        }
    }
    Ok(())
}

/// The key in a file, opened with the first line of another where it is encrypted.
pub(super) fn key(path: &Path, passphrase_file: Option<&Path>) -> Result<SoftwareSigner, Trouble> {
    let octets = Zeroizing::new(super::read(path)?);
    let passphrase = match passphrase_file {
        Some(path) => Some(first_line(Zeroizing::new(super::read(path)?))),
        None => None,
    };
    SoftwareSigner::from_key_file(&octets, passphrase.as_ref().map(|one| one.as_slice()))
        .map_err(|error| Trouble(format!("{}: {error}", path.display())))
}

fn first_line(mut octets: Zeroizing<Vec<u8>>) -> Zeroizing<Vec<u8>> {
    if let Some(end) = octets.iter().position(|octet| matches!(octet, b'\n' | b'\r')) {
        octets.truncate(end);
    }
    octets
}
