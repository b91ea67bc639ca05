//! A sample of `tests/pdf_corpus`: files as Ghostscript and qpdf write them, signed by the binary, judged by pdfsig, qpdf,
//! koseki and by their pixels. The whole corpus, with its results, is in `docs/pdf-corpus.md`.
#![cfg(feature = "cli")]

mod support;

use std::path::Path;
use std::process::Command;

#[test]
fn files_of_other_producers_are_signed_and_look_the_same() {
    if !["python3", "gs", "qpdf", "pdfsig", "pdftoppm"].into_iter().all(support::peer) {
        return;
    }
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pdf_corpus");
    let folder = tempfile::tempdir().unwrap();
    let run = |script: &str, arguments: &[&str]| {
        let output = Command::new("python3")
            .arg(scripts.join(script))
            .arg(folder.path())
            .args(arguments)
            .output()
            .unwrap();
        let text =
            format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{script}: {text}");
        text
    };
    run("make.py", &["--sample"]);
    let told = run("run.py", &["--koseki", env!("CARGO_BIN_EXE_koseki"), "--least", "8"]);
    println!("{told}");
}
