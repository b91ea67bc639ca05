//! Whether what a store holds is current: what a verifier would find missing or stale tomorrow, said today.

use std::collections::BTreeMap;

use super::trust::{Entry, EntryKind, StoredObject};
use crate::pki::{Certificate, CertificateRevocationList, Coverage, Name, ReasonFlags};
use crate::time::Time;

/// How one object stands at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Freshness {
    /// Current until then.
    Current(Time),
    /// Current, but it ends within the time given.
    EndsSoon(Time),
    /// A certificate past its validity.
    Expired(Time),
    /// A list without nextUpdate: nobody can tell.
    NoNextUpdate,
    /// A certificate or list from the future.
    NotYet(Time),
    /// A list whose next one was due.
    Stale(Time),
    /// A list of which a newer one of the same issuer and scope is there. Past times are judged with it.
    Superseded,
    /// A list of an issuer of whom no certificate is in this store.
    UnknownIssuer,
    /// A list whose signature fits no key of its issuer in this store.
    UnknownSigner,
}

/// The state of a whole store.
#[derive(Debug, Clone)]
pub struct Condition {
    /// Each object, in the order it was given.
    pub entries: Vec<Freshness>,
    /// Names that issued something in the store, and anchors, of which no current list is there that covers what they issue
    /// for all reasons (RFC 4514), sorted.
    pub without_list: Vec<String>,
}

/// Judges everything in a store at a time; what ends within `soon` seconds is named.
pub fn condition(entries: &[Entry], at: Time, soon: i64) -> Condition {
    let certificates: Vec<&Certificate> = entries.iter().filter_map(Entry::certificate).collect();
    let lists: Vec<&CertificateRevocationList> = entries.iter().filter_map(Entry::list).collect();
    let states: Vec<Freshness> = entries
        .iter()
        .map(|entry| match &entry.object {
            StoredObject::Certificate(certificate) => of_certificate(certificate, at, soon),
            StoredObject::RevocationList(list) => of_list(list, &lists, &certificates, at, soon),
        })
        .collect();
    let mut issuers: BTreeMap<String, Issuer<'_>> = BTreeMap::new();
    for certificate in
        entries.iter().filter(|entry| entry.kind == EntryKind::Anchor).filter_map(Entry::certificate)
    {
        issuers.entry(certificate.subject().to_string()).or_insert(Issuer::new(certificate.subject()));
    }
    for certificate in
        entries.iter().filter(|entry| entry.kind != EntryKind::Anchor).filter_map(Entry::certificate)
    {
        let issuer = issuers.entry(certificate.issuer().to_string());
        issuer.or_insert(Issuer::new(certificate.issuer())).issued(certificate);
    }
    for (entry, state) in entries.iter().zip(&states) {
        if let (Some(list), Freshness::Current(_) | Freshness::EndsSoon(_)) = (entry.list(), state) {
            for issuer in issuers.values_mut().filter(|issuer| issuer.name == list.issuer()) {
                issuer.listed(list);
            }
        }
    }
    let without_list =
        issuers.into_iter().filter(|(_, issuer)| !issuer.is_listed()).map(|(name, _)| name).collect();
    Condition { entries: states, without_list }
}

/// Who issued something, and for which reasons its current lists say whether that was revoked.
struct Issuer<'e> {
    name: &'e Name,
    /// Whether the store holds certificates of authorities that it issued, with link certificates or without.
    issued_authorities: bool,
    issued_others: bool,
    authorities_covered: ReasonFlags,
    signers_covered: ReasonFlags,
}

impl<'e> Issuer<'e> {
    const fn new(name: &'e Name) -> Self {
        let nothing = ReasonFlags(0);
        Self {
            name,
            issued_authorities: false,
            issued_others: false,
            authorities_covered: nothing,
            signers_covered: nothing,
        }
    }

