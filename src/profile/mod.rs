//! What facts mean: rules as tables, each with id, clause and words; findings made from typed errors.

pub mod findings;
pub mod rules;
mod settings;
pub mod standard;

pub use settings::{Profile, ProfileError, RuleSet, SignerBinding};
