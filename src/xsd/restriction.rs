//! Whether the content model of a restriction is one: everything the derived type accepts, the base accepts too, and
//! what the base declares is declared no looser (Part 1, 3.4.6.4, "content type restricts").
//!
//! The engine compares the particles as they are written, which cannot see that a wildcard or open content takes over an
//! element that the base declares, or repeats what the base allows once. Here both automata, as the engine runs them, walk side by
//! side over every name that either of them can tell from another. Types without wildcards are left to the engine.

use std::collections::HashSet;

use xsd_schema::arenas::ComplexTypeDefData;
use xsd_schema::compiler::{
    ActiveStates, AllGroupModel, MaxOccurs, NfaTable, NfaTerm, SubstitutionGroupMap,
    compile_content_model_matcher,
};
use xsd_schema::parser::frames::{ComplexContentResult, DerivationMethod};
use xsd_schema::parser::location::SourceLocation;
use xsd_schema::schema::model::DerivationSet;
use xsd_schema::types::complex::{NamespaceConstraint as Constraint, ProcessContents};
use xsd_schema::validation::{CompiledContentModel, ContentValidatorState, ElementMatchInfo};
use xsd_schema::{ElementKey, IdentityConstraintKey, NameId, SchemaSet, TypeKey};

use super::components::name_of;
use super::error::{Defect, SchemaLimit};
use super::substitution;
use crate::limits::xsd::{RESTRICTION_STEPS, RESTRICTION_STEPS_OF_A_SCHEMA};

/// The first type that does not restrict its base, or cannot be shown to.
pub(super) fn defect(set: &SchemaSet) -> Option<(Defect, Option<SourceLocation>)> {
    let groups = substitution::groups(set);
    let mut left = RESTRICTION_STEPS_OF_A_SCHEMA;
    set.arenas.complex_types.values().find_map(|derived| {
        let base = restricted(set, derived)?;
        let (derived_model, base_model) = (model(set, derived)?, model(set, base)?);
        let comparison =
            Comparison { weight: weight(&derived_model, &base_model), set, groups: &groups, derived, base };
        if !has_wildcard(&derived_model) && !has_wildcard(&base_model) {
            let name = comparison.drops_constraint(&derived_model, &base_model)?;
            let defect = Defect::Component {
                constraint: "derivation-ok-restriction".into(),
                explanation: format!("{} drops an identity constraint of {name}", name_of(set, derived.name)),
            };
            return Some((defect, set.locate(derived.source.as_ref())));
        }
        let allowed = left.min(RESTRICTION_STEPS);
        let mut steps = allowed;
        let outcome = comparison.compare(&derived_model, &base_model, &mut steps);
        left = left.saturating_sub(allowed.saturating_sub(steps));
        let defect = match outcome {
            Outcome::Restricts => return None,
            Outcome::Unknown => Defect::LimitReached {
                limit: SchemaLimit::Restriction,
                ceiling: allowed,
                found: allowed.saturating_add(1),
            },
            Outcome::Accepts(what) => Defect::Component {
                constraint: "derivation-ok-restriction".into(),
                explanation: format!("{} accepts {what}", name_of(set, derived.name)),
            },
        };
        Some((defect, set.locate(derived.source.as_ref())))
    })
}

/// The base, when both have element content or none.
fn restricted<'s>(set: &'s SchemaSet, derived: &ComplexTypeDefData) -> Option<&'s ComplexTypeDefData> {
    if derived.derivation_method != Some(DerivationMethod::Restriction) {
        return None;
    }
    let Some(TypeKey::Complex(key)) = derived.resolved_base_type else {
        return None;
    };
    if set.is_any_type(TypeKey::Complex(key)) {
        return None;
    }
    let base = set.arenas.complex_types.get(key)?;
    let simple = |data: &ComplexTypeDefData| matches!(data.content, ComplexContentResult::Simple(_));
    (!simple(derived) && !simple(base)).then_some(base)
}

/// The automaton that the engine runs. What does not compile makes the whole schema unusable elsewhere.
pub(super) fn model(set: &SchemaSet, data: &ComplexTypeDefData) -> Option<CompiledContentModel> {
    CompiledContentModel::try_from_matcher(compile_content_model_matcher(set, data).ok()?).ok()
}

/// Whether there is anything in the model but the end.
pub(super) fn has_elements(model: &CompiledContentModel) -> bool {
    match model {
        CompiledContentModel::Nfa { nfa, .. } | CompiledContentModel::NfaWithOpenContent { nfa, .. } => {
            terms(nfa).next().is_some()
        }
        CompiledContentModel::AllGroup(model) => !model.particles.is_empty(),
    }
}

