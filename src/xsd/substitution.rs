//! Where one type may not stand for another although it is derived from it. The engine lets a member, a list or a union through
//! where restriction is blocked, and does not ask the types in between.

use xsd_schema::arenas::ElementDeclData;
use xsd_schema::compiler::{SubstitutionGroupMap, build_substitution_group_map};
use xsd_schema::parser::frames::DerivationMethod;
use xsd_schema::parser::location::SourceLocation;
use xsd_schema::schema::model::DerivationSet;
use xsd_schema::{SchemaSet, TypeKey};

use super::components::name_of;
use super::error::Defect;
use crate::limits::xsd::SCHEMA_NODES;

/// The names that may stand where an element is referred to (Part 1, 3.3.6.3, clause 2.3).
pub(super) fn groups(set: &SchemaSet) -> SubstitutionGroupMap {
    let mut groups = build_substitution_group_map(set);
    for (head, names) in &mut groups {
        let Some(head) = set.arenas.elements.get(*head) else {
            continue;
        };
        names.retain(|(local, namespace)| {
            let member = set.lookup_element(*namespace, *local).and_then(|key| set.arenas.elements.get(key));
            member.is_none_or(|member| !is_blocked(set, head, member))
        });
    }
    groups
}

/// Whether a way by which the type of the member is derived is blocked by the head, its type or a type in between.
fn is_blocked(set: &SchemaSet, head: &ElementDeclData, member: &ElementDeclData) -> bool {
    let any_type = TypeKey::Complex(set.any_type_key());
    let top = head.resolved_type.unwrap_or(any_type);
    let mut blocked = head.block;
    let mut methods = DerivationSet::empty();
    let mut next = member.resolved_type.unwrap_or(any_type);
    let mut is_own = true;
    for _ in 0..SCHEMA_NODES {
        let complex = match next {
            TypeKey::Complex(key) => set.arenas.complex_types.get(key),
            TypeKey::Simple(_) => None,
        };
        if next == top {
            blocked |= complex.map_or(DerivationSet::empty(), |data| data.block);
            return methods.intersects(blocked);
        }
        match complex {
            Some(data) => {
                if !is_own {
                    blocked |= data.block;
                }
                methods |= match data.derivation_method {
                    Some(DerivationMethod::Extension) => DerivationSet::EXTENSION,
                    _ => DerivationSet::RESTRICTION,
                };
                next = data.resolved_base_type.unwrap_or(any_type);
            }
            // Every simple type that is derived from another is so by restriction (3.16.6.3, clause 2.1).
            None => {
                methods |= DerivationSet::RESTRICTION;
                next = top;
            }
        }
        is_own = false;
    }
    true
}

/// Whether an element of that declaration may not say that it has this type (3.3.4.3, clause 4, with 3.16.6.3, clause 2.1).
pub(super) fn is_blocked_simple(declaration: &ElementDeclData, named: TypeKey) -> bool {
    matches!(named, TypeKey::Simple(_))
        && declaration.block.contains_restriction()
        && declaration.resolved_type != Some(named)
}

/// An element of a simple type in a group whose head excludes restrictions (3.3.6.1, clause 5).
pub(super) fn defect(set: &SchemaSet) -> Option<(Defect, Option<SourceLocation>)> {
    set.arenas.elements.values().find_map(|member| {
        let heads =
            member.resolved_substitution_groups.iter().filter_map(|key| set.arenas.elements.get(*key));
        let excluded = |head: &&ElementDeclData| {
            matches!(member.resolved_type, Some(TypeKey::Simple(_)))
                && head.final_derivation.contains_restriction()
                && head.resolved_type != member.resolved_type
        };
        let head = heads.into_iter().find(excluded)?;
        let explanation = format!(
            "{} has a restriction of the type of {}, which excludes it",
            name_of(set, member.name),
            name_of(set, head.name)
        );
        let defect = Defect::Component { constraint: "e-props-correct".into(), explanation };
        Some((defect, set.locate(member.source.as_ref())))
    })
}
