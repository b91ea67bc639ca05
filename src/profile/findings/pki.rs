//! Rules and findings of certificates, paths and revocation (RFC 5280, RFC 9618, EN 319 102-1).
//!
//! Each violation names the next step, because the reader is a clerk who must ask somebody for something.

use crate::crypto::policy::PolicyViolation;
use crate::pki::{
    self, FailedPath, PathDefect, PathError, PathFailure, PathOutcome, Place, RevocationGap,
    RevocationReason, RevocationStatus, RevokedEntry, ScopeMismatch, Search, VerifiedPath,
};
use crate::report::{Check, Finding, Rule, RuleId, SectionName, SubIndication, Text};
use crate::time::Time;

/// Every rule this file can report, for the registry.
pub static RULES: &[&Rule] = &[
    &ALGORITHM_MISMATCH,
    &ALGORITHM_POLICY,
    &ANCHOR_KEY_USAGE,
    &ANCHOR_NOT_AUTHORITY,
    &ANCHOR_VALIDITY,
    &BUDGET,
    &CERTIFICATE_ENCODING,
    &CERTIFICATE_EXTENSION_DUPLICATE,
    &CERTIFICATE_EXTENSION_ENCODING,
    &CERTIFICATE_SERIAL,
    &CERTIFICATE_SIZE,
    &CERTIFICATE_VERSION,
    &CHAIN,
    &CRITICAL_EXTENSION,
    &CRL_CRITICAL_ENTRY_EXTENSION,
    &CRL_CRITICAL_EXTENSION,
    &CRL_DELTA_WITHOUT_BASE,
    &CRL_FRESH,
    &CRL_ISSUED_AFTER_EXPIRY,
    &CRL_MISSING,
    &CRL_NEXT_UPDATE,
    &CRL_NOT_YET_ISSUED,
    &CRL_REASONS,
    &CRL_SCOPE,
    &CRL_SIGNATURE,
    &CRL_SIGNATURE_ALGORITHM,
    &CRL_SIGNER,
    &CRL_SIGNER_KEY_USAGE,
    &ISSUER_NAME,
    &ISSUER_NOT_FOUND,
    &KEY_UNUSABLE,
    &KEY_USAGE,
    &NAME_CONSTRAINT_EXCLUDED,
    &NAME_CONSTRAINT_PERMITTED,
    &NAME_CONSTRAINT_UNSUPPORTED,
    &NOT_AUTHORITY,
    &NOT_YET_VALID,
    &OCSP_RESPONSE,
    &OCSP_UNKNOWN,
    &PATH_LENGTH,
    &PATH_TOO_LONG,
    &POLICY,
    &POLICY_MAPPING_ANY,
    &REVOKED,
    &SIGNATURE,
    &SIGNATURE_ALGORITHM,
    &TARGET_IS_ANCHOR,
    &TARGET_IS_AUTHORITY,
    &VALIDITY,
];

macro_rules! rules {
    ($($name:ident = $id:literal, $clause:literal,
        $holds_ja:literal, $holds_en:literal,
        $broken_ja:literal, $broken_en:literal;)*) => {
        $(static $name: Rule = Rule {
            id: RuleId($id),
            section: SectionName::Certificate,
            clause: $clause,
            requirement: Text::new($holds_ja, $holds_en),
            violation: Text::new($broken_ja, $broken_en),
        };)*
    };
}

