//! Rules and findings for `crate::dsig`.
