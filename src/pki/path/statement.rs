//! Whose word a statement about revocation is, and whether that word was good when it was given.
//!
//! A list or response is as trustworthy as its signer was when it was made, not as the signer was when the document was
//! signed: whoever holds a key after its end, or after it was stolen, can state what he likes about the time before. Where a
//! time is proven for the document, the signer of a statement is therefore judged at the statement's own time, and a
//! revocation of the signer is held against everything that is not proven to be older (decision 0055).

use std::collections::HashMap;

use super::TrustAnchor;
use super::defect::{PathDefect, RevocationGap};
use super::revocation::EvidenceSigner;
use super::search::{Engine, SignerFound};
use crate::crypto::PublicKey;
use crate::limits::BudgetExhausted;
use crate::limits::pki::{
    CANDIDATES_PER_STEP, DIGEST_OCTETS_PER_STEP, MAX_REVOCATION_DEPTH, SIGNATURE_STEPS,
};
use crate::pki::certificate::Certificate;
use crate::pki::extension::SubjectKind;
use crate::pki::name::Name;
use crate::pki::revocation_list::{CertificateRevocationList, RevokedEntry};
use crate::time::Time;

/// What a certificate has to be good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Judged {
    /// The document's signature, which is proven to be of a time or asked about now.
    Document,
    /// A statement about revocation.
    Statement(Made),
}

/// When a statement was made, as far as its signer is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Made {
    /// When its signer has to be good: thisUpdate, or the time it is asked about where that is later.
    pub(super) relied_on: Time,
    /// Until when it has to be known that its signer was not revoked: later than `relied_on` where nobody but the statement
    /// itself says how old it is.
    pub(super) known_until: Time,
    /// When it is proven to have existed, whatever it says itself.
    pub(super) existed: Option<Time>,
}

/// Whose signature a statement bears, and why that signer's word may not be good.
pub(super) struct Vouched {
    pub(super) signer: EvidenceSigner,
    pub(super) doubt: Option<RevocationGap>,
}

/// One path that is being walked, with what was found about its authorities as signers of statements.
pub(super) struct Walk<'w> {
    pub(super) anchor: &'w TrustAnchor,
    pub(super) chain: &'w [Certificate],
    standing: HashMap<(usize, usize), Answers<Option<RevocationGap>>>,
}

/// What was found about a signer for statements of several times. Whoever is good for one statement is good for every
/// one that was made no later and is proven to be no younger; whoever is not, is not for those made no earlier. A store
/// holds hundreds of lists of one key, and few of these questions have to be answered.
#[derive(Debug)]
pub(super) struct Answers<T>(Vec<(Made, T)>);

impl<T> Default for Answers<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Clone> Answers<T> {
    pub(super) fn find(&self, made: Made, is_sound: impl Fn(&T) -> bool) -> Option<T> {
        let answers = |(known, found): &&(Made, T)| {
            if is_sound(found) { made.is_easier_than(known) } else { known.is_easier_than(&made) }
        };
        self.0.iter().find(answers).map(|(_, found)| found.clone())
    }

    pub(super) fn keep(&mut self, made: Made, found: T) {
        self.0.push((made, found));
    }
}

impl Made {
    /// Whether a signer who is good for the other statement is good for this one as well.
    fn is_easier_than(&self, other: &Self) -> bool {
        let proven = match (self.existed, other.existed) {
            (Some(existed), Some(other)) => existed <= other,
            (_, None) => true,
            (None, Some(_)) => false,
        };
        proven && self.relied_on <= other.relied_on && self.known_until <= other.known_until
    }
}

/// An order of places in which a few answers decide all others: the last, the first, and then the middles of what lies
/// between.
pub(super) fn halving(count: usize) -> Vec<usize> {
    let mut order: Vec<usize> = count.checked_sub(1).into_iter().collect();
    let mut pending = std::collections::VecDeque::from([(0, count.saturating_sub(1))]);
    while let Some((from, to)) = pending.pop_front() {
        if from >= to {
            continue;
        }
        let middle = from.midpoint(to);
        order.push(middle);
        pending.push_back((from, middle));
        pending.push_back((middle.saturating_add(1), to));
    }
    order
}

