//! Bags, certificates and lists made to cost end within the budget and say why. What they take is in `docs/performance.md`.
#![cfg(all(feature = "test-pki", feature = "aws-lc"))]

#[path = "support/hostile.rs"]
mod hostile;

use hostile::{Mesh, mesh};
use koseki::limits::pki::PATH_STEPS;
use koseki::pki::{
    Certificate, CertificateRevocationList, PathDefect, PathFailure, PathOutcome, RevocationReason, Search,
};
use koseki::profile::findings;
use koseki::report::SubIndication;

#[track_caller]
fn refused(outcome: PathOutcome) -> PathFailure {
    match outcome {
        PathOutcome::Valid(_) => panic!("accepted"),
        PathOutcome::Invalid(failure) => failure,
    }
}

/// Whatever the mesh, the answer is "no chain", or "undecided" where the budget ended the search, and never empty.
#[test]
fn five_hundred_certificates_in_a_mesh_end_within_the_budget() {
    for (kind, count, search) in [
        (Mesh::OneName, 500, Search::BudgetExhausted),
        (Mesh::OneNameFourKeys, 500, Search::BudgetExhausted),
        (Mesh::Clique, 500, Search::BudgetExhausted),
        (Mesh::OneName, 20, Search::Complete),
        (Mesh::OneNameFourKeys, 20, Search::Complete),
    ] {
        let (outcome, spent) = mesh(kind, count).ask();
        let failure = refused(outcome);
        println!("{kind:?}: {} paths tried, {spent} steps, {:?}", failure.tried, failure.search);
        assert_eq!(failure.search, search, "{kind:?}");
        assert!(spent <= PATH_STEPS, "{kind:?}");
        let best = failure.paths.first().expect("a reason");
        assert!(!best.errors.is_empty() && best.certificates.len() <= 16, "{kind:?}");
        let finding = findings::pki::findings(&failure).into_iter().next().expect("a finding");
        let expected = match search {
            Search::BudgetExhausted => SubIndication::Generic,
            Search::Complete => SubIndication::NoCertificateChainFound,
        };
        assert_eq!(finding.sub_indication, Some(expected), "{kind:?}: {}", finding.rule.id.0);
    }
}

#[test]
fn ten_thousand_policies_and_their_mappings_are_followed() {
    let (outcome, spent) = hostile::policies(10_000).ask();
    let PathOutcome::Valid(path) = outcome else { panic!("{:?}", refused(outcome).paths.first()) };
    println!("{} policies left, {spent} steps", path.policies().len());
    assert_eq!(path.policies().len(), 10_000);
}

#[test]
fn more_policies_than_the_ceiling_are_refused_by_name() {
    use koseki::test_pki::der;
    let key = hostile::key("minister");
    let name = koseki::test_pki::names::minister();
    let validity = koseki::test_pki::Validity { not_before: hostile::day(-1), not_after: hostile::day(1) };
    let with = |count: usize| {
        let one = der::sequence(&[&der::object_identifier("1.2.3").unwrap()]);
        let list = der::sequence_of(&vec![one; count]);
        let builder = koseki::test_pki::CertificateBuilder::new(&name, key.spki(), &name, 1, validity);
        builder.other_extension("2.5.29.32", true, &list).sign(key.signer()).unwrap()
    };
    let error = Certificate::parse(&with(koseki::limits::pki::MAX_POLICIES + 1)).unwrap_err();
    assert!(error.to_string().contains("2.5.29.32"), "{error}");
}

/// Debug builds take a twentieth of the list: the same code, in the time a test may take.
#[test]
fn a_large_list_is_searched_to_its_last_entry() {
    let count: u64 = if cfg!(debug_assertions) { 50_000 } else { 1_000_000 };
    let list = CertificateRevocationList::from_vec(hostile::list(count)).unwrap();
    assert_eq!(list.len() as u64, count);
    let (outcome, first) = hostile::with_list(list.clone(), 0x0123_4567_89ab_0001).ask();
    assert!(matches!(outcome, PathOutcome::Valid(_)));
    // The digest of the list is paid for once.
    let (outcome, again) = hostile::with_list(list.clone(), 0x0123_4567_89ab_0001).ask();
    assert!(matches!(outcome, PathOutcome::Valid(_)));
    assert!(again < first && again < 500, "{first} steps, then {again}");
    for number in [1, count / 2, count - 1] {
        let failure = refused(hostile::with_list(list.clone(), hostile::serial(number)).ask().0);
        let [error] = failure.paths[0].errors.as_slice() else { panic!("{:?}", failure.paths[0].errors) };
        let PathDefect::Revoked(entry) = error.defect else { panic!("{error}") };
        assert_eq!(entry.reason, RevocationReason::CessationOfOperation);
    }
}

