//! What is wrong with a schema, and where.

use core::fmt;
use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::check::XSD;
use super::source::Directive;
use crate::xml;

/// A place in a document: line and column, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Counted from 1.
    pub line: u64,
    /// Counted from 1, in Unicode scalar values.
    pub column: u64,
}

/// One defect of a schema with the document and the place it is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaError {
    /// The name of the schema document; empty when the defect lies in no single one.
    pub document: String,
    /// Where in it, as far as that is known.
    pub place: Option<Place>,
    /// What is wrong.
    pub defect: Defect,
}

/// What is wrong with a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Defect {
    /// Two attributes, or an attribute and a child, that exclude each other.
    Conflict {
        /// The element.
        element: String,
        /// One of them.
        first: &'static str,
        /// The other.
        second: &'static str,
    },
    /// A constraint on schema components is broken; the words are the engine's.
    Component {
        /// The name of the constraint in the standard, for example `cos-nonambig`.
        constraint: Cow<'static, str>,
        /// What the engine says.
        explanation: String,
    },
    /// Two elements of a document have the same `id`.
    DuplicateIdentifier {
        /// The identifier.
        identifier: String,
    },
    /// The engine stopped by a fault of its own.
    EngineStopped,
    /// A ceiling of `limits::xsd`, so that the schema cannot exhaust the machine.
    LimitReached {
        /// Which one.
        limit: SchemaLimit,
        /// The ceiling.
        ceiling: u64,
        /// What was found; at least this much.
        found: u64,
    },
    /// An attribute that must be there is not.
    MissingAttribute {
        /// The element.
        element: String,
        /// The attribute, or several of which one must be there.
        attribute: &'static str,
    },
    /// An element ends before a child that must be there.
    MissingChild {
        /// The element.
        element: String,
        /// The children of which one is expected.
        expected: Vec<&'static str>,
    },
    /// The document element is not `xs:schema`.
    NotASchema {
        /// Its name, with its namespace: `Q{namespace}local`.
        found: String,
    },
    /// Not well-formed XML 1.0, or more than this tool reads.
    NotWellFormed(xml::Error),
    /// Character data between the elements of a schema document.
    TextNotAllowed {
        /// The element it is in.
        element: String,
    },
    /// A reference that leads to no document, or outside of the directory.
    UnresolvedReference {
        /// The directive.
        directive: Directive,
        /// `schemaLocation` as it is written.
        location: String,
        /// Why.
        reason: UnresolvedReason,
    },
    /// An attribute that the element may not carry at this place.
    UnexpectedAttribute {
        /// The element.
        element: String,
        /// The attribute.
        attribute: String,
    },
    /// A child that is not allowed at this place.
    UnexpectedChild {
        /// The element.
        element: String,
        /// The child that was found.
        found: String,
        /// The children that are allowed there.
        expected: Vec<&'static str>,
    },
    /// An attribute value that is not what it must be.
    WrongValue {
        /// The element.
        element: String,
        /// The attribute.
        attribute: String,
        /// The value and what it must be.
        mismatch: Box<Mismatch>,
    },
}

/// A value of a schema document beside what it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// The value, as far as a line holds it.
    pub found: String,
    /// What it must be.
    pub expected: ExpectedValue,
}

/// What the value of an attribute of a schema document must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExpectedValue {
    /// Atomic, a list or a union.
    AtomicListOrUnion,
    /// `xs:boolean`
    Boolean,
    /// `maxOccurs`
    Bound,
    /// A type that something can be derived from.
    Derivable,
    /// `#all` or some of these.
    Derivations(&'static [&'static str]),
    /// A name without a colon.
    NcName,
    /// A namespace name, which is not empty.
    NamespaceName,
    /// A list of namespaces, with the words for wildcards.
    Namespaces,
    /// `xs:nonNegativeInteger`
    NonNegativeInteger,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// `xs:positiveInteger`
    PositiveInteger,
    /// A qualified name whose prefix is bound.
    QName,
    /// A list of qualified names whose prefixes are bound.
    QNames,
    /// A list of qualified names, with these words for wildcards.
    QNamesOr(&'static [&'static str]),
    /// A URI, with no white space of Unicode beside the four characters that XML knows.
    Uri,
    /// As Part 1, 4.2.2 says of the attributes for conditional inclusion.
    VersionControl,
    /// An XPath expression.
    XPath,
    /// `xpathDefaultNamespace`
    XPathDefaultNamespace,
}

