//! Random documents, well-formed and within the ceilings, to compare canonicalizers on.
#![allow(dead_code, unreachable_pub, reason = "each test binary uses its own part")]

use std::collections::BTreeMap;

use proptest::prelude::*;

const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// A document that is well-formed and within the ceilings, written in as many ways as the grammar has.
pub fn any_document() -> impl Strategy<Value = String> {
    documents(Variety::Any)
}

/// The same with namespace names that are URIs to the letter: libxml2 canonicalizes no others.
pub fn uri_document() -> impl Strategy<Value = String> {
    documents(Variety::Uris)
}

/// Documents for CPython, whose parser hands on namespaces and no prefixes: names are those of the Fourth Edition, which expat
/// reads, and there is no markup in comments and processing instructions, where CPython writes references.
pub fn document_for_cpython(namespaces: Namespaces) -> impl Strategy<Value = String> {
    documents(Variety::ForCpython(namespaces))
}

/// Which namespaces documents for CPython declare.
///
/// Where prefixes are kept, CPython has to guess the prefix from the namespace, so that each namespace must have one prefix.
/// An attribute without prefix is for CPython a use of "no namespace", which it then declares (`xmlns=""`, or as a
/// rewritten prefix); in the Note it uses nothing. Where that can matter, every attribute has a prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Namespaces {
    /// Anything: declared again, taken back, shadowed, two prefixes for one namespace. Attributes have prefixes.
    Any,
    /// Each namespace has one prefix; a prefix may be bound anew to another, or taken back. Attributes have prefixes.
    OnePrefixEach,
    /// Each prefix has one namespace, too: CPython looks prefixes in values up without regard to what they were bound to since.
    OneToOne,
    /// The same, and attributes have prefixes.
    OneToOneWithPrefixes,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Variety {
    Any,
    ForCpython(Namespaces),
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
    let markup = if matches!(variety, Variety::ForCpython(_)) { "y" } else { "<a&b>" };
    prop::collection::vec(
        prop_oneof![Just("戸"), Just(" "), Just(markup), Just("\r\n"), Just("\r"), Just("x"), Just("𠮷󠄀")],
        0..4,
    )
    .prop_map(|parts| format!("<!--{}-->", parts.concat()))
}

