//! What may be wrong with a path, each broken once, and what stands just inside the rule. The expected answer is that of
//! RFC 5280 for a receiver that requires revocation to be known, with the terms of a pinned anchor kept (RFC 5937).

#![allow(unreachable_pub, reason = "parts of one test binary")]

use koseki::test_pki::{
    Attribute, DistinguishedName, GeneralSubtree, KeyUsage, Reason, Scope, der, names, policies,
};

use super::cases::{Draft, Numbers, Topology, policy_of};
use super::issuing::{Holder, ListPlan, Plan, some_reasons};

/// One change of a sound question.
pub struct Recipe {
    pub name: &'static str,
    pub expected: Expected,
    pub applies: fn(Topology) -> bool,
    pub change: fn(&mut Draft, &mut Numbers),
}

impl std::fmt::Debug for Recipe {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.name)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    Valid,
    Refused,
}

use Expected::{Refused, Valid};

const fn recipe(
    name: &'static str,
    expected: Expected,
    applies: fn(Topology) -> bool,
    change: fn(&mut Draft, &mut Numbers),
) -> Recipe {
    Recipe { name, expected, applies, change }
}

fn always(_: Topology) -> bool {
    true
}

/// Some CA certificate stands between anchor and signer.
fn crosses(topology: Topology) -> bool {
    topology.authorities().len() > 1
}

fn crosses_with_one_key(topology: Topology) -> bool {
    crosses(topology) && one_key(topology)
}

/// Two CA certificates with names of their own.
fn crosses_twice(topology: Topology) -> bool {
    matches!(topology, Topology::Municipality | Topology::Organization)
}

fn has_bridge(topology: Topology) -> bool {
    topology.authorities().contains(&Holder::Bridge)
}

/// Every authority has one key, so that no second list speaks of the same certificates.
fn one_key(topology: Topology) -> bool {
    !rolls_over(topology)
}

/// The key changes within the path.
pub fn rolls_over(topology: Topology) -> bool {
    matches!(topology, Topology::OldWithNew | Topology::NewWithOld | Topology::BridgeAndRollover)
}

fn first(draft: &mut Draft) -> &mut Plan {
    draft.chain.first_mut().expect("the recipe applies where there is one")
}

fn last(draft: &mut Draft) -> &mut Plan {
    draft.chain.last_mut().expect("the recipe applies where there is one")
}

/// The cross-certificate of the Bridge CA, which has the name constraints.
fn constrained(draft: &mut Draft) -> &mut Plan {
    draft
        .chain
        .iter_mut()
        .find(|plan| !plan.subtrees.is_empty())
        .expect("the recipe applies where there is one")
}

/// The list that covers the target.
fn of_target(draft: &mut Draft) -> &mut ListPlan {
    draft.lists.last_mut().and_then(|lists| lists.last_mut()).expect("every issuer has a list")
}

/// The list that covers the first CA certificate.
fn of_authority(draft: &mut Draft) -> &mut ListPlan {
    draft.lists.first_mut().and_then(|lists| lists.first_mut()).expect("every issuer has a list")
}

fn ask_explicitly(draft: &mut Draft) {
    draft.policies = Some(vec![policy_of(draft.topology.authorities()[0])]);
    draft.explicit = true;
}

const UNKNOWN: &str = "1.3.6.1.4.1.99999.8.1";
const ANY_POLICY: &str = "2.5.29.32.0";
/// Octets that are the same every time, for extensions whose content does not matter.
const NULL: [u8; 2] = [5, 0];

