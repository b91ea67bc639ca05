//! Rules about algorithms, digests and the signature value.

use crate::report::{Rule, RuleId, SectionName, Text};

pub(super) static CANONICALIZATION: Rule = Rule {
    id: RuleId("dsig.canonicalization.failed"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 3.2",
    requirement: Text::new("正規化ができること", "Canonicalization succeeds"),
    violation: Text::new(
        "文書の正規化ができなかったため、署名を確認できません。",
        "The document could not be canonicalised, so the signature could not be checked.",
    ),
};

pub(super) static CANONICALIZATION_PARAMETERS: Rule = Rule {
    id: RuleId("dsig.canonicalization.parameters"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.4.1",
    requirement: Text::new(
        "正規化の引数が規格どおりであること",
        "The canonicalization has only the parameters its standard knows",
    ),
    violation: Text::new(
        "正規化の引数が規格にないものです。",
        "The canonicalization has parameters its standard does not know.",
    ),
};

pub(super) static CANONICALIZATION_UNKNOWN: Rule = Rule {
    id: RuleId("dsig.canonicalization.unknown"),
    section: SectionName::Signature,
    clause: "004 第4-2(2)イ; XML Signature 1.1 6.5",
    requirement: Text::new(
        "SignedInfo の正規化の方式が定められたものであること",
        "SignedInfo is canonicalised by a known algorithm",
    ),
    violation: Text::new(
        "SignedInfo の正規化の方式が定められたものではありません。",
        "SignedInfo is canonicalised by an algorithm outside the closed list.",
    ),
};

pub(super) static CANONICALIZATION_WITH_COMMENTS: Rule = Rule {
    id: RuleId("dsig.canonicalization.with-comments"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 6.5",
    requirement: Text::new(
        "SignedInfo の正規化が注釈を除くものであること",
        "SignedInfo is canonicalised without comments",
    ),
    violation: Text::new(
        "SignedInfo の正規化が注釈を残す方式です。",
        "SignedInfo is canonicalised with comments.",
    ),
};

pub(super) static DIGEST_LENGTH: Rule = Rule {
    id: RuleId("dsig.digest.length"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.4.3.6",
    requirement: Text::new(
        "ハッシュ値の長さが方式どおりであること",
        "DigestValue is as long as its algorithm's output",
    ),
    violation: Text::new(
        "ハッシュ値の長さが方式と異なります。",
        "DigestValue is not as long as its algorithm's output.",
    ),
};

pub(super) static DIGEST_MD5: Rule = Rule {
    id: RuleId("dsig.digest.md5"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 6.2",
    requirement: Text::new("ハッシュ関数が MD5 でないこと", "The digest is not MD5"),
    violation: Text::new(
        "ハッシュ関数が、もはや安全でない MD5 です。",
        "The digest is MD5, which is broken.",
    ),
};

pub(super) static DIGEST_SHA1: Rule = Rule {
    id: RuleId("dsig.digest.sha1"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 6.2.1",
    requirement: Text::new("ハッシュ関数が SHA-1 でないこと", "The digest is not SHA-1"),
    violation: Text::new(
        "ハッシュ関数が、もはや安全でない SHA-1 です。",
        "The digest is SHA-1, which is no longer accepted.",
    ),
};

pub(super) static DIGEST_UNKNOWN: Rule = Rule {
    id: RuleId("dsig.digest.unknown"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.4.3.5",
    requirement: Text::new("ハッシュ関数が知られたものであること", "The digest's algorithm is known"),
    violation: Text::new(
        "ハッシュ関数が対応しているものではありません。",
        "The digest's algorithm is not one we know.",
    ),
};

pub(super) static DIGEST_MISMATCH: Rule = Rule {
    id: RuleId("dsig.digest.mismatch"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 3.2.1",
    requirement: Text::new(
        "文書のハッシュ値が署名と一致すること",
        "The document's digest is the one that was signed",
    ),
    violation: Text::new(
        "文書の内容が署名時と一致しません（ハッシュ値の不一致）。署名後の改ざん又は破損です。",
        "The document is not what was signed: it was changed after signing.",
    ),
};

pub(super) static SIGNATURE_LENGTH: Rule = Rule {
    id: RuleId("dsig.value.length"),
    section: SectionName::Signature,
    clause: "RFC 8017 8.2.2",
    requirement: Text::new(
        "署名値の長さが鍵と一致すること",
        "The signature value is as long as the key demands",
    ),
    violation: Text::new(
        "署名値の長さが鍵と一致しません。",
        "The signature value is not as long as the key demands.",
    ),
};

pub(super) static METHOD_HMAC: Rule = Rule {
    id: RuleId("dsig.method.hmac"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 6.3",
    requirement: Text::new("署名の方式が公開鍵によるものであること", "The signature is by a public key"),
    violation: Text::new(
        "署名の方式が公開鍵によらない HMAC です。",
        "HMAC is no signature: whoever can verify it can make it.",
    ),
};

pub(super) static METHOD_MD5: Rule = Rule {
    id: RuleId("dsig.method.md5"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 6.4",
    requirement: Text::new("署名の方式が MD5 を用いないこと", "The signature does not use MD5"),
    violation: Text::new(
        "署名の方式が、もはや安全でない MD5 を用いています。",
        "The signature uses MD5, which is broken.",
    ),
};

pub(super) static METHOD_PARAMETERS: Rule = Rule {
    id: RuleId("dsig.method.parameters"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.4.2",
    requirement: Text::new("署名の方式に余分な引数がないこと", "SignatureMethod has no parameters"),
    violation: Text::new("署名の方式に余分な引数があります。", "SignatureMethod has parameters."),
};

pub(super) static METHOD_SHA1: Rule = Rule {
    id: RuleId("dsig.method.sha1"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 6.4",
    requirement: Text::new("署名の方式が SHA-1 を用いないこと", "The signature does not use SHA-1"),
    violation: Text::new(
        "署名の方式が、もはや安全でない SHA-1 を用いています。",
        "The signature uses SHA-1, which is no longer accepted.",
    ),
};

pub(super) static METHOD_UNKNOWN: Rule = Rule {
    id: RuleId("dsig.method.unknown"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.4.2",
    requirement: Text::new("署名の方式が知られたものであること", "The signature's algorithm is known"),
    violation: Text::new(
        "署名の方式が対応しているものではありません。",
        "The signature's algorithm is not one we know.",
    ),
};

pub(super) static SIGNATURE_MISMATCH: Rule = Rule {
    id: RuleId("dsig.value.mismatch"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 3.2.2",
    requirement: Text::new(
        "署名値が署名者の鍵で検証できること",
        "The signature value verifies with the signer's key",
    ),
    violation: Text::new(
        "署名値が署名者の公開鍵で検証できません。",
        "The signature value does not verify with the signer's key.",
    ),
};

pub(super) static VALUE_UNVERIFIED: Rule = Rule {
    id: RuleId("dsig.value.unverified"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 3.2.2",
    requirement: Text::new(
        "署名値が署名者の鍵で検証できること",
        "The signature value verifies with the signer's key",
    ),
    violation: Text::new(
        "署名者の電子証明書がないため、署名値を検証できません。",
        "The signature value cannot be verified without the signer's certificate.",
    ),
};

pub(super) static TYPE_NAME_UNSIGNED: Rule = Rule {
    id: RuleId("dsig.content.type-name-unsigned"),
    section: SectionName::Signature,
    clause: "Exclusive XML Canonicalization 1.0 1.3; Canonical XML 2.0 2.2",
    requirement: Text::new(
        "要素の型の名前（xsi:type）の名前空間が署名の対象に含まれていること",
        "The namespaces of type names (xsi:type) are part of what was signed",
    ),
    violation: Text::new(
        "要素の型の名前（xsi:type）が、署名の対象に含まれない名前空間の宣言を用いています。署名後に型が差し替えられていても検出できません。",
        "A type name (xsi:type) relies on a namespace declaration that was not signed: the type could have been replaced after signing.",
    ),
};

pub(super) static WHITE_SPACE_UNSIGNED: Rule = Rule {
    id: RuleId("dsig.content.white-space-unsigned"),
    section: SectionName::Signature,
    clause: "Canonical XML 2.0 2.2",
    requirement: Text::new(
        "文書中の空白文字が署名の対象に含まれていること",
        "The white space of the document is part of what was signed",
    ),
    violation: Text::new(
        "文書中の空白文字の一部が署名の対象に含まれていません（TrimTextNodes）。署名後に空白文字が変えられていても検出できません。",
        "Some white space of the document was not signed (TrimTextNodes): it could have been changed after signing.",
    ),
};

pub(super) static DIGEST_UNPROVEN: Rule = Rule {
    id: RuleId("dsig.digest.unproven"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 3.2",
    requirement: Text::new(
        "文書と署名欄が署名時のものであること",
        "Document and Signature element are those of the time of signing",
    ),
    violation: Text::new(
        "文書又は署名欄が署名時と一致しません（署名欄のハッシュ値も署名値で確認できません）。",
        "The document or its Signature element is not what was signed (the digest stated there is not vouched for either).",
    ),
};
