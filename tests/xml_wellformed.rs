//! What is read and what is refused: for each defect the nearest document with it and the nearest without.

use koseki::limits::xml::{
    MAX_ATTRIBUTES, MAX_DEPTH, MAX_NAME_LENGTH, MAX_NAMESPACE_LENGTH, MAX_NAMESPACES_IN_SCOPE,
};
use koseki::xml::c14n::streaming::{Region, canonicalize_while_scanning};
use koseki::xml::c14n::{self, Comments, Method};
use koseki::xml::{Defect, Document, Encoding};

/// Both readers refuse, for the same reason at the same place.
#[track_caller]
fn refused(source: &[u8], defect: Defect, line: u64, column: u64) {
    let error = Document::parse(source).expect_err("the tree must refuse");
    assert_eq!((error.defect, error.at.line, error.at.column), (defect, line, column), "{error}");
    let mut sink = |_: &[u8]| ();
    let method = Method::Inclusive10(Comments::Dropped);
    let streamed = canonicalize_while_scanning(source, Region::DOCUMENT, &method, &mut sink);
    assert_eq!(streamed, Err(c14n::Error::Document(error)));
}

#[track_caller]
fn accepted(source: &[u8]) {
    if let Err(error) = Document::parse(source) {
        panic!("{error}: {}", String::from_utf8_lossy(source));
    }
}

