//! Paths through the test PKI: bridges, link certificates, revocation in every state, proven times.
#![cfg(all(feature = "test-pki", feature = "aws-lc"))]

#[path = "support/world.rs"]
mod world;

use koseki::limits::{Budget, pki::PATH_STEPS};
use koseki::pki::{
    Certificate, CertificateRevocationList, EvidenceSigner, EvidenceSource, FailedPath, ObjectIdentifier,
    OcspResponse, PathDefect, PathOutcome, PathRequest, Place, RevocationGap, RevocationMode,
    RevocationStatus, ScopeMismatch, TrustAnchor, VerifiedPath, validate,
};
use koseki::profile::findings;
use koseki::report::SubIndication;
use koseki::test_pki::{self, CrlBuilder, Gpki, Reason, Scope, der, names, policies};
use koseki::time::Time;
use world::{days, world};

/// A question with owned parts.
struct Case {
    target: Certificate,
    anchors: Vec<TrustAnchor>,
    certificates: Vec<Certificate>,
    lists: Vec<CertificateRevocationList>,
    at: Time,
    proof: Option<Time>,
    revocation: RevocationMode,
    policies: Vec<ObjectIdentifier>,
    responses: Vec<OcspResponse>,
}

fn case(target: &[u8], anchors: &[&[u8]], certificates: &[&[u8]], lists: &[&[u8]]) -> Case {
    let certificate = |der: &&[u8]| Certificate::parse(der).unwrap();
    Case {
        target: certificate(&target),
        anchors: anchors.iter().map(|der| TrustAnchor::from_certificate(certificate(der)).unwrap()).collect(),
        certificates: certificates.iter().map(certificate).collect(),
        lists: lists.iter().map(|der| CertificateRevocationList::parse(der).unwrap()).collect(),
        at: world().gpki.base(),
        proof: None,
        revocation: RevocationMode::Required,
        policies: vec![ObjectIdentifier::any_policy()],
        responses: Vec::new(),
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

    fn mode(mut self, mode: RevocationMode) -> Self {
        self.revocation = mode;
        self
    }

    fn policy(mut self, policy: &str) -> Self {
        self.policies = vec![ObjectIdentifier::from_dotted(policy).unwrap()];
        self
    }

    fn outcome(&self) -> PathOutcome {
        let mut request = PathRequest::new(&self.target, &self.anchors, self.at);
        request.certificates = &self.certificates;
        request.revocation_lists = &self.lists;
        request.ocsp_responses = &self.responses;
        request.proof_of_existence = self.proof;
        request.revocation = self.revocation;
        request.policies.initial_policy_set = self.policies.clone();
        validate(&request, &mut Budget::new(PATH_STEPS))
    }

    #[track_caller]
    fn valid(&self) -> VerifiedPath {
        match self.outcome() {
            PathOutcome::Valid(path) => *path,
            PathOutcome::Invalid(failure) => panic!("{:#?}", failure.paths.first().map(|path| &path.errors)),
        }
    }

    #[track_caller]
    fn failed(&self) -> FailedPath {
        match self.outcome() {
            PathOutcome::Valid(path) => panic!("accepted: {:#?}", path.certificates()),
            PathOutcome::Invalid(failure) => failure.paths.into_iter().next().unwrap(),
        }
    }

    /// The only defect of the best failed path, and the sub-indication of its finding.
    #[track_caller]
    fn defect(&self) -> (PathDefect, SubIndication) {
        let path = self.failed();
        let [error] = path.errors.as_slice() else { panic!("{:#?}", path.errors) };
        let PathOutcome::Invalid(failure) = self.outcome() else { panic!() };
        let findings = findings::pki::findings(&failure);
        (error.defect.clone(), findings.first().unwrap().sub_indication.unwrap())
    }
}

/// Every certificate there is, whoever issued it.
fn everything() -> Vec<&'static [u8]> {
    world().gpki.files().into_iter().filter(|(name, _)| name.ends_with(".cer")).map(|(_, der)| der).collect()
}

fn current_lists() -> [&'static [u8]; 5] {
    let Gpki {
        official_status_crl,
        official_status_arl,
        bridge_arl,
        local_government_arl,
        unrelated_crl,
        ..
    } = &world().gpki;
    [official_status_crl, official_status_arl, bridge_arl, local_government_arl, unrelated_crl]
}

