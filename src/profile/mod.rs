//! What facts mean: rules as tables, each with id, clause and words; findings made from typed errors.

pub mod findings;
mod judge;
pub mod rules;
mod settings;
mod signer;
pub mod standard;

pub use judge::judge;
pub use settings::{Profile, ProfileError, RuleSet, SignerBinding};
