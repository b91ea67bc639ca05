//! What revisions after the signed one changed: a closed list, everything else is refused.
//!
//! Allowed is a document security store (ETSI EN 319 142-1, 5.4.2.2) and a further invisible signature field with
//! its signature. Nothing that a viewer shows or says of the document may differ.

use std::collections::{HashMap, HashSet};

use super::cross_reference::SectionKind;
use super::document::{Document, View};
use super::error::{Change, Error};
use super::object::{Dictionary, IndirectObject, Object, ObjectId, Origin, Value};
use super::revision::Revision;
use super::revision_changes::{TrailerChange, trailer_changes};
use super::security_store::{self, Fault, SecurityStore};
use super::{further_signature, walk};
use crate::limits::{self, Budget};

/// What one later revision added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaterRevision {
    /// Counted from 0.
    pub revision: usize,
    /// What it added, in the order of this enum.
    pub additions: Vec<Addition>,
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
        /// Its fully qualified name.
        name: String,
    },
    /// Nothing but a new cross-reference.
    Nothing,
}

/// Describes every revision after `signed`.
///
/// # Errors
/// [`Error::LaterRevisionChangesDocument`] with the first object that is not on the closed list,
/// [`Error::LaterRevisionChangesPages`] where pages came or went, [`Error::LaterRevisionChangesTrailer`],
/// [`Error::LaterRevisionMixed`] or [`Error::LaterRevisionMoves`] where nothing is changed, but who repairs the file may read
/// it otherwise, or [`Error::TooManyValues`] when the comparison would cost too much.
pub fn later_revisions(document: &Document<'_>, signed: usize) -> Result<Vec<LaterRevision>, Error> {
    let mut described = Vec::new();
    let mut undecided = None;
    let mut budget = Budget::new(limits::pdf::COMPARISON_STEPS);
    for revision in signed.saturating_add(1)..document.revisions().len() {
        let earlier = revision.checked_sub(1).and_then(|earlier| document.after(earlier));
        if let (Some(old), Some(new)) = (earlier, document.after(revision)) {
            let known = Known::read(old, &mut budget)?;
            let comparison =
                Comparison { old, new, revision, known, allowed: HashSet::new(), holders: HashMap::new() };
            undecided = undecided.or_else(|| mixed(old, new));
            let (later, moved) = comparison.describe(&mut budget)?;
            undecided = undecided.or(moved);
            described.push(later);
        }
    }
    // What changes the document is told before what leaves the question open.
    undecided.map_or(Ok(described), Err)
}

/// A table over a cross-reference stream: only hybrid files mix the two (7.5.8.4), no writer of updates is known that does,
/// and Ghostscript does not open such a file.
fn mixed(old: View<'_>, new: View<'_>) -> Option<Error> {
    let revision = |view: View<'_>| {
        view.document().revisions().get(view.revision()).map(|one| (one.kind, one.span.start))
    };
    match (revision(old), revision(new)) {
        (Some((SectionKind::Stream(_), _)), Some((SectionKind::Table, offset))) => {
            Some(Error::LaterRevisionMixed { offset, revision: new.revision() })
        }
        _ => None,
    }
}

/// Whether one of the two is in an object stream and the other in the file itself, or in another object stream. Who repairs a
/// file need not read object streams, and no two readers read all of them: such a reader would lose the one and find the other.
fn moves(before: &IndirectObject, after: &IndirectObject) -> bool {
    match (before.origin, after.origin) {
        (Origin::File(_), Origin::File(_)) => false,
        (Origin::ObjectStream { offset: before, .. }, Origin::ObjectStream { offset: after, .. }) => {
            before != after
        }
        (Origin::File(_), Origin::ObjectStream { .. }) | (Origin::ObjectStream { .. }, Origin::File(_)) => {
            true
        }
    }
}

/// What the old view refers to.
struct Known {
    /// How often each number is referred to.
    references: HashMap<u32, usize>,
    /// Numbers that a reference to nothing names.
    dangling: HashSet<u32>,
}

