//! The octets a signature covers: all of a revision but the `/Contents` token (ISO 32000-1, 12.8.1).
//!
//! There is one permitted `/ByteRange` for a signature dictionary, and it follows from where the token stands.
//! What is written is compared with it; nothing of the written array is used.

use super::document::Document;
use super::error::Error;
use super::lexer::Lexer;
use super::linear_reader;
use super::object::{Dictionary, HexLayout, Object, Span, Value};
use super::signature_field::{self, Contents, SignatureDictionary};
use crate::limits::{self, Budget};

/// Octets that are proven to be a whole revision without the `/Contents` token of the signature dictionary.
#[derive(Debug, Clone, Copy)]
pub struct SignedBytes<'d> {
    before: &'d [u8],
    after: &'d [u8],
    contents: Contents<'d>,
    coverage: Coverage,
}

/// How far the signature reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coverage {
    /// Up to the end of an earlier revision: later ones follow.
    EarlierRevision {
        /// The covered revision, counted from 0.
        revision: usize,
        /// How many come after it.
        later: usize,
    },
    /// Up to the last octet of the file.
    EntireFile {
        /// The last revision, counted from 0.
        revision: usize,
    },
}

impl Coverage {
    /// The covered revision, counted from 0.
    pub const fn revision(self) -> usize {
        match self {
            Self::EarlierRevision { revision, .. } | Self::EntireFile { revision } => revision,
        }
    }
}

impl<'d> SignedBytes<'d> {
    /// Derives the one permitted `/ByteRange` and compares the one that is written with it.
    ///
    /// # Errors
    /// One variant for each way `/ByteRange` or `/Contents` can be wrong.
    pub fn new(document: &'d Document<'_>, signature: &SignatureDictionary<'d>) -> Result<Self, Error> {
        let source: &'d [u8] = document.source();
        // The value before its place: a signature without a value is the plainer thing to say.
        let contents = signature.contents()?;
        let written = ByteRange::read(signature.dictionary(), signature.offset(), source.len())?;
        let token = contents.span;
        if source.get(token.start) != Some(&b'<') {
            return Err(Error::ContentsNotString { offset: token.start });
        }
        written.leaves_out(token)?;
        let offset = written.offset;
        let end = written.end;
        let last = document.revisions().len().saturating_sub(1);
        let coverage = if end == source.len() {
            Coverage::EntireFile { revision: last }
        } else {
            match document.revisions().iter().position(|revision| revision.may_end_at(end)) {
                Some(revision) if revision < last => {
                    Coverage::EarlierRevision { revision, later: last.saturating_sub(revision) }
                }
                Some(_) => return Err(Error::OctetsAfterSignedEnd { offset: end, file: source.len() }),
                None => return Err(Error::EndsElsewhere { offset, end, file: source.len() }),
            }
        };
        let regions = source.get(..token.start).zip(source.get(token.end..end));
        let (before, after) = regions.ok_or(Error::ByteRangePastEnd { offset, end, file: source.len() })?;
        Ok(Self { before, after, contents, coverage })
    }

    /// The octets before and after the token.
    pub const fn regions(&self) -> [&'d [u8]; 2] {
        [self.before, self.after]
    }

    /// `/Contents`, decoded, padding included.
    pub const fn contents(&self) -> &'d [u8] {
        self.contents.octets
    }

    /// Whether white space stands inside the hexadecimal string.
    pub const fn contents_layout(&self) -> HexLayout {
        self.contents.layout
    }

    /// The token that is left out.
    pub const fn contents_span(&self) -> Span {
        self.contents.span
    }

    /// How far the signature reaches.
    pub const fn coverage(&self) -> Coverage {
        self.coverage
    }
}

/// The array as it is written, sound in itself: `0 < first ≤ second < end ≤ file`.
struct ByteRange {
    offset: usize,
    first: usize,
    second: usize,
    end: usize,
}

impl ByteRange {
    fn read(dictionary: &Dictionary, holder: usize, file: usize) -> Result<Self, Error> {
        let array = dictionary.get("ByteRange").ok_or(Error::ByteRangeMissing { offset: holder })?;
        let offset = array.span.start;
        let elements = match &array.value {
            Value::Array(elements) => elements,
            Value::Null => return Err(Error::ByteRangeNull { offset }),
            Value::Reference(_) => return Err(Error::ByteRangeIndirect { offset }),
            _ => return Err(Error::ByteRangeNotArray { offset }),
        };
        for element in elements {
            integer(element)?;
        }
        let [start, length, second, rest] = elements.as_slice() else {
            return Err(Error::ByteRangeCount { offset, count: elements.len() });
        };
        let (start, length, second, rest) =
            (integer(start)?, integer(length)?, integer(second)?, integer(rest)?);
        if start != 0 {
            return Err(Error::ByteRangeFirstNotZero { offset, first: start });
        }
        if length == 0 || rest == 0 {
            return Err(Error::ByteRangeEmptyRegion { offset });
        }
        let end = second.checked_add(rest).ok_or(Error::ByteRangeOverflow { offset })?;
        if length > file || end > file {
            return Err(Error::ByteRangePastEnd { offset, end: end.max(length), file });
        }
        if second < length {
            return Err(Error::ByteRangeOverlap { offset, first_end: length, second });
        }
        Ok(Self { offset, first: length, second, end })
    }

