//! A PDF document: structure, coverage, PKCS#7, and the rules of 004 第4-2(1)ア and (2)ア.

use super::Sections;
use crate::cms::{AttributeOrder, TimeStampError, Verification};
use crate::crypto::{DigestAlgorithm, SignatureAlgorithm};
use crate::evidence::{OtherSignature, OtherValue, PdfEvidence, PdfSignature};
use crate::pdf::form::FactKind;
use crate::pdf::{
    self, Addition, Coverage, Date, Document, HexLayout, ObjectId, SignatureDictionary, SignatureField,
};
use crate::profile::{Profile, RuleSet, findings, rules, standard};
use crate::report::{Check, Finding, Language, Location, Outcome, Rule, SignatureRole, SubIndication, Text};
use crate::time::{Civil, Time};

/// Seconds by which `/M` and signingTime may differ: both are read from clocks while one signature is made.
const SIGNING_TIME_TOLERANCE: i64 = 300;

/// Files the checks and returns the time the signer claims.
pub(super) fn judge(evidence: &PdfEvidence<'_>, profile: &Profile, sections: &mut Sections) -> Option<Time> {
    let document = match evidence.document() {
        Ok(document) => document,
        Err(error) => {
            let finding = findings::pdf::finding(error);
            let ours = finding.outcome() == Outcome::Unknown;
            let told = finding.rule.id;
            sections.finding(finding);
            if ours {
                // A ceiling of ours brands nobody: nothing more is said of a file that was not read to its end.
                let form = Finding::new(&rules::PDF_READS, SubIndication::Generic).saying(Text::new(
                    "ISO 32000-1 のPDFとして読み取れることを確認できませんでした（この検証ツールの制限）。",
                    "Whether the file reads as a PDF of ISO 32000-1 could not be established (a limit of this tool).",
                ));
                sections.finding(form);
                return None;
            }
            // The file is unreadable as a whole; what is wrong with its signature dictionaries is told all the same.
            let diagnosis = evidence.diagnosis().iter().map(findings::pdf::finding);
            diagnosis.filter(|one| one.rule.id != told).for_each(|one| sections.finding(one));
            let form = Finding::violation(&rules::PDF_READS);
            sections.finding(form);
            return None;
        }
    };
    sections.push(Check::pass(&rules::PDF_READS));
    let fields = match evidence.fields() {
        Some(Ok(fields)) => fields,
        Some(Err(error)) => {
            sections.finding(findings::pdf::finding(error));
            return None;
        }
        None => return None,
    };
    let Some(signature) = evidence.signature() else {
        sections.finding(Finding::new(&rules::PRESENT, SubIndication::FormatFailure));
        return None;
    };
    let written = signature.dictionary().object();
    // One that was signed anew in a revision that it covers is its owner's.
    let signed = signature.bytes().as_ref().map_or(0, |bytes| bytes.coverage().revision());
    if let Some((revision, offset)) = pdf::signature_rewritten(document, written, signed) {
        sections.finding(findings::pdf::signature_rewritten(written, revision, offset));
    }
    judge_signature(signature, sections);
    if let Err(error) = signature.second_reader() {
        sections.finding(findings::pdf::disagreement(error));
    }
    let told = judge_later_revisions(signature, evidence.others(), sections);
    for other in super::signatures::list(evidence).iter().filter(|one| one.role == SignatureRole::Listed) {
        // One that was added afterwards and may not be there has been told with its revision.
        if !told.contains(&other.offset) {
            super::signatures::judge_other(other, sections);
        }
    }
    let accepted = signature.dictionary().accepted_findings();
    if !accepted.is_empty() {
        sections.push(
            Check::not_checked(&rules::ACCEPTED_FINDINGS)
                .saying(rules::accepted(&accepted))
                .with_detail(accepted_words(&accepted)),
        );
    }
    let claimed = claimed_time(signature.dictionary());
    if profile.rules() == RuleSet::Koseki {
        judge_dictionary(signature, sections);
        judge_time(signature, claimed, sections);
        judge_revisions(signature, fields, sections);
        judge_content(document, profile, sections);
    } else {
        judge_shown(document, profile, signature.second_reader().is_err(), sections);
    }
    claimed
}

