//! What each defect of an XML document means for the verdict.
//!
//! A document that is not XML 1.0 with namespaces, or that says more than one thing, fails. An encoding that is
//! not read and a ceiling of ours leave the question open: they must not brand a citizen a forger.

use crate::report::{Finding, Location, Rule, RuleId, SectionName, SubIndication, Text};
use crate::xml::{Defect, Encoding, Error, Position, c14n};

/// Every rule of this file, for the registry.
pub static RULES: &[&Rule] = &[
    &ATTRIBUTE_EQUAL_AFTER_EXPANSION,
    &ATTRIBUTE_NOT_SEPARATED,
    &ATTRIBUTE_REPEATED,
    &ATTRIBUTE_VALUE_MISSING,
    &ATTRIBUTE_VALUE_UNTERMINATED,
    &ATTRIBUTES_TOO_MANY,
    &CDATA_END_IN_TEXT,
    &CDATA_UNTERMINATED,
    &CHARACTER_FORBIDDEN,
    &CHARACTER_REFERENCE_FORBIDDEN,
    &COMMENT_DOUBLE_HYPHEN,
    &COMMENT_UNTERMINATED,
    &CONTENT_AFTER_ROOT,
    &CONTENT_BEFORE_ROOT,
    &DECLARATION_MALFORMED,
    &DOCTYPE_PRESENT,
    &ELEMENT_NOT_CLOSED,
    &ENCODING_MISMATCH,
    &ENCODING_UNSUPPORTED,
    &END_TAG_MISMATCH,
    &ENTITY_UNDEFINED,
    &LESS_THAN_IN_ATTRIBUTE_VALUE,
    &MARKUP_UNKNOWN,
    &NAME_MALFORMED,
    &NAME_NOT_QUALIFIED,
    &NAME_TOO_LONG,
    &NAMESPACE_RELATIVE,
    &NAMESPACE_RESERVED,
    &NAMESPACE_TOO_LONG,
    &NAMESPACES_TOO_MANY,
    &NESTING_TOO_DEEP,
    &NODES_TOO_MANY,
    &PREFIX_UNBOUND,
    &PREFIX_UNDECLARED,
    &PROCESSING_INSTRUCTION_MALFORMED,
    &PROCESSING_INSTRUCTION_TARGET_RESERVED,
    &PROCESSING_INSTRUCTION_UNTERMINATED,
    &REFERENCE_MALFORMED,
    &ROOT_MISSING,
    &SIZE_TOO_LARGE,
    &STANDALONE_MALFORMED,
    &TAG_MALFORMED,
    &UTF_16_INVALID,
    &UTF_8_INVALID,
    &VERSION_UNSUPPORTED,
    &APEX_NOT_ELEMENT,
    &EXCLUDED_NOT_FOUND,
    &OUTPUT_TOO_LARGE,
    &QUALIFIED_NAME_UNDECLARED,
];

/// What a refused document means.
pub fn finding(error: &Error) -> Finding {
    let (rule, sub_indication, detail) = judge(error.defect);
    let finding = Finding::new(rule, sub_indication).at(place(error.at));
    match detail {
        Some(detail) => finding.with_detail(detail),
        None => finding,
    }
}

/// What a canonical form that cannot be made means.
pub fn canonicalization_finding(error: &c14n::Error) -> Finding {
    match error {
        c14n::Error::Document(error) => finding(error),
        c14n::Error::ApexNotElement => Finding::new(&APEX_NOT_ELEMENT, SubIndication::FormatFailure),
        c14n::Error::ExcludedNotFound { offset } => {
            Finding::new(&EXCLUDED_NOT_FOUND, SubIndication::FormatFailure)
                .at(Location::Offset(u64::try_from(*offset).unwrap_or(u64::MAX)))
        }
        c14n::Error::OutputTooLarge { limit } => {
            Finding::new(&OUTPUT_TOO_LARGE, SubIndication::Generic).with_detail(limit_text(*limit))
        }
        c14n::Error::QualifiedNameUndeclared { offset } => {
            Finding::new(&QUALIFIED_NAME_UNDECLARED, SubIndication::FormatFailure)
                .at(Location::Offset(u64::try_from(*offset).unwrap_or(u64::MAX)))
        }
    }
}

const fn place(at: Position) -> Location {
    Location::LineColumn { line: at.line, column: at.column }
}

