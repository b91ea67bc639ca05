//! Evidence that a signature carries about itself: archived revocation data (ISO 32000-1, 12.8.3.3.2) and signature
//! time-stamps (RFC 3161).
//!
//! Both are read on request: evidence that cannot be read is no evidence, but it does not break the signature. The
//! path of a time-stamp authority is validated by a higher layer.

use core::fmt;

use super::attributes;
use super::ber::{BOOLEAN, Element, GENERALIZED_TIME, INTEGER, OCTET_STRING, Reader, SEQUENCE, normalise};
use super::error::Error;
use super::oid;
use super::signed_data::SignedData;
use super::verify::VerifiedSignature;
use crate::crypto::{AlgorithmError, Digest, DigestAlgorithm};
use crate::limits::cms as limits;
use crate::pki::{Certificate, Criticality};
use crate::time::Time;

/// The attribute adbe-revocationInfoArchival: what the signer knew of revocation when signing. It is signed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RevocationArchival {
    certificate_revocation_lists: Vec<Vec<u8>>,
    ocsp_responses: Vec<Vec<u8>>,
    other: usize,
}

/// A time-stamp over the signature value, whose own signature and imprint hold. Made only by
/// [`SignedData::time_stamps`].
#[derive(Debug, Clone)]
pub struct TimeStamp {
    time: Time,
    latest: Time,
    policy: String,
    serial_number: Vec<u8>,
    imprint_algorithm: DigestAlgorithm,
    authority: TimeStampAuthority,
    token: VerifiedSignature,
}

/// Whether the certificate that signed a time-stamp is meant for that (RFC 3161, 2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimeStampAuthority {
    /// Its extended key usage is timeStamping alone, and critical.
    Dedicated,
    /// It is not: the time-stamp proves nothing.
    OtherPurpose,
}

/// Why a time-stamp is no evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TimeStampError {
    /// The imprint is not the digest of what was stamped: the token is about something else.
    ImprintDifferent,
    /// The imprint is made with a digest that is not known.
    ImprintAlgorithm(AlgorithmError),
    /// The imprint or the token's digest is SHA-1's.
    ImprintWeak,
    /// TSTInfo cannot be read.
    Malformed {
        /// The field.
        field: &'static str,
        /// Octets from the beginning of TSTInfo.
        offset: usize,
    },
    /// TSTInfo has a critical extension that is not processed.
    CriticalExtension {
        /// Octets from the beginning of TSTInfo.
        offset: usize,
    },
    /// The token has no signed attributes, which RFC 3161, 2.4.1 asks for.
    SignedAttributes,
    /// The token does not bind its certificate by an ESS attribute, as RFC 3161, 2.4.2 asks.
    SigningCertificate,
    /// The token is not a sound CMS signature.
    Token(Error),
    /// More time-stamps than are read.
    TooMany {
        /// How many are read.
        limit: usize,
    },
}

impl SignedData {
    /// The revocation data archived in the signed attributes, if any.
    ///
    /// # Errors
    /// [`Error::Structure`] or [`Error::Limit`] when it cannot be read.
    pub fn revocation_archival(&self) -> Result<Option<RevocationArchival>, Error> {
        let archival =
            self.signed_attributes().and_then(|attributes| attributes.revocation_archival.as_deref());
        archival.map(RevocationArchival::parse).transpose()
    }

    /// The signature time-stamps, each verified against the signature value of this structure.
    ///
    /// The attribute that holds them is not signed: anyone can add or remove one. A time-stamp proves only that the
    /// signature value existed at its time.
    pub fn time_stamps(&self) -> Vec<Result<TimeStamp, TimeStampError>> {
        let tokens = &self.signer().time_stamp_tokens;
        let mut found: Vec<_> = tokens
            .iter()
            .take(limits::TIME_STAMPS)
            .map(|token| TimeStamp::verify(token, self.signature_value()))
            .collect();
        if tokens.len() > limits::TIME_STAMPS {
            found.push(Err(TimeStampError::TooMany { limit: limits::TIME_STAMPS }));
        }
        found
    }
}

