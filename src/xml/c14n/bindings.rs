//! Which namespace declarations of the source reach a canonical form, and which names in values rely on one that does not.
//!
//! Canonical XML 1.0 and 1.1 write every declaration in scope. Exclusive canonicalization (its 1.3) and Canonical XML 2.0
//! write those that names of elements and attributes use: what a prefix stands for that is used in a value alone is
//! then no part of the canonical form, and two documents with one canonical form can mean different things by it.
//! What the output has in scope is asked of the canonicalizers themselves, so that there is no second opinion of it.

use super::element::{CanonicalAttribute, Declared, Elements, StartTag};
use super::output::Output;
use super::scoped::Scoped;
use super::tree::{Event, Walking, in_scope, qualified};
use super::version2::names::Content;
use super::version2::tree::Walk;
use super::{Error, Method, PrefixRewrite, Subset, Version2};
use crate::xml::document::AttributeRecord;
use crate::xml::names::is_ncname;
use crate::xml::namespaces::{Declaration, PrefixId, UriId};
use crate::xml::{Document, NodeId};

const SCHEMA_INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// What a canonical form does not carry of the namespaces of its source. Nothing, for an inclusive method.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Undigested {
    /// Elements with a declaration in scope that is written nowhere in the canonical form, in document order.
    pub declarations: Vec<NodeId>,
    /// Elements whose `xsi:type` names a type in a namespace that the canonical form does not tell.
    pub types: Vec<NodeId>,
    /// Elements and texts with a value that can be read as a name with a prefix that is declared in the source and
    /// not in the canonical form.
    pub values: Vec<NodeId>,
    /// Elements and texts with a value that can be read as a name without a prefix, where the default namespace of the source is not
    /// that of the canonical form. Any word can be read so: only who knows that it is a name relies on it.
    pub unprefixed_values: Vec<NodeId>,
}

/// Compares the namespaces of the source with those of its canonical form.
///
/// # Errors
/// As [`super::canonicalize`].
pub fn undigested(document: &Document<'_>, subset: Subset, method: &Method) -> Result<Undigested, Error> {
    let mut nothing = |_: &[u8]| ();
    let renderer = match method {
        Method::Inclusive10(_) | Method::Inclusive11(_) => return Ok(Undigested::default()),
        Method::Exclusive { inclusive_prefixes, .. } => {
            Renderer::Exclusive(Elements::new(Declared::used_or_named(inclusive_prefixes)))
        }
        Method::Version2(version2) => {
            let output = Output::new(&mut nothing, document.text_of_source());
            Renderer::Version2(Box::new(Walk::new(document, subset, version2, output)), version2)
        }
    };
    let mut comparison = Comparison {
        document,
        apex: subset.apex,
        renderer,
        bindings: Scoped::new(None),
        declared_by: Scoped::new(None),
        declarations: Vec::new(),
        text: None,
        found: Undigested::default(),
    };
    for event in Walking::new(document, subset)? {
        comparison.event(event)?;
    }
    Ok(comparison.finish())
}

/// One declaration of the source.
struct Seen {
    node: NodeId,
    uri: UriId,
    written: bool,
}

enum Renderer<'d, 'a, 's, F: FnMut(&[u8])> {
    Exclusive(Elements<'d>),
    Version2(Box<Walk<'d, 'a, 's, F>>, &'d Version2),
}

struct Comparison<'d, 'a, 's, F: FnMut(&[u8])> {
    document: &'d Document<'a>,
    apex: NodeId,
    renderer: Renderer<'d, 'a, 's, F>,
    /// By prefix: what it stands for in the source; `None` where nothing declares it.
    bindings: Scoped<Option<UriId>>,
    /// By prefix: which of `declarations` says so.
    declared_by: Scoped<Option<usize>>,
    declarations: Vec<Seen>,
    /// The first of the texts since the last tag, and all of them: a comment may divide a value, and is digested nowhere.
    text: Option<(NodeId, String)>,
    found: Undigested,
}

impl<'d, F: FnMut(&[u8])> Comparison<'d, '_, '_, F> {
    fn event(&mut self, event: Event) -> Result<(), Error> {
        match event {
            Event::Start(node) => {
                self.end_text();
                self.start(node)
            }
            Event::End(_) => {
                self.end_text();
                self.bindings.leave();
                self.declared_by.leave();
                match &mut self.renderer {
                    Renderer::Exclusive(elements) => elements.leave(),
                    Renderer::Version2(walk, _) => walk.event(event)?,
                }
                Ok(())
            }
            Event::Text(node) => {
                let (_, text) = self.text.get_or_insert_with(|| (node, String::new()));
                text.push_str(self.document.text(node));
                self.pass(event)
            }
            Event::Comment(..) | Event::ProcessingInstruction(..) => self.pass(event),
        }
    }

    fn end_text(&mut self) {
        if let Some((node, text)) = self.text.take() {
            self.value(node, self.document.parent(node), &text);
        }
    }

    fn pass(&mut self, event: Event) -> Result<(), Error> {
        match &mut self.renderer {
            Renderer::Exclusive(_) => Ok(()),
            Renderer::Version2(walk, _) => walk.event(event),
        }
    }

