//! `koseki completions`: what a shell needs to complete command lines.

use std::io::Write as _;

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use crate::arguments::Arguments;
use crate::{Exit, Trouble, written};

pub(crate) const EXAMPLES: &str = "\
Examples:
  koseki completions bash > koseki.bash
  koseki completions zsh > _koseki
  koseki completions fish > koseki.fish

Where shells look for them: bash in /usr/share/bash-completion/completions/koseki, zsh in a folder of $fpath as _koseki, fish in ~/.config/fish/completions/koseki.fish.";

#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// The shell.
    #[arg(value_enum, value_name = "SHELL")]
    shell: Shell,
}

pub(crate) fn run(command: &Completions) -> Result<Exit, Trouble> {
    let mut script = Vec::new();
    clap_complete::generate(command.shell, &mut Arguments::command(), "koseki", &mut script);
    written(std::io::stdout().lock().write_all(&script))?;
    Ok(Exit::Passed)
}
