//! Certificate policies as RFC 5280, 6.1 writes them: a tree, grown and pruned node by node, over small models of paths.
//!
//! It is the oracle for the linear graph of RFC 9618 in the library: exponential, literal, and sharing nothing with it.
//! Models come from octets, so that a test's generator and a fuzzer's input read alike.
#![allow(dead_code, unreachable_pub, reason = "tests and fuzz targets use their own parts")]

use std::collections::BTreeSet;

/// anyPolicy among the small numbers that stand for policies.
pub const ANY: u8 = 0;

/// What one certificate of a path says of policies.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Step {
    pub policies: Option<Vec<u8>>,
    pub mappings: Vec<(u8, u8)>,
    pub self_issued: bool,
    pub require_explicit: Option<u8>,
    pub inhibit_mapping: Option<u8>,
    pub inhibit_any: Option<u8>,
}

/// A path from the certificate below the anchor to the target, and what the relying party asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub steps: Vec<Step>,
    pub initial: BTreeSet<u8>,
    pub explicit: bool,
    pub inhibit_mapping: bool,
    pub inhibit_any: bool,
}

/// Policies of the models besides anyPolicy.
const POLICIES: u8 = 4;
/// Longest path of a model.
pub const MOST_STEPS: usize = 4;

impl Question {
    /// Reads a model; octets that are missing are zero, so that every input is one.
    pub fn from_octets(octets: &[u8]) -> Self {
        let mut octets = octets.iter().copied().chain(std::iter::repeat(0));
        let mut next = move || octets.next().unwrap_or(0);
        let flags = next();
        let count = usize::from(next()) % MOST_STEPS + 1;
        let initial = match next() {
            every if every % 3 == 0 => BTreeSet::from([ANY]),
            some => (1..=POLICIES).filter(|policy| some >> policy & 1 == 1).collect(),
        };
        let initial = if initial.is_empty() { BTreeSet::from([1]) } else { initial };
        let mut steps = Vec::new();
        for index in 0..count {
            let (shape, policies) = (next(), next());
            let last = index + 1 == count;
            let mut step = Step { self_issued: shape & 3 == 3, ..Step::default() };
            if policies & 0x80 == 0 {
                // An extension without a policy does not exist.
                let set: Vec<u8> = (0..=POLICIES).filter(|policy| policies >> policy & 1 == 1).collect();
                step.policies = Some(if set.is_empty() { vec![1] } else { set });
            }
            let skip = |octet: u8| (octet & 8 == 8).then_some(octet & 3);
            if !last {
                for _ in 0..(shape >> 2) % 4 {
                    let pair = next();
                    step.mappings.push((pair % POLICIES + 1, (pair >> 4) % POLICIES + 1));
                }
                step.inhibit_mapping = skip(next());
                step.inhibit_any = skip(next());
            }
            step.require_explicit = skip(next());
            steps.push(step);
        }
        Self {
            steps,
            initial,
            explicit: flags & 1 == 1,
            inhibit_mapping: flags & 6 == 6,
            inhibit_any: flags & 24 == 24,
        }
    }

    /// The user-constrained policy set, or `None` where the path is refused (RFC 5280, 6.1.2 to 6.1.6).
    pub fn answer(&self) -> Option<BTreeSet<u8>> {
        let count = self.steps.len();
        let from = |inhibited: bool| if inhibited { 0 } else { count + 1 };
        let mut explicit = from(self.explicit);
        let mut mapping = from(self.inhibit_mapping);
        let mut any = from(self.inhibit_any);
        let mut tree = Tree::new();
        for (index, step) in self.steps.iter().enumerate() {
            let last = index + 1 == count;
            let process_any = any > 0 || (!last && step.self_issued);
            match &step.policies {
                Some(policies) => tree.grow(index, policies, process_any),
                None => tree.nodes.clear(),
            }
            if explicit == 0 && tree.nodes.is_empty() {
                return None;
            }
            if last {
                break;
            }
            tree.map(index + 1, &step.mappings, mapping > 0);
            if !step.self_issued {
                explicit = explicit.saturating_sub(1);
                mapping = mapping.saturating_sub(1);
                any = any.saturating_sub(1);
            }
            explicit = step.require_explicit.map_or(explicit, |skip| explicit.min(skip.into()));
            mapping = step.inhibit_mapping.map_or(mapping, |skip| mapping.min(skip.into()));
            any = step.inhibit_any.map_or(any, |skip| any.min(skip.into()));
        }
        explicit = explicit.saturating_sub(1);
        if self.steps.last().is_some_and(|target| target.require_explicit == Some(0)) {
            explicit = 0;
        }
        let valid = tree.constrained(count, &self.initial);
        (explicit > 0 || !valid.is_empty()).then_some(valid)
    }
}

