//! The last value that a rule of path validation accepts, and the first that it refuses.
#![cfg(all(feature = "test-pki", feature = "aws-lc"))]

#[path = "pki_peers/issuing.rs"]
mod issuing;

use issuing::{Holder, ListPlan, Plan, day};
use koseki::crypto::KeyError;
use koseki::crypto::policy::{AlgorithmPolicy, PolicyViolation};
use koseki::limits::{Budget, pki::PATH_STEPS};
use koseki::pki::{
    Certificate, CertificateRevocationList, NameForm, PathDefect, PathError, PathOutcome, PathRequest, Place,
    Purpose, RevocationGap, RevocationMode, RevocationStatus, TrustAnchor, VerifiedPath, validate,
};
use koseki::test_pki::{GeneralSubtree, KeyUsage, Reason, Scope, der, names, policies};
use koseki::time::Time;

/// OfficialStatusCA, the Minister, one list, and what is asked.
struct Question {
    anchor: Plan,
    chain: Vec<Plan>,
    target: Plan,
    lists: Vec<ListPlan>,
    at: Time,
    grace: u32,
    mode: RevocationMode,
    purpose: Purpose,
    proof: Option<Time>,
    algorithms: AlgorithmPolicy,
}

fn question() -> Question {
    let anchor = Plan::authority(Holder::Official, Holder::Official, 1, (-2_000, 2_000));
    let target = Plan {
        subject: names::minister(),
        subject_key: Holder::Minister,
        serial: 77,
        days: (-300, 1_000),
        basic: None,
        key_usage: vec![KeyUsage::DigitalSignature],
        policies: vec![policies::OFFICIAL_STATUS],
        ..anchor.clone()
    };
    Question {
        lists: vec![list(Holder::Official, -1, 7)],
        anchor,
        chain: Vec::new(),
        target,
        at: day(0),
        grace: 0,
        mode: RevocationMode::Required,
        purpose: Purpose::Signer,
        proof: None,
        algorithms: AlgorithmPolicy::default(),
    }
}

fn list(holder: Holder, from: i64, to: i64) -> ListPlan {
    ListPlan {
        issuer: holder.name(),
        signed_with: holder,
        scope: None,
        days: (from, Some(to)),
        entries: Vec::new(),
        number: 5,
        base_number: None,
        key_identifier: true,
        other: Vec::new(),
        flipped: false,
    }
}

impl Question {
    fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    fn at(mut self, days: i64, seconds: i64) -> Self {
        self.at = Time::from_unix(day(days).unix() + seconds).unwrap();
        self
    }

    fn ask(&self) -> Result<VerifiedPath, Vec<PathError>> {
        self.ask_about(&self.anchor.sign(), &self.target.sign())
    }

    /// With another anchor or target than the plans'.
    fn ask_about(&self, anchor: &[u8], target: &[u8]) -> Result<VerifiedPath, Vec<PathError>> {
        let certificate = |der: &[u8]| Certificate::parse(der).unwrap();
        let anchors = [TrustAnchor::from_certificate(certificate(anchor)).unwrap()];
        let target = certificate(target);
        let certificates: Vec<_> = self.chain.iter().map(|plan| certificate(&plan.sign())).collect();
        let lists: Vec<_> =
            self.lists.iter().map(|plan| CertificateRevocationList::parse(&plan.sign()).unwrap()).collect();
        let mut request = PathRequest::new(&target, &anchors, self.at);
        request.certificates = &certificates;
        request.revocation_lists = &lists;
        request.freshness_grace = self.grace;
        request.revocation = self.mode;
        request.purpose = self.purpose;
        request.proof_of_existence = self.proof;
        request.algorithm_policy = self.algorithms.clone();
        match validate(&request, &mut Budget::new(PATH_STEPS)) {
            PathOutcome::Valid(path) => Ok(*path),
            PathOutcome::Invalid(failure) => Err(failure.paths.into_iter().next().unwrap().errors),
        }
    }

    #[track_caller]
    fn valid(&self) -> VerifiedPath {
        self.ask().unwrap_or_else(|errors| panic!("{errors:#?}"))
    }

