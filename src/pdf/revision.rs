//! Revisions: the original file and each incremental update (ISO 32000-1, 7.5.6), taken from the chain of
//! cross-reference sections and held against what really stands in the file.
//!
//! A revision ends with its end-of-file marker. Two layouts have two cross-reference sections and two markers in
//! one revision: linearized files (Annex F) and hybrid files as word processors write them, where an empty second
//! section only adds `/XRefStm`.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::cross_reference::{CrossReference, Section, SectionKind};
use super::error::Error;
use super::lexer::is_white_space;
use super::object::{Dictionary, IndirectObject, Object, ObjectId, Origin, Span};
use super::scan::Item;
use super::tail::{ObjectStream, Tail};
use crate::limits::{self, Budget};

/// One revision.
#[derive(Debug)]
pub struct Revision {
    /// From the end of the revision before to the last octet of this one's `%%EOF`.
    pub span: Span,
    /// Where the white space after `%%EOF` ends. Signatures may end anywhere between the marker and here.
    pub white_space_end: usize,
    /// `/Root` and the other entries of the newest trailer of the revision.
    pub trailer: Dictionary,
    /// How its newest section is written.
    pub(super) kind: SectionKind,
    pub(super) changes: BTreeMap<u32, Option<usize>>,
}

impl Revision {
    /// Numbers of the objects it adds, replaces or frees.
    pub fn changed_numbers(&self) -> impl Iterator<Item = u32> {
        self.changes.keys().copied()
    }

    /// Whether a signature that covers this revision may end at `offset`.
    pub const fn may_end_at(&self, offset: usize) -> bool {
        self.span.end <= offset && offset <= self.white_space_end
    }
}

/// Sections that belong to one revision, as indices into the chain (newest first).
#[derive(Debug)]
struct Group {
    newest: usize,
    oldest: usize,
    layout: Layout,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    Hybrid,
    Linearized,
    Plain,
}

/// The first section, newest first, that the revision of the object at `offset` knows.
pub(super) fn newest_section_for(tail: &Tail<'_>, offset: usize) -> usize {
    let sections = tail.sections();
    let mut best = 0;
    for (index, section) in sections.iter().enumerate() {
        if section.span.end > offset {
            best = index;
        }
    }
    // The sections of one revision are seen together.
    groups(sections)
        .ok()
        .and_then(|groups| {
            groups.iter().find(|group| group.newest <= best && best <= group.oldest).map(|g| g.newest)
        })
        .unwrap_or(best)
}

/// Groups the chain, oldest revision first.
fn groups(sections: &[Section]) -> Result<Vec<Group>, Error> {
    let mut groups: Vec<Group> = Vec::new();
    let mut last = 0_usize;
    for (index, section) in sections.iter().enumerate().rev() {
        if let Some(group) = groups.last_mut() {
            let below = sections.get(group.newest);
            let below_start = below.map_or(0, |section| section.span.start);
            if groups_first(index, sections, group) && section.span.start < below_start {
                group.newest = index;
                group.layout = Layout::Linearized;
                continue;
            }
            let supplement = section.supplement.as_ref().map(|supplement| supplement.span.start);
            if group.layout == Layout::Plain
                && section.is_empty()
                && section.span.start > below_start
                && supplement.is_some_and(|start| start < below_start)
            {
                group.newest = index;
                group.layout = Layout::Hybrid;
                last = section.span.start;
                continue;
            }
            if section.span.start <= last {
                return Err(Error::PreviousNotEarlier { offset: section.span.start });
            }
        }
        last = section.span.start;
        groups.push(Group { newest: index, oldest: index, layout: Layout::Plain });
    }
    Ok(groups)
}

/// Whether `index` is the second section from the end of the chain and `group` holds only the last.
fn groups_first(index: usize, sections: &[Section], group: &Group) -> bool {
    index.checked_add(2) == Some(sections.len()) && group.newest == group.oldest
}

/// Whether `/Size` of every later cross-reference stream counts the numbers of the sections before it (7.5.5): readers make
/// room by it, and take the file for broken when an older section has more. Of a table they do not ask it.
fn sizes_hold_all(sections: &[Section], groups: &[Group]) -> Result<(), Error> {
    let mut numbers = 0_u32;
    let mut counted = sections.len();
    for group in groups {
        let members = sections.get(group.newest..counted).unwrap_or_default();
        counted = group.newest;
        if let Some(newest) = members.first()
            && matches!(newest.kind, SectionKind::Stream(_))
            && newest.size < numbers
        {
            let offset = newest.trailer_span.start;
            return Err(Error::CrossReferenceBeyondSize { offset, number: numbers.saturating_sub(1) });
        }
        numbers = members.iter().map(Section::numbers_end).fold(numbers, u32::max);
    }
    Ok(())
}

