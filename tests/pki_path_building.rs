//! Path building: which candidates are followed and which first, where a way ends, and what is told of the ways that failed.
//! The order decides no verdict; it decides how much of the budget hostile bags cost, and what a failure is said to be.
#![cfg(all(feature = "test-pki", feature = "aws-lc"))]

#[path = "pki_peers/issuing.rs"]
mod issuing;

use issuing::{Holder, ListPlan, Plan, day};
use koseki::limits::Budget;
use koseki::limits::pki::{MAX_BAG, PATH_STEPS};
use koseki::pki::{
    Certificate, CertificateRevocationList, Name, PathDefect, PathFailure, PathOutcome, PathRequest, Place,
    Purpose, RevocationMode, Search, TrustAnchor, VerifiedPath, validate,
};
use koseki::test_pki::{DistinguishedName, GeneralSubtree, KeyUsage, Reason, names};

/// Anchors, a bag, what lists there are, and a target.
struct Question {
    anchors: Vec<Plan>,
    bag: Vec<Plan>,
    lists: Vec<ListPlan>,
    target: Plan,
    purpose: Purpose,
    more: Vec<Certificate>,
}

fn authority(holder: Holder, by: Holder, serial: u64) -> Plan {
    Plan::authority(holder, by, serial, (-300, 300))
}

/// Bridge CA → OfficialStatusCA → the Minister.
fn question() -> Question {
    let target = Plan {
        basic: None,
        key_usage: vec![KeyUsage::DigitalSignature],
        ..authority(Holder::Minister, Holder::Official, 9)
    };
    Question {
        anchors: vec![authority(Holder::Bridge, Holder::Bridge, 1)],
        bag: vec![authority(Holder::Official, Holder::Bridge, 2)],
        lists: Vec::new(),
        target,
        purpose: Purpose::Signer,
        more: Vec::new(),
    }
}

impl Question {
    fn ask(&self) -> PathOutcome {
        let certificate = |plan: &Plan| Certificate::parse(&plan.sign()).unwrap();
        let target = certificate(&self.target);
        let anchors: Vec<_> = self
            .anchors
            .iter()
            .map(|plan| TrustAnchor::from_certificate(certificate(plan)).unwrap())
            .collect();
        let bag: Vec<_> = self.bag.iter().map(certificate).chain(self.more.iter().cloned()).collect();
        let list = |plan: &ListPlan| CertificateRevocationList::parse(&plan.sign()).unwrap();
        let lists: Vec<_> = self.lists.iter().map(list).collect();
        let request = PathRequest {
            certificates: &bag,
            revocation_lists: &lists,
            revocation: RevocationMode::Off,
            purpose: self.purpose,
            ..PathRequest::new(&target, &anchors, day(0))
        };
        validate(&request, &mut Budget::new(PATH_STEPS))
    }

    #[track_caller]
    fn valid(&self) -> VerifiedPath {
        match self.ask() {
            PathOutcome::Valid(path) => *path,
            PathOutcome::Invalid(failure) => panic!("{:#?}", failure.paths.first().map(|path| &path.errors)),
        }
    }

    /// The only defect of the path that got furthest.
    #[track_caller]
    fn defect(&self) -> PathDefect {
        let failure = self.refused();
        let [error] = failure.paths[0].errors.as_slice() else { panic!("{:#?}", failure.paths[0].errors) };
        error.defect.clone()
    }

    #[track_caller]
    fn refused(&self) -> PathFailure {
        match self.ask() {
            PathOutcome::Valid(path) => panic!("accepted: {:#?}", path.certificates()),
            PathOutcome::Invalid(failure) => failure,
        }
    }
}

/// Copies of a certificate that differ in the last octets of the signature value alone.
fn copies(plan: &Plan, count: usize) -> Vec<Certificate> {
    let mut der = plan.sign();
    let end = der.len() - 2;
    let copy = |number: usize| {
        der[end..].copy_from_slice(&(number as u16).to_be_bytes());
        Certificate::parse(&der).unwrap()
    };
    (0..count).map(copy).collect()
}

