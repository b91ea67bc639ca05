//! Root, subordinate authority, the Minister below it; lists of both; and a question with a proven time.
#![allow(dead_code, unreachable_pub, reason = "each test binary uses its own part")]

use std::collections::HashMap;
use std::sync::OnceLock;

use koseki::crypto::DigestAlgorithm::{Sha1, Sha256};
use koseki::crypto::policy::AlgorithmPolicy;
use koseki::limits::{Budget, pki::PATH_STEPS};
use koseki::pki::{
    Certificate, CertificateRevocationList, OcspResponse, PathDefect, PathOutcome, PathRequest,
    RevocationGap, RevocationMode, RevocationStatus, TrustAnchor, validate,
};
use koseki::profile::findings;
use koseki::report::SubIndication;
use koseki::test_pki::{
    CertificateBuilder, CrlBuilder, DistinguishedName, Key, KeyUsage, Keys, Reason, Validity, der, names,
};
use koseki::time::Time;

pub fn keys() -> &'static Keys {
    static KEYS: OnceLock<Keys> = OnceLock::new();
    KEYS.get_or_init(|| Keys::generate().unwrap())
}

/// Days counted from the time asked about.
pub fn days(count: i64) -> Time {
    seconds(count * 86_400)
}

pub fn seconds(count: i64) -> Time {
    let asked = Time::parse_rfc3339("2026-12-01T00:00:00Z").unwrap();
    Time::from_unix(asked.unix() + count).unwrap()
}

/// The document is proven to be of then, the key stolen afterwards, the list made last.
pub const PROVEN: i64 = -320;
pub const STOLEN: i64 = -270;
pub const MADE: i64 = -30;

pub const ROOT: u64 = 1;
pub const SUB: u64 = 2;
pub const TARGET: u64 = 3;
pub const SIGNER: u64 = 4;

pub fn life(from: i64, to: i64) -> Validity {
    Validity { not_before: days(from), not_after: days(to) }
}

pub fn long() -> Validity {
    life(-1_000, 1_000)
}

pub fn authority(
    subject: &DistinguishedName,
    key: &Key,
    issuer: (&DistinguishedName, &Key),
    serial: u64,
    validity: Validity,
) -> Vec<u8> {
    let builder = CertificateBuilder::new(subject, key.spki(), issuer.0, serial, validity).authority(None);
    builder.key_usage(&[KeyUsage::KeyCertSign, KeyUsage::CrlSign]).sign(issuer.1.signer()).unwrap()
}

pub fn root_key() -> &'static Key {
    &keys().bridge_ca
}

pub fn sub_key() -> &'static Key {
    &keys().official_status_ca
}

pub fn root(validity: Validity) -> Vec<u8> {
    authority(&names::bridge_ca(), root_key(), (&names::bridge_ca(), root_key()), ROOT, validity)
}

pub fn sub(validity: Validity) -> Vec<u8> {
    authority(&names::official_status_ca(), sub_key(), (&names::bridge_ca(), root_key()), SUB, validity)
}

/// A certificate of the subordinate authority's name with a key of its own that signs lists and nothing else.
pub fn separate_signer(validity: Validity) -> Vec<u8> {
    let (subject, issuer) = (names::official_status_ca(), names::bridge_ca());
    let builder = CertificateBuilder::new(&subject, keys().other_office.spki(), &issuer, SIGNER, validity);
    builder.key_usage(&[KeyUsage::CrlSign]).sign(root_key().signer()).unwrap()
}

pub fn target_by(issuer: &DistinguishedName, key: &Key, validity: Validity) -> Vec<u8> {
    let builder =
        CertificateBuilder::new(&names::minister(), keys().minister.spki(), issuer, TARGET, validity);
    builder.key_usage(&[KeyUsage::DigitalSignature]).sign(key.signer()).unwrap()
}

/// A list of the root, which knows everything until day -1.
pub fn root_list(entries: &[(u64, i64, Option<Reason>)]) -> Vec<u8> {
    let list = CrlBuilder::new(&names::bridge_ca(), days(-1), Some(days(30)));
    sign(
        entries.iter().fold(list, |list, (serial, at, why)| list.revoke(*serial, days(*at), *why)),
        root_key(),
    )
}

pub fn sub_list(made: Time) -> CrlBuilder {
    CrlBuilder::new(&names::official_status_ca(), made, Some(days(30)))
}

pub fn sign(list: CrlBuilder, key: &Key) -> Vec<u8> {
    list.sign(key.signer()).unwrap()
}

pub fn sha256(der: &[u8]) -> [u8; 32] {
    Sha256.digest(der).as_bytes().try_into().unwrap()
}

/// Asked on day 0, proven to be of `PROVEN` unless something else is said.
#[derive(Clone)]
pub struct Case {
    pub anchors: Vec<Vec<u8>>,
    pub certificates: Vec<Vec<u8>>,
    pub target: Vec<u8>,
    pub lists: Vec<Vec<u8>>,
    pub embedded: Vec<Vec<u8>>,
    pub responses: Vec<Vec<u8>>,
    pub kept: HashMap<[u8; 32], Time>,
    pub embedded_since: Option<Time>,
    pub target_since: Option<Time>,
    pub embedded_certificates: Vec<Vec<u8>>,
    pub proof: Option<Time>,
    pub policy: AlgorithmPolicy,
}

