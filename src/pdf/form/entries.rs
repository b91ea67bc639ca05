//! What entries of dictionaries tell: everything that acts, hides or carries other files (ISO 32000-1, 7.11, 8.11, 12.6, 13),
//! and what only later standards know.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use super::super::document::View;
use super::super::error::Error;
use super::super::object::{Dictionary, Object};
use super::{FactKind, geometry};

/// Dictionaries are asked one by one; what thousands of them may name together is looked through once.
pub(super) struct Entries<'d> {
    view: View<'d>,
    /// What lists of actions tell.
    actions: HashMap<*const Object, Vec<FactKind>>,
    /// Whether appearances (`/AP`) have another look under the pointer.
    alternates: HashMap<*const Dictionary, bool>,
}

impl<'d> Entries<'d> {
    pub(super) fn new(view: View<'d>) -> Self {
        Self { view, actions: HashMap::new(), alternates: HashMap::new() }
    }

    /// What one dictionary tells, those inside it apart.
    ///
    /// # Errors
    /// When references run in a circle.
    pub(super) fn facts(
        &mut self,
        dictionary: &'d Dictionary,
        kinds: &mut Vec<FactKind>,
    ) -> Result<(), Error> {
        let view = self.view;
        let subtype = view.entry(dictionary, "Subtype")?.and_then(Object::as_name);
        if matches!(subtype, Some(b"3D" | b"Movie" | b"Screen" | b"Sound")) {
            kinds.push(FactKind::Multimedia);
        }
        if let Some(appearances) = view.dictionary(dictionary, "AP")? {
            let known = self.alternates.entry(std::ptr::from_ref(appearances));
            if *known.or_insert_with(|| has_another_look(appearances)) {
                kinds.push(FactKind::AlternateAppearance);
            }
        }
        if dictionary.get("AA").is_some_and(|object| !object.is_null()) {
            kinds.push(FactKind::AdditionalActions);
        }
        if dictionary.get("JS").is_some() {
            kinds.push(FactKind::JavaScript);
        }
        if dictionary.get("EF").is_some() || subtype == Some(b"FileAttachment") {
            kinds.push(FactKind::EmbeddedFile);
        }
        let typed = view.entry(dictionary, "Type")?.and_then(Object::as_name);
        if is_with_related_files(view, dictionary, typed)? {
            kinds.push(FactKind::EmbeddedFile);
        }
        if matches!(typed, Some(b"OCG" | b"OCMD"))
            || dictionary.get("OC").is_some_and(|layer| !layer.is_null())
        {
            kinds.push(FactKind::OptionalContent);
        }
        if is_of_pdf2(dictionary) {
            kinds.push(FactKind::Pdf2Construct);
        }
        // 12.6.1: these keys hold actions. An attribute object of a structure element (/A) has no /S.
        for key in ["A", "Next", "OpenAction", "PA"] {
            let Some(value) = view.entry(dictionary, key)? else { continue };
            match value.as_array() {
                None => kinds.extend(of_action(view, value)?),
                Some(list) => kinds.extend_from_slice(self.of_actions(value, list)?),
            }
        }
        Ok(())
    }

    fn of_actions(&mut self, value: &'d Object, list: &'d [Object]) -> Result<&[FactKind], Error> {
        let view = self.view;
        match self.actions.entry(std::ptr::from_ref(value)) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(vacant) => {
                let mut kinds = BTreeSet::new();
                for action in list {
                    kinds.extend(of_action(view, action)?);
                }
                Ok(vacant.insert(kinds.into_iter().collect()))
            }
        }
    }
}

/// `/R` or `/D` unlike `/N`.
fn has_another_look(appearances: &Dictionary) -> bool {
    ["D", "R"].iter().any(|key| {
        let other = appearances.get(key).filter(|other| !other.is_null());
        other.is_some() && other != appearances.get("N")
    })
}

fn of_action<'d>(view: View<'d>, action: &'d Object) -> Result<Option<FactKind>, Error> {
    let Some(action) = view.resolve(action)?.as_dictionary() else { return Ok(None) };
    let kind = view.entry(action, "S")?.and_then(Object::as_name);
    Ok(match kind {
        None | Some(b"GoTo") => None,
        Some(b"JavaScript" | b"Rendition") if action.get("JS").is_some() => Some(FactKind::JavaScript),
        Some(b"Launch") => Some(FactKind::LaunchAction),
        Some(_) => Some(FactKind::OtherAction),
    })
}

/// A file specification with `/RF`: its streams are files as those of `/EF` are (7.11.4.2). A font may be called that.
fn is_with_related_files<'d>(
    view: View<'d>,
    dictionary: &'d Dictionary,
    typed: Option<&[u8]>,
) -> Result<bool, Error> {
    let mut named = matches!(typed, Some(b"F" | b"Filespec"));
    for key in ["F", "UF"] {
        named |= view.entry(dictionary, key)?.is_some_and(|file| file.as_string().is_some());
    }
    Ok(named && view.entry(dictionary, "RF")?.is_some())
}

/// Of a stream: what makes a viewer or a printer show something else than the stream (8.8.2, 8.9.5.4, 8.10.4, 14.11.7).
pub(super) fn of_stream<'d>(view: View<'d>, dictionary: &'d Dictionary) -> Result<Vec<FactKind>, Error> {
    let mut kinds = Vec::new();
    let has = |key: &str| dictionary.get(key).is_some_and(|value| !value.is_null());
    let named = |key: &str| Ok(view.entry(dictionary, key)?.and_then(Object::as_name));
    let is_form = named("Subtype")? == Some(b"Form");
    let is_pattern = view.entry(dictionary, "PatternType")?.and_then(Object::as_integer) == Some(1);
    if (is_form || is_pattern) && !geometry::is_sound_form(view, dictionary)? {
        kinds.push(FactKind::Geometry);
    }
    if has("Alternates") {
        kinds.push(FactKind::AlternateImage);
    }
    if has("OPI") {
        kinds.push(FactKind::OpenPrepressInterface);
    }
    if is_form && has("Ref") {
        kinds.push(FactKind::ReferenceXObject);
    }
    if [named("Subtype")?, named("Subtype2")?].contains(&Some(b"PS")) || (is_form && has("PS")) {
        kinds.push(FactKind::PostScript);
    }
    Ok(kinds)
}

/// Types and keys that ISO 32000-2 brought and ISO 32000-1 has no meaning for: associated files (14.13), document
/// parts (14.12), namespaces (14.7.4), output intents of a page (14.11.5), black point compensation (8.6.5.9) and
/// halftone origins (10.6) of a graphics state, projections (13.6.4), rich media (13.7) and point data (12.10).
fn is_of_pdf2(dictionary: &Dictionary) -> bool {
    let has =
        |keys: &[&str]| keys.iter().any(|key| dictionary.get(key).is_some_and(|value| !value.is_null()));
    let typed = |name| dictionary.is_name("Type", name);
    let subtyped = |name| dictionary.is_name("Subtype", name);
    has(&["AF"])
        || ["DPart", "DPartRoot", "Namespace", "PtData"].into_iter().any(typed)
        || ["Projection", "RichMedia"].into_iter().any(subtyped)
        || (typed("Page") && has(&["DPart", "OutputIntents"]))
        || (typed("ExtGState") && has(&["HTO", "UseBlackPtComp"]))
}
