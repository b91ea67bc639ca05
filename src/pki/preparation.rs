//! String preparation for the comparison of names (RFC 4518, 2.2 to 2.6): mapping, NFKC, case folding, white space.

use unicode_normalization::UnicodeNormalization as _;

/// The text as it is compared, without case. [`most_octets`] of it bounds the work: the normal form buffers what it
/// reorders.
pub(super) fn prepare(text: &str) -> String {
    if text.is_ascii() {
        // Nearly every name: nothing in it is mapped, and folding changes no length.
        if !text.bytes().any(|octet| octet.is_ascii_control()) {
            return compress(text.to_ascii_lowercase());
        }
        let lower = text.chars().filter_map(map).map(|character| character.to_ascii_lowercase());
        return compress(lower.collect());
    }
    // Folding can undo a normal form, and a normal form can need folding (fullwidth letters): once more is stable.
    compress(text.chars().filter_map(map).nfkc().flat_map(fold).nfkc().collect())
}

/// At least as many octets as the text has after preparation, told without preparing it.
pub(super) fn most_octets(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    let of = |character: char| character.len_utf8().saturating_mul(growth(character));
    text.chars().map(of).fold(0, usize::saturating_add)
}

/// By how much a character can grow: U+FDFA becomes eighteen, a square of U+3300 six, nothing else more than four. A test
/// prepares every character that stands for itself.
const fn growth(character: char) -> usize {
    match character {
        '\0'..='\u{7f}'
        | '\u{3040}'..='\u{309a}'
        | '\u{30a0}'..='\u{30fe}'
        | '\u{3400}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{ff01}'..='\u{ffdc}' => 1,
        '\u{3300}'..='\u{33ff}' => 6,
        '\u{fd00}'..='\u{fdff}' => 11,
        _ => 4,
    }
}

/// Full case folding (RFC 3454, B.2): what is one letter in capitals is one letter, so that the two small sigmas are equal and
/// a sharp s is two. Dotless i is the one small letter whose capital is another letter's too.
fn fold(character: char) -> impl Iterator<Item = char> {
    let dotless = (character == '\u{131}').then_some(character);
    let folded = dotless
        .is_none()
        .then(|| character.to_lowercase().flat_map(char::to_uppercase).flat_map(char::to_lowercase));
    dotless.into_iter().chain(folded.into_iter().flatten())
}

/// RFC 4518, 2.2: some characters map to nothing, others to a space.
fn map(character: char) -> Option<char> {
    match character {
        '\t'..='\r' | '\u{85}' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' => Some(' '),
        '\u{2028}' | '\u{2029}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => Some(' '),
        '\u{ad}'
        | '\u{34f}'
        | '\u{1806}'
        | '\u{180b}'..='\u{180e}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{fffc}' => None,
        '\u{6dd}' | '\u{70f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => None,
        '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' => None,
        '\u{1d173}'..='\u{1d17a}' | '\u{e0001}' | '\u{e0020}'..='\u{e007f}' => None,
        character if character.is_control() => None,
        character => Some(character),
    }
}

/// RFC 5280, 7.1: leading and trailing white space goes, runs become one space.
fn compress(text: String) -> String {
    if !text.starts_with(' ') && !text.ends_with(' ') && !text.contains("  ") {
        return text;
    }
    let mut words = text.split(' ').filter(|word| !word.is_empty());
    let mut compressed = words.next().unwrap_or_default().to_owned();
    for word in words {
        compressed.push(' ');
        compressed.push_str(word);
    }
    compressed
}

#[cfg(test)]
mod tests {
    use super::{most_octets, prepare};

    /// Every character but most of the ideographs, Hangul and what is not assigned, of which every 61st.
    fn characters() -> impl Iterator<Item = char> {
        ('\0'..=char::MAX).filter(|character| {
            let alike =
                matches!(character, '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{20000}'..);
            !alike
                || u32::from(*character).is_multiple_of(61)
                || ('\u{2f800}'..'\u{2fa20}').contains(character)
        })
    }

    #[test]
    fn no_character_grows_beyond_what_is_foretold() {
        for character in characters() {
            let one = character.to_string();
            assert!(prepare(&one).len() <= most_octets(&one), "{:x}", u32::from(character));
            let three = [one.as_str(), "a", &one, &one].concat();
            assert!(prepare(&three).len() <= most_octets(&three), "{:x}", u32::from(character));
        }
        // Where the ceiling lies for names of most words, the foretelling is exact.
        for text in ["\u{fdfa}", "\u{3316}", "日本国政府", "カタカナ", "ひらがな", "Minister of Justice"]
        {
            assert_eq!(most_octets(text), prepare(text).len(), "{text}");
        }
    }

    #[test]
    fn folds_as_rfc_3454_does() {
        for (one, other) in [
            ("ΟΔΟΣ", "οδος"),
            ("οδοσ", "οδος"),
            ("straße", "STRASSE"),
            ("STRAẞE", "strasse"),
            ("ŉ", "ʼN"),
            ("ﬁ", "FI"),
            ("ᾳ", "ΑΙ"),
            ("ＡＢＣ", "abc"),
            ("İ", "i\u{307}"),
        ] {
            assert_eq!(prepare(one), prepare(other), "{one} {other}");
        }
        for (one, other) in [("ı", "i"), ("σ", "ο"), ("ß", "s"), ("が", "か"), ("é", "e")] {
            assert_ne!(prepare(one), prepare(other), "{one} {other}");
        }
    }

    #[test]
    fn preparing_twice_changes_nothing() {
        for character in characters() {
            let once = prepare(&format!("a{character}b"));
            assert_eq!(prepare(&once), once, "{:x}", u32::from(character));
        }
    }
}
