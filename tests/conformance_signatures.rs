//! `vectors/signature-cases.json`: files by others and by an independent signer, each with the outcome it must have.

mod support;

use koseki::pki::Certificate;
use koseki::profile::Profile;
use koseki::report::{Language, Outcome, Verdict};
use koseki::time::Time;
use koseki::{RevocationMode, Verifier, verify};
use serde_json::Value;

#[test]
fn every_case_ends_as_stated() {
    let Some(folder) = support::vectors() else { return };
    let cases = std::fs::read(folder.join("signature-cases.json")).unwrap();
    let cases: Vec<Value> = serde_json::from_slice(&cases).unwrap();
    let mut wrong = Vec::new();
    let mut judged = 0;
    for case in &cases {
        let text = |key: &str| case[key].as_str().unwrap_or_default();
        let profile = match text("profile") {
            "signature" => Profile::signature(),
            "koseki" => Profile::koseki(),
            "kobunsho" => Profile::kobunsho(),
            other => panic!("unknown profile {other}"),
        };
        let anchors = match case["anchor"].as_str() {
            Some(anchor) => koseki::store::certificates(&[folder.join(anchor)]).unwrap(),
            None => Vec::<Certificate>::new(),
        };
        let at = Time::parse_rfc3339("2026-12-01T00:00:00Z").unwrap();
        let verifier = Verifier::new(at)
            .with_anchors(anchors)
            .with_revocation(RevocationMode::Off)
            .with_profile(profile);
        let octets = std::fs::read(folder.join(text("file"))).unwrap();
        let report = verify(&octets, &verifier);
        let document = &report.documents[0];
        let passed = document.verdict() == Verdict::Passed;
        let section = document.signature.verdict().as_str();
        let as_stated = passed == (text("expect") == "passed")
            && case["signature_section"].as_str().is_none_or(|stated| stated == section);
        judged += 1;
        let reasons: Vec<_> = document
            .sections()
            .iter()
            .flat_map(|(_, section)| section.checks())
            .filter(|check| matches!(check.outcome(), Outcome::Fail | Outcome::Unknown))
            .map(|check| format!("{}: {}", check.rule().id.0, check.message(Language::English)))
            .collect();
        println!("{} [{}] {section} {reasons:?}", text("file"), text("profile"));
        if !as_stated {
            wrong.push(format!(
                "{} [{}]: {section}, passed {passed}: {reasons:?}",
                text("file"),
                text("profile")
            ));
        }
    }
    assert!(judged >= 100, "only {judged} cases were found");
    assert!(wrong.is_empty(), "{} of {judged} differ:\n{}", wrong.len(), wrong.join("\n"));
}
