//! The report of the server is the report of the command line, octet by octet.

use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use crate::server::{JUDGED_BY, ROOT, Server, koseki};
use crate::support::fixture;

const DOCUMENTS: [&str; 5] = [
    "couple-and-child.pdf",
    "couple-and-child.xml",
    "changed-after-signing.pdf",
    "signer-other-office.xml",
    "signer-revoked.pdf",
];

/// What the command line writes about documents in the folder of signed ones.
fn reported(documents: &[&str], more: &[&str]) -> Vec<u8> {
    let root = Path::new(ROOT);
    let absolute = |one: &&str| {
        if one.starts_with("fixtures") { root.join(one).display().to_string() } else { (*one).to_owned() }
    };
    let judged_by: Vec<String> = JUDGED_BY.iter().map(absolute).collect();
    let judged_by: Vec<&str> = judged_by.iter().map(String::as_str).collect();
    let arguments = [&["verify"], documents, &judged_by[..], more].concat();
    koseki(&arguments, &root.join("fixtures/signed")).stdout
}

#[test]
fn one_or_many_documents_are_reported_as_the_command_line_does() {
    let server = Server::start(&["--schema", "schemas/koseki-sample-1.xsd"]);
    let schema = Path::new(ROOT).join("schemas/koseki-sample-1.xsd").display().to_string();
    for (query, options) in [
        ("lang=ja", &["--format", "json", "--lang", "ja"][..]),
        ("lang=en&explain=true", &["--format", "json", "--lang", "en", "--explain"]),
        ("lang=ja&format=html", &["--format", "html", "--lang", "ja"]),
        ("format=html&lang=en&explain=true", &["--format", "html", "--lang", "en", "--explain"]),
    ] {
        for documents in [&DOCUMENTS[..1], &DOCUMENTS[1..2], &DOCUMENTS, &[DOCUMENTS[0], DOCUMENTS[0]]] {
            let octets: Vec<Vec<u8>> =
                documents.iter().map(|one| fixture(&format!("signed/{one}"))).collect();
            let sent: Vec<(&str, &[u8])> =
                documents.iter().copied().zip(octets.iter().map(Vec::as_slice)).collect();
            let answer = server.verify(&format!("/v1/verify?{query}"), &sent);
            assert_eq!(answer.status, 200);
            let expected = reported(documents, &[options, &["--schema", &schema]].concat());
            let (answer, expected) = (answer.text(), String::from_utf8(expected).unwrap());
            assert!(answer == expected, "{query} {documents:?}:\n{answer}\n{expected}");
        }
    }
}

#[test]
fn a_body_that_is_one_document_is_reported_by_the_name_in_its_header() {
    let server = Server::start(&[]);
    let octets = fixture("signed/couple-and-child.xml");
    let sent = |headers: &[(&str, &str)]| server.ask("POST", "/v1/verify?lang=en", headers, &octets);
    for kind in ["application/xml", "text/xml; charset=utf-8", "application/octet-stream", "APPLICATION/PDF"]
    {
        let answer = sent(&[("content-type", kind), ("koseki-file-name", "couple-and-child.xml")]);
        assert_eq!(
            answer.text(),
            String::from_utf8(reported(&[DOCUMENTS[1]], &["--format", "json", "--lang", "en"])).unwrap()
        );
    }
    let named = |headers: &[(&str, &str)]| sent(headers).json()["documents"][0]["path"].clone();
    let xml = ("content-type", "application/xml");
    assert_eq!(named(&[xml]), "document");
    assert_eq!(named(&[xml, ("koseki-file-name", "%E6%88%B8%E7%B1%8D.xml")]), "戸籍.xml");
    for wrong in ["%", "%E6", "a b", "a/b", "戸籍.xml", &"a".repeat(3073)] {
        sent(&[xml, ("koseki-file-name", wrong)]).is_problem(400, "file-name");
    }
    assert_eq!(named(&[xml, ("koseki-file-name", &"%E6%88%B8".repeat(341))]), "戸".repeat(341));
    for other in
        [("content-encoding", "gzip"), ("content-range", "bytes 0-9/100"), ("content-type", "text/plain")]
    {
        sent(&[xml, other]).is_problem(415, "unsupported-media-type");
    }
    let unsaid = format!(
        "POST /v1/verify HTTP/1.1\r\nhost: {}\r\ncontent-type: application/pdf\r\n\r\n",
        server.address
    );
    server.raw(unsaid.as_bytes()).is_problem(400, "no-document");
}

#[test]
fn an_empty_document_and_one_that_is_none_are_failed_documents() {
    let server = Server::start(&[]);
    let empty = server.ask("POST", "/v1/verify", &[("content-type", "application/pdf")], b"");
    assert_eq!((empty.status, &empty.json()["documents"][0]["verdict"]), (200, &"failed".into()));
    let other = server.verify("/v1/verify", &[("a.txt", b"neither"), ("empty", b"")]);
    let report = other.json();
    assert_eq!(report["summary"]["failed"], 2, "{report}");
}

