//! Rules and findings for `crate::cms`.

use crate::cms::{EncodingError, Error, Outcome, SigningCertificateVersion, TimeStampError, Verification};
use crate::crypto::{AlgorithmError, KeyError, VerifyError};
use crate::report::{Finding, Location, Rule, RuleId, SectionName, SubIndication, Text};

macro_rules! rules {
    ($($name:ident $id:literal $section:ident $clause:literal
        $require_ja:literal $require_en:literal $violate_ja:literal $violate_en:literal;)*) => {
        $(
            #[doc = $require_en]
            pub static $name: Rule = Rule {
                id: RuleId($id),
                section: SectionName::$section,
                clause: $clause,
                requirement: Text::new($require_ja, $require_en),
                violation: Text::new($violate_ja, $violate_en),
            };
        )*
        /// Every rule this file can report.
        pub static RULES: &[&Rule] = &[$(&$name),*];
    };
}

rules! {
    EMPTY "cms.empty" Signature "ISO 32000-1 12.8.3.3"
        "署名データがあること" "The signature holds a CMS structure"
        "署名データが空です。" "The signature is empty.";
    ENCODING "cms.encoding.malformed" Signature "RFC 5652 2; X.690"
        "署名データがBER又はDERで正しく符号化されていること" "The CMS structure is well-formed BER or DER"
        "署名データの符号化に誤りがあります。" "The CMS structure is not well-formed BER.";
    ENCODING_UNREAD "cms.encoding.unsupported" Signature "RFC 5652 2; X.690"
        "署名データの符号化が本ソフトウェアの対応範囲であること" "The encoding of the CMS structure is one that is read"
        "署名データの符号化が本ソフトウェアの対応範囲を超えるため、判定できません。"
        "The encoding of the CMS structure is not one that is read here; nothing is decided.";
    LIMIT "cms.limit" Signature "RFC 5652 5"
        "署名データの要素の数が上限以内であること" "The number of elements in the CMS structure is within the limits"
        "署名データの要素の数が上限を超えるため、判定できません。" "The CMS structure has more elements than are read; nothing is decided.";
    TRAILING_OCTETS "cms.trailing-octets" Signature "ISO 32000-1 12.8.3.3"
        "署名データの後がすべて0であること" "Nothing but zeros follows the CMS structure"
        "署名データの後に0以外のデータがあります。" "Something other than zeros follows the CMS structure.";
    STRUCTURE "cms.structure" Signature "RFC 5652 5"
        "署名データの構造がSignedDataの定義に合うこと" "The structure is that of SignedData"
        "署名データの構造がSignedDataの定義に合いません。" "The structure is not that of SignedData.";
    CONTENT_INFO_TYPE "cms.content-info.type" Signature "RFC 5652 3, 5.1"
        "署名データの種類がSignedDataであること" "The outer content type is signed-data"
        "署名データの種類がSignedDataではありません。" "The outer content type is not signed-data.";
    VERSION "cms.version" Signature "RFC 5652 5.1"
        "SignedDataの版が規格にあるものであること" "The version of SignedData is one of the standard's"
        "SignedDataの版が規格にないものです。" "The version of SignedData is none of the standard's.";
    SIGNER_INFO_VERSION "cms.signer-info.version" Signature "RFC 5652 5.3"
        "SignerInfoの版が規格にあるものであること" "The version of SignerInfo is one of the standard's"
        "SignerInfoの版が規格にないものです。" "The version of SignerInfo is none of the standard's.";
    SIGNER_INFO_NONE "cms.signer-info.none" Signature "ISO 32000-1 12.8.3.3"
        "署名者情報（SignerInfo）があること" "There is a SignerInfo"
        "署名者情報（SignerInfo）がありません。" "There is no SignerInfo.";
    SIGNER_INFO_MANY "cms.signer-info.many" Signature "ISO 32000-1 12.8.3.3"
        "署名者情報（SignerInfo）が一つだけであること" "There is only one SignerInfo"
        "署名者情報（SignerInfo）が複数あります。" "There are several SignerInfos.";
    CONTENT_PRESENT "cms.encapsulated-content.present" Signature "ISO 32000-1 12.8.3.3; 004 第4-2(2)ア"
        "署名データの中に署名対象が含まれないこと（detached）" "The signature is detached: no content lies inside it"
        "署名データの中に別の署名対象が含まれています。文書は署名されていません。"
        "Content lies inside the signature: it signs that, not the document.";
    CONTENT_MISSING "cms.encapsulated-content.missing" Signature "RFC 5652 5.2"
        "署名データの中に署名対象が含まれること" "An attached signature holds its content"
        "署名データの中に署名対象がありません。" "The attached signature holds no content.";
    CONTENT_INNER_TYPE "cms.encapsulated-content.type" Signature "RFC 5652 5.2; ISO 32000-1 12.8.3.3"
        "署名対象の種類がid-dataであること" "The content is of type id-data"
        "署名対象の種類がid-dataではありません。" "The content is not of type id-data.";
    DIGEST_MALFORMED "cms.digest-algorithm.malformed" Signature "RFC 5652 10.1.1; RFC 5754 2"
        "ハッシュ関数の識別子が規格に合うこと" "The digest algorithm identifier is well-formed"
        "ハッシュ関数の識別子が規格に合いません。" "The digest algorithm identifier is malformed.";
    DIGEST_UNKNOWN "cms.digest-algorithm.unknown" Signature "RFC 5652 10.1.1"
        "ハッシュ関数が本ソフトウェアの対応するものであること" "The digest algorithm is known"
        "ハッシュ関数が本ソフトウェアの対応しないものであるため、判定できません。"
        "The digest algorithm is not known here; nothing is decided.";
    DIGEST_MD5 "cms.digest-algorithm.md5" Signature "ETSI EN 319 102-1 5.2.8; RFC 6151 2.1"
        "ハッシュ関数がMD5など破られたものでないこと" "The digest algorithm is none of the broken MD family"
        "ハッシュ関数がMD5など既に破られたものです。" "The digest algorithm is MD5 or older, which are broken.";
    DIGEST_WEAK "cms.digest-algorithm.weak" Signature "ETSI EN 319 102-1 5.2.8; CRYPTREC LS-0001"
        "ハッシュ関数が十分な強度を持つこと" "The digest algorithm is strong enough"
        "ハッシュ関数の強度が不足しています。" "The digest algorithm is too weak.";
    SIGNATURE_ALGORITHM_MALFORMED "cms.signature-algorithm.malformed" Signature "RFC 5652 10.1.2; RFC 5754 3"
        "署名アルゴリズムの識別子が規格に合うこと" "The signature algorithm identifier is well-formed"
        "署名アルゴリズムの識別子が規格に合いません。" "The signature algorithm identifier is malformed.";
    SIGNATURE_ALGORITHM_UNKNOWN "cms.signature-algorithm.unknown" Signature "RFC 5652 10.1.2"
        "署名アルゴリズムが本ソフトウェアの対応するものであること" "The signature algorithm is known"
        "署名アルゴリズムが本ソフトウェアの対応しないものであるため、判定できません。"
        "The signature algorithm is not known here; nothing is decided.";
    SIGNATURE_ALGORITHM_WEAK "cms.signature-algorithm.weak" Signature "ETSI EN 319 102-1 5.2.8; CRYPTREC LS-0001"
        "署名アルゴリズムが十分な強度を持つこと" "The signature algorithm is strong enough"
        "署名アルゴリズムの強度が不足しています。" "The signature algorithm is too weak.";
    ALGORITHM_MISMATCH "cms.algorithm.mismatch" Signature "RFC 5754 3; RFC 4056 3"
        "署名アルゴリズムのハッシュ関数がdigestAlgorithmと一致すること"
        "The digest of the signature algorithm is digestAlgorithm"
        "署名アルゴリズムのハッシュ関数がdigestAlgorithmと一致しません。"
        "The signature algorithm names another digest than digestAlgorithm.";
    KEY_KIND "cms.algorithm.key" Signature "RFC 5652 5.6"
        "署名アルゴリズムが署名者の公開鍵の種類に合うこと" "The signature algorithm goes with the signer's key"
        "署名アルゴリズムが署名者の公開鍵の種類に合いません。" "The signature algorithm does not go with the signer's key.";
    ATTRIBUTES_EMPTY "cms.attributes.empty" Signature "RFC 5652 5.3"
        "署名属性の集合が空でないこと" "The set of signed attributes is not empty"
        "署名属性の集合が空です。" "The set of signed attributes is empty.";
    ATTRIBUTE_DUPLICATE "cms.attribute.duplicate" Signature "RFC 5652 5.3, 11; RFC 5035 3"
        "同じ種類の署名属性が重複しないこと" "No signed attribute stands twice"
        "同じ種類の署名属性が重複しています。" "A signed attribute stands twice.";
    ATTRIBUTE_WITHOUT_VALUE "cms.attribute.without-value" Signature "RFC 5652 5.3"
        "署名属性に値があること" "Every signed attribute has a value"
        "値のない署名属性があります。" "A signed attribute has no value.";
    CONTENT_TYPE_MISSING "cms.content-type.missing" Signature "RFC 5652 5.3, 11.1"
        "署名属性にcontentTypeがあること" "The signed attributes include content-type"
        "署名属性にcontentTypeがありません。" "The signed attributes lack content-type.";
    CONTENT_TYPE_DUPLICATE "cms.content-type.duplicate" Signature "RFC 5652 11.1"
        "署名属性のcontentTypeが重複しないこと" "There is only one content-type attribute"
        "署名属性のcontentTypeが重複しています。" "There are two content-type attributes.";
    CONTENT_TYPE_VALUES "cms.content-type.values" Signature "RFC 5652 11.1"
        "署名属性のcontentTypeの値が一つであること" "The content-type attribute has one value"
        "署名属性のcontentTypeの値が一つではありません。" "The content-type attribute has not exactly one value.";
    CONTENT_TYPE_DIFFERENT "cms.content-type.different" Signature "RFC 5652 11.1"
        "署名属性のcontentTypeが署名対象の種類と一致すること" "The content-type attribute names the type of the content"
        "署名属性のcontentTypeが署名対象の種類と一致しません。" "The content-type attribute names another type than the content's.";
    MESSAGE_DIGEST_MISSING "cms.message-digest.missing" Signature "RFC 5652 5.3, 11.2"
        "署名属性にmessageDigestがあること" "The signed attributes include message-digest"
        "署名属性にmessageDigestがありません。" "The signed attributes lack message-digest.";
    MESSAGE_DIGEST_DUPLICATE "cms.message-digest.duplicate" Signature "RFC 5652 11.2"
        "署名属性のmessageDigestが重複しないこと" "There is only one message-digest attribute"
        "署名属性のmessageDigestが重複しています。" "There are two message-digest attributes.";
    MESSAGE_DIGEST_VALUES "cms.message-digest.values" Signature "RFC 5652 11.2"
        "署名属性のmessageDigestの値が一つであること" "The message-digest attribute has one value"
        "署名属性のmessageDigestの値が一つではありません。" "The message-digest attribute has not exactly one value.";
    MESSAGE_DIGEST_LENGTH "cms.message-digest.length" Signature "RFC 5652 11.2"
        "署名属性のmessageDigestの長さがハッシュ値の長さであること" "The message-digest attribute is as long as the digest"
        "署名属性のmessageDigestの長さがハッシュ値の長さと違います。" "The message-digest attribute is not as long as the digest.";
    MESSAGE_DIGEST_DIFFERENT "cms.message-digest.different" Signature "RFC 5652 5.4, 11.2"
        "文書のハッシュ値が署名されたハッシュ値と一致すること" "The digest of the document is the one that was signed"
        "文書の内容が署名時と一致しません（ハッシュ値の不一致）。署名後の改ざん又は破損です。"
        "The digest of the document differs from the one that was signed: the document was changed after signing.";
    MESSAGE_DIGEST_UNPROVEN "cms.message-digest.unproven" Signature "RFC 5652 5.4, 5.6"
        "文書と署名データが一致し、署名値が署名者の公開鍵で検証できること"
        "Document and signature data agree, and the signature value verifies"
        "文書のハッシュ値が、署名データに書かれたハッシュ値と一致しません。署名値を検証することができないため、文書と署名データのどちらが変わったのかは分かりません。"
        "The digest of the document is not the one that the signature data states; as the signature value could not be verified, which of the two was changed is not known.";
    SIGNING_TIME_DUPLICATE "cms.signing-time.duplicate" Signature "RFC 5652 11.3"
        "署名属性のsigningTimeが重複しないこと" "There is at most one signing-time attribute"
        "署名属性のsigningTimeが重複しています。" "There are two signing-time attributes.";
    SIGNING_TIME_VALUES "cms.signing-time.values" Signature "RFC 5652 11.3"
        "署名属性のsigningTimeの値が一つであること" "The signing-time attribute has one value"
        "署名属性のsigningTimeの値が一つではありません。" "The signing-time attribute has not exactly one value.";
    SIGNING_TIME_MALFORMED "cms.signing-time.malformed" Signature "RFC 5652 11.3"
        "署名属性のsigningTimeの書式が規格に合うこと" "The signing-time attribute is written as the standard says"
        "署名属性のsigningTimeの書式が規格に合いません。" "The signing-time attribute is malformed.";
    SIGNING_CERTIFICATE_MALFORMED "cms.signing-certificate.malformed" Signature "RFC 5035 3, 5"
        "署名者証明書の参照（ESS）が規格に合うこと" "The ESS signing-certificate attribute is well-formed"
        "署名者証明書の参照（ESS）が規格に合いません。" "The ESS signing-certificate attribute is malformed.";
    SIGNING_CERTIFICATE_ALGORITHM "cms.signing-certificate.hash-algorithm" Signature "RFC 5035 4"
        "署名者証明書の参照（ESS）のハッシュ関数が本ソフトウェアの対応するものであること"
        "The hash algorithm of the ESS signing-certificate attribute is known"
        "署名者証明書の参照（ESS）のハッシュ関数が本ソフトウェアの対応しないものであるため、判定できません。"
        "The hash algorithm of the ESS signing-certificate attribute is not known here; nothing is decided.";
    SIGNING_CERTIFICATE_HASH "cms.signing-certificate.hash" Certificate "RFC 5035 4; ETSI EN 319 102-1 5.2.3"
        "署名者証明書の参照（ESS）のハッシュ値が署名者の電子証明書と一致すること"
        "The ESS signing-certificate attribute holds the hash of the signer's certificate"
        "署名者証明書の参照（ESS）のハッシュ値が署名者の電子証明書と一致しません。"
        "The ESS signing-certificate attribute holds the hash of another certificate.";
    SIGNING_CERTIFICATE_ISSUER_SERIAL "cms.signing-certificate.issuer-serial" Certificate "RFC 5035 4; ETSI EN 319 102-1 5.2.3"
        "署名者証明書の参照（ESS）の発行者と番号が署名者の電子証明書と一致すること"
        "The ESS signing-certificate attribute names issuer and serial number of the signer's certificate"
        "署名者証明書の参照（ESS）の発行者又は番号が署名者の電子証明書と一致しません。"
        "The ESS signing-certificate attribute names another issuer or serial number.";
    SIGNER_CERTIFICATE_MISSING "cms.signer-certificate.missing" Certificate "ISO 32000-1 12.8.3.3; ETSI EN 319 102-1 5.2.3"
        "署名者の電子証明書が署名データに含まれること" "The signer's certificate is in the signature"
        "署名者の電子証明書が署名データの中に見つかりません。" "The signer's certificate is not in the signature.";
    SIGNER_CERTIFICATE_AMBIGUOUS "cms.signer-certificate.ambiguous" Signature "RFC 5652 5.3"
        "署名者の電子証明書が一つに定まること" "Only one certificate is the signer's"
        "署名者の電子証明書に当たるものが複数あり、一つに定まりません。" "Several certificates could be the signer's, and nothing says which.";
    SIGNER_KEY_MALFORMED "cms.signer-key.malformed" Signature "RFC 5280 4.1.2.7; RFC 8017"
        "署名者の公開鍵が規格に合うこと" "The signer's public key is well-formed"
        "署名者の公開鍵が規格に合いません。" "The signer's public key is malformed.";
    SIGNER_KEY_UNKNOWN "cms.signer-key.unknown" Signature "RFC 5280 4.1.2.7"
        "署名者の公開鍵の種類が本ソフトウェアの対応するものであること" "The kind of the signer's key is known"
        "署名者の公開鍵の種類が本ソフトウェアの対応しないものであるため、判定できません。"
        "The kind of the signer's key is not known here; nothing is decided.";
    SIGNER_KEY_SIZE "cms.signer-key.size" Signature "ETSI EN 319 102-1 5.2.8; CRYPTREC LS-0003"
        "署名者の公開鍵の長さが本ソフトウェアの対応範囲であること" "The size of the signer's key is one that is accepted"
        "署名者の公開鍵の長さが認められる範囲にありません。" "The size of the signer's key is not one that is accepted.";
    SIGNATURE_VALUE "cms.signature-value.mismatch" Signature "RFC 5652 5.6"
        "署名値が署名者の公開鍵で検証できること" "The signature value verifies with the signer's key"
        "署名値が署名者の公開鍵で検証できません。" "The signature value does not verify with the signer's key.";
    SIGNATURE_VALUE_LENGTH "cms.signature-value.length" Signature "RFC 8017 8.2.2"
        "署名値の長さが公開鍵の長さと一致すること" "The signature value is as long as the modulus"
        "署名値の長さが公開鍵の長さと一致しません。" "The signature value is not as long as the modulus.";
    SIGNATURE_VALUE_UNCHECKED "cms.signature-value.unsupported" Signature "RFC 5652 5.6"
        "公開鍵と署名アルゴリズムの組合せが本ソフトウェアの対応するものであること"
        "The combination of key and algorithm is one that can be verified"
        "公開鍵と署名アルゴリズムの組合せが本ソフトウェアの対応しないものであるため、判定できません。"
        "The combination of key and algorithm cannot be verified here; nothing is decided.";
    TIME_STAMP "cms.time-stamp" Certificate "RFC 3161; RFC 5652 11"
        "署名タイムスタンプが署名値に対する正しいもので、時刻認証局から信頼点まで有効な認証パスがあること（満たすときは、その時刻に署名が存在したことの証明に用います）"
        "The signature time-stamp is sound, about this signature value, and its authority has a valid path to an anchor (if so, it proves that the signature existed then)"
        "署名タイムスタンプを証拠として使えません。" "The signature time-stamp is no evidence.";
    REVOCATION_EMBEDDED "cms.revocation-archival" Certificate "ISO 32000-1 12.8.3.3.2; RFC 5652 5.1"
        "文書に埋め込まれた失効情報が、署名者の認証パスの確認に用いられたこと（手元の失効情報と同じ検査を経たもの）"
        "Revocation data embedded in the document was used for the signer's path (after the same checks as data handed in)"
        "文書に埋め込まれた失効情報は使えません。" "The revocation data embedded in the document is of no use.";
}

