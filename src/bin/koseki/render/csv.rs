//! One line for each file (RFC 4180), for spreadsheets and for programs.
//!
//! It begins with a byte-order mark, because Excel takes a file without one for Shift_JIS; and what could be read as a
//! formula has an apostrophe in front, because names of files and certificates are anybody's words. The reasons are in
//! `docs/decisions/0036-csv-for-spreadsheets.md`.

use ::csv::{QuoteStyle, Terminator, WriterBuilder};
use koseki::report::{
    Check, DocumentReport, Outcome, Report, RevocationSummary, Section, TOOL_VERSION, Unreadable,
};
use koseki::time::Time;

use super::sheet::{Item, Manner, Mark, next_step_of_unreadable};
use super::signatures;
use super::text::short_word;
use super::words::{clause, one_line, pick};

/// The columns, which never change their order; new ones come behind.
const COLUMNS: [&str; 37] = [
    "file",
    "verdict",
    "verdict_text",
    "reason",
    "cause",
    "next_step",
    "signature",
    "certificate",
    "form",
    "standard",
    "indication",
    "sub_indication",
    "findings",
    "finding_texts",
    "explanations",
    "judged_at",
    "claimed_signing_time",
    "signer",
    "signer_japanese_name",
    "issuer",
    "certificate_not_before",
    "certificate_not_after",
    "certificate_path",
    "revocation_source",
    "revocation_this_update",
    "revocation_next_update",
    "schema_sha256",
    "profile",
    "algorithm_policy",
    "tool_version",
    "kind",
    "size",
    "sha256",
    "cautions",
    "made_at",
    "clauses",
    "signatures",
];

/// What every file begins with: the mark, then the names of the columns.
pub(crate) fn head() -> String {
    format!("\u{feff}{}", String::from_utf8_lossy(&line(COLUMNS.map(str::to_owned))))
}

/// One document.
pub(crate) fn document(report: &Report, one: &DocumentReport, manner: Manner) -> Vec<u8> {
    let language = manner.language;
    let advice = one.advice();
    let word = |section: &Section| {
        if section.is_asked() { section.verdict().as_str() } else { "not_asked" }.to_owned()
    };
    let sections = one.sections();
    let findings: Vec<&Check> = sections
        .iter()
        .flat_map(|(_, section)| section.checks())
        .filter(|check| check.is_finding())
        .collect();
    let is_caution = |check: &&Check| check.is_remark() || check.outcome() == Outcome::NotChecked;
    let cautions = sections
        .iter()
        .filter(|(_, section)| section.is_asked())
        .flat_map(|(_, section)| section.checks())
        .filter(is_caution);
    let joined = |words: Vec<String>, by: &str| words.join(by);
    let explanations = findings.iter().filter(|_| manner.explained).filter_map(|check| check.explanation());
    let explained = explanations.map(|one| {
        [&one.meaning, &one.importance, &one.next_step].map(|text| text.in_language(language)).join(" ")
    });
    let (indication, sub_indication) = one.indication();
    let signer = one.signer.clone().unwrap_or_default();
    let statement = one.revocation.iter().rev().find_map(|one: &RevocationSummary| one.statement.as_ref());
    let time = |time: Option<Time>| time.map(|time| time.to_string()).unwrap_or_default();
    line([
        one.path.clone(),
        one.verdict().as_str().to_owned(),
        short_word(Some(one.verdict()), language).to_owned(),
        advice.meaning.in_language(language).to_owned(),
        advice.cause.map(|cause| cause.in_language(language).to_owned()).unwrap_or_default(),
        advice.next_step.in_language(language).to_owned(),
        word(&one.signature),
        word(&one.certificate),
        word(&one.form),
        word(&one.standard),
        indication.as_str().to_owned(),
        sub_indication.map(|sub| sub.as_str().to_owned()).unwrap_or_default(),
        joined(findings.iter().map(|check| check.rule().id.0.to_owned()).collect(), " "),
        joined(findings.iter().map(|check| marked(check, manner)).collect(), " / "),
        joined(explained.collect(), " / "),
        one.judged_at.to_string(),
        time(one.claimed_signing_time),
        signer.subject,
        signer.japanese_name.unwrap_or_default(),
        signer.issuer,
        time(signer.not_before),
        time(signer.not_after),
        one.path_subjects.join(" > "),
        statement.map(|one| one.source.as_str().to_owned()).unwrap_or_default(),
        time(statement.map(|one| one.this_update)),
        time(statement.and_then(|one| one.next_update)),
        one.schema_sha256.clone().unwrap_or_default(),
        report.profile.clone(),
        report.algorithm_policy.clone(),
        TOOL_VERSION.to_owned(),
        one.kind.as_str().to_owned(),
        one.size.to_string(),
        one.sha256.clone(),
        joined(cautions.map(|check| marked(check, manner)).collect(), " / "),
        time(report.made_at),
        joined(findings.iter().map(|check| clause(language, check.rule().clause)).collect(), " / "),
        joined(signatures::lines(one, language), " / "),
    ])
}

