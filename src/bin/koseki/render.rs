//! The report as text, for people: Japanese or English, coloured by the caller's stream when it is a terminal.

use std::borrow::Cow;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use koseki::report::{
    Check, DocumentReport, Language, Location, Outcome, PathsTried, ProofSource, Report, RevisionCoverage,
    SectionName, SignatureKind, SignatureOutcome, SignatureRole, SignatureSummary, Unreadable, Verdict,
};
use koseki::time::{Civil, Time};

use crate::advice::advice;

/// Offset of Japan Standard Time from UTC, in minutes.
pub(crate) const JAPAN: i32 = 540;

/// Text from a file, a certificate or a file name, safe to print: control characters and marks that reorder text are
/// spelt out, so that nobody can write a verdict of their own on the clerk's screen.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    let harmful = |one: char| {
        (one.is_control() && one != '\n')
            || matches!(one, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    if !text.contains(harmful) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.chars()
            .map(|one| if harmful(one) { one.escape_unicode().to_string() } else { one.into() })
            .collect(),
    )
}

/// The same for what must stay on one line.
pub(crate) fn one_line(text: &str) -> Cow<'_, str> {
    match printable(text) {
        Cow::Borrowed(text) if !text.contains('\n') => Cow::Borrowed(text),
        text => Cow::Owned(text.replace('\n', "\\u{a}")),
    }
}

/// Picks the sentence of the language.
pub(crate) fn pick<'a>(language: Language, ja: &'a str, en: &'a str) -> &'a str {
    match language {
        Language::Japanese => ja,
        Language::English => en,
    }
}

/// The word of a verdict: 有効・無効・判定不能.
pub(crate) fn verdict_word(language: Language, verdict: Verdict) -> &'static str {
    match (language, verdict) {
        (Language::Japanese, Verdict::Passed) => "有効",
        (Language::Japanese, Verdict::Failed) => "無効",
        (Language::Japanese, Verdict::Indeterminate) => "判定不能",
        (Language::English, Verdict::Passed) => "PASSED",
        (Language::English, Verdict::Failed) => "FAILED",
        (Language::English, Verdict::Indeterminate) => "INDETERMINATE",
    }
}

/// The style of a verdict.
pub(crate) fn verdict_style(verdict: Verdict) -> Style {
    let colour = match verdict {
        Verdict::Passed => AnsiColor::Green,
        Verdict::Failed => AnsiColor::Red,
        Verdict::Indeterminate => AnsiColor::Yellow,
    };
    Style::new().bold().fg_color(Some(colour.into()))
}

/// Writes the whole report.
pub(crate) fn report(out: &mut impl Write, report: &Report, language: Language) -> io::Result<()> {
    for (index, one) in report.documents.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        document(out, one, report, language)?;
    }
    for (index, one) in report.unreadable.iter().enumerate() {
        if index > 0 || !report.documents.is_empty() {
            writeln!(out)?;
        }
        unreadable(out, one, language)?;
    }
    let unread = report.unreadable.len();
    let all = report.documents.len() + unread;
    if all > 1 {
        writeln!(out)?;
        let count = |verdict| report.documents.iter().filter(|one| one.verdict() == verdict).count();
        let (passed, failed, open) =
            (count(Verdict::Passed), count(Verdict::Failed), count(Verdict::Indeterminate));
        match language {
            Language::Japanese => {
                write!(out, "合計 {all} 件: 有効 {passed} 件、無効 {failed} 件、判定不能 {open} 件")?
            }
            Language::English => {
                write!(out, "{all} documents: {passed} passed, {failed} failed, {open} indeterminate")?
            }
        }
        match (unread, language) {
            (0, _) => writeln!(out)?,
            (_, Language::Japanese) => writeln!(out, "、読取不能 {unread} 件")?,
            (_, Language::English) => writeln!(out, ", {unread} unreadable")?,
        }
    }
    Ok(())
}

