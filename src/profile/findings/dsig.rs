//! Rules and findings for `crate::dsig`.
//!
//! Everything about coverage and form of the signature fails; what is merely too weak, missing or undecided leaves it
//! undecided. Only a digest that differs is called 改ざん.

use crate::crypto::KeyError;
use crate::dsig::{Defect, Error};
use crate::report::{Finding, Location, Rule, RuleId, SectionName, SubIndication, Text};

/// The rule a clerk reads as "the content is what was signed".
pub static CONTENT_INTACT: &Rule = &DIGEST_MISMATCH;
/// The rule a clerk reads as "the signature value is the signer's".
pub static VALUE_HOLDS: &Rule = &SIGNATURE_MISMATCH;

/// Every rule this file can report, for the registry.
pub static RULES: &[&Rule] = &[
    &AMBIGUOUS_SIGNER,
    &ATTACHMENT_DIGEST,
    &ATTACHMENT_MISSING,
    &ATTACHMENT_NAME,
    &ATTRIBUTE_MISSING,
    &ATTRIBUTE_UNKNOWN,
    &BASE64_CHARACTER,
    &BASE64_LENGTH,
    &BASE64_PAD_BITS,
    &BODY_PLACE,
    &CANONICALIZATION,
    &CANONICALIZATION_PARAMETERS,
    &CANONICALIZATION_UNKNOWN,
    &CANONICALIZATION_WITH_COMMENTS,
    &CERTIFICATE_MALFORMED,
    &CERTIFICATES_TOO_MANY,
    &CHILD_DUPLICATE,
    &CHILD_MISSING,
    &CHILD_MISORDERED,
    &CHILD_UNKNOWN,
    &COMMENT_IN_VALUE,
    &DIGEST_DATA_LENGTH,
    &DIGEST_LENGTH,
    &DIGEST_MD5,
    &DIGEST_SHA1,
    &DIGEST_UNKNOWN,
    &DIGEST_MISMATCH,
    &ELEMENT_IN_VALUE,
    &ENVELOPED_MISSING,
    &ENVELOPED_NOT_FIRST,
    &ENVELOPED_REPEATED,
    &ID_ATTRIBUTES,
    &ID_DUPLICATE,
    &ID_NOT_FOUND,
    &ID_NOT_ROOT,
    &KEY_EXPONENT,
    &KEY_MALFORMED,
    &KEY_MODULUS,
    &KEY_UNKNOWN,
    &KEY_INFO_MISSING,
    &KEY_INFO_REFERENCE,
    &KEY_KIND,
    &KEY_NAME_ONLY,
    &KEY_UNSUPPORTED,
    &KEY_VALUE_DIFFERS,
    &KEY_VALUE_ONLY,
    &KEY_WEAK,
    &MANIFEST,
    &MODES_MIXED,
    &NO_CERTIFICATE,
    &NO_SIGNATURE,
    &OBJECT,
    &POSITION_ASSERTION,
    &PROCESSING_INSTRUCTION,
    &PROCESSING_INSTRUCTION_UNSIGNED,
    &REFERENCE_MISSING,
    &REFERENCE_SEVERAL,
    &REFERENCE_TYPE,
    &RETRIEVAL_METHOD,
    &SELECTION_ALGORITHM,
    &SELECTION_XPATH,
    &SERIAL_DIFFERS,
    &SIGNATURE_LENGTH,
    &METHOD_HMAC,
    &METHOD_MD5,
    &METHOD_PARAMETERS,
    &METHOD_SHA1,
    &METHOD_UNKNOWN,
    &SIGNATURE_MISMATCH,
    &SIGNATURE_PLACE,
    &SIGNATURE_SEVERAL,
    &SIGNER_IS_AUTHORITY,
    &SUBJECT_KEY_IDENTIFIER_DIFFERS,
    &TEXT,
    &TRANSFORM_BASE64,
    &TRANSFORM_CANONICALIZATION_REPEATED,
    &TRANSFORM_UNKNOWN,
    &TRANSFORM_WITH_COMMENTS,
    &TRANSFORM_XPATH,
    &TRANSFORM_XPATH_FILTER2,
    &TRANSFORM_XSLT,
    &UNSIGNED_SIBLING,
    &URI_EXTERNAL,
    &URI_FILE,
    &URI_MISSING,
    &URI_RELATIVE,
    &URI_XPOINTER,
    &VALUE_UNVERIFIED,
    &VERIFICATION_UNKNOWN,
];

/// What a defect means.
pub fn finding(error: &Error) -> Finding {
    let (rule, sub_indication, detail) = judge(error.defect());
    let mut finding = Finding::new(rule, sub_indication);
    if let Some(detail) = detail {
        finding = finding.with_detail(detail);
    }
    match error.position() {
        Some(position) => finding.at(Location::LineColumn { line: position.line, column: position.column }),
        None => finding,
    }
}

/// Without the signer's certificate the signature value was not verified either: the finding that says so beside
/// [`finding`]'s, which stands in the certificate section.
pub fn unverified_value(error: &Error) -> Option<Finding> {
    let (rule, sub_indication, _) = judge(error.defect());
    let without_key = sub_indication == SubIndication::NoSigningCertificateFound;
    (rule.section == SectionName::Certificate && without_key)
        .then(|| Finding::new(&VALUE_UNVERIFIED, SubIndication::NoSigningCertificateFound))
}

