//! Who decides whether a document agrees with a schema: this process, or a worker that can be stopped.

use core::fmt::Debug;
use core::ops::Range;

use super::{CheckedSchema, Limits, Schema, Validation};
use crate::xml::{Document, Kind, NodeId};

/// A part of a document, and the octets the document was read from.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'s> {
    /// The octets of the file.
    pub octets: &'s [u8],
    /// What [`Document::parse`] makes of them.
    pub document: &'s Document<'s>,
    /// The element that is validated with everything below it.
    pub root: NodeId,
    /// The element below it that is no part of what is validated, usually the `ds:Signature`.
    pub excluded: Option<NodeId>,
}

/// Decides whether a part of a document agrees with the one schema it stands for.
///
/// [`Schema`] is a judge that works in this process: its engine has neither fuel nor a deadline, so that a hostile
/// document or schema can keep it busy for as long as it likes. [`super::worker::Worker`] is one that asks another process,
/// which its owner stops.
pub trait SchemaJudge: Debug + Send + Sync {
    /// The schema it stands for.
    fn schema(&self) -> &CheckedSchema;

    /// Validates. What could not be decided is [`super::Conclusion::Undecided`], never valid.
    fn validate(&self, subject: &Subject<'_>, limits: &Limits) -> Validation;
}

impl SchemaJudge for Schema {
    fn schema(&self) -> &CheckedSchema {
        self.checked()
    }

    fn validate(&self, subject: &Subject<'_>, limits: &Limits) -> Validation {
        Self::validate(self, subject.document, subject.root, subject.excluded, limits)
    }
}

/// The element that was read from exactly these octets.
pub(super) fn element_at(document: &Document<'_>, span: &Range<usize>) -> Option<NodeId> {
    document
        .descendants(document.root())
        .find(|node| document.kind(*node) == Kind::Element && document.span(*node) == *span)
}
