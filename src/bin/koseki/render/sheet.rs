//! One document as a clerk reads it: the verdict with its reason first, then the facts that every report states, then the
//! four sections. Text and HTML set the same sheet.

use koseki::report::{
    Check, DocumentKind, DocumentReport, Language, Location, Obstacle, Outcome, PathsTried, ProofSource,
    Report, RevocationOrigin, RevocationSource, RevocationState, RevocationSummary, SectionName,
    TOOL_VERSION, Unreadable, Verdict,
};

use super::options;
use super::words::{bracketed, clause, clock, clock_and, one_line, pick, section_name, verdict_word};
use super::{revisions, signatures};

/// Everything said about one file. What comes from outside is safe to print already.
pub(super) struct Sheet {
    /// Name as it was given.
    pub(super) file: String,
    /// `None`: the file could not be read.
    pub(super) verdict: Option<Verdict>,
    /// The verdict's word.
    pub(super) word: &'static str,
    /// Reason, cause, next step.
    pub(super) advice: Vec<Line>,
    /// What every report states.
    pub(super) facts: Vec<Fact>,
    /// The signatures, where there are several or something was added: which of them the sections speak of, and what came after.
    pub(super) signatures: Vec<Fact>,
    /// The four sections.
    pub(super) sections: Vec<Part>,
    /// The paths that are not valid, where they were asked for.
    pub(super) tried: Option<Tried>,
}

/// A label with a sentence.
pub(super) struct Line {
    pub(super) label: &'static str,
    pub(super) text: String,
}

/// A label with what stands behind it.
pub(super) struct Fact {
    pub(super) label: &'static str,
    pub(super) value: Value,
}

/// What stands behind a label.
pub(super) enum Value {
    /// From the anchor down.
    Chain(Vec<String>),
    /// Several, in no order that means anything.
    List(Vec<String>),
    /// One.
    One(String),
}

/// One section.
pub(super) struct Part {
    pub(super) heading: &'static str,
    /// `None`: it was not asked for.
    pub(super) verdict: Option<Verdict>,
    pub(super) word: &'static str,
    pub(super) items: Vec<Item>,
}

/// One check.
pub(super) struct Item {
    pub(super) mark: Mark,
    pub(super) text: String,
    pub(super) place: Option<String>,
    /// Clause, next step, and what `--explain` adds; of findings alone.
    pub(super) notes: Vec<Line>,
    /// How the next step is taken on the command line.
    pub(super) options: Option<&'static str>,
}

/// How a check is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Caution,
    Fail,
    NotChecked,
    Pass,
    Unknown,
}

/// Paths that are not valid.
pub(super) struct Tried {
    pub(super) heading: String,
    pub(super) paths: Vec<(String, Vec<String>, Vec<Item>)>,
}

/// How much is said, and in which language.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Manner {
    pub(crate) language: Language,
    /// With what each finding means and why it matters.
    pub(crate) explained: bool,
}

impl Manner {
    fn pick<'a>(self, ja: &'a str, en: &'a str) -> &'a str {
        pick(self.language, ja, en)
    }
}

impl Sheet {
    /// Of a document; `report` says by what it was judged.
    pub(super) fn document(report: &Report, one: &DocumentReport, manner: Manner) -> Self {
        let language = manner.language;
        let verdict = one.verdict();
        let advice = one.advice();
        let mut lines = vec![Line {
            label: manner.pick("理由", "Why"),
            text: advice.meaning.in_language(language).into(),
        }];
        if let Some(cause) = &advice.cause {
            let label = manner.pick("原因の所在", "Cause");
            lines.push(Line { label, text: cause.in_language(language).into() });
        }
        lines.push(next_step(manner, advice.next_step.in_language(language)));
        let part = |(name, section): (_, &koseki::report::Section)| {
            let verdict = section.is_asked().then(|| section.verdict());
            // What was not checked is no part of what is 有効: the heading must not be read without it.
            let has_gap = |check: &Check| check.outcome() == Outcome::NotChecked && !check.is_remark();
            let word = match verdict {
                None => manner.pick("対象外", "not asked for"),
                Some(Verdict::Passed) if section.checks().iter().any(has_gap) => {
                    manner.pick("有効（確認していない事項あり）", "PASSED (with something not checked)")
                }
                Some(one) => verdict_word(language, one),
            };
            Part {
                heading: section_name(language, name),
                verdict,
                word,
                items: section.checks().iter().map(|check| Item::new(check, manner)).collect(),
            }
        };
        Self {
            file: one_line(&one.path).into_owned(),
            verdict: Some(verdict),
            word: verdict_word(language, verdict),
            advice: lines,
            facts: facts(report, one, manner),
            signatures: signed_and_added(one, manner),
            sections: one.sections().into_iter().map(part).collect(),
            tried: one.paths_tried.as_ref().map(|tried| Tried::new(tried, manner)),
        }
    }