impl RevocationArchival {
    /// RevocationInfoArchival ::= SEQUENCE { crl [0] EXPLICIT SEQUENCE OF CRL OPTIONAL, ocsp [1] EXPLICIT SEQUENCE OF
    /// OCSPResponse OPTIONAL, otherRevInfo [2] EXPLICIT SEQUENCE OF OtherRevInfo OPTIONAL }
    fn parse(der: &[u8]) -> Result<Self, Error> {
        let mut reader = Reader::new(der).expect(SEQUENCE, "RevocationInfoArchival")?.reader();
        let crl = reader.optional(0xa0)?;
        let ocsp = reader.optional(0xa1)?;
        let other = reader.optional(0xa2)?;
        reader.finish("RevocationInfoArchival")?;
        let list = |field: Option<Element<'_>>, name| -> Result<Vec<Vec<u8>>, Error> {
            let Some(field) = field else { return Ok(Vec::new()) };
            let mut reader = field.reader();
            let members = reader.expect(SEQUENCE, name)?.children(name, limits::REVOCATION_DATA)?;
            reader.finish(name)?;
            Ok(members.iter().map(|member| member.encoding.to_vec()).collect())
        };
        Ok(Self {
            certificate_revocation_lists: list(crl, "RevocationInfoArchival.crl")?,
            ocsp_responses: list(ocsp, "RevocationInfoArchival.ocsp")?,
            other: list(other, "RevocationInfoArchival.otherRevInfo")?.len(),
        })
    }

    /// CRLs in DER, unread.
    pub fn certificate_revocation_lists(&self) -> &[Vec<u8>] {
        &self.certificate_revocation_lists
    }

    /// OCSP responses in DER, unread.
    pub fn ocsp_responses(&self) -> &[Vec<u8>] {
        &self.ocsp_responses
    }

    /// Entries of other kinds, which are counted and not read.
    pub const fn other(&self) -> usize {
        self.other
    }
}

impl TimeStamp {
    /// A document time-stamp (ETSI EN 319 142-1, 5.4.3): the token in `/Contents` with its zero padding, over content
    /// that is handed in piece by piece.
    ///
    /// # Errors
    /// [`TimeStampError`] when the token is unsound or about other content.
    pub fn of_document(contents: &[u8], pieces: &[&[u8]]) -> Result<Self, TimeStampError> {
        let signed_data =
            SignedData::parse_attached_padded(contents, oid::TST_INFO).map_err(TimeStampError::Token)?;
        Self::verify_parsed(&signed_data, pieces)
    }

    fn verify(token: &[u8], signature_value: &[u8]) -> Result<Self, TimeStampError> {
        let signed_data = SignedData::parse_attached(token, oid::TST_INFO).map_err(TimeStampError::Token)?;
        Self::verify_parsed(&signed_data, &[signature_value])
    }

    fn verify_parsed(signed_data: &SignedData, stamped: &[&[u8]]) -> Result<Self, TimeStampError> {
        match signed_data.signed_attributes() {
            None => return Err(TimeStampError::SignedAttributes),
            Some(attributes) if attributes.signing_certificates().is_empty() => {
                return Err(TimeStampError::SigningCertificate);
            }
            Some(_) => {}
        }
        let content = signed_data.content().unwrap_or_default();
        let token = signed_data.verify([content]).into_verified().map_err(|errors| {
            let first = errors.into_iter().next().unwrap_or(Error::EncapsulatedContentMissing);
            TimeStampError::Token(first)
        })?;
        let info = Info::parse(content)?;
        let algorithm = info.imprint.algorithm();
        if algorithm == DigestAlgorithm::Sha1 {
            return Err(TimeStampError::ImprintWeak);
        }
        let mut hasher = algorithm.hasher();
        stamped.iter().for_each(|piece| hasher.update(piece));
        if hasher.finish() != info.imprint {
            return Err(TimeStampError::ImprintDifferent);
        }
        Ok(Self {
            time: info.time,
            latest: info.latest,
            policy: info.policy,
            serial_number: info.serial_number,
            imprint_algorithm: algorithm,
            authority: authority(token.signer_certificate()),
            token,
        })
    }

