//! The registry of rules: identifiers are unique and well-formed, every rule speaks both languages, and `docs/checks.md`
//! lists them all. `KOSEKI_WRITE_DOCS=1 cargo test --test registry` writes the page anew.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use koseki::profile::registry;
use koseki::report::SectionName;

#[test]
fn identifiers_are_unique_lower_case_words() {
    let mut seen = BTreeSet::new();
    for rule in registry() {
        let id = rule.id.0;
        assert!(seen.insert(id), "{id} stands twice");
        let fits = |one: char| one.is_ascii_lowercase() || one.is_ascii_digit() || ".-".contains(one);
        assert!(id.chars().all(fits), "{id}");
        assert!(!rule.clause.is_empty(), "{id} cites no clause");
    }
}

#[test]
fn every_rule_speaks_japanese_and_english() {
    let kana = |text: &str| text.chars().any(|one| ('ぁ'..='ん').contains(&one));
    for rule in registry() {
        for text in [&rule.requirement, &rule.violation] {
            assert!(kana(&text.ja), "{}: {}", rule.id.0, text.ja);
            assert!(!kana(&text.en) && !text.en.is_empty(), "{}: {}", rule.id.0, text.en);
        }
    }
}

#[test]
fn tampering_is_said_only_of_digests() {
    for rule in registry().filter(|rule| rule.violation.ja.contains("改ざん")) {
        assert!(rule.violation.ja.contains("ハッシュ値"), "{}: {}", rule.id.0, rule.violation.ja);
    }
}

/// The sources below some folders of `src`.
fn sources(folders: &[&str]) -> Vec<PathBuf> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|one| one == "rs") {
                found.push(path);
            }
        }
    }
    let mut files = Vec::new();
    for folder in folders {
        walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder), &mut files);
    }
    files
}

#[test]
fn every_rule_that_findings_name_is_listed() {
    let listed: BTreeSet<&str> = registry().map(|rule| rule.id.0).collect();
    let mut named = 0;
    for file in sources(&["profile/findings"]) {
        let text = std::fs::read_to_string(&file).unwrap();
        for rest in text.split("id: RuleId(\"").skip(1) {
            let id = rest.split('"').next().unwrap();
            assert!(listed.contains(id), "{id} of {} is not in the registry", file.display());
            named += 1;
        }
    }
    assert!(named > 200, "{named}");
}

/// The page of `koseki serve` and other systems show the same sentences, and there is no command line there.
#[test]
fn no_sentence_of_the_library_names_an_option_of_the_command_line() {
    let files = sources(&["profile", "report"]);
    let names_an_option = |line: &str| {
        let words = line.split("--").skip(1);
        !line.trim_start().starts_with("//")
            && words.clone().any(|word| word.starts_with(|one: char| one.is_ascii_lowercase()))
    };
    assert!(names_an_option("\"受領日時（--received-at）を指定\"") && files.len() > 20);
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let line = text.lines().find(|line| names_an_option(line));
        assert!(line.is_none(), "{}: {line:?}", file.display());
    }
}

#[test]
fn the_page_lists_every_rule() {
    let mut page = String::from(
        "# Checks\n\nEvery check a report can name, from the registry in `src/profile/registry.rs`. An id is never renamed and never reused.\n\
         Written by `KOSEKI_WRITE_DOCS=1 cargo test --test registry`; a test keeps it true.\n",
    );
    for (section, title) in [
        (SectionName::Signature, "署名検証結果 / Signature"),
        (SectionName::Certificate, "証明書検証結果 / Certificate"),
        (SectionName::Form, "様式(スキーマ)検証結果 / Form"),
        (SectionName::Standard, "技術的基準適合 / Standard"),
    ] {
        write!(
            page,
            "\n## {title}\n\n| id | clause | 求められること | when it does not hold |\n|---|---|---|---|\n"
        )
        .unwrap();
        let mut rules: Vec<_> = registry().filter(|rule| rule.section == section).collect();
        rules.sort_by_key(|rule| rule.id);
        for rule in rules {
            let (id, clause) = (rule.id.0, rule.clause);
            writeln!(page, "| `{id}` | {clause} | {} | {} |", rule.requirement.ja, rule.violation.en)
                .unwrap();
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/checks.md");
    if std::env::var_os("KOSEKI_WRITE_DOCS").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let present = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(present == page, "docs/checks.md is out of date: KOSEKI_WRITE_DOCS=1 cargo test --test registry");
}
