//! Digest and signature value: the cryptographic half, and the one maker of [`VerifiedSignature`].

use super::canonicalization::Canonicalization;
use super::coverage::{Coverage, ReferencePolicy};
use super::ecdsa;
use super::error::{Defect, Error};
use super::reference::{Processing, Reference};
use super::signature::{Mode, Signature, Syntax};
use super::signed_nodes::SignedNodes;
use super::{DigestMethod, SignatureMethod};
use crate::crypto::{Digest, DigestAlgorithm, Hasher, PublicKey, SignatureAlgorithm, VerifyError};
use crate::pki::{Certificate, KnownCertificates};
use crate::xml::c14n::{self, Sink, Subset};
use crate::xml::{Document, NodeId};

/// Fewest bits of an RSA modulus that any policy accepts (CRYPTREC LS-0003; what is accepted until when is
/// [`crate::crypto::policy`]'s).
const LEAST_RSA_BITS: u32 = 2048;

/// A file beside the document, for the `kobunsho` profile.
#[derive(Debug, Clone, Copy)]
pub struct Attachment<'a> {
    /// Plain file name.
    pub name: &'a str,
    /// Its octets, or why the caller, who found it, did not read it.
    pub octets: Result<&'a [u8], Unread>,
}

/// Why an attachment that is there was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unread {
    /// The system did not give its octets.
    Failed,
    /// The signature value does not hold, so that nobody vouches for what the document names.
    Unvouched,
    /// A folder, a link or a device: no regular file.
    NotRegular,
    /// More octets than are read.
    TooLarge {
        /// The ceiling.
        limit: u64,
    },
}

/// Everything established about one Signature: each stage says its own, none hides another.
#[derive(Debug, Clone)]
pub struct Verification {
    content: Result<SignedNodes, Error>,
    value: Result<(), Error>,
    constraints: Vec<Error>,
    signer: Option<Certificate>,
    certificates: Vec<Certificate>,
    verified: Option<VerifiedSignature>,
}

/// Proof that the digest of the covered nodes and the signature value over SignedInfo hold with the signer's key,
/// and that nothing found speaks against either. It says nothing about who the signer is.
#[derive(Debug, Clone)]
pub struct VerifiedSignature {
    signer: Certificate,
    others: Vec<Certificate>,
    coverage: Coverage,
    nodes: SignedNodes,
    signature: NodeId,
    signature_algorithm: SignatureAlgorithm,
    canonicalization_method: &'static str,
    mode: Mode,
    value: Vec<u8>,
}

impl Signature {
    /// Verifies digests and signature value. `document` is the one this Signature was located in.
    ///
    /// The digest of the content is compared first, then SignedInfo is canonicalised in its place in the document and
    /// its signature verified with the key of a certificate in KeyInfo. All stages run, whatever the earlier ones found.
    pub fn verify(&self, document: &Document<'_>, attachments: &[Attachment<'_>]) -> Verification {
        self.verify_with(document, attachments, &KnownCertificates::default())
    }

    /// As [`Signature::verify`], with the certificates that were read for earlier documents.
    pub fn verify_with(
        &self,
        document: &Document<'_>,
        attachments: &[Attachment<'_>],
        known: &KnownCertificates,
    ) -> Verification {
        let syntax = self.syntax();
        let content = content(document, syntax, self.coverage(), attachments);
        let mut constraints = weak_methods(document, syntax);
        let (value, signer, certificates) = match signer(document, syntax, known) {
            Ok(Signer { outcome, certificate, certificates, disagreement }) => {
                constraints
                    .extend(certificate.iter().flat_map(|signer| weak_signer(document, syntax, signer)));
                constraints.extend(disagreement);
                (outcome, certificate, certificates)
            }
            Err(error) => (Err(error), None, Vec::new()),
        };
        if let Ok(nodes) = &content {
            constraints.extend(nodes.unprotected(document));
        }
        let verified = match (&content, &value, &signer, constraints.is_empty()) {
            (Ok(nodes), Ok(()), Some(signer), true) => {
                self.verified(nodes.clone(), signer.clone(), &certificates)
            }
            _ => None,
        };
        Verification { content, value, constraints, signer, certificates, verified }
    }

    /// Whether the signature value verifies with a key of KeyInfo: before anything is read that only the document names.
    pub fn value_holds(&self, document: &Document<'_>) -> bool {
        signer(document, self.syntax(), &KnownCertificates::default())
            .is_ok_and(|signer| signer.outcome.is_ok())
    }

    fn verified(
        &self,
        nodes: SignedNodes,
        signer: Certificate,
        certificates: &[Certificate],
    ) -> Option<VerifiedSignature> {
        let syntax = self.syntax();
        let others = certificates.iter().filter(|other| other.der() != signer.der()).cloned().collect();
        Some(VerifiedSignature {
            signer,
            others,
            coverage: self.coverage().clone(),
            nodes,
            signature: syntax.node,
            signature_algorithm: syntax.method.algorithm()?,
            canonicalization_method: syntax.canonicalization.uri,
            mode: syntax.mode,
            value: syntax.value.clone(),
        })
    }
}

