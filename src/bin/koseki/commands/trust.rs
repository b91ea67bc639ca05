//! `koseki trust`: the trust store of a receiving agency.

use std::io::{self, BufRead as _, IsTerminal as _, Write};
use std::path::Path;

use koseki::cms::SignerIdentity;
use koseki::crypto::policy::AlgorithmPolicy;
use koseki::pki::Certificate;
use koseki::report::Language;
use koseki::store::bundle::{self, Bundle, BundleError};
use koseki::store::{
    self, Added, Condition, Confirmation, Entry, EntryKind, Freshness, Provenance, StoreError, StoredObject,
    TrustStore,
};
use koseki::time::Time;
use serde_json::{Value, json};

use super::mixed_up::one_certificate;
use crate::arguments::{Format, Output};
use crate::render::{clock, one_line, pick};
use crate::trouble::of_store;
use crate::trust_arguments::{
    BundleAction, BundleInstall, BundleMake, BundleVerify, CertificateRole, TrustAction, TrustAdd,
    TrustCheck, TrustCommand, TrustList, TrustRemove, TrustShow,
};
use crate::values::Moment;
use crate::{Exit, Trouble, language, now, volume, written};

pub(crate) fn run(command: &TrustCommand) -> Result<Exit, Trouble> {
    match &command.action {
        TrustAction::Add(command) => add(command),
        TrustAction::List(command) => list(command),
        TrustAction::Show(command) => show(command),
        TrustAction::Remove(command) => remove(command),
        TrustAction::Check(command) => check(command),
        TrustAction::Bundle(command) => match &command.action {
            BundleAction::Make(command) => make(command),
            BundleAction::Verify(command) => verify(command),
            BundleAction::Install(command) => install(command),
        },
    }
}

fn add(command: &TrustAdd) -> Result<Exit, Trouble> {
    let language = language(command.output.lang);
    require_name(&command.by)?;
    // Everything is read, and every anchor confirmed, before the first one is added.
    let mut accepted = Vec::new();
    for path in &command.files {
        for object in store::objects(path)? {
            let kind = match (&object, command.role) {
                (StoredObject::RevocationList(_), _) => EntryKind::RevocationList,
                (StoredObject::Certificate(_), CertificateRole::Anchor) => EntryKind::Anchor,
                (StoredObject::Certificate(_), CertificateRole::Companion) => EntryKind::Companion,
            };
            let confirmation = match (&object, kind) {
                (StoredObject::Certificate(certificate), EntryKind::Anchor) => {
                    match confirm(command, certificate, language)? {
                        Some(confirmation) => confirmation,
                        None => return Ok(Exit::Failed),
                    }
                }
                _ => Confirmation::NotNeeded,
            };
            accepted.push((path, kind, object, confirmation));
        }
    }
    let store = TrustStore::open_or_create(&command.store)?;
    let at = now()?;
    let mut told = Vec::new();
    for (path, kind, object, confirmation) in accepted {
        let source = path.display().to_string();
        let added =
            store.add(kind, &object, &Provenance { by: command.by.clone(), at, source, confirmation })?;
        told.push((kind, object, added));
    }
    tell(
        &command.output,
        |out, language| {
            for (kind, object, added) in &told {
                let word = match added {
                    Added::New => pick(language, "登録しました", "added"),
                    Added::Present => pick(language, "登録済みです", "was there already"),
                };
                writeln!(out, "{word}: {} {}", kind_word(language, *kind), object.sha256())?;
                writeln!(out, "    {}", one_line(&object.subject()))?;
            }
            Ok(())
        },
        |_| {
            json!({ "added": told.iter().map(|(kind, object, added)| json!({
            "kind": kind,
            "sha256": object.sha256(),
            "subject": object.subject(),
            "new": *added == Added::New,
        })).collect::<Vec<_>>() })
        },
    )?;
    Ok(Exit::Passed)
}