    /// genTime, without fractions of a second: when the authority says that it made the token.
    pub const fn time(&self) -> Time {
        self.time
    }

    /// genTime with its accuracy, in whole seconds: the signature value existed at this time at the latest (RFC 3161, 2.4.2).
    pub const fn latest(&self) -> Time {
        self.latest
    }

    /// The policy under which the authority made it.
    pub fn policy(&self) -> &str {
        &self.policy
    }

    /// The token's serial number: the octets of its INTEGER.
    pub fn serial_number(&self) -> &[u8] {
        &self.serial_number
    }

    /// The digest of the imprint.
    pub const fn imprint_algorithm(&self) -> DigestAlgorithm {
        self.imprint_algorithm
    }

    /// Whether the certificate is one for time-stamping.
    pub const fn authority(&self) -> TimeStampAuthority {
        self.authority
    }

    /// The authority's certificate. Its path is still to be validated.
    pub const fn authority_certificate(&self) -> &Certificate {
        self.token.signer_certificate()
    }

    /// The token's own verified signature, with its certificates and revocation data.
    pub const fn token(&self) -> &VerifiedSignature {
        &self.token
    }
}

/// TSTInfo (RFC 3161, 2.4.2) as far as it is used.
struct Info {
    policy: String,
    imprint: Digest,
    serial_number: Vec<u8>,
    time: Time,
    latest: Time,
}

impl Info {
    fn parse(octets: &[u8]) -> Result<Self, TimeStampError> {
        let found = normalise(octets).map_err(|_| malformed("TSTInfo", 0))?;
        if found.consumed != octets.len() {
            return Err(malformed("TSTInfo", found.consumed));
        }
        Self::fields(&found.der).map_err(|error| match error {
            Fault::Structure(Error::Structure { field, offset }) => malformed(field, offset),
            Fault::Structure(_) => malformed("TSTInfo", 0),
            Fault::Algorithm(reason) => TimeStampError::ImprintAlgorithm(reason),
            Fault::CriticalExtension { offset } => TimeStampError::CriticalExtension { offset },
        })
    }

    fn fields(der: &[u8]) -> Result<Self, Fault> {
        let mut reader = Reader::new(der).expect(SEQUENCE, "TSTInfo")?.reader();
        let version = reader.expect(INTEGER, "TSTInfo.version")?;
        if version.content != [1] {
            return Err(Error::Structure { field: "TSTInfo.version", offset: version.offset }.into());
        }
        let policy = oid::read(&mut reader, "TSTInfo.policy")?.to_string();
        let mut imprint = reader.expect(SEQUENCE, "TSTInfo.messageImprint")?.reader();
        let algorithm = imprint.expect(SEQUENCE, "MessageImprint.hashAlgorithm")?;
        let hash = imprint.expect(OCTET_STRING, "MessageImprint.hashedMessage")?;
        imprint.finish("MessageImprint")?;
        let algorithm =
            DigestAlgorithm::from_algorithm_identifier(algorithm.encoding).map_err(Fault::Algorithm)?;
        let imprint = Digest::new(algorithm, hash.content)
            .ok_or(Error::Structure { field: "MessageImprint.hashedMessage", offset: hash.offset })?;
        let serial_number = reader.expect(INTEGER, "TSTInfo.serialNumber")?.content.to_vec();
        let time = reader.expect(GENERALIZED_TIME, "TSTInfo.genTime")?;
        let (time, fraction) =
            general_time(&time).ok_or(Error::Structure { field: "TSTInfo.genTime", offset: time.offset })?;
        let accuracy = match reader.optional(SEQUENCE)? {
            Some(accuracy) => accuracy_in_microseconds(&accuracy)?,
            None => 0,
        };
        // A fraction of genTime is less than a second.
        let fraction = if fraction == Fraction::Some { 999_999 } else { 0 };
        let seconds = accuracy.saturating_add(fraction).div_ceil(1_000_000);
        let latest = i64::try_from(seconds).ok().and_then(|seconds| time.unix().checked_add(seconds));
        let latest = latest
            .and_then(|unix| Time::from_unix(unix).ok())
            .ok_or(Error::Structure { field: "TSTInfo.accuracy", offset: 0 })?;
        // ordering, nonce and tsa change nothing of what is used here.
        reader.optional(BOOLEAN)?;
        reader.optional(INTEGER)?;
        reader.optional(0xa0)?;
        if let Some(extensions) = reader.optional(0xa1)? {
            refuse_critical(&extensions)?;
        }
        reader.finish("TSTInfo")?;
        Ok(Self { policy, imprint, serial_number, time, latest })
    }
}

