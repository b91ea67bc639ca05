//! Verification of one SignedData: digest, certificate binding, signature value. Path and policy are for others.

use super::attributes::{AttributeOrder, SignedAttributes, SigningCertificateReference};
use super::ber::Encoding;
use super::error::Error;
use super::signed_data::SignedData;
use crate::crypto::{Digest, DigestAlgorithm, SignatureAlgorithm, VerifyError};
use crate::pki::Certificate;
use crate::time::Time;

/// How one step of the verification ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It holds.
    Holds,
    /// It does not.
    Broken(Error),
    /// There was nothing to compare, or an earlier step left nothing to do it with.
    NotChecked,
}

/// Which octets the signature value was found to sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SignedOctets {
    /// The content itself: there are no signed attributes.
    Content,
    /// The signed attributes in DER (RFC 5652, 5.4).
    AttributesInDer,
    /// The signed attributes in the unsorted order in which they stand in the file. The same attributes were signed;
    /// OpenSSL and others accept this form, and the profile reports it by [`AttributeOrder::Unsorted`].
    AttributesAsFound,
}

/// Everything the verification established, step by step, so that a report can state each on its own.
#[derive(Debug, Clone)]
pub struct Verification {
    signed_data: SignedData,
    signer_certificate: Result<Certificate, Error>,
    signing_certificate: Outcome,
    message_digest: Outcome,
    signature_value: Outcome,
    digest_strength: Outcome,
    signed_octets: Option<SignedOctets>,
}

/// A signature whose digest, certificate binding and value hold. Made only by [`Verification::into_verified`].
///
/// It says nothing of trust: the certificate's path is still to be validated.
#[derive(Debug, Clone)]
pub struct VerifiedSignature {
    signer_certificate: Certificate,
    other_certificates: Vec<Certificate>,
    certificate_revocation_lists: Vec<Vec<u8>>,
    ocsp_responses: Vec<Vec<u8>>,
    digest_algorithm: DigestAlgorithm,
    signature_algorithm: SignatureAlgorithm,
    signature_algorithm_oid: String,
    signature_value: Vec<u8>,
    attributes: Option<SignedAttributes>,
    encoding: Encoding,
    signed_octets: SignedOctets,
}

