//! What can be wrong with an XML signature: one variant for each distinct defect.

use core::fmt;

use super::verify::Unread;
use crate::crypto::KeyError;
use crate::xml::{self, Position};

/// A defect and the place of the element that carries it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    defect: Defect,
    position: Option<Position>,
}

/// Every defect this module can name. Element names are the standard's own; nothing is quoted from the document.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Defect {
    /// Several certificates carry the key that verifies, and not exactly one of them is an end entity's.
    AmbiguousSigner {
        /// Certificates with that key.
        matching: usize,
    },
    /// The digest of an attachment differs from its Reference.
    AttachmentDigest {
        /// Which Reference, counted from 1.
        reference: usize,
    },
    /// An attachment is named that the caller did not hand in.
    AttachmentMissing {
        /// Which Reference, counted from 1.
        reference: usize,
    },
    /// An attachment's name is not a plain file name, or two References name the same attachment.
    AttachmentName {
        /// Which Reference, counted from 1.
        reference: usize,
    },
    /// An attachment was found and not read.
    AttachmentUnread {
        /// Why not.
        reason: Unread,
        /// Which Reference, counted from 1.
        reference: usize,
    },
    /// An attribute is missing.
    AttributeMissing {
        /// The attribute.
        attribute: &'static str,
        /// Its element.
        element: &'static str,
    },
    /// An attribute the grammar of XML Signature does not have there.
    AttributeUnknown {
        /// Its element.
        element: &'static str,
    },
    /// Something other than base64 characters and white space.
    Base64Character {
        /// Element that holds the value.
        element: &'static str,
    },
    /// The number of base64 characters is not a whole number of quantums, the value is empty, or it is too long.
    Base64Length {
        /// Element that holds the value.
        element: &'static str,
    },
    /// Pad bits that are not zero (RFC 4648, 3.5).
    Base64PadBits {
        /// Element that holds the value.
        element: &'static str,
    },
    /// `xsi:type` names a type by a prefix, or by the default namespace, whose declaration was not digested.
    TypeNameUnsigned,
    /// `TrimTextNodes` took white space away: the text in the file is not the text that was digested.
    WhiteSpaceUnsigned,
    /// The `kobunsho` profile: the signed BODY is not a child of the root element.
    BodyNotChildOfRoot,
    /// Octets could not be canonicalised.
    Canonicalization(xml::c14n::Error),
    /// Parameters of a canonicalization algorithm that its standard does not know, or too many of them.
    CanonicalizationParameters,
    /// A canonicalization algorithm outside the closed list.
    CanonicalizationUnknown,
    /// SignedInfo is canonicalised with comments.
    CanonicalizationWithComments,
    /// An X509Certificate is not a certificate we can read.
    CertificateMalformed {
        /// Which certificate, counted from 1.
        index: usize,
    },
    /// More certificates than any chain needs.
    CertificatesTooMany {
        /// Most that are read.
        limit: usize,
    },
    /// An element occurs twice.
    ChildDuplicate {
        /// The element.
        element: &'static str,
    },
    /// An element is missing.
    ChildMissing {
        /// The element.
        element: &'static str,
    },
    /// An element stands in the wrong place.
    ChildMisordered {
        /// The element around it.
        parent: &'static str,
    },
    /// More child elements than the grammar has a use for.
    ChildTooMany {
        /// Most that are read.
        limit: usize,
        /// The element around them.
        parent: &'static str,
    },
    /// An element the grammar of XML Signature does not have there.
    ChildUnknown {
        /// The element around it.
        parent: &'static str,
    },
    /// A comment inside a value that must be text alone.
    CommentInValue {
        /// Element that holds the value.
        element: &'static str,
    },
    /// 2.0 mode: DigestDataLength is not the number of octets digested.
    DigestDataLength {
        /// Octets digested.
        found: u64,
        /// Octets the signature states, `None` when it is not a number.
        stated: Option<u64>,
    },
    /// DigestValue is not as long as the algorithm's output.
    DigestLength {
        /// Octets of the algorithm.
        expected: usize,
        /// Octets found.
        found: usize,
    },
    /// MD5 as DigestMethod.
    DigestMethodMd5,
    /// SHA-1 as DigestMethod.
    DigestMethodSha1,
    /// A DigestMethod outside the closed list.
    DigestMethodUnknown,
    /// The digest of the document differs from DigestValue: the content was changed after signing.
    DigestMismatch,
    /// An element inside a value that must be text alone.
    ElementInValue {
        /// Element that holds the value.
        element: &'static str,
    },
    /// The enveloped-signature transform is missing.
    EnvelopedMissing,
    /// The enveloped-signature transform is not the first one.
    EnvelopedNotFirst,
    /// The enveloped-signature transform occurs twice.
    EnvelopedRepeated,
    /// An element of the unsigned FRONT has the name of the signed BODY.
    FrontHidesBody,
    /// 2.0 mode: IDAttributes does not name the attribute the reference relies on, or there is none to rely on.
    IdAttributes,
    /// `#id` names an element by an identifier that occurs more than once.
    IdDuplicate {
        /// Occurrences.
        count: usize,
    },
    /// `#id` names nothing in the document.
    IdNotFound,
    /// `#id` names an element that is not the root: part of the document is not signed.
    IdNotRoot,
    /// KeyInfo points to where the key is to be found instead of carrying it (KeyInfoReference).
    KeyInfoReference,
    /// KeyInfo is absent.
    KeyInfoMissing,
    /// The signer's key is of another kind than the signature algorithm.
    KeyKind,
    /// KeyInfo names a key only.
    KeyNameOnly,
    /// The signer's public key is malformed (its exponent, modulus or curve).
    KeyRefused(KeyError),
    /// This size of key and this algorithm are not implemented together.
    KeyUnsupported,
    /// KeyValue is not the signer's public key.
    KeyValueDiffers,
    /// KeyInfo carries a bare public key only.
    KeyValueOnly,
    /// RSA with fewer bits than the least accepted anywhere.
    KeyWeak {
        /// Bits of the modulus.
        bits: u32,
    },
    /// The signed document has a ds:Manifest as the target of its Reference.
    Manifest,
    /// Parts of XML Signature 1.x and of the 2.0 mode in one signature.
    ModesMixed,
    /// KeyInfo carries neither a certificate nor anything else we can use.
    NoCertificate,
    /// No ds:Signature in the document.
    NoSignature,
    /// A ds:Object: content that is not part of the document.
    Object,
    /// 2.0 mode: PositionAssertion is not the position of what is selected, or not of the form we read.
    PositionAssertion,
    /// A processing instruction inside Signature.
    ProcessingInstruction {
        /// The element around it.
        parent: &'static str,
    },
    /// A processing instruction inside an element that holds a value.
    ProcessingInstructionInValue {
        /// Element that holds the value.
        element: &'static str,
    },
    /// A processing instruction outside the root element, which a reference to the root element leaves unsigned.
    ProcessingInstructionUnsigned,
    /// A Reference names an element inside Signature: what was signed was put out of sight.
    ReferencedInsideSignature,
    /// SignedInfo has no Reference.
    ReferenceMissing,
    /// SignedInfo has more References than the profile allows.
    ReferenceSeveral {
        /// References found.
        count: usize,
    },
    /// SignedInfo has more References than are read.
    ReferencesTooMany {
        /// The ceiling.
        limit: usize,
    },
    /// The Reference has a Type.
    ReferenceType,
    /// KeyInfo points to where the key is to be found instead of carrying it (RetrievalMethod).
    RetrievalMethod,
    /// 2.0 mode: a Selection algorithm other than `#xml`.
    SelectionAlgorithm,
    /// 2.0 mode: a Selection by XPath.
    SelectionXPath,
    /// X509IssuerSerial names none of the certificates in KeyInfo.
    SerialDiffers,
    /// The signature value is not as long as the key demands.
    SignatureLength {
        /// Octets the key demands.
        expected: usize,
        /// Octets found.
        found: usize,
    },
    /// A keyed hash instead of a signature: whoever can verify it can also make it.
    SignatureMethodHmac,
    /// MD5 in SignatureMethod.
    SignatureMethodMd5,
    /// Parameters in a SignatureMethod that has none.
    SignatureMethodParameters,
    /// SHA-1 in SignatureMethod.
    SignatureMethodSha1,
    /// A SignatureMethod outside the closed list.
    SignatureMethodUnknown,
    /// The signature value does not verify with the signer's key.
    SignatureMismatch,
    /// ds:Signature is not a child of the root element.
    SignatureNotChildOfRoot,
    /// More than one ds:Signature in the document.
    SignatureSeveral {
        /// Signatures found.
        count: usize,
    },
    /// The element that a Reference names holds the Signature and is not the root: it was wrapped into another.
    SignedElementWrapped,
    /// The certificate whose key verified is a certification authority's.
    SignerIsAuthority,
    /// X509SKI is the subject key identifier of none of the certificates in KeyInfo.
    SubjectKeyIdentifierDiffers,
    /// Text where XML Signature has elements only.
    Text {
        /// The element around it.
        parent: &'static str,
    },
    /// The Base64 transform.
    TransformBase64,
    /// A second canonicalization among the transforms.
    TransformCanonicalizationRepeated,
    /// A transform outside the closed list.
    TransformUnknown,
    /// A canonicalization with comments among the transforms.
    TransformWithComments,
    /// The XPath transform.
    TransformXPath,
    /// The XPath Filter 2 transform.
    TransformXPathFilter2,
    /// The XSLT transform.
    TransformXslt,
    /// The `kobunsho` profile: an unsigned child of the root other than FRONT.
    UnsignedSibling,
    /// Reference to a resource outside the document, by an absolute URI.
    UriExternal,
    /// Reference to a file.
    UriFile,
    /// Reference without a URI in 1.x mode: what is signed is left to a private agreement.
    UriMissing,
    /// Reference by a relative URI.
    UriRelative,
    /// Reference by an XPointer.
    UriXPointer,
    /// 2.0 mode: a Verification of a Type we do not know, or repeated.
    VerificationUnknown,
}

