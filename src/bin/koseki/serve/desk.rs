//! Where documents are handed in: who is admitted, who waits, and by what they are judged.

use std::sync::{Arc, Mutex, PoisonError};

use koseki::Verifier;
use koseki::report::{Language, Obstacle, Report, Text, Unreadable};
use koseki::time::Time;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::body::Received;
use super::ceilings::{Ceilings, MOST};
use super::fresh::Fresh;
use super::journal;
use super::problem::{Kind, Problem};
use crate::commands::mixed_up;
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
    /// When the certificate that signs records is valid: one that has run out since the start would sign records that prove nothing.
    records_signed: Option<(Time, Time)>,
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
        let signer = judging.recording.record_cert.as_ref().filter(|_| is_recording);
        let signer = signer.map(|path| mixed_up::one_certificate(path)).transpose()?;
        let records_signed = signer.map(|signer| (signer.not_before(), signer.not_after()));
        let paths = judging.paths();
        let make = move || Prepared::kept_by(keeper.clone(), &judging, None, instant()?);
        let judged_by = Fresh::new(paths, make, |prepared| &prepared.schema_files)?;
        let Ceilings { max_requests, jobs, .. } = command.ceilings;
        Ok(Self {
            judged_by,
            at,
            is_recording,
            records_signed,
            requests: Arc::new(Semaphore::new(max_requests.get().min(MOST))),
            memory: Arc::new(Semaphore::new(command.ceilings.memory())),
            places: Arc::new(Semaphore::new(many::threads(jobs).get().min(MOST))),
            most: command.ceilings.request_octets(),
        })
    }

    /// Whether records are kept of what is handed in.
    pub(super) const fn is_recording(&self) -> bool {
        self.is_recording
    }

    /// Room for a request. Memory is taken as octets arrive: what somebody only says they will send keeps nobody out.
    pub(super) fn admit(&self, announced: Option<u64>) -> Result<Admission, Problem> {
        if announced.is_some_and(|octets| octets > self.most) {
            return Err(Problem::beyond(Kind::TooLarge, self.most));
        }
        let request = Arc::clone(&self.requests).try_acquire_owned();
        Ok(Admission { _request: request.map_err(|_| Problem::from(Kind::Busy))? })
    }

    /// An account for the octets of a request.
    pub(super) fn account(&self) -> Account {
        Account { memory: Arc::clone(&self.memory), taken: Mutex::new((0, Vec::new())) }
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
        if let Some((from, to)) = self.records_signed
            && !(from..=to).contains(&now().map_err(Trouble::into_text)?)
        {
            return Err(Text::new(
                "検証の記録の署名に使う電子証明書が有効期間外です",
                "the certificate that signs the records is outside its validity",
            ));
        }
        let verifier = prepared.verifier.moved_to(at).with_clock(made_at);
        Ok(Sitting { prepared, verifier })
    }
}

/// Room that a request takes, until it is answered and its documents are gone.
pub(super) struct Admission {
    _request: OwnedSemaphorePermit,
}

/// The memory that the octets of a request take, until it is dropped.
pub(super) struct Account {
    memory: Arc<Semaphore>,
    /// Octets that arrived, and KiB for them.
    taken: Mutex<(u64, Vec<OwnedSemaphorePermit>)>,
}

impl Account {
    /// Takes room for more octets; `false` when there is none.
    pub(super) fn take(&self, octets: u64) -> bool {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let (arrived, permits) = &mut *taken;
        *arrived = arrived.saturating_add(octets);
        let held = permits.iter().map(OwnedSemaphorePermit::num_permits).sum::<usize>();
        let needed = usize::try_from(arrived.div_ceil(1024)).unwrap_or(usize::MAX).saturating_sub(held);
        if needed == 0 {
            return true;
        }
        // In pieces, so that a large request does not ask for every KiB by itself.
        let piece = u32::try_from(needed.max(PIECE)).unwrap_or(u32::MAX);
        let exact = u32::try_from(needed).unwrap_or(u32::MAX);
        let more = Arc::clone(&self.memory).try_acquire_many_owned(piece);
        match more.or_else(|_| Arc::clone(&self.memory).try_acquire_many_owned(exact)) {
            Err(_) => false,
            Ok(more) => {
                match permits.first_mut() {
                    Some(first) => first.merge(more),
                    None => permits.push(more),
                }
                true
            }
        }
    }
}

/// KiB that are taken at once.
const PIECE: usize = 64;

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
        let unreadable =
            |reason| Unreadable { path: document.name.clone(), reason, obstacle: Obstacle::Tool };
        let report = form.report.clone();
        // Records are kept below: why one was not is the operator's business and names their files.
        let conditions =
            Conditions { verifier: &self.verifier, keeper: None, ..self.prepared.conditions(form) };
        let judged = many::verified(&document.octets, &conditions, &document.name).map_err(unreadable)?;
        if let Some(keeper) = &self.prepared.keeper
            && let Err(trouble) = keeper.keep(&report, &judged)
        {
            journal::trouble(&trouble);
            return Err(unreadable(Text::new(
                "検証の記録を残せませんでした。検証システムの管理者に連絡してください。",
                "no record was kept of it; tell the operator of this system",
            )));
        }
        Ok(judged)
    }
}
