//! What a response about a certificate says, and who may say it (RFC 6960): each rule with its nearest accepted and nearest
//! refused neighbour.
#![cfg(all(feature = "test-pki", feature = "aws-lc"))]

#[path = "support/two_levels.rs"]
mod two_levels;

use koseki::crypto::DigestAlgorithm::Sha256;
use koseki::pki::{PathDefect, RevocationGap, RevocationMode, RevocationStatus};
use koseki::test_pki::{CertificateBuilder, DistinguishedName, Key, KeyUsage, Reason, der, names};
use two_levels::{
    Case, MADE, PROVEN, SIGNER, STOLEN, TARGET, case, days, generalized, keys, life, long, root_list, sign,
    sub_key, sub_list, target_by, target_certificate_id,
};

const OCSP_SIGNING: &str = "1.3.6.1.5.5.7.3.9";

/// CertStatus.
#[derive(Clone, Copy)]
enum Status {
    Good,
    Superseded(i64),
    Unknown,
}

impl Status {
    fn der(self) -> Vec<u8> {
        match self {
            Self::Good => der::context_primitive(0, &[]),
            Self::Superseded(at) => {
                der::context(1, &[generalized(days(at)), der::context(0, &der::enumerated(4))].concat())
            }
            Self::Unknown => der::context_primitive(2, &[]),
        }
    }
}

/// A responder's certificate by the subordinate authority, about which nobody has to ask.
fn delegate(dress: impl FnOnce(CertificateBuilder) -> CertificateBuilder) -> Vec<u8> {
    let (subject, issuer) = (names::other_office(), names::official_status_ca());
    let purpose = der::sequence(&[&der::object_identifier(OCSP_SIGNING).unwrap()]);
    let builder = CertificateBuilder::new(&subject, keys().other_office.spki(), &issuer, SIGNER, long())
        .other_extension("2.5.29.37", false, &purpose)
        .other_extension("1.3.6.1.5.5.7.48.1.5", false, &der::null());
    dress(builder).sign(sub_key().signer()).unwrap()
}

/// What the delegate says of the target, good for thirty days.
fn response(status: Status, made: i64, delegate: &[u8]) -> Vec<u8> {
    signed_response(status, made, (&names::other_office(), &keys().other_office), delegate)
}

/// What a responder of that name says of the target, with the signature of a key.
fn signed_response(
    status: Status,
    made: i64,
    (responder, key): (&DistinguishedName, &Key),
    delegate: &[u8],
) -> Vec<u8> {
    let oid = |text: &str| der::object_identifier(text).unwrap();
    let id = target_certificate_id();
    let next = der::context(0, &generalized(days(made + 30)));
    let single = der::sequence(&[&id, &status.der(), &generalized(days(made)), &next]);
    let responder = der::context(1, &responder.to_der().unwrap());
    let tbs = der::sequence(&[&responder, &generalized(days(made)), &der::sequence(&[&single])]);
    let algorithm = der::sequence(&[&oid("1.2.840.113549.1.1.11"), &der::null()]);
    let value = key.signer().sign(&Sha256.digest(&tbs)).unwrap();
    let certificates = der::context(0, &der::sequence(&[delegate]));
    let basic = der::sequence(&[&tbs, &algorithm, &der::bit_string(&value), &certificates]);
    let bytes = der::sequence(&[&oid("1.3.6.1.5.5.7.48.1.1"), &der::octet_string(&basic)]);
    der::sequence(&[&der::enumerated(0), &der::context(0, &bytes)])
}

fn answered(status: Status, made: i64) -> Case {
    Case { responses: vec![response(status, made, &delegate(|one| one))], ..case(&[root_list(&[])]) }
}

