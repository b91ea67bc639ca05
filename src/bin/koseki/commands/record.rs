//! `koseki record`, and the records that `verify` keeps and uses.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use koseki::cms::{SignerIdentity, Template};
use koseki::crypto::{DigestAlgorithm, Signer};
use koseki::evidence::{Question, RecordEvidence, RecordStanding, Records};
use koseki::limits::{Budget, pki::PATH_STEPS, record as limits};
use koseki::pki::TrustAnchor;
use koseki::profile::findings::record as rules;
use koseki::record::{Draft, Record, Statement};
use koseki::report::{Check, DocumentReport, FORMAT_VERSION, Language, Report, Rule, Text, Verdict};
use koseki::time::Time;
use serde_json::{Value, json};

use super::key::OpenToOthers;
use super::mixed_up::{self, one_certificate};
use crate::arguments::{Format, Output, Revocation};
use crate::render::{JAPAN, one_line, pick, verdict_style, verdict_word};
use crate::values::Moment;
use crate::{Exit, Trouble, inspection, language, now, volume, written};

pub(crate) const EXAMPLES: &str = "\
Examples:
  koseki verify certificate.pdf --trust store/ \\
    --record records/ --record-key agency.pem --record-cert agency.cer
  koseki record verify records/ --trust agency.cer
  koseki verify received.pdf --trust store/ --evidence records/ --record-trust agency.cer

docs/records.md tells the whole story.";

const VERIFY_EXAMPLES: &str = "\
Examples:
  koseki record verify records/ --trust agency.cer
  koseki record verify record.p7m --trust agency-ca.cer --crl agency.crl \\
    --document certificate.pdf --format json

Exit codes: 0 every record is sound, signed by somebody who is believed, and (with --document) about that document; 1 one was changed, is none, or is about another document; 2 usage; 3 one cannot be decided (signer unknown or expired, time to come); 4 a file cannot be read.";

#[derive(Debug, Subcommand)]
pub(crate) enum RecordCommand {
    /// Check kept records of verification: that nothing was changed, who signed them, and what they prove.
    #[command(after_help = VERIFY_EXAMPLES)]
    Verify(RecordVerify),
}

#[derive(Debug, Args)]
pub(crate) struct RecordVerify {
    /// Records; of a folder, all files in it.
    #[arg(required = true, value_name = "RECORD")]
    records: Vec<PathBuf>,
    /// Who may sign records: certificates of agencies, or anchors they lead to.
    #[arg(id = "record_trust", long = "trust", num_args = 1.., value_name = "FILE|DIR", action = clap::ArgAction::Append)]
    trust: Vec<PathBuf>,
    /// Certificate revocation lists of the authorities that --trust names.
    #[arg(long, num_args = 1.., value_name = "FILE|DIR", action = clap::ArgAction::Append)]
    crl: Vec<PathBuf>,
    /// What to do about revocation of signers that lead to an anchor. A certificate that --trust itself names is not asked
    /// about.
    #[arg(long, value_enum, default_value_t = Revocation::Require)]
    revocation: Revocation,
    /// The document that the records are said to be about.
    #[arg(long, value_name = "FILE")]
    document: Option<PathBuf>,
    /// The instant asked about, RFC 3339; now when absent.
    #[arg(long, value_name = "RFC3339")]
    at: Option<Moment>,
    #[command(flatten)]
    pub(crate) output: Output,
}

/// What `verify` keeps, and what kept records it uses.
#[derive(Debug, Clone, Args)]
pub(crate) struct Recording {
    /// Write a signed record of each verification into this folder; needs --record-key and --record-cert. A record holds the
    /// report and the document's digest, neither its content nor its name.
    #[arg(long, value_name = "DIR")]
    pub(crate) record: Option<PathBuf>,
    /// The agency's own key: a file, or the URI of a key in a token.
    #[arg(long, value_name = "FILE|pkcs11:URI")]
    pub(crate) record_key: Option<PathBuf>,
    /// The certificate of that key.
    #[arg(long, value_name = "FILE")]
    pub(crate) record_cert: Option<PathBuf>,
    /// File holding that key's passphrase or the token's PIN (its first line).
    #[arg(long, value_name = "FILE")]
    pub(crate) record_passphrase_file: Option<PathBuf>,
    /// Use a key or passphrase file that other users of this machine can read or write: for public test keys alone.
    #[arg(long)]
    pub(crate) allow_readable_key: bool,
    /// Records of earlier verifications: one that is believed proves that its document existed then.
    #[arg(long, num_args = 1.., value_name = "RECORD|DIR", action = clap::ArgAction::Append)]
    pub(crate) evidence: Vec<PathBuf>,
    /// Who may sign such records: certificates of agencies, or anchors they lead to.
    #[arg(long, num_args = 1.., value_name = "FILE|DIR", action = clap::ArgAction::Append)]
    pub(crate) record_trust: Vec<PathBuf>,
}

