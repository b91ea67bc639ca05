//! Certificate revocation lists (RFC 5280, 5): complete, delta, indirect, scoped by an issuing distribution point.
//!
//! A list of a million entries is kept as its DER plus eight octets for each entry, sorted by serial number: looking
//! one up costs twenty comparisons, and the digest of the signed part is computed once for any number of questions.

use core::fmt;
use core::ops::Range;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use super::certificate::{Error, range, read_serial_number, sha256};
use super::der::{
    BIT_STRING, DerError, DerProblem, ENUMERATED, Element, INTEGER, OCTET_STRING, Reader, SEQUENCE,
};
use super::extension::{self, Criticality, DistributionPointName, Extension, ReasonFlags};
use super::general_name::GeneralName;
use super::name::Name;
use super::object_identifier::ObjectIdentifier;
use crate::crypto::{AlgorithmError, Digest, PublicKey, SignatureAlgorithm, VerifyError};
use crate::limits::pki::{MAX_ENTRY_ISSUERS, MAX_REVOCATION_LIST};
use crate::time::Time;

/// A certificate revocation list. Cheap to clone.
#[derive(Clone)]
pub struct CertificateRevocationList(Arc<Inner>);

struct Inner {
    der: Vec<u8>,
    sha256: [u8; 32],
    tbs: Range<usize>,
    digest: OnceLock<Digest>,
    algorithm: Result<SignatureAlgorithm, AlgorithmError>,
    signature: Vec<u8>,
    issuer: Name,
    this_update: Time,
    next_update: Option<Time>,
    entries: Vec<Place>,
    /// Issuers of entries in an indirect list; place 0 is the list's own issuer.
    entry_issuers: Vec<Vec<Name>>,
    extensions: Extensions,
    unknown_critical_entry: Option<ObjectIdentifier>,
    entry_issuers_unclear: bool,
}

/// Where an entry lies and which issuer its certificate has.
#[derive(Clone, Copy)]
struct Place {
    offset: u32,
    issuer: u32,
}

#[derive(Default)]
struct Extensions {
    authority_key_identifier: Option<Vec<u8>>,
    base_number: Option<Vec<u8>>,
    expired_certificates_since: Option<Time>,
    number: Option<Vec<u8>>,
    scope: Option<IssuingDistributionPoint>,
    unknown_critical: Vec<ObjectIdentifier>,
}

/// Issuing distribution point (RFC 5280, 5.2.5): what a list is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuingDistributionPoint {
    /// Where the list is published; compared with the certificate's distribution points.
    pub name: Option<DistributionPointName>,
    /// Which certificates it covers.
    pub coverage: Coverage,
    /// The reasons it covers; all when absent.
    pub reasons: Option<ReasonFlags>,
    /// Whether entries may be of other issuers.
    pub directness: Directness,
}

/// The certificates a list covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coverage {
    /// All.
    All,
    /// onlyContainsAttributeCerts
    AttributeCertificates,
    /// onlyContainsCACerts: an ARL
    AuthorityCertificates,
    /// onlyContainsUserCerts
    UserCertificates,
}

/// Whose certificates a list may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Directness {
    /// Only the list issuer's own.
    Direct,
    /// indirectCRL
    Indirect,
}

/// Why a certificate was revoked (RFC 5280, 5.3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RevocationReason {
    /// aACompromise
    AttributeAuthorityCompromise,
    /// affiliationChanged
    AffiliationChanged,
    /// cACompromise
    AuthorityCompromise,
    /// cessationOfOperation
    CessationOfOperation,
    /// certificateHold
    Hold,
    /// keyCompromise
    KeyCompromise,
    /// privilegeWithdrawn
    PrivilegeWithdrawn,
    /// removeFromCRL (delta lists only)
    RemoveFromList,
    /// superseded
    Superseded,
    /// unspecified, or no reason given
    Unspecified,
}

/// One entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RevokedEntry {
    /// revocationDate
    pub revocation_time: Time,
    /// reasonCode
    pub reason: RevocationReason,
    /// invalidityDate: since when the key must be suspected.
    pub invalidity_time: Option<Time>,
}

