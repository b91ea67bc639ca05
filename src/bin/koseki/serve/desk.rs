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
use super::readiness::Reason;
use crate::arguments::Trust;
use crate::commands::mixed_up;
use crate::commands::record::Keeper;
use crate::commands::serve::Serve;
use crate::commands::sources::check_times;
use crate::judging::{Judging, Prepared};
use crate::many::{self, Conditions, Form, Judged, ReportFormat};
use crate::render::Manner;
use crate::render::text::Setting;
use crate::{Trouble, now, schema, time_of_report};

/// The desk.
pub(super) struct Desk {
    judged_by: Fresh<Prepared>,
    /// Where the clock was stopped with `--at`.
    at: Option<Time>,
    /// What of the options is about times.
    trust: Trust,
    /// Who keeps records.
    keeper: Option<Arc<Keeper>>,
    /// Why it could not write when that was tried last.
    told: Mutex<Option<Text>>,
    has_schema: bool,
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
        let signer = judging.recording.record_cert.as_ref().filter(|_| keeper.is_some());
        let signer = signer.map(|path| mixed_up::one_certificate(path)).transpose()?;
        let records_signed = signer.map(|signer| (signer.not_before(), signer.not_after()));
        let paths = judging.paths();
        let (trust, has_schema) = (judging.trust.clone(), !judging.schema.is_empty());
        let kept_by = keeper.clone();
        let make = move || Prepared::kept_by(kept_by.clone(), &judging, None, instant()?);
        let judged_by = Fresh::new(paths, make, |prepared| &prepared.schema_files)?;
        let Ceilings { max_requests, jobs, .. } = command.ceilings;
        Ok(Self {
            judged_by,
            at,
            trust,
            keeper,
            told: Mutex::default(),
            has_schema,
            records_signed,
            requests: Arc::new(Semaphore::new(max_requests.get().min(MOST))),
            memory: Arc::new(Semaphore::new(command.ceilings.memory())),
            places: Arc::new(Semaphore::new(many::threads(jobs).get().min(MOST))),
            most: command.ceilings.request_octets(),
        })
    }

    /// Whether records are kept of what is handed in.
    pub(super) const fn is_recording(&self) -> bool {
        self.keeper.is_some()
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
    pub(super) fn sitting(&self) -> Result<Sitting, Reason> {
        let (now, made_at) = (now(), time_of_report());
        match (now, made_at) {
            (Ok(now), Ok(made_at)) => self.sitting_at(now, made_at),
            _ => Err(Reason::FilesUnusable),
        }
    }

    /// The same when the clock says this.
    fn sitting_at(&self, now: Time, made_at: Time) -> Result<Sitting, Reason> {
        let prepared = self.judged_by.current().map_err(|_| Reason::FilesUnusable)?;
        let at = self.at.unwrap_or(now);
        check_times(&self.trust, at).map_err(|_| Reason::ReceivedInFuture)?;
        if self.records_signed.is_some_and(|(from, to)| !(from..=to).contains(&now)) {
            return Err(Reason::RecordCertificateExpired);
        }
        let verifier = prepared.verifier.moved_to(at).with_clock(made_at);
        Ok(Sitting { prepared, verifier })
    }

    /// Why not everything can be done that is asked. Reads files, and writes where records go.
    pub(super) fn reasons(&self) -> Vec<Reason> {
        let mut reasons: Vec<Reason> = self.sitting().err().into_iter().collect();
        if let Some(Err(trouble)) = self.keeper.as_ref().map(|keeper| keeper.has_room()) {
            let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
            let text = trouble.into_text();
            // While nothing changes, once is enough.
            if told.as_ref().is_none_or(|told| told.ja != text.ja) {
                journal::trouble(&text);
                *told = Some(text);
            }
            reasons.push(Reason::RecordsUnwritable);
        } else if let Ok(mut told) = self.told.lock() {
            *told = None;
        }
        if self.has_schema && !schema::can_begin() {
            reasons.push(Reason::SchemaWorkerAbsent);
        }
        reasons
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

    /// Judges one document of the request of this identifier.
    pub(super) fn judge(&self, id: &str, document: &Received, form: Form) -> Judged {
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
            journal::trouble_about(id, &trouble.into_text());
            return Err(unreadable(Text::new(
                "検証の記録を残せませんでした。検証システムの管理者に連絡してください。",
                "no record was kept of it; tell the operator of this system",
            )));
        }
        Ok(judged)
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;
    use koseki::report::Language;
    use koseki::time::Time;

    use super::Desk;
    use crate::arguments::{Arguments, Command};
    use crate::now;
    use crate::serve::readiness::Reason;

    fn desk(more: &[&str]) -> Desk {
        let anchors = "fixtures/pki/anchors/official-status-ca.cer";
        let arguments = [&["koseki", "serve", "--trust", anchors, "--revocation", "off"], more].concat();
        let Command::Serve(command) = Arguments::try_parse_from(arguments).unwrap().command else {
            panic!("another command")
        };
        Desk::open(&command, Language::Japanese).ok().unwrap()
    }

    /// Why nothing is judged so many seconds from this instant.
    fn reason(desk: &Desk, from: Time, seconds: i64) -> Option<Reason> {
        let then = Time::from_unix(from.unix() + seconds).unwrap();
        desk.sitting_at(then, then).err()
    }

    /// A clock may be set back while a server runs.
    #[test]
    fn an_instant_of_receipt_ahead_of_the_clock_is_refused_each_time() {
        let receipt = Time::parse_rfc3339("2026-11-01T00:00:00Z").unwrap();
        let desk = desk(&["--received-at", "2026-11-01T00:00:00Z", "--requested-at", "2026-10-31T00:00:00Z"]);
        assert_eq!(reason(&desk, receipt, 0), None);
        assert_eq!(reason(&desk, receipt, -1), Some(Reason::ReceivedInFuture));
        assert_eq!(reason(&desk, receipt, 86_400), None);
    }

    /// A server runs for weeks, and its certificate ends meanwhile.
    #[test]
    fn records_are_signed_within_the_validity_of_their_certificate_alone() {
        let folder = tempfile::tempdir().unwrap();
        let records = folder.path().join("records").display().to_string();
        let desk = desk(&[
            "--record",
            &records,
            "--record-key",
            "fixtures/keys/agency.pem",
            "--record-cert",
            "fixtures/records/agency.cer",
            "--allow-readable-key",
        ]);
        let (from, to) = desk.records_signed.unwrap();
        assert!((from..=to).contains(&now().ok().unwrap()));
        assert_eq!((reason(&desk, from, 0), reason(&desk, to, 0)), (None, None));
        for (instant, seconds) in [(from, -1), (to, 1)] {
            assert_eq!(reason(&desk, instant, seconds), Some(Reason::RecordCertificateExpired));
        }
        assert_eq!(desk.reasons(), []);
        std::fs::remove_dir(&records).unwrap();
        assert_eq!(desk.reasons(), [Reason::RecordsUnwritable]);
    }
}