/// A check with the mark and the place that the other forms give it: a requirement alone would read as if it were kept. No
/// mark is a character with which a formula begins.
fn marked(check: &Check, manner: Manner) -> String {
    let item = Item::new(check, manner);
    let mark = match item.mark {
        Mark::Caution => pick(manner.language, "注意: ", "[CAUTION] "),
        Mark::Fail => pick(manner.language, "× ", "[FAIL] "),
        Mark::NotChecked => pick(manner.language, "確認していません: ", "[-] not checked: "),
        Mark::Pass => "",
        Mark::Unknown => pick(manner.language, "△ ", "[?] "),
    };
    let place = item.place.map(|place| format!(" [{place}]")).unwrap_or_default();
    format!("{mark}{}{place}", item.text)
}

/// A file without a verdict.
pub(crate) fn unreadable(report: &Report, one: &Unreadable, manner: Manner) -> Vec<u8> {
    let mut fields: [String; COLUMNS.len()] = core::array::from_fn(|_| String::new());
    let mut put = |column: &str, words: &str| {
        if let Some(at) = COLUMNS.iter().position(|name| *name == column) {
            words.clone_into(&mut fields[at]);
        }
    };
    put("file", &one.path);
    put("verdict", "unreadable");
    put("verdict_text", short_word(None, manner.language));
    put("reason", one.reason.in_language(manner.language));
    put("next_step", next_step_of_unreadable(one.obstacle, manner));
    put("made_at", &report.made_at.map(|time| time.to_string()).unwrap_or_default());
    put("judged_at", &report.at.to_string());
    put("profile", &report.profile);
    put("algorithm_policy", &report.algorithm_policy);
    put("tool_version", TOOL_VERSION);
    line(fields)
}

fn line(fields: [String; COLUMNS.len()]) -> Vec<u8> {
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .quote_style(QuoteStyle::Necessary)
        .from_writer(Vec::new());
    // Neither can fail: it is written to memory, and every line has as many fields as there are columns.
    let _ = writer.write_record(fields.iter().map(|field| harmless(&one_line(field))));
    writer.into_inner().unwrap_or_default()
}

/// Characters with which a spreadsheet begins a formula, the full-width ones of Japanese input among them; an apostrophe
/// that stood there already gets one more, so that taking one away always gives back what it was.
fn harmless(field: &str) -> String {
    let formula = |first: char| {
        matches!(first, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '\'' | '\t' | '\r' | '|' | '%')
    };
    if field.starts_with(formula) { format!("'{field}") } else { field.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{COLUMNS, harmless, line};

    #[test]
    fn what_begins_as_a_formula_does_not_any_more() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "'=1", "|calc", "%1"] {
            assert_eq!(harmless(formula), format!("'{formula}"));
        }
        for harmless_already in ["", "a=1", "有効", "1-2"] {
            assert_eq!(harmless(harmless_already), harmless_already);
        }
    }

    #[test]
    fn fields_are_quoted_where_they_must_be_and_lines_end_as_the_standard_says() {
        let mut fields: [String; COLUMNS.len()] = core::array::from_fn(|_| String::new());
        fields[0] = "a,\"b\"\nc.pdf".into();
        let line = String::from_utf8(line(fields)).unwrap();
        assert!(line.starts_with("\"a,\"\"b\"\"\\u{a}c.pdf\",,"), "{line}");
        assert!(line.ends_with(",\r\n"), "{line}");
    }
}
