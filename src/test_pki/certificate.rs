//! A builder for X.509 certificates (RFC 5280, 4): what is not asked for is not written, so that broken shapes can be
//! made as well as good ones.

use super::{DistinguishedName, Error, algorithm_identifier, der, key_identifier, signed, time};
use crate::crypto::Signer;
use crate::time::Time;

/// A certificate to be signed. Extensions appear in the order in which they were asked for.
#[derive(Debug, Clone)]
pub struct CertificateBuilder {
    serial: u64,
    issuer: DistinguishedName,
    validity: Validity,
    subject: DistinguishedName,
    spki: Vec<u8>,
    extensions: Vec<Result<Vec<u8>, Error>>,
}

/// First and last instant of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validity {
    /// notBefore
    pub not_before: Time,
    /// notAfter
    pub not_after: Time,
}

/// Bits of KeyUsage (RFC 5280, 4.2.1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyUsage {
    /// Bit 0.
    DigitalSignature,
    /// Bit 1, contentCommitment.
    NonRepudiation,
    /// Bit 2.
    KeyEncipherment,
    /// Bit 3.
    DataEncipherment,
    /// Bit 4.
    KeyAgreement,
    /// Bit 5.
    KeyCertSign,
    /// Bit 6.
    CrlSign,
}

/// One list of NameConstraints (RFC 5280, 4.2.1.10), directoryName only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GeneralSubtree {
    /// permittedSubtrees
    Permitted(DistinguishedName),
    /// excludedSubtrees
    Excluded(DistinguishedName),
}

impl CertificateBuilder {
    /// A certificate of version 3 for `spki` under `subject`, issued by `issuer`.
    pub fn new(
        subject: &DistinguishedName,
        spki: &[u8],
        issuer: &DistinguishedName,
        serial: u64,
        validity: Validity,
    ) -> Self {
        Self {
            serial,
            issuer: issuer.clone(),
            validity,
            subject: subject.clone(),
            spki: spki.to_vec(),
            extensions: Vec::new(),
        }
    }

    /// basicConstraints, critical, cA TRUE, with a pathLenConstraint if there is one (4.2.1.9).
    #[must_use]
    pub fn authority(self, path_length: Option<u64>) -> Self {
        let path_length = path_length.map(der::integer).unwrap_or_default();
        self.extension("2.5.29.19", true, Ok(der::sequence(&[&der::boolean(true), &path_length])))
    }

    /// basicConstraints of an end entity: an empty SEQUENCE.
    #[must_use]
    pub fn end_entity(self) -> Self {
        self.extension("2.5.29.19", true, Ok(der::sequence(&[])))
    }

    /// keyUsage, critical (4.2.1.3).
    #[must_use]
    pub fn key_usage(self, usages: &[KeyUsage]) -> Self {
        let bits: Vec<u8> = usages.iter().copied().map(KeyUsage::bit).collect();
        self.extension("2.5.29.15", true, Ok(der::named_bits(&bits)))
    }

    /// certificatePolicies, critical, without qualifiers (4.2.1.4).
    #[must_use]
    pub fn certificate_policies(self, policies: &[&str]) -> Self {
        let value = policies
            .iter()
            .map(|policy| Ok(der::sequence(&[&der::object_identifier(policy)?])))
            .collect::<Result<Vec<_>, Error>>();
        self.extension("2.5.29.32", true, value.map(|parts| der::sequence_of(&parts)))
    }

    /// policyMappings, critical, from pairs of issuer-domain and subject-domain policies (4.2.1.5).
    #[must_use]
    pub fn policy_mappings(self, mappings: &[(&str, &str)]) -> Self {
        let value = mappings
            .iter()
            .map(|(issuer, subject)| {
                Ok(der::sequence(&[&der::object_identifier(issuer)?, &der::object_identifier(subject)?]))
            })
            .collect::<Result<Vec<_>, Error>>();
        self.extension("2.5.29.33", true, value.map(|parts| der::sequence_of(&parts)))
    }

    /// policyConstraints, critical (4.2.1.11).
    #[must_use]
    pub fn policy_constraints(
        self,
        require_explicit_policy: Option<u64>,
        inhibit_policy_mapping: Option<u64>,
    ) -> Self {
        let field = |number: u8, skip: Option<u64>| {
            skip.map(|skip| der::context_primitive(number, &der::integer_content(&skip.to_be_bytes())))
                .unwrap_or_default()
        };
        let value = der::sequence(&[&field(0, require_explicit_policy), &field(1, inhibit_policy_mapping)]);
        self.extension("2.5.29.36", true, Ok(value))
    }

    /// inhibitAnyPolicy, critical (4.2.1.14).
    #[must_use]
    pub fn inhibit_any_policy(self, skip: u64) -> Self {
        self.extension("2.5.29.54", true, Ok(der::integer(skip)))
    }

