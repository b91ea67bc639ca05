//! A signature time-stamp (RFC 3161) as proof of existence: what it proves, to whom, and what takes its force away.
#![cfg(all(feature = "test-pki", feature = "aws-lc"))]

mod support;
#[path = "support/world.rs"]
mod world;

use koseki::cms::{SignerIdentity, Template};
use koseki::crypto::DigestAlgorithm;
use koseki::pdf::{Document, SignatureFieldRequest, SignedBytes, prepare};
use koseki::pki::{Certificate, CertificateRevocationList};
use koseki::profile::Profile;
use koseki::report::{
    DocumentReport, Indication, Language, Outcome, ProofSource, RevocationState, SignatureKind,
    SignatureOutcome, SubIndication,
};
use koseki::test_pki::{CertificateBuilder, CrlBuilder, Key, KeyUsage, Reason, Validity, der, names};
use koseki::time::Time;
use koseki::{Verifier, verify_document};
use support::fixture;
use world::{days, seconds, world};

fn certificate(der: &[u8]) -> Certificate {
    Certificate::parse(der).unwrap()
}

/// The time-stamp authority's certificate, under a CA that vouches for no signer; critical extKeyUsage as RFC 3161 asks.
fn authority(purpose: &str) -> Vec<u8> {
    let key = &world().keys.other_office;
    let usage = der::sequence(&[&der::object_identifier(purpose).unwrap()]);
    CertificateBuilder::new(
        &names::other_office(),
        key.spki(),
        &names::unrelated_ca(),
        4_242,
        Validity { not_before: days(-10), not_after: days(900) },
    )
    .key_usage(&[KeyUsage::DigitalSignature])
    .other_extension("2.5.29.37", true, &usage)
    .sign(world().keys.unrelated_ca.signer())
    .unwrap()
}

const TIME_STAMPING: &str = "1.3.6.1.5.5.7.3.8";

fn oid(text: &str) -> Vec<u8> {
    der::object_identifier(text).unwrap()
}

fn attribute(kind: &str, value: &[u8]) -> Vec<u8> {
    der::sequence(&[&oid(kind), &der::element(0x31, value)])
}

/// A token of `time` over `signature_value` (RFC 3161, 2.4.2).
fn token(signature_value: &[u8], time: Time, certificate_der: &[u8], key: &Key) -> Vec<u8> {
    accurate_token(signature_value, (time, &[]), certificate_der, key)
}

/// The same with what follows genTime.
fn accurate_token(
    signature_value: &[u8],
    (time, rest): (Time, &[u8]),
    certificate_der: &[u8],
    key: &Key,
) -> Vec<u8> {
    const TST_INFO: &str = "1.2.840.113549.1.9.16.1.4";
    let sha256 = || der::sequence(&[&oid("2.16.840.1.101.3.4.2.1")]);
    let imprint = DigestAlgorithm::Sha256.digest(signature_value);
    let text = time.rfc3339(0).replace(['-', ':', 'T'], "");
    let info = der::sequence(&[
        &der::integer(1),
        &oid("1.3.6.1.4.1.99999.7.1"),
        &der::sequence(&[&sha256(), &der::octet_string(imprint.as_bytes())]),
        &der::integer(1),
        &der::element(0x18, text.as_bytes()),
        rest,
    ]);
    let hash = DigestAlgorithm::Sha256.digest(certificate_der);
    let ess = der::sequence(&[&der::sequence(&[&der::sequence(&[&der::octet_string(hash.as_bytes())])])]);
    let ess = attribute("1.2.840.113549.1.9.16.2.47", &ess);
    let digest = DigestAlgorithm::Sha256.digest(&info);
    let content = der::sequence(&[&oid(TST_INFO), &der::context(0, &der::octet_string(&info))]);
    signed_data((3, TST_INFO), (&content, digest.as_bytes()), &[ess], certificate_der, key).0
}

