//! Shadow content: what a file carries beside what it shows, so that a later change could show it.
//!
//! Asked before signing. A signature over such a file verifies everywhere, also after the hidden part has been
//! turned up (Mainka et al., "Shadow Attacks", NDSS 2021). What one viewer shows and the next does not, or the screen
//! and not the paper, is hidden from half of those who read: the signature must not vouch for both (decision 0059).

mod annotation;
mod beside;
mod earlier;
pub(super) mod inheritance;
mod page_box;

use std::collections::HashSet;

use super::document::View;
use super::error::Error;
use super::object::{IndirectObject, Object, ObjectId, Origin};
use super::tail::Tail;
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
    /// An annotation with several appearances, of which a name picks one (`/AS`).
    AppearanceStates,
    /// Data that no page shows: streams of applications (14.5), what web capture left (14.10), a base for links (12.6.4.7).
    CarriedData,
    /// A page of which only a part is shown (`/CropBox`, `/ViewerPreferences`).
    CroppedPage,
    /// An annotation without an appearance of its own, or a form whose appearances are made anew: viewers draw it each
    /// in its own way, or not at all.
    DrawnByViewer,
    /// An annotation that its flags hide (Invisible, Hidden, NoView), or that has flags no two viewers read alike.
    HiddenAnnotation,
    /// A form field that can be filled: its appearance can be replaced.
    InteractiveField,
    /// Layers that can be switched.
    OptionalContent,
    /// A page that is not in the page tree: left behind by whoever took it out, or a template for scripts (12.7.9.2).
    PageNotShown,
    /// How the document is presented, so that its pages are not what is seen of it: a portfolio (12.3.5), a first view of a
    /// part of a page (12.3.2.2), pages that turn by themselves (12.4.4), a thumbnail larger than one (12.3.4).
    Presentation,
    /// An object of an earlier revision that a later one replaced or freed: its first state is still in the file.
    ReplacedObject,
    /// An annotation that the screen shows and the paper does not (no Print flag), or that changes with zoom, rotation
    /// or the pointer; a choice of pages to print.
    ScreenNotPaper,
    /// A page, content, font or annotation that nothing leads to.
    UnusedObject,
}

/// Everything hidden or replaceable: once for each kind and object.
///
/// # Errors
/// When the catalog or a reference cannot be followed.
pub fn shadows(view: View<'_>) -> Result<Vec<Shadow>, Error> {
    let mut found = Found::default();
    let (root, catalog) = view.catalog()?;
    if let Some(root) = view.object(root) {
        if catalog.get("OCProperties").is_some_and(|object| !object.is_null()) {
            found.add(ShadowKind::OptionalContent, root);
        }
        page_box::viewer_preferences(view, catalog, root, &mut found)?;
        annotation::form(view, catalog, root, &mut found)?;
        beside::document(view, catalog, root, &mut found)?;
    }
    let used = unused(view, &mut found)?;
    beside::pages(view, &used, &mut found)?;
    earlier::states(view, &mut found)?;
    annotation::shadows(view, &mut found)?;
    page_box::shadows(view, &mut found)?;
    Ok(found.shadows)
}

/// What was found so far.
#[derive(Default)]
struct Found {
    shadows: Vec<Shadow>,
    seen: HashSet<(ShadowKind, usize, ObjectId)>,
}

impl Found {
    fn add(&mut self, kind: ShadowKind, object: &IndirectObject) {
        if self.seen.insert((kind, object.offset(), object.id)) {
            self.shadows.push(Shadow { kind, object: object.id, offset: object.offset() });
        }
    }
}

/// What the trailer names.
fn roots(view: View<'_>) -> Vec<ObjectId> {
    let trailer = view.trailer().map(|trailer| trailer.entries().iter()).into_iter().flatten();
    trailer.flat_map(|entry| walk::references(&entry.value)).collect()
}

