//! BER to DER, and a strict reader over the result (X.690).
//!
//! [`normalise`] cuts the first element off its input and rewrites what BER allows beyond DER in lengths and
//! strings: indefinite lengths, lengths with leading zeros, constructed OCTET STRINGs and BIT STRINGs. It does not
//! sort SETs and does not touch the contents of primitive elements, so every embedded certificate that is DER keeps
//! its octets. [`Reader`] then walks the result without ever meeting BER again.

use super::error::{EncodingError, Error};
use crate::limits::cms as limits;

pub(crate) const BOOLEAN: u8 = 0x01;
pub(crate) const BIT_STRING: u8 = 0x03;
pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const OCTET_STRING: u8 = 0x04;
pub(crate) const NULL: u8 = 0x05;
pub(crate) const OBJECT_IDENTIFIER: u8 = 0x06;
pub(crate) const UTC_TIME: u8 = 0x17;
pub(crate) const GENERALIZED_TIME: u8 = 0x18;
pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const SET: u8 = 0x31;
const CONSTRUCTED: u8 = 0x20;
const CLASS: u8 = 0xc0;
const NUMBER: u8 = 0x1f;

/// How the octets were encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// Lengths and strings as DER has them.
    Der,
    /// Indefinite or padded lengths, or strings in pieces: allowed for CMS (RFC 5652, 2).
    Ber,
}

/// One element in DER, cut off the front of an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Normalised {
    pub(crate) der: Vec<u8>,
    /// Octets of the input that the element took.
    pub(crate) consumed: usize,
    pub(crate) encoding: Encoding,
}

/// Cuts the first element off `octets` and returns it with definite, minimal lengths and strings in one piece.
pub(crate) fn normalise(octets: &[u8]) -> Result<Normalised, EncodingError> {
    let mut scan = Scan { input: octets, encoding: Encoding::Der };
    let consumed = scan.element(0, octets.len(), limits::DEPTH, &mut None)?;
    if consumed > limits::OCTETS {
        return Err(EncodingError::TooLong { octets: consumed, limit: limits::OCTETS });
    }
    let der = match scan.encoding {
        Encoding::Der => octets.get(..consumed).unwrap_or_default().to_vec(),
        Encoding::Ber => {
            let mut der = Vec::with_capacity(consumed);
            scan.element(0, octets.len(), limits::DEPTH, &mut Some(&mut der))?;
            der
        }
    };
    Ok(Normalised { der, consumed, encoding: scan.encoding })
}

struct Scan<'a> {
    input: &'a [u8],
    encoding: Encoding,
}

enum Extent {
    Definite(usize),
    Indefinite,
}

