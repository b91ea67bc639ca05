//! What each revision after the signed one changed: objects, pages, the trailer. A description; what is allowed is judged in
//! [`super::later_revision`].

use std::collections::{HashMap, HashSet};

use super::document::{Document, View};
use super::lint::inheritance::Inherited;
use super::object::{Dictionary, IndirectObject, Object, ObjectId};
use super::walk;
use crate::limits::{self, Budget};

/// What one later revision changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionChanges {
    /// Counted from 0.
    pub revision: usize,
    /// Where it begins, in octets from the beginning of the file.
    pub offset: usize,
    /// Objects that were not there before, its own cross-reference stream and object streams included.
    pub added: Vec<ObjectId>,
    /// Objects it writes anew, some of them as they were.
    pub replaced: Vec<ObjectId>,
    /// Objects that are there no longer.
    pub freed: Vec<ObjectId>,
    /// Entries of the trailer that are new, gone or say something else.
    pub trailer: Vec<TrailerChange>,
    /// What became of the pages; `None` where one of both page trees cannot be read or the comparison would cost too much.
    pub pages: Option<PageChanges>,
}

/// An entry of the trailer that does not say what it said. The entries that describe the section itself are none, and neither
/// is the second string of `/ID`, which "shall be changed" with the file (14.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrailerChange {
    /// Its key, without the solidus.
    pub key: Vec<u8>,
    /// Where its new value stands; `None` when it is gone.
    pub offset: Option<usize>,
}

/// What became of the pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageChanges {
    /// How many there were.
    pub before: usize,
    /// How many there are.
    pub after: usize,
    /// Pages, counted from 1 as they are now, that are new, or lead to or inherit something else than before.
    pub changed: Vec<usize>,
}

/// Describes every revision after `signed`, whatever it changed.
#[must_use]
pub fn revision_changes(document: &Document<'_>, signed: usize) -> Vec<RevisionChanges> {
    let mut budget = Budget::new(limits::pdf::COMPARISON_STEPS);
    let later = signed.saturating_add(1)..document.revisions().len();
    later.filter_map(|revision| describe(document, revision, &mut budget)).collect()
}

/// The first revision behind `signed` that writes a signature dictionary anew, with where it does: no writer has a reason to.
#[must_use]
pub fn signature_rewritten(
    document: &Document<'_>,
    signature: ObjectId,
    signed: usize,
) -> Option<(usize, usize)> {
    (signed.saturating_add(1)..document.revisions().len()).find_map(|number| {
        let revision = document.revisions().get(number)?;
        revision.changed_numbers().find(|changed| *changed == signature.number)?;
        let (old, new) = (document.after(number.checked_sub(1)?)?, document.after(number)?);
        let before = old.object(signature)?.dictionary()?;
        let is_signature = ["ByteRange", "Contents"].iter().all(|key| before.get(key).is_some());
        is_signature
            .then(|| (number, new.object(signature).map_or(revision.span.start, IndirectObject::offset)))
    })
}

fn describe(document: &Document<'_>, number: usize, budget: &mut Budget) -> Option<RevisionChanges> {
    let revision = document.revisions().get(number)?;
    let (old, new) = (document.after(number.checked_sub(1)?)?, document.after(number)?);
    let mut changes = RevisionChanges {
        revision: number,
        offset: revision.span.start,
        added: Vec::new(),
        replaced: Vec::new(),
        freed: Vec::new(),
        trailer: Vec::new(),
        pages: None,
    };
    let mut different = HashSet::new();
    for changed in revision.changed_numbers() {
        match (old.by_number(changed), new.by_number(changed)) {
            (None, None) => continue,
            (None, Some(after)) => changes.added.push(after.id),
            (Some(before), None) => changes.freed.push(before.id),
            (Some(before), Some(after)) => {
                changes.replaced.push(after.id);
                if is_same(document.source(), before, after) {
                    continue;
                }
            }
        }
        different.insert(changed);
    }
    if let (Some(old), Some(new)) = (old.trailer(), new.trailer()) {
        changes.trailer = trailer_changes(old, new);
    }
    changes.pages = page_changes(old, new, &different, budget);
    Some(changes)
}

fn is_same(source: &[u8], before: &IndirectObject, after: &IndirectObject) -> bool {
    let data = |object: &IndirectObject| object.stream.map(|span| source.get(span.start..span.end));
    before.id == after.id && before.object == after.object && data(before) == data(after)
}