/// What [`revisions`] makes of the file.
pub(super) struct Assembled {
    pub(super) revisions: Vec<Revision>,
    pub(super) objects: Vec<IndirectObject>,
}

/// Holds the items of the file against the chain: every section where its `startxref` says, every object named
/// by its own revision, every entry pointing at its object.
pub(super) fn revisions(tail: &Tail<'_>, items: Vec<Item>, budget: &mut Budget) -> Result<Assembled, Error> {
    let source = tail.source();
    let sections = tail.sections();
    let groups = groups(sections)?;
    if let Some(oldest) = sections.last().filter(|oldest| !oldest.begins_with_zero(source)) {
        return Err(Error::SubsectionNumbering { offset: oldest.span.start });
    }
    sizes_hold_all(sections, &groups)?;
    let mut assembled = Assembled { revisions: Vec::new(), objects: Vec::new() };
    let mut decoded = limits::pdf::STRUCTURE_TOTAL_OCTETS;
    let mut items = items.into_iter();
    let mut start = 0;
    for group in &groups {
        let first_object = assembled.objects.len();
        let closing = read_group(&mut items, group, sections, &mut assembled.objects)?;
        let white = source.get(closing.end..).unwrap_or_default();
        let white = white.iter().take_while(|byte| is_white_space(**byte)).count();
        let white_space_end = closing.end.saturating_add(white);
        let span = Span::new(start, closing.end);
        linearization(tail, group, first_object, &assembled.objects, span, white_space_end)?;
        let changes = changes(tail, group, span, first_object, &mut assembled.objects, budget, &mut decoded)?;
        let newest = sections.get(group.newest);
        let trailer = newest.map(|section| section.trailer.clone()).unwrap_or_default();
        let kind = newest.map_or(SectionKind::Table, |section| section.kind);
        assembled.revisions.push(Revision { span, white_space_end, trailer, kind, changes });
        start = closing.end;
    }
    match items.next() {
        None => Ok(assembled),
        Some(item) => Err(Error::RevisionOutsideChain { offset: offset_of(&item) }),
    }
}

const fn offset_of(item: &Item) -> usize {
    match item {
        Item::EndOfFile { span } | Item::StartOfCrossReference { span, .. } | Item::Table { span } => {
            span.start
        }
        Item::Object(object) => object.offset(),
    }
}

/// The items up to the marker that closes the group; its objects go to `objects`. Returns the marker.
fn read_group(
    items: &mut impl Iterator<Item = Item>,
    group: &Group,
    sections: &[Section],
    objects: &mut Vec<IndirectObject>,
) -> Result<Span, Error> {
    let start_of = |index: usize| sections.get(index).map(|section| section.span.start);
    // For each marker: the section that stands before its startxref, and what startxref must say.
    let markers: Vec<(Option<usize>, Option<usize>)> = match group.layout {
        Layout::Plain => vec![(start_of(group.newest), start_of(group.newest))],
        Layout::Linearized => {
            vec![(start_of(group.newest), None), (start_of(group.oldest), start_of(group.newest))]
        }
        Layout::Hybrid => vec![
            (start_of(group.oldest), start_of(group.oldest)),
            (start_of(group.newest), start_of(group.newest)),
        ],
    };
    let mut markers = markers.into_iter().peekable();
    let mut last_marker = 0;
    while let Some((mut section, mut target)) = markers.next() {
        let mut before = None;
        loop {
            let Some(item) = items.next() else {
                return Err(Error::RevisionIncomplete { offset: section.unwrap_or(last_marker) });
            };
            let offset = offset_of(&item);
            match item {
                Item::Object(object) => objects.push(object),
                Item::Table { .. } => {}
                Item::StartOfCrossReference { target: found, .. } => {
                    // Annex F wants a first startxref and marker behind the first-page section; writers leave them
                    // out when that section is a stream.
                    let later = markers.peek().copied().filter(|(next, _)| {
                        group.layout == Layout::Linearized && before != section && before == *next
                    });
                    if let Some(later) = later {
                        (section, target) = later;
                        markers.next();
                    }
                    if before != section {
                        return Err(Error::RevisionOutsideChain { offset });
                    }
                    if target.is_some_and(|target| target != found) {
                        return Err(Error::StartOfCrossReferenceWrong { offset, target: found });
                    }
                }
                // The scan puts a marker only behind a startxref.
                Item::EndOfFile { span } => {
                    last_marker = span.start;
                    break;
                }
            }
            before = Some(offset);
        }
    }
    Ok(Span::new(last_marker, last_marker.saturating_add(5)))
}

