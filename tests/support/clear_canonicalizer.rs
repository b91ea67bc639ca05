//! A canonicalizer written for clarity over `roxmltree`, to hold the library's to it: all four methods, whole documents and
//! subtrees, minus one element if asked.
//!
//! It shares no line with the library and looks everything up anew at each element, as the standards describe it: slow, and
//! short enough to be read beside them.
#![allow(dead_code, unreachable_pub, reason = "each test binary uses its own part")]

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::{Document, Node, NodeType};

const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Which canonical form is made.
#[derive(Debug, Clone)]
pub enum Form {
    Inclusive10,
    Inclusive11,
    Exclusive(Vec<String>),
    Version2(Parameters),
}

/// The parameters of Canonical XML 2.0 that are no comments.
#[derive(Debug, Clone, Default)]
pub struct Parameters {
    pub trim_text: bool,
    pub sequential: bool,
    /// `QNameAware`, as namespace and local part: elements, XPath elements, attributes, and attributes without namespace with
    /// the element they are on.
    pub elements: Vec<(String, String)>,
    pub xpath_elements: Vec<(String, String)>,
    pub attributes: Vec<(String, String)>,
    pub unqualified: Vec<(String, (String, String))>,
}

/// The canonical form of the document, or of the subtree at the element number `apex` in document order, without the subtree at
/// the element number `excluded`; nothing where a name in content has an undeclared prefix.
pub fn canonical(
    source: &str,
    form: &Form,
    comments: bool,
    apex: Option<usize>,
    excluded: Option<usize>,
) -> Option<String> {
    // XML 1.0, 2.11, to the letter: before anything is read. roxmltree alone leaves CR in comments, in processing
    // instructions and beside references.
    let source = &source.replace("\r\n", "\n").replace('\r', "\n");
    let document = Document::parse(source).expect("roxmltree reads what the generator makes");
    let element = |number: usize| document.descendants().filter(Node::is_element).nth(number);
    let apex = apex.and_then(element);
    let mut clear = Clear {
        source,
        form,
        comments,
        apex,
        excluded: excluded.and_then(element),
        numbers: BTreeMap::new(),
        written: String::new(),
        undeclared: false,
    };
    match apex {
        Some(apex) => clear.node(apex, &Rendered::default()),
        None => {
            let root = document.root_element();
            for node in document.root().children().filter(|node| comments || !node.is_comment()) {
                let before = node.range().start < root.range().start;
                if node != root && !before {
                    clear.written.push('\n');
                }
                clear.node(node, &Rendered::default());
                if node != root && before {
                    clear.written.push('\n');
                }
            }
        }
    }
    (!clear.undeclared).then_some(clear.written)
}

/// What the output has declared around a place.
#[derive(Debug, Clone, Default)]
struct Rendered {
    /// Prefix to namespace name.
    prefixes: BTreeMap<String, String>,
    /// Namespaces whose sequential prefix is declared.
    namespaces: BTreeSet<String>,
}

/// An attribute: namespace name, local part, name in the source, value.
type Attribute = (String, String, String, String);

struct Clear<'s, 'd> {
    source: &'s str,
    form: &'s Form,
    comments: bool,
    apex: Option<Node<'d, 'd>>,
    excluded: Option<Node<'d, 'd>>,
    /// Canonical XML 2.0: the numbers of the sequential prefixes.
    numbers: BTreeMap<String, usize>,
    written: String,
    undeclared: bool,
}

impl<'s, 'd> Clear<'s, 'd> {
    fn node(&mut self, node: Node<'d, 'd>, rendered: &Rendered) {
        if self.excluded == Some(node) {
            return;
        }
        match node.node_type() {
            NodeType::Root => {}
            NodeType::Text => self.text(node),
            NodeType::Comment if self.comments => {
                self.written.push_str(&format!("<!--{}-->", node.text().unwrap_or_default()));
            }
            NodeType::Comment => {}
            NodeType::PI => {
                let pi = node.pi().unwrap();
                match pi.value {
                    Some(value) if !value.is_empty() => {
                        self.written.push_str(&format!("<?{} {value}?>", pi.target))
                    }
                    _ => self.written.push_str(&format!("<?{}?>", pi.target)),
                }
            }
            NodeType::Element => match self.form {
                Form::Version2(parameters) => self.element_of_version_2(node, rendered, parameters),
                Form::Inclusive10 | Form::Inclusive11 | Form::Exclusive(_) => self.element(node, rendered),
            },
        }
    }

