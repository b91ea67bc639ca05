//! Private keys from files: PEM or DER, PKCS#8 (RFC 5958), PKCS#1 (RFC 8017), PKCS#8 encrypted with PBES2 (RFC 8018), and
//! with feature `pkcs12` PKCS#12 (RFC 7292). For tests, demonstrations and small issuers; a production key stays in its HSM.
//!
//! The legacy PEM encryption of OpenSSL (`Proc-Type: 4,ENCRYPTED`) and PBES1 are recognised and refused by name: one MD5
//! is no key derivation, and RC2 and DES are no encryption. The octets of the key are wiped when they are dropped.

use core::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use der::asn1::{AnyRef, ObjectIdentifier};
use der::{Decode, Reader, SliceReader, Tag, Tagged};
use zeroize::Zeroizing;

use super::{SigningError, SoftwareSigner};

/// Why a key file could not be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyFileError {
    /// Deriving the key from the passphrase would take longer, or more memory, than any honest file asks for.
    DerivationTooCostly,
    /// Encrypted in a way that is not opened: PBES1, 3DES, or OpenSSL's legacy PEM encryption.
    Encryption,
    /// The PEM block does not hold what its label says.
    Malformed,
    /// No private key: a certificate, a public key, or something else.
    NotAKey,
    /// The key is encrypted and no passphrase was given.
    PassphraseMissing,
    /// The passphrase does not open the key.
    PassphraseWrong,
    /// A PKCS#12 file, and this build lacks feature `pkcs12`: convert it, for example with
    /// `openssl pkcs12 -in FILE -nocerts -out KEY`.
    Pkcs12,
    /// Several private keys in one file.
    SeveralKeys,
    /// Longer than any private key.
    TooLong {
        /// Octets allowed.
        limit: usize,
    },
}

/// Octets of a key file. An RSA key of 8192 bits in PEM takes 6,400; text and certificates may stand beside it.
const LIMIT: usize = 1 << 20;

/// Iterations of PBKDF2. OpenSSL writes 2,048, advice of today is some hundred thousand; this many take seconds.
const ITERATIONS: u32 = 5_000_000;

/// Octets that scrypt may fill. OpenSSL asks for 16 MiB.
const SCRYPT_OCTETS: u64 = 256 << 20;

/// Times that scrypt may fill them. OpenSSL asks for once.
const SCRYPT_PASSES: u16 = 16;

impl SoftwareSigner {
    /// A key from the octets of a file, which may be PEM or DER, encrypted or not. It signs RSA PKCS#1 v1.5 with
    /// SHA-256. The passphrase is used only for an encrypted key.
    ///
    /// # Errors
    /// [`SigningError::KeyFile`] when the file cannot be opened, [`SigningError::KeyRejected`] when the key in it is
    /// not an RSA key of 2048 bits or more.
    pub fn from_key_file(octets: &[u8], passphrase: Option<&[u8]>) -> Result<Self, SigningError> {
        let der = private_key(octets, passphrase).map_err(SigningError::KeyFile)?;
        Self::from_der(&der)
    }
}

/// The DER of PrivateKeyInfo or RSAPrivateKey.
fn private_key(octets: &[u8], passphrase: Option<&[u8]>) -> Result<Zeroizing<Vec<u8>>, KeyFileError> {
    if octets.len() > LIMIT {
        return Err(KeyFileError::TooLong { limit: LIMIT });
    }
    match octets.first() {
        Some(0x30) => open(octets, passphrase),
        _ => open(&from_pem(octets)?, passphrase),
    }
}

/// The kinds of private key files, told apart by their first fields.
enum Kind {
    /// PrivateKeyInfo (RFC 5958, 2) or RSAPrivateKey (RFC 8017, A.1.2); the backend tells them apart.
    Plain,
    /// EncryptedPrivateKeyInfo (RFC 5958, 3).
    Encrypted,
    /// PFX (RFC 7292, 4).
    Pkcs12,
}

