//! A strict reader of DER (X.690, 10) that keeps the place of every element.
//!
//! Definite minimal lengths, one-octet tags, nothing left over. It reads no BER and builds no tree: callers walk the
//! elements they expect. Signatures are verified over the very octets that stand in the file, so elements keep them.

use core::fmt;

use crate::time::{Civil, Time};

pub(crate) const BOOLEAN: u8 = 0x01;
pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const BIT_STRING: u8 = 0x03;
pub(crate) const OCTET_STRING: u8 = 0x04;
pub(crate) const OBJECT_IDENTIFIER: u8 = 0x06;
pub(crate) const ENUMERATED: u8 = 0x0a;
pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const SET: u8 = 0x31;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;

/// What is wrong with the encoding, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DerError {
    /// Octets from the beginning of the certificate, CRL or response.
    pub offset: usize,
    /// What is wrong there.
    pub problem: DerProblem,
}

/// What is wrong with an encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DerProblem {
    /// A BIT STRING without its first octet, with a wrong count of unused bits or with unused bits set.
    BitString,
    /// A BOOLEAN that is neither 00 nor FF.
    Boolean,
    /// A SEQUENCE or SET that must have a member has none.
    Empty,
    /// A tag number above 30: nothing in these structures has one.
    HighTagNumber,
    /// An INTEGER without octets or with a superfluous leading octet, or too large for its field.
    Integer,
    /// An indefinite length, or one with superfluous octets.
    Length,
    /// An OBJECT IDENTIFIER that is empty, unfinished, padded or too long.
    ObjectIdentifier,
    /// A policy that stands twice in one list (RFC 5280, 4.2.1.4).
    Repeated,
    /// A subtree of a name constraint with a minimum other than zero or with a maximum (RFC 5280, 4.2.1.10).
    SubtreeDistance,
    /// A time of another form than RFC 5280 4.1.2.5 prescribes, or that names no instant.
    Time,
    /// More elements than the ceiling for this field.
    TooMany,
    /// Octets after the last element.
    TrailingOctets,
    /// The element ends after its container.
    Truncated,
    /// Another element stands here.
    UnexpectedTag {
        /// Tag octet found; 0 at the end of the container.
        found: u8,
    },
}

/// One element: tag, content, and the whole encoding.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Element<'a> {
    pub(crate) tag: u8,
    pub(crate) value: &'a [u8],
    pub(crate) der: &'a [u8],
    pub(crate) offset: usize,
}

/// Walks the elements of a container.
#[derive(Debug, Clone)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    offset: usize,
}

impl<'a> Reader<'a> {
    pub(crate) const fn new(octets: &'a [u8]) -> Self {
        Self { rest: octets, offset: 0 }
    }

    pub(crate) const fn at(octets: &'a [u8], offset: usize) -> Self {
        Self { rest: octets, offset }
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    pub(crate) const fn offset(&self) -> usize {
        self.offset
    }

    pub(crate) fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    pub(crate) const fn error(&self, problem: DerProblem) -> DerError {
        DerError { offset: self.offset, problem }
    }

    /// The next element, whatever its tag.
    pub(crate) fn read(&mut self) -> Result<Element<'a>, DerError> {
        let truncated = self.error(DerProblem::Truncated);
        let tag = *self.rest.first().ok_or(truncated)?;
        if tag & 0x1f == 0x1f {
            return Err(self.error(DerProblem::HighTagNumber));
        }
        let first = *self.rest.get(1).ok_or(truncated)?;
        let (length, header) = if first < 0x80 {
            (usize::from(first), 2usize)
        } else {
            let count = usize::from(first & 0x7f);
            if count == 0 || count > 4 {
                return Err(self.error(DerProblem::Length));
            }
            let header = count.saturating_add(2);
            let octets = self.rest.get(2..header).ok_or(truncated)?;
            let length = octets
                .iter()
                .try_fold(0usize, |sum, octet| sum.checked_mul(256)?.checked_add(usize::from(*octet)))
                .ok_or(self.error(DerProblem::Length))?;
            if length < 0x80 || octets.first() == Some(&0) {
                return Err(self.error(DerProblem::Length));
            }
            (length, header)
        };
        let end = header.checked_add(length).ok_or(truncated)?;
        let der = self.rest.get(..end).ok_or(truncated)?;
        let value = der.get(header..).ok_or(truncated)?;
        let element = Element { tag, value, der, offset: self.offset };
        self.rest = self.rest.get(end..).unwrap_or_default();
        self.offset = self.offset.saturating_add(end);
        Ok(element)
    }

