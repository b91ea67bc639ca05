//! What a viewer sees that takes the file for broken and looks for its structure from the first octet to the last.
//!
//! Viewers differ in what makes them do so, and in how: some read on inside the data of streams, in strings and in
//! comments, some end a stream at the first `endstream`. No list of their reasons would be complete. Therefore every octet
//! that any of them may take for structure must be the structure that was read; where it is not, nothing is decided.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use super::document::{Document, View};
use super::error::Error;
use super::lexer::{is_delimiter, is_white_space};
use super::object::{Object, ObjectId, Origin, Span, Value};
use super::walk;

/// Holds the view against such a reading of `source`, the file up to the end of the view's revision.
///
/// # Errors
/// [`Error::HiddenStructure`], [`Error::StreamEndInData`] and [`Error::LinearReadingDiffers`], which leave the question
/// undecided; [`Error::ReferenceGeneration`].
pub(super) fn compare(view: View<'_>, source: &[u8]) -> Result<(), Error> {
    let octets = Octets::new(view.document(), source);
    octets.headers()?;
    octets.keywords()?;
    octets.ends_of_streams()?;
    octets.catalogs(view)?;
    references(view, &octets.last)
}

/// The file with what is known of it.
struct Octets<'d> {
    source: &'d [u8],
    document: &'d Document<'d>,
    /// Where objects begin, in the order of the file.
    starts: Vec<usize>,
    /// The data of streams, in the order of the file.
    data: Vec<Span>,
    /// Where the last object of each number begins.
    last: HashMap<u32, usize>,
    /// The objects of object streams that are not encoded, by where their values begin in the file.
    plain: OnceCell<HashMap<usize, u32>>,
}

impl<'d> Octets<'d> {
    fn new(document: &'d Document<'d>, source: &'d [u8]) -> Self {
        let objects = || document.objects().iter().filter(|object| object.offset() < source.len());
        let mut starts = Vec::new();
        let mut last: HashMap<u32, usize> = HashMap::new();
        for object in objects() {
            if let Origin::File(span) = object.origin {
                starts.push(span.start);
                last.insert(object.id.number, span.start);
            }
        }
        let data = objects().filter_map(|object| object.stream).collect();
        Self { source, document, starts, data, last, plain: OnceCell::new() }
    }

    /// Whether the header of `number` that ends at `end` stands before the value of that very object in an object stream:
    /// pdfTeX writes it there as a comment. Whoever takes it for a header reads what stands behind it all the same.
    fn is_of_stream(&self, number: u32, end: usize) -> bool {
        let rest = self.source.get(end..).unwrap_or_default();
        let white = rest.iter().take_while(|byte| is_white_space(**byte)).count();
        self.plain.get_or_init(|| self.plain_objects()).get(&end.saturating_add(white)) == Some(&number)
    }

    fn plain_objects(&self) -> HashMap<usize, u32> {
        let objects = self.document.objects().iter();
        let holders: HashMap<usize, usize> = objects
            .clone()
            .filter(|holder| holder.dictionary().is_some_and(|dictionary| dictionary.get("Filter").is_none()))
            .filter_map(|holder| Some((holder.offset(), holder.stream?.start)))
            .collect();
        objects
            .filter_map(|object| match object.origin {
                Origin::ObjectStream { offset, .. } => {
                    let start = holders.get(&offset)?.checked_add(object.object.span.start)?;
                    Some((start, object.id.number))
                }
                Origin::File(_) => None,
            })
            .collect()
    }

    fn is_data(&self, offset: usize) -> bool {
        let behind = self.data.partition_point(|data| data.start <= offset);
        behind.checked_sub(1).and_then(|index| self.data.get(index)).is_some_and(|data| data.contains(offset))
    }

    /// Whether the keyword `obj` at `offset` is that of an object that was read: digits and white space stand between.
    fn is_own(&self, offset: usize) -> bool {
        let behind = self.starts.partition_point(|start| *start <= offset);
        let start = behind.checked_sub(1).and_then(|index| self.starts.get(index));
        let header = start.and_then(|start| self.source.get(*start..offset)).unwrap_or(b"-");
        header.iter().all(|byte| byte.is_ascii_digit() || is_white_space(*byte))
    }

    /// Every `12 0 obj` is the beginning of an object that was read.
    fn headers(&self) -> Result<(), Error> {
        for offset in memchr::memmem::find_iter(self.source, b"obj") {
            if self.is_own(offset) || !is_header(self.source, offset) {
                continue;
            }
            let header = object_before(self.source, offset);
            if header.is_some_and(|(number, _)| self.is_of_stream(number, offset.saturating_add(3))) {
                continue;
            }
            return Err(match header {
                Some((number, offset)) if !self.is_data(offset) && self.last.contains_key(&number) => {
                    Error::LinearReadingDiffers { offset, object: ObjectId { number, generation: 0 } }
                }
                _ => Error::HiddenStructure { offset },
            });
        }
        Ok(())
    }

