//! From evidence to the four sections: every stage's facts become checks; the verdict follows by arithmetic alone.

mod algorithms;
mod claimed_time;
mod embedded;
mod path;
mod pdf;
mod records;
mod revocation;
mod signatures;
mod xml;

use super::rules;
use super::{Profile, RuleSet, findings, signer, standard};
use crate::evidence::{Body, Evidence};
use crate::report::{Check, DocumentKind, DocumentReport, Finding, Section, SubIndication, Verdict};

/// Judges one document's evidence by a profile.
pub fn judge(evidence: &Evidence<'_>, profile: &Profile) -> DocumentReport {
    let mut sections = Sections::default();
    let (kind, claimed_signing_time) = match evidence.body() {
        Body::Pdf(pdf) => (DocumentKind::Pdf, pdf::judge(pdf, profile, &mut sections)),
        Body::Xml(xml) => {
            xml::judge(xml, profile, &mut sections);
            (DocumentKind::Xml, None)
        }
        Body::Unknown => {
            let rule = if evidence.size() == 0 { &rules::EMPTY } else { &rules::KIND };
            sections.finding(Finding::new(rule, SubIndication::FormatFailure));
            (DocumentKind::Unknown, None)
        }
    };
    algorithms::judge(evidence, &mut sections);
    path::judge(evidence, &mut sections);
    records::judge(evidence, &mut sections);
    claimed_time::judge(evidence, &mut sections);
    // A binding that an agency configured holds whatever the rule set.
    let standard_asked = profile.rules() == RuleSet::Koseki || profile.signer().asks_anything();
    if standard_asked {
        match evidence.signer() {
            Some(certificate) => {
                let standing = match Section::new(sections.certificate.clone()).verdict() {
                    Verdict::Passed => signer::Standing::Believed,
                    Verdict::Failed | Verdict::Indeterminate => signer::Standing::Claimed,
                };
                let policies = path::policies(evidence);
                sections.standard.extend(signer::judge(certificate, policies, profile.signer(), standing));
            }
            None => sections.standard.push(Check::not_checked(signer::office_rule(profile.signer()))),
        }
    }
    let (signatures, later_revisions) = match evidence.body() {
        Body::Pdf(pdf) => (signatures::list(pdf), signatures::later_revisions(pdf)),
        Body::Xml(_) | Body::Unknown => Default::default(),
    };
    let Sections { signature, certificate, form, standard } = sections;
    let standard =
        if standard_asked { Section::new(standard) } else { Section::not_asked(&standard::NOT_ASKED) };
    DocumentReport {
        path: String::new(),
        sha256: evidence.sha256().to_hex(),
        size: u64::try_from(evidence.size()).unwrap_or(u64::MAX),
        kind,
        judged_at: evidence.judged_at(),
        signer: evidence.signer().map(path::summary),
        path_subjects: path::subjects(evidence),
        revocation: revocation::summaries(evidence),
        claimed_signing_time,
        schema_sha256: None,
        schema_scope: None,
        signatures,
        later_revisions,
        proof_of_existence: evidence.proof().map(path::proof),
        paths_tried: evidence.path().map(findings::pki::paths_tried),
        signature: Section::new(signature),
        certificate: Section::new(certificate),
        form: Section::new(form),
        standard,
    }
}

/// The checks of the four sections while they are gathered.
#[derive(Default)]
struct Sections {
    signature: Vec<Check>,
    certificate: Vec<Check>,
    form: Vec<Check>,
    standard: Vec<Check>,
}

impl Sections {
    /// Files a check under the heading its rule names.
    fn push(&mut self, check: Check) {
        use crate::report::SectionName;
        match check.rule().section {
            SectionName::Signature => self.signature.push(check),
            SectionName::Certificate => self.certificate.push(check),
            SectionName::Form => self.form.push(check),
            SectionName::Standard => self.standard.push(check),
        }
    }

    /// Files a finding under the heading its rule names; the same one twice tells nobody more.
    fn finding(&mut self, finding: Finding) {
        let check = Check::from(finding);
        let filed = [&self.signature, &self.certificate, &self.form, &self.standard];
        if !filed.iter().any(|section| section.contains(&check)) {
            self.push(check);
        }
    }
}