    pub(crate) fn expect(&mut self, tag: u8) -> Result<Element<'a>, DerError> {
        let found = self.peek().unwrap_or(0);
        if found != tag {
            return Err(self.error(DerProblem::UnexpectedTag { found }));
        }
        self.read()
    }

    pub(crate) fn optional(&mut self, tag: u8) -> Result<Option<Element<'a>>, DerError> {
        if self.peek() == Some(tag) { self.read().map(Some) } else { Ok(None) }
    }

    pub(crate) fn finish(&self) -> Result<(), DerError> {
        if self.is_empty() { Ok(()) } else { Err(self.error(DerProblem::TrailingOctets)) }
    }
}

impl<'a> Element<'a> {
    pub(crate) const fn error(&self, problem: DerProblem) -> DerError {
        DerError { offset: self.offset, problem }
    }

    /// Walks the content.
    pub(crate) fn reader(&self) -> Reader<'a> {
        let header = self.der.len().saturating_sub(self.value.len());
        Reader::at(self.value, self.offset.saturating_add(header))
    }

    /// The same content under the tag that an implicit tag replaced.
    pub(crate) const fn retagged(mut self, tag: u8) -> Self {
        self.tag = tag;
        self
    }

    pub(crate) fn boolean(&self) -> Result<bool, DerError> {
        match (self.tag, self.value) {
            (BOOLEAN, [0]) => Ok(false),
            (BOOLEAN, [0xff]) => Ok(true),
            _ => Err(self.error(DerProblem::Boolean)),
        }
    }

    /// Content of an INTEGER, two's complement, minimal.
    pub(crate) fn integer(&self) -> Result<&'a [u8], DerError> {
        let minimal = match self.value {
            [] => false,
            [0, second, ..] => *second >= 0x80,
            [0xff, second, ..] => *second < 0x80,
            _ => true,
        };
        if (self.tag == INTEGER || self.tag == ENUMERATED) && minimal {
            Ok(self.value)
        } else {
            Err(self.error(DerProblem::Integer))
        }
    }

    /// A non-negative INTEGER; anything above `u32::MAX` counts as `u32::MAX` (it only limits lengths of paths).
    pub(crate) fn count(&self) -> Result<u32, DerError> {
        let octets = self.integer()?;
        if octets.first().is_some_and(|first| *first >= 0x80) {
            return Err(self.error(DerProblem::Integer));
        }
        let value = octets
            .iter()
            .try_fold(0u32, |sum, octet| sum.checked_mul(256)?.checked_add(u32::from(*octet)))
            .unwrap_or(u32::MAX);
        Ok(value)
    }

    /// Octets of a BIT STRING without unused bits (signatures, keys).
    pub(crate) fn whole_bit_string(&self) -> Result<&'a [u8], DerError> {
        match (self.tag, self.value.split_first()) {
            (BIT_STRING, Some((0, octets))) => Ok(octets),
            _ => Err(self.error(DerProblem::BitString)),
        }
    }

    /// The first sixteen named bits; bit 0 of the standard is the highest bit of the result.
    pub(crate) fn named_bits(&self) -> Result<u16, DerError> {
        let wrong = self.error(DerProblem::BitString);
        let (unused, octets) = self.value.split_first().ok_or(wrong)?;
        let last = octets.last().copied().unwrap_or(0);
        // Trailing zero bits (X.690 11.2.2) are tolerated: real issuers write them and they mean nothing.
        let unset = u8::try_from(1u32.checked_shl(u32::from(*unused)).unwrap_or(0).saturating_sub(1) & 0xff);
        if self.tag != BIT_STRING
            || *unused > 7
            || (octets.is_empty() && *unused != 0)
            || unset.is_ok_and(|mask| last & mask != 0)
        {
            return Err(wrong);
        }
        let octet = |index: usize| octets.get(index).copied().unwrap_or(0);
        Ok(u16::from_be_bytes([octet(0), octet(1)]))
    }

    /// UTCTime or GeneralizedTime as RFC 5280, 4.1.2.5 writes them: to the second, ending in Z.
    pub(crate) fn time(&self) -> Result<Time, DerError> {
        let wrong = self.error(DerProblem::Time);
        let (year, rest) = match self.tag {
            UTC_TIME if self.value.len() == 13 => {
                let (year, rest) = self.value.split_at_checked(2).ok_or(wrong)?;
                let year = digits(year).ok_or(wrong)?;
                (if year >= 50 { year.saturating_add(1900) } else { year.saturating_add(2000) }, rest)
            }
            GENERALIZED_TIME if self.value.len() == 15 => {
                let (year, rest) = self.value.split_at_checked(4).ok_or(wrong)?;
                (digits(year).ok_or(wrong)?, rest)
            }
            _ => return Err(wrong),
        };
        let (fields, zone) = rest.split_at_checked(10).ok_or(wrong)?;
        if zone != b"Z" {
            return Err(wrong);
        }
        let mut pairs = fields.chunks(2).map(digits);
        let mut next = || pairs.next().flatten().and_then(|value| u8::try_from(value).ok()).ok_or(wrong);
        let (month, day, hour, minute, second) = (next()?, next()?, next()?, next()?, next()?);
        Time::from_civil(Civil { year, month, day, hour, minute, second }, 0).map_err(|_| wrong)
    }
}

