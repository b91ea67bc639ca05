//! Certificate extensions (RFC 5280, 4.2): the list as it stands, and typed values of those that paths depend on.

use super::certificate::Error;
use super::der::{
    BIT_STRING, BOOLEAN, DerError, DerProblem, Element, INTEGER, OCTET_STRING, Reader, SEQUENCE,
};
use super::general_name::GeneralName;
use super::name::Name;
use super::object_identifier::ObjectIdentifier;
use crate::limits::pki::{MAX_EXTENSIONS, MAX_GENERAL_NAMES, MAX_POLICIES};

/// One extension as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// Which extension.
    pub id: ObjectIdentifier,
    /// Whether a verifier that does not know it must refuse.
    pub criticality: Criticality,
    /// Content of extnValue.
    pub value: Vec<u8>,
    pub(crate) offset: usize,
}

/// Whether an extension may be ignored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Criticality {
    /// A verifier that cannot process it must refuse.
    Critical,
    /// A verifier may ignore it.
    NonCritical,
}

/// Key usage (RFC 5280, 4.2.1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyUsage(u16);

/// Basic constraints (RFC 5280, 4.2.1.9).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BasicConstraints {
    /// Whether the subject is a CA.
    pub subject: SubjectKind,
    /// Most certificates that are not self-issued between this one and the last.
    pub path_length: Option<u32>,
}

/// What basicConstraints says of the subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubjectKind {
    /// cA TRUE
    CertificationAuthority,
    /// cA FALSE
    EndEntity,
}

/// Authority key identifier (RFC 5280, 4.2.1.1).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuthorityKeyIdentifier {
    /// keyIdentifier
    pub key_identifier: Option<Vec<u8>>,
    /// authorityCertIssuer
    pub issuer: Vec<GeneralName>,
    /// authorityCertSerialNumber
    pub serial_number: Option<Vec<u8>>,
}

/// One mapping (RFC 5280, 4.2.1.5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyMapping {
    /// issuerDomainPolicy
    pub issuer_domain: ObjectIdentifier,
    /// subjectDomainPolicy
    pub subject_domain: ObjectIdentifier,
}

/// Policy constraints (RFC 5280, 4.2.1.11).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PolicyConstraints {
    /// requireExplicitPolicy
    pub require_explicit_policy: Option<u32>,
    /// inhibitPolicyMapping
    pub inhibit_policy_mapping: Option<u32>,
}

/// Name constraints (RFC 5280, 4.2.1.10).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NameConstraints {
    /// permittedSubtrees
    pub permitted: Vec<GeneralName>,
    /// excludedSubtrees
    pub excluded: Vec<GeneralName>,
}

/// One distribution point (RFC 5280, 4.2.1.13).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DistributionPoint {
    /// Where; only compared, never fetched.
    pub name: Option<DistributionPointName>,
    /// The reasons it covers; all when absent.
    pub reasons: Option<ReasonFlags>,
    /// Who signs the CRL when it is not the certificate's issuer.
    pub crl_issuer: Vec<GeneralName>,
}

/// Name of a distribution point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DistributionPointName {
    /// fullName
    Full(Vec<GeneralName>),
    /// nameRelativeToCRLIssuer: content of the SET to be put behind the CRL issuer's name.
    Relative(Vec<u8>),
}

/// A set of revocation reasons (ReasonFlags).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReasonFlags(pub(crate) u16);

/// Typed values of the extensions that are read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Extensions {
    pub(crate) authority_key_identifier: Option<AuthorityKeyIdentifier>,
    pub(crate) basic_constraints: Option<BasicConstraints>,
    pub(crate) crl_distribution_points: Vec<DistributionPoint>,
    pub(crate) extended_key_usage: Option<Vec<ObjectIdentifier>>,
    pub(crate) inhibit_any_policy: Option<u32>,
    pub(crate) issuer_alternative_names: Vec<GeneralName>,
    pub(crate) key_usage: Option<KeyUsage>,
    pub(crate) name_constraints: Option<NameConstraints>,
    pub(crate) policies: Option<Vec<ObjectIdentifier>>,
    pub(crate) policy_constraints: Option<PolicyConstraints>,
    pub(crate) policy_mappings: Vec<PolicyMapping>,
    pub(crate) subject_alternative_names: Vec<GeneralName>,
    pub(crate) subject_key_identifier: Option<Vec<u8>>,
    pub(crate) unknown_critical: Vec<ObjectIdentifier>,
}

impl KeyUsage {
    /// digitalSignature
    pub const fn digital_signature(self) -> bool {
        self.0 & 0x8000 != 0
    }

    /// nonRepudiation (contentCommitment)
    pub const fn non_repudiation(self) -> bool {
        self.0 & 0x4000 != 0
    }

