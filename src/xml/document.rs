//! The tree: nodes of the XPath 1.0 data model in one flat list, each with the octets it was read from.
//!
//! Names and values are kept as places in the source wherever the source says them literally; only what had to
//! be normalised is kept beside it, in one string for the whole document. Memory is proportional to the source.

use std::borrow::Cow;
use std::ops::Range;

use super::encoding::decode;
use super::namespaces::{Declaration, Namespaces, PrefixId, RelativeNames, UriId, Vocabulary};
use super::position::Positions;
use super::reader::{
    Comment, Content, End, Form, Handler, Normalised, Piece, ProcessingInstruction, RawAttribute, Source,
    Start, normalise, read_into,
};
use super::{Error, Position, XML_NAMESPACE};

/// A well-formed document without DTD, every name of which is resolved.
#[derive(Debug, Clone)]
pub struct Document<'a> {
    text: Cow<'a, str>,
    arena: Arena,
    vocabulary: Vocabulary,
    relative_names: RelativeNames,
    positions: Positions,
}

/// A node of one [`Document`]; with another document it means nothing, and is answered with nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

/// Kind of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The document itself.
    Root,
    /// An element.
    Element,
    /// Character data between two pieces of markup, CDATA sections and references resolved.
    Text,
    /// A comment.
    Comment,
    /// A processing instruction.
    ProcessingInstruction,
}

/// An expanded name and the prefix it was written with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Name<'d> {
    /// Namespace name; `None` for none.
    pub namespace: Option<&'d str>,
    /// Prefix; `None` when it was written without.
    pub prefix: Option<&'d str>,
    /// Local part.
    pub local: &'d str,
}

impl Name<'_> {
    /// Whether this is the name `local` in `namespace`, whatever the prefix.
    pub fn is(&self, namespace: Option<&str>, local: &str) -> bool {
        self.namespace == namespace && self.local == local
    }
}

/// An attribute that is no namespace declaration.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Attribute<'d> {
    /// Its name; without prefix it is in no namespace.
    pub name: Name<'d>,
    /// Its normalised value (XML 1.0, 3.3.3).
    pub value: &'d str,
    /// From the first octet of its name to behind the closing quotation mark.
    pub span: Range<usize>,
}

/// The children of a node, in document order.
#[derive(Debug, Clone)]
pub struct Children<'d> {
    arena: &'d Arena,
    next: u32,
    end: u32,
}

impl<'a> Document<'a> {
    /// Reads a document: UTF-8, or UTF-16 with a byte-order mark.
    ///
    /// # Errors
    /// The first defect found, with its place.
    pub fn parse(source: &'a [u8]) -> Result<Self, Error> {
        Self::parse_with(source, Namespaces::new())
    }

    /// As [`Document::parse`], but namespace names may be relative references, as in schema documents and other
    /// documents that are only ever validated. One that has them has no canonical form: canonicalization fails.
    ///
    /// # Errors
    /// The first defect found, with its place.
    pub fn parse_to_validate(source: &'a [u8]) -> Result<Self, Error> {
        Self::parse_with(source, Namespaces::accepting_relative_names())
    }

    fn parse_with(source: &'a [u8], namespaces: Namespaces) -> Result<Self, Error> {
        let decoded = decode(source)?;
        let mut builder = Builder::new(&decoded.text);
        let namespaces = read_into(&decoded.text, decoded.octets, &mut builder, namespaces)?;
        let arena = builder.finish(decoded.text.len());
        Ok(Self {
            text: decoded.text,
            arena,
            relative_names: namespaces.relative_names(),
            vocabulary: namespaces.into_vocabulary(),
            positions: Positions::default(),
        })
    }

    /// Whether some namespace name is a relative reference.
    pub(super) const fn has_relative_names(&self) -> bool {
        matches!(self.relative_names, RelativeNames::Seen)
    }

    /// The octets that spans count: those of the file, or its text in UTF-8 when the file is UTF-16.
    pub fn source(&self) -> &[u8] {
        self.text.as_bytes()
    }

    pub(super) fn text_of_source(&self) -> &str {
        &self.text
    }

    /// The document node.
    pub const fn root(&self) -> NodeId {
        NodeId(0)
    }

    /// The document element.
    pub const fn root_element(&self) -> NodeId {
        NodeId(self.arena.root_element)
    }

    /// What a node is.
    pub fn kind(&self, node: NodeId) -> Kind {
        self.arena.node(node.0).map_or(Kind::Root, |node| node.kind)
    }

