//! Walking through values: every dictionary inside a value, every reference, everything a value leads to.

use std::collections::HashSet;

use super::document::View;
use super::object::{Dictionary, IndirectObject, Object, ObjectId, Value};

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

/// Keys of dictionaries whose keys are names that somebody chose: resources (7.8.3), glyphs (9.6.5), states of appearances
/// (12.5.5). There `/P` is no page.
const CHOSEN_NAMES: &[&str] = &[
    "CharProcs",
    "ColorSpace",
    "D",
    "ExtGState",
    "Font",
    "N",
    "Pattern",
    "Properties",
    "R",
    "Shading",
    "XObject",
];

/// What objects lead to, some entries passed over.
pub(super) struct Walk<'d, 'k> {
    view: View<'d>,
    skip: &'k [&'k [u8]],
    seen: HashSet<u32>,
    chosen: HashSet<u32>,
}

impl<'d, 'k> Walk<'d, 'k> {
    /// A walk that does not follow the entries named in `skip`.
    pub(super) fn new(view: View<'d>, skip: &'k [&'k [u8]]) -> Self {
        let mut chosen = HashSet::new();
        for object in view.objects() {
            dictionaries(&object.object, &mut |dictionary| {
                chosen.extend(
                    CHOSEN_NAMES.iter().filter_map(|key| dictionary.reference(key)).map(|id| id.number),
                );
            });
        }
        Self { view, skip, seen: HashSet::new(), chosen }
    }

    /// The references of an object that are followed.
    pub(super) fn onward(&self, object: &'d IndirectObject) -> Vec<ObjectId> {
        match &object.object.value {
            Value::Dictionary(dictionary) if !self.chosen.contains(&object.id.number) => {
                let entries = dictionary.entries().iter();
                let followed = entries.filter(|entry| !self.skip.contains(&entry.key.as_slice()));
                followed.flat_map(|entry| references(&entry.value)).collect()
            }
            _ => references(&object.object),
        }
    }

    /// Numbers of the objects that `roots` lead to and that were not reached before.
    pub(super) fn reach(&mut self, roots: Vec<ObjectId>) -> Vec<u32> {
        let mut order = Vec::new();
        let mut stack = roots;
        while let Some(id) = stack.pop() {
            // A reference of another generation leads to nothing, and does not keep a right one from being followed.
            let Some(object) = self.view.object(id) else { continue };
            if self.seen.insert(id.number) {
                order.push(id.number);
                stack.extend(self.onward(object));
            }
        }
        order
    }
}

/// Numbers of all objects that `roots` lead to, and those of `seen`, which are not followed.
pub(super) fn reachable(view: View<'_>, roots: Vec<ObjectId>, seen: HashSet<u32>) -> HashSet<u32> {
    let mut walk = Walk { view, skip: &[], seen, chosen: HashSet::new() };
    walk.reach(roots);
    walk.seen
}
