//! Past validation in the manner of EN 319 102-1 (5.5.4, 5.6.2): what a proof of existence, a time before which nothing
//! was signed, and the reason of a revocation change, each with its nearest accepted and nearest refused neighbour.
#![cfg(all(feature = "test-pki", feature = "aws-lc"))]

#[path = "support/world.rs"]
mod world;

use koseki::crypto::policy::AlgorithmPolicy;
use koseki::limits::{Budget, pki::PATH_STEPS};
use koseki::pki::{
    Certificate, CertificateRevocationList, PathDefect, PathOutcome, PathRequest, RevocationGap,
    RevocationMode, RevocationStatus, TrustAnchor, VerifiedPath, validate,
};
use koseki::profile::findings;
use koseki::report::SubIndication;
use koseki::test_pki::{CrlBuilder, Gpki, Reason, der, names};
use koseki::time::Time;
use world::{days, seconds, world};

/// A question about a certificate of the test OfficialStatusCA.
struct Case {
    target: &'static [u8],
    certificates: Vec<&'static [u8]>,
    anchor: &'static [u8],
    lists: Vec<Vec<u8>>,
    at: Time,
    proof: Option<Time>,
    created_after: Option<Time>,
    grace: u32,
    policy: AlgorithmPolicy,
}

/// Asked on day 10.
fn case(target: &'static [u8], lists: Vec<Vec<u8>>) -> Case {
    Case {
        target,
        certificates: Vec::new(),
        anchor: &world().gpki.official_status_ca,
        lists,
        at: days(10),
        proof: None,
        created_after: None,
        grace: 0,
        policy: AlgorithmPolicy::default(),
    }
}

impl Case {
    fn at(mut self, at: Time) -> Self {
        self.at = at;
        self
    }

    fn proven(mut self, proof: Time) -> Self {
        self.proof = Some(proof);
        self
    }

    fn created_after(mut self, time: Time) -> Self {
        self.created_after = Some(time);
        self
    }

    fn grace(mut self, seconds: u32) -> Self {
        self.grace = seconds;
        self
    }

    fn policy(mut self, policy: AlgorithmPolicy) -> Self {
        self.policy = policy;
        self
    }

    fn outcome(&self, mode: RevocationMode) -> PathOutcome {
        let certificate = |der: &[u8]| Certificate::parse(der).unwrap();
        let (target, anchors) =
            (certificate(self.target), [TrustAnchor::from_certificate(certificate(self.anchor)).unwrap()]);
        let certificates: Vec<_> = self.certificates.iter().map(|der| certificate(der)).collect();
        let lists: Vec<_> =
            self.lists.iter().map(|der| CertificateRevocationList::parse(der).unwrap()).collect();
        let request = PathRequest {
            certificates: &certificates,
            revocation_lists: &lists,
            proof_of_existence: self.proof,
            created_after: self.created_after,
            freshness_grace: self.grace,
            revocation: mode,
            algorithm_policy: self.policy.clone(),
            ..PathRequest::new(&target, &anchors, self.at)
        };
        validate(&request, &mut Budget::new(PATH_STEPS))
    }

    #[track_caller]
    fn valid(&self) -> VerifiedPath {
        match self.outcome(RevocationMode::Required) {
            PathOutcome::Valid(path) => *path,
            PathOutcome::Invalid(failure) => panic!("{:#?}", failure.paths.first().map(|path| &path.errors)),
        }
    }

    /// The first defect, and the sub-indication of the finding that leads.
    #[track_caller]
    fn refused(&self) -> (PathDefect, SubIndication) {
        self.refused_in(RevocationMode::Required)
    }

    #[track_caller]
    fn refused_in(&self, mode: RevocationMode) -> (PathDefect, SubIndication) {
        let PathOutcome::Invalid(failure) = self.outcome(mode) else { panic!("accepted") };
        let [error] = failure.paths[0].errors.as_slice() else { panic!("{:#?}", failure.paths[0].errors) };
        let finding = findings::pki::findings(&failure).remove(0);
        assert!(finding.next_step.is_some() && finding.certificate.is_some(), "{finding:#?}");
        (error.defect.clone(), finding.sub_indication.unwrap())
    }
}

fn minister() -> &'static [u8] {
    &world().gpki.minister
}

/// A list of day 9 that revokes the Minister's certificate on day 5.
fn revoking(reason: Option<Reason>) -> Vec<u8> {
    list(9, 16, |list| list.revoke(serial(), days(5), reason))
}

fn list(from: i64, to: i64, more: impl Fn(CrlBuilder) -> CrlBuilder) -> Vec<u8> {
    let list = CrlBuilder::new(&names::official_status_ca(), days(from), Some(days(to)));
    more(list).sign(world().keys.official_status_ca.signer()).unwrap()
}

