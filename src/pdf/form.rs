//! Facts about the form of a document that 004 第4-2(1)ア and the profile ask for: the version, every image and its
//! filters, everything that acts, hides or carries other files, and what viewers show differently. What follows from a
//! fact is the profile's.

mod colors;
mod content;
mod entries;
mod fonts;
mod functions;
pub(super) mod geometry;
mod image;
mod nesting;
mod operators;
mod painted;
mod resource_names;
mod resource_values;

use std::collections::{BTreeSet, HashMap, HashSet};

use super::document::{Document, Page, View};
use super::error::Error;
use super::filter::{self, FilterFault};
use super::object::{Dictionary, IndirectObject, Object, ObjectId};
use super::scan::Version;
use super::walk;
use crate::limits;
use content::{Content, ContentBudget};
use image::Judged;
use nesting::Nesting;
use operators::Start;
use resource_names::ResourceNames;

/// Something worth a rule, and where it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Fact {
    /// What.
    pub kind: FactKind,
    /// The object it was found in.
    pub object: Option<ObjectId>,
    /// The page that leads to it, counted from 1.
    pub page: Option<usize>,
    /// Where the object begins in the file.
    pub offset: Option<usize>,
    /// The octet of its decoded data that the fact is about, counted from 0.
    pub position: Option<usize>,
}

/// What can be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FactKind {
    /// `/AA`: actions of pages, fields or the document.
    AdditionalActions,
    /// An annotation that looks otherwise under the pointer, or pressed (`/AP` with `/R` or `/D` unlike `/N`).
    AlternateAppearance,
    /// An image in place of which another may be printed (`/Alternates`).
    AlternateImage,
    /// A string, name or number in content longer, a number larger, or graphics states saved deeper, than viewers go (Annex C.2).
    ContentLimit,
    /// Content inside content deeper than viewers go, or without end.
    ContentNested,
    /// A word that is no operator, an operator with other operands than it takes, or one without the path or the saved state it needs.
    ContentOperators,
    /// A token begins in one content stream of a page and ends in the next, or a comment does (7.8.2).
    ContentSplit,
    /// A content stream cannot be read, so that inline images in it are unknown.
    ContentUnreadable,
    /// Content, images, fonts or lists of them are more than is read, so that what is in the rest is unknown.
    DataLimit,
    /// An embedded file or a file attachment.
    EmbeddedFile,
    /// Encoded data of content, or of what content needs, that is damaged, that does not end as its filter says, or that has more behind its end.
    EncodedData,
    /// A stream whose data is in another file (`/F`).
    ExternalStream,
    /// Filters, or parameters of filters, that are not written as the standard has it, so that viewers decode a stream
    /// differently.
    FilterEntries,
    /// Where, how large or with what resources a page or a form is painted, written so that viewers read it differently.
    Geometry,
    /// An image without size, depth or color space that all viewers read, or whose data is not as much as these ask for.
    ImageData,
    /// An image whose filters are several, one of them other than FlateDecode and CCITTFaxDecode.
    ImageFilterArrayForbidden,
    /// An image with a filter other than FlateDecode and CCITTFaxDecode.
    ImageFilterForbidden,
    /// An image without a filter.
    ImageUnfiltered,
    /// An inline image with a filter other than FlateDecode and CCITTFaxDecode.
    InlineImageFilterForbidden,
    /// An inline image without a filter.
    InlineImageUnfiltered,
    /// JavaScript.
    JavaScript,
    /// A mask, thumbnail or alternate of an image with a filter other than FlateDecode and CCITTFaxDecode.
    MaskFilterForbidden,
    /// A launch action.
    LaunchAction,
    /// Sound, film, a screen for them, a scene in three dimensions, or a slide show.
    Multimedia,
    /// Open Prepress Interface: another file takes the place of what is shown (`/OPI`).
    OpenPrepressInterface,
    /// Optional content: layers that can be hidden.
    OptionalContent,
    /// An action that is neither a jump inside the document nor one of the above.
    OtherAction,
    /// The page tree cannot be followed.
    PageTreeUnreadable,
    /// Something that only ISO 32000-2 knows.
    Pdf2Construct,
    /// PostScript that printers may run.
    PostScript,
    /// A form XObject whose place a page of another file takes (`/Ref`).
    ReferenceXObject,
    /// What a reader must be able to do, or a script that asks (`/Requirements`).
    Requirements,
    /// Content uses a font, an XObject or another thing by a name that its resources do not have (7.8.3).
    ResourceMissing,
    /// Content uses a color space, a graphics state, a pattern or an XObject that viewers take for different things.
    ResourceUnsound,
    /// A version that ISO 32000-1 does not cover.
    VersionTooHigh,
    /// An XFA form.
    Xfa,
}