/// A SignedData with these signed attributes beside contentType and messageDigest, and its signature value.
fn signed_data(
    (version, content_type): (u64, &str),
    (content, digest): (&[u8], &[u8]),
    more: &[Vec<u8>],
    certificate_der: &[u8],
    key: &Key,
) -> (Vec<u8>, Vec<u8>) {
    let sha256 = || der::sequence(&[&oid("2.16.840.1.101.3.4.2.1")]);
    let mut attributes = vec![
        attribute("1.2.840.113549.1.9.3", &oid(content_type)),
        attribute("1.2.840.113549.1.9.4", &der::octet_string(digest)),
    ];
    attributes.extend_from_slice(more);
    let attributes = der::set_of(attributes);
    let value = key.signer().sign(&DigestAlgorithm::Sha256.digest(&attributes)).unwrap();
    let mut implicit = attributes;
    implicit[0] = 0xa0;
    let parsed = certificate(certificate_der);
    let signer = der::sequence(&[
        &der::integer(1),
        &der::sequence(&[parsed.issuer().der(), &der::element(2, parsed.serial_number())]),
        &sha256(),
        &implicit,
        &der::sequence(&[&oid("1.2.840.113549.1.1.11"), &der::null()]),
        &der::octet_string(&value),
    ]);
    let signed_data = der::sequence(&[
        &der::integer(version),
        &der::element(0x31, &sha256()),
        content,
        &der::context(0, certificate_der),
        &der::element(0x31, &signer),
    ]);
    let octets = der::sequence(&[&oid("1.2.840.113549.1.7.2"), &der::context(0, &signed_data)]);
    (octets, value)
}

/// Appends an unsigned attribute to the one SignerInfo, which is the last thing in a ContentInfo, and lengthens all around.
fn with_unsigned(content_info: &[u8], attribute: &[u8]) -> Vec<u8> {
    fn grow(octets: &[u8], levels: &[Step], addition: &[u8]) -> Vec<u8> {
        let (tag, body) = (octets[0], contents(octets));
        let Some((step, rest)) = levels.split_first() else {
            return der::element(tag, &[body, addition].concat());
        };
        let (start, end) = match step {
            Step::Child(wanted) => {
                (0..*wanted).fold((0, total(body)), |(_, end), _| (end, end + total(&body[end..])))
            }
            Step::Last => {
                let (mut start, mut end) = (0, total(body));
                while end < body.len() {
                    (start, end) = (end, end + total(&body[end..]));
                }
                (start, end)
            }
        };
        let inner = grow(&body[start..end], rest, addition);
        der::element(tag, &[&body[..start], &inner, &body[end..]].concat())
    }
    let steps = [Step::Child(1), Step::Child(0), Step::Last, Step::Child(0)];
    grow(content_info, &steps, &der::context(1, attribute))
}

enum Step {
    Child(usize),
    Last,
}

fn header(octets: &[u8]) -> (usize, usize) {
    match octets[1] {
        short @ 0..=0x7f => (2, usize::from(short)),
        long => {
            let count = usize::from(long & 0x7f);
            (
                2 + count,
                octets[2..2 + count].iter().fold(0, |length, octet| length << 8 | usize::from(*octet)),
            )
        }
    }
}

fn total(octets: &[u8]) -> usize {
    let (head, length) = header(octets);
    head + length
}

fn contents(octets: &[u8]) -> &[u8] {
    let (head, length) = header(octets);
    &octets[head..head + length]
}

