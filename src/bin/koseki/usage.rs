//! Which command runs, in which language it speaks, and what is said of arguments that were swallowed by an option.

use core::error::Error as _;
use std::ffi::OsString;
use std::path::Path;

use clap::ValueEnum as _;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use koseki::report::Language;

use crate::arguments::{Command, Lang};
use crate::commands::config::ConfigCommand;
use crate::commands::record::RecordCommand;
use crate::configuration::nearest;
use crate::render::pick;
use crate::trust_arguments::{BundleAction, TrustAction};
use crate::values::Misread;
use crate::{Exit, Trouble, commands, help, worker};

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
            Self::Record(command) => commands::record::run(command),
            Self::Config(command) => commands::config::run(command),
            Self::Doctor(command) => commands::doctor::run(command),
            Self::Serve(command) => commands::serve::run(command),
            Self::Completions(command) => commands::completions::run(command),
            Self::Man(command) => commands::man::run(command),
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
            Self::Record(RecordCommand::Verify(command)) => command.output.lang,
            Self::Config(ConfigCommand::Check(command)) => command.output.lang,
            Self::Config(ConfigCommand::Show(command)) => command.output.lang,
            Self::Doctor(command) => command.output.lang,
            Self::Serve(command) => command.lang,
            Self::Man(command) => command.lang,
            Self::Completions(_) | Self::SchemaWorker => None,
        }
    }

    /// Whether a configuration that is not in order stops it. What shows, examines or mends one goes on.
    pub(crate) const fn goes_by_configuration(&self) -> bool {
        match self {
            Self::Verify(_) | Self::Sign(_) | Self::Path(_) | Self::Validate(_) | Self::Record(_) => true,
            Self::Serve(_) => true,
            Self::Inspect(_)
            | Self::C14n(_)
            | Self::Trust(_)
            | Self::Demo(_)
            | Self::Schema(_)
            | Self::Config(_)
            | Self::Doctor(_)
            | Self::Completions(_)
            | Self::Man(_)
            | Self::SchemaWorker => false,
        }
    }
}

/// Options that take every value that follows, so that shells can expand `*.crl` behind them.
const GREEDY: [&str; 15] = [
    "--accept-finding",
    "--certs",
    "--chain",
    "--client-crl",
    "--client-trust",
    "--crl",
    "--evidence",
    "--ocsp",
    "--policy",
    "--record-trust",
    "--schema",
    "--sha256",
    "--signer",
    "--timestamp-trust",
    "--trust",
];

/// The language that the arguments ask for, when they cannot be read as a whole.
pub(crate) fn language_of(given: &[OsString]) -> Option<Lang> {
    let words: Vec<&str> = given.iter().filter_map(|one| one.to_str()).collect();
    let separate = words.windows(2).find(|pair| pair[0] == "--lang").map(|pair| pair[1]);
    let asked = separate.or_else(|| words.iter().find_map(|word| word.strip_prefix("--lang=")))?;
    Lang::from_str(asked, true).ok()
}

/// The arguments without `--lang`, where they ask for help and name no command that has this option: it says in which language
/// help is wanted.
pub(crate) fn without_language_of_help(given: &[OsString]) -> Vec<OsString> {
    let mut rest = Vec::with_capacity(given.len());
    let mut arguments = given.iter();
    while let Some(argument) = arguments.next() {
        if argument == "--lang" {
            arguments.next();
        } else if !argument.to_str().is_some_and(|text| text.starts_with("--lang=")) {
            rest.push(argument.clone());
        }
    }
    let is_help = rest.get(1).is_some_and(|first| ["help", "--help", "-h"].iter().any(|word| first == word));
    if is_help { rest } else { given.to_vec() }
}

