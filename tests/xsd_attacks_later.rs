//! What a later attacker found in the schema room (docs/reviews.md): each finding with the nearest document or schema that is
//! accepted and the nearest that is refused.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test"
)]

mod xsd_support;

use koseki::xsd::Undecided;
use xsd_support::{XSI, accepts, compiled, leaves_open, refused, rejects, schema};

/// Part 2, 3.3.16.2: a space may stand behind every character, so that wrapped lines are a value.
#[test]
fn base64_may_be_wrapped() {
    let of = |facets: &str| {
        schema(&format!(
            "><xs:simpleType name='b'><xs:restriction base='xs:base64Binary'>{facets}</xs:restriction></xs:simpleType>\
             <xs:element name='r' type='b'/>\
             <xs:element name='c'><xs:complexType><xs:simpleContent><xs:extension base='b'><xs:attribute name='v' type='b'/>\
             </xs:extension></xs:simpleContent></xs:complexType></xs:element>"
        ))
    };
    let plain = of("");
    for value in
        ["YWJjYWJj", "\n  YWJj\n  YWJj\n", "Y W J j", "YWJjYQ = =", "YWJj YWI =", "YWJj<!-- -->\nYWJj", ""]
    {
        accepts(&plain, &format!("<r>{value}</r>"));
        accepts(&plain, &format!("<c>{value}</c>"));
        if !value.contains('<') {
            accepts(&plain, &format!("<c v='{value}'/>"));
        }
    }
    for value in ["YWJj YWJ", "YWJj YQ= = =", "YWJj YR==", "YWJj\u{3000}YWJj", "YWJj = YWI"] {
        rejects(&plain, &format!("<r>{value}</r>"), "cvc-datatype-valid");
        rejects(&plain, &format!("<c v='{value}'/>"), "cvc-datatype-valid");
    }
    // Octets are counted, not characters; a value is compared, not its way to be written.
    accepts(&of("<xs:length value='6'/>"), "<r>YWJj\nYWJj</r>");
    rejects(&of("<xs:length value='7'/>"), "<r>YWJj\nYWJj</r>", "cvc-length-valid");
    accepts(&of("<xs:enumeration value='YWJjYWJj'/>"), "<r>YWJj\nYWJj</r>");
    rejects(&of("<xs:enumeration value='YWJjYWJj'/>"), "<r>YWJj\nYWJk</r>", "cvc-enumeration-valid");
    accepts(&of("<xs:assertion test=\"starts-with(string($value), 'YWJjYWJj')\"/>"), "<r>YWJj\nYWJj</r>");
    // A pattern is about the way it is written.
    accepts(&of("<xs:pattern value='[A-Za-z ]+'/>"), "<r>\nYWJj\nYWJj\n</r>");
    rejects(&of("<xs:pattern value='[A-Za-z]+'/>"), "<r>YWJj\nYWJj</r>", "cvc-");
    let wrapped = of("<xs:pattern value='.{4} .{4}'/>");
    leaves_open(&wrapped, "<r>YWJj\nYWJj</r>", Undecided::SpacesInBinary);
    rejects(&wrapped, "<r>YWJj YW Jj</r>", "cvc-");
}

#[test]
fn base64_may_be_wrapped_where_other_types_are_near() {
    let s = schema(
        "><xs:element name='u'><xs:simpleType><xs:union memberTypes='xs:int xs:base64Binary'/></xs:simpleType></xs:element>\
         <xs:element name='s'><xs:simpleType><xs:union memberTypes='xs:string xs:base64Binary'/></xs:simpleType></xs:element>\
         <xs:element name='l'><xs:simpleType><xs:list itemType='xs:base64Binary'/></xs:simpleType></xs:element>\
         <xs:element name='t' type='xs:string' fixed='YWJj YWJj'/>\
         <xs:element name='h' type='xs:hexBinary'/>\
         <xs:element name='k'><xs:complexType><xs:sequence><xs:element name='i' maxOccurs='9' type='xs:base64Binary'/></xs:sequence>\
         </xs:complexType><xs:unique name='n'><xs:selector xpath='i'/><xs:field xpath='.'/></xs:unique></xs:element>\
         <xs:element name='a'><xs:complexType><xs:attribute name='v' type='xs:base64Binary'/></xs:complexType></xs:element>\
         <xs:element name='x'><xs:complexType><xs:attribute name='v' type='xs:token'/></xs:complexType></xs:element>",
    );
    accepts(&s, "<u>YWJj YWJj</u>");
    rejects(&s, "<u>YWJj YWJ</u>", "cvc-");
    accepts(&s, "<s>YWJj YWJ</s>");
    accepts(&s, "<l>YWJj YWJj</l>");
    rejects(&s, "<l>YWJj YWJ j</l>", "cvc-");
    accepts(&s, "<t>YWJj YWJj</t>");
    rejects(&s, "<t>YWJjYWJj</t>", "cvc-elt.5.2.2");
    rejects(&s, "<h>0A 0B</h>", "cvc-datatype-valid");
    accepts(&s, "<k><i>YWJj\nYWJj</i><i>YWJjYWJk</i></k>");
    rejects(&s, "<k><i>YWJj\nYWJj</i><i>YWJjYWJj</i></k>", "cvc-identity-constraint");
    // One name, two types: nobody knows beforehand which of them it is.
    accepts(&s, "<a v='YWJj'/>");
    leaves_open(&s, "<x v='YWJj YWJj'/>", Undecided::SpacesInBinary);
    leaves_open(&s, "<a v='YWJj YWJj'/>", Undecided::SpacesInBinary);
    rejects(&s, "<a v='YWJj YWJj' w=''/>", "cvc-complex-type.3");
    accepts(&s, "<x v='YWJj, YWJj'/>");
}

