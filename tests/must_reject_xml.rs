//! What must be refused and what must be accepted of XML, line by line: each pair of `fixtures/hostile/xml` through the
//! whole of `verify`, with verdict, section and check id, and nothing else wrong. `docs/must-reject-xml.md` lists them;
//! `KOSEKI_WRITE_DOCS=1 cargo test --test must_reject_xml` writes the page anew.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use koseki::dsig::Unread;
use koseki::evidence::Attachments;
use koseki::limits::xml::{MAX_NODES, MAX_SIZE};
use koseki::pki::{Certificate, CertificateRevocationList};
use koseki::profile::{Profile, registry};
use koseki::report::{DocumentReport, Language, Outcome, Verdict};
use koseki::time::Time;
use koseki::{Verifier, verify_document};
use serde::Deserialize;
use support::fixture;

/// One line of `expected.json`.
#[derive(Deserialize)]
struct Pair {
    line: String,
    defect: String,
    mode: String,
    profile: String,
    accepted: String,
    refused: Option<String>,
    #[serde(default)]
    verdict: String,
    #[serde(default)]
    section: String,
    #[serde(default)]
    check: String,
    #[serde(default)]
    also: Vec<String>,
}

/// The folder of attachments, as a caller of the library would give it.
#[derive(Debug)]
struct Folder;

impl Attachments for Folder {
    fn read(&self, name: &str, _limit: u64) -> Option<Result<Vec<u8>, Unread>> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/hostile/xml/attachments");
        std::fs::read(folder.join(name)).ok().map(Ok)
    }
}

fn pairs() -> Vec<Pair> {
    serde_json::from_slice(&fixture("hostile/xml/expected.json")).unwrap()
}

fn verifier(profile: &str) -> Verifier {
    let profile = match profile {
        "koseki" => Profile::koseki(),
        "kobunsho" => Profile::kobunsho(),
        _ => Profile::signature(),
    };
    let list = |name| CertificateRevocationList::parse(&fixture(name)).unwrap();
    Verifier::new(Time::parse_rfc3339("2026-12-01T00:00:00Z").unwrap())
        .with_anchors([Certificate::parse(&fixture("pki/anchors/official-status-ca.cer")).unwrap()])
        .with_revocation_lists([
            list("pki/crls/official-status.crl"),
            list("pki/crls/official-status-arl.crl"),
        ])
        .with_profile(profile)
        .with_attachments(Folder)
}

/// Section and id of everything that did not pass.
fn broken(report: &DocumentReport) -> BTreeSet<(String, &'static str)> {
    report
        .sections()
        .iter()
        .flat_map(|(name, section)| {
            section.checks().iter().map(move |check| (name.as_str().to_owned(), check))
        })
        .filter(|(_, check)| matches!(check.outcome(), Outcome::Fail | Outcome::Unknown))
        .map(|(section, check)| (section, check.rule().id.0))
        .collect()
}

#[test]
fn every_pair_ends_as_stated_and_for_that_reason_alone() {
    let verifiers: BTreeMap<_, _> =
        ["signature", "koseki", "kobunsho"].into_iter().map(|name| (name, verifier(name))).collect();
    let read = |file: &str| fixture(&format!("hostile/xml/{file}"));
    let mut wrong = Vec::new();
    let pairs = pairs();
    assert!(pairs.len() > 150, "only {} pairs", pairs.len());
    for pair in &pairs {
        let verifier = &verifiers[pair.profile.as_str()];
        let report = verify_document(&read(&pair.accepted), verifier);
        if report.verdict() != Verdict::Passed {
            wrong.push(format!("{} is not accepted: {:?}", pair.accepted, broken(&report)));
        }
        let Some(refused) = &pair.refused else { continue };
        let report = verify_document(&read(refused), verifier);
        let found = broken(&report);
        let ids: BTreeSet<&str> = found.iter().map(|(_, id)| *id).collect();
        let expected: BTreeSet<&str> =
            pair.also.iter().map(String::as_str).chain([pair.check.as_str()]).collect();
        let in_section = found.contains(&(pair.section.clone(), id_of(&pair.check)));
        if report.verdict().as_str() != pair.verdict || !in_section || ids != expected {
            wrong.push(format!(
                "{refused}: {} by {found:?}, stated {} by {} {expected:?}",
                report.verdict().as_str(),
                pair.verdict,
                pair.section
            ));
        }
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

/// The registry's own copy of an id; a check that no rule has is a mistake in the fixtures.
fn id_of(check: &str) -> &'static str {
    registry().map(|rule| rule.id.0).find(|id| *id == check).unwrap_or("no check")
}

#[test]
fn no_two_lines_share_a_check() {
    let mut lines: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for pair in pairs().into_iter().filter(|pair| pair.refused.is_some()) {
        lines.entry(pair.check).or_default().insert(pair.line);
    }
    let shared: Vec<_> = lines.iter().filter(|(_, lines)| lines.len() > 1).collect();
    assert!(shared.is_empty(), "{shared:?}");
}

#[test]
fn every_line_has_pairs_and_every_file_belongs_to_one() {
    let pairs = pairs();
    let lines: BTreeSet<&str> = pairs.iter().map(|pair| pair.line.as_str()).collect();
    let expected = (1..=14).map(|line| format!("{line:02}")).chain(["accept".to_owned()]);
    assert!(lines.iter().copied().eq(expected.collect::<Vec<_>>().iter().map(String::as_str)), "{lines:?}");
    let named: BTreeSet<&str> = pairs
        .iter()
        .flat_map(|pair| [Some(pair.accepted.as_str()), pair.refused.as_deref()])
        .flatten()
        .collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/hostile/xml");
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(!name.ends_with(".xml") || named.contains(name.as_str()), "{name} is nobody's");
    }
}