enum Fault {
    Algorithm(AlgorithmError),
    CriticalExtension { offset: usize },
    Structure(Error),
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Structure(error)
    }
}

const fn malformed(field: &'static str, offset: usize) -> TimeStampError {
    TimeStampError::Malformed { field, offset }
}

/// Accuracy ::= SEQUENCE { seconds INTEGER OPTIONAL, millis [0] INTEGER (1..999) OPTIONAL, micros [1] INTEGER (1..999)
/// OPTIONAL }
fn accuracy_in_microseconds(accuracy: &Element<'_>) -> Result<u64, Error> {
    let mut fields = accuracy.reader();
    let mut sum = 0u64;
    for (tag, microseconds, most) in
        [(INTEGER, 1_000_000, u64::from(u32::MAX)), (0x80, 1_000, 999), (0x81, 1, 999)]
    {
        if let Some(field) = fields.optional(tag)? {
            let count = count(field.content).filter(|count| *count <= most);
            let count = count.ok_or(Error::Structure { field: "TSTInfo.accuracy", offset: field.offset })?;
            sum = sum.saturating_add(count.saturating_mul(microseconds));
        }
    }
    fields.finish("TSTInfo.accuracy")?;
    Ok(sum)
}

/// A non-negative INTEGER of at most eight octets.
fn count(content: &[u8]) -> Option<u64> {
    let negative = content.first().is_none_or(|first| first & 0x80 != 0);
    let fits = !negative && content.len() <= 8;
    fits.then(|| {
        content
            .iter()
            .fold(0u64, |number, octet| number.saturating_mul(256).saturating_add(u64::from(*octet)))
    })
}

/// Extensions of TSTInfo: none is processed.
fn refuse_critical(extensions: &Element<'_>) -> Result<(), Fault> {
    let mut reader = extensions.reader();
    while !reader.is_finished() {
        let extension = reader.expect(SEQUENCE, "TSTInfo.extensions")?;
        let mut fields = extension.reader();
        oid::read(&mut fields, "TSTInfo.extensions")?;
        let critical = fields.optional(BOOLEAN)?;
        fields.expect(OCTET_STRING, "TSTInfo.extensions")?;
        fields.finish("TSTInfo.extensions")?;
        if critical.is_some_and(|flag| flag.content != [0]) {
            return Err(Fault::CriticalExtension { offset: extension.offset });
        }
    }
    Ok(())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fraction {
    None,
    Some,
}

/// GeneralizedTime that may have a fraction (RFC 3161, 2.4.2): the time without it, and whether there is one.
fn general_time(element: &Element<'_>) -> Option<(Time, Fraction)> {
    let (whole, fraction) = match element.content.iter().position(|octet| *octet == b'.') {
        Some(at) => element.content.split_at_checked(at)?,
        None => element.content.split_at_checked(element.content.len().checked_sub(1)?)?,
    };
    let digits = fraction.strip_suffix(b"Z")?;
    let digits =
        digits.strip_prefix(b".").map_or(Some(digits), |digits| (!digits.is_empty()).then_some(digits))?;
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let whole = [whole, b"Z"].concat();
    let fraction = if digits.iter().all(|digit| *digit == b'0') { Fraction::None } else { Fraction::Some };
    attributes::time(&Element { content: &whole, ..*element }).map(|time| (time, fraction))
}

/// RFC 3161, 2.3: extKeyUsage critical, with timeStamping and nothing else; and a keyUsage, where there is one, that lets
/// the key sign (RFC 5280, 4.2.1.3).
fn authority(certificate: &Certificate) -> TimeStampAuthority {
    let critical = certificate.extensions().iter().any(|extension| {
        extension.id.as_bytes() == oid::EXTENDED_KEY_USAGE.as_bytes()
            && extension.criticality == Criticality::Critical
    });
    let signs =
        certificate.key_usage().is_none_or(|usage| usage.digital_signature() || usage.non_repudiation());
    match certificate.extended_key_usage() {
        Some([purpose]) if critical && signs && purpose.as_bytes() == oid::TIME_STAMPING.as_bytes() => {
            TimeStampAuthority::Dedicated
        }
        _ => TimeStampAuthority::OtherPurpose,
    }
}

impl fmt::Display for TimeStampError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ImprintDifferent => formatter.write_str("the time-stamp is not about this signature value"),
            Self::ImprintAlgorithm(reason) => {
                write!(formatter, "digest of the time-stamp's imprint: {reason}")
            }
            Self::ImprintWeak => formatter.write_str("the time-stamp's imprint is SHA-1's"),
            Self::Malformed { field, offset } => {
                write!(formatter, "time-stamp: {field} is malformed at octet {offset}")
            }
            Self::CriticalExtension { offset } => {
                write!(formatter, "time-stamp: unknown critical extension at octet {offset}")
            }
            Self::SignedAttributes => formatter.write_str("the time-stamp token has no signed attributes"),
            Self::SigningCertificate => {
                formatter.write_str("the time-stamp token does not bind its certificate")
            }
            Self::Token(reason) => write!(formatter, "time-stamp token: {reason}"),
            Self::TooMany { limit } => write!(formatter, "more than {limit} time-stamps"),
        }
    }
}