    /// nameConstraints, critical, over directory names (4.2.1.10).
    #[must_use]
    pub fn name_constraints(self, subtrees: &[GeneralSubtree]) -> Self {
        let value = || {
            let (mut permitted, mut excluded) = (Vec::new(), Vec::new());
            for subtree in subtrees {
                let (list, name) = match subtree {
                    GeneralSubtree::Permitted(name) => (&mut permitted, name),
                    GeneralSubtree::Excluded(name) => (&mut excluded, name),
                };
                list.extend(der::sequence(&[&directory_name(name)?]));
            }
            let field = |number: u8, list: &[u8]| {
                if list.is_empty() { Vec::new() } else { der::context(number, list) }
            };
            Ok(der::sequence(&[&field(0, &permitted), &field(1, &excluded)]))
        };
        self.extension("2.5.29.30", true, value())
    }

    /// subjectKeyIdentifier: SHA-1 over the public key's bits (4.2.1.2).
    #[must_use]
    pub fn subject_key_identifier(self) -> Self {
        let value = key_identifier(&self.spki).map(|identifier| der::octet_string(&identifier));
        self.extension("2.5.29.14", false, value)
    }

    /// authorityKeyIdentifier with the keyIdentifier of the issuer's `spki` (4.2.1.1).
    #[must_use]
    pub fn authority_key_identifier(self, issuer_spki: &[u8]) -> Self {
        let value = authority_key_identifier(issuer_spki);
        self.extension("2.5.29.35", false, value)
    }

    /// cRLDistributionPoints with one fullName, a directoryName (4.2.1.13).
    #[must_use]
    pub fn crl_distribution_point(self, name: &DistinguishedName) -> Self {
        let value = distribution_point_name(name)
            .map(|point| der::sequence(&[&der::sequence(&[&der::context(0, &point)])]));
        self.extension("2.5.29.31", false, value)
    }

    /// subjectAltName with one directoryName (4.2.1.6).
    #[must_use]
    pub fn subject_alternative_name(self, name: &DistinguishedName) -> Self {
        self.extension("2.5.29.17", false, directory_name(name).map(|name| der::sequence(&[&name])))
    }

    /// issuerAltName with one directoryName (4.2.1.7).
    #[must_use]
    pub fn issuer_alternative_name(self, name: &DistinguishedName) -> Self {
        self.extension("2.5.29.18", false, directory_name(name).map(|name| der::sequence(&[&name])))
    }

    /// Any other extension: `value` is what the OCTET STRING holds.
    #[must_use]
    pub fn other_extension(self, oid: &str, critical: bool, value: &[u8]) -> Self {
        self.extension(oid, critical, Ok(value.to_vec()))
    }

    /// Signs and returns the certificate's DER.
    ///
    /// # Errors
    /// The first [`Error`] met while building, or the signer's.
    pub fn sign(&self, signer: &dyn Signer) -> Result<Vec<u8>, Error> {
        let mut extensions = Vec::new();
        for extension in &self.extensions {
            extensions.extend(extension.clone()?);
        }
        let extensions = if extensions.is_empty() {
            Vec::new()
        } else {
            der::context(3, &der::element(0x30, &extensions))
        };
        let tbs = der::sequence(&[
            &der::context(0, &der::integer(2)),
            &der::integer(self.serial),
            &algorithm_identifier(signer.algorithm())?,
            &self.issuer.to_der()?,
            &der::sequence(&[&time(self.validity.not_before), &time(self.validity.not_after)]),
            &self.subject.to_der()?,
            &self.spki,
            &extensions,
        ]);
        signed(&tbs, signer)
    }

    fn extension(mut self, oid: &str, critical: bool, value: Result<Vec<u8>, Error>) -> Self {
        self.extensions.push(value.and_then(|value| extension(oid, critical, &value)));
        self
    }
}

impl KeyUsage {
    const fn bit(self) -> u8 {
        match self {
            Self::DigitalSignature => 0,
            Self::NonRepudiation => 1,
            Self::KeyEncipherment => 2,
            Self::DataEncipherment => 3,
            Self::KeyAgreement => 4,
            Self::KeyCertSign => 5,
            Self::CrlSign => 6,
        }
    }
}

/// Extension (4.1): `critical` is left out when false, its default.
pub(super) fn extension(oid: &str, critical: bool, value: &[u8]) -> Result<Vec<u8>, Error> {
    let critical = if critical { der::boolean(true) } else { Vec::new() };
    Ok(der::sequence(&[&der::object_identifier(oid)?, &critical, &der::octet_string(value)]))
}

/// AuthorityKeyIdentifier with keyIdentifier alone.
pub(super) fn authority_key_identifier(issuer_spki: &[u8]) -> Result<Vec<u8>, Error> {
    Ok(der::sequence(&[&der::context_primitive(0, &key_identifier(issuer_spki)?)]))
}

/// GeneralName: directoryName is `[4]` and, Name being a CHOICE, explicit.
pub(super) fn directory_name(name: &DistinguishedName) -> Result<Vec<u8>, Error> {
    Ok(der::context(4, &name.to_der()?))
}

/// DistributionPointName: fullName `[0]` GeneralNames.
pub(super) fn distribution_point_name(name: &DistinguishedName) -> Result<Vec<u8>, Error> {
    Ok(der::context(0, &directory_name(name)?))
}
