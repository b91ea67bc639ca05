//! The report as one HTML file that needs nothing else: no script, no network, no font of its own. It reads on a narrow
//! screen, in the dark, aloud and on A4.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use koseki::crypto::DigestAlgorithm;
use koseki::report::{DocumentReport, Language, Report, Summary, TOOL_VERSION, Unreadable, Verdict};
use maud::{DOCTYPE, Markup, PreEscaped, Render, html};

use super::sheet::{Fact, Item, Line, Manner, Mark, Part, Sheet, Tried, Value};
use super::text::{NotPassed, short_word, totals};
use super::words::{clock, one_line, pick};

/// The style of a report.
pub(crate) const STYLE: &str = include_str!("report.css");

/// Text from a sheet. Most of it has nothing to escape, and is copied as it is.
struct Words<'t>(&'t str);

impl Render for Words<'_> {
    fn render_to(&self, out: &mut String) {
        let markup = |octet: u8| (octet == b'&') | (octet == b'<') | (octet == b'>') | (octet == b'"');
        if self.0.bytes().fold(false, |any, octet| any | markup(octet)) {
            self.0.render_to(out);
        } else {
            out.push_str(self.0);
        }
    }
}

/// One line of the table that comes first.
pub(crate) struct Row {
    /// What [`document`] was given.
    pub(crate) anchor: String,
    pub(crate) file: NotPassed,
}

/// Octets of the table of [`head`] for one file, without its name: markup, verdict, and a reason as long as most are at most.
pub(crate) const ROW: usize = 400;

/// Everything in front of the documents: what the page is, and of several documents the table.
pub(crate) fn head(report: &Report, summary: &Summary, rows: &[Row], manner: Manner) -> String {
    let language = manner.language;
    let pick = |ja, en| pick(language, ja, en);
    let lang = pick("ja", "en");
    let title = pick("戸籍電子証明書 検証結果", "Verification of certificates of the family register");
    // The style is named by its digest: nothing else is ever applied, whatever a name in the report holds.
    let digest = STANDARD.encode(DigestAlgorithm::Sha256.digest(STYLE.as_bytes()).as_bytes());
    let policy =
        format!("default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'");
    let head = html! {
        head {
            meta charset="utf-8";
            meta http-equiv="Content-Security-Policy" content=(policy);
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="referrer" content="no-referrer";
            meta name="generator" content={ "koseki " (TOOL_VERSION) };
            title { (title) }
            style { (PreEscaped(STYLE)) }
        }
    };
    let begin = html! {
        h1 { (title) }
        p { (pick("検証基準時刻", "Judged at")) ": " (clock(language, report.at)) }
        @if let Some(made_at) = report.made_at {
            p { (pick("報告の作成時刻", "Report made at")) ": " (clock(language, made_at)) }
        }
        @if summary.all() + summary.not_reached > 1 {
            p.totals { (totals(summary, language)) }
            table.summary {
                caption { (pick("検証したファイル", "Files that were verified")) }
                thead { tr {
                    th scope="col" { (pick("番号", "No.")) }
                    th scope="col" { (pick("判定", "Verdict")) }
                    th scope="col" { (pick("ファイル", "File")) }
                    th scope="col" { (pick("理由", "Why")) }
                } }
                tbody {
                    @for (number, row) in (1_usize..).zip(rows) {
                        tr {
                            td { (number) }
                            td { span class={ "word " (class(row.file.verdict)) } {
                                (short_word(row.file.verdict, language))
                            } }
                            th scope="row" { a href={ "#" (row.anchor) } { (Words(&one_line(&row.file.path))) } }
                            td { (Words(&row.file.reason)) }
                        }
                    }
                }
            }
        }
    };
    format!(
        "{}<html lang=\"{lang}\">\n{}\n<body>\n<main>\n{}\n",
        DOCTYPE.into_string(),
        head.into_string(),
        begin.into_string()
    )
}

/// Everything behind the documents.
pub(crate) fn tail(manner: Manner) -> String {
    let note = pick(
        manner.language,
        "この報告は検証ツール koseki が作成しました。koseki は法務省のシステムではありません。信頼点、失効情報、スキーマ及びプロファイルは、検証した機関が用意したものです。",
        "Made by koseki, which is not a system of the Ministry of Justice. Anchors, revocation data, schema and profile were provided by the agency that verified.",
    );
    let footer = html! { footer { p { (note) } p { "koseki " (TOOL_VERSION) } } };
    format!("</main>\n{}\n</body>\n</html>\n", footer.into_string())
}

