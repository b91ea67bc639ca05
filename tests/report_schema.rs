//! The JSON of a report and `schemas/report-1.schema.json` say the same: every property that is written is described,
//! every one that is promised is written, and every word of an enumeration stands in the schema.

use koseki::report::{
    CertificateInQuestion, Check, DocumentKind, DocumentReport, Finding, Form, Language, Location, Obstacle,
    Outcome, PageSummary, PathTried, PathsTried, Proof, ProofSource, Report, RevisionAddition,
    RevisionCoverage, RevisionSummary, RevocationOrigin, RevocationSource, RevocationState,
    RevocationStatement, RevocationSummary, Rule, RuleId, Section, SectionName, SignatureKind,
    SignatureOutcome, SignatureRole, SignatureSummary, SignerSummary, SubIndication, Text, Unreadable,
    Verdict,
};
use koseki::time::Time;
use serde_json::Value;

#[path = "support/json_schema.rs"]
mod json_schema;
use json_schema::follow;

static RULE: Rule = Rule {
    id: RuleId("test.rule"),
    section: SectionName::Signature,
    clause: "EN 319 102-1 5.1.3",
    requirement: Text::new("試験の規則", "a rule for this test"),
    violation: Text::new("試験の規則に反します。", "The rule for this test is broken."),
};

fn report(documents: Vec<DocumentReport>) -> Report {
    Report {
        at: time(),
        made_at: Some(time()),
        profile: "koseki".into(),
        revocation: "require",
        algorithm_policy: "koseki-2026.1".into(),
        documents,
        received_at: Some(time()),
        requested_at: Some(time()),
        freshness_grace: 0,
        configuration: Some(koseki::report::Configuration {
            path: "koseki.toml".into(),
            sha256: "00".repeat(32),
        }),
        unreadable: vec![Unreadable {
            path: "missing.pdf".into(),
            reason: Text::new("ファイルが見つかりません。", "no such file"),
            obstacle: Obstacle::File,
        }],
    }
}

#[test]
fn a_full_and_an_empty_document_follow_the_schema() {
    let schema = schema();
    for language in [Language::Japanese, Language::English] {
        for explained in [false, true] {
            let value = report(vec![full(), empty()]).to_json(Form { language, explained });
            let mut complaints = Vec::new();
            follow(&schema, &schema, &value, "", &mut complaints);
            assert!(complaints.is_empty(), "{complaints:#?}");
        }
    }
}

#[test]
fn a_missing_property_and_a_strange_word_do_not_follow_the_schema() {
    let schema = schema();
    let good = report(vec![full()]).to_json(Language::English);
    let complaints = |value: &Value| {
        let mut complaints = Vec::new();
        follow(&schema, &schema, value, "", &mut complaints);
        complaints.len()
    };
    let mut missing = good.clone();
    missing["documents"][0].as_object_mut().unwrap().remove("verdict");
    let mut strange = good.clone();
    strange["documents"][0]["signature"]["checks"][0]["outcome"] = "maybe".into();
    let mut unknown = good.clone();
    unknown["documents"][0]["sub_indication"] = "HASH_FAILED".into();
    assert_eq!(
        (complaints(&good), complaints(&missing), complaints(&strange), complaints(&unknown)),
        (0, 1, 1, 1)
    );
}

#[test]
fn the_schema_lists_exactly_the_words_of_the_code() {
    let schema = schema();
    let words = |pointer: &str| -> Vec<String> {
        let list = schema.pointer(pointer).and_then(Value::as_array).unwrap_or_else(|| panic!("{pointer}"));
        list.iter().map(|word| word.as_str().unwrap().to_owned()).collect()
    };
    let sub_indications = words("/$defs/sub_indication/enum");
    assert_eq!(sub_indications, SUB_INDICATIONS.map(SubIndication::as_str));
    let verdicts = [Verdict::Passed, Verdict::Failed, Verdict::Indeterminate].map(Verdict::as_str);
    assert_eq!(words("/$defs/verdict/enum"), verdicts);
    let outcomes = [Outcome::Pass, Outcome::Fail, Outcome::Unknown, Outcome::NotChecked].map(Outcome::as_str);
    assert_eq!(words("/$defs/check/properties/outcome/enum"), outcomes);
    let kinds = [DocumentKind::Pdf, DocumentKind::Xml, DocumentKind::Unknown].map(DocumentKind::as_str);
    assert_eq!(words("/$defs/document/properties/kind/enum"), kinds);
    let kinds = [SignatureKind::Signature, SignatureKind::DocumentTimeStamp].map(SignatureKind::as_str);
    assert_eq!(words("/$defs/signature/properties/kind/enum"), kinds);
    let states = [
        RevocationState::Good,
        RevocationState::NotChecked,
        RevocationState::NotEstablished,
        RevocationState::Revoked,
        RevocationState::RevokedAfterProof,
    ];
    assert_eq!(words("/$defs/revocation/properties/state/enum"), states.map(RevocationState::as_str));
    let sources = [RevocationSource::List, RevocationSource::ListWithDelta, RevocationSource::OcspResponse];
    let sources = sources.map(RevocationSource::as_str);
    assert_eq!(words("/$defs/revocation_statement/properties/source/enum"), sources);
    let origins = [RevocationOrigin::Document, RevocationOrigin::Receiver].map(RevocationOrigin::as_str);
    assert_eq!(words("/$defs/revocation_statement/properties/origin/enum"), origins);
    let outcomes = [
        SignatureOutcome::Intact,
        SignatureOutcome::DigestDiffers,
        SignatureOutcome::ValueWrong,
        SignatureOutcome::NotEstablished,
    ];
    let outcomes = outcomes.map(SignatureOutcome::as_str);
    assert_eq!(words("/$defs/signature/properties/outcome/enum"), outcomes);
}