    /// Every `xref`, `trailer` and `startxref` is that of the chain.
    fn keywords(&self) -> Result<(), Error> {
        let known = self.document.keywords();
        let refuse = |offset: usize| match known.binary_search(&offset) {
            Ok(_) => Ok(()),
            Err(_) => Err(Error::HiddenStructure { offset }),
        };
        for offset in memchr::memmem::find_iter(self.source, b"xref") {
            let start = offset.saturating_sub(b"start".len());
            let next = || self.source.get(offset.saturating_add(b"xref".len())..).unwrap_or_default();
            if self.source.get(start..offset) == Some(b"start") {
                let target = next().iter().find(|byte| !is_white_space(**byte));
                if target.is_some_and(|byte| is_of_number(*byte) || *byte == b'%') {
                    refuse(start)?;
                }
            } else if self.is_keyword(offset) {
                refuse(offset)?;
            }
        }
        for offset in memchr::memmem::find_iter(self.source, b"trailer") {
            let next = self.source.get(offset.saturating_add(b"trailer".len())..).unwrap_or_default();
            let white = next.iter().take_while(|byte| is_white_space(**byte)).count();
            let next = next.get(white..).unwrap_or_default();
            if next.starts_with(b"<<") || next.starts_with(b"%") {
                refuse(offset)?;
            }
        }
        Ok(())
    }