    /// The node that a node is a child of; `None` for the document node.
    pub fn parent(&self, node: NodeId) -> Option<NodeId> {
        self.arena.node(node.0).filter(|_| node.0 != 0).map(|node| NodeId(node.parent))
    }

    /// The children of a node, in document order.
    pub fn children(&self, node: NodeId) -> Children<'_> {
        let end = self.arena.node(node.0).map_or(0, |node| node.subtree_end);
        Children { arena: &self.arena, next: node.0.saturating_add(1), end }
    }

    /// The child elements of a node, in document order.
    pub fn child_elements(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        self.children(node).filter(|child| self.kind(*child) == Kind::Element)
    }

    /// Everything below a node, in document order, without the node itself.
    pub fn descendants(&self, node: NodeId) -> impl Iterator<Item = NodeId> + use<> {
        let end = self.arena.node(node.0).map_or(0, |node| node.subtree_end);
        (node.0.saturating_add(1)..end).map(NodeId)
    }

    /// A node and the nodes it is in, innermost first, up to the document node.
    pub fn ancestors_and_self(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        core::iter::successors(Some(node), |node| self.parent(*node))
    }

    /// Whether `node` is `ancestor` or inside it.
    pub fn is_inside(&self, node: NodeId, ancestor: NodeId) -> bool {
        node >= ancestor && self.arena.node(ancestor.0).is_some_and(|ancestor| node.0 < ancestor.subtree_end)
    }

    /// The name of an element; `None` for other nodes.
    pub fn name(&self, node: NodeId) -> Option<Name<'_>> {
        self.element(node).map(|element| self.expand(element.prefix, element.namespace, element.local))
    }

    /// Whether a node is the element `local` in `namespace`.
    pub fn is_element(&self, node: NodeId, namespace: Option<&str>, local: &str) -> bool {
        self.name(node).is_some_and(|name| name.is(namespace, local))
    }

    /// The target of a processing instruction; `None` for other nodes.
    pub fn target(&self, node: NodeId) -> Option<&str> {
        match self.arena.node(node.0)?.payload {
            Payload::ProcessingInstruction { target, .. } => Some(self.value(target)),
            Payload::None | Payload::Element(_) | Payload::Text(_) => None,
        }
    }

    /// The attributes of an element in the order of the source, without namespace declarations.
    pub fn attributes(&self, node: NodeId) -> impl ExactSizeIterator<Item = Attribute<'_>> + '_ {
        self.attribute_records(node).iter().map(|record| Attribute {
            name: self.expand(record.prefix, record.namespace, record.local),
            value: self.value(record.value),
            span: record.span.range(),
        })
    }

    /// The attribute `local` in `namespace` of an element.
    pub fn attribute(&self, node: NodeId, namespace: Option<&str>, local: &str) -> Option<Attribute<'_>> {
        self.attributes(node).find(|attribute| attribute.name.is(namespace, local))
    }

    /// The namespace declarations of an element in the order of the source; `xmlns=""` declares the empty name.
    pub fn namespace_declarations(
        &self,
        node: NodeId,
    ) -> impl ExactSizeIterator<Item = (Option<&str>, &str)> + '_ {
        self.declaration_records(node).iter().map(|declaration| {
            let prefix = self.vocabulary.prefix(declaration.prefix);
            ((!prefix.is_empty()).then_some(prefix), self.vocabulary.uri(declaration.uri))
        })
    }

    /// What a prefix (`None`: the default namespace) stands for at a node; `None` when it is not declared there.
    pub fn namespace_of_prefix(&self, node: NodeId, prefix: Option<&str>) -> Option<&str> {
        if prefix == Some("xml") {
            return Some(XML_NAMESPACE);
        }
        let prefix = self.vocabulary.find_prefix(prefix.unwrap_or_default())?;
        let found = self.binding(node, prefix)?;
        (found != UriId::NONE).then(|| self.vocabulary.uri(found))
    }

    /// The content of a text node, comment or processing instruction, line ends normalised; empty for other nodes.
    pub fn text(&self, node: NodeId) -> &str {
        match self.arena.node(node.0).map(|node| node.payload) {
            Some(Payload::Text(value) | Payload::ProcessingInstruction { content: value, .. }) => {
                self.value(value)
            }
            Some(Payload::None | Payload::Element(_)) | None => "",
        }
    }

    /// The string-value of a node (XPath 1.0, 5): for an element all text inside it, comments left out.
    pub fn string_value(&self, node: NodeId) -> Cow<'_, str> {
        if !matches!(self.kind(node), Kind::Root | Kind::Element) {
            return Cow::Borrowed(self.text(node));
        }
        let mut texts = self.descendants(node).filter(|inside| self.kind(*inside) == Kind::Text);
        let Some(first) = texts.next() else { return Cow::Borrowed("") };
        let first = self.text(first);
        match texts.next() {
            None => Cow::Borrowed(first),
            Some(second) => {
                let mut whole = first.to_owned();
                whole.push_str(self.text(second));
                texts.for_each(|text| whole.push_str(self.text(text)));
                Cow::Owned(whole)
            }
        }
    }

    /// The octets a node was read from: tags, quotation marks and delimiters included.
    pub fn span(&self, node: NodeId) -> Range<usize> {
        self.arena.node(node.0).map_or(0..0, |node| node.span.range())
    }

    /// The octets of an element's start tag (or empty-element tag); `None` for other nodes.
    pub fn start_tag(&self, node: NodeId) -> Option<Range<usize>> {
        let start = self.span(node).start;
        self.element(node).map(|element| start..to_usize(element.tag_end))
    }

    /// Line and column of an offset in [`Document::source`]; a bounded pass after the first question.
    pub fn position(&self, offset: usize) -> Position {
        self.positions.position(self.text.as_bytes(), offset)
    }

    pub(super) const fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    pub(super) fn element(&self, node: NodeId) -> Option<&ElementRecord> {
        match self.arena.node(node.0)?.payload {
            Payload::Element(index) => self.arena.elements.get(to_usize(index)),
            Payload::None | Payload::Text(_) | Payload::ProcessingInstruction { .. } => None,
        }
    }

    /// The name of an element as the source writes it.
    pub(super) fn qualified(&self, node: NodeId) -> Option<&str> {
        let start = self.span(node).start.saturating_add(1);
        self.element(node).and_then(|element| self.text.get(start..element.local.range().end))
    }

    /// The name of an attribute as the source writes it.
    pub(super) fn qualified_attribute(&self, record: &AttributeRecord) -> &str {
        self.text.get(record.span.range().start..record.local.range().end).unwrap_or_default()
    }

    pub(super) fn local(&self, local: Span) -> &str {
        self.text.get(local.range()).unwrap_or_default()
    }

    pub(super) fn attribute_records(&self, node: NodeId) -> &[AttributeRecord] {
        let range = self.element(node).map_or(0..0, |element| element.attributes.range());
        self.arena.attributes.get(range).unwrap_or_default()
    }

    pub(super) fn declaration_records(&self, node: NodeId) -> &[Declaration] {
        let range = self.element(node).map_or(0..0, |element| element.declarations.range());
        self.arena.declarations.get(range).unwrap_or_default()
    }

    /// What a prefix is bound to at a node, if anything declares it there.
    pub(super) fn binding(&self, node: NodeId, prefix: PrefixId) -> Option<UriId> {
        self.ancestors_and_self(node).find_map(|node| {
            self.declaration_records(node).iter().find(|found| found.prefix == prefix).map(|found| found.uri)
        })
    }

    pub(super) fn value(&self, value: Value) -> &str {
        match value {
            Value::Source(span) => self.text.get(span.range()).unwrap_or_default(),
            Value::Normalised(span) => self.arena.normalised.get(span.range()).unwrap_or_default(),
        }
    }

    pub(super) fn subtree_end(&self, node: NodeId) -> NodeId {
        NodeId(self.arena.node(node.0).map_or(0, |node| node.subtree_end))
    }

    fn expand(&self, prefix: PrefixId, namespace: UriId, local: Span) -> Name<'_> {
        let prefix = self.vocabulary.prefix(prefix);
        Name {
            namespace: (namespace != UriId::NONE).then(|| self.vocabulary.uri(namespace)),
            prefix: (!prefix.is_empty()).then_some(prefix),
            local: self.text.get(local.range()).unwrap_or_default(),
        }
    }
}

