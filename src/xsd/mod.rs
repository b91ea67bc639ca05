//! XSD 1.1: checks and compiles schemas, and validates the nodes of our own [`crate::xml::Document`].
//!
//! XML Schema 1.1 Part 1 and Part 2 through the engine `xsd-schema`, closed where it is open: schema documents
//! are checked against the standard's vocabulary (module `grammar`) and against ceilings (module `ceilings`) before the
//! engine reads them, assertions are always evaluated, and an instance is pushed to the engine node by node
//! from the tree that was canonicalised and digested; the engine never parses an instance. Nothing is ever
//! fetched from a network, and `xsi:schemaLocation` of an instance is never followed.
//!
//! What it does not do: the engine has neither fuel nor a deadline. A caller with hostile documents runs
//! [`Schema::validate`] in a process of its own with limits on processor time and memory; the function is pure,
//! so that a worker needs the octets of the schema and of the document and nothing else.

mod ceilings;
mod check;
mod components;
mod engine;
mod error;
mod grammar;
mod inclusion;
mod plan;
mod source;
mod violation;
mod walk;

pub use engine::{Schema, Session};
pub use error::{Defect, Place, SchemaError, SchemaLimit, UnresolvedReason};
pub use plan::{CheckedSchema, Outline, OutlineError, OutlinedDocument, OutlinedNamespace, OutlinedRoute};
pub use source::{
    Catalogue, Directive, LocalFiles, Reference, Resolution, Resolver, SchemaDocument, Tolerance,
};
pub use violation::{
    Conclusion, Disclosure, Expectation, Limit, LimitReached, Limits, Undecided, Validation, Violation,
};