impl core::error::Error for TimeStampError {}

#[cfg(test)]
mod tests {
    use super::super::testing::{
        CONTENT, Forge, Token, algorithm, attribute, content_type, message_digest, oid, tlv,
    };
    use super::*;
    use crate::crypto::VerifyError;

    /// A signature that carries these tokens, which must be made over the value of [`value`].
    fn stamped(tokens: &[Vec<u8>]) -> Vec<Result<TimeStamp, TimeStampError>> {
        let unsigned = Some(attribute("1.2.840.113549.1.9.16.2.14", tokens));
        let octets = Forge { unsigned, ..Forge::new() }.make();
        let signed_data = SignedData::parse(&octets).unwrap();
        assert!(signed_data.verify([CONTENT]).into_verified().is_ok(), "evidence never breaks the signature");
        signed_data.time_stamps()
    }

    /// RSA PKCS#1 v1.5 has one value for the same attributes.
    fn value() -> Vec<u8> {
        SignedData::parse(&Forge::new().make()).unwrap().signature_value().to_vec()
    }

    fn refused(token: &Token) -> TimeStampError {
        stamped(&[token.make()]).remove(0).map(|_| ()).unwrap_err()
    }

    #[test]
    fn verifies_a_time_stamp_over_the_signature_value() {
        let found = stamped(&[Token::over(&value()).make()]).remove(0).unwrap();
        assert_eq!(found.time().to_string(), "2026-12-01T00:00:00Z");
        assert_eq!((found.policy(), found.serial_number()), ("1.2.3.4", &[9][..]));
        assert_eq!(found.authority(), TimeStampAuthority::Dedicated);
        let two_purposes = tlv(0x30, [oid("1.3.6.1.5.5.7.3.8"), oid("1.3.6.1.5.5.7.3.4")].concat());
        let other = Token { extended_key_usage: two_purposes, ..Token::over(&value()) };
        let found = stamped(&[other.make()]).remove(0).unwrap();
        assert_eq!(found.authority(), TimeStampAuthority::OtherPurpose);
    }

    #[test]
    fn the_authority_s_key_has_to_be_one_for_signing() {
        let authority = |bits: &[u8]| {
            let token = Token { key_usage: Some(bits.to_vec()), ..Token::over(&value()) };
            stamped(&[token.make()]).remove(0).unwrap().authority()
        };
        let (signature, repudiation, encipherment) = ([7, 0x80], [6, 0x40], [5, 0x20]);
        assert_eq!(authority(&signature), TimeStampAuthority::Dedicated);
        assert_eq!(authority(&repudiation), TimeStampAuthority::Dedicated);
        assert_eq!(authority(&encipherment), TimeStampAuthority::OtherPurpose);
    }

