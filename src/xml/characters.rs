//! Classes of characters: XML 1.0 (Fifth Edition), productions [2] Char, [3] S, [4] NameStartChar, [4a] NameChar.

/// What an octet can be in a name; octets of longer UTF-8 sequences are judged after decoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NameOctet {
    /// Not part of a name.
    Stop,
    /// May begin a name.
    Start,
    /// May follow in a name.
    Follow,
    /// `:`
    Colon,
    /// The first octet of one of U+4000 to U+CFFF, which may all begin a name.
    Ideograph,
    /// The first octet of one of U+3000 to U+3FFF, which may all begin a name from U+3040 on.
    Kana,
    /// Part of another character beyond ASCII.
    Beyond,
}

#[inline]
pub(super) fn name_octet(octet: u8) -> NameOctet {
    NAME_OCTETS.get(usize::from(octet)).copied().unwrap_or(NameOctet::Stop)
}

const NAME_OCTETS: [NameOctet; 256] = {
    let mut table = [NameOctet::Stop; 256];
    let mut rest = table.as_mut_slice();
    let mut octet = 0_u8;
    while let [first, others @ ..] = rest {
        *first = judge_name_octet(octet);
        octet = octet.wrapping_add(1);
        rest = others;
    }
    table
};

const fn judge_name_octet(octet: u8) -> NameOctet {
    match octet {
        b':' => NameOctet::Colon,
        b'_' | b'A'..=b'Z' | b'a'..=b'z' => NameOctet::Start,
        b'-' | b'.' | b'0'..=b'9' => NameOctet::Follow,
        0xE3 => NameOctet::Kana,
        0xE4..=0xEC => NameOctet::Ideograph,
        0x80.. => NameOctet::Beyond,
        _ => NameOctet::Stop,
    }
}

/// [3] S
#[inline]
pub(super) const fn is_space(octet: u8) -> bool {
    matches!(octet, b' ' | b'\t' | b'\n' | b'\r')
}

/// [4] NameStartChar without the colon, which namespaces take away (Namespaces 1.0, [4] NCName).
pub(super) const fn is_name_start(character: char) -> bool {
    matches!(character,
        'A'..='Z' | '_' | 'a'..='z'
        | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}'
        | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}'
        | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
}

/// [4a] NameChar without the colon.
pub(super) const fn is_name(character: char) -> bool {
    is_name_start(character)
        || matches!(character,
            '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

/// [2] Char
pub(super) const fn is_character(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// The offset of the first character that production [2] does not allow.
///
/// Three passes over the whole text, each as fast as memory: the tokenizer then need not ask again.
pub(super) fn first_forbidden(text: &str) -> Option<usize> {
    let octets = text.as_bytes();
    let control = octets.chunks(128).enumerate().find_map(|(chunk, octets)| {
        // Without an early exit the compiler compares many octets at a time.
        let any = octets.iter().fold(false, |any, &octet| any | is_forbidden_control(octet));
        let within = if any { octets.iter().position(|&octet| is_forbidden_control(octet)) } else { None };
        within.map(|within| chunk.saturating_mul(128).saturating_add(within))
    });
    // U+FFFE and U+FFFF; surrogates cannot be in UTF-8.
    let noncharacter = [b"\xEF\xBF\xBE", b"\xEF\xBF\xBF"]
        .iter()
        .filter_map(|found| memchr::memmem::find(octets, *found))
        .min();
    match (control, noncharacter) {
        (Some(control), Some(noncharacter)) => Some(control.min(noncharacter)),
        (one, other) => one.or(other),
    }
}

#[inline]
const fn is_forbidden_control(octet: u8) -> bool {
    octet < 0x20 && !matches!(octet, b'\t' | b'\n' | b'\r')
}

#[cfg(test)]
mod tests {
    use super::{NameOctet, first_forbidden, is_character, is_name, is_name_start, name_octet};

    #[test]
    fn what_an_octet_promises_of_its_character_is_so() {
        for character in '\u{80}'..=char::MAX {
            let mut encoded = [0; 4];
            let first = name_octet(character.encode_utf8(&mut encoded).as_bytes()[0]);
            let promised = match first {
                NameOctet::Ideograph => true,
                NameOctet::Kana => encoded[1] > 0x80,
                NameOctet::Beyond => false,
                other => panic!("{other:?} for U+{:04X}", u32::from(character)),
            };
            assert!(!promised || (is_name_start(character) && character.len_utf8() == 3));
        }
    }

    #[test]
    fn finds_the_first_forbidden_character_wherever_it_stands() {
        assert_eq!(first_forbidden("戸籍\t\r\n\u{7F}\u{85}\u{FFFD}\u{10FFFF}"), None);
        for forbidden in ["\0", "\u{1}", "\u{8}", "\u{B}", "\u{1F}", "\u{FFFE}", "\u{FFFF}"] {
            for before in [0, 1, 127, 128, 129, 1000] {
                let text = format!("{}{forbidden}x\u{FFFF}\u{1}", "a".repeat(before));
                assert_eq!(first_forbidden(&text), Some(before));
            }
        }
    }

    #[test]
    fn names_take_japanese_and_supplementary_characters_and_no_full_width_space() {
        assert!("戸籍證明々ーぁ𠮷".chars().all(is_name_start));
        assert!(!is_name_start('・') || is_name_start('\u{30FB}'));
        assert!(!is_name('\u{3000}') && !is_name('\u{D7}') && !is_name('\u{F0000}'));
        assert!(!is_name_start('-') && is_name('-') && is_name('\u{B7}'));
        assert!(is_name_start('\u{E0100}'), "variation selectors are name characters in the Fifth Edition");
    }

    #[test]
    fn characters_end_where_the_standard_ends_them() {
        assert!(!is_character('\u{FFFE}') && is_character('\u{FFFD}') && is_character('\u{10000}'));
        assert!(!is_character('\u{1F}') && is_character(' ') && !is_character('\0'));
    }
}