/// Objects that could be painted and that nothing leads to; pages that something leads to, but not the page tree. Returns
/// the numbers of the objects that something leads to.
fn unused(view: View<'_>, found: &mut Found) -> Result<HashSet<u32>, Error> {
    let used = walk::reachable(view, roots(view), HashSet::new());
    let structure = structure(view)?;
    let hints = hint_streams(view);
    // A page tree that cannot be followed is told as content that cannot be read.
    let shown: Option<HashSet<ObjectId>> =
        view.pages().ok().map(|pages| pages.iter().map(|page| page.id).collect());
    for object in view.objects() {
        let offset = object.offset();
        let in_use = used.contains(&object.id.number);
        let is_structure =
            object.stream.is_some() && (structure.contains(&offset) || hints.contains(&offset));
        if !in_use && !is_structure && can_be_shown(view, object)? {
            found.add(ShadowKind::UnusedObject, object);
        } else if in_use
            && shown.as_ref().is_some_and(|shown| !shown.contains(&object.id))
            && is_page(view, object)?
        {
            found.add(ShadowKind::PageNotShown, object);
        }
    }
    Ok(used)
}

/// Whether it says that it is a page, or has what pages have: a place that a destination names need not say it.
fn is_page(view: View<'_>, object: &IndirectObject) -> Result<bool, Error> {
    let Some(dictionary) = object.dictionary().filter(|_| object.stream.is_none()) else { return Ok(false) };
    let kind = view.entry(dictionary, "Type")?.and_then(Object::as_name);
    let is_node = dictionary.get("Kids").is_some();
    let paints = || -> Result<bool, Error> {
        let Some(contents) = dictionary.get("Contents") else { return Ok(false) };
        let holder = contents.as_reference().and_then(|id| view.object(id));
        let is_stream = holder.is_some_and(|holder| holder.stream.is_some());
        Ok(is_stream || view.resolve(contents)?.as_array().is_some())
    };
    Ok(matches!(kind, Some(b"Page" | b"Template"))
        || (!is_node && (dictionary.get("MediaBox").is_some() || paints()?)))
}

/// Where the cross-reference streams that readers follow begin, and the object streams that hold an object: whatever
/// else calls itself so is a stream like any other.
fn structure(view: View<'_>) -> Result<HashSet<usize>, Error> {
    let tail = Tail::read(view.document().source())?;
    let sections = tail.sections().iter();
    let mut starts: HashSet<usize> = sections
        .flat_map(|section| [Some(section), section.supplement.as_deref()])
        .flatten()
        .map(|s| s.span.start)
        .collect();
    // The objects of an object stream tell where it begins; of those that are not in one, this is no stream.
    let held = view.document().objects().iter();
    starts.extend(held.filter_map(|object| match object.origin {
        Origin::ObjectStream { offset, .. } => Some(offset),
        Origin::File(_) => None,
    }));
    Ok(starts)
}

/// Annex F: the linearization dictionary names its hint streams by octet, in `/H`.
fn hint_streams(view: View<'_>) -> Vec<usize> {
    let first = view.document().objects().first().and_then(IndirectObject::dictionary);
    let hints = first.filter(|dictionary| dictionary.get("Linearized").is_some());
    let hints =
        hints.and_then(|dictionary| dictionary.get("H")).and_then(Object::as_array).unwrap_or_default();
    hints.iter().step_by(2).filter_map(Object::as_offset).collect()
}

/// Streams, pages, fonts, annotations and fields: what an overlay is made of. Whatever a stream calls itself, a page can
/// name it as its content; whatever a dictionary calls itself, who repairs a file may take it for a page.
fn can_be_shown(view: View<'_>, object: &IndirectObject) -> Result<bool, Error> {
    let Some(dictionary) = object.dictionary() else { return Ok(false) };
    let has = |key| dictionary.get(key).is_some();
    let is_list =
        |key| Ok::<_, Error>(view.entry(dictionary, key)?.is_some_and(|list| list.as_array().is_some()));
    let kind = view.entry(dictionary, "Type")?.and_then(Object::as_name);
    Ok(object.stream.is_some()
        || has("FT")
        || (has("Parent") && has("MediaBox"))
        || dictionary.reference("Pages").is_some()
        || dictionary.reference("Contents").is_some()
        || is_list("Contents")?
        || (has("Count") && is_list("Kids")?)
        || matches!(
            kind,
            Some(b"Page" | b"Pages" | b"Catalog" | b"Font" | b"FontDescriptor" | b"Annot" | b"Pattern")
        ))
}
