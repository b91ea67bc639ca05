//! Kept records of verification: what an agency found about one document, signed with the agency's own key.
//!
//! A record is a CMS SignedData (RFC 5652) whose content is JSON (`schemas/record-1.schema.json`): the digest and size of the
//! document, when it was verified, what proved its existence then, and the report. It holds nothing of the document but
//! its digest, and no file name. Once the signer's certificate has ended, a record that is still believed proves that the
//! document was there before.
//!
//! This room reads and writes records and says whether signature and content belong together. Whom an agency believes is
//! for `evidence`.

mod read;
mod write;

pub use read::{Record, RecordError, Statement, VerifiedRecord};
pub use write::{Draft, WriteError, write};

/// Version of the content's form. Properties are added without changing it.
pub const FORMAT_VERSION: u32 = 1;

/// What the content says it is.
const KIND: &str = "koseki-verification-record";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cms::testing::{certificate, key};
    use crate::cms::{SignerIdentity, Template};
    use crate::crypto::{DigestAlgorithm, SignatureAlgorithm};
    use crate::time::Time;

    fn at(text: &str) -> Time {
        Time::parse_rfc3339(text).unwrap()
    }

    fn identity() -> SignerIdentity {
        SignerIdentity {
            certificate: certificate("Test CA", &[1], &[]),
            chain: Vec::new(),
            algorithm: SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256),
        }
    }

    fn draft() -> Draft {
        Draft {
            document_sha256: DigestAlgorithm::Sha256.digest(b"document"),
            document_size: 8,
            recorded_at: at("2026-12-01T00:00:00Z"),
            proven: Some((at("2026-11-30T00:00:00Z"), "receipt".into())),
            verdict: "passed".into(),
            report: serde_json::json!({ "format_version": 1 }),
        }
    }

    fn made(draft: &Draft) -> Vec<u8> {
        write(draft, &Template::new(&identity()).unwrap(), key()).unwrap()
    }

    #[test]
    fn what_was_written_is_read_and_verifies() {
        let octets = made(&draft());
        let verified = Record::parse(&octets).unwrap().verify().unwrap();
        let statement = verified.statement();
        assert_eq!(statement.document_sha256(), DigestAlgorithm::Sha256.digest(b"document").as_bytes());
        assert_eq!(statement.recorded_at(), at("2026-12-01T00:00:00Z"));
        assert_eq!(statement.existed_at(), at("2026-11-30T00:00:00Z"));
        assert_eq!(statement.verdict(), "passed");
        assert_eq!(made(&draft()), octets, "RSA PKCS#1 v1.5 is the same every time");
    }

    #[test]
    fn a_proof_later_than_the_record_proves_nothing_more() {
        let later = Draft { proven: Some((at("2026-12-02T00:00:00Z"), "receipt".into())), ..draft() };
        let record = Record::parse(&made(&later)).unwrap();
        assert_eq!(record.statement().existed_at(), at("2026-12-01T00:00:00Z"));
        let none = Draft { proven: None, ..draft() };
        assert_eq!(Record::parse(&made(&none)).unwrap().statement().existed_at(), at("2026-12-01T00:00:00Z"));
    }

    #[test]
    fn rejects_a_record_whose_content_was_changed() {
        let mut octets = made(&draft());
        let place = memchr::memmem::find(&octets, b"\"passed\"").unwrap();
        octets[place + 1..place + 7].copy_from_slice(b"failed");
        let record = Record::parse(&octets).unwrap();
        assert_eq!(record.statement().verdict(), "failed");
        assert!(matches!(record.verify(), Err(RecordError::Signature(_))));
    }

    #[test]
    fn rejects_a_record_whose_two_times_differ() {
        let content = |text: &str| write::content(&Draft { recorded_at: at(text), ..draft() });
        let template = Template::new(&identity()).unwrap();
        let sign = |signing_time| {
            let signed = template.with_content(content("2026-12-01T00:00:00Z"), signing_time).unwrap();
            let value = crate::crypto::Signer::sign(key(), &signed.digest()).unwrap();
            Record::parse(&signed.complete(&value).unwrap()).unwrap().verify().map(drop)
        };
        assert!(sign(Some(at("2026-12-01T00:00:00Z"))).is_ok());
        assert!(matches!(sign(Some(at("2026-12-01T00:00:01Z"))), Err(RecordError::TimesDiffer { .. })));
        assert!(matches!(sign(None), Err(RecordError::TimesDiffer { signing_time: None, .. })));
    }

    #[test]
    fn rejects_what_is_no_record() {
        let template = Template::new(&identity()).unwrap();
        let of = |content: &[u8]| {
            let signed = template.with_content(content.to_vec(), Some(at("2026-12-01T00:00:00Z"))).unwrap();
            let value = crate::crypto::Signer::sign(key(), &signed.digest()).unwrap();
            Record::parse(&signed.complete(&value).unwrap()).map(drop)
        };
        assert!(of(&write::content(&draft())).is_ok());
        assert!(matches!(of(b"{}"), Err(RecordError::Content { .. })));
        let other = String::from_utf8(write::content(&draft())).unwrap();
        let other = |from: &str, to: &str| of(other.replacen(from, to, 1).as_bytes());
        assert!(matches!(other(KIND, "koseki-trust-bundle"), Err(RecordError::Kind)));
        assert!(matches!(other("\"format_version\": 1", "\"format_version\": 2"), Err(RecordError::Kind)));
        assert!(matches!(other("\"sha256\": \"", "\"sha256\": \"0"), Err(RecordError::Content { .. })));
        assert!(matches!(Record::parse(b"no record"), Err(RecordError::Structure(_))));
        let large = vec![0; crate::limits::record::MAX_RECORD_LENGTH + 1];
        assert!(matches!(Record::parse(&large), Err(RecordError::TooLarge { .. })));
    }
}
