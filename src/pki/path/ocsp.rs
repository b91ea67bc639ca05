//! Revocation by OCSP responses that were handed in (RFC 6960, 3.2 and 4.2.2.2).
//!
//! A response counts when the certificate's issuer signed it, or a responder whose certificate that issuer signed
//! directly, marked for OCSP signing, valid and not revoked.

use super::defect::{PathDefect, RevocationGap};
use super::picture::Picture;
use super::revocation::{EvidenceSigner, EvidenceSource, RevocationEvidence, RevocationStatus};
use super::search::Engine;
use super::statement::{Judged, Made, Vouched, Walk, doubt_of_defect};
use crate::crypto::PublicKey;
use crate::limits::BudgetExhausted;
use crate::limits::pki::{DIGEST_OCTETS_PER_STEP, MAX_REVOCATION_DEPTH, SIGNATURE_STEPS};
use crate::pki::certificate::Certificate;
use crate::pki::extension::ReasonFlags;
use crate::pki::ocsp::{CertificateStatus, ID_KP_OCSP_SIGNING, ID_PKIX_OCSP_NOCHECK, OcspResponse};

/// The issuer of the certificate in question: the anchor or the certificate above.
struct Issuer<'i> {
    key: &'i PublicKey,
    key_sha256: [u8; 32],
    key_octets: &'i [u8],
}