impl SignedData {
    /// Verifies the signature over content that is handed in piece by piece (the two regions of a PDF's ByteRange).
    ///
    /// ```
    /// # fn example(contents: &[u8], before: &[u8], after: &[u8]) -> Result<(), Box<dyn std::error::Error>> {
    /// let signed_data = koseki::cms::SignedData::parse(contents)?;
    /// let verification = signed_data.verify([before, after]);
    /// for error in verification.errors() {
    ///     println!("{error}");
    /// }
    /// let signature = verification.into_verified().map_err(|mut errors| errors.remove(0))?;
    /// println!("signed with the key of {}", signature.signer_certificate().subject());
    /// # Ok(())
    /// # }
    /// ```
    pub fn verify<'c>(&self, content: impl IntoIterator<Item = &'c [u8]>) -> Verification {
        let mut hasher = self.digest_algorithm().hasher();
        for piece in content {
            hasher.update(piece);
        }
        self.verify_digest(&hasher.finish())
    }

    /// Verifies the signature over content whose digest was made elsewhere with [`SignedData::digest_algorithm`]. A
    /// digest of another algorithm is a different digest.
    pub fn verify_digest(&self, content: &Digest) -> Verification {
        let signer = self.signer();
        let signer_certificate = self.find_signer().cloned();
        let signing_certificate = match (&signer.attributes, &signer_certificate) {
            (Some(attributes), Ok(certificate)) if !attributes.signing_certificates().is_empty() => {
                let mut references = attributes.signing_certificates().iter();
                references
                    .find_map(|reference| reference.verify(certificate).err())
                    .map_or(Outcome::Holds, Outcome::Broken)
            }
            _ => Outcome::NotChecked,
        };
        let algorithm = self.digest_algorithm();
        let message_digest = match &signer.attributes {
            None => Outcome::NotChecked,
            Some(attributes)
                if content.algorithm() == algorithm && content.as_bytes() == attributes.message_digest() =>
            {
                Outcome::Holds
            }
            Some(_) => Outcome::Broken(Error::MessageDigestDifferent { algorithm }),
        };
        let (signature_value, signed_octets) = match &signer_certificate {
            Err(_) => (Outcome::NotChecked, None),
            Ok(certificate) => match self.verify_value(certificate, content) {
                Ok(octets) => (Outcome::Holds, Some(octets)),
                Err(error) => (Outcome::Broken(error), None),
            },
        };
        let digest_strength = match algorithm {
            DigestAlgorithm::Sha1 => Outcome::Broken(Error::DigestWeak { algorithm }),
            DigestAlgorithm::Sha256 | DigestAlgorithm::Sha384 | DigestAlgorithm::Sha512 => Outcome::Holds,
        };
        Verification {
            signed_data: self.clone(),
            signer_certificate,
            signing_certificate,
            message_digest,
            signature_value,
            digest_strength,
            signed_octets,
        }
    }

    /// The one embedded certificate that the SignerInfo names. Where several do (a renewed certificate for the same
    /// key identifier), the ESS attribute picks.
    fn find_signer(&self) -> Result<&Certificate, Error> {
        let identifier = self.signer_identifier();
        let fitting: Vec<_> =
            self.certificates().iter().filter(|certificate| identifier.names(certificate)).collect();
        let references = self.signed_attributes().map_or(&[][..], SignedAttributes::signing_certificates);
        match fitting.as_slice() {
            [] => Err(Error::SignerCertificateMissing {
                certificates: self.certificates().len(),
                unreadable: self.unreadable_certificates(),
            }),
            [one] => Ok(one),
            several => {
                let ambiguous = Error::SignerCertificateAmbiguous { count: several.len() };
                if references.is_empty() {
                    return Err(ambiguous);
                }
                let mut picked = several.iter().filter(|certificate| {
                    references.iter().all(|reference| reference.verify(certificate).is_ok())
                });
                match (picked.next(), picked.next()) {
                    (Some(one), None) => Ok(one),
                    _ => Err(ambiguous),
                }
            }
        }
    }

    /// The signature value over the attributes, or over the content where there are none.
    ///
    /// No content of a PDF can be taken for a set of attributes or the other way round: one begins with `%PDF`, the
    /// other with 0x31.
    fn verify_value(&self, certificate: &Certificate, content: &Digest) -> Result<SignedOctets, Error> {
        let key = certificate.public_key().map_err(|error| Error::SignerKey(error.clone()))?;
        let signer = self.signer();
        let verify =
            |digest: &Digest| key.verify(signer.signature_algorithm, digest, &signer.signature_value);
        let Some(attributes) = &signer.attributes else {
            return verify(content).map(|()| SignedOctets::Content).map_err(Error::SignatureValue);
        };
        let in_der = verify(&signer.digest_algorithm.digest(attributes.der()));
        match (in_der, attributes.order()) {
            (Ok(()), _) => Ok(SignedOctets::AttributesInDer),
            (Err(VerifyError::Mismatch), AttributeOrder::Unsorted) => {
                verify(&signer.digest_algorithm.digest(attributes.as_found()))
                    .map(|()| SignedOctets::AttributesAsFound)
                    .map_err(Error::SignatureValue)
            }
            (Err(error), _) => Err(Error::SignatureValue(error)),
        }
    }
}

impl Verification {
    /// The structure that was verified.
    pub const fn signed_data(&self) -> &SignedData {
        &self.signed_data
    }

    /// The certificate whose key the signature value was checked with: there also when a digest differs.
    ///
    /// # Errors
    /// [`Error::SignerCertificateMissing`] or [`Error::SignerCertificateAmbiguous`].
    pub const fn signer_certificate(&self) -> Result<&Certificate, &Error> {
        self.signer_certificate.as_ref()
    }

    /// Whether the ESS attributes are about the signer's certificate; not checked when there are none.
    pub const fn signing_certificate(&self) -> &Outcome {
        &self.signing_certificate
    }

    /// Whether the content has the digest that the signed attributes state, which is the one that was signed only where
    /// [`Verification::signature_value`] holds; not checked when there are no signed attributes, because the signature
    /// value then answers for the content alone.
    pub const fn message_digest(&self) -> &Outcome {
        &self.message_digest
    }

    /// Whether the signature value verifies; not checked when the signer's certificate is missing.
    pub const fn signature_value(&self) -> &Outcome {
        &self.signature_value
    }

    /// Whether the digest algorithm is one that still proves something. SHA-1 is computed and compared, so that an
    /// old signature can be called intact, but never becomes a [`VerifiedSignature`].
    pub const fn digest_strength(&self) -> &Outcome {
        &self.digest_strength
    }