impl CertificateRevocationList {
    /// Reads the DER of one CertificateList.
    ///
    /// # Errors
    /// [`Error`] says what is wrong and where.
    pub fn parse(der: &[u8]) -> Result<Self, Error> {
        if der.len() > MAX_REVOCATION_LIST {
            return Err(Error::TooLarge { length: der.len(), limit: MAX_REVOCATION_LIST });
        }
        Self::from_vec(der.to_vec())
    }

    /// The same without a second copy of a large list.
    ///
    /// # Errors
    /// As [`CertificateRevocationList::parse`].
    pub fn from_vec(der: Vec<u8>) -> Result<Self, Error> {
        if der.len() > MAX_REVOCATION_LIST {
            return Err(Error::TooLarge { length: der.len(), limit: MAX_REVOCATION_LIST });
        }
        let mut outer = Reader::new(&der);
        let whole = outer.expect(SEQUENCE)?;
        outer.finish()?;
        let mut parts = whole.reader();
        let tbs = parts.expect(SEQUENCE)?;
        let algorithm = parts.expect(SEQUENCE)?;
        let signature = parts.expect(BIT_STRING)?.whole_bit_string()?.to_vec();
        parts.finish()?;

        let mut fields = tbs.reader();
        let version = match fields.optional(INTEGER)? {
            None => 1,
            Some(version) if version.count()? == 1 => 2,
            Some(_) => return Err(Error::Version),
        };
        if fields.expect(SEQUENCE)?.der != algorithm.der {
            return Err(Error::AlgorithmMismatch);
        }
        let issuer = Name::read(&fields.expect(SEQUENCE)?)?;
        let this_update = fields.read()?.time()?;
        let next_update = match fields.peek() {
            Some(0x17 | 0x18) => Some(fields.read()?.time()?),
            _ => None,
        };
        let mut index = Index::new(&issuer, version);
        if let Some(revoked) = fields.optional(SEQUENCE)? {
            index.read(&revoked)?;
        }
        let list = read_extensions(&mut fields, version)?;
        fields.finish()?;
        let extensions = Extensions::read(&list)?;
        let Index { mut entries, entry_issuers, unknown_critical_entry, nameless_issuer, .. } = index;
        let indirect =
            extensions.scope.as_ref().is_some_and(|scope| scope.directness == Directness::Indirect);
        let entry_issuers_unclear = nameless_issuer || (entry_issuers.len() > 1 && !indirect);
        entries.sort_unstable_by(|(leading, place), (other_leading, other)| {
            let whole = || serial_at(&der, place.offset).cmp(serial_at(&der, other.offset));
            leading.cmp(other_leading).then_with(whole)
        });
        let entries: Vec<Place> = entries.into_iter().map(|(_, place)| place).collect();
        Ok(Self(Arc::new(Inner {
            sha256: sha256(&der),
            tbs: range(&tbs),
            digest: OnceLock::new(),
            algorithm: SignatureAlgorithm::from_algorithm_identifier(algorithm.der),
            signature,
            issuer,
            this_update,
            next_update,
            entries,
            entry_issuers,
            extensions,
            unknown_critical_entry,
            entry_issuers_unclear,
            der,
        })))
    }

    /// The list exactly as it was read.
    pub fn der(&self) -> &[u8] {
        &self.0.der
    }

    /// SHA-256 of the whole list.
    pub fn sha256(&self) -> [u8; 32] {
        self.0.sha256
    }

    /// Who issued it.
    pub fn issuer(&self) -> &Name {
        &self.0.issuer
    }

    /// When it was made.
    pub fn this_update(&self) -> Time {
        self.0.this_update
    }

    /// When the next one is promised.
    pub fn next_update(&self) -> Option<Time> {
        self.0.next_update
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.0.entries.len()
    }

    /// Whether no certificate is listed.
    pub fn is_empty(&self) -> bool {
        self.0.entries.is_empty()
    }

    /// cRLNumber, content of the INTEGER.
    pub fn number(&self) -> Option<&[u8]> {
        self.0.extensions.number.as_deref()
    }

    /// BaseCRLNumber of a delta list, content of the INTEGER; `None` for a complete list.
    pub fn base_number(&self) -> Option<&[u8]> {
        self.0.extensions.base_number.as_deref()
    }

