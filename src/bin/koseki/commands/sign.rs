//! `koseki sign`.

use koseki::crypto::{DigestAlgorithm, SignatureAlgorithm, Signer};
use koseki::dsig::{CompatibilityCanonicalization, SigningMode};
use koseki::evidence::{self, FileKind};
use koseki::pdf::{ExistingSignatures, Seal, SealError};
use koseki::report::Language;
use koseki::sign::{InputTrust, SignError, SigningIdentity, SigningRequest, prepare_pdf, sign_xml};
use koseki::store;
use koseki::xsd::SchemaJudge;

use crate::arguments::{Canonicalization, Moment, Sign, XmlMode};
use crate::{Exit, Trouble, now, render, schema};

pub(crate) fn run(command: &Sign) -> Result<Exit, Trouble> {
    refuse_overwriting(command)?;
    let xml_mode = xml_mode(command)?;
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
    let schema = match &command.schema {
        Some(path) => Some(schema::prepared(schema::from_files(std::slice::from_ref(path), &[])?)?),
        None => None,
    };
    let Moment { time, offset_minutes } = match command.at {
        Some(moment) => moment,
        None => Moment { time: now()?, offset_minutes: render::JAPAN },
    };
    let seal = seal(command)?;
    let accepted: Vec<&str> = command.accept_finding.iter().map(String::as_str).collect();
    let request = SigningRequest {
        offset_minutes,
        filter: &command.filter,
        xml_mode,
        schema: schema.as_ref().map(|worker| -> &dyn SchemaJudge { worker }),
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
    one_file(command, &identity, &*signer, &request)
}

fn one_file(
    command: &Sign,
    identity: &SigningIdentity,
    signer: &dyn Signer,
    request: &SigningRequest<'_>,
) -> Result<Exit, Trouble> {
    if signer.algorithm() != identity.algorithm() {
        return Err(SignError::SignerAlgorithm.into());
    }
    let input = super::read(&command.input)?;
    let failed = |error: SignError| Trouble(format!("{}: {error}", command.input.display()));
    let length = match evidence::kind(&input) {
        FileKind::Pdf => {
            // Input and update are written one after the other: a large file is never held twice.
            let prepared = prepare_pdf(&input, identity, request).map_err(failed)?;
            let value = signer.sign(&prepared.digest()).map_err(|error| failed(error.into()))?;
            let accepted = prepared.accepted().to_vec();
            let update = prepared.complete_update(&value).map_err(failed)?;
            super::write_whole(&command.out, &[&input, &update])?;
            if accepted.is_empty() && !command.accept_finding.is_empty() {
                anstream::eprintln!("accepted: nothing, none of the findings named was found");
            }
            for check in &accepted {
                let message = check.message(Language::English);
                anstream::eprintln!(
                    "accepted and recorded in the signature: {}: {}",
                    check.rule().id.0,
                    render::one_line(&message)
                );
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
            let signed = sign_xml(&input, identity, signer, request).map_err(failed)?;
            super::write_whole(&command.out, &[&signed])?;
            signed.len()
        }
        FileKind::Unknown => return Err(failed(SignError::KindUnknown)),
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

/// Each mode has its own canonicalizations: an option that means nothing is refused, not passed over.
fn xml_mode(command: &Sign) -> Result<SigningMode, Trouble> {
    match (command.xml_mode, command.c14n) {
        (XmlMode::V2, None) => Ok(SigningMode::Version2),
        (XmlMode::V2, Some(_)) => {
            Err(Trouble("--c14n is for --xml-mode compatibility; the 2.0 mode has Canonical XML 2.0".into()))
        }
        (XmlMode::Compatibility, named) => Ok(SigningMode::Compatibility(match named {
            None | Some(Canonicalization::CanonicalXml10) => CompatibilityCanonicalization::CanonicalXml10,
            Some(Canonicalization::CanonicalXml11) => CompatibilityCanonicalization::CanonicalXml11,
            Some(Canonicalization::Exclusive10) => CompatibilityCanonicalization::Exclusive10,
        })),
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
