//! Help and manual pages in Japanese: they say what the English ones say, of the same commands, and nothing in English. That
//! every text has its Japanese is held where they stand (`src/bin/koseki/help`).
#![cfg(all(feature = "cli", unix))]

use std::collections::BTreeSet;
use std::fs;
use std::process::{Command, Output};

use unicode_width::UnicodeWidthStr as _;

const KOSEKI: &str = env!("CARGO_BIN_EXE_koseki");

fn koseki(arguments: &[&str], set: &[(&str, &str)]) -> Output {
    let mut command = Command::new(KOSEKI);
    command.args(arguments).env("KOSEKI_CONFIG", "").env("LC_ALL", "C.UTF-8").env_remove("COLUMNS");
    command.envs(set.iter().copied()).output().unwrap()
}

#[track_caller]
fn said(arguments: &[&str]) -> String {
    let output = koseki(arguments, &[]);
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn help(words: &[String], language: &str) -> String {
    let words = words.iter().map(String::as_str).chain(["--help", "--lang", language]);
    said(&words.collect::<Vec<_>>())
}

/// Every command by its words, the program itself first.
fn commands() -> Vec<Vec<String>> {
    let mut found = vec![Vec::<String>::new()];
    let mut at = 0;
    while let Some(words) = found.get(at).cloned() {
        let below = commands_below(&help(&words, "en"), "Commands:");
        found.extend(below.into_iter().map(|name| [&words[..], &[name]].concat()));
        at += 1;
    }
    assert!(found.len() > 25, "{found:?}");
    found
}

fn commands_below(help: &str, heading: &str) -> Vec<String> {
    let lines = help.lines().skip_while(|line| *line != heading).skip(1).take_while(|line| !line.is_empty());
    let names = lines.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names = names.map(|line| line.split_whitespace().next().unwrap().to_owned());
    names.filter(|name| name != "help").collect()
}

/// What is code and the same in every language: arguments with the names of their values, values with their names, defaults,
/// examples.
fn code(help: &str, [default, values, example]: [&str; 3]) -> Vec<String> {
    let mut found = Vec::new();
    let mut is_example = false;
    for line in help.lines() {
        let (inner, indent) = (line.trim(), line.len() - line.trim_start().len());
        is_example = line.starts_with(example) || is_example && indent > 0;
        let heads = (2..=6).contains(&indent) && inner.starts_with(['-', '<', '[']);
        if is_example && indent > 0 {
            found.push(inner.to_owned());
        } else if heads {
            found.push(inner.split("  ").next().unwrap().to_owned());
        } else if indent == 10 && inner.starts_with("- ") {
            found.push(inner.split(": ").next().unwrap().to_owned());
        }
        for mark in [default, values] {
            if let Some((_, rest)) = line.split_once(mark) {
                found.push(rest.trim().to_owned());
            }
        }
    }
    found
}

const ENGLISH: [&str; 3] = ["[default:", "[possible values:", "Example"];
const JAPANESE: [&str; 3] = ["[既定値:", "[指定できるもの:", "例:"];

#[test]
fn both_languages_show_the_same_commands_arguments_values_and_examples() {
    for words in commands() {
        let (english, japanese) = (help(&words, "en"), help(&words, "ja"));
        assert_eq!(
            commands_below(&english, "Commands:"),
            commands_below(&japanese, "コマンド:"),
            "{words:?}"
        );
        let (in_english, in_japanese) = (code(&english, ENGLISH), code(&japanese, JAPANESE));
        assert!(in_english.iter().any(|line| line.contains("koseki ")), "no example: {english}");
        assert_eq!(in_english, in_japanese, "{words:?}");
        let usage = |help: &str, heading| {
            help.lines().find_map(|line| line.strip_prefix(heading).map(str::to_owned)).unwrap()
        };
        let spelt =
            usage(&japanese, "使い方:").replace("オプション", "OPTIONS").replace("コマンド", "COMMAND");
        assert_eq!(usage(&english, "Usage:"), spelt);
        // An argument without a word about it says nothing in either.
        let count =
            |help: &str, mark: &str| help.lines().filter(|line| line.trim_start().starts_with(mark)).count();
        assert_eq!(count(&english, "Possible values:"), count(&japanese, "指定できるもの:"), "{words:?}");
    }
}

/// Five words of English in a row, which no name or symbol has.
fn english_sentence(text: &str) -> Option<String> {
    let mut run = Vec::new();
    for word in text.split_whitespace() {
        let is_word = word.chars().all(|one| one.is_ascii() && !"`<>[]/_=:".contains(one));
        if is_word && !word.starts_with('-') {
            run.push(word);
        } else {
            run.clear();
        }
        if run.len() == 5 {
            return Some(run.join(" "));
        }
    }
    None
}

#[test]
fn nothing_in_it_is_english() {
    assert!(english_sentence("The instant asked about, RFC 3339; now when absent").is_some());
    assert!(english_sentence("正規化の方式。Canonical XML 1.0、1.1 若しくは 2.0").is_none());
    for words in commands() {
        let help = help(&words, "ja");
        let prose = help.lines().filter(|line| !line.starts_with("使い方:"));
        // Examples, and the names of arguments.
        let prose: Vec<&str> =
            prose.filter(|line| !line.starts_with("  ") || line.starts_with("       ")).collect();
        assert_eq!(english_sentence(&prose.join("\n")), None, "{words:?}");
        for line in prose.iter().filter(|line| !line.trim().is_empty()) {
            let is_whole = !line.is_ascii() || !line.ends_with('.') && line.len() < 60;
            assert!(is_whole, "{words:?}: {line}");
        }
        for heading in
            ["Usage", "Commands:", "Arguments:", "Options", "Possible values", "possible values", "default"]
        {
            let is_there = help.lines().any(|line| line.trim_start_matches([' ', '[']).starts_with(heading));
            assert!(!is_there, "{words:?}: {heading}");
        }
    }
}

/// However Japanese is asked for, and only then.
#[test]
fn it_is_shown_where_japanese_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let configuration = folder.path().join("koseki.toml");
    fs::write(&configuration, "language = \"ja\"\n[trust]\ncrl_grace = \"6h\"\n").unwrap();
    let configuration = configuration.to_str().unwrap();
    let japanese = said(&["trust", "add", "--help", "--lang", "ja"]);
    assert!(japanese.starts_with("信頼点"), "{japanese}");
    let same: [&[&str]; 5] = [
        &["trust", "add", "--lang=ja", "--help"],
        &["help", "trust", "add", "--lang", "ja"],
        &["help", "--lang=ja", "trust", "add"],
        &["--lang", "ja", "help", "trust", "add"],
        &["trust", "add", "--help", "--config", configuration],
    ];
    for arguments in same {
        assert_eq!(said(arguments), japanese, "{arguments:?}");
    }
    for set in [("LC_ALL", "ja_JP.UTF-8"), ("KOSEKI_CONFIG", configuration)] {
        let output = koseki(&["trust", "add", "--help"], &[set]);
        assert_eq!(String::from_utf8(output.stdout).unwrap(), japanese, "{set:?}");
    }
    let english = said(&["trust", "add", "--help"]);
    assert!(english.starts_with("Add anchors"), "{english}");
    for set in [("LC_ALL", "ja_JP.UTF-8"), ("KOSEKI_CONFIG", configuration)] {
        let output = koseki(&["trust", "add", "--help", "--lang", "en"], &[set]);
        assert_eq!(String::from_utf8(output.stdout).unwrap(), english, "{set:?}");
    }
    // Defaults of the configuration are those that are in force.
    let output = koseki(&["path", "--help"], &[("KOSEKI_CONFIG", configuration)]);
    assert!(String::from_utf8(output.stdout).unwrap().contains("[既定値: 6h]"));
    // Without a command: help where errors go, and the exit code of an error.
    let output = koseki(&[], &[("LC_ALL", "ja_JP.UTF-8")]);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty() && String::from_utf8(output.stderr).unwrap().contains("使い方: koseki"));
    assert!(said(&["--version", "--lang", "ja"]).starts_with("koseki "));
}