impl Engine<'_> {
    /// Adds what the responses say about a certificate below the first `index` ones of the path.
    pub(super) fn read_responses(
        &mut self,
        certificate: &Certificate,
        walk: &mut Walk<'_>,
        index: usize,
        judged: Judged,
        depth: usize,
        picture: &mut Picture,
    ) -> Result<(), BudgetExhausted> {
        let (anchor, above) = (walk.anchor, walk.above(index).last());
        let issuer = match above {
            None => {
                Issuer { key: &anchor.key, key_sha256: anchor.key_sha256, key_octets: &anchor.key_octets }
            }
            Some(above) => {
                let Ok(key) = above.public_key() else { return Ok(()) };
                Issuer { key, key_sha256: above.key_info_sha256(), key_octets: above.key_octets() }
            }
        };
        for response in self.request.ocsp_responses.iter().chain(self.request.embedded_responses) {
            self.budget.spend(1)?;
            let serial = certificate.serial_number();
            let singles: Vec<_> = response.about(certificate.issuer(), issuer.key_octets, serial).collect();
            // What it says of its own times, the latest: whoever signed it had to be good then.
            let Some(latest) = singles.iter().map(|single| single.this_update).max() else { continue };
            let made = self.made(judged, latest.max(response.produced_at()), &response.sha256());
            let asked = (certificate, &issuer, index);
            let Vouched { signer, doubt } = match self.response_signer(response, asked, walk, made, depth)? {
                Ok(vouched) => vouched,
                Err(gap) => {
                    picture.gaps.push(gap);
                    continue;
                }
            };
            for single in singles {
                if let Some(doubt) = &doubt {
                    let entry = match single.status {
                        CertificateStatus::Revoked(entry) => Some(entry),
                        CertificateStatus::Good | CertificateStatus::Unknown => None,
                    };
                    picture.doubts(entry, single.this_update, doubt.clone());
                    continue;
                }
                // RFC 6960, 4.2.2.1: without nextUpdate newer information is always available.
                let next_update = single.next_update.unwrap_or(single.this_update);
                let timely = self.timely(certificate, single.this_update, next_update, None, judged);
                let timely = timely.map_err(|gap| match (gap, single.next_update) {
                    (RevocationGap::Stale { .. }, None) => RevocationGap::ResponseNextUpdate,
                    (RevocationGap::Stale { next_update }, _) => RevocationGap::ResponseStale { next_update },
                    (gap, _) => gap,
                });
                let evidence = RevocationEvidence {
                    source: EvidenceSource::OcspResponse,
                    sha256: response.sha256(),
                    this_update: single.this_update,
                    next_update: single.next_update,
                    signer,
                };
                match single.status {
                    CertificateStatus::Unknown => {
                        picture.gaps.push(RevocationGap::ResponderUnknowing);
                        continue;
                    }
                    CertificateStatus::Revoked(entry) => picture.revoked(entry, evidence.clone()),
                    CertificateStatus::Good => {}
                }
                let revoked = single.status != CertificateStatus::Good;
                let unknown =
                    response.unknown_critical_extension().or(single.unknown_critical_extension.as_ref());
                match (unknown, timely) {
                    (Some(id), _) => {
                        picture.gaps.push(RevocationGap::UnknownCriticalExtension { id: id.clone() });
                    }
                    (None, Err(gap))
                        if !(revoked && matches!(gap, RevocationGap::IssuedAfterExpiry { .. })) =>
                    {
                        picture.gaps.push(gap);
                    }
                    // A responder that says when it was revoked has not forgotten an expired certificate.
                    (None, _) => {
                        if !revoked {
                            picture.clears(ReasonFlags::ALL, single.this_update);
                        }
                        picture.covers(ReasonFlags::ALL, evidence);
                    }
                }
            }
        }
        Ok(())
    }

    fn response_signer(
        &mut self,
        response: &OcspResponse,
        (certificate, issuer, index): (&Certificate, &Issuer<'_>, usize),
        walk: &mut Walk<'_>,
        made: Made,
        depth: usize,
    ) -> Result<Result<Vouched, RevocationGap>, BudgetExhausted> {
        let mut gap = RevocationGap::ResponderNotAuthorized;
        if response.is_by(certificate.issuer(), issuer.key_octets) {
            match self.response_signed_by(response, issuer.key, issuer.key_sha256)? {
                Ok(()) => {
                    let doubt = self.doubt_of(walk, index.checked_sub(1), made, depth)?;
                    return Ok(Ok(Vouched { signer: EvidenceSigner::Issuer, doubt }));
                }
                Err(RevocationGap::SignatureMismatch) => {}
                Err(found) => gap = found,
            }
        }
        let request = self.request;
        let mut doubtful = None;
        for delegate in response.certificates().iter().chain(request.bag()) {
            let may_answer = delegate.issuer() == certificate.issuer()
                && delegate.extended_key_usage().is_some_and(|purposes| {
                    purposes.iter().any(|purpose| purpose.as_bytes() == ID_KP_OCSP_SIGNING)
                });
            if !may_answer {
                continue;
            }
            // A response may name its signer by a digest of the key.
            let octets = u64::try_from(delegate.key_octets().len()).unwrap_or(u64::MAX);
            self.budget.spend(octets / DIGEST_OCTETS_PER_STEP)?;
            if !response.is_by(delegate.subject(), delegate.key_octets()) {
                continue;
            }
            let Ok(key) = delegate.public_key() else { continue };
            match self.response_signed_by(response, key, delegate.key_info_sha256())? {
                Ok(()) => {}
                Err(_) => continue,
            }
            let sound = delegate.unknown_critical_extensions().is_empty()
                && delegate
                    .key_usage()
                    .is_none_or(|usage| usage.digital_signature() || usage.non_repudiation());
            if !sound || self.signed_by(delegate, issuer.key, issuer.key_sha256)?.is_err() {
                continue;
            }
            let reliance = self.reliance(Judged::Statement(made));
            if delegate.signature_algorithm().is_ok_and(|algorithm| {
                request.algorithm_policy.judge(algorithm, issuer.key, reliance).is_err()
            }) {
                gap = RevocationGap::SignatureAlgorithm;
                continue;
            }
            match self.doubt_of_delegate(delegate, walk, index, made, depth)? {
                None => return Ok(Ok(Vouched { signer: EvidenceSigner::Delegate, doubt: None })),
                Some(doubt) => {
                    doubtful.get_or_insert(Vouched { signer: EvidenceSigner::Delegate, doubt: Some(doubt) });
                }
            }
        }
        Ok(doubtful.ok_or(gap))
    }

    /// Why a responder's word of that time is not good: its own validity and revocation, and those of the issuer that
    /// gave it the right.
    fn doubt_of_delegate(
        &mut self,
        delegate: &Certificate,
        walk: &mut Walk<'_>,
        index: usize,
        made: Made,
        depth: usize,
    ) -> Result<Option<RevocationGap>, BudgetExhausted> {
        if let Some(doubt) = self.doubt_of_validity(delegate, made) {
            return Ok(Some(doubt));
        }
        if let Some(doubt) = self.doubt_of(walk, index.checked_sub(1), made, depth)? {
            return Ok(Some(doubt));
        }
        // RFC 6960, 4.2.2.2.1: nobody has to ask whether it is revoked; but what is known counts.
        let unasked = delegate.extensions().iter().any(|one| one.id.as_bytes() == ID_PKIX_OCSP_NOCHECK);
        // The delegate's own revocation, by lists or by the issuer's responses; never deeper than signers of lists.
        if depth >= MAX_REVOCATION_DEPTH {
            if unasked {
                return Ok(None);
            }
            return Ok(Some(RevocationGap::SignerUnestablished(Box::new(RevocationGap::Missing))));
        }
        let judged = Judged::Statement(made);
        let status = self.revocation(walk, (delegate, index), judged, depth.saturating_add(1))?;
        Ok(match status {
            Err(PathDefect::RevocationUnknown(_))
            | Ok(RevocationStatus::NotEstablished(_) | RevocationStatus::NotChecked)
                if unasked =>
            {
                None
            }
            Ok(RevocationStatus::Good(_) | RevocationStatus::RevokedAfterProof { .. }) => None,
            Ok(RevocationStatus::NotEstablished(gap)) => {
                Some(doubt_of_defect(delegate.subject(), PathDefect::RevocationUnknown(gap)))
            }
            Ok(RevocationStatus::NotChecked) => {
                Some(RevocationGap::SignerUnestablished(Box::new(RevocationGap::Missing)))
            }
            Err(defect) => Some(doubt_of_defect(delegate.subject(), defect)),
        })
    }

    fn response_signed_by(
        &mut self,
        response: &OcspResponse,
        key: &PublicKey,
        key_sha256: [u8; 32],
    ) -> Result<Result<(), RevocationGap>, BudgetExhausted> {
        let Ok(algorithm) = response.signature_algorithm() else {
            return Ok(Err(RevocationGap::SignatureAlgorithm));
        };
        let pair = (response.sha256(), key_sha256);
        let known = self.signatures.get(&pair).copied();
        let verified = match known {
            Some(verified) => verified,
            None => {
                self.budget.spend(SIGNATURE_STEPS)?;
                let verified = response.verify_signature(key).is_ok();
                self.signatures.insert(pair, verified);
                verified
            }
        };
        Ok(if !verified {
            Err(RevocationGap::SignatureMismatch)
        } else if self
            .statement_algorithm(algorithm, key, (response.sha256(), response.produced_at()))
            .is_err()
        {
            Err(RevocationGap::SignatureAlgorithm)
        } else {
            Ok(())
        })
    }
}
