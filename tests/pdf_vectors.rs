//! `vectors/signature-cases.json`, kind pdf, as far as the PDF room decides alone: structure and coverage.

use std::path::{Path, PathBuf};

use koseki::pdf::{Document, Error, SignedBytes, diagnose};

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
        Err(error) if octets.starts_with(b"%PDF-") && Document::parse(octets).is_err() => {
            let others = diagnose(octets);
            [error].iter().chain(&others).map(variant).collect::<Vec<_>>().join(", ")
        }
        Err(error) => variant(&error),
    }
}

fn variant(error: &Error) -> String {
    format!("{error:?}").split([' ', '{']).next().unwrap_or_default().to_owned()
}

const WHOLE: &str = "EntireFile { revision: 0 }";

/// Files whose defect is the room's to find: what the reader stops with and, where that is the structure (the
/// third-party files have cross-reference entries of 19 octets), what is wrong with the signature dictionary alone.
const EXPECTED: &[(&str, &str)] = &[
    ("R10_trailing_space.pdf", "OctetsAfterSignedEnd"),
    ("R11_trailing_newline.pdf", "OctetsAfterSignedEnd"),
    ("R12_trailing_garbage.pdf", "OctetsAfterEndOfFile, EndsElsewhere"),
    ("R20_isa_full.pdf", "EarlierRevision { revision: 0, later: 1 }"),
    ("R21_isa_no_xref.pdf", "UpdateWithoutCrossReference, EndsElsewhere"),
    ("R22_isa_no_prev.pdf", "UpdateWithoutPrevious, EndsElsewhere"),
    ("R23_isa_trailer_only.pdf", "UpdateTrailerOnly, EndsElsewhere"),
    ("R24_isa_body_only.pdf", "UpdateBodyOnly, EndsElsewhere"),
    ("R30_no_byterange.pdf", "ByteRangeMissing"),
    ("R31_br_null.pdf", "ByteRangeNull"),
    ("R32_br_negative.pdf", "ByteRangeNegative"),
    ("R33_br_firstnot0.pdf", "ByteRangeFirstNotZero"),
    ("R34_br_two_elems.pdf", "ByteRangeCount"),
    ("R35_br_six_elems.pdf", "ByteRangeCount"),
    ("R36_br_three_elems.pdf", "ByteRangeCount"),
    ("R37_br_overlap.pdf", "ByteRangeOverlap"),
    ("R38_br_short_tail.pdf", "EndsElsewhere"),
    ("R39_br_past_eof.pdf", "ByteRangePastEnd"),
    ("R40_br_zero.pdf", "ByteRangeEmptyRegion"),
    ("R41_br_huge.pdf", "ByteRangeOverflow"),
    ("R42_br_gap_grow_left.pdf", "GapWiderThanContents"),
    ("one-byterange.pdf", "ByteRangeCount"),
    ("signature-gap-too-big.pdf", "GapWiderThanContents"),
    ("tail-uncovered.pdf", "EndsElsewhere"),
    ("weird-byterange.pdf", "GapElsewhere"),
    ("isa_A.pdf", "CrossReferenceMissing, EndsElsewhere"),
    ("isa_C.pdf", "CrossReferenceEntryMalformed, EndsElsewhere"),
    ("isa_D.pdf", "CrossReferenceMissing, EndsElsewhere"),
    ("siwa_A.pdf", "CrossReferenceTableMalformed, ContentsOddDigits, GapWiderThanContents"),
    ("siwa_B.pdf", "CrossReferenceTableMalformed, ContentsOddDigits, GapWiderThanContents"),
    ("usf_01_Empty_Contents.pdf", "CrossReferenceTableMalformed, ContentsEmpty, ByteRangePastEnd"),
    ("usf_02_00_Contents.pdf", "CrossReferenceTableMalformed, ContentsAllZero, ByteRangePastEnd"),
    ("usf_03_Null_Contents.pdf", "CrossReferenceTableMalformed, ContentsNull, ByteRangePastEnd"),
    ("usf_04_No_Contents_Value.pdf", "CrossReferenceTableMalformed, ContentsWithoutValue"),
    ("usf_05_No_Contents.pdf", "CrossReferenceTableMalformed, ContentsMissing, ByteRangePastEnd"),
    ("usf_12_Null_ByteRange.pdf", "CrossReferenceTableMalformed, ByteRangeNull"),
    ("usf_14_No_ByteRange.pdf", "CrossReferenceTableMalformed, ByteRangeMissing"),
];

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
