//! What a certificate or statement is worth whose age nobody vouches for, and what else attackers said of themselves: each
//! attack with its nearest accepted and nearest refused neighbour (decisions 0055, 0063 and 0064).
#![cfg(all(feature = "test-pki", feature = "aws-lc"))]

#[path = "support/two_levels.rs"]
mod two_levels;

use koseki::pki::{EvidenceSigner, PathDefect, PathOutcome, RevocationGap, RevocationMode, RevocationStatus};
use koseki::report::SubIndication;
use koseki::test_pki::{CertificateBuilder, CrlBuilder, DistinguishedName, KeyUsage, Reason, der, names};
use koseki::time::Time;
use two_levels::{
    Case, MADE, PROVEN, ROOT, STOLEN, SUB, TARGET, authority, case, days, flat, keys, life, long, retired,
    root, root_key, root_list, seconds, separate_signer, sha256, sign, stolen, sub, sub_key, sub_list,
    target_by,
};

impl Case {
    #[track_caller]
    fn is_not_proven_older(&self) {
        let (defect, sub) = self.refused_in(RevocationMode::Required);
        assert!(matches!(defect, PathDefect::NotProvenOlder { .. }), "{defect:?}");
        assert_eq!(sub, SubIndication::RevokedCaNoPoe);
    }
}

/// A list of the authority that the agency has had since before the theft, and the root's that tells of the theft.
fn stolen_later(reason: Option<Reason>) -> Case {
    let list = sign(sub_list(days(STOLEN - 10)), sub_key());
    case(&[root_list(&[(SUB, STOLEN, reason)]), list.clone()]).kept(&list, days(STOLEN - 9))
}

/// EN 319 102-1, 5.6.2.2: a time-stamp proves the signature value. Whose certificate that was can be made up afterwards by
/// whoever has the authority's key.
#[test]
fn what_a_stolen_key_may_have_issued_has_to_be_proven_older() {
    for reason in [stolen(), Some(Reason::CaCompromise), Some(Reason::CertificateHold), None] {
        let asked = |since| Case { target_since: since, ..stolen_later(reason) };
        asked(Some(seconds(STOLEN * 86_400 - 1))).valid();
        asked(Some(days(STOLEN))).is_not_proven_older();
        asked(None).is_not_proven_older();
        // In a document that is proven as a whole, and only in it.
        let target = target_by(&names::official_status_ca(), sub_key(), long());
        let within = |certificates: &[Vec<u8>], since| Case {
            embedded_certificates: certificates.to_vec(),
            embedded_since: Some(since),
            ..asked(None)
        };
        within(std::slice::from_ref(&target), days(STOLEN - 1)).valid();
        within(std::slice::from_ref(&target), days(STOLEN)).is_not_proven_older();
        within(&[], days(STOLEN - 1)).is_not_proven_older();
        // Kept by the agency.
        asked(None).kept(&target, days(STOLEN - 1)).valid();
        asked(None).kept(&target, days(STOLEN)).is_not_proven_older();
        assert_eq!(sha256(&asked(None).target), sha256(&target));
    }
    // Nobody suspects the key of an authority that was retired.
    Case { target_since: None, ..stolen_later(retired()) }.valid();
    // Nor that of one whose certificate is good.
    let list = sign(sub_list(days(STOLEN - 10)), sub_key());
    Case { target_since: None, ..case(&[root_list(&[]), list]) }.valid();
}

/// An authority between the stolen key and the target may be the thief's too, whatever the age of the target.
#[test]
fn so_has_every_certificate_below() {
    let between = names::local_government_ca();
    let key = &keys().local_government_ca;
    let certificate = authority(&between, key, (&names::official_status_ca(), sub_key()), 5, long());
    let list = |issuer: &_| CrlBuilder::new(issuer, days(STOLEN - 10), Some(days(30)));
    let (of_sub, of_between) =
        (sign(list(&names::official_status_ca()), sub_key()), sign(list(&between), key));
    let asked = |entries: &[(u64, i64, Option<Reason>)]| Case {
        certificates: vec![sub(long()), certificate.clone()],
        target: target_by(&between, key, long()),
        ..case(&[root_list(entries), of_sub.clone(), of_between.clone()])
            .kept(&of_sub, days(STOLEN - 9))
            .kept(&of_between, days(STOLEN - 9))
    };
    asked(&[]).valid();
    let stolen = asked(&[(SUB, STOLEN, stolen())]);
    stolen.is_not_proven_older();
    stolen.clone().kept(&certificate, days(STOLEN)).is_not_proven_older();
    stolen.kept(&certificate, days(STOLEN - 1)).valid();
}

