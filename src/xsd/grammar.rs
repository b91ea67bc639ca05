//! The vocabulary of schema documents as tables: which attributes an element may carry, what their values look
//! like and which children may follow one another (XSD 1.1 Part 1 "XML Representation of …", Part 2 §4.3).
//!
//! Written from the standard's text, not made from its schema for schemas. It says nothing about components.

use Occurs::{Any, AtLeastOnce, Once, Optional};
use Value::{
    AnyUri, Boolean, Bound, DefaultNamespace, Derivations, Expression, Identifier, NamespaceName, Namespaces,
    NcName, NotNamespaces, NotQNames, Number, OneOf, PositiveNumber, QName, QNames, Text,
};

/// What one element of a schema document may look like at its place.
#[derive(Debug)]
pub(super) struct Shape {
    /// The attributes without a namespace.
    pub(super) attributes: &'static [Attribute],
    /// The alternatives of its content; each is a row of phases.
    pub(super) content: Content,
}

/// What an element may contain.
#[derive(Debug, Clone, Copy)]
pub(super) enum Content {
    /// Anything at all: `appinfo`, `documentation`.
    Anything,
    /// One of these rows of phases. The first child that is no annotation chooses the row.
    Rows(&'static [&'static [Phase]]),
}

/// Some names that may follow one another, in any order among themselves.
#[derive(Debug)]
pub(super) struct Phase(pub(super) &'static [&'static str], pub(super) Occurs);

/// How often a phase occurs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Occurs {
    /// `*`
    Any,
    /// `+`
    AtLeastOnce,
    /// Exactly once.
    Once,
    /// `?`
    Optional,
}

/// One attribute: its name, what its value looks like, whether it must be there.
#[derive(Debug)]
pub(super) struct Attribute(pub(super) &'static str, pub(super) Value, pub(super) Presence);

/// Whether an attribute must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    /// It may be left out.
    May,
    /// It must be there.
    Must,
}

/// What the value of an attribute looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value {
    /// `xs:anyURI`, which is any text.
    AnyUri,
    /// `true`, `false`, `1`, `0`
    Boolean,
    /// A non-negative integer or `unbounded`.
    Bound,
    /// `##defaultNamespace`, `##targetNamespace`, `##local` or a URI.
    DefaultNamespace,
    /// `#all` or a list of these.
    Derivations(&'static [&'static str]),
    /// An XPath expression.
    Expression,
    /// `xs:ID`: an NCName that no other element of the document has.
    Identifier,
    /// A namespace name: not empty.
    NamespaceName,
    /// `##any`, `##other` or a list of URIs, `##targetNamespace`, `##local`.
    Namespaces,
    /// `xs:NCName`
    NcName,
    /// A list of URIs, `##targetNamespace`, `##local`.
    NotNamespaces,
    /// A list of QNames and these words.
    NotQNames(&'static [&'static str]),
    /// `xs:nonNegativeInteger`
    Number,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// `xs:positiveInteger`
    PositiveNumber,
    /// `xs:QName` with a bound prefix.
    QName,
    /// A list of QNames.
    QNames,
    /// Any text.
    Text,
}

