//! What facts mean: rules as tables, each with id, clause and words; findings made from typed errors.

pub mod findings;
