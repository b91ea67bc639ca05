//! Ceilings of `crate::record`.

/// Octets of one record: the JSON of one document's report takes tens of kilobytes, and at most a few hundred with every
/// path that was tried; the signer's certificates come to it.
pub const MAX_RECORD_LENGTH: usize = 4 << 20;

/// Records that are looked at for one document; each costs a signature and a path. An office that renews its records every
/// three years needs twelve in a lifetime.
pub const RECORDS_OF_ONE_DOCUMENT: usize = 16;

/// Records handed in for one run. They are kept in memory by the digest of their document.
pub const MAX_RECORDS: usize = 200_000;