impl Recording {
    /// The records to use as evidence. A file that is no record stops the run, as a file that is no certificate does.
    pub(crate) fn records(&self) -> Result<Records, Trouble> {
        let mut records = Records::default();
        for path in crate::many::files(&self.evidence) {
            if records.count() >= limits::MAX_RECORDS {
                return Err(Trouble::said(
                    format!("検証の記録が上限の {} 件を超えています", limits::MAX_RECORDS),
                    format!("more than {} records", limits::MAX_RECORDS),
                ));
            }
            let record = Record::parse(&super::read(&path)?).map_err(|error| {
                let rule = rules::broken(&error);
                Trouble::said(
                    format!("{}（{error}）", rule.violation.ja),
                    format!("{} ({error})", rule.violation.en),
                )
                .about(&path)
            })?;
            records.add(&record);
        }
        Ok(records)
    }

    /// Those whose records count.
    pub(crate) fn anchors(&self) -> Result<Vec<koseki::pki::Certificate>, Trouble> {
        let mut anchors = Vec::new();
        for path in &self.record_trust {
            anchors.extend(inspection::anchors(path)?);
        }
        Ok(anchors)
    }

    /// Who keeps the records, when they are wanted; everything that would stop it later is found here.
    pub(crate) fn keeper(&self, language: Language) -> Result<Option<Keeper>, Trouble> {
        let Some(folder) = &self.record else { return Ok(None) };
        let (Some(key), Some(certificate)) = (&self.record_key, &self.record_cert) else {
            return Err(Trouble::usage(
                "検証の記録（--record）には、署名のための --record-key と --record-cert も必要です",
                "--record needs --record-key and --record-cert, to sign the records with",
            ));
        };
        let certificate = one_certificate(certificate)?;
        let at = now()?;
        if !(certificate.not_before()..=certificate.not_after()).contains(&at) {
            return Err(Trouble::said(
                "検証の記録の署名に使う電子証明書が有効期間外です",
                "the certificate that signs the records is outside its validity",
            ));
        }
        let others = OpenToOthers::of(self.allow_readable_key);
        let signer = super::key::open(key, self.record_passphrase_file.as_deref(), others)?;
        let certificate_sha256 = certificate.sha256();
        let identity = SignerIdentity { certificate, chain: Vec::new(), algorithm: signer.algorithm() };
        let template = Template::new(&identity)?;
        let keeper = Keeper { folder: folder.clone(), template, signer, certificate_sha256, language };
        keeper.probe()?;
        fs::create_dir_all(folder).map_err(|error| Trouble::from(error).about(folder))?;
        Ok(Some(keeper))
    }
}

/// Seconds by which a judgement may be older than its record and still be about the present: a long run over many files.
const ABOUT_NOW: i64 = 24 * 60 * 60;

/// Writes records.
pub(crate) struct Keeper {
    folder: PathBuf,
    template: Template,
    signer: Box<dyn Signer>,
    certificate_sha256: [u8; 32],
    language: Language,
}

impl Keeper {
    /// Whether the key is the certificate's, before the first document.
    fn probe(&self) -> Result<(), Trouble> {
        let digest = self.template.digest_algorithm().digest(b"koseki: is this the key of the certificate?");
        let probe = self.template.signed_attributes(&digest, None)?;
        let value = self.signer.sign(&probe.digest())?;
        probe.complete(&value).map(drop).map_err(|error| {
            Trouble::said(
                format!("検証の記録に署名できません。鍵と電子証明書の組を確認してください（{error}）"),
                format!("records cannot be signed, see that key and certificate belong together: {error}"),
            )
        })
    }

    /// Whether something could be written where records go: tried with a file that has no name and is gone again.
    pub(crate) fn has_room(&self) -> Result<(), Trouble> {
        const OCTETS: [u8; 4096] = [0; 4096];
        let tried = tempfile::tempfile_in(&self.folder).and_then(|mut file| file.write_all(&OCTETS));
        tried.map_err(|error| Trouble::from(error).about(&self.folder))
    }

    /// What names it among others.
    pub(crate) fn named(&self) -> String {
        format!("{} {}", self.folder.display(), const_hex::encode(self.certificate_sha256))
    }

