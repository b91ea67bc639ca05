//! What revisions after the signed one changed: a closed list, everything else is refused.
//!
//! Allowed is a document security store (ETSI EN 319 142-1, 5.4.2.2) and a further invisible signature field with
//! its signature. Nothing that a viewer shows may differ.

use std::collections::HashSet;

use super::document::{Document, View};
use super::error::Error;
use super::object::{Dictionary, Object, ObjectId, Value};
use super::walk;

/// What one later revision added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaterRevision {
    /// Counted from 0.
    pub revision: usize,
    /// What it added, in the order of this enum.
    pub additions: Vec<Addition>,
    /// All objects it adds or replaces.
    pub objects: Vec<ObjectId>,
}

/// What a later revision may add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Addition {
    /// Validation data in `/DSS`.
    DocumentSecurityStore,
    /// A signature, in a new invisible field or in one that was empty.
    FurtherSignature {
        /// Number of the field's object.
        field: ObjectId,
    },
    /// Nothing but a new cross-reference.
    Nothing,
}

/// Describes every revision after `signed`.
///
/// # Errors
/// [`Error::LaterRevisionChangesDocument`] with the first object that is not on the closed list.
pub fn later_revisions(document: &Document<'_>, signed: usize) -> Result<Vec<LaterRevision>, Error> {
    let mut described = Vec::new();
    for revision in signed.saturating_add(1)..document.revisions().len() {
        let earlier = revision.checked_sub(1).and_then(|earlier| document.after(earlier));
        if let (Some(old), Some(new)) = (earlier, document.after(revision)) {
            described.push(Comparison { old, new, revision, allowed: HashSet::new() }.describe()?);
        }
    }
    Ok(described)
}

struct Comparison<'d> {
    old: View<'d>,
    new: View<'d>,
    revision: usize,
    allowed: HashSet<u32>,
}

impl<'d> Comparison<'d> {
    fn describe(mut self) -> Result<LaterRevision, Error> {
        let Some(revision) = self.new.document().revisions().get(self.revision) else {
            return Err(Error::LaterRevisionMalformed { offset: 0, revision: self.revision });
        };
        let changed: Vec<u32> = revision.changed_numbers().collect();
        let mut additions = Vec::new();
        let (root, old_catalog) = self.old.catalog()?;
        let (new_root, new_catalog) = self.new.catalog()?;
        if root != new_root || !equal_but(old_catalog, new_catalog, &["AcroForm", "DSS", "Extensions"]) {
            return Err(self.refuse(new_root));
        }
        self.allowed.insert(root.number);
        if self.store(old_catalog, new_catalog)? {
            additions.push(Addition::DocumentSecurityStore);
        }
        for field in self.signatures(root, old_catalog, new_catalog)? {
            additions.push(Addition::FurtherSignature { field });
        }
        // References that led to nothing must still lead to nothing: filling one changes what is shown.
        let mut dangling = HashSet::new();
        for object in self.old.objects() {
            for id in walk::references(&object.object) {
                if self.old.object(id).is_none() {
                    dangling.insert(id.number);
                }
            }
        }
        let mut objects = Vec::new();
        for number in changed {
            let (before, after) = (self.old.by_number(number), self.new.by_number(number));
            let Some(after) = after else {
                match before {
                    None => continue,
                    Some(before) => return Err(self.refuse(before.id)),
                }
            };
            let structural = after.stream.is_some()
                && before.is_none()
                && after.dictionary().is_some_and(|dictionary| {
                    dictionary.is_name("Type", "XRef") || dictionary.is_name("Type", "ObjStm")
                });
            let unchanged = before.is_some_and(|before| {
                before.id == after.id
                    && before.object == after.object
                    && before.stream.is_none()
                    && after.stream.is_none()
            });
            if dangling.contains(&number) || !(structural || unchanged || self.allowed.contains(&number)) {
                return Err(self.refuse(after.id));
            }
            objects.push(after.id);
        }
        if additions.is_empty() {
            additions.push(Addition::Nothing);
        }
        Ok(LaterRevision { revision: self.revision, additions, objects })
    }

    fn refuse(&self, object: ObjectId) -> Error {
        let revision = self.new.document().revisions().get(self.revision);
        let start = revision.map_or(0, |revision| revision.span.start);
        let offset = self.new.object(object).map_or(start, super::object::IndirectObject::offset);
        Error::LaterRevisionChangesDocument { offset, revision: self.revision, object }
    }