fn open(der: &[u8], passphrase: Option<&[u8]>) -> Result<Zeroizing<Vec<u8>>, KeyFileError> {
    match kind(der).ok_or(KeyFileError::NotAKey)? {
        Kind::Plain => Ok(Zeroizing::new(der.to_vec())),
        #[cfg(feature = "pkcs12")]
        Kind::Pkcs12 => decrypt(&super::pkcs12::encrypted_key(der, passphrase)?, passphrase),
        #[cfg(not(feature = "pkcs12"))]
        Kind::Pkcs12 => Err(KeyFileError::Pkcs12),
        Kind::Encrypted => decrypt(der, passphrase),
    }
}

fn decrypt(der: &[u8], passphrase: Option<&[u8]>) -> Result<Zeroizing<Vec<u8>>, KeyFileError> {
    if scheme(der).ok_or(KeyFileError::Malformed)? != PBES2 {
        return Err(KeyFileError::Encryption);
    }
    let info = pkcs8::EncryptedPrivateKeyInfoRef::try_from(der).map_err(|_| KeyFileError::Malformed)?;
    let passphrase = passphrase.ok_or(KeyFileError::PassphraseMissing)?;
    if !is_affordable(&info.encryption_algorithm) {
        return Err(KeyFileError::DerivationTooCostly);
    }
    match info.decrypt(passphrase) {
        Ok(document) => Ok(Zeroizing::new(document.as_bytes().to_vec())),
        // A wrong passphrase shows as bad padding, or, one time in 256, as a key that is none.
        Err(pkcs8::Error::EncryptedPrivateKey(pkcs8::pkcs5::Error::DecryptFailed))
        | Err(pkcs8::Error::Asn1(_)) => Err(KeyFileError::PassphraseWrong),
        Err(_) => Err(KeyFileError::Encryption),
    }
}

/// Whether the file's own parameters ask for no more work than is done for anybody.
fn is_affordable(scheme: &pkcs8::pkcs5::EncryptionScheme) -> bool {
    use pkcs8::pkcs5::{EncryptionScheme, pbes2::Kdf};
    let EncryptionScheme::Pbes2(parameters) = scheme else { return false };
    match &parameters.kdf {
        Kdf::Pbkdf2(parameters) => parameters.iteration_count <= ITERATIONS,
        Kdf::Scrypt(parameters) => {
            is_affordable_scrypt(parameters.cost_parameter, parameters.block_size, parameters.parallelization)
        }
        _ => false,
    }
}

/// RFC 7914, 2: memory of 128 octets times block size times cost, filled once for each of the passes.
fn is_affordable_scrypt(cost: u64, block_size: u16, passes: u16) -> bool {
    let octets = cost.saturating_mul(u64::from(block_size)).saturating_mul(128);
    octets <= SCRYPT_OCTETS && passes <= SCRYPT_PASSES
}

/// id-PBES2 (RFC 8018, A.4)
const PBES2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.13");

/// The algorithm of an EncryptedPrivateKeyInfo.
fn scheme(der: &[u8]) -> Option<ObjectIdentifier> {
    let info = AnyRef::from_der(der).ok()?;
    let algorithm = AnyRef::decode(&mut SliceReader::new(info.value()).ok()?).ok()?;
    ObjectIdentifier::decode(&mut SliceReader::new(algorithm.value()).ok()?).ok()
}

fn kind(der: &[u8]) -> Option<Kind> {
    let sequence = AnyRef::from_der(der).ok().filter(|sequence| sequence.tag() == Tag::Sequence)?;
    let mut reader = SliceReader::new(sequence.value()).ok()?;
    let first = AnyRef::decode(&mut reader).ok()?;
    let second = AnyRef::decode(&mut reader).ok()?.tag();
    match (first.tag(), first.value(), second) {
        (Tag::Integer, [0 | 1], Tag::Sequence) | (Tag::Integer, [0], Tag::Integer) => Some(Kind::Plain),
        (Tag::Integer, [3], Tag::Sequence) => Some(Kind::Pkcs12),
        (Tag::Sequence, _, Tag::OctetString) if reader.is_finished() => Some(Kind::Encrypted),
        _ => None,
    }
}

