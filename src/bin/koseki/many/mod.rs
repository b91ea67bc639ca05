//! Many files in one run: which ones, how they are worked through, where their reports go, and how a run that was ended goes
//! on. What is verified with was read once and is the same for all.

mod drained;
mod form;
mod inputs;
mod interruption;
mod ledger;
mod options;
mod run;
mod sink;
mod watch;

pub(crate) use form::{Form, Judged};
pub(crate) use inputs::files;
pub(crate) use options::{Many, ReportFormat, ReportOutput};
pub(crate) use run::{Conditions, anchor, run, threads, verified};
pub(crate) use watch::{State, watch};

/// The instant of the run that these options go on with, where there is one.
pub(crate) fn interrupted_at(many: &Many) -> Option<koseki::time::Time> {
    let out = many.out.as_ref().filter(|_| many.resume)?;
    ledger::instant(&ledger::beside(out))
}
