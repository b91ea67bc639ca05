//! Signing an XML document.

use super::result::Release;
use super::{InputTrust, SignError, SigningIdentity, SigningRequest};
use crate::crypto::Digest;
use crate::dsig::{PrepareError, Prepared};
use crate::profile::findings;
use crate::report::Check;
use crate::xml::{Document, c14n};
use crate::xsd::{Conclusion, Limits, Subject};

/// An XML document with everything of its Signature but the value.
#[derive(Debug)]
pub struct PreparedXml {
    document: Prepared,
    release: Release,
}

impl PreparedXml {
    /// The digest the key must sign: that of the canonical SignedInfo.
    pub fn digest(&self) -> Digest {
        self.document.digest()
    }

    /// Puts the signature value in its place, after verifying it with the certificate's public key. A checked document is
    /// verified whole before it is returned.
    ///
    /// # Errors
    /// [`SignError::Dsig`], [`SignError::ResultRefused`]; nothing is released then.
    pub fn complete(self, signature_value: &[u8]) -> Result<Vec<u8>, SignError> {
        let signed = self.document.complete(signature_value)?;
        self.release.check(&signed)?;
        Ok(signed)
    }
}

/// Reads, checks (unless the issuer does) and prepares an XML document for a key that lives elsewhere.
///
/// # Errors
/// [`SignError`] names what is wrong with the input or the identity.
pub fn prepare_xml(
    input: &[u8],
    identity: &SigningIdentity,
    request: &SigningRequest<'_>,
) -> Result<PreparedXml, SignError> {
    identity.valid_at(request.at)?;
    // What the issuer answers for is read once, by the canonicalizer, and no tree is made of it.
    if request.input == InputTrust::Checked {
        check(input, &Document::parse(input)?, request)?;
    }
    let template = identity.xml_template(request.xml_mode)?;
    let document = template.prepare(input).map_err(|error| match error {
        PrepareError::Canonicalization(c14n::Error::Document(error)) => SignError::Xml(error),
        other => SignError::Dsig(other),
    })?;
    Ok(PreparedXml { document, release: request.release() })
}

fn check(octets: &[u8], document: &Document<'_>, request: &SigningRequest<'_>) -> Result<(), SignError> {
    let Some(schema) = request.schema else { return Ok(()) };
    let subject = Subject { octets, document, root: document.root_element(), excluded: None };
    let validation = schema.validate(&subject, &Limits::default());
    if validation.conclusion() == Conclusion::SchemaValid {
        return Ok(());
    }
    let checks: Vec<Check> = findings::xsd::findings(&validation).into_iter().map(Check::from).collect();
    Err(SignError::InputRefused(checks))
}