fn judge_signature(signature: &PdfSignature<'_>, sections: &mut Sections) {
    let bytes = match signature.bytes() {
        Ok(bytes) => bytes,
        Err(error) => {
            sections.finding(findings::pdf::finding(error));
            return;
        }
    };
    sections.push(Check::pass(&rules::STRUCTURE));
    sections.push(Check::pass(match bytes.coverage() {
        Coverage::EntireFile { .. } => &rules::COVERAGE,
        Coverage::EarlierRevision { .. } => &rules::COVERAGE_REVISION,
    }));
    let contents = u64::try_from(signature.dictionary().offset()).unwrap_or_default();
    match signature.verification() {
        None => {}
        Some(Err(error)) => sections.finding(findings::cms::finding_at(error, contents)),
        Some(Ok(verification)) => judge_cms(verification, sections),
    }
}

fn judge_cms(verification: &Verification, sections: &mut Sections) {
    use crate::cms::Outcome as Step;
    let value_holds = *verification.signature_value() == Step::Holds;
    if value_holds {
        // The digest that the attributes state was signed, or the content itself was: the value answers for it.
        match verification.message_digest() {
            Step::Holds | Step::NotChecked => sections.push(Check::pass(&rules::DIGEST)),
            Step::Broken(_) => {}
        }
        sections.push(Check::pass(&rules::VALUE));
    }
    for error in verification.errors() {
        let finding = findings::cms::finding_in(verification, error);
        // A finding about the certificate leaves the value unverified: the signature section must say so too.
        if finding.rule.section != rules::VALUE.section && !value_holds {
            let sub = finding.sub_indication.unwrap_or(SubIndication::NoSigningCertificateFound);
            sections.finding(rules::value_unverified(sub));
        }
        sections.finding(finding);
    }
}

/// 004 第4-2(2)ア: the keys of the signature dictionary, the digest and the algorithm.
fn judge_dictionary(signature: &PdfSignature<'_>, sections: &mut Sections) {
    let dictionary = signature.dictionary();
    let offset = u64::try_from(dictionary.offset()).unwrap_or_default();
    let mut decide = |rule: &'static Rule, holds: bool, found: Option<&[u8]>| {
        let detail = found.map(|found| {
            let found = String::from_utf8_lossy(found).into_owned();
            Text::owned(found.clone(), found)
        });
        let mut finding = Finding::violation(rule).at(Location::Offset(offset));
        finding.detail.clone_from(&detail);
        let pass = Check::pass(rule);
        sections.push(match (holds, detail) {
            (true, Some(detail)) => pass.with_detail(detail),
            (true, None) => pass,
            (false, _) => finding.into(),
        });
    };
    decide(&standard::PDF_TYPE, dictionary.type_name() == Some(b"Sig"), None);
    decide(&standard::PDF_FILTER, dictionary.filter().is_some(), dictionary.filter());
    let sub_filter = dictionary.sub_filter_name();
    decide(&standard::PDF_SUB_FILTER, sub_filter == Some(b"adbe.pkcs7.detached"), sub_filter);
    let name = dictionary.name();
    decide(
        &standard::PDF_NAME,
        name.as_deref() == Some("Minister of Justice"),
        name.as_deref().map(str::as_bytes),
    );
    if let Ok(bytes) = signature.bytes() {
        decide(&standard::PDF_CONTENTS_HEX, bytes.contents_layout() == HexLayout::Compact, None);
    }
    if let Some(Ok(verification)) = signature.verification() {
        let signed_data = verification.signed_data();
        let attributes = signed_data.signed_attributes();
        decide(&standard::SIGNED_ATTRIBUTES, attributes.is_some(), None);
        if let Some(attributes) = attributes {
            decide(&standard::ATTRIBUTE_ORDER, attributes.order() == AttributeOrder::DerSorted, None);
        }
        let digest = signed_data.digest_algorithm();
        decide(&standard::DIGEST, digest == DigestAlgorithm::Sha256, Some(digest.name().as_bytes()));
        let algorithm = signed_data.signature_algorithm();
        let expected = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256);
        decide(&standard::ALGORITHM, algorithm == expected, Some(algorithm.to_string().as_bytes()));
    }
}