impl NodeId {
    pub(super) const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl Iterator for Children<'_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        if self.next >= self.end {
            return None;
        }
        let child = NodeId(self.next);
        self.next = self.arena.node(self.next)?.subtree_end;
        Some(child)
    }
}

/// A place in the source or in the normalised text; 32 bits suffice below `limits::xml::MAX_SIZE`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    start: u32,
    end: u32,
}

impl Span {
    fn new(start: usize, end: usize) -> Self {
        Self { start: to_u32(start), end: to_u32(end) }
    }

    fn of(source: Source<'_>) -> Self {
        Self::new(source.offset, source.offset.saturating_add(source.text.len()))
    }

    pub(super) fn range(self) -> Range<usize> {
        to_usize(self.start)..to_usize(self.end)
    }
}

/// Where a value is kept.
#[derive(Debug, Clone, Copy)]
pub(super) enum Value {
    /// The source says it literally.
    Source(Span),
    /// In the text that had to be made.
    Normalised(Span),
}

#[derive(Debug, Clone, Copy)]
pub(super) struct ElementRecord {
    pub(super) prefix: PrefixId,
    pub(super) namespace: UriId,
    pub(super) local: Span,
    tag_end: u32,
    attributes: Span,
    declarations: Span,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct AttributeRecord {
    pub(super) prefix: PrefixId,
    pub(super) namespace: UriId,
    pub(super) local: Span,
    pub(super) value: Value,
    span: Span,
}

#[derive(Debug, Clone, Copy)]
struct Node {
    kind: Kind,
    parent: u32,
    subtree_end: u32,
    span: Span,
    payload: Payload,
}

#[derive(Debug, Clone, Copy)]
enum Payload {
    None,
    Element(u32),
    Text(Value),
    ProcessingInstruction { target: Value, content: Value },
}

/// Nodes in document order: what is inside a node stands behind it, up to `subtree_end`.
#[derive(Debug, Clone, Default)]
struct Arena {
    nodes: Vec<Node>,
    elements: Vec<ElementRecord>,
    attributes: Vec<AttributeRecord>,
    declarations: Vec<Declaration>,
    normalised: String,
    root_element: u32,
}

impl Arena {
    fn node(&self, index: u32) -> Option<&Node> {
        self.nodes.get(to_usize(index))
    }

