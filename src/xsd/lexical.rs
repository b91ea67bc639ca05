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

/// What a conversion that trims white space of Unicode would see of a text, which may come in pieces.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Edges {
    /// Whether it begins and ends, white space of XML aside, with white space that XML does not know.
    first: bool,
    last: bool,
    core: Core,
}

/// What stands between the ends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Core {
    #[default]
    Nothing,
    Ascii,
    Other,
}

impl Edges {
    pub(super) fn of(text: &str) -> Self {
        let seen = text.trim_matches(is_space);
        let core = match seen.trim() {
            "" => Core::Nothing,
            core if core.is_ascii() => Core::Ascii,
            _ => Core::Other,
        };
        let (first, last) = (seen.starts_with(char::is_whitespace), seen.ends_with(char::is_whitespace));
        Self { first, last, core }
    }

    /// The same with more text behind it.
    pub(super) const fn and(self, next: Self) -> Self {
        let core = match (self.core, next.core) {
            (Core::Nothing, core) | (core, Core::Nothing) => core,
            (Core::Ascii, Core::Ascii) if !self.last && !next.first => Core::Ascii,
            _ => Core::Other,
        };
        Self {
            first: if self.is_empty() { next.first } else { self.first },
            last: if next.is_empty() { self.last } else { next.last },
            core,
        }
    }

    const fn is_empty(self) -> bool {
        !self.first && matches!(self.core, Core::Nothing)
    }

    /// Whether what is trimmed surrounds ASCII characters: a conversion to a number, date or boolean then takes for a value
    /// what is none.
    pub(super) const fn hide(self) -> bool {
        (self.first || self.last) && matches!(self.core, Core::Ascii)
    }
}

/// Whether white space that XML does not know hides behind a text, or behind a word of it where it is a list.
pub(super) fn hides_white_space(text: &str, list: bool) -> bool {
    !text.is_ascii()
        && (Edges::of(text).hide() || (list && text.split(is_space).any(|word| Edges::of(word).hide())))
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
            assert!(hides_white_space(hidden, false), "{hidden:?}");
        }
        for plain in ["", " 1 ", "\u{3000}", "山田\u{3000}", "1\u{3000}2", "山田\u{3000}太郎", "1\u{3000} 1"]
        {
            assert!(!hides_white_space(plain, false), "{plain:?}");
        }
        assert!(hides_white_space("1\u{3000} 1", true));
        assert!(!hides_white_space("山田\u{3000} 1", true));
    }

    #[test]
    fn finds_it_in_pieces_as_in_the_whole() {
        let pieces = ["", " ", "1", "\u{3000}", "山", "1\u{3000}", "\u{3000}1", "\u{3000} "];
        for first in pieces {
            for second in pieces {
                for third in pieces {
                    let joined = Edges::of(first).and(Edges::of(second)).and(Edges::of(third));
                    let whole = format!("{first}{second}{third}");
                    assert_eq!(joined.hide(), Edges::of(&whole).hide(), "{whole:?}");
                }
            }
        }
    }
}
