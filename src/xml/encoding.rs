//! From octets to text: UTF-8, or UTF-16 with a byte-order mark (XML 1.0, 4.3.3 and appendix F).
//!
//! Other encodings are recognised, so that the reason can be told, and not read.

use std::borrow::Cow;

use super::characters::{first_forbidden, is_space};
use super::{Defect, Encoding, Error, Position};
use crate::limits::xml::MAX_SIZE;

/// Which octets the text was in; the encoding declaration must agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Octets {
    Utf16,
    Utf8,
}

/// Text of which every character is allowed by XML 1.0, 2.2.
#[derive(Debug, Clone)]
pub(super) struct Decoded<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) octets: Octets,
}

/// Decodes a whole document.
pub(super) fn decode(source: &[u8]) -> Result<Decoded<'_>, Error> {
    if source.len() > MAX_SIZE {
        return Err(at_beginning(Defect::SizeTooLarge { limit: MAX_SIZE }));
    }
    let decoded = match source {
        [0x00, 0x00, 0xFE, 0xFF, ..]
        | [0xFF, 0xFE, 0x00, 0x00, ..]
        | [0, 0, 0, b'<', ..]
        | [b'<', 0, 0, 0, ..] => {
            return Err(unsupported(Encoding::Utf32));
        }
        [0xFE, 0xFF, rest @ ..] => {
            Decoded { text: Cow::Owned(utf16(rest, u16::from_be_bytes)?), octets: Octets::Utf16 }
        }
        [0xFF, 0xFE, rest @ ..] => {
            Decoded { text: Cow::Owned(utf16(rest, u16::from_le_bytes)?), octets: Octets::Utf16 }
        }
        [0, b'<', ..] | [b'<', 0, ..] => return Err(unsupported(Encoding::Utf16WithoutByteOrderMark)),
        _ => Decoded { text: Cow::Borrowed(utf8(source)?), octets: Octets::Utf8 },
    };
    match first_forbidden(&decoded.text) {
        None => Ok(decoded),
        Some(offset) => {
            let character = decoded.text.get(offset..).and_then(|rest| rest.chars().next());
            let code_point = character.map_or(0, u32::from);
            Err(Error {
                defect: Defect::CharacterForbidden { code_point },
                at: Position::of(decoded.text.as_bytes(), offset),
            })
        }
    }
}

/// Judges the name in an encoding declaration (production [81] EncName already holds).
///
/// ISO-8859-1 and US-ASCII pass where every octet is ASCII: the three encodings then say the same text.
pub(super) fn judge_declared(name: &str, text: &str, octets: Octets) -> Result<(), Defect> {
    let is = |known: &str| name.eq_ignore_ascii_case(known);
    let agrees_on_ascii = is("ISO-8859-1") || is("US-ASCII");
    let utf16 = is("UTF-16") || is("UTF-16BE") || is("UTF-16LE") || is("ISO-10646-UCS-2");
    match octets {
        Octets::Utf8 if is("UTF-8") => Ok(()),
        Octets::Utf8 if agrees_on_ascii && text.is_ascii() => Ok(()),
        Octets::Utf16 if is("UTF-16") => Ok(()),
        Octets::Utf8 if utf16 => Err(Defect::EncodingMismatch),
        Octets::Utf16 => Err(Defect::EncodingMismatch),
        Octets::Utf8 => Err(Defect::EncodingUnsupported { encoding: known(name) }),
    }
}

fn known(name: &str) -> Encoding {
    let is = |known: &&str| name.eq_ignore_ascii_case(known);
    if ["Shift_JIS", "Shift-JIS", "SJIS", "Windows-31J", "CP932", "MS_Kanji"].iter().any(is) {
        Encoding::ShiftJis
    } else if ["EUC-JP", "EUCJP", "CP51932"].iter().any(is) {
        Encoding::EucJp
    } else if ["ISO-2022-JP", "csISO2022JP"].iter().any(is) {
        Encoding::Iso2022Jp
    } else if ["UTF-32", "UCS-4", "ISO-10646-UCS-4"].iter().any(is) {
        Encoding::Utf32
    } else {
        Encoding::Other
    }
}

fn utf8(source: &[u8]) -> Result<&str, Error> {
    if let Ok(text) = simdutf8::basic::from_utf8(source) {
        return Ok(text);
    }
    // Only this one says where.
    core::str::from_utf8(source).map_err(|invalid| {
        // Octets in another declared encoding are rarely UTF-8: the declaration then tells more than the octets.
        declared_otherwise(source).unwrap_or_else(|| Error {
            defect: Defect::Utf8Invalid,
            at: Position::of(source, invalid.valid_up_to()),
        })
    })
}

