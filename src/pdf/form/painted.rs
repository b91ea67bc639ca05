//! What is painted without being called content: glyphs of Type 3 fonts, appearances, groups of soft masks.
//!
//! Thousands of fonts and annotations may share one dictionary of glyphs or states: each is walked through once.

use std::collections::{HashMap, HashSet};

use super::super::document::View;
use super::super::error::Error;
use super::super::object::{Dictionary, IndirectObject, Object, ObjectId};
use super::super::walk;
use crate::limits;

/// The glyphs of Type 3 fonts (9.6.5).
#[derive(Default)]
pub(super) struct Glyphs<'d> {
    resources: HashMap<ObjectId, Vec<Option<&'d Dictionary>>>,
    /// There are fonts whose glyphs were not looked at.
    pub(super) is_cut_off: bool,
}

impl<'d> Glyphs<'d> {
    /// The resources of the fonts that have a glyph; nothing of what is no glyph.
    pub(super) fn resources_of(&self, glyph: ObjectId) -> &[Option<&'d Dictionary>] {
        self.resources.get(&glyph).map_or(&[], Vec::as_slice)
    }
}

/// All glyphs, each with the resources of its fonts.
///
/// # Errors
/// When references run in a circle.
pub(super) fn glyphs(view: View<'_>) -> Result<Glyphs<'_>, Error> {
    let mut found = Glyphs::default();
    let (mut procedures_seen, mut fonts_seen, mut glyphs_seen) =
        (HashSet::new(), HashSet::new(), HashSet::new());
    let mut repeated_left = limits::pdf::TREE_NODES;
    for font in view.objects().filter_map(IndirectObject::dictionary) {
        if view.entry(font, "Subtype")?.and_then(Object::as_name) != Some(b"Type3") {
            continue;
        }
        let Some(procedures) = view.dictionary(font, "CharProcs")? else { continue };
        let resources = view.dictionary(font, "Resources")?;
        let place = resources.map(std::ptr::from_ref);
        if !fonts_seen.insert((std::ptr::from_ref(procedures), place)) {
            continue;
        }
        // The same glyphs with other resources are other glyphs.
        if !procedures_seen.insert(std::ptr::from_ref(procedures)) {
            let Some(left) = repeated_left.checked_sub(procedures.entries().len()) else {
                found.is_cut_off = true;
                continue;
            };
            repeated_left = left;
        }
        for glyph in procedures.entries().iter().filter_map(|entry| entry.value.as_reference()) {
            if glyphs_seen.insert((glyph, place)) {
                found.resources.entry(glyph).or_default().push(resources);
            }
        }
    }
    Ok(found)
}

/// Form XObjects that viewers paint whether or not they say that they are: appearances of annotations (12.5.5) and the groups
/// of soft masks (11.6.5.2).
///
/// # Errors
/// When references run in a circle.
pub(super) fn unnamed(view: View<'_>) -> Result<HashSet<ObjectId>, Error> {
    let mut dictionaries = Vec::new();
    for object in view.objects() {
        walk::dictionaries(&object.object, &mut |dictionary| {
            if ["AP", "G"].iter().any(|key| dictionary.get(key).is_some()) {
                dictionaries.push(dictionary);
            }
        });
    }
    let mut painted = HashSet::new();
    let mut seen = HashSet::new();
    for dictionary in dictionaries {
        if matches!(view.entry(dictionary, "S")?.and_then(Object::as_name), Some(b"Alpha" | b"Luminosity")) {
            painted.extend(dictionary.reference("G"));
        }
        let Some(appearances) = view.dictionary(dictionary, "AP")? else { continue };
        for key in ["D", "N", "R"] {
            let appearance = appearances.reference(key);
            painted.extend(appearance);
            // One for each state, where it is no stream itself.
            let stream =
                appearance.and_then(|id| view.object(id)).is_some_and(|object| object.stream.is_some());
            let states = view.dictionary(appearances, key)?.filter(|_| !stream);
            if let Some(states) = states.filter(|states| seen.insert(std::ptr::from_ref(*states))) {
                painted.extend(states.entries().iter().filter_map(|state| state.value.as_reference()));
            }
        }
    }
    Ok(painted)
}
