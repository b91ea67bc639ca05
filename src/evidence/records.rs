//! Kept records as proofs of existence: whose they are, and how far they are believed.
//!
//! A record is found by the digest of the document, so one about another file never speaks of this one. It is believed when it
//! verifies, when its signer is an anchor for records or leads to one, when its own time lies within the validity of
//! that signer's certificate and not after the time asked about, and while that certificate lives: what it was
//! signed with later proves nothing by itself, so an agency renews its records before.

use std::collections::HashMap;

use super::{EmbeddedRevocation, Question};
use crate::cms::VerifiedSignature;
use crate::crypto::policy::Use;
use crate::crypto::{Digest, DigestAlgorithm};
use crate::limits::Budget;
use crate::limits::record::RECORDS_OF_ONE_DOCUMENT;
use crate::pki::{Certificate, CertificateRevocationList, OcspResponse, PathOutcome, TrustAnchor};
use crate::record::{Record, RecordError};
use crate::time::Time;

/// Records handed in, by the digest of their document. Of each only its times and its verified signature are kept, neither
/// the report in it nor its octets; lists and responses, which many records carry alike, are read and kept once: an office may
/// hand in all it has.
#[derive(Debug, Clone, Default)]
pub struct Records {
    by_document: HashMap<[u8; 32], Vec<Kept>>,
    count: usize,
    read: Read,
}

/// Lists and OCSP responses by the SHA-256 of their octets; `None` is one that cannot be read.
#[derive(Debug, Clone, Default)]
struct Read {
    lists: HashMap<Digest, Option<CertificateRevocationList>>,
    responses: HashMap<Digest, Option<OcspResponse>>,
}

impl Read {
    /// What was read of octets, now or before.
    fn all<T: Clone>(
        known: &mut HashMap<Digest, Option<T>>,
        octets: Vec<Vec<u8>>,
        read: impl Fn(&[u8]) -> Option<T>,
    ) -> Vec<T> {
        let mut one = |der: &Vec<u8>| {
            known.entry(DigestAlgorithm::Sha256.digest(der)).or_insert_with(|| read(der)).clone()
        };
        octets.iter().filter_map(&mut one).collect()
    }
}

/// What is kept of a record.
#[derive(Debug, Clone)]
struct Kept {
    recorded_at: Time,
    existed_at: Time,
    signature: Result<VerifiedSignature, RecordError>,
    /// The lists and OCSP responses in it.
    revocation: EmbeddedRevocation,
}

/// One record with what is to be thought of it.
#[derive(Debug, Clone)]
pub struct RecordEvidence {
    recorded_at: Time,
    existed_at: Time,
    signer: Option<Certificate>,
    standing: RecordStanding,
}

/// How far a record can be believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecordStanding {
    /// It proves that the document existed.
    Believed,
    /// Its content was changed, or its value or its times are not right.
    Broken(RecordError),
    /// It was made later than the time asked about.
    LaterThanQuestion,
    /// The receiver gave no anchor for records.
    NoAnchor,
    /// The algorithm or key of its signature is not good enough today.
    AlgorithmWeak,
    /// Its signer's certificate is not valid at the time asked about, or was not when the record was made.
    SignerOutsideValidity,
    /// Its signer is no anchor for records, and no valid path leads from it to one.
    Stranger,
}

impl Records {
    /// Adds a record, whose signature is verified here.
    pub fn add(&mut self, record: &Record) {
        let document = *record.statement().document_sha256();
        self.by_document.entry(document).or_default().push(Kept::of(record, &mut self.read));
        self.count = self.count.saturating_add(1);
    }

    /// SHA-256 over what they say and who signed them, whatever their order: the same records prove the same.
    pub fn sha256(&self) -> String {
        let words = |(document, kept): (&[u8; 32], &Kept)| {
            let signer = kept.signature.as_ref().map(|signature| signature.signer_certificate().sha256());
            format!("{document:?} {} {} {signer:?}", kept.recorded_at, kept.existed_at)
        };
        let all = self
            .by_document
            .iter()
            .flat_map(|(document, records)| records.iter().map(move |kept| words((document, kept))));
        let mut all: Vec<String> = all.collect();
        all.sort();
        DigestAlgorithm::Sha256.digest(all.join("\n").as_bytes()).to_hex()
    }

    /// How many there are, of all documents.
    pub const fn count(&self) -> usize {
        self.count
    }

