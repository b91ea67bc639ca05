//! The hostile schemas and documents, made when they are asked for.

use std::fmt::Write as _;

/// One case: a schema, perhaps a document, and other schema documents beside it.
#[derive(Clone)]
pub(crate) struct Case {
    /// Its name in the table.
    pub(crate) name: &'static str,
    /// What it does, for the table.
    pub(crate) attack: &'static str,
    /// Name and text of the schema documents; the first is given to the command.
    pub(crate) schemas: Vec<(String, String)>,
    /// The document.
    pub(crate) instance: Option<String>,
}

const HEAD: &str = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">"#;

fn schema(name: &'static str, attack: &'static str, body: &str) -> Case {
    let schemas = vec![("main.xsd".into(), format!("{HEAD}{body}</xs:schema>"))];
    Case { name, attack, schemas, instance: None }
}

fn pair(name: &'static str, attack: &'static str, body: &str, instance: impl Into<String>) -> Case {
    Case { instance: Some(instance.into()), ..schema(name, attack, body) }
}

/// `text` with every `#` replaced by each number below `count`.
fn each(count: usize, text: &str) -> String {
    (0..count).map(|number| text.replace('#', &number.to_string())).collect()
}

/// An element `r` whose content is this type.
fn typed(name: &'static str, attack: &'static str, restriction: &str, value: &str) -> Case {
    let body = format!(r#"<xs:element name="r"><xs:simpleType>{restriction}</xs:simpleType></xs:element>"#);
    pair(name, attack, &body, format!("<r>{value}</r>"))
}

fn pattern(name: &'static str, attack: &'static str, expression: &str, value: &str) -> Case {
    let body =
        format!(r#"<xs:restriction base="xs:string"><xs:pattern value="{expression}"/></xs:restriction>"#);
    typed(name, attack, &body, value)
}

/// An element `r` with any number of `a`, about which an assertion is made.
fn asserted(name: &'static str, attack: &'static str, test: &str, elements: usize) -> Case {
    let body = format!(
        r#"<xs:element name="r"><xs:complexType><xs:sequence><xs:element name="a" type="xs:int" maxOccurs="unbounded"/></xs:sequence>
        <xs:assert test="{test}"/></xs:complexType></xs:element>"#
    );
    pair(name, attack, &body, format!("<r>{}</r>", "<a>1</a>".repeat(elements)))
}

/// An element `r` whose content model this is.
fn model(name: &'static str, attack: &'static str, particles: &str, instance: &str) -> Case {
    let body = format!(r#"<xs:element name="r"><xs:complexType>{particles}</xs:complexType></xs:element>"#);
    pair(name, attack, &body, instance)
}

/// All of them, in the order of the table.
pub(crate) fn all() -> Vec<Case> {
    [content_models(), types(), expressions(), constraints(), documents(), references()].concat()
}

fn content_models() -> Vec<Case> {
    let mut doubling =
        String::from(r#"<xs:group name="g0"><xs:sequence><xs:element name="a"/></xs:sequence></xs:group>"#);
    for level in 1..=25 {
        let below = level - 1;
        let _ = write!(
            doubling,
            r#"<xs:group name="g{level}"><xs:sequence><xs:group ref="g{below}"/><xs:group ref="g{below}"/></xs:sequence></xs:group>"#
        );
    }
    doubling += r#"<xs:element name="r"><xs:complexType><xs:group ref="g25"/></xs:complexType></xs:element>"#;
    let mut nested = String::from(r#"<xs:element name="a"/>"#);
    for _ in 0..12 {
        nested = format!(r#"<xs:sequence minOccurs="0" maxOccurs="1000000000">{nested}</xs:sequence>"#);
    }
    let deep = format!("{}{}", "<xs:sequence>".repeat(200), "</xs:sequence>".repeat(200));
    let optional = each(400, r##"<xs:element name="e#" minOccurs="0" maxOccurs="unbounded"/>"##);
    let reversed: String =
        (0..400).rev().map(|number| format!(r#"<xs:element name="e{number}" minOccurs="0"/>"#)).collect();
    vec![
        schema(
            "groups-doubling",
            "a group that refers twice to a group, 25 times over: 2^25 particles",
            &doubling,
        ),
        schema(
            "groups-circular",
            "two groups that contain each other",
            r#"<xs:group name="g"><xs:sequence><xs:group ref="h"/></xs:sequence></xs:group><xs:group name="h"><xs:sequence><xs:group ref="g"/></xs:sequence></xs:group>"#,
        ),
        model(
            "occurs-billion",
            "maxOccurs=1000000000 and 20,000 elements",
            r#"<xs:sequence><xs:element name="a" maxOccurs="1000000000"/></xs:sequence>"#,
            &format!("<r>{}</r>", "<a/>".repeat(20_000)),
        ),
        model(
            "occurs-billion-required",
            "minOccurs=1000000000 and one element",
            r#"<xs:sequence><xs:element name="a" minOccurs="1000000000" maxOccurs="unbounded"/></xs:sequence>"#,
            "<r><a/></r>",
        ),
        model(
            "occurs-nested",
            "twelve sequences inside one another, each up to 1000000000 times",
            &nested,
            &format!("<r>{}</r>", "<a/>".repeat(5_000)),
        ),
        model(
            "choice-wide",
            "a repeated choice of 5,000 elements: 25,000,000 pairs to compare",
            &format!(
                r#"<xs:choice maxOccurs="unbounded">{}</xs:choice>"#,
                each(5_000, r##"<xs:element name="e#"/>"##)
            ),
            "<r/>",
        ),
        schema(
            "sequences-deep",
            "200 sequences inside one another",
            &format!(r#"<xs:element name="r"><xs:complexType>{deep}</xs:complexType></xs:element>"#),
        ),
        model(
            "ambiguous",
            "1,000 optional elements of one name after each other",
            &format!(
                "<xs:sequence>{}</xs:sequence>",
                r#"<xs:element name="a" minOccurs="0"/>"#.repeat(1_000)
            ),
            "<r><a/></r>",
        ),
        model(
            "all-wide",
            "an all group of 1,000 elements in reverse order, each twice",
            &format!("<xs:all>{}</xs:all>", each(1_000, r##"<xs:element name="e#" maxOccurs="2"/>"##)),
            &format!(
                "<r>{}</r>",
                (0..1_000).rev().map(|number| format!("<e{number}/><e{number}/>")).collect::<String>()
            ),
        ),
        schema(
            "restriction-subsets",
            "an all group of 40 elements and a wildcard restricts another: 2^40 subsets",
            &format!(
                r#"<xs:complexType name="b"><xs:all>{any}{elements}</xs:all></xs:complexType><xs:complexType name="d"><xs:complexContent><xs:restriction base="b"><xs:all>{any}{elements}</xs:all></xs:restriction></xs:complexContent></xs:complexType>"#,
                any = r#"<xs:any namespace="urn:other" processContents="skip" minOccurs="0"/>"#,
                elements = each(40, r#"<xs:element name="e#" minOccurs="0"/>"#)
            ),
        ),
        schema(
            "restriction-hard",
            "400 optional elements restrict 400 others in reverse order",
            &format!(
                r#"<xs:complexType name="b"><xs:sequence>{optional}</xs:sequence></xs:complexType><xs:complexType name="d"><xs:complexContent><xs:restriction base="b"><xs:sequence>{reversed}</xs:sequence></xs:restriction></xs:complexContent></xs:complexType>"#
            ),
        ),
    ]
}

fn types() -> Vec<Case> {
    let mut unions =
        String::from(r#"<xs:simpleType name="u0"><xs:union memberTypes="xs:int xs:date"/></xs:simpleType>"#);
    for level in 1..=25 {
        let below = level - 1;
        let _ = write!(
            unions,
            r#"<xs:simpleType name="u{level}"><xs:union memberTypes="u{below} u{below}"/></xs:simpleType>"#
        );
    }
    unions += r#"<xs:element name="r" type="u25"/>"#;
    let mut chain =
        String::from(r#"<xs:simpleType name="t0"><xs:restriction base="xs:string"/></xs:simpleType>"#);
    let mut extension = String::from(r#"<xs:complexType name="c0"><xs:sequence/></xs:complexType>"#);
    for level in 1..=2_000 {
        let below = level - 1;
        let _ = write!(
            chain,
            r#"<xs:simpleType name="t{level}"><xs:restriction base="t{below}"/></xs:simpleType>"#
        );
        if level <= 300 {
            let _ = write!(
                extension,
                r#"<xs:complexType name="c{level}"><xs:complexContent><xs:extension base="c{below}"><xs:sequence><xs:element name="e{level}" minOccurs="0"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>"#
            );
        }
    }
    chain += r#"<xs:element name="r" type="t2000"/>"#;
    extension += r#"<xs:element name="r" type="c300"/>"#;
    let values = each(50_000, r##"<xs:enumeration value="value-#"/>"##);
    let enumeration = format!(
        r#"<xs:element name="r"><xs:complexType><xs:sequence><xs:element name="a" type="e" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element>
        <xs:simpleType name="e"><xs:restriction base="xs:string">{values}</xs:restriction></xs:simpleType>"#
    );
    let alternatives = format!(
        r#"<xs:element name="r"><xs:complexType><xs:sequence><xs:element name="a" maxOccurs="unbounded" type="xs:anyType">{}</xs:element></xs:sequence></xs:complexType></xs:element>"#,
        each(2_000, r##"<xs:alternative test="@k = '#'" type="xs:string"/>"##)
    );
    vec![
        pair(
            "unions-of-unions",
            "a union of twice the union below, 25 times over: 2^25 members",
            &unions,
            "<r>none</r>",
        ),
        schema(
            "unions-circular",
            "two unions that are members of each other",
            r#"<xs:simpleType name="a"><xs:union memberTypes="b xs:int"/></xs:simpleType><xs:simpleType name="b"><xs:union memberTypes="a"/></xs:simpleType>"#,
        ),
        pair("types-deep", "2,000 restrictions of one another", &chain, "<r>x</r>"),
        pair(
            "extensions-deep",
            "300 extensions of one another, each with an element",
            &extension,
            "<r><e300/></r>",
        ),
        schema(
            "types-circular",
            "two types that extend each other",
            r#"<xs:complexType name="a"><xs:complexContent><xs:extension base="b"/></xs:complexContent></xs:complexType><xs:complexType name="b"><xs:complexContent><xs:extension base="a"/></xs:complexContent></xs:complexType>"#,
        ),
        pair(
            "enumeration-huge",
            "50,000 values and 10,000 elements that have the last of them",
            &enumeration,
            format!("<r>{}</r>", "<a>value-49999</a>".repeat(10_000)),
        ),
        pair(
            "alternatives-many",
            "2,000 type alternatives for each of 2,000 elements",
            &alternatives,
            format!("<r>{}</r>", r#"<a k="none">1</a>"#.repeat(2_000)),
        ),
        typed(
            "integer-million",
            "an integer of 1,000,000 digits",
            r#"<xs:restriction base="xs:integer"/>"#,
            &"9".repeat(1_000_000),
        ),
        typed(
            "integer-65000",
            "an integer of 65,000 digits with bounds and totalDigits",
            r#"<xs:restriction base="xs:integer"><xs:minInclusive value="0"/><xs:totalDigits value="65000"/></xs:restriction>"#,
            &"9".repeat(65_000),
        ),
        typed(
            "decimal-fraction",
            "a decimal with 60,000 digits after the point",
            r#"<xs:restriction base="xs:decimal"><xs:maxExclusive value="1"/></xs:restriction>"#,
            &format!("0.{}", "3".repeat(60_000)),
        ),
        typed(
            "year-long",
            "a date whose year has 60,000 digits",
            r#"<xs:restriction base="xs:date"/>"#,
            &format!("{}-01-01", "9".repeat(60_000)),
        ),
        typed(
            "base64-long",
            "10 MB of base64",
            r#"<xs:restriction base="xs:base64Binary"><xs:maxLength value="10000000"/></xs:restriction>"#,
            &"QUJD".repeat(2_500_000),
        ),
        typed(
            "list-long",
            "a list of 200,000 integers",
            r#"<xs:list itemType="xs:integer"/>"#,
            &"1 ".repeat(200_000),
        ),
    ]
}

fn expressions() -> Vec<Case> {
    let enumerated = format!(
        r#"<xs:simpleType name="p"><xs:restriction base="xs:string"><xs:pattern value="(.*a){{30}}"/></xs:restriction></xs:simpleType>
        <xs:simpleType name="e"><xs:restriction base="p"><xs:enumeration value="{}b"/></xs:restriction></xs:simpleType>"#,
        "a".repeat(8_000)
    );
    let parentheses = format!("{}1{} = 1", "(".repeat(3_000), ")".repeat(3_000));
    let mut subtraction = String::new();
    for _ in 0..150 {
        subtraction += "[a-z-";
    }
    subtraction += "[q]";
    subtraction += &"]".repeat(150);
    vec![
        asserted(
            "assertion-quadratic",
            "every pair of 20,000 elements",
            "every $x in a, $y in a satisfies $x le $y + 1",
            20_000,
        ),
        asserted(
            "assertion-cubic",
            "every triple of 2,000 elements, by predicates inside predicates",
            "exists(a[../a[../a[. = 2]]])",
            2_000,
        ),
        asserted(
            "assertion-descendants",
            "all descendants of all ancestors of all descendants",
            "count(.//*/ancestor-or-self::*//*) gt 0",
            5_000,
        ),
        asserted(
            "assertion-range",
            "a range of 1,000,000,000 numbers",
            "count(for $i in 1 to 1000000000 return $i) gt 0",
            1,
        ),
        asserted(
            "assertion-memory",
            "a string of 1,000,000,000 characters",
            "string-length(string-join(for $i in 1 to 100000000 return '0123456789', '')) gt 0",
            1,
        ),
        asserted("assertion-recursion", "3,000 parentheses inside one another", &parentheses, 1),
        asserted(
            "assertion-matches",
            "a pattern that backtracks, inside an expression",
            "not(matches(string-join(for $i in 1 to 40000 return 'a', ''), '^(a+)+b$'))",
            1,
        ),
        pattern(
            "pattern-30",
            "(.*a){30} on 50,000 characters that do not match",
            "(.*a){30}",
            &format!("{}b", "a".repeat(50_000)),
        ),
        schema(
            "pattern-in-the-schema",
            "a value of an enumeration that such a pattern must match",
            &enumerated,
        ),
        pattern(
            "pattern-nested-plus",
            "((a+)+)+ on 50,000 characters that do not match",
            "((a+)+)+",
            &format!("{}b", "a".repeat(50_000)),
        ),
        pattern("pattern-counted-twice", "(a{1000}){1000}", "(a{1000}){1000}", "a"),
        pattern("pattern-billion", "a{1000000000}", "a{1000000000}", "a"),
        pattern(
            "pattern-unicode",
            "(\\p{L}{1,200}){200} on letters of many scripts",
            "(\\p{L}{1,200}){200}",
            &"戸籍あア".repeat(2_000),
        ),
        pattern(
            "pattern-subtraction",
            "character classes subtracted from each other 150 times",
            &format!("{subtraction}*"),
            &"abc".repeat(1_000),
        ),
        pattern(
            "pattern-alternatives",
            "2,000 alternatives with one beginning, repeated",
            &format!("({})*", (0..1_400).map(|number| format!("aaaa{number}")).collect::<Vec<_>>().join("|")),
            &"aaaa1399".repeat(2_000),
        ),
    ]
}

fn constraints() -> Vec<Case> {
    let chain = each(
        2_000,
        r##"<xs:element name="s#" type="xs:string" substitutionGroup="h#"/><xs:element name="h#" type="xs:string"/>"##,
    );
    let mut web = String::from(
        r#"<xs:element name="e0" type="xs:string"/><xs:element name="e1" type="xs:string" substitutionGroup="e0"/>"#,
    );
    for number in 2..60 {
        let _ = write!(
            web,
            r#"<xs:element name="e{number}" type="xs:string" substitutionGroup="e{} e{}"/>"#,
            number - 1,
            number - 2
        );
    }
    let referring = r#"<xs:element name="r"><xs:complexType><xs:sequence><xs:element ref="e0" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element>"#;
    let keyed = |constraints: &str| {
        format!(
            r#"<xs:element name="r"><xs:complexType><xs:sequence><xs:element name="a" maxOccurs="unbounded"><xs:complexType><xs:attribute name="k" type="xs:integer"/><xs:attribute name="f" type="xs:integer"/></xs:complexType></xs:element></xs:sequence></xs:complexType>{constraints}</xs:element>"#
        )
    };
    let entries = |count: usize| format!("<r>{}</r>", each(count, r##"<a k="#" f="#"/>"##));
    let key = r#"<xs:key name="k"><xs:selector xpath="a"/><xs:field xpath="@k"/></xs:key>"#;
    let recursive = r#"<xs:element name="r"><xs:complexType><xs:sequence><xs:element ref="r" minOccurs="0" maxOccurs="unbounded"/></xs:sequence><xs:attribute name="k"/></xs:complexType>
        <xs:unique name="u"><xs:selector xpath=".//r"/><xs:field xpath="@k"/></xs:unique></xs:element>"#;
    let deep: String =
        (0..250).map(|level| format!(r#"<r k="{level}">"#)).collect::<String>() + &"</r>".repeat(250);
    vec![
        schema(
            "substitution-many",
            "2,000 heads of substitution groups, each with a member",
            &format!("{chain}{referring}<xs:element name=\"e0\"/>"),
        ),
        pair(
            "substitution-web",
            "60 elements, each a member of the two groups before it",
            &format!("{web}{referring}"),
            format!("<r>{}</r>", "<e59>x</e59>".repeat(2_000)),
        ),
        pair("keys-many", "30,000 elements with keys of their own", &keyed(key), entries(30_000)),
        pair(
            "keyrefs-many",
            "20,000 references to 20,000 keys",
            &keyed(&format!(
                r#"{key}<xs:keyref name="f" refer="k"><xs:selector xpath="a"/><xs:field xpath="@f"/></xs:keyref>"#
            )),
            entries(20_000),
        ),
        pair(
            "constraints-many",
            "1,000 identity constraints on 1,000 elements",
            &keyed(&each(
                1_000,
                r##"<xs:unique name="u#"><xs:selector xpath="a"/><xs:field xpath="@k"/></xs:unique>"##,
            )),
            entries(1_000),
        ),
        pair("uniqueness-deep", "uniqueness among all descendants, at each of 250 levels", recursive, deep),
    ]
}

fn documents() -> Vec<Case> {
    let any = r#"<xs:element name="r" type="xs:anyType"/>"#;
    let declarations = each(16_000, " xmlns:n#=\"urn:n\"");
    let laughs: String =
        (1..30).map(|level| format!("<!ENTITY e{level} \"&e{0};&e{0};\">", level - 1)).collect();
    let attributes = each(500, " a#=\"1\"");
    vec![
        pair(
            "namespaces-16000",
            "16,000 namespace declarations and as many children",
            any,
            format!("<r{declarations}>{}</r>", "<c/>".repeat(16_000)),
        ),
        pair(
            "namespaces-60",
            "60 namespace declarations in scope of 40,000 children",
            any,
            format!("<r{}>{}</r>", each(60, " xmlns:n#=\"urn:n\""), "<c/>".repeat(40_000)),
        ),
        pair(
            "namespaces-each",
            "a namespace of its own on each of 1,000 children",
            any,
            format!("<r>{}</r>", each(1_000, "<c xmlns:n#=\"urn:n#\" n#:a=\"1\"/>")),
        ),
        pair(
            "elements-deep",
            "300 elements inside one another",
            any,
            format!("{}{}", "<r>".repeat(300), "</r>".repeat(300)),
        ),
        pair(
            "elements-many",
            "150,000 elements that are not declared",
            r#"<xs:element name="r"><xs:complexType/></xs:element>"#,
            format!("<r>{}</r>", "<x/>".repeat(150_000)),
        ),
        pair(
            "attributes-many",
            "500 attributes on each of 100 elements",
            any,
            format!("<r>{}</r>", format!("<c{attributes}/>").repeat(100)),
        ),
        pair(
            "text-long",
            "17 MiB of text in one element",
            any,
            format!("<r>{}</r>", "x".repeat(17 * 1024 * 1024)),
        ),
        pair(
            "names-long",
            "an element whose name has 200,000 characters",
            any,
            format!("<r><{0}/></r>", "x".repeat(200_000)),
        ),
        pair(
            "entities",
            "entities that double 30 times",
            any,
            format!("<!DOCTYPE r [<!ENTITY e0 \"x\">{laughs}]><r>&e29;</r>"),
        ),
        pair(
            "types-named-by-the-document",
            "xsi:type and xsi:nil on 20,000 elements",
            r#"<xs:element name="r" type="xs:anyType"/><xs:element name="c" type="xs:anyType" nillable="true"/>"#,
            format!(
                r#"<r xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xs="http://www.w3.org/2001/XMLSchema">{}</r>"#,
                r#"<c xsi:type="xs:integer">1</c>"#.repeat(20_000)
            ),
        ),
    ]
}

fn references() -> Vec<Case> {
    let document = |name: &str, body: &str| (name.to_owned(), format!("{HEAD}{body}</xs:schema>"));
    let circle = vec![
        document("main.xsd", r#"<xs:include schemaLocation="b.xsd"/><xs:element name="r"/>"#),
        document("b.xsd", r#"<xs:include schemaLocation="main.xsd"/>"#),
    ];
    let overriding = vec![
        document(
            "main.xsd",
            r#"<xs:override schemaLocation="b.xsd"><xs:element name="r" type="xs:int"/></xs:override>"#,
        ),
        document(
            "b.xsd",
            r#"<xs:override schemaLocation="main.xsd"><xs:element name="r" type="xs:date"/></xs:override>"#,
        ),
    ];
    let chain = |count: usize| -> Vec<_> {
        (0..count)
            .map(|number| {
                let name = if number == 0 { "main.xsd".to_owned() } else { format!("d{number}.xsd") };
                document(&name, &format!(r#"<xs:include schemaLocation="d{}.xsd"/>"#, number + 1))
            })
            .chain([document(&format!("d{count}.xsd"), r#"<xs:element name="r"/>"#)])
            .collect()
    };
    let outside = vec![document(
        "main.xsd",
        r#"<xs:import namespace="urn:n" schemaLocation="http://192.0.2.1/n.xsd"/>"#,
    )];
    let repeated = |count: usize, comment: usize| {
        let text = format!(r#"<!--{}--><xs:element name="r"/>"#, "a".repeat(comment));
        vec![
            document("main.xsd", &r#"<xs:include schemaLocation="b.xsd"/>"#.repeat(count)),
            document("b.xsd", &text),
        ]
    };
    let replaced = |count: usize| each(count, r#"<xs:element name="e#"/>"#);
    let overridden = vec![
        document(
            "main.xsd",
            &format!(
                r#"<xs:override schemaLocation="b.xsd">{}</xs:override><xs:element name="r"/>"#,
                replaced(5_000)
            ),
        ),
        document("b.xsd", &r#"<xs:include schemaLocation="c.xsd"/>"#.repeat(2_000)),
        document("c.xsd", &replaced(5_000)),
    ];
    let case = |name, attack, schemas| Case { name, attack, schemas, instance: Some("<r/>".into()) };
    vec![
        case("includes-circular", "two documents that include each other", circle),
        case("overrides-circular", "two documents that override each other", overriding),
        case("overrides-many", "5,000 elements overridden along 2,000 references", overridden),
        case("includes-repeated", "1,000 references to one document of 2 MB", repeated(1_000, 2_000_000)),
        case("includes-20000", "20,000 references to one document", repeated(20_000, 10)),
        case("includes-100", "a chain of 100 documents", chain(100)),
        case("includes-1200", "a chain of 1,200 documents", chain(1_200)),
        case("reference-to-the-network", "an import from a host", outside),
    ]
}
