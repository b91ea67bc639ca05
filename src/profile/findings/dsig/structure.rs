//! Rules about the Signature element: where it stands, what it holds, how its values are written.

use crate::report::{Rule, RuleId, SectionName, Text};

pub(super) static ATTRIBUTE_MISSING: Rule = Rule {
    id: RuleId("dsig.structure.attribute-missing"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4",
    requirement: Text::new(
        "署名の要素に必要な属性があること",
        "The elements of Signature carry the attributes they need",
    ),
    violation: Text::new(
        "署名の要素に必要な属性がありません。",
        "An element of Signature lacks an attribute.",
    ),
};

pub(super) static ATTRIBUTE_UNKNOWN: Rule = Rule {
    id: RuleId("dsig.structure.attribute-unknown"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4",
    requirement: Text::new(
        "署名の要素に規格にない属性がないこと",
        "The elements of Signature carry no attribute unknown to the standard",
    ),
    violation: Text::new(
        "署名の要素に規格にない属性があります。",
        "An element of Signature carries an attribute the standard does not have.",
    ),
};

pub(super) static BASE64_CHARACTER: Rule = Rule {
    id: RuleId("dsig.base64.character"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.3",
    requirement: Text::new("署名の値が正しい base64 であること", "Values are base64 and nothing else"),
    violation: Text::new(
        "署名の値に base64 でない文字があります。",
        "A value holds characters that are not base64.",
    ),
};

pub(super) static BASE64_LENGTH: Rule = Rule {
    id: RuleId("dsig.base64.length"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.3",
    requirement: Text::new(
        "base64 の長さと詰め文字が正しいこと",
        "The base64 is complete and padded as it must be",
    ),
    violation: Text::new(
        "署名の値の base64 の長さ又は詰め文字が正しくありません。",
        "The base64 of a value is incomplete, wrongly padded or too long.",
    ),
};

pub(super) static BASE64_PAD_BITS: Rule = Rule {
    id: RuleId("dsig.base64.pad-bits"),
    section: SectionName::Signature,
    clause: "RFC 4648 3.5",
    requirement: Text::new("base64 の余りのビットが零であること", "The pad bits of the base64 are zero"),
    violation: Text::new(
        "署名の値の base64 の余りのビットが零ではありません。",
        "The pad bits of a value's base64 are not zero.",
    ),
};

pub(super) static CHILD_DUPLICATE: Rule = Rule {
    id: RuleId("dsig.structure.child-duplicate"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.2",
    requirement: Text::new("署名の要素が重複していないこと", "No element of Signature is repeated"),
    violation: Text::new("署名の要素が重複しています。", "An element of Signature occurs twice."),
};

pub(super) static CHILD_MISSING: Rule = Rule {
    id: RuleId("dsig.structure.child-missing"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.2",
    requirement: Text::new("署名に必要な要素があること", "No element of Signature is missing"),
    violation: Text::new("署名に必要な要素がありません。", "An element of Signature is missing."),
};

pub(super) static CHILD_MISORDERED: Rule = Rule {
    id: RuleId("dsig.structure.child-misordered"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.2",
    requirement: Text::new(
        "署名の要素が規格の順に並んでいること",
        "The elements of Signature stand in the standard's order",
    ),
    violation: Text::new(
        "署名の要素の並びが規格と異なります。",
        "The elements of Signature are out of order.",
    ),
};

pub(super) static CHILD_TOO_MANY: Rule = Rule {
    id: RuleId("dsig.structure.child-too-many"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.2",
    requirement: Text::new(
        "署名の要素の数が上限以内であること",
        "Signature holds no more elements than the standard has a use for",
    ),
    violation: Text::new(
        "署名の要素が多すぎます。",
        "An element of Signature has more children than the standard has a use for.",
    ),
};

pub(super) static CHILD_UNKNOWN: Rule = Rule {
    id: RuleId("dsig.structure.child-unknown"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.2",
    requirement: Text::new(
        "署名に規格にない要素がないこと",
        "Signature holds no element unknown to the standard",
    ),
    violation: Text::new(
        "署名に規格にない要素があります。",
        "Signature holds an element the standard does not have there.",
    ),
};

pub(super) static COMMENT_IN_VALUE: Rule = Rule {
    id: RuleId("dsig.structure.comment-in-value"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.3",
    requirement: Text::new("署名の値の中に注釈がないこと", "No comment stands inside a value"),
    violation: Text::new("署名の値の中に注釈があります。", "A comment stands inside a value."),
};

pub(super) static ELEMENT_IN_VALUE: Rule = Rule {
    id: RuleId("dsig.structure.element-in-value"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.3",
    requirement: Text::new("署名の値の中に要素がないこと", "No element stands inside a value"),
    violation: Text::new("署名の値の中に要素があります。", "An element stands inside a value."),
};

pub(super) static NO_SIGNATURE: Rule = Rule {
    id: RuleId("dsig.signature.none"),
    section: SectionName::Signature,
    clause: "004 第4-2(2)イ; XML Signature 1.1 4.2",
    requirement: Text::new("文書に署名があること", "The document carries a signature"),
    violation: Text::new("文書に署名がありません。", "The document carries no signature."),
};

pub(super) static OBJECT: Rule = Rule {
    id: RuleId("dsig.structure.object"),
    section: SectionName::Signature,
    clause: "004 第4-2(2)イ; XML Signature 1.1 4.6",
    requirement: Text::new("署名に Object が含まれないこと", "Signature holds no Object"),
    violation: Text::new(
        "署名に Object が含まれています。文書の内容を隠すおそれがあります。",
        "Signature holds an Object: content outside the document.",
    ),
};

pub(super) static PROCESSING_INSTRUCTION: Rule = Rule {
    id: RuleId("dsig.structure.processing-instruction"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.2",
    requirement: Text::new("署名の中に処理命令がないこと", "Signature holds no processing instruction"),
    violation: Text::new("署名の中に処理命令があります。", "Signature holds a processing instruction."),
};

pub(super) static PROCESSING_INSTRUCTION_IN_VALUE: Rule = Rule {
    id: RuleId("dsig.structure.processing-instruction-in-value"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.3",
    requirement: Text::new(
        "署名の値の中に処理命令がないこと",
        "No processing instruction stands inside a value",
    ),
    violation: Text::new(
        "署名の値の中に処理命令があります。",
        "A processing instruction stands inside a value.",
    ),
};

pub(super) static SIGNATURE_PLACE: Rule = Rule {
    id: RuleId("dsig.signature.place"),
    section: SectionName::Signature,
    clause: "004 第4-2(2)イ",
    requirement: Text::new("署名が最上位要素の直下にあること", "Signature is a child of the root element"),
    violation: Text::new(
        "署名が最上位要素の直下にありません。",
        "Signature is not a child of the root element.",
    ),
};

pub(super) static SIGNATURE_SEVERAL: Rule = Rule {
    id: RuleId("dsig.signature.several"),
    section: SectionName::Signature,
    clause: "004 第4-2(2)イ",
    requirement: Text::new("署名が一つだけであること", "There is one Signature only"),
    violation: Text::new("文書に署名が複数あります。", "The document has more than one Signature."),
};

pub(super) static TEXT: Rule = Rule {
    id: RuleId("dsig.structure.text"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.2",
    requirement: Text::new(
        "署名の要素の間に文字がないこと",
        "No text stands between the elements of Signature",
    ),
    violation: Text::new(
        "署名の要素の間に文字があります。",
        "Text stands between the elements of Signature.",
    ),
};
