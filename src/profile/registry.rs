//! The registry of every rule a report can name: one list, in the order of the sections' tables.

use super::{findings, rules, standard};
use crate::report::Rule;

/// Every rule. Identifiers are unique, never renamed and never reused; `docs/checks.md` lists them.
pub fn registry() -> impl Iterator<Item = &'static Rule> {
    let tables: [&[&'static Rule]; 10] = [
        rules::RULES,
        standard::RULES,
        findings::pdf::RULES,
        findings::cms::RULES,
        findings::xml::RULES,
        findings::dsig::RULES,
        findings::pki::RULES,
        findings::xsd::RULES,
        findings::record::RULES,
        findings::algorithm::RULES,
    ];
    tables.into_iter().flat_map(|table| table.iter().copied())
}
