//! Keys that are declared below the element of a reference to them. What the reference sees is then the keys of all such
//! elements together, less those that occur in more than one of them (Part 1, 3.11.5), and the engine does not take these
//! away: where several such elements have the same key nobody here knows whether the reference holds.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use xsd_schema::SchemaSet;
use xsd_schema::XmlTypeCode;
use xsd_schema::ids::{ElementKey, IdentityConstraintKey, NameId};
use xsd_schema::parser::frames::IdentityKind;
use xsd_schema::validation::{KeyFieldValue, KeySequence, KeyTable};

use super::lexical::collapsed;
use crate::limits::xsd::KEY_COMPARISONS;

/// The element declarations that matter.
#[derive(Debug, Default)]
pub(super) struct Keys {
    declarations: HashMap<ElementKey, Vec<Part>>,
}

/// What an element has to do with keys of one name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    name: NameId,
    /// It has the key.
    holds: bool,
    /// It refers to the key, which may be its own and those of the elements below.
    refers: bool,
    /// How many elements below have the key, those inside one another counted once: of these one takes up what the others have,
    /// and its own stays.
    below: usize,
}

impl Keys {
    /// Of a compiled schema. Keys are told apart by local name, which finds too many rather than too few.
    pub(super) fn of(set: &SchemaSet) -> Self {
        let constraints = |keys: &[IdentityConstraintKey]| {
            keys.iter().filter_map(|key| set.arenas.identity_constraints.get(*key)).collect::<Vec<_>>()
        };
        let elements =
            || set.arenas.elements.iter().filter(|(_, data)| !data.identity_constraints.is_empty());
        let referred: HashSet<NameId> = elements()
            .flat_map(|(_, data)| constraints(&data.identity_constraints))
            .filter(|one| one.kind == IdentityKind::Keyref)
            .filter_map(|one| one.refer.as_ref().map(|refer| refer.local_name))
            .collect();
        let mut keys = Self::default();
        for (element, data) in elements() {
            let mut parts: Vec<Part> = Vec::new();
            for one in constraints(&data.identity_constraints) {
                let refers = one.kind == IdentityKind::Keyref;
                let name =
                    if refers { one.refer.as_ref().map(|refer| refer.local_name) } else { Some(one.name) };
                let Some(name) = name.filter(|name| referred.contains(name)) else {
                    continue;
                };
                match parts.iter_mut().find(|part| part.name == name) {
                    Some(part) => {
                        part.refers |= refers;
                        part.holds |= !refers;
                    }
                    None => parts.push(Part { name, holds: !refers, refers, below: 0 }),
                }
            }
            if !parts.is_empty() {
                keys.declarations.insert(element, parts);
            }
        }
        keys
    }

    /// What an element with this declaration has to do with keys, nothing counted yet.
    pub(super) fn parts(&self, element: Option<ElementKey>) -> Vec<Part> {
        element.and_then(|element| self.declarations.get(&element)).cloned().unwrap_or_default()
    }
}

/// Counts an element for those that are open around it, the nearest first, and gives the names of the keys that a reference may
/// now see of more than one of them.
pub(super) fn count<'f>(opened: &[Part], around: impl Iterator<Item = &'f mut Vec<Part>>) -> Vec<NameId> {
    let mut looking: Vec<NameId> = opened.iter().filter(|part| part.holds).map(|part| part.name).collect();
    let mut several: Vec<NameId> = Vec::new();
    let mut shared = Vec::new();
    if looking.is_empty() {
        return shared;
    }
    for part in around.flatten() {
        if looking.contains(&part.name) {
            part.below = part.below.saturating_add(1);
            if part.below > 1 {
                several.push(part.name);
            }
            if part.holds {
                looking.retain(|name| *name != part.name);
            }
        }
        if part.refers && (several.contains(&part.name) || part.below > 1) {
            shared.push(part.name);
        }
    }
    shared
}

/// Whether a key occurs twice among what all elements have.
pub(super) fn occur_twice(
    tables: &HashMap<IdentityConstraintKey, KeyTable>,
    names: &HashSet<NameId>,
) -> bool {
    let mut left = KEY_COMPARISONS;
    let mut of_names = tables.values().filter(|table| names.contains(&table.constraint_name));
    of_names.any(|table| repeats(&table.sequences, &mut left))
}

fn repeats(sequences: &[KeySequence], left: &mut usize) -> bool {
    let complete: Vec<&KeySequence> = sequences.iter().filter(|one| one.is_complete()).collect();
    let texts: Option<Vec<Vec<_>>> = complete
        .iter()
        .map(|one| one.fields.iter().map(|field| field.as_ref().and_then(text)).collect())
        .collect();
    if let Some(texts) = texts {
        let mut seen = HashSet::new();
        return texts.into_iter().any(|one| !seen.insert(one));
    }
    complete.iter().enumerate().any(|(index, one)| {
        let others = complete.get(..index).unwrap_or_default();
        match left.checked_sub(index) {
            // Nobody knows.
            None => true,
            Some(rest) => {
                *left = rest;
                others.contains(one)
            }
        }
    })
}

/// What two values have in common that are the same, when they are texts.
fn text(value: &KeyFieldValue) -> Option<Cow<'_, str>> {
    use XmlTypeCode as Code;
    let is_text = value.typed_value.as_ref().is_none_or(|typed| {
        matches!(
            typed.type_code,
            Code::String
                | Code::NormalizedString
                | Code::Token
                | Code::NmToken
                | Code::Name
                | Code::NCName
                | Code::Id
                | Code::IdRef
        )
    });
    is_text.then(|| collapsed(&value.string_value))
}
