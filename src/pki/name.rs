//! Distinguished names (X.501): comparison by RFC 5280 7.1, display by RFC 4514, subtrees for name constraints.
//!
//! Two names are equal when their attributes are, after the string preparation of RFC 4518: mapping, NFKC, case
//! folding, white-space compression. So a PrintableString equals a UTF8String of the same words.
//!
//! A certificate can hold thousands of names that nobody compares or shows: reading one checks its form and its length after
//! preparation, and keeps its octets alone. What is asked for later is made then, once.

use core::fmt;
use core::hash::{Hash, Hasher};
use std::borrow::Cow;
use std::sync::{Arc, LazyLock, OnceLock};

use super::der::{DerError, DerProblem, Element, Reader, SEQUENCE, SET};
use super::object_identifier::ObjectIdentifier;
use super::preparation::{most_octets, prepare};
use crate::limits::pki::{MAX_NAME_ATTRIBUTES, MAX_NAME_TEXT};

/// A distinguished name. `==` is the comparison of RFC 5280, 7.1; [`Name::der`] are the octets as they stood.
#[derive(Clone)]
pub struct Name(Arc<Inner>);

struct Inner {
    der: Box<[u8]>,
    /// How many relative distinguished names there are.
    relative_names: usize,
    /// At most so many octets has the text after preparation.
    prepared_octets: usize,
    /// Apart, because most names of a hostile certificate never need it.
    asked_for: OnceLock<Box<AskedFor>>,
}

/// What is made of a name once it is asked for.
#[derive(Default)]
struct AskedFor {
    attributes: OnceLock<Vec<Attribute>>,
    /// One entry for each relative distinguished name; equal names have equal entries.
    prepared: OnceLock<Vec<Vec<u8>>>,
    /// The name as it is shown.
    shown: OnceLock<String>,
}

/// The empty name, of which thousands fit into a certificate.
static EMPTY: LazyLock<Name> = LazyLock::new(|| {
    Name(Arc::new(Inner {
        der: Box::new([SEQUENCE, 0]),
        relative_names: 0,
        prepared_octets: 0,
        asked_for: OnceLock::new(),
    }))
});

/// One attribute of a name.
#[derive(Debug, Clone)]
pub struct Attribute {
    kind: ObjectIdentifier,
    text: Option<String>,
    value: Vec<u8>,
    relative_name: usize,
}

impl Attribute {
    /// The attribute's type.
    pub const fn kind(&self) -> &ObjectIdentifier {
        &self.kind
    }

    /// The value, when it is a string of a type that is read.
    pub fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }
}

impl Name {
    /// Reads the DER of a Name (RFC 5280, 4.1.2.4).
    ///
    /// # Errors
    /// [`DerError`] with the offset.
    pub fn parse(der: &[u8]) -> Result<Self, DerError> {
        let mut reader = Reader::new(der);
        let name = Self::read(&reader.expect(SEQUENCE)?)?;
        reader.finish()?;
        Ok(name)
    }

    pub(crate) fn read(element: &Element<'_>) -> Result<Self, DerError> {
        if element.der == EMPTY.der() {
            return Ok(EMPTY.clone());
        }
        let (mut relative_names, mut attributes) = (0usize, 0usize);
        let mut left = MAX_NAME_TEXT;
        let mut names = element.reader();
        while !names.is_empty() {
            check_relative_name(&names.expect(SET)?, &mut attributes, &mut left)?;
            relative_names = relative_names.saturating_add(1);
        }
        Ok(Self(Arc::new(Inner {
            der: element.der.into(),
            relative_names,
            prepared_octets: MAX_NAME_TEXT.saturating_sub(left),
            asked_for: OnceLock::new(),
        })))
    }

    /// This name with one more relative distinguished name, given by the content of its SET
    /// (nameRelativeToCRLIssuer, RFC 5280, 4.2.1.13). The result has no DER of its own.
    pub(crate) fn with_relative_name(&self, content: &[u8]) -> Result<Self, DerError> {
        let set = Element { tag: SET, value: content, der: content, offset: 0 };
        let mut left = MAX_NAME_TEXT;
        check_relative_name(&set, &mut self.attributes().len(), &mut left)?;
        let mut attributes = self.attributes().to_vec();
        read_attributes(&set, self.0.relative_names, &mut attributes)?;
        let more = MAX_NAME_TEXT.saturating_sub(left);
        Ok(Self(Arc::new(Inner {
            der: Box::default(),
            relative_names: self.0.relative_names.saturating_add(1),
            prepared_octets: self.0.prepared_octets.saturating_add(more),
            asked_for: OnceLock::from(Box::new(AskedFor {
                attributes: OnceLock::from(attributes),
                ..AskedFor::default()
            })),
        })))
    }

