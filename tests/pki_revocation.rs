//! What lists, deltas and OCSP responses say together (RFC 5280, 5.2.4, 5.3 and 6.3.3; RFC 6960, 4.4.5): a revocation that
//! is known always counts, a statement covers only what it is usable for, a hold is lifted only by what speaks of holds.
#![cfg(all(feature = "test-pki", feature = "aws-lc"))]

#[path = "support/world.rs"]
mod world;

use koseki::crypto::DigestAlgorithm::{Sha1, Sha256};
use koseki::crypto::policy::AlgorithmPolicy;
use koseki::limits::{Budget, pki::PATH_STEPS};
use koseki::pki::{
    Certificate, CertificateRevocationList, EvidenceSource, OcspResponse, PathDefect, PathOutcome,
    PathRequest, RevocationGap, RevocationMode, RevocationReason, RevocationStatus, TrustAnchor, validate,
};
use koseki::profile::findings;
use koseki::report::SubIndication;
use koseki::test_pki::{CrlBuilder, Reason, der, names};
use koseki::time::Time;
use world::{days, world};

/// A question on day 0 about the Minister's certificate, whose issuer is the anchor.
#[derive(Clone, Default)]
struct Case {
    lists: Vec<Vec<u8>>,
    responses: Vec<Vec<u8>>,
    embedded: Vec<Vec<u8>>,
    embedded_responses: Vec<Vec<u8>>,
    proof: Option<Time>,
    policy: AlgorithmPolicy,
}

fn lists(lists: &[Vec<u8>]) -> Case {
    Case { lists: lists.to_vec(), ..Case::default() }
}

fn responses(responses: &[Vec<u8>]) -> Case {
    Case { responses: responses.to_vec(), ..Case::default() }
}

impl Case {
    fn proven(mut self, proof: Time) -> Self {
        self.proof = Some(proof);
        self
    }

    fn outcome(&self, mode: RevocationMode) -> PathOutcome {
        let certificate = |der: &[u8]| Certificate::parse(der).unwrap();
        let target = certificate(&world().gpki.minister);
        let anchors = [TrustAnchor::from_certificate(certificate(&world().gpki.official_status_ca)).unwrap()];
        let lists = |ders: &[Vec<u8>]| -> Vec<_> {
            ders.iter().map(|der| CertificateRevocationList::parse(der).unwrap()).collect()
        };
        let responses = |ders: &[Vec<u8>]| -> Vec<_> {
            ders.iter().map(|der| OcspResponse::parse(der).unwrap()).collect()
        };
        let request = PathRequest {
            revocation_lists: &lists(&self.lists),
            ocsp_responses: &responses(&self.responses),
            embedded_lists: &lists(&self.embedded),
            embedded_responses: &responses(&self.embedded_responses),
            proof_of_existence: self.proof,
            revocation: mode,
            algorithm_policy: self.policy.clone(),
            ..PathRequest::new(&target, &anchors, days(0))
        };
        validate(&request, &mut Budget::new(PATH_STEPS))
    }

    #[track_caller]
    fn valid(&self) -> RevocationStatus {
        self.valid_in(RevocationMode::Required)
    }

    #[track_caller]
    fn valid_in(&self, mode: RevocationMode) -> RevocationStatus {
        match self.outcome(mode) {
            PathOutcome::Valid(path) => path.revocation()[0].clone(),
            PathOutcome::Invalid(failure) => panic!("{:#?}", failure.paths.first().map(|path| &path.errors)),
        }
    }

    /// The only defect, and the sub-indication of its finding.
    #[track_caller]
    fn refused(&self) -> (PathDefect, SubIndication) {
        let PathOutcome::Invalid(failure) = self.outcome(RevocationMode::Required) else {
            panic!("accepted")
        };
        let [error] = failure.paths[0].errors.as_slice() else { panic!("{:#?}", failure.paths[0].errors) };
        let sub = findings::pki::findings(&failure)[0].sub_indication.unwrap();
        (error.defect.clone(), sub)
    }

    #[track_caller]
    fn gap(&self) -> RevocationGap {
        match self.refused() {
            (PathDefect::RevocationUnknown(gap), SubIndication::TryLater) => gap,
            other => panic!("{other:?}"),
        }
    }