impl Known {
    fn read(old: View<'_>, budget: &mut Budget) -> Result<Self, Error> {
        let mut known = Self { references: HashMap::new(), dangling: HashSet::new() };
        let offset = old.document().revisions().get(old.revision()).map_or(0, |revision| revision.span.start);
        // Looking up an object asks one revision after the other.
        let lookup = u64::try_from(old.revision()).unwrap_or(u64::MAX).saturating_add(1);
        for object in old.objects() {
            budget.spend(lookup).map_err(|_| Error::TooManyValues { offset })?;
            let mut steps = 0_u64;
            walk::values(&object.object, &mut |value| {
                steps = steps.saturating_add(1);
                if let Some(id) = value.as_reference() {
                    steps = steps.saturating_add(lookup);
                    known.add(old, id);
                }
            });
            budget.spend(steps).map_err(|_| Error::TooManyValues { offset })?;
        }
        for entry in old.trailer().map(Dictionary::entries).unwrap_or_default() {
            walk::references(&entry.value).into_iter().for_each(|id| known.add(old, id));
        }
        Ok(known)
    }

    fn add(&mut self, old: View<'_>, id: ObjectId) {
        let count = self.references.entry(id.number).or_default();
        *count = count.saturating_add(1);
        if old.object(id).is_none() {
            self.dangling.insert(id.number);
        }
    }
}

/// The two kinds of values that an entry may keep in an object of their own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Array,
    Dictionary,
}

struct Comparison<'d> {
    old: View<'d>,
    new: View<'d>,
    revision: usize,
    known: Known,
    allowed: HashSet<u32>,
    /// Old objects that hold the form, its fields or the annotations of pages, and how many of these entries name
    /// them.
    holders: HashMap<u32, usize>,
}

impl<'d> Comparison<'d> {
    /// What the revision adds; and the first unchanged object that it moves.
    fn describe(mut self, budget: &mut Budget) -> Result<(LaterRevision, Option<Error>), Error> {
        let Some(revision) = self.new.document().revisions().get(self.revision) else {
            return Err(Error::LaterRevisionMalformed { offset: 0, revision: self.revision });
        };
        let changed: Vec<u32> = revision.changed_numbers().collect();
        let mut additions = Vec::new();
        let (root, old_catalog) = self.old.catalog()?;
        let (new_root, new_catalog) = self.new.catalog()?;
        let is_stream = self.new.object(new_root).is_none_or(|object| object.stream.is_some());
        if root != new_root
            || is_stream
            || !equal_but(old_catalog, new_catalog, &["AcroForm", "DSS", "Extensions"])
            || !security_store::are_sound_extensions(
                old_catalog.get("Extensions"),
                new_catalog.get("Extensions"),
            )
        {
            return Err(self.refuse(new_root));
        }
        self.allowed.insert(root.number);
        if self.store(new_root, old_catalog, new_catalog, budget)? {
            additions.push(Addition::DocumentSecurityStore);
        }
        for (field, name) in self.signatures(root, old_catalog, new_catalog, budget)? {
            additions.push(Addition::FurtherSignature { field, name });
        }
        // An old object that anything else refers to may be shown by it.
        for (number, uses) in &self.holders {
            if self.known.references.get(number) == Some(uses) {
                self.allowed.insert(*number);
            }
        }
        let mut moved = None;
        for number in changed {
            let (before, after) = (self.old.by_number(number), self.new.by_number(number));
            let Some(after) = after else {
                match before {
                    None => continue,
                    Some(before) => return Err(self.refuse(before.id)),
                }
            };
            let structural = before.is_none() && is_structural(after);
            let unchanged = before.is_some_and(|before| {
                before.id == after.id
                    && before.object == after.object
                    && !is_unbounded(&after.object)
                    && before.stream.is_none()
                    && after.stream.is_none()
            });
            let allowed = self.allowed.contains(&number) && before.is_none_or(|before| before.id == after.id);
            // References that led to nothing must still lead to nothing: filling one changes what is shown.
            if self.known.dangling.contains(&number) || !(structural || unchanged || allowed) {
                return Err(self.refuse(after.id));
            }
            if unchanged && moved.is_none() && before.is_some_and(|before| moves(before, after)) {
                moved = Some(Error::LaterRevisionMoves { offset: after.offset(), object: after.id });
            }
        }
        self.trailers_agree()?;
        if additions.is_empty() {
            additions.push(Addition::Nothing);
        }
        Ok((LaterRevision { revision: self.revision, additions }, moved))
    }