rules! {
    ALGORITHM_MISMATCH = "certificate.signature.algorithm-mismatch", "RFC 5280 4.1.1.2",
        "電子証明書の内側と外側の署名アルゴリズムが同じであること",
        "the signature algorithms inside and outside a certificate are the same",
        "電子証明書の内側と外側の署名アルゴリズムが異なります。正しい電子証明書ではありません。",
        "The signature algorithms inside and outside the certificate differ: it is not a proper certificate.";
    ALGORITHM_POLICY = "path.algorithm.policy", "EN 319 102-1 5.2.8",
        "認証パスの署名アルゴリズムと鍵長が基準を満たすこと",
        "algorithms and key sizes of the path are good enough at the time",
        "認証パスで使われている署名アルゴリズム又は鍵長が、検証時点の基準を満たしません。発行元に新しい電子証明書について確認してください。",
        "An algorithm or key size of the path is not good enough at the time: ask the issuer for a newer certificate.";
    ANCHOR_KEY_USAGE = "path.anchor.key-usage", "RFC 5280 4.2.1.3, RFC 5937",
        "信頼点の電子証明書の鍵用途が証明書署名を含むこと",
        "the anchor's key usage has keyCertSign",
        "信頼点として登録された電子証明書は、ほかの電子証明書に署名する用途のものではありません。登録した電子証明書を確認してください。",
        "The anchor's certificate is not meant to sign certificates: check what was registered.";
    ANCHOR_NOT_AUTHORITY = "path.anchor.authority", "RFC 5280 4.2.1.9, RFC 5937",
        "信頼点の電子証明書が認証局のものであること",
        "the anchor's certificate is a CA's",
        "信頼点として登録された電子証明書は認証局のものではありません。登録した電子証明書を確認してください。",
        "The anchor's certificate is not a CA's: check what was registered.";
    ANCHOR_VALIDITY = "path.anchor.validity", "RFC 5280 4.1.2.5, EN 319 102-1 5.2.6",
        "信頼点の電子証明書が検証時点で有効期間内であること",
        "the anchor's certificate is within its validity",
        "信頼点の電子証明書が検証時点で有効期間外です。認証局の新しい自己署名証明書を確認のうえ登録してください。",
        "The anchor's certificate is outside its validity: register the CA's new certificate after checking it.";
    BUDGET = "path.budget", "RFC 5280 8",
        "認証パスの探索が定められた処理量で終わること",
        "the search for a path ends within its budget",
        "認証パスの探索が、定められた処理量の範囲では終わりませんでした。有効とも無効とも判定していません。渡した電子証明書の数を減らして再度検証してください。",
        "The search for a path did not end within its budget; nothing is decided. Try again with fewer certificates.";
    CERTIFICATE_ENCODING = "certificate.encoding", "RFC 5280 4.1, X.690 10",
        "電子証明書がDERで正しく符号化されていること",
        "the certificate is properly encoded in DER",
        "電子証明書を読み取れません。符号化に誤りがあります。",
        "The certificate cannot be read: its encoding is wrong.";
    CERTIFICATE_EXTENSION_DUPLICATE = "certificate.extension.duplicate", "RFC 5280 4.2",
        "電子証明書に同じ拡張が二度現れないこと",
        "no extension stands twice",
        "電子証明書に同じ拡張が二度現れます。正しい電子証明書ではありません。",
        "An extension stands twice: it is not a proper certificate.";
    CERTIFICATE_EXTENSION_ENCODING = "certificate.extension.encoding", "RFC 5280 4.2",
        "電子証明書の拡張が正しく符号化されていること",
        "the certificate's extensions are properly encoded",
        "電子証明書の拡張を読み取れません。符号化に誤りがあります。",
        "An extension of the certificate cannot be read: its encoding is wrong.";
    CERTIFICATE_SERIAL = "certificate.serial-number", "RFC 5280 4.1.2.2",
        "電子証明書のシリアル番号が読み取れる長さであること",
        "the serial number is of a length that is read",
        "電子証明書のシリアル番号が長すぎます。",
        "The certificate's serial number is too long.";
    CERTIFICATE_SIZE = "certificate.size", "RFC 5280 8",
        "電子証明書が読み取れる大きさであること",
        "the certificate is of a size that is read",
        "電子証明書が大きすぎるため読み取りませんでした。",
        "The certificate is too large to be read.";
    CERTIFICATE_VERSION = "certificate.version", "RFC 5280 4.1.2.1",
        "電子証明書の版と内容が合っていること",
        "the certificate's version fits its fields",
        "電子証明書の版が正しくないか、その版にない項目があります。",
        "The certificate's version does not exist or has fields of a later one.";
    CHAIN = "path.chain", "RFC 5280 6.1",
        "署名者の電子証明書から信頼点までの認証パスが有効であること",
        "there is a valid path from the signer's certificate to an anchor",
        "署名者の電子証明書から信頼点までの有効な認証パスが見つかりません。",
        "No valid path leads from the signer's certificate to an anchor.";
    CRITICAL_EXTENSION = "certificate.extension.critical", "RFC 5280 4.2, 6.1.4 (o)",
        "処理できない重要な拡張が電子証明書にないこと",
        "there is no critical extension that is not processed",
        "電子証明書に、この検証プログラムが処理できない重要な拡張があります。発行元に確認してください。",
        "A certificate has a critical extension that is not processed: ask the issuer.";
    CRL_CRITICAL_ENTRY_EXTENSION = "revocation.crl.critical-entry-extension", "RFC 5280 5.3",
        "処理できない重要な拡張が失効リストの項目にないこと",
        "no entry of the list has a critical extension that is not processed",
        "失効リストの項目に、この検証プログラムが処理できない重要な拡張があります。失効の有無を判定できません。",
        "An entry of the list has a critical extension that is not processed: revocation is not established.";
    CRL_CRITICAL_EXTENSION = "revocation.crl.critical-extension", "RFC 5280 5.2",
        "処理できない重要な拡張が失効リストにないこと",
        "the list has no critical extension that is not processed",
        "失効リストに、この検証プログラムが処理できない重要な拡張があります。失効の有無を判定できません。",
        "The list has a critical extension that is not processed: revocation is not established.";
    CRL_DELTA_WITHOUT_BASE = "revocation.crl.delta-without-base", "RFC 5280 5.2.4",
        "差分失効リストに対応する完全な失効リストがあること",
        "a delta list comes with the complete list it builds on",
        "差分の失効リストだけがあり、元になる完全な失効リストがありません。完全な失効リストを入手してください。",
        "There is a delta list without its complete list: obtain the complete list.";
    CRL_FRESH = "revocation.crl.fresh", "RFC 5280 6.3.3 (a)",
        "失効リストが検証時点で次回更新日時を過ぎていないこと",
        "the list's nextUpdate has not passed",
        "失効リストが古くなっています（次回更新日時を過ぎています）。最新の失効リストを入手して再度検証してください。",
        "The list is out of date (nextUpdate has passed): obtain the current list and try again.";
    CRL_ISSUED_AFTER_EXPIRY = "revocation.crl.after-expiry", "RFC 5280 3.3",
        "失効リストが電子証明書の有効期間内に発行されたものであること",
        "the list was made while the certificate was valid",
        "失効リストは電子証明書の有効期間が過ぎた後に発行されており、失効の記録が残っているとは限りません。有効期間内に発行された失効リストを用意してください。",
        "The list was made after the certificate expired and may have dropped it: provide one made before.";
    CRL_MISSING = "revocation.crl.present", "RFC 5280 6.3.3",
        "電子証明書の失効の有無を確かめる失効リストがあること",
        "there is a list that tells whether the certificate is revoked",
        "失効リストがないため、失効の有無を確かめられません。発行元の最新の失効リスト（CRL又はARL）を入手して再度検証してください。",
        "There is no revocation list: obtain the issuer's current CRL or ARL and try again.";
    CRL_NEXT_UPDATE = "revocation.crl.next-update", "RFC 5280 5.1.2.5",
        "失効リストに次回更新日時があること",
        "the list has a nextUpdate",
        "失効リストに次回更新日時がないため、最新かどうかを判定できません。",
        "The list has no nextUpdate: whether it is current cannot be told.";
    CRL_NOT_YET_ISSUED = "revocation.crl.not-yet-issued", "RFC 5280 5.1.2.4",
        "失効リストが検証時点より前に発行されていること",
        "the list was made before the time asked about",
        "失効リストの発行日時が検証時点より後です。検証時点の指定と計算機の時計を確認してください。",
        "The list was made after the time asked about: check that time and the clock.";
    CRL_REASONS = "revocation.crl.reasons", "RFC 5280 6.3.3 (e)",
        "失効リストがすべての失効理由を対象としていること",
        "the lists cover all reasons",
        "手元の失効リストは一部の失効理由だけを対象としています。残りの失効リストを入手してください。",
        "The lists cover some reasons only: obtain the others.";
    CRL_SCOPE = "revocation.crl.scope", "RFC 5280 5.2.5, 6.3.3 (b)",
        "失効リストがその電子証明書を対象としていること",
        "the list is about the certificate",
        "発行元の失効リストはありますが、この電子証明書を対象とするものではありません。対象の失効リスト（CRL又はARL）を入手してください。",
        "The issuer's list is about other certificates: obtain the right CRL or ARL.";
    CRL_SIGNATURE = "revocation.crl.signature", "RFC 5280 6.3.3 (g)",
        "失効リストの署名が発行元の鍵によるものであること",
        "the list's signature is by its issuer's key",
        "失効リストの署名が、発行元の知られているどの鍵とも合いません。失効リストと、認証局の鍵更新に伴うリンク証明書を入手し直してください。",
        "The list's signature fits no known key of its issuer: obtain the list and the CA's link certificates again.";
    CRL_SIGNATURE_ALGORITHM = "revocation.crl.algorithm", "EN 319 102-1 5.2.8",
        "失効リストの署名アルゴリズムと鍵長が基準を満たすこと",
        "the list's algorithm and key size are good enough",
        "失効リストの署名アルゴリズム又は鍵長が基準を満たしません。",
        "The list's signature algorithm or key size is not accepted.";
    CRL_SIGNER = "revocation.crl.signer", "RFC 5280 6.3.3 (f)",
        "失効リストの署名者が同じ信頼点までの有効な認証パスを持つこと",
        "the list's signer has a valid path to the same anchor",
        "失効リストに署名した鍵の電子証明書を、同じ信頼点まで検証できません。リンク証明書などが不足していないか確認してください。",
        "The certificate of the list's signer has no valid path to the same anchor: check for missing link certificates.";
    CRL_SIGNER_KEY_USAGE = "revocation.crl.signer-key-usage", "RFC 5280 6.3.3 (f)",
        "失効リストの署名者の鍵用途が失効リスト署名を含むこと",
        "the key usage of the list's signer has cRLSign",
        "失効リストに署名した鍵は、失効リストに署名する用途のものではありません。",
        "The key that signed the list is not meant to sign lists.";
    ISSUER_NAME = "path.issuer.name", "RFC 5280 6.1.3 (a)(4)",
        "電子証明書の発行者名が上位の認証局の主体者名と一致すること",
        "the issuer's name is the subject of the certificate above",
        "電子証明書の発行者名が、その鍵を持つ認証局の名前と一致しません。",
        "The issuer's name is not the name of the CA that has the key.";
    ISSUER_NOT_FOUND = "path.issuer.found", "RFC 5280 6.1, RFC 4158",
        "信頼点まで発行者をたどれること",
        "issuers can be followed up to an anchor",
        "発行者の電子証明書が見つからず、登録された信頼点までたどれません。相互認証証明書又はリンク証明書が不足していないか、管理者に確認してください。",
        "The issuer is not found and no registered anchor is reached: have the operator check for missing cross-certificates or link certificates.";
    KEY_UNUSABLE = "certificate.key", "RFC 5280 4.1.2.7",
        "電子証明書の公開鍵が利用できるものであること",
        "the certificate's public key can be used",
        "電子証明書の公開鍵が、形式の誤り又は対応していない種類のため利用できません。",
        "The certificate's public key is malformed or of a kind that is not supported.";
    KEY_USAGE = "path.key-usage", "RFC 5280 6.1.4 (n)",
        "認証局の鍵用途がその使い方を含むこと",
        "the CA's key usage allows its use",
        "認証局の電子証明書の鍵用途に、必要な用途（証明書署名又は失効リスト署名）がありません。",
        "The CA's key usage lacks keyCertSign or cRLSign.";
    NAME_CONSTRAINT_EXCLUDED = "path.name-constraints.excluded", "RFC 5280 6.1.3 (c)",
        "名前が上位の認証局の除外する範囲にないこと",
        "no name lies in an excluded subtree",
        "電子証明書の名前が、上位の認証局が発行を禁じている範囲にあります。",
        "A name of the certificate lies in a subtree that a CA above excludes.";
    NAME_CONSTRAINT_PERMITTED = "path.name-constraints.permitted", "RFC 5280 6.1.3 (b)",
        "名前が上位の認証局の許す範囲にあること",
        "every name lies in a permitted subtree",
        "電子証明書の名前が、上位の認証局が発行を許している範囲にありません。",
        "A name of the certificate lies outside the subtrees that a CA above permits.";
    NAME_CONSTRAINT_UNSUPPORTED = "path.name-constraints.unsupported", "RFC 5280 4.2.1.10",
        "名前の制約が処理できる形式のものであること",
        "constrained names are of forms that can be compared",
        "電子証明書の名前に、制約との比較ができない形式のものがあります。",
        "A constrained name is of a form that cannot be compared.";
    NOT_AUTHORITY = "path.basic-constraints", "RFC 5280 6.1.4 (k)",
        "途中の電子証明書がすべて認証局のものであること",
        "every issuer on the path is a CA",
        "認証局ではない者が発行した電子証明書が認証パスに含まれています。",
        "A certificate on the path was issued by one that is no CA.";
    NOT_YET_VALID = "path.validity.begun", "RFC 5280 6.1.3 (a)(2)",
        "電子証明書の有効期間が始まっていること",
        "the validity of every certificate has begun",
        "電子証明書の有効期間が始まる前です。検証時点の指定と計算機の時計を確認してください。",
        "A certificate is not valid yet: check the time asked about and the clock.";
    OCSP_RESPONSE = "revocation.ocsp.response", "RFC 6960 4.2",
        "OCSP応答が正しい形式の応答であること",
        "the OCSP response is a proper one",
        "OCSP応答を読み取れません。応答を取り直してください。",
        "The OCSP response cannot be used: obtain another one.";
    OCSP_UNKNOWN = "revocation.ocsp.known", "RFC 6960 2.2",
        "OCSP応答がその電子証明書の状態を答えていること",
        "the OCSP responder knows the certificate",
        "OCSP応答は、この電子証明書を知らないと答えています。失効の有無を判定できません。発行元に確認してください。",
        "The OCSP responder says that it does not know the certificate: ask the issuer.";
    PATH_LENGTH = "path.length", "RFC 5280 6.1.4 (l), (m)",
        "認証局の段数が上位の認証局の定める制限内であること",
        "path length constraints are kept",
        "認証パスの認証局の段数が、上位の認証局の定める制限を超えています。",
        "There are more certificates below a CA than its path length constraint allows.";
    PATH_TOO_LONG = "path.too-long", "RFC 5280 8",
        "認証パスが検証できる長さであること",
        "the path is of a length that is followed",
        "認証パスが長すぎるため、たどるのをやめました。",
        "The path is longer than is followed.";
    POLICY = "path.policy", "RFC 5280 6.1.3 (f), 6.1.5 (g), RFC 9618",
        "必要な証明書ポリシーについて認証パスが有効であること",
        "the path is valid for an acceptable certificate policy",
        "認証パスが、必要とされる証明書ポリシーのどれについても有効ではありません。指定したポリシーと信頼点を確認してください。",
        "The path is valid for none of the required certificate policies: check the policies asked for and the anchor.";
    POLICY_MAPPING_ANY = "path.policy.mapping-any", "RFC 5280 6.1.4 (a)",
        "ポリシーの対応付けがanyPolicyを含まないこと",
        "no policy mapping names anyPolicy",
        "認証局の電子証明書のポリシー対応付けに、許されない値（anyPolicy）があります。",
        "A policy mapping of a CA names anyPolicy, which is not allowed.";
    REVOKED = "revocation.status", "RFC 5280 6.1.3 (a)(3), EN 319 102-1 5.2.6",
        "電子証明書が失効していないこと",
        "no certificate of the path is revoked",
        "電子証明書が失効しています。失効の日時と理由を確認し、発行元に照会してください。",
        "A certificate is revoked: look at time and reason and ask the issuer.";
    SIGNATURE = "path.signature", "RFC 5280 6.1.3 (a)(1)",
        "電子証明書の署名が上位の認証局の鍵で検証できること",
        "every certificate is signed by the key above it",
        "電子証明書の署名が、発行者とされる認証局の鍵で検証できません。",
        "A certificate's signature does not verify with the key of the CA it names.";
    SIGNATURE_ALGORITHM = "path.algorithm.known", "RFC 5280 4.1.1.2",
        "電子証明書の署名アルゴリズムが対応しているものであること",
        "the signature algorithm of every certificate is accepted",
        "電子証明書の署名アルゴリズムが、安全でないか対応していないものです。",
        "A certificate's signature algorithm is broken or not supported.";
    TARGET_IS_ANCHOR = "path.target.anchor", "RFC 5280 6.1",
        "署名者の電子証明書が信頼点そのものではないこと",
        "the signer's certificate is not the anchor itself",
        "署名者の電子証明書が信頼点そのものです。信頼点はほかの電子証明書を保証するもので、文書の署名には使えません。",
        "The signer's certificate is the anchor itself, which vouches for others and cannot sign documents.";
    TARGET_IS_AUTHORITY = "path.target.authority", "RFC 5280 4.2.1.9",
        "署名者の電子証明書が認証局のものではないこと",
        "the signer's certificate is not a CA's",
        "文書が認証局の電子証明書で署名されています。認証局の電子証明書は文書の署名に使えません。",
        "The document is signed with a CA's certificate, which cannot sign documents.";
    VALIDITY = "path.validity", "RFC 5280 6.1.3 (a)(2)",
        "認証パスの電子証明書が有効期間内であること",
        "every certificate of the path is within its validity",
        "電子証明書の有効期間が過ぎています。受領日時などの証明があれば、それを指定して再度検証してください。",
        "A certificate has expired: if the time of receipt can be proven, state it and try again.";
}

