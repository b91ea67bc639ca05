//! Many documents: several threads, the order kept, bounded memory, one failure stops nothing.
//!
//! [`sign_many`] makes the signatures and leaves the rest to its caller. [`sign_into`] signs files into an [`Outbox`], which
//! releases them so that a run that was killed at any moment can go on: whole files only, none released twice.

mod in_order;
mod journal;
mod outbox;
mod sign_into;

use core::fmt;
use core::ops::ControlFlow;
use std::io;

pub use in_order::{NoThreads, Workers, in_order};
pub use journal::{Journal, JournalError, Release};
pub use outbox::{Outbox, OutboxError};
pub use sign_into::{Input, Outcome, SignIntoError, sign_into};

use crate::crypto::Signer;
use crate::sign::{self, SignError, SigningIdentity, SigningRequest};

/// Why one document of many was not signed.
#[derive(Debug)]
#[non_exhaustive]
pub enum NotSigned {
    /// Its octets could not be had.
    Load(io::Error),
    /// It was refused, or the key failed.
    Sign(Box<SignError>),
}

/// Signs many documents on several threads. `load` has the octets of a document, on a worker's thread; `receive` gets every
/// document with its signed octets or the reason there are none, on the calling thread, in the order of `documents`, and
/// may stop the run.
///
/// No more documents are in memory than a few for each thread. Signing time, identity and key are the same for all.
///
/// ```no_run
/// use core::num::NonZeroUsize;
/// use core::ops::ControlFlow;
/// use koseki::batch::{Workers, sign_many};
/// # use koseki::{crypto::Signer, sign::{SigningIdentity, SigningRequest}};
/// # fn run(identity: &SigningIdentity, signer: &dyn Signer, request: &SigningRequest<'_>) -> Result<(), koseki::batch::NoThreads> {
/// let paths = ["a.pdf", "b.xml"].into_iter();
/// let workers = Workers::new(NonZeroUsize::MIN);
/// sign_many(paths, workers, |path| std::fs::read(path), identity, signer, request, |path, signed| {
///     match signed {
///         Ok(octets) => println!("{path}: {} octets", octets.len()),
///         Err(reason) => println!("{path}: {reason}"),
///     }
///     ControlFlow::Continue(())
/// })
/// # }
/// ```
///
/// # Errors
/// [`NoThreads`]; nothing was signed then.
pub fn sign_many<D: Send>(
    documents: impl Iterator<Item = D> + Send,
    workers: Workers,
    load: impl Fn(&D) -> io::Result<Vec<u8>> + Sync,
    identity: &SigningIdentity,
    signer: &dyn Signer,
    request: &SigningRequest<'_>,
    receive: impl FnMut(D, Result<Vec<u8>, NotSigned>) -> ControlFlow<()>,
) -> Result<(), NoThreads> {
    let work = |document: &D| {
        let octets = load(document).map_err(NotSigned::Load)?;
        Ok(sign::sign_document(&octets, identity, signer, request)?)
    };
    in_order(documents, workers, work, receive)
}

impl From<SignError> for NotSigned {
    fn from(error: SignError) -> Self {
        Self::Sign(Box::new(error))
    }
}

impl fmt::Display for NotSigned {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Load(error) => error.fmt(formatter),
            Self::Sign(error) => error.fmt(formatter),
        }
    }
}

impl core::error::Error for NotSigned {}
