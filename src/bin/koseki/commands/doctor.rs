//! `koseki doctor`: whether an installation can do its work, and what to do where it cannot. It asks this machine alone,
//! never a network, and changes nothing.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use koseki::crypto::{DigestAlgorithm, Pkcs11Signer, Pkcs11Uri, SignatureAlgorithm, TokenPresence};
use koseki::pki::{Certificate, CertificateRevocationList};
use koseki::report::{FORMAT_VERSION, Language, Text};
use koseki::sign::SigningIdentity;
use koseki::store::{
    Confirmation, Entry, EntryKind, Freshness, Provenance, StoredObject, TrustStore, condition,
};
use koseki::time::Time;
use koseki::xsd::{Catalogue, CheckedSchema, SchemaDocument};
use serde_json::json;

use super::{key, mixed_up};
use crate::arguments::{Format, Output};
use crate::diagnosis::{self, Diagnosis, Grade, KINDS, Kind, kinds};
use crate::inspection::{Installation, Pair};
use crate::render::{JAPAN, pick};
use crate::values::{Moment, duration};
use crate::{Exit, Trouble, configuration, language, now, schema, volume, written};

pub(crate) const EXAMPLES: &str = "\
Examples:
  koseki doctor --config koseki.toml
  koseki doctor --trust store/ --schema sha256:0a1b2c3d --schema-store schemas/ --format json
  koseki doctor --list

Exit codes: 0 all is well, 1 something does not work or must not be relied on, 2 usage, 3 something works today and needs attention, 4 the examination itself failed.";

/// The day this program's sources are of: no clock shows an earlier one. A build that is to be reproduced sets
/// SOURCE_DATE_EPOCH (seconds) instead.
const SOURCES_OF: &str = "2026-11-25T00:00:00Z";

/// How long before the end of a certificate it is said: a successor takes weeks to arrange. Seconds.
const CERTIFICATE_SOON: i64 = 90 * 86_400;

/// When every list is older than this, the clock is doubted. Seconds.
const LONG_STALE: i64 = 30 * 86_400;

/// Folders inside one another that are looked at for permissions.
const MAX_FOLDERS: usize = 4;

#[derive(Debug, Args)]
pub(crate) struct Doctor {
    /// Trust anchors, as `verify` takes them.
    #[arg(long, num_args = 1.., value_name = "FILE|DIR", action = clap::ArgAction::Append)]
    trust: Vec<PathBuf>,
    /// Cross, link and intermediate certificates.
    #[arg(long, num_args = 1.., value_name = "FILE|DIR", action = clap::ArgAction::Append)]
    certs: Vec<PathBuf>,
    /// Certificate revocation lists.
    #[arg(long, num_args = 1.., value_name = "FILE|DIR", action = clap::ArgAction::Append)]
    crl: Vec<PathBuf>,
    /// Trust anchors of time-stamp authorities.
    #[arg(long, num_args = 1.., value_name = "FILE|DIR", action = clap::ArgAction::Append)]
    timestamp_trust: Vec<PathBuf>,
    /// XSD 1.1 schema for XML documents.
    #[arg(long, num_args = 1.., value_name = "XSD", action = clap::ArgAction::Append)]
    schema: Vec<PathBuf>,
    #[command(flatten)]
    places: schema::SchemaPlaces,
    /// Key that signs documents: a file, or the URI of a key in a token.
    #[arg(long, value_name = "FILE|pkcs11:URI")]
    key: Option<PathBuf>,
    /// Certificate of that key.
    #[arg(long, value_name = "FILE")]
    cert: Option<PathBuf>,
    /// File holding that key's passphrase or PIN. A token is not logged in to.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// Folder of verification records.
    #[arg(long, value_name = "DIR")]
    record: Option<PathBuf>,
    /// Key that signs records.
    #[arg(long, value_name = "FILE|pkcs11:URI")]
    record_key: Option<PathBuf>,
    /// Certificate of that key.
    #[arg(long, value_name = "FILE")]
    record_cert: Option<PathBuf>,
    /// File holding that key's passphrase or PIN.
    #[arg(long, value_name = "FILE")]
    record_passphrase_file: Option<PathBuf>,
    /// Who may sign records.
    #[arg(long, num_args = 1.., value_name = "FILE|DIR", action = clap::ArgAction::Append)]
    record_trust: Vec<PathBuf>,
    /// The instant asked about instead of this machine's clock, RFC 3339.
    #[arg(long, value_name = "RFC3339")]
    at: Option<Moment>,
    /// Lists that end within this time are named: a number with s, m, h or d.
    #[arg(long, value_name = "DURATION", default_value = "2d", value_parser = duration)]
    soon: u32,
    /// List every finding there is, with its reason and remedy, and examine nothing.
    #[arg(long)]
    list: bool,
    #[command(flatten)]
    pub(crate) output: Output,
}

