//! Every PDF under `fixtures/hostile/pdf`, each wrong in one way or right in spite of looking odd, ends as its line of
//! `expected.json` says: verdict, section and check, and no check fails that the line does not name.
//!
//! `KOSEKI_WRITE_DOCS=1 cargo test --test must_reject_pdf` writes `docs/must-reject-pdf.md`; a test keeps it true.

mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use koseki::crypto::{Signer as _, SoftwareSigner};
use koseki::pki::{Certificate, CertificateRevocationList};
use koseki::profile::{PdfData, Profile};
use koseki::report::{DocumentReport, Language, Outcome};
use koseki::sign::{SignError, SigningIdentity, SigningRequest, sign_pdf};
use koseki::time::Time;
use koseki::{Verifier, verify_document};
use serde_json::Value;
use support::fixture;

const BASE: &str = "2026-12-01T00:00:00Z";

struct Case {
    file: String,
    line: String,
    class: String,
    /// The nearest file that is accepted; empty for one that is.
    neighbour: String,
    found: Found,
}

/// A verdict, and the checks that fail or cannot be decided, as `section check`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Found {
    verdict: String,
    section: String,
    check: String,
    checks: BTreeSet<String>,
}

fn cases() -> Vec<Case> {
    let expected: Vec<Value> = serde_json::from_slice(&fixture("hostile/pdf/expected.json")).unwrap();
    expected
        .iter()
        .map(|case| {
            let text = |key: &str| case[key].as_str().unwrap().to_owned();
            let also =
                case["also"].as_array().unwrap().iter().map(|check| check.as_str().unwrap().to_owned());
            let check = text("check");
            let checks = also.chain([check.clone()]).filter(|check| !check.is_empty()).collect();
            Case {
                file: text("file"),
                line: text("line"),
                class: text("class"),
                neighbour: text("neighbour"),
                found: Found { verdict: text("verdict"), section: text("section"), check, checks },
            }
        })
        .collect()
}

fn certificate(path: &str) -> Certificate {
    Certificate::parse(&fixture(path)).unwrap()
}

fn verifier(profile: Profile) -> Verifier {
    let list =
        |name: &str| CertificateRevocationList::parse(&fixture(&format!("pki/crls/{name}.crl"))).unwrap();
    Verifier::new(Time::parse_rfc3339(BASE).unwrap())
        .with_anchors([certificate("pki/anchors/official-status-ca.cer")])
        .with_revocation_lists([list("official-status"), list("official-status-arl")])
        .with_profile(profile.with_pdf_data(PdfData::Decoded))
}

/// What a report says, with `check` as the one that is asked for: its section, and everything that did not pass.
fn told(report: &DocumentReport, check: &str) -> Found {
    let mut section = String::new();
    let mut checks = BTreeSet::new();
    for (name, part) in report.sections() {
        for found in part.checks() {
            if matches!(found.outcome(), Outcome::Fail | Outcome::Unknown) {
                let id = found.rule().id.0;
                if id == check {
                    section = name.as_str().to_owned();
                }
                checks.insert(id.to_owned());
            }
        }
    }
    let verdict = report.verdict().as_str().to_owned();
    let check = if checks.contains(check) { check.to_owned() } else { String::new() };
    Found { verdict, section, check, checks }
}

fn passed() -> Found {
    Found { verdict: "passed".into(), section: String::new(), check: String::new(), checks: BTreeSet::new() }
}

/// What the file must give under the profile that decides it, and what it gives.
fn decided(case: &Case) -> (Found, Found) {
    let octets = fixture(&format!("hostile/pdf/{}", case.file));
    match case.class.as_str() {
        "unsigned" | "signable" => (case.found.clone(), signed(&octets, &case.found.check)),
        "standard" | "shown" | "accepted" => {
            let report = verify_document(&octets, &verifier(Profile::koseki()));
            (case.found.clone(), told(&report, &case.found.check))
        }
        "never" => {
            let report = verify_document(&octets, &verifier(Profile::signature()));
            (case.found.clone(), told(&report, &case.found.check))
        }
        other => panic!("{}: class {other}", case.file),
    }
}

