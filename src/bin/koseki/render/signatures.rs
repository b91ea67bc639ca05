//! The signatures of a document, each in a line.

use koseki::report::{
    DocumentReport, Language, RevisionCoverage, SignatureKind, SignatureOutcome, SignatureRole,
    SignatureSummary,
};

use super::sheet::is_believed;
use super::words::{bracketed, one_line, pick};

/// Every signature in a line.
pub(super) fn lines(document: &DocumentReport, language: Language) -> Vec<String> {
    let believed = is_believed(document);
    let line =
        |one: &SignatureSummary| signature(one, believed && one.role == SignatureRole::SpokenOf, language);
    document.signatures.iter().map(line).collect()
}

/// One signature of a document that has several: its field, its outcome, what it covers, who signed. Anybody can write any
/// name into a certificate: of one that was not judged that is said, and who issued it.
fn signature(one: &SignatureSummary, is_signer_believed: bool, language: Language) -> String {
    let outcome = match one.outcome {
        SignatureOutcome::DigestDiffers => {
            pick(language, "署名した範囲の内容が変わっている", "what it covers was changed")
        }
        SignatureOutcome::Intact => {
            pick(language, "署名した範囲の内容は変わっていない", "what it covers is unchanged")
        }
        SignatureOutcome::NotEstablished => pick(language, "確認できない", "not established"),
        SignatureOutcome::ValueWrong => pick(language, "署名値が正しくない", "the signature value is wrong"),
    };
    let kind = match one.kind {
        SignatureKind::DocumentTimeStamp => pick(language, "文書タイムスタンプ", "document time-stamp"),
        SignatureKind::Signature => pick(language, "電子署名", "signature"),
    };
    let mut line = format!("{kind} {}: {outcome}", one_line(&one.field));
    if let Some(RevisionCoverage { revision, revisions }) = one.coverage {
        line.push_str(&match language {
            Language::Japanese => format!("、全{revisions}版のうち第{revision}版までが対象"),
            Language::English => format!(", covers up to revision {revision} of {revisions}"),
        });
    }
    if let Some(signer) = &one.signer {
        line.push_str(if is_signer_believed {
            pick(language, "、署名者 ", ", by ")
        } else {
            pick(
                language,
                "、署名者（未確認。電子証明書の記載） ",
                ", by (not confirmed; what the certificate says) ",
            )
        });
        line.push_str(&one_line(&signer.subject));
        line.push_str(pick(language, "、発行者 ", ", issued by "));
        line.push_str(&one_line(&signer.issuer));
    }
    if one.role == SignatureRole::SpokenOf {
        let note = pick(language, "下の結果はこの署名のもの", "the sections below speak of this one");
        line.push(' ');
        line.push_str(&bracketed(language, note));
    }
    line
}
