//! When the signer says the signature was made, against when that can have been: a claim proves nothing, but one that
//! cannot be true says that a clock, a date that was typed, or the document is wrong.

use super::{Sections, pdf};
use crate::evidence::{Body, Evidence, PdfSignature, ProofSource};
use crate::profile::rules;
use crate::report::{Finding, SubIndication, Text};
use crate::time::Time;

/// Seconds by which a claimed time may lie after the time it is compared with: the signer's clock and the receiver's are
/// two, and clocks that are set by the network differ by seconds, those set by hand by a few minutes.
pub(super) const CLOCK_TOLERANCE: i64 = 300;

/// Files a finding when the latest claim lies after the instant of the judgement, or after a time at which the signature
/// is proven to have existed.
pub(super) fn judge(evidence: &Evidence<'_>, sections: &mut Sections) {
    let Body::Pdf(body) = evidence.body() else { return };
    let Some(claimed) = body.signature().and_then(latest_claim) else { return };
    let judged = (evidence.judged_at(), ("検証基準時刻", "time of judgement"));
    let proven = evidence.proof().map(|proof| match proof.source {
        ProofSource::Receipt => (proof.time, ("受領日時", "time of receipt")),
        ProofSource::Record => (proof.time, ("検証の記録の日時", "time of the kept record")),
        ProofSource::TimeStamp => (proof.time, ("タイムスタンプの時刻", "time-stamp")),
    });
    let earliest = proven.into_iter().chain([judged]).min_by_key(|(time, _)| *time);
    let Some((limit, (ja, en))) = earliest else { return };
    if claimed.unix().saturating_sub(limit.unix()) <= CLOCK_TOLERANCE {
        return;
    }
    let (claimed, limit) = (claimed.rfc3339(JAPAN), limit.rfc3339(JAPAN));
    let times = Text::owned(
        format!("申告した署名時刻 {claimed}、{ja} {limit}"),
        format!("claimed {claimed}, {en} {limit}"),
    );
    sections.finding(
        Finding::new(&rules::CLAIMED_TIME, SubIndication::Generic).with_detail(times).with_next_step(Text::new(
            "指定した日時（検証基準時刻、受領日時）と計算機の時計を確認し、誤りがあれば正して再度検証してください。誤りがなければ受理せず、発行元に照会してください。",
            "Check the times that were given (of the judgement, of the receipt) and this machine's clock, and verify again if one was wrong; if none was, do not accept the document and ask the issuer.",
        )),
    );
}

/// Of /M and the signingTime attribute the later one.
fn latest_claim(signature: &PdfSignature<'_>) -> Option<Time> {
    let attribute = match signature.verification() {
        Some(Ok(verification)) => {
            let attributes = verification.signed_data().signed_attributes();
            attributes.and_then(crate::cms::SignedAttributes::signing_time)
        }
        Some(Err(_)) | None => None,
    };
    pdf::claimed_time(signature.dictionary()).into_iter().chain(attribute).max()
}

/// Minutes by which Japanese time is ahead of UTC.
const JAPAN: i32 = 540;