    /// keyIdentifier of authorityKeyIdentifier
    pub fn authority_key_identifier(&self) -> Option<&[u8]> {
        self.0.extensions.authority_key_identifier.as_deref()
    }

    /// issuingDistributionPoint
    pub fn issuing_distribution_point(&self) -> Option<&IssuingDistributionPoint> {
        self.0.extensions.scope.as_ref()
    }

    /// expiredCertsOnCRL (X.509 9.5.2.8): certificates that expired since then stay listed.
    pub fn expired_certificates_since(&self) -> Option<Time> {
        self.0.extensions.expired_certificates_since
    }

    /// A critical extension of the list or of an entry that is not processed: the list proves nothing.
    pub fn unknown_critical_extension(&self) -> Option<&ObjectIdentifier> {
        self.0.extensions.unknown_critical.first()
    }

    /// A critical extension of some entry that is not processed: the list proves nothing.
    pub fn unknown_critical_entry_extension(&self) -> Option<&ObjectIdentifier> {
        self.0.unknown_critical_entry.as_ref()
    }

    /// Whether some entry's certificateIssuer holds no directory name, or stands in a list that is not indirect
    /// (RFC 5280, 5.3.3): nobody knows whose certificates its entries are, and the list proves nothing.
    pub fn has_entry_of_unclear_issuer(&self) -> bool {
        self.0.entry_issuers_unclear
    }

    /// The algorithm of the signature on this list.
    ///
    /// # Errors
    /// [`AlgorithmError`] when it is not one that is accepted.
    pub fn signature_algorithm(&self) -> Result<SignatureAlgorithm, &AlgorithmError> {
        self.0.algorithm.as_ref().copied()
    }

    /// Octets that are digested for the first verification; later ones use the digest again.
    pub(crate) fn octets_to_digest(&self) -> usize {
        if self.0.digest.get().is_some() { 0 } else { self.0.tbs.len() }
    }

    /// Verifies the list's signature with `key`, over the octets as they were read.
    ///
    /// # Errors
    /// [`VerifyError`]; `Unsupported` when the algorithm is not accepted.
    pub fn verify_signature(&self, key: &PublicKey) -> Result<(), VerifyError> {
        let algorithm = self.signature_algorithm().map_err(|_| VerifyError::Unsupported)?;
        let digest = self.0.digest.get_or_init(|| {
            algorithm.digest().digest(self.0.der.get(self.0.tbs.clone()).unwrap_or_default())
        });
        key.verify(algorithm, digest, &self.0.signature)
    }

    /// The entry of the certificate with this issuer and serial number. A list that has several says the worst of them: the
    /// gravest reason, the earliest times. RFC 5280 does not say which counts.
    pub fn find(&self, issuer: &Name, serial_number: &[u8]) -> Option<RevokedEntry> {
        let Inner { der, entries, entry_issuers, .. } = &*self.0;
        let first = entries.partition_point(|place| serial_at(der, place.offset) < serial_number);
        entries
            .iter()
            .skip(first)
            .take_while(|place| serial_at(der, place.offset) == serial_number)
            .filter(|place| {
                let issuers = usize::try_from(place.issuer).ok().and_then(|index| entry_issuers.get(index));
                issuers.is_some_and(|issuers| issuers.contains(issuer))
            })
            .filter_map(|place| entry_at(der, place.offset))
            .reduce(RevokedEntry::worse)
    }
}

impl RevokedEntry {
    fn worse(self, other: Self) -> Self {
        let reason = match (self.reason, other.reason) {
            (RevocationReason::RemoveFromList, reason) | (reason, RevocationReason::RemoveFromList) => reason,
            (reason, other) => reason.graver(other),
        };
        Self {
            revocation_time: self.revocation_time.min(other.revocation_time),
            reason,
            invalidity_time: self.invalidity_time.into_iter().chain(other.invalidity_time).min(),
        }
    }
}

impl fmt::Debug for CertificateRevocationList {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("CertificateRevocationList")
            .field("issuer", &self.0.issuer)
            .field("this_update", &self.0.this_update)
            .field("entries", &self.0.entries.len())
            .finish_non_exhaustive()
    }
}

