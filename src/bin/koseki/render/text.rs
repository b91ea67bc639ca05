//! The report as text: coloured by the caller's stream when that is a terminal, and set to its width.

use std::io::{self, Write};

use anstyle::Style;
use koseki::report::{Check, DocumentReport, Language, PathsTried, Report, Summary, Unreadable, Verdict};

use super::layout::wrap;
use super::sheet::{Fact, Item, Line, Manner, Mark, Sheet, Tried, Value};
use super::words::{one_line, pick, verdict_style, verdict_word};

/// How text is set.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Setting {
    pub(crate) manner: Manner,
    /// Columns of the terminal; `None` leaves lines as long as they are.
    pub(crate) width: Option<usize>,
    /// Whether verdicts are coloured; a stream that is no terminal takes it out again.
    pub(crate) coloured: bool,
}

impl Setting {
    fn style(self, verdict: Verdict) -> Style {
        if self.coloured { verdict_style(verdict) } else { Style::new() }
    }

    /// Neither explained nor broken into lines.
    pub(crate) const fn plain(language: Language) -> Self {
        Self { manner: Manner { language, explained: false }, width: None, coloured: true }
    }
}

/// A file that did not pass, for the list at the end.
#[derive(Debug, Clone)]
pub(crate) struct NotPassed {
    pub(crate) path: String,
    /// `None`: it could not be read.
    pub(crate) verdict: Option<Verdict>,
    pub(crate) reason: String,
}

/// Writes the whole report of documents that are at hand.
pub(crate) fn report(out: &mut impl Write, report: &Report, language: Language) -> io::Result<()> {
    let setting = Setting::plain(language);
    let mut first = true;
    let mut apart = |out: &mut dyn Write| match core::mem::replace(&mut first, false) {
        true => Ok(()),
        false => writeln!(out),
    };
    for one in &report.documents {
        apart(out)?;
        document(out, report, one, setting)?;
    }
    for one in &report.unreadable {
        apart(out)?;
        unreadable(out, report, one, setting)?;
    }
    let summary = report.summary();
    if summary.all() > 1 {
        writeln!(out)?;
        writeln!(out, "{}", totals(&summary, language))?;
    }
    Ok(())
}

/// One document.
pub(crate) fn document(
    out: &mut impl Write,
    report: &Report,
    one: &DocumentReport,
    setting: Setting,
) -> io::Result<()> {
    sheet(out, &Sheet::document(report, one, setting.manner), setting)
}

/// A file without a verdict.
pub(crate) fn unreadable(
    out: &mut impl Write,
    report: &Report,
    one: &Unreadable,
    setting: Setting,
) -> io::Result<()> {
    sheet(out, &Sheet::unreadable(report, one, setting.manner), setting)
}

fn sheet(out: &mut impl Write, sheet: &Sheet, setting: Setting) -> io::Result<()> {
    let language = setting.manner.language;
    let style = setting.style(sheet.verdict.unwrap_or(Verdict::Indeterminate));
    labelled(out, pick(language, "ファイル", "File"), &sheet.file, 0, setting)?;
    writeln!(out, "{}{style}{}{style:#}", pick(language, "判定: ", "Verdict: "), sheet.word)?;
    for Line { label, text } in &sheet.advice {
        labelled(out, label, text, 0, setting)?;
    }
    for Fact { label, value } in sheet.facts.iter().chain(&sheet.signatures) {
        match value {
            Value::One(text) => labelled(out, label, text, 0, setting)?,
            Value::List(texts) => {
                writeln!(out, "{label}:")?;
                texts.iter().try_for_each(|text| hanging(out, "    ", text, 6, setting))?;
            }
            Value::Chain(texts) => {
                writeln!(out, "{label}:")?;
                let arrow = pick(language, "    → ", "    -> ");
                for (index, text) in texts.iter().enumerate() {
                    hanging(out, if index == 0 { "    " } else { arrow }, text, 7, setting)?;
                }
            }
        }
    }
    for part in &sheet.sections {
        let style = part.verdict.map(|verdict| setting.style(verdict)).unwrap_or_default();
        writeln!(out, "\n{}: {style}{}{style:#}", part.heading, part.word)?;
        part.items.iter().try_for_each(|one| item(out, one, setting))?;
    }
    sheet.tried.as_ref().map_or(Ok(()), |one| tried(out, one, setting))
}

/// `label: text`, the text broken under itself.
fn labelled(
    out: &mut impl Write,
    label: &str,
    text: &str,
    indent: usize,
    setting: Setting,
) -> io::Result<()> {
    let first = format!("{:indent$}{label}: ", "");
    hanging(out, &first, text, indent + 4, setting)
}

/// A text behind `first`, its further lines indented.
fn hanging(out: &mut impl Write, first: &str, text: &str, indent: usize, setting: Setting) -> io::Result<()> {
    let Some(width) = setting.width else { return writeln!(out, "{first}{text}") };
    let lines = wrap(text, width, super::layout::columns(first), indent);
    for (index, line) in lines.iter().enumerate() {
        if index == 0 {
            writeln!(out, "{first}{line}")?;
        } else {
            writeln!(out, "{:indent$}{line}", "")?;
        }
    }
    Ok(())
}

