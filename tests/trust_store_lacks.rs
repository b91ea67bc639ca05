//! What a trust store lacks is said: lists that cover too little, objects that are gone. And since when it has a list is a
//! proof of that list's age (decision 0055).
#![cfg(all(feature = "test-pki", feature = "aws-lc"))]

#[path = "support/world.rs"]
mod world;

use std::path::Path;

use koseki::pki::{Certificate, CertificateRevocationList};
use koseki::store::{
    Added, Confirmation, Entry, EntryKind, Provenance, StoreError, StoredObject, TrustStore, condition,
};
use koseki::test_pki::{CrlBuilder, Scope, der, names};
use koseki::time::Time;
use world::{days, world};

fn now() -> Time {
    Time::parse_rfc3339("2026-12-01T00:00:00Z").unwrap()
}

fn provenance() -> Provenance {
    let (by, source) = ("Test Office".to_owned(), "test".to_owned());
    Provenance { by, at: days(-3), source, confirmation: Confirmation::Terminal }
}

fn entry(kind: EntryKind, object: StoredObject) -> Entry {
    Entry { kind, sha256: object.sha256(), object, provenance: provenance() }
}

fn certificate(kind: EntryKind, der: &[u8]) -> Entry {
    entry(kind, StoredObject::Certificate(Certificate::parse(der).unwrap()))
}

fn list(more: impl Fn(CrlBuilder) -> CrlBuilder) -> Entry {
    let list = more(CrlBuilder::new(&names::official_status_ca(), days(-1), Some(days(7))));
    let der = list.sign(world().keys.official_status_ca.signer()).unwrap();
    let list = CertificateRevocationList::parse(&der).unwrap();
    entry(EntryKind::RevocationList, StoredObject::RevocationList(list))
}

/// onlySomeReasons, content of the BIT STRING.
fn of_reasons(reasons: &'static [u8]) -> Entry {
    let scope = der::sequence(&[&der::context_primitive(3, reasons)]);
    list(|list| list.other_extension("2.5.29.28", true, &scope))
}

fn of_scope(scope: Scope) -> Entry {
    list(|list| list.issuing_distribution_point(None, scope))
}

#[test]
fn a_list_that_covers_too_little_is_not_enough() {
    let anchor = || certificate(EntryKind::Anchor, &world().gpki.official_status_ca);
    let is_enough = |lists: Vec<Entry>| {
        let entries: Vec<Entry> = std::iter::once(anchor()).chain(lists).collect();
        let found = condition(&entries, now(), 0);
        let lacks = [world_name()];
        assert_eq!(found.without_list, if found.is_current() { &[][..] } else { &lacks[..] });
        found.is_current()
    };
    assert!(!is_enough(Vec::new()));
    assert!(is_enough(vec![list(|list| list)]));
    assert!(!is_enough(vec![list(|list| list.crl_number(7).delta_of(5))]), "a delta alone");
    assert!(is_enough(vec![list(|list| list.crl_number(7).delta_of(5)), list(|list| list.crl_number(6))]));
    assert!(!is_enough(vec![of_scope(Scope::AuthorityCertificates)]), "an ARL alone");
    assert!(is_enough(vec![of_scope(Scope::UserCertificates)]));
    let (key_compromise, all_others) = (&[6, 0x40], &[7, 0x3f, 0x80]);
    assert!(!is_enough(vec![of_reasons(key_compromise)]));
    assert!(is_enough(vec![of_reasons(key_compromise), of_reasons(all_others)]));
}

fn world_name() -> String {
    Certificate::parse(&world().gpki.official_status_ca).unwrap().subject().to_string()
}