    /// Of a file without a verdict.
    pub(super) fn unreadable(report: &Report, one: &Unreadable, manner: Manner) -> Self {
        let language = manner.language;
        let reason = one_line(one.reason.in_language(language)).into_owned();
        let step = next_step_of_unreadable(one.obstacle, manner);
        let word = match one.obstacle {
            Obstacle::File => {
                manner.pick("なし（読み取ることができません）", "none (the file cannot be read)")
            }
            Obstacle::Tool => {
                manner.pick("なし（検証が完了していません）", "none (its verification was not completed)")
            }
        };
        Self {
            file: one_line(&one.path).into_owned(),
            verdict: None,
            word,
            advice: vec![Line { label: manner.pick("理由", "Why"), text: reason }, next_step(manner, step)],
            facts: judged_at(report, manner).into_iter().chain([tool(manner)]).collect(),
            signatures: Vec::new(),
            sections: Vec::new(),
            tried: None,
        }
    }
}

/// What to do about a file without a verdict.
pub(super) fn next_step_of_unreadable(obstacle: Obstacle, manner: Manner) -> &'static str {
    match obstacle {
        Obstacle::File => manner.pick(
            "検証していませんので、受理しないでください。ファイルの有無、名前及び読取りの権限を確認してください。",
            "It was not verified: do not accept it. See that the file is there and may be read.",
        ),
        Obstacle::Tool => manner.pick(
            "検証が完了していませんので、受理しないでください。検証システムの管理者に連絡し、解消した後に改めて検証してください。",
            "Its verification was not completed: do not accept it. Tell the operator of this system, and verify again when that is mended.",
        ),
    }
}

fn next_step(manner: Manner, step: &str) -> Line {
    Line { label: manner.pick("対応", "Next"), text: one_line(step).into_owned() }
}

impl Item {
    pub(super) fn new(check: &Check, manner: Manner) -> Self {
        let language = manner.language;
        let mark = match check.outcome() {
            _ if check.is_remark() => Mark::Caution,
            Outcome::Pass => Mark::Pass,
            Outcome::Fail => Mark::Fail,
            Outcome::Unknown => Mark::Unknown,
            Outcome::NotChecked => Mark::NotChecked,
        };
        let place = check.location().map(|location| place(location, language));
        Self {
            mark,
            text: as_sentence(&one_line(&check.message(language))),
            place,
            notes: notes(check, manner),
            options: options::of(check),
        }
    }
}

/// A sentence in English begins with a capital, wherever its rule has it in a list.
fn as_sentence(text: &str) -> String {
    let word = text.split(' ').next().unwrap_or_default();
    let mut letters = text.chars();
    match letters.next() {
        Some(first) if word.chars().all(|one| one.is_ascii_lowercase()) => {
            first.to_ascii_uppercase().to_string() + letters.as_str()
        }
        _ => text.to_owned(),
    }
}

/// Where in the file.
pub(crate) fn place(location: Location, language: Language) -> String {
    match (location, language) {
        (Location::Offset(offset), Language::Japanese) => format!("先頭から {offset} バイト目"),
        (Location::Offset(offset), Language::English) => format!("offset {offset}"),
        (Location::LineColumn { line, column }, Language::Japanese) => format!("{line} 行 {column} 文字目"),
        (Location::LineColumn { line, column }, Language::English) => format!("line {line}, column {column}"),
    }
}

/// What stands below a finding.
fn notes(check: &Check, manner: Manner) -> Vec<Line> {
    let language = manner.language;
    let explanation = check.explanation().filter(|_| manner.explained);
    let mut notes = Vec::new();
    if let Some(explanation) = &explanation {
        let meaning = explanation.meaning.in_language(language).to_owned();
        notes.push(Line { label: manner.pick("意味", "Meaning"), text: meaning });
        let importance = explanation.importance.in_language(language).to_owned();
        notes.push(Line { label: manner.pick("重要な理由", "Why it matters"), text: importance });
    }
    if check.is_finding() {
        let words = format!("{}  ({})", clause(language, check.rule().clause), check.rule().id.0);
        notes.push(Line { label: manner.pick("根拠", "Clause"), text: words });
    }
    let step =
        explanation.as_ref().map(|one| &one.next_step).or(check.next_step().filter(|_| check.is_finding()));
    if let Some(step) = step {
        notes.push(next_step(manner, step.in_language(language)));
    }
    notes
}