/// Its type is boolean, whose white space is collapsed before anybody reads it.
#[test]
fn white_space_around_nil_changes_nothing() {
    let s = schema(
        "><xs:element name='r' type='xs:int' nillable='true'/><xs:element name='f' type='xs:int' nillable='true' fixed='1'/>",
    );
    for nil in [" true ", "1\n", "true&#10;", "\ttrue"] {
        accepts(&s, &format!("<r {XSI} xsi:nil='{nil}'/>"));
        rejects(&s, &format!("<r {XSI} xsi:nil='{nil}'>1</r>"), "cvc-elt.3.2.1");
        rejects(&s, &format!("<r {XSI} xsi:nil='{nil}'><x/></r>"), "cvc-elt.3.2.1");
        rejects(&s, &format!("<f {XSI} xsi:nil='{nil}'/>"), "cvc-elt.3.2.2");
    }
    accepts(&s, &format!("<r {XSI} xsi:nil=' false '>1</r>"));
    rejects(&s, &format!("<r {XSI} xsi:nil='tr ue'>1</r>"), "cvc-");
    rejects(&s, &format!("<r {XSI} xsi:nil='&#x3000;true'>1</r>"), "cvc-");
}

/// Part 1, 3.3.4.4, clause 3.1.1.
#[test]
fn an_element_of_simple_type_has_four_attributes_at_most() {
    let s = schema(
        "><xs:element name='r' type='xs:int' nillable='true'/>\
         <xs:element name='a' type='xs:anyType' nillable='true'><xs:alternative test=\"@k='1'\" type='xs:int'/>\
         <xs:alternative test=\"@k='2'\" type='xs:error'/><xs:alternative test=\"@k='3'\"><xs:complexType>\
         <xs:attribute name='k'/></xs:complexType></xs:alternative></xs:element>",
    );
    let allowed = format!("{XSI} xsi:schemaLocation='a b' xsi:noNamespaceSchemaLocation='c'");
    accepts(
        &s,
        &format!(
            "<r {allowed} xsi:nil='true' xsi:type='xs:int' xmlns:xs='http://www.w3.org/2001/XMLSchema'/>"
        ),
    );
    rejects(&s, &format!("<r {XSI} xsi:foo='1'>1</r>"), "cvc-type.3.1.1");
    rejects(&s, "<r foo='1'>1</r>", "cvc-complex-type.3.2.1");
    accepts(&s, "<a k='0' foo='1'/>");
    rejects(&s, "<a k='1'>1</a>", "cvc-type.3.1.1");
    rejects(&s, &format!("<a k='2' {XSI} xsi:nil='true'/>"), "cvc-type.3.1.1");
    accepts(&s, "<a k='3'/>");
    rejects(&s, "<a k='3' foo='1'/>", "cvc-complex-type.3");
}

#[test]
fn an_inherited_attribute_selects_a_simple_type() {
    let s = schema(
        "><xs:element name='p'><xs:complexType><xs:sequence><xs:element name='a' type='xs:anyType'>\
         <xs:alternative test=\"@k='1'\" type='xs:int'/></xs:element></xs:sequence>\
         <xs:attribute name='k' inheritable='true'/></xs:complexType></xs:element>",
    );
    accepts(&s, "<p k='1'><a>1</a></p>");
    rejects(&s, "<p k='1'><a anything='x'>1</a></p>", "cvc-type.3.1.1");
    accepts(&s, "<p k='2'><a anything='x'>y</a></p>");
}

