//! What koseki read of a PDF, written anew, must look as the file itself does: a sample of `compare.py`, with Poppler alone.
//! `docs/testing.md` has the commands for all viewers and for generated files.

#[path = "../support/mod.rs"]
mod support;

mod rewrite;

use std::process::Command;

use koseki::pdf::{Document, second_reader};
use rewrite::rewrite;

const DOCUMENTS: [&str; 6] =
    ["adoption", "couple-and-child", "divorce", "presumed-death", "restored-surname", "variant-characters"];

/// All pages in grey, coarse enough to take no time and fine enough to see a line.
fn shown(octets: &[u8]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shown.pdf");
    std::fs::write(&path, octets).unwrap();
    let output = Command::new("pdftoppm").args(["-q", "-r", "36", "-gray"]).arg(path).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// The decoded content of every page.
fn contents(octets: &[u8]) -> Vec<Vec<u8>> {
    let document = Document::parse(octets).unwrap();
    let view = document.latest();
    let pages = view.pages().unwrap();
    let streams = pages.iter().map(|page| view.contents(page).unwrap());
    let decoded = streams.map(|streams| {
        streams.into_iter().flat_map(|stream| view.stream_data(stream, 1 << 20).unwrap()).collect()
    });
    decoded.collect()
}

#[test]
fn what_was_read_is_read_again() {
    for name in DOCUMENTS {
        let source = support::fixture(&format!("documents/{name}.pdf"));
        let written = rewrite(&source).unwrap();
        assert_eq!(contents(&written), contents(&source), "{name}");
        second_reader::compare(&Document::parse(&written).unwrap()).unwrap();
        assert_eq!(rewrite(&written).unwrap(), written, "{name}");
    }
}

#[test]
fn what_was_signed_is_what_is_shown() {
    if !support::peer("pdftoppm") {
        return;
    }
    let mut files =
        vec!["hostile/pdf/accepted-object-stream.pdf".to_owned(), "hostile/pdf/update-store.pdf".to_owned()];
    files.extend(DOCUMENTS.iter().map(|name| format!("signed/{name}.pdf")));
    for file in files {
        let source = support::fixture(&file);
        let (original, read) = (shown(&source), shown(&rewrite(&source).unwrap()));
        assert!(!original.is_empty() && original == read, "{file}");
    }
}

#[test]
fn a_page_changed_after_signing_is_seen() {
    if !support::peer("pdftoppm") {
        return;
    }
    let source = support::fixture("hostile/pdf/update-page-content.pdf");
    assert_ne!(shown(&source), shown(&rewrite(&source).unwrap()));
}
