//! Earlier states of objects that are still in the file: what a later revision replaced or freed.

use std::collections::HashSet;

use super::super::document::View;
use super::super::error::Error;
use super::super::later_revision::later_revisions;
use super::super::object::{Object, Value};
use super::super::walk;
use super::{Found, ShadowKind, can_be_shown, structure};

/// Objects of earlier revisions that are no longer in force. Left out is what only describes the document: the
/// information dictionary and metadata, as long as nothing else leads to them.
pub(super) fn states(view: View<'_>, found: &mut Found) -> Result<(), Error> {
    let document = view.document();
    if document.revisions().len() < 2 {
        return Ok(());
    }
    let (mut content, mut metadata) = (HashSet::new(), HashSet::new());
    for revision in document.revisions() {
        content.extend(revision.trailer.reference("Root").map(|id| id.number));
    }
    for object in document.objects() {
        references(&object.object, &mut content, &mut metadata);
    }
    let structure = structure(view)?;
    let mut replaced = Vec::new();
    for object in document.objects() {
        let in_force = view.by_number(object.id.number).is_some_and(|current| std::ptr::eq(current, object));
        let number = object.id.number;
        let of_content =
            content.contains(&number) || (can_be_shown(view, object)? && !metadata.contains(&number));
        let is_structure = object.stream.is_some() && structure.contains(&object.offset());
        if !in_force && of_content && !is_structure {
            replaced.push(object);
        }
    }
    // A signature before this one replaces the catalog and a page; that is on the closed list of later revisions.
    if !replaced.is_empty() && later_revisions(document, 0).is_err() {
        replaced.into_iter().for_each(|object| found.add(ShadowKind::ReplacedObject, object));
    }
    Ok(())
}

/// The numbers that `object` names, those under `/Metadata` apart.
fn references(object: &Object, content: &mut HashSet<u32>, metadata: &mut HashSet<u32>) {
    let mut stack = vec![object];
    while let Some(object) = stack.pop() {
        match &object.value {
            Value::Array(elements) => stack.extend(elements),
            Value::Dictionary(dictionary) => {
                for entry in dictionary.entries() {
                    if entry.key == b"Metadata" {
                        metadata.extend(walk::references(&entry.value).iter().map(|id| id.number));
                    } else {
                        stack.push(&entry.value);
                    }
                }
            }
            Value::Reference(id) => {
                content.insert(id.number);
            }
            _ => {}
        }
    }
}
