//! The key that `sign` uses: a file or a token. Secrets come from a file, a descriptor or the terminal, never from an
//! argument.

use std::fs::File;
use std::io::{IsTerminal as _, Read as _};
use std::path::Path;

use koseki::crypto::{KeyFileError, Pkcs11Signer, Pkcs11Uri, Signer, SigningError, SoftwareSigner};
use koseki::report::Text;
use zeroize::Zeroizing;

use super::mixed_up;
use crate::Trouble;

/// Octets of a passphrase or PIN, with whatever follows its line.
const MAX_SECRET: u64 = 4096;

/// Opens a key without asking anybody: `None` when a passphrase or PIN would be needed.
pub(crate) fn open_unasked(key: &Path, secret: Option<&Path>) -> Result<Option<Box<dyn Signer>>, Trouble> {
    if let Some(uri) = key.to_str().filter(|text| Pkcs11Uri::is_meant(text)) {
        let parsed: Pkcs11Uri = uri.parse().map_err(|error| Trouble::new(format!("{error}")))?;
        return match secret.or(parsed.pin_file()) {
            Some(_) => Ok(Some(Box::new(token(uri, secret)?))),
            None => Ok(None),
        };
    }
    let octets = Zeroizing::new(super::read(key)?);
    let secret = secret.map(first_line).transpose()?;
    match SoftwareSigner::from_key_file(&octets, secret.as_ref().map(|one| one.as_bytes())) {
        Ok(signer) => Ok(Some(Box::new(signer))),
        Err(SigningError::KeyFile(KeyFileError::PassphraseMissing)) => Ok(None),
        Err(error) => Err(Trouble::from(error).about(key)),
    }
}

/// Opens the key that `--key` names.
pub(crate) fn open(key: &Path, secret: Option<&Path>) -> Result<Box<dyn Signer>, Trouble> {
    match key.to_str().filter(|text| Pkcs11Uri::is_meant(text)) {
        Some(uri) => Ok(Box::new(token(uri, secret)?)),
        None => Ok(Box::new(file(key, secret)?)),
    }
}

fn token(uri: &str, secret: Option<&Path>) -> Result<Pkcs11Signer, Trouble> {
    let parsed: Pkcs11Uri = uri.parse().map_err(|error| Trouble::new(format!("--key: {error}")))?;
    let module = parsed.module_path().map(Path::to_owned).ok_or_else(|| {
        Trouble::new("--key: the URI needs ?module-path=/… , the library that the token's maker provides")
    })?;
    let source = secret.or(parsed.pin_file()).map(Path::to_owned);
    let pin = match source {
        Some(path) => from_file(&path)?,
        None => asked("PIN of the token: ")?,
    };
    Pkcs11Signer::open(&module, parsed, &pin).map_err(|error| Trouble::new(format!("--key: {error}")))
}

fn file(path: &Path, secret: Option<&Path>) -> Result<SoftwareSigner, Trouble> {
    let octets = Zeroizing::new(super::read(path)?);
    warn_if_others_may_read(path);
    let failed = |error: SigningError| match (&error, mixed_up::what_is(path)) {
        (SigningError::KeyFile(KeyFileError::NotAKey), Some(found)) => {
            mixed_up::not_wanted(path, &Text::new("秘密鍵", "a private key"), &found)
        }
        _ => Trouble::from(error).about(path),
    };
    let secret = secret.map(from_file).transpose()?;
    match SoftwareSigner::from_key_file(&octets, secret.as_ref().map(|one| one.as_bytes())) {
        Err(SigningError::KeyFile(KeyFileError::PassphraseMissing)) => {
            let secret = asked(&format!("Passphrase of {}: ", path.display()))?;
            SoftwareSigner::from_key_file(&octets, Some(secret.as_bytes())).map_err(failed)
        }
        other => other.map_err(failed),
    }
}

/// The first line of a file, a pipe or a descriptor; a warning when others may read it.
fn from_file(path: &Path) -> Result<Zeroizing<String>, Trouble> {
    let line = first_line(path)?;
    warn_if_others_may_read(path);
    Ok(line)
}

fn first_line(path: &Path) -> Result<Zeroizing<String>, Trouble> {
    let failed = |error: std::io::Error| Trouble::from(error).about(path);
    let mut text = Zeroizing::new(String::new());
    File::open(path).map_err(failed)?.take(MAX_SECRET).read_to_string(&mut text).map_err(failed)?;
    let line = text.split(['\n', '\r']).next().unwrap_or_default();
    Ok(Zeroizing::new(line.to_owned()))
}

/// Asks on the terminal; a run without one says what is missing instead of waiting for ever.
fn asked(question: &str) -> Result<Zeroizing<String>, Trouble> {
    if !std::io::stdin().is_terminal() {
        return Err(Trouble::said(
            "鍵にパスフレーズ又はPINが必要です。--passphrase-file で指定してください",
            "the key needs a passphrase or PIN: use --passphrase-file",
        ));
    }
    Ok(Zeroizing::new(rpassword::prompt_password(question)?))
}

/// A secret that other users can read is none; said, not refused, because test keys are public.
fn warn_if_others_may_read(path: &Path) {
    if others_may_read(path) {
        Trouble::said(
            format!(
                "警告: {} をこの計算機のほかの利用者が読めます。chmod 600 で閉じてください",
                path.display()
            ),
            format!("warning: {} can be read by other users of this machine; chmod 600 it", path.display()),
        )
        .tell();
    }
}

/// Whether a file is open to other users of this machine.
#[cfg(unix)]
pub(crate) fn others_may_read(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata(path).is_ok_and(|found| found.is_file() && found.mode() & 0o077 != 0)
}

#[cfg(not(unix))]
pub(crate) fn others_may_read(_: &Path) -> bool {
    false
}