impl<'w> Walk<'w> {
    pub(super) fn new(anchor: &'w TrustAnchor, chain: &'w [Certificate]) -> Self {
        Self { anchor, chain, standing: HashMap::new() }
    }

    /// The certificates above the one at `index`.
    pub(super) fn above(&self, index: usize) -> &'w [Certificate] {
        self.chain.get(..index).unwrap_or_default()
    }
}

impl Engine<'_> {
    /// The instant at which certificates have to be valid.
    pub(super) fn instant(&self, judged: Judged) -> Time {
        match judged {
            Judged::Document => self.request.instant(),
            Judged::Statement(made) => made.relied_on,
        }
    }

    /// The times of a statement about a certificate that is judged for `judged`. Without a proven time all is asked about
    /// one instant, and the path's own validation says all there is to say.
    pub(super) fn made(&self, judged: Judged, this_update: Time, sha256: &[u8; 32]) -> Made {
        let request = self.request;
        if request.proof_of_existence.is_none() {
            return Made { relied_on: request.at, known_until: request.at, existed: None };
        }
        let relied_on = this_update.max(self.instant(judged)).min(request.at);
        let existed = self.existed(sha256);
        // What the receiver kept or fetched is as old as it says. What the document alone brought along may have been made
        // by a thief until it is proven to have existed, also where nobody told of the theft yet.
        let known_until = match self.handed_in.contains(sha256) {
            true => relied_on,
            false => existed.unwrap_or(request.at).clamp(relied_on, request.at.max(relied_on)),
        };
        Made { relied_on, known_until, existed }
    }

    /// When a list, response or certificate is proven to have existed: kept since then, or in a document that is.
    fn existed(&self, sha256: &[u8; 32]) -> Option<Time> {
        let kept = self.request.kept_since.and_then(|kept| kept.get(sha256).copied());
        let brought = self.request.embedded_since.filter(|_| self.is_embedded(sha256));
        kept.into_iter().chain(brought).min()
    }

    /// Whether a certificate is proven to be older than `since`, when the key above it came under suspicion.
    pub(super) fn is_older(&self, certificate: &Certificate, since: Time) -> bool {
        let named = self.request.target_since.filter(|_| certificate == self.request.target);
        self.existed(&certificate.sha256()).into_iter().chain(named).any(|existed| existed < since)
    }

    /// What a known revocation of its signer means for a statement; nothing when the statement is older.
    ///
    /// A retirement leaves the key unsuspected: what the statement says of its own time is believed. Any other reason may
    /// mean that somebody else has the key and dates statements back: only a proof helps then (EN 319 102-1, 5.6.2.2).
    pub(super) fn effect_on_statement(
        &self,
        made: Made,
        entry: RevokedEntry,
        since: Time,
    ) -> Option<PathDefect> {
        let proven_older = made.existed.is_some_and(|existed| existed < since);
        let older = made.relied_on < since && (entry.reason.is_routine() || proven_older);
        let untouched = self.request.proof_of_existence.is_some() && older;
        (!untouched).then_some(PathDefect::Revoked(entry))
    }

    /// RFC 5280, 6.3.3 (f) and (g): whose key signed the list, and whether that signer is to be believed. A signer without
    /// doubt is preferred to one with.
    pub(super) fn list_signer(
        &mut self,
        list: &CertificateRevocationList,
        walk: &mut Walk<'_>,
        (certificate, index): (&Certificate, usize),
        made: Made,
        depth: usize,
    ) -> Result<Result<Vouched, RevocationGap>, BudgetExhausted> {
        if list.signature_algorithm().is_err() {
            return Ok(Err(RevocationGap::SignatureAlgorithm));
        }
        let anchor = walk.anchor;
        let candidates = self.certificates_of(list.issuer());
        // Looking again at whom a list is not by costs little, but a list may be looked at for many statements.
        let width = self.request.anchors.len().saturating_add(candidates.len());
        self.budget.spend(u64::try_from(width).unwrap_or(u64::MAX) / CANDIDATES_PER_STEP)?;
        let mut gaps = vec![RevocationGap::SignatureMismatch];
        let mut doubtful: Option<Vouched> = None;
        // The certificates above this one are being validated as part of the path itself.
        let above = walk.above(index);
        for (distance, signer) in above.iter().rev().enumerate() {
            if signer.subject() != list.issuer() {
                continue;
            }
            match self.list_signed_by(list, signer.public_key().ok(), signer.key_info_sha256())? {
                Ok(()) if signer.key_usage().is_some_and(|usage| !usage.crl_sign()) => {
                    gaps.push(RevocationGap::SignerKeyUsage);
                }
                Ok(()) => {
                    let kind = if distance == 0 { EvidenceSigner::Issuer } else { EvidenceSigner::Other };
                    let place = index.saturating_sub(1).saturating_sub(distance);
                    let doubt = self.doubt_of(walk, Some(place), made, depth)?;
                    let revoked = matches!(doubt, Some(RevocationGap::SignerRevoked { .. }));
                    let vouched = Vouched { signer: kind, doubt };
                    // Another certificate for a key that is known to be stolen gives it back to nobody.
                    if vouched.doubt.is_none() || revoked {
                        return Ok(Ok(vouched));
                    }
                    doubtful.get_or_insert(vouched);
                }
                Err(found) => gaps.push(found),
            }
        }
        // An anchor of the same name is the same authority with another key, pinned by the receiver.
        for other in self.request.anchors.iter().filter(|other| other.name == *list.issuer()) {
            if other.name != anchor.name {
                if self.list_signed_by(list, Some(&other.key), other.key_sha256)?.is_ok() {
                    gaps.push(RevocationGap::SignerNotTrusted);
                }
                continue;
            }
            match self.list_signed_by(list, Some(&other.key), other.key_sha256)? {
                Ok(()) if other.may_not_sign_lists() => gaps.push(RevocationGap::SignerKeyUsage),
                // The path's own anchor is examined as such.
                Ok(()) if other != anchor && other.is_no_authority() => {
                    gaps.push(RevocationGap::SignerNotTrusted)
                }
                Ok(()) => {
                    let own = above.is_empty() && other == anchor;
                    let signer = if own { EvidenceSigner::Issuer } else { EvidenceSigner::Anchor };
                    let doubt = match other == anchor {
                        true => self.doubt_of(walk, None, made, depth)?,
                        false => self.doubt_of_anchor(other, made),
                    };
                    let vouched = Vouched { signer, doubt };
                    if vouched.doubt.is_none() {
                        return Ok(Ok(vouched));
                    }
                    doubtful.get_or_insert(vouched);
                }
                Err(found) => gaps.push(found),
            }
        }
        for signer in candidates {
            if let Err(found) =
                self.list_signed_by(list, signer.public_key().ok(), signer.key_info_sha256())?
            {
                gaps.push(found);
                continue;
            }
            if signer.key_usage().is_some_and(|usage| !usage.crl_sign()) {
                gaps.push(RevocationGap::SignerKeyUsage);
                continue;
            }
            match self.signer_is_trusted(signer, certificate, anchor, made, depth)? {
                SignerFound::Sound(signer) => return Ok(Ok(Vouched { signer, doubt: None })),
                SignerFound::Doubtful(gap) => {
                    doubtful.get_or_insert(Vouched { signer: EvidenceSigner::Other, doubt: Some(gap) });
                }
                SignerFound::Stranger(gap) => gaps.push(gap),
            }
        }
        // The most telling, of several the first.
        let gap =
            gaps.into_iter().min_by_key(RevocationGap::rank).unwrap_or(RevocationGap::SignatureMismatch);
        Ok(doubtful.ok_or(gap))
    }

    /// Why the anchor and the certificates of the path down to `place` cannot vouch for a statement of that time.
    pub(super) fn doubt_of(
        &mut self,
        walk: &mut Walk<'_>,
        place: Option<usize>,
        made: Made,
        depth: usize,
    ) -> Result<Option<RevocationGap>, BudgetExhausted> {
        // Asked about one instant, the path is validated for just that: nothing is left to ask.
        if self.request.proof_of_existence.is_none() {
            return Ok(None);
        }
        if let Some(doubt) = self.doubt_of_anchor(walk.anchor, made) {
            return Ok(Some(doubt));
        }
        for index in 0..place.map_or(0, |place| place.saturating_add(1)) {
            let known = walk.standing.get(&(index, depth));
            let doubt = match known.and_then(|known| known.find(made, Option::is_none)) {
                Some(known) => known,
                None => {
                    let found = self.doubt_of_authority(walk, index, made, depth)?;
                    walk.standing.entry((index, depth)).or_default().keep(made, found.clone());
                    found
                }
            };
            if doubt.is_some() {
                return Ok(doubt);
            }
        }
        Ok(None)
    }

    fn doubt_of_authority(
        &mut self,
        walk: &mut Walk<'_>,
        index: usize,
        made: Made,
        depth: usize,
    ) -> Result<Option<RevocationGap>, BudgetExhausted> {
        let Some(authority) = walk.chain.get(index) else { return Ok(None) };
        if let Some(doubt) = self.doubt_of_validity(authority, made) {
            return Ok(Some(doubt));
        }
        let status = self.revocation(walk, (authority, index), Judged::Statement(made), depth)?;
        Ok(status.err().map(|defect| doubt_of_defect(authority.subject(), defect)))
    }

    /// The terms a certificate was pinned with hold for statements as for paths.
    fn doubt_of_anchor(&self, anchor: &TrustAnchor, made: Made) -> Option<RevocationGap> {
        anchor.certificate.as_ref().and_then(|certificate| self.doubt_of_validity(certificate, made))
    }

    /// A key whose certificate began later than the statement was made is the authority's all the same; one whose
    /// certificate had ended then is not.
    pub(super) fn doubt_of_validity(&self, signer: &Certificate, made: Made) -> Option<RevocationGap> {
        let (not_before, not_after) = (signer.not_before(), signer.not_after());
        let outside = made.relied_on > not_after || self.request.at < not_before;
        outside.then(|| RevocationGap::SignerOutsideValidity {
            subject: signer.subject().clone(),
            not_before,
            not_after,
        })
    }

    fn signer_is_trusted(
        &mut self,
        signer: &Certificate,
        subject: &Certificate,
        anchor: &TrustAnchor,
        made: Made,
        depth: usize,
    ) -> Result<SignerFound, BudgetExhausted> {
        let id = signer.sha256();
        if self.signers_in_progress.contains(&id) {
            // After a key change the only list is often signed by the new key and also covers the link certificate
            // that introduces this key. The old key vouched for that certificate, under its own name: accepted, and
            // reported as such. Any other circle proves nothing.
            let linked = signer.is_self_issued() && subject == signer;
            return Ok(if linked {
                SignerFound::Sound(EvidenceSigner::SelfListed)
            } else {
                SignerFound::Stranger(RevocationGap::SignerNotTrusted)
            });
        }
        self.budget.spend(1)?;
        // The answer depends on what is in progress above and on how deep it may go.
        let named = self.request.anchors.iter().position(|one| one.name == anchor.name);
        let question = (id, named, self.signers_in_progress.clone(), depth);
        let decided = self.signers_decided.get(&question);
        let is_sound = |found: &SignerFound| matches!(found, SignerFound::Sound(_));
        if let Some(decided) = decided.and_then(|decided| decided.find(made, is_sound)) {
            return Ok(decided);
        }
        if depth >= MAX_REVOCATION_DEPTH {
            return Ok(SignerFound::Stranger(RevocationGap::SignerNotTrusted));
        }
        self.signers_in_progress.push(id);
        let found =
            self.search_signer(signer, &anchor.name, Judged::Statement(made), depth.saturating_add(1));
        self.signers_in_progress.pop();
        let found = found?;
        self.signers_decided.entry(question).or_default().keep(made, found.clone());
        Ok(found)
    }

    fn list_signed_by(
        &mut self,
        list: &CertificateRevocationList,
        key: Option<&PublicKey>,
        key_sha256: [u8; 32],
    ) -> Result<Result<(), RevocationGap>, BudgetExhausted> {
        let (Some(key), Ok(algorithm)) = (key, list.signature_algorithm()) else {
            return Ok(Err(RevocationGap::SignatureAlgorithm));
        };
        let pair = (list.sha256(), key_sha256);
        let known = self.signatures.get(&pair).copied();
        let verified = match known {
            Some(verified) => verified,
            None => {
                let octets = u64::try_from(list.octets_to_digest()).unwrap_or(u64::MAX);
                self.budget.spend(SIGNATURE_STEPS.saturating_add(octets / DIGEST_OCTETS_PER_STEP))?;
                let verified = self.known_or(pair, || list.verify_signature(key).is_ok());
                self.signatures.insert(pair, verified);
                verified
            }
        };
        Ok(if !verified {
            Err(RevocationGap::SignatureMismatch)
        } else if self.statement_algorithm(algorithm, key, (list.sha256(), list.this_update())).is_err() {
            Err(RevocationGap::SignatureAlgorithm)
        } else {
            Ok(())
        })
    }
}

