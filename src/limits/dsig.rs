//! Ceilings of `crate::dsig`.

/// References in one SignedInfo. The profiles allow one, `kobunsho` one and its attachments; the largest published
/// 電子公文書 carry a few dozen.
pub const REFERENCES: usize = 256;

/// Octets of one attachment of an official document: digested in memory, well above any office's upload limit.
pub const ATTACHMENT_OCTETS: u64 = 256 << 20;

/// Octets of all attachments of one document together: they are in memory at the same time.
pub const ATTACHMENTS_OCTETS: u64 = 512 << 20;

/// Certificates in one KeyInfo: each costs a parse and a signature verification. A GPKI chain has three.
pub const CERTIFICATES: usize = 16;

/// Element children of one element inside Signature, References and certificates apart: the grammar knows no more
/// than five kinds, each of them at most once.
pub const CHILDREN: usize = 512;

/// Octets of one base64 value after decoding: a certificate of 64 KiB is four times the largest seen.
pub const VALUE_OCTETS: usize = 65_536;

/// Prefixes in an InclusiveNamespaces PrefixList; each is looked up at every element that is canonicalised.
pub const INCLUSIVE_PREFIXES: usize = 64;

/// Signatures that `inspect` describes; each costs one canonicalization of the document.
pub const INSPECTED_SIGNATURES: usize = 8;

/// Same-document References that `inspect` computes over all Signatures; each costs one canonicalization.
pub const INSPECTED_REFERENCES: usize = 32;

/// Steps of a PositionAssertion: the deepest selection allowed is the root or a child of it.
pub const POSITION_STEPS: usize = 16;