pub(crate) fn run(command: &Doctor) -> Result<Exit, Trouble> {
    let language = language(command.output.lang);
    let mut out = anstream::stdout().lock();
    if command.list {
        written(list(&mut out, language))?;
        return Ok(Exit::Passed);
    }
    let at = match command.at {
        Some(moment) => moment.time,
        None => now()?,
    };
    let found =
        Examination { installation: command.installation(), at, soon: i64::from(command.soon) }.findings();
    match command.output.format {
        Format::Json => {
            let json = json!({
                "format_version": FORMAT_VERSION,
                "tool": { "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") },
                "at": at,
                "findings": found.iter().map(|one| one.to_json(language)).collect::<Vec<_>>(),
            });
            written(writeln!(out, "{}", serde_json::to_string_pretty(&json)?))?;
        }
        Format::Text if volume::is_quiet() => {}
        _ => {
            written(found.iter().try_for_each(|one| one.text(&mut out, language)))?;
            written(diagnosis::summary(&mut out, &found, language))?;
        }
    }
    Ok(diagnosis::exit(&found))
}

fn list(out: &mut impl Write, language: Language) -> io::Result<()> {
    for kind in KINDS {
        writeln!(out, "{} {}", kind.id, kind.grade.word())?;
        if kind.grade > Grade::Fine {
            writeln!(out, "    {}{}", pick(language, "理由: ", "Why: "), kind.why.in_language(language))?;
            writeln!(
                out,
                "    {}{}",
                pick(language, "対応: ", "Remedy: "),
                kind.remedy.in_language(language)
            )?;
        }
    }
    Ok(())
}

impl Doctor {
    fn installation(&self) -> Installation {
        let mut all = Installation::default();
        let mut name = |key: &str, values: &[PathBuf]| all.name(key, values.iter().map(OsString::from));
        name("trust.anchors", &self.trust);
        name("trust.certificates", &self.certs);
        name("trust.revocation_lists", &self.crl);
        name("trust.time_stamp_anchors", &self.timestamp_trust);
        name("schema.documents", &self.schema);
        name("record.anchors", &self.record_trust);
        for (key, value) in [
            ("schema.store", &self.places.schema_store),
            ("sign.key", &self.key),
            ("sign.certificate", &self.cert),
            ("sign.passphrase_file", &self.passphrase_file),
            ("record.folder", &self.record),
            ("record.key", &self.record_key),
            ("record.certificate", &self.record_cert),
            ("record.passphrase_file", &self.record_passphrase_file),
        ] {
            name(key, value.as_slice());
        }
        let catalog: Vec<PathBuf> =
            self.places.schema_catalog.iter().map(|one| PathBuf::from(one.as_written())).collect();
        name("schema.catalog", &catalog);
        // What only other commands have options for.
        let settings = configuration::in_force().map_or(&[][..], |found| &found.settings);
        for setting in settings {
            let key = setting.key.dotted();
            if matches!(
                key.as_str(),
                "trust.ocsp_responses" | "trust.algorithm_policy" | "verify.profile" | "sign.chain"
            ) {
                all.name(&key, setting.values.iter().cloned());
            }
        }
        all
    }
}

struct Examination {
    installation: Installation,
    at: Time,
    soon: i64,
}

impl Examination {
    fn findings(&self) -> Vec<Diagnosis> {
        let mut found = self.configuration();
        found.extend(self.installation.defects());
        found.extend(self.rules());
        found.extend(self.trust());
        found.extend(self.schema());
        found.push(worker());
        for section in ["sign", "record"] {
            found.extend(self.key(section));
        }
        found.extend(self.records());
        found
    }

    fn configuration(&self) -> Vec<Diagnosis> {
        let Some(one) = configuration::in_force() else {
            let what = Text::new("設定ファイルは使われていません。", "No configuration file is in force.");
            return vec![Diagnosis::new(&kinds::NO_CONFIGURATION, what)];
        };
        let path = one.path.display();
        let mut found = one.wrong.clone();
        if found.is_empty() {
            let what = Text::owned(
                format!("設定ファイル {path} を使います。"),
                format!("The configuration file {path} is in force."),
            );
            found.push(Diagnosis::new(&kinds::CONFIGURATION, what));
        }
        if let Some(open) = writable_by_others(&one.path, 0) {
            found.push(said(
                &kinds::CONFIGURATION_WRITABLE,
                format!("ほかの利用者が {} に書き込めます。", open.display()),
                format!("Other users may write to {}.", open.display()),
            ));
        }
        found
    }