impl RevocationReason {
    fn from_code(code: u32) -> Option<Self> {
        Some(match code {
            0 => Self::Unspecified,
            1 => Self::KeyCompromise,
            2 => Self::AuthorityCompromise,
            3 => Self::AffiliationChanged,
            4 => Self::Superseded,
            5 => Self::CessationOfOperation,
            6 => Self::Hold,
            8 => Self::RemoveFromList,
            9 => Self::PrivilegeWithdrawn,
            10 => Self::AttributeAuthorityCompromise,
            _ => return None,
        })
    }

    pub(crate) fn read(element: &Element<'_>) -> Result<Self, DerError> {
        Self::from_code(element.count()?).ok_or(element.error(DerProblem::Integer))
    }

    /// Whether the key itself is suspected, possibly since before the revocation.
    pub const fn is_compromise(self) -> bool {
        matches!(self, Self::KeyCompromise | Self::AuthorityCompromise | Self::AttributeAuthorityCompromise)
    }

    /// Whether it is a retirement that leaves the key unsuspected.
    pub const fn is_routine(self) -> bool {
        matches!(self, Self::Superseded | Self::CessationOfOperation | Self::AffiliationChanged)
    }

    /// The one of two reasons, given for one revocation, that leaves less to rely on.
    pub(crate) fn graver(self, other: Self) -> Self {
        let weight = |reason: Self| match reason {
            Self::Hold => 0u8,
            _ if reason.is_routine() => 1,
            _ if reason.is_compromise() => 3,
            _ => 2,
        };
        if weight(other) > weight(self) { other } else { self }
    }

    /// The standard's own spelling.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AttributeAuthorityCompromise => "aACompromise",
            Self::AffiliationChanged => "affiliationChanged",
            Self::AuthorityCompromise => "cACompromise",
            Self::CessationOfOperation => "cessationOfOperation",
            Self::Hold => "certificateHold",
            Self::KeyCompromise => "keyCompromise",
            Self::PrivilegeWithdrawn => "privilegeWithdrawn",
            Self::RemoveFromList => "removeFromCRL",
            Self::Superseded => "superseded",
            Self::Unspecified => "unspecified",
        }
    }
}

/// Builds the index while walking the entries in their order, which indirect lists depend on.
struct Index {
    version: u8,
    /// With the first eight octets of the serial number, which decide nearly every comparison of the sort: reading two
    /// serial numbers out of the list for each took most of the time of a large one.
    entries: Vec<(u64, Place)>,
    entry_issuers: Vec<Vec<Name>>,
    unknown_critical_entry: Option<ObjectIdentifier>,
    /// Whether some certificateIssuer had no directory name.
    nameless_issuer: bool,
    current_issuer: u32,
    /// By the octets of their names: comparing thousands of names would prepare them all.
    known_issuers: HashMap<Vec<u8>, u32>,
    /// Extensions of entries, octet for octet, that were read before and named no other issuer: a list has a few reasons
    /// and a million entries.
    read_before: Vec<Vec<u8>>,
}

/// Extensions of entries that are remembered; a list has about ten reasons, with invalidity dates as many as days.
const READ_BEFORE: usize = 16;

impl Index {
    fn new(issuer: &Name, version: u8) -> Self {
        Self {
            version,
            entries: Vec::new(),
            entry_issuers: vec![vec![issuer.clone()]],
            unknown_critical_entry: None,
            nameless_issuer: false,
            current_issuer: 0,
            // A certificateIssuer that names the list's own issuer says nothing new, whatever kind the list is.
            known_issuers: HashMap::from([(issuer.der().to_vec(), 0)]),
            read_before: Vec::new(),
        }
    }

    fn read(&mut self, revoked: &Element<'_>) -> Result<(), Error> {
        let mut reader = revoked.reader();
        while !reader.is_empty() {
            let entry = reader.expect(SEQUENCE)?;
            let mut fields = entry.reader();
            let serial = read_serial_number(&fields.expect(INTEGER)?)?;
            fields.read()?.time()?;
            if let Some(extensions) = fields.optional(SEQUENCE)? {
                if self.version < 2 {
                    return Err(Error::FieldOfLaterVersion { version: self.version });
                }
                self.read_entry_extensions(&extensions)?;
            }
            fields.finish()?;
            let offset = u32::try_from(entry.offset).map_err(|_| entry.error(DerProblem::TooMany))?;
            self.entries.push((leading(serial), Place { offset, issuer: self.current_issuer }));
        }
        Ok(())
    }

