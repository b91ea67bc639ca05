//! Offline bundles: the companions and lists of a trust store, carried to another on a closed network.
//!
//! ```text
//! manifest.json              what is in it, each file by its digest; whose anchors it was made for
//! manifest.p7s               detached CMS signature over manifest.json
//! companions/<sha256>.cer
//! lists/<sha256>.crl
//! ```
//!
//! A bundle never carries an anchor: what is trusted is confirmed by its fingerprint, by a person, in each place. The
//! signature says who made the bundle, so that nobody else can fill a store; what is in it stays hints and lists, which
//! are verified whenever they are used.

use core::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::trust::{Added, Confirmation, EntryKind, Provenance, StoredObject, TrustStore, to_json};
use super::{StoreError, files};
use crate::cms::{self, BuildError, SignedData, SignerIdentity, Template};
use crate::crypto::policy::{AlgorithmPolicy, PolicyViolation, Use};
use crate::crypto::{DigestAlgorithm, Signer, SigningError};
use crate::limits::store as limits;
use crate::pki::{self, Certificate};
use crate::time::Time;

/// A bundle whose signature, digests and contents were verified. Only [`Bundle::verify`] makes one.
#[derive(Debug)]
pub struct Bundle {
    objects: Vec<(EntryKind, StoredObject)>,
    anchors: Vec<String>,
    made_at: Time,
    by: String,
    signer: Certificate,
    manifest_sha256: String,
}

/// Why a bundle is not used, or was not made.
#[derive(Debug)]
#[non_exhaustive]
pub enum BundleError {
    /// A file is not the one the manifest names.
    Digest {
        /// The file.
        path: PathBuf,
    },
    /// The output exists already.
    Exists {
        /// It.
        path: PathBuf,
    },
    /// An object of the bundle cannot be read.
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        error: pki::Error,
    },
    /// The manifest is not of the expected shape.
    Manifest {
        /// What the JSON reader says, or which entry is wrong.
        reason: String,
    },
    /// The manifest says that it was made later than the time asked about.
    MadeLater {
        /// When it says it was made.
        made_at: Time,
    },
    /// A file is in the bundle and not in its manifest.
    NotInManifest {
        /// The file.
        path: PathBuf,
    },
    /// The algorithm or key of the signature is not good enough.
    Policy(PolicyViolation),
    /// The signature over the manifest does not hold.
    Signature(cms::Error),
    /// The signature could not be built.
    Build(BuildError),
    /// The key did not sign.
    Signing(SigningError),
    /// It is signed by somebody else than those who may.
    Stranger {
        /// SHA-256 of the signer's certificate.
        sha256: String,
    },
    /// The signer's certificate is not valid at the time asked about.
    SignerOutsideValidity,
    /// The store or a file of the bundle cannot be read or written.
    Store(StoreError),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    format_version: u32,
    kind: String,
    made_at: String,
    by: String,
    /// SHA-256 of the anchors of the store it was made from: for people, never trusted.
    for_anchors: Vec<String>,
    objects: Vec<Item>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Item {
    kind: EntryKind,
    sha256: String,
    subject: String,
}

/// Makes a bundle of everything but the anchors of `store` at `out`, which appears whole or not at all. Gives the number
/// of objects.
///
/// # Errors
/// [`BundleError`].
pub fn make(
    store: &TrustStore,
    out: &Path,
    (identity, signer): (&SignerIdentity, &dyn Signer),
    by: &str,
    at: Time,
) -> Result<usize, BundleError> {
    if out.exists() {
        return Err(BundleError::Exists { path: out.to_owned() });
    }
    let (anchors, objects): (Vec<_>, Vec<_>) =
        store.entries()?.into_iter().partition(|entry| entry.kind == EntryKind::Anchor);
    let manifest = to_json(&Manifest {
        format_version: FORMAT_VERSION,
        kind: KIND.to_owned(),
        made_at: at.to_string(),
        by: by.to_owned(),
        for_anchors: anchors.into_iter().map(|anchor| anchor.sha256).collect(),
        objects: objects
            .iter()
            .map(|entry| Item {
                kind: entry.kind,
                sha256: entry.sha256.clone(),
                subject: entry.object.subject(),
            })
            .collect(),
    });
    let template = Template::new(identity).map_err(BundleError::Build)?;
    let digest = template.digest_algorithm().digest(&manifest);
    let to_be_signed = template.signed_attributes(&digest, Some(at)).map_err(BundleError::Build)?;
    let value = signer.sign(&to_be_signed.digest()).map_err(BundleError::Signing)?;
    let signature = to_be_signed.complete(&value).map_err(BundleError::Build)?;

    let failed = |error| StoreError::Write { path: out.to_owned(), error };
    let name = out.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = out.with_file_name(format!(".{name}.{}.part", std::process::id()));
    let write = || -> Result<(), StoreError> {
        for kind in CARRIED {
            fs::create_dir_all(beside.join(kind.folder())).map_err(failed)?;
        }
        for entry in &objects {
            files::write_whole(&place(&beside, entry.kind, &entry.sha256), entry.object.der())?;
        }
        files::write_whole(&beside.join(MANIFEST), &manifest)?;
        files::write_whole(&beside.join(SIGNATURE), &signature)?;
        fs::rename(&beside, out).map_err(failed)
    };
    let written = write();
    if written.is_err() {
        let _ = fs::remove_dir_all(&beside);
    }
    written?;
    Ok(objects.len())
}

