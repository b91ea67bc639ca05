//! An XML document: well-formedness, one enveloped signature over the whole, its digest and value, and 004 第4-2(2)イ.

use super::Sections;
use crate::crypto::{DigestAlgorithm, SignatureAlgorithm};
use crate::dsig::{Coverage, Signature, Verification};
use crate::evidence::XmlEvidence;
use crate::profile::{Profile, RuleSet, findings, rules, standard};
use crate::report::{Check, Finding, Outcome, SubIndication, Text};
use crate::xsd::Conclusion;

pub(super) fn judge(xml: &XmlEvidence<'_>, profile: &Profile, sections: &mut Sections) {
    let document = match xml.document() {
        Ok(document) => document,
        Err(error) => {
            let finding = findings::xml::finding(error);
            // A form we do not read (another encoding, a ceiling of ours) is nobody's fault.
            let form = match finding.outcome() {
                Outcome::Unknown => Finding::new(&rules::XML_WELL_FORMED, SubIndication::Generic),
                Outcome::Fail | Outcome::Pass | Outcome::NotChecked => {
                    Finding::violation(&rules::XML_WELL_FORMED)
                }
            };
            sections.finding(finding);
            sections.finding(form);
            return;
        }
    };
    sections.push(Check::pass(&rules::XML_WELL_FORMED));
    let (signature, verification) = match xml.signature() {
        Some(Ok((signature, verification))) => (signature, verification),
        Some(Err(error)) => {
            sections.finding(findings::dsig::finding(error));
            return;
        }
        None => return,
    };
    match xml.validation() {
        None => sections.push(Check::not_checked(&rules::SCHEMA)),
        Some(validation) => match validation.conclusion() {
            Conclusion::SchemaValid => sections.push(Check::pass(&rules::SCHEMA)),
            Conclusion::Violated | Conclusion::Undecided => {
                findings::xsd::findings(validation).into_iter().for_each(|finding| sections.finding(finding));
            }
        },
    }
    sections.push(Check::pass(&rules::STRUCTURE));
    sections.push(coverage(signature, document));
    if verification.content().is_ok() {
        sections.push(Check::pass(&rules::DIGEST));
    }
    if verification.value().is_ok() {
        sections.push(Check::pass(&rules::VALUE));
    }
    for error in verification.errors() {
        let finding = findings::dsig::finding(error);
        // A finding about the certificate leaves the value unverified: the signature section must say so too.
        if finding.rule.section != rules::VALUE.section && verification.value().is_err() {
            let sub = finding.sub_indication.unwrap_or(SubIndication::NoSigningCertificateFound);
            sections.finding(Finding::new(&rules::VALUE, sub));
        }
        sections.finding(finding);
    }
    if profile.rules() == RuleSet::Koseki {
        judge_standard(signature, verification, sections);
    }
}

fn coverage(signature: &Signature, document: &crate::xml::Document<'_>) -> Check {
    match signature.coverage() {
        Coverage::WholeDocument | Coverage::RootElement => Check::pass(&rules::COVERAGE),
        Coverage::Body { unsigned, attachments, .. } => {
            let lines: Vec<String> = unsigned
                .iter()
                .map(|node| document.position(document.span(*node).start).line.to_string())
                .collect();
            let lines = if lines.is_empty() { "-".to_owned() } else { lines.join(", ") };
            let count = attachments.len();
            Check::pass(&rules::COVERAGE_BODY).with_detail(Text::owned(
                format!("BODY要素のみが対象。対象外の部分の行: {lines}。添付: {count} 件"),
                format!("the BODY element alone; lines of parts not signed: {lines}; attachments: {count}"),
            ))
        }
    }
}

/// 004 第4-2(2)イ: Enveloped, sha256WithRSAEncryption, the signer's certificate in the file.
fn judge_standard(signature: &Signature, verification: &Verification, sections: &mut Sections) {
    let decide = |rule, holds| {
        if holds { Check::pass(rule) } else { Check::from(Finding::violation(rule)) }
    };
    let enveloped = matches!(signature.coverage(), Coverage::WholeDocument | Coverage::RootElement);
    sections.push(decide(&standard::XML_ENVELOPED, enveloped));
    let algorithm = signature.signature_method().algorithm();
    let expected = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256);
    sections.push(decide(&standard::ALGORITHM, algorithm == Some(expected)));
    let sha256 = signature
        .references()
        .iter()
        .all(|reference| reference.digest_method().algorithm() == Some(DigestAlgorithm::Sha256));
    sections.push(decide(&standard::DIGEST, sha256));
    sections.push(decide(&standard::XML_CERTIFICATE, !verification.certificates().is_empty()));
}
