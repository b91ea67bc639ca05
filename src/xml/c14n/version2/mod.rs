//! Canonical XML 2.0 (W3C Note, 11 April 2013) with all its parameters.
//!
//! Choices where the Note leaves one, each as CPython's `xml.etree.ElementTree.canonicalize` makes it: text on
//! both sides of a comment that is ignored is one text for `TrimTextNodes`; `xml:space="default"` ends
//! `"preserve"`; one namespace keeps its rewritten prefix throughout; a qualified name in content counts only
//! when it has a prefix. White space is that of XML 1.0 [3] S, never other Unicode spaces.

pub(super) mod names;
pub(super) mod tree;
pub(super) mod writer;

use super::Comments;

/// The parameters of Canonical XML 2.0, 2.2.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Version2 {
    /// `IgnoreComments`; they are ignored unless said otherwise.
    pub comments: Comments,
    /// `TrimTextNodes`.
    pub text: TextNodes,
    /// `PrefixRewrite`.
    pub prefix_rewrite: PrefixRewrite,
    /// `QNameAware`.
    pub qname_aware: QNameAware,
}

/// `TrimTextNodes`: what becomes of white space around text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum TextNodes {
    /// It stays.
    #[default]
    Kept,
    /// It is taken away, except below `xml:space="preserve"`.
    Trimmed,
}

/// `PrefixRewrite`: what becomes of prefixes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum PrefixRewrite {
    /// They stay.
    #[default]
    None,
    /// They become `n0`, `n1`, … by namespace.
    Sequential,
}

/// `QNameAware`: where values hold qualified names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct QNameAware {
    /// `Element`: elements whose whole content is a qualified name, as namespace (empty for none) and local part.
    pub elements: Vec<(String, String)>,
    /// `QualifiedAttr`: attributes in a namespace whose value is a qualified name.
    pub qualified_attributes: Vec<(String, String)>,
    /// `UnqualifiedAttr`: attributes in no namespace, by their local part and the name of the element they are on.
    pub unqualified_attributes: Vec<UnqualifiedAttribute>,
    /// `XPathElement`: elements whose whole content is an XPath 1.0 expression.
    pub xpath_elements: Vec<(String, String)>,
}

/// `UnqualifiedAttr`: an attribute in no namespace, on one kind of element.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct UnqualifiedAttribute {
    /// Its name.
    pub local: String,
    /// Namespace of the element it is on; empty for none.
    pub parent_namespace: String,
    /// Local part of the name of the element it is on.
    pub parent_local: String,
}