    fn element(&mut self, node: Node<'d, 'd>, rendered: &Rendered) {
        let qualified = self.qualified(node);
        let mut attributes = self.attributes(node);
        let scope = in_scope(node);
        let candidates = match self.form {
            Form::Exclusive(named) => {
                let used = attributes.iter().filter(|own| own.2.contains(':')).map(|own| prefix_of(&own.2));
                let used = used.chain([prefix_of(qualified)]).chain(named.iter().map(String::as_str));
                used.filter_map(|used| Some((used.to_owned(), scope.get(used)?.clone()))).collect()
            }
            _ => scope,
        };
        if self.apex == Some(node) {
            self.inherit(node, &mut attributes);
        }
        let mut inner = rendered.clone();
        self.written.push_str(&format!("<{qualified}"));
        for (prefix, uri) in candidates.into_iter().filter(|(prefix, _)| prefix != "xml") {
            if rendered.prefixes.get(&prefix).cloned().unwrap_or_default() != uri {
                self.declare(&prefix, &uri);
                inner.prefixes.insert(prefix, uri);
            }
        }
        attributes.sort();
        for (_, _, name, value) in attributes {
            self.attribute(&name, &value);
        }
        self.written.push('>');
        node.children().for_each(|child| self.node(child, &inner));
        self.written.push_str(&format!("</{qualified}>"));
    }

    /// Canonical XML 1.0, 2.4; Canonical XML 1.1, 2.4.
    fn inherit(&self, apex: Node<'d, 'd>, attributes: &mut Vec<Attribute>) {
        let around: Vec<Vec<Attribute>> =
            apex.ancestors().skip(1).map(|around| self.attributes(around)).collect();
        let nearest: &[&str] = match self.form {
            Form::Inclusive10 => &["lang", "space", "id", "base"],
            Form::Inclusive11 => &["lang", "space"],
            Form::Exclusive(_) | Form::Version2(_) => &[],
        };
        for local in nearest {
            let is = |one: &&Attribute| one.0 == XML && one.1 == *local;
            if !attributes.iter().any(|one| is(&one)) {
                attributes.extend(around.iter().flatten().find(is).cloned());
            }
        }
        if matches!(self.form, Form::Inclusive11) {
            let is_base = |one: &Attribute| one.0 == XML && one.1 == "base";
            let mut bases: Vec<&str> = Vec::new();
            for attribute in around.iter().rev().flatten().filter(|one| is_base(one)) {
                bases.push(&attribute.3);
            }
            if !bases.is_empty() {
                let own = attributes.iter().find(|one| is_base(one)).cloned();
                bases.extend(own.as_ref().map(|own| own.3.as_str()));
                let (first, others) = bases.split_first().unwrap();
                let joined = others.iter().fold(join("", first), |base, reference| join(&base, reference));
                attributes.retain(|one| !is_base(one));
                if !joined.is_empty() {
                    attributes.push((XML.to_owned(), "base".to_owned(), "xml:base".to_owned(), joined));
                }
            }
        }
    }