fn serial() -> u64 {
    let certificate = Certificate::parse(minister()).unwrap();
    certificate.serial_number().iter().fold(0, |number, octet| number << 8 | u64::from(*octet))
}

/// Every reason the builder knows that ends a certificate for good: none of them voids what existed before.
const FINAL: [Option<Reason>; 6] = [
    None,
    Some(Reason::KeyCompromise),
    Some(Reason::CaCompromise),
    Some(Reason::AffiliationChanged),
    Some(Reason::Superseded),
    Some(Reason::CessationOfOperation),
];

#[test]
fn a_document_proven_to_be_older_than_the_revocation_stands() {
    for reason in FINAL {
        let case = || case(minister(), vec![revoking(reason)]);
        let path = case().proven(seconds(5 * 86_400 - 1)).valid();
        assert!(matches!(path.revocation(), [RevocationStatus::RevokedAfterProof { .. }]), "{reason:?}");
        let (defect, sub) = case().proven(days(5)).refused();
        assert!(matches!(defect, PathDefect::RevokedAtProof { .. }), "{reason:?}: {defect:?}");
        assert_eq!(sub, SubIndication::Revoked);
        let (defect, sub) = case().refused();
        assert!(matches!(defect, PathDefect::Revoked(_)));
        assert_eq!(sub, SubIndication::RevokedNoPoe);
    }
}

#[test]
fn moving_the_clock_proves_nothing() {
    // On day 4 nobody knew of the revocation, but the list that is here does.
    let (defect, sub) = case(minister(), vec![revoking(Some(Reason::Superseded))]).at(days(4)).refused();
    assert!(matches!(defect, PathDefect::Revoked(_)));
    assert_eq!(sub, SubIndication::RevokedNoPoe);
    case(minister(), vec![list(3, 9, |list| list)]).at(days(4)).valid();
}

#[test]
fn a_known_revocation_counts_in_every_mode_with_a_proof_too() {
    for mode in [RevocationMode::Available, RevocationMode::Off] {
        let (_, sub) = case(minister(), vec![revoking(None)]).proven(days(6)).refused_in(mode);
        assert_eq!(sub, SubIndication::Revoked);
    }
}

#[test]
fn a_document_asked_for_after_the_revocation_was_signed_after_it() {
    let case = || case(minister(), vec![revoking(Some(Reason::Superseded))]);
    let (defect, sub) = case().created_after(days(5)).refused();
    assert!(matches!(defect, PathDefect::RevokedAtProof { .. }));
    assert_eq!(sub, SubIndication::Revoked);
    let (_, sub) = case().created_after(seconds(5 * 86_400 - 1)).refused();
    assert_eq!(sub, SubIndication::RevokedNoPoe, "it may have been made in that second");
    case().created_after(days(3)).proven(days(4)).valid();
}

#[test]
fn a_suspended_certificate_is_to_be_asked_about_again() {
    let held = || case(minister(), vec![revoking(Some(Reason::CertificateHold))]);
    for case in [held(), held().proven(days(6))] {
        let (defect, sub) = case.refused();
        assert!(matches!(defect, PathDefect::OnHold(_)));
        assert_eq!(sub, SubIndication::TryLater);
        assert_eq!(case.refused_in(RevocationMode::Off).1, SubIndication::TryLater, "no mode hides it");
    }
    held().proven(days(4)).valid();
    // A revocation that another list states outweighs the suspension.
    let both = vec![revoking(Some(Reason::CertificateHold)), revoking(Some(Reason::KeyCompromise))];
    assert!(matches!(case(minister(), both).refused().0, PathDefect::Revoked(_)));
}

