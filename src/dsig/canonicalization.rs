//! CanonicalizationMethod, as element and as transform: a closed list with closed parameters.

use super::algorithm::{CANONICAL_XML_1_0, CANONICAL_XML_1_1, CANONICAL_XML_2_0, EXCLUSIVE_1_0};
use super::error::{Defect, Error};
use super::tree::{self, Children};
use crate::limits::dsig::INCLUSIVE_PREFIXES;
use crate::xml::c14n::Method;
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
        Self { method: method::canonical_xml_1_0(), uri: CANONICAL_XML_1_0 }
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
        let plain = |method, uri| {
            tree::empty(document, node, element, Defect::CanonicalizationParameters)?;
            Ok(Named::Canonicalization(Self { method, uri }))
        };
        match uri {
            CANONICAL_XML_1_0 => plain(method::canonical_xml_1_0(), CANONICAL_XML_1_0),
            CANONICAL_XML_1_1 => plain(method::canonical_xml_1_1(), CANONICAL_XML_1_1),
            EXCLUSIVE_1_0 => {
                let method = method::exclusive_1_0(inclusive_prefixes(document, node, element)?);
                Ok(Named::Canonicalization(Self { method, uri: EXCLUSIVE_1_0 }))
            }
            CANONICAL_XML_2_0 => match version_2(document, node, element)? {
                Some(method) => Ok(Named::Canonicalization(Self { method, uri: CANONICAL_XML_2_0 })),
                None => Ok(Named::WithComments),
            },
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
) -> Result<Vec<String>, Error> {
    let wrong = |place| Error::at(Defect::CanonicalizationParameters, document, place);
    let mut children = Children::in_namespace(document, node, element, EXCLUSIVE_1_0)?;
    let Some(list) = children.optional("InclusiveNamespaces") else {
        return children.next().map_or_else(|| Ok(Vec::new()), |child| Err(wrong(child)));
    };
    if let Some(child) = children.next() {
        return Err(wrong(child));
    }
    tree::empty(document, list, "InclusiveNamespaces", Defect::CanonicalizationParameters)?;
    let prefixes = tree::only_attribute(document, list, "InclusiveNamespaces", "PrefixList")?;
    let prefixes: Vec<String> =
        prefixes.split([' ', '\t', '\n', '\r']).filter(|prefix| !prefix.is_empty()).map(str::to_owned).collect();
    if prefixes.len() > INCLUSIVE_PREFIXES { Err(wrong(list)) } else { Ok(prefixes) }
}
