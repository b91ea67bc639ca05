//! A schema document as the engine gets it: with one meaning only.
//!
//! Where the engine reads a schema document differently from us, what we have checked is not what it compiles. So it gets
//! octets in which there is nothing left to read differently: elements that conditional inclusion leaves out (Part 1,
//! 4.2.2) are blank, attributes for conditional inclusion are gone, and attribute values whose type collapses white
//! space (Part 2, 4.3.6) are collapsed. Lines and columns stay where they were.

use core::ops::Range;

use super::check::XSD;
use super::grammar::{Content, Value, shape};
use super::inclusion::{Inclusion, VERSIONING, inclusion};
use super::lexical::{collapsed, is_space};
use crate::limits::xsd::SCHEMA_DEPTH;
use crate::xml::{Document, Kind, NodeId};

/// The text for the engine.
pub(super) fn unambiguous(document: &Document<'_>) -> String {
    let source = core::str::from_utf8(document.source()).unwrap_or_default();
    let mut edits = Vec::new();
    let root = document.root_element();
    if inclusion(document, root) == Inclusion::Excluded {
        attributes(document, source, root, None, &mut edits);
        edits.extend(content(document, source, root).map(|range| (range, Edit::Blank)));
    } else {
        element(document, source, root, None, SCHEMA_DEPTH, &mut edits);
    }
    edits.sort_by_key(|(range, _)| range.start);
    let mut text = String::with_capacity(source.len());
    let mut copied = 0_usize;
    for (range, edit) in edits {
        text.push_str(source.get(copied..range.start).unwrap_or_default());
        let old = source.get(range.clone()).unwrap_or_default();
        match edit {
            Edit::Blank => text.extend(old.chars().map(blank)),
            Edit::Attribute { value } => push_attribute(&mut text, old, &value),
        }
        copied = range.end;
    }
    text.push_str(source.get(copied..).unwrap_or_default());
    match text.strip_prefix('\u{FEFF}') {
        Some(text) => text.to_owned(),
        None => text,
    }
}

enum Edit {
    Blank,
    Attribute { value: String },
}

type Edits = Vec<(Range<usize>, Edit)>;

/// One element that belongs to the schema and everything in it; `depth` is what is left, and the check has seen to it
/// that it suffices.
fn element(
    document: &Document<'_>,
    source: &str,
    node: NodeId,
    parent: Option<&str>,
    depth: usize,
    edits: &mut Edits,
) {
    let Some(depth) = depth.checked_sub(1) else {
        return;
    };
    let Some(local) = attributes(document, source, node, parent, edits) else {
        return;
    };
    if shape(local, parent).is_none_or(|shape| matches!(shape.content, Content::Anything)) {
        return;
    }
    for child in document.children(node).filter(|child| document.kind(*child) == Kind::Element) {
        match inclusion(document, child) {
            Inclusion::Excluded => edits.push((document.span(child), Edit::Blank)),
            Inclusion::Included | Inclusion::Malformed(_) => {
                element(document, source, child, Some(local), depth, edits);
            }
        }
    }
}

/// The attributes of one element; gives back its name when it is one of the vocabulary.
fn attributes<'d>(
    document: &'d Document<'_>,
    source: &str,
    node: NodeId,
    parent: Option<&str>,
    edits: &mut Edits,
) -> Option<&'d str> {
    let name = document.name(node).filter(|name| name.namespace == Some(XSD))?;
    let shape = shape(name.local, parent)?;
    for attribute in document.attributes(node) {
        if attribute.name.namespace == Some(VERSIONING) {
            edits.push((attribute.span, Edit::Blank));
            continue;
        }
        let known = shape.attributes.iter().find(|known| known.0 == attribute.name.local);
        let collapses = known.is_some_and(|known| !matches!(known.1, Value::Text | Value::Expression));
        if attribute.name.namespace.is_some() || !collapses {
            continue;
        }
        let value = collapsed(attribute.value);
        let written = source.get(attribute.span.clone()).and_then(|written| {
            let (_, value) = written.split_once('=')?;
            let value = value.trim_start_matches(is_space);
            value.get(1..value.len().checked_sub(1)?)
        });
        if written != Some(&*value) {
            edits.push((attribute.span, Edit::Attribute { value: value.into_owned() }));
        }
    }
    Some(name.local)
}

