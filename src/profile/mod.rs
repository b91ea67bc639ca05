//! What facts mean: rules as tables, each with id, clause and words; findings made from typed errors.

pub mod findings;
mod judge;
mod registry;
pub mod rules;
mod settings;
mod signer;
pub mod standard;

pub use judge::judge;
pub use registry::registry;
pub use settings::{PdfData, Profile, ProfileError, RuleSet, SignerBinding};