    /// The files beside the anchors by which documents are judged.
    fn rules(&self) -> Vec<Diagnosis> {
        let mut found = Vec::new();
        for key in ["trust.algorithm_policy", "verify.profile", "schema.documents", "schema.store"] {
            // What is built in, or named by its digest, is no file.
            let mut files = self.installation.paths(key).into_iter().filter(|path| path.exists());
            let open = files.find_map(|path| writable_by_others(&path, MAX_FOLDERS));
            if let Some(open) = open {
                let what = Text::owned(
                    format!("{key}: ほかの利用者が {} に書き込めます。", open.display()),
                    format!("{key}: other users may write to {}.", open.display()),
                );
                found.push(
                    Diagnosis::new(&kinds::CONFIGURATION_WRITABLE, what).at_line(self.installation.line(key)),
                );
            }
        }
        found
    }

    /// Anchors, companions and lists, by themselves and against one another; and the clock, which they know something of.
    fn trust(&self) -> Vec<Diagnosis> {
        let mut found = Vec::new();
        let mut entries = Vec::new();
        let anchors = self.installation.paths("trust.anchors");
        if anchors.is_empty() {
            let what = Text::new("信頼点が指定されていません。", "No trust anchor is named.");
            found.push(Diagnosis::new(&kinds::NO_ANCHOR, what));
        }
        for path in &anchors {
            if TrustStore::is_store(path) {
                // What is damaged in it is among the defects.
                let whole = TrustStore::open(path).and_then(|store| store.inspect());
                entries.extend(whole.map(|(whole, _)| whole).unwrap_or_default());
            } else if let Ok(certificates) = mixed_up::certificates(std::slice::from_ref(path)) {
                entries.extend(certificates.into_iter().map(|one| certificate(EntryKind::Anchor, one)));
            }
        }
        let companions = self.installation.paths("trust.certificates");
        let companions = mixed_up::certificates(&companions).unwrap_or_default();
        entries.extend(companions.into_iter().map(|one| certificate(EntryKind::Companion, one)));
        let lists = self.installation.paths("trust.revocation_lists");
        entries.extend(mixed_up::revocation_lists(&lists).unwrap_or_default().into_iter().map(list_entry));
        for key in ["trust.anchors", "trust.time_stamp_anchors", "record.anchors"] {
            let open = self
                .installation
                .paths(key)
                .into_iter()
                .find_map(|path| writable_by_others(&path, MAX_FOLDERS));
            if let Some(open) = open {
                let what = Text::owned(
                    format!("{key}: ほかの利用者が {} に書き込めます。", open.display()),
                    format!("{key}: other users may write to {}.", open.display()),
                );
                found.push(Diagnosis::new(&kinds::TRUST_WRITABLE, what).at_line(self.installation.line(key)));
            }
        }
        found.extend(self.freshness(&entries));
        found
    }

    fn freshness(&self, entries: &[Entry]) -> Vec<Diagnosis> {
        let (mut of_anchors, mut of_lists) = (Vec::new(), Vec::new());
        let state = condition(entries, self.at, self.soon);
        let (mut stale_issuers, mut stale, mut lists) = (Vec::new(), Vec::new(), 0_usize);
        for (entry, freshness) in entries.iter().zip(&state.entries) {
            let subject = entry.object.subject();
            match (&entry.object, entry.kind) {
                (StoredObject::Certificate(anchor), EntryKind::Anchor) => {
                    of_anchors.extend(self.validity(anchor, &kinds::ANCHOR_EXPIRED, &kinds::ANCHOR_ENDS));
                }
                (StoredObject::Certificate(_), _) => {}
                (StoredObject::RevocationList(list), _) => {
                    lists += usize::from(*freshness != Freshness::Superseded);
                    if let Some(finding) = list_finding(freshness, &subject) {
                        if finding.grade() == Grade::Fault {
                            stale_issuers.push(list.issuer().to_string());
                        }
                        of_lists.push(finding);
                    }
                    if let Freshness::Stale(next) = freshness {
                        stale.push(*next);
                    }
                }
            }
        }
        if !entries.is_empty() {
            let missing = state.without_list.iter().filter(|name| !stale_issuers.contains(name));
            of_lists.extend(missing.map(|name| {
                said(
                    &kinds::LIST_MISSING,
                    format!("{name} の有効な失効リストがありません。"),
                    format!("There is no current revocation list of {name}."),
                )
            }));
        }
        let anchors = entries.iter().filter(|entry| entry.kind == EntryKind::Anchor).count();
        if anchors > 0 && of_anchors.is_empty() {
            of_anchors.push(said(
                &kinds::ANCHORS,
                format!("信頼点 {anchors} 件は有効期間内です。"),
                format!("Trust anchors within their validity: {anchors}."),
            ));
        }
        if lists > 0 && of_lists.is_empty() {
            of_lists.push(said(
                &kinds::LISTS,
                format!("失効リスト {lists} 件は有効です。"),
                format!("Current revocation lists: {lists}."),
            ));
        }
        of_anchors.extend(of_lists);
        of_anchors.push(self.clock(lists, &stale));
        of_anchors
    }

