//! Canonical XML 1.0, 1.1 and 2.0 and Exclusive XML Canonicalization 1.0, written to a sink.
//!
//! [`canonicalize`] walks a [`Document`]: all of it, or the subtree of one element, in both cases minus one
//! element's subtree if asked (the enveloped signature). [`streaming`] makes the same octets of the same subsets in
//! one pass over the source without a tree. Node sets of any other shape are not read: nothing this library signs or verifies
//! needs them. What exclusive canonicalization can repeat is bounded by `limits::xml::CANONICAL_GROWTH`.

mod apex;
mod base;
mod bindings;
mod element;
mod escape;
mod output;
mod scoped;
pub mod streaming;
mod tree;
mod version2;

pub use bindings::{Undigested, undigested};
pub use output::Sink;
pub use version2::{PrefixRewrite, QNameAware, TextNodes, UnqualifiedAttribute, Version2};

use super::{Document, NodeId};

/// Whether comments are part of the canonical form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Comments {
    /// They are left out.
    #[default]
    Dropped,
    /// They are written.
    Kept,
}

/// Which canonical form, with its parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Method {
    /// Exclusive XML Canonicalization 1.0.
    Exclusive {
        /// Whether comments are written.
        comments: Comments,
        /// The prefixes treated as Canonical XML treats them.
        inclusive_prefixes: InclusivePrefixes,
    },
    /// Canonical XML 1.0.
    Inclusive10(Comments),
    /// Canonical XML 1.1.
    Inclusive11(Comments),
    /// Canonical XML 2.0.
    Version2(Version2),
}

/// `PrefixList` of Exclusive XML Canonicalization 1.0, 4.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InclusivePrefixes {
    prefixes: Vec<String>,
}

/// What is canonicalized.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subset {
    /// The document node, or the element whose subtree it is.
    pub apex: NodeId,
    /// An element that is left out with all that is inside it.
    pub excluded: Option<NodeId>,
}

/// Why there is no canonical form. What a sink has received before is worthless then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Error {
    /// The apex is neither the document node nor an element.
    ApexNotElement,
    /// The source of a streaming canonicalization is refused.
    Document(super::Error),
    /// No element begins where the one to be left out was said to begin.
    ExcludedNotFound {
        /// Where.
        offset: usize,
    },
    /// The canonical form is larger than the source can honestly make it.
    OutputTooLarge {
        /// Octets that were allowed.
        limit: u64,
    },
    /// A qualified name in content that is declared to hold one has a prefix that is not declared.
    QualifiedNameUndeclared {
        /// Offset of the element.
        offset: usize,
    },
}

impl Subset {
    /// The whole document.
    pub const fn document(document: &Document<'_>) -> Self {
        Self { apex: document.root(), excluded: None }
    }

    /// One element with all that is inside it.
    pub const fn element(apex: NodeId) -> Self {
        Self { apex, excluded: None }
    }

    /// The same without one element and all that is inside it.
    #[must_use]
    pub const fn without(self, excluded: NodeId) -> Self {
        Self { apex: self.apex, excluded: Some(excluded) }
    }
}

impl InclusivePrefixes {
    /// The value of the attribute `PrefixList`: prefixes separated by white space, `#default` for the default namespace.
    pub fn parse(list: &str) -> Self {
        let prefixes = list.split([' ', '\t', '\n', '\r']).filter(|prefix| !prefix.is_empty());
        let named =
            prefixes.map(|prefix| if prefix == "#default" { String::new() } else { prefix.to_owned() });
        Self { prefixes: named.collect() }
    }

    /// The prefixes; the empty one stands for the default namespace.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.prefixes.iter().map(String::as_str)
    }
}