    /// The only thing wrong, and where.
    #[track_caller]
    fn defect(&self) -> (Place, PathDefect) {
        only(self.ask())
    }

    /// The same for a target with this SubjectPublicKeyInfo.
    #[track_caller]
    fn defect_of_key(&self, spki: &[u8]) -> (Place, PathDefect) {
        only(self.ask_about(&self.anchor.sign(), &self.target.sign_for(spki)))
    }

    #[track_caller]
    fn key_is_good(&self, spki: &[u8]) {
        self.ask_about(&self.anchor.sign(), &self.target.sign_for(spki)).unwrap();
    }

    #[track_caller]
    fn gap(&self) -> RevocationGap {
        match self.defect() {
            (_, PathDefect::RevocationUnknown(gap)) => gap,
            other => panic!("{other:?}"),
        }
    }
}

#[track_caller]
fn only(answer: Result<VerifiedPath, Vec<PathError>>) -> (Place, PathDefect) {
    let errors = answer.expect_err("refused");
    let [error] = errors.as_slice() else { panic!("{errors:#?}") };
    (error.place, error.defect.clone())
}

#[test]
fn a_certificate_is_valid_from_its_first_to_its_last_second() {
    let question = || question().with(|one| one.target.days = (-3, 3));
    question().at(3, 0).valid();
    let expired = PathDefect::Expired { not_after: day(3) };
    assert_eq!(question().at(3, 1).defect(), (Place::Target, expired));
    let early = |one: Question| one.with(|one| one.lists = vec![list(Holder::Official, -9, 7)]);
    early(question()).at(-3, 0).valid();
    let not_yet = PathDefect::NotYetValid { not_before: day(-3) };
    assert_eq!(early(question()).at(-3, -1).defect(), (Place::Target, not_yet));
}

#[test]
fn an_anchor_is_valid_from_its_first_to_its_last_second() {
    let question = || {
        question().with(|one| (one.anchor.days, one.lists) = ((-3, 3), vec![list(Holder::Official, -9, 7)]))
    };
    question().at(3, 0).valid();
    let expired = PathDefect::AnchorExpired { not_after: day(3) };
    assert_eq!(question().at(3, 1).defect(), (Place::Anchor, expired));
    question().at(-3, 0).valid();
    let not_yet = PathDefect::AnchorNotYetValid { not_before: day(-3) };
    assert_eq!(question().at(-3, -1).defect(), (Place::Anchor, not_yet));
}

/// After a key change the anchor is younger than the document: it does when all was valid together at some instant between
/// the proven time and the one asked about (EN 319 102-1, 5.6.2.2).
#[test]
fn an_anchor_younger_than_the_document_met_the_rest_of_the_path() {
    let anchor_since = |days| {
        question().with(|one| {
            (one.mode, one.proof) = (RevocationMode::Off, Some(day(-150)));
            (one.anchor.days.0, one.target.days) = (days, (-300, 1_000));
        })
    };
    let not_yet = |days| (Place::Anchor, PathDefect::AnchorNotYetValid { not_before: day(days) });
    anchor_since(0).valid();
    assert_eq!(anchor_since(0).at(0, -1).defect(), not_yet(0));
    let target_until = |days: i64, since| anchor_since(since).with(|one| one.target.days.1 = days);
    target_until(-100, -100).valid();
    assert_eq!(target_until(-100, -99).defect(), not_yet(-99));
    // What begins with the proven time is not late, and only what had ended then is named.
    let ended = question().with(|one| {
        (one.mode, one.proof) = (RevocationMode::Off, Some(day(-150)));
        (one.anchor.days.1, one.target.days.0) = (-151, -150);
    });
    assert_eq!(ended.defect(), (Place::Anchor, PathDefect::AnchorExpired { not_after: day(-151) }));
    ended.with(|one| one.anchor.days.1 = -150).valid();
}

