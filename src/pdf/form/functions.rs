//! Functions (ISO 32000-1, 7.10), as far as viewers compute them alike.
//!
//! Calculator functions (7.10.5) are none of them: what a word means on a stack that is too short, what a division by zero is and
//! where the program ends, each viewer decides for itself, and no producer of ordinary documents needs them.

use std::collections::HashMap;

use super::super::document::View;
use super::super::error::Error;
use super::super::object::{Dictionary, Object};
use super::{geometry, resource_values};

/// What a function takes and makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Function {
    pub(super) inputs: usize,
    pub(super) outputs: usize,
    /// Whether the value changes at once somewhere: which of the two holds there is not said alike.
    pub(super) has_steps: bool,
}

/// Functions inside functions; producers stitch once.
const DEPTH: usize = 4;

/// Functions that were read, each once however many things name it.
pub(super) struct Functions<'d> {
    view: View<'d>,
    known: HashMap<*const Object, Option<Function>>,
}

impl<'d> Functions<'d> {
    pub(super) fn new(view: View<'d>) -> Self {
        Self { view, known: HashMap::new() }
    }

    /// The function; `None` where viewers take it for different ones, or for none.
    ///
    /// # Errors
    /// When references run in a circle.
    pub(super) fn read(&mut self, function: &'d Object) -> Result<Option<Function>, Error> {
        self.read_to(function, DEPTH)
    }

    fn read_to(&mut self, function: &'d Object, depth: usize) -> Result<Option<Function>, Error> {
        let Some(deeper) = depth.checked_sub(1) else { return Ok(None) };
        let is_stream = self.view.is_stream(function);
        let function = self.view.resolve(function)?;
        if let Some(known) = self.known.get(&std::ptr::from_ref(function)) {
            return Ok(*known);
        }
        let read = match function.as_dictionary() {
            Some(dictionary) if resource_values::is_small(dictionary) => {
                self.of(dictionary, is_stream, deeper)?
            }
            _ => None,
        };
        self.known.insert(std::ptr::from_ref(function), read);
        Ok(read)
    }

    fn of(
        &mut self,
        function: &'d Dictionary,
        is_stream: bool,
        depth: usize,
    ) -> Result<Option<Function>, Error> {
        let view = self.view;
        let Some(domain) = intervals(view, function, "Domain")? else { return Ok(None) };
        let range = match view.entry(function, "Range")? {
            None => None,
            Some(_) => match intervals(view, function, "Range")? {
                None => return Ok(None),
                range => range,
            },
        };
        let read = match view.entry(function, "FunctionType")?.and_then(Object::as_integer) {
            Some(0) if is_stream => sampled(view, function, domain.len(), range.as_deref())?,
            Some(2) => exponential(view, function, &domain)?,
            Some(3) => self.stitching(function, &domain, depth)?,
            _ => None,
        };
        // Where the range is said it is one for each output.
        Ok(read.filter(|read| range.is_none_or(|range| range.len() == read.outputs)))
    }

    /// Table 41.
    fn stitching(
        &mut self,
        function: &'d Dictionary,
        domain: &[[f64; 2]],
        depth: usize,
    ) -> Result<Option<Function>, Error> {
        let view = self.view;
        let parts = view.entry(function, "Functions")?.and_then(Object::as_array).unwrap_or_default();
        let (&[[least, most]], Some(bounds), Some(encode)) =
            (domain, geometry::list(view, function, "Bounds")?, geometry::list(view, function, "Encode")?)
        else {
            return Ok(None);
        };
        // Before any of them is read: many may share an array of them.
        if bounds.len().checked_add(1) != Some(parts.len())
            || Some(encode.len()) != parts.len().checked_mul(2)
        {
            return Ok(None);
        }
        let mut whole: Option<Function> = None;
        for part in parts {
            let Some(part) = self.read_to(part, depth)?.filter(|part| part.inputs == 1) else {
                return Ok(None);
            };
            let before = whole.unwrap_or(part);
            if before.outputs != part.outputs {
                return Ok(None);
            }
            whole = Some(Function { has_steps: before.has_steps || part.has_steps, ..part });
        }
        let are_inside = bounds.iter().all(|bound| *bound > least && *bound < most);
        let has_steps = bounds.array_windows().any(|[before, after]| before == after);
        let are_sorted = bounds.array_windows().all(|[before, after]| before <= after);
        let whole = whole.map(|whole| Function { has_steps: whole.has_steps || has_steps, ..whole });
        Ok(whole.filter(|_| are_inside && are_sorted))
    }
}

/// Table 39. How much data there is is not asked.
fn sampled<'d>(
    view: View<'d>,
    function: &'d Dictionary,
    inputs: usize,
    range: Option<&[[f64; 2]]>,
) -> Result<Option<Function>, Error> {
    let Some(range) = range else { return Ok(None) };
    let sizes = view.entry(function, "Size")?.and_then(Object::as_array).unwrap_or_default();
    if sizes.len() != inputs {
        return Ok(None);
    }
    for size in sizes {
        if view.resolve(size)?.as_offset().is_none_or(|size| size == 0) {
            return Ok(None);
        }
    }
    let bits = view.entry(function, "BitsPerSample")?.and_then(Object::as_integer);
    let is_sound = matches!(bits, Some(1 | 2 | 4 | 8 | 12 | 16 | 24 | 32));
    Ok(is_sound.then_some(Function { inputs, outputs: range.len(), has_steps: false }))
}

/// Table 40.
fn exponential<'d>(
    view: View<'d>,
    function: &'d Dictionary,
    domain: &[[f64; 2]],
) -> Result<Option<Function>, Error> {
    let exponent = view.entry(function, "N")?.and_then(Object::as_number);
    let mut outputs = [1, 1];
    for (key, count) in ["C0", "C1"].into_iter().zip(&mut outputs) {
        if view.entry(function, key)?.is_some() {
            let Some(values) = geometry::list(view, function, key)? else { return Ok(None) };
            *count = values.len();
        }
    }
    let [outputs, others] = outputs;
    let is_sound = exponent.is_some_and(|exponent| exponent > 0.0)
        && matches!(domain, [[least, _]] if *least >= 0.0)
        && outputs == others
        && outputs > 0;
    Ok(is_sound.then_some(Function { inputs: 1, outputs, has_steps: false }))
}

/// Pairs of which the first is less; at least one.
fn intervals<'d>(
    view: View<'d>,
    function: &'d Dictionary,
    key: &str,
) -> Result<Option<Vec<[f64; 2]>>, Error> {
    let Some(numbers) = geometry::list(view, function, key)? else { return Ok(None) };
    let (pairs, rest) = numbers.as_chunks::<2>();
    let is_sound = !pairs.is_empty() && rest.is_empty() && pairs.iter().all(|[least, most]| least < most);
    Ok(is_sound.then(|| pairs.to_vec()))
}
