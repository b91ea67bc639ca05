//! Digests, algorithm identifiers, public keys, signature verification and the [`Signer`] handle.
//!
//! The only module that names a cryptographic backend. It verifies over digests, never over re-encoded
//! structures, and knows nothing of certificates or documents. Algorithm policy (what is still good enough, and
//! until when) is data in [`policy`].

mod algorithm;
mod backend;
mod digest;
mod key;
mod key_file;
#[cfg(feature = "pkcs12")]
mod pkcs12;
pub mod policy;
mod signer;

pub use algorithm::{AlgorithmError, SignatureAlgorithm};
#[cfg(feature = "aws-lc")]
pub use backend::aws_lc::SoftwareSigner;
#[cfg(feature = "pkcs11")]
pub use backend::pkcs11::{Pkcs11Signer, TokenPresence};
#[cfg(feature = "pkcs11")]
pub use backend::pkcs11_uri::{Pkcs11Uri, Pkcs11UriError};
#[cfg(all(feature = "pure", feature = "aws-lc"))]
pub use backend::pure::SoftwareSigner as PureSoftwareSigner;
#[cfg(all(feature = "pure", not(feature = "aws-lc")))]
pub use backend::pure::SoftwareSigner;
pub use digest::{Digest, DigestAlgorithm, Hasher};
pub use key::{Curve, KeyError, PublicKey, VerifyError};
pub use key_file::KeyFileError;
pub use signer::{Signer, SigningError};