#[test]
fn each_defect_has_its_nearest_accepted_neighbour() {
    use Defect as D;
    let code_point = |code_point| D::CharacterForbidden { code_point };
    let cases: &[(&str, D, u64, u64, &str)] = &[
        ("<a b='1' b='2'/>", D::AttributeRepeated, 1, 10, "<a b='1' c='2'/>"),
        (
            "<a xmlns:p='urn:x' xmlns:q='urn:x' p:b='' q:b=''/>",
            D::AttributeEqualAfterExpansion,
            1,
            43,
            "<a xmlns:p='urn:x' xmlns:q='urn:x' p:b='' b=''/>",
        ),
        (
            "<a xmlns='urn:x' xmlns='urn:x'/>",
            D::AttributeRepeated,
            1,
            18,
            "<a xmlns='urn:x'><b xmlns='urn:x'/></a>",
        ),
        ("<a b='1'c='2'/>", D::AttributeNotSeparated, 1, 9, "<a b='1' c='2'/>"),
        ("<a b/>", D::AttributeValueMissing, 1, 5, "<a b=''/>"),
        ("<a b=1/>", D::AttributeValueMissing, 1, 6, "<a b='1'/>"),
        ("<a b='1/>", D::AttributeValueUnterminated, 1, 7, "<a b='1'/>"),
        ("<a b='<'/>", D::LessThanInAttributeValue, 1, 7, "<a b='>'/>"),
        ("<a>x]]></a>", D::CdataEndInText, 1, 5, "<a>x]]&gt;]]<![CDATA[]]>></a>"),
        ("<a>]]]></a>", D::CdataEndInText, 1, 5, "<a>]]]&#62;]] ></a>"),
        ("<a><![CDATA[x]]</a>", D::CdataUnterminated, 1, 4, "<a><![CDATA[x]]]]></a>"),
        ("<a>\u{1}</a>", code_point(1), 1, 4, "<a>\u{9}</a>"),
        ("<a>\n\u{FFFE}</a>", code_point(0xFFFE), 2, 1, "<a>\n\u{FFFD}</a>"),
        ("<a>&#0;</a>", D::CharacterReferenceForbidden, 1, 4, "<a>&#9;</a>"),
        ("<a>&#xD800;</a>", D::CharacterReferenceForbidden, 1, 4, "<a>&#xD7FF;</a>"),
        ("<a>&#x110000;</a>", D::CharacterReferenceForbidden, 1, 4, "<a>&#x0000010FFFF;</a>"),
        (
            "<a b='&#99999999999999999999;'/>",
            D::CharacterReferenceForbidden,
            1,
            7,
            "<a b='&#000000000000099;'/>",
        ),
        ("<!-- a--b --><a/>", D::CommentDoubleHyphen, 1, 7, "<!-- a-b --><a/>"),
        ("<!-- a---><a/>", D::CommentDoubleHyphen, 1, 7, "<!-- a- --><a/>"),
        ("<a><!-- </a>", D::CommentUnterminated, 1, 4, "<a><!-- --></a>"),
        ("<a/><b/>", D::ContentAfterRoot, 1, 5, "<a/><?b?>"),
        ("<a/>x", D::ContentAfterRoot, 1, 5, "<a/>\n"),
        ("<a/>\0", code_point(0), 1, 5, "<a/> "),
        ("x<a/>", D::ContentBeforeRoot, 1, 1, " <a/>"),
        ("&#32;<a/>", D::ContentBeforeRoot, 1, 1, "<a>&#32;</a>"),
        ("<![CDATA[ ]]><a/>", D::ContentBeforeRoot, 1, 1, "<a><![CDATA[ ]]></a>"),
        ("<?xml version='1.0' ><a/>", D::DeclarationMalformed, 1, 21, "<?xml version='1.0' ?><a/>"),
        (
            "<?xml encoding='UTF-8'?><a/>",
            D::DeclarationMalformed,
            1,
            7,
            "<?xml version='1.0' encoding='UTF-8'?><a/>",
        ),
        (
            "<?xml version='1.0' standalone='yes' encoding='UTF-8'?><a/>",
            D::DeclarationMalformed,
            1,
            38,
            "<?xml version='1.0' encoding='UTF-8' standalone='yes'?><a/>",
        ),
        (
            "<?xml version='1.0' standalone='maybe'?><a/>",
            D::StandaloneMalformed,
            1,
            33,
            "<?xml version=\"1.0\" standalone='no'?><a/>",
        ),
        ("<?xml version='1.1'?><a/>", D::VersionUnsupported, 1, 16, "<?xml version='1.0'?><a/>"),
        (
            "\n<?xml version='1.0'?><a/>",
            D::ProcessingInstructionTargetReserved,
            2,
            1,
            "\u{FEFF}<?xml version='1.0'?><a/>",
        ),
        ("<a><?XmL?></a>", D::ProcessingInstructionTargetReserved, 1, 4, "<a><?xml-?></a>"),
        ("<?p:q?><a/>", D::NameNotQualified, 1, 3, "<?pq?><a/>"),
        ("<?p/?><a/>", D::ProcessingInstructionMalformed, 1, 4, "<?p /?><a/>"),
        ("<?p <a/>", D::ProcessingInstructionUnterminated, 1, 1, "<?p ?><a/>"),
        ("<!DOCTYPE a><a/>", D::DoctypePresent, 1, 1, "<!--DOCTYPE a--><a/>"),
        ("<a><!DOCTYPE a></a>", D::DoctypePresent, 1, 4, "<a>&lt;!DOCTYPE a></a>"),
        ("<a><!ELEMENT a ANY></a>", D::MarkupUnknown, 1, 4, "<a></a>"),
        ("<a><b></a>", D::EndTagMismatch, 1, 7, "<a><b/></a>"),
        ("<a></ab>", D::EndTagMismatch, 1, 4, "<ab></ab\n>"),
        ("<a></b></a>", D::EndTagMismatch, 1, 4, "<a><b></b></a>"),
        ("<a><b/>", D::ElementNotClosed, 1, 8, "<a><b/></a>"),
        ("", D::RootMissing, 1, 1, "<a/>"),
        (" <!-- -->", D::RootMissing, 1, 10, " <!-- --><a/>"),
        ("<a>&nbsp;</a>", D::EntityUndefined, 1, 4, "<a>&apos;&quot;&lt;&gt;&amp;</a>"),
        ("<a b='&x;'/>", D::EntityUndefined, 1, 7, "<a b='&lt;'/>"),
        ("<a>& </a>", D::ReferenceMalformed, 1, 4, "<a>&amp; </a>"),
        ("<a>&amp</a>", D::ReferenceMalformed, 1, 4, "<a>&amp;</a>"),
        ("<a>&#x;</a>", D::ReferenceMalformed, 1, 4, "<a>&#x20;</a>"),
        ("<a>&#X20;</a>", D::ReferenceMalformed, 1, 4, "<a>&#x20;</a>"),
        ("<1a/>", D::NameMalformed, 1, 2, "<a1/>"),
        ("< a/>", D::NameMalformed, 1, 2, "<a />"),
        ("<戸\u{3000}籍/>", D::NameMalformed, 1, 3, "<戸籍/>"),
        ("<a:b:c xmlns:a='urn:x'/>", D::NameNotQualified, 1, 2, "<a:c xmlns:a='urn:x'/>"),
        ("<a:b/>", D::PrefixUndeclared, 1, 2, "<a:b xmlns:a='urn:x'/>"),
        ("<a b:c=''/>", D::PrefixUndeclared, 1, 4, "<a b:c='' xmlns:b='urn:x'/>"),
        (
            "<a><b xmlns:p='urn:x'/><p:c/></a>",
            D::PrefixUndeclared,
            1,
            25,
            "<a xmlns:p='urn:x'><b/><p:c/></a>",
        ),
        ("<a xmlns:p=''/>", D::PrefixUnbound, 1, 4, "<a xmlns=''/>"),
        ("<a xmlns='b'/>", D::NamespaceRelative, 1, 4, "<a xmlns='b:'/>"),
        (
            "<a xmlns:p='http:&#47;/x' xmlns:q='/x:'/>",
            D::NamespaceRelative,
            1,
            27,
            "<a xmlns:p='http:&#47;/x'/>",
        ),
        (
            "<a xmlns:xml='urn:x'/>",
            D::NamespaceReserved,
            1,
            4,
            "<a xmlns:xml='http://www.w3.org/XML/1998/namespace'/>",
        ),
        ("<xmlns:a/>", D::NamespaceReserved, 1, 2, "<xml:a/>"),
        ("<a/", D::TagMalformed, 1, 3, "<a/>"),
        ("<a", D::TagMalformed, 1, 3, "<a/>"),
        ("<a></a", D::TagMalformed, 1, 7, "<a></a>"),
    ];
    for (bad, defect, line, column, good) in cases {
        println!("{bad}");
        refused(bad.as_bytes(), *defect, *line, *column);
        accepted(good.as_bytes());
    }
}