impl TrustAnchor {
    fn may_not_sign_lists(&self) -> bool {
        self.certificate.as_ref().and_then(Certificate::key_usage).is_some_and(|usage| !usage.crl_sign())
    }

    /// As for the anchor of a path: a certificate of version 1 is the receiver's own choice.
    fn is_no_authority(&self) -> bool {
        self.certificate.as_ref().is_some_and(|certificate| match certificate.basic_constraints() {
            Some(basic) => basic.subject == SubjectKind::EndEntity,
            None => certificate.version() == 3,
        })
    }
}

/// What is wrong with a signer or with an authority above it, told of the statement that was signed.
pub(super) fn doubt_of_defect(subject: &Name, defect: PathDefect) -> RevocationGap {
    match defect {
        PathDefect::Revoked(entry)
        | PathDefect::OnHold(entry)
        | PathDefect::RevokedAtProof { entry, .. }
        | PathDefect::SuspectAtProof { entry, .. } => {
            RevocationGap::SignerRevoked { subject: subject.clone(), entry }
        }
        PathDefect::NotProvenOlder { authority, entry } => {
            RevocationGap::SignerRevoked { subject: authority, entry }
        }
        PathDefect::RevocationDoubtful { gap, .. } | PathDefect::RevocationUnknown(gap) => match gap {
            known @ RevocationGap::SignerUnestablished(_) => known,
            gap => RevocationGap::SignerUnestablished(Box::new(gap)),
        },
        PathDefect::AlgorithmPolicy(_) => RevocationGap::SignatureAlgorithm,
        _ => RevocationGap::SignerNotTrusted,
    }
}

