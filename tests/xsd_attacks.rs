//! What an attacker found between our check of a schema and the engine that compiles it (docs/reviews.md): each finding
//! with the nearest schema or document that is accepted and the nearest that is refused.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test"
)]

use koseki::crypto::DigestAlgorithm;
use koseki::xsd::{
    Catalogue, CheckedSchema, LocalFiles, Outline, Reference, Resolution, Resolver, Schema, SchemaDocument,
    Undecided,
};

mod xsd_support;

use xsd_support::{XSI, accepts, compiled, leaves_open, refused, rejects, schema, text, validate};

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
    for malformed in
        ["vc:maxVersion='1.1.1'", "vc:minVersion='1e3'", "vc:typeAvailable='1'", "vc:facetAvailable='none:a'"]
    {
        let body = format!("><xs:element name='r' {malformed}/>");
        refused(&[("s.xsd", &body)], "4.2.2");
    }
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

/// Part 1, 3.4.6.4, clauses 2.2.2 and 2.3.
#[test]
fn simple_content_is_restricted_by_a_type_derived_from_it() {
    let base = "<xs:simpleType name='five'><xs:restriction base='xs:int'><xs:maxInclusive value='5'/></xs:restriction></xs:simpleType>\
        <xs:simpleType name='u'><xs:union memberTypes='xs:int xs:date'/></xs:simpleType>";
    let of = |content: &str, own: &str| {
        format!(
            ">{base}<xs:complexType name='b'><xs:simpleContent><xs:extension base='{content}'/></xs:simpleContent></xs:complexType>\
             <xs:complexType name='d'><xs:simpleContent><xs:restriction base='b'><xs:simpleType><xs:restriction base='{own}'/></xs:simpleType>\
             </xs:restriction></xs:simpleContent></xs:complexType><xs:element name='r' type='d'/>"
        )
    };
    for (content, own) in [
        ("xs:int", "xs:byte"),
        ("xs:int", "five"),
        ("five", "five"),
        ("xs:anySimpleType", "xs:date"),
        ("u", "xs:date"),
    ] {
        schema(&of(content, own));
    }
    for (content, own) in
        [("xs:int", "xs:string"), ("five", "xs:int"), ("five", "xs:byte"), ("u", "xs:string")]
    {
        refused(&[("s.xsd", &of(content, own))], "derivation-ok-restriction");
    }
    // Facets make another type of it, which nothing is derived from.
    let narrowed = |own: &str| {
        format!(
            ">{base}<xs:complexType name='b'><xs:simpleContent><xs:extension base='xs:int'/></xs:simpleContent></xs:complexType>\
             <xs:complexType name='m'><xs:simpleContent><xs:restriction base='b'><xs:maxInclusive value='5'/></xs:restriction></xs:simpleContent></xs:complexType>\
             <xs:complexType name='d'><xs:simpleContent><xs:restriction base='m'>{own}<xs:minInclusive value='1'/></xs:restriction></xs:simpleContent></xs:complexType>\
             <xs:element name='r' type='d'/>"
        )
    };
    rejects(&schema(&narrowed("")), "<r>6</r>", "cvc-");
    accepts(&schema(&narrowed("")), "<r>5</r>");
    let own = narrowed("<xs:simpleType><xs:restriction base='xs:int'/></xs:simpleType>");
    refused(&[("s.xsd", &own)], "derivation-ok-restriction");
}

#[test]
fn complex_content_does_not_restrict_simple_content() {
    let of = |mixed: &str, base: &str| {
        format!(
            "><xs:complexType name='simple'><xs:simpleContent><xs:extension base='xs:int'><xs:attribute name='a'/></xs:extension></xs:simpleContent></xs:complexType>\
             <xs:complexType name='empty'><xs:attribute name='a'/></xs:complexType>\
             <xs:complexType name='d'><xs:complexContent{mixed}><xs:restriction base='{base}'/></xs:complexContent></xs:complexType>\
             <xs:element name='r' type='d'/>"
        )
    };
    accepts(&schema(&of("", "empty")), "<r a=''/>");
    refused(&[("s.xsd", &of("", "simple"))], "derivation-ok-restriction");
    refused(&[("s.xsd", &of(" mixed='true'", "simple"))], "derivation-ok-restriction");
}

