//! The command line of koseki. The only place that reads a clock, the environment or the locale.

mod arguments;
mod commands;
mod many;
mod render;
mod schema;
mod trouble;
mod usage;
mod worker;

use std::process::ExitCode;

use clap::Parser as _;
use koseki::report::Language;
use koseki::time::Time;

use arguments::{Arguments, Lang};
pub(crate) use trouble::Trouble;

/// How the process ends; the numbers are the contract of `--help`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// 0
    Passed,
    /// 1
    Failed,
    /// 2
    Usage,
    /// 3
    Indeterminate,
    /// 4
    CouldNotWork,
}

/// Standard output was closed by whoever reads it (`| head`): nothing to complain about.
pub(crate) fn written(result: std::io::Result<()>) -> Result<(), Trouble> {
    match result {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}

impl Exit {
    pub(crate) const fn code(self) -> u8 {
        match self {
            Self::Passed => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Indeterminate => 3,
            Self::CouldNotWork => 4,
        }
    }
}

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // The exit code is clap's own, after the hint.
            let hint = usage::hint(&error, std::env::args_os());
            let _ = error.print();
            if let Some(hint) = hint {
                hint.tell();
            }
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(Exit::Usage.code()));
        }
    };
    let _ = trouble::SPOKEN.set(language(arguments.command.lang()));
    match arguments.command.run() {
        Ok(exit) => ExitCode::from(exit.code()),
        Err(trouble) => {
            trouble.tell();
            ExitCode::from(trouble.exit().code())
        }
    }
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
