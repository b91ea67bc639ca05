//! Signing: the Signature element is spliced into the source right before the root's end tag; every other octet stays.
//!
//! The form is the plainest one that every product reads (XML Signature 1.1 syntax, Signature in the default namespace,
//! rsa-sha256, no XAdES), on one line so that no white space is signed by accident. UTF-16 input and a root written as
//! an empty-element tag are refused: neither can be signed without changing octets of the document.

use core::fmt;

use super::algorithm::{ENVELOPED, TRANSFORM_2_0};
use super::base64;
use super::canonicalization::Canonicalization;
use super::ecdsa;
use super::signature::all;
use super::tree::{self, DSIG, DSIG2};
use super::verify::Digester;
use crate::crypto::{Digest, DigestAlgorithm, KeyError, SignatureAlgorithm, VerifyError};
use crate::pki::Certificate;
use crate::xml::c14n::streaming::canonicalize_whole_while_scanning;
use crate::xml::c14n::{self, Comments, InclusivePrefixes, Method, Subset, Version2};
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
    if source.starts_with(&[0xFE, 0xFF]) || source.starts_with(&[0xFF, 0xFE]) {
        return Err(PrepareError::Encoding);
    }
    let (signer, method) =
        (request.certificates.first().ok_or(PrepareError::CertificateMissing)?, request.method()?);
    let canonicalization = request.mode.canonicalization();
    let mut digester = Digester::new(DigestAlgorithm::Sha256);
    let root = canonicalize_whole_while_scanning(source, &canonicalization.method, &mut digester)
        .map_err(PrepareError::Canonicalization)?;
    if has_signature(source)? {
        return Err(PrepareError::AlreadySigned);
    }
    if root.end.is_empty() {
        return Err(PrepareError::RootEmpty);
    }
    if leaves_names_unsigned(source, &canonicalization.method)? {
        return Err(PrepareError::NamesUnsigned);
    }
    let (digest, octets) = digester.finish();
    let element = request.element(method, &digest, octets);

    // SignedInfo is canonicalised in its place: the root's namespaces and xml:* attributes reach into it. A root with
    // the same start tag and nothing else inside gives the same octets.
    let place = |range| source.get(range).ok_or(PrepareError::Encoding);
    let (start_tag, end_tag) = (place(root.start)?, place(root.end.clone())?);
    let alone = [start_tag, element.before.as_bytes(), element.after.as_bytes(), end_tag].concat();
    let signed_info = signed_info(&alone, &canonicalization.method)?;

    let (head, tail) = source.split_at_checked(root.end.start).ok_or(PrepareError::Encoding)?;
    let room = [source.len(), element.before.len(), element.after.len(), 1024];
    let mut output = Vec::with_capacity(room.iter().fold(0usize, |sum, part| sum.saturating_add(*part)));
    output.extend_from_slice(head);
    output.extend_from_slice(element.before.as_bytes());
    let value_at = output.len();
    output.extend_from_slice(element.after.as_bytes());
    output.extend_from_slice(tail);
    Ok(Prepared { output, value_at, signed_info, algorithm: request.algorithm, signer: signer.clone() })
}