/// The fingerprint was typed, or is confirmed on the terminal now; `None` when it is another one.
fn confirm(
    command: &TrustAdd,
    certificate: &Certificate,
    language: Language,
) -> Result<Option<Confirmation>, Trouble> {
    let found = const_hex::encode(certificate.sha256());
    if command.sha256.contains(&found) {
        return Ok(Some(Confirmation::Typed));
    }
    let mut out = anstream::stderr().lock();
    writeln!(
        out,
        "{}{}",
        pick(language, "主体者: ", "Subject: "),
        one_line(&certificate.subject().to_string())
    )?;
    writeln!(
        out,
        "{}{}",
        pick(language, "発行者: ", "Issuer: "),
        one_line(&certificate.issuer().to_string())
    )?;
    let (from, until) = (clock(language, certificate.not_before()), clock(language, certificate.not_after()));
    writeln!(out, "{}{from} – {until}", pick(language, "有効期間: ", "Valid: "))?;
    writeln!(out, "SHA-256: {}", grouped(&found))?;
    if !command.sha256.is_empty() {
        writeln!(
            out,
            "{}",
            pick(
                language,
                "入力されたフィンガープリントと一致しません。信頼点として登録しませんでした。公表された値とファイルを確認してください。",
                "This is not a fingerprint that was typed; nothing was added. Check the published value and the file."
            )
        )?;
        return Ok(None);
    }
    if !io::stdin().is_terminal() {
        return Err(Trouble::usage(
            "信頼点は、SHA-256フィンガープリントを入力する（--sha256）か、端末で確認したときだけ登録できます",
            "an anchor is added only after its SHA-256 fingerprint was typed (--sha256) or confirmed on a terminal",
        ));
    }
    write!(
        out,
        "{}",
        pick(
            language,
            "認証局が公表しているフィンガープリントと照合し、一致していれば「yes」と入力してください: ",
            "Compare the fingerprint with the one the authority publishes; if they are the same, type yes: "
        )
    )?;
    out.flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    if answer.trim() == "yes" {
        return Ok(Some(Confirmation::Terminal));
    }
    writeln!(out, "{}", pick(language, "登録しませんでした。", "Nothing was added."))?;
    Ok(None)
}

fn list(command: &TrustList) -> Result<Exit, Trouble> {
    let entries = TrustStore::open(&command.store)?.entries()?;
    tell(
        &command.output,
        |out, language| {
            for entry in &entries {
                writeln!(out, "{}  {}", kind_word(language, entry.kind), entry.sha256)?;
                writeln!(out, "    {}", one_line(&entry.object.subject()))?;
                writeln!(out, "    {}", period(language, &entry.object))?;
            }
            Ok(())
        },
        |_| json!({ "entries": entries.iter().map(entry_json).collect::<Vec<_>>() }),
    )?;
    Ok(Exit::Passed)
}

fn show(command: &TrustShow) -> Result<Exit, Trouble> {
    let entry = TrustStore::open(&command.store)?.find(&command.sha256)?;
    tell(&command.output, |out, language| details(out, &entry, language), |_| entry_json(&entry))?;
    Ok(Exit::Passed)
}

fn details(out: &mut dyn Write, entry: &Entry, language: Language) -> io::Result<()> {
    let Provenance { by, at, source, confirmation } = &entry.provenance;
    writeln!(out, "{}{}", pick(language, "種別: ", "Kind: "), kind_word(language, entry.kind))?;
    writeln!(out, "SHA-256: {}", grouped(&entry.sha256))?;
    match &entry.object {
        StoredObject::Certificate(certificate) => {
            let (subject, issuer) = (certificate.subject().to_string(), certificate.issuer().to_string());
            writeln!(out, "{}{}", pick(language, "主体者: ", "Subject: "), one_line(&subject))?;
            writeln!(out, "{}{}", pick(language, "発行者: ", "Issuer: "), one_line(&issuer))?;
            let serial = const_hex::encode(certificate.serial_number());
            writeln!(out, "{}{serial}", pick(language, "シリアル番号: ", "Serial number: "))?;
        }
        StoredObject::RevocationList(list) => {
            let issuer = list.issuer().to_string();
            writeln!(out, "{}{}", pick(language, "発行者: ", "Issuer: "), one_line(&issuer))?;
            writeln!(out, "{}{}", pick(language, "失効件数: ", "Entries: "), list.len())?;
        }
    }
    writeln!(out, "{}", period(language, &entry.object))?;
    writeln!(out, "{}{}", pick(language, "登録者: ", "Added by: "), one_line(by))?;
    writeln!(out, "{}{}", pick(language, "登録日時: ", "Added at: "), clock(language, *at))?;
    writeln!(out, "{}{}", pick(language, "入手元: ", "From: "), one_line(source))?;
    let confirmed = match confirmation {
        Confirmation::Terminal => pick(language, "端末で照合", "confirmed on a terminal"),
        Confirmation::Typed => pick(language, "入力された値と照合", "typed"),
        Confirmation::NotNeeded => pick(language, "不要（信頼の根拠としない）", "not needed (a hint)"),
    };
    writeln!(out, "{}{confirmed}", pick(language, "フィンガープリントの確認: ", "Fingerprint: "))
}

