//! Signed attributes (RFC 5652, 5.3 and 11) and the ESS signing-certificate attributes (RFC 5035).

use der::asn1::ObjectIdentifier;

use super::ber::{self, Element, GENERALIZED_TIME, INTEGER, OCTET_STRING, Reader, SEQUENCE, SET, UTC_TIME};
use super::error::{Error, SigningCertificateVersion};
use super::oid;
use crate::crypto::DigestAlgorithm;
use crate::limits::cms as limits;
use crate::pki::{Certificate, Name};
use crate::time::{Civil, Time};

/// The order in which the signed attributes stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AttributeOrder {
    /// As DER sorts a SET OF (X.690, 11.6).
    DerSorted,
    /// In another order: RFC 5652, 5.3 asks for DER, many signers do not sort.
    Unsorted,
}

/// What a ESS signing-certificate attribute says of the signer's certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningCertificateReference {
    version: SigningCertificateVersion,
    algorithm: DigestAlgorithm,
    hash: Vec<u8>,
    issuer_serial: Option<IssuerSerial>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct IssuerSerial {
    issuer: Name,
    serial_number: Vec<u8>,
}

/// The set of signed attributes, each read by the rules of its own section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedAttributes {
    der: Vec<u8>,
    as_found: Vec<u8>,
    types: Vec<String>,
    message_digest: Vec<u8>,
    signing_time: Option<Time>,
    signing_certificates: Vec<SigningCertificateReference>,
    pub(super) revocation_archival: Option<Vec<u8>>,
}

impl SigningCertificateReference {
    /// Which attribute.
    pub const fn version(&self) -> SigningCertificateVersion {
        self.version
    }

    /// The algorithm of the digest that it names the certificate by.
    pub const fn algorithm(&self) -> DigestAlgorithm {
        self.algorithm
    }

    /// The digest over the certificate. SHA-1 is exempt from the rule against weak digests: it only picks one of
    /// the certificates at hand, and the signature value must still verify with that certificate's key.
    pub const fn digest_algorithm(&self) -> DigestAlgorithm {
        self.algorithm
    }

    /// Whether the hash, and the issuer and serial number where they are given, are the certificate's.
    ///
    /// # Errors
    /// [`Error::SigningCertificateHash`] or [`Error::SigningCertificateIssuerSerial`].
    pub fn verify(&self, certificate: &Certificate) -> Result<(), Error> {
        let version = self.version;
        if self.algorithm.digest(certificate.der()).as_bytes() != self.hash {
            return Err(Error::SigningCertificateHash { version });
        }
        match &self.issuer_serial {
            Some(named)
                if !named.issuer.matches(certificate.issuer())
                    || minimal(&named.serial_number) != minimal(certificate.serial_number()) =>
            {
                Err(Error::SigningCertificateIssuerSerial { version })
            }
            _ => Ok(()),
        }
    }
}

impl SignedAttributes {
    /// Reads `signedAttrs [0] IMPLICIT SET OF Attribute`; `content_type` is the eContentType.
    pub(super) fn parse(field: &Element<'_>, content_type: ObjectIdentifier) -> Result<Self, Error> {
        let found = attributes(field, "SignerInfo.signedAttrs")?;
        if found.is_empty() {
            return Err(Error::AttributesEmpty);
        }
        let mut collected = Collected::default();
        for attribute in &found {
            collected.add(attribute)?;
        }
        match collected.content_type {
            None => return Err(Error::ContentTypeMissing),
            Some(named) if named != content_type => {
                return Err(Error::ContentTypeDifferent { oid: named.to_string() });
            }
            Some(_) => {}
        }
        let message_digest = collected.message_digest.ok_or(Error::MessageDigestMissing)?;
        let mut as_found = Vec::with_capacity(field.encoding.len());
        ber::append(&mut as_found, SET, field.content);
        let references = [collected.signing_certificate, collected.signing_certificate_v2];
        Ok(Self {
            der: sorted(&found),
            as_found,
            types: found.iter().map(|attribute| attribute.oid.to_string()).collect(),
            message_digest,
            signing_time: collected.signing_time,
            signing_certificates: references.into_iter().flatten().collect(),
            revocation_archival: collected.revocation_archival,
        })
    }

