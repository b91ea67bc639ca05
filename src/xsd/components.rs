//! Constraints on schema components that the engine lets through, checked on what it compiled.

use xsd_schema::SchemaSet;
use xsd_schema::ids::TypeKey;
use xsd_schema::namespace::NamespaceContextSnapshot;
use xsd_schema::parser::frames::{ComplexContentResult, DerivationMethod};
use xsd_schema::parser::location::{SourceLocation, SourceRef};
use xsd_schema::xpath::{XPathContext, XPathError, XPathExpr};

use super::check::is_ncname;
use super::error::Defect;
use crate::limits::xsd::SCHEMA_NODES;

/// The first broken constraint, and where, as far as that is known.
pub(super) fn defect(set: &SchemaSet) -> Option<(Defect, Option<SourceLocation>)> {
    let restriction = set.arenas.complex_types.iter().find_map(|(key, data)| {
        let defect = restricts_ur_type(set, TypeKey::Complex(key))?;
        Some((defect, set.locate(data.source.as_ref())))
    });
    restriction.or_else(|| unknown_function(set)).or_else(|| enumerates_no_name(set))
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
