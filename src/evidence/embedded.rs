//! Evidence that a CMS signature brings along: revocation data and signature time-stamps.
//!
//! Revocation data in a document is a hint, as its certificates are: path validation takes it as it takes what the receiver
//! hands in, which means signed by the right authority, of the right scope and fresh; but nobody vouches for its age. A time-stamp is verified
//! and its authority's path validated to an anchor that the receiver gave for time-stamps; one that is believed proves
//! that the signature existed at its time.

use super::Question;
use super::algorithms::Algorithms;
use crate::cms::{SignedData, TimeStamp, TimeStampAuthority, TimeStampError};
use crate::crypto::policy::{PolicyViolation, Use};
use crate::limits::Budget;
use crate::pki::{Certificate, CertificateRevocationList, OcspResponse, PathOutcome};

/// What a document carries for the path of its own signer; trusted by nobody until the path's validation has checked it.
#[derive(Debug, Clone, Default)]
pub struct EmbeddedRevocation {
    lists: Vec<CertificateRevocationList>,
    responses: Vec<OcspResponse>,
    unreadable: usize,
}

impl EmbeddedRevocation {
    /// From adbe-revocationInfoArchival among the signed attributes (ISO 32000-1, 12.8.3.3.2) and from SignedData.crls
    /// (RFC 5652, 5.1).
    pub(super) fn gather(signed_data: &SignedData) -> Self {
        let mut found = Self::default();
        let archival = match signed_data.revocation_archival() {
            Ok(archival) => archival.unwrap_or_default(),
            Err(_) => {
                found.unreadable = 1;
                Default::default()
            }
        };
        let lists = archival.certificate_revocation_lists().iter();
        for der in lists.chain(signed_data.certificate_revocation_lists()) {
            match CertificateRevocationList::parse(der) {
                Ok(list) => found.lists.push(list),
                Err(_) => found.unreadable = found.unreadable.saturating_add(1),
            }
        }
        for der in archival.ocsp_responses().iter().chain(signed_data.ocsp_responses()) {
            match OcspResponse::parse(der) {
                Ok(response) => found.responses.push(response),
                Err(_) => found.unreadable = found.unreadable.saturating_add(1),
            }
        }
        found.unreadable = found.unreadable.saturating_add(archival.other());
        found
    }

    /// What was read elsewhere.
    pub(super) const fn of(lists: Vec<CertificateRevocationList>, responses: Vec<OcspResponse>) -> Self {
        Self { lists, responses, unreadable: 0 }
    }

    /// CRLs and ARLs.
    pub fn lists(&self) -> &[CertificateRevocationList] {
        &self.lists
    }

    /// OCSP responses.
    pub fn responses(&self) -> &[OcspResponse] {
        &self.responses
    }

    /// How many could not be read, or are of a kind that is not read.
    pub const fn unreadable(&self) -> usize {
        self.unreadable
    }

    /// Whether the document carries any.
    pub const fn is_empty(&self) -> bool {
        self.lists.is_empty() && self.responses.is_empty() && self.unreadable == 0
    }

    /// Whether the list or response with this SHA-256 is one of the document's.
    pub fn contains(&self, sha256: &[u8; 32]) -> bool {
        self.lists.iter().any(|list| list.sha256() == *sha256)
            || self.responses.iter().any(|response| response.sha256() == *sha256)
    }
}

/// A signature time-stamp with the path of its authority.
#[derive(Debug, Clone)]
pub struct StampEvidence {
    stamp: Result<TimeStamp, TimeStampError>,
    path: Option<PathOutcome>,
    standing: StampStanding,
}

