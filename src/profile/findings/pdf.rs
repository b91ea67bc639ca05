//! Rules and findings for `crate::pdf`.
