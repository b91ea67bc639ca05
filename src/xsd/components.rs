//! Constraints on schema components that the engine lets through, checked on what it compiled.

use xsd_schema::SchemaSet;
use xsd_schema::ids::TypeKey;
use xsd_schema::parser::frames::{ComplexContentResult, DerivationMethod};

use super::error::Defect;
use crate::limits::xsd::SCHEMA_NODES;

/// The first broken constraint.
pub(super) fn defect(set: &SchemaSet) -> Option<Defect> {
    set.arenas.complex_types.keys().find_map(|key| restricts_ur_type(set, TypeKey::Complex(key)))
}

/// A restriction with simple content restricts the simple type that its base has for content; when that is
/// `xs:anySimpleType` there is nothing to restrict (Part 1, 3.4.2.2 with 3.16.6.1).
fn restricts_ur_type(set: &SchemaSet, key: TypeKey) -> Option<Defect> {
    let TypeKey::Complex(own) = key else {
        return None;
    };
    let data = set.arenas.complex_types.get(own)?;
    if data.derivation_method != Some(DerivationMethod::Restriction) {
        return None;
    }
    let name = data.name.and_then(|name| set.name_table.try_resolve(name));
    let mut next = Some(key);
    let mut left = SCHEMA_NODES;
    while let (Some(key), Some(rest)) = (next, left.checked_sub(1)) {
        left = rest;
        match key {
            TypeKey::Simple(simple) if simple == set.builtin_types().any_simple_type => {
                let name = name.unwrap_or_else(|| "an anonymous type".to_owned());
                return Some(Defect::Component {
                    constraint: "cos-st-restricts".into(),
                    explanation: format!("{name} restricts xs:anySimpleType"),
                });
            }
            TypeKey::Simple(_) => return None,
            TypeKey::Complex(complex) => {
                let data = set.arenas.complex_types.get(complex)?;
                let simple = matches!(data.content, ComplexContentResult::Simple(_));
                if !simple || data.resolved_simple_content_type.is_some() {
                    return None;
                }
                next = data.resolved_base_type;
            }
        }
    }
    None
}