#[test]
fn the_terms_of_a_pinned_anchor_are_kept() {
    let anchor = |change: fn(&mut Plan)| question().with(|one| change(&mut one.anchor));
    let usage = anchor(|one| one.key_usage = vec![KeyUsage::CrlSign]).defect();
    assert_eq!(usage, (Place::Anchor, PathDefect::AnchorKeyUsage));
    anchor(|one| one.key_usage = Vec::new()).valid();
    for basic in [None, Some((false, None))] {
        let errors = question().with(|one| one.anchor.basic = basic).defect();
        assert_eq!(errors, (Place::Anchor, PathDefect::AnchorNotAuthority));
    }
    // Before version 3 there was no way to say it, and pinning it is the receiver's own choice.
    let one = question();
    one.ask_about(&one.anchor.sign_version_1(), &one.target.sign()).unwrap();
    anchor(|one| one.basic = Some((true, Some(0)))).valid();
    let (place, defect) =
        anchor(|one| one.subtrees = vec![GeneralSubtree::Excluded(names::minister())]).defect();
    assert!(matches!((place, defect), (Place::Target, PathDefect::ExcludedName { .. })));
    anchor(|one| one.subtrees = vec![GeneralSubtree::Permitted(names::minister())]).valid();
    // What the list's signer may do is said by the anchor too.
    let crl = anchor(|one| one.key_usage = vec![KeyUsage::KeyCertSign]);
    assert_eq!(crl.gap(), RevocationGap::SignerKeyUsage);
}

/// RFC 5280, 4.2.1.10: an address in the subject is constrained where no alternative name gives one, whatever else they give.
#[test]
fn an_address_in_the_subject_counts_where_no_alternative_name_is_an_address() {
    let named = |alternative: &[(u8, &[u8])]| {
        let excluded = der::sequence(&[&der::context_primitive(1, b"example.jp")]);
        let constraints = der::sequence(&[&der::context(1, &excluded)]);
        let names: Vec<Vec<u8>> =
            alternative.iter().map(|(form, value)| der::context_primitive(*form, value)).collect();
        question().with(|one| {
            one.anchor.other.push(("2.5.29.30", true, constraints));
            let address = der::element(0x16, b"minister@example.jp");
            one.target.subject = names::minister().other("1.2.840.113549.1.9.1", &address).unwrap();
            if !names.is_empty() {
                one.target.other.push(("2.5.29.17", false, der::sequence_of(&names)));
            }
        })
    };
    let refused = (Place::Target, PathDefect::ExcludedName { form: NameForm::Rfc822 });
    let (address, host) = (1, 2);
    assert_eq!(named(&[]).defect(), refused);
    assert_eq!(named(&[(host, b"www.example.org")]).defect(), refused);
    named(&[(address, b"minister@example.org")]).valid();
    named(&[(host, b"www.example.org"), (address, b"minister@example.org")]).valid();
    assert_eq!(named(&[(address, b"minister@example.jp")]).defect(), refused);
}

#[test]
fn a_list_counts_as_long_as_the_grace_allows() {
    let stale = |grace: u32| {
        question().with(|one| (one.lists, one.grace) = (vec![list(Holder::Official, -9, -1)], grace))
    };
    stale(86_400).valid();
    assert_eq!(stale(86_399).gap(), RevocationGap::Stale { next_update: day(-1) });
    let made = |days: i64| question().with(|one| one.lists = vec![list(Holder::Official, days, 7)]);
    made(0).valid();
    assert_eq!(made(0).at(0, -1).gap(), RevocationGap::NotYetIssued { this_update: day(0) });
    // One of that very instant need not remember what had ended before: only the end is told.
    let ended = made(0).with(|one| one.target.days.1 = -1);
    assert_eq!(ended.defect(), (Place::Target, PathDefect::Expired { not_after: day(-1) }));
}

