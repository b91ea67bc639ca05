//! `koseki c14n`: the octets it writes, which options belong to which method, and how it ends.
#![cfg(feature = "cli")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const SOURCE: &str = "<?xml version='1.0'?><!--前-->\n<a:r xmlns:a='urn:a' xmlns:b=\"urn:b\" xml:lang='ja'>\r\n <x Id='one' b:y='a:z'>戸 <!--c-->&#62;</x><x id='two'/><x xml:id='two'/></a:r>";

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, octets: &[u8]) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, octets).unwrap();
        path
    }
}

fn c14n(file: &Path, options: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_koseki"))
        .arg("c14n")
        .arg(file)
        .args(options)
        .env("LC_ALL", "C.UTF-8")
        .output()
        .unwrap()
}

fn text(octets: &[u8]) -> String {
    String::from_utf8_lossy(octets).into_owned()
}

#[track_caller]
fn writes(options: &[&str], expected: &str) {
    let folder = Folder::new();
    let output = c14n(&folder.file("in.xml", SOURCE.as_bytes()), options);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), expected);
    assert_eq!(text(&output.stderr), "");
}

#[track_caller]
fn ends(source: &[u8], options: &[&str], code: i32, reason: &str) {
    let folder = Folder::new();
    let output = c14n(&folder.file("in.xml", source), options);
    let told = text(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{told}");
    assert!(told.contains(reason), "{told:?} does not say {reason:?}");
    assert_eq!(text(&output.stdout), "", "nothing is written unless all of it is");
}

#[test]
fn every_method_writes_its_own_octets() {
    let rest = ">\n <x Id=\"one\" b:y=\"a:z\">戸 &gt;</x><x id=\"two\"></x><x xml:id=\"two\"></x></a:r>";
    let inclusive = format!("<a:r xmlns:a=\"urn:a\" xmlns:b=\"urn:b\" xml:lang=\"ja\"{rest}");
    writes(&["--method", "1.0"], &inclusive);
    writes(&["--method", "1.1"], &inclusive);
    let own = rest.replace("<x Id=\"one\" b", "<x xmlns:b=\"urn:b\" Id=\"one\" b");
    writes(&["--method", "exclusive"], &format!("<a:r xmlns:a=\"urn:a\" xml:lang=\"ja\"{own}"));
    writes(&["--method", "exclusive", "--inclusive-prefixes", "b #default"], &inclusive);
    writes(&["--method", "2.0"], &format!("<a:r xmlns:a=\"urn:a\" xml:lang=\"ja\"{own}"));
}

#[test]
fn comments_are_kept_when_asked_for() {
    let options = ["--method", "exclusive", "--with-comments", "--id", "one"];
    writes(&options, "<x xmlns:b=\"urn:b\" Id=\"one\" b:y=\"a:z\">戸 <!--c-->&gt;</x>");
}

#[test]
fn an_element_stands_in_its_context() {
    let apex = "<x xmlns:a=\"urn:a\" xmlns:b=\"urn:b\" Id=\"one\" xml:lang=\"ja\" b:y=\"a:z\">戸 &gt;</x>";
    writes(&["--method", "1.0", "--id", "one"], apex);
}

#[test]
fn version_2_0_takes_its_parameters() {
    let options = [
        "--method",
        "2.0",
        "--trim-text",
        "--prefix-rewrite",
        "sequential",
        "--qname-aware",
        "attribute:{urn:b}y",
        "element:q",
        "--id",
        "one",
    ];
    writes(
        &options,
        "<n0:x xmlns:n0=\"\" xmlns:n1=\"urn:a\" xmlns:n2=\"urn:b\" Id=\"one\" n2:y=\"n1:z\">戸 &gt;</n0:x>",
    );
}

#[test]
fn options_of_another_method_are_wrong_usage() {
    let source = SOURCE.as_bytes();
    for method in ["1.0", "1.1", "2.0"] {
        let options = ["--method", method, "--inclusive-prefixes", "a"];
        ends(source, &options, 2, "--inclusive-prefixes is a parameter of --method exclusive alone");
    }
    for method in ["1.0", "1.1", "exclusive"] {
        for option in [
            &["--trim-text"][..],
            &["--prefix-rewrite", "sequential"],
            &["--prefix-rewrite", "none"],
            &["--qname-aware", "element:q"],
        ] {
            let reason = format!("{} is a parameter of --method 2.0 alone", option[0]);
            ends(source, &[&["--method", method], option].concat(), 2, &reason);
        }
    }
    ends(source, &[], 2, "--method");
    ends(source, &["--method", "1.2"], 2, "it may be 1.0, 1.1, exclusive, 2.0");
    for holder in ["q", "elements:q", "element:{urn:a", "element:", "attribute:type", "element:a:b"] {
        ends(source, &["--method", "2.0", "--qname-aware", holder], 2, "cannot be");
    }
}

#[test]
fn a_refused_document_is_told_by_place_and_clause() {
    let refused = b"<a>\n<!DOCTYPE a></a>";
    ends(refused, &["--method", "1.0"], 1, "[line 2, column 1]");
    ends(refused, &["--method", "1.0", "--id", "x"], 1, "[line 2, column 1]");
    ends(refused, &["--method", "2.0", "--lang", "ja"], 1, "2 行 1 文字目");
    let shift_jis = b"<?xml version='1.0' encoding='Shift_JIS'?><a>\x8C\xCB</a>";
    ends(shift_jis, &["--method", "1.0"], 3, "Shift_JIS");
    let undeclared = ["--method", "2.0", "--qname-aware", "element:q"];
    ends(b"<q>a:b</q>", &undeclared, 1, "prefix");
}

#[test]
fn an_identifier_names_exactly_one_element() {
    let source = SOURCE.as_bytes();
    ends(source, &["--method", "1.0", "--id", "two"], 4, "several elements have the identifier");
    ends(source, &["--method", "1.0", "--id", "three"], 4, "no element has the identifier");
}

#[test]
fn the_output_appears_whole_and_never_over_the_input() {
    let folder = Folder::new();
    let source = folder.file("in.xml", SOURCE.as_bytes());
    let out = folder.0.path().join("out.xml");
    let to = |out: &Path| c14n(&source, &["--method", "exclusive", "--out", out.to_str().unwrap()]);
    assert_eq!(to(&out).status.code(), Some(0));
    assert!(std::fs::read_to_string(&out).unwrap().starts_with("<a:r xmlns:a="));
    let refused = to(&source);
    assert_eq!(refused.status.code(), Some(4));
    assert_eq!(std::fs::read(&source).unwrap(), SOURCE.as_bytes());

    let broken = folder.file("broken.xml", b"<a>");
    let out = folder.0.path().join("none.xml");
    let output = c14n(&broken, &["--method", "1.0", "--out", out.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(!out.exists());
    assert_eq!(std::fs::read_dir(folder.0.path()).unwrap().count(), 3, "no file is left beside");
}