/// A responder may forget certificates that have ended; one that says when it was revoked has not.
#[test]
fn a_response_made_after_the_end_of_a_certificate_counts_only_when_it_remembers_it() {
    let ended = |status, made| Case {
        target: target_by(&names::official_status_ca(), sub_key(), life(-1_000, -100)),
        ..answered(status, made)
    };
    assert!(matches!(ended(Status::Good, -100).valid(), RevocationStatus::Good(_)));
    assert_eq!(ended(Status::Good, -99).gap(), RevocationGap::IssuedAfterExpiry { this_update: days(-99) });
    let RevocationStatus::RevokedAfterProof { entry, .. } = ended(Status::Superseded(STOLEN), MADE).valid()
    else {
        panic!("revoked after the proven time")
    };
    assert_eq!(entry.revocation_time, days(STOLEN));
    let (defect, _) = ended(Status::Superseded(PROVEN), MADE).refused_in(RevocationMode::Required);
    assert!(matches!(defect, PathDefect::RevokedAtProof { .. }), "{defect:?}");
}

/// RFC 6960, 2.2: "unknown" is no answer, and leaves the way open to another source.
#[test]
fn a_responder_that_does_not_know_says_nothing() {
    answered(Status::Good, MADE).valid();
    assert_eq!(answered(Status::Unknown, MADE).gap(), RevocationGap::ResponderUnknowing);
    let mut both = answered(Status::Unknown, MADE);
    both.lists.push(sign(sub_list(days(MADE)), sub_key()));
    both.valid();
}

/// A hold is lifted by the newer answer, whatever its kind.
#[test]
fn a_hold_in_a_list_is_lifted_by_a_newer_response() {
    let held = |status, made| {
        let list = sub_list(days(-5)).revoke(TARGET, days(-9), Some(Reason::CertificateHold));
        let mut case = answered(status, made).now();
        case.lists.push(sign(list, sub_key()));
        case
    };
    held(Status::Good, -4).valid();
    for (status, made) in [(Status::Good, -6), (Status::Unknown, -4)] {
        let (defect, _) = held(status, made).refused_in(RevocationMode::Required);
        assert!(matches!(defect, PathDefect::OnHold(_)), "{defect:?}");
    }
    let (defect, _) = held(Status::Superseded(-5), -4).refused_in(RevocationMode::Required);
    assert!(matches!(defect, PathDefect::Revoked(_)), "{defect:?}");
}

/// RFC 5280, 4.2.1.3 and 4.2: a responder's certificate is one that signs, and says nothing that is not understood.
#[test]
fn a_responders_certificate_is_one_that_may_sign_answers() {
    let by = |delegate: Vec<u8>| Case {
        responses: vec![response(Status::Good, MADE, &delegate)],
        ..case(&[root_list(&[])])
    };
    by(delegate(|one| one)).valid();
    for usage in [KeyUsage::DigitalSignature, KeyUsage::NonRepudiation] {
        by(delegate(|one| one.key_usage(&[usage]))).valid();
        by(delegate(|one| one.key_usage(&[usage, KeyUsage::KeyEncipherment]))).valid();
    }
    let refused = [
        delegate(|one| one.key_usage(&[KeyUsage::KeyEncipherment])),
        delegate(|one| one.key_usage(&[KeyUsage::KeyCertSign, KeyUsage::CrlSign])),
        delegate(|one| one.other_extension("1.3.6.1.4.1.99999.8.2", true, &der::null())),
    ];
    for refused in refused {
        assert_eq!(by(refused).gap(), RevocationGap::ResponderNotAuthorized);
    }
    by(delegate(|one| one.other_extension("1.3.6.1.4.1.99999.8.2", false, &der::null()))).valid();
}

/// RFC 6960, 3.2 (2): whoever it says it is by, the signature has to be that one's.
#[test]
fn a_response_is_by_whose_key_signed_it() {
    let (delegate, authority) = (names::other_office(), names::official_status_ca());
    let by = |name: &DistinguishedName, key: &Key| Case {
        responses: vec![signed_response(Status::Good, MADE, (name, key), &self::delegate(|one| one))],
        ..case(&[root_list(&[])])
    };
    by(&delegate, &keys().other_office).valid();
    by(&authority, sub_key()).valid();
    for name in [&delegate, &authority] {
        assert_eq!(by(name, &keys().impostor).gap(), RevocationGap::ResponderNotAuthorized);
    }
}
