//! Writes Canonical XML 2.0: told of elements, texts and the rest in document order, by a tree or by the reader.

use super::names::{Content, Piece, for_each_prefix, is_space};
use super::{PrefixRewrite, TextNodes, UnqualifiedAttribute, Version2};
use crate::xml::c14n::Error;
use crate::xml::c14n::element::CanonicalAttribute;
use crate::xml::c14n::escape;
use crate::xml::c14n::output::{Output, Sink};
use crate::xml::c14n::scoped::Scoped;
use crate::xml::namespaces::{Declaration, PrefixId, UriId, Vocabulary};

/// An element, of which nothing is written yet.
#[derive(Debug, Clone)]
pub(in crate::xml::c14n) struct Element<'e> {
    pub(in crate::xml::c14n) used: Used,
    pub(in crate::xml::c14n) local: &'e str,
    pub(in crate::xml::c14n) qualified: &'e str,
    /// The declarations of its tag; for an apex all that are in scope there.
    pub(in crate::xml::c14n) declarations: Vec<Declaration>,
    pub(in crate::xml::c14n) attributes: Vec<CanonicalAttribute<'e>>,
    /// What `xml:space` says on the element; for an apex also what it says nearest around it.
    pub(in crate::xml::c14n) space: Option<Space>,
    /// Where it stands in the source.
    pub(in crate::xml::c14n) offset: usize,
}

/// What `xml:space` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::xml::c14n) enum Space {
    Default,
    Preserve,
}

/// A name or value of a start tag that makes a namespace visible.
#[derive(Debug, Clone, Copy)]
pub(in crate::xml::c14n) struct Used {
    pub(in crate::xml::c14n) prefix: PrefixId,
    pub(in crate::xml::c14n) uri: UriId,
}

#[derive(Debug)]
pub(in crate::xml::c14n) struct Writer<'m, 't, 's, S> {
    version2: &'m Version2,
    pub(in crate::xml::c14n) output: Output<'t, 's, S>,
    /// By prefix: what it stands for in the source.
    bindings: Scoped<Option<UriId>>,
    /// By prefix: what the output has it stand for, when prefixes stay.
    rendered: Scoped<UriId>,
    /// By namespace: whether its rewritten prefix is declared in the output.
    written: Scoped<bool>,
    /// By namespace: the number of its rewritten prefix.
    numbers: Vec<Option<u32>>,
    next_number: u32,
    open: Vec<Open<'t>>,
    /// Whether anything of the present text was written.
    text_begun: bool,
    /// White space in the present text that is trimmed unless more follows.
    pending: String,
}

/// An open element.
#[derive(Debug, Clone, Copy)]
struct Open<'t> {
    used: Used,
    local: &'t str,
    qualified: &'t str,
    /// Whether white space around its text stays.
    preserves: bool,
}

impl<'e> Element<'e> {
    /// What `xml:space` says among attributes.
    pub(in crate::xml::c14n) fn space_of(attributes: &[CanonicalAttribute<'e>]) -> Option<Space> {
        let own = attributes.iter().find(|attribute| attribute.is_xml("space"))?;
        Some(if own.value.normalised() == "preserve" { Space::Preserve } else { Space::Default })
    }
}

impl Version2 {
    /// What the text of an element holds, if its whole content is one text.
    pub(in crate::xml::c14n) fn content_of(&self, namespace: &str, local: &str) -> Content {
        let is = |name: &(String, String)| name.1 == local && name.0 == namespace;
        if self.qname_aware.elements.iter().any(is) {
            Content::QualifiedName
        } else if self.qname_aware.xpath_elements.iter().any(is) {
            Content::XPath
        } else {
            Content::Text
        }
    }