/// The entries that do not say what they said, those of `new` first.
pub(super) fn trailer_changes(old: &Dictionary, new: &Dictionary) -> Vec<TrailerChange> {
    /// What describes the section itself, and `/Root`, which is compared with its object.
    const OWN: [&[u8]; 10] =
        [b"DL", b"DecodeParms", b"Filter", b"Index", b"Length", b"Prev", b"Root", b"Size", b"Type", b"W"];
    let first_id = |value: &Object| match value.as_array() {
        Some([first, second]) => second.as_string().and(first.as_string()).map(<[u8]>::to_vec),
        _ => None,
    };
    fn by_key(dictionary: &Dictionary) -> HashMap<&[u8], &Object> {
        dictionary.entries().iter().map(|entry| (entry.key.as_slice(), &entry.value)).collect()
    }
    let (before, after) = (by_key(old), by_key(new));
    let said = new.entries().iter().filter(|entry| {
        let before = before.get(entry.key.as_slice()).copied();
        let is_id = entry.key == b"ID"
            && first_id(&entry.value)
                .is_some_and(|first| before.is_none_or(|before| first_id(before) == Some(first)));
        before != Some(&entry.value) && !is_id
    });
    let said = said.map(|entry| (&entry.key, Some(entry.value.span.start)));
    let gone = old.entries().iter().filter(|entry| !after.contains_key(entry.key.as_slice()));
    let gone = gone.map(|entry| (&entry.key, None));
    let all = said.chain(gone).filter(|(key, _)| !OWN.contains(&key.as_slice()));
    all.map(|(key, offset)| TrailerChange { key: key.clone(), offset }).collect()
}

/// What a page has from the nodes above where it does not say it itself (ISO 32000-1, Table 30).
const INHERITED: [&str; 4] = ["CropBox", "MediaBox", "Resources", "Rotate"];

/// The pages that lead to one of the objects that are different, the way back from these to the pages being gone once.
fn page_changes(
    old: View<'_>,
    new: View<'_>,
    different: &HashSet<u32>,
    budget: &mut Budget,
) -> Option<PageChanges> {
    let (old_pages, new_pages) = (old.pages().ok()?, new.pages().ok()?);
    let of_page: HashSet<u32> = new_pages.iter().map(|page| page.id.number).collect();
    let reached = leading_to(new, different, &of_page, budget)?;
    let known: HashMap<ObjectId, &Dictionary> =
        old_pages.iter().map(|page| (page.id, page.dictionary)).collect();
    // What stands in the nodes above and counts for the page (Table 30), before and after.
    let mut inherited = INHERITED.map(|key| [Inherited::new(old, key), Inherited::new(new, key)]);
    // Thousands of pages may inherit the same: it is compared once, and paid for.
    let mut compared: HashMap<[Option<*const Object>; 2], bool> = HashMap::new();
    let mut is_same = |before: Option<&Object>, after: Option<&Object>| -> Option<bool> {
        let places = [before, after].map(|object| object.map(std::ptr::from_ref));
        if let Some(known) = compared.get(&places) {
            return Some(*known);
        }
        let (mut steps, mut leads) = (1_u64, false);
        after.into_iter().for_each(|object| {
            walk::values(object, &mut |value| {
                steps = steps.saturating_add(1);
                leads |= value.as_reference().is_some_and(|id| reached.contains(&id.number));
            });
        });
        budget.spend(steps).ok()?;
        let is_same = before == after && !leads;
        compared.insert(places, is_same);
        Some(is_same)
    };
    let mut changed = Vec::new();
    for (number, page) in (1..).zip(&new_pages) {
        let mut is_changed = reached.contains(&page.id.number);
        match known.get(&page.id) {
            None => is_changed = true,
            Some(before) => {
                for [old, new] in &mut inherited {
                    is_changed |= !is_same(old.of(before).ok()?, new.of(page.dictionary).ok()?)?;
                }
            }
        }
        if is_changed {
            changed.push(number);
        }
    }
    Some(PageChanges { before: old_pages.len(), after: new_pages.len(), changed })
}

/// Every object that leads to one of `targets`, these included; ways end at pages and do not go by `/Parent`.
fn leading_to(
    view: View<'_>,
    targets: &HashSet<u32>,
    pages: &HashSet<u32>,
    budget: &mut Budget,
) -> Option<HashSet<u32>> {
    let mut referrers: HashMap<u32, Vec<u32>> = HashMap::new();
    for object in view.objects() {
        let mut steps = 1_u64;
        let mut refer = |value: &Object| {
            walk::values(value, &mut |value| {
                steps = steps.saturating_add(1);
                if let Some(id) = value.as_reference() {
                    referrers.entry(id.number).or_default().push(object.id.number);
                }
            });
        };
        match object.object.as_dictionary() {
            Some(dictionary) => {
                let entries = dictionary.entries().iter().filter(|entry| entry.key != b"Parent");
                entries.for_each(|entry| refer(&entry.value));
            }
            None => refer(&object.object),
        }
        budget.spend(steps).ok()?;
    }
    let mut reached = targets.clone();
    let mut open: Vec<u32> = targets.iter().copied().filter(|number| !pages.contains(number)).collect();
    while let Some(number) = open.pop() {
        for referrer in referrers.get(&number).map(Vec::as_slice).unwrap_or_default() {
            if reached.insert(*referrer) && !pages.contains(referrer) {
                open.push(*referrer);
            }
        }
    }
    Some(reached)
}