    /// RFC 3161, 2.4.2: genTime with its accuracy is when the token existed at the latest.
    #[test]
    fn the_latest_time_is_rounded_up_to_whole_seconds() {
        let made =
            |time, rest: Vec<u8>| stamped(&[Token { time, rest, ..Token::over(&value()) }.make()]).remove(0);
        let seconds = |time, accuracy: &[Vec<u8>]| {
            let rest = if accuracy.is_empty() { Vec::new() } else { tlv(0x30, accuracy.concat()) };
            let stamp = made(time, rest).unwrap();
            assert_eq!(stamp.time().to_string(), "2026-12-01T00:00:00Z");
            stamp.latest().unix() - stamp.time().unix()
        };
        let (exact, half) = ("20261201000000Z", "20261201000000.5Z");
        let (millis, micros) = (|count: [u8; 2]| tlv(0x80, count), |count: [u8; 1]| tlv(0x81, count));
        assert_eq!(seconds(exact, &[]), 0);
        assert_eq!(seconds("20261201000000.0Z", &[]), 0);
        assert_eq!(seconds(half, &[]), 1);
        assert_eq!(seconds(exact, &[tlv(2, [1])]), 1);
        assert_eq!(seconds(half, &[tlv(2, [1])]), 2);
        assert_eq!(seconds(exact, &[tlv(0x81, [1])]), 1);
        assert_eq!(seconds(exact, &[tlv(2, [1]), millis([3, 0xe7]), micros([1])]), 2);
        assert_eq!(seconds(exact, &[tlv(2, [1, 0])]), 256);
        let refused = [
            vec![tlv(2, [0xff])],
            vec![tlv(2, [])],
            vec![millis([3, 0xe8])],
            vec![millis([3, 0xe7]), tlv(2, [1])],
            vec![tlv(2, [1, 0, 0, 0, 0])],
        ];
        for accuracy in refused {
            let error = made(exact, tlv(0x30, accuracy.concat())).map(|_| ()).unwrap_err();
            assert!(
                matches!(error, TimeStampError::Malformed { field: "TSTInfo.accuracy", .. }),
                "{error:?}"
            );
        }
    }

    #[test]
    fn a_critical_extension_of_the_token_s_content_is_refused() {
        let extension = |flag: &[u8]| tlv(0x30, [oid("1.2.3.6"), flag.to_vec(), tlv(4, [5, 0])].concat());
        let read = |flag: &[u8]| {
            // accuracy, ordering, nonce and tsa stand before.
            let before = [tlv(0x30, tlv(2, [1])), tlv(1, [0xff]), tlv(2, [7]), tlv(0xa0, tlv(0x82, b"tsa"))];
            let two = [extension(&[]), extension(flag)].concat();
            let rest = [before.concat(), tlv(0xa1, two)].concat();
            stamped(&[Token { rest, ..Token::over(&value()) }.make()]).remove(0).map(|_| ())
        };
        assert_eq!(read(&[]), Ok(()));
        assert_eq!(read(&tlv(1, [0])), Ok(()));
        assert!(matches!(read(&tlv(1, [0xff])), Err(TimeStampError::CriticalExtension { .. })));
        assert!(matches!(read(&tlv(2, [1])), Err(TimeStampError::Malformed { .. })));
        let trailing = Token { rest: tlv(0xa2, [5, 0]), ..Token::over(&value()) };
        assert!(matches!(refused(&trailing), TimeStampError::Malformed { field: "TSTInfo", .. }));
    }

    #[test]
    fn rejects_a_time_stamp_over_another_value() {
        assert_eq!(refused(&Token::over(b"another")), TimeStampError::ImprintDifferent);
        let sha1 = DigestAlgorithm::Sha1.digest(&value());
        let imprint = [algorithm("1.3.14.3.2.26"), tlv(4, sha1.as_bytes())].concat();
        assert_eq!(refused(&Token { imprint, ..Token::over(&value()) }), TimeStampError::ImprintWeak);
        let imprint = [algorithm("1.2.3"), tlv(4, [7; 32])].concat();
        let unknown = refused(&Token { imprint, ..Token::over(&value()) });
        assert!(matches!(unknown, TimeStampError::ImprintAlgorithm(AlgorithmError::Unknown { .. })));
    }

