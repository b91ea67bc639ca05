//! An XML document: well-formedness, one enveloped signature over the whole, its digest and value, and 004 第4-2(2)イ.

use super::Sections;
use crate::crypto::{DigestAlgorithm, SignatureAlgorithm};
use crate::dsig::{Coverage, Signature, Verification};
use crate::evidence::XmlEvidence;
use crate::profile::{Profile, RuleSet, findings, rules, standard};
use crate::report::{Check, Finding, Outcome, SubIndication, Text};
use crate::xml::{Document, Kind, NodeId};
use crate::xsd::Conclusion;

/// A page of HTML without a signature that can be read. It may be well-formed XML, or not: of its form nothing is said, as of
/// any other file that is not of this kind.
fn judge_web_page(sections: &mut Sections) {
    sections.finding(Finding::new(&rules::KIND, SubIndication::FormatFailure).saying(Text::new(
        "ファイルの内容がウェブページ（HTML）です。戸籍電子証明書として読み取ることができません。",
        "The content is a web page (HTML) and cannot be read as a certificate of the family register.",
    )));
}

/// Lines that a report names of parts that are not signed; the rest is counted.
const LINES_NAMED: usize = 20;

pub(super) fn judge(xml: &XmlEvidence<'_>, profile: &Profile, sections: &mut Sections) {
    if xml.is_web_page() && !matches!(xml.signature(), Some(Ok(_))) {
        judge_web_page(sections);
        return;
    }
    let document = match xml.document() {
        Ok(document) => document,
        Err(error) => {
            let finding = findings::xml::finding(error);
            // A form we do not read (another encoding, a ceiling of ours) is nobody's fault.
            let form = match finding.outcome() {
                Outcome::Unknown => {
                    Finding::new(&rules::XML_WELL_FORMED, SubIndication::Generic).saying(Text::new(
                        "XML 1.0の文書として受け付けられるかどうかを確認できませんでした（この検証ツールの制限）。",
                        "Whether the file is XML 1.0 that can be accepted could not be established (a limit of this tool).",
                    ))
                }
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
    if let Ok(signed) = verification.content() {
        sections.push(Check::pass(&rules::DIGEST));
        let comments = lines(document, signed.comments(document));
        if let Some(lines) = comments {
            sections.push(Check::pass(&rules::COMMENTS).with_detail(lines));
        }
    }
    if let Ok(signed) = verification.content()
        && let Some(lines) = lines(document, signed.undigested_declarations(document).into_iter())
    {
        sections.push(Check::pass(&rules::NAMESPACES).with_detail(lines));
    }
    if verification.value().is_ok() {
        sections.push(Check::pass(&rules::VALUE));
    }
    for error in verification.errors() {
        let finding = match verification.value() {
            // DigestValue is the signer's word only where the signature value holds over it.
            Err(_) => findings::dsig::finding_unvouched(error),
            Ok(()) => findings::dsig::finding(error),
        };
        // A finding about the certificate leaves the value unverified: the signature section must say so too.
        if finding.rule.section != rules::VALUE.section && verification.value().is_err() {
            let sub = finding.sub_indication.unwrap_or(SubIndication::NoSigningCertificateFound);
            sections.finding(rules::value_unverified(sub));
        }
        sections.finding(finding);
    }
    if profile.rules() == RuleSet::Koseki {
        judge_standard(signature, verification, sections);
    }
}

fn coverage(signature: &Signature, document: &Document<'_>) -> Check {
    match signature.coverage() {
        Coverage::WholeDocument | Coverage::RootElement => Check::pass(&rules::COVERAGE),
        Coverage::Body { unsigned, attachments, .. } => {
            let count = attachments.len();
            let unsigned = unsigned_parts(document, unsigned);
            Check::pass(&rules::COVERAGE_BODY).with_detail(Text::owned(
                format!("BODY要素のみが対象。対象外: {}。添付: {count} 件", unsigned.ja),
                format!("the BODY element alone; not signed: {}; attachments: {count}", unsigned.en),
            ))
        }
    }
}

/// What stands outside BODY, by its kind and line: FRONT, processing instructions, the root's own attributes.
fn unsigned_parts(document: &Document<'_>, unsigned: &[NodeId]) -> Text {
    let of_kind = |kind| unsigned.iter().copied().filter(move |node| document.kind(*node) == kind);
    let root = document.root_element();
    let attributes = (document.attributes(root).len() > 0).then_some(root);
    let parts = [
        ("鑑（FRONT）", "FRONT", lines(document, of_kind(Kind::Element))),
        ("処理命令", "processing instructions", lines(document, of_kind(Kind::ProcessingInstruction))),
        ("文書全体を囲む要素の名前", "the name of the root element", lines(document, core::iter::once(root))),
        (
            "文書全体を囲む要素の属性",
            "attributes of the root element",
            lines(document, attributes.into_iter()),
        ),
    ];
    let (mut ja, mut en) = (Vec::new(), Vec::new());
    for (japanese, english, lines) in parts {
        if let Some(lines) = lines {
            ja.push(format!("{japanese}（{}）", lines.ja));
            en.push(format!("{english} ({})", lines.en));
        }
    }
    if ja.is_empty() {
        return Text::new("なし", "nothing");
    }
    Text::owned(ja.join("、"), en.join(", "))
}

/// The lines where nodes begin, as many as somebody reads; `None` when there are none.
fn lines(document: &Document<'_>, mut nodes: impl Iterator<Item = NodeId>) -> Option<Text> {
    let first: Vec<String> = nodes
        .by_ref()
        .take(LINES_NAMED)
        .map(|node| document.position(document.span(node).start).line.to_string())
        .collect();
    if first.is_empty() {
        return None;
    }
    let first = first.join(", ");
    Some(match nodes.count() {
        0 => Text::owned(format!("{first} 行目"), format!("line {first}")),
        more => Text::owned(format!("{first} 行目ほか {more} か所"), format!("line {first} and {more} more")),
    })
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