/// How far a time-stamp can be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StampStanding {
    /// Sound, by a certificate for time-stamping alone, valid at the stamp's time, with a valid path at the time the
    /// question is about.
    Believed,
    /// An algorithm of the token or of its imprint is not good enough at the time asked about.
    AlgorithmRefused(PolicyViolation),
    /// The authority's certificate was not valid at the stamp's own time.
    AuthorityOutsideValidity,
    /// The certificate is not one for time-stamping alone (RFC 3161, 2.3).
    AuthorityPurpose,
    /// The stamp's time lies after the time the question is about.
    LaterThanQuestion,
    /// The receiver gave no anchor for time-stamps.
    NoAnchor,
    /// No path from the authority to an anchor for time-stamps is valid.
    PathInvalid,
    /// The token is not sound, or about something else.
    Unsound,
}

impl StampEvidence {
    pub(super) fn gather(
        stamp: Result<TimeStamp, TimeStampError>,
        question: &Question,
        hints: &[Certificate],
        budget: &mut Budget,
    ) -> Self {
        let Ok(found) = &stamp else {
            return Self { stamp, path: None, standing: StampStanding::Unsound };
        };
        let authority = found.authority_certificate();
        let certificates: Vec<Certificate> =
            found.token().other_certificates().iter().chain(hints).cloned().collect();
        let lists = found.token().certificate_revocation_lists().iter();
        let responses = found.token().ocsp_responses().iter();
        let embedded = EmbeddedRevocation {
            lists: lists.filter_map(|der| CertificateRevocationList::parse(der).ok()).collect(),
            responses: responses.filter_map(|der| OcspResponse::parse(der).ok()).collect(),
            unreadable: 0,
        };
        if question.time_stamp_anchors.is_empty() {
            return Self { stamp, path: None, standing: StampStanding::NoAnchor };
        }
        let target = (authority, found.latest());
        let path = question.validate_time_stamp_authority(target, &certificates, &embedded, budget);
        let standing = standing(found, &path, question);
        Self { stamp, path: Some(path), standing }
    }

    /// The time-stamp, or why it is no evidence.
    pub const fn stamp(&self) -> &Result<TimeStamp, TimeStampError> {
        &self.stamp
    }

    /// The path of its authority; `None` where the stamp is unsound or there is no anchor it could lead to.
    pub const fn path(&self) -> Option<&PathOutcome> {
        self.path.as_ref()
    }

    /// How far it can be believed.
    pub const fn standing(&self) -> StampStanding {
        self.standing
    }
}

fn standing(stamp: &TimeStamp, path: &PathOutcome, question: &Question) -> StampStanding {
    let at = question.at;
    let authority = stamp.authority_certificate();
    if stamp.authority() == TimeStampAuthority::OtherPurpose {
        StampStanding::AuthorityPurpose
    } else if stamp.time() > at {
        StampStanding::LaterThanQuestion
    } else if !(authority.not_before()..=authority.not_after()).contains(&stamp.time()) {
        StampStanding::AuthorityOutsideValidity
    } else if let Some(violation) = refused_algorithm(stamp, question) {
        StampStanding::AlgorithmRefused(violation)
    } else {
        match path {
            PathOutcome::Valid(_) => StampStanding::Believed,
            PathOutcome::Invalid(_) => StampStanding::PathInvalid,
        }
    }
}