    /// The DER encoding of the SET OF, which is what RFC 5652, 5.4 has digested.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The same SET in the order in which the attributes stand in the file.
    pub fn as_found(&self) -> &[u8] {
        &self.as_found
    }

    /// Whether the two are the same.
    pub fn order(&self) -> AttributeOrder {
        if self.der == self.as_found { AttributeOrder::DerSorted } else { AttributeOrder::Unsorted }
    }

    /// Types of all signed attributes, in the order of the file.
    pub fn types(&self) -> &[String] {
        &self.types
    }

    /// The value of message-digest.
    pub fn message_digest(&self) -> &[u8] {
        &self.message_digest
    }

    /// The time the signer claims, if any.
    pub const fn signing_time(&self) -> Option<Time> {
        self.signing_time
    }

    /// What the ESS attributes say of the signer's certificate: none, one or one of each version.
    pub fn signing_certificates(&self) -> &[SigningCertificateReference] {
        &self.signing_certificates
    }
}

#[derive(Default)]
struct Collected {
    content_type: Option<ObjectIdentifier>,
    message_digest: Option<Vec<u8>>,
    signing_time: Option<Time>,
    signing_certificate: Option<SigningCertificateReference>,
    signing_certificate_v2: Option<SigningCertificateReference>,
    revocation_archival: Option<Vec<u8>>,
    seen: Vec<ObjectIdentifier>,
}