struct Node {
    depth: usize,
    policy: u8,
    expected: BTreeSet<u8>,
    parent: usize,
    id: usize,
}

/// Depth 0 is the anchor's; a node's parent is named by its id.
struct Tree {
    nodes: Vec<Node>,
    next_id: usize,
}

impl Tree {
    fn new() -> Self {
        let root = Node { depth: 0, policy: ANY, expected: BTreeSet::from([ANY]), parent: usize::MAX, id: 0 };
        Self { nodes: vec![root], next_id: 1 }
    }

    fn add(&mut self, depth: usize, policy: u8, expected: BTreeSet<u8>, parent: usize) {
        self.nodes.push(Node { depth, policy, expected, parent, id: self.next_id });
        self.next_id += 1;
    }

    /// 6.1.3 (d): the level of the certificate at `index` below the level of depth `index`.
    fn grow(&mut self, index: usize, policies: &[u8], process_any: bool) {
        let above: Vec<(usize, u8, BTreeSet<u8>)> = self
            .nodes
            .iter()
            .filter(|node| node.depth == index)
            .map(|node| (node.id, node.policy, node.expected.clone()))
            .collect();
        for policy in policies.iter().copied().filter(|policy| *policy != ANY) {
            let mut matched = false;
            for (id, _, expected) in &above {
                if expected.contains(&policy) {
                    self.add(index + 1, policy, BTreeSet::from([policy]), *id);
                    matched = true;
                }
            }
            if !matched {
                for (id, _, _) in above.iter().filter(|(_, policy, _)| *policy == ANY) {
                    self.add(index + 1, policy, BTreeSet::from([policy]), *id);
                }
            }
        }
        if policies.contains(&ANY) && process_any {
            for (id, _, expected) in &above {
                for value in expected {
                    if !self.nodes.iter().any(|node| node.parent == *id && node.policy == *value) {
                        self.add(index + 1, *value, BTreeSet::from([*value]), *id);
                    }
                }
            }
        }
        self.prune(index + 1);
    }

    /// 6.1.4 (b).
    fn map(&mut self, depth: usize, mappings: &[(u8, u8)], allowed: bool) {
        let domains: BTreeSet<u8> = mappings.iter().map(|(issuer, _)| *issuer).collect();
        for issuer in domains {
            let subjects: BTreeSet<u8> =
                mappings.iter().filter(|(from, _)| *from == issuer).map(|(_, to)| *to).collect();
            if !allowed {
                self.nodes.retain(|node| !(node.depth == depth && node.policy == issuer));
                self.prune(depth);
                continue;
            }
            let mut found = false;
            for node in self.nodes.iter_mut().filter(|node| node.depth == depth && node.policy == issuer) {
                node.expected.clone_from(&subjects);
                found = true;
            }
            let any = self.nodes.iter().find(|node| node.depth == depth && node.policy == ANY);
            if let (false, Some(any)) = (found, any) {
                let parent = any.parent;
                self.add(depth, issuer, subjects, parent);
            }
        }
    }

    /// Deletes what has no descendant at `depth`.
    fn prune(&mut self, depth: usize) {
        for level in (0..depth).rev() {
            let parents: BTreeSet<usize> =
                self.nodes.iter().filter(|node| node.depth == level + 1).map(|node| node.parent).collect();
            self.nodes.retain(|node| node.depth != level || parents.contains(&node.id));
        }
    }

    /// 6.1.5 (g) and 6.1.6: the policies of the anchor's domain that are left.
    fn constrained(&mut self, depth: usize, initial: &BTreeSet<u8>) -> BTreeSet<u8> {
        let all = initial.contains(&ANY);
        let any_nodes: BTreeSet<usize> =
            self.nodes.iter().filter(|node| node.policy == ANY).map(|node| node.id).collect();
        let in_anchor_domain = |node: &Node| any_nodes.contains(&node.parent) && node.policy != ANY;
        let mut valid: BTreeSet<u8> = self
            .nodes
            .iter()
            .filter(|node| in_anchor_domain(node) && (all || initial.contains(&node.policy)))
            .map(|node| node.policy)
            .collect();
        if self.nodes.iter().any(|node| node.depth == depth && node.policy == ANY) {
            valid.extend(initial);
        }
        valid
    }
}