fn remove(command: &TrustRemove) -> Result<Exit, Trouble> {
    require_name(&command.by)?;
    let store = TrustStore::open(&command.store)?;
    let (kind, sha256, removed) = match store.find_whole(&command.sha256)? {
        Some(entry) => {
            store.remove(&entry, &command.by, now()?, &command.reason)?;
            (entry.kind, entry.sha256.clone(), entry_json(&entry))
        }
        // What has no record is removed by what its file is called.
        None => {
            let (kind, sha256) =
                store.remove_damaged(&command.sha256, &command.by, now()?, &command.reason)?;
            let removed = json!({ "kind": kind, "sha256": sha256 });
            (kind, sha256, removed)
        }
    };
    tell(
        &command.output,
        |out, language| {
            let word = pick(language, "削除しました", "removed");
            writeln!(out, "{word}: {} {sha256}", kind_word(language, kind))
        },
        |_| json!({ "removed": removed }),
    )?;
    Ok(Exit::Passed)
}

fn check(command: &TrustCheck) -> Result<Exit, Trouble> {
    let at = instant(command.at)?;
    let (entries, damage) = TrustStore::open(&command.store)?.inspect()?;
    let condition = store::condition(&entries, at, i64::from(command.soon));
    let anchors = entries.iter().filter(|entry| entry.kind == EntryKind::Anchor).count();
    tell(
        &command.output,
        |out, language| told_condition(out, &entries, &condition, &damage, anchors, language),
        |_| {
            json!({
                "at": at,
                "current": condition.is_current() && damage.is_empty() && anchors > 0,
                "entries": entries.iter().zip(&condition.entries).map(|(entry, state)| {
                    let mut object = entry_json(entry);
                    object["state"] = json!(state_name(state));
                    object["state_time"] = json!(state_time(state));
                    object
                }).collect::<Vec<_>>(),
                "without_list": condition.without_list,
                "damage": damage.iter().map(ToString::to_string).collect::<Vec<_>>(),
            })
        },
    )?;
    Ok(if !damage.is_empty() {
        Exit::Failed
    } else if condition.is_current() && anchors > 0 {
        Exit::Passed
    } else {
        Exit::Indeterminate
    })
}

