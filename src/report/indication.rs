//! Indications and sub-indications of ETSI EN 319 102-1, clause 5.1.3, as far as this tool can reach them.

/// Main indication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Indication {
    /// TOTAL-PASSED
    TotalPassed,
    /// TOTAL-FAILED
    TotalFailed,
    /// INDETERMINATE
    Indeterminate,
}

/// Sub-indication: why the main indication is not TOTAL-PASSED.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SubIndication {
    /// CERTIFICATE_CHAIN_GENERAL_FAILURE
    CertificateChainGeneralFailure,
    /// CHAIN_CONSTRAINTS_FAILURE: a path exists but breaks a constraint.
    ChainConstraintsFailure,
    /// CRYPTO_CONSTRAINTS_FAILURE: an algorithm or key size that is no longer, or not, good enough.
    CryptoConstraintsFailure,
    /// CRYPTO_CONSTRAINTS_FAILURE_NO_POE: no longer good enough, and no proof that it was made while it was.
    CryptoConstraintsFailureNoPoe,
    /// EXPIRED: the signature was proven to be made after the certificate's end.
    Expired,
    /// FORMAT_FAILURE: not what it claims to be; coverage broken; ambiguous.
    FormatFailure,
    /// GENERIC: undecided for a reason of ours (readers disagree, budget, encoding).
    Generic,
    /// HASH_FAILURE: a digest differs; the only case called 改ざん.
    HashFailure,
    /// NOT_YET_VALID: the signature was proven to be made before the certificate's start.
    NotYetValid,
    /// NO_CERTIFICATE_CHAIN_FOUND: no path to any anchor.
    NoCertificateChainFound,
    /// NO_SIGNING_CERTIFICATE_FOUND: the signer's certificate is not in the file.
    NoSigningCertificateFound,
    /// OUT_OF_BOUNDS_NO_POE: outside the validity at the asked time, and no proof of an earlier signature.
    OutOfBoundsNoPoe,
    /// REVOKED: revoked before a proven time.
    Revoked,
    /// REVOKED_CA_NO_POE: a CA certificate of the path is revoked, and no proof that the signature is older.
    RevokedCaNoPoe,
    /// REVOKED_NO_POE: revoked, and no proof that the signature is older.
    RevokedNoPoe,
    /// SIG_CONSTRAINTS_FAILURE: a property of the signature breaks the policy.
    SigConstraintsFailure,
    /// SIG_CRYPTO_FAILURE: the signature value does not verify.
    SigCryptoFailure,
    /// TRY_LATER: revocation data missing or stale.
    TryLater,
}

impl Indication {
    /// The word used in JSON: `TOTAL-PASSED` is written PASSED, as ARCHITECTURE's verdict table does.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TotalPassed => "PASSED",
            Self::TotalFailed => "FAILED",
            Self::Indeterminate => "INDETERMINATE",
        }
    }
}

impl SubIndication {
    /// The standard's own spelling.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CertificateChainGeneralFailure => "CERTIFICATE_CHAIN_GENERAL_FAILURE",
            Self::ChainConstraintsFailure => "CHAIN_CONSTRAINTS_FAILURE",
            Self::CryptoConstraintsFailure => "CRYPTO_CONSTRAINTS_FAILURE",
            Self::CryptoConstraintsFailureNoPoe => "CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
            Self::Expired => "EXPIRED",
            Self::FormatFailure => "FORMAT_FAILURE",
            Self::Generic => "GENERIC",
            Self::HashFailure => "HASH_FAILURE",
            Self::NotYetValid => "NOT_YET_VALID",
            Self::NoCertificateChainFound => "NO_CERTIFICATE_CHAIN_FOUND",
            Self::NoSigningCertificateFound => "NO_SIGNING_CERTIFICATE_FOUND",
            Self::OutOfBoundsNoPoe => "OUT_OF_BOUNDS_NO_POE",
            Self::Revoked => "REVOKED",
            Self::RevokedCaNoPoe => "REVOKED_CA_NO_POE",
            Self::RevokedNoPoe => "REVOKED_NO_POE",
            Self::SigConstraintsFailure => "SIG_CONSTRAINTS_FAILURE",
            Self::SigCryptoFailure => "SIG_CRYPTO_FAILURE",
            Self::TryLater => "TRY_LATER",
        }
    }

    /// Whether the sub-indication belongs to TOTAL-FAILED or to INDETERMINATE.
    pub const fn indication(self) -> Indication {
        match self {
            Self::FormatFailure
            | Self::HashFailure
            | Self::SigCryptoFailure
            | Self::Revoked
            | Self::Expired
            | Self::NotYetValid => Indication::TotalFailed,
            Self::CertificateChainGeneralFailure
            | Self::ChainConstraintsFailure
            | Self::CryptoConstraintsFailure
            | Self::CryptoConstraintsFailureNoPoe
            | Self::Generic
            | Self::NoCertificateChainFound
            | Self::NoSigningCertificateFound
            | Self::OutOfBoundsNoPoe
            | Self::RevokedCaNoPoe
            | Self::RevokedNoPoe
            | Self::SigConstraintsFailure
            | Self::TryLater => Indication::Indeterminate,
        }
    }
}