impl Error {
    pub(super) fn new(defect: Defect) -> Self {
        Self { defect, position: None }
    }

    pub(super) fn at(defect: Defect, document: &xml::Document<'_>, node: xml::NodeId) -> Self {
        Self { defect, position: Some(document.position(document.span(node).start)) }
    }

    pub(super) fn with(&self, defect: Defect) -> Self {
        Self { defect, position: self.position }
    }

    /// What is wrong.
    pub const fn defect(&self) -> &Defect {
        &self.defect
    }

    /// The beginning of the element that carries the defect, where one does.
    pub const fn position(&self) -> Option<Position> {
        self.position
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.defect.fmt(formatter)?;
        match self.position {
            Some(position) => write!(formatter, " at line {}, column {}", position.line, position.column),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Defect {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sentence = match self {
            Self::AmbiguousSigner { matching } => {
                return write!(
                    formatter,
                    "{matching} certificates carry the key and no single one is an end entity's"
                );
            }
            Self::AttachmentDigest { reference } => {
                return write!(formatter, "digest of the attachment of Reference {reference} differs");
            }
            Self::AttachmentMissing { reference } => {
                return write!(formatter, "attachment of Reference {reference} is missing");
            }
            Self::AttachmentName { reference } => {
                return write!(
                    formatter,
                    "Reference {reference} does not name one attachment by a plain file name"
                );
            }
            Self::AttachmentUnread { reason, reference } => {
                let reason = match reason {
                    Unread::Failed => "could not be read",
                    Unread::NotRegular => "is no regular file",
                    Unread::Unvouched => "was not read because the signature value does not hold",
                    Unread::TooLarge { .. } => "is larger than is read",
                };
                return write!(formatter, "attachment of Reference {reference} {reason}");
            }
            Self::AttributeMissing { attribute, element } => {
                return write!(formatter, "{element} without {attribute}");
            }
            Self::AttributeUnknown { element } => return write!(formatter, "unknown attribute on {element}"),
            Self::Base64Character { element } => return write!(formatter, "{element} is not base64"),
            Self::Base64Length { element } => return write!(formatter, "length of the base64 in {element}"),
            Self::Base64PadBits { element } => {
                return write!(formatter, "non-zero base64 pad bits in {element}");
            }
            Self::Canonicalization(reason) => return write!(formatter, "canonicalization failed: {reason}"),
            Self::CertificateMalformed { index } => {
                return write!(formatter, "X509Certificate {index} is malformed");
            }
            Self::CertificatesTooMany { limit } => {
                return write!(formatter, "more than {limit} certificates");
            }
            Self::ChildDuplicate { element } => return write!(formatter, "{element} occurs twice"),
            Self::ChildMissing { element } => return write!(formatter, "{element} is missing"),
            Self::ChildMisordered { parent } => return write!(formatter, "misordered child of {parent}"),
            Self::ChildTooMany { limit, parent } => {
                return write!(formatter, "more than {limit} children of {parent}");
            }
            Self::ChildUnknown { parent } => return write!(formatter, "unknown child of {parent}"),
            Self::CommentInValue { element } => return write!(formatter, "comment inside {element}"),
            Self::DigestDataLength { found, stated } => {
                return match stated {
                    Some(stated) => {
                        write!(formatter, "{found} octets digested, DigestDataLength states {stated}")
                    }
                    None => write!(formatter, "{found} octets digested, DigestDataLength is no number"),
                };
            }
            Self::DigestLength { expected, found } => {
                return write!(formatter, "DigestValue has {found} octets instead of {expected}");
            }
            Self::ElementInValue { element } => return write!(formatter, "element inside {element}"),
            Self::IdDuplicate { count } => {
                return write!(formatter, "the referenced identifier occurs {count} times");
            }
            Self::KeyRefused(reason) => return write!(formatter, "the signer's public key: {reason}"),
            Self::KeyWeak { bits } => return write!(formatter, "RSA key of {bits} bits"),
            Self::ProcessingInstruction { parent } => {
                return write!(formatter, "processing instruction inside {parent}");
            }
            Self::ProcessingInstructionInValue { element } => {
                return write!(formatter, "processing instruction inside {element}");
            }
            Self::ReferenceSeveral { count } => return write!(formatter, "{count} References"),
            Self::ReferencesTooMany { limit } => return write!(formatter, "more than {limit} References"),
            Self::SignatureLength { expected, found } => {
                return write!(formatter, "signature value of {found} octets instead of {expected}");
            }
            Self::SignatureSeveral { count } => return write!(formatter, "{count} Signatures"),
            Self::Text { parent } => return write!(formatter, "text between the elements of {parent}"),
            Self::BodyNotChildOfRoot => "the signed BODY is not a child of the root",
            Self::CanonicalizationParameters => "unknown canonicalization parameters",
            Self::CanonicalizationUnknown => "unknown canonicalization algorithm",
            Self::CanonicalizationWithComments => "SignedInfo canonicalised with comments",
            Self::DigestMethodMd5 => "MD5 as DigestMethod",
            Self::DigestMethodSha1 => "SHA-1 as DigestMethod",
            Self::DigestMethodUnknown => "unknown DigestMethod",
            Self::DigestMismatch => "digest of the document differs from DigestValue",
            Self::EnvelopedMissing => "enveloped-signature transform missing",
            Self::EnvelopedNotFirst => "enveloped-signature transform not first",
            Self::EnvelopedRepeated => "enveloped-signature transform repeated",
            Self::FrontHidesBody => "an element of FRONT can be taken for the signed BODY",
            Self::IdAttributes => "IDAttributes does not name the attribute referenced",
            Self::IdNotFound => "the referenced identifier does not occur",
            Self::IdNotRoot => "the reference does not cover the root element",
            Self::KeyInfoMissing => "no KeyInfo",
            Self::KeyInfoReference => "KeyInfoReference instead of a certificate",
            Self::KeyKind => "key and signature algorithm do not match",
            Self::KeyNameOnly => "KeyName instead of a certificate",
            Self::KeyUnsupported => "key size and algorithm are not implemented together",
            Self::KeyValueDiffers => "KeyValue is not the signer's public key",
            Self::KeyValueOnly => "KeyValue instead of a certificate",
            Self::Manifest => "Reference to a Manifest",
            Self::ModesMixed => "XML Signature 1.x and 2.0 mode mixed",
            Self::NoCertificate => "no certificate in KeyInfo",
            Self::NoSignature => "no Signature",
            Self::Object => "Object inside Signature",
            Self::PositionAssertion => "PositionAssertion is not the position selected",
            Self::ProcessingInstructionUnsigned => "unsigned processing instruction outside the root element",
            Self::ReferencedInsideSignature => "the Reference names an element inside Signature",
            Self::ReferenceMissing => "no Reference",
            Self::ReferenceType => "Reference with a Type",
            Self::RetrievalMethod => "RetrievalMethod instead of a certificate",
            Self::SelectionAlgorithm => "Selection algorithm other than xml",
            Self::SelectionXPath => "Selection by XPath",
            Self::SerialDiffers => "X509IssuerSerial names none of the certificates",
            Self::SignatureMethodHmac => "HMAC as SignatureMethod",
            Self::SignatureMethodMd5 => "MD5 in SignatureMethod",
            Self::SignatureMethodParameters => "parameters in SignatureMethod",
            Self::SignatureMethodSha1 => "SHA-1 in SignatureMethod",
            Self::SignatureMethodUnknown => "unknown SignatureMethod",
            Self::SignatureMismatch => "the signature value does not verify with the signer's key",
            Self::SignatureNotChildOfRoot => "Signature is not a child of the root",
            Self::SignedElementWrapped => "the signed element stands inside another one",
            Self::SignerIsAuthority => "the signer's certificate is a certification authority's",
            Self::SubjectKeyIdentifierDiffers => "X509SKI names none of the certificates",
            Self::TransformBase64 => "Base64 transform",
            Self::TransformCanonicalizationRepeated => "second canonicalization transform",
            Self::TransformUnknown => "unknown transform",
            Self::TransformWithComments => "canonicalization with comments as transform",
            Self::TransformXPath => "XPath transform",
            Self::TransformXPathFilter2 => "XPath Filter 2 transform",
            Self::TransformXslt => "XSLT transform",
            Self::TypeNameUnsigned => "xsi:type names a type in a namespace that was not digested",
            Self::WhiteSpaceUnsigned => "white space of the file was not digested (TrimTextNodes)",
            Self::UnsignedSibling => "unsigned child of the root",
            Self::UriExternal => "Reference to an external resource",
            Self::UriFile => "Reference to a file",
            Self::UriMissing => "Reference without URI",
            Self::UriRelative => "Reference by a relative URI",
            Self::UriXPointer => "Reference by an XPointer",
            Self::VerificationUnknown => "unknown Verification",
        };
        formatter.write_str(sentence)
    }
}

impl core::error::Error for Error {}
