//! One cross-reference section (ISO 32000-1, 7.5.4 and 7.5.8): a table with its trailer, or a stream.
//!
//! Tables are read by arithmetic: every entry is exactly 20 octets, so that looking up one object in a large file
//! costs nothing for the others. Whether entries tell the truth is asked by `document`, for all of them.

use super::error::Error;
use super::filter;
use super::lexer::Lexer;
use super::object::{Dictionary, Object, ObjectId, Span};
use super::scan;
use crate::limits::{self, Budget};

/// Where an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CrossReference {
    /// In an object stream.
    Compressed {
        /// Number of the object stream.
        container: u32,
        /// Position in it.
        index: usize,
    },
    /// Nowhere: the number is free.
    Free,
    /// In the file.
    InUse {
        /// Where it begins.
        offset: usize,
        /// Its generation.
        generation: u16,
    },
}

/// How a section is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SectionKind {
    /// `xref … trailer << … >>`
    Table,
    /// A stream of `/Type /XRef`.
    Stream(ObjectId),
}

/// A cross-reference section with its trailer dictionary.
#[derive(Debug, Clone)]
pub struct Section {
    /// From `xref`, or from the stream's object number, to the end of the trailer or of `endobj`.
    pub span: Span,
    /// Table or stream.
    pub kind: SectionKind,
    /// The trailer, or the dictionary of the stream.
    pub trailer: Dictionary,
    /// The span of the trailer dictionary.
    pub trailer_span: Span,
    /// `/Size`.
    pub size: u32,
    /// `/Prev`: where the section before it begins.
    pub previous: Option<usize>,
    /// `/XRefStm` of a hybrid file.
    pub supplement: Option<Box<Section>>,
    /// Where the keyword `trailer` of a table stands.
    pub(super) trailer_keyword: Option<usize>,
    subsections: Vec<Subsection>,
    /// The subsections that name anything, by their first number: a number is looked up among them by halving.
    by_number: Vec<Subsection>,
    /// A number that two subsections have.
    twice: Option<u32>,
    rows: Option<Rows>,
}

#[derive(Debug, Clone, Copy)]
struct Subsection {
    first: u32,
    count: u32,
    /// Octet offset of the first entry in the file (table), or its row (stream).
    at: usize,
}

#[derive(Debug, Clone)]
struct Rows {
    data: Vec<u8>,
    widths: [usize; 3],
}

const ENTRY: usize = 20;

impl Section {
    /// The section that begins at `offset`. What its streams inflate to is taken from `octets_left`.
    pub(super) fn read(
        source: &[u8],
        offset: usize,
        budget: &mut Budget,
        octets_left: &mut usize,
    ) -> Result<Self, Error> {
        let mut lexer = Lexer::new(source, offset);
        if lexer.take_keyword(b"xref") {
            let mut section = Self::table(source, offset, lexer, budget)?;
            if let Some(at) = section.offset_entry("XRefStm")? {
                let supplement =
                    Self::stream(source, at, budget, octets_left).map_err(|error| match error {
                        Error::HybridStreamMisplaced { .. } => error,
                        _ => Error::HybridStreamMissing { offset, target: at },
                    })?;
                section.supplements_as(&supplement)?;
                section.supplement = Some(Box::new(supplement));
            }
            Ok(section)
        } else {
            Self::stream(source, offset, budget, octets_left)
        }
    }