impl Bundle {
    /// Verifies a bundle: the signature over its manifest by one of `signers`, whose certificates the receiver was given
    /// beforehand, the digest of every file, and that nothing else lies in it.
    ///
    /// # Errors
    /// [`BundleError`].
    pub fn verify(
        root: &Path,
        signers: &[Certificate],
        policy: &AlgorithmPolicy,
        at: Time,
    ) -> Result<Self, BundleError> {
        let manifest = files::read(&root.join(MANIFEST), limits::MAX_MANIFEST_LENGTH)?;
        let signature = files::read(&root.join(SIGNATURE), limits::MAX_MANIFEST_SIGNATURE_LENGTH)?;
        let signer = verify_signature(&manifest, &signature, signers, policy, at)?;
        let malformed = |reason: String| BundleError::Manifest { reason };
        let read: Manifest =
            serde_json::from_slice(&manifest).map_err(|error| malformed(error.to_string()))?;
        if read.format_version != FORMAT_VERSION || read.kind != KIND {
            return Err(malformed("not a bundle of a version known here".into()));
        }
        let made_at = Time::parse_rfc3339(&read.made_at).map_err(|error| malformed(error.to_string()))?;
        if made_at > at {
            return Err(BundleError::MadeLater { made_at });
        }
        if read.objects.len() > limits::MAX_STORE_ENTRIES {
            return Err(malformed(format!("more than {} objects", limits::MAX_STORE_ENTRIES)));
        }
        let mut objects = Vec::new();
        for item in &read.objects {
            let is_digest = item.sha256.len() == 64
                && item.sha256.bytes().all(|one| matches!(one, b'0'..=b'9' | b'a'..=b'f'));
            if !CARRIED.contains(&item.kind) || !is_digest {
                return Err(malformed(format!("{} is no companion and no list", item.sha256)));
            }
            let path = place(root, item.kind, &item.sha256);
            let octets = files::read(&path, limits::MAX_FILE_LENGTH)?;
            if DigestAlgorithm::Sha256.digest(&octets).to_hex() != item.sha256 {
                return Err(BundleError::Digest { path });
            }
            let object = StoredObject::parse(item.kind, octets)
                .map_err(|error| BundleError::Malformed { path, error })?;
            objects.push((item.kind, object));
        }
        refuse_strays(root, &read.objects)?;
        Ok(Self {
            objects,
            anchors: read.for_anchors,
            made_at,
            by: read.by,
            signer,
            manifest_sha256: DigestAlgorithm::Sha256.digest(&manifest).to_hex(),
        })
    }