#[cfg(test)]
mod tests {
    use super::{Answers, Made, halving};
    use crate::time::Time;

    fn made((relied_on, known_until, existed): (i64, i64, Option<i64>)) -> Made {
        let time = |unix| Time::from_unix(unix).unwrap();
        Made { relied_on: time(relied_on), known_until: time(known_until), existed: existed.map(time) }
    }

    #[test]
    fn an_answer_holds_for_what_is_easier_or_harder() {
        let sound = |found: &bool| *found;
        let mut answers = Answers::default();
        answers.keep(made((20, 22, Some(25))), true);
        answers.keep(made((30, 32, Some(35))), false);
        let asked = [
            ((20, 22, Some(25)), Some(true)),
            ((19, 21, Some(24)), Some(true)),
            ((21, 22, Some(25)), None),
            ((20, 23, Some(25)), None),
            ((20, 22, Some(26)), None),
            ((20, 22, None), None),
            ((30, 32, Some(35)), Some(false)),
            ((31, 33, None), Some(false)),
            ((29, 32, None), None),
            ((30, 31, None), None),
            ((30, 32, Some(34)), None),
        ];
        for (times, answer) in asked {
            assert_eq!(answers.find(made(times), sound), answer, "{times:?}");
        }
    }

    #[test]
    fn every_place_is_visited_once_and_a_few_decide() {
        for count in [0, 1, 2, 3, 7, 100, 1_000] {
            let order = halving(count);
            let mut sorted = order.clone();
            sorted.sort_unstable();
            assert_eq!(sorted, (0..count).collect::<Vec<_>>());
            // Whatever the last place that is sound, few have to be asked.
            for last in 0..count {
                let (mut sound, mut unsound, mut asked) = (None, usize::MAX, 0);
                for place in &order {
                    if sound.is_some_and(|sound| *place <= sound) || *place >= unsound {
                        continue;
                    }
                    asked += 1;
                    if *place <= last { sound = Some(*place) } else { unsound = *place }
                }
                assert!(asked <= 14, "{count} {last}: {asked}");
            }
        }
    }
}