/// A certificate, list or response that could not be read.
pub fn finding(error: &pki::Error) -> Finding {
    let (rule, sub_indication) = match error {
        pki::Error::AlgorithmMismatch => (&ALGORITHM_MISMATCH, SubIndication::ChainConstraintsFailure),
        pki::Error::Der(_) => (&CERTIFICATE_ENCODING, SubIndication::CertificateChainGeneralFailure),
        pki::Error::DuplicateExtension { .. } => {
            (&CERTIFICATE_EXTENSION_DUPLICATE, SubIndication::ChainConstraintsFailure)
        }
        pki::Error::Extension { .. } => {
            (&CERTIFICATE_EXTENSION_ENCODING, SubIndication::ChainConstraintsFailure)
        }
        pki::Error::FieldOfLaterVersion { .. } | pki::Error::Version => {
            (&CERTIFICATE_VERSION, SubIndication::ChainConstraintsFailure)
        }
        pki::Error::ResponderError { .. } | pki::Error::ResponseType => {
            (&OCSP_RESPONSE, SubIndication::TryLater)
        }
        pki::Error::SerialNumberTooLong { .. } => (&CERTIFICATE_SERIAL, SubIndication::Generic),
        pki::Error::TooLarge { .. } => (&CERTIFICATE_SIZE, SubIndication::Generic),
    };
    Finding::new(rule, sub_indication).with_detail(Text::owned(error.to_string(), error.to_string()))
}

