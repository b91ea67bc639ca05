//! Rules about what is signed: References, transforms, attachments.

use crate::report::{Rule, RuleId, SectionName, Text};

pub(super) static ATTACHMENT_DIGEST: Rule = Rule {
    id: RuleId("dsig.attachment.digest"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 3.2.1",
    requirement: Text::new(
        "添付ファイルのハッシュ値が署名と一致すること",
        "The attachment's digest is the one that was signed",
    ),
    violation: Text::new(
        "添付ファイルの内容が署名時と一致しません（ハッシュ値の不一致）。署名後の改ざん又は破損です。",
        "The attachment is not the one that was signed: it was changed after signing.",
    ),
};

pub(super) static ATTACHMENT_MISSING: Rule = Rule {
    id: RuleId("dsig.attachment.missing"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 3.2.1",
    requirement: Text::new(
        "署名された添付ファイルが提示されていること",
        "The signed attachments are at hand",
    ),
    violation: Text::new(
        "署名された添付ファイルが提示されていないため、確認できません。",
        "A signed attachment was not handed in and cannot be checked.",
    ),
};

pub(super) static ATTACHMENT_NAME: Rule = Rule {
    id: RuleId("dsig.attachment.name"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.4.3.1",
    requirement: Text::new(
        "添付ファイルが重複のない単純なファイル名で示されていること",
        "Each attachment is named once, by a plain file name",
    ),
    violation: Text::new(
        "添付ファイルの名前が単純なファイル名でないか、重複しています。",
        "An attachment is not named by a plain file name, or is named twice.",
    ),
};

pub(super) static ATTACHMENT_UNREAD: Rule = Rule {
    id: RuleId("dsig.attachment.unread"),
    section: SectionName::Signature,
    clause: "limits::dsig::ATTACHMENT_OCTETS",
    requirement: Text::new("署名された添付ファイルが読み取れること", "The signed attachments can be read"),
    violation: Text::new(
        "署名された添付ファイルを読み取れないため、確認できません。",
        "A signed attachment was not read and cannot be checked.",
    ),
};

pub(super) static BODY_PLACE: Rule = Rule {
    id: RuleId("dsig.kobunsho.body"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.4.3.3",
    requirement: Text::new(
        "署名の対象の BODY が最上位要素の直下にあること",
        "The signed BODY is a child of the root element",
    ),
    violation: Text::new(
        "署名の対象が最上位要素の直下の BODY ではありません。",
        "What is signed is not a BODY that is a child of the root element.",
    ),
};

pub(super) static ENVELOPED_MISSING: Rule = Rule {
    id: RuleId("dsig.transform.enveloped-missing"),
    section: SectionName::Signature,
    clause: "004 第4-2(2)イ; XML Signature 1.1 6.6.4",
    requirement: Text::new(
        "Enveloped 署名の変換が指定されていること",
        "The enveloped-signature transform is there",
    ),
    violation: Text::new(
        "Enveloped 署名の変換が指定されていません。",
        "The enveloped-signature transform is missing.",
    ),
};

pub(super) static ENVELOPED_NOT_FIRST: Rule = Rule {
    id: RuleId("dsig.transform.enveloped-not-first"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 6.6.4",
    requirement: Text::new(
        "Enveloped 署名の変換が最初にあること",
        "The enveloped-signature transform comes first",
    ),
    violation: Text::new(
        "Enveloped 署名の変換が最初にありません。",
        "The enveloped-signature transform is not the first.",
    ),
};

pub(super) static ENVELOPED_REPEATED: Rule = Rule {
    id: RuleId("dsig.transform.enveloped-repeated"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 6.6.4",
    requirement: Text::new(
        "Enveloped 署名の変換が一度だけであること",
        "The enveloped-signature transform occurs once",
    ),
    violation: Text::new(
        "Enveloped 署名の変換が重複しています。",
        "The enveloped-signature transform is repeated.",
    ),
};

pub(super) static FRONT_HIDES_BODY: Rule = Rule {
    id: RuleId("dsig.kobunsho.front"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 8.1.2",
    requirement: Text::new(
        "署名の対象でない鑑（FRONT）の中に BODY がないこと",
        "The unsigned FRONT holds no BODY",
    ),
    violation: Text::new(
        "署名の対象でない鑑（FRONT）の中に BODY があり、署名された BODY と取り違えるおそれがあります。",
        "The unsigned FRONT holds a BODY that can be taken for the signed one.",
    ),
};

pub(super) static ID_DUPLICATE: Rule = Rule {
    id: RuleId("dsig.reference.id-duplicate"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.4.3.3",
    requirement: Text::new(
        "参照された識別子が文書の中で一つだけであること",
        "The referenced identifier occurs once",
    ),
    violation: Text::new(
        "参照された識別子が文書の中に複数あります。署名の対象を偽る手口のおそれがあります。",
        "The referenced identifier occurs several times: what is signed is ambiguous.",
    ),
};

pub(super) static ID_NOT_FOUND: Rule = Rule {
    id: RuleId("dsig.reference.id-not-found"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.4.3.3",
    requirement: Text::new(
        "参照された識別子が文書の中にあること",
        "The referenced identifier occurs in the document",
    ),
    violation: Text::new(
        "参照された識別子が文書の中にありません。",
        "The referenced identifier does not occur in the document.",
    ),
};

pub(super) static ID_NOT_ROOT: Rule = Rule {
    id: RuleId("dsig.reference.id-not-root"),
    section: SectionName::Signature,
    clause: "004 第4-2(2)イ; XML Signature 1.1 4.4.3.3",
    requirement: Text::new("署名が文書の全体を対象とすること", "The signature covers the whole document"),
    violation: Text::new(
        "署名の対象が文書の一部だけです。対象の外の内容は保証されません。",
        "The signature covers a part of the document only.",
    ),
};

pub(super) static MANIFEST: Rule = Rule {
    id: RuleId("dsig.reference.manifest"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 5.1",
    requirement: Text::new("署名の対象が Manifest でないこと", "The reference is not to a Manifest"),
    violation: Text::new(
        "署名の対象が Manifest です。その先の内容は署名で確認されません。",
        "The reference is to a Manifest, whose targets the signature does not check.",
    ),
};

pub(super) static PROCESSING_INSTRUCTION_UNSIGNED: Rule = Rule {
    id: RuleId("dsig.reference.processing-instruction-unsigned"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.4.3.3",
    requirement: Text::new(
        "最上位要素の外の処理命令も署名の対象であること",
        "No processing instruction outside the root element is left unsigned",
    ),
    violation: Text::new(
        "最上位要素の外に、署名の対象でない処理命令があります。",
        "A processing instruction outside the root element is not signed.",
    ),
};

pub(super) static REFERENCE_MISSING: Rule = Rule {
    id: RuleId("dsig.reference.missing"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.4.3",
    requirement: Text::new("署名の対象を示す Reference があること", "There is a Reference"),
    violation: Text::new("署名の対象を示す Reference がありません。", "There is no Reference."),
};

pub(super) static REFERENCE_SEVERAL: Rule = Rule {
    id: RuleId("dsig.reference.several"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.4.3",
    requirement: Text::new("Reference が一つだけであること", "There is one Reference only"),
    violation: Text::new("Reference が複数あります。", "There is more than one Reference."),
};

pub(super) static REFERENCES_TOO_MANY: Rule = Rule {
    id: RuleId("dsig.limit.references"),
    section: SectionName::Signature,
    clause: "limits::dsig::REFERENCES",
    requirement: Text::new(
        "Reference の数が上限以内であること",
        "There are no more References than are read",
    ),
    violation: Text::new(
        "Reference が多すぎるため、検証できません。",
        "There are more References than are read.",
    ),
};

pub(super) static REFERENCE_TYPE: Rule = Rule {
    id: RuleId("dsig.reference.type"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.4.3.1",
    requirement: Text::new("Reference に Type がないこと", "The Reference has no Type"),
    violation: Text::new("Reference に Type があります。", "The Reference has a Type."),
};

pub(super) static TRANSFORM_BASE64: Rule = Rule {
    id: RuleId("dsig.transform.base64"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 6.6.2",
    requirement: Text::new("Base64 の変換を用いないこと", "There is no Base64 transform"),
    violation: Text::new("Base64 の変換が指定されています。", "The Base64 transform is not accepted."),
};

pub(super) static TRANSFORM_CANONICALIZATION_REPEATED: Rule = Rule {
    id: RuleId("dsig.transform.canonicalization-repeated"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.4.3.4",
    requirement: Text::new(
        "正規化の変換が一度までであること",
        "There is at most one canonicalization transform",
    ),
    violation: Text::new("正規化の変換が重複しています。", "The canonicalization transform is repeated."),
};

pub(super) static TRANSFORM_UNKNOWN: Rule = Rule {
    id: RuleId("dsig.transform.unknown"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.4.3.4",
    requirement: Text::new("変換が定められたものだけであること", "The transforms are known ones"),
    violation: Text::new("対応していない変換が指定されています。", "A transform is outside the closed list."),
};

pub(super) static TRANSFORM_WITH_COMMENTS: Rule = Rule {
    id: RuleId("dsig.transform.with-comments"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 6.6.1",
    requirement: Text::new(
        "正規化の変換が注釈を除くものであること",
        "The canonicalization transform drops comments",
    ),
    violation: Text::new(
        "正規化の変換が注釈を残す方式です。",
        "The canonicalization transform keeps comments.",
    ),
};

pub(super) static TRANSFORM_XPATH: Rule = Rule {
    id: RuleId("dsig.transform.xpath"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 6.6.3",
    requirement: Text::new("XPath の変換を用いないこと", "There is no XPath transform"),
    violation: Text::new(
        "XPath の変換が指定されています。署名の対象が文書の一部だけになるおそれがあります。",
        "The XPath transform is not accepted: it can leave parts unsigned.",
    ),
};

pub(super) static TRANSFORM_XPATH_FILTER2: Rule = Rule {
    id: RuleId("dsig.transform.xpath-filter2"),
    section: SectionName::Signature,
    clause: "XML-Signature XPath Filter 2.0",
    requirement: Text::new("XPath Filter 2 の変換を用いないこと", "There is no XPath Filter 2 transform"),
    violation: Text::new(
        "XPath Filter 2 の変換が指定されています。署名の対象が文書の一部だけになるおそれがあります。",
        "The XPath Filter 2 transform is not accepted: it can leave parts unsigned.",
    ),
};

pub(super) static TRANSFORM_XSLT: Rule = Rule {
    id: RuleId("dsig.transform.xslt"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 6.6.5",
    requirement: Text::new("XSLT の変換を用いないこと", "There is no XSLT transform"),
    violation: Text::new("XSLT の変換が指定されています。", "The XSLT transform is not accepted."),
};

pub(super) static UNSIGNED_SIBLING: Rule = Rule {
    id: RuleId("dsig.kobunsho.unsigned-sibling"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.4.3.3",
    requirement: Text::new(
        "署名の対象の外にあるのが鑑（FRONT）だけであること",
        "Nothing but FRONT is left unsigned",
    ),
    violation: Text::new(
        "署名の対象の外に、鑑（FRONT）以外の内容があります。",
        "Something other than FRONT is left unsigned.",
    ),
};

pub(super) static URI_EXTERNAL: Rule = Rule {
    id: RuleId("dsig.reference.uri-external"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.4.3.1",
    requirement: Text::new("署名の対象がこの文書であること", "The reference is to this document"),
    violation: Text::new("署名の対象が文書の外にあります。", "The reference is to an external resource."),
};

pub(super) static URI_FILE: Rule = Rule {
    id: RuleId("dsig.reference.uri-file"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.4.3.1",
    requirement: Text::new("署名の対象がこの文書であること", "The reference is to this document"),
    violation: Text::new("署名の対象が文書の外のファイルです。", "The reference is to a file."),
};

pub(super) static URI_MISSING: Rule = Rule {
    id: RuleId("dsig.reference.uri-missing"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.4.3.1",
    requirement: Text::new("Reference に URI があること", "The Reference has a URI"),
    violation: Text::new("Reference に URI がなく、署名の対象が分かりません。", "The Reference has no URI."),
};

pub(super) static URI_RELATIVE: Rule = Rule {
    id: RuleId("dsig.reference.uri-relative"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.4.3.1",
    requirement: Text::new("署名の対象がこの文書であること", "The reference is to this document"),
    violation: Text::new(
        "署名の対象が相対 URI で示された別の資源です。",
        "The reference is to another resource, by a relative URI.",
    ),
};

pub(super) static URI_XPOINTER: Rule = Rule {
    id: RuleId("dsig.reference.uri-xpointer"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.4.3.3",
    requirement: Text::new("署名の対象が XPointer で示されていないこと", "The reference is not an XPointer"),
    violation: Text::new("署名の対象が XPointer で示されています。", "The reference is by an XPointer."),
};