#[test]
fn a_ministry_anchors_on_the_issuing_authority() {
    let Gpki { minister, official_status_ca, official_status_crl, .. } = &world().gpki;
    let path = case(minister, &[official_status_ca], &[], &[official_status_crl]).valid();
    assert_eq!(path.certificates().len(), 1);
    assert_eq!(path.policies(), [ObjectIdentifier::from_dotted(policies::OFFICIAL_STATUS).unwrap()]);
    let [RevocationStatus::Good(evidence)] = path.revocation() else { panic!("{:?}", path.revocation()) };
    assert_eq!((evidence.source, evidence.signer), (EvidenceSource::RevocationList, EvidenceSigner::Issuer));
    assert!(findings::pki::checks(&PathOutcome::Valid(Box::new(path))).len() > 5);
}

#[test]
fn a_municipality_crosses_two_bridges_through_a_bag_of_decoys() {
    let Gpki { minister, local_government_ca, .. } = &world().gpki;
    for reversed in [false, true] {
        let mut bag = everything();
        if reversed {
            bag.reverse();
        }
        let case = case(minister, &[local_government_ca], &bag, &current_lists());
        let path = case.valid();
        assert_eq!(path.certificates().len(), 3);
        assert_eq!(path.policies(), [ObjectIdentifier::from_dotted(policies::LOCAL_GOVERNMENT).unwrap()]);
    }
    let asked =
        |policy| case(minister, &[local_government_ca], &everything(), &current_lists()).policy(policy);
    asked(policies::LOCAL_GOVERNMENT).valid();
    assert_eq!(
        asked(policies::OFFICIAL_STATUS).defect(),
        (PathDefect::PolicyRequired, SubIndication::ChainConstraintsFailure)
    );
}

#[test]
fn a_key_change_is_crossed_in_both_directions() {
    let world = world();
    let Gpki { minister, minister_next, official_status_ca, official_status_ca_next, .. } = &world.gpki;
    let Gpki { official_status_crl, official_status_arl, .. } = &world.gpki;
    let Gpki { official_status_crl_next, official_status_arl_next, .. } = &world.gpki;
    let all: [&[u8]; 4] =
        [official_status_crl, official_status_arl, official_status_crl_next, official_status_arl_next];
    let old_with_new = case(minister, &[official_status_ca_next], &everything(), &all).valid();
    assert_eq!(old_with_new.certificates().len(), 2);
    let new_with_old = case(minister_next, &[official_status_ca], &everything(), &all).valid();
    assert_eq!(new_with_old.certificates().len(), 2);

    // The certificate is of the old key, the only list of the new one, and the other way round.
    let next: [&[u8]; 2] = [official_status_crl_next, official_status_arl_next];
    let present: [&[u8]; 2] = [official_status_crl, official_status_arl];
    let path = case(minister, &[official_status_ca], &everything(), &next).valid();
    let [RevocationStatus::Good(evidence)] = path.revocation() else { panic!() };
    assert_eq!(evidence.signer, EvidenceSigner::Other);
    case(minister_next, &[official_status_ca_next], &everything(), &present).valid();
    // Both keys pinned: the list's signer is an anchor of the same name.
    let path = case(minister, &[official_status_ca, official_status_ca_next], &[], &next).valid();
    let [RevocationStatus::Good(evidence)] = path.revocation() else { panic!() };
    assert_eq!(evidence.signer, EvidenceSigner::Anchor);
    // Without the link certificate the list's key is a stranger's.
    assert_eq!(
        case(minister, &[official_status_ca], &[], &next).defect().0,
        PathDefect::RevocationUnknown(RevocationGap::SignatureMismatch)
    );
}

#[test]
fn a_missing_list_is_unknown_a_warning_or_not_mentioned() {
    let Gpki { minister, official_status_ca, .. } = &world().gpki;
    let case = || case(minister, &[official_status_ca], &[], &[]);
    assert_eq!(
        case().defect(),
        (PathDefect::RevocationUnknown(RevocationGap::Missing), SubIndication::TryLater)
    );
    assert_eq!(
        case().mode(RevocationMode::Available).valid().revocation(),
        [RevocationStatus::NotEstablished(RevocationGap::Missing)]
    );
    assert_eq!(case().mode(RevocationMode::Off).valid().revocation(), [RevocationStatus::NotChecked]);
}