fn restriction(base: &str, derived: &str) -> String {
    format!(
        "><xs:complexType name='b'>{base}</xs:complexType><xs:complexType name='d'><xs:complexContent>\
         <xs:restriction base='b'>{derived}</xs:restriction></xs:complexContent></xs:complexType>\
         <xs:element name='s' type='b'/><xs:element name='r' type='d'/>"
    )
}

/// Part 1, 3.4.6.4: what the derived type accepts, the base accepts.
#[test]
fn open_content_is_no_more_than_the_base_allows() {
    let skip = "<xs:any processContents='skip'";
    for mode in ["interleave", "suffix"] {
        let open = format!("<xs:openContent mode='{mode}'>{skip}/></xs:openContent>");
        let wild = |occurs: &str| format!("<xs:sequence>{skip} {occurs}/></xs:sequence>");
        let free = wild("minOccurs='0' maxOccurs='unbounded'");
        let body = restriction(&free, &format!("{open}<xs:sequence/>"));
        accepts(&schema(&body), &format!("<s {XSI} xsi:type='d'><q/><q/></s>"));
        for occurs in ["minOccurs='0' maxOccurs='2'", "minOccurs='0'", "maxOccurs='unbounded'"] {
            let body = restriction(&wild(occurs), &format!("{open}<xs:sequence/>"));
            refused(&[("s.xsd", &body)], "derivation-ok-restriction");
        }
        // The base allows less: another namespace, stricter processing.
        for narrower in ["namespace='urn:a'", "notNamespace='urn:a'", "notQName='a'"] {
            let base = format!(
                "<xs:sequence><xs:any {narrower} processContents='skip' minOccurs='0' maxOccurs='unbounded'/></xs:sequence>"
            );
            refused(
                &[("s.xsd", &restriction(&base, &format!("{open}<xs:sequence/>")))],
                "derivation-ok-restriction",
            );
        }
    }
    // The default of a document applies to the restriction too.
    let of = |applies: &str| {
        format!(
            "><xs:include schemaLocation='b.xsd'/><xs:defaultOpenContent appliesToEmpty='{applies}'>{skip}/></xs:defaultOpenContent>\
             <xs:complexType name='d'><xs:complexContent><xs:restriction base='b'/></xs:complexContent></xs:complexType>\
             <xs:element name='s' type='b'/>"
        )
    };
    let b = "><xs:complexType name='b'/>";
    compiled(&[("s.xsd", &of("false")), ("b.xsd", b)]).unwrap();
    refused(&[("s.xsd", &of("true")), ("b.xsd", b)], "derivation-ok-restriction");
}

#[test]
fn a_wildcard_does_not_take_over_what_the_base_declares() {
    let any = "<xs:any processContents='skip' minOccurs='0' maxOccurs='2'/>";
    let element = "<xs:element name='b' type='xs:byte' minOccurs='0'/>";
    let base = format!("<xs:sequence>{any}{element}</xs:sequence>");
    let same = schema(&restriction(&base, &base));
    rejects(&same, "<r><a/><b>x</b></r>", "cvc-");
    accepts(&same, "<r><a/><b>1</b></r>");
    // Left out, and the wildcard no longer lets it in.
    let without = "<xs:sequence><xs:any notQName='b' processContents='skip' minOccurs='0' maxOccurs='2'/></xs:sequence>";
    schema(&restriction(&base, without));
    refused(
        &[("s.xsd", &restriction(&base, &format!("<xs:sequence>{any}</xs:sequence>")))],
        "derivation-ok-restriction",
    );
    let choice = format!("<xs:choice>{any}{element}</xs:choice>");
    refused(&[("s.xsd", &restriction(&base, &choice))], "derivation-ok-restriction");
    // By open content.
    let open = "<xs:openContent><xs:any processContents='skip'/></xs:openContent>";
    let base = format!("{open}<xs:sequence>{element}</xs:sequence>");
    schema(&restriction(&base, &base));
    let without =
        "<xs:openContent><xs:any notQName='b' processContents='skip'/></xs:openContent><xs:sequence/>";
    schema(&restriction(&base, without));
    refused(&[("s.xsd", &restriction(&base, &format!("{open}<xs:sequence/>")))], "derivation-ok-restriction");
    // In an all group.
    let all = "<xs:all><xs:any namespace='##local' processContents='skip' maxOccurs='unbounded'/><xs:element name='c' type='xs:int' maxOccurs='2'/></xs:all>";
    schema(&restriction(all, all));
    let sequence = |any: &str| {
        format!("<xs:sequence>{any}<xs:element name='c' type='xs:int' maxOccurs='2'/></xs:sequence>")
    };
    schema(&restriction(
        all,
        &sequence("<xs:any namespace='##local' notQName='c' processContents='skip' maxOccurs='3'/>"),
    ));
    refused(
        &[(
            "s.xsd",
            &restriction(
                all,
                &sequence("<xs:any namespace='##local' processContents='skip' maxOccurs='3'/>"),
            ),
        )],
        "derivation-ok-restriction",
    );
}

