//! The end of a file and, from there, single objects: all that an update needs to know.
//!
//! Reads `startxref`, the chain of cross-reference sections, and the objects it is asked for, nothing else: the
//! cost does not depend on the size of the file. It proves nothing about what it did not read; that is the work
//! of `Document`.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ops::Deref;
use std::rc::Rc;

use super::cross_reference::{CrossReference, Section};
use super::error::Error;
use super::filter;
use super::lexer::{Lexer, is_white_space};
use super::object::{Dictionary, IndirectObject, Object, ObjectId, Origin, Value};
use super::scan;
use crate::limits::{self, Budget};

/// The chain of cross-reference sections, and objects on demand.
#[derive(Debug)]
pub struct Tail<'a> {
    source: &'a [u8],
    sections: Vec<Section>,
    start: StartOfCrossReference,
    memory: Memory,
}

/// What was read once is not read again: many objects may lie in one object stream, many streams name one length.
#[derive(Debug)]
struct Memory {
    /// Object streams by where they begin in the file.
    streams: RefCell<HashMap<usize, Rc<ObjectStream>>>,
    /// Lengths by their object and the first section that is asked.
    lengths: RefCell<HashMap<(ObjectId, usize), usize>>,
    /// Octets that cross-reference streams and object streams may still inflate to.
    octets_left: Cell<usize>,
}

impl Memory {
    fn new(octets_left: usize) -> Self {
        Self { streams: RefCell::default(), lengths: RefCell::default(), octets_left: Cell::new(octets_left) }
    }

    fn stream(&self, holder: &IndirectObject, source: &[u8]) -> Result<Rc<ObjectStream>, Error> {
        let offset = holder.offset();
        if let Some(stream) = self.streams.borrow().get(&offset) {
            return Ok(Rc::clone(stream));
        }
        let limit = limits::pdf::STRUCTURE_STREAM_OCTETS.min(self.octets_left.get());
        let decoded = ObjectStream::decode(holder, source, limit);
        // A failure may have made all that was allowed.
        let made = decoded.as_ref().map_or(limit, |stream| stream.data.len());
        self.octets_left.set(self.octets_left.get().saturating_sub(made));
        let stream = Rc::new(decoded?);
        self.streams.borrow_mut().insert(offset, Rc::clone(&stream));
        Ok(stream)
    }
}

/// The last `startxref` of the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct StartOfCrossReference {
    pub(super) keyword: usize,
    pub(super) target: usize,
}

/// An object stream, decoded.
#[derive(Debug)]
pub(super) struct ObjectStream {
    pub(super) data: Vec<u8>,
    /// Number and offset of each object, in order.
    pub(super) index: Vec<(u32, usize)>,
}

/// A single object with the octets its spans refer to.
#[derive(Debug)]
pub(super) struct Located<'a> {
    pub(super) indirect: IndirectObject,
    pub(super) octets: Octets<'a>,
}

/// What the spans of an object refer to.
#[derive(Debug, Clone)]
pub(super) enum Octets<'a> {
    File(&'a [u8]),
    ObjectStream(Rc<ObjectStream>),
}

impl Deref for Octets<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::File(source) => source,
            Self::ObjectStream(stream) => &stream.data,
        }
    }
}

impl<'a> Tail<'a> {
    /// Reads the chain of sections from the last `startxref`.
    ///
    /// # Errors
    /// [`Error`] when the tail or a section of the chain is not as ISO 32000-1, 7.5 wants it.
    pub fn read(source: &'a [u8]) -> Result<Self, Error> {
        if source.len() > limits::pdf::FILE_OCTETS {
            return Err(Error::TooLarge { octets: source.len() });
        }
        let mut budget = Budget::new(limits::pdf::VALUE_OCTETS);
        let mut octets_left = limits::pdf::STRUCTURE_TOTAL_OCTETS;
        let start = last_start(source)?;
        let mut sections: Vec<Section> = Vec::new();
        let mut next = Some(start.target);
        while let Some(offset) = next {
            if sections.iter().any(|section| section.span.start == offset) {
                return Err(Error::CrossReferenceLoop { offset });
            }
            if sections.len() >= limits::pdf::SECTIONS {
                return Err(Error::TooManySections { offset });
            }
            let section = Section::read(source, offset, &mut budget, &mut octets_left)?;
            next = section.previous;
            sections.push(section);
        }
        Ok(Self { source, sections, start, memory: Memory::new(octets_left) })
    }