/// The shape of `name` inside `parent` (`None`: the document element); none when there is no such element.
pub(super) fn shape(name: &str, parent: Option<&str>) -> Option<&'static Shape> {
    let at_top = matches!(parent, Some("schema" | "redefine" | "override"));
    Some(match (name, parent) {
        ("schema", None) => &SCHEMA,
        (_, None) => return None,
        ("annotation", _) => &ANNOTATION,
        ("appinfo", _) => &APPINFO,
        ("documentation", _) => &APPINFO,
        ("include" | "redefine" | "override" | "import", _) => match name {
            "include" => &INCLUDE,
            "redefine" => &REDEFINE,
            "override" => &OVERRIDE,
            _ => &IMPORT,
        },
        ("element", _) if at_top => &TOP_ELEMENT,
        ("element", _) => &LOCAL_ELEMENT,
        ("attribute", _) if at_top => &TOP_ATTRIBUTE,
        ("attribute", _) => &LOCAL_ATTRIBUTE,
        ("complexType", _) if at_top => &TOP_COMPLEX_TYPE,
        ("complexType", _) => &LOCAL_COMPLEX_TYPE,
        ("simpleType", _) if at_top => &TOP_SIMPLE_TYPE,
        ("simpleType", _) => &LOCAL_SIMPLE_TYPE,
        ("group", _) if at_top => &GROUP,
        ("group", _) => &GROUP_REFERENCE,
        ("attributeGroup", _) if at_top => &ATTRIBUTE_GROUP,
        ("attributeGroup", _) => &ATTRIBUTE_GROUP_REFERENCE,
        ("all", Some("group")) => &GROUP_ALL,
        ("all", _) => &ALL,
        ("choice" | "sequence", Some("group")) => &GROUP_SEQUENCE,
        ("choice" | "sequence", _) => &SEQUENCE,
        ("any", Some("openContent" | "defaultOpenContent")) => &OPEN_ANY,
        ("any", _) => &ANY,
        ("anyAttribute", _) => &ANY_ATTRIBUTE,
        ("simpleContent", _) => &SIMPLE_CONTENT,
        ("complexContent", _) => &COMPLEX_CONTENT,
        ("restriction", Some("simpleType")) => &SIMPLE_RESTRICTION,
        ("restriction", Some("simpleContent")) => &SIMPLE_CONTENT_RESTRICTION,
        ("restriction", _) => &COMPLEX_RESTRICTION,
        ("extension", Some("simpleContent")) => &SIMPLE_CONTENT_EXTENSION,
        ("extension", _) => &COMPLEX_RESTRICTION,
        ("list", _) => &LIST,
        ("union", _) => &UNION,
        ("openContent", _) => &OPEN_CONTENT,
        ("defaultOpenContent", _) => &DEFAULT_OPEN_CONTENT,
        ("alternative", _) => &ALTERNATIVE,
        ("assert" | "assertion", _) => &ASSERT,
        ("unique" | "key", _) => &KEY,
        ("keyref", _) => &KEYREF,
        ("selector" | "field", _) => &SELECTOR,
        ("notation", _) => &NOTATION,
        ("minExclusive" | "minInclusive" | "maxExclusive" | "maxInclusive", _) => &BOUND_FACET,
        ("length" | "minLength" | "maxLength" | "fractionDigits", _) => &NUMBER_FACET,
        ("totalDigits", _) => &TOTAL_DIGITS,
        ("enumeration", _) => &ENUMERATION,
        ("pattern", _) => &PATTERN,
        ("whiteSpace", _) => &WHITE_SPACE,
        ("explicitTimezone", _) => &EXPLICIT_TIMEZONE,
        _ => return None,
    })
}

use Presence::{May, Must};

const ID: Attribute = Attribute("id", Identifier, May);
const MIN: Attribute = Attribute("minOccurs", Number, May);
const MAX: Attribute = Attribute("maxOccurs", Bound, May);
const NAME: Attribute = Attribute("name", NcName, Must);
const MAY_NAME: Attribute = Attribute("name", NcName, May);
const REF: Attribute = Attribute("ref", QName, May);
const TYPE: Attribute = Attribute("type", QName, May);
const DEFAULT: Attribute = Attribute("default", Text, May);
const FIXED: Attribute = Attribute("fixed", Text, May);
const FACET_FIXED: Attribute = Attribute("fixed", Boolean, May);
const NILLABLE: Attribute = Attribute("nillable", Boolean, May);
const MIXED: Attribute = Attribute("mixed", Boolean, May);
const FORM: Attribute = Attribute("form", OneOf(&["qualified", "unqualified"]), May);
const TARGET: Attribute = Attribute("targetNamespace", AnyUri, May);
const INHERITABLE: Attribute = Attribute("inheritable", Boolean, May);
const DEFAULTS_APPLY: Attribute = Attribute("defaultAttributesApply", Boolean, May);
const XPATH_NAMESPACE: Attribute = Attribute("xpathDefaultNamespace", DefaultNamespace, May);
const BLOCK: Attribute = Attribute("block", Derivations(&["extension", "restriction", "substitution"]), May);
const FINAL: Attribute = Attribute("final", Derivations(&["extension", "restriction"]), May);
const PROCESS: Attribute = Attribute("processContents", OneOf(&["lax", "skip", "strict"]), May);
const NAMESPACE: Attribute = Attribute("namespace", Namespaces, May);
const NOT_NAMESPACE: Attribute = Attribute("notNamespace", NotNamespaces, May);
const NOT_QNAME: Attribute = Attribute("notQName", NotQNames(&["##defined", "##definedSibling"]), May);
const LOCATION: Attribute = Attribute("schemaLocation", AnyUri, Must);

