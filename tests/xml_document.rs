//! The tree: what it says about a document, and where each part of it stands.

use koseki::xml::{Document, Kind};

const SOURCE: &str = "\u{FEFF}<?xml version=\"1.0\"?>\r\n<!-- 前\r\n -->\n<戸:籍 xmlns:戸='urn:戸' xmlns=\"urn:d\" b = ' x\ty&#10;&lt;' 戸:b='1'>\n 本文&amp;<![CDATA[<続き>]]>\r\n<子 xmlns=''/><?p  q\r?></戸:籍>";

#[test]
fn names_values_and_texts_are_those_of_the_data_model() {
    let document = Document::parse(SOURCE.as_bytes()).unwrap();
    let root = document.root_element();
    let name = document.name(root).unwrap();
    assert_eq!((name.namespace, name.prefix, name.local), (Some("urn:戸"), Some("戸"), "籍"));
    let attributes: Vec<_> = document.attributes(root).collect();
    assert_eq!(
        (attributes[0].name.namespace, attributes[0].name.local, attributes[0].value),
        (None, "b", " x y\n<")
    );
    assert_eq!((attributes[1].name.namespace, attributes[1].value), (Some("urn:戸"), "1"));
    assert_eq!(&SOURCE[attributes[0].span.clone()], "b = ' x\ty&#10;&lt;'");
    assert_eq!(document.attribute(root, Some("urn:戸"), "b").unwrap().value, "1");
    assert_eq!(
        document.namespace_declarations(root).collect::<Vec<_>>(),
        [(Some("戸"), "urn:戸"), (None, "urn:d")]
    );
    let children: Vec<_> = document.children(root).collect();
    let kinds: Vec<_> = children.iter().map(|child| document.kind(*child)).collect();
    assert_eq!(kinds, [Kind::Text, Kind::Element, Kind::ProcessingInstruction]);
    assert_eq!(document.text(children[0]), "\n 本文&<続き>\n");
    assert_eq!(&SOURCE[document.span(children[0])], "\n 本文&amp;<![CDATA[<続き>]]>\r\n");
    assert_eq!(document.string_value(root), "\n 本文&<続き>\n");
    let child = document.name(children[1]).unwrap();
    assert_eq!((child.namespace, child.prefix, child.local), (None, None, "子"));
    assert_eq!(document.namespace_of_prefix(children[1], None), None);
    assert_eq!(document.namespace_of_prefix(root, None), Some("urn:d"));
    assert_eq!(document.namespace_of_prefix(children[1], Some("戸")), Some("urn:戸"));
    assert_eq!(document.namespace_of_prefix(root, Some("x")), None);
    assert_eq!((document.target(children[2]), document.text(children[2])), (Some("p"), "q\n"));
    assert_eq!(document.parent(children[1]), Some(root));
    assert_eq!(document.parent(document.root()), None);
    let before: Vec<_> = document.children(document.root()).collect();
    assert_eq!(
        (before.len(), document.kind(before[0]), document.text(before[0])),
        (2, Kind::Comment, " 前\n ")
    );
    let position = document.position(document.span(children[1]).start);
    assert_eq!((position.line, position.column), (6, 1));
    assert_eq!(&SOURCE[document.start_tag(children[1]).unwrap()], "<子 xmlns=''/>");
}

#[test]
fn utf_16_has_the_same_tree_with_places_in_its_text() {
    let text = SOURCE.strip_prefix('\u{FEFF}').unwrap();
    let octets: Vec<u8> = SOURCE.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let wide = Document::parse(&octets).unwrap();
    let narrow = Document::parse(text.as_bytes()).unwrap();
    assert_eq!(wide.source(), text.as_bytes());
    let root = wide.root_element();
    assert_eq!(wide.name(root), narrow.name(narrow.root_element()));
    assert_eq!(wide.span(root), narrow.span(narrow.root_element()));
    assert_eq!(wide.string_value(root), narrow.string_value(narrow.root_element()));
}

#[test]
fn nodes_are_walked_in_document_order() {
    let document = Document::parse(b"<a><b><c/>x</b><!--y--><d/></a>").unwrap();
    let kinds: Vec<_> = document.descendants(document.root()).map(|node| document.kind(node)).collect();
    assert_eq!(
        kinds,
        [Kind::Element, Kind::Element, Kind::Element, Kind::Text, Kind::Comment, Kind::Element]
    );
    let children: Vec<_> = document.child_elements(document.root_element()).collect();
    assert_eq!(children.len(), 2);
    assert!(document.is_inside(children[0], document.root_element()));
    assert!(!document.is_inside(children[1], children[0]));
    assert_eq!(document.descendants(children[0]).count(), 2);
}
