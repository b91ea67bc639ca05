//! Canaries: every feature of XSD 1.1 that an engine may pass over in silence, with the nearest instance it accepts
//! and the nearest it refuses; and schema documents that must not compile.

use koseki::xml::Document;
use koseki::xsd::{Catalogue, Conclusion, Defect, Expectation, Limits, Schema, SchemaDocument, Validation};

const HEAD: &str =
    r#"xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:vc="http://www.w3.org/2007/XMLSchema-versioning""#;

fn schema(body: &str) -> Schema {
    try_schema(body).unwrap_or_else(|errors| panic!("{errors:?}"))
}

fn try_schema(body: &str) -> Result<Schema, Vec<koseki::xsd::SchemaError>> {
    Schema::compile(&[document(body)], &Catalogue::default())
}

fn document(body: &str) -> SchemaDocument {
    SchemaDocument::new("main.xsd", format!("<xs:schema {HEAD}>{body}</xs:schema>"))
}

fn validate(schema: &Schema, instance: &str) -> Validation {
    let document = Document::parse(instance.as_bytes()).expect("well-formed");
    schema.validate(&document, document.root_element(), None, &Limits::default())
}

#[track_caller]
fn decides(body: &str, accepted: &str, refused: &str) {
    let schema = schema(body);
    let validation = validate(&schema, accepted);
    assert_eq!(validation.conclusion(), Conclusion::SchemaValid, "{accepted}: {:?}", validation.violations());
    assert_eq!(validate(&schema, refused).conclusion(), Conclusion::Violated, "{refused}");
}

#[test]
fn evaluates_assertions_of_complex_types() {
    decides(
        r#"<xs:element name="r"><xs:complexType><xs:attribute name="a" type="xs:int"/>
        <xs:attribute name="b" type="xs:int"/><xs:assert test="@a le @b"/></xs:complexType></xs:element>"#,
        r#"<r a="1" b="1"/>"#,
        r#"<r a="2" b="1"/>"#,
    );
}

#[test]
fn evaluates_assertion_facets() {
    decides(
        r#"<xs:element name="r"><xs:simpleType><xs:restriction base="xs:int">
        <xs:assertion test="$value mod 2 = 0"/></xs:restriction></xs:simpleType></xs:element>"#,
        "<r>2</r>",
        "<r>3</r>",
    );
}

#[test]
fn selects_type_alternatives() {
    decides(
        r#"<xs:element name="r"><xs:alternative test="@kind = 'n'" type="n"/><xs:alternative type="xs:error"/></xs:element>
        <xs:complexType name="n"><xs:simpleContent><xs:extension base="xs:int">
        <xs:attribute name="kind"/></xs:extension></xs:simpleContent></xs:complexType>"#,
        r#"<r kind="n">1</r>"#,
        r#"<r kind="m">1</r>"#,
    );
}

#[test]
fn reads_open_content() {
    decides(
        r#"<xs:element name="r"><xs:complexType><xs:openContent mode="suffix"><xs:any processContents="skip"/></xs:openContent>
        <xs:sequence><xs:element name="a"/></xs:sequence></xs:complexType></xs:element>"#,
        "<r><a/><z/></r>",
        "<r><z/><a/></r>",
    );
}