/// The checks of the certificate section that follow from the answer to a path question.
pub fn checks(outcome: &PathOutcome) -> Vec<Check> {
    match outcome {
        PathOutcome::Valid(path) => passed(path),
        PathOutcome::Invalid(failure) => findings(failure).into_iter().map(Check::from).collect(),
    }
}

/// The findings of the most telling failed path; the budget first when it ran out, unless the target is known to be
/// revoked.
pub fn findings(failure: &PathFailure) -> Vec<Finding> {
    let mut findings: Vec<Finding> =
        failure.paths.first().map(|path| path.errors.iter().map(path_finding).collect()).unwrap_or_default();
    // What decides the sub-indication comes first: a revocation, then what lies deepest in the path's making.
    findings.sort_by_key(|finding| {
        let revoked = finding.rule.id == REVOKED.id;
        let broken = matches!(
            finding.sub_indication,
            Some(SubIndication::NoCertificateChainFound | SubIndication::ChainConstraintsFailure)
        );
        (!revoked, !broken)
    });
    if failure.search == Search::BudgetExhausted {
        let detail = Text::owned(
            format!("試した認証パス {} 本", failure.tried),
            format!("{} paths were tried", failure.tried),
        );
        let position = usize::from(findings.first().is_some_and(|finding| finding.rule.id == REVOKED.id));
        findings.insert(position, Finding::new(&BUDGET, SubIndication::Generic).with_detail(detail));
    }
    if findings.is_empty() {
        findings.push(Finding::new(&CHAIN, SubIndication::NoCertificateChainFound));
    }
    findings
}

