//! `koseki validate`: documents against a schema, or the schema alone. Signatures are not looked at but to leave them out.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use koseki::crypto::DigestAlgorithm;
use koseki::dsig::{ReferencePolicy, Signature};
use koseki::profile::findings;
use koseki::report::{Check, FORMAT_VERSION, Finding, Language, Outcome, Text};
use koseki::xml::Document;
use koseki::xsd::worker::{Unusable, Worker};
use koseki::xsd::{
    CheckedSchema, Conclusion, Defect, Disclosure, Expectation, Limits, SchemaError, SchemaJudge as _,
    Subject, Undecided, Validation, Violation,
};
use serde_json::{Value, json};

use crate::arguments::{Format, Output};
use crate::render::{self, one_line, pick};
use crate::schema::{NoSchema, SchemaPlaces, SchemaScope};
use crate::{Exit, Trouble, language, schema, volume, written};

pub(crate) const EXAMPLES: &str = "\
Examples:
  koseki validate register.xml --schema koseki.xsd
  koseki validate registers/*.xml --schema koseki.xsd common.xsd --format json
  koseki validate --schema koseki.xsd --schema-catalog http://example.jp/common.xsd=common.xsd

Exit codes: 0 every document is valid (without documents: the schema is in order), 1 one is invalid, 2 usage, 3 none is invalid but one was stopped by a limit, 4 the schema does not compile or a file cannot be read.";

#[derive(Debug, Args)]
pub(crate) struct Validate {
    /// XML documents; without any, the schema alone is checked.
    #[arg(value_name = "XML")]
    documents: Vec<PathBuf>,
    /// XSD 1.1 schema: its documents, or `sha256:DIGITS` of a pinned one.
    #[arg(long, required = true, num_args = 1.., value_name = "XSD", action = clap::ArgAction::Append)]
    schema: Vec<PathBuf>,
    #[command(flatten)]
    places: SchemaPlaces,
    /// What of a document is validated.
    #[arg(long, value_enum, default_value_t = SchemaScope::Document)]
    schema_scope: SchemaScope,
    /// Violations of one document that are written out; all are counted.
    #[arg(long, default_value_t = 100, value_name = "N", value_parser = clap::value_parser!(u16).range(..=10_000))]
    max_violations: u16,
    /// Let explanations quote values of the documents. These are personal data.
    #[arg(long)]
    show_content: bool,
    #[command(flatten)]
    pub(crate) output: Output,
}

pub(crate) fn run(command: &Validate) -> Result<Exit, Trouble> {
    let limits = Limits {
        violations: command.max_violations.into(),
        disclosure: if command.show_content { Disclosure::Values } else { Disclosure::NamesOnly },
        ..Limits::default()
    };
    let mut answer = Answer { schema: None, state: SchemaState::Compiles, documents: Vec::new() };
    match schema::checked(&command.schema, &command.places) {
        Err(NoSchema::Trouble(trouble)) => return Err(trouble),
        Err(NoSchema::Defects(errors)) => answer.state = SchemaState::Refused(errors),
        Ok(checked) => {
            answer.schema = Some(checked.clone());
            let worker = schema::worker(checked);
            match worker.prepare() {
                Err(Unusable::Refused(errors)) => answer.state = SchemaState::Refused(errors),
                Err(Unusable::Interrupted(why)) => {
                    answer.state = SchemaState::Stopped(Undecided::Interrupted(why))
                }
                Ok(()) => {
                    let judged = command.documents.iter().map(|path| judged(path, &worker, command, &limits));
                    answer.documents = judged.collect();
                }
            }
        }
    }
    let language = language(command.output.lang);
    let mut out = anstream::stdout().lock();
    match command.output.format {
        Format::Text if volume::is_quiet() => {}
        Format::Text => written(answer.text(&mut out, language))?,
        Format::Json => {
            let json = serde_json::to_string_pretty(&answer.json(language))?;
            written(writeln!(out, "{json}"))?;
        }
    }
    Ok(answer.exit())
}

fn judged(path: &Path, worker: &Worker, command: &Validate, limits: &Limits) -> Judged {
    let octets = match super::octets(path) {
        Ok(octets) => octets,
        Err(reason) => {
            return Judged {
                path: path.display().to_string(),
                sha256: None,
                outcome: Judgement::Unreadable(reason),
            };
        }
    };
    let outcome = match Document::parse(&octets) {
        Err(error) => Judgement::NotRead(findings::xml::finding(&error)),
        Ok(document) => match excluded(&document, command.schema_scope) {
            Err(finding) => Judgement::NotRead(*finding),
            Ok(excluded) => {
                let root = document.root_element();
                let subject = Subject { octets: &octets, document: &document, root, excluded };
                Judgement::Validated(worker.validate(&subject, limits))
            }
        },
    };
    let sha256 = Some(DigestAlgorithm::Sha256.digest(&octets).to_hex());
    Judged { path: path.display().to_string(), sha256, outcome }
}

fn excluded(
    document: &Document<'_>,
    scope: SchemaScope,
) -> Result<Option<koseki::xml::NodeId>, Box<Finding>> {
    match scope {
        SchemaScope::Document => Ok(None),
        SchemaScope::Signed => match Signature::locate(document, ReferencePolicy::WholeDocument) {
            Ok(signature) => Ok(Some(signature.node())),
            Err(error) => Err(Box::new(findings::dsig::finding(&error))),
        },
    }
}

/// Everything that is told.
struct Answer {
    schema: Option<CheckedSchema>,
    state: SchemaState,
    documents: Vec<Judged>,
}

enum SchemaState {
    Compiles,
    Refused(Vec<SchemaError>),
    Stopped(Undecided),
}

struct Judged {
    path: String,
    sha256: Option<String>,
    outcome: Judgement,
}

enum Judgement {
    /// Not XML within our limits, or without the signature that was to be left out.
    NotRead(Finding),
    Unreadable(Text),
    Validated(Validation),
}

/// The outcome of one document in one word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Word {
    Invalid,
    Stopped,
    Unreadable,
    Valid,
}

impl Word {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Invalid => "invalid",
            Self::Stopped => "stopped",
            Self::Unreadable => "unreadable",
            Self::Valid => "valid",
        }
    }
}

impl SchemaState {
    const fn as_str(&self) -> &'static str {
        match self {
            Self::Compiles => "compiles",
            Self::Refused(_) => "refused",
            Self::Stopped(_) => "stopped",
        }
    }

    /// Where the defects of the schema are: one for each of the checks.
    fn defects(&self) -> Vec<Value> {
        let Self::Refused(errors) = self else { return Vec::new() };
        let each = errors.iter().map(|error| {
            json!({
                "document": error.document,
                "line": error.place.map(|place| place.line),
                "column": error.place.map(|place| place.column),
            })
        });
        each.collect()
    }

    fn findings(&self) -> Vec<Finding> {
        match self {
            Self::Compiles => Vec::new(),
            Self::Refused(errors) => errors.iter().map(findings::xsd::schema_error).collect(),
            Self::Stopped(why) => vec![findings::xsd::undecided(*why)],
        }
    }
}

impl Judgement {
    fn word(&self) -> Word {
        match self {
            Self::NotRead(finding) if finding.outcome() == Outcome::Fail => Word::Invalid,
            Self::NotRead(_) => Word::Stopped,
            Self::Unreadable(_) => Word::Unreadable,
            Self::Validated(validation) => match validation.conclusion() {
                Conclusion::SchemaValid => Word::Valid,
                Conclusion::Violated => Word::Invalid,
                Conclusion::Undecided => Word::Stopped,
            },
        }
    }

    /// What is said beside the violations.
    fn findings(&self) -> Vec<Finding> {
        match self {
            Self::NotRead(finding) => vec![finding.clone()],
            Self::Unreadable(_) => Vec::new(),
            Self::Validated(validation) => {
                validation.undecided_because().map(findings::xsd::undecided).into_iter().collect()
            }
        }
    }

    fn violations(&self) -> (&[Violation], u64) {
        match self {
            Self::Validated(validation) => (validation.violations(), validation.count()),
            Self::NotRead(_) | Self::Unreadable(_) => (&[], 0),
        }
    }
}

impl Answer {
    fn exit(&self) -> Exit {
        let any = |word| self.documents.iter().any(|one| one.outcome.word() == word);
        let a_limit =
            |error: &SchemaError| matches!(error.defect, Defect::LimitReached { .. } | Defect::EngineStopped);
        match &self.state {
            // Above a ceiling of ours: nobody has said that the schema is wrong.
            SchemaState::Refused(errors) if errors.iter().all(a_limit) => Exit::Indeterminate,
            SchemaState::Refused(_) => Exit::CouldNotWork,
            SchemaState::Stopped(_) => Exit::Indeterminate,
            SchemaState::Compiles if any(Word::Invalid) => Exit::Failed,
            SchemaState::Compiles if any(Word::Unreadable) => Exit::CouldNotWork,
            SchemaState::Compiles if any(Word::Stopped) => Exit::Indeterminate,
            SchemaState::Compiles => Exit::Passed,
        }
    }

    fn text(&self, out: &mut impl Write, language: Language) -> io::Result<()> {
        let word = match (&self.state, language) {
            (SchemaState::Compiles, Language::Japanese) => "使用できます",
            (SchemaState::Compiles, Language::English) => "in order",
            (SchemaState::Refused(_), Language::Japanese) => "使用できません",
            (SchemaState::Refused(_), Language::English) => "cannot be used",
            (SchemaState::Stopped(_), Language::Japanese) => "確認できませんでした",
            (SchemaState::Stopped(_), Language::English) => "could not be checked",
        };
        writeln!(out, "{}{word}", pick(language, "スキーマ: ", "Schema: "))?;
        if let Some(schema) = &self.schema {
            writeln!(out, "SHA-256: {}", schema.digest().to_hex())?;
            for document in schema.documents() {
                writeln!(out, "    {}", one_line(document.name()))?;
            }
        }
        for finding in self.state.findings() {
            render::check(out, &Check::from(finding), language)?;
        }
        if let SchemaState::Refused(errors) = &self.state
            && let Some(hint) = schema::document_instead(errors)
        {
            writeln!(out, "  {}", one_line(hint.in_language(language)))?;
        }
        for one in &self.documents {
            one.text(out, language)?;
        }
        if self.documents.len() > 1 { self.total(out, language) } else { Ok(()) }
    }

    /// Of several documents, how many ended how.
    fn total(&self, out: &mut impl Write, language: Language) -> io::Result<()> {
        let of = |word| self.documents.iter().filter(|one| one.outcome.word() == word).count();
        let all = self.documents.len();
        let (valid, invalid) = (of(Word::Valid), of(Word::Invalid));
        let (stopped, unreadable) = (of(Word::Stopped), of(Word::Unreadable));
        match language {
            Language::Japanese => writeln!(
                out,
                "\n合計 {all} 件: 適合 {valid} 件、不適合 {invalid} 件、判定不能 {stopped} 件、読取不能 {unreadable} 件"
            ),
            Language::English => writeln!(
                out,
                "\n{all} documents: {valid} valid, {invalid} invalid, {stopped} undecided, {unreadable} unreadable"
            ),
        }
    }

    fn json(&self, language: Language) -> Value {
        let documents = |schema: &CheckedSchema| {
            let outlined = schema.outline().documents.into_iter();
            outlined.map(|one| json!({ "name": one.name, "sha256": one.sha256 })).collect::<Vec<_>>()
        };
        json!({
            "format_version": FORMAT_VERSION,
            "tool": { "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") },
            "schema": {
                "outcome": self.state.as_str(),
                "sha256": self.schema.as_ref().map(|schema| schema.digest().to_hex()),
                "documents": self.schema.as_ref().map(documents).unwrap_or_default(),
                "checks": checks(self.state.findings(), language),
                "defects": self.state.defects(),
            },
            "documents": self.documents.iter().map(|one| one.json(language)).collect::<Vec<_>>(),
        })
    }
}

impl Judged {
    fn text(&self, out: &mut impl Write, language: Language) -> io::Result<()> {
        let (kept, count) = self.outcome.violations();
        let word = match (self.outcome.word(), language) {
            (Word::Invalid, Language::Japanese) => "適合しません",
            (Word::Invalid, Language::English) => "INVALID",
            (Word::Stopped, Language::Japanese) => "判定できません",
            (Word::Stopped, Language::English) => "UNDECIDED",
            (Word::Unreadable, Language::Japanese) => "なし（読み取ることができません）",
            (Word::Unreadable, Language::English) => "none (the file cannot be read)",
            (Word::Valid, Language::Japanese) => "適合します",
            (Word::Valid, Language::English) => "VALID",
        };
        writeln!(out, "\n{}{}", pick(language, "ファイル: ", "File: "), one_line(&self.path))?;
        write!(out, "{}{word}", pick(language, "結果: ", "Result: "))?;
        match (count, language) {
            (0, _) => writeln!(out)?,
            (_, Language::Japanese) => writeln!(out, "（違反 {count} 件）")?,
            (1, Language::English) => writeln!(out, " (1 violation)")?,
            (_, Language::English) => writeln!(out, " ({count} violations)")?,
        }
        if let Judgement::Unreadable(reason) = &self.outcome {
            let reason = one_line(reason.in_language(language));
            writeln!(out, "{}{reason}", pick(language, "理由: ", "Why: "))?;
        }
        for finding in self.outcome.findings() {
            render::check(out, &Check::from(finding), language)?;
        }
        for violation in kept {
            let place = violation.place.map_or_else(String::new, |place| match language {
                Language::Japanese => format!("{} 行 {} 文字目  ", place.line, place.column),
                Language::English => format!("line {}, column {}  ", place.line, place.column),
            });
            let words = findings::xsd::words(violation);
            writeln!(
                out,
                "{}{place}{}",
                pick(language, "  × ", "  [FAIL] "),
                one_line(words.in_language(language))
            )?;
        }
        let rest = count.saturating_sub(u64::try_from(kept.len()).unwrap_or(u64::MAX));
        match (rest, language) {
            (0, _) => {}
            (_, Language::Japanese) => writeln!(out, "  ほか {rest} 件")?,
            (_, Language::English) => writeln!(out, "  and {rest} more")?,
        }
        if !kept.iter().any(is_about_the_signature) {
            return Ok(());
        }
        let hint = pick(
            language,
            "署名欄（ds:Signature）を宣言していないスキーマで署名済みの文書を検証するときは、--schema-scope signed を指定してください",
            "To validate a signed document with a schema that does not declare ds:Signature, say --schema-scope signed",
        );
        writeln!(out, "  {hint}")
    }

    fn json(&self, language: Language) -> Value {
        let (kept, count) = self.outcome.violations();
        json!({
            "path": self.path,
            "sha256": self.sha256,
            "outcome": self.outcome.word().as_str(),
            "reason": match &self.outcome {
                Judgement::Unreadable(reason) => Some(reason.in_language(language)),
                Judgement::NotRead(_) | Judgement::Validated(_) => None,
            },
            "checks": checks(self.outcome.findings(), language),
            "violations_count": count,
            "violations": kept.iter().map(|one| violation(one, language)).collect::<Vec<_>>(),
        })
    }
}

/// Whether a Signature stands where the schema has none. Its name may be known by its namespace alone.
fn is_about_the_signature(violation: &Violation) -> bool {
    let found = violation.found.as_deref().unwrap_or_default();
    found == "Signature" || found == "Q{http://www.w3.org/2000/09/xmldsig#}Signature"
}

fn checks(findings: Vec<Finding>, language: Language) -> Vec<Value> {
    findings.into_iter().map(|finding| Check::from(finding).to_json(language)).collect()
}

fn violation(violation: &Violation, language: Language) -> Value {
    let expected = match &violation.expected {
        Expectation::Attributes(names) => json!({ "attributes": names }),
        Expectation::Elements(names) => json!({ "elements": names }),
        Expectation::Facet { facet, value } => json!({ "facet": facet, "value": value }),
        Expectation::Type(name) => json!({ "type": name }),
        Expectation::Unnamed => Value::Null,
    };
    json!({
        "code": violation.code,
        "line": violation.place.map(|place| place.line),
        "column": violation.place.map(|place| place.column),
        "path": violation.path,
        "found": violation.found,
        "expected": expected,
        "message": findings::xsd::words(violation).in_language(language),
        "explanation": violation.explanation,
    })
}
