//! `koseki man`: the manual pages, one for the program and one for each command.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, CommandFactory as _};

use koseki::report::Language;

use crate::arguments::{Arguments, Lang};
use crate::{Exit, Trouble, help, language};

pub(crate) const EXAMPLES: &str = "\
Examples:
  koseki man --out man1/
  koseki man --out ja/man1/ --lang ja";

#[derive(Debug, Args)]
pub(crate) struct Man {
    /// The folder of the pages; made when absent.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Language of the pages; the locale's when absent.
    #[arg(long, value_enum)]
    pub(crate) lang: Option<Lang>,
}

pub(crate) fn run(command: &Man) -> Result<Exit, Trouble> {
    fs::create_dir_all(&command.out).map_err(|error| Trouble::from(error).about(&command.out))?;
    let mut program = Arguments::command().disable_help_subcommand(true);
    program.build();
    let language = language(command.lang);
    if language == Language::Japanese {
        // The reader's terminal breaks the lines.
        program = help::in_japanese(program, usize::MAX);
    }
    pages(&program, &command.out, language)?;
    Ok(Exit::Passed)
}

/// The page of a command and of those below it.
fn pages(command: &clap::Command, folder: &Path, language: Language) -> Result<(), Trouble> {
    let name = command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned();
    let page = clap_mangen::Man::new(command.clone().name(name.clone()))
        .source(concat!("koseki ", env!("CARGO_PKG_VERSION")));
    let mut roff = Vec::new();
    page.render(&mut roff)?;
    if language == Language::Japanese {
        roff = help::page_in_japanese(&String::from_utf8_lossy(&roff)).into_bytes();
    }
    super::write_whole(&folder.join(format!("{name}.1")), &[&roff])?;
    for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
        pages(below, folder, language)?;
    }
    Ok(())
}