    /// The clock, against the day of this program and against lists that ended long ago. One from the future is a finding of
    /// its own.
    fn clock(&self, lists: usize, stale: &[Time]) -> Diagnosis {
        let at = self.at.rfc3339(JAPAN);
        if let Some(built) = built().filter(|built| self.at < *built) {
            let built = built.rfc3339(JAPAN);
            return said(
                &kinds::CLOCK_BEHIND,
                format!("時計は {at} で、このプログラムの日付 {built} より前です。"),
                format!("The clock shows {at}, which is before this program's own day, {built}."),
            );
        }
        let long = |next: &Time| self.at.unix().saturating_sub(next.unix()) > LONG_STALE;
        if lists > 0 && stale.len() == lists && stale.iter().all(long) {
            return said(
                &kinds::CLOCK_AHEAD,
                format!("時計は {at} です。"),
                format!("The clock shows {at}."),
            );
        }
        said(&kinds::CLOCK, format!("時計は {at} です。"), format!("The clock shows {at}."))
    }

    fn validity(
        &self,
        certificate: &Certificate,
        outside: &'static Kind,
        ends: &'static Kind,
    ) -> Option<Diagnosis> {
        let subject = certificate.subject().to_string();
        let (from, until) = (certificate.not_before(), certificate.not_after());
        if !(from..=until).contains(&self.at) {
            let (from, until) = (from.rfc3339(JAPAN), until.rfc3339(JAPAN));
            return Some(said(
                outside,
                format!("{subject} は有効期間（{from} から {until}）外です。"),
                format!("{subject} is outside its validity, {from} to {until}."),
            ));
        }
        (until.unix().saturating_sub(self.at.unix()) <= CERTIFICATE_SOON).then(|| {
            let until = until.rfc3339(JAPAN);
            said(
                ends,
                format!("{subject} の有効期間は {until} に終わります。"),
                format!("{subject} ends on {until}."),
            )
        })
    }

    fn schema(&self) -> Vec<Diagnosis> {
        let documents = self.installation.paths("schema.documents");
        let line = self.installation.line("schema.documents");
        if documents.is_empty() {
            let what = Text::new("スキーマが指定されていません。", "No schema is named.");
            return vec![Diagnosis::new(&kinds::SCHEMA_NONE, what)];
        }
        let mut found = Vec::new();
        let is_pinned = |path: &PathBuf| path.to_string_lossy().starts_with("sha256:");
        if !documents.iter().any(is_pinned) {
            let what = Text::new(
                "スキーマは登録されたもの（sha256:…）ではありません。",
                "The schema is not pinned by its digest.",
            );
            found.push(Diagnosis::new(&kinds::SCHEMA_NOT_PINNED, what).at_line(line));
        }
        // One that does not compile is among the defects.
        if self.installation.schema(&documents).is_ok() {
            let what = Text::new("スキーマは正しく読み込めます。", "The schema compiles.");
            found.push(Diagnosis::new(&kinds::SCHEMA_READY, what).at_line(line));
        }
        found
    }