    /// Puts everything into a store; what is there already stays. Gives the number of new objects.
    ///
    /// # Errors
    /// [`StoreError`]; what was added until then stays added, and installing again goes on.
    pub fn install(&self, store: &TrustStore, by: &str, at: Time) -> Result<usize, StoreError> {
        let provenance = Provenance {
            by: by.to_owned(),
            at,
            source: format!("bundle {} of {} by {}", self.manifest_sha256, self.made_at, self.by),
            confirmation: Confirmation::NotNeeded,
        };
        let mut new = 0usize;
        for (kind, object) in &self.objects {
            match store.add(*kind, object, &provenance) {
                Ok(Added::New) => new = new.saturating_add(1),
                // Somebody pinned here what the sender holds as a hint: it stays pinned.
                Ok(Added::Present) | Err(StoreError::KindDiffers { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(new)
    }

    /// How many objects it holds.
    pub fn len(&self) -> usize {
        self.objects.len()
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.objects.is_empty()
    }

    /// SHA-256 of the anchors of the store it was made from, as it claims.
    pub fn for_anchors(&self) -> &[String] {
        &self.anchors
    }

    /// When it says it was made.
    pub const fn made_at(&self) -> Time {
        self.made_at
    }

    /// Who made it, as it says.
    pub fn by(&self) -> &str {
        &self.by
    }

    /// The certificate that signed it.
    pub const fn signer(&self) -> &Certificate {
        &self.signer
    }
}

fn verify_signature(
    manifest: &[u8],
    signature: &[u8],
    signers: &[Certificate],
    policy: &AlgorithmPolicy,
    at: Time,
) -> Result<Certificate, BundleError> {
    let signed_data = SignedData::parse(signature).map_err(BundleError::Signature)?;
    let verified = signed_data.verify([manifest]).into_verified().map_err(|mut errors| {
        let first = (!errors.is_empty()).then(|| errors.remove(0));
        first.map_or_else(|| BundleError::Manifest { reason: "unsigned".into() }, BundleError::Signature)
    })?;
    let certificate = verified.signer_certificate();
    if !signers.contains(certificate) {
        return Err(BundleError::Stranger { sha256: const_hex::encode(certificate.sha256()) });
    }
    if !(certificate.not_before()..=certificate.not_after()).contains(&at) {
        return Err(BundleError::SignerOutsideValidity);
    }
    if let Ok(key) = certificate.public_key() {
        policy.judge(verified.signature_algorithm(), key, Use::VerifyNow(at)).map_err(BundleError::Policy)?;
    }
    Ok(certificate.clone())
}

/// What is not named might be taken for named by whoever looks into the folder.
fn refuse_strays(root: &Path, items: &[Item]) -> Result<(), BundleError> {
    let stray = |path: PathBuf| Err(BundleError::NotInManifest { path });
    for name in files::names(root, limits::MAX_STORE_ENTRIES)? {
        let known = name == MANIFEST || name == SIGNATURE || CARRIED.iter().any(|kind| kind.folder() == name);
        if !known {
            return stray(root.join(name));
        }
    }
    for kind in CARRIED {
        let folder = root.join(kind.folder());
        let named: std::collections::BTreeSet<String> = items
            .iter()
            .filter(|item| item.kind == kind)
            .map(|item| format!("{}.{}", item.sha256, kind.extension()))
            .collect();
        for name in files::names(&folder, limits::MAX_STORE_ENTRIES)? {
            if !named.contains(&name) {
                return stray(folder.join(name));
            }
        }
    }
    Ok(())
}

fn place(root: &Path, kind: EntryKind, sha256: &str) -> PathBuf {
    root.join(kind.folder()).join(format!("{sha256}.{}", kind.extension()))
}

impl From<StoreError> for BundleError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl fmt::Display for BundleError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Build(error) => error.fmt(formatter),
            Self::Digest { path } => write!(formatter, "{}: not the file the manifest names", path.display()),
            Self::Exists { path } => write!(formatter, "{}: exists already", path.display()),
            Self::MadeLater { made_at } => {
                write!(formatter, "the bundle says it was made on {made_at}, which is to come")
            }
            Self::Malformed { path, error } => write!(formatter, "{}: {error}", path.display()),
            Self::Manifest { reason } => write!(formatter, "manifest: {reason}"),
            Self::NotInManifest { path } => write!(formatter, "{}: not in the manifest", path.display()),
            Self::Policy(violation) => write!(formatter, "signature of the bundle: {violation}"),
            Self::Signature(error) => write!(formatter, "signature of the bundle: {error}"),
            Self::SignerOutsideValidity => {
                formatter.write_str("the certificate of the bundle's signer is not valid at this time")
            }
            Self::Signing(error) => error.fmt(formatter),
            Self::Store(error) => error.fmt(formatter),
            Self::Stranger { sha256 } => {
                write!(formatter, "the bundle is signed by a certificate that was not given: {sha256}")
            }
        }
    }
}

impl core::error::Error for BundleError {}

const FORMAT_VERSION: u32 = 1;
const KIND: &str = "koseki-trust-bundle";
const MANIFEST: &str = "manifest.json";
const SIGNATURE: &str = "manifest.p7s";
const CARRIED: [EntryKind; 2] = [EntryKind::Companion, EntryKind::RevocationList];