fn told_condition(
    out: &mut dyn Write,
    entries: &[Entry],
    condition: &Condition,
    damage: &[StoreError],
    anchors: usize,
    language: Language,
) -> io::Result<()> {
    for (entry, state) in entries.iter().zip(&condition.entries) {
        let mark = match (state, state.is_current()) {
            (Freshness::EndsSoon(_), _) => pick(language, "△", "[soon]"),
            (_, true) => pick(language, "○", "[ok]"),
            (_, false) => pick(language, "×", "[!!]"),
        };
        writeln!(out, "{mark} {}  {}", kind_word(language, entry.kind), one_line(&entry.object.subject()))?;
        writeln!(
            out,
            "    {}  {}",
            entry.sha256.get(..16).unwrap_or_default(),
            state_words(language, state)
        )?;
    }
    for issuer in &condition.without_list {
        let words = pick(
            language,
            "失効の有無を確かめるのに足りる有効な失効リストがありません",
            "no current revocation list that is enough of",
        );
        writeln!(out, "{} {words}: {}", pick(language, "×", "[!!]"), one_line(issuer))?;
    }
    let unrecorded = |kind| {
        damage.iter().filter(
            move |error| matches!(error, StoreError::WithoutRecord { kind: found, .. } if *found == kind),
        )
    };
    let planted: Vec<String> = unrecorded(EntryKind::Anchor).map(file_name).collect();
    let other = damage
        .iter()
        .filter(|error| !matches!(error, StoreError::WithoutRecord { kind: EntryKind::Anchor, .. }));
    for error in other {
        let words = of_store(error);
        let words = words.words(language);
        writeln!(
            out,
            "{} {}: {}",
            pick(language, "×", "[!!]"),
            pick(language, "破損しています", "damaged"),
            one_line(words)
        )?;
    }
    for name in &planted {
        let name = one_line(name);
        match language {
            Language::Japanese => writeln!(
                out,
                "× 登録の記録がない信頼点があります（{name}）。何者かが置いたおそれがあります。登録せず、このファイルを保全してシステムの管理者に連絡してください。"
            )?,
            Language::English => writeln!(
                out,
                "[!!] There is a trust anchor without a record ({name}). Somebody may have planted it. Do not add it; keep the file as evidence and tell the operator of this system."
            )?,
        }
    }
    if anchors == 0 {
        writeln!(
            out,
            "{} {}",
            pick(language, "×", "[!!]"),
            pick(language, "信頼点がありません", "there is no anchor")
        )?;
    }
    let soon = condition.entries.iter().filter(|state| matches!(state, Freshness::EndsSoon(_))).count();
    if soon > 0 {
        match language {
            Language::Japanese => {
                writeln!(out, "まもなく期限が来るもの: {soon} 件（△）。早めに新しいものを入手してください。")?
            }
            Language::English => {
                writeln!(out, "Ending soon: {soon} (marked [soon]). Obtain newer ones in time.")?
            }
        }
    }
    let stale = !condition.is_current() || anchors == 0;
    if stale {
        writeln!(
            out,
            "{}",
            pick(
                language,
                "対応が必要です。期限切れ又は不足しているものの新しいものを入手し、koseki trust add で登録してください。",
                "Something is to be done: obtain newer ones of what is stale, expired or missing and add them with koseki trust add.",
            )
        )?;
    }
    if damage.len() > planted.len() {
        writeln!(
            out,
            "{}",
            pick(
                language,
                "破損したものがあるため、このストアは検証に使えません。原因を確かめてから、koseki trust remove で取り除いてください。",
                "Something in the store is damaged, so that it cannot be verified with. Find out why, then take it out with koseki trust remove.",
            )
        )?;
    }
    if !stale && damage.is_empty() {
        writeln!(
            out,
            "{}",
            match soon {
                0 => pick(language, "すべて有効です。", "Everything is current."),
                _ => pick(language, "現時点ではすべて有効です。", "Everything is current as yet."),
            }
        )?;
    }
    Ok(())
}

/// The name of the file a damage is about.
fn file_name(error: &StoreError) -> String {
    match error {
        StoreError::WithoutRecord { path, .. } => path
            .file_name()
            .map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned()),
        other => other.to_string(),
    }
}

fn make(command: &BundleMake) -> Result<Exit, Trouble> {
    require_name(&command.by)?;
    let at = instant(command.at)?;
    let store = TrustStore::open(&command.store)?;
    let others = super::key::OpenToOthers::of(command.allow_readable_key);
    let key = super::key::open(&command.key, command.passphrase_file.as_deref(), others)?;
    let certificate = one_certificate(&command.cert)?;
    let identity = SignerIdentity { certificate, chain: Vec::new(), algorithm: key.algorithm() };
    let count = bundle::make(&store, &command.out, (&identity, key.as_ref()), &command.by, at)?;
    let shown = command.out.display().to_string();
    tell(
        &command.output,
        |out, language| match language {
            Language::Japanese => {
                writeln!(out, "{shown}: {count} 件をまとめて署名しました（信頼点は含みません）")
            }
            Language::English => writeln!(out, "{shown}: {count} objects, signed (anchors are not carried)"),
        },
        |_| json!({ "bundle": shown, "objects": count }),
    )?;
    Ok(Exit::Passed)
}

fn verify(command: &BundleVerify) -> Result<Exit, Trouble> {
    match read_bundle(&command.bundle, &command.signer, command.at)? {
        Ok(bundle) => {
            tell(
                &command.output,
                |out, language| told_bundle(out, &bundle, language),
                |_| bundle_json(&bundle),
            )?;
            Ok(Exit::Passed)
        }
        Err(error) => refused(&command.output, &error),
    }
}

