//! What a certificate or statement is worth whose age nobody vouches for, and what else attackers said of themselves: each
//! attack with its nearest accepted and nearest refused neighbour (decisions 0055, 0063 and 0064).
#![cfg(all(feature = "test-pki", feature = "aws-lc"))]

#[path = "support/two_levels.rs"]
mod two_levels;

use koseki::pki::{PathDefect, RevocationMode};
use koseki::report::SubIndication;
use koseki::test_pki::{CrlBuilder, Reason, names};
use two_levels::{
    Case, STOLEN, SUB, authority, case, days, keys, long, retired, root_list, seconds, sha256, sign, stolen,
    sub, sub_key, sub_list, target_by,
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
