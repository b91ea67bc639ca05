//! The algorithms of the document's own signature, by the receiver's policy.

use super::Sections;
use crate::evidence::Evidence;
use crate::profile::findings;

pub(super) fn judge(evidence: &Evidence<'_>, sections: &mut Sections) {
    evidence.algorithm_defects().iter().for_each(|defect| {
        sections.finding(findings::algorithm::finding(defect));
    });
}
