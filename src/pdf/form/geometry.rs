//! Where and how large a page or a form is painted, as far as viewers part over it (ISO 32000-1, 7.7.3.3, 7.7.3.4, 8.10.2).

use std::collections::HashSet;

use super::super::document::{Page, View};
use super::super::error::Error;
use super::super::object::{Dictionary, Object, ObjectId};
use crate::limits;

/// The pages, and the nodes they inherit from, whose attributes viewers read differently, each with the number of the first
/// page it is about.
///
/// An attribute that is `null` or a reference to nothing is absent by the standard and stops inheritance in some viewers;
/// so is one of another type. `/UserUnit` scales the page in some.
pub(super) fn unsound_nodes(view: View<'_>, pages: &[Page<'_>]) -> Result<Vec<(ObjectId, usize)>, Error> {
    let mut unsound = Vec::new();
    let mut seen = HashSet::new();
    for (index, page) in pages.iter().enumerate() {
        let mut node = Some(page.id);
        for _ in 0..limits::pdf::TREE_DEPTH {
            let Some(id) = node.filter(|id| seen.insert(*id)) else { break };
            let Some(dictionary) = view.object(id).and_then(|object| object.dictionary()) else { break };
            if !is_sound_node(view, dictionary)? {
                unsound.push((id, index.saturating_add(1)));
            }
            node = dictionary.reference("Parent");
        }
    }
    Ok(unsound)
}

fn is_sound_node(view: View<'_>, node: &Dictionary) -> Result<bool, Error> {
    for key in ["CropBox", "MediaBox", "Resources", "Rotate", "UserUnit"] {
        let Some(value) = node.get(key) else { continue };
        let value = view.resolve(value)?;
        let is_sound = match key {
            "Resources" => value.as_dictionary().is_some(),
            "Rotate" => {
                value.as_integer().is_some_and(|angle| angle % 90 == 0 && (-360..=360).contains(&angle))
            }
            "UserUnit" => value.as_number() == Some(1.0),
            _ => is_rectangle(view, value)?,
        };
        if !is_sound {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether `/BBox` of a form is a rectangle, and `/Matrix` six numbers where there is one.
pub(in crate::pdf) fn is_sound_form(view: View<'_>, form: &Dictionary) -> Result<bool, Error> {
    let frame = match form.get("BBox") {
        None => false,
        Some(frame) => numbers::<4>(view, view.resolve(frame)?)?.is_some(),
    };
    let matrix = match view.entry(form, "Matrix")? {
        None => true,
        Some(matrix) => numbers::<6>(view, matrix)?.is_some(),
    };
    Ok(frame && matrix)
}

/// Four numbers that enclose something: viewers put a page of their own choice in place of an empty box.
pub(in crate::pdf) fn is_rectangle(view: View<'_>, value: &Object) -> Result<bool, Error> {
    Ok(match numbers::<4>(view, value)? {
        Some([left, bottom, right, top]) => left != right && bottom != top,
        None => false,
    })
}

/// The numbers of an array; `None` where it is none, has anything else, or is longer than any that is asked for.
pub(super) fn list<'d>(
    view: View<'d>,
    dictionary: &'d Dictionary,
    key: &str,
) -> Result<Option<Vec<f64>>, Error> {
    let elements = view.entry(dictionary, key)?.and_then(Object::as_array);
    let Some(elements) = elements.filter(|elements| elements.len() <= limits::pdf::NUMBERS_OF_RESOURCES)
    else {
        return Ok(None);
    };
    let mut numbers = Vec::with_capacity(elements.len());
    for element in elements {
        match view.resolve(element)?.as_number() {
            Some(number) => numbers.push(number),
            None => return Ok(None),
        }
    }
    Ok(Some(numbers))
}

/// An array of so many numbers.
fn numbers<const COUNT: usize>(view: View<'_>, value: &Object) -> Result<Option<[f64; COUNT]>, Error> {
    let Some(elements) = value.as_array().filter(|elements| elements.len() == COUNT) else { return Ok(None) };
    let mut numbers = [0.0; COUNT];
    for (number, element) in numbers.iter_mut().zip(elements) {
        match view.resolve(element)?.as_number() {
            Some(found) => *number = found,
            None => return Ok(None),
        }
    }
    Ok(Some(numbers))
}
