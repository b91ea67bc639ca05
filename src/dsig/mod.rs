//! XML Signature 1.1 (RFC 3275, W3C 2013), which is the compatibility mode of XML Signature 2.0, and the 2.0 mode.
//!
//! [`Signature::locate`] finds the one Signature of a document, reads it strictly and establishes what it covers;
//! [`Signature::verify`] computes digests and the signature value and hands out a [`VerifiedSignature`] when both hold;
//! [`inspect`] tells the same arithmetic of any Signature without asking the rules; [`prepare`] signs. Algorithms and
//! transforms are closed lists, only the document itself is ever dereferenced, and certificates in KeyInfo are hints:
//! who the signer is, `pki` says. No XAdES, no Manifest, no detached or enveloping signatures.
//!
//! ```
//! use koseki::dsig::{self, Defect, ReferencePolicy};
//! use koseki::xml::Document;
//!
//! let document = Document::parse(b"<certificate>\xE8\xA6\x8B\xE6\x9C\xAC</certificate>")?;
//! match dsig::verify(&document, ReferencePolicy::WholeDocument, &[]) {
//!     Ok(verification) => println!("{:?}", verification.into_verified()?.coverage()),
//!     Err(error) => assert_eq!(error.defect(), &Defect::NoSignature),
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Decisions where the standards leave room:
//! - Comments between the elements of Signature are passed over, comments inside values and every processing
//!   instruction inside Signature are refused (module `tree`).
//! - `#id` that names the root element covers the document only if no processing instruction stands outside it.
//! - Of BODY's siblings FRONT alone is left unsigned, and nothing in it may be taken for BODY (`docs/decisions/0016`).
//! - Identifiers are the attributes `ID`, `Id`, `id` and `xml:id` of any element, Signature's own included; one that is
//!   referenced must be unique among them all.

mod algorithm;
mod base64;
mod canonicalization;
mod coverage;
mod ecdsa;
mod error;
mod inspect;
mod key_info;
mod prepare;
mod reference;
mod signature;
mod signed_nodes;
mod template;
mod tree;
mod verify;
mod version2;
mod wrapping;

pub use algorithm::{DigestMethod, SignatureMethod};
pub use coverage::{Coverage, ReferencePolicy};
pub use error::{Defect, Error};
pub use inspect::{InspectedContent, InspectedReference, InspectedSignature, Inspection, KeySource, inspect};
pub use prepare::{
    CompatibilityCanonicalization, PrepareError, Prepared, SigningMode, SigningRequest, prepare,
    prepare_source,
};
pub use reference::{Reference, Target};
pub use signature::{Mode, Signature};
pub use signed_nodes::SignedNodes;
pub use template::Template;
pub use verify::{Attachment, Unread, Verification, VerifiedSignature, verify};