    /// Writes the record of one document. `report` says how it was judged, without documents.
    pub(crate) fn keep(&self, report: &Report, document: &DocumentReport) -> Result<PathBuf, Trouble> {
        let mut document = document.clone();
        // A file may be called by somebody's name; the digest says which one it is.
        document.path = String::new();
        let recorded_at = now()?;
        // What was believed under an instant long past may not be believed any more: a record says what holds when it is made.
        let is_about_now = report.at.unix().saturating_add(ABOUT_NOW) >= recorded_at.unix();
        let proven = document.proof_of_existence.filter(|_| is_about_now);
        let proven = proven.map(|proof| (proof.time, proof.source.as_str().to_owned()));
        let verdict = document.verdict().as_str().to_owned();
        let mut digest = [0; 32];
        const_hex::decode_to_slice(&document.sha256, &mut digest)?;
        let size = document.size;
        let report = Report { documents: vec![document], unreadable: Vec::new(), ..report.clone() };
        let draft = Draft {
            document_sha256: koseki::crypto::Digest::new(DigestAlgorithm::Sha256, &digest)
                .ok_or_else(|| Trouble::new("a SHA-256 has 32 octets"))?,
            document_size: size,
            recorded_at,
            proven,
            verdict,
            report: report.to_json(self.language),
        };
        let octets = koseki::record::write(&draft, &self.template, &*self.signer)?;
        self.release(&const_hex::encode(digest), recorded_at, &octets)
    }

    /// Beside, then under a name that is free: nothing is ever replaced.
    fn release(&self, digest: &str, at: Time, octets: &[u8]) -> Result<PathBuf, Trouble> {
        const TRIES: u32 = 1_000;
        let civil = at.civil(0);
        let stamp = format!(
            "{:04}{:02}{:02}T{:02}{:02}{:02}Z",
            civil.year, civil.month, civil.day, civil.hour, civil.minute, civil.second
        );
        for attempt in 0..TRIES {
            let name = match attempt {
                0 => format!("{digest}.{stamp}.p7m"),
                more => format!("{digest}.{stamp}.{more}.p7m"),
            };
            let path = self.folder.join(name);
            match super::write_new(&path, octets) {
                Ok(()) => return Ok(path),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                // Its name would say which document it is about.
                Err(error) => return Err(Trouble::from(error).about(&self.folder)),
            }
        }
        Err(Trouble::at(&self.folder, "検証の記録の名前が尽きました", "no free name for a record is left"))
    }
}

pub(crate) fn run(command: &RecordCommand) -> Result<Exit, Trouble> {
    let RecordCommand::Verify(command) = command;
    let at = match command.at {
        Some(moment) => moment.time,
        None => now()?,
    };
    let mut anchors = Vec::new();
    for path in &command.trust {
        for certificate in inspection::anchors(path)? {
            anchors.push(TrustAnchor::from_certificate(certificate)?);
        }
    }
    let question = Question {
        record_anchors: anchors,
        revocation_lists: mixed_up::revocation_lists(&command.crl)?,
        revocation: command.revocation.into(),
        ..Question::new(at)
    };
    let document = match &command.document {
        Some(path) => Some(DigestAlgorithm::Sha256.digest(&super::read(path)?)),
        None => None,
    };
    let document = document.as_ref().map(koseki::crypto::Digest::as_bytes);
    let files = crate::many::files(&command.records);
    if files.is_empty() {
        return Err(Trouble::said("検証の記録がありません", "there is no record in the folders given"));
    }
    let mut answers = Vec::new();
    for path in &files {
        answers.push(Answer::of(path, &super::read(path)?, &question, document));
    }
    let language = language(command.output.lang);
    let mut out = anstream::stdout().lock();
    match command.output.format {
        Format::Json => {
            let records: Vec<Value> = answers.iter().map(|answer| answer.json(language)).collect();
            let json = json!({ "format_version": FORMAT_VERSION, "at": at, "records": records });
            written(writeln!(out, "{}", serde_json::to_string_pretty(&json)?))?;
        }
        Format::Text if volume::is_quiet() => {}
        _ => written(answers.iter().try_for_each(|answer| answer.text(&mut out, language)))?,
    }
    Ok(match answers.iter().map(|answer| answer.verdict).max() {
        Some(Verdict::Failed) => Exit::Failed,
        Some(Verdict::Indeterminate) => Exit::Indeterminate,
        Some(Verdict::Passed) | None => Exit::Passed,
    })
}

