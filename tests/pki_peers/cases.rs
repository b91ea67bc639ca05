//! Questions about paths in the Government's shape, made from numbers: a topology, a recipe that breaks one thing or shows
//! its nearest sound neighbour, and variations that must not matter.

#![allow(unreachable_pub, reason = "parts of one test binary")]

use koseki::test_pki::{DistinguishedName, GeneralSubtree, KeyUsage, Reason, Scope, names, policies};

use super::issuing::{Holder, ListPlan, Plan};
use super::recipes::{RECIPES, Recipe};

/// Where a path begins and which authorities it crosses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topology {
    /// OfficialStatusCA → signer.
    Ministry,
    /// Bridge CA → OfficialStatusCA → signer.
    Bridge,
    /// Local governments' Bridge CA → Bridge CA → OfficialStatusCA → signer: two mappings.
    Municipality,
    /// Local governments' own CA, and two bridges in a row.
    Organization,
    /// The anchor has the next key, the signer's certificate is of the present one.
    OldWithNew,
    /// The anchor has the present key, the signer's certificate is of the next one.
    NewWithOld,
    /// Bridge CA → OfficialStatusCA, present key → next key → signer.
    BridgeAndRollover,
}

pub const TOPOLOGIES: [Topology; 7] = [
    Topology::Ministry,
    Topology::Bridge,
    Topology::Municipality,
    Topology::Organization,
    Topology::OldWithNew,
    Topology::NewWithOld,
    Topology::BridgeAndRollover,
];

impl Topology {
    /// From the anchor down to the CA of the signer.
    pub fn authorities(self) -> &'static [Holder] {
        use Holder::{Bridge, LocalGovernment, Official, OfficialNext, Organization};
        match self {
            Self::Ministry => &[Official],
            Self::Bridge => &[Bridge, Official],
            Self::Municipality => &[LocalGovernment, Bridge, Official],
            Self::Organization => &[Organization, LocalGovernment, Bridge, Official],
            Self::OldWithNew => &[OfficialNext, Official],
            Self::NewWithOld => &[Official, OfficialNext],
            Self::BridgeAndRollover => &[Bridge, Official, OfficialNext],
        }
    }
}

/// What one authority issues its certificates under.
pub fn policy_of(holder: Holder) -> &'static str {
    match holder {
        Holder::Bridge => policies::BRIDGE,
        Holder::LocalGovernment | Holder::Organization => policies::LOCAL_GOVERNMENT,
        _ => policies::OFFICIAL_STATUS,
    }
}

/// A question before it is signed; recipes change it.
#[derive(Debug, Clone)]
pub struct Draft {
    pub topology: Topology,
    pub anchor: Plan,
    /// CA certificates below the anchor, from above.
    pub chain: Vec<Plan>,
    pub target: Plan,
    /// For the anchor and each CA of the chain: what it says of the certificate below.
    pub lists: Vec<Vec<ListPlan>>,
    pub decoys: Vec<Plan>,
    pub decoy_lists: Vec<ListPlan>,
    pub policies: Option<Vec<&'static str>>,
    pub explicit: bool,
    pub inhibit_mapping: bool,
}

/// A question as octets.
#[derive(Debug, Clone)]
pub struct Case {
    pub number: u64,
    pub topology: Topology,
    pub recipe: &'static Recipe,
    pub anchor: Vec<u8>,
    pub target: Vec<u8>,
    pub certificates: Vec<Vec<u8>>,
    /// The bag without what does not belong to the path.
    pub path: Vec<Vec<u8>>,
    pub lists: Vec<Vec<u8>>,
    pub policies: Option<Vec<&'static str>>,
    pub explicit: bool,
    pub inhibit_mapping: bool,
    /// Whether subjectKeyIdentifier and authorityKeyIdentifier tell which key is meant.
    pub key_identifiers: bool,
}

/// SplitMix64.
pub struct Numbers(u64);

impl Numbers {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let value = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        value ^ (value >> 31)
    }

    pub fn one_in(&mut self, count: u64) -> bool {
        self.next().is_multiple_of(count)
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for place in (1..list.len()).rev() {
            let other = usize::try_from(self.next() % (place as u64 + 1)).unwrap();
            list.swap(place, other);
        }
    }
}