/// Shows help, or tells what is wrong with the arguments: clap's own words, or where more is to be said than it knows, and in Japanese, ours.
pub(crate) fn tell(error: &clap::Error, given: &[OsString], language: Language) {
    let hints = hints(error, given);
    let is_help = !error.use_stderr() || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
    if is_help && language == Language::Japanese && help::tell(&without_language_of_help(given)) {
        return;
    }
    // Where there is nothing to add, clap's own words are the best in English.
    if is_help || (language == Language::English && hints.is_empty()) {
        let _ = error.print();
        return;
    }
    if hints.is_empty() {
        let said = wrong_in_japanese(error);
        Trouble::usage(said, error.to_string()).tell();
    }
    hints.iter().for_each(Trouble::tell);
    if let Some(usage) = context(error, ContextKind::Usage).first() {
        // It begins with the word in English.
        let usage = usage.split_once(": ").map_or(usage.as_str(), |(_, rest)| rest);
        match language {
            Language::Japanese => {
                anstream::eprintln!("使い方: {}", help::words_of_clap(usage.trim().to_owned()));
            }
            Language::English => anstream::eprintln!("Usage: {}", usage.trim()),
        }
    }
    anstream::eprintln!(
        "{}",
        pick(language, "詳しくは、--help を付けて実行してください。", "For more information, try '--help'.")
    );
}

/// What clap says of a kind for which there is no hint.
fn wrong_in_japanese(error: &clap::Error) -> String {
    let written = context(error, ContextKind::InvalidArg).join(" ");
    match error.kind() {
        ErrorKind::ArgumentConflict => {
            let prior = context(error, ContextKind::PriorArg).join(" ");
            if prior == written || prior.is_empty() {
                format!("{written} は1回だけ指定できます")
            } else {
                format!("{written} と {prior} は同時に指定できません")
            }
        }
        ErrorKind::InvalidSubcommand => {
            let written = context(error, ContextKind::InvalidSubcommand).join(" ");
            format!("「{written}」というコマンドはありません")
        }
        ErrorKind::InvalidUtf8 => "UTF-8として読み取れない指定があります".to_owned(),
        ErrorKind::MissingSubcommand => {
            let known = context(error, ContextKind::ValidSubcommand).join("、");
            format!("コマンドがありません。指定できるもの: {known}")
        }
        ErrorKind::NoEquals => format!("{written} は「=」を付けて指定してください"),
        ErrorKind::TooFewValues => format!("{written} の値が足りません"),
        ErrorKind::TooManyValues => format!("{written} の値が多すぎます"),
        ErrorKind::UnknownArgument => format!("「{written}」という指定はありません"),
        ErrorKind::WrongNumberOfValues => format!("{written} の値の数が違います"),
        _ => format!("指定を読み取れません: {written}"),
    }
}

/// What was most likely meant or forgotten.
fn hints(error: &clap::Error, given: &[OsString]) -> Vec<Trouble> {
    match error.kind() {
        ErrorKind::MissingRequiredArgument => missing(error, given),
        ErrorKind::UnknownArgument => unknown_option(error).into_iter().collect(),
        ErrorKind::InvalidSubcommand => unknown_command(error).into_iter().collect(),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => wrong_value(error).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn context(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(one)) => vec![one.clone()],
        Some(ContextValue::Strings(several)) => several.clone(),
        Some(other) => vec![other.to_string()],
        None => Vec::new(),
    }
}

/// When something required is missing and an option took several values, the last of them may be what is missing.
fn missing(error: &clap::Error, given: &[OsString]) -> Vec<Trouble> {
    let mut hints = Vec::new();
    let names = context(error, ContextKind::InvalidArg);
    if !names.is_empty() {
        let names = names.join(" ");
        hints.push(Trouble::usage(
            format!("必要な指定がありません: {names}"),
            format!("required and not given: {names}"),
        ));
        if names.contains("--trust ") {
            hints.push(Trouble::usage(
                "信頼点（認証局の証明書又はトラストストア）を --trust で指定するか、設定ファイルの [trust] anchors に書いてください",
                "name your trust anchors (certificates, or a trust store) with --trust, or in a configuration file under [trust] anchors",
            ));
        }
    }
    let words = given.iter().map(|one| one.to_string_lossy().into_owned());
    hints.extend(swallowed(words).map(|(option, value)| {
        Trouble::usage(
            format!(
                "「{value}」は {option} の値として読み取られました。文書は、オプションより前か「--」の後に書いてください"
            ),
            format!("{value} was taken as a value of {option}; write documents before the options, or after `--`"),
        )
    }));
    hints
}

