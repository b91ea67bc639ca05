//! The one Transform of the 2.0 mode (XML Signature 2.0, 4.4.3): Selection, CanonicalizationMethod, Verifications.
//!
//! Read: the Selection algorithm `#xml` with URI "" or "#id", no XPath. The name of the element around the
//! Verification elements differs between drafts; `Verifications`, `Verification` without Type, and none at all are read.

use super::canonicalization::Canonicalization;
use super::error::{Defect, Error};
use super::tree::{self, Children, DSIG, DSIG2};
use crate::limits::dsig::POSITION_STEPS;
use crate::xml::{Document, NodeId};

const SELECTION_XML: &str = "http://www.w3.org/2010/xmldsig2#xml";
const DIGEST_DATA_LENGTH: &str = "http://www.w3.org/2010/xmldsig2#DigestDataLength";
const POSITION_ASSERTION: &str = "http://www.w3.org/2010/xmldsig2#PositionAssertion";
const ID_ATTRIBUTES: &str = "http://www.w3.org/2010/xmldsig2#IDAttributes";
const XML_NAMESPACE: &str = "http://www.w3.org/XML/1998/namespace";

/// What is selected, how it is canonicalised, and what the verifier is asked to compare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Selection {
    node: NodeId,
    pub(super) uri: Option<String>,
    pub(super) canonicalization: Canonicalization,
    digest_data_length: Option<Option<u64>>,
    position: Option<NodeId>,
    id_attributes: Option<NodeId>,
}

impl Selection {
    pub(super) fn parse(document: &Document<'_>, node: NodeId) -> Result<Self, Error> {
        tree::only_attribute(document, node, "Transform", "Algorithm")?;
        let mut children = Children::in_namespace(document, node, "Transform", DSIG2)?;
        let selection = children.required("Selection")?;
        let method =
            children.next().filter(|child| tree::is(document, *child, DSIG, "CanonicalizationMethod"));
        let missing = Defect::ChildMissing { element: "CanonicalizationMethod" };
        let method = method.ok_or_else(|| Error::at(missing, document, node))?;

        tree::attributes_among(document, selection, "Selection", &["Algorithm", "URI"])?;
        if tree::attribute(document, selection, "Algorithm") != Some(SELECTION_XML) {
            return Err(Error::at(Defect::SelectionAlgorithm, document, selection));
        }
        tree::empty(document, selection, "Selection", Defect::SelectionXPath)?;
        let canonicalization = Canonicalization::parse(document, method)?;
        if !canonicalization.is_version_2() {
            return Err(Error::at(Defect::ModesMixed, document, method));
        }
        let mut read = Self {
            node,
            uri: tree::attribute(document, selection, "URI").map(str::to_owned),
            canonicalization,
            digest_data_length: None,
            position: None,
            id_attributes: None,
        };
        while let Some(child) =
            children.optional("Verifications").or_else(|| children.optional("Verification"))
        {
            read.wrapper_or_verification(document, child)?;
        }
        children.finish()?;
        Ok(read)
    }

    fn wrapper_or_verification(&mut self, document: &Document<'_>, node: NodeId) -> Result<(), Error> {
        if tree::attribute(document, node, "Type").is_some() {
            return self.verification(document, node);
        }
        tree::attributes_among(document, node, "Verifications", &[])?;
        let mut children = Children::in_namespace(document, node, "Verifications", DSIG2)?;
        while let Some(child) = children.optional("Verification") {
            self.verification(document, child)?;
        }
        children.finish()
    }

    fn verification(&mut self, document: &Document<'_>, node: NodeId) -> Result<(), Error> {
        let kind = tree::only_attribute(document, node, "Verification", "Type")?;
        let (name, taken) = match kind {
            DIGEST_DATA_LENGTH => ("DigestDataLength", self.digest_data_length.is_some()),
            POSITION_ASSERTION => ("PositionAssertion", self.position.is_some()),
            ID_ATTRIBUTES => ("IDAttributes", self.id_attributes.is_some()),
            _ => return Err(Error::at(Defect::VerificationUnknown, document, node)),
        };
        if taken {
            return Err(Error::at(Defect::VerificationUnknown, document, node));
        }
        let mut children = Children::in_namespace(document, node, "Verification", DSIG2)?;
        let content = children.required(name)?;
        children.finish()?;
        match name {
            "DigestDataLength" => {
                let text = tree::value(document, content, "DigestDataLength")?;
                let text = text.trim_matches([' ', '\t', '\n', '\r']);
                let digits = !text.is_empty() && text.bytes().all(|octet| octet.is_ascii_digit());
                self.digest_data_length = Some(if digits { text.parse().ok() } else { None });
            }
            "PositionAssertion" => self.position = Some(content),
            _ => self.id_attributes = Some(content),
        }
        Ok(())
    }