    fn read_entry_extensions(&mut self, element: &Element<'_>) -> Result<(), Error> {
        if self.read_before.iter().any(|known| known == element.der) {
            return Ok(());
        }
        let mut names_issuer = false;
        for extension in extension::read_list(element)? {
            let malformed = |error| Error::Extension { id: extension.id.clone(), error };
            let mut value = Reader::at(&extension.value, extension.offset);
            match extension.id.as_bytes() {
                [0x55, 0x1d, 21] => {
                    value
                        .expect(ENUMERATED)
                        .and_then(|code| RevocationReason::read(&code))
                        .map_err(malformed)?;
                }
                [0x55, 0x1d, 24] => {
                    value.read().and_then(|time| time.time()).map_err(malformed)?;
                }
                // RFC 5280, 5.3.3: it holds for this entry and the following ones until the next.
                [0x55, 0x1d, 29] => {
                    let names = value
                        .expect(SEQUENCE)
                        .and_then(|names| GeneralName::read_all(names.reader()))
                        .map_err(malformed)?;
                    let names: Vec<Name> =
                        names.iter().filter_map(GeneralName::as_directory).cloned().collect();
                    self.nameless_issuer |= names.is_empty();
                    let place = |problem| malformed(DerError { offset: extension.offset, problem });
                    self.change_issuer(names).map_err(place)?;
                    names_issuer = true;
                }
                _ => {
                    if extension.criticality == Criticality::Critical && self.unknown_critical_entry.is_none()
                    {
                        self.unknown_critical_entry = Some(extension.id.clone());
                    }
                    continue;
                }
            }
            value.finish().map_err(malformed)?;
        }
        if !names_issuer && self.read_before.len() < READ_BEFORE {
            self.read_before.push(element.der.to_vec());
        }
        Ok(())
    }

    fn change_issuer(&mut self, names: Vec<Name>) -> Result<(), DerProblem> {
        let octets = names.iter().map(Name::der).collect::<Vec<_>>().concat();
        if let Some(known) = self.known_issuers.get(&octets) {
            self.current_issuer = *known;
            return Ok(());
        }
        if self.entry_issuers.len() >= MAX_ENTRY_ISSUERS {
            return Err(DerProblem::TooMany);
        }
        self.current_issuer = u32::try_from(self.entry_issuers.len()).map_err(|_| DerProblem::TooMany)?;
        self.known_issuers.insert(octets, self.current_issuer);
        self.entry_issuers.push(names);
        Ok(())
    }
}

fn read_extensions(fields: &mut Reader<'_>, version: u8) -> Result<Vec<Extension>, Error> {
    let Some(tagged) = fields.optional(0xa0)? else { return Ok(Vec::new()) };
    if version < 2 {
        return Err(Error::FieldOfLaterVersion { version });
    }
    let mut inner = tagged.reader();
    let list = extension::read_list(&inner.expect(SEQUENCE)?)?;
    inner.finish()?;
    Ok(list)
}

impl Extensions {
    fn read(list: &[Extension]) -> Result<Self, Error> {
        let mut extensions = Self::default();
        for extension in list {
            let malformed = |error: DerError| Error::Extension { id: extension.id.clone(), error };
            let known = extensions.read_one(extension).map_err(malformed)?;
            if !known && extension.criticality == Criticality::Critical {
                extensions.unknown_critical.push(extension.id.clone());
            }
        }
        Ok(extensions)
    }

