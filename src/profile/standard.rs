//! The rules of document 004, 第4-2, as a table: id, clause, words. Where each is checked is said in `CLAUSES.md`.

use super::rules::rules;
use crate::report::{Rule, RuleId, SectionName, Text};

rules! {
    /// `/Type /Sig`, present (ISO 32000-1 lets it be absent).
    PDF_TYPE = "standard.pdf.type", Standard, "004 第4-2(2)ア Type",
        requires "署名辞書の Type が Sig であること" / "Type of the signature dictionary is Sig",
        else "署名辞書に Type=Sig がありません。" / "The signature dictionary has no Type=Sig.";
    /// Any `/Filter` is accepted and named.
    PDF_FILTER = "standard.pdf.filter", Standard, "004 第4-2(2)ア Filter",
        requires "署名辞書に Filter があること" / "The signature dictionary has a Filter (any value)",
        else "署名辞書に Filter がありません。" / "The signature dictionary has no Filter.";
    /// `/SubFilter /adbe.pkcs7.detached`.
    PDF_SUB_FILTER = "standard.pdf.sub-filter", Standard, "004 第4-2(2)ア SubFilter",
        requires "署名辞書の SubFilter が adbe.pkcs7.detached であること" / "SubFilter is adbe.pkcs7.detached",
        else "署名辞書の SubFilter が adbe.pkcs7.detached ではありません。" / "SubFilter is not adbe.pkcs7.detached.";
    /// `/Name (Minister of Justice)`.
    PDF_NAME = "standard.pdf.name", Standard, "004 第4-2(2)ア Name",
        requires "署名辞書の Name が Minister of Justice であること" / "Name is Minister of Justice",
        else "署名辞書の Name が Minister of Justice ではありません。" / "Name is not Minister of Justice.";
    /// `/M` present; passed only when well-formed and with time zone.
    PDF_TIME = "standard.pdf.time", Standard, "004 第4-2(2)ア M",
        requires "署名辞書の M にUTCとの時差を付した署名時刻があること" / "M holds the signing time with its time zone",
        else "署名辞書に M（署名時刻）がありません。" / "The signature dictionary has no M, the signing time.";
    /// `/M` is a date of ISO 32000-1.
    PDF_TIME_MALFORMED = "standard.pdf.time-malformed", Standard, "004 第4-2(2)ア M; ISO 32000-1 7.9.4",
        requires "署名時刻 M がPDFの日付の書式であること" / "M is written as a PDF date",
        else "署名時刻 M がPDFの日付の書式ではありません。" / "M is not written as a PDF date.";
    /// `/M` says how local time relates to UTC.
    PDF_TIME_ZONE = "standard.pdf.time-zone", Standard, "004 第4-2(2)ア M; ISO 32000-1 7.9.4",
        requires "署名時刻 M にUTCとの時差があること" / "M states its time zone",
        else "署名時刻 M にUTCとの時差がありません。" / "M states no time zone.";
    /// `/M` inside the validity of the signer's certificate.
    PDF_TIME_VALIDITY = "standard.pdf.time-validity", Standard, "004 第4-2(2)ア M; RFC 5280 4.1.2.5",
        requires "署名時刻 M が署名者の電子証明書の有効期間内であること" /
            "M lies within the validity of the signer's certificate",
        else "署名時刻 M が署名者の電子証明書の有効期間外です。" /
            "M lies outside the validity of the signer's certificate.";
    /// `/M` and signingTime agree.
    PDF_TIME_AGREES = "standard.pdf.time-agrees", Standard, "004 第4-2(2)ア M; RFC 5652 11.3",
        requires "署名時刻 M と signingTime 属性が矛盾しないこと" / "M and the signingTime attribute agree",
        else "署名時刻 M と signingTime 属性が食い違っています。" / "M and the signingTime attribute contradict each other.";
    /// Nothing was added after the signature, not even what ISO 32000-1 allows.
    PDF_REVISION = "standard.pdf.later-revision", Standard, "004 第4-2(2)ア ByteRange",
        requires "署名後に版が追加されていないこと" / "No revision follows the signed one",
        else "署名後にファイルへ版が追加されています。" / "A revision was appended after the signature.";
    /// One signature, the Minister's.
    PDF_ONE_SIGNATURE = "standard.pdf.one-signature", Standard, "004 第4-2(2)ア",
        requires "電子署名が一つであること" / "There is one signature",
        else "電子署名が二つ以上あります。" / "There is more than one signature.";
    /// No white space within the hexadecimal Contents.
    PDF_CONTENTS_HEX = "standard.pdf.contents", Standard, "004 第4-2(2)ア Contents",
        requires "Contents が空白を含まない16進数であること" / "Contents is hexadecimal without white space",
        else "Contents の16進数に空白が含まれています。" / "The hexadecimal Contents holds white space.";
    /// The PDF's own form rules (version, images, active content) hold.
    PDF_CONTENT = "standard.pdf.content", Standard, "004 第4-2(1)ア",
        requires "PDFの版、画像の圧縮方式及び内容が技術的基準のとおりであること" /
            "PDF version, image filters and content are as the standard fixes them",
        else "PDFの内容が技術的基準のとおりではありません。" / "The content of the PDF is not as the standard fixes it.";
    /// Signed attributes are present.
    SIGNED_ATTRIBUTES = "standard.cms.signed-attributes", Standard, "004 第4-2(2)ア Contents; RFC 5652 5.3",
        requires "PKCS#7の署名属性があること" / "The PKCS#7 data has signed attributes",
        else "PKCS#7の署名属性がありません。" / "The PKCS#7 data has no signed attributes.";
    /// Signed attributes are in DER order.
    ATTRIBUTE_ORDER = "standard.cms.attribute-order", Standard, "RFC 5652 5.3; X.690 11.6",
        requires "PKCS#7の署名属性がDERの順序であること" / "The signed attributes are in DER order",
        else "PKCS#7の署名属性がDERの順序ではありません。" / "The signed attributes are not in DER order.";
    /// SHA-256.
    DIGEST = "standard.digest", Standard, "004 第4-2(2)",
        requires "ハッシュ関数がSHA-256であること" / "The digest is SHA-256",
        else "ハッシュ関数がSHA-256ではありません。" / "The digest is not SHA-256.";
    /// sha256WithRSAEncryption.
    ALGORITHM = "standard.algorithm", Standard, "004 第4-2(2) sha256WithRsaEncryption",
        requires "署名アルゴリズムがsha256WithRSAEncryptionであること" / "The signature algorithm is sha256WithRSAEncryption",
        else "署名アルゴリズムがsha256WithRSAEncryptionではありません。" /
            "The signature algorithm is not sha256WithRSAEncryption.";
    /// The signer's certificate may sign documents.
    KEY_USAGE = "standard.signer.key-usage", Standard, "004 第4-2(2); RFC 5280 4.2.1.3",
        requires "署名者の電子証明書の鍵用途が電子署名又は否認防止であること" /
            "The signer's key usage is digitalSignature or nonRepudiation",
        else "署名者の電子証明書の鍵用途が電子署名のものではありません。" /
            "The signer's key usage is not that of a document signature.";
    /// The signer is the Minister of Justice, as the profile is configured.
    OFFICE = "standard.signer.office", Standard, "004 第4-2(2) 法務大臣の官職証明書",
        requires "署名者が法務大臣の官職証明書であること" / "The signer's certificate is that of the Minister of Justice",
        else "署名者の電子証明書が法務大臣の官職証明書ではありません。署名者の名称を確認してください。" /
            "The signer's certificate is not that of the Minister of Justice; see the signer's name.";
    /// The signer is of the office that an agency's own profile names.
    OFFICE_CONFIGURED = "standard.signer.configured-office", Standard, "koseki profile: signer",
        requires "署名者の電子証明書が、プロファイルで指定された官職のものであること" /
            "The signer's certificate is that of the office which the profile names",
        else "署名者の電子証明書が、プロファイルで指定された官職のものではありません。署名者の名称とプロファイルを確認してください。" /
            "The signer's certificate is not that of the office which the profile names; see the signer's name and the profile.";
    /// The issuing CA, as the profile is configured.
    ISSUER = "standard.signer.issuer", Standard, "004 第4-2(2) 政府共用認証局",
        requires "署名者の電子証明書の発行者が設定された認証局であること" /
            "The signer's certificate was issued by the configured CA",
        else "署名者の電子証明書の発行者が、設定された認証局ではありません。" /
            "The signer's certificate was not issued by the configured CA.";
    /// The certificate policy, as the profile is configured.
    POLICY = "standard.signer.policy", Standard, "004 第4-2(2); RFC 5280 4.2.1.4, 6.1.5 (g); RFC 9618 5.6",
        requires "署名者の電子証明書の認証パスが、設定された証明書ポリシーについて有効であること" /
            "The path of the signer's certificate is valid for a configured certificate policy",
        else "署名者の電子証明書の認証パスが、設定された証明書ポリシーのいずれについても有効ではありません。" /
            "The path of the signer's certificate is valid for none of the configured certificate policies.";
    /// Enveloped signature over the whole document.
    XML_ENVELOPED = "standard.xml.enveloped", Standard, "004 第4-2(2)イ",
        requires "Enveloped形式の電子署名であること" / "The signature is enveloped",
        else "Enveloped形式の電子署名ではありません。" / "The signature is not enveloped.";
    /// The signing certificate is recorded in the file.
    XML_CERTIFICATE = "standard.xml.certificate", Standard, "004 第4-2(2)イ",
        requires "ファイル中に署名者の電子証明書が記録されていること" / "The signer's certificate is recorded in the file",
        else "ファイル中に署名者の電子証明書が記録されていません。" / "The signer's certificate is not recorded in the file.";
    /// The profile does not ask for the rules of document 004.
    NOT_ASKED = "standard.asked", Standard, "004 第4-2",
        requires "技術的基準の確認（このプロファイルでは対象外）" / "Rules of document 004 (not asked for by this profile)",
        else "技術的基準を確認できません。" / "The rules of document 004 cannot be checked.";
}
