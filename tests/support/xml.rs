//! A second canonicalizer, written for clarity over `roxmltree`, and random documents to hold the first one to it.
//!
//! It shares no line with the library: it looks each namespace up anew at each element, as the standards describe it.
#![allow(dead_code, unreachable_pub, reason = "each test binary uses its own part")]

use std::collections::BTreeMap;

use proptest::prelude::*;
use roxmltree::{Document, Node, NodeType};

const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Which canonical form the second canonicalizer makes.
#[derive(Debug, Clone)]
pub enum Form {
    Inclusive10,
    Inclusive11,
    Exclusive(Vec<String>),
}

/// The canonical form of the document, or of the subtree at the element number `apex` in document order, without the subtree at
/// the element number `excluded`.
pub fn canonical(
    source: &str,
    form: &Form,
    comments: bool,
    apex: Option<usize>,
    excluded: Option<usize>,
) -> String {
    // XML 1.0, 2.11, to the letter: before anything is read. roxmltree alone leaves CR in comments, in processing
    // instructions and beside references.
    let source = &source.replace("\r\n", "\n").replace('\r', "\n");
    let document = Document::parse(source).expect("roxmltree reads what the generator makes");
    let element = |number: usize| document.descendants().filter(Node::is_element).nth(number);
    let excluded = excluded.and_then(element);
    let mut written = String::new();
    match apex.and_then(element) {
        Some(apex) => {
            write_node(&mut written, source, apex, apex, form, comments, excluded, &BTreeMap::new())
        }
        None => {
            let root = document.root_element();
            for node in document.root().children() {
                let is_written = match node.node_type() {
                    NodeType::Comment => comments,
                    NodeType::PI => true,
                    _ => false,
                };
                if node == root {
                    write_node(&mut written, source, node, node, form, comments, excluded, &BTreeMap::new());
                } else if is_written {
                    let before = node.range().start < root.range().start;
                    if !before {
                        written.push('\n');
                    }
                    write_node(&mut written, source, node, node, form, comments, excluded, &BTreeMap::new());
                    if before {
                        written.push('\n');
                    }
                }
            }
        }
    }
    written
}