/// Part 2, 4.3.4.4: the first is one, the second is none; alone or beside another one.
#[test]
fn a_pattern_of_simple_content_is_one() {
    let of = |patterns: &str| {
        format!(
            "><xs:complexType name='b'><xs:simpleContent><xs:extension base='xs:int'/></xs:simpleContent></xs:complexType>\
             <xs:element name='r'><xs:complexType><xs:simpleContent><xs:restriction base='b'>{patterns}</xs:restriction></xs:simpleContent></xs:complexType></xs:element>"
        )
    };
    let good = schema(&of("<xs:pattern value='[1]'/>"));
    accepts(&good, "<r>1</r>");
    rejects(&good, "<r>2</r>", "cvc-pattern-valid");
    refused(&[("s.xsd", &of("<xs:pattern value='['/>"))], "pattern");
    refused(&[("s.xsd", &of("<xs:pattern value='1'/><xs:pattern value='\\p{Foo}('/>"))], "pattern");
}

#[test]
fn facets_that_a_type_does_not_have_are_refused() {
    let of = |base: &str, facet: &str| {
        format!(
            "><xs:element name='r'><xs:simpleType><xs:restriction base='{base}'>{facet}</xs:restriction></xs:simpleType></xs:element>"
        )
    };
    schema(&of("xs:boolean", "<xs:pattern value='true'/>"));
    schema(&of("xs:int", "<xs:enumeration value='1'/>"));
    refused(&[("s.xsd", &of("xs:boolean", "<xs:enumeration value='true'/>"))], "cos-applicable-facets");
    schema(&of("xs:NMTOKENS", "<xs:whiteSpace value='collapse'/>"));
    refused(&[("s.xsd", &of("xs:NMTOKENS", "<xs:whiteSpace value='preserve'/>"))], "whiteSpace");
}

#[test]
fn a_default_stands_for_content_that_may_be_left_out() {
    let of = |constraint: &str, occurs: &str| {
        format!(
            "><xs:element name='r' {constraint}='a'><xs:complexType mixed='true'><xs:sequence><xs:element name='a' minOccurs='{occurs}'/></xs:sequence></xs:complexType></xs:element>"
        )
    };
    for constraint in ["default", "fixed"] {
        accepts(&schema(&of(constraint, "0")), "<r/>");
        refused(&[("s.xsd", &of(constraint, "1"))], "cos-valid-default");
    }
}

#[test]
fn an_attribute_group_has_an_attribute_once() {
    let of = |name: &str| {
        format!(
            "><xs:attributeGroup name='g'><xs:attribute name='a'/><xs:attribute name='{name}' type='xs:int'/></xs:attributeGroup>"
        )
    };
    schema(&of("b"));
    refused(&[("s.xsd", &of("a"))], "ag-props-correct");
}

fn gathered(documents: &[(&str, &str)]) -> CheckedSchema {
    let documents: Vec<_> =
        documents.iter().map(|(name, body)| SchemaDocument::new(*name, text(body))).collect();
    CheckedSchema::gather(&documents[..1], &Catalogue::new(documents[1..].to_vec())).unwrap()
}

fn digest(documents: &[(&str, &str)]) -> String {
    gathered(documents).digest().to_hex()
}