/// The cases, in an order in which any beginning holds every recipe about equally often.
pub fn cases(count: u64) -> impl Iterator<Item = Case> {
    let recipes = u64::try_from(RECIPES.len()).unwrap();
    (0..)
        .filter_map(move |number| case(number, number % recipes, number / recipes))
        .take(usize::try_from(count).unwrap())
}

fn case(number: u64, recipe: u64, round: u64) -> Option<Case> {
    let recipe = &RECIPES[usize::try_from(recipe).unwrap()];
    let topology = TOPOLOGIES[usize::try_from((round + number) % 7).unwrap()];
    if !(recipe.applies)(topology) {
        return None;
    }
    let mut numbers = Numbers(number);
    let mut draft = draft(topology, &mut numbers);
    (recipe.change)(&mut draft, &mut numbers);
    add_decoys(&mut draft, &mut numbers);
    let mut certificates: Vec<Vec<u8>> = draft.chain.iter().chain(&draft.decoys).map(Plan::sign).collect();
    // Bags hold the signer and the anchor too, as CMS writers put them there.
    let (anchor, target) = (draft.anchor.sign(), draft.target.sign());
    if numbers.one_in(3) {
        certificates.push(anchor.clone());
    }
    if numbers.one_in(4) {
        certificates.push(target.clone());
    }
    let mut lists: Vec<Vec<u8>> =
        draft.lists.iter().flatten().chain(&draft.decoy_lists).map(ListPlan::sign).collect();
    numbers.shuffle(&mut certificates);
    numbers.shuffle(&mut lists);
    lists.dedup();
    Some(Case {
        number,
        topology,
        recipe,
        anchor,
        target,
        certificates,
        path: draft.chain.iter().map(Plan::sign).collect(),
        lists,
        policies: draft.policies,
        explicit: draft.explicit,
        inhibit_mapping: draft.inhibit_mapping,
        key_identifiers: draft.target.key_identifiers,
    })
}

fn draft(topology: Topology, numbers: &mut Numbers) -> Draft {
    let authorities = topology.authorities();
    let with_points = !numbers.one_in(4);
    // One list for everything, or CRL and ARL apart.
    let scoped = with_points && !numbers.one_in(3);
    let key_identifiers = !numbers.one_in(5);
    // UTF8String where the other side may have PrintableString: equal by RFC 5280, 7.1.
    let spelt = |name: DistinguishedName, numbers: &mut Numbers| {
        if numbers.one_in(2) { name.all_utf8() } else { name }
    };
    let anchor_holder = authorities[0];
    let anchor = Plan::authority(anchor_holder, anchor_holder, 1, (-2_000, 2_000));
    // Self-signed certificates of the real authorities have no distribution point, which one peer stumbles over.
    let anchor = Plan {
        point: (scoped && !numbers.one_in(4)).then(|| names::arl_point(anchor_holder.name())),
        ..anchor
    };
    let mut chain = Vec::new();
    for (pair, serial) in authorities.windows(2).zip(100..) {
        let (issuer, subject) = (pair[0], pair[1]);
        let link = issuer.name() == subject.name();
        let (from, to) = (policy_of(issuer), policy_of(subject));
        let enters_government = matches!(issuer, Holder::Bridge) && !link;
        chain.push(Plan {
            issuer: spelt(issuer.name(), numbers),
            subject: spelt(subject.name(), numbers),
            subject_key: subject,
            signed_with: issuer,
            serial,
            days: (-700, 1_000),
            policies: vec![if link { "2.5.29.32.0" } else { from }],
            mappings: if from == to { Vec::new() } else { vec![(from, to)] },
            policy_constraints: (if link { None } else { Some(0) }, None),
            subtrees: if enters_government {
                vec![
                    GeneralSubtree::Permitted(spelt(names::government(), numbers)),
                    GeneralSubtree::Permitted(names::government_japanese()),
                ]
            } else {
                Vec::new()
            },
            point: with_points.then(|| names::arl_point(issuer.name())),
            key_identifiers,
            ..anchor.clone()
        });
    }
    let issuer = authorities[authorities.len() - 1];
    let target = Plan {
        issuer: spelt(issuer.name(), numbers),
        subject: spelt(names::minister(), numbers),
        subject_key: Holder::Minister,
        signed_with: issuer,
        serial: 0x0123_4567_89ab_0001,
        days: (-300, 1_000),
        basic: None,
        key_usage: vec![KeyUsage::DigitalSignature, KeyUsage::NonRepudiation],
        policies: vec![policies::OFFICIAL_STATUS],
        alternative_name: Some(names::minister_japanese()),
        point: with_points.then(|| names::crl_point(issuer.name())),
        key_identifiers,
        ..anchor.clone()
    };
    let list = |holder: Holder,
                scope: Option<(DistinguishedName, Scope)>,
                issuer: DistinguishedName,
                number| ListPlan {
        issuer,
        signed_with: holder,
        scope,
        days: (-1, Some(7)),
        entries: vec![(0x7777, -30, Some(Reason::Superseded))],
        number,
        base_number: None,
        key_identifier: true,
        other: Vec::new(),
        flipped: false,
    };
    let mut lists = Vec::new();
    for holder in authorities {
        let name = spelt(holder.name(), numbers);
        lists.push(if scoped {
            let (user, authority) = (names::crl_point(holder.name()), names::arl_point(holder.name()));
            vec![
                list(*holder, Some((authority, Scope::AuthorityCertificates)), name.clone(), 7),
                list(*holder, Some((user, Scope::UserCertificates)), name, 42),
            ]
        } else {
            vec![list(*holder, None, name, 7)]
        });
    }
    let asks = numbers.one_in(3);
    Draft {
        topology,
        anchor,
        chain,
        target,
        lists,
        decoys: Vec::new(),
        decoy_lists: Vec::new(),
        policies: asks.then(|| vec![policy_of(anchor_holder)]),
        explicit: asks,
        inhibit_mapping: false,
    }
}