#[test]
fn a_list_counts_until_its_next_update_and_not_a_second_longer() {
    let Gpki { minister, official_status_ca, official_status_crl, .. } = &world().gpki;
    let case = |at| case(minister, &[official_status_ca], &[], &[official_status_crl]).at(at);
    case(days(7)).valid();
    let late = Time::from_unix(days(7).unix() + 1).unwrap();
    assert_eq!(
        case(late).defect(),
        (
            PathDefect::RevocationUnknown(RevocationGap::Stale { next_update: days(7) }),
            SubIndication::TryLater
        )
    );
    case(days(-1)).valid();
    let early = Time::from_unix(days(-1).unix() - 1).unwrap();
    assert_eq!(
        case(early).defect().0,
        PathDefect::RevocationUnknown(RevocationGap::NotYetIssued { this_update: days(-1) })
    );
}

#[test]
fn a_list_of_another_scope_or_signer_says_nothing() {
    let world = world();
    let Gpki { minister, official_status_ca, official_status_arl, .. } = &world.gpki;
    let defect = |list: &[u8]| case(minister, &[official_status_ca], &everything(), &[list]).defect().0;
    let PathDefect::RevocationUnknown(RevocationGap::WrongScope(ScopeMismatch::Coverage(_))) =
        defect(official_status_arl)
    else {
        panic!()
    };
    let list = |name: &_| CrlBuilder::new(name, days(-1), Some(days(7)));
    let sign = |list: CrlBuilder, key: &test_pki::Key| list.sign(key.signer()).unwrap();
    let (own, stranger) = (&world.keys.official_status_ca, &world.keys.unrelated_ca);
    let name = names::official_status_ca();
    let point = names::unrelated_ca();
    assert_eq!(
        defect(&sign(list(&name).issuing_distribution_point(Some(&point), Scope::AllCertificates), own)),
        PathDefect::RevocationUnknown(RevocationGap::WrongScope(ScopeMismatch::DistributionPoint))
    );
    assert_eq!(
        defect(&sign(list(&name), stranger)),
        PathDefect::RevocationUnknown(RevocationGap::SignatureMismatch)
    );
    assert_eq!(
        defect(&sign(CrlBuilder::new(&name, days(-1), None), own)),
        PathDefect::RevocationUnknown(RevocationGap::NoNextUpdate)
    );
    let unknown = list(&name).other_extension("1.3.6.1.4.1.99999.8.2", true, &der::null());
    let PathDefect::RevocationUnknown(RevocationGap::UnknownCriticalExtension { .. }) =
        defect(&sign(unknown, own))
    else {
        panic!()
    };
    // Some reasons only: bit 1, keyCompromise.
    let some = der::sequence(&[&der::context_primitive(3, &[6, 0x40])]);
    let some = list(&name).other_extension("2.5.29.28", true, &some);
    assert_eq!(defect(&sign(some, own)), PathDefect::RevocationUnknown(RevocationGap::ReasonsNotCovered));
    // The nearest list that does count: no scope at all.
    case(minister, &[official_status_ca], &[], &[&sign(list(&name), own)]).valid();
}

#[test]
fn a_known_revocation_is_hidden_by_no_mode_and_no_staleness() {
    let Gpki { minister_revoked, official_status_ca, official_status_crl, .. } = &world().gpki;
    for mode in [RevocationMode::Required, RevocationMode::Available, RevocationMode::Off] {
        for at in [days(0), days(30)] {
            let case = case(minister_revoked, &[official_status_ca], &[], &[official_status_crl]);
            let (defect, sub) = case.mode(mode).at(at).defect();
            assert!(matches!(defect, PathDefect::Revoked(_)), "{defect:?}");
            assert_eq!(sub, SubIndication::RevokedNoPoe);
        }
    }
}

