//! Which node refers to a key that is not there. The engine says only which element has the reference; in a register of twenty
//! thousand entries nobody would find it.

use std::collections::{HashMap, HashSet};

use xsd_schema::SchemaSet;
use xsd_schema::document::{
    BufferDocNavigator, BufferDocument, BufferDocumentBuilder, BufferDocumentError, BufferDocumentOptions,
};
use xsd_schema::ids::{IdentityConstraintKey, NameId};
use xsd_schema::namespace::NamespaceContextSnapshot;
use xsd_schema::parser::frames::IdentityKind;
use xsd_schema::parser::location::SourceRef;
use xsd_schema::validation::KeyTable;
use xsd_schema::xpath::functions::XPathValue;
use xsd_schema::xpath::{DomNavigator, XPathContext, XPathExpr, XmlItem};

use super::lexical::collapsed;
use super::walk::part;
use crate::xml::{Document, Kind, NodeId};

/// What keys a document has, as they are written, by the names of their constraints.
#[derive(Debug, Default)]
pub(super) struct WrittenKeys(HashMap<NameId, HashSet<Vec<String>>>);

impl WrittenKeys {
    pub(super) fn of(tables: &HashMap<IdentityConstraintKey, KeyTable>) -> Self {
        let mut keys: HashMap<NameId, HashSet<Vec<String>>> = HashMap::new();
        for table in tables.values() {
            let written = table.sequences.iter().filter_map(|sequence| {
                let fields = sequence.fields.iter();
                fields.map(|field| Some(collapsed(&field.as_ref()?.string_value).into_owned())).collect()
            });
            keys.entry(table.constraint_name).or_default().extend(written);
        }
        Self(keys)
    }

    /// The nodes below an element that a reference of this name selects and whose key is not written anywhere. None where there is
    /// no telling: several constraints have the name, or an expression does not evaluate.
    pub(super) fn dangling(
        &self,
        set: &SchemaSet,
        document: &Document<'_>,
        (element, excluded): (NodeId, Option<NodeId>),
        name: &str,
    ) -> Option<Vec<NodeId>> {
        let name = set.name_table.get(name)?;
        let mut named = set
            .arenas
            .identity_constraints
            .values()
            .filter(|one| one.name == name && one.kind == IdentityKind::Keyref && one.ref_name.is_none());
        let reference = named.next()?;
        if named.next().is_some() {
            return None;
        }
        let none = HashSet::new();
        let written = self.0.get(&reference.refer.as_ref()?.local_name).unwrap_or(&none);
        let source = reference.source.as_ref();
        let compiled = |xpath: &str, default: Option<&String>, namespaces: &NamespaceContextSnapshot| {
            let context = context(set, default, namespaces, source);
            Some((XPathExpr::compile(xpath, &context).ok()?, context))
        };
        let selector = &reference.selector;
        let (select, select_in) =
            compiled(&selector.xpath, selector.xpath_default_namespace.as_ref(), &selector.ns_snapshot)?;
        let fields: Vec<_> = reference
            .fields
            .iter()
            .map(|field| compiled(&field.xpath, field.xpath_default_namespace.as_ref(), &field.ns_snapshot))
            .collect::<Option<_>>()?;
        let arena = Default::default();
        let builder =
            BufferDocumentBuilder::new(&arena, &set.name_table, None, BufferDocumentOptions::fragment())
                .ok()?;
        let (instance, nodes) = build(builder, document, element, excluded).ok()?;
        let (first, _) = nodes.first()?;
        let context = BufferDocNavigator::new(&instance, *first);
        let selected = match select.evaluator(&select_in).run_with_node(context).ok()? {
            XPathValue::Empty => Vec::new(),
            XPathValue::Item(item) => vec![item],
            XPathValue::Sequence(items) => items,
        };
        let mut dangling = Vec::new();
        for item in selected {
            let XmlItem::Node(node) = item else { return None };
            let mut key = Vec::new();
            for (field, context) in &fields {
                match field.evaluator(context).run_with_node(node.clone()).ok()? {
                    XPathValue::Item(XmlItem::Node(value)) => {
                        key.push(collapsed(&value.value()).into_owned())
                    }
                    // A reference that lacks a field refers to nothing and is none.
                    _ => break,
                }
            }
            if key.len() == fields.len() && !written.contains(&key) {
                let found =
                    nodes.binary_search_by_key(&node.current_ref(), |(reference, _)| *reference).ok()?;
                dangling.extend(nodes.get(found).map(|(_, node)| *node));
            }
        }
        Some(dangling)
    }
}

/// `xpathDefaultNamespace` of the expression or its schema document (Part 1, 3.13.2).
fn context<'s>(
    set: &'s SchemaSet,
    default: Option<&String>,
    namespaces: &NamespaceContextSnapshot,
    source: Option<&SourceRef>,
) -> XPathContext<'s> {
    let context = XPathContext::new(&set.name_table).with_namespaces(namespaces.clone());
    let document = source
        .and_then(|source| usize::try_from(source.doc_id).ok())
        .and_then(|index| set.documents.get(index));
    let of_document = || {
        document.and_then(|one| one.xpath_default_namespace).and_then(|name| set.name_table.try_resolve(name))
    };
    let namespace = match default.cloned().or_else(of_document).as_deref() {
        Some("##defaultNamespace") => namespaces.default_ns,
        Some("##targetNamespace") => document.and_then(|one| one.target_namespace),
        Some("##local") | None => None,
        Some(namespace) => Some(set.name_table.add(namespace)),
    };
    match namespace {
        Some(namespace) => context.with_default_element_ns(namespace),
        None => context,
    }
}

/// An element and what it contains without types, and which node became which.
fn build<'a>(
    mut builder: BufferDocumentBuilder<'a>,
    document: &Document<'_>,
    element: NodeId,
    excluded: Option<NodeId>,
) -> Result<(BufferDocument<'a>, Vec<(u32, NodeId)>), BufferDocumentError> {
    let mut open: Vec<NodeId> = Vec::new();
    let mut nodes = Vec::new();
    for node in part(document, element, excluded) {
        while open.last().is_some_and(|last| document.parent(node) != Some(*last)) {
            builder.end_element()?;
            open.pop();
        }
        match document.kind(node) {
            Kind::Text => builder.text(document.text(node)),
            Kind::Element => {
                let Some(name) = document.name(node) else { continue };
                let reference =
                    builder.start_element(name.local, name.namespace.unwrap_or_default(), "", &[])?;
                for attribute in document.attributes(node) {
                    let name = attribute.name;
                    builder.attribute(name.local, name.namespace.unwrap_or_default(), "", attribute.value)?;
                }
                builder.end_of_attributes();
                nodes.push((reference, node));
                open.push(node);
            }
            Kind::Root | Kind::Comment | Kind::ProcessingInstruction => {}
        }
    }
    for _ in open {
        builder.end_element()?;
    }
    Ok((builder.finalize()?, nodes))
}