/// The content of a kept record, against `schemas/record-1.schema.json`.
#[test]
fn a_record_follows_its_schema() {
    let schema: Value = serde_json::from_str(include_str!("../schemas/record-1.schema.json")).unwrap();
    for record in [
        &include_bytes!("../fixtures/records/good.p7m")[..],
        include_bytes!("../fixtures/records/renewed.p7m"),
    ] {
        let signed = koseki::cms::SignedData::parse_with_content(record).unwrap();
        let mut value: Value = serde_json::from_slice(signed.content().unwrap()).unwrap();
        // The report has a schema of its own.
        value["report"] = serde_json::json!({});
        let mut complaints = Vec::new();
        follow(&schema, &schema, &value, "", &mut complaints);
        assert!(complaints.is_empty(), "{complaints:#?}");
    }
}

/// `doctor`, `config` and `record verify`, each against its schema.
#[cfg(feature = "cli")]
#[test]
fn what_the_commands_of_an_operator_say_follows_its_schema() {
    let at = ["--at", "2031-06-01T00:00:00Z"];
    let cases: [(&str, &[&str], &str); 6] = [
        (include_str!("../schemas/diagnosis-1.schema.json"), &["doctor"], "tests/cli_cases/doctor/good.toml"),
        (
            include_str!("../schemas/diagnosis-1.schema.json"),
            &["doctor"],
            "tests/cli_cases/config/unknown.toml",
        ),
        (
            include_str!("../schemas/diagnosis-1.schema.json"),
            &["config", "check"],
            "tests/cli_cases/config/unknown.toml",
        ),
        (include_str!("../schemas/configuration-1.schema.json"), &["config", "show"], ""),
        (
            include_str!("../schemas/configuration-1.schema.json"),
            &["config", "show"],
            "tests/cli_cases/config/good.toml",
        ),
        (
            include_str!("../schemas/record-verification-1.schema.json"),
            &["record", "verify", "fixtures/records", "--trust", "fixtures/records/agency.cer", at[0], at[1]],
            "",
        ),
    ];
    for (schema, arguments, configuration) in cases {
        let schema: Value = serde_json::from_str(schema).unwrap();
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_koseki"))
            .args(arguments)
            .args(["--format", "json"])
            .env("KOSEKI_CONFIG", configuration)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .unwrap();
        let mut value: Value = serde_json::from_slice(&output.stdout).unwrap();
        // A check is described by the schema of reports.
        let reports = self::schema();
        for record in value.get_mut("records").and_then(Value::as_array_mut).into_iter().flatten() {
            let mut complaints = Vec::new();
            follow(&reports, &reports["$defs"]["check"], &record["check"].take(), "", &mut complaints);
            assert!(complaints.is_empty(), "{complaints:#?}");
            record["check"] = serde_json::json!({});
        }
        let mut complaints = Vec::new();
        follow(&schema, &schema, &value, "", &mut complaints);
        assert!(complaints.is_empty(), "{arguments:?}: {complaints:#?}\n{value:#}");
    }
}

