//! `koseki serve`: a page for clerks and an API for an agency's systems, on one small HTTP server.
//!
//! ```text
//! socket ── door (connections, TLS) ── wire (silence) ── guard (Host, origin, headers, log, numbers) ── routes
//!                                                                                                │
//!           page/ (embedded) ◄───────────────────────────────────────────────────────────────────┤
//!           desk: body ── admitted? ── waits for a place ── `verify_document` ── the report's own form
//! ```
//!
//! Documents stay in memory and go with the answer. The desk judges by what [`crate::judging`] read, and reads it anew when
//! a file has changed.

mod body;
mod ceilings;
mod desk;
mod door;
mod fresh;
mod guard;
mod journal;
mod numbers;
mod openapi;
mod page;
mod problem;
mod reach;
mod readiness;
mod routes;
mod share;
mod tls;
mod verify;
mod wire;

use std::sync::Arc;

use koseki::report::Language;

pub(crate) use ceilings::Ceilings;
pub(crate) use tls::try_tls;

use crate::commands::serve::Serve;
use crate::{Exit, Trouble, language};

/// What every request finds.
struct House {
    /// Where nothing else is asked for.
    language: Language,
    ceilings: Ceilings,
    desk: Arc<desk::Desk>,
    numbers: numbers::Numbers,
    reach: reach::Reach,
    readiness: readiness::Readiness,
    tls: Option<tls::Tls>,
    /// Once it is to end.
    ending: core::sync::atomic::AtomicBool,
}

/// Serves until it is asked to end.
pub(crate) fn run(command: &Serve) -> Result<Exit, Trouble> {
    let spoken = language(command.lang);
    // What cannot be used is told before anybody relies on it.
    let desk = desk::Desk::open(command, spoken)?;
    let tls = tls::Tls::open(command)?;
    journal::tell_of_faults();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(ceilings::SPEAKERS)
        .enable_all()
        .thread_name("koseki-serve")
        .build()?;
    let ended = runtime.block_on(async {
        let listener = door::listen(command.listen).await?;
        let address = listener.local_addr()?;
        let reach = reach::Reach::new(address, &command.host, tls.is_some());
        let house = Arc::new(House {
            language: spoken,
            ceilings: command.ceilings.clone(),
            desk: Arc::new(desk),
            numbers: numbers::Numbers::new(),
            reach,
            readiness: readiness::Readiness::default(),
            tls,
            ending: false.into(),
        });
        journal::started(&house.reach.address())?;
        if command.open {
            journal::opened(open::that_detached(house.reach.address()));
        }
        tokio::spawn(readiness::watch(Arc::clone(&house)));
        door::serve(listener, house).await
    });
    // A judgement that nobody waits for any more does not hold the process.
    runtime.shutdown_background();
    ended
}