/// Of two authorities that were revoked later the one that was suspected first counts, wherever it stands.
#[test]
fn of_several_suspicions_the_earliest_counts() {
    let between = names::local_government_ca();
    let key = &keys().local_government_ca;
    let certificate = authority(&between, key, (&names::official_status_ca(), sub_key()), 5, long());
    let list = |issuer: &_| CrlBuilder::new(issuer, days(PROVEN + 5), Some(days(30)));
    let of_between = sign(list(&between), key);
    let asked = |since: i64, target: Time| {
        let of_sub = list(&names::official_status_ca()).revoke(5, days(since), stolen());
        let of_sub = sign(of_sub, sub_key());
        let lists = [root_list(&[(SUB, STOLEN, stolen())]), of_sub.clone(), of_between.clone()];
        let kept = days(PROVEN + 6);
        Case {
            certificates: vec![sub(long()), certificate.clone()],
            target: target_by(&between, key, long()),
            target_since: Some(target),
            ..case(&lists).kept(&of_sub, kept).kept(&of_between, kept).kept(&certificate, kept)
        }
    };
    let before = |day: i64| seconds(day * 86_400 - 1);
    asked(PROVEN + 10, before(PROVEN + 10)).valid();
    asked(PROVEN + 10, days(PROVEN + 10)).is_not_proven_older();
    // Of two of one instant the one further up.
    let (defect, _) = asked(STOLEN, days(STOLEN)).refused_in(RevocationMode::Required);
    let PathDefect::NotProvenOlder { authority, .. } = defect else { panic!("{defect:?}") };
    assert_eq!(authority.der(), names::official_status_ca().to_der().unwrap());
    asked(STOLEN + 50, before(STOLEN)).valid();
    asked(STOLEN + 50, days(STOLEN)).is_not_proven_older();
}

/// A list of the authority that the document alone brought along, with the root's list of before the theft or of today.
#[test]
fn what_a_document_brings_along_may_have_been_made_until_today() {
    let old = CrlBuilder::new(&names::bridge_ca(), days(STOLEN - 20), Some(days(STOLEN + 20)));
    let old = || sign(old.clone(), root_key());
    let backdated = sign(sub_list(days(STOLEN - 10)), sub_key());
    let brought = |lists: &[Vec<u8>]| Case {
        embedded: [lists, std::slice::from_ref(&backdated)].concat(),
        ..case(&[])
    };
    // Nobody looked whether the key was stolen since.
    let gap = brought(&[old()]).gap();
    let RevocationGap::SignerUnestablished(inner) = &gap else { panic!("{gap:?}") };
    assert!(matches!(**inner, RevocationGap::Stale { .. }), "{gap:?}");
    brought(&[root_list(&[])]).valid();
    brought(&[old(), root_list(&[])]).valid();
    Case { lists: vec![root_list(&[])], ..brought(&[old()]) }.valid();
    // It is the authority that is told to be revoked, not the signer of the document.
    let told = brought(&[old(), root_list(&[(SUB, STOLEN, stolen())])]);
    told.signer_is_revoked_as(&names::official_status_ca());
    // It is known until the document is proven to have existed.
    let proven = |since| Case { embedded_since: Some(since), ..brought(&[old()]) };
    proven(days(STOLEN + 20)).valid();
    assert!(matches!(
        proven(seconds((STOLEN + 20) * 86_400 + 1)).gap(),
        RevocationGap::SignerUnestablished(_)
    ));
    // What the receiver hands in is as old as it says (decision 0055).
    Case { lists: vec![backdated.clone()], ..brought(&[old()]) }.valid();
    // An authority that has ended is known of until its end: nobody tells of it later, and nobody has its word.
    let ended = |until: i64| Case { certificates: vec![sub(life(-1_000, until))], ..brought(&[old()]) };
    ended(STOLEN + 20).valid();
    assert!(matches!(ended(STOLEN + 21).gap(), RevocationGap::SignerUnestablished(_)));
}