    /// Keeps text that the source does not say literally.
    fn keep(&mut self, make: impl FnOnce(&mut String)) -> Value {
        let start = self.normalised.len();
        make(&mut self.normalised);
        Value::Normalised(Span::new(start, self.normalised.len()))
    }

    /// Text in which only line ends may have to be normalised.
    fn line_ends(&mut self, source: Source<'_>) -> Value {
        if memchr::memchr(b'\r', source.text.as_bytes()).is_none() {
            return Value::Source(Span::of(source));
        }
        self.keep(|normalised| {
            let mut rest = source.text;
            while let Some((before, behind)) = rest.split_once('\r') {
                normalised.push_str(before);
                normalised.push('\n');
                rest = behind.strip_prefix('\n').unwrap_or(behind);
            }
            normalised.push_str(rest);
        })
    }
}

struct Builder<'t> {
    text: &'t str,
    arena: Arena,
    open: Vec<u32>,
    /// The node that was added last is a text that can still grow.
    text_is_open: bool,
}

impl<'t> Builder<'t> {
    fn new(text: &'t str) -> Self {
        let mut arena = Arena::default();
        let whole = Span::new(0, text.len());
        arena.nodes.push(Node {
            kind: Kind::Root,
            parent: 0,
            subtree_end: 1,
            span: whole,
            payload: Payload::None,
        });
        Self { text, arena, open: vec![0], text_is_open: false }
    }

    fn finish(mut self, length: usize) -> Arena {
        let end = to_u32(self.arena.nodes.len());
        if let Some(root) = self.arena.nodes.first_mut() {
            root.subtree_end = end;
            root.span = Span::new(0, length);
        }
        self.arena
    }

    fn push(&mut self, kind: Kind, start: usize, end: usize, payload: Payload) -> u32 {
        let index = to_u32(self.arena.nodes.len());
        let parent = self.open.last().copied().unwrap_or(0);
        let subtree_end = index.saturating_add(1);
        self.arena.nodes.push(Node { kind, parent, subtree_end, span: Span::new(start, end), payload });
        self.text_is_open = kind == Kind::Text;
        index
    }

    fn attribute(&mut self, raw: &RawAttribute<'t>) -> AttributeRecord {
        let behind = raw.raw_offset.saturating_add(raw.raw.len());
        let value = match raw.form {
            Form::Plain | Form::WithQuotationMark => Value::Source(Span::new(raw.raw_offset, behind)),
            Form::ToNormalise => self.arena.keep(|normalised| {
                normalise(raw.raw, |piece| match piece {
                    Normalised::Text(text) => normalised.push_str(text),
                    Normalised::Character(character) => normalised.push(character),
                });
            }),
        };
        let name_end = raw.offset.saturating_add(raw.name.qualified.len());
        AttributeRecord {
            prefix: raw.prefix,
            namespace: raw.namespace,
            local: Span::new(name_end.saturating_sub(raw.name.local.len()), name_end),
            value,
            span: Span::new(raw.offset, behind.saturating_add(1)),
        }
    }

