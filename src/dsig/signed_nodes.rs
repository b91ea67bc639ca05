//! What was digested, and nothing else: the value that schema validation and every reader of the content is handed.
//!
//! It is made only where the digest in the signature was found to be right (module `verify`), so whoever holds one
//! knows which nodes the signer's digest speaks of, where they stand in the source, and can ask for their canonical
//! octets. Comments are no signed nodes: every canonicalization of the closed list drops them, so anybody may add one
//! or take one away.

use super::canonicalization::Canonicalization;
use super::error::{Defect, Error};
use super::verify::canonicalize;
use crate::crypto::{Digest, DigestAlgorithm};
use crate::xml::c14n::{self, Method, Subset, TextNodes, Version2};
use crate::xml::{Document, Kind, NodeId};

/// The nodes of one document whose digest is the one in its signature.
///
/// ```
/// use koseki::dsig::SignedNodes;
/// use koseki::xml::{Document, NodeId};
///
/// /// Where every signed element begins, as line and column.
/// fn places(document: &Document<'_>, signed: &SignedNodes) -> Vec<(u64, u64)> {
///     let elements = signed.nodes(document).filter(|node| document.name(*node).is_some());
///     elements.map(|node| document.position(document.span(node).start)).map(|at| (at.line, at.column)).collect()
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedNodes {
    apex: NodeId,
    left_out: Option<NodeId>,
    canonicalization: Canonicalization,
    algorithm: DigestAlgorithm,
    digest: Digest,
}

impl SignedNodes {
    pub(super) const fn new(
        apex: NodeId,
        left_out: Option<NodeId>,
        canonicalization: Canonicalization,
        digest: Digest,
    ) -> Self {
        Self { apex, left_out, canonicalization, algorithm: digest.algorithm(), digest }
    }

    /// The node whose subtree was digested: the document, its root element, or BODY.
    pub const fn apex(&self) -> NodeId {
        self.apex
    }

    /// The element to read: the apex, or the root element where the whole document was digested.
    pub fn element(&self, document: &Document<'_>) -> NodeId {
        if self.apex == document.root() { document.root_element() } else { self.apex }
    }

    /// The Signature element, where it stands inside the apex: it and what it holds were not digested.
    pub const fn left_out(&self) -> Option<NodeId> {
        self.left_out
    }

    /// Whether `node` was digested.
    pub fn contains(&self, document: &Document<'_>, node: NodeId) -> bool {
        document.is_inside(node, self.apex)
            && !self.left_out.is_some_and(|signature| document.is_inside(node, signature))
            && document.kind(node) != Kind::Comment
    }

    /// Every node that was digested, in document order, the apex first. Their places are
    /// [`Document::span`] and [`Document::position`]; attributes belong to their elements.
    pub fn nodes<'d>(&'d self, document: &'d Document<'_>) -> impl Iterator<Item = NodeId> + 'd {
        core::iter::once(self.apex)
            .chain(document.descendants(self.apex))
            .filter(move |node| self.contains(document, *node))
    }

    /// The comments inside the apex, in document order: they look like content and are not signed.
    pub fn comments<'d>(&'d self, document: &'d Document<'_>) -> impl Iterator<Item = NodeId> + 'd {
        document.descendants(self.apex).filter(move |node| {
            document.kind(*node) == Kind::Comment
                && !self.left_out.is_some_and(|signature| document.is_inside(*node, signature))
        })
    }

    /// The digest's algorithm.
    pub const fn digest_algorithm(&self) -> DigestAlgorithm {
        self.algorithm
    }

    /// Identifier of the canonicalization the digest was made over.
    pub const fn canonicalization_method(&self) -> &'static str {
        self.canonicalization.uri
    }

    /// The octets that were digested, made again from the document they were verified in.
    ///
    /// # Errors
    /// [`Defect::Canonicalization`], or [`Defect::DigestMismatch`] when `document` is another one.
    pub fn canonical_octets(&self, document: &Document<'_>) -> Result<Vec<u8>, Error> {
        let mut octets = Vec::new();
        canonicalize(document, self.apex, self.left_out, &self.canonicalization, &mut octets)?;
        if self.algorithm.digest(&octets) == self.digest {
            Ok(octets)
        } else {
            Err(Error::new(Defect::DigestMismatch))
        }
    }

    /// Elements with a namespace declaration in scope that is written nowhere in what was digested: anybody may add one,
    /// change it or take it away. It matters where a value uses it as a prefix.
    pub fn undigested_declarations(&self, document: &Document<'_>) -> Vec<NodeId> {
        self.undigested(document).map(|found| found.declarations).unwrap_or_default()
    }

    /// Whether a value could be a qualified name of a namespace that was not digested: a schema that reads it as one would be told
    /// what anybody may change.
    pub fn values_rely_on_undigested(&self, document: &Document<'_>) -> bool {
        let nothing = |found: c14n::Undigested| found.values.is_empty() && found.unprefixed_values.is_empty();
        !self.undigested(document).is_ok_and(nothing)
    }

    /// Whether the nodes of the source say more than what was digested: the canonicalization leaves declarations out, or
    /// rewrites prefixes or texts. What reads values as names must then read the canonical octets.
    pub fn source_says_more(&self) -> bool {
        match &self.canonicalization.method {
            Method::Inclusive10(_) | Method::Inclusive11(_) => false,
            Method::Exclusive { .. } | Method::Version2(_) => true,
        }
    }

    /// The canonical form of `element`, an element that is read as a whole although a part of it was not digested.
    ///
    /// # Errors
    /// [`Defect::Canonicalization`].
    pub fn canonical_octets_of(&self, document: &Document<'_>, element: NodeId) -> Result<Vec<u8>, Error> {
        let mut octets = Vec::new();
        canonicalize(document, element, None, &self.canonicalization, &mut octets)?;
        Ok(octets)
    }

    /// What could have been changed without changing the digest, although it is content.
    pub(super) fn unprotected(&self, document: &Document<'_>) -> Vec<Error> {
        let mut found = Vec::new();
        match self.undigested(document) {
            Ok(undigested) => {
                let first = undigested.types.first();
                found.extend(first.map(|node| Error::at(Defect::TypeNameUnsigned, document, *node)));
            }
            Err(error) => found.push(error),
        }
        if let Some(untrimmed) = self.untrimmed() {
            let whole =
                super::verify::digest_of(document, self.apex, self.left_out, &untrimmed, self.algorithm);
            // What is the same octets with and without trimming has nothing that trimming takes away.
            if !whole.is_ok_and(|(digest, _)| digest == self.digest) {
                found.push(Error::at(Defect::WhiteSpaceUnsigned, document, self.element(document)));
            }
        }
        found
    }

    fn undigested(&self, document: &Document<'_>) -> Result<c14n::Undigested, Error> {
        let subset = Subset { apex: self.apex, excluded: self.left_out };
        c14n::undigested(document, subset, &self.canonicalization.method)
            .map_err(|reason| Error::at(Defect::Canonicalization(reason), document, self.apex))
    }

    /// The same canonicalization without `TrimTextNodes`; `None` where it has none.
    fn untrimmed(&self) -> Option<Canonicalization> {
        match &self.canonicalization.method {
            Method::Version2(version2) if version2.text == TextNodes::Trimmed => {
                let kept = Version2 { text: TextNodes::Kept, ..version2.clone() };
                Some(Canonicalization::of(Method::Version2(kept)))
            }
            Method::Version2(_)
            | Method::Inclusive10(_)
            | Method::Inclusive11(_)
            | Method::Exclusive { .. } => None,
        }
    }
}