/// Another certificate for a key that is known to be stolen gives it back to nobody, though it may stand in for one that ended.
#[test]
fn a_stolen_key_stays_stolen_under_another_certificate() {
    let list = sign(sub_list(days(MADE)), sub_key());
    // For lists alone, so that no path leads through it.
    let another = CertificateBuilder::new(
        &names::official_status_ca(),
        sub_key().spki(),
        &names::bridge_ca(),
        44,
        long(),
    );
    let another = another.key_usage(&[KeyUsage::CrlSign]).sign(root_key().signer()).unwrap();
    let asked = |authority, entries: &[_]| Case {
        certificates: vec![authority, another.clone()],
        ..case(&[root_list(entries), list.clone()])
    };
    asked(sub(long()), &[]).valid();
    // The root's list has to be one that still tells of the authority.
    let before = sign(CrlBuilder::new(&names::bridge_ca(), days(MADE - 1), Some(days(30))), root_key());
    let ended = asked(sub(life(-1_000, MADE - 1)), &[]);
    Case { lists: vec![before, list.clone()], ..ended }.valid();
    asked(sub(long()), &[(SUB, STOLEN, stolen())]).signer_is_revoked();
}

/// Whether a list is by the issuer's present key or by another one is told.
#[test]
fn the_signer_of_a_list_is_told() {
    let (name, next) = (names::official_status_ca(), &keys().official_status_ca_next);
    let link = authority(&name, next, (&name, sub_key()), 5, long());
    let signer = |key| {
        let case =
            case(&[root_list(&[]), sign(sub_list(days(MADE)), sub_key()), sign(sub_list(days(-2)), key)]);
        let target = target_by(&name, next, long());
        let RevocationStatus::Good(evidence) = Case { target, ..case }.with(link.clone()).valid() else {
            panic!("good")
        };
        assert_eq!(evidence.this_update, days(-2));
        evidence.signer
    };
    assert_eq!(signer(next), EvidenceSigner::Issuer);
    assert_eq!(signer(sub_key()), EvidenceSigner::Other);
}

/// A link certificate may be covered by a list of the key that it introduces, but nothing else by a list whose signer depends
/// on it.
#[test]
fn a_circle_of_two_links_proves_nothing() {
    let (name, next, last) = (names::bridge_ca(), &keys().official_status_ca_next, &keys().unrelated_ca);
    let links = [
        authority(&name, next, (&name, root_key()), 11, long()),
        authority(&name, last, (&name, next), 12, long()),
    ];
    let list = |key| sign(CrlBuilder::new(&name, days(-1), Some(days(30))), key);
    let with = |lists: &[Vec<u8>]| Case { certificates: links.to_vec(), ..flat(lists) }.now();
    with(&[list(next)]).valid();
    with(&[list(last), list(next)]).valid();
    let (defect, _) = with(&[list(last)]).refused_in(RevocationMode::Required);
    assert!(matches!(defect, PathDefect::RevocationUnknown(_)), "{defect:?}");
}

/// RFC 5280, 6.3.3 (f): what was found about a signer under one anchor is not said of it under another.
#[test]
fn a_signer_is_asked_about_for_each_anchor() {
    let (name, other) = (names::local_government_ca(), &keys().local_government_ca);
    let pinned = |name: &DistinguishedName, key| authority(name, key, (name, key), ROOT, long());
    let crossed = authority(&names::official_status_ca(), sub_key(), (&name, other), 5, life(-100, 1_000));
    let list = |name: &DistinguishedName, key| sign(CrlBuilder::new(name, days(-1), Some(days(30))), key);
    let with = |certificates: &[Vec<u8>]| {
        let lists = [
            list(&names::bridge_ca(), root_key()),
            list(&name, other),
            list(&names::official_status_ca(), &keys().other_office),
        ];
        Case {
            anchors: vec![
                pinned(&names::unrelated_ca(), &keys().unrelated_ca),
                pinned(&name, other),
                root(long()),
            ],
            certificates: certificates.to_vec(),
            ..case(&lists).now()
        }
        .with(separate_signer(long()))
    };
    // The signer of the list leads to the root alone; the way from the other anchor is younger and tried first.
    with(&[crossed.clone(), sub(long())]).valid();
    assert_eq!(with(&[crossed]).gap(), RevocationGap::SignerNotTrusted);
}

