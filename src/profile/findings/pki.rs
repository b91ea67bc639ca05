//! Rules and findings for `crate::pki`.
