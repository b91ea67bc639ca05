//! Which algorithms and key sizes are good enough, for which use, until when: dated data, versioned, named in the report.
//!
//! The data is `algorithms.json` beside this file; an agency may hand in its own in the same form
//! (`docs/algorithm-policy.md`). What the table does not name is not accepted.

use core::fmt;
use std::sync::LazyLock;

use serde::Deserialize;

use super::{DigestAlgorithm, PublicKey, SignatureAlgorithm};
use crate::time::Time;

/// A dated table of what is accepted. The default table follows CRYPTREC's list. Cheap enough to clone for each question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlgorithmPolicy {
    version: String,
    rows: Vec<Row>,
}

/// One line of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Row {
    subject: Subject,
    /// Fewest bits of the key; 0 for digests.
    bits: u32,
    sign: Until,
    verify_now: Until,
    verify_with_proof: Until,
}

/// What a line is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject {
    Digest(DigestAlgorithm),
    Ecdsa,
    RsaPkcs1,
    RsaPss,
}

/// How long something is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Until {
    Always,
    Never,
    /// The last instant.
    Time(Time),
}

/// What an algorithm or key is to be used for, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// Making a signature at a time.
    Sign(Time),
    /// Relying on a signature at a time, with nothing that proves it to be older.
    VerifyNow(Time),
    /// Relying at `at` on a signature that is proven to have existed at `proof`.
    VerifyWithProof {
        /// The proven time: the algorithm must have been accepted without proof then.
        proof: Time,
        /// The time asked about.
        at: Time,
    },
}

/// Why an algorithm or key is not accepted at the asked time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PolicyViolation {
    /// A digest that is not accepted (SHA-1).
    Digest(DigestAlgorithm),
    /// A digest that was accepted only until an earlier time.
    DigestExpired {
        /// The digest.
        digest: DigestAlgorithm,
        /// Last instant at which it was accepted.
        until: Time,
    },
    /// A key below the smallest size accepted for its kind.
    KeySize {
        /// Bits of the key.
        bits: u32,
        /// Fewest bits accepted; 0 when the table accepts no key of that kind.
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

/// A policy file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PolicyFileError {
    /// An algorithm whose name is not known here.
    Algorithm(String),
    /// `bits` is missing for a key, or given for a digest.
    Bits {
        /// The algorithm of the line.
        algorithm: String,
    },
    /// Not JSON of the expected shape; line and column counted from 1.
    Malformed {
        /// Line.
        line: usize,
        /// Column.
        column: usize,
        /// What the JSON reader says.
        reason: String,
    },
    /// The same algorithm and size twice.
    Repeated {
        /// The algorithm.
        algorithm: String,
    },
    /// Neither `always`, `never` nor an RFC 3339 time.
    Until(String),
    /// A format version this tool does not know.
    Version(u32),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format_version: u32,
    version: String,
    /// For the reader of the file.
    #[serde(rename = "source")]
    _source: String,
    algorithms: Vec<Line>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    algorithm: String,
    bits: Option<u32>,
    sign: String,
    verify_now: String,
    verify_with_proof: String,
}

impl AlgorithmPolicy {
    /// Reads a policy file (JSON, format version 1).
    ///
    /// ```
    /// let policy = koseki::crypto::policy::AlgorithmPolicy::from_json(br#"{
    ///     "format_version": 1, "version": "agency-1", "source": "our own decision",
    ///     "algorithms": [
    ///         { "algorithm": "SHA-256", "sign": "always", "verify_now": "always", "verify_with_proof": "always" },
    ///         { "algorithm": "ECDSA", "bits": 256, "sign": "always", "verify_now": "always", "verify_with_proof": "always" }
    ///     ]
    /// }"#)?;
    /// assert_eq!(policy.version(), "agency-1");
    /// # Ok::<(), koseki::crypto::policy::PolicyFileError>(())
    /// ```
    ///
    /// # Errors
    /// [`PolicyFileError`]; unknown keys and names are refused, so that a slip cannot weaken the policy.
    pub fn from_json(octets: &[u8]) -> Result<Self, PolicyFileError> {
        let file: File = serde_json::from_slice(octets).map_err(|error| PolicyFileError::Malformed {
            line: error.line(),
            column: error.column(),
            reason: error.to_string(),
        })?;
        if file.format_version != 1 {
            return Err(PolicyFileError::Version(file.format_version));
        }
        let mut rows: Vec<Row> = Vec::new();
        for line in file.algorithms {
            let row = Row::read(&line)?;
            if rows.iter().any(|other| (other.subject, other.bits) == (row.subject, row.bits)) {
                return Err(PolicyFileError::Repeated { algorithm: line.algorithm });
            }
            rows.push(row);
        }
        rows.sort_by_key(|row| row.bits);
        Ok(Self { version: file.version, rows })
    }

