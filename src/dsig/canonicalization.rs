//! CanonicalizationMethod, as element and as transform: a closed list with closed parameters.

use super::algorithm::{CANONICAL_XML_1_0, CANONICAL_XML_1_1, CANONICAL_XML_2_0, EXCLUSIVE_1_0};
use super::error::{Defect, Error};
use super::tree::{self, Children};
use crate::limits::dsig::INCLUSIVE_PREFIXES;
use crate::xml::c14n::{
    Comments, InclusivePrefixes, Method, PrefixRewrite, QNameAware, TextNodes, UnqualifiedAttribute, Version2,
};
use crate::xml::{Document, NodeId};

/// A canonicalization without comments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Canonicalization {
    pub(super) method: Method,
    pub(super) uri: &'static str,
}

/// What an algorithm identifier says.
pub(super) enum Named {
    /// A canonicalization of the closed list.
    Canonicalization(Canonicalization),
    /// One that keeps comments.
    WithComments,
    /// Not a canonicalization we know.
    Unknown,
}

impl Canonicalization {
    /// The one that stands where none is named (XML Signature 1.1, 4.4.3.2: Canonical XML 1.0).
    pub(super) fn implied() -> Self {
        Self::of(Method::Inclusive10(Comments::Dropped))
    }

    pub(super) const fn of(method: Method) -> Self {
        let uri = method.algorithm();
        Self { method, uri }
    }

    pub(super) fn is_version_2(&self) -> bool {
        self.uri == CANONICAL_XML_2_0
    }

    /// Reads the algorithm `uri` with the parameters inside `node`, an element named `element`.
    pub(super) fn named(
        document: &Document<'_>,
        node: NodeId,
        element: &'static str,
        uri: &str,
    ) -> Result<Named, Error> {
        let plain = |method| {
            tree::empty(document, node, element, Defect::CanonicalizationParameters)?;
            Ok(Named::Canonicalization(Self::of(method)))
        };
        match uri {
            CANONICAL_XML_1_0 => plain(Method::Inclusive10(Comments::Dropped)),
            CANONICAL_XML_1_1 => plain(Method::Inclusive11(Comments::Dropped)),
            EXCLUSIVE_1_0 => {
                let inclusive_prefixes = inclusive_prefixes(document, node, element)?;
                let method = Method::Exclusive { comments: Comments::Dropped, inclusive_prefixes };
                Ok(Named::Canonicalization(Self::of(method)))
            }
            CANONICAL_XML_2_0 => {
                let parameters = version_2(document, node, element)?;
                Ok(match parameters.comments {
                    Comments::Dropped => Named::Canonicalization(Self::of(Method::Version2(parameters))),
                    Comments::Kept => Named::WithComments,
                })
            }
            "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments"
            | "http://www.w3.org/2006/12/xml-c14n11#WithComments"
            | "http://www.w3.org/2001/10/xml-exc-c14n#WithComments" => Ok(Named::WithComments),
            _ => Ok(Named::Unknown),
        }
    }

    /// Reads a CanonicalizationMethod element.
    pub(super) fn parse(document: &Document<'_>, node: NodeId) -> Result<Self, Error> {
        let uri = tree::only_attribute(document, node, "CanonicalizationMethod", "Algorithm")?;
        match Self::named(document, node, "CanonicalizationMethod", uri)? {
            Named::Canonicalization(canonicalization) => Ok(canonicalization),
            Named::WithComments => Err(Error::at(Defect::CanonicalizationWithComments, document, node)),
            Named::Unknown => Err(Error::at(Defect::CanonicalizationUnknown, document, node)),
        }
    }
}

