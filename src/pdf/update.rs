//! Writing an incremental update (ISO 32000-1, 7.5.6): changed objects, a cross-reference section of the kind the
//! file has, a trailer that keeps every entry.
//!
//! A changed object keeps its octets but for the places that are edited, so that nothing is rewritten by a
//! serializer that might understand it otherwise.

use std::collections::BTreeMap;

use super::cross_reference::SectionKind;
use super::error::Error;
use super::object::{Dictionary, Object, ObjectId, Span};
use super::prepare::PrepareError;
use super::tail::{Located, Octets, Tail};
use crate::limits;

/// An object that the update replaces: its octets and what changes in them.
struct Rewrite<'a> {
    octets: Octets<'a>,
    span: Span,
    edits: Vec<(Span, Vec<u8>)>,
}

/// The objects of an update.
pub(super) struct Update<'t, 'a> {
    tail: &'t Tail<'a>,
    next: u32,
    rewrites: BTreeMap<u32, (ObjectId, Rewrite<'a>)>,
    additions: BTreeMap<u32, Vec<u8>>,
}

/// The octets of an update and where the objects begin in it.
pub(super) struct Written {
    pub(super) octets: Vec<u8>,
    pub(super) starts: BTreeMap<u32, usize>,
}

impl<'t, 'a> Update<'t, 'a> {
    /// An update whose new objects have numbers that no section names.
    pub(super) fn new(tail: &'t Tail<'a>) -> Self {
        let sections = tail.sections().iter();
        // A hybrid file's supplement may name more objects than its table admits to, and a section more than its /Size.
        let sections = sections.flat_map(|section| [Some(section), section.supplement.as_deref()]).flatten();
        let next = sections.map(|section| section.size.max(section.numbers_end())).max().unwrap_or(1).max(1);
        Self { tail, next, rewrites: BTreeMap::new(), additions: BTreeMap::new() }
    }

    /// A number for a new object.
    pub(super) fn reserve(&mut self) -> Result<u32, PrepareError> {
        let number = self.next;
        let next = number.checked_add(1).filter(|next| *next <= limits::pdf::OBJECT_NUMBERS_READ);
        self.next = next.ok_or(PrepareError::TooManyObjects)?;
        Ok(number)
    }

    /// A new object with generation 0.
    pub(super) fn add(&mut self, number: u32, body: Vec<u8>) {
        self.additions.insert(number, body);
    }

    /// Replaces a span of an object that stays as it is otherwise.
    pub(super) fn edit(&mut self, id: ObjectId, located: &Located<'a>, span: Span, replacement: Vec<u8>) {
        let (_, rewrite) = self.rewrites.entry(id.number).or_insert_with(|| {
            let rewrite = Rewrite {
                octets: located.octets.clone(),
                span: located.indirect.object.span,
                edits: Vec::new(),
            };
            (id, rewrite)
        });
        rewrite.edits.push((span, replacement));
    }

    /// Puts ` /Key value` before the end of a dictionary.
    pub(super) fn insert_entry(
        &mut self,
        id: ObjectId,
        located: &Located<'a>,
        dictionary: Span,
        entry: &str,
    ) {
        let at = dictionary.end.saturating_sub(2);
        self.edit(id, located, Span::new(at, at), entry.as_bytes().to_vec());
    }

    /// Puts an element before the end of an array.
    pub(super) fn append_element(&mut self, id: ObjectId, located: &Located<'a>, array: Span, element: &str) {
        let at = array.end.saturating_sub(1);
        self.edit(id, located, Span::new(at, at), format!(" {element}").into_bytes());
    }

