//! What an attacker found between our check of a schema and the engine that compiles it (docs/reviews.md): each finding
//! with the nearest schema or document that is accepted and the nearest that is refused.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test"
)]

use koseki::xml::Document;
use koseki::xsd::{Catalogue, Conclusion, Limits, Schema, SchemaDocument, SchemaError, Validation};

const XSI: &str = "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'";

fn text(body: &str) -> String {
    format!(
        "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' \
         xmlns:vc='http://www.w3.org/2007/XMLSchema-versioning'{body}</xs:schema>"
    )
}

fn compiled(documents: &[(&str, &str)]) -> Result<Schema, Vec<SchemaError>> {
    let documents: Vec<_> =
        documents.iter().map(|(name, body)| SchemaDocument::new(*name, text(body))).collect();
    Schema::compile(&documents[..1], &Catalogue::new(documents[1..].to_vec()))
}

/// The schema compiles; `body` begins behind the namespace declarations of `xs:schema`.
#[track_caller]
fn schema(body: &str) -> Schema {
    compiled(&[("s.xsd", body)]).unwrap_or_else(|errors| panic!("{body}: {errors:?}"))
}

/// The schema is refused, and by this rule.
#[track_caller]
fn refused(documents: &[(&str, &str)], rule: &str) {
    match compiled(documents) {
        Ok(_) => panic!("compiles: {documents:?}"),
        Err(errors) => {
            let words: Vec<_> = errors.iter().map(ToString::to_string).collect();
            assert!(words.iter().any(|words| words.contains(rule)), "{words:?} and not {rule}");
        }
    }
}

fn validate(schema: &Schema, instance: &str) -> Validation {
    let document = Document::parse(instance.as_bytes()).unwrap();
    schema.validate(&document, document.root_element(), None, &Limits::default())
}

#[track_caller]
fn accepts(schema: &Schema, instance: &str) {
    let validation = validate(schema, instance);
    assert_eq!(validation.conclusion(), Conclusion::SchemaValid, "{instance}: {validation:?}");
}

#[track_caller]
fn rejects(schema: &Schema, instance: &str, code: &str) {
    let validation = validate(schema, instance);
    assert_eq!(validation.conclusion(), Conclusion::Violated, "{instance}");
    let codes: Vec<_> = validation.violations().iter().map(|one| one.code.to_string()).collect();
    assert!(codes.iter().any(|one| one.starts_with(code)), "{codes:?} and not {code}");
}

/// The engine reads `vc:maxVersion` as "at most", the standard as "less than" (Part 1, 4.2.2).
#[test]
fn what_conditional_inclusion_leaves_out_is_out() {
    let of = |condition: &str| {
        schema(&format!(
            "><xs:element name='r'><xs:simpleType><xs:restriction base='xs:string'><xs:enumeration value='a'/>\
             <xs:enumeration value='old' {condition}/></xs:restriction></xs:simpleType></xs:element>"
        ))
    };
    for kept in [
        "vc:maxVersion='1.2'",
        "vc:minVersion='1.1'",
        "vc:typeUnavailable='int'",
        "vc:typeUnavailable='xs:none'",
        "vc:facetAvailable='xs:pattern'",
    ] {
        accepts(&of(kept), "<r>old</r>");
    }
    for out in [
        "vc:maxVersion='1.1'",
        "vc:maxVersion=' 1.10 '",
        "vc:typeUnavailable=''",
        "vc:facetUnavailable=''",
        "vc:typeUnavailable='int' xmlns='http://www.w3.org/2001/XMLSchema'",
        "vc:typeAvailable='xs:none'",
    ] {
        rejects(&of(out), "<r>old</r>", "cvc-enumeration-valid");
        accepts(&of(out), "<r>a</r>");
    }
    // Beyond what a double holds, and nothing in it is looked at by anybody.
    let digits = "1".repeat(1000);
    let body = format!(
        "><xs:element name='q' vc:minVersion='{digits}'><xs:complexType><xs:assert/></xs:complexType></xs:element><xs:element name='r'/>"
    );
    rejects(&schema(&body), "<q/>", "cvc-");
    let inside = body.replace(&digits, "1.1");
    refused(&[("s.xsd", &inside)], "lacks test");
}