    /// Compares what the signature states with what was found: `octets` digested, `apex` selected.
    pub(super) fn hold(&self, document: &Document<'_>, apex: NodeId, octets: u64) -> Result<(), Error> {
        if let Some(stated) = self.digest_data_length
            && stated != Some(octets)
        {
            let defect = Defect::DigestDataLength { found: octets, stated };
            return Err(Error::at(defect, document, self.node));
        }
        if let Some(assertion) = self.position {
            let text = tree::value(document, assertion, "PositionAssertion")?;
            if !stands_at(document, apex, assertion, &text) {
                return Err(Error::at(Defect::PositionAssertion, document, assertion));
            }
        }
        match self.id_attributes {
            Some(node) => self.id_attributes_hold(document, apex, node),
            None => Ok(()),
        }
    }

    /// The attribute that made `#id` find its element must be among those the signer declared.
    fn id_attributes_hold(&self, document: &Document<'_>, apex: NodeId, node: NodeId) -> Result<(), Error> {
        let wrong = |place| Error::at(Defect::IdAttributes, document, place);
        let Some(id) = self.uri.as_deref().and_then(|uri| uri.strip_prefix('#')) else {
            return Err(wrong(node));
        };
        let mut children = Children::in_namespace(document, node, "IDAttributes", DSIG2)?;
        let mut declared = false;
        while let Some(child) = children.next() {
            if tree::is(document, child, DSIG2, "QualifiedAttr") {
                tree::attributes_among(document, child, "QualifiedAttr", &["Name", "NS"])?;
                let (name, namespace) =
                    (tree::attribute(document, child, "Name"), tree::attribute(document, child, "NS"));
                declared |= name == Some("id")
                    && namespace == Some(XML_NAMESPACE)
                    && document.attributes(apex).any(|attribute| {
                        attribute.name.namespace == namespace
                            && Some(attribute.name.local) == name
                            && attribute.value == id
                    });
            } else if tree::is(document, child, DSIG2, "UnqualifiedAttr") {
                tree::attributes_among(
                    document,
                    child,
                    "UnqualifiedAttr",
                    &["Name", "ParentName", "ParentNS"],
                )?;
                let name = tree::attribute(document, child, "Name");
                let parent = tree::attribute(document, child, "ParentName");
                let namespace = tree::attribute(document, child, "ParentNS").filter(|uri| !uri.is_empty());
                declared |= document.name(apex).is_some_and(|apex| {
                    Some(apex.local) == parent && apex.namespace.filter(|uri| !uri.is_empty()) == namespace
                }) && name.is_some_and(|name| tree::attribute(document, apex, name) == Some(id));
            } else {
                return Err(wrong(child));
            }
        }
        if declared { Ok(()) } else { Err(wrong(node)) }
    }
}

/// Whether `text`, an absolute path of child steps (`/p:root/p:child[1]`), is the position of `apex`.
///
/// `/` alone is the document. A step is a qualified name resolved where the assertion stands (a name without prefix
/// is in no namespace, as in XPath 1.0), with an optional position among its siblings of that name.
fn stands_at(document: &Document<'_>, apex: NodeId, assertion: NodeId, text: &str) -> bool {
    let text = text.trim_matches([' ', '\t', '\n', '\r']);
    if apex == document.root() {
        return text == "/";
    }
    let Some(path) = text.strip_prefix('/') else { return false };
    let mut steps: Vec<&str> = path.split('/').collect();
    if steps.len() > POSITION_STEPS {
        return false;
    }
    let mut node = apex;
    while let Some(step) = steps.pop() {
        let Some(parent) = document.parent(node) else { return false };
        if !step_is(document, parent, node, assertion, step) {
            return false;
        }
        node = parent;
    }
    node == document.root()
}

fn step_is(document: &Document<'_>, parent: NodeId, node: NodeId, assertion: NodeId, step: &str) -> bool {
    let (qualified, position) = match step.split_once('[') {
        Some((qualified, rest)) => {
            match rest.strip_suffix(']').and_then(|digits| digits.parse::<usize>().ok()) {
                Some(position) => (qualified, Some(position)),
                None => return false,
            }
        }
        None => (step, None),
    };
    let (namespace, local) = match qualified.split_once(':') {
        Some((prefix, local)) => match document.namespace_of_prefix(assertion, Some(prefix)) {
            Some(namespace) => (Some(namespace), local),
            None => return false,
        },
        None => (None, qualified),
    };
    let named = |candidate: NodeId| {
        document.name(candidate).is_some_and(|name| {
            name.local == local && name.namespace.filter(|uri| !uri.is_empty()) == namespace
        })
    };
    let mut alike = document.children(parent).filter(|child| named(*child));
    named(node)
        && match position {
            Some(position) => position.checked_sub(1).and_then(|skip| alike.nth(skip)) == Some(node),
            // Without a position the step must be unambiguous: that is what the assertion is for.
            None => alike.next() == Some(node) && alike.next().is_none(),
        }
}