    fn start(&mut self, node: NodeId) -> Result<(), Error> {
        let document = self.document;
        let Some(element) = document.element(node) else { return Ok(()) };
        let scope;
        let declarations = if node == self.apex {
            scope = in_scope(document, node);
            scope.as_slice()
        } else {
            document.declaration_records(node)
        };
        self.bindings.enter();
        self.declared_by.enter();
        for Declaration { prefix, uri } in declarations {
            self.bindings.set(prefix.index(), Some(*uri));
            self.declared_by.set(prefix.index(), Some(self.declarations.len()));
            self.declarations.push(Seen { node, uri: *uri, written: *prefix == PrefixId::XML });
        }
        let records = document.attribute_records(node);
        let changed: Vec<usize> = match &mut self.renderer {
            Renderer::Exclusive(elements) => {
                let attributes: Vec<_> =
                    records.iter().map(|record| CanonicalAttribute::from_tree(document, record)).collect();
                let tag = StartTag {
                    qualified: qualified(document, node),
                    prefix: element.prefix,
                    namespace: element.namespace,
                    declarations,
                };
                elements.enter(document.vocabulary(), &tag, &attributes);
                elements.rendered().changed().collect()
            }
            Renderer::Version2(walk, _) => {
                walk.event(Event::Start(node))?;
                walk.rendered().changed().collect()
            }
        };
        let own = declarations.iter().map(|declaration| declaration.prefix.index());
        for prefix in own.chain(changed) {
            if self.is_rendered(prefix)
                && let Some(seen) =
                    self.declared_by.get(prefix).and_then(|index| self.declarations.get_mut(index))
            {
                seen.written = true;
            }
        }
        self.values(node, records);
        Ok(())
    }

    /// Whether a prefix stands for the same in the output as in the source.
    fn is_rendered(&self, prefix: usize) -> bool {
        let rendered = match &self.renderer {
            Renderer::Exclusive(elements) => elements.rendered().get(prefix),
            Renderer::Version2(walk, _) => walk.rendered().get(prefix),
        };
        self.bindings.get(prefix).unwrap_or(UriId::NONE) == rendered
    }

    fn values(&mut self, node: NodeId, records: &'d [AttributeRecord]) {
        let document = self.document;
        for record in records {
            let value = document.value(record.value);
            let (namespace, local) =
                (document.vocabulary().uri(record.namespace), document.local(record.local));
            if namespace == SCHEMA_INSTANCE && local == "type" && !self.tells_type(node, value) {
                self.found.types.push(node);
            }
            self.value(node, Some(node), value);
        }
    }

    /// Whether the canonical form tells the namespace of the type that `value` names.
    fn tells_type(&self, node: NodeId, value: &str) -> bool {
        let name = value.trim_matches([' ', '\t', '\n', '\r']);
        let prefix = name.split_once(':').map_or("", |(prefix, _)| prefix);
        if prefix == "xml" {
            return true;
        }
        // A prefix that nothing declares tells nothing; whoever took the declaration away could have changed it as well.
        let known = document_prefix(self.document, prefix);
        let binding = known.and_then(|prefix| self.bindings.get(prefix.index()));
        let Some(uri) = binding else { return prefix.is_empty() };
        if let Renderer::Version2(_, version2) = &self.renderer
            && version2.prefix_rewrite == PrefixRewrite::Sequential
        {
            // The output has other prefixes than the source: only a value that is rewritten with them says anything.
            let parent = self.document.name(node);
            let parent = parent.map_or(("", ""), |name| (name.namespace.unwrap_or_default(), name.local));
            let aware =
                version2.content_of_attribute(SCHEMA_INSTANCE, "type", parent) == Content::QualifiedName;
            return if prefix.is_empty() { uri == UriId::NONE } else { aware };
        }
        known.is_some_and(|prefix| self.is_rendered(prefix.index()))
    }

    /// Files a value of `element` whose words can be read as qualified names of a namespace that was not digested.
    fn value(&mut self, node: NodeId, element: Option<NodeId>, value: &str) {
        let mut words = value.split([' ', '\t', '\n', '\r']);
        let prefixed = |word: &str| {
            word.split_once(':').is_some_and(|(prefix, local)| is_ncname(local) && self.is_undigested(prefix))
        };
        if value.contains(':') && words.clone().any(prefixed) {
            self.found.values.push(node);
        }
        // An element without a prefix digests the default namespace with its own name. Nearly all are without one, or nothing
        // declares a default: only where neither is so does every word have to be looked at.
        let has_prefix = element
            .and_then(|element| self.document.element(element))
            .is_some_and(|element| !self.document.vocabulary().prefix(element.prefix).is_empty());
        if has_prefix && self.is_undigested("") && words.any(is_ncname) {
            self.found.unprefixed_values.push(node);
        }
    }

    /// Whether the source declares the prefix and the canonical form does not, or otherwise.
    fn is_undigested(&self, prefix: &str) -> bool {
        document_prefix(self.document, prefix).is_some_and(|known| {
            known != PrefixId::XML
                && self.bindings.get(known.index()).is_some()
                && !self.is_rendered(known.index())
        })
    }

    fn finish(self) -> Undigested {
        let numbered = |uri| match &self.renderer {
            Renderer::Version2(walk, version2) if version2.prefix_rewrite == PrefixRewrite::Sequential => {
                walk.has_written(uri)
            }
            Renderer::Exclusive(_) | Renderer::Version2(..) => false,
        };
        let mut found = self.found;
        let unwritten = self.declarations.iter().filter(|seen| !seen.written && !numbered(seen.uri));
        found.declarations = unwritten.map(|seen| seen.node).collect();
        found.declarations.dedup();
        found
    }
}

fn document_prefix(document: &Document<'_>, prefix: &str) -> Option<PrefixId> {
    document.vocabulary().find_prefix(prefix)
}
