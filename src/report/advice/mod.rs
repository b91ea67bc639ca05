//! What a clerk needs first: what the verdict means here, where the cause lies as far as the file tells, and what to do
//! now.

mod malformed;
mod words;

use malformed::malformed;
use words::*;

use super::{Check, DocumentReport, Outcome, SubIndication, Text, Verdict};

/// The first words about a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// What the verdict means here.
    pub meaning: Text,
    /// Where the cause lies, as far as the file tells, and whether anybody is to blame; `None` where nothing is wrong.
    pub cause: Option<Text>,
    /// What the reader does now.
    pub next_step: Text,
}

/// The same sentence in Japanese and in English.
type Both = [&'static str; 2];

/// Meaning, cause, next step.
struct Said(Both, Both, Both);

impl DocumentReport {
    /// What a clerk needs first.
    pub fn advice(&self) -> Advice {
        let verdict = self.verdict();
        let (Said(meaning, cause, step), first) = match verdict {
            Verdict::Passed => {
                let (meaning, step) = passed(self);
                (Said(meaning, ["", ""], step), ["", ""])
            }
            Verdict::Failed => (failed(self), ["受理しないでください。", "Do not accept it. "]),
            // Whatever the reason, nobody accepts what is not 有効.
            Verdict::Indeterminate => (
                undecided(self),
                ["判定できるまで受理しないでください。", "Do not accept it as long as it is undecided. "],
            ),
        };
        let [ja, en] = step;
        Advice {
            meaning: text(meaning),
            cause: (verdict != Verdict::Passed).then(|| text(cause)),
            next_step: Text::owned([first[0], ja].concat(), [first[1], en].concat()),
        }
    }
}

const fn text([ja, en]: Both) -> Text {
    Text::new(ja, en)
}

fn passed(document: &DocumentReport) -> (Both, Both) {
    let any = |wanted: fn(&Check) -> bool| {
        let asked = document.sections().into_iter().filter(|(_, section)| section.is_asked());
        asked.into_iter().any(|(_, section)| section.checks().iter().any(wanted))
    };
    let gaps = any(|check| check.outcome() == Outcome::NotChecked && !check.is_remark());
    if gaps && any(Check::is_remark) {
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
    let asked = document.standard.is_asked();
    if any(Check::is_remark) {
        let without = [
            "署名、電子証明書及び様式のいずれにも問題はありません（技術的基準は確認の対象外です）。ただし、取扱いに注意する事項があります（下の「注意」の項目）。",
            "Signature, certificate and form are in order (the technical standard was not asked about), but handle it with care (the items marked CAUTION).",
        ];
        return (
            if asked {
                [
                    "署名、電子証明書、様式及び技術的基準のいずれにも問題はありません。ただし、取扱いに注意する事項があります（下の「注意」の項目）。",
                    "Signature, certificate, form and technical standard are in order, but handle it with care (the items marked CAUTION).",
                ]
            } else {
                without
            },
            [
                "「注意」の項目に従って取り扱う限り、この文書を受理することができます。",
                "The document can be accepted, handled as the items marked CAUTION say.",
            ],
        );
    }
    let without = [
        "署名、電子証明書及び様式のいずれにも問題はありません（技術的基準は確認の対象外です）。",
        "Signature, certificate and form are in order (the technical standard was not asked about).",
    ];
    (
        if asked {
            [
                "署名、電子証明書、様式及び技術的基準のいずれにも問題はありません。",
                "Signature, certificate, form and technical standard are in order.",
            ]
        } else {
            without
        },
        ["この文書を受理することができます。", "The document can be accepted."],
    )
}

fn failed(document: &DocumentReport) -> Said {
    let Some((check, sub)) = deciding(document) else { return not_as_fixed(document) };
    if check.rule().id.0 == OTHERS_INTACT && check.outcome() == Outcome::Fail {
        return another_signature_wrong(sub);
    }
    if matches!(
        sub,
        SubIndication::NoSigningCertificateFound
            | SubIndication::CryptoConstraintsFailure
            | SubIndication::CryptoConstraintsFailureNoPoe
    ) {
        return of_certificate(document, check, sub);
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
        return Said(
            [
                "様式又は技術的基準に合わない点があります。また、電子署名又は電子証明書についても確認できないことがあります。",
                "The form or the technical standard is not met; besides, something about signature or certificate could not be established.",
            ],
            NOT_AS_FIXED_AND_OPEN,
            step,
        );
    }
    match sub {
        // Which of the two was changed, nobody can say: the digest stated there is not vouched for.
        SubIndication::HashFailure if check.rule().id.0 == "cms.message-digest.unproven" => {
            Said(NOT_TOGETHER, EITHER_CHANGED, FETCH_AGAIN)
        }
        SubIndication::HashFailure if check.rule().id.0 == "dsig.digest.unproven" => Said(
            [
                "文書又は署名欄が署名時と一致しません。",
                "The document or its Signature element is not what was signed.",
            ],
            EITHER_CHANGED,
            FETCH_AGAIN,
        ),
        SubIndication::HashFailure if check.rule().id.0 == "dsig.attachment.digest" => Said(
            [
                "添付ファイルの内容が署名時と一致しません。署名後の改ざん又は破損です。",
                "An attachment is not what was signed: it was tampered with or damaged after signing.",
            ],
            CHANGED,
            FETCH_AGAIN,
        ),
        SubIndication::HashFailure => Said(
            [
                "文書の内容が署名時と一致しません。署名後の改ざん又は破損です。",
                "The content is not what was signed: it was tampered with or damaged after signing.",
            ],
            CHANGED,
            FETCH_AGAIN,
        ),
        SubIndication::SigCryptoFailure => Said(
            [
                "署名値が署名者の電子証明書の鍵で検証できません。",
                "The signature value does not verify with the signer's key.",
            ],
            VALUE_WRONG,
            FETCH_AGAIN,
        ),
        SubIndication::FormatFailure => malformed(document, check),
        other => of_certificate(document, check, other),
    }
}

/// The rule about signatures that the sections do not speak of.
const OTHERS_INTACT: &str = "signature.others.intact";

/// Nothing is wrong with the signature that is spoken of, but another one in the file is broken.
const fn another_signature_wrong(sub: SubIndication) -> Said {
    let meaning = match sub {
        SubIndication::HashFailure => [
            "電子署名が二つ以上あり、そのうちに、署名した範囲の内容が署名時と一致しないものがあります（下の「×」の項目）。",
            "The file has more than one signature, and what one of them covers is not what was signed (the item marked FAIL).",
        ],
        _ => [
            "電子署名が二つ以上あり、そのうちに、正しくないものがあります（下の「×」の項目）。",
            "The file has more than one signature, and one of them is wrong (the item marked FAIL).",
        ],
    };
    Said(meaning, ANOTHER_SIGNATURE, PRESERVE)
}

/// Nothing is wrong with the signature that is spoken of, but what another one in the file is worth is not known.
const fn another_signature_open() -> Said {
    Said(
        [
            "電子署名が二つ以上あり、そのうちに、正しいことを確かめられないものがあります（下の「△」の項目）。",
            "The file has more than one signature, and one of them could not be found right (the item marked [?]).",
        ],
        ANOTHER_SIGNATURE_OPEN,
        TELL_OPERATOR,
    )
}

/// The signature and its certificate are good; what is broken is the form, or a rule of the technical standard.
fn not_as_fixed(document: &DocumentReport) -> Said {
    const WITH_ITEMS: Both =
        ["下の「×」の項目を添えて発行元に照会してください。", "Ask the issuer, with the items marked FAIL."];
    let checks = document.form.checks().iter().chain(document.standard.checks());
    let broken: Vec<&str> =
        checks.filter(|check| check.outcome() == Outcome::Fail).map(|check| check.rule().id.0).collect();
    let any = |beginnings: &[&str]| {
        broken.iter().any(|rule| beginnings.iter().any(|beginning| rule.starts_with(beginning)))
    };
    if any(&[
        "standard.signer.office",
        "standard.signer.configured-office",
        "standard.signer.issuer",
        "standard.signer.policy",
    ]) {
        return Said(
            [
                "電子署名は正しいものの、プロファイルの定める署名者（法務大臣の官職証明書など）による署名ではありません。",
                "The signature is good, but the signer is not the one that the profile demands (such as the Minister of Justice by the official-status certificate).",
            ],
            [
                "署名した人が別にいることは確かです。別の種類の文書の取違えであることも、偽造であることもあり、このファイルからは決められません。",
                "That another signed is certain. It may be another kind of document taken by mistake, or a forgery; the file does not tell which.",
            ],
            [
                "戸籍電子証明書として取り扱わず、ファイルをそのまま保全して管理者に連絡してください。",
                "Do not handle it as a certificate of the family register; keep the file as it is and tell the operator of this system.",
            ],
        );
    }
    if any(&["standard.pdf.later-revision"]) {
        return Said(
            [
                "検証した電子署名の後に、ファイルへの書き加え（文書タイムスタンプ、検証用の情報など）があります。署名された内容は変わっていませんが、技術的基準はこの書き加えを認めていません。",
                "Something was added to the file after the signature that was verified (a document time-stamp, validation data or the like). What was signed is unchanged, but the technical standard does not allow it.",
            ],
            CHANGED_LATER,
            [
                "書き加えられていない元のファイルの提出を求めてください。",
                "Ask for the original file, to which nothing was added.",
            ],
        );
    }
    if any(&["standard.pdf.one-signature"]) {
        return Said(
            [
                "電子署名が二つ以上あります。技術的基準は、法務大臣の電子署名一つだけを認めています。",
                "The file has more than one signature. The technical standard allows the signature of the Minister of Justice alone.",
            ],
            SEVERAL_SIGNATURES,
            [
                "法務大臣の電子署名だけが付された文書の提出を求めてください。それがなければ、「この文書の電子署名」の内容を添えて発行元に照会してください。",
                "Ask for the document with the Minister's signature alone; if there is none, ask the issuer, with what the report lists as signatures of this document.",
            ],
        );
    }
    if any(&["pdf.content."]) {
        return Said(
            [
                "電子署名は正しいものの、開く環境によって表示が変わり得る内容（動作、切替え、埋込みなど）がPDFに含まれています。",
                "The signature is good, but the PDF holds content that may change with where it is opened (actions, switches, embedded files and the like).",
            ],
            NOT_AS_FIXED,
            WITH_ITEMS,
        );
    }
    if any(&["schema.valid", "form.schema"]) {
        return Said(
            [
                "電子署名は正しいものの、文書の項目が、定められた様式（スキーマ）に合いません。",
                "The signature is good, but the items of the document do not keep to the fixed form (schema).",
            ],
            NOT_AS_FIXED,
            WITH_ITEMS,
        );
    }
    if any(&["pdf.image.", "pdf.version."]) {
        return Said(
            [
                "電子署名は正しいものの、PDFの版又は画像の方式が、技術的基準の定めるとおりではありません。",
                "The signature is good, but the version of the PDF or its images are not as the technical standard fixes them.",
            ],
            NOT_AS_FIXED,
            WITH_ITEMS,
        );
    }
    Said(
        [
            "電子署名は正しく検証できましたが、様式又は技術的基準に合わない点があります。",
            "The signature itself is good, but the form or the technical standard is not met.",
        ],
        NOT_AS_FIXED,
        WITH_ITEMS,
    )
}

fn undecided(document: &DocumentReport) -> Said {
    let Some((check, sub)) = deciding(document) else {
        return Said(
            [
                "判定に必要なことが確認できませんでした。",
                "Something needed for the judgement could not be established.",
            ],
            OF_TOOL,
            TELL_OPERATOR,
        );
    };
    let rule = check.rule().id.0;
    if rule == OTHERS_INTACT {
        return another_signature_open();
    }
    if sub != SubIndication::Generic {
        return of_certificate(document, check, sub);
    }
    if rule.starts_with("pdf.readers.") {
        return Said(
            [
                "ファイルの読み方が一通りに定まりません。署名された内容と表示される内容が異なるおそれがあります。",
                "The file can be read in more than one way; what it shows may differ from what was signed.",
            ],
            READ_TWO_WAYS,
            PRESERVE,
        );
    }
    if rule.contains(".limit") || matches!(rule, "path.budget" | "pdf.structure.stream-data") {
        return Said(
            [
                "文書が、この検証ツールの処理の上限を超えているため、判定できませんでした。",
                "The document is beyond what this tool works through, so that it could not decide.",
            ],
            OF_TOOL,
            TELL_OPERATOR,
        );
    }
    if rule == "dsig.canonicalization.failed" {
        return Said(
            [
                "署名を確認するための文書の正規化ができないため、判定できませんでした。",
                "The document cannot be brought into the canonical form that is signed, so that this tool could not decide.",
            ],
            OF_TOOL,
            TELL_OPERATOR,
        );
    }
    if rule == "pdf.unsupported.encryption" {
        return Said(
            [
                "暗号化されたPDF（パスワードや、印刷・編集の制限が設定されたもの）であるため、判定できませんでした。",
                "The PDF is encrypted (it has a password, or restrictions on printing or editing), so that this tool could not decide.",
            ],
            OF_ENCRYPTION,
            [
                "パスワードも制限も設定されていない、発行されたままのファイルの提出を求めてください。暗号化を解除して作り直したファイルでは、署名を検証できません。",
                "Ask for the file as it was issued, without password and restrictions. A copy that was made by taking the encryption away cannot be verified.",
            ],
        );
    }
    if rule.contains("unsupported") {
        return Said(
            [
                "この検証ツールが対応していない形式の文書であるため、判定できませんでした。",
                "The document is of a form that this tool does not read, so that it could not decide.",
            ],
            OF_TOOL,
            TELL_OPERATOR,
        );
    }
    if rule.starts_with("dsig.attachment.") {
        return Said(
            [
                "署名の対象に含まれる添付ファイルがないか、読み取れないため、判定できませんでした。",
                "An attachment that the signature covers is missing or cannot be read, so that nothing was decided.",
            ],
            [
                "添付ファイルの渡し漏れや、フォルダーの指定の誤りがほとんどです。誰かの不正を示すものではありません。",
                "Most often an attachment was not handed over, or another folder was named. It does not show that anybody did wrong.",
            ],
            [
                "添付ファイルがそろっているか、添付ファイルのフォルダーの指定が正しいかを確認し、改めて検証してください。",
                "See that the attachments are there and that their folder is the one that was named, then verify again.",
            ],
        );
    }
    if rule == "certificate.claimed-time" {
        return Said(
            [
                "署名者の申告した署名時刻が、検証基準時刻又は受領日時より後です。いずれかの時刻が誤っています。",
                "The signing time that the signer claims lies after the judgement time or the receipt; one of these times is wrong.",
            ],
            OF_CLAIMED_TIME,
            [
                "指定した日時（検証基準時刻、受領日時）と端末の時計を確認して検証し直してください。誤りがなければ発行元に照会してください。",
                "Check the times given (of the judgement, of the receipt) and this machine's clock and verify again; if none was wrong, ask the issuer.",
            ],
        );
    }
    Said(["この検証ツールでは判定できませんでした。", "This tool could not decide."], OF_TOOL, TELL_OPERATOR)
}

/// What is to be said of the signer's certificate, of its path or of the algorithms.
fn of_certificate(document: &DocumentReport, check: &Check, sub: SubIndication) -> Said {
    let of_authority = check.certificate().is_some_and(|certificate| certificate.role != "signer");
    let by_rule = match check.rule().id.0 {
        "certificate.extension.critical" => Some(Said(
            [
                "認証局が「必ず処理すること」（critical）とした証明書の拡張項目に、この検証ツールが対応していません。",
                "The certificate has an extension that its authority marked critical and that this tool cannot process.",
            ],
            OF_TOOL,
            TELL_OPERATOR,
        )),
        "cms.signing-certificate.hash" | "cms.signing-certificate.issuer-serial" => Some(Said(
            [
                "署名に記録された署名者の電子証明書の識別情報が、ファイル中の電子証明書と一致しません。電子証明書が差し替えられたおそれがあります。",
                "The signature names another certificate than the one in the file; the certificate may have been exchanged.",
            ],
            OF_CERTIFICATE,
            ASK_ISSUER,
        )),
        "dsig.key-info.ambiguous-signer" | "cms.signer-certificate.ambiguous" => Some(Said(
            [
                "署名者の電子証明書が一つに定まらないため、誰の署名か分かりません。",
                "Several certificates could be the signer's: nobody can say whose signature it is.",
            ],
            OF_CERTIFICATE,
            ASK_ISSUER,
        )),
        "path.signature" => Some(Said(
            [
                "署名者の電子証明書は、そこに記載された認証局が発行したものと認められません。認証局の名をかたった偽の電子証明書のおそれがあります。",
                "The signer's certificate was not issued by the authority that it names; it may be a false one under that authority's name.",
            ],
            CRAFTED,
            PRESERVE,
        )),
        "dsig.content.type-name-unsigned" | "dsig.content.white-space-unsigned" | "schema.undigested" => {
            Some(Said(
                [
                    "文書の意味を左右する部分（空白文字、型の名前など）に、署名の対象になっていないものがあります。署名の後に変えられていても分かりません。",
                    "Something that bears on the meaning (white space, names of types) is not signed; a change of it after signing would not show.",
                ],
                [
                    "署名のときの設定によるものであり、誰かの不正を示すものではありません。",
                    "It follows from how it was signed; it does not show that anybody did wrong.",
                ],
                ASK_ISSUER,
            ))
        }
        "revocation.crl.not-yet-issued" => Some(Said(
            [
                "文書に誤りは見つかっていませんが、失効情報が検証の時点より後に発行されたものであるため、電子証明書が失効していないことを確認できません。検証の時点の指定か、端末の時計が正しくないおそれがあります。",
                "Nothing was found wrong with the document, but the revocation data was made after the time asked about, so that revocation cannot be ruled out. The time given, or this machine's clock, may be wrong.",
            ],
            OF_PREPARATION,
            [
                "指定した検証基準時刻と端末の時計を確認し、改めて検証してください。",
                "Check the time given for the judgement and this machine's clock, then verify again.",
            ],
        )),
        "revocation.authority.age" => Some(Said(ISSUED_PERHAPS_LATER, OF_REVOCATION, ASK_WITH_RECEIPT)),
        "dsig.signer.authority" | "path.target.authority" => Some(Said(
            [
                "署名に使われた電子証明書は認証局のものであり、文書に署名する者のものではありません。",
                "The signature was made with a certification authority's certificate, not with a signer's.",
            ],
            OF_CERTIFICATE,
            ASK_ISSUER,
        )),
        _ => None,
    };
    by_rule.unwrap_or_else(|| match sub {
        SubIndication::Revoked | SubIndication::RevokedCaNoPoe | SubIndication::RevokedNoPoe => {
            Said(revoked(sub, of_authority), OF_REVOCATION, ASK_WITH_RECEIPT)
        }
        SubIndication::Expired | SubIndication::NotYetValid | SubIndication::OutOfBoundsNoPoe => {
            outside_validity(document, sub, of_authority)
        }
        SubIndication::NoCertificateChainFound => Said(
            [
                "署名者の電子証明書が、登録された信頼点につながりません。偽の証明書であるおそれもあります。",
                "The signer's certificate does not lead to a registered trust anchor; it may be a false one.",
            ],
            UNKNOWN_ISSUER,
            NEVER_REGISTER,
        ),
        SubIndication::NoSigningCertificateFound => Said(
            [
                "署名者の電子証明書が文書中に見つからないため、誰の署名か分かりません。",
                "The signer's certificate is not in the document: nobody can say whose signature it is.",
            ],
            NO_CERTIFICATE,
            ASK_ISSUER,
        ),
        SubIndication::CryptoConstraintsFailure | SubIndication::CryptoConstraintsFailureNoPoe => Said(
            [
                "署名又は電子証明書に、現在は安全と認められない暗号方式又は鍵が使われています。",
                "The signature or a certificate uses an algorithm or a key that is not accepted as safe.",
            ],
            OF_ALGORITHM,
            ASK_ISSUER,
        ),
        SubIndication::TryLater => Said(
            [
                "文書に誤りは見つかっていませんが、電子証明書が失効していないことを確認できません（失効情報がないか、古い）。",
                "Nothing was found wrong with the document, but revocation cannot be ruled out: its data is missing or out of date.",
            ],
            OF_PREPARATION,
            [
                "管理者に最新の失効情報（CRL、ARL）の登録を依頼し、その後に改めて検証してください。",
                "Have the operator install current revocation lists (CRL, ARL), then verify again.",
            ],
        ),
        _ => Said(
            [
                "署名者の電子証明書が、認証局の定めた条件（用途、名称、ポリシー等）を満たしていません。",
                "The signer's certificate breaks a condition of its authorities (use, name, policy and the like).",
            ],
            OF_CERTIFICATE,
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

fn outside_validity(document: &DocumentReport, sub: SubIndication, of_authority: bool) -> Said {
    let at = document.judged_at;
    let begins = document.signer.as_ref().and_then(|signer| signer.not_before);
    if sub == SubIndication::NotYetValid {
        return Said(
            [
                "署名者の電子証明書の有効期間が始まる前に、署名が存在していました。",
                "The signature existed before the validity of the signer's certificate began.",
            ],
            OF_CERTIFICATE,
            ASK_ISSUER,
        );
    }
    if sub == SubIndication::Expired {
        return Said(
            [
                "署名者の電子証明書の有効期間が終わった後に、署名が付されています。",
                "The signature was made after the validity of the signer's certificate had ended.",
            ],
            OF_CERTIFICATE,
            ASK_ISSUER,
        );
    }
    if !of_authority && begins.is_some_and(|begins| at < begins) {
        return Said(
            [
                "検証基準時刻は、署名者の電子証明書の有効期間が始まる前です。",
                "The judgement time is before the validity of the signer's certificate begins.",
            ],
            OF_TIME,
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
    Said(
        meaning,
        OF_TIME,
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