impl Tried {
    pub(super) fn new(tried: &PathsTried, manner: Manner) -> Self {
        let end = match tried.search {
            "budget_exhausted" => manner.pick("処理量の上限で打ち切り", "the work allowed was used up"),
            "found" => {
                manner.pick("この後に有効な認証パスが見つかりました", "a valid path was found after these")
            }
            _ => manner.pick("すべて試しました", "all were tried"),
        };
        let (count, shown) = (tried.count, tried.paths.len());
        let heading = match manner.language {
            Language::Japanese => {
                format!("有効でなかった認証パス: {count} 本（{end}）、うち {shown} 本を示します")
            }
            Language::English => format!("Paths that are not valid: {count} ({end}); {shown} are shown"),
        };
        let path = |(number, path): (usize, &koseki::report::PathTried)| {
            (
                format!("{} {number}", manner.pick("試した認証パス", "Path tried")),
                path.subjects.iter().map(|one| one_line(one).into_owned()).collect(),
                path.checks.iter().map(|check| Item::new(check, manner)).collect(),
            )
        };
        Self { heading, paths: (1..).zip(&tried.paths).map(path).collect() }
    }
}

fn one(label: &'static str, value: impl Into<String>) -> Fact {
    Fact { label, value: Value::One(value.into()) }
}

/// What every report states, whatever the verdict.
fn facts(report: &Report, document: &DocumentReport, manner: Manner) -> Vec<Fact> {
    let mut facts = judged_at(report, manner);
    facts.extend(times(report, document, manner));
    facts.extend(signer(document, manner));
    facts.push(path(document, manner));
    facts.push(revocation(report, document, manner));
    facts.push(schema(document, manner));
    facts.push(conditions(report, manner));
    if let Some(found) = &report.configuration {
        let words = format!("{} (SHA-256 {})", one_line(&found.path), found.sha256);
        facts.push(one(manner.pick("設定ファイル", "Configuration"), words));
    }
    facts.push(tool(manner));
    facts.push(one(
        manner.pick("ファイルの大きさ", "Size"),
        format!("{} {}", document.size, manner.pick("バイト", "octets")),
    ));
    facts.push(one(manner.pick("ファイルのSHA-256", "SHA-256"), document.sha256.clone()));
    let (indication, sub_indication) = document.indication();
    let sub_indication = sub_indication.map(|sub| format!(" / {}", sub.as_str())).unwrap_or_default();
    let label =
        manner.pick("署名の判定コード（ETSI EN 319 102-1）", "Signature indication (ETSI EN 319 102-1)");
    facts.push(one(label, format!("{}{sub_indication}", indication.as_str())));
    facts
}

/// Seconds between judgement and report that nobody has to be told of.
const SAME_MOMENT: u64 = 60;

/// The instant of the judgement, and that of the report.
fn judged_at(report: &Report, manner: Manner) -> Vec<Fact> {
    let language = manner.language;
    let note = match report.made_at {
        Some(made_at) if made_at.unix().abs_diff(report.at.unix()) > SAME_MOMENT => manner.pick(
            "報告の作成時刻ではなく、この時点で有効かどうかを判定しました",
            "the judgement is about this instant, not about the time of the report",
        ),
        _ => manner.pick("この時点で有効かどうかを判定しました", "the judgement is about this instant"),
    };
    let mut facts = vec![one(manner.pick("検証基準時刻", "Judged at"), clock_and(language, report.at, note))];
    if let Some(made_at) = report.made_at {
        let note = manner.pick("この計算機の時計による", "by the clock of this machine");
        facts.push(one(manner.pick("報告の作成時刻", "Report made at"), clock_and(language, made_at, note)));
    }
    facts
}

fn tool(manner: Manner) -> Fact {
    one(manner.pick("検証ツール", "Tool"), format!("koseki {TOOL_VERSION}"))
}

