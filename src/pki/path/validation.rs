//! Validation of one complete path (RFC 5280, 6.1, policies by RFC 9618). All checks are made, not only the first.

use super::defect::{PathDefect, PathError, Place};
use super::picture::invalid_since;
use super::revocation::RevocationStatus;
use super::search::{Engine, Quest};
use super::statement::{Judged, Walk};
use super::{Purpose, TrustAnchor, VerifiedPath};
use crate::crypto::PublicKey;
use crate::crypto::policy::Use;
use crate::limits::BudgetExhausted;
use crate::pki::certificate::Certificate;
use crate::pki::constraints::{Gathered, Violation};
use crate::pki::extension::SubjectKind;
use crate::pki::name::Name;
use crate::pki::object_identifier::ObjectIdentifier;
use crate::pki::policy::{ExplicitPolicy, Graph, Permission};
use crate::pki::revocation_list::RevokedEntry;
use crate::time::Time;

/// The state variables of RFC 5280, 6.1.2. Counters saturate at zero, which is where they take effect.
struct State<'c> {
    graph: Graph,
    constraints: Gathered<'c>,
    explicit_policy: usize,
    inhibit_any_policy: usize,
    policy_mapping: usize,
    max_path_length: usize,
    errors: Vec<PathError>,
    /// The first end of the validity of the certificates and of the anchor's.
    first_end: Option<Time>,
}

