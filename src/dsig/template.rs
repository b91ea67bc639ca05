//! Everything of a Signature that is the same for all documents of one key, encoded once: what stands around the digest,
//! KeyInfo, and the canonical SignedInfo under the root element that documents of one kind have in common.

use std::sync::{Arc, Mutex, PoisonError};

use super::algorithm::{ENVELOPED, TRANSFORM_2_0};
use super::base64;
use super::canonicalization::Canonicalization;
use super::prepare::{CompatibilityCanonicalization, PrepareError, SigningMode, SigningRequest};
use super::tree::{self, DSIG, DSIG2};
use crate::crypto::{Digest, DigestAlgorithm, SignatureAlgorithm};
use crate::pki::Certificate;
use crate::xml::Document;
use crate::xml::c14n::{self, Comments, InclusivePrefixes, Method, Subset, Version2};

/// A Signature in which the digest of the document and the signature value are missing. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Template(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    algorithm: SignatureAlgorithm,
    signer: Certificate,
    canonicalization: Canonicalization,
    /// From the start tag of Signature to where the first of the document's own values belongs.
    opening: String,
    /// In the 2.0 mode, what stands between the number of digested octets and their digest.
    between: Option<String>,
    /// From the end tag of SignatureValue.
    after: String,
    /// The SignedInfo of the last document.
    last: Mutex<Option<Arc<Pattern>>>,
}

/// A canonical SignedInfo with a place to write the digest to.
#[derive(Debug)]
struct Pattern {
    start_tag: Vec<u8>,
    end_tag: Vec<u8>,
    octets: Vec<u8>,
    digest_at: usize,
}

/// Octets of the tags of a root that are kept: one with many declarations and attributes.
const KEPT_TAGS: usize = 4096;

const DIGEST_VALUE: &[u8] = b"<DigestValue>";

/// What a document adds to the template.
pub(super) struct Filled {
    /// Signature up to the place of its value.
    pub(super) before: String,
    digest: String,
}

impl Template {
    /// Encodes everything that is the same for all documents of one key.
    ///
    /// # Errors
    /// [`PrepareError`] when there is no certificate, or its key and the algorithm do not go together.
    pub fn new(request: &SigningRequest<'_>) -> Result<Self, PrepareError> {
        let signer = request.certificates.first().ok_or(PrepareError::CertificateMissing)?.clone();
        let key = signer.public_key().map_err(|reason| PrepareError::KeyRefused(reason.clone()))?;
        let elliptic = matches!(request.algorithm, SignatureAlgorithm::Ecdsa(_));
        let method = identifier(request.algorithm).ok_or(PrepareError::Algorithm)?;
        if key.curve().is_some() != elliptic {
            return Err(PrepareError::KeyKind);
        }
        let canonicalization = canonicalization(request.mode);
        let (opening, between) = opening(request.mode, method, canonicalization.uri);
        let certificates: String = request
            .certificates
            .iter()
            .map(|certificate| {
                format!("<X509Certificate>{}</X509Certificate>", base64::encode(certificate.der()))
            })
            .collect();
        let after =
            format!("</SignatureValue><KeyInfo><X509Data>{certificates}</X509Data></KeyInfo></Signature>");
        let algorithm = request.algorithm;
        let last = Mutex::new(None);
        Ok(Self(Arc::new(Inner { algorithm, signer, canonicalization, opening, between, after, last })))
    }

    /// How the document is canonicalized.
    pub(super) fn method(&self) -> &Method {
        &self.0.canonicalization.method
    }

    pub(super) fn algorithm(&self) -> SignatureAlgorithm {
        self.0.algorithm
    }

    pub(super) fn signer(&self) -> &Certificate {
        &self.0.signer
    }

    /// From the end tag of SignatureValue to that of Signature.
    pub(super) fn after(&self) -> &str {
        &self.0.after
    }

    /// With the digest of `octets` octets of canonical form.
    pub(super) fn fill(&self, digest: &Digest, octets: u64) -> Filled {
        let digest = base64::encode(digest.as_bytes());
        let length = self.0.between.as_ref().map(|between| format!("{octets}{between}")).unwrap_or_default();
        let before = [&self.0.opening, &length, &digest, CLOSING].concat();
        Filled { before, digest }
    }

