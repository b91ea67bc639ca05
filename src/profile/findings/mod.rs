//! From typed errors to findings: one file for each module that states facts.
//!
//! Every match is exhaustive, so that a new error must be judged before it compiles.

pub mod algorithm;
pub mod cms;
pub mod dsig;
pub mod pdf;
pub mod pki;
pub mod record;
pub mod xml;
pub mod xsd;
mod xsd_codes;
