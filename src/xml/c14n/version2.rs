//! Canonical XML 2.0 (W3C Note, 11 April 2013) of a tree, with all its parameters.
//!
//! Choices where the Note leaves one, each as CPython's `xml.etree.ElementTree.canonicalize` makes it: text on
//! both sides of a comment that is ignored is one text for `TrimTextNodes`; `xml:space="default"` ends
//! `"preserve"`; one namespace keeps its rewritten prefix throughout; a qualified name in content counts only
//! when it has a prefix. White space is that of XML 1.0 [3] S, never other Unicode spaces.

use super::output::{Output, Sink};
use super::scoped::Scoped;
use super::tree::{Event, Walking, comment, in_scope, processing_instruction};
use super::{Comments, Error, Subset, escape};
use crate::xml::characters::{is_name, is_name_start};
use crate::xml::names::is_ncname;
use crate::xml::namespaces::{PrefixId, UriId};
use crate::xml::{Document, Kind, NodeId};

/// The parameters of Canonical XML 2.0, 2.2.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Version2 {
    /// `IgnoreComments`; they are ignored unless said otherwise.
    pub comments: Comments,
    /// `TrimTextNodes`.
    pub text: TextNodes,
    /// `PrefixRewrite`.
    pub prefix_rewrite: PrefixRewrite,
    /// `QNameAware`.
    pub qname_aware: QNameAware,
}

/// `TrimTextNodes`: what becomes of white space around text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum TextNodes {
    /// It stays.
    #[default]
    Kept,
    /// It is taken away, except below `xml:space="preserve"`.
    Trimmed,
}

/// `PrefixRewrite`: what becomes of prefixes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum PrefixRewrite {
    /// They stay.
    #[default]
    None,
    /// They become `n0`, `n1`, … by namespace.
    Sequential,
}

/// `QNameAware`: where values hold qualified names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct QNameAware {
    /// `Element`: elements whose whole content is a qualified name, as namespace (empty for none) and local part.
    pub elements: Vec<(String, String)>,
    /// `QualifiedAttr`: attributes in a namespace whose value is a qualified name.
    pub qualified_attributes: Vec<(String, String)>,
    /// `UnqualifiedAttr`: attributes in no namespace, by their local part and the name of the element they are on.
    pub unqualified_attributes: Vec<UnqualifiedAttribute>,
    /// `XPathElement`: elements whose whole content is an XPath 1.0 expression.
    pub xpath_elements: Vec<(String, String)>,
}

/// `UnqualifiedAttr`: an attribute in no namespace, on one kind of element.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct UnqualifiedAttribute {
    /// Its name.
    pub local: String,
    /// Namespace of the element it is on; empty for none.
    pub parent_namespace: String,
    /// Local part of the name of the element it is on.
    pub parent_local: String,
}

pub(super) fn canonicalize(
    document: &Document<'_>,
    subset: Subset,
    version2: &Version2,
    sink: &mut impl Sink,
) -> Result<(), Error> {
    let mut walk = Walk {
        document,
        subset,
        version2,
        output: Output::new(sink, document.source().len()),
        bindings: Scoped::new(None),
        rendered: Scoped::new(UriId::NONE),
        written: Scoped::new(false),
        numbers: Vec::new(),
        next_number: 0,
        preserved: vec![version2.text == TextNodes::Kept],
        contents: Vec::new(),
        pending: String::new(),
        last_text: None,
    };
    for event in Walking::new(document, subset)? {
        walk.event(event)?;
    }
    walk.flush();
    walk.output.finish()
}

struct Walk<'d, 'a, 's, S> {
    document: &'d Document<'a>,
    subset: Subset,
    version2: &'d Version2,
    output: Output<'s, S>,
    /// By prefix: what it stands for in the source.
    bindings: Scoped<Option<UriId>>,
    /// By prefix: what the output has it stand for, when prefixes stay.
    rendered: Scoped<UriId>,
    /// By namespace: whether its rewritten prefix is declared in the output.
    written: Scoped<bool>,
    /// By namespace: the number of its rewritten prefix.
    numbers: Vec<Option<u32>>,
    next_number: u32,
    /// For each open element: whether white space around text stays.
    preserved: Vec<bool>,
    /// For each open element: what its text holds.
    contents: Vec<Content>,
    /// Text that is to be trimmed when its end is known.
    pending: String,
    /// The text, or the ignored comment behind a text, that was seen last.
    last_text: Option<NodeId>,
}

/// What the text of an element holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    Text,
    QualifiedName,
    XPath,
}

/// A name or value of a start tag that makes a namespace visible.
#[derive(Debug, Clone, Copy)]
struct Used {
    prefix: PrefixId,
    uri: UriId,
}

struct OutputAttribute<'d> {
    used: Used,
    local: &'d str,
    qualified: &'d str,
    value: &'d str,
    holds: Content,
}

