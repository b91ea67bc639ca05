//! Constraints on schema components that the engine lets through, checked on what it compiled.

use std::collections::HashSet;

use xsd_schema::SchemaSet;
use xsd_schema::ids::{NameId, SimpleTypeKey, TypeKey};
use xsd_schema::namespace::NamespaceContextSnapshot;
use xsd_schema::parser::frames::{
    AttributeUseKind, ComplexContentResult, DerivationMethod, SimpleTypeVariety,
};
use xsd_schema::parser::location::{SourceLocation, SourceRef};
use xsd_schema::schema::model::DerivationSet;
use xsd_schema::types::facets::{PatternFacet, WhitespaceMode};
use xsd_schema::validation::ContentValidatorState;
use xsd_schema::xpath::{XPathContext, XPathError, XPathExpr};

use super::error::Defect;
use super::lexical::is_ncname;
use super::{restriction, substitution};
use crate::limits::xsd::SCHEMA_NODES;

/// The first broken constraint, and where, as far as that is known.
pub(super) fn defect(set: &SchemaSet) -> Option<(Defect, Option<SourceLocation>)> {
    let restriction = set.arenas.complex_types.iter().find_map(|(key, data)| {
        let defect = restricts_ur_type(set, TypeKey::Complex(key))?;
        Some((defect, set.locate(data.source.as_ref())))
    });
    restriction
        .or_else(|| simple_content(set))
        .or_else(|| unknown_pattern(set))
        .or_else(|| inapplicable_facet(set))
        .or_else(|| default_of_elements(set))
        .or_else(|| attribute_twice(set))
        .or_else(|| unknown_function(set))
        .or_else(|| extends_mixed(set))
        .or_else(|| enumerates_no_name(set))
        .or_else(|| substitution::defect(set))
        .or_else(|| restriction::defect(set))
}

type Found = (Defect, Option<SourceLocation>);

fn found(
    set: &SchemaSet,
    source: Option<&SourceRef>,
    constraint: &'static str,
    explanation: String,
) -> Option<Found> {
    Some((Defect::Component { constraint: constraint.into(), explanation }, set.locate(source)))
}

/// The name of a component, for words about it.
pub(super) fn name_of(set: &SchemaSet, name: Option<NameId>) -> String {
    name.and_then(|name| set.name_table.try_resolve(name)).unwrap_or_else(|| "an anonymous type".into())
}

/// Part 1, 3.4.6.4, clauses 2.2.2 and 2.3: simple content is restricted by simple content whose type is derived from that of
/// the base, and by nothing else.
fn simple_content(set: &SchemaSet) -> Option<Found> {
    set.arenas.complex_types.values().find_map(|data| {
        if data.derivation_method != Some(DerivationMethod::Restriction) {
            return None;
        }
        let base = data.resolved_base_type.filter(|base| !set.is_any_type(*base))?;
        let content = content_of(set, base)?;
        let explanation = match (&data.content, data.resolved_simple_content_type) {
            (ComplexContentResult::Empty | ComplexContentResult::Complex(_), _) => {
                "has complex content, and its base a simple type"
            }
            (ComplexContentResult::Simple(_), Some(own)) if !content.is_restricted_by(set, own) => {
                "has a simple type for content that is not derived from that of its base"
            }
            (ComplexContentResult::Simple(_), _) => return None,
        };
        let explanation = format!("{} {explanation}", name_of(set, data.name));
        found(set, data.source.as_ref(), "derivation-ok-restriction", explanation)
    })
}

/// Part 1, 3.4.6.2, clause 1.4.3.2.2.1: mixed content is extended by mixed content. The engine sees it where the base has
/// elements.
fn extends_mixed(set: &SchemaSet) -> Option<Found> {
    set.arenas.complex_types.values().find_map(|data| {
        let extends = data.derivation_method == Some(DerivationMethod::Extension) && !data.mixed;
        let base = data.resolved_base_type.filter(|base| extends && !set.is_any_type(*base))?;
        let TypeKey::Complex(base) = base else { return None };
        let base = set.arenas.complex_types.get(base).filter(|base| base.mixed)?;
        let complex = |content: &ComplexContentResult| !matches!(content, ComplexContentResult::Simple(_));
        if !complex(&base.content) || !matches!(data.content, ComplexContentResult::Complex(_)) {
            return None;
        }
        let elements =
            |data| restriction::model(set, data).is_some_and(|model| restriction::has_elements(&model));
        if elements(base) || !elements(data) {
            return None;
        }
        let explanation = format!("{} extends mixed content by elements alone", name_of(set, data.name));
        found(set, data.source.as_ref(), "cos-ct-extends", explanation)
    })
}

/// The simple type that a type has for content.
struct SimpleContent {
    key: SimpleTypeKey,
    /// Facets on the way to it have made another type of it, which has no name and nothing is derived from.
    narrowed: bool,
}

