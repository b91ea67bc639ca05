//! Path building: depth first from the target to the anchors, best candidates first, with full backtracking.

#![allow(
    clippy::mutable_key_type,
    reason = "the text that a Name keeps once it was shown is no part of its equality or hash"
)]

use core::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use super::defect::{PathDefect, PathError, Place, RevocationGap};
use super::revocation::EvidenceSigner;
use super::statement::{Answers, Judged, doubt_of_defect};
use super::{FailedPath, PathFailure, PathOutcome, PathRequest, Purpose, Search, TrustAnchor, VerifiedPath};
use crate::crypto::PublicKey;
use crate::limits::pki::{
    MAX_BAG, MAX_FAILED_PATHS, MAX_PATH_LENGTH, SIGNATURE_STEPS, STEPS_PER_CERTIFICATE,
};
use crate::limits::{Budget, BudgetExhausted};
use crate::pki::certificate::Certificate;
use crate::pki::name::Name;
use crate::pki::ocsp::OcspResponse;
use crate::pki::revocation_list::CertificateRevocationList;

/// Everything that is shared by the searches of one question: the target's, and those of CRL signers below it.
pub(super) struct Engine<'a> {
    pub(super) request: &'a PathRequest<'a>,
    pub(super) budget: &'a mut Budget,
    by_subject: HashMap<&'a Name, Vec<&'a Certificate>>,
    by_key_identifier: HashMap<&'a [u8], &'a Certificate>,
    pub(super) lists_by_issuer: HashMap<&'a Name, Vec<&'a CertificateRevocationList>>,
    /// SHA-256 of the lists and responses that the receiver handed in, which vouches for their age.
    pub(super) handed_in: HashSet<[u8; 32]>,
    /// SHA-256 of the lists, responses and certificates that the document brought along, where their age is proven.
    embedded: HashSet<[u8; 32]>,
    /// Whether every certificate handed in is in the bag.
    bag: Bag,
    /// Names from which some anchor can be reached going upwards, judged by names alone.
    anchored: HashSet<&'a Name>,
    /// Whether a key (by SHA-256 of its SubjectPublicKeyInfo) signed a certificate or list (by SHA-256).
    pub(super) signatures: HashMap<([u8; 32], [u8; 32]), bool>,
    /// CRL signers whose own search is under way, by SHA-256.
    pub(super) signers_in_progress: Vec<[u8; 32]>,
    /// What was decided about CRL signers, by SHA-256, the anchor's name, the searches under way, and the depth.
    pub(super) signers_decided: HashMap<SignerQuestion, Answers<SignerFound>>,
}

/// Whether the ceiling of the bag was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bag {
    Cut,
    Whole,
}

/// One search: its target, what may end it, what it found.
pub(super) struct Quest<'q> {
    pub(super) purpose: Purpose,
    /// Only anchors of this name (RFC 5280, 6.3.3 (f): a CRL's signer must lead to the same anchor).
    anchor_name: Option<&'q Name>,
    pub(super) depth: usize,
    /// What the path has to be good for.
    pub(super) judged: Judged,
    failures: Vec<FailedPath>,
    tried: usize,
}

/// A signer, the first anchor of the name that it has to lead to, the signers whose searches are under way, and the depth.
type SignerQuestion = ([u8; 32], Option<usize>, Vec<[u8; 32]>, usize);

/// What is to be thought of a certificate that signed a statement.
#[derive(Clone)]
pub(super) enum SignerFound {
    /// A valid path leads from it to the anchor.
    Sound(EvidenceSigner),
    /// A path leads there, but at the time of the statement it was expired, revoked or of unknown standing.
    Doubtful(RevocationGap),
    /// Nothing makes it the authority's.
    Stranger(RevocationGap),
}