    /// The trailer says what it said (7.5.6). `/Info` is what viewers show as title and author: its object may not change
    /// either, like any other that no rule allows. A private key of another application may be left out: no viewer shows it.
    fn trailers_agree(&self) -> Result<(), Error> {
        let (Some(old), Some(new)) = (self.old.trailer(), self.new.trailer()) else {
            return Err(Error::LaterRevisionMalformed { offset: 0, revision: self.revision });
        };
        let is_harmful = |change: &TrailerChange| {
            change.offset.is_some() || matches!(change.key.as_slice(), b"ID" | b"Info")
        };
        let Some(change) = trailer_changes(old, new).into_iter().find(is_harmful) else { return Ok(()) };
        let first = new.entries().iter().map(|entry| entry.value.span.start).min();
        Err(Error::LaterRevisionChangesTrailer {
            offset: change.offset.or(first).unwrap_or_default(),
            revision: self.revision,
            key: change.key.escape_ascii().to_string(),
            is_gone: change.offset.is_none(),
        })
    }

    fn refuse(&self, object: ObjectId) -> Error {
        let object = self.written(object);
        let revision = self.new.document().revisions().get(self.revision);
        let start = revision.map_or(0, |revision| revision.span.start);
        let offset = self.new.object(object).map_or(start, IndirectObject::offset);
        let change = self.change(object);
        Error::LaterRevisionChangesDocument { offset, change, revision: self.revision, object }
    }

    /// The object itself where this revision writes it; else, since it names what was written, the first object that says
    /// something else now.
    fn written(&self, object: ObjectId) -> ObjectId {
        let revision = self.new.document().revisions().get(self.revision);
        let changed = || revision.into_iter().flat_map(Revision::changed_numbers);
        if changed().any(|number| number == object.number) {
            return object;
        }
        let differs = |number: u32| {
            let (old, new) = (self.old.by_number(number), self.new.by_number(number)?);
            let is_other = old.is_none_or(|old| old.id != new.id || old.object != new.object);
            (is_other && !is_structural(new)).then_some(new.id)
        };
        changed().find_map(differs).unwrap_or(object)
    }

    /// Pages came, went or changed places: by the first node of the tree that this revision writes.
    fn pages_differ(&self, before: usize, after: usize) -> Error {
        let revision = self.new.document().revisions().get(self.revision);
        let mut changed = revision.into_iter().flat_map(Revision::changed_numbers);
        let node = changed.find_map(|number| {
            let object = self.new.by_number(number)?;
            object.dictionary()?.is_name("Type", "Pages").then_some(object)
        });
        let root = || self.new.catalog().ok().and_then(|(root, _)| self.new.object(root));
        match node.or_else(root) {
            None => Error::LaterRevisionMalformed { offset: 0, revision: self.revision },
            Some(object) => Error::LaterRevisionChangesPages {
                offset: object.offset(),
                revision: self.revision,
                object: object.id,
                before,
                after,
            },
        }
    }