    fn table(source: &[u8], offset: usize, mut lexer: Lexer<'_>, budget: &mut Budget) -> Result<Self, Error> {
        let mut subsections = Vec::new();
        lexer.skip_white_space();
        while !lexer.take_keyword(b"trailer") {
            let header_at = lexer.position();
            let malformed = || Error::CrossReferenceTableMalformed { offset: header_at };
            let header = |lexer: &mut Lexer<'_>| {
                let first = u32::try_from(lexer.unsigned()?).ok()?;
                lexer.peek().filter(|byte| *byte == b' ')?;
                lexer.skip_white_space();
                let count = u32::try_from(lexer.unsigned()?).ok()?;
                lexer.skip_white_space().then_some((first, count))
            };
            let (first, count) = header(&mut lexer).ok_or_else(malformed)?;
            numbers_exist(first, count, header_at)?;
            let octets = usize::try_from(count)
                .ok()
                .and_then(|count| count.checked_mul(ENTRY))
                .ok_or_else(malformed)?;
            let at = lexer.position();
            at.checked_add(octets).filter(|end| *end <= source.len()).ok_or_else(malformed)?;
            // Some readers take a free entry for number 1 at the beginning of a subsection for that of number 0, and
            // count all that follow one lower.
            let entry = lexer.rest().get(..ENTRY).filter(|_| first == 1 && count > 0);
            if entry.and_then(table_entry) == Some(CrossReference::Free) {
                return Err(Error::SubsectionNumbering { offset: header_at });
            }
            subsections.push(Subsection { first, count, at });
            if subsections.len() > limits::pdf::SUBSECTIONS {
                return Err(Error::TooManySubsections { offset });
            }
            lexer.advance(octets);
            // A last entry written as "n\n" alone would be 19 octets; the arithmetic then runs into the next
            // token, and its first digit is missing there: refused as malformed.
            lexer.skip_white_space();
        }
        let keyword = lexer.position().saturating_sub(b"trailer".len());
        lexer.skip_gap()?;
        let trailer = lexer.object(budget)?;
        let span = Span::new(offset, lexer.position());
        let mut section = Self::assemble(span, SectionKind::Table, trailer, subsections, None)?;
        section.trailer_keyword = Some(keyword);
        Ok(section)
    }

    fn stream(
        source: &[u8],
        offset: usize,
        budget: &mut Budget,
        octets_left: &mut usize,
    ) -> Result<Self, Error> {
        let missing = || Error::CrossReferenceMissing { offset };
        if !source.get(offset).is_some_and(u8::is_ascii_digit) {
            return Err(missing());
        }
        let refuse = |_: ObjectId| Err(Error::CrossReferenceStreamMalformed { offset });
        let object = scan::indirect_object(source, offset, budget, &refuse).map_err(|error| match error {
            Error::ObjectHeaderMalformed { .. } => missing(),
            error => error,
        })?;
        let malformed = || Error::CrossReferenceStreamMalformed { offset };
        let (Some(data), Some(dictionary)) = (object.indirect.stream, object.indirect.dictionary()) else {
            return Err(missing());
        };
        if !dictionary.is_name("Type", "XRef") {
            return Err(missing());
        }
        // 7.5.8.4 has it in the trailer of a table alone; some readers follow it here too.
        if let Some(entry) = dictionary.get("XRefStm") {
            return Err(Error::HybridStreamMisplaced { offset: entry.span.start });
        }
        let filters = filter::of_structure(dictionary).map_err(|_| malformed())?;
        let limit = limits::pdf::STRUCTURE_STREAM_OCTETS.min(*octets_left);
        let data = filter::decode(data.of(source), &filters, limit)
            .map_err(|fault| Error::StreamUndecodable { offset, fault })?;
        *octets_left = octets_left.saturating_sub(data.len());
        let widths = dictionary.get("W").and_then(Object::as_array).ok_or_else(malformed)?;
        let width = |index: usize, most: usize| {
            widths.get(index).and_then(Object::as_offset).filter(|width| *width <= most).ok_or_else(malformed)
        };
        // Types are numbers up to 2: Ghostscript opens no file that gives them more than one octet.
        let widths = if widths.len() == 3 {
            [width(0, 1)?, width(1, 8)?, width(2, 8)?]
        } else {
            return Err(malformed());
        };
        let size = size_of(dictionary).ok_or_else(malformed)?;
        let mut subsections = Vec::new();
        let mut row = 0_usize;
        let mut add = |first: u32, count: u32| -> Result<(), Error> {
            numbers_exist(first, count, offset)?;
            subsections.push(Subsection { first, count, at: row });
            let rows = usize::try_from(count).ok().and_then(|count| row.checked_add(count));
            row = rows.ok_or_else(malformed)?;
            Ok(())
        };
        match dictionary.get("Index") {
            None => add(0, size)?,
            Some(index) => {
                let index = index.as_array().ok_or_else(malformed)?;
                for pair in index.chunks(2) {
                    let number = |object: Option<&Object>| {
                        object.and_then(Object::as_offset).and_then(|number| u32::try_from(number).ok())
                    };
                    let (first, count) =
                        number(pair.first()).zip(number(pair.get(1))).ok_or_else(malformed)?;
                    add(first, count)?;
                }
            }
        }
        let length = widths.iter().sum::<usize>();
        if subsections.len() > limits::pdf::SUBSECTIONS {
            return Err(Error::TooManySubsections { offset });
        }
        if length == 0 || row.checked_mul(length) != Some(data.len()) {
            return Err(Error::CrossReferenceStreamLength { offset });
        }
        let kind = SectionKind::Stream(object.indirect.id);
        Self::assemble(object.span, kind, object.indirect.object, subsections, Some(Rows { data, widths }))
    }

    fn assemble(
        span: Span,
        kind: SectionKind,
        trailer: Object,
        subsections: Vec<Subsection>,
        rows: Option<Rows>,
    ) -> Result<Self, Error> {
        let trailer_span = trailer.span;
        let malformed = Error::TrailerMalformed { offset: trailer_span.start };
        let super::object::Value::Dictionary(trailer) = trailer.value else { return Err(malformed) };
        let size = size_of(&trailer).ok_or(malformed)?;
        numbers_exist(0, size, trailer_span.start)?;
        let (by_number, twice) = by_number(&subsections);
        let mut section = Self {
            span,
            kind,
            trailer,
            trailer_span,
            size,
            previous: None,
            supplement: None,
            trailer_keyword: None,
            subsections,
            by_number,
            twice,
            rows,
        };
        section.previous = section.offset_entry("Prev")?;
        Ok(section)
    }

    /// Whether the stream that `/XRefStm` names says of the file nothing else than the trailer it belongs to: readers of one
    /// kind take one for the trailer, readers of another kind the other.
    fn supplements_as(&self, supplement: &Self) -> Result<(), Error> {
        for entry in supplement.trailer.entries() {
            let agrees = match entry.key.as_slice() {
                b"Prev" | b"Encrypt" => false,
                // "shall be large enough to include all objects, including those defined in the cross-reference stream".
                b"Size" => supplement.size <= self.size,
                b"Root" | b"Info" | b"ID" => {
                    let mut own = self.trailer.entries().iter();
                    own.any(|own| own.key == entry.key && own.value == entry.value)
                }
                _ => true,
            };
            if !agrees {
                return Err(Error::HybridStreamDiffers { offset: entry.key_span.start });
            }
        }
        Ok(())
    }

    /// Whether the first subsection begins with the head of the list of free numbers, which has number 0 (7.5.4). A
    /// stream need not name it.
    pub(super) fn begins_with_zero(&self, source: &[u8]) -> bool {
        let Some(first) = self.subsections.first() else { return false };
        self.rows.is_some()
            || (first.first == 0
                && first.count > 0
                && self.entry(source, first, 0).is_ok_and(|entry| entry == CrossReference::Free))
    }

    /// An offset in the trailer, which the standard wants direct.
    fn offset_entry(&self, key: &str) -> Result<Option<usize>, Error> {
        match self.trailer.get(key) {
            None => Ok(None),
            Some(object) => match object.as_offset() {
                Some(offset) => Ok(Some(offset)),
                None => Err(Error::TrailerOffsetMalformed { offset: object.span.start }),
            },
        }
    }

    /// Whether no object is named here (the second section of hybrid files as word processors write them).
    pub(super) fn is_empty(&self) -> bool {
        self.subsections.iter().all(|subsection| subsection.count == 0)
    }

    /// Where object `number` is by this section alone, its hybrid supplement not asked.
    pub(super) fn find(&self, source: &[u8], number: u32) -> Result<Option<CrossReference>, Error> {
        if let Some(number) = self.twice {
            return Err(Error::CrossReferenceDuplicate { offset: self.span.start, number });
        }
        let behind = self.by_number.partition_point(|subsection| subsection.first <= number);
        let Some(subsection) = behind.checked_sub(1).and_then(|index| self.by_number.get(index)) else {
            return Ok(None);
        };
        match number.checked_sub(subsection.first).filter(|index| *index < subsection.count) {
            Some(index) => self.entry(source, subsection, index).map(Some),
            None => Ok(None),
        }
    }

    /// All entries, in the order of the section; `visit` also gets the octet where the entry stands, or where
    /// the section begins for a stream.
    pub(super) fn for_each(
        &self,
        source: &[u8],
        mut visit: impl FnMut(u32, CrossReference, usize) -> Result<(), Error>,
    ) -> Result<(), Error> {
        for subsection in &self.subsections {
            for index in 0..subsection.count {
                let number = subsection.first.saturating_add(index);
                let place = match self.kind {
                    SectionKind::Table => subsection.place(index, ENTRY),
                    SectionKind::Stream(_) => self.span.start,
                };
                visit(number, self.entry(source, subsection, index)?, place)?;
            }
        }
        Ok(())
    }

    /// One more than the largest number any subsection has an entry for; `/Size` may understate it.
    pub(super) fn numbers_end(&self) -> u32 {
        let ends =
            self.subsections.iter().map(|subsection| subsection.first.saturating_add(subsection.count));
        ends.max().unwrap_or(0)
    }

    /// Entries of all subsections.
    pub(super) fn length(&self) -> usize {
        self.subsections.iter().filter_map(|subsection| usize::try_from(subsection.count).ok()).sum()
    }

    fn entry(&self, source: &[u8], subsection: &Subsection, index: u32) -> Result<CrossReference, Error> {
        match &self.rows {
            None => {
                let offset = subsection.place(index, ENTRY);
                let octets = offset.checked_add(ENTRY).and_then(|end| source.get(offset..end));
                octets.and_then(table_entry).ok_or(Error::CrossReferenceEntryMalformed { offset })
            }
            Some(rows) => {
                let index = usize::try_from(index).unwrap_or(usize::MAX);
                rows.entry(subsection.at.saturating_add(index))
                    .ok_or(Error::CrossReferenceStreamMalformed { offset: self.span.start })
            }
        }
    }
}

