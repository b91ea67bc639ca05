//! Keys that are declared below the element of a reference to them. What the reference sees is then the keys of all such
//! elements together, less those that occur in more than one of them (Part 1, 3.11.5), and the engine does not take these
//! away: where there are several such elements nobody here knows whether the reference holds.

use std::collections::HashMap;

use xsd_schema::SchemaSet;
use xsd_schema::ids::{ElementKey, NameId};
use xsd_schema::parser::frames::IdentityKind;

/// The element declarations that matter.
#[derive(Debug, Default)]
pub(super) struct Keys {
    /// Those with references to keys that they do not have themselves.
    references: HashMap<ElementKey, Vec<NameId>>,
    /// Those with such keys.
    keys: HashMap<ElementKey, Vec<NameId>>,
}

impl Keys {
    /// Of a compiled schema. Keys are told apart by local name, which finds too many rather than too few.
    pub(super) fn of(set: &SchemaSet) -> Self {
        let mut keys = Self::default();
        for (element, data) in &set.arenas.elements {
            let own = || {
                data.identity_constraints.iter().filter_map(|key| set.arenas.identity_constraints.get(*key))
            };
            let has = |name: NameId| own().any(|one| one.kind != IdentityKind::Keyref && one.name == name);
            let referred: Vec<_> = own()
                .filter(|one| one.kind == IdentityKind::Keyref)
                .filter_map(|one| one.refer.as_ref().map(|refer| refer.local_name))
                .filter(|name| !has(*name))
                .collect();
            if !referred.is_empty() {
                keys.references.insert(element, referred);
            }
        }
        let wanted: Vec<NameId> = keys.references.values().flatten().copied().collect();
        for (element, data) in set.arenas.elements.iter().filter(|_| !wanted.is_empty()) {
            let own =
                data.identity_constraints.iter().filter_map(|key| set.arenas.identity_constraints.get(*key));
            let found: Vec<_> = own.map(|one| one.name).filter(|name| wanted.contains(name)).collect();
            if !found.is_empty() {
                keys.keys.insert(element, found);
            }
        }
        keys
    }

    /// Whether no document can come to this.
    pub(super) fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// What an element with this declaration refers to, nothing counted yet.
    pub(super) fn referred(&self, element: Option<ElementKey>) -> Vec<(NameId, usize)> {
        let names = element.and_then(|element| self.references.get(&element));
        names.into_iter().flatten().map(|name| (*name, 0)).collect()
    }

    /// The keys that an element with this declaration has.
    pub(super) fn held(&self, element: Option<ElementKey>) -> &[NameId] {
        element.and_then(|element| self.keys.get(&element)).map_or(&[], Vec::as_slice)
    }
}