    /// What is to be thought of those about the document with this SHA-256, by whoever asks this question; at most
    /// [`RECORDS_OF_ONE_DOCUMENT`], those that may be believed first: anybody can hand in any number of their own. The paths of
    /// their signers pay from `budget`.
    pub(super) fn about(
        &self,
        document: &[u8],
        question: &Question,
        budget: &mut Budget,
    ) -> Vec<RecordEvidence> {
        let found = <[u8; 32]>::try_from(document).ok().and_then(|digest| self.by_document.get(&digest));
        let mut found: Vec<&Kept> = found.map_or(&[][..], Vec::as_slice).iter().collect();
        found.sort_by_key(|kept| kept.distance(question));
        let found = found.into_iter().take(RECORDS_OF_ONE_DOCUMENT);
        found.map(|kept| RecordEvidence::of(kept, question, budget)).collect()
    }
}

impl Kept {
    fn of(record: &Record, read: &mut Read) -> Self {
        let statement = record.statement();
        let mut signature = record.verify().map(|verified| verified.signature().clone());
        let (lists, responses) =
            signature.as_mut().map(VerifiedSignature::take_revocation).unwrap_or_default();
        let list = |der: &[u8]| CertificateRevocationList::parse(der).ok();
        let response = |der: &[u8]| OcspResponse::parse(der).ok();
        let revocation = EmbeddedRevocation::of(
            Read::all(&mut read.lists, lists, list),
            Read::all(&mut read.responses, responses, response),
        );
        Self {
            recorded_at: statement.recorded_at(),
            existed_at: statement.existed_at(),
            signature,
            revocation,
        }
    }

    /// How far its signer is from the anchors by what costs nothing: one of them, issued under the name of one, anything else.
    fn distance(&self, question: &Question) -> u8 {
        let Ok(signature) = &self.signature else { return 3 };
        let signer = signature.signer_certificate();
        let any = |wanted: &dyn Fn(&TrustAnchor) -> bool| question.record_anchors.iter().any(wanted);
        if any(&|anchor| anchor.certificate() == Some(signer)) {
            0
        } else if any(&|anchor| anchor.name() == signer.issuer()) {
            1
        } else {
            2
        }
    }
}

impl RecordEvidence {
    /// What is to be thought of a record by whoever asks this question. The path of its signer pays from `budget`.
    pub fn gather(record: &Record, question: &Question, budget: &mut Budget) -> Self {
        Self::of(&Kept::of(record, &mut Read::default()), question, budget)
    }

    fn of(kept: &Kept, question: &Question, budget: &mut Budget) -> Self {
        let (signer, standing) = match &kept.signature {
            Err(error) => (None, RecordStanding::Broken(error.clone())),
            Ok(signature) => {
                let signer = signature.signer_certificate().clone();
                (Some(signer), standing(signature, kept, question, budget))
            }
        };
        Self { recorded_at: kept.recorded_at, existed_at: kept.existed_at, signer, standing }
    }

    /// When it says it was made.
    pub const fn recorded_at(&self) -> Time {
        self.recorded_at
    }

    /// From when it says that the document existed.
    pub const fn existed_at(&self) -> Time {
        self.existed_at
    }

    /// Who signed it, where the signature holds.
    pub const fn signer(&self) -> Option<&Certificate> {
        self.signer.as_ref()
    }

    /// How far it can be believed.
    pub const fn standing(&self) -> &RecordStanding {
        &self.standing
    }
}

fn standing(
    signature: &VerifiedSignature,
    kept: &Kept,
    question: &Question,
    budget: &mut Budget,
) -> RecordStanding {
    let signer = signature.signer_certificate();
    if question.record_anchors.is_empty() {
        return RecordStanding::NoAnchor;
    }
    let pinned = question.record_anchors.iter().any(|anchor| anchor.certificate() == Some(signer));
    if !pinned && !leads_to_an_anchor(signature, &kept.revocation, question, budget) {
        // The path of a certificate that has ended is not valid; that it is known, its issuer's name says.
        let known = question.record_anchors.iter().any(|anchor| anchor.name() == signer.issuer());
        return match is_outside(signer, question.at) && known {
            true => RecordStanding::SignerOutsideValidity,
            false => RecordStanding::Stranger,
        };
    }
    if kept.recorded_at > question.at {
        return RecordStanding::LaterThanQuestion;
    }
    if is_outside(signer, question.at) || is_outside(signer, kept.recorded_at) {
        return RecordStanding::SignerOutsideValidity;
    }
    let good_enough = signer.public_key().is_ok_and(|key| {
        let asked = Use::VerifyNow(question.at);
        let policy = &question.algorithm_policy;
        // The record names its document by SHA-256.
        policy.judge(signature.signature_algorithm(), key, asked).is_ok()
            && policy.judge_digest(signature.digest_algorithm(), asked).is_ok()
            && policy.judge_digest(DigestAlgorithm::Sha256, asked).is_ok()
    });
    if good_enough { RecordStanding::Believed } else { RecordStanding::AlgorithmWeak }
}

