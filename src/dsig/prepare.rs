//! Signing: the Signature element is spliced into the source right before the root's end tag; every other octet stays.
//!
//! The form is the plainest one that every product reads (XML Signature 1.1 syntax, Signature in the default namespace,
//! rsa-sha256, no XAdES), on one line so that no white space is signed by accident. UTF-16 input and a root written as
//! an empty-element tag are refused: neither can be signed without changing octets of the document.

use core::fmt;

use super::base64;
use super::ecdsa;
use super::signature::all;
use super::template::Template;
use super::verify::Digester;
use crate::crypto::{Digest, DigestAlgorithm, KeyError, SignatureAlgorithm, VerifyError};
use crate::pki::Certificate;
use crate::xml::c14n::streaming::canonicalize_whole_while_scanning;
use crate::xml::c14n::{self, Method, Subset};
use crate::xml::{self, Document};

/// How a document is to be signed.
#[derive(Debug, Clone, Copy)]
pub struct SigningRequest<'a> {
    /// The syntax.
    pub mode: SigningMode,
    /// The algorithm of the key that will sign.
    pub algorithm: SignatureAlgorithm,
    /// The signer's certificate first, then whatever of its chain KeyInfo shall carry.
    pub certificates: &'a [Certificate],
}

/// The syntax a Signature is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SigningMode {
    /// Compatibility mode, the syntax of 1.x.
    Compatibility(CompatibilityCanonicalization),
    /// The 2.0 mode with Canonical XML 2.0 and its default parameters.
    Version2,
}

/// The canonicalizations of compatibility mode, of SignedInfo and of the content alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum CompatibilityCanonicalization {
    /// Canonical XML 1.0: what document 004 asks for and what is implied where none is named.
    #[default]
    CanonicalXml10,
    /// Canonical XML 1.1
    CanonicalXml11,
    /// Exclusive XML Canonicalization 1.0
    Exclusive10,
}

/// A document with everything of its Signature but the value.
#[derive(Debug, Clone)]
pub struct Prepared {
    output: Vec<u8>,
    value_at: usize,
    signed_info: Vec<u8>,
    algorithm: SignatureAlgorithm,
    signer: Certificate,
}

/// Why a document was not signed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PrepareError {
    /// The document already has a Signature.
    AlreadySigned,
    /// An algorithm that is not good enough, or has no identifier in XML Signature.
    Algorithm,
    /// The document could not be canonicalised.
    Canonicalization(c14n::Error),
    /// No certificate was handed in.
    CertificateMissing,
    /// The tree handed in is not of these octets, or the octets are UTF-16.
    Encoding,
    /// The signer's key is of another kind than the algorithm.
    KeyKind,
    /// The signer's public key is malformed.
    KeyRefused(KeyError),
    /// A value (`xsi:type`, a qualified name) uses a namespace that exclusive canonicalization and Canonical XML 2.0 leave
    /// out: it could be changed after signing. Canonical XML 1.0 and 1.1 sign it.
    NamesUnsigned,
    /// The root element is written as an empty-element tag: a Signature inside changes it.
    RootEmpty,
    /// The signature value is not the signer's over this document.
    SignatureValue(VerifyError),
    /// The element we wrote cannot be read back: a defect of ours.
    Unreadable(xml::Error),
}

/// Makes everything but the signature value. `document` is the tree of `source`, for whoever has read it anyway; the work
/// is [`prepare_source`]'s.
///
/// # Errors
/// [`PrepareError`]; nothing was made then.
pub fn prepare(
    source: &[u8],
    document: &Document<'_>,
    request: &SigningRequest<'_>,
) -> Result<Prepared, PrepareError> {
    if document.source() != source {
        return Err(PrepareError::Encoding);
    }
    prepare_source(source, request)
}

/// Makes everything but the signature value, without a tree: one pass of the reader proves the document well-formed, feeds
/// the digest with its canonical form and finds where the Signature belongs.
///
/// # Errors
/// [`PrepareError`]; nothing was made then. A source that is no document is [`PrepareError::Canonicalization`] with
/// [`c14n::Error::Document`].
pub fn prepare_source(source: &[u8], request: &SigningRequest<'_>) -> Result<Prepared, PrepareError> {
    Template::new(request)?.prepare(source)
}