/// The one private key among the PEM blocks (RFC 7468); certificates and other text may stand beside it.
fn from_pem(octets: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyFileError> {
    let text = core::str::from_utf8(octets).map_err(|_| KeyFileError::NotAKey)?;
    let mut found = None;
    let mut lines = text.lines().map(str::trim);
    while let Some(line) = lines.next() {
        let label = line.strip_prefix("-----BEGIN ").and_then(|rest| rest.strip_suffix("-----"));
        let Some(label) = label else { continue };
        let mut body = Zeroizing::new(String::with_capacity(octets.len()));
        let end = format!("-----END {label}-----");
        let mut closed = false;
        for line in lines.by_ref() {
            if line == end {
                closed = true;
                break;
            }
            body.push_str(line);
        }
        if !label.ends_with("PRIVATE KEY") {
            continue;
        }
        if body.starts_with("Proc-Type:") {
            return Err(KeyFileError::Encryption);
        }
        let der = STANDARD.decode(body.as_bytes()).ok().filter(|_| closed).map(Zeroizing::new);
        if found.replace(der.ok_or(KeyFileError::Malformed)?).is_some() {
            return Err(KeyFileError::SeveralKeys);
        }
    }
    found.ok_or(KeyFileError::NotAKey)
}

impl fmt::Display for KeyFileError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DerivationTooCostly => {
                formatter.write_str("the key file asks for more work on its passphrase than is allowed")
            }
            Self::Encryption => {
                formatter.write_str("the key is encrypted in a way other than PBES2 with AES")
            }
            Self::Malformed => formatter.write_str("the key file is damaged"),
            Self::NotAKey => formatter.write_str("the file holds no private key"),
            Self::PassphraseMissing => formatter.write_str("the key is encrypted and needs a passphrase"),
            Self::PassphraseWrong => formatter.write_str("the passphrase does not open the key"),
            Self::Pkcs12 => formatter.write_str(
                "PKCS#12 files are not read by this build; convert it: openssl pkcs12 -in FILE -nocerts -out KEY",
            ),
            Self::SeveralKeys => formatter.write_str("the file holds several private keys"),
            Self::TooLong { limit } => write!(formatter, "the key file is longer than {limit} octets"),
        }
    }
}

impl core::error::Error for KeyFileError {}

#[cfg(test)]
mod tests {
    use super::{KeyFileError, SigningError, SoftwareSigner};
    use crate::crypto::{DigestAlgorithm, PublicKey, Signer};
    use base64::Engine as _;

    fn pem(label: &str, der: &[u8]) -> String {
        let body = base64::engine::general_purpose::STANDARD.encode(der);
        let lines: Vec<_> =
            body.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
        format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
    }

    /// The octets of the inner RSAPrivateKey of a PrivateKeyInfo.
    fn pkcs1(pkcs8: &[u8]) -> Vec<u8> {
        use der::Decode as _;
        let info = pkcs8::PrivateKeyInfoRef::from_der(pkcs8).unwrap();
        info.private_key.as_bytes().to_vec()
    }

    fn error(octets: &[u8], passphrase: Option<&[u8]>) -> KeyFileError {
        match SoftwareSigner::from_key_file(octets, passphrase) {
            Err(SigningError::KeyFile(error)) => error,
            other => panic!("{other:?}"),
        }
    }

    /// One key in every form; the last is encrypted under `secret`.
    struct Forms {
        der: Vec<u8>,
        encrypted: Vec<u8>,
    }