/// What was left out of a bag might have been the way: that no path is valid is said of whole bags alone.
#[test]
fn a_bag_is_whole_up_to_the_ceiling() {
    let bag = |count| Question {
        bag: Vec::new(),
        more: copies(&authority(Holder::Unrelated, Holder::Unrelated, 3), count),
        ..question()
    };
    assert_eq!(bag(MAX_BAG).refused().search, Search::Complete);
    assert_eq!(bag(MAX_BAG + 1).refused().search, Search::BudgetExhausted);
    // The same certificate again takes no place.
    let mut twice = bag(MAX_BAG);
    twice.more.push(twice.more[0].clone());
    assert_eq!(twice.refused().search, Search::Complete);
}

/// Of two certificates of the issuer's name the one that issued the target is tried first, for one reason each. All reasons
/// that weigh less speak for the other one.
#[test]
fn the_best_candidate_is_tried_first() {
    let right = || authority(Holder::Official, Holder::Bridge, 2);
    let other = |change: fn(&mut Plan)| {
        let mut plan = Plan { subject_key: Holder::Impostor, days: (-100, 300), serial: 3, ..right() };
        plan.key_identifiers = false;
        change(&mut plan);
        plan
    };
    let unknown = |mut plan: Plan| {
        plan.key_identifiers = false;
        plan
    };
    let pairs: [(&str, Plan, Plan); 7] = [
        (
            "its issuer leads to an anchor",
            unknown(right()),
            other(|one| {
                (one.issuer, one.signed_with) = (names::unrelated_ca(), Holder::Unrelated);
                (one.subject_key, one.key_identifiers) = (Holder::Official, true);
            }),
        ),
        ("the key identifier fits", right(), other(|_| {})),
        ("no other key identifier", unknown(right()), other(|one| one.key_identifiers = true)),
        ("it is an authority", unknown(right()), other(|one| one.basic = None)),
        ("it has not ended", unknown(right()), other(|one| one.days = (-100, -1))),
        ("it has begun", Plan { days: (0, 300), ..unknown(right()) }, other(|one| one.days = (1, 300))),
        ("it is newer", Plan { days: (-99, 300), ..unknown(right()) }, other(|_| {})),
    ];
    for (reason, right, other) in pairs {
        for bag in [vec![right.clone(), other.clone()], vec![other, right]] {
            let path = Question { bag, ..question() }.valid();
            assert_eq!((path.tried(), path.rejected().len()), (0, 0), "{reason}");
        }
    }
    // What ends now is as good as what ends later.
    let ends_now = Plan { days: (-99, 0), ..unknown(right()) };
    let path = Question { bag: vec![other(|_| {}), ends_now], ..question() }.valid();
    assert_eq!(path.tried(), 0);
}

fn name(name: &DistinguishedName) -> Name {
    Name::parse(&name.to_der().unwrap()).unwrap()
}

/// Where nobody has the issuer's name, the key that the certificate asks for may be there under another one.
#[test]
fn a_key_known_under_another_name_is_told() {
    let target = |asked_for: Holder| Plan {
        issuer: names::unrelated_ca(),
        signed_with: asked_for,
        key_identifiers: true,
        ..question().target
    };
    let not_found = PathDefect::IssuerNotFound { issuer: name(&names::unrelated_ca()) };
    let known_as = |found: &DistinguishedName| PathDefect::IssuerNameMismatch {
        issuer: name(&names::unrelated_ca()),
        found: name(found),
    };
    // As an anchor, as a certificate of the bag, and as neither.
    for (asked_for, defect) in [
        (Holder::Bridge, known_as(&names::bridge_ca())),
        (Holder::Official, known_as(&names::official_status_ca())),
        (Holder::OfficialNext, not_found),
    ] {
        assert_eq!(Question { target: target(asked_for), ..question() }.defect(), defect, "{asked_for:?}");
    }
}