/// `koseki validate`: every kind of outcome and of expectation, against `schemas/validate-1.schema.json`.
#[cfg(feature = "cli")]
#[test]
fn what_validate_says_follows_its_schema() {
    let schema: Value = serde_json::from_str(include_str!("../schemas/validate-1.schema.json")).unwrap();
    let directory = tempfile::tempdir().unwrap();
    let head = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">"#;
    let body = r#"<xs:element name="r"><xs:complexType><xs:sequence><xs:element name="a" type="xs:int"/><xs:element name="b">
        <xs:simpleType><xs:restriction base="xs:string"><xs:maxLength value="1"/></xs:restriction></xs:simpleType></xs:element>
        </xs:sequence><xs:attribute name="c" use="required"/></xs:complexType></xs:element>"#;
    for (name, text) in [
        ("a.xsd", format!("{head}{body}</xs:schema>")),
        ("broken.xsd", format!("{head}<xs:element/></xs:schema>")),
        ("valid.xml", "<r c=''><a>1</a><b/></r>".to_owned()),
        ("invalid.xml", "<r><a>x</a><b>xx</b><e/></r>".to_owned()),
        ("other.xml", "<r c='' d=''><b/>x</r>".to_owned()),
        ("unclosed.xml", "<r>".to_owned()),
        ("another-encoding.xml", "<?xml version='1.0' encoding='Shift_JIS'?><r/>".to_owned()),
    ] {
        std::fs::write(directory.path().join(name), text).unwrap();
    }
    let documents =
        ["valid.xml", "invalid.xml", "other.xml", "unclosed.xml", "another-encoding.xml", "nowhere.xml"];
    let mut outcomes = Vec::new();
    for (file, flags) in [("a.xsd", &[][..]), ("a.xsd", &["--show-content"][..]), ("broken.xsd", &[][..])] {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_koseki"))
            .arg("validate")
            .args(documents)
            .args(["--format", "json", "--schema", file])
            .args(flags)
            .current_dir(directory.path())
            .output()
            .unwrap();
        let value: Value = serde_json::from_slice(&output.stdout).unwrap();
        let mut complaints = Vec::new();
        follow(&schema, &schema, &value, "", &mut complaints);
        assert!(complaints.is_empty(), "{complaints:#?}\n{value:#}");
        let words = value["documents"].as_array().unwrap().iter().map(|one| one["outcome"].clone());
        outcomes.push((value["schema"]["outcome"].clone(), words.collect::<Vec<_>>()));
    }
    let all = ["valid", "invalid", "invalid", "invalid", "stopped", "unreadable"].map(Value::from).to_vec();
    assert_eq!(outcomes[0], ("compiles".into(), all.clone()));
    assert_eq!(outcomes[1], ("compiles".into(), all));
    assert_eq!(outcomes[2], ("refused".into(), Vec::new()));
}

/// In the schema's order.
const SUB_INDICATIONS: [SubIndication; 18] = [
    SubIndication::CertificateChainGeneralFailure,
    SubIndication::ChainConstraintsFailure,
    SubIndication::CryptoConstraintsFailure,
    SubIndication::CryptoConstraintsFailureNoPoe,
    SubIndication::Expired,
    SubIndication::FormatFailure,
    SubIndication::Generic,
    SubIndication::HashFailure,
    SubIndication::NotYetValid,
    SubIndication::NoCertificateChainFound,
    SubIndication::NoSigningCertificateFound,
    SubIndication::OutOfBoundsNoPoe,
    SubIndication::Revoked,
    SubIndication::RevokedCaNoPoe,
    SubIndication::RevokedNoPoe,
    SubIndication::SigConstraintsFailure,
    SubIndication::SigCryptoFailure,
    SubIndication::TryLater,
];

/// Does nothing but stop the build when a word is added, so that it is added to the lists and the schema too.
#[allow(dead_code)]
fn every_word_is_listed(sub: SubIndication, verdict: Verdict, outcome: Outcome, kind: DocumentKind) {
    match sub {
        SubIndication::CertificateChainGeneralFailure
        | SubIndication::ChainConstraintsFailure
        | SubIndication::CryptoConstraintsFailure
        | SubIndication::CryptoConstraintsFailureNoPoe
        | SubIndication::Expired
        | SubIndication::FormatFailure
        | SubIndication::Generic
        | SubIndication::HashFailure
        | SubIndication::NotYetValid
        | SubIndication::NoCertificateChainFound
        | SubIndication::NoSigningCertificateFound
        | SubIndication::OutOfBoundsNoPoe
        | SubIndication::Revoked
        | SubIndication::RevokedCaNoPoe
        | SubIndication::RevokedNoPoe
        | SubIndication::SigConstraintsFailure
        | SubIndication::SigCryptoFailure
        | SubIndication::TryLater => {}
    }
    match verdict {
        Verdict::Passed | Verdict::Failed | Verdict::Indeterminate => {}
    }
    match outcome {
        Outcome::Pass | Outcome::Fail | Outcome::Unknown | Outcome::NotChecked => {}
    }
    match kind {
        DocumentKind::Pdf | DocumentKind::Xml | DocumentKind::Unknown => {}
    }
}

fn time() -> Time {
    Time::parse_rfc3339("2026-12-01T09:00:00+09:00").unwrap()
}