pub(super) fn run(request: &PathRequest<'_>, budget: &mut Budget) -> PathOutcome {
    let mut engine = Engine::new(request, budget);
    let mut quest = Quest {
        purpose: request.purpose,
        anchor_name: None,
        depth: 0,
        judged: Judged::Document,
        failures: Vec::new(),
        tried: 0,
    };
    let mut chain = vec![request.target.clone()];
    let result = engine.extend(&mut chain, &mut quest);
    let search = match result {
        Ok(Some(mut path)) => {
            rank(&mut quest.failures);
            // The valid path itself was counted too.
            path.tried = quest.tried.saturating_sub(1);
            path.rejected = quest.failures;
            return PathOutcome::Valid(Box::new(path));
        }
        // What was left out might have been the way.
        Ok(None) if engine.bag == Bag::Cut => Search::BudgetExhausted,
        Ok(None) => Search::Complete,
        Err(BudgetExhausted) => Search::BudgetExhausted,
    };
    rank(&mut quest.failures);
    PathOutcome::Invalid(PathFailure { paths: quest.failures, tried: quest.tried, search })
}

impl<'a> Engine<'a> {
    fn new(request: &'a PathRequest<'a>, budget: &'a mut Budget) -> Self {
        let (mut by_subject, mut by_key_identifier) = (HashMap::<_, Vec<_>>::new(), HashMap::new());
        let mut seen = HashSet::new();
        let mut bag = Bag::Whole;
        for certificate in request.bag() {
            if seen.contains(&certificate.sha256()) {
                continue;
            }
            if seen.len() >= MAX_BAG {
                bag = Bag::Cut;
                break;
            }
            seen.insert(certificate.sha256());
            by_subject.entry(certificate.subject()).or_default().push(certificate);
            if let Some(identifier) = certificate.subject_key_identifier() {
                by_key_identifier.entry(identifier).or_insert(certificate);
            }
        }
        let mut lists_by_issuer = HashMap::<_, Vec<_>>::new();
        for list in request.revocation_lists.iter().chain(request.embedded_lists) {
            lists_by_issuer.entry(list.issuer()).or_default().push(list);
        }
        let lists = request.revocation_lists.iter().map(CertificateRevocationList::sha256);
        let responses = request.ocsp_responses.iter().map(OcspResponse::sha256);
        Self {
            request,
            budget,
            bag,
            anchored: anchored(request),
            by_subject,
            by_key_identifier,
            lists_by_issuer,
            handed_in: lists.chain(responses).collect(),
            embedded: brought_along(request),
            signatures: HashMap::new(),
            signers_in_progress: Vec::new(),
            signers_decided: HashMap::new(),
        }
    }

    /// Searches a path for a CRL's signer, which has to be good for the statement it made.
    pub(super) fn search_signer(
        &mut self,
        signer: &Certificate,
        anchor_name: &Name,
        judged: Judged,
        depth: usize,
    ) -> Result<SignerFound, BudgetExhausted> {
        let mut quest = Quest {
            purpose: Purpose::RevocationListSigner,
            anchor_name: Some(anchor_name),
            depth,
            judged,
            failures: Vec::new(),
            tried: 0,
        };
        if self.extend(&mut vec![signer.clone()], &mut quest)?.is_some() {
            return Ok(SignerFound::Sound(EvidenceSigner::Other));
        }
        rank(&mut quest.failures);
        let Some(best) = quest.failures.first() else {
            return Ok(SignerFound::Stranger(RevocationGap::SignerNotTrusted));
        };
        let reason = best.first_error().map_or(RevocationGap::SignerNotTrusted, |error| best.doubt(error));
        Ok(if best.errors.iter().all(|error| error.defect.is_of_time()) {
            SignerFound::Doubtful(reason)
        } else {
            SignerFound::Stranger(reason)
        })
    }