/// A PDF the Minister signed on the base day, with whatever time-stamp is made over its signature value.
fn signed(stamp: impl FnOnce(&[u8]) -> Option<Vec<u8>>) -> Vec<u8> {
    let input = fixture("documents/divorce.pdf");
    let world = world();
    let key = world.keys.minister.signer();
    let identity = SignerIdentity {
        certificate: certificate(&world.gpki.minister),
        chain: Vec::new(),
        algorithm: key.algorithm(),
    };
    let template = Template::new(&identity).unwrap();
    let document = prepare(
        &input,
        &SignatureFieldRequest {
            filter: "Adobe.PPKLite",
            name: "Minister of Justice",
            signing_time: "D:20261201090000+09'00'",
            field_name: "Signature1",
            contents_capacity: 20_000,
            reason: None,
        },
    )
    .unwrap();
    let mut hasher = template.digest_algorithm().hasher();
    document.digest_with(|octets| hasher.update(octets));
    let to_be_signed = template.signed_attributes(&hasher.finish(), Some(days(0))).unwrap();
    let value = key.sign(&to_be_signed.digest()).unwrap();
    let cms = to_be_signed.complete(&value).unwrap();
    let cms = match stamp(&value) {
        Some(token) => with_unsigned(&cms, &attribute("1.2.840.113549.1.9.16.2.14", &token)),
        None => cms,
    };
    let octets = document.complete(&cms).unwrap();
    Document::parse(&octets).unwrap();
    octets
}

/// The same by hand, without the attribute that names the signer's certificate.
fn signed_without_naming(stamp: impl FnOnce(&[u8]) -> Vec<u8>) -> Vec<u8> {
    signed_with(&[], |value| Some(stamp(value)))
}

/// As [`signed_without_naming`], with these signed attributes.
fn signed_with(attributes: &[Vec<u8>], stamp: impl FnOnce(&[u8]) -> Option<Vec<u8>>) -> Vec<u8> {
    const DATA: &str = "1.2.840.113549.1.7.1";
    let request = SignatureFieldRequest {
        filter: "Adobe.PPKLite",
        name: "Minister of Justice",
        signing_time: "D:20261201090000+09'00'",
        field_name: "Signature1",
        contents_capacity: 20_000,
        reason: None,
    };
    let input = fixture("documents/divorce.pdf");
    let document = prepare(&input, &request).unwrap();
    let mut hasher = DigestAlgorithm::Sha256.hasher();
    document.digest_with(|octets| hasher.update(octets));
    let (content, world) = (der::sequence(&[&oid(DATA)]), world());
    let digest = hasher.finish();
    let about = (content.as_slice(), digest.as_bytes());
    let (cms, value) = signed_data((1, DATA), about, attributes, &world.gpki.minister, &world.keys.minister);
    let cms = match stamp(&value) {
        Some(token) => with_unsigned(&cms, &attribute("1.2.840.113549.1.9.16.2.14", &token)),
        None => cms,
    };
    document.complete(&cms).unwrap()
}

/// Asked on day 370, when the Minister's certificate has been superseded since day 365.
fn verifier(time_stamp_anchors: &[&[u8]]) -> Verifier {
    let gpki = &world().gpki;
    let unrelated = CrlBuilder::new(&names::unrelated_ca(), days(366), Some(days(374)));
    let unrelated = unrelated.sign(world().keys.unrelated_ca.signer()).unwrap();
    let lists = [gpki.official_status_crl_later.as_slice(), &unrelated];
    Verifier::new(days(370))
        .with_anchors([certificate(&gpki.official_status_ca)])
        .with_time_stamp_anchors(time_stamp_anchors.iter().map(|der| certificate(der)))
        .with_revocation_lists(lists.map(|der| CertificateRevocationList::parse(der).unwrap()))
        .with_profile(Profile::signature())
}

fn report(octets: &[u8], verifier: &Verifier) -> DocumentReport {
    verify_document(octets, verifier)
}

#[track_caller]
fn ends(report: &DocumentReport, indication: Indication, sub: Option<SubIndication>) {
    assert_eq!(report.indication(), (indication, sub), "{:#}", report.to_json(Language::English));
}

/// Made by the authority on `day`.
fn stamped(day: i64, purpose: &str) -> Vec<u8> {
    signed(|value| Some(token(value, days(day), &authority(purpose), &world().keys.other_office)))
}