impl<'d, S: Sink> Walk<'d, '_, '_, S> {
    fn event(&mut self, event: Event) -> Result<(), Error> {
        match event {
            Event::Text(node) => {
                self.text(node);
                return Ok(());
            }
            Event::Comment(node, _) if self.version2.comments == Comments::Dropped => {
                // What follows joins the text before it.
                if self.last_text.is_some_and(|last| last.next() == node) {
                    self.last_text = Some(node);
                }
                return Ok(());
            }
            Event::Start(_) | Event::End(_) | Event::Comment(..) | Event::ProcessingInstruction(..) => {
                self.flush()
            }
        }
        match event {
            Event::Start(node) => self.start(node)?,
            Event::End(node) => self.end(node),
            Event::Comment(node, place) => comment(&mut self.output, self.document, node, place),
            Event::ProcessingInstruction(node, place) => {
                processing_instruction(&mut self.output, self.document, node, place);
            }
            Event::Text(_) => {}
        }
        Ok(())
    }

    fn text(&mut self, node: NodeId) {
        let text = self.document.text(node);
        let keeps = self.preserved.last().copied().unwrap_or(true);
        if self.last_text.is_none_or(|last| last.next() != node) {
            self.flush();
        }
        self.last_text = Some(node);
        match self.contents.last() {
            Some(Content::QualifiedName | Content::XPath) => self.pending.push_str(text),
            Some(Content::Text) | None if keeps => escape::text(&mut self.output, text),
            Some(Content::Text) | None => self.pending.push_str(text),
        }
    }

    /// Writes the text that was kept back: its end is known now.
    fn flush(&mut self) {
        self.last_text = None;
        if self.pending.is_empty() {
            return;
        }
        let pending = core::mem::take(&mut self.pending);
        let keeps = self.preserved.last().copied().unwrap_or(true);
        let kept = if keeps { pending.as_str() } else { pending.trim_matches(is_space) };
        match self.contents.last() {
            Some(holds @ (Content::QualifiedName | Content::XPath)) => {
                let rewritten = self.rewrite(kept, *holds);
                escape::text(&mut self.output, &rewritten);
            }
            Some(Content::Text) | None => escape::text(&mut self.output, kept),
        }
        self.pending = pending;
        self.pending.clear();
    }

    fn start(&mut self, node: NodeId) -> Result<(), Error> {
        self.output.check()?;
        let document = self.document;
        let vocabulary = document.vocabulary();
        let Some(element) = document.element(node) else { return Ok(()) };
        self.bindings.enter();
        self.rendered.enter();
        self.written.enter();
        let scope;
        let declarations = if node == self.subset.apex {
            scope = in_scope(document, node);
            scope.as_slice()
        } else {
            document.declaration_records(node)
        };
        for declaration in declarations {
            self.bindings.set(declaration.prefix.index(), Some(declaration.uri));
        }
        self.preserved.push(self.preserves(node));
        let holds = self.holds(node);
        let mut attributes = self.attributes(node);

        let mut used = vec![Used { prefix: element.prefix, uri: element.namespace }];
        used.extend(
            attributes.iter().map(|attribute| attribute.used).filter(|used| used.prefix != PrefixId::DEFAULT),
        );
        let undeclared = |()| Error::QualifiedNameUndeclared { offset: document.span(node).start };
        for attribute in &attributes {
            self.use_prefixes(attribute.value, attribute.holds, &mut used).map_err(undeclared)?;
        }
        if holds != Content::Text {
            self.use_prefixes(&document.string_value(node), holds, &mut used).map_err(undeclared)?;
        }
        self.contents.push(holds);

        self.output.put("<");
        let declared = self.declare(&mut used);
        self.name(
            Used { prefix: element.prefix, uri: element.namespace },
            document.local(element.local),
            super::tree::qualified(document, node),
        );
        for (prefix, uri) in &declared {
            self.output.put(if prefix.is_empty() { " xmlns" } else { " xmlns:" });
            self.output.put(prefix);
            self.output.put("=\"");
            escape::attribute(&mut self.output, vocabulary.uri(*uri));
            self.output.put("\"");
        }
        attributes.sort_unstable_by_key(|attribute| (vocabulary.uri(attribute.used.uri), attribute.local));
        for attribute in &attributes {
            self.output.put(" ");
            if attribute.used.prefix == PrefixId::DEFAULT {
                // Without prefix an attribute is in no namespace, and stays so.
                self.output.put(attribute.local);
            } else {
                self.name(attribute.used, attribute.local, attribute.qualified);
            }
            self.output.put("=\"");
            match attribute.holds {
                Content::Text => escape::attribute(&mut self.output, attribute.value),
                Content::QualifiedName | Content::XPath => {
                    let rewritten = self.rewrite(attribute.value, attribute.holds);
                    escape::attribute(&mut self.output, &rewritten);
                }
            }
            self.output.put("\"");
        }
        self.output.put(">");
        Ok(())
    }

