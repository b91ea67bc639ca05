//! Where canonical octets go: a sink, behind a buffer that joins small pieces and counts what is written.

use core::ops::Range;

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
///
/// Most of a document is its own canonical form: what stands in the source as it is to be written is only noted, and goes
/// to the sink in long runs, uncopied.
#[derive(Debug)]
pub(super) struct Output<'t, 's, S> {
    sink: &'s mut S,
    source: &'t str,
    /// What is to be written from the source before anything else is.
    run: Range<usize>,
    buffer: Vec<u8>,
    written: u64,
    limit: u64,
}

impl<'t, 's, S: Sink> Output<'t, 's, S> {
    /// Long enough that a digest is fed in long runs, short enough to stay in the first cache.
    const BUFFER: usize = 16 << 10;

    /// Runs shorter than this are joined in the buffer.
    const LONG_RUN: usize = 1 << 10;

    pub(super) fn new(sink: &'s mut S, source: &'t str) -> Self {
        let grown = u64::try_from(source.len()).unwrap_or(u64::MAX).saturating_mul(CANONICAL_GROWTH);
        let limit = grown.saturating_add(CANONICAL_ALLOWANCE);
        Self { sink, source, run: 0..0, buffer: Vec::with_capacity(Self::BUFFER), written: 0, limit }
    }

    /// Writes text as it is. Behind the ceiling nothing is written any more; [`Self::check`] tells.
    #[inline]
    pub(super) fn put(&mut self, text: &str) {
        if !self.run.is_empty() {
            self.end_run();
        }
        self.append(text);
    }

    /// Writes a part of the source as it is.
    #[inline]
    pub(super) fn put_source(&mut self, start: usize, end: usize) {
        if self.run.end == start {
            self.run.end = end;
            if end.saturating_sub(self.run.start) >= Self::BUFFER {
                self.end_run();
            }
        } else {
            self.end_run();
            self.run = start..end;
        }
    }

    /// Fails when more was written than is allowed.
    #[inline]
    pub(super) fn check(&self) -> Result<(), Error> {
        if self.written > self.limit { Err(Error::OutputTooLarge { limit: self.limit }) } else { Ok(()) }
    }

    pub(super) fn finish(mut self) -> Result<(), Error> {
        self.end_run();
        self.flush();
        self.check()
    }

    fn end_run(&mut self) {
        let text = self.source.get(self.run.clone()).unwrap_or_default();
        if text.len() >= Self::LONG_RUN {
            self.flush();
            self.write(text.as_bytes());
        } else {
            self.append(text);
        }
        self.run.start = self.run.end;
    }

    #[inline]
    fn append(&mut self, text: &str) {
        if self.buffer.capacity().saturating_sub(self.buffer.len()) < text.len() {
            self.flush();
            if text.len() >= Self::BUFFER {
                self.write(text.as_bytes());
                return;
            }
        }
        self.buffer.extend_from_slice(text.as_bytes());
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