#[test]
fn a_list_made_after_the_proven_time_must_still_remember_the_certificate() {
    let question = |made: i64| {
        question().with(|one| {
            (one.target.days, one.proof) = ((-300, -100), Some(day(-150)));
            one.lists = vec![list(Holder::Official, made, 7)];
        })
    };
    question(-100).valid();
    assert_eq!(question(-99).gap(), RevocationGap::IssuedAfterExpiry { this_update: day(-99) });
    // expiredCertsOnCRL (X.509, 9.5.2.8), a GeneralizedTime: since when expired certificates stay listed.
    let since = |time: &[u8]| {
        let value = koseki::test_pki::der::element(0x18, time);
        question(-99).with(|one| one.lists[0].other.push(("2.5.29.60", false, value)))
    };
    // day(-100) is 2026-08-23.
    since(b"20260823000000Z").valid();
    assert!(matches!(since(b"20260823000001Z").gap(), RevocationGap::IssuedAfterExpiry { .. }));
    // The list of that day, gone stale since, knew it too.
    question(-160).with(|one| one.lists[0].days.1 = Some(-150)).valid();
    assert!(matches!(
        question(-160).with(|one| one.lists[0].days.1 = Some(-151)).gap(),
        RevocationGap::Stale { .. }
    ));
}

#[test]
fn a_delta_is_applied_to_the_list_it_continues_and_to_no_other() {
    let delta = |change: fn(&mut ListPlan)| {
        let mut plan = ListPlan { number: 9, base_number: Some(5), ..list(Holder::Official, -1, 7) };
        change(&mut plan);
        question().with(|one| one.lists = vec![list(Holder::Official, -9, -1), plan])
    };
    delta(|_| {}).valid();
    // Numbers are compared as numbers, whatever their length in octets.
    delta(|one| one.number = 300).valid();
    delta(|one| one.number = 128).valid();
    delta(|one| (one.number, one.base_number) = (6, Some(0))).valid();
    delta(|one| one.base_number = Some(4)).valid();
    // The stale base alone is left, whose gap tells most.
    for refused in [
        delta(|one| one.base_number = Some(6)),
        delta(|one| one.base_number = Some(128)),
        delta(|one| one.number = 5),
        delta(|one| one.key_identifier = false),
        delta(|one| {
            one.scope = Some((names::crl_point(names::official_status_ca()), Scope::AllCertificates))
        }),
        delta(|one| one.days = (-9, Some(-1))),
    ] {
        assert_eq!(refused.gap(), RevocationGap::Stale { next_update: day(-1) });
    }
    // removeFromCRL has no builder; a hold in the base stays one without it, and a newer delta decides over an older.
    let held = |serial| {
        delta(|_| {}).with(|one| one.lists[0].entries.push((serial, -8, Some(Reason::CertificateHold))))
    };
    assert!(matches!(held(77).defect(), (Place::Target, PathDefect::OnHold(_))));
    held(78).valid();
}

#[test]
fn every_mode_says_what_it_did_not_learn() {
    let mode =
        |mode| question().with(|one| (one.mode, one.lists) = (mode, vec![list(Holder::Official, -9, -1)]));
    assert_eq!(mode(RevocationMode::Required).gap(), RevocationGap::Stale { next_update: day(-1) });
    let gap = RevocationGap::Stale { next_update: day(-1) };
    assert_eq!(mode(RevocationMode::Available).valid().revocation(), [RevocationStatus::NotEstablished(gap)]);
    assert_eq!(mode(RevocationMode::Off).valid().revocation(), [RevocationStatus::NotChecked]);
}

#[test]
fn a_link_may_stand_anywhere_and_counts_for_no_length() {
    let link = |basic| {
        let mut one = question();
        let link = Plan {
            subject_key: Holder::OfficialNext,
            serial: 2,
            policies: vec!["2.5.29.32.0"],
            basic,
            ..one.anchor.clone()
        };
        one.anchor.basic = Some((true, Some(0)));
        one.chain = vec![link];
        one.target.signed_with = Holder::OfficialNext;
        one.lists.push(list(Holder::OfficialNext, -1, 7));
        one
    };
    assert_eq!(link(Some((true, Some(0)))).valid().certificates().len(), 2);
    assert_eq!(link(Some((false, None))).defect(), (Place::Authority, PathDefect::NotAuthority));
    // A CA of another name counts.
    let other = link(Some((true, None))).with(|one| {
        one.chain[0].subject = names::bridge_ca();
        one.target.issuer = names::bridge_ca();
        one.lists.push(ListPlan { signed_with: Holder::OfficialNext, ..list(Holder::Bridge, -1, 7) });
    });
    assert_eq!(other.defect(), (Place::Authority, PathDefect::PathLength));
    let allowed = other.with(|one| one.anchor.basic = Some((true, Some(1))));
    allowed.valid();
}

