//! What a Signature covers, and what a profile allows it to leave out.
//!
//! This is the defence against wrapping: a reference is accepted only when it names the one element (or document)
//! that will be read later, and the reader is handed that node and no other.

use super::error::{Defect, Error};
use super::reference::{Processing, Reference, Target, Transform};
use super::signature::Syntax;
use crate::xml::{Document, Kind, NodeId, XML_NAMESPACE};

/// What a profile lets a Signature cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReferencePolicy {
    /// One Reference, to the whole document.
    WholeDocument,
    /// 電子公文書: the whole document, or `#id` of a BODY that is a child of the root, with attachments by relative name.
    Kobunsho,
}

/// What is covered.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Coverage {
    /// The BODY element alone.
    Body {
        /// The BODY element.
        body: NodeId,
        /// Children of the root and processing instructions outside it that are not signed.
        unsigned: Vec<NodeId>,
        /// Names of the attachments, in the order of their References.
        attachments: Vec<String>,
    },
    /// The root element, and nothing outside it but comments.
    RootElement,
    /// The whole document.
    WholeDocument,
}

impl Coverage {
    /// The node whose subtree was digested (without the Signature element, where that lies inside).
    pub fn apex(&self, document: &Document<'_>) -> NodeId {
        match self {
            Self::Body { body, .. } => *body,
            Self::RootElement => document.root_element(),
            Self::WholeDocument => document.root(),
        }
    }
}

/// Checks everything a profile demands of a Signature before its cryptography.
pub(super) fn establish(
    document: &Document<'_>,
    signature: &Syntax,
    policy: ReferencePolicy,
) -> Result<Coverage, Error> {
    if let Some(object) = signature.objects.first() {
        return Err(Error::at(Defect::Object, document, *object));
    }
    let Some((main, others)) = split(signature, policy) else {
        return Err(Error::at(Defect::ReferenceMissing, document, signature.signed_info));
    };
    if policy == ReferencePolicy::WholeDocument && signature.references.len() > 1 {
        let count = signature.references.len();
        return Err(Error::at(Defect::ReferenceSeveral { count }, document, signature.signed_info));
    }
    no_type(document, main)?;
    let wrong = |defect| Error::at(defect, document, main.node);
    match &main.target {
        Target::WholeDocument => {
            enveloped(document, main, Enveloped::Required)?;
            no_others(document, &others)?;
            Ok(Coverage::WholeDocument)
        }
        Target::Id(id) => {
            let target = by_id(document, id).map_err(wrong)?;
            if target == document.root_element() {
                enveloped(document, main, Enveloped::Required)?;
                no_others(document, &others)?;
                if let Some(node) = outside_root(document).next() {
                    return Err(Error::at(Defect::ProcessingInstructionUnsigned, document, node));
                }
                return Ok(Coverage::RootElement);
            }
            match policy {
                ReferencePolicy::WholeDocument => Err(wrong(Defect::IdNotRoot)),
                ReferencePolicy::Kobunsho => body(document, signature, main, &others, target),
            }
        }
        Target::External => Err(wrong(Defect::UriExternal)),
        Target::File => Err(wrong(Defect::UriFile)),
        Target::Missing => Err(wrong(Defect::UriMissing)),
        Target::Relative(_) => Err(wrong(Defect::UriRelative)),
        Target::XPointer => Err(wrong(Defect::UriXPointer)),
    }
}

/// The Reference to the document and the others. Attachments stand beside exactly one reference into the document.
fn split(signature: &Syntax, policy: ReferencePolicy) -> Option<(&Reference, Vec<&Reference>)> {
    let main = match policy {
        ReferencePolicy::WholeDocument => signature.references.first(),
        ReferencePolicy::Kobunsho => signature
            .references
            .iter()
            .find(|reference| !matches!(reference.target, Target::Relative(_)))
            .or(signature.references.first()),
    }?;
    Some((main, signature.references.iter().filter(|reference| reference.node != main.node).collect()))
}

