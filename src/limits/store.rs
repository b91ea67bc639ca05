//! Ceilings of `crate::store`.

/// A CRL of 1,000,000 entries takes about 40 MB; anything over 256 MiB is no certificate and no list.
pub const MAX_FILE_LENGTH: u64 = 256 * 1024 * 1024;

/// Hexadecimal digits by which a pinned schema can be named: fewer would soon be ambiguous.
pub const SHORTEST_PREFIX: usize = 8;
