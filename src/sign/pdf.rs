//! Signing a PDF.

use super::result::Release;
use super::{InputTrust, SignError, SigningIdentity, SigningRequest};
use crate::cms::ToBeSigned;
use crate::crypto::Digest;
use crate::evidence::{Evidence, Opened, Question};
use crate::pdf::{
    self, Document, ExistingSignatures, Prepared, SignatureFieldOptions, SignatureFieldRequest,
};
use crate::profile::{self, Profile, findings, standard};
use crate::report::{Check, Finding, Location, Text};
use crate::time::{Civil, Time};

/// `/Name`, as document 004 第4-2(2)ア fixes it.
const NAME: &str = "Minister of Justice";
/// `/T` of the field that is added; a number follows where the form has this name already.
const FIELD_NAME: &str = "Signature1";

/// A PDF with everything of its signature but the signature value.
#[derive(Debug)]
pub struct PreparedPdf<'a> {
    document: Prepared<'a>,
    /// The whole file, where it was copied while it was digested.
    copy: Option<Vec<u8>>,
    to_be_signed: ToBeSigned,
    accepted: Vec<Check>,
    input: &'a [u8],
    release: Release,
}

impl PreparedPdf<'_> {
    /// The digest the key must sign: that of the signed attributes.
    pub fn digest(&self) -> Digest {
        self.to_be_signed.digest()
    }

    /// Builds the PKCS#7 data, after verifying the signature value with the certificate's public key, and fills it in. A
    /// checked document is verified whole before it is returned.
    ///
    /// # Errors
    /// [`SignError::Cms`] when the value is not the certificate's, [`SignError::ResultRefused`]; nothing is released then.
    pub fn complete(self, signature_value: &[u8]) -> Result<Vec<u8>, SignError> {
        let release = self.release;
        let signed_data = self.to_be_signed.complete(signature_value)?;
        let signed = match self.copy {
            Some(copy) => self.document.complete_copy(copy, &signed_data)?,
            None => self.document.complete(&signed_data)?,
        };
        release.check(&signed)?;
        Ok(signed)
    }

    /// As [`PreparedPdf::complete`], but only the octets that follow the input, for callers that write the two one after
    /// the other instead of holding both.
    ///
    /// # Errors
    /// As [`PreparedPdf::complete`].
    pub fn complete_update(self, signature_value: &[u8]) -> Result<Vec<u8>, SignError> {
        let signed_data = self.to_be_signed.complete(signature_value)?;
        let update = self.document.complete_update(&signed_data)?;
        if self.release != Release::AtOnce {
            self.release.check(&[self.input, &update].concat())?;
        }
        Ok(update)
    }

    /// The findings about the input that the request accepted, as the signature dictionary records them.
    pub fn accepted(&self) -> &[Check] {
        &self.accepted
    }
}

/// Identifiers of the findings an issuer can accept: that the input carries hidden or replaceable content.
pub fn acceptable_findings() -> impl Iterator<Item = &'static str> {
    findings::pdf::SHADOW_RULES.iter().map(|rule| rule.id.0)
}

/// Checks (unless the issuer does) and prepares a PDF for a key that lives elsewhere.
///
/// With [`InputTrust::LeftToIssuer`] only the tail of the file is read, and the whole is hashed once.
///
/// # Errors
/// [`SignError`] names what is wrong with the input or the identity.
pub fn prepare_pdf<'a>(
    input: &'a [u8],
    identity: &SigningIdentity,
    request: &SigningRequest<'_>,
) -> Result<PreparedPdf<'a>, SignError> {
    prepare(input, identity, request, Output::Later)
}

/// When the octets of the signed file are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Output {
    /// When the signature value is there, if they are wanted whole at all.
    Later,
    /// In the pass that digests them.
    WhileDigesting,
}

