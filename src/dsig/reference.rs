//! ds:Reference: what is signed, through which transforms, with which digest.

use super::algorithm::{CANONICAL_XML_2_0, DigestMethod, ENVELOPED, TRANSFORM_2_0};
use super::canonicalization::{Canonicalization, Named};
use super::error::{Defect, Error};
use super::tree::{self, Children};
use super::version2::Selection;
use crate::xml::{Document, NodeId};

/// Where a Reference points.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Target {
    /// An absolute URI other than `file:`.
    External,
    /// A `file:` URI.
    File,
    /// `#id`
    Id(String),
    /// No URI attribute in 1.x mode.
    Missing,
    /// A relative URI.
    Relative(String),
    /// The empty URI: the document this Signature is in.
    WholeDocument,
    /// `#xpointer(…)` or another scheme-based pointer.
    XPointer,
}

/// One transform of 1.x mode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Transform {
    Enveloped,
    Canonicalization(Canonicalization),
}

/// How the octets that were digested come to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Processing {
    /// 1.x mode: a chain of transforms.
    Transforms(Vec<Transform>),
    /// 2.0 mode: one selection.
    Selection(Selection),
}

/// A Reference that was read; what a profile allows of it is another question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    pub(super) node: NodeId,
    pub(super) target: Target,
    pub(super) kind: Option<String>,
    pub(super) processing: Processing,
    pub(super) digest_method: DigestMethod,
    pub(super) digest_value: Vec<u8>,
}

impl Target {
    fn parse(uri: Option<&str>) -> Self {
        let Some(uri) = uri else { return Self::Missing };
        if uri.is_empty() {
            return Self::WholeDocument;
        }
        if let Some(fragment) = uri.strip_prefix('#') {
            // XPointer Framework: a scheme-based pointer has parentheses, a shorthand pointer is an NCName.
            let scheme = fragment.contains(['(', ')']);
            return if scheme { Self::XPointer } else { Self::Id(fragment.to_owned()) };
        }
        // RFC 3986, 4.1: a colon before any of "/?#" ends a scheme.
        let scheme =
            uri.split(['/', '?', '#']).next().and_then(|head| head.split_once(':')).map(|(scheme, _)| scheme);
        match scheme {
            Some(scheme) if scheme.eq_ignore_ascii_case("file") => Self::File,
            Some(_) => Self::External,
            None if uri.starts_with("//") => Self::External,
            None => Self::Relative(uri.to_owned()),
        }
    }
}

impl Reference {
    /// Where it points.
    pub const fn target(&self) -> &Target {
        &self.target
    }

    /// The digest's algorithm.
    pub const fn digest_method(&self) -> DigestMethod {
        self.digest_method
    }

    /// The digest as the signature states it.
    pub fn digest_value(&self) -> &[u8] {
        &self.digest_value
    }

    /// Whether it is written in 2.0 mode.
    pub(super) const fn is_version_2(&self) -> bool {
        matches!(self.processing, Processing::Selection(_))
    }

    /// Whether it points into the document the Signature is in.
    pub(super) const fn is_into_document(&self) -> bool {
        matches!(self.target, Target::WholeDocument | Target::Id(_))
    }

    /// Whether the Signature element is left out of what is digested.
    pub(super) fn leaves_signature_out(&self) -> bool {
        match &self.processing {
            Processing::Transforms(transforms) => transforms.contains(&Transform::Enveloped),
            Processing::Selection(_) => true,
        }
    }

    /// The canonicalization its octets pass through.
    pub(super) fn canonicalization(&self) -> Canonicalization {
        match &self.processing {
            Processing::Selection(selection) => selection.canonicalization.clone(),
            Processing::Transforms(transforms) => transforms
                .iter()
                .find_map(|transform| match transform {
                    Transform::Canonicalization(canonicalization) => Some(canonicalization.clone()),
                    Transform::Enveloped => None,
                })
                .unwrap_or_else(Canonicalization::implied),
        }
    }

