//! Everything established about one document, stage by stage: typed results beside typed errors, nothing judged.
//!
//! One stage's failure does not hide the others. The certificate whose key verified the signature is the one whose
//! path is validated: [`Evidence::signer`] is asked for it, never KeyInfo or the CMS again.

mod algorithms;
mod attachments;
mod embedded;
mod path;
mod pdf;
mod records;
mod schema;
mod xml;

pub use algorithms::{AlgorithmDefect, SignedPart};
pub use attachments::Attachments;
pub use embedded::{EmbeddedRevocation, StampEvidence, StampStanding};
pub use path::{Proof, ProofSource, Question};
pub use pdf::{OtherSignature, OtherValue, PdfEvidence, PdfSignature};
pub use records::{RecordEvidence, RecordStanding, Records};
pub use schema::{SchemaScope, SchemaSource};
pub use xml::XmlEvidence;

use crate::{pdf as pdf_room, xml as xml_room};

use crate::crypto::{Digest, DigestAlgorithm};
use crate::limits::{Budget, pki::PATH_STEPS};
use crate::pki::{Certificate, PathOutcome};
use crate::time::Time;

/// The octets of one file, read as what they claim to be. Evidence borrows from it.
pub struct Opened<'a> {
    octets: &'a [u8],
    reading: Reading<'a>,
}

enum Reading<'a> {
    Pdf(Result<pdf_room::Document<'a>, pdf_room::Error>),
    Xml(Box<Result<xml_room::Document<'a>, xml_room::Error>>),
    Neither,
}

impl<'a> Opened<'a> {
    /// Reads the octets; a document that cannot be read is evidence, not an error.
    pub fn new(octets: &'a [u8]) -> Self {
        let reading = match kind(octets) {
            FileKind::Pdf => Reading::Pdf(pdf_room::Document::parse(octets)),
            FileKind::Xml => Reading::Xml(Box::new(xml_room::Document::parse(octets))),
            FileKind::Unknown => Reading::Neither,
        };
        Self { octets, reading }
    }
}

/// What was established about the octets of one file.
pub struct Evidence<'d> {
    sha256: Digest,
    size: usize,
    judged_at: Time,
    body: Body<'d>,
    embedded: EmbeddedRevocation,
    time_stamps: Vec<StampEvidence>,
    records: Vec<RecordEvidence>,
    records_of_others: usize,
    proof: Option<Proof>,
    algorithms: Vec<AlgorithmDefect>,
    path: Option<PathOutcome>,
}