/// Annex F: the linearization dictionary is the first object of the file and says how long the original is. Where it does,
/// viewers take what stands behind the first `endobj` for the newest section, and ask no `startxref`.
fn linearization(
    tail: &Tail<'_>,
    group: &Group,
    first_object: usize,
    objects: &[IndirectObject],
    span: Span,
    white_space_end: usize,
) -> Result<(), Error> {
    for (index, object) in objects.iter().enumerate().skip(first_object) {
        if index > 0 && object.dictionary().is_some_and(|dictionary| dictionary.get("Linearized").is_some()) {
            return Err(Error::LinearizationMisplaced { offset: object.offset() });
        }
    }
    if first_object > 0 {
        return Ok(());
    }
    let first = objects.first();
    let stated = first.and_then(IndirectObject::dictionary);
    let stated = stated.filter(|dictionary| dictionary.get("Linearized").is_some());
    let length = stated.and_then(|dictionary| dictionary.get("L")).and_then(Object::as_offset);
    match (group.layout, stated.and(first)) {
        (Layout::Linearized, Some(first)) => {
            let length = length.ok_or(Error::PreviousNotEarlier { offset: span.start })?;
            let newest = tail.sections().get(group.newest).map(|section| section.span.start);
            let lies_so = length >= span.end && length <= white_space_end;
            if lies_so && first_page_section(tail.source(), first) == newest {
                Ok(())
            } else {
                Err(Error::LinearizationWrong { offset: span.start })
            }
        }
        (Layout::Linearized, None) => Err(Error::PreviousNotEarlier { offset: span.start }),
        // What is left of a linearized file that was written anew: nobody believes a length that this file had never.
        (_, Some(first)) if length.is_none_or(|length| length >= span.end) => {
            Err(Error::LinearizationWrong { offset: first.offset() })
        }
        _ => Ok(()),
    }
}

/// Where viewers look for the newest section of a linearized file: behind the white space behind the first `endobj`.
fn first_page_section(source: &[u8], first: &IndirectObject) -> Option<usize> {
    let Origin::File(span) = first.origin else { return None };
    let found = memchr::memmem::find(source.get(..span.end)?, b"endobj")?.checked_add(b"endobj".len())?;
    let white = source.get(span.end..)?.iter().take_while(|byte| is_white_space(**byte)).count();
    span.end.checked_add(white).filter(|_| found == span.end)
}

/// Refuses an object outside the chain that a reader may take for a cross-reference stream, and an object stream that holds
/// nothing: the structure does not use them, so that others may use them otherwise.
fn refuse_unused(object: &IndirectObject) -> Result<(), Error> {
    let Some(dictionary) = object.dictionary() else { return Ok(()) };
    let has = |key| dictionary.get(key).is_some();
    // Some readers that repair a file do not look whether a stream follows the dictionary.
    let is_section = dictionary.is_name("Type", "XRef");
    // Some ask for /W and /Size alone, some follow a reference in /Type.
    let may_be_section = has("W") && (has("Size") || has("Index"));
    let may_be_either = dictionary.reference("Type").is_some();
    let is_empty = dictionary.is_name("Type", "ObjStm")
        && dictionary.get("N").and_then(Object::as_offset).is_none_or(|count| count == 0);
    if is_section || (object.stream.is_some() && (may_be_section || may_be_either || is_empty)) {
        return Err(Error::StructureStreamUnused { offset: object.offset(), object: object.id });
    }
    Ok(())
}

/// Whether the sections of one revision name one catalog, one information dictionary, one encryption.
fn trailers_agree(members: &[&Section]) -> Result<(), Error> {
    let Some((newest, others)) = members.split_first() else { return Ok(()) };
    for key in ["Encrypt", "Info", "Root"] {
        for found in others.iter().filter_map(|section| section.trailer.get(key)) {
            if newest.trailer.get(key) != Some(found) {
                return Err(Error::TrailersDisagree { offset: found.span.start });
            }
        }
    }
    Ok(())
}

