//! Hybrid files (ISO 32000-1, 7.5.8.4): what a reader shows that passes over `/XRefStm`.
//!
//! The table of a hybrid file hides objects from readers of PDF 1.4, and its cross-reference stream names them to all
//! others. Viewers of today still differ in which of the two they follow. Word processors hide the structure tree,
//! which nobody paints; whoever hides what a page paints shows two documents.

use std::collections::HashSet;

use super::cross_reference::CrossReference;
use super::document::{Document, View};
use super::error::Error;
use super::object::{IndirectObject, ObjectId};
use super::tail::Tail;
use super::walk;

/// Where entries lead that say what surrounds a page, or where a jump goes, but not what is painted.
const NOT_PAINTED: &[&[u8]] = &[b"A", b"Dest", b"P", b"PA", b"Parent"];

/// Refuses to decide where pages or form fields lead to an object that is elsewhere, or nowhere, without `/XRefStm`.
///
/// # Errors
/// [`Error::HiddenFromTables`] with the first such object; whatever [`Tail::read`] says of the cross-reference.
pub fn compare(document: &Document<'_>) -> Result<(), Error> {
    let tail = Tail::read(document.source())?;
    let hidden = hidden(&tail)?;
    if hidden.is_empty() {
        return Ok(());
    }
    let view = document.latest();
    match painted(view)?.intersection(&hidden).min() {
        None => Ok(()),
        Some(number) => {
            let object = view.by_number(*number);
            let id = object.map_or(ObjectId { number: *number, generation: 0 }, |object| object.id);
            let offset = object.map_or(0, IndirectObject::offset);
            Err(Error::HiddenFromTables { object: id, offset })
        }
    }
}

/// Numbers that mean something else to a reader without `/XRefStm`.
fn hidden(tail: &Tail<'_>) -> Result<HashSet<u32>, Error> {
    let mut named = HashSet::new();
    for supplement in tail.sections().iter().filter_map(|section| section.supplement.as_deref()) {
        supplement.for_each(tail.source(), |number, _, _| {
            named.insert(number);
            Ok(())
        })?;
    }
    let mut hidden = HashSet::new();
    for number in named {
        let mut without = CrossReference::Free;
        for section in tail.sections() {
            if let Some(found) = section.find(tail.source(), number)? {
                without = found;
                break;
            }
        }
        if tail.find(number, 0)? != without {
            hidden.insert(number);
        }
    }
    Ok(hidden)
}

/// Numbers that the page tree and the form lead to, whether or not there is an object; the catalog's own too.
fn painted(view: View<'_>) -> Result<HashSet<u32>, Error> {
    let (root, catalog) = view.catalog()?;
    let roots: Vec<ObjectId> =
        ["AcroForm", "Pages"].iter().filter_map(|key| catalog.get(key)).flat_map(walk::references).collect();
    let mut numbers: HashSet<u32> = roots.iter().map(|id| id.number).chain([root.number]).collect();
    let mut walk = walk::Walk::new(view, NOT_PAINTED);
    for number in walk.reach(roots) {
        let Some(object) = view.by_number(number) else { continue };
        numbers.extend(walk.onward(object).iter().map(|id| id.number));
    }
    Ok(numbers)
}