/// What an error means.
pub fn finding(error: &Error) -> Finding {
    use SubIndication::{
        CryptoConstraintsFailure, FormatFailure, Generic, HashFailure, NoSigningCertificateFound,
        SigCryptoFailure,
    };
    let found = match error {
        Error::AlgorithmMismatch { .. } => Finding::new(&ALGORITHM_MISMATCH, FormatFailure),
        Error::AttributeDuplicate { .. } => Finding::new(&ATTRIBUTE_DUPLICATE, FormatFailure),
        Error::AttributeWithoutValue { .. } => Finding::new(&ATTRIBUTE_WITHOUT_VALUE, FormatFailure),
        Error::AttributesEmpty => Finding::new(&ATTRIBUTES_EMPTY, FormatFailure),
        Error::ContentInfoType { .. } => Finding::new(&CONTENT_INFO_TYPE, FormatFailure),
        Error::ContentTypeDifferent { .. } => Finding::new(&CONTENT_TYPE_DIFFERENT, FormatFailure),
        Error::ContentTypeDuplicate => Finding::new(&CONTENT_TYPE_DUPLICATE, FormatFailure),
        Error::ContentTypeMissing => Finding::new(&CONTENT_TYPE_MISSING, FormatFailure),
        Error::ContentTypeValues { .. } => Finding::new(&CONTENT_TYPE_VALUES, FormatFailure),
        Error::DigestAlgorithm(reason) => match reason {
            AlgorithmError::Malformed | AlgorithmError::Parameters { .. } => {
                Finding::new(&DIGEST_MALFORMED, FormatFailure)
            }
            AlgorithmError::Unknown { .. } => Finding::new(&DIGEST_UNKNOWN, Generic),
            // MD2, MD4 and MD5; SHA-1 is read and comes as `DigestWeak`.
            AlgorithmError::Weak { .. } => Finding::new(&DIGEST_MD5, CryptoConstraintsFailure),
        },
        Error::DigestWeak { .. } => Finding::new(&DIGEST_WEAK, CryptoConstraintsFailure),
        Error::Empty => Finding::new(&EMPTY, FormatFailure),
        Error::EncapsulatedContentMissing => Finding::new(&CONTENT_MISSING, FormatFailure),
        Error::EncapsulatedContentPresent { .. } => Finding::new(&CONTENT_PRESENT, FormatFailure),
        Error::EncapsulatedContentType { .. } => Finding::new(&CONTENT_INNER_TYPE, FormatFailure),
        Error::Encoding(reason) => match reason {
            EncodingError::EndOfContents { .. }
            | EncodingError::IndefinitePrimitive { .. }
            | EncodingError::Length { .. }
            | EncodingError::PrimitiveStructure { .. }
            | EncodingError::StringPiece { .. }
            | EncodingError::Truncated { .. } => Finding::new(&ENCODING, FormatFailure),
            EncodingError::ConstructedType { .. }
            | EncodingError::Depth { .. }
            | EncodingError::HighTagNumber { .. }
            | EncodingError::TooLong { .. } => Finding::new(&ENCODING_UNREAD, Generic),
        },
        Error::Limit { .. } => Finding::new(&LIMIT, Generic),
        Error::MessageDigestDifferent { .. } => Finding::new(&MESSAGE_DIGEST_DIFFERENT, HashFailure),
        Error::MessageDigestDuplicate => Finding::new(&MESSAGE_DIGEST_DUPLICATE, FormatFailure),
        Error::MessageDigestLength { .. } => Finding::new(&MESSAGE_DIGEST_LENGTH, FormatFailure),
        Error::MessageDigestMissing => Finding::new(&MESSAGE_DIGEST_MISSING, FormatFailure),
        Error::MessageDigestValues { .. } => Finding::new(&MESSAGE_DIGEST_VALUES, FormatFailure),
        Error::SignatureAlgorithm(reason) => match reason {
            AlgorithmError::Malformed | AlgorithmError::Parameters { .. } => {
                Finding::new(&SIGNATURE_ALGORITHM_MALFORMED, FormatFailure)
            }
            AlgorithmError::Unknown { .. } => Finding::new(&SIGNATURE_ALGORITHM_UNKNOWN, Generic),
            AlgorithmError::Weak { .. } => Finding::new(&SIGNATURE_ALGORITHM_WEAK, CryptoConstraintsFailure),
        },
        Error::SignatureValue(reason) => match reason {
            VerifyError::DigestAlgorithm | VerifyError::Unsupported => {
                Finding::new(&SIGNATURE_VALUE_UNCHECKED, Generic)
            }
            VerifyError::KeyKind => Finding::new(&KEY_KIND, FormatFailure),
            VerifyError::Mismatch => Finding::new(&SIGNATURE_VALUE, SigCryptoFailure),
            VerifyError::SignatureLength => Finding::new(&SIGNATURE_VALUE_LENGTH, SigCryptoFailure),
        },
        Error::SignerCertificateAmbiguous { .. } => {
            Finding::new(&SIGNER_CERTIFICATE_AMBIGUOUS, FormatFailure)
        }
        Error::SignerCertificateMissing { .. } => {
            Finding::new(&SIGNER_CERTIFICATE_MISSING, NoSigningCertificateFound)
        }
        Error::SignerInfoVersion { .. } => Finding::new(&SIGNER_INFO_VERSION, FormatFailure),
        Error::SignerInfosMany { .. } => Finding::new(&SIGNER_INFO_MANY, FormatFailure),
        Error::SignerInfosNone => Finding::new(&SIGNER_INFO_NONE, FormatFailure),
        Error::SignerKey(reason) => match reason {
            KeyError::Exponent | KeyError::Malformed => Finding::new(&SIGNER_KEY_MALFORMED, FormatFailure),
            KeyError::Modulus { .. } => Finding::new(&SIGNER_KEY_SIZE, CryptoConstraintsFailure),
            KeyError::Unknown { .. } => Finding::new(&SIGNER_KEY_UNKNOWN, Generic),
        },
        Error::SigningCertificateHash { .. } => {
            Finding::new(&SIGNING_CERTIFICATE_HASH, NoSigningCertificateFound)
        }
        Error::SigningCertificateHashAlgorithm(_) => Finding::new(&SIGNING_CERTIFICATE_ALGORITHM, Generic),
        Error::SigningCertificateIssuerSerial { .. } => {
            Finding::new(&SIGNING_CERTIFICATE_ISSUER_SERIAL, NoSigningCertificateFound)
        }
        Error::SigningCertificateMalformed { .. } => {
            Finding::new(&SIGNING_CERTIFICATE_MALFORMED, FormatFailure)
        }
        Error::SigningTimeDuplicate => Finding::new(&SIGNING_TIME_DUPLICATE, FormatFailure),
        Error::SigningTimeMalformed { .. } => Finding::new(&SIGNING_TIME_MALFORMED, FormatFailure),
        Error::SigningTimeValues { .. } => Finding::new(&SIGNING_TIME_VALUES, FormatFailure),
        Error::Structure { .. } => Finding::new(&STRUCTURE, FormatFailure),
        Error::TrailingOctets { .. } => Finding::new(&TRAILING_OCTETS, FormatFailure),
        Error::Version { .. } => Finding::new(&VERSION, FormatFailure),
    };
    match detail(error) {
        Some(detail) => found.with_detail(detail),
        None => found,
    }
}

