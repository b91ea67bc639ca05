//! What the apex of a subtree takes over from the elements around it, in canonical forms that look there.

use super::element::{AttributeValue, CanonicalAttribute};
use super::{Method, base};
use crate::xml::namespaces::{PrefixId, UriId};

/// Adds the attributes of the namespace `xml` that the apex takes over; `around` has those of the elements around it,
/// innermost first.
///
/// Canonical XML 1.0, 2.4: the nearest of each name. Canonical XML 1.1, 2.4: `xml:lang` and `xml:space` so, `xml:base` joined,
/// `xml:id` and all others not. Exclusive and 2.0: none. Returned is the joined `xml:base`, when the elements around
/// have one: it stands in place of the apex's own, and is left out when it is empty.
pub(super) fn inherit<'e>(
    method: &Method,
    around: impl Iterator<Item = CanonicalAttribute<'e>>,
    attributes: &mut Vec<CanonicalAttribute<'e>>,
) -> Option<String> {
    let own_base = attributes.iter().find(|own| own.is_xml("base")).copied();
    let mut bases: Vec<CanonicalAttribute<'e>> = Vec::new();
    for attribute in around {
        let nearest = match method {
            Method::Inclusive10(_) => true,
            Method::Inclusive11(_) if attribute.local == "base" => {
                bases.push(attribute);
                false
            }
            Method::Inclusive11(_) => matches!(attribute.local, "lang" | "space"),
            Method::Exclusive { .. } | Method::Version2(_) => false,
        };
        if nearest && !attributes.iter().any(|known| known.is_xml(attribute.local)) {
            attributes.push(attribute);
        }
    }
    if bases.is_empty() {
        return None;
    }
    let outermost_first: Vec<_> =
        bases.iter().rev().chain(&own_base).map(|base| base.value.normalised()).collect();
    Some(base::join_all(outermost_first.iter().map(AsRef::as_ref)))
}

/// The attributes with the joined `xml:base` in place of the apex's own.
pub(super) fn with_base<'e>(
    attributes: &[CanonicalAttribute<'e>],
    base: &'e str,
) -> Vec<CanonicalAttribute<'e>> {
    let mut attributes = attributes.to_vec();
    attributes.retain(|attribute| !attribute.is_xml("base"));
    if !base.is_empty() {
        attributes.push(CanonicalAttribute {
            qualified: "xml:base",
            local: "base",
            prefix: PrefixId::XML,
            namespace: UriId::XML,
            value: AttributeValue::Normalised(base),
        });
    }
    attributes
}