/// The file by its content.
pub enum Body<'d> {
    /// Begins as a PDF does.
    Pdf(Box<PdfEvidence<'d>>),
    /// Begins as XML does.
    Xml(Box<XmlEvidence<'d>>),
    /// Neither.
    Unknown,
}

impl<'d> Evidence<'d> {
    /// Establishes everything that `question` asks about the file, and whether what is signed is valid against `schema`.
    pub fn gather(opened: &'d Opened<'_>, question: &Question, schema: Option<&SchemaSource>) -> Self {
        let body = match &opened.reading {
            Reading::Pdf(document) => Body::Pdf(Box::new(PdfEvidence::gather(
                opened.octets,
                document,
                &question.known_certificates,
            ))),
            Reading::Xml(document) => {
                Body::Xml(Box::new(XmlEvidence::gather(opened.octets, document, question, schema)))
            }
            Reading::Neither => Body::Unknown,
        };
        let beside = match &body {
            Body::Pdf(pdf) => pdf.sha256(),
            Body::Xml(_) | Body::Unknown => None,
        };
        let sha256 = beside.unwrap_or_else(|| DigestAlgorithm::Sha256.digest(opened.octets));
        let mut budget = Budget::new(PATH_STEPS);
        let (embedded, time_stamps) = match &body {
            Body::Pdf(pdf) => (pdf.embedded_revocation(), pdf.time_stamps(question, &mut budget)),
            Body::Xml(_) | Body::Unknown => Default::default(),
        };
        // Records come from elsewhere than the document: what they cost must not make it undecided.
        let records = question.records.about(sha256.as_bytes(), question, &mut Budget::new(PATH_STEPS));
        let records_of_others = if records.is_empty() { question.records.count() } else { 0 };
        let proof = earliest_proof(&time_stamps, &records, question.receipt(), question.at);
        let size = opened.octets.len();
        let judged_at = question.at;
        let proven = proof.map(|proof| proof.time);
        let algorithms = algorithms::judge(&body, question, proven);
        let mut evidence = Self {
            sha256,
            size,
            judged_at,
            body,
            embedded,
            time_stamps,
            records,
            records_of_others,
            proof,
            algorithms,
            path: None,
        };
        let whole = whole_since(&evidence.records, question.receipt());
        let named = match &evidence.body {
            Body::Pdf(pdf) if pdf.names_signer() => proven,
            Body::Pdf(_) | Body::Xml(_) | Body::Unknown => None,
        };
        let times = (proven, whole, named);
        evidence.path = evidence.signer().map(|signer| {
            let hints = evidence.certificates();
            question.validate(signer, hints, &evidence.embedded, times, &mut budget)
        });
        evidence
    }

    /// 検証基準時刻
    pub const fn judged_at(&self) -> Time {
        self.judged_at
    }

    /// The earliest time at which the signature is proven to have existed.
    pub const fn proof(&self) -> Option<Proof> {
        self.proof
    }

    /// The revocation data that the signature carries; what of it was used, the path says.
    pub const fn embedded_revocation(&self) -> &EmbeddedRevocation {
        &self.embedded
    }

    /// The time-stamps over the signature value.
    pub fn time_stamps(&self) -> &[StampEvidence] {
        &self.time_stamps
    }

    /// The kept records about this file.
    pub fn records(&self) -> &[RecordEvidence] {
        &self.records
    }

    /// How many records were handed in, where none is about this file.
    pub const fn records_of_others(&self) -> usize {
        self.records_of_others
    }

    /// The algorithms of the document's own signature that are not good enough.
    pub fn algorithm_defects(&self) -> &[AlgorithmDefect] {
        &self.algorithms
    }

    /// SHA-256 of the file.
    pub const fn sha256(&self) -> &Digest {
        &self.sha256
    }

    /// Octets of the file.
    pub const fn size(&self) -> usize {
        self.size
    }

    /// The file by its content.
    pub const fn body(&self) -> &Body<'d> {
        &self.body
    }

    /// The path of the signer's certificate, when one was found.
    pub const fn path(&self) -> Option<&PathOutcome> {
        self.path.as_ref()
    }

    /// The signer's certificate: the one whose key the signature is verified with.
    pub fn signer(&self) -> Option<&Certificate> {
        match &self.body {
            Body::Pdf(pdf) => pdf.signer(),
            Body::Xml(xml) => xml.signer(),
            Body::Unknown => None,
        }
    }

    /// Certificates the file carries: untrusted hints for building a path.
    pub fn certificates(&self) -> &[Certificate] {
        match &self.body {
            Body::Pdf(pdf) => pdf.certificates(),
            Body::Xml(xml) => xml.certificates(),
            Body::Unknown => &[],
        }
    }

    /// The signature value as it stands in the file.
    pub fn signature_value(&self) -> Option<&[u8]> {
        match &self.body {
            Body::Pdf(pdf) => pdf.signature_value(),
            Body::Xml(xml) => xml.signature_value(),
            Body::Unknown => None,
        }
    }

    /// The octets that were digested: the two regions of a PDF, or the canonical form of the covered XML nodes.
    /// `None` unless digest and signature value hold.
    pub fn signed_octets(&self) -> Option<Vec<u8>> {
        match &self.body {
            Body::Pdf(pdf) => pdf.signed_octets(),
            Body::Xml(xml) => xml.signed_octets(),
            Body::Unknown => None,
        }
    }
}

