//! PDF: a strict reader that keeps the span of everything, signature fields, the one permitted `/ByteRange`, and
//! incremental updates that add a signature (ISO 32000-1).
//!
//! The reader never repairs: what the standard does not write down is an [`Error`] with its place. It states
//! facts; whether a document may have JavaScript or a second revision is for `profile` to say. It reads no CMS.

mod cross_reference;
mod date;
mod document;
mod error;
mod filter;
pub mod form;
mod further_signature;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzzing;
pub mod hybrid;
mod later_revision;
mod lexer;
mod linear_reader;
pub mod lint;
mod object;
mod page_tree;
mod prepare;
mod revision;
mod revision_changes;
mod scan;
mod seal;
pub mod second_reader;
mod security_store;
mod signature_field;
mod signed_bytes;
mod stream_data;
mod tail;
#[cfg(test)]
mod tests;
mod text_string;
mod update;
mod walk;

pub use cross_reference::{CrossReference, Section, SectionKind};
pub use date::Date;
pub use document::{Document, Page, View};
pub use error::{Change, Error};
pub use filter::FilterFault;
pub use form::{DataDepth, content_facts, content_facts_to};
pub use later_revision::{Addition, LaterRevision, later_revisions};
pub use object::{
    Dictionary, Entry, HexLayout, HexString, IndirectObject, Object, ObjectId, Origin, Span, Value,
};
pub use prepare::{
    ExistingSignatures, PrepareError, Prepared, SignatureFieldOptions, SignatureFieldRequest, prepare,
    prepare_with,
};
pub use revision::Revision;
pub use revision_changes::{
    PageChanges, RevisionChanges, TrailerChange, revision_changes, signature_rewritten,
};
pub use scan::Version;
pub use seal::{Rectangle, Seal, SealError};
pub use signature_field::{Contents, SignatureDictionary, SignatureField, SubFilter};
pub use signed_bytes::{Coverage, SignedBytes, diagnose};
pub use tail::Tail;
