//! What the files that an installation names are worth: looked at for `config check` and `doctor`, used by neither.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use koseki::crypto::policy::AlgorithmPolicy;
use koseki::crypto::{DigestAlgorithm, Pkcs11Uri};
use koseki::pki::Certificate;
use koseki::profile::Profile;
use koseki::report::Text;
use koseki::store::TrustStore;

use crate::commands::{key, mixed_up};
use crate::configuration::Setting;
use crate::diagnosis::{Diagnosis, Kind, kinds};
use crate::schema::{self, Mapping, NoSchema, SchemaPlaces};
use crate::{Trouble, configuration, serve};

/// What an installation names, by the keys of the configuration file.
#[derive(Debug, Default)]
pub(crate) struct Installation {
    named: Vec<Named>,
}

/// One key with its values.
#[derive(Debug)]
struct Named {
    key: String,
    values: Vec<OsString>,
    line: Option<usize>,
}

impl Named {
    /// Whether a schema is named by its digest.
    fn is_pinned(&self) -> bool {
        self.values.iter().any(|value| value.to_string_lossy().starts_with("sha256:"))
    }
}

/// What was found out about a key without asking for its secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pair {
    /// It was opened, and nothing speaks against it.
    Opened,
    /// It needs a secret that was not given, or lies in a token.
    NotTried,
}

impl Installation {
    /// What a configuration file says.
    pub(crate) fn of(settings: &[Setting]) -> Self {
        let named = settings.iter().map(|setting| Named {
            key: setting.key.dotted(),
            values: setting.values.clone(),
            line: Some(setting.line),
        });
        Self { named: named.collect() }
    }

    /// With what options say; a configuration in force says on which line, where the value is its own.
    pub(crate) fn name(&mut self, key: &str, values: impl IntoIterator<Item = impl Into<OsString>>) {
        let values: Vec<OsString> = values.into_iter().map(Into::into).collect();
        if values.is_empty() {
            return;
        }
        let settings = configuration::in_force().map_or(&[][..], |found| &found.settings);
        let written = settings.iter().find(|setting| setting.key.dotted() == key && setting.values == values);
        let line = written.map(|setting| setting.line);
        self.named.push(Named { key: key.to_owned(), values, line });
    }

    fn get(&self, key: &str) -> Option<&Named> {
        self.named.iter().find(|named| named.key == key)
    }

    /// The paths that a key names.
    pub(crate) fn paths(&self, key: &str) -> Vec<PathBuf> {
        self.get(key).map_or_else(Vec::new, |named| named.values.iter().map(PathBuf::from).collect())
    }

    /// The one path that a key names.
    pub(crate) fn path(&self, key: &str) -> Option<PathBuf> {
        self.paths(key).into_iter().next()
    }

    /// The line of a key in the configuration file.
    pub(crate) fn line(&self, key: &str) -> Option<usize> {
        self.get(key)?.line
    }

    /// Everything that is missing, unreadable, or does not go together.
    pub(crate) fn defects(&self) -> Vec<Diagnosis> {
        let mut found = Vec::new();
        for named in &self.named {
            match self.missing(named) {
                Some(missing) => found.push(missing),
                None => found.extend(self.unusable(named)),
            }
        }
        found.extend(self.incomplete());
        found.sort_by_key(Diagnosis::line);
        found
    }

    /// The first file or folder that is not there.
    fn missing(&self, named: &Named) -> Option<Diagnosis> {
        let file = |value: &OsString| -> Option<PathBuf> {
            let text = value.to_string_lossy();
            match named.key.as_str() {
                "schema.catalog" => text.rsplit_once('=').map(|(_, file)| file.into()),
                "schema.documents" if text.starts_with("sha256:") => None,
                "sign.key" | "record.key" if text.starts_with("pkcs11:") => None,
                "verify.profile" if is_built_in(&text) => None,
                key if !configuration::leads_to_files(key) => None,
                // Made when the first record is written; where it is to be must be there.
                "record.folder" => {
                    Path::new(value).parent().filter(|parent| !parent.as_os_str().is_empty()).map(Into::into)
                }
                _ => Some(value.into()),
            }
        };
        let missing = named.values.iter().filter_map(file).find(|path| !path.exists())?;
        let missing = missing.display();
        let what = Text::owned(
            format!("{}: {missing} がありません。", named.key),
            format!("{}: {missing} is not there.", named.key),
        );
        Some(Diagnosis::new(&kinds::MISSING_FILE, what).at_line(named.line))
    }