fn has_wildcard(model: &CompiledContentModel) -> bool {
    match model {
        CompiledContentModel::Nfa { nfa, .. } => terms(nfa).any(NfaTerm::is_wildcard),
        CompiledContentModel::NfaWithOpenContent { .. } => true,
        CompiledContentModel::AllGroup(model) => {
            model.open_content.is_some() || model.particles.iter().any(|one| one.term.is_wildcard())
        }
    }
}

fn terms(nfa: &NfaTable) -> impl Iterator<Item = &NfaTerm> {
    let count = u32::try_from(nfa.state_count()).unwrap_or(u32::MAX);
    (0..count).filter_map(|state| nfa.get_state(state)?.term.as_ref())
}

/// What a step costs: the states that are copied and written down for it.
fn weight(derived: &CompiledContentModel, base: &CompiledContentModel) -> u64 {
    let size = |model: &CompiledContentModel| match model {
        CompiledContentModel::Nfa { nfa, .. } | CompiledContentModel::NfaWithOpenContent { nfa, .. } => {
            nfa.state_count()
        }
        CompiledContentModel::AllGroup(model) => model.particle_count(),
    };
    let states = u64::try_from(size(derived).saturating_add(size(base))).unwrap_or(u64::MAX);
    states.div_euclid(100).saturating_add(1)
}

enum Outcome {
    Restricts,
    /// There are too many states.
    Unknown,
    /// The derived type accepts something that the base does not.
    Accepts(String),
}

type ExpandedName = (Option<NameId>, NameId);

struct Comparison<'s> {
    /// What a step costs.
    weight: u64,
    set: &'s SchemaSet,
    groups: &'s SubstitutionGroupMap,
    derived: &'s ComplexTypeDefData,
    base: &'s ComplexTypeDefData,
}

