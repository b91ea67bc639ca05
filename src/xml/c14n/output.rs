//! Where canonical octets go: a sink, behind a buffer that joins small pieces and counts what is written.

use super::Error;
use crate::limits::xml::{CANONICAL_ALLOWANCE, CANONICAL_GROWTH};

/// Receives canonical octets, piece by piece.
///
/// A closure `|octets: &[u8]| …` is a sink, so that a digest can be one; so is `Vec<u8>`.
pub trait Sink {
    /// Takes the next octets.
    fn write(&mut self, octets: &[u8]);
}

impl Sink for Vec<u8> {
    fn write(&mut self, octets: &[u8]) {
        self.extend_from_slice(octets);
    }
}

impl<F: FnMut(&[u8])> Sink for F {
    fn write(&mut self, octets: &[u8]) {
        self(octets);
    }
}

/// A sink with a buffer and a ceiling.
#[derive(Debug)]
pub(super) struct Output<'s, S> {
    sink: &'s mut S,
    buffer: Vec<u8>,
    written: u64,
    limit: u64,
}

impl<'s, S: Sink> Output<'s, S> {
    /// Long enough that a digest is fed in long runs, short enough to stay in the first cache.
    const BUFFER: usize = 16 << 10;

    pub(super) fn new(sink: &'s mut S, source_length: usize) -> Self {
        let grown = u64::try_from(source_length).unwrap_or(u64::MAX).saturating_mul(CANONICAL_GROWTH);
        let limit = grown.saturating_add(CANONICAL_ALLOWANCE);
        Self { sink, buffer: Vec::with_capacity(Self::BUFFER), written: 0, limit }
    }

    /// Writes text as it is. Behind the ceiling nothing is written any more; [`Self::check`] tells.
    #[inline]
    pub(super) fn put(&mut self, text: &str) {
        if self.buffer.capacity().saturating_sub(self.buffer.len()) < text.len() {
            self.flush();
            if text.len() >= Self::BUFFER {
                self.write(text.as_bytes());
                return;
            }
        }
        self.buffer.extend_from_slice(text.as_bytes());
    }

    /// Fails when more was written than is allowed.
    #[inline]
    pub(super) fn check(&self) -> Result<(), Error> {
        if self.written > self.limit { Err(Error::OutputTooLarge { limit: self.limit }) } else { Ok(()) }
    }

    pub(super) fn finish(mut self) -> Result<(), Error> {
        self.flush();
        self.check()
    }

    fn flush(&mut self) {
        let buffer = core::mem::take(&mut self.buffer);
        self.write(&buffer);
        self.buffer = buffer;
        self.buffer.clear();
    }

    fn write(&mut self, octets: &[u8]) {
        self.written = self.written.saturating_add(u64::try_from(octets.len()).unwrap_or(u64::MAX));
        if self.written <= self.limit && !octets.is_empty() {
            self.sink.write(octets);
        }
    }
}