    /// What the object is; for the words of the error alone.
    fn change(&self, object: ObjectId) -> Change {
        let (old, new) = (self.old.by_number(object.number), self.new.by_number(object.number));
        let dictionaries = || [old, new].into_iter().flatten().filter_map(IndirectObject::dictionary);
        let any = |test: &dyn Fn(&Dictionary) -> bool| dictionaries().any(test);
        if any(&|dictionary| dictionary.is_name("Type", "Page")) {
            let mut both = dictionaries();
            return match (both.next(), both.next()) {
                (Some(old), Some(new)) if equal_but(old, new, &["Annots"]) => Change::Annotation,
                _ => Change::Page,
            };
        }
        if any(&|dictionary| dictionary.is_name("Type", "Pages")) {
            return Change::Page;
        }
        if any(&|dictionary| dictionary.get("Rect").is_some() && dictionary.get("Subtype").is_some()) {
            return Change::Annotation;
        }
        let (Ok(old_pages), Ok(new_pages)) = (self.old.pages(), self.new.pages()) else {
            return Change::Other;
        };
        if any(&|dictionary| dictionary.is_name("Type", "Catalog"))
            && !old_pages.iter().map(|page| page.id).eq(new_pages.iter().map(|page| page.id))
        {
            return Change::Page;
        }
        // Pages may share a long list of streams.
        let mut lists = HashSet::new();
        let shows = old_pages.iter().any(|page| {
            let list = self.old.entry(page.dictionary, "Contents").ok().flatten();
            list.is_some_and(|list| lists.insert(std::ptr::from_ref(list)))
                && self
                    .old
                    .contents(page)
                    .is_ok_and(|streams| streams.iter().any(|stream| stream.id.number == object.number))
        });
        if shows { Change::Page } else { Change::Other }
    }