fn limit_text(limit: impl core::fmt::Display) -> Text {
    Text::owned(format!("上限 {limit}"), format!("limit {limit}"))
}

/// Exhaustive, so that a new defect must be judged before it compiles.
fn judge(defect: Defect) -> (&'static Rule, SubIndication, Option<Text>) {
    match defect {
        Defect::AttributeEqualAfterExpansion => {
            (&ATTRIBUTE_EQUAL_AFTER_EXPANSION, SubIndication::FormatFailure, None)
        }
        Defect::AttributeNotSeparated => (&ATTRIBUTE_NOT_SEPARATED, SubIndication::FormatFailure, None),
        Defect::AttributeRepeated => (&ATTRIBUTE_REPEATED, SubIndication::FormatFailure, None),
        Defect::AttributeValueMissing => (&ATTRIBUTE_VALUE_MISSING, SubIndication::FormatFailure, None),
        Defect::AttributeValueUnterminated => {
            (&ATTRIBUTE_VALUE_UNTERMINATED, SubIndication::FormatFailure, None)
        }
        Defect::AttributesTooMany { limit } => {
            (&ATTRIBUTES_TOO_MANY, SubIndication::Generic, Some(limit_text(limit)))
        }
        Defect::CdataEndInText => (&CDATA_END_IN_TEXT, SubIndication::FormatFailure, None),
        Defect::CdataUnterminated => (&CDATA_UNTERMINATED, SubIndication::FormatFailure, None),
        Defect::CharacterForbidden { code_point } => {
            let number = format!("U+{code_point:04X}");
            (&CHARACTER_FORBIDDEN, SubIndication::FormatFailure, Some(Text::owned(number.clone(), number)))
        }
        Defect::CharacterReferenceForbidden => {
            (&CHARACTER_REFERENCE_FORBIDDEN, SubIndication::FormatFailure, None)
        }
        Defect::CommentDoubleHyphen => (&COMMENT_DOUBLE_HYPHEN, SubIndication::FormatFailure, None),
        Defect::CommentUnterminated => (&COMMENT_UNTERMINATED, SubIndication::FormatFailure, None),
        Defect::ContentAfterRoot => (&CONTENT_AFTER_ROOT, SubIndication::FormatFailure, None),
        Defect::ContentBeforeRoot => (&CONTENT_BEFORE_ROOT, SubIndication::FormatFailure, None),
        Defect::DeclarationMalformed => (&DECLARATION_MALFORMED, SubIndication::FormatFailure, None),
        Defect::DoctypePresent => (&DOCTYPE_PRESENT, SubIndication::FormatFailure, None),
        Defect::ElementNotClosed => (&ELEMENT_NOT_CLOSED, SubIndication::FormatFailure, None),
        Defect::EncodingMismatch => (&ENCODING_MISMATCH, SubIndication::FormatFailure, None),
        Defect::EncodingUnsupported { encoding } => {
            let japanese = match encoding {
                Encoding::Other => "UTF-8・UTF-16以外".to_owned(),
                Encoding::Utf16WithoutByteOrderMark => "バイト順マークのないUTF-16".to_owned(),
                known => known.to_string(),
            };
            (&ENCODING_UNSUPPORTED, SubIndication::Generic, Some(Text::owned(japanese, encoding.to_string())))
        }
        Defect::EndTagMismatch => (&END_TAG_MISMATCH, SubIndication::FormatFailure, None),
        Defect::EntityUndefined => (&ENTITY_UNDEFINED, SubIndication::FormatFailure, None),
        Defect::LessThanInAttributeValue => {
            (&LESS_THAN_IN_ATTRIBUTE_VALUE, SubIndication::FormatFailure, None)
        }
        Defect::MarkupUnknown => (&MARKUP_UNKNOWN, SubIndication::FormatFailure, None),
        Defect::NameMalformed => (&NAME_MALFORMED, SubIndication::FormatFailure, None),
        Defect::NameNotQualified => (&NAME_NOT_QUALIFIED, SubIndication::FormatFailure, None),
        Defect::NameTooLong { limit } => (&NAME_TOO_LONG, SubIndication::Generic, Some(limit_text(limit))),
        Defect::NamespaceRelative => (&NAMESPACE_RELATIVE, SubIndication::FormatFailure, None),
        Defect::NamespaceReserved => (&NAMESPACE_RESERVED, SubIndication::FormatFailure, None),
        Defect::NamespaceTooLong { limit } => {
            (&NAMESPACE_TOO_LONG, SubIndication::Generic, Some(limit_text(limit)))
        }
        Defect::NamespacesTooMany { limit } => {
            (&NAMESPACES_TOO_MANY, SubIndication::Generic, Some(limit_text(limit)))
        }
        Defect::NestingTooDeep { limit } => {
            (&NESTING_TOO_DEEP, SubIndication::Generic, Some(limit_text(limit)))
        }
        Defect::NodesTooMany { limit } => (&NODES_TOO_MANY, SubIndication::Generic, Some(limit_text(limit))),
        Defect::PrefixUnbound => (&PREFIX_UNBOUND, SubIndication::FormatFailure, None),
        Defect::PrefixUndeclared => (&PREFIX_UNDECLARED, SubIndication::FormatFailure, None),
        Defect::ProcessingInstructionMalformed => {
            (&PROCESSING_INSTRUCTION_MALFORMED, SubIndication::FormatFailure, None)
        }
        Defect::ProcessingInstructionTargetReserved => {
            (&PROCESSING_INSTRUCTION_TARGET_RESERVED, SubIndication::FormatFailure, None)
        }
        Defect::ProcessingInstructionUnterminated => {
            (&PROCESSING_INSTRUCTION_UNTERMINATED, SubIndication::FormatFailure, None)
        }
        Defect::ReferenceMalformed => (&REFERENCE_MALFORMED, SubIndication::FormatFailure, None),
        Defect::RootMissing => (&ROOT_MISSING, SubIndication::FormatFailure, None),
        Defect::SizeTooLarge { limit } => (&SIZE_TOO_LARGE, SubIndication::Generic, Some(limit_text(limit))),
        Defect::StandaloneMalformed => (&STANDALONE_MALFORMED, SubIndication::FormatFailure, None),
        Defect::TagMalformed => (&TAG_MALFORMED, SubIndication::FormatFailure, None),
        Defect::Utf16Invalid => (&UTF_16_INVALID, SubIndication::FormatFailure, None),
        Defect::Utf8Invalid => (&UTF_8_INVALID, SubIndication::FormatFailure, None),
        Defect::VersionUnsupported => (&VERSION_UNSUPPORTED, SubIndication::FormatFailure, None),
    }
}