/// Exhaustive: a new defect must be judged before it compiles.
fn judge(defect: &Defect) -> (&'static Rule, SubIndication, Option<Text>) {
    use SubIndication::{
        ChainConstraintsFailure, CryptoConstraintsFailure, FormatFailure, Generic, HashFailure,
        NoSigningCertificateFound, SigCryptoFailure,
    };
    match defect {
        Defect::AmbiguousSigner { matching } => {
            (&AMBIGUOUS_SIGNER, NoSigningCertificateFound, count("証明書", "certificates", *matching))
        }
        Defect::AttachmentDigest { reference } => {
            (&ATTACHMENT_DIGEST, HashFailure, number("Reference", *reference))
        }
        Defect::AttachmentMissing { reference } => {
            (&ATTACHMENT_MISSING, Generic, number("Reference", *reference))
        }
        Defect::AttachmentName { reference } => {
            (&ATTACHMENT_NAME, FormatFailure, number("Reference", *reference))
        }
        Defect::AttributeMissing { attribute, element } => (
            &ATTRIBUTE_MISSING,
            FormatFailure,
            Some(Text::owned(format!("{element} の {attribute}"), format!("{attribute} of {element}"))),
        ),
        Defect::AttributeUnknown { element } => (&ATTRIBUTE_UNKNOWN, FormatFailure, named(element)),
        Defect::Base64Character { element } => (&BASE64_CHARACTER, FormatFailure, named(element)),
        Defect::Base64Length { element } => (&BASE64_LENGTH, FormatFailure, named(element)),
        Defect::Base64PadBits { element } => (&BASE64_PAD_BITS, FormatFailure, named(element)),
        Defect::BodyNotChildOfRoot => (&BODY_PLACE, FormatFailure, None),
        Defect::Canonicalization(_) => (&CANONICALIZATION, Generic, None),
        Defect::CanonicalizationParameters => (&CANONICALIZATION_PARAMETERS, FormatFailure, None),
        Defect::CanonicalizationUnknown => (&CANONICALIZATION_UNKNOWN, FormatFailure, None),
        Defect::CanonicalizationWithComments => (&CANONICALIZATION_WITH_COMMENTS, FormatFailure, None),
        Defect::CertificateMalformed { index } => {
            (&CERTIFICATE_MALFORMED, FormatFailure, number("X509Certificate", *index))
        }
        Defect::CertificatesTooMany { limit } => (
            &CERTIFICATES_TOO_MANY,
            FormatFailure,
            Some(Text::owned(format!("上限 {limit}"), format!("limit {limit}"))),
        ),
        Defect::ChildDuplicate { element } => (&CHILD_DUPLICATE, FormatFailure, named(element)),
        Defect::ChildMissing { element } => (&CHILD_MISSING, FormatFailure, named(element)),
        Defect::ChildMisordered { parent } => (&CHILD_MISORDERED, FormatFailure, inside(parent)),
        Defect::ChildUnknown { parent } => (&CHILD_UNKNOWN, FormatFailure, inside(parent)),
        Defect::CommentInValue { element } => (&COMMENT_IN_VALUE, FormatFailure, named(element)),
        Defect::DigestDataLength { found, stated } => {
            (&DIGEST_DATA_LENGTH, FormatFailure, length(*found, *stated))
        }
        Defect::DigestLength { expected, found } => {
            (&DIGEST_LENGTH, FormatFailure, octets(*found, *expected))
        }
        Defect::DigestMethodMd5 => (&DIGEST_MD5, CryptoConstraintsFailure, None),
        Defect::DigestMethodSha1 => (&DIGEST_SHA1, CryptoConstraintsFailure, None),
        Defect::DigestMethodUnknown => (&DIGEST_UNKNOWN, CryptoConstraintsFailure, None),
        Defect::DigestMismatch => (&DIGEST_MISMATCH, HashFailure, None),
        Defect::ElementInValue { element } => (&ELEMENT_IN_VALUE, FormatFailure, named(element)),
        Defect::EnvelopedMissing => (&ENVELOPED_MISSING, FormatFailure, None),
        Defect::EnvelopedNotFirst => (&ENVELOPED_NOT_FIRST, FormatFailure, None),
        Defect::EnvelopedRepeated => (&ENVELOPED_REPEATED, FormatFailure, None),
        Defect::IdAttributes => (&ID_ATTRIBUTES, FormatFailure, None),
        Defect::IdDuplicate { count } => (&ID_DUPLICATE, FormatFailure, counted(*count)),
        Defect::IdNotFound => (&ID_NOT_FOUND, FormatFailure, None),
        Defect::IdNotRoot => (&ID_NOT_ROOT, FormatFailure, None),
        Defect::KeyInfoMissing => (&KEY_INFO_MISSING, NoSigningCertificateFound, None),
        Defect::KeyInfoReference => (&KEY_INFO_REFERENCE, NoSigningCertificateFound, None),
        Defect::KeyKind => (&KEY_KIND, SigCryptoFailure, None),
        Defect::KeyNameOnly => (&KEY_NAME_ONLY, NoSigningCertificateFound, None),
        Defect::KeyRefused(KeyError::Exponent) => (&KEY_EXPONENT, SigCryptoFailure, None),
        Defect::KeyRefused(KeyError::Malformed) => (&KEY_MALFORMED, SigCryptoFailure, None),
        Defect::KeyRefused(KeyError::Modulus { bits }) => {
            (&KEY_MODULUS, CryptoConstraintsFailure, bit_count(*bits))
        }
        Defect::KeyRefused(KeyError::Unknown { .. }) => (&KEY_UNKNOWN, CryptoConstraintsFailure, None),
        Defect::KeyUnsupported => (&KEY_UNSUPPORTED, CryptoConstraintsFailure, None),
        Defect::KeyValueDiffers => (&KEY_VALUE_DIFFERS, FormatFailure, None),
        Defect::KeyValueOnly => (&KEY_VALUE_ONLY, NoSigningCertificateFound, None),
        Defect::KeyWeak { bits } => (&KEY_WEAK, CryptoConstraintsFailure, bit_count(*bits)),
        Defect::Manifest => (&MANIFEST, FormatFailure, None),
        Defect::ModesMixed => (&MODES_MIXED, FormatFailure, None),
        Defect::NoCertificate => (&NO_CERTIFICATE, NoSigningCertificateFound, None),
        Defect::NoSignature => (&NO_SIGNATURE, FormatFailure, None),
        Defect::Object => (&OBJECT, FormatFailure, None),
        Defect::PositionAssertion => (&POSITION_ASSERTION, FormatFailure, None),
        Defect::ProcessingInstruction { parent } => (&PROCESSING_INSTRUCTION, FormatFailure, inside(parent)),
        Defect::ProcessingInstructionUnsigned => (&PROCESSING_INSTRUCTION_UNSIGNED, FormatFailure, None),
        Defect::ReferenceMissing => (&REFERENCE_MISSING, FormatFailure, None),
        Defect::ReferenceSeveral { count } => (&REFERENCE_SEVERAL, FormatFailure, counted(*count)),
        Defect::ReferenceType => (&REFERENCE_TYPE, FormatFailure, None),
        Defect::RetrievalMethod => (&RETRIEVAL_METHOD, NoSigningCertificateFound, None),
        Defect::SelectionAlgorithm => (&SELECTION_ALGORITHM, FormatFailure, None),
        Defect::SelectionXPath => (&SELECTION_XPATH, FormatFailure, None),
        Defect::SerialDiffers => (&SERIAL_DIFFERS, FormatFailure, None),
        Defect::SignatureLength { expected, found } => {
            (&SIGNATURE_LENGTH, SigCryptoFailure, octets(*found, *expected))
        }
        Defect::SignatureMethodHmac => (&METHOD_HMAC, FormatFailure, None),
        Defect::SignatureMethodMd5 => (&METHOD_MD5, CryptoConstraintsFailure, None),
        Defect::SignatureMethodParameters => (&METHOD_PARAMETERS, FormatFailure, None),
        Defect::SignatureMethodSha1 => (&METHOD_SHA1, CryptoConstraintsFailure, None),
        Defect::SignatureMethodUnknown => (&METHOD_UNKNOWN, CryptoConstraintsFailure, None),
        Defect::SignatureMismatch => (&SIGNATURE_MISMATCH, SigCryptoFailure, None),
        Defect::SignatureNotChildOfRoot => (&SIGNATURE_PLACE, FormatFailure, None),
        Defect::SignatureSeveral { count } => (&SIGNATURE_SEVERAL, FormatFailure, counted(*count)),
        Defect::SignerIsAuthority => (&SIGNER_IS_AUTHORITY, ChainConstraintsFailure, None),
        Defect::SubjectKeyIdentifierDiffers => (&SUBJECT_KEY_IDENTIFIER_DIFFERS, FormatFailure, None),
        Defect::Text { parent } => (&TEXT, FormatFailure, inside(parent)),
        Defect::TransformBase64 => (&TRANSFORM_BASE64, FormatFailure, None),
        Defect::TransformCanonicalizationRepeated => {
            (&TRANSFORM_CANONICALIZATION_REPEATED, FormatFailure, None)
        }
        Defect::TransformUnknown => (&TRANSFORM_UNKNOWN, FormatFailure, None),
        Defect::TransformWithComments => (&TRANSFORM_WITH_COMMENTS, FormatFailure, None),
        Defect::TransformXPath => (&TRANSFORM_XPATH, FormatFailure, None),
        Defect::TransformXPathFilter2 => (&TRANSFORM_XPATH_FILTER2, FormatFailure, None),
        Defect::TransformXslt => (&TRANSFORM_XSLT, FormatFailure, None),
        Defect::UnsignedSibling => (&UNSIGNED_SIBLING, FormatFailure, None),
        Defect::UriExternal => (&URI_EXTERNAL, FormatFailure, None),
        Defect::UriFile => (&URI_FILE, FormatFailure, None),
        Defect::UriMissing => (&URI_MISSING, FormatFailure, None),
        Defect::UriRelative => (&URI_RELATIVE, FormatFailure, None),
        Defect::UriXPointer => (&URI_XPOINTER, FormatFailure, None),
        Defect::VerificationUnknown => (&VERIFICATION_UNKNOWN, FormatFailure, None),
    }
}

