//! The XML vectors that others made, as far as the signature itself decides them.
//!
//! `KOSEKI_VECTORS` names the folder, else `../shared/vectors`; without it the tests say so and pass, unless
//! `KOSEKI_REQUIRE_VECTORS=1`.

use std::path::PathBuf;

use koseki::dsig::{self, Coverage, Defect, KeySource, Mode, ReferencePolicy};
use koseki::profile::Profile;
use koseki::profile::findings::dsig::finding;
use koseki::report::Outcome;
use koseki::time::Time;
use koseki::xml::Document;
use koseki::{RevocationMode, Verifier};

fn vectors() -> Option<PathBuf> {
    let folder = std::env::var_os("KOSEKI_VECTORS")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/vectors"), PathBuf::from);
    if folder.join("signature-cases.json").is_file() {
        return Some(folder);
    }
    assert_ne!(std::env::var("KOSEKI_REQUIRE_VECTORS").as_deref(), Ok("1"), "the vectors are required");
    println!("skipped: no vectors at hand (set KOSEKI_VECTORS)");
    None
}

/// How a file ends, as far as this room decides: the first thing found, by the rule it breaks.
fn rules_broken(source: &[u8], policy: ReferencePolicy) -> Vec<(&'static str, Outcome)> {
    let Ok(document) = Document::parse(source) else { return vec![("xml", Outcome::Fail)] };
    match dsig::verify(&document, policy, &[]) {
        Err(error) => vec![(finding(&error).rule.id.0, finding(&error).outcome())],
        Ok(verification) => {
            assert_eq!(verification.verified().is_some(), verification.errors().next().is_none());
            verification.errors().map(|error| (finding(error).rule.id.0, finding(error).outcome())).collect()
        }
    }
}

