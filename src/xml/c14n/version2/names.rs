//! Values that hold names: where in them the prefixes stand.

use crate::xml::characters::{is_name, is_name_start};
use crate::xml::names::is_ncname;

/// What a value holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::xml::c14n) enum Content {
    Text,
    QualifiedName,
    XPath,
}

/// A piece of a value that holds names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::xml::c14n) enum Piece<'v> {
    Other(&'v str),
    Prefix(&'v str),
}

/// Takes a value apart into the prefixes of the names in it and what is between them.
pub(super) fn for_each_prefix<'v>(value: &'v str, holds: Content, mut receive: impl FnMut(Piece<'v>)) {
    match holds {
        Content::Text => receive(Piece::Other(value)),
        Content::QualifiedName => {
            let name = value.trim_matches(is_space);
            match name.split_once(':') {
                Some((prefix, local)) if is_ncname(prefix) && is_ncname(local) => {
                    let before = value.len().saturating_sub(value.trim_start_matches(is_space).len());
                    let (before, rest) = value.split_at_checked(before).unwrap_or(("", value));
                    receive(Piece::Other(before));
                    receive(Piece::Prefix(prefix));
                    receive(Piece::Other(rest.get(prefix.len()..).unwrap_or_default()));
                }
                Some(_) | None => receive(Piece::Other(value)),
            }
        }
        Content::XPath => xpath_prefixes(value, receive),
    }
}

pub(super) fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r')
}

/// XPath 1.0, 3.7: a name with one colon behind it is a prefix, with two an axis; literals hold no names.
fn xpath_prefixes<'v>(expression: &'v str, mut receive: impl FnMut(Piece<'v>)) {
    let mut rest = expression;
    while let Some(first) = rest.chars().next() {
        let name_length = rest.find(|character| !is_name(character)).unwrap_or(rest.len());
        let (length, is_prefix) = match first {
            '"' | '\'' => {
                let behind = rest.get(1..).unwrap_or_default();
                let literal = behind.find(first).map_or(rest.len(), |closing| closing.saturating_add(2));
                (literal, false)
            }
            _ if is_name_start(first) => {
                let behind = rest.get(name_length..).unwrap_or_default();
                let target = behind.strip_prefix(':').and_then(|local| local.chars().next());
                (name_length, target.is_some_and(|target| target == '*' || is_name_start(target)))
            }
            // A number, or a sign.
            _ => (name_length.max(first.len_utf8()), false),
        };
        let (piece, behind) = rest.split_at_checked(length).unwrap_or((rest, ""));
        if is_prefix {
            receive(Piece::Prefix(piece));
            // The local part belongs to this name and can be no prefix itself.
            let local = behind.get(1..).unwrap_or_default();
            let local_length = local.find(|character| !is_name(character)).unwrap_or(local.len());
            let (name, after) =
                behind.split_at_checked(local_length.saturating_add(1)).unwrap_or((behind, ""));
            receive(Piece::Other(name));
            rest = after;
        } else {
            receive(Piece::Other(piece));
            rest = behind;
        }
    }
}