    /// The DER exactly as it stood in the certificate.
    pub fn der(&self) -> &[u8] {
        &self.0.der
    }

    /// Whether the name has no attribute at all.
    pub fn is_empty(&self) -> bool {
        self.0.relative_names == 0
    }

    /// The attributes in the order they stand (RFC 4514 displays them in reverse).
    pub fn attributes(&self) -> &[Attribute] {
        self.0.attributes()
    }

    /// The last commonName.
    pub fn common_name(&self) -> Option<&str> {
        let mut attributes = self.attributes().iter().rev();
        attributes.find(|one| one.kind.as_bytes() == COMMON_NAME).and_then(Attribute::text)
    }

    /// Values of emailAddress attributes (RFC 5280, 4.2.1.10 applies rfc822Name constraints to them); `None` for one that is
    /// no string that is read.
    pub(crate) fn email_addresses(&self) -> impl Iterator<Item = Option<&str>> {
        let attributes = self.attributes().iter();
        attributes.filter(|one| one.kind.as_bytes() == EMAIL_ADDRESS).map(Attribute::text)
    }

    /// At most so many octets are prepared and compared for this name: what a comparison pays for.
    pub(crate) fn prepared_octets(&self) -> usize {
        self.0.prepared_octets
    }

    /// Comparison by RFC 5280, 7.1.
    pub fn matches(&self, other: &Self) -> bool {
        self == other
    }

    /// Whether this name lies in the subtree of `base` (RFC 5280, 7.1: `base`'s sequence is its beginning).
    pub fn is_within(&self, base: &Self) -> bool {
        self.0.prepared().starts_with(base.0.prepared())
    }
}

impl Inner {
    fn asked_for(&self) -> &AskedFor {
        self.asked_for.get_or_init(Box::default)
    }

    /// The attributes, read again from octets whose form was checked.
    fn attributes(&self) -> &[Attribute] {
        self.asked_for().attributes.get_or_init(|| {
            let mut attributes = Vec::new();
            if let Ok(name) = Reader::new(&self.der).expect(SEQUENCE) {
                let mut names = name.reader();
                let mut relative_name = 0usize;
                while let Ok(set) = names.expect(SET) {
                    if read_attributes(&set, relative_name, &mut attributes).is_err() {
                        break;
                    }
                    relative_name = relative_name.saturating_add(1);
                }
            }
            attributes
        })
    }

    fn prepared(&self) -> &[Vec<u8>] {
        self.asked_for().prepared.get_or_init(|| {
            let attributes = self.attributes();
            let relative_name = |index| {
                let members = attributes.iter().filter(|one| one.relative_name == index);
                let mut keys: Vec<Vec<u8>> = members.map(key).collect();
                // A SET OF has no order of its own; issuers do not always sort it.
                keys.sort_unstable();
                match keys.as_mut_slice() {
                    [only] => core::mem::take(only),
                    several => several.concat(),
                }
            };
            (0..self.relative_names).map(relative_name).collect()
        })
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        // A name is nearly always written in the same octets.
        let same_octets = !self.0.der.is_empty() && self.0.der == other.0.der;
        Arc::ptr_eq(&self.0, &other.0) || same_octets || self.0.prepared() == other.0.prepared()
    }
}

impl Eq for Name {}

impl Hash for Name {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.prepared().hash(state);
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Name({self})")
    }
}

impl fmt::Display for Name {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The names of an authority stand in the report of every document.
        formatter.write_str(self.0.asked_for().shown.get_or_init(|| Shown(&self.0).to_string()))
    }
}