#[allow(clippy::too_many_arguments)]
fn write_node(
    written: &mut String,
    source: &str,
    node: Node<'_, '_>,
    apex: Node<'_, '_>,
    form: &Form,
    comments: bool,
    excluded: Option<Node<'_, '_>>,
    rendered: &BTreeMap<String, String>,
) {
    if excluded == Some(node) {
        return;
    }
    match node.node_type() {
        NodeType::Root => {}
        NodeType::Text => written.push_str(&escape_text(node.text().unwrap_or_default())),
        NodeType::Comment => {
            if comments {
                written.push_str(&format!("<!--{}-->", node.text().unwrap_or_default()));
            }
        }
        NodeType::PI => {
            let pi = node.pi().unwrap();
            match pi.value {
                Some(value) if !value.is_empty() => written.push_str(&format!("<?{} {value}?>", pi.target)),
                _ => written.push_str(&format!("<?{}?>", pi.target)),
            }
        }
        NodeType::Element => {
            let qualified = qualified_at(source, node.range().start + 1);
            let prefix = prefix_of(qualified);
            let own: Vec<(String, &str, &str, String)> = node
                .attributes()
                .map(|attribute| {
                    let name = qualified_at(source, attribute.range().start);
                    (
                        attribute.namespace().unwrap_or_default().to_owned(),
                        attribute.name(),
                        name,
                        attribute.value().to_owned(),
                    )
                })
                .collect();
            let scope = in_scope(node);
            let mut candidates: BTreeMap<String, String> = BTreeMap::new();
            match form {
                Form::Inclusive10 | Form::Inclusive11 => candidates = scope.clone(),
                Form::Exclusive(named) => {
                    let used = own.iter().filter(|own| own.2.contains(':')).map(|own| prefix_of(own.2));
                    for used in used.chain([prefix]).chain(named.iter().map(String::as_str)) {
                        if let Some(uri) = scope.get(used) {
                            candidates.insert(used.to_owned(), uri.clone());
                        }
                    }
                }
            }
            candidates.remove("xml");
            let mut inner = rendered.clone();
            written.push('<');
            written.push_str(qualified);
            for (prefix, uri) in candidates {
                let known = rendered.get(&prefix).cloned().unwrap_or_default();
                if known == uri {
                    continue;
                }
                let name = if prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{prefix}") };
                written.push_str(&format!(" {name}=\"{}\"", escape_attribute(&uri)));
                inner.insert(prefix, uri);
            }
            let mut attributes = own;
            if node == apex && !matches!(form, Form::Exclusive(_)) {
                for ancestor in node.ancestors().skip(1) {
                    for attribute in
                        ancestor.attributes().filter(|attribute| attribute.namespace() == Some(XML))
                    {
                        let inherited = match form {
                            Form::Inclusive10 => true,
                            Form::Inclusive11 => matches!(attribute.name(), "lang" | "space"),
                            Form::Exclusive(_) => false,
                        };
                        let known = attributes.iter().any(|own| own.0 == XML && own.1 == attribute.name());
                        if inherited && !known {
                            let name = qualified_at(source, attribute.range().start);
                            attributes.push((
                                XML.to_owned(),
                                attribute.name(),
                                name,
                                attribute.value().to_owned(),
                            ));
                        }
                    }
                }
            }
            attributes.sort();
            for (_, _, name, value) in attributes {
                written.push_str(&format!(" {name}=\"{}\"", escape_attribute(&value)));
            }
            written.push('>');
            for child in node.children() {
                write_node(written, source, child, apex, form, comments, excluded, &inner);
            }
            written.push_str(&format!("</{qualified}>"));
        }
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

/// A document that is well-formed and within the ceilings, written in as many ways as the grammar has.
pub fn any_document() -> impl Strategy<Value = String> {
    documents(Variety::Any)
}

/// The same with namespace names that are URIs to the letter: libxml2 canonicalizes no others.
pub fn uri_document() -> impl Strategy<Value = String> {
    documents(Variety::Uris)
}

/// The same with every namespace bound to one prefix and every prefix to one namespace: what a canonicalizer
/// that keeps no prefixes can still tell apart.
///
/// Names are those of the Fourth Edition, which expat reads; with `Qualified` every attribute has a prefix.
pub fn plain_document(attributes: Attributes) -> impl Strategy<Value = String> {
    documents(Variety::OnePrefixEach(attributes))
}

/// Whether attributes without prefix are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attributes {
    Any,
    Qualified,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Variety {
    Any,
    OnePrefixEach(Attributes),
    Uris,
}

fn documents(variety: Variety) -> impl Strategy<Value = String> {
    (
        any::<bool>(),
        prop::collection::vec(outside(variety), 0..3),
        element(variety),
        prop::collection::vec(outside(variety), 0..3),
    )
        .prop_map(|(declaration, before, root, after)| {
            let mut source = String::new();
            if declaration {
                source.push_str("<?xml version=\"1.0\" encoding='UTF-8' standalone=\"no\" ?>\r\n");
            }
            before.iter().for_each(|node| source.push_str(node));
            root.write(&mut source, &Scope::default());
            after.iter().for_each(|node| source.push_str(node));
            source
        })
}

fn outside(variety: Variety) -> impl Strategy<Value = String> {
    prop_oneof![
        comment(variety),
        processing_instruction(variety),
        Just("\r\n".to_owned()),
        Just(" \t\n".to_owned())
    ]
}

fn comment(variety: Variety) -> impl Strategy<Value = String> {
    // CPython writes references in comments and processing instructions, where there are none.
    let markup = if matches!(variety, Variety::OnePrefixEach(_)) { "y" } else { "<a&b>" };
    prop::collection::vec(
        prop_oneof![Just("戸"), Just(" "), Just(markup), Just("\r\n"), Just("\r"), Just("x"), Just("𠮷󠄀")],
        0..4,
    )
    .prop_map(|parts| format!("<!--{}-->", parts.concat()))
}

fn processing_instruction(variety: Variety) -> impl Strategy<Value = String> {
    let markup = |with: &'static str, without: &'static str| {
        if matches!(variety, Variety::OnePrefixEach(_)) { without } else { with }
    };
    (
        prop_oneof![Just("xml-stylesheet"), Just("p"), Just("籍")],
        prop_oneof![
            Just(""),
            Just(" "),
            Just(" a='b'"),
            Just(markup("\r\n x\ry <&", "\r\n x\ry")),
            Just(markup("\t󠄁𠮷 ? >", "\t󠄁𠮷 ?"))
        ],
    )
        .prop_map(|(target, content)| format!("<?{target}{content}?>"))
}

#[derive(Debug, Clone)]
struct Element {
    prefix: &'static str,
    local: &'static str,
    declarations: Vec<(&'static str, &'static str)>,
    attributes: Vec<(&'static str, &'static str, String)>,
    children: Vec<Child>,
    layout: u8,
}

#[derive(Debug, Clone)]
enum Child {
    Element(Element),
    Literal(String),
}

/// Prefix to namespace, as the generator has written it.
#[derive(Debug, Clone, Default)]
struct Scope {
    bound: BTreeMap<&'static str, &'static str>,
}

const PREFIXES: [&str; 5] = ["", "a", "b", "c", "戸"];
const NAMESPACES: [&str; 6] =
    ["", "urn:one", "http://two/&amp;&lt;", "urn:three&#9;&quot;", "http://a", "urn:日本"];
const OLD_LOCALS: [&str; 6] = ["x", "y-1", "籍", "a.b", "z", "証明"];
const ASCII_LOCALS: [&str; 6] = ["x", "y-1", "k", "a.b", "z", "s"];
const URIS: [&str; 6] = ["", "urn:one", "http://two/", "urn:three", "http://a", "http://b/?c=d"];
const LOCALS: [&str; 6] = ["x", "y-1", "籍", "a.b", "z", "𠮷󠄀"];

fn element(variety: Variety) -> impl Strategy<Value = Element> {
    let leaf = start(variety, Just(Vec::new()).boxed());
    leaf.prop_recursive(5, 40, 6, move |inner| {
        let child = prop_oneof![
            3 => inner.prop_map(Child::Element),
            3 => text().prop_map(Child::Literal),
            1 => prop_oneof![Just("<q>a:yy</q>"), Just("<q>y-1</q>")].prop_map(|q| Child::Literal(q.to_owned())),
            1 => comment(variety).prop_map(Child::Literal),
            1 => processing_instruction(variety).prop_map(Child::Literal),
        ];
        start(variety, prop::collection::vec(child, 0..6).boxed())
    })
}

fn start(variety: Variety, children: BoxedStrategy<Vec<Child>>) -> BoxedStrategy<Element> {
    let declaration = (0..PREFIXES.len(), 0..NAMESPACES.len()).prop_map(move |(prefix, namespace)| {
        match variety {
            Variety::Any => (PREFIXES[prefix], NAMESPACES[namespace]),
            // Where prefixes must not matter, the n-th prefix always has the n-th namespace.
            Variety::OnePrefixEach(_) => (PREFIXES[prefix], NAMESPACES[prefix + 1]),
            Variety::Uris => (PREFIXES[prefix], URIS[namespace]),
        }
    });
    let locals = match variety {
        Variety::Any | Variety::Uris => LOCALS,
        Variety::OnePrefixEach(Attributes::Any) => OLD_LOCALS,
        // When it numbers prefixes, CPython sorts a name without namespace behind the others in the same way.
        Variety::OnePrefixEach(Attributes::Qualified) => ASCII_LOCALS,
    };
    let without_prefix = move |prefix: &'static str| match variety {
        Variety::OnePrefixEach(Attributes::Qualified) if prefix.is_empty() => "a",
        _ => prefix,
    };
    // CPython sorts attributes by `{namespace}local`, and so puts one without namespace behind the others when it
    // begins beyond "{".
    let attribute_local = move |prefix: &str, local: usize| match variety {
        Variety::OnePrefixEach(_) if prefix.is_empty() => ASCII_LOCALS[local],
        _ => locals[local],
    };
    let attribute = (
        prop_oneof![3 => Just(""), 2 => Just("a"), 2 => Just("b"), 1 => Just("戸"), 2 => Just("xml")],
        0..LOCALS.len(),
        value(),
    );
    (
        0..PREFIXES.len(),
        0..LOCALS.len(),
        prop::collection::vec(declaration, 0..4),
        prop::collection::vec(attribute, 0..5),
        children,
        any::<u8>(),
    )
        .prop_map(move |(prefix, local, declarations, attributes, children, layout)| Element {
            prefix: PREFIXES[prefix],
            local: locals[local],
            declarations,
            attributes: attributes
                .into_iter()
                .map(|(prefix, local, value)| {
                    if prefix == "xml" {
                        (
                            prefix,
                            ["lang", "space", "id"][local % 3],
                            if local % 3 == 1 { "\"preserve\"".to_owned() } else { value },
                        )
                    } else {
                        (without_prefix(prefix), attribute_local(prefix, local), value)
                    }
                })
                .collect(),
            children,
            layout,
        })
        .boxed()
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop_oneof![
            Just("戸籍"),
            Just(" "),
            Just("\r\n"),
            Just("\r"),
            Just("\n\t"),
            Just("&amp;&lt;&gt;&quot;&apos;"),
            Just("&#13;&#xA;&#9;"),
            Just("&#x20BB7;&#12354;"),
            Just("葛󠄀𠮷"),
            Just("a>b]]"),
            Just("x"),
            Just("\"'"),
            Just("<![CDATA[]]>"),
            Just("<![CDATA[<&>\r\n]]\r 󠄁]]>"),
            Just("<![CDATA[ x]]>"),
            Just("a:yy"),
        ],
        1..5,
    )
    // The parts must not make "]]>" where they meet.
    .prop_map(|parts| parts.concat().replace("]]a>", "]] a>"))
}

