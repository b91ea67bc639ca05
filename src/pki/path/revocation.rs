//! Revocation by lists, handed in or brought by the document (RFC 5280, 6.3): scope, signer, freshness, deltas, proven times.
//!
//! A revocation that some authentic list states counts even where the list is stale or otherwise proves nothing.

use super::defect::{PathDefect, RevocationGap, ScopeMismatch};
use super::picture::{self, Picture};
use super::search::Engine;
use super::statement::{Judged, Vouched, Walk, halving};
use crate::crypto::policy::{PolicyViolation, Use};
use crate::crypto::{PublicKey, SignatureAlgorithm};
use crate::limits::BudgetExhausted;
use crate::pki::certificate::Certificate;
use crate::pki::extension::{DistributionPoint, DistributionPointName, ReasonFlags};
use crate::pki::general_name::GeneralName;
use crate::pki::name::Name;
use crate::pki::revocation_list::{
    CertificateRevocationList, Coverage, Directness, RevocationReason, RevokedEntry,
};
use crate::time::Time;

/// What is known of the revocation of one certificate in a valid path.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RevocationStatus {
    /// Not revoked.
    Good(RevocationEvidence),
    /// Not asked for, and nothing known.
    NotChecked,
    /// Not established, which the request allows.
    NotEstablished(RevocationGap),
    /// Revoked later than the proven time, for a reason that leaves what existed then untouched.
    RevokedAfterProof {
        /// The entry.
        entry: RevokedEntry,
        /// Where it stands.
        evidence: RevocationEvidence,
    },
}

/// Where a statement about revocation comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevocationEvidence {
    /// Which kind.
    pub source: EvidenceSource,
    /// SHA-256 of the list or response.
    pub sha256: [u8; 32],
    /// thisUpdate
    pub this_update: Time,
    /// nextUpdate
    pub next_update: Option<Time>,
    /// Whose signature it bears.
    pub signer: EvidenceSigner,
}

/// Kinds of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EvidenceSource {
    /// A complete list.
    RevocationList,
    /// A delta list, alone or with the complete list it brings up to date.
    RevocationListWithDelta,
    /// An OCSP response.
    OcspResponse,
}

/// Who signed the evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EvidenceSigner {
    /// An anchor of the CA's name with another key (key change).
    Anchor,
    /// The key that issued the certificate.
    Issuer,
    /// A responder to which the certificate's issuer delegated OCSP (RFC 6960, 4.2.2.2).
    Delegate,
    /// Another certificate with a valid path to the same anchor (key change, separate CRL key, indirect list).
    Other,
    /// As `Other`, but the only list that covers the signer's own link certificate is this one (key change).
    SelfListed,
}

/// A list that is about the certificate and whose signature holds.
struct Authentic<'l> {
    list: &'l CertificateRevocationList,
    signer: EvidenceSigner,
    reasons: ReasonFlags,
}

impl<'a> Engine<'a> {
    /// RFC 5280, 6.3.3 for a certificate that lies below the first `index` ones of the path, for what it has to be good for.
    pub(super) fn revocation(
        &mut self,
        walk: &mut Walk<'_>,
        (certificate, index): (&Certificate, usize),
        judged: Judged,
        depth: usize,
    ) -> Result<Result<RevocationStatus, PathDefect>, BudgetExhausted> {
        let mut picture = Picture::default();
        let (mut complete, mut deltas) = (Vec::new(), Vec::new());
        let lists = self.lists_about(certificate);
        let mut found: Vec<Option<(ReasonFlags, Result<Vouched, RevocationGap>)>> = Vec::new();
        found.resize_with(lists.len(), || None);
        for place in self.order(&lists) {
            let (Some(list), Some(found)) = (lists.get(place), found.get_mut(place)) else { continue };
            self.budget.spend(scope_cost(certificate, list))?;
            let reasons = match scope(certificate, list) {
                Ok(reasons) => reasons,
                Err(mismatch) => {
                    picture.gaps.push(RevocationGap::WrongScope(mismatch));
                    continue;
                }
            };
            let made = self.made(judged, list.this_update(), &list.sha256());
            *found = Some((reasons, self.list_signer(list, walk, (certificate, index), made, depth)?));
        }
        for (list, found) in lists.into_iter().zip(found) {
            let Some((reasons, vouched)) = found else { continue };
            match vouched {
                Err(gap) => picture.gaps.push(gap),
                Ok(Vouched { doubt: Some(doubt), .. }) => {
                    let entry = list.find(certificate.issuer(), certificate.serial_number());
                    let entry = entry.filter(|entry| entry.reason != RevocationReason::RemoveFromList);
                    picture.doubts(entry, list.this_update(), doubt);
                }
                Ok(Vouched { signer, .. }) if list.base_number().is_some() => {
                    deltas.push(Authentic { list, signer, reasons })
                }
                Ok(Vouched { signer, .. }) => complete.push(Authentic { list, signer, reasons }),
            }
        }
        for base in &complete {
            self.read_complete(certificate, base, &deltas, judged, &mut picture);
        }
        for delta in &deltas {
            self.read_delta(certificate, delta, &complete, &mut picture);
        }
        self.read_responses(certificate, walk, index, judged, depth, &mut picture)?;
        let stamped = self.request.stamped_at.filter(|_| certificate == self.request.target);
        Ok(picture.conclude(self.request.revocation, |entry| self.effect(judged, entry, stamped)))
    }

