//! Whether the algorithms of the document's own signature are good enough: what the path's validation cannot know.
//!
//! Every digest and the signature algorithm are judged by the receiver's policy for the use the signature is put to: relied on
//! at the time asked about, with the proof there is. The key's size belongs to the signer's certificate and is judged
//! with its path; SHA-1 and MD5 are refused whatever the policy says, by rules of their own.

use super::{Body, Question};
use crate::crypto::policy::{PolicyViolation, Use};
use crate::crypto::{DigestAlgorithm, PublicKey, SignatureAlgorithm};
use crate::time::Time;

/// One algorithm of the signature that is not good enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AlgorithmDefect {
    /// What was made with it.
    pub part: SignedPart,
    /// By what the policy refuses it.
    pub violation: PolicyViolation,
}

/// What of a signature an algorithm was used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SignedPart {
    /// The digest of the content: messageDigest of a PDF's PKCS#7, DigestValue of an XML Reference.
    Content,
    /// The signature value, over the signed attributes or SignedInfo.
    SignatureValue,
}

/// The algorithms a signature was made with.
pub(super) struct Algorithms<'a> {
    pub(super) digests: Vec<DigestAlgorithm>,
    pub(super) signature: Option<SignatureAlgorithm>,
    pub(super) key: Option<&'a PublicKey>,
}

impl Algorithms<'_> {
    /// What the policy refuses, each once.
    pub(super) fn defects(&self, question: &Question, asked: Use) -> Vec<AlgorithmDefect> {
        let policy = &question.algorithm_policy;
        let mut found: Vec<AlgorithmDefect> = Vec::new();
        let mut note = |part, judged: Result<(), PolicyViolation>| {
            if let Err(violation) = judged {
                let defect = AlgorithmDefect { part, violation };
                if !found.contains(&defect) {
                    found.push(defect);
                }
            }
        };
        for digest in &self.digests {
            note(SignedPart::Content, policy.judge_digest(*digest, asked));
        }
        if let (Some(algorithm), Some(key)) = (self.signature, self.key) {
            note(SignedPart::SignatureValue, policy.judge(algorithm, key, asked));
        }
        found
    }
}

/// What of the document's signature is not good enough at the time asked about.
pub(super) fn judge(body: &Body<'_>, question: &Question, proof: Option<Time>) -> Vec<AlgorithmDefect> {
    let found = match body {
        Body::Pdf(pdf) => pdf.algorithms(),
        Body::Xml(xml) => xml.algorithms(),
        Body::Unknown => None,
    };
    let Some(mut algorithms) = found else { return Vec::new() };
    let refused_always = |digest: DigestAlgorithm| digest == DigestAlgorithm::Sha1;
    algorithms.digests.retain(|digest| !refused_always(*digest));
    algorithms.signature = algorithms.signature.filter(|algorithm| !refused_always(algorithm.digest()));
    let asked = Use::verify(question.at, proof);
    let key_is_refused =
        algorithms.key.is_some_and(|key| question.algorithm_policy.judge_key(key, asked).is_err());
    let of_key = |violation: &PolicyViolation| {
        matches!(violation, PolicyViolation::KeySize { .. } | PolicyViolation::KeySizeExpired { .. })
    };
    let mut defects = algorithms.defects(question, asked);
    // A key that is too small for every algorithm is told with the path of its certificate.
    defects.retain(|defect| !(key_is_refused && of_key(&defect.violation)));
    defects
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::policy::AlgorithmPolicy;
    use crate::pki::Certificate;

    #[test]
    fn each_part_is_judged_by_its_own_digest() {
        let signer = Certificate::parse(include_bytes!("../../fixtures/pki/signers/minister.cer")).unwrap();
        let line = |algorithm: &str, bits: &str, until: &str| {
            format!(
                r#"{{"algorithm":"{algorithm}"{bits},"sign":"never","verify_now":"{until}","verify_with_proof":"{until}"}}"#
            )
        };
        let lines = [
            line("SHA-256", "", "never"),
            line("SHA-384", "", "always"),
            line("RSASSA-PKCS1-v1_5", r#","bits":2048"#, "always"),
        ];
        let file = format!(
            r#"{{"format_version":1,"version":"a","source":"b","algorithms":[{}]}}"#,
            lines.join(",")
        );
        let at = Time::parse_rfc3339("2026-12-01T00:00:00Z").unwrap();
        let question = Question {
            algorithm_policy: AlgorithmPolicy::from_json(file.as_bytes()).unwrap(),
            ..Question::new(at)
        };
        let parts = |digests: &[DigestAlgorithm], of_value: DigestAlgorithm| {
            let algorithms = Algorithms {
                digests: digests.to_vec(),
                signature: Some(SignatureAlgorithm::RsaPkcs1(of_value)),
                key: signer.public_key().ok(),
            };
            let defects = algorithms.defects(&question, Use::VerifyNow(at));
            let refused = PolicyViolation::Digest(DigestAlgorithm::Sha256);
            assert!(defects.iter().all(|defect| defect.violation == refused));
            defects.iter().map(|defect| defect.part).collect::<Vec<_>>()
        };
        use DigestAlgorithm::{Sha256, Sha384};
        assert_eq!(parts(&[Sha384, Sha384], Sha384), []);
        // One weak Reference among strong ones, told once however many there are.
        assert_eq!(parts(&[Sha384, Sha256, Sha256], Sha384), [SignedPart::Content]);
        assert_eq!(parts(&[Sha384], Sha256), [SignedPart::SignatureValue]);
        assert_eq!(parts(&[Sha256], Sha256), [SignedPart::Content, SignedPart::SignatureValue]);
    }
}
