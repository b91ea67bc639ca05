//! Values of `xs:base64Binary` with white space inside. Part 2, 3.3.16.2 lets a space stand behind every character, so that
//! whatever wraps its lines is a value; the engine decodes what is left after collapsing and refuses it. It gets such a value
//! without its spaces, where that is another way to write the same value and nothing else can tell.

use std::borrow::Cow;
use std::collections::HashMap;

use xsd_schema::arenas::ResolvedAttributeUse;
use xsd_schema::ids::{NameId, TypeKey};
use xsd_schema::parser::frames::{AttributeUseResult, ComplexContentResult};
use xsd_schema::types::facets::FacetSet;
use xsd_schema::validation::validate_simple_type;
use xsd_schema::{SchemaSet, XmlTypeCode};

use super::lexical::{collapsed, is_space};
use crate::limits::xsd::SCHEMA_NODES;

/// What the engine gets for a text.
pub(super) enum Handed<'t> {
    /// This.
    Text(Cow<'t, str>),
    /// Whatever it gets, its refusal would say nothing: a pattern tells the ways to write the value apart, or it is not known
    /// which type will be asked.
    Doubtful,
}

impl<'t> Handed<'t> {
    const fn unchanged(text: &'t str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

/// Whether spaces stand between characters that can be base64: few texts come that far.
pub(super) fn is_wrapped(text: &str) -> bool {
    let inner = text.trim_matches(is_space);
    let plain = |octet: u8| octet.is_ascii_alphanumeric() || matches!(octet, b'+' | b'/' | b'=');
    let mut spaced = false;
    let only = inner.bytes().all(|octet| {
        let space = matches!(octet, b'\t' | b'\n' | b'\r' | b' ');
        spaced |= space;
        space || plain(octet)
    });
    only && spaced
}

/// What the engine gets for a wrapped text under a type with simple content.
pub(super) fn handed<'t>(set: &SchemaSet, key: TypeKey, text: &'t str) -> Handed<'t> {
    let chain = facets(set, key);
    if !chain.may_be_binary || validate_simple_type(text, key, set).is_ok() {
        return Handed::unchanged(text);
    }
    let written = collapsed(text);
    let matches = |facets: &FacetSet, value: &str| facets.validate_patterns_only(value).is_ok();
    let patterns = |value: &str| chain.facets.iter().all(|facets| matches(facets, value));
    let bare: String = text.chars().filter(|each| !is_space(*each)).collect();
    match validate_simple_type(&bare, key, set) {
        Ok(result) if result.typed_value.type_code == XmlTypeCode::Base64Binary => {
            let member = result.member_type.map(|member| facets(set, member));
            let of_member = |one: Chain<'_>| one.facets.iter().all(|facets| matches(facets, &written));
            if patterns(&written) && member.is_none_or(of_member) {
                Handed::Text(Cow::Owned(bare))
            } else {
                Handed::unchanged(text)
            }
        }
        // What else is wrong with it the engine says of the value itself.
        Err(_) if patterns(&bare) => Handed::Text(Cow::Owned(bare)),
        Err(_) if patterns(&written) => Handed::Doubtful,
        _ => Handed::unchanged(text),
    }
}

/// The facets a value meets on its way, and whether some of its types are base64Binary.
#[derive(Default)]
struct Chain<'s> {
    facets: Vec<&'s FacetSet>,
    may_be_binary: bool,
}

fn facets(set: &SchemaSet, key: TypeKey) -> Chain<'_> {
    let mut chain = Chain::default();
    // Whether the type is on the way: the members of a union are alternatives, whose facets others need not meet.
    let mut waiting = vec![(key, true)];
    let mut left = SCHEMA_NODES;
    while let (Some((key, on_the_way)), Some(rest)) = (waiting.pop(), left.checked_sub(1)) {
        left = rest;
        match key {
            TypeKey::Simple(key) => {
                chain.may_be_binary |= key == set.builtin_types().base64_binary;
                if let Some(data) = set.arenas.simple_types.get(key) {
                    chain.facets.extend(on_the_way.then_some(&data.facets));
                    waiting.extend(data.resolved_base_type.map(|base| (base, on_the_way)));
                    waiting.extend(data.resolved_member_types.iter().map(|member| (*member, false)));
                }
            }
            TypeKey::Complex(key) => {
                if let Some(data) = set.arenas.complex_types.get(key) {
                    if let ComplexContentResult::Simple(content) = &data.content {
                        chain.facets.push(&content.facets);
                    }
                    let content = data.resolved_simple_content_type.or(data.resolved_base_type);
                    waiting.extend(content.map(|base| (base, on_the_way)));
                }
            }
        }
    }
    chain
}

/// The types of the attributes by local name, where one of that name can be base64Binary: the engine does not say beforehand
/// which declaration it will take.
#[derive(Debug, Default)]
pub(super) struct BinaryAttributes(HashMap<NameId, Vec<TypeKey>>);

impl BinaryAttributes {
    /// Of a compiled schema.
    pub(super) fn of(set: &SchemaSet) -> Self {
        let mut types: HashMap<NameId, Vec<TypeKey>> = HashMap::new();
        let mut note = |name: Option<NameId>, key: Option<TypeKey>| {
            if let (Some(name), Some(key)) = (name, key) {
                let known = types.entry(name).or_default();
                if !known.contains(&key) {
                    known.push(key);
                }
            }
        };
        for data in set.arenas.attributes.values() {
            note(data.name, data.resolved_type);
        }
        let mut uses = |declared: &[AttributeUseResult], resolved: &[ResolvedAttributeUse]| {
            for (one, resolved) in declared.iter().zip(resolved) {
                note(one.attribute.name, resolved.resolved_type);
            }
        };
        for data in set.arenas.complex_types.values() {
            uses(&data.attributes, &data.resolved_attributes);
        }
        for data in set.arenas.attribute_groups.values() {
            uses(&data.attributes, &data.resolved_attributes);
        }
        types.retain(|_, keys| keys.iter().any(|key| facets(set, *key).may_be_binary));
        Self(types)
    }

    /// What the engine gets for the value of an attribute with this name.
    pub(super) fn handed<'t>(&self, set: &SchemaSet, local: &str, value: &'t str) -> Handed<'t> {
        if self.0.is_empty() || !is_wrapped(value) {
            return Handed::unchanged(value);
        }
        let Some(keys) = set.name_table.get(local).and_then(|name| self.0.get(&name)) else {
            return Handed::unchanged(value);
        };
        let mut all = keys.iter().map(|key| handed(set, *key, value));
        let Some(first) = all.next() else {
            return Handed::unchanged(value);
        };
        let changes = |one: &Handed<'_>| matches!(one, Handed::Text(Cow::Owned(_)));
        let agree = all.all(|one| !matches!(one, Handed::Doubtful) && changes(&one) == changes(&first));
        if agree { first } else { Handed::Doubtful }
    }
}