impl Template {
    /// As [`prepare_source`], for the key and the mode the template was made for.
    ///
    /// # Errors
    /// As [`prepare_source`].
    pub fn prepare(&self, source: &[u8]) -> Result<Prepared, PrepareError> {
        if source.starts_with(&[0xFE, 0xFF]) || source.starts_with(&[0xFF, 0xFE]) {
            return Err(PrepareError::Encoding);
        }
        let mut digester = Digester::new(DigestAlgorithm::Sha256);
        let root = canonicalize_whole_while_scanning(source, self.method(), &mut digester)
            .map_err(PrepareError::Canonicalization)?;
        if has_signature(source)? {
            return Err(PrepareError::AlreadySigned);
        }
        if root.end.is_empty() {
            return Err(PrepareError::RootEmpty);
        }
        if leaves_names_unsigned(source, self.method())? {
            return Err(PrepareError::NamesUnsigned);
        }
        let (digest, octets) = digester.finish();
        let filled = self.fill(&digest, octets);
        let place = |range| source.get(range).ok_or(PrepareError::Encoding);
        let signed_info = self.signed_info(place(root.start)?, place(root.end.clone())?, &filled)?;

        let (head, tail) = source.split_at_checked(root.end.start).ok_or(PrepareError::Encoding)?;
        let room = [source.len(), filled.before.len(), self.after().len(), 1024];
        let mut output = Vec::with_capacity(room.iter().fold(0usize, |sum, part| sum.saturating_add(*part)));
        output.extend_from_slice(head);
        output.extend_from_slice(filled.before.as_bytes());
        let value_at = output.len();
        output.extend_from_slice(self.after().as_bytes());
        output.extend_from_slice(tail);
        let (algorithm, signer) = (self.algorithm(), self.signer().clone());
        Ok(Prepared { output, value_at, signed_info, algorithm, signer })
    }
}

/// Whether a value uses a namespace that the canonical form would leave out.
fn leaves_names_unsigned(source: &[u8], method: &Method) -> Result<bool, PrepareError> {
    if matches!(method, Method::Inclusive10(_) | Method::Inclusive11(_)) {
        return Ok(false);
    }
    // A value uses a prefix, `xsi:type` itself has one, and a prefix is declared in these letters: nothing else can stand
    // for them in a name. Where they do not stand in the source, no tree has to be made to look.
    if memchr::memmem::find(source, b"xmlns:").is_none() {
        return Ok(false);
    }
    let document = Document::parse(source)
        .map_err(|error| PrepareError::Canonicalization(c14n::Error::Document(error)))?;
    let found = c14n::undigested(&document, Subset::document(&document), method)
        .map_err(PrepareError::Canonicalization)?;
    Ok(!found.types.is_empty() || !found.values.is_empty())
}

/// Whether there is a Signature. The name of an element is written as it is: where its letters do not stand in the
/// source, nothing has to be read. Where they do, they may be text, which the tree tells.
fn has_signature(source: &[u8]) -> Result<bool, PrepareError> {
    if memchr::memmem::find(source, b"Signature").is_none() {
        return Ok(false);
    }
    let document = Document::parse(source)
        .map_err(|error| PrepareError::Canonicalization(c14n::Error::Document(error)))?;
    Ok(all(&document).next().is_some())
}

impl Prepared {
    /// The canonical octets of SignedInfo: what the signature is made over.
    pub fn to_be_signed(&self) -> &[u8] {
        &self.signed_info
    }

    /// The digest of [`Prepared::to_be_signed`], for a key that lives elsewhere.
    pub fn digest(&self) -> Digest {
        self.algorithm.digest().digest(&self.signed_info)
    }

    /// The algorithm the signature must be made with.
    pub const fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }

    /// Puts the signature value in its place, after verifying it with the signer's public key (against faults of the
    /// signing device, and against the wrong key). ECDSA values are expected in DER, as a [`crate::crypto::Signer`] makes them.
    ///
    /// # Errors
    /// [`PrepareError::SignatureValue`]; nothing is released then.
    pub fn complete(self, signature_value: &[u8]) -> Result<Vec<u8>, PrepareError> {
        let key = self.signer.public_key().map_err(|reason| PrepareError::KeyRefused(reason.clone()))?;
        key.verify(self.algorithm, &self.digest(), signature_value).map_err(PrepareError::SignatureValue)?;
        let value = match (self.algorithm, key.curve()) {
            (SignatureAlgorithm::Ecdsa(_), Some(curve)) => {
                let value = ecdsa::from_der(signature_value, curve);
                base64::encode(&value.ok_or(PrepareError::SignatureValue(VerifyError::Mismatch))?)
            }
            _ => base64::encode(signature_value),
        };
        let mut output = self.output;
        output.splice(self.value_at..self.value_at, value.into_bytes());
        Ok(output)
    }
}

impl fmt::Display for PrepareError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AlreadySigned => formatter.write_str("the document already has a Signature"),
            Self::Algorithm => formatter.write_str("the signature algorithm is not accepted for signing"),
            Self::Canonicalization(reason) => write!(formatter, "canonicalization failed: {reason}"),
            Self::CertificateMissing => formatter.write_str("no signer's certificate was given"),
            Self::Encoding => formatter.write_str("only UTF-8 documents can be signed"),
            Self::KeyKind => formatter.write_str("the signer's key and the signature algorithm do not match"),
            Self::KeyRefused(reason) => write!(formatter, "the signer's public key: {reason}"),
            Self::NamesUnsigned => formatter.write_str(
                "a value uses a namespace prefix that this canonicalization leaves unsigned; sign with Canonical XML 1.0 or 1.1",
            ),
            Self::RootEmpty => formatter
                .write_str("the root element is an empty-element tag and cannot hold a Signature unchanged"),
            Self::SignatureValue(reason) => {
                write!(formatter, "the signature value is not the signer's: {reason}")
            }
            Self::Unreadable(reason) => {
                write!(formatter, "the Signature element cannot be read back: {reason}")
            }
        }
    }
}

impl core::error::Error for PrepareError {}
