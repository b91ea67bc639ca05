//! A whole PDF, read strictly: every octet accounted for, every object named by its own revision.

use std::collections::HashMap;

use super::error::Error;
use super::object::{Dictionary, IndirectObject, Object, ObjectId, Span, Value};
use super::revision::{self, Revision};
use super::scan::{self, Version};
use super::tail::Tail;
use crate::limits::{self, Budget};

/// A PDF whose structure is without ambiguity (ISO 32000-1, 7.5).
///
/// ```
/// # use koseki::pdf;
/// assert!(matches!(pdf::Document::parse(b"not a PDF"), Err(pdf::Error::HeaderMissing)));
/// ```
#[derive(Debug)]
pub struct Document<'a> {
    source: &'a [u8],
    version: Version,
    objects: Vec<IndirectObject>,
    revisions: Vec<Revision>,
    /// The objects in use now, by number: what is asked most is not asked of one revision after the other.
    latest: HashMap<u32, usize>,
    /// Where `xref`, `trailer` and `startxref` stand, in the order of the file.
    keywords: Vec<usize>,
}

/// A document as it stood after one of its revisions.
#[derive(Debug, Clone, Copy)]
pub struct View<'d> {
    document: &'d Document<'d>,
    revision: usize,
}

impl<'a> Document<'a> {
    /// Reads and checks the whole file.
    ///
    /// # Errors
    /// [`Error`] with the place of the first thing that is not as the standard writes it.
    pub fn parse(source: &'a [u8]) -> Result<Self, Error> {
        let version = scan::header(source)?;
        let tail = Tail::read(source)?;
        for section in tail.sections() {
            if let Some(entry) = section.trailer.get("Encrypt") {
                return Err(Error::Encrypted { offset: entry.span.start });
            }
        }
        let mut budget = Budget::new(limits::pdf::VALUE_OCTETS);
        let tables: Vec<_> = tail.sections().iter().collect();
        let skips = SectionByOffset::new(&tail);
        let items = scan::items(source, &tables, &mut budget, &|id, offset| {
            tail.length(id, offset, skips.newest_for(offset), limits::pdf::REFERENCE_HOPS)
        })?;
        let start = tail.start();
        let last = items.iter().rev().find_map(|item| match item {
            scan::Item::StartOfCrossReference { span, .. } => Some(span.start),
            _ => None,
        });
        if last != Some(start.keyword) {
            return Err(Error::StartOfCrossReferenceAmbiguous { offset: start.keyword });
        }
        let mut keywords: Vec<usize> = tail.sections().iter().filter_map(|one| one.trailer_keyword).collect();
        keywords.extend(items.iter().filter_map(|item| match item {
            scan::Item::StartOfCrossReference { span, .. } | scan::Item::Table { span } => Some(span.start),
            scan::Item::EndOfFile { .. } | scan::Item::Object(_) => None,
        }));
        keywords.sort_unstable();
        let assembled = revision::revisions(&tail, items, &mut budget)?;
        let (objects, revisions) = (assembled.objects, assembled.revisions);
        let mut latest = HashMap::new();
        for revision in &revisions {
            for (number, slot) in &revision.changes {
                match slot {
                    Some(index) => latest.insert(*number, *index),
                    None => latest.remove(number),
                };
            }
        }
        let document = Self { source, version, objects, revisions, latest, keywords };
        for index in 0..document.revisions.len() {
            View { document: &document, revision: index }.catalog()?;
        }
        document.refuse_chained_references()?;
        Ok(document)
    }

    /// No object may be a reference itself: some viewers follow such a chain and some do not (7.3.10). One that does not
    /// end is named as that.
    fn refuse_chained_references(&self) -> Result<(), Error> {
        let mut budget = Budget::new(limits::pdf::COMPARISON_STEPS);
        // Each hop asks one revision after the other.
        let cost = self.revisions.len().saturating_mul(limits::pdf::REFERENCE_HOPS);
        let cost = u64::try_from(cost).unwrap_or(u64::MAX);
        let mut chained = None;
        for object in self.objects.iter().filter(|object| object.object.as_reference().is_some()) {
            chained.get_or_insert(object);
            let written = self.revision_at(object.offset()).unwrap_or_default();
            for revision in written..self.revisions.len() {
                let offset = object.offset();
                budget.spend(cost).map_err(|_| Error::TooManyValues { offset })?;
                View { document: self, revision }.resolve(&object.object)?;
            }
        }
        match chained {
            Some(object) => Err(Error::ReferenceToReference { offset: object.offset(), object: object.id }),
            None => Ok(()),
        }
    }