/// The token is relied on as its authority's path is: at the time asked about, proven by the receipt alone.
fn refused_algorithm(stamp: &TimeStamp, question: &Question) -> Option<PolicyViolation> {
    let token = stamp.token();
    let algorithms = Algorithms {
        digests: vec![stamp.imprint_algorithm(), token.digest_algorithm()],
        signature: Some(token.signature_algorithm()),
        key: token.signer_certificate().public_key().ok(),
    };
    let asked = Use::verify(question.at, question.receipt().map(|proof| proof.time));
    algorithms.defects(question, asked).first().map(|defect| defect.violation)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cms::testing::{
        Forge, Token, attribute, content_type, digest_attribute, key, name, oid, revocation_list, sign, tlv,
    };
    use crate::crypto::DigestAlgorithm;
    use crate::crypto::policy::AlgorithmPolicy;
    use crate::evidence::{Body, Evidence, Opened, OtherValue};
    use crate::limits::pki::PATH_STEPS;
    use crate::pdf::{Document, SignatureFieldRequest, SignedBytes, prepare};
    use crate::pki::{Name, PathFailure, RevocationMode, RevocationStatus, TrustAnchor};
    use crate::time::Time;

    const INPUT: &[u8] = include_bytes!("../../fixtures/inputs/xref-stream.pdf");

    fn at(text: &str) -> Time {
        Time::parse_rfc3339(text).unwrap()
    }

    /// Trusts the name `Test CA` with the one key of these tests.
    fn question(time: &str) -> Question {
        let anchor = TrustAnchor::from_name_and_key(
            Name::parse(&name("Test CA")).unwrap(),
            &key().public_key_spki().unwrap(),
        );
        let anchor = anchor.unwrap();
        Question {
            anchors: vec![anchor.clone()],
            time_stamp_anchors: vec![anchor],
            ..Question::new(at(time))
        }
    }

    /// A PDF whose signature has these lists archived, and time-stamps that `tokens` makes over its value.
    fn signed(lists: &[Vec<u8>], tokens: impl Fn(&[u8]) -> Vec<Vec<u8>>) -> Vec<u8> {
        signed_with(None, lists, tokens)
    }

    /// The same with one more signed attribute.
    fn signed_with(
        more: Option<Vec<u8>>,
        lists: &[Vec<u8>],
        tokens: impl Fn(&[u8]) -> Vec<Vec<u8>>,
    ) -> Vec<u8> {
        let request = SignatureFieldRequest {
            filter: "Adobe.PPKLite",
            name: "Minister of Justice",
            signing_time: "D:20261201090000+09'00'",
            field_name: "Signature1",
            contents_capacity: 40_000,
            reason: None,
        };
        let prepared = prepare(INPUT, &request).unwrap();
        let mut hasher = DigestAlgorithm::Sha256.hasher();
        prepared.digest_with(|octets| hasher.update(octets));
        let mut attributes = vec![content_type(), digest_attribute(hasher.finish().as_bytes())];
        if !lists.is_empty() {
            let archival = tlv(0x30, tlv(0xa0, tlv(0x30, lists.concat())));
            attributes.push(attribute("1.2.840.113583.1.1.8", &[archival]));
        }
        attributes.extend(more);
        attributes.sort();
        let mut forge = Forge::new().only(&attributes);
        let tokens = tokens(&sign(DigestAlgorithm::Sha256, &forge.as_found()));
        if !tokens.is_empty() {
            forge.unsigned = Some(attribute("1.2.840.113549.1.9.16.2.14", &tokens));
        }
        prepared.complete(&forge.make()).unwrap()
    }

    fn gather<T>(file: &[u8], question: &Question, ask: impl FnOnce(&Evidence<'_>) -> T) -> T {
        let opened = Opened::new(file);
        let evidence = Evidence::gather(&opened, question, None);
        assert!(matches!(evidence.body(), Body::Pdf(pdf) if pdf.signature().is_some()));
        ask(&evidence)
    }

    /// Where the status of the signer's certificate comes from, or that there is no valid path.
    fn rests_on_the_document(lists: &[Vec<u8>], time: &str) -> Option<bool> {
        gather(&signed(lists, |_| Vec::new()), &question(time), |evidence| match evidence.path().unwrap() {
            PathOutcome::Valid(path) => path.revocation().first().map(|status| match status {
                RevocationStatus::Good(good) => evidence.embedded_revocation().contains(&good.sha256),
                _ => false,
            }),
            PathOutcome::Invalid(_) => None,
        })
    }

    #[test]
    fn an_embedded_list_counts_when_its_issuer_signed_it_and_it_is_fresh() {
        let fresh = || revocation_list("Test CA", "261125000000Z", "261205000000Z", &[]);
        assert_eq!(rests_on_the_document(&[fresh()], "2026-12-01T00:00:00Z"), Some(true));
        assert_eq!(rests_on_the_document(&[], "2026-12-01T00:00:00Z"), None, "revocation is required");
        assert_eq!(rests_on_the_document(&[fresh()], "2026-12-06T00:00:00Z"), None, "stale");
        assert_eq!(rests_on_the_document(&[fresh()], "2026-11-24T00:00:00Z"), None, "not yet issued");
        let other = revocation_list("Other CA", "261125000000Z", "261205000000Z", &[]);
        assert_eq!(rests_on_the_document(&[other], "2026-12-01T00:00:00Z"), None, "another issuer's");
        let mut forged = fresh();
        *forged.last_mut().unwrap() ^= 1;
        assert_eq!(
            rests_on_the_document(&[forged], "2026-12-01T00:00:00Z"),
            None,
            "not the issuer's signature"
        );
    }

    #[test]
    fn a_list_handed_in_that_revokes_outweighs_an_embedded_one_that_does_not() {
        let file =
            signed(&[revocation_list("Test CA", "261125000000Z", "261205000000Z", &[])], |_| Vec::new());
        let revoking = revocation_list("Test CA", "261126000000Z", "261206000000Z", &[1]);
        let mut question = question("2026-12-01T00:00:00Z");
        question.revocation_lists = vec![CertificateRevocationList::parse(&revoking).unwrap()];
        for mode in [RevocationMode::Required, RevocationMode::Available, RevocationMode::Off] {
            question.revocation = mode;
            let valid =
                gather(&file, &question, |evidence| matches!(evidence.path(), Some(PathOutcome::Valid(_))));
            assert!(!valid, "{mode:?}");
        }
    }

    /// Which is how a time-stamp over the signature value proves the signer's certificate (decision 0063).
    #[test]
    fn a_signature_names_its_certificate_by_a_digest_that_nobody_can_forge() {
        let certificate = Forge::new().certificates.concat();
        let reference = |kind: &str, digest: DigestAlgorithm| {
            let hash = tlv(4, digest.digest(&certificate).as_bytes());
            attribute(kind, &[tlv(0x30, tlv(0x30, tlv(0x30, hash)))])
        };
        let names = |more| {
            gather(&signed_with(more, &[], |_| Vec::new()), &question("2026-12-01T00:00:00Z"), |evidence| {
                let Body::Pdf(pdf) = evidence.body() else { panic!() };
                pdf.names_signer()
            })
        };
        assert!(names(Some(reference("1.2.840.113549.1.9.16.2.47", DigestAlgorithm::Sha256))));
        assert!(!names(Some(reference("1.2.840.113549.1.9.16.2.12", DigestAlgorithm::Sha1))));
        assert!(!names(None));
    }

    #[test]
    fn counts_what_cannot_be_read() {
        let file = signed(&[tlv(0x30, tlv(2, [1]))], |_| Vec::new());
        gather(&file, &question("2026-12-01T00:00:00Z"), |evidence| {
            let embedded = evidence.embedded_revocation();
            assert_eq!((embedded.lists().len(), embedded.unreadable(), embedded.is_empty()), (0, 1, false));
        });
    }

    fn stands(token: impl Fn(Token) -> Token, lists: &[Vec<u8>], time: &str) -> StampStanding {
        let file = signed(lists, |value| vec![token(Token::over(value)).make()]);
        let mut question = question(time);
        question.revocation_lists =
            lists.iter().map(|list| CertificateRevocationList::parse(list).unwrap()).collect();
        gather(&file, &question, |evidence| evidence.time_stamps()[0].standing())
    }

    #[test]
    fn the_time_stamps_of_a_document_share_one_budget() {
        let lists = [revocation_list("Test CA", "261125000000Z", "261205000000Z", &[])];
        let file = signed(&lists, |value| vec![Token::over(value).make(), Token::over(value).make()]);
        let mut question = question("2026-12-02T00:00:00Z");
        question.revocation_lists =
            lists.iter().map(|list| CertificateRevocationList::parse(list).unwrap()).collect();
        gather(&file, &question, |evidence| {
            let Body::Pdf(pdf) = evidence.body() else { panic!() };
            let standings = |budget: &mut Budget| {
                let stamps = pdf.time_stamps(&question, budget);
                stamps.iter().map(StampEvidence::standing).collect::<Vec<_>>()
            };
            let mut budget = Budget::new(PATH_STEPS);
            assert_eq!(standings(&mut budget), [StampStanding::Believed, StampStanding::Believed]);
            let both = PATH_STEPS - budget.left();
            assert_eq!(standings(&mut Budget::new(both))[1], StampStanding::Believed);
            assert_eq!(
                standings(&mut Budget::new(both - 1)),
                [StampStanding::Believed, StampStanding::PathInvalid]
            );
        });
    }

    #[test]
    fn a_time_stamp_is_believed_while_its_digests_and_algorithm_are_good_enough() {
        let lists = [revocation_list("Test CA", "261125000000Z", "261205000000Z", &[])];
        let file = signed(&lists, |value| vec![Token::over(value).make()]);
        let standing = |until: &str, received_at: Option<&str>, rsa: &str| {
            let line = |algorithm: &str, bits: &str, now: &str, proof: &str| {
                format!(
                    r#"{{"algorithm":"{algorithm}"{bits},"sign":"never","verify_now":"{now}","verify_with_proof":"{proof}"}}"#
                )
            };
            let rows = [
                line("SHA-256", "", until, "always"),
                line("RSASSA-PKCS1-v1_5", r#","bits":2048"#, rsa, rsa),
                line("RSASSA-PSS", r#","bits":2048"#, "always", "always"),
            ];
            let file_of_policy = format!(
                r#"{{"format_version":1,"version":"a","source":"b","algorithms":[{}]}}"#,
                rows.join(",")
            );
            let mut question = question("2026-12-02T00:00:00Z");
            question.revocation_lists =
                lists.iter().map(|list| CertificateRevocationList::parse(list).unwrap()).collect();
            question.received_at = received_at.map(at);
            question.algorithm_policy = AlgorithmPolicy::from_json(file_of_policy.as_bytes()).unwrap();
            gather(&file, &question, |evidence| evidence.time_stamps()[0].standing())
        };
        let refused = |standing| matches!(standing, StampStanding::AlgorithmRefused(_));
        assert_eq!(standing("2026-12-02T00:00:00Z", None, "always"), StampStanding::Believed);
        assert!(refused(standing("2026-12-01T23:59:59Z", None, "always")));
        // The receipt proves the token as it proves the signature, and what the token says does not prove itself.
        let received = Some("2026-12-01T12:00:00Z");
        assert_eq!(standing("2026-12-01T12:00:00Z", received, "always"), StampStanding::Believed);
        assert!(refused(standing("2026-12-01T11:59:59Z", received, "always")));
        assert!(refused(standing("always", None, "never")));
    }

    #[test]
    fn believes_a_time_stamp_whose_authority_has_a_valid_path() {
        let lists = [revocation_list("Test CA", "261125000000Z", "261205000000Z", &[])];
        let same = |token| token;
        assert_eq!(stands(same, &lists, "2026-12-02T00:00:00Z"), StampStanding::Believed);
        assert_eq!(
            stands(same, &[], "2026-12-02T00:00:00Z"),
            StampStanding::PathInvalid,
            "no revocation data"
        );
        assert_eq!(stands(same, &lists, "2026-11-30T00:00:00Z"), StampStanding::LaterThanQuestion);
        let both = || tlv(0x30, [oid("1.3.6.1.5.5.7.3.8"), oid("1.3.6.1.5.5.7.3.4")].concat());
        let purpose = |token| Token { extended_key_usage: both(), ..token };
        assert_eq!(stands(purpose, &lists, "2026-12-02T00:00:00Z"), StampStanding::AuthorityPurpose);
        let early = |token| Token { time: "20251231000000Z", ..token };
        assert_eq!(stands(early, &lists, "2026-12-02T00:00:00Z"), StampStanding::AuthorityOutsideValidity);
        let unsound = |token| Token { binding: false, ..token };
        assert_eq!(stands(unsound, &lists, "2026-12-02T00:00:00Z"), StampStanding::Unsound);
    }

    /// Adds a document time-stamp to a signed file: an update whose dictionary is renamed in place before it is filled.
    fn document_time_stamped(file: &[u8], over: impl Fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
        let request = SignatureFieldRequest {
            filter: "Adobe.PPKLite",
            name: "Test TSA",
            signing_time: "D:20261201090000+09'00'",
            field_name: "Stamp1",
            contents_capacity: 8_000,
            reason: None,
        };
        let mut stamped = prepare(file, &request).unwrap().complete(&[0x30, 0]).unwrap();
        for (from, to) in
            [("/Type/Sig/Filter", "         /Filter"), ("adbe.pkcs7.detached", "ETSI.RFC3161       ")]
        {
            let found = memchr::memmem::find(&stamped[file.len()..], from.as_bytes()).unwrap();
            let start = file.len() + found;
            stamped[start..start + from.len()].copy_from_slice(to.as_bytes());
        }
        let (token, at) = {
            let document = Document::parse(&stamped).unwrap();
            let fields = document.latest().signature_fields().unwrap();
            let stamp = fields.iter().find(|field| field.name == "Stamp1").unwrap().signature.unwrap();
            let bytes = SignedBytes::new(&document, &stamp).unwrap();
            (over(&bytes.regions().concat()), bytes.contents_span().start + 1)
        };
        let digits = const_hex::encode(token);
        stamped[at..at + digits.len()].copy_from_slice(digits.as_bytes());
        stamped
    }

    #[test]
    fn a_document_time_stamp_is_listed_and_never_spoken_of() {
        let list = revocation_list("Test CA", "261125000000Z", "261205000000Z", &[]);
        let file = signed(&[list], |_| Vec::new());
        let verdict = |stamped: &[u8]| {
            gather(stamped, &question("2026-12-01T00:00:00Z"), |evidence| {
                let Body::Pdf(pdf) = evidence.body() else { panic!() };
                let spoken_of = pdf.signature().unwrap();
                assert_eq!(spoken_of.field(), "Signature1");
                assert!(matches!(spoken_of.later_revisions(), Some(Ok(later)) if later.len() == 1));
                assert!(matches!(evidence.path(), Some(PathOutcome::Valid(_))));
                match pdf.others() {
                    [one] => match one.value() {
                        OtherValue::DocumentTimeStamp(stamp) => {
                            stamp.as_ref().as_ref().map(TimeStamp::time).map_err(Clone::clone)
                        }
                        other => panic!("{other:?}"),
                    },
                    others => panic!("{}", others.len()),
                }
            })
        };
        let good = document_time_stamped(&file, |octets| Token::over(octets).make());
        assert_eq!(verdict(&good), Ok(at("2026-12-01T00:00:00Z")));
        let other = document_time_stamped(&file, |_| Token::over(b"another file").make());
        assert_eq!(verdict(&other), Err(TimeStampError::ImprintDifferent));
    }

    #[test]
    fn a_time_stamp_whose_authority_has_expired_too_brings_no_signer_back() {
        let file = signed(&[], |value| vec![Token::over(value).make()]);
        gather(&file, &question("2036-12-01T00:00:00Z"), |evidence| {
            assert!(matches!(evidence.path(), Some(PathOutcome::Invalid(PathFailure { .. }))));
        });
    }
}
