//! What a document would cost the engine, counted before the engine sees a node of it.

use super::violation::{Limit, LimitReached, Limits};
use super::walk::{in_scope, part};
use crate::xml::{Document, Kind, NodeId};

/// Counts what the engine would have to bear, before it does.
pub(super) fn measure(
    document: &Document<'_>,
    root: NodeId,
    excluded: Option<NodeId>,
    limits: &Limits,
) -> Result<(), LimitReached> {
    let mut nodes = 0_usize;
    let mut attributes = 0_usize;
    let mut declarations = in_scope(document, root).len();
    let mut open: Vec<Open> = Vec::new();
    for node in part(document, root, excluded) {
        let above = |limit, ceiling: usize| LimitReached {
            limit,
            ceiling: u64::try_from(ceiling).unwrap_or(u64::MAX),
            offset: u64::try_from(document.span(node).start).unwrap_or(u64::MAX),
        };
        nodes = nodes.saturating_add(1);
        if nodes > limits.nodes {
            return Err(above(Limit::Nodes, limits.nodes));
        }
        while open.last().is_some_and(|last| document.parent(node) != Some(last.node)) {
            open.pop();
        }
        match document.kind(node) {
            Kind::Element => {
                let own = document.namespace_declarations(node).count();
                declarations = declarations.saturating_add(own);
                if declarations > limits.namespace_declarations {
                    return Err(above(Limit::NamespaceDeclarations, limits.namespace_declarations));
                }
                let scope = open.last().map_or(declarations, |last| last.scope.saturating_add(own));
                if scope > limits.namespaces_in_scope {
                    return Err(above(Limit::NamespacesInScope, limits.namespaces_in_scope));
                }
                let mut here = 0_usize;
                for attribute in document.attributes(node) {
                    here = here.saturating_add(1);
                    if attribute.value.len() > limits.text_of_an_element {
                        return Err(above(Limit::TextOfAnElement, limits.text_of_an_element));
                    }
                    if longest_number(attribute.value) > limits.digits {
                        return Err(above(Limit::Digits, limits.digits));
                    }
                }
                if here > limits.attributes_of_an_element {
                    return Err(above(Limit::AttributesOfAnElement, limits.attributes_of_an_element));
                }
                attributes = attributes.saturating_add(here);
                if attributes > limits.attributes {
                    return Err(above(Limit::Attributes, limits.attributes));
                }
                open.push(Open { node, scope, text: 0 });
                if open.len() > limits.depth {
                    return Err(above(Limit::Depth, limits.depth));
                }
            }
            Kind::Text => {
                let text = document.text(node);
                if let Some(last) = open.last_mut() {
                    last.text = last.text.saturating_add(text.len());
                    if last.text > limits.text_of_an_element {
                        return Err(above(Limit::TextOfAnElement, limits.text_of_an_element));
                    }
                }
                if longest_number(text) > limits.digits {
                    return Err(above(Limit::Digits, limits.digits));
                }
            }
            Kind::Root | Kind::Comment | Kind::ProcessingInstruction => {}
        }
    }
    Ok(())
}

struct Open {
    node: NodeId,
    scope: usize,
    text: usize,
}

fn longest_number(text: &str) -> usize {
    // Most text is shorter than any number that matters.
    text.split(|each: char| !each.is_ascii_digit()).map(str::len).max().unwrap_or(0)
}
