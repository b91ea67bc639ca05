//! Help and manual pages in Japanese.
//!
//! What a command, an option or a value is stands in English beside it, where clap takes it from. Here stands the Japanese
//! of each such text, found by the English itself: a text that is changed loses its Japanese, and the tests below say so.
//! Examples are commands and the same in both languages. Arguments are always read with the English texts; those in
//! Japanese serve for showing alone.

mod everywhere;
mod installation;
mod path;
mod record;
mod serve;
mod sign;
mod trust;
mod verify;
mod xml;

use std::ffi::OsString;
use std::io::Write as _;

use clap::builder::{PossibleValue, PossibleValuesParser, StyledStr};
use clap::{Arg, Command, CommandFactory as _};

use crate::arguments::Arguments;
use crate::configuration;
use crate::render::layout;

const TABLES: [&[(&str, &str)]; 9] = [
    everywhere::TEXTS,
    verify::TEXTS,
    sign::TEXTS,
    path::TEXTS,
    xml::TEXTS,
    record::TEXTS,
    serve::TEXTS,
    trust::TEXTS,
    installation::TEXTS,
];

/// Words that clap and its manual pages have of their own. None of them stands in a text of ours.
const OF_CLAP: [(&str, &str); 10] = [
    ("Usage:", "使い方:"),
    ("Arguments:", "引数:"),
    ("Options:", "オプション:"),
    ("Possible values:", "指定できるもの:"),
    // After the line that `described` ends, and a space of clap's.
    ("\n           [default:", "\n          [既定値:"),
    ("\n           [possible values:", "\n          [指定できるもの:"),
    ("[default:", "[既定値:"),
    ("[possible values:", "[指定できるもの:"),
    ("[OPTIONS]", "[オプション]"),
    ("<COMMAND>", "<コマンド>"),
];

/// Headings of a manual page.
const OF_PAGES: [(&str, &str); 6] = [
    (".SH NAME\n", ".SH 名前\n"),
    (".SH SYNOPSIS\n", ".SH 書式\n"),
    (".SH DESCRIPTION\n", ".SH 説明\n"),
    (".SH OPTIONS\n", ".SH オプション\n"),
    (".SH EXTRA\n", ".SH 例と補足\n"),
    (".SH VERSION\n", ".SH 版\n"),
];

/// Columns of help where there is no terminal, as clap has it.
const USUAL_WIDTH: usize = 100;

/// Columns before the description of an option, and before that of one of its values.
const OPTION_INDENT: usize = 10;
const VALUE_INDENT: usize = 12;

/// Shows the help that the arguments ask for in Japanese; false when it is no help that they ask for.
pub(crate) fn tell(given: &[OsString]) -> bool {
    let mut command = Arguments::command();
    if let Some(found) = configuration::in_force() {
        command = found.defaults(command);
    }
    let columns = || std::env::var("COLUMNS").ok()?.parse().ok();
    let width = layout::terminal_width().or_else(columns).unwrap_or(USUAL_WIDTH);
    let Err(error) = in_japanese(command, width).term_width(width).try_get_matches_from(given) else {
        return false;
    };
    let text = words_of_clap(error.render().ansi().to_string());
    // Whoever reads it may have closed it.
    let _ = if error.use_stderr() {
        anstream::stderr().lock().write_all(text.as_bytes())
    } else {
        anstream::stdout().lock().write_all(text.as_bytes())
    };
    true
}

/// The page of a command, made of texts in Japanese, with headings in Japanese.
pub(crate) fn page_in_japanese(page: &str) -> String {
    OF_PAGES.iter().fold(words_of_clap(page.to_owned()), |page, (english, ours)| page.replace(english, ours))
}

/// A text of clap's with its words in Japanese.
pub(crate) fn words_of_clap(text: String) -> String {
    OF_CLAP.iter().fold(text, |text, (english, ours)| text.replace(english, ours))
}

/// The same commands with their texts in Japanese, broken into lines for a terminal of this width. For showing alone.
pub(crate) fn in_japanese(mut command: Command, width: usize) -> Command {
    // Only what is built has the options and the command that clap adds.
    command.build();
    translated(command, width, 0)
}

/// A command and those below it. `column` is where its description begins in the list of the command above.
fn translated(mut command: Command, width: usize, column: usize) -> Command {
    if let Some(about) = command.get_about().map(|about| japanese(&about.to_string())) {
        command = command.about(set(&about, width, column, column)).long_about(set(&about, width, 0, 0));
    }
    if let Some(after) = command.get_after_help().map(ToString::to_string) {
        command = command.after_help(paragraphs(&after, width));
    }
    let below = command.get_subcommands().filter(|below| !below.is_hide_set());
    let longest = below.map(|below| below.get_name().len()).max().unwrap_or_default();
    command
        .subcommand_help_heading("コマンド")
        .subcommand_value_name("コマンド")
        .mut_args(|argument| described(argument, width))
        .mut_subcommands(|below| translated(below, width, longest + 4))
}