impl Collected {
    fn add(&mut self, attribute: &Attribute<'_>) -> Result<(), Error> {
        let Attribute { oid, values, .. } = attribute;
        let again = self.seen.contains(oid);
        self.seen.push(*oid);
        let one = match values.as_slice() {
            [one] => Some(one),
            _ => None,
        };
        let count = values.len();
        match *oid {
            oid::CONTENT_TYPE => {
                let one = one.ok_or(Error::ContentTypeValues { count })?;
                let named = oid::from_element(one, "content-type")?;
                set(&mut self.content_type, named, Error::ContentTypeDuplicate)
            }
            oid::MESSAGE_DIGEST => {
                let one = one.ok_or(Error::MessageDigestValues { count })?;
                if one.tag != OCTET_STRING {
                    return Err(Error::Structure { field: "message-digest", offset: one.offset });
                }
                set(&mut self.message_digest, one.content.to_vec(), Error::MessageDigestDuplicate)
            }
            oid::SIGNING_TIME => {
                let one = one.ok_or(Error::SigningTimeValues { count })?;
                let time = time(one).ok_or(Error::SigningTimeMalformed { offset: one.offset })?;
                set(&mut self.signing_time, time, Error::SigningTimeDuplicate)
            }
            _ if again => Err(Error::AttributeDuplicate { oid: oid.to_string() }),
            _ if values.is_empty() => Err(Error::AttributeWithoutValue { oid: oid.to_string() }),
            oid::SIGNING_CERTIFICATE => {
                let reference = signing_certificate(attribute, one, SigningCertificateVersion::One)?;
                self.signing_certificate = Some(reference);
                Ok(())
            }
            oid::SIGNING_CERTIFICATE_V2 => {
                let reference = signing_certificate(attribute, one, SigningCertificateVersion::Two)?;
                self.signing_certificate_v2 = Some(reference);
                Ok(())
            }
            oid::REVOCATION_ARCHIVAL => {
                // Evidence only: several values are read as none.
                self.revocation_archival = one.map(|one| one.encoding.to_vec());
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

fn set<T>(slot: &mut Option<T>, value: T, duplicate: Error) -> Result<(), Error> {
    if slot.is_some() {
        return Err(duplicate);
    }
    *slot = Some(value);
    Ok(())
}

/// One attribute of a set, signed or not.
pub(super) struct Attribute<'a> {
    pub(super) oid: ObjectIdentifier,
    pub(super) values: Vec<Element<'a>>,
    offset: usize,
    /// The attribute up to its values, and the values, to be sorted.
    prefix: &'a [u8],
}

/// Reads a SET OF Attribute, whatever its tag.
pub(super) fn attributes<'a>(field: &Element<'a>, name: &'static str) -> Result<Vec<Attribute<'a>>, Error> {
    let mut found = Vec::new();
    for element in field.children(name, limits::ATTRIBUTES)? {
        let wrong = Error::Structure { field: "Attribute", offset: element.offset };
        if element.tag != SEQUENCE {
            return Err(wrong);
        }
        let mut reader = element.reader();
        let kind = reader.expect(ber::OBJECT_IDENTIFIER, "Attribute.attrType")?;
        let values = reader.expect(SET, "Attribute.attrValues")?;
        reader.finish("Attribute")?;
        found.push(Attribute {
            oid: oid::from_element(&kind, "Attribute.attrType")?,
            values: values.children("Attribute.attrValues", limits::ATTRIBUTE_VALUES)?,
            offset: element.offset,
            prefix: kind.encoding,
        });
    }
    Ok(found)
}

/// The DER of a SET OF Attribute: the attributes sorted, and the values within each (X.690, 11.6).
fn sorted(found: &[Attribute<'_>]) -> Vec<u8> {
    let encoded = found.iter().map(|attribute| {
        let values = attribute.values.iter().map(|value| value.encoding.to_vec()).collect();
        let mut body = attribute.prefix.to_vec();
        body.extend(set_of(values));
        let mut element = Vec::with_capacity(body.len().saturating_add(6));
        ber::append(&mut element, SEQUENCE, &body);
        element
    });
    set_of(encoded.collect())
}

/// The DER of a SET OF these encodings.
pub(super) fn set_of(mut members: Vec<Vec<u8>>) -> Vec<u8> {
    // X.690, 11.6 pads the shorter with zeros; two different elements are never prefixes of one another, because
    // their lengths stand in front, so the plain order of octets is the same order.
    members.sort();
    let mut der = Vec::new();
    ber::append(&mut der, SET, &members.concat());
    der
}

/// UTCTime or GeneralizedTime as RFC 5652, 11.3 has them: with seconds, without fractions, in Z.
pub(super) fn time(element: &Element<'_>) -> Option<Time> {
    let digits = element.content.strip_suffix(b"Z")?;
    let (century, digits) = match element.tag {
        UTC_TIME if digits.len() == 12 => (None, digits),
        GENERALIZED_TIME if digits.len() == 14 => {
            let (century, rest) = digits.split_at_checked(2)?;
            (Some(century), rest)
        }
        _ => return None,
    };
    let mut pairs = digits.chunks_exact(2).map(number);
    let mut next = || pairs.next().flatten();
    let year = next()?;
    let century = match century {
        Some(century) => i32::from(number(century)?),
        // RFC 5280, 4.1.2.5.1
        None if year >= 50 => 19,
        None => 20,
    };
    let civil = Civil {
        year: century.checked_mul(100)?.checked_add(i32::from(year))?,
        month: next()?,
        day: next()?,
        hour: next()?,
        minute: next()?,
        second: next()?,
    };
    Time::from_civil(civil, 0).ok()
}

fn number(digits: &[u8]) -> Option<u8> {
    digits.iter().try_fold(0u8, |number, digit| {
        let digit = digit.checked_sub(b'0').filter(|digit| *digit <= 9)?;
        number.checked_mul(10)?.checked_add(digit)
    })
}

/// SigningCertificate or SigningCertificateV2 (RFC 5035, 3 and 5): the first entry is the signer's.
fn signing_certificate(
    attribute: &Attribute<'_>,
    value: Option<&Element<'_>>,
    version: SigningCertificateVersion,
) -> Result<SigningCertificateReference, Error> {
    let malformed = |offset| Error::SigningCertificateMalformed { version, offset };
    let value = value.ok_or(malformed(attribute.offset))?;
    let wrong = malformed(value.offset);
    let read = || -> Result<_, Error> {
        if value.tag != SEQUENCE {
            return Err(malformed(value.offset));
        }
        let entries = value.reader().expect(SEQUENCE, "SigningCertificate.certs")?;
        let entries = entries.children("SigningCertificate.certs", limits::SIGNING_CERTIFICATE_ENTRIES)?;
        let first = entries.first().filter(|entry| entry.tag == SEQUENCE).ok_or(malformed(value.offset))?;
        let mut reader = first.reader();
        let algorithm = match version {
            SigningCertificateVersion::One => None,
            SigningCertificateVersion::Two => reader.optional(SEQUENCE)?,
        };
        let hash = reader.expect(OCTET_STRING, "ESSCertID.certHash")?;
        let issuer_serial = match reader.optional(SEQUENCE)? {
            Some(element) => Some(issuer_serial(&element)?),
            None => None,
        };
        reader.finish("ESSCertID")?;
        Ok((algorithm, hash.content.to_vec(), issuer_serial))
    };
    let (algorithm, hash, issuer_serial) = read().map_err(|_| wrong)?;
    let algorithm = match (version, algorithm) {
        (SigningCertificateVersion::One, _) => DigestAlgorithm::Sha1,
        (SigningCertificateVersion::Two, None) => DigestAlgorithm::Sha256,
        (SigningCertificateVersion::Two, Some(algorithm)) => {
            DigestAlgorithm::from_algorithm_identifier(algorithm.encoding)
                .map_err(Error::SigningCertificateHashAlgorithm)?
        }
    };
    Ok(SigningCertificateReference { version, algorithm, hash, issuer_serial })
}

/// IssuerSerial (RFC 5035, 5): the issuer as exactly one directoryName.
fn issuer_serial(element: &Element<'_>) -> Result<IssuerSerial, Error> {
    let mut reader = element.reader();
    let names = reader.expect(SEQUENCE, "IssuerSerial.issuer")?;
    let serial_number = reader.expect(INTEGER, "IssuerSerial.serialNumber")?;
    reader.finish("IssuerSerial")?;
    let mut names = names.reader();
    let directory_name = names.expect(0xa4, "IssuerSerial.issuer")?;
    names.finish("IssuerSerial.issuer")?;
    Ok(IssuerSerial {
        issuer: name(&mut directory_name.reader())?,
        serial_number: serial_number.content.to_vec(),
    })
}

/// Reads a Name.
pub(super) fn name(reader: &mut Reader<'_>) -> Result<Name, Error> {
    let element = reader.expect(SEQUENCE, "Name")?;
    Name::parse(element.encoding).map_err(|_| Error::Structure { field: "Name", offset: element.offset })
}

/// The contents of an INTEGER without octets that DER leaves out (X.690, 8.3.2).
pub(super) fn minimal(integer: &[u8]) -> &[u8] {
    let mut rest = integer;
    while let [0, second, ..] = rest {
        if second & 0x80 != 0 {
            break;
        }
        rest = rest.get(1..).unwrap_or_default();
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::{minimal, set_of, time};
    use crate::cms::ber::{Reader, append};

    fn read(tag: u8, text: &str) -> Option<String> {
        let mut der = Vec::new();
        append(&mut der, tag, text.as_bytes());
        let element = Reader::new(&der).next().unwrap().unwrap();
        time(&element).map(|time| time.to_string())
    }

    #[test]
    fn reads_the_two_forms_of_time_and_no_other() {
        assert_eq!(read(0x17, "261201000000Z").as_deref(), Some("2026-12-01T00:00:00Z"));
        assert_eq!(read(0x17, "500101000000Z").as_deref(), Some("1950-01-01T00:00:00Z"));
        assert_eq!(read(0x18, "20500101000000Z").as_deref(), Some("2050-01-01T00:00:00Z"));
        for (tag, text) in [
            (0x17, "2612010000Z"),
            (0x17, "261201000000+0900"),
            (0x17, "261301000000Z"),
            (0x17, "26120100000:Z"),
            (0x17, "20261201000000Z"),
            (0x18, "20500101000000.5Z"),
            (0x18, "500101000000Z"),
            (0x04, "261201000000Z"),
        ] {
            assert_eq!(read(tag, text), None, "{text}");
        }
    }

    #[test]
    fn a_set_is_sorted_by_its_octets() {
        let members = vec![vec![4, 1, 9], vec![2, 1, 1], vec![4, 1, 2]];
        assert_eq!(set_of(members), [0x31, 9, 2, 1, 1, 4, 1, 2, 4, 1, 9]);
    }

    #[test]
    fn zeros_in_front_of_a_serial_number_do_not_count() {
        assert_eq!(minimal(&[0, 0, 0x7f]), [0x7f]);
        assert_eq!(minimal(&[0, 0x80]), [0, 0x80], "the zero that keeps 128 from being -128");
        assert_eq!(minimal(&[0]), [0]);
    }
}