fn full() -> DocumentReport {
    let detail = || Text::new("8 から 12", "8 to 12");
    let offset = Location::Offset(8);
    let place = Location::LineColumn { line: 1, column: 2 };
    let broken = Finding::new(&RULE, SubIndication::FormatFailure).with_detail(detail()).at(offset);
    let question = CertificateInQuestion { role: "signer", subject: "CN=Test".into() };
    let undecided = Finding::new(&RULE, SubIndication::TryLater)
        .at(place)
        .about(question)
        .with_next_step(Text::new("確認してください。", "Check it."));
    DocumentReport {
        path: "見本.pdf".into(),
        sha256: "0".repeat(64),
        size: 12,
        kind: DocumentKind::Pdf,
        judged_at: time(),
        signer: Some(SignerSummary {
            subject: "CN=Test".into(),
            issuer: "CN=Test CA".into(),
            serial: "01".into(),
            sha256: "f".repeat(64),
            japanese_name: Some("試験用".into()),
            not_before: Some(time()),
            not_after: Some(time()),
        }),
        path_subjects: vec!["CN=Test CA".into(), "CN=Test".into()],
        revocation: revocation(),
        claimed_signing_time: Some(time()),
        schema_sha256: Some("a".repeat(64)),
        schema_scope: Some("signed"),
        signatures: signatures(),
        later_revisions: later_revisions(),
        proof_of_existence: Some(Proof { time: time(), source: ProofSource::Receipt }),
        paths_tried: Some(PathsTried {
            count: 1,
            search: "complete",
            paths: vec![PathTried { subjects: vec!["CN=Test".into()], checks: vec![Check::pass(&RULE)] }],
        }),
        signature: Section::new(vec![broken.into(), Check::pass(&RULE)]),
        certificate: Section::new(vec![undecided.into()]),
        form: Section::new(vec![Check::pass(&RULE).with_detail(detail())]),
        standard: Section::new(vec![Check::not_checked(&RULE)]),
    }
}

fn revocation() -> Vec<RevocationSummary> {
    let certificate = || CertificateInQuestion { role: "signer", subject: "CN=Test".into() };
    let statement = RevocationStatement {
        source: RevocationSource::List,
        origin: RevocationOrigin::Receiver,
        sha256: "b".repeat(64),
        this_update: time(),
        next_update: None,
    };
    vec![
        RevocationSummary {
            certificate: certificate(),
            state: RevocationState::Good,
            reason: None,
            statement: Some(statement),
        },
        RevocationSummary {
            certificate: certificate(),
            state: RevocationState::NotEstablished,
            reason: Some(Text::new("ありません。", "there is none")),
            statement: None,
        },
    ]
}

fn signatures() -> Vec<SignatureSummary> {
    let one = SignatureSummary {
        field: "Signature1".into(),
        offset: 9,
        kind: SignatureKind::Signature,
        role: SignatureRole::SpokenOf,
        outcome: SignatureOutcome::Intact,
        reason: None,
        coverage: Some(RevisionCoverage { revision: 2, revisions: 3 }),
        signer: Some(SignerSummary::default()),
        time: Some(time()),
    };
    let reason = Finding::new(&RULE, SubIndication::HashFailure);
    let listed = SignatureSummary {
        kind: SignatureKind::DocumentTimeStamp,
        role: SignatureRole::Listed,
        outcome: SignatureOutcome::DigestDiffers,
        reason: Some(reason.into()),
        coverage: None,
        signer: None,
        time: None,
        ..one.clone()
    };
    vec![one, listed]
}

fn later_revisions() -> Vec<RevisionSummary> {
    let additions = vec![
        RevisionAddition::DocumentSecurityStore,
        RevisionAddition::Signature("Signature2".into()),
        RevisionAddition::Nothing,
    ];
    let allowed = RevisionSummary {
        revision: 3,
        offset: 9_000,
        additions: Some(additions),
        added: vec!["9 0".into()],
        replaced: vec!["1 0".into()],
        freed: Vec::new(),
        trailer: Vec::new(),
        pages: Some(PageSummary { before: 1, after: 2, changed: vec![2] }),
    };
    let refused = RevisionSummary {
        additions: None,
        freed: vec!["4 0".into()],
        trailer: vec!["Info".into()],
        pages: None,
        ..allowed.clone()
    };
    vec![allowed, refused]
}

fn empty() -> DocumentReport {
    let nothing = || Section::new(Vec::new());
    DocumentReport {
        path: String::new(),
        sha256: "0".repeat(64),
        size: 0,
        kind: DocumentKind::Unknown,
        judged_at: time(),
        signer: None,
        path_subjects: Vec::new(),
        revocation: Vec::new(),
        claimed_signing_time: None,
        schema_sha256: None,
        schema_scope: None,
        signatures: Vec::new(),
        later_revisions: Vec::new(),
        proof_of_existence: None,
        paths_tried: None,
        signature: nothing(),
        certificate: nothing(),
        form: nothing(),
        standard: nothing(),
    }
}

fn schema() -> Value {
    serde_json::from_str(include_str!("../schemas/report-1.schema.json")).unwrap()
}