#[test]
fn a_revoked_cross_certificate_breaks_the_path() {
    let Gpki { minister, bridge_ca, bridge_arl_revoking, official_status_crl, .. } = &world().gpki;
    let lists: [&[u8]; 2] = [bridge_arl_revoking, official_status_crl];
    let path = case(minister, &[bridge_ca], &everything(), &lists).failed();
    let [error] = path.errors.as_slice() else { panic!("{:?}", path.errors) };
    assert!(error.place == Place::Authority && error.defect.is_revocation());
}

#[test]
fn a_routine_retirement_leaves_a_document_received_before_it_alone() {
    let Gpki { minister, official_status_ca, official_status_crl_later, .. } = &world().gpki;
    let case = || case(minister, &[official_status_ca], &[], &[official_status_crl_later]).at(days(370));
    let (defect, sub) = case().defect();
    assert!(matches!(defect, PathDefect::Revoked(_)));
    assert_eq!(sub, SubIndication::RevokedNoPoe);
    let path = case().proven(days(364)).valid();
    assert!(matches!(path.revocation(), [RevocationStatus::RevokedAfterProof { .. }]));
    let (defect, sub) = case().proven(days(365)).defect();
    assert!(matches!(defect, PathDefect::RevokedAtProof { .. }));
    assert_eq!(sub, SubIndication::Revoked);
}

#[test]
fn a_compromise_reaches_back_to_its_invalidity_date() {
    let world = world();
    let Gpki { minister, official_status_ca, .. } = &world.gpki;
    // CRLReason and invalidityDate, written by hand: the builder has no invalidity dates.
    let list = |reason: u8, invalid: Option<&str>| {
        let oid = |text: &str| der::object_identifier(text).unwrap();
        let extension = |id: &str, value: &[u8]| der::sequence(&[&oid(id), &der::octet_string(value)]);
        let mut extensions = extension("2.5.29.21", &der::enumerated(reason));
        if let Some(time) = invalid {
            extensions.extend(extension("2.5.29.24", &der::element(0x18, time.as_bytes())));
        }
        let serial = der::element(2, Certificate::parse(minister).unwrap().serial_number());
        let entry = der::sequence(&[
            &serial,
            &der::element(0x17, b"261110000000Z"),
            &der::element(0x30, &extensions),
        ]);
        let algorithm = der::sequence(&[&oid("1.2.840.113549.1.1.11"), &der::null()]);
        let tbs = der::sequence(&[
            &der::integer(1),
            &algorithm,
            &names::official_status_ca().to_der().unwrap(),
            &der::element(0x17, b"261130000000Z"),
            &der::element(0x17, b"261210000000Z"),
            &der::sequence(&[&entry]),
        ]);
        let signer = world.keys.official_status_ca.signer();
        let value = signer.sign(&koseki::crypto::DigestAlgorithm::Sha256.digest(&tbs)).unwrap();
        der::sequence(&[&tbs, &algorithm, &der::bit_string(&value)])
    };
    let received = Time::parse_rfc3339("2026-11-05T00:00:00Z").unwrap();
    let outcome =
        |list: &[u8]| case(minister, &[official_status_ca], &[], &[list]).proven(received).outcome();
    let valid = |list: &[u8]| matches!(outcome(list), PathOutcome::Valid(_));
    assert!(valid(&list(1, None)), "revoked for compromise after the receipt, nothing known of before");
    assert!(!valid(&list(1, Some("20261101000000Z"))), "the key was suspect at the receipt");
    assert!(valid(&list(1, Some("20261106000000Z"))));
    assert!(valid(&list(4, Some("20261101000000Z"))), "a routine retirement does not reach back");
}