/// Which document stands where decides what a schema means, and the digest says it.
#[test]
fn the_digest_of_a_schema_binds_where_its_references_lead() {
    let a = "><xs:override schemaLocation='b.xsd'><xs:simpleType name='t'><xs:restriction base='xs:int'/></xs:simpleType></xs:override>\
        <xs:include schemaLocation='c.xsd'/><xs:element name='r' type='u'/>";
    let t = "><xs:simpleType name='t'><xs:restriction base='xs:string'/></xs:simpleType>";
    let u = "><xs:simpleType name='u'><xs:restriction base='xs:string'/></xs:simpleType>";
    let one = digest(&[("/1/a.xsd", a), ("/1/b.xsd", t), ("/1/c.xsd", u)]);
    assert_eq!(one, digest(&[("/2/a.xsd", a), ("/2/c.xsd", u), ("/2/b.xsd", t)]), "neither folder nor order");
    assert_ne!(one, digest(&[("/1/a.xsd", a), ("/1/b.xsd", u), ("/1/c.xsd", t)]), "exchanged");
    let alone = SchemaDocument::new("a.xsd", text(t));
    let schema = CheckedSchema::gather(&[alone.clone(), alone.clone()], &Catalogue::default()).unwrap();
    let sha256 = DigestAlgorithm::Sha256.digest(alone.octets());
    assert_eq!((schema.digest(), schema.documents().len()), (sha256, 1), "as sha256sum says");
    let other = SchemaDocument::new("b.xsd", text(u));
    let given = |documents: &[SchemaDocument]| {
        CheckedSchema::gather(documents, &Catalogue::default()).unwrap().digest().to_hex()
    };
    assert_eq!(given(&[alone.clone(), other.clone()]), given(&[other, alone]));
}

/// An outline comes from a file that anybody with the folder can write.
#[test]
fn an_outline_with_other_references_is_another_schema_or_none() {
    const XML: &str = "http://www.w3.org/XML/1998/namespace";
    let a = format!(
        "><xs:import namespace='{XML}'/><xs:import namespace='urn:b' schemaLocation='b.xsd'/><xs:element name='r'><xs:complexType><xs:sequence><xs:any processContents='lax'/></xs:sequence></xs:complexType></xs:element>"
    );
    let b = " targetNamespace='urn:b'><xs:element name='r' type='xs:int'/>";
    let schema = gathered(&[("a.xsd", &a), ("b.xsd", b)]);
    let digest = schema.digest();
    let octets = |sha256: &str| {
        let is = |one: &&SchemaDocument| DigestAlgorithm::Sha256.digest(one.octets()).to_hex() == sha256;
        schema.documents().iter().find(is).map(|one| one.octets().to_vec())
    };
    let same = |outline: &Outline| {
        CheckedSchema::from_outline(outline, octets).is_ok_and(|again| again.digest() == digest)
    };
    let outline = schema.outline();
    assert!(same(&outline));
    let changed = |change: fn(&mut Outline)| {
        let mut other = outline.clone();
        change(&mut other);
        assert_ne!(other, outline);
        other
    };
    for other in [
        changed(|outline| outline.routes.clear()),
        changed(|outline| outline.routes[0].to = 0),
        changed(|outline| outline.routes[0].namespace = None),
        changed(|outline| outline.routes[0].location.push('x')),
        changed(|outline| outline.roots = 0),
        changed(|outline| outline.roots = 2),
        changed(|outline| outline.roots = 9),
        changed(|outline| outline.namespaces.clear()),
        changed(|outline| outline.namespaces[0].document = 0),
        changed(|outline| outline.namespaces.push(outline.namespaces[0].clone())),
        changed(|outline| outline.namespaces[0].namespace = "urn:b".into()),
        changed(|outline| outline.documents.push(outline.documents[0].clone())),
        changed(|outline| outline.documents.swap(0, 1)),
    ] {
        assert!(!same(&other), "{other:?}");
    }
    // Of one document the digest says nothing about references, and there is nothing to choose either.
    let single = gathered(&[("a.xsd", &format!("><xs:import namespace='{XML}'/><xs:element name='r'/>"))]);
    let outline = single.outline();
    let again = |outline: &Outline| {
        CheckedSchema::from_outline(outline, |_| Some(single.documents()[0].octets().to_vec()))
    };
    assert_eq!(again(&outline).unwrap().digest(), single.digest());
    let mut other = outline.clone();
    other.namespaces.clear();
    other.documents.truncate(1);
    assert!(again(&other).is_err());
}

/// A folder whose files count how often they are read.
struct Counting(LocalFiles, std::cell::Cell<usize>);