fn is_outside(certificate: &Certificate, time: Time) -> bool {
    !(certificate.not_before()..=certificate.not_after()).contains(&time)
}

fn leads_to_an_anchor(
    signature: &VerifiedSignature,
    revocation: &EmbeddedRevocation,
    question: &Question,
    budget: &mut Budget,
) -> bool {
    let (signer, hints) = (signature.signer_certificate(), signature.other_certificates());
    matches!(question.validate_record_signer(signer, hints, revocation, budget), PathOutcome::Valid(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_records_of_a_document_and_no_more_than_the_limit() {
        let good = include_bytes!("../../fixtures/records/good.p7m");
        let other = include_bytes!("../../fixtures/records/of-another-document.p7m");
        let document =
            DigestAlgorithm::Sha256.digest(include_bytes!("../../fixtures/signed/couple-and-child.pdf"));
        let question = Question::new(Time::parse_rfc3339("2031-06-01T00:00:00Z").unwrap());
        let count = |records: &Records, document: &[u8]| {
            let found = records.about(document, &question, &mut Budget::new(0));
            assert!(found.iter().all(|one| *one.standing() == RecordStanding::NoAnchor));
            found.len()
        };
        let mut records = Records::default();
        records.add(&Record::parse(other).unwrap());
        assert_eq!((count(&records, document.as_bytes()), records.count()), (0, 1));
        for number in 1..=RECORDS_OF_ONE_DOCUMENT + 1 {
            records.add(&Record::parse(good).unwrap());
            assert_eq!(count(&records, document.as_bytes()), number.min(RECORDS_OF_ONE_DOCUMENT));
        }
        assert_eq!(records.count(), RECORDS_OF_ONE_DOCUMENT + 2);
        assert_eq!(count(&records, b"no digest"), 0);
    }

    #[test]
    fn what_many_records_carry_alike_is_read_and_kept_once() {
        let list = include_bytes!("../../fixtures/records/agency-ca.crl").to_vec();
        let mut known = HashMap::new();
        let reads = core::cell::Cell::new(0);
        let read = |der: &[u8]| {
            reads.set(reads.get() + 1);
            CertificateRevocationList::parse(der).ok()
        };
        for _ in 0..3 {
            let found = Read::all(&mut known, vec![list.clone(), b"no list".to_vec(), list.clone()], read);
            assert_eq!(found.len(), 2);
        }
        assert_eq!((known.len(), reads.get()), (2, 2));
    }

    #[test]
    fn a_known_signer_is_heard_however_many_strangers_speak_before() {
        let document =
            DigestAlgorithm::Sha256.digest(include_bytes!("../../fixtures/signed/couple-and-child.pdf"));
        let agency = Certificate::parse(include_bytes!("../../fixtures/records/agency.cer")).unwrap();
        let mut question = Question::new(Time::parse_rfc3339("2031-06-01T00:00:00Z").unwrap());
        question.record_anchors = vec![TrustAnchor::from_certificate(agency).unwrap()];
        let mut records = Records::default();
        for _ in 0..RECORDS_OF_ONE_DOCUMENT {
            records.add(&Record::parse(include_bytes!("../../fixtures/records/stranger.p7m")).unwrap());
        }
        let believed = |records: &Records| {
            let found = records.about(document.as_bytes(), &question, &mut Budget::new(1_000_000));
            assert_eq!(found.len(), RECORDS_OF_ONE_DOCUMENT, "the strangers are about this document");
            found.iter().filter(|one| *one.standing() == RecordStanding::Believed).count()
        };
        assert_eq!(believed(&records), 0);
        records.add(&Record::parse(include_bytes!("../../fixtures/records/good.p7m")).unwrap());
        assert_eq!(believed(&records), 1);
    }
}