    pub(super) fn parse(document: &Document<'_>, node: NodeId) -> Result<Self, Error> {
        tree::attributes_among(document, node, "Reference", &["Id", "URI", "Type"])?;
        let uri = tree::attribute(document, node, "URI");
        let kind = tree::attribute(document, node, "Type").map(str::to_owned);
        let mut children = Children::of(document, node, "Reference")?;
        let transforms = children.optional("Transforms");
        let digest_method_node = children.required("DigestMethod")?;
        let digest_value_node = children.required("DigestValue")?;
        children.finish()?;

        let processing = match transforms {
            Some(transforms) => Processing::parse(document, transforms)?,
            None => Processing::Transforms(Vec::new()),
        };
        let target = match &processing {
            Processing::Selection(_) if uri.is_some() => {
                return Err(Error::at(Defect::ModesMixed, document, node));
            }
            Processing::Selection(selection) => Target::parse(selection.uri.as_deref()),
            Processing::Transforms(_) => Target::parse(uri),
        };
        let digest_method = DigestMethod::parse(document, digest_method_node)?;
        let digest_value = tree::octets(document, digest_value_node, "DigestValue")?;
        let (expected, found) = (digest_method.output_length(), digest_value.len());
        if expected != found {
            return Err(Error::at(Defect::DigestLength { expected, found }, document, digest_value_node));
        }
        Ok(Self { node, target, kind, processing, digest_method, digest_value })
    }
}

impl Processing {
    fn parse(document: &Document<'_>, node: NodeId) -> Result<Self, Error> {
        tree::attributes_among(document, node, "Transforms", &[])?;
        let mut children = Children::of(document, node, "Transforms")?;
        let first = children.required("Transform")?;
        if tree::attribute(document, first, "Algorithm") == Some(TRANSFORM_2_0) {
            if let Some(second) = children.next() {
                return Err(Error::at(Defect::ModesMixed, document, second));
            }
            return Selection::parse(document, first).map(Self::Selection);
        }
        let mut transforms = vec![Transform::parse(document, first)?];
        while let Some(next) = children.optional("Transform") {
            let transform = Transform::parse(document, next)?;
            let defect = match transform {
                // One enveloped and one canonicalization: a third transform repeats one of them.
                Transform::Enveloped if transforms.contains(&Transform::Enveloped) => {
                    Defect::EnvelopedRepeated
                }
                Transform::Canonicalization(_)
                    if transforms.iter().any(|earlier| matches!(earlier, Transform::Canonicalization(_))) =>
                {
                    Defect::TransformCanonicalizationRepeated
                }
                Transform::Enveloped | Transform::Canonicalization(_) => {
                    transforms.push(transform);
                    continue;
                }
            };
            return Err(Error::at(defect, document, next));
        }
        children.finish()?;
        Ok(Self::Transforms(transforms))
    }
}

impl Transform {
    fn parse(document: &Document<'_>, node: NodeId) -> Result<Self, Error> {
        let uri = tree::only_attribute(document, node, "Transform", "Algorithm")?;
        let defect = match uri {
            ENVELOPED => {
                tree::empty(document, node, "Transform", Defect::TransformUnknown)?;
                return Ok(Self::Enveloped);
            }
            TRANSFORM_2_0 | CANONICAL_XML_2_0 => Defect::ModesMixed,
            "http://www.w3.org/TR/1999/REC-xpath-19991116" => Defect::TransformXPath,
            "http://www.w3.org/2002/06/xmldsig-filter2" => Defect::TransformXPathFilter2,
            "http://www.w3.org/TR/1999/REC-xslt-19991116" => Defect::TransformXslt,
            "http://www.w3.org/2000/09/xmldsig#base64" => Defect::TransformBase64,
            _ => match Canonicalization::named(document, node, "Transform", uri)? {
                Named::Canonicalization(canonicalization) => {
                    return Ok(Self::Canonicalization(canonicalization));
                }
                Named::WithComments => Defect::TransformWithComments,
                Named::Unknown => Defect::TransformUnknown,
            },
        };
        Err(Error::at(defect, document, node))
    }
}

#[cfg(test)]
mod tests {
    use super::Target;

    #[test]
    fn tells_the_kinds_of_uri_apart() {
        for (uri, expected) in [
            ("", Target::WholeDocument),
            ("#a", Target::Id("a".into())),
            ("#", Target::Id(String::new())),
            ("#xpointer(/)", Target::XPointer),
            ("#xpointer(id('a'))", Target::XPointer),
            ("#element(/1)", Target::XPointer),
            ("file:///etc/passwd", Target::File),
            ("FILE:x", Target::File),
            ("http://example.test/", Target::External),
            ("urn:a", Target::External),
            ("//example.test/a", Target::External),
            ("a.pdf", Target::Relative("a.pdf".into())),
            ("../a.pdf", Target::Relative("../a.pdf".into())),
            ("/a", Target::Relative("/a".into())),
            ("?a:b", Target::Relative("?a:b".into())),
        ] {
            assert_eq!(Target::parse(Some(uri)), expected, "{uri}");
        }
        assert_eq!(Target::parse(None), Target::Missing);
    }
}
