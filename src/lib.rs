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

pub mod cms;
pub mod crypto;
pub mod dsig;
pub mod limits;
pub mod pdf;
pub mod pki;
pub mod profile;
pub mod report;
#[cfg(feature = "test-pki")]
pub mod test_pki;
pub mod time;
pub mod xml;
pub mod xsd;