    /// The objects of a store may be new, or belong to the store there was.
    fn store(&mut self, old: &'d Dictionary, new: &'d Dictionary) -> Result<bool, Error> {
        let Some(store) = new.get("DSS") else {
            return Ok(false);
        };
        let reach = |view: View<'d>, catalog: &Dictionary| {
            let roots = catalog.get("DSS").map(walk::references).unwrap_or_default();
            walk::reachable(view, roots, &[], &mut HashSet::new())
        };
        let known: HashSet<u32> = reach(self.old, old).into_iter().collect();
        let visible = self.shown()?;
        let mut changed = old.get("DSS") != Some(store);
        for number in reach(self.new, new) {
            let is_new = self.old.by_number(number).is_none();
            if (is_new || known.contains(&number)) && !visible.contains(&number) {
                changed |= is_new;
                self.allowed.insert(number);
            }
        }
        Ok(changed)
    }

    /// Everything the document leads to without its store.
    fn shown(&self) -> Result<HashSet<u32>, Error> {
        let (root, _) = self.old.catalog()?;
        let mut seen = HashSet::new();
        walk::reachable(self.old, vec![root], &[b"DSS"], &mut seen);
        Ok(seen)
    }

    /// New signature fields, and empty ones that were signed.
    fn signatures(
        &mut self,
        root: ObjectId,
        old_catalog: &'d Dictionary,
        new_catalog: &'d Dictionary,
    ) -> Result<Vec<ObjectId>, Error> {
        let refused = self.refuse(root);
        let old_form = self.old.dictionary(old_catalog, "AcroForm")?;
        let Some(new_form) = self.new.dictionary(new_catalog, "AcroForm")? else {
            return if old_form.is_some() { Err(refused) } else { Ok(Vec::new()) };
        };
        static EMPTY: Dictionary = Dictionary::new(Vec::new());
        let old_form = old_form.unwrap_or(&EMPTY);
        if !equal_but(old_form, new_form, &["Fields", "SigFlags"]) {
            return Err(refused);
        }
        self.allowed.extend(new_catalog.reference("AcroForm").map(|id| id.number));
        self.allowed.extend(new_form.reference("Fields").map(|id| id.number));
        let list = |view: View<'d>, dictionary: &'d Dictionary, key: &str| -> Result<Vec<ObjectId>, Error> {
            let array = view.entry(dictionary, key)?.and_then(Object::as_array).unwrap_or_default();
            Ok(array.iter().filter_map(Object::as_reference).collect())
        };
        let before = list(self.old, old_form, "Fields")?;
        let after = list(self.new, new_form, "Fields")?;
        let Some(appended) = after.strip_prefix(before.as_slice()) else { return Err(refused) };
        let known: HashSet<u32> = self
            .old
            .signature_fields()?
            .iter()
            .filter(|field| field.signature.is_some())
            .map(|field| field.id.number)
            .collect();
        let mut signed = Vec::new();
        for field in self.new.signature_fields()? {
            let Some(signature) = field.signature else { continue };
            if known.contains(&field.id.number) {
                continue;
            }
            let Some(object) = self.new.object(field.id) else { continue };
            let dictionary = object.dictionary().ok_or_else(|| self.refuse(field.id))?;
            let is_sound = match self.old.by_number(field.id.number).and_then(|old| old.dictionary()) {
                None => appended.contains(&field.id) && self.is_invisible(dictionary)?,
                Some(old) => equal_but(old, dictionary, &["V"]),
            };
            if !is_sound {
                return Err(self.refuse(field.id));
            }
            self.allowed.insert(field.id.number);
            let signature = signature.object();
            for number in walk::reachable(self.new, vec![signature], &[], &mut HashSet::new()) {
                if self.old.by_number(number).is_none() {
                    self.allowed.insert(number);
                }
            }
            signed.push(field.id);
        }
        if let Some(stranger) = appended.iter().find(|id| !signed.contains(id)) {
            return Err(self.refuse(*stranger));
        }
        self.annotations(&signed)?;
        Ok(signed)
    }

    fn is_invisible(&self, field: &'d Dictionary) -> Result<bool, Error> {
        let rectangle = self.new.entry(field, "Rect")?.and_then(Object::as_array).unwrap_or_default();
        let side = |index: usize| rectangle.get(index).and_then(Object::as_number);
        let empty = match (side(0), side(1), side(2), side(3)) {
            (Some(left), Some(bottom), Some(right), Some(top)) => left == right && bottom == top,
            // A field that is no widget shows nothing.
            _ => field.get("Subtype").is_none() && field.get("Kids").is_none(),
        };
        let plain = ["AP", "AA", "A", "Kids", "MK"].iter().all(|key| field.get(key).is_none());
        Ok(empty && plain)
    }

    /// Pages may gain the new fields as annotations, nothing else.
    fn annotations(&mut self, signed: &[ObjectId]) -> Result<(), Error> {
        let (old_pages, new_pages) = (self.old.pages()?, self.new.pages()?);
        if !old_pages.iter().map(|page| page.id).eq(new_pages.iter().map(|page| page.id)) {
            return Err(self.refuse(self.new.catalog()?.0));
        }
        for (old, new) in old_pages.iter().zip(&new_pages) {
            let list = |view: View<'d>, dictionary: &'d Dictionary| -> Result<Vec<Object>, Error> {
                Ok(view.entry(dictionary, "Annots")?.and_then(Object::as_array).unwrap_or_default().to_vec())
            };
            let (before, after) = (list(self.old, old.dictionary)?, list(self.new, new.dictionary)?);
            let added = after.strip_prefix(before.as_slice());
            let sound = added.is_some_and(|added| {
                added.iter().all(|object| object.as_reference().is_some_and(|id| signed.contains(&id)))
            });
            if !sound || !equal_but(old.dictionary, new.dictionary, &["Annots"]) {
                return Err(self.refuse(new.id));
            }
            self.allowed.insert(new.id.number);
            self.allowed.extend(new.dictionary.reference("Annots").map(|id| id.number));
        }
        Ok(())
    }
}

/// Whether two dictionaries are equal when some keys are not looked at.
fn equal_but(old: &Dictionary, new: &Dictionary, except: &[&str]) -> bool {
    let without = |dictionary: &Dictionary| {
        let entries = dictionary.entries().iter();
        let kept = entries.filter(|entry| !except.iter().any(|key| entry.key == key.as_bytes()));
        Dictionary::new(kept.cloned().collect())
    };
    Value::Dictionary(without(old)) == Value::Dictionary(without(new))
}