/// Part 1, 3.10.4.3: what is skipped is not assessed.
#[test]
fn what_is_skipped_may_say_of_itself_what_it_likes() {
    let of = |process: &str| {
        schema(&format!(
            "><xs:element name='r'><xs:complexType><xs:sequence><xs:any processContents='{process}'/></xs:sequence></xs:complexType>\
             </xs:element><xs:element name='k' type='xs:int'/>"
        ))
    };
    for said in ["xsi:type='nope'", "xsi:nil='zz'", "xsi:type='a:b'", "xsi:type='::'"] {
        for instance in [format!("<r {XSI}><d {said}/></r>"), format!("<r {XSI}><d><k {said}>x</k></d></r>")]
        {
            accepts(&of("skip"), &instance);
            rejects(&of("lax"), &instance, "cvc-");
        }
    }
}

/// The value of an element is its whole text, whatever comments stand in it, and a conversion of a list trims each word.
#[test]
fn white_space_hides_behind_no_comment_and_no_word_of_a_list() {
    let s = schema(
        "><xs:complexType name='l'><xs:simpleContent><xs:extension base='s'/></xs:simpleContent></xs:complexType>\
         <xs:simpleType name='s'><xs:list itemType='xs:string'/></xs:simpleType>\
         <xs:element name='r'><xs:complexType><xs:sequence><xs:element name='b' type='xs:string' minOccurs='0'/>\
         <xs:element name='m' minOccurs='0'><xs:complexType mixed='true'><xs:sequence><xs:element name='c' type='xs:string'/>\
         </xs:sequence></xs:complexType></xs:element><xs:element name='l' type='l' minOccurs='0'/></xs:sequence>\
         <xs:attribute name='l' type='s'/>\
         <xs:assert test='(not(b) or xs:int(b) = 1) and (not(m) or xs:int(m) = 1)'/>\
         <xs:assert test='every $x in (data(l), data(@l)) satisfies xs:int($x) = 1'/></xs:complexType></xs:element>",
    );
    for hidden in ["1\u{3000}", "1<!-- -->\u{3000}", "<?p?>\u{3000}<?p?>1", " <!-- -->1<!-- --> \u{3000} "] {
        leaves_open(&s, &format!("<r><b>{hidden}</b></r>"), Undecided::HiddenWhiteSpace);
    }
    for hidden in ["1<c>\u{3000}</c>", "<c>1</c>\u{3000}", "\u{3000}<c>1</c>", "1<c/>\u{3000}"] {
        leaves_open(&s, &format!("<r><m>{hidden}</m></r>"), Undecided::HiddenWhiteSpace);
    }
    for list in ["1\u{3000} 1", "1 \u{3000}1 1"] {
        leaves_open(&s, &format!("<r><l>{list}</l></r>"), Undecided::HiddenWhiteSpace);
        leaves_open(&s, &format!("<r l='{list}'/>"), Undecided::HiddenWhiteSpace);
    }
    accepts(&s, "<r l='1 1'><b> <!-- -->1<!-- --> </b><m>1<c/></m><l>1 1</l></r>");
    rejects(&s, "<r><b>1<!-- -->2</b></r>", "cvc-assertion");
    rejects(&s, "<r><l>1 2</l></r>", "cvc-assertion");
    rejects(&s, "<r><b>1\u{3000}2</b></r>", "cvc-assertion");
}

/// Part 1, 3.3.4.6: what `xsi:type` names governs when it is derived from what the alternatives select.
#[test]
fn a_named_type_does_not_lead_around_the_selected_one() {
    let derived = |name: &str, base: &str| {
        format!(
            "<xs:complexType name='{name}'><xs:complexContent><xs:extension base='{base}'><xs:attribute name='{name}'/>\
             </xs:extension></xs:complexContent></xs:complexType>"
        )
    };
    let s = schema(&format!(
        "><xs:complexType name='b'><xs:attribute name='k'/></xs:complexType>{}{}{}\
         <xs:element name='r' type='b'><xs:alternative test=\"@k='1'\" type='d'/></xs:element>",
        derived("d", "b"),
        derived("e", "d"),
        derived("f", "b"),
    ));
    accepts(&s, "<r k='1' d=''/>");
    accepts(&s, &format!("<r {XSI} xsi:type='d' k='1' d=''/>"));
    accepts(&s, &format!("<r {XSI} xsi:type='f' k='2' f=''/>"));
    accepts(&s, &format!("<r {XSI} xsi:type='b' k='2'/>"));
    for named in ["b", "f"] {
        rejects(&s, &format!("<r {XSI} xsi:type='{named}' k='1'/>"), "cvc-elt.4.3");
    }
    leaves_open(&s, &format!("<r {XSI} xsi:type='e' k='1' e=''/>"), Undecided::SelectedType);
    leaves_open(&s, &format!("<r {XSI} xsi:foo='' k='1'/>"), Undecided::SelectedType);
    rejects(&s, &format!("<r {XSI} xsi:foo='' k='2'/>"), "cvc-complex-type.3");
}