fn install(command: &BundleInstall) -> Result<Exit, Trouble> {
    require_name(&command.by)?;
    let bundle = match read_bundle(&command.bundle, &command.signer, command.at)? {
        Ok(bundle) => bundle,
        Err(error) => return refused(&command.output, &error),
    };
    let store = TrustStore::open_or_create(&command.store)?;
    let new = bundle.install(&store, &command.by, now()?)?;
    tell(
        &command.output,
        |out, language| {
            told_bundle(out, &bundle, language)?;
            match language {
                Language::Japanese => writeln!(out, "新たに登録したもの: {new} 件"),
                Language::English => writeln!(out, "New in the store: {new}"),
            }
        },
        |_| {
            let mut object = bundle_json(&bundle);
            object["new"] = json!(new);
            object
        },
    )?;
    Ok(Exit::Passed)
}

/// What is wrong with the bundle is an answer; what is wrong with reading it is trouble.
fn read_bundle(
    path: &Path,
    signers: &[std::path::PathBuf],
    at: Option<Moment>,
) -> Result<Result<Bundle, BundleError>, Trouble> {
    if TrustStore::is_store(path) {
        return Err(Trouble::at(
            path,
            "更新データ（bundle）ではなく、トラストストアです。点検には koseki trust check を使ってください",
            "a trust store, not a bundle; koseki trust check looks at a store",
        )
        .ending(Exit::Usage));
    }
    let signers = super::mixed_up::certificates(signers)?;
    Ok(Bundle::verify(path, &signers, &AlgorithmPolicy::default(), instant(at)?))
}

fn refused(output: &Output, error: &BundleError) -> Result<Exit, Trouble> {
    if let BundleError::Store(error) = error {
        return Err(Trouble::new(error.to_string()));
    }
    tell(
        output,
        |out, language| {
            let words = pick(
                language,
                "この更新データは使えません。登録せず、送付元に確認してください",
                "The bundle is refused; nothing was installed. Ask who sent it",
            );
            writeln!(out, "{words}: {}", one_line(&error.to_string()))
        },
        |_| json!({ "refused": error.to_string() }),
    )?;
    Ok(Exit::Failed)
}

fn told_bundle(out: &mut dyn Write, bundle: &Bundle, language: Language) -> io::Result<()> {
    let signer = bundle.signer().subject().to_string();
    writeln!(out, "{}{}", pick(language, "署名者: ", "Signed by: "), one_line(&signer))?;
    writeln!(out, "{}{}", pick(language, "作成者: ", "Made by: "), one_line(bundle.by()))?;
    writeln!(out, "{}{}", pick(language, "作成日時: ", "Made at: "), clock(language, bundle.made_at()))?;
    writeln!(out, "{}{}", pick(language, "件数: ", "Objects: "), bundle.len())
}

fn bundle_json(bundle: &Bundle) -> Value {
    json!({
        "signer": bundle.signer().subject().to_string(),
        "signer_sha256": const_hex::encode(bundle.signer().sha256()),
        "by": bundle.by(),
        "made_at": bundle.made_at(),
        "for_anchors": bundle.for_anchors(),
        "objects": bundle.len(),
    })
}

fn entry_json(entry: &Entry) -> Value {
    let Provenance { by, at, source, confirmation } = &entry.provenance;
    let (from, until) = bounds(&entry.object);
    json!({
        "kind": entry.kind,
        "sha256": entry.sha256,
        "subject": entry.object.subject(),
        "from": from,
        "until": until,
        "by": by,
        "added_at": at,
        "source": source,
        "confirmation": confirmation,
    })
}

/// notBefore and notAfter, or thisUpdate and nextUpdate.
fn bounds(object: &StoredObject) -> (Time, Option<Time>) {
    match object {
        StoredObject::Certificate(certificate) => (certificate.not_before(), Some(certificate.not_after())),
        StoredObject::RevocationList(list) => (list.this_update(), list.next_update()),
    }
}

fn period(language: Language, object: &StoredObject) -> String {
    let (from, until) = bounds(object);
    let until = until.map_or(pick(language, "なし", "none").to_owned(), |time| clock(language, time));
    let label = match object {
        StoredObject::Certificate(_) => pick(language, "有効期間: ", "Valid: "),
        StoredObject::RevocationList(_) => pick(language, "発行日時と次回更新: ", "Issued and next update: "),
    };
    format!("{label}{} – {until}", clock(language, from))
}

