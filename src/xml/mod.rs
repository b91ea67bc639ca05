//! XML 1.0 (Fifth Edition) with Namespaces in XML 1.0, read strictly and in linear time, and its canonical forms.
//!
//! One own reader proves UTF-8 (or decodes UTF-16 with a byte-order mark), well-formedness, the rules of
//! namespaces and every ceiling of [`crate::limits::xml`]; on top of it stand the tree ([`Document`]) and the
//! streaming canonicalizer ([`c14n::streaming`]). There is no DTD, no entity but the five predefined ones, no
//! XML 1.1, no repair: what is not certain is refused with its line and column.

pub mod c14n;
mod characters;
mod document;
mod encoding;
mod error;
mod names;
mod namespaces;
mod position;
mod reader;

pub use document::{Attribute, Children, Document, Kind, Name, NodeId};
pub use error::{Defect, Encoding, Error};
pub use position::Position;

/// The namespace name that the prefix `xml` always has (Namespaces in XML 1.0, 3).
pub const XML_NAMESPACE: &str = "http://www.w3.org/XML/1998/namespace";

/// The namespace name that the prefix `xmlns` always has (Namespaces in XML 1.0, 3).
pub const XMLNS_NAMESPACE: &str = "http://www.w3.org/2000/xmlns/";