    /// The sections, newest first.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// The trailer of the newest section.
    pub fn trailer(&self) -> Option<&Dictionary> {
        self.sections.first().map(|section| &section.trailer)
    }

    /// Octets that cross-reference streams and object streams inflated to so far.
    #[cfg(test)]
    pub(super) fn inflated(&self) -> usize {
        limits::pdf::STRUCTURE_TOTAL_OCTETS.saturating_sub(self.memory.octets_left.get())
    }

    pub(super) const fn source(&self) -> &'a [u8] {
        self.source
    }

    pub(super) const fn start(&self) -> StartOfCrossReference {
        self.start
    }

    /// Where an object is, as a reader sees it who knows the sections from `skip` on (0: all of them).
    pub(super) fn find(&self, number: u32, skip: usize) -> Result<CrossReference, Error> {
        for section in self.sections.iter().skip(skip) {
            let own = section.find(self.source, number)?;
            // 7.5.8.4: an object that the table of a hybrid file hides as free, or does not name, is looked for
            // in the stream of the same section before older sections.
            let found = match (own, &section.supplement) {
                (Some(CrossReference::Free) | None, Some(supplement)) => {
                    supplement.find(self.source, number)?.or(own)
                }
                _ => own,
            };
            if let Some(found) = found {
                return Ok(found);
            }
        }
        Ok(CrossReference::Free)
    }

    /// The newest version of an object; `None` where the number is free (7.3.10: it is `null`).
    pub(super) fn object(&self, id: ObjectId) -> Result<Option<Located<'a>>, Error> {
        self.object_since(id, 0, limits::pdf::REFERENCE_HOPS)
    }

    fn object_since(&self, id: ObjectId, skip: usize, hops: usize) -> Result<Option<Located<'a>>, Error> {
        let mut budget = Budget::new(limits::pdf::VALUE_OCTETS);
        match self.find(id.number, skip)? {
            CrossReference::Free => Ok(None),
            CrossReference::InUse { generation, .. } if generation != id.generation => Ok(None),
            CrossReference::InUse { offset, .. } => {
                let parsed = scan::indirect_object(self.source, offset, &mut budget, &|length| {
                    self.length(length, offset, skip, hops)
                })
                .map_err(|error| match error {
                    Error::ObjectHeaderMalformed { .. } => {
                        Error::CrossReferenceTargetWrong { object: id, target: offset }
                    }
                    error => error,
                })?;
                if parsed.indirect.id != id {
                    return Err(Error::CrossReferenceTargetWrong { object: id, target: offset });
                }
                Ok(Some(Located { indirect: parsed.indirect, octets: Octets::File(self.source) }))
            }
            CrossReference::Compressed { container, index } => {
                if id.generation != 0 {
                    return Ok(None);
                }
                let hops = hops.checked_sub(1).ok_or(Error::ReferenceLoop { object: id })?;
                let holder = ObjectId { number: container, generation: 0 };
                let holder = self.object_since(holder, skip, hops)?;
                let wrong = Error::ObjectStreamMissing { object: id, container };
                let holder = holder.ok_or(wrong.clone())?;
                let stream = self.memory.stream(&holder.indirect, self.source)?;
                let offset = holder.indirect.offset();
                match stream.index.get(index) {
                    Some((number, _)) if *number == id.number => {}
                    _ => return Err(wrong),
                }
                let indirect = stream.object(index, container, offset, &mut budget)?;
                Ok(Some(Located { indirect, octets: Octets::ObjectStream(stream) }))
            }
        }
    }

    /// The value of an indirect `/Length` of the stream at `offset`, as the revision of that stream sees it.
    pub(super) fn length(
        &self,
        id: ObjectId,
        offset: usize,
        skip: usize,
        hops: usize,
    ) -> Result<usize, Error> {
        if let Some(length) = self.memory.lengths.borrow().get(&(id, skip)) {
            return Ok(*length);
        }
        let hops = hops.checked_sub(1).ok_or(Error::ReferenceLoop { object: id })?;
        let malformed = Error::StreamLengthMalformed { offset };
        let held = self.object_since(id, skip, hops)?.ok_or(malformed.clone())?;
        let length = held.indirect.object.as_offset().filter(|_| held.indirect.stream.is_none());
        let length = length.ok_or(malformed)?;
        self.memory.lengths.borrow_mut().insert((id, skip), length);
        Ok(length)
    }

    /// Follows references from a value to what they stand for; the octets its spans refer to come along.
    pub(super) fn resolve(&self, object: &Object) -> Result<Option<(ObjectId, Located<'a>)>, Error> {
        let Value::Reference(mut id) = object.value else { return Ok(None) };
        for _ in 0..limits::pdf::REFERENCE_HOPS {
            match self.object(id)? {
                None => return Ok(None),
                Some(located) => match located.indirect.object.value {
                    Value::Reference(next) => id = next,
                    _ => return Ok(Some((id, located))),
                },
            }
        }
        Err(Error::ReferenceLoop { object: id })
    }
}

