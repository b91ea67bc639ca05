//! The certificate a key signs for, checked and encoded once per key.

use std::sync::{Arc, Mutex, PoisonError};

use super::SignError;
use crate::cms::{SignerIdentity, Template};
use crate::crypto::policy::{AlgorithmPolicy, Use};
use crate::crypto::{SignatureAlgorithm, Signer};
use crate::dsig::{self, PrepareError, SigningMode, SigningRequest};
use crate::pki::Certificate;
use crate::time::Time;

/// A signer's certificate with its chain, found fit for signing documents. Made once per key.
#[derive(Debug, Clone)]
pub struct SigningIdentity {
    certificate: Certificate,
    chain: Vec<Certificate>,
    algorithm: SignatureAlgorithm,
    template: Template,
    /// Of the modes that were asked for so far.
    xml_templates: Arc<Mutex<Vec<(SigningMode, dsig::Template)>>>,
}

impl SigningIdentity {
    /// Checks that the certificate is an end entity's with a key usage for signatures, and pre-encodes what is the same for
    /// every document.
    ///
    /// # Errors
    /// [`SignError::CertificateUnfit`] or [`SignError::Cms`].
    pub fn new(
        certificate: Certificate,
        chain: Vec<Certificate>,
        algorithm: SignatureAlgorithm,
    ) -> Result<Self, SignError> {
        let usage = certificate.key_usage();
        if certificate.is_certification_authority()
            || !usage.is_none_or(|usage| usage.digital_signature() || usage.non_repudiation())
        {
            return Err(SignError::CertificateUnfit);
        }
        let identity = SignerIdentity { certificate: certificate.clone(), chain: chain.clone(), algorithm };
        let template = Template::new(&identity)?;
        Ok(Self { certificate, chain, algorithm, template, xml_templates: Arc::default() })
    }

    /// The signer's certificate.
    pub const fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// The algorithm of every signature made for this identity.
    pub const fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }

    pub(super) const fn template(&self) -> &Template {
        &self.template
    }

    /// The XML Signature of a mode, encoded when the mode is asked for the first time.
    pub(super) fn xml_template(&self, mode: SigningMode) -> Result<dsig::Template, PrepareError> {
        let mut templates = self.xml_templates.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, template)) = templates.iter().find(|(of, _)| *of == mode) {
            return Ok(template.clone());
        }
        let certificates: Vec<Certificate> =
            core::iter::once(&self.certificate).chain(&self.chain).cloned().collect();
        let (algorithm, certificates) = (self.algorithm, certificates.as_slice());
        let template = dsig::Template::new(&SigningRequest { mode, algorithm, certificates })?;
        templates.push((mode, template.clone()));
        Ok(template)
    }

    /// The clock guard: nothing is signed outside the certificate's validity, or when the key is too weak by then.
    pub(super) fn valid_at(&self, at: Time) -> Result<(), SignError> {
        if let Ok(key) = self.certificate.public_key() {
            AlgorithmPolicy::default()
                .judge(self.algorithm, key, Use::Sign(at))
                .map_err(SignError::AlgorithmPolicy)?;
        }
        let (not_before, not_after) = (self.certificate.not_before(), self.certificate.not_after());
        if (not_before..=not_after).contains(&at) {
            Ok(())
        } else {
            Err(SignError::OutsideValidity { at, not_before, not_after })
        }
    }

    pub(super) fn matches(&self, signer: &dyn Signer) -> Result<(), SignError> {
        if signer.algorithm() == self.algorithm { Ok(()) } else { Err(SignError::SignerAlgorithm) }
    }
}
