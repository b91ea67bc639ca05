//! The backends: exactly one verifies, chosen at build time (`aws-lc` before `pure`).

#[cfg(feature = "aws-lc")]
pub(crate) mod aws_lc;
// Built beside aws-lc only so that tests can hold one against the other: its verification is then unused.
#[cfg(feature = "pure")]
#[cfg_attr(feature = "aws-lc", allow(dead_code))]
pub(crate) mod pure;

#[cfg(feature = "pkcs11")]
pub(crate) mod pkcs11;
#[cfg(feature = "pkcs11")]
pub(crate) mod pkcs11_uri;

#[cfg(feature = "aws-lc")]
pub(crate) use aws_lc::{Loaded, verify_ecdsa, verify_rsa};
#[cfg(all(feature = "pure", not(feature = "aws-lc")))]
pub(crate) use pure::{Loaded, verify_ecdsa, verify_rsa};

#[cfg(not(any(feature = "aws-lc", feature = "pure")))]
compile_error!("koseki needs a cryptographic backend: feature `aws-lc` (default) or `pure`");