fn named(element: &str) -> Option<Text> {
    Some(Text::owned(element.to_owned(), element.to_owned()))
}

fn inside(parent: &str) -> Option<Text> {
    Some(Text::owned(format!("{parent} の中"), format!("inside {parent}")))
}

fn number(element: &str, number: usize) -> Option<Text> {
    Some(Text::owned(format!("{number} 番目の {element}"), format!("{element} {number}")))
}

fn count(ja: &str, en: &str, count: usize) -> Option<Text> {
    Some(Text::owned(format!("{ja} {count} 件"), format!("{count} {en}")))
}

fn counted(count: usize) -> Option<Text> {
    Some(Text::owned(format!("{count} 件"), format!("{count} found")))
}

fn bit_count(bits: u32) -> Option<Text> {
    Some(Text::owned(format!("{bits} ビット"), format!("{bits} bits")))
}

fn octets(found: usize, expected: usize) -> Option<Text> {
    Some(Text::owned(
        format!("{expected} バイトのところ {found} バイト"),
        format!("{found} octets instead of {expected}"),
    ))
}

fn length(found: u64, stated: Option<u64>) -> Option<Text> {
    Some(match stated {
        Some(stated) => Text::owned(
            format!("記載 {stated} バイト、実際 {found} バイト"),
            format!("{stated} octets stated, {found} digested"),
        ),
        None => Text::owned(
            format!("記載が数値ではなく、実際 {found} バイト"),
            format!("no number stated, {found} octets digested"),
        ),
    })
}