#[test]
fn adds_default_attributes() {
    let body = r#"<xs:attributeGroup name="g"><xs:attribute name="id" use="required"/></xs:attributeGroup>
        <xs:element name="r"><xs:complexType/></xs:element>"#;
    let text = format!(r#"<xs:schema {HEAD} defaultAttributes="g">{body}</xs:schema>"#);
    let schema = Schema::compile(&[SchemaDocument::new("a.xsd", text)], &Catalogue::default()).unwrap();
    assert_eq!(validate(&schema, r#"<r id="1"/>"#).conclusion(), Conclusion::SchemaValid);
    assert_eq!(validate(&schema, "<r/>").conclusion(), Conclusion::Violated);
}

#[test]
fn leaves_out_names_of_not_qname() {
    decides(
        r#"<xs:element name="r"><xs:complexType><xs:sequence><xs:any notQName="bad" processContents="skip"/></xs:sequence></xs:complexType></xs:element>"#,
        "<r><good/></r>",
        "<r><bad/></r>",
    );
}

#[test]
fn applies_overrides() {
    let base = format!(
        r#"<xs:schema {HEAD}><xs:simpleType name="t"><xs:restriction base="xs:string"/></xs:simpleType>
        <xs:element name="r" type="t"/></xs:schema>"#
    );
    let body = r#"<xs:override schemaLocation="base.xsd"><xs:simpleType name="t"><xs:restriction base="xs:int"/></xs:simpleType></xs:override>"#;
    let catalogue = Catalogue::new([SchemaDocument::new("base.xsd", base)]);
    let schema = Schema::compile(&[document(body)], &catalogue).unwrap();
    assert_eq!(schema.documents().len(), 2);
    assert_eq!(validate(&schema, "<r>1</r>").conclusion(), Conclusion::SchemaValid);
    assert_eq!(validate(&schema, "<r>x</r>").conclusion(), Conclusion::Violated);
}

#[test]
fn refuses_two_redefinitions_of_one_component() {
    let other =
        |name: &str, body: &str| SchemaDocument::new(name, format!("<xs:schema {HEAD}>{body}</xs:schema>"));
    let redefinition = |most: &str| {
        format!(
            r#"<xs:redefine schemaLocation="base.xsd"><xs:simpleType name="t"><xs:restriction base="t">
            <xs:maxInclusive value="{most}"/></xs:restriction></xs:simpleType></xs:redefine>"#
        )
    };
    let compiled = |body: &str| {
        let catalogue = Catalogue::new([
            other("base.xsd", r#"<xs:simpleType name="t"><xs:restriction base="xs:int"/></xs:simpleType>"#),
            other("second.xsd", &redefinition("9")),
        ]);
        Schema::compile(&[document(&format!(r#"{body}<xs:element name="r" type="t"/>"#))], &catalogue)
    };
    let schema = compiled(&redefinition("5")).unwrap();
    assert_eq!(validate(&schema, "<r>5</r>").conclusion(), Conclusion::SchemaValid);
    assert_eq!(validate(&schema, "<r>6</r>").conclusion(), Conclusion::Violated);
    let errors =
        compiled(&format!(r#"<xs:include schemaLocation="second.xsd"/>{}"#, redefinition("5"))).unwrap_err();
    assert!(errors.iter().any(|error| error.to_string().contains("sch-props-correct")), "{errors:?}");
}

#[test]
fn demands_the_explicit_time_zone() {
    decides(
        r#"<xs:element name="r"><xs:simpleType><xs:restriction base="xs:date"><xs:explicitTimezone value="required"/></xs:restriction></xs:simpleType></xs:element>"#,
        "<r>2026-04-01+09:00</r>",
        "<r>2026-04-01</r>",
    );
}

#[test]
fn counts_elements_of_an_all_group() {
    decides(
        r#"<xs:element name="r"><xs:complexType><xs:all><xs:element name="a" maxOccurs="2"/><xs:element name="b"/></xs:all></xs:complexType></xs:element>"#,
        "<r><a/><b/><a/></r>",
        "<r><a/><b/><a/><a/></r>",
    );
}

#[test]
fn inherits_attributes_for_alternatives() {
    decides(
        r#"<xs:element name="r"><xs:complexType><xs:sequence><xs:element name="c" type="xs:anyType">
        <xs:alternative test="@lang = 'n'" type="xs:int"/><xs:alternative type="xs:error"/></xs:element></xs:sequence>
        <xs:attribute name="lang" inheritable="true"/></xs:complexType></xs:element>"#,
        r#"<r lang="n"><c>1</c></r>"#,
        r#"<r lang="m"><c>1</c></r>"#,
    );
}

#[test]
fn leaves_out_what_is_for_another_version() {
    decides(
        r#"<xs:element name="r" type="xs:string" vc:minVersion="1.2"/><xs:element name="r" type="xs:int" vc:maxVersion="1.2"/>"#,
        "<r>1</r>",
        "<r>x</r>",
    );
}

#[test]
fn takes_an_ideographic_space_for_text_and_not_for_white_space() {
    let body = r#"<xs:element name="r"><xs:complexType><xs:sequence><xs:element name="a" minOccurs="0"/></xs:sequence></xs:complexType></xs:element>"#;
    decides(body, "<r> <a/></r>", "<r>\u{3000}<a/></r>");
    decides(r#"<xs:element name="r"><xs:complexType/></xs:element>"#, "<r/>", "<r>\u{a0}</r>");
    for (kind, value) in [
        ("int", "1"),
        ("date", "2026-04-01"),
        ("boolean", "true"),
        ("decimal", "1.0"),
        ("double", "1"),
        ("NMTOKEN", "a"),
        ("dateTimeStamp", "2026-04-01T00:00:00Z"),
        ("gYear", "2026"),
        ("duration", "P1D"),
        ("hexBinary", "00"),
        ("base64Binary", "AAAA"),
        ("NCName", "a"),
        ("language", "ja"),
        ("QName", "a"),
        ("gMonth", "--04"),
        ("time", "00:00:00"),
        ("NMTOKENS", "a b"),
        ("float", "1"),
        ("unsignedByte", "1"),
    ] {
        let body = format!(r#"<xs:element name="r" type="xs:{kind}"/>"#);
        decides(&body, &format!("<r> {value}\n</r>"), &format!("<r>{value}\u{3000}</r>"));
        decides(&body, &format!("<r>{value}</r>"), &format!("<r>\u{a0}{value}</r>"));
    }
    let body = r#"<xs:element name="r"><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="男"/></xs:restriction></xs:simpleType></xs:element>"#;
    decides(body, "<r>男</r>", "<r>男\u{3000}</r>");
    let body = r#"<xs:element name="r"><xs:simpleType><xs:restriction base="xs:token"><xs:enumeration value="男"/></xs:restriction></xs:simpleType></xs:element>"#;
    decides(body, "<r> 男</r>", "<r>\u{3000}男</r>");
    decides(r#"<xs:element name="r" type="xs:string" fixed="男"/>"#, "<r>男</r>", "<r>男\u{3000}</r>");
}

#[test]
fn compares_qualified_names_by_what_they_mean() {
    let body = r#"<xs:element name="r"><xs:simpleType><xs:restriction base="xs:QName">
        <xs:enumeration value="p:a" xmlns:p="urn:p"/></xs:restriction></xs:simpleType></xs:element>"#;
    decides(body, r#"<r xmlns:q="urn:p">q:a</r>"#, r#"<r xmlns:p="urn:q">p:a</r>"#);
    decides(body, r#"<r xmlns:p="urn:p">p:a</r>"#, "<r>a</r>");
}

#[test]
fn knows_the_notations_that_are_declared_and_enumerated() {
    let named = |value: &str| {
        format!(
            r#"<xs:notation name="png" public="image/png"/><xs:notation name="tiff" public="image/tiff"/>
            <xs:element name="r"><xs:complexType><xs:attribute name="n"><xs:simpleType>
            <xs:restriction base="xs:NOTATION">{value}</xs:restriction></xs:simpleType></xs:attribute></xs:complexType></xs:element>"#
        )
    };
    decides(&named(r#"<xs:enumeration value="png"/>"#), r#"<r n="png"/>"#, r#"<r n="tiff"/>"#);
    // A type that enumerates none has no values (Part 2, 3.3.19); the W3C suite takes such a schema for correct.
    assert_eq!(validate(&schema(&named("")), r#"<r n="png"/>"#).conclusion(), Conclusion::Violated);
    assert!(try_schema(&named(r#"<xs:enumeration value="gif"/>"#)).is_err(), "it is not declared");
    let bare = r#"<xs:notation name="png" public="image/png"/><xs:element name="r" type="xs:NOTATION"/>"#;
    assert!(
        try_schema(bare)
            .map_or(true, |schema| validate(&schema, "<r>png</r>").conclusion() == Conclusion::Violated)
    );
}

#[test]
fn a_list_of_hints_breaks_no_rule_by_its_length() {
    let instance = |hints: &str, value: &str| {
        format!(
            r#"<r xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="{hints}">{value}</r>"#
        )
    };
    let body = r#"<xs:element name="r"><xs:complexType><xs:simpleContent><xs:extension base="xs:int"/></xs:simpleContent></xs:complexType></xs:element>"#;
    for hints in ["urn:a", "urn:a a.xsd urn:b", "urn:a a.xsd", ""] {
        decides(body, &instance(hints, "1"), &instance(hints, "x"));
    }
}

#[test]
fn names_the_fixed_value_of_an_attribute() {
    for attribute in [
        r#"<xs:attribute name="a" fixed="true"/>"#,
        r#"<xs:attribute name="a" use="required" fixed="true"/>"#,
        r#"<xs:attribute ref="a"/>"#,
    ] {
        let schema = schema(&format!(
            r#"<xs:attribute name="a" fixed="true"/><xs:element name="r"><xs:complexType>{attribute}</xs:complexType></xs:element>"#
        ));
        assert_eq!(validate(&schema, r#"<r a="true"/>"#).conclusion(), Conclusion::SchemaValid);
        let validation = validate(&schema, r#"<r a="himitsu"/>"#);
        let violation = &validation.violations()[0];
        assert_eq!(violation.code, "cvc-attribute.4", "{attribute}");
        let expected = Expectation::Facet { facet: "fixed".into(), value: "true".into() };
        assert_eq!(violation.expected, expected, "{attribute}");
        assert!(!format!("{violation:?}").contains("himitsu"), "{violation:?}");
    }
}

#[test]
fn an_entity_is_never_declared_without_a_dtd() {
    decides(
        r#"<xs:element name="r"><xs:simpleType><xs:union memberTypes="xs:int xs:ENTITY"/></xs:simpleType></xs:element>"#,
        "<r>1</r>",
        "<r>e</r>",
    );
}

#[test]
fn leaves_the_signature_out_and_nothing_else() {
    let schema = schema(
        r#"<xs:element name="r"><xs:complexType><xs:sequence><xs:element name="a"/></xs:sequence></xs:complexType></xs:element>"#,
    );
    let text = r#"<r><a/><s xmlns="urn:s"><b/></s></r>"#;
    let document = Document::parse(text.as_bytes()).unwrap();
    let root = document.root_element();
    let signature = document.children(root).last();
    let limits = Limits::default();
    assert_eq!(schema.validate(&document, root, signature, &limits).conclusion(), Conclusion::SchemaValid);
    assert_eq!(schema.validate(&document, root, None, &limits).conclusion(), Conclusion::Violated);
}

#[test]
fn tells_what_was_found_and_what_was_expected() {
    let schema = schema(
        r#"<xs:element name="戸籍"><xs:complexType><xs:sequence><xs:element name="本籍"/><xs:element name="筆頭者"/></xs:sequence>
        <xs:attribute name="版" use="required"/></xs:complexType></xs:element>"#,
    );
    let validation = validate(&schema, "<戸籍 版='1'>\n <本籍/><氏名>秘密</氏名></戸籍>");
    let violation = &validation.violations()[0];
    assert_eq!(violation.found.as_deref(), Some("氏名"), "{violation}");
    assert_eq!(violation.path, "/戸籍[1]/氏名[1]");
    assert_eq!(violation.expected, Expectation::Elements(vec!["筆頭者".to_owned()]));
    assert_eq!(violation.place.map(|place| (place.line, place.column)), Some((2, 7)));
    assert!(!violation.to_string().contains("秘密"));
    let validation = validate(&schema, "<戸籍><本籍/></戸籍>");
    let expected: Vec<_> =
        validation.violations().iter().map(|violation| violation.expected.clone()).collect();
    assert!(expected.contains(&Expectation::Attributes(vec!["版".to_owned()])), "{expected:?}");
    assert!(expected.contains(&Expectation::Elements(vec!["筆頭者".to_owned()])), "{expected:?}");
    assert_eq!(validation.count(), 2);
}

#[test]
fn counts_all_violations_and_keeps_the_first() {
    let schema = schema(
        r#"<xs:element name="r"><xs:complexType><xs:sequence><xs:element name="a" type="xs:int" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element>"#,
    );
    let text = format!("<r>{}</r>", "<a>x</a>".repeat(500));
    let validation = validate(&schema, &text);
    assert_eq!((validation.count(), validation.violations().len()), (500, 100));
    assert_eq!(validation.violations()[0].expected, Expectation::Type("int".to_owned()));
}

#[test]
fn is_shared_between_threads() {
    const fn shared<T: Send + Sync>() {}
    shared::<Schema>();
    let schema = schema(r#"<xs:element name="r" type="xs:int"/>"#);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(validate(&schema, "<r>1</r>").conclusion(), Conclusion::SchemaValid));
        }
    });
}

#[test]
fn refuses_schema_documents_that_the_engine_lets_through() {
    let inside = |content: &str| {
        format!(r#"<xs:element name="r"><xs:complexType>{content}</xs:complexType></xs:element>"#)
    };
    let facet = |content: &str| {
        format!(r#"<xs:element name="r"><xs:simpleType>{content}</xs:simpleType></xs:element>"#)
    };
    for body in [
        inside("<xs:assert/>"),
        inside(r#"<xs:assert test="true()" foo="1"/>"#),
        inside(r#"<xs:openContent mode="interleave"/>"#),
        inside(r#"<xs:openContent mode="none"><xs:any/></xs:openContent>"#),
        inside(r#"<xs:openContent mode="sideways"><xs:any/></xs:openContent>"#),
        inside(r#"<xs:openContent><xs:any minOccurs="0"/></xs:openContent>"#),
        inside("<xs:sequence><xs:element/></xs:sequence>"),
        inside(r#"<xs:sequence><xs:any namespace="urn:a" notNamespace="urn:b"/></xs:sequence>"#),
        inside(r#"<xs:sequence><xs:element name="a" minOccurs="-1"/></xs:sequence>"#),
        inside(r#"<xs:attribute name="a"/><xs:sequence/>"#),
        inside(r#"<xs:assert test="true()"/><xs:attribute name="a"/>"#),
        inside(r#"<xs:attribute name="a" default="1" fixed="1"/>"#),
        inside("text"),
        inside("<other/>"),
        facet(r#"<xs:restriction base="xs:string"><xs:pattern/></xs:restriction>"#),
        facet("<xs:restriction/>"),
        facet(r#"<xs:restriction base="xs:string"><xs:enumeration/></xs:restriction>"#),
        facet(r#"<xs:restriction base="xs:string"><xs:maxLength value="x"/></xs:restriction>"#),
        facet("<xs:list/>"),
        facet("<xs:union/>"),
        facet(r#"<xs:restriction base="none:string"/>"#),
        r#"<xs:element name="r"><xs:key name="k"><xs:selector xpath="a"/></xs:key></xs:element>"#.to_owned(),
        r#"<xs:element name="r"><xs:alternative test="1"/></xs:element>"#.to_owned(),
        r#"<xs:element name="r" id="1a"/>"#.to_owned(),
        r#"<xs:element name="r" id="a"/><xs:element name="s" id="a"/>"#.to_owned(),
        r#"<xs:element name="r" vc:minVersion="one"/>"#.to_owned(),
        r#"<xs:notation name="n"/>"#.to_owned(),
        facet(r#"<xs:restriction base="xs:QName"><xs:enumeration value="1"/></xs:restriction>"#),
        facet(r#"<xs:restriction base="xs:QName"><xs:enumeration value="none:a"/></xs:restriction>"#),
        inside(r#"<xs:anyAttribute notNamespace=""/>"#),
        r#"<xs:element name="r"><xs:key name="k"><xs:selector xpath=""/><xs:field xpath="a"/></xs:key></xs:element>"#.to_owned(),
        r#"<xs:element name="r" type="xs:anyType"><xs:alternative type="xs:int"/><xs:alternative test="@a" type="xs:string"/></xs:element>"#.to_owned(),
        inside(r#"<xs:simpleContent><xs:extension base="xs:error"/></xs:simpleContent>"#),
        inside(r#"<xs:assert test="surely(@a)"/>"#),
        inside(r#"<xs:assert test="count() = 1"/>"#),
        facet(r#"<xs:restriction base="xs:int"><xs:assertion test="surely($value)"/></xs:restriction>"#),
        r#"<xs:element name="r"><xs:alternative test="surely(@a)" type="xs:int"/></xs:element>"#.to_owned(),
        r#"<xs:elemnt name="r"/>"#.to_owned(),
    ] {
        let errors = try_schema(&body).expect_err(&body);
        assert!(errors.iter().all(|error| error.document == "main.xsd"), "{body}: {errors:?}");
        assert!(errors.iter().any(|error| error.place.is_some()), "{body}: {errors:?}");
    }
}

#[test]
fn refuses_references_that_lead_nowhere() {
    let errors = try_schema(r#"<xs:include schemaLocation="http://192.0.2.1/a.xsd"/>"#).unwrap_err();
    assert!(matches!(errors[0].defect, Defect::UnresolvedReference { .. }), "{errors:?}");
}

#[test]
fn refuses_bombs_before_they_are_compiled() {
    let mut groups =
        String::from(r#"<xs:group name="g0"><xs:sequence><xs:element name="a"/></xs:sequence></xs:group>"#);
    for level in 1..=25 {
        let below = level - 1;
        groups += &format!(
            r#"<xs:group name="g{level}"><xs:sequence><xs:group ref="g{below}"/><xs:group ref="g{below}"/></xs:sequence></xs:group>"#
        );
    }
    groups += r#"<xs:element name="r"><xs:complexType><xs:group ref="g25"/></xs:complexType></xs:element>"#;
    let wide: String = (0..8_000).map(|index| format!(r#"<xs:element name="e{index}"/>"#)).collect();
    let wide = format!(
        r#"<xs:element name="r"><xs:complexType><xs:choice maxOccurs="unbounded">{wide}</xs:choice></xs:complexType></xs:element>"#
    );
    for body in [groups, wide] {
        let begun = std::time::Instant::now();
        let errors = try_schema(&body).unwrap_err();
        assert!(matches!(errors[0].defect, Defect::LimitReached { .. }), "{errors:?}");
        assert!(begun.elapsed().as_secs() < 2);
    }
}

#[test]
fn measures_an_instance_before_the_engine_sees_it() {
    let schema = schema(r#"<xs:element name="r" type="xs:anyType"/>"#);
    let declarations: String = (0..100).map(|index| format!(" xmlns:p{index}='urn:{index}'")).collect();
    for text in [
        format!("<r{declarations}/>"),
        format!("<r>{}</r>", "7".repeat(100_000)),
        format!("<r>{}{}</r>", "<a>".repeat(255), "</a>".repeat(255)),
    ] {
        let limits = Limits { depth: 200, ..Limits::default() };
        let document = Document::parse(text.as_bytes()).unwrap();
        let validation = schema.validate(&document, document.root_element(), None, &limits);
        assert_eq!(validation.conclusion(), Conclusion::Undecided, "{:.40}", text);
    }
}