impl Engine<'_> {
    /// Judges the path from `anchor` down through `certificates`. The only maker of [`VerifiedPath`].
    pub(super) fn validate_path(
        &mut self,
        anchor: &TrustAnchor,
        certificates: &[Certificate],
        quest: &Quest<'_>,
    ) -> Result<Result<VerifiedPath, Vec<PathError>>, BudgetExhausted> {
        let request = self.request;
        let settings = &request.policies;
        let Quest { purpose, depth, judged, .. } = *quest;
        // A CRL's signer is asked for no policy of its own: the list speaks for the CA (RFC 5280, 6.3.3 (f)).
        let of_target = depth == 0;
        let beyond = certificates.len().saturating_add(1);
        let from = |inhibited: bool| if inhibited && of_target { 0 } else { beyond };
        let mut state = State {
            graph: Graph::new(),
            constraints: Gathered::default(),
            explicit_policy: from(settings.explicit_policy == ExplicitPolicy::Required),
            inhibit_any_policy: from(settings.any_policy == Permission::Inhibited),
            policy_mapping: from(settings.policy_mapping == Permission::Inhibited),
            max_path_length: certificates.len(),
            errors: Vec::new(),
            first_end: first_end(anchor, certificates),
        };
        self.check_anchor(anchor, judged, &mut state);
        let mut walk = Walk::new(anchor, certificates);
        let mut revocation = Vec::new();
        // An authority that was revoked after the proven time: its key may have issued what stands below since.
        let mut suspect: Option<(Name, RevokedEntry)> = None;
        let mut issuer_key: Option<(&PublicKey, [u8; 32])> = Some((&anchor.key, anchor.key_sha256));
        for (index, certificate) in certificates.iter().enumerate() {
            self.budget.spend(1)?;
            let last = index.saturating_add(1) == certificates.len();
            let place = if last { Place::Target } else { Place::Authority };
            state.check_validity(self, certificate, index, place, judged);
            // 6.1.3 (a) (1)
            if let Some((key, key_sha256)) = issuer_key {
                if let Err(defect) = self.signed_by(certificate, key, key_sha256)? {
                    state.fail(certificate, index, place, defect);
                } else if let Ok(algorithm) = certificate.signature_algorithm()
                    && let Err(violation) =
                        request.algorithm_policy.judge(algorithm, key, self.reliance(judged))
                {
                    state.fail(certificate, index, place, PathDefect::AlgorithmPolicy(violation));
                }
            }
            // 6.1.3 (a) (3)
            if let Some((authority, entry)) = &suspect
                && !self.is_older(certificate, invalid_since(entry))
            {
                let (authority, entry) = (authority.clone(), *entry);
                state.fail(certificate, index, place, PathDefect::NotProvenOlder { authority, entry });
            }
            match self.revocation(&mut walk, (certificate, index), judged, depth)? {
                Ok(status) => {
                    // A retirement leaves the key unsuspected; of several suspicions the earliest counts.
                    if let RevocationStatus::RevokedAfterProof { entry, .. } = &status
                        && !entry.reason.is_routine()
                        && suspect.as_ref().is_none_or(|(_, one)| invalid_since(entry) < invalid_since(one))
                    {
                        suspect = Some((certificate.subject().clone(), *entry));
                    }
                    revocation.push(status);
                }
                Err(defect) => {
                    revocation.push(RevocationStatus::NotChecked);
                    state.fail(certificate, index, place, defect);
                }
            }
            // 6.1.3 (a) (4)
            let issuer = certificates.get(index.wrapping_sub(1)).map_or(&anchor.name, Certificate::subject);
            if issuer != certificate.issuer() {
                let (issuer, found) = (certificate.issuer().clone(), issuer.clone());
                state.fail(certificate, index, place, PathDefect::IssuerNameMismatch { issuer, found });
            }
            self.check_names_and_policies(certificate, index, place, &mut state)?;
            for id in certificate.unknown_critical_extensions() {
                let defect = PathDefect::UnknownCriticalExtension { id: id.clone() };
                state.fail(certificate, index, place, defect);
            }
            if !last {
                self.prepare_for_next(certificate, index, &mut state)?;
            }
            issuer_key = match certificate.public_key() {
                Ok(key) => Some((key, certificate.key_info_sha256())),
                Err(error) => {
                    if !last || matches!(purpose, Purpose::Signer | Purpose::TimeStampAuthority) {
                        state.fail(certificate, index, place, PathDefect::KeyUnusable(error.clone()));
                    }
                    None
                }
            };
        }
        let policies = self.wrap_up(certificates, purpose, of_target, &mut state)?;
        if !state.errors.is_empty() {
            return Ok(Err(state.errors));
        }
        Ok(Ok(VerifiedPath {
            anchor: anchor.clone(),
            certificates: certificates.to_vec(),
            policies,
            revocation,
            at: request.at,
            proof_of_existence: request.proof_of_existence,
            algorithm_policy: request.algorithm_policy.version().to_owned(),
            rejected: Vec::new(),
            tried: 0,
        }))
    }

    /// What algorithms are to be good for: relying on them at the time asked about, with the proof there is. Who signed a
    /// statement is no older than the statement has to be.
    pub(super) fn reliance(&self, judged: Judged) -> Use {
        Use::verify(self.request.at, self.request.proof_of_existence.map(|_| self.instant(judged)))
    }

    fn check_anchor<'c>(&self, anchor: &'c TrustAnchor, judged: Judged, state: &mut State<'c>) {
        let Some(certificate) = &anchor.certificate else { return };
        let instant = self.instant(judged);
        let too_young = state.begins_too_late(certificate, instant, self.request.at);
        let mut fail = |defect| {
            let subject = anchor.name.clone();
            state.errors.push(PathError { index: None, place: Place::Anchor, subject, defect });
        };
        if too_young {
            fail(PathDefect::AnchorNotYetValid { not_before: certificate.not_before() });
        }
        if instant > certificate.not_after() {
            fail(PathDefect::AnchorExpired { not_after: certificate.not_after() });
        }
        if certificate.key_usage().is_some_and(|usage| !usage.key_cert_sign()) {
            fail(PathDefect::AnchorKeyUsage);
        }
        // An old anchor without basicConstraints (version 1) is the agency's own choice; cA FALSE is a mistake.
        match certificate.basic_constraints() {
            Some(basic) if basic.subject == SubjectKind::EndEntity => fail(PathDefect::AnchorNotAuthority),
            Some(basic) => state.limit_length(basic.path_length),
            None if certificate.version() == 3 => fail(PathDefect::AnchorNotAuthority),
            None => {}
        }
        if let Some(constraints) = certificate.name_constraints() {
            state.constraints.add(constraints);
        }
    }

    /// RFC 5280, 6.1.3 (b) to (f).
    fn check_names_and_policies<'c>(
        &mut self,
        certificate: &'c Certificate,
        index: usize,
        place: Place,
        state: &mut State<'c>,
    ) -> Result<(), BudgetExhausted> {
        let inner_self_issued = place == Place::Authority && certificate.is_self_issued();
        if !inner_self_issued && let Some(violation) = state.constraints.check(certificate, self.budget)? {
            let defect = match violation {
                Violation::Excluded(form) => PathDefect::ExcludedName { form },
                Violation::NotPermitted(form) => PathDefect::NotPermittedName { form },
                Violation::Unsupported(form) => PathDefect::UnsupportedNameConstraint { form },
            };
            state.fail(certificate, index, place, defect);
        }
        let any_policy = if state.inhibit_any_policy > 0 || inner_self_issued {
            Permission::Allowed
        } else {
            Permission::Inhibited
        };
        state.graph.apply_policies(certificate.policies(), any_policy, self.budget)?;
        // Once no policy is left none comes back: the certificate where that happens is named, not those below it.
        if state.explicit_policy == 0 && state.graph.is_empty() && !state.has(&PathDefect::PolicyRequired) {
            state.fail(certificate, index, place, PathDefect::PolicyRequired);
        }
        Ok(())
    }

    /// RFC 5280, 6.1.4.
    fn prepare_for_next<'c>(
        &mut self,
        certificate: &'c Certificate,
        index: usize,
        state: &mut State<'c>,
    ) -> Result<(), BudgetExhausted> {
        let fail = |state: &mut State<'c>, defect| state.fail(certificate, index, Place::Authority, defect);
        // (a), (b)
        let mapping = if state.policy_mapping > 0 { Permission::Allowed } else { Permission::Inhibited };
        if state.graph.apply_mappings(certificate.policy_mappings(), mapping, self.budget)?.is_err() {
            fail(state, PathDefect::AnyPolicyMapped);
        }
        // (g)
        if let Some(constraints) = certificate.name_constraints() {
            state.constraints.add(constraints);
        }
        // (h)
        if !certificate.is_self_issued() {
            state.explicit_policy = state.explicit_policy.saturating_sub(1);
            state.policy_mapping = state.policy_mapping.saturating_sub(1);
            state.inhibit_any_policy = state.inhibit_any_policy.saturating_sub(1);
        }
        // (i)
        let constraints = certificate.policy_constraints().unwrap_or_default();
        state.explicit_policy = lower(state.explicit_policy, constraints.require_explicit_policy);
        state.policy_mapping = lower(state.policy_mapping, constraints.inhibit_policy_mapping);
        // (j)
        state.inhibit_any_policy = lower(state.inhibit_any_policy, certificate.inhibit_any_policy());
        // (k)
        if !certificate.is_certification_authority() {
            fail(state, PathDefect::NotAuthority);
        }
        // (l)
        if !certificate.is_self_issued() {
            match state.max_path_length.checked_sub(1) {
                Some(rest) => state.max_path_length = rest,
                None => fail(state, PathDefect::PathLength),
            }
        }
        // (m)
        state.limit_length(certificate.basic_constraints().and_then(|basic| basic.path_length));
        // (n)
        if certificate.key_usage().is_some_and(|usage| !usage.key_cert_sign()) {
            fail(state, PathDefect::KeyUsage);
        }
        Ok(())
    }

    /// RFC 5280, 6.1.5, and what the target is to be used for.
    fn wrap_up(
        &mut self,
        certificates: &[Certificate],
        purpose: Purpose,
        of_target: bool,
        state: &mut State<'_>,
    ) -> Result<Vec<ObjectIdentifier>, BudgetExhausted> {
        let Some(target) = certificates.last() else { return Ok(Vec::new()) };
        let index = certificates.len().saturating_sub(1);
        // (a), (b)
        state.explicit_policy = state.explicit_policy.saturating_sub(1);
        if target.policy_constraints().and_then(|constraints| constraints.require_explicit_policy) == Some(0)
        {
            state.explicit_policy = 0;
        }
        // (g)
        let any = [ObjectIdentifier::any_policy()];
        let initial = if of_target { self.request.policies.initial_policy_set.as_slice() } else { &any };
        let policies = state.graph.user_constrained(initial, self.budget)?;
        if state.explicit_policy == 0 && policies.is_empty() && !state.has(&PathDefect::PolicyRequired) {
            state.fail(target, index, Place::Target, PathDefect::PolicyRequired);
        }
        match purpose {
            // Whatever it is for, the path vouches for this key.
            Purpose::Any => self.judge_target_key(target, index, state),
            Purpose::Signer | Purpose::TimeStampAuthority => {
                if !fits_purpose(target, purpose) {
                    state.fail(target, index, Place::Target, PathDefect::ExtendedKeyUsage);
                }
                if target.is_certification_authority() {
                    state.fail(target, index, Place::Target, PathDefect::TargetIsAuthority);
                }
                // The key that signed the document; the algorithms of its signature are judged with the document.
                self.judge_target_key(target, index, state);
            }
            Purpose::RevocationListSigner => {
                if target.key_usage().is_some_and(|usage| !usage.crl_sign()) {
                    state.fail(target, index, Place::Target, PathDefect::KeyUsage);
                }
            }
        }
        Ok(policies.into_iter().collect())
    }

    fn judge_target_key(&self, target: &Certificate, index: usize, state: &mut State<'_>) {
        if let Ok(key) = target.public_key()
            && let Err(violation) =
                self.request.algorithm_policy.judge_key(key, self.reliance(Judged::Document))
        {
            state.fail(target, index, Place::Target, PathDefect::AlgorithmPolicy(violation));
        }
    }
}