/// One line for each failed path, for an explanation: the subjects from the anchor's side, then what is wrong.
pub fn explain(path: &FailedPath) -> Vec<Finding> {
    path.errors.iter().map(path_finding).collect()
}

/// One defect of one certificate on a path. Exhaustive: a new defect must be judged before it compiles.
pub fn path_finding(error: &PathError) -> Finding {
    use SubIndication as Sub;
    let at_target = |target, above| if error.place == Place::Target { target } else { above };
    let (rule, sub_indication, detail) = match &error.defect {
        PathDefect::AlgorithmPolicy(violation) => {
            (&ALGORITHM_POLICY, Sub::CryptoConstraintsFailure, Some(violation_text(violation)))
        }
        PathDefect::AnchorExpired { not_after } => {
            (&ANCHOR_VALIDITY, Sub::OutOfBoundsNoPoe, Some(until_text(*not_after)))
        }
        PathDefect::AnchorKeyUsage => (&ANCHOR_KEY_USAGE, Sub::ChainConstraintsFailure, None),
        PathDefect::AnchorNotAuthority => (&ANCHOR_NOT_AUTHORITY, Sub::ChainConstraintsFailure, None),
        PathDefect::AnchorNotYetValid { not_before } => {
            (&ANCHOR_VALIDITY, Sub::OutOfBoundsNoPoe, Some(from_text(*not_before)))
        }
        PathDefect::AnyPolicyMapped => (&POLICY_MAPPING_ANY, Sub::ChainConstraintsFailure, None),
        PathDefect::ExcludedName { form } => {
            (&NAME_CONSTRAINT_EXCLUDED, Sub::ChainConstraintsFailure, Some(same(form)))
        }
        PathDefect::Expired { not_after } => (&VALIDITY, Sub::OutOfBoundsNoPoe, Some(until_text(*not_after))),
        PathDefect::ExpiredAtProof { not_after, .. } => {
            (&VALIDITY, at_target(Sub::Expired, Sub::OutOfBoundsNoPoe), Some(until_text(*not_after)))
        }
        PathDefect::IssuerNameMismatch { issuer, found } => {
            let text = Text::owned(
                format!("発行者名 {issuer}、鍵を持つ認証局 {found}"),
                format!("issuer {issuer}, key of {found}"),
            );
            (&ISSUER_NAME, Sub::NoCertificateChainFound, Some(text))
        }
        PathDefect::IssuerNotFound { issuer } => {
            let text = Text::owned(format!("見つからない発行者 {issuer}"), format!("issuer {issuer}"));
            (&ISSUER_NOT_FOUND, Sub::NoCertificateChainFound, Some(text))
        }
        PathDefect::KeyUnusable(reason) => (&KEY_UNUSABLE, Sub::CryptoConstraintsFailure, Some(same(reason))),
        PathDefect::KeyUsage => (&KEY_USAGE, Sub::ChainConstraintsFailure, None),
        PathDefect::NotAuthority => (&NOT_AUTHORITY, Sub::ChainConstraintsFailure, None),
        PathDefect::NotPermittedName { form } => {
            (&NAME_CONSTRAINT_PERMITTED, Sub::ChainConstraintsFailure, Some(same(form)))
        }
        PathDefect::NotYetValid { not_before } => {
            (&NOT_YET_VALID, Sub::OutOfBoundsNoPoe, Some(from_text(*not_before)))
        }
        PathDefect::NotYetValidAtProof { not_before, .. } => {
            (&NOT_YET_VALID, at_target(Sub::NotYetValid, Sub::OutOfBoundsNoPoe), Some(from_text(*not_before)))
        }
        PathDefect::PathLength => (&PATH_LENGTH, Sub::ChainConstraintsFailure, None),
        PathDefect::PathTooLong => (&PATH_TOO_LONG, Sub::Generic, None),
        PathDefect::PolicyRequired => (&POLICY, Sub::ChainConstraintsFailure, None),
        PathDefect::RevocationUnknown(gap) => (gap_rule(gap), Sub::TryLater, gap_text(gap)),
        PathDefect::Revoked(entry) => (&REVOKED, Sub::RevokedNoPoe, Some(entry_text(entry))),
        PathDefect::RevokedAtProof { entry, .. } => {
            (&REVOKED, at_target(Sub::Revoked, Sub::RevokedNoPoe), Some(entry_text(entry)))
        }
        PathDefect::SignatureAlgorithm(reason) => {
            (&SIGNATURE_ALGORITHM, Sub::CryptoConstraintsFailure, Some(same(reason)))
        }
        PathDefect::SignatureMismatch => (&SIGNATURE, Sub::NoCertificateChainFound, None),
        PathDefect::TargetIsAnchor => (&TARGET_IS_ANCHOR, Sub::ChainConstraintsFailure, None),
        PathDefect::TargetIsAuthority => (&TARGET_IS_AUTHORITY, Sub::ChainConstraintsFailure, None),
        PathDefect::UnknownCriticalExtension { id } => {
            (&CRITICAL_EXTENSION, Sub::ChainConstraintsFailure, Some(same(id)))
        }
        PathDefect::UnsupportedNameConstraint { form } => {
            (&NAME_CONSTRAINT_UNSUPPORTED, Sub::ChainConstraintsFailure, Some(same(form)))
        }
    };
    Finding::new(rule, sub_indication).with_detail(about(error, detail))
}

