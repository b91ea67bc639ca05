//! What was established about a PDF document.

use super::algorithms::Algorithms;
use super::{EmbeddedRevocation, Question, StampEvidence};
use crate::cms::{self, SignedData, TimeStamp, TimeStampError, Verification};
use crate::crypto::{Digest, DigestAlgorithm};
use crate::limits::{Budget, pdf as limits};
use crate::pdf::{
    self, Coverage, Document, LaterRevision, ObjectId, RevisionChanges, SignatureDictionary, SignatureField,
    SignedBytes, SubFilter,
};
use crate::pki::{Certificate, KnownCertificates};

/// A PDF and its signatures, each stage with its own result.
pub struct PdfEvidence<'d> {
    document: &'d Result<Document<'d>, pdf::Error>,
    fields: Option<Result<Vec<SignatureField<'d>>, pdf::Error>>,
    signature: Option<PdfSignature<'d>>,
    others: Vec<OtherSignature<'d>>,
    diagnosis: Vec<pdf::Error>,
    sha256: Option<Digest>,
}

/// A signature the sections do not speak of: arithmetic alone, no path.
pub struct OtherSignature<'d> {
    id: ObjectId,
    field: String,
    dictionary: SignatureDictionary<'d>,
    bytes: Result<SignedBytes<'d>, pdf::Error>,
    value: OtherValue,
}

/// What `/Contents` of a signature holds that the sections do not speak of.
#[derive(Debug)]
pub enum OtherValue {
    /// A document time-stamp.
    DocumentTimeStamp(Box<Result<TimeStamp, TimeStampError>>),
    /// A signature.
    Signature(Box<Result<Verification, cms::Error>>),
    /// It was not read: what it covers is wrong, or there are more signatures than are read.
    Unread,
}

/// The signature the sections speak of.
pub struct PdfSignature<'d> {
    field: String,
    dictionary: SignatureDictionary<'d>,
    bytes: Result<SignedBytes<'d>, pdf::Error>,
    verification: Option<Result<Verification, cms::Error>>,
    later_revisions: Option<Result<Vec<LaterRevision>, pdf::Error>>,
    revision_changes: Vec<RevisionChanges>,
    second_reader: Result<(), pdf::Error>,
}

impl<'d> PdfEvidence<'d> {
    pub(super) fn gather(
        octets: &[u8],
        document: &'d Result<Document<'_>, pdf::Error>,
        known: &KnownCertificates,
    ) -> Self {
        let fields = document.as_ref().ok().map(|document| document.latest().signature_fields());
        let (mut signature, mut others, mut sha256) = (None, Vec::new(), None);
        if let (Ok(document), Some(Ok(fields))) = (document, &fields) {
            let chosen = chosen(fields);
            if let Some((field, dictionary)) = chosen {
                let (found, digest) = PdfSignature::gather(document, field, dictionary, known);
                (signature, sha256) = (Some(found), digest);
            }
            let spoken_of = chosen.map(|(field, _)| field.id);
            let mut left = limits::OTHER_CONTENTS_OCTETS;
            for field in fields.iter().filter(|field| Some(field.id) != spoken_of) {
                let Some(dictionary) = field.signature else { continue };
                let read = others.len() < limits::OTHER_SIGNATURES;
                others.push(OtherSignature::gather(document, field, dictionary, read.then_some(&mut left)));
            }
        }
        let diagnosis = match document {
            Ok(_) => Vec::new(),
            Err(_) => pdf::diagnose(octets),
        };
        Self { document, fields, signature, others, diagnosis, sha256 }
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

    /// The signature the sections speak of: of those that are no document time-stamps, the one whose dictionary stands
    /// last in the file. `None` when there is none.
    ///
    /// It is the newest, so nothing but time-stamps and what later revisions may add lies outside of it; who signed
    /// before signed less. A document time-stamp is no signature of a person or an office and never takes its place.
    pub const fn signature(&self) -> Option<&PdfSignature<'d>> {
        self.signature.as_ref()
    }

