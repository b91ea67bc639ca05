//! Object identifiers of CMS and of the attributes read here.

use der::asn1::ObjectIdentifier;

use super::ber::{Element, OBJECT_IDENTIFIER, Reader};
use super::error::Error;

const fn oid(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

/// id-data (RFC 5652, 4)
pub(crate) const DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.1");
/// id-signedData (RFC 5652, 5.1)
pub(crate) const SIGNED_DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.2");
/// id-contentType (RFC 5652, 11.1)
pub(crate) const CONTENT_TYPE: ObjectIdentifier = oid("1.2.840.113549.1.9.3");
/// id-messageDigest (RFC 5652, 11.2)
pub(crate) const MESSAGE_DIGEST: ObjectIdentifier = oid("1.2.840.113549.1.9.4");
/// id-signingTime (RFC 5652, 11.3)
pub(crate) const SIGNING_TIME: ObjectIdentifier = oid("1.2.840.113549.1.9.5");
/// id-aa-signingCertificate (RFC 5035, 5)
pub(crate) const SIGNING_CERTIFICATE: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.12");
/// id-aa-signingCertificateV2 (RFC 5035, 3)
pub(crate) const SIGNING_CERTIFICATE_V2: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.47");
/// id-aa-timeStampToken (RFC 3161, appendix A)
pub(crate) const TIME_STAMP_TOKEN: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.14");
/// id-ct-TSTInfo (RFC 3161, 2.4.2)
pub(crate) const TST_INFO: ObjectIdentifier = oid("1.2.840.113549.1.9.16.1.4");
/// adbe-revocationInfoArchival (ISO 32000-1, 12.8.3.3.2)
pub(crate) const REVOCATION_ARCHIVAL: ObjectIdentifier = oid("1.2.840.113583.1.1.8");
/// id-ri-ocsp-response (RFC 5940, 2.1)
pub(crate) const OCSP_RESPONSE: ObjectIdentifier = oid("1.3.6.1.5.5.7.16.2");
/// id-ce-extKeyUsage (RFC 5280, 4.2.1.12)
pub(crate) const EXTENDED_KEY_USAGE: ObjectIdentifier = oid("2.5.29.37");
/// id-kp-timeStamping (RFC 3161, 2.3)
pub(crate) const TIME_STAMPING: ObjectIdentifier = oid("1.3.6.1.5.5.7.3.8");
/// rsaEncryption (RFC 3370, 3.2)
pub(crate) const RSA_ENCRYPTION: ObjectIdentifier = oid("1.2.840.113549.1.1.1");

/// Reads an OBJECT IDENTIFIER.
pub(crate) fn read(reader: &mut Reader<'_>, field: &'static str) -> Result<ObjectIdentifier, Error> {
    from_element(&reader.expect(OBJECT_IDENTIFIER, field)?, field)
}

/// The value of an element that must be an OBJECT IDENTIFIER.
pub(crate) fn from_element(element: &Element<'_>, field: &'static str) -> Result<ObjectIdentifier, Error> {
    let wrong = Error::Structure { field, offset: element.offset };
    if element.tag != OBJECT_IDENTIFIER {
        return Err(wrong);
    }
    ObjectIdentifier::from_bytes(element.content).map_err(|_| wrong)
}