/// The subsections in the order of their numbers; a number that two of them have is named twice.
fn by_number(subsections: &[Subsection]) -> (Vec<Subsection>, Option<u32>) {
    let mut sorted: Vec<Subsection> =
        subsections.iter().copied().filter(|subsection| subsection.count > 0).collect();
    sorted.sort_by_key(|subsection| subsection.first);
    let mut neighbours = sorted.iter().zip(sorted.iter().skip(1));
    let twice = neighbours.find(|(before, after)| before.first.saturating_add(before.count) > after.first);
    let twice = twice.map(|(_, after)| after.first);
    (sorted, twice)
}

impl Subsection {
    fn place(&self, index: u32, width: usize) -> usize {
        self.at.saturating_add(usize::try_from(index).unwrap_or(usize::MAX).saturating_mul(width))
    }
}

impl Rows {
    fn entry(&self, row: usize) -> Option<CrossReference> {
        let [kind, second, third] = self.widths;
        let length = kind.checked_add(second)?.checked_add(third)?;
        let start = row.checked_mul(length)?;
        let octets = self.data.get(start..start.checked_add(length)?)?;
        let (first, rest) = octets.split_at_checked(kind)?;
        let (second, third) = rest.split_at_checked(second)?;
        let number = |octets: &[u8]| octets.iter().fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
        // 7.5.8.3: a type field of width 0 stands for type 1.
        match if first.is_empty() { 1 } else { number(first) } {
            0 => free(number(second), number(third)),
            1 => Some(CrossReference::InUse {
                offset: usize::try_from(number(second)).ok()?,
                generation: u16::try_from(number(third)).ok()?,
            }),
            2 => Some(CrossReference::Compressed {
                container: u32::try_from(number(second)).ok()?,
                index: usize::try_from(number(third)).ok()?,
            }),
            _ => None,
        }
    }
}