    /// Canonical XML 2.0, 2.5.
    fn element_of_version_2(&mut self, node: Node<'d, 'd>, rendered: &Rendered, parameters: &Parameters) {
        let scope = in_scope(node);
        let attributes = self.attributes(node);
        let own =
            (node.tag_name().namespace().unwrap_or_default().to_owned(), node.tag_name().name().to_owned());
        let holds_name = |one: &Attribute| {
            let (namespace, local) = (one.0.clone(), one.1.clone());
            if namespace.is_empty() {
                parameters.unqualified.contains(&(local, own.clone()))
            } else {
                parameters.attributes.contains(&(namespace, local))
            }
        };
        let children: Vec<_> = node.children().collect();
        let only_text = matches!(children.as_slice(), [one] if one.is_text());
        let content = node.text().filter(|_| only_text).unwrap_or_default();
        let pieces_of_content = if only_text && parameters.elements.contains(&own) {
            Some(pieces_of_name(content))
        } else if only_text && parameters.xpath_elements.contains(&own) {
            Some(pieces_of_xpath(content))
        } else {
            None
        };

        // Every prefix that is visible here: of the element, of attributes, of names in values.
        let mut used: Vec<String> = vec![prefix_of(self.qualified(node)).to_owned()];
        used.extend(
            attributes.iter().filter(|one| one.2.contains(':')).map(|one| prefix_of(&one.2).to_owned()),
        );
        let values = attributes.iter().filter(|one| holds_name(one)).map(|one| pieces_of_name(&one.3));
        for (is_prefix, piece) in values.chain(pieces_of_content.clone()).flatten() {
            if is_prefix {
                used.push(piece);
            }
        }
        used.retain(|prefix| prefix != "xml");
        self.undeclared |= used.iter().any(|prefix| !scope.contains_key(prefix));
        let used: BTreeMap<&str, &str> = used
            .iter()
            .map(|prefix| (prefix.as_str(), scope.get(prefix).map(String::as_str).unwrap_or_default()))
            .collect();

        let mut inner = rendered.clone();
        let mut declared: BTreeMap<String, String> = BTreeMap::new();
        if parameters.sequential {
            let namespaces: BTreeSet<&str> = used.values().copied().collect();
            for uri in namespaces {
                if inner.namespaces.insert(uri.to_owned()) {
                    let next = self.numbers.len();
                    let number = *self.numbers.entry(uri.to_owned()).or_insert(next);
                    declared.insert(format!("n{number}"), uri.to_owned());
                }
            }
        } else {
            for (prefix, uri) in used {
                if rendered.prefixes.get(prefix).map(String::as_str).unwrap_or_default() != uri {
                    inner.prefixes.insert(prefix.to_owned(), uri.to_owned());
                    declared.insert(prefix.to_owned(), uri.to_owned());
                }
            }
        }
        let name = self.renamed(self.qualified(node), &scope, parameters);
        self.written.push_str(&format!("<{name}"));
        declared.iter().for_each(|(prefix, uri)| self.declare(prefix, uri));
        let mut sorted: Vec<_> = attributes.iter().collect();
        sorted.sort();
        for one in sorted {
            let name =
                if one.2.contains(':') { self.renamed(&one.2, &scope, parameters) } else { one.2.clone() };
            let value = if holds_name(one) {
                self.rewritten(pieces_of_name(&one.3), &scope, parameters)
            } else {
                one.3.clone()
            };
            self.attribute(&name, &value);
        }
        self.written.push('>');
        match pieces_of_content {
            Some(pieces) => {
                let value = self.rewritten(pieces, &scope, parameters);
                let kept = if self.trims(node) { value.trim_matches(SPACE) } else { &value };
                self.written.push_str(&escape_text(kept));
            }
            None => node.children().for_each(|child| self.node(child, &inner)),
        }
        self.written.push_str(&format!("</{name}>"));
    }

    /// A text, of which `TrimTextNodes` takes the white space at both ends; texts with an ignored comment between them are one.
    fn text(&mut self, node: Node<'d, 'd>) {
        let text = node.text().unwrap_or_default();
        if !matches!(self.form, Form::Version2(_)) || !self.trims(node) {
            self.written.push_str(&escape_text(text));
            return;
        }
        let joins = |node: &Node<'_, '_>| node.is_text() || (node.is_comment() && !self.comments);
        let is_text = |node: &Node<'_, '_>| node.is_text();
        let before = node.prev_siblings().skip(1).take_while(joins).filter(is_text);
        let behind = node.next_siblings().skip(1).take_while(joins).filter(is_text);
        let is_blank = |text: Node<'_, '_>| text.text().unwrap_or_default().trim_matches(SPACE).is_empty();
        let (first, last) = ({ before }.all(is_blank), { behind }.all(is_blank));
        let mut kept = text;
        if first {
            kept = kept.trim_start_matches(SPACE);
        }
        if last {
            kept = kept.trim_end_matches(SPACE);
        }
        self.written.push_str(&escape_text(kept));
    }

    /// Whether white space around the texts of an element, or around a text, is taken away.
    fn trims(&self, node: Node<'d, 'd>) -> bool {
        let Form::Version2(Parameters { trim_text: true, .. }) = self.form else { return false };
        let space = |node: Node<'d, 'd>| node.attribute((XML, "space")).map(str::to_owned);
        node.ancestors().find_map(space).as_deref() != Some("preserve")
    }

