//! Rules about the key and what KeyInfo says of it.

use crate::report::{Rule, RuleId, SectionName, Text};

pub(super) static AMBIGUOUS_SIGNER: Rule = Rule {
    id: RuleId("dsig.key-info.ambiguous-signer"),
    section: SectionName::Certificate,
    clause: "XML Signature 1.1 4.5",
    requirement: Text::new("署名者の電子証明書が一つに定まること", "One certificate is the signer's"),
    violation: Text::new(
        "署名の鍵をもつ証明書が複数あり、署名者の電子証明書を一つに定められません。",
        "Several certificates carry the signing key, and no single one can be the signer's.",
    ),
};

pub(super) static CERTIFICATE_MALFORMED: Rule = Rule {
    id: RuleId("dsig.key-info.certificate-malformed"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.5.4",
    requirement: Text::new("KeyInfo の証明書が読み取れること", "The certificates in KeyInfo can be read"),
    violation: Text::new(
        "KeyInfo の証明書の形式が正しくありません。",
        "A certificate in KeyInfo is malformed.",
    ),
};

pub(super) static CERTIFICATES_TOO_MANY: Rule = Rule {
    id: RuleId("dsig.key-info.certificates-too-many"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.5.4",
    requirement: Text::new(
        "KeyInfo の証明書の数が上限以内であること",
        "KeyInfo carries no more certificates than a chain needs",
    ),
    violation: Text::new(
        "KeyInfo の証明書が多すぎます。",
        "KeyInfo carries more certificates than any chain needs.",
    ),
};

pub(super) static KEY_EXPONENT: Rule = Rule {
    id: RuleId("dsig.key.exponent"),
    section: SectionName::Signature,
    clause: "RFC 8017 3.1",
    requirement: Text::new("署名者の公開鍵の指数が正しいこと", "The exponent of the signer's key is sound"),
    violation: Text::new(
        "署名者の公開鍵の指数が正しくありません。",
        "The exponent of the signer's key is not acceptable.",
    ),
};

pub(super) static KEY_MALFORMED: Rule = Rule {
    id: RuleId("dsig.key.malformed"),
    section: SectionName::Signature,
    clause: "RFC 5280 4.1.2.7",
    requirement: Text::new("署名者の公開鍵の形式が正しいこと", "The signer's key is well-formed"),
    violation: Text::new("署名者の公開鍵の形式が正しくありません。", "The signer's key is malformed."),
};

pub(super) static KEY_MODULUS: Rule = Rule {
    id: RuleId("dsig.key.modulus"),
    section: SectionName::Signature,
    clause: "RFC 8017 3.1",
    requirement: Text::new(
        "署名者の公開鍵の大きさが扱える範囲にあること",
        "The modulus of the signer's key is within bounds",
    ),
    violation: Text::new(
        "署名者の公開鍵の法の大きさが範囲の外にあります。",
        "The modulus of the signer's key is out of bounds.",
    ),
};

pub(super) static KEY_UNKNOWN: Rule = Rule {
    id: RuleId("dsig.key.unknown"),
    section: SectionName::Signature,
    clause: "RFC 5280 4.1.2.7",
    requirement: Text::new(
        "署名者の公開鍵の方式が知られたものであること",
        "The algorithm of the signer's key is known",
    ),
    violation: Text::new(
        "署名者の公開鍵の方式が対応しているものではありません。",
        "The algorithm of the signer's key is not one we know.",
    ),
};

pub(super) static KEY_INFO_MISSING: Rule = Rule {
    id: RuleId("dsig.key-info.missing"),
    section: SectionName::Certificate,
    clause: "XML Signature 1.1 4.5",
    requirement: Text::new(
        "署名に署名者の電子証明書が含まれること",
        "The signature carries the signer's certificate",
    ),
    violation: Text::new(
        "署名に KeyInfo がなく、署名者の電子証明書が分かりません。",
        "There is no KeyInfo, and so no signer's certificate.",
    ),
};

pub(super) static KEY_INFO_REFERENCE: Rule = Rule {
    id: RuleId("dsig.key-info.reference"),
    section: SectionName::Certificate,
    clause: "XML Signature 1.1 4.5.10",
    requirement: Text::new(
        "署名者の電子証明書が文書に直接含まれること",
        "The signer's certificate is in the file itself",
    ),
    violation: Text::new(
        "署名者の電子証明書が含まれず、別の場所への参照（KeyInfoReference）だけがあります。",
        "KeyInfoReference points elsewhere instead of carrying the signer's certificate.",
    ),
};

pub(super) static KEY_KIND: Rule = Rule {
    id: RuleId("dsig.key.kind"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.4.2",
    requirement: Text::new(
        "署名の方式と署名者の鍵の種類が一致すること",
        "The signer's key is of the kind the algorithm needs",
    ),
    violation: Text::new(
        "署名の方式と署名者の鍵の種類が一致しません。",
        "The signer's key is of another kind than the signature algorithm.",
    ),
};

pub(super) static KEY_NAME_ONLY: Rule = Rule {
    id: RuleId("dsig.key-info.key-name-only"),
    section: SectionName::Certificate,
    clause: "XML Signature 1.1 4.5.1",
    requirement: Text::new(
        "署名に署名者の電子証明書が含まれること",
        "The signature carries the signer's certificate",
    ),
    violation: Text::new(
        "鍵の名前だけがあり、署名者の電子証明書が含まれていません。",
        "KeyInfo names a key but carries no certificate.",
    ),
};

pub(super) static KEY_UNSUPPORTED: Rule = Rule {
    id: RuleId("dsig.key.unsupported"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.4.2",
    requirement: Text::new(
        "鍵の大きさと署名の方式の組合せに対応していること",
        "Key size and algorithm are implemented together",
    ),
    violation: Text::new(
        "鍵の大きさと署名の方式の組合せに対応していません。",
        "This key size and algorithm are not implemented together.",
    ),
};

pub(super) static KEY_VALUE_DIFFERS: Rule = Rule {
    id: RuleId("dsig.key-info.key-value-differs"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.5",
    requirement: Text::new("KeyValue が署名者の公開鍵と一致すること", "KeyValue is the signer's public key"),
    violation: Text::new(
        "KeyValue が署名者の電子証明書の公開鍵と一致しません。",
        "KeyValue is not the public key of the signer's certificate.",
    ),
};

pub(super) static KEY_VALUE_ONLY: Rule = Rule {
    id: RuleId("dsig.key-info.key-value-only"),
    section: SectionName::Certificate,
    clause: "XML Signature 1.1 4.5.2",
    requirement: Text::new(
        "署名に署名者の電子証明書が含まれること",
        "The signature carries the signer's certificate",
    ),
    violation: Text::new(
        "公開鍵の値だけがあり、署名者の電子証明書が含まれていません。",
        "KeyInfo carries a bare key but no certificate.",
    ),
};

pub(super) static KEY_WEAK: Rule = Rule {
    id: RuleId("dsig.key.weak"),
    section: SectionName::Signature,
    clause: "CRYPTREC LS-0003",
    requirement: Text::new(
        "署名者の RSA 鍵が2048ビット以上であること",
        "The signer's RSA key has at least 2048 bits",
    ),
    violation: Text::new(
        "署名者の RSA 鍵が2048ビット未満で、安全ではありません。",
        "The signer's RSA key has fewer than 2048 bits.",
    ),
};

pub(super) static NO_CERTIFICATE: Rule = Rule {
    id: RuleId("dsig.key-info.no-certificate"),
    section: SectionName::Certificate,
    clause: "XML Signature 1.1 4.5.4",
    requirement: Text::new(
        "署名に署名者の電子証明書が含まれること",
        "The signature carries the signer's certificate",
    ),
    violation: Text::new(
        "KeyInfo に署名者の電子証明書が含まれていません。",
        "KeyInfo carries no certificate.",
    ),
};

pub(super) static RETRIEVAL_METHOD: Rule = Rule {
    id: RuleId("dsig.key-info.retrieval-method"),
    section: SectionName::Certificate,
    clause: "XML Signature 1.1 4.5.3",
    requirement: Text::new(
        "署名者の電子証明書が文書に直接含まれること",
        "The signer's certificate is in the file itself",
    ),
    violation: Text::new(
        "署名者の電子証明書が含まれず、別の場所への参照（RetrievalMethod）だけがあります。",
        "RetrievalMethod points elsewhere instead of carrying the signer's certificate.",
    ),
};

pub(super) static SERIAL_DIFFERS: Rule = Rule {
    id: RuleId("dsig.key-info.serial-differs"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.5.4",
    requirement: Text::new(
        "X509IssuerSerial が証明書と一致すること",
        "X509IssuerSerial names a certificate in KeyInfo",
    ),
    violation: Text::new(
        "X509IssuerSerial がどの証明書とも一致しません。",
        "X509IssuerSerial names none of the certificates in KeyInfo.",
    ),
};

pub(super) static SIGNER_IS_AUTHORITY: Rule = Rule {
    id: RuleId("dsig.signer.authority"),
    section: SectionName::Certificate,
    clause: "RFC 5280 4.2.1.9",
    requirement: Text::new(
        "署名者の電子証明書が認証局のものでないこと",
        "The signer is no certification authority",
    ),
    violation: Text::new(
        "署名者の電子証明書が認証局のものです。",
        "The signer's certificate is a certification authority's.",
    ),
};

pub(super) static SUBJECT_KEY_IDENTIFIER_DIFFERS: Rule = Rule {
    id: RuleId("dsig.key-info.ski-differs"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.5.4",
    requirement: Text::new("X509SKI が証明書と一致すること", "X509SKI names a certificate in KeyInfo"),
    violation: Text::new(
        "X509SKI がどの証明書とも一致しません。",
        "X509SKI names none of the certificates in KeyInfo.",
    ),
};