/// A file without a verdict.
fn unreadable(out: &mut impl Write, one: &Unreadable, language: Language) -> io::Result<()> {
    let style = verdict_style(Verdict::Indeterminate);
    writeln!(out, "{}{}", pick(language, "ファイル: ", "File: "), one_line(&one.path))?;
    let verdict =
        pick(language, "判定: なし（読み取ることができません）", "Verdict: none (the file cannot be read)");
    writeln!(out, "{style}{verdict}{style:#}")?;
    let reason = one_line(one.reason.in_language(language));
    writeln!(out, "{}{reason}", pick(language, "理由: ", "Why: "))?;
    let step = pick(
        language,
        "検証していませんので、受理しないでください。ファイルの有無、名前及び読取りの権限を確認してください。",
        "It was not verified: do not accept it. See that the file is there and may be read.",
    );
    writeln!(out, "{}{step}", pick(language, "対応: ", "Next: "))
}

fn document(
    out: &mut impl Write,
    one: &DocumentReport,
    report: &Report,
    language: Language,
) -> io::Result<()> {
    let verdict = one.verdict();
    let style = verdict_style(verdict);
    let advice = advice(one, report.at, language);
    writeln!(out, "{}{}", pick(language, "ファイル: ", "File: "), one_line(&one.path))?;
    writeln!(
        out,
        "{}{style}{}{style:#}",
        pick(language, "判定: ", "Verdict: "),
        verdict_word(language, verdict)
    )?;
    writeln!(out, "{}{}", pick(language, "理由: ", "Why: "), advice.meaning)?;
    writeln!(out, "{}{}", pick(language, "対応: ", "Next: "), advice.next_step)?;
    let note = pick(language, "この時点で有効かどうかを判定しました", "the judgement is about this instant");
    let label = pick(language, "検証基準時刻: ", "Judged at: ");
    writeln!(out, "{label}{}", clock_and(language, report.at, note))?;
    // What a certificate says of itself is believed when it is 有効, not before.
    let believed = one.certificate.verdict() == Verdict::Passed;
    if let Some(signer) = &one.signer {
        let label = if believed {
            pick(language, "署名者: ", "Signer: ")
        } else {
            pick(
                language,
                "署名者（未確認。電子証明書の記載）: ",
                "Signer (not confirmed; what the certificate says): ",
            )
        };
        writeln!(out, "{label}{}", one_line(&signer.subject))?;
        if let Some(name) = &signer.japanese_name {
            let label = pick(language, "署名者の日本語名称: ", "Signer's Japanese name: ");
            writeln!(out, "{label}{}", one_line(name))?;
        }
        writeln!(out, "{}{}", pick(language, "発行者: ", "Issuer: "), one_line(&signer.issuer))?;
        if let (Some(from), Some(until)) = (signer.not_before, signer.not_after) {
            let (from, until) = (clock(language, from), clock(language, until));
            writeln!(
                out,
                "{}{from} – {until}",
                pick(language, "電子証明書の有効期間: ", "Certificate valid: ")
            )?;
        }
    }
    match (one.claimed_signing_time, one.kind) {
        (Some(time), _) => {
            let note = pick(language, "署名者の申告による時刻", "as the signer claims");
            let label = pick(language, "署名時刻: ", "Signing time: ");
            writeln!(out, "{label}{}", clock_and(language, time, note))?;
        }
        (None, koseki::report::DocumentKind::Xml) if one.signer.is_some() => writeln!(
            out,
            "{}",
            pick(
                language,
                "署名時刻: 記録なし（XML署名は署名時刻を持ちません）",
                "Signing time: none (an XML signature of this kind has none)"
            )
        )?,
        (None, _) => {}
    }
    if one.signatures.len() > 1 || !one.later_revisions.is_empty() {
        writeln!(out, "{}", pick(language, "この文書の電子署名:", "Signatures of this document:"))?;
        one.signatures.iter().try_for_each(|signature| self::signature(out, signature, language))?;
    }
    if one.path_subjects.len() > 1 {
        let subjects: Vec<_> = one.path_subjects.iter().map(|one| one_line(one)).collect();
        let joined = subjects.join(pick(language, "\n    → ", "\n    -> "));
        let label = if believed {
            pick(language, "認証パス（信頼点から）:", "Certification path (from the anchor):")
        } else {
            pick(
                language,
                "認証パスの候補（有効と認められません）:",
                "Candidate for a certification path (not accepted as valid):",
            )
        };
        writeln!(out, "{label}\n    {joined}")?;
    }
    if let Some(sha256) = &one.schema_sha256 {
        let whole = one.schema_scope == Some("document");
        let scope = match (whole, language) {
            (false, _) => String::new(),
            (true, Language::Japanese) => "（署名要素を含む文書全体が対象）".to_owned(),
            (true, Language::English) => " (the whole document with its signature element)".to_owned(),
        };
        writeln!(out, "{}{sha256}{scope}", pick(language, "スキーマのSHA-256: ", "SHA-256 of the schema: "))?;
    }
    writeln!(out, "SHA-256: {}  ({} {})", one.sha256, one.size, pick(language, "バイト", "octets"))?;
    let (indication, sub_indication) = one.indication();
    let sub_indication = sub_indication.map(|sub| format!(" / {}", sub.as_str())).unwrap_or_default();
    let label = pick(
        language,
        "署名の判定コード（ETSI EN 319 102-1）: ",
        "Signature indication (ETSI EN 319 102-1): ",
    );
    writeln!(out, "{label}{}{sub_indication}", indication.as_str())?;
    conditions(out, report, language)?;
    times(out, one, report, language)?;
    for (name, section) in one.sections() {
        let verdict = section.verdict();
        let style = verdict_style(verdict);
        let heading = section_name(language, name);
        if section.is_asked() {
            writeln!(out, "\n{heading}: {style}{}{style:#}", verdict_word(language, verdict))?;
        } else {
            writeln!(out, "\n{heading}: {}", pick(language, "対象外", "not asked for"))?;
        }
        for check in section.checks() {
            self::check(out, check, language)?;
        }
    }
    one.paths_tried.as_ref().map_or(Ok(()), |tried| paths_tried(out, tried, language))
}