    /// What a known revocation means for what is judged; nothing when that is proven to be older, or is a token that a
    /// time-stamp authority made before it was retired: the key is unsuspected, and its own time is believed.
    fn effect(&self, judged: Judged, entry: RevokedEntry, stamped: Option<Time>) -> Option<PathDefect> {
        match judged {
            Judged::Document
                if entry.reason.is_routine() && stamped.is_some_and(|at| at < entry.revocation_time) =>
            {
                None
            }
            Judged::Document => picture::effect(self.request, entry),
            Judged::Statement(made) => self.effect_on_statement(made, entry, picture::invalid_since(&entry)),
        }
    }

    /// The order in which the signers of lists are asked about: any where all of them are judged at one instant, else one in
    /// which the answers to a few decide the others.
    fn order(&self, lists: &[&CertificateRevocationList]) -> Vec<usize> {
        let mut order: Vec<usize> = (0..lists.len()).collect();
        if self.request.proof_of_existence.is_none() {
            return order;
        }
        order.sort_by_key(|place| lists.get(*place).map(|list| list.this_update()));
        halving(lists.len()).into_iter().filter_map(|place| order.get(place).copied()).collect()
    }

    /// Lists issued by the certificate's issuer or by a CRL issuer it names.
    fn lists_about(&self, certificate: &Certificate) -> Vec<&'a CertificateRevocationList> {
        let named = certificate.crl_distribution_points().iter().flat_map(|point| &point.crl_issuer);
        let mut issuers: Vec<&Name> = vec![certificate.issuer()];
        for name in named.filter_map(GeneralName::as_directory) {
            if !issuers.contains(&name) {
                issuers.push(name);
            }
        }
        let places = issuers.iter().filter_map(|issuer| self.lists_by_issuer.get(issuer)).flatten();
        places.copied().collect()
    }

    fn read_complete(
        &self,
        certificate: &Certificate,
        base: &Authentic<'_>,
        deltas: &[Authentic<'_>],
        judged: Judged,
        picture: &mut Picture,
    ) {
        let (issuer, serial) = (certificate.issuer(), certificate.serial_number());
        let current = |delta: &&Authentic<'_>| self.usable(delta.list, certificate, judged).is_ok();
        let delta = deltas
            .iter()
            .filter(|delta| applies(delta.list, base.list))
            .filter(current)
            .max_by_key(|delta| delta.list.this_update());
        let updated = match delta {
            Some(delta) => evidence(delta, EvidenceSource::RevocationListWithDelta),
            None => evidence(base, EvidenceSource::RevocationList),
        };
        let removal = delta.filter(|delta| {
            let entry = delta.list.find(issuer, serial);
            entry.is_some_and(|entry| entry.reason == RevocationReason::RemoveFromList)
        });
        let entry = base.list.find(issuer, serial);
        match entry {
            // A delta that is silent leaves what its base says standing, at its own time.
            Some(entry) if removal.is_none() => picture.revoked(entry, updated.clone()),
            Some(entry) => picture.revoked(entry, evidence(base, EvidenceSource::RevocationList)),
            None => {}
        }
        // A delta that is current makes up for a base whose nextUpdate has passed (RFC 5280, 6.3.3 (a)).
        let usable = match (self.usable(base.list, certificate, judged), delta) {
            (Err(RevocationGap::Stale { .. }), Some(_)) => Ok(()),
            // It has not dropped the expired certificate that it lists.
            (Err(RevocationGap::IssuedAfterExpiry { .. }), _) if entry.is_some() => Ok(()),
            (usable, _) => usable,
        };
        if let Err(gap) = usable {
            picture.gaps.push(gap);
            return;
        }
        picture.covers(base.reasons, updated);
        // X.509 has a delta say removeFromCRL for every hold since its base: only that lifts one, not its silence.
        if let Some(delta) = removal {
            picture.clears(base.reasons, delta.list.this_update());
        } else if entry.is_none() {
            picture.clears(base.reasons, base.list.this_update());
        }
    }

    /// What any delta lists is revoked, whatever its age and whether or not a newer one repeats it. A delta that no
    /// complete list can take covers nothing.
    fn read_delta(
        &self,
        certificate: &Certificate,
        delta: &Authentic<'_>,
        complete: &[Authentic<'_>],
        picture: &mut Picture,
    ) {
        if let Some(entry) = delta.list.find(certificate.issuer(), certificate.serial_number())
            && entry.reason != RevocationReason::RemoveFromList
        {
            picture.revoked(entry, evidence(delta, EvidenceSource::RevocationListWithDelta));
        }
        if !complete.iter().any(|base| applies(delta.list, base.list)) {
            picture.gaps.push(RevocationGap::DeltaWithoutBase);
        }
    }

    /// Whether the algorithm of a list or response is good enough. One that is past its end is relied on only where a
    /// proven time is judged and the receiver, who kept the statement, says by handing it in that it is as old as it
    /// claims. What a document brought along may have been made today, by whoever broke the algorithm.
    pub(super) fn statement_algorithm(
        &self,
        algorithm: SignatureAlgorithm,
        key: &PublicKey,
        (statement_sha256, made): ([u8; 32], Time),
    ) -> Result<(), PolicyViolation> {
        let kept = self.handed_in.contains(&statement_sha256);
        let proof = self.request.proof_of_existence.filter(|_| kept).map(|_| made);
        self.request.algorithm_policy.judge(algorithm, key, Use::verify(self.request.at, proof))
    }

    /// Whether a statement of this age proves something at the time that matters.
    pub(super) fn timely(
        &self,
        certificate: &Certificate,
        this_update: Time,
        next_update: Time,
        remembers_since: Option<Time>,
        judged: Judged,
    ) -> Result<(), RevocationGap> {
        let instant = match judged {
            Judged::Document => self.instant(judged),
            // After its end nobody tells any more, and nobody was given its word.
            Judged::Statement(made) => made.known_until.min(certificate.not_after()),
        };
        if this_update > self.request.at {
            return Err(RevocationGap::NotYetIssued { this_update });
        }
        if this_update > instant {
            // Made after the proven time: it knows what happened until then, unless it forgot expired certificates.
            let remembers = this_update <= certificate.not_after()
                || remembers_since.is_some_and(|since| since <= certificate.not_after());
            return if remembers { Ok(()) } else { Err(RevocationGap::IssuedAfterExpiry { this_update }) };
        }
        let until = next_update.unix().saturating_add(i64::from(self.request.freshness_grace));
        if instant.unix() > until { Err(RevocationGap::Stale { next_update }) } else { Ok(()) }
    }

    /// Whether the absence of an entry proves something at the time that matters.
    fn usable(
        &self,
        list: &CertificateRevocationList,
        certificate: &Certificate,
        judged: Judged,
    ) -> Result<(), RevocationGap> {
        if list.has_entry_of_unclear_issuer() {
            return Err(RevocationGap::EntryIssuer);
        }
        if let Some(id) = list.unknown_critical_extension() {
            return Err(RevocationGap::UnknownCriticalExtension { id: id.clone() });
        }
        if let Some(id) = list.unknown_critical_entry_extension() {
            return Err(RevocationGap::UnknownCriticalEntryExtension { id: id.clone() });
        }
        let next_update = list.next_update().ok_or(RevocationGap::NoNextUpdate)?;
        self.timely(certificate, list.this_update(), next_update, list.expired_certificates_since(), judged)
    }
}

/// RFC 5280, 6.3.3 (b) and (d): the reasons for which `list` speaks about `certificate`.
fn scope(certificate: &Certificate, list: &CertificateRevocationList) -> Result<ReasonFlags, ScopeMismatch> {
    let scope = list.issuing_distribution_point();
    let coverage = scope.map_or(Coverage::All, |scope| scope.coverage);
    let covered = match coverage {
        Coverage::All => true,
        Coverage::AttributeCertificates => false,
        Coverage::AuthorityCertificates => certificate.is_certification_authority(),
        Coverage::UserCertificates => !certificate.is_certification_authority(),
    };
    if !covered {
        return Err(ScopeMismatch::Coverage(coverage));
    }
    // 6.3.3: a list outside any distribution point is treated as one point with the issuer's name.
    let implied = [DistributionPoint::default()];
    let points = certificate.crl_distribution_points();
    let own_issuer = list.issuer() == certificate.issuer();
    let listed_reasons = scope.and_then(|scope| scope.reasons).unwrap_or(ReasonFlags::ALL);
    let list_names = scope.and_then(|scope| scope.name.as_ref()).map(|name| name.resolve(list.issuer()));
    let mut reasons: Option<ReasonFlags> = None;
    let mut mismatch = ScopeMismatch::DistributionPoint;
    for point in points.iter().chain(&implied) {
        let is_implied = point.name.is_none() && point.crl_issuer.is_empty();
        if point.crl_issuer.is_empty() {
            if !own_issuer {
                continue;
            }
        } else {
            let named = point.crl_issuer.iter().filter_map(GeneralName::as_directory);
            if !named.clone().any(|name| name == list.issuer()) {
                continue;
            }
            // 6.3.3 (b) (1)
            let indirect = scope.is_some_and(|scope| scope.directness == Directness::Indirect);
            if !indirect && !own_issuer {
                mismatch = ScopeMismatch::NotIndirect;
                continue;
            }
        }
        // 6.3.3 (b) (2): a list with a distribution point must share a name with the certificate's.
        let fits = match &list_names {
            None => true,
            Some(list_names) => {
                let names = match &point.name {
                    Some(name) => name.resolve(point_issuer(point, certificate)),
                    None if is_implied => vec![GeneralName::Directory(certificate.issuer().clone())],
                    None => point.crl_issuer.clone(),
                };
                names.iter().any(|name| list_names.contains(name))
            }
        };
        if fits {
            let own = point.reasons.unwrap_or(ReasonFlags::ALL).intersection(listed_reasons);
            reasons = Some(reasons.unwrap_or(ReasonFlags(0)).union(own));
        }
    }
    reasons.ok_or(mismatch)
}

/// Every distribution point is compared with every name of the list's; some ten comparisons make a step.
fn scope_cost(certificate: &Certificate, list: &CertificateRevocationList) -> u64 {
    let count = |names: &[GeneralName]| u64::try_from(names.len()).unwrap_or(u64::MAX);
    let of = |name: &Option<DistributionPointName>| match name {
        Some(DistributionPointName::Full(names)) => count(names).saturating_add(1),
        Some(DistributionPointName::Relative(_)) | None => 2,
    };
    let points = certificate.crl_distribution_points().iter().fold(1u64, |sum, point| {
        sum.saturating_add(of(&point.name)).saturating_add(count(&point.crl_issuer))
    });
    let names = list.issuing_distribution_point().map_or(1, |scope| of(&scope.name));
    (points.saturating_mul(names) / 10).saturating_add(1)
}

/// RFC 5280, 4.2.1.13: a relative name hangs below the CRL issuer, which is the certificate's unless the point names it.
fn point_issuer<'c>(point: &'c DistributionPoint, certificate: &'c Certificate) -> &'c Name {
    point.crl_issuer.iter().find_map(GeneralName::as_directory).unwrap_or(certificate.issuer())
}

/// RFC 5280, 5.2.4 and 6.3.3 (c): whether the delta may be applied to the complete list.
fn applies(delta: &CertificateRevocationList, base: &CertificateRevocationList) -> bool {
    let (Some(from), Some(delta_number), Some(number)) = (delta.base_number(), delta.number(), base.number())
    else {
        return false;
    };
    delta.issuer() == base.issuer()
        && delta.issuing_distribution_point() == base.issuing_distribution_point()
        && delta.authority_key_identifier() == base.authority_key_identifier()
        && number_key(from) <= number_key(number)
        && number_key(number) < number_key(delta_number)
}

/// Orders non-negative minimal INTEGERs.
fn number_key(octets: &[u8]) -> (usize, &[u8]) {
    let octets = octets.strip_prefix(&[0]).unwrap_or(octets);
    (octets.len(), octets)
}

fn evidence(of: &Authentic<'_>, source: EvidenceSource) -> RevocationEvidence {
    RevocationEvidence {
        source,
        sha256: of.list.sha256(),
        this_update: of.list.this_update(),
        next_update: of.list.next_update(),
        signer: of.signer,
    }
}