const NOTE: Phase = Phase(&["annotation"], Optional);
const USES: Phase = Phase(&["attribute", "attributeGroup"], Any);
const WILDCARD: Phase = Phase(&["anyAttribute"], Optional);
const ASSERTS: Phase = Phase(&["assert"], Any);
const OPEN: Phase = Phase(&["openContent"], Optional);
const PARTICLE: Phase = Phase(&["group", "all", "choice", "sequence"], Optional);
const SIMPLE: Phase = Phase(&["simpleType"], Optional);
const FACETS: Phase = Phase(
    &[
        "minExclusive",
        "minInclusive",
        "maxExclusive",
        "maxInclusive",
        "totalDigits",
        "fractionDigits",
        "length",
        "minLength",
        "maxLength",
        "enumeration",
        "whiteSpace",
        "pattern",
        "assertion",
        "explicitTimezone",
    ],
    Any,
);
const NOTE_ONLY: Content = Content::Rows(&[&[NOTE]]);

static SCHEMA: Shape = Shape {
    attributes: &[
        Attribute("targetNamespace", NamespaceName, May),
        Attribute("version", Text, May),
        Attribute("finalDefault", Derivations(&["extension", "restriction", "list", "union"]), May),
        Attribute("blockDefault", Derivations(&["extension", "restriction", "substitution"]), May),
        Attribute("attributeFormDefault", OneOf(&["qualified", "unqualified"]), May),
        Attribute("elementFormDefault", OneOf(&["qualified", "unqualified"]), May),
        Attribute("defaultAttributes", QName, May),
        XPATH_NAMESPACE,
        ID,
    ],
    content: Content::Rows(&[&[
        Phase(&["include", "import", "redefine", "override", "annotation"], Any),
        Phase(&["defaultOpenContent"], Optional),
        Phase(
            &[
                "annotation",
                "simpleType",
                "complexType",
                "group",
                "attributeGroup",
                "element",
                "attribute",
                "notation",
            ],
            Any,
        ),
    ]]),
};
static ANNOTATION: Shape =
    Shape { attributes: &[ID], content: Content::Rows(&[&[Phase(&["appinfo", "documentation"], Any)]]) };
static APPINFO: Shape = Shape { attributes: &[Attribute("source", AnyUri, May)], content: Content::Anything };
static INCLUDE: Shape = Shape { attributes: &[LOCATION, ID], content: NOTE_ONLY };
static IMPORT: Shape = Shape {
    attributes: &[Attribute("namespace", AnyUri, May), Attribute("schemaLocation", AnyUri, May), ID],
    content: NOTE_ONLY,
};
static REDEFINE: Shape = Shape {
    attributes: &[LOCATION, ID],
    content: Content::Rows(&[&[Phase(
        &["annotation", "simpleType", "complexType", "group", "attributeGroup"],
        Any,
    )]]),
};
static OVERRIDE: Shape = Shape {
    attributes: &[LOCATION, ID],
    content: Content::Rows(&[&[Phase(
        &[
            "annotation",
            "simpleType",
            "complexType",
            "group",
            "attributeGroup",
            "element",
            "attribute",
            "notation",
        ],
        Any,
    )]]),
};
const ELEMENT_CONTENT: Content = Content::Rows(&[&[
    NOTE,
    Phase(&["simpleType", "complexType"], Optional),
    Phase(&["alternative"], Any),
    Phase(&["unique", "key", "keyref"], Any),
]]);
static TOP_ELEMENT: Shape = Shape {
    attributes: &[
        NAME,
        TYPE,
        Attribute("substitutionGroup", QNames, May),
        DEFAULT,
        FIXED,
        NILLABLE,
        Attribute("abstract", Boolean, May),
        FINAL,
        BLOCK,
        ID,
    ],
    content: ELEMENT_CONTENT,
};
static LOCAL_ELEMENT: Shape = Shape {
    attributes: &[MAY_NAME, REF, TYPE, MIN, MAX, DEFAULT, FIXED, NILLABLE, BLOCK, FORM, TARGET, ID],
    content: ELEMENT_CONTENT,
};
static TOP_ATTRIBUTE: Shape = Shape {
    attributes: &[NAME, TYPE, DEFAULT, FIXED, INHERITABLE, ID],
    content: Content::Rows(&[&[NOTE, SIMPLE]]),
};
static LOCAL_ATTRIBUTE: Shape = Shape {
    attributes: &[
        MAY_NAME,
        REF,
        TYPE,
        Attribute("use", OneOf(&["optional", "prohibited", "required"]), May),
        DEFAULT,
        FIXED,
        FORM,
        TARGET,
        INHERITABLE,
        ID,
    ],
    content: Content::Rows(&[&[NOTE, SIMPLE]]),
};
const COMPLEX_TYPE_CONTENT: Content = Content::Rows(&[
    &[NOTE, OPEN, PARTICLE, USES, WILDCARD, ASSERTS],
    &[NOTE, Phase(&["simpleContent"], Once)],
    &[NOTE, Phase(&["complexContent"], Once)],
]);
static TOP_COMPLEX_TYPE: Shape = Shape {
    attributes: &[
        NAME,
        MIXED,
        Attribute("abstract", Boolean, May),
        FINAL,
        Attribute("block", Derivations(&["extension", "restriction"]), May),
        DEFAULTS_APPLY,
        ID,
    ],
    content: COMPLEX_TYPE_CONTENT,
};
static LOCAL_COMPLEX_TYPE: Shape =
    Shape { attributes: &[MIXED, DEFAULTS_APPLY, ID], content: COMPLEX_TYPE_CONTENT };