/// Finds, reads and verifies the one Signature of `document`.
///
/// # Errors
/// [`Error`] when there is no Signature to verify: none, several, malformed, or covering less than `policy` demands.
pub fn verify(
    document: &Document<'_>,
    policy: ReferencePolicy,
    attachments: &[Attachment<'_>],
) -> Result<Verification, Error> {
    Ok(Signature::locate(document, policy)?.verify(document, attachments))
}

impl Verification {
    /// The nodes whose digest is the one in the signature, when the digests of everything referenced are: all that a
    /// reader of the content is to be shown. Whose signature it is, the other stages say.
    ///
    /// # Errors
    /// The defect of the first Reference that does not hold.
    pub const fn content(&self) -> Result<&SignedNodes, &Error> {
        self.content.as_ref()
    }

    /// Whether the signature value over SignedInfo verifies with the signer's key.
    ///
    /// # Errors
    /// What does not hold, or why there is no key to verify with.
    pub fn value(&self) -> Result<(), &Error> {
        self.value.as_ref().copied()
    }

    /// What speaks against relying on the signature although it may hold: SHA-1, MD5, a small key, a CA as signer,
    /// or hints in KeyInfo that contradict its certificate.
    pub fn constraints(&self) -> &[Error] {
        &self.constraints
    }

    /// Everything that was found, digest first.
    pub fn errors(&self) -> impl Iterator<Item = &Error> {
        self.content.as_ref().err().into_iter().chain(self.value.as_ref().err()).chain(&self.constraints)
    }

    /// The certificate whose key verified, or, when none did, the only one that can have been meant.
    pub const fn signer(&self) -> Option<&Certificate> {
        self.signer.as_ref()
    }

    /// All certificates in KeyInfo: hints, in the order of the file.
    pub fn certificates(&self) -> &[Certificate] {
        &self.certificates
    }

    /// The proof, when every stage held.
    pub const fn verified(&self) -> Option<&VerifiedSignature> {
        self.verified.as_ref()
    }

    /// The proof.
    ///
    /// # Errors
    /// The first thing that did not hold.
    pub fn into_verified(self) -> Result<VerifiedSignature, Error> {
        let first = self.errors().next().cloned();
        match (self.verified, first) {
            (Some(verified), None) => Ok(verified),
            (_, Some(error)) => Err(error),
            (None, None) => Err(Error::new(Defect::NoCertificate)),
        }
    }
}

impl VerifiedSignature {
    /// The certificate whose key verified the signature.
    pub const fn signer(&self) -> &Certificate {
        &self.signer
    }

    /// The other certificates in KeyInfo: untrusted hints for building a path.
    pub fn other_certificates(&self) -> &[Certificate] {
        &self.others
    }

    /// What is signed, and what is not.
    pub const fn coverage(&self) -> &Coverage {
        &self.coverage
    }

    /// The nodes that were digested, with their canonical octets on request.
    pub const fn signed_nodes(&self) -> &SignedNodes {
        &self.nodes
    }

    /// The Signature element, which is not part of what was digested.
    pub const fn signature_node(&self) -> NodeId {
        self.signature
    }

    /// The signature's algorithm.
    pub const fn signature_algorithm(&self) -> SignatureAlgorithm {
        self.signature_algorithm
    }

    /// Identifier of SignedInfo's canonicalization.
    pub const fn canonicalization_method(&self) -> &'static str {
        self.canonicalization_method
    }

    /// 1.x syntax or 2.0 mode.
    pub const fn mode(&self) -> Mode {
        self.mode
    }

    /// The signature value.
    pub fn signature_value(&self) -> &[u8] {
        &self.value
    }
}