/// What an error means in its verification: where the signature value does not hold, a digest that differs from a
/// messageDigest attribute that nobody vouches for is no proof that the document was changed.
pub fn finding_in(verification: &Verification, error: &Error) -> Finding {
    let mut finding = finding(error);
    let vouched = *verification.signature_value() == Outcome::Holds;
    if !vouched && matches!(error, Error::MessageDigestDifferent { .. }) {
        finding.rule = &MESSAGE_DIGEST_UNPROVEN;
    }
    finding
}

/// The same with the place in the file, when the caller knows where `/Contents` begins.
pub fn finding_at(error: &Error, contents: u64) -> Finding {
    finding(error).at(Location::Offset(contents))
}

/// Why a time-stamp is no evidence, for the list of a document's signatures.
pub fn time_stamp_finding(error: &TimeStampError) -> Finding {
    let text = time_stamp_text(error);
    Finding::new(&TIME_STAMP, SubIndication::Generic).with_detail(text)
}

/// What is wrong with a time-stamp, in both languages.
pub fn time_stamp_text(error: &TimeStampError) -> Text {
    let ja = match error {
        TimeStampError::ImprintDifferent => "対象のハッシュ値と一致しない".into(),
        TimeStampError::ImprintAlgorithm(_) => "ハッシュ関数が本ソフトウェアの対応しないもの".into(),
        TimeStampError::ImprintWeak => "ハッシュ関数が SHA-1".into(),
        TimeStampError::Malformed { field, offset } => {
            format!("{field} の形式の誤り（{offset}オクテット目）")
        }
        TimeStampError::CriticalExtension { offset } => {
            format!("対応していない重要な拡張（critical）がある（{offset}オクテット目）")
        }
        TimeStampError::SignedAttributes => "署名属性がない".into(),
        TimeStampError::SigningCertificate => "署名証明書属性（ESS）がない".into(),
        TimeStampError::Token(error) => format!("トークンの誤り: {}", finding(error).rule.violation.ja),
        TimeStampError::TooMany { limit } => format!("{limit} 個を超えるものは読まない"),
    };
    Text::owned(ja, error.to_string())
}

