//! The command line by cases written as files: `tests/cli_cases/**/*.trycmd`, each command with what it says and its exit code. Run
//! with `TRYCMD=overwrite` to write what it says now, and read the difference before you believe it.
#![cfg(all(feature = "cli", unix))]

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

mod support;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const KOSEKI: &str = env!("CARGO_BIN_EXE_koseki");

/// Commands that see the fixtures, no configuration of this machine, and English unless they ask otherwise.
fn cases() -> trycmd::TestCases {
    let cases = trycmd::TestCases::new();
    let folder = Path::new(KOSEKI).parent().unwrap();
    let path = std::env::var("PATH").unwrap_or_default();
    cases
        .env("KOSEKI_CONFIG", "")
        .env("LC_ALL", "C.UTF-8")
        .env("SOURCE_DATE_EPOCH", "1796083212")
        .env("PATH", format!("{}:{path}", folder.display()))
        .env("CASES", format!("{ROOT}/tests/cli_cases"))
        .env("FIXTURES", format!("{ROOT}/fixtures"))
        .env("SCHEMA", format!("{ROOT}/schemas/koseki-sample-1.xsd"))
        .env("MODULE", MODULE)
        .register_bin("sh", Path::new("/bin/sh"));
    cases.insert_var("[VERSION]", env!("CARGO_PKG_VERSION")).unwrap();
    cases
}

/// A checkout has the modes that the umask of its maker left. What `doctor` says of them must not depend on it.
fn usual_modes(path: &Path) {
    let is_folder = path.is_dir();
    let mode = if is_folder { 0o755 } else { 0o644 };
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    if is_folder {
        fs::read_dir(path).unwrap().for_each(|entry| usual_modes(&entry.unwrap().path()));
    }
}

const MODULE: &str = "/usr/lib/softhsm/libsofthsm2.so";

#[test]
fn every_case_says_what_it_said() {
    ["fixtures/keys", "fixtures/pki", "fixtures/records", "schemas", "tests/cli_cases"]
        .iter()
        .for_each(|folder| usual_modes(&Path::new(ROOT).join(folder)));
    let cases = cases();
    cases.case("tests/cli_cases/*/*.trycmd");
    if !(support::peer("softhsm2-util") && Path::new(MODULE).exists()) {
        cases.skip("tests/cli_cases/doctor/token.trycmd");
    }
}

/// A finding that no case provokes is a finding that nobody has seen.
#[test]
fn every_finding_is_in_a_case() {
    let list = Command::new(KOSEKI)
        .args(["doctor", "--list", "--lang", "en"])
        .env("KOSEKI_CONFIG", "")
        .current_dir(ROOT)
        .output()
        .unwrap();
    let list = String::from_utf8(list.stdout).unwrap();
    let known: BTreeSet<&str> = list
        .lines()
        .filter(|line| !line.starts_with(' '))
        .filter_map(|line| line.split(' ').next())
        .collect();
    assert!(known.len() > 30, "{list}");
    let cases: String = trycmd_files().iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let unseen: Vec<&&str> = known.iter().filter(|id| !cases.contains(&format!("[{id}]"))).collect();
    assert!(unseen.is_empty(), "no case provokes {unseen:?}");
}

/// The exit codes of the closed set, each in a case.
#[test]
fn every_exit_code_is_in_a_case() {
    let cases: String = trycmd_files().iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    for code in 1..=4 {
        assert!(cases.contains(&format!("\n? {code}\n")), "no case ends with {code}");
    }
    let codes: BTreeSet<&str> = cases.lines().filter_map(|line| line.strip_prefix("? ")).collect();
    assert_eq!(codes, BTreeSet::from(["1", "2", "3", "4"]));
}

fn trycmd_files() -> Vec<PathBuf> {
    let folders = fs::read_dir(Path::new(ROOT).join("tests/cli_cases")).unwrap();
    let files = folders.flat_map(|folder| fs::read_dir(folder.unwrap().path()).unwrap());
    let mut found: Vec<PathBuf> = files
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "trycmd"))
        .collect();
    found.sort();
    found
}