impl Comparison<'_> {
    fn compare(
        &self,
        derived: &CompiledContentModel,
        base: &CompiledContentModel,
        steps: &mut u64,
    ) -> Outcome {
        let alphabet = self.alphabet([derived, base]);
        let first =
            (ContentValidatorState::from_compiled(derived), ContentValidatorState::from_compiled(base));
        let mut seen = HashSet::from([(key(&first.0), key(&first.1))]);
        let mut waiting = vec![first];
        while let Some((derived, base)) = waiting.pop() {
            if derived.is_complete() && !base.is_complete() {
                return Outcome::Accepts("content that ends where its base wants more".into());
            }
            for name in &alphabet {
                let Some(left) = steps.checked_sub(self.weight) else {
                    return Outcome::Unknown;
                };
                *steps = left;
                let (mut derived, mut base) = (derived.clone(), base.clone());
                let Ok(accepted) = self.advance(&mut derived, *name, self.derived) else {
                    return Outcome::Unknown;
                };
                let Some(own) = accepted else {
                    continue;
                };
                let Ok(allowed) = self.advance(&mut base, *name, self.base) else {
                    return Outcome::Unknown;
                };
                let wrong = match allowed {
                    None => Some("that its base does not accept there"),
                    Some(allowed) if !self.subsumes(&allowed, &own, *name) => {
                        Some("under a looser declaration than that of its base")
                    }
                    Some(_) => None,
                };
                match wrong {
                    // What can never be completed is accepted by nobody.
                    Some(why) => match self.can_complete(derived, &alphabet, steps) {
                        None => return Outcome::Unknown,
                        Some(true) => {
                            return Outcome::Accepts(format!("{} {why}", self.written(*name)));
                        }
                        Some(false) => {}
                    },
                    None => {
                        if seen.insert((key(&derived), key(&base))) {
                            waiting.push((derived, base));
                        }
                    }
                }
            }
        }
        Outcome::Restricts
    }

    fn advance(
        &self,
        state: &mut ContentValidatorState,
        (namespace, local): ExpandedName,
        owner: &ComplexTypeDefData,
    ) -> Result<Option<ElementMatchInfo>, ()> {
        state
            .try_advance_element(
                local,
                namespace,
                owner.target_namespace,
                self.set.xsd_version,
                Some(self.groups).filter(|groups| !groups.is_empty()),
            )
            .map_err(|_| ())
    }

    /// Whether some content leads from here to the end; none when that takes too long to find out.
    fn can_complete(
        &self,
        from: ContentValidatorState,
        alphabet: &[ExpandedName],
        steps: &mut u64,
    ) -> Option<bool> {
        let mut seen = HashSet::from([key(&from)]);
        let mut waiting = vec![from];
        while let Some(state) = waiting.pop() {
            if state.is_complete() {
                return Some(true);
            }
            for name in alphabet {
                *steps = steps.checked_sub(self.weight)?;
                let mut next = state.clone();
                if self.advance(&mut next, *name, self.derived).ok()?.is_some() && seen.insert(key(&next)) {
                    waiting.push(next);
                }
            }
        }
        Some(false)
    }

    /// Whether whatever is valid under `own` is valid under `allowed`.
    fn subsumes(&self, allowed: &ElementMatchInfo, own: &ElementMatchInfo, name: ExpandedName) -> bool {
        let top_level =
            || self.set.lookup_element(name.0, name.1).map(|key| self.declaration(Some(key), None));
        match (allowed.process_contents, own.process_contents) {
            (Some(ProcessContents::Skip), _) => true,
            (Some(_), Some(ProcessContents::Skip)) => false,
            (Some(ProcessContents::Strict), Some(own)) => own == ProcessContents::Strict,
            (Some(ProcessContents::Lax), Some(_)) => true,
            // The engine compares declarations with wildcards.
            (Some(_), None) => true,
            (None, Some(ProcessContents::Skip)) => false,
            (None, Some(_)) => match top_level() {
                Some(own) => self.restricts(&self.governing(allowed, name), &own),
                None => false,
            },
            (None, None) => self.restricts(&self.governing(allowed, name), &self.governing(own, name)),
        }
    }

    fn governing(&self, found: &ElementMatchInfo, name: ExpandedName) -> Declaration<'_> {
        match (found.element_key, found.resolved_type) {
            // A member of a substitution group.
            (None, None) => self.declaration(self.set.lookup_element(name.0, name.1), None),
            (key, own_type) => self.declaration(key, own_type),
        }
    }

    fn declaration(&self, key: Option<ElementKey>, own_type: Option<TypeKey>) -> Declaration<'_> {
        let data = key.and_then(|key| self.set.arenas.elements.get(key));
        Declaration {
            key,
            type_key: own_type.or_else(|| data.and_then(|data| data.resolved_type)),
            nillable: data.is_some_and(|data| data.nillable),
            constraints: data.map_or(&[], |data| &data.identity_constraints),
        }
    }

    fn restricts(&self, base: &Declaration<'_>, derived: &Declaration<'_>) -> bool {
        if base.key.is_some() && base.key == derived.key {
            return true;
        }
        let types = match (derived.type_key, base.type_key) {
            (Some(derived), Some(base)) => {
                self.set.is_type_derived_from(derived, base, DerivationSet::extension())
            }
            _ => true,
        };
        types && (base.nillable || !derived.nillable) && derived.keeps_constraints(base)
    }

    /// An element that is declared with fewer identity constraints than its base asks for (Part 1, 3.4.6.4). What else the
    /// engine compares between types without wildcards it compares itself.
    fn drops_constraint(
        &self,
        derived: &CompiledContentModel,
        base: &CompiledContentModel,
    ) -> Option<String> {
        let base = self.declarations(base);
        if base.iter().all(|(_, one)| one.constraints.is_empty()) {
            return None;
        }
        let dropping = |(name, own): &(ExpandedName, Declaration<'_>)| {
            base.iter().any(|(known, one)| known == name && !own.keeps_constraints(one))
        };
        self.declarations(derived).into_iter().find(dropping).map(|(name, _)| self.written(name))
    }

    /// The elements of a model by name, members of substitution groups too.
    fn declarations(&self, model: &CompiledContentModel) -> Vec<(ExpandedName, Declaration<'_>)> {
        let mut all = Vec::new();
        let mut add = |term: &NfaTerm| {
            if let NfaTerm::Element { name, namespace, element_key, .. } = term {
                all.push(((*namespace, *name), self.declaration(*element_key, None)));
                let members = element_key.and_then(|key| self.groups.get(&key));
                all.extend(members.into_iter().flatten().map(|(local, namespace)| {
                    let key = self.set.lookup_element(*namespace, *local);
                    ((*namespace, *local), self.declaration(key, None))
                }));
            }
        };
        match model {
            CompiledContentModel::Nfa { nfa, .. } | CompiledContentModel::NfaWithOpenContent { nfa, .. } => {
                terms(nfa).for_each(&mut add);
            }
            CompiledContentModel::AllGroup(model) => model.particles.iter().for_each(|one| add(&one.term)),
        }
        all
    }

    /// Every name that a term of the models can tell from another, and of every namespace one name that none of them knows.
    fn alphabet(&self, models: [&CompiledContentModel; 2]) -> Vec<ExpandedName> {
        let unknown = self.set.name_table.add(UNKNOWN);
        let mut names = vec![(None, unknown), (Some(unknown), unknown)];
        for owner in [self.derived, self.base] {
            names.push((owner.target_namespace, unknown));
        }
        let term = |term: &NfaTerm, names: &mut Vec<ExpandedName>| match term {
            NfaTerm::Element { name, namespace, element_key, .. } => {
                names.push((*namespace, *name));
                let members = element_key.and_then(|key| self.groups.get(&key));
                names.extend(members.into_iter().flatten().map(|(local, namespace)| (*namespace, *local)));
            }
            NfaTerm::Wildcard { namespace_constraint, not_qnames, .. } => {
                names.extend(known_names(namespace_constraint, not_qnames, unknown));
            }
        };
        for model in models {
            match model {
                CompiledContentModel::Nfa { nfa, .. } => terms(nfa).for_each(|one| term(one, &mut names)),
                CompiledContentModel::NfaWithOpenContent { nfa, open_content, .. } => {
                    terms(nfa).for_each(|one| term(one, &mut names));
                    if let Some(open) = open_content {
                        names.extend(known_names(&open.namespace_constraint, &open.not_qnames, unknown));
                    }
                }
                CompiledContentModel::AllGroup(model) => {
                    model.particles.iter().for_each(|one| term(&one.term, &mut names));
                    if let Some(open) = &model.open_content {
                        names.extend(known_names(&open.namespace_constraint, &open.not_qnames, unknown));
                    }
                }
            }
        }
        let namespaces: Vec<_> = names.iter().map(|name| (name.0, unknown)).collect();
        names.extend(namespaces);
        let mut seen = HashSet::new();
        names.retain(|name| seen.insert(*name));
        names
    }

    fn written(&self, (namespace, local): ExpandedName) -> String {
        let resolved = |name| self.set.name_table.try_resolve(name).unwrap_or_default();
        match (resolved(local), namespace.map(resolved)) {
            (local, Some(namespace)) if local == UNKNOWN && namespace == UNKNOWN => {
                "an element of another namespace".into()
            }
            (local, Some(namespace)) if local == UNKNOWN => format!("some element of {namespace}"),
            (local, None) if local == UNKNOWN => "some element without a namespace".into(),
            (local, Some(namespace)) => format!("Q{{{namespace}}}{local}"),
            (local, None) => local,
        }
    }
}