    /// The file.
    pub const fn source(&self) -> &'a [u8] {
        self.source
    }

    /// The version of the header; the catalog may raise it.
    pub const fn header_version(&self) -> Version {
        self.version
    }

    /// The revisions, oldest first. There is at least one.
    pub fn revisions(&self) -> &[Revision] {
        &self.revisions
    }

    /// All objects of all revisions, in the order of the file; those of an object stream after their revision.
    pub fn objects(&self) -> &[IndirectObject] {
        &self.objects
    }

    /// Where `xref`, `trailer` and `startxref` stand, in the order of the file.
    pub(super) fn keywords(&self) -> &[usize] {
        &self.keywords
    }

    /// The document as it stands now.
    pub fn latest(&self) -> View<'_> {
        View { document: self, revision: self.revisions.len().saturating_sub(1) }
    }

    /// The document after a revision, counted from 0.
    pub fn after(&self, revision: usize) -> Option<View<'_>> {
        (revision < self.revisions.len()).then_some(View { document: self, revision })
    }

    /// The revision whose octets hold `offset`.
    pub fn revision_at(&self, offset: usize) -> Option<usize> {
        self.revisions.iter().position(|revision| revision.span.contains(offset))
    }
}

/// The section from which on a stream at some offset looks for its length.
struct SectionByOffset {
    /// (end of the section, index to use), in the order of the chain.
    ends: Vec<(usize, usize)>,
}

impl SectionByOffset {
    fn new(tail: &Tail<'_>) -> Self {
        let ends = tail
            .sections()
            .iter()
            .map(|section| (section.span.end, revision::newest_section_for(tail, section.span.start)))
            .collect();
        Self { ends }
    }

    fn newest_for(&self, offset: usize) -> usize {
        self.ends
            .iter()
            .filter(|(end, _)| *end > offset)
            .min_by_key(|(end, _)| *end)
            .map_or(0, |(_, index)| *index)
    }
}

/// What a reference to nothing stands for (7.3.10).
static NULL: Object = Object { value: Value::Null, span: Span::new(0, 0) };

/// A leaf of the page tree with what it inherits (7.7.3).
#[derive(Debug, Clone, Copy)]
pub struct Page<'d> {
    /// Its object.
    pub id: ObjectId,
    /// Its dictionary.
    pub dictionary: &'d Dictionary,
    /// Its own or its nearest ancestor's resources.
    pub resources: Option<&'d Object>,
}

impl<'d> View<'d> {
    /// The document.
    pub const fn document(self) -> &'d Document<'d> {
        self.document
    }

    /// The revision, counted from 0.
    pub const fn revision(self) -> usize {
        self.revision
    }