fn kind_word(language: Language, kind: EntryKind) -> &'static str {
    match (kind, language) {
        (EntryKind::Anchor, Language::Japanese) => "信頼点",
        (EntryKind::Companion, Language::Japanese) => "補助証明書",
        (EntryKind::RevocationList, Language::Japanese) => "失効リスト",
        (EntryKind::Anchor, Language::English) => "anchor",
        (EntryKind::Companion, Language::English) => "companion",
        (EntryKind::RevocationList, Language::English) => "list",
    }
}

const fn state_name(state: &Freshness) -> &'static str {
    match state {
        Freshness::Current(_) => "current",
        Freshness::EndsSoon(_) => "ends_soon",
        Freshness::Expired(_) => "expired",
        Freshness::NoNextUpdate => "no_next_update",
        Freshness::NotYet(_) => "not_yet",
        Freshness::Stale(_) => "stale",
        Freshness::Superseded => "superseded",
        Freshness::UnknownIssuer => "unknown_issuer",
        Freshness::UnknownSigner => "unknown_signer",
    }
}

const fn state_time(state: &Freshness) -> Option<Time> {
    match state {
        Freshness::Current(time)
        | Freshness::EndsSoon(time)
        | Freshness::Expired(time)
        | Freshness::NotYet(time)
        | Freshness::Stale(time) => Some(*time),
        Freshness::NoNextUpdate
        | Freshness::Superseded
        | Freshness::UnknownIssuer
        | Freshness::UnknownSigner => None,
    }
}

fn state_words(language: Language, state: &Freshness) -> String {
    let words = match state {
        Freshness::Current(_) => pick(language, "有効: 期限", "current until"),
        Freshness::EndsSoon(_) => pick(language, "まもなく期限が来ます:", "ends soon:"),
        Freshness::Expired(_) => pick(language, "有効期間が過ぎています:", "expired on"),
        Freshness::NoNextUpdate => pick(language, "次回更新日時がありません", "has no nextUpdate"),
        Freshness::NotYet(_) => pick(language, "まだ有効ではありません:", "not before"),
        Freshness::Stale(_) => {
            pick(language, "次回更新日時を過ぎています:", "stale: the next one was due on")
        }
        Freshness::Superseded => pick(
            language,
            "新しい失効リストがあります（過去の時点の検証に使います）",
            "superseded (kept for past times)",
        ),
        Freshness::UnknownIssuer => pick(
            language,
            "発行者の電子証明書が登録されていないため、署名を確かめられません",
            "its issuer's certificate is not in the store, so that its signature cannot be verified",
        ),
        Freshness::UnknownSigner => {
            pick(language, "署名が発行者の既知の鍵と合いません", "signed by no known key of its issuer")
        }
    };
    match state_time(state) {
        Some(time) => format!("{words} {}", clock(language, time)),
        None => words.to_owned(),
    }
}

/// Pairs of digits with colons, as authorities print them.
fn grouped(hexadecimal: &str) -> String {
    let digits: Vec<char> = hexadecimal.to_uppercase().chars().collect();
    digits.chunks(2).map(|pair| pair.iter().collect::<String>()).collect::<Vec<_>>().join(":")
}

fn instant(at: Option<Moment>) -> Result<Time, Trouble> {
    at.map_or_else(now, |moment| Ok(moment.time))
}

/// A record without a name is no record.
fn require_name(by: &str) -> Result<(), Trouble> {
    if by.trim().is_empty() {
        return Err(Trouble::usage(
            "--by には担当者又は部署の名称を指定してください",
            "--by wants the name of a person or an office",
        ));
    }
    Ok(())
}

/// Writes to standard output in the form asked for.
fn tell(
    output: &Output,
    text: impl Fn(&mut dyn Write, Language) -> io::Result<()>,
    json: impl Fn(Language) -> Value,
) -> Result<(), Trouble> {
    let language = language(output.lang);
    let mut out = anstream::stdout().lock();
    match output.format {
        Format::Text if volume::is_quiet() => Ok(()),
        Format::Text => written(text(&mut out, language)),
        Format::Json => {
            let mut value = json(language);
            value["format_version"] = json!(1);
            written(writeln!(out, "{}", serde_json::to_string_pretty(&value)?))
        }
    }
}
