//! The messages: a length of eight octets, most significant first, then a header in JSON with its own length, then
//! octets of documents.

use core::ops::Range;
use std::io::{self, Read, Write};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::super::error::{Defect, Place, SchemaError, SchemaLimit};
use super::super::{Limits, Outline, Validation};
use crate::crypto::{Digest, DigestAlgorithm};
use crate::limits::xsd::{
    WORKER_MEMORY, WORKER_MEMORY_FACTOR, WORKER_MESSAGE_OCTETS, WORKER_MILLISECONDS,
    WORKER_OCTETS_PER_MILLISECOND, WORKER_PATIENCE,
};

/// What the work on one question may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowance {
    /// Milliseconds on the processor.
    pub processor_milliseconds: u64,
    /// Octets of address space.
    pub memory: u64,
}

impl Allowance {
    /// The allowance for this many octets of schema and document.
    pub fn for_octets(octets: usize) -> Self {
        let octets = u64::try_from(octets).unwrap_or(u64::MAX);
        let more = octets.checked_div(WORKER_OCTETS_PER_MILLISECOND).unwrap_or(0);
        Self {
            processor_milliseconds: WORKER_MILLISECONDS.saturating_add(more),
            memory: WORKER_MEMORY.saturating_add(octets.saturating_mul(WORKER_MEMORY_FACTOR)),
        }
    }

    /// The same without the time that so many octets would add.
    #[must_use]
    pub fn without_time_for(self, octets: usize) -> Self {
        let less =
            u64::try_from(octets).unwrap_or(u64::MAX).checked_div(WORKER_OCTETS_PER_MILLISECOND).unwrap_or(0);
        let processor_milliseconds =
            self.processor_milliseconds.saturating_sub(less).max(WORKER_MILLISECONDS);
        Self { processor_milliseconds, ..self }
    }

    /// Milliseconds by the clock after which the asking end stops the work. Far more than the processor needs: a busy machine is
    /// no fault of the document.
    pub const fn patience_milliseconds(&self) -> u64 {
        self.processor_milliseconds.saturating_mul(WORKER_PATIENCE)
    }
}

/// Writes one message.
///
/// # Errors
/// What writing says.
pub fn send(output: &mut impl Write, message: &[u8]) -> io::Result<()> {
    let length = u64::try_from(message.len()).map_err(|_| io::ErrorKind::InvalidInput)?;
    output.write_all(&length.to_be_bytes())?;
    output.write_all(message)?;
    output.flush()
}

/// Reads one message; none at the end of the stream.
///
/// # Errors
/// What reading says; a message that ends too early or is longer than `limits::xsd` allows.
pub fn receive(input: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 8];
    let mut first = [0; 1];
    if input.read(&mut first)? == 0 {
        return Ok(None);
    }
    let (head, rest) = length.split_at_mut(1);
    head.copy_from_slice(&first);
    input.read_exact(rest)?;
    let length = u64::from_be_bytes(length);
    if length > WORKER_MESSAGE_OCTETS {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut message = Vec::new();
    input.take(length).read_to_end(&mut message)?;
    let complete = u64::try_from(message.len()).is_ok_and(|read| read == length);
    if complete { Ok(Some(message)) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

/// What is asked.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Request {
    /// Compile this schema; the octets of its documents follow, one after the other.
    Compile { outline: Outline, lengths: Vec<u64>, allowance: Allowance },
    /// Validate this part of the document whose octets follow.
    Validate { root: Range<usize>, excluded: Option<Range<usize>>, limits: Limits, allowance: Allowance },
}

impl Request {
    pub(super) const fn allowance(&self) -> &Allowance {
        match self {
            Self::Compile { allowance, .. } | Self::Validate { allowance, .. } => allowance,
        }
    }
}

/// What is answered.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Answer {
    /// The schema with this digest compiled.
    Compiled { schema: String },
    /// The question could not be read.
    NotUnderstood,
    /// The schema does not compile.
    Refused { errors: Vec<Refusal> },
    /// The engine stopped by a fault of its own.
    Stopped,
    /// What was found about what `binding` names.
    Validated { binding: String, validation: Validation },
}

/// A [`SchemaError`] of the engine: our own check has been made before anything is asked.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Refusal {
    document: String,
    place: Option<Place>,
    reason: Reason,
}

#[derive(Debug, Serialize, Deserialize)]
enum Reason {
    Component { constraint: String, explanation: String },
    Limit { limit: SchemaLimit, ceiling: u64, found: u64 },
    Stopped,
}

impl From<SchemaError> for Refusal {
    fn from(error: SchemaError) -> Self {
        let reason = match error.defect {
            Defect::Component { constraint, explanation } => {
                Reason::Component { constraint: constraint.into_owned(), explanation }
            }
            Defect::LimitReached { limit, ceiling, found } => Reason::Limit { limit, ceiling, found },
            Defect::EngineStopped => Reason::Stopped,
            other => {
                Reason::Component { constraint: "src-resolve".to_owned(), explanation: other.to_string() }
            }
        };
        Self { document: error.document, place: error.place, reason }
    }
}

impl From<Refusal> for SchemaError {
    fn from(refusal: Refusal) -> Self {
        let defect = match refusal.reason {
            Reason::Component { constraint, explanation } => {
                Defect::Component { constraint: constraint.into(), explanation }
            }
            Reason::Limit { limit, ceiling, found } => Defect::LimitReached { limit, ceiling, found },
            Reason::Stopped => Defect::EngineStopped,
        };
        Self { document: refusal.document, place: refusal.place, defect }
    }
}

/// A message of a header and octets.
pub(super) fn written<'o>(
    header: &impl Serialize,
    octets: impl IntoIterator<Item = &'o [u8]>,
) -> io::Result<Vec<u8>> {
    let header = serde_json::to_vec(header)?;
    let length = u64::try_from(header.len()).map_err(|_| io::ErrorKind::InvalidInput)?;
    let mut message = length.to_be_bytes().to_vec();
    message.extend_from_slice(&header);
    octets.into_iter().for_each(|octets| message.extend_from_slice(octets));
    Ok(message)
}

/// The header of a message and the octets behind it; none when it is no message of ours.
pub(super) fn read<T: DeserializeOwned>(message: &[u8]) -> Option<(T, &[u8])> {
    let (length, rest) = message.split_first_chunk::<8>()?;
    let (header, octets) = rest.split_at_checked(usize::try_from(u64::from_be_bytes(*length)).ok()?)?;
    Some((serde_json::from_slice(header).ok()?, octets))
}

/// The digest over everything that a question is about.
pub(super) fn binding(
    schema: &Digest,
    octets: &[u8],
    root: &Range<usize>,
    excluded: Option<&Range<usize>>,
    limits: &Limits,
) -> io::Result<String> {
    let mut hasher = DigestAlgorithm::Sha256.hasher();
    hasher.update(schema.as_bytes());
    hasher.update(&serde_json::to_vec(&(root, excluded, limits, octets.len()))?);
    hasher.update(octets);
    Ok(hasher.finish().to_hex())
}