    /// Everything that is wrong: digest, value, binding, certificate, strength, in this order.
    ///
    /// Where the signature value is wrong, nobody vouches for the messageDigest attribute either: that the content has
    /// another digest than it states is then not told, because nothing follows from it about the content. (Where the
    /// value could not be checked it is told: the signature cannot be good then, whichever of the two was changed.)
    pub fn errors(&self) -> impl Iterator<Item = &Error> {
        let value_wrong = matches!(
            self.signature_value,
            Outcome::Broken(Error::SignatureValue(VerifyError::Mismatch | VerifyError::SignatureLength))
        );
        let digest = self.message_digest.error().filter(|_| !value_wrong);
        let outcomes = [&self.signature_value, &self.signing_certificate];
        let found = digest.into_iter().chain(outcomes.into_iter().filter_map(Outcome::error));
        found.chain(self.signer_certificate.as_ref().err()).chain(self.digest_strength.error())
    }

    /// The verified signature, when everything holds.
    ///
    /// # Errors
    /// Everything that does not, at least one.
    pub fn into_verified(self) -> Result<VerifiedSignature, Vec<Error>> {
        let errors: Vec<Error> = self.errors().cloned().collect();
        let Self { signed_data, signer_certificate, signature_value, signed_octets, .. } = self;
        match (signer_certificate, signature_value, signed_octets) {
            (Ok(certificate), Outcome::Holds, Some(signed_octets)) if errors.is_empty() => {
                let signer = signed_data.signer();
                let other = |other: &&Certificate| other.der() != certificate.der();
                Ok(VerifiedSignature {
                    other_certificates: signed_data.certificates().iter().filter(other).cloned().collect(),
                    signer_certificate: certificate,
                    certificate_revocation_lists: signed_data.certificate_revocation_lists().to_vec(),
                    ocsp_responses: signed_data.ocsp_responses().to_vec(),
                    digest_algorithm: signer.digest_algorithm,
                    signature_algorithm: signer.signature_algorithm,
                    signature_algorithm_oid: signer.signature_algorithm_oid.clone(),
                    signature_value: signer.signature_value.clone(),
                    attributes: signer.attributes.clone(),
                    encoding: signed_data.encoding(),
                    signed_octets,
                })
            }
            _ => Err(errors),
        }
    }
}

impl Outcome {
    /// What is wrong, if anything.
    pub const fn error(&self) -> Option<&Error> {
        match self {
            Self::Broken(error) => Some(error),
            Self::Holds | Self::NotChecked => None,
        }
    }
}

impl VerifiedSignature {
    /// The certificate whose key verified the signature.
    pub const fn signer_certificate(&self) -> &Certificate {
        &self.signer_certificate
    }

    /// The other embedded certificates: hints for path building.
    pub fn other_certificates(&self) -> &[Certificate] {
        &self.other_certificates
    }

    /// DER of the embedded CRLs: hints.
    pub fn certificate_revocation_lists(&self) -> &[Vec<u8>] {
        &self.certificate_revocation_lists
    }

    /// DER of the embedded OCSP responses: hints.
    pub fn ocsp_responses(&self) -> &[Vec<u8>] {
        &self.ocsp_responses
    }

    /// Takes the octets of lists and of OCSP responses out, for whoever keeps what was read of them and not them.
    pub(crate) fn take_revocation(&mut self) -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
        (core::mem::take(&mut self.certificate_revocation_lists), core::mem::take(&mut self.ocsp_responses))
    }

    /// The digest over the content and the attributes.
    pub const fn digest_algorithm(&self) -> DigestAlgorithm {
        self.digest_algorithm
    }

    /// The signature algorithm.
    pub const fn signature_algorithm(&self) -> SignatureAlgorithm {
        self.signature_algorithm
    }

    /// The object identifier in SignerInfo.signatureAlgorithm: rsaEncryption or the full name.
    pub fn signature_algorithm_oid(&self) -> &str {
        &self.signature_algorithm_oid
    }

    /// The signature value, which a signature time-stamp is about.
    pub fn signature_value(&self) -> &[u8] {
        &self.signature_value
    }

    /// The time the signer claims.
    pub fn signing_time(&self) -> Option<Time> {
        self.attributes.as_ref().and_then(SignedAttributes::signing_time)
    }

    /// The signed attributes.
    pub const fn signed_attributes(&self) -> Option<&SignedAttributes> {
        self.attributes.as_ref()
    }

    /// Whether the signed attributes stand in DER order; `None` without signed attributes.
    pub fn attribute_order(&self) -> Option<AttributeOrder> {
        self.attributes.as_ref().map(SignedAttributes::order)
    }

    /// The ESS attributes, all found to be about the signer's certificate.
    pub fn signing_certificates(&self) -> &[SigningCertificateReference] {
        self.attributes.as_ref().map_or(&[], SignedAttributes::signing_certificates)
    }

    /// DER or BER.
    pub const fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Which octets the signature value signs.
    pub const fn signed_octets(&self) -> SignedOctets {
        self.signed_octets
    }
}