/// A digest and a count fed by the canonicalizer.
pub(super) struct Digester {
    hasher: Hasher,
    octets: u64,
}

impl Digester {
    pub(super) fn new(algorithm: DigestAlgorithm) -> Self {
        Self { hasher: algorithm.hasher(), octets: 0 }
    }

    /// The digest, and how many octets it is of.
    pub(super) fn finish(self) -> (Digest, u64) {
        (self.hasher.finish(), self.octets)
    }
}

impl Sink for Digester {
    fn write(&mut self, octets: &[u8]) {
        self.hasher.update(octets);
        self.octets = self.octets.saturating_add(u64::try_from(octets.len()).unwrap_or(u64::MAX));
    }
}

/// Digest of a subtree in its canonical form, and the number of octets digested.
pub(super) fn digest_of(
    document: &Document<'_>,
    apex: NodeId,
    excluded: Option<NodeId>,
    canonicalization: &Canonicalization,
    algorithm: DigestAlgorithm,
) -> Result<(Digest, u64), Error> {
    let mut digester = Digester::new(algorithm);
    canonicalize(document, apex, excluded, canonicalization, &mut digester)?;
    Ok(digester.finish())
}

/// Any failure is an error: an empty output is never digested in its place.
pub(super) fn canonicalize(
    document: &Document<'_>,
    apex: NodeId,
    excluded: Option<NodeId>,
    canonicalization: &Canonicalization,
    sink: &mut impl Sink,
) -> Result<(), Error> {
    c14n::canonicalize(document, Subset { apex, excluded }, &canonicalization.method, sink)
        .map_err(|reason| Error::at(Defect::Canonicalization(reason), document, apex))
}

/// The Reference into the document; the others are attachments.
fn main_reference<'s>(signature: &'s Syntax, coverage: &Coverage) -> Option<&'s Reference> {
    match coverage {
        Coverage::RootElement | Coverage::WholeDocument => signature.references.first(),
        Coverage::Body { .. } => signature.references.iter().find(|reference| reference.is_into_document()),
    }
}