    /// A name in the source with the prefix of the output.
    fn renamed(&self, name: &str, scope: &BTreeMap<String, String>, parameters: &Parameters) -> String {
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        match self.prefix(prefix, scope, parameters) {
            Some(renamed) => format!("{renamed}:{local}"),
            None => name.to_owned(),
        }
    }

    fn rewritten(
        &self,
        pieces: Vec<(bool, String)>,
        scope: &BTreeMap<String, String>,
        parameters: &Parameters,
    ) -> String {
        let rewrite = |(is_prefix, piece): (bool, String)| match self.prefix(&piece, scope, parameters) {
            Some(renamed) if is_prefix => renamed,
            _ => piece,
        };
        pieces.into_iter().map(rewrite).collect()
    }

    /// The sequential prefix in place of a prefix.
    fn prefix(
        &self,
        prefix: &str,
        scope: &BTreeMap<String, String>,
        parameters: &Parameters,
    ) -> Option<String> {
        if !parameters.sequential || prefix == "xml" {
            return None;
        }
        self.numbers.get(scope.get(prefix)?).map(|number| format!("n{number}"))
    }

    fn declare(&mut self, prefix: &str, uri: &str) {
        let name = if prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{prefix}") };
        self.attribute(&name, uri);
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.written.push_str(&format!(" {name}=\"{}\"", escape_attribute(value)));
    }

    fn qualified(&self, node: Node<'d, 'd>) -> &'s str {
        qualified_at(self.source, node.range().start + 1)
    }

    fn attributes(&self, node: Node<'d, 'd>) -> Vec<Attribute> {
        let expand = |attribute: roxmltree::Attribute<'d, 'd>| {
            let namespace = attribute.namespace().unwrap_or_default().to_owned();
            let name = qualified_at(self.source, attribute.range().start).to_owned();
            (namespace, attribute.name().to_owned(), name, attribute.value().to_owned())
        };
        node.attributes().map(expand).collect()
    }
}

/// Every prefix in scope with its namespace; the default namespace is there with an empty name when there is none.
fn in_scope(node: Node<'_, '_>) -> BTreeMap<String, String> {
    let mut scope = BTreeMap::from([(String::new(), String::new())]);
    for namespace in node.namespaces() {
        scope.insert(namespace.name().unwrap_or_default().to_owned(), namespace.uri().to_owned());
    }
    scope
}

fn qualified_at(source: &str, start: usize) -> &str {
    let rest = &source[start..];
    let end = rest.find([' ', '\t', '\r', '\n', '=', '/', '>']).unwrap();
    &rest[..end]
}

fn prefix_of(qualified: &str) -> &str {
    qualified.split_once(':').map_or("", |(prefix, _)| prefix)
}

fn escape_text(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\r', "&#xD;")
}

fn escape_attribute(value: &str) -> String {
    value
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
        .replace('\t', "&#x9;")
        .replace('\n', "&#xA;")
        .replace('\r', "&#xD;")
}

const SPACE: [char; 4] = [' ', '\t', '\n', '\r'];

fn is_name(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(|first| first.is_alphabetic() || first == '_')
        && characters.all(|rest| rest.is_alphanumeric() || "-._".contains(rest))
}

/// A qualified name with a prefix: the prefix, and what is around it.
fn pieces_of_name(value: &str) -> Vec<(bool, String)> {
    match value.trim_matches(SPACE).split_once(':') {
        Some((prefix, local)) if is_name(prefix) && is_name(local) => {
            let at = value.find(prefix).unwrap();
            vec![
                (false, value[..at].to_owned()),
                (true, prefix.to_owned()),
                (false, value[at + prefix.len()..].to_owned()),
            ]
        }
        _ => vec![(false, value.to_owned())],
    }
}