/// Part 1, 3.13.4.1: an assertion sees the types that govern, wherever they come from.
#[test]
fn an_assertion_sees_the_attributes_of_a_selected_type() {
    let s = schema(
        "><xs:complexType name='b'><xs:attribute name='k'/><xs:attribute name='o'/></xs:complexType>\
         <xs:complexType name='d'><xs:complexContent><xs:extension base='b'><xs:attribute name='n' type='xs:int'/>\
         <xs:attribute name='m' type='xs:int'/><xs:attribute name='f' type='xs:decimal'/><xs:attribute name='t' type='xs:decimal'/>\
         <xs:attribute name='w' type='xs:date'/><xs:attribute name='s' type='xs:token'/><xs:assert test='@n lt @m or not(@n)'/>\
         <xs:assert test='not(@f = @t)'/><xs:assert test=\"not(@w) or @w ge xs:date('2020-01-01')\"/>\
         <xs:assert test=\"not(@s) or @s = 'a b'\"/></xs:extension></xs:complexContent></xs:complexType>\
         <xs:complexType name='e'><xs:complexContent><xs:restriction base='b'><xs:attribute name='o' type='xs:int'/>\
         <xs:assert test='@o lt 10'/></xs:restriction></xs:complexContent></xs:complexType>\
         <xs:element name='r' type='b'><xs:alternative test=\"@k = '1'\" type='d'/><xs:alternative test=\"@k = '2'\" type='e'/></xs:element>\
         <xs:element name='p'><xs:complexType><xs:sequence><xs:element ref='r' maxOccurs='2'/></xs:sequence>\
         <xs:assert test='not(r[2]) or r[1]/@o lt r[2]/@o'/></xs:complexType></xs:element>",
    );
    accepts(&s, "<r k='1' n='9' m='10'/>");
    rejects(&s, "<r k='1' n='10' m='9'/>", "cvc-assertion");
    accepts(&s, "<r k='1' f='1' t='1.1'/>");
    rejects(&s, "<r k='1' f='1' t='1.0'/>", "cvc-assertion");
    accepts(&s, "<r k='1' w='2020-01-01'/>");
    rejects(&s, "<r k='1' w='2019-12-31'/>", "cvc-assertion");
    accepts(&s, "<r k='1' s=' a  b '/>");
    rejects(&s, "<r k='1' s='ab'/>", "cvc-assertion");
    accepts(&s, "<r k='2' o='9'/>");
    rejects(&s, "<r k='2' o='10'/>", "cvc-assertion");
    accepts(&s, &format!("<r {XSI} xsi:type='d' k='1' n='9' m='10'/>"));
    rejects(&s, &format!("<r {XSI} xsi:type='d' k='1' n='10' m='9'/>"), "cvc-assertion");
    accepts(&s, "<p><r k='2' o='5'/><r k='2' o='09'/></p>");
    accepts(&s, "<p><r k='2' o='-9'/><r k='2' o='-8'/></p>");
    rejects(&s, "<p><r k='2' o='-9'/><r k='2' o='-10'/></p>", "cvc-assertion");
    rejects(&s, "<p><r k='2' o='5'/><r k='2' o='11'/></p>", "cvc-assertion");
}

#[test]
fn an_assertion_sees_the_values_of_selected_types() {
    let s = schema(
        "><xs:complexType name='i'><xs:simpleContent><xs:extension base='xs:int'><xs:attribute name='u'/>\
         <xs:assert test='$value ge 0'/></xs:extension></xs:simpleContent></xs:complexType>\
         <xs:element name='o'><xs:complexType><xs:sequence>\
         <xs:element name='a' minOccurs='0' maxOccurs='2'><xs:alternative test='true()' type='xs:int'/></xs:element>\
         <xs:element name='b' minOccurs='0' maxOccurs='2' type='xs:anyType'><xs:alternative test='@u' type='i'/></xs:element>\
         <xs:element name='c' minOccurs='0' maxOccurs='2' type='i'/></xs:sequence>\
         <xs:assert test='not(a) or a[1] lt a[2]'/><xs:assert test='not(b) or b[1] lt b[2]'/>\
         <xs:assert test='not(c) or c[1] lt c[2]'/></xs:complexType></xs:element>",
    );
    for (name, attribute) in [("a", ""), ("b", " u=''"), ("c", " u=''"), ("c", "")] {
        let of = |first: &str, second: &str| {
            format!("<o><{name}{attribute}>{first}</{name}><{name}{attribute}>{second}</{name}></o>")
        };
        accepts(&s, &of("9", "10"));
        rejects(&s, &of("10", "9"), "cvc-assertion");
        if name != "a" {
            rejects(&s, &of("-9", "10"), "cvc-assertion");
        }
    }
    // Without the attribute the declared type governs, whose values have no type.
    accepts(&s, "<o><b>10</b><b>9</b></o>");
    rejects(&s, "<o><b>9</b><b>10</b></o>", "cvc-assertion");
}

