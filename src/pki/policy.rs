//! The valid policy graph (RFC 9618, which replaces the tree of RFC 5280, 6.1).
//!
//! One node for each policy and level, whatever number of parents it has: the size is linear in the certificates,
//! where the old tree grew exponentially with crafted mappings.

use std::collections::{BTreeMap, BTreeSet};

use super::extension::PolicyMapping;
use super::object_identifier::ObjectIdentifier;
use crate::limits::{Budget, BudgetExhausted};

/// What the relying party asks of policies (RFC 5280, 6.1.1 (c), (e), (f), (g)).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicySettings {
    /// user-initial-policy-set; [`ObjectIdentifier::any_policy`] accepts all.
    pub initial_policy_set: Vec<ObjectIdentifier>,
    /// initial-explicit-policy
    pub explicit_policy: ExplicitPolicy,
    /// initial-policy-mapping-inhibit
    pub policy_mapping: Permission,
    /// initial-any-policy-inhibit
    pub any_policy: Permission,
}

/// Whether the path must be valid for one of the policies asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExplicitPolicy {
    /// Only where a certificate demands it.
    NotRequired,
    /// In any case.
    Required,
}

/// Whether something is allowed from the beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    /// Until a certificate inhibits it.
    Allowed,
    /// Never.
    Inhibited,
}

impl Default for PolicySettings {
    /// Any policy, nothing required, nothing inhibited.
    fn default() -> Self {
        Self {
            initial_policy_set: vec![ObjectIdentifier::any_policy()],
            explicit_policy: ExplicitPolicy::NotRequired,
            policy_mapping: Permission::Allowed,
            any_policy: Permission::Allowed,
        }
    }
}

/// The graph while a path is walked from the anchor down.
#[derive(Debug)]
pub(crate) struct Graph {
    above: Vec<Level>,
    current: Level,
}

#[derive(Debug, Default)]
struct Level {
    nodes: BTreeMap<ObjectIdentifier, Node>,
    /// Whether the level has the node of anyPolicy.
    any: bool,
}

/// A node; without parents it hangs below anyPolicy.
#[derive(Debug, Default)]
struct Node {
    parents: BTreeSet<ObjectIdentifier>,
    mapped: bool,
}

/// anyPolicy as one side of a mapping (RFC 5280, 6.1.4 (a)).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AnyPolicyMapped;

impl Graph {
    /// The graph above the first certificate: anyPolicy alone (RFC 5280, 6.1.2 (a)).
    pub(crate) fn new() -> Self {
        Self { above: Vec::new(), current: Level { nodes: BTreeMap::new(), any: true } }
    }

    /// Whether no policy is left.
    pub(crate) fn is_empty(&self) -> bool {
        self.current.nodes.is_empty() && !self.current.any
    }

    /// RFC 5280, 6.1.3 (d) and (e).
    pub(crate) fn apply_policies(
        &mut self,
        policies: Option<&[ObjectIdentifier]>,
        any_policy: Permission,
        budget: &mut Budget,
    ) -> Result<(), BudgetExhausted> {
        let Some(policies) = policies else {
            self.current = Level::default();
            return Ok(());
        };
        let size = policies.len().saturating_add(self.current.nodes.len());
        budget.spend(u64::try_from(size).unwrap_or(u64::MAX))?;
        let asserted: BTreeSet<&ObjectIdentifier> = policies.iter().collect();
        let any = any_policy == Permission::Allowed && policies.iter().any(ObjectIdentifier::is_any_policy);
        if !any {
            self.current.nodes.retain(|policy, _| asserted.contains(policy));
        }
        if self.current.any {
            for policy in asserted.into_iter().filter(|policy| !policy.is_any_policy()) {
                self.current.nodes.entry(policy.clone()).or_default();
            }
        }
        self.current.any &= any;
        Ok(())
    }

    /// RFC 5280, 6.1.4 (a) and (b): closes the level of a certificate that is not the last.
    pub(crate) fn apply_mappings(
        &mut self,
        mappings: &[PolicyMapping],
        mapping: Permission,
        budget: &mut Budget,
    ) -> Result<Result<(), AnyPolicyMapped>, BudgetExhausted> {
        let size = mappings.len().saturating_add(self.current.nodes.len());
        budget.spend(u64::try_from(size).unwrap_or(u64::MAX))?;
        if mappings.iter().any(|one| one.issuer_domain.is_any_policy() || one.subject_domain.is_any_policy())
        {
            return Ok(Err(AnyPolicyMapped));
        }
        let level = &mut self.current;
        let mut next = Level { nodes: BTreeMap::new(), any: level.any };
        for PolicyMapping { issuer_domain, subject_domain } in mappings {
            if mapping == Permission::Inhibited {
                level.nodes.remove(issuer_domain);
                continue;
            }
            if level.any {
                level.nodes.entry(issuer_domain.clone()).or_default();
            }
            if let Some(node) = level.nodes.get_mut(issuer_domain) {
                node.mapped = true;
                next.nodes.entry(subject_domain.clone()).or_default().parents.insert(issuer_domain.clone());
            }
        }
        for (policy, _) in level.nodes.iter().filter(|(_, node)| !node.mapped) {
            next.nodes.entry(policy.clone()).or_default().parents.insert(policy.clone());
        }
        self.above.push(core::mem::replace(&mut self.current, next));
        Ok(Ok(()))
    }