    /// The gap between the regions is exactly the token.
    fn leaves_out(&self, token: Span) -> Result<(), Error> {
        let gap = Span::new(self.first, self.second);
        let offset = self.offset;
        if gap == token {
            Ok(())
        } else if gap.start <= token.start && token.end <= gap.end {
            Err(Error::GapWiderThanContents { offset, gap, contents: token })
        } else if token.start <= gap.start && gap.end <= token.end {
            Err(Error::GapNarrowerThanContents { offset, gap, contents: token })
        } else {
            Err(Error::GapElsewhere { offset, gap, contents: token })
        }
    }
}

/// What is wrong with the signature dictionaries of a file whose structure is broken, each taken alone.
///
/// Only to name defects beside the structure's own: nothing found here, or not found, makes a file sound.
pub fn diagnose(source: &[u8]) -> Vec<Error> {
    diagnose_within(source, &mut Budget::new(limits::pdf::DIAGNOSIS_OCTETS))
}

/// As [`diagnose`]; `octets` is what may be read, the same octets as often as a try begins before them.
fn diagnose_within(source: &[u8], octets: &mut Budget) -> Vec<Error> {
    let mut found = Vec::new();
    let mut budget = Budget::new(limits::pdf::VALUE_OCTETS);
    for keyword in memchr::memmem::find_iter(source, b"obj") {
        let Some((_, start)) = linear_reader::object_before(source, keyword) else { continue };
        let mut lexer = Lexer::new(source, keyword.saturating_add(3));
        let object = lexer.skip_gap().and_then(|()| lexer.object(&mut budget));
        // The end of a string that has none was sought up to the end of the file.
        let read_to = match &object {
            Err(
                Error::ContentsNotHexadecimal { .. }
                | Error::HexStringMalformed { .. }
                | Error::StringUnterminated { .. },
            ) => source.len(),
            _ => lexer.position(),
        };
        let read = u64::try_from(read_to.saturating_sub(keyword)).unwrap_or(u64::MAX);
        if octets.spend(read).is_err() {
            break;
        }
        match object {
            Ok(object) => {
                let signature = object.as_dictionary().filter(|dictionary| {
                    dictionary.is_name("Type", "Sig") || dictionary.get("ByteRange").is_some()
                });
                if let Some(dictionary) = signature {
                    alone(dictionary, start, source.len(), &mut found);
                }
            }
            Err(
                error @ (Error::ByteRangeDuplicate { .. }
                | Error::ContentsDuplicate { .. }
                | Error::ContentsNotHexadecimal { .. }
                | Error::ContentsWithoutValue { .. }),
            ) => found.push(error),
            Err(Error::TooManyValues { .. }) => break,
            Err(_) => {}
        }
    }
    found
}

fn alone(dictionary: &Dictionary, holder: usize, file: usize, found: &mut Vec<Error>) {
    found.extend(signature_field::contents_of(dictionary, holder).err());
    match ByteRange::read(dictionary, holder, file) {
        Err(error) => found.push(error),
        Ok(written) => {
            let token = dictionary.get("Contents").filter(|value| value.as_string().is_some());
            found.extend(token.and_then(|token| written.leaves_out(token.span).err()));
            if written.end != file {
                found.push(Error::EndsElsewhere { offset: written.offset, end: written.end, file });
            }
        }
    }
}

fn integer(element: &Object) -> Result<usize, Error> {
    let offset = element.span.start;
    match &element.value {
        Value::Integer(integer) if *integer < 0 => Err(Error::ByteRangeNegative { offset }),
        Value::Integer(integer) => usize::try_from(*integer).map_err(|_| Error::ByteRangeOverflow { offset }),
        Value::HugeInteger => Err(Error::ByteRangeOverflow { offset }),
        Value::Real(_) => Err(Error::ByteRangeReal { offset }),
        Value::Reference(_) => Err(Error::ByteRangeIndirect { offset }),
        Value::Null => Err(Error::ByteRangeNull { offset }),
        _ => Err(Error::ByteRangeNotInteger { offset }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diagnosis_ends_when_strings_are_sought_to_the_end_again_and_again() {
        for opening in ["1 0 obj(", "1 0 obj<", "1 0 obj%", "1 0 obj<</Contents<"] {
            let source = format!("{}\n>", opening.repeat(1_000)).into_bytes();
            let mut octets = Budget::new(100_000);
            assert!(diagnose_within(&source, &mut octets).len() < 10, "{opening}");
            assert_eq!(octets.left(), 0, "{opening}");
        }
    }

    #[test]
    fn a_diagnosis_pays_for_an_object_once() {
        let source = b"1 0 obj(a)endobj 2 0 obj<</Type/Sig/Contents<00>/ByteRange null>>endobj";
        let mut octets = Budget::new(100_000);
        assert_eq!(diagnose_within(source, &mut octets).len(), 2);
        assert!(octets.left() > 99_900);
    }
}