/// What a wildcard names.
fn known_names(constraint: &Constraint, excluded: &[ExpandedName], unknown: NameId) -> Vec<ExpandedName> {
    let mut names = excluded.to_vec();
    if let Constraint::List(namespaces) | Constraint::Not(namespaces) = constraint {
        names.extend(namespaces.iter().map(|namespace| (*namespace, unknown)));
    }
    names
}

struct Declaration<'s> {
    key: Option<ElementKey>,
    type_key: Option<TypeKey>,
    nillable: bool,
    constraints: &'s [IdentityConstraintKey],
}

impl Declaration<'_> {
    fn keeps_constraints(&self, base: &Declaration<'_>) -> bool {
        base.constraints.iter().all(|one| self.constraints.contains(one))
    }
}

/// No name and no namespace that a document can have.
const UNKNOWN: &str = "\u{0}";

/// What tells one state from another, in writing: the engine's states cannot be compared.
fn key(state: &ContentValidatorState) -> String {
    match state {
        ContentValidatorState::Nfa { active_states, .. } => ordered(active_states),
        ContentValidatorState::AllGroup { model, state, suffix_locked } => {
            let counts: Vec<u32> = (0..model.particle_count())
                .map(|index| counted(model, index, state.consumed(index)))
                .collect();
            format!("{counts:?}{suffix_locked}")
        }
        ContentValidatorState::Simple | ContentValidatorState::Empty => String::new(),
    }
}

/// Beyond what decides about anything one count is like the next.
fn counted(model: &AllGroupModel, index: usize, consumed: u32) -> u32 {
    match model.particles.get(index) {
        Some(particle) if particle.max_occurs == MaxOccurs::Unbounded => {
            consumed.min(particle.min_occurs.max(1))
        }
        _ => consumed,
    }
}

fn ordered(states: &ActiveStates) -> String {
    let written = |mut rows: Vec<String>| {
        rows.sort_unstable();
        rows.join(";")
    };
    match states {
        ActiveStates::Simple(states) => written(states.iter().map(|state| state.to_string()).collect()),
        ActiveStates::Counted { configs, .. } => {
            written(configs.iter().map(|one| format!("{}{:?}", one.state_id, one.counters)).collect())
        }
        ActiveStates::RangedSingle { state_ranges, .. } => written(
            state_ranges.iter().map(|(state, range)| format!("{state}:{}-{}", range.lo, range.hi)).collect(),
        ),
        ActiveStates::Hybrid { configs, .. } => {
            written(configs.iter().map(|(key, range)| format!("{key:?}{}-{}", range.lo, range.hi)).collect())
        }
    }
}