#[test]
fn expiry_is_judged_at_the_proven_time() {
    let world = world();
    let Gpki { minister_expired, official_status_ca, minister_not_yet_valid, .. } = &world.gpki;
    let list = |from, to| {
        let list = CrlBuilder::new(&names::official_status_ca(), days(from), Some(days(to)));
        list.sign(world.keys.official_status_ca.signer()).unwrap()
    };
    let (then, now) = (list(-500, -490), list(-1, 7));
    let expired = |lists: &[&[u8]]| case(minister_expired, &[official_status_ca], &[], lists);
    let (defect, sub) = expired(&[&now]).defect();
    assert!(matches!(defect, PathDefect::Expired { .. }));
    assert_eq!(sub, SubIndication::OutOfBoundsNoPoe);
    expired(&[&then]).proven(days(-495)).valid();
    // Made after the proven time, while the certificate lived: better evidence than the list of that day.
    expired(&[&list(-400, -390)]).proven(days(-495)).valid();
    // Made after the certificate's end: it may have been dropped.
    let (defect, sub) = expired(&[&now]).proven(days(-495)).defect();
    assert!(matches!(defect, PathDefect::RevocationUnknown(RevocationGap::IssuedAfterExpiry { .. })));
    assert_eq!(sub, SubIndication::TryLater);
    let (defect, sub) = expired(&[&list(-300, -290)]).proven(days(-295)).defect();
    // That it existed after the end does not say when it was made.
    assert!(matches!(defect, PathDefect::ExpiredAtProof { .. }));
    assert_eq!(sub, SubIndication::OutOfBoundsNoPoe);
    let early = case(minister_not_yet_valid, &[official_status_ca], &[], &[&now]);
    assert_eq!(early.defect().1, SubIndication::OutOfBoundsNoPoe);
    assert_eq!(early.proven(days(-1)).defect().1, SubIndication::NotYetValid);
}

#[test]
fn an_expired_anchor_vouches_for_nothing_now() {
    let world = world();
    let Gpki { minister, official_status_ca, .. } = &world.gpki;
    let late = case(minister, &[official_status_ca], &[], &[]).mode(RevocationMode::Off).at(days(8 * 365));
    let errors = late.failed().errors;
    assert!(
        errors.iter().any(|error| matches!(error.defect, PathDefect::AnchorExpired { .. })),
        "{errors:?}"
    );
}

#[test]
fn strangers_and_broken_constraints_are_refused_each_for_its_reason() {
    let gpki = &world().gpki;
    let lists = current_lists();
    let by = |target: &[u8], anchor: &[u8]| case(target, &[anchor], &everything(), &lists).defect();
    let (defect, sub) = by(&gpki.impostor_of_forged_issuer, &gpki.official_status_ca);
    assert_eq!((defect, sub), (PathDefect::SignatureMismatch, SubIndication::NoCertificateChainFound));
    let (defect, sub) = by(&gpki.impostor_of_unrelated_ca, &gpki.official_status_ca);
    assert!(matches!(defect, PathDefect::IssuerNotFound { .. }), "{defect:?}");
    assert_eq!(sub, SubIndication::NoCertificateChainFound);
    let (defect, sub) = by(&gpki.minister_unknown_critical, &gpki.official_status_ca);
    assert!(matches!(defect, PathDefect::UnknownCriticalExtension { .. }));
    assert_eq!(sub, SubIndication::ChainConstraintsFailure);
    let (defect, _) = by(&gpki.minister_outside_subtree, &gpki.bridge_ca);
    assert!(matches!(defect, PathDefect::NotPermittedName { .. }));
    let (defect, _) = by(&gpki.minister_other_policy, &gpki.bridge_ca);
    assert_eq!(defect, PathDefect::PolicyRequired);
}

#[test]
fn neither_an_authority_nor_an_anchor_signs_documents() {
    let gpki = &world().gpki;
    let cross = case(&gpki.bridge_to_official_status, &[&gpki.bridge_ca], &[], &[&gpki.bridge_arl]).defect();
    assert_eq!(cross, (PathDefect::TargetIsAuthority, SubIndication::ChainConstraintsFailure));
    let errors = case(&gpki.bridge_ca, &[&gpki.bridge_ca], &everything(), &current_lists()).failed().errors;
    let defects: Vec<_> = errors.iter().map(|error| error.defect.clone()).collect();
    assert_eq!(defects, [PathDefect::TargetIsAnchor, PathDefect::TargetIsAuthority]);
    // An end entity pinned by mistake vouches for nobody, itself included.
    case(&gpki.minister, &[&gpki.minister], &everything(), &current_lists()).failed();
}