    fn read_one(&mut self, extension: &Extension) -> Result<bool, DerError> {
        let mut reader = Reader::at(&extension.value, extension.offset);
        let [0x55, 0x1d, arc] = *extension.id.as_bytes() else { return Ok(false) };
        match arc {
            20 => self.number = Some(reader.expect(INTEGER)?.integer()?.to_vec()),
            27 => self.base_number = Some(reader.expect(INTEGER)?.integer()?.to_vec()),
            28 => self.scope = Some(read_scope(&reader.expect(SEQUENCE)?)?),
            35 => {
                let mut fields = reader.expect(SEQUENCE)?.reader();
                self.authority_key_identifier = fields.optional(0x80)?.map(|octets| octets.value.to_vec());
            }
            // issuerAltName and freshestCRL change nothing here: lists are handed in, not fetched.
            18 | 46 => return Ok(true),
            60 => self.expired_certificates_since = Some(reader.read()?.time()?),
            _ => return Ok(false),
        }
        reader.finish()?;
        Ok(true)
    }
}

fn read_scope(element: &Element<'_>) -> Result<IssuingDistributionPoint, DerError> {
    let mut fields = element.reader();
    let name =
        fields.optional(0xa0)?.map(|name| extension::read_distribution_point_name(&name)).transpose()?;
    let user = read_flag(&mut fields, 0x81)?;
    let authority = read_flag(&mut fields, 0x82)?;
    let reasons = fields.optional(0x83)?.map(|reasons| extension::read_reasons(&reasons)).transpose()?;
    let indirect = read_flag(&mut fields, 0x84)?;
    let attribute = read_flag(&mut fields, 0x85)?;
    fields.finish()?;
    let coverage = match (user, authority, attribute) {
        (false, false, false) => Coverage::All,
        (true, false, false) => Coverage::UserCertificates,
        (false, true, false) => Coverage::AuthorityCertificates,
        (false, false, true) => Coverage::AttributeCertificates,
        // RFC 5280, 5.2.5: at most one of them.
        _ => return Err(element.error(DerProblem::Boolean)),
    };
    let directness = if indirect { Directness::Indirect } else { Directness::Direct };
    Ok(IssuingDistributionPoint { name, coverage, reasons, directness })
}

fn read_flag(fields: &mut Reader<'_>, tag: u8) -> Result<bool, DerError> {
    let flag = fields.optional(tag)?.map(|flag| flag.retagged(super::der::BOOLEAN).boolean());
    Ok(flag.transpose()?.unwrap_or(false))
}

/// The first eight octets as a number, with zeros after a shorter one: ordered as the octets are, but for such zeros.
fn leading(serial: &[u8]) -> u64 {
    let mut octets = [0; 8];
    for (place, octet) in octets.iter_mut().zip(serial) {
        *place = *octet;
    }
    u64::from_be_bytes(octets)
}

/// Content of the serial number of the entry at `offset`; the entry was read before.
fn serial_at(der: &[u8], offset: u32) -> &[u8] {
    let entry = usize::try_from(offset).ok().and_then(|offset| der.get(offset..)).unwrap_or_default();
    let fields = Reader::new(entry).read().map(|entry| entry.value).unwrap_or_default();
    Reader::new(fields).read().map(|serial| serial.value).unwrap_or_default()
}

fn entry_at(der: &[u8], offset: u32) -> Option<RevokedEntry> {
    let entry = der.get(usize::try_from(offset).ok()?..)?;
    let mut fields = Reader::new(entry).read().ok()?.reader();
    fields.read().ok()?;
    let revocation_time = fields.read().ok()?.time().ok()?;
    let mut found =
        RevokedEntry { revocation_time, reason: RevocationReason::Unspecified, invalidity_time: None };
    let Some(extensions) = fields.optional(SEQUENCE).ok()? else { return Some(found) };
    let mut list = extensions.reader();
    while !list.is_empty() {
        let mut parts = list.expect(SEQUENCE).ok()?.reader();
        let id = parts.read().ok()?;
        parts.optional(super::der::BOOLEAN).ok()?;
        let value = parts.expect(OCTET_STRING).ok()?;
        match id.value {
            [0x55, 0x1d, 21] => {
                found.reason = RevocationReason::read(&Reader::new(value.value).read().ok()?).ok()?;
            }
            [0x55, 0x1d, 24] => {
                found.invalidity_time = Some(Reader::new(value.value).read().ok()?.time().ok()?);
            }
            _ => {}
        }
    }
    Some(found)
}
