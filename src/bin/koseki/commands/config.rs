//! `koseki config`: what is wrong in a configuration file, and what is in force.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, Subcommand};
use koseki::report::{FORMAT_VERSION, Language};
use serde_json::json;

use crate::arguments::{Format, Output};
use crate::configuration::{self, Configuration, FoundBy, SYSTEM, Setting, VARIABLE, all_keys};
use crate::diagnosis::{self, Diagnosis};
use crate::inspection::Installation;
use crate::render::{one_line, pick};
use crate::{Exit, Trouble, language, volume, written};

pub(crate) const EXAMPLES: &str = "\
Examples:
  koseki config check koseki.toml
  koseki config show --config koseki.toml --format json

A configuration file is found by --config, else by the environment variable KOSEKI_CONFIG (empty: none), else at /etc/koseki/koseki.toml. docs/configuration.md lists its keys.";

const CHECK_EXAMPLES: &str = "\
Example:
  koseki config check koseki.toml --lang ja

Exit codes: 0 nothing is wrong, 1 something is, 2 no file was named and there is none, 4 the file cannot be read.";

const SHOW_EXAMPLES: &str = "\
Example:
  koseki config show --config koseki.toml

Exit codes: 0 shown (also when no file is in force), 2 the file is not in order, 4 it cannot be read.";

#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Name everything that is wrong in a configuration file: unknown keys and values, missing and unreadable files.
    #[command(after_help = CHECK_EXAMPLES)]
    Check(Check),
    /// Show what is in force, and where each value comes from.
    #[command(after_help = SHOW_EXAMPLES)]
    Show(Show),
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The file; the one in force when absent.
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Debug, Args)]
pub(crate) struct Show {
    #[command(flatten)]
    pub(crate) output: Output,
}

pub(crate) fn run(command: &ConfigCommand) -> Result<Exit, Trouble> {
    match command {
        ConfigCommand::Check(command) => check(command),
        ConfigCommand::Show(command) => show(command),
    }
}

/// No configuration where one is needed.
fn none() -> Trouble {
    Trouble::usage(
        format!("設定ファイルがありません（--config、環境変数 {VARIABLE}、{SYSTEM} のいずれにもありません）"),
        format!("there is no configuration file: not by --config, not by {VARIABLE}, not at {SYSTEM}"),
    )
}

fn check(command: &Check) -> Result<Exit, Trouble> {
    let read;
    let configuration = match &command.file {
        Some(path) => {
            read = Configuration::read(path, FoundBy::Option)?;
            &read
        }
        None => configuration::in_force().ok_or_else(none)?,
    };
    let mut found: Vec<Diagnosis> = configuration.wrong.clone();
    found.extend(Installation::of(&configuration.settings).defects());
    found.sort_by_key(Diagnosis::line);
    let language = language(command.output.lang);
    let mut out = anstream::stdout().lock();
    match command.output.format {
        Format::Json => {
            let json = json!({
                "format_version": FORMAT_VERSION,
                "path": configuration.path.display().to_string(),
                "sha256": configuration.sha256,
                "findings": found.iter().map(|one| one.to_json(language)).collect::<Vec<_>>(),
            });
            written(writeln!(out, "{}", serde_json::to_string_pretty(&json)?))?;
        }
        Format::Text if volume::is_quiet() => {}
        _ => written(told(&mut out, configuration, &found, language))?,
    }
    Ok(diagnosis::exit(&found))
}

fn told(
    out: &mut impl Write,
    configuration: &Configuration,
    found: &[Diagnosis],
    language: Language,
) -> io::Result<()> {
    let path = configuration.path.display().to_string();
    writeln!(out, "{}{}", pick(language, "設定ファイル: ", "Configuration: "), one_line(&path))?;
    found.iter().try_for_each(|one| one.text(out, language))?;
    match found.len() {
        0 => writeln!(out, "{}", pick(language, "誤りはありません。", "Nothing is wrong.")),
        _ => diagnosis::summary(out, found, language),
    }
}

fn show(command: &Show) -> Result<Exit, Trouble> {
    let configuration = configuration::in_force();
    if let Some(trouble) = configuration.and_then(Configuration::trouble) {
        return Err(trouble);
    }
    let language = language(command.output.lang);
    let settings = configuration.map_or(&[][..], |configuration| &configuration.settings);
    let mut out = anstream::stdout().lock();
    match command.output.format {
        Format::Json => {
            let settings: Vec<_> = all_keys(settings)
                .map(|(key, setting)| {
                    json!({
                        "key": key.dotted(),
                        "source": if setting.is_some() { "file" } else { "default" },
                        "line": setting.map(|setting| setting.line),
                        "values": setting.map(values),
                    })
                })
                .collect();
            let json = json!({
                "format_version": FORMAT_VERSION,
                "path": configuration.map(|one| one.path.display().to_string()),
                "sha256": configuration.map(|one| one.sha256.clone()),
                "found_by": configuration.map(|one| one.found_by.word()),
                "settings": settings,
            });
            written(writeln!(out, "{}", serde_json::to_string_pretty(&json)?))?;
        }
        _ => written(shown(&mut out, configuration, settings, language))?,
    }
    Ok(Exit::Passed)
}

fn values(setting: &Setting) -> Vec<String> {
    setting.values.iter().map(|value| value.to_string_lossy().into_owned()).collect()
}

fn shown(
    out: &mut impl Write,
    configuration: Option<&Configuration>,
    settings: &[Setting],
    language: Language,
) -> io::Result<()> {
    match configuration {
        None => writeln!(
            out,
            "# {}",
            pick(language, "設定ファイルはありません。", "No configuration file is in force.")
        )?,
        Some(one) => {
            let path = one.path.display().to_string();
            writeln!(out, "# {} ({})", one_line(&path), one.found_by.said(language))?;
            writeln!(out, "# SHA-256 {}", one.sha256)?;
        }
    }
    for (key, setting) in all_keys(settings) {
        let name = key.dotted();
        match setting {
            None => {
                writeln!(out, "# {name}: {}", pick(language, "指定なし（既定値）", "not set (the default)"))?
            }
            Some(setting) => {
                let values: Vec<String> =
                    values(setting).iter().map(|value| format!("{:?}", one_line(value))).collect();
                let values = match values.as_slice() {
                    [one] => one.clone(),
                    several => format!("[{}]", several.join(", ")),
                };
                match language {
                    Language::Japanese => writeln!(out, "{name} = {values} # {}行目", setting.line)?,
                    Language::English => writeln!(out, "{name} = {values} # line {}", setting.line)?,
                }
            }
        }
    }
    writeln!(
        out,
        "# {}",
        pick(
            language,
            "コマンドラインのオプションは、これらに優先します。",
            "Options on the command line override these."
        )
    )
}

impl FoundBy {
    const fn word(self) -> &'static str {
        match self {
            Self::Environment => "environment",
            Self::Option => "option",
            Self::System => "system",
        }
    }

    const fn said(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Environment, Language::Japanese) => "環境変数 KOSEKI_CONFIG の指定",
            (Self::Option, Language::Japanese) => "--config の指定",
            (Self::System, Language::Japanese) => "システムの設定ファイル",
            (Self::Environment, Language::English) => "named by KOSEKI_CONFIG",
            (Self::Option, Language::English) => "named by --config",
            (Self::System, Language::English) => "the system's own",
        }
    }
}
