//! Which list speaks about which certificate, and which delta about which list (RFC 5280, 5.2.4, 5.2.5 and 6.3.3 (b) to
//! (d); X.509, 8.6): every rule with its nearest accepted and nearest rejected neighbour. No conformance suite covers this.
#![cfg(all(feature = "test-pki", feature = "aws-lc"))]

#[path = "support/world.rs"]
mod world;

use koseki::limits::{Budget, pki::PATH_STEPS};
use koseki::pki::{
    Certificate, CertificateRevocationList, EvidenceSigner, EvidenceSource, PathDefect, PathOutcome,
    PathRequest, RevocationGap, RevocationStatus, ScopeMismatch, Search, TrustAnchor, validate,
};
use koseki::test_pki::{
    Attribute, CertificateBuilder, CrlBuilder, DistinguishedName, Key, KeyUsage, Reason, Validity, der, names,
};
use koseki::time::Time;
use world::{days, seconds, world};

const TARGET: u64 = 7;

fn authority() -> DistinguishedName {
    names::official_status_ca()
}

fn authority_key() -> &'static Key {
    &world().keys.official_status_ca
}

/// Two that sign lists for the authority and no certificates.
fn issuer_of_lists() -> DistinguishedName {
    names::government().printable(Attribute::OrganizationalUnit, "List Issuer TEST")
}

fn other_issuer_of_lists() -> DistinguishedName {
    names::government().printable(Attribute::OrganizationalUnit, "Other List Issuer TEST")
}

fn place(name: &str) -> DistinguishedName {
    authority().printable(Attribute::CommonName, name)
}

/// DistributionPointName: fullName with these directory names.
fn full(places: &[DistinguishedName]) -> Vec<u8> {
    der::context(0, &directories(places))
}

/// DistributionPointName: nameRelativeToCRLIssuer with one commonName.
fn relative(name: &str) -> Vec<u8> {
    let id = der::object_identifier("2.5.4.3").unwrap();
    der::context(1, &der::sequence(&[&id, &der::element(0x13, name.as_bytes())]))
}

fn directories(names: &[DistinguishedName]) -> Vec<u8> {
    names.iter().flat_map(|name| der::context(4, &name.to_der().unwrap())).collect()
}

fn optional(field: Vec<u8>, absent: bool) -> Vec<u8> {
    if absent { Vec::new() } else { field }
}

/// A DistributionPoint of a certificate; empty parts are left out.
fn point(name: &[u8], reasons: &[u8], issuers: &[DistinguishedName]) -> Vec<u8> {
    let issuers = optional(der::context(2, &directories(issuers)), issuers.is_empty());
    der::sequence(&[
        &named(name),
        &optional(der::context_primitive(1, reasons), reasons.is_empty()),
        &issuers,
    ])
}

fn named(name: &[u8]) -> Vec<u8> {
    optional(der::context(0, name), name.is_empty())
}

const KEY_COMPROMISE: &[u8] = &[6, 0x40];
const ALL_BUT_KEY_COMPROMISE: &[u8] = &[7, 0x3f, 0x80];

/// The scope of a list.
#[derive(Clone, Copy, Default)]
struct Scope<'a> {
    name: &'a [u8],
    reasons: &'a [u8],
    indirect: bool,
}

const INDIRECT: Scope<'static> = Scope { name: &[], reasons: &[], indirect: true };

trait More {
    fn scope(self, scope: Scope<'_>) -> Self;
    fn listing(self, issuer: Option<&DistinguishedName>) -> Self;
}

impl More for CrlBuilder {
    fn scope(self, scope: Scope<'_>) -> Self {
        let reasons = optional(der::context_primitive(3, scope.reasons), scope.reasons.is_empty());
        let indirect = optional(der::context_primitive(4, &[0xff]), !scope.indirect);
        let value = der::sequence(&[&named(scope.name), &reasons, &indirect]);
        self.other_extension("2.5.29.28", true, &value)
    }