    pub(in crate::xml::c14n) fn content_of_attribute(
        &self,
        namespace: &str,
        local: &str,
        parent: (&str, &str),
    ) -> Content {
        let aware = if namespace.is_empty() {
            self.qname_aware.unqualified_attributes.iter().any(|aware| {
                let UnqualifiedAttribute { local: name, parent_namespace, parent_local } = aware;
                name == local && (parent_namespace.as_str(), parent_local.as_str()) == parent
            })
        } else {
            self.qname_aware.qualified_attributes.iter().any(|aware| aware.0 == namespace && aware.1 == local)
        };
        if aware { Content::QualifiedName } else { Content::Text }
    }
}

impl<'m, 't, 's, S: Sink> Writer<'m, 't, 's, S> {
    pub(in crate::xml::c14n) fn new(version2: &'m Version2, output: Output<'t, 's, S>) -> Self {
        Self {
            version2,
            output,
            bindings: Scoped::new(None),
            rendered: Scoped::new(UriId::NONE),
            written: Scoped::new(false),
            numbers: Vec::new(),
            next_number: 0,
            open: Vec::new(),
            text_begun: false,
            pending: String::new(),
        }
    }

    /// Writes a start tag. Where the whole content of the element is one text that holds names, `content` is that text, and is
    /// written too; otherwise it is empty.
    pub(in crate::xml::c14n) fn start(
        &mut self,
        vocabulary: &Vocabulary,
        element: &Element<'t>,
        holds: Content,
        content: &str,
    ) -> Result<(), Error> {
        self.end_text();
        self.output.check()?;
        self.bindings.enter();
        self.rendered.enter();
        self.written.enter();
        for declaration in &element.declarations {
            self.bindings.set(declaration.prefix.index(), Some(declaration.uri));
        }
        let preserves = match (self.version2.text, element.space) {
            (TextNodes::Kept, _) | (TextNodes::Trimmed, Some(Space::Preserve)) => true,
            (TextNodes::Trimmed, Some(Space::Default)) => false,
            (TextNodes::Trimmed, None) => self.open.last().is_some_and(|around| around.preserves),
        };
        let Element { used: name, local, qualified, .. } = *element;
        self.open.push(Open { used: name, local, qualified, preserves });

        let parent = (vocabulary.uri(name.uri), local);
        let holds_of = |attribute: &CanonicalAttribute<'_>| {
            let namespace = vocabulary.uri(attribute.namespace);
            self.version2.content_of_attribute(namespace, attribute.local, parent)
        };
        let mut attributes: Vec<_> =
            element.attributes.iter().map(|attribute| (*attribute, holds_of(attribute))).collect();
        attributes.sort_unstable_by(|one, other| one.0.canonical_order(&other.0, vocabulary));

        let mut used = vec![name];
        let prefixed = attributes.iter().filter(|(attribute, _)| attribute.prefix != PrefixId::DEFAULT);
        used.extend(prefixed.map(|(found, _)| Used { prefix: found.prefix, uri: found.namespace }));
        let undeclared = |()| Error::QualifiedNameUndeclared { offset: element.offset };
        for (attribute, holds) in &attributes {
            if *holds != Content::Text {
                let value = attribute.value.normalised();
                self.use_prefixes(vocabulary, &value, *holds, &mut used).map_err(undeclared)?;
            }
        }
        self.use_prefixes(vocabulary, content, holds, &mut used).map_err(undeclared)?;

        self.output.put("<");
        let declared = self.declare(vocabulary, used);
        self.name(name, local, qualified);
        for (prefix, uri) in &declared {
            self.output.put(if prefix.is_empty() { " xmlns" } else { " xmlns:" });
            self.output.put(prefix);
            self.output.put("=\"");
            escape::attribute(&mut self.output, vocabulary.uri(*uri));
            self.output.put("\"");
        }
        for (attribute, holds) in &attributes {
            self.output.put(" ");
            if attribute.prefix == PrefixId::DEFAULT {
                // Without prefix an attribute is in no namespace, and stays so.
                self.output.put(attribute.local);
            } else {
                let used = Used { prefix: attribute.prefix, uri: attribute.namespace };
                self.name(used, attribute.local, attribute.qualified);
            }
            self.output.put("=\"");
            match holds {
                Content::Text => attribute.value.write(&mut self.output),
                Content::QualifiedName | Content::XPath => {
                    let rewritten = self.rewrite(vocabulary, &attribute.value.normalised(), *holds);
                    escape::attribute(&mut self.output, &rewritten);
                }
            }
            self.output.put("\"");
        }
        self.output.put(">");
        if holds == Content::Text {
            // Not its end: behind an ignored comment the same text may go on.
            self.text(content);
        } else {
            let kept = if preserves { content } else { content.trim_matches(is_space) };
            let rewritten = self.rewrite(vocabulary, kept, holds);
            escape::text(&mut self.output, &rewritten);
        }
        Ok(())
    }