impl Resolver for Counting {
    fn resolve(&self, reference: &Reference<'_>) -> Resolution {
        self.1.set(self.1.get() + 1);
        self.0.resolve(reference)
    }

    fn locate(&self, reference: &Reference<'_>) -> Option<String> {
        self.0.locate(reference)
    }
}

#[test]
fn a_file_is_read_once_and_references_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("b.xsd"), text("><xs:element name='r'/>")).unwrap();
    let gather = |references: usize| {
        let includes: String = (0..references)
            .map(|index| format!("<xs:include schemaLocation='{}b.xsd'/>", "./".repeat(index % 7)))
            .collect();
        let name = folder.path().canonicalize().unwrap().join("a.xsd");
        let main = SchemaDocument::new(name.to_str().unwrap(), text(&format!(">{includes}")));
        let files = Counting(LocalFiles::anywhere(), std::cell::Cell::new(0));
        (CheckedSchema::gather(&[main], &files), files.1.get())
    };
    let (schema, reads) = gather(16_384);
    assert_eq!((schema.unwrap().documents().len(), reads), (2, 1));
    let (schema, reads) = gather(16_385);
    let words = schema.unwrap_err()[0].to_string();
    assert!(words.contains("references between schema documents"), "{words}");
    assert_eq!(reads, 0);
}

/// Part 1, 3.3.4.3, clause 3.2.3.1: not one character.
#[test]
fn a_nilled_element_has_no_character_at_all() {
    let simple_content = "<xs:complexType><xs:simpleContent><xs:extension base='xs:string'/></xs:simpleContent></xs:complexType>";
    let elements = "<xs:complexType><xs:sequence><xs:element name='a'/></xs:sequence></xs:complexType>";
    for (of_type, content) in [
        ("type='xs:int'", ""),
        ("type='xs:string'", ""),
        ("", simple_content),
        ("", elements),
        ("", "<xs:complexType/>"),
        ("", "<xs:complexType mixed='true'/>"),
    ] {
        let schema =
            schema(&format!("><xs:element name='r' nillable='true' {of_type}>{content}</xs:element>"));
        for nothing in ["", "<!-- a -->", "<?a b?>"] {
            accepts(&schema, &format!("<r {XSI} xsi:nil='true'>{nothing}</r>"));
        }
        for character in
            ["\u{3000}", "\u{A0}", "\u{2003}", "\u{85}", "\u{2028}", " ", "\n", "a", "<!-- a --> "]
        {
            let nilled = format!("<r {XSI} xsi:nil='true'>{character}</r>");
            rejects(&schema, &nilled, "cvc-elt.3.2.1");
            assert_eq!(validate(&schema, &nilled).count(), 1, "{nilled}");
        }
    }
}

/// Part 1, 4.2.4, 4.2.5 and 3.17.6.1: a schema has one component of each name.
#[test]
fn a_component_is_overridden_everywhere_or_nowhere() {
    let b = (
        "b.xsd",
        "><xs:simpleType name='t'><xs:restriction base='xs:int'/></xs:simpleType><xs:element name='r' type='t'/>",
    );
    let c = ("c.xsd", "><xs:include schemaLocation='b.xsd'/>");
    let replace = |directive: &str, name: &str, restriction: &str| {
        format!(
            "<xs:{directive} schemaLocation='b.xsd'><xs:simpleType name='{name}'>{restriction}</xs:simpleType></xs:{directive}>"
        )
    };
    let string = "<xs:restriction base='xs:string'/>";
    let narrower =
        |most: u32| format!("<xs:restriction base='t'><xs:maxInclusive value='{most}'/></xs:restriction>");
    let over = replace("override", "t", string);
    let unrelated = replace("override", "unrelated", string);
    let (redefine, other) = (replace("redefine", "t", &narrower(5)), replace("redefine", "t", &narrower(50)));
    let include = |name: &str| format!("<xs:include schemaLocation='{name}.xsd'/>");
    let (o_body, o2_body) = (format!(">{other}"), format!(">{over}"));
    let (o, o2) = (("o.xsd", o_body.as_str()), ("o2.xsd", o2_body.as_str()));
    let of = |parts: &[&str]| format!(">{}", parts.concat());
    // One directive alone; one directive reached twice; one that finds nothing to replace.
    accepts(&compiled(&[("s.xsd", &of(&[&over])), b]).unwrap(), "<r>x</r>");
    rejects(&compiled(&[("s.xsd", &of(&[&redefine])), b]).unwrap(), "<r>6</r>", "cvc-");
    accepts(
        &compiled(&[
            ("s.xsd", &of(&[&include("o2"), &include("p")])),
            o2,
            ("p.xsd", &of(&[&include("o2")])),
            b,
        ])
        .unwrap(),
        "<r>x</r>",
    );
    rejects(&compiled(&[("s.xsd", &of(&[&unrelated, &include("c")])), c, b]).unwrap(), "<r>x</r>", "cvc-");
    for parts in [
        of(&[&over, &include("b")]),
        of(&[&include("b"), &over]),
        of(&[&over, &include("c")]),
        of(&[&include("c"), &over]),
        of(&[&include("o2"), &over]),
        of(&[&over, &over]),
        of(&[&redefine, &other]),
        of(&[&redefine, &include("o")]),
        of(&[&redefine, &over]),
        of(&[&over, &redefine]),
        of(&[&include("o2"), &redefine]),
        of(&[&redefine, &include("o2")]),
    ] {
        refused(&[("s.xsd", &parts), b, c, o, o2], "sch-props-correct");
    }
}

