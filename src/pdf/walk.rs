//! Walking through values: every dictionary inside a value, every reference, everything a value leads to.

use std::collections::HashSet;

use super::document::View;
use super::object::{Dictionary, Object, ObjectId, Value};

/// Calls `visit` for every value inside `object`, itself included, without following references.
pub(super) fn values<'d>(object: &'d Object, visit: &mut impl FnMut(&'d Object)) {
    // An explicit stack: the parser bounds the depth, the heap holds it.
    let mut stack = vec![object];
    while let Some(object) = stack.pop() {
        visit(object);
        match &object.value {
            Value::Array(elements) => stack.extend(elements.iter().rev()),
            Value::Dictionary(dictionary) => {
                stack.extend(dictionary.entries().iter().rev().map(|entry| &entry.value));
            }
            _ => {}
        }
    }
}

/// Calls `visit` for every dictionary inside `object`, itself included.
pub(super) fn dictionaries<'d>(object: &'d Object, visit: &mut impl FnMut(&'d Dictionary)) {
    values(object, &mut |value| {
        if let Some(dictionary) = value.as_dictionary() {
            visit(dictionary);
        }
    });
}

/// The references inside `object`.
pub(super) fn references(object: &Object) -> Vec<ObjectId> {
    let mut found = Vec::new();
    values(object, &mut |value| found.extend(value.as_reference()));
    found
}

/// Numbers of the objects that `roots` lead to; entries named in `skip` are not followed.
pub(super) fn reachable(
    view: View<'_>,
    roots: Vec<ObjectId>,
    skip: &[&[u8]],
    seen: &mut HashSet<u32>,
) -> Vec<u32> {
    let mut order = Vec::new();
    let mut stack = roots;
    while let Some(id) = stack.pop() {
        // A reference of another generation leads to nothing, and does not keep a right one from being followed.
        let Some(object) = view.object(id) else { continue };
        if !seen.insert(id.number) {
            continue;
        }
        order.push(id.number);
        match &object.object.value {
            Value::Dictionary(dictionary) => {
                for entry in dictionary.entries().iter().filter(|entry| !skip.contains(&entry.key.as_slice()))
                {
                    stack.extend(references(&entry.value));
                }
            }
            _ => stack.extend(references(&object.object)),
        }
    }
    order
}