    /// The newest version of an object in this view.
    pub fn object(self, id: ObjectId) -> Option<&'d IndirectObject> {
        self.by_number(id.number).filter(|object| object.id == id)
    }

    /// The newest version of the object with a number, whatever its generation.
    pub fn by_number(self, number: u32) -> Option<&'d IndirectObject> {
        if self.revision.saturating_add(1) == self.document.revisions.len() {
            return self.document.latest.get(&number).and_then(|index| self.document.objects.get(*index));
        }
        let known = self.document.revisions.get(..=self.revision)?;
        let slot = known.iter().rev().find_map(|revision| revision.changes.get(&number))?;
        slot.and_then(|index| self.document.objects.get(index))
    }

    /// Every object in use, by number.
    pub fn objects(self) -> impl Iterator<Item = &'d IndirectObject> {
        let known = self.document.revisions.get(..=self.revision).unwrap_or_default();
        // Later revisions replace the slots of earlier ones.
        let mut slots = std::collections::BTreeMap::new();
        for revision in known {
            slots.extend(revision.changes.iter().map(|(number, slot)| (*number, *slot)));
        }
        let objects = &self.document.objects;
        slots.into_values().flatten().filter_map(move |index| objects.get(index))
    }

    /// The trailer of this revision.
    pub fn trailer(self) -> Option<&'d Dictionary> {
        self.document.revisions.get(self.revision).map(|revision| &revision.trailer)
    }

    /// Follows references to the value; a reference to nothing is `null`.
    ///
    /// # Errors
    /// [`Error::ReferenceLoop`] when no value is reached within the limit.
    pub fn resolve(self, object: &'d Object) -> Result<&'d Object, Error> {
        let mut current = object;
        for _ in 0..limits::pdf::REFERENCE_HOPS {
            match current.value {
                Value::Reference(id) => current = self.object(id).map_or(&NULL, |object| &object.object),
                _ => return Ok(current),
            }
        }
        Err(match current.value {
            Value::Reference(object) => Error::ReferenceLoop { object },
            _ => return Ok(current),
        })
    }

    /// The value of a key with references followed; `null` counts as absent (7.3.9).
    ///
    /// # Errors
    /// As [`View::resolve`].
    pub fn entry(self, dictionary: &'d Dictionary, key: &str) -> Result<Option<&'d Object>, Error> {
        match dictionary.get(key) {
            None => Ok(None),
            Some(object) => Ok(Some(self.resolve(object)?).filter(|object| !object.is_null())),
        }
    }

    /// The value of a key when it is a dictionary, references followed.
    ///
    /// # Errors
    /// As [`View::resolve`].
    pub fn dictionary(self, dictionary: &'d Dictionary, key: &str) -> Result<Option<&'d Dictionary>, Error> {
        Ok(self.entry(dictionary, key)?.and_then(Object::as_dictionary))
    }

    /// Whether it is a reference to a stream. A dictionary that says all that a stream would is none.
    pub(super) fn is_stream(self, object: &Object) -> bool {
        object.as_reference().and_then(|id| self.object(id)).is_some_and(|object| object.stream.is_some())
    }

    /// The document catalog and its object.
    ///
    /// # Errors
    /// [`Error::CatalogMissing`] when `/Root` does not lead to a dictionary.
    pub fn catalog(self) -> Result<(ObjectId, &'d Dictionary), Error> {
        let offset = self.document.revisions.get(self.revision).map_or(0, |revision| revision.span.start);
        let missing = Error::CatalogMissing { offset };
        let id = self.trailer().and_then(|trailer| trailer.reference("Root")).ok_or(missing.clone())?;
        let catalog = self.object(id).and_then(IndirectObject::dictionary).ok_or(missing.clone())?;
        if catalog.is_name("Type", "Catalog") { Ok((id, catalog)) } else { Err(missing) }
    }

    /// The version that counts: the later of header and catalog (7.2.2 of ISO 32000-1: 7.5.2).
    ///
    /// # Errors
    /// As [`View::catalog`].
    pub fn version(self) -> Result<Version, Error> {
        let (_, catalog) = self.catalog()?;
        let own = self.entry(catalog, "Version")?.and_then(Object::as_name).and_then(Version::parse);
        Ok(own.map_or(self.document.version, |own| own.max(self.document.version)))
    }

    /// The content streams of a page, in order.
    ///
    /// # Errors
    /// When `/Contents` is not a stream or an array of streams.
    pub fn contents(self, page: &Page<'d>) -> Result<Vec<&'d IndirectObject>, Error> {
        let malformed = || Error::PageContentsMalformed { object: page.id };
        let Some(contents) = page.dictionary.get("Contents") else { return Ok(Vec::new()) };
        let stream = |object: &'d Object| -> Result<Option<&'d IndirectObject>, Error> {
            let id = object.as_reference().ok_or_else(malformed)?;
            match self.object(id) {
                None => Ok(None),
                Some(object) if object.stream.is_some() => Ok(Some(object)),
                Some(object) if object.object.is_null() => Ok(None),
                Some(_) => Err(malformed()),
            }
        };
        let resolved = self.resolve(contents)?;
        match &resolved.value {
            Value::Null => Ok(Vec::new()),
            Value::Array(elements) => {
                elements.iter().filter_map(|element| stream(element).transpose()).collect()
            }
            _ => Ok(stream(contents)?.into_iter().collect()),
        }
    }
}