#[test]
fn who_certified_authorities_is_asked_about_those() {
    let gpki = &world().gpki;
    let official = Certificate::parse(&gpki.official_status_ca).unwrap();
    let companion = |der: &[u8]| certificate(EntryKind::Companion, der);
    let anchor = || certificate(EntryKind::Anchor, &gpki.official_status_ca);
    // A certificate of the Bridge CA by this anchor, and a link certificate, which leaves signers to be asked about.
    let issued: Vec<Entry> = gpki
        .files()
        .into_iter()
        .filter(|(name, _)| name.ends_with(".cer"))
        .map(|(_, der)| companion(der))
        .filter(|entry| match &entry.object {
            StoredObject::Certificate(one) => {
                one.issuer() == official.subject()
                    && one.is_certification_authority()
                    && one.sha256() != official.sha256()
            }
            StoredObject::RevocationList(_) => false,
        })
        .collect();
    let is_link = |entry: &&Entry| entry.object.subject() == official.subject().to_string();
    let links: Vec<Entry> = issued.iter().filter(is_link).cloned().collect();
    let bridges: Vec<Entry> = issued.iter().filter(|entry| !is_link(entry)).cloned().collect();
    assert!(!links.is_empty() && !bridges.is_empty());
    let is_enough = |companions: &[Entry], scopes: &[Scope]| {
        let lists = scopes.iter().map(|scope| of_scope(*scope));
        let entries: Vec<Entry> =
            std::iter::once(anchor()).chain(companions.iter().cloned()).chain(lists).collect();
        condition(&entries, now(), 0).without_list.is_empty()
    };
    assert!(is_enough(&bridges, &[Scope::AuthorityCertificates]));
    assert!(!is_enough(&bridges, &[Scope::UserCertificates]));
    assert!(!is_enough(&links, &[Scope::AuthorityCertificates]));
    assert!(is_enough(&links, &[Scope::AuthorityCertificates, Scope::UserCertificates]));
}

/// A store with an anchor and a list, and where the list lies.
fn filled(folder: &Path) -> (TrustStore, Entry, std::path::PathBuf) {
    let store = TrustStore::open_or_create(&folder.join("store")).unwrap();
    let anchor = certificate(EntryKind::Anchor, &world().gpki.official_status_ca);
    let list = list(|list| list);
    for entry in [&anchor, &list] {
        store.add(entry.kind, &entry.object, &entry.provenance).unwrap();
    }
    let path = store.root().join("lists").join(format!("{}.crl", list.sha256));
    (store, list, path)
}

#[test]
fn a_list_that_is_gone_is_missed() {
    let folder = tempfile::tempdir().unwrap();
    let (store, list, path) = filled(folder.path());
    assert!(store.entries().is_ok());
    std::fs::remove_file(&path).unwrap();
    for found in [store.entries().map(drop), store.holdings().map(drop)] {
        assert!(matches!(found, Err(StoreError::Missing { kind: EntryKind::RevocationList, .. })));
    }
    let (entries, damage) = store.inspect().unwrap();
    assert_eq!((entries.len(), damage.len()), (1, 1));
    // It is put there again, or given up for good.
    assert_eq!(store.add(list.kind, &list.object, &list.provenance).unwrap(), Added::New);
    assert_eq!(store.entries().unwrap().len(), 2);
    std::fs::remove_file(&path).unwrap();
    store.remove_damaged(&list.sha256[..10], "Test Office", now(), "lost").unwrap();
    assert_eq!(store.entries().unwrap().len(), 1);
    assert!(store.remove_damaged(&list.sha256[..10], "Test Office", now(), "lost").is_err());
}

#[test]
fn a_record_of_an_addition_under_way_is_no_damage() {
    let folder = tempfile::tempdir().unwrap();
    let (store, list, path) = filled(folder.path());
    // As the record stands before object and log are written.
    let log = store.root().join("log.jsonl");
    let lines = std::fs::read_to_string(&log).unwrap();
    let before: Vec<&str> = lines.lines().filter(|line| !line.contains(&list.sha256)).collect();
    std::fs::remove_file(&path).unwrap();
    std::fs::write(&log, before.join("\n")).unwrap();
    assert_eq!(store.entries().unwrap().len(), 1);
    // Without a log nobody can tell.
    std::fs::remove_file(&log).unwrap();
    assert!(store.entries().is_err());
    // Nor is one that was taken out in order, up to its last step.
    std::fs::write(&log, &lines).unwrap();
    assert!(store.entries().is_err());
    store.add(list.kind, &list.object, &list.provenance).unwrap();
    store.remove(&list, "Test Office", now(), "old").unwrap();
    assert_eq!(store.entries().unwrap().len(), 1);
}

#[test]
fn since_when_a_list_is_kept_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let (store, list, _) = filled(folder.path());
    let holdings = store.holdings().unwrap();
    let sha256 = holdings.revocation_lists[0].sha256();
    assert_eq!(holdings.kept_since.get(&sha256), Some(&days(-3)));
    // Added once more, it stays as old as it was.
    let later = Provenance { at: now(), ..provenance() };
    assert_eq!(store.add(list.kind, &list.object, &later).unwrap(), Added::Present);
    assert_eq!(store.holdings().unwrap().kept_since.get(&sha256), Some(&days(-3)));
    assert_eq!(holdings.kept_since.len(), 1);
}
