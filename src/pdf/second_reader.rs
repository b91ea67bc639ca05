//! What two other ways of reading see: lopdf in strict mode, and a reading from the first octet to the last, as repairing
//! viewers do it (`linear_reader`).
//!
//! Our reader decides; these can only take a decision back. A disagreement is no proof of forgery, but a reason
//! not to say "passed".

use std::borrow::Cow;

use super::document::{Document, Page, View};
use super::error::Error;
use super::lexer::is_white_space;
use super::linear_reader;
use super::object::{Dictionary, IndirectObject, Object, ObjectId, Value};
use crate::limits;

/// Compares the latest revision.
///
/// # Errors
/// [`Error::ReadersDisagree`], [`Error::LinearReadingDiffers`], [`Error::SecondReaderRefuses`] or
/// [`Error::SecondReaderLimit`]: all of them leave the question undecided.
pub fn compare(document: &Document<'_>) -> Result<(), Error> {
    compare_revision(document, document.revisions().len().saturating_sub(1))
}

/// Compares the document as it stood after a revision, for a signature that covers an earlier one.
///
/// # Errors
/// As [`compare`].
pub fn compare_revision(document: &Document<'_>, revision: usize) -> Result<(), Error> {
    let objects = document.objects().len();
    if objects > limits::pdf::OBJECTS_FOR_SECOND_READER {
        return Err(Error::SecondReaderLimit { objects });
    }
    let (Some(view), Some(known)) = (document.after(revision), document.revisions().get(revision)) else {
        return Err(Error::SecondReaderRefuses);
    };
    let source = document.source().get(..known.white_space_end).unwrap_or_default();
    linear_reader::compare(view, source)?;
    let pages = view.pages()?;
    linearization(document)?;
    let source = plain_header(source);
    // A panic of the other reader is no verdict about the file.
    let other = std::panic::catch_unwind(|| {
        let options = lopdf::LoadOptions {
            strict: true,
            max_decompressed_size: Some(limits::pdf::STRUCTURE_STREAM_OCTETS),
            ..lopdf::LoadOptions::default()
        };
        lopdf::Document::load_mem_with_options(&source, options)
    });
    let Ok(Ok(other)) = other else { return Err(Error::SecondReaderRefuses) };
    let root = view.catalog()?.0;
    if other.trailer.get(b"Root").and_then(lopdf::Object::as_reference).ok()
        != Some((root.number, root.generation))
    {
        return Err(Error::ReadersDisagree { offset: 0, object: root });
    }
    for object in view.objects() {
        let structural =
            |name| object.dictionary().is_some_and(|dictionary| dictionary.is_name("Type", name));
        if object.stream.is_some() && (structural("XRef") || structural("ObjStm")) {
            continue;
        }
        let theirs = other.objects.get(&(object.id.number, object.id.generation));
        let same = match theirs {
            None => object.object.is_null(),
            Some(theirs) => same_object(object, theirs, document.source()),
        };
        if !same {
            return Err(Error::ReadersDisagree { offset: object.offset(), object: object.id });
        }
    }
    pages_agree(view, &pages, &other)
}

/// Whether the other reader comes to the same pages in the same order. No file is known on which it does not: whatever leads to
/// other pages is another object, or no page tree to `View::pages`, which are asked first. It holds lopdf's walk through the
/// tree to ours should either of them change.
fn pages_agree(view: View<'_>, pages: &[Page<'_>], other: &lopdf::Document) -> Result<(), Error> {
    let theirs = other.page_iter().map(|(number, generation)| ObjectId { number, generation });
    if theirs.eq(pages.iter().map(|page| page.id)) {
        return Ok(());
    }
    let root = view.catalog()?.0;
    Err(Error::PagesDisagree { offset: view.object(root).map_or(0, IndirectObject::offset) })
}

/// Annex F: as long as the file has the length that its linearization dictionary states, viewers find the pages by that
/// dictionary and by a hint table, which is not read here. A signature in a later revision makes the file longer.
fn linearization(document: &Document<'_>) -> Result<(), Error> {
    let Some(first) = document.objects().first() else { return Ok(()) };
    let stated = first.dictionary().filter(|dictionary| dictionary.get("Linearized").is_some());
    let length = stated.and_then(|dictionary| dictionary.get("L")).and_then(Object::as_offset);
    if length != Some(document.source().len()) {
        return Ok(());
    }
    match document.latest().signature_fields()?.iter().any(|field| field.signature.is_some()) {
        true => Err(Error::LinearizationInEffect { offset: first.offset() }),
        false => Ok(()),
    }
}

