//! How much is said beside what was asked for: `--quiet`, `--verbose`, or neither.

use std::sync::OnceLock;

use crate::render::{one_line, pick};
use crate::trouble::spoken;

/// How talkative the tool is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Volume {
    /// Trouble alone; a report in text is not written, the exit code answers.
    Quiet,
    /// What was asked for.
    Usual,
    /// And what it was made with, on standard error.
    Verbose,
}

static VOLUME: OnceLock<Volume> = OnceLock::new();

/// Set once, when the arguments were read.
pub(crate) fn set(volume: Volume) {
    let _ = VOLUME.set(volume);
}

fn volume() -> Volume {
    VOLUME.get().copied().unwrap_or(Volume::Usual)
}

/// Whether progress and remarks are wanted.
pub(crate) fn is_quiet() -> bool {
    volume() == Volume::Quiet
}

/// Says something on standard error, when asked to be talkative.
pub(crate) fn remark(ja: &str, en: &str) {
    if volume() == Volume::Verbose {
        anstream::eprintln!("koseki: {}", one_line(pick(spoken(), ja, en)));
    }
}
