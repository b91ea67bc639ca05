//! Ceilings of `crate::pdf`.