fn item(out: &mut impl Write, item: &Item, setting: Setting) -> io::Result<()> {
    let mark = match (setting.manner.language, item.mark) {
        (Language::Japanese, Mark::Caution) => "  注意: ",
        (Language::English, Mark::Caution) => "  [CAUTION] ",
        (Language::Japanese, Mark::Pass) => "  ○ ",
        (Language::Japanese, Mark::Fail) => "  × ",
        (Language::Japanese, Mark::Unknown) => "  △ ",
        (Language::Japanese, Mark::NotChecked) => "  － 確認していません: ",
        (Language::English, Mark::Pass) => "  [ok] ",
        (Language::English, Mark::Fail) => "  [FAIL] ",
        (Language::English, Mark::Unknown) => "  [?] ",
        (Language::English, Mark::NotChecked) => "  [-] not checked: ",
    };
    let place = item.place.as_ref().map(|place| format!("  [{place}]")).unwrap_or_default();
    hanging(out, mark, &format!("{}{place}", item.text), 5, setting)?;
    item.notes.iter().try_for_each(|Line { label, text }| labelled(out, label, text, 6, setting))?;
    let label = pick(setting.manner.language, "オプション", "Options");
    item.options.map_or(Ok(()), |options| labelled(out, label, options, 6, setting))
}

fn tried(out: &mut impl Write, tried: &Tried, setting: Setting) -> io::Result<()> {
    writeln!(out, "\n{}", tried.heading)?;
    let arrow = pick(setting.manner.language, "    → ", "    -> ");
    for (heading, subjects, items) in &tried.paths {
        writeln!(out, "\n{heading}:")?;
        subjects.iter().try_for_each(|subject| hanging(out, arrow, subject, 7, setting))?;
        items.iter().try_for_each(|one| item(out, one, setting))?;
    }
    Ok(())
}

/// One check, for commands that judge no document.
pub(crate) fn check(out: &mut impl Write, check: &Check, language: Language) -> io::Result<()> {
    let setting = Setting::plain(language);
    item(out, &Item::new(check, setting.manner), setting)
}

/// The paths that were tried and are not valid, each with its reasons.
pub(crate) fn paths_tried(out: &mut impl Write, paths: &PathsTried, language: Language) -> io::Result<()> {
    let setting = Setting::plain(language);
    tried(out, &Tried::new(paths, setting.manner), setting)
}

/// What ends a report over several files: those that did not pass, then the numbers.
pub(crate) fn summary(
    out: &mut impl Write,
    summary: &Summary,
    not_passed: &[NotPassed],
    setting: Setting,
) -> io::Result<()> {
    let language = setting.manner.language;
    if !not_passed.is_empty() {
        writeln!(out, "{}:", pick(language, "有効でなかったファイル", "Files that did not pass"))?;
        // The longest word, so that the names stand below one another.
        let column = pick(language, "判定不能", "INDETERMINATE");
        for one in not_passed {
            let word = short_word(one.verdict, language);
            let style = setting.style(one.verdict.unwrap_or(Verdict::Indeterminate));
            let gap = super::layout::columns(column).saturating_sub(super::layout::columns(word)) + 2;
            // The style stands outside what is measured.
            writeln!(out, "  {style}{word}{style:#}{:gap$}{}", "", one_line(&one.path))?;
            hanging(out, "      ", &one.reason, 6, setting)?;
        }
        writeln!(out)?;
    }
    writeln!(out, "{}", totals(summary, language))
}

/// A verdict's word in lists.
pub(crate) fn short_word(verdict: Option<Verdict>, language: Language) -> &'static str {
    verdict.map_or(pick(language, "読取不能", "UNREADABLE"), |one| verdict_word(language, one))
}

/// The numbers in one line.
pub(crate) fn totals(summary: &Summary, language: Language) -> String {
    let Summary { passed, failed, indeterminate, unreadable, not_reached } = summary;
    let all = summary.all();
    let mut line = match language {
        Language::Japanese => {
            format!("合計 {all} 件: 有効 {passed} 件、無効 {failed} 件、判定不能 {indeterminate} 件")
        }
        Language::English => {
            format!("{all} documents: {passed} passed, {failed} failed, {indeterminate} indeterminate")
        }
    };
    if *unreadable > 0 {
        line.push_str(&match language {
            Language::Japanese => format!("、読取不能 {unreadable} 件"),
            Language::English => format!(", {unreadable} unreadable"),
        });
    }
    if *not_reached > 0 {
        line.push_str(&match language {
            Language::Japanese => format!("（中断したため検証していないもの {not_reached} 件）"),
            Language::English => format!(" (interrupted: {not_reached} more were not verified)"),
        });
    }
    line
}
