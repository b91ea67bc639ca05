//! What was established about a PDF document.

use crate::cms::{self, SignedData, Verification};
use crate::pdf::{self, Coverage, Document, LaterRevision, SignatureDictionary, SignatureField, SignedBytes};
use crate::pki::Certificate;

/// A PDF and its signatures, each stage with its own result.
pub struct PdfEvidence<'d> {
    document: &'d Result<Document<'d>, pdf::Error>,
    fields: Option<Result<Vec<SignatureField<'d>>, pdf::Error>>,
    signature: Option<PdfSignature<'d>>,
    diagnosis: Vec<pdf::Error>,
}

/// The signature the sections speak of.
pub struct PdfSignature<'d> {
    dictionary: SignatureDictionary<'d>,
    bytes: Result<SignedBytes<'d>, pdf::Error>,
    verification: Option<Result<Verification, cms::Error>>,
    later_revisions: Option<Result<Vec<LaterRevision>, pdf::Error>>,
    second_reader: Result<(), pdf::Error>,
}

impl<'d> PdfEvidence<'d> {
    pub(super) fn gather(octets: &[u8], document: &'d Result<Document<'_>, pdf::Error>) -> Self {
        let fields = document.as_ref().ok().map(|document| document.latest().signature_fields());
        let signature = match (document, &fields) {
            (Ok(document), Some(Ok(fields))) => {
                chosen(fields).map(|dictionary| PdfSignature::gather(document, dictionary))
            }
            _ => None,
        };
        let diagnosis = match document {
            Ok(_) => Vec::new(),
            Err(_) => pdf::diagnose(octets),
        };
        Self { document, fields, signature, diagnosis }
    }

    /// The document, or the first thing in it that is not as ISO 32000-1 writes it.
    pub const fn document(&self) -> &'d Result<Document<'d>, pdf::Error> {
        self.document
    }

    /// What is wrong with the signature dictionaries of a file that cannot be read as a whole.
    pub fn diagnosis(&self) -> &[pdf::Error] {
        &self.diagnosis
    }

    /// The signature fields; `None` when there is no document to look in.
    pub const fn fields(&self) -> Option<&Result<Vec<SignatureField<'d>>, pdf::Error>> {
        self.fields.as_ref()
    }

    /// The signature the sections speak of: the one that reaches furthest. `None` when there is none.
    pub const fn signature(&self) -> Option<&PdfSignature<'d>> {
        self.signature.as_ref()
    }

    fn verification(&self) -> Option<&Verification> {
        self.signature.as_ref()?.verification()?.as_ref().ok()
    }

    pub(super) fn signer(&self) -> Option<&Certificate> {
        self.verification()?.signer_certificate().ok()
    }

    pub(super) fn certificates(&self) -> &[Certificate] {
        self.verification().map_or(&[], |verification| verification.signed_data().certificates())
    }

    /// Time-stamps count only over a signature that holds.
    pub(super) fn time_stamps(&self) -> Vec<Result<cms::TimeStamp, cms::TimeStampError>> {
        match self.verification() {
            Some(verification) if *verification.signature_value() == cms::Outcome::Holds => {
                verification.signed_data().time_stamps()
            }
            Some(_) | None => Vec::new(),
        }
    }

    pub(super) fn signature_value(&self) -> Option<&[u8]> {
        self.verification().map(|verification| verification.signed_data().signature_value())
    }

    pub(super) fn signed_octets(&self) -> Option<Vec<u8>> {
        let bytes = self.signature.as_ref()?.bytes.as_ref().ok()?;
        self.verification()?.clone().into_verified().ok()?;
        Some(bytes.regions().concat())
    }
}

impl<'d> PdfSignature<'d> {
    fn gather(document: &'d Document<'_>, dictionary: SignatureDictionary<'d>) -> Self {
        let bytes = dictionary.sub_filter().and_then(|_| SignedBytes::new(document, &dictionary));
        let verification = bytes.as_ref().ok().map(|bytes| {
            SignedData::parse(bytes.contents()).map(|signed_data| signed_data.verify(bytes.regions()))
        });
        let later_revisions = match &bytes {
            Ok(bytes) => match bytes.coverage() {
                Coverage::EarlierRevision { revision, .. } => Some(pdf::later_revisions(document, revision)),
                Coverage::EntireFile { .. } => None,
            },
            Err(_) => None,
        };
        let second_reader = pdf::second_reader::compare(document);
        Self { dictionary, bytes, verification, later_revisions, second_reader }
    }

    /// The signature dictionary as it stands in the file.
    pub const fn dictionary(&self) -> &SignatureDictionary<'d> {
        &self.dictionary
    }

    /// The octets it covers, or why that is not a whole revision without `/Contents`.
    pub const fn bytes(&self) -> &Result<SignedBytes<'d>, pdf::Error> {
        &self.bytes
    }

    /// What the revisions after the signed one added, or the first thing in them that may not be there; `None` when there
    /// are none.
    pub const fn later_revisions(&self) -> Option<&Result<Vec<LaterRevision>, pdf::Error>> {
        self.later_revisions.as_ref()
    }

    /// Whether other ways of reading see the same document.
    pub const fn second_reader(&self) -> &Result<(), pdf::Error> {
        &self.second_reader
    }

    /// The PKCS#7 data and what its verification found; `None` when the coverage left nothing to verify.
    pub const fn verification(&self) -> Option<&Result<Verification, cms::Error>> {
        self.verification.as_ref()
    }
}

/// The signature in the newest revision: the one whose `/Contents` stands last in the file.
fn chosen<'d>(fields: &[SignatureField<'d>]) -> Option<SignatureDictionary<'d>> {
    fields.iter().filter_map(|field| field.signature).max_by_key(SignatureDictionary::offset)
}
