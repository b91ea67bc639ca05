//! What a receiver need not compute again for every document: that its own certificates and lists verify, and what is
//! written in the certificates that many documents carry.

use std::collections::HashSet;
use std::sync::{PoisonError, RwLock};

use crate::limits::pki::{KNOWN_CERTIFICATE_OCTETS, KNOWN_CERTIFICATES, KNOWN_SIGNATURES};
use crate::pki::certificate::{Certificate, Error};

/// Which of the receiver's own certificates and lists verify with which keys, kept from one question to the next.
///
/// Whether a signature verifies depends on the signed octets and the key alone, so that no answer changes by it, and the
/// budget is charged as if it had been computed. Only what holds is kept, and only of what was admitted: documents
/// can neither fill it nor put anything into it.
#[derive(Debug, Default)]
pub struct KnownSignatures {
    admitted: HashSet<[u8; 32]>,
    holding: RwLock<HashSet<([u8; 32], [u8; 32])>>,
}

impl KnownSignatures {
    /// Has the signature on a certificate or list of this SHA-256 kept once it was verified.
    pub fn admit(&mut self, sha256: [u8; 32]) {
        self.admitted.insert(sha256);
    }

    /// How many signatures are kept.
    pub fn len(&self) -> usize {
        self.holding.read().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Whether none is kept.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether a key (by SHA-256 of its SubjectPublicKeyInfo) signed a certificate or list (by SHA-256): known, or found out
    /// by `verify`.
    pub(super) fn verified(&self, signed: [u8; 32], key: [u8; 32], verify: impl FnOnce() -> bool) -> bool {
        if !self.admitted.contains(&signed) {
            return verify();
        }
        if self.holding.read().unwrap_or_else(PoisonError::into_inner).contains(&(signed, key)) {
            return true;
        }
        let verified = verify();
        let mut holding = self.holding.write().unwrap_or_else(PoisonError::into_inner);
        if verified && holding.len() < KNOWN_SIGNATURES {
            holding.insert((signed, key));
        }
        verified
    }
}

/// Certificates as they were read from earlier documents, found again by their octets.
///
/// A certificate is what its octets say, so that reading the same ones again gives the same. A few are kept, the newest
/// in the place of the oldest: documents can push one another's certificates out and nothing more.
#[derive(Debug, Default)]
pub struct KnownCertificates(RwLock<Ring>);

#[derive(Debug, Default)]
struct Ring {
    kept: Vec<Certificate>,
    oldest: usize,
}

impl KnownCertificates {
    /// Reads the DER of one certificate.
    ///
    /// # Errors
    /// As [`Certificate::parse`].
    pub fn read(&self, der: &[u8]) -> Result<Certificate, Error> {
        let find = |ring: &Ring| ring.kept.iter().find(|one| one.der() == der).cloned();
        if let Some(known) = find(&self.0.read().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(known);
        }
        let certificate = Certificate::parse(der)?;
        if der.len() <= KNOWN_CERTIFICATE_OCTETS {
            self.0.write().unwrap_or_else(PoisonError::into_inner).keep(certificate.clone());
        }
        Ok(certificate)
    }
}

impl Ring {
    fn keep(&mut self, certificate: Certificate) {
        if self.kept.len() < KNOWN_CERTIFICATES {
            self.kept.push(certificate);
            return;
        }
        if let Some(place) = self.kept.get_mut(self.oldest) {
            *place = certificate;
        }
        self.oldest = self.oldest.saturating_add(1).checked_rem(KNOWN_CERTIFICATES).unwrap_or_default();
    }
}

impl Clone for KnownCertificates {
    /// A memory of its own, empty at first.
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Clone for KnownSignatures {
    fn clone(&self) -> Self {
        let holding = self.holding.read().unwrap_or_else(PoisonError::into_inner).clone();
        Self { admitted: self.admitted.clone(), holding: RwLock::new(holding) }
    }
}

#[cfg(test)]
mod tests {
    use super::{KnownCertificates, KnownSignatures};
    use crate::limits::pki::{KNOWN_CERTIFICATES, KNOWN_SIGNATURES};

    const MINISTER: &[u8] = include_bytes!("../../../fixtures/pki/signers/minister.cer");

    #[test]
    fn finds_certificates_again_by_all_their_octets() {
        let known = KnownCertificates::default();
        let first = known.read(MINISTER).unwrap();
        assert!(std::ptr::eq(first.der(), known.read(MINISTER).unwrap().der()), "the very same");
        // Another signature value, and so another certificate.
        let mut changed = MINISTER.to_vec();
        *changed.last_mut().unwrap() ^= 1;
        assert_eq!(known.read(&changed).unwrap().der(), changed);
        assert!(known.read(&changed[1..]).is_err());
        for value in 0..=255 {
            *changed.last_mut().unwrap() = value;
            known.read(&changed).unwrap();
        }
        assert_eq!(known.0.read().unwrap().kept.len(), KNOWN_CERTIFICATES);
        assert_eq!(known.read(MINISTER).unwrap(), first);
    }

    #[test]
    fn keeps_what_holds_and_was_admitted() {
        let mut known = KnownSignatures::default();
        assert!(known.is_empty());
        known.admit([1; 32]);
        let again = || panic!("it was verified before");
        assert!(known.verified([1; 32], [7; 32], || true));
        assert!(known.verified([1; 32], [7; 32], again));
        // Another key, another object, and what did not hold, are verified every time.
        assert!(!known.verified([1; 32], [8; 32], || false));
        assert!(!known.verified([1; 32], [8; 32], || false));
        assert!(known.verified([1; 32], [8; 32], || true));
        assert!(known.verified([2; 32], [7; 32], || true));
        assert!(!known.verified([2; 32], [7; 32], || false));
        assert_eq!((known.len(), known.is_empty()), (2, false));
        // A copy goes on from there, by itself.
        let copy = known.clone();
        assert!(copy.verified([1; 32], [7; 32], again));
        assert!(copy.verified([1; 32], [9; 32], || true));
        assert_eq!((copy.len(), known.len()), (3, 2));
    }

    #[test]
    fn keeps_no_more_than_the_ceiling() {
        let mut known = KnownSignatures::default();
        known.admit([1; 32]);
        let key = |number: usize| {
            let mut key = [0; 32];
            key[..8].copy_from_slice(&number.to_be_bytes());
            key
        };
        for number in 0..=KNOWN_SIGNATURES {
            assert!(known.verified([1; 32], key(number), || true));
        }
        assert_eq!(known.len(), KNOWN_SIGNATURES);
        assert!(known.verified([1; 32], key(KNOWN_SIGNATURES - 1), || panic!("it was kept")));
        assert!(!known.verified([1; 32], key(KNOWN_SIGNATURES), || false), "it was not");
    }
}
