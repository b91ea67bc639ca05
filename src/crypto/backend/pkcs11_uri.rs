//! The name of a key in a token: the PKCS #11 URI of RFC 7512.

use core::fmt;
use std::path::{Path, PathBuf};

use percent_encoding::percent_decode_str;

/// Which key, in which token, through which module (RFC 7512, 2.3).
///
/// ```
/// use koseki::crypto::Pkcs11Uri;
///
/// let key: Pkcs11Uri = "pkcs11:token=issuer;object=minister?module-path=/usr/lib/softhsm/libsofthsm2.so".parse()?;
/// assert_eq!(key.token(), Some("issuer"));
/// # Ok::<(), koseki::crypto::Pkcs11UriError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pkcs11Uri {
    token: Option<String>,
    serial: Option<String>,
    manufacturer: Option<String>,
    model: Option<String>,
    slot: Option<u64>,
    object: Option<String>,
    id: Option<Vec<u8>>,
    module_path: Option<PathBuf>,
    pin_file: Option<PathBuf>,
}

const SCHEME: &str = "pkcs11:";

/// Why a text is no URI of a private key. Attributes are named, values never: one of them may be a PIN.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Pkcs11UriError {
    /// An attribute that is not known here; passing it over would find another key than the one meant.
    AttributeUnknown(String),
    /// Neither `object` nor `id`: it names no key.
    KeyUnnamed,
    /// `module-path` is not absolute: what is loaded into the process may not depend on where it was started.
    ModuleRelative,
    /// `pin-source` is not `file:` with an absolute path: no command is run and no other machine asked for a PIN.
    PinSource,
    /// `pin-value`: a PIN in an argument can be read by every user of the machine.
    PinValue,
    /// Does not begin with `pkcs11:`.
    Scheme,
    /// An attribute without `=`, twice, or with a value that is not of its kind.
    Value(String),
    /// `type` is not `private`.
    NotPrivate,
}

impl Pkcs11Uri {
    /// CKA_LABEL of the token.
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// Absolute path of the module, when the URI names it.
    pub fn module_path(&self) -> Option<&Path> {
        self.module_path.as_deref()
    }

    /// Absolute path of the file that holds the PIN, when the URI names one; for the caller to read.
    pub fn pin_file(&self) -> Option<&Path> {
        self.pin_file.as_deref()
    }

    /// Whether a text was meant as such a URI, malformed or not: it may hold a PIN and is then no file name to be printed.
    pub fn is_meant(text: &str) -> bool {
        text.trim_start().get(..SCHEME.len()).is_some_and(|start| start.eq_ignore_ascii_case(SCHEME))
    }

    /// CKA_LABEL of the key.
    pub(super) fn object(&self) -> Option<&str> {
        self.object.as_deref()
    }

    /// CKA_ID of the key.
    pub(super) fn id(&self) -> Option<&[u8]> {
        self.id.as_deref()
    }

    /// Whether a slot and what its token says of itself are those that are meant.
    pub(super) fn names(&self, slot: u64, token: &TokenNames<'_>) -> bool {
        let agrees = |wanted: &Option<String>, found: &str| wanted.as_deref().is_none_or(|one| one == found);
        self.slot.is_none_or(|wanted| wanted == slot)
            && agrees(&self.token, token.label)
            && agrees(&self.serial, token.serial)
            && agrees(&self.manufacturer, token.manufacturer)
            && agrees(&self.model, token.model)
    }
}

/// What a token says of itself, without the padding of its fixed fields.
#[derive(Debug)]
pub(super) struct TokenNames<'t> {
    pub(super) label: &'t str,
    pub(super) serial: &'t str,
    pub(super) manufacturer: &'t str,
    pub(super) model: &'t str,
}

impl core::str::FromStr for Pkcs11Uri {
    type Err = Pkcs11UriError;

    fn from_str(text: &str) -> Result<Self, Pkcs11UriError> {
        // A scheme is the same in either case (RFC 3986, 3.1).
        let (scheme, rest) = text.split_at_checked(SCHEME.len()).ok_or(Pkcs11UriError::Scheme)?;
        if !scheme.eq_ignore_ascii_case(SCHEME) {
            return Err(Pkcs11UriError::Scheme);
        }
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let mut uri = Self::default();
        let mut private = None;
        for part in path.split(';').filter(|part| !part.is_empty()) {
            let (name, value) = attribute(part)?;
            match name {
                "token" => set(&mut uri.token, name, decoded(name, value)?)?,
                "serial" => set(&mut uri.serial, name, decoded(name, value)?)?,
                "manufacturer" => set(&mut uri.manufacturer, name, decoded(name, value)?)?,
                "model" => set(&mut uri.model, name, decoded(name, value)?)?,
                "slot-id" => set(&mut uri.slot, name, value.parse().map_err(|_| malformed(name))?)?,
                "object" => set(&mut uri.object, name, decoded(name, value)?)?,
                "id" => set(&mut uri.id, name, percent_decode_str(value).collect())?,
                "type" => set(&mut private, name, value == "private")?,
                _ => return Err(Pkcs11UriError::AttributeUnknown(name.to_owned())),
            }
        }
        for part in query.split('&').filter(|part| !part.is_empty()) {
            let (name, value) = attribute(part)?;
            match name {
                "module-path" => set(&mut uri.module_path, name, decoded(name, value)?.into())?,
                "pin-source" => set(&mut uri.pin_file, name, file(&decoded(name, value)?)?)?,
                "pin-value" => return Err(Pkcs11UriError::PinValue),
                _ => return Err(Pkcs11UriError::AttributeUnknown(name.to_owned())),
            }
        }
        if private == Some(false) {
            return Err(Pkcs11UriError::NotPrivate);
        }
        if uri.object.is_none() && uri.id.is_none() {
            return Err(Pkcs11UriError::KeyUnnamed);
        }
        if uri.module_path.as_ref().is_some_and(|path| !path.is_absolute()) {
            return Err(Pkcs11UriError::ModuleRelative);
        }
        Ok(uri)
    }
}

