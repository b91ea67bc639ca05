//! An attacker's ways through algorithms, policies and names of a certification path: for each the nearest case that is
//! accepted and the nearest that is refused.
#![cfg(all(feature = "test-pki", feature = "aws-lc"))]

#[path = "support/hostile.rs"]
mod hostile;

use std::process::Command;

use hostile::{day, key};
use koseki::cms::{SignerIdentity, Template};
use koseki::crypto::policy::AlgorithmPolicy;
use koseki::limits::{Budget, pki::PATH_STEPS};
use koseki::pdf::{SignatureFieldRequest, prepare};
use koseki::pki::{
    Certificate, NameForm, PathDefect, PathOutcome, PathRequest, Purpose, RevocationMode, Search,
    TrustAnchor, validate,
};
use koseki::profile::Profile;
use koseki::report::{Check, DocumentReport, Indication, Outcome, Section, SubIndication};
use koseki::test_pki::{
    Attribute, CertificateBuilder, DistinguishedName, GeneralSubtree, Key, KeyUsage, Validity, der,
};
use koseki::time::Time;
use koseki::{Verifier, verify_document};

const POLICY: &str = "1.3.6.1.4.1.99999.1.1";
const OTHER: &str = "1.3.6.1.4.1.99999.1.2";
const ANY: &str = "2.5.29.32.0";

fn named(name: &str) -> DistinguishedName {
    DistinguishedName::japan().utf8(Attribute::Organization, name)
}

fn validity() -> Validity {
    Validity { not_before: day(-100), not_after: day(1_000) }
}

fn read(builder: &CertificateBuilder, key: &Key) -> Certificate {
    Certificate::parse(&builder.sign(key.signer()).unwrap()).unwrap()
}

fn anchor() -> Certificate {
    let (name, key) = (named("Root"), key("official-status-ca"));
    read(&CertificateBuilder::new(&name, key.spki(), &name, 1, validity()).authority(None), &key)
}

/// A CA below the anchor, with what `dress` adds.
fn authority(number: u64, dress: impl FnOnce(CertificateBuilder) -> CertificateBuilder) -> Certificate {
    let key = key("bridge-ca");
    let builder = CertificateBuilder::new(&named("Sub CA"), key.spki(), &named("Root"), number, validity());
    read(&dress(builder.authority(None)), &self::key("official-status-ca"))
}

/// A signer below that CA, with what `dress` adds.
fn signer(
    subject: &DistinguishedName,
    dress: impl FnOnce(CertificateBuilder) -> CertificateBuilder,
) -> Certificate {
    let key = key("minister");
    let builder = CertificateBuilder::new(subject, key.spki(), &named("Sub CA"), 9, validity())
        .key_usage(&[KeyUsage::DigitalSignature]);
    read(&dress(builder), &self::key("bridge-ca"))
}

/// The defects of the nearest path from the anchor through `authorities`; none when one is valid.
fn defects(authorities: &[Certificate], target: &Certificate) -> Vec<PathDefect> {
    let anchors = [TrustAnchor::from_certificate(anchor()).unwrap()];
    let mut request = PathRequest::new(target, &anchors, day(0));
    request.certificates = authorities;
    request.revocation = RevocationMode::Off;
    match validate(&request, &mut Budget::new(PATH_STEPS)) {
        PathOutcome::Valid(_) => Vec::new(),
        PathOutcome::Invalid(failure) => {
            assert_eq!(failure.search, Search::Complete);
            failure.paths[0].errors.iter().map(|error| error.defect.clone()).collect()
        }
    }
}

// Algorithms of the document's own signature

const DIGEST_ENDS: &str = "2026-12-01T00:00:00Z";

/// A policy by which SHA-256 ends so, with proof too, and PKCS #1 v1.5 as `rsa` says.
fn algorithms(verify_now: &str, with_proof: &str, rsa: &str) -> AlgorithmPolicy {
    let line = |algorithm: &str, bits: &str, now: &str, proof: &str| {
        format!(
            r#"{{"algorithm":"{algorithm}"{bits},"sign":"always","verify_now":"{now}","verify_with_proof":"{proof}"}}"#
        )
    };
    let bits = r#","bits":2048"#;
    let lines = [
        line("SHA-256", "", verify_now, with_proof),
        line("RSASSA-PKCS1-v1_5", bits, rsa, rsa),
        line("RSASSA-PSS", bits, "always", "always"),
    ];
    let file = format!(
        r#"{{"format_version":1,"version":"ends","source":"test","algorithms":[{}]}}"#,
        lines.join(",")
    );
    AlgorithmPolicy::from_json(file.as_bytes()).unwrap()
}

