//! Signing many files into an [`Outbox`], from where the last run stopped.

use core::fmt;
use core::ops::ControlFlow;
use std::collections::{HashMap, HashSet};
use std::io;
use std::path::PathBuf;

use super::{NoThreads, NotSigned, Outbox, OutboxError, Workers, in_order};
use crate::crypto::{DigestAlgorithm, Signer};
use crate::sign::{SigningIdentity, SigningRequest, sign_document};

/// One file to be signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Where it is.
    pub path: PathBuf,
    /// What [`Outbox::key`] made of its path below the folder of inputs.
    pub key: String,
}

/// What became of one file.
#[derive(Debug)]
#[non_exhaustive]
pub enum Outcome {
    /// Its output was released by an earlier run; nothing was signed.
    AlreadyReleased,
    /// Its output was released by an earlier run, but the input is another one now; nothing was signed.
    ChangedSinceRelease,
    /// It was not signed.
    NotSigned(NotSigned),
    /// Its name leads out of the folder of outputs; what was signed was thrown away.
    NotReleased(OutboxError),
    /// Something of its name stands there: what was signed now was thrown away, what an earlier run signed and noted
    /// waits for its name.
    Occupied,
    /// It was signed, and is released at the latest when the run has ended without an error.
    Signed {
        /// Octets of the output.
        octets: usize,
    },
}

/// Why a run ended before its last input.
#[derive(Debug)]
#[non_exhaustive]
pub enum SignIntoError {
    /// The folder of outputs failed.
    Outbox(OutboxError),
    /// No threads.
    Threads(NoThreads),
}

/// Signs `inputs` and releases them in their order. Each is read by `load`, on a worker's thread. `receive` is told of every
/// input and may stop the run; what was signed until then is released.
///
/// # Errors
/// [`SignIntoError`]; a later run with the same folder goes on from there.
#[allow(clippy::too_many_arguments, reason = "each is another matter, and none has a sensible default")]
pub fn sign_into(
    outbox: &mut Outbox,
    inputs: Vec<Input>,
    workers: Workers,
    load: impl Fn(&Input) -> io::Result<Vec<u8>> + Sync,
    identity: &SigningIdentity,
    signer: &dyn Signer,
    request: &SigningRequest<'_>,
    mut receive: impl FnMut(&Input, Outcome) -> ControlFlow<()>,
) -> Result<(), SignIntoError> {
    let released: HashMap<String, String> =
        outbox.journal().releases().map(|one| (one.path.clone(), one.input_sha256.clone())).collect();
    let blocked: HashSet<String> = outbox.blocked().map(str::to_owned).collect();
    let work = |input: &Input| {
        if blocked.contains(&input.key) {
            return Err(Outcome::Occupied);
        }
        let octets = load(input).map_err(|error| Outcome::NotSigned(NotSigned::Load(error)))?;
        let sha256 = const_hex::encode(DigestAlgorithm::Sha256.digest(&octets).as_bytes());
        match released.get(&input.key) {
            Some(before) if *before == sha256 => Err(Outcome::AlreadyReleased),
            Some(_) => Err(Outcome::ChangedSinceRelease),
            None => match sign_document(&octets, identity, signer, request) {
                Ok(signed) => Ok((sha256, signed)),
                Err(error) => Err(Outcome::NotSigned(error.into())),
            },
        }
    };
    let mut failed = None;
    in_order(inputs.into_iter(), workers, work, |input, result| {
        let outcome = match result {
            Err(outcome) => outcome,
            Ok((sha256, signed)) => {
                let octets = signed.len();
                match outbox.release(&input.key, &sha256, signed) {
                    Ok(()) => Outcome::Signed { octets },
                    Err(OutboxError::Exists { path }) if path == input.key => Outcome::Occupied,
                    Err(error @ OutboxError::Path(_)) => Outcome::NotReleased(error),
                    Err(error) => {
                        failed = Some(error);
                        return ControlFlow::Break(());
                    }
                }
            }
        };
        receive(&input, outcome)
    })?;
    match failed {
        Some(error) => Err(error.into()),
        None => Ok(outbox.flush()?),
    }
}

impl From<NoThreads> for SignIntoError {
    fn from(error: NoThreads) -> Self {
        Self::Threads(error)
    }
}

impl From<OutboxError> for SignIntoError {
    fn from(error: OutboxError) -> Self {
        Self::Outbox(error)
    }
}

impl fmt::Display for SignIntoError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Outbox(error) => error.fmt(formatter),
            Self::Threads(error) => error.fmt(formatter),
        }
    }
}

impl core::error::Error for SignIntoError {}
