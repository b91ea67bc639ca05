//! The handle behind which a private key lives: a file in tests, an HSM in production.

use core::fmt;

use super::{Digest, KeyFileError, SignatureAlgorithm};

/// A private key that can sign one digest at a time. The library never sees its bytes.
///
/// ```
/// use koseki::crypto::{Digest, DigestAlgorithm, SignatureAlgorithm, Signer, SigningError};
///
/// /// A key in another machine, reached in whatever way the issuer has.
/// struct Remote;
///
/// impl Signer for Remote {
///     fn algorithm(&self) -> SignatureAlgorithm {
///         SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256)
///     }
///     fn sign(&self, digest: &Digest) -> Result<Vec<u8>, SigningError> {
///         let _ = digest.as_bytes(); // send it, wait for the answer
///         Err(SigningError::Unavailable("no connection".into()))
///     }
/// }
/// ```
pub trait Signer: Send + Sync {
    /// The algorithm of every signature this handle makes.
    fn algorithm(&self) -> SignatureAlgorithm;

    /// Signs a digest made with the algorithm's digest.
    ///
    /// # Errors
    /// [`SigningError`]; nothing was released then.
    fn sign(&self, digest: &Digest) -> Result<Vec<u8>, SigningError>;
}

/// Why a key did not sign.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SigningError {
    /// The digest is not of the handle's algorithm.
    DigestAlgorithm,
    /// The key file could not be opened.
    KeyFile(KeyFileError),
    /// The key was refused: wrong passphrase, damaged, of another kind or too small.
    KeyRejected(String),
    /// The backend could not sign.
    Unavailable(String),
}

impl fmt::Display for SigningError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DigestAlgorithm => formatter.write_str("the digest is of another algorithm than the key's"),
            Self::KeyFile(reason) => reason.fmt(formatter),
            Self::KeyRejected(reason) => write!(formatter, "the key was refused: {reason}"),
            Self::Unavailable(reason) => write!(formatter, "the key could not sign: {reason}"),
        }
    }
}

impl core::error::Error for SigningError {}
