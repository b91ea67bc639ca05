//! What one run of the engine over a document leaves behind: violations and doubts.

use std::cell::RefCell;
use std::collections::HashSet;

use xsd_schema::ids::NameId;
use xsd_schema::validation::{ValidationError, ValidationSink, ValidationWarning};

use super::describe::step;
use super::references::WrittenKeys;
use super::violation::{Disclosure, Limits};
use crate::limits::xsd::PATH_STEPS;

/// What the sink remembers of one run.
#[derive(Default)]
pub(super) struct Log {
    pub(super) kept: Vec<Kept>,
    pub(super) count: u64,
    pub(super) keep: usize,
    pub(super) last: Option<(&'static str, Event)>,
    pub(super) disclosure: Disclosure,
    pub(super) capacity: bool,
    pub(super) unresolved: bool,
    pub(super) hidden_space: bool,
    pub(super) spaced_binary: bool,
    pub(super) misjudged: bool,
    /// Where complaints about a value say nothing.
    pub(super) doubtful: HashSet<Event>,
    /// Keys of which a reference may see those of several elements.
    pub(super) shared_keys: HashSet<NameId>,
    pub(super) repeated_keys: bool,
    pub(super) written_keys: Option<WrittenKeys>,
}

pub(super) struct Kept {
    pub(super) code: &'static str,
    pub(super) event: Event,
    pub(super) path: Option<String>,
    /// The engine's words, which may quote values: for our own use unless values may be disclosed.
    pub(super) explanation: Option<String>,
    pub(super) disclosure: Disclosure,
}

impl Log {
    pub(super) fn new(limits: &Limits) -> Self {
        Self { keep: limits.violations, disclosure: limits.disclosure, ..Self::default() }
    }
}

/// One event of the walk, as it is written into the engine's location: where the node begins and what happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Event {
    pub(super) offset: usize,
    pub(super) stage: usize,
}

pub(super) const START: usize = 0;
pub(super) const ATTRIBUTE: usize = 1;
pub(super) const ATTRIBUTES_END: usize = 2;
pub(super) const TEXT: usize = 3;
pub(super) const END: usize = 4;

/// A reference without its key.
pub(super) const DANGLING: &str = "cvc-identity-constraint.4.3";

/// Takes down what the engine says.
pub(super) struct Sink<'r>(pub(super) &'r RefCell<Log>);

impl ValidationSink for Sink<'_> {
    fn on_error(&mut self, error: ValidationError) {
        let mut log = self.0.borrow_mut();
        let event = error
            .location
            .as_ref()
            .map_or(Event { offset: 0, stage: START }, |at| Event { offset: at.line, stage: at.column });
        // Where an element may not stand, the engine goes on to say that it has no declaration: one fault, said once.
        let misplaced = log.last.replace((error.constraint, event)) == Some(("cvc-complex-type.2.4", event));
        if misplaced && event.stage == START && error.constraint == "cvc-elt.1" {
            return;
        }
        if log.doubtful.contains(&event) {
            return;
        }
        log.count = log.count.saturating_add(1);
        if log.kept.len() >= log.keep {
            return;
        }
        let path = error.instance_path().map(|path| {
            let steps = path.len();
            let written: String = path.steps().take(PATH_STEPS).map(step).collect();
            if steps > PATH_STEPS { format!("{written}/…") } else { written }
        });
        let disclosure = log.disclosure;
        let explanation = Some(error.message);
        log.kept.push(Kept { code: error.constraint, event, path, explanation, disclosure });
    }

    fn on_warning(&mut self, warning: ValidationWarning) {
        let mut log = self.0.borrow_mut();
        match warning.code {
            "xs-decimal-capacity" | "xs-seconds-capacity" => log.capacity = true,
            // An identity constraint that could not be evaluated.
            "cvc-identity-constraint" => log.unresolved = true,
            _ => {}
        }
    }
}