    /// Lets the object that `key` of a catalog, form or page names be new, or stay the one it was.
    ///
    /// The value that is reached must be of the kind, and stand in that object itself.
    fn allow_holder(
        &mut self,
        key: &str,
        kind: Kind,
        old: &'d Dictionary,
        new: &'d Dictionary,
        owner: ObjectId,
    ) -> Result<(), Error> {
        let is_kind = |object: &Object| match kind {
            Kind::Array => object.as_array().is_some(),
            Kind::Dictionary => object.as_dictionary().is_some(),
        };
        let in_object = |view: View<'d>, id: ObjectId| {
            view.object(id).is_some_and(|object| object.stream.is_none() && is_kind(&object.object))
        };
        let was = old.get(key);
        let sound = match new.get(key) {
            None => was.is_none(),
            Some(object) => match object.as_reference() {
                None if object.is_null() => was.is_none_or(Object::is_null),
                None => is_kind(object),
                Some(id) if self.old.by_number(id.number).is_none() => {
                    self.allowed.insert(id.number);
                    in_object(self.new, id)
                }
                Some(id) if was.and_then(Object::as_reference) == Some(id) => {
                    let (before, after) = (self.old.by_number(id.number), self.new.by_number(id.number));
                    if in_object(self.old, id) && in_object(self.new, id) {
                        let uses = self.holders.entry(id.number).or_default();
                        *uses = uses.saturating_add(1);
                        true
                    } else {
                        // Whatever it is, nobody touched it.
                        before.map(IndirectObject::offset) == after.map(IndirectObject::offset)
                            && before.is_some_and(|before| before.object.is_null())
                    }
                }
                Some(_) => false,
            },
        };
        if sound { Ok(()) } else { Err(self.refuse(owner)) }
    }

    /// The array of an entry, references followed; empty when the entry is absent.
    fn elements(
        &self,
        view: View<'d>,
        dictionary: &'d Dictionary,
        key: &str,
        owner: ObjectId,
        budget: &mut Budget,
    ) -> Result<&'d [Object], Error> {
        let Some(value) = view.entry(dictionary, key)? else { return Ok(&[]) };
        let elements = value.as_array().ok_or_else(|| self.refuse(owner))?;
        let steps = u64::try_from(elements.len()).unwrap_or(u64::MAX);
        budget.spend(steps).map_err(|_| Error::TooManyValues { offset: value.span.start })?;
        Ok(elements)
    }

    /// The objects of a store may be new, and its dictionaries and arrays may be those of the store there was.
    fn store(
        &mut self,
        root: ObjectId,
        old: &'d Dictionary,
        new: &'d Dictionary,
        budget: &mut Budget,
    ) -> Result<bool, Error> {
        let stated = |catalog: &'d Dictionary| catalog.get("DSS").filter(|value| !value.is_null());
        let (before, Some(after)) = (stated(old), stated(new)) else {
            return if stated(old).is_none() { Ok(false) } else { Err(self.refuse(root)) };
        };
        let too_large = || Error::TooManyValues { offset: after.span.start };
        let store = match SecurityStore::read(self.new, after, budget) {
            Ok(store) => store,
            Err(Fault::TooLarge) => return Err(too_large()),
            // What was signed may have been odd; then nothing of it may change.
            Err(Fault::Malformed) if before == Some(after) => return Ok(false),
            Err(Fault::Malformed) => return Err(self.refuse(root)),
        };
        let known = match before.map(|before| SecurityStore::read(self.old, before, budget)) {
            Some(Err(Fault::TooLarge)) => return Err(too_large()),
            Some(Ok(known)) => known.holders,
            Some(Err(Fault::Malformed)) | None => HashSet::new(),
        };
        let visible = self.shown()?;
        let mut changed = before != Some(after);
        for number in store.holders.union(&store.streams) {
            let is_new = self.old.by_number(*number).is_none();
            let is_holder = store.holders.contains(number) && known.contains(number);
            if (is_new || is_holder) && !visible.contains(number) {
                changed |= is_new;
                self.allowed.insert(*number);
            }
        }
        Ok(changed)
    }

    /// Everything the document leads to without its store. Costs no more than [`Known::read`] has paid for.
    fn shown(&self) -> Result<HashSet<u32>, Error> {
        let (root, catalog) = self.old.catalog()?;
        let others = catalog.entries().iter().filter(|entry| entry.key != b"DSS");
        let trailer = self.old.trailer().map(Dictionary::entries).unwrap_or_default().iter();
        let trailer = trailer.filter(|entry| entry.key != b"Root");
        let roots = others.chain(trailer).flat_map(|entry| walk::references(&entry.value)).collect();
        Ok(walk::reachable(self.old, roots, HashSet::from([root.number])))
    }

    /// New signature fields, and empty ones that were signed.
    fn signatures(
        &mut self,
        root: ObjectId,
        old_catalog: &'d Dictionary,
        new_catalog: &'d Dictionary,
        budget: &mut Budget,
    ) -> Result<Vec<(ObjectId, String)>, Error> {
        static EMPTY: Dictionary = Dictionary::EMPTY;
        let old_form = self.old.entry(old_catalog, "AcroForm")?;
        let Some(new_form) = self.new.entry(new_catalog, "AcroForm")? else {
            if old_form.is_some() {
                return Err(self.refuse(root));
            }
            self.annotations(&HashSet::new(), budget)?;
            return Ok(Vec::new());
        };
        self.allow_holder("AcroForm", Kind::Dictionary, old_catalog, new_catalog, root)?;
        let old_form = match old_form {
            None => &EMPTY,
            Some(form) => form.as_dictionary().ok_or_else(|| self.refuse(root))?,
        };
        let new_form = new_form.as_dictionary().ok_or_else(|| self.refuse(root))?;
        if !equal_but(old_form, new_form, &["Fields", "SigFlags"]) {
            return Err(self.refuse(root));
        }
        self.allow_holder("Fields", Kind::Array, old_form, new_form, root)?;
        let flags = |view: View<'d>, form: &'d Dictionary| -> Result<Option<i64>, Error> {
            Ok(view.entry(form, "SigFlags")?.map_or(Some(0), Object::as_integer))
        };
        match (flags(self.old, old_form)?, flags(self.new, new_form)?) {
            (Some(before), Some(after)) if before | after == after => {}
            _ => return Err(self.refuse(root)),
        }
        let before = self.elements(self.old, old_form, "Fields", root, budget)?;
        let after = self.elements(self.new, new_form, "Fields", root, budget)?;
        let Some(added) = after.strip_prefix(before) else { return Err(self.refuse(root)) };
        let mut appended = HashSet::new();
        for field in added {
            if !field.as_reference().is_some_and(|id| appended.insert(id)) {
                return Err(self.refuse(root));
            }
        }
        let old_fields = self.old.signature_fields()?;
        let empty: HashSet<ObjectId> =
            old_fields.iter().filter(|field| field.signature.is_none()).map(|field| field.id).collect();
        let known: HashSet<u32> = old_fields
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
            let dictionary = object
                .dictionary()
                .filter(|_| object.stream.is_none())
                .ok_or_else(|| self.refuse(field.id))?;
            let old = self.old.by_number(field.id.number);
            let is_sound = match old.map(|old| old.dictionary().filter(|_| old.stream.is_none())) {
                None => appended.contains(&field.id) && self.is_invisible(dictionary)?,
                Some(None) => false,
                Some(Some(old)) => empty.contains(&field.id) && equal_but(old, dictionary, &["V"]),
            };
            if !is_sound {
                return Err(self.refuse(field.id));
            }
            self.allowed.insert(field.id.number);
            let own = signature.object().number;
            // A dictionary of its own: the field, or a new object that no other field has as its value.
            let is_own =
                own == field.id.number || (self.old.by_number(own).is_none() && self.allowed.insert(own));
            let parts = if is_own { further_signature::parts(self.old, self.new, &signature) } else { None };
            let Some(parts) = parts else {
                return Err(Error::FurtherSignatureMalformed {
                    offset: signature.offset(),
                    revision: self.revision,
                    object: field.id,
                });
            };
            for part in parts {
                if self.old.by_number(part).is_none() {
                    self.allowed.insert(part);
                }
            }
            signed.push((field.id, field.name));
        }
        let ids = signed.iter().map(|(id, _)| *id);
        let fresh: HashSet<ObjectId> = ids.filter(|id| self.old.by_number(id.number).is_none()).collect();
        if let Some(stranger) = appended.iter().find(|id| !fresh.contains(id)) {
            return Err(self.refuse(*stranger));
        }
        self.annotations(&fresh, budget)?;
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
        let empty = empty && field.get("Subtype").is_none_or(|subtype| subtype.as_name() == Some(b"Widget"));
        let plain = ["AP", "AA", "A", "Kids", "MK"].iter().all(|key| field.get(key).is_none());
        Ok(empty && plain)
    }

    /// Pages may gain the new fields as annotations, nothing else.
    fn annotations(&mut self, signed: &HashSet<ObjectId>, budget: &mut Budget) -> Result<(), Error> {
        let (old_pages, new_pages) = (self.old.pages()?, self.new.pages()?);
        if !old_pages.iter().map(|page| page.id).eq(new_pages.iter().map(|page| page.id)) {
            return Err(self.pages_differ(old_pages.len(), new_pages.len()));
        }
        for (old, new) in old_pages.iter().zip(&new_pages) {
            self.allow_holder("Annots", Kind::Array, old.dictionary, new.dictionary, new.id)?;
            let before = self.elements(self.old, old.dictionary, "Annots", old.id, budget)?;
            let after = self.elements(self.new, new.dictionary, "Annots", new.id, budget)?;
            let added = after.strip_prefix(before);
            let sound = added.is_some_and(|added| {
                added.iter().all(|object| object.as_reference().is_some_and(|id| signed.contains(&id)))
            });
            if !sound || !equal_but(old.dictionary, new.dictionary, &["Annots"]) {
                return Err(self.refuse(new.id));
            }
            self.allowed.insert(new.id.number);
        }
        Ok(())
    }
}

/// A cross-reference stream or an object stream.
fn is_structural(object: &IndirectObject) -> bool {
    let is = |kind: &str| object.dictionary().is_some_and(|dictionary| dictionary.is_name("Type", kind));
    object.stream.is_some() && (is("XRef") || is("ObjStm"))
}

/// Whether an integer inside is larger than any reader keeps: what it stands for is not known, so that two of them are not
/// known to be equal.
fn is_unbounded(object: &Object) -> bool {
    let mut found = false;
    walk::values(object, &mut |value| found |= matches!(value.value, Value::HugeInteger));
    found
}

/// Whether two dictionaries are equal when some keys are not looked at.
fn equal_but(old: &Dictionary, new: &Dictionary, except: &[&str]) -> bool {
    let without = |dictionary: &Dictionary| {
        let entries = dictionary.entries().iter();
        let kept = entries.filter(|entry| !except.iter().any(|key| entry.key == key.as_bytes()));
        Dictionary::new(kept.cloned().collect())
    };
    let new = without(new);
    let is_known = !new.entries().iter().any(|entry| is_unbounded(&entry.value));
    is_known && without(old) == new
}