/// Part 1, 3.4.5.1: what the schema supplies belongs to the attributes; and names keep the prefix they are written with.
#[test]
fn an_assertion_sees_what_the_schema_supplies() {
    let s = schema(
        "><xs:element name='r'><xs:complexType><xs:attribute name='d' type='xs:int' default='5'/>\
         <xs:attribute name='n' type='xs:int'/><xs:assert test='not(@n) or @d lt @n'/></xs:complexType></xs:element>\
         <xs:element name='q'><xs:complexType><xs:sequence><xs:any processContents='skip'/></xs:sequence>\
         <xs:assert test=\"name(*) = 'p:a' and namespace-uri(*) = 'urn:a'\"/></xs:complexType></xs:element>",
    );
    accepts(&s, "<r n='10'/>");
    rejects(&s, "<r n='4'/>", "cvc-assertion");
    accepts(&s, "<r d='3' n='4'/>");
    accepts(&s, "<q xmlns:p='urn:a'><p:a/></q>");
    rejects(&s, "<q><a xmlns='urn:a'/></q>", "cvc-assertion");
    rejects(&s, "<q xmlns:p='urn:b'><p:a/></q>", "cvc-assertion");
}

/// Part 1, 3.11.5: of the keys below an element those that occur in several of them are gone, its own stay.
#[test]
fn a_reference_to_its_own_key_sees_those_below_too() {
    let of = |items: &str| {
        schema(&format!(
            "><xs:element name='r'><xs:complexType><xs:sequence><xs:element ref='r' minOccurs='0' maxOccurs='9'/>\
             <xs:element name='i' minOccurs='0' maxOccurs='9'><xs:complexType><xs:attribute name='a' type='xs:string'/></xs:complexType></xs:element>\
             <xs:element name='f' minOccurs='0'><xs:complexType><xs:attribute name='b' type='xs:string'/></xs:complexType></xs:element>\
             </xs:sequence></xs:complexType>\
             <xs:key name='k'><xs:selector xpath='{items}'/><xs:field xpath='@a'/></xs:key>\
             <xs:keyref name='kr' refer='k'><xs:selector xpath='f'/><xs:field xpath='@b'/></xs:keyref></xs:element>"
        ))
    };
    let s = of("i");
    let open = |instance: &str| leaves_open(&s, instance, Undecided::KeysOfSeveralElements);
    accepts(&s, "<r><r><i a='1'/></r><f b='1'/></r>");
    accepts(&s, "<r><r><i a='1'/></r><r><i a='2'/></r><f b='1'/></r>");
    accepts(&s, "<r><r><r><i a='1'/></r><i a='1'/></r><f b='1'/></r>");
    open("<r><r><i a='1'/></r><r><i a='1'/></r><f b='1'/></r>");
    open("<r><r><r><i a='1'/></r><r><i a='1'/></r></r><f b='1'/></r>");
    rejects(&s, "<r><r><i a='1'/></r><f b='2'/></r>", "cvc-identity-constraint");
    rejects(&s, "<r><f b='1'/><r><i a='1'/></r></r>", "cvc-");
    // One node that several elements have for a key is one.
    accepts(&of(".//i"), "<r><r><r><i a='1'/></r></r><f b='1'/></r>");
}

/// Keys that do not meet cannot take each other away.
#[test]
fn keys_of_several_elements_are_open_only_where_they_meet() {
    let s = schema(
        "><xs:element name='r'><xs:complexType><xs:sequence><xs:element name='g' maxOccurs='unbounded'><xs:complexType><xs:sequence>\
         <xs:element name='i' type='xs:string' maxOccurs='unbounded'/></xs:sequence></xs:complexType>\
         <xs:key name='k'><xs:selector xpath='i'/><xs:field xpath='.'/></xs:key></xs:element>\
         <xs:element name='f' type='xs:string' minOccurs='0'/></xs:sequence></xs:complexType>\
         <xs:keyref name='kr' refer='k'><xs:selector xpath='f'/><xs:field xpath='.'/></xs:keyref></xs:element>",
    );
    let groups: String = (0..4_000).map(|number| format!("<g><i>{number}</i><i>{number}a</i></g>")).collect();
    accepts(&s, &format!("<r>{groups}</r>"));
    accepts(&s, &format!("<r>{groups}<f>17a</f></r>"));
    rejects(&s, &format!("<r>{groups}<f>17b</f></r>"), "cvc-identity-constraint");
    leaves_open(&s, &format!("<r>{groups}<g><i>17a</i></g><f>17a</f></r>"), Undecided::KeysOfSeveralElements);
}