#[test]
fn a_delta_brings_its_base_up_to_date_and_is_nothing_alone() {
    let world = world();
    let Gpki { minister, official_status_ca, .. } = &world.gpki;
    let key = &world.keys.official_status_ca;
    let serial = 0x0123_4567_89ab_0001;
    let list = |from, to| CrlBuilder::new(&names::official_status_ca(), days(from), Some(days(to)));
    let sign = |list: CrlBuilder| list.sign(key.signer()).unwrap();
    let base = sign(list(-9, -2).crl_number(5));
    let delta = sign(list(-1, 1).crl_number(7).delta_of(5));
    let revoking =
        sign(list(-1, 1).crl_number(7).delta_of(5).revoke(serial, days(-2), Some(Reason::Superseded)));
    let later_base = sign(list(-1, 1).crl_number(7).delta_of(6));
    let case = |lists: &[&[u8]]| case(minister, &[official_status_ca], &[], lists);
    let path = case(&[&base, &delta]).valid();
    let [RevocationStatus::Good(evidence)] = path.revocation() else { panic!() };
    assert_eq!(evidence.source, EvidenceSource::RevocationListWithDelta);
    assert!(matches!(case(&[&base, &revoking]).defect().0, PathDefect::Revoked(_)));
    assert!(matches!(case(&[&revoking]).defect().0, PathDefect::Revoked(_)));
    assert_eq!(case(&[&delta]).defect().0, PathDefect::RevocationUnknown(RevocationGap::DeltaWithoutBase));
    assert!(matches!(
        case(&[&base, &later_base]).defect().0,
        PathDefect::RevocationUnknown(RevocationGap::Stale { .. })
    ));
}

#[test]
fn a_hold_is_lifted_by_a_newer_list_and_a_revocation_is_not() {
    let world = world();
    let Gpki { minister, official_status_ca, .. } = &world.gpki;
    let serial = 0x0123_4567_89ab_0001;
    let list = |from, reason: Option<Reason>| {
        let list = CrlBuilder::new(&names::official_status_ca(), days(from), Some(days(7)));
        let list = reason.into_iter().fold(list, |list, reason| list.revoke(serial, days(-8), Some(reason)));
        list.sign(world.keys.official_status_ca.signer()).unwrap()
    };
    let clear = list(-1, None);
    let case = |old: &[u8]| case(minister, &[official_status_ca], &[], &[&clear, old]);
    case(&list(-2, Some(Reason::CertificateHold))).valid();
    case(&list(-2, Some(Reason::Superseded))).failed();
    case(&list(0, Some(Reason::CertificateHold))).failed();
}

/// An OCSP response about the Minister's certificate: status, thisUpdate and nextUpdate of the base day.
fn ocsp(status: &[u8], signer: &test_pki::Key, responder: &[u8], certificates: &[&[u8]]) -> OcspResponse {
    use koseki::crypto::DigestAlgorithm::{Sha1, Sha256};
    let world = world();
    let oid = |text: &str| der::object_identifier(text).unwrap();
    let minister = Certificate::parse(&world.gpki.minister).unwrap();
    let issuer = Certificate::parse(&world.gpki.official_status_ca).unwrap();
    let hash = |octets: &[u8]| der::octet_string(Sha1.digest(octets).as_bytes());
    let key_hash = der::octet_string(issuer.subject_key_identifier().unwrap());
    let id = der::sequence(&[
        &der::sequence(&[&oid("1.3.14.3.2.26"), &der::null()]),
        &hash(issuer.subject().der()),
        &key_hash,
        &der::element(2, minister.serial_number()),
    ]);
    let next = der::context(0, &der::element(0x18, b"20261202000000Z"));
    let single = der::sequence(&[&id, status, &der::element(0x18, b"20261130000000Z"), &next]);
    let tbs =
        der::sequence(&[responder, &der::element(0x18, b"20261130000000Z"), &der::sequence(&[&single])]);
    let algorithm = der::sequence(&[&oid("1.2.840.113549.1.1.11"), &der::null()]);
    let value = signer.signer().sign(&Sha256.digest(&tbs)).unwrap();
    let certificates = match certificates {
        [] => Vec::new(),
        list => der::context(0, &der::sequence(list)),
    };
    let basic = der::sequence(&[&tbs, &algorithm, &der::bit_string(&value), &certificates]);
    let bytes = der::sequence(&[&oid("1.3.6.1.5.5.7.48.1.1"), &der::octet_string(&basic)]);
    OcspResponse::parse(&der::sequence(&[&der::enumerated(0), &der::context(0, &bytes)])).unwrap()
}

