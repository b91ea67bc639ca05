//! xs:base64Binary as XML Signature needs it: white space anywhere between characters, nothing else tolerated.

use super::error::Defect;
use crate::limits::dsig::VALUE_OCTETS;

/// Decodes strictly: alphabet of RFC 4648 section 4, padding required, pad bits zero, white space of XML between.
pub(super) fn decode(text: &str, element: &'static str) -> Result<Vec<u8>, Defect> {
    let mut octets = Vec::with_capacity(text.len().min(VALUE_OCTETS));
    let (mut bits, mut pending, mut characters, mut padding) = (0u32, 0u32, 0u64, 0u32);
    for octet in text.bytes() {
        let value = match octet {
            b' ' | b'\t' | b'\n' | b'\r' => continue,
            b'=' => {
                padding = padding.saturating_add(1);
                continue;
            }
            b'A'..=b'Z' => octet.wrapping_sub(b'A'),
            b'a'..=b'z' => octet.wrapping_sub(b'a').wrapping_add(26),
            b'0'..=b'9' => octet.wrapping_sub(b'0').wrapping_add(52),
            b'+' => 62,
            b'/' => 63,
            _ => return Err(Defect::Base64Character { element }),
        };
        if padding > 0 {
            return Err(Defect::Base64Character { element });
        }
        characters = characters.saturating_add(1);
        bits = (bits << 6) | u32::from(value);
        pending = pending.saturating_add(6);
        if pending >= 8 {
            pending = pending.saturating_sub(8);
            octets.push(u8::try_from((bits >> pending) & 0xff).unwrap_or_default());
            bits &= (1u32 << pending).saturating_sub(1);
            if octets.len() > VALUE_OCTETS {
                return Err(Defect::Base64Length { element });
            }
        }
    }
    let expected_padding = match characters % 4 {
        0 => 0,
        2 => 2,
        3 => 1,
        _ => return Err(Defect::Base64Length { element }),
    };
    if padding != expected_padding || octets.is_empty() {
        return Err(Defect::Base64Length { element });
    }
    if bits != 0 {
        return Err(Defect::Base64PadBits { element });
    }
    Ok(octets)
}

/// Encodes on one line.
pub(super) fn encode(octets: &[u8]) -> String {
    base64_simd::STANDARD.encode_to_string(octets)
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};
    use crate::dsig::Defect;

    const ELEMENT: &str = "DigestValue";

    #[test]
    fn decodes_what_it_encodes() {
        for length in 1..70u8 {
            let octets: Vec<u8> = (0..length).map(|value| value.wrapping_mul(37)).collect();
            assert_eq!(decode(&encode(&octets), ELEMENT), Ok(octets));
        }
    }

    #[test]
    fn accepts_white_space_between_characters_and_before_padding() {
        assert_eq!(decode(" Y W\r\nI=\t", ELEMENT), Ok(b"ab".to_vec()));
        assert_eq!(decode("YQ=\n=", ELEMENT), Ok(b"a".to_vec()));
    }

    #[test]
    fn rejects_junk_between_characters() {
        for text in ["YW-I", "YWI\u{3000}", "YW\0I", "YWI=YWI=", "Y=WI", "YW_I", "YW\u{b}JD"] {
            assert_eq!(decode(text, ELEMENT), Err(Defect::Base64Character { element: ELEMENT }), "{text:?}");
        }
    }

    #[test]
    fn rejects_missing_and_excess_padding() {
        for text in ["", "  ", "Y", "YQ", "YQ=", "YWI", "YWJj=", "YQ===", "YWJjZ", "="] {
            assert_eq!(decode(text, ELEMENT), Err(Defect::Base64Length { element: ELEMENT }), "{text:?}");
        }
    }

    #[test]
    fn rejects_pad_bits_that_are_not_zero() {
        assert_eq!(decode("YQ==", ELEMENT), Ok(b"a".to_vec()));
        for text in ["YR==", "YX==", "YWJ="] {
            assert_eq!(decode(text, ELEMENT), Err(Defect::Base64PadBits { element: ELEMENT }), "{text:?}");
        }
    }
}
