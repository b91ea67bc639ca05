//! Ceilings of `crate::store`.

/// A CRL of 1,000,000 entries takes about 40 MB; anything over 256 MiB is no certificate and no list.
pub const MAX_FILE_LENGTH: u64 = 256 * 1024 * 1024;

/// Hexadecimal digits by which a pinned schema can be named: fewer would soon be ambiguous.
pub const SHORTEST_PREFIX: usize = 8;
/// Objects of one kind in a trust store. GPKI and LGPKI together have some hundred certificates and lists; a store that
/// keeps every weekly list of twenty authorities for five years holds about 5,000.
pub const MAX_STORE_ENTRIES: usize = 20_000;

/// Octets of one record of a trust store: a few names and times.
pub const MAX_RECORD_LENGTH: u64 = 64 * 1024;

/// Octets of a bundle's manifest: about 400 for each of the objects a store may hold.
pub const MAX_MANIFEST_LENGTH: u64 = 8 * 1024 * 1024;

/// Octets of the signature over a manifest: one signer's certificates.
pub const MAX_MANIFEST_SIGNATURE_LENGTH: u64 = 1024 * 1024;