    fn forms() -> &'static Forms {
        use der::Decode as _;
        static FORMS: std::sync::OnceLock<Forms> = std::sync::OnceLock::new();
        FORMS.get_or_init(|| {
            let der = SoftwareSigner::generate_pkcs8().unwrap().to_vec();
            let parameters =
                pkcs8::pkcs5::pbes2::Parameters::generate_pbkdf2_sha256_aes256cbc(2048, b"saltsalt", [7; 16]);
            let info = pkcs8::PrivateKeyInfoRef::from_der(&der).unwrap();
            let encrypted = info.encrypt_with_params(parameters.unwrap(), "secret").unwrap();
            Forms { encrypted: encrypted.as_bytes().to_vec(), der }
        })
    }

    #[test]
    fn opens_every_form_of_the_same_key() {
        let Forms { der, encrypted } = forms();
        let inner = pkcs1(der);
        let pems = [
            pem("PRIVATE KEY", der),
            pem("RSA PRIVATE KEY", &inner),
            pem("ENCRYPTED PRIVATE KEY", encrypted),
        ];
        let beside = format!("text\r\n{}{}", pem("CERTIFICATE", &[0x30, 0]), pems[0].replace('\n', "\r\n"));
        let mut files = vec![der.clone(), inner, encrypted.clone(), beside.into_bytes()];
        files.extend(pems.map(String::into_bytes));
        let spki = SoftwareSigner::from_der(der).unwrap().public_key_spki().unwrap();
        for file in files {
            let signer = SoftwareSigner::from_key_file(&file, Some(b"secret")).unwrap();
            assert_eq!(signer.public_key_spki().unwrap(), spki);
        }
    }

    #[test]
    fn an_encrypted_key_wants_its_own_passphrase() {
        let encrypted = &forms().encrypted;
        assert_eq!(error(encrypted, None), KeyFileError::PassphraseMissing);
        for wrong in ["", "Secret", "secret\n"] {
            assert_eq!(error(encrypted, Some(wrong.as_bytes())), KeyFileError::PassphraseWrong);
        }
    }

    #[test]
    fn a_file_cannot_ask_for_any_amount_of_work() {
        use pkcs8::pkcs5::pbes2::Parameters;
        let costly =
            |iterations| Parameters::generate_pbkdf2_sha256_aes256cbc(iterations, b"saltsalt", [7; 16]);
        let affordable = |iterations| super::is_affordable(&costly(iterations).unwrap().into());
        assert!(affordable(super::ITERATIONS) && !affordable(super::ITERATIONS + 1));
        assert!(super::is_affordable_scrypt(1 << 18, 8, 16), "256 MiB");
        for (cost, block_size, passes) in
            [((1 << 18) + 1, 8, 16), (1 << 18, 9, 16), (1 << 18, 8, 17), (u64::MAX, 8, 1)]
        {
            assert!(!super::is_affordable_scrypt(cost, block_size, passes), "{cost} {block_size} {passes}");
        }
    }

    #[test]
    fn names_what_is_not_opened() {
        let Forms { der, encrypted } = forms();
        assert_eq!(error(b"", None), KeyFileError::NotAKey);
        assert_eq!(error(b"hello", None), KeyFileError::NotAKey);
        assert_eq!(error(pem("CERTIFICATE", der).as_bytes(), None), KeyFileError::NotAKey);
        let pfx = if cfg!(feature = "pkcs12") { KeyFileError::Malformed } else { KeyFileError::Pkcs12 };
        assert_eq!(error(&[0x30, 6, 2, 1, 3, 0x30, 1, 0], None), pfx);
        let two = [pem("PRIVATE KEY", der), pem("ENCRYPTED PRIVATE KEY", encrypted)].concat();
        assert_eq!(error(two.as_bytes(), None), KeyFileError::SeveralKeys);
        let legacy = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----\n";
        assert_eq!(error(legacy.as_bytes(), None), KeyFileError::Encryption);
        let unclosed = pem("PRIVATE KEY", der).replace("-----END", "-----DNE");
        assert_eq!(error(unclosed.as_bytes(), None), KeyFileError::Malformed);
        assert!(matches!(error(&vec![0; super::LIMIT + 1], None), KeyFileError::TooLong { .. }));
    }

    #[test]
    fn what_it_signs_verifies_with_its_public_key() {
        let signer = SoftwareSigner::from_key_file(&forms().der, None).unwrap();
        let digest = DigestAlgorithm::Sha256.digest(b"abc");
        let value = signer.sign(&digest).unwrap();
        let key = PublicKey::from_spki(&signer.public_key_spki().unwrap()).unwrap();
        assert_eq!(key.verify(signer.algorithm(), &digest, &value), Ok(()));
        let other = DigestAlgorithm::Sha256.digest(b"abd");
        assert!(key.verify(signer.algorithm(), &other, &value).is_err());
        assert_eq!(signer.sign(&DigestAlgorithm::Sha512.digest(b"abc")), Err(SigningError::DigestAlgorithm));
    }
}