/// Part 1, 3.4.6.4: the element of a restriction has every identity constraint that its base has.
#[test]
fn a_restriction_keeps_identity_constraints() {
    let unique = "<xs:unique name='u'><xs:selector xpath='z'/><xs:field xpath='@z'/></xs:unique>";
    let of = |base: &str, derived: &str| {
        format!(
            "><xs:complexType name='x'><xs:sequence><xs:element name='z' maxOccurs='9'><xs:complexType><xs:attribute name='z'/>\
             </xs:complexType></xs:element></xs:sequence></xs:complexType>\
             <xs:element name='g' type='x'>{}</xs:element>\
             <xs:complexType name='b'>{base}</xs:complexType>\
             <xs:complexType name='d'><xs:complexContent><xs:restriction base='b'>{derived}</xs:restriction></xs:complexContent></xs:complexType>\
             <xs:element name='r' type='b'/>",
            unique.replace("'u'", "'gu'")
        )
    };
    let element = |constraint: &str| format!("<xs:element name='a' type='x'>{constraint}</xs:element>");
    let same = "<xs:unique ref='u'/>";
    let further =
        "<xs:unique ref='u'/><xs:unique name='v'><xs:selector xpath='z'/><xs:field xpath='.'/></xs:unique>";
    let any = "<xs:any minOccurs='0' maxOccurs='9'/>";
    for (open, close) in
        [("<xs:sequence>", "</xs:sequence>"), ("<xs:all>", "</xs:all>"), ("<xs:choice>", "</xs:choice>")]
    {
        for more in ["", any].into_iter().take(if open == "<xs:choice>" { 1 } else { 2 }) {
            let model = |one: &str| format!("{open}{one}{more}{close}");
            for kept in [same, further] {
                schema(&of(&model(&element(unique)), &model(&element(kept))));
            }
            schema(&of(&model(&element("")), &model(&element(unique))));
            let dropped = of(&model(&element(unique)), &model(&element("")));
            refused(&[("s.xsd", &dropped)], "derivation-ok-restriction");
        }
    }
    let sequence = |one: &str| format!("<xs:sequence>{one}</xs:sequence>");
    let referred = sequence("<xs:element ref='g'/>");
    schema(&of(&referred, &referred));
    let local = sequence("<xs:element name='g' type='x'/>");
    refused(&[("s.xsd", &of(&referred, &local))], "derivation-ok-restriction");
    let s = schema(&of(&sequence(&element(unique)), &sequence(&element(same))));
    let instance = |second: &str| format!("<r {XSI} xsi:type='d'><a><z z='1'/><z z='{second}'/></a></r>");
    accepts(&s, &instance("2"));
    rejects(&s, &instance("1"), "cvc-identity-constraint");
}

/// Part 1, 3.16.6.3, clause 2.1: whatever simple type is derived from another is so by restriction.
#[test]
fn blocked_restrictions_leave_no_simple_type() {
    let of = |block: &str| {
        schema(&format!(
            " {block}><xs:simpleType name='u'><xs:union memberTypes='xs:int xs:date'/></xs:simpleType>\
             <xs:element name='r' type='u'/><xs:element name='s' type='xs:anySimpleType'/><xs:element name='h' type='u'/>\
             <xs:element name='m' type='xs:int' substitutionGroup='h'/><xs:element name='n' type='u' substitutionGroup='h'/>\
             <xs:element name='q'><xs:complexType><xs:sequence><xs:element ref='h'/></xs:sequence></xs:complexType></xs:element>"
        ))
    };
    let named = |name: &str, kind: &str| {
        format!("<{name} {XSI} xmlns:xs='http://www.w3.org/2001/XMLSchema' xsi:type='{kind}'>1</{name}>")
    };
    for free in ["", "blockDefault='extension'"] {
        let s = of(free);
        accepts(&s, &named("r", "xs:int"));
        accepts(&s, &named("s", "u"));
        accepts(&s, &named("s", "xs:NMTOKENS"));
        accepts(&s, "<q><m>1</m></q>");
    }
    for blocked in ["blockDefault='restriction'", "blockDefault='#all'"] {
        let s = of(blocked);
        accepts(&s, &named("r", "u"));
        rejects(&s, &named("r", "xs:int"), "cvc-elt.4.3");
        rejects(&s, &named("s", "u"), "cvc-elt.4.3");
        rejects(&s, &named("s", "xs:NMTOKENS"), "cvc-elt.4.3");
        accepts(&s, "<q><h>1</h></q>");
        rejects(&s, "<q><m>1</m></q>", "cvc-complex-type.2.4");
    }
    accepts(&of("blockDefault='restriction'"), "<q><n>1</n></q>");
    let excluding = |exclusion: &str, member: &str| {
        format!(
            "><xs:simpleType name='u'><xs:union memberTypes='xs:int xs:date'/></xs:simpleType>\
             <xs:element name='h' type='u' final='{exclusion}'/><xs:element name='m' type='{member}' substitutionGroup='h'/>"
        )
    };
    schema(&excluding("extension", "xs:int"));
    schema(&excluding("restriction", "u"));
    refused(&[("s.xsd", &excluding("restriction", "xs:int"))], "e-props-correct");
}

