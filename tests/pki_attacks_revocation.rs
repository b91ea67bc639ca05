//! Whose word about revocation counts, and since when: attacks on statements by keys that were stolen, ended or never
//! given, each with its nearest accepted and nearest refused neighbour (decision 0055).
#![cfg(all(feature = "test-pki", feature = "aws-lc"))]

#[path = "support/two_levels.rs"]
mod two_levels;

use koseki::crypto::DigestAlgorithm::Sha256;
use koseki::crypto::policy::AlgorithmPolicy;
use koseki::pki::{
    Certificate, EvidenceSigner, PathDefect, PathOutcome, RevocationGap, RevocationMode, RevocationStatus,
    Search,
};
use koseki::profile::findings;
use koseki::report::SubIndication;
use koseki::test_pki::{
    CertificateBuilder, CrlBuilder, DistinguishedName, Key, KeyUsage, Reason, Scope, Validity, der, names,
};
use two_levels::{
    Case, MADE, PROVEN, SIGNER, STOLEN, SUB, TARGET, authority, case, days, flat, generalized, keys, life,
    long, retired, root, root_key, root_list, seconds, separate_signer, sign, stolen, sub, sub_key, sub_list,
    target_by, target_certificate_id,
};

/// The two ways to sign a list of the authority: with its own key, and with one for lists alone.
fn ways() -> [(u64, &'static Key); 2] {
    [(SUB, sub_key()), (SIGNER, &keys().other_office)]
}

#[test]
fn who_was_revoked_when_the_list_was_made_vouches_for_nothing() {
    for (revoked, key) in ways() {
        let made = |reason, made| {
            let lists = [root_list(&[(revoked, STOLEN, reason)]), sign(sub_list(made), key)];
            case(&lists).with(separate_signer(long()))
        };
        for reason in [stolen(), retired(), Some(Reason::CertificateHold), None] {
            made(reason, days(MADE)).signer_is_revoked();
            made(reason, days(STOLEN)).signer_is_revoked();
        }
        // A retired key is suspected by nobody: its list of the second before is as good as it was.
        made(retired(), seconds(STOLEN * 86_400 - 1)).valid();
        let untouched = [root_list(&[]), sign(sub_list(days(MADE)), key)];
        case(&untouched).with(separate_signer(long())).valid();
    }
}

#[test]
fn a_stolen_key_dates_its_lists_as_it_likes() {
    for (revoked, key) in ways() {
        let list = sign(sub_list(days(STOLEN - 10)), key);
        for reason in [stolen(), Some(Reason::CaCompromise), Some(Reason::CertificateHold), None] {
            let of = |lists: &[Vec<u8>]| {
                let lists = [lists, &[root_list(&[(revoked, STOLEN, reason)])]].concat();
                case(&lists).with(separate_signer(long()))
            };
            let handed_in = of(std::slice::from_ref(&list));
            handed_in.signer_is_revoked();
            // What is proven to be older than the theft no thief has made.
            handed_in.clone().kept(&list, seconds(STOLEN * 86_400 - 1)).valid();
            handed_in.clone().kept(&list, days(STOLEN)).signer_is_revoked();
            handed_in.kept(b"another", days(PROVEN)).signer_is_revoked();
            let brought = Case { embedded: vec![list.clone()], ..of(&[]) };
            brought.signer_is_revoked();
            Case { embedded_since: Some(days(PROVEN)), ..brought.clone() }.valid();
            Case { embedded_since: Some(days(STOLEN)), ..brought }.signer_is_revoked();
            // That the document is old says nothing of what was handed in beside it.
            let beside = of(std::slice::from_ref(&list));
            Case { embedded_since: Some(days(PROVEN)), ..beside }.signer_is_revoked();
        }
    }
    // Without a proven time for the document nothing is older than the theft.
    let list = sign(sub_list(days(STOLEN - 10)), &keys().other_office);
    let lists = [root_list(&[(SIGNER, STOLEN, stolen())]), list.clone()];
    case(&lists).with(separate_signer(long())).kept(&list, days(STOLEN - 1)).now().signer_is_revoked();
}

#[test]
fn who_had_ended_when_the_list_was_made_vouches_for_nothing() {
    let end = -250;
    let made = |after: i64| seconds(end * 86_400 + after);
    // Of a time when all of them lived.
    let root_list = || sign(CrlBuilder::new(&names::bridge_ca(), days(end - 1), Some(days(30))), root_key());
    let by_signer = |after| {
        let lists = [root_list(), sign(sub_list(made(after)), &keys().other_office)];
        case(&lists).with(separate_signer(life(-1_000, end)))
    };
    by_signer(0).valid();
    by_signer(1).signer_is_outside_validity();
    let by_authority = |after| {
        let lists = [root_list(), sign(sub_list(made(after)), sub_key())];
        Case { certificates: vec![sub(life(-1_000, end))], ..case(&lists) }
    };
    by_authority(0).valid();
    by_authority(1).signer_is_outside_validity();
    let by_anchor = |after| {
        let list = CrlBuilder::new(&names::bridge_ca(), made(after), Some(days(30)));
        Case { anchors: vec![root(life(-1_000, end))], ..flat(&[sign(list, root_key())]) }
    };
    by_anchor(0).valid();
    by_anchor(1).signer_is_outside_validity();
    // The authority above the signer counts as well.
    let above = |after| {
        let lists = [root_list(), sign(sub_list(made(after)), sub_key())];
        Case { anchors: vec![root(life(-1_000, end))], ..case(&lists) }
    };
    above(0).valid();
    above(1).signer_is_outside_validity();
}

#[test]
fn an_authority_has_to_be_known_good_when_it_made_its_list() {
    // The root's list is current at the proven time and says nothing of what came after its next update.
    let old = CrlBuilder::new(&names::bridge_ca(), days(PROVEN - 5), Some(days(PROVEN + 10)));
    let old = sign(old, root_key());
    let made = |made| case(&[old.clone(), sign(sub_list(made), sub_key())]);
    made(days(PROVEN + 10)).valid();
    let gap = made(seconds((PROVEN + 10) * 86_400 + 1)).gap();
    let RevocationGap::SignerUnestablished(reason) = gap else { panic!("{gap:?}") };
    assert_eq!(*reason, RevocationGap::Stale { next_update: days(PROVEN + 10) });
    // A newer one fills the gap.
    case(&[old.clone(), root_list(&[]), sign(sub_list(days(MADE)), sub_key())]).valid();
}

#[test]
fn why_a_signer_is_not_believed_is_told() {
    // No list is about the signer of the list; its end has come; nothing leads to it.
    let list = || sign(sub_list(days(MADE)), &keys().other_office);
    let only = case(&[list()]).with(separate_signer(long())).now();
    let PathOutcome::Invalid(failure) = only.outcome(RevocationMode::Required) else { panic!() };
    let gaps: Vec<_> = failure.paths[0].errors.iter().map(|error| error.defect.clone()).collect();
    let missing = RevocationGap::SignerUnestablished(Box::new(RevocationGap::Missing));
    assert!(gaps.contains(&PathDefect::RevocationUnknown(missing)), "{gaps:?}");
    let ended = case(&[root_list(&[]), list()]).with(separate_signer(life(-1_000, MADE - 1))).now();
    ended.signer_is_outside_validity();
    assert_eq!(case(&[root_list(&[]), list()]).now().gap(), RevocationGap::SignatureMismatch);
}

#[test]
fn what_a_doubtful_statement_revokes_leaves_it_open() {
    let revoking = |at| sub_list(days(MADE)).revoke(TARGET, days(at), retired());
    let says = |at| case(&[root_list(&[(SUB, STOLEN, stolen())]), sign(revoking(at), sub_key())]);
    // Whoever has the stolen key fails no document, and hides no revocation either, in any mode.
    for mode in [RevocationMode::Required, RevocationMode::Available, RevocationMode::Off] {
        let (defect, sub) = says(PROVEN).refused_in(mode);
        assert!(matches!(defect, PathDefect::RevocationDoubtful { .. }), "{defect:?}");
        assert_eq!(sub, SubIndication::TryLater);
    }
    // A revocation after the proven time would change nothing if it were true.
    says(PROVEN + 1).signer_is_revoked();
    // From one who is believed it fails the document.
    let believed = |at| case(&[root_list(&[]), sign(revoking(at), sub_key())]);
    let (defect, sub) = believed(PROVEN).refused_in(RevocationMode::Required);
    assert!(matches!(defect, PathDefect::RevokedAtProof { .. }), "{defect:?}");
    assert_eq!(sub, SubIndication::Revoked);
    assert!(matches!(believed(PROVEN + 1).valid(), RevocationStatus::RevokedAfterProof { .. }));
    // A suspension is lifted by a newer statement that is believed, also one by a key that has ended since.
    let held = |made| sub_list(days(made)).revoke(TARGET, days(-400), Some(Reason::CertificateHold));
    let then = |made| {
        let (old, new) = (sign(held(made), &keys().other_office), sign(sub_list(days(MADE)), sub_key()));
        case(&[root_list(&[]), old, new]).with(separate_signer(life(-1_000, -500))).now()
    };
    then(MADE - 1).valid();
    let (defect, _) = then(MADE).refused_in(RevocationMode::Required);
    assert!(matches!(defect, PathDefect::RevocationDoubtful { .. }), "{defect:?}");
    // A stranger is not heard at all.
    let stranger = sign(revoking(PROVEN), &keys().impostor);
    case(&[root_list(&[]), sign(sub_list(days(MADE)), sub_key()), stranger]).valid();
    // What another statement proves stands beside a doubtful one that says nothing.
    let silent = sign(sub_list(days(MADE)), sub_key());
    let good = sign(sub_list(days(STOLEN - 1)), sub_key());
    let both = case(&[root_list(&[(SUB, STOLEN, stolen())]), silent, good.clone()]);
    both.signer_is_revoked();
    both.kept(&good, days(STOLEN - 1)).valid();
}

#[test]
fn an_anchor_vouches_for_lists_on_the_terms_it_was_pinned_with() {
    let other = &keys().local_government_ca;
    let list = sign(CrlBuilder::new(&names::bridge_ca(), days(MADE), Some(days(30))), other);
    let pinned = |validity| authority(&names::bridge_ca(), other, (&names::bridge_ca(), other), 9, validity);
    let with = |anchor: Vec<u8>| {
        let case = flat(std::slice::from_ref(&list)).now();
        Case { anchors: vec![root(long()), anchor], ..case }
    };
    let RevocationStatus::Good(evidence) = with(pinned(life(-1_000, 0))).valid() else { panic!() };
    assert_eq!(evidence.signer, EvidenceSigner::Anchor);
    with(pinned(life(-1_000, -1))).signer_is_outside_validity();
    with(pinned(life(0, 1_000))).valid();
    with(pinned(life(1, 1_000))).signer_is_outside_validity();
    let end_entity =
        CertificateBuilder::new(&names::bridge_ca(), other.spki(), &names::bridge_ca(), 9, long());
    let usage = [KeyUsage::KeyCertSign, KeyUsage::CrlSign];
    let of = |builder: CertificateBuilder| builder.key_usage(&usage).sign(other.signer()).unwrap();
    assert_eq!(with(of(end_entity.clone().end_entity())).gap(), RevocationGap::SignerNotTrusted);
    assert_eq!(with(of(end_entity.clone())).gap(), RevocationGap::SignerNotTrusted);
    with(of(end_entity.authority(None))).valid();
}

#[test]
fn a_key_change_after_the_proven_time_makes_no_document_undecidable() {
    let next = &keys().official_status_ca_next;
    let name = names::bridge_ca();
    let list = |made| sign(CrlBuilder::new(&name, days(made), Some(days(30))), next);
    // The new key, introduced by the old one after the proven time, signs the list.
    let link = |from, to| authority(&name, next, (&name, root_key()), 11, life(from, to));
    let linked = |from, to| flat(&[list(MADE)]).with(link(from, to));
    for (from, to) in [(STOLEN, 1_000), (MADE, 1_000), (STOLEN, MADE), (-1, 1_000)] {
        let RevocationStatus::Good(evidence) = linked(from, to).valid() else { panic!() };
        assert_eq!(evidence.signer, EvidenceSigner::Other, "{from} to {to}");
    }
    linked(STOLEN, MADE - 1).signer_is_outside_validity();
    linked(1, 1_000).signer_is_outside_validity();
    // The new key is the anchor, younger than the proof; it certifies the old one, for longer or since the change.
    let anchor = |from, to| authority(&name, next, (&name, next), 12, life(from, to));
    let back = |from, to| authority(&name, root_key(), (&name, next), 13, life(from, to));
    let anchored = |anchor, back| {
        let certificates = vec![back];
        Case { anchors: vec![anchor], certificates, ..flat(&[list(MADE)]) }
    };
    anchored(anchor(STOLEN, 1_000), back(-1_000, 1_000)).valid();
    anchored(anchor(STOLEN, 1_000), back(STOLEN, 1_000)).valid();
    let early = |case: Case| {
        let PathOutcome::Invalid(failure) = case.outcome(RevocationMode::Required) else {
            panic!("accepted")
        };
        let finding = findings::pki::findings(&failure).remove(0);
        assert_eq!(finding.sub_indication, Some(SubIndication::OutOfBoundsNoPoe), "{finding:#?}");
    };
    early(anchored(anchor(1, 1_000), back(-1_000, 1_000)));
    early(anchored(anchor(STOLEN, 1_000), back(1, 1_000)));
    // All of a path has to have been valid together once.
    let ending = |end| Case {
        target: target_by(&name, root_key(), life(-1_000, end)),
        lists: vec![list(MADE), sign(CrlBuilder::new(&name, days(PROVEN - 1), Some(days(30))), next)],
        ..anchored(anchor(STOLEN, 1_000), back(STOLEN, 1_000))
    };
    ending(STOLEN).valid();
    early(ending(STOLEN - 1));
    // The signer itself signs nothing before it begins.
    let began =
        |from| Case { target: target_by(&name, root_key(), life(from, 1_000)), ..linked(STOLEN, 1_000) };
    began(PROVEN).valid();
    let (defect, sub) = began(PROVEN + 1).refused_in(RevocationMode::Required);
    assert!(matches!(defect, PathDefect::NotYetValidAtProof { .. }), "{defect:?}");
    assert_eq!(sub, SubIndication::NotYetValid);
}

const OCSP_SIGNING: &str = "1.3.6.1.5.5.7.3.9";

/// A responder's certificate by that key, about which nobody has to ask (id-pkix-ocsp-nocheck).
fn delegate(by: (&DistinguishedName, &Key), validity: Validity, purpose: Option<&str>) -> Vec<u8> {
    let key = &keys().other_office;
    let mut builder = CertificateBuilder::new(&names::other_office(), key.spki(), by.0, SIGNER, validity);
    if let Some(purpose) = purpose {
        let value = der::sequence(&[&der::object_identifier(purpose).unwrap()]);
        builder = builder.other_extension("2.5.29.37", false, &value);
    }
    let builder = builder.other_extension("1.3.6.1.5.5.7.48.1.5", false, &der::null());
    builder.sign(by.1.signer()).unwrap()
}

/// What the delegate says of the target, which the subordinate authority issued: of that thisUpdate, producedAt, and nextUpdate.
fn response(updated: i64, produced: i64, next: Option<i64>, delegate: &[u8]) -> Vec<u8> {
    let oid = |text: &str| der::object_identifier(text).unwrap();
    let id = target_certificate_id();
    let next = next.map(|next| der::context(0, &generalized(days(next)))).unwrap_or_default();
    let good = der::context_primitive(0, &[]);
    let single = der::sequence(&[&id, &good, &generalized(days(updated)), &next]);
    let responder = der::context(1, &names::other_office().to_der().unwrap());
    let tbs = der::sequence(&[&responder, &generalized(days(produced)), &der::sequence(&[&single])]);
    let algorithm = der::sequence(&[&oid("1.2.840.113549.1.1.11"), &der::null()]);
    let value = keys().other_office.signer().sign(&Sha256.digest(&tbs)).unwrap();
    let certificates = der::context(0, &der::sequence(&[delegate]));
    let basic = der::sequence(&[&tbs, &algorithm, &der::bit_string(&value), &certificates]);
    let bytes = der::sequence(&[&oid("1.3.6.1.5.5.7.48.1.1"), &der::octet_string(&basic)]);
    der::sequence(&[&der::enumerated(0), &der::context(0, &bytes)])
}

fn answered(response: Vec<u8>, entries: &[(u64, i64, Option<Reason>)]) -> Case {
    Case { responses: vec![response], ..case(&[root_list(entries)]) }
}

#[test]
fn a_responder_is_judged_when_it_answers() {
    let (name, own) = (names::official_status_ca(), sub_key());
    let short = |from, to| delegate((&name, own), life(from, to), Some(OCSP_SIGNING));
    let by = |delegate: Vec<u8>, updated, produced| {
        answered(response(updated, produced, Some(30), &delegate), &[])
    };
    // Younger than the proven time, or ended since: as long as it lived when it answered.
    by(short(MADE - 1, MADE), MADE, MADE).valid();
    by(short(MADE - 1, 1_000), MADE, MADE).valid();
    by(short(-1_000, MADE - 1), MADE, MADE).signer_is_outside_validity();
    by(short(1, 1_000), MADE, MADE).signer_is_outside_validity();
    // The later of its two times counts: it writes both itself.
    by(short(-1_000, MADE - 1), MADE - 2, MADE).signer_is_outside_validity();
    by(short(-1_000, MADE - 1), MADE, MADE - 2).signer_is_outside_validity();
    by(short(-1_000, MADE - 1), MADE - 2, MADE - 1).valid();
    // Revoked by the authority that gave it the right, in a list that is about the responder alone.
    let point = names::other_office();
    let asked = CertificateBuilder::new(&point, keys().other_office.spki(), &name, SIGNER, long());
    let purpose = der::sequence(&[&der::object_identifier(OCSP_SIGNING).unwrap()]);
    let asked = asked.other_extension("2.5.29.37", false, &purpose).crl_distribution_point(&point);
    // RFC 6960, 4.2.2.2.1: with id-pkix-ocsp-nocheck nobody has to ask; what is known counts all the same.
    let unasked = asked.clone().other_extension("1.3.6.1.5.5.7.48.1.5", false, &der::null());
    let unasked = unasked.sign(own.signer()).unwrap();
    let asked = asked.sign(own.signer()).unwrap();
    let revoked_one = |asked: &[u8], made, entry: Option<Option<Reason>>| {
        let list = sub_list(days(-1)).issuing_distribution_point(Some(&point), Scope::AllCertificates);
        let list = entry.into_iter().fold(list, |list, why| list.revoke(SIGNER, days(STOLEN), why));
        let mut case = answered(response(made, made, Some(30), asked), &[]);
        case.lists.push(sign(list, own));
        case
    };
    for responder in [&asked, &unasked] {
        let revoked = |made, entry| revoked_one(responder, made, entry);
        revoked(MADE, None).valid();
        revoked(MADE, Some(stolen())).signer_is_revoked();
        revoked(STOLEN - 1, Some(stolen())).signer_is_revoked();
        revoked(STOLEN, Some(retired())).signer_is_revoked();
        revoked(STOLEN - 1, Some(retired())).valid();
        revoked(MADE, Some(stolen())).now().signer_is_revoked();
    }
    let silent = |responder| answered(response(MADE, MADE, Some(30), responder), &[]);
    silent(&unasked).valid();
    assert!(matches!(silent(&asked).gap(), RevocationGap::SignerUnestablished(_)));
    // That authority revoked itself.
    let lasting = short(-1_000, 1_000);
    let above = |made| answered(response(made, made, Some(30), &lasting), &[(SUB, STOLEN, stolen())]);
    above(MADE).signer_is_revoked();
    above(STOLEN - 1).signer_is_revoked();
    let older = response(STOLEN - 1, STOLEN - 1, Some(30), &lasting);
    above(STOLEN - 1).kept(&older, days(STOLEN - 1)).valid();
}

/// A responder may be named by a digest of its key, which is made for every certificate that may answer.
#[test]
fn the_digest_of_a_responder_s_key_is_paid_for() {
    let (name, own) = (names::official_status_ca(), sub_key());
    let purpose = der::sequence(&[&der::object_identifier(OCSP_SIGNING).unwrap()]);
    let decoy = |octets: usize| {
        let algorithm = der::sequence(&[&der::object_identifier("1.3.101.112").unwrap()]);
        let key = der::sequence(&[&algorithm, &der::bit_string(&vec![1; octets])]);
        let builder = CertificateBuilder::new(&names::unrelated_ca(), &key, &name, 77, long());
        builder.other_extension("2.5.29.37", false, &purpose).sign(own.signer()).unwrap()
    };
    let responder = delegate((&name, own), long(), Some(OCSP_SIGNING));
    let cost =
        |octets| answered(response(MADE, MADE, Some(30), &decoy(octets)), &[]).with(responder.clone()).cost();
    assert_eq!(cost(100 * 1_024 + 512) - cost(512), 100);
}

#[test]
fn what_is_wrong_with_a_response_is_told_of_the_response() {
    let (name, own) = (names::official_status_ca(), sub_key());
    let good = delegate((&name, own), long(), Some(OCSP_SIGNING));
    let now = |response| answered(response, &[]).now();
    now(response(-1, -1, Some(1), &good)).valid();
    assert_eq!(
        now(response(-3, -3, Some(-1), &good)).gap(),
        RevocationGap::ResponseStale { next_update: days(-1) }
    );
    assert_eq!(now(response(-1, -1, None, &good)).gap(), RevocationGap::ResponseNextUpdate);
    now(response(0, 0, None, &good)).valid();
    answered(response(PROVEN + 1, PROVEN + 1, None, &good), &[]).valid();
    // Not marked for OCSP, or given the right by another authority than the certificate's own.
    let unmarked = delegate((&name, own), long(), None);
    assert_eq!(now(response(-1, -1, Some(1), &unmarked)).gap(), RevocationGap::ResponderNotAuthorized);
    let of_root = delegate((&names::bridge_ca(), root_key()), long(), Some(OCSP_SIGNING));
    assert_eq!(now(response(-1, -1, Some(1), &of_root)).gap(), RevocationGap::ResponderNotAuthorized);
    for case in [now(response(-1, -1, None, &good)), now(response(-1, -1, Some(1), &unmarked))] {
        let PathOutcome::Invalid(failure) = case.outcome(RevocationMode::Required) else { panic!() };
        let finding = findings::pki::findings(&failure).remove(0);
        assert!(finding.rule.id.0.starts_with("revocation.ocsp."), "{finding:?}");
        assert!(finding.rule.clause.starts_with("RFC 6960"), "{finding:?}");
    }
}

/// The same certificate, signed with RSA and SHA-512.
fn with_sha512(certificate: &[u8], key: &Key) -> Vec<u8> {
    let (sha256_with_rsa, sha512_with_rsa) =
        ([42u8, 134, 72, 134, 247, 13, 1, 1, 11], [42u8, 134, 72, 134, 247, 13, 1, 1, 13]);
    let mut tbs = Certificate::parse(certificate).unwrap().tbs_der().to_vec();
    let place = tbs.windows(9).position(|window| window == sha256_with_rsa).unwrap();
    tbs[place..place + 9].copy_from_slice(&sha512_with_rsa);
    let algorithm = der::sequence(&[&der::object_identifier("1.2.840.113549.1.1.13").unwrap(), &der::null()]);
    let pair = aws_lc_rs::rsa::KeyPair::from_pkcs8(key.pkcs8().unwrap()).unwrap();
    let mut value = vec![0; pair.public_modulus_len()];
    let random = aws_lc_rs::rand::SystemRandom::new();
    pair.sign(&aws_lc_rs::signature::RSA_PKCS1_SHA512, &random, &tbs, &mut value).unwrap();
    der::sequence(&[&tbs, &algorithm, &der::bit_string(&value)])
}

/// A policy by which SHA-512 ends so.
fn sha512_until(until: &str) -> AlgorithmPolicy {
    let digest = |name: &str, until: &str| {
        let proven = if until == "never" { until } else { "always" };
        format!(
            r#"{{"algorithm":"{name}","sign":"always","verify_now":"{until}","verify_with_proof":"{proven}"}}"#
        )
    };
    let key = r#"{"algorithm":"RSASSA-PKCS1-v1_5","bits":2048,"sign":"always","verify_now":"always","verify_with_proof":"always"}"#;
    let algorithms = [digest("SHA-256", "always"), digest("SHA-512", until), key.to_owned()].join(",");
    let text =
        format!(r#"{{"format_version":1,"version":"test","source":"test","algorithms":[{algorithms}]}}"#);
    AlgorithmPolicy::from_json(text.as_bytes()).unwrap()
}

#[test]
fn a_responder_s_certificate_is_asked_for_its_algorithm() {
    let good = delegate((&names::official_status_ca(), sub_key()), long(), Some(OCSP_SIGNING));
    let other = with_sha512(&good, sub_key());
    let by =
        |delegate: &[u8], policy| Case { policy, ..answered(response(MADE, MADE, Some(30), delegate), &[]) };
    by(&good, sha512_until("never")).valid();
    by(&other, sha512_until("always")).valid();
    assert_eq!(by(&other, sha512_until("never")).gap(), RevocationGap::SignatureAlgorithm);
    // It is no older than its answer: what is proven of the document says nothing of it.
    by(&other, sha512_until("2026-11-30T00:00:00Z")).valid();
    let ended = sha512_until("2026-10-31T23:59:59Z");
    assert_eq!(by(&other, ended).gap(), RevocationGap::SignatureAlgorithm);
}

#[test]
fn so_is_the_certificate_of_a_list_s_signer() {
    let good = separate_signer(long());
    let other = with_sha512(&good, root_key());
    let by = |signer: &[u8], policy| {
        let lists = [root_list(&[]), sign(sub_list(days(MADE)), &keys().other_office)];
        Case { policy, ..case(&lists).with(signer.to_vec()).now() }
    };
    by(&good, sha512_until("never")).valid();
    by(&other, sha512_until("always")).valid();
    assert_eq!(by(&other, sha512_until("never")).gap(), RevocationGap::SignatureAlgorithm);
}

#[test]
fn an_entry_of_an_unclear_issuer_makes_its_list_prove_nothing() {
    let uri = der::context_primitive(6, b"http://ca.example/");
    let directory = |name: &DistinguishedName| der::context(4, &name.to_der().unwrap());
    let list = |issuer: &[u8], indirect: bool| {
        let extension = der::sequence(&[
            &der::object_identifier("2.5.29.29").unwrap(),
            &der::boolean(true),
            &der::octet_string(&der::sequence(&[issuer])),
        ]);
        let entry = der::sequence(&[
            &der::integer(TARGET),
            &der::element(0x17, b"260101000000Z"),
            &der::sequence(&[&extension]),
        ]);
        let list = CrlBuilder::new(&names::bridge_ca(), days(-1), Some(days(30))).entry(entry);
        let flag = der::sequence(&[&der::context_primitive(4, &[0xff])]);
        let list = if indirect { list.other_extension("2.5.29.28", true, &flag) } else { list };
        flat(&[sign(list, root_key())]).now()
    };
    // Of another authority, in a list that says it holds such entries.
    list(&directory(&names::unrelated_ca()), true).valid();
    let (defect, _) = list(&directory(&names::bridge_ca()), true).refused_in(RevocationMode::Required);
    assert!(matches!(defect, PathDefect::Revoked(_)), "{defect:?}");
    assert_eq!(list(&uri, true).gap(), RevocationGap::EntryIssuer);
    list(&[uri.clone(), directory(&names::unrelated_ca())].concat(), true).valid();
    assert_eq!(list(&directory(&names::unrelated_ca()), false).gap(), RevocationGap::EntryIssuer);
    // Another list that is clear answers.
    let mut both = list(&uri, true);
    both.lists.push(root_list(&[]));
    both.valid();
}

/// One name, a chain of keys each introduced by the one before, and lists of many times by all of them: every list asks anew
/// whether every key above it was good then.
#[test]
fn lists_of_many_times_by_many_keys_end_within_the_budget() {
    let keys = keys();
    let chain = [
        &keys.bridge_ca,
        &keys.official_status_ca,
        &keys.official_status_ca_next,
        &keys.local_government_ca,
        &keys.local_government_organization_ca,
        &keys.unrelated_ca,
        &keys.other_office,
    ];
    let name = names::bridge_ca();
    let links = chain
        .windows(2)
        .zip(20..)
        .map(|(pair, serial)| authority(&name, pair[1], (&name, pair[0]), serial, long()));
    let last = chain.last().unwrap();
    let asked = |count: i64| {
        let lists = (0..count).map(|number| {
            let list = CrlBuilder::new(&name, seconds(PROVEN * 86_400 + number), Some(days(30)));
            sign(list, chain[usize::try_from(number).unwrap() % chain.len()])
        });
        let case = Case { target: target_by(&name, last, long()), ..case(&lists.collect::<Vec<_>>()) };
        Case { certificates: links.clone().collect(), ..case }
    };
    assert!(matches!(asked(14).outcome(RevocationMode::Required), PathOutcome::Valid(_)));
    let PathOutcome::Invalid(failure) = asked(60).outcome(RevocationMode::Required) else { return };
    assert_eq!(failure.search, Search::BudgetExhausted);
}

/// A store that has kept the weekly lists of an authority for ten years, over a change of its key.
#[test]
fn lists_of_many_years_cost_few_questions() {
    let (name, next) = (names::bridge_ca(), &keys().official_status_ca_next);
    let weeks = if cfg!(debug_assertions) { 150 } else { 520 };
    let lists = (0..weeks).map(|week| {
        let made = -7 * week - 1;
        let key = if made > STOLEN { next } else { root_key() };
        sign(CrlBuilder::new(&name, days(made), Some(days(made + 8))), key)
    });
    let link = authority(&name, next, (&name, root_key()), 11, life(STOLEN, 1_000));
    let case = flat(&lists.collect::<Vec<_>>()).with(link);
    case.valid();
    // Some of them too young for their signer: nothing is proven by those, and nothing is lost.
    let short = authority(&name, next, (&name, root_key()), 11, life(STOLEN, -100));
    Case { certificates: vec![short], ..case }.valid();
}
