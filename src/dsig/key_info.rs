//! ds:KeyInfo: untrusted hints about who signed.
//!
//! Certificates are candidates, everything else only has to agree with them. Nothing here is ever an anchor, and
//! nothing is fetched.

use super::error::{Defect, Error};
use super::tree::{self, Children, DSIG, DSIG11};
use crate::crypto::PublicKey;
use crate::limits::dsig::CERTIFICATES;
use crate::pki::{Certificate, KnownCertificates};
use crate::xml::{Document, NodeId};

/// What KeyInfo carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct KeyInfo {
    node: NodeId,
    pub(super) certificates: Vec<(NodeId, Vec<u8>)>,
    serials: Vec<(NodeId, Option<Vec<u8>>)>,
    subject_key_identifiers: Vec<(NodeId, Vec<u8>)>,
    key_values: Vec<(NodeId, Option<Vec<u8>>)>,
    retrieval: Option<NodeId>,
    reference: Option<NodeId>,
    key_names: bool,
}

impl KeyInfo {
    pub(super) fn parse(document: &Document<'_>, node: NodeId) -> Result<Self, Error> {
        tree::attributes_among(document, node, "KeyInfo", &["Id"])?;
        let mut read = Self {
            node,
            certificates: Vec::new(),
            serials: Vec::new(),
            subject_key_identifiers: Vec::new(),
            key_values: Vec::new(),
            retrieval: None,
            reference: None,
            key_names: false,
        };
        let mut children = Children::of(document, node, "KeyInfo")?;
        while let Some(child) = children.next() {
            if tree::is(document, child, DSIG, "X509Data") {
                read.x509_data(document, child)?;
            } else if tree::is(document, child, DSIG, "KeyName") {
                tree::value(document, child, "KeyName")?;
                read.key_names = true;
            } else if tree::is(document, child, DSIG, "KeyValue") {
                let value = key_value(document, child)?;
                read.key_values.push((child, value));
            } else if tree::is(document, child, DSIG, "RetrievalMethod") {
                read.retrieval = Some(child);
            } else if tree::is(document, child, DSIG11, "KeyInfoReference") {
                read.reference = Some(child);
            } else {
                return Err(Error::at(Defect::ChildUnknown { parent: "KeyInfo" }, document, child));
            }
        }
        Ok(read)
    }

    fn x509_data(&mut self, document: &Document<'_>, node: NodeId) -> Result<(), Error> {
        tree::attributes_among(document, node, "X509Data", &[])?;
        let mut children = Children::of(document, node, "X509Data")?;
        while let Some(child) = children.next() {
            if tree::is(document, child, DSIG, "X509Certificate") {
                if self.certificates.len() >= CERTIFICATES {
                    return Err(Error::at(
                        Defect::CertificatesTooMany { limit: CERTIFICATES },
                        document,
                        child,
                    ));
                }
                let octets = tree::octets(document, child, "X509Certificate")?;
                self.certificates.push((child, octets));
            } else if tree::is(document, child, DSIG, "X509IssuerSerial") {
                let mut parts = Children::of(document, child, "X509IssuerSerial")?;
                let issuer = parts.required("X509IssuerName")?;
                let serial = parts.required("X509SerialNumber")?;
                parts.finish()?;
                tree::value(document, issuer, "X509IssuerName")?;
                let serial = tree::value(document, serial, "X509SerialNumber")?;
                self.serials.push((child, decimal(&serial)));
            } else if tree::is(document, child, DSIG, "X509SKI") {
                let octets = tree::octets(document, child, "X509SKI")?;
                self.subject_key_identifiers.push((child, octets));
            } else if tree::is(document, child, DSIG, "X509SubjectName") {
                // Not compared: the string forms of one distinguished name differ between products.
                tree::value(document, child, "X509SubjectName")?;
            } else if tree::is(document, child, DSIG, "X509CRL") {
                tree::octets(document, child, "X509CRL")?;
            } else {
                return Err(Error::at(Defect::ChildUnknown { parent: "X509Data" }, document, child));
            }
        }
        Ok(())
    }

