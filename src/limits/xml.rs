//! Ceilings of `crate::xml`.