#[test]
fn a_suspicion_that_reaches_back_leaves_it_open_and_a_retirement_does_not_reach_back() {
    let suspect = |reason: u8| {
        let oid = |text: &str| der::object_identifier(text).unwrap();
        let extension = |id: &str, value: &[u8]| der::sequence(&[&oid(id), &der::octet_string(value)]);
        let invalid_since = der::element(0x18, b"20261204000000Z");
        let extensions =
            [extension("2.5.29.21", &der::enumerated(reason)), extension("2.5.29.24", &invalid_since)];
        let entry = der::sequence(&[
            &der::integer(serial()),
            &der::element(0x17, b"261206000000Z"),
            &der::sequence_of(&extensions),
        ]);
        let algorithm = der::sequence(&[&oid("1.2.840.113549.1.1.11"), &der::null()]);
        let tbs = der::sequence(&[
            &der::integer(1),
            &algorithm,
            &names::official_status_ca().to_der().unwrap(),
            &der::element(0x17, b"261210000000Z"),
            &der::element(0x17, b"261217000000Z"),
            &der::sequence(&[&entry]),
        ]);
        let signer = world().keys.official_status_ca.signer();
        let value = signer.sign(&koseki::crypto::DigestAlgorithm::Sha256.digest(&tbs)).unwrap();
        vec![der::sequence(&[&tbs, &algorithm, &der::bit_string(&value)])]
    };
    let (key_compromise, superseded, cessation, affiliation_changed) = (1, 4, 5, 3);
    // Suspect since day 3, revoked on day 5.
    let (defect, sub) = case(minister(), suspect(key_compromise)).proven(days(4)).refused();
    assert!(matches!(defect, PathDefect::SuspectAtProof { .. }));
    assert_eq!(sub, SubIndication::RevokedNoPoe, "nothing proves that it is older than the suspicion");
    case(minister(), suspect(key_compromise)).proven(days(2)).valid();
    let (defect, sub) = case(minister(), suspect(key_compromise)).proven(days(5)).refused();
    assert!(matches!(defect, PathDefect::RevokedAtProof { .. }));
    assert_eq!(sub, SubIndication::Revoked);
    for retired in [superseded, cessation, affiliation_changed] {
        case(minister(), suspect(retired)).proven(days(4)).valid();
        assert_eq!(case(minister(), suspect(retired)).proven(days(5)).refused().1, SubIndication::Revoked);
    }
}

#[test]
fn a_revoked_authority_is_named_as_such() {
    let Gpki { minister, bridge_ca, bridge_arl_revoking, official_status_crl, .. } = &world().gpki;
    let lists = vec![bridge_arl_revoking.clone(), official_status_crl.clone()];
    let certificates = world()
        .gpki
        .files()
        .into_iter()
        .filter(|(name, _)| name.ends_with(".cer"))
        .map(|(_, der)| der)
        .collect();
    let case = Case { anchor: bridge_ca, certificates, ..case(minister, lists) }.at(days(0));
    let (defect, sub) = case.refused();
    assert!(matches!(defect, PathDefect::Revoked(_)));
    assert_eq!(sub, SubIndication::RevokedCaNoPoe);
}

#[test]
fn the_end_and_the_start_of_the_validity_are_judged_at_the_proven_time() {
    let gpki = &world().gpki;
    let expired = Certificate::parse(&gpki.minister_expired).unwrap();
    let end = expired.not_after();
    let shifted = |by: i64| Time::from_unix(end.unix() + by).unwrap();
    // A list made while the certificate lived.
    let then = CrlBuilder::new(&names::official_status_ca(), shifted(-9), Some(shifted(86_400)));
    let then = then.sign(world().keys.official_status_ca.signer()).unwrap();
    let case = || case(&gpki.minister_expired, vec![then.clone()]).at(days(0));
    case().proven(end).valid();
    let (defect, sub) = case().proven(shifted(1)).refused();
    assert!(matches!(defect, PathDefect::ExpiredAtProof { .. }), "{defect:?}");
    assert_eq!(sub, SubIndication::OutOfBoundsNoPoe, "that it existed later does not say when it was made");
    let later = case().created_after(shifted(1)).proven(shifted(2)).refused();
    assert!(matches!(later.0, PathDefect::CreatedAfterExpiry { .. }));
    assert_eq!(later.1, SubIndication::Expired, "that it was made later does");
    case().created_after(end).proven(end).valid();
    let early = Case { lists: vec![list(-1, 7, |list| list)], ..case_of(&gpki.minister_not_yet_valid) };
    let start = Certificate::parse(&gpki.minister_not_yet_valid).unwrap().not_before();
    let (defect, sub) = early.at(days(0)).refused();
    assert!(matches!(defect, PathDefect::NotYetValid { .. }));
    assert_eq!(sub, SubIndication::OutOfBoundsNoPoe);
    let before = Time::from_unix(start.unix() - 1).unwrap();
    let around = CrlBuilder::new(
        &names::official_status_ca(),
        Time::from_unix(start.unix() - 9).unwrap(),
        Some(days(4_000)),
    );
    let around = vec![around.sign(world().keys.official_status_ca.signer()).unwrap()];
    let asked = || case_of(&gpki.minister_not_yet_valid).at(Time::from_unix(start.unix() + 1).unwrap());
    let proven = |proof| Case { lists: around.clone(), ..asked() }.proven(proof);
    assert_eq!(proven(before).refused().1, SubIndication::NotYetValid);
    proven(start).valid();
}