/// What is said of one record.
struct Answer {
    path: String,
    statement: Option<Statement>,
    signer: Option<String>,
    verdict: Verdict,
    check: Check,
}

impl Answer {
    fn of(path: &Path, octets: &[u8], question: &Question, document: Option<&[u8]>) -> Self {
        let path = path.display().to_string();
        let record = match Record::parse(octets) {
            Ok(record) => record,
            Err(error) => {
                let words = error.to_string();
                let check = rules::no_proof(rules::broken(&error), Text::owned(words.clone(), words));
                return Self { path, statement: None, signer: None, verdict: Verdict::Failed, check };
            }
        };
        let found = RecordEvidence::gather(&record, question, &mut Budget::new(PATH_STEPS));
        let statement = record.statement().clone();
        let signer = found.signer().map(|one| one.subject().to_string());
        let is_other = document.is_some_and(|document| document != statement.document_sha256());
        let (verdict, check) = match found.standing() {
            RecordStanding::Broken(_) => (Verdict::Failed, broken(rules::rule(found.standing()))),
            _ if is_other => (Verdict::Failed, broken(&rules::DOCUMENT)),
            RecordStanding::Believed => (Verdict::Passed, Check::pass(&rules::PROOF)),
            standing => (Verdict::Indeterminate, broken(rules::rule(standing))),
        };
        Self { path, statement: Some(statement), signer, verdict, check }
    }

    fn json(&self, language: Language) -> Value {
        json!({
            "path": self.path,
            "verdict": self.verdict.as_str(),
            "check": self.check.to_json(language),
            "recorded_at": self.statement.as_ref().map(Statement::recorded_at),
            "existed_at": self.statement.as_ref().map(Statement::existed_at),
            "document": self.statement.as_ref().map(|one| json!({
                "sha256": const_hex::encode(one.document_sha256()),
                "size": one.document_size(),
                "verdict": one.verdict(),
            })),
            "signer": self.signer,
        })
    }

    fn text(&self, out: &mut impl Write, language: Language) -> io::Result<()> {
        let style = verdict_style(self.verdict);
        writeln!(out, "{}{}", pick(language, "検証の記録: ", "Record: "), one_line(&self.path))?;
        let word = verdict_word(language, self.verdict);
        writeln!(out, "{}{style}{word}{style:#}", pick(language, "記録の判定: ", "Verdict on the record: "))?;
        let message = self.check.message(language);
        writeln!(
            out,
            "{}{} [{}]",
            pick(language, "理由: ", "Why: "),
            one_line(&message),
            self.check.rule().id.0
        )?;
        let Some(statement) = &self.statement else { return Ok(()) };
        let believed = self.verdict == Verdict::Passed;
        if let Some(signer) = &self.signer {
            let label = match believed {
                true => pick(language, "記録の署名者: ", "Signed by: "),
                false => pick(language, "記録の署名者（未確認）: ", "Signed by (not confirmed): "),
            };
            writeln!(out, "{label}{}", one_line(signer))?;
        }
        let (recorded, existed) =
            (statement.recorded_at().rfc3339(JAPAN), statement.existed_at().rfc3339(JAPAN));
        let (digest, size) = (const_hex::encode(statement.document_sha256()), statement.document_size());
        let said = said_verdict(statement.verdict());
        let doubt = match believed {
            true => "",
            false => pick(language, "（未確認）", " (not confirmed)"),
        };
        match language {
            Language::Japanese => writeln!(
                out,
                "文書の判定{doubt}: {}\n文書{doubt}: SHA-256 {digest}（{size} バイト）\n文書が存在した時点{doubt}: {existed}\n記録した時点{doubt}: {recorded}",
                said.map_or("不明", |verdict| verdict_word(language, verdict))
            ),
            Language::English => writeln!(
                out,
                "Verdict on the document{doubt}: {}\nDocument{doubt}: SHA-256 {digest} ({size} octets)\nIt existed at{doubt}: {existed}\nRecorded at{doubt}: {recorded}",
                said.map_or("unknown", |verdict| verdict_word(language, verdict))
            ),
        }
    }
}

/// The rule is broken, in its own words.
fn broken(rule: &'static Rule) -> Check {
    Check::not_checked(rule).saying(rule.violation.clone())
}

/// The verdict of a record, when it is one of the three.
fn said_verdict(word: &str) -> Option<Verdict> {
    [Verdict::Passed, Verdict::Failed, Verdict::Indeterminate].into_iter().find(|one| one.as_str() == word)
}