/// Certificates that lead nowhere, or to somebody else's anchor.
fn add_decoys(draft: &mut Draft, numbers: &mut Numbers) {
    let template = Plan {
        basic: Some((true, None)),
        key_usage: vec![KeyUsage::KeyCertSign, KeyUsage::CrlSign],
        policies: vec![policies::OTHER],
        alternative_name: None,
        point: None,
        key_identifiers: true,
        other: Vec::new(),
        flipped: false,
        days: (-700, 1_000),
        inhibit_any_policy: None,
        subtrees: Vec::new(),
        policy_constraints: (None, None),
        mappings: Vec::new(),
        ..draft.anchor.clone()
    };
    let cross = |issuer: Holder, subject: Holder, serial| Plan {
        issuer: issuer.name(),
        subject: subject.name(),
        subject_key: subject,
        signed_with: issuer,
        serial,
        ..template.clone()
    };
    // An authority nobody trusts certifies the real one; the way up from it ends at its self-signed certificate.
    if numbers.one_in(3) {
        draft.decoys.push(cross(Holder::Unrelated, Holder::Official, 901));
        draft.decoys.push(cross(Holder::Unrelated, Holder::Unrelated, 902));
    }
    // The other direction of a cross-certification, which closes a circle.
    if numbers.one_in(3) {
        draft.decoys.push(cross(Holder::Official, Holder::Bridge, 903));
    }
    if numbers.one_in(3) {
        draft.decoys.push(cross(Holder::Bridge, Holder::LocalGovernment, 904));
    }
    // The right name with a stranger's key.
    if numbers.one_in(4) {
        draft
            .decoys
            .push(Plan { signed_with: Holder::Impostor, ..cross(Holder::Official, Holder::Official, 905) });
    }
    let like = draft.lists.iter().flatten().next().cloned();
    if let (true, Some(like)) = (numbers.one_in(4), like) {
        draft.decoy_lists.push(ListPlan {
            issuer: Holder::Unrelated.name(),
            signed_with: Holder::Unrelated,
            entries: vec![(draft.target.serial, -5, None)],
            ..like
        });
    }
}