/// The refusal that the encoding declaration of a document that is not UTF-8 deserves, if it has one.
fn declared_otherwise(source: &[u8]) -> Option<Error> {
    let declaration = source.strip_prefix(b"<?xml")?;
    let end = memchr::memmem::find(declaration.get(..256).unwrap_or(declaration), b"?>")?;
    let declaration = core::str::from_utf8(declaration.get(..end)?).ok()?;
    let behind = declaration.get(declaration.find("encoding")?..)?.strip_prefix("encoding")?;
    let space = |character: char| u8::try_from(character).is_ok_and(is_space);
    let value = behind.trim_start_matches(space).strip_prefix('=')?.trim_start_matches(space);
    let name = value.strip_prefix('"').or_else(|| value.strip_prefix('\''))?.split(['"', '\'']).next()?;
    // The source is not UTF-8, so that it is not ASCII either.
    let defect = judge_declared(name, "\u{80}", Octets::Utf8).err()?;
    matches!(defect, Defect::EncodingUnsupported { .. }).then(|| at_beginning(defect))
}

fn utf16(octets: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Error> {
    let (pairs, rest) = octets.as_chunks::<2>();
    let mut text = String::with_capacity(octets.len());
    for decoded in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        match decoded {
            Ok(character) => text.push(character),
            Err(_) => return Err(invalid_utf16(&text)),
        }
    }
    if !rest.is_empty() {
        return Err(invalid_utf16(&text));
    }
    if text.len() > MAX_SIZE {
        return Err(at_beginning(Defect::SizeTooLarge { limit: MAX_SIZE }));
    }
    Ok(text)
}

fn invalid_utf16(before: &str) -> Error {
    Error { defect: Defect::Utf16Invalid, at: Position::of(before.as_bytes(), before.len()) }
}

const fn unsupported(encoding: Encoding) -> Error {
    at_beginning(Defect::EncodingUnsupported { encoding })
}

const fn at_beginning(defect: Defect) -> Error {
    Error { defect, at: Position { offset: 0, line: 1, column: 1 } }
}

#[cfg(test)]
mod tests {
    use super::{Octets, decode};
    use crate::xml::{Defect, Encoding};

    fn defect(source: &[u8]) -> Defect {
        decode(source).map(|_| ()).unwrap_err().defect
    }

    #[test]
    fn reads_utf_16_of_both_orders_with_supplementary_characters() {
        let text = "<戸籍>𠮷</戸籍>";
        let big: Vec<u8> =
            [0xFE, 0xFF].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
        let little: Vec<u8> =
            [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        for source in [big, little] {
            let decoded = decode(&source).unwrap();
            assert_eq!((decoded.text.as_ref(), decoded.octets), (text, Octets::Utf16));
            assert_eq!(defect(&source[..source.len() - 1]), Defect::Utf16Invalid);
        }
        assert_eq!(defect(b"\xFE\xFF\xD8\x00\x00a"), Defect::Utf16Invalid, "a lone surrogate");
    }

    #[test]
    fn tells_other_encodings_from_broken_octets() {
        let sjis = b"<?xml version=\"1.0\" encoding='Shift_JIS'?><a>\x8C\xCB</a>";
        assert_eq!(defect(sjis), Defect::EncodingUnsupported { encoding: Encoding::ShiftJis });
        let broken = b"<?xml version=\"1.0\" encoding='UTF-8'?>\n<a>\x8C\xCB</a>";
        let error = decode(broken).map(|_| ()).unwrap_err();
        assert_eq!((error.defect, error.at.line, error.at.column), (Defect::Utf8Invalid, 2, 4));
        assert_eq!(defect(b"<a>\xED\xA0\x80</a>"), Defect::Utf8Invalid, "a surrogate in UTF-8");
        assert_eq!(defect(b"<a>\xC0\xBC</a>"), Defect::Utf8Invalid, "an overlong form");
        assert_eq!(
            defect(b"<\0a\0/\0>\0"),
            Defect::EncodingUnsupported { encoding: Encoding::Utf16WithoutByteOrderMark }
        );
        assert_eq!(defect(b"\xFF\xFE\0\0"), Defect::EncodingUnsupported { encoding: Encoding::Utf32 });
    }
}