    /// Certificates of a subject, in no particular order.
    pub(super) fn certificates_of(&self, subject: &Name) -> Vec<&'a Certificate> {
        self.by_subject.get(subject).cloned().unwrap_or_default()
    }

    /// `chain` runs from the target upwards.
    fn extend(
        &mut self,
        chain: &mut Vec<Certificate>,
        quest: &mut Quest<'_>,
    ) -> Result<Option<VerifiedPath>, BudgetExhausted> {
        let Some(last) = chain.last().cloned() else { return Ok(None) };
        // Looking at candidates and keeping a failure both copy the chain and sort.
        let width = self.by_subject.get(last.issuer()).map_or(0, Vec::len).saturating_add(chain.len());
        self.budget.spend(STEPS_PER_CERTIFICATE.saturating_mul(u64::try_from(width).unwrap_or(u64::MAX)))?;
        let request = self.request;
        let mut named = false;
        for anchor in request.anchors.iter().filter(|anchor| anchor.name == *last.issuer()) {
            if quest.anchor_name.is_some_and(|name| *name != anchor.name) {
                continue;
            }
            named = true;
            if anchor.certificate.as_ref() == Some(&last) {
                self.refuse_anchor_as_target(anchor, chain, quest);
                continue;
            }
            if let Err(defect) = self.signed_by(&last, &anchor.key, anchor.key_sha256)? {
                quest.fail(Some(anchor), chain, defect);
                continue;
            }
            quest.tried = quest.tried.saturating_add(1);
            let certificates: Vec<Certificate> = chain.iter().rev().cloned().collect();
            match self.validate_path(anchor, &certificates, quest)? {
                Ok(path) => return Ok(Some(path)),
                Err(errors) => {
                    quest.keep(FailedPath { anchor: Some(anchor.clone()), certificates, errors });
                }
            }
        }
        // A self-signed certificate that is no anchor is where a way ends: whoever has its name has another key.
        if last.is_self_issued()
            && let Ok(key) = last.public_key()
            && self.signed_by(&last, key, last.key_info_sha256())?.is_ok()
        {
            if !named {
                quest.fail(None, chain, PathDefect::IssuerNotFound { issuer: last.issuer().clone() });
            }
            return Ok(None);
        }
        let candidates = self.candidates(&last, chain)?;
        if candidates.is_empty() {
            if !named {
                let defect = self.issuer_not_found(&last);
                quest.fail(None, chain, defect);
            }
            return Ok(None);
        }
        if chain.len() >= MAX_PATH_LENGTH {
            quest.fail(None, chain, PathDefect::PathTooLong);
            return Ok(None);
        }
        for candidate in candidates {
            let verified = match candidate.public_key() {
                Ok(key) => self.signed_by(&last, key, candidate.key_info_sha256())?,
                Err(error) => Err(PathDefect::KeyUnusable(error.clone())),
            };
            chain.push(candidate.clone());
            let found = match verified {
                Ok(()) => self.extend(chain, quest)?,
                Err(defect) => {
                    let below = chain.len().saturating_sub(2);
                    quest.fail_at(None, chain, below, defect);
                    None
                }
            };
            chain.pop();
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// Who may have issued `last`, best first.
    fn candidates(
        &mut self,
        last: &Certificate,
        chain: &[Certificate],
    ) -> Result<Vec<&'a Certificate>, BudgetExhausted> {
        let at = self.request.instant();
        let wanted =
            last.authority_key_identifier().and_then(|identifier| identifier.key_identifier.as_deref());
        let mut candidates = Vec::new();
        for candidate in self.certificates_of(last.issuer()) {
            // The same name with the same key once more is a loop: what it could lead to, the first one can.
            let looped = chain.iter().any(|below| {
                below.key_info_sha256() == candidate.key_info_sha256()
                    && below.subject() == candidate.subject()
            });
            if !looped && !self.is_anchor_again(candidate)? {
                candidates.push(candidate);
            }
        }
        candidates.sort_by_key(|candidate| {
            let identifier = match (wanted, candidate.subject_key_identifier()) {
                (Some(wanted), Some(found)) if wanted == found => 2u8,
                (Some(_), Some(_)) => 0,
                _ => 1,
            };
            let current = candidate.not_before() <= at && at <= candidate.not_after();
            let led = self.anchored.contains(candidate.issuer());
            Reverse((
                led,
                identifier,
                candidate.is_certification_authority(),
                current,
                candidate.not_before(),
            ))
        });
        // Above a name from which no anchor can be reached one way is followed, to show where it ends.
        if !self.anchored.contains(last.issuer()) {
            candidates.truncate(1);
        }
        Ok(candidates)
    }

    /// Whether it is an anchor signed by its own key, which leads nowhere that the anchor does not. A link certificate of an
    /// anchor's old key is signed by the new one, and leads there.
    fn is_anchor_again(&mut self, candidate: &Certificate) -> Result<bool, BudgetExhausted> {
        let is_of_anchor = candidate.is_self_issued()
            && self.request.anchors.iter().any(|anchor| {
                anchor.key_sha256 == candidate.key_info_sha256() && anchor.name == *candidate.subject()
            });
        match candidate.public_key() {
            Ok(key) if is_of_anchor => {
                Ok(self.signed_by(candidate, key, candidate.key_info_sha256())?.is_ok())
            }
            _ => Ok(false),
        }
    }

    fn issuer_not_found(&self, last: &Certificate) -> PathDefect {
        let issuer = last.issuer().clone();
        let identifier = last.authority_key_identifier().and_then(|one| one.key_identifier.as_deref());
        let anchors = self.request.anchors.iter().filter_map(TrustAnchor::certificate);
        let by_key = identifier.and_then(|identifier| {
            let anchor = anchors.clone().find(|anchor| anchor.subject_key_identifier() == Some(identifier));
            anchor.or_else(|| self.by_key_identifier.get(identifier).copied())
        });
        match by_key {
            Some(found) if *found.subject() != issuer => {
                PathDefect::IssuerNameMismatch { issuer, found: found.subject().clone() }
            }
            _ => PathDefect::IssuerNotFound { issuer },
        }
    }

    fn refuse_anchor_as_target(&self, anchor: &TrustAnchor, chain: &[Certificate], quest: &mut Quest<'_>) {
        // Further up it is a self-signed detour to the same anchor, which the chain below it reaches by itself.
        if let [target] = chain {
            quest.fail(Some(anchor), chain, PathDefect::TargetIsAnchor);
            if matches!(quest.purpose, Purpose::Signer | Purpose::TimeStampAuthority)
                && target.is_certification_authority()
            {
                let defect = PathDefect::TargetIsAuthority;
                let error = PathError {
                    index: Some(0),
                    place: Place::Target,
                    subject: target.subject().clone(),
                    defect,
                };
                if let Some(path) = quest.failures.last_mut() {
                    path.errors.push(error);
                }
            }
        }
    }

    /// Whether `key` signed `certificate`; each pair is verified once.
    pub(super) fn signed_by(
        &mut self,
        certificate: &Certificate,
        key: &PublicKey,
        key_sha256: [u8; 32],
    ) -> Result<Result<(), PathDefect>, BudgetExhausted> {
        let algorithm = match certificate.signature_algorithm() {
            Ok(algorithm) => algorithm,
            Err(error) => return Ok(Err(PathDefect::SignatureAlgorithm(error.clone()))),
        };
        let pair = (certificate.sha256(), key_sha256);
        let known = self.signatures.get(&pair).copied();
        let verified = match known {
            Some(verified) => verified,
            None => {
                self.budget.spend(SIGNATURE_STEPS)?;
                let verified = self.known_or(pair, || {
                    let digest = algorithm.digest().digest(certificate.tbs_der());
                    key.verify(algorithm, &digest, certificate.signature()).is_ok()
                });
                self.signatures.insert(pair, verified);
                verified
            }
        };
        Ok(if verified { Ok(()) } else { Err(PathDefect::SignatureMismatch) })
    }
}