#[test]
fn a_list_of_after_the_end_that_still_has_the_certificate_has_not_dropped_it() {
    let expired = Certificate::parse(&world().gpki.minister_expired).unwrap();
    let serial = expired.serial_number().iter().fold(0, |number, octet| number << 8 | u64::from(*octet));
    let shifted = |by: i64| Time::from_unix(expired.not_after().unix() + by).unwrap();
    let made = |serial| {
        let list = CrlBuilder::new(&names::official_status_ca(), shifted(60), Some(shifted(600)));
        let list = list.revoke(serial, shifted(-60), Some(Reason::Superseded));
        list.sign(world().keys.official_status_ca.signer()).unwrap()
    };
    let case = |serial| case(&world().gpki.minister_expired, vec![made(serial)]).at(days(0));
    let path = case(serial).proven(shifted(-61)).valid();
    assert!(matches!(path.revocation(), [RevocationStatus::RevokedAfterProof { .. }]));
    let (defect, sub) = case(serial).proven(shifted(-60)).refused();
    assert!(matches!(defect, PathDefect::RevokedAtProof { .. }));
    assert_eq!(sub, SubIndication::Revoked);
    let (defect, sub) = case(serial + 1).proven(shifted(-61)).refused();
    assert!(matches!(defect, PathDefect::RevocationUnknown(RevocationGap::IssuedAfterExpiry { .. })));
    assert_eq!(sub, SubIndication::TryLater);
}

fn case_of(target: &'static [u8]) -> Case {
    case(target, Vec::new())
}

#[test]
fn a_list_made_after_the_proven_time_is_the_better_evidence() {
    // Day 2 is proven; the list of day 9 knows what happened until then, whatever its freshness on day 40.
    case(minister(), vec![list(9, 16, |list| list)]).at(days(40)).proven(days(2)).valid();
    let (defect, sub) = case(minister(), vec![list(9, 16, |list| list)]).at(days(40)).refused();
    assert!(matches!(defect, PathDefect::RevocationUnknown(RevocationGap::Stale { .. })));
    assert_eq!(sub, SubIndication::TryLater);
    // One made before must have been current then.
    case(minister(), vec![list(-9, 2, |list| list)]).at(days(40)).proven(days(2)).valid();
    let (_, sub) = case(minister(), vec![list(-9, 1, |list| list)]).at(days(40)).proven(days(2)).refused();
    assert_eq!(sub, SubIndication::TryLater);
}

#[test]
fn grace_is_zero_unless_asked_for_and_ends_to_the_second() {
    let late = || case(minister(), vec![list(1, 9, |list| list)]).at(seconds(9 * 86_400 + 60));
    assert_eq!(late().refused().1, SubIndication::TryLater);
    assert_eq!(late().grace(59).refused().1, SubIndication::TryLater);
    late().grace(60).valid();
}

#[test]
fn an_algorithm_that_ended_is_relied_on_only_with_a_proof_of_before() {
    let policy = |verify_now: &str, with_proof: &str| {
        let digest =
            r#"{"algorithm":"SHA-256","sign":"always","verify_now":"always","verify_with_proof":"always"}"#;
        AlgorithmPolicy::from_json(
            format!(
                r#"{{"format_version":1,"version":"test","source":"test","algorithms":[{digest},
                {{"algorithm":"RSASSA-PKCS1-v1_5","bits":2048,"sign":"never","verify_now":"{verify_now}","verify_with_proof":"{with_proof}"}}]}}"#
            )
            .as_bytes(),
        )
        .unwrap()
    };
    let ended = policy("2026-12-04T00:00:00Z", "2026-12-31T00:00:00Z");
    let case =
        |policy: &AlgorithmPolicy| case(minister(), vec![list(2, 30, |list| list)]).policy(policy.clone());
    case(&ended).at(days(3)).valid();
    // The list, the certificate and the signer's own key: each is named.
    let leading = |case: Case| {
        let PathOutcome::Invalid(failure) = case.outcome(RevocationMode::Required) else {
            panic!("accepted")
        };
        findings::pki::findings(&failure)
            .into_iter()
            .find(|one| one.rule.id.0 == "path.algorithm.policy")
            .unwrap()
    };
    let now = leading(case(&ended).at(seconds(3 * 86_400 + 1)));
    assert_eq!(now.sub_indication, Some(SubIndication::CryptoConstraintsFailureNoPoe));
    case(&ended).at(days(10)).proven(days(3)).valid();
    let late = leading(case(&ended).at(days(10)).proven(seconds(3 * 86_400 + 1)));
    assert_eq!(late.sub_indication, Some(SubIndication::CryptoConstraintsFailureNoPoe));
    let over = policy("2026-12-04T00:00:00Z", "2026-12-05T00:00:00Z");
    leading(case(&over).at(days(10)).proven(days(3)));
    let never = leading(case(&policy("never", "never")).at(days(3)));
    assert_eq!(never.sub_indication, Some(SubIndication::CryptoConstraintsFailure));
}