/// The engine's conversions trim it, those of the standard do not (Functions and Operators 17.1.1): no decision.
#[test]
fn white_space_that_a_conversion_would_trim_leaves_a_condition_open() {
    let of = |test: &str| {
        schema(&format!(
            "><xs:element name='r'><xs:complexType mixed='true'><xs:attribute name='q'/>{test}</xs:complexType></xs:element>"
        ))
    };
    let cast = of("<xs:assert test='@q castable as xs:int'/>");
    let date = of("<xs:assert test=\"xs:date(@q) = xs:date('2020-01-01')\"/>");
    accepts(&cast, "<r q=' 1 '/>");
    accepts(&date, "<r q='2020-01-01'/>");
    rejects(&cast, "<r q='1\u{3000}2'/>", "cvc-assertion");
    rejects(&cast, "<r q='山田\u{3000}'/>", "cvc-assertion");
    for space in ["\u{3000}", "\u{A0}", "\u{2003}", "&#x85;", "\u{2028}"] {
        leaves_open(&cast, &format!("<r q='1{space}'/>"), Undecided::HiddenWhiteSpace);
        leaves_open(&cast, &format!("<r q=' {space}1'/>"), Undecided::HiddenWhiteSpace);
        leaves_open(&date, &format!("<r q='2020-01-01{space}'/>"), Undecided::HiddenWhiteSpace);
    }
    let content = of("<xs:assert test='xs:int(string(.)) = 1'/>");
    accepts(&content, "<r>1</r>");
    leaves_open(&content, "<r>1\u{3000}</r>", Undecided::HiddenWhiteSpace);
    // Without a condition nothing is converted.
    accepts(&of(""), "<r q='1\u{3000}'/>");
    let alternative = schema(
        "><xs:element name='r' type='xs:anyType'><xs:alternative test='xs:int(@q)=1' type='xs:anyType'/><xs:alternative type='xs:error'/></xs:element>",
    );
    accepts(&alternative, "<r q='1'/>");
    leaves_open(&alternative, "<r q='1\u{3000}'/>", Undecided::HiddenWhiteSpace);
}

/// Part 1, 3.11.5: a key that occurs below several elements is none for a reference further up.
#[test]
fn a_reference_to_keys_of_several_elements_is_left_open() {
    let of = |inner: &str, outer: &str| {
        schema(&format!(
            "><xs:element name='r'><xs:complexType><xs:sequence><xs:element name='g' maxOccurs='9'><xs:complexType><xs:sequence>\
             <xs:element name='a' type='xs:int' maxOccurs='9'/></xs:sequence></xs:complexType>{inner}</xs:element>\
             <xs:element name='b' type='xs:int'/></xs:sequence></xs:complexType>{outer}\
             <xs:keyref name='f' refer='k'><xs:selector xpath='b'/><xs:field xpath='.'/></xs:keyref></xs:element>"
        ))
    };
    let key =
        |path: &str| format!("<xs:key name='k'><xs:selector xpath='{path}'/><xs:field xpath='.'/></xs:key>");
    let below = of(&key("a"), "");
    accepts(&below, "<r><g><a>1</a></g><b>1</b></r>");
    rejects(&below, "<r><g><a>1</a></g><b>2</b></r>", "cvc-identity-constraint");
    leaves_open(&below, "<r><g><a>1</a></g><g><a>1</a></g><b>1</b></r>", Undecided::KeysOfSeveralElements);
    leaves_open(&below, "<r><g><a>1</a></g><g><a>01</a></g><b>1</b></r>", Undecided::KeysOfSeveralElements);
    accepts(&below, "<r><g><a>1</a></g><g><a>2</a></g><b>1</b></r>");
    rejects(&below, "<r><g><a>1</a></g><g><a>2</a></g><b>3</b></r>", "cvc-identity-constraint");
    let same = of("", &key("g/a"));
    accepts(&same, "<r><g><a>1</a></g><g><a>2</a></g><b>1</b></r>");
    rejects(&same, "<r><g><a>1</a></g><g><a>1</a></g><b>1</b></r>", "cvc-identity-constraint");
}

