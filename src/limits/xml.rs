//! Ceilings of `crate::xml`.
//!
//! A register certificate of a large family is below 1 MiB, some thirty elements deep, and declares two
//! namespaces. Every number leaves at least ten times that, and keeps the cost of a hostile file proportional
//! to its size.

/// Octets of one document. Spans are kept in 32 bits; a register is a hundred times smaller.
pub const MAX_SIZE: usize = 128 << 20;

/// Elements open at one time: the ceiling of libxml2, thus of xmlsec1 and every product built on it.
pub const MAX_DEPTH: usize = 256;

/// Elements, attributes, namespace declarations, comments and processing instructions together. An element costs
/// about 80 octets in the tree, so that the shortest ones (`<a/>`) cannot take more than about 200 MiB.
pub const MAX_NODES: usize = 2_000_000;

/// Attributes (namespace declarations among them) of one element; the widest published form has fewer than 40.
pub const MAX_ATTRIBUTES: usize = 512;

/// Namespace declarations in scope at one place, shadowed ones included: bounds every look-up of a prefix.
pub const MAX_NAMESPACES_IN_SCOPE: usize = 1_024;

/// Octets of one name. The longest element name in the published forms has 96.
pub const MAX_NAME_LENGTH: usize = 1_024;

/// Octets of one namespace name: exclusive canonicalization repeats it at many elements.
pub const MAX_NAMESPACE_LENGTH: usize = 2_048;

/// Canonical octets for each octet of the source. Escaping alone can make five of one (`>` in text makes
/// four; CR by reference fewer); only namespace declarations that exclusive canonicalization repeats make more.
pub const CANONICAL_GROWTH: u64 = 16;

/// Canonical octets that every document may cost, however short it is.
pub const CANONICAL_ALLOWANCE: u64 = 1 << 20;