/// Adds a document time-stamp to a signed file: the update of a signature, whose dictionary is renamed in place before the token over
/// it is put in.
fn document_time_stamped(file: &[u8], stamp: impl FnOnce(&[u8]) -> Vec<u8>) -> Vec<u8> {
    let request = SignatureFieldRequest {
        filter: "Adobe.PPKLite",
        name: "Time-stamp authority",
        signing_time: "D:20261201090000+09'00'",
        field_name: "Stamp1",
        contents_capacity: 8_000,
        reason: None,
    };
    let mut octets = prepare(file, &request).unwrap().complete(&[0x30, 0]).unwrap();
    for (from, to) in
        [("/Type/Sig/Filter", "         /Filter"), ("adbe.pkcs7.detached", "ETSI.RFC3161       ")]
    {
        let at = memchr::memmem::rfind(&octets, from.as_bytes()).unwrap();
        assert!(at > file.len());
        octets[at..at + from.len()].copy_from_slice(to.as_bytes());
    }
    let (covered, at) = {
        let document = Document::parse(&octets).unwrap();
        let fields = document.latest().signature_fields().unwrap();
        let field = fields.iter().find(|field| field.name == "Stamp1").unwrap();
        let bytes = SignedBytes::new(&document, field.signature.as_ref().unwrap()).unwrap();
        (bytes.regions().concat(), bytes.contents_span().start + 1)
    };
    let digits = const_hex::encode(stamp(&covered));
    octets[at..at + digits.len()].copy_from_slice(digits.as_bytes());
    octets
}

/// A token with another algorithm of the signature value: the object identifier that stands last.
fn with_algorithm(mut token: Vec<u8>, last_arc: u8) -> Vec<u8> {
    let algorithm = oid("1.2.840.113549.1.1.11");
    let at = memchr::memmem::rfind(&token, &algorithm).unwrap() + algorithm.len() - 1;
    token[at] = last_arc;
    token
}

#[test]
fn a_document_time_stamp_is_described_and_one_that_cannot_be_checked_is_told_from_one_that_is_none() {
    let file = signed(|_| None);
    let token =
        |covered: &[u8]| token(covered, days(1), &authority(TIME_STAMPING), &world().keys.other_office);
    let told = |stamped: &[u8]| {
        let report = report(stamped, &verifier(&[]));
        let checks = report.signature.checks();
        let further = checks.iter().find(|check| check.rule().id.0 == "pdf.revision.further-signature");
        let described = checks.iter().find(|check| check.rule().id.0 == "signature.later-revision");
        let detail = described.unwrap().detail().unwrap();
        let words = [Language::Japanese, Language::English].map(|it| detail.in_language(it).to_owned());
        (further.map(|check| (check.outcome(), check.sub_indication())), words)
    };
    let (fault, [japanese, english]) = told(&document_time_stamped(&file, token));
    assert_eq!(fault, None);
    assert!(japanese.contains(": 追加の署名（フィールド Stamp1、オブジェクト "), "{japanese}");
    assert!(english.contains(": a further signature (field Stamp1, object "), "{english}");
    // An algorithm that is not known leaves it undecided; a stamp of another file, and what is no token at all, are none.
    let outcome = |stamp: &dyn Fn(&[u8]) -> Vec<u8>| told(&document_time_stamped(&file, stamp)).0.unwrap();
    let undecided = (Outcome::Unknown, Some(SubIndication::Generic));
    let broken = (Outcome::Fail, Some(SubIndication::FormatFailure));
    assert_eq!(outcome(&|covered| with_algorithm(token(covered), 99)), undecided);
    assert_eq!(outcome(&|_| token(b"another file")), broken);
    assert_eq!(outcome(&|_| vec![0x30, 0]), broken);
}