#[test]
fn a_signer_of_documents_is_no_authority() {
    let authority = |purpose| {
        question().with(|one| {
            one.purpose = purpose;
            one.target.basic = Some((true, None));
            one.target.key_usage = vec![KeyUsage::KeyCertSign];
        })
    };
    assert_eq!(authority(Purpose::Signer).defect(), (Place::Target, PathDefect::TargetIsAuthority));
    authority(Purpose::Any).valid();
    assert_eq!(authority(Purpose::RevocationListSigner).defect(), (Place::Target, PathDefect::KeyUsage));
    authority(Purpose::RevocationListSigner)
        .with(|one| one.target.key_usage = vec![KeyUsage::CrlSign])
        .valid();
    authority(Purpose::RevocationListSigner).with(|one| one.target.key_usage = Vec::new()).valid();
}

/// A document's signer may be for anything that is not surely something else; a time-stamp authority is for time-stamps and
/// nothing else (RFC 5280, 4.2.1.12; RFC 3161, 2.3).
#[test]
fn a_target_is_for_what_its_extended_key_usage_says() {
    let named = |purpose, arcs: &[u8]| {
        let purposes: Vec<Vec<u8>> = arcs
            .iter()
            .map(|arc| der::object_identifier(&format!("1.3.6.1.5.5.7.3.{arc}")).unwrap())
            .collect();
        let value = der::sequence_of(&purposes);
        question().with(|one| {
            one.purpose = purpose;
            one.target.other.extend((!arcs.is_empty()).then_some(("2.5.29.37", true, value)));
        })
    };
    let refused = (Place::Target, PathDefect::ExtendedKeyUsage);
    let (email_protection, time_stamping) = (4, 8);
    named(Purpose::Signer, &[]).valid();
    named(Purpose::Signer, &[email_protection]).valid();
    for other in [1, 2, 3, time_stamping, 9] {
        assert_eq!(named(Purpose::Signer, &[other]).defect(), refused, "{other}");
        named(Purpose::Signer, &[other, email_protection]).valid();
        named(Purpose::Any, &[other]).valid();
        named(Purpose::RevocationListSigner, &[other])
            .with(|one| one.target.key_usage = vec![KeyUsage::CrlSign])
            .valid();
    }
    assert_eq!(named(Purpose::Signer, &[1, 2, 3, time_stamping, 9]).defect(), refused);
    named(Purpose::TimeStampAuthority, &[time_stamping]).valid();
    for arcs in [&[][..], &[email_protection], &[time_stamping, email_protection], &[time_stamping; 2]] {
        assert_eq!(named(Purpose::TimeStampAuthority, arcs).defect(), refused, "{arcs:?}");
    }
}

/// RFC 5280, 6.1 ends with the target's key; who asks about a path for another reason than that key does not need it.
#[test]
fn a_signers_key_is_one_that_can_be_used() {
    let for_purpose = |purpose| question().with(|one| one.purpose = purpose);
    let stamping = || {
        let value = der::sequence(&[&der::object_identifier("1.3.6.1.5.5.7.3.8").unwrap()]);
        for_purpose(Purpose::TimeStampAuthority).with(|one| one.target.other.push(("2.5.29.37", true, value)))
    };
    for needed in [for_purpose(Purpose::Signer), stamping()] {
        needed.valid();
        let (place, defect) = needed.defect_of_key(&ed25519());
        assert_eq!(place, Place::Target);
        assert!(matches!(defect, PathDefect::KeyUnusable(KeyError::Unknown { .. })), "{defect:?}");
    }
    for_purpose(Purpose::Any).key_is_good(&ed25519());
}

