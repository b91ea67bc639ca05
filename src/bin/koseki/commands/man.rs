//! `koseki man`: the manual pages, one for the program and one for each command.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, CommandFactory as _};

use crate::arguments::Arguments;
use crate::{Exit, Trouble};

pub(crate) const EXAMPLES: &str = "\
Example:
  koseki man --out man1/";

#[derive(Debug, Args)]
pub(crate) struct Man {
    /// The folder of the pages; made when absent.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

pub(crate) fn run(command: &Man) -> Result<Exit, Trouble> {
    fs::create_dir_all(&command.out).map_err(|error| Trouble::from(error).about(&command.out))?;
    let mut program = Arguments::command().disable_help_subcommand(true);
    program.build();
    pages(&program, &command.out)?;
    Ok(Exit::Passed)
}

/// The page of a command and of those below it.
fn pages(command: &clap::Command, folder: &Path) -> Result<(), Trouble> {
    let name = command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned();
    let page = clap_mangen::Man::new(command.clone().name(name.clone()))
        .source(concat!("koseki ", env!("CARGO_PKG_VERSION")));
    let mut roff = Vec::new();
    page.render(&mut roff)?;
    super::write_whole(&folder.join(format!("{name}.1")), &[&roff])?;
    for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
        pages(below, folder)?;
    }
    Ok(())
}