    /// The octets that follow the input.
    pub(super) fn write(self) -> Result<Written, PrepareError> {
        let source = self.tail.source();
        let mut output = Output { base: source.len(), octets: Vec::new() };
        if !matches!(source.last(), Some(b'\n' | b'\r')) {
            output.octets.push(b'\n');
        }
        let mut bodies: BTreeMap<u32, (ObjectId, Vec<u8>)> = BTreeMap::new();
        for (number, body) in self.additions {
            bodies.insert(number, (ObjectId { number, generation: 0 }, body));
        }
        for (number, (id, rewrite)) in self.rewrites {
            bodies.insert(number, (id, rewrite.apply()));
        }
        let mut entries: BTreeMap<u32, (usize, u16)> = BTreeMap::new();
        let mut starts = BTreeMap::new();
        for (number, (id, body)) in &bodies {
            entries.insert(*number, (output.position(), id.generation));
            starts.insert(*number, output.octets.len());
            output.text(&format!("{} {} obj\n", id.number, id.generation));
            output.octets.extend_from_slice(body);
            output.text("\nendobj\n");
        }
        let newest = self.tail.sections().first().ok_or(Error::StartOfCrossReferenceMissing)?;
        let mut next = self.next;
        let start = output.position();
        let previous = self.tail.start().target;
        match newest.kind {
            SectionKind::Table => {
                output.text("xref\n");
                for (first, run) in runs(&entries) {
                    output.text(&format!("{first} {}\n", run.len()));
                    for (offset, generation) in run {
                        output.text(&format!("{offset:010} {generation:05} n \n"));
                    }
                }
                output.text("trailer\n<<");
                output.octets.extend(kept(&newest.trailer, source));
                output.text(&format!("/Size {next}/Prev {previous}>>\n"));
            }
            SectionKind::Stream(_) => {
                let own = next;
                next = next.checked_add(1).ok_or(PrepareError::TooManyObjects)?;
                entries.insert(own, (start, 0));
                let mut rows = Vec::new();
                let mut index = String::new();
                for (first, run) in runs(&entries) {
                    index.push_str(&format!("{first} {} ", run.len()));
                    for (offset, generation) in run {
                        let offset = u32::try_from(offset).map_err(|_| PrepareError::FileTooLarge)?;
                        rows.push(1);
                        rows.extend_from_slice(&offset.to_be_bytes());
                        rows.extend_from_slice(&generation.to_be_bytes());
                    }
                }
                output.text(&format!("{own} 0 obj\n<</Type/XRef/W[1 4 2]/Index[{}]", index.trim_end()));
                output.octets.extend(kept(&newest.trailer, source));
                output.text(&format!("/Size {next}/Prev {previous}/Length {}>>stream\n", rows.len()));
                output.octets.extend_from_slice(&rows);
                output.text("\nendstream\nendobj\n");
            }
        }
        output.text(&format!("startxref\n{start}\n%%EOF\n"));
        Ok(Written { octets: output.octets, starts })
    }
}

impl Rewrite<'_> {
    fn apply(mut self) -> Vec<u8> {
        // A stable sort: two insertions at one place keep their order.
        self.edits.sort_by_key(|(span, _)| span.start);
        let mut body = Vec::with_capacity(self.span.length().saturating_add(128));
        let mut position = self.span.start;
        for (span, replacement) in self.edits {
            body.extend_from_slice(Span::new(position, span.start).of(&self.octets));
            body.extend_from_slice(&replacement);
            position = span.end;
        }
        body.extend_from_slice(Span::new(position, self.span.end).of(&self.octets));
        body
    }
}

struct Output {
    base: usize,
    octets: Vec<u8>,
}

impl Output {
    fn text(&mut self, text: &str) {
        self.octets.extend_from_slice(text.as_bytes());
    }

    fn position(&self) -> usize {
        self.base.saturating_add(self.octets.len())
    }
}

/// Consecutive numbers together, as the subsections of a table want them.
fn runs(entries: &BTreeMap<u32, (usize, u16)>) -> Vec<(u32, Vec<(usize, u16)>)> {
    let mut runs: Vec<(u32, Vec<(usize, u16)>)> = Vec::new();
    let mut expected = None;
    for (number, entry) in entries {
        match runs.last_mut() {
            Some((_, run)) if expected == Some(*number) => run.push(*entry),
            _ => runs.push((*number, vec![*entry])),
        }
        expected = number.checked_add(1);
    }
    runs
}

/// "The added trailer shall contain all the entries except the Prev entry (if present) from the previous trailer"
/// (7.5.6); those that describe the section itself are written anew.
fn kept(trailer: &Dictionary, source: &[u8]) -> Vec<u8> {
    const OWN: [&[u8]; 13] = [
        b"DL",
        b"DecodeParms",
        b"F",
        b"FDecodeParms",
        b"FFilter",
        b"Filter",
        b"Index",
        b"Length",
        b"Prev",
        b"Size",
        b"Type",
        b"W",
        b"XRefStm",
    ];
    let mut octets = Vec::new();
    for entry in trailer.entries().iter().filter(|entry| !OWN.contains(&entry.key.as_slice())) {
        octets.extend_from_slice(entry.key_span.of(source));
        octets.push(b' ');
        octets.extend_from_slice(entry.value.span.of(source));
    }
    octets
}

/// The value of a key with the object that holds it, references followed one step at a time.
pub(super) enum Place<'o, 'a> {
    /// No such key, or `null`; with the span of the `null`.
    Absent(Option<Span>),
    /// In the dictionary itself.
    Direct(&'o Object),
    /// In an object of its own.
    Indirect(ObjectId, Located<'a>),
}

/// Where the value of `key` stands.
pub(super) fn place<'o, 'a>(
    tail: &Tail<'a>,
    dictionary: &'o Dictionary,
    key: &str,
) -> Result<Place<'o, 'a>, Error> {
    let Some(object) = dictionary.get(key) else { return Ok(Place::Absent(None)) };
    if object.is_null() {
        return Ok(Place::Absent(Some(object.span)));
    }
    if object.as_reference().is_none() {
        return Ok(Place::Direct(object));
    }
    Ok(match tail.resolve(object)? {
        Some((id, located)) if !located.indirect.object.is_null() => Place::Indirect(id, located),
        _ => Place::Absent(Some(object.span)),
    })
}