/// A `file:` URI or a bare path, absolute and of this machine (RFC 8089).
fn file(source: &str) -> Result<PathBuf, Pkcs11UriError> {
    let path = source.strip_prefix("file:").unwrap_or(source);
    let path = path.strip_prefix("//").unwrap_or(path);
    // What follows `//` is a host, of which only the empty one is this machine.
    if path.starts_with('/') && !path.starts_with("//") {
        Ok(path.into())
    } else {
        Err(Pkcs11UriError::PinSource)
    }
}

fn attribute(part: &str) -> Result<(&str, &str), Pkcs11UriError> {
    part.split_once('=').ok_or_else(|| malformed("an attribute"))
}

/// RFC 7512, 2.3: an attribute stands once.
fn set<T>(slot: &mut Option<T>, name: &str, value: T) -> Result<(), Pkcs11UriError> {
    if slot.replace(value).is_some() { Err(malformed(name)) } else { Ok(()) }
}

fn decoded(name: &str, value: &str) -> Result<String, Pkcs11UriError> {
    percent_decode_str(value).decode_utf8().map(Into::into).map_err(|_| malformed(name))
}

fn malformed(name: &str) -> Pkcs11UriError {
    Pkcs11UriError::Value(name.to_owned())
}

impl fmt::Display for Pkcs11UriError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AttributeUnknown(name) => write!(formatter, "the attribute {name} is not known here"),
            Self::KeyUnnamed => formatter.write_str("it names no key: object=LABEL or id=%xx is needed"),
            Self::ModuleRelative => formatter.write_str("module-path must be an absolute path"),
            Self::NotPrivate => formatter.write_str("only type=private can sign"),
            Self::PinSource => formatter.write_str("pin-source must be file: with an absolute path"),
            Self::PinValue => formatter.write_str(
                "pin-value would show the PIN to every user of this machine; use a file or the prompt",
            ),
            Self::Scheme => formatter.write_str("a PKCS #11 URI begins with pkcs11:"),
            Self::Value(name) => write!(formatter, "{name} is malformed or stands twice"),
        }
    }
}

impl core::error::Error for Pkcs11UriError {}

#[cfg(test)]
mod tests {
    use super::{Pkcs11Uri, Pkcs11UriError, TokenNames};

    fn parse(text: &str) -> Result<Pkcs11Uri, Pkcs11UriError> {
        text.parse()
    }

    #[test]
    fn reads_every_attribute_once() {
        let uri = parse(
            "pkcs11:token=A%20b;serial=1;manufacturer=M;model=X;slot-id=7;object=%E5%8D%B0;id=%00%ff;type=private\
             ?module-path=/m.so&pin-source=file:/p",
        )
        .unwrap();
        assert_eq!(uri.token(), Some("A b"));
        assert_eq!(uri.object(), Some("印"));
        assert_eq!(uri.id(), Some(&[0, 0xff][..]));
        assert_eq!(uri.module_path(), Some(std::path::Path::new("/m.so")));
        assert_eq!(uri.pin_file(), Some(std::path::Path::new("/p")));
        let token = TokenNames { label: "A b", serial: "1", manufacturer: "M", model: "X" };
        assert!(uri.names(7, &token));
        assert!(!uri.names(8, &token));
        assert!(!uri.names(7, &TokenNames { serial: "2", ..token }));
    }

    #[test]
    fn knows_what_was_meant_as_a_uri() {
        assert!(Pkcs11Uri::is_meant("pkcs11:object=a") && Pkcs11Uri::is_meant(" PKCS11:x"));
        assert!(!Pkcs11Uri::is_meant("pkcs11.pem") && !Pkcs11Uri::is_meant("./pkcs11:x"));
    }

    #[test]
    fn refuses_what_would_find_another_key_or_show_the_pin() {
        let refused = |text: &str| parse(text).unwrap_err();
        assert_eq!(refused("object=a"), Pkcs11UriError::Scheme);
        assert_eq!(refused("pkcs11:token=a"), Pkcs11UriError::KeyUnnamed);
        assert_eq!(refused("pkcs11:object=a;type=cert"), Pkcs11UriError::NotPrivate);
        assert_eq!(refused("pkcs11:object=a?pin-value=1234"), Pkcs11UriError::PinValue);
        assert_eq!(refused("pkcs11:object=a?module-path=m.so"), Pkcs11UriError::ModuleRelative);
        assert_eq!(refused("pkcs11:object=a;object=b"), Pkcs11UriError::Value("object".into()));
        assert_eq!(refused("pkcs11:object=%ff"), Pkcs11UriError::Value("object".into()));
        assert_eq!(refused("pkcs11:object=a;x-mine=b"), Pkcs11UriError::AttributeUnknown("x-mine".into()));
        assert!(parse("pkcs11:object=a").is_ok());
        for source in ["p", "file:p", "file://host/p", "file:////p", "|command", "https://host/p"] {
            let uri = format!("pkcs11:object=a?pin-source={source}");
            assert_eq!(refused(&uri), Pkcs11UriError::PinSource, "{source}");
        }
        for source in ["/p", "file:/p", "file:///p"] {
            let uri = parse(&format!("PKCS11:object=a?pin-source={source}")).unwrap();
            assert_eq!(uri.pin_file(), Some(std::path::Path::new("/p")), "{source}");
        }
    }
}
