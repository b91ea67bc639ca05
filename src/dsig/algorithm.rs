//! The closed lists of algorithm identifiers. Nothing outside them is ever executed.

use super::error::{Defect, Error};
use super::tree;
use crate::crypto::{DigestAlgorithm, SignatureAlgorithm};
use crate::xml::{Document, NodeId};

/// Canonical XML 1.0.
pub(super) const CANONICAL_XML_1_0: &str = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
/// Canonical XML 1.1.
pub(super) const CANONICAL_XML_1_1: &str = "http://www.w3.org/2006/12/xml-c14n11";
/// Exclusive XML Canonicalization 1.0, and the namespace of its parameters.
pub(super) const EXCLUSIVE_1_0: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
/// Canonical XML 2.0, and the namespace of its parameters.
pub(super) const CANONICAL_XML_2_0: &str = "http://www.w3.org/2010/xml-c14n2";
/// The enveloped-signature transform.
pub(super) const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
/// The one transform of 2.0 mode.
pub(super) const TRANSFORM_2_0: &str = "http://www.w3.org/2010/xmldsig2#transform";

/// A SignatureMethod of the closed list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SignatureMethod {
    /// An algorithm that can be computed (SHA-1 among them: it is computed, never accepted).
    Computable(SignatureAlgorithm),
    /// RSA with MD5: recognised so that it can be named, never computed.
    RsaMd5,
}

/// A DigestMethod of the closed list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DigestMethod {
    /// An algorithm that can be computed (SHA-1 among them: it is computed, never accepted).
    Computable(DigestAlgorithm),
    /// MD5: recognised so that it can be named, never computed.
    Md5,
}

impl SignatureMethod {
    /// The algorithm, `None` for one that is never computed.
    pub const fn algorithm(self) -> Option<SignatureAlgorithm> {
        match self {
            Self::Computable(algorithm) => Some(algorithm),
            Self::RsaMd5 => None,
        }
    }

    pub(super) fn parse(document: &Document<'_>, node: NodeId) -> Result<Self, Error> {
        use DigestAlgorithm::{Sha1, Sha256, Sha384, Sha512};
        use SignatureAlgorithm::{Ecdsa, RsaPkcs1, RsaPss};
        let uri = tree::only_attribute(document, node, "SignatureMethod", "Algorithm")?;
        let method = match uri {
            "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256" => Self::Computable(RsaPkcs1(Sha256)),
            "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384" => Self::Computable(RsaPkcs1(Sha384)),
            "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512" => Self::Computable(RsaPkcs1(Sha512)),
            "http://www.w3.org/2000/09/xmldsig#rsa-sha1" => Self::Computable(RsaPkcs1(Sha1)),
            // RFC 6931, 2.3.9: MGF1 and salt of the same digest, no parameters.
            "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1" => Self::Computable(RsaPss(Sha256)),
            "http://www.w3.org/2007/05/xmldsig-more#sha384-rsa-MGF1" => Self::Computable(RsaPss(Sha384)),
            "http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1" => Self::Computable(RsaPss(Sha512)),
            "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256" => Self::Computable(Ecdsa(Sha256)),
            "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384" => Self::Computable(Ecdsa(Sha384)),
            "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512" => Self::Computable(Ecdsa(Sha512)),
            "http://www.w3.org/2001/04/xmldsig-more#rsa-md5" => Self::RsaMd5,
            "http://www.w3.org/2000/09/xmldsig#hmac-sha1"
            | "http://www.w3.org/2001/04/xmldsig-more#hmac-md5"
            | "http://www.w3.org/2001/04/xmldsig-more#hmac-sha224"
            | "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256"
            | "http://www.w3.org/2001/04/xmldsig-more#hmac-sha384"
            | "http://www.w3.org/2001/04/xmldsig-more#hmac-sha512"
            | "http://www.w3.org/2001/04/xmldsig-more#hmac-ripemd160" => {
                return Err(Error::at(Defect::SignatureMethodHmac, document, node));
            }
            _ => return Err(Error::at(Defect::SignatureMethodUnknown, document, node)),
        };
        tree::empty(document, node, "SignatureMethod", Defect::SignatureMethodParameters)?;
        Ok(method)
    }
}

impl DigestMethod {
    /// The algorithm, `None` for one that is never computed.
    pub const fn algorithm(self) -> Option<DigestAlgorithm> {
        match self {
            Self::Computable(algorithm) => Some(algorithm),
            Self::Md5 => None,
        }
    }

    pub(super) const fn output_length(self) -> usize {
        match self {
            Self::Computable(algorithm) => algorithm.output_length(),
            Self::Md5 => 16,
        }
    }

    pub(super) fn parse(document: &Document<'_>, node: NodeId) -> Result<Self, Error> {
        let method = match tree::only_attribute(document, node, "DigestMethod", "Algorithm")? {
            "http://www.w3.org/2000/09/xmldsig#sha1" => Self::Computable(DigestAlgorithm::Sha1),
            "http://www.w3.org/2001/04/xmlenc#sha256" => Self::Computable(DigestAlgorithm::Sha256),
            "http://www.w3.org/2001/04/xmldsig-more#sha384" => Self::Computable(DigestAlgorithm::Sha384),
            "http://www.w3.org/2001/04/xmlenc#sha512" => Self::Computable(DigestAlgorithm::Sha512),
            "http://www.w3.org/2001/04/xmldsig-more#md5" => Self::Md5,
            _ => return Err(Error::at(Defect::DigestMethodUnknown, document, node)),
        };
        tree::empty(document, node, "DigestMethod", Defect::DigestMethodUnknown)?;
        Ok(method)
    }
}