/// What options are called elsewhere.
const ELSEWHERE: [(&str, &str); 19] = [
    ("--anchor", "--trust"),
    ("--anchors", "--trust"),
    ("--ca", "--trust"),
    ("--cafile", "--trust"),
    ("--certificate", "--cert"),
    ("--conf", "--config"),
    ("--crls", "--crl"),
    ("--date", "--at"),
    ("--input", "IN"),
    ("--json", "--format json"),
    ("--language", "--lang"),
    ("--output", "--out"),
    ("--password", "--passphrase-file"),
    ("--pin", "--passphrase-file"),
    ("--silent", "--quiet"),
    ("--time", "--at"),
    ("--tsa", "--timestamp-trust"),
    ("--xsd", "--schema"),
    ("-o", "--out"),
];

fn unknown_option(error: &clap::Error) -> Option<Trouble> {
    let written = context(error, ContextKind::InvalidArg).into_iter().next()?;
    let elsewhere = ELSEWHERE
        .iter()
        .find(|(name, _)| written.eq_ignore_ascii_case(name))
        .map(|(_, ours)| (*ours).to_owned());
    let suggested = context(error, ContextKind::SuggestedArg).into_iter().next();
    let meant = elsewhere.or(suggested)?;
    Some(Trouble::usage(
        format!("「{written}」というオプションはありません。「{meant}」ではありませんか"),
        format!("there is no option {written}; did you mean {meant}?"),
    ))
}

fn unknown_command(error: &clap::Error) -> Option<Trouble> {
    let written = context(error, ContextKind::InvalidSubcommand).into_iter().next()?;
    if Path::new(&written).exists() {
        return Some(Trouble::usage(
            format!(
                "「{written}」はファイルです。コマンドを忘れていませんか: koseki verify {written} --trust …"
            ),
            format!("{written} is a file; did you forget the command? koseki verify {written} --trust …"),
        ));
    }
    let meant = context(error, ContextKind::SuggestedSubcommand).into_iter().next()?;
    Some(Trouble::usage(
        format!("「{written}」というコマンドはありません。「{meant}」ではありませんか"),
        format!("there is no command {written}; did you mean {meant}?"),
    ))
}

fn wrong_value(error: &clap::Error) -> Option<Trouble> {
    let option = context(error, ContextKind::InvalidArg).into_iter().next()?;
    let value = context(error, ContextKind::InvalidValue).into_iter().next()?;
    let known = context(error, ContextKind::ValidValue);
    let (mut ja, mut en) = if value.is_empty() {
        (format!("{option} の値がありません"), format!("{option} has no value"))
    } else {
        (format!("{option} に「{value}」は指定できません"), format!("{option} cannot be {value}"))
    };
    if let Some(meant) = nearest(&value, known.iter().map(String::as_str)) {
        ja.push_str(&format!("。「{meant}」ではありませんか"));
        en.push_str(&format!("; did you mean {meant}"));
    }
    if !known.is_empty() {
        ja.push_str(&format!("。指定できるもの: {}", known.join("、")));
        en.push_str(&format!("; it may be {}", known.join(", ")));
    } else if let Some(Misread(why)) = error.source().and_then(|source| source.downcast_ref()) {
        ja.push_str(&format!("。{}", why.ja));
        en.push_str(&format!(": {}", why.en));
    }
    Some(Trouble::usage(ja, en))
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
