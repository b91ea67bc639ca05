//! The command line of koseki. The only place that reads a clock, the environment or the locale.

mod advice;
mod arguments;
mod commands;
mod render;
mod schema;
mod worker;

use std::process::ExitCode;

use clap::Parser as _;
use koseki::report::{Language, Report, Verdict};
use koseki::time::Time;

use arguments::{Arguments, Command, Lang};

/// How the process ends; the numbers are the contract of `--help`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// 0
    Passed,
    /// 1
    Failed,
    /// 3
    Indeterminate,
    /// 4
    CouldNotWork,
}

/// A reason the tool could not do its work, in words for standard error.
pub(crate) struct Trouble(pub(crate) String);

impl<E: core::fmt::Display> From<E> for Trouble {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

/// Standard output was closed by whoever reads it (`| head`): nothing to complain about.
pub(crate) fn written(result: std::io::Result<()>) -> Result<(), Trouble> {
    match result {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}

impl Exit {
    /// 1 if any document failed, else 4 if one could not be worked on, else 3 if any is indeterminate, else 0.
    pub(crate) fn of(report: &Report) -> Self {
        match report.documents.iter().map(koseki::report::DocumentReport::verdict).max() {
            Some(Verdict::Failed) => Self::Failed,
            _ if !report.unreadable.is_empty() => Self::CouldNotWork,
            Some(Verdict::Indeterminate) => Self::Indeterminate,
            Some(Verdict::Passed) => Self::Passed,
            None => Self::CouldNotWork,
        }
    }

    const fn code(self) -> u8 {
        match self {
            Self::Passed => 0,
            Self::Failed => 1,
            Self::Indeterminate => 3,
            Self::CouldNotWork => 4,
        }
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let ended = match arguments.command {
        Command::Verify(command) => commands::verify::run(&command),
        Command::Sign(command) => commands::sign::run(&command),
        Command::Path(command) => commands::path::run(&command),
        Command::Inspect(command) => commands::inspect::run(&command),
        Command::C14n(command) => commands::c14n::run(&command),
        Command::Trust(command) => commands::trust::run(&command),
        Command::Demo(command) => commands::demo::run(&command),
        Command::Schema(command) => commands::schema::run(&command),
        Command::Validate(command) => commands::validate::run(&command),
        Command::SchemaWorker => worker::run(),
    };
    match ended {
        Ok(exit) => ExitCode::from(exit.code()),
        Err(Trouble(reason)) => {
            anstream::eprintln!("koseki: {}", render::printable(&reason));
            ExitCode::from(Exit::CouldNotWork.code())
        }
    }
}

/// Ends the process as clap does for arguments that do not go together.
pub(crate) fn wrong_usage(message: &str) -> ! {
    use clap::CommandFactory as _;
    Arguments::command().error(clap::error::ErrorKind::ArgumentConflict, message).exit()
}

/// The language asked for, else the locale's: Japanese for `ja`, English otherwise.
pub(crate) fn language(asked: Option<Lang>) -> Language {
    match asked {
        Some(Lang::Ja) => Language::Japanese,
        Some(Lang::En) => Language::English,
        None => match sys_locale::get_locale() {
            Some(locale) if locale.starts_with("ja") => Language::Japanese,
            _ => Language::English,
        },
    }
}

/// The clock's time: the one place it is read.
pub(crate) fn now() -> Result<Time, Trouble> {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?;
    Ok(Time::from_unix(i64::try_from(since.as_secs())?)?)
}