/// The rule that a gap in revocation information breaks.
const fn gap_rule(gap: &RevocationGap) -> &'static Rule {
    match gap {
        RevocationGap::DeltaWithoutBase => &CRL_DELTA_WITHOUT_BASE,
        RevocationGap::IssuedAfterExpiry { .. } => &CRL_ISSUED_AFTER_EXPIRY,
        RevocationGap::Missing => &CRL_MISSING,
        RevocationGap::NoNextUpdate => &CRL_NEXT_UPDATE,
        RevocationGap::NotYetIssued { .. } => &CRL_NOT_YET_ISSUED,
        RevocationGap::ReasonsNotCovered => &CRL_REASONS,
        RevocationGap::ResponderUnknowing => &OCSP_UNKNOWN,
        RevocationGap::SignatureAlgorithm => &CRL_SIGNATURE_ALGORITHM,
        RevocationGap::SignatureMismatch => &CRL_SIGNATURE,
        RevocationGap::SignerKeyUsage => &CRL_SIGNER_KEY_USAGE,
        RevocationGap::SignerNotTrusted => &CRL_SIGNER,
        RevocationGap::Stale { .. } => &CRL_FRESH,
        RevocationGap::UnknownCriticalEntryExtension { .. } => &CRL_CRITICAL_ENTRY_EXTENSION,
        RevocationGap::UnknownCriticalExtension { .. } => &CRL_CRITICAL_EXTENSION,
        RevocationGap::WrongScope(_) => &CRL_SCOPE,
    }
}

