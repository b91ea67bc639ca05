//! Rules about the 2.0 mode's own elements.

use crate::report::{Rule, RuleId, SectionName, Text};

pub(super) static DIGEST_DATA_LENGTH: Rule = Rule {
    id: RuleId("dsig.version2.digest-data-length"),
    section: SectionName::Signature,
    clause: "XML Signature 2.0 4.4.3 Verification",
    requirement: Text::new(
        "ハッシュ値の対象の長さが署名の記載と一致すること",
        "DigestDataLength is the number of octets digested",
    ),
    violation: Text::new(
        "ハッシュ値の対象の長さが署名の記載と異なります。",
        "DigestDataLength is not the number of octets digested.",
    ),
};

pub(super) static ID_ATTRIBUTES: Rule = Rule {
    id: RuleId("dsig.version2.id-attributes"),
    section: SectionName::Signature,
    clause: "XML Signature 2.0 4.4.3 Verification",
    requirement: Text::new(
        "参照に用いた識別子の属性が署名の記載と一致すること",
        "IDAttributes names the attribute the reference relies on",
    ),
    violation: Text::new(
        "参照に用いた識別子の属性が署名に記載されたものではありません。",
        "IDAttributes does not name the attribute the reference relies on.",
    ),
};

pub(super) static MODES_MIXED: Rule = Rule {
    id: RuleId("dsig.version2.modes-mixed"),
    section: SectionName::Signature,
    clause: "XML Signature 2.0 4.4.3",
    requirement: Text::new(
        "1.x の書き方と 2.0 の書き方が混ざっていないこと",
        "1.x syntax and the 2.0 mode are not mixed",
    ),
    violation: Text::new(
        "XML 署名の 1.x の書き方と 2.0 の書き方が混ざっています。",
        "1.x syntax and the 2.0 mode are mixed.",
    ),
};

pub(super) static POSITION_ASSERTION: Rule = Rule {
    id: RuleId("dsig.version2.position-assertion"),
    section: SectionName::Signature,
    clause: "XML Signature 2.0 4.4.3 Verification",
    requirement: Text::new(
        "署名の対象の位置が署名の記載と一致すること",
        "PositionAssertion is the position of what is selected",
    ),
    violation: Text::new(
        "署名の対象の位置が署名の記載と異なります。",
        "PositionAssertion is not the position of what is selected.",
    ),
};

pub(super) static SELECTION_ALGORITHM: Rule = Rule {
    id: RuleId("dsig.version2.selection-algorithm"),
    section: SectionName::Signature,
    clause: "XML Signature 2.0 4.4.3 Selection",
    requirement: Text::new("2.0 の選択の方式が xml であること", "The Selection algorithm is xml"),
    violation: Text::new(
        "2.0 の選択の方式が対応しているものではありません。",
        "The Selection algorithm is not xml.",
    ),
};

pub(super) static SELECTION_XPATH: Rule = Rule {
    id: RuleId("dsig.version2.selection-xpath"),
    section: SectionName::Signature,
    clause: "XML Signature 2.0 4.4.3 Selection",
    requirement: Text::new("2.0 の選択に XPath がないこと", "The Selection has no XPath"),
    violation: Text::new("2.0 の選択に XPath があります。", "The Selection is by XPath."),
};

pub(super) static VERIFICATION_UNKNOWN: Rule = Rule {
    id: RuleId("dsig.version2.verification-unknown"),
    section: SectionName::Signature,
    clause: "XML Signature 2.0 4.4.3 Verification",
    requirement: Text::new(
        "2.0 の確認の指定が知られたもので、重複がないこと",
        "The Verifications are known ones, each once",
    ),
    violation: Text::new(
        "2.0 の確認の指定が対応しているものでないか、重複しています。",
        "A Verification is unknown or repeated.",
    ),
};