impl SimpleContent {
    fn is_restricted_by(&self, set: &SchemaSet, own: TypeKey) -> bool {
        let derived = || set.is_type_derived_from(own, TypeKey::Simple(self.key), DerivationSet::extension());
        !self.narrowed && (self.key == set.builtin_types().any_simple_type || derived())
    }
}

/// None for a type with complex content.
fn content_of(set: &SchemaSet, key: TypeKey) -> Option<SimpleContent> {
    let mut narrowed = false;
    let mut next = key;
    for _ in 0..SCHEMA_NODES {
        let data = match next {
            TypeKey::Simple(key) => return Some(SimpleContent { key, narrowed }),
            TypeKey::Complex(key) => set.arenas.complex_types.get(key)?,
        };
        if set.is_any_type(next) {
            return None;
        }
        let restricts = data.derivation_method == Some(DerivationMethod::Restriction);
        match &data.content {
            ComplexContentResult::Simple(content) => {
                narrowed |= restricts && !content.facets.is_empty();
            }
            // An extension that adds attributes only.
            ComplexContentResult::Empty if !restricts && !data.mixed => {}
            ComplexContentResult::Complex(content)
                if !restricts && content.particle.is_none() && !content.mixed => {}
            ComplexContentResult::Empty | ComplexContentResult::Complex(_) => return None,
        }
        next = data.resolved_simple_content_type.or(data.resolved_base_type)?;
    }
    None
}

/// Part 2, 4.3.4.4 and G: the engine reads the patterns of simple types when it compiles, those of simple content when it needs
/// them, and takes one that it cannot read for one that never matches.
fn unknown_pattern(set: &SchemaSet) -> Option<Found> {
    set.arenas.complex_types.values().find_map(|data| {
        let ComplexContentResult::Simple(content) = &data.content else {
            return None;
        };
        content.facets.patterns.iter().flatten().find_map(|pattern| {
            let error =
                PatternFacet::new(pattern.value.clone(), None, set.xsd_version, set.regex_compatibility)
                    .err()?;
            let source = pattern.source.as_ref().or(data.source.as_ref());
            found(set, source, "pattern-valid", error.to_string())
        })
    })
}

/// Facets that the engine takes where the standard does not have them: the values of `xs:boolean` cannot be enumerated
/// (Part 2, 3.3.2.3), and white space in a list is always collapsed (4.3.6).
fn inapplicable_facet(set: &SchemaSet) -> Option<Found> {
    let boolean = set.builtin_types().boolean;
    let simple = set.arenas.simple_types.iter().find_map(|(key, data)| {
        let enumeration = data.facets.enumeration.as_ref().filter(|_| set.derives_from(key, boolean));
        let space = data.facets.whitespace.as_ref().filter(|space| {
            data.variety == SimpleTypeVariety::List && space.value != WhitespaceMode::Collapse
        });
        let (constraint, source, explanation) = match (enumeration, space) {
            (Some(facet), _) => (
                "cos-applicable-facets",
                facet.source.as_ref(),
                "the values of xs:boolean are not enumerated",
            ),
            (None, Some(facet)) => {
                ("whiteSpace-valid-restriction", facet.source.as_ref(), "white space in a list is collapsed")
            }
            (None, None) => return None,
        };
        found(set, source.or(data.source.as_ref()), constraint, explanation.into())
    });
    let contents = || {
        set.arenas.complex_types.values().find_map(|data| {
            let ComplexContentResult::Simple(content) = &data.content else {
                return None;
            };
            let facet = content.facets.enumeration.as_ref()?;
            let base = content_of(set, data.resolved_simple_content_type.or(data.resolved_base_type)?)?;
            if !set.derives_from(base.key, boolean) {
                return None;
            }
            let explanation = "the values of xs:boolean are not enumerated";
            let source = facet.source.as_ref().or(data.source.as_ref());
            found(set, source, "cos-applicable-facets", explanation.into())
        })
    };
    simple.or_else(contents)
}

/// Part 1, 3.3.6.2, clause 2.2.2: an element whose content may be left out, or there is nothing that a default could stand for.
fn default_of_elements(set: &SchemaSet) -> Option<Found> {
    set.arenas.elements.values().find_map(|element| {
        element.default_value.as_ref().or(element.fixed_value.as_ref())?;
        let Some(TypeKey::Complex(key)) = element.resolved_type else {
            return None;
        };
        if set.is_any_type(TypeKey::Complex(key)) || content_of(set, TypeKey::Complex(key)).is_some() {
            return None;
        }
        let data = set.arenas.complex_types.get(key)?;
        let model = restriction::model(set, data)?;
        if ContentValidatorState::from_compiled(&model).is_complete() {
            return None;
        }
        let explanation = format!("the content of {} cannot be left out", name_of(set, element.name));
        found(set, element.source.as_ref(), "cos-valid-default", explanation)
    })
}

