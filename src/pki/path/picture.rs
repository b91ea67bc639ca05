//! What all the lists and responses about one certificate say together.
//!
//! Three things are kept apart. A *revocation* that an authentic statement makes counts whatever the statement's age,
//! critical extensions or coverage. *Coverage* is only had from statements that are usable, and is needed for every
//! reason, also where a revocation after the proven time is known: that one says nothing of an earlier one elsewhere.
//! A *doubtful* statement, whose signer was not to be believed when it was made, covers nothing; a revocation that it states
//! leaves the question open, because it may be true, and fails nothing, because it may be a forger's. And a *hold* alone can be lifted, by a newer usable statement that covers certificateHold.

use super::defect::{PathDefect, RevocationGap};
use super::revocation::{RevocationEvidence, RevocationStatus};
use super::{PathRequest, RevocationMode};
use crate::pki::extension::ReasonFlags;
use crate::pki::revocation_list::{RevocationReason, RevokedEntry};
use crate::time::Time;

/// Gathered statement by statement.
#[derive(Default)]
pub(super) struct Picture {
    /// Reasons about which some usable statement speaks.
    covered: Option<ReasonFlags>,
    /// The newest usable statement.
    newest: Option<RevocationEvidence>,
    /// When it was last said that the certificate is not on hold.
    cleared: Option<Time>,
    listed: Vec<(RevokedEntry, RevocationEvidence)>,
    /// What doubtful statements list, when they say that they were made, and why they are doubtful.
    doubtful: Vec<(RevokedEntry, Time, RevocationGap)>,
    pub(super) gaps: Vec<RevocationGap>,
}

impl Picture {
    /// A usable statement speaks about these reasons, whether or not it lists the certificate.
    pub(super) fn covers(&mut self, reasons: ReasonFlags, evidence: RevocationEvidence) {
        self.covered = Some(self.covered.unwrap_or(ReasonFlags(0)).union(reasons));
        if self.newest.as_ref().is_none_or(|one| one.this_update < evidence.this_update) {
            self.newest = Some(evidence);
        }
    }

    /// A usable statement about these reasons, made then, does not have the certificate (any more).
    pub(super) fn clears(&mut self, reasons: ReasonFlags, made: Time) {
        if reasons.includes_hold() {
            self.cleared = self.cleared.max(Some(made));
        }
    }

    /// An authentic statement says that the certificate is revoked.
    pub(super) fn revoked(&mut self, entry: RevokedEntry, evidence: RevocationEvidence) {
        self.listed.push((entry, evidence));
    }

    /// A statement whose signer's word was not good when it was given, with what it says of the certificate.
    pub(super) fn doubts(&mut self, entry: Option<RevokedEntry>, made: Time, doubt: RevocationGap) {
        self.doubtful.extend(entry.map(|entry| (entry, made, doubt.clone())));
        self.gaps.push(doubt);
    }

    /// What all of it means in this mode, where `effect` says what a known revocation does.
    pub(super) fn conclude(
        self,
        mode: RevocationMode,
        effect: impl Fn(RevokedEntry) -> Option<PathDefect>,
    ) -> Result<RevocationStatus, PathDefect> {
        let Self { covered, newest, cleared, listed, doubtful, mut gaps } = self;
        let (holds, finals): (Vec<_>, Vec<_>) =
            listed.into_iter().partition(|(entry, _)| entry.reason == RevocationReason::Hold);
        // Every other revocation is final, and weighs more.
        let holds = holds
            .into_iter()
            .filter(|(_, evidence)| cleared.is_none_or(|cleared| evidence.this_update >= cleared));
        let mut later = None;
        for (entry, evidence) in finals.into_iter().chain(holds) {
            match effect(entry) {
                Some(defect) => return Err(defect),
                None => later = Some(RevocationStatus::RevokedAfterProof { entry, evidence }),
            }
        }
        for (entry, made, gap) in doubtful {
            let lifted =
                entry.reason == RevocationReason::Hold && cleared.is_some_and(|cleared| made < cleared);
            if !lifted && effect(entry).is_some() {
                return Err(PathDefect::RevocationDoubtful { entry, gap });
            }
        }
        match (covered, newest) {
            (Some(covered), Some(evidence)) if covered.is_complete() => {
                return Ok(later.unwrap_or(RevocationStatus::Good(evidence)));
            }
            (Some(_), _) => gaps.push(RevocationGap::ReasonsNotCovered),
            (None, _) => {}
        }
        let gap = gaps.into_iter().min_by_key(RevocationGap::rank).unwrap_or(RevocationGap::Missing);
        match mode {
            RevocationMode::Required => Err(PathDefect::RevocationUnknown(gap)),
            RevocationMode::Available => Ok(RevocationStatus::NotEstablished(gap)),
            RevocationMode::Off => Ok(later.unwrap_or(RevocationStatus::NotChecked)),
        }
    }
}

/// What a revocation means for the document's signature; nothing when it is proven to be older.
///
/// EN 319 102-1 5.5.4 and 5.6.2: a proof of existence before the revocation outweighs it; without one nobody knows
/// (REVOKED_NO_POE). A suspended certificate is to be asked about again (5.2.6.4).
pub(super) fn effect(request: &PathRequest<'_>, entry: RevokedEntry) -> Option<PathDefect> {
    let revoked_at = entry.revocation_time;
    let since = invalid_since(&entry);
    match (request.proof_of_existence, request.created_after) {
        (Some(proof), _) if proof < since => None,
        (Some(_) | None, _) if entry.reason == RevocationReason::Hold => Some(PathDefect::OnHold(entry)),
        (_, Some(created_after)) if revoked_at <= created_after => {
            Some(PathDefect::RevokedAtProof { entry, proof: created_after })
        }
        (Some(proof), _) if revoked_at <= proof => Some(PathDefect::RevokedAtProof { entry, proof }),
        (Some(proof), _) => Some(PathDefect::SuspectAtProof { entry, proof }),
        (None, _) => Some(PathDefect::Revoked(entry)),
    }
}

/// Since when nothing the certificate signed can be relied on.
///
/// For a routine retirement (superseded, cessationOfOperation, affiliationChanged) that is the revocation; for a
/// suspicion it is the invalidity date, when one is given and earlier (RFC 5280, 5.3.2).
pub(super) fn invalid_since(entry: &RevokedEntry) -> Time {
    match entry.invalidity_time {
        Some(invalidity) if !entry.reason.is_routine() => invalidity.min(entry.revocation_time),
        _ => entry.revocation_time,
    }
}
