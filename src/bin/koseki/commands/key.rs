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

/// Whether a file with a secret may be open to others.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum OpenToOthers {
    Accepted,
    Refused,
}

impl OpenToOthers {
    /// What `--allow-readable-key` says.
    pub(crate) const fn of(allowed: bool) -> Self {
        if allowed { Self::Accepted } else { Self::Refused }
    }
}

/// Opens a key without asking anybody, to look whether it can be used: `None` when a passphrase or PIN would be needed. Who
/// else may read it is another question.
pub(crate) fn open_unasked(key: &Path, secret: Option<&Path>) -> Result<Option<Box<dyn Signer>>, Trouble> {
    let others = OpenToOthers::Accepted;
    if let Some(uri) = key.to_str().filter(|text| Pkcs11Uri::is_meant(text)) {
        let parsed: Pkcs11Uri = uri.parse().map_err(|error| Trouble::new(format!("{error}")))?;
        return match secret.or(parsed.pin_file()) {
            Some(_) => Ok(Some(Box::new(token(uri, secret, others)?))),
            None => Ok(None),
        };
    }
    let octets = Zeroizing::new(super::read(key)?);
    let secret = secret.map(|path| from_file(path, others)).transpose()?;
    match SoftwareSigner::from_key_file(&octets, secret.as_ref().map(|one| one.as_bytes())) {
        Ok(signer) => Ok(Some(Box::new(signer))),
        Err(SigningError::KeyFile(KeyFileError::PassphraseMissing)) => Ok(None),
        Err(error) => Err(Trouble::from(error).about(key)),
    }
}

/// Opens the key that `--key` names.
pub(crate) fn open(
    key: &Path,
    secret: Option<&Path>,
    others: OpenToOthers,
) -> Result<Box<dyn Signer>, Trouble> {
    match key.to_str().filter(|text| Pkcs11Uri::is_meant(text)) {
        Some(uri) => Ok(Box::new(token(uri, secret, others)?)),
        None => Ok(Box::new(file(key, secret, others)?)),
    }
}

fn token(uri: &str, secret: Option<&Path>, others: OpenToOthers) -> Result<Pkcs11Signer, Trouble> {
    let parsed: Pkcs11Uri = uri.parse().map_err(|error| Trouble::new(format!("--key: {error}")))?;
    let module = parsed.module_path().map(Path::to_owned).ok_or_else(|| {
        Trouble::new("--key: the URI needs ?module-path=/… , the library that the token's maker provides")
    })?;
    let source = secret.or(parsed.pin_file()).map(Path::to_owned);
    let pin = match source {
        Some(path) => from_file(&path, others)?,
        None => asked("PIN of the token: ")?,
    };
    Pkcs11Signer::open(&module, parsed, &pin).map_err(|error| Trouble::new(format!("--key: {error}")))
}

fn file(path: &Path, secret: Option<&Path>, others: OpenToOthers) -> Result<SoftwareSigner, Trouble> {
    let octets = Zeroizing::new(super::read(path)?);
    let failed = |error: SigningError| match (&error, mixed_up::what_is(path)) {
        (SigningError::KeyFile(KeyFileError::NotAKey), Some(found)) => {
            mixed_up::not_wanted(path, &Text::new("秘密鍵", "a private key"), &found)
        }
        _ => Trouble::from(error).about(path),
    };
    // What is no key at all is said first.
    let is_key = !matches!(
        SoftwareSigner::from_key_file(&octets, None),
        Err(SigningError::KeyFile(KeyFileError::NotAKey))
    );
    if is_key {
        closed_to_others(path, others)?;
    }
    let secret = secret.map(|path| from_file(path, others)).transpose()?;
    match SoftwareSigner::from_key_file(&octets, secret.as_ref().map(|one| one.as_bytes())) {
        Err(SigningError::KeyFile(KeyFileError::PassphraseMissing)) => {
            let secret = asked(&format!("Passphrase of {}: ", path.display()))?;
            SoftwareSigner::from_key_file(&octets, Some(secret.as_bytes())).map_err(failed)
        }
        other => other.map_err(failed),
    }
}

/// The first line of a file, a pipe or a descriptor.
fn from_file(path: &Path, others: OpenToOthers) -> Result<Zeroizing<String>, Trouble> {
    let failed = |error: std::io::Error| Trouble::from(error).about(path);
    closed_to_others(path, others)?;
    // Its full length beforehand: a text that grows leaves copies of itself behind.
    let mut text = Zeroizing::new(String::with_capacity(4096));
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

/// A secret that other users of the machine can read or exchange is none. Pipes and descriptors are nobody else's.
#[cfg(unix)]
pub(crate) fn closed_to_others(path: &Path, others: OpenToOthers) -> Result<(), Trouble> {
    use std::os::unix::fs::MetadataExt as _;
    let Ok(found) = std::fs::metadata(path) else { return Ok(()) };
    if others == OpenToOthers::Accepted || !is_open(path, &found) {
        return Ok(());
    }
    let mode = found.mode() & 0o777;
    Err(Trouble::said(
        format!(
            "この計算機のほかの利用者が読み書きできる状態（モード {mode:o}）なので、鍵やパスフレーズとして使いません。\
             chmod 600 で閉じてください（公開された試験用の鍵であれば --allow-readable-key を指定）"
        ),
        format!(
            "is open to other users of this machine (mode {mode:o}) and not used as a key or passphrase: chmod 600 it \
             (for public test keys there is --allow-readable-key)"
        ),
    )
    .about(path))
}

#[cfg(not(unix))]
pub(crate) fn closed_to_others(_: &Path, _: OpenToOthers) -> Result<(), Trouble> {
    Ok(())
}

/// Whether a file is open to other users of this machine.
#[cfg(unix)]
pub(crate) fn others_may_use(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|found| is_open(path, &found))
}

#[cfg(not(unix))]
pub(crate) fn others_may_use(_: &Path) -> bool {
    false
}

#[cfg(unix)]
fn is_open(path: &Path, found: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    // systemd gives the service's own user alone access to a credential, by a list that shows as the group's; nobody else gets into
    // the folder.
    let is_credential = || {
        let folder = std::env::var_os("CREDENTIALS_DIRECTORY").filter(|folder| !folder.is_empty());
        folder.is_some_and(|folder| path.parent() == Some(Path::new(&folder)))
    };
    let others = found.mode() & 0o077;
    found.is_file() && others != 0 && !(others == 0o040 && is_credential())
}