/// One document.
pub(crate) fn document(report: &Report, one: &DocumentReport, anchor: &str, manner: Manner) -> String {
    article(&Sheet::document(report, one, manner), anchor, manner)
}

/// A file without a verdict.
pub(crate) fn unreadable(report: &Report, one: &Unreadable, anchor: &str, manner: Manner) -> String {
    article(&Sheet::unreadable(report, one, manner), anchor, manner)
}

fn article(sheet: &Sheet, anchor: &str, manner: Manner) -> String {
    let pick = |ja, en| pick(manner.language, ja, en);
    let heading = format!("{anchor}-name");
    let markup = html! {
        section.document id=(anchor) aria-labelledby=(heading) {
            h2 id=(heading) { (Words(&sheet.file)) }
            p.verdict { (pick("判定: ", "Verdict: ")) span class=(class(sheet.verdict)) { (sheet.word) } }
            dl.advice {
                @for Line { label, text } in &sheet.advice { dt { (Words(label)) } dd { (Words(text)) } }
            }
            @for Fact { label, value } in &sheet.signatures {
                h3 { (Words(label)) }
                (self::value(value))
            }
            @for one in &sheet.sections { (part(one, manner)) }
            h3 { (pick("検証の内容", "What was verified")) }
            table.facts { tbody {
                @for Fact { label, value } in &sheet.facts {
                    tr { th scope="row" { (Words(label)) } td { (self::value(value)) } }
                }
            } }
            @if let Some(one) = &sheet.tried { (tried(one, manner)) }
        }
    };
    markup.into_string() + "\n"
}

fn value(value: &Value) -> Markup {
    html! {
        @match value {
            Value::One(text) => (Words(text)),
            Value::Chain(texts) => ol { @for text in texts { li { (Words(text)) } } },
            Value::List(texts) => ul { @for text in texts { li { (Words(text)) } } },
        }
    }
}

fn part(part: &Part, manner: Manner) -> Markup {
    html! {
        h3 { (part.heading) ": " span class=(part.verdict.map_or("", |one| class(Some(one)))) { (part.word) } }
        (items(&part.items, manner))
    }
}

fn items(items: &[Item], manner: Manner) -> Markup {
    html! {
        ul.checks {
            @for one in items {
                @let (sign, said, class) = mark(one.mark, manner.language);
                @let heard = matches!(one.mark, Mark::Pass | Mark::Fail | Mark::Unknown);
                li class=[class] {
                    // The sign is drawn; what it means is read aloud.
                    span.mark aria-hidden="true" { (sign) }
                    @if heard { span.heard { (said) } }
                    @if class.is_some() {
                        span.said { @if !heard { (said) } (Words(&one.text)) }
                    } @else {
                        @if !heard { (said) } (Words(&one.text))
                    }
                    @if let Some(place) = &one.place { " " span.place { "[" (place) "]" } }
                    @if !one.notes.is_empty() {
                        dl.notes { @for Line { label, text } in &one.notes { dt { (Words(label)) } dd { (Words(text)) } } }
                    }
                }
            }
        }
    }
}

/// Sign, words in front of the sentence, class.
fn mark(mark: Mark, language: Language) -> (&'static str, &'static str, Option<&'static str>) {
    let pick = |ja, en| pick(language, ja, en);
    match mark {
        Mark::Pass => ("○", pick("適合: ", "ok: "), None),
        Mark::Fail => ("×", pick("不適合: ", "FAIL: "), Some("finding failed")),
        Mark::Unknown => ("△", pick("判定不能: ", "undecided: "), Some("finding open")),
        Mark::NotChecked => ("－", pick("確認していません: ", "not checked: "), None),
        Mark::Caution => ("！", pick("注意: ", "CAUTION: "), Some("finding open")),
    }
}

fn tried(tried: &Tried, manner: Manner) -> Markup {
    html! {
        h3 { (tried.heading) }
        @for (heading, subjects, checks) in &tried.paths {
            h4 { (heading) }
            ol { @for subject in subjects { li { (Words(subject)) } } }
            (items(checks, manner))
        }
    }
}

const fn class(verdict: Option<Verdict>) -> &'static str {
    match verdict {
        Some(Verdict::Passed) => "passed",
        Some(Verdict::Failed) => "failed",
        Some(Verdict::Indeterminate) | None => "open",
    }
}