#[test]
fn a_document_time_stamp_is_listed_as_what_was_found_of_it() {
    let file = signed(|_| None);
    let token =
        |covered: &[u8]| token(covered, days(1), &authority(TIME_STAMPING), &world().keys.other_office);
    let listed = |stamp: &dyn Fn(&[u8]) -> Vec<u8>| {
        let report = report(&document_time_stamped(&file, stamp), &verifier(&[]));
        let mut stamps = report.signatures.iter().filter(|one| one.kind == SignatureKind::DocumentTimeStamp);
        stamps.next().unwrap().outcome
    };
    let altered = |covered: &[u8]| {
        let mut token = token(covered);
        *token.last_mut().unwrap() ^= 1;
        token
    };
    assert_eq!(listed(&token), SignatureOutcome::Intact);
    assert_eq!(listed(&|_| token(b"another file")), SignatureOutcome::DigestDiffers);
    assert_eq!(listed(&altered), SignatureOutcome::ValueWrong);
    assert_eq!(listed(&|_| vec![0x30, 0]), SignatureOutcome::NotEstablished);
}

#[test]
fn a_time_stamp_of_before_the_revocation_proves_it() {
    let anchor: &[u8] = &world().gpki.unrelated_ca;
    let passed = report(&stamped(1, TIME_STAMPING), &verifier(&[anchor]));
    ends(&passed, Indication::TotalPassed, None);
    let proof = passed.proof_of_existence.unwrap();
    assert_eq!((proof.time, proof.source), (days(1), ProofSource::TimeStamp));
    // The same document without its time-stamp, and with one of the day of the revocation.
    let without = report(&signed(|_| None), &verifier(&[anchor]));
    ends(&without, Indication::Indeterminate, Some(SubIndication::RevokedNoPoe));
    let late = report(&stamped(365, TIME_STAMPING), &verifier(&[anchor]));
    ends(&late, Indication::TotalFailed, Some(SubIndication::Revoked));
}

#[test]
fn a_time_stamp_proves_nothing_without_an_anchor_of_its_own() {
    let document = stamped(1, TIME_STAMPING);
    let open = |verifier: &Verifier| {
        let report = report(&document, verifier);
        ends(&report, Indication::Indeterminate, Some(SubIndication::RevokedNoPoe));
        assert_eq!(report.proof_of_existence, None);
    };
    open(&verifier(&[]));
    open(&verifier(&[&world().gpki.official_status_ca]));
    // An anchor for signers is none for time-stamps.
    open(&verifier(&[]).with_anchors([certificate(&world().gpki.unrelated_ca)]));
}

#[test]
fn a_time_stamp_of_another_purpose_time_or_value_proves_nothing() {
    let anchor: &[u8] = &world().gpki.unrelated_ca;
    let open = |document: &[u8]| {
        let report = report(document, &verifier(&[anchor]));
        ends(&report, Indication::Indeterminate, Some(SubIndication::RevokedNoPoe));
        assert_eq!(report.proof_of_existence, None);
    };
    let (email_protection, code_signing) = ("1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.3");
    open(&stamped(1, email_protection));
    open(&stamped(1, code_signing));
    // Later than the instant asked about.
    open(&stamped(371, TIME_STAMPING));
    let other_value = signed(|_| {
        Some(token(b"another value", days(1), &authority(TIME_STAMPING), &world().keys.other_office))
    });
    open(&other_value);
    // By somebody who only uses the authority's certificate.
    let stranger =
        signed(|value| Some(token(value, days(1), &authority(TIME_STAMPING), &world().keys.impostor)));
    open(&stranger);
}

#[test]
fn a_revoked_time_stamp_authority_proves_nothing() {
    let anchor: &[u8] = &world().gpki.unrelated_ca;
    let revoked = CrlBuilder::new(&names::unrelated_ca(), days(366), Some(days(374)))
        .revoke(4_242, days(200), Some(Reason::KeyCompromise))
        .sign(world().keys.unrelated_ca.signer())
        .unwrap();
    let verifier =
        verifier(&[anchor]).with_revocation_lists([CertificateRevocationList::parse(&revoked).unwrap()]);
    let document = stamped(1, TIME_STAMPING);
    ends(&report(&document, &verifier), Indication::Indeterminate, Some(SubIndication::RevokedNoPoe));
    // A receipt of before the revocation proves that document and time-stamp were there, and the time-stamp its own time.
    let verifier = verifier.with_receipt(days(100));
    let passed = report(&document, &verifier);
    ends(&passed, Indication::TotalPassed, None);
    assert_eq!(passed.proof_of_existence.unwrap().time, days(1));
}