    /// Name and version of the table.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Whether a signature with `algorithm` by `key` is accepted for a use.
    ///
    /// # Errors
    /// [`PolicyViolation`] with the numbers.
    pub fn judge(
        &self,
        algorithm: SignatureAlgorithm,
        key: &PublicKey,
        purpose: Use,
    ) -> Result<(), PolicyViolation> {
        self.judge_digest(algorithm.digest(), purpose)?;
        let subject = match algorithm {
            SignatureAlgorithm::Ecdsa(_) => Subject::Ecdsa,
            SignatureAlgorithm::RsaPkcs1(_) => Subject::RsaPkcs1,
            SignatureAlgorithm::RsaPss(_) => Subject::RsaPss,
        };
        self.judge_size(subject, key.bits(), purpose)
    }

    /// Whether a digest is accepted for a use.
    ///
    /// # Errors
    /// [`PolicyViolation`] with its end, where it has one.
    pub fn judge_digest(&self, digest: DigestAlgorithm, purpose: Use) -> Result<(), PolicyViolation> {
        self.row(Subject::Digest(digest), 0).and_then(|row| row.refusal(purpose)).map_err(|until| match until
        {
            None => PolicyViolation::Digest(digest),
            Some(until) => PolicyViolation::DigestExpired { digest, until },
        })
    }

    /// Whether a key is accepted for a use, whatever the digest and, for RSA, the padding.
    ///
    /// # Errors
    /// [`PolicyViolation`] with the numbers.
    pub fn judge_key(&self, key: &PublicKey, purpose: Use) -> Result<(), PolicyViolation> {
        let subjects: &[Subject] =
            if key.curve().is_some() { &[Subject::Ecdsa] } else { &[Subject::RsaPkcs1, Subject::RsaPss] };
        let mut answer = Ok(());
        for subject in subjects {
            match (self.judge_size(*subject, key.bits(), purpose), answer) {
                (Ok(()), _) => return Ok(()),
                // That it was good until then says more than that it never was for the other padding.
                (Err(PolicyViolation::KeySize { .. }), Err(first)) => answer = Err(first),
                (Err(found), _) => answer = Err(found),
            }
        }
        answer
    }

    fn judge_size(&self, subject: Subject, bits: u32, purpose: Use) -> Result<(), PolicyViolation> {
        let minimum = || {
            self.rows
                .iter()
                .find(|row| row.subject == subject && row.sign != Until::Never)
                .map_or(0, |row| row.bits)
        };
        self.row(subject, bits).and_then(|row| row.refusal(purpose)).map_err(|until| match until {
            None => PolicyViolation::KeySize { bits, minimum: minimum() },
            Some(until) => PolicyViolation::KeySizeExpired { bits, until },
        })
    }

    /// The line with the largest size that the key reaches.
    fn row(&self, subject: Subject, bits: u32) -> Result<&Row, Option<Time>> {
        self.rows.iter().rev().find(|row| row.subject == subject && row.bits <= bits).ok_or(None)
    }
}

impl Default for AlgorithmPolicy {
    /// The table of `algorithms.json`: RSA from 2048 bits until the end of 2030 (until 2040 for what is proven to be
    /// older), from 3072 bits without end, ECDSA on P-256 and P-384, SHA-2 only.
    fn default() -> Self {
        static BUILT_IN: LazyLock<AlgorithmPolicy> = LazyLock::new(|| {
            // A table that cannot be read accepts nothing; a test keeps it readable.
            AlgorithmPolicy::from_json(include_bytes!("algorithms.json"))
                .unwrap_or_else(|_| AlgorithmPolicy { version: "unreadable".into(), rows: Vec::new() })
        });
        BUILT_IN.clone()
    }
}

impl Row {
    fn read(line: &Line) -> Result<Self, PolicyFileError> {
        let digests = [
            DigestAlgorithm::Sha1,
            DigestAlgorithm::Sha256,
            DigestAlgorithm::Sha384,
            DigestAlgorithm::Sha512,
        ];
        let digest = digests.into_iter().find(|digest| digest.name() == line.algorithm);
        let subject = match (digest, line.algorithm.as_str()) {
            (Some(digest), _) => Subject::Digest(digest),
            (None, "ECDSA") => Subject::Ecdsa,
            (None, "RSASSA-PKCS1-v1_5") => Subject::RsaPkcs1,
            (None, "RSASSA-PSS") => Subject::RsaPss,
            (None, _) => return Err(PolicyFileError::Algorithm(line.algorithm.clone())),
        };
        if digest.is_some() != line.bits.is_none() {
            return Err(PolicyFileError::Bits { algorithm: line.algorithm.clone() });
        }
        Ok(Self {
            subject,
            bits: line.bits.unwrap_or(0),
            sign: Until::read(&line.sign)?,
            verify_now: Until::read(&line.verify_now)?,
            verify_with_proof: Until::read(&line.verify_with_proof)?,
        })
    }