fn value() -> impl Strategy<Value = String> {
    (
        prop::collection::vec(
            prop_oneof![
                Just("v"),
                Just(" "),
                Just("\r\n"),
                Just("\r"),
                Just("\t\n"),
                Just("&#13;&#10;&#x9;"),
                Just("&amp;&lt;&gt;"),
                Just("&quot;&apos;"),
                Just(">"),
                Just("葛󠄀𠮷"),
            ],
            0..4,
        ),
        0..5_u8,
    )
        .prop_map(|(parts, style)| match style {
            0 => "'a:yy'".to_owned(),
            1 => "'戸:籍'".to_owned(),
            _ => {
                let single = style == 2;
                if single { format!("'{}\"'", parts.concat()) } else { format!("\"{}'\"", parts.concat()) }
            }
        })
}

impl Element {
    fn write(&self, source: &mut String, scope: &Scope) {
        let mut scope = scope.clone();
        let mut parts = Vec::new();
        let mut declared: Vec<&str> = Vec::new();
        for (prefix, namespace) in &self.declarations {
            let unbinding = !prefix.is_empty() && namespace.is_empty();
            if declared.contains(prefix) || unbinding {
                continue;
            }
            declared.push(prefix);
            scope.bound.insert(prefix, namespace);
            let name = if prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{prefix}") };
            parts.push(format!("{name}='{namespace}'"));
        }
        let known = |scope: &Scope, prefix: &str| {
            prefix.is_empty() || prefix == "xml" || scope.bound.contains_key(prefix)
        };
        let mut names: Vec<(String, &str)> = Vec::new();
        for (prefix, local, value) in &self.attributes {
            if !known(&scope, prefix) {
                continue;
            }
            let namespace = match *prefix {
                "" => "",
                "xml" => XML,
                prefix => scope.bound.get(prefix).copied().unwrap_or_default(),
            };
            if names.contains(&(namespace.to_owned(), local)) {
                continue;
            }
            names.push((namespace.to_owned(), local));
            let name = if prefix.is_empty() { (*local).to_owned() } else { format!("{prefix}:{local}") };
            let equals = ["=", " = ", "=\n"][usize::from(self.layout) % 3];
            parts.push(format!("{name}{equals}{value}"));
        }
        let prefix = if known(&scope, self.prefix) { self.prefix } else { "" };
        let name = if prefix.is_empty() { self.local.to_owned() } else { format!("{prefix}:{}", self.local) };
        if self.layout & 4 == 0 {
            parts.reverse();
        }
        source.push('<');
        source.push_str(&name);
        for part in parts {
            source.push_str([" ", "\n ", "\t", "\r\n"][usize::from(self.layout >> 3) % 4]);
            source.push_str(&part);
        }
        if self.children.is_empty() && self.layout & 64 == 0 {
            source.push_str("/>");
            return;
        }
        source.push_str(if self.layout & 128 == 0 { ">" } else { " >" });
        for child in &self.children {
            match child {
                Child::Element(element) => element.write(source, &scope),
                Child::Literal(literal) => {
                    // Two texts must not make "]]>" where they meet.
                    if source.ends_with(']') && literal.starts_with('>') {
                        source.push(' ');
                    }
                    source.push_str(literal);
                }
            }
        }
        source.push_str("</");
        source.push_str(&name);
        source.push_str(if self.layout & 1 == 0 { ">" } else { "\n>" });
    }
}