/// RFC 3161, 4.1.
#[test]
fn a_retired_authority_s_time_stamps_of_before_remain_valid() {
    let anchor: &[u8] = &world().gpki.unrelated_ca;
    let revoked = |reason| {
        let list = CrlBuilder::new(&names::unrelated_ca(), days(366), Some(days(374)));
        let list = list.revoke(4_242, days(200), reason).sign(world().keys.unrelated_ca.signer()).unwrap();
        verifier(&[anchor]).with_revocation_lists([CertificateRevocationList::parse(&list).unwrap()])
    };
    let open = |document: &[u8], verifier: &Verifier| {
        let report = report(document, verifier);
        ends(&report, Indication::Indeterminate, Some(SubIndication::RevokedNoPoe));
    };
    let (before, at) = (stamped(199, TIME_STAMPING), stamped(200, TIME_STAMPING));
    for reason in [Reason::Superseded, Reason::CessationOfOperation, Reason::AffiliationChanged] {
        ends(&report(&before, &revoked(Some(reason))), Indication::TotalPassed, None);
        open(&at, &revoked(Some(reason)));
    }
    // Another reason, or none that is given.
    for reason in
        [Some(Reason::KeyCompromise), Some(Reason::CaCompromise), Some(Reason::CertificateHold), None]
    {
        open(&before, &revoked(reason));
    }
    // Within the accuracy of the token it may be of after the retirement.
    let inexact = |seconds: u64| {
        let accuracy = der::sequence(&[&der::integer(seconds)]);
        signed(|value| {
            let (key, made) = (&world().keys.other_office, (days(199), accuracy.as_slice()));
            Some(accurate_token(value, made, &authority(TIME_STAMPING), key))
        })
    };
    let superseded = revoked(Some(Reason::Superseded));
    ends(&report(&inexact(86_399), &superseded), Indication::TotalPassed, None);
    open(&inexact(86_400), &superseded);
}

/// RFC 3161, 2.4.2: what is proven is the end of the interval. The signer's certificate is revoked on day 365.
#[test]
fn a_time_stamp_proves_no_more_than_its_accuracy_says() {
    let anchor: &[u8] = &world().gpki.unrelated_ca;
    let asked = |seconds: u64| {
        let accuracy = der::sequence(&[&der::integer(seconds)]);
        let document = signed(|value| {
            let (key, made) = (&world().keys.other_office, (days(1), accuracy.as_slice()));
            Some(accurate_token(value, made, &authority(TIME_STAMPING), key))
        });
        report(&document, &verifier(&[anchor]))
    };
    let passed = asked(364 * 86_400 - 1);
    ends(&passed, Indication::TotalPassed, None);
    assert_eq!(passed.proof_of_existence.unwrap().time, seconds(365 * 86_400 - 1));
    ends(&asked(364 * 86_400), Indication::TotalFailed, Some(SubIndication::Revoked));
    // However inexact, it is there now.
    let now = asked(1_000 * 86_400);
    assert_eq!(now.proof_of_existence.unwrap().time, days(370));
}

