//! Facts about the form of a document that 004 第4-2(1)ア and the profile ask for: the version, every image and its
//! filters, and everything that acts, hides or carries other files. What follows from a fact is the profile's.

mod geometry;

use std::collections::{BTreeSet, HashMap, HashSet};

use super::document::{Document, Page, View};
use super::error::Error;
use super::filter;
use super::lexer::{Lexer, is_delimiter, is_white_space};
use super::object::{Dictionary, IndirectObject, Object, ObjectId};
use super::scan::Version;
use super::walk;
use crate::limits::{self, Budget};

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
    /// A content stream cannot be read, so that inline images in it are unknown.
    ContentUnreadable,
    /// An embedded file or a file attachment.
    EmbeddedFile,
    /// A stream whose data is in another file (`/F`).
    ExternalStream,
    /// Filters, or parameters of filters, that are not written as the standard has it, so that viewers decode a stream
    /// differently.
    FilterEntries,
    /// Where, how large or with what resources a page or a form is painted, written so that viewers read it differently.
    Geometry,
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
    /// A version that ISO 32000-1 does not cover.
    VersionTooHigh,
    /// An XFA form.
    Xfa,
}

/// Everything found, in the order of objects.
///
/// # Errors
/// When the page tree cannot be followed.
pub fn inspect(view: View<'_>) -> Result<Vec<Fact>, Error> {
    let pages = view.pages()?;
    let mut inspection = Inspection {
        view,
        pages_of: pages_of_objects(view, &pages),
        facts: Vec::new(),
        seen: HashSet::new(),
        kinds: BTreeSet::new(),
        images: named_by(view, &["Image", "Mask", "SMask", "Thumb"]),
        masks: named_by(view, &["Mask", "SMask"]),
    };
    inspection.document()?;
    for object in view.objects() {
        inspection.object(object)?;
    }
    for node in geometry::unsound_nodes(view, &pages)? {
        inspection.found(FactKind::Geometry, view.object(node));
    }
    inspection.contents(&pages)?;
    Ok(inspection.facts)
}

/// As [`inspect`] of the latest revision; what cannot be followed is a fact too.
pub fn content_facts(document: &Document<'_>) -> Vec<Fact> {
    inspect(document.latest()).unwrap_or_else(|error| {
        vec![Fact { kind: FactKind::PageTreeUnreadable, object: None, page: None, offset: error.offset() }]
    })
}

struct Inspection<'d> {
    view: View<'d>,
    pages_of: HashMap<u32, usize>,
    facts: Vec<Fact>,
    seen: HashSet<Fact>,
    kinds: BTreeSet<FactKind>,
    /// Numbers that a mask, a soft mask, a thumbnail or an alternate image names.
    images: HashSet<u32>,
    /// Of these, what a mask or a soft mask names.
    masks: HashSet<u32>,
}

/// What reading all content of a document may still cost.
struct ContentBudget {
    /// Cost of operands and operators.
    values: Budget,
    /// Octets content streams may inflate to.
    streams: usize,
    /// Octets inline images may inflate to.
    images: usize,
}

impl ContentBudget {
    const fn new() -> Self {
        Self {
            values: Budget::new(limits::pdf::CONTENT_COST),
            streams: limits::pdf::CONTENT_TOTAL_OCTETS,
            images: limits::pdf::INLINE_IMAGE_OCTETS,
        }
    }
}

