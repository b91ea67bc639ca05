//! `koseki sign`.

use koseki::crypto::{DigestAlgorithm, SignatureAlgorithm};
use koseki::evidence::{self, FileKind};
use koseki::pdf::{Document, ExistingSignatures, Seal, SealError};
use koseki::sign::{InputTrust, SignError, SigningIdentity, SigningRequest, prepare_pdf, sign_document};
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
    let seal = seal(command)?;
    let accepted: Vec<&str> = command.accept_finding.iter().map(String::as_str).collect();
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
    if command.input.is_dir() {
        if seal.is_some() {
            return Err(Trouble("a stamp is for one document, not for a folder".into()));
        }
        return super::sign_folder::run(command, &identity, &*signer, &request);
    }
    let input = super::read(&command.input)?;
    let failed = |error: SignError| Trouble(format!("{}: {error}", command.input.display()));
    let kind = evidence::kind(&input);
    if kind == FileKind::Xml && pdf_only(command) {
        let why = "stamps, further signatures and accepted findings are for PDF alone";
        return Err(Trouble(format!("{}: {why}", command.input.display())));
    }
    let length = if kind == FileKind::Pdf && command.trusted_input {
        // Input and update are written one after the other: a large file is never held twice.
        if signer.algorithm() != algorithm {
            return Err(failed(SignError::SignerAlgorithm));
        }
        let prepared = prepare_pdf(&input, &identity, &request).map_err(failed)?;
        let value = signer.sign(&prepared.digest()).map_err(|error| failed(error.into()))?;
        let update = prepared.complete_update(&value).map_err(failed)?;
        super::write_whole(&command.out, &[&input, &update])?;
        input.len() + update.len()
    } else {
        let signed = sign_document(&input, &identity, &*signer, &request).map_err(failed)?;
        super::write_whole(&command.out, &[&signed])?;
        if !command.accept_finding.is_empty() {
            tell_accepted(&signed);
        }
        signed.len()
    };
    anstream::eprintln!("{} -> {} ({length} octets)", command.input.display(), command.out.display());
    Ok(Exit::Passed)
}

/// Says which findings the new signature records as accepted: those that were found, not those that were named.
fn tell_accepted(signed: &[u8]) {
    let Ok(document) = Document::parse(signed) else { return };
    let fields = document.latest().signature_fields().unwrap_or_default();
    let newest = fields.iter().filter_map(|field| field.signature).max_by_key(|signature| signature.offset());
    let accepted = newest.map(|signature| signature.accepted_findings()).unwrap_or_default();
    if accepted.is_empty() {
        anstream::eprintln!("accepted: nothing, none of the findings named was found");
    }
    accepted.iter().for_each(|id| anstream::eprintln!("accepted and recorded in the signature: {id}"));
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