impl Scan<'_> {
    /// Walks the element at `at`, writes its DER to `out` where there is one, and returns where it ends.
    fn element(
        &mut self,
        at: usize,
        end: usize,
        depth: usize,
        out: &mut Option<&mut Vec<u8>>,
    ) -> Result<usize, EncodingError> {
        let depth = depth.checked_sub(1).ok_or(EncodingError::Depth { offset: at, limit: limits::DEPTH })?;
        let tag = self.octet(at, end)?;
        if tag == 0 {
            return Err(EncodingError::EndOfContents { offset: at });
        }
        if tag & NUMBER == NUMBER {
            return Err(EncodingError::HighTagNumber { offset: at });
        }
        let (extent, content) = self.extent(at, at.saturating_add(1), end)?;
        let constructed = tag & CONSTRUCTED != 0;
        if !constructed {
            let Extent::Definite(stop) = extent else {
                return Err(EncodingError::IndefinitePrimitive { offset: at });
            };
            if tag == SEQUENCE & !CONSTRUCTED || tag == SET & !CONSTRUCTED {
                return Err(EncodingError::PrimitiveStructure { offset: at });
            }
            if let Some(out) = out {
                append(out, tag, self.input.get(content..stop).unwrap_or_default());
            }
            return Ok(stop);
        }
        if tag & CLASS == 0 {
            match tag {
                SEQUENCE | SET => {}
                _ if tag == OCTET_STRING | CONSTRUCTED || tag == BIT_STRING | CONSTRUCTED => {
                    return self.string(at, extent, content, end, depth, out);
                }
                _ => return Err(EncodingError::ConstructedType { offset: at, tag }),
            }
        }
        let mut body = out.is_some().then(Vec::new);
        let next = self.children(extent, content, end, |scan, child, stop| {
            scan.element(child, stop, depth, &mut body.as_mut())
        })?;
        if let (Some(out), Some(body)) = (out, body) {
            append(out, tag, &body);
        }
        Ok(next)
    }

    /// A string in pieces (X.690, 8.6.4 and 8.7.3), written as one primitive string.
    fn string(
        &mut self,
        at: usize,
        extent: Extent,
        content: usize,
        end: usize,
        depth: usize,
        out: &mut Option<&mut Vec<u8>>,
    ) -> Result<usize, EncodingError> {
        self.encoding = Encoding::Ber;
        let tag = self.octet(at, end)? & !CONSTRUCTED;
        let mut body = Vec::new();
        let mut unused = 0;
        let next = self.children(extent, content, end, |scan, child, stop| {
            let mut piece = Vec::new();
            let next = scan.element(child, stop, depth, &mut Some(&mut piece))?;
            let mut reader = Reader::new(&piece);
            let wrong = EncodingError::StringPiece { offset: child };
            let piece = reader.next().ok().flatten().filter(|piece| piece.tag == tag).ok_or(wrong)?;
            if tag == BIT_STRING {
                // Only the last piece may leave bits unused (X.690, 8.6.4).
                let (bits, octets) = piece.content.split_first().ok_or(wrong)?;
                if unused != 0 || *bits > 7 {
                    return Err(wrong);
                }
                unused = *bits;
                body.extend_from_slice(octets);
            } else {
                body.extend_from_slice(piece.content);
            }
            Ok(next)
        })?;
        if let Some(out) = out {
            if tag == BIT_STRING {
                body.insert(0, unused);
            }
            append(out, tag, &body);
        }
        Ok(next)
    }

    /// Calls `each` for every child with its offset and the end it must respect; returns where the element ends.
    fn children(
        &mut self,
        extent: Extent,
        content: usize,
        end: usize,
        mut each: impl FnMut(&mut Self, usize, usize) -> Result<usize, EncodingError>,
    ) -> Result<usize, EncodingError> {
        let mut at = content;
        match extent {
            Extent::Definite(stop) => {
                while at < stop {
                    at = each(self, at, stop)?;
                }
                Ok(at)
            }
            Extent::Indefinite => loop {
                if self.octet(at, end)? == 0 {
                    let second = at.saturating_add(1);
                    if self.octet(second, end)? != 0 {
                        return Err(EncodingError::EndOfContents { offset: at });
                    }
                    return Ok(second.saturating_add(1));
                }
                at = each(self, at, end)?;
            },
        }
    }

    /// The length at `at` (X.690, 8.1.3) and where the contents begin.
    fn extent(&mut self, element: usize, at: usize, end: usize) -> Result<(Extent, usize), EncodingError> {
        let first = self.octet(at, end)?;
        let mut next = at.saturating_add(1);
        let length = match first {
            0x80 => {
                self.encoding = Encoding::Ber;
                return Ok((Extent::Indefinite, next));
            }
            0..=0x7f => usize::from(first),
            // Eight octets of length are more than any file; 0xff is reserved (X.690, 8.1.3.5).
            0x81..=0x88 => {
                let mut length = 0usize;
                for _ in 0..(first & 0x7f) {
                    let octet = usize::from(self.octet(next, end)?);
                    length =
                        length.checked_mul(256).ok_or(EncodingError::Length { offset: element })? | octet;
                    next = next.saturating_add(1);
                }
                if header_length(length) != next.saturating_sub(element) {
                    self.encoding = Encoding::Ber;
                }
                length
            }
            _ => return Err(EncodingError::Length { offset: element }),
        };
        let stop = next.checked_add(length).filter(|stop| *stop <= end);
        Ok((Extent::Definite(stop.ok_or(EncodingError::Truncated { offset: element })?), next))
    }

    fn octet(&self, at: usize, end: usize) -> Result<u8, EncodingError> {
        let octet = if at < end { self.input.get(at) } else { None };
        octet.copied().ok_or(EncodingError::Truncated { offset: at })
    }
}