/// RFC 4514, 2.1
struct Shown<'a>(&'a Inner);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut later = None;
        for relative_name in (0..self.0.relative_names).rev() {
            for attribute in self.0.attributes().iter().filter(|one| one.relative_name == relative_name) {
                match later {
                    None => {}
                    Some(same) if same == relative_name => formatter.write_str("+")?,
                    Some(_) => formatter.write_str(",")?,
                }
                later = Some(relative_name);
                attribute.fmt(formatter)?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Attribute {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keyword =
            KEYWORDS.iter().find(|(kind, _)| *kind == self.kind.as_bytes()).map(|(_, keyword)| *keyword);
        match (keyword, &self.text) {
            (Some(keyword), Some(text)) => {
                formatter.write_str(keyword)?;
                formatter.write_str("=")?;
                write_escaped(text, formatter)
            }
            // RFC 4514, 2.4: a type without keyword, or a value that is no string, is shown as its encoding.
            (Some(keyword), None) => write!(formatter, "{keyword}=#{}", const_hex::encode(&self.value)),
            (None, _) => write!(formatter, "{}=#{}", self.kind, const_hex::encode(&self.value)),
        }
    }
}

/// RFC 4514, 2.4; control characters are escaped too, so that a name cannot forge a line of a report.
fn write_escaped(text: &str, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut plain = 0;
    for (at, character) in text.char_indices() {
        let next = at.saturating_add(character.len_utf8());
        let special = match character {
            '"' | '+' | ',' | ';' | '<' | '>' | '\\' => true,
            '#' => at == 0,
            ' ' => at == 0 || next == text.len(),
            _ => character.is_control() || is_invisible(character),
        };
        if !special {
            continue;
        }
        formatter.write_str(text.get(plain..at).unwrap_or_default())?;
        plain = next;
        if character.is_control() || is_invisible(character) {
            let mut octets = [0; 4];
            for octet in character.encode_utf8(&mut octets).bytes() {
                write!(formatter, "\\{octet:02X}")?;
            }
        } else {
            write!(formatter, "\\{character}")?;
        }
    }
    formatter.write_str(text.get(plain..).unwrap_or_default())
}

fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Checks one relative distinguished name; `left` is what remains of [`MAX_NAME_TEXT`] for the whole name.
fn check_relative_name(set: &Element<'_>, attributes: &mut usize, left: &mut usize) -> Result<(), DerError> {
    let mut members = set.reader();
    if members.is_empty() {
        return Err(set.error(DerProblem::Empty));
    }
    while !members.is_empty() {
        if *attributes >= MAX_NAME_ATTRIBUTES {
            return Err(members.error(DerProblem::TooMany));
        }
        *attributes = attributes.saturating_add(1);
        let (_, value) = read_attribute(&mut members)?;
        let too_long = value.error(DerProblem::TooMany);
        if value.value.len() > *left {
            return Err(too_long);
        }
        let unfolded = string(&value).map_or(0, |text| most_octets(&text));
        *left = left.checked_sub(unfolded.max(value.value.len())).ok_or(too_long)?;
    }
    Ok(())
}

/// Appends the attributes of one relative distinguished name.
fn read_attributes(
    set: &Element<'_>,
    relative_name: usize,
    attributes: &mut Vec<Attribute>,
) -> Result<(), DerError> {
    let mut members = set.reader();
    while !members.is_empty() {
        let (kind, value) = read_attribute(&mut members)?;
        let text = string(&value).map(Cow::into_owned);
        attributes.push(Attribute { kind, text, value: value.der.to_vec(), relative_name });
    }
    Ok(())
}

fn read_attribute<'a>(members: &mut Reader<'a>) -> Result<(ObjectIdentifier, Element<'a>), DerError> {
    let mut fields = members.expect(SEQUENCE)?.reader();
    let kind = ObjectIdentifier::read(&fields.read()?)?;
    let value = fields.read()?;
    fields.finish()?;
    Ok((kind, value))
}

/// Length-prefixed so that no two different lists of attributes run together into equal octets.
fn key(attribute: &Attribute) -> Vec<u8> {
    let kind = attribute.kind.as_bytes();
    let prepared = attribute.text().map(prepare);
    let (form, value) =
        prepared.as_deref().map_or((b'#', attribute.value.as_slice()), |text| (b'=', text.as_bytes()));
    let length = |octets: &[u8]| u64::try_from(octets.len()).unwrap_or(u64::MAX).to_be_bytes();
    let mut key = Vec::with_capacity(kind.len().saturating_add(value.len()).saturating_add(17));
    key.extend_from_slice(&length(kind));
    key.extend_from_slice(kind);
    key.push(form);
    key.extend_from_slice(&length(value));
    key.extend_from_slice(value);
    key
}