/// What stands between the tags of an element.
fn content(document: &Document<'_>, source: &str, node: NodeId) -> Option<Range<usize>> {
    let span = document.span(node);
    let start = document.start_tag(node)?.end;
    let end = source.get(start..span.end)?.rfind("</")?;
    Some(start..start.checked_add(end)?)
}

/// The attribute with another value, and behind it white space as far as the old one went.
fn push_attribute(text: &mut String, old: &str, value: &str) {
    let Some((name, _)) = old.split_once('=') else {
        return;
    };
    let quote = if old.ends_with('\'') { '\'' } else { '"' };
    let mut new = format!("{name}={quote}");
    for character in value.chars() {
        match character {
            '&' => new.push_str("&amp;"),
            '<' => new.push_str("&lt;"),
            '\'' if quote == '\'' => new.push_str("&#39;"),
            '"' if quote == '"' => new.push_str("&#34;"),
            other => new.push(other),
        }
    }
    new.push(quote);
    // The name may be followed by line ends before the sign of equality: those are still there.
    let lines = |text: &str| text.matches('\n').count();
    let behind = |text: &str| text.rsplit('\n').next().unwrap_or_default().chars().count();
    let missing = lines(old).saturating_sub(lines(&new));
    let columns = if missing == 0 { behind(old).saturating_sub(behind(&new)) } else { behind(old) };
    text.push_str(&new);
    text.extend(core::iter::repeat_n('\n', missing));
    text.extend(core::iter::repeat_n(' ', columns));
}

const fn blank(character: char) -> char {
    match character {
        '\n' | '\r' | '\t' => character,
        _ => ' ',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn handed(schema: &str) -> String {
        let head = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:vc="http://www.w3.org/2007/XMLSchema-versioning""#;
        let source = format!("{head}{schema}");
        let document = Document::parse_to_validate(source.as_bytes()).unwrap();
        let text = unambiguous(&document);
        assert!(Document::parse_to_validate(text.as_bytes()).is_ok(), "{text}");
        assert_eq!(text.lines().count(), source.lines().count());
        let last = |text: &str| text.lines().last().unwrap().chars().count();
        assert_eq!(last(&text), last(&source), "{text}");
        text.strip_prefix(head).unwrap().to_owned()
    }

    #[test]
    fn leaves_a_plain_document_alone() {
        let plain = "><!-- a --><xs:element name=\"r\" type='xs:int'/>\n</xs:schema>";
        assert_eq!(handed(plain), plain);
    }

    #[test]
    fn blanks_what_is_left_out_and_keeps_lines() {
        let text = handed(
            "><xs:element name=\"r\" vc:maxVersion=\"1.1\">\n<xs:complexType/></xs:element ><xs:element name=\"s\" vc:minVersion='1.0'/></xs:schema>",
        );
        assert_eq!(text.matches("xs:element").count(), 1, "{text}");
        assert!(!text.contains("vc:"), "{text}");
        assert!(text.contains("name=\"s\""), "{text}");
    }

    #[test]
    fn an_excluded_document_keeps_its_element_only() {
        let text = handed(
            " targetNamespace=\" urn:a \" vc:maxVersion=\"1.1\"><xs:import namespace=\"urn:b\"/>\n</xs:schema>",
        );
        assert!(!text.contains("import") && text.contains("targetNamespace=\"urn:a\""), "{text}");
    }

    #[test]
    fn collapses_names_and_not_values() {
        let text = handed(
            "><xs:element name=' \"a' nillable=\" true&#32;\" default=\" a  b \"\n type=\"&#9;xs:int\n \" block=\"restriction\n  extension\"/></xs:schema>",
        );
        assert!(text.contains("nillable=\"true\""), "{text}");
        assert!(text.contains("name='\"a'"), "{text}");
        assert!(text.contains("type=\"xs:int\""), "{text}");
        assert!(text.contains("block=\"restriction extension\""), "{text}");
    }
}
