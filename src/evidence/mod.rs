//! Everything established about one document, stage by stage: typed results beside typed errors, nothing judged.
//!
//! One stage's failure does not hide the others. The certificate whose key verified the signature is the one whose
//! path is validated: [`Evidence::signer`] is asked for it, never KeyInfo or the CMS again.

mod path;
mod pdf;
mod schema;
mod xml;

pub use path::{Proof, ProofSource, Question, TimeStampTrust};
pub use pdf::{PdfEvidence, PdfSignature};
pub use schema::SchemaSource;
pub use xml::XmlEvidence;

use crate::{pdf as pdf_room, xml as xml_room};

use crate::cms::{TimeStamp, TimeStampError};
use crate::crypto::{Digest, DigestAlgorithm};
use crate::pki::{Certificate, PathOutcome};

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
    body: Body<'d>,
    time_stamps: Vec<Result<(TimeStamp, TimeStampTrust), TimeStampError>>,
    proof: Option<Proof>,
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
            Reading::Pdf(document) => Body::Pdf(Box::new(PdfEvidence::gather(opened.octets, document))),
            Reading::Xml(document) => Body::Xml(Box::new(XmlEvidence::gather(document, question, schema))),
            Reading::Neither => Body::Unknown,
        };
        let sha256 = DigestAlgorithm::Sha256.digest(opened.octets);
        let size = opened.octets.len();
        let time_stamps = body
            .time_stamps()
            .into_iter()
            .map(|read| {
                read.map(|time_stamp| {
                    let trust = question.judge_time_stamp(&time_stamp);
                    (time_stamp, trust)
                })
            })
            .collect();
        let mut evidence = Self { sha256, size, body, time_stamps, proof: None, path: None };
        evidence.proof = evidence.earliest_proof(question.receipt());
        let proof = evidence.proof.map(|proof| proof.time);
        evidence.path =
            evidence.signer().map(|signer| question.validate(signer, evidence.certificates(), proof));
        evidence
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

    fn earliest_proof(&self, receipt: Option<Proof>) -> Option<Proof> {
        let stamped = self.time_stamps.iter().flatten().filter_map(|(time_stamp, trust)| match trust {
            TimeStampTrust::Judged(outcome) if matches!(**outcome, PathOutcome::Valid(_)) => {
                Some(Proof { time: time_stamp.time(), source: ProofSource::TimeStamp })
            }
            TimeStampTrust::Judged(_)
            | TimeStampTrust::MadeLater
            | TimeStampTrust::NoAnchor
            | TimeStampTrust::OtherPurpose => None,
        });
        stamped.chain(receipt).min_by_key(|proof| proof.time)
    }

    /// The signature time-stamps of the document, each with what it proves to this receiver.
    pub fn time_stamps(&self) -> &[Result<(TimeStamp, TimeStampTrust), TimeStampError>] {
        &self.time_stamps
    }

    /// The earliest time at which the signature is proven to have existed.
    pub const fn proof(&self) -> Option<Proof> {
        self.proof
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

impl Body<'_> {
    fn time_stamps(&self) -> Vec<Result<TimeStamp, TimeStampError>> {
        match self {
            Self::Pdf(pdf) => pdf.time_stamps(),
            Self::Xml(_) | Self::Unknown => Vec::new(),
        }
    }
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
