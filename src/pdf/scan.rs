//! One pass over the file from its first octet: the list of everything that stands at top level.
//!
//! Every octet must belong to the header, an indirect object, a cross-reference section, `startxref`, an
//! end-of-file marker, a comment or white space (ISO 32000-1, 7.5.1). Anything else stops the scan.

use super::cross_reference::{Section, SectionKind};
use super::error::Error;
use super::lexer::Lexer;
use super::object::{IndirectObject, Object, ObjectId, Origin, Span, Value};
use crate::limits::{self, Budget};

/// `%PDF-1.7`
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// Before the point.
    pub major: u8,
    /// After the point.
    pub minor: u8,
}

impl Version {
    /// `1.7` as in the header and in the catalog's `/Version`.
    pub fn parse(text: &[u8]) -> Option<Self> {
        match text {
            [major @ b'1'..=b'9', b'.', minor @ b'0'..=b'9'] => {
                Some(Self { major: major.wrapping_sub(b'0'), minor: minor.wrapping_sub(b'0') })
            }
            _ => None,
        }
    }
}

/// What stands at top level.
#[derive(Debug)]
pub(super) enum Item {
    EndOfFile { span: Span },
    Object(IndirectObject),
    StartOfCrossReference { span: Span, target: usize },
    Table { span: Span },
}

pub(super) struct Parsed {
    pub(super) span: Span,
    pub(super) indirect: IndirectObject,
}

/// The header, which stands at the first octet (7.5.2).
pub(super) fn header(source: &[u8]) -> Result<Version, Error> {
    let text = source.strip_prefix(b"%PDF-").ok_or(Error::HeaderMissing)?;
    let version = text.get(..3).and_then(Version::parse).ok_or(Error::HeaderMalformed)?;
    let line = text.get(3..).unwrap_or_default();
    let line = line.get(..memchr::memchr2(b'\n', b'\r', line).unwrap_or(0)).unwrap_or_default();
    if line.iter().all(|byte| super::lexer::is_white_space(*byte)) && text.len() > 3 {
        Ok(version)
    } else {
        Err(Error::HeaderMalformed)
    }
}

/// Everything after the header, in the order of the file.
pub(super) fn items(
    source: &[u8],
    tables: &[&Section],
    budget: &mut Budget,
    length_of: &dyn Fn(ObjectId, usize) -> Result<usize, Error>,
) -> Result<Vec<Item>, Error> {
    let mut lexer = Lexer::new(source, 0);
    let mut items = Vec::new();
    let mut objects = 0_usize;
    // The header is a comment by its syntax.
    lexer.comment();
    loop {
        lexer.skip_white_space();
        let start = lexer.position();
        match lexer.peek() {
            None => return Ok(items),
            Some(b'%') => {
                let comment = lexer.comment();
                if comment.starts_with(b"%%EOF") {
                    let marker = Span::new(start, start.saturating_add(5));
                    // 7.5.5: "The last line of the file shall contain only the end-of-file marker".
                    if comment.trim_ascii_end() != b"%%EOF"
                        || !matches!(items.last(), Some(Item::StartOfCrossReference { .. }))
                    {
                        return Err(Error::EndOfFileMarkerMisplaced { offset: start });
                    }
                    items.push(Item::EndOfFile { span: marker });
                }
            }
            Some(b'0'..=b'9') => {
                objects = objects.saturating_add(1);
                if objects > limits::pdf::OBJECTS {
                    return Err(Error::TooManyObjects { offset: start });
                }
                let parsed = indirect_object(source, start, budget, &|id| length_of(id, start))?;
                lexer.seek(parsed.span.end);
                items.push(Item::Object(parsed.indirect));
            }
            Some(b'x') if lexer.take_keyword(b"xref") => {
                let known = tables
                    .iter()
                    .find(|section| section.kind == SectionKind::Table && section.span.start == start)
                    .ok_or_else(|| outside_chain(tables, start))?;
                lexer.seek(known.span.end);
                items.push(Item::Table { span: known.span });
            }
            Some(b's') if lexer.take_keyword(b"startxref") => {
                lexer.skip_gap()?;
                let offset = lexer.position();
                let target = lexer.unsigned().and_then(|target| usize::try_from(target).ok());
                let target = target.ok_or(Error::StartOfCrossReferenceMalformed { offset })?;
                items.push(Item::StartOfCrossReference { span: Span::new(start, lexer.position()), target });
            }
            Some(b't') if lexer.take_keyword(b"trailer") => {
                return Err(Error::TrailerWithoutTable { offset: start });
            }
            Some(_) => {
                return Err(match items.last() {
                    Some(Item::EndOfFile { .. }) => Error::OctetsAfterEndOfFile { offset: start },
                    _ => Error::StrayOctets { offset: start },
                });
            }
        }
    }
}

