//! The values of ISO 32000-1, 7.3, each with the span of octets it was read from.
//!
//! Nothing is repaired and nothing is dropped: a dictionary keeps its entries in the order of the file, and a
//! value knows where it stands, so that the byte-level rules of signatures can be asked of it.

use core::fmt;

/// Octets from `start` up to, not including, `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First octet.
    pub start: usize,
    /// One past the last octet.
    pub end: usize,
}

impl Span {
    /// From `start` up to `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Number of octets.
    pub const fn length(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether `offset` lies inside.
    pub const fn contains(self, offset: usize) -> bool {
        self.start <= offset && offset < self.end
    }

    /// The octets of `source` it names; empty where the span is not of this source.
    pub fn of(self, source: &[u8]) -> &[u8] {
        source.get(self.start..self.end).unwrap_or_default()
    }
}

/// Object number and generation (ISO 32000-1, 7.3.10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectId {
    /// Object number, from 1.
    pub number: u32,
    /// Generation number.
    pub generation: u16,
}

impl fmt::Display for ObjectId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.number, self.generation)
    }
}

/// A value and where it stands.
#[derive(Debug, Clone)]
pub struct Object {
    /// What it is.
    pub value: Value,
    /// The octets of the whole token or container.
    pub span: Span,
}

/// A value of ISO 32000-1, 7.3. A stream is an indirect object whose dictionary is followed by data.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// An array.
    Array(Vec<Object>),
    /// `true` or `false`.
    Boolean(bool),
    /// A dictionary.
    Dictionary(Dictionary),
    /// A string in angle brackets, decoded.
    HexString(HexString),
    /// An integer that does not fit in 64 bits.
    HugeInteger,
    /// An integer.
    Integer(i64),
    /// A string in parentheses, decoded.
    LiteralString(Vec<u8>),
    /// A name, without the solidus and with `#xx` decoded.
    Name(Vec<u8>),
    /// `null`.
    Null,
    /// A real number.
    Real(f64),
    /// An indirect reference.
    Reference(ObjectId),
}

/// A hexadecimal string: its octets and how it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HexString {
    /// Decoded octets; an odd last digit counts as if 0 followed (7.3.4.3).
    pub octets: Vec<u8>,
    /// How many hexadecimal digits there were.
    pub digits: usize,
    /// Whether white space stood between the brackets.
    pub layout: HexLayout,
}

/// Whether a hexadecimal string has white space inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HexLayout {
    /// Digits only.
    Compact,
    /// Digits and white space.
    Spaced,
}

/// A dictionary; keys are unique.
#[derive(Debug, Clone, Default)]
pub struct Dictionary {
    entries: Vec<Entry>,
    /// Which entry comes when, by key; empty where there are few. Thousands of dictionaries may name one of thousands of entries.
    order: Vec<u32>,
}

/// Entries up to which all are looked at for a key.
const FEW_ENTRIES: usize = 16;

/// One key of a dictionary with its value.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The key, without the solidus and with `#xx` decoded.
    pub key: Vec<u8>,
    /// The octets of the key, solidus included.
    pub key_span: Span,
    /// The value.
    pub value: Object,
}

impl Dictionary {
    /// One without entries.
    pub(super) const EMPTY: Self = Self { entries: Vec::new(), order: Vec::new() };

    pub(super) fn new(entries: Vec<Entry>) -> Self {
        let mut order = Vec::new();
        if entries.len() > FEW_ENTRIES
            && let Ok(count) = u32::try_from(entries.len())
        {
            order = (0..count).collect();
            order.sort_by_key(|index| Self::key_at(&entries, *index));
        }
        Self { entries, order }
    }

    fn key_at(entries: &[Entry], index: u32) -> &[u8] {
        let entry = usize::try_from(index).ok().and_then(|index| entries.get(index));
        entry.map_or(&[], |entry| entry.key.as_slice())
    }

    /// The entries in the order of the file.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The value of a key. An entry whose value is `null` is returned as it stands.
    pub fn get(&self, key: &str) -> Option<&Object> {
        let key = key.as_bytes();
        if self.order.is_empty() {
            return self.entries.iter().find(|entry| entry.key == key).map(|entry| &entry.value);
        }
        let place =
            self.order.binary_search_by_key(&key, |index| Self::key_at(&self.entries, *index)).ok()?;
        let index = usize::try_from(*self.order.get(place)?).ok()?;
        self.entries.get(index).map(|entry| &entry.value)
    }

