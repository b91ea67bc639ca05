//! XSD 1.1: checks and compiles schemas, and validates the nodes of our own [`crate::xml::Document`].
//!
//! XML Schema 1.1 Part 1 and Part 2 through the engine `xsd-schema`, closed where it is open: schema documents
//! are checked against the standard's vocabulary (module `grammar`) and against ceilings (module `ceilings`) before the
//! engine reads them, assertions are always evaluated, and an instance is pushed to the engine node by node
//! from the tree that was canonicalised and digested; the engine never parses an instance. Nothing is ever
//! fetched from a network, and `xsi:schemaLocation` of an instance is never followed.
//!
//! What it does not do: **the engine has neither fuel nor a deadline.** Ceilings bound what can be bounded
//! beforehand; a quadratic assertion or a pattern that backtracks is not among it. [`Schema`] works in the process of its
//! caller and can be kept busy by a hostile document for as long as that likes. A caller with hostile documents takes
//! [`worker::Worker`], which asks another process over a stream that the caller provides, with limits on processor time
//! and memory that the other process sets for itself ([`worker::serve`]). This library starts no process: the binary
//! `koseki` shows how.

mod assertions;
mod binary;
mod ceilings;
mod check;
mod components;
mod composition;
mod describe;
mod engine;
mod error;
mod grammar;
mod handover;
mod inclusion;
mod judge;
mod keys;
mod lexical;
mod log;
mod measure;
mod outline;
mod plan;
mod references;
mod restriction;
mod source;
mod substitution;
mod violation;
mod walk;
pub mod worker;

pub use engine::{Schema, Session};
pub use error::{Defect, ExpectedValue, Mismatch, Place, SchemaError, SchemaLimit, UnresolvedReason};
pub use judge::{SchemaJudge, Subject};
pub use outline::{Outline, OutlineError, OutlinedDocument, OutlinedNamespace, OutlinedRoute};
pub use plan::CheckedSchema;
pub use source::{
    Catalogue, Directive, LocalFiles, Reference, Resolution, Resolver, SchemaDocument, Tolerance,
};
pub use violation::{
    Conclusion, Disclosure, Expectation, Interruption, Limit, LimitReached, Limits, Undecided, Validation,
    Violation,
};