/// A rule of this file: all of them belong to the signature, which covers only what is read in one way.
const fn rule(id: &'static str, clause: &'static str, requirement: Text, violation: Text) -> Rule {
    Rule { id: RuleId(id), section: SectionName::Signature, clause, requirement, violation }
}

static ATTRIBUTE_EQUAL_AFTER_EXPANSION: Rule = rule(
    "xml.attribute.equal-after-expansion",
    "Namespaces in XML 1.0, 6.3",
    Text::new(
        "同じ展開名の属性が1つの要素に重複していないこと",
        "No element has two attributes of the same expanded name",
    ),
    Text::new(
        "接頭辞は異なりますが同じ名前空間の同じ名前の属性が、1つの要素に重複しています。",
        "An element has two attributes of the same expanded name.",
    ),
);
static ATTRIBUTE_NOT_SEPARATED: Rule = rule(
    "xml.attribute.separator",
    "XML 1.0, 3.1",
    Text::new("属性が空白で区切られていること", "Attributes are separated by white space"),
    Text::new("属性の前に空白がありません。", "White space is missing before an attribute."),
);
static ATTRIBUTE_REPEATED: Rule = rule(
    "xml.attribute.repeated",
    "XML 1.0, 3.1 (Unique Att Spec)",
    Text::new("同じ属性が1つの要素に重複していないこと", "No element has the same attribute twice"),
    Text::new("同じ属性が1つの要素に重複しています。", "An element has the same attribute twice."),
);
static ATTRIBUTE_VALUE_MISSING: Rule = rule(
    "xml.attribute.value",
    "XML 1.0, 3.1",
    Text::new("すべての属性に引用符で囲んだ値があること", "Every attribute has a quoted value"),
    Text::new("属性に引用符で囲んだ値がありません。", "An attribute has no quoted value."),
);
static ATTRIBUTE_VALUE_UNTERMINATED: Rule = rule(
    "xml.attribute.value-end",
    "XML 1.0, 3.1",
    Text::new("属性値が引用符で閉じられていること", "Every attribute value ends"),
    Text::new("属性値が閉じられていません。", "The value of an attribute does not end."),
);
static ATTRIBUTES_TOO_MANY: Rule = rule(
    "xml.limit.attributes",
    "limits::xml::MAX_ATTRIBUTES",
    Text::new("1つの要素の属性の数が上限以内であること", "No element has more attributes than are read"),
    Text::new(
        "1つの要素の属性が多すぎるため、検証できません。",
        "An element has more attributes than are read.",
    ),
);
static CDATA_END_IN_TEXT: Rule = rule(
    "xml.text.cdata-end",
    "XML 1.0, 2.4",
    Text::new("文字データに「]]>」がないこと", "Character data holds no ']]>'"),
    Text::new("文字データに「]]>」があります。", "']]>' stands in character data."),
);
static CDATA_UNTERMINATED: Rule = rule(
    "xml.cdata.end",
    "XML 1.0, 2.7",
    Text::new("CDATAセクションが閉じられていること", "Every CDATA section ends"),
    Text::new("CDATAセクションが閉じられていません。", "A CDATA section does not end."),
);
static CHARACTER_FORBIDDEN: Rule = rule(
    "xml.character.forbidden",
    "XML 1.0, 2.2",
    Text::new("XMLで使用できない文字がないこと", "Every character is allowed in XML 1.0"),
    Text::new("XMLで使用できない文字があります。", "There is a character that XML 1.0 does not allow."),
);
static CHARACTER_REFERENCE_FORBIDDEN: Rule = rule(
    "xml.character.reference",
    "XML 1.0, 4.1 (Legal Character)",
    Text::new(
        "文字参照がXMLで使用できる文字を指していること",
        "Every character reference names a character allowed in XML 1.0",
    ),
    Text::new(
        "文字参照が、XMLで使用できない文字を指しています。",
        "A character reference names a character that XML 1.0 does not allow.",
    ),
);
static COMMENT_DOUBLE_HYPHEN: Rule = rule(
    "xml.comment.double-hyphen",
    "XML 1.0, 2.5",
    Text::new("コメントの中に「--」がないこと", "No comment holds '--'"),
    Text::new("コメントの中に「--」があります。", "'--' stands inside a comment."),
);
static COMMENT_UNTERMINATED: Rule = rule(
    "xml.comment.end",
    "XML 1.0, 2.5",
    Text::new("コメントが閉じられていること", "Every comment ends"),
    Text::new("コメントが閉じられていません。", "A comment does not end."),
);
static CONTENT_AFTER_ROOT: Rule = rule(
    "xml.root.content-after",
    "XML 1.0, 2.1",
    Text::new(
        "最上位の要素の後に内容がないこと",
        "Nothing follows the root element but comments and processing instructions",
    ),
    Text::new("最上位の要素の後に内容があります。", "Content follows the root element."),
);
static CONTENT_BEFORE_ROOT: Rule = rule(
    "xml.root.content-before",
    "XML 1.0, 2.1",
    Text::new(
        "最上位の要素の前に内容がないこと",
        "Nothing stands before the root element but comments and processing instructions",
    ),
    Text::new("最上位の要素の前に内容があります。", "Content stands before the root element."),
);
static DECLARATION_MALFORMED: Rule = rule(
    "xml.declaration.malformed",
    "XML 1.0, 2.8",
    Text::new("XML宣言が正しい形式であること", "The XML declaration is well-formed"),
    Text::new("XML宣言の形式に誤りがあります。", "The XML declaration is malformed."),
);
static DOCTYPE_PRESENT: Rule = rule(
    "xml.doctype",
    "XML 1.0, 2.8",
    Text::new("文書型宣言（DOCTYPE）がないこと", "There is no document type declaration"),
    Text::new(
        "文書型宣言（DOCTYPE）があります。内容が署名後に変わり得るため、受け付けません。",
        "There is a document type declaration, which could change what the document says.",
    ),
);
static ELEMENT_NOT_CLOSED: Rule = rule(
    "xml.element.end",
    "XML 1.0, 2.1",
    Text::new("すべての要素が閉じられていること", "Every element ends"),
    Text::new("要素が閉じられないまま文書が終わっています。", "The document ends inside an element."),
);
static ENCODING_MISMATCH: Rule = rule(
    "xml.encoding.mismatch",
    "XML 1.0, 4.3.3",
    Text::new("宣言された文字符号化方式が実際と一致すること", "The declared encoding is that of the octets"),
    Text::new(
        "宣言された文字符号化方式が、実際の文字符号化方式と一致しません。",
        "The declared encoding is not that of the octets.",
    ),
);
static ENCODING_UNSUPPORTED: Rule = rule(
    "xml.encoding.unsupported",
    "XML 1.0, 4.3.3",
    Text::new(
        "文字符号化方式がUTF-8又はUTF-16(バイト順マーク付き)であること",
        "The encoding is UTF-8, or UTF-16 with a byte-order mark",
    ),
    Text::new(
        "対応していない文字符号化方式のため、検証できません。",
        "The encoding is not read, so that nothing can be said.",
    ),
);
static END_TAG_MISMATCH: Rule = rule(
    "xml.element.end-tag",
    "XML 1.0, 3 (Element Type Match)",
    Text::new("開始タグと終了タグの名前が一致すること", "Start tags and end tags match"),
    Text::new("開始タグと終了タグの名前が一致しません。", "An end tag does not match its start tag."),
);
static ENTITY_UNDEFINED: Rule = rule(
    "xml.entity.undefined",
    "XML 1.0, 4.1 (Entity Declared)",
    Text::new(
        "定義済みの5つの実体のほかに実体参照がないこと",
        "Only the five predefined entities are referred to",
    ),
    Text::new(
        "定義されていない実体への参照があります。",
        "A reference names an entity that is not predefined.",
    ),
);
static LESS_THAN_IN_ATTRIBUTE_VALUE: Rule = rule(
    "xml.attribute.less-than",
    "XML 1.0, 3.1 (No < in Attribute Values)",
    Text::new("属性値に「<」がないこと", "No attribute value holds '<'"),
    Text::new("属性値に「<」があります。", "'<' stands in the value of an attribute."),
);
static MARKUP_UNKNOWN: Rule = rule(
    "xml.markup.unknown",
    "XML 1.0, 2.4",
    Text::new("認められないマークアップがないこと", "There is no markup but what XML 1.0 has"),
    Text::new("認められないマークアップがあります。", "'<!' begins no markup that is allowed here."),
);
static NAME_MALFORMED: Rule = rule(
    "xml.name.malformed",
    "XML 1.0, 2.3",
    Text::new("名前がXMLの名前の形式であること", "Every name is a name of XML 1.0"),
    Text::new("名前の形式に誤りがあります。", "A name is malformed."),
);
static NAME_NOT_QUALIFIED: Rule = rule(
    "xml.name.not-qualified",
    "Namespaces in XML 1.0, 4",
    Text::new("名前が修飾名の形式であること", "Every name is a qualified name"),
    Text::new("名前が修飾名の形式ではありません。", "A name is not a qualified name."),
);
static NAME_TOO_LONG: Rule = rule(
    "xml.limit.name-length",
    "limits::xml::MAX_NAME_LENGTH",
    Text::new("名前の長さが上限以内であること", "No name is longer than is read"),
    Text::new("名前が長すぎるため、検証できません。", "A name is longer than is read."),
);
static NAMESPACE_RELATIVE: Rule = rule(
    "xml.namespace.relative",
    "Canonical XML 1.0, 1.3",
    Text::new("名前空間名が相対URIでないこと", "No namespace name is a relative reference"),
    Text::new("名前空間名が相対URIです。", "A namespace name is a relative reference."),
);
static NAMESPACE_RESERVED: Rule = rule(
    "xml.namespace.reserved",
    "Namespaces in XML 1.0, 3",
    Text::new(
        "予約された接頭辞及び名前空間名が規格どおりに使われていること",
        "Reserved prefixes and namespace names are used as reserved",
    ),
    Text::new(
        "予約された接頭辞又は名前空間名の使い方に誤りがあります。",
        "A reserved prefix or namespace name is misused.",
    ),
);
static NAMESPACE_TOO_LONG: Rule = rule(
    "xml.limit.namespace-length",
    "limits::xml::MAX_NAMESPACE_LENGTH",
    Text::new("名前空間名の長さが上限以内であること", "No namespace name is longer than is read"),
    Text::new("名前空間名が長すぎるため、検証できません。", "A namespace name is longer than is read."),
);
static NAMESPACES_TOO_MANY: Rule = rule(
    "xml.limit.namespaces",
    "limits::xml::MAX_NAMESPACES_IN_SCOPE",
    Text::new(
        "有効な名前空間宣言の数が上限以内であること",
        "No more namespace declarations are in scope than are read",
    ),
    Text::new(
        "名前空間宣言が多すぎるため、検証できません。",
        "More namespace declarations are in scope than are read.",
    ),
);
static NESTING_TOO_DEEP: Rule = rule(
    "xml.limit.depth",
    "limits::xml::MAX_DEPTH",
    Text::new("要素の入れ子の深さが上限以内であること", "Elements are not nested deeper than is read"),
    Text::new("要素の入れ子が深すぎるため、検証できません。", "Elements are nested deeper than is read."),
);
static NODES_TOO_MANY: Rule = rule(
    "xml.limit.nodes",
    "limits::xml::MAX_NODES",
    Text::new("要素、属性などの総数が上限以内であること", "There are no more nodes than are read"),
    Text::new("要素、属性などが多すぎるため、検証できません。", "There are more nodes than are read."),
);
static PREFIX_UNBOUND: Rule = rule(
    "xml.namespace.prefix-unbound",
    "Namespaces in XML 1.0, 2.2",
    Text::new(
        "接頭辞が空の名前空間名で宣言されていないこと",
        "No prefix is declared with an empty namespace name",
    ),
    Text::new(
        "接頭辞が空の名前空間名で宣言されています。",
        "A prefix is declared with an empty namespace name.",
    ),
);
static PREFIX_UNDECLARED: Rule = rule(
    "xml.namespace.prefix-undeclared",
    "Namespaces in XML 1.0, 5",
    Text::new("すべての接頭辞が宣言されていること", "Every prefix is declared"),
    Text::new("宣言されていない接頭辞があります。", "A prefix is not declared."),
);
static PROCESSING_INSTRUCTION_MALFORMED: Rule = rule(
    "xml.processing-instruction.malformed",
    "XML 1.0, 2.6",
    Text::new("処理命令が正しい形式であること", "Every processing instruction is well-formed"),
    Text::new("処理命令の形式に誤りがあります。", "A processing instruction is malformed."),
);
static PROCESSING_INSTRUCTION_TARGET_RESERVED: Rule = rule(
    "xml.processing-instruction.target",
    "XML 1.0, 2.6",
    Text::new("処理命令の対象名が「xml」でないこと", "No processing instruction has the target 'xml'"),
    Text::new(
        "処理命令の対象名が「xml」であるか、XML宣言が文書の先頭にありません。",
        "A processing instruction has the reserved target 'xml', or the XML declaration is not at the beginning.",
    ),
);
static PROCESSING_INSTRUCTION_UNTERMINATED: Rule = rule(
    "xml.processing-instruction.end",
    "XML 1.0, 2.6",
    Text::new("処理命令が閉じられていること", "Every processing instruction ends"),
    Text::new("処理命令が閉じられていません。", "A processing instruction does not end."),
);
static REFERENCE_MALFORMED: Rule = rule(
    "xml.reference.malformed",
    "XML 1.0, 4.1",
    Text::new("「&」が正しい参照の始めであること", "Every '&' begins a reference"),
    Text::new("「&」に続く参照の形式に誤りがあります。", "'&' begins no reference."),
);
static ROOT_MISSING: Rule = rule(
    "xml.root.missing",
    "XML 1.0, 2.1",
    Text::new("最上位の要素があること", "There is a root element"),
    Text::new("最上位の要素がありません。", "There is no root element."),
);
static SIZE_TOO_LARGE: Rule = rule(
    "xml.limit.size",
    "limits::xml::MAX_SIZE",
    Text::new("文書の大きさが上限以内であること", "The document is not larger than is read"),
    Text::new("文書が大きすぎるため、検証できません。", "The document is larger than is read."),
);
static STANDALONE_MALFORMED: Rule = rule(
    "xml.declaration.standalone",
    "XML 1.0, 2.9",
    Text::new(
        "スタンドアロン文書宣言が「yes」又は「no」であること",
        "The standalone declaration is 'yes' or 'no'",
    ),
    Text::new(
        "スタンドアロン文書宣言が「yes」でも「no」でもありません。",
        "The standalone declaration is neither 'yes' nor 'no'.",
    ),
);
static TAG_MALFORMED: Rule = rule(
    "xml.tag.malformed",
    "XML 1.0, 3.1",
    Text::new("タグが正しい形式であること", "Every tag is well-formed"),
    Text::new("タグの形式に誤りがあります。", "A tag is malformed."),
);
static UTF_16_INVALID: Rule = rule(
    "xml.encoding.utf-16",
    "XML 1.0, 4.3.3",
    Text::new("UTF-16として正しい符号であること", "The octets are UTF-16"),
    Text::new("UTF-16として正しくない符号があります。", "The octets are not UTF-16."),
);
static UTF_8_INVALID: Rule = rule(
    "xml.encoding.utf-8",
    "XML 1.0, 4.3.3",
    Text::new("UTF-8として正しい符号であること", "The octets are UTF-8"),
    Text::new("UTF-8として正しくない符号があります。", "The octets are not UTF-8."),
);
static VERSION_UNSUPPORTED: Rule = rule(
    "xml.declaration.version",
    "XML 1.0, 2.8",
    Text::new("XMLのバージョンが1.0であること", "The version is XML 1.0"),
    Text::new("XMLのバージョンが1.0ではありません。", "The version is not XML 1.0."),
);
static APEX_NOT_ELEMENT: Rule = rule(
    "xml.canonical.apex",
    "Canonical XML 1.0, 2.1",
    Text::new("正規化の対象が文書又は要素であること", "What is canonicalized is a document or an element"),
    Text::new(
        "正規化の対象が文書でも要素でもありません。",
        "What is to be canonicalized is neither a document nor an element.",
    ),
);
static EXCLUDED_NOT_FOUND: Rule = rule(
    "xml.canonical.excluded",
    "XMLDSig 1.1, 6.6.4",
    Text::new("正規化から除く要素が文書にあること", "The element to be left out is in the document"),
    Text::new(
        "正規化から除く要素が文書にありません。",
        "The element to be left out of the canonical form is not in the document.",
    ),
);
static OUTPUT_TOO_LARGE: Rule = rule(
    "xml.limit.canonical-size",
    "limits::xml::CANONICAL_GROWTH",
    Text::new("正規化した結果の大きさが上限以内であること", "The canonical form is not larger than is made"),
    Text::new(
        "正規化した結果が大きすぎるため、検証できません。",
        "The canonical form is larger than is made.",
    ),
);
static QUALIFIED_NAME_UNDECLARED: Rule = rule(
    "xml.canonical.qualified-name",
    "Canonical XML 2.0, 2.2 (QNameAware)",
    Text::new(
        "値の中の修飾名の接頭辞が宣言されていること",
        "Every prefix of a qualified name in content is declared",
    ),
    Text::new(
        "値の中の修飾名に、宣言されていない接頭辞があります。",
        "A qualified name in content has a prefix that is not declared.",
    ),
);

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{RULES, finding};
    use crate::report::{Location, Outcome};
    use crate::xml::Document;

    #[test]
    fn every_rule_has_an_id_of_its_own_and_sentences_of_its_own() {
        let ids: HashSet<_> = RULES.iter().map(|rule| rule.id.0).collect();
        assert_eq!(ids.len(), RULES.len());
        assert!(ids.iter().all(|id| id.starts_with("xml.")));
        let sentences: HashSet<_> = RULES.iter().map(|rule| &rule.violation.ja).collect();
        assert_eq!(sentences.len(), RULES.len());
        assert!(RULES.iter().all(|rule| !rule.violation.ja.contains("改ざん")));
    }

    #[test]
    fn a_doctype_fails_at_its_place_and_a_foreign_encoding_is_undecided() {
        let found = finding(&Document::parse(b"<!-- x -->\n<!DOCTYPE a><a/>").unwrap_err());
        assert_eq!((found.rule.id.0, found.outcome()), ("xml.doctype", Outcome::Fail));
        assert_eq!(found.location, Some(Location::LineColumn { line: 2, column: 1 }));
        let found = finding(&Document::parse(b"<?xml version='1.0' encoding='EUC-JP'?><a/>").unwrap_err());
        assert_eq!((found.rule.id.0, found.outcome()), ("xml.encoding.unsupported", Outcome::Unknown));
        let deep = "<a>".repeat(300);
        assert_eq!(finding(&Document::parse(deep.as_bytes()).unwrap_err()).outcome(), Outcome::Unknown);
    }
}