/// A table that the chain does not reach: the newest, the oldest, or one between.
fn outside_chain(chain: &[&Section], offset: usize) -> Error {
    if chain.iter().all(|section| section.span.start < offset) {
        return Error::UpdateStartOfCrossReferenceOld { offset };
    }
    let oldest = chain.last().filter(|section| section.previous.is_none());
    if oldest.is_some() && chain.iter().all(|section| offset < section.span.start) {
        return Error::UpdateWithoutPrevious { offset };
    }
    Error::CrossReferenceOutsideChain { offset }
}

/// `12 0 obj … endobj` at `offset` (7.3.10), with the data of a stream (7.3.8).
pub(super) fn indirect_object(
    source: &[u8],
    offset: usize,
    budget: &mut Budget,
    length_of: &dyn Fn(ObjectId) -> Result<usize, Error>,
) -> Result<Parsed, Error> {
    let mut lexer = Lexer::new(source, offset);
    let id = object_header(&mut lexer).ok_or(Error::ObjectHeaderMalformed { offset })?;
    lexer.skip_gap()?;
    let object = lexer.object(budget)?;
    lexer.skip_gap()?;
    let mut stream = None;
    if lexer.take_keyword(b"stream") {
        stream = Some(stream_data(source, &mut lexer, &object, length_of)?);
        lexer.skip_gap()?;
    }
    if !lexer.take_keyword(b"endobj") {
        return Err(Error::ObjectNotClosed { offset: lexer.position(), object: id });
    }
    let span = Span::new(offset, lexer.position());
    Ok(Parsed { span, indirect: IndirectObject { id, object, origin: Origin::File(span), stream } })
}

pub(super) fn object_header(lexer: &mut Lexer<'_>) -> Option<ObjectId> {
    let number = u32::try_from(lexer.unsigned()?).ok().filter(|number| *number > 0)?;
    lexer.skip_white_space().then_some(())?;
    let generation = u16::try_from(lexer.unsigned()?).ok()?;
    lexer.skip_white_space().then_some(())?;
    lexer.take_keyword(b"obj").then_some(ObjectId { number, generation })
}

fn stream_data(
    source: &[u8],
    lexer: &mut Lexer<'_>,
    object: &Object,
    length_of: &dyn Fn(ObjectId) -> Result<usize, Error>,
) -> Result<Span, Error> {
    let offset = lexer.position();
    let Value::Dictionary(dictionary) = &object.value else {
        return Err(Error::StreamWithoutDictionary { offset });
    };
    // 7.3.8.1: the keyword is followed by CR LF or LF, "and not by a CARRIAGE RETURN alone".
    let rest = lexer.rest();
    if rest.starts_with(b"\r\n") {
        lexer.advance(2);
    } else if rest.starts_with(b"\n") {
        lexer.advance(1);
    } else {
        return Err(Error::StreamKeywordEndOfLine { offset });
    }
    let length = match dictionary.get("Length").map(|length| &length.value) {
        Some(Value::Reference(id)) => length_of(*id)?,
        Some(Value::Integer(length)) => usize::try_from(*length)
            .map_err(|_| Error::StreamLengthMalformed { offset: object.span.start })?,
        _ => return Err(Error::StreamLengthMalformed { offset: object.span.start }),
    };
    let start = lexer.position();
    let wrong = Error::StreamLengthWrong { offset: start, length };
    let end = start.checked_add(length).filter(|end| *end <= source.len()).ok_or(wrong.clone())?;
    lexer.seek(end);
    // "There should be an end-of-line marker after the data and before endstream", not counted in Length.
    let rest = lexer.rest();
    if rest.starts_with(b"\r\n") {
        lexer.advance(2);
    } else if rest.starts_with(b"\n") || rest.starts_with(b"\r") {
        lexer.advance(1);
    }
    if !lexer.take_keyword(b"endstream") {
        return Err(wrong);
    }
    Ok(Span::new(start, end))
}