impl<'d> Inspection<'d> {
    fn found(&mut self, kind: FactKind, object: Option<&IndirectObject>) {
        let fact = Fact {
            kind,
            object: object.map(|object| object.id),
            page: object.and_then(|object| self.pages_of.get(&object.id.number).copied()),
            offset: object.map(IndirectObject::offset),
        };
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
            if let Err(error) = dictionary_facts(view, dictionary, &mut kinds) {
                failure = Some(error);
            }
        });
        if let Some(error) = failure {
            return Err(error);
        }
        if object.stream.is_some()
            && let Some(dictionary) = object.dictionary()
        {
            if dictionary.get("F").is_some_and(|object| !object.is_null()) {
                kinds.push(FactKind::ExternalStream);
            }
            if dictionary.is_name("Type", "EmbeddedFile") {
                kinds.push(FactKind::EmbeddedFile);
            }
            kinds.extend(stream_facts(view, dictionary)?);
            if filter::filters(dictionary, |object| view.resolve(object).unwrap_or(object)).is_err() {
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
            }
        }
        for kind in kinds {
            self.found(kind, Some(object));
        }
        Ok(())
    }

    /// Inline images in pages, form XObjects, tiling patterns and Type 3 glyphs.
    fn contents(&mut self, pages: &[Page<'d>]) -> Result<(), Error> {
        let mut budget = ContentBudget::new();
        let mut done = HashSet::new();
        // A page that shows the same streams as one before has the same inline images.
        let mut pages_done = HashSet::new();
        let mut names_left = limits::pdf::TREE_NODES;
        for page in pages {
            let streams = self.view.contents(page)?;
            let object = streams.first().copied().or_else(|| self.view.object(page.id));
            let Some(left) = names_left.checked_sub(streams.len()) else {
                self.found(FactKind::ContentUnreadable, object);
                break;
            };
            names_left = left;
            let numbers: Vec<u32> = streams.iter().map(|stream| stream.id.number).collect();
            done.extend(numbers.iter().copied());
            if !numbers.is_empty() && !pages_done.insert(numbers) {
                continue;
            }
            let mut joined = Vec::new();
            let mut readable = true;
            for stream in &streams {
                match self.decode(stream, &mut budget) {
                    Some(data) => {
                        joined.extend_from_slice(&data);
                        joined.push(b'\n');
                    }
                    None => {
                        readable = false;
                        break;
                    }
                }
            }
            self.inline_images(readable.then_some(joined), object, &mut budget);
        }
        let mut glyphs = HashSet::new();
        for object in self.view.objects() {
            if let Some(font) = object.dictionary().filter(|font| font.is_name("Subtype", "Type3"))
                && let Some(procedures) = self.view.dictionary(font, "CharProcs")?
            {
                glyphs.extend(procedures.entries().iter().filter_map(|entry| entry.value.as_reference()));
            }
        }
        for object in self.view.objects() {
            let Some(dictionary) = object.dictionary().filter(|_| object.stream.is_some()) else { continue };
            let is_content = dictionary.is_name("Subtype", "Form")
                || dictionary.get("PatternType").and_then(Object::as_integer) == Some(1)
                || glyphs.contains(&object.id);
            if is_content && done.insert(object.id.number) {
                let data = self.decode(object, &mut budget);
                self.inline_images(data, Some(object), &mut budget);
            }
        }
        Ok(())
    }

    fn decode(&self, stream: &'d IndirectObject, budget: &mut ContentBudget) -> Option<Vec<u8>> {
        let dictionary = stream.dictionary()?;
        let filters =
            filter::filters(dictionary, |object| self.view.resolve(object).unwrap_or(object)).ok()?;
        let data = stream.stream?.of(self.view.document().source());
        let limit = limits::pdf::CONTENT_STREAM_OCTETS.min(budget.streams);
        let decoded = filter::decode(data, &filters, limit).ok();
        // Each filter may have made as much as the last; a failure may have made all that was allowed.
        let made = decoded.as_ref().map_or(limit, |decoded| decoded.len().max(data.len()));
        budget.streams = budget.streams.saturating_sub(made.saturating_mul(filters.len().max(1)));
        decoded
    }

    /// The inline images of content; `None` is content that could not be decoded.
    fn inline_images(
        &mut self,
        content: Option<Vec<u8>>,
        object: Option<&IndirectObject>,
        budget: &mut ContentBudget,
    ) {
        match content.and_then(|content| inline_images(&content, budget)) {
            Some(kinds) => kinds.into_iter().for_each(|kind| self.found(kind, object)),
            None => self.found(FactKind::ContentUnreadable, object),
        }
    }
}