impl State<'_> {
    fn fail(&mut self, certificate: &Certificate, index: usize, place: Place, defect: PathDefect) {
        let subject = certificate.subject().clone();
        self.errors.push(PathError { index: Some(index), place, subject, defect });
    }

    fn has(&self, defect: &PathDefect) -> bool {
        self.errors.iter().any(|error| error.defect == *defect)
    }

    fn limit_length(&mut self, path_length: Option<u32>) {
        self.max_path_length = lower(self.max_path_length, path_length);
    }

    /// Whether a certificate begins later than the instant at which the path has to be valid and makes up for it in no way.
    ///
    /// After a key change anchors and link certificates are younger than what is proven to be old: the path does when all
    /// of it was valid together at some instant between the proven time and the one asked about (EN 319 102-1, 5.6.2.2).
    fn begins_too_late(&self, certificate: &Certificate, instant: Time, at: Time) -> bool {
        let not_before = certificate.not_before();
        not_before > instant && (not_before > at || self.first_end.is_some_and(|end| not_before > end))
    }

    /// RFC 5280, 6.1.3 (a) (2), at the proven time where there is one.
    fn check_validity(
        &mut self,
        engine: &Engine<'_>,
        certificate: &Certificate,
        index: usize,
        place: Place,
        judged: Judged,
    ) {
        let (not_before, not_after) = (certificate.not_before(), certificate.not_after());
        let instant = engine.instant(judged);
        let proof = engine.request.proof_of_existence.map(|_| instant);
        // Nothing is signed with a certificate before it begins.
        let signer = place == Place::Target && judged == Judged::Document;
        if (signer && instant < not_before) || self.begins_too_late(certificate, instant, engine.request.at) {
            self.fail(
                certificate,
                index,
                place,
                match proof {
                    None => PathDefect::NotYetValid { not_before },
                    Some(proof) => PathDefect::NotYetValidAtProof { not_before, proof },
                },
            );
        }
        let created_after = engine.request.created_after.filter(|_| judged == Judged::Document);
        let created_after = created_after.filter(|created| *created > not_after);
        if instant > not_after || created_after.is_some() {
            self.fail(
                certificate,
                index,
                place,
                match (created_after, proof) {
                    (Some(created_after), _) => PathDefect::CreatedAfterExpiry { not_after, created_after },
                    (None, None) => PathDefect::Expired { not_after },
                    (None, Some(proof)) => PathDefect::ExpiredAtProof { not_after, proof },
                },
            );
        }
    }
}