    /// Whether any reader may take the `xref` at `offset` for the keyword. pdf.js ends an object at one that stands between
    /// octets that are of no word, wherever that is, and leaves out what follows up to the next trailer where white space,
    /// the end of a line or a bracket stands behind.
    fn is_keyword(&self, offset: usize) -> bool {
        let next = self.source.get(offset.saturating_add(b"xref".len()));
        let before = offset.checked_sub(1).and_then(|before| self.source.get(before));
        let stands_alone = before.is_none_or(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_');
        match next {
            Some(byte) if is_white_space(*byte) => stands_alone || self.begins_line(offset),
            Some(byte) => stands_alone && (*byte == b'<' || is_space_of_scripts(*byte)),
            None => stands_alone,
        }
    }

    /// Whether `offset` is the first on its line, as readers see lines that also break them at brackets.
    fn begins_line(&self, offset: usize) -> bool {
        let before = self.source.get(..offset).unwrap_or_default().iter().rev();
        let before = before.copied().find(|byte| !matches!(byte, 0 | b'\t' | 12 | b' '));
        before.is_none_or(|byte| matches!(byte, b'\n' | b'\r' | b'<' | b'>')) || {
            let behind = self.data.partition_point(|data| data.start <= offset);
            behind
                .checked_sub(1)
                .and_then(|index| self.data.get(index))
                .is_some_and(|one| one.start == offset)
        }
    }

    /// No data ends before its `/Length` for who looks for the word.
    fn ends_of_streams(&self) -> Result<(), Error> {
        let mut found = memchr::memmem::find_iter(self.source, b"endstream");
        match found.find(|offset| self.is_data(*offset)) {
            Some(offset) => Err(Error::StreamEndInData { offset }),
            None => Ok(()),
        }
    }

    /// Who looks for trailers finds that of any revision first, and who finds none takes any catalog: there is one.
    fn catalogs(&self, view: View<'_>) -> Result<(), Error> {
        let revisions = self.document.revisions().get(..=view.revision()).unwrap_or_default();
        let root = view.trailer().and_then(|trailer| trailer.reference("Root"));
        if let Some(other) = revisions.iter().find(|revision| revision.trailer.reference("Root") != root) {
            return Err(Error::TrailersDisagree { offset: other.span.start });
        }
        let objects = || self.document.objects().iter().filter(|object| object.offset() < self.source.len());
        // Ghostscript follows a reference in /Type, whichever object of the number it finds.
        let is_catalog = |value: &Object| value.as_name() == Some(b"Catalog");
        let is_node = |value: &Object| {
            let dictionary = value.as_dictionary();
            dictionary.is_some_and(|node| node.get("Kids").is_some() && node.get("Count").is_some())
        };
        let numbers = |is: &dyn Fn(&Object) -> bool| -> HashSet<u32> {
            objects().filter(|object| is(&object.object)).map(|object| object.id.number).collect()
        };
        let (names, nodes) = (numbers(&is_catalog), numbers(&is_node));
        let leads_to = |value: Option<&Object>, is: &dyn Fn(&Object) -> bool, held: &HashSet<u32>| {
            value.is_some_and(|value| {
                is(value) || value.as_reference().is_some_and(|id| held.contains(&id.number))
            })
        };
        for object in objects().filter(|object| Some(object.id) != root) {
            let Some(dictionary) = object.dictionary() else { continue };
            if leads_to(dictionary.get("Type"), &is_catalog, &names)
                || leads_to(dictionary.get("Pages"), &is_node, &nodes)
            {
                return Err(Error::HiddenStructure { offset: object.offset() });
            }
        }
        Ok(())
    }
}

/// Every object in use must be the last of its number in the file, what a reference finds nowhere must not stand in it, and
/// no reference may name an object by another generation: a font or an overlay that some viewer takes from elsewhere changes
/// what is shown as a page does.
fn references(view: View<'_>, last: &HashMap<u32, usize>) -> Result<(), Error> {
    let mut used: HashMap<u32, u16> = HashMap::new();
    for object in view.objects() {
        used.insert(object.id.number, object.id.generation);
        let agrees = match (object.origin, last.get(&object.id.number)) {
            (Origin::File(span), Some(start)) => span.start == *start,
            (Origin::File(_), None) => false,
            // An object stream written after the last plain object of the number replaces it.
            (Origin::ObjectStream { offset, .. }, Some(start)) => *start < offset,
            (Origin::ObjectStream { .. }, None) => true,
        };
        if !agrees {
            return Err(Error::LinearReadingDiffers { offset: object.offset(), object: object.id });
        }
    }
    let check = |value: &Object, offset: usize| {
        let mut found = Ok(());
        walk::values(value, &mut |value| {
            let Value::Reference(object) = value.value else { return };
            let refused = match used.get(&object.number) {
                Some(generation) if *generation == object.generation => None,
                Some(_) => Some(Error::ReferenceGeneration { offset, object }),
                None => {
                    last.get(&object.number).map(|at| Error::LinearReadingDiffers { offset: *at, object })
                }
            };
            if let (Some(error), true) = (refused, found.is_ok()) {
                found = Err(error);
            }
        });
        found
    };
    view.objects().try_for_each(|object| check(&object.object, object.offset()))?;
    let revision = view.document().revisions().get(view.revision());
    let trailer = revision.map(|revision| revision.trailer.entries()).unwrap_or_default();
    trailer.iter().try_for_each(|entry| check(&entry.value, entry.value.span.start))
}

/// White space to JavaScript, where octets are characters, and not to 7.2.2: the vertical tab, the space that does not
/// break.
const fn is_space_of_scripts(byte: u8) -> bool {
    matches!(byte, 0x0b | 0xa0)
}

const fn is_of_number(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.')
}

/// Whether any reader may take the keyword `obj` at `offset` for the end of `12 0 obj`: some need no white space before it,
/// some read signs and points with the numbers, some pass over comments in between.
fn is_header(source: &[u8], offset: usize) -> bool {
    let before = source.get(..offset).unwrap_or_default();
    let is_word =
        source.get(offset.saturating_add(3)).is_none_or(|byte| is_white_space(*byte) || is_delimiter(*byte));
    let (rest, commented) = without_gap(before);
    if commented && is_word {
        return true;
    }
    let digits = rest.iter().rev().take_while(|byte| is_of_number(**byte)).count();
    let (rest, generation) = rest.split_at(rest.len().saturating_sub(digits));
    if !generation.iter().any(u8::is_ascii_digit) {
        return false;
    }
    // `1+0 obj` is two numbers to some.
    if generation.iter().skip(1).any(|byte| matches!(byte, b'+' | b'-')) {
        return true;
    }
    let (number, commented) = without_gap(rest);
    (commented && is_word)
        || (number.len() < rest.len()
            && number.last().is_some_and(|byte| byte.is_ascii_digit() || *byte == b'.'))
}

/// `octets` without the white space at their end, and whether the line before that has a comment in which a reader may see
/// more of a gap.
fn without_gap(octets: &[u8]) -> (&[u8], bool) {
    let is_white = |byte: u8| is_white_space(byte) || is_space_of_scripts(byte);
    let white = octets.iter().rev().take_while(|byte| is_white(**byte)).count();
    let (rest, gap) = octets.split_at(octets.len().saturating_sub(white));
    if memchr::memchr2(b'\n', b'\r', gap).is_none() {
        return (rest, false);
    }
    let line = memchr::memrchr2(b'\n', b'\r', rest).and_then(|end| rest.get(end..)).unwrap_or(rest);
    (rest, memchr::memchr(b'%', line).is_some())
}

/// `12 0 ` before `obj`, read backwards: the number and where it begins.
pub(super) fn object_before(source: &[u8], keyword: usize) -> Option<(u32, usize)> {
    let white = |end: usize| -> Option<usize> {
        let count = source.get(..end)?.iter().rev().take_while(|byte| is_white_space(**byte)).count();
        if count == 0 { None } else { end.checked_sub(count) }
    };
    let digits = |end: usize| -> Option<usize> {
        let count = source.get(..end)?.iter().rev().take(11).take_while(|byte| byte.is_ascii_digit()).count();
        if count == 0 { None } else { end.checked_sub(count) }
    };
    let generation = digits(white(keyword)?)?;
    let end = white(generation)?;
    let start = digits(end)?;
    if let Some(before) = start.checked_sub(1).and_then(|before| source.get(before))
        && !is_white_space(*before)
        && !is_delimiter(*before)
        && !before.is_ascii_alphabetic()
    {
        return None;
    }
    let number = core::str::from_utf8(source.get(start..end)?).ok()?.parse().ok()?;
    Some((number, start))
}