/// Compares every digest; gives the nodes of the document that the main one is about.
fn content(
    document: &Document<'_>,
    signature: &Syntax,
    coverage: &Coverage,
    attachments: &[Attachment<'_>],
) -> Result<SignedNodes, Error> {
    let main = main_reference(signature, coverage)
        .ok_or_else(|| Error::at(Defect::ReferenceMissing, document, signature.signed_info))?;
    let apex = coverage.apex(document);
    let digest = reference_holds(document, signature, main, apex)?;
    if let Coverage::Body { attachments: names, .. } = coverage {
        let mut names = names.iter();
        for (number, reference) in (1usize..).zip(&signature.references) {
            if reference.is_into_document() {
                continue;
            }
            let wrong = |defect| Error::at(defect, document, reference.node);
            let name = names.next();
            let attachment = attachments
                .iter()
                .find(|attachment| name.is_some_and(|name| name == attachment.name))
                .ok_or_else(|| wrong(Defect::AttachmentMissing { reference: number }))?;
            let algorithm =
                reference.digest_method.algorithm().ok_or_else(|| wrong(Defect::DigestMethodMd5))?;
            let octets = attachment
                .octets
                .map_err(|reason| wrong(Defect::AttachmentUnread { reason, reference: number }))?;
            if algorithm.digest(octets).as_bytes() != reference.digest_value {
                return Err(wrong(Defect::AttachmentDigest { reference: number }));
            }
        }
    }
    // A Signature beside BODY is outside what was digested anyway.
    let left_out =
        main.leaves_signature_out().then_some(signature.node).filter(|node| document.is_inside(*node, apex));
    Ok(SignedNodes::new(apex, left_out, main.canonicalization(), digest))
}

/// One Reference into the document: its digest, and what a 2.0 Selection asks to compare.
pub(super) fn reference_holds(
    document: &Document<'_>,
    signature: &Syntax,
    reference: &Reference,
    apex: NodeId,
) -> Result<Digest, Error> {
    let wrong = |defect| Error::at(defect, document, reference.node);
    let algorithm = reference.digest_method.algorithm().ok_or_else(|| wrong(Defect::DigestMethodMd5))?;
    let excluded = reference.leaves_signature_out().then_some(signature.node);
    let (digest, octets) = digest_of(document, apex, excluded, &reference.canonicalization(), algorithm)?;
    if digest.as_bytes() != reference.digest_value {
        return Err(wrong(Defect::DigestMismatch));
    }
    if let Processing::Selection(selection) = &reference.processing {
        selection.hold(document, apex, octets)?;
    }
    Ok(digest)
}

/// The digest that the signature value is made over: of SignedInfo, canonicalised in its place in the document.
pub(super) fn signed_info_digest(document: &Document<'_>, signature: &Syntax) -> Result<Digest, Error> {
    let algorithm = signature
        .method
        .algorithm()
        .ok_or_else(|| Error::at(Defect::SignatureMethodMd5, document, signature.method_node))?;
    let (digest, _) =
        digest_of(document, signature.signed_info, None, &signature.canonicalization, algorithm.digest())?;
    Ok(digest)
}

/// Verifies the signature value with one key.
pub(super) fn key_verifies(
    document: &Document<'_>,
    signature: &Syntax,
    digest: &Digest,
    key: &PublicKey,
) -> Result<(), Error> {
    let wrong = |defect| Error::at(defect, document, signature.value_node);
    let SignatureMethod::Computable(algorithm) = signature.method else {
        return Err(wrong(Defect::SignatureMethodMd5));
    };
    let verified = match (algorithm, key.curve()) {
        (SignatureAlgorithm::Ecdsa(_), Some(curve)) => {
            // XML Signature 1.1, 6.4.3: r and s side by side, not the DER of other protocols.
            let value = ecdsa::to_der(&signature.value, curve).map_err(|expected| {
                wrong(Defect::SignatureLength { expected, found: signature.value.len() })
            })?;
            key.verify(algorithm, digest, &value)
        }
        _ => key.verify(algorithm, digest, &signature.value),
    };
    verified.map_err(|reason| {
        wrong(match reason {
            VerifyError::Mismatch => Defect::SignatureMismatch,
            VerifyError::SignatureLength => Defect::SignatureLength {
                expected: key.rsa_signature_length().unwrap_or_default(),
                found: signature.value.len(),
            },
            VerifyError::KeyKind | VerifyError::DigestAlgorithm => Defect::KeyKind,
            VerifyError::Unsupported => Defect::KeyUnsupported,
        })
    })
}

struct Signer {
    outcome: Result<(), Error>,
    certificate: Option<Certificate>,
    certificates: Vec<Certificate>,
    disagreement: Option<Error>,
}

/// The signer is the certificate whose key verifies the signature; the others are hints.
///
/// When several carry that key (a renewal, a CA's self-issued twin), it is the only one of an end entity.
fn signer(document: &Document<'_>, signature: &Syntax, known: &KnownCertificates) -> Result<Signer, Error> {
    let key_info = signature
        .key_info
        .as_ref()
        .ok_or_else(|| Error::at(Defect::KeyInfoMissing, document, signature.node))?;
    if let Some(error) = key_info.without_certificate(document) {
        return Err(error);
    }
    let mut certificates: Vec<Certificate> = Vec::new();
    for certificate in key_info.parse_certificates(document, known)? {
        if !certificates.iter().any(|earlier| earlier.der() == certificate.der()) {
            certificates.push(certificate);
        }
    }
    let digest = signed_info_digest(document, signature);
    let mut matching = Vec::new();
    let mut failures = Vec::new();
    for certificate in &certificates {
        let verified = match (&digest, certificate.public_key()) {
            (Ok(digest), Ok(key)) => key_verifies(document, signature, digest, key),
            (Err(error), _) => Err(error.clone()),
            (Ok(_), Err(reason)) => {
                Err(Error::at(Defect::KeyRefused(reason.clone()), document, signature.value_node))
            }
        };
        match verified {
            Ok(()) => matching.push(certificate.clone()),
            Err(error) => failures.push((certificate.clone(), error)),
        }
    }
    let end_entity = |certificate: &&Certificate| !is_authority(certificate);
    let outcome;
    let certificate = match matching.as_slice() {
        [] => {
            // Nobody's: say it of the certificate that can have been meant.
            let meant = only(failures.iter().filter(|(certificate, _)| !is_authority(certificate)))
                .or_else(|| only(failures.iter()));
            outcome = Err(meant
                .or(failures.first())
                .map_or_else(|| Error::new(Defect::NoCertificate), |(_, error)| error.clone()));
            meant.map(|(certificate, _)| certificate.clone())
        }
        [one] => {
            outcome = Ok(());
            Some(one.clone())
        }
        several => {
            let chosen = only(several.iter().filter(end_entity)).cloned();
            outcome = match &chosen {
                Some(_) => Ok(()),
                None => {
                    let matching = several.len();
                    Err(Error::at(Defect::AmbiguousSigner { matching }, document, signature.node))
                }
            };
            chosen
        }
    };
    let disagreement = match certificate.as_ref().map(Certificate::public_key) {
        Some(Ok(key)) => key_info.agrees(document, &certificates, key).err(),
        Some(Err(_)) | None => None,
    };
    Ok(Signer { outcome, certificate, certificates, disagreement })
}

fn only<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let first = items.next()?;
    items.next().is_none().then_some(first)
}