    /// Refused altogether, or since a time.
    fn refusal(&self, purpose: Use) -> Result<(), Option<Time>> {
        match purpose {
            Use::Sign(at) => self.sign.holds(at),
            Use::VerifyNow(at) => self.verify_now.holds(at),
            Use::VerifyWithProof { proof, at } => {
                self.verify_now.holds(proof)?;
                self.verify_with_proof.holds(at)
            }
        }
    }
}

impl Until {
    fn read(text: &str) -> Result<Self, PolicyFileError> {
        match text {
            "always" => Ok(Self::Always),
            "never" => Ok(Self::Never),
            time => {
                Time::parse_rfc3339(time).map(Self::Time).map_err(|_| PolicyFileError::Until(time.to_owned()))
            }
        }
    }

    fn holds(self, at: Time) -> Result<(), Option<Time>> {
        match self {
            Self::Always => Ok(()),
            Self::Never => Err(None),
            Self::Time(until) if at <= until => Ok(()),
            Self::Time(until) => Err(Some(until)),
        }
    }
}

impl Use {
    /// Relying on something at `at`, with a proof where there is one.
    pub fn verify(at: Time, proof: Option<Time>) -> Self {
        proof.map_or(Self::VerifyNow(at), |proof| Self::VerifyWithProof { proof, at })
    }
}

impl PolicyViolation {
    /// Whether it was accepted once, so that a proof of an earlier signature would help.
    pub const fn was_accepted_once(&self) -> bool {
        matches!(self, Self::DigestExpired { .. } | Self::KeySizeExpired { .. })
    }
}

impl fmt::Display for PolicyViolation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Digest(digest) => write!(formatter, "{} is not accepted", digest.name()),
            Self::DigestExpired { digest, until } => {
                write!(formatter, "{} was accepted until {until}", digest.name())
            }
            Self::KeySize { bits, minimum: 0 } => {
                write!(formatter, "no key of this kind is accepted ({bits} bits)")
            }
            Self::KeySize { bits, minimum } => {
                write!(formatter, "a key of {bits} bits is below the {minimum} bits accepted")
            }
            Self::KeySizeExpired { bits, until } => {
                write!(formatter, "keys of {bits} bits were accepted until {until}")
            }
        }
    }
}

impl fmt::Display for PolicyFileError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Algorithm(name) => write!(formatter, "algorithm policy: unknown algorithm {name}"),
            Self::Bits { algorithm } => {
                write!(formatter, "algorithm policy: {algorithm}: keys have bits, digests have none")
            }
            Self::Malformed { reason, .. } => write!(formatter, "algorithm policy: {reason}"),
            Self::Repeated { algorithm } => write!(formatter, "algorithm policy: {algorithm} stands twice"),
            Self::Until(text) => {
                write!(formatter, "algorithm policy: {text} is neither always, never nor an RFC 3339 time")
            }
            Self::Version(version) => {
                write!(formatter, "algorithm policy of unknown format version {version}")
            }
        }
    }
}

impl core::error::Error for PolicyViolation {}
impl core::error::Error for PolicyFileError {}

#[cfg(test)]
mod tests {
    use super::{AlgorithmPolicy, DigestAlgorithm, PolicyFileError, PolicyViolation, Subject, Use};
    use crate::crypto::{PublicKey, SoftwareSigner};
    use crate::time::Time;

    fn time(text: &str) -> Time {
        Time::parse_rfc3339(text).unwrap()
    }

    fn size(bits: u32, purpose: Use) -> Result<(), PolicyViolation> {
        AlgorithmPolicy::default().judge_size(Subject::RsaPkcs1, bits, purpose)
    }

    #[test]
    fn the_built_in_table_is_readable_and_named() {
        let read = AlgorithmPolicy::from_json(include_bytes!("algorithms.json")).unwrap();
        assert_eq!(read, AlgorithmPolicy::default());
        assert_eq!(read.version(), "koseki-2026.2");
    }

    #[test]
    fn rsa_of_2048_bits_ends_with_2030_for_each_use() {
        let (last, next) = (time("2030-12-31T23:59:59Z"), time("2031-01-01T00:00:00Z"));
        for purpose in [Use::Sign, Use::VerifyNow] {
            assert_eq!(size(2048, purpose(last)), Ok(()));
            assert_eq!(
                size(2048, purpose(next)),
                Err(PolicyViolation::KeySizeExpired { bits: 2048, until: last })
            );
            assert_eq!(size(3072, purpose(next)), Ok(()));
            assert_eq!(
                size(2047, purpose(last)),
                Err(PolicyViolation::KeySize { bits: 2047, minimum: 2048 })
            );
        }
    }