/// Numbers, object identifiers and field names: never contents.
fn detail(error: &Error) -> Option<Text> {
    let same = |text: String| Some(Text::owned(text.clone(), text));
    let octet = |offset: &usize| {
        Some(Text::owned(
            format!("署名データの先頭から{offset}オクテット目"),
            format!("octet {offset} of the CMS structure"),
        ))
    };
    let count = |count: &usize| Some(Text::owned(format!("{count}個"), format!("{count} found")));
    let version = |version: &Option<u8>| version.and_then(|version| same(version.to_string()));
    let attribute = |version: &SigningCertificateVersion| same(version.to_string());
    let algorithm = |reason: &AlgorithmError| match reason {
        AlgorithmError::Malformed => None,
        AlgorithmError::Parameters { oid }
        | AlgorithmError::Weak { oid }
        | AlgorithmError::Unknown { oid } => same(oid.clone()),
    };
    match error {
        Error::AlgorithmMismatch { digest, signature } => {
            same(format!("digestAlgorithm {}, signatureAlgorithm {}", digest.name(), signature.name()))
        }
        Error::AttributeDuplicate { oid }
        | Error::AttributeWithoutValue { oid }
        | Error::ContentInfoType { oid }
        | Error::ContentTypeDifferent { oid }
        | Error::EncapsulatedContentType { oid } => same(oid.clone()),
        Error::ContentTypeValues { count: found }
        | Error::MessageDigestValues { count: found }
        | Error::SigningTimeValues { count: found }
        | Error::SignerCertificateAmbiguous { count: found }
        | Error::SignerInfosMany { count: found } => count(found),
        Error::DigestAlgorithm(reason)
        | Error::SignatureAlgorithm(reason)
        | Error::SigningCertificateHashAlgorithm(reason) => algorithm(reason),
        Error::DigestWeak { algorithm } | Error::MessageDigestDifferent { algorithm } => {
            same(algorithm.name().to_owned())
        }
        Error::EncapsulatedContentPresent { octets } => {
            Some(Text::owned(format!("{octets}オクテット"), format!("{octets} octets")))
        }
        Error::Encoding(reason) => match reason {
            EncodingError::ConstructedType { offset, .. }
            | EncodingError::Depth { offset, .. }
            | EncodingError::EndOfContents { offset }
            | EncodingError::HighTagNumber { offset }
            | EncodingError::IndefinitePrimitive { offset }
            | EncodingError::Length { offset }
            | EncodingError::PrimitiveStructure { offset }
            | EncodingError::StringPiece { offset }
            | EncodingError::Truncated { offset } => octet(offset),
            EncodingError::TooLong { octets, limit } => Some(Text::owned(
                format!("{octets}オクテット、上限{limit}"),
                format!("{octets} octets, limit {limit}"),
            )),
        },
        Error::Limit { field, limit } => {
            Some(Text::owned(format!("{field}、上限{limit}"), format!("{field}, limit {limit}")))
        }
        Error::MessageDigestLength { expected, found } => Some(Text::owned(
            format!("{found}オクテット、正しくは{expected}"),
            format!("{found} octets instead of {expected}"),
        )),
        Error::SignerCertificateMissing { certificates, unreadable } => Some(Text::owned(
            format!("証明書{certificates}枚、読めないもの{unreadable}枚"),
            format!("{certificates} certificates, {unreadable} unreadable"),
        )),
        Error::SignerInfoVersion { version: found } | Error::Version { version: found } => version(found),
        Error::SignerKey(reason) => match reason {
            KeyError::Modulus { bits } => Some(Text::owned(format!("{bits}ビット"), format!("{bits} bits"))),
            KeyError::Unknown { oid } => same(oid.clone()),
            KeyError::Exponent | KeyError::Malformed => None,
        },
        Error::SigningCertificateHash { version } | Error::SigningCertificateIssuerSerial { version } => {
            attribute(version)
        }
        Error::SigningCertificateMalformed { version, offset } => Some(Text::owned(
            format!("{version}、署名データの先頭から{offset}オクテット目"),
            format!("{version}, octet {offset} of the CMS structure"),
        )),
        Error::SigningTimeMalformed { offset } | Error::TrailingOctets { offset } => octet(offset),
        Error::Structure { field, offset } => Some(Text::owned(
            format!("{field}、署名データの先頭から{offset}オクテット目"),
            format!("{field} at octet {offset} of the CMS structure"),
        )),
        Error::AttributesEmpty
        | Error::ContentTypeDuplicate
        | Error::ContentTypeMissing
        | Error::Empty
        | Error::EncapsulatedContentMissing
        | Error::MessageDigestDuplicate
        | Error::MessageDigestMissing
        | Error::SignatureValue(_)
        | Error::SignerInfosNone
        | Error::SigningTimeDuplicate => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::DigestAlgorithm;
    use crate::report::{Language, Outcome as CheckOutcome};

    #[test]
    fn rule_ids_are_unique_and_of_this_room() {
        let mut ids: Vec<_> = RULES.iter().map(|rule| rule.id).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), RULES.len());
        assert!(ids.iter().all(|id| id.0.starts_with("cms.")));
    }

    #[test]
    fn only_a_different_digest_is_called_tampering() {
        for rule in RULES {
            let tampering = rule.violation.in_language(Language::Japanese).contains("改ざん");
            assert_eq!(tampering, rule.id.0 == "cms.message-digest.different", "{:?}", rule.id);
        }
    }

    #[test]
    fn weak_and_unread_signatures_are_undecided_and_wrong_ones_fail() {
        let outcome = |error| finding(&error).outcome();
        let sha1 = DigestAlgorithm::Sha1;
        assert_eq!(outcome(Error::DigestWeak { algorithm: sha1 }), CheckOutcome::Unknown);
        let missing = Error::SignerCertificateMissing { certificates: 1, unreadable: 0 };
        assert_eq!(outcome(missing), CheckOutcome::Unknown);
        let deep = Error::Encoding(EncodingError::Depth { offset: 1, limit: 1 });
        assert_eq!(outcome(deep), CheckOutcome::Unknown);
        assert_eq!(outcome(Error::SignatureValue(VerifyError::Mismatch)), CheckOutcome::Fail);
        assert_eq!(outcome(Error::MessageDigestDifferent { algorithm: sha1 }), CheckOutcome::Fail);
        assert_eq!(outcome(Error::SignerInfosNone), CheckOutcome::Fail);
    }
}
