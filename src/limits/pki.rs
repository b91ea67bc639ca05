//! Ceilings of `crate::pki`.

/// Octets of one certificate. Real ones stay under 8 KiB; a certificate of 10,000 policies, which must end with a
/// clear reason instead of a parse error, needs about 200 KiB.
pub const MAX_CERTIFICATE: usize = 256 * 1024;

/// Octets of one CRL: 1,000,000 entries with a reason and an invalidity date are about 60 MB.
pub const MAX_REVOCATION_LIST: usize = 128 * 1024 * 1024;

/// Different certificate issuers in one indirect CRL; each costs memory, and no country has a tenth of it.
pub const MAX_ENTRY_ISSUERS: usize = 10_000;

/// Octets of one OCSP response; it carries a few single responses and one or two certificates.
pub const MAX_OCSP_RESPONSE: usize = 1024 * 1024;

/// Single responses in one OCSP response; responders answer for one certificate, some for a page of them.
pub const MAX_OCSP_SINGLE_RESPONSES: usize = 1_000;

/// Extensions of one certificate, CRL or CRL entry. About 20 kinds are defined for each.
pub const MAX_EXTENSIONS: usize = 64;

/// Octets of a serial number: RFC 5280 4.1.2.2 says 20, PKITS and old issuers go a little further.
pub const MAX_SERIAL_NUMBER: usize = 64;

/// Attributes of one distinguished name; the deepest official names have fewer than ten.
pub const MAX_NAME_ATTRIBUTES: usize = 64;

/// Octets of one distinguished name's values, as they stand and as many as they may become by string preparation (eleven of
/// one for U+FDFA, four of one outside ASCII, kana, ideographs and Hangul). RFC 5280's upper bounds leave real names under
/// 1 KiB.
pub const MAX_NAME_TEXT: usize = 16 * 1024;

/// Octets of one object identifier's content; the longest registered ones stay under 32.
pub const MAX_OBJECT_IDENTIFIER: usize = 64;

/// General names in one field (alternative names, distribution points, subtrees).
pub const MAX_GENERAL_NAMES: usize = 4_096;

/// Policies or mappings of one certificate; the issue's hostile case has 10,000.
pub const MAX_POLICIES: usize = 16_384;

/// Certificates between anchor and target. GPKI's longest way (LGPKI root, two bridges, link certificates in each
/// domain) has eight.
pub const MAX_PATH_LENGTH: usize = 16;

/// Certificates considered from one bag, duplicates not counted.
pub const MAX_BAG: usize = 4_096;

/// Failed paths kept for the explanation; the best failures are kept, further ones are only counted.
pub const MAX_FAILED_PATHS: usize = 64;

/// A CRL's signer may need a path whose own CRL has another signer, and so on; real chains of signers end after two.
pub const MAX_REVOCATION_DEPTH: usize = 3;

/// Steps a signature verification costs: about 50 µs for RSA-4096, where a step is about 1 µs.
pub const SIGNATURE_STEPS: u64 = 50;

/// Steps that each candidate, and each certificate of the chain so far, costs when a chain is extended: they are
/// compared, sorted and, when the way fails, copied into the explanation.
pub const STEPS_PER_CERTIFICATE: u64 = 4;

/// Anchors and certificates of a name that are compared, as signers of a list, for one step.
pub const CANDIDATES_PER_STEP: u64 = 8;

/// Octets digested for one step.
pub const DIGEST_OCTETS_PER_STEP: u64 = 1_024;

/// Octets of names read, prepared and compared for one step: the normal form of hostile text takes up to 20 ns for each.
pub const NAME_OCTETS_PER_STEP: u64 = 64;

/// A fair budget for the path questions of one document, its time-stamps' included: some 0.5 s on a small machine, room for thousands of signatures.
pub const PATH_STEPS: u64 = 400_000;

/// Signatures on a receiver's own certificates and lists that are kept from one document to the next: each is kept once for
/// the key that made it, and a store of thousands of lists has one authority for each.
pub const KNOWN_SIGNATURES: usize = 16_384;

/// Certificates of documents that are kept as they were read: a receiver's documents come from a handful of signers, each
/// with a short chain.
pub const KNOWN_CERTIFICATES: usize = 16;

/// Octets of a certificate that is kept so; real ones are smaller (see [`MAX_CERTIFICATE`]).
pub const KNOWN_CERTIFICATE_OCTETS: usize = 8 * 1024;