/// Part 1, 3.6.6, clause 2: the engine sees it where a group is used.
fn attribute_twice(set: &SchemaSet) -> Option<Found> {
    set.arenas.attribute_groups.values().find_map(|group| {
        let mut seen = HashSet::new();
        let declared = group.attributes.iter().filter(|one| one.use_kind != AttributeUseKind::Prohibited);
        let twice = declared.map(|one| &one.attribute).find(|attribute| {
            attribute.name.is_some()
                && !seen.insert((attribute.name, attribute.target_namespace, attribute.form.clone()))
        })?;
        let explanation = format!("the attribute {} occurs twice", name_of(set, twice.name));
        found(set, group.source.as_ref(), "ag-props-correct", explanation)
    })
}

/// Each value of an enumeration of names is a qualified name with a bound prefix (Part 2, 4.3.5.5); the engine
/// compares them as names without having looked.
fn enumerates_no_name(set: &SchemaSet) -> Option<(Defect, Option<SourceLocation>)> {
    let standard = set.builtin_types();
    let names = set.arenas.simple_types.iter().filter(|(key, _)| {
        set.derives_from(*key, standard.qname) || set.derives_from(*key, standard.notation)
    });
    names.filter_map(|(_, data)| data.facets.enumeration.as_ref()).find_map(|enumeration| {
        let known = |value: &str| {
            let context = enumeration.qname_contexts.iter().find(|(literal, _)| literal == value);
            is_name(set, value, context.map(|(_, namespaces)| namespaces))
        };
        let wrong = enumeration.values.iter().filter(|value| !known(value)).min()?;
        let defect = Defect::Component {
            constraint: "enumeration-valid-restriction".into(),
            explanation: format!("{wrong:?} is no qualified name with a bound prefix"),
        };
        Some((defect, set.locate(enumeration.source.as_ref())))
    })
}

fn is_name(set: &SchemaSet, value: &str, namespaces: Option<&NamespaceContextSnapshot>) -> bool {
    let Some((prefix, local)) = value.split_once(':') else {
        return is_ncname(value);
    };
    let bound = namespaces.is_none_or(|namespaces| {
        namespaces.bindings.iter().any(|(known, _)| set.name_table.try_resolve_ref(*known) == Some(prefix))
    });
    is_ncname(prefix) && is_ncname(local) && (bound || prefix == "xml")
}

/// An expression that calls a function which does not exist, or with another number of arguments than it has, is not
/// XPath Valid (Part 1, 3.13.6.2). The engine would fail the assertion of every document and would take the type
/// alternative for one that never matches.
fn unknown_function(set: &SchemaSet) -> Option<(Defect, Option<SourceLocation>)> {
    let simple = set.arenas.simple_types.values().flat_map(|data| &data.facets.assertions);
    let content = set.arenas.complex_types.values().filter_map(|data| match &data.content {
        ComplexContentResult::Simple(content) => Some(&content.facets.assertions),
        ComplexContentResult::Empty | ComplexContentResult::Complex(_) => None,
    });
    let facets = simple
        .chain(content.flatten())
        .map(|facet| ("as-props-correct", &facet.test, &facet.ns_snapshot, &facet.source));
    let asserts = set.arenas.complex_types.values().flat_map(|data| &data.assertions);
    let asserts =
        asserts.map(|assert| ("as-props-correct", &assert.test, &assert.ns_snapshot, &assert.source));
    let alternatives = set.arenas.elements.values().flat_map(|data| &data.alternatives);
    let alternatives = alternatives
        .filter_map(|one| Some(("xpath-valid", one.test.as_ref()?, &one.ns_snapshot, &one.source)));
    facets.chain(asserts).chain(alternatives).find_map(|(constraint, test, namespaces, source)| {
        calls_unknown_function(set, constraint, test, namespaces, source.as_ref())
    })
}

fn calls_unknown_function(
    set: &SchemaSet,
    constraint: &'static str,
    test: &str,
    namespaces: &NamespaceContextSnapshot,
    source: Option<&SourceRef>,
) -> Option<(Defect, Option<SourceLocation>)> {
    let context = XPathContext::new(&set.name_table).with_namespaces(namespaces.clone()).with_schema_set(set);
    let error = XPathExpr::compile_with_vars(test, &context, &["value"]).err()?;
    // Everything else that is wrong with an expression the engine has refused already.
    if error.error_code() != Some(UNKNOWN_FUNCTION) || reaches_outside(&error) {
        return None;
    }
    let explanation = format!("the expression {test:?} calls a function that does not exist: {error}");
    Some((Defect::Component { constraint: constraint.into(), explanation }, set.locate(source)))
}

/// Functions of the standard that the engine does not have because they read other documents. They exist, and fail when
/// they are evaluated, so that an assertion that asks for one is never satisfied.
fn reaches_outside(error: &XPathError) -> bool {
    matches!(error, XPathError::XPST0017 { name, namespace, .. }
        if namespace == FUNCTIONS && matches!(name.as_str(), "collection" | "doc" | "doc-available"))
}

const FUNCTIONS: &str = "http://www.w3.org/2005/xpath-functions";

/// The error code of XPath 2.0.
const UNKNOWN_FUNCTION: &str = "XPST0017";

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
