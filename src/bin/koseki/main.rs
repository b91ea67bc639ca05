//! The command line of koseki. The only place that reads a clock, the environment or the locale.

mod arguments;
mod commands;
mod configuration;
mod diagnosis;
mod help;
mod inspection;
mod judging;
mod many;
mod refusal;
mod render;
mod schema;
mod serve;
mod trouble;
mod trust_arguments;
mod usage;
mod values;
mod volume;
mod worker;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory as _, FromArgMatches as _};
use koseki::report::Language;
use koseki::time::Time;

use arguments::{Arguments, Lang};
use configuration::Configuration;
pub(crate) use trouble::Trouble;
use volume::Volume;

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
    let given: Vec<OsString> = std::env::args_os().collect();
    let mut command = Arguments::command();
    // The worker answers questions of this program alone; it reads nothing but what it is asked.
    let is_worker = given.get(1).is_some_and(|first| *first == *worker::COMMAND);
    if let Some((path, found_by)) = configuration::named(&given).filter(|_| !is_worker) {
        match Configuration::read(&path, found_by) {
            Ok(found) => command = found.put_in_force().defaults(command),
            Err(trouble) => {
                let _ = trouble::SPOKEN.set(language(usage::language_of(&given)));
                trouble.tell();
                return ExitCode::from(trouble.exit().code());
            }
        }
    }
    let parsed = command.try_get_matches_from(usage::without_language_of_help(&given));
    let arguments = match parsed.and_then(|matches| Arguments::from_arg_matches(&matches)) {
        Ok(arguments) => arguments,
        Err(error) => return misused(&error, &given),
    };
    volume::set(match (arguments.everywhere.quiet, arguments.everywhere.verbose) {
        (true, _) => Volume::Quiet,
        (_, true) => Volume::Verbose,
        _ => Volume::Usual,
    });
    let _ = trouble::SPOKEN.set(language(arguments.command.lang()));
    if let Some(found) = configuration::in_force() {
        let path = found.path.display();
        volume::remark(&format!("設定ファイル {path}"), &format!("configuration file {path}"));
        let trouble = found.trouble().filter(|_| arguments.command.goes_by_configuration());
        if let Some(trouble) = trouble {
            trouble.tell();
            return ExitCode::from(trouble.exit().code());
        }
    }
    match arguments.command.run() {
        Ok(exit) => ExitCode::from(exit.code()),
        Err(trouble) => {
            trouble.tell();
            ExitCode::from(trouble.exit().code())
        }
    }
}

/// Arguments that cannot be read, or `--help`. The exit code is clap's own, after the hints.
fn misused(error: &clap::Error, given: &[OsString]) -> ExitCode {
    let language = language(usage::language_of(given));
    let _ = trouble::SPOKEN.set(language);
    // What is missing may stand in the file that cannot be used: that comes first.
    let broken = configuration::in_force().and_then(Configuration::trouble);
    if let Some(trouble) = broken.filter(|_| error.kind() == ErrorKind::MissingRequiredArgument) {
        trouble.tell();
        return ExitCode::from(trouble.exit().code());
    }
    usage::tell(error, given, language);
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(Exit::Usage.code()))
}

/// The language asked for, else the configuration's, else the locale's: Japanese for `ja`, English otherwise.
pub(crate) fn language(asked: Option<Lang>) -> Language {
    match asked.or_else(|| configuration::in_force().and_then(Configuration::language)) {
        Some(Lang::Ja) => Language::Japanese,
        Some(Lang::En) => Language::English,
        None => match sys_locale::get_locale() {
            Some(locale) if locale.starts_with("ja") => Language::Japanese,
            _ => Language::English,
        },
    }
}

/// What the clock says for reports; SOURCE_DATE_EPOCH (seconds since 1970) stands for it where reports are to be the same
/// octets each time. Nothing is judged by it.
pub(crate) fn time_of_report() -> Result<Time, Trouble> {
    match std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse().ok()) {
        Some(seconds) => Ok(Time::from_unix(seconds)?),
        None => now(),
    }
}

/// The clock's time: the one place it is read.
pub(crate) fn now() -> Result<Time, Trouble> {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?;
    Ok(Time::from_unix(i64::try_from(since.as_secs())?)?)
}
