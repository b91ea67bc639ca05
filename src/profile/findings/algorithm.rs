//! The one rule about the algorithms of the document's own signature: the receiver's policy accepts them.

use super::pki::violation_text;
use crate::evidence::{AlgorithmDefect, SignedPart};
use crate::profile::rules::rules;
use crate::report::{Finding, Rule, RuleId, SectionName, SubIndication, Text};

rules! {
    /// The receiver's algorithm policy accepts every algorithm of the signature.
    ALGORITHM_POLICY = "signature.algorithm.policy", Signature, "ETSI EN 319 102-1 5.2.8; CRYPTREC LS-0001",
        requires "電子署名のハッシュ関数と署名アルゴリズムが、検証時点の基準を満たすこと" /
            "The digests and the algorithm of the signature are good enough at the time",
        else "電子署名のハッシュ関数又は署名アルゴリズムが、検証時点の基準を満たしません。" /
            "A digest or the algorithm of the signature is not good enough at the time.";
}

/// One algorithm that the policy refuses: for good, or since a time before which nothing proves the signature.
pub fn finding(defect: &AlgorithmDefect) -> Finding {
    let (part_ja, part_en) = match defect.part {
        SignedPart::Content => ("文書の内容のハッシュ値", "digest of the content"),
        SignedPart::SignatureValue => ("署名値", "signature value"),
    };
    let violation = violation_text(&defect.violation);
    let detail = Text::owned(format!("{part_ja}: {}", violation.ja), format!("{part_en}: {}", violation.en));
    let (sub_indication, step) = if defect.violation.was_accepted_once() {
        let step = Text::new(
            "基準を満たしていた時期に受領したことを機関が証明できるときは、受領日時を指定して再度検証してください。証明できないときは、発行元に、現在の基準を満たす文書の交付を求めてください。",
            "If your agency can vouch that the document was received while they were good enough, state that time and try again; otherwise ask the issuer for a document that meets today's policy.",
        );
        (SubIndication::CryptoConstraintsFailureNoPoe, step)
    } else {
        let step = Text::new(
            "指定したアルゴリズムの基準を確認し、基準のとおりであれば、発行元に、基準を満たす文書の交付を求めてください。",
            "Check the algorithm policy that was given; if it is right, ask the issuer for a document that meets it.",
        );
        (SubIndication::CryptoConstraintsFailure, step)
    };
    Finding::new(&ALGORITHM_POLICY, sub_indication).with_detail(detail).with_next_step(step)
}
