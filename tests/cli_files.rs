//! Commands with everything they answer, written as files in `tests/cmd`: arguments and exit code in `*.toml`, standard output
//! and standard error beside it. `TRYCMD=overwrite cargo test --test cli_files` writes them anew; what changed is then read in
//! the diff.
#![cfg(feature = "cli")]

#[test]
fn what_verify_answers() {
    let cases = trycmd::TestCases::new();
    cases.insert_var("[VERSION]", env!("CARGO_PKG_VERSION")).unwrap();
    cases.case("tests/cmd/verify/*.toml");
}