#[test]
fn an_ocsp_response_of_the_issuer_or_its_delegate_counts() {
    let world = world();
    let Gpki { minister, official_status_ca, .. } = &world.gpki;
    let (own, delegate) = (&world.keys.official_status_ca, &world.keys.other_office);
    let name = |name: &test_pki::DistinguishedName| der::context(1, &name.to_der().unwrap());
    let by_authority = name(&names::official_status_ca());
    let (good, unknown) = (der::context_primitive(0, &[]), der::context_primitive(2, &[]));
    let revoked = der::context(1, &der::element(0x18, b"20261110000000Z"));
    let case = |response: OcspResponse| {
        let mut case = case(minister, &[official_status_ca], &[], &[]);
        case.responses = vec![response];
        case
    };
    let path = case(ocsp(&good, own, &by_authority, &[])).valid();
    let [RevocationStatus::Good(evidence)] = path.revocation() else { panic!() };
    assert_eq!(evidence.source, EvidenceSource::OcspResponse);
    assert!(matches!(case(ocsp(&revoked, own, &by_authority, &[])).defect().0, PathDefect::Revoked(_)));
    let gap = |case: Case| match case.defect().0 {
        PathDefect::RevocationUnknown(gap) => gap,
        other => panic!("{other:?}"),
    };
    assert_eq!(gap(case(ocsp(&unknown, own, &by_authority, &[]))), RevocationGap::ResponderUnknowing);
    assert!(matches!(
        gap(case(ocsp(&good, own, &by_authority, &[])).at(days(2))),
        RevocationGap::ResponseStale { .. }
    ));
    assert_eq!(gap(case(ocsp(&good, delegate, &by_authority, &[]))), RevocationGap::ResponderNotAuthorized);

    let certificate = |purpose: Option<&str>, signer: &test_pki::Key| {
        let validity = test_pki::Validity { not_before: days(-10), not_after: days(10) };
        let authority = names::official_status_ca();
        let builder = test_pki::CertificateBuilder::new(
            &names::other_office(),
            delegate.spki(),
            &authority,
            777,
            validity,
        )
        .other_extension("1.3.6.1.5.5.7.48.1.5", false, &der::null());
        let value = purpose.map(|purpose| der::sequence(&[&der::object_identifier(purpose).unwrap()]));
        let builder =
            value.iter().fold(builder, |builder, value| builder.other_extension("2.5.29.37", false, value));
        builder.sign(signer.signer()).unwrap()
    };
    let by_delegate = name(&names::other_office());
    let answer = |delegated: &[u8]| case(ocsp(&good, delegate, &by_delegate, &[delegated]));
    let ocsp_signing = Some("1.3.6.1.5.5.7.3.9");
    let path = answer(&certificate(ocsp_signing, own)).valid();
    let [RevocationStatus::Good(evidence)] = path.revocation() else { panic!() };
    assert_eq!(evidence.signer, EvidenceSigner::Delegate);
    assert_eq!(gap(answer(&certificate(None, own))), RevocationGap::ResponderNotAuthorized);
    assert_eq!(
        gap(answer(&certificate(ocsp_signing, &world.keys.unrelated_ca))),
        RevocationGap::ResponderNotAuthorized
    );
}

/// Two hundred names, each certified by several others, all with one key: no way leads to the anchor.
#[test]
fn a_mesh_of_cross_certificates_ends_within_the_budget() {
    let world = world();
    let Gpki { bridge_ca, .. } = &world.gpki;
    let key = &world.keys.unrelated_ca;
    let name = |number: usize| {
        test_pki::DistinguishedName::japan()
            .printable(test_pki::Attribute::CommonName, &format!("Mesh {}", number % 60))
    };
    let validity = test_pki::Validity { not_before: days(-10), not_after: days(10) };
    let issue = |subject: &test_pki::DistinguishedName, issuer: &test_pki::DistinguishedName, serial: u64| {
        let builder = test_pki::CertificateBuilder::new(subject, key.spki(), issuer, serial, validity);
        builder.authority(None).sign(key.signer()).unwrap()
    };
    let mut bag = Vec::new();
    for number in 0..60 {
        for step in 1..=8 {
            bag.push(issue(&name(number), &name(number + step), (number * 10 + step) as u64 + 1));
        }
    }
    // The anchor's name is reachable by name, but the anchor never signed this.
    bag.push(issue(&name(0), &names::bridge_ca(), 9_999));
    let bag: Vec<&[u8]> = bag.iter().map(Vec::as_slice).collect();
    let target = test_pki::CertificateBuilder::new(&names::minister(), key.spki(), &name(7), 5, validity);
    let target = target.sign(key.signer()).unwrap();
    let case = case(&target, &[bridge_ca], &bag, &[]);
    let begun = std::time::Instant::now();
    let PathOutcome::Invalid(failure) = case.outcome() else { panic!("accepted") };
    println!("{} paths tried in {:?}, {:?}", failure.tried, begun.elapsed(), failure.search);
    assert!(!failure.paths.is_empty());
    assert_eq!(failure.search, koseki::pki::Search::BudgetExhausted);
    let finding = findings::pki::findings(&failure).remove(0);
    assert_eq!((finding.rule.id.0, finding.sub_indication), ("path.budget", Some(SubIndication::Generic)));
}

