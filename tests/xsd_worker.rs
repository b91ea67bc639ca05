//! The worker process and the commands that use it: what a hostile schema or document cannot do, and what is told instead.
#![cfg(all(feature = "cli", unix))]

use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

const HEAD: &str = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">"#;

fn koseki(directory: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_koseki"))
        .args(arguments)
        .current_dir(directory)
        .env("LC_ALL", "C.UTF-8")
        .output()
        .unwrap()
}

#[track_caller]
fn ends(output: &Output, code: i32) {
    let told = |octets: &[u8]| String::from_utf8_lossy(octets).into_owned();
    let (out, err) = (told(&output.stdout), told(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{out}\n{err}");
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A directory with a schema of this body and these documents.
fn directory(body: &str, documents: &[(&str, &str)]) -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("a.xsd"), format!("{HEAD}{body}</xs:schema>")).unwrap();
    for (name, text) in documents {
        std::fs::write(directory.path().join(name), text).unwrap();
    }
    directory
}

/// An assertion whose cost grows with the square of the number of elements.
const QUADRATIC: &str = r#"<xs:element name="r"><xs:complexType><xs:sequence><xs:element name="a" type="xs:int" maxOccurs="unbounded"/></xs:sequence>
    <xs:assert test="every $x in a, $y in a satisfies $x le 9 or $y ge 0"/></xs:complexType></xs:element>"#;

#[test]
fn a_document_that_stalls_is_stopped_and_the_next_one_is_judged() {
    let many = format!("<r>{}</r>", "<a>1</a>".repeat(20_000));
    let directory =
        directory(QUADRATIC, &[("1.xml", "<r><a>1</a></r>"), ("2.xml", &many), ("3.xml", "<r><a>x</a></r>")]);
    let begun = Instant::now();
    let arguments = ["validate", "1.xml", "2.xml", "3.xml", "--schema", "a.xsd", "--format", "json"];
    let output = koseki(directory.path(), &arguments);
    ends(&output, 1);
    let documents = &json(&output)["documents"];
    let outcomes: Vec<_> = (0..3).map(|index| documents[index]["outcome"].as_str().unwrap()).collect();
    assert_eq!(outcomes, ["valid", "stopped", "invalid"]);
    assert_eq!(documents[1]["checks"][0]["id"], "schema.worker");
    assert!(documents[1]["checks"][0]["message"].as_str().unwrap().contains("processor time"));
    ends(&koseki(directory.path(), &["validate", "1.xml", "2.xml", "--schema", "a.xsd"]), 3);
    // At most one and a half seconds of processor time each; the clock runs faster on a busy machine.
    assert!(begun.elapsed() < Duration::from_secs(120));
}

#[test]
fn a_document_that_wants_too_much_memory_is_stopped() {
    let body = r#"<xs:element name="r"><xs:complexType><xs:sequence><xs:element name="a" type="xs:int" maxOccurs="unbounded"/></xs:sequence>
        <xs:assert test="count(for $x in 1 to 1000000000 return string($x)) ge 0"/></xs:complexType></xs:element>"#;
    let directory = directory(body, &[("1.xml", "<r><a>1</a></r>")]);
    let output = koseki(directory.path(), &["validate", "1.xml", "--schema", "a.xsd", "--format", "json"]);
    ends(&output, 3);
    let message = json(&output)["documents"][0]["checks"][0]["message"].as_str().unwrap().to_owned();
    assert!(message.contains("memory") || message.contains("processor time"), "{message}");
}

#[test]
fn exit_codes_of_validate() {
    let documents = [
        ("good.xml", "<r>1</r>"),
        ("bad.xml", "<r>x</r>"),
        ("dtd.xml", "<!DOCTYPE r [<!ENTITY a 'b'>]><r>1</r>"),
        ("broken.xsd", "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element/></xs:schema>"),
        (
            "dangling.xsd",
            "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element name='r' type='t'/></xs:schema>",
        ),
        (
            "network.xsd",
            "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:import namespace='urn:n' schemaLocation='http://192.0.2.1/n.xsd'/></xs:schema>",
        ),
        ("n.xsd", "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:n'/>"),
    ];
    let directory = directory(r#"<xs:element name="r" type="xs:int"/>"#, &documents);
    let run = |arguments: &[&str]| koseki(directory.path(), &[&["validate"], arguments].concat());
    ends(&run(&["good.xml", "--schema", "a.xsd"]), 0);
    ends(&run(&["--schema", "a.xsd"]), 0);
    ends(&run(&["good.xml", "bad.xml", "--schema", "a.xsd"]), 1);
    ends(&run(&["dtd.xml", "--schema", "a.xsd"]), 1);
    ends(&run(&["good.xml"]), 2);
    ends(&run(&["nowhere.xml", "--schema", "a.xsd"]), 4);
    ends(&run(&["good.xml", "--schema", "broken.xsd"]), 4);
    ends(&run(&["good.xml", "--schema", "dangling.xsd"]), 4);
    ends(&run(&["good.xml", "--schema", "nowhere.xsd"]), 4);
    let refused = run(&["--schema", "network.xsd"]);
    ends(&refused, 4);
    let told = String::from_utf8(refused.stdout).unwrap();
    assert!(told.contains("nothing is fetched") && told.contains("network.xsd"), "{told}");
    ends(&run(&["--schema", "network.xsd", "--schema-catalog", "http://192.0.2.1/n.xsd=n.xsd"]), 0);
    ends(&run(&["--schema", "network.xsd", "n.xsd"]), 0);
}

#[test]
fn bombs_in_a_schema_are_stopped_when_it_is_checked() {
    let mut groups =
        String::from(r#"<xs:group name="g0"><xs:sequence><xs:element name="a"/></xs:sequence></xs:group>"#);
    for level in 1..=25 {
        let below = level - 1;
        groups += &format!(
            r#"<xs:group name="g{level}"><xs:sequence><xs:group ref="g{below}"/><xs:group ref="g{below}"/></xs:sequence></xs:group>"#
        );
    }
    groups += r#"<xs:element name="r"><xs:complexType><xs:group ref="g25"/></xs:complexType></xs:element>"#;
    let directory = directory(&groups, &[]);
    let output = koseki(directory.path(), &["validate", "--schema", "a.xsd"]);
    ends(&output, 3);
}

#[test]
fn values_are_told_only_when_asked_for() {
    let directory = directory(r#"<xs:element name="r" type="xs:int"/>"#, &[("1.xml", "<r>himitsu</r>")]);
    for format in ["text", "json"] {
        let arguments = ["validate", "1.xml", "--schema", "a.xsd", "--format", format];
        let quiet = String::from_utf8(koseki(directory.path(), &arguments).stdout).unwrap();
        assert!(!quiet.contains("himitsu"), "{quiet}");
        let open = koseki(directory.path(), &[&arguments[..], &["--show-content"]].concat());
        assert!(String::from_utf8(open.stdout).unwrap().contains("himitsu"));
    }
}

#[test]
fn all_violations_are_counted_and_as_many_written_as_asked_for() {
    let body = r#"<xs:element name="r"><xs:complexType><xs:sequence><xs:element name="a" type="xs:int" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element>"#;
    let directory = directory(body, &[("1.xml", &format!("<r>{}</r>", "<a>x</a>".repeat(7)))]);
    let arguments = ["validate", "1.xml", "--schema", "a.xsd", "--format", "json", "--max-violations", "3"];
    let document = json(&koseki(directory.path(), &arguments))["documents"][0].clone();
    assert_eq!(document["violations_count"], 7);
    assert_eq!(document["violations"].as_array().unwrap().len(), 3);
}

#[test]
fn a_pinned_schema_is_found_by_its_digest_and_guarded_by_it() {
    let directory = directory(r#"<xs:element name="r" type="xs:int"/>"#, &[("1.xml", "<r>1</r>")]);
    let run = |arguments: &[&str]| koseki(directory.path(), arguments);
    let added = run(&[
        "schema",
        "add",
        "a.xsd",
        "--store",
        "pinned",
        "--by",
        "Tanaka",
        "--source",
        "by hand",
        "--at",
        "2026-12-01T09:00:00+09:00",
    ]);
    ends(&added, 0);
    let digest = String::from_utf8(added.stdout).unwrap().trim().to_owned();
    let again =
        run(&["schema", "add", "a.xsd", "--store", "pinned", "--by", "Tanaka", "--source", "by hand"]);
    ends(&again, 4);
    let shown = json(&run(&["schema", "show", &digest[..8], "--store", "pinned", "--format", "json"]));
    assert_eq!(shown["schemas"][0]["added_at"], "2026-12-01T00:00:00Z");
    assert_eq!(shown["schemas"][0]["added_by"], "Tanaka");
    assert_eq!(shown["schemas"][0]["documents"][0]["name"], "a.xsd");
    let listed = run(&["schema", "list", "--store", "pinned"]);
    assert!(String::from_utf8(listed.stdout).unwrap().contains(&digest));
    let named = format!("sha256:{}", &digest[..12]);
    let validate = ["validate", "1.xml", "--schema-store", "pinned", "--schema", &named];
    ends(&run(&validate), 0);
    ends(&run(&["validate", "1.xml", "--schema", &named]), 2);
    // What is signed is held to it as well.
    std::fs::write(directory.path().join("2.xml"), "<r>one</r>").unwrap();
    let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures");
    let (key, certificate) =
        (format!("{fixtures}/keys/minister.pem"), format!("{fixtures}/pki/signers/minister.cer"));
    let sign = |document: &str, out: &str, more: &[&str]| {
        let by = ["--key", &key, "--cert", &certificate, "--allow-readable-key", "--schema", &named];
        let at = ["--at", "2026-12-01T09:00:00+09:00"];
        run(&[&["sign", document, "--out", out][..], &by, &at, more].concat())
    };
    ends(&sign("1.xml", "signed.xml", &["--schema-store", "pinned"]), 0);
    ends(&sign("2.xml", "other.xml", &["--schema-store", "pinned"]), 1);
    ends(&sign("1.xml", "third.xml", &[]), 2);
    assert!(!directory.path().join("other.xml").exists());
    // An entry that is broken hides no other.
    let broken = directory.path().join("pinned").join(format!("{}.json", "0".repeat(64)));
    std::fs::write(&broken, "{}").unwrap();
    let listed = run(&["schema", "list", "--store", "pinned"]);
    assert!(String::from_utf8_lossy(&listed.stdout).contains(&digest));
    ends(&listed, 4);
    std::fs::remove_file(broken).unwrap();
    let pinned = directory.path().join("pinned").join(format!("{digest}.xsd"));
    let octets = std::fs::read(&pinned).unwrap();
    std::fs::write(&pinned, [octets.as_slice(), b"\n"].concat()).unwrap();
    ends(&run(&validate), 4);
    std::fs::write(&pinned, octets).unwrap();
    ends(&run(&["schema", "remove", &digest, "--store", "pinned"]), 0);
    assert_eq!(std::fs::read_dir(directory.path().join("pinned")).unwrap().count(), 0);
    ends(&run(&validate), 4);
}

/// The worker speaks to its parent alone: given to a person, it ends.
#[test]
fn the_worker_ends_when_nobody_asks() {
    let output = koseki(Path::new("."), &["schema-worker"]);
    ends(&output, 0);
    assert!(output.stdout.is_empty());
    let help = koseki(Path::new("."), &["help"]);
    assert!(!String::from_utf8(help.stdout).unwrap().contains("schema-worker"));
}

/// `verify` of a signed sample with the good anchor; the form section decides.
fn form(more: &[&str]) -> (Output, Value) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let trust = [
        "--trust",
        "fixtures/pki/anchors/official-status-ca.cer",
        "--crl",
        "fixtures/pki/crls",
        "--at",
        "2026-12-01T09:00:00+09:00",
        "--format",
        "json",
    ];
    let document = ["verify", "fixtures/signed/couple-and-child.xml"];
    let output = koseki(root, &[&document, more, &trust].concat());
    let document = json(&output)["documents"][0].clone();
    (output, document)
}

const SAMPLE: &str = "schemas/koseki-sample-1.xsd";
const WITH_SIGNATURE: &str = "fixtures/schemas/document-with-signature.xsd";

#[test]
fn the_scope_of_the_schema_is_what_was_signed_unless_the_whole_document_is_asked_for() {
    for (schema, scope, verdict) in [
        (SAMPLE, None, "passed"),
        (SAMPLE, Some("signed"), "passed"),
        (SAMPLE, Some("document"), "failed"),
        (WITH_SIGNATURE, None, "failed"),
        (WITH_SIGNATURE, Some("signed"), "failed"),
        (WITH_SIGNATURE, Some("document"), "passed"),
    ] {
        let mut arguments = vec!["--schema", schema];
        arguments.extend(scope.into_iter().flat_map(|scope| ["--schema-scope", scope]));
        let (_, document) = form(&arguments);
        assert_eq!(document["form"]["verdict"], verdict, "{schema} {scope:?}: {:#}", document["form"]);
        assert_eq!(document["schema_scope"], scope.unwrap_or("signed"));
        assert_eq!(document["signature"]["verdict"], "passed");
    }
}

#[test]
fn the_digest_of_a_schema_does_not_depend_on_the_order_of_its_documents() {
    let digest = |order: [&str; 2]| {
        let (_, document) = form(&["--schema", order[0], order[1], "--schema-scope", "document"]);
        assert_eq!(document["form"]["verdict"], "passed", "{:#}", document["form"]);
        document["schema_sha256"].as_str().unwrap().to_owned()
    };
    let signature = "fixtures/schemas/signature.xsd";
    assert_eq!(digest([WITH_SIGNATURE, signature]), digest([signature, WITH_SIGNATURE]));
    let one = form(&["--schema", WITH_SIGNATURE, "--schema-scope", "document"]).1;
    // The import brings the other, which makes the same components; what was given is part of the description all the same.
    assert_ne!(one["schema_sha256"], digest([WITH_SIGNATURE, signature]));
}

/// A schema that is not compiled in time: a value of its own takes its own pattern too long.
#[test]
fn a_schema_that_stalls_while_it_is_compiled_decides_nothing() {
    let body = format!(
        r#"<xs:simpleType name="p"><xs:restriction base="xs:string"><xs:pattern value="(.*a){{30}}"/></xs:restriction></xs:simpleType>
        <xs:simpleType name="e"><xs:restriction base="p"><xs:enumeration value="{}b"/></xs:restriction></xs:simpleType>"#,
        "a".repeat(8_000)
    );
    let directory = directory(&body, &[("1.xml", "<r/>")]);
    for documents in [&[][..], &["1.xml"]] {
        let arguments = [&["validate"], documents, &["--schema", "a.xsd", "--format", "json"]].concat();
        let output = koseki(directory.path(), &arguments);
        ends(&output, 3);
        assert_eq!(json(&output)["schema"]["checks"][0]["id"], "schema.worker", "{:#}", json(&output));
    }
    let text = koseki(directory.path(), &["validate", "--schema", "a.xsd", "--lang", "ja"]);
    let told = String::from_utf8(text.stdout).unwrap();
    assert!(told.contains("確認できませんでした") && told.contains("上限"), "{told}");
    let (output, document) = form(&["--schema", directory.path().join("a.xsd").to_str().unwrap()]);
    ends(&output, 3);
    assert_eq!(document["form"]["verdict"], "indeterminate", "{:#}", document["form"]);
    assert_eq!(document["signature"]["verdict"], "passed");
}

/// A schema whose condition never ends: the form is undecided, the signature is still judged, and nothing passes.
#[test]
fn a_schema_that_stalls_leaves_the_form_undecided_and_the_document_unpassed() {
    let body = r#"<xs:element name="戸籍電子証明書"><xs:complexType><xs:sequence><xs:any processContents="skip" maxOccurs="unbounded"/></xs:sequence>
        <xs:anyAttribute processContents="skip"/><xs:assert test="every $x in 1 to 100000, $y in 1 to 100000 satisfies $x + $y gt 0"/></xs:complexType></xs:element>"#;
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("stalling.xsd");
    let target = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:example:koseki-cert:sample:1">"#;
    std::fs::write(&path, format!("{target}{body}</xs:schema>")).unwrap();
    let (output, document) = form(&["--schema", path.to_str().unwrap()]);
    ends(&output, 3);
    assert_eq!(document["form"]["verdict"], "indeterminate");
    assert_eq!(document["signature"]["verdict"], "passed");
    let checks = document["form"]["checks"].as_array().unwrap();
    assert!(checks.iter().any(|check| check["id"] == "schema.worker"), "{checks:#?}");
}
