//! Conditional inclusion: the attributes of `http://www.w3.org/2007/XMLSchema-versioning` that leave elements of
//! a schema document out (XSD 1.1 Part 1, 4.2.2), as a processor for exactly version 1.1 reads them.

use super::check::XSD;
use super::lexical::{is_ncname, is_space};
use crate::xml::{Document, NodeId};

/// The namespace of the attributes.
pub(super) const VERSIONING: &str = "http://www.w3.org/2007/XMLSchema-versioning";

/// Whether an element belongs to the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Inclusion {
    /// It does not.
    Excluded,
    /// It does.
    Included,
    /// This attribute cannot be read, so that nobody knows.
    Malformed(&'static str),
}

/// Whether `node` belongs to the schema, its ancestors aside.
pub(super) fn inclusion(document: &Document<'_>, node: NodeId) -> Inclusion {
    let mut excluded = false;
    for attribute in document.attributes(node) {
        if attribute.name.namespace != Some(VERSIONING) {
            continue;
        }
        let value = attribute.value.trim_matches(is_space);
        match attribute.name.local {
            "minVersion" => match after_1_1(value) {
                None => return Inclusion::Malformed("vc:minVersion"),
                Some(order) => excluded |= order == Order::After,
            },
            "maxVersion" => match after_1_1(value) {
                None => return Inclusion::Malformed("vc:maxVersion"),
                Some(order) => excluded |= order != Order::After,
            },
            "typeAvailable" => match names(document, node, value) {
                None => return Inclusion::Malformed("vc:typeAvailable"),
                Some(names) => excluded |= !names.iter().all(|name| is_type(*name)),
            },
            "typeUnavailable" => match names(document, node, value) {
                None => return Inclusion::Malformed("vc:typeUnavailable"),
                Some(names) => excluded |= names.iter().all(|name| is_type(*name)),
            },
            "facetAvailable" => match names(document, node, value) {
                None => return Inclusion::Malformed("vc:facetAvailable"),
                Some(names) => excluded |= !names.iter().all(|name| is_facet(*name)),
            },
            "facetUnavailable" => match names(document, node, value) {
                None => return Inclusion::Malformed("vc:facetUnavailable"),
                Some(names) => excluded |= names.iter().all(|name| is_facet(*name)),
            },
            _ => {}
        }
    }
    if excluded { Inclusion::Excluded } else { Inclusion::Included }
}

#[derive(PartialEq, Eq)]
enum Order {
    After,
    NotAfter,
}

/// Whether a decimal is greater than 1.1.
fn after_1_1(text: &str) -> Option<Order> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |part: &str| part.bytes().all(|digit| digit.is_ascii_digit());
    if !all_digits(whole) || !all_digits(fraction) || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    let fraction = fraction.trim_end_matches('0');
    let after =
        !text.starts_with('-') && (whole.len() > 1 || whole > "1" || (whole == "1" && fraction > "1"));
    Some(if after { Order::After } else { Order::NotAfter })
}

type ExpandedName<'a> = (Option<&'a str>, &'a str);

fn names<'a>(document: &'a Document<'_>, node: NodeId, value: &'a str) -> Option<Vec<ExpandedName<'a>>> {
    value
        .split(is_space)
        .filter(|token| !token.is_empty())
        .map(|token| match token.split_once(':') {
            None if is_ncname(token) => Some((document.namespace_of_prefix(node, None), token)),
            None => None,
            Some((prefix, local)) if !is_ncname(prefix) || !is_ncname(local) => None,
            Some((prefix, local)) => Some((Some(document.namespace_of_prefix(node, Some(prefix))?), local)),
        })
        .collect()
}

fn is_type((namespace, local): ExpandedName<'_>) -> bool {
    namespace == Some(XSD) && TYPES.contains(&local)
}

fn is_facet((namespace, local): ExpandedName<'_>) -> bool {
    namespace == Some(XSD) && FACETS.contains(&local)
}

/// Part 2, chapter 3, and the types of Part 1.
static TYPES: &[&str] = &[
    "ENTITIES",
    "ENTITY",
    "ID",
    "IDREF",
    "IDREFS",
    "NCName",
    "NMTOKEN",
    "NMTOKENS",
    "NOTATION",
    "Name",
    "QName",
    "anyAtomicType",
    "anySimpleType",
    "anyType",
    "anyURI",
    "base64Binary",
    "boolean",
    "byte",
    "date",
    "dateTime",
    "dateTimeStamp",
    "dayTimeDuration",
    "decimal",
    "double",
    "duration",
    "error",
    "float",
    "gDay",
    "gMonth",
    "gMonthDay",
    "gYear",
    "gYearMonth",
    "hexBinary",
    "int",
    "integer",
    "language",
    "long",
    "negativeInteger",
    "nonNegativeInteger",
    "nonPositiveInteger",
    "normalizedString",
    "positiveInteger",
    "short",
    "string",
    "time",
    "token",
    "unsignedByte",
    "unsignedInt",
    "unsignedLong",
    "unsignedShort",
    "yearMonthDuration",
];

/// Part 2, 4.3.
static FACETS: &[&str] = &[
    "assertion",
    "enumeration",
    "explicitTimezone",
    "fractionDigits",
    "length",
    "maxExclusive",
    "maxInclusive",
    "maxLength",
    "minExclusive",
    "minInclusive",
    "minLength",
    "pattern",
    "totalDigits",
    "whiteSpace",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_versions_as_decimals() {
        for (text, after) in [
            ("1.0", false),
            ("1.1", false),
            ("1.10", false),
            ("01.1000", false),
            ("1.11", true),
            ("1.2", true),
            ("2", true),
            ("10", true),
            ("-3", false),
            (".9", false),
            ("1.", false),
        ] {
            assert_eq!(after_1_1(text).map(|order| order == Order::After), Some(after), "{text}");
        }
        for text in ["", ".", "1.1.1", "1e3", "１.1", "inf"] {
            assert!(after_1_1(text).is_none(), "{text}");
        }
    }
}