/// 7.5.4: `nnnnnnnnnn ggggg n` and two octets of end of line.
fn table_entry(octets: &[u8]) -> Option<CrossReference> {
    let digits = |octets: &[u8]| -> Option<u64> {
        if !octets.iter().all(u8::is_ascii_digit) {
            return None;
        }
        core::str::from_utf8(octets).ok()?.parse().ok()
    };
    let (offset, rest) = octets.split_at_checked(10)?;
    let rest = rest.strip_prefix(b" ")?;
    let (generation, rest) = rest.split_at_checked(5)?;
    let (offset, generation) = (digits(offset)?, digits(generation)?);
    match rest {
        b" n \n" | b" n \r" | b" n\r\n" => Some(CrossReference::InUse {
            offset: usize::try_from(offset).ok()?,
            generation: u16::try_from(generation).ok()?,
        }),
        b" f \n" | b" f \r" | b" f\r\n" => free(offset, generation),
        _ => None,
    }
}

/// An entry of the list of free numbers: the next one, which is an object number (Annex C.2), and a generation (7.5.4).
/// Readers whose integers overflow behind them take the file for broken and read it in a way of their own. Ghostscript,
/// mupdf and Pillow write 65,536 where 65,535 is meant.
fn free(next: u64, generation: u64) -> Option<CrossReference> {
    const GENERATION: u64 = 65_536;
    let sound = next < u64::from(limits::pdf::OBJECT_NUMBERS) && generation <= GENERATION;
    sound.then_some(CrossReference::Free)
}