/// The text of a DirectoryString, IA5String or the like; `None` for other types and undecodable content.
fn string<'a>(element: &Element<'a>) -> Option<Cow<'a, str>> {
    let octets = element.value;
    match element.tag {
        UTF8_STRING => core::str::from_utf8(octets).ok().map(Cow::Borrowed),
        // T.61 proper is stateful; outside ASCII nobody agrees on it, so such values compare octet by octet.
        PRINTABLE_STRING | IA5_STRING | NUMERIC_STRING | VISIBLE_STRING | TELETEX_STRING => {
            core::str::from_utf8(octets).ok().filter(|text| text.is_ascii()).map(Cow::Borrowed)
        }
        BMP_STRING => {
            let (units, rest) = octets.as_chunks::<2>();
            let text = char::decode_utf16(units.iter().map(|unit| u16::from_be_bytes(*unit)));
            rest.is_empty().then(|| text.collect::<Result<String, _>>().ok()).flatten().map(Cow::Owned)
        }
        UNIVERSAL_STRING => {
            let (units, rest) = octets.as_chunks::<4>();
            let text = units.iter().map(|unit| char::from_u32(u32::from_be_bytes(*unit)));
            rest.is_empty().then(|| text.collect::<Option<String>>()).flatten().map(Cow::Owned)
        }
        _ => None,
    }
}

const UTF8_STRING: u8 = 0x0c;
const NUMERIC_STRING: u8 = 0x12;
const PRINTABLE_STRING: u8 = 0x13;
const TELETEX_STRING: u8 = 0x14;
const IA5_STRING: u8 = 0x16;
const VISIBLE_STRING: u8 = 0x1a;
const UNIVERSAL_STRING: u8 = 0x1c;
const BMP_STRING: u8 = 0x1e;

const COMMON_NAME: &[u8] = &[0x55, 4, 3];
const EMAIL_ADDRESS: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 1];

/// RFC 4514, 3, and the two that every tool shows by name although it has no keyword for them.
const KEYWORDS: &[(&[u8], &str)] = &[
    (COMMON_NAME, "CN"),
    (&[0x55, 4, 5], "serialNumber"),
    (&[0x55, 4, 6], "C"),
    (&[0x55, 4, 7], "L"),
    (&[0x55, 4, 8], "ST"),
    (&[0x55, 4, 9], "STREET"),
    (&[0x55, 4, 10], "O"),
    (&[0x55, 4, 11], "OU"),
    (&[0x55, 4, 12], "title"),
    (&[0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 1, 1], "UID"),
    (&[0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 1, 25], "DC"),
    (EMAIL_ADDRESS, "emailAddress"),
];

#[cfg(test)]
mod tests {
    use super::Name;
    use crate::limits::pki::{MAX_NAME_ATTRIBUTES, MAX_NAME_TEXT};
    use crate::pki::der::DerProblem;

    /// A name of one-attribute RDNs: (last arc of 2.5.4, string tag, text).
    fn name(attributes: &[(u8, u8, &str)]) -> Name {
        let mut body = Vec::new();
        for (arc, tag, text) in attributes {
            let length = |extra: usize| u8::try_from(text.len() + extra).unwrap();
            body.extend([0x31, length(9), 0x30, length(7), 6, 3, 0x55, 4, *arc, *tag, length(0)]);
            body.extend(text.as_bytes());
        }
        let mut der = vec![0x30, u8::try_from(body.len()).unwrap()];
        der.extend(body);
        Name::parse(&der).unwrap()
    }

    #[test]
    fn printable_and_utf8_strings_of_the_same_words_are_equal() {
        let printable = name(&[(6, 0x13, "JP"), (10, 0x13, "Japanese Government")]);
        let utf8 = name(&[(6, 0x13, "jp"), (10, 0x0c, " japanese   GOVERNMENT ")]);
        assert_eq!(printable, utf8);
        assert_ne!(printable, name(&[(6, 0x13, "JP"), (10, 0x0c, "JapaneseGovernment")]));
        assert_ne!(printable, name(&[(6, 0x13, "JP"), (11, 0x13, "Japanese Government")]));
        assert_ne!(printable, name(&[(10, 0x13, "Japanese Government"), (6, 0x13, "JP")]));
    }

    #[test]
    fn compatibility_forms_are_equal_and_ideographic_variants_are_not() {
        assert_eq!(name(&[(10, 0x0c, "ＡＢＣ　株式")]), name(&[(10, 0x0c, "abc 株式")]));
        assert_ne!(name(&[(3, 0x0c, "葛\u{e0100}")]), name(&[(3, 0x0c, "葛\u{e0101}")]));
    }

