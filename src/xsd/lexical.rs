//! White space and names as XML knows them, which is less than Unicode does.

use std::borrow::Cow;

/// White space of XML: four characters (XML 1.0, production S).
pub(super) const fn is_space(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' ')
}

/// Namespaces in XML 1.0, production NCName, over the fifth edition's name characters.
pub(super) fn is_ncname(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(begins_name) && characters.all(continues_name)
}

const fn begins_name(character: char) -> bool {
    matches!(character,
        'A'..='Z' | '_' | 'a'..='z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
        | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}'
        | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}'
        | '\u{10000}'..='\u{EFFFF}')
}

const fn continues_name(character: char) -> bool {
    begins_name(character)
        || matches!(character, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

/// White space at both ends taken away and every other run of it made one space (Part 2, 4.3.6).
pub(super) fn collapsed(value: &str) -> Cow<'_, str> {
    let trimmed = value.trim_matches(is_space);
    let plain = !trimmed.contains(['\t', '\n', '\r']) && !trimmed.contains("  ");
    if plain {
        return Cow::Borrowed(trimmed);
    }
    let words: Vec<&str> = trimmed.split(is_space).filter(|word| !word.is_empty()).collect();
    Cow::Owned(words.join(" "))
}

/// Whether white space of Unicode that XML does not know begins or ends a text that is otherwise of ASCII characters: a
/// conversion to a number, date or boolean that trims it takes for a value what is none.
pub(super) fn hides_white_space(text: &str) -> bool {
    let ends = |each: char| each.is_whitespace() && !is_space(each);
    let (first, last) =
        (text.chars().find(|each| !is_space(*each)), text.chars().rev().find(|each| !is_space(*each)));
    let hidden = first.is_some_and(ends) || last.is_some_and(ends);
    let core = || text.trim();
    hidden && !core().is_empty() && core().is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn collapses_the_four_characters_and_no_other() {
        for (text, expected) in [("", ""), (" a\t\n b ", "a b"), ("a b", "a b"), ("\u{3000}a ", "\u{3000}a")]
        {
            assert_eq!(collapsed(text), expected);
        }
    }

    #[test]
    fn finds_white_space_that_a_conversion_would_trim() {
        for hidden in ["1\u{3000}", "\u{A0}2020-01-01", " \u{2003}true ", "1\u{85}"] {
            assert!(hides_white_space(hidden), "{hidden:?}");
        }
        for plain in ["", " 1 ", "\u{3000}", "山田\u{3000}", "1\u{3000}2", "山田\u{3000}太郎"] {
            assert!(!hides_white_space(plain), "{plain:?}");
        }
    }
}
