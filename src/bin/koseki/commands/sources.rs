//! What the options about trust and time name, read: anchors, hints, revocation data, algorithm policy, the instant.

use std::collections::HashMap;

use koseki::crypto::DigestAlgorithm;
use koseki::crypto::policy::AlgorithmPolicy;
use koseki::pki::{Certificate, CertificateRevocationList, OcspResponse};
use koseki::store::TrustStore;
use koseki::time::Time;

use super::mixed_up::{self, certificates};
use crate::arguments::Trust;
use crate::render::JAPAN;
use crate::{Trouble, now, volume};

/// Everything a path is judged by.
pub(crate) struct Sources {
    pub(crate) at: Time,
    pub(crate) anchors: Vec<Certificate>,
    pub(crate) certificates: Vec<Certificate>,
    pub(crate) revocation_lists: Vec<CertificateRevocationList>,
    pub(crate) ocsp_responses: Vec<OcspResponse>,
    /// Since when the lists of trust stores are in them.
    pub(crate) kept_since: HashMap<[u8; 32], Time>,
    pub(crate) time_stamp_anchors: Vec<Certificate>,
    pub(crate) algorithm_policy: AlgorithmPolicy,
    /// Of the file of the algorithm policy: two may have one version.
    algorithm_policy_sha256: Option<String>,
}

impl Sources {
    /// Reads every file; a trust store among the anchors brings its companions and lists along, as hints.
    pub(crate) fn read(trust: &Trust) -> Result<Self, Trouble> {
        let at = match trust.at {
            Some(moment) => moment.time,
            None => now()?,
        };
        Self::read_at(trust, at)
    }

    /// The same, at an instant that was decided elsewhere.
    pub(crate) fn read_at(trust: &Trust, at: Time) -> Result<Self, Trouble> {
        check_times(trust, at)?;
        let policy = trust.algorithm_policy.as_ref().map(|path| Ok::<_, Trouble>((path, super::read(path)?)));
        let policy = policy.transpose()?;
        let mut sources = Self {
            at,
            anchors: Vec::new(),
            certificates: certificates(&trust.certs)?,
            revocation_lists: mixed_up::revocation_lists(&trust.crl)?,
            ocsp_responses: mixed_up::ocsp_responses(&trust.ocsp)?,
            kept_since: HashMap::new(),
            time_stamp_anchors: Vec::new(),
            algorithm_policy_sha256: policy
                .as_ref()
                .map(|(_, octets)| DigestAlgorithm::Sha256.digest(octets).to_hex()),
            algorithm_policy: match &policy {
                None => AlgorithmPolicy::default(),
                Some((path, octets)) => {
                    AlgorithmPolicy::from_json(octets).map_err(|error| Trouble::from(error).about(path))?
                }
            },
        };
        for path in &trust.trust {
            if TrustStore::is_store(path) {
                let holdings = TrustStore::open(path)?.holdings()?;
                sources.anchors.extend(holdings.anchors);
                sources.certificates.extend(holdings.companions);
                sources.revocation_lists.extend(holdings.revocation_lists);
                sources.keep(holdings.kept_since);
            } else {
                sources.anchors.extend(certificates(std::slice::from_ref(path))?);
            }
        }
        for path in &trust.timestamp_trust {
            if TrustStore::is_store(path) {
                let holdings = TrustStore::open(path)?.holdings()?;
                sources.time_stamp_anchors.extend(holdings.anchors);
                sources.certificates.extend(holdings.companions);
                sources.revocation_lists.extend(holdings.revocation_lists);
                sources.keep(holdings.kept_since);
            } else {
                sources.time_stamp_anchors.extend(certificates(std::slice::from_ref(path))?);
            }
        }
        sources.remark();
        Ok(sources)
    }

    /// Of two stores that have one list, the one that has had it longer proves more.
    fn keep(&mut self, kept_since: HashMap<[u8; 32], Time>) {
        for (sha256, since) in kept_since {
            self.kept_since.entry(sha256).and_modify(|known| *known = since.min(*known)).or_insert(since);
        }
    }

    /// What is used, for who asks to be told.
    fn remark(&self) {
        let (anchors, certificates) = (self.anchors.len(), self.certificates.len());
        let (lists, responses) = (self.revocation_lists.len(), self.ocsp_responses.len());
        let (at, policy) = (self.at.rfc3339(JAPAN), self.algorithm_policy.version());
        volume::remark(
            &format!(
                "検証基準時刻 {at}、信頼点 {anchors} 件、中間証明書等 {certificates} 件、失効リスト {lists} 件、OCSPレスポンス {responses} 件、アルゴリズム方針 {policy}"
            ),
            &format!(
                "judging at {at} with {anchors} anchors, {certificates} other certificates, {lists} revocation lists, {responses} OCSP responses, algorithm policy {policy}"
            ),
        );
    }

    /// SHA-256 over everything that was read, in order.
    pub(crate) fn sha256(&self) -> String {
        let certificates = [&self.anchors, &self.certificates, &self.time_stamp_anchors];
        let parts = certificates.into_iter().map(|kind| kind.iter().map(Certificate::sha256).collect());
        let lists = self.revocation_lists.iter().map(CertificateRevocationList::sha256).collect();
        let responses = self.ocsp_responses.iter().map(OcspResponse::sha256).collect();
        let parts: Vec<Vec<[u8; 32]>> = parts.chain([lists, responses]).collect();
        let mut kept: Vec<_> = self.kept_since.iter().collect();
        kept.sort();
        let words = format!(
            "{parts:?} {kept:?} {} {:?}",
            self.algorithm_policy.version(),
            self.algorithm_policy_sha256
        );
        DigestAlgorithm::Sha256.digest(words.as_bytes()).to_hex()
    }
}

/// Nobody vouches for the future, and nothing is received before it was asked for.
pub(crate) fn check_times(trust: &Trust, at: Time) -> Result<(), Trouble> {
    let (received, requested) =
        (trust.received_at.map(|moment| moment.time), trust.requested_at.map(|moment| moment.time));
    if received.is_some_and(|received| received > at) {
        return Err(Trouble::usage(
            "--received-at（受領日時）が検証基準時刻（--at 又は現在）より後です",
            "--received-at lies after the instant the judgement is about (--at, or now)",
        ));
    }
    if requested.is_some_and(|requested| requested > received.unwrap_or(at)) {
        return Err(Trouble::usage(
            "--requested-at（請求日時）が --received-at（受領日時）又は検証基準時刻より後です",
            "--requested-at lies after --received-at, or after the instant the judgement is about",
        ));
    }
    Ok(())
}