impl ObjectStream {
    /// Decodes an object stream (7.5.7) and reads the pairs at its beginning.
    pub(super) fn decode(holder: &IndirectObject, source: &[u8], limit: usize) -> Result<Self, Error> {
        let offset = holder.offset();
        let malformed = || Error::ObjectStreamMalformed { offset };
        let (Some(data), Some(dictionary)) = (holder.stream, holder.dictionary()) else {
            return Err(malformed());
        };
        if !dictionary.is_name("Type", "ObjStm") {
            return Err(malformed());
        }
        let filters = filter::of_structure(dictionary).map_err(|_| malformed())?;
        let data = filter::decode(data.of(source), &filters, limit)
            .map_err(|fault| Error::StreamUndecodable { offset, fault })?;
        let count = dictionary.get("N").and_then(Object::as_offset).ok_or_else(malformed)?;
        let first = dictionary.get("First").and_then(Object::as_offset).ok_or_else(malformed)?;
        if count > limits::pdf::OBJECTS || first > limits::pdf::OBJECT_STREAM_FIRST {
            return Err(Error::TooManyObjects { offset });
        }
        let mut lexer = Lexer::new(data.get(..first).ok_or_else(malformed)?, 0);
        let mut index: Vec<(u32, usize)> = Vec::new();
        for _ in 0..count {
            lexer.skip_white_space();
            let number = lexer.unsigned().and_then(|number| u32::try_from(number).ok());
            lexer.skip_white_space();
            let at =
                lexer.unsigned().and_then(|at| usize::try_from(at).ok()).and_then(|at| at.checked_add(first));
            let (number, at) = number.filter(|number| *number > 0).zip(at).ok_or_else(malformed)?;
            // "The byte offsets shall be in increasing order".
            if index.last().is_some_and(|(_, last)| *last >= at) || at > data.len() {
                return Err(malformed());
            }
            index.push((number, at));
        }
        // Octets behind the pairs and before the first object are not named by anything.
        let begins = index.first().map_or(first, |(_, at)| *at);
        if !is_gap(&data, lexer.position(), first) || !is_gap(&data, first, begins) {
            return Err(malformed());
        }
        Ok(Self { data, index })
    }