/// XSD 1.1 does not define them, and an attribute that nobody knows excludes nothing.
#[test]
fn only_the_attributes_of_the_standard_exclude() {
    let of = |condition: &str| {
        schema(&format!(
            "><xs:element name='r'><xs:complexType><xs:attribute name='a' type='xs:int'/>\
             <xs:assert test='@a gt 5' {condition}/></xs:complexType></xs:element>"
        ))
    };
    for name in ["vc:minVersionExclusive='1.1'", "vc:maxVersionExclusive='1.1'", "vc:other='x'"] {
        rejects(&of(name), "<r a='5'/>", "cvc-assertion");
        accepts(&of(name), "<r a='6'/>");
    }
    accepts(&of("vc:minVersion='1.2'"), "<r a='5'/>");
}

#[test]
fn an_excluded_schema_document_has_no_components_and_no_imports() {
    let body = |version: &str| {
        format!(
            " vc:maxVersion='{version}'><xs:import namespace='urn:b' schemaLocation='b.xsd'/><xs:element name='r' type='xs:int'/>"
        )
    };
    let b = " targetNamespace='urn:b'><xs:element name='r' type='xs:int'/>";
    let out = compiled(&[("s.xsd", &body("1.1")), ("b.xsd", b)]).unwrap();
    assert_eq!(out.documents().len(), 1);
    rejects(&out, "<r>1</r>", "cvc-");
    let kept = compiled(&[("s.xsd", &body("1.2")), ("b.xsd", b)]).unwrap();
    accepts(&kept, "<r>1</r>");
    accepts(&kept, "<r xmlns='urn:b'>1</r>");
    refused(&[("s.xsd", &body("1.1").replace(" vc:", " elementFormDefault='no' vc:"))], "elementFormDefault");
}

/// Part 2, 4.3.6: these values are collapsed before anybody reads them.
#[test]
fn white_space_around_a_word_of_a_schema_changes_nothing() {
    let of = |form: &str| {
        schema(&format!(
            " targetNamespace='&#32;urn:a\n'><xs:element name=' r\n'><xs:complexType><xs:sequence>\
             <xs:element name='a' form='{form}' type='\n xs:int '/></xs:sequence></xs:complexType></xs:element>"
        ))
    };
    for qualified in ["qualified", " qualified\n", "&#9;qualified"] {
        accepts(&of(qualified), "<r xmlns='urn:a'><a>1</a></r>");
        rejects(&of(qualified), "<r xmlns='urn:a'><a xmlns=''>1</a></r>", "cvc-complex-type.2.4");
        rejects(&of(qualified), "<r xmlns='urn:a'><a>x</a></r>", "cvc-");
    }
    accepts(&of(" unqualified "), "<r xmlns='urn:a'><a xmlns=''>1</a></r>");
    let of = |namespace: &str| {
        schema(&format!(
            "><xs:element name='r'><xs:complexType><xs:sequence><xs:any processContents='skip'/></xs:sequence>\
             <xs:assert test='empty(x)' xpathDefaultNamespace='{namespace}'/></xs:complexType></xs:element>"
        ))
    };
    for namespace in ["urn:q", " urn:q ", "\nurn:q"] {
        rejects(&of(namespace), "<r><x xmlns='urn:q'/></r>", "cvc-assertion");
        accepts(&of(namespace), "<r><x/></r>");
    }
    refused(&[("s.xsd", " targetNamespace='urn:a\u{3000}'><xs:element name='r'/>")], "targetNamespace=");
    refused(
        &[(
            "s.xsd",
            "><xs:complexType name='t'><xs:sequence><xs:any namespace='urn:a\u{2003}urn:b'/></xs:sequence></xs:complexType>",
        )],
        "namespace=",
    );
}
