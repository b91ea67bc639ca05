//! What `config check` and `doctor` find: each finding of a kind with a stable id, what was found, why it matters and what to
//! do about it, in both languages.

pub(crate) mod kinds;

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use koseki::report::{Language, Text};
use serde_json::{Value, json};

use crate::Exit;
use crate::render::{one_line, pick};

pub(crate) use kinds::KINDS;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Grade {
    /// It is in order, and said for completeness.
    Fine,
    /// It works today, or was not set up at all; somebody has to look.
    Attention,
    /// It does not work, or must not be relied on.
    Fault,
}

/// One line of the table of findings.
#[derive(Debug)]
pub(crate) struct Kind {
    /// Stable identifier; never renamed, never reused.
    pub(crate) id: &'static str,
    pub(crate) grade: Grade,
    /// Why it matters.
    pub(crate) why: Text,
    /// What to do.
    pub(crate) remedy: Text,
}

/// Something that was found.
#[derive(Debug, Clone)]
pub(crate) struct Diagnosis {
    kind: &'static Kind,
    what: Text,
    /// The line of the configuration file it comes from, counted from 1.
    line: Option<usize>,
}

impl Diagnosis {
    pub(crate) fn new(kind: &'static Kind, what: Text) -> Self {
        Self { kind, what, line: None }
    }

    pub(crate) const fn at_line(mut self, line: Option<usize>) -> Self {
        self.line = line;
        self
    }

    pub(crate) const fn grade(&self) -> Grade {
        self.kind.grade
    }

    pub(crate) const fn line(&self) -> Option<usize> {
        self.line
    }

    /// One line for standard error: where, what and what to do.
    pub(crate) fn sentence(&self) -> Text {
        let Kind { id, remedy, .. } = self.kind;
        let (ja, en) = match self.line {
            None => (String::new(), String::new()),
            Some(line) => (format!("{line}行目: "), format!("line {line}: ")),
        };
        let Text { ja: what_ja, en: what_en } = &self.what;
        Text::owned(
            format!("{ja}{what_ja}{} [{id}]", remedy.ja),
            format!("{en}{what_en} {} [{id}]", remedy.en),
        )
    }

    pub(crate) fn to_json(&self, language: Language) -> Value {
        json!({
            "id": self.kind.id,
            "grade": self.kind.grade.word(),
            "line": self.line,
            "what": self.what.in_language(language),
            "why": self.kind.why.in_language(language),
            "remedy": self.kind.remedy.in_language(language),
        })
    }

    pub(crate) fn text(&self, out: &mut impl Write, language: Language) -> io::Result<()> {
        let Kind { id, grade, why, remedy } = self.kind;
        let style = grade.style();
        write!(out, "{style}{}{style:#} ", grade.mark(language))?;
        if let Some(line) = self.line {
            match language {
                Language::Japanese => write!(out, "{line}行目: ")?,
                Language::English => write!(out, "line {line}: ")?,
            }
        }
        writeln!(out, "{} [{id}]", one_line(self.what.in_language(language)))?;
        if *grade > Grade::Fine {
            writeln!(out, "    {}{}", pick(language, "理由: ", "Why: "), why.in_language(language))?;
            writeln!(out, "    {}{}", pick(language, "対応: ", "Remedy: "), remedy.in_language(language))?;
        }
        Ok(())
    }
}

impl Grade {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::Attention => "attention",
            Self::Fault => "fault",
        }
    }

    const fn mark(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Fine, Language::Japanese) => "○",
            (Self::Attention, Language::Japanese) => "△",
            (Self::Fault, Language::Japanese) => "×",
            (Self::Fine, Language::English) => "[ok]",
            (Self::Attention, Language::English) => "[--]",
            (Self::Fault, Language::English) => "[!!]",
        }
    }

    fn style(self) -> Style {
        let colour = match self {
            Self::Fine => AnsiColor::Green,
            Self::Attention => AnsiColor::Yellow,
            Self::Fault => AnsiColor::Red,
        };
        Style::new().bold().fg_color(Some(colour.into()))
    }
}

/// 1 when something is at fault, 3 when something needs attention, else 0.
pub(crate) fn exit(found: &[Diagnosis]) -> Exit {
    match found.iter().map(Diagnosis::grade).max() {
        Some(Grade::Fault) => Exit::Failed,
        Some(Grade::Attention) => Exit::Indeterminate,
        Some(Grade::Fine) | None => Exit::Passed,
    }
}

/// "3 faults, 1 to attend to", after the findings.
pub(crate) fn summary(out: &mut impl Write, found: &[Diagnosis], language: Language) -> io::Result<()> {
    let count = |grade| found.iter().filter(|one| one.grade() == grade).count();
    let (faults, attention) = (count(Grade::Fault), count(Grade::Attention));
    match language {
        Language::Japanese => writeln!(out, "障害 {faults} 件、要確認 {attention} 件"),
        Language::English => writeln!(out, "Faults: {faults}, to attend to: {attention}"),
    }
}
