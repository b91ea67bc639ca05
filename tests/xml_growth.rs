//! Work grows with a hostile file and no faster, counted in instructions: `tests/xml_growth.py` over small files.
//!
//! The table for files of 100 to 400 KB and the release binary is in `docs/performance.md`.
#![cfg(feature = "cli")]

mod support;

use std::process::Command;

#[test]
fn instructions_grow_no_faster_than_the_attack() {
    if !support::peer("python3") || !support::peer("valgrind") {
        return;
    }
    let output = Command::new("python3")
        .args(["tests/xml_growth.py", env!("CARGO_BIN_EXE_koseki"), "--sizes", "25,50,100", "--check"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    println!("{}", String::from_utf8_lossy(&output.stdout));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