    #[test]
    fn a_proof_helps_what_is_older_until_2040() {
        let (proof, at) = (time("2030-12-31T23:59:59Z"), time("2040-12-31T23:59:59Z"));
        assert_eq!(size(2048, Use::VerifyWithProof { proof, at }), Ok(()));
        let late = time("2041-01-01T00:00:00Z");
        assert!(size(2048, Use::VerifyWithProof { proof, at: late }).is_err(), "nothing helps it then");
        let proof = time("2031-01-01T00:00:00Z");
        assert!(size(2048, Use::VerifyWithProof { proof, at }).is_err(), "the proof came too late");
    }

    #[test]
    fn a_slip_in_a_file_is_refused() {
        let file = |line: &str| {
            let head = r#"{"format_version":1,"version":"a","source":"b","algorithms":["#;
            AlgorithmPolicy::from_json(format!("{head}{line}]}}").as_bytes())
        };
        let line = |algorithm: &str, bits: &str, until: &str| {
            format!(
                r#"{{"algorithm":"{algorithm}"{bits},"sign":"never","verify_now":"{until}","verify_with_proof":"never"}}"#
            )
        };
        let good = line("ECDSA", r#","bits":256"#, "2030-01-01T00:00:00Z");
        assert!(file(&good).is_ok());
        let repeated = PolicyFileError::Repeated { algorithm: "ECDSA".into() };
        assert_eq!(file(&format!("{good},{good}")), Err(repeated));
        assert!(matches!(file(&line("ECDSA", "", "never")), Err(PolicyFileError::Bits { .. })));
        assert!(matches!(
            file(&line("SHA-256", r#","bits":256"#, "never")),
            Err(PolicyFileError::Bits { .. })
        ));
        assert!(matches!(file(&line("SHA256", "", "never")), Err(PolicyFileError::Algorithm(_))));
        assert!(matches!(file(&line("SHA-256", "", "soon")), Err(PolicyFileError::Until(_))));
        assert!(matches!(file(&good.replace("sign", "signing")), Err(PolicyFileError::Malformed { .. })));
    }

    /// Of the two paddings of an RSA key the one that says more.
    #[test]
    fn a_key_that_was_good_until_then_is_told_so_whatever_the_other_padding() {
        let pkcs8 = SoftwareSigner::generate_pkcs8().unwrap();
        let signer = SoftwareSigner::from_key_file(&pkcs8, None).unwrap();
        let key = PublicKey::from_spki(&signer.public_key_spki().unwrap()).unwrap();
        let line = |algorithm: &str, until: &str| {
            format!(
                r#"{{"algorithm":"{algorithm}","bits":2048,"sign":"never","verify_now":"{until}","verify_with_proof":"{until}"}}"#
            )
        };
        let judged = |lines: &[String], at: &str| {
            let lines = lines.join(",");
            let file = format!(r#"{{"format_version":1,"version":"a","source":"b","algorithms":[{lines}]}}"#);
            AlgorithmPolicy::from_json(file.as_bytes()).unwrap().judge_key(&key, Use::VerifyNow(time(at)))
        };
        let (first, second) = ("RSASSA-PKCS1-v1_5", "RSASSA-PSS");
        let until = time("2025-12-31T23:59:59Z");
        let expired = Err(PolicyViolation::KeySizeExpired { bits: 2048, until });
        for (one, other) in [(first, second), (second, first)] {
            let ends = line(one, "2025-12-31T23:59:59Z");
            assert_eq!(judged(std::slice::from_ref(&ends), "2025-12-31T23:59:59Z"), Ok(()));
            assert_eq!(judged(std::slice::from_ref(&ends), "2026-01-01T00:00:00Z"), expired);
            let both = [ends, line(other, "always")];
            assert_eq!(judged(&both, "2026-01-01T00:00:00Z"), Ok(()));
        }
        let neither = judged(&[line(first, "never")], "2026-01-01T00:00:00Z");
        assert!(matches!(neither, Err(PolicyViolation::KeySize { bits: 2048, .. })), "{neither:?}");
    }

    #[test]
    fn a_digest_that_is_not_listed_is_not_accepted() {
        let policy = AlgorithmPolicy::default();
        let refused = |digest| {
            policy.row(Subject::Digest(digest), 0).unwrap().refusal(Use::Sign(time("2026-01-01T00:00:00Z")))
        };
        assert_eq!(refused(DigestAlgorithm::Sha1), Err(None));
        assert_eq!(refused(DigestAlgorithm::Sha256), Ok(()));
    }
}