/// Line 14: too large to be kept as files. Nothing but the ceiling is said.
#[test]
fn a_document_that_is_too_large_is_left_undecided() {
    let verifier = verifier("signature");
    let more_nodes = format!("<r>{}</r>", "<a/>".repeat(MAX_NODES));
    let more_octets = vec![b' '; MAX_SIZE - 3];
    let more_octets = [b"<r>".as_slice(), &more_octets, b"</r>"].concat();
    for (octets, check) in [(more_nodes.as_bytes(), "xml.limit.nodes"), (&more_octets, "xml.limit.size")] {
        let report = verify_document(octets, &verifier);
        assert_eq!(report.verdict(), Verdict::Indeterminate, "{check}");
        let ids: BTreeSet<_> = broken(&report).into_iter().map(|(_, id)| id).collect();
        assert_eq!(ids, BTreeSet::from([check, "form.xml"]));
    }
    // One octet and one node fewer are read, and have no signature.
    let fewer_nodes = format!("<r>{}</r>", "<a/>".repeat(MAX_NODES - 1));
    let report = verify_document(fewer_nodes.as_bytes(), &verifier);
    assert!(broken(&report).iter().any(|(_, id)| *id == "dsig.signature.none"), "{:?}", broken(&report));
}

#[test]
fn the_report_says_what_is_not_signed() {
    let verifier = verifier("kobunsho");
    let octets = fixture("hostile/xml/accept-official-with-root-and-stylesheet.xml");
    let report = verify_document(&octets, &verifier);
    let said = |id: &str| {
        let sections = report.sections();
        let mut checks = sections.iter().flat_map(|(_, section)| section.checks());
        checks.find(|check| check.rule().id.0 == id).map(|check| {
            let detail = check.detail().unwrap();
            (
                detail.in_language(Language::Japanese).to_owned(),
                detail.in_language(Language::English).to_owned(),
            )
        })
    };
    let (ja, en) = said("signature.coverage.body").unwrap();
    assert_eq!(
        ja,
        "BODY要素のみが対象。対象外: 鑑（FRONT）（4 行目）、処理命令（2 行目）、文書全体を囲む要素の名前（3 行目）。添付: 0 件"
    );
    assert_eq!(
        en,
        "the BODY element alone; not signed: FRONT (line 4), processing instructions (line 2), the name of the root element (line 3); attachments: 0"
    );
    assert_eq!(said("signature.comments"), None);
    let octets = fixture("hostile/xml/accept-comment-in-text.xml");
    let report = verify_document(&octets, &self::verifier("signature"));
    let sections = report.sections();
    let remark = sections
        .iter()
        .flat_map(|(_, section)| section.checks())
        .find(|check| check.rule().id.0 == "signature.comments")
        .expect("the comment is mentioned");
    assert_eq!(remark.outcome(), Outcome::Pass);
    assert_eq!(remark.detail().unwrap().in_language(Language::Japanese), "4 行目");
}

#[test]
fn the_page_lists_every_pair() {
    let mut page = String::from(
        "# What is refused of XML, and what is accepted\n\nEach row is a pair of files in `fixtures/hostile/xml`, made by `cargo fixtures`: the nearest document that is accepted and the\n\
         nearest one that is refused, for that reason alone. Rows are numbered as the project's list of requirements numbers them; a check\n\
         belongs to one number only. Written by `KOSEKI_WRITE_DOCS=1 cargo test --test must_reject_xml`; the test keeps it true.\n",
    );
    let titles: BTreeMap<&str, &str> = [
        ("01", "one Signature, child of the root"),
        ("02", "children of Signature"),
        ("03", "values hold nothing but their text"),
        ("04", "base64 and lengths"),
        ("05", "References"),
        ("06", "transforms and modes"),
        ("07", "algorithms"),
        ("08", "changed after signing"),
        ("09", "wrapping"),
        ("10", "document types"),
        ("11", "encodings, characters, namespaces"),
        ("12", "canonicalization that fails"),
        ("13", "keys and certificates"),
        ("14", "limits (nodes and size are made by the test)"),
        ("accept", "accepted"),
    ]
    .into();
    let pairs = pairs();
    for (line, title) in titles {
        write!(page, "\n## {line}: {title}\n\n").unwrap();
        if line == "accept" {
            page.push_str("| document | mode | profile | file |\n|---|---|---|---|\n");
        } else {
            page.push_str("| defect | mode | profile | refused | accepted | verdict, section | check |\n|---|---|---|---|---|---|---|\n");
        }
        for pair in pairs.iter().filter(|pair| pair.line == line) {
            let Pair { defect, mode, profile, accepted, verdict, section, check, .. } = pair;
            match &pair.refused {
                None => writeln!(page, "| {defect} | {mode} | {profile} | `{accepted}` |"),
                Some(refused) => writeln!(
                    page,
                    "| {defect} | {mode} | {profile} | `{refused}` | `{accepted}` | {verdict}, {section} | `{check}` |"
                ),
            }
            .unwrap();
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/must-reject-xml.md");
    if std::env::var_os("KOSEKI_WRITE_DOCS").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let present = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        present == page,
        "docs/must-reject-xml.md is out of date: KOSEKI_WRITE_DOCS=1 cargo test --test must_reject_xml"
    );
}