fn described(mut argument: Arg, width: usize) -> Arg {
    let set = |text: &StyledStr| set(&japanese(&text.to_string()), width, OPTION_INDENT, OPTION_INDENT);
    let values = argument.get_possible_values();
    let has_more = !(values.is_empty() && argument.get_default_values().is_empty());
    if let Some(long) = argument.get_long_help().or(argument.get_help()).map(set) {
        argument = argument.long_help(long);
    }
    if let Some(mut short) = argument.get_help().map(set) {
        // The short help puts what an option may be behind that: on a line of its own, for which there is room.
        if has_more && argument.get_action().takes_values() {
            short.push('\n');
        }
        argument = argument.help(short);
    }
    if let Some(heading) = argument.get_help_heading().map(japanese) {
        argument = argument.help_heading(heading);
    }
    if values.iter().any(|value| value.get_help().is_some()) {
        let longest = values.iter().map(|value| value.get_name().len()).max().unwrap_or_default();
        let values = values.into_iter().map(|value| explained(value, width, longest));
        argument = argument.value_parser(PossibleValuesParser::new(values));
    }
    // The lines are broken for that place.
    argument.next_line_help(true)
}

fn explained(value: PossibleValue, width: usize, longest: usize) -> PossibleValue {
    match value.get_help().map(|help| japanese(&help.to_string())) {
        // The name and a colon stand before the first line.
        Some(help) => value.help(set(&help, width, VALUE_INDENT + longest + 2, VALUE_INDENT)),
        None => value,
    }
}

/// Breaks a text into lines: `first` columns are taken in the first of them, `rest` in the others. clap breaks at spaces,
/// which Japanese does not have.
fn set(text: &str, width: usize, first: usize, rest: usize) -> String {
    // Nor does an option's name break at its hyphens.
    let bound = text.replace('-', "\u{2011}");
    layout::wrap(&bound, width, first, rest).join("\n").replace('\u{2011}', "-")
}

/// Examples as they are, the paragraphs around them in Japanese.
fn paragraphs(text: &str, width: usize) -> String {
    let paragraphs = text.split("\n\n").map(|paragraph| match paragraph.split_once('\n') {
        Some(("Example:" | "Examples:", commands)) => format!("例:\n{commands}"),
        _ => set(&japanese(paragraph), width, 0, 0),
    });
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

/// The Japanese of a text.
fn japanese(english: &str) -> String {
    let found = TABLES.iter().copied().flatten().find(|(known, _)| *known == english);
    found.map_or(english, |(_, ours)| ours).to_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::{Command, CommandFactory as _};

    use super::{OF_CLAP, TABLES};
    use crate::arguments::Arguments;

    /// Every text that help shows, but examples.
    fn english() -> BTreeSet<String> {
        let mut command = Arguments::command();
        command.build();
        let mut found = BTreeSet::new();
        gather(&command, &mut found);
        found
    }

    fn gather(command: &Command, found: &mut BTreeSet<String>) {
        found.extend(command.get_about().map(ToString::to_string));
        let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        let is_prose = |paragraph: &&str| !paragraph.is_empty() && !paragraph.starts_with("Example");
        found.extend(after.split("\n\n").filter(is_prose).map(str::to_owned));
        assert!(command.get_long_about().is_none() && command.get_before_help().is_none(), "not translated");
        assert!(command.get_after_long_help().is_none(), "not translated");
        for argument in command.get_arguments().filter(|argument| !argument.is_hide_set()) {
            found.extend(argument.get_help().map(ToString::to_string));
            found.extend(argument.get_long_help().map(ToString::to_string));
            found.extend(argument.get_help_heading().map(str::to_owned));
            let values = argument.get_possible_values();
            found.extend(values.iter().filter_map(|value| value.get_help()).map(ToString::to_string));
        }
        command.get_subcommands().filter(|below| !below.is_hide_set()).for_each(|below| gather(below, found));
    }

    #[test]
    fn every_text_has_its_japanese() {
        let known: BTreeSet<&str> = TABLES.iter().copied().flatten().map(|(english, _)| *english).collect();
        let english = english();
        assert!(english.len() > 200, "{}", english.len());
        let missing: Vec<_> = english.iter().filter(|text| !known.contains(text.as_str())).collect();
        assert!(missing.is_empty(), "without Japanese: {missing:#?}");
    }

    #[test]
    fn no_japanese_is_left_over_or_there_twice() {
        let english = english();
        let mut known = BTreeSet::new();
        for (text, _) in TABLES.iter().copied().flatten() {
            assert!(english.contains(*text), "nothing says this any more: {text}");
            assert!(known.insert(text), "there twice: {text}");
        }
    }

    /// They are replaced wherever they stand.
    #[test]
    fn no_text_has_words_of_clap() {
        for (english, ours) in TABLES.iter().copied().flatten() {
            assert!(OF_CLAP.iter().all(|(word, _)| !ours.contains(word)), "{ours}");
            assert!(!ours.is_empty() && !ours.contains('\n'), "{english}");
        }
    }
}
