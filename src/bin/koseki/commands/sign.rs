//! `koseki sign`.

use std::path::Path;

use koseki::crypto::{DigestAlgorithm, SignatureAlgorithm, Signer};
use koseki::dsig::{CompatibilityCanonicalization, SigningMode};
use koseki::evidence::{self, FileKind};
use koseki::pdf::{ExistingSignatures, Seal, SealError};
use koseki::sign::{
    InputTrust, SignError, SigningIdentity, SigningRequest, acceptable_findings, prepare_pdf, sign_xml,
};
use koseki::xsd::SchemaJudge;

use super::key::OpenToOthers;
use super::mixed_up::{certificates, one_certificate, what_is};
use crate::arguments::{Canonicalization, Sign, XmlMode};
use crate::render::pick;
use crate::trouble::spoken;
use crate::values::Moment;
use crate::{Exit, Trouble, now, render, schema, volume};

pub(crate) fn run(command: &Sign) -> Result<Exit, Trouble> {
    refuse_overwriting(command)?;
    let xml_mode = xml_mode(command)?;
    check_accepted(command)?;
    // What the input is, is asked first: options that mean nothing for it are wrong whatever key and certificate are.
    let input = if command.input.is_dir() { None } else { Some(super::read(&command.input)?) };
    match &input {
        Some(octets) => refuse_meaningless(command, evidence::kind(octets))?,
        None if command.seal_rect.is_some() => {
            return Err(Trouble::usage(
                "印影は1件の文書に付けるものです。フォルダーには指定できません",
                "a stamp is for one document, not for a folder",
            ));
        }
        None => {}
    }
    let certificate = one_certificate(&command.cert).map_err(|trouble| match what_is(&command.cert) {
        Some(found) if found.en.contains("key") && !command.key.starts_with("pkcs11:") => {
            swapped(trouble, &command.key)
        }
        _ => trouble,
    })?;
    let chain = certificates(&command.chain)?;
    let algorithm = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256);
    let identity = SigningIdentity::new(certificate, chain, algorithm)?;
    let others = OpenToOthers::of(command.allow_readable_key);
    let signer = super::key::open(&command.key, command.passphrase_file.as_deref(), others)?;
    check_pair(command, &identity, &*signer)?;
    let schema = match &command.schema {
        Some(path) => Some(schema::prepared(schema::checked(std::slice::from_ref(path), &command.places)?)?),
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
        filter: command.filter.as_deref().unwrap_or("Adobe.PPKLite"),
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
    if command.trusted_input && !volume::is_quiet() {
        Trouble::said(
            "--trusted-input により、入力の検査（隠れた内容、切り替えられる内容、書き換えられる入力欄などを含む）を行いません。このことは署名に記録されません",
            "--trusted-input: the input is not checked (for hidden or switchable content and fillable fields among other things), and the signature does not record that",
        )
        .tell();
    }
    match input {
        Some(input) => one_file(command, &input, &identity, &*signer, &request),
        None => super::sign_folder::run(command, &identity, &*signer, &request),
    }
}

fn one_file(
    command: &Sign,
    input: &[u8],
    identity: &SigningIdentity,
    signer: &dyn Signer,
    request: &SigningRequest<'_>,
) -> Result<Exit, Trouble> {
    let failed = |error: SignError| Trouble::from(error).about(&command.input);
    let length = match evidence::kind(input) {
        FileKind::Pdf => {
            // Input and update are written one after the other: a large file is never held twice.
            let prepared = prepare_pdf(input, identity, request).map_err(failed)?;
            let value = signer.sign(&prepared.digest()).map_err(|error| failed(error.into()))?;
            let accepted = prepared.accepted().to_vec();
            let update = prepared.complete_update(&value).map_err(failed)?;
            super::write_whole(&command.out, &[input, &update])?;
            if accepted.is_empty() && !command.accept_finding.is_empty() {
                Trouble::said(
                    "許容した所見: なし（指定された所見は見つかりませんでした）",
                    "accepted: nothing, none of the findings named was found",
                )
                .tell();
            }
            for check in &accepted {
                let message = check.message(spoken());
                anstream::eprintln!(
                    "{}: {}: {}",
                    pick(spoken(), "許容し、署名に記録した所見", "accepted and recorded in the signature"),
                    check.rule().id.0,
                    render::one_line(&message)
                );
            }
            input.len() + update.len()
        }
        FileKind::Xml => {
            let signed = sign_xml(input, identity, signer, request).map_err(failed)?;
            super::write_whole(&command.out, &[&signed])?;
            signed.len()
        }
        FileKind::Unknown => return Err(failed(SignError::KindUnknown)),
    };
    let (input, out) = (command.input.display().to_string(), command.out.display().to_string());
    if volume::is_quiet() {
        return Ok(Exit::Passed);
    }
    anstream::eprintln!("{} -> {} ({length} octets)", render::one_line(&input), render::one_line(&out));
    Ok(Exit::Passed)
}