/// Decision 0063. The signer's authority was certified by the Bridge CA, which revokes that since day 100.
#[test]
fn a_time_stamp_proves_the_certificate_that_the_signature_names() {
    let (gpki, keys) = (&world().gpki, &world().keys);
    let token_for = |value: &[u8]| token(value, days(1), &authority(TIME_STAMPING), &keys.other_office);
    let documents = [signed(|value| Some(token_for(value))), signed_without_naming(token_for)];
    let cross = certificate(&gpki.bridge_to_official_status);
    let serial = cross.serial_number().iter().fold(0, |number, octet| number << 8 | u64::from(*octet));
    let own = CrlBuilder::new(&names::official_status_ca(), days(2), Some(days(9)));
    let own = own.sign(keys.official_status_ca.signer()).unwrap();
    let unrelated = CrlBuilder::new(&names::unrelated_ca(), days(366), Some(days(374)));
    let unrelated = unrelated.sign(keys.unrelated_ca.signer()).unwrap();
    let list = |der: &[u8]| CertificateRevocationList::parse(der).unwrap();
    let asked = |reason: Option<Reason>, document: &[u8], received: Option<i64>| {
        let bridge = CrlBuilder::new(&names::bridge_ca(), days(366), Some(days(374)));
        let bridge = reason.into_iter().fold(bridge, |list, why| list.revoke(serial, days(100), Some(why)));
        let bridge = bridge.sign(keys.bridge_ca.signer()).unwrap();
        let verifier = Verifier::new(days(370))
            .with_anchors([certificate(&gpki.bridge_ca)])
            .with_certificates([cross.clone()])
            .with_time_stamp_anchors([certificate(&gpki.unrelated_ca)])
            .with_revocation_lists([list(&own), list(&unrelated), list(&bridge)])
            .with_kept_since([(list(&own).sha256(), days(3)), (cross.sha256(), days(-1))])
            .with_profile(Profile::signature());
        let verifier = match received {
            Some(day) => verifier.with_receipt(days(day)),
            None => verifier,
        };
        report(document, &verifier)
    };
    let [named, unnamed] = &documents;
    for document in &documents {
        ends(&asked(None, document, None), Indication::TotalPassed, None);
        ends(&asked(Some(Reason::Superseded), document, None), Indication::TotalPassed, None);
        ends(&asked(Some(Reason::KeyCompromise), document, Some(99)), Indication::TotalPassed, None);
    }
    ends(&asked(Some(Reason::KeyCompromise), named, None), Indication::TotalPassed, None);
    let open = |received| {
        let report = asked(Some(Reason::KeyCompromise), unnamed, received);
        ends(&report, Indication::Indeterminate, Some(SubIndication::RevokedCaNoPoe));
    };
    open(None);
    open(Some(100));
}

#[test]
fn the_earliest_proof_counts() {
    let anchor: &[u8] = &world().gpki.unrelated_ca;
    let received = report(&stamped(5, TIME_STAMPING), &verifier(&[anchor]).with_receipt(days(3)));
    assert_eq!(received.proof_of_existence.unwrap().source, ProofSource::Receipt);
    ends(&received, Indication::TotalPassed, None);
    // A receipt in the future of the instant asked about proves nothing.
    let future = report(&signed(|_| None), &verifier(&[anchor]).with_receipt(days(371)));
    assert_eq!(future.proof_of_existence, None);
}

/// What the report says of a rule, in English.
fn told(report: &DocumentReport, id: &str) -> Option<(Outcome, String)> {
    let mut checks = report.sections().into_iter().flat_map(|(_, section)| section.checks());
    let check = checks.find(|check| check.rule().id.0 == id)?;
    Some((check.outcome(), check.detail().unwrap().in_language(Language::English).to_owned()))
}

#[test]
fn a_report_says_what_a_time_stamp_is_worth() {
    let anchor: &[u8] = &world().gpki.unrelated_ca;
    let of =
        |document: &[u8], anchors: &[&[u8]]| told(&report(document, &verifier(anchors)), "cms.time-stamp");
    let document = stamped(1, TIME_STAMPING);
    let (outcome, detail) = of(&document, &[anchor]).unwrap();
    assert_eq!(outcome, Outcome::Pass);
    assert!(detail.starts_with(&format!("of {} by ", days(1).rfc3339(540))), "{detail}");
    assert!(detail.ends_with("; it proves that the signature existed then"), "{detail}");
    let (outcome, detail) = of(&document, &[]).unwrap();
    assert_eq!(outcome, Outcome::NotChecked);
    assert!(
        detail.ends_with("; not used as proof, because no trust anchor for time-stamps was given"),
        "{detail}"
    );
    assert_eq!(of(&signed(|_| None), &[anchor]), None);
    let accurate = signed(|value| {
        let accuracy = der::sequence(&[&der::integer(60)]);
        let key = &world().keys.other_office;
        Some(accurate_token(value, (days(1), &accuracy), &authority(TIME_STAMPING), key))
    });
    let (_, detail) = of(&accurate, &[anchor]).unwrap();
    let latest = seconds(86_460).rfc3339(540);
    assert!(detail.contains(&format!(" (at {latest} at the latest, by its accuracy) by ")), "{detail}");
}