pub static RECIPES: [Recipe; 66] = [
    recipe("sound", Valid, always, |_, _| {}),
    recipe("sound-again", Valid, always, |_, _| {}),
    // Validity (6.1.3 (a) (2)).
    recipe("target-expired", Refused, always, |draft, _| draft.target.days = (-900, -1)),
    recipe("target-not-yet-valid", Refused, always, |draft, _| draft.target.days = (1, 900)),
    recipe("target-expires-tomorrow", Valid, always, |draft, _| draft.target.days = (-900, 1)),
    recipe("authority-expired", Refused, crosses, |draft, _| first(draft).days = (-900, -1)),
    recipe("authority-not-yet-valid", Refused, crosses, |draft, _| last(draft).days = (1, 900)),
    recipe("anchor-expired", Refused, always, |draft, _| draft.anchor.days = (-900, -1)),
    // Basic constraints and lengths (6.1.4 (k) to (m)).
    recipe("basic-constraints-absent", Refused, crosses, |draft, _| last(draft).basic = None),
    recipe("basic-constraints-of-an-end-entity", Refused, crosses, |draft, _| {
        last(draft).basic = Some((false, None));
    }),
    recipe("path-length-exceeded", Refused, crosses_twice, |draft, _| {
        first(draft).basic = Some((true, Some(0)))
    }),
    recipe("path-length-reached", Valid, crosses, |draft, _| {
        let below = draft
            .chain
            .iter()
            .skip(1)
            .filter(|plan| plan.subject.clone().all_utf8() != plan.issuer.clone().all_utf8());
        let below = below.count() as u64;
        first(draft).basic = Some((true, Some(below)));
    }),
    recipe("path-length-zero-above-a-link", Valid, rolls_over, |draft, _| {
        let link = draft.chain.len() - 1;
        draft.chain[link].basic = Some((true, Some(0)));
        if link > 0 {
            draft.chain[link - 1].basic = Some((true, Some(0)));
        }
    }),
    recipe("anchor-path-length-exceeded", Refused, has_bridge, |draft, _| {
        draft.anchor.basic = Some((true, Some(0)));
    }),
    // Key usage (6.1.4 (n)).
    recipe("authority-without-cert-sign", Refused, crosses, |draft, _| {
        last(draft).key_usage = vec![KeyUsage::CrlSign];
    }),
    recipe("authority-without-crl-sign", Refused, crosses_with_one_key, |draft, _| {
        last(draft).key_usage = vec![KeyUsage::KeyCertSign];
    }),
    recipe("authority-without-key-usage", Valid, crosses, |draft, _| last(draft).key_usage = Vec::new()),
    // Name constraints (6.1.3 (b), (c)).
    recipe("subject-outside-the-subtree", Refused, has_bridge, |draft, _| {
        draft.target.subject = names::unrelated_ca();
    }),
    recipe("alternative-name-outside-the-subtree", Refused, has_bridge, |draft, _| {
        draft.target.alternative_name = Some(names::unrelated_ca());
    }),
    recipe("subject-in-an-excluded-subtree", Refused, has_bridge, |draft, _| {
        constrained(draft).subtrees.push(GeneralSubtree::Excluded(names::minister()));
    }),
    recipe("excluded-subtree-beside-the-subject", Valid, has_bridge, |draft, _| {
        constrained(draft).subtrees.push(GeneralSubtree::Excluded(names::other_office()));
    }),
    recipe("excluded-in-another-string-type", Refused, has_bridge, |draft, _| {
        draft.target.subject = names::minister();
        constrained(draft).subtrees.push(GeneralSubtree::Excluded(names::minister().all_utf8()));
    }),
    // Policies (6.1.3 (d) to (f), 6.1.4 (a), (b), (h) to (j), 6.1.5 (g)).
    recipe("policy-that-nothing-maps", Refused, always, |draft, _| {
        ask_explicitly(draft);
        draft.target.policies = vec![policies::OTHER];
    }),
    recipe("policy-beside-the-asked-one", Valid, always, |draft, _| {
        ask_explicitly(draft);
        draft.target.policies = vec![policies::OTHER, policies::OFFICIAL_STATUS];
    }),
    recipe("no-policies", Refused, always, |draft, _| {
        ask_explicitly(draft);
        draft.target.policies = Vec::new();
    }),
    recipe(
        "no-policies-and-none-asked",
        Valid,
        |topology| topology == Topology::Ministry,
        |draft, _| {
            (draft.policies, draft.explicit) = (None, false);
            draft.target.policies = Vec::new();
        },
    ),
    recipe("explicit-policy-by-the-authority", Refused, has_bridge, |draft, _| {
        (draft.policies, draft.explicit) = (None, false);
        draft.target.policies = vec![policies::OTHER];
    }),
    recipe("policy-of-another-domain-asked", Refused, always, |draft, _| {
        draft.policies = Some(vec![policies::OTHER]);
        draft.explicit = true;
    }),
    recipe("mapping-inhibited-by-the-authority", Refused, crosses_twice, |draft, _| {
        ask_explicitly(draft);
        first(draft).policy_constraints = (Some(0), Some(0));
    }),
    recipe("mapping-inhibited-further-down", Valid, crosses_twice, |draft, _| {
        last(draft).policy_constraints = (Some(0), Some(0));
    }),
    recipe("mapping-inhibited-by-the-receiver", Refused, has_bridge, |draft, _| {
        ask_explicitly(draft);
        draft.inhibit_mapping = true;
    }),
    recipe("any-policy-of-the-target", Valid, always, |draft, _| draft.target.policies = vec![ANY_POLICY]),
    recipe("any-policy-inhibited", Refused, has_bridge, |draft, _| {
        draft.target.policies = vec![ANY_POLICY];
        constrained(draft).inhibit_any_policy = Some(0);
        ask_explicitly(draft);
    }),
    recipe("any-policy-mapped", Refused, has_bridge, |draft, _| {
        first(draft).mappings = vec![(ANY_POLICY, policies::OFFICIAL_STATUS)];
    }),
    // Extensions (4.2, 6.1.4 (o), 6.1.5 (f)).
    recipe("unknown-critical-of-the-target", Refused, always, |draft, _| {
        draft.target.other.push((UNKNOWN, true, NULL.to_vec()));
    }),
    recipe("unknown-critical-of-an-authority", Refused, crosses, |draft, _| {
        first(draft).other.push((UNKNOWN, true, NULL.to_vec()));
    }),
    recipe("unknown-and-not-critical", Valid, always, |draft, _| {
        draft.target.other.push((UNKNOWN, false, NULL.to_vec()));
    }),
    recipe("extension-repeated", Refused, always, |draft, _| {
        let name = der::sequence(&[&der::context_primitive(2, b"example.jp")]);
        draft.target.other.push(("2.5.29.18", false, name.clone()));
        draft.target.other.push(("2.5.29.18", false, name));
    }),
    // Signatures and names (6.1.3 (a) (1) and (4)).
    recipe("target-signature-flipped", Refused, always, |draft, _| draft.target.flipped = true),
    recipe("authority-signature-flipped", Refused, crosses, |draft, _| first(draft).flipped = true),
    recipe("target-signed-by-a-stranger", Refused, always, |draft, _| {
        draft.target.signed_with = Holder::Impostor;
    }),
    recipe("issuer-name-of-a-stranger", Refused, always, |draft, _| {
        draft.target.issuer = names::unrelated_ca();
    }),
    recipe("issuer-name-in-other-case", Valid, always, |draft, _| {
        let name = "JAPANESE  government test";
        let issuer = draft.topology.authorities().last().copied();
        if matches!(issuer, Some(Holder::Official | Holder::OfficialNext)) {
            draft.target.issuer = DistinguishedName::japan()
                .utf8(Attribute::Organization, name)
                .utf8(Attribute::OrganizationalUnit, "OfficialStatusCA TEST 試験用");
        }
    }),
    // Lists (6.3.3).
    recipe("list-of-the-target-missing", Refused, one_key, |draft, _| {
        draft.lists.last_mut().expect("lists").pop();
    }),
    recipe("list-of-an-authority-missing", Refused, has_bridge, |draft, _| {
        draft.lists.first_mut().expect("lists").remove(0);
    }),
    recipe("list-stale", Refused, one_key, |draft, _| of_target(draft).days = (-9, Some(-1))),
    recipe("list-of-an-authority-stale", Refused, has_bridge, |draft, _| {
        of_authority(draft).days = (-9, Some(-1))
    }),
    recipe("list-due-today", Valid, always, |draft, _| of_target(draft).days = (-9, Some(1))),
    recipe("list-not-yet-made", Refused, one_key, |draft, _| of_target(draft).days = (1, Some(9))),
    recipe("list-without-next-update", Refused, one_key, |draft, _| of_target(draft).days = (-1, None)),
    recipe("list-of-attribute-certificates", Refused, one_key, |draft, _| {
        let point = draft.target.point.clone().unwrap_or_else(|| draft.target.issuer.clone());
        of_target(draft).scope = Some((point, Scope::AttributeCertificates));
    }),
    recipe("list-of-authorities-only", Refused, one_key, |draft, _| {
        let point = draft.target.point.clone().unwrap_or_else(|| draft.target.issuer.clone());
        of_target(draft).scope = Some((point, Scope::AuthorityCertificates));
    }),
    recipe("list-of-another-point", Refused, one_key, |draft, _| {
        of_target(draft).scope = Some((names::crl_point(names::unrelated_ca()), Scope::AllCertificates));
    }),
    recipe("list-of-some-reasons", Refused, one_key, |draft, _| {
        let list = of_target(draft);
        list.scope = None;
        list.other.push(("2.5.29.28", true, some_reasons()));
    }),
    recipe("list-signed-by-a-stranger", Refused, one_key, |draft, _| {
        of_target(draft).signed_with = Holder::Impostor;
    }),
    recipe("list-signature-flipped", Refused, one_key, |draft, _| of_target(draft).flipped = true),
    recipe("list-with-unknown-critical", Refused, one_key, |draft, _| {
        of_target(draft).other.push((UNKNOWN, true, NULL.to_vec()));
    }),
    recipe("list-that-is-a-delta", Refused, one_key, |draft, _| of_target(draft).base_number = Some(1)),
    recipe("target-revoked", Refused, always, |draft, numbers| {
        let reason = [None, Some(Reason::KeyCompromise), Some(Reason::Superseded)]
            [usize::try_from(numbers.next() % 3).unwrap_or(0)];
        let serial = draft.target.serial;
        of_target(draft).entries.push((serial, -3, reason));
    }),
    recipe("target-on-hold", Refused, always, |draft, _| {
        let serial = draft.target.serial;
        of_target(draft).entries.push((serial, -3, Some(Reason::CertificateHold)));
    }),
    recipe("authority-revoked", Refused, crosses, |draft, _| {
        let serial = first(draft).serial;
        of_authority(draft).entries.push((serial, -3, Some(Reason::CessationOfOperation)));
    }),
    recipe("stale-list-beside-the-fresh-one", Valid, always, |draft, _| {
        let list = ListPlan { days: (-20, Some(-13)), number: 3, ..of_target(draft).clone() };
        draft.decoy_lists.push(list);
    }),
    // Bags that want backtracking, and keys that change.
    recipe("newer-cross-certificate-without-mapping", Valid, has_bridge, |draft, _| {
        let better = constrained(draft).clone();
        draft.decoys.push(Plan {
            serial: 555,
            days: (-10, 2_000),
            policies: vec![policies::OTHER],
            mappings: Vec::new(),
            ..better
        });
    }),
    recipe("expired-cross-certificate-beside-the-good-one", Valid, crosses, |draft, _| {
        let better = last(draft).clone();
        draft.decoys.push(Plan { serial: 556, days: (-1_900, -701), ..better });
    }),
    recipe(
        "list-by-the-other-key",
        Valid,
        |topology| topology == Topology::NewWithOld,
        |draft, _| {
            // The anchor's present key signs for both keys; the signer's certificate is of the next one.
            let present = draft.topology.authorities()[0];
            for list in draft.lists.iter_mut().flatten() {
                list.signed_with = present;
            }
        },
    ),
    recipe("another-anchor", Refused, crosses, |draft, _| {
        draft.anchor.subject_key = Holder::Unrelated;
        draft.anchor.signed_with = Holder::Unrelated;
    }),
];
