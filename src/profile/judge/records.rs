//! Kept records as proofs: which one counts, and why another does not. A record that proves nothing never speaks against the
//! document.

use super::Sections;
use crate::evidence::{Evidence, RecordEvidence, RecordStanding};
use crate::profile::findings::record;
use crate::report::{Check, Text};

pub(super) fn judge(evidence: &Evidence<'_>, sections: &mut Sections) {
    evidence.records().iter().for_each(|found| sections.push(check(found)));
    let others = evidence.records_of_others();
    if others > 0 {
        let detail = Text::owned(format!("指定された記録 {others} 件"), format!("records given: {others}"));
        sections.push(record::no_proof(&record::DOCUMENT, detail));
    }
}

/// What one record about the document proves.
fn check(found: &RecordEvidence) -> Check {
    let signer = found.signer().map(|one| one.subject().to_string());
    let (recorded, existed) = (found.recorded_at().rfc3339(540), found.existed_at().rfc3339(540));
    let (mut ja, mut en) = (format!("記録の日時 {recorded}"), format!("recorded at {recorded}"));
    if let Some(signer) = signer {
        ja.push_str(&format!("、記録の署名者 {signer}"));
        en.push_str(&format!(" by {signer}"));
    }
    match found.standing() {
        RecordStanding::Believed => {
            ja.push_str(&format!("。{existed} に文書が存在したことの証明になる"));
            en.push_str(&format!("; it proves that the document existed at {existed}"));
            Check::pass(&record::PROOF).with_detail(Text::owned(ja, en))
        }
        standing => record::no_proof(record::rule(standing), Text::owned(ja, en)),
    }
}