fn fixture(path: &str) -> Vec<u8> {
    std::fs::read(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(path)).unwrap()
}

fn time(text: &str) -> Time {
    Time::parse_rfc3339(text).unwrap()
}

fn checks_of<'r>(section: &'r Section, id: &str) -> Vec<&'r Check> {
    section.checks().iter().filter(|check| check.rule().id.0 == id).collect()
}

fn judged(document: &str, policy: AlgorithmPolicy, at: &str, received_at: Option<&str>) -> DocumentReport {
    let mut verifier =
        Verifier::new(time(at)).with_algorithm_policy(policy).with_profile(Profile::signature());
    if let Some(received_at) = received_at {
        verifier = verifier.with_receipt(time(received_at));
    }
    verify_document(&fixture(document), &verifier)
}

#[test]
fn the_policy_judges_the_digests_and_the_algorithm_of_the_document_itself() {
    for document in ["signed/divorce.pdf", "signed/divorce.xml"] {
        let found = |policy, at, received_at| {
            let report = judged(document, policy, at, received_at);
            let found = checks_of(&report.signature, "signature.algorithm.policy");
            let subs: Vec<_> = found.iter().map(|check| check.sub_indication().unwrap()).collect();
            assert!(found.iter().all(|check| check.outcome() == Outcome::Unknown));
            assert_eq!(checks_of(&report.signature, "signature.value").len(), 1, "the value holds");
            (subs, report.indication().1)
        };
        let ends = || algorithms(DIGEST_ENDS, "2030-01-01T00:00:00Z", "always");
        // To the last instant; a second later the content's digest and the signature value are both refused.
        assert_eq!(found(ends(), DIGEST_ENDS, None).0, [], "{document}");
        let no_poe = SubIndication::CryptoConstraintsFailureNoPoe;
        let late = found(ends(), "2026-12-01T00:00:01Z", None);
        assert_eq!(late, (vec![no_poe, no_poe], Some(no_poe)), "{document}");
        // A proof of before the end helps as long as the policy says, one of after it does not.
        assert_eq!(found(ends(), "2030-01-01T00:00:00Z", Some(DIGEST_ENDS)).0, [], "{document}");
        assert_eq!(found(ends(), "2030-01-01T00:00:01Z", Some(DIGEST_ENDS)).0, [no_poe; 2], "{document}");
        let late_proof = found(ends(), "2029-01-01T00:00:00Z", Some("2026-12-01T00:00:01Z"));
        assert_eq!(late_proof.0, [no_poe; 2], "{document}");
        // What never was accepted, no proof helps.
        let never = SubIndication::CryptoConstraintsFailure;
        let refused = found(algorithms("never", "never", "always"), DIGEST_ENDS, Some(DIGEST_ENDS));
        assert_eq!(refused, (vec![never, never], Some(never)), "{document}");
        // The padding alone: the key would do for another.
        assert_eq!(
            found(algorithms("always", "always", "never"), DIGEST_ENDS, None).0,
            [never],
            "{document}"
        );
        assert_eq!(found(algorithms("always", "always", "always"), DIGEST_ENDS, None).0, [], "{document}");
        assert_eq!(found(AlgorithmPolicy::default(), "2045-01-01T00:00:00Z", None).0, [], "{document}");
    }
}

#[test]
fn a_digest_that_is_refused_anyway_is_told_once() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut weak = 0;
    for entry in walk(&folder) {
        let name = entry.to_string_lossy().into_owned();
        if !(name.contains("sha1") || name.contains("sha-1"))
            || !(name.ends_with(".xml") || name.ends_with(".pdf"))
        {
            continue;
        }
        weak += 1;
        let octets = std::fs::read(&entry).unwrap();
        let verifier = Verifier::new(day(0)).with_profile(Profile::signature());
        let report = verify_document(&octets, &verifier);
        assert_eq!(checks_of(&report.signature, "signature.algorithm.policy").len(), 0, "{name}");
    }
    println!("{weak} documents with SHA-1");
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(walk(&path)) } else { found.push(path) }
    }
    found
}

