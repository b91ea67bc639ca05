//! What a clerk needs first: what the verdict means here, and what to do now.

use koseki::report::{Check, DocumentReport, Language, Outcome, SubIndication, Verdict};
use koseki::time::Time;

use crate::render::{is_remark, pick};

/// Meaning and next step.
pub(crate) struct Advice {
    pub(crate) meaning: &'static str,
    pub(crate) next_step: String,
}

/// The same sentence in Japanese and in English.
type Both = [&'static str; 2];

/// The advice for one document, judged at a time.
pub(crate) fn advice(document: &DocumentReport, at: Time, language: Language) -> Advice {
    let verdict = document.verdict();
    let (meaning, step) = match verdict {
        Verdict::Passed => passed(document),
        Verdict::Failed => failed(document, at),
        Verdict::Indeterminate => undecided(document, at),
    };
    // Whatever the reason, nobody accepts what is not 有効.
    let first = match verdict {
        Verdict::Passed => "",
        Verdict::Failed => pick(language, "受理しないでください。", "Do not accept it. "),
        Verdict::Indeterminate => pick(
            language,
            "判定できるまで受理しないでください。",
            "Do not accept it as long as it is undecided. ",
        ),
    };
    Advice {
        meaning: pick(language, meaning[0], meaning[1]),
        next_step: format!("{first}{}", pick(language, step[0], step[1])),
    }
}

fn passed(document: &DocumentReport) -> (Both, Both) {
    let any = |wanted: fn(&Check) -> bool| {
        let asked = document.sections().into_iter().filter(|(_, section)| section.is_asked());
        asked.into_iter().any(|(_, section)| section.checks().iter().any(wanted))
    };
    let gaps = any(|check| check.outcome() == Outcome::NotChecked && !is_remark(check));
    if gaps && any(is_remark) {
        return (
            [
                "確認した事項に問題はありません。ただし、確認していない事項（下の「－」の項目）と、取扱いに注意する事項（「注意」の項目）があります。",
                "Nothing is wrong with what was checked, but something was not checked (the items marked [-]), and something asks for care (CAUTION).",
            ],
            [
                "確認していない事項が業務上必要かどうかを確かめ、「注意」の項目に従って取り扱ってください。",
                "See whether what was not checked is needed for your work, and handle the document as the items marked CAUTION say.",
            ],
        );
    }
    if gaps {
        return (
            [
                "確認した事項に問題はありません。ただし、確認していない事項があります（下の「－」の項目）。",
                "Nothing is wrong with what was checked, but something was not checked (the items marked [-]).",
            ],
            [
                "確認していない事項が業務上必要かどうかを確かめてください。",
                "See whether what was not checked is needed for your work.",
            ],
        );
    }
    if any(is_remark) {
        return (
            [
                "署名、電子証明書、様式及び技術的基準のいずれにも問題はありません。ただし、取扱いに注意する事項があります（下の「注意」の項目）。",
                "Signature, certificate, form and technical standard are in order, but handle it with care (the items marked CAUTION).",
            ],
            [
                "「注意」の項目に従って取り扱う限り、この文書を受理することができます。",
                "The document can be accepted, handled as the items marked CAUTION say.",
            ],
        );
    }
    (
        [
            "署名、電子証明書、様式及び技術的基準のいずれにも問題はありません。",
            "Signature, certificate, form and technical standard are in order.",
        ],
        ["この文書を受理することができます。", "The document can be accepted."],
    )
}

const ASK_ISSUER: Both = ["発行元に照会してください。", "Ask the issuer."];
const FETCH_AGAIN: Both = [
    "ファイルが受け取ったままのものであることを確かめ、そうであれば発行元から改めて取得してください。",
    "See that the file is as it was received; if it is, obtain the document anew from the issuer.",
];
const PRESERVE: Both = [
    "受け取ったファイルをそのまま保全し、管理者に連絡してください。",
    "Keep the file exactly as it was received, and tell the operator of this system.",
];
const TELL_OPERATOR: Both = [
    "文書の誤りとは限りません。同じ条件で検証し直しても結果は変わりませんので、下の「△」の項目を管理者に伝えてください。",
    "This need not be a fault of the document, and verifying it again in the same way changes nothing: tell the operator of this system the items marked [?].",
];
const NEVER_REGISTER: Both = [
    "管理者又は発行元に照会してください。文書中の証明書の発行者を、確認せずに信頼点として登録しないでください。",
    "Ask the operator or the issuer. Never register an issuer as a trust anchor because a document names it.",
];

fn failed(document: &DocumentReport, at: Time) -> (Both, Both) {
    let Some((check, sub)) = deciding(document) else {
        return (
            [
                "電子署名は正しく検証できましたが、様式又は技術的基準に合わない点があります。",
                "The signature itself is good, but the form or the technical standard is not met.",
            ],
            [
                "下の「×」の項目を添えて発行元に照会してください。",
                "Ask the issuer, with the items marked FAIL.",
            ],
        );
    };
    if matches!(
        sub,
        SubIndication::NoSigningCertificateFound
            | SubIndication::CryptoConstraintsFailure
            | SubIndication::CryptoConstraintsFailureNoPoe
    ) {
        return of_certificate(document, check, sub, at);
    }
    if check.outcome() != Outcome::Fail {
        // What is undecided about the signature did not make the verdict; what is broken did.
        let step = match sub {
            SubIndication::NoCertificateChainFound => NEVER_REGISTER,
            _ => [
                "下の「×」及び「△」の項目を添えて発行元に照会してください。",
                "Ask the issuer, with the items marked FAIL and [?].",
            ],
        };
        return (
            [
                "様式又は技術的基準に合わない点があります。また、電子署名又は電子証明書についても確認できないことがあります。",
                "The form or the technical standard is not met; besides, something about signature or certificate could not be established.",
            ],
            step,
        );
    }
    match sub {
        // Which of the two was changed, nobody can say: the digest stated there is not vouched for.
        SubIndication::HashFailure if check.rule().id.0 == "dsig.digest.unproven" => (
            [
                "文書又は署名欄が署名時と一致しません。",
                "The document or its Signature element is not what was signed.",
            ],
            FETCH_AGAIN,
        ),
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
        SubIndication::FormatFailure => malformed(check.rule().id.0),
        other => of_certificate(document, check, other, at),
    }
}

/// What is not as a signed document must be, by what happened to it.
fn malformed(rule: &str) -> (Both, Both) {
    let begins = |prefixes: &[&str]| prefixes.iter().any(|prefix| rule.starts_with(prefix));
    if begins(&["document.kind"]) {
        return (
            ["PDFでもXMLでもないファイルです。", "The file is neither a PDF nor an XML document."],
            [
                "ファイルを取り違えていないか確認してください。",
                "See that it is not another file taken by mistake.",
            ],
        );
    }
    if begins(&["signature.present", "dsig.signature.none", "pdf.signature.absent"]) {
        return (
            ["電子署名が付されていません。", "The file carries no electronic signature."],
            [
                "署名前の文書又は写しではないか確認してください。",
                "See whether it is the document before signing, or a copy.",
            ],
        );
    }
    if begins(&["pdf.revision.", "signature.later-revision"]) {
        return (
            [
                "署名の後に、文書に変更が加えられています（追加・差替え）。",
                "The document was changed after signing: something was added or replaced.",
            ],
            PRESERVE,
        );
    }
    if begins(&["pdf.update.", "pdf.coverage."]) {
        return (
            [
                "署名の対象とならないデータがファイルの後ろに加えられています。署名の後に変更（追加・差替え）されたおそれがあります。",
                "Data that no signature covers was appended to the file; it may have been changed after signing.",
            ],
            PRESERVE,
        );
    }
    if begins(&[
        "dsig.wrapping.",
        "dsig.kobunsho.",
        "dsig.reference.id-duplicate",
        "dsig.reference.id-not-root",
        "dsig.reference.processing-instruction-unsigned",
        "dsig.structure.object",
        "dsig.transform.xpath",
        "dsig.transform.xslt",
        "pdf.signature.unreachable",
        "pdf.structure.duplicate-object",
        "pdf.structure.orphan",
    ]) {
        return (
            [
                "署名された内容と表示される内容が異なるように作られたおそれがあります。",
                "The file may have been made so that it shows something other than what was signed.",
            ],
            PRESERVE,
        );
    }
    (
        [
            "ファイル又は電子署名の構造に誤りがあり、署名された文書として認められません。",
            "The file or its signature is malformed and cannot be taken for a signed document.",
        ],
        FETCH_AGAIN,
    )
}

fn undecided(document: &DocumentReport, at: Time) -> (Both, Both) {
    let Some((check, sub)) = deciding(document) else {
        return (
            [
                "判定に必要なことが確認できませんでした。",
                "Something needed for the judgement could not be established.",
            ],
            TELL_OPERATOR,
        );
    };
    if sub != SubIndication::Generic {
        return of_certificate(document, check, sub, at);
    }
    let rule = check.rule().id.0;
    if rule.starts_with("pdf.readers.") {
        return (
            [
                "ファイルの読み方が一通りに定まりません。署名された内容と表示される内容が異なるおそれがあります。",
                "The file can be read in more than one way; what it shows may differ from what was signed.",
            ],
            PRESERVE,
        );
    }
    if rule.contains(".limit") || matches!(rule, "path.budget" | "pdf.structure.stream-data") {
        return (
            [
                "文書が、この検証ツールの処理の上限を超えているため、判定できませんでした。",
                "The document is beyond what this tool works through, so that it could not decide.",
            ],
            TELL_OPERATOR,
        );
    }
    if rule == "dsig.canonicalization.failed" {
        return (
            [
                "署名を確認するための文書の正規化ができないため、判定できませんでした。",
                "The document cannot be brought into the canonical form that is signed, so that this tool could not decide.",
            ],
            TELL_OPERATOR,
        );
    }
    if rule.contains("unsupported") {
        return (
            [
                "この検証ツールが対応していない形式の文書であるため、判定できませんでした。",
                "The document is of a form that this tool does not read, so that it could not decide.",
            ],
            TELL_OPERATOR,
        );
    }
    (["この検証ツールでは判定できませんでした。", "This tool could not decide."], TELL_OPERATOR)
}

/// What is to be said of the signer's certificate, of its path or of the algorithms.
fn of_certificate(document: &DocumentReport, check: &Check, sub: SubIndication, at: Time) -> (Both, Both) {
    let of_authority = check.certificate().is_some_and(|certificate| certificate.role != "signer");
    let by_rule = match check.rule().id.0 {
        "certificate.extension.critical" => Some((
            [
                "認証局が「必ず処理すること」（critical）とした証明書の拡張項目に、この検証ツールが対応していません。",
                "The certificate has an extension that its authority marked critical and that this tool cannot process.",
            ],
            TELL_OPERATOR,
        )),
        "cms.signing-certificate.hash" | "cms.signing-certificate.issuer-serial" => Some((
            [
                "署名に記録された署名者の電子証明書の識別情報が、ファイル中の電子証明書と一致しません。電子証明書が差し替えられたおそれがあります。",
                "The signature names another certificate than the one in the file; the certificate may have been exchanged.",
            ],
            ASK_ISSUER,
        )),
        "dsig.key-info.ambiguous-signer" | "cms.signer-certificate.ambiguous" => Some((
            [
                "署名者の電子証明書が一つに定まらないため、誰の署名か分かりません。",
                "Several certificates could be the signer's: nobody can say whose signature it is.",
            ],
            ASK_ISSUER,
        )),
        "dsig.signer.authority" | "path.target.authority" => Some((
            [
                "署名に使われた電子証明書は認証局のものであり、文書に署名する者のものではありません。",
                "The signature was made with a certification authority's certificate, not with a signer's.",
            ],
            ASK_ISSUER,
        )),
        _ => None,
    };
    by_rule.unwrap_or_else(|| match sub {
        SubIndication::Revoked | SubIndication::RevokedCaNoPoe | SubIndication::RevokedNoPoe => {
            (revoked(sub, of_authority), ASK_ISSUER)
        }
        SubIndication::Expired | SubIndication::NotYetValid | SubIndication::OutOfBoundsNoPoe => {
            outside_validity(document, sub, of_authority, at)
        }
        SubIndication::NoCertificateChainFound => (
            [
                "署名者の電子証明書が、登録された信頼点につながりません。偽の証明書であるおそれもあります。",
                "The signer's certificate does not lead to a registered trust anchor; it may be a false one.",
            ],
            NEVER_REGISTER,
        ),
        SubIndication::NoSigningCertificateFound => (
            [
                "署名者の電子証明書が文書中に見つからないため、誰の署名か分かりません。",
                "The signer's certificate is not in the document: nobody can say whose signature it is.",
            ],
            ASK_ISSUER,
        ),
        SubIndication::CryptoConstraintsFailure | SubIndication::CryptoConstraintsFailureNoPoe => (
            [
                "署名又は電子証明書に、現在は安全と認められない暗号方式又は鍵が使われています。",
                "The signature or a certificate uses an algorithm or a key that is not accepted as safe.",
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
        _ => (
            [
                "署名者の電子証明書が、認証局の定めた条件（用途、名称、ポリシー等）を満たしていません。",
                "The signer's certificate breaks a condition of its authorities (use, name, policy and the like).",
            ],
            ASK_ISSUER,
        ),
    })
}

/// Whose certificate is revoked, and whether the signature is known to be later.
const fn revoked(sub: SubIndication, of_authority: bool) -> Both {
    match (matches!(sub, SubIndication::Revoked), of_authority) {
        (true, false) => [
            "署名者の電子証明書は、署名の時より前に失効しています。",
            "The signer's certificate was revoked before the signature was made.",
        ],
        (true, true) => [
            "認証局の証明書は、署名の時より前に失効しています。",
            "An authority's certificate was revoked before the signature was made.",
        ],
        (false, false) => [
            "署名者の電子証明書は失効しています。失効前に署名されたことを確認できません。",
            "The signer's certificate is revoked, and nothing proves that the signature is older.",
        ],
        (false, true) => [
            "認証局の証明書は失効しています。失効前に署名されたことを確認できません。",
            "An authority's certificate is revoked, and nothing proves that the signature is older.",
        ],
    }
}

fn outside_validity(
    document: &DocumentReport,
    sub: SubIndication,
    of_authority: bool,
    at: Time,
) -> (Both, Both) {
    let begins = document.signer.as_ref().and_then(|signer| signer.not_before);
    if sub == SubIndication::NotYetValid {
        return (
            [
                "署名者の電子証明書の有効期間が始まる前に、署名が存在していました。",
                "The signature existed before the validity of the signer's certificate began.",
            ],
            ASK_ISSUER,
        );
    }
    if sub == SubIndication::Expired {
        return (
            [
                "署名者の電子証明書の有効期間が終わった後に、署名が付されています。",
                "The signature was made after the validity of the signer's certificate had ended.",
            ],
            ASK_ISSUER,
        );
    }
    if !of_authority && begins.is_some_and(|begins| at < begins) {
        return (
            [
                "検証基準時刻は、署名者の電子証明書の有効期間が始まる前です。",
                "The judgement time is before the validity of the signer's certificate begins.",
            ],
            [
                "検証基準時刻の指定と端末の時計が正しいかを確認し、正しければ発行元に照会してください。",
                "See that the judgement time and this machine's clock are right; if they are, ask the issuer.",
            ],
        );
    }
    let meaning = if of_authority {
        [
            "検証基準時刻は、認証局の証明書の有効期間外です。有効期間内に署名されたことを確認できません。",
            "The judgement time is outside the validity of an authority's certificate, and nothing proves that the signature was made within it.",
        ]
    } else {
        [
            "検証基準時刻は、署名者の電子証明書の有効期間外です。有効期間内に署名されたことを確認できません。",
            "The judgement time is outside the validity of the signer's certificate, and nothing proves that the signature was made within it.",
        ]
    };
    (
        meaning,
        [
            "受領した日時が有効期間内であれば、その記録を添えて管理者に相談してください。そうでなければ発行元に照会してください。",
            "If it was received within the validity, take that record to the operator; otherwise ask the issuer.",
        ],
    )
}

fn deciding(document: &DocumentReport) -> Option<(&Check, SubIndication)> {
    let check = document.deciding_check()?;
    let sub = check.sub_indication()?;
    // That the value was not verified follows from what the certificate's section says; that is the reason.
    let certificate = document.certificate.checks();
    let cause = (check.rule().id.0 == "signature.value")
        .then(|| certificate.iter().find(|cause| cause.sub_indication() == Some(sub)))
        .flatten();
    Some((cause.unwrap_or(check), sub))
}
