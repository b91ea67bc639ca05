//! Detached CMS signatures: the `adbe.pkcs7.detached` value of a PDF's `/Contents`.
//!
//! [`SignedData::parse`] reads DER and BER (RFC 5652), [`SignedData::verify`] checks digest, certificate binding and
//! signature value step by step, and [`VerifiedSignature`] is the proof that all of them hold. [`Template`] builds
//! the same structure for signing, with exact lengths known beforehand. Adobe's PDF Public-Key Digital Signature
//! specification 3.2, §2.1 and ISO 32000-1, 12.8.3.3 are the framework; the ESS attributes are RFC 5035's.
//!
//! It validates no certificate path, judges no policy and fetches nothing. Attached content is read in time-stamp
//! tokens and in records of verification ([`SignedData::parse_with_content`]) alone, never in a PDF.

mod attributes;
mod ber;
mod error;
mod evidence;
mod oid;
mod signed_data;
mod template;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod verify;

pub use attributes::{AttributeOrder, SignedAttributes, SigningCertificateReference};
pub use ber::Encoding;
pub use error::{EncodingError, Error, SigningCertificateVersion};
pub use evidence::{RevocationArchival, TimeStamp, TimeStampAuthority, TimeStampError};
pub use signed_data::{DigestAlgorithms, SignedData, SignerIdentifier};
pub use template::{BuildError, SignerIdentity, Template, ToBeSigned};
pub use verify::{Outcome, SignedOctets, Verification, VerifiedSignature};