/// The index is sorted by the first eight octets; what follows must count too, and entries keep their own issuers.
#[test]
fn serial_numbers_that_begin_alike_are_told_apart() {
    use koseki::test_pki::{der, names};
    let oid = |text: &str| der::object_identifier(text).unwrap();
    let extension = |id: &str, critical: bool, value: &[u8]| {
        let critical = if critical { der::boolean(true) } else { Vec::new() };
        der::sequence(&[&oid(id), &critical, &der::octet_string(value)])
    };
    let reason = |code: u8| extension("2.5.29.21", false, &der::enumerated(code));
    let issuer = |name: &koseki::test_pki::DistinguishedName| {
        let name = der::context(4, &name.to_der().unwrap());
        extension("2.5.29.29", true, &der::sequence(&[&name]))
    };
    let entry = |serial: &[u8], extensions: &[u8]| {
        let date = der::element(0x17, b"261110000000Z");
        der::sequence(&[&der::element(2, serial), &date, &der::element(0x30, extensions)])
    };
    let long = |last: u8| [1, 2, 3, 4, 5, 6, 7, 8, 9, last];
    let (own, other) = (names::official_status_ca(), names::bridge_ca());
    // The reasons are the same octets again and again: an issuer named in between holds for what follows.
    let entries = [
        entry(&long(9), &reason(4)),
        entry(&[1, 2, 3], &reason(5)),
        entry(&[1, 2, 3, 0], &reason(4)),
        entry(&long(1), &[reason(1), issuer(&other)].concat()),
        entry(&long(5), &reason(4)),
        entry(&long(9), &reason(5)),
        entry(&[7], &[reason(1), issuer(&own)].concat()),
        entry(&[8], &reason(4)),
    ];
    let algorithm = der::sequence(&[&oid("1.2.840.113549.1.1.11"), &der::null()]);
    let tbs = der::sequence(&[
        &der::integer(1),
        &algorithm,
        &own.to_der().unwrap(),
        &der::element(0x17, b"261130000000Z"),
        &der::element(0x17, b"261210000000Z"),
        &der::sequence_of(&entries),
    ]);
    let list = der::sequence(&[&tbs, &algorithm, &der::bit_string(&[0; 256])]);
    let list = CertificateRevocationList::parse(&list).unwrap();
    let name = |name: &koseki::test_pki::DistinguishedName| {
        koseki::pki::Name::parse(&name.to_der().unwrap()).unwrap()
    };
    let (own, other) = (name(&own), name(&other));
    let found = |issuer, serial: &[u8]| list.find(issuer, serial).map(|entry| entry.reason);
    assert_eq!(found(&own, &long(9)), Some(RevocationReason::Superseded));
    assert_eq!(found(&other, &long(9)), Some(RevocationReason::CessationOfOperation));
    assert_eq!(found(&own, &long(5)), None, "it is the other issuer's");
    assert_eq!(found(&other, &long(5)), Some(RevocationReason::Superseded));
    assert_eq!(found(&other, &long(1)), Some(RevocationReason::KeyCompromise));
    assert_eq!(found(&own, &long(2)), None);
    assert_eq!(found(&own, &[1, 2, 3]), Some(RevocationReason::CessationOfOperation));
    assert_eq!(found(&own, &[1, 2, 3, 0]), Some(RevocationReason::Superseded));
    assert_eq!(found(&own, &[1, 2, 3, 0, 0]), None);
    assert_eq!(found(&own, &[7]), Some(RevocationReason::KeyCompromise));
    assert_eq!((found(&own, &[8]), found(&other, &[8])), (Some(RevocationReason::Superseded), None));
}