/// Octets of tag and minimal length in front of `length` octets of contents.
pub(crate) fn header_length(length: usize) -> usize {
    match length {
        0..=0x7f => 2,
        0x80..=0xff => 3,
        0x100..=0xffff => 4,
        0x1_0000..=0xff_ffff => 5,
        _ => 6,
    }
}

/// Writes tag and minimal length.
pub(crate) fn append_header(out: &mut Vec<u8>, tag: u8, length: usize) {
    out.push(tag);
    let octets = u64::try_from(length).unwrap_or(u64::MAX).to_be_bytes();
    let significant = octets.iter().copied().skip_while(|octet| *octet == 0);
    if length > 0x7f {
        // At most eight octets, so the count fits.
        out.push(0x80 | u8::try_from(significant.clone().count()).unwrap_or(8));
        out.extend(significant);
    } else {
        out.push(octets.last().copied().unwrap_or(0));
    }
}

/// Writes one element.
pub(crate) fn append(out: &mut Vec<u8>, tag: u8, content: &[u8]) {
    append_header(out, tag, content.len());
    out.extend_from_slice(content);
}

/// Walks DER that [`normalise`] made.
#[derive(Debug, Clone)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    /// Where `rest` begins in the whole structure.
    offset: usize,
}

/// One element of DER.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Element<'a> {
    pub(crate) tag: u8,
    pub(crate) offset: usize,
    /// Tag, length and contents.
    pub(crate) encoding: &'a [u8],
    pub(crate) content: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(crate) const fn new(der: &'a [u8]) -> Self {
        Self { rest: der, offset: 0 }
    }

    pub(crate) const fn is_finished(&self) -> bool {
        self.rest.is_empty()
    }

    /// The next element, `None` at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Element<'a>>, Error> {
        let (Some(tag), Some(first)) = (self.rest.first(), self.rest.get(1)) else {
            return if self.rest.is_empty() { Ok(None) } else { Err(self.truncated()) };
        };
        let (mut length, mut header) = (usize::from(*first), 2usize);
        if let Some(count) = first.checked_sub(0x80) {
            length = 0;
            for _ in 0..count {
                let octet = self.rest.get(header).ok_or_else(|| self.truncated())?;
                length = length.checked_mul(256).ok_or_else(|| self.truncated())? | usize::from(*octet);
                header = header.saturating_add(1);
            }
        }
        let end = header.checked_add(length).ok_or_else(|| self.truncated())?;
        let encoding = self.rest.get(..end).ok_or_else(|| self.truncated())?;
        let content = encoding.get(header..).unwrap_or_default();
        let element = Element { tag: *tag, offset: self.offset, encoding, content };
        self.rest = self.rest.get(end..).unwrap_or_default();
        self.offset = self.offset.saturating_add(end);
        Ok(Some(element))
    }

    /// The next element, which must have this tag.
    pub(crate) fn expect(&mut self, tag: u8, field: &'static str) -> Result<Element<'a>, Error> {
        let offset = self.offset;
        self.next()?.filter(|element| element.tag == tag).ok_or(Error::Structure { field, offset })
    }

    /// The next element if it has this tag.
    pub(crate) fn optional(&mut self, tag: u8) -> Result<Option<Element<'a>>, Error> {
        if self.rest.first() == Some(&tag) { self.next() } else { Ok(None) }
    }

    /// Nothing may follow.
    pub(crate) const fn finish(&self, field: &'static str) -> Result<(), Error> {
        if self.rest.is_empty() { Ok(()) } else { Err(Error::Structure { field, offset: self.offset }) }
    }

    const fn truncated(&self) -> Error {
        Error::Encoding(EncodingError::Truncated { offset: self.offset })
    }
}

