//! The asking end.

use core::fmt::{self, Debug};
use std::sync::{Mutex, OnceLock, PoisonError};

use super::super::{
    CheckedSchema, Interruption, Limits, SchemaDocument, SchemaError, SchemaJudge, Subject, Undecided,
    Validation,
};
use super::message::{Allowance, Answer, Request, binding, read, written};
use crate::crypto::Digest;
use crate::limits::xsd::{WORKER_CONVERSATIONS, WORKER_KEPT_OCTETS};
use crate::xml::Kind;

/// Begins conversations with processes that [`super::serve`].
pub trait Launcher: Debug + Send + Sync {
    /// Begins one.
    ///
    /// # Errors
    /// [`Interruption::Absent`], most likely.
    fn launch(&self) -> Result<Box<dyn Conversation>, Interruption>;
}

/// A conversation with one process.
pub trait Conversation: Send {
    /// Sends a message and waits for the one that answers it, not longer than [`Allowance::patience_milliseconds`]. When it
    /// fails the process must have been ended: nothing more is asked of it.
    ///
    /// # Errors
    /// Why there is no answer.
    fn ask(&mut self, message: Vec<u8>, allowance: &Allowance) -> Result<Vec<u8>, Interruption>;
}

/// A schema whose engine runs in other processes. Shared between threads, each of which speaks with a process of its own.
pub struct Worker {
    schema: CheckedSchema,
    digest: Digest,
    launcher: Box<dyn Launcher>,
    idle: Mutex<Vec<Box<dyn Conversation>>>,
    unusable: OnceLock<Unusable>,
}

/// Why nothing can be validated with the schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unusable {
    /// The engine refuses it.
    Refused(Vec<SchemaError>),
    /// The process was stopped while it compiled the schema.
    Interrupted(Interruption),
}

impl Worker {
    /// Work on this schema in processes that `launcher` begins. Nothing is begun yet.
    pub fn new(schema: CheckedSchema, launcher: impl Launcher + 'static) -> Self {
        let digest = schema.digest();
        Self {
            schema,
            digest,
            launcher: Box::new(launcher),
            idle: Mutex::new(Vec::new()),
            unusable: OnceLock::new(),
        }
    }

    /// Begins a process and compiles the schema there, so that its defects are known before the first document.
    ///
    /// # Errors
    /// [`Unusable`]; validating then ends undecided.
    pub fn prepare(&self) -> Result<(), Unusable> {
        let conversation = self.conversation()?;
        self.keep(conversation);
        Ok(())
    }

    /// A conversation whose other end has compiled the schema.
    fn conversation(&self) -> Result<Box<dyn Conversation>, Unusable> {
        if let Some(unusable) = self.unusable.get() {
            return Err(unusable.clone());
        }
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        if let Some(conversation) = idle {
            return Ok(conversation);
        }
        self.begin().inspect_err(|unusable| {
            // A schema that stopped one process would stop the next one too. One that could not be begun may be next time.
            if !matches!(unusable, Unusable::Interrupted(Interruption::Absent)) {
                let _ = self.unusable.set(unusable.clone());
            }
        })
    }

    fn begin(&self) -> Result<Box<dyn Conversation>, Unusable> {
        let mut conversation = self.launcher.launch().map_err(Unusable::Interrupted)?;
        let disagreed = Unusable::Interrupted(Interruption::Disagreed);
        let own = || self.schema.documents().iter().filter(|document| !document.is_built_in());
        let lengths = own().filter_map(|document| u64::try_from(document.octets().len()).ok()).collect();
        let allowance = Allowance::for_octets(self.octets());
        let request = Request::Compile { outline: self.schema.outline(), lengths, allowance };
        let message = written(&request, own().map(SchemaDocument::octets)).map_err(|_| disagreed.clone())?;
        let answer = conversation.ask(message, &allowance).map_err(Unusable::Interrupted)?;
        match read::<Answer>(&answer) {
            Some((Answer::Compiled { schema }, _)) if schema == self.digest.to_hex() => Ok(conversation),
            Some((Answer::Refused { errors }, _)) => {
                Err(Unusable::Refused(errors.into_iter().map(SchemaError::from).collect()))
            }
            _ => Err(disagreed),
        }
    }

    fn keep(&self, conversation: Box<dyn Conversation>) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < WORKER_CONVERSATIONS {
            idle.push(conversation);
        }
    }

    fn octets(&self) -> usize {
        let lengths = self.schema.documents().iter().map(|document| document.octets().len());
        lengths.fold(0, usize::saturating_add)
    }

    fn ask(&self, subject: &Subject<'_>, limits: &Limits) -> Result<Validation, Undecided> {
        let stopped = Undecided::Interrupted;
        let disagreed = || stopped(Interruption::Disagreed);
        let mut conversation = self.conversation().map_err(|unusable| match unusable {
            Unusable::Refused(_) => Undecided::SchemaRefused,
            Unusable::Interrupted(why) => stopped(why),
        })?;
        let root = subject.document.span(subject.root);
        let excluded = subject.excluded.map(|node| subject.document.span(node));
        // What the engine never sees buys no time.
        let passed_over = subject.octets.len().saturating_sub(judged_octets(subject));
        let allowance = Allowance::for_octets(subject.octets.len().saturating_add(self.octets()))
            .without_time_for(passed_over);
        let expected = binding(&self.digest, subject.octets, &root, excluded.as_ref(), limits);
        let expected = expected.map_err(|_| disagreed())?;
        let request = Request::Validate { root, excluded, limits: *limits, allowance };
        let message = written(&request, [subject.octets]).map_err(|_| disagreed())?;
        let answer = conversation.ask(message, &allowance).map_err(stopped)?;
        match read::<Answer>(&answer) {
            Some((Answer::Validated { binding, validation }, _)) if binding == expected => {
                if subject.octets.len() <= WORKER_KEPT_OCTETS {
                    self.keep(conversation);
                }
                Ok(validation)
            }
            Some((Answer::Stopped, _)) => {
                self.keep(conversation);
                Err(Undecided::EngineStopped)
            }
            _ => Err(disagreed()),
        }
    }
}

impl SchemaJudge for Worker {
    fn schema(&self) -> &CheckedSchema {
        &self.schema
    }

    fn validate(&self, subject: &Subject<'_>, limits: &Limits) -> Validation {
        self.ask(subject, limits).unwrap_or_else(Validation::undecided)
    }
}

impl Debug for Worker {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Worker").field("schema", &self.digest.to_hex()).finish_non_exhaustive()
    }
}

/// Octets of the document but for its comments and processing instructions.
fn judged_octets(subject: &Subject<'_>) -> usize {
    let document = subject.document;
    let passed_over = document
        .descendants(document.root())
        .filter(|node| matches!(document.kind(*node), Kind::Comment | Kind::ProcessingInstruction))
        .map(|node| document.span(node).len())
        .fold(0, usize::saturating_add);
    subject.octets.len().saturating_sub(passed_over)
}