    /// The canonical octets of SignedInfo in its place: the root's namespaces and `xml:*` attributes reach into it, and
    /// nothing else does. A root with the same tags and nothing else inside gives the same octets; for roots with the same
    /// tags they differ by the digest alone.
    pub(super) fn signed_info(
        &self,
        start_tag: &[u8],
        end_tag: &[u8],
        filled: &Filled,
    ) -> Result<Vec<u8>, PrepareError> {
        let last = || self.0.last.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = last().clone();
        if let Some(pattern) = kept.filter(|one| one.start_tag == start_tag && one.end_tag == end_tag) {
            return Ok(pattern.with_digest(&filled.digest));
        }
        let alone = [start_tag, filled.before.as_bytes(), self.after().as_bytes(), end_tag].concat();
        let octets = canonical_signed_info(&alone, self.method())?;
        // In the 2.0 mode the number of octets changes as well.
        if self.0.between.is_none() && start_tag.len().saturating_add(end_tag.len()) <= KEPT_TAGS {
            // No attribute can hold the tag: "<" is escaped in canonical form.
            let digest_at = memchr::memmem::rfind(&octets, DIGEST_VALUE)
                .ok_or(PrepareError::Encoding)?
                .saturating_add(DIGEST_VALUE.len());
            let pattern = Pattern {
                start_tag: start_tag.to_vec(),
                end_tag: end_tag.to_vec(),
                octets: octets.clone(),
                digest_at,
            };
            *last() = Some(Arc::new(pattern));
        }
        Ok(octets)
    }
}

impl Pattern {
    fn with_digest(&self, digest: &str) -> Vec<u8> {
        let mut octets = self.octets.clone();
        for (to, from) in octets.iter_mut().skip(self.digest_at).zip(digest.bytes()) {
            *to = from;
        }
        octets
    }
}

const CLOSING: &str = "</DigestValue></Reference></SignedInfo><SignatureValue>";

fn opening(mode: SigningMode, method: &str, canonicalization: &str) -> (String, Option<String>) {
    let head = format!(
        "<Signature xmlns=\"{DSIG}\"><SignedInfo>\
         <CanonicalizationMethod Algorithm=\"{canonicalization}\"/>\
         <SignatureMethod Algorithm=\"{method}\"/>"
    );
    let tail = "<DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/><DigestValue>";
    match mode {
        SigningMode::Compatibility(named) => {
            // Canonical XML 1.0 is what follows enveloped when nothing is named: the form seen everywhere.
            let second = match named {
                CompatibilityCanonicalization::CanonicalXml10 => String::new(),
                CompatibilityCanonicalization::CanonicalXml11
                | CompatibilityCanonicalization::Exclusive10 => {
                    format!("<Transform Algorithm=\"{canonicalization}\"/>")
                }
            };
            let transforms =
                format!("<Transforms><Transform Algorithm=\"{ENVELOPED}\"/>{second}</Transforms>");
            (format!("{head}<Reference URI=\"\">{transforms}{tail}"), None)
        }
        SigningMode::Version2 => (
            format!(
                "{head}<Reference><Transforms><Transform Algorithm=\"{TRANSFORM_2_0}\">\
                 <dsig2:Selection xmlns:dsig2=\"{DSIG2}\" Algorithm=\"{DSIG2}xml\" URI=\"\"/>\
                 <CanonicalizationMethod Algorithm=\"{canonicalization}\"/>\
                 <dsig2:Verifications xmlns:dsig2=\"{DSIG2}\">\
                 <dsig2:Verification Type=\"{DSIG2}DigestDataLength\"><dsig2:DigestDataLength>"
            ),
            Some(format!(
                "</dsig2:DigestDataLength></dsig2:Verification></dsig2:Verifications></Transform></Transforms>{tail}"
            )),
        ),
    }
}

/// The identifier of a signature algorithm, where it has one and is good enough.
const fn identifier(algorithm: SignatureAlgorithm) -> Option<&'static str> {
    Some(match algorithm {
        SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256) => {
            "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
        }
        SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha384) => {
            "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384"
        }
        SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha512) => {
            "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512"
        }
        SignatureAlgorithm::RsaPss(DigestAlgorithm::Sha256) => {
            "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1"
        }
        SignatureAlgorithm::RsaPss(DigestAlgorithm::Sha384) => {
            "http://www.w3.org/2007/05/xmldsig-more#sha384-rsa-MGF1"
        }
        SignatureAlgorithm::RsaPss(DigestAlgorithm::Sha512) => {
            "http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1"
        }
        SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha256) => {
            "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
        }
        SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha384) => {
            "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384"
        }
        SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha512) => {
            "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512"
        }
        SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha1)
        | SignatureAlgorithm::RsaPss(DigestAlgorithm::Sha1)
        | SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha1) => return None,
    })
}

fn canonicalization(mode: SigningMode) -> Canonicalization {
    Canonicalization::of(match mode {
        SigningMode::Compatibility(CompatibilityCanonicalization::CanonicalXml10) => {
            Method::Inclusive10(Comments::Dropped)
        }
        SigningMode::Compatibility(CompatibilityCanonicalization::CanonicalXml11) => {
            Method::Inclusive11(Comments::Dropped)
        }
        SigningMode::Compatibility(CompatibilityCanonicalization::Exclusive10) => Method::Exclusive {
            comments: Comments::Dropped,
            inclusive_prefixes: InclusivePrefixes::default(),
        },
        SigningMode::Version2 => Method::Version2(Version2::default()),
    })
}

/// The canonical octets of the SignedInfo in `alone`.
fn canonical_signed_info(alone: &[u8], method: &Method) -> Result<Vec<u8>, PrepareError> {
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