    #[test]
    fn rejects_a_token_that_is_unsound_unbound_or_malformed() {
        let good = || Token::over(&value());
        let different = Error::MessageDigestDifferent { algorithm: DigestAlgorithm::Sha256 };
        let changed = Token { digest: Some(vec![7; 32]), ..good() };
        assert_eq!(refused(&changed), TimeStampError::Token(different));
        assert_eq!(refused(&Token { binding: false, ..good() }), TimeStampError::SigningCertificate);
        for time in ["20261201000000", "20261301000000Z", "20261201000000.Z", "20261201000000.5"] {
            let error = refused(&Token { time, ..good() });
            assert!(matches!(error, TimeStampError::Malformed { field: "TSTInfo.genTime", .. }), "{time}");
        }
        let mut broken = good().make();
        *broken.last_mut().unwrap() ^= 1;
        let error = stamped(&[broken]).remove(0).map(|_| ()).unwrap_err();
        assert_eq!(error, TimeStampError::Token(Error::SignatureValue(VerifyError::Mismatch)));
        let plain = stamped(&[Forge::new().make()]).remove(0).map(|_| ()).unwrap_err();
        assert!(matches!(plain, TimeStampError::Token(Error::EncapsulatedContentType { .. })));
    }

    #[test]
    fn reads_no_more_time_stamps_than_the_limit() {
        let tokens = vec![Token::over(&value()).make(); limits::TIME_STAMPS];
        assert!(stamped(&tokens).iter().all(Result::is_ok));
        let tokens = vec![Token::over(&value()).make(); limits::TIME_STAMPS + 1];
        let last = stamped(&tokens).pop().unwrap().map(|_| ()).unwrap_err();
        assert_eq!(last, TimeStampError::TooMany { limit: limits::TIME_STAMPS });
    }

    #[test]
    fn verifies_a_document_time_stamp_over_pieces_with_zero_padding() {
        let mut contents = Token::over(b"before after").make();
        contents.extend([0; 9]);
        assert!(TimeStamp::of_document(&contents, &[b"before", b" after"]).is_ok());
        let other = TimeStamp::of_document(&contents, &[b"before", b" After"]).map(|_| ()).unwrap_err();
        assert_eq!(other, TimeStampError::ImprintDifferent);
        contents.push(1);
        let trailing = TimeStamp::of_document(&contents, &[b"before", b" after"]).map(|_| ()).unwrap_err();
        assert!(matches!(trailing, TimeStampError::Token(Error::TrailingOctets { .. })));
    }

    #[test]
    fn reads_archived_revocation_data() {
        let (list, response) = (tlv(0x30, tlv(2, [1])), tlv(0x30, tlv(10, [0])));
        let archival = [tlv(0xa0, tlv(0x30, &list)), tlv(0xa1, tlv(0x30, &response))].concat();
        let with = |value: Vec<u8>| {
            let mut attributes =
                vec![content_type(), message_digest(), attribute("1.2.840.113583.1.1.8", &[value])];
            attributes.sort();
            SignedData::parse(&Forge::new().only(&attributes).make()).unwrap()
        };
        let signed_data = with(tlv(0x30, archival));
        let found = signed_data.revocation_archival().unwrap().unwrap();
        assert_eq!(found.certificate_revocation_lists(), [list]);
        assert_eq!(found.ocsp_responses(), [response]);
        let malformed = with(tlv(0x30, tlv(2, [1])));
        assert!(malformed.revocation_archival().is_err());
        assert!(malformed.verify([CONTENT]).into_verified().is_ok(), "evidence never breaks the signature");
        let without = SignedData::parse(&Forge::new().make()).unwrap();
        assert_eq!(without.revocation_archival(), Ok(None));
    }
}