/// The `kobunsho` profile (電子公文書 of e-Gov and of the registry): BODY alone is signed, FRONT (鑑) is not.
fn body(
    document: &Document<'_>,
    signature: &Syntax,
    main: &Reference,
    others: &[&Reference],
    target: NodeId,
) -> Result<Coverage, Error> {
    let root = document.root_element();
    let local = |node| document.name(node).map(|name| name.local);
    if document.parent(target) != Some(root) || local(target) != Some("BODY") {
        return Err(Error::at(Defect::BodyNotChildOfRoot, document, target));
    }
    enveloped(document, main, Enveloped::Tolerated)?;
    let mut unsigned = Vec::new();
    let mut front = 0usize;
    for child in document.children(root) {
        let tolerated = match document.kind(child) {
            Kind::Element if child == target || child == signature.node => continue,
            Kind::Element => {
                unsigned.push(child);
                front = front.saturating_add(1);
                local(child) == Some("FRONT") && front == 1
            }
            Kind::Comment => continue,
            Kind::Text | Kind::Root => document.text(child).bytes().all(|octet| octet.is_ascii_whitespace()),
            Kind::ProcessingInstruction => false,
        };
        if !tolerated {
            return Err(Error::at(Defect::UnsignedSibling, document, child));
        }
    }
    for front in &unsigned {
        front_is_harmless(document, *front)?;
    }
    unsigned.extend(outside_root(document));
    let mut attachments = Vec::with_capacity(others.len());
    for reference in others {
        attachments.push(attachment(document, signature, reference, &attachments)?);
    }
    Ok(Coverage::Body { body: target, unsigned, attachments })
}

/// FRONT (鑑) is not signed: anybody may have written it. Nothing in it may be what a reader of the document looks for
/// when looking for BODY by its name; an element that carries BODY's identifier, or a Signature, was refused before.
fn front_is_harmless(document: &Document<'_>, front: NodeId) -> Result<(), Error> {
    let hidden = document
        .descendants(front)
        .find(|node| document.name(*node).is_some_and(|name| name.local.eq_ignore_ascii_case("BODY")));
    match hidden {
        Some(node) => Err(Error::at(Defect::FrontHidesBody, document, node)),
        None => Ok(()),
    }
}

/// The plain file name an attachment's Reference gives; octets are digested as they are.
fn attachment(
    document: &Document<'_>,
    signature: &Syntax,
    reference: &Reference,
    earlier: &[String],
) -> Result<String, Error> {
    let wrong = |defect| Error::at(defect, document, reference.node);
    no_type(document, reference)?;
    let number = number(signature, reference);
    let uri = match &reference.target {
        Target::Relative(uri) => uri,
        Target::External => return Err(wrong(Defect::UriExternal)),
        Target::File => return Err(wrong(Defect::UriFile)),
        Target::Missing => return Err(wrong(Defect::UriMissing)),
        Target::XPointer => return Err(wrong(Defect::UriXPointer)),
        Target::Id(_) | Target::WholeDocument => {
            let count = signature.references.len();
            return Err(wrong(Defect::ReferenceSeveral { count }));
        }
    };
    match &reference.processing {
        Processing::Transforms(transforms) if transforms.is_empty() => {}
        Processing::Transforms(_) => return Err(wrong(Defect::TransformUnknown)),
        Processing::Selection(_) => return Err(wrong(Defect::SelectionAlgorithm)),
    }
    plain_file_name(uri)
        .filter(|name| !earlier.contains(name))
        .ok_or_else(|| wrong(Defect::AttachmentName { reference: number }))
}

/// Which Reference it is, counted from 1.
fn number(signature: &Syntax, reference: &Reference) -> usize {
    (1usize..)
        .zip(&signature.references)
        .find(|(_, candidate)| candidate.node == reference.node)
        .map_or(0, |(number, _)| number)
}

/// Undoes percent-encoding and accepts a name that stays inside one folder on every system.
fn plain_file_name(uri: &str) -> Option<String> {
    let mut octets = Vec::with_capacity(uri.len());
    let mut rest = uri.bytes();
    while let Some(octet) = rest.next() {
        if octet == b'%' {
            let high = char::from(rest.next()?).to_digit(16)?;
            let low = char::from(rest.next()?).to_digit(16)?;
            octets.push(u8::try_from(high.checked_mul(16)?.checked_add(low)?).ok()?);
        } else {
            octets.push(octet);
        }
    }
    let name = String::from_utf8(octets).ok()?;
    let refused = |character: char| {
        character.is_control()
            || matches!(character, '/' | '\\' | ':' | '?' | '#' | '*' | '"' | '<' | '>' | '|')
    };
    // A name of dots, or one that ends with a dot or space, means something else on some systems.
    let plain =
        !name.is_empty() && !name.starts_with('.') && !name.ends_with(['.', ' ']) && !name.contains(refused);
    plain.then_some(name)
}