    pub(super) const fn rendered(&self) -> &Scoped<UriId> {
        &self.rendered
    }

    pub(super) fn has_written(&self, uri: UriId) -> bool {
        self.numbers.get(uri.index()).copied().flatten().is_some()
    }

    pub(in crate::xml::c14n) fn end(&mut self) {
        self.end_text();
        if let Some(Open { used, local, qualified, .. }) = self.open.pop() {
            self.output.put("</");
            self.name(used, local, qualified);
            self.output.put(">");
        }
        self.bindings.leave();
        self.rendered.leave();
        self.written.leave();
    }

    /// Writes a text or a part of one.
    pub(in crate::xml::c14n) fn text(&mut self, text: &str) {
        if self.open.last().is_none_or(|open| open.preserves) {
            escape::text(&mut self.output, text);
            return;
        }
        let text = if self.text_begun { text } else { text.trim_start_matches(is_space) };
        let kept = text.trim_end_matches(is_space);
        if !kept.is_empty() {
            self.text_begun = true;
            escape::text(&mut self.output, &self.pending);
            self.pending.clear();
            escape::text(&mut self.output, kept);
        }
        self.pending.push_str(text.get(kept.len()..).unwrap_or_default());
    }

    /// Says that the present text is at its end: what follows belongs to another.
    pub(in crate::xml::c14n) fn end_text(&mut self) {
        self.text_begun = false;
        self.pending.clear();
    }

    /// Adds the namespaces that the names in a value make visible.
    fn use_prefixes(
        &self,
        vocabulary: &Vocabulary,
        value: &str,
        holds: Content,
        used: &mut Vec<Used>,
    ) -> Result<(), ()> {
        let mut defect = Ok(());
        for_each_prefix(value, holds, |piece| {
            if let Piece::Prefix(prefix) = piece {
                match self.resolve(vocabulary, prefix) {
                    Some(found) => used.push(found),
                    None => defect = Err(()),
                }
            }
        });
        defect
    }

    fn resolve(&self, vocabulary: &Vocabulary, prefix: &str) -> Option<Used> {
        let prefix = vocabulary.find_prefix(prefix)?;
        if prefix == PrefixId::XML {
            return Some(Used { prefix, uri: UriId::XML });
        }
        self.bindings.get(prefix.index()).map(|uri| Used { prefix, uri })
    }

    /// A value with the prefixes of the output in its names.
    fn rewrite(&self, vocabulary: &Vocabulary, value: &str, holds: Content) -> String {
        let mut rewritten = String::with_capacity(value.len());
        for_each_prefix(value, holds, |piece| match piece {
            Piece::Other(text) => rewritten.push_str(text),
            Piece::Prefix(prefix) => {
                match self.resolve(vocabulary, prefix).and_then(|used| self.number(used)) {
                    Some(number) => rewritten.push_str(&format!("n{number}")),
                    None => rewritten.push_str(prefix),
                }
            }
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
    fn declare(&mut self, vocabulary: &Vocabulary, mut used: Vec<Used>) -> Vec<(String, UriId)> {
        let mut declared = Vec::new();
        match self.version2.prefix_rewrite {
            PrefixRewrite::None => {
                for Used { prefix, uri } in used.into_iter().filter(|used| used.prefix != PrefixId::XML) {
                    if self.rendered.set(prefix.index(), uri) {
                        declared.push((vocabulary.prefix(prefix).to_owned(), uri));
                    }
                }
            }
            PrefixRewrite::Sequential => {
                // New prefixes are numbered in the order of the namespaces they stand for.
                used.sort_unstable_by_key(|used| vocabulary.uri(used.uri));
                for Used { uri, .. } in used.into_iter().filter(|used| used.uri != UriId::XML) {
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