/// Part 1, 3.3.6.3, clause 2.3.
#[test]
fn a_type_in_between_blocks_a_substitution() {
    let of = |between: &str, own: &str| {
        schema(&format!(
            "><xs:complexType name='B'/><xs:complexType name='E' {between}><xs:complexContent><xs:extension base='B'>\
             <xs:attribute name='a'/></xs:extension></xs:complexContent></xs:complexType>\
             <xs:complexType name='F' {own}><xs:complexContent><xs:extension base='E'><xs:attribute name='b'/></xs:extension>\
             </xs:complexContent></xs:complexType><xs:element name='h' type='B'/><xs:element name='m' type='F' substitutionGroup='h'/>\
             <xs:element name='e' type='E' substitutionGroup='h'/>\
             <xs:element name='q'><xs:complexType><xs:sequence><xs:element ref='h'/></xs:sequence></xs:complexType></xs:element>"
        ))
    };
    for free in ["", "block='restriction'"] {
        accepts(&of(free, "block='#all'"), "<q><m/></q>");
    }
    for blocked in ["block='#all'", "block='extension'"] {
        let s = of(blocked, "");
        accepts(&s, "<q><h/></q>");
        accepts(&s, "<q><e/></q>");
        rejects(&s, "<q><m/></q>", "cvc-complex-type.2.4");
        accepts(&s, "<m/>");
    }
}

/// Part 1, F.2: one may replace the other, both have one symbol space; the engine would keep both.
#[test]
fn a_type_is_not_overridden_by_one_of_the_other_kind() {
    let complex =
        "<xs:complexType name='T'><xs:sequence><xs:element name='a'/></xs:sequence></xs:complexType>";
    let simple = "<xs:simpleType name='T'><xs:restriction base='xs:int'/></xs:simpleType>";
    let of = |old: &str, new: &str| {
        let new = format!(
            "><xs:override schemaLocation='t.xsd'>{new}</xs:override><xs:element name='r' type='T'/>"
        );
        (new, format!(">{old}"))
    };
    let (new, old) = of(complex, &complex.replace("'a'", "'b'"));
    rejects(&compiled(&[("s.xsd", &new), ("t.xsd", &old)]).unwrap(), "<r><a/></r>", "cvc-complex-type.2.4");
    let (new, old) = of(&simple.replace("int", "date"), simple);
    accepts(&compiled(&[("s.xsd", &new), ("t.xsd", &old)]).unwrap(), "<r>1</r>");
    for (old, new) in [(complex, simple), (simple, complex)] {
        let (new, old) = of(old, new);
        refused(&[("s.xsd", &new), ("t.xsd", &old)], "src-override");
    }
    refused(&[("s.xsd", &format!(">{complex}{simple}<xs:element name='r' type='T'/>"))], "'T'");
}