fn digits(text: &[u8]) -> Option<i32> {
    text.iter().try_fold(0i32, |sum, digit| {
        let digit = digit.is_ascii_digit().then(|| i32::from(digit.saturating_sub(b'0')))?;
        sum.checked_mul(10)?.checked_add(digit)
    })
}

impl fmt::Display for DerError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} at offset {}", self.problem, self.offset)
    }
}

impl fmt::Display for DerProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::BitString => "malformed BIT STRING",
            Self::Boolean => "malformed BOOLEAN",
            Self::Empty => "an empty list where a member is required",
            Self::HighTagNumber => "a tag number above 30",
            Self::Integer => "malformed INTEGER",
            Self::Length => "an indefinite or padded length",
            Self::ObjectIdentifier => "malformed OBJECT IDENTIFIER",
            Self::Repeated => "a member that must not be repeated",
            Self::SubtreeDistance => "a subtree with a minimum or maximum",
            Self::Time => "malformed time",
            Self::TooMany => "more elements than are read",
            Self::TrailingOctets => "octets after the last element",
            Self::Truncated => "an element longer than its container",
            Self::UnexpectedTag { found } => return write!(formatter, "unexpected tag {found:#04x}"),
        })
    }
}

impl core::error::Error for DerError {}

#[cfg(test)]
mod tests {
    use super::{DerProblem, Reader};

    #[test]
    fn accepts_minimal_lengths_and_rejects_padded_ones() {
        assert!(Reader::new(&[0x04, 0x01, 0]).read().is_ok());
        let padded = Reader::new(&[0x04, 0x81, 0x01, 0]).read().unwrap_err();
        assert_eq!(padded.problem, DerProblem::Length);
        let indefinite = Reader::new(&[0x30, 0x80, 0, 0]).read().unwrap_err();
        assert_eq!(indefinite.problem, DerProblem::Length);
        assert_eq!(Reader::new(&[0x04, 0x02, 0]).read().unwrap_err().problem, DerProblem::Truncated);
    }

    #[test]
    fn rejects_a_superfluous_octet_in_an_integer() {
        let integer = |octets: &[u8]| Reader::new(octets).read().unwrap().integer().is_ok();
        assert!(integer(&[2, 2, 0, 0x80]));
        assert!(!integer(&[2, 2, 0, 0x7f]));
        assert!(integer(&[2, 2, 0xff, 0x7f]));
        assert!(!integer(&[2, 2, 0xff, 0x80]));
        assert!(!integer(&[2, 0]));
    }

    #[test]
    fn utc_time_turns_at_fifty() {
        let time = |text: &str| {
            let mut der = vec![0x17, 13];
            der.extend_from_slice(text.as_bytes());
            Reader::new(&der).read().unwrap().time().map(|time| time.to_string())
        };
        assert_eq!(time("491231235959Z").unwrap(), "2049-12-31T23:59:59Z");
        assert_eq!(time("500101000000Z").unwrap(), "1950-01-01T00:00:00Z");
        assert!(time("500101000060Z").is_err());
        assert!(time("5001010000000").is_err());
    }
}