    /// One object of the stream, and nothing but white space up to the next.
    pub(super) fn object(
        &self,
        index: usize,
        container: u32,
        offset: usize,
        budget: &mut Budget,
    ) -> Result<IndirectObject, Error> {
        let malformed = || Error::ObjectStreamMalformed { offset };
        let (number, at) = *self.index.get(index).ok_or_else(malformed)?;
        let end =
            index.checked_add(1).and_then(|next| self.index.get(next)).map_or(self.data.len(), |(_, at)| *at);
        let mut lexer = Lexer::new(self.data.get(..end).ok_or_else(malformed)?, at);
        let inside = |error: Error| error.inside(offset);
        lexer.skip_gap().map_err(inside)?;
        let object = lexer.object(budget).map_err(inside)?;
        if !is_gap(&self.data, lexer.position(), end) {
            return Err(malformed());
        }
        Ok(IndirectObject {
            id: ObjectId { number, generation: 0 },
            object,
            origin: Origin::ObjectStream { container, offset, index },
            stream: None,
        })
    }
}

/// White space and whole comments (7.2.3) from `from` to `to`. A comment that runs on behind `to` is none: one reader would
/// begin there, another behind it.
fn is_gap(data: &[u8], from: usize, to: usize) -> bool {
    let mut lexer = Lexer::new(data, from);
    while lexer.position() < to {
        match lexer.peek() {
            Some(byte) if is_white_space(byte) => lexer.advance(1),
            Some(b'%') if !lexer.comment().starts_with(b"%%EOF") => {}
            _ => return false,
        }
    }
    lexer.position() == to
}

/// `startxref`, a number, `%%EOF` and white space at the end of the file (7.5.5).
fn last_start(source: &[u8]) -> Result<StartOfCrossReference, Error> {
    let from = source.len().saturating_sub(limits::pdf::TAIL_OCTETS);
    let tail = source.get(from..).unwrap_or_default();
    let found = memchr::memmem::rfind(tail, b"startxref").ok_or(Error::StartOfCrossReferenceMissing)?;
    let keyword = from.saturating_add(found);
    let mut lexer = Lexer::new(source, keyword);
    if !lexer.take_keyword(b"startxref") {
        return Err(Error::StartOfCrossReferenceMalformed { offset: keyword });
    }
    lexer.skip_gap()?;
    let offset = lexer.position();
    let target = lexer.unsigned().and_then(|target| usize::try_from(target).ok());
    let target = target.ok_or(Error::StartOfCrossReferenceMalformed { offset })?;
    loop {
        lexer.skip_white_space();
        let offset = lexer.position();
        match lexer.peek() {
            Some(b'%') => {
                if lexer.comment().trim_ascii_end() == b"%%EOF" {
                    break;
                }
            }
            _ => return Err(Error::EndOfFileMarkerMissing { offset }),
        }
    }
    lexer.skip_white_space();
    if !lexer.is_at_end() {
        return Err(after_the_end(source, lexer.position()));
    }
    Ok(StartOfCrossReference { keyword, target })
}

/// What stands behind the last end-of-file marker that a startxref leads to, by its parts: the error for each way in
/// which an update can be no revision (7.5.6).
fn after_the_end(source: &[u8], offset: usize) -> Error {
    let rest = source.get(offset..).unwrap_or_default();
    let mut lexer = Lexer::new(source, offset);
    let is_update = lexer.take_keyword(b"trailer") || scan::object_header(&mut lexer).is_some();
    let has = |word: &[u8]| memchr::memmem::find(rest, word).is_some();
    if !is_update {
        Error::OctetsAfterEndOfFile { offset }
    } else if has(b"trailer") {
        Error::UpdateTrailerOnly { offset }
    } else if has(b"%%EOF") {
        Error::UpdateWithoutCrossReference { offset }
    } else {
        Error::UpdateBodyOnly { offset }
    }
}