    fn issued(&mut self, certificate: &Certificate) {
        self.issued_authorities = true;
        self.issued_others |= !certificate.is_self_issued();
    }

    /// A delta alone proves nothing.
    fn listed(&mut self, list: &CertificateRevocationList) {
        if list.base_number().is_some() {
            return;
        }
        let scope = list.issuing_distribution_point();
        let coverage = scope.map_or(Coverage::All, |scope| scope.coverage);
        let reasons = scope.and_then(|scope| scope.reasons).unwrap_or(ReasonFlags::ALL);
        if matches!(coverage, Coverage::All | Coverage::AuthorityCertificates) {
            self.authorities_covered = self.authorities_covered.union(reasons);
        }
        if matches!(coverage, Coverage::All | Coverage::UserCertificates) {
            self.signers_covered = self.signers_covered.union(reasons);
        }
    }

    /// Whoever certifies other authorities, as a bridge does, may have no signers; of everybody else they are asked about.
    const fn is_listed(&self) -> bool {
        (!self.issued_authorities || self.authorities_covered.is_complete())
            && (self.issued_others || self.signers_covered.is_complete())
    }
}

impl Condition {
    /// Whether a verifier would find nothing missing, expired or stale.
    pub fn is_current(&self) -> bool {
        self.without_list.is_empty() && self.entries.iter().all(Freshness::is_current)
    }
}

impl Freshness {
    /// Whether nothing has to be done at the time asked about.
    pub const fn is_current(&self) -> bool {
        matches!(self, Self::Current(_) | Self::EndsSoon(_) | Self::Superseded)
    }
}

impl Entry {
    fn certificate(&self) -> Option<&Certificate> {
        match &self.object {
            StoredObject::Certificate(certificate) => Some(certificate),
            StoredObject::RevocationList(_) => None,
        }
    }

    fn list(&self) -> Option<&CertificateRevocationList> {
        match &self.object {
            StoredObject::Certificate(_) => None,
            StoredObject::RevocationList(list) => Some(list),
        }
    }
}

fn of_certificate(certificate: &Certificate, at: Time, soon: i64) -> Freshness {
    if at < certificate.not_before() {
        Freshness::NotYet(certificate.not_before())
    } else if at > certificate.not_after() {
        Freshness::Expired(certificate.not_after())
    } else {
        until(certificate.not_after(), at, soon)
    }
}

fn of_list(
    list: &CertificateRevocationList,
    lists: &[&CertificateRevocationList],
    certificates: &[&Certificate],
    at: Time,
    soon: i64,
) -> Freshness {
    // A name may have several keys after a key change: lists of different keys do not replace one another.
    let newer = |other: &&CertificateRevocationList| {
        other.issuer() == list.issuer()
            && other.issuing_distribution_point() == list.issuing_distribution_point()
            && other.authority_key_identifier() == list.authority_key_identifier()
            && other.base_number().is_some() == list.base_number().is_some()
            && other.this_update() > list.this_update()
            && other.this_update() <= at
    };
    if lists.iter().any(newer) {
        return Freshness::Superseded;
    }
    let mut issuers = certificates.iter().filter(|one| one.subject() == list.issuer()).peekable();
    if issuers.peek().is_none() {
        return Freshness::UnknownIssuer;
    }
    let signed = issuers.any(|one| one.public_key().is_ok_and(|key| list.verify_signature(key).is_ok()));
    if !signed {
        return Freshness::UnknownSigner;
    }
    if list.this_update() > at {
        return Freshness::NotYet(list.this_update());
    }
    match list.next_update() {
        None => Freshness::NoNextUpdate,
        Some(next) if at > next => Freshness::Stale(next),
        Some(next) => until(next, at, soon),
    }
}

fn until(end: Time, at: Time, soon: i64) -> Freshness {
    if end.unix().saturating_sub(at.unix()) <= soon {
        Freshness::EndsSoon(end)
    } else {
        Freshness::Current(end)
    }
}