/// basicConstraints with cA (RFC 5280, 4.2.1.9).
fn is_authority(certificate: &Certificate) -> bool {
    certificate.is_certification_authority()
}

fn weak_methods(document: &Document<'_>, signature: &Syntax) -> Vec<Error> {
    let mut found = Vec::new();
    let sha1 = |algorithm: Option<DigestAlgorithm>| algorithm == Some(DigestAlgorithm::Sha1);
    if sha1(signature.method.algorithm().map(SignatureAlgorithm::digest)) {
        found.push(Error::at(Defect::SignatureMethodSha1, document, signature.method_node));
    }
    for reference in &signature.references {
        let defect = match reference.digest_method {
            DigestMethod::Computable(DigestAlgorithm::Sha1) => Defect::DigestMethodSha1,
            DigestMethod::Md5 => Defect::DigestMethodMd5,
            DigestMethod::Computable(
                DigestAlgorithm::Sha256 | DigestAlgorithm::Sha384 | DigestAlgorithm::Sha512,
            ) => continue,
        };
        found.push(Error::at(defect, document, reference.node));
        // One is enough: the same sentence for every attachment tells nothing more.
        break;
    }
    found
}

fn weak_signer(document: &Document<'_>, signature: &Syntax, signer: &Certificate) -> Vec<Error> {
    let mut found = Vec::new();
    if let Ok(key) = signer.public_key()
        && key.curve().is_none()
        && key.bits() < LEAST_RSA_BITS
    {
        found.push(Error::at(Defect::KeyWeak { bits: key.bits() }, document, signature.value_node));
    }
    if is_authority(signer) {
        found.push(Error::at(Defect::SignerIsAuthority, document, signature.value_node));
    }
    found
}