/// How far the data of images, fonts, color profiles, functions and character maps is read. Content is always read to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataDepth {
    /// To its end, and held against what is said of it: a viewer that ends earlier shows something else.
    Decoded,
    /// What is said of it alone: filters, sizes, color spaces. It saves most of the time that a file of scanned pages takes.
    Declared,
}

/// Everything found, in the order of objects.
///
/// # Errors
/// When the page tree cannot be followed.
pub fn inspect(view: View<'_>, depth: DataDepth) -> Result<Vec<Fact>, Error> {
    let pages = view.pages()?;
    let mut inspection = Inspection {
        view,
        depth,
        pages_of: pages_of_objects(view, &pages),
        facts: Vec::new(),
        seen: HashSet::new(),
        kinds: BTreeSet::new(),
        images: named_by(view, &["Image", "Mask", "SMask", "Thumb"]),
        masks: named_by(view, &["Mask", "SMask"]),
        entries: entries::Entries::new(view),
        decoded: HashSet::new(),
        octets_left: limits::pdf::COUNTED_OCTETS,
    };
    inspection.document()?;
    for object in view.objects() {
        inspection.object(object)?;
    }
    for (node, page) in geometry::unsound_nodes(view, &pages)? {
        let node: Vec<&IndirectObject> = view.object(node).into_iter().collect();
        inspection.found_in(&node, FactKind::Geometry, None, Some(page));
    }
    inspection.contents(&pages)?;
    inspection.other_data();
    Ok(inspection.facts)
}

/// As [`inspect`] of the latest revision, all data read; what cannot be followed is a fact too.
pub fn content_facts(document: &Document<'_>) -> Vec<Fact> {
    content_facts_to(document, DataDepth::Decoded)
}

/// As [`content_facts`], with data read as far as is said.
pub fn content_facts_to(document: &Document<'_>, depth: DataDepth) -> Vec<Fact> {
    inspect(document.latest(), depth).unwrap_or_else(|error| {
        vec![Fact {
            kind: FactKind::PageTreeUnreadable,
            object: None,
            page: None,
            offset: error.offset(),
            position: None,
        }]
    })
}

struct Inspection<'d> {
    view: View<'d>,
    depth: DataDepth,
    pages_of: HashMap<u32, usize>,
    facts: Vec<Fact>,
    seen: HashSet<Fact>,
    kinds: BTreeSet<FactKind>,
    /// Numbers that a mask, a soft mask, a thumbnail or an alternate image names.
    images: HashSet<u32>,
    /// Of these, what a mask or a soft mask names.
    masks: HashSet<u32>,
    entries: entries::Entries<'d>,
    /// Numbers of the streams that were decoded.
    decoded: HashSet<u32>,
    /// Octets that images, fonts and other data may still inflate to.
    octets_left: usize,
}

impl<'d> Inspection<'d> {
    fn found(&mut self, kind: FactKind, object: Option<&IndirectObject>) {
        let fact = Fact {
            kind,
            object: object.map(|object| object.id),
            page: object.and_then(|object| self.pages_of.get(&object.id.number).copied()),
            offset: object.map(IndirectObject::offset),
            position: None,
        };
        self.keep(fact);
    }

    fn keep(&mut self, fact: Fact) {
        let kind = fact.kind;
        // The first of a kind is kept however many others there are.
        let full = self.facts.len() >= limits::pdf::FACTS;
        if !self.kinds.insert(kind) && full {
            return;
        }
        if self.seen.insert(fact.clone()) {
            self.facts.push(fact);
        }
    }