/// As [`prepare_pdf`].
pub(super) fn prepare<'a>(
    input: &'a [u8],
    identity: &SigningIdentity,
    request: &SigningRequest<'_>,
    output: Output,
) -> Result<PreparedPdf<'a>, SignError> {
    identity.valid_at(request.at)?;
    if let Some(id) =
        request.accepted_findings.iter().find(|id| !acceptable_findings().any(|one| one == **id))
    {
        return Err(SignError::FindingNotAcceptable((*id).to_owned()));
    }
    let accepted = match request.input {
        InputTrust::Checked => check(input, request)?,
        InputTrust::LeftToIssuer => Vec::new(),
    };
    let mut recorded: Vec<&str> = accepted.iter().map(|check| check.rule().id.0).collect();
    recorded.sort_unstable();
    recorded.dedup();
    let template = identity.template();
    let document = pdf::prepare_with(
        input,
        &SignatureFieldRequest {
            filter: request.filter,
            name: NAME,
            signing_time: &date(request.at, request.offset_minutes),
            field_name: FIELD_NAME,
            contents_capacity: template.encoded_length(Some(request.at)),
            reason: None,
        },
        &SignatureFieldOptions {
            existing: request.existing_signatures,
            seal: request.seal,
            accepted_findings: &recorded,
        },
    )?;
    let mut hasher = template.digest_algorithm().hasher();
    let sink = |octets: &[u8]| hasher.update(octets);
    let copy = match output {
        Output::Later => {
            document.digest_with(sink);
            None
        }
        Output::WhileDigesting => Some(document.copy_while_digesting(sink)),
    };
    let to_be_signed = template.signed_attributes(&hasher.finish(), Some(request.at))?;
    Ok(PreparedPdf { document, copy, to_be_signed, accepted, input, release: request.release() })
}

/// What the verifier would refuse, and what a later update could bring to light, is not signed. Returns what was found
/// and accepted.
fn check(input: &[u8], request: &SigningRequest<'_>) -> Result<Vec<Check>, SignError> {
    let document = Document::parse(input)?;
    let mut findings: Vec<Check> =
        findings::pdf::before_signing(&document).into_iter().map(Check::from).collect();
    let fields = document.latest().signature_fields().unwrap_or_default();
    let signed: Vec<_> =
        fields.iter().filter_map(|field| Some((&field.name, field.signature.as_ref()?))).collect();
    match (request.existing_signatures, signed.first()) {
        (_, None) => {}
        // The 戸籍 profile takes one signature; a second one on top would spoil a good document.
        (ExistingSignatures::Refused, Some((name, first))) => {
            findings.push(signed_already(name, first.offset()).into())
        }
        (ExistingSignatures::Kept, Some(_)) => {
            findings.extend(broken_signatures(input, request.at));
        }
    }
    let mut told: Vec<Check> = Vec::with_capacity(findings.len());
    for finding in findings {
        // Two ways of looking may find the same.
        if !told.contains(&finding) {
            told.push(finding);
        }
    }
    let (accepted, refused): (Vec<Check>, Vec<Check>) =
        told.into_iter().partition(|check| request.accepted_findings.contains(&check.rule().id.0));
    if refused.is_empty() { Ok(accepted) } else { Err(SignError::InputRefused(refused)) }
}

fn signed_already(field: &str, offset: usize) -> Finding {
    let finding = Finding::violation(&standard::PDF_ONE_SIGNATURE).saying(Text::owned(
        format!("既に電子署名があります（フィールド {field}）。"),
        format!("The file is signed already (field {field})."),
    ));
    match u64::try_from(offset) {
        Ok(offset) => finding.at(Location::Offset(offset)),
        Err(_) => finding,
    }
}

/// What is wrong with the signatures that are there: over a broken one nobody signs.
fn broken_signatures(input: &[u8], at: Time) -> Vec<Check> {
    let opened = Opened::new(input);
    let evidence = Evidence::gather(&opened, &Question::new(at), None);
    let report = profile::judge(&evidence, &Profile::signature());
    report.signature.checks().iter().filter(|check| check.is_finding()).cloned().collect()
}

/// A PDF date with its time zone (ISO 32000-1, 7.9.4).
fn date(at: Time, offset_minutes: i32) -> String {
    let Civil { year, month, day, hour, minute, second } = at.civil(offset_minutes);
    let sign = if offset_minutes < 0 { '-' } else { '+' };
    let offset = offset_minutes.unsigned_abs();
    let (hours, minutes) = (offset / 60, offset % 60);
    format!("D:{year:04}{month:02}{day:02}{hour:02}{minute:02}{second:02}{sign}{hours:02}'{minutes:02}'")
}