    #[track_caller]
    fn is_revoked(&self) {
        let (defect, sub) = self.refused();
        assert!(matches!(defect, PathDefect::Revoked(_)), "{defect:?}");
        assert_eq!(sub, SubIndication::RevokedNoPoe);
    }

    #[track_caller]
    fn is_on_hold(&self) {
        let (defect, sub) = self.refused();
        assert!(matches!(defect, PathDefect::OnHold(_)), "{defect:?}");
        assert_eq!(sub, SubIndication::TryLater);
    }
}

fn serial() -> u64 {
    let certificate = Certificate::parse(&world().gpki.minister).unwrap();
    certificate.serial_number().iter().fold(0, |number, octet| number << 8 | u64::from(*octet))
}

fn sign(list: CrlBuilder) -> Vec<u8> {
    list.sign(world().keys.official_status_ca.signer()).unwrap()
}

/// A list of that day, current until a week after the question.
fn made(day: i64) -> CrlBuilder {
    until(day, Some(7))
}

fn until(day: i64, next: Option<i64>) -> CrlBuilder {
    CrlBuilder::new(&names::official_status_ca(), days(day), next.map(days))
}

trait More {
    fn revoking(self, day: i64, reason: Reason) -> Self;
    fn unknown_critical(self) -> Self;
    fn only(self, reasons: &[u8]) -> Self;
}

impl More for CrlBuilder {
    fn revoking(self, day: i64, reason: Reason) -> Self {
        self.revoke(serial(), days(day), Some(reason))
    }

    fn unknown_critical(self) -> Self {
        self.other_extension(UNKNOWN, true, &der::null())
    }

    /// onlySomeReasons, content of the BIT STRING.
    fn only(self, reasons: &[u8]) -> Self {
        self.other_extension("2.5.29.28", true, &der::sequence(&[&der::context_primitive(3, reasons)]))
    }
}

const UNKNOWN: &str = "1.3.6.1.4.1.99999.8.2";
const KEY_COMPROMISE: &[u8] = &[6, 0x40];
const ALL_BUT_KEY_COMPROMISE: &[u8] = &[7, 0x3f, 0x80];
const CERTIFICATE_HOLD: &[u8] = &[1, 0x02];
const SUPERSEDED: &[u8] = &[3, 0x08];

#[test]
fn what_a_delta_lists_counts_whatever_its_freshness_and_extensions() {
    let base = || sign(made(-6).crl_number(42));
    let delta = |next: Option<i64>| until(-2, next).crl_number(43).delta_of(42);
    let kinds = || [delta(Some(7)), delta(Some(-1)), delta(None), delta(Some(7)).unknown_critical()];
    for delta in kinds() {
        let with = |reason| lists(&[base(), sign(delta.clone().revoking(-3, reason))]);
        with(Reason::KeyCompromise).is_revoked();
        with(Reason::Superseded).is_revoked();
        with(Reason::CertificateHold).is_on_hold();
        // The nearest that is accepted: another certificate is in the delta, and the base is fresh.
        let other = delta.clone().revoke(serial() + 1, days(-3), Some(Reason::KeyCompromise));
        assert!(matches!(lists(&[base(), sign(other)]).valid(), RevocationStatus::Good(_)));
    }
    // Between two deltas of one base the newer one makes nothing of the older one undone.
    let older = || made(-3).crl_number(43).delta_of(42);
    let newer = || sign(made(-1).crl_number(44).delta_of(42));
    lists(&[base(), sign(older().revoking(-4, Reason::KeyCompromise)), newer()]).is_revoked();
    let RevocationStatus::Good(evidence) = lists(&[base(), sign(older()), newer()]).valid() else { panic!() };
    assert_eq!((evidence.source, evidence.this_update), (EvidenceSource::RevocationListWithDelta, days(-1)));
}

