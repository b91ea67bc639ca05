//! What several tests need: the folder of vectors, the fixtures, and peers that may be absent.
#![allow(dead_code, unreachable_pub, reason = "each test binary uses its own part")]

use std::path::{Path, PathBuf};
use std::process::Command;

/// A file below `fixtures/`.
pub fn fixture(path: &str) -> Vec<u8> {
    let full = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(path);
    std::fs::read(&full).unwrap_or_else(|error| panic!("{}: {error}", full.display()))
}

/// The conformance data, or `None` with a clear line when it is absent and not required.
pub fn vectors() -> Option<PathBuf> {
    let folder = std::env::var_os("KOSEKI_VECTORS")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/vectors"), PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(!required("KOSEKI_REQUIRE_VECTORS"), "vectors are required, but {} is absent", folder.display());
    eprintln!("SKIPPED: no conformance vectors (KOSEKI_VECTORS or ../shared/vectors)");
    None
}

/// Whether a program can be started; a clear line when it cannot and is not required.
pub fn peer(program: &str) -> bool {
    // Every peer answers some option with a start; only a missing program fails to spawn.
    if Command::new(program).arg("--version").output().is_ok() {
        return true;
    }
    assert!(!required("KOSEKI_REQUIRE_PEERS"), "{program} is required, but it is not installed");
    eprintln!("SKIPPED: {program} is not installed");
    false
}

fn required(variable: &str) -> bool {
    std::env::var_os(variable).is_some_and(|value| value == "1")
}