    /// keyCertSign
    pub const fn key_cert_sign(self) -> bool {
        self.0 & 0x0400 != 0
    }

    /// cRLSign
    pub const fn crl_sign(self) -> bool {
        self.0 & 0x0200 != 0
    }

    /// The nine bits, digitalSignature highest.
    pub const fn bits(self) -> u16 {
        self.0
    }
}

impl ReasonFlags {
    /// All reasons: bits 1 to 8 (bit 0 is unused).
    pub(crate) const ALL: Self = Self(0x7f80);

    pub(crate) const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether certificateHold (bit 6) is one of them.
    pub(crate) const fn includes_hold(self) -> bool {
        self.0 & 0x0200 != 0
    }

    pub(crate) const fn is_complete(self) -> bool {
        self.0 & Self::ALL.0 == Self::ALL.0
    }
}

/// Reads `Extensions` (a SEQUENCE), refusing duplicates.
pub(crate) fn read_list(element: &Element<'_>) -> Result<Vec<Extension>, Error> {
    let mut list: Vec<Extension> = Vec::new();
    let mut reader = element.reader();
    if reader.is_empty() {
        return Err(element.error(DerProblem::Empty).into());
    }
    while !reader.is_empty() {
        if list.len() >= MAX_EXTENSIONS {
            return Err(reader.error(DerProblem::TooMany).into());
        }
        let mut fields = reader.expect(SEQUENCE)?.reader();
        let id = ObjectIdentifier::read(&fields.read()?)?;
        // DER leaves the default out (X.690 11.5); issuers that write critical FALSE exist and mean the same.
        let critical = fields.optional(BOOLEAN)?.map(|flag| flag.boolean()).transpose()?.unwrap_or(false);
        let criticality = if critical { Criticality::Critical } else { Criticality::NonCritical };
        let value = fields.expect(OCTET_STRING)?;
        fields.finish()?;
        if list.iter().any(|earlier| earlier.id == id) {
            return Err(Error::DuplicateExtension { id, offset: value.offset });
        }
        list.push(Extension {
            id,
            criticality,
            value: value.value.to_vec(),
            offset: value.reader().offset(),
        });
    }
    Ok(list)
}

impl Extensions {
    pub(crate) fn read(list: &[Extension]) -> Result<Self, Error> {
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

    /// Whether the extension is one that is processed.
    fn read_one(&mut self, extension: &Extension) -> Result<bool, DerError> {
        let mut reader = Reader::at(&extension.value, extension.offset);
        let [0x55, 0x1d, arc] = *extension.id.as_bytes() else { return Ok(false) };
        let mut processed = true;
        match arc {
            14 => self.subject_key_identifier = Some(reader.expect(OCTET_STRING)?.value.to_vec()),
            15 => self.key_usage = Some(KeyUsage(reader.expect(BIT_STRING)?.named_bits()?)),
            17 => self.subject_alternative_names = GeneralName::read_all(reader.expect(SEQUENCE)?.reader())?,
            18 => self.issuer_alternative_names = GeneralName::read_all(reader.expect(SEQUENCE)?.reader())?,
            19 => self.basic_constraints = Some(read_basic_constraints(&reader.expect(SEQUENCE)?)?),
            30 => self.name_constraints = Some(read_name_constraints(&reader.expect(SEQUENCE)?)?),
            31 => self.crl_distribution_points = read_distribution_points(&reader.expect(SEQUENCE)?)?,
            32 => {
                let (policies, qualifiers) = read_policies(&reader.expect(SEQUENCE)?)?;
                self.policies = Some(policies);
                // RFC 5280, 4.2.1.4: where the extension is critical, its qualifiers have to be understood too.
                processed = qualifiers == Qualifiers::Known;
            }
            33 => self.policy_mappings = read_policy_mappings(&reader.expect(SEQUENCE)?)?,
            35 => {
                self.authority_key_identifier =
                    Some(read_authority_key_identifier(&reader.expect(SEQUENCE)?)?)
            }
            36 => self.policy_constraints = Some(read_policy_constraints(&reader.expect(SEQUENCE)?)?),
            37 => self.extended_key_usage = Some(read_key_purposes(&reader.expect(SEQUENCE)?)?),
            // freshestCRL: delta CRLs come from the caller's bag, wherever the certificate says they lie.
            46 => {
                read_distribution_points(&reader.expect(SEQUENCE)?)?;
            }
            54 => self.inhibit_any_policy = Some(reader.expect(INTEGER)?.count()?),
            _ => return Ok(false),
        }
        reader.finish()?;
        Ok(processed)
    }
}

fn read_basic_constraints(element: &Element<'_>) -> Result<BasicConstraints, DerError> {
    let mut fields = element.reader();
    let authority = fields.optional(BOOLEAN)?.map(|flag| flag.boolean()).transpose()?.unwrap_or(false);
    let path_length = fields.optional(INTEGER)?.map(|count| count.count()).transpose()?;
    fields.finish()?;
    let subject = if authority { SubjectKind::CertificationAuthority } else { SubjectKind::EndEntity };
    Ok(BasicConstraints { subject, path_length })
}

fn read_authority_key_identifier(element: &Element<'_>) -> Result<AuthorityKeyIdentifier, DerError> {
    let mut fields = element.reader();
    let key_identifier = fields.optional(0x80)?.map(|octets| octets.value.to_vec());
    let issuer = fields.optional(0xa1)?.map(|names| GeneralName::read_all(names.reader())).transpose()?;
    let serial_number = fields.optional(0x82)?.map(|serial| serial.value.to_vec());
    fields.finish()?;
    Ok(AuthorityKeyIdentifier { key_identifier, issuer: issuer.unwrap_or_default(), serial_number })
}

/// Whether all policy qualifiers are of a type that RFC 5280 defines.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Qualifiers {
    Known,
    Unknown,
}