/// The issuer's name and key are there, but below in the chain already: the key is under its own name.
#[test]
fn two_authorities_that_certify_each_other_lead_nowhere() {
    let ring = || Question {
        bag: vec![
            authority(Holder::Official, Holder::Unrelated, 2),
            authority(Holder::Unrelated, Holder::Official, 3),
        ],
        ..question()
    };
    let issuer = name(&names::official_status_ca());
    assert_eq!(ring().defect(), PathDefect::IssuerNotFound { issuer });
    let mut opened = ring();
    opened.bag.push(authority(Holder::Unrelated, Holder::Bridge, 4));
    assert_eq!(opened.valid().certificates().len(), 3);
}

#[test]
fn an_anchor_is_nobodys_target() {
    let anchor = authority(Holder::Bridge, Holder::Bridge, 1);
    let asked = |purpose| Question { target: anchor.clone(), purpose, ..question() };
    assert_eq!(asked(Purpose::Any).defect(), PathDefect::TargetIsAnchor);
    // Another certificate for the anchor's key is none.
    let again = Plan { serial: 2, ..anchor.clone() };
    Question { target: again, purpose: Purpose::Any, ..question() }.valid();
}

/// Where a way ends is told of the certificate that the next one did not sign.
#[test]
fn a_signature_that_does_not_fit_is_told_of_the_certificate_that_bears_it() {
    let told = |question: Question| {
        let failure = question.refused();
        let [error] = failure.paths[0].errors.as_slice() else { panic!("{:#?}", failure.paths[0].errors) };
        assert_eq!(error.defect, PathDefect::SignatureMismatch);
        (error.place, error.index, error.subject.clone())
    };
    let mut target = question();
    target.target.flipped = true;
    assert_eq!(told(target), (Place::Target, Some(1), name(&names::minister())));
    let mut authority = question();
    authority.bag[0].flipped = true;
    assert_eq!(told(authority), (Place::Authority, Some(0), name(&names::official_status_ca())));
}

/// A list of the holder that revokes these.
fn revoking(holder: Holder, serials: &[u64]) -> ListPlan {
    ListPlan {
        issuer: holder.name(),
        signed_with: holder,
        scope: None,
        days: (-1, Some(7)),
        entries: serials.iter().map(|serial| (*serial, -9, Some(Reason::KeyCompromise))).collect(),
        number: 5,
        base_number: None,
        key_identifier: true,
        other: Vec::new(),
        flipped: false,
    }
}

/// Of several ways that failed the first told is the one on which the target is known to be revoked, else the one that got
/// furthest.
#[test]
fn the_most_telling_failure_is_told_first() {
    let first = |question: &Question| {
        let failure = question.refused();
        assert_eq!(failure.paths.len(), 2, "{:#?}", failure.paths);
        failure.paths[0].errors.iter().map(|error| (error.place, error.defect.clone())).collect::<Vec<_>>()
    };
    let decoy = Plan { subject_key: Holder::Impostor, ..authority(Holder::Official, Holder::Bridge, 3) };
    let mut revoked = question();
    revoked.bag.push(decoy);
    revoked.lists = vec![revoking(Holder::Official, &[9])];
    assert!(matches!(first(&revoked).as_slice(), [(Place::Target, PathDefect::Revoked(_))]));

    // The authority is certified by two anchors, and neither way is good: one certificate has ended.
    let two_ways = |by_bridge: fn(&mut Plan)| {
        let mut question = question();
        question.anchors.push(authority(Holder::LocalGovernment, Holder::LocalGovernment, 1));
        by_bridge(&mut question.bag[0]);
        let ended = Plan { days: (-300, -1), ..authority(Holder::Official, Holder::LocalGovernment, 3) };
        question.bag.push(ended);
        question
    };
    let ended = [(Place::Authority, PathDefect::Expired { not_after: day(-1) })];
    // An error of the target that is no revocation weighs as any other.
    let excluded = two_ways(|one| one.subtrees = vec![GeneralSubtree::Excluded(names::minister())]);
    assert_eq!(first(&excluded), ended);
    // So does a revocation that is another's.
    let mut other = two_ways(|one| one.basic = None);
    other.lists = vec![revoking(Holder::Bridge, &[2])];
    assert_eq!(first(&other), ended);
}
