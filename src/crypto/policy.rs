//! Which algorithms and key sizes are good enough, until when: dated data, versioned, named in the report.

use core::fmt;

use super::{DigestAlgorithm, PublicKey, SignatureAlgorithm};
use crate::time::Time;

/// A dated table of what is accepted. The default table follows CRYPTREC's list; an agency may hand in its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlgorithmPolicy {
    version: String,
    rsa: Vec<(u32, Option<Time>)>,
}

/// Why an algorithm or key is not accepted at the asked time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PolicyViolation {
    /// A digest that is not accepted (SHA-1).
    Digest(DigestAlgorithm),
    /// An RSA key below the smallest size accepted.
    KeySize {
        /// Bits of the key.
        bits: u32,
        /// Fewest bits accepted.
        minimum: u32,
    },
    /// The key size was accepted only until an earlier time.
    KeySizeExpired {
        /// Bits of the key.
        bits: u32,
        /// Last instant at which it was accepted.
        until: Time,
    },
}

impl AlgorithmPolicy {
    /// Name and version of the table.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Whether a signature with `algorithm` by `key` is accepted at `at`.
    ///
    /// # Errors
    /// [`PolicyViolation`] with the numbers.
    pub fn judge(
        &self,
        algorithm: SignatureAlgorithm,
        key: &PublicKey,
        at: Time,
    ) -> Result<(), PolicyViolation> {
        if algorithm.digest() == DigestAlgorithm::Sha1 {
            return Err(PolicyViolation::Digest(DigestAlgorithm::Sha1));
        }
        if key.curve().is_some() {
            return Ok(());
        }
        let bits = key.bits();
        match self.rsa.iter().rev().find(|(least, _)| bits >= *least) {
            None => {
                let minimum = self.rsa.first().map_or(0, |(least, _)| *least);
                Err(PolicyViolation::KeySize { bits, minimum })
            }
            Some((_, Some(until))) if at > *until => {
                Err(PolicyViolation::KeySizeExpired { bits, until: *until })
            }
            Some(_) => Ok(()),
        }
    }
}

impl Default for AlgorithmPolicy {
    /// RSA from 2048 bits until the end of 2030 (CRYPTREC LS-0003: 112-bit security), from 3072 bits without end;
    /// ECDSA on P-256 and P-384; SHA-2 only.
    fn default() -> Self {
        // 2030-12-31T23:59:59Z
        let end_of_2030 = Time::from_unix(1_924_991_999).ok();
        Self { version: "koseki-2026.1".into(), rsa: vec![(2048, end_of_2030), (3072, None)] }
    }
}

impl fmt::Display for PolicyViolation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Digest(digest) => write!(formatter, "{} is not accepted", digest.name()),
            Self::KeySize { bits, minimum } => {
                write!(formatter, "RSA-{bits} is below the {minimum} bits accepted")
            }
            Self::KeySizeExpired { bits, until } => {
                write!(formatter, "RSA-{bits} was accepted until {until}")
            }
        }
    }
}

impl core::error::Error for PolicyViolation {}

#[cfg(test)]
mod tests {
    use super::AlgorithmPolicy;
    use crate::time::Time;

    #[test]
    fn the_default_ends_with_2030() {
        let end = AlgorithmPolicy::default().rsa[0].1;
        assert_eq!(end, Some(Time::parse_rfc3339("2030-12-31T23:59:59Z").unwrap()));
    }
}
