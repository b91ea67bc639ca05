//! Rules and findings for `crate::xml`.