fn processing_instruction(variety: Variety) -> impl Strategy<Value = String> {
    let markup = |with: &'static str, without: &'static str| {
        if matches!(variety, Variety::ForCpython(_)) { without } else { with }
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
const SECOND_NAMESPACES: [&str; 5] = ["", "urn:a2", "http://b2/", "urn:c2", "urn:戸2"];
const OLD_LOCALS: [&str; 6] = ["x", "y-1", "籍", "a.b", "z", "証明"];
const ASCII_LOCALS: [&str; 6] = ["x", "y-1", "k", "a.b", "z", "s"];
const URIS: [&str; 6] = ["", "urn:one", "http://two/", "urn:three", "http://a", "http://b/?c=d"];
const BASES: [&str; 9] =
    ["'http://h/a/b?q'", "'../x/'", "'y'", "'/z//w'", "'?q'", "''", "'..'", "'c/./d/../e'", "'urn:x'"];
const SIMPLE_BASES: [&str; 3] = ["'http://h/a/b'", "'y'", "'c/d/e'"];
const LOCALS: [&str; 6] = ["x", "y-1", "籍", "a.b", "z", "𠮷󠄀"];

fn element(variety: Variety) -> impl Strategy<Value = Element> {
    let leaf = start(variety, Just(Vec::new()).boxed());
    leaf.prop_recursive(5, 40, 6, move |inner| {
        let child = prop_oneof![
            3 => inner.prop_map(Child::Element),
            3 => text().prop_map(Child::Literal),
            1 => holder_of_names(variety).prop_map(|q| Child::Literal(q.to_owned())),
            1 => comment(variety).prop_map(Child::Literal),
            1 => processing_instruction(variety).prop_map(Child::Literal),
        ];
        start(variety, prop::collection::vec(child, 0..6).boxed())
    })
}

/// Elements that `QNameAware` can name. CPython misplaces the tags of those that hold more than text.
fn holder_of_names(variety: Variety) -> impl Strategy<Value = &'static str> {
    let simple = vec!["<q>a:yy</q>", "<q>y-1</q>"];
    let any = [
        "<q/>",
        "<q> b:x </q>",
        "<q>a<![CDATA[:]]>x</q>",
        "<q>a:x<!--戸--></q>",
        "<q><?p?>a:x</q>",
        "<q>a:x<b/>a:x</q>",
        "<q>xml:x</q>",
        "<q>a:x[@b:y='c:z' or self::戸:籍]|b:*/c::x&lt;a:y</q>",
        "<q>\r\n a:b:c + .5a:b &amp; \"a:\" a :b</q>",
    ];
    let made = match variety {
        Variety::Any | Variety::Uris => [simple.as_slice(), &any].concat(),
        Variety::ForCpython(_) => simple,
    };
    prop::sample::select(made)
}

fn start(variety: Variety, children: BoxedStrategy<Vec<Child>>) -> BoxedStrategy<Element> {
    let declaration = (0..PREFIXES.len(), 0..NAMESPACES.len()).prop_map(move |(prefix, namespace)| {
        match variety {
            Variety::Any => (PREFIXES[prefix], NAMESPACES[namespace]),
            Variety::ForCpython(Namespaces::Any) => (PREFIXES[prefix], NAMESPACES[namespace]),
            // The n-th prefix has the n-th namespace alone, or that and the one five further on.
            Variety::ForCpython(Namespaces::OneToOne | Namespaces::OneToOneWithPrefixes) => {
                (PREFIXES[prefix], NAMESPACES[prefix + 1])
            }
            Variety::ForCpython(Namespaces::OnePrefixEach) => match (prefix, namespace % 2) {
                (0, 1) => ("", ""),
                (_, 1) => (PREFIXES[prefix], SECOND_NAMESPACES[prefix]),
                _ => (PREFIXES[prefix], NAMESPACES[prefix + 1]),
            },
            Variety::Uris => (PREFIXES[prefix], URIS[namespace]),
        }
    });
    let locals = match variety {
        Variety::Any | Variety::Uris => LOCALS,
        Variety::ForCpython(Namespaces::OneToOne | Namespaces::OnePrefixEach) => OLD_LOCALS,
        // When it numbers prefixes, CPython sorts a name without namespace behind the others in the same way.
        Variety::ForCpython(Namespaces::Any | Namespaces::OneToOneWithPrefixes) => ASCII_LOCALS,
    };
    let without_prefix = move |prefix: &'static str| match variety {
        Variety::ForCpython(
            Namespaces::Any | Namespaces::OnePrefixEach | Namespaces::OneToOneWithPrefixes,
        ) if prefix.is_empty() => "a",
        _ => prefix,
    };
    // CPython sorts attributes by `{namespace}local`, and so puts one without namespace behind the others when it
    // begins beyond "{".
    let attribute_local = move |prefix: &str, local: usize| match variety {
        Variety::ForCpython(_) if prefix.is_empty() => ASCII_LOCALS[local],
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
                        let style = value.len();
                        match ["lang", "space", "id", "base"][local % 4] {
                            "space" if style % 3 == 0 => (prefix, "space", "'default'".to_owned()),
                            "space" => (prefix, "space", "\"preserve\"".to_owned()),
                            "base" => {
                                // libxml2 joins steps upwards and empty references otherwise than RFC 3986.
                                let bases = if variety == Variety::Uris { &SIMPLE_BASES[..] } else { &BASES };
                                (prefix, "base", bases[(style + local) % bases.len()].to_owned())
                            }
                            other => (prefix, other, value),
                        }
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