impl<'a> Element<'a> {
    /// A reader over the contents.
    pub(crate) fn reader(&self) -> Reader<'a> {
        let header = self.encoding.len().saturating_sub(self.content.len());
        Reader { rest: self.content, offset: self.offset.saturating_add(header) }
    }

    /// The children, at most `limit` of them.
    pub(crate) fn children(&self, field: &'static str, limit: usize) -> Result<Vec<Element<'a>>, Error> {
        let mut reader = self.reader();
        let mut children = Vec::new();
        while let Some(child) = reader.next()? {
            if children.len() >= limit {
                return Err(Error::Limit { field, limit });
            }
            children.push(child);
        }
        Ok(children)
    }
}

#[cfg(test)]
mod tests {
    use super::{Encoding, EncodingError, append, normalise};

    fn hex(text: &str) -> Vec<u8> {
        const_hex::decode(text.replace(' ', "")).unwrap()
    }

    #[test]
    fn der_is_returned_as_it_is_and_cut_at_its_end() {
        let found = normalise(&hex("30 03 020105 00 00")).unwrap();
        assert_eq!((found.der, found.consumed, found.encoding), (hex("30 03 020105"), 5, Encoding::Der));
    }

    #[test]
    fn rewrites_indefinite_and_padded_lengths() {
        for ber in ["30 80 020105 0000", "30 8103 020105", "30 8400000003 020105", "30 80 02 820001 05 0000"]
        {
            let found = normalise(&hex(ber)).unwrap();
            assert_eq!((found.der, found.encoding), (hex("30 03 020105"), Encoding::Ber), "{ber}");
            assert_eq!(found.consumed, hex(ber).len());
        }
    }

    #[test]
    fn joins_strings_in_pieces() {
        let found = normalise(&hex("24 80 0402abcd 24 80 0401ef 0000 0000")).unwrap();
        assert_eq!(found.der, hex("0403abcdef"));
        let bits = normalise(&hex("23 08 030200ab 030204c0")).unwrap();
        assert_eq!(bits.der, hex("030304abc0"));
        assert!(normalise(&hex("23 08 030204c0 030200ab")).is_err(), "unused bits before the last piece");
        assert!(matches!(normalise(&hex("24 03 020105")), Err(EncodingError::StringPiece { offset: 2 })));
    }

    #[test]
    fn refuses_what_is_no_ber() {
        for (text, expected) in [
            ("30 04 020105", EncodingError::Truncated { offset: 0 }),
            ("30 03 020205", EncodingError::Truncated { offset: 2 }),
            ("02 80 05 0000", EncodingError::IndefinitePrimitive { offset: 0 }),
            ("30 80 020105 00", EncodingError::Truncated { offset: 6 }),
            ("30 02 0000", EncodingError::EndOfContents { offset: 2 }),
            ("10 00", EncodingError::PrimitiveStructure { offset: 0 }),
            ("3f 81 01 00", EncodingError::HighTagNumber { offset: 0 }),
            ("2c 03 0c0161", EncodingError::ConstructedType { offset: 0, tag: 0x2c }),
            ("30 89 01 02 03 04 05 06 07 08 09", EncodingError::Length { offset: 0 }),
        ] {
            assert_eq!(normalise(&hex(text)), Err(expected), "{text}");
        }
    }

    #[test]
    fn stops_at_the_depth_limit() {
        let nest = |depth: usize| {
            let mut der = Vec::new();
            for _ in 0..depth {
                let inner = core::mem::take(&mut der);
                append(&mut der, 0x30, &inner);
            }
            der
        };
        assert!(normalise(&nest(crate::limits::cms::DEPTH)).is_ok());
        assert!(matches!(normalise(&nest(crate::limits::cms::DEPTH + 1)), Err(EncodingError::Depth { .. })));
        let bottomless = [0x30, 0x80].repeat(100_000);
        assert!(matches!(normalise(&bottomless), Err(EncodingError::Depth { .. })));
    }
}