#[test]
fn a_list_of_many_entries_is_searched_quickly() {
    let world = world();
    let count: u64 = if cfg!(debug_assertions) { 50_000 } else { 1_000_000 };
    let mut list = CrlBuilder::new(&names::official_status_ca(), days(-1), Some(days(7)));
    for serial in 0..count {
        list = list.revoke(serial.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 1, days(-9), None);
    }
    let list = list.sign(world.keys.official_status_ca.signer()).unwrap();
    let begun = std::time::Instant::now();
    let Gpki { minister, official_status_ca, .. } = &world.gpki;
    let case = case(minister, &[official_status_ca], &[], &[&list]);
    println!("{count} entries read in {:?}", begun.elapsed());
    case.valid();
    let begun = std::time::Instant::now();
    case.valid();
    println!("one more verification takes {:?}", begun.elapsed());
    let unsorted = CertificateRevocationList::parse(&list).unwrap();
    assert_eq!(unsorted.len() as u64, count);
    let issuer = unsorted.issuer().clone();
    let serial = der::integer((1_234u64.wrapping_mul(0x9e37_79b9_7f4a_7c15)) >> 1);
    assert!(unsorted.find(&issuer, &serial[2..]).is_some());
}

#[test]
fn the_local_governments_own_authority_is_two_bridges_away() {
    let gpki = &world().gpki;
    let mut lists = vec![gpki.local_government_organization_arl.as_slice()];
    lists.extend(current_lists());
    let anchors: [&[u8]; 1] = [&gpki.local_government_organization_ca];
    let path = case(&gpki.minister, &anchors, &everything(), &lists).valid();
    assert_eq!(path.certificates().len(), 4);
    assert_eq!(path.policies(), [ObjectIdentifier::from_dotted(policies::LOCAL_GOVERNMENT).unwrap()]);
    // Every crossing's list is needed: the anchor's, the two bridges' and the issuer's own.
    for needed in [0, 1, 3, 4] {
        let mut fewer = lists.clone();
        fewer.remove(needed);
        let errors = case(&gpki.minister, &anchors, &everything(), &fewer).failed().errors;
        let unknown = |one: &koseki::pki::PathError| matches!(one.defect, PathDefect::RevocationUnknown(_));
        assert!(!errors.is_empty() && errors.iter().all(unknown), "{needed}: {errors:?}");
    }
}

#[test]
fn a_signer_retired_by_cessation_of_operation_signed_well_until_then() {
    let Gpki { minister_retired, official_status_ca, official_status_crl, official_status_crl_later, .. } =
        &world().gpki;
    case(minister_retired, &[official_status_ca], &[], &[official_status_crl]).valid();
    let case =
        || case(minister_retired, &[official_status_ca], &[], &[official_status_crl_later]).at(days(370));
    assert_eq!(case().defect().1, SubIndication::RevokedNoPoe);
    let path = case().proven(days(199)).valid();
    let [RevocationStatus::RevokedAfterProof { entry, .. }] = path.revocation() else { panic!() };
    assert_eq!(entry.reason, koseki::pki::RevocationReason::CessationOfOperation);
    assert_eq!(case().proven(days(200)).defect().1, SubIndication::Revoked);
}