#[test]
fn of_several_entries_for_one_certificate_the_worst_counts() {
    use Reason::{CertificateHold, KeyCompromise, RemoveFromCrl, Superseded};
    let found = |entries: &[(i64, Reason)]| {
        let list = entries.iter().fold(made(-1), |list, (day, reason)| list.revoking(*day, *reason));
        let list = CertificateRevocationList::parse(&sign(list)).unwrap();
        let certificate = Certificate::parse(&world().gpki.minister).unwrap();
        let entry = list.find(certificate.issuer(), certificate.serial_number()).unwrap();
        (entry.revocation_time, entry.reason)
    };
    let worst = [
        ([(-9, KeyCompromise), (-5, Superseded)], RevocationReason::KeyCompromise),
        ([(-9, CertificateHold), (-5, KeyCompromise)], RevocationReason::KeyCompromise),
        ([(-9, RemoveFromCrl), (-5, CertificateHold)], RevocationReason::Hold),
        ([(-9, Superseded), (-5, RemoveFromCrl)], RevocationReason::Superseded),
    ];
    for (mut entries, reason) in worst {
        assert_eq!(found(&entries), (days(-9), reason), "{entries:?}");
        entries.reverse();
        assert_eq!(found(&entries), (days(-9), reason), "{entries:?}");
    }
    // One that would do beside one that does not: a proven time between them, and a delta that removes and revokes.
    let base = || sign(made(-6).crl_number(42));
    let delta = made(-2).crl_number(43).delta_of(42);
    lists(&[base(), sign(delta.revoking(-3, RemoveFromCrl).revoking(-3, KeyCompromise))]).is_revoked();
    let twice = sign(made(-1).revoking(-3, Superseded).revoking(-9, Superseded));
    let (defect, _) = lists(&[twice]).proven(days(-5)).refused();
    assert!(matches!(defect, PathDefect::RevokedAtProof { .. }), "{defect:?}");
    let once = sign(made(-1).revoking(-3, Superseded));
    lists(&[once]).proven(days(-5)).valid();
}

#[test]
fn remove_from_crl_removes_a_hold_and_nothing_else() {
    let base = |reason: Option<Reason>| {
        let list = made(-6).crl_number(42);
        sign(reason.into_iter().fold(list, |list, reason| list.revoking(-7, reason)))
    };
    let older = |reason| sign(until(-3, Some(7)).crl_number(43).delta_of(42).revoking(-4, reason));
    let removing =
        |next| sign(until(-1, Some(next)).crl_number(44).delta_of(42).revoking(-4, Reason::RemoveFromCrl));
    let silent = || sign(made(-1).crl_number(44).delta_of(42));
    assert!(matches!(
        lists(&[base(Some(Reason::CertificateHold)), removing(7)]).valid(),
        RevocationStatus::Good(_)
    ));
    for last in [Reason::KeyCompromise, Reason::Superseded] {
        lists(&[base(Some(last)), removing(7)]).is_revoked();
        lists(&[base(None), older(last), removing(7)]).is_revoked();
    }
    // A hold that stood in a delta is lifted as one that stood in the base; a delta's silence lifts neither.
    lists(&[base(None), older(Reason::CertificateHold), removing(7)]).valid();
    lists(&[base(None), older(Reason::CertificateHold), silent()]).is_on_hold();
    lists(&[base(Some(Reason::CertificateHold)), silent()]).is_on_hold();
    // Nor does a delta that has itself run out.
    lists(&[base(Some(Reason::CertificateHold)), removing(-1)]).is_on_hold();
    // A newer complete list does.
    lists(&[base(None), older(Reason::CertificateHold), sign(made(-1).crl_number(44))]).valid();
    lists(&[base(None), older(Reason::CertificateHold), sign(made(-4).crl_number(43))]).is_on_hold();
}