const SIMPLE_TYPE_CONTENT: Content =
    Content::Rows(&[&[NOTE, Phase(&["restriction", "list", "union"], Once)]]);
static TOP_SIMPLE_TYPE: Shape = Shape {
    attributes: &[
        NAME,
        Attribute("final", Derivations(&["list", "union", "restriction", "extension"]), May),
        ID,
    ],
    content: SIMPLE_TYPE_CONTENT,
};
static LOCAL_SIMPLE_TYPE: Shape = Shape { attributes: &[ID], content: SIMPLE_TYPE_CONTENT };
static GROUP: Shape = Shape {
    attributes: &[NAME, ID],
    content: Content::Rows(&[&[NOTE, Phase(&["all", "choice", "sequence"], Once)]]),
};
static GROUP_REFERENCE: Shape =
    Shape { attributes: &[Attribute("ref", QName, Must), MIN, MAX, ID], content: NOTE_ONLY };
static ATTRIBUTE_GROUP: Shape =
    Shape { attributes: &[NAME, ID], content: Content::Rows(&[&[NOTE, USES, WILDCARD]]) };
static ATTRIBUTE_GROUP_REFERENCE: Shape =
    Shape { attributes: &[Attribute("ref", QName, Must), ID], content: NOTE_ONLY };
const ALL_CONTENT: Content = Content::Rows(&[&[NOTE, Phase(&["element", "any", "group"], Any)]]);
static GROUP_ALL: Shape = Shape { attributes: &[ID], content: ALL_CONTENT };
static ALL: Shape = Shape {
    attributes: &[
        Attribute("minOccurs", OneOf(&["0", "1"]), May),
        Attribute("maxOccurs", OneOf(&["0", "1"]), May),
        ID,
    ],
    content: ALL_CONTENT,
};
const SEQUENCE_CONTENT: Content =
    Content::Rows(&[&[NOTE, Phase(&["element", "group", "choice", "sequence", "any"], Any)]]);
static GROUP_SEQUENCE: Shape = Shape { attributes: &[ID], content: SEQUENCE_CONTENT };
static SEQUENCE: Shape = Shape { attributes: &[MIN, MAX, ID], content: SEQUENCE_CONTENT };
static ANY: Shape =
    Shape { attributes: &[NAMESPACE, NOT_NAMESPACE, NOT_QNAME, PROCESS, MIN, MAX, ID], content: NOTE_ONLY };
static OPEN_ANY: Shape =
    Shape { attributes: &[NAMESPACE, NOT_NAMESPACE, NOT_QNAME, PROCESS, ID], content: NOTE_ONLY };