    fn key(&self, section: &str) -> Vec<Diagnosis> {
        let of = |name: &str| self.installation.path(&format!("{section}.{name}"));
        let line = self.installation.line(&format!("{section}.key"));
        let Some(path) = of("key") else { return Vec::new() };
        let mut found = Vec::new();
        let uri = path.to_str().filter(|text| Pkcs11Uri::is_meant(text)).map(str::parse::<Pkcs11Uri>);
        match uri {
            Some(Ok(uri)) => found.push(token(&uri, section).at_line(line)),
            // Among the defects.
            Some(Err(_)) => {}
            None => {
                if let (Ok(opened), true) = (self.installation.pair(section), path.exists()) {
                    let (kind, what) = match opened {
                        Pair::Opened => (
                            &kinds::KEY_READY,
                            Text::owned(
                                format!("{section}.key の鍵を使えます。"),
                                format!("The key of {section}.key can be used."),
                            ),
                        ),
                        Pair::NotTried => (
                            &kinds::KEY_NOT_TRIED,
                            Text::owned(
                                format!("{section}.key の鍵は、パスフレーズがないため確認していません。"),
                                format!(
                                    "The key of {section}.key was not tried: its passphrase was not given."
                                ),
                            ),
                        ),
                    };
                    found.push(Diagnosis::new(kind, what).at_line(line));
                }
            }
        }
        for secret in [Some(path), of("passphrase_file")].into_iter().flatten() {
            if key::others_may_use(&secret) {
                found.push(said(
                    &kinds::KEY_READABLE,
                    format!("ほかの利用者が {} を読めます。", secret.display()),
                    format!("Other users may read {}.", secret.display()),
                ));
            }
        }
        if let Some(signer) = of("certificate").and_then(|path| mixed_up::one_certificate(&path).ok()) {
            found.extend(self.validity(&signer, &kinds::SIGNER_EXPIRED, &kinds::SIGNER_ENDS));
            let subject = signer.subject().to_string();
            let algorithm = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256);
            if SigningIdentity::new(signer, Vec::new(), algorithm).is_err() {
                found.push(said(
                    &kinds::SIGNER_UNFIT,
                    format!("{subject} は、文書に署名するための電子証明書ではありません。"),
                    format!("The certificate of {subject} is not for signing documents."),
                ));
            }
        }
        found
    }

    fn records(&self) -> Option<Diagnosis> {
        let folder = self.installation.path("record.folder")?;
        let line = self.installation.line("record.folder");
        let place = match folder.exists() {
            true => folder.clone(),
            false => folder
                .parent()
                .filter(|parent| !parent.as_os_str().is_empty())
                .unwrap_or(Path::new("."))
                .to_owned(),
        };
        let shown = folder.display();
        let finding = match tempfile::Builder::new().prefix(".koseki-").tempfile_in(&place) {
            Ok(_) => said(
                &kinds::RECORDS,
                format!("検証の記録を {shown} に書き込めます。"),
                format!("Records can be written to {shown}."),
            ),
            Err(error) => {
                // Without the name that was tried.
                let reason = Trouble::from(io::Error::from(error.kind())).into_text();
                said(
                    &kinds::RECORDS_UNWRITABLE,
                    format!("{shown}: {}。", reason.ja),
                    format!("{shown}: {}.", reason.en),
                )
            }
        };
        Some(finding.at_line(line))
    }
}

fn said(kind: &'static Kind, ja: String, en: String) -> Diagnosis {
    Diagnosis::new(kind, Text::owned(ja, en))
}

/// The day of this program.
fn built() -> Option<Time> {
    match option_env!("SOURCE_DATE_EPOCH").and_then(|seconds| seconds.parse().ok()) {
        Some(seconds) => Time::from_unix(seconds).ok(),
        None => Time::parse_rfc3339(SOURCES_OF).ok(),
    }
}

/// What is said of a revocation list that is not simply current.
fn list_finding(freshness: &Freshness, subject: &str) -> Option<Diagnosis> {
    let (kind, (ja, en)) = match freshness {
        Freshness::Current(_) | Freshness::Superseded | Freshness::Expired(_) => return None,
        Freshness::EndsSoon(next) => {
            let next = next.rfc3339(JAPAN);
            (
                &kinds::LIST_ENDS,
                (format!("の次回更新日時は {next} です。"), format!("is due again on {next}.")),
            )
        }
        Freshness::NoNextUpdate => {
            (&kinds::LIST_STALE, ("に次回更新日時がありません。".into(), "has no nextUpdate.".into()))
        }
        Freshness::NotYet(this) => {
            let this = this.rfc3339(JAPAN);
            (
                &kinds::LIST_FUTURE,
                (format!("は {this} に発行されたものです。"), format!("was issued on {this}.")),
            )
        }
        Freshness::Stale(next) => {
            let next = next.rfc3339(JAPAN);
            (
                &kinds::LIST_STALE,
                (format!("の次回更新日時 {next} を過ぎています。"), format!("was due again on {next}.")),
            )
        }
        Freshness::UnknownIssuer => (
            &kinds::LIST_UNUSABLE,
            (
                "の発行者の証明書がありません。".into(),
                "has an issuer of whom there is no certificate.".into(),
            ),
        ),
        Freshness::UnknownSigner => (
            &kinds::LIST_UNUSABLE,
            ("を発行者の鍵で検証できません。".into(), "does not verify with its issuer's key.".into()),
        ),
    };
    Some(said(kind, format!("失効リスト（{subject}）{ja}"), format!("The revocation list of {subject} {en}")))
}

