//! Which command runs, in which language it speaks, and what is said of arguments that were swallowed by an option.

use std::ffi::OsString;

use clap::error::ErrorKind;

use crate::arguments::{BundleAction, Command, Lang, TrustAction};
use crate::{Exit, Trouble, commands, worker};

impl Command {
    /// Does what was asked.
    pub(crate) fn run(&self) -> Result<Exit, Trouble> {
        match self {
            Self::Verify(command) => commands::verify::run(command),
            Self::Sign(command) => commands::sign::run(command),
            Self::Path(command) => commands::path::run(command),
            Self::Inspect(command) => commands::inspect::run(command),
            Self::C14n(command) => commands::c14n::run(command),
            Self::Trust(command) => commands::trust::run(command),
            Self::Demo(command) => commands::demo::run(command),
            Self::Schema(command) => commands::schema::run(command),
            Self::Validate(command) => commands::validate::run(command),
            Self::SchemaWorker => worker::run(),
        }
    }

    /// The language asked for.
    pub(crate) fn lang(&self) -> Option<Lang> {
        match self {
            Self::Verify(command) => command.output.lang,
            Self::Sign(command) => command.lang,
            Self::Path(command) => command.output.lang,
            Self::Inspect(command) => command.output.lang,
            Self::C14n(command) => command.lang,
            Self::Trust(command) => match &command.action {
                TrustAction::Add(command) => command.output.lang,
                TrustAction::List(command) => command.output.lang,
                TrustAction::Show(command) => command.output.lang,
                TrustAction::Remove(command) => command.output.lang,
                TrustAction::Check(command) => command.output.lang,
                TrustAction::Bundle(command) => match &command.action {
                    BundleAction::Make(command) => command.output.lang,
                    BundleAction::Verify(command) => command.output.lang,
                    BundleAction::Install(command) => command.output.lang,
                },
            },
            Self::Demo(command) => command.lang,
            Self::Schema(command) => command.lang(),
            Self::Validate(command) => command.output.lang,
            Self::SchemaWorker => None,
        }
    }
}

/// Options that take every value that follows, so that shells can expand `*.crl` behind them.
const GREEDY: [&str; 11] = [
    "--accept-finding",
    "--certs",
    "--chain",
    "--crl",
    "--ocsp",
    "--policy",
    "--schema",
    "--sha256",
    "--signer",
    "--timestamp-trust",
    "--trust",
];

/// When something required is missing and an option took several values, the last of them may be what is missing.
pub(crate) fn hint(error: &clap::Error, arguments: impl Iterator<Item = OsString>) -> Option<Trouble> {
    if error.kind() != ErrorKind::MissingRequiredArgument {
        return None;
    }
    let (option, value) = swallowed(arguments.map(|one| one.to_string_lossy().into_owned()))?;
    Some(Trouble::usage(
        format!(
            "「{value}」は {option} の値として読み取られました。文書は、オプションより前か「--」の後に書いてください"
        ),
        format!(
            "{value} was taken as a value of {option}; write documents before the options, or after `--`"
        ),
    ))
}

/// The last value of an option that took more than one, and the option.
fn swallowed(arguments: impl Iterator<Item = String>) -> Option<(&'static str, String)> {
    let mut option = None;
    let mut values = 0_usize;
    let mut found = None;
    for argument in arguments.skip(1) {
        if argument.starts_with("--") {
            option = GREEDY.into_iter().find(|greedy| *greedy == argument);
            values = 0;
        } else if let Some(option) = option {
            values += 1;
            if values > 1 {
                found = Some((option, argument));
            }
        }
    }
    found
}