    /// The other signatures and document time-stamps, in the order of the form.
    pub fn others(&self) -> &[OtherSignature<'d>] {
        &self.others
    }

    /// SHA-256 of the file, where it fell off while the signed octets were digested.
    pub(super) const fn sha256(&self) -> Option<Digest> {
        self.sha256
    }

    pub(super) fn embedded_revocation(&self) -> EmbeddedRevocation {
        self.verification().map_or_else(EmbeddedRevocation::default, |verification| {
            EmbeddedRevocation::gather(verification.signed_data())
        })
    }

    pub(super) fn time_stamps(&self, question: &Question, budget: &mut Budget) -> Vec<StampEvidence> {
        let Some(verification) = self.verification() else { return Vec::new() };
        let stamps = verification.signed_data().time_stamps().into_iter();
        stamps.map(|stamp| StampEvidence::gather(stamp, question, self.certificates(), budget)).collect()
    }

    fn verification(&self) -> Option<&Verification> {
        self.signature.as_ref()?.verification()?.as_ref().ok()
    }

    pub(super) fn signer(&self) -> Option<&Certificate> {
        self.verification()?.signer_certificate().ok()
    }

    /// Whether the signed attributes name the signer's certificate by a digest that nobody can make another certificate for:
    /// what proves the signature proves the certificate.
    pub(super) fn names_signer(&self) -> bool {
        let attributes =
            self.verification().and_then(|verification| verification.signed_data().signed_attributes());
        attributes.is_some_and(|attributes| {
            let mut references = attributes.signing_certificates().iter();
            references.any(|reference| reference.algorithm() != DigestAlgorithm::Sha1)
        })
    }

    pub(super) fn certificates(&self) -> &[Certificate] {
        self.verification().map_or(&[], |verification| verification.signed_data().certificates())
    }

    pub(super) fn algorithms(&self) -> Option<Algorithms<'_>> {
        let signed_data = self.verification()?.signed_data();
        Some(Algorithms {
            digests: vec![signed_data.digest_algorithm()],
            signature: Some(signed_data.signature_algorithm()),
            key: self.signer().and_then(|signer| signer.public_key().ok()),
        })
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
    fn gather(
        document: &'d Document<'_>,
        field: &SignatureField<'d>,
        dictionary: SignatureDictionary<'d>,
        known: &KnownCertificates,
    ) -> (Self, Option<Digest>) {
        let bytes = dictionary.sub_filter().and_then(|_| SignedBytes::new(document, &dictionary));
        let mut sha256 = None;
        let verification = bytes.as_ref().ok().map(|bytes| {
            let signed_data = SignedData::parse_with(bytes.contents(), known)?;
            let digests = Digests::of(document.source(), bytes.regions(), signed_data.digest_algorithm());
            sha256 = digests.sha256;
            Ok(signed_data.verify_digest(&digests.signed))
        });
        // What was signed and what is shown now: where later revisions follow these are two documents.
        let signed = match bytes.as_ref().map(SignedBytes::coverage) {
            Ok(Coverage::EarlierRevision { revision, .. }) => Some(revision),
            Ok(Coverage::EntireFile { .. }) | Err(_) => None,
        };
        let later_revisions = signed.map(|signed| pdf::later_revisions(document, signed));
        let revision_changes =
            signed.map(|signed| pdf::revision_changes(document, signed)).unwrap_or_default();
        let second_reader = match signed {
            Some(revision) => pdf::second_reader::compare_revision(document, revision)
                .and_then(|()| pdf::second_reader::compare(document)),
            None => pdf::second_reader::compare(document),
        };
        let second_reader = second_reader.and_then(|()| pdf::hybrid::compare(document));
        let field = field.name.clone();
        (
            Self { field, dictionary, bytes, verification, later_revisions, revision_changes, second_reader },
            sha256,
        )
    }

