//! Reading the children of one element strictly, in the order the schema of XML Signature gives them.
//!
//! Comments between elements are passed over: canonicalization without comments drops them, they belong to no value,
//! and nothing in Signature is ever shown to a reader as content. Comments inside a value are refused, and so is
//! every processing instruction (canonicalization keeps those).

use core::iter::Peekable;
use std::vec::IntoIter;

use super::error::{Defect, Error};
use crate::limits::dsig::CHILDREN;
use crate::xml::{Document, Kind, NodeId};

/// Namespace of XML Signature 1.x, which 2.0 keeps.
pub(super) const DSIG: &str = "http://www.w3.org/2000/09/xmldsig#";
/// Namespace of XML Signature 1.1's additions.
pub(super) const DSIG11: &str = "http://www.w3.org/2009/xmldsig11#";
/// Namespace of XML Signature 2.0's additions.
pub(super) const DSIG2: &str = "http://www.w3.org/2010/xmldsig2#";

/// The element children of one element, consumed in order.
pub(super) struct Children<'d, 'a> {
    document: &'d Document<'a>,
    node: NodeId,
    parent: &'static str,
    rest: Peekable<IntoIter<NodeId>>,
    seen: Vec<&'static str>,
    namespace: &'static str,
}

impl<'d, 'a> Children<'d, 'a> {
    /// The children of `node`, an element whose name is `parent`; the children are of the namespace DSIG.
    pub(super) fn of(document: &'d Document<'a>, node: NodeId, parent: &'static str) -> Result<Self, Error> {
        Self::in_namespace(document, node, parent, DSIG)
    }

    pub(super) fn in_namespace(
        document: &'d Document<'a>,
        node: NodeId,
        parent: &'static str,
        namespace: &'static str,
    ) -> Result<Self, Error> {
        let mut elements = Vec::new();
        for child in document.children(node) {
            match document.kind(child) {
                Kind::Element => {
                    if elements.len() >= CHILDREN {
                        let defect = Defect::ChildTooMany { limit: CHILDREN, parent };
                        return Err(Error::at(defect, document, child));
                    }
                    elements.push(child);
                }
                Kind::Comment => {}
                Kind::ProcessingInstruction => {
                    return Err(Error::at(Defect::ProcessingInstruction { parent }, document, child));
                }
                Kind::Text | Kind::Root => {
                    if !document.text(child).bytes().all(is_space) {
                        return Err(Error::at(Defect::Text { parent }, document, child));
                    }
                }
            }
        }
        let rest = elements.into_iter().peekable();
        Ok(Self { document, node, parent, rest, seen: Vec::new(), namespace })
    }

    /// The next child if it is `local`.
    pub(super) fn optional(&mut self, local: &'static str) -> Option<NodeId> {
        let (document, namespace) = (self.document, self.namespace);
        let found = self.rest.next_if(|child| is(document, *child, namespace, local))?;
        self.seen.push(local);
        Some(found)
    }

    /// The next child, which must be `local`.
    pub(super) fn required(&mut self, local: &'static str) -> Result<NodeId, Error> {
        if let Some(found) = self.optional(local) {
            return Ok(found);
        }
        let later = self.rest.clone().skip(1).any(|child| is(self.document, child, self.namespace, local));
        let next = self.rest.peek().copied();
        let defect = match next {
            Some(next) => match self.repeated(next) {
                Some(element) => Defect::ChildDuplicate { element },
                None if later => Defect::ChildMisordered { parent: self.parent },
                None if known(self.document, next) => Defect::ChildMissing { element: local },
                None => Defect::ChildUnknown { parent: self.parent },
            },
            None => Defect::ChildMissing { element: local },
        };
        let place = next.unwrap_or(self.node);
        Err(Error::at(defect, self.document, place))
    }

    /// The next child of whatever name.
    pub(super) fn next(&mut self) -> Option<NodeId> {
        self.rest.next()
    }

