//! Ceilings of `crate::pki`.