    /// The fully qualified name of its field.
    pub fn field(&self) -> &str {
        &self.field
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

    /// What each revision after the signed one changed, allowed or not.
    pub fn revision_changes(&self) -> &[RevisionChanges] {
        &self.revision_changes
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

impl<'d> OtherSignature<'d> {
    fn gather(
        document: &'d Document<'_>,
        field: &SignatureField<'d>,
        dictionary: SignatureDictionary<'d>,
        left: Option<&mut usize>,
    ) -> Self {
        let sub_filter = dictionary.sub_filter();
        let bytes = sub_filter.and_then(|kind| Ok((kind, SignedBytes::new(document, &dictionary)?)));
        let read = match (&bytes, left) {
            (Ok((_, bytes)), Some(left)) => match left.checked_sub(bytes.contents().len()) {
                Some(rest) => {
                    *left = rest;
                    true
                }
                None => false,
            },
            (Ok(_) | Err(_), _) => false,
        };
        let value = match &bytes {
            Ok((SubFilter::EtsiRfc3161, bytes)) if read => OtherValue::DocumentTimeStamp(Box::new(
                TimeStamp::of_document(bytes.contents(), &bytes.regions()),
            )),
            Ok((_, bytes)) if read => {
                let signed_data = SignedData::parse(bytes.contents());
                let verification = signed_data.map(|signed_data| signed_data.verify(bytes.regions()));
                OtherValue::Signature(Box::new(verification))
            }
            Ok(_) | Err(_) => OtherValue::Unread,
        };
        let bytes = bytes.map(|(_, bytes)| bytes);
        Self { id: field.id, field: field.name.clone(), dictionary, bytes, value }
    }

    /// The object of its field.
    pub const fn id(&self) -> ObjectId {
        self.id
    }

    /// The fully qualified name of its field.
    pub fn field(&self) -> &str {
        &self.field
    }

    /// The signature dictionary as it stands in the file.
    pub const fn dictionary(&self) -> &SignatureDictionary<'d> {
        &self.dictionary
    }

    /// The octets it covers, or why that is not a whole revision without `/Contents`.
    pub const fn bytes(&self) -> &Result<SignedBytes<'d>, pdf::Error> {
        &self.bytes
    }

    /// What was found about its value.
    pub const fn value(&self) -> &OtherValue {
        &self.value
    }
}

/// The digest of what is signed and, with the same algorithm, that of the file: both begin with the same octets, which are
/// nearly all there are, and are digested once.
struct Digests {
    signed: Digest,
    sha256: Option<Digest>,
}

impl Digests {
    fn of(file: &[u8], [before, after]: [&[u8]; 2], algorithm: DigestAlgorithm) -> Self {
        let mut signed = algorithm.hasher();
        signed.update(before);
        // What is signed begins where the file does: `SignedBytes` proves it.
        let rest = file.get(before.len()..).filter(|_| algorithm == DigestAlgorithm::Sha256);
        let sha256 = rest.map(|rest| {
            let mut whole = signed.clone();
            whole.update(rest);
            whole.finish()
        });
        signed.update(after);
        Self { signed: signed.finish(), sha256 }
    }
}

/// The newest signature, by where its dictionary stands in the file.
fn chosen<'f, 'd>(
    fields: &'f [SignatureField<'d>],
) -> Option<(&'f SignatureField<'d>, SignatureDictionary<'d>)> {
    let signed = fields.iter().filter_map(|field| Some((field, field.signature?)));
    signed
        .filter(|(_, dictionary)| !is_document_time_stamp(dictionary))
        .max_by_key(|(_, dictionary)| dictionary.offset())
}

fn is_document_time_stamp(dictionary: &SignatureDictionary<'_>) -> bool {
    dictionary.sub_filter() == Ok(SubFilter::EtsiRfc3161)
}
