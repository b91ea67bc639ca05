//! The evidence a signature brings along: what it is, where it comes from, how far it can be believed. Never more than a
//! remark of its own: embedded revocation data and time-stamps that are believed count through the path they help to
//! validate.

use super::Sections;
use crate::evidence::{EmbeddedRevocation, Evidence, StampEvidence, StampStanding};
use crate::pki::{PathOutcome, RevocationStatus};
use crate::profile::findings;
use crate::report::{Check, Text};

pub(super) fn judge(evidence: &Evidence<'_>, sections: &mut Sections) {
    let embedded = evidence.embedded_revocation();
    if !embedded.is_empty() {
        sections.push(revocation(embedded, evidence.path()));
    }
    evidence.time_stamps().iter().for_each(|stamp| sections.push(time_stamp(stamp)));
}

/// How much there is, and for which certificates of the path it was what decided.
fn revocation(embedded: &EmbeddedRevocation, path: Option<&PathOutcome>) -> Check {
    let (lists, responses) = (embedded.lists().len(), embedded.responses().len());
    let mut ja = format!("CRL {lists} 通、OCSPレスポンス {responses} 通");
    let mut en = format!("CRLs {lists}, OCSP responses {responses}");
    if embedded.unreadable() > 0 {
        ja.push_str(&format!("、読み取れないもの {} 件", embedded.unreadable()));
        en.push_str(&format!(", unreadable {}", embedded.unreadable()));
    }
    let decided = match path {
        Some(PathOutcome::Valid(path)) => {
            let statuses = path.certificates().iter().zip(path.revocation());
            statuses
                .filter(|(_, status)| match status {
                    RevocationStatus::Good(evidence)
                    | RevocationStatus::RevokedAfterProof { evidence, .. } => {
                        embedded.contains(&evidence.sha256)
                    }
                    _ => false,
                })
                .map(|(certificate, _)| certificate.subject().to_string())
                .collect()
        }
        Some(PathOutcome::Invalid(_)) | None => Vec::new(),
    };
    if decided.is_empty() {
        ja.push_str("。この結果には用いていません");
        en.push_str("; this result does not rest on them");
        Check::not_checked(&findings::cms::REVOCATION_EMBEDDED).with_detail(Text::owned(ja, en))
    } else {
        let names = decided.join("; ");
        ja.push_str(&format!("。失効の有無の根拠としたもの: {names}"));
        en.push_str(&format!("; the revocation status rests on them for: {names}"));
        Check::pass(&findings::cms::REVOCATION_EMBEDDED).with_detail(Text::owned(ja, en))
    }
}

fn time_stamp(evidence: &StampEvidence) -> Check {
    let rule = &findings::cms::TIME_STAMP;
    let stamp = match evidence.stamp() {
        Ok(stamp) => stamp,
        Err(error) => return Check::not_checked(rule).with_detail(findings::cms::time_stamp_text(error)),
    };
    let (time, subject) = (stamp.time().rfc3339(540), stamp.authority_certificate().subject());
    let (ja, en) = match evidence.standing() {
        StampStanding::Believed => {
            ("。この時刻に署名が存在したことの証明になる", "; it proves that the signature existed then")
        }
        StampStanding::AlgorithmRefused(_) => (
            "。トークンのハッシュ関数又は署名アルゴリズムが検証時点の基準を満たさない",
            "; a digest or the signature algorithm of the token is not good enough at the time",
        ),
        StampStanding::AuthorityOutsideValidity => {
            ("。この時刻は時刻認証局の電子証明書の有効期間外", "; outside its certificate's validity")
        }
        StampStanding::AuthorityPurpose => (
            "。電子証明書の用途（拡張鍵用途）が時刻認証専用ではない",
            "; its certificate is not for time-stamping alone",
        ),
        StampStanding::LaterThanQuestion => {
            ("。検証基準時刻より後の時刻", "; later than the time the judgement is about")
        }
        StampStanding::NoAnchor => (
            "。タイムスタンプの信頼点が指定されていないため証明に用いていない",
            "; not used as proof, because no trust anchor for time-stamps was given",
        ),
        StampStanding::PathInvalid => {
            ("。信頼点までの有効な認証パスがない", "; no valid path leads from it to an anchor")
        }
        StampStanding::Unsound => ("。トークンが正しくない", "; the token is unsound"),
    };
    let (latest_ja, latest_en) = if stamp.latest() == stamp.time() {
        Default::default()
    } else {
        let latest = stamp.latest().rfc3339(540);
        (
            format!("（精度を含めて遅くとも {latest}）"),
            format!(" (at {latest} at the latest, by its accuracy)"),
        )
    };
    let detail = Text::owned(
        format!("時刻 {time}{latest_ja}、時刻認証局 {subject}{ja}"),
        format!("of {time}{latest_en} by {subject}{en}"),
    );
    match evidence.standing() {
        StampStanding::Believed => Check::pass(rule).with_detail(detail),
        _ => Check::not_checked(rule).with_detail(detail),
    }
}
