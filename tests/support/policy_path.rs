//! The models of `policy_tree` as real certificates, and the library's answer about them.
#![allow(dead_code, unreachable_pub, reason = "tests and fuzz targets use their own parts")]

use std::collections::{BTreeSet, HashMap};

use koseki::limits::{Budget, pki::PATH_STEPS};
use koseki::pki::{
    Certificate, ExplicitPolicy, Name, ObjectIdentifier, PathOutcome, PathRequest, Permission, Purpose,
    RevocationMode, TrustAnchor, validate,
};
use koseki::test_pki::{Attribute, CertificateBuilder, DistinguishedName, Key, Validity};
use koseki::time::Time;

use super::policy_tree::{ANY, MOST_STEPS, Question, Step};

/// Issues the certificates of models; the same step in the same place is signed once.
pub struct Issuer {
    keys: Vec<Key>,
    issued: HashMap<(usize, String, String, Step), Certificate>,
}

impl Issuer {
    /// With one key for the anchor and one for each step.
    pub fn new(keys: Vec<Key>) -> Self {
        assert!(keys.len() > MOST_STEPS, "an anchor and {MOST_STEPS} steps");
        Self { keys, issued: HashMap::new() }
    }

    /// What the library says: the user-constrained policy set, or `None` where it refuses the path.
    pub fn ask(&mut self, question: &Question) -> Option<BTreeSet<u8>> {
        let mut names = vec!["Anchor".to_owned()];
        let mut certificates = Vec::new();
        for (index, step) in question.steps.iter().enumerate() {
            let issuer = names.last().cloned().unwrap_or_default();
            let subject = if step.self_issued { issuer.clone() } else { format!("Step {index}") };
            let last = index + 1 == question.steps.len();
            certificates.push(self.issue(index, issuer, subject.clone(), step, last));
            names.push(subject);
        }
        let target = certificates.pop()?;
        let name = Name::parse(&named("Anchor").to_der().ok()?).ok()?;
        let anchors = [TrustAnchor::from_name_and_key(name, self.keys.first()?.spki()).ok()?];
        let mut request = PathRequest::new(&target, &anchors, moment(0));
        request.purpose = Purpose::Any;
        request.certificates = &certificates;
        request.revocation = RevocationMode::Off;
        request.policies.initial_policy_set = question.initial.iter().map(|one| identifier(*one)).collect();
        if question.explicit {
            request.policies.explicit_policy = ExplicitPolicy::Required;
        }
        if question.inhibit_mapping {
            request.policies.policy_mapping = Permission::Inhibited;
        }
        if question.inhibit_any {
            request.policies.any_policy = Permission::Inhibited;
        }
        match validate(&request, &mut Budget::new(PATH_STEPS)) {
            PathOutcome::Invalid(_) => None,
            PathOutcome::Valid(path) => {
                let number = |policy: &ObjectIdentifier| (0..=9).find(|one| identifier(*one) == *policy);
                Some(path.policies().iter().filter_map(number).collect())
            }
        }
    }

    fn issue(
        &mut self,
        index: usize,
        issuer: String,
        subject: String,
        step: &Step,
        last: bool,
    ) -> Certificate {
        // A model has at most four steps, so a last one and an inner one differ in their extensions alone.
        let place = (index * 2 + usize::from(last), issuer.clone(), subject.clone(), step.clone());
        if self.issued.len() > 50_000 {
            self.issued.clear();
        }
        if let Some(known) = self.issued.get(&place) {
            return known.clone();
        }
        let dotted = |policies: &[u8]| -> Vec<String> { policies.iter().map(|one| dotted(*one)).collect() };
        let key = &self.keys[index + 1];
        let validity = Validity { not_before: moment(-1_000), not_after: moment(1_000) };
        let mut builder = CertificateBuilder::new(
            &named(&subject),
            key.spki(),
            &named(&issuer),
            index as u64 + 1,
            validity,
        );
        if !last {
            builder = builder.authority(None);
        }
        if let Some(policies) = &step.policies {
            let policies = dotted(policies);
            builder = builder.certificate_policies(&policies.iter().map(String::as_str).collect::<Vec<_>>());
        }
        if !step.mappings.is_empty() {
            let pairs: Vec<[String; 2]> =
                step.mappings.iter().map(|(from, to)| [self::dotted(*from), self::dotted(*to)]).collect();
            let pairs: Vec<(&str, &str)> =
                pairs.iter().map(|[from, to]| (from.as_str(), to.as_str())).collect();
            builder = builder.policy_mappings(&pairs);
        }
        if step.require_explicit.is_some() || step.inhibit_mapping.is_some() {
            builder = builder.policy_constraints(
                step.require_explicit.map(u64::from),
                step.inhibit_mapping.map(u64::from),
            );
        }
        if let Some(skip) = step.inhibit_any {
            builder = builder.inhibit_any_policy(skip.into());
        }
        let der = builder.sign(self.keys[index].signer()).expect("a certificate");
        let certificate = Certificate::parse(&der).expect("what was built is read");
        self.issued.insert(place, certificate.clone());
        certificate
    }
}

/// 2026-12-01T00:00:00Z and so many seconds.
fn moment(seconds: i64) -> Time {
    Time::from_unix(1_796_083_200 + seconds).expect("a time")
}

fn named(name: &str) -> DistinguishedName {
    DistinguishedName::japan().printable(Attribute::CommonName, name)
}

fn dotted(policy: u8) -> String {
    if policy == ANY { "2.5.29.32.0".to_owned() } else { format!("1.3.6.1.4.1.99999.7.{policy}") }
}

fn identifier(policy: u8) -> ObjectIdentifier {
    ObjectIdentifier::from_dotted(&dotted(policy)).expect("an object identifier")
}