/// Whether a value uses a namespace that the canonical form would leave out.
fn leaves_names_unsigned(source: &[u8], method: &Method) -> Result<bool, PrepareError> {
    if matches!(method, Method::Inclusive10(_) | Method::Inclusive11(_)) {
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

impl SigningMode {
    fn canonicalization(self) -> Canonicalization {
        Canonicalization::of(match self {
            Self::Compatibility(CompatibilityCanonicalization::CanonicalXml10) => {
                Method::Inclusive10(Comments::Dropped)
            }
            Self::Compatibility(CompatibilityCanonicalization::CanonicalXml11) => {
                Method::Inclusive11(Comments::Dropped)
            }
            Self::Compatibility(CompatibilityCanonicalization::Exclusive10) => Method::Exclusive {
                comments: Comments::Dropped,
                inclusive_prefixes: InclusivePrefixes::default(),
            },
            Self::Version2 => Method::Version2(Version2::default()),
        })
    }
}

/// The Signature element around the place of its value.
struct Element {
    before: String,
    after: String,
}

impl SigningRequest<'_> {
    /// The identifier of the signature algorithm, and that the key fits it.
    fn method(&self) -> Result<&'static str, PrepareError> {
        let signer = self.certificates.first().ok_or(PrepareError::CertificateMissing)?;
        let key = signer.public_key().map_err(|reason| PrepareError::KeyRefused(reason.clone()))?;
        let (method, elliptic) = match self.algorithm {
            SignatureAlgorithm::RsaPkcs1(digest) => (
                match digest {
                    DigestAlgorithm::Sha1 => return Err(PrepareError::Algorithm),
                    DigestAlgorithm::Sha256 => "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
                    DigestAlgorithm::Sha384 => "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384",
                    DigestAlgorithm::Sha512 => "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
                },
                false,
            ),
            SignatureAlgorithm::RsaPss(digest) => (
                match digest {
                    DigestAlgorithm::Sha1 => return Err(PrepareError::Algorithm),
                    DigestAlgorithm::Sha256 => "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1",
                    DigestAlgorithm::Sha384 => "http://www.w3.org/2007/05/xmldsig-more#sha384-rsa-MGF1",
                    DigestAlgorithm::Sha512 => "http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1",
                },
                false,
            ),
            SignatureAlgorithm::Ecdsa(digest) => (
                match digest {
                    DigestAlgorithm::Sha1 => return Err(PrepareError::Algorithm),
                    DigestAlgorithm::Sha256 => "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
                    DigestAlgorithm::Sha384 => "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384",
                    DigestAlgorithm::Sha512 => "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512",
                },
                true,
            ),
        };
        if key.curve().is_some() == elliptic { Ok(method) } else { Err(PrepareError::KeyKind) }
    }

    fn element(&self, method: &str, digest: &Digest, octets: u64) -> Element {
        let canonicalization = self.mode.canonicalization().uri;
        let (uri, transforms) = match self.mode {
            SigningMode::Compatibility(named) => {
                // Canonical XML 1.0 is what follows enveloped when nothing is named: the form seen everywhere.
                let second = match named {
                    CompatibilityCanonicalization::CanonicalXml10 => String::new(),
                    CompatibilityCanonicalization::CanonicalXml11
                    | CompatibilityCanonicalization::Exclusive10 => {
                        format!("<Transform Algorithm=\"{canonicalization}\"/>")
                    }
                };
                (" URI=\"\"", format!("<Transform Algorithm=\"{ENVELOPED}\"/>{second}"))
            }
            SigningMode::Version2 => (
                "",
                format!(
                    "<Transform Algorithm=\"{TRANSFORM_2_0}\">\
                     <dsig2:Selection xmlns:dsig2=\"{DSIG2}\" Algorithm=\"{DSIG2}xml\" URI=\"\"/>\
                     <CanonicalizationMethod Algorithm=\"{canonicalization}\"/>\
                     <dsig2:Verifications xmlns:dsig2=\"{DSIG2}\">\
                     <dsig2:Verification Type=\"{DSIG2}DigestDataLength\">\
                     <dsig2:DigestDataLength>{octets}</dsig2:DigestDataLength>\
                     </dsig2:Verification></dsig2:Verifications></Transform>"
                ),
            ),
        };
        let digest = base64::encode(digest.as_bytes());
        let before = format!(
            "<Signature xmlns=\"{DSIG}\"><SignedInfo>\
             <CanonicalizationMethod Algorithm=\"{canonicalization}\"/>\
             <SignatureMethod Algorithm=\"{method}\"/>\
             <Reference{uri}><Transforms>{transforms}</Transforms>\
             <DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/>\
             <DigestValue>{digest}</DigestValue></Reference></SignedInfo><SignatureValue>"
        );
        let certificates: String = self
            .certificates
            .iter()
            .map(|certificate| {
                format!("<X509Certificate>{}</X509Certificate>", base64::encode(certificate.der()))
            })
            .collect();
        let after =
            format!("</SignatureValue><KeyInfo><X509Data>{certificates}</X509Data></KeyInfo></Signature>");
        Element { before, after }
    }
}

/// The canonical octets of the SignedInfo in `alone`.
fn signed_info(alone: &[u8], method: &Method) -> Result<Vec<u8>, PrepareError> {
    let document = Document::parse(alone).map_err(PrepareError::Unreadable)?;
    let apex = document
        .descendants(document.root())
        .find(|node| tree::is(&document, *node, DSIG, "SignedInfo"))
        .ok_or(PrepareError::Encoding)?;
    let mut octets = Vec::new();
    c14n::canonicalize(&document, Subset { apex, excluded: None }, method, &mut octets)
        .map_err(PrepareError::Canonicalization)?;
    Ok(octets)
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