#[test]
fn a_hold_is_lifted_only_by_a_statement_that_covers_holds() {
    let old = || sign(made(-11).crl_number(41));
    let hold = || sign(made(-3).crl_number(42).revoking(-4, Reason::CertificateHold));
    let newer = |reasons| sign(made(-1).crl_number(43).only(reasons));
    lists(&[old(), hold()]).is_on_hold();
    lists(&[old(), hold(), newer(KEY_COMPROMISE)]).is_on_hold();
    lists(&[old(), hold(), newer(SUPERSEDED)]).is_on_hold();
    lists(&[old(), hold(), newer(CERTIFICATE_HOLD)]).valid();
    lists(&[old(), hold(), newer(ALL_BUT_KEY_COMPROMISE)]).valid();
    lists(&[hold(), sign(made(-1).crl_number(43))]).valid();
    // Nor by one that proves nothing: not yet issued, of no stated end, with an extension nobody knows.
    for unusable in [made(1), until(-1, None), made(-1).unknown_critical()] {
        lists(&[old(), hold(), sign(unusable)]).is_on_hold();
    }
    let good = |day, extensions: &[Vec<u8>]| ocsp(&der::context_primitive(0, &[]), day, extensions);
    let both = |response| Case { responses: vec![response], ..lists(&[old(), hold()]) };
    both(good(-1, &[])).valid();
    both(good(-3, &[])).is_on_hold();
    both(good(-1, &[extension(UNKNOWN, true, &der::null())])).is_on_hold();
}

/// Revoked as routine on day -6; the document is proven to be of day -11.
#[test]
fn a_revocation_after_the_proven_time_takes_nothing_else_s_place() {
    let retired = |list: CrlBuilder| sign(list.revoking(-6, Reason::Superseded));
    let case = |ders: &[Vec<u8>]| lists(ders).proven(days(-11));
    let after = |case: Case| {
        let status = case.valid();
        assert!(matches!(status, RevocationStatus::RevokedAfterProof { .. }), "{status:?}");
    };
    after(case(&[retired(made(-1))]));
    // Reasons: a compromise of before the proof would stand in a list that is not here.
    let partial = retired(made(-1).only(SUPERSEDED));
    assert_eq!(case(std::slice::from_ref(&partial)).gap(), RevocationGap::ReasonsNotCovered);
    let most = retired(made(-1).only(ALL_BUT_KEY_COMPROMISE));
    assert_eq!(case(std::slice::from_ref(&most)).gap(), RevocationGap::ReasonsNotCovered);
    after(case(&[most, sign(made(-1).only(KEY_COMPROMISE))]));
    // Usability.
    let unknown_entry = || {
        let reason = extension("2.5.29.21", false, &der::enumerated(4));
        let entry = der::sequence(&[
            &der::integer(serial()),
            &der::element(0x17, b"261125000000Z"),
            &der::sequence_of(&[reason, extension(UNKNOWN, true, &der::null())]),
        ]);
        sign(made(-1).entry(entry))
    };
    assert!(matches!(
        case(&[retired(made(-1).unknown_critical())]).gap(),
        RevocationGap::UnknownCriticalExtension { .. }
    ));
    assert!(matches!(case(&[unknown_entry()]).gap(), RevocationGap::UnknownCriticalEntryExtension { .. }));
    lists(&[unknown_entry()]).is_revoked();
    assert_eq!(case(&[retired(until(-1, None))]).gap(), RevocationGap::NoNextUpdate);
    assert_eq!(
        case(&[retired(made(1))]).gap(),
        RevocationGap::NotYetIssued { this_update: days(1) },
        "made after the time asked about"
    );
    let lone = retired(made(-1).crl_number(43).delta_of(42));
    assert_eq!(case(std::slice::from_ref(&lone)).gap(), RevocationGap::DeltaWithoutBase);
    after(case(&[sign(made(-3).crl_number(42)), lone]));
    // A list of another kind that is usable and complete makes up for it: nothing before the proof is known there.
    after(case(&[partial.clone(), sign(made(-1))]));
    // Nor is a suspension of before the proof undone by the retirement that followed it.
    let held = || sign(made(-10).revoking(-12, Reason::CertificateHold));
    let (defect, sub) = case(&[held(), retired(made(-1))]).refused();
    assert!(matches!(defect, PathDefect::OnHold(_)), "{defect:?}");
    assert_eq!(sub, SubIndication::TryLater);
    after(lists(&[held(), retired(made(-1))]).proven(days(-13)));
    // Where it is not required, what is missing is said, and what is known stays known.
    let partial = case(&[partial]);
    assert_eq!(
        partial.valid_in(RevocationMode::Available),
        RevocationStatus::NotEstablished(RevocationGap::ReasonsNotCovered)
    );
    assert!(matches!(partial.valid_in(RevocationMode::Off), RevocationStatus::RevokedAfterProof { .. }));
}

