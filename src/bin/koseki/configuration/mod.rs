//! The configuration file: what an installation verifies and signs with, written down once.
//!
//! It is found by `--config`, else by the environment variable `KOSEKI_CONFIG` (empty: none), else at [`SYSTEM`]; never in
//! the folder one happens to stand in. Its settings become defaults of the options they stand for, so that the command
//! line overrides them option by option and `--help` shows what is in force. docs/configuration.md lists the keys.

mod file;
mod keys;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use koseki::crypto::DigestAlgorithm;
use koseki::report::Text;

use crate::Trouble;
use crate::arguments::Lang;
use crate::diagnosis::{Diagnosis, kinds};

pub(crate) use file::Setting;
pub(crate) use keys::{Key, leads_to_files, nearest};

/// Where the system's own configuration is.
pub(crate) const SYSTEM: &str = "/etc/koseki/koseki.toml";

/// The variable that names a configuration file.
pub(crate) const VARIABLE: &str = "KOSEKI_CONFIG";

/// Octets of a configuration file; a longer one is none.
const MAX_LENGTH: u64 = 1024 * 1024;

/// How a configuration file was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FoundBy {
    Environment,
    Option,
    System,
}

/// A configuration file that was read.
#[derive(Debug, Clone)]
pub(crate) struct Configuration {
    pub(crate) path: PathBuf,
    pub(crate) found_by: FoundBy,
    /// SHA-256 of the file, lower-case hexadecimal.
    pub(crate) sha256: String,
    pub(crate) settings: Vec<Setting>,
    /// What is wrong in the file itself; while there is something, nothing of it is used.
    pub(crate) wrong: Vec<Diagnosis>,
}

static IN_FORCE: OnceLock<Configuration> = OnceLock::new();

/// The configuration this run goes by, if any.
pub(crate) fn in_force() -> Option<&'static Configuration> {
    IN_FORCE.get()
}

/// Which file is meant: the one that the arguments name, or the environment, or the system's where there is one.
pub(crate) fn named(arguments: &[OsString]) -> Option<(PathBuf, FoundBy)> {
    if let Some(path) = option(arguments) {
        return Some((path, FoundBy::Option));
    }
    match std::env::var_os(VARIABLE) {
        Some(path) if path.is_empty() => None,
        Some(path) => Some((path.into(), FoundBy::Environment)),
        // What is there and cannot be read is trouble, not absence.
        None => Path::new(SYSTEM).symlink_metadata().is_ok().then(|| (SYSTEM.into(), FoundBy::System)),
    }
}

/// The value of `--config`, before the arguments are read: what they mean depends on it.
fn option(arguments: &[OsString]) -> Option<PathBuf> {
    let mut arguments = arguments.iter().skip(1).take_while(|argument| *argument != "--");
    while let Some(argument) = arguments.next() {
        if argument == "--config" {
            return arguments.next().map(PathBuf::from);
        }
        if let Some(path) = argument.to_str().and_then(|text| text.strip_prefix("--config=")) {
            return Some(path.into());
        }
    }
    None
}

impl Configuration {
    /// Reads a file; what is wrong in it is kept with it.
    pub(crate) fn read(path: &Path, found_by: FoundBy) -> Result<Self, Trouble> {
        let octets = crate::commands::read(path)?;
        if u64::try_from(octets.len()).is_ok_and(|length| length > MAX_LENGTH) {
            return Err(Trouble::at(
                path,
                "設定ファイルとしては大きすぎます",
                "too large for a configuration file",
            ));
        }
        let sha256 = DigestAlgorithm::Sha256.digest(&octets).to_hex();
        let whole = std::path::absolute(path)?;
        let folder = whole.parent().unwrap_or(Path::new("/"));
        let (settings, wrong) = match core::str::from_utf8(&octets) {
            Ok(text) => file::read(text, folder),
            Err(_) => {
                let what = Text::new("UTF-8で書かれていません。", "It is not written in UTF-8.");
                (Vec::new(), vec![Diagnosis::new(&kinds::SYNTAX, what)])
            }
        };
        Ok(Self { path: whole, found_by, sha256, settings, wrong })
    }

    /// Makes it the one this run goes by.
    pub(crate) fn put_in_force(self) -> &'static Self {
        IN_FORCE.get_or_init(|| self)
    }

    /// Makes its settings the defaults of the options they stand for.
    pub(crate) fn defaults(&self, mut command: clap::Command) -> clap::Command {
        if self.wrong.is_empty() {
            for setting in &self.settings {
                for place in setting.key.commands {
                    let names: Vec<&str> = place.split(' ').collect();
                    command = with_default(command, &names, setting);
                }
            }
        }
        command
    }

    /// What a report says of it.
    pub(crate) fn named(&self) -> koseki::report::Configuration {
        koseki::report::Configuration { path: self.path.display().to_string(), sha256: self.sha256.clone() }
    }

    /// The language it asks for.
    pub(crate) fn language(&self) -> Option<Lang> {
        match self.value("", "language")?.to_str()? {
            "ja" => Some(Lang::Ja),
            "en" => Some(Lang::En),
            _ => None,
        }
    }

    fn value(&self, section: &str, name: &str) -> Option<&OsString> {
        let key = keys::find(section, name)?;
        self.settings.iter().find(|setting| setting.key == key)?.values.first()
    }

    /// What is wrong in the file, as trouble that stops a command.
    pub(crate) fn trouble(&self) -> Option<Trouble> {
        (!self.wrong.is_empty()).then(|| {
            Trouble::usage(
                format!("{}: 設定ファイルに誤りがあります", self.path.display()),
                format!("{}: the configuration file is not in order:", self.path.display()),
            )
            .with_texts(self.wrong.iter().map(Diagnosis::sentence))
        })
    }
}

fn with_default(command: clap::Command, names: &[&str], setting: &Setting) -> clap::Command {
    match names {
        [] => command.mut_arg(setting.key.option, |argument| {
            argument.required(false).default_values(setting.values.iter().map(clap::builder::OsStr::from))
        }),
        [first, rest @ ..] => command.mut_subcommand(first, |command| with_default(command, rest, setting)),
    }
}

/// Every key with what the file says of it.
pub(crate) fn all_keys(settings: &[Setting]) -> impl Iterator<Item = (&'static Key, Option<&Setting>)> {
    keys::KEYS.iter().map(|key| (key, settings.iter().find(|setting| setting.key == key)))
}