#[track_caller]
fn says(schema: &Schema, instance: &str, expected: &[&str]) {
    let validation = validate(schema, instance);
    let words: Vec<_> = validation.violations().iter().map(ToString::to_string).collect();
    assert_eq!(words, expected, "{instance}");
}

#[test]
fn the_facet_that_a_complex_type_adds_is_named() {
    let of = |base: &str, facet: &str| {
        schema(&format!(
            "><xs:complexType name='b'><xs:simpleContent><xs:extension base='{base}'/></xs:simpleContent></xs:complexType>\
             <xs:element name='r'><xs:complexType><xs:simpleContent><xs:restriction base='b'>{facet}</xs:restriction></xs:simpleContent></xs:complexType></xs:element>"
        ))
    };
    let most = of("xs:int", "<xs:maxInclusive value='5'/>");
    says(&most, "<r>5</r>", &[]);
    says(&most, "<r>100</r>", &["1:1: cvc-maxInclusive-valid /r[1], expected maxInclusive 5"]);
    let listed = of("xs:string", "<xs:enumeration value='A'/>");
    says(&listed, "<r>A</r>", &[]);
    says(&listed, "<r>B</r>", &["1:1: cvc-enumeration-valid /r[1], expected enumeration A"]);
}

#[test]
fn a_missing_attribute_is_named_with_its_namespace() {
    let schema = schema(
        " targetNamespace='urn:t'><xs:element name='r'><xs:complexType><xs:attribute name='k' use='required' form='qualified'/>\
         <xs:attribute name='j' use='required'/></xs:complexType></xs:element>",
    );
    says(&schema, "<t:r xmlns:t='urn:t' t:k='1' j='1'/>", &[]);
    let lacks = |name: &str| format!("1:1: cvc-complex-type.4 /r[1], expected attribute {name}");
    says(&schema, "<t:r xmlns:t='urn:t' t:k='1'/>", &[&lacks("j")]);
    says(&schema, "<t:r xmlns:t='urn:t' j='1'/>", &[&lacks("Q{urn:t}k")]);
    says(
        &schema,
        "<t:r xmlns:t='urn:t' k='1'/>",
        &[
            "1:22: cvc-complex-type.3.2.2 /r[1]/@k, found Q{}k, expected attribute Q{urn:t}k | Q{}j",
            &lacks("Q{urn:t}k"),
            &lacks("j"),
        ],
    );
}

#[test]
fn text_that_may_not_be_there_is_told_where_it_stands() {
    let schema = schema(
        "><xs:element name='r' nillable='true'><xs:complexType><xs:sequence><xs:element name='a' maxOccurs='9'/></xs:sequence></xs:complexType></xs:element>",
    );
    says(&schema, "<r>\n<a/>\n</r>", &[]);
    for (stray, place) in [("x", "4:2"), ("\u{3000}", "4:2"), ("<![CDATA[x]]>", "4:2"), ("\n  &#65;", "5:3")]
    {
        let instance = format!("<r>\n<a/>\n\n {stray}<a/></r>");
        says(&schema, &instance, &[&format!("{place}: cvc-complex-type.2.3 /r[1]")]);
    }
    let nilled = format!("<r {XSI} xsi:nil='true'\n>\n</r>");
    says(&schema, &nilled, &["2:2: cvc-elt.3.2.1 /r[1]"]);
}