fn extension(id: &str, critical: bool, value: &[u8]) -> Vec<u8> {
    let id = der::object_identifier(id).unwrap();
    let critical = if critical { der::element(1, &[0xff]) } else { Vec::new() };
    der::sequence(&[&id, &critical, &der::octet_string(value)])
}

/// A response of the issuer itself about the Minister's certificate, made that day and current for a week after the
/// question, with singleExtensions.
fn ocsp(status: &[u8], day: i64, extensions: &[Vec<u8>]) -> Vec<u8> {
    let oid = |text: &str| der::object_identifier(text).unwrap();
    let minister = Certificate::parse(&world().gpki.minister).unwrap();
    let issuer = Certificate::parse(&world().gpki.official_status_ca).unwrap();
    let id = der::sequence(&[
        &der::sequence(&[&oid("1.3.14.3.2.26"), &der::null()]),
        &der::octet_string(Sha1.digest(issuer.subject().der()).as_bytes()),
        &der::octet_string(issuer.subject_key_identifier().unwrap()),
        &der::element(2, minister.serial_number()),
    ]);
    let extensions = match extensions {
        [] => Vec::new(),
        list => der::context(1, &der::sequence_of(list)),
    };
    let next = der::context(0, &generalized(7));
    let single = der::sequence(&[&id, status, &generalized(day), &next, &extensions]);
    let responder = der::context(1, &names::official_status_ca().to_der().unwrap());
    let tbs = der::sequence(&[&responder, &generalized(day), &der::sequence(&[&single])]);
    let algorithm = der::sequence(&[&oid("1.2.840.113549.1.1.11"), &der::null()]);
    let value = world().keys.official_status_ca.signer().sign(&Sha256.digest(&tbs)).unwrap();
    let basic = der::sequence(&[&tbs, &algorithm, &der::bit_string(&value)]);
    let bytes = der::sequence(&[&oid("1.3.6.1.5.5.7.48.1.1"), &der::octet_string(&basic)]);
    der::sequence(&[&der::enumerated(0), &der::context(0, &bytes)])
}

fn generalized(day: i64) -> Vec<u8> {
    let digits: String = days(day).to_string().chars().filter(char::is_ascii_digit).take(14).collect();
    der::element(0x18, format!("{digits}Z").as_bytes())
}

#[test]
fn what_an_ocsp_response_says_in_extensions_counts_as_in_a_list() {
    let (key_compromise, superseded) = (1u8, 4u8);
    let revoked = |reason: Option<u8>| {
        let reason = reason.map(|code| der::context(0, &der::enumerated(code))).unwrap_or_default();
        der::context(1, &[generalized(-1), reason].concat())
    };
    let invalid_since = |day| extension("2.5.29.24", false, &generalized(day));
    let reason_code = |code| extension("2.5.29.21", false, &der::enumerated(code));
    let unknown = |critical| extension(UNKNOWN, critical, &der::null());
    // Proven to be of day -11, revoked on day -1.
    let case = |reason, extensions: &[Vec<u8>]| {
        responses(&[ocsp(&revoked(reason), -1, extensions)]).proven(days(-11))
    };
    let after = |case: Case| match case.valid() {
        RevocationStatus::RevokedAfterProof { entry, .. } => entry.reason,
        other => panic!("{other:?}"),
    };
    let suspect = |case: Case| {
        let (defect, sub) = case.refused();
        assert!(matches!(defect, PathDefect::SuspectAtProof { .. }), "{defect:?}");
        assert_eq!(sub, SubIndication::RevokedNoPoe);
    };
    assert_eq!(after(case(Some(key_compromise), &[])), RevocationReason::KeyCompromise);
    suspect(case(Some(key_compromise), &[invalid_since(-21)]));
    suspect(case(Some(key_compromise), &[invalid_since(-11)]));
    after(case(Some(key_compromise), &[invalid_since(-10)]));
    suspect(case(None, &[invalid_since(-21)]));
    // A retirement does not reach back, wherever its reason stands; of two reasons the graver is believed.
    assert_eq!(after(case(Some(superseded), &[invalid_since(-21)])), RevocationReason::Superseded);
    assert_eq!(
        after(case(None, &[reason_code(superseded), invalid_since(-21)])),
        RevocationReason::Superseded
    );
    suspect(case(Some(superseded), &[reason_code(key_compromise), invalid_since(-21)]));
    suspect(case(Some(key_compromise), &[reason_code(superseded), invalid_since(-21)]));
    // A critical extension that nobody knows: nothing good is proven, the revocation is known all the same.
    after(case(Some(superseded), &[unknown(false)]));
    let unusable = |gap| matches!(gap, RevocationGap::UnknownCriticalExtension { .. });
    assert!(unusable(case(Some(superseded), &[unknown(true)]).gap()));
    responses(&[ocsp(&revoked(Some(superseded)), -1, &[unknown(true)])]).is_revoked();
    let good = |extensions: &[Vec<u8>]| responses(&[ocsp(&der::context_primitive(0, &[]), -1, extensions)]);
    assert!(unusable(good(&[unknown(true)]).gap()));
    assert!(matches!(good(&[unknown(false)]).valid(), RevocationStatus::Good(_)));
    // A value that is none is an unreadable response.
    let broken = extension("2.5.29.24", false, &der::null());
    assert!(OcspResponse::parse(&ocsp(&revoked(None), -1, &[broken])).is_err());
}