    /// Nothing may be left.
    pub(super) fn finish(mut self) -> Result<(), Error> {
        let Some(next) = self.rest.next() else { return Ok(()) };
        let defect = match self.repeated(next) {
            Some(element) => Defect::ChildDuplicate { element },
            None if known(self.document, next) => Defect::ChildMisordered { parent: self.parent },
            None => Defect::ChildUnknown { parent: self.parent },
        };
        Err(Error::at(defect, self.document, next))
    }

    fn repeated(&self, node: NodeId) -> Option<&'static str> {
        self.seen.iter().copied().find(|local| is(self.document, node, self.namespace, local))
    }
}

/// Whether `node` is the element `local` of `namespace`.
pub(super) fn is(document: &Document<'_>, node: NodeId, namespace: &str, local: &str) -> bool {
    document.name(node).is_some_and(|name| name.local == local && name.namespace == Some(namespace))
}

/// The value of the attribute `local` without namespace.
pub(super) fn attribute<'d>(document: &'d Document<'_>, node: NodeId, local: &str) -> Option<&'d str> {
    document
        .attributes(node)
        .find(|attribute| attribute.name.namespace.is_none() && attribute.name.local == local)
        .map(|attribute| attribute.value)
}

/// The attribute `local`, which must be there, and no attribute besides.
pub(super) fn only_attribute<'d>(
    document: &'d Document<'_>,
    node: NodeId,
    element: &'static str,
    local: &'static str,
) -> Result<&'d str, Error> {
    attributes_among(document, node, element, &[local])?;
    attribute(document, node, local)
        .ok_or_else(|| Error::at(Defect::AttributeMissing { attribute: local, element }, document, node))
}

/// Refuses every attribute not in `allowed` (namespace declarations are no attributes).
pub(super) fn attributes_among(
    document: &Document<'_>,
    node: NodeId,
    element: &'static str,
    allowed: &[&str],
) -> Result<(), Error> {
    for attribute in document.attributes(node) {
        if attribute.name.namespace.is_some() || !allowed.contains(&attribute.name.local) {
            return Err(Error::at(Defect::AttributeUnknown { element }, document, node));
        }
    }
    Ok(())
}

/// The text of an element that holds a value and nothing else.
pub(super) fn value(document: &Document<'_>, node: NodeId, element: &'static str) -> Result<String, Error> {
    let mut text = String::new();
    for child in document.children(node) {
        let defect = match document.kind(child) {
            Kind::Text => {
                text.push_str(document.text(child));
                continue;
            }
            Kind::Comment => Defect::CommentInValue { element },
            Kind::ProcessingInstruction => Defect::ProcessingInstructionInValue { element },
            Kind::Element | Kind::Root => Defect::ElementInValue { element },
        };
        return Err(Error::at(defect, document, child));
    }
    Ok(text)
}

/// The octets of an element that holds base64 and nothing else.
pub(super) fn octets(document: &Document<'_>, node: NodeId, element: &'static str) -> Result<Vec<u8>, Error> {
    let text = value(document, node, element)?;
    super::base64::decode(&text, element).map_err(|defect| Error::at(defect, document, node))
}

/// Refuses any content but white space and comments.
pub(super) fn empty(
    document: &Document<'_>,
    node: NodeId,
    element: &'static str,
    defect: Defect,
) -> Result<(), Error> {
    match Children::of(document, node, element)?.next() {
        Some(child) => Err(Error::at(defect, document, child)),
        None => Ok(()),
    }
}

const fn is_space(octet: u8) -> bool {
    matches!(octet, b' ' | b'\t' | b'\n' | b'\r')
}

/// Whether the element is one of XML Signature's own, so that it is misplaced and not unknown.
fn known(document: &Document<'_>, node: NodeId) -> bool {
    document.name(node).is_some_and(|name| {
        name.namespace == Some(DSIG)
            && [
                "SignedInfo",
                "SignatureValue",
                "KeyInfo",
                "Object",
                "CanonicalizationMethod",
                "SignatureMethod",
                "Reference",
                "Transforms",
                "DigestMethod",
                "DigestValue",
            ]
            .contains(&name.local)
    })
}
