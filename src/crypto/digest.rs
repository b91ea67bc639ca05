//! Message digests (FIPS 180-4) behind one small type.

use sha2::Digest as _;

/// A digest algorithm this library can compute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DigestAlgorithm {
    /// SHA-1: computed so that an old signature can be called intact, never accepted by a policy.
    Sha1,
    /// SHA-256
    Sha256,
    /// SHA-384
    Sha384,
    /// SHA-512
    Sha512,
}

/// The value of a digest together with its algorithm.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest {
    algorithm: DigestAlgorithm,
    octets: [u8; 64],
}

/// A running digest.
#[derive(Clone)]
pub struct Hasher(State);

#[derive(Clone)]
enum State {
    Sha1(sha1::Sha1),
    Sha256(sha2::Sha256),
    Sha384(sha2::Sha384),
    Sha512(sha2::Sha512),
}

impl DigestAlgorithm {
    /// Length of the value in octets.
    pub const fn output_length(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    /// The algorithm's usual name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sha1 => "SHA-1",
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
        }
    }

    /// The digest of `octets`.
    ///
    /// ```
    /// use koseki::crypto::DigestAlgorithm;
    /// let digest = DigestAlgorithm::Sha256.digest(b"abc");
    /// assert!(digest.to_hex().starts_with("ba7816bf"));
    /// ```
    pub fn digest(self, octets: &[u8]) -> Digest {
        let mut hasher = self.hasher();
        hasher.update(octets);
        hasher.finish()
    }

    /// Starts a running digest.
    pub fn hasher(self) -> Hasher {
        Hasher(match self {
            Self::Sha1 => State::Sha1(sha1::Sha1::new()),
            Self::Sha256 => State::Sha256(sha2::Sha256::new()),
            Self::Sha384 => State::Sha384(sha2::Sha384::new()),
            Self::Sha512 => State::Sha512(sha2::Sha512::new()),
        })
    }
}

impl Hasher {
    /// Adds octets.
    pub fn update(&mut self, octets: &[u8]) {
        match &mut self.0 {
            State::Sha1(state) => state.update(octets),
            State::Sha256(state) => state.update(octets),
            State::Sha384(state) => state.update(octets),
            State::Sha512(state) => state.update(octets),
        }
    }

    /// Ends the digest.
    pub fn finish(self) -> Digest {
        match self.0 {
            State::Sha1(state) => Digest::from_slice(DigestAlgorithm::Sha1, &state.finalize()),
            State::Sha256(state) => Digest::from_slice(DigestAlgorithm::Sha256, &state.finalize()),
            State::Sha384(state) => Digest::from_slice(DigestAlgorithm::Sha384, &state.finalize()),
            State::Sha512(state) => Digest::from_slice(DigestAlgorithm::Sha512, &state.finalize()),
        }
    }
}

impl Digest {
    /// A value computed elsewhere; `None` when its length is not the algorithm's.
    pub fn new(algorithm: DigestAlgorithm, octets: &[u8]) -> Option<Self> {
        (octets.len() == algorithm.output_length()).then(|| Self::from_slice(algorithm, octets))
    }

    fn from_slice(algorithm: DigestAlgorithm, octets: &[u8]) -> Self {
        let mut value = [0; 64];
        for (to, from) in value.iter_mut().zip(octets) {
            *to = *from;
        }
        Self { algorithm, octets: value }
    }

    /// The algorithm.
    pub const fn algorithm(&self) -> DigestAlgorithm {
        self.algorithm
    }

    /// The value.
    pub fn as_bytes(&self) -> &[u8] {
        self.octets.get(..self.algorithm.output_length()).unwrap_or(&self.octets)
    }

    /// The value in lower-case hexadecimal.
    pub fn to_hex(&self) -> String {
        const_hex::encode(self.as_bytes())
    }
}

impl core::fmt::Debug for Digest {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(formatter, "{}:{}", self.algorithm.name(), self.to_hex())
    }
}