    /// The value of a key when it is a name.
    pub fn name(&self, key: &str) -> Option<&[u8]> {
        self.get(key)?.as_name()
    }

    /// The value of a key when it is a reference.
    pub fn reference(&self, key: &str) -> Option<ObjectId> {
        self.get(key)?.as_reference()
    }

    /// Whether the key is a name equal to `expected`.
    pub fn is_name(&self, key: &str, expected: &str) -> bool {
        self.name(key) == Some(expected.as_bytes())
    }
}

impl PartialEq for Dictionary {
    /// Equal when the same keys have equal values, in whatever order.
    fn eq(&self, other: &Self) -> bool {
        let sorted = |dictionary: &Self| {
            let mut indices: Vec<usize> = (0..dictionary.entries.len()).collect();
            indices.sort_by(|a, b| {
                let key = |index: &usize| dictionary.entries.get(*index).map(|entry| &entry.key);
                key(a).cmp(&key(b))
            });
            indices
        };
        self.entries.len() == other.entries.len()
            && sorted(self).iter().zip(sorted(other)).all(|(mine, theirs)| {
                match (self.entries.get(*mine), other.entries.get(theirs)) {
                    (Some(mine), Some(theirs)) => mine.key == theirs.key && mine.value == theirs.value,
                    _ => false,
                }
            })
    }
}

impl PartialEq for Object {
    /// Equal values, wherever they stand.
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Object {
    /// The dictionary, if it is one.
    pub const fn as_dictionary(&self) -> Option<&Dictionary> {
        if let Value::Dictionary(dictionary) = &self.value { Some(dictionary) } else { None }
    }

    /// The elements, if it is an array.
    pub fn as_array(&self) -> Option<&[Object]> {
        if let Value::Array(elements) = &self.value { Some(elements) } else { None }
    }

    /// The name, if it is one.
    pub fn as_name(&self) -> Option<&[u8]> {
        if let Value::Name(name) = &self.value { Some(name) } else { None }
    }

    /// The reference, if it is one.
    pub const fn as_reference(&self) -> Option<ObjectId> {
        if let Value::Reference(id) = &self.value { Some(*id) } else { None }
    }

    /// The integer, if it is one.
    pub const fn as_integer(&self) -> Option<i64> {
        if let Value::Integer(integer) = &self.value { Some(*integer) } else { None }
    }

    /// The number, integer or real.
    pub fn as_number(&self) -> Option<f64> {
        match &self.value {
            Value::Integer(integer) => i32::try_from(*integer).ok().map(f64::from),
            Value::Real(real) => Some(*real),
            _ => None,
        }
    }

    /// The integer, if it is one and not negative.
    pub fn as_offset(&self) -> Option<usize> {
        self.as_integer().and_then(|integer| usize::try_from(integer).ok())
    }

    /// The octets, if it is a string of either kind.
    pub fn as_string(&self) -> Option<&[u8]> {
        match &self.value {
            Value::LiteralString(octets) => Some(octets),
            Value::HexString(string) => Some(&string.octets),
            _ => None,
        }
    }

    /// Whether it is `null`.
    pub const fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }
}

/// An indirect object: `12 0 obj … endobj`, or one of an object stream.
#[derive(Debug, Clone)]
pub struct IndirectObject {
    /// Object and generation number.
    pub id: ObjectId,
    /// Its value; for a stream, the dictionary.
    pub object: Object,
    /// Where it stands.
    pub origin: Origin,
    /// The data of a stream as it lies in the file, between `stream` and `endstream`.
    pub stream: Option<Span>,
}

/// Where an indirect object stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// In the file itself, from its number to `endobj`. All spans are of the file.
    File(Span),
    /// In an object stream. Spans are of the decoded stream.
    ObjectStream {
        /// Number of the object stream.
        container: u32,
        /// Where the object stream begins in the file.
        offset: usize,
        /// Position in the object stream.
        index: usize,
    },
}

impl IndirectObject {
    /// Where it, or the object stream that holds it, begins in the file.
    pub const fn offset(&self) -> usize {
        match self.origin {
            Origin::File(span) => span.start,
            Origin::ObjectStream { offset, .. } => offset,
        }
    }

    /// The dictionary, of a stream too.
    pub const fn dictionary(&self) -> Option<&Dictionary> {
        self.object.as_dictionary()
    }
}