/// By what the document was judged: profile, revocation, algorithms.
fn conditions(out: &mut impl Write, report: &Report, language: Language) -> io::Result<()> {
    let (profile, policy) = (one_line(&report.profile), &report.algorithm_policy);
    let (revocation, grace) = (report.revocation, report.freshness_grace);
    match language {
        Language::Japanese => {
            let revocation = match revocation {
                "off" => "確認しない",
                "available" => "失効情報がある場合に確認",
                _ => "必ず確認",
            };
            writeln!(
                out,
                "検証条件: プロファイル {profile}、失効 {revocation}、失効情報の期限後の猶予 {grace} 秒、暗号方式の基準 {policy}"
            )
        }
        Language::English => writeln!(
            out,
            "Judged by: profile {profile}, revocation {revocation}, grace {grace} s, algorithms {policy}"
        ),
    }?;
    match &report.configuration {
        None => Ok(()),
        Some(one) => {
            let label = pick(language, "設定ファイル: ", "Configuration: ");
            writeln!(out, "{label}{} (SHA-256 {})", one_line(&one.path), one.sha256)
        }
    }
}

/// The times that were vouched for or proven.
fn times(out: &mut impl Write, one: &DocumentReport, report: &Report, language: Language) -> io::Result<()> {
    if let Some(time) = report.received_at {
        let note = pick(language, "受領した機関の申告", "vouched for by the receiver");
        let label = pick(language, "受領日時: ", "Received at: ");
        writeln!(out, "{label}{}", clock_and(language, time, note))?;
    }
    if let Some(time) = report.requested_at {
        let note = pick(language, "署名はこの時刻より後", "the signature is later");
        let label = pick(language, "請求日時: ", "Requested at: ");
        writeln!(out, "{label}{}", clock_and(language, time, note))?;
    }
    if let Some(proof) = one.proof_of_existence {
        let note = match proof.source {
            ProofSource::Receipt => pick(language, "受領日時による", "by the time of receipt"),
            ProofSource::Record => pick(language, "検証の記録による", "by a kept record"),
            ProofSource::TimeStamp => pick(language, "タイムスタンプによる", "by a time-stamp"),
        };
        let label = pick(language, "署名の存在が証明された日時: ", "Signature proven to exist at: ");
        writeln!(out, "{label}{}", clock_and(language, proof.time, note))?;
    }
    Ok(())
}