#[test]
fn every_xml_case_ends_as_stated() {
    let Some(folder) = vectors() else { return };
    let cases = std::fs::read(folder.join("signature-cases.json")).unwrap();
    let cases: serde_json::Value = serde_json::from_slice(&cases).unwrap();
    let mut wrong = Vec::new();
    for case in cases.as_array().unwrap().iter().filter(|case| case["kind"] == "xml") {
        let file = case["file"].as_str().unwrap();
        let policy = match case["profile"].as_str().unwrap() {
            "kobunsho" => ReferencePolicy::Kobunsho,
            _ => ReferencePolicy::WholeDocument,
        };
        let broken = rules_broken(&std::fs::read(folder.join(file)).unwrap(), policy);
        let section = if broken.iter().any(|(_, outcome)| *outcome == Outcome::Fail) {
            "failed"
        } else if broken.is_empty() {
            "passed"
        } else {
            "indeterminate"
        };
        let passed = case["expect"] == "passed";
        if passed != broken.is_empty()
            || case["signature_section"].as_str().is_some_and(|stated| stated != section)
        {
            wrong.push(format!("{file} ({policy:?}): {broken:?}, stated {case}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every file that must not pass, with the profile it is judged by and the check of its defect.
const REFUSALS: &[(&str, &str, &str)] = &[
    ("reject/10_tamper_text", "signature", "dsig.digest.mismatch"),
    ("reject/11_tamper_attr", "signature", "dsig.digest.mismatch"),
    ("reject/20_xsw_sibling_dupid_evil_first", "signature", "dsig.reference.id-duplicate"),
    ("reject/20_xsw_sibling_dupid_evil_first", "kobunsho", "dsig.reference.id-duplicate"),
    ("reject/21_xsw_evil_sibling_newid", "signature", "dsig.reference.id-not-root"),
    ("reject/21_xsw_evil_sibling_newid", "kobunsho", "dsig.kobunsho.unsigned-sibling"),
    ("reject/22_xsw_orig_in_object", "signature", "dsig.wrapping.inside-signature"),
    ("reject/22_xsw_orig_in_object", "kobunsho", "dsig.wrapping.inside-signature"),
    ("reject/30_comment_in_digestvalue", "signature", "dsig.structure.comment-in-value"),
    ("reject/31_comment_in_sigvalue", "signature", "dsig.structure.comment-in-value"),
    ("reject/32_two_signedinfo", "signature", "dsig.structure.child-duplicate"),
    ("reject/33_two_sigvalue", "signature", "dsig.structure.child-duplicate"),
    ("reject/34_elem_in_digestvalue", "signature", "dsig.structure.element-in-value"),
    ("reject/40_doctype", "signature", "xml.doctype"),
    ("reject/41_doctype_entity", "signature", "xml.doctype"),
    ("reject/42_doctype_default_attr", "signature", "xml.doctype"),
    ("reject/44_ws_added_in_doc", "signature", "dsig.digest.mismatch"),
    ("reject/46_object_added", "signature", "dsig.structure.object"),
    ("reject/47_unknown_child_in_signature", "signature", "dsig.structure.child-unknown"),
    ("reject/50_xpath_only_name", "signature", "dsig.transform.xpath"),
    ("reject/51_id_covers_only_name", "signature", "dsig.reference.id-not-root"),
    ("reject/52_rsa_sha1", "signature", "dsig.method.sha1"),
    ("reject/id-reference-docbody", "signature", "dsig.reference.id-not-root"),
    ("intact/SAML_assertion_sha256", "signature", "dsig.signer.authority"),
    ("intact/example-125", "signature", "dsig.signature.place"),
    ("intact/rsa2048_sha256_c14n", "signature", "dsig.key-info.key-value-only"),
    ("intact/signature-rsa-enveloped", "signature", "dsig.method.sha1"),
];

/// The whole way, as a receiver goes it: each refusal says its defect, and nothing that is not a consequence of it.
#[test]
fn every_refusal_carries_the_check_of_its_defect() {
    let Some(folder) = vectors() else { return };
    let cases = std::fs::read(folder.join("signature-cases.json")).unwrap();
    let cases: serde_json::Value = serde_json::from_slice(&cases).unwrap();
    let mut judged = Vec::new();
    for case in cases.as_array().unwrap().iter().filter(|case| case["kind"] == "xml") {
        let (file, profile) = (case["file"].as_str().unwrap(), case["profile"].as_str().unwrap());
        let anchors = match case["anchor"].as_str() {
            Some(anchor) => koseki::store::certificates(&[folder.join(anchor)]).unwrap(),
            None => Vec::new(),
        };
        let rules = if profile == "kobunsho" { Profile::kobunsho() } else { Profile::signature() };
        let verifier = Verifier::new(Time::parse_rfc3339("2026-12-01T00:00:00Z").unwrap())
            .with_anchors(anchors)
            .with_revocation(RevocationMode::Off)
            .with_profile(rules);
        let report = koseki::verify_document(&std::fs::read(folder.join(file)).unwrap(), &verifier);
        let broken: Vec<&str> = report
            .sections()
            .iter()
            .flat_map(|(_, section)| section.checks())
            .filter(|check| matches!(check.outcome(), Outcome::Fail | Outcome::Unknown))
            .map(|check| check.rule().id.0)
            .collect();
        if case["expect"] == "passed" {
            assert_eq!(broken, [""; 0], "{file} [{profile}]");
            continue;
        }
        let name = file.trim_start_matches("xmldsig/").trim_end_matches(".xml");
        let (_, _, check) = REFUSALS
            .iter()
            .find(|(refused, by, _)| (*refused, *by) == (name, profile))
            .unwrap_or_else(|| panic!("{file} [{profile}] is in no table: {broken:?}"));
        assert!(broken.contains(check), "{file} [{profile}]: {broken:?} instead of {check}");
        // Files of others are refused for more than one reason, and have no anchor here.
        if file.starts_with("xmldsig/reject/") {
            let rest: Vec<_> = broken.iter().filter(|id| *id != check && **id != "form.xml").collect();
            assert!(rest.is_empty(), "{file} [{profile}]: {rest:?} beside {check}");
        }
        judged.push((name.to_owned(), profile.to_owned()));
    }
    assert_eq!(judged.len(), REFUSALS.len(), "every row of the table is a case: {judged:?}");
}

#[test]
fn accepted_files_say_what_was_signed() {
    let Some(folder) = vectors() else { return };
    for entry in std::fs::read_dir(folder.join("xmldsig/accept")).unwrap() {
        let path = entry.unwrap().path();
        let source = std::fs::read(&path).unwrap();
        let document = Document::parse(&source).unwrap();
        let verified = dsig::verify(&document, ReferencePolicy::WholeDocument, &[])
            .and_then(dsig::Verification::into_verified)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(verified.coverage(), &Coverage::WholeDocument);
        assert_eq!(verified.signed_nodes().apex(), document.root());
        let octets = String::from_utf8(verified.signed_nodes().canonical_octets(&document).unwrap()).unwrap();
        assert!(!octets.contains("SignatureValue"), "{}", path.display());
        let version_2 = path.ends_with("mode-2.0.xml");
        assert_eq!(verified.mode() == Mode::Version2, version_2);
        assert!(dsig::inspect(&document).is_intact());
    }
}

#[test]
fn the_body_of_an_official_document_is_signed_and_nothing_else() {
    let Some(folder) = vectors() else { return };
    let source = std::fs::read(folder.join("xmldsig/reject/id-reference-docbody.xml")).unwrap();
    let document = Document::parse(&source).unwrap();
    let verified = dsig::verify(&document, ReferencePolicy::Kobunsho, &[])
        .and_then(dsig::Verification::into_verified)
        .unwrap();
    let Coverage::Body { body, unsigned, attachments } = verified.coverage() else { panic!("not BODY") };
    assert_eq!(document.name(*body).unwrap().local, "BODY");
    assert!(unsigned.is_empty() && attachments.is_empty());
    let octets = verified.signed_nodes().canonical_octets(&document).unwrap();
    assert!(octets.starts_with(b"<BODY ID=\"DOCBODY\">") && octets.ends_with(b"</BODY>"));
}

#[test]
fn the_files_of_others_are_intact_and_refused() {
    let Some(folder) = vectors() else { return };
    for (file, rules) in [
        // Its xsi:type="xs:string" relies on a declaration that exclusive canonicalization leaves out.
        (
            "SAML_assertion_sha256",
            &["dsig.key.weak", "dsig.signer.authority", "dsig.content.type-name-unsigned"][..],
        ),
        ("example-125", &["dsig.signature.place"]),
        ("rsa2048_sha256_c14n", &["dsig.key-info.key-value-only"]),
        ("signature-rsa-enveloped", &["dsig.method.sha1", "dsig.digest.sha1", "dsig.key.weak"]),
    ] {
        let source = std::fs::read(folder.join(format!("xmldsig/intact/{file}.xml"))).unwrap();
        let inspection = dsig::inspect(&Document::parse(&source).unwrap());
        assert!(inspection.is_intact(), "{file}: {inspection:?}");
        let broken = rules_broken(&source, ReferencePolicy::WholeDocument);
        let broken: Vec<_> = broken.into_iter().map(|(rule, _)| rule).collect();
        assert_eq!(broken, rules, "{file}");

        // One octet of the content changed: no longer intact.
        let text = String::from_utf8(source).unwrap();
        let (from, to) = match file {
            "SAML_assertion_sha256" => (">Bar<", ">Baz<"),
            "example-125" => ("59900", "59901"),
            "rsa2048_sha256_c14n" => (">test<", ">tess<"),
            _ => ("Soriano", "Sorianp"),
        };
        assert!(text.contains(from));
        let changed = text.replacen(from, to, 1);
        assert!(!dsig::inspect(&Document::parse(changed.as_bytes()).unwrap()).is_intact(), "{file}");
    }
}

#[test]
fn a_bare_key_is_named_as_such() {
    let Some(folder) = vectors() else { return };
    let source = std::fs::read(folder.join("xmldsig/intact/rsa2048_sha256_c14n.xml")).unwrap();
    let inspection = dsig::inspect(&Document::parse(&source).unwrap());
    let content = inspection.signatures[0].content.as_ref().unwrap();
    assert_eq!(content.key.as_ref().unwrap().1, KeySource::KeyValue);
    assert!(content.certificates.is_empty());
}

#[test]
fn one_flipped_bit_is_refused_or_changes_nothing_that_was_signed() {
    let Some(folder) = vectors() else { return };
    let source = std::fs::read(folder.join("xmldsig/accept/japanese-names-ivs.xml")).unwrap();
    let document = Document::parse(&source).unwrap();
    let facts = |source: &[u8]| {
        let document = Document::parse(source).ok()?;
        let verification = dsig::verify(&document, ReferencePolicy::WholeDocument, &[]).ok()?;
        let verified = verification.into_verified().ok()?;
        let octets = verified.signed_nodes().canonical_octets(&document).unwrap();
        // The rest of the certificate is protected by its own signature, which is for the path to verify.
        let key = verified.signer().subject_public_key_info().to_vec();
        Some((octets, key, verified.signature_value().to_vec()))
    };
    let original = facts(document.source()).unwrap();
    for at in 0..source.len() {
        for bit in [0, 1, 5] {
            let mut flipped = source.clone();
            flipped[at] ^= 1 << bit;
            if let Some(found) = facts(&flipped) {
                assert!(found == original, "bit {bit} of octet {at}");
            }
        }
    }
}

#[test]
fn a_defect_is_shown_where_it_stands() {
    let Some(folder) = vectors() else { return };
    let source = std::fs::read(folder.join("xmldsig/reject/46_object_added.xml")).unwrap();
    let document = Document::parse(&source).unwrap();
    let error = dsig::verify(&document, ReferencePolicy::WholeDocument, &[]).unwrap_err();
    assert_eq!(error.defect(), &Defect::Object);
    let place = error.position().unwrap();
    assert!(source[place.offset..].starts_with(b"<Object>"));
}