/// `/M`: there, well-formed, with time zone, within the certificate's validity, not at odds with signingTime.
fn judge_time(signature: &PdfSignature<'_>, claimed: Option<Time>, sections: &mut Sections) {
    let offset = u64::try_from(signature.dictionary().offset()).unwrap_or_default();
    let violated = |rule| Finding::violation(rule).at(Location::Offset(offset));
    let Some(claimed) = claimed else {
        let dictionary = signature.dictionary();
        sections.finding(violated(match (dictionary.signing_time_text(), dictionary.signing_time()) {
            (None, _) => &standard::PDF_TIME,
            (Some(_), Some(Date { offset: None, .. })) => &standard::PDF_TIME_ZONE,
            (Some(_), _) => &standard::PDF_TIME_MALFORMED,
        }));
        return;
    };
    sections.push(Check::pass(&standard::PDF_TIME));
    let Some(Ok(verification)) = signature.verification() else { return };
    if let Ok(certificate) = verification.signer_certificate() {
        let within = (certificate.not_before()..=certificate.not_after()).contains(&claimed);
        sections.push(if within {
            Check::pass(&standard::PDF_TIME_VALIDITY)
        } else {
            violated(&standard::PDF_TIME_VALIDITY).into()
        });
    }
    let attributes = verification.signed_data().signed_attributes();
    if let Some(signing_time) = attributes.and_then(crate::cms::SignedAttributes::signing_time) {
        let difference = signing_time.unix().saturating_sub(claimed.unix()).saturating_abs();
        sections.push(if difference <= SIGNING_TIME_TOLERANCE {
            Check::pass(&standard::PDF_TIME_AGREES)
        } else {
            let seconds = Text::owned(format!("{difference} 秒の差"), format!("{difference} seconds apart"));
            violated(&standard::PDF_TIME_AGREES).with_detail(seconds).into()
        });
    }
}

/// The 戸籍 profile takes one signature in the last revision.
fn judge_revisions(signature: &PdfSignature<'_>, fields: &[SignatureField<'_>], sections: &mut Sections) {
    let signed = fields.iter().filter(|field| field.signature.is_some()).count();
    sections.push(if signed == 1 {
        Check::pass(&standard::PDF_ONE_SIGNATURE)
    } else {
        let count = Text::owned(format!("{signed} 個"), signed.to_string());
        Finding::violation(&standard::PDF_ONE_SIGNATURE).with_detail(count).into()
    });
    if let Ok(bytes) = signature.bytes() {
        sections.push(match bytes.coverage() {
            Coverage::EntireFile { .. } => Check::pass(&standard::PDF_REVISION),
            Coverage::EarlierRevision { later, .. } => {
                let noun = if later == 1 { "revision" } else { "revisions" };
                let count = Text::owned(format!("{later} 版"), format!("{later} {noun}"));
                Finding::violation(&standard::PDF_REVISION).with_detail(count).into()
            }
        });
    }
}