// The office by the policy that the path is valid for

/// A PDF that `certificate`'s holder, who has the Minister's key, signed.
fn signed(input: &[u8], certificate: &Certificate, chain: Vec<Certificate>, capacity: usize) -> Vec<u8> {
    let key = key("minister");
    let identity =
        SignerIdentity { certificate: certificate.clone(), chain, algorithm: key.signer().algorithm() };
    let template = Template::new(&identity).unwrap();
    let request = SignatureFieldRequest {
        filter: "Adobe.PPKLite",
        name: "Minister of Justice",
        signing_time: "D:20261201090000+09'00'",
        field_name: if has_no_signature(input) { "Signature1" } else { "Signature2" },
        contents_capacity: capacity,
        reason: None,
    };
    let document = prepare(input, &request).unwrap();
    let mut hasher = template.digest_algorithm().hasher();
    document.digest_with(|octets| hasher.update(octets));
    let to_be_signed = template.signed_attributes(&hasher.finish(), Some(day(0))).unwrap();
    let value = key.signer().sign(&to_be_signed.digest()).unwrap();
    document.complete(&to_be_signed.complete(&value).unwrap()).unwrap()
}

fn has_no_signature(input: &[u8]) -> bool {
    memchr::memmem::find(input, b"(Signature1)").is_none()
}

/// How the office's policy is judged for a CA and a signer with these extensions.
fn policy_check(
    of_authority: impl FnOnce(CertificateBuilder) -> CertificateBuilder,
    of_signer: &[&str],
    wanted: &[&str],
) -> (Indication, Outcome, String) {
    let authority = authority(2, of_authority);
    let signer = signer(&named("Minister"), |builder| match of_signer {
        [] => builder,
        policies => builder.certificate_policies(policies),
    });
    let profile = format!(
        r#"{{"format_version":1,"name":"agency","rules":"signature","signer":{{"policies":{wanted:?}}}}}"#
    );
    let verifier = Verifier::new(day(0))
        .with_anchors([anchor()])
        .with_revocation(RevocationMode::Off)
        .with_profile(Profile::from_json(profile.as_bytes()).unwrap());
    let document = signed(&fixture("documents/divorce.pdf"), &signer, vec![authority], 20_000);
    let report = verify_document(&document, &verifier);
    let check = checks_of(&report.standard, "standard.signer.policy")[0];
    let detail = check.detail().map(|detail| detail.en.to_string()).unwrap_or_default();
    (report.indication().0, check.outcome(), detail)
}

#[test]
fn a_policy_counts_when_the_path_is_valid_for_it_and_not_when_a_certificate_claims_it() {
    use Indication::{Indeterminate, TotalPassed};
    let of = |policies: &'static [&'static str]| {
        move |builder: CertificateBuilder| builder.certificate_policies(policies)
    };
    let check = |authority: &'static [&'static str], signer: &[&str], wanted: &[&str]| {
        let (indication, outcome, detail) = policy_check(of(authority), signer, wanted);
        assert_eq!(indication, TotalPassed, "{detail}");
        (outcome, detail)
    };
    assert_eq!(check(&[POLICY], &[POLICY], &[POLICY]).0, Outcome::Pass);
    assert_eq!(check(&[ANY], &[POLICY], &[POLICY]).0, Outcome::Pass);
    assert_eq!(check(&[POLICY], &[OTHER, POLICY], &[OTHER, POLICY]).0, Outcome::Pass);
    // The attacker's: the CA was given another policy, the signer's certificate claims the office's.
    let (outcome, detail) = check(&[OTHER], &[POLICY], &[POLICY]);
    assert_eq!(outcome, Outcome::Fail);
    assert_eq!(detail, format!("valid for the path: none; written in the certificate: {POLICY}"));
    assert_eq!(check(&[OTHER], &[OTHER, POLICY], &[POLICY]).0, Outcome::Fail);
    assert_eq!(check(&[POLICY], &[POLICY], &[OTHER]).0, Outcome::Fail);
    // anyPolicy names no office, and no policy at all none either.
    assert_eq!(check(&[ANY], &[ANY], &[POLICY]).0, Outcome::Fail);
    assert_eq!(check(&[POLICY], &[], &[POLICY]).0, Outcome::Fail);
    // Without a valid path a policy is a claim.
    let unconstrained = |builder: CertificateBuilder| {
        builder.certificate_policies(&[OTHER]).policy_constraints(Some(0), None)
    };
    let (indication, outcome, detail) = policy_check(unconstrained, &[POLICY], &[POLICY]);
    assert_eq!((indication, outcome), (Indeterminate, Outcome::NotChecked), "{detail}");
}

