//! `vectors/signature-cases.json`, kind pdf, as far as the PDF room decides alone: structure and coverage.

use std::path::{Path, PathBuf};

use koseki::pdf::{Document, Error, SignedBytes};

fn vectors() -> Option<PathBuf> {
    let folder = std::env::var_os("KOSEKI_VECTORS")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/vectors"), PathBuf::from);
    if folder.join("signature-cases.json").is_file() {
        return Some(folder);
    }
    assert!(
        std::env::var_os("KOSEKI_REQUIRE_VECTORS").is_none(),
        "KOSEKI_REQUIRE_VECTORS is set, but there are no vectors at {}",
        folder.display()
    );
    println!("skipped: no vectors at {}", folder.display());
    None
}

/// The variant the reader stops with, or how far the signatures reach.
fn outcome(octets: &[u8]) -> String {
    let read = || -> Result<String, Error> {
        let document = Document::parse(octets)?;
        let mut reached = Vec::new();
        for field in document.latest().signature_fields()? {
            if let Some(signature) = field.signature {
                signature.sub_filter()?;
                reached.push(format!("{:?}", SignedBytes::new(&document, &signature)?.coverage()));
            }
        }
        Ok(reached.join(" "))
    };
    match read() {
        Ok(reached) => reached,
        Err(error) => format!("{error:?}").split([' ', '{']).next().unwrap_or_default().to_owned(),
    }
}

const WHOLE: &str = "EntireFile { revision: 0 }";

/// Files whose defect is the room's to find, with the variant that names it.
const EXPECTED: &[(&str, &str)] = &[];

#[test]
fn every_file_ends_as_its_name_says() {
    let Some(folder) = vectors() else { return };
    let cases = std::fs::read(folder.join("signature-cases.json")).unwrap();
    let cases: serde_json::Value = serde_json::from_slice(&cases).unwrap();
    let mut wrong = Vec::new();
    for case in cases.as_array().unwrap().iter().filter(|case| case["kind"] == "pdf") {
        let file = case["file"].as_str().unwrap();
        let name = file.rsplit('/').next().unwrap();
        let found = outcome(&std::fs::read(folder.join(file)).unwrap());
        let expected =
            EXPECTED.iter().find(|(known, _)| *known == name).map_or(WHOLE, |(_, expected)| expected);
        if found != expected {
            wrong.push(format!("(\"{name}\", \"{found}\"), // not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