/// Whatever the profile: a later revision that changes the document is refused, one on the closed list is described. Returns
/// the offsets of the added signatures of which all is told with that.
fn judge_later_revisions(
    signature: &PdfSignature<'_>,
    others: &[OtherSignature<'_>],
    sections: &mut Sections,
) -> Vec<u64> {
    let mut told = Vec::new();
    match signature.later_revisions() {
        None => {}
        Some(Err(error)) => {
            sections.finding(findings::pdf::finding(error));
            // What stands behind is refused as a whole.
            let behind = others.iter().map(|other| other.dictionary().offset());
            let behind = behind.filter(|offset| *offset > signature.dictionary().offset());
            told.extend(behind.filter_map(|offset| u64::try_from(offset).ok()));
        }
        Some(Ok(revisions)) => {
            for revision in revisions {
                for addition in &revision.additions {
                    let Addition::FurtherSignature { field, .. } = addition else { continue };
                    if let Some(sub_indication) = further_signature_fault(*field, others) {
                        let added = others.iter().find(|other| other.id() == *field);
                        told.extend(added.and_then(|one| u64::try_from(one.dictionary().offset()).ok()));
                        sections.finding(findings::pdf::further_signature(*field, sub_indication));
                    }
                }
                let (ja, en): (Vec<_>, Vec<_>) = revision.additions.iter().map(addition).unzip();
                let number = revision.revision.saturating_add(1);
                sections.push(Check::pass(&rules::LATER_REVISION).with_detail(Text::owned(
                    format!("第{number}版: {}", ja.join("、")),
                    format!("revision {number}: {}", en.join(", ")),
                )));
            }
        }
    }
    told
}

/// What keeps a signature that a later revision added from being one: its CMS does not parse, or digest or value are wrong.
fn further_signature_fault(field: ObjectId, others: &[OtherSignature<'_>]) -> Option<SubIndication> {
    use SubIndication::{FormatFailure, Generic};
    let of_cms = |error: &crate::cms::Error| match findings::cms::finding(error).outcome() {
        Outcome::Unknown => Generic,
        _ => FormatFailure,
    };
    let Some(other) = others.iter().find(|other| other.id() == field) else { return Some(Generic) };
    match other.value() {
        OtherValue::Unread => Some(Generic),
        OtherValue::Signature(verification) => match verification.as_ref() {
            Err(error) => Some(of_cms(error)),
            Ok(verification) => verification.errors().next().map(of_cms),
        },
        OtherValue::DocumentTimeStamp(stamp) => match stamp.as_ref() {
            Ok(_) => None,
            Err(TimeStampError::Token(error)) => Some(of_cms(error)),
            Err(
                TimeStampError::ImprintAlgorithm(_)
                | TimeStampError::ImprintWeak
                | TimeStampError::TooMany { .. },
            ) => Some(Generic),
            Err(_) => Some(FormatFailure),
        },
    }
}

fn addition(addition: &Addition) -> (String, String) {
    match addition {
        Addition::DocumentSecurityStore => ("検証情報（DSS）".into(), "validation data (DSS)".into()),
        Addition::FurtherSignature { field, name } => (
            format!("追加の署名（フィールド {name}、オブジェクト {field}）"),
            format!("a further signature (field {name}, object {field})"),
        ),
        Addition::Nothing => ("内容の変更なし".into(), "nothing".into()),
    }
}

/// Each accepted finding by its sentence, where the id is one of ours, and by its id.
fn accepted_words<S: AsRef<str>>(ids: &[S]) -> Text {
    let of = |language: Language| {
        let words = ids.iter().map(|id| {
            let id = id.as_ref();
            match findings::pdf::SHADOW_RULES.iter().find(|rule| rule.id.0 == id) {
                Some(rule) => {
                    let sentence = rule.violation.in_language(language);
                    format!("{} [{id}]", sentence.trim_end_matches(['。', '.']))
                }
                None => id.to_owned(),
            }
        });
        words.collect::<Vec<_>>().join(match language {
            Language::Japanese => "、",
            Language::English => "; ",
        })
    };
    Text::owned(of(Language::Japanese), of(Language::English))
}

/// What the file shows, does or carries beyond what 004 第4-2(1)ア allows.
fn judge_content(document: &Document<'_>, profile: &Profile, sections: &mut Sections) {
    let facts = pdf::content_facts_to(document, profile.pdf_data().into());
    if facts.is_empty() {
        sections.push(Check::pass(&standard::PDF_CONTENT));
    }
    facts.iter().for_each(|fact| sections.finding(findings::pdf::content_finding(fact)));
}

/// Of the rules of content those that bear on what viewers show, for profiles that do not ask the others.
fn judge_shown(document: &Document<'_>, profile: &Profile, is_tree_told: bool, sections: &mut Sections) {
    for fact in pdf::content_facts_to(document, profile.pdf_data().into()) {
        // A page tree that is none keeps the second reading from its end, which has been told.
        if is_tree_told && fact.kind == FactKind::PageTreeUnreadable {
            continue;
        }
        if let Some(finding) = findings::pdf::shown_finding(&fact) {
            sections.finding(finding);
        }
    }
}

pub(super) fn claimed_time(dictionary: &SignatureDictionary<'_>) -> Option<Time> {
    let Date { year, month, day, hour, minute, second, offset } = dictionary.signing_time()?;
    let civil = Civil { year: i32::from(year), month, day, hour, minute, second };
    Time::from_civil(civil, i32::from(offset?)).ok()
}
