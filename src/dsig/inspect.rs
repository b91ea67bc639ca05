//! What can be said of every Signature in a document without trusting anyone: are digests and signature value right?
//!
//! The rules about coverage, place, algorithms and certificates that [`Signature::locate`](super::Signature::locate)
//! enforces are not asked here; what is executed is the same closed list, and only references into the document are
//! followed. "Intact" is a fact about arithmetic and never a verdict.

use super::algorithm::{DigestMethod, SignatureMethod};
use super::coverage::by_id;
use super::error::{Defect, Error};
use super::reference::{Processing, Reference, Target, Transform};
use super::signature::{self, Mode, Syntax};
use super::verify::{key_verifies, reference_holds, signed_info_digest};
use crate::crypto::PublicKey;
use crate::limits::dsig::{INSPECTED_REFERENCES, INSPECTED_SIGNATURES};
use crate::pki::Certificate;
use crate::xml::{Document, NodeId, Position};

/// All Signatures of a document.
#[derive(Debug, Clone)]
pub struct Inspection {
    /// The first of them, in document order.
    pub signatures: Vec<InspectedSignature>,
    /// Signatures beyond those described.
    pub more: usize,
}

/// One Signature element.
#[derive(Debug, Clone)]
pub struct InspectedSignature {
    /// The element.
    pub node: NodeId,
    /// Where it begins.
    pub position: Position,
    /// What it says, or why it could not be read.
    pub content: Result<InspectedContent, Error>,
}

/// A Signature that could be read.
#[derive(Debug, Clone)]
pub struct InspectedContent {
    /// 1.x syntax or 2.0 mode.
    pub mode: Mode,
    /// Identifier of SignedInfo's canonicalization.
    pub canonicalization_method: &'static str,
    /// The signature's algorithm.
    pub signature_method: SignatureMethod,
    /// The References.
    pub references: Vec<InspectedReference>,
    /// Whether the signature value verifies with `key`.
    pub value: Result<(), Error>,
    /// The key that verifies it.
    pub key: Option<(PublicKey, KeySource)>,
    /// Certificates in KeyInfo that could be read.
    pub certificates: Vec<Certificate>,
}

/// Where the key was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeySource {
    /// In a certificate, by its index in [`InspectedContent::certificates`].
    Certificate(usize),
    /// In KeyValue: a bare key, of nobody known.
    KeyValue,
}

/// One Reference.
#[derive(Debug, Clone)]
pub struct InspectedReference {
    /// Where it points.
    pub target: Target,
    /// The digest's algorithm.
    pub digest_method: DigestMethod,
    /// The node it names, when it points into the document.
    pub apex: Option<NodeId>,
    /// Whether the digest is right; the error may also say that it was not computed.
    pub digest: Result<(), Error>,
}

impl Inspection {
    /// Whether there is a Signature and all of them are intact.
    pub fn is_intact(&self) -> bool {
        self.more == 0
            && !self.signatures.is_empty()
            && self
                .signatures
                .iter()
                .all(|signature| signature.content.as_ref().is_ok_and(InspectedContent::is_intact))
    }
}

impl InspectedContent {
    /// Whether every digest and the signature value are right.
    pub fn is_intact(&self) -> bool {
        self.value.is_ok() && self.references.iter().all(|reference| reference.digest.is_ok())
    }
}

/// Describes every Signature of a document, up to a ceiling.
pub fn inspect(document: &Document<'_>) -> Inspection {
    let mut left = INSPECTED_REFERENCES;
    let mut signatures = Vec::new();
    let mut more = 0usize;
    for node in signature::all(document) {
        if signatures.len() >= INSPECTED_SIGNATURES {
            more = more.saturating_add(1);
            continue;
        }
        let position = document.position(document.span(node).start);
        let content = Syntax::parse(document, node).map(|syntax| content(document, &syntax, &mut left));
        signatures.push(InspectedSignature { node, position, content });
    }
    Inspection { signatures, more }
}

fn content(document: &Document<'_>, signature: &Syntax, left: &mut usize) -> InspectedContent {
    let references =
        signature.references.iter().map(|found| reference(document, signature, found, left)).collect();
    let mut certificates = Vec::new();
    let mut key = None;
    let mut value = Err(Error::at(Defect::KeyInfoMissing, document, signature.node));
    if let Some(key_info) = &signature.key_info {
        for (index, (_, der)) in key_info.certificates.iter().enumerate() {
            match Certificate::parse(der) {
                Ok(certificate) => certificates.push(certificate),
                Err(_) => {
                    let index = index.saturating_add(1);
                    value = Err(Error::at(Defect::CertificateMalformed { index }, document, signature.node));
                }
            }
        }
        let from_certificates = certificates.iter().enumerate().filter_map(|(index, certificate)| {
            Some((certificate.public_key().ok()?.clone(), KeySource::Certificate(index)))
        });
        let bare = key_info.bare_key().map(|key| (key, KeySource::KeyValue));
        // SignedInfo can be as long as the document: it is canonicalised once, not for every key.
        let digest = signed_info_digest(document, signature);
        for (candidate, source) in from_certificates.chain(bare) {
            value = match &digest {
                Ok(digest) => key_verifies(document, signature, digest, &candidate),
                Err(error) => Err(error.clone()),
            };
            if value.is_ok() {
                key = Some((candidate, source));
                break;
            }
        }
    }
    InspectedContent {
        mode: signature.mode,
        canonicalization_method: signature.canonicalization.uri,
        signature_method: signature.method,
        references,
        value,
        key,
        certificates,
    }
}

fn reference(
    document: &Document<'_>,
    signature: &Syntax,
    reference: &Reference,
    left: &mut usize,
) -> InspectedReference {
    let wrong = |defect| Error::at(defect, document, reference.node);
    let mut apex = None;
    let digest = match left.checked_sub(1) {
        None => Err(wrong(Defect::ReferenceSeveral { count: signature.references.len() })),
        Some(rest) => {
            *left = rest;
            selected(document, signature, reference).map_err(wrong).and_then(|node| {
                apex = Some(node);
                reference_holds(document, signature, reference, node).map(|_| ())
            })
        }
    };
    InspectedReference {
        target: reference.target.clone(),
        digest_method: reference.digest_method,
        apex,
        digest,
    }
}

/// The node a Reference names, when its transforms can be computed on it.
fn selected(document: &Document<'_>, signature: &Syntax, reference: &Reference) -> Result<NodeId, Defect> {
    let apex = match &reference.target {
        Target::WholeDocument => document.root(),
        Target::Id(id) => by_id(document, id)?,
        Target::External => return Err(Defect::UriExternal),
        Target::File => return Err(Defect::UriFile),
        Target::Missing => return Err(Defect::UriMissing),
        Target::Relative(_) => return Err(Defect::UriRelative),
        Target::XPointer => return Err(Defect::UriXPointer),
    };
    // After a canonicalization there are octets, no nodes to leave a Signature out of.
    if let Processing::Transforms(transforms) = &reference.processing
        && transforms.iter().skip(1).any(|transform| *transform == Transform::Enveloped)
    {
        return Err(Defect::EnvelopedNotFirst);
    }
    // Leaving the Signature out of itself leaves nothing.
    if reference.leaves_signature_out() && document.is_inside(apex, signature.node) {
        return Err(Defect::IdNotRoot);
    }
    Ok(apex)
}