impl Engine<'_> {
    /// Whether the document, whose age is proven, brought a list, response or certificate of this SHA-256 along.
    pub(super) fn is_embedded(&self, sha256: &[u8; 32]) -> bool {
        self.embedded.contains(sha256)
    }

    /// What is known from earlier questions, or else what `verify` finds.
    pub(super) fn known_or(
        &self,
        (signed, key): ([u8; 32], [u8; 32]),
        verify: impl FnOnce() -> bool,
    ) -> bool {
        match self.request.known_signatures {
            Some(known) => known.verified(signed, key, verify),
            None => verify(),
        }
    }
}

impl Quest<'_> {
    /// Keeps a failure at the upper end of `chain`, which runs from the target upwards.
    fn fail(&mut self, anchor: Option<&TrustAnchor>, chain: &[Certificate], defect: PathDefect) {
        self.fail_at(anchor, chain, chain.len().saturating_sub(1), defect);
    }

    fn fail_at(
        &mut self,
        anchor: Option<&TrustAnchor>,
        chain: &[Certificate],
        at: usize,
        defect: PathDefect,
    ) {
        self.tried = self.tried.saturating_add(1);
        let Some(certificate) = chain.get(at) else { return };
        let index = chain.len().saturating_sub(1).saturating_sub(at);
        let place = if at == 0 { Place::Target } else { Place::Authority };
        let error = PathError { index: Some(index), place, subject: certificate.subject().clone(), defect };
        self.keep(FailedPath {
            anchor: anchor.cloned(),
            certificates: chain.iter().rev().cloned().collect(),
            errors: vec![error],
        });
    }

    fn keep(&mut self, path: FailedPath) {
        self.failures.push(path);
        if self.failures.len() > MAX_FAILED_PATHS.saturating_mul(2) {
            rank(&mut self.failures);
        }
    }
}

