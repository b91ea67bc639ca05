//! Evidence that a CMS signature brings along: revocation data and signature time-stamps.
//!
//! Revocation data in a document is a hint, as its certificates are: path validation takes it exactly as it takes what the
//! receiver hands in, which means signed by the right authority, of the right scope and fresh. A time-stamp is verified
//! and its authority's path validated, but it proves no time here: it is reported.

use super::Question;
use crate::cms::{SignedData, TimeStamp, TimeStampAuthority, TimeStampError};
use crate::pki::{Certificate, CertificateRevocationList, OcspResponse, PathOutcome};
use crate::time::Time;

/// What a document carries for the path of its own signer; trusted by nobody until the path's validation has checked it.
#[derive(Debug, Clone, Default)]
pub struct EmbeddedRevocation {
    lists: Vec<CertificateRevocationList>,
    responses: Vec<OcspResponse>,
    unreadable: usize,
}

impl EmbeddedRevocation {
    /// From adbe-revocationInfoArchival among the signed attributes (ISO 32000-1, 12.8.3.3.2) and from SignedData.crls
    /// (RFC 5652, 5.1).
    pub(super) fn gather(signed_data: &SignedData) -> Self {
        let mut found = Self::default();
        let archival = match signed_data.revocation_archival() {
            Ok(archival) => archival.unwrap_or_default(),
            Err(_) => {
                found.unreadable = 1;
                Default::default()
            }
        };
        let lists = archival.certificate_revocation_lists().iter();
        for der in lists.chain(signed_data.certificate_revocation_lists()) {
            match CertificateRevocationList::parse(der) {
                Ok(list) => found.lists.push(list),
                Err(_) => found.unreadable = found.unreadable.saturating_add(1),
            }
        }
        for der in archival.ocsp_responses().iter().chain(signed_data.ocsp_responses()) {
            match OcspResponse::parse(der) {
                Ok(response) => found.responses.push(response),
                Err(_) => found.unreadable = found.unreadable.saturating_add(1),
            }
        }
        found.unreadable = found.unreadable.saturating_add(archival.other());
        found
    }

    /// CRLs and ARLs.
    pub fn lists(&self) -> &[CertificateRevocationList] {
        &self.lists
    }

    /// OCSP responses.
    pub fn responses(&self) -> &[OcspResponse] {
        &self.responses
    }

    /// How many could not be read, or are of a kind that is not read.
    pub const fn unreadable(&self) -> usize {
        self.unreadable
    }

    /// Whether the document carries any.
    pub const fn is_empty(&self) -> bool {
        self.lists.is_empty() && self.responses.is_empty() && self.unreadable == 0
    }

    /// Whether the list or response with this SHA-256 is one of the document's.
    pub fn contains(&self, sha256: &[u8; 32]) -> bool {
        self.lists.iter().any(|list| list.sha256() == *sha256)
            || self.responses.iter().any(|response| response.sha256() == *sha256)
    }
}

/// A signature time-stamp with the path of its authority.
#[derive(Debug, Clone)]
pub struct StampEvidence {
    stamp: Result<TimeStamp, TimeStampError>,
    path: Option<PathOutcome>,
    standing: StampStanding,
}

/// How far a time-stamp can be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StampStanding {
    /// Sound, by a certificate for time-stamping alone, valid at the stamp's time, with a valid path at the time the
    /// question is about.
    Believed,
    /// The authority's certificate was not valid at the stamp's own time.
    AuthorityOutsideValidity,
    /// The certificate is not one for time-stamping alone (RFC 3161, 2.3).
    AuthorityPurpose,
    /// The stamp's time lies after the time the question is about.
    LaterThanQuestion,
    /// No path from the authority to an anchor is valid.
    PathInvalid,
    /// The token is not sound, or about something else.
    Unsound,
}

impl StampEvidence {
    pub(super) fn gather(
        stamp: Result<TimeStamp, TimeStampError>,
        question: &Question,
        hints: &[Certificate],
    ) -> Self {
        let Ok(found) = &stamp else {
            return Self { stamp, path: None, standing: StampStanding::Unsound };
        };
        let authority = found.authority_certificate();
        let certificates: Vec<Certificate> =
            found.token().other_certificates().iter().chain(hints).cloned().collect();
        let lists = found.token().certificate_revocation_lists().iter();
        let responses = found.token().ocsp_responses().iter();
        let embedded = EmbeddedRevocation {
            lists: lists.filter_map(|der| CertificateRevocationList::parse(der).ok()).collect(),
            responses: responses.filter_map(|der| OcspResponse::parse(der).ok()).collect(),
            unreadable: 0,
        };
        let path = question.validate(authority, &certificates, &embedded);
        let standing = standing(found, &path, question.at);
        Self { stamp, path: Some(path), standing }
    }

    /// The time-stamp, or why it is no evidence.
    pub const fn stamp(&self) -> &Result<TimeStamp, TimeStampError> {
        &self.stamp
    }

    /// The path of its authority; `None` where the stamp is unsound.
    pub const fn path(&self) -> Option<&PathOutcome> {
        self.path.as_ref()
    }

    /// How far it can be believed.
    pub const fn standing(&self) -> StampStanding {
        self.standing
    }
}

fn standing(stamp: &TimeStamp, path: &PathOutcome, at: Time) -> StampStanding {
    let authority = stamp.authority_certificate();
    if stamp.authority() == TimeStampAuthority::OtherPurpose {
        StampStanding::AuthorityPurpose
    } else if stamp.time() > at {
        StampStanding::LaterThanQuestion
    } else if !(authority.not_before()..=authority.not_after()).contains(&stamp.time()) {
        StampStanding::AuthorityOutsideValidity
    } else {
        match path {
            PathOutcome::Valid(_) => StampStanding::Believed,
            PathOutcome::Invalid(_) => StampStanding::PathInvalid,
        }
    }
}