fn dictionary_facts<'d>(
    view: View<'d>,
    dictionary: &'d Dictionary,
    kinds: &mut Vec<FactKind>,
) -> Result<(), Error> {
    let subtype = view.entry(dictionary, "Subtype")?.and_then(Object::as_name);
    if matches!(subtype, Some(b"3D" | b"Movie" | b"Screen" | b"Sound")) {
        kinds.push(FactKind::Multimedia);
    }
    if let Some(appearances) = view.entry(dictionary, "AP")?.and_then(Object::as_dictionary)
        && ["D", "R"].iter().any(|key| {
            let other = appearances.get(key).filter(|other| !other.is_null());
            other.is_some() && other != appearances.get("N")
        })
    {
        kinds.push(FactKind::AlternateAppearance);
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
    if matches!(typed, Some(b"OCG" | b"OCMD")) || dictionary.get("OC").is_some_and(|layer| !layer.is_null()) {
        kinds.push(FactKind::OptionalContent);
    }
    if is_of_pdf2(dictionary) {
        kinds.push(FactKind::Pdf2Construct);
    }
    // 12.6.1: these keys hold actions. An attribute object of a structure element (/A) has no /S.
    for key in ["A", "Next", "OpenAction", "PA"] {
        let Some(value) = view.entry(dictionary, key)? else { continue };
        let list = value.as_array().unwrap_or(std::slice::from_ref(value));
        for action in list {
            let Some(action) = view.resolve(action)?.as_dictionary() else { continue };
            let Some(kind) = view.entry(action, "S")?.and_then(Object::as_name) else { continue };
            match kind {
                b"GoTo" => {}
                b"JavaScript" | b"Rendition" if action.get("JS").is_some() => {
                    kinds.push(FactKind::JavaScript)
                }
                b"Launch" => kinds.push(FactKind::LaunchAction),
                _ => kinds.push(FactKind::OtherAction),
            }
        }
    }
    Ok(())
}

/// What makes a viewer or a printer show something else than the stream (8.8.2, 8.9.5.4, 8.10.4, 14.11.7).
fn stream_facts<'d>(view: View<'d>, dictionary: &'d Dictionary) -> Result<Vec<FactKind>, Error> {
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
    for element in list {
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
    let mut seen = HashSet::new();
    // Pages share the resources they inherit: what these name belongs to the first of the pages.
    let mut resources_seen = HashSet::new();
    for (index, page) in pages.iter().enumerate() {
        let mut roots = vec![page.id];
        let resources =
            page.resources.filter(|resources| resources_seen.insert(std::ptr::from_ref(*resources)));
        roots.extend(resources.map(walk::references).unwrap_or_default());
        for number in
            walk::reachable(view, roots, &[b"Parent", b"P", b"Dest", b"A", b"StructParent"], &mut seen)
        {
            owners.entry(number).or_insert(index.saturating_add(1));
        }
    }
    owners
}

/// The facts about inline images (8.9.7); `None` when the content cannot be read.
fn inline_images(content: &[u8], budget: &mut ContentBudget) -> Option<BTreeSet<FactKind>> {
    let mut lexer = Lexer::new(content, 0);
    let mut kinds = BTreeSet::new();
    loop {
        lexer.skip_gap().ok()?;
        let Some(byte) = lexer.peek() else { return Some(kinds) };
        if !byte.is_ascii_alphabetic() && byte != b'\'' && byte != b'"' {
            operand(&mut lexer, &mut budget.values)?;
            continue;
        }
        let word = word(&mut lexer);
        budget.values.spend(limits::pdf::VALUE_COST).ok()?;
        if word != b"BI" {
            continue;
        }
        let mut filter: Option<Object> = None;
        loop {
            lexer.skip_gap().ok()?;
            if lexer.take_keyword(b"ID") {
                break;
            }
            if lexer.peek() != Some(b'/') {
                return None;
            }
            let key = lexer.name().ok()?;
            lexer.skip_gap().ok()?;
            let value = operand(&mut lexer, &mut budget.values)?;
            if matches!(key.as_slice(), b"F" | b"Filter") && filter.replace(value).is_some() {
                return None;
            }
        }
        let list = match &filter {
            Some(value) if !value.is_null() => value.as_array().unwrap_or(std::slice::from_ref(value)),
            _ => &[],
        };
        if list.is_empty() {
            kinds.insert(FactKind::InlineImageUnfiltered);
        } else if !list.iter().all(|element| element.as_name().is_some_and(is_allowed)) {
            kinds.insert(FactKind::InlineImageFilterForbidden);
        }
        skip_image_data(&mut lexer, list.first().and_then(Object::as_name), &mut budget.images)?;
    }
}

/// One operand, which may hold a small part of what all may cost.
fn operand(lexer: &mut Lexer<'_>, budget: &mut Budget) -> Option<Object> {
    let allowed = limits::pdf::CONTENT_OPERAND_COST.min(budget.left());
    let mut own = Budget::new(allowed);
    let object = lexer.object(&mut own).ok()?;
    budget.spend(allowed.saturating_sub(own.left())).ok()?;
    Some(object)
}

fn word<'a>(lexer: &mut Lexer<'a>) -> &'a [u8] {
    let rest = lexer.rest();
    let length =
        rest.iter().take_while(|byte| !is_white_space(**byte) && !is_delimiter(**byte)).count().max(1);
    lexer.advance(length);
    rest.get(..length).unwrap_or_default()
}

