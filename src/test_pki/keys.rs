//! The private keys of the test PKI: handed in (fixtures) or made fresh (demo); none lies in the library.

use super::Error;
use crate::crypto::Signer;

/// A private key with its public half.
pub struct Key {
    signer: Box<dyn Signer>,
    spki: Vec<u8>,
    pkcs8: Option<zeroize::Zeroizing<Vec<u8>>>,
}

/// One key for each holder in the test PKI.
#[derive(Debug)]
pub struct Keys {
    /// The authority that certifies ministers.
    pub official_status_ca: Key,
    /// The same authority after its change of keys.
    pub official_status_ca_next: Key,
    /// The Bridge CA.
    pub bridge_ca: Key,
    /// The local governments' Bridge CA.
    pub local_government_ca: Key,
    /// The local governments' own authority, above their Bridge CA for a municipality that anchors there.
    pub local_government_organization_ca: Key,
    /// An authority that nobody trusts.
    pub unrelated_ca: Key,
    /// The Minister: every certificate of his, good or bad, but the impostors'.
    pub minister: Key,
    /// The holder of another office.
    pub other_office: Key,
    /// Who pretends to be the Minister.
    pub impostor: Key,
}

impl Key {
    /// A key that lives anywhere, with the DER of its SubjectPublicKeyInfo.
    pub fn new(signer: Box<dyn Signer>, spki: Vec<u8>) -> Self {
        Self { signer, spki, pkcs8: None }
    }

    /// An RSA key from PKCS#8 DER.
    ///
    /// # Errors
    /// [`Error::Signing`] when the backend refuses it.
    #[cfg(feature = "aws-lc")]
    pub fn from_pkcs8(pkcs8: &[u8]) -> Result<Self, Error> {
        let signer = crate::crypto::SoftwareSigner::from_der(pkcs8)?;
        let spki = signer.public_key_spki()?;
        Ok(Self { signer: Box::new(signer), spki, pkcs8: Some(zeroize::Zeroizing::new(pkcs8.to_vec())) })
    }

    /// A fresh RSA-2048 key.
    ///
    /// # Errors
    /// [`Error::Signing`] when the backend makes none.
    #[cfg(feature = "aws-lc")]
    pub fn generate() -> Result<Self, Error> {
        Self::from_pkcs8(&crate::crypto::SoftwareSigner::generate_pkcs8()?)
    }

    /// The handle that signs.
    pub fn signer(&self) -> &dyn Signer {
        self.signer.as_ref()
    }

    /// DER of the SubjectPublicKeyInfo.
    pub fn spki(&self) -> &[u8] {
        &self.spki
    }

    /// PKCS#8 DER, for a key that came as such or was made here.
    pub fn pkcs8(&self) -> Option<&[u8]> {
        self.pkcs8.as_ref().map(|octets| octets.as_slice())
    }
}

impl core::fmt::Debug for Key {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.debug_struct("Key").finish_non_exhaustive()
    }
}

impl Keys {
    /// Names of the keys, in the order in which [`Keys::from_names`] asks for them.
    pub const NAMES: [&str; 9] = [
        "official-status-ca",
        "official-status-ca-next",
        "bridge-ca",
        "local-government-ca",
        "local-government-organization-ca",
        "unrelated-ca",
        "minister",
        "other-office",
        "impostor",
    ];

    /// Asks `key` for each key by its name.
    ///
    /// # Errors
    /// The first error of `key`.
    pub fn from_names<E>(mut key: impl FnMut(&'static str) -> Result<Key, E>) -> Result<Self, E> {
        let [authority, next, bridge, local, organization, unrelated, minister, other, impostor] =
            Self::NAMES;
        Ok(Self {
            official_status_ca: key(authority)?,
            official_status_ca_next: key(next)?,
            bridge_ca: key(bridge)?,
            local_government_ca: key(local)?,
            local_government_organization_ca: key(organization)?,
            unrelated_ca: key(unrelated)?,
            minister: key(minister)?,
            other_office: key(other)?,
            impostor: key(impostor)?,
        })
    }

    /// Fresh keys for every holder.
    ///
    /// # Errors
    /// [`Error::Signing`] when the backend makes none.
    #[cfg(feature = "aws-lc")]
    pub fn generate() -> Result<Self, Error> {
        Self::from_names(|_| Key::generate())
    }
}
