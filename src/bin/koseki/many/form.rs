//! A report in parts, so that no more than one document is in memory: what comes first, each document, what stands between
//! two, what comes last.

use koseki::report::{DocumentReport, Form as JsonForm, Report, Summary, Unreadable, Verdict};
use serde::Serialize as _;
use serde_json::ser::Serializer;
use serde_json::{Value, json};

use super::ReportFormat;
use super::inputs::named;
use crate::render::csv;
use crate::render::html::{self, Row};
use crate::render::indented::Indented;
use crate::render::text::{self, NotPassed, Setting};

/// Octets that most parts of a report do not exceed.
const PART: usize = 16 * 1024;

/// What became of one file.
pub(crate) type Judged = Result<DocumentReport, Unreadable>;

/// The form of one run's report.
pub(crate) struct Form {
    pub(crate) format: ReportFormat,
    pub(crate) setting: Setting,
    /// Without documents: by what they are judged.
    pub(crate) report: Report,
}

impl Form {
    /// Whether the head needs to know all that follows.
    pub(super) fn is_headed_by_a_summary(&self) -> bool {
        self.format == ReportFormat::Html
    }

    /// Octets to leave in front of the parts for a head that must know them all, of inputs with these keys. It is enough but for
    /// unusual names and reasons; of one file it is what the head takes.
    pub(super) fn room(&self, keys: &[&str]) -> u64 {
        if !self.is_headed_by_a_summary() {
            return 0;
        }
        let alone = self.head(&Summary::default(), &[]).len();
        let row = |key: &&str| html::ROW.saturating_add(named(key).len());
        let rows = if keys.len() > 1 { keys.iter().map(row).fold(0, usize::saturating_add) } else { 0 };
        u64::try_from(alone.saturating_add(rows)).unwrap_or(u64::MAX)
    }

    /// One file's part, in UTF-8.
    pub(crate) fn part(&self, judged: &Judged, anchor: &str) -> Vec<u8> {
        let manner = self.setting.manner;
        let mut out = match self.format {
            ReportFormat::Text | ReportFormat::Json | ReportFormat::Ndjson => Vec::with_capacity(PART),
            ReportFormat::Csv | ReportFormat::Html => Vec::new(),
        };
        // Writing to memory does not fail.
        match (self.format, judged) {
            (ReportFormat::Text, Ok(one)) => {
                let _ = text::document(&mut out, &self.report, one, self.setting);
            }
            (ReportFormat::Text, Err(one)) => {
                let _ = text::unreadable(&mut out, &self.report, one, self.setting);
            }
            (ReportFormat::Json, Ok(one)) => {
                out.extend_from_slice(b"    ");
                let _ = one
                    .as_json(self.json())
                    .serialize(&mut Serializer::with_formatter(&mut out, Indented::within(2)));
            }
            // Those stand in a list of their own, which the end writes.
            (ReportFormat::Json, Err(_)) => {}
            // A report of its own.
            (ReportFormat::Ndjson, judged) => {
                let alone = self.report.as_json_about(judged.as_ref(), self.json());
                let _ = serde_json::to_writer(&mut out, &alone);
                out.push(b'\n');
            }
            (ReportFormat::Csv, Ok(one)) => out = csv::document(&self.report, one, manner),
            (ReportFormat::Csv, Err(one)) => out = csv::unreadable(&self.report, one, manner),
            (ReportFormat::Html, Ok(one)) => {
                out = html::document(&self.report, one, anchor, manner).into_bytes();
            }
            (ReportFormat::Html, Err(one)) => {
                out = html::unreadable(&self.report, one, anchor, manner).into_bytes();
            }
        }
        out
    }

    /// What stands between two parts.
    pub(crate) const fn between(&self) -> &'static str {
        match self.format {
            ReportFormat::Text => "\n",
            ReportFormat::Json => ",\n",
            ReportFormat::Ndjson | ReportFormat::Csv | ReportFormat::Html => "",
        }
    }

    /// What comes first. `summary` and `rows` are those of the whole run where [`Form::is_headed_by_a_summary`].
    pub(crate) fn head(&self, summary: &Summary, rows: &[Row]) -> String {
        match self.format {
            ReportFormat::Text | ReportFormat::Ndjson => String::new(),
            ReportFormat::Json => {
                let mut value = self.report.to_json(self.json());
                if let Some(object) = value.as_object_mut() {
                    ["unreadable", "documents", "summary"].iter().for_each(|key| {
                        object.shift_remove(*key);
                    });
                }
                let pretty = format!("{value:#}");
                format!("{},\n  \"documents\": [\n", pretty.trim_end_matches("\n}"))
            }
            ReportFormat::Csv => csv::head(),
            ReportFormat::Html => html::head(&self.report, summary, rows, self.setting.manner),
        }
    }

    /// What comes last; `rows` has those that did not pass at least.
    pub(crate) fn tail(&self, summary: &Summary, rows: &[Row]) -> String {
        match self.format {
            ReportFormat::Text if summary.all() + summary.not_reached > 1 => {
                let mut out = b"\n".to_vec();
                let _ = text::summary(&mut out, summary, &not_passed(rows), self.setting);
                String::from_utf8_lossy(&out).into_owned()
            }
            ReportFormat::Text | ReportFormat::Ndjson | ReportFormat::Csv => String::new(),
            ReportFormat::Json => {
                let unreadable: Vec<Value> = rows
                    .iter()
                    .filter(|row| row.file.verdict.is_none())
                    .map(|row| json!({ "path": row.file.path, "reason": row.file.reason }))
                    .collect();
                let rest = json!({ "unreadable": unreadable, "summary": summary.to_json() });
                let pretty = format!("{rest:#}");
                format!("\n  ],{}\n", pretty.trim_start_matches('{'))
            }
            ReportFormat::Html => html::tail(self.setting.manner),
        }
    }

    /// The line of the table for one file.
    pub(crate) fn row(&self, judged: &Judged, anchor: String) -> Row {
        let language = self.setting.manner.language;
        let file = match judged {
            Ok(one) => NotPassed {
                path: one.path.clone(),
                verdict: Some(one.verdict()),
                reason: one.advice().meaning.in_language(language).to_owned(),
            },
            Err(one) => NotPassed {
                path: one.path.clone(),
                verdict: None,
                reason: one.reason.in_language(language).to_owned(),
            },
        };
        Row { anchor, file }
    }

    const fn json(&self) -> JsonForm {
        JsonForm { language: self.setting.manner.language, explained: self.setting.manner.explained }
    }
}

/// The rows of files that did not pass.
pub(super) fn not_passed(rows: &[Row]) -> Vec<NotPassed> {
    rows.iter().map(|row| row.file.clone()).filter(|file| file.verdict != Some(Verdict::Passed)).collect()
}
