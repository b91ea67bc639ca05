//! Work grows with a hostile PDF and no faster, counted in instructions: `tests/pdf_growth.py` over small files.
#![cfg(feature = "cli")]

mod support;

use std::process::Command;

#[test]
fn instructions_grow_no_faster_than_the_file() {
    if !support::peer("python3") || !support::peer("valgrind") {
        return;
    }
    let output = Command::new("python3")
        .args(["tests/pdf_growth.py", env!("CARGO_BIN_EXE_koseki"), "--sizes", "25,50,100", "--check"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    println!("{}", String::from_utf8_lossy(&output.stdout));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