/// Of the time-stamps and records that are believed and the receipt.
fn earliest_proof(
    time_stamps: &[StampEvidence],
    records: &[RecordEvidence],
    receipt: Option<Proof>,
    at: Time,
) -> Option<Proof> {
    let stamped = time_stamps.iter().filter_map(|evidence| match (evidence.stamp(), evidence.standing()) {
        (Ok(stamp), StampStanding::Believed) => {
            // Whatever it says, it is there at the time asked about.
            let time = stamp.latest().min(at);
            Some(Proof { time, source: ProofSource::TimeStamp })
        }
        _ => None,
    });
    let believed = records.iter().filter(|record| *record.standing() == RecordStanding::Believed);
    let recorded = believed.map(|record| Proof { time: record.existed_at(), source: ProofSource::Record });
    stamped.chain(recorded).chain(receipt).min_by_key(|proof| proof.time)
}

/// When the file as a whole is proven to have existed: received, or recorded by its digest. A time-stamp over the signature
/// value, also one that a record carries over, says nothing of what was put beside that later.
fn whole_since(records: &[RecordEvidence], receipt: Option<Proof>) -> Option<Time> {
    let believed = records.iter().filter(|record| *record.standing() == RecordStanding::Believed);
    let recorded = believed.map(RecordEvidence::recorded_at);
    recorded.chain(receipt.map(|proof| proof.time)).min()
}

/// What a file claims to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A PDF.
    Pdf,
    /// An XML document.
    Xml,
    /// Neither.
    Unknown,
}

/// What kind of document the octets claim to be, by their beginning and never by a name.
///
/// A PDF header may be preceded by junk in the wild; such a file still claims to be a PDF and is refused as one.
pub fn kind(octets: &[u8]) -> FileKind {
    let head = octets.get(..1024).unwrap_or(octets);
    let utf16 = head.starts_with(&[0xFE, 0xFF, 0, b'<']) || head.starts_with(&[0xFF, 0xFE, b'<', 0]);
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    if utf16 || text.first() == Some(&b'<') {
        FileKind::Xml
    } else if memchr::memmem::find(head, b"%PDF-").is_some() {
        FileKind::Pdf
    } else {
        FileKind::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pki::TrustAnchor;
    use crate::record::Record;

    fn at(text: &str) -> Time {
        Time::parse_rfc3339(text).unwrap()
    }

    #[test]
    fn a_whole_file_is_as_old_as_its_receipt_or_a_believed_record_and_no_older() {
        let record = Record::parse(include_bytes!("../../fixtures/records/good.p7m")).unwrap();
        let question = |anchored: bool| {
            let mut question = Question::new(at("2031-06-01T00:00:00Z"));
            let agency = Certificate::parse(include_bytes!("../../fixtures/records/agency.cer")).unwrap();
            question.record_anchors.extend(anchored.then(|| TrustAnchor::from_certificate(agency).unwrap()));
            question
        };
        let gathered =
            |anchored| [RecordEvidence::gather(&record, &question(anchored), &mut Budget::new(PATH_STEPS))];
        let believed = gathered(true);
        let recorded = believed[0].recorded_at();
        // What it carries over may be the time of a time-stamp, which knows the signature value alone.
        assert!(believed[0].existed_at() <= recorded);
        assert_eq!(whole_since(&believed, None), Some(recorded));
        assert_eq!(whole_since(&gathered(false), None), None);
        let receipt = |time| Some(Proof { time, source: ProofSource::Receipt });
        let (before, after) = (at("2020-01-01T00:00:00Z"), at("2031-05-01T00:00:00Z"));
        assert_eq!(whole_since(&believed, receipt(before)), Some(before));
        assert_eq!(whole_since(&believed, receipt(after)), Some(recorded.min(after)));
        assert_eq!(whole_since(&[], receipt(after)), Some(after));
        assert_eq!(whole_since(&[], None), None);
    }
}