    /// An entry with the target's serial number, and the issuer of its certificate where one is given.
    fn listing(self, issuer: Option<&DistinguishedName>) -> Self {
        let extensions = issuer.map(|issuer| {
            let value = der::octet_string(&der::sequence(&[&directories(std::slice::from_ref(issuer))]));
            let id = der::object_identifier("2.5.29.29").unwrap();
            der::sequence(&[&der::sequence(&[&id, &der::boolean(true), &value])])
        });
        let time = der::element(0x17, b"261125000000Z");
        self.entry(der::sequence(&[&der::integer(TARGET), &time, &extensions.unwrap_or_default()]))
    }
}

/// A list of the day before the question, current until a week after it.
fn made_by(issuer: &DistinguishedName) -> CrlBuilder {
    CrlBuilder::new(issuer, days(-1), Some(days(7)))
}

fn own() -> CrlBuilder {
    made_by(&authority())
}

fn by_issuer(list: CrlBuilder) -> Vec<u8> {
    list.sign(world().keys.other_office.signer()).unwrap()
}

fn by_other_issuer(list: CrlBuilder) -> Vec<u8> {
    list.sign(world().keys.impostor.signer()).unwrap()
}

fn by_authority(list: CrlBuilder) -> Vec<u8> {
    list.sign(authority_key().signer()).unwrap()
}

/// A question on day 0 about a certificate of the anchor's with these distribution points.
struct Case {
    target: Vec<u8>,
    lists: Vec<Vec<u8>>,
    proof: Option<Time>,
    steps: u64,
}

fn certificate(subject: &DistinguishedName, key: &Key, serial: u64, until: i64) -> CertificateBuilder {
    let validity = Validity { not_before: days(-400), not_after: days(until) };
    CertificateBuilder::new(subject, key.spki(), &authority(), serial, validity)
}

fn with_points(builder: CertificateBuilder, points: &[Vec<u8>]) -> Vec<u8> {
    let builder = match points {
        [] => builder,
        points => builder.other_extension("2.5.29.31", false, &der::sequence_of(points)),
    };
    builder.sign(authority_key().signer()).unwrap()
}

fn case(points: &[Vec<u8>], lists: &[Vec<u8>]) -> Case {
    let target = certificate(&names::minister(), &world().keys.minister, TARGET, 400);
    let target = with_points(target.key_usage(&[KeyUsage::DigitalSignature]), points);
    Case { target, lists: lists.to_vec(), proof: None, steps: PATH_STEPS }
}

impl Case {
    fn outcome(&self) -> (PathOutcome, u64) {
        let parsed = |der: &Vec<u8>| Certificate::parse(der).unwrap();
        let anchors = [TrustAnchor::from_certificate(parsed(&world().gpki.official_status_ca)).unwrap()];
        // What is known of the issuers of lists stands in a list that is about them alone.
        let theirs = full(&[place("Issuers of lists")]);
        let signer = |name: &_, key: &Key, serial| {
            let builder = certificate(name, key, serial, 400).key_usage(&[KeyUsage::CrlSign]);
            parsed(&with_points(builder, &[point(&theirs, &[], &[])]))
        };
        let keys = &world().keys;
        let certificates = [
            signer(&issuer_of_lists(), &keys.other_office, 8),
            signer(&other_issuer_of_lists(), &keys.impostor, 9),
        ];
        let about_them = by_authority(own().scope(Scope { name: &theirs, ..Scope::default() }));
        let lists: Vec<_> = self.lists.iter().chain([&about_them]).collect();
        let lists: Vec<_> = lists.iter().map(|der| CertificateRevocationList::parse(der).unwrap()).collect();
        let target = parsed(&self.target);
        let request = PathRequest {
            certificates: &certificates,
            revocation_lists: &lists,
            proof_of_existence: self.proof,
            ..PathRequest::new(&target, &anchors, days(0))
        };
        let mut budget = Budget::new(self.steps);
        let outcome = validate(&request, &mut budget);
        (outcome, self.steps - budget.left())
    }

    #[track_caller]
    fn good(&self) -> (EvidenceSource, EvidenceSigner) {
        match self.outcome().0 {
            PathOutcome::Valid(path) => match &path.revocation()[0] {
                RevocationStatus::Good(evidence) => (evidence.source, evidence.signer),
                other => panic!("{other:?}"),
            },
            PathOutcome::Invalid(failure) => panic!("{:#?}", failure.paths.first().map(|path| &path.errors)),
        }
    }