/// A signer below a stolen key has to be older than the theft, as every certificate has.
#[test]
fn a_signer_that_a_stolen_key_may_have_made_is_not_believed() {
    let name = names::official_status_ca();
    let signer = CertificateBuilder::new(&name, keys().other_office.spki(), &name, 9, long());
    let signer = signer.key_usage(&[KeyUsage::CrlSign]).sign(sub_key().signer()).unwrap();
    let list = sign(sub_list(days(STOLEN - 10)), &keys().other_office);
    let asked = || {
        let case = case(&[root_list(&[(SUB, STOLEN, stolen())]), list.clone()]).with(signer.clone());
        case.kept(&list, days(STOLEN - 9))
    };
    asked().kept(&signer, days(STOLEN - 1)).valid();
    asked().kept(&signer, days(STOLEN)).signer_is_revoked_as(&name);
    asked().signer_is_revoked_as(&name);
}

#[test]
fn the_digest_of_a_list_is_paid_for() {
    let cost = |octets: usize| {
        let list = sub_list(days(-1)).other_extension("1.3.6.1.4.1.99999.8.2", false, &vec![4; octets]);
        case(&[root_list(&[]), sign(list, sub_key())]).now().cost()
    };
    let more = cost(100 * 1_024 + 512) - cost(512);
    assert!((100..=101).contains(&more), "{more}");
}

/// RFC 4158, 2.4.2: one anchor more refuses nothing.
#[test]
fn an_old_anchor_does_not_stand_in_the_way_of_its_link_to_the_new_one() {
    let (name, old, new) = (names::bridge_ca(), root_key(), &keys().unrelated_ca);
    let ended = root(life(-1_000, -100));
    let pinned = authority(&name, new, (&name, new), ROOT, long());
    let link = |key| authority(&name, old, (&name, key), 8, long());
    let target = target_by(&name, old, long());
    let of = |anchors: &[&Vec<u8>], certificates: &[Vec<u8>]| Case {
        anchors: anchors.iter().map(|anchor| (*anchor).clone()).collect(),
        certificates: certificates.to_vec(),
        target: target.clone(),
        proof: None,
        ..case(&[
            sign(CrlBuilder::new(&name, days(-1), Some(days(30))), new),
            sign(CrlBuilder::new(&name, days(-1), Some(days(30))), old),
        ])
    };
    of(&[&pinned], &[link(new)]).valid();
    of(&[&pinned, &ended], &[link(new)]).valid();
    of(&[&ended, &pinned], &[link(new)]).valid();
    // Signed by its own key it is the old anchor once more, with dates that nobody pinned.
    for anchors in [&[&ended][..], &[&ended, &pinned]] {
        let (defect, sub) = of(anchors, &[link(old)]).refused_in(RevocationMode::Required);
        assert!(matches!(defect, PathDefect::AnchorExpired { .. }), "{defect:?}");
        assert_eq!(sub, SubIndication::OutOfBoundsNoPoe);
    }
    // Which is no further way to try.
    let PathOutcome::Invalid(failure) = of(&[&ended], &[link(old)]).outcome(RevocationMode::Required) else {
        panic!("accepted")
    };
    assert_eq!(failure.paths.len(), 1);
    // Whoever has the anchor's name and another key is no anchor: the way to him is shown.
    let PathOutcome::Invalid(failure) = of(&[&pinned], &[link(old)]).outcome(RevocationMode::Required) else {
        panic!("accepted")
    };
    assert_eq!(failure.paths.iter().map(|path| path.certificates.len()).max(), Some(2));
}

/// A certificate with certificatePolicies whose one policy has these qualifiers.
fn with_qualifiers(critical: bool, qualifiers: &[Vec<u8>]) -> Case {
    let policy = der::object_identifier("1.3.6.1.4.1.99999.1.1").unwrap();
    let qualifiers = match qualifiers {
        [] => Vec::new(),
        list => der::sequence_of(list),
    };
    let value = der::sequence(&[&der::sequence(&[&policy, &qualifiers])]);
    let name = names::bridge_ca();
    let builder = CertificateBuilder::new(&names::minister(), keys().minister.spki(), &name, TARGET, long());
    let builder = builder.key_usage(&[KeyUsage::DigitalSignature]);
    let target = builder.other_extension("2.5.29.32", critical, &value).sign(root_key().signer()).unwrap();
    Case { target, certificates: Vec::new(), ..case(&[root_list(&[])]) }
}