/// The paths that were tried and are not valid, each with its reasons.
pub(crate) fn paths_tried(out: &mut impl Write, tried: &PathsTried, language: Language) -> io::Result<()> {
    let end = match (tried.search, language) {
        ("budget_exhausted", Language::Japanese) => "処理量の上限で打ち切り",
        ("budget_exhausted", Language::English) => "the work allowed was used up",
        ("found", Language::Japanese) => "この後に有効な認証パスが見つかりました",
        ("found", Language::English) => "a valid path was found after these",
        (_, Language::Japanese) => "すべて試しました",
        (_, Language::English) => "all were tried",
    };
    let (count, shown) = (tried.count, tried.paths.len());
    match language {
        Language::Japanese => {
            writeln!(out, "\n有効でなかった認証パス: {count} 本（{end}）、うち {shown} 本を示します")?
        }
        Language::English => writeln!(out, "\nPaths that are not valid: {count} ({end}); {shown} are shown")?,
    }
    for (number, path) in (1usize..).zip(&tried.paths) {
        writeln!(out, "\n{} {number}:", pick(language, "試した認証パス", "Path tried"))?;
        for subject in &path.subjects {
            writeln!(out, "    {} {}", pick(language, "→", "->"), one_line(subject))?;
        }
        for check in &path.checks {
            self::check(out, check, language)?;
        }
    }
    Ok(())
}

/// One line for each signature of a document that has several: its field, its outcome, what it covers, who signed.
fn signature(out: &mut impl Write, one: &SignatureSummary, language: Language) -> io::Result<()> {
    let outcome = match one.outcome {
        SignatureOutcome::DigestDiffers => {
            pick(language, "署名した範囲の内容が変わっている", "what it covers was changed")
        }
        SignatureOutcome::Intact => {
            pick(language, "署名した範囲の内容は変わっていない", "what it covers is unchanged")
        }
        SignatureOutcome::NotEstablished => pick(language, "確認できない", "not established"),
        SignatureOutcome::ValueWrong => pick(language, "署名値が正しくない", "the signature value is wrong"),
    };
    let kind = match one.kind {
        SignatureKind::DocumentTimeStamp => pick(language, "文書タイムスタンプ", "document time-stamp"),
        SignatureKind::Signature => pick(language, "電子署名", "signature"),
    };
    write!(out, "    {kind} {}: {outcome}", one_line(&one.field))?;
    if let Some(RevisionCoverage { revision, revisions }) = one.coverage {
        match language {
            Language::Japanese => write!(out, "、全{revisions}版のうち第{revision}版までが対象")?,
            Language::English => write!(out, ", covers up to revision {revision} of {revisions}")?,
        }
    }
    if let Some(signer) = &one.signer {
        write!(out, "{}{}", pick(language, "、署名者 ", ", by "), one_line(&signer.subject))?;
    }
    if one.role == SignatureRole::SpokenOf {
        let note = pick(language, "下の結果はこの署名のもの", "the sections below speak of this one");
        write!(out, " {}", bracketed(language, note))?;
    }
    writeln!(out)
}

/// Whether a check is no judgement but something the reader must know when using the document.
pub(crate) fn is_remark(check: &Check) -> bool {
    matches!(check.rule().id.0, "signature.accepted-findings" | "signature.comments")
        && matches!(check.outcome(), Outcome::Pass | Outcome::NotChecked)
}