    fn document(&mut self) -> Result<(), Error> {
        let (root, catalog) = self.view.catalog()?;
        let root = self.view.object(root);
        let stated = self.view.entry(catalog, "Version")?;
        let unreadable = stated.is_some_and(|stated| stated.as_name().and_then(Version::parse).is_none());
        if unreadable || self.view.version()? > (Version { major: 1, minor: 7 }) {
            self.found(FactKind::VersionTooHigh, root);
        }
        if catalog.get("OCProperties").is_some_and(|object| !object.is_null()) {
            self.found(FactKind::OptionalContent, root);
        }
        if catalog.get("Requirements").is_some_and(|object| !object.is_null()) {
            self.found(FactKind::Requirements, root);
        }
        if catalog.get("DPartRoot").is_some() {
            self.found(FactKind::Pdf2Construct, root);
        }
        if let Some(form) = self.view.dictionary(catalog, "AcroForm")?
            && form.get("XFA").is_some_and(|object| !object.is_null())
        {
            self.found(FactKind::Xfa, root);
        }
        if let Some(names) = self.view.dictionary(catalog, "Names")? {
            if names.get("JavaScript").is_some_and(|object| !object.is_null()) {
                self.found(FactKind::JavaScript, root);
            }
            if names.get("EmbeddedFiles").is_some_and(|object| !object.is_null()) {
                self.found(FactKind::EmbeddedFile, root);
            }
            if names.get("AlternatePresentations").is_some_and(|object| !object.is_null()) {
                self.found(FactKind::Multimedia, root);
            }
        }
        Ok(())
    }

