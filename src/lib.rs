//! Signs and verifies 戸籍電子証明書 (Japan's family-register electronic certificates).
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