/// RFC 5280, 4.2.1.4.
#[test]
fn a_critical_policy_s_qualifiers_have_to_be_understood() {
    let qualifier = |id: &str| {
        let text = der::element(0x0c, b"only for fishing licences");
        der::sequence(&[&der::object_identifier(id).unwrap(), &text])
    };
    let (practice, notice) = (qualifier("1.3.6.1.5.5.7.2.1"), qualifier("1.3.6.1.5.5.7.2.2"));
    let unknown = qualifier("1.3.6.1.5.5.7.2.3");
    with_qualifiers(true, &[]).valid();
    with_qualifiers(true, &[practice.clone(), notice.clone()]).valid();
    with_qualifiers(false, std::slice::from_ref(&unknown)).valid();
    for qualifiers in [vec![unknown.clone()], vec![practice, notice, unknown], vec![der::null()]] {
        let (defect, sub) = with_qualifiers(true, &qualifiers).refused_in(RevocationMode::Required);
        assert!(matches!(defect, PathDefect::UnknownCriticalExtension { .. }), "{defect:?}");
        assert_eq!(sub, SubIndication::ChainConstraintsFailure);
    }
}

/// RFC 5280, 5.3.3: certificateIssuer is for indirect lists. Naming the list's own issuer it changes nothing.
#[test]
fn an_entry_may_name_the_list_s_own_issuer() {
    let entry = |serial: u64, issuer: &DistinguishedName| {
        let name = der::sequence(&[&der::context(4, &issuer.to_der().unwrap())]);
        let id = der::object_identifier("2.5.29.29").unwrap();
        let extension = der::sequence(&[&id, &der::boolean(true), &der::octet_string(&name)]);
        let time = der::element(0x17, b"260301000000Z");
        der::sequence(&[&der::integer(serial), &time, &der::sequence(&[&extension])])
    };
    let of = |serial, issuer: &_| {
        let list = sign(sub_list(days(-1)).entry(entry(serial, issuer)), sub_key());
        case(&[root_list(&[]), list]).now()
    };
    let own = names::official_status_ca();
    of(99, &own).valid();
    let (defect, _) = of(TARGET, &own).refused_in(RevocationMode::Required);
    assert!(matches!(defect, PathDefect::Revoked(_)), "{defect:?}");
    assert_eq!(of(99, &names::bridge_ca()).gap(), RevocationGap::EntryIssuer);
}

/// Certificates and anchors of a list's issuer are compared with every list: the more of them, the dearer each.
#[test]
fn looking_for_the_signer_of_a_list_is_paid_for() {
    let (name, key) = (names::bridge_ca(), &keys().impostor);
    let decoy =
        |serial| authority(&name, key, (&names::unrelated_ca(), &keys().unrelated_ca), serial, long());
    let decoys: Vec<_> = (100..259).map(decoy).collect();
    let lists: Vec<_> =
        (1..12).map(|day| sign(CrlBuilder::new(&name, days(-day), Some(days(30))), root_key())).collect();
    let cost = |decoys: &[Vec<u8>], lists: &[Vec<u8>]| {
        let target = target_by(&name, root_key(), long());
        Case { certificates: decoys.to_vec(), target, ..case(lists) }.now().cost()
    };
    let of_ten_lists = |decoys: &[Vec<u8>]| cost(decoys, &lists) - cost(decoys, &lists[..1]);
    // 159 decoys and the anchor: twenty steps for each list.
    assert_eq!(of_ten_lists(&decoys), of_ten_lists(&[]) + 10 * 20);
}

#[test]
fn a_list_by_another_anchor_is_told_to_be_by_a_stranger() {
    let (root_name, other, key) = (names::bridge_ca(), names::unrelated_ca(), &keys().unrelated_ca);
    let issuers = der::context(2, &der::context(4, &other.to_der().unwrap()));
    let builder =
        CertificateBuilder::new(&names::minister(), keys().minister.spki(), &root_name, TARGET, long())
            .key_usage(&[KeyUsage::DigitalSignature])
            .other_extension("2.5.29.31", false, &der::sequence(&[&der::sequence(&[&issuers])]));
    let target = builder.sign(root_key().signer()).unwrap();
    let indirect = der::sequence(&[&der::context_primitive(4, &[0xff])]);
    let asked = |signer| {
        let list = CrlBuilder::new(&other, days(-1), Some(days(30)));
        let list = sign(list.other_extension("2.5.29.28", true, &indirect), signer);
        let anchors = vec![root(long()), authority(&other, key, (&other, key), 9, long())];
        Case { anchors, certificates: Vec::new(), target: target.clone(), ..case(&[list]) }.now()
    };
    assert_eq!(asked(key).gap(), RevocationGap::SignerNotTrusted);
    assert_eq!(asked(&keys().impostor).gap(), RevocationGap::SignatureMismatch);
}