/// The file with line feeds for the white space behind the version, which lopdf takes for a broken header. The line is a
/// comment to both (7.2.3), and no other octet moves or changes.
fn plain_header(source: &[u8]) -> Cow<'_, [u8]> {
    const VERSION_END: usize = b"%PDF-1.7".len();
    let line = memchr::memchr2(b'\n', b'\r', source).unwrap_or_default();
    match source.get(VERSION_END..line) {
        Some(rest) if !rest.is_empty() && rest.iter().all(|byte| is_white_space(*byte)) => {
            let mut copy = source.to_vec();
            copy.get_mut(VERSION_END..line).unwrap_or_default().fill(b'\n');
            Cow::Owned(copy)
        }
        _ => Cow::Borrowed(source),
    }
}

fn same_object(mine: &IndirectObject, theirs: &lopdf::Object, source: &[u8]) -> bool {
    match (theirs, mine.stream, mine.dictionary()) {
        (lopdf::Object::Stream(stream), Some(data), Some(dictionary)) => {
            data.of(source) == stream.content && same_dictionary(dictionary, &stream.dict, limits::pdf::DEPTH)
        }
        (lopdf::Object::Stream(_), _, _) | (_, Some(_), _) => false,
        _ => same(&mine.object, theirs, limits::pdf::DEPTH),
    }
}

fn same_dictionary(mine: &Dictionary, theirs: &lopdf::Dictionary, depth: usize) -> bool {
    let stated = theirs.iter().filter(|(_, value)| !matches!(value, lopdf::Object::Null)).count();
    let mut counted = 0_usize;
    for entry in mine.entries().iter().filter(|entry| !entry.value.is_null()) {
        counted = counted.saturating_add(1);
        let Ok(value) = theirs.get(&entry.key) else { return false };
        // lopdf replaces an indirect length by the number.
        let is_length = entry.key == b"Length" && entry.value.as_reference().is_some();
        if !is_length && !same(&entry.value, value, depth) {
            return false;
        }
    }
    counted == stated
}

fn same(mine: &Object, theirs: &lopdf::Object, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    match (&mine.value, theirs) {
        (Value::Null, lopdf::Object::Null) => true,
        (Value::Boolean(a), lopdf::Object::Boolean(b)) => a == b,
        (Value::Integer(a), lopdf::Object::Integer(b)) => a == b,
        (Value::HugeInteger, lopdf::Object::Real(_)) => true,
        (Value::Integer(_) | Value::Real(_), lopdf::Object::Real(b)) => {
            // lopdf keeps single precision.
            mine.as_number().is_some_and(|a| {
                let b = f64::from(*b);
                (a - b).abs() <= a.abs().max(1.0) * 1e-6
            })
        }
        (Value::Real(a), lopdf::Object::Integer(b)) => i32::try_from(*b).is_ok_and(|b| *a == f64::from(b)),
        (Value::Name(a), lopdf::Object::Name(b)) => a == b,
        (Value::LiteralString(a), lopdf::Object::String(b, _)) => a == b || lines(a).eq(lines(b)),
        (Value::HexString(a), lopdf::Object::String(b, _)) => a.octets == *b,
        (Value::Reference(a), lopdf::Object::Reference(b)) => (a.number, a.generation) == *b,
        (Value::Array(a), lopdf::Object::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b, depth))
        }
        (Value::Dictionary(a), lopdf::Object::Dictionary(b)) => same_dictionary(a, b, depth),
        _ => false,
    }
}

/// Octets with CR LF and CR as LF (7.3.4.2), which lopdf leaves as they are.
fn lines(octets: &[u8]) -> impl Iterator<Item = u8> {
    let mut previous = 0;
    octets.iter().filter_map(move |byte| {
        let before = std::mem::replace(&mut previous, *byte);
        match byte {
            b'\n' if before == b'\r' => None,
            b'\r' => Some(b'\n'),
            other => Some(*other),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The file as lopdf reads it, with other children of the root of its page tree.
    fn pages_of_other(kids: &[u32]) -> Result<(), Error> {
        let source = include_bytes!("../../fixtures/hostile/pdf/accepted.pdf");
        let document = Document::parse(source).unwrap();
        let view = document.latest();
        let mut other = lopdf::Document::load_mem(source).unwrap();
        let tree = other.get_object_mut((2, 0)).and_then(lopdf::Object::as_dict_mut).unwrap();
        let kids = kids.iter().map(|number| lopdf::Object::Reference((*number, 0)));
        tree.set("Kids", lopdf::Object::Array(kids.collect()));
        pages_agree(view, &view.pages().unwrap(), &other)
    }

    #[test]
    fn both_readers_come_to_the_same_pages() {
        assert_eq!(pages_of_other(&[3]), Ok(()));
        for kids in [&[][..], &[4], &[3, 3], &[3, 99]] {
            let found = pages_of_other(kids);
            assert!(
                matches!(found, Err(Error::PagesDisagree { offset }) if offset > 0),
                "{kids:?}: {found:?}"
            );
        }
    }
}
