//! What a clerk needs first: what the verdict means here, and what to do now. One sentence each, for every outcome.

use koseki::report::{DocumentReport, Language, Outcome, SubIndication, Verdict};

use crate::render::pick;

/// Meaning and next step.
pub(crate) struct Advice {
    pub(crate) meaning: &'static str,
    pub(crate) next_step: &'static str,
}

/// A digest differs from one that the signature value does not vouch for: which of them was changed, nobody can say.
const UNPROVEN: [&str; 2] = [
    "文書又は署名欄が署名時と一致しません。",
    "The document or its Signature element is not what was signed.",
];

/// Whether some check of that identifier did not pass.
fn found(document: &DocumentReport, id: &str) -> bool {
    let sections = document.sections();
    sections.iter().any(|(_, section)| {
        section.checks().iter().any(|check| check.outcome() == Outcome::Fail && check.rule().id.0 == id)
    })
}

/// The advice for one document.
pub(crate) fn advice(document: &DocumentReport, language: Language) -> Advice {
    let (meaning, next_step) = match (document.verdict(), document.indication().1) {
        (Verdict::Passed, _) if has_gaps(document) => (
            [
                "確認した事項に問題はありません。ただし、確認していない事項があります（下の「－」の項目）。",
                "Nothing is wrong with what was checked, but something was not checked (the items marked [-]).",
            ],
            [
                "確認していない事項が業務上必要かどうかを確かめてください。",
                "See whether what was not checked is needed for your work.",
            ],
        ),
        (Verdict::Passed, _) => (
            [
                "署名、電子証明書、様式及び技術的基準のいずれにも問題はありません。",
                "Signature, certificate, form and technical standard are in order.",
            ],
            ["この文書を受理することができます。", "The document can be accepted."],
        ),
        (_, Some(sub)) => of(sub),
        (Verdict::Failed, None) => (
            [
                "電子署名は正しく検証できましたが、様式又は技術的基準に合わない点があります。",
                "The signature itself is good, but the form or the technical standard is not met.",
            ],
            [
                "受理せず、下の「×」の項目を添えて発行元に照会してください。",
                "Do not accept it; ask the issuer, with the items marked FAIL.",
            ],
        ),
        (Verdict::Indeterminate, None) => (
            [
                "判定に必要なことが確認できませんでした。",
                "Something needed for the judgement could not be established.",
            ],
            [
                "下の「△」の項目を確認し、改めて検証してください。",
                "See the items marked [?] and verify again.",
            ],
        ),
    };
    let unproven = document.indication().1 == Some(SubIndication::HashFailure)
        && found(document, "dsig.digest.unproven");
    let meaning = if unproven { UNPROVEN } else { meaning };
    Advice {
        meaning: pick(language, meaning[0], meaning[1]),
        next_step: pick(language, next_step[0], next_step[1]),
    }
}

fn has_gaps(document: &DocumentReport) -> bool {
    let sections = document.sections();
    sections.iter().any(|(_, section)| {
        section.is_asked() && section.checks().iter().any(|check| check.outcome() == Outcome::NotChecked)
    })
}

type Both = [&'static str; 2];

fn of(sub: SubIndication) -> (Both, Both) {
    const ASK_ISSUER: Both =
        ["この文書は受理せず、発行元に照会してください。", "Do not accept the document; ask the issuer."];
    const FETCH_AGAIN: Both = [
        "受け取ったままのファイルで再度検証し、同じ結果であれば受理せず、発行元から改めて取得してください。",
        "Verify the file again as it was received; if the result is the same, do not accept it and obtain it anew from the issuer.",
    ];
    const ASK_OPERATOR: Both = [
        "文書の誤りとは限りません。システムの管理者に、下の「△」の項目を伝えてください。",
        "This need not be a fault of the document; tell the operator of this system the items marked [?].",
    ];
    match sub {
        SubIndication::HashFailure => (
            [
                "文書の内容が署名時と一致しません。署名後の改ざん又は破損です。",
                "The content is not what was signed: it was tampered with or damaged after signing.",
            ],
            FETCH_AGAIN,
        ),
        SubIndication::SigCryptoFailure => (
            [
                "署名値が署名者の電子証明書の鍵で検証できません。",
                "The signature value does not verify with the signer's key.",
            ],
            FETCH_AGAIN,
        ),
        SubIndication::FormatFailure => (
            [
                "ファイル又は電子署名の構造に誤りがあり、署名された文書として認められません。",
                "The file or its signature is malformed and cannot be taken for a signed document.",
            ],
            FETCH_AGAIN,
        ),
        SubIndication::Revoked | SubIndication::RevokedCaNoPoe | SubIndication::RevokedNoPoe => (
            [
                "署名に使われた電子証明書（又はその上位の証明書）は失効しています。失効前に署名されたことを確認できません。",
                "The signer's certificate, or one above it, is revoked, and nothing proves that the signature is older.",
            ],
            ASK_ISSUER,
        ),
        SubIndication::Expired | SubIndication::NotYetValid | SubIndication::OutOfBoundsNoPoe => (
            [
                "検証基準時刻は、署名に使われた電子証明書の有効期間外です。有効期間内に署名されたことを確認できません。",
                "The judgement time is outside the certificate's validity, and nothing proves that the signature was made within it.",
            ],
            [
                "受領した日時が有効期間内であれば、その記録を添えて管理者に相談してください。そうでなければ発行元に照会してください。",
                "If it was received within the validity, take that record to the operator; otherwise ask the issuer.",
            ],
        ),
        SubIndication::NoCertificateChainFound => (
            [
                "署名者の電子証明書が、登録された信頼点につながりません。偽の証明書であるおそれもあります。",
                "The signer's certificate does not lead to a registered trust anchor; it may be a false one.",
            ],
            [
                "受理せず、管理者又は発行元に照会してください。文書中の証明書の発行者を、確認せずに信頼点として登録しないでください。",
                "Do not accept it; ask the operator or the issuer. Never register an issuer as a trust anchor because a document names it.",
            ],
        ),
        SubIndication::NoSigningCertificateFound => (
            [
                "署名者の電子証明書が文書中に見つからないため、誰の署名か分かりません。",
                "The signer's certificate is not in the document: nobody can say whose signature it is.",
            ],
            ASK_ISSUER,
        ),
        SubIndication::ChainConstraintsFailure
        | SubIndication::CertificateChainGeneralFailure
        | SubIndication::SigConstraintsFailure => (
            [
                "署名者の電子証明書は、認証局の定めた条件（用途、名称、ポリシー等）を満たしていません。",
                "The signer's certificate breaks a condition of its authorities (use, name, policy and the like).",
            ],
            ASK_ISSUER,
        ),
        SubIndication::CryptoConstraintsFailure | SubIndication::CryptoConstraintsFailureNoPoe => (
            [
                "署名に、現在は安全と認められない暗号方式又は鍵が使われています。",
                "The signature uses an algorithm or a key that is not accepted as safe.",
            ],
            ASK_ISSUER,
        ),
        SubIndication::TryLater => (
            [
                "文書に誤りは見つかっていませんが、電子証明書が失効していないことを確認できません（失効情報がないか、古い）。",
                "Nothing was found wrong with the document, but revocation cannot be ruled out: its data is missing or out of date.",
            ],
            [
                "管理者に最新の失効情報（CRL、ARL）の登録を依頼し、その後に改めて検証してください。",
                "Have the operator install current revocation lists (CRL, ARL), then verify again.",
            ],
        ),
        SubIndication::Generic => {
            (["この検証ツールでは判定できませんでした。", "This tool could not decide."], ASK_OPERATOR)
        }
    }
}