/// An XPath expression, character by character: what is before a single colon and a name or `*` is a prefix.
fn pieces_of_xpath(value: &str) -> Vec<(bool, String)> {
    let mut pieces = Vec::new();
    let mut quote = None;
    let mut word = String::new();
    let characters: Vec<char> = value.chars().collect();
    let part_of_name = |one: char| one.is_alphanumeric() || "-._".contains(one);
    let mut behind_colon = false;
    for (at, &one) in characters.iter().enumerate() {
        if let Some(open) = quote {
            word.push(one);
            if one == open {
                quote = None;
                pieces.push((false, std::mem::take(&mut word)));
            }
            continue;
        }
        if part_of_name(one) {
            word.push(one);
            continue;
        }
        let next = characters.get(at + 1).copied().unwrap_or(' ');
        let ends_prefix =
            one == ':' && is_name(&word) && !behind_colon && (next == '*' || is_name(&next.to_string()));
        pieces.push((ends_prefix, std::mem::take(&mut word)));
        behind_colon = one == ':' && ends_prefix;
        if one == '"' || one == '\'' {
            quote = Some(one);
            word.push(one);
        } else {
            pieces.push((false, one.to_string()));
        }
    }
    pieces.push((false, word));
    pieces
}

/// Canonical XML 1.1, 2.4, join-URI-References: RFC 3986, 5.2.2 and 5.2.4 with the modifications named there.
fn join(base: &str, reference: &str) -> String {
    let (base, reference) = (parts(base), parts(reference));
    let [scheme, authority, path, query] = match &reference {
        [Some(_), ..] => reference,
        [None, Some(_), path, query] => [base[0].clone(), reference[1].clone(), path.clone(), query.clone()],
        [None, None, path, query] => {
            let path = path.clone().unwrap();
            let of_base = base[2].clone().unwrap();
            let directory = if of_base.ends_with("..") { format!("{of_base}/") } else { of_base.clone() };
            let (merged, query) = if path.is_empty() {
                (of_base, query.clone().or(base[3].clone()))
            } else if path.starts_with('/') {
                (path, query.clone())
            } else if directory.is_empty() && base[1].is_some() {
                (format!("/{path}"), query.clone())
            } else {
                let last = directory.rfind('/').map_or(0, |slash| slash + 1);
                (format!("{}{path}", &directory[..last]), query.clone())
            };
            [base[0].clone(), base[1].clone(), Some(merged), query]
        }
    };
    let mut joined = String::new();
    joined.extend(scheme.map(|scheme| format!("{scheme}:")));
    joined.extend(authority.map(|authority| format!("//{authority}")));
    joined.push_str(&remove_dot_segments(&path.unwrap()));
    joined.extend(query.map(|query| format!("?{query}")));
    joined
}

/// Scheme, authority, path and query (RFC 3986, 3); the generator makes no fragments.
fn parts(reference: &str) -> [Option<String>; 4] {
    let (rest, query) = match reference.split_once('?') {
        Some((rest, query)) => (rest, Some(query.to_owned())),
        None => (reference, None),
    };
    let (scheme, rest) = match rest.split_once(':') {
        Some((scheme, rest)) if is_name(scheme) => (Some(scheme.to_owned()), rest),
        _ => (None, rest),
    };
    let (authority, path) = match rest.strip_prefix("//") {
        Some(rest) => match rest.find('/') {
            Some(slash) => (Some(rest[..slash].to_owned()), &rest[slash..]),
            None => (Some(rest.to_owned()), ""),
        },
        None => (None, rest),
    };
    [scheme, authority, Some(path.to_owned()), query]
}

/// RFC 3986, 5.2.4, on segments from left to right; several slashes are one, steps above a relative base stay, and a last
/// `..` is a directory.
fn remove_dot_segments(path: &str) -> String {
    let mut path = path.to_owned();
    while path.contains("//") {
        path = path.replace("//", "/");
    }
    if path == ".." || path.ends_with("/..") || path.ends_with("/.") {
        path.push('/');
    }
    loop {
        // The innermost "segment/../", where the segment is no step itself, goes away.
        let segments: Vec<&str> = path.split_inclusive('/').collect();
        let absolute = path.starts_with('/');
        let gone = segments.iter().enumerate().find_map(|(at, segment)| match (*segment, at) {
            ("./" | ".", _) => Some((at, at + 1)),
            ("../", 1) if absolute => Some((1, 2)),
            ("../", at) if at > 0 && !["../", "/"].contains(&segments[at - 1]) => Some((at - 1, at + 1)),
            _ => None,
        });
        match gone {
            Some((from, to)) => path = [&segments[..from], &segments[to..]].concat().concat(),
            None => return path,
        }
    }
}
