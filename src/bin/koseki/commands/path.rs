//! `koseki path`: one certificate, every path that was tried, and why.

use std::io::{self, Write};

use koseki::limits::{Budget, pki as limits};
use koseki::pki::{
    ExplicitPolicy, PathOutcome, PathRequest, Permission, PolicySettings, Purpose, TrustAnchor, validate,
};
use koseki::profile::findings;
use koseki::report::{Check, FORMAT_VERSION, Language, PathsTried, Section, Verdict};
use koseki::time::Time;
use serde_json::json;

use super::mixed_up::one_certificate;
use super::sources::Sources;
use crate::arguments::{Format, PathCommand};
use crate::render::{self, JAPAN, pick};
use crate::{Exit, Trouble, language, volume, written};

pub(crate) fn run(command: &PathCommand) -> Result<Exit, Trouble> {
    let language = language(command.output.lang);
    let trust = &command.trust;
    let target = &one_certificate(&command.certificate)?;
    let sources = Sources::read(trust)?;
    let anchors =
        sources.anchors.into_iter().map(TrustAnchor::from_certificate).collect::<Result<Vec<_>, _>>()?;
    let request = PathRequest {
        purpose: Purpose::Any,
        certificates: &sources.certificates,
        revocation_lists: &sources.revocation_lists,
        ocsp_responses: &sources.ocsp_responses,
        kept_since: Some(&sources.kept_since),
        revocation: trust.revocation.into(),
        proof_of_existence: trust.received_at.map(|moment| moment.time),
        // What was received is the certificate asked about.
        target_since: trust.received_at.map(|moment| moment.time),
        created_after: trust.requested_at.map(|moment| moment.time),
        freshness_grace: trust.crl_grace,
        policies: policies(command),
        algorithm_policy: sources.algorithm_policy,
        ..PathRequest::new(target, &anchors, sources.at)
    };
    let outcome = validate(&request, &mut Budget::new(limits::PATH_STEPS));
    let paths = if command.all_paths { Paths::All } else { Paths::Nearest };
    let answer = Answer {
        at: sources.at,
        grace: trust.crl_grace,
        algorithm_policy: request.algorithm_policy.version().to_owned(),
        file: command.certificate.display().to_string(),
        sha256: const_hex::encode(target.sha256()),
        subject: target.subject().to_string(),
        tried: findings::pki::paths_tried(&outcome),
        outcome,
        paths,
    };
    let mut out = anstream::stdout().lock();
    match command.output.format {
        Format::Text if volume::is_quiet() => {}
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

/// Which of the paths that failed the text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Paths {
    All,
    Nearest,
}

/// What was found, ready to be told in either form.
struct Answer {
    at: Time,
    grace: u32,
    algorithm_policy: String,
    file: String,
    sha256: String,
    subject: String,
    outcome: PathOutcome,
    tried: PathsTried,
    paths: Paths,
}

impl Answer {
    fn section(&self) -> Section {
        Section::new(findings::pki::checks(&self.outcome))
    }

    /// Subjects of the valid path, from the anchor.
    fn subjects(&self) -> Vec<String> {
        match &self.outcome {
            PathOutcome::Valid(path) => core::iter::once(path.anchor().name().to_string())
                .chain(path.certificates().iter().map(|one| one.subject().to_string()))
                .collect(),
            PathOutcome::Invalid(_) => Vec::new(),
        }
    }

    fn text(&self, out: &mut impl Write, language: Language) -> io::Result<()> {
        let section = self.section();
        let verdict = section.verdict();
        let style = render::verdict_style(verdict);
        writeln!(out, "{}{}", pick(language, "ファイル: ", "File: "), render::one_line(&self.file))?;
        let label = pick(language, "電子証明書: ", "Certificate: ");
        writeln!(out, "{label}{}", render::one_line(&self.subject))?;
        writeln!(out, "SHA-256: {}", self.sha256)?;
        let word = render::verdict_word(language, verdict);
        writeln!(out, "{}{style}{word}{style:#}", pick(language, "判定: ", "Verdict: "))?;
        writeln!(out, "{}{}", pick(language, "検証基準時刻: ", "Judged at: "), self.at.rfc3339(JAPAN))?;
        let label = pick(language, "検証条件: ", "Judged by: ");
        writeln!(out, "{label}grace {} s, algorithms {}", self.grace, self.algorithm_policy)?;
        for check in section.checks() {
            render::check(out, check, language)?;
        }
        let nearest = self.tried.paths.first().map(|path| path.subjects.clone()).unwrap_or_default();
        let (label, subjects) = match self.outcome {
            PathOutcome::Valid(_) => (
                pick(language, "認証パス（信頼点から）:", "Certification path (from the anchor):"),
                self.subjects(),
            ),
            PathOutcome::Invalid(_) => (
                pick(
                    language,
                    "有効に最も近い認証パス（信頼点の側から）:",
                    "The path that came nearest (from the anchor's side):",
                ),
                nearest,
            ),
        };
        if !subjects.is_empty() {
            writeln!(out, "{label}")?;
        }
        for subject in subjects {
            writeln!(out, "    {} {}", pick(language, "→", "->"), render::one_line(&subject))?;
        }
        match self.paths {
            Paths::All => render::paths_tried(out, &self.tried, language),
            Paths::Nearest if self.tried.count > 1 => writeln!(
                out,
                "{}",
                match language {
                    Language::Japanese =>
                        format!("試した認証パス: {} 本（--all-paths ですべて表示します）", self.tried.count),
                    Language::English =>
                        format!("Paths tried: {} (--all-paths names them)", self.tried.count),
                }
            ),
            Paths::Nearest => Ok(()),
        }
    }

    fn json(&self, language: Language) -> serde_json::Value {
        let section = self.section();
        let decided = section.deciding_check().and_then(Check::sub_indication);
        let tried = self.tried.to_json(language);
        json!({
            "format_version": FORMAT_VERSION,
            "tool": { "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") },
            "at": self.at.to_string(),
            "crl_grace_seconds": self.grace,
            "algorithm_policy": self.algorithm_policy,
            "path": self.file,
            "sha256": self.sha256,
            "certificate": self.subject,
            "verdict": section.verdict().as_str(),
            "sub_indication": decided.map(koseki::report::SubIndication::as_str),
            "checks": section.checks().iter().map(|check| check.to_json(language)).collect::<Vec<_>>(),
            "certificate_path": self.subjects(),
            "failed_paths": tried["paths"],
            "paths_tried": { "count": tried["count"], "search": tried["search"] },
        })
    }
}