/// Claimed, vouched for and proven.
fn times(report: &Report, document: &DocumentReport, manner: Manner) -> Vec<Fact> {
    let language = manner.language;
    let claimed = match (document.claimed_signing_time, document.kind) {
        (Some(time), _) => {
            clock_and(language, time, manner.pick("署名者の申告による時刻", "as the signer claims"))
        }
        (None, _) if is_unsigned(document) => {
            manner.pick("記録なし（電子署名がありません）", "none (there is no signature)").to_owned()
        }
        (None, DocumentKind::Xml) => manner
            .pick(
                "記録なし（XML署名は署名時刻を持ちません）",
                "none (an XML signature of this kind has none)",
            )
            .to_owned(),
        (None, DocumentKind::Pdf | DocumentKind::Unknown) => manner
            .pick("記録なし（読み取れる署名時刻がありません）", "none (there is none to be read)")
            .to_owned(),
    };
    let mut facts = vec![one(manner.pick("署名時刻", "Signing time"), claimed)];
    if let Some(time) = report.received_at {
        let note = manner.pick("受領した機関の申告", "vouched for by the receiver");
        facts.push(one(manner.pick("受領日時", "Received at"), clock_and(language, time, note)));
    }
    if let Some(time) = report.requested_at {
        let note = manner.pick("署名はこの時刻より後", "the signature is later");
        facts.push(one(manner.pick("請求日時", "Requested at"), clock_and(language, time, note)));
    }
    if let Some(proof) = document.proof_of_existence {
        let note = match proof.source {
            ProofSource::Receipt => manner.pick("受領日時による", "by the time of receipt"),
            ProofSource::Record => manner.pick("検証の記録による", "by a kept record"),
            ProofSource::TimeStamp => manner.pick("タイムスタンプによる", "by a time-stamp"),
        };
        let label = manner.pick("署名の存在が証明された日時", "Signature proven to exist at");
        facts.push(one(label, clock_and(language, proof.time, note)));
    }
    facts
}

/// What a certificate says of itself is believed when it is 有効, not before.
pub(super) fn is_believed(document: &DocumentReport) -> bool {
    // A certificate that anybody put there is no signer's as long as the signature value does not verify with its key.
    let value_holds =
        |check: &Check| check.rule().id.0 == "signature.value" && check.outcome() == Outcome::Pass;
    document.certificate.verdict() == Verdict::Passed && document.signature.checks().iter().any(value_holds)
}

/// Why a report names no signer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NoSigner {
    /// There is no certificate of the signer's, or none that could be read.
    Certificate,
    /// Something that stands before the certificate is wrong, or could not be read: what is in the file was not looked at.
    NotLookedAt,
    /// There is no signature.
    Signature,
}

impl NoSigner {
    fn of(document: &DocumentReport) -> Self {
        if is_unsigned(document) {
            return Self::Signature;
        }
        let of_certificate = |check: &Check| {
            let id = check.rule().id.0;
            check.rule().section == SectionName::Certificate
                || id.starts_with("cms.")
                || id.starts_with("dsig.key")
        };
        let sections = [&document.signature, &document.certificate];
        let mut findings =
            sections.into_iter().flat_map(|section| section.checks()).filter(|one| one.is_finding());
        if findings.any(of_certificate) { Self::Certificate } else { Self::NotLookedAt }
    }
}

/// Whether the file was found to carry no signature at all.
fn is_unsigned(document: &DocumentReport) -> bool {
    const NONE: [&str; 6] = [
        "document.empty",
        "document.kind",
        "dsig.signature.none",
        "pdf.signature.absent",
        "signature.present",
        "cms.signer-info.none",
    ];
    let mut checks = document.signature.checks().iter().filter(|check| check.is_finding());
    checks.any(|check| NONE.contains(&check.rule().id.0))
}

fn signer(document: &DocumentReport, manner: Manner) -> Vec<Fact> {
    let language = manner.language;
    let Some(signer) = &document.signer else {
        let unknown = match NoSigner::of(document) {
            NoSigner::Certificate => manner.pick(
                "特定できません（電子証明書を読み取れないか、ありません）",
                "unknown (no certificate that could be read)",
            ),
            NoSigner::NotLookedAt => manner.pick(
                "確認していません（署名検証結果の項目にある誤り又は制限のため）",
                "not looked at, because of what the items under the signature say",
            ),
            NoSigner::Signature => {
                manner.pick("なし（電子署名がありません）", "none (there is no signature)")
            }
        };
        return vec![one(manner.pick("署名者", "Signer"), unknown)];
    };
    let label = if is_believed(document) {
        manner.pick("署名者", "Signer")
    } else {
        manner.pick("署名者（未確認。電子証明書の記載）", "Signer (not confirmed; what the certificate says)")
    };
    let name = signer
        .japanese_name
        .as_deref()
        .map_or(manner.pick("電子証明書に記載なし", "none in the certificate").into(), one_line);
    let mut facts = vec![
        one(label, one_line(&signer.subject)),
        one(manner.pick("署名者の日本語名称", "Signer's Japanese name"), name),
        one(manner.pick("発行者", "Issuer"), one_line(&signer.issuer)),
    ];
    if let (Some(from), Some(until)) = (signer.not_before, signer.not_after) {
        let (from, until) = (clock(language, from), clock(language, until));
        let label = manner.pick("電子証明書の有効期間", "Certificate valid");
        facts.push(one(label, format!("{from} – {until}")));
    }
    facts
}

