//! Names as Namespaces in XML 1.0 (Third Edition), 4 qualifies them: `prefix:local` or `local`.

use super::Defect;
use super::characters::{NameOctet, is_name, is_name_start, name_octet};
use crate::limits::xml::MAX_NAME_LENGTH;

/// A name in the source that was proven to be a QName.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct QualifiedName<'t> {
    /// The whole name.
    pub(super) qualified: &'t str,
    /// What stands before the colon; empty when there is none.
    pub(super) prefix: &'t str,
    /// What stands behind the colon.
    pub(super) local: &'t str,
}

/// The QName at the beginning of `text`; the rest is not looked at.
///
/// # Errors
/// The defect, and how many octets behind the beginning it stands.
#[inline]
pub(super) fn qualified_name(text: &str) -> Result<QualifiedName<'_>, (Defect, usize)> {
    let mut length = 0_usize;
    let mut colon = None;
    let mut colons = 0_usize;
    let mut beyond = false;
    let mut begins = true;
    let mut misplaced = None;
    let octets = text.as_bytes();
    while let Some(&octet) = octets.get(length) {
        let mut wide = 1_usize;
        match name_octet(octet) {
            NameOctet::Stop => break,
            NameOctet::Start => begins = false,
            NameOctet::Follow => {
                if begins {
                    misplaced = misplaced.or(Some(length));
                }
                begins = false;
            }
            NameOctet::Colon => {
                colon = Some(length);
                colons = colons.saturating_add(1);
                begins = true;
            }
            // U+3040 to U+CFFF, kana and ideographs among them: all may begin a name.
            NameOctet::Ideograph => {
                wide = 3;
                begins = false;
            }
            NameOctet::Kana if octets.get(length.saturating_add(1)).is_some_and(|second| *second > 0x80) => {
                wide = 3;
                begins = false;
            }
            NameOctet::Kana | NameOctet::Beyond => {
                beyond = true;
                begins = false;
            }
        }
        length = length.saturating_add(wide);
    }
    if length == 0 || misplaced == Some(0) {
        return Err((Defect::NameMalformed, 0));
    }
    if length > MAX_NAME_LENGTH {
        return Err((Defect::NameTooLong { limit: MAX_NAME_LENGTH }, 0));
    }
    let qualified = text.get(..length).unwrap_or_default();
    let (prefix, local) = match colon {
        Some(colon) => {
            let (prefix, rest) = qualified.split_at_checked(colon).unwrap_or_default();
            (prefix, rest.get(1..).unwrap_or_default())
        }
        None => ("", qualified),
    };
    if beyond {
        characters_of_a_name(qualified)?;
    }
    if colons > 1 || local.is_empty() || (colon.is_some() && prefix.is_empty()) || misplaced.is_some() {
        return Err((Defect::NameNotQualified, 0));
    }
    if beyond && colon.is_some() && !local.starts_with(is_name_start) {
        return Err((Defect::NameNotQualified, 0));
    }
    Ok(QualifiedName { qualified, prefix, local })
}

fn characters_of_a_name(name: &str) -> Result<(), (Defect, usize)> {
    let mut characters = name.char_indices();
    let begins = characters.next().is_some_and(|(_, first)| first == ':' || is_name_start(first));
    if !begins {
        return Err((Defect::NameMalformed, 0));
    }
    match characters.find(|(_, character)| *character != ':' && !is_name(*character)) {
        None => Ok(()),
        // A character that ends the name without being white space or markup.
        Some((offset, _)) => Err((Defect::NameMalformed, offset)),
    }
}

/// Whether `text` is an NCName as a whole.
pub(super) fn is_ncname(text: &str) -> bool {
    text.starts_with(is_name_start) && text.chars().all(is_name)
}

#[cfg(test)]
mod tests {
    use super::{is_ncname, qualified_name};
    use crate::limits::xml::MAX_NAME_LENGTH;
    use crate::xml::Defect;

    fn parts(text: &str) -> Result<(&str, &str), Defect> {
        qualified_name(text).map(|name| (name.prefix, name.local)).map_err(|(defect, _)| defect)
    }

    #[test]
    fn splits_at_the_only_colon() {
        assert_eq!(parts("a>"), Ok(("", "a")));
        assert_eq!(parts("ds:Signature x"), Ok(("ds", "Signature")));
        assert_eq!(parts("戸:籍="), Ok(("戸", "籍")));
        assert_eq!(parts("a-1.b/"), Ok(("", "a-1.b")));
    }

    #[test]
    fn refuses_what_is_not_a_qualified_name() {
        for text in ["a:b:c", ":a", "a:", ":", "a:-b", "a:1", "戸:-籍", "戸:\u{300}", "a::b"] {
            assert_eq!(parts(text), Err(Defect::NameNotQualified), "{text}");
        }
        for text in ["", "1", "-a", " a", "\u{3000}", "a\u{3000}", "\u{300}a", "戸\u{D7}"] {
            assert_eq!(parts(text), Err(Defect::NameMalformed), "{text}");
        }
    }

    #[test]
    fn takes_a_name_of_the_greatest_length_and_none_longer() {
        assert!(parts(&"a".repeat(MAX_NAME_LENGTH)).is_ok());
        assert_eq!(
            parts(&"a".repeat(MAX_NAME_LENGTH + 1)),
            Err(Defect::NameTooLong { limit: MAX_NAME_LENGTH })
        );
    }

    #[test]
    fn an_ncname_has_no_colon() {
        assert!(is_ncname("a") && is_ncname("籍-1"));
        assert!(!is_ncname("") && !is_ncname("a:b") && !is_ncname("1a"));
    }
}
