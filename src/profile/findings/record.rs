//! What kept records of verification are worth: one rule for each way in which a record is no proof.

use crate::evidence::RecordStanding;
use crate::profile::rules::rules;
use crate::record::RecordError;
use crate::report::{Check, Rule, RuleId, SectionName, Text};

rules! {
    /// A record proves the existence of the document.
    PROOF = "certificate.record", Certificate, "ETSI EN 319 102-1 5.6.2; RFC 5652 5.6",
        requires "検証の記録により、記録の日時以前にこの文書が存在したことが証明されること" /
            "A kept record of verification proves that this document existed by the time of the record",
        else "検証の記録は、この文書の存在の証明になりません。" / "The record of verification does not prove that this document existed.";
    /// The record is about this document.
    DOCUMENT = "certificate.record.document", Certificate, "ETSI EN 319 102-1 5.6.2; 004 第4-2(2)",
        requires "検証の記録が、この文書についてのものであること（ハッシュ値の一致）" / "The record of verification is about this document (digests agree)",
        else "指定された検証の記録は、ほかの文書についてのものです（文書のハッシュ値の不一致）。文書と記録の組合せを確認してください。" /
            "The record of verification is about another document: the digests differ. Check which record belongs to which document.";
    /// Content and signature of the record belong together.
    SIGNATURE = "certificate.record.signature", Certificate, "RFC 5652 5.4, 5.6",
        requires "検証の記録が、作成後に変わっていないこと" / "The record of verification is unchanged since it was made",
        else "検証の記録の内容が、署名と一致しません。記録が変更されたか破損しているため、証明に用いません。文書に問題があることを意味するものではありません。" /
            "The record of verification does not agree with its signature: it was changed or damaged, and is not used as proof. This says nothing against the document.";
    /// The signature's time is the record's.
    TIME = "certificate.record.time", Certificate, "RFC 5652 11.3; ETSI EN 319 102-1 5.2.8",
        requires "検証の記録の日時と、その署名の時刻が同じであること" / "The record of verification and its signature name the same time",
        else "検証の記録の日時と、その署名の時刻が異なるため、証明に用いません。" /
            "The record of verification and its signature name different times; it is not used as proof.";
    /// The record is not later than the question.
    LATER = "certificate.record.later", Certificate, "ETSI EN 319 102-1 5.2.8, 5.6.2",
        requires "検証の記録の日時が、検証基準時刻より後でないこと" / "The record of verification is not later than the time of judgement",
        else "検証の記録の日時が、検証基準時刻より後のため、証明に用いません。日時の指定と計算機の時計を確認してください。" /
            "The record of verification is later than the time of judgement and is not used as proof. Check the times given and this machine's clock.";
    /// The signer of the record is one whom the receiver believes.
    SIGNER = "certificate.record.signer", Certificate, "RFC 5280 6.1; ETSI EN 319 102-1 5.6.2",
        requires "検証の記録の署名者が、記録の信頼点そのものであるか、そこまで有効な認証パスがあること" /
            "The signer of the record is an anchor for records, or a valid path leads from it to one",
        else "検証の記録は、信頼する署名者によるものではないため、証明に用いません。記録を作成した機関の電子証明書を確認してください。" /
            "The record of verification is not signed by anybody who is believed and is not used as proof. Check the certificate of the agency that made it.";
    /// An anchor for records was given.
    ANCHOR = "certificate.record.anchor", Certificate, "RFC 5280 6.1.1(d)",
        requires "検証の記録の信頼点が指定されていること" / "An anchor for records is given",
        else "検証の記録の信頼点が指定されていないため、記録を証明に用いません。記録を作成した機関の電子証明書を、記録の信頼点として指定してください。" /
            "No anchor for records was given, so the record is not used as proof. Name the certificate of the agency that made it as the anchor for records.";
    /// The signer's certificate is valid.
    VALIDITY = "certificate.record.validity", Certificate, "RFC 5280 6.1.3(a)(2); ETSI EN 319 102-1 5.6.2",
        requires "検証の記録の署名者の電子証明書が、記録の日時及び検証基準時刻に有効期間内であること" /
            "The certificate of the record's signer is within its validity, at the record's time and at the time of judgement",
        else "検証の記録の署名者の電子証明書が有効期間外のため、証明に用いません。期限の前に更新された記録があれば、それを指定してください。" /
            "The certificate of the record's signer is outside its validity, so it is not used as proof. If the record was renewed before, name the renewed one.";
    /// The algorithms of the record are good enough.
    ALGORITHM = "certificate.record.algorithm", Certificate, "ETSI TS 119 312; 001 別紙2 #43",
        requires "検証の記録の署名アルゴリズムと鍵が、検証基準時刻に認められるものであること" /
            "Algorithm and key of the record's signature are good enough at the time of judgement",
        else "検証の記録の署名アルゴリズム又は鍵が、検証基準時刻には認められないため、証明に用いません。" /
            "Algorithm or key of the record's signature is no longer good enough, so it is not used as proof.";
    /// The file is a record.
    FORM = "certificate.record.form", Certificate, "RFC 5652 5.1; RFC 8259",
        requires "検証の記録として読み取れること" / "The file reads as a record of verification",
        else "検証の記録として読み取れません。ファイルの取り違えでないかを確認してください。" /
            "The file does not read as a record of verification. See whether it is the right file.";
}

/// What a record is worth, as the rule that decides it.
pub fn rule(standing: &RecordStanding) -> &'static Rule {
    match standing {
        RecordStanding::Believed => &PROOF,
        RecordStanding::Broken(error) => broken(error),
        RecordStanding::LaterThanQuestion => &LATER,
        RecordStanding::NoAnchor => &ANCHOR,
        RecordStanding::AlgorithmWeak => &ALGORITHM,
        RecordStanding::SignerOutsideValidity => &VALIDITY,
        RecordStanding::Stranger => &SIGNER,
    }
}

/// The rule that a record breaks which cannot be read or does not verify.
pub fn broken(error: &RecordError) -> &'static Rule {
    match error {
        RecordError::Signature(_) => &SIGNATURE,
        RecordError::TimesDiffer { .. } => &TIME,
        RecordError::Content { .. }
        | RecordError::Kind
        | RecordError::Structure(_)
        | RecordError::TooLarge { .. } => &FORM,
    }
}

/// A record that proves nothing: said, and nothing of the verdict rests on it.
pub fn no_proof(rule: &'static Rule, detail: Text) -> Check {
    Check::not_checked(rule).saying(rule.violation.clone()).with_detail(detail)
}