/// `<ec:InclusiveNamespaces PrefixList="…"/>`, at most one.
fn inclusive_prefixes(
    document: &Document<'_>,
    node: NodeId,
    element: &'static str,
) -> Result<InclusivePrefixes, Error> {
    let wrong = |place| Error::at(Defect::CanonicalizationParameters, document, place);
    let mut children = Children::in_namespace(document, node, element, EXCLUSIVE_1_0)?;
    let Some(list) = children.optional("InclusiveNamespaces") else {
        return children.next().map_or_else(|| Ok(InclusivePrefixes::default()), |child| Err(wrong(child)));
    };
    if let Some(child) = children.next() {
        return Err(wrong(child));
    }
    tree::empty(document, list, "InclusiveNamespaces", Defect::CanonicalizationParameters)?;
    let prefixes = tree::only_attribute(document, list, "InclusiveNamespaces", "PrefixList")?;
    let prefixes = InclusivePrefixes::parse(prefixes);
    if prefixes.iter().count() > INCLUSIVE_PREFIXES { Err(wrong(list)) } else { Ok(prefixes) }
}

/// The parameters of Canonical XML 2.0, 2.2: each at most once, in any order.
fn version_2(document: &Document<'_>, node: NodeId, element: &'static str) -> Result<Version2, Error> {
    let mut parameters = Version2::default();
    let mut children = Children::in_namespace(document, node, element, CANONICAL_XML_2_0)?;
    let mut seen = Vec::new();
    while let Some(child) = children.next() {
        let wrong = || Error::at(Defect::CanonicalizationParameters, document, child);
        let name = ["IgnoreComments", "TrimTextNodes", "PrefixRewrite", "QNameAware"]
            .into_iter()
            .find(|name| tree::is(document, child, CANONICAL_XML_2_0, name))
            .filter(|name| !seen.contains(name))
            .ok_or_else(wrong)?;
        seen.push(name);
        tree::attributes_among(document, child, name, &[])?;
        if name == "QNameAware" {
            parameters.qname_aware = qname_aware(document, child)?;
            continue;
        }
        let value = tree::value(document, child, name)?;
        match (name, value.trim_matches([' ', '\t', '\n', '\r'])) {
            ("IgnoreComments", "true" | "1") => parameters.comments = Comments::Dropped,
            ("IgnoreComments", "false" | "0") => parameters.comments = Comments::Kept,
            ("TrimTextNodes", "true" | "1") => parameters.text = TextNodes::Trimmed,
            ("TrimTextNodes", "false" | "0") => parameters.text = TextNodes::Kept,
            ("PrefixRewrite", "none") => parameters.prefix_rewrite = PrefixRewrite::None,
            ("PrefixRewrite", "sequential") => parameters.prefix_rewrite = PrefixRewrite::Sequential,
            _ => return Err(wrong()),
        }
    }
    Ok(parameters)
}

fn qname_aware(document: &Document<'_>, node: NodeId) -> Result<QNameAware, Error> {
    let mut found = QNameAware::default();
    let mut children = Children::in_namespace(document, node, "QNameAware", CANONICAL_XML_2_0)?;
    let mut count = 0usize;
    while let Some(child) = children.next() {
        let wrong = || Error::at(Defect::CanonicalizationParameters, document, child);
        count = count.saturating_add(1);
        if count > INCLUSIVE_PREFIXES {
            return Err(wrong());
        }
        tree::empty(document, child, "QNameAware", Defect::CanonicalizationParameters)?;
        let value = |name| tree::attribute(document, child, name).map(str::to_owned);
        let is = |name| tree::is(document, child, CANONICAL_XML_2_0, name);
        if is("UnqualifiedAttr") {
            tree::attributes_among(document, child, "UnqualifiedAttr", &["Name", "ParentName", "ParentNS"])?;
            found.unqualified_attributes.push(UnqualifiedAttribute {
                local: value("Name").ok_or_else(wrong)?,
                parent_namespace: value("ParentNS").unwrap_or_default(),
                parent_local: value("ParentName").ok_or_else(wrong)?,
            });
            continue;
        }
        let list = if is("Element") {
            &mut found.elements
        } else if is("QualifiedAttr") {
            &mut found.qualified_attributes
        } else if is("XPathElement") {
            &mut found.xpath_elements
        } else {
            return Err(wrong());
        };
        tree::attributes_among(document, child, "QNameAware", &["Name", "NS"])?;
        list.push((value("NS").unwrap_or_default(), value("Name").ok_or_else(wrong)?));
    }
    Ok(found)
}
