//! The options about many files and about the form of their report.

use core::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::arguments::Lang;
use crate::values::at_least_one;

#[derive(Debug, Args)]
pub(crate) struct Many {
    /// Verify the files named in this list as well, one on each line (or divided by NUL, as `find -print0` does); `-` is
    /// standard input.
    #[arg(long, value_name = "FILE|-")]
    pub(crate) files_from: Option<PathBuf>,
    /// Files that are verified at once; as many as the machine has cores when absent. The order of the report stays.
    #[arg(long, value_name = "N", value_parser = at_least_one)]
    pub(crate) jobs: Option<NonZeroUsize>,
    /// Write the report to this file instead of standard output; it appears whole or not at all. Standard output then has
    /// the summary.
    #[arg(long, value_name = "FILE", conflicts_with = "watch")]
    pub(crate) out: Option<PathBuf>,
    /// Replace OUT when it is there already.
    #[arg(long, requires = "out")]
    pub(crate) force: bool,
    /// Keep a journal beside OUT and go on from it: after an interruption, the same command verifies only what is missing
    /// or has changed. The journal is removed when OUT is written.
    #[arg(long, requires = "out")]
    pub(crate) resume: bool,
    /// Wait for files that lie directly in this folder, and put each, with its report, into the folder of its verdict in it
    /// (有効, 無効, 判定不能), until interrupted. Nothing is ever replaced, no link is followed.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["paths", "files_from"])]
    pub(crate) watch: Option<PathBuf>,
    /// With --watch: end when the folder has no more files to judge.
    #[arg(long, requires = "watch")]
    pub(crate) once: bool,
    /// With --watch: seconds for which a file must not have changed, to count as completely written.
    #[arg(long, value_name = "SECONDS", default_value_t = 2, requires = "watch")]
    pub(crate) settle: u32,
}

#[derive(Debug, Args)]
pub(crate) struct ReportOutput {
    /// Form of the report.
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub(crate) format: ReportFormat,
    /// Explain every finding: what it means, why it matters, by which clause, and what to do.
    #[arg(long)]
    pub(crate) explain: bool,
    /// Language of the report; the locale's when absent.
    #[arg(long, value_enum)]
    pub(crate) lang: Option<Lang>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// For people.
    Text,
    /// One JSON object for all files; described by schemas/report-1.schema.json
    Json,
    /// A JSON object on each line, one for each file, written as soon as it is known
    Ndjson,
    /// A line for each file, for spreadsheets
    Csv,
    /// One file for a browser and for printing, that needs no network
    Html,
}

impl ReportFormat {
    /// How the name of a report ends.
    pub(crate) const fn extension(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Json => "json",
            Self::Ndjson => "ndjson",
            Self::Csv => "csv",
            Self::Html => "html",
        }
    }
}