/// id-qt-cps and id-qt-unotice.
const QUALIFIERS: [&[u8]; 2] = [&[0x2b, 6, 1, 5, 5, 7, 2, 1], &[0x2b, 6, 1, 5, 5, 7, 2, 2]];

fn read_policies(element: &Element<'_>) -> Result<(Vec<ObjectIdentifier>, Qualifiers), DerError> {
    let mut reader = element.reader();
    let mut policies = Vec::new();
    let mut qualifiers = Qualifiers::Known;
    while !reader.is_empty() {
        if policies.len() >= MAX_POLICIES {
            return Err(reader.error(DerProblem::TooMany));
        }
        let mut fields = reader.expect(SEQUENCE)?.reader();
        policies.push(ObjectIdentifier::read(&fields.read()?)?);
        // Those that RFC 5280, 4.2.1.4 defines only inform people: their type is looked at, not their content.
        if let Some(list) = fields.optional(SEQUENCE)?
            && !are_known(&list)
        {
            qualifiers = Qualifiers::Unknown;
        }
        fields.finish()?;
    }
    let mut seen: Vec<&ObjectIdentifier> = policies.iter().collect();
    seen.sort_unstable();
    let repeated = seen.iter().zip(seen.iter().skip(1)).any(|(one, next)| one == next);
    if policies.is_empty() {
        return Err(element.error(DerProblem::Empty));
    }
    // RFC 5280, 4.2.1.4: a policy MUST NOT appear more than once.
    if repeated { Err(element.error(DerProblem::Repeated)) } else { Ok((policies, qualifiers)) }
}

/// What cannot be read is of no known type.
fn are_known(qualifiers: &Element<'_>) -> bool {
    let mut reader = qualifiers.reader();
    while !reader.is_empty() {
        let id = reader.expect(SEQUENCE).and_then(|qualifier| qualifier.reader().read().map(|id| id.value));
        if !id.is_ok_and(|id| QUALIFIERS.contains(&id)) {
            return false;
        }
    }
    true
}

fn read_policy_mappings(element: &Element<'_>) -> Result<Vec<PolicyMapping>, DerError> {
    let mut reader = element.reader();
    let mut mappings = Vec::new();
    while !reader.is_empty() {
        if mappings.len() >= MAX_POLICIES {
            return Err(reader.error(DerProblem::TooMany));
        }
        let mut fields = reader.expect(SEQUENCE)?.reader();
        let issuer_domain = ObjectIdentifier::read(&fields.read()?)?;
        let subject_domain = ObjectIdentifier::read(&fields.read()?)?;
        fields.finish()?;
        mappings.push(PolicyMapping { issuer_domain, subject_domain });
    }
    if mappings.is_empty() { Err(element.error(DerProblem::Empty)) } else { Ok(mappings) }
}

fn read_policy_constraints(element: &Element<'_>) -> Result<PolicyConstraints, DerError> {
    let mut fields = element.reader();
    let mut skip = |tag| fields.optional(tag)?.map(|count| count.retagged(INTEGER).count()).transpose();
    let (require_explicit_policy, inhibit_policy_mapping) = (skip(0x80)?, skip(0x81)?);
    fields.finish()?;
    if require_explicit_policy.is_none() && inhibit_policy_mapping.is_none() {
        return Err(element.error(DerProblem::Empty));
    }
    Ok(PolicyConstraints { require_explicit_policy, inhibit_policy_mapping })
}