/// What a valid path established, revocation by revocation.
fn passed(path: &VerifiedPath) -> Vec<Check> {
    let count = path.certificates().len();
    let detail = Text::owned(
        format!("信頼点 {}、その下の電子証明書 {count} 通", path.anchor().name()),
        format!("anchor {}, certificates below it: {count}", path.anchor().name()),
    );
    let policy = path.algorithm_policy().to_owned();
    let mut checks = vec![
        Check::pass(&CHAIN).with_detail(detail),
        Check::pass(&SIGNATURE),
        Check::pass(&VALIDITY),
        Check::pass(&NOT_AUTHORITY),
        Check::pass(&POLICY),
        Check::pass(&ALGORITHM_POLICY)
            .with_detail(Text::owned(format!("基準 {policy}"), format!("policy {policy}"))),
    ];
    for (certificate, status) in path.certificates().iter().zip(path.revocation()) {
        let subject = certificate.subject();
        let name =
            |ja: String, en: String| Text::owned(format!("{subject}。{ja}"), format!("{subject}; {en}"));
        checks.push(match status {
            RevocationStatus::Good(evidence) => {
                let next = evidence.next_update;
                Check::pass(&REVOKED).with_detail(name(
                    format!(
                        "{} 発行、次回更新 {}",
                        japanese(evidence.this_update),
                        next.map_or("なし".into(), japanese)
                    ),
                    format!(
                        "issued {}, next {}",
                        evidence.this_update,
                        next.map_or("none".into(), |next| next.to_string())
                    ),
                ))
            }
            RevocationStatus::RevokedAfterProof { entry, .. } => {
                let entry = entry_text(entry);
                Check::pass(&REVOKED).with_detail(name(
                    format!("証明された時刻より後の失効のため影響しません: {}", entry.ja),
                    format!("revoked after the proven time, no effect: {}", entry.en),
                ))
            }
            RevocationStatus::NotChecked => Check::not_checked(&REVOKED)
                .with_detail(Text::owned(subject.to_string(), subject.to_string())),
            RevocationStatus::NotEstablished(gap) => {
                let words = &gap_rule(gap).violation;
                Check::not_checked(&REVOKED)
                    .with_detail(name(format!("警告: {}", words.ja), format!("warning: {}", words.en)))
            }
        });
    }
    checks
}

/// Which certificate, and the numbers.
fn about(error: &PathError, detail: Option<Text>) -> Text {
    let (role_ja, role_en) = match error.place {
        Place::Anchor => ("信頼点", "anchor"),
        Place::Authority => ("認証局", "CA"),
        Place::Target => ("署名者", "signer"),
    };
    let subject = &error.subject;
    match detail {
        None => Text::owned(format!("{role_ja} {subject}"), format!("{role_en} {subject}")),
        Some(detail) => Text::owned(
            format!("{role_ja} {subject}。{}", detail.ja),
            format!("{role_en} {subject}; {}", detail.en),
        ),
    }
}

