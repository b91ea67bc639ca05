//! ds:Signature: found, read strictly, and measured against what a profile allows.

use super::algorithm::SignatureMethod;
use super::canonicalization::Canonicalization;
use super::coverage::{self, Coverage, ReferencePolicy};
use super::error::{Defect, Error};
use super::key_info::KeyInfo;
use super::reference::Reference;
use super::tree::{self, Children, DSIG};
use super::wrapping;
use crate::limits::dsig::REFERENCES;
use crate::xml::{Document, Kind, NodeId};

/// Which of the two ways of XML Signature 2.0 a signature is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Compatibility mode: the syntax of 1.x.
    Compatibility,
    /// The mode that version 2.0 added.
    Version2,
}

/// The one Signature of a document, read and found to cover what its profile demands; nothing is verified yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    syntax: Syntax,
    coverage: Coverage,
}

/// A Signature element that was read, whatever it covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Syntax {
    pub(super) node: NodeId,
    pub(super) signed_info: NodeId,
    pub(super) canonicalization: Canonicalization,
    pub(super) method: SignatureMethod,
    pub(super) method_node: NodeId,
    pub(super) references: Vec<Reference>,
    pub(super) value: Vec<u8>,
    pub(super) value_node: NodeId,
    pub(super) key_info: Option<KeyInfo>,
    pub(super) objects: Vec<NodeId>,
    pub(super) mode: Mode,
}

impl Signature {
    /// Finds the one Signature of the document, reads it strictly and checks what it covers.
    ///
    /// Comments between the elements of Signature are passed over; everything else the grammar does not have is
    /// refused. Algorithms too weak to accept are read, so that digest and value can still be told.
    ///
    /// # Errors
    /// [`Error`] with the first defect found.
    pub fn locate(document: &Document<'_>, policy: ReferencePolicy) -> Result<Self, Error> {
        let mut found = all(document);
        let node = found.next().ok_or_else(|| Error::new(Defect::NoSignature))?;
        if let Some(second) = found.next() {
            let count = found.count().saturating_add(2);
            return Err(Error::at(Defect::SignatureSeveral { count }, document, second));
        }
        // What is refused for its shape may be an attack with a name of its own.
        Self::read(document, node, policy)
            .map_err(|error| wrapping::attack(document, node, &error).unwrap_or(error))
    }

    fn read(document: &Document<'_>, node: NodeId, policy: ReferencePolicy) -> Result<Self, Error> {
        if document.parent(node) != Some(document.root_element()) {
            return Err(Error::at(Defect::SignatureNotChildOfRoot, document, node));
        }
        let syntax = Syntax::parse(document, node)?;
        let coverage = coverage::establish(document, &syntax, policy)?;
        Ok(Self { syntax, coverage })
    }

    /// The Signature element.
    pub const fn node(&self) -> NodeId {
        self.syntax.node
    }

    /// 1.x syntax or 2.0 mode.
    pub const fn mode(&self) -> Mode {
        self.syntax.mode
    }

    /// What the signature covers, if it verifies.
    pub const fn coverage(&self) -> &Coverage {
        &self.coverage
    }

    /// The signature's algorithm.
    pub const fn signature_method(&self) -> SignatureMethod {
        self.syntax.method
    }

    /// Identifier of the canonicalization of SignedInfo.
    pub const fn canonicalization_method(&self) -> &'static str {
        self.syntax.canonicalization.uri
    }

    /// The References, in their order.
    pub fn references(&self) -> &[Reference] {
        &self.syntax.references
    }

    /// The signature value.
    pub fn signature_value(&self) -> &[u8] {
        &self.syntax.value
    }

    pub(super) const fn syntax(&self) -> &Syntax {
        &self.syntax
    }
}

impl Syntax {
    /// Reads the Signature element `node`.
    pub(super) fn parse(document: &Document<'_>, node: NodeId) -> Result<Self, Error> {
        tree::attributes_among(document, node, "Signature", &["Id"])?;
        let mut children = Children::of(document, node, "Signature")?;
        let signed_info = children.required("SignedInfo")?;
        let value_node = children.required("SignatureValue")?;
        let key_info = children.optional("KeyInfo");
        let mut objects = Vec::new();
        while let Some(object) = children.optional("Object") {
            objects.push(object);
        }
        children.finish()?;

        tree::attributes_among(document, signed_info, "SignedInfo", &["Id"])?;
        let mut children = Children::of(document, signed_info, "SignedInfo").map_err(|error| {
            // Of all children of SignedInfo only References may be many.
            match error.defect() {
                Defect::ChildTooMany { .. } => error.with(Defect::ReferencesTooMany { limit: REFERENCES }),
                _ => error,
            }
        })?;
        let canonicalization_node = children.required("CanonicalizationMethod")?;
        let method_node = children.required("SignatureMethod")?;
        let mut reference_nodes = Vec::new();
        while let Some(reference) = children.optional("Reference") {
            if reference_nodes.len() >= REFERENCES {
                let defect = Defect::ReferencesTooMany { limit: REFERENCES };
                return Err(Error::at(defect, document, reference));
            }
            reference_nodes.push(reference);
        }
        children.finish()?;
        if reference_nodes.is_empty() {
            return Err(Error::at(Defect::ReferenceMissing, document, signed_info));
        }

        let canonicalization = Canonicalization::parse(document, canonicalization_node)?;
        let method = SignatureMethod::parse(document, method_node)?;
        let mut references = Vec::with_capacity(reference_nodes.len());
        for reference in reference_nodes {
            references.push(Reference::parse(document, reference)?);
        }
        let version_2 = canonicalization.is_version_2();
        if let Some(other) = references.iter().find(|reference| reference.is_version_2() != version_2) {
            return Err(Error::at(Defect::ModesMixed, document, other.node));
        }
        let mode = if version_2 { Mode::Version2 } else { Mode::Compatibility };

        tree::attributes_among(document, value_node, "SignatureValue", &["Id"])?;
        let value = tree::octets(document, value_node, "SignatureValue")?;
        let key_info = key_info.map(|node| KeyInfo::parse(document, node)).transpose()?;
        Ok(Self {
            node,
            signed_info,
            canonicalization,
            method,
            method_node,
            references,
            value,
            value_node,
            key_info,
            objects,
            mode,
        })
    }
}

/// Every ds:Signature in the document, in document order.
pub(super) fn all(document: &Document<'_>) -> impl Iterator<Item = NodeId> {
    document
        .descendants(document.root())
        .filter(|node| document.kind(*node) == Kind::Element && tree::is(document, *node, DSIG, "Signature"))
}