    #[test]
    fn a_name_is_prepared_when_it_is_compared_with_other_octets() {
        let (one, same, other) =
            (name(&[(10, 0x0c, "a")]), name(&[(10, 0x0c, "a")]), name(&[(10, 0x0c, "A")]));
        assert!(one == same && !one.is_empty());
        assert!(one.0.asked_for.get().is_none());
        assert_eq!(one, other);
        let is_prepared = |name: &Name| name.0.asked_for().prepared.get().is_some();
        assert!(is_prepared(&one) && is_prepared(&other));
        assert_eq!(one.prepared_octets(), 1);
        let empty = || Name::parse(&[0x30, 0]).unwrap();
        assert!(empty().is_empty() && empty() == empty() && empty() != one && empty().to_string().is_empty());
        assert_eq!(name(&[(10, 0x0c, "\u{fdfa}")]).prepared_octets(), 33);
    }

    #[test]
    fn a_relative_name_is_one_more() {
        let base = name(&[(6, 0x13, "JP"), (10, 0x13, "Government")]);
        let content = [0x30, 8, 6, 3, 0x55, 4, 11, 0x13, 1, b'X'];
        let longer = base.with_relative_name(&content).unwrap();
        assert_eq!(longer, name(&[(6, 0x13, "JP"), (10, 0x0c, "government"), (11, 0x0c, "x")]));
        assert_ne!(longer, base);
        assert_eq!(longer, base.with_relative_name(&content).unwrap());
        assert_ne!(longer, base.with_relative_name(&[0x30, 8, 6, 3, 0x55, 4, 11, 0x13, 1, b'Y']).unwrap());
        assert_eq!(longer.to_string(), "OU=X,O=Government,C=JP");
        assert_eq!(longer.prepared_octets(), base.prepared_octets() + 1);
        assert!(base.with_relative_name(&content[..8]).is_err() && base.with_relative_name(&[]).is_err());
        let many: Vec<u8> = content.repeat(MAX_NAME_ATTRIBUTES - 2);
        assert!(base.with_relative_name(&many).is_ok());
        assert!(base.with_relative_name(&content.repeat(MAX_NAME_ATTRIBUTES - 1)).is_err());
    }

    #[test]
    fn a_name_that_unfolds_beyond_the_ceiling_is_not_read() {
        let name = |values: &[String]| {
            let tlv = |tag: u8, body: &[u8]| {
                let length = u32::try_from(body.len()).unwrap().to_be_bytes();
                [&[tag, 0x82][..], &length[2..], body].concat()
            };
            let longer = |tag: u8, body: &[u8]| {
                if body.len() < 128 {
                    [&[tag, u8::try_from(body.len()).unwrap()][..], body].concat()
                } else if body.len() < 256 {
                    [&[tag, 0x81, u8::try_from(body.len()).unwrap()][..], body].concat()
                } else {
                    tlv(tag, body)
                }
            };
            let rdn = |value: &String| {
                let pair = [&[6, 3, 0x55, 4, 10][..], &longer(0x0c, value.as_bytes())].concat();
                longer(0x31, &longer(0x30, &pair))
            };
            Name::parse(&longer(0x30, &values.iter().map(rdn).collect::<Vec<_>>().concat()))
        };
        // U+FDFA: three octets that become 18 characters of 33 octets.
        let most = MAX_NAME_TEXT / 33;
        assert!(name(&["\u{fdfa}".repeat(most)]).is_ok());
        assert_eq!(name(&["\u{fdfa}".repeat(most + 1)]).unwrap_err().problem, DerProblem::TooMany);
        assert!(name(&["a".repeat(MAX_NAME_TEXT)]).is_ok());
        assert!(name(&["a".repeat(MAX_NAME_TEXT + 1)]).is_err());
        // The ceiling is the whole name's, and what is left out in preparation counts as it stands.
        assert!(name(&["a".repeat(MAX_NAME_TEXT - 1), "b".into()]).is_ok());
        assert!(name(&["a".repeat(MAX_NAME_TEXT), "b".into()]).is_err());
        assert!(name(&["\u{200b}".repeat(MAX_NAME_TEXT / 3 + 1)]).is_err());
    }

    #[test]
    fn displays_by_rfc_4514_in_reverse_with_escapes() {
        let shown = name(&[(6, 0x13, "JP"), (10, 0x0c, "日本国政府"), (3, 0x0c, "#a,b\n ")]).to_string();
        assert_eq!(shown, "CN=\\#a\\,b\\0A\\ ,O=日本国政府,C=JP");
    }

    #[test]
    fn a_subtree_is_a_beginning() {
        let base = name(&[(6, 0x13, "JP"), (10, 0x13, "Japanese Government")]);
        let inside = name(&[(6, 0x13, "JP"), (10, 0x0c, "JAPANESE Government"), (11, 0x13, "X")]);
        assert!(inside.is_within(&base) && base.is_within(&base));
        assert!(!base.is_within(&inside));
    }
}