#[test]
fn forms_that_are_not_in_order_are_told_apart() {
    let server = Server::start(&[]);
    let sent =
        |kind: &str, body: &str| server.ask("POST", "/v1/verify", &[("content-type", kind)], body.as_bytes());
    let form = "multipart/form-data; boundary=b";
    let part = |disposition: &str| {
        format!("--b\r\nContent-Disposition: form-data; {disposition}\r\n\r\nx\r\n--b--\r\n")
    };
    sent(form, &part("name=\"files\"; filename=\"a\"")).is_problem(400, "unknown-field");
    sent(form, &part("name=\"file\"")).is_problem(400, "no-file");
    sent(form, &part("name=\"file\"; filename=\"\"")).is_problem(400, "no-file");
    sent(form, "--b--\r\n").is_problem(400, "no-document");
    sent(form, &part(&format!("name=\"file\"; filename=\"{}\"", "a".repeat(1025))))
        .is_problem(400, "file-name");
    sent(form, &part("name=\"file\"; filename=\"a\"; filename*=UTF-8''%ff")).is_problem(400, "file-name");
    let both = part("name=\"file\"; filename=\"=?utf-8?B?5oi4?=\"; filename*=utf-8''%E6%88%B8");
    assert_eq!(sent(form, &both).json()["documents"][0]["path"], "戸", "as .NET writes it");
    let encoded = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\nContent-Transfer-Encoding: base64\r\n\r\neA==\r\n--b--\r\n";
    sent(form, encoded).is_problem(415, "unsupported-media-type");
    sent("multipart/form-data", &part("name=\"file\"; filename=\"a\"")).is_problem(400, "malformed");
    for broken in [
        "",
        "x",
        "--c\r\n",
        "--b\r\nContent-Disp",
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nx",
    ] {
        sent(form, broken).is_problem(400, "malformed");
    }
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json",
        "multipart/mixed; boundary=b",
        "",
    ] {
        sent(kind, "x").is_problem(415, "unsupported-media-type");
    }
    server.ask("POST", "/v1/verify", &[], b"x").is_problem(415, "unsupported-media-type");
    for query in ["lang=fr", "format=csv", "explain=yes", "lang=ja&lang=en", "name=a.pdf", "lang"] {
        let pdf = [("content-type", "application/pdf")];
        server.ask("POST", &format!("/v1/verify?{query}"), &pdf, b"x").is_problem(400, "parameter");
    }
}

#[test]
fn the_language_is_that_of_query_browser_server_in_this_order() {
    let meaning = |server: &Server, query: &str, headers: &[(&str, &str)]| {
        let headers = [&[("content-type", "application/pdf")], headers].concat();
        let answer = server.ask("POST", &format!("/v1/verify{query}"), &headers, b"x");
        answer.json()["documents"][0]["advice"]["meaning"].as_str().unwrap().is_ascii()
    };
    let (japanese, english) = (Server::start(&["--lang", "ja"]), Server::start(&["--lang", "en"]));
    assert!(!meaning(&japanese, "", &[]) && meaning(&english, "", &[]));
    let browser = [("accept-language", "en-US,ja;q=0.5")];
    assert!(meaning(&japanese, "", &browser));
    assert!(!meaning(&english, "?lang=ja", &browser));
}

#[test]
fn what_is_judged_by_is_read_anew_when_it_changes_and_nothing_is_judged_without_it() {
    let folder = tempfile::tempdir().unwrap();
    let lists = folder.path().join("crls");
    std::fs::create_dir(&lists).unwrap();
    let put = |octets: &[u8]| std::fs::write(lists.join("official-status.crl"), octets).unwrap();
    let list = fixture("pki/crls/official-status.crl");
    put(&list);
    let lists = lists.display().to_string();
    let arguments = [
        "--trust",
        "fixtures/pki/anchors/official-status-ca.cer",
        "--crl",
        &lists,
        "--at",
        "2026-12-01T00:05:00Z",
    ];
    let server = Server::started(&arguments, Path::new(ROOT));
    let octets = fixture("signed/couple-and-child.pdf");
    let verify = || server.verify("/v1/verify", &[("a.pdf", &octets)]);
    let verdict = || verify().json()["documents"][0]["verdict"].as_str().unwrap().to_owned();
    let look = || sleep(Duration::from_millis(1100));
    assert_eq!(verdict(), "passed");
    put(&fixture("pki/crls/official-status-arl.crl"));
    look();
    assert_eq!(verdict(), "indeterminate");
    assert_eq!(server.get("/readyz").status, 200);
    put(b"half a li");
    look();
    let refused = verify();
    refused.is_problem(503, "not-ready");
    assert_eq!(refused.header("retry-after"), Some("1"));
    for target in ["/readyz", "/v1/status"] {
        let refused = server.get(target);
        refused.is_problem(503, "not-ready");
        assert_eq!(refused.json()["reasons"][0]["id"], "files-unusable");
        assert!(!refused.text().contains("crl"), "which file it is, the log says");
    }
    look();
    verify().is_problem(503, "not-ready");
    assert_eq!(server.get("/healthz").status, 200);
    assert!(
        server.log().contains("official-status.crl"),
        "the operator is told which file: {}",
        server.log()
    );
    assert_eq!(server.log().matches("official-status.crl").count(), 1, "once: {}", server.log());
    put(&list);
    look();
    assert_eq!(verdict(), "passed");
    // Nobody stopped the clock: each request is judged at its own time.
    let clock = Server::started(&arguments[..4], Path::new(ROOT));
    let at = || clock.get("/v1/status").json()["at"].as_str().unwrap().to_owned();
    let first = at();
    look();
    assert_ne!(at(), first);
}

