//! What several tests need: the folder of vectors, the fixtures, and peers that may be absent.
#![allow(dead_code, unreachable_pub, reason = "each test binary uses its own part")]

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

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

/// Runs a shell command on a pseudo-terminal (`script` of bsdutils), types `answer` when `question` has appeared, and
/// returns the exit code and all that was on the screen. `None`, with a clear line, where there is no `script`. Nobody types
/// in the instant between a question and the end of the echo; half a second is a fast reader.
pub fn on_terminal(command: &str, question: &str, answer: &str) -> Option<(i32, String)> {
    if !peer("script") {
        return None;
    }
    let mut terminal = Command::new("script")
        .args(["--quiet", "--return", "--command", command, "/dev/null"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut keyboard, mut screen) = (terminal.stdin.take().unwrap(), terminal.stdout.take().unwrap());
    let (mut seen, mut octets) = (Vec::new(), [0; 4096]);
    let mut typed = false;
    loop {
        let count = screen.read(&mut octets).unwrap_or(0);
        seen.extend_from_slice(&octets[..count]);
        if !typed && String::from_utf8_lossy(&seen).contains(question) {
            std::thread::sleep(core::time::Duration::from_millis(500));
            keyboard.write_all(answer.as_bytes()).unwrap();
            typed = true;
        }
        if count == 0 {
            break;
        }
    }
    drop(keyboard);
    let code = terminal.wait().unwrap().code().unwrap();
    Some((code, String::from_utf8_lossy(&seen).into_owned()))
}