#[test]
fn a_mapped_policy_counts_by_the_anchors_name_for_it() {
    let mapped = |builder: CertificateBuilder| {
        builder.certificate_policies(&[OTHER]).policy_mappings(&[(OTHER, POLICY)])
    };
    assert_eq!(policy_check(mapped, &[POLICY], &[OTHER]).1, Outcome::Pass);
    // Whoever may map could map to any office's.
    assert_eq!(policy_check(mapped, &[POLICY], &[POLICY]).1, Outcome::Fail);
}

#[test]
fn a_path_that_is_valid_for_no_policy_is_not_called_good_for_one() {
    let check = |of_authority: &[&str], of_signer: &[&str]| {
        let authority = authority(2, |builder| builder.certificate_policies(of_authority));
        let signer = signer(&named("Signer"), |builder| builder.certificate_policies(of_signer));
        let anchors = [TrustAnchor::from_certificate(anchor()).unwrap()];
        let certificates = [authority];
        let mut request = PathRequest::new(&signer, &anchors, day(0));
        request.certificates = &certificates;
        request.revocation = RevocationMode::Off;
        let outcome = validate(&request, &mut Budget::new(PATH_STEPS));
        let checks = koseki::profile::findings::pki::checks(&outcome);
        checks.iter().find(|check| check.rule().id.0 == "path.policy").map(Check::outcome)
    };
    assert_eq!(check(&[POLICY], &[POLICY]), Some(Outcome::Pass));
    assert_eq!(check(&[POLICY], &[OTHER]), Some(Outcome::NotChecked));
}

// What `path` says

fn path_json(target: &Certificate, authorities: &[Certificate], more: &[&str]) -> serde_json::Value {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, octets: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, octets).unwrap();
        path
    };
    let mut command = Command::new(env!("CARGO_BIN_EXE_koseki"));
    command.arg("path").arg(write("target.cer", target.der()));
    command.args(["--trust".into(), write("anchor.cer", anchor().der())]);
    if !authorities.is_empty() {
        command.arg("--certs");
    }
    for (index, authority) in authorities.iter().enumerate() {
        command.arg(write(&format!("{index}.cer"), authority.der()));
    }
    command.args(["--at", "2026-12-01T00:00:00Z", "--revocation", "off", "--format", "json"]).args(more);
    serde_json::from_slice(&command.output().unwrap().stdout).unwrap()
}

#[test]
fn the_sub_indication_of_path_is_that_of_the_check_that_failed() {
    let unknown =
        |builder: CertificateBuilder| builder.other_extension("1.3.6.1.4.1.99999.66", true, &der::null());
    let authorities = [authority(2, |builder| builder)];
    // Received before the signer's certificate began, which fails; a critical extension alone is undecided.
    let early = ["--received-at", "2026-08-01T00:00:00Z"];
    let answer = path_json(&signer(&named("Signer"), unknown), &authorities, &early);
    assert_eq!((&answer["verdict"], &answer["sub_indication"]), (&"failed".into(), &"NOT_YET_VALID".into()));
    let answer = path_json(&signer(&named("Signer"), unknown), &authorities, &[]);
    let expected = (&"indeterminate".into(), &"CHAIN_CONSTRAINTS_FAILURE".into());
    assert_eq!((&answer["verdict"], &answer["sub_indication"]), expected);
    let answer = path_json(&signer(&named("Signer"), |builder| builder), &authorities, &[]);
    assert_eq!((&answer["verdict"], &answer["sub_indication"]), (&"passed".into(), &serde_json::Value::Null));
}