/// Root, subordinate authority, the Minister below it.
pub fn case(lists: &[Vec<u8>]) -> Case {
    Case {
        anchors: vec![root(long())],
        certificates: vec![sub(long())],
        target: target_by(&names::official_status_ca(), sub_key(), long()),
        lists: lists.to_vec(),
        embedded: Vec::new(),
        responses: Vec::new(),
        kept: HashMap::new(),
        embedded_since: None,
        target_since: Some(days(PROVEN)),
        embedded_certificates: Vec::new(),
        proof: Some(days(PROVEN)),
        policy: AlgorithmPolicy::default(),
    }
}

/// The Minister directly below the anchor.
pub fn flat(lists: &[Vec<u8>]) -> Case {
    let target = target_by(&names::bridge_ca(), root_key(), long());
    Case { certificates: Vec::new(), target, ..case(lists) }
}

impl Case {
    pub fn with(mut self, certificate: Vec<u8>) -> Self {
        self.certificates.push(certificate);
        self
    }

    pub fn now(mut self) -> Self {
        self.proof = None;
        self
    }

    pub fn kept(mut self, list: &[u8], since: Time) -> Self {
        self.kept.insert(sha256(list), since);
        self
    }

    pub fn outcome(&self, mode: RevocationMode) -> PathOutcome {
        self.judged(mode).0
    }

    /// What the answer cost, in steps of the budget.
    #[track_caller]
    pub fn cost(&self) -> u64 {
        self.valid();
        self.judged(RevocationMode::Required).1
    }

    fn judged(&self, mode: RevocationMode) -> (PathOutcome, u64) {
        let certificate = |der: &Vec<u8>| Certificate::parse(der).unwrap();
        let anchor = |der: &Vec<u8>| TrustAnchor::from_certificate(certificate(der)).unwrap();
        let list = |der: &Vec<u8>| CertificateRevocationList::parse(der).unwrap();
        let target = certificate(&self.target);
        let anchors: Vec<_> = self.anchors.iter().map(anchor).collect();
        let request = PathRequest {
            certificates: &self.certificates.iter().map(certificate).collect::<Vec<_>>(),
            revocation_lists: &self.lists.iter().map(list).collect::<Vec<_>>(),
            embedded_lists: &self.embedded.iter().map(list).collect::<Vec<_>>(),
            ocsp_responses: &self
                .responses
                .iter()
                .map(|der| OcspResponse::parse(der).unwrap())
                .collect::<Vec<_>>(),
            kept_since: Some(&self.kept),
            embedded_since: self.embedded_since,
            target_since: self.target_since,
            embedded_certificates: &self.embedded_certificates.iter().map(certificate).collect::<Vec<_>>(),
            proof_of_existence: self.proof,
            revocation: mode,
            algorithm_policy: self.policy.clone(),
            ..PathRequest::new(&target, &anchors, days(0))
        };
        let mut budget = Budget::new(PATH_STEPS);
        let outcome = validate(&request, &mut budget);
        (outcome, PATH_STEPS - budget.left())
    }

    /// What is known of the target's revocation.
    #[track_caller]
    pub fn valid(&self) -> RevocationStatus {
        match self.outcome(RevocationMode::Required) {
            PathOutcome::Valid(path) => path.revocation().last().unwrap().clone(),
            PathOutcome::Invalid(failure) => panic!("{:#?}", failure.paths.first().map(|path| &path.errors)),
        }
    }

    #[track_caller]
    pub fn refused_in(&self, mode: RevocationMode) -> (PathDefect, SubIndication) {
        let PathOutcome::Invalid(failure) = self.outcome(mode) else { panic!("accepted") };
        let finding = findings::pki::findings(&failure).remove(0);
        assert!(finding.next_step.is_some(), "{finding:#?}");
        let error = failure.paths[0].first_error().unwrap();
        (error.defect.clone(), finding.sub_indication.unwrap())
    }

    #[track_caller]
    pub fn gap(&self) -> RevocationGap {
        match self.refused_in(RevocationMode::Required) {
            (PathDefect::RevocationUnknown(gap), SubIndication::TryLater) => gap,
            other => panic!("{other:?}"),
        }
    }

    #[track_caller]
    pub fn signer_is_revoked(&self) {
        let gap = self.gap();
        assert!(matches!(gap, RevocationGap::SignerRevoked { .. }), "{gap:?}");
    }

    /// Revoked is that one.
    #[track_caller]
    pub fn signer_is_revoked_as(&self, name: &DistinguishedName) {
        let RevocationGap::SignerRevoked { subject, .. } = self.gap() else { panic!("{:?}", self.gap()) };
        assert_eq!(subject.der(), name.to_der().unwrap());
    }

    #[track_caller]
    pub fn signer_is_outside_validity(&self) {
        let gap = self.gap();
        assert!(matches!(gap, RevocationGap::SignerOutsideValidity { .. }), "{gap:?}");
    }
}

pub fn retired() -> Option<Reason> {
    Some(Reason::Superseded)
}

pub fn stolen() -> Option<Reason> {
    Some(Reason::KeyCompromise)
}

/// GeneralizedTime.
pub fn generalized(time: Time) -> Vec<u8> {
    let digits: String = time.to_string().chars().filter(char::is_ascii_digit).take(14).collect();
    der::element(0x18, format!("{digits}Z").as_bytes())
}

/// CertID of the target, which the subordinate authority issued (RFC 6960, 4.1.1).
pub fn target_certificate_id() -> Vec<u8> {
    let issuer = Certificate::parse(&sub(long())).unwrap();
    der::sequence(&[
        &der::sequence(&[&der::object_identifier("1.3.14.3.2.26").unwrap(), &der::null()]),
        &der::octet_string(Sha1.digest(issuer.subject().der()).as_bytes()),
        &der::octet_string(&koseki::test_pki::key_identifier(sub_key().spki()).unwrap()),
        &der::integer(TARGET),
    ])
}
