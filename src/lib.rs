//! Signs and verifies 戸籍電子証明書 (Japan's family-register electronic certificates): signed PDF and signed XML.
//!
//! # A tour
//!
//! **Verifying.** A [`Verifier`] is made once, with everything that a verdict depends on: the instant, the trust anchors, other
//! certificates, revocation lists, the [`profile`], a schema. It reads no clock, no network and no environment, and a new one trusts
//! nobody. [`verify()`] takes octets and gives a [`report::Report`]; a document that fails is a report, never an `Err`.
//!
//! ```
//! use koseki::pki::Certificate;
//! use koseki::report::{Language, Verdict};
//! use koseki::time::Time;
//! use koseki::{RevocationMode, Verifier, verify};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let anchor = include_bytes!("../fixtures/pki/anchors/official-status-ca.cer");
//! # let document = include_bytes!("../fixtures/signed/couple-and-child.pdf");
//! let verifier = Verifier::new(Time::parse_rfc3339("2026-12-01T09:00:00+09:00")?)
//!     .with_anchors([Certificate::parse(anchor)?])
//!     .with_revocation(RevocationMode::Off);
//! let report = verify(document, &verifier);
//! assert_eq!(report.documents[0].verdict(), Verdict::Passed);
//! for (name, section) in report.documents[0].sections() {
//!     for check in section.checks() {
//!         println!("{}: {} {}", name.as_str(), check.rule().id.0, check.message(Language::Japanese));
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! **What was found**, below the report: [`evidence::Evidence`] has the typed result or the typed error of every stage, and
//! each stage has a room of its own that states facts and judges nothing: [`pdf`], [`xml`], [`dsig`], [`cms`], [`pki`], [`xsd`]. What a fact means
//! is in [`profile`], as tables of rules with their clauses; the words are in [`report`].
//!
//! **Signing.** [`sign::sign_pdf`] and [`sign::sign_xml`] take a [`crypto::Signer`], which signs one digest at a time: a key file, a token
//! ([`crypto::Pkcs11Signer`]), another machine. Where the key is far, `prepare_pdf` and `prepare_xml` stop at the digest. No signature is
//! released before the public key has verified it. [`batch`] signs folders.
//!
//! **Keeping.** [`store`] has a receiving agency's anchors, lists and schemas, and bundles for closed networks; [`record`] has what an
//! agency found about a document, signed by itself, which proves later that the document was there.
//!
//! Every ceiling stands with its reason in [`limits`].
#![cfg_attr(
    not(test),
    deny(
        clippy::arithmetic_side_effects,
        clippy::as_conversions,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::string_slice,
        clippy::unreachable,
        clippy::unwrap_used
    )
)]

pub mod batch;
pub mod cms;
pub mod crypto;
pub mod dsig;
pub mod evidence;
pub mod limits;
pub mod pdf;
pub mod pki;
pub mod profile;
pub mod record;
pub mod report;
pub mod sign;
pub mod store;
#[cfg(feature = "test-pki")]
pub mod test_pki;
pub mod time;
mod verify;
pub mod xml;
pub mod xsd;

pub use pki::RevocationMode;
pub use verify::{Verifier, verify, verify_document};