    /// Where the content of a piece stands literally.
    fn literal(piece: &Piece<'_>) -> Option<Span> {
        match piece.content {
            Content::Plain(_) | Content::GreaterThan => Some(Span::new(piece.start, piece.end)),
            Content::Cdata(source) => Some(Span::of(source)),
            Content::Character(_) | Content::LineEnd => None,
        }
    }
}

impl<'t> Handler<'t> for Builder<'t> {
    type Failure = Error;

    fn start(&mut self, start: &Start<'_, 't>) -> Result<(), Error> {
        let name_end = start.offset.saturating_add(1).saturating_add(start.name.qualified.len());
        let first_attribute = self.arena.attributes.len();
        for raw in start.attributes {
            let record = self.attribute(raw);
            self.arena.attributes.push(record);
        }
        let first_declaration = self.arena.declarations.len();
        self.arena.declarations.extend_from_slice(start.declarations);
        let element = to_u32(self.arena.elements.len());
        self.arena.elements.push(ElementRecord {
            prefix: start.prefix,
            namespace: start.namespace,
            local: Span::new(name_end.saturating_sub(start.name.local.len()), name_end),
            tag_end: to_u32(start.end),
            attributes: Span::new(first_attribute, self.arena.attributes.len()),
            declarations: Span::new(first_declaration, self.arena.declarations.len()),
        });
        let index = self.push(Kind::Element, start.offset, start.end, Payload::Element(element));
        if self.open.len() == 1 {
            self.arena.root_element = index;
        }
        self.open.push(index);
        Ok(())
    }

    fn end(&mut self, end: &End<'_, 't>) -> Result<(), Error> {
        self.text_is_open = false;
        let subtree_end = to_u32(self.arena.nodes.len());
        let element = self.open.pop().unwrap_or(0);
        if let Some(node) = self.arena.nodes.get_mut(to_usize(element)) {
            node.subtree_end = subtree_end;
            node.span.end = to_u32(end.end);
        }
        Ok(())
    }

    fn text(&mut self, piece: Piece<'t>) -> Result<(), Error> {
        let literal = Self::literal(&piece);
        if !self.text_is_open {
            let value = literal.map_or_else(|| self.arena.keep(|_| ()), Value::Source);
            self.push(Kind::Text, piece.start, piece.end, Payload::Text(value));
            if literal.is_some() {
                return Ok(());
            }
        }
        let Arena { nodes, normalised, .. } = &mut self.arena;
        let Some(Node { span, payload: Payload::Text(value), .. }) = nodes.last_mut() else { return Ok(()) };
        span.end = to_u32(piece.end);
        match (&mut *value, literal) {
            (Value::Source(known), Some(more)) if known.end == more.start => {
                known.end = more.end;
                return Ok(());
            }
            (Value::Source(known), _) => {
                let start = normalised.len();
                normalised.push_str(self.text.get(known.range()).unwrap_or_default());
                *value = Value::Normalised(Span::new(start, normalised.len()));
            }
            (Value::Normalised(_), _) => {}
        }
        match piece.content {
            Content::Plain(text) | Content::Cdata(Source { text, .. }) => normalised.push_str(text),
            Content::Character(character) => normalised.push(character),
            Content::GreaterThan => normalised.push('>'),
            Content::LineEnd => normalised.push('\n'),
        }
        if let Value::Normalised(kept) = value {
            kept.end = to_u32(normalised.len());
        }
        Ok(())
    }

    fn comment(&mut self, comment: &Comment<'_, 't>) -> Result<(), Error> {
        let value = self.arena.line_ends(comment.content);
        self.push(Kind::Comment, comment.offset, comment.end, Payload::Text(value));
        Ok(())
    }

    fn processing_instruction(&mut self, instruction: &ProcessingInstruction<'_, 't>) -> Result<(), Error> {
        let content = self.arena.line_ends(instruction.content);
        let target = Value::Source(Span::of(instruction.target));
        let payload = Payload::ProcessingInstruction { target, content };
        self.push(Kind::ProcessingInstruction, instruction.offset, instruction.end, payload);
        Ok(())
    }
}

/// Offsets are below `limits::xml::MAX_SIZE`, numbers of nodes below that.
fn to_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn to_usize(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