fn path(document: &DocumentReport, manner: Manner) -> Fact {
    let label = if document.path_subjects.is_empty() || is_believed(document) {
        manner.pick("認証パス（信頼点から）", "Certification path (from the anchor)")
    } else {
        manner.pick(
            "認証パスの候補（有効と認められません）",
            "Candidate for a certification path (not accepted as valid)",
        )
    };
    if document.path_subjects.is_empty() {
        return one(label, manner.pick("なし", "none"));
    }
    let subjects = document.path_subjects.iter().map(|one| one_line(one).into_owned()).collect();
    Fact { label, value: Value::Chain(subjects) }
}

/// For each certificate of the path, what its state rests on and how fresh that is.
fn revocation(report: &Report, document: &DocumentReport, manner: Manner) -> Fact {
    let label = manner.pick("失効情報", "Revocation data");
    if document.revocation.is_empty() {
        let none = match &document.signer {
            None => match NoSigner::of(document) {
                NoSigner::Certificate => manner.pick(
                    "電子証明書がないため、確認していません",
                    "not looked at, because there is no certificate",
                ),
                NoSigner::NotLookedAt => manner.pick(
                    "署名者の電子証明書を確認していないため、確認していません",
                    "not looked at, because the signer's certificate was not",
                ),
                NoSigner::Signature => manner.pick(
                    "電子署名がないため、確認していません",
                    "not looked at, because there is no signature",
                ),
            },
            Some(_) => manner.pick(
                "有効な認証パスがないため、結果はありません",
                "no result, because no certification path is valid",
            ),
        };
        return one(label, none);
    }
    let line = |one: &RevocationSummary| revocation_line(report, one, manner);
    Fact { label, value: Value::List(document.revocation.iter().map(line).collect()) }
}

fn revocation_line(report: &Report, one: &RevocationSummary, manner: Manner) -> String {
    let language = manner.language;
    let state = match one.state {
        RevocationState::Good => manner.pick("失効していない", "not revoked"),
        RevocationState::NotChecked => manner.pick("確認していない", "not looked at"),
        RevocationState::NotEstablished => manner.pick("確認できない", "not established"),
        RevocationState::Revoked => manner.pick("失効又は一時停止", "revoked or suspended"),
        RevocationState::RevokedAfterProof => {
            manner.pick("証明された時刻より後に失効（影響なし）", "revoked after the proven time, no effect")
        }
    };
    let mut line = format!("{}{}{state}", one_line(&one.certificate.subject), manner.pick("：", ": "));
    if let Some(statement) = &one.statement {
        let source = match statement.source {
            RevocationSource::List => "CRL",
            RevocationSource::ListWithDelta => manner.pick("CRLと差分CRL", "CRL with delta CRL"),
            RevocationSource::OcspResponse => manner.pick("OCSPレスポンス", "OCSP response"),
        };
        let origin = match statement.origin {
            RevocationOrigin::Document => manner.pick("文書に添付", "carried by the document"),
            RevocationOrigin::Receiver => manner.pick("受領機関が用意", "provided by the receiver"),
        };
        let age = age(report.at.unix().saturating_sub(statement.this_update.unix()), manner);
        let made = clock_and(language, statement.this_update, &age);
        let next = statement
            .next_update
            .map_or_else(|| manner.pick("なし", "none").to_owned(), |next| clock(language, next));
        line.push_str(&match language {
            Language::Japanese => {
                format!(
                    "。根拠 {source}（{origin}）、発行 {made}、次回更新 {next}、SHA-256 {}",
                    statement.sha256
                )
            }
            Language::English => {
                format!(
                    "; by a {source} ({origin}), issued {made}, next {next}, SHA-256 {}",
                    statement.sha256
                )
            }
        });
    } else if let Some(reason) = &one.reason {
        line.push_str(manner.pick("。", "; "));
        line.push_str(&one_line(reason.in_language(language)));
    }
    line
}