/// Where a rule comes from, in words that stand on their own: the report's reader knows neither our number for the
/// technical standard nor the names of our source.
fn clause(language: Language, clause: &str) -> String {
    let standard = pick(language, "技術的基準 ", "technical standard, ");
    let words = clause.split("; ").map(|one| match one.strip_prefix("004 ") {
        Some(place) => format!("{standard}{place}"),
        None if one.starts_with("limits::") || one == "koseki limits" => {
            pick(language, "この検証ツールの上限", "a ceiling of this tool").to_owned()
        }
        None => one.to_owned(),
    });
    words.collect::<Vec<_>>().join("; ")
}

pub(crate) fn check(out: &mut impl Write, check: &Check, language: Language) -> io::Result<()> {
    let mark = match (language, check.outcome()) {
        (Language::Japanese, _) if is_remark(check) => "  注意: ",
        (Language::English, _) if is_remark(check) => "  [CAUTION] ",
        (Language::Japanese, Outcome::Pass) => "  ○ ",
        (Language::Japanese, Outcome::Fail) => "  × ",
        (Language::Japanese, Outcome::Unknown) => "  △ ",
        (Language::Japanese, Outcome::NotChecked) => "  － 確認していません: ",
        (Language::English, Outcome::Pass) => "  [ok] ",
        (Language::English, Outcome::Fail) => "  [FAIL] ",
        (Language::English, Outcome::Unknown) => "  [?] ",
        (Language::English, Outcome::NotChecked) => "  [-] not checked: ",
    };
    write!(out, "{mark}{}", one_line(&check.message(language)))?;
    match (check.location(), language) {
        (None, _) => writeln!(out)?,
        (Some(Location::Offset(offset)), Language::Japanese) => {
            writeln!(out, "  [先頭から {offset} バイト目]")?
        }
        (Some(Location::Offset(offset)), Language::English) => writeln!(out, "  [offset {offset}]")?,
        (Some(Location::LineColumn { line, column }), Language::Japanese) => {
            writeln!(out, "  [{line} 行 {column} 文字目]")?
        }
        (Some(Location::LineColumn { line, column }), Language::English) => {
            writeln!(out, "  [line {line}, column {column}]")?
        }
    }
    if matches!(check.outcome(), Outcome::Fail | Outcome::Unknown) {
        let rule = check.rule();
        let clause = clause(language, rule.clause);
        writeln!(out, "      {}{clause}  ({})", pick(language, "根拠: ", "Clause: "), rule.id.0)?;
        if let Some(step) = check.next_step() {
            writeln!(out, "      {}{}", pick(language, "対応: ", "Next: "), step.in_language(language))?;
        }
    }
    Ok(())
}

/// The heading of a section.
pub(crate) fn section_name(language: Language, name: SectionName) -> &'static str {
    match (language, name) {
        (Language::Japanese, SectionName::Signature) => "署名検証結果",
        (Language::Japanese, SectionName::Certificate) => "証明書検証結果",
        (Language::Japanese, SectionName::Form) => "様式(スキーマ)検証結果",
        (Language::Japanese, SectionName::Standard) => "技術的基準適合",
        (Language::English, SectionName::Signature) => "Signature",
        (Language::English, SectionName::Certificate) => "Certificate",
        (Language::English, SectionName::Form) => "Form (schema)",
        (Language::English, SectionName::Standard) => "Technical standard",
    }
}

/// An instant in Japan's time, as people write it.
pub(crate) fn clock(language: Language, time: Time) -> String {
    let Civil { year, month, day, hour, minute, second } = time.civil(JAPAN);
    match language {
        Language::Japanese => {
            format!("{year}年{month}月{day}日 {hour:02}:{minute:02}:{second:02}（日本時間）")
        }
        Language::English => time.rfc3339(JAPAN),
    }
}

/// The same with a note, in one pair of brackets.
fn clock_and(language: Language, time: Time, note: &str) -> String {
    let clock = clock(language, time);
    match clock.strip_suffix('）') {
        Some(open) => format!("{open}。{note}）"),
        None => format!("{clock} {}", bracketed(language, note)),
    }
}

fn bracketed(language: Language, note: &str) -> String {
    match language {
        Language::Japanese => format!("（{note}）"),
        Language::English => format!("({note})"),
    }
}
