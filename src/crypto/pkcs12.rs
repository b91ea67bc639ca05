//! The private key of a PKCS#12 file (RFC 7292) in DER: one pkcs8ShroudedKeyBag, encrypted with PBES2, under a MAC that the
//! passphrase makes. That is what OpenSSL 3, keytool and Windows write by default; certificates beside the key are not
//! read, `sign` is told them.

use der::asn1::OctetString;
use der::{Decode, oid::ObjectIdentifier};
use hmac::{Hmac, KeyInit, Mac};
use pkcs12::kdf::{Pkcs12KeyType, derive_key_utf8};
use pkcs12::safe_bag::SafeContents;
use pkcs12::{AuthenticatedSafe, MacData, PKCS_12_PKCS8_KEY_BAG_OID, Pfx};
use zeroize::Zeroizing;

use super::KeyFileError;

/// id-data (RFC 5652, 4)
const ID_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const SHA1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.14.3.2.26");
const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const SHA512: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3");

/// Rounds of the key derivation of the MAC: OpenSSL writes 2,048, Windows 2,000, keytool 10,000; a million takes a second.
const ROUNDS: i32 = 1_000_000;

/// The DER of the EncryptedPrivateKeyInfo in the file, after its MAC was verified.
pub(super) fn encrypted_key(der: &[u8], passphrase: Option<&[u8]>) -> Result<Vec<u8>, KeyFileError> {
    let malformed = |_| KeyFileError::Malformed;
    let file = Pfx::from_der(der).map_err(malformed)?;
    if file.auth_safe.content_type != ID_DATA {
        return Err(KeyFileError::Encryption);
    }
    let passphrase = passphrase.ok_or(KeyFileError::PassphraseMissing)?;
    let passphrase = core::str::from_utf8(passphrase).map_err(|_| KeyFileError::PassphraseWrong)?;
    let safes: OctetString = file.auth_safe.content.decode_as().map_err(malformed)?;
    // Without a MAC anybody could have exchanged the key: RFC 7292, 3.1, password integrity mode.
    let mac = file.mac_data.ok_or(KeyFileError::Malformed)?;
    verify(&mac, passphrase, safes.as_bytes())?;
    let mut found = None;
    for safe in AuthenticatedSafe::from_der(safes.as_bytes()).map_err(malformed)? {
        // Certificates are usually encrypted as a whole; shrouded keys stand beside them.
        if safe.content_type != ID_DATA {
            continue;
        }
        let contents: OctetString = safe.content.decode_as().map_err(malformed)?;
        for bag in SafeContents::from_der(contents.as_bytes()).map_err(malformed)? {
            if bag.bag_id != PKCS_12_PKCS8_KEY_BAG_OID {
                continue;
            }
            let value = explicit(&bag.bag_value).ok_or(KeyFileError::Malformed)?;
            if found.replace(value.to_vec()).is_some() {
                return Err(KeyFileError::SeveralKeys);
            }
        }
    }
    found.ok_or(KeyFileError::NotAKey)
}

/// What is inside `[0] EXPLICIT`.
fn explicit(value: &[u8]) -> Option<&[u8]> {
    let outer = der::asn1::AnyRef::from_der(value).ok()?;
    let tag = der::Tag::ContextSpecific { constructed: true, number: der::TagNumber(0) };
    (der::Tagged::tag(&outer) == tag).then_some(outer.value())
}

/// RFC 7292, 4 and appendix B. A MAC that does not hold is a wrong passphrase, or a changed file.
fn verify(mac: &MacData, passphrase: &str, octets: &[u8]) -> Result<(), KeyFileError> {
    if !(1..=ROUNDS).contains(&mac.iterations) {
        return Err(KeyFileError::Encryption);
    }
    macro_rules! holds {
        ($digest:ty, $length:literal) => {{
            let (salt, kind) = (mac.mac_salt.as_bytes(), Pkcs12KeyType::Mac);
            let key = derive_key_utf8::<$digest>(passphrase, salt, kind, mac.iterations, $length);
            let key = Zeroizing::new(key.map_err(|_| KeyFileError::PassphraseWrong)?);
            let mut code = Hmac::<$digest>::new_from_slice(&key).map_err(|_| KeyFileError::Malformed)?;
            code.update(octets);
            code.verify_slice(mac.mac.digest.as_bytes()).map_err(|_| KeyFileError::PassphraseWrong)
        }};
    }
    match mac.mac.algorithm.oid {
        SHA1 => holds!(sha1::Sha1, 20),
        SHA256 => holds!(sha2::Sha256, 32),
        SHA512 => holds!(sha2::Sha512, 64),
        // PBMAC1 (RFC 9579) among them.
        _ => Err(KeyFileError::Encryption),
    }
}