impl FailedPath {
    /// What an error of this path, which is a signer's, means for the statement that was signed.
    fn doubt(&self, error: &PathError) -> RevocationGap {
        let certificate = match error.index {
            Some(index) => self.certificates.get(index),
            None => self.anchor.as_ref().and_then(TrustAnchor::certificate),
        };
        match certificate {
            Some(certificate) if error.defect.is_of_validity() => RevocationGap::SignerOutsideValidity {
                subject: certificate.subject().clone(),
                not_before: certificate.not_before(),
                not_after: certificate.not_after(),
            },
            _ => doubt_of_defect(&error.subject, error.defect.clone()),
        }
    }
}

/// The most telling failure first: a known revocation of the target, then the path that got furthest.
fn rank(failures: &mut Vec<FailedPath>) {
    failures.sort_by_cached_key(|path| {
        let revoked =
            path.errors.iter().any(|error| error.place == Place::Target && error.defect.is_revocation());
        let heaviest = path.errors.iter().map(|error| error.defect.weight()).max();
        (!revoked, heaviest, path.errors.len(), path.certificates.len())
    });
    failures.truncate(MAX_FAILED_PATHS);
}

fn brought_along(request: &PathRequest<'_>) -> HashSet<[u8; 32]> {
    if request.embedded_since.is_none() {
        return HashSet::new();
    }
    let lists = request.embedded_lists.iter().map(CertificateRevocationList::sha256);
    let responses = request.embedded_responses.iter().map(OcspResponse::sha256);
    lists.chain(responses).chain(request.embedded_certificates.iter().map(Certificate::sha256)).collect()
}

fn anchored<'a>(request: &PathRequest<'a>) -> HashSet<&'a Name> {
    let mut issued: HashMap<&Name, Vec<&Name>> = HashMap::new();
    for certificate in request.bag() {
        issued.entry(certificate.issuer()).or_default().push(certificate.subject());
    }
    let mut reached: HashSet<&Name> = request.anchors.iter().map(TrustAnchor::name).collect();
    let mut pending: Vec<&Name> = reached.iter().copied().collect();
    while let Some(name) = pending.pop() {
        for subject in issued.remove(name).unwrap_or_default() {
            if reached.insert(subject) {
                pending.push(subject);
            }
        }
    }
    reached
}