    /// The certificates as such; one that cannot be read is an error, because the signer may be the one.
    pub(super) fn parse_certificates(
        &self,
        document: &Document<'_>,
        known: &KnownCertificates,
    ) -> Result<Vec<Certificate>, Error> {
        let mut parsed = Vec::new();
        for (index, (node, der)) in (1usize..).zip(&self.certificates) {
            match known.read(der) {
                Ok(certificate) => parsed.push(certificate),
                Err(_) => return Err(Error::at(Defect::CertificateMalformed { index }, document, *node)),
            }
        }
        Ok(parsed)
    }

    /// Why there is no certificate to verify with, if there is none.
    pub(super) fn without_certificate(&self, document: &Document<'_>) -> Option<Error> {
        let defect = match (self.retrieval, self.reference) {
            (Some(place), _) => return Some(Error::at(Defect::RetrievalMethod, document, place)),
            (None, Some(place)) => return Some(Error::at(Defect::KeyInfoReference, document, place)),
            (None, None) if !self.certificates.is_empty() => return None,
            (None, None) if !self.key_values.is_empty() => Defect::KeyValueOnly,
            (None, None) if self.key_names => Defect::KeyNameOnly,
            (None, None) => Defect::NoCertificate,
        };
        Some(Error::at(defect, document, self.node))
    }

    /// Everything beside the certificates must speak of them (XML Signature 1.1, 4.5: all of KeyInfo is about one key).
    pub(super) fn agrees(
        &self,
        document: &Document<'_>,
        certificates: &[Certificate],
        key: &PublicKey,
    ) -> Result<(), Error> {
        for (node, value) in &self.key_values {
            let stated = value.as_ref().and_then(|spki| PublicKey::from_spki(spki).ok());
            if stated.as_ref() != Some(key) {
                return Err(Error::at(Defect::KeyValueDiffers, document, *node));
            }
        }
        for (node, serial) in &self.serials {
            let named = |certificate: &Certificate| {
                serial
                    .as_deref()
                    .is_some_and(|serial| significant(serial) == significant(certificate.serial_number()))
            };
            if !certificates.iter().any(named) {
                return Err(Error::at(Defect::SerialDiffers, document, *node));
            }
        }
        for (node, identifier) in &self.subject_key_identifiers {
            let named = |certificate: &Certificate| {
                certificate.subject_key_identifier() == Some(identifier.as_slice())
            };
            if !certificates.iter().any(named) {
                return Err(Error::at(Defect::SubjectKeyIdentifierDiffers, document, *node));
            }
        }
        Ok(())
    }

    /// The bare key, for `inspect` alone.
    pub(super) fn bare_key(&self) -> Option<PublicKey> {
        self.key_values.iter().find_map(|(_, value)| PublicKey::from_spki(value.as_ref()?).ok())
    }
}

/// RSAKeyValue or ECKeyValue as SubjectPublicKeyInfo; another kind of key, or another curve, is `None`.
fn key_value(document: &Document<'_>, node: NodeId) -> Result<Option<Vec<u8>>, Error> {
    let mut children = Children::of(document, node, "KeyValue")?;
    let Some(child) = children.next() else {
        return Err(Error::at(Defect::ChildMissing { element: "RSAKeyValue" }, document, node));
    };
    children.finish()?;
    if tree::is(document, child, DSIG11, "ECKeyValue") {
        return elliptic_key_value(document, child);
    }
    if !tree::is(document, child, DSIG, "RSAKeyValue") {
        return Ok(None);
    }
    let mut parts = Children::of(document, child, "RSAKeyValue")?;
    let modulus = parts.required("Modulus")?;
    let exponent = parts.required("Exponent")?;
    parts.finish()?;
    let modulus = tree::octets(document, modulus, "Modulus")?;
    let exponent = tree::octets(document, exponent, "Exponent")?;
    Ok(Some(rsa_spki(&modulus, &exponent)))
}

