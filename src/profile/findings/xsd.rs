//! Rules and findings for `crate::xsd`.