/// Signing with checked input, told like a verdict.
fn signed(octets: &[u8], check: &str) -> Found {
    let key = SoftwareSigner::from_key_file(&fixture("keys/minister.pem"), None).unwrap();
    let signer = certificate("pki/signers/minister.cer");
    let identity = SigningIdentity::new(signer, Vec::new(), key.algorithm()).unwrap();
    let request = SigningRequest::new(Time::parse_rfc3339(BASE).unwrap());
    match sign_pdf(octets, &identity, &key, &request) {
        Ok(file) => told(&verify_document(&file, &verifier(Profile::koseki())), check),
        Err(SignError::InputRefused(found)) => {
            let checks: BTreeSet<String> = found.iter().map(|check| check.rule().id.0.to_owned()).collect();
            let of_check = found.iter().find(|found| found.rule().id.0 == check);
            let section = of_check.map_or(String::new(), |found| found.rule().section.as_str().to_owned());
            let check = of_check.map_or(String::new(), |_| check.to_owned());
            Found { verdict: "failed".into(), section, check, checks }
        }
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn every_file_ends_as_its_line_says() {
    let cases = cases();
    assert!(cases.len() >= 100, "only {} cases", cases.len());
    let mut wrong = Vec::new();
    for case in &cases {
        let (expected, found) = decided(case);
        if expected != found {
            wrong.push(format!("{}\n  expected {expected:?}\n  found    {found:?}", case.file));
        }
    }
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

/// What no profile passes is refused by the 戸籍 profile for the same reason, among its own; what that profile alone
/// refuses passes as a plain signature, or is left undecided where viewers show different content; what is accepted passes as both.
#[test]
fn every_file_ends_alike_under_the_other_profile() {
    for case in cases() {
        let octets = fixture(&format!("hostile/pdf/{}", case.file));
        match case.class.as_str() {
            "never" => {
                let found = told(&verify_document(&octets, &verifier(Profile::koseki())), &case.found.check);
                assert_ne!(found.verdict, "passed", "{}", case.file);
                assert_eq!(found.section, case.found.section, "{}: {found:?}", case.file);
            }
            "standard" | "accepted" => {
                let found = told(&verify_document(&octets, &verifier(Profile::signature())), "");
                assert_eq!(found, passed(), "{}", case.file);
            }
            "shown" => {
                let check = "pdf.readers.content";
                let found = told(&verify_document(&octets, &verifier(Profile::signature())), check);
                let expected = Found {
                    verdict: "indeterminate".into(),
                    section: "signature".into(),
                    check: check.into(),
                    checks: BTreeSet::from([check.to_owned()]),
                };
                assert_eq!(found, expected, "{}", case.file);
            }
            _ => {}
        }
    }
}

/// What the plain signature profile tells of a file of the folder in which octets were exchanged. Its digest is wrong then; what is
/// told beside that is returned.
fn told_of_altered(file: &str, changes: &[(&str, &str)]) -> BTreeSet<String> {
    let mut octets = fixture(&format!("hostile/pdf/{file}"));
    for (from, to) in changes {
        assert_eq!(from.len(), to.len(), "{from}");
        let at = memchr::memmem::find(&octets, from.as_bytes()).unwrap();
        octets[at..at + from.len()].copy_from_slice(to.as_bytes());
    }
    let mut checks = told(&verify_document(&octets, &verifier(Profile::signature())), "").checks;
    assert!(checks.remove("cms.message-digest.different"), "{file}: {checks:?}");
    checks
}

/// Content that viewers show differently is told beside a disagreement of the readers, and content that cannot be followed as well,
/// unless the page tree was told already.
#[test]
fn what_viewers_show_differently_is_told_whatever_else_is_wrong() {
    let content = ("/Contents 4 0 R", "/Contents 5 0 R");
    let hidden = ("SAMPLE - no legal effect", "SAMPLE - 1 0 obj<<>>    ");
    let kids = ("/Kids [3 0 R]", "/Kids [2 0 R]");
    for (file, changes, expected) in [
        ("geometry-rotate.pdf", vec![("SAMPLE", "sample")], vec!["pdf.readers.content"]),
        ("geometry-rotate.pdf", vec![hidden], vec!["pdf.readers.content", "pdf.readers.hidden-structure"]),
        ("accepted.pdf", vec![("SAMPLE", "sample")], vec![]),
        ("accepted.pdf", vec![content], vec!["pdf.readers.content"]),
        ("accepted.pdf", vec![kids], vec!["pdf.page.loop"]),
    ] {
        let told = told_of_altered(file, &changes);
        assert_eq!(told.iter().map(String::as_str).collect::<Vec<_>>(), expected, "{file} {changes:?}");
    }
}

/// What an update that is allowed adds, in both languages.
#[test]
fn an_allowed_update_is_told_by_what_it_adds() {
    for (file, japanese, english) in [
        ("update-store.pdf", "第2版: 検証情報（DSS）", "revision 2: validation data (DSS)"),
        ("update-empty.pdf", "第2版: 内容の変更なし", "revision 2: nothing"),
    ] {
        let octets = fixture(&format!("hostile/pdf/{file}"));
        let report = verify_document(&octets, &verifier(Profile::signature()));
        let mut checks = report.signature.checks().iter();
        let told = checks.find(|check| check.rule().id.0 == "signature.later-revision").unwrap();
        let detail = told.detail().unwrap();
        assert_eq!(detail.in_language(Language::Japanese), japanese);
        assert_eq!(detail.in_language(Language::English), english);
    }
}

#[test]
fn every_file_of_the_folder_has_its_line() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/hostile/pdf");
    let names =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let present: BTreeSet<String> = names.filter(|name| name.ends_with(".pdf")).collect();
    let listed: BTreeSet<String> = cases().into_iter().map(|case| case.file).collect();
    assert_eq!(present, listed);
}

/// Whatever is refused stands beside a file that is not: accepted, or passed as a plain signature where that is asked.
#[test]
fn every_refused_file_has_a_neighbour_that_passes() {
    let cases = cases();
    for case in &cases {
        let class = case.class.as_str();
        if matches!(class, "accepted" | "signable") {
            assert!(case.neighbour.is_empty(), "{}", case.file);
            continue;
        }
        let neighbour = cases.iter().find(|other| other.file == case.neighbour);
        let neighbour = neighbour.unwrap_or_else(|| panic!("{}: no {}", case.file, case.neighbour));
        let passes = match class {
            "unsigned" => neighbour.class == "signable",
            "standard" | "shown" => neighbour.class == "accepted",
            _ => matches!(neighbour.class.as_str(), "accepted" | "standard"),
        };
        assert!(passes, "{}: {} is {}", case.file, neighbour.file, neighbour.class);
    }
}

/// One line of the list, one check: two lines do not share one, unless they are the same line in several files.
#[test]
fn every_line_has_a_check_of_its_own() {
    let mut lines = std::collections::BTreeMap::new();
    for case in cases().into_iter().filter(|case| !case.found.check.is_empty()) {
        let line = case.line.split(" (").next().unwrap().to_owned();
        let before = lines.insert(case.found.check.clone(), line.clone());
        assert!(before.is_none_or(|before| before == line), "{}: {line}", case.found.check);
    }
}

#[test]
fn the_page_lists_every_file() {
    let mut page = String::from(
        "# PDF files that must be refused, and their neighbours\n\n\
         Every file of `fixtures/hostile/pdf`, made by `fixtures/gen/src/hostile/` and signed with the Minister's test key so that\n\
         everything but the named defect is right. Each is wrong in one way: the checks named here are all that do not pass. Beside\n\
         each stands its nearest neighbour that passes. Data of images and fonts is decoded, as before signing (decision 0067). Written by `KOSEKI_WRITE_DOCS=1 cargo test --test must_reject_pdf`; a test keeps it true.\n",
    );
    let cases = cases();
    for (class, title, text) in [
        (
            "never",
            "Never passed",
            "Judged under profile `signature`; `koseki` says the same and what its own rules add.",
        ),
        (
            "standard",
            "Refused by the 戸籍 profile",
            "The signature holds: profile `signature` passes these files, `koseki` does not.",
        ),
        (
            "shown",
            "Refused by the 戸籍 profile, undecided as a signature",
            "Viewers show different content: `koseki` refuses these files by its rules of content, `signature` leaves them undecided\n\
             (`pdf.readers.content`).",
        ),
        ("accepted", "Accepted", "Passed under both profiles."),
        (
            "unsigned",
            "Not signed",
            "Unsigned files that `koseki sign` refuses unless the issuer vouches for them (`--trusted-input`).",
        ),
        ("signable", "Signed", "Their neighbours, which are signed and then pass."),
    ] {
        write!(page, "\n## {title}\n\n{text}\n\n| file | line | verdict | section | check | with it | neighbour |\n|---|---|---|---|---|---|---|\n")
            .unwrap();
        for case in cases.iter().filter(|case| case.class == class) {
            let (_, found) = decided(case);
            let code = |text: &str| if text.is_empty() { "–".into() } else { format!("`{text}`") };
            let others: Vec<String> =
                found.checks.iter().filter(|check| **check != found.check).map(|check| code(check)).collect();
            let others = if others.is_empty() { "–".into() } else { others.join(" ") };
            let section = if found.section.is_empty() { "–" } else { &found.section };
            let (name, line) = (case.file.trim_end_matches(".pdf"), &case.line);
            writeln!(
                page,
                "| `{name}` | {line} | {} | {section} | {} | {others} | {} |",
                found.verdict,
                code(&found.check),
                code(case.neighbour.trim_end_matches(".pdf"))
            )
            .unwrap();
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/must-reject-pdf.md");
    if std::env::var_os("KOSEKI_WRITE_DOCS").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let present = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        present == page,
        "docs/must-reject-pdf.md is out of date: KOSEKI_WRITE_DOCS=1 cargo test --test must_reject_pdf"
    );
}

/// Decision 0067: what is declared wrongly, and content, is told in any case.
#[test]
fn data_is_read_to_its_end_where_the_profile_asks() {
    let asks = br#"{ "format_version": 1, "name": "asks", "rules": "koseki", "pdf_data": "decoded" }"#;
    assert_eq!(Profile::from_json(asks).unwrap().pdf_data(), PdfData::Decoded);
    let decoded = verifier(Profile::koseki());
    let declared = verifier(Profile::koseki()).with_profile(Profile::koseki());
    for (file, told) in [
        ("image-data-less", false),
        ("image-data-none", false),
        ("image-data-depth", true),
        ("encoded-base-85-end", true),
        ("image-lzw", true),
    ] {
        let octets = fixture(&format!("hostile/pdf/{file}.pdf"));
        let passes =
            |verifier| verify_document(&octets, verifier).verdict() == koseki::report::Verdict::Passed;
        assert_eq!((passes(&decoded), passes(&declared)), (false, !told), "{file}");
    }
}