static ANY_ATTRIBUTE: Shape = Shape {
    attributes: &[
        NAMESPACE,
        NOT_NAMESPACE,
        Attribute("notQName", NotQNames(&["##defined"]), May),
        PROCESS,
        ID,
    ],
    content: NOTE_ONLY,
};
static SIMPLE_CONTENT: Shape = Shape {
    attributes: &[ID],
    content: Content::Rows(&[&[NOTE, Phase(&["restriction", "extension"], Once)]]),
};
static COMPLEX_CONTENT: Shape = Shape {
    attributes: &[MIXED, ID],
    content: Content::Rows(&[&[NOTE, Phase(&["restriction", "extension"], Once)]]),
};
static SIMPLE_RESTRICTION: Shape = Shape {
    attributes: &[Attribute("base", QName, May), ID],
    content: Content::Rows(&[&[NOTE, SIMPLE, FACETS]]),
};
static SIMPLE_CONTENT_RESTRICTION: Shape = Shape {
    attributes: &[Attribute("base", QName, Must), ID],
    content: Content::Rows(&[&[NOTE, SIMPLE, FACETS, USES, WILDCARD, ASSERTS]]),
};
static SIMPLE_CONTENT_EXTENSION: Shape = Shape {
    attributes: &[Attribute("base", QName, Must), ID],
    content: Content::Rows(&[&[NOTE, USES, WILDCARD, ASSERTS]]),
};
static COMPLEX_RESTRICTION: Shape = Shape {
    attributes: &[Attribute("base", QName, Must), ID],
    content: Content::Rows(&[&[NOTE, OPEN, PARTICLE, USES, WILDCARD, ASSERTS]]),
};
static LIST: Shape = Shape {
    attributes: &[Attribute("itemType", QName, May), ID],
    content: Content::Rows(&[&[NOTE, SIMPLE]]),
};
static UNION: Shape = Shape {
    attributes: &[Attribute("memberTypes", QNames, May), ID],
    content: Content::Rows(&[&[NOTE, Phase(&["simpleType"], Any)]]),
};
static OPEN_CONTENT: Shape = Shape {
    attributes: &[Attribute("mode", OneOf(&["none", "interleave", "suffix"]), May), ID],
    content: Content::Rows(&[&[NOTE, Phase(&["any"], Optional)]]),
};
static DEFAULT_OPEN_CONTENT: Shape = Shape {
    attributes: &[
        Attribute("mode", OneOf(&["interleave", "suffix"]), May),
        Attribute("appliesToEmpty", Boolean, May),
        ID,
    ],
    content: Content::Rows(&[&[NOTE, Phase(&["any"], Once)]]),
};
static ALTERNATIVE: Shape = Shape {
    attributes: &[Attribute("test", Expression, May), TYPE, XPATH_NAMESPACE, ID],
    content: Content::Rows(&[&[NOTE, Phase(&["simpleType", "complexType"], Optional)]]),
};
/// The schema for schemas lets `test` be left out; the {test} of an assertion cannot be absent (Part 1, 3.13.1).
static ASSERT: Shape =
    Shape { attributes: &[Attribute("test", Expression, Must), XPATH_NAMESPACE, ID], content: NOTE_ONLY };
const KEY_CONTENT: Content =
    Content::Rows(&[&[NOTE], &[NOTE, Phase(&["selector"], Once), Phase(&["field"], AtLeastOnce)]]);
static KEY: Shape = Shape { attributes: &[MAY_NAME, REF, ID], content: KEY_CONTENT };
static KEYREF: Shape =
    Shape { attributes: &[MAY_NAME, REF, Attribute("refer", QName, May), ID], content: KEY_CONTENT };
static SELECTOR: Shape =
    Shape { attributes: &[Attribute("xpath", Expression, Must), XPATH_NAMESPACE, ID], content: NOTE_ONLY };
static NOTATION: Shape = Shape {
    attributes: &[NAME, Attribute("public", Text, May), Attribute("system", AnyUri, May), ID],
    content: NOTE_ONLY,
};
static BOUND_FACET: Shape =
    Shape { attributes: &[Attribute("value", Text, Must), FACET_FIXED, ID], content: NOTE_ONLY };
static NUMBER_FACET: Shape =
    Shape { attributes: &[Attribute("value", Number, Must), FACET_FIXED, ID], content: NOTE_ONLY };
static TOTAL_DIGITS: Shape =
    Shape { attributes: &[Attribute("value", PositiveNumber, Must), FACET_FIXED, ID], content: NOTE_ONLY };
static ENUMERATION: Shape = Shape { attributes: &[Attribute("value", Text, Must), ID], content: NOTE_ONLY };
static PATTERN: Shape = Shape { attributes: &[Attribute("value", Expression, Must), ID], content: NOTE_ONLY };
static WHITE_SPACE: Shape = Shape {
    attributes: &[Attribute("value", OneOf(&["preserve", "replace", "collapse"]), Must), FACET_FIXED, ID],
    content: NOTE_ONLY,
};
static EXPLICIT_TIMEZONE: Shape = Shape {
    attributes: &[Attribute("value", OneOf(&["optional", "required", "prohibited"]), Must), FACET_FIXED, ID],
    content: NOTE_ONLY,
};