/// What the sections of a group say, held against the objects that stand in its span.
fn changes(
    tail: &Tail<'_>,
    group: &Group,
    span: Span,
    first_object: usize,
    objects: &mut Vec<IndirectObject>,
    budget: &mut Budget,
    decoded: &mut usize,
) -> Result<BTreeMap<u32, Option<usize>>, Error> {
    let source = tail.source();
    let members: Vec<&Section> = tail
        .sections()
        .iter()
        .skip(group.newest)
        .take(group.oldest.saturating_sub(group.newest).saturating_add(1))
        .collect();
    trailers_agree(&members)?;
    let mut by_offset = HashMap::new();
    let mut numbers = HashSet::new();
    for (index, object) in objects.iter().enumerate().skip(first_object) {
        by_offset.insert(object.offset(), index);
        if !numbers.insert(object.id.number) {
            return Err(Error::ObjectDuplicate { offset: object.offset(), object: object.id });
        }
    }
    let mut effective: HashMap<u32, CrossReference> = HashMap::new();
    let mut section_starts = HashSet::new();
    for section in &members {
        // A newer section of the same revision that frees what an older one names would be read both ways. The
        // supplement of a hybrid file is no older section: its table hides by freeing (7.5.8.4).
        let freed: HashSet<u32> = effective
            .iter()
            .filter(|(_, entry)| **entry == CrossReference::Free)
            .map(|(number, _)| *number)
            .collect();
        let mut parts = vec![*section];
        parts.extend(section.supplement.as_deref());
        for part in parts {
            section_starts.insert(part.span.start);
            if !span.contains(part.span.start) {
                return Err(Error::RevisionOutsideChain { offset: part.span.start });
            }
            let is_supplement = part.span != section.span;
            let mut seen = HashSet::with_capacity(part.length().min(limits::pdf::OBJECTS));
            part.for_each(source, |number, entry, place| {
                if !seen.insert(number) {
                    return Err(Error::CrossReferenceDuplicate { offset: place, number });
                }
                if seen.len() > limits::pdf::OBJECTS {
                    return Err(Error::TooManyObjects { offset: place });
                }
                // Some viewers make room for all numbers up to that of a free entry.
                if number >= part.size {
                    return Err(Error::CrossReferenceBeyondSize { offset: place, number });
                }
                if let CrossReference::InUse { offset, generation } = entry {
                    let object = ObjectId { number, generation };
                    if !span.contains(offset) && offset < source.len() {
                        return Err(Error::CrossReferenceIntoOtherRevision {
                            offset: place,
                            object,
                            target: offset,
                        });
                    }
                    let target = by_offset.get(&offset).and_then(|index| objects.get(*index));
                    if target.is_none_or(|target| target.id != object) {
                        return Err(Error::CrossReferenceTargetWrong { object, target: offset });
                    }
                }
                // A supplement adds to its table and takes nothing from it.
                let takes = entry == CrossReference::Free && is_supplement && {
                    let own = section.find(source, number)?;
                    own.is_some_and(|own| own != CrossReference::Free)
                };
                if takes || (entry != CrossReference::Free && freed.contains(&number)) {
                    return Err(Error::CrossReferenceDuplicate { offset: place, number });
                }
                let slot = effective.entry(number).or_insert(entry);
                if *slot == CrossReference::Free {
                    *slot = entry;
                }
                Ok(())
            })?;
        }
    }
    let mut changes: BTreeMap<u32, Option<usize>> = BTreeMap::new();
    for (index, object) in objects.iter().enumerate().skip(first_object) {
        let offset = object.offset();
        if !section_starts.contains(&offset) {
            refuse_unused(object)?;
        }
        let named = match effective.get(&object.id.number) {
            Some(CrossReference::InUse { offset: named, .. }) => *named == offset,
            // A cross-reference stream is found by startxref; it need not name itself.
            Some(CrossReference::Free) | None => section_starts.contains(&offset),
            Some(CrossReference::Compressed { .. }) => false,
        };
        if !named {
            return Err(Error::ObjectOrphan { offset, object: object.id });
        }
        changes.insert(object.id.number, Some(index));
    }
    let streams: Vec<usize> = (first_object..objects.len())
        .filter(|index| {
            objects.get(*index).is_some_and(|object| {
                object.stream.is_some()
                    && object.dictionary().is_some_and(|dictionary| dictionary.is_name("Type", "ObjStm"))
            })
        })
        .collect();
    for holder in streams {
        let Some(holder) = objects.get(holder) else { continue };
        let (container, offset) = (holder.id.number, holder.offset());
        let stream =
            ObjectStream::decode(holder, source, limits::pdf::STRUCTURE_STREAM_OCTETS.min(*decoded))?;
        *decoded = decoded.saturating_sub(stream.data.len());
        for (index, (number, _)) in stream.index.iter().enumerate() {
            let object = ObjectId { number: *number, generation: 0 };
            if effective.get(number) != Some(&CrossReference::Compressed { container, index }) {
                return Err(Error::ObjectOrphan { offset, object });
            }
            if objects.len() >= limits::pdf::OBJECTS {
                return Err(Error::TooManyObjects { offset });
            }
            changes.insert(*number, Some(objects.len()));
            objects.push(stream.object(index, container, offset, budget)?);
        }
    }
    for (number, entry) in effective {
        match entry {
            CrossReference::Compressed { container, .. } if !changes.contains_key(&number) => {
                let object = ObjectId { number, generation: 0 };
                return Err(Error::ObjectStreamMissing { object, container });
            }
            CrossReference::Free => {
                changes.entry(number).or_insert(None);
            }
            CrossReference::Compressed { .. } | CrossReference::InUse { .. } => {}
        }
    }
    Ok(changes)
}
