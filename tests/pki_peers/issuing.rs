//! Certificates and lists as plans: every field that a recipe may break stands open until it is signed.

#![allow(dead_code, unreachable_pub, reason = "each test binary uses its own part")]

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Mutex, OnceLock};

use base64::Engine as _;
use koseki::crypto::{Digest, DigestAlgorithm, SignatureAlgorithm, Signer, SigningError, SoftwareSigner};
use koseki::test_pki::{
    CertificateBuilder, CrlBuilder, DistinguishedName, GeneralSubtree, Key, KeyUsage, Reason, Scope,
    Validity, der, names,
};
use koseki::time::Time;

/// Who holds a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Holder {
    Bridge,
    Impostor,
    LocalGovernment,
    Minister,
    Official,
    OfficialNext,
    Organization,
    Unrelated,
}

impl Holder {
    pub fn key(self) -> &'static Key {
        static KEYS: OnceLock<Mutex<HashMap<&'static str, &'static Key>>> = OnceLock::new();
        let name = match self {
            Self::Bridge => "bridge-ca",
            Self::Impostor => "impostor",
            Self::LocalGovernment => "local-government-ca",
            Self::Minister => "minister",
            Self::Official => "official-status-ca",
            Self::OfficialNext => "official-status-ca-next",
            Self::Organization => "local-government-organization-ca",
            Self::Unrelated => "unrelated-ca",
        };
        let mut keys = KEYS.get_or_init(Mutex::default).lock().unwrap();
        keys.entry(name).or_insert_with(|| Box::leak(Box::new(load(name))))
    }

    pub fn name(self) -> DistinguishedName {
        match self {
            Self::Bridge => names::bridge_ca(),
            Self::Impostor | Self::Minister => names::minister(),
            Self::LocalGovernment => names::local_government_ca(),
            Self::Official | Self::OfficialNext => names::official_status_ca(),
            Self::Organization => names::local_government_organization_ca(),
            Self::Unrelated => names::unrelated_ca(),
        }
    }
}

/// RSA with PKCS#1 v1.5 always gives the same octets, so what was signed once is not signed again: most certificates of
/// the thousands of cases are the same few.
struct Remembering {
    signer: SoftwareSigner,
    known: Mutex<HashMap<Vec<u8>, Vec<u8>>>,
}

impl Signer for Remembering {
    fn algorithm(&self) -> SignatureAlgorithm {
        self.signer.algorithm()
    }

    fn sign(&self, digest: &Digest) -> Result<Vec<u8>, SigningError> {
        if let Some(value) = self.known.lock().unwrap().get(digest.as_bytes()) {
            return Ok(value.clone());
        }
        let value = self.signer.sign(digest)?;
        self.known.lock().unwrap().insert(digest.as_bytes().to_vec(), value.clone());
        Ok(value)
    }
}

fn load(name: &str) -> Key {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fixtures/keys/{name}.pem"));
    let text = std::fs::read_to_string(path).unwrap();
    let body: String = text.lines().filter(|line| !line.starts_with("-----")).collect();
    let signer =
        SoftwareSigner::from_der(&base64::engine::general_purpose::STANDARD.decode(body).unwrap()).unwrap();
    let spki = signer.public_key_spki().unwrap();
    Key::new(Box::new(Remembering { signer, known: Mutex::default() }), spki)
}

/// 2026-12-01T00:00:00Z and so many days.
pub fn day(days: i64) -> Time {
    Time::from_unix(1_796_083_200 + days * 86_400).unwrap()
}

/// One certificate before it is signed.
#[derive(Debug, Clone)]
pub struct Plan {
    pub issuer: DistinguishedName,
    pub subject: DistinguishedName,
    pub subject_key: Holder,
    pub signed_with: Holder,
    pub serial: u64,
    pub days: (i64, i64),
    /// cA and pathLenConstraint; `None` for no basicConstraints.
    pub basic: Option<(bool, Option<u64>)>,
    pub key_usage: Vec<KeyUsage>,
    pub policies: Vec<&'static str>,
    pub mappings: Vec<(&'static str, &'static str)>,
    pub policy_constraints: (Option<u64>, Option<u64>),
    pub inhibit_any_policy: Option<u64>,
    pub subtrees: Vec<GeneralSubtree>,
    pub alternative_name: Option<DistinguishedName>,
    pub point: Option<DistinguishedName>,
    pub key_identifiers: bool,
    pub other: Vec<(&'static str, bool, Vec<u8>)>,
    pub flipped: bool,
}

impl Plan {
    /// An authority that may do everything, self-signed where `by` is `holder`.
    pub fn authority(holder: Holder, by: Holder, serial: u64, days: (i64, i64)) -> Self {
        Self {
            issuer: by.name(),
            subject: holder.name(),
            subject_key: holder,
            signed_with: by,
            serial,
            days,
            basic: Some((true, None)),
            key_usage: vec![KeyUsage::KeyCertSign, KeyUsage::CrlSign],
            policies: Vec::new(),
            mappings: Vec::new(),
            policy_constraints: (None, None),
            inhibit_any_policy: None,
            subtrees: Vec::new(),
            alternative_name: None,
            point: None,
            key_identifiers: true,
            other: Vec::new(),
            flipped: false,
        }
    }