fn provenance() -> Provenance {
    let at = Time::from_unix(0).unwrap_or_else(|_| unreachable!("1970 is a time"));
    Provenance { by: String::new(), at, source: String::new(), confirmation: Confirmation::NotNeeded }
}

fn certificate(kind: EntryKind, certificate: Certificate) -> Entry {
    entry(kind, StoredObject::Certificate(certificate))
}

fn list_entry(list: CertificateRevocationList) -> Entry {
    entry(EntryKind::RevocationList, StoredObject::RevocationList(list))
}

fn entry(kind: EntryKind, object: StoredObject) -> Entry {
    Entry { kind, sha256: object.sha256(), object, provenance: provenance() }
}

/// Whether the worker process answers.
fn worker() -> Diagnosis {
    const SMALLEST: &str =
        r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="e"/></xs:schema>"#;
    let document = SchemaDocument::new("doctor.xsd", SMALLEST.as_bytes());
    let answers = CheckedSchema::gather(&[document], &Catalogue::default())
        .is_ok_and(|checked| schema::worker(checked).prepare().is_ok());
    if answers {
        said(
            &kinds::WORKER,
            "スキーマを検査するプロセスは動作します。".into(),
            "The process that checks schemas works.".into(),
        )
    } else {
        said(
            &kinds::WORKER_FAILS,
            "スキーマを検査するプロセスが動作しません。".into(),
            "The process that checks schemas does not work.".into(),
        )
    }
}

fn token(uri: &Pkcs11Uri, section: &str) -> Diagnosis {
    let unusable = |reason: String| {
        said(
            &kinds::TOKEN_MODULE,
            format!("{section}.key: モジュールを使えません（{reason}）。"),
            format!("{section}.key: the module cannot be used ({reason})."),
        )
    };
    let Some(module) = uri.module_path() else { return unusable("module-path".into()) };
    match Pkcs11Signer::token_presence(module, uri) {
        TokenPresence::ModuleUnusable(error) => unusable(format!("{}: {error}", module.display())),
        TokenPresence::NotFound(error) => said(
            &kinds::TOKEN_ABSENT,
            format!("{section}.key: トークンが見つかりません（{error}）。"),
            format!("{section}.key: the token is not there ({error})."),
        ),
        TokenPresence::Present => said(
            &kinds::TOKEN_READY,
            format!("{section}.key: トークンがあります（PINと鍵は確認していません）。"),
            format!("{section}.key: the token is there (PIN and key were not tried)."),
        ),
    }
}

/// The first file or folder that users other than its owner may write to: the path, what lies in it, or the folder it lies in
/// (in which anybody could put another in its place).
#[cfg(unix)]
fn writable_by_others(path: &Path, depth: usize) -> Option<PathBuf> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |path: &Path| fs::metadata(path).map_or(0, |found| found.permissions().mode());
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let above = whole.parent().filter(|above| {
        let mode = mode(above);
        mode & 0o002 != 0 && mode & 0o1000 == 0
    });
    above.map(Path::to_owned).or_else(|| first_open(path, depth, &mode))
}

#[cfg(unix)]
fn first_open(path: &Path, depth: usize, mode: &dyn Fn(&Path) -> u32) -> Option<PathBuf> {
    if mode(path) & 0o022 != 0 {
        return Some(path.to_owned());
    }
    if depth == 0 || !path.is_dir() {
        return None;
    }
    let mut below: Vec<PathBuf> =
        fs::read_dir(path).ok()?.filter_map(Result::ok).map(|entry| entry.path()).collect();
    below.sort();
    below.iter().find_map(|path| first_open(path, depth - 1, mode))
}

#[cfg(not(unix))]
fn writable_by_others(_: &Path, _: usize) -> Option<PathBuf> {
    None
}