#[test]
fn the_key_of_the_target_is_judged_whatever_it_is_for() {
    let ends = |bits: u32| {
        let line = |algorithm: &str, bits: &str| {
            format!(
                r#"{{"algorithm":"{algorithm}"{bits},"sign":"always","verify_now":"always","verify_with_proof":"always"}}"#
            )
        };
        let bits = format!(r#","bits":{bits}"#);
        let lines = [line("SHA-256", ""), line("RSASSA-PKCS1-v1_5", &bits)].join(",");
        let file = format!(r#"{{"format_version":1,"version":"a","source":"b","algorithms":[{lines}]}}"#);
        AlgorithmPolicy::from_json(file.as_bytes()).unwrap()
    };
    let target = anchored_target();
    let bits = target.public_key().unwrap().bits();
    let anchors = [TrustAnchor::from_certificate(anchor()).unwrap()];
    let answer = |least: u32| {
        let mut request = PathRequest::new(&target, &anchors, day(0));
        request.purpose = Purpose::Any;
        request.revocation = RevocationMode::Off;
        request.algorithm_policy = ends(least);
        match validate(&request, &mut Budget::new(PATH_STEPS)) {
            PathOutcome::Valid(_) => Vec::new(),
            PathOutcome::Invalid(failure) => {
                failure.paths[0].errors.iter().map(|error| error.defect.clone()).collect()
            }
        }
    };
    assert_eq!(answer(bits), []);
    assert!(answer(bits + 1).iter().any(|defect| matches!(defect, PathDefect::AlgorithmPolicy(_))));
}

/// A signer right below the anchor.
fn anchored_target() -> Certificate {
    let target = key("minister");
    let builder = CertificateBuilder::new(&named("Signer"), target.spki(), &named("Root"), 5, validity());
    read(&builder, &key("official-status-ca"))
}

// Names and their constraints

fn base(tag: u8, text: &str) -> Vec<u8> {
    der::sequence(&[&der::context_primitive(tag, text.as_bytes())])
}

/// nameConstraints of one base, permitted or excluded.
fn constraints(list: u8, bases: &[Vec<u8>]) -> Vec<u8> {
    der::sequence(&[&der::context(list, &bases.concat())])
}

const PERMITTED: u8 = 0;
const EXCLUDED: u8 = 1;
const RFC822: u8 = 1;
const URI: u8 = 6;

fn constrained(list: u8, form: u8, text: &str) -> Certificate {
    let value = constraints(list, &[base(form, text)]);
    authority(2, |builder| builder.other_extension("2.5.29.30", true, &value))
}

#[track_caller]
fn is_refused(authority: &Certificate, target: &Certificate, form: NameForm) {
    let found = defects(std::slice::from_ref(authority), target);
    let expected = [PathDefect::ExcludedName { form }, PathDefect::NotPermittedName { form }];
    assert!(matches!(found.as_slice(), [one] if expected.contains(one)), "{found:?}");
}

#[track_caller]
fn is_accepted(authority: &Certificate, target: &Certificate) {
    assert_eq!(defects(std::slice::from_ref(authority), target), []);
}

fn with_alternative_name(name: &[u8]) -> Certificate {
    let value = der::sequence(&[name]);
    signer(&named("Signer"), |builder| builder.other_extension("2.5.29.17", false, &value))
}

#[test]
fn an_address_in_another_string_type_is_under_the_constraints_on_addresses() {
    let subject = |tag: u8, octets: &[u8]| {
        let name = named("Signer").other("1.2.840.113549.1.9.1", &der::element(tag, octets)).unwrap();
        signer(&name, |builder| builder)
    };
    let (excluded, permitted) =
        (constrained(EXCLUDED, RFC822, "evil.jp"), constrained(PERMITTED, RFC822, "good.jp"));
    for tag in [0x16, 0x14, 0x0c, 0x13] {
        is_accepted(&excluded, &subject(tag, b"a@good.jp"));
        is_accepted(&permitted, &subject(tag, b"a@good.jp"));
        is_refused(&excluded, &subject(tag, b"a@evil.jp"), NameForm::Rfc822);
        is_refused(&permitted, &subject(tag, b"a@evil.jp"), NameForm::Rfc822);
    }
    // T61String outside ASCII, and what is no string at all.
    for (tag, octets) in [(0x14, &b"\xe9a@evil.jp"[..]), (4, b"a@evil.jp"), (0x16, b"\xe9@good.jp")] {
        is_refused(&excluded, &subject(tag, octets), NameForm::Rfc822);
        is_refused(&permitted, &subject(tag, octets), NameForm::Rfc822);
    }
    is_accepted(&authority(2, |builder| builder), &subject(4, b"a@evil.jp"));
}

#[test]
fn an_internationalized_mailbox_is_under_the_constraints_on_addresses() {
    let mailbox = |oid: &str, value: &[u8]| {
        let other_name = [der::object_identifier(oid).unwrap(), der::context(0, value)].concat();
        with_alternative_name(&der::context(0, &other_name))
    };
    let smtp = |text: &str| mailbox("1.3.6.1.5.5.7.8.9", &der::element(0x0c, text.as_bytes()));
    let (excluded, permitted) =
        (constrained(EXCLUDED, RFC822, "evil.jp"), constrained(PERMITTED, RFC822, "good.jp"));
    is_accepted(&excluded, &smtp("大臣@good.jp"));
    is_accepted(&permitted, &smtp("大臣@good.jp"));
    for refused in ["大臣@evil.jp", "大臣@例.jp", "大臣"] {
        is_refused(&excluded, &smtp(refused), NameForm::Rfc822);
        is_refused(&permitted, &smtp(refused), NameForm::Rfc822);
    }
    let malformed = mailbox("1.3.6.1.5.5.7.8.9", &der::element(0x16, b"a@good.jp"));
    is_refused(&permitted, &malformed, NameForm::Rfc822);
    // Two addresses where one belongs: nobody knows which one is meant.
    let address = |text: &str| der::element(0x0c, text.as_bytes());
    let two = mailbox("1.3.6.1.5.5.7.8.9", &[address("a@good.jp"), address("a@evil.jp")].concat());
    is_refused(&permitted, &two, NameForm::Rfc822);
    is_refused(&excluded, &two, NameForm::Rfc822);
    // Another kind of otherName is no address.
    is_accepted(&excluded, &mailbox("1.3.6.1.5.5.7.8.8", &der::element(0x0c, b"a@evil.jp")));
}

#[test]
fn a_uri_whose_host_readers_dispute_is_excluded_and_not_permitted() {
    let uri = |text: &str| with_alternative_name(&der::context_primitive(URI, text.as_bytes()));
    let (excluded, permitted) =
        (constrained(EXCLUDED, URI, ".evil.jp"), constrained(PERMITTED, URI, "good.jp"));
    is_accepted(&excluded, &uri("http://user@good.jp:8080/a%69@b"));
    is_accepted(&permitted, &uri("http://user@good.jp:8080/a%69@b"));
    for refused in ["http://a.evil.jp\\@good.jp/", "http://a.ev%69l.jp/", "http://a@a.evil.jp@good.jp/"] {
        is_refused(&excluded, &uri(refused), NameForm::Uri);
        is_refused(&permitted, &uri(refused), NameForm::Uri);
    }
}

#[test]
fn a_base_with_the_dot_of_the_root_matches_as_one_without() {
    let address = |text: &str| with_alternative_name(&der::context_primitive(RFC822, text.as_bytes()));
    let host = |text: &str| with_alternative_name(&der::context_primitive(2, text.as_bytes()));
    is_refused(&constrained(EXCLUDED, 2, "evil.jp."), &host("a.evil.jp"), NameForm::Dns);
    is_accepted(&constrained(EXCLUDED, 2, "evil.jp."), &host("a.good.jp"));
    is_refused(&constrained(EXCLUDED, RFC822, "evil.jp."), &address("a@evil.jp"), NameForm::Rfc822);
    is_accepted(&constrained(EXCLUDED, RFC822, "evil.jp."), &address("a@good.jp"));
}

#[test]
fn a_name_is_excluded_in_whatever_case_it_is_written() {
    let excluded = |name: &str| {
        authority(2, |builder| builder.name_constraints(&[GeneralSubtree::Excluded(named(name))]))
    };
    for (base, name) in [("ΟΔΟΣ", "οδος"), ("οδοσ", "οδος"), ("STRASSE", "straße"), ("straẞe", "strasse")]
    {
        is_refused(&excluded(base), &signer(&named(name), |builder| builder), NameForm::Directory);
    }
    is_accepted(&excluded("STRASE"), &signer(&named("straße"), |builder| builder));
    is_accepted(&excluded("οδοσ"), &signer(&named("οδοζ"), |builder| builder));
}

// What they may cost

#[test]
fn thousands_of_bases_against_one_long_address_end_within_the_budget() {
    let bases: Vec<Vec<u8>> = (0..4_096).map(|number| base(RFC822, &format!("host{number}.jp"))).collect();
    let value = constraints(EXCLUDED, &bases);
    let authorities: Vec<Certificate> = (0..120)
        .map(|number| authority(100 + number, |builder| builder.other_extension("2.5.29.30", true, &value)))
        .collect();
    let address = format!("{}@good.jp", "a".repeat(200_000));
    let long = with_alternative_name(&der::context_primitive(RFC822, address.as_bytes()));
    // One such CA is followed to its end; a hundred and twenty are not, for an unknown critical extension below.
    is_accepted(&authorities[0], &long);
    let anchors = [TrustAnchor::from_certificate(anchor()).unwrap()];
    let value = der::sequence(&[&der::context_primitive(RFC822, address.as_bytes())]);
    let critical = signer(&named("Signer"), |builder| {
        builder.other_extension("2.5.29.17", false, &value).other_extension(
            "1.3.6.1.4.1.99999.66",
            true,
            &der::null(),
        )
    });
    let mut request = PathRequest::new(&critical, &anchors, day(0));
    request.certificates = &authorities;
    request.revocation = RevocationMode::Off;
    let began = std::time::Instant::now();
    let mut budget = Budget::new(PATH_STEPS);
    let PathOutcome::Invalid(failure) = validate(&request, &mut budget) else { panic!("accepted") };
    println!("{} paths, {} steps, {:?}", failure.tried, PATH_STEPS - budget.left(), began.elapsed());
    assert_eq!(failure.search, Search::BudgetExhausted);
    assert!(failure.tried > 10, "{}", failure.tried);
}

#[test]
fn directory_names_that_unfold_are_paid_for_before_they_are_prepared() {
    let hostile = named(&"\u{fdfa}".repeat(480)).to_der().unwrap();
    let names = |count: usize| {
        let names = vec![der::context(4, &hostile); count];
        signer(&named("Signer"), |builder| {
            builder.other_extension("2.5.29.17", false, &der::sequence_of(&names))
        })
    };
    let constrained = authority(2, |builder| {
        builder.name_constraints(&[GeneralSubtree::Permitted(DistinguishedName::new())])
    });
    let spent = |target: &Certificate| {
        let anchors = [TrustAnchor::from_certificate(anchor()).unwrap()];
        let certificates = [constrained.clone()];
        let mut request = PathRequest::new(target, &anchors, day(0));
        request.certificates = &certificates;
        request.revocation = RevocationMode::Off;
        let mut budget = Budget::new(PATH_STEPS);
        assert!(matches!(validate(&request, &mut budget), PathOutcome::Valid(_)));
        PATH_STEPS - budget.left()
    };
    // 480 of them unfold to 15,840 octets.
    let (few, more) = (spent(&names(10)), spent(&names(110)));
    assert!(more - few >= 100 * 15_840 / 64, "{few} {more}");
}

/// Signatures besides the one that the report speaks of are read as far as their `/Contents` together stay within a ceiling.
#[test]
fn the_contents_of_listed_signatures_have_a_ceiling_together() {
    let target = anchored_target();
    let outcome = |capacity: usize| {
        let once = signed(&fixture("documents/divorce.pdf"), &target, Vec::new(), capacity);
        let twice = signed(&once, &target, Vec::new(), 20_000);
        let verifier = Verifier::new(day(0)).with_profile(Profile::signature());
        let report = verify_document(&twice, &verifier);
        let listed = report.signatures.iter().find(|one| one.field == "Signature1").unwrap();
        format!("{:?}", listed.outcome)
    };
    let ceiling = koseki::limits::pdf::OTHER_CONTENTS_OCTETS;
    assert_ne!(outcome(ceiling), outcome(ceiling + 1));
}