    fn end(&mut self, node: NodeId) {
        let document = self.document;
        self.output.put("</");
        if let Some(element) = document.element(node) {
            self.name(
                Used { prefix: element.prefix, uri: element.namespace },
                document.local(element.local),
                super::tree::qualified(document, node),
            );
        }
        self.output.put(">");
        self.bindings.leave();
        self.rendered.leave();
        self.written.leave();
        self.preserved.pop();
        self.contents.pop();
    }

    /// Whether white space around the text of an element stays.
    fn preserves(&self, node: NodeId) -> bool {
        let around = self.preserved.last().copied().unwrap_or(true);
        if self.version2.text == TextNodes::Kept {
            return true;
        }
        let document = self.document;
        let space = |node: NodeId| {
            let mut own = document.attribute_records(node).iter();
            own.find(|record| record.namespace == UriId::XML && document.local(record.local) == "space")
                .map(|record| document.value(record.value) == "preserve")
        };
        if node == self.subset.apex {
            document.ancestors_and_self(node).find_map(space).unwrap_or(around)
        } else {
            space(node).unwrap_or(around)
        }
    }

    /// What the text of an element holds; only an element whose whole content is one text can hold more than text.
    fn holds(&self, node: NodeId) -> Content {
        let QNameAware { elements, xpath_elements, .. } = &self.version2.qname_aware;
        if elements.is_empty() && xpath_elements.is_empty() {
            return Content::Text;
        }
        let document = self.document;
        let Some(name) = document.name(node) else { return Content::Text };
        let is = |(namespace, local): &(String, String)| {
            name.local == local && name.namespace.unwrap_or_default() == namespace
        };
        let mut children = document.children(node);
        let only_text = children.next().is_some_and(|child| document.kind(child) == Kind::Text)
            && children.next().is_none();
        if !only_text {
            Content::Text
        } else if elements.iter().any(is) {
            Content::QualifiedName
        } else if xpath_elements.iter().any(is) {
            Content::XPath
        } else {
            Content::Text
        }
    }

    fn attributes(&self, node: NodeId) -> Vec<OutputAttribute<'d>> {
        let document = self.document;
        let QNameAware { qualified_attributes, unqualified_attributes, .. } = &self.version2.qname_aware;
        let parent = document.name(node);
        let holds_name = |namespace: &str, local: &str| {
            if namespace.is_empty() {
                unqualified_attributes.iter().any(|aware| {
                    aware.local == local
                        && parent.is_some_and(|parent| {
                            parent.local == aware.parent_local
                                && parent.namespace.unwrap_or_default() == aware.parent_namespace
                        })
                })
            } else {
                qualified_attributes.iter().any(|aware| aware.0 == namespace && aware.1 == local)
            }
        };
        let records = document.attribute_records(node).iter();
        records
            .map(|record| {
                let local = document.local(record.local);
                let aware = holds_name(document.vocabulary().uri(record.namespace), local);
                OutputAttribute {
                    used: Used { prefix: record.prefix, uri: record.namespace },
                    local,
                    qualified: document.qualified_attribute(record),
                    value: document.value(record.value),
                    holds: if aware { Content::QualifiedName } else { Content::Text },
                }
            })
            .collect()
    }

    /// Adds the namespaces that the names in a value make visible.
    fn use_prefixes(&self, value: &str, holds: Content, used: &mut Vec<Used>) -> Result<(), ()> {
        let mut defect = Ok(());
        for_each_prefix(value, holds, |piece| {
            if let Piece::Prefix(prefix) = piece {
                match self.resolve(prefix) {
                    Some(found) => used.push(found),
                    None => defect = Err(()),
                }
            }
        });
        defect
    }

    fn resolve(&self, prefix: &str) -> Option<Used> {
        let prefix = self.document.vocabulary().find_prefix(prefix)?;
        if prefix == PrefixId::XML {
            return Some(Used { prefix, uri: UriId::XML });
        }
        self.bindings.get(prefix.index()).map(|uri| Used { prefix, uri })
    }

    /// A value with the prefixes of the output in its names.
    fn rewrite(&self, value: &str, holds: Content) -> String {
        let mut rewritten = String::with_capacity(value.len());
        for_each_prefix(value, holds, |piece| match piece {
            Piece::Other(text) => rewritten.push_str(text),
            Piece::Prefix(prefix) => match self.resolve(prefix).and_then(|used| self.number(used)) {
                Some(number) => rewritten.push_str(&format!("n{number}")),
                None => rewritten.push_str(prefix),
            },
        });
        rewritten
    }

    /// The number of the prefix a name gets; `None` when it keeps its own.
    fn number(&self, used: Used) -> Option<u32> {
        match self.version2.prefix_rewrite {
            PrefixRewrite::None => None,
            PrefixRewrite::Sequential if used.uri == UriId::XML => None,
            PrefixRewrite::Sequential => self.numbers.get(used.uri.index()).copied().flatten(),
        }
    }

    /// Declares what is used and not declared yet: prefixes, sorted, with their namespaces.
    fn declare(&mut self, used: &mut Vec<Used>) -> Vec<(String, UriId)> {
        let vocabulary = self.document.vocabulary();
        let mut declared = Vec::new();
        match self.version2.prefix_rewrite {
            PrefixRewrite::None => {
                for Used { prefix, uri } in used.drain(..).filter(|used| used.prefix != PrefixId::XML) {
                    if self.rendered.set(prefix.index(), uri) {
                        declared.push((vocabulary.prefix(prefix).to_owned(), uri));
                    }
                }
            }
            PrefixRewrite::Sequential => {
                // New prefixes are numbered in the order of the namespaces they stand for.
                used.sort_unstable_by_key(|used| vocabulary.uri(used.uri));
                for Used { uri, .. } in used.drain(..).filter(|used| used.uri != UriId::XML) {
                    if self.written.set(uri.index(), true) {
                        declared.push((format!("n{}", self.number_for(uri)), uri));
                    }
                }
            }
        }
        declared.sort_unstable();
        declared
    }

    fn number_for(&mut self, uri: UriId) -> u32 {
        if self.numbers.len() <= uri.index() {
            self.numbers.resize(uri.index().saturating_add(1), None);
        }
        let next = self.next_number;
        match self.numbers.get_mut(uri.index()) {
            Some(Some(known)) => *known,
            Some(unknown) => {
                *unknown = Some(next);
                self.next_number = next.saturating_add(1);
                next
            }
            None => next,
        }
    }

    fn name(&mut self, used: Used, local: &str, qualified: &str) {
        match self.number(used) {
            Some(number) => {
                self.output.put(&format!("n{number}:"));
                self.output.put(local);
            }
            None => self.output.put(qualified),
        }
    }
}

fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r')
}

/// A piece of a value that holds names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece<'v> {
    Other(&'v str),
    Prefix(&'v str),
}

/// Takes a value apart into the prefixes of the names in it and what is between them.
fn for_each_prefix<'v>(value: &'v str, holds: Content, mut receive: impl FnMut(Piece<'v>)) {
    match holds {
        Content::Text => receive(Piece::Other(value)),
        Content::QualifiedName => {
            let name = value.trim_matches(is_space);
            match name.split_once(':') {
                Some((prefix, local)) if is_ncname(prefix) && is_ncname(local) => {
                    let before = value.len().saturating_sub(value.trim_start_matches(is_space).len());
                    let (before, rest) = value.split_at_checked(before).unwrap_or(("", value));
                    receive(Piece::Other(before));
                    receive(Piece::Prefix(prefix));
                    receive(Piece::Other(rest.get(prefix.len()..).unwrap_or_default()));
                }
                Some(_) | None => receive(Piece::Other(value)),
            }
        }
        Content::XPath => xpath_prefixes(value, receive),
    }
}

/// XPath 1.0, 3.7: a name with one colon behind it is a prefix, with two an axis; literals hold no names.
fn xpath_prefixes<'v>(expression: &'v str, mut receive: impl FnMut(Piece<'v>)) {
    let mut rest = expression;
    while let Some(first) = rest.chars().next() {
        let name_length = rest.find(|character| !is_name(character)).unwrap_or(rest.len());
        let (length, is_prefix) = match first {
            '"' | '\'' => {
                let behind = rest.get(1..).unwrap_or_default();
                let literal = behind.find(first).map_or(rest.len(), |closing| closing.saturating_add(2));
                (literal, false)
            }
            _ if is_name_start(first) => {
                let behind = rest.get(name_length..).unwrap_or_default();
                let target = behind.strip_prefix(':').and_then(|local| local.chars().next());
                (name_length, target.is_some_and(|target| target == '*' || is_name_start(target)))
            }
            // A number, or a sign.
            _ => (name_length.max(first.len_utf8()), false),
        };
        let (piece, behind) = rest.split_at_checked(length).unwrap_or((rest, ""));
        if is_prefix {
            receive(Piece::Prefix(piece));
            // The local part belongs to this name and can be no prefix itself.
            let local = behind.get(1..).unwrap_or_default();
            let local_length = local.find(|character| !is_name(character)).unwrap_or(local.len());
            let (name, after) =
                behind.split_at_checked(local_length.saturating_add(1)).unwrap_or((behind, ""));
            receive(Piece::Other(name));
            rest = after;
        } else {
            receive(Piece::Other(piece));
            rest = behind;
        }
    }
}