    fn unusable(&self, named: &Named) -> Option<Diagnosis> {
        let paths: Vec<PathBuf> = named.values.iter().map(PathBuf::from).collect();
        let first = paths.first()?;
        if let Some(damage) = paths.iter().find_map(|path| damage(path)) {
            return Some(damage.at_line(named.line));
        }
        let (kind, result): (&'static Kind, Result<(), Trouble>) = match named.key.as_str() {
            "trust.anchors" | "trust.time_stamp_anchors" | "record.anchors" => {
                (&kinds::UNREADABLE, paths.iter().try_for_each(|path| anchors(path).map(drop)))
            }
            "trust.certificates"
            | "sign.certificate"
            | "sign.chain"
            | "record.certificate"
            | "serve.tls_certificate"
            | "serve.client_anchors" => (&kinds::UNREADABLE, mixed_up::certificates(&paths).map(drop)),
            "serve.tls_key" => (&kinds::KEY, self.tls()),
            "trust.revocation_lists" | "serve.client_revocation_lists" => {
                (&kinds::UNREADABLE, mixed_up::revocation_lists(&paths).map(drop))
            }
            "trust.ocsp_responses" => (&kinds::UNREADABLE, mixed_up::ocsp_responses(&paths).map(drop)),
            "trust.algorithm_policy" => (&kinds::ALGORITHMS, algorithm_policy(first)),
            "verify.profile" => (&kinds::PROFILE, profile(first)),
            // What is pinned elsewhere is said to be incomplete.
            "schema.documents" if self.get("schema.store").is_none() && named.is_pinned() => return None,
            "schema.documents" => (&kinds::SCHEMA, self.schema(&paths).map(drop)),
            "sign.key" => (&kinds::KEY, self.pair("sign").map(drop)),
            "record.key" => (&kinds::KEY, self.pair("record").map(drop)),
            _ => return None,
        };
        let Text { ja, en } = result.err()?.into_text();
        let what = Text::owned(format!("{}: {ja}。", named.key), format!("{}: {en}.", named.key));
        Some(Diagnosis::new(kind, what).at_line(named.line))
    }

    /// The schema, compiled.
    pub(crate) fn schema(&self, documents: &[PathBuf]) -> Result<(), Trouble> {
        let catalog = self.get("schema.catalog").map_or(&[][..], |named| &named.values);
        let catalog: Result<Vec<Mapping>, _> =
            catalog.iter().map(|mapping| mapping.to_string_lossy().parse()).collect();
        let places = SchemaPlaces {
            schema_catalog: catalog.map_err(Trouble::new)?,
            schema_store: self.path("schema.store"),
        };
        let checked = schema::checked(documents, &places).map_err(|error| match error {
            NoSchema::Defects(errors) => {
                let first = errors.first().map(ToString::to_string).unwrap_or_default();
                Trouble::said(
                    format!("スキーマに誤りがあります（{first}）"),
                    format!("the schema is not in order ({first})"),
                )
            }
            NoSchema::Trouble(trouble) => trouble,
        })?;
        schema::prepared(checked).map(drop)
    }

    /// Whether key and certificate belong together, as far as can be told without asking for a secret.
    pub(crate) fn pair(&self, section: &str) -> Result<Pair, Trouble> {
        let of = |name: &str| self.path(&format!("{section}.{name}"));
        let Some(key) = of("key") else { return Ok(Pair::NotTried) };
        if let Some(uri) = key.to_str().filter(|text| Pkcs11Uri::is_meant(text)) {
            // Whether the token is there is a question to the machine, which `doctor` puts.
            uri.parse::<Pkcs11Uri>().map_err(|error| Trouble::new(error.to_string()))?;
            return Ok(Pair::NotTried);
        }
        let Some(signer) = key::open_unasked(&key, of("passphrase_file").as_deref())? else {
            return Ok(Pair::NotTried);
        };
        let Some(certificate) = of("certificate") else { return Ok(Pair::Opened) };
        let certificate = mixed_up::one_certificate(&certificate)?;
        let probe = DigestAlgorithm::Sha256.digest(b"koseki: is this the key of the certificate?");
        let value = signer.sign(&probe)?;
        match certificate.public_key() {
            Ok(public) if public.verify(signer.algorithm(), &probe, &value).is_err() => Err(Trouble::said(
                "鍵と電子証明書が組になっていません",
                "key and certificate do not belong together",
            )),
            Ok(_) | Err(_) => Ok(Pair::Opened),
        }
    }

    /// Whether a server can be started over TLS, where everything is named that it takes.
    fn tls(&self) -> Result<(), Trouble> {
        let (lists, anchors) =
            (self.paths("serve.client_revocation_lists"), self.paths("serve.client_anchors"));
        match (self.path("serve.tls_certificate"), self.path("serve.tls_key")) {
            (Some(certificates), Some(key)) if !lists.is_empty() && !anchors.is_empty() => {
                serve::try_tls(certificates, key, anchors, lists)
            }
            // Said to be incomplete elsewhere.
            _ => Ok(()),
        }
    }