#[test]
fn only_what_the_receiver_hands_in_is_as_old_as_it_says() {
    // RSA with SHA-256 ended on day -2, and was good for what is proven to be of before.
    let policy = AlgorithmPolicy::from_json(
        br#"{"format_version":1,"version":"test","source":"test","algorithms":[
        {"algorithm":"SHA-256","sign":"always","verify_now":"always","verify_with_proof":"always"},
        {"algorithm":"RSASSA-PKCS1-v1_5","bits":2048,"sign":"never","verify_now":"2026-11-29T00:00:00Z",
        "verify_with_proof":"2026-12-31T00:00:00Z"}]}"#,
    )
    .unwrap();
    let list = vec![sign(made(-3))];
    let response = vec![ocsp(&der::context_primitive(0, &[]), -3, &[])];
    let proven = || Case { policy: policy.clone(), ..Case::default() }.proven(days(-3));
    Case { lists: list.clone(), ..proven() }.valid();
    Case { responses: response.clone(), ..proven() }.valid();
    let brought = Case { embedded: list.clone(), ..proven() };
    assert_eq!(brought.gap(), RevocationGap::SignatureAlgorithm);
    let brought = Case { embedded_responses: response.clone(), ..proven() };
    assert_eq!(brought.gap(), RevocationGap::SignatureAlgorithm);
    // The receiver has the same list: it vouches for it.
    Case { lists: list.clone(), embedded: list.clone(), ..proven() }.valid();
    // While the algorithm is good they serve alike.
    let good = || Case::default().proven(days(-3));
    Case { embedded: list, ..good() }.valid();
    Case { embedded_responses: response, ..good() }.valid();
}

/// What the report names is the newest statement that speaks of the certificate, and of two as new the one handed in first.
#[test]
fn the_newest_of_several_statements_is_named() {
    let named = |lists: &[Vec<u8>]| match self::lists(lists).valid() {
        RevocationStatus::Good(evidence) => evidence.sha256.to_vec(),
        other => panic!("{other:?}"),
    };
    let sha256 = |list: &[u8]| Sha256.digest(list).as_bytes().to_vec();
    let (old, new, also_new) = (sign(made(-5)), sign(made(-3)), sign(made(-3).crl_number(2)));
    for lists in [[old.clone(), new.clone()], [new.clone(), old]] {
        assert_eq!(named(&lists), sha256(&new));
    }
    assert_eq!(named(&[new.clone(), also_new.clone()]), sha256(&new));
    assert_eq!(named(&[also_new.clone(), new]), sha256(&also_new));
}
