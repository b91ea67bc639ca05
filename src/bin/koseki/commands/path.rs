//! `koseki path`: one certificate, every path that was tried, and why.

use std::io::{self, Write};

use koseki::limits::{Budget, pki as limits};
use koseki::pki::{
    ExplicitPolicy, FailedPath, PathOutcome, PathRequest, Permission, PolicySettings, Purpose, TrustAnchor,
    validate,
};
use koseki::profile::findings;
use koseki::report::{Check, FORMAT_VERSION, Language, Section, Verdict};
use koseki::store;
use koseki::time::Time;
use serde_json::json;

use crate::arguments::{Format, PathCommand};
use crate::render::{self, JAPAN, pick};
use crate::{Exit, Trouble, language, now, written};

pub(crate) fn run(command: &PathCommand) -> Result<Exit, Trouble> {
    let language = language(command.output.lang);
    let trust = &command.trust;
    let at = match trust.at {
        Some(moment) => moment.time,
        None => now()?,
    };
    let target = store::certificates(std::slice::from_ref(&command.certificate))?;
    let Some(target) = target.first() else {
        return Err(Trouble(format!("{}: no certificate", command.certificate.display())));
    };
    let anchors = store::certificates(&trust.trust)?
        .into_iter()
        .map(TrustAnchor::from_certificate)
        .collect::<Result<Vec<_>, _>>()?;
    let certificates = store::certificates(&trust.certs)?;
    let revocation_lists = store::revocation_lists(&trust.crl)?;
    let request = PathRequest {
        purpose: Purpose::Any,
        certificates: &certificates,
        revocation_lists: &revocation_lists,
        revocation: trust.revocation.into(),
        policies: policies(command),
        ..PathRequest::new(target, &anchors, at)
    };
    let outcome = validate(&request, &mut Budget::new(limits::PATH_STEPS));
    let answer = Answer { at, subject: target.subject().to_string(), outcome };
    let mut out = anstream::stdout().lock();
    match command.output.format {
        Format::Text => written(answer.text(&mut out, language))?,
        Format::Json => {
            let json = serde_json::to_string_pretty(&answer.json(language))?;
            written(writeln!(out, "{json}"))?;
        }
    }
    Ok(match answer.section().verdict() {
        Verdict::Passed => Exit::Passed,
        Verdict::Failed => Exit::Failed,
        Verdict::Indeterminate => Exit::Indeterminate,
    })
}

fn policies(command: &PathCommand) -> PolicySettings {
    let mut settings = PolicySettings::default();
    if !command.policy.is_empty() {
        settings.initial_policy_set = command.policy.clone();
    }
    if command.require_explicit_policy {
        settings.explicit_policy = ExplicitPolicy::Required;
    }
    if command.inhibit_policy_mapping {
        settings.policy_mapping = Permission::Inhibited;
    }
    if command.inhibit_any_policy {
        settings.any_policy = Permission::Inhibited;
    }
    settings
}

/// What was found, ready to be told in either form.
struct Answer {
    at: Time,
    subject: String,
    outcome: PathOutcome,
}

impl Answer {
    fn section(&self) -> Section {
        Section::new(findings::pki::checks(&self.outcome))
    }

    fn subjects(&self) -> Vec<String> {
        match &self.outcome {
            PathOutcome::Valid(path) => core::iter::once(path.anchor().name().to_string())
                .chain(path.certificates().iter().map(|one| one.subject().to_string()))
                .collect(),
            PathOutcome::Invalid(_) => Vec::new(),
        }
    }

    fn failed(&self) -> &[FailedPath] {
        match &self.outcome {
            PathOutcome::Valid(_) => &[],
            PathOutcome::Invalid(failure) => &failure.paths,
        }
    }

    fn text(&self, out: &mut impl Write, language: Language) -> io::Result<()> {
        let section = self.section();
        let verdict = section.verdict();
        let style = render::verdict_style(verdict);
        writeln!(
            out,
            "{}{}",
            pick(language, "電子証明書: ", "Certificate: "),
            render::one_line(&self.subject)
        )?;
        let word = render::verdict_word(language, verdict);
        writeln!(out, "{}{style}{word}{style:#}", pick(language, "判定: ", "Verdict: "))?;
        writeln!(out, "{}{}", pick(language, "検証基準時刻: ", "Judged at: "), self.at.rfc3339(JAPAN))?;
        for check in section.checks() {
            render::check(out, check, language)?;
        }
        if !self.subjects().is_empty() {
            writeln!(
                out,
                "{}",
                pick(language, "認証パス（信頼点から）:", "Certification path (from the anchor):")
            )?;
        }
        for subject in self.subjects() {
            writeln!(out, "    {} {}", pick(language, "→", "->"), render::one_line(&subject))?;
        }
        for (number, path) in (1usize..).zip(self.failed()) {
            writeln!(out, "\n{} {number}:", pick(language, "試した証明書パス", "Path tried"))?;
            for subject in subjects_of(path) {
                writeln!(out, "    {} {}", pick(language, "→", "->"), render::one_line(&subject))?;
            }
            for finding in findings::pki::explain(path) {
                render::check(out, &Check::from(finding), language)?;
            }
        }
        Ok(())
    }

    fn json(&self, language: Language) -> serde_json::Value {
        let section = self.section();
        let undecided = section.checks().iter().find_map(Check::sub_indication);
        json!({
            "format_version": FORMAT_VERSION,
            "tool": { "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") },
            "at": self.at.to_string(),
            "certificate": self.subject,
            "verdict": section.verdict().as_str(),
            "sub_indication": undecided.map(koseki::report::SubIndication::as_str),
            "checks": section.checks().iter().map(|check| check.to_json(language)).collect::<Vec<_>>(),
            "certificate_path": self.subjects(),
            "failed_paths": self.failed().iter().map(|path| json!({
                "certificates": subjects_of(path),
                "checks": findings::pki::explain(path)
                    .into_iter()
                    .map(|finding| Check::from(finding).to_json(language))
                    .collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
        })
    }
}

fn subjects_of(path: &FailedPath) -> Vec<String> {
    let anchor = path.anchor.as_ref().map(|anchor| anchor.name().to_string());
    anchor.into_iter().chain(path.certificates.iter().map(|one| one.subject().to_string())).collect()
}