/// Annex C.2: "8,388,607: Maximum number of indirect objects in a PDF file". Readers whose numbers overflow behind it take
/// the file for broken and read it in a way of their own.
fn numbers_exist(first: u32, count: u32, offset: usize) -> Result<(), Error> {
    let end = first.saturating_add(count);
    if end > limits::pdf::OBJECT_NUMBERS {
        return Err(Error::ObjectNumberTooLarge { offset, number: end.saturating_sub(1) });
    }
    if end > limits::pdf::OBJECT_NUMBERS_READ {
        return Err(Error::TooManyObjects { offset });
    }
    Ok(())
}

fn size_of(trailer: &Dictionary) -> Option<u32> {
    trailer.get("Size").and_then(Object::as_offset).and_then(|size| u32::try_from(size).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_within(text: &[u8], octets_left: &mut usize) -> Result<Section, Error> {
        Section::read(text, 0, &mut Budget::new(limits::pdf::VALUE_OCTETS), octets_left)
    }

    fn read(text: &[u8]) -> Result<Section, Error> {
        read_within(text, &mut 0)
    }

    #[test]
    fn reads_the_three_ends_of_line_and_no_other() {
        for end in [" \n", " \r", "\r\n"] {
            let entry = format!("0000000017 00000 n{end}");
            assert_eq!(
                table_entry(entry.as_bytes()),
                Some(CrossReference::InUse { offset: 17, generation: 0 }),
                "{end:?}"
            );
        }
        for bad in [
            "0000000017 00000 n\n\n",
            "0000000017 00000 x \n",
            "000000001a 00000 n \n",
            "0000000017 70000 n \n",
        ] {
            assert_eq!(table_entry(bad.as_bytes()), None, "{bad:?}");
        }
    }

    #[test]
    fn finds_an_object_in_one_of_several_subsections() {
        let text = b"xref\n0 1\n0000000000 65535 f \n4 2\n0000000100 00000 n \n0000000200 00001 n \ntrailer\n<</Size 6>>";
        let section = read(text).unwrap();
        assert_eq!(
            section.find(text, 5).unwrap(),
            Some(CrossReference::InUse { offset: 200, generation: 1 })
        );
        assert_eq!(section.find(text, 0).unwrap(), Some(CrossReference::Free));
        assert_eq!(section.find(text, 3).unwrap(), None);
        assert_eq!(section.length(), 3);
    }

    #[test]
    fn rejects_subsections_that_name_one_object_twice() {
        let twice = |second: u8| {
            let entry = "0000000100 00000 n \n";
            let text = format!("xref\n{second} 1\n{entry}0 2\n{entry}{entry}trailer\n<</Size 6>>");
            let section = read(text.as_bytes());
            section.unwrap().find(text.as_bytes(), 0)
        };
        assert!(twice(2).is_ok());
        assert_eq!(twice(1), Err(Error::CrossReferenceDuplicate { offset: 0, number: 1 }));
    }

    #[test]
    fn rejects_entries_of_nineteen_octets() {
        let text = b"xref\n0 2\n0000000000 65535 f\n0000000009 00000 n\ntrailer\n<</Size 2>>";
        assert!(matches!(read(text), Err(Error::CrossReferenceTableMalformed { .. })));
    }

    #[test]
    fn a_free_entry_names_a_number_and_a_generation_that_there_may_be() {
        for (entry, sound) in [
            ("0008388607 65535 f \n", true),
            ("0008388608 65535 f \n", false),
            ("0000000000 65536 f \n", true),
            ("0000000000 65537 f \n", false),
            ("9999999999 00000 f \n", false),
        ] {
            let found = table_entry(entry.as_bytes());
            assert_eq!(found, sound.then_some(CrossReference::Free), "{entry:?}");
        }
        let row = |next: u64, generation: u64| {
            let data = [&[0][..], &next.to_be_bytes(), &generation.to_be_bytes()].concat();
            Rows { data, widths: [1, 8, 8] }.entry(0)
        };
        assert_eq!(row(8_388_607, 65_536), Some(CrossReference::Free));
        for (next, generation) in [(8_388_608, 0), (u64::MAX, 0), (0, 65_537), (0, u64::MAX)] {
            assert_eq!(row(next, generation), None, "{next} {generation}");
        }
    }

    #[test]
    fn the_type_of_an_entry_takes_one_octet_at_most() {
        let with = |width: usize| {
            let row = |kind: u8, rest: [u8; 2]| [&vec![0; width - 1][..], &[kind], &rest].concat();
            let rows = [row(0, [0, 0]), row(1, [9, 0])].concat();
            let head = format!("1 0 obj<</Type/XRef/Size 2/W[{width} 1 1]/Length {}>>stream\n", rows.len());
            read_within(&[head.as_bytes(), &rows, b"\nendstream endobj"].concat(), &mut 100)
        };
        assert_eq!(with(1).map(|section| section.length()), Ok(2));
        assert!(matches!(with(2), Err(Error::CrossReferenceStreamMalformed { .. })), "{:?}", with(2));
    }

    #[test]
    fn rejects_streams_that_inflate_to_more_than_is_left_for_all() {
        let text =
            b"1 0 obj<</Type/XRef/Size 2/W[1 1 1]/Length 6>>stream\n\0\0\0\x01\x09\0\nendstream endobj";
        for (left, after) in [(7, Some(1)), (6, Some(0)), (5, None)] {
            let mut octets_left = left;
            let section = read_within(text, &mut octets_left);
            assert_eq!(section.as_ref().ok().map(|_| octets_left), after, "{left}: {section:?}");
            assert!(
                after.is_some() || matches!(section, Err(Error::StreamUndecodable { .. })),
                "{section:?}"
            );
        }
    }
}