#[test]
fn encodings_must_be_what_they_are_said_to_be() {
    let declared = |encoding: &str| format!("<?xml version='1.0' encoding='{encoding}'?><a/>");
    accepted(declared("utf-8").as_bytes());
    refused(declared("UTF-16").as_bytes(), Defect::EncodingMismatch, 1, 31);
    let utf16 = |text: &str| -> Vec<u8> {
        [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
    };
    accepted(&utf16(&declared("UTF-16")));
    accepted(&utf16("<a/>"));
    refused(&utf16(&declared("UTF-8")), Defect::EncodingMismatch, 1, 31);
    refused(
        declared("Shift_JIS").as_bytes(),
        Defect::EncodingUnsupported { encoding: Encoding::ShiftJis },
        1,
        31,
    );
    // The specification's own example 6 is declared so and holds ASCII alone.
    accepted(declared("ISO-8859-1").as_bytes());
    let beyond_ascii = declared("ISO-8859-1").replace("<a/>", "<é/>");
    refused(beyond_ascii.as_bytes(), Defect::EncodingUnsupported { encoding: Encoding::Other }, 1, 31);
    refused(b"<a>\xFF</a>", Defect::Utf8Invalid, 1, 4);
}

#[test]
fn every_ceiling_holds_at_its_number_and_not_one_before() {
    let nested = |depth: usize| format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
    accepted(nested(MAX_DEPTH).as_bytes());
    let column = u64::try_from(MAX_DEPTH * 3 + 1).unwrap();
    refused(nested(MAX_DEPTH + 1).as_bytes(), Defect::NestingTooDeep { limit: MAX_DEPTH }, 1, column);

    let attributes = |count: usize| {
        format!("<a{}/>", (0..count).map(|number| format!("\na{number}=''")).collect::<String>())
    };
    accepted(attributes(MAX_ATTRIBUTES).as_bytes());
    let line = u64::try_from(MAX_ATTRIBUTES + 2).unwrap();
    refused(
        attributes(MAX_ATTRIBUTES + 1).as_bytes(),
        Defect::AttributesTooMany { limit: MAX_ATTRIBUTES },
        line,
        1,
    );

    accepted(format!("<{}/>", "a".repeat(MAX_NAME_LENGTH)).as_bytes());
    refused(
        format!("<{}/>", "a".repeat(MAX_NAME_LENGTH + 1)).as_bytes(),
        Defect::NameTooLong { limit: MAX_NAME_LENGTH },
        1,
        2,
    );

    accepted(format!("<a xmlns='u:{}'/>", "a".repeat(MAX_NAMESPACE_LENGTH - 2)).as_bytes());
    refused(
        format!("<a xmlns='u:{}'/>", "a".repeat(MAX_NAMESPACE_LENGTH - 1)).as_bytes(),
        Defect::NamespaceTooLong { limit: MAX_NAMESPACE_LENGTH },
        1,
        4,
    );

    // Three elements: no single one has more attributes than allowed.
    let third = MAX_NAMESPACES_IN_SCOPE / 4;
    let declarations = |last: usize| {
        let mut source = String::new();
        for (element, count) in [third, third, third, last].into_iter().enumerate() {
            source.push_str("<a");
            (0..count).for_each(|number| source.push_str(&format!(" xmlns:p{element}-{number}='urn:x'")));
            source.push('>');
        }
        source + "</a></a></a></a>"
    };
    accepted(declarations(MAX_NAMESPACES_IN_SCOPE - 3 * third).as_bytes());
    let error =
        Document::parse(declarations(MAX_NAMESPACES_IN_SCOPE - 3 * third + 1).as_bytes()).unwrap_err();
    assert_eq!(error.defect, Defect::NamespacesTooMany { limit: MAX_NAMESPACES_IN_SCOPE });
}