    pub fn sign(&self) -> Vec<u8> {
        self.sign_for(self.subject_key.key().spki())
    }

    /// With another SubjectPublicKeyInfo than any holder's.
    pub fn sign_for(&self, spki: &[u8]) -> Vec<u8> {
        let validity = Validity { not_before: day(self.days.0), not_after: day(self.days.1) };
        let issuer_key = self.signed_with.key();
        let mut builder = CertificateBuilder::new(&self.subject, spki, &self.issuer, self.serial, validity);
        builder = match self.basic {
            None => builder,
            Some((true, length)) => builder.authority(length),
            Some((false, _)) => builder.end_entity(),
        };
        if !self.key_usage.is_empty() {
            builder = builder.key_usage(&self.key_usage);
        }
        if !self.policies.is_empty() {
            builder = builder.certificate_policies(&self.policies);
        }
        if !self.mappings.is_empty() {
            builder = builder.policy_mappings(&self.mappings);
        }
        if self.policy_constraints != (None, None) {
            builder = builder.policy_constraints(self.policy_constraints.0, self.policy_constraints.1);
        }
        if let Some(skip) = self.inhibit_any_policy {
            builder = builder.inhibit_any_policy(skip);
        }
        if !self.subtrees.is_empty() {
            builder = builder.name_constraints(&self.subtrees);
        }
        if let Some(name) = &self.alternative_name {
            builder = builder.subject_alternative_name(name);
        }
        if let Some(point) = &self.point {
            builder = builder.crl_distribution_point(point);
        }
        if self.key_identifiers {
            builder = builder.subject_key_identifier().authority_key_identifier(issuer_key.spki());
        }
        for (oid, critical, value) in &self.other {
            builder = builder.other_extension(oid, *critical, value);
        }
        flip(builder.sign(issuer_key.signer()).unwrap(), self.flipped)
    }

    /// Of version 1, which has no extensions, and valid in all years that are asked about.
    pub fn sign_version_1(&self) -> Vec<u8> {
        let utc = |time: &[u8]| der::element(0x17, time);
        let sha256_with_rsa = der::object_identifier("1.2.840.113549.1.1.11").unwrap();
        let algorithm = der::sequence(&[&sha256_with_rsa, &der::null()]);
        let tbs = der::sequence(&[
            &der::integer(self.serial),
            &algorithm,
            &self.issuer.to_der().unwrap(),
            &der::sequence(&[&utc(b"200101000000Z"), &utc(b"400101000000Z")]),
            &self.subject.to_der().unwrap(),
            self.subject_key.key().spki(),
        ]);
        let value = self.signed_with.key().signer().sign(&DigestAlgorithm::Sha256.digest(&tbs)).unwrap();
        der::sequence(&[&tbs, &algorithm, &der::bit_string(&value)])
    }
}

/// One list before it is signed.
#[derive(Debug, Clone)]
pub struct ListPlan {
    pub issuer: DistinguishedName,
    pub signed_with: Holder,
    pub scope: Option<(DistinguishedName, Scope)>,
    pub days: (i64, Option<i64>),
    pub entries: Vec<(u64, i64, Option<Reason>)>,
    pub number: u64,
    pub base_number: Option<u64>,
    pub key_identifier: bool,
    pub other: Vec<(&'static str, bool, Vec<u8>)>,
    pub flipped: bool,
}

impl ListPlan {
    pub fn sign(&self) -> Vec<u8> {
        let key = self.signed_with.key();
        let mut builder = CrlBuilder::new(&self.issuer, day(self.days.0), self.days.1.map(day));
        for (serial, days, reason) in &self.entries {
            builder = builder.revoke(*serial, day(*days), *reason);
        }
        if self.key_identifier {
            builder = builder.authority_key_identifier(key.spki());
        }
        builder = builder.crl_number(self.number);
        if let Some(base) = self.base_number {
            builder = builder.delta_of(base);
        }
        if let Some((point, scope)) = &self.scope {
            builder = builder.issuing_distribution_point(Some(point), *scope);
        }
        for (oid, critical, value) in &self.other {
            builder = builder.other_extension(oid, *critical, value);
        }
        flip(builder.sign(key.signer()).unwrap(), self.flipped)
    }
}

/// Changes one bit of the signature value, which ends the structure.
fn flip(mut der: Vec<u8>, flipped: bool) -> Vec<u8> {
    if flipped && let Some(last) = der.last_mut() {
        *last ^= 1;
    }
    der
}

/// issuingDistributionPoint with onlySomeReasons: keyCompromise alone.
pub fn some_reasons() -> Vec<u8> {
    der::sequence(&[&der::context_primitive(3, &[6, 0x40])])
}
