//! Sizes of a schema that must be bounded before the engine compiles it.
use super::error::SchemaError;
use super::source::SchemaDocument;
use crate::xml::Document;
/// sizes
#[derive(Debug, Default)]
pub(super) struct Sizes { asserts: bool }
impl Sizes {
    /// Takes down one document.
    pub(super) fn note(&mut self, _: usize, document: &Document<'_>) { self.asserts |= document.descendants(document.root()).any(|n| document.name(n).is_some_and(|n| matches!(n.local, "assert" | "assertion" | "alternative"))); }
    /// whether
    pub(super) fn asserts(&self) -> bool { self.asserts }
    /// errors
    pub(super) fn finish(self, _: &[SchemaDocument]) -> Vec<SchemaError> { Vec::new() }
}