fn first_end(anchor: &TrustAnchor, certificates: &[Certificate]) -> Option<Time> {
    anchor.certificate.iter().chain(certificates).map(Certificate::not_after).min()
}

/// RFC 5280, 4.2.1.12. No purpose is registered for official documents, and issuers choose differently: a signer is
/// refused when every purpose named is one that a signature on a document is surely not.
fn fits_purpose(target: &Certificate, purpose: Purpose) -> bool {
    let Some(named) = target.extended_key_usage() else { return purpose != Purpose::TimeStampAuthority };
    match purpose {
        Purpose::TimeStampAuthority => matches!(named, [only] if only.as_bytes() == ID_KP_TIME_STAMPING),
        Purpose::Any | Purpose::RevocationListSigner | Purpose::Signer => {
            named.iter().any(|one| !OTHER_PURPOSES.contains(&one.as_bytes()))
        }
    }
}

/// id-kp-timeStamping, 1.3.6.1.5.5.7.3.8
const ID_KP_TIME_STAMPING: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3, 8];

/// serverAuth, clientAuth, codeSigning, timeStamping, OCSPSigning
const OTHER_PURPOSES: [&[u8]; 5] = [
    &[0x2b, 6, 1, 5, 5, 7, 3, 1],
    &[0x2b, 6, 1, 5, 5, 7, 3, 2],
    &[0x2b, 6, 1, 5, 5, 7, 3, 3],
    ID_KP_TIME_STAMPING,
    &[0x2b, 6, 1, 5, 5, 7, 3, 9],
];

fn lower(counter: usize, limit: Option<u32>) -> usize {
    limit.and_then(|limit| usize::try_from(limit).ok()).map_or(counter, |limit| counter.min(limit))
}