    #[track_caller]
    fn defect(&self) -> PathDefect {
        let PathOutcome::Invalid(failure) = self.outcome().0 else { panic!("accepted") };
        failure.paths[0].first_error().unwrap().defect.clone()
    }

    #[track_caller]
    fn gap(&self) -> RevocationGap {
        match self.defect() {
            PathDefect::RevocationUnknown(gap) => gap,
            other => panic!("{other:?}"),
        }
    }

    #[track_caller]
    fn is_elsewhere(&self) {
        assert_eq!(self.gap(), RevocationGap::WrongScope(ScopeMismatch::DistributionPoint));
    }

    #[track_caller]
    fn is_revoked(&self) {
        assert!(matches!(self.defect(), PathDefect::Revoked(_)));
    }

    #[track_caller]
    fn is_on_hold(&self) {
        assert!(matches!(self.defect(), PathDefect::OnHold(_)));
    }
}

#[test]
fn a_list_of_another_issuer_has_to_be_named_by_the_certificate_and_indirect() {
    let named = [point(&[], &[], &[issuer_of_lists()])];
    let list = || made_by(&issuer_of_lists());
    let indirect = || by_issuer(list().scope(INDIRECT));
    assert_eq!(
        case(&named, &[indirect()]).good(),
        (EvidenceSource::RevocationList, EvidenceSigner::Other),
        "named and indirect"
    );
    // One of several names is enough.
    let several = [point(&[], &[], &[other_issuer_of_lists(), issuer_of_lists()])];
    case(&several, &[indirect()]).good();
    for direct in [list(), list().scope(Scope::default())] {
        let gap = case(&named, &[by_issuer(direct)]).gap();
        assert!(matches!(gap, RevocationGap::WrongScope(_)), "{gap:?}");
    }
    // Who is not named says nothing about it, however indirect.
    for points in [&[][..], &[point(&[], &[], &[other_issuer_of_lists()])]] {
        case(points, &[indirect()]).is_elsewhere();
        case(points, &[by_issuer(list().scope(INDIRECT).listing(Some(&authority())))]).gap();
    }
    // An entry is about the issuer that it names, and without one about the list's own.
    case(&named, &[by_issuer(list().scope(INDIRECT).listing(Some(&authority())))]).is_revoked();
    case(&named, &[by_issuer(list().scope(INDIRECT).listing(Some(&other_issuer_of_lists())))]).good();
    case(&named, &[by_issuer(list().scope(INDIRECT).listing(None))]).good();
}

#[test]
fn the_authority_s_own_list_counts_wherever_else_lists_are_published() {
    let elsewhere = [point(&[], &[], &[issuer_of_lists()])];
    assert_eq!(case(&elsewhere, &[by_authority(own())]).good().1, EvidenceSigner::Issuer);
    case(&elsewhere, &[by_authority(own().listing(None))]).is_revoked();
    // 4.2.1.13 forbids the authority to name itself as issuer of its lists. Where it does, its lists are its own all the
    // same, direct or not.
    let name = full(&[place("Here")]);
    let itself = [point(&name, &[], &[authority()])];
    for indirect in [false, true] {
        let scope = Scope { name: &name, indirect, ..Scope::default() };
        case(&itself, &[by_authority(own().scope(scope))]).good();
        case(&itself, &[by_authority(own().scope(scope).listing(None))]).is_revoked();
        let there = full(&[place("There")]);
        case(&itself, &[by_authority(own().scope(Scope { name: &there, ..scope }))]).is_elsewhere();
    }
}

#[test]
fn a_list_counts_at_the_points_that_name_its_issuer_alone() {
    let points = [
        point(&[], KEY_COMPROMISE, &[issuer_of_lists()]),
        point(&[], ALL_BUT_KEY_COMPROMISE, &[other_issuer_of_lists()]),
    ];
    let first = by_issuer(made_by(&issuer_of_lists()).scope(INDIRECT));
    let second = by_other_issuer(made_by(&other_issuer_of_lists()).scope(INDIRECT));
    assert_eq!(case(&points, std::slice::from_ref(&first)).gap(), RevocationGap::ReasonsNotCovered);
    assert_eq!(case(&points, std::slice::from_ref(&second)).gap(), RevocationGap::ReasonsNotCovered);
    case(&points, &[first, second]).good();
}

#[test]
fn a_list_and_the_certificate_share_a_name_of_a_distribution_point() {
    let (here, there) = (|| place("Here"), || place("There"));
    let list = |name: &[u8]| by_authority(own().scope(Scope { name, ..Scope::default() }));
    let points = [point(&full(&[here()]), &[], &[])];
    case(&points, &[list(&full(&[here()]))]).good();
    case(&points, &[list(&full(&[there()]))]).is_elsewhere();
    case(&points, &[list(&full(&[there(), here()]))]).good();
    let both = [point(&full(&[there(), here()]), &[], &[])];
    case(&both, &[list(&full(&[here()]))]).good();
    let two = [point(&full(&[there()]), &[], &[]), points[0].clone()];
    case(&two, &[list(&full(&[here()]))]).good();
    // A list without a name is published everywhere.
    case(&points, &[by_authority(own().scope(Scope::default()))]).good();
    // A relative name hangs below the issuer of the list.
    let below = [point(&relative("Here"), &[], &[])];
    case(&below, &[list(&full(&[here()]))]).good();
    case(&points, &[list(&relative("Here"))]).good();
    case(&below, &[list(&relative("Here"))]).good();
    case(&below, &[list(&relative("There"))]).is_elsewhere();
    let under = |name: DistinguishedName| name.printable(Attribute::CommonName, "Here");
    let indirect = |name: &[u8]| by_issuer(made_by(&issuer_of_lists()).scope(Scope { name, ..INDIRECT }));
    let theirs = [point(&relative("Here"), &[], &[issuer_of_lists()])];
    case(&theirs, &[indirect(&relative("Here"))]).good();
    case(&theirs, &[indirect(&full(&[under(issuer_of_lists())]))]).good();
    case(&theirs, &[indirect(&full(&[here()]))]).is_elsewhere();
}

/// 6.3.3 (b) (2) (i): a point without a name is the issuer of its lists; 6.3.3, end: no point at all is the certificate's
/// issuer.
#[test]
fn a_point_without_a_name_is_that_of_the_issuer_of_lists() {
    let list = |name: &[u8]| by_authority(own().scope(Scope { name, ..Scope::default() }));
    case(&[], &[list(&full(&[authority()]))]).good();
    case(&[], &[list(&full(&[place("Here")]))]).is_elsewhere();
    case(&[], &[list(&full(&[place("Here"), authority()]))]).good();
    // Beside points that are elsewhere it is a point too.
    case(&[point(&full(&[place("Here")]), &[], &[])], &[list(&full(&[authority()]))]).good();
    let named = [point(&[], &[], &[issuer_of_lists()])];
    let indirect = |name: &[u8]| by_issuer(made_by(&issuer_of_lists()).scope(Scope { name, ..INDIRECT }));
    case(&named, &[indirect(&full(&[issuer_of_lists()]))]).good();
    case(&named, &[indirect(&full(&[authority()]))]).is_elsewhere();
    case(&named, &[indirect(&full(&[authority(), issuer_of_lists()]))]).good();
}

#[test]
fn every_reason_has_to_be_covered_at_some_point() {
    let (here, there) = (full(&[place("Here")]), full(&[place("There")]));
    let list =
        |name: &[u8], reasons: &[u8]| by_authority(own().scope(Scope { name, reasons, indirect: false }));
    let uncovered = |points: &[Vec<u8>], lists: &[Vec<u8>]| {
        assert_eq!(case(points, lists).gap(), RevocationGap::ReasonsNotCovered);
    };
    // What the point leaves out, the list does not cover, and the other way round.
    let some = [point(&here, ALL_BUT_KEY_COMPROMISE, &[])];
    uncovered(&some, &[list(&here, &[])]);
    let all = [point(&here, &[], &[])];
    uncovered(&all, &[list(&here, ALL_BUT_KEY_COMPROMISE)]);
    case(&all, &[list(&here, &[])]).good();
    uncovered(&some, &[list(&here, KEY_COMPROMISE)]);
    case(&all, &[list(&here, KEY_COMPROMISE), list(&here, ALL_BUT_KEY_COMPROMISE)]).good();
    // Several points of one certificate cover what they cover together.
    let two = [point(&here, ALL_BUT_KEY_COMPROMISE, &[]), point(&there, KEY_COMPROMISE, &[])];
    uncovered(&two, &[list(&here, &[])]);
    uncovered(&two, &[list(&there, &[])]);
    case(&two, &[list(&here, &[]), list(&there, &[])]).good();
    let of_both = full(&[place("Here"), place("There")]);
    case(&two, &[list(&of_both, &[])]).good();
}

/// The base has run out, so that the question is decided by whether the delta may be applied to it.
#[test]
fn a_delta_applies_to_the_list_that_it_continues() {
    let base = |number: u64| CrlBuilder::new(&authority(), days(-9), Some(days(-2))).crl_number(number);
    let delta = |from: u64, number: u64| own().crl_number(number).delta_of(from);
    let updated = |base: CrlBuilder, delta: CrlBuilder| {
        let found = case(&[], &[by_authority(base), by_authority(delta)]).good();
        assert_eq!(found, (EvidenceSource::RevocationListWithDelta, EvidenceSigner::Issuer));
    };
    let apart = |base: CrlBuilder, delta: CrlBuilder| {
        let gap = case(&[], &[by_authority(base), by_authority(delta)]).gap();
        assert!(matches!(gap, RevocationGap::DeltaWithoutBase | RevocationGap::Stale { .. }), "{gap:?}");
    };
    // 5.2.4: the base is no older than what the delta begins at, and older than the delta itself.
    updated(base(42), delta(42, 43));
    apart(base(42), delta(43, 44));
    updated(base(43), delta(42, 44));
    apart(base(43), delta(42, 43));
    apart(base(44), delta(42, 43));
    // Numbers are compared as numbers: 127 takes one octet, 128 two of which the first is zero, 256 two.
    updated(base(128), delta(127, 255));
    apart(base(127), delta(128, 255));
    updated(base(255), delta(200, 256));
    apart(base(256), delta(200, 255));
    // A list without a number, or a delta without one.
    apart(CrlBuilder::new(&authority(), days(-9), Some(days(-2))), delta(42, 43));
    apart(base(42), own().delta_of(42));
    // 6.3.3 (c): the same scope and the same key.
    let here = full(&[authority()]);
    let scoped = |list: CrlBuilder, reasons| list.scope(Scope { name: &here, reasons, indirect: false });
    updated(scoped(base(42), &[]), scoped(delta(42, 43), &[]));
    apart(scoped(base(42), &[]), delta(42, 43));
    apart(base(42), scoped(delta(42, 43), &[]));
    apart(scoped(base(42), &[]), scoped(delta(42, 43), ALL_BUT_KEY_COMPROMISE));
    let keyed = |list: CrlBuilder, key: &Key| list.authority_key_identifier(key.spki());
    let (key, next) = (authority_key(), &world().keys.official_status_ca_next);
    updated(keyed(base(42), key), keyed(delta(42, 43), key));
    apart(keyed(base(42), key), keyed(delta(42, 43), next));
    apart(keyed(base(42), key), delta(42, 43));
    // Another issuer's delta is none of this list's.
    let named = [point(&[], &[], &[issuer_of_lists()])];
    let foreign = made_by(&issuer_of_lists()).scope(INDIRECT).crl_number(43).delta_of(42);
    let stale = base(42).scope(INDIRECT);
    let gap = case(&named, &[by_authority(stale), by_issuer(foreign)]).gap();
    assert!(matches!(gap, RevocationGap::DeltaWithoutBase | RevocationGap::Stale { .. }), "{gap:?}");
    let stale = CrlBuilder::new(&issuer_of_lists(), days(-9), Some(days(-2))).scope(INDIRECT).crl_number(42);
    let theirs = made_by(&issuer_of_lists()).scope(INDIRECT).crl_number(43).delta_of(42);
    case(&named, &[by_issuer(stale), by_issuer(theirs)]).good();
}

/// X.509 has a delta repeat removeFromCRL for every hold that was lifted since its base. One that is silent says that the
/// hold stands, later than a complete list that no longer has it.
#[test]
fn a_hold_that_a_newer_delta_leaves_standing_is_lifted_by_no_older_list() {
    let of = |day| CrlBuilder::new(&authority(), days(day), Some(days(7)));
    let held = || by_authority(of(-6).crl_number(42).revoke(TARGET, days(-7), Some(Reason::CertificateHold)));
    let lifted = || by_authority(of(-4).crl_number(43));
    let delta = |day| of(day).crl_number(44).delta_of(42);
    case(&[], &[held(), lifted()]).good();
    case(&[], &[held(), lifted(), by_authority(delta(-3))]).is_on_hold();
    case(&[], &[held(), lifted(), by_authority(delta(-5))]).good();
    let removing = delta(-3).revoke(TARGET, days(-7), Some(Reason::RemoveFromCrl));
    case(&[], &[held(), lifted(), by_authority(removing)]).good();
}

#[test]
fn a_list_is_of_no_later_than_the_time_asked_about() {
    let of = |time| by_authority(CrlBuilder::new(&authority(), time, Some(days(7))));
    case(&[], &[of(days(0))]).good();
    assert_eq!(case(&[], &[of(seconds(1))]).gap(), RevocationGap::NotYetIssued { this_update: seconds(1) });
    let until = |time| by_authority(CrlBuilder::new(&authority(), days(-1), Some(time)));
    case(&[], &[until(days(0))]).good();
    assert_eq!(case(&[], &[until(seconds(-1))]).gap(), RevocationGap::Stale { next_update: seconds(-1) });
}

/// X.509, 8.6.2.12: expiredCertsOnCRL says since when expired certificates are kept in the list. The certificate ended on day
/// -10, the document is proven to be of day -20, the list of day -1.
#[test]
fn a_list_of_after_the_certificate_s_end_has_to_say_that_it_remembers_it() {
    let target = certificate(&names::minister(), &world().keys.minister, TARGET, -10);
    let target = with_points(target.key_usage(&[KeyUsage::DigitalSignature]), &[]);
    let asked = |list: CrlBuilder| Case {
        target: target.clone(),
        lists: vec![by_authority(list)],
        proof: Some(days(-20)),
        steps: PATH_STEPS,
    };
    let since = |time: Time| {
        let digits: String = time.to_string().chars().filter(char::is_ascii_digit).take(14).collect();
        own().other_extension("2.5.29.60", false, &der::element(0x18, format!("{digits}Z").as_bytes()))
    };
    let forgot = RevocationGap::IssuedAfterExpiry { this_update: days(-1) };
    asked(since(days(-10))).good();
    asked(since(days(-30))).good();
    assert_eq!(asked(since(seconds(-10 * 86_400 + 1))).gap(), forgot);
    assert_eq!(asked(own()).gap(), forgot);
    // Of the certificate's last second it knows by itself.
    asked(CrlBuilder::new(&authority(), days(-10), Some(days(7)))).good();
    let later = CrlBuilder::new(&authority(), seconds(-10 * 86_400 + 1), Some(days(7)));
    assert!(matches!(asked(later).gap(), RevocationGap::IssuedAfterExpiry { .. }));
}

#[test]
fn comparing_names_of_distribution_points_is_paid_for() {
    let places = |count: usize, of: &str| {
        full(&(0..count).map(|number| place(&format!("{of} {number}"))).collect::<Vec<_>>())
    };
    let asked = |points: usize, names: usize, steps: u64| {
        let list = by_authority(own().scope(Scope { name: &places(names, "List"), ..Scope::default() }));
        Case { steps, ..case(&[point(&places(points, "Point"), &[], &[])], &[by_authority(own()), list]) }
    };
    let spent = |points, names| {
        let case = asked(points, names, PATH_STEPS);
        case.good();
        case.outcome().1
    };
    // Ten comparisons make a step.
    let (few, many) = (spent(1, 1), spent(100, 200));
    assert!((1_900..2_300).contains(&(many - few)), "{few} {many}");
    let PathOutcome::Invalid(failure) = asked(100, 200, few + 1_800).outcome().0 else { panic!("not paid") };
    assert_eq!(failure.search, Search::BudgetExhausted);
    asked(1, 1, few + 1_800).good();
}