    /// RFC 9618, 5.6 (g): the user-constrained-policy-set, in the anchor's domain; empty when the path is valid for none
    /// of the policies asked for.
    pub(crate) fn user_constrained(
        &self,
        initial: &[ObjectIdentifier],
        budget: &mut Budget,
    ) -> Result<BTreeSet<ObjectIdentifier>, BudgetExhausted> {
        let accepts_all = initial.iter().any(ObjectIdentifier::is_any_policy);
        let asked: BTreeSet<&ObjectIdentifier> = initial.iter().collect();
        let mut found = BTreeSet::new();
        if self.current.any {
            if accepts_all {
                found.insert(ObjectIdentifier::any_policy());
            } else {
                found.extend(initial.iter().cloned());
            }
        }
        let mut reached: BTreeSet<&ObjectIdentifier> = self.current.nodes.keys().collect();
        for level in core::iter::once(&self.current).chain(self.above.iter().rev()) {
            let mut parents = BTreeSet::new();
            for policy in reached {
                let Some(node) = level.nodes.get(policy) else { continue };
                budget.spend(u64::try_from(node.parents.len().max(1)).unwrap_or(u64::MAX))?;
                if node.parents.is_empty() && (accepts_all || asked.contains(policy)) {
                    found.insert(policy.clone());
                }
                parents.extend(&node.parents);
            }
            reached = parents;
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::{Graph, Permission};
    use crate::limits::Budget;
    use crate::pki::{ObjectIdentifier, PolicyMapping};

    fn policy(arc: u32) -> ObjectIdentifier {
        ObjectIdentifier::from_dotted(&format!("1.2.3.{arc}")).unwrap()
    }

    #[test]
    fn a_mapped_policy_is_reported_in_the_anchors_domain() {
        let mut budget = Budget::new(10_000);
        let mut graph = Graph::new();
        graph.apply_policies(Some(&[policy(1)]), Permission::Allowed, &mut budget).unwrap();
        let mapping = [PolicyMapping { issuer_domain: policy(1), subject_domain: policy(2) }];
        graph.apply_mappings(&mapping, Permission::Allowed, &mut budget).unwrap().unwrap();
        graph.apply_policies(Some(&[policy(2)]), Permission::Allowed, &mut budget).unwrap();
        let found = |initial: &[_]| graph.user_constrained(initial, &mut Budget::new(1_000)).unwrap();
        assert!(found(&[ObjectIdentifier::any_policy()]).contains(&policy(1)));
        assert!(found(&[policy(1)]).contains(&policy(1)));
        assert!(found(&[policy(2)]).is_empty(), "the anchor's domain counts, not the subject's");
    }

    #[test]
    fn a_graph_is_empty_when_neither_a_policy_nor_any_is_left() {
        let after = |policies: &[&[ObjectIdentifier]], any_policy| {
            let mut graph = Graph::new();
            for policies in policies {
                graph.apply_policies(Some(policies), any_policy, &mut Budget::new(100)).unwrap();
            }
            graph.is_empty()
        };
        assert!(!Graph::new().is_empty());
        let any = ObjectIdentifier::any_policy();
        assert!(!after(&[&[policy(1)], &[policy(1)]], Permission::Allowed));
        assert!(after(&[&[policy(1)], &[policy(2)]], Permission::Allowed));
        assert!(!after(std::slice::from_ref(&[any.clone()].as_slice()), Permission::Allowed));
        assert!(after(std::slice::from_ref(&[any].as_slice()), Permission::Inhibited));
        let mut graph = Graph::new();
        graph.apply_policies(None, Permission::Allowed, &mut Budget::new(100)).unwrap();
        assert!(graph.is_empty());
    }

    /// The tree of RFC 5280 has 3^20 nodes here.
    #[test]
    fn crafted_mappings_cost_linear_time() {
        let mut budget = Budget::new(10_000);
        let mut graph = Graph::new();
        let policies = [policy(1), policy(2), policy(3)];
        let all = |from: u32| {
            (1..=3).map(move |to| PolicyMapping { issuer_domain: policy(from), subject_domain: policy(to) })
        };
        let mappings: Vec<_> = (1..=3).flat_map(all).collect();
        for _ in 0..20 {
            graph.apply_policies(Some(&policies), Permission::Allowed, &mut budget).unwrap();
            graph.apply_mappings(&mappings, Permission::Allowed, &mut budget).unwrap().unwrap();
        }
        graph.apply_policies(Some(&policies), Permission::Allowed, &mut budget).unwrap();
        assert_eq!(graph.user_constrained(&[policy(1)], &mut budget).unwrap().len(), 1);
        assert!(budget.left() > 9_000);
    }
}