/// Behind `ID` and one white-space character, up to and with `EI`. Flate data says itself where it ends.
fn skip_image_data(lexer: &mut Lexer<'_>, filter: Option<&[u8]>, left: &mut usize) -> Option<()> {
    lexer.advance(1);
    if matches!(filter, Some(b"FlateDecode" | b"Fl")) {
        let limit = limits::pdf::CONTENT_STREAM_OCTETS.min(*left);
        let inflated = filter::inflate(lexer.rest(), limit);
        // Damaged data costs a try; whoever has many of them is not read.
        *left = left.saturating_sub(match &inflated {
            Ok((data, _)) => data.len(),
            Err(filter::FilterFault::Damaged) => limit >> 4,
            Err(_) => return None,
        });
        let Ok((_, used)) = inflated else { return image_end(lexer) };
        lexer.advance(used);
        lexer.skip_white_space();
        if lexer.take_keyword(b"EI") {
            return Some(());
        }
    }
    image_end(lexer)
}

/// Up to and with the next `EI` between white space.
fn image_end(lexer: &mut Lexer<'_>) -> Option<()> {
    let rest = lexer.rest();
    for at in memchr::memmem::find_iter(rest, b"EI") {
        let before = at.checked_sub(1).and_then(|before| rest.get(before));
        let after = at.checked_add(2).and_then(|after| rest.get(after));
        if before.is_some_and(|byte| is_white_space(*byte)) && after.is_none_or(|byte| is_white_space(*byte))
        {
            lexer.advance(at.saturating_add(2));
            return Some(());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(content: &[u8]) -> Option<Vec<FactKind>> {
        inline_images(content, &mut ContentBudget::new()).map(|kinds| kinds.into_iter().collect())
    }

    #[test]
    fn accepts_the_two_filters_of_inline_images_by_both_names() {
        assert_eq!(kinds(b"q BI /W 1 /F /CCF ID \x00\x01 EI Q"), Some(vec![]));
        assert_eq!(kinds(b"BI /W 1 /Filter[/CCITTFaxDecode]ID x\nEI"), Some(vec![]));
    }

    #[test]
    fn finds_other_filters_and_none() {
        assert_eq!(kinds(b"BI /W 1 /F /DCT ID x EI"), Some(vec![FactKind::InlineImageFilterForbidden]));
        assert_eq!(kinds(b"BI /W 1 /F [/AHx /Fl] ID x EI"), Some(vec![FactKind::InlineImageFilterForbidden]));
        assert_eq!(kinds(b"BI /W 1 ID x EI (BI) Tj"), Some(vec![FactKind::InlineImageUnfiltered]));
        assert_eq!(kinds(b"BI /W 1 ID x"), None);
    }
}
