//! Shadow content: what a file carries beside what it shows, so that a later change could show it.
//!
//! Asked before signing. A signature over such a file verifies everywhere, also after the hidden part has been
//! turned up (Mainka et al., "Shadow Attacks", NDSS 2021).

use std::collections::{HashMap, HashSet};

use super::document::View;
use super::error::Error;
use super::later_revision::later_revisions;
use super::object::{IndirectObject, Object, ObjectId};
use super::walk;

/// Something hidden or replaceable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shadow {
    /// What.
    pub kind: ShadowKind,
    /// The object.
    pub object: ObjectId,
    /// Where it begins in the file.
    pub offset: usize,
}

/// What can be hidden or replaceable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ShadowKind {
    /// An annotation that its flags hide (Invisible, Hidden, NoView).
    HiddenAnnotation,
    /// A form field that can be filled: its appearance can be replaced.
    InteractiveField,
    /// Layers that can be switched.
    OptionalContent,
    /// An object of an earlier revision that a later one replaced: its first state is still in the file.
    ReplacedObject,
    /// A page, content, font or annotation that nothing leads to.
    UnusedObject,
}

/// Everything hidden or replaceable, by object number.
///
/// # Errors
/// When the catalog or a reference cannot be followed.
pub fn shadows(view: View<'_>) -> Result<Vec<Shadow>, Error> {
    let mut found = Vec::new();
    let mut add = |kind, object: &IndirectObject| {
        found.push(Shadow { kind, object: object.id, offset: object.offset() });
    };
    let (root, catalog) = view.catalog()?;
    if let Some(root) = view.object(root)
        && catalog.get("OCProperties").is_some_and(|object| !object.is_null())
    {
        add(ShadowKind::OptionalContent, root);
    }
    let mut used = HashSet::new();
    let trailer = view.trailer().map(|trailer| trailer.entries().iter()).into_iter().flatten();
    let roots = trailer.flat_map(|entry| walk::references(&entry.value)).collect();
    walk::reachable(view, roots, &[], &mut used);
    let mut definitions: HashMap<u32, usize> = HashMap::new();
    // A signature before this one replaces the catalog and a page; that is on the closed list of later revisions.
    let only_signatures = later_revisions(view.document(), 0).is_ok();
    let replaceable = view.document().objects().iter().filter(|_| !only_signatures);
    for object in replaceable {
        let count = definitions.entry(object.id.number).or_default();
        *count = count.saturating_add(1);
    }
    let hints = hint_streams(view);
    for object in view.objects() {
        let Some(dictionary) = object.dictionary() else { continue };
        let structural = ["XRef", "ObjStm"].iter().any(|name| dictionary.is_name("Type", name));
        if structural || dictionary.get("Linearized").is_some() {
            continue;
        }
        if !used.contains(&object.id.number) && can_be_shown(object) && !hints.contains(&object.offset()) {
            add(ShadowKind::UnusedObject, object);
        }
        if definitions.get(&object.id.number).is_some_and(|count| *count > 1) && can_be_shown(object) {
            add(ShadowKind::ReplacedObject, object);
        }
        let field = dictionary.name("FT");
        if matches!(field, Some(b"Tx" | b"Btn" | b"Ch")) {
            add(ShadowKind::InteractiveField, object);
        }
        let is_annotation = dictionary.get("Rect").is_some() && dictionary.get("Subtype").is_some();
        // 12.5.3, Table 165: Invisible, Hidden, NoView.
        let flags = view.entry(dictionary, "F")?.and_then(Object::as_integer).unwrap_or_default();
        if is_annotation && field != Some(b"Sig") && flags & 0b10_0011 != 0 {
            add(ShadowKind::HiddenAnnotation, object);
        }
    }
    Ok(found)
}

/// Annex F: the linearization dictionary names its hint streams by octet, in `/H`.
fn hint_streams(view: View<'_>) -> Vec<usize> {
    let first = view.document().objects().first().and_then(IndirectObject::dictionary);
    let hints = first.filter(|dictionary| dictionary.get("Linearized").is_some());
    let hints =
        hints.and_then(|dictionary| dictionary.get("H")).and_then(Object::as_array).unwrap_or_default();
    hints.iter().step_by(2).filter_map(Object::as_offset).collect()
}

/// Streams that paint, pages, fonts and annotations: what an overlay is made of.
fn can_be_shown(object: &IndirectObject) -> bool {
    let Some(dictionary) = object.dictionary() else { return false };
    let kind = dictionary.name("Type");
    match kind {
        Some(
            b"Page" | b"Pages" | b"Catalog" | b"Font" | b"FontDescriptor" | b"Annot" | b"XObject"
            | b"Pattern",
        ) => true,
        Some(b"Metadata" | b"Sig" | b"DocTimeStamp") => false,
        _ => object.stream.is_some() || dictionary.get("FT").is_some(),
    }
}
