//! A builder for certificate revocation lists (RFC 5280, 5).

use super::certificate::{authority_key_identifier, distribution_point_name, extension};
use super::{DistinguishedName, Error, algorithm_identifier, der, signed, time};
use crate::crypto::Signer;
use crate::time::Time;

/// A revocation list to be signed.
#[derive(Debug, Clone)]
pub struct CrlBuilder {
    issuer: DistinguishedName,
    this_update: Time,
    next_update: Option<Time>,
    entries: Vec<(u64, Time, Option<Reason>)>,
    entries_by_hand: Vec<Vec<u8>>,
    extensions: Vec<Result<Vec<u8>, Error>>,
}

/// Which certificates an issuing distribution point covers (5.2.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Every certificate of the issuer.
    AllCertificates,
    /// onlyContainsUserCerts: the list that Japanese documents call CRL.
    UserCertificates,
    /// onlyContainsCACerts: the list that Japanese documents call ARL.
    AuthorityCertificates,
    /// onlyContainsAttributeCerts: covers no public-key certificate.
    AttributeCertificates,
}

/// CRLReason (5.3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// (1)
    KeyCompromise,
    /// (2)
    CaCompromise,
    /// (3)
    AffiliationChanged,
    /// (4)
    Superseded,
    /// (5)
    CessationOfOperation,
    /// (6)
    CertificateHold,
    /// (8), delta lists only
    RemoveFromCrl,
}

impl CrlBuilder {
    /// An empty list of `issuer`; `next_update` `None` leaves the field out.
    pub fn new(issuer: &DistinguishedName, this_update: Time, next_update: Option<Time>) -> Self {
        Self {
            issuer: issuer.clone(),
            this_update,
            next_update,
            entries: Vec::new(),
            entries_by_hand: Vec::new(),
            extensions: Vec::new(),
        }
    }

    /// Adds a revoked certificate.
    #[must_use]
    pub fn revoke(mut self, serial: u64, at: Time, reason: Option<Reason>) -> Self {
        self.entries.push((serial, at, reason));
        self
    }

    /// Adds an entry as it is to stand, with extensions the other builder does not know.
    #[must_use]
    pub fn entry(mut self, der: Vec<u8>) -> Self {
        self.entries_by_hand.push(der);
        self
    }

    /// authorityKeyIdentifier with the keyIdentifier of the issuer's `spki` (5.2.1).
    #[must_use]
    pub fn authority_key_identifier(self, issuer_spki: &[u8]) -> Self {
        let value = authority_key_identifier(issuer_spki);
        self.extension("2.5.29.35", false, value)
    }

    /// cRLNumber (5.2.3).
    #[must_use]
    pub fn crl_number(self, number: u64) -> Self {
        self.extension("2.5.29.20", false, Ok(der::integer(number)))
    }

    /// deltaCRLIndicator, critical (5.2.4).
    #[must_use]
    pub fn delta_of(self, base_number: u64) -> Self {
        self.extension("2.5.29.27", true, Ok(der::integer(base_number)))
    }

    /// issuingDistributionPoint, critical (5.2.5): a directoryName if there is one, and the scope.
    #[must_use]
    pub fn issuing_distribution_point(self, point: Option<&DistinguishedName>, scope: Scope) -> Self {
        let point = point.map(distribution_point_name).transpose();
        let value = point.map(|point| {
            let point = point.map(|point| der::context(0, &point)).unwrap_or_default();
            let only = match scope {
                Scope::AllCertificates => Vec::new(),
                Scope::UserCertificates => der::context_primitive(1, &[0xff]),
                Scope::AuthorityCertificates => der::context_primitive(2, &[0xff]),
                Scope::AttributeCertificates => der::context_primitive(5, &[0xff]),
            };
            der::sequence(&[&point, &only])
        });
        self.extension("2.5.29.28", true, value)
    }

    /// Any other extension: `value` is what the OCTET STRING holds.
    #[must_use]
    pub fn other_extension(self, oid: &str, critical: bool, value: &[u8]) -> Self {
        self.extension(oid, critical, Ok(value.to_vec()))
    }

    /// Signs and returns the list's DER: version 2 when it has extensions, else version 1.
    ///
    /// # Errors
    /// The first [`Error`] met while building, or the signer's.
    pub fn sign(&self, signer: &dyn Signer) -> Result<Vec<u8>, Error> {
        let mut extensions = Vec::new();
        for extension in &self.extensions {
            extensions.extend(extension.clone()?);
        }
        let mut entries = Vec::new();
        for (serial, at, reason) in &self.entries {
            entries.extend(entry(*serial, *at, *reason)?);
        }
        entries.extend(self.entries_by_hand.concat());
        let with_reason = self.entries.iter().any(|(_, _, reason)| reason.is_some());
        let with_reason = with_reason || !self.entries_by_hand.is_empty();
        let version = if extensions.is_empty() && !with_reason { Vec::new() } else { der::integer(1) };
        // 5.1.2.6: the list is absent when nothing is revoked.
        let entries = if entries.is_empty() { Vec::new() } else { der::element(0x30, &entries) };
        let extensions = if extensions.is_empty() {
            Vec::new()
        } else {
            der::context(0, &der::element(0x30, &extensions))
        };
        let tbs = der::sequence(&[
            &version,
            &algorithm_identifier(signer.algorithm())?,
            &self.issuer.to_der()?,
            &time(self.this_update),
            &self.next_update.map(time).unwrap_or_default(),
            &entries,
            &extensions,
        ]);
        signed(&tbs, signer)
    }

    fn extension(mut self, oid: &str, critical: bool, value: Result<Vec<u8>, Error>) -> Self {
        self.extensions.push(value.and_then(|value| extension(oid, critical, &value)));
        self
    }
}

fn entry(serial: u64, at: Time, reason: Option<Reason>) -> Result<Vec<u8>, Error> {
    let extensions = match reason {
        None => Vec::new(),
        Some(reason) => {
            let code = match reason {
                Reason::KeyCompromise => 1,
                Reason::CaCompromise => 2,
                Reason::AffiliationChanged => 3,
                Reason::Superseded => 4,
                Reason::CessationOfOperation => 5,
                Reason::CertificateHold => 6,
                Reason::RemoveFromCrl => 8,
            };
            der::sequence(&[&extension("2.5.29.21", false, &der::enumerated(code))?])
        }
    };
    Ok(der::sequence(&[&der::integer(serial), &time(at), &extensions]))
}
