//! Every key a configuration file may have, and the options it stands for.

/// What a value of a key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// An address and a port to listen on.
    Address,
    /// A number of 1 or more.
    Count,
    /// A length of time such as `6h`.
    Duration,
    /// One file.
    File,
    /// One folder, which may be made later.
    Folder,
    /// Names under which a server is reached, one or many.
    Hosts,
    /// A key file, or the URI of a key in a token.
    Key,
    /// `URI=FILE`, one or many.
    Mappings,
    /// A size in MiB.
    Mebibytes,
    /// Files or folders, one or many.
    Paths,
    /// A length of time, a second at least.
    Patience,
    /// The name of a profile, or a profile file.
    Profile,
    /// Schema documents, or `sha256:DIGITS`.
    Schema,
    /// One of these words.
    Word(&'static [&'static str]),
}

/// One key.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Key {
    /// The table it stands in; empty at the top.
    pub(super) section: &'static str,
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// The option it stands for, by its identifier, and the commands that have it.
    pub(super) option: &'static str,
    pub(super) commands: &'static [&'static str],
}

const fn key(
    section: &'static str,
    name: &'static str,
    kind: Kind,
    option: &'static str,
    commands: &'static [&'static str],
) -> Key {
    Key { section, name, kind, option, commands }
}

/// The keys, in the order of the documentation.
pub(super) static KEYS: &[Key] = &[
    key("", "language", Kind::Word(&["ja", "en"]), "lang", &[]),
    key("trust", "anchors", Kind::Paths, "trust", &["verify", "serve", "path", "doctor"]),
    key("trust", "certificates", Kind::Paths, "certs", &["verify", "serve", "path", "doctor"]),
    key("trust", "revocation_lists", Kind::Paths, "crl", &["verify", "serve", "path", "doctor"]),
    key("trust", "ocsp_responses", Kind::Paths, "ocsp", &["verify", "serve", "path"]),
    key(
        "trust",
        "time_stamp_anchors",
        Kind::Paths,
        "timestamp_trust",
        &["verify", "serve", "path", "doctor"],
    ),
    key(
        "trust",
        "revocation",
        Kind::Word(&["require", "available", "off"]),
        "revocation",
        &["verify", "serve", "path"],
    ),
    key("trust", "crl_grace", Kind::Duration, "crl_grace", &["verify", "serve", "path"]),
    key("trust", "algorithm_policy", Kind::File, "algorithm_policy", &["verify", "serve", "path"]),
    key("verify", "profile", Kind::Profile, "profile", &["verify", "serve"]),
    key("schema", "documents", Kind::Schema, "schema", &["verify", "serve", "validate", "doctor"]),
    key("schema", "store", Kind::Folder, "schema_store", &["verify", "serve", "validate", "doctor"]),
    key("schema", "catalog", Kind::Mappings, "schema_catalog", &["verify", "serve", "validate", "doctor"]),
    key("schema", "scope", Kind::Word(&["signed", "document"]), "schema_scope", &["verify", "serve"]),
    key("sign", "key", Kind::Key, "key", &["sign", "doctor"]),
    key("sign", "certificate", Kind::File, "cert", &["sign", "doctor"]),
    key("sign", "chain", Kind::Paths, "chain", &["sign"]),
    key("sign", "passphrase_file", Kind::File, "passphrase_file", &["sign", "doctor"]),
    key("record", "folder", Kind::Folder, "record", &["verify", "serve", "doctor"]),
    key("record", "key", Kind::Key, "record_key", &["verify", "serve", "doctor"]),
    key("record", "certificate", Kind::File, "record_cert", &["verify", "serve", "doctor"]),
    key("record", "passphrase_file", Kind::File, "record_passphrase_file", &["verify", "serve", "doctor"]),
    key("record", "anchors", Kind::Paths, "record_trust", &["verify", "serve", "record verify", "doctor"]),
    key("serve", "listen", Kind::Address, "listen", &["serve"]),
    key("serve", "hosts", Kind::Hosts, "host", &["serve"]),
    key("serve", "tls_certificate", Kind::File, "tls_cert", &["serve"]),
    key("serve", "tls_key", Kind::File, "tls_key", &["serve"]),
    key("serve", "client_anchors", Kind::Paths, "client_trust", &["serve"]),
    key("serve", "client_revocation_lists", Kind::Paths, "client_crl", &["serve"]),
    key("serve", "max_size", Kind::Mebibytes, "max_size", &["serve"]),
    key("serve", "max_requests", Kind::Count, "max_requests", &["serve"]),
    key("serve", "max_connections", Kind::Count, "max_connections", &["serve"]),
    key("serve", "jobs", Kind::Count, "jobs", &["serve"]),
    key("serve", "patience", Kind::Patience, "patience", &["serve"]),
];

impl Key {
    /// The key with its table: `trust.anchors`.
    pub(crate) fn dotted(&self) -> String {
        if self.section.is_empty() { self.name.to_owned() } else { format!("{}.{}", self.section, self.name) }
    }

    /// Whether several values may stand in a list.
    pub(super) const fn is_list(&self) -> bool {
        matches!(self.kind, Kind::Hosts | Kind::Mappings | Kind::Paths | Kind::Schema)
    }

    /// Whether its value is a number.
    pub(super) const fn is_number(&self) -> bool {
        matches!(self.kind, Kind::Count | Kind::Mebibytes)
    }

    /// Whether its values lead to files or folders.
    const fn is_path(&self) -> bool {
        match self.kind {
            Kind::Address | Kind::Count | Kind::Duration | Kind::Hosts | Kind::Mebibytes => false,
            Kind::Patience | Kind::Word(_) => false,
            Kind::File | Kind::Folder | Kind::Key | Kind::Mappings | Kind::Paths => true,
            Kind::Profile | Kind::Schema => true,
        }
    }
}

/// The key of this table and name.
pub(super) fn find(section: &str, name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.section == section && key.name == name)
}

/// Whether a key, with its table, leads to files or folders.
pub(crate) fn leads_to_files(dotted: &str) -> bool {
    KEYS.iter().any(|key| key.is_path() && key.dotted() == dotted)
}

/// The tables there are.
pub(super) fn sections() -> impl Iterator<Item = &'static str> {
    let mut last = "";
    KEYS.iter().map(|key| key.section).filter(move |section| {
        let is_new = *section != last;
        last = section;
        is_new
    })
}

/// The word that was most likely meant.
pub(crate) fn nearest<'a>(written: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    const ALIKE: f64 = 0.7;
    known
        .map(|word| (word, strsim::jaro_winkler(&written.to_ascii_lowercase(), word)))
        .filter(|(_, likeness)| *likeness > ALIKE)
        .max_by(|one, other| one.1.total_cmp(&other.1))
        .map(|(word, _)| word)
}