fn no_others(document: &Document<'_>, others: &[&Reference]) -> Result<(), Error> {
    match others.first() {
        Some(other) => {
            let count = others.len().saturating_add(1);
            Err(Error::at(Defect::ReferenceSeveral { count }, document, other.node))
        }
        None => Ok(()),
    }
}

fn no_type(document: &Document<'_>, reference: &Reference) -> Result<(), Error> {
    let defect = match reference.kind.as_deref() {
        None => return Ok(()),
        Some("http://www.w3.org/2000/09/xmldsig#Manifest") => Defect::Manifest,
        Some(_) if reference.is_version_2() => Defect::ModesMixed,
        Some(_) => Defect::ReferenceType,
    };
    Err(Error::at(defect, document, reference.node))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Enveloped {
    Required,
    Tolerated,
}

/// Enveloped exactly once and first; 2.0 mode leaves the Signature out by itself.
fn enveloped(document: &Document<'_>, reference: &Reference, need: Enveloped) -> Result<(), Error> {
    let Processing::Transforms(transforms) = &reference.processing else { return Ok(()) };
    let defect = match transforms.iter().position(|transform| *transform == Transform::Enveloped) {
        Some(0) => return Ok(()),
        Some(_) => Defect::EnvelopedNotFirst,
        None if need == Enveloped::Tolerated => return Ok(()),
        None => Defect::EnvelopedMissing,
    };
    Err(Error::at(defect, document, reference.node))
}

/// The one element with the identifier, whichever of the customary attributes carries it (without a DTD none is
/// declared to be an ID, so that all of them count when uniqueness is asked).
pub(super) fn by_id(document: &Document<'_>, id: &str) -> Result<NodeId, Defect> {
    let mut found = None;
    let mut count = 0usize;
    if id.is_empty() {
        return Err(Defect::IdNotFound);
    }
    for node in document.descendants(document.root()) {
        if document.kind(node) != Kind::Element {
            continue;
        }
        if identifiers(document, node).any(|identifier| identifier == id) {
            count = count.saturating_add(1);
            found.get_or_insert(node);
        }
    }
    match (found, count) {
        (Some(node), 1) => Ok(node),
        (None, _) => Err(Defect::IdNotFound),
        (Some(_), count) => Err(Defect::IdDuplicate { count }),
    }
}

/// The values of an element's customary identifier attributes.
pub(super) fn identifiers<'d>(
    document: &'d Document<'_>,
    node: NodeId,
) -> impl Iterator<Item = &'d str> + 'd {
    document.attributes(node).filter_map(|attribute| {
        let name = attribute.name;
        let customary = match name.namespace {
            None => ["ID", "Id", "id", "iD"].contains(&name.local),
            Some(XML_NAMESPACE) => name.local == "id",
            Some(_) => false,
        };
        customary.then(|| attribute.value.trim_matches([' ', '\t', '\n', '\r']))
    })
}

/// Processing instructions before and after the root element.
fn outside_root(document: &Document<'_>) -> impl Iterator<Item = NodeId> {
    document.children(document.root()).filter(|node| document.kind(*node) == Kind::ProcessingInstruction)
}

#[cfg(test)]
mod tests {
    use super::plain_file_name;

    #[test]
    fn takes_plain_file_names_only() {
        for (uri, name) in
            [("a.pdf", "a.pdf"), ("%E6%B7%BB%E4%BB%98.pdf", "添付.pdf"), ("添付.pdf", "添付.pdf")]
        {
            assert_eq!(plain_file_name(uri).as_deref(), Some(name));
        }
        for uri in [
            "..",
            ".",
            "",
            "a/b",
            "%2e%2e%2fa",
            "..%2Fa",
            "a%5Cb",
            "a\\b",
            "a%00",
            "c%3Aa",
            "a%",
            "a%2",
            "a%zz",
            "%FF",
            ".hidden",
            "a.",
            "a%20",
            "a?b",
            "a%23",
        ] {
            assert_eq!(plain_file_name(uri), None, "{uri}");
        }
    }
}