/// ECKeyValue with a named curve (XML Signature 1.1, 4.5.2.3); explicit parameters are nobody's certificate's.
fn elliptic_key_value(document: &Document<'_>, node: NodeId) -> Result<Option<Vec<u8>>, Error> {
    const P256: [u8; 21] = [
        0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce,
        0x3d, 0x03, 0x01, 0x07,
    ];
    const P384: [u8; 18] = [
        0x30, 0x10, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x05, 0x2b, 0x81, 0x04, 0x00,
        0x22,
    ];
    let mut parts = Children::in_namespace(document, node, "ECKeyValue", DSIG11)?;
    let Some(curve) = parts.optional("NamedCurve") else { return Ok(None) };
    let point = parts.required("PublicKey")?;
    parts.finish()?;
    let algorithm = match tree::only_attribute(document, curve, "NamedCurve", "URI")? {
        "urn:oid:1.2.840.10045.3.1.7" => P256.as_slice(),
        "urn:oid:1.3.132.0.34" => P384.as_slice(),
        _ => return Ok(None),
    };
    let point = tree::octets(document, point, "PublicKey")?;
    let bit_string = tlv(0x03, &[&[0], point.as_slice()].concat());
    Ok(Some(tlv(0x30, &[algorithm, &bit_string].concat())))
}

/// SubjectPublicKeyInfo of an RSA key (RFC 3279, 2.3.1).
fn rsa_spki(modulus: &[u8], exponent: &[u8]) -> Vec<u8> {
    const RSA_ENCRYPTION_NULL: [u8; 15] =
        [0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];
    let key = tlv(0x30, &[unsigned(modulus), unsigned(exponent)].concat());
    let bit_string = tlv(0x03, &[&[0], key.as_slice()].concat());
    tlv(0x30, &[RSA_ENCRYPTION_NULL.as_slice(), &bit_string].concat())
}

/// DER INTEGER of an unsigned number, big-endian.
pub(super) fn unsigned(octets: &[u8]) -> Vec<u8> {
    let octets = significant(octets);
    match octets.first() {
        None => tlv(0x02, &[0]),
        Some(first) if *first >= 0x80 => tlv(0x02, &[&[0], octets].concat()),
        Some(_) => tlv(0x02, octets),
    }
}

/// One DER value with its tag and length.
pub(super) fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut encoded = vec![tag];
    match u8::try_from(content.len()) {
        Ok(short) if short < 0x80 => encoded.push(short),
        _ => {
            let length = content.len().to_be_bytes();
            let length = significant(&length);
            encoded.push(u8::try_from(length.len()).unwrap_or_default() | 0x80);
            encoded.extend_from_slice(length);
        }
    }
    encoded.extend_from_slice(content);
    encoded
}

/// Without leading zero octets.
pub(super) fn significant(octets: &[u8]) -> &[u8] {
    let zeros = octets.iter().take_while(|octet| **octet == 0).count();
    octets.get(zeros..).unwrap_or_default()
}

/// A decimal number as big-endian octets; `None` for anything else or more than 20 octets (RFC 5280, 4.1.2.2).
fn decimal(text: &str) -> Option<Vec<u8>> {
    let text = text.trim_matches([' ', '\t', '\n', '\r']);
    if text.is_empty() || text.len() > 49 {
        return None;
    }
    let mut octets = [0u8; 21];
    for digit in text.bytes() {
        let mut carry = match digit {
            b'0'..=b'9' => u16::from(digit.wrapping_sub(b'0')),
            _ => return None,
        };
        for octet in octets.iter_mut().rev() {
            let [high, low] = u16::from(*octet).saturating_mul(10).saturating_add(carry).to_be_bytes();
            *octet = low;
            carry = u16::from(high);
        }
    }
    Some(octets.to_vec())
}

#[cfg(test)]
mod tests {
    use super::{decimal, significant, tlv, unsigned};

    #[test]
    fn reads_decimal_serial_numbers() {
        assert_eq!(significant(&decimal(" 65536\n").unwrap()), [1, 0, 0]);
        assert_eq!(significant(&decimal("0").unwrap()), [0u8; 0]);
        assert_eq!(decimal("-1"), None);
        assert_eq!(decimal(""), None);
        assert_eq!(decimal("0x10"), None);
        let largest = decimal("1461501637330902918203684832716283019655932542975").unwrap();
        assert_eq!(significant(&largest), [0xff; 20]);
    }

    #[test]
    fn encodes_der() {
        assert_eq!(unsigned(&[0, 0x80]), [2, 2, 0, 0x80]);
        assert_eq!(unsigned(&[0, 0]), [2, 1, 0]);
        assert_eq!(tlv(4, &[7; 0x80])[..3], [4, 0x81, 0x80]);
        assert_eq!(tlv(4, &[7; 0x100])[..4], [4, 0x82, 1, 0]);
    }
}
