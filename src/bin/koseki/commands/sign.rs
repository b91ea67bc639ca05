//! `koseki sign`.

use koseki::crypto::{DigestAlgorithm, SignatureAlgorithm, Signer as _, SoftwareSigner};
use koseki::evidence::{self, FileKind};
use koseki::pdf::{ExistingSignatures, Seal, SealError};
use koseki::report::Language;
use koseki::sign::{InputTrust, SignError, SigningIdentity, SigningRequest, prepare_pdf, sign_xml};
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
    let signer = key(command)?;
    if signer.algorithm() != algorithm {
        return Err(SignError::SignerAlgorithm.into());
    }
    let schema = command.schema.as_deref().map(super::schema).transpose()?;
    let Moment { time, offset_minutes } = match command.at {
        Some(moment) => moment,
        None => Moment { time: now()?, offset_minutes: render::JAPAN },
    };
    let seal = seal(command)?;
    let accepted: Vec<&str> = command.accept_finding.iter().map(String::as_str).collect();
    let input = super::read(&command.input)?;
    let request = SigningRequest {
        offset_minutes,
        filter: &command.filter,
        schema: schema.as_ref().map(evidence::SchemaSource::schema),
        input: if command.trusted_input { InputTrust::LeftToIssuer } else { InputTrust::Checked },
        accepted_findings: &accepted,
        existing_signatures: if command.further_signature {
            ExistingSignatures::Kept
        } else {
            ExistingSignatures::Refused
        },
        seal: seal.as_ref(),
        ..SigningRequest::new(time)
    };
    let failed = |error: SignError| Trouble(format!("{}: {error}", command.input.display()));
    let length = match evidence::kind(&input) {
        FileKind::Pdf => {
            // Input and update are written one after the other: a large file is never held twice.
            let prepared = prepare_pdf(&input, &identity, &request).map_err(failed)?;
            let value = signer.sign(&prepared.digest()).map_err(|error| failed(error.into()))?;
            let accepted = prepared.accepted().to_vec();
            let update = prepared.complete_update(&value).map_err(failed)?;
            super::write_whole(&command.out, &[&input, &update])?;
            for check in &accepted {
                let message = check.message(Language::English);
                anstream::eprintln!("accepted: {}: {}", check.rule().id.0, render::one_line(&message));
            }
            input.len() + update.len()
        }
        FileKind::Xml if pdf_only(command) => {
            return Err(Trouble(format!(
                "{}: stamps, further signatures and accepted findings are for PDF alone",
                command.input.display()
            )));
        }
        FileKind::Xml => {
            let signed = sign_xml(&input, &identity, &signer, &request).map_err(failed)?;
            super::write_whole(&command.out, &[&signed])?;
            signed.len()
        }
        FileKind::Unknown => {
            return Err(Trouble(format!("{}: neither PDF nor XML by its content", command.input.display())));
        }
    };
    anstream::eprintln!("{} -> {} ({length} octets)", command.input.display(), command.out.display());
    Ok(Exit::Passed)
}

const fn pdf_only(command: &Sign) -> bool {
    command.seal_rect.is_some() || command.further_signature || !command.accept_finding.is_empty()
}

fn seal(command: &Sign) -> Result<Option<Seal>, Trouble> {
    let Some(rectangle) = command.seal_rect else { return Ok(None) };
    let trouble = |error: SealError| Trouble(format!("seal: {error}"));
    let seal = Seal::new(command.seal_page.unwrap_or(1), rectangle.0).map_err(trouble)?;
    match (&command.seal_text, &command.seal_font) {
        (Some(text), Some(font)) => {
            let octets = super::read(font)?;
            seal.with_text(text, &octets).map(Some).map_err(trouble)
        }
        _ => Ok(Some(seal)),
    }
}

/// The output never replaces a file that was named as input, by whatever name it is called: least of all the key.
fn refuse_overwriting(command: &Sign) -> Result<(), Trouble> {
    let out = &command.out;
    let inputs = [&command.input, &command.key, &command.cert];
    let optional =
        command.chain.iter().chain(&command.schema).chain(&command.passphrase_file).chain(&command.seal_font);
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

fn key(command: &Sign) -> Result<SoftwareSigner, Trouble> {
    let octets = Zeroizing::new(super::read(&command.key)?);
    let passphrase = match &command.passphrase_file {
        Some(path) => Some(first_line(Zeroizing::new(super::read(path)?))),
        None => None,
    };
    SoftwareSigner::from_key_file(&octets, passphrase.as_ref().map(|one| one.as_slice()))
        .map_err(|error| Trouble(format!("{}: {error}", command.key.display())))
}

fn first_line(mut octets: Zeroizing<Vec<u8>>) -> Zeroizing<Vec<u8>> {
    if let Some(end) = octets.iter().position(|octet| matches!(octet, b'\n' | b'\r')) {
        octets.truncate(end);
    }
    octets
}