/// The keys that sign certificates are judged with what they sign: the target's signs nothing in the path.
#[test]
fn the_targets_own_key_is_judged_by_the_algorithm_policy() {
    let last = Time::parse_rfc3339("2026-12-01T00:00:00Z").unwrap();
    let ends = |purpose| {
        question()
            .with(|one| (one.purpose, one.algorithms) = (purpose, elliptic_until("2026-12-01T00:00:00Z")))
    };
    for purpose in [Purpose::Any, Purpose::Signer] {
        ends(purpose).key_is_good(&p256());
        let violation = PolicyViolation::KeySizeExpired { bits: 256, until: last };
        let late = ends(purpose).at(0, 1);
        assert_eq!(late.defect_of_key(&p256()), (Place::Target, PathDefect::AlgorithmPolicy(violation)));
        // It is the target's key alone that ends.
        late.valid();
    }
}

/// The generator of P-256 (SEC 2, 2.4.2), whose private key is 1.
fn p256() -> Vec<u8> {
    let point = "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296\
                 4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5";
    let oid = |text| der::object_identifier(text).unwrap();
    let algorithm = der::sequence(&[&oid("1.2.840.10045.2.1"), &oid("1.2.840.10045.3.1.7")]);
    der::sequence(&[&algorithm, &der::bit_string(&hex(point))])
}

/// A key of an algorithm that is not implemented (RFC 8410).
fn ed25519() -> Vec<u8> {
    let algorithm = der::sequence(&[&der::object_identifier("1.3.101.112").unwrap()]);
    der::sequence(&[&algorithm, &der::bit_string(&[7; 32])])
}

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.chars().map(|digit| digit.to_digit(16).unwrap() as u8).collect();
    digits.chunks(2).map(|pair| pair[0] * 16 + pair[1]).collect()
}

/// A policy by which P-256 ends so and nothing else ever does.
fn elliptic_until(time: &str) -> AlgorithmPolicy {
    let line = |algorithm: &str, until: &str| {
        format!(r#"{{{algorithm},"sign":"{until}","verify_now":"{until}","verify_with_proof":"{until}"}}"#)
    };
    let lines = [
        line(r#""algorithm":"SHA-256""#, "always"),
        line(r#""algorithm":"RSASSA-PKCS1-v1_5","bits":2048"#, "always"),
        line(r#""algorithm":"ECDSA","bits":256"#, time),
    ];
    let file = format!(
        r#"{{"format_version":1,"version":"ends","source":"test","algorithms":[{}]}}"#,
        lines.join(",")
    );
    AlgorithmPolicy::from_json(file.as_bytes()).unwrap()
}

#[test]
fn the_certificate_that_loses_the_last_policy_is_named() {
    let authority = |holder: Holder, by: Holder, serial, policies: Vec<&'static str>| Plan {
        issuer: by.name(),
        subject: holder.name(),
        subject_key: holder,
        signed_with: by,
        serial,
        policies,
        policy_constraints: (Some(0), None),
        ..question().anchor
    };
    let path = |policies: Vec<&'static str>| {
        question().with(|one| {
            one.chain = vec![
                authority(Holder::Bridge, Holder::Official, 2, vec![policies::OFFICIAL_STATUS]),
                authority(Holder::LocalGovernment, Holder::Bridge, 3, policies),
            ];
            (one.target.issuer, one.target.signed_with) =
                (Holder::LocalGovernment.name(), Holder::LocalGovernment);
            one.lists.push(list(Holder::Bridge, -1, 7));
            one.lists.push(list(Holder::LocalGovernment, -1, 7));
        })
    };
    path(vec![policies::OFFICIAL_STATUS]).valid();
    assert_eq!(path(Vec::new()).defect(), (Place::Authority, PathDefect::PolicyRequired));
    assert_eq!(path(vec![policies::OTHER]).defect(), (Place::Authority, PathDefect::PolicyRequired));
    let target =
        path(vec![policies::OFFICIAL_STATUS]).with(|one| one.target.policies = vec![policies::OTHER]);
    assert_eq!(target.defect(), (Place::Target, PathDefect::PolicyRequired));
}