/// Options for the other kind of document are refused, not passed over. Of a folder each goes to its own kind.
fn refuse_meaningless(command: &Sign, kind: FileKind) -> Result<(), Trouble> {
    let pdf_only = command.seal_rect.is_some()
        || command.further_signature
        || !command.accept_finding.is_empty()
        || command.filter.is_some();
    let xml_only = command.schema.is_some() || command.xml_mode.is_some() || command.c14n.is_some();
    match kind {
        FileKind::Xml if pdf_only => Err(Trouble::usage(
            "印影、追加の署名、検出事項の許容及び --filter は、PDFのときだけ指定できます",
            "stamps, further signatures, accepted findings and --filter are for PDF alone",
        )
        .about(&command.input)),
        FileKind::Pdf if xml_only => Err(Trouble::usage(
            "--schema、--xml-mode 及び --c14n は、XMLのときだけ指定できます",
            "--schema, --xml-mode and --c14n are for XML alone",
        )
        .about(&command.input)),
        FileKind::Pdf | FileKind::Xml | FileKind::Unknown => Ok(()),
    }
}

fn check_accepted(command: &Sign) -> Result<(), Trouble> {
    let unknown =
        command.accept_finding.iter().find(|named| !acceptable_findings().any(|one| one == named.as_str()));
    unknown.map_or(Ok(()), |id| Err(SignError::FindingNotAcceptable(id.clone()).into()))
}

/// A key in the place of the certificate: perhaps the two were exchanged.
fn swapped(trouble: Trouble, key: &Path) -> Trouble {
    match what_is(key) {
        Some(found) if found.en.contains("certificate") => Trouble::usage(
            "--cert と --key が入れ替わっていませんか（--cert に秘密鍵、--key に電子証明書が指定されています）",
            "--cert and --key seem to be exchanged: --cert names a private key, --key a certificate",
        ),
        _ => trouble,
    }
}

/// Of a key in a file it is known at once whether it is the certificate's. A token is not asked for a signature that nobody
/// wants; its first document says it.
fn check_pair(command: &Sign, identity: &SigningIdentity, signer: &dyn Signer) -> Result<(), Trouble> {
    if signer.algorithm() != identity.algorithm() {
        return Err(SignError::SignerAlgorithm.into());
    }
    if command.key.to_str().is_some_and(|key| key.starts_with("pkcs11:")) {
        return Ok(());
    }
    let probe = DigestAlgorithm::Sha256.digest(b"koseki: is this the key of the certificate?");
    let value = signer.sign(&probe)?;
    match identity.certificate().public_key() {
        Ok(key) if key.verify(signer.algorithm(), &probe, &value).is_err() => Err(Trouble::said(
            format!("この鍵は、電子証明書（{}）の鍵ではありません", command.cert.display()),
            format!("this key is not the one of the certificate {}", command.cert.display()),
        )
        .about(&command.key)),
        Ok(_) | Err(_) => Ok(()),
    }
}

fn seal(command: &Sign) -> Result<Option<Seal>, Trouble> {
    let Some(rectangle) = command.seal_rect else { return Ok(None) };
    let trouble = |error: SealError| Trouble::from(error);
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
    match (command.xml_mode.unwrap_or(XmlMode::Compatibility), command.c14n) {
        (XmlMode::V2, None) => Ok(SigningMode::Version2),
        (XmlMode::V2, Some(_)) => Err(Trouble::usage(
            "--c14n は --xml-mode compatibility のときだけ指定できます（2.0方式はCanonical XML 2.0を用います）",
            "--c14n is for --xml-mode compatibility; the 2.0 mode has Canonical XML 2.0",
        )),
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
            return Err(Trouble::at(
                out,
                "入力のファイルを上書きすることになります",
                "the output would replace an input",
            ));
        }
    }
    if command.input.is_dir() {
        return Ok(());
    }
    if out.exists() && !command.force {
        return Err(Trouble::at(
            out,
            "既に存在します。置き換えるときは --force を指定してください",
            "is there already; it is replaced only with --force",
        ));
    }
    match out.parent() {
        Some(folder) if !folder.as_os_str().is_empty() && !folder.is_dir() => Err(Trouble::at(
            folder,
            "出力先のフォルダーがありません",
            "the folder of the output is not there",
        )),
        _ => Ok(()),
    }
}
