//! Rules and findings for `crate::cms`.
