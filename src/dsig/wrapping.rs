//! Signature wrapping by its name: where a document is refused anyway, whether the signed element was moved.
//!
//! Nothing is accepted or refused here. `signature` and `coverage` refuse whatever does not cover the document; this
//! says of what they refused that a Reference names an element which someone put out of the way: into the Signature
//! itself (an Object, KeyInfo) or into an element that was not there when it was signed.

use std::collections::BTreeSet;

use super::coverage::identifiers;
use super::error::{Defect, Error};
use super::tree::{self, DSIG, DSIG2};
use crate::limits::dsig::REFERENCES;
use crate::xml::{Document, Kind, NodeId};

/// The attack that `refused` is an effect of, if it looks like one. An enveloping signature (Signature is the root)
/// and one that also covers the document (as XAdES does beside its properties) do not.
pub(super) fn attack(document: &Document<'_>, signature: NodeId, refused: &Error) -> Option<Error> {
    let effect_of_moving = matches!(
        refused.defect(),
        Defect::SignatureNotChildOfRoot
            | Defect::Object
            | Defect::ChildUnknown { .. }
            | Defect::IdNotRoot
            | Defect::BodyNotChildOfRoot
    );
    if !effect_of_moving {
        return None;
    }
    if signature == document.root_element() {
        return None;
    }
    let referenced = referenced(document, signature)?;
    // One pass, whatever the number of References.
    let mut carriers = document.descendants(document.root()).filter(|node| {
        document.kind(*node) == Kind::Element
            && identifiers(document, *node).any(|identifier| referenced.contains(identifier))
    });
    carriers.find_map(|node| {
        if node != signature && document.is_inside(node, signature) {
            Some(Error::at(Defect::ReferencedInsideSignature, document, node))
        } else if node != document.root_element() && document.is_inside(signature, node) {
            Some(Error::at(Defect::SignedElementWrapped, document, node))
        } else {
            None
        }
    })
}

/// The identifiers that References of `signature` name, in either mode, as far as References are read at all; `None`
/// when one of them names the whole document or its root.
fn referenced<'d>(document: &'d Document<'_>, signature: NodeId) -> Option<BTreeSet<&'d str>> {
    let names_a_target = |node: &NodeId| {
        tree::is(document, *node, DSIG, "Reference") || tree::is(document, *node, DSIG2, "Selection")
    };
    let uris: Vec<&str> = document
        .child_elements(signature)
        .filter(|child| tree::is(document, *child, DSIG, "SignedInfo"))
        .flat_map(|signed_info| document.descendants(signed_info))
        .filter(names_a_target)
        .take(REFERENCES)
        .filter_map(|node| tree::attribute(document, node, "URI"))
        .collect();
    let named: BTreeSet<&str> =
        uris.iter().filter_map(|uri| uri.strip_prefix('#')).filter(|name| !name.is_empty()).collect();
    let root = identifiers(document, document.root_element()).any(|identifier| named.contains(identifier));
    (!named.is_empty() && !root && !uris.contains(&"")).then_some(named)
}