fn same(value: &dyn core::fmt::Display) -> Text {
    Text::owned(value.to_string(), value.to_string())
}

fn violation_text(violation: &PolicyViolation) -> Text {
    let ja = match violation {
        PolicyViolation::Digest(digest) => format!("{} は認められません", digest.name()),
        PolicyViolation::KeySize { bits, minimum } => {
            format!("RSA-{bits} は必要な {minimum} ビットに足りません")
        }
        PolicyViolation::KeySizeExpired { bits, until } => {
            format!("RSA-{bits} が認められるのは {} まで", japanese(*until))
        }
    };
    Text::owned(ja, violation.to_string())
}

/// CRLReason (RFC 5280, 5.3.1) in words a clerk knows.
const fn reason_text(reason: RevocationReason) -> &'static str {
    match reason {
        RevocationReason::AttributeAuthorityCompromise => "属性認証局の危殆化",
        RevocationReason::AffiliationChanged => "所属の変更",
        RevocationReason::AuthorityCompromise => "認証局の鍵の危殆化",
        RevocationReason::CessationOfOperation => "運用の終了",
        RevocationReason::Hold => "一時停止",
        RevocationReason::KeyCompromise => "鍵の危殆化",
        RevocationReason::PrivilegeWithdrawn => "権限の取消し",
        RevocationReason::RemoveFromList => "失効の取消し",
        RevocationReason::Superseded => "新しい電子証明書への切替え",
        RevocationReason::Unspecified => "記載なし",
    }
}

fn until_text(not_after: Time) -> Text {
    Text::owned(format!("有効期間の終わり {}", japanese(not_after)), format!("valid until {not_after}"))
}

fn from_text(not_before: Time) -> Text {
    Text::owned(format!("有効期間の始め {}", japanese(not_before)), format!("valid from {not_before}"))
}

fn entry_text(entry: &RevokedEntry) -> Text {
    let (time, reason) = (entry.revocation_time, entry.reason.as_str());
    let mut text = (
        format!("失効日時 {}、理由 {}", japanese(time), reason_text(entry.reason)),
        format!("revoked {time}, reason {reason}"),
    );
    if let Some(since) = entry.invalidity_time {
        text.0.push_str(&format!("、危殆化などの日時 {}", japanese(since)));
        text.1.push_str(&format!(", invalid since {since}"));
    }
    Text::owned(text.0, text.1)
}

fn gap_text(gap: &RevocationGap) -> Option<Text> {
    match gap {
        RevocationGap::Stale { next_update } => Some(Text::owned(
            format!("次回更新日時 {}", japanese(*next_update)),
            format!("next update was due {next_update}"),
        )),
        RevocationGap::NotYetIssued { this_update } | RevocationGap::IssuedAfterExpiry { this_update } => {
            Some(Text::owned(
                format!("発行日時 {}", japanese(*this_update)),
                format!("made on {this_update}"),
            ))
        }
        RevocationGap::UnknownCriticalExtension { id }
        | RevocationGap::UnknownCriticalEntryExtension { id } => Some(same(id)),
        RevocationGap::WrongScope(mismatch) => Some(match mismatch {
            ScopeMismatch::Coverage(_) => {
                Text::new("対象とする電子証明書の種類が異なります", "other kind of certificates")
            }
            ScopeMismatch::DistributionPoint => Text::new("配布点が異なります", "other distribution point"),
            ScopeMismatch::NotIndirect => Text::new("間接失効リストではありません", "not an indirect list"),
        }),
        RevocationGap::DeltaWithoutBase
        | RevocationGap::Missing
        | RevocationGap::NoNextUpdate
        | RevocationGap::ReasonsNotCovered
        | RevocationGap::ResponderUnknowing
        | RevocationGap::SignatureAlgorithm
        | RevocationGap::SignatureMismatch
        | RevocationGap::SignerKeyUsage
        | RevocationGap::SignerNotTrusted => None,
    }
}

/// Japan's time, as clerks read it.
fn japanese(time: Time) -> String {
    let civil = time.civil(540);
    format!(
        "{}年{}月{}日 {:02}:{:02}:{:02}",
        civil.year, civil.month, civil.day, civil.hour, civil.minute, civil.second
    )
}

#[cfg(test)]
mod tests {
    use super::RULES;

    #[test]
    fn ids_are_unique_and_sorted_under_their_room() {
        let mut ids: Vec<&str> = RULES.iter().map(|rule| rule.id.0).collect();
        ids.sort_unstable();
        let count = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), count);
        let prefixes = ["certificate.", "path.", "revocation."];
        assert!(ids.iter().all(|id| prefixes.iter().any(|prefix| id.starts_with(prefix))));
    }

    #[test]
    fn no_certificate_rule_speaks_of_tampering() {
        assert!(RULES.iter().all(|rule| !rule.violation.ja.contains("改ざん")));
    }
}
