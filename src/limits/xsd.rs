//! Ceilings of `crate::xsd`.