/// Japanese has no spaces to break at. The short help is set as well.
#[test]
fn lines_fit_the_terminal() {
    for words in commands() {
        for (asked, columns) in [("--help", 60), ("-h", 60), ("--help", 100), ("-h", 100)] {
            let arguments = words.iter().map(String::as_str).chain([asked, "--lang", "ja"]);
            let output = koseki(&arguments.collect::<Vec<_>>(), &[("COLUMNS", &columns.to_string())]);
            let help = String::from_utf8(output.stdout).unwrap();
            // Usage is a line as long as it is; examples break at spaces.
            let prose = help.lines().filter(|line| !line.starts_with("使い方:"));
            for line in prose.take_while(|line| *line != "例:") {
                assert!(line.width_cjk() <= columns, "koseki {words:?} {asked} at {columns}: {line}");
            }
        }
    }
}

#[test]
fn manual_pages_are_written_in_japanese() {
    let folder = tempfile::tempdir().unwrap();
    let pages = |language: &str| {
        let place = folder.path().join(language);
        said(&["man", "--out", place.to_str().unwrap(), "--lang", language]);
        let files = fs::read_dir(&place).unwrap().map(|file| file.unwrap().path());
        let mut files: Vec<_> = files
            .map(|file| (file.file_name().unwrap().to_owned(), fs::read_to_string(&file).unwrap()))
            .collect();
        files.sort();
        files
    };
    let (english, japanese) = (pages("en"), pages("ja"));
    assert_eq!(english.len(), commands().len());
    for ((name, english), (same, japanese)) in english.iter().zip(&japanese) {
        assert_eq!(name, same);
        let headings = |page: &str| {
            page.lines().filter(|line| line.starts_with(".SH ")).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(headings(english).len(), headings(japanese).len(), "{name:?}");
        let in_english: BTreeSet<String> = headings(english).into_iter().collect();
        assert!(
            headings(japanese).iter().all(|heading| !in_english.contains(heading)),
            "{name:?}: {:?}",
            headings(japanese)
        );
        // Headers of options, and examples.
        let code = |page: &str| {
            let lines = page.lines().filter(|line| line.starts_with("\\fB\\-") || line.starts_with("  "));
            lines.map(|line| line.replace("[既定値:", "[default:")).collect::<Vec<_>>()
        };
        assert_eq!(code(english), code(japanese), "{name:?}");
        let prose = japanese.lines().filter(|line| !line.starts_with(['.', '\\']) && !line.starts_with("  "));
        for line in prose.filter(|line| !line.contains("\\fI")) {
            assert_eq!(english_sentence(line), None, "{name:?}");
        }
    }
}