    fn object(&mut self, object: &'d IndirectObject) -> Result<(), Error> {
        let view = self.view;
        let mut kinds = Vec::new();
        let mut failure = None;
        walk::dictionaries(&object.object, &mut |dictionary| {
            if let Err(error) = self.entries.facts(dictionary, &mut kinds) {
                failure = Some(error);
            }
        });
        if let Some(error) = failure {
            return Err(error);
        }
        if object.stream.is_some()
            && let Some(dictionary) = object.dictionary()
        {
            if dictionary.get("F").is_some() {
                kinds.push(FactKind::ExternalStream);
            }
            if self.view.entry(dictionary, "Type")?.and_then(Object::as_name) == Some(b"EmbeddedFile") {
                kinds.push(FactKind::EmbeddedFile);
            }
            kinds.extend(entries::of_stream(view, dictionary)?);
            let filters = filter::filters(dictionary, |object| view.resolve(object).unwrap_or(object));
            let is_sound = |(name, parameters): &filter::Filter<'_>| {
                !filter::has_prediction(name) || filter::Prediction::of(*parameters).is_ok()
            };
            if !filters.is_ok_and(|filters| filters.iter().all(is_sound)) {
                kinds.push(FactKind::FilterEntries);
            }
            // Soft masks and masks are image XObjects of their own (11.6.5.3, 8.9.6); they and thumbnails are images to
            // a viewer also where /Subtype is left out (12.3.4).
            let subtype = view.entry(dictionary, "Subtype")?.and_then(Object::as_name);
            if subtype == Some(b"Image") || (subtype.is_none() && self.images.contains(&object.id.number)) {
                let fact = image_fact(view, dictionary)?;
                kinds.extend(match fact {
                    Some(FactKind::ImageFilterForbidden | FactKind::ImageFilterArrayForbidden)
                        if self.masks.contains(&object.id.number) =>
                    {
                        Some(FactKind::MaskFilterForbidden)
                    }
                    fact => fact,
                });
                self.decoded.insert(object.id.number);
                let data = object.stream.map_or(&[][..], |span| span.of(view.document().source()));
                let data = (self.depth == DataDepth::Decoded).then_some(data);
                kinds.extend(match image::judge(view, dictionary, data, &mut self.octets_left)? {
                    Judged::Sound => None,
                    Judged::Unsound => Some(FactKind::ImageData),
                    Judged::TooLarge => Some(FactKind::DataLimit),
                });
            }
        }
        for kind in kinds {
            self.found(kind, Some(object));
        }
        Ok(())
    }

    /// What pages, form XObjects, tiling patterns and Type 3 glyphs paint.
    fn contents(&mut self, pages: &[Page<'d>]) -> Result<(), Error> {
        let view = self.view;
        let mut budget = ContentBudget::new();
        let mut names = ResourceNames::new(view);
        let mut nesting = Nesting::default();
        // A page that shows the same streams with the same resources as one before shows the same.
        let mut pages_done = HashSet::new();
        let mut names_left = limits::pdf::TREE_NODES;
        for (index, page) in pages.iter().enumerate() {
            let number = index.checked_add(1);
            // Pages may share one list, and it may name nothing.
            let listed = view.entry(page.dictionary, "Contents")?.and_then(Object::as_array);
            let Some(left) = names_left.checked_sub(listed.map_or(1, <[Object]>::len)) else {
                self.found_in(&[], FactKind::DataLimit, None, number);
                break;
            };
            names_left = left;
            let streams = view.contents(page)?;
            let resources = page.resources.map(|resources| view.resolve(resources)).transpose()?;
            let resources = resources.and_then(Object::as_dictionary);
            let numbers: Vec<u32> = streams.iter().map(|stream| stream.id.number).collect();
            if numbers.is_empty() || !pages_done.insert((numbers, resources.map(std::ptr::from_ref))) {
                continue;
            }
            self.content(&streams, &*names.of(resources)?, Start::Page, number, &mut budget);
        }
        let glyphs = painted::glyphs(view)?;
        if glyphs.is_cut_off {
            self.found_in(&[], FactKind::DataLimit, None, Some(1));
        }
        let painted = painted::unnamed(view)?;
        for object in view.objects() {
            let Some(dictionary) = object.dictionary().filter(|_| object.stream.is_some()) else { continue };
            let is_own = view.entry(dictionary, "Subtype")?.and_then(Object::as_name) == Some(b"Form")
                || view.entry(dictionary, "PatternType")?.and_then(Object::as_integer) == Some(1)
                || painted.contains(&object.id);
            let start = match is_own {
                false => Start::Glyph,
                true if colors::is_uncolored(view, dictionary)? => Start::Uncolored,
                true => Start::Form,
            };
            // The resources of a glyph are those of its font (9.6.5), of which it may have several.
            let own = [if is_own { view.dictionary(dictionary, "Resources")? } else { None }];
            let holders = if is_own { &own[..] } else { glyphs.resources_of(object.id) };
            let page = self.pages_of.get(&object.id.number).copied();
            // Of a glyph that is a form as well, or has resources of its own, each viewer takes others.
            let is_glyph = !glyphs.resources_of(object.id).is_empty();
            if is_glyph && (is_own || dictionary.get("Resources").is_some()) {
                self.found_in(&[object], FactKind::ResourceUnsound, None, page);
            }
            for resources in holders {
                let names = names.of(*resources)?;
                let used = self.content(&[object], &names, start, page, &mut budget);
                nesting.add(view, object.id.number, &used, |category, name| names.value(category, name))?;
            }
        }
        for number in nesting.too_deep() {
            self.found(FactKind::ContentNested, view.by_number(number));
        }
        Ok(())
    }

    /// What is found in the content of some streams, which a page shows one behind the other; what it uses.
    fn content(
        &mut self,
        streams: &[&'d IndirectObject],
        names: &resource_names::Names<'_>,
        start: Start,
        page: Option<usize>,
        budget: &mut ContentBudget,
    ) -> BTreeSet<(resource_names::Category, Vec<u8>)> {
        let mut content = Content::default();
        for (index, stream) in streams.iter().enumerate() {
            match self.decode(stream, budget) {
                Ok(data) => content.push(&data),
                Err(kind) => {
                    self.found_in(streams.get(index..).unwrap_or(streams), kind, None, page);
                    return BTreeSet::new();
                }
            }
        }
        let Some(found) = content::scan(self.view, &content, names, start, budget) else {
            self.found_in(streams, FactKind::ContentUnreadable, None, page);
            return BTreeSet::new();
        };
        for (kind, position) in found.kinds {
            // What no page leads to shows nothing.
            if !matches!(kind, FactKind::ResourceMissing | FactKind::ResourceUnsound) || page.is_some() {
                self.found_in(streams, kind, Some(content.place(position)), page);
            }
        }
        found.used
    }

    /// As [`Self::found`]; `place` is which of the streams, and the octet in it.
    fn found_in(
        &mut self,
        streams: &[&IndirectObject],
        kind: FactKind,
        place: Option<(usize, usize)>,
        page: Option<usize>,
    ) {
        let (index, position) = place.map_or((0, None), |(index, position)| (index, Some(position)));
        let object = streams.get(index).or(streams.first());
        self.keep(Fact {
            kind,
            object: object.map(|object| object.id),
            page,
            offset: object.map(|object| object.offset()),
            position,
        });
    }

    /// The data of a content stream, or what keeps it from being read.
    fn decode(
        &mut self,
        stream: &'d IndirectObject,
        budget: &mut ContentBudget,
    ) -> Result<Vec<u8>, FactKind> {
        let unreadable = FactKind::ContentUnreadable;
        self.decoded.insert(stream.id.number);
        let dictionary = stream.dictionary().ok_or(unreadable)?;
        let filters = filter::filters(dictionary, |object| self.view.resolve(object).unwrap_or(object));
        let filters = filters.map_err(|_| unreadable)?;
        let data = stream.stream.ok_or(unreadable)?.of(self.view.document().source());
        let limit = limits::pdf::CONTENT_STREAM_OCTETS.min(budget.streams);
        let decoded = filter::decode(data, &filters, limit);
        // Each filter may have made as much as the last; a failure may have made all that was allowed.
        let made = decoded.as_ref().map_or(limit, |decoded| decoded.len().max(data.len()));
        budget.streams = budget.streams.saturating_sub(made.saturating_mul(filters.len().max(1)));
        decoded.map_err(|fault| match fault {
            FilterFault::Damaged => FactKind::EncodedData,
            FilterFault::TooLarge => FactKind::DataLimit,
            FilterFault::Parameters | FilterFault::Unsupported => unreadable,
        })
    }
}

/// What `/Mask`, `/SMask` (8.9.5, 11.6.5.3), `/Thumb` (12.3.4) and `/Image` of an alternate (8.9.5.4) name.
fn named_by(view: View<'_>, keys: &[&str]) -> HashSet<u32> {
    let mut found = HashSet::new();
    for object in view.objects() {
        walk::dictionaries(&object.object, &mut |dictionary| {
            for key in keys {
                found.extend(dictionary.reference(key).map(|id| id.number));
            }
        });
    }
    found
}

/// 004 第4-2(1)ア: "Flate方式又はCCITT Fax Decode方式"; every filter of an array counts.
fn image_fact<'d>(view: View<'d>, dictionary: &'d Dictionary) -> Result<Option<FactKind>, Error> {
    let Some(value) = view.entry(dictionary, "Filter")? else { return Ok(Some(FactKind::ImageUnfiltered)) };
    let list = value.as_array().unwrap_or(std::slice::from_ref(value));
    if list.is_empty() {
        return Ok(Some(FactKind::ImageUnfiltered));
    }
    // More are told as what they are.
    for element in list.iter().take(limits::pdf::FILTERS) {
        if !view.resolve(element)?.as_name().is_some_and(is_allowed) {
            let several = list.len() > 1;
            return Ok(Some(if several {
                FactKind::ImageFilterArrayForbidden
            } else {
                FactKind::ImageFilterForbidden
            }));
        }
    }
    Ok(None)
}

fn is_allowed(filter: &[u8]) -> bool {
    matches!(filter, b"FlateDecode" | b"Fl" | b"CCITTFaxDecode" | b"CCF")
}

/// Follows the resources of each page; the first page that leads to an object counts.
fn pages_of_objects(view: View<'_>, pages: &[Page<'_>]) -> HashMap<u32, usize> {
    let mut owners = HashMap::new();
    let mut walk = walk::Walk::new(view, &[b"Parent", b"P", b"Dest", b"A", b"StructParent"]);
    // Pages share the resources they inherit: what these name belongs to the first of the pages.
    let mut resources_seen = HashSet::new();
    for (index, page) in pages.iter().enumerate() {
        let mut roots = vec![page.id];
        let resources =
            page.resources.filter(|resources| resources_seen.insert(std::ptr::from_ref(*resources)));
        roots.extend(resources.map(walk::references).unwrap_or_default());
        for number in walk.reach(roots) {
            owners.entry(number).or_insert(index.saturating_add(1));
        }
    }
    owners
}