/// How old a statement is at the judgement time.
fn age(seconds: i64, manner: Manner) -> String {
    let hours = seconds.div_euclid(3600);
    match (hours, manner.language) {
        (..0, _) => manner.pick("検証基準時刻より後", "after the judgement time").to_owned(),
        (0..48, Language::Japanese) => format!("検証基準時刻の {hours} 時間前"),
        (0..48, Language::English) => format!("{hours} h before the judgement time"),
        (_, Language::Japanese) => format!("検証基準時刻の {} 日前", hours / 24),
        (_, Language::English) => format!("{} days before the judgement time", hours / 24),
    }
}

fn schema(document: &DocumentReport, manner: Manner) -> Fact {
    let label = manner.pick("スキーマのSHA-256", "SHA-256 of the schema");
    let Some(sha256) = &document.schema_sha256 else {
        return one(label, manner.pick("スキーマの指定なし", "no schema was given"));
    };
    let note = match (document.kind, document.schema_scope) {
        (DocumentKind::Pdf | DocumentKind::Unknown, _) => manner.pick("XMLだけが対象", "for XML alone"),
        (DocumentKind::Xml, Some("document")) => {
            manner.pick("署名要素を含む文書全体が対象", "the whole document with its signature element")
        }
        (DocumentKind::Xml, _) => manner.pick("署名された内容が対象", "of what was signed"),
    };
    let space = manner.pick("", " ");
    one(label, format!("{sha256}{space}{}", bracketed(manner.language, note)))
}

/// By what the document was judged: profile, revocation, algorithms.
fn conditions(report: &Report, manner: Manner) -> Fact {
    let (profile, policy) = (one_line(&report.profile), &report.algorithm_policy);
    let (revocation, grace) = (report.revocation, report.freshness_grace);
    let words = match manner.language {
        Language::Japanese => {
            let revocation = match revocation {
                "off" => "確認しない",
                "available" => "失効情報がある場合に確認",
                _ => "必ず確認",
            };
            format!(
                "プロファイル {profile}、失効 {revocation}、失効情報の期限後の猶予 {grace} 秒、暗号方式の基準 {policy}"
            )
        }
        Language::English => {
            format!("profile {profile}, revocation {revocation}, grace {grace} s, algorithms {policy}")
        }
    };
    one(manner.pick("検証条件", "Judged by"), words)
}

/// The signatures, and the revisions behind the one that the sections speak of.
fn signed_and_added(document: &DocumentReport, manner: Manner) -> Vec<Fact> {
    let language = manner.language;
    let mut facts = Vec::new();
    if document.signatures.len() > 1 || !document.later_revisions.is_empty() {
        let label = manner.pick("この文書の電子署名", "Signatures of this document");
        facts.push(Fact { label, value: Value::List(signatures::lines(document, language)) });
    }
    if !document.later_revisions.is_empty() {
        let lines = document.later_revisions.iter().map(|one| revisions::line(one, language)).collect();
        let label = manner.pick("署名の後に追加された版", "Revisions added after signing");
        facts.push(Fact { label, value: Value::List(lines) });
    }
    facts
}

#[cfg(test)]
mod tests {
    use koseki::Verifier;
    use koseki::report::{Language, Obstacle, Text, Unreadable};
    use koseki::time::Time;

    use super::{Manner, Sheet};
    use crate::render::csv;

    #[test]
    fn whose_turn_it_is_without_a_verdict_follows_from_what_stood_in_the_way() {
        let manner = Manner { language: Language::Japanese, explained: false };
        let report = Verifier::new(Time::from_unix(0).unwrap()).report();
        for (obstacle, said, never) in
            [(Obstacle::File, "ファイルの有無", "管理者"), (Obstacle::Tool, "管理者に連絡", "ファイルの有無")]
        {
            let reason = Text::new("理由。", "reason");
            let one = Unreadable { path: "a.pdf".into(), reason, obstacle };
            let sheet = Sheet::unreadable(&report, &one, manner);
            let step = sheet.advice.last().map(|line| line.text.clone()).unwrap_or_default();
            let line = String::from_utf8(csv::unreadable(&report, &one, manner)).unwrap();
            for words in [step, line] {
                assert!(words.contains("受理しないでください") && words.contains(said), "{words}");
                assert!(!words.contains(never), "{words}");
            }
        }
    }
}
