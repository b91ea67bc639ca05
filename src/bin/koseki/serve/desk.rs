//! Where documents are handed in: who is admitted, who waits, and by what they are judged.

use std::sync::Arc;

use koseki::Verifier;
use koseki::report::{Language, Report, Text};
use koseki::time::Time;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::body::Received;
use super::ceilings::Ceilings;
use super::fresh::Fresh;
use super::problem::{Kind, Problem};
use crate::commands::serve::Serve;
use crate::judging::{Judging, Prepared};
use crate::many::{self, Conditions, Form, Judged, ReportFormat};
use crate::render::Manner;
use crate::render::text::Setting;
use crate::{Trouble, now, time_of_report};

/// The desk.
pub(super) struct Desk {
    judged_by: Fresh<Prepared>,
    /// Where the clock was stopped with `--at`.
    at: Option<Time>,
    is_recording: bool,
    /// Requests.
    requests: Arc<Semaphore>,
    /// KiB of them.
    memory: Arc<Semaphore>,
    /// Documents that are verified at once.
    places: Arc<Semaphore>,
    most: u64,
}

impl Desk {
    /// Reads what is judged by. The key for records is opened once, because a passphrase may have to be asked for.
    pub(super) fn open(command: &Serve, language: Language) -> Result<Self, Trouble> {
        let judging: Judging = command.judging.clone();
        let at = judging.trust.at.map(|moment| moment.time);
        let instant = move || at.map_or_else(now, Ok);
        let keeper = judging.recording.keeper(language)?.map(Arc::new);
        let is_recording = keeper.is_some();
        let paths = judging.paths();
        let make = move || Prepared::kept_by(keeper.clone(), &judging, None, instant()?);
        let make = Arc::new(make);
        let again = Arc::clone(&make);
        let judged_by = Fresh::new(paths, || make(), move || again())?;
        let Ceilings { max_requests, jobs, .. } = command.ceilings;
        Ok(Self {
            judged_by,
            at,
            is_recording,
            requests: Arc::new(Semaphore::new(max_requests.get())),
            memory: Arc::new(Semaphore::new(command.ceilings.memory())),
            places: Arc::new(Semaphore::new(many::threads(jobs).get())),
            most: command.ceilings.request_octets(),
        })
    }

    /// Whether records are kept of what is handed in.
    pub(super) const fn is_recording(&self) -> bool {
        self.is_recording
    }

    /// Room for a request of that many octets, or of the largest where it does not say.
    pub(super) fn admit(&self, announced: Option<u64>) -> Result<Admission, Problem> {
        let octets = announced.unwrap_or(self.most);
        if octets > self.most {
            return Err(Problem::beyond(Kind::TooLarge, self.most));
        }
        let kib = u32::try_from(octets.div_ceil(1024)).unwrap_or(u32::MAX);
        let busy = |_| Problem::from(Kind::Busy);
        let request = Arc::clone(&self.requests).try_acquire_owned().map_err(busy)?;
        let memory = Arc::clone(&self.memory).try_acquire_many_owned(kib).map_err(busy)?;
        Ok(Admission { _request: request, _memory: memory })
    }

    /// Waits for a place to verify a document.
    pub(super) async fn place(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.places).acquire_owned().await.ok()
    }

    /// What one request is judged by: the files as they are, and the time. Reads files.
    pub(super) fn sitting(&self) -> Result<Sitting, Text> {
        let prepared = self.judged_by.current()?;
        let at = self.at.map_or_else(now, Ok).map_err(Trouble::into_text)?;
        let made_at = time_of_report().map_err(Trouble::into_text)?;
        let verifier = prepared.verifier.moved_to(at).with_clock(made_at);
        Ok(Sitting { prepared, verifier })
    }
}

/// Room that a request takes, until it is answered and its documents are gone.
pub(super) struct Admission {
    _request: OwnedSemaphorePermit,
    _memory: OwnedSemaphorePermit,
}

/// One request's judgement.
pub(super) struct Sitting {
    prepared: Arc<Prepared>,
    verifier: Verifier,
}

impl Sitting {
    /// The report without documents.
    pub(super) fn report(&self) -> Report {
        self.verifier.report()
    }

    /// The same, in a form that the command line has too.
    pub(super) fn form(&self, format: ReportFormat, manner: Manner) -> Form {
        let setting = Setting { manner, width: None, coloured: false };
        Form { format, setting, report: self.report() }
    }

    /// Judges one document.
    pub(super) fn judge(&self, document: &Received, form: Form) -> Judged {
        let conditions = Conditions { verifier: &self.verifier, ..self.prepared.conditions(form) };
        many::verified(&document.octets, &conditions, &document.name)
            .map_err(|reason| koseki::report::Unreadable { path: document.name.clone(), reason })
    }
}
