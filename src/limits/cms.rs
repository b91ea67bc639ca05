//! Ceilings of `crate::cms`.

/// Octets of one CMS structure. The largest honest ones carry whole CRLs in `adbe-revocationInfoArchival`; the
/// GPKI's and LGPKI's CRLs stay far below one mebibyte, so sixteen of them fit.
pub const OCTETS: usize = 16 << 20;

/// Nesting of BER elements. A certificate inside a time-stamp token inside an unsigned attribute reaches about 22.
pub const DEPTH: usize = 40;

/// Certificates in one SignedData. A path of the GPKI has four or five; each one costs a parse.
pub const CERTIFICATES: usize = 64;

/// CRLs, OCSP responses and other revocation data in one place.
pub const REVOCATION_DATA: usize = 64;

/// Attributes in one set, signed or unsigned. CAdES with every archive attribute reaches about twenty.
pub const ATTRIBUTES: usize = 64;

/// Values of one attribute. Nothing that is read here allows more than one but time-stamps.
pub const ATTRIBUTE_VALUES: usize = 64;

/// Entries of one ESS signing-certificate attribute: the signer and its path.
pub const SIGNING_CERTIFICATE_ENTRIES: usize = 64;

/// Signature time-stamps that are verified; each costs a parse and an RSA verification.
pub const TIME_STAMPS: usize = 4;

/// Digest algorithms that a SignedData may list before it is read; only the signer's matters.
pub const DIGEST_ALGORITHMS: usize = 32;
