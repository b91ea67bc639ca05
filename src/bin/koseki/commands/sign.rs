//! `koseki sign`.

use koseki::crypto::{DigestAlgorithm, SignatureAlgorithm};
use koseki::evidence;
use koseki::sign::{InputTrust, SigningIdentity, SigningRequest, sign_document};
use koseki::store;

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
    let signer = super::key::open(&command.key, command.passphrase_file.as_deref())?;
    let schema = command.schema.as_deref().map(super::schema).transpose()?;
    let Moment { time, offset_minutes } = match command.at {
        Some(moment) => moment,
        None => Moment { time: now()?, offset_minutes: render::JAPAN },
    };
    let request = SigningRequest {
        offset_minutes,
        filter: &command.filter,
        schema: schema.as_ref().map(evidence::SchemaSource::schema),
        input: if command.trusted_input { InputTrust::LeftToIssuer } else { InputTrust::Checked },
        ..SigningRequest::new(time)
    };
    if command.input.is_dir() {
        return super::sign_folder::run(command, &identity, &*signer, &request);
    }
    let input = super::read(&command.input)?;
    let signed = sign_document(&input, &identity, &*signer, &request)
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
