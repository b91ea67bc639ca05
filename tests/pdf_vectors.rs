//! `vectors/signature-cases.json`, kind pdf: what the PDF room finds alone (structure and coverage), and the check that
//! names each refusal's defect.

use std::path::{Path, PathBuf};

use koseki::pdf::{Document, Error, SignedBytes, diagnose};
use koseki::profile::Profile;
use koseki::report::{Outcome, Verdict};
use koseki::time::Time;
use koseki::{RevocationMode, Verifier, verify_document};

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

/// The check that says what the file's name says. The files of the incremental saving attack (`isa_…`, `R20` to `R24`)
/// differ in how the appended part is broken; those of the wrapping attack (`siwa_…`) widen the gap; those of the
/// universal forgery (`usf_…`) spoil the key in their name, beside cross-references that are malformed as well.
const NAMED: &[(&str, &str)] = &[
    ("R01_body_bit.pdf", "cms.message-digest.different"),
    ("R02_sigdict_M.pdf", "cms.message-digest.different"),
    ("R03_sigdict_name.pdf", "cms.message-digest.different"),
    ("R04_badsig.pdf", "cms.signature-value.mismatch"),
    ("R10_trailing_space.pdf", "pdf.coverage.after-end"),
    ("R11_trailing_newline.pdf", "pdf.coverage.after-end"),
    ("R12_trailing_garbage.pdf", "pdf.coverage.trailing"),
    ("R20_isa_full.pdf", "pdf.revision.page"),
    ("R21_isa_no_xref.pdf", "pdf.update.no-xref"),
    ("R22_isa_no_prev.pdf", "pdf.update.no-prev"),
    ("R23_isa_trailer_only.pdf", "pdf.update.trailer-only"),
    ("R24_isa_body_only.pdf", "pdf.update.body-only"),
    ("R30_no_byterange.pdf", "pdf.byte-range.missing"),
    ("R31_br_null.pdf", "pdf.byte-range.null"),
    ("R32_br_negative.pdf", "pdf.byte-range.negative"),
    ("R33_br_firstnot0.pdf", "pdf.byte-range.first"),
    ("R34_br_two_elems.pdf", "pdf.byte-range.count"),
    ("R35_br_six_elems.pdf", "pdf.byte-range.count"),
    ("R36_br_three_elems.pdf", "pdf.byte-range.count"),
    ("R37_br_overlap.pdf", "pdf.byte-range.overlap"),
    ("R38_br_short_tail.pdf", "pdf.byte-range.end"),
    ("R39_br_past_eof.pdf", "pdf.byte-range.past-end"),
    ("R40_br_zero.pdf", "pdf.byte-range.empty"),
    ("R41_br_huge.pdf", "pdf.byte-range.overflow"),
    ("R42_br_gap_grow_left.pdf", "pdf.byte-range.gap-wider"),
    ("R60_no_signed_attrs.pdf", "standard.cms.signed-attributes"),
    ("R61_two_signerinfos.pdf", "cms.signer-info.many"),
    ("R62_zero_signerinfos.pdf", "cms.signer-info.none"),
    ("R63_ct_wrong_attr.pdf", "cms.content-type.different"),
    ("R64_econtent_present.pdf", "cms.encapsulated-content.present"),
    ("R65_econtent_is_signed_not_doc.pdf", "cms.encapsulated-content.present"),
    ("R66_sha1.pdf", "cms.digest-algorithm.weak"),
    ("R68_sha512.pdf", "standard.digest"),
    ("R78_name_other.pdf", "standard.pdf.name"),
    ("R83_js_openaction.pdf", "pdf.content.javascript"),
    ("one-byterange.pdf", "pdf.byte-range.count"),
    ("signature-gap-too-big.pdf", "pdf.byte-range.gap-wider"),
    ("tail-uncovered.pdf", "pdf.byte-range.end"),
    ("weird-byterange.pdf", "pdf.byte-range.gap-elsewhere"),
    ("isa_A.pdf", "pdf.byte-range.end"),
    ("isa_C.pdf", "pdf.byte-range.end"),
    ("isa_D.pdf", "pdf.byte-range.end"),
    ("siwa_A.pdf", "pdf.byte-range.gap-wider"),
    ("siwa_B.pdf", "pdf.byte-range.gap-wider"),
    ("usf_01_Empty_Contents.pdf", "pdf.contents.empty"),
    ("usf_02_00_Contents.pdf", "pdf.contents.all-zero"),
    ("usf_03_Null_Contents.pdf", "pdf.contents.null"),
    ("usf_04_No_Contents_Value.pdf", "pdf.contents.no-value"),
    ("usf_05_No_Contents.pdf", "pdf.contents.missing"),
    ("usf_12_Null_ByteRange.pdf", "pdf.byte-range.null"),
    ("usf_14_No_ByteRange.pdf", "pdf.byte-range.missing"),
];

#[test]
fn every_refusal_names_the_defect_that_the_file_name_names() {
    let Some(folder) = vectors() else { return };
    let cases = std::fs::read(folder.join("signature-cases.json")).unwrap();
    let cases: serde_json::Value = serde_json::from_slice(&cases).unwrap();
    let (mut refused, mut wrong) = (0, Vec::new());
    for case in cases.as_array().unwrap().iter().filter(|case| case["kind"] == "pdf") {
        let file = case["file"].as_str().unwrap();
        let name = file.rsplit('/').next().unwrap();
        let anchors = case["anchor"].as_str().map(|anchor| folder.join(anchor));
        let koseki = case["profile"] == "koseki";
        let verifier = Verifier::new(Time::parse_rfc3339("2026-12-01T00:00:00Z").unwrap())
            .with_anchors(koseki::store::certificates(anchors.as_slice()).unwrap())
            .with_revocation(RevocationMode::Off)
            .with_profile(if koseki { Profile::koseki() } else { Profile::signature() });
        let report = verify_document(&std::fs::read(folder.join(file)).unwrap(), &verifier);
        let sections = report.sections();
        let checks = sections.iter().flat_map(|(_, section)| section.checks());
        let bad = checks.filter(|check| matches!(check.outcome(), Outcome::Fail | Outcome::Unknown));
        let found: Vec<&str> = bad.map(|check| check.rule().id.0).collect();
        if case["expect"] == "passed" {
            assert!(found.is_empty() && report.verdict() == Verdict::Passed, "{name}: {found:?}");
            continue;
        }
        refused += 1;
        let named = NAMED.iter().find(|(known, _)| *known == name).map(|(_, check)| *check);
        if named.is_none_or(|named| !found.contains(&named)) {
            wrong.push(format!("{name}: {named:?} is not among {found:?}"));
        }
    }
    assert_eq!(refused, NAMED.len(), "refusals and the table");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