    /// Where a server listens that others reach, without what that needs.
    fn open_to_others(&self) -> Option<Diagnosis> {
        let listen = self.get("serve.listen")?;
        let address: SocketAddr = listen.values.first()?.to_str()?.parse().ok()?;
        let is_missing = |key: &str| self.get(key).is_none();
        let missing = match address.ip() {
            ip if !ip.is_loopback() && is_missing("serve.tls_certificate") => "serve.tls_certificate",
            ip if ip.is_unspecified() && is_missing("serve.hosts") => "serve.hosts",
            _ => return None,
        };
        let what = Text::owned(
            format!("serve.listen が {address} のときは {missing} も必要です。"),
            format!("serve.listen needs {missing} as well when it is {address}."),
        );
        Some(Diagnosis::new(&kinds::INCOMPLETE, what).at_line(listen.line))
    }

    /// What is there without what it needs.
    fn incomplete(&self) -> Vec<Diagnosis> {
        const NEEDS: [(&str, &[&str]); 10] = [
            ("sign.key", &["sign.certificate"]),
            ("sign.certificate", &["sign.key"]),
            ("record.folder", &["record.key", "record.certificate"]),
            ("record.key", &["record.certificate"]),
            ("record.certificate", &["record.key"]),
            ("schema.catalog", &["schema.documents"]),
            (
                "serve.tls_certificate",
                &["serve.tls_key", "serve.client_anchors", "serve.client_revocation_lists"],
            ),
            ("serve.tls_key", &["serve.tls_certificate"]),
            ("serve.client_anchors", &["serve.tls_certificate"]),
            ("serve.client_revocation_lists", &["serve.tls_certificate"]),
        ];
        let mut found: Vec<Diagnosis> = self.open_to_others().into_iter().collect();
        for (key, needs) in NEEDS {
            let Some(named) = self.get(key) else { continue };
            let missing: Vec<&str> = needs.iter().copied().filter(|need| self.get(need).is_none()).collect();
            if !missing.is_empty() {
                let missing = missing.join(", ");
                let what = Text::owned(
                    format!("{key} には {missing} も必要です。"),
                    format!("{key} needs {missing} as well."),
                );
                found.push(Diagnosis::new(&kinds::INCOMPLETE, what).at_line(named.line));
            }
        }
        let pinned = self.get("schema.documents").filter(|named| named.is_pinned());
        if let Some(named) = pinned.filter(|_| self.get("schema.store").is_none()) {
            let what = Text::new(
                "sha256:… で指定したスキーマには schema.store も必要です。",
                "a schema named as sha256:… needs schema.store as well.",
            );
            found.push(Diagnosis::new(&kinds::INCOMPLETE, what).at_line(named.line));
        }
        found
    }
}

/// The anchors of a file, a folder or a trust store.
pub(crate) fn anchors(path: &Path) -> Result<Vec<Certificate>, Trouble> {
    if TrustStore::is_store(path) {
        return Ok(TrustStore::open(path)?.holdings()?.anchors);
    }
    mixed_up::certificates(&[path.to_owned()])
}

/// What is damaged in a trust store, where the path leads to one.
fn damage(path: &Path) -> Option<Diagnosis> {
    if !TrustStore::is_store(path) {
        return None;
    }
    let (ja, en) = match TrustStore::open(path).and_then(|store| store.inspect()) {
        Ok((_, damage)) => {
            let (first, count) = (damage.first()?.to_string(), damage.len());
            (
                format!("トラストストア {} に問題が {count} 件あります（{first}）。", path.display()),
                format!("The trust store {} has defects: {count} ({first}).", path.display()),
            )
        }
        Err(error) => {
            let reason = Trouble::from(error).into_text();
            (format!("{}。", reason.ja), format!("{}.", reason.en))
        }
    };
    Some(Diagnosis::new(&kinds::STORE_DAMAGED, Text::owned(ja, en)))
}

fn is_built_in(profile: &str) -> bool {
    matches!(profile, "koseki" | "signature" | "kobunsho")
}

fn profile(path: &Path) -> Result<(), Trouble> {
    if path.to_str().is_some_and(is_built_in) {
        return Ok(());
    }
    Profile::from_json(&crate::commands::read(path)?)
        .map(drop)
        .map_err(|error| Trouble::from(error).about(path))
}

fn algorithm_policy(path: &Path) -> Result<(), Trouble> {
    let policy = AlgorithmPolicy::from_json(&crate::commands::read(path)?);
    policy.map(drop).map_err(|error| Trouble::from(error).about(path))
}