static AMBIGUOUS_SIGNER: Rule = Rule {
    id: RuleId("dsig.key-info.ambiguous-signer"),
    section: SectionName::Certificate,
    clause: "XML Signature 1.1 4.5",
    requirement: Text::new("署名者の証明書が一つに定まること", "One certificate is the signer's"),
    violation: Text::new(
        "署名の鍵をもつ証明書が複数あり、署名者の証明書を一つに定められません。",
        "Several certificates carry the signing key, and no single one can be the signer's.",
    ),
};

static ATTACHMENT_DIGEST: Rule = Rule {
    id: RuleId("dsig.attachment.digest"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 3.2.1",
    requirement: Text::new(
        "添付ファイルのダイジェスト値が署名と一致すること",
        "The attachment's digest is the one that was signed",
    ),
    violation: Text::new(
        "添付ファイルの内容が署名時と異なります。署名の後に改ざんされたおそれがあります。",
        "The attachment is not the one that was signed: it was changed after signing.",
    ),
};

static ATTACHMENT_MISSING: Rule = Rule {
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

static ATTACHMENT_NAME: Rule = Rule {
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

static ATTRIBUTE_MISSING: Rule = Rule {
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

static ATTRIBUTE_UNKNOWN: Rule = Rule {
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

static BASE64_CHARACTER: Rule = Rule {
    id: RuleId("dsig.base64.character"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.3",
    requirement: Text::new("署名の値が正しい base64 であること", "Values are base64 and nothing else"),
    violation: Text::new(
        "署名の値に base64 でない文字があります。",
        "A value holds characters that are not base64.",
    ),
};

static BASE64_LENGTH: Rule = Rule {
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

static BASE64_PAD_BITS: Rule = Rule {
    id: RuleId("dsig.base64.pad-bits"),
    section: SectionName::Signature,
    clause: "RFC 4648 3.5",
    requirement: Text::new("base64 の余りのビットが零であること", "The pad bits of the base64 are zero"),
    violation: Text::new(
        "署名の値の base64 の余りのビットが零ではありません。",
        "The pad bits of a value's base64 are not zero.",
    ),
};

static BODY_PLACE: Rule = Rule {
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

static CANONICALIZATION: Rule = Rule {
    id: RuleId("dsig.canonicalization.failed"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 3.2",
    requirement: Text::new("正規化ができること", "Canonicalization succeeds"),
    violation: Text::new(
        "文書の正規化ができなかったため、署名を確認できません。",
        "The document could not be canonicalised, so the signature could not be checked.",
    ),
};

static CANONICALIZATION_PARAMETERS: Rule = Rule {
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

static CANONICALIZATION_UNKNOWN: Rule = Rule {
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

static CANONICALIZATION_WITH_COMMENTS: Rule = Rule {
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

static CERTIFICATE_MALFORMED: Rule = Rule {
    id: RuleId("dsig.key-info.certificate-malformed"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.5.4",
    requirement: Text::new("KeyInfo の証明書が読み取れること", "The certificates in KeyInfo can be read"),
    violation: Text::new(
        "KeyInfo の証明書の形式が正しくありません。",
        "A certificate in KeyInfo is malformed.",
    ),
};

static CERTIFICATES_TOO_MANY: Rule = Rule {
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

static CHILD_DUPLICATE: Rule = Rule {
    id: RuleId("dsig.structure.child-duplicate"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.2",
    requirement: Text::new("署名の要素が重複していないこと", "No element of Signature is repeated"),
    violation: Text::new("署名の要素が重複しています。", "An element of Signature occurs twice."),
};

static CHILD_MISSING: Rule = Rule {
    id: RuleId("dsig.structure.child-missing"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.2",
    requirement: Text::new("署名に必要な要素があること", "No element of Signature is missing"),
    violation: Text::new("署名に必要な要素がありません。", "An element of Signature is missing."),
};

static CHILD_MISORDERED: Rule = Rule {
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

static CHILD_UNKNOWN: Rule = Rule {
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

static COMMENT_IN_VALUE: Rule = Rule {
    id: RuleId("dsig.structure.comment-in-value"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.3",
    requirement: Text::new("署名の値の中に注釈がないこと", "No comment stands inside a value"),
    violation: Text::new("署名の値の中に注釈があります。", "A comment stands inside a value."),
};

static DIGEST_DATA_LENGTH: Rule = Rule {
    id: RuleId("dsig.version2.digest-data-length"),
    section: SectionName::Signature,
    clause: "XML Signature 2.0 4.4.3 Verification",
    requirement: Text::new(
        "ダイジェストの対象の長さが署名の記載と一致すること",
        "DigestDataLength is the number of octets digested",
    ),
    violation: Text::new(
        "ダイジェストの対象の長さが署名の記載と異なります。",
        "DigestDataLength is not the number of octets digested.",
    ),
};

static DIGEST_LENGTH: Rule = Rule {
    id: RuleId("dsig.digest.length"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.4.3.6",
    requirement: Text::new(
        "ダイジェスト値の長さが方式どおりであること",
        "DigestValue is as long as its algorithm's output",
    ),
    violation: Text::new(
        "ダイジェスト値の長さが方式と異なります。",
        "DigestValue is not as long as its algorithm's output.",
    ),
};

static DIGEST_MD5: Rule = Rule {
    id: RuleId("dsig.digest.md5"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 6.2",
    requirement: Text::new("ダイジェストの方式が MD5 でないこと", "The digest is not MD5"),
    violation: Text::new(
        "ダイジェストの方式が、もはや安全でない MD5 です。",
        "The digest is MD5, which is broken.",
    ),
};

static DIGEST_SHA1: Rule = Rule {
    id: RuleId("dsig.digest.sha1"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 6.2.1",
    requirement: Text::new("ダイジェストの方式が SHA-1 でないこと", "The digest is not SHA-1"),
    violation: Text::new(
        "ダイジェストの方式が、もはや安全でない SHA-1 です。",
        "The digest is SHA-1, which is no longer accepted.",
    ),
};

static DIGEST_UNKNOWN: Rule = Rule {
    id: RuleId("dsig.digest.unknown"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.4.3.5",
    requirement: Text::new("ダイジェストの方式が知られたものであること", "The digest's algorithm is known"),
    violation: Text::new(
        "ダイジェストの方式が対応しているものではありません。",
        "The digest's algorithm is not one we know.",
    ),
};

static DIGEST_MISMATCH: Rule = Rule {
    id: RuleId("dsig.digest.mismatch"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 3.2.1",
    requirement: Text::new(
        "文書のダイジェスト値が署名と一致すること",
        "The document's digest is the one that was signed",
    ),
    violation: Text::new(
        "文書の内容が署名時と異なります。署名の後に改ざんされたおそれがあります。",
        "The document is not what was signed: it was changed after signing.",
    ),
};

static ELEMENT_IN_VALUE: Rule = Rule {
    id: RuleId("dsig.structure.element-in-value"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.3",
    requirement: Text::new("署名の値の中に要素がないこと", "No element stands inside a value"),
    violation: Text::new("署名の値の中に要素があります。", "An element stands inside a value."),
};

static ENVELOPED_MISSING: Rule = Rule {
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

static ENVELOPED_NOT_FIRST: Rule = Rule {
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

static ENVELOPED_REPEATED: Rule = Rule {
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

static ID_ATTRIBUTES: Rule = Rule {
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

static ID_DUPLICATE: Rule = Rule {
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

static ID_NOT_FOUND: Rule = Rule {
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

static ID_NOT_ROOT: Rule = Rule {
    id: RuleId("dsig.reference.id-not-root"),
    section: SectionName::Signature,
    clause: "004 第4-2(2)イ; XML Signature 1.1 4.4.3.3",
    requirement: Text::new("署名が文書の全体を対象とすること", "The signature covers the whole document"),
    violation: Text::new(
        "署名の対象が文書の一部だけです。対象の外の内容は保証されません。",
        "The signature covers a part of the document only.",
    ),
};

static KEY_EXPONENT: Rule = Rule {
    id: RuleId("dsig.key.exponent"),
    section: SectionName::Signature,
    clause: "RFC 8017 3.1",
    requirement: Text::new("署名者の公開鍵の指数が正しいこと", "The exponent of the signer's key is sound"),
    violation: Text::new(
        "署名者の公開鍵の指数が正しくありません。",
        "The exponent of the signer's key is not acceptable.",
    ),
};

static KEY_MALFORMED: Rule = Rule {
    id: RuleId("dsig.key.malformed"),
    section: SectionName::Signature,
    clause: "RFC 5280 4.1.2.7",
    requirement: Text::new("署名者の公開鍵の形式が正しいこと", "The signer's key is well-formed"),
    violation: Text::new("署名者の公開鍵の形式が正しくありません。", "The signer's key is malformed."),
};

static KEY_MODULUS: Rule = Rule {
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

static KEY_UNKNOWN: Rule = Rule {
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

static KEY_INFO_MISSING: Rule = Rule {
    id: RuleId("dsig.key-info.missing"),
    section: SectionName::Certificate,
    clause: "XML Signature 1.1 4.5",
    requirement: Text::new(
        "署名に署名者の証明書が含まれること",
        "The signature carries the signer's certificate",
    ),
    violation: Text::new(
        "署名に KeyInfo がなく、署名者の証明書が分かりません。",
        "There is no KeyInfo, and so no signer's certificate.",
    ),
};

static KEY_INFO_REFERENCE: Rule = Rule {
    id: RuleId("dsig.key-info.reference"),
    section: SectionName::Certificate,
    clause: "XML Signature 1.1 4.5.10",
    requirement: Text::new(
        "署名者の証明書が文書に直接含まれること",
        "The signer's certificate is in the file itself",
    ),
    violation: Text::new(
        "署名者の証明書が含まれず、別の場所への参照（KeyInfoReference）だけがあります。",
        "KeyInfoReference points elsewhere instead of carrying the signer's certificate.",
    ),
};

static KEY_KIND: Rule = Rule {
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

static KEY_NAME_ONLY: Rule = Rule {
    id: RuleId("dsig.key-info.key-name-only"),
    section: SectionName::Certificate,
    clause: "XML Signature 1.1 4.5.1",
    requirement: Text::new(
        "署名に署名者の証明書が含まれること",
        "The signature carries the signer's certificate",
    ),
    violation: Text::new(
        "鍵の名前だけがあり、署名者の証明書が含まれていません。",
        "KeyInfo names a key but carries no certificate.",
    ),
};

static KEY_UNSUPPORTED: Rule = Rule {
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

static KEY_VALUE_DIFFERS: Rule = Rule {
    id: RuleId("dsig.key-info.key-value-differs"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.5",
    requirement: Text::new("KeyValue が署名者の公開鍵と一致すること", "KeyValue is the signer's public key"),
    violation: Text::new(
        "KeyValue が署名者の証明書の公開鍵と一致しません。",
        "KeyValue is not the public key of the signer's certificate.",
    ),
};

static KEY_VALUE_ONLY: Rule = Rule {
    id: RuleId("dsig.key-info.key-value-only"),
    section: SectionName::Certificate,
    clause: "XML Signature 1.1 4.5.2",
    requirement: Text::new(
        "署名に署名者の証明書が含まれること",
        "The signature carries the signer's certificate",
    ),
    violation: Text::new(
        "公開鍵の値だけがあり、署名者の証明書が含まれていません。",
        "KeyInfo carries a bare key but no certificate.",
    ),
};

static KEY_WEAK: Rule = Rule {
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

static MANIFEST: Rule = Rule {
    id: RuleId("dsig.reference.manifest"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 5.1",
    requirement: Text::new("署名の対象が Manifest でないこと", "The reference is not to a Manifest"),
    violation: Text::new(
        "署名の対象が Manifest です。その先の内容は署名で確認されません。",
        "The reference is to a Manifest, whose targets the signature does not check.",
    ),
};

static MODES_MIXED: Rule = Rule {
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

static NO_CERTIFICATE: Rule = Rule {
    id: RuleId("dsig.key-info.no-certificate"),
    section: SectionName::Certificate,
    clause: "XML Signature 1.1 4.5.4",
    requirement: Text::new(
        "署名に署名者の証明書が含まれること",
        "The signature carries the signer's certificate",
    ),
    violation: Text::new("KeyInfo に署名者の証明書が含まれていません。", "KeyInfo carries no certificate."),
};

static NO_SIGNATURE: Rule = Rule {
    id: RuleId("dsig.signature.none"),
    section: SectionName::Signature,
    clause: "004 第4-2(2)イ; XML Signature 1.1 4.2",
    requirement: Text::new("文書に署名があること", "The document carries a signature"),
    violation: Text::new("文書に署名がありません。", "The document carries no signature."),
};

static OBJECT: Rule = Rule {
    id: RuleId("dsig.structure.object"),
    section: SectionName::Signature,
    clause: "004 第4-2(2)イ; XML Signature 1.1 4.6",
    requirement: Text::new("署名に Object が含まれないこと", "Signature holds no Object"),
    violation: Text::new(
        "署名に Object が含まれています。文書の内容を隠すおそれがあります。",
        "Signature holds an Object: content outside the document.",
    ),
};

static POSITION_ASSERTION: Rule = Rule {
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

static PROCESSING_INSTRUCTION: Rule = Rule {
    id: RuleId("dsig.structure.processing-instruction"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.2",
    requirement: Text::new("署名の中に処理命令がないこと", "Signature holds no processing instruction"),
    violation: Text::new("署名の中に処理命令があります。", "Signature holds a processing instruction."),
};

static PROCESSING_INSTRUCTION_UNSIGNED: Rule = Rule {
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

static REFERENCE_MISSING: Rule = Rule {
    id: RuleId("dsig.reference.missing"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.4.3",
    requirement: Text::new("署名の対象を示す Reference があること", "There is a Reference"),
    violation: Text::new("署名の対象を示す Reference がありません。", "There is no Reference."),
};

static REFERENCE_SEVERAL: Rule = Rule {
    id: RuleId("dsig.reference.several"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.4.3",
    requirement: Text::new("Reference が一つだけであること", "There is one Reference only"),
    violation: Text::new("Reference が複数あります。", "There is more than one Reference."),
};

static REFERENCE_TYPE: Rule = Rule {
    id: RuleId("dsig.reference.type"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.4.3.1",
    requirement: Text::new("Reference に Type がないこと", "The Reference has no Type"),
    violation: Text::new("Reference に Type があります。", "The Reference has a Type."),
};

static RETRIEVAL_METHOD: Rule = Rule {
    id: RuleId("dsig.key-info.retrieval-method"),
    section: SectionName::Certificate,
    clause: "XML Signature 1.1 4.5.3",
    requirement: Text::new(
        "署名者の証明書が文書に直接含まれること",
        "The signer's certificate is in the file itself",
    ),
    violation: Text::new(
        "署名者の証明書が含まれず、別の場所への参照（RetrievalMethod）だけがあります。",
        "RetrievalMethod points elsewhere instead of carrying the signer's certificate.",
    ),
};

static SELECTION_ALGORITHM: Rule = Rule {
    id: RuleId("dsig.version2.selection-algorithm"),
    section: SectionName::Signature,
    clause: "XML Signature 2.0 4.4.3 Selection",
    requirement: Text::new("2.0 の選択の方式が xml であること", "The Selection algorithm is xml"),
    violation: Text::new(
        "2.0 の選択の方式が対応しているものではありません。",
        "The Selection algorithm is not xml.",
    ),
};

static SELECTION_XPATH: Rule = Rule {
    id: RuleId("dsig.version2.selection-xpath"),
    section: SectionName::Signature,
    clause: "XML Signature 2.0 4.4.3 Selection",
    requirement: Text::new("2.0 の選択に XPath がないこと", "The Selection has no XPath"),
    violation: Text::new("2.0 の選択に XPath があります。", "The Selection is by XPath."),
};

static SERIAL_DIFFERS: Rule = Rule {
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

static SIGNATURE_LENGTH: Rule = Rule {
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

static METHOD_HMAC: Rule = Rule {
    id: RuleId("dsig.method.hmac"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 6.3",
    requirement: Text::new("署名の方式が公開鍵によるものであること", "The signature is by a public key"),
    violation: Text::new(
        "署名の方式が公開鍵によらない HMAC です。",
        "HMAC is no signature: whoever can verify it can make it.",
    ),
};

static METHOD_MD5: Rule = Rule {
    id: RuleId("dsig.method.md5"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 6.4",
    requirement: Text::new("署名の方式が MD5 を用いないこと", "The signature does not use MD5"),
    violation: Text::new(
        "署名の方式が、もはや安全でない MD5 を用いています。",
        "The signature uses MD5, which is broken.",
    ),
};

static METHOD_PARAMETERS: Rule = Rule {
    id: RuleId("dsig.method.parameters"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.4.2",
    requirement: Text::new("署名の方式に余分な引数がないこと", "SignatureMethod has no parameters"),
    violation: Text::new("署名の方式に余分な引数があります。", "SignatureMethod has parameters."),
};

static METHOD_SHA1: Rule = Rule {
    id: RuleId("dsig.method.sha1"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 6.4",
    requirement: Text::new("署名の方式が SHA-1 を用いないこと", "The signature does not use SHA-1"),
    violation: Text::new(
        "署名の方式が、もはや安全でない SHA-1 を用いています。",
        "The signature uses SHA-1, which is no longer accepted.",
    ),
};

static METHOD_UNKNOWN: Rule = Rule {
    id: RuleId("dsig.method.unknown"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.4.2",
    requirement: Text::new("署名の方式が知られたものであること", "The signature's algorithm is known"),
    violation: Text::new(
        "署名の方式が対応しているものではありません。",
        "The signature's algorithm is not one we know.",
    ),
};

static SIGNATURE_MISMATCH: Rule = Rule {
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

static SIGNATURE_PLACE: Rule = Rule {
    id: RuleId("dsig.signature.place"),
    section: SectionName::Signature,
    clause: "004 第4-2(2)イ",
    requirement: Text::new("署名が最上位要素の直下にあること", "Signature is a child of the root element"),
    violation: Text::new(
        "署名が最上位要素の直下にありません。",
        "Signature is not a child of the root element.",
    ),
};

static SIGNATURE_SEVERAL: Rule = Rule {
    id: RuleId("dsig.signature.several"),
    section: SectionName::Signature,
    clause: "004 第4-2(2)イ",
    requirement: Text::new("署名が一つだけであること", "There is one Signature only"),
    violation: Text::new("文書に署名が複数あります。", "The document has more than one Signature."),
};

static SIGNER_IS_AUTHORITY: Rule = Rule {
    id: RuleId("dsig.signer.authority"),
    section: SectionName::Certificate,
    clause: "RFC 5280 4.2.1.9",
    requirement: Text::new(
        "署名者の証明書が認証局のものでないこと",
        "The signer is no certification authority",
    ),
    violation: Text::new(
        "署名者の証明書が認証局のものです。",
        "The signer's certificate is a certification authority's.",
    ),
};

static SUBJECT_KEY_IDENTIFIER_DIFFERS: Rule = Rule {
    id: RuleId("dsig.key-info.ski-differs"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.5.4",
    requirement: Text::new("X509SKI が証明書と一致すること", "X509SKI names a certificate in KeyInfo"),
    violation: Text::new(
        "X509SKI がどの証明書とも一致しません。",
        "X509SKI names none of the certificates in KeyInfo.",
    ),
};

static TEXT: Rule = Rule {
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

static TRANSFORM_BASE64: Rule = Rule {
    id: RuleId("dsig.transform.base64"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 6.6.2",
    requirement: Text::new("Base64 の変換を用いないこと", "There is no Base64 transform"),
    violation: Text::new("Base64 の変換が指定されています。", "The Base64 transform is not accepted."),
};

static TRANSFORM_CANONICALIZATION_REPEATED: Rule = Rule {
    id: RuleId("dsig.transform.canonicalization-repeated"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.4.3.4",
    requirement: Text::new(
        "正規化の変換が一度までであること",
        "There is at most one canonicalization transform",
    ),
    violation: Text::new("正規化の変換が重複しています。", "The canonicalization transform is repeated."),
};

static TRANSFORM_UNKNOWN: Rule = Rule {
    id: RuleId("dsig.transform.unknown"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.4.3.4",
    requirement: Text::new("変換が定められたものだけであること", "The transforms are known ones"),
    violation: Text::new("対応していない変換が指定されています。", "A transform is outside the closed list."),
};

static TRANSFORM_WITH_COMMENTS: Rule = Rule {
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

static TRANSFORM_XPATH: Rule = Rule {
    id: RuleId("dsig.transform.xpath"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 6.6.3",
    requirement: Text::new("XPath の変換を用いないこと", "There is no XPath transform"),
    violation: Text::new(
        "XPath の変換が指定されています。署名の対象が文書の一部だけになるおそれがあります。",
        "The XPath transform is not accepted: it can leave parts unsigned.",
    ),
};

static TRANSFORM_XPATH_FILTER2: Rule = Rule {
    id: RuleId("dsig.transform.xpath-filter2"),
    section: SectionName::Signature,
    clause: "XML-Signature XPath Filter 2.0",
    requirement: Text::new("XPath Filter 2 の変換を用いないこと", "There is no XPath Filter 2 transform"),
    violation: Text::new(
        "XPath Filter 2 の変換が指定されています。署名の対象が文書の一部だけになるおそれがあります。",
        "The XPath Filter 2 transform is not accepted: it can leave parts unsigned.",
    ),
};

static TRANSFORM_XSLT: Rule = Rule {
    id: RuleId("dsig.transform.xslt"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 6.6.5",
    requirement: Text::new("XSLT の変換を用いないこと", "There is no XSLT transform"),
    violation: Text::new("XSLT の変換が指定されています。", "The XSLT transform is not accepted."),
};

static UNSIGNED_SIBLING: Rule = Rule {
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

static URI_EXTERNAL: Rule = Rule {
    id: RuleId("dsig.reference.uri-external"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.4.3.1",
    requirement: Text::new("署名の対象がこの文書であること", "The reference is to this document"),
    violation: Text::new("署名の対象が文書の外にあります。", "The reference is to an external resource."),
};

static URI_FILE: Rule = Rule {
    id: RuleId("dsig.reference.uri-file"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.4.3.1",
    requirement: Text::new("署名の対象がこの文書であること", "The reference is to this document"),
    violation: Text::new("署名の対象が文書の外のファイルです。", "The reference is to a file."),
};

static URI_MISSING: Rule = Rule {
    id: RuleId("dsig.reference.uri-missing"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.4.3.1",
    requirement: Text::new("Reference に URI があること", "The Reference has a URI"),
    violation: Text::new("Reference に URI がなく、署名の対象が分かりません。", "The Reference has no URI."),
};

static URI_RELATIVE: Rule = Rule {
    id: RuleId("dsig.reference.uri-relative"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.4.3.1",
    requirement: Text::new("署名の対象がこの文書であること", "The reference is to this document"),
    violation: Text::new(
        "署名の対象が相対 URI で示された別の資源です。",
        "The reference is to another resource, by a relative URI.",
    ),
};

static URI_XPOINTER: Rule = Rule {
    id: RuleId("dsig.reference.uri-xpointer"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 4.4.3.3",
    requirement: Text::new("署名の対象が XPointer で示されていないこと", "The reference is not an XPointer"),
    violation: Text::new("署名の対象が XPointer で示されています。", "The reference is by an XPointer."),
};

static VALUE_UNVERIFIED: Rule = Rule {
    id: RuleId("dsig.value.unverified"),
    section: SectionName::Signature,
    clause: "XML Signature 1.1 3.2.2",
    requirement: Text::new(
        "署名値が署名者の鍵で検証できること",
        "The signature value verifies with the signer's key",
    ),
    violation: Text::new(
        "署名者の証明書がないため、署名値を検証できません。",
        "The signature value cannot be verified without the signer's certificate.",
    ),
};

static VERIFICATION_UNKNOWN: Rule = Rule {
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

#[cfg(test)]
mod tests {
    use super::RULES;

    #[test]
    fn every_rule_has_its_own_identifier_and_only_digests_speak_of_tampering() {
        let mut ids: Vec<_> = RULES.iter().map(|rule| rule.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), RULES.len());
        for rule in RULES {
            assert!(rule.id.0.starts_with("dsig."), "{}", rule.id.0);
            let tampering = rule.violation.ja.contains("改ざん");
            assert_eq!(tampering, ["dsig.digest.mismatch", "dsig.attachment.digest"].contains(&rule.id.0));
        }
    }
}