impl ExpectedValue {
    /// English words for it.
    pub fn english(self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::AtomicListOrUnion => "a type that is atomic, a list or a union",
            Self::Boolean => "true, false, 1 or 0",
            Self::Bound => "a non-negative integer or unbounded",
            Self::Derivable => "a type that something can be derived from",
            Self::Derivations(words) => return format!("#all or a list of {}", words.join(", ")).into(),
            Self::NcName => "a name without a colon",
            Self::NamespaceName => "a namespace name, which is not empty",
            Self::Namespaces => "a list of URIs, ##targetNamespace and ##local",
            Self::NonNegativeInteger => "a non-negative integer",
            Self::OneOf(words) => return format!("one of {}", words.join(", ")).into(),
            Self::PositiveInteger => "a positive integer",
            Self::QName => "a qualified name with a bound prefix",
            Self::QNames => "a list of qualified names with bound prefixes",
            Self::QNamesOr(words) => {
                return format!("a list of qualified names with bound prefixes or {}", words.join(", "))
                    .into();
            }
            Self::Uri => "URIs with no other white space than spaces, tabs and line ends",
            Self::VersionControl => "as XSD 1.1 Part 1, 4.2.2 says",
            Self::XPath => "an XPath expression",
            Self::XPathDefaultNamespace => "##defaultNamespace, ##targetNamespace, ##local or a URI",
        })
    }

    /// Japanese words for it.
    pub fn japanese(self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::AtomicListOrUnion => "原子型、リスト型又は共用体型の名前",
            Self::Boolean => "true、false、1 又は 0",
            Self::Bound => "0 以上の整数又は unbounded",
            Self::Derivable => "派生の元にできる型の名前",
            Self::Derivations(words) => {
                return format!("#all 又は {} を空白で区切ったもの", words.join("、")).into();
            }
            Self::NcName => "コロンを含まない名前",
            Self::NamespaceName => "空でない名前空間名",
            Self::Namespaces => "URI、##targetNamespace 及び ##local を空白で区切ったもの",
            Self::NonNegativeInteger => "0 以上の整数",
            Self::OneOf(words) => return format!("{} のいずれか", words.join("、")).into(),
            Self::PositiveInteger => "1 以上の整数",
            Self::QName => "名前（接頭辞は、宣言したもの）",
            Self::QNames => "名前（接頭辞は、宣言したもの）を空白で区切ったもの",
            Self::QNamesOr(words) => {
                return format!(
                    "名前（接頭辞は、宣言したもの）又は {} を空白で区切ったもの",
                    words.join("、")
                )
                .into();
            }
            Self::Uri => "URI（空白、タブ及び改行以外の空白文字は、用いることができません）",
            Self::VersionControl => "XSD 1.1 Part 1 4.2.2 に定める値",
            Self::XPath => "XPath 式",
            Self::XPathDefaultNamespace => "##defaultNamespace、##targetNamespace、##local 又は URI",
        })
    }
}

/// Why a reference leads to no document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UnresolvedReason {
    /// There is no such document here.
    Missing,
    /// It lies on a network, and nothing is ever fetched: no catalogue names a file for it.
    NotFetched,
    /// It lies outside of the directory that may be read.
    Outside,
    /// It is too long.
    TooLong,
    /// It cannot be read.
    Unreadable,
}

impl UnresolvedReason {
    /// English words for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "there is no such document here",
            Self::NotFetched => "nothing is fetched from a network; name a local file for this URI",
            Self::Outside => "it lies outside of the folder that may be read",
            Self::TooLong => "it is too long",
            Self::Unreadable => "it cannot be read",
        }
    }
}

/// The ceilings for schemas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SchemaLimit {
    /// Number of documents.
    Documents,
    /// Octets of all documents.
    Octets,
    /// References between documents.
    References,
    /// Components that are overridden, compared.
    Composition,
    /// Octets of one document.
    DocumentOctets,
    /// Elements inside one another.
    Depth,
    /// Length of a pattern or expression.
    ExpressionLength,
    /// Nodes of one document.
    Nodes,
    /// `minOccurs` or `maxOccurs`.
    Occurrences,
    /// Particles after groups are expanded.
    Particles,
    /// Steps that show a type to restrict its base.
    Restriction,
    /// Set by the engine.
    Engine,
}

impl SchemaLimit {
    /// English words for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Documents => "schema documents",
            Self::Octets => "octets of all schema documents",
            Self::References => "references between schema documents",
            Self::Composition => "comparisons of overridden components",
            Self::DocumentOctets => "octets of a schema document",
            Self::Depth => "nested elements of a schema document",
            Self::ExpressionLength => "characters of an expression",
            Self::Nodes => "nodes of a schema document",
            Self::Occurrences => "occurrences of a particle",
            Self::Particles => "particles of a model group after expansion",
            Self::Restriction => "steps to show that a type restricts its base",
            Self::Engine => "nesting of components",
        }
    }
}

impl fmt::Display for SchemaError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.document)?;
        if let Some(place) = self.place {
            write!(formatter, ":{}:{}", place.line, place.column)?;
        }
        write!(formatter, ": {}", self.defect)
    }
}

impl core::error::Error for SchemaError {}

impl fmt::Display for Defect {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Conflict { element, first, second } => {
                write!(formatter, "xs:{element} has both {first} and {second}")
            }
            Self::Component { constraint, explanation } => write!(formatter, "{constraint}: {explanation}"),
            Self::DuplicateIdentifier { identifier } => write!(formatter, "the id {identifier} occurs twice"),
            Self::EngineStopped => formatter.write_str("the schema engine stopped by a fault of its own"),
            Self::LimitReached { limit, ceiling, found } => {
                write!(formatter, "{found} {}, {ceiling} are allowed", limit.as_str())
            }
            Self::MissingAttribute { element, attribute } => {
                write!(formatter, "xs:{element} lacks {attribute}")
            }
            Self::MissingChild { element, expected } => {
                write!(formatter, "xs:{element} ends where one of {} is expected", expected.join(", "))
            }
            Self::NotASchema { found } => {
                write!(formatter, "the document element is {found}, not xs:schema (Q{{{XSD}}}schema)")
            }
            Self::NotWellFormed(error) => write!(formatter, "{error}"),
            Self::TextNotAllowed { element } => write!(formatter, "text in xs:{element}"),
            Self::UnresolvedReference { directive, location, reason } => {
                write!(formatter, "xs:{} of {location}: {}", directive.as_str(), reason.as_str())
            }
            Self::UnexpectedAttribute { element, attribute } => {
                write!(formatter, "xs:{element} may not have {attribute} here")
            }
            Self::UnexpectedChild { element, found, expected } => {
                write!(
                    formatter,
                    "xs:{element} may not contain {found} here; allowed: {}",
                    expected.join(", ")
                )
            }
            Self::WrongValue { element, attribute, mismatch } => {
                let (found, expected) = (&mismatch.found, mismatch.expected.english());
                write!(formatter, "{attribute}=\"{found}\" of xs:{element} must be {expected}")
            }
        }
    }
}