#[test]
fn a_report_says_whether_it_rests_on_the_lists_that_a_signature_brings() {
    let gpki = &world().gpki;
    let with = |lists: &[&[u8]]| {
        let lists = der::context(0, &der::sequence(lists));
        let archival = attribute("1.2.840.113583.1.1.8", &der::sequence(&[&lists]));
        let verifier = Verifier::new(days(0))
            .with_anchors([certificate(&gpki.official_status_ca)])
            .with_profile(Profile::signature());
        told(&report(&signed_with(&[archival], |_| None), &verifier), "cms.revocation-archival").unwrap()
    };
    let minister = certificate(&gpki.minister);
    let rests =
        format!("CRLs 1, OCSP responses 0; the revocation status rests on them for: {}", minister.subject());
    assert_eq!(with(&[&gpki.official_status_crl]), (Outcome::Pass, rests));
    let not = |what: &str| (Outcome::NotChecked, format!("{what}; this result does not rest on them"));
    assert_eq!(with(&[&gpki.unrelated_crl]), not("CRLs 1, OCSP responses 0"));
    assert_eq!(with(&[&der::sequence(&[])]), not("CRLs 0, OCSP responses 0, unreadable 1"));
    assert_eq!(told(&report(&signed(|_| None), &verifier(&[])), "cms.revocation-archival"), None);
}

#[test]
fn a_report_says_whose_revocation_is_in_doubt() {
    let (gpki, keys) = (&world().gpki, &world().keys);
    // The authority's second key signs lists, and was stolen.
    let of_lists = |serial: u64| {
        let name = names::official_status_ca();
        let life = Validity { not_before: days(-10), not_after: days(900) };
        let builder = CertificateBuilder::new(&name, keys.other_office.spki(), &name, serial, life);
        builder.key_usage(&[KeyUsage::CrlSign]).sign(keys.official_status_ca.signer()).unwrap()
    };
    let minister = certificate(&gpki.minister);
    let serial = minister.serial_number().iter().fold(0, |serial, octet| serial << 8 | u64::from(*octet));
    let list = CrlBuilder::new(&names::official_status_ca(), days(-1), Some(days(30)));
    let list =
        list.revoke(serial, days(-2), Some(Reason::Superseded)).sign(keys.other_office.signer()).unwrap();
    let own = CrlBuilder::new(&names::official_status_ca(), days(-1), Some(days(30)));
    let own = own.revoke(4_243, days(-5), Some(Reason::KeyCompromise));
    let own = own.sign(keys.official_status_ca.signer()).unwrap();
    let verifier = Verifier::new(days(0))
        .with_anchors([certificate(&gpki.official_status_ca)])
        .with_certificates([certificate(&of_lists(4_243))])
        .with_revocation_lists([&list, &own].map(|der| CertificateRevocationList::parse(der).unwrap()))
        .with_profile(Profile::signature());
    let report = report(&signed(|_| None), &verifier);
    ends(&report, Indication::Indeterminate, Some(SubIndication::TryLater));
    let [one] = report.revocation.as_slice() else { panic!("{:?}", report.revocation) };
    assert_eq!((one.certificate.role, &one.certificate.subject), ("signer", &minister.subject().to_string()));
    assert_eq!(one.state, RevocationState::NotEstablished);
    let reason = one.reason.as_ref().unwrap().in_language(Language::English);
    assert!(
        reason.starts_with("revoked 2026-11-29T00:00:00Z, reason superseded; The signer of the list"),
        "{reason}"
    );
}