fn read_key_purposes(element: &Element<'_>) -> Result<Vec<ObjectIdentifier>, DerError> {
    let mut reader = element.reader();
    let mut purposes = Vec::new();
    while !reader.is_empty() {
        if purposes.len() >= MAX_GENERAL_NAMES {
            return Err(reader.error(DerProblem::TooMany));
        }
        purposes.push(ObjectIdentifier::read(&reader.read()?)?);
    }
    if purposes.is_empty() { Err(element.error(DerProblem::Empty)) } else { Ok(purposes) }
}

fn read_name_constraints(element: &Element<'_>) -> Result<NameConstraints, DerError> {
    let mut fields = element.reader();
    let mut subtrees = |tag| fields.optional(tag)?.map(|list| read_subtrees(&list)).transpose();
    let (permitted, excluded) = (subtrees(0xa0)?, subtrees(0xa1)?);
    fields.finish()?;
    if permitted.is_none() && excluded.is_none() {
        return Err(element.error(DerProblem::Empty));
    }
    Ok(NameConstraints { permitted: permitted.unwrap_or_default(), excluded: excluded.unwrap_or_default() })
}

fn read_subtrees(element: &Element<'_>) -> Result<Vec<GeneralName>, DerError> {
    let mut reader = element.reader();
    let mut bases = Vec::new();
    while !reader.is_empty() {
        if bases.len() >= MAX_GENERAL_NAMES {
            return Err(reader.error(DerProblem::TooMany));
        }
        let mut fields = reader.expect(SEQUENCE)?.reader();
        bases.push(GeneralName::read(&fields.read()?)?);
        // RFC 5280, 4.2.1.10: minimum MUST be zero and maximum absent. A written zero is tolerated.
        if let Some(minimum) = fields.optional(0x80)?
            && minimum.value != [0]
        {
            return Err(minimum.error(DerProblem::SubtreeDistance));
        }
        if fields.peek() == Some(0x81) {
            return Err(fields.error(DerProblem::SubtreeDistance));
        }
        fields.finish()?;
    }
    if bases.is_empty() { Err(element.error(DerProblem::Empty)) } else { Ok(bases) }
}

fn read_distribution_points(element: &Element<'_>) -> Result<Vec<DistributionPoint>, DerError> {
    let mut reader = element.reader();
    let mut points = Vec::new();
    let mut left = MAX_GENERAL_NAMES;
    while !reader.is_empty() {
        let mut fields = reader.expect(SEQUENCE)?.reader();
        let name = fields.optional(0xa0)?.map(|name| read_distribution_point_name(&name)).transpose()?;
        let reasons = fields.optional(0x81)?.map(|reasons| read_reasons(&reasons)).transpose()?;
        let crl_issuer =
            fields.optional(0xa2)?.map(|names| GeneralName::read_all(names.reader())).transpose()?;
        fields.finish()?;
        let point = DistributionPoint { name, reasons, crl_issuer: crl_issuer.unwrap_or_default() };
        // Each point takes place as a name does, and holds any number of them.
        left = left
            .checked_sub(point.names().saturating_add(1))
            .ok_or_else(|| reader.error(DerProblem::TooMany))?;
        points.push(point);
    }
    if points.is_empty() { Err(element.error(DerProblem::Empty)) } else { Ok(points) }
}

/// DistributionPointName is a CHOICE: the tag around it is explicit.
pub(crate) fn read_distribution_point_name(element: &Element<'_>) -> Result<DistributionPointName, DerError> {
    let mut inner = element.reader();
    let choice = inner.read()?;
    inner.finish()?;
    match choice.tag {
        0xa0 => GeneralName::read_all(choice.reader()).map(DistributionPointName::Full),
        0xa1 => Ok(DistributionPointName::Relative(choice.value.to_vec())),
        found => Err(choice.error(DerProblem::UnexpectedTag { found })),
    }
}

pub(crate) fn read_reasons(element: &Element<'_>) -> Result<ReasonFlags, DerError> {
    element.retagged(BIT_STRING).named_bits().map(ReasonFlags)
}

impl DistributionPoint {
    fn names(&self) -> usize {
        let full = match &self.name {
            Some(DistributionPointName::Full(names)) => names.len(),
            Some(DistributionPointName::Relative(_)) | None => 0,
        };
        full.saturating_add(self.crl_issuer.len())
    }
}

impl DistributionPointName {
    /// The general names, a relative one completed with `issuer`.
    pub(crate) fn resolve(&self, issuer: &Name) -> Vec<GeneralName> {
        match self {
            Self::Full(names) => names.clone(),
            Self::Relative(content) => issuer
                .with_relative_name(content)
                .map(|name| vec![GeneralName::Directory(name)])
                .unwrap_or_default(),
        }
    }
}