/// A document of the schema that nobody named, but another document of it.
#[test]
fn an_included_schema_is_read_anew_when_it_changes() {
    let folder = tempfile::tempdir().unwrap();
    let sample =
        String::from_utf8(std::fs::read(Path::new(ROOT).join("schemas/koseki-sample-1.xsd")).unwrap())
            .unwrap();
    let namespace = sample.split("targetNamespace=\"").nth(1).unwrap().split('"').next().unwrap();
    let main = format!(
        "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" targetNamespace=\"{namespace}\" elementFormDefault=\"qualified\"><xs:include schemaLocation=\"part.xsd\"/></xs:schema>"
    );
    let put = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    put("main.xsd", &main);
    put("part.xsd", &sample);
    let schema = folder.path().join("main.xsd").display().to_string();
    let server = Server::start(&["--schema", &schema]);
    let octets = fixture("signed/couple-and-child.xml");
    let verify = || server.verify("/v1/verify", &[("a.xml", &octets)]);
    let digest = || verify().json()["documents"][0]["schema_sha256"].as_str().unwrap().to_owned();
    let first = digest();
    sleep(Duration::from_millis(1100));
    assert_eq!(digest(), first);
    put("part.xsd", &format!("{sample}<!-- another -->"));
    sleep(Duration::from_millis(1100));
    assert_ne!(digest(), first);
    std::fs::remove_file(folder.path().join("part.xsd")).unwrap();
    sleep(Duration::from_millis(1100));
    verify().is_problem(503, "not-ready");
}

#[test]
fn nothing_is_written_unless_records_are_kept() {
    let work = tempfile::tempdir().unwrap();
    let root = Path::new(ROOT);
    let path = |name: &str| root.join(name).display().to_string();
    let (trust, lists) = (path("fixtures/pki/anchors/official-status-ca.cer"), path("fixtures/pki/crls"));
    let judged_by = ["--trust", &trust, "--crl", &lists, "--at", "2026-12-01T00:05:00Z"];
    let octets = fixture("signed/couple-and-child.pdf");
    let server = Server::started(&judged_by, work.path());
    assert_eq!(server.verify("/v1/verify", &[("a.pdf", &octets)]).status, 200);
    assert_eq!(server.get("/v1/status").json()["is_recording"], false);
    // Every descriptor that is open for writing is a stream, a socket or the like: no file.
    for entry in std::fs::read_dir(format!("/proc/{}/fd", server.id())).unwrap() {
        let target = std::fs::read_link(entry.unwrap().path()).unwrap();
        assert!(!target.is_file() || target.starts_with("/proc"), "{} is open", target.display());
    }
    drop(server);
    assert_eq!(std::fs::read_dir(work.path()).unwrap().count(), 0);
    let (key, certificate) = (path("fixtures/keys/agency.pem"), path("fixtures/records/agency.cer"));
    let keeping =
        ["--record", "records", "--record-key", &key, "--record-cert", &certificate, "--allow-readable-key"];
    let server = Server::started(&[&judged_by[..], &keeping].concat(), work.path());
    assert_eq!(server.get("/v1/status").json()["is_recording"], true);
    let sent = server.verify("/v1/verify", &[("a.pdf", &octets), ("b.pdf", &octets)]);
    assert_eq!(sent.json()["summary"]["passed"], 2);
    assert_eq!(std::fs::read_dir(work.path().join("records")).unwrap().count(), 2);
    // A verdict whose record is missing is work undone, and says so.
    std::fs::remove_dir_all(work.path().join("records")).unwrap();
    let sent = server.verify("/v1/verify?lang=en", &[("a.pdf", &octets)]).json();
    assert_eq!(sent["unreadable"][0]["path"], "a.pdf", "{sent}");
    assert!(sent["unreadable"][0]["reason"].as_str().unwrap().starts_with("no record was kept"));
    assert!(!sent.to_string().contains("records"), "where records are is no client's business");
    let log = server.log();
    let told = log.lines().find(|line| line.contains("records")).expect("but the operator's");
    assert!(
        told.contains(" id=") && !told.contains("p7m"),
        "of which request, not of which document: {told}"
    );
}