/// Where a key is missing is said of the node that refers to it.
#[test]
fn a_reference_without_its_key_is_placed() {
    let s = schema(
        " targetNamespace='urn:t' xmlns:t='urn:t' elementFormDefault='qualified'><xs:element name='r'><xs:complexType><xs:sequence>\
         <xs:element name='i' maxOccurs='9'><xs:complexType><xs:attribute name='a' type='xs:int'/></xs:complexType></xs:element>\
         <xs:element name='f' maxOccurs='9'><xs:complexType><xs:attribute name='b' type='xs:int'/></xs:complexType></xs:element>\
         </xs:sequence></xs:complexType><xs:key name='k'><xs:selector xpath='t:i'/><xs:field xpath='@a'/></xs:key>\
         <xs:keyref name='kr' refer='t:k'><xs:selector xpath='.//t:f'/><xs:field xpath='@b'/></xs:keyref></xs:element>",
    );
    let said = |body: &str| {
        let validation = xsd_support::validate(&s, &format!("<r xmlns='urn:t'>\n{body}</r>"));
        validation.violations().iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert!(said("<i a='1'/><f b='1'/><f/>").is_empty());
    let missing =
        |place: &str, path: &str| format!("{place}: cvc-identity-constraint.4.3 {path}, expected keyref kr");
    assert_eq!(said("<i a='1'/><f b='1'/>\n <f b='2'/>"), [missing("3:2", "/r[1]/f[2]")]);
    assert_eq!(
        said("<i a='1'/><f b='3'/>\n<f b='1'/><f b='2'/>"),
        [missing("2:11", "/r[1]/f[1]"), missing("3:11", "/r[1]/f[3]")]
    );
    // 01 is written otherwise and is the same key: it is not clear which nodes are meant, and the element is named.
    assert_eq!(said("<i a='1'/><f b='01'/>\n<f b='2'/>"), [missing("1:1", "/r[1]")]);
}

/// Part 1, 3.4.6.2, clause 1.4.3.2.2.1.
#[test]
fn mixed_content_is_extended_by_mixed_content() {
    let of = |base: &str, derived: &str, content: &str| {
        format!(
            "><xs:complexType name='b' {base}/><xs:complexType name='d' {derived}><xs:complexContent><xs:extension base='b'>{content}\
             </xs:extension></xs:complexContent></xs:complexType><xs:element name='r' type='d'/>"
        )
    };
    let elements = "<xs:sequence><xs:element name='c'/></xs:sequence>";
    accepts(&schema(&of("", "", elements)), "<r><c/></r>");
    accepts(&schema(&of("mixed='true'", "mixed='true'", elements)), "<r>a<c/></r>");
    schema(&of("mixed='true'", "", "<xs:attribute name='a'/>"));
    schema(&of("mixed='true'", "", "<xs:sequence/>"));
    refused(&[("s.xsd", &of("mixed='true'", "", elements))], "cos-ct-extends");
    refused(&[("s.xsd", &of("mixed='true'", "", &elements.replace("sequence", "all")))], "cos-ct-extends");
}

/// Decision 0054. A line of these fails when the engine has learnt better.
#[test]
fn what_the_engine_is_known_to_do_otherwise() {
    let restriction = |base: &str, derived: &str| {
        format!(
            "><xs:complexType name='b'><xs:sequence>{base}</xs:sequence></xs:complexType><xs:complexType name='d'><xs:complexContent>\
             <xs:restriction base='b'><xs:sequence>{derived}</xs:sequence></xs:restriction></xs:complexContent></xs:complexType>\
             <xs:element name='r' type='b'/>"
        )
    };
    let a = "<xs:element name='a'/>";
    let many = "<xs:element name='a' maxOccurs='unbounded'/>";
    schema(&restriction(many, "<xs:element name='a' minOccurs='3' maxOccurs='3'/>"));
    refused(&[("s.xsd", &restriction(many, &a.repeat(3)))], "derivation-ok-restriction");
    let open = |mode: &str| {
        schema(&format!(
            "><xs:element name='r'><xs:complexType><xs:openContent mode='{mode}'><xs:any processContents='skip' notQName='##definedSibling'/>\
             </xs:openContent><xs:all minOccurs='0'><xs:element name='d'/></xs:all></xs:complexType></xs:element>"
        ))
    };
    accepts(&open("suffix"), "<r><d/><y/></r>");
    accepts(&open("suffix"), "<r/>");
    accepts(&open("interleave"), "<r><y/></r>");
    rejects(&open("suffix"), "<r><y/></r>", "cvc-complex-type.2.4");
    let keys = schema(
        "><xs:element name='o'><xs:complexType><xs:sequence><xs:element name='r'><xs:complexType><xs:attribute name='f'/></xs:complexType>\
         </xs:element><xs:element name='q'><xs:complexType><xs:attribute name='f' type='xs:int'/></xs:complexType></xs:element></xs:sequence>\
         </xs:complexType><xs:key name='k'><xs:selector xpath='q'/><xs:field xpath='@f'/></xs:key>\
         <xs:keyref name='x' refer='k'><xs:selector xpath='r'/><xs:field xpath='@f'/></xs:keyref></xs:element>",
    );
    accepts(&keys, "<o><r f='1'/><q f='1'/></o>");
    rejects(&keys, "<o><r f='1'/><q f='01'/></o>", "cvc-identity-constraint");
}
