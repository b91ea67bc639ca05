//! Text strings (ISO 32000-1, 7.9.2.2): UTF-16BE with a byte-order mark, else PDFDocEncoding; UTF-8 with a
//! byte-order mark is read too (ISO 32000-2), because writers use it.

/// Decodes a text string; `None` when it is not well-formed in its encoding.
pub(super) fn decode(octets: &[u8]) -> Option<String> {
    if let Some(rest) = octets.strip_prefix(b"\xfe\xff") {
        if !rest.len().is_multiple_of(2) {
            return None;
        }
        let units = rest.chunks(2).map(|pair| match pair {
            [high, low] => u16::from_be_bytes([*high, *low]),
            _ => 0xfffd,
        });
        return char::decode_utf16(units).collect::<Result<String, _>>().ok();
    }
    if let Some(rest) = octets.strip_prefix(b"\xef\xbb\xbf") {
        return core::str::from_utf8(rest).ok().map(str::to_owned);
    }
    octets.iter().map(|byte| pdf_doc_character(*byte)).collect()
}

/// Encodes a text string as it stands in a file, delimiters included.
pub(super) fn encode(text: &str) -> Vec<u8> {
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        let mut token = vec![b'('];
        for byte in text.bytes() {
            if matches!(byte, b'(' | b')' | b'\\') {
                token.push(b'\\');
            }
            token.push(byte);
        }
        token.push(b')');
        return token;
    }
    let mut token = b"<FEFF".to_vec();
    for unit in text.encode_utf16() {
        token.extend_from_slice(format!("{unit:04X}").as_bytes());
    }
    token.push(b'>');
    token
}

/// Annex D.3; `None` for codes that are undefined.
fn pdf_doc_character(byte: u8) -> Option<char> {
    const LOW: [char; 8] = ['˘', 'ˇ', 'ˆ', '˙', '˝', '˛', '˚', '˜'];
    const HIGH: [char; 33] = [
        '•', '†', '‡', '…', '—', '–', 'ƒ', '⁄', '‹', '›', '−', '‰', '„', '“', '”', '‘', '’', '‚', '™', 'ﬁ',
        'ﬂ', 'Ł', 'Œ', 'Š', 'Ÿ', 'Ž', 'ı', 'ł', 'œ', 'š', 'ž', '\u{fffd}', '€',
    ];
    match byte {
        0x18..=0x1f => LOW.get(usize::from(byte & 7)).copied(),
        0x80..=0xa0 => HIGH
            .get(usize::from(byte.wrapping_sub(0x80)))
            .copied()
            .filter(|character| *character != '\u{fffd}'),
        0x7f | 0xad => None,
        0x00..=0x08 | 0x0b | 0x0c | 0x0e..=0x17 => None,
        other => Some(char::from(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_the_three_encodings() {
        assert_eq!(decode(b"Minister of Justice").unwrap(), "Minister of Justice");
        assert_eq!(decode(b"\xfe\xff\x6c\xd5\x52\xd9").unwrap(), "法務");
        assert_eq!(decode("\u{feff}法務".as_bytes()).unwrap(), "法務");
        assert_eq!(decode(b"\xa0").unwrap(), "€");
        assert_eq!(decode(b"\x7f"), None);
        assert_eq!(decode(b"\xfe\xff\xd8\x00"), None);
    }

    #[test]
    fn encodes_what_it_decodes() {
        assert_eq!(encode("a(b)\\"), b"(a\\(b\\)\\\\)");
        assert_eq!(encode("法"), b"<FEFF6CD5>");
    }
}