impl Method {
    /// The method an algorithm identifier names, its parameters at their defaults; `None` for any other identifier.
    pub fn from_algorithm(identifier: &str) -> Option<Self> {
        let exclusive =
            |comments| Self::Exclusive { comments, inclusive_prefixes: InclusivePrefixes::default() };
        Some(match identifier {
            "http://www.w3.org/TR/2001/REC-xml-c14n-20010315" => Self::Inclusive10(Comments::Dropped),
            "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments" => {
                Self::Inclusive10(Comments::Kept)
            }
            "http://www.w3.org/2006/12/xml-c14n11" => Self::Inclusive11(Comments::Dropped),
            "http://www.w3.org/2006/12/xml-c14n11#WithComments" => Self::Inclusive11(Comments::Kept),
            "http://www.w3.org/2001/10/xml-exc-c14n#" => exclusive(Comments::Dropped),
            "http://www.w3.org/2001/10/xml-exc-c14n#WithComments" => exclusive(Comments::Kept),
            "http://www.w3.org/2010/xml-c14n2" => Self::Version2(Version2::default()),
            _ => return None,
        })
    }

    /// The algorithm identifier; parameters are said elsewhere.
    pub const fn algorithm(&self) -> &'static str {
        match self {
            Self::Inclusive10(Comments::Dropped) => "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
            Self::Inclusive10(Comments::Kept) => {
                "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments"
            }
            Self::Inclusive11(Comments::Dropped) => "http://www.w3.org/2006/12/xml-c14n11",
            Self::Inclusive11(Comments::Kept) => "http://www.w3.org/2006/12/xml-c14n11#WithComments",
            Self::Exclusive { comments: Comments::Dropped, .. } => "http://www.w3.org/2001/10/xml-exc-c14n#",
            Self::Exclusive { comments: Comments::Kept, .. } => {
                "http://www.w3.org/2001/10/xml-exc-c14n#WithComments"
            }
            Self::Version2(_) => "http://www.w3.org/2010/xml-c14n2",
        }
    }

    /// Whether comments are part of the canonical form.
    pub const fn comments(&self) -> Comments {
        match self {
            Self::Inclusive10(comments) | Self::Inclusive11(comments) | Self::Exclusive { comments, .. } => {
                *comments
            }
            Self::Version2(version2) => version2.comments,
        }
    }
}

/// Writes the canonical form of `subset` to `sink`.
///
/// # Errors
/// See [`Error`]; what the sink has received is then no canonical form.
pub fn canonicalize(
    document: &Document<'_>,
    subset: Subset,
    method: &Method,
    sink: &mut impl Sink,
) -> Result<(), Error> {
    if document.has_relative_names() {
        let at = document.position(document.span(document.root_element()).start);
        return Err(Error::Document(super::Error { defect: super::Defect::NamespaceRelative, at }));
    }
    match method {
        Method::Inclusive10(_) | Method::Inclusive11(_) | Method::Exclusive { .. } => {
            tree::canonicalize(document, subset, method, sink)
        }
        Method::Version2(version2) => version2::tree::canonicalize(document, subset, version2, sink),
    }
}

/// The canonical form of `subset`, in memory.
///
/// # Errors
/// As [`canonicalize`].
pub fn to_vec(document: &Document<'_>, subset: Subset, method: &Method) -> Result<Vec<u8>, Error> {
    let mut octets = Vec::new();
    canonicalize(document, subset, method, &mut octets)?;
    Ok(octets)
}

impl From<super::Error> for Error {
    fn from(error: super::Error) -> Self {
        Self::Document(error)
    }
}

impl core::fmt::Display for Error {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::ApexNotElement => formatter.write_str("only a document or an element can be canonicalized"),
            Self::Document(error) => error.fmt(formatter),
            Self::ExcludedNotFound { offset } => write!(formatter, "no element begins at octet {offset}"),
            Self::OutputTooLarge { limit } => {
                write!(formatter, "the canonical form is larger than {limit} octets")
            }
            Self::QualifiedNameUndeclared { offset } => {
                write!(formatter, "the element at octet {offset} holds a name with an undeclared prefix")
            }
        }
    }
}

impl core::error::Error for Error {}
